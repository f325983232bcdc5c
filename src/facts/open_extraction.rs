//! Open statements: who does or is what, whatever the verb.

use super::apposition::Apposition;
use super::chunks::Voice;
use super::clauses::Clause;
use super::confidence;
use super::parsed_sentence::ParsedSentence;
use super::tagging::Tag;
use super::tokens::Token;
use super::{
    Fact, FactKind, Qualifier, QualifierKind, causes, definitions, places, plans, qualifiers, roles,
};
use crate::text::Span;

/// Reads the statements of a sentence, one for each verb with a subject and something said of it.
pub fn find(parsed: &ParsedSentence<'_>, appositions: &[Apposition]) -> Vec<Fact> {
    parsed
        .clauses
        .iter()
        .filter_map(|clause| statement(parsed, &named(clause, appositions)))
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

fn statement(parsed: &ParsedSentence<'_>, clause: &Clause) -> Option<Fact> {
    if parsed.is_any(clause.subject.0, &["there"]) {
        return None;
    }
    let subject = parsed.span(clause.subject)?;
    if parsed.dates.iter().any(|date| date.span.covers(subject)) {
        return None;
    }
    if clause.object.is_none() && clause.front.is_none()
        || plans::is_intention(parsed, clause)
        || only_points(parsed, clause)
    {
        return None;
    }
    let leading = time_before_doer(parsed, clause);
    let clause = &Clause {
        preposition: clause.preposition.filter(|_| leading.is_none()),
        object: leading.map_or(clause.object, |(_, doer)| Some(doer)),
        ..*clause
    };
    let verb_end = clause.preposition.map_or(clause.verb.1, |(_, last)| last);
    let time = clause
        .object
        .filter(|_| !clause.object_is_clause)
        .and_then(|object| qualifiers::trailing_time(parsed, object));
    let object = match (clause.object, time) {
        (Some((first, _)), Some((time, _))) => Some((first, time - 1)),
        (object, _) => object,
    };
    let kind = kind(parsed, clause);
    let object = match (kind, object) {
        (FactKind::Place, Some(object)) => Some(until_time(parsed, object)),
        (_, object) => object.map(|object| with_closing_mark(parsed, object)),
    };
    let mut qualifiers = qualifiers::of_clause(parsed, clause);
    if let Some(span) = time.and_then(|ends| parsed.span(ends)) {
        widen_time(&mut qualifiers, span);
    }
    if let Some(span) = leading.and_then(|(time, _)| parsed.span(time)) {
        qualifiers.retain(|qualifier| !span.covers(qualifier.span));
        qualifiers.push(Qualifier {
            kind: QualifierKind::Time,
            span,
        });
        qualifiers.sort_by_key(|qualifier| (qualifier.span, qualifier.kind));
    }
    let says_something = |qualifier: &Qualifier| {
        matches!(qualifier.kind, QualifierKind::Time | QualifierKind::Place)
    };
    if object.is_none() && !qualifiers.iter().any(says_something) {
        return None;
    }
    Some(Fact {
        kind,
        subject: parsed.span(clause.subject),
        relation: parsed.span((clause.verb.0, verb_end)),
        object: object.and_then(|ends| parsed.span(ends)),
        qualifiers,
        confidence: confidence::weigh(&confidence::evidence(parsed, clause)),
    })
}

/// "built *in 1932* *by Ada Moe*": the date between a verb and who did it is no part of what is stated of the subject.
fn time_before_doer(
    parsed: &ParsedSentence<'_>,
    clause: &Clause,
) -> Option<((usize, usize), (usize, usize))> {
    let ((preposition, _), (first, last)) = clause.preposition.zip(clause.object)?;
    let start = parsed.tokens.get(first)?.span.start;
    let date = parsed.dates.iter().find(|date| date.span.start == start)?;
    let doer = (first..=last).find(|&at| parsed.tokens[at].span.start >= date.span.end)?;
    (parsed.is_any(doer, &["by"]) && doer < last).then_some(((preposition, doer - 1), (doer, last)))
}

/// "It was Ada Moe who opened the mill": what is stated is in the clause behind "who".
fn only_points(parsed: &ParsedSentence<'_>, clause: &Clause) -> bool {
    let next = clause.object.map_or(clause.verb.1, |(_, last)| last) + 1;
    clause.voice == Voice::Copula
        && clause.subject.0 == clause.subject.1
        && parsed.is_any(clause.subject.0, &["it"])
        && (parsed.is_any(next, &["who"]) || parsed.tag(next) == Some(Tag::Relative))
}

/// "born in London on 10 December 1815 as Ada Byron": the place ends where the time begins.
fn until_time(parsed: &ParsedSentence<'_>, object: (usize, usize)) -> (usize, usize) {
    let time = (object.0 + 1..=object.1).find(|&at| {
        parsed.is_any(at, &["on", "in", "from", "since", "until", "during"])
            && parsed
                .tokens
                .get(at + 1)
                .is_some_and(|next| parsed.dates.iter().any(|date| date.span.covers(next.span)))
    });
    (object.0, time.map_or(object.1, |time| time - 1))
}

/// Takes in the mark that closes a quotation which the stretch of words opens.
fn with_closing_mark(parsed: &ParsedSentence<'_>, object: (usize, usize)) -> (usize, usize) {
    let marks = (object.0..=object.1)
        .filter(|&at| parsed.tokens.get(at).is_some_and(Token::is_quote))
        .count();
    let next = parsed.tokens.get(object.1 + 1);
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

fn kind(parsed: &ParsedSentence<'_>, clause: &Clause) -> FactKind {
    if roles::is_one(parsed, clause) {
        FactKind::Role
    } else if plans::is_one(parsed, clause) {
        FactKind::Plan
    } else if causes::is_one(parsed, clause) {
        FactKind::Cause
    } else if places::is_one(parsed, clause) {
        FactKind::Place
    } else if definitions::is_one(parsed, clause) {
        FactKind::Definition
    } else {
        FactKind::Statement
    }
}
