//! Open statements: who does or is what, whatever the verb.

use super::apposition::Apposition;
use super::chunks::Voice;
use super::clauses::Clause;
use super::confidence;
use super::parsed_sentence::Reading;
use super::tagging::Tag;
use super::tokens::Token;
use super::{
    Fact, FactKind, Qualifier, QualifierKind, causes, definitions, places, plans, qualifiers, roles,
};
use crate::text::Span;

/// Reads the statements of a sentence, one for each verb with a subject and something said of it.
pub fn find(reading: &Reading<'_>, appositions: &[Apposition]) -> Vec<Fact> {
    reading
        .clauses
        .iter()
        .filter_map(|clause| statement(reading, &named(clause, appositions)))
        .collect()
}

/// "The chief engineer, Ada Moe, left": the name is the better subject of the two.
fn named(clause: &Clause, appositions: &[Apposition]) -> Clause {
    let name = appositions
        .iter()
        .find(|apposition| apposition.description == clause.subject)
        .map(|apposition| apposition.name);
    Clause {
        subject: name.unwrap_or(clause.subject),
        ..*clause
    }
}

fn statement(reading: &Reading<'_>, clause: &Clause) -> Option<Fact> {
    if reading.is_any(clause.subject.0, &["there"]) {
        return None;
    }
    let subject = reading.span(clause.subject)?;
    if reading.dates.iter().any(|date| date.span.covers(subject)) {
        return None;
    }
    if clause.object.is_none() && clause.front.is_none()
        || plans::is_intention(reading, clause)
        || only_points(reading, clause)
    {
        return None;
    }
    let verb_end = clause.preposition.map_or(clause.verb.1, |(_, last)| last);
    let time = clause
        .object
        .filter(|_| !clause.object_is_clause)
        .and_then(|object| qualifiers::trailing_time(reading, object));
    let object = match (clause.object, time) {
        (Some((first, _)), Some((time, _))) => Some((first, time - 1)),
        (object, _) => object,
    };
    let kind = kind(reading, clause);
    let object = match (kind, object) {
        (FactKind::Place, Some(object)) => Some(until_time(reading, object)),
        (_, object) => object.map(|object| with_closing_mark(reading, object)),
    };
    let mut qualifiers = qualifiers::of_clause(reading, clause);
    if let Some(span) = time.and_then(|ends| reading.span(ends)) {
        widen_time(&mut qualifiers, span);
    }
    let says_something = |qualifier: &Qualifier| {
        matches!(qualifier.kind, QualifierKind::Time | QualifierKind::Place)
    };
    if object.is_none() && !qualifiers.iter().any(says_something) {
        return None;
    }
    Some(Fact {
        kind,
        subject: reading.span(clause.subject),
        relation: reading.span((clause.verb.0, verb_end)),
        object: object.and_then(|ends| reading.span(ends)),
        qualifiers,
        confidence: confidence::weigh(&confidence::evidence(reading, clause)),
    })
}

/// "It was Ada Moe who opened the mill": what is stated is in the clause behind "who".
fn only_points(reading: &Reading<'_>, clause: &Clause) -> bool {
    let next = clause.object.map_or(clause.verb.1, |(_, last)| last) + 1;
    clause.voice == Voice::Copula
        && clause.subject.0 == clause.subject.1
        && reading.is_any(clause.subject.0, &["it"])
        && (reading.is_any(next, &["who"]) || reading.tag(next) == Some(Tag::Relative))
}

/// "born in London on 10 December 1815 as Ada Byron": the place ends where the time begins.
fn until_time(reading: &Reading<'_>, object: (usize, usize)) -> (usize, usize) {
    let time = (object.0 + 1..=object.1).find(|&at| {
        reading.is_any(at, &["on", "in", "from", "since", "until", "during"])
            && reading
                .tokens
                .get(at + 1)
                .is_some_and(|next| reading.dates.iter().any(|date| date.span.covers(next.span)))
    });
    (object.0, time.map_or(object.1, |time| time - 1))
}

/// Takes in the mark that closes a quotation which the stretch of words opens.
fn with_closing_mark(reading: &Reading<'_>, object: (usize, usize)) -> (usize, usize) {
    let marks = (object.0..=object.1)
        .filter(|&at| reading.tokens.get(at).is_some_and(Token::is_quote))
        .count();
    let next = reading.tokens.get(object.1 + 1);
    let closes = marks % 2 == 1
        && next.is_some_and(|next| next.is_quote() && !matches!(next.text, "“" | "„" | "``"));
    (object.0, object.1 + usize::from(closes))
}

/// The date of a trailing "in 1904" is told with its preposition, once.
fn widen_time(qualifiers: &mut [Qualifier], span: Span) {
    for qualifier in qualifiers {
        if qualifier.kind == QualifierKind::Time && span.covers(qualifier.span) {
            qualifier.span = span;
        }
    }
}

fn kind(reading: &Reading<'_>, clause: &Clause) -> FactKind {
    if roles::is_one(reading, clause) {
        FactKind::Role
    } else if plans::is_one(reading, clause) {
        FactKind::Plan
    } else if causes::is_one(reading, clause) {
        FactKind::Cause
    } else if places::is_one(reading, clause) {
        FactKind::Place
    } else if definitions::is_one(reading, clause) {
        FactKind::Definition
    } else {
        FactKind::Statement
    }
}
