//! `footnote refresh`: articles from the web, fetched again.

use clap::Args;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::add_command;
use super::context::{Context, Done, Output, SCOPE, print_text, stamp};
use super::failure::Failure;
use super::lookup;
use crate::article::ArticleId;
use crate::errors::ErrorCode;
use crate::ingest::{Intake, Known, Refreshed};
use crate::render::notices;
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
    context.check_unlocked()?;
    // Only read while pages are fetched: others may change the database meanwhile.
    let reader = context.reader()?;
    let chosen = chosen(&reader, arguments)?;
    let (intake, runtime) = add_command::intake(context)?;
    let mut done = Done::Fully;
    let mut values = Vec::new();
    for id in chosen.iter().map(|entry| &entry.id) {
        let outcome = refreshed(context, &reader, &intake, &runtime, id);
        if !matches!(
            outcome,
            Ok(Refreshed::Unchanged | Refreshed::Changed { .. })
        ) {
            done = Done::NotFully;
        }
        if context.output == Output::Text {
            // At once: the next page may take a while.
            print_text(&words(id, &outcome));
        }
        values.push(value(id, &outcome));
    }
    if chosen.is_empty() || context.output == Output::Json {
        context.print(
            |_| notices::NONE_FROM_THE_WEB.to_owned(),
            json!({ "refreshed": values }),
        )?;
    }
    Ok(done)
}

/// Returns what is to be fetched again; if one of the named articles has no address, nothing is.
fn chosen(store: &dyn Store, arguments: &Arguments) -> Result<Vec<Entry>, Failure> {
    if arguments.ids.is_empty() {
        let mut entries = store.list(SCOPE)?;
        entries.retain(|entry| entry.source.kind == SourceKind::Url);
        return Ok(entries);
    }
    let mut chosen: Vec<Entry> = Vec::new();
    for typed in &arguments.ids {
        let entry = lookup::article(store, typed)?;
        if Known::of(store, SCOPE, &entry.id)?.address().is_none() {
            return Err(without_address(&entry.id));
        }
        // An id and its title, or one of them twice, mean one article.
        if chosen.iter().all(|other| other.id != entry.id) {
            chosen.push(entry);
        }
    }
    Ok(chosen)
}

/// Fetches one article again and keeps what came back; the database is locked only while that is written.
fn refreshed(
    context: &Context,
    reader: &dyn Store,
    intake: &Intake,
    runtime: &Runtime,
    id: &ArticleId,
) -> Result<Refreshed, Failure> {
    let known = Known::of(reader, SCOPE, id)?;
    let came = runtime.block_on(known.fetch(intake));
    let came = came.ok_or_else(|| without_address(id))?;
    let store = context.bare_writer()?;
    Ok(known.settle(&store, SCOPE, came, stamp())?)
}

fn without_address(id: &ArticleId) -> Failure {
    Failure::new(
        ErrorCode::UrlInvalid,
        format!("{id} has no address to fetch; add it again with --url"),
    )
}

fn words(id: &ArticleId, outcome: &Result<Refreshed, Failure>) -> String {
    match outcome {
        Ok(Refreshed::Unchanged) => format!("unchanged: {id}"),
        Ok(Refreshed::Changed { version }) => {
            format!(
                "changed: {id}, now version {version}; `footnote history {id} --diff` shows how"
            )
        }
        Ok(Refreshed::TooShort { before, now }) => format!(
            "kept as it was: {id}; the page has only {now} bytes of text now, it had {before} (code {})",
            ErrorCode::PageNoText
        ),
        Ok(Refreshed::Failed(error)) => {
            format!("kept as it was: {id}; {error} (code {})", error.code())
        }
        Err(failure) => {
            let Failure { message, code, .. } = failure;
            format!("kept as it was: {id}; {message} (code {code})")
        }
    }
}

fn value(id: &ArticleId, outcome: &Result<Refreshed, Failure>) -> Value {
    let (name, code) = match outcome {
        Ok(Refreshed::Unchanged) => ("unchanged", None),
        Ok(Refreshed::Changed { .. }) => ("changed", None),
        Ok(Refreshed::TooShort { .. }) => ("kept", Some(ErrorCode::PageNoText)),
        Ok(Refreshed::Failed(error)) => ("kept", Some(error.code())),
        Err(failure) => ("kept", Some(failure.code)),
    };
    json!({"id": id, "outcome": name, "code": code})
}
