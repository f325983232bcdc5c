//! What narrows a statement down: when, where, how many, who says so, whether it is denied or doubted.

use super::chunks::PhraseKind;
use super::clauses::Clause;
use super::confidence::speaking_clause;
use super::parsed_sentence::ParsedSentence;
use super::quantities::Measure;
use super::tagging::Tag;
use super::tokens::Token;
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
pub fn of_clause(parsed: &ParsedSentence<'_>, clause: &Clause) -> Vec<Qualifier> {
    let mut found = Vec::new();
    let body = (
        clause.verb.0,
        clause.object.map_or(clause.verb.1, |(_, last)| last),
    );
    found.extend(front(parsed, clause));
    if !clause.object_is_clause {
        found.extend(times(parsed, body));
        found.extend(places(parsed, body));
        found.extend(numbers(parsed, clause, body));
    }
    found.extend(speaker(parsed, clause));
    found.extend(negation(parsed, clause));
    found.extend(hedge(parsed, clause));
    found.sort_by_key(|qualifier| (qualifier.span, qualifier.kind));
    found.dedup();
    found
}

fn qualifier(kind: QualifierKind, span: Span) -> Qualifier {
    Qualifier { kind, span }
}

/// What stands before the subject says when or where, or is left out.
fn front(parsed: &ParsedSentence<'_>, clause: &Clause) -> Option<Qualifier> {
    let ends = clause.front?;
    let span = parsed.span(ends)?;
    let dated = parsed.dates.iter().any(|date| span.covers(date.span));
    let kind = if dated || parsed.is_any(ends.0, &WHEN) || names_time(parsed, ends) {
        QualifierKind::Time
    } else if parsed.is_any(ends.0, &WHERE) && holds_name(parsed, ends) {
        QualifierKind::Place
    } else {
        return None;
    };
    Some(qualifier(kind, span))
}

fn names_time(parsed: &ParsedSentence<'_>, ends: (usize, usize)) -> bool {
    const TIMES: [&str; 16] = [
        "years", "year", "months", "month", "weeks", "week", "days", "day", "century", "time",
        "war", "season", "summer", "winter", "decades", "period",
    ];
    (ends.0..=ends.1).any(|at| parsed.is_any(at, &TIMES))
}

fn holds_name(parsed: &ParsedSentence<'_>, ends: (usize, usize)) -> bool {
    (ends.0..=ends.1).any(|at| parsed.tag(at) == Some(Tag::Name))
}

/// Returns the last stretch of an object that only says when, with its preposition.
pub fn trailing_time(
    parsed: &ParsedSentence<'_>,
    object: (usize, usize),
) -> Option<(usize, usize)> {
    const LEADS: [&str; 14] = [
        "in", "on", "at", "since", "until", "till", "by", "during", "from", "before", "after",
        "around", "the", "of",
    ];
    let end = parsed.tokens.get(object.1)?.span.end;
    let date = parsed.dates.iter().find(|date| date.span.end == end)?;
    let mut first =
        (object.0..=object.1).find(|&at| parsed.tokens[at].span.start == date.span.start)?;
    while first > object.0 && parsed.is_any(first - 1, &LEADS) {
        first -= 1;
    }
    let by_itself = parsed.is_any(first, &LEADS) && !parsed.is_any(first, &["of", "the"])
        || date.when.is_none() && !parsed.is_any(first, &["of"]);
    (by_itself && first > object.0).then_some((first, object.1))
}

fn times<'a>(
    parsed: &'a ParsedSentence<'_>,
    body: (usize, usize),
) -> impl Iterator<Item = Qualifier> + 'a {
    let span = parsed.span(body);
    parsed
        .dates
        .iter()
        .filter(move |date| span.is_some_and(|span| span.covers(date.span)))
        .map(|date| qualifier(QualifierKind::Time, date.span))
}

/// "in Lund", "near the Bank of Norland": a preposition of place and a name that is no date.
fn places(parsed: &ParsedSentence<'_>, body: (usize, usize)) -> Vec<Qualifier> {
    let phrases = &parsed.phrases;
    (0..phrases.len().saturating_sub(1))
        .filter(|&at| phrases[at].first >= body.0 && phrases[at + 1].last <= body.1)
        .filter(|&at| is_place(parsed, at))
        .filter_map(|at| parsed.span((phrases[at].first, phrases[at + 1].last)))
        .map(|span| qualifier(QualifierKind::Place, span))
        .collect()
}

