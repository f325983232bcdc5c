//! Finding the article somebody means by its title, typos forgiven.

use std::collections::BTreeSet;

use super::app::App;
use super::suggestions;
use super::user_error::UserError;
use super::word_likeness::likeness;
use crate::article::ArticleId;
use crate::render::citation;
use crate::render::markdown::cut;
use crate::store::{Entry, Scope};

/// A title this much like what was typed is taken for it.
const NEAR_ENOUGH: f64 = 0.86;

/// The score of what was typed to the letter.
const TYPED: f64 = 2.0;

/// At most this many titles are named where none is near enough.
const MAX_MEANT: usize = 3;

/// Titles are cut to this where something has to stand behind them: a choice has room for 100.
const TITLE_ROOM: usize = 60;

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

/// Tells whether what was typed is an article's title or name to the letter.
pub fn is_exactly(entry: &Entry, typed: &str) -> bool {
    entry.id.as_str() == typed || entry.metadata.title.to_lowercase() == typed.to_lowercase()
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
        if is_exactly(entry, typed) {
            return TYPED;
        }
        let title = entry.metadata.title.to_lowercase();
        // The report of another year is another report.
        if !figures_of(&lower).is_subset(&figures_of(&title)) {
            return 0.0;
        }
        let shared = likeness(&words, &suggestions::words_of(&title));
        shared.max(strsim::jaro_winkler(&lower, &title))
    };
    let mut near: Vec<(f64, &Entry)> = entries
        .iter()
        .map(|entry| (score(entry), entry))
        .filter(|(score, _)| *score >= NEAR_ENOUGH)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    let (best, meant) = near.first()?;
    // Of several titles that are equally like it, none is meant.
    let is_rival = |(score, other): &&(f64, &Entry)| {
        score == best && other.metadata.title != meant.metadata.title && *best < TYPED
    };
    (!near.iter().any(|rival| is_rival(&rival))).then_some(*meant)
}

/// Returns the words that hold digits.
fn figures_of(text: &str) -> BTreeSet<String> {
    let words = suggestions::words_of(text).into_iter();
    words
        .filter(|word| word.contains(|c: char| c.is_ascii_digit()))
        .collect()
}

/// Orders titles by how like they are to what was typed; each comes with the article's name, those of one title with what
/// tells them apart.
pub fn matching(entries: &[Entry], typed: &str, most: usize) -> Vec<(String, String)> {
    let typed = suggestions::words_of(typed);
    // Every word but the last, which is still being written, stands in what is meant, unless no title has it.
    let has = |entry: &Entry, word: &String| {
        let words = suggestions::words_of(&entry.metadata.title);
        likeness(std::slice::from_ref(word), &words) > 0.0
    };
    let earlier = typed.iter().rev().skip(1);
    let mut matching: Vec<&Entry> = entries.iter().collect();
    for word in earlier {
        let with: Vec<&Entry> = (matching.iter().copied())
            .filter(|entry| has(entry, word))
            .collect();
        if !with.is_empty() {
            matching = with;
        }
    }
    let mut scored: Vec<(f64, &Entry)> = matching
        .into_iter()
        .map(|entry| {
            let words = suggestions::words_of(&entry.metadata.title);
            (likeness(&typed, &words), entry)
        })
        .filter(|(score, _)| typed.is_empty() || *score > WORTH_OFFERING)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    scored
        .into_iter()
        .take(most)
        .map(|(_, entry)| (told_apart(entry, entries), entry.id.to_string()))
        .collect()
}

/// Returns an article's title; where another has the same one, with its date, its publisher, or else its name.
pub fn told_apart(entry: &Entry, all: &[Entry]) -> String {
    let title = &entry.metadata.title;
    let is_twin = |other: &&Entry| other.id != entry.id && other.metadata.title == *title;
    let twins: Vec<&Entry> = all.iter().filter(is_twin).collect();
    if twins.is_empty() {
        return title.clone();
    }
    let parts = [
        |entry: &Entry| entry.metadata.published.as_deref().map(citation::date),
        |entry: &Entry| entry.metadata.publisher.clone(),
    ];
    let mut own = parts.iter().filter_map(|part| {
        let own = part(entry)?;
        let is_shared = twins.iter().any(|twin| part(twin).as_ref() == Some(&own));
        (!is_shared).then_some(own)
    });
    let apart = own.next().unwrap_or_else(|| entry.id.to_string());
    format!("{} · {apart}", cut(title, TITLE_ROOM))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Metadata;
    use crate::store::{Digest, Source};

    fn entry(id: &str, title: &str, published: Option<&str>) -> Entry {
        Entry {
            owner: Scope::Everyone,
            id: id.into(),
            version: 1,
            metadata: Metadata {
                title: title.to_owned(),
                published: published.map(str::to_owned),
                ..Metadata::default()
            },
            added_at: 1,
            changed_at: 1,
            removed_at: None,
            source: Source::default(),
            hash: Digest::of(""),
            bytes: 0,
            sentences: 0,
        }
    }

    #[test]
    fn a_title_of_another_year_is_not_meant() {
        let entries =
            ["2017", "2018"].map(|year| entry(year, &format!("Annual report {year}"), None));
        let found = |typed| by_title(&entries, typed).map(|entry| entry.id.as_str());
        assert_eq!(found("anual report 2018"), Some("2018"));
        assert_eq!(found("Annual report 2019"), None);
        assert_eq!(found("annual report"), None, "either may be meant");
        assert_eq!(
            by_title(&entries[..1], "annual report").map(|e| e.id.as_str()),
            Some("2017")
        );
    }

    #[test]
    fn articles_of_one_title_are_told_apart() {
        let entries = [
            entry("rules", "Rules", Some("2019")),
            entry("rules-2", "Rules", Some("2021-05")),
            entry("map", "The map", None),
            entry("notes", "Notes", None),
            entry("notes-2", "Notes", None),
        ];
        let shown = |typed| -> Vec<String> {
            let found = matching(&entries, typed, 9).into_iter();
            found.map(|(shown, _)| shown).collect()
        };
        assert_eq!(shown("rules"), ["Rules · 2019", "Rules · May 2021"]);
        assert_eq!(shown("map"), ["The map"]);
        assert_eq!(shown("notes"), ["Notes · notes", "Notes · notes-2"]);
    }

    #[test]
    fn every_word_before_the_last_stands_in_what_is_offered() {
        let titles = ["The Panama Canal", "The Suez Canal", "Cats", "Coffee"];
        let entries = titles.map(|title| entry(title, title, None));
        let shown = |typed| -> Vec<String> {
            let found = matching(&entries, typed, 9).into_iter();
            found.map(|(shown, _)| shown).collect()
        };
        assert_eq!(shown("panama c"), ["The Panama Canal"]);
        assert_eq!(shown("zzz c").len(), 4, "no title has the first word");
    }

    #[test]
    fn a_number_that_is_being_typed_finds_its_titles() {
        let entries: Vec<Entry> = (100..400)
            .map(|number| entry(&format!("r{number}"), &format!("Report {number}"), None))
            .collect();
        let found = matching(&entries, "report 2", 25);
        assert!(
            found.iter().all(|(title, _)| title.starts_with("Report 2")),
            "{found:?}"
        );
    }
}
