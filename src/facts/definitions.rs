//! What something is: "a ketch is a boat with two masts", "Lund, a town in the south".

use super::apposition::Apposition;
use super::chunks::Voice;
use super::clauses::Clause;
use super::parsed_sentence::Reading;
use super::tagging::Tag;
use super::{Fact, FactKind, lexicon, roles};

/// How often a description beside a name is one of that name.
const BESIDE_A_NAME: f32 = 0.72;

/// Tells whether a clause says what its subject is.
pub fn is_one(reading: &Reading<'_>, clause: &Clause) -> bool {
    const DEFINING: [&str; 6] = ["means", "denotes", "refers", "meant", "referred", "denoted"];
    let Some((first, last)) = clause.object else {
        return false;
    };
    if reading.tag(clause.subject.0) == Some(Tag::Pronoun) || clause.object_is_clause {
        return false;
    }
    let defined = reading.is_any(clause.head, &DEFINING);
    let article = reading.is_any(first, &["a", "an", "one"])
        || reading.is_any(first, &["the"]) && last > first + 1;
    let plain = clause.verb.0 == clause.verb.1;
    defined || clause.voice == Voice::Copula && plain && clause.preposition.is_none() && article
}

/// Turns descriptions beside names that name no office into definitions.
pub fn find(reading: &Reading<'_>, appositions: &[Apposition]) -> Vec<Fact> {
    appositions
        .iter()
        .filter(|apposition| !lexicon::is_role(reading.lower(apposition.head)))
        .filter_map(|apposition| {
            roles::describe(reading, apposition, FactKind::Definition, BESIDE_A_NAME)
        })
        .collect()
}
