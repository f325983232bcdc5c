//! From what somebody types to the article that is meant.

use super::context::SCOPE;
use super::failure::Failure;
use crate::article::ArticleId;
use crate::errors::ErrorCode;
use crate::render::notices;
use crate::store::{Entry, Store};

/// A name this like the typed one is worth asking about.
const LIKE_ENOUGH: f64 = 0.75;

/// More names than this nobody reads.
const MAX_NAMED: usize = 5;

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
        ErrorCode::NotFound,
        format!("{title} was removed; `footnote restore {id}` brings it back"),
    )
}

/// Says that there is no such article, and which ones may be meant.
pub fn unknown(typed: &str, entries: &[Entry]) -> Failure {
    let listed = "`footnote list` shows the names";
    let mut meant = holding(typed, entries);
    if meant.is_empty() {
        meant.extend(most_like(typed, entries));
    }
    let (named, others) = meant.split_at(meant.len().min(MAX_NAMED));
    let named = notices::either(named.iter().map(ToString::to_string));
    let advice = match (meant.len(), others.len()) {
        (0, _) => listed.to_owned(),
        (_, 0) => format!("did you mean {named}?"),
        (_, more) => format!("did you mean {named}, or one of {more} others? {listed}"),
    };
    Failure::new(
        ErrorCode::NotFound,
        format!("no article is called {typed}; {advice}"),
    )
}

/// Returns the articles whose id or title has what was typed in it, by id.
fn holding<'e>(typed: &str, entries: &'e [Entry]) -> Vec<&'e ArticleId> {
    let (typed, slug) = (typed.trim().to_lowercase(), ArticleId::from_words(typed));
    let holds = |entry: &&Entry| {
        let title = entry.metadata.title.to_lowercase();
        entry.id.as_str().contains(slug.as_str()) || title.contains(&typed)
    };
    let known = entries.iter().filter(|_| !slug.as_str().is_empty());
    let mut found: Vec<&ArticleId> = known.filter(holds).map(|entry| &entry.id).collect();
    found.sort();
    found
}

/// Returns the article whose id or title looks most like what was typed, if one looks like it.
fn most_like<'e>(typed: &str, entries: &'e [Entry]) -> Option<&'e ArticleId> {
    let typed = typed.trim().to_lowercase();
    let likeness = |entry: &Entry| {
        strsim::jaro_winkler(&typed, &entry.metadata.title.to_lowercase())
            .max(strsim::jaro_winkler(&typed, entry.id.as_str()))
    };
    entries
        .iter()
        .map(|entry| (likeness(entry), &entry.id))
        .filter(|(likeness, _)| *likeness >= LIKE_ENOUGH)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, id)| id)
}
