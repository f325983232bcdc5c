//! What something is: "a ketch is a boat with two masts", "Lund, a town in the south".

use super::apposition::Apposition;
use super::chunks::Voice;
use super::clauses::Clause;
use super::parsed_sentence::ParsedSentence;
use super::tagging::Tag;
use super::{Fact, FactKind, lexicon, roles};

/// How often a description beside a name is one of that name.
const BESIDE_A_NAME: f32 = 0.72;

/// Tells whether a clause says what its subject is.
pub fn is_one(parsed: &ParsedSentence<'_>, clause: &Clause) -> bool {
    const DEFINING: [&str; 6] = ["means", "denotes", "refers", "meant", "referred", "denoted"];
    let Some((first, last)) = clause.object else {
        return false;
    };
    if parsed.tag(clause.subject.0) == Some(Tag::Pronoun) || clause.object_is_clause {
        return false;
    }
    let defined = parsed.is_any(clause.head, &DEFINING);
    let article = parsed.is_any(first, &["a", "an", "one"])
        || parsed.is_any(first, &["the"]) && last > first + 1;
    let plain = clause.verb.0 == clause.verb.1;
    defined || clause.voice == Voice::Copula && plain && clause.preposition.is_none() && article
}

/// Turns descriptions beside names that name no office into definitions.
pub fn find(parsed: &ParsedSentence<'_>, appositions: &[Apposition]) -> Vec<Fact> {
    appositions
        .iter()
        .filter(|apposition| !lexicon::is_role(parsed.lower(apposition.head)))
        .filter_map(|apposition| {
            roles::describe(parsed, apposition, FactKind::Definition, BESIDE_A_NAME)
        })
        .collect()
}
