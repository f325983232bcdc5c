//! What narrows a statement down: when, where, how many, who says so, whether it is denied or doubted.

use super::chunks::PhraseKind;
use super::clauses::Clause;
use super::confidence::speaking_clause;
use super::parsed_sentence::Reading;
use super::quantities::Measure;
use super::tagging::Tag;
use super::{Qualifier, QualifierKind};
use crate::text::Span;

/// Words that make a statement less than certain.
const HEDGES: [&str; 30] = [
    "may",
    "might",
    "could",
    "reportedly",
    "allegedly",
    "possibly",
    "probably",
    "perhaps",
    "likely",
    "apparently",
    "supposedly",
    "maybe",
    "presumably",
    "seems",
    "seemed",
    "seem",
    "appears",
    "appeared",
    "appear",
    "believed",
    "thought",
    "alleged",
    "rumoured",
    "rumored",
    "suspected",
    "unlikely",
    "estimated",
    "potentially",
    "purportedly",
    "unconfirmed",
];

/// Prepositions that say where when a name follows.
const WHERE: [&str; 12] = [
    "in",
    "at",
    "near",
    "on",
    "outside",
    "inside",
    "across",
    "throughout",
    "off",
    "around",
    "along",
    "within",
];

/// Prepositions that say when, whatever follows.
const WHEN: [&str; 7] = ["after", "before", "during", "since", "until", "till", "by"];

/// Finds what narrows a clause down, in the order in which it stands.
pub fn of_clause(reading: &Reading<'_>, clause: &Clause) -> Vec<Qualifier> {
    let mut found = Vec::new();
    let body = (
        clause.verb.0,
        clause.object.map_or(clause.verb.1, |(_, last)| last),
    );
    found.extend(front(reading, clause));
    if !clause.object_is_clause {
        found.extend(times(reading, body));
        found.extend(places(reading, body));
        found.extend(numbers(reading, clause, body));
    }
    found.extend(speaker(reading, clause));
    found.extend(negation(reading, clause));
    found.extend(hedge(reading, clause));
    found.sort_by_key(|qualifier| (qualifier.span, qualifier.kind));
    found.dedup();
    found
}

fn qualifier(kind: QualifierKind, span: Span) -> Qualifier {
    Qualifier { kind, span }
}

/// What stands before the subject says when or where, or is left out.
fn front(reading: &Reading<'_>, clause: &Clause) -> Option<Qualifier> {
    let ends = clause.front?;
    let span = reading.span(ends)?;
    let dated = reading.dates.iter().any(|date| span.covers(date.span));
    let kind = if dated || reading.is_any(ends.0, &WHEN) || names_time(reading, ends) {
        QualifierKind::Time
    } else if reading.is_any(ends.0, &WHERE) && holds_name(reading, ends) {
        QualifierKind::Place
    } else {
        return None;
    };
    Some(qualifier(kind, span))
}

fn names_time(reading: &Reading<'_>, ends: (usize, usize)) -> bool {
    const TIMES: [&str; 16] = [
        "years", "year", "months", "month", "weeks", "week", "days", "day", "century", "time",
        "war", "season", "summer", "winter", "decades", "period",
    ];
    (ends.0..=ends.1).any(|at| reading.is_any(at, &TIMES))
}

fn holds_name(reading: &Reading<'_>, ends: (usize, usize)) -> bool {
    (ends.0..=ends.1).any(|at| reading.tag(at) == Some(Tag::Name))
}

/// Returns the last stretch of an object that only says when, with its preposition.
pub fn trailing_time(reading: &Reading<'_>, object: (usize, usize)) -> Option<(usize, usize)> {
    const LEADS: [&str; 14] = [
        "in", "on", "at", "since", "until", "till", "by", "during", "from", "before", "after",
        "around", "the", "of",
    ];
    let end = reading.tokens.get(object.1)?.span.end;
    let date = reading.dates.iter().find(|date| date.span.end == end)?;
    let mut first =
        (object.0..=object.1).find(|&at| reading.tokens[at].span.start == date.span.start)?;
    while first > object.0 && reading.is_any(first - 1, &LEADS) {
        first -= 1;
    }
    let by_itself = reading.is_any(first, &LEADS) && !reading.is_any(first, &["of", "the"])
        || date.when.is_none() && !reading.is_any(first, &["of"]);
    (by_itself && first > object.0).then_some((first, object.1))
}

