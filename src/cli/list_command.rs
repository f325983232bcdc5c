//! `footnote list`: which articles there are.

use clap::Args;
use serde_json::{Value, json};

use super::context::{Context, Done, SCOPE};
use super::failure::Failure;
use crate::render::notices;
use crate::render::pages::{self, ListLine};
use crate::store::{ArticleStore, Entry};

/// What `list` takes.
#[derive(Debug, Default, Args)]
pub struct Arguments {
    /// List removed articles that can be restored
    #[arg(long)]
    removed: bool,
}

/// Lists the articles.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Done, Failure> {
    let store = context.reader()?;
    let entries = match arguments.removed {
        true => store.removed(SCOPE)?,
        false => store.list(SCOPE)?,
    };
    let lines: Vec<ListLine> = entries.iter().map(line).collect();
    let values: Vec<Value> = entries.iter().map(value).collect();
    if lines.is_empty() {
        context.tell(match arguments.removed {
            true => notices::NONE_REMOVED,
            false => notices::NO_ARTICLES,
        });
    }
    if !lines.is_empty() || context.output == super::context::Output::Json {
        context.print(
            |screen| pages::list(&lines, screen),
            json!({ "articles": values }),
        )?;
    }
    Ok(Done::Fully)
}

fn line(entry: &Entry) -> ListLine {
    ListLine {
        id: entry.id.to_string(),
        title: entry.metadata.title.clone(),
        metadata: entry.metadata.clone(),
        sentences: entry.sentences,
        version: entry.version,
    }
}

/// Writes what is known of an article besides its text.
pub fn value(entry: &Entry) -> Value {
    let metadata = &entry.metadata;
    json!({
        "id": entry.id,
        "version": entry.version,
        "title": metadata.title,
        "url": metadata.url,
        "author": metadata.author,
        "publisher": metadata.publisher,
        "published": metadata.published,
        "language": metadata.language,
        "tags": metadata.tags,
        "licence": metadata.licence,
        "source": entry.source.kind,
        "file": entry.source.name,
        "sentences": entry.sentences,
        "bytes": entry.bytes,
        "added_at": entry.added_at,
        "changed_at": entry.changed_at,
        "removed_at": entry.removed_at,
    })
}
