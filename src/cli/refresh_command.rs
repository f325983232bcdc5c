//! `footnote refresh`: articles from the web, fetched again.

use clap::Args;
use serde_json::{Value, json};

use super::add_command;
use super::context::{Context, Done, SCOPE, stamp};
use super::failure::Failure;
use super::lookup;
use crate::ingest::{Known, Refreshed};
use crate::store::{Entry, SourceKind, Store};

/// What `refresh` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The articles' ids or titles [default: every article that came from the web]
    #[arg(value_name = "ID")]
    ids: Vec<String>,
}

/// Fetches articles again, one after the other; what fails keeps its old text.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Done, Failure> {
    let store = context.writer()?;
    let (intake, runtime) = add_command::intake(context)?;
    let mut done = Done::Fully;
    let mut values = Vec::new();
    let mut lines = Vec::new();
    for entry in chosen(&store, arguments)? {
        let known = Known::of(&store, SCOPE, &entry.id)?;
        let Some(came) = runtime.block_on(known.fetch(&intake)) else {
            return Err(Failure::new(
                "URL_INVALID",
                format!(
                    "{} has no address to fetch; add it again with --url",
                    entry.id
                ),
            ));
        };
        let outcome = known.settle(&store, SCOPE, came, stamp())?;
        if matches!(outcome, Refreshed::Failed(_) | Refreshed::TooShort { .. }) {
            done = Done::NotFully;
        }
        lines.push(words(&entry, &outcome));
        values.push(value(&entry, &outcome));
    }
    let none = "No article came from the web; name one that has an address.".to_owned();
    context.print(
        |_| {
            if lines.is_empty() {
                none
            } else {
                lines.join("\n")
            }
        },
        json!({"refreshed": values}),
    )?;
    Ok(done)
}

fn chosen(store: &dyn Store, arguments: &Arguments) -> Result<Vec<Entry>, Failure> {
    if !arguments.ids.is_empty() {
        let ids = arguments.ids.iter();
        return ids.map(|typed| lookup::article(store, typed)).collect();
    }
    let mut entries = store.list(SCOPE)?;
    entries.retain(|entry| entry.source.kind == SourceKind::Url);
    Ok(entries)
}

fn words(entry: &Entry, outcome: &Refreshed) -> String {
    let id = &entry.id;
    match outcome {
        Refreshed::Unchanged => format!("unchanged: {id}"),
        Refreshed::Changed { version } => {
            format!(
                "changed: {id}, now version {version}; `footnote history {id} --diff` shows how"
            )
        }
        Refreshed::TooShort { before, now } => format!(
            "kept as it was: {id}; the page has only {now} bytes of text now, it had {before} (code PAGE_NO_TEXT)"
        ),
        Refreshed::Failed(error) => {
            format!("kept as it was: {id}; {error} (code {})", error.code())
        }
    }
}

fn value(entry: &Entry, outcome: &Refreshed) -> Value {
    let (name, code) = match outcome {
        Refreshed::Unchanged => ("unchanged", None),
        Refreshed::Changed { .. } => ("changed", None),
        Refreshed::TooShort { .. } => ("kept", Some("PAGE_NO_TEXT")),
        Refreshed::Failed(error) => ("kept", Some(error.code())),
    };
    json!({"id": entry.id, "outcome": name, "code": code})
}
