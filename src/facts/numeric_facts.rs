//! Dates and numbers as facts of their own: what happened when, and how many.

use super::clauses::Clause;
use super::parsed_sentence::ParsedSentence;
use super::quantities::{Measure, Quantity};
use super::tagging::Tag;
use super::{Fact, FactKind, Qualifier, QualifierKind, confidence};
use crate::text::Span;

/// A number by itself is certain to stand there; what it belongs to is not told.
const ALONE: f32 = 0.4;

/// Turns the dates and numbers of a sentence into facts about the clause they stand in.
pub fn find(parsed: &ParsedSentence<'_>) -> Vec<Fact> {
    let dates = parsed.dates.iter().filter_map(|date| {
        let clause = around(parsed, date.span)?;
        (!in_subject(parsed, clause, date.span))
            .then(|| of_clause(parsed, clause, FactKind::Date, date.span, Vec::new()))
            .flatten()
    });
    let quantities = parsed
        .quantities
        .iter()
        .filter(|quantity| quantity.measure != Measure::Ordinal)
        .filter_map(|quantity| number(parsed, quantity));
    dates.chain(quantities).collect()
}

/// A number with the subject and verb it goes with, or alone when it hangs on some other word.
fn number(parsed: &ParsedSentence<'_>, quantity: &Quantity) -> Option<Fact> {
    let unit = quantity.unit.map(|span| Qualifier {
        kind: QualifierKind::Unit,
        span,
    });
    let number = Qualifier {
        kind: QualifierKind::Quantity,
        span: quantity.number,
    };
    let qualifiers = [Some(number), unit].into_iter().flatten().collect();
    match around(parsed, quantity.span).filter(|clause| goes_with(parsed, clause, quantity)) {
        Some(clause) => of_clause(
            parsed,
            clause,
            FactKind::Quantity,
            quantity.span,
            qualifiers,
        ),
        None => alone(quantity, qualifiers),
    }
}

/// A bare number without a unit says nothing by itself.
fn alone(quantity: &Quantity, qualifiers: Vec<Qualifier>) -> Option<Fact> {
    let bare = quantity.unit.is_none() && quantity.measure == Measure::Count;
    (!bare).then_some(Fact {
        kind: FactKind::Quantity,
        subject: None,
        relation: None,
        object: Some(quantity.span),
        qualifiers,
        confidence: ALONE,
    })
}

/// "saved nineteen men" and "nineteen men died", but not "saved boats with room for nineteen men".
fn goes_with(parsed: &ParsedSentence<'_>, clause: &Clause, quantity: &Quantity) -> bool {
    if in_subject(parsed, clause, quantity.span) {
        let start = parsed.span(clause.subject).map(|subject| subject.start);
        return start.is_some_and(|start| quantity.span.start <= start + MAX_LEAD_BYTES);
    }
    let Some((first, _)) = clause.object.filter(|_| !clause.object_is_clause) else {
        return false;
    };
    let hangs = (first..parsed.tokens.len())
        .take_while(|&at| parsed.tokens[at].span.start < quantity.span.start)
        .any(|at| matches!(parsed.tag(at), Some(Tag::Preposition | Tag::Verb)));
    let after_verb = parsed
        .tokens
        .get(first)
        .is_some_and(|token| token.span.start <= quantity.span.start);
    after_verb && !hangs
}

/// "Some", "about", "More than" may stand before the number that opens a subject.
const MAX_LEAD_BYTES: usize = 12;

fn in_subject(parsed: &ParsedSentence<'_>, clause: &Clause, figure: Span) -> bool {
    parsed
        .span(clause.subject)
        .is_some_and(|subject| subject.covers(figure))
}

/// The smallest clause around a figure.
fn around<'a>(parsed: &'a ParsedSentence<'_>, figure: Span) -> Option<&'a Clause> {
    parsed
        .clauses
        .iter()
        .filter_map(|clause| Some((extent(parsed, clause, figure)?, clause)))
        .min_by_key(|(length, clause)| (*length, clause.verb.0))
        .map(|(_, clause)| clause)
}

fn of_clause(
    parsed: &ParsedSentence<'_>,
    clause: &Clause,
    kind: FactKind,
    figure: Span,
    qualifiers: Vec<Qualifier>,
) -> Option<Fact> {
    let subject = parsed.span(clause.subject)?;
    Some(Fact {
        kind,
        subject: Some(subject).filter(|subject| !subject.overlaps(figure)),
        relation: parsed.span(clause.verb),
        object: Some(figure),
        qualifiers,
        confidence: confidence::weigh(&confidence::evidence(parsed, clause)),
    })
}

/// How long a clause is, when a figure stands in it.
fn extent(parsed: &ParsedSentence<'_>, clause: &Clause, figure: Span) -> Option<usize> {
    let last = clause.object.map_or(clause.verb.1, |(_, last)| last);
    let body = parsed.span((clause.subject.0.min(clause.verb.0), last.max(clause.verb.1)))?;
    let in_front = clause
        .front
        .and_then(|ends| parsed.span(ends))
        .is_some_and(|front| front.covers(figure));
    (body.covers(figure) || in_front).then_some(body.len())
}