fn times<'a>(
    reading: &'a Reading<'_>,
    body: (usize, usize),
) -> impl Iterator<Item = Qualifier> + 'a {
    let span = reading.span(body);
    reading
        .dates
        .iter()
        .filter(move |date| span.is_some_and(|span| span.covers(date.span)))
        .map(|date| qualifier(QualifierKind::Time, date.span))
}

/// "in Lund", "near the Bank of Norland": a preposition of place and a name that is no date.
fn places(reading: &Reading<'_>, body: (usize, usize)) -> Vec<Qualifier> {
    let phrases = &reading.phrases;
    (0..phrases.len().saturating_sub(1))
        .filter(|&at| phrases[at].first >= body.0 && phrases[at + 1].last <= body.1)
        .filter(|&at| is_place(reading, at))
        .filter_map(|at| reading.span((phrases[at].first, phrases[at + 1].last)))
        .map(|span| qualifier(QualifierKind::Place, span))
        .collect()
}

/// Tells whether a phrase is a preposition of place before a name.
pub fn is_place(reading: &Reading<'_>, at: usize) -> bool {
    let (Some(one), Some(two)) = (reading.phrases.get(at), reading.phrases.get(at + 1)) else {
        return false;
    };
    let named = reading.tag(two.head) == Some(Tag::Name);
    let dated = reading
        .dates
        .iter()
        .any(|date| date.span.overlaps(reading.tokens[two.head].span));
    one.is(PhraseKind::Preposition)
        && two.is(PhraseKind::Noun)
        && reading.is_any(one.first, &WHERE)
        && named
        && !dated
}

fn numbers(reading: &Reading<'_>, clause: &Clause, body: (usize, usize)) -> Vec<Qualifier> {
    let fields = [reading.span(clause.subject), reading.span(body)];
    let inside = |span: Span| fields.iter().flatten().any(|field| field.covers(span));
    let mut found = Vec::new();
    let counted = reading
        .quantities
        .iter()
        .filter(|quantity| quantity.measure != Measure::Ordinal && inside(quantity.span));
    for quantity in counted {
        found.push(qualifier(QualifierKind::Quantity, quantity.number));
        found.extend(
            quantity
                .unit
                .map(|unit| qualifier(QualifierKind::Unit, unit)),
        );
    }
    found
}

fn speaker(reading: &Reading<'_>, clause: &Clause) -> Option<Qualifier> {
    let speaking = speaking_clause(reading, clause)?;
    Some(qualifier(
        QualifierKind::Speaker,
        reading.span(speaking.subject)?,
    ))
}

fn negation(reading: &Reading<'_>, clause: &Clause) -> Option<Qualifier> {
    let in_verb = (clause.verb.0.saturating_sub(1)..=clause.verb.1)
        .find(|&at| reading.tag(at) == Some(Tag::Not));
    let opens = |at: usize| reading.is_any(at, &["no", "neither", "none", "nobody", "nothing"]);
    let at = in_verb
        .or_else(|| Some(clause.subject.0).filter(|&at| opens(at)))
        .or_else(|| {
            clause
                .object
                .map(|(first, _)| first)
                .filter(|&at| opens(at))
        })?;
    Some(qualifier(
        QualifierKind::Negation,
        reading.tokens.get(at)?.span,
    ))
}

fn hedge(reading: &Reading<'_>, clause: &Clause) -> Option<Qualifier> {
    let at = (clause.verb.0.saturating_sub(1)..=clause.verb.1).find(|&at| {
        reading.is_any(at, &HEDGES) && !reading.is_any(at, &["thought"])
            || is_hearsay(reading, at, clause)
    })?;
    Some(qualifier(
        QualifierKind::Hedge,
        reading.tokens.get(at)?.span,
    ))
}

/// "is thought to", "is said to have been", not "she thought".
fn is_hearsay(reading: &Reading<'_>, at: usize, clause: &Clause) -> bool {
    reading.is_any(
        at,
        &["thought", "said", "reported", "claimed", "considered"],
    ) && at > clause.verb.0
        && reading.is_any(at + 1, &["to"])
}
