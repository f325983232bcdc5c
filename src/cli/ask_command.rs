//! `footnote ask`: a question in, quoted sentences out.

use clap::Args;
use std::num::NonZeroUsize;

use super::context::{Context, Done, SCOPE};
use super::failure::Failure;
use super::lookup;
use crate::answer::Answer;
use crate::library::Library;
use crate::question::{Ask, greets, is_small_talk};
use crate::render::{notices, terminal};
use crate::store::Store;

/// What `ask` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The question; quotation marks around it are not needed
    #[arg(required = true, value_name = "QUESTION")]
    question: Vec<String>,
    /// Say in words which words, facts and features decided
    #[arg(long)]
    explain: bool,
    /// Answer from this article only
    #[arg(long = "in", value_name = "ARTICLE")]
    within: Option<String>,
    /// Quote so many sentences at most
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=50))]
    limit: Option<u16>,
}

/// Answers one question.
pub fn run(context: &Context, arguments: Arguments) -> Result<Done, Failure> {
    let text = arguments.question.join(" ");
    if is_small_talk(&text) {
        let back = match greets(&text) {
            true => notices::CHAT_HELLO,
            false => notices::CHAT_BACK,
        };
        context.say(back)?;
        return Ok(Done::NotFully);
    }
    let store = context.reader()?;
    let mut ask = Ask::new(text);
    ask.limit = arguments
        .limit
        .and_then(|limit| NonZeroUsize::new(limit.into()));
    ask.explain = arguments.explain;
    if let Some(typed) = &arguments.within {
        ask.within = Some(lookup::article(&store, typed)?.id);
    }
    let library = Library::open(&store, SCOPE, &context.index_folder())?;
    let answer = library.ask(&ask)?;
    show(context, &store, &answer)
}

/// Prints an answer and tells whether it is one.
pub fn show(context: &Context, store: &dyn Store, answer: &Answer) -> Result<Done, Failure> {
    let empty = !answer.answered && store.usage(SCOPE)?.articles == 0;
    let words = |screen| match empty {
        true => format!("{}\n{}", notices::NOT_SAID, notices::NO_ARTICLES),
        false => terminal::answer(answer, screen),
    };
    context.print(words, answer)?;
    Ok(match answer.answered {
        true => Done::Fully,
        false => Done::NotFully,
    })
}
