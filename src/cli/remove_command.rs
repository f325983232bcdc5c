//! `footnote remove`: takes articles away, for 30 days not for good.

use clap::Args;
use serde_json::{Value, json};

use super::context::{Context, Done, SCOPE, stamp};
use super::failure::Failure;
use super::lookup;
use crate::article::ArticleId;
use crate::render::notices;
use crate::store::{ArticleStore, Entry, SourceKind};

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
    let ids: Vec<ArticleId> = found.iter().map(|entry| entry.id.clone()).collect();
    store.remove_all(SCOPE, &ids, stamp())?;
    let lines = || found.iter().map(words).collect::<Vec<_>>().join("\n");
    let mut values: Vec<Value> = found.iter().map(value).collect();
    // Whoever names one article reads what became of it, whoever names several reads a list.
    let value = match (arguments.ids.as_slice(), values.pop()) {
        ([_], Some(one)) => one,
        (_, last) => {
            values.extend(last);
            json!({ "removed": values })
        }
    };
    context.print(|_| lines(), value)?;
    Ok(Done::Fully)
}

fn words(entry: &Entry) -> String {
    let file = match entry.source.kind {
        SourceKind::Dataset => entry.source.name.as_deref(),
        _ => None,
    };
    notices::removed(entry.id.as_str(), file)
}

fn value(entry: &Entry) -> Value {
    json!({"id": entry.id, "title": entry.metadata.title, "outcome": "removed"})
}
