//! Finding the article somebody means by its title, typos forgiven.

use super::app::App;
use super::suggestions;
use super::user_error::UserError;
use crate::article::ArticleId;
use crate::store::{Entry, Scope};

/// A title this much like what was typed is taken for it.
const NEAR_ENOUGH: f64 = 0.86;

/// So many titles are named where none is near enough.
const MAX_MEANT: usize = 3;

/// A title shares at least so much with what was typed to be offered.
const WORTH_OFFERING: f64 = 0.4;

/// Finds the article by its name, its title, or something very like it. Blocks.
pub fn resolve(app: &App, scope: Scope, typed: &str) -> Result<Entry, UserError> {
    let typed = typed.trim();
    // The store is asked first: a snapshot may be older than an article that was added or removed a moment ago.
    if let Some(entry) = app.store.entry_if_there(scope, &ArticleId::from(typed))? {
        return Ok(entry);
    }
    let entries = app.store.list(scope)?;
    by_title(&entries, typed)
        .cloned()
        .ok_or_else(|| not_found(&entries, typed))
}

/// Says that there is no such article, and which of those there are may be meant.
pub fn not_found(entries: &[Entry], typed: &str) -> UserError {
    let near = matching(entries, typed, MAX_MEANT);
    let titles: Vec<String> = near.into_iter().map(|(title, _)| title).collect();
    UserError::not_found(typed, &titles)
}

/// Finds a title that is what was typed, or very like it.
pub fn by_title<'a>(entries: &'a [Entry], typed: &str) -> Option<&'a Entry> {
    let lower = typed.to_lowercase();
    let words = suggestions::words_of(typed);
    let score = |entry: &Entry| {
        let title = entry.metadata.title.to_lowercase();
        if title == lower || entry.id.as_str() == typed {
            return 2.0;
        }
        let shared = suggestions::likeness(&words, &suggestions::words_of(&title));
        shared.max(strsim::jaro_winkler(&lower, &title))
    };
    entries
        .iter()
        .map(|entry| (score(entry), entry))
        .filter(|(score, _)| *score >= NEAR_ENOUGH)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.id.cmp(&a.1.id)))
        .map(|(_, entry)| entry)
}

/// Orders titles by how like they are to what was typed; each comes with the article's name.
pub fn matching(entries: &[Entry], typed: &str, most: usize) -> Vec<(String, String)> {
    let typed = suggestions::words_of(typed);
    let mut scored: Vec<(f64, &Entry)> = entries
        .iter()
        .map(|entry| {
            let words = suggestions::words_of(&entry.metadata.title);
            (suggestions::likeness(&typed, &words), entry)
        })
        .filter(|(score, _)| typed.is_empty() || *score > WORTH_OFFERING)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    scored
        .into_iter()
        .take(most)
        .map(|(_, entry)| (entry.metadata.title.clone(), entry.id.to_string()))
        .collect()
}
