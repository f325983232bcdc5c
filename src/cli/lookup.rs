//! From what somebody types to the article that is meant.

use super::context::SCOPE;
use super::failure::Failure;
use crate::article::ArticleId;
use crate::store::{Entry, Store};

/// A name this like the typed one is worth asking about.
const LIKE_ENOUGH: f64 = 0.75;

/// Finds a live article by its id or title; a near miss is named in the error.
pub fn article(store: &dyn Store, typed: &str) -> Result<Entry, Failure> {
    if let Some(entry) = store.entry_if_there(SCOPE, &ArticleId(typed.to_owned()))? {
        return Ok(entry);
    }
    let mut entries = store.list(SCOPE)?;
    let slug = ArticleId::from_words(typed);
    let same = |entry: &Entry| {
        entry.id == slug || entry.metadata.title.to_lowercase() == typed.trim().to_lowercase()
    };
    match entries.iter().position(same) {
        Some(at) => Ok(entries.swap_remove(at)),
        None => match store.removed(SCOPE)?.iter().find(|entry| same(entry)) {
            Some(gone) => Err(removed(gone)),
            None => Err(unknown(typed, &entries)),
        },
    }
}

/// Says that an article was removed, and how it comes back.
fn removed(entry: &Entry) -> Failure {
    let (id, title) = (&entry.id, &entry.metadata.title);
    Failure::new(
        "NOT_FOUND",
        format!("{title} was removed; `footnote restore {id}` brings it back"),
    )
}

/// Says that there is no such article, and which one may be meant.
pub fn unknown(typed: &str, entries: &[Entry]) -> Failure {
    let (typed_lower, slug) = (typed.trim().to_lowercase(), ArticleId::from_words(typed));
    let likeness = |entry: &Entry| {
        let title = entry.metadata.title.to_lowercase();
        let holds = entry.id.as_str().contains(slug.as_str()) || title.contains(&typed_lower);
        match holds && !slug.as_str().is_empty() {
            true => 1.0,
            false => strsim::jaro_winkler(&typed_lower, &title)
                .max(strsim::jaro_winkler(&typed_lower, entry.id.as_str())),
        }
    };
    let nearest = entries
        .iter()
        .map(|entry| (likeness(entry), entry))
        .filter(|(likeness, _)| *likeness >= LIKE_ENOUGH)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.id.cmp(&a.1.id)));
    let advice = match nearest {
        Some((_, entry)) => format!("did you mean {}?", entry.id),
        None => "`footnote list` shows the names".to_owned(),
    };
    Failure::new(
        "NOT_FOUND",
        format!("no article is called {typed}; {advice}"),
    )
}
