//! What a whole article is about, and which of its names are places.

use super::outline::Outline;
use super::parted_words;
use super::subjects::{self, Nature};
use crate::text::Span;

/// An article of a person says "he" or "she" in at least one of so many sentences.
const SENTENCES_FOR_A_PRONOUN: usize = 8;

/// Collects the capital words that follow a preposition of place.
pub fn places(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut before = "";
    for word in text.split_whitespace() {
        let preposition = [
            "in",
            "into",
            "throughout",
            "across",
            "within",
            "outside",
            "near",
        ];
        if word.starts_with(char::is_uppercase)
            && preposition.iter().any(|p| p.eq_ignore_ascii_case(before))
        {
            found.push(
                word.trim_end_matches(|c: char| !c.is_alphanumeric())
                    .trim_end_matches("'s"),
            );
        }
        before = word;
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Finds what the article is about: the first place that repeats its title.
pub fn topic(text: &str, outline: &Outline, title: &str) -> Option<(Span, Nature)> {
    let name = find_title(text, outline, title)?;
    let words = parted_words::words(title, 0);
    let person = subjects::is_person(&words) && speaks_of_a_person(text, outline);
    let several = words
        .last()
        .is_some_and(|word| word.text.ends_with('s') && !word.text.ends_with("ss"));
    let nature = match (person, several) {
        (true, _) => Nature::Person,
        (false, true) => Nature::Several,
        (false, false) => Nature::Thing,
    };
    Some((name, nature))
}

fn find_title(text: &str, outline: &Outline, title: &str) -> Option<Span> {
    let title = title.split(" (").next().unwrap_or(title).replace('_', " ");
    let title = title.trim();
    if title.is_empty() {
        return None;
    }
    outline.sentences.iter().find_map(|sentence| {
        let inside = sentence.span.of(text)?;
        let at = find_ignoring_case(inside, title)?;
        Some(Span::new(at, at + title.len()).shifted(sentence.span.start))
    })
}

/// Finds ASCII letters whatever their case; titles beyond ASCII must stand as they are.
fn find_ignoring_case(text: &str, title: &str) -> Option<usize> {
    let same = |window: &[u8]| window.eq_ignore_ascii_case(title.as_bytes());
    let at = text.as_bytes().windows(title.len()).position(same)?;
    text.get(at..at + title.len()).map(|_| at)
}

/// Tells whether "he" or "she" opens enough sentences for the article to be a person's.
fn speaks_of_a_person(text: &str, outline: &Outline) -> bool {
    let opens = |sentence: &str| {
        let mut words = sentence.split_whitespace().take(5);
        words.any(|word| {
            ["he", "she", "his", "her"]
                .iter()
                .any(|pronoun| word.eq_ignore_ascii_case(pronoun))
        })
    };
    let with_pronoun = outline
        .sentences
        .iter()
        .filter_map(|sentence| sentence.span.of(text))
        .filter(|s| opens(s))
        .count();
    with_pronoun * SENTENCES_FOR_A_PRONOUN >= outline.sentences.len()
}
