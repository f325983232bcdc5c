//! `footnote remove`: takes articles away, for 30 days not for good.

use clap::Args;
use serde_json::json;

use super::context::{Context, Done, SCOPE, stamp};
use super::failure::Failure;
use super::lookup;
use crate::render::notices;
use crate::store::{SourceKind, Store};

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
    let found: Result<Vec<_>, _> = arguments
        .ids
        .iter()
        .map(|typed| lookup::article(&store, typed))
        .collect();
    for entry in found? {
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
