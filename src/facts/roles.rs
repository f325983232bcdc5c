//! Offices and titles: who is, was or became what.

use super::apposition::Apposition;
use super::clauses::Clause;
use super::parsed_sentence::ParsedSentence;
use super::tagging::Tag;
use super::{Fact, FactKind, lexicon};

/// How often an office beside a name is held by that name.
const BESIDE_A_NAME: f32 = 0.84;

/// Tells whether a clause gives its subject an office: "became mayor", "was elected president".
pub fn is_one(parsed: &ParsedSentence<'_>, clause: &Clause) -> bool {
    const GIVING: [&str; 13] = [
        "is",
        "was",
        "are",
        "were",
        "became",
        "becomes",
        "become",
        "appointed",
        "elected",
        "named",
        "served",
        "serves",
        "been",
    ];
    let Some((first, last)) = clause.object else {
        return false;
    };
    parsed.is_any(clause.head, &GIVING)
        && !clause.object_is_clause
        && role_head(parsed, first, last)
}

/// Tells whether the first noun group of a stretch of words names an office.
fn role_head(parsed: &ParsedSentence<'_>, first: usize, last: usize) -> bool {
    let mut role = false;
    for at in first..=last.min(first + 8) {
        match parsed.tag(at) {
            Some(Tag::Noun | Tag::Name) => role = lexicon::is_role(parsed.lower(at)),
            Some(Tag::Determiner | Tag::Possessive | Tag::Adjective | Tag::Number) => {}
            Some(Tag::Genitive) => role = false,
            _ => break,
        }
    }
    role
}

/// Turns offices beside names into facts.
pub fn find(parsed: &ParsedSentence<'_>, appositions: &[Apposition]) -> Vec<Fact> {
    appositions
        .iter()
        .filter(|apposition| lexicon::is_role(parsed.lower(apposition.head)))
        .filter_map(|apposition| describe(parsed, apposition, FactKind::Role, BESIDE_A_NAME))
        .collect()
}

/// Makes a fact of a name and its description; the relation "is" stands nowhere and is left out.
pub fn describe(
    parsed: &ParsedSentence<'_>,
    apposition: &Apposition,
    kind: FactKind,
    confidence: f32,
) -> Option<Fact> {
    Some(Fact {
        kind,
        subject: Some(parsed.span(apposition.name)?),
        relation: None,
        object: Some(parsed.span(apposition.description)?),
        qualifiers: Vec::new(),
        confidence,
    })
}
