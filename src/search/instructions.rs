//! Sentences that say what to do: "Press the button", "You have to take the lid off".

use super::candidate::Candidate;
use crate::facts::lexicon;
use crate::facts::tagging::{self, Grammar, Tag, VerbForm};
use crate::facts::tokens::{self, Token};
use crate::text::vectors::WordVectors;
use crate::text::words;

/// Words before what is to be done.
const BEFORE: [&str; 12] = [
    "please",
    "then",
    "next",
    "first",
    "just",
    "simply",
    "always",
    "now",
    "instead",
    "otherwise",
    "afterwards",
    "finally",
];

/// Words with which the case begins in which it is to be done.
const CASES: [&str; 12] = [
    "if", "when", "once", "before", "after", "for", "to", "as", "in", "until", "while", "unless",
];

/// What one may or must do stands behind these.
const MAY: [&str; 8] = [
    "can", "could", "may", "must", "should", "have", "need", "'ll",
];

/// Tells whether a candidate says what to do.
pub fn tells_what_to_do(candidate: Candidate<'_>) -> bool {
    let sentence = candidate
        .sentence()
        .and_then(|sentence| sentence.span.of(candidate.text));
    sentence.is_some_and(is_instruction)
}

/// Tells whether a sentence says what to do.
pub fn is_instruction(sentence: &str) -> bool {
    let read = tokens::tokenize(sentence.trim_start_matches(|c: char| !c.is_alphabetic()));
    let tagged = tagging::tag(&read);
    let is = |at: usize, which: &[&str]| read.get(at).is_some_and(|token| token.is_any(which));
    let may_do = (0..read.len()).any(|at| {
        is(at, &["you"])
            && is(at + 1, &MAY)
            && (!is(at + 1, &["have", "need"]) || is(at + 2, &["to"]))
            && !is(at + 2, &["only", "not", "never"])
    });
    if may_do {
        return true;
    }
    let start = (0..).take_while(|at| is(*at, &BEFORE)).count();
    if begins_imperative(&read, &tagged, start) {
        return true;
    }
    // "As a workaround start it anew": no comma need stand there.
    let behind_noun = |at: usize| {
        let before = tagged.get(at - 1).map(|grammar| grammar.tag);
        matches!(before, Some(Tag::Noun | Tag::Name)) && begins_imperative(&read, &tagged, at)
    };
    if is(start, &["for", "as"]) && (start + 2..read.len()).any(behind_noun) {
        return true;
    }
    // "If it is stuck, press the button": what is to be done stands behind the comma.
    is(start, &CASES)
        && (start + 1..read.len()).any(|at| {
            let behind_comma = read.get(at - 1).is_some_and(|token| token.text == ",");
            let from = at + (at..).take_while(|at| is(*at, &BEFORE)).count();
            behind_comma && begins_imperative(&read, &tagged, from)
        })
}

/// Tells whether the words from a place on begin with a verb in its base form that somebody is told to do.
fn begins_imperative(read: &[Token<'_>], tagged: &[Grammar], at: usize) -> bool {
    let is = |at: usize, which: &[&str]| read.get(at).is_some_and(|token| token.is_any(which));
    if is(at, &["don't", "do", "never"]) {
        return is(at, &["don't", "never"]) || is(at + 1, &["not", "n't", "n’t"]);
    }
    let Some(word) = read.get(at).filter(|token| token.is_word()) else {
        return false;
    };
    let next = tagged.get(at + 1).map(|grammar| grammar.tag);
    let has_object = matches!(
        next,
        Some(Tag::Determiner | Tag::Possessive | Tag::Pronoun | Tag::Number | Tag::Name)
    );
    let goes_on = matches!(next, Some(Tag::Preposition | Tag::To | Tag::Adverb));
    let known = matches!(
        lexicon::verb_form(&word.lower),
        Some(VerbForm::Base | VerbForm::Any)
    );
    let is_verb = tagged.get(at).is_some_and(|own| own.tag == Tag::Verb);
    // "Grind beans", but not "split view doesn't remember".
    let bare_object = is_verb
        && next.is_none_or(|tag| tag == Tag::Noun)
        && !(tagged.get(at + 2)).is_some_and(|behind| behind.is_verbal());
    // Whatever stands before "it" is done to it.
    let does_it = is(at + 1, &["it", "them"]) && lexicon::closed_class(&word.lower).is_none();
    does_it
        || known && (has_object || goes_on || bare_object)
        || has_object && has_past(&word.lower)
}

/// Tells whether a word is one that makes a past with "-ed": "press", "grab".
fn has_past(word: &str) -> bool {
    let knows = |past: String| WordVectors::shipped().knows(&past);
    let last = word.chars().next_back();
    !lexicon::is_never_verb(word)
        && lexicon::closed_class(word).is_none()
        && match last {
            Some('e') => knows(format!("{word}d")),
            Some(last) => knows(format!("{word}ed")) || knows(format!("{word}{last}ed")),
            None => false,
        }
}

/// Tells whether a sentence tells of something that is not so or not done.
pub fn only_denies(candidate: Candidate<'_>) -> bool {
    let Some(sentence) = candidate.sentence() else {
        return false;
    };
    let written = sentence.span.of(candidate.text).unwrap_or_default();
    let has_but = words::words(written).any(|word| matches!(word.text, "but" | "instead"));
    sentence.denies && !has_but && !is_instruction(written)
}

#[cfg(test)]
mod tests {
    use super::is_instruction;

    #[test]
    fn what_is_to_be_done_is_told_from_what_is_so() {
        for sentence in [
            "Press Ctrl+L or drag the tab.",
            "Open the valve and let it run.",
            "Please give a month's notice in writing.",
            "If it is stuck, unscrew it with a coin.",
            "You have to take the lid off.",
            "You can replace it yourself.",
            "Don't use vinegar.",
            "Then run two full tanks through.",
            "As a workaround start Pilcrow with the old flag.",
        ] {
            assert!(is_instruction(sentence), "{sentence}");
        }
        for sentence in [
            "The fuse has gone.",
            "Split view doesn't remember its layout.",
            "Nine times out of ten this is the sensor.",
            "Members pay in May.",
            "It takes 25 minutes.",
            "You can only appeal once.",
            "For members it is free.",
        ] {
            assert!(!is_instruction(sentence), "{sentence}");
        }
    }
}