/// Tells whether a phrase is a preposition of place before a name.
pub fn is_place(parsed: &ParsedSentence<'_>, at: usize) -> bool {
    let (Some(one), Some(two)) = (parsed.phrases.get(at), parsed.phrases.get(at + 1)) else {
        return false;
    };
    let named = parsed.tag(two.head) == Some(Tag::Name);
    let dated = parsed
        .dates
        .iter()
        .any(|date| date.span.overlaps(parsed.tokens[two.head].span));
    one.is(PhraseKind::Preposition)
        && two.is(PhraseKind::Noun)
        && parsed.is_any(one.first, &WHERE)
        && named
        && !dated
        && !is_in_title(parsed, one.first, (two.first, two.last))
}

/// "Safety of Life *at Sea*": a common word with a capital, behind another, ends a title and is no place.
fn is_in_title(parsed: &ParsedSentence<'_>, preposition: usize, place: (usize, usize)) -> bool {
    const NO_PLACES: [&str; 10] = [
        "sea", "work", "home", "school", "night", "war", "peace", "law", "large", "rest",
    ];
    let capital_before = preposition
        .checked_sub(1)
        .and_then(|before| parsed.tokens.get(before))
        .is_some_and(Token::is_capitalised);
    place.0 == place.1 && capital_before && parsed.is_any(place.0, &NO_PLACES)
}

fn numbers(parsed: &ParsedSentence<'_>, clause: &Clause, body: (usize, usize)) -> Vec<Qualifier> {
    let fields = [parsed.span(clause.subject), parsed.span(body)];
    let inside = |span: Span| fields.iter().flatten().any(|field| field.covers(span));
    let mut found = Vec::new();
    let counted = parsed
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

fn speaker(parsed: &ParsedSentence<'_>, clause: &Clause) -> Option<Qualifier> {
    let speaking = speaking_clause(parsed, clause)?;
    Some(qualifier(
        QualifierKind::Speaker,
        parsed.span(speaking.subject)?,
    ))
}

fn negation(parsed: &ParsedSentence<'_>, clause: &Clause) -> Option<Qualifier> {
    let in_verb = (clause.verb.0.saturating_sub(1)..=clause.verb.1)
        .find(|&at| parsed.tag(at) == Some(Tag::Not));
    let opens = |at: usize| parsed.is_any(at, &["no", "neither", "none", "nobody", "nothing"]);
    let at = in_verb
        .or_else(|| not_all(parsed, clause))
        .or_else(|| Some(clause.subject.0).filter(|&at| opens(at)))
        .or_else(|| {
            clause
                .object
                .map(|(first, _)| first)
                .filter(|&at| opens(at))
        })?;
    Some(qualifier(
        QualifierKind::Negation,
        parsed.tokens.get(at)?.span,
    ))
}

/// "Not everything is ready": what is denied may stand before the subject.
fn not_all(parsed: &ParsedSentence<'_>, clause: &Clause) -> Option<usize> {
    let before = clause.subject.0.checked_sub(1)?;
    let is_either = before
        .checked_sub(1)
        .is_some_and(|at| parsed.is_any(at, &["or"]));
    (parsed.tag(before) == Some(Tag::Not) && !is_either).then_some(before)
}

fn hedge(parsed: &ParsedSentence<'_>, clause: &Clause) -> Option<Qualifier> {
    let at = (clause.verb.0.saturating_sub(1)..=clause.verb.1).find(|&at| {
        parsed.is_any(at, &HEDGES) && !parsed.is_any(at, &["thought"])
            || is_hearsay(parsed, at, clause)
    })?;
    Some(qualifier(QualifierKind::Hedge, parsed.tokens.get(at)?.span))
}

/// "is thought to", "is said to have been", not "she thought".
fn is_hearsay(parsed: &ParsedSentence<'_>, at: usize, clause: &Clause) -> bool {
    parsed.is_any(
        at,
        &["thought", "said", "reported", "claimed", "considered"],
    ) && at > clause.verb.0
        && parsed.is_any(at + 1, &["to"])
}
