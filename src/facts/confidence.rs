//! How likely a statement was read right: evidence from its shape, weighed.

use super::chunks::{Finiteness, PhraseKind, Voice};
use super::clauses::{Clause, Link};
use super::lexicon;
use super::parsed_sentence::ParsedSentence;
use super::tagging::Tag;

use crate::math;

/// How many pieces of evidence are weighed.
pub const PIECES: usize = 24;

/// What is seen of a statement, each between 0 and about 1, in the order of the weights.
pub fn evidence(parsed: &ParsedSentence<'_>, clause: &Clause) -> [f32; PIECES] {
    let yes = |holds: bool| if holds { 1.0 } else { 0.0 };
    let words = |ends: (usize, usize)| share(ends.1 + 1 - ends.0.min(ends.1), 20);
    let object = clause.object.map_or(0.0, words);
    let pronoun = parsed.tag(clause.subject.0) == Some(Tag::Pronoun);
    let verbs = parsed
        .phrases
        .iter()
        .filter(|p| p.is(PhraseKind::Verb))
        .count();
    [
        yes(clause.link == Link::Relative),
        yes(clause.link == Link::Resumed),
        yes(clause.link == Link::Shared),
        yes(clause.link == Link::Reduced),
        yes(clause.link == Link::Free),
        yes(clause.link == Link::Purpose),
        yes(clause.finiteness == Finiteness::Doubtful),
        yes(clause.finiteness == Finiteness::Participle),
        yes(clause.voice == Voice::Passive),
        yes(clause.voice == Voice::Copula),
        yes(clause.preposition.is_some()),
        yes(clause.object_is_clause),
        yes(clause.object.is_none()),
        yes(clause.front.is_some()),
        object,
        object * object,
        words(clause.subject),
        yes(pronoun),
        yes(parsed.tag(clause.subject.1) == Some(Tag::Name)),
        share(parsed.tokens.len(), 60),
        share(verbs, 10),
        share(clause.subject.0, 40),
        yes(speaking_clause(parsed, clause).is_some()),
        yes(object_is_cut_short(parsed, clause)),
    ]
}

fn share(count: usize, most: usize) -> f32 {
    f32::from(u16::try_from(count.min(most)).unwrap_or(u16::MAX))
        / f32::from(u16::try_from(most).unwrap_or(u16::MAX))
}

/// Returns the clause that reports this one: "officials said".
pub fn speaking_clause<'a>(parsed: &'a ParsedSentence<'_>, clause: &Clause) -> Option<&'a Clause> {
    parsed.clauses.iter().find(|other| {
        other.object_is_clause
            && lexicon::is_saying(parsed.lower(other.head))
            && other.object.is_some_and(|(first, last)| {
                first <= clause.subject.0 && clause.verb.1 <= last && other.head != clause.head
            })
    })
}

/// Tells whether a verb or quotation mark follows the object, which then goes on unseen.
fn object_is_cut_short(parsed: &ParsedSentence<'_>, clause: &Clause) -> bool {
    let end = clause.object.map_or(clause.verb.1, |(_, last)| last);
    let next = parsed.tokens.get(end + 1);
    next.is_some_and(|next| next.is_word() || next.is_quote())
}

/// Weighs the evidence of a statement into a probability.
///
/// Read against 102 statements of the shipped articles, how many of each band were right and whole: below .6
/// 11 of 17, from .6 to .7 11 of 17, from .7 to .8 11 of 17, from .8 to .87 14 of 17, from .87 to .9 17 of 17, above 17 of 17.
pub fn weigh(pieces: &[f32; PIECES]) -> f32 {
    let sum: f32 = pieces
        .iter()
        .zip(WEIGHTS)
        .map(|(piece, weight)| piece * weight)
        .sum();
    1.0 / (1.0 + math::exp(-(BASE + sum) * STRETCH - SHIFT))
}

/// Readers find a statement right more often than all its words agree with another reader's choice of words:
/// these two turn the one share into the other and leave the order of the statements as it is.
const STRETCH: f32 = 1.3;
const SHIFT: f32 = 0.5;

/// The log-odds of a plain statement: a noun group, an active verb and no object.
const BASE: f32 = 1.30;

/// What each piece of evidence adds to the log-odds, fitted so that the result is the share of words
/// that independent readers of such sentences agree with.
const WEIGHTS: [f32; PIECES] = [
    -0.25, // the subject is what a "who" stands for
    -0.27, // the subject was resumed after an aside
    0.01,  // the subject is shared with the verb before
    -0.44, // a participle behind its noun
    -0.22, // a participle behind a comma
    -0.84, // "to do"
    0.08,  // past or participle, in doubt
    -0.39, // a participle
    0.49,  // passive
    -0.22, // a form of "be"
    0.10,  // a preposition behind the verb
    -0.28, // the object is a clause
    0.10,  // no object
    0.34,  // time or place in front
    -0.05, // length of the object
    -0.56, // the same, squared
    -0.34, // length of the subject
    -0.07, // the subject is a pronoun
    0.33,  // the subject ends in a name
    -0.16, // length of the sentence
    -0.48, // verbs in the sentence
    -0.89, // how far into the sentence
    -0.41, // somebody says so
    -0.17, // the object goes on unseen
];
