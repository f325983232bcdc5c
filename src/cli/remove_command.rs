//! `footnote remove`: takes articles away, for 30 days not for good.

use clap::Args;
use serde_json::json;

use super::context::{Context, Done, SCOPE, stamp};
use super::failure::Failure;
use super::lookup;
use crate::render::notices;
use crate::store::{Entry, SourceKind, Store};

/// What `remove` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The articles' ids or titles
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
}

/// Removes articles; when one is unknown, none goes.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Done, Failure> {
    let store = context.writer()?;
    let mut found: Vec<Entry> = Vec::new();
    for typed in &arguments.ids {
        let entry = lookup::article(&store, typed)?;
        // An id and its title, or one of them twice, mean one article.
        if found.iter().all(|other| other.id != entry.id) {
            found.push(entry);
        }
    }
    for entry in found {
        store.remove(SCOPE, &entry.id, stamp())?;
        let file = match entry.source.kind {
            SourceKind::Dataset => entry.source.name.as_deref(),
            _ => None,
        };
        context.print(
            |_| notices::removed(entry.id.as_str(), file),
            json!({"id": entry.id, "title": entry.metadata.title, "outcome": "removed"}),
        )?;
    }
    Ok(Done::Fully)
}
