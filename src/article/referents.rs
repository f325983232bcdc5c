//! Names and noun groups of a sentence that later sentences may refer to.

use super::parted_words::{Gap, Word};
use super::subject_words::{LEADS_IN, VERBS};
use super::subjects::{self, Subject};
use crate::text::Span;
use crate::text::calendar::MONTHS;

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
                    word.is_any(&["in", "at", "for", "of", "on", "from", "into", "the"])
                });
                let person = length > 1 && !placed && subjects::is_person(group);
                found.push((Span::new(first.span.start, last.span.end), person));
            }
        }
        at += length.max(1);
    }
    found
}

/// Returns the single capital word at the head of a sentence, which may be a name or any word.
pub fn opening_name(words: &[Word<'_>]) -> Option<Span> {
    let first = words.first().filter(|_| run(words, 0) == 1)?;
    (!subjects::opens_by_place(first)).then_some(first.span)
}

/// Returns how many words of a name stand at a place.
fn run(words: &[Word<'_>], start: usize) -> usize {
    let capital = |at: usize| {
        words.get(at).is_some_and(|word| {
            word.is_capital() && (at == start || !word.is_parted()) && !is_of_a_date(words, at)
        })
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

/// Tells whether a capital word is the month of a day: "20 July".
fn is_of_a_date(words: &[Word<'_>], at: usize) -> bool {
    let month = words.get(at).is_some_and(|word| word.is_any(&MONTHS));
    let day = at.checked_sub(1).and_then(|day| words.get(day));
    month && day.is_some_and(|day| day.text.bytes().all(|digit| digit.is_ascii_digit()))
}

/// Finds what a sentence says a name is: "Lund is a city", "Lund, a city in the south, …", "the city Lund".
pub fn descriptions(words: &[Word<'_>], subject: Option<Subject>) -> Vec<Described> {
    let mut found: Vec<Described> = stated(words, subject).into_iter().collect();
    let named = names(words).into_iter().map(|(name, _)| name);
    for name in named.chain(opening_name(words)) {
        let first = words.iter().position(|word| word.span.start == name.start);
        let behind = words.iter().position(|word| word.span.start >= name.end);
        let beside = behind.and_then(|behind| beside(words.get(behind..)?));
        let before = first.and_then(|first| before(words.get(..first)?));
        found.extend((beside.into_iter().chain(before)).map(|noun| Described { name, noun }));
    }
    found
}

/// Reads ", a small city in the south" behind a name.
fn beside(rest: &[Word<'_>]) -> Option<Span> {
    let [article, more @ ..] = rest else {
        return None;
    };
    let begins = article.after == Gap::Comma && article.is_any(&["a", "an", "the"]);
    begins.then(|| noun_of(more)).flatten()
}

/// Reads "the city" or "the energy company" before a name.
fn before(words: &[Word<'_>]) -> Option<Span> {
    const REACH: usize = 3;
    let noun = words.last()?;
    let group = words.iter().rev().take(REACH + 1);
    let articled = (group
        .skip(1)
        .take_while(|word| word.text.chars().all(char::is_lowercase)))
    .any(|word| word.is_any(&["a", "an", "the"]));
    let plain = noun.text.chars().all(char::is_lowercase) && noun.text.len() > 2;
    let holds_together = is_joint(noun) || noun.is_in(VERBS) || noun.is_in(LEADS_IN);
    (articled && plain && !holds_together).then_some(noun.span)
}

/// Reads "X is a … city" and returns X with the noun.
fn stated(words: &[Word<'_>], subject: Option<Subject>) -> Option<Described> {
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
    noun_of(rest).map(|noun| Described { name: span, noun })
}

/// Returns the noun of a group whose article stands before these words.
fn noun_of(rest: &[Word<'_>]) -> Option<Span> {
    const REACH: usize = 8;
    let ends = |word: &Word<'_>| word.is_parted() || is_joint(word);
    let more = rest.iter().skip(1).take(REACH).position(ends);
    let noun = rest.get(more?)?;
    let plain = noun.text.chars().all(char::is_lowercase);
    plain.then_some(noun.span)
}

/// Words that end a noun group.
fn is_joint(word: &Word<'_>) -> bool {
    word.is_any(&[
        "of", "in", "that", "which", "who", "for", "on", "at", "from", "to", "and", "with", "by",
        "where", "located", "based", "founded", "used",
    ])
}

/// Finds groups such as "the law of the sea" and "a steam engine", each with its noun.
pub fn groups(words: &[Word<'_>]) -> Vec<(Span, Span)> {
    const MAX_WORDS: usize = 5;
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
            .take(MAX_WORDS)
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
