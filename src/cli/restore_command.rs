//! `footnote restore`: brings a removed article or an earlier version back.

use clap::Args;
use serde_json::json;

use super::context::{Context, Done, SCOPE, stamp};
use super::failure::Failure;
use super::lookup;
use crate::article::ArticleId;
use crate::errors::ErrorCode;
use crate::render::notices;
use crate::store::{ArticleStore, Outcome, Saved, Store};

/// What `restore` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The article's id or title
    #[arg(value_name = "ID")]
    id: String,
    /// Make this earlier version of a live article the current one
    #[arg(long, value_name = "N")]
    version: Option<u32>,
}

/// Restores one article.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Done, Failure> {
    let store = context.writer()?;
    let saved = match arguments.version {
        Some(version) => {
            let entry = lookup::article(&store, &arguments.id)?;
            store.restore_version(SCOPE, &entry.id, version, stamp())?
        }
        None => store.restore(SCOPE, &removed_article(&store, &arguments.id)?, stamp())?,
    };
    show(context, &store, &saved, arguments.version)
}

/// Finds a removed article by its id or title.
fn removed_article(store: &dyn Store, typed: &str) -> Result<ArticleId, Failure> {
    let removed = store.removed(SCOPE)?;
    let slug = ArticleId::from_words(typed);
    let same = |entry: &&crate::store::Entry| {
        entry.id == slug || entry.metadata.title.to_lowercase() == typed.trim().to_lowercase()
    };
    if let Some(entry) = removed.iter().find(same) {
        return Ok(entry.id.clone());
    }
    Err(match store.entry_if_there(SCOPE, &slug)? {
        Some(_) => Failure::new(
            ErrorCode::NotFound,
            format!("{slug} is not removed; --version N brings an earlier version back"),
        ),
        None => lookup::unknown(typed, &removed),
    })
}

/// Prints what became of an article; `of` is the version whose text it has again.
fn show(
    context: &Context,
    store: &dyn Store,
    saved: &Saved,
    of: Option<u32>,
) -> Result<Done, Failure> {
    let entry = store.entry(SCOPE, &saved.id)?;
    let outcome = match saved.outcome {
        Outcome::Added | Outcome::Changed => "restored",
        Outcome::Edited => "edited",
        Outcome::Unchanged => "unchanged",
        Outcome::Removed => "removed",
    };
    let title = &entry.metadata.title;
    context.print(
        |_| match (saved.outcome, of) {
            (Outcome::Changed, Some(of)) => {
                notices::version_restored(entry.id.as_str(), title, of)
            }
            _ => notices::kept(outcome, entry.id.as_str(), title, saved.version),
        },
        json!({"id": saved.id, "title": entry.metadata.title, "version": saved.version, "outcome": outcome}),
    )?;
    Ok(Done::Fully)
}
