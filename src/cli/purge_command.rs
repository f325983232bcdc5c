//! `footnote purge`: wipes an article out, as a takedown asks for.

use std::num::NonZeroU64;
use std::path::Path;

use clap::Args;
use serde_json::json;

use super::context::{Context, Done, scope_of, stamp};
use super::failure::Failure;
use crate::article::ArticleId;
use crate::errors::ErrorCode;
use crate::render::notices;
use crate::search::index_folder;
use crate::store::{ArticleStore, Entry, Scope, Store};

/// What `purge` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The article's id, live or removed
    #[arg(value_name = "ID")]
    id: String,
    /// Wipe it out of the own articles of this Discord server
    #[arg(long, value_name = "NUMBER")]
    server: Option<NonZeroU64>,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

/// Purges one article after a yes.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Done, Failure> {
    context.check_unlocked()?;
    // Only read while a person thinks: others may change the database meanwhile.
    let reader = context.reader()?;
    let id = ArticleId(arguments.id.clone());
    let scope = scope_of(arguments.server);
    let mut known = reader.list(scope)?;
    known.extend(reader.removed(scope)?);
    known.retain(|entry| entry.owner == scope);
    let Some(entry) = known.iter().find(|entry| entry.id == id) else {
        return Err(super::lookup::unknown(&arguments.id, &known));
    };
    if !arguments.yes {
        if !context.can_ask() {
            return Err(Failure::new(
                ErrorCode::NotAllowed,
                "nothing was wiped; say --yes to confirm it",
            ));
        }
        if !context.confirmed(&notices::ask_purge(id.as_str())) {
            return Ok(context.left_as_it_was());
        }
    }
    drop(reader);
    let store = context.bare_writer()?;
    // A takedown is of a text: whoever asks for it must learn that another article has it, too.
    let same = same_text(&store, entry)?;
    // The index holds the words, too. It goes first, so that a stop in between leaves no trace of them, and once more
    // afterwards, for somebody may have asked meanwhile.
    let index = context.index_folder();
    let folders = || std::iter::once(index.clone()).chain(context.index_beside_link());
    folders().try_for_each(|folder| forget(&folder))?;
    store.purge(scope, &id, stamp())?;
    folders().try_for_each(|folder| forget(&folder))?;
    context.print(
        |_| notices::purged(id.as_str(), &same),
        json!({"id": id, "outcome": "purged", "same_text": same}),
    )?;
    Ok(Done::Fully)
}

/// Names all other articles that have this very text, of whatever scope.
fn same_text(store: &dyn Store, purged: &Entry) -> Result<Vec<String>, Failure> {
    let mut same = Vec::new();
    for scope in store.scopes()? {
        let mut entries = store.list(scope)?;
        entries.extend(store.removed(scope)?);
        let is_same = |other: &&Entry| {
            let itself = other.id == purged.id && other.owner == purged.owner;
            other.owner == scope && other.hash == purged.hash && !itself
        };
        same.extend(entries.iter().filter(is_same).map(|other| match scope {
            Scope::Everyone => other.id.to_string(),
            Scope::Guild(server) => format!("{} (server {})", other.id, server.get()),
        }));
    }
    Ok(same)
}

/// Throws the index away; the next question makes it anew.
fn forget(index: &Path) -> Result<(), Failure> {
    index_folder::forget(index).map_err(|error| {
        let place = index.display();
        Failure::new(
            ErrorCode::Storage,
            format!(
                "unable to clear the index in {place}: {error}; delete that folder and purge again"
            ),
        )
    })
}
