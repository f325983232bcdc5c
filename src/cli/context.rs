//! What every command shares: settings, the way of printing, the store.

use std::io::{self, IsTerminal, Write};
use std::num::NonZeroU64;
use std::path::PathBuf;

use anstream::ColorChoice;
use serde::Serialize;
use serde_json::json;

use super::failure::Failure;
use super::load_command::{self, First};
use crate::clock::now;
use crate::config::Settings;
use crate::errors::ErrorCode;
use crate::library;
use crate::render::notices;
use crate::render::screen::{Links, Screen, Styles};
use crate::search::index_folder;
use crate::store::{Access, GuildId, Scope, SqliteStore, Stamp, StoreError};

/// The terminal works on the operator's shelf.
pub const SCOPE: Scope = Scope::Everyone;

/// Returns the articles that a command is about: those of a Discord server, or the operator's shelf.
pub fn scope_of(server: Option<NonZeroU64>) -> Scope {
    server.map_or(SCOPE, |number| Scope::Guild(GuildId::from(number)))
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// Answered, or all done.
    Fully,
    /// Not answered, or not all done.
    NotFully,
    /// Not at all, and the reason is printed already.
    WithError,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// What every command shares.
#[derive(Debug)]
pub struct Context {
    /// The checked settings.
    pub settings: Settings,
    /// How results are printed.
    pub output: Output,
    /// What standard output can show.
    pub screen: Screen,
}

impl Context {
    /// Looks at standard output once.
    pub fn new(settings: Settings, output: Output) -> Self {
        Context {
            settings,
            output,
            screen: screen_of(&io::stdout(), supports_hyperlinks::Stream::Stdout),
        }
    }

    /// Opens the database to read; the first time, it is made and the dataset loaded.
    pub fn reader(&self) -> Result<SqliteStore, Failure> {
        if let Some(first) = self.first_load()? {
            match load_command::first(self, first) {
                // Whoever holds it may be loading it; what is there can be read meanwhile.
                Err(failure)
                    if failure.code == ErrorCode::StoreLocked
                        && self.settings.database.exists() =>
                {
                    self.tell(&notices::first_load_put_off(&failure.message));
                }
                loaded => loaded?,
            }
        }
        Ok(SqliteStore::open(&self.settings.database, Access::Read)?)
    }

    /// Opens the database to read if there is one; none is made, so that the first question still loads the dataset.
    pub fn reader_if_any(&self) -> Result<Option<SqliteStore>, Failure> {
        match SqliteStore::open(&self.settings.database, Access::Read) {
            Ok(store) => Ok(Some(store)),
            Err(StoreError::Missing(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Opens the database to change it; the first time, the dataset is loaded before.
    pub fn writer(&self) -> Result<SqliteStore, Failure> {
        self.load_if_first()?;
        self.bare_writer()
    }

    /// Opens the database for the bot, which keeps it until it stops; the first time, the dataset is loaded before.
    pub fn server(&self) -> Result<SqliteStore, Failure> {
        self.load_if_first()?;
        Ok(SqliteStore::open(&self.settings.database, Access::Serve)?)
    }

    /// Opens the database to change it, new and empty if there is none.
    pub fn bare_writer(&self) -> Result<SqliteStore, Failure> {
        Ok(SqliteStore::open(&self.settings.database, Access::Command)?)
    }

    /// Opens the database to change what a bot would not notice, new and empty if there is none.
    pub fn lone_writer(&self) -> Result<SqliteStore, Failure> {
        Ok(SqliteStore::open(&self.settings.database, Access::Alone)?)
    }

    /// Refuses while another command changes the database: nobody should wait for what is read, or
    /// answer a question, only to learn then that nothing can be kept.
    pub fn check_unlocked(&self) -> Result<(), Failure> {
        Ok(SqliteStore::check_unlocked(&self.settings.database)?)
    }

    /// Returns the folder in which the index of the database lies: beside the file itself, whichever link leads to it.
    pub fn index_folder(&self) -> PathBuf {
        library::index_folder(&SqliteStore::place_of(&self.settings.database))
    }

    /// Returns the folder beside a link to the database in which an earlier version kept the index, if one still lies there.
    pub fn index_beside_link(&self) -> Option<PathBuf> {
        let beside = library::index_folder(&self.settings.database);
        let there = beside.canonicalize().ok()?;
        let is_another = self.index_folder().canonicalize().ok() != Some(there);
        (is_another && index_folder::look(&beside).is_some()).then_some(beside)
    }

    fn load_if_first(&self) -> Result<(), Failure> {
        match self.first_load()? {
            Some(first) => load_command::first(self, first),
            None => Ok(()),
        }
    }

    /// Tells whether the dataset is to be loaded: into a database that is not there yet, or that no article has ever come
    /// into, since the first load was cut short or there was nothing to load then. One that may only be read stays empty.
    fn first_load(&self) -> Result<Option<First>, Failure> {
        Ok(match self.reader_if_any()? {
            None => Some(First::NoDatabase),
            Some(store) if store.is_untouched()? && !store.may_only_be_read()? => {
                Some(First::Untouched)
            }
            Some(_) => None,
        })
    }

    /// Prints words or JSON, whichever is wanted.
    pub fn print(
        &self,
        words: impl FnOnce(Screen) -> String,
        value: impl Serialize,
    ) -> Result<(), Failure> {
        match self.output {
            Output::Text => print_text(&words(self.screen)),
            Output::Json => print_text(&serde_json::to_string_pretty(&value)?),
        }
        Ok(())
    }

    /// Says something that is neither a result nor an error, where somebody waits for a reply.
    pub fn say(&self, said: &str) -> Result<(), Failure> {
        let value = json!({ "said": said });
        self.print(|screen| screen.wrapped(said, ""), value)
    }

    /// Says something beside the result: on standard error, and only to people.
    pub fn tell(&self, words: &str) {
        if self.output == Output::Text {
            // Nobody is left to be told when standard error is closed.
            let _ = writeln!(io::stderr(), "{words}");
        }
    }

    /// Tells whether a person is at the keyboard who can be asked.
    pub fn can_ask(&self) -> bool {
        self.output == Output::Text && io::stdin().is_terminal()
    }

    /// Asks for a yes; without a person at the keyboard the answer is no.
    pub fn confirmed(&self, question: &str) -> bool {
        matches!(self.answer(question).as_str(), "y" | "yes")
    }

    /// Says that nothing was done, to a person who did not want it.
    pub fn left_as_it_was(&self) -> Done {
        self.tell(notices::LEFT_AS_IT_WAS);
        Done::NotFully
    }

    /// Asks and returns what was typed, in small letters; nothing without a person at the keyboard.
    pub fn answer(&self, question: &str) -> String {
        if !self.can_ask() {
            return String::new();
        }
        let _ = write!(io::stderr(), "{question}").and_then(|()| io::stderr().flush());
        let mut reply = String::new();
        // A keyboard that cannot be read says nothing.
        let _ = io::stdin().read_line(&mut reply);
        reply.trim().to_lowercase()
    }
}

/// Returns the stamp of a change that the person at the keyboard makes now.
pub fn stamp() -> Stamp {
    Stamp::at(now())
}

/// Prints words and one line end. A reader that has gone away ends the program quietly; a result that nobody can have
/// is an error, since its reader would take a part for the whole.
pub fn print_text(words: &str) {
    let mut out = io::stdout().lock();
    let words = words.strip_suffix('\n').unwrap_or(words);
    let Err(error) = writeln!(out, "{words}").and_then(|()| out.flush()) else {
        return;
    };
    if error.kind() == io::ErrorKind::BrokenPipe {
        std::process::exit(0);
    }
    let failure = Failure::of_file("write the output", &error);
    tell_failure(&failure);
    std::process::exit(i32::from(failure.status));
}

/// Shows why a command stopped.
pub fn show_failure(failure: &Failure, output: Output) {
    if output == Output::Json {
        let error = json!({"error": {"code": failure.code, "message": failure.message}});
        print_text(&format!("{error:#}"));
    }
    tell_failure(failure);
}

fn tell_failure(failure: &Failure) {
    let screen = screen_of(&io::stderr(), supports_hyperlinks::Stream::Stderr);
    let _ = writeln!(
        io::stderr(),
        "{}",
        notices::error(&failure.message, failure.code, screen)
    );
}

/// Looks at what a stream can show.
fn screen_of(
    stream: &(impl IsTerminal + anstream::stream::RawStream),
    link_stream: supports_hyperlinks::Stream,
) -> Screen {
    if !io::IsTerminal::is_terminal(stream) {
        let forced = anstream::AutoStream::choice(stream) != ColorChoice::Never;
        return match forced {
            true => Screen {
                styles: Styles::Ansi,
                ..Screen::PLAIN
            },
            false => Screen::PLAIN,
        };
    }
    let styles = match anstream::AutoStream::choice(stream) {
        ColorChoice::Never => Styles::Plain,
        _ => Styles::Ansi,
    };
    let links = match styles == Styles::Ansi && supports_hyperlinks::on(link_stream) {
        true => Links::Clickable,
        false => Links::Written,
    };
    Screen {
        width: Some(textwrap::termwidth()),
        styles,
        links,
    }
}
