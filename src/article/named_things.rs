//! Names and noun groups of a sentence that later sentences may refer to.

use super::parted_words::Word;
use super::subjects::{self, Subject};
use crate::text::Span;

/// A name with the noun that says what it is: "Lund is a city".
#[derive(Debug, Clone, Copy)]
pub struct Described {
    /// The name.
    pub name: Span,
    /// The noun.
    pub noun: Span,
}

/// Finds the capitalised names of a sentence and whether each looks like a person's.
pub fn names(words: &[Word<'_>]) -> Vec<(Span, bool)> {
    let mut found = Vec::new();
    let mut at = words.first().is_some_and(subjects::opens_by_place).into();
    while at < words.len() {
        let length = run(words, at);
        let group = words.get(at..at + length).unwrap_or_default();
        if let (Some(first), Some(last)) = (group.first(), group.last()) {
            // One capital word at the head of a sentence may be any word.
            if at > 0 || length > 1 {
                let before = at.checked_sub(1).and_then(|before| words.get(before));
                let placed = before.is_some_and(|word| {
                    word.is_any(&["in", "at", "for", "of", "on", "from", "into"])
                });
                let person = length > 1 && !placed && subjects::is_person(group);
                found.push((Span::new(first.span.start, last.span.end), person));
            }
        }
        at += length.max(1);
    }
    found
}

/// Returns how many words of a name stand at a place.
fn run(words: &[Word<'_>], start: usize) -> usize {
    let capital = |at: usize| {
        words
            .get(at)
            .is_some_and(|word| word.is_capital() && (at == start || !word.is_parted()))
    };
    let joint = |at: usize| {
        words.get(at).is_some_and(|word| {
            !word.is_parted() && word.is_any(&["of", "de", "von", "van", "du", "bin"])
        })
    };
    let mut end = start;
    while capital(end) || (end > start && joint(end) && capital(end + 1)) {
        end += 1;
    }
    end - start
}

/// Reads "X is a … city" and returns X with the noun.
pub fn description(words: &[Word<'_>], subject: Option<Subject>) -> Option<Described> {
    const REACH: usize = 8;
    let Some(Subject::Named { span, .. }) = subject else {
        return None;
    };
    let after = words.iter().position(|word| word.span.start >= span.end)?;
    let [be, article, rest @ ..] = words.get(after..)? else {
        return None;
    };
    if !be.is_any(&["is", "was"]) || !article.is_any(&["a", "an", "the", "one"]) {
        return None;
    }
    let end = rest.iter().take(REACH).position(|word| {
        word.is_parted()
            || word.is_any(&[
                "of", "in", "that", "which", "who", "for", "on", "at", "from", "to", "and", "with",
                "by", "where", "located", "based", "founded", "used",
            ])
    })?;
    let noun = rest.get(end.checked_sub(1)?)?;
    (!noun.is_capital()).then_some(Described {
        name: span,
        noun: noun.span,
    })
}

/// Finds groups such as "the law of the sea" and "a steam engine", each with its noun.
pub fn groups(words: &[Word<'_>]) -> Vec<(Span, Span)> {
    const LONGEST: usize = 5;
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if !word.is_any(&["a", "an", "the"]) {
            continue;
        }
        let rest = words.get(at + 1..).unwrap_or_default();
        let stops = |word: &Word<'_>| {
            word.is_parted()
                || word.is_any(&[
                    "of", "in", "that", "which", "who", "for", "on", "at", "from", "to", "and",
                    "or", "with", "by", "is", "are", "was", "were", "has", "had", "as", "the", "a",
                    "an", "called", "known",
                ])
        };
        let length = rest
            .iter()
            .take(LONGEST)
            .enumerate()
            .take_while(|(at, word)| *at == 0 || !stops(word))
            .count();
        let Some(noun) = length.checked_sub(1).and_then(|last| rest.get(last)) else {
            continue;
        };
        // "the law" alone says no more than "this law".
        let more = if length > 1 {
            Some(noun.span.end)
        } else {
            tail(rest.get(1..).unwrap_or_default())
        };
        found.extend(more.map(|end| (Span::new(word.span.start, end), noun.span)));
    }
    found
}

/// Returns where "of the sea" behind a noun ends.
fn tail(rest: &[Word<'_>]) -> Option<usize> {
    let [of, first, more @ ..] = rest else {
        return None;
    };
    if first.is_any(&[
        "this", "that", "these", "those", "how", "what", "which", "whom", "its", "his", "her",
        "their", "it",
    ]) {
        return None;
    }
    if !of.is_any(&["of"]) || of.is_parted() {
        return None;
    }
    let last = if first.is_any(&["the", "a", "an"]) {
        more.first()?
    } else {
        first
    };
    Some(last.span.end)
}
