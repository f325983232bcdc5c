//! `footnote reindex`: makes the search index anew; always safe, it holds nothing of its own.

use serde_json::json;

use super::context::{Context, Done, SCOPE};
use super::failure::Failure;
use crate::library::{self, Library};
use crate::render::notices;

/// Throws the index away and makes it again.
pub fn run(context: &Context) -> Result<Done, Failure> {
    let store = context.reader()?;
    let folder = library::index_folder(&context.settings.database);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)
            .map_err(|error| Failure::of_file(format!("remove {}", folder.display()), &error))?;
    }
    let library = Library::open(&store, SCOPE)?;
    let articles = library.knowledge().articles().len();
    let fingerprint = library.knowledge().fingerprint();
    context.print(
        |_| notices::reindexed(articles),
        json!({"articles": articles, "fingerprint": fingerprint}),
    )?;
    Ok(Done::Fully)
}
