//! Open statements: who does or is what, whatever the verb.

use super::clauses::{Clause, Link};
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
        confidence: confidence(clause.link),
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

fn confidence(link: Link) -> f32 {
    match link {
        Link::Adjacent => 0.7,
        Link::Relative => 0.65,
        Link::Resumed => 0.6,
        Link::Shared => 0.55,
        Link::Reduced => 0.5,
        Link::Free => 0.4,
        Link::Purpose => 0.3,
    }
}
