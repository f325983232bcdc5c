//! `footnote reindex`: makes the search index anew; always safe, it holds nothing of its own.

use serde_json::json;

use super::context::{Context, Done, SCOPE};
use super::failure::Failure;
use crate::errors::ErrorCode;
use crate::library::Library;
use crate::render::notices;
use crate::search::index::IndexError;
use crate::search::index_folder::{self, Origin};

/// Throws the index away and makes it again.
pub fn run(context: &Context) -> Result<Done, Failure> {
    let store = context.reader()?;
    let folder = context.index_folder();
    let unkept = |error: &IndexError| {
        let folder = folder.display();
        let advice = match error {
            IndexError::Overtaken => "run it again",
            _ => "remove or free what is in the way; questions are answered without it meanwhile",
        };
        Failure::new(
            ErrorCode::Storage,
            format!("unable to keep the index in {folder}: {error}; {advice}"),
        )
    };
    // What an earlier version left beside a link is in nobody's use.
    for left in std::iter::once(folder.clone()).chain(context.index_beside_link()) {
        index_folder::forget(&left).map_err(|error| unkept(&error))?;
    }
    let library = Library::open(&store, SCOPE, &folder)?;
    if let Origin::InMemory(error) = library.origin() {
        return Err(unkept(error));
    }
    let articles = library.knowledge().articles().len();
    let fingerprint = library.knowledge().fingerprint();
    context.print(
        |_| notices::reindexed(articles),
        json!({"articles": articles, "fingerprint": fingerprint}),
    )?;
    Ok(Done::Fully)
}
