//! What a whole article is about, and which of its names are places.

use super::gender::{self, Gender};
use super::outline::Outline;
use super::parted_words;
use super::referents;
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

/// Tells how an article speaks of the one person it is about: "she" and "her" several times as often as "he" and "his".
pub fn gender(text: &str) -> Option<Gender> {
    let (mut hers, mut his) = (0, 0);
    for word in text.split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let is = |forms: &[&str]| forms.iter().any(|form| word.eq_ignore_ascii_case(form));
        hers += usize::from(is(&["she", "her"]));
        his += usize::from(is(&["he", "his", "him"]));
    }
    match (hers, his) {
        _ if hers >= FEW_PRONOUNS && hers > his * MANY_TIMES => Some(Gender::She),
        _ if his >= FEW_PRONOUNS && his > hers * MANY_TIMES => Some(Gender::He),
        _ => None,
    }
}

/// Fewer pronouns say nothing of the whole article …
const FEW_PRONOUNS: usize = 3;

/// … and one gender must be this many times as frequent as the other.
const MANY_TIMES: usize = 2;

/// Finds what the article is about: the first place that repeats its title or the title's main name.
pub fn topic(text: &str, outline: &Outline, title: &str) -> Option<(Span, Nature)> {
    let name = find_title(text, outline, title)?;
    let words = parted_words::words(name.of(text)?, 0);
    let named = match words.as_slice() {
        [word] => gender::may_name_a_person(word.text),
        _ => true,
    };
    let person = named && subjects::is_person(&words) && speaks_of_a_person(text, outline);
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
    let name = title.split([',', ':', '–', '—']).next().unwrap_or_default();
    let first_place = |name: &str| {
        let mut sentences = outline.sentences.iter().filter(|_| !name.is_empty());
        sentences.find_map(|sentence| {
            let inside = sentence.span.of(text)?;
            let at = find_ignoring_case(inside, name)?;
            Some(Span::new(at, at + name.len()).shifted(sentence.span.start))
        })
    };
    first_place(title.trim())
        .or_else(|| first_place(name.trim()))
        .or_else(|| first_place(main_name(text, &title)?))
}

/// Finds the name in a headline of which the text speaks most: `Saturn` in "Saturn now has 274 known moons".
fn main_name<'t>(text: &str, title: &'t str) -> Option<&'t str> {
    let words = parted_words::words(title, 0);
    let names = referents::names(&words).into_iter().map(|(name, _)| name);
    let head = referents::opening_name(&words);
    let counted = names.chain(head).filter_map(|name| {
        let name = name.of(title)?;
        Some((text.matches(name).count(), name))
    });
    let mut counted: Vec<(usize, &str)> = counted.collect();
    counted.sort_by(|one, other| other.0.cmp(&one.0).then(other.1.len().cmp(&one.1.len())));
    counted.dedup_by_key(|(_, name)| *name);
    let next = counted.get(1).map_or(0, |(count, _)| *count);
    let (count, name) = counted.first()?;
    (*count >= SPOKEN_OF && *count >= next * 2).then_some(*name)
}

/// A headline's name that the text gives less often is not what it is about.
const SPOKEN_OF: usize = 3;

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
