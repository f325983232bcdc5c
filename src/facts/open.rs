//! Open statements: who does or is what, whatever the verb.

use super::clauses::Clause;
use super::confidence;
use super::reading::Reading;
use super::{Fact, FactKind, Qualifier, QualifierKind, definitions, roles};

/// Reads the statements of a sentence, one for each verb with a subject and something said of it.
pub fn find(reading: &Reading<'_>) -> Vec<Fact> {
    reading
        .clauses
        .iter()
        .filter_map(|clause| statement(reading, clause))
        .collect()
}

fn statement(reading: &Reading<'_>, clause: &Clause) -> Option<Fact> {
    if reading.is_any(clause.subject.0, &["there"]) {
        return None;
    }
    if clause.object.is_none() && clause.front.is_none() {
        return None;
    }
    let verb_end = clause.preposition.map_or(clause.verb.1, |(_, last)| last);
    Some(Fact {
        kind: kind(reading, clause),
        subject: reading.span(clause.subject),
        relation: reading.span((clause.verb.0, verb_end)),
        object: clause.object.and_then(|ends| reading.span(ends)),
        qualifiers: clause
            .front
            .and_then(|ends| reading.span(ends))
            .map(|span| Qualifier {
                kind: QualifierKind::Time,
                span,
            })
            .into_iter()
            .collect(),
        confidence: confidence::weigh(&confidence::evidence(reading, clause)),
    })
}

fn kind(reading: &Reading<'_>, clause: &Clause) -> FactKind {
    if roles::is_one(reading, clause) {
        FactKind::Role
    } else if definitions::is_one(reading, clause) {
        FactKind::Definition
    } else {
        FactKind::Statement
    }
}
