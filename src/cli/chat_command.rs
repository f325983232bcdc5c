//! `footnote chat`: question after question; a follow-up keeps its subject.

use std::io::{self, BufRead, IsTerminal};

use clap::Args;
use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;

use super::context::{Context, Done, Output, SCOPE, print_text};
use super::failure::Failure;
use super::list_command;
use crate::answer::Answer;
use crate::errors::ErrorCode;
use crate::library::Library;
use crate::question::{Ask, greets, is_small_talk};
use crate::render::markdown::plain;
use crate::render::{notices, terminal};

/// Stands before each question.
const PROMPT: &str = "? ";

/// A follow-up looks back so many questions.
const LOOKS_BACK: usize = 8;

/// What `chat` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Do not keep the questions in the history file beside the database
    #[arg(long)]
    no_history: bool,
}

/// One conversation.
struct Talk<'a> {
    context: &'a Context,
    library: Library<'a>,
    before: Vec<String>,
    last: Option<Answer>,
}

/// Answers until the input ends.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Done, Failure> {
    let store = context.reader()?;
    let mut talk = Talk {
        context,
        library: Library::open(&store, SCOPE, &context.index_folder())?,
        before: Vec::new(),
        last: None,
    };
    if io::stdin().is_terminal() {
        at_the_keyboard(&mut talk, arguments)?;
    } else {
        from_a_pipe(&mut talk)?;
    }
    Ok(Done::Fully)
}

fn at_the_keyboard(talk: &mut Talk<'_>, arguments: &Arguments) -> Result<(), Failure> {
    let mut editor = DefaultEditor::new().map_err(unreadable)?;
    let history = talk.context.settings.database.with_extension("history");
    if !arguments.no_history {
        // There is none before the first conversation.
        let _ = editor.load_history(&history);
    }
    talk.context
        .tell(&talk.context.screen.wrapped(notices::CHAT_HELP, ""));
    loop {
        match editor.readline(PROMPT) {
            Ok(line) => {
                if is_question(line.trim()) {
                    let _ = editor.add_history_entry(line.trim());
                }
                if talk.hear(&line)? == Goes::Home {
                    break;
                }
            }
            Err(ReadlineError::Interrupted) => {}
            Err(ReadlineError::Eof) => break,
            Err(error) => return Err(unreadable(error)),
        }
    }
    if !arguments.no_history
        && let Err(error) = editor.save_history(&history)
    {
        tracing::warn!(%error, "the history could not be kept");
    }
    Ok(())
}

fn from_a_pipe(talk: &mut Talk<'_>) -> Result<(), Failure> {
    for line in io::stdin().lock().lines() {
        let line = line.map_err(|error| Failure::of_file("read standard input", &error))?;
        talk.repeat(&line);
        if talk.hear(&line)? == Goes::Home {
            break;
        }
    }
    Ok(())
}

fn unreadable(error: ReadlineError) -> Failure {
    Failure::new(
        ErrorCode::Storage,
        format!(
            "unable to read from the terminal: {error}; `footnote ask` takes a question without one"
        ),
    )
}

/// What ends a conversation.
const FAREWELLS: [&str; 5] = ["/quit", "/exit", "/q", "quit", "exit"];

/// Tells whether a line asks something, and neither commands nor thanks.
fn is_question(line: &str) -> bool {
    !line.is_empty() && !line.starts_with('/') && !FAREWELLS.contains(&line) && !is_small_talk(line)
}

/// Whether the conversation goes on.
#[derive(PartialEq, Eq)]
enum Goes {
    On,
    Home,
}

impl Talk<'_> {
    /// Shows what is asked where nobody typed it on the screen, or answers would stand there without their questions.
    fn repeat(&self, line: &str) {
        let screen = self.context.screen;
        if self.context.output == Output::Text && !line.trim().is_empty() {
            let asked = format!("{PROMPT}{}", plain(line.trim()));
            print_text(&screen.bold(&screen.wrapped(&asked, "  ")));
        }
    }

    fn hear(&mut self, line: &str) -> Result<Goes, Failure> {
        match line.trim() {
            "" => {}
            farewell if FAREWELLS.contains(&farewell) => return Ok(Goes::Home),
            "/help" | "/?" => print_text(&self.context.screen.wrapped(notices::CHAT_HELP, "")),
            "/why" => self.explain()?,
            "/new" => self.begin_anew()?,
            "/list" => {
                list_command::run(self.context, &list_command::Arguments::default()).map(|_| ())?
            }
            other if other.starts_with('/') => {
                print_text(&self.context.screen.wrapped(notices::CHAT_UNKNOWN, ""))
            }
            // What was asked before stays the subject.
            talk if is_small_talk(talk) && greets(talk) => self.reply(notices::CHAT_HELLO)?,
            talk if is_small_talk(talk) => self.reply(notices::CHAT_BACK)?,
            question => self.answer(question)?,
        }
        Ok(Goes::On)
    }

    /// Says something, with an empty line below as below an answer.
    fn reply(&self, said: &str) -> Result<(), Failure> {
        self.context.say(said)?;
        if self.context.output == Output::Text {
            print_text("");
        }
        Ok(())
    }

    /// Forgets what was asked, so that the next question stands alone.
    fn begin_anew(&mut self) -> Result<(), Failure> {
        self.before.clear();
        self.last = None;
        self.reply(notices::CHAT_NEW)
    }

    fn answer(&mut self, question: &str) -> Result<(), Failure> {
        let mut ask = Ask::new(question);
        ask.before.clone_from(&self.before);
        ask.lately = (self.last.as_ref()).map_or_else(Vec::new, Answer::articles_told_of);
        ask.explain = true;
        let mut answer = match self.library.ask(&ask) {
            Ok(answer) => answer,
            Err(error) => {
                // One line that is no question does not end the conversation.
                super::context::show_failure(&error.into(), self.context.output);
                return Ok(());
            }
        };
        self.remember(question);
        let whole = answer.clone();
        answer.explanations.clear();
        self.context.print(
            |screen| format!("{}\n", terminal::answer(&answer, screen)),
            &answer,
        )?;
        self.last = Some(whole);
        Ok(())
    }

    fn remember(&mut self, question: &str) {
        self.before.push(question.to_owned());
        if self.before.len() > LOOKS_BACK {
            self.before.remove(0);
        }
    }

    /// Explains the last answer, as far as it still stands: others may have changed the articles meanwhile.
    fn explain(&mut self) -> Result<(), Failure> {
        let Some(answer) = &mut self.last else {
            print_text(notices::NOTHING_ASKED);
            return Ok(());
        };
        self.library.prove_again(answer)?;
        self.context
            .print(|screen| terminal::answer(answer, screen), &*answer)
    }
}

#[cfg(test)]
mod tests {
    use super::is_question;

    #[test]
    fn only_questions_are_kept_in_the_history() {
        assert!(is_question("how long is it"));
        for other in ["", "/why", "/new", "/list", "/foo", "quit", "ok thanks!"] {
            assert!(!is_question(other), "{other}");
        }
    }
}
