//! Dates and numbers as facts of their own: what happened when, and how many.

use super::clauses::Clause;
use super::quantities::Measure;
use super::reading::Reading;
use super::{Fact, FactKind, Qualifier, QualifierKind, confidence};
use crate::text::Span;

/// A number or date stands in the sentence for certain; what it belongs to is less so.
const WITHOUT_CLAUSE: f32 = 0.5;

/// Turns the dates and numbers of a sentence into facts about the clause they stand in.
pub fn find(reading: &Reading<'_>) -> Vec<Fact> {
    let dates = reading
        .dates
        .iter()
        .filter_map(|date| figure(reading, FactKind::Date, date.span, Vec::new()));
    let counted = reading
        .quantities
        .iter()
        .filter(|quantity| quantity.measure != Measure::Ordinal);
    let quantities = counted.filter_map(|quantity| {
        let unit = quantity.unit.map(|span| Qualifier {
            kind: QualifierKind::Unit,
            span,
        });
        let number = Qualifier {
            kind: QualifierKind::Quantity,
            span: quantity.number,
        };
        let qualifiers = [Some(number), unit].into_iter().flatten().collect();
        figure(reading, FactKind::Quantity, quantity.span, qualifiers)
    });
    dates.chain(quantities).collect()
}

/// A figure with the subject and verb of the smallest clause around it.
fn figure(
    reading: &Reading<'_>,
    kind: FactKind,
    object: Span,
    qualifiers: Vec<Qualifier>,
) -> Option<Fact> {
    let around = reading
        .clauses
        .iter()
        .filter_map(|clause| Some((extent(reading, clause, object)?, clause)))
        .min_by_key(|(length, clause)| (*length, clause.verb.0));
    let Some((_, clause)) = around else {
        return (kind == FactKind::Quantity).then_some(Fact {
            kind,
            subject: None,
            relation: None,
            object: Some(object),
            qualifiers,
            confidence: WITHOUT_CLAUSE,
        });
    };
    let subject = reading.span(clause.subject)?;
    Some(Fact {
        kind,
        subject: Some(subject).filter(|subject| !subject.overlaps(object)),
        relation: reading.span(clause.verb),
        object: Some(object),
        qualifiers,
        confidence: confidence::weigh(&confidence::evidence(reading, clause)),
    })
}

/// How long a clause is, when a figure stands in it.
fn extent(reading: &Reading<'_>, clause: &Clause, figure: Span) -> Option<usize> {
    let last = clause.object.map_or(clause.verb.1, |(_, last)| last);
    let body = reading.span((clause.subject.0.min(clause.verb.0), last.max(clause.verb.1)))?;
    let in_front = clause
        .front
        .and_then(|ends| reading.span(ends))
        .is_some_and(|front| front.covers(figure));
    (body.covers(figure) || in_front).then_some(body.len())
}
