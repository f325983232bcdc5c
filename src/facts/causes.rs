//! Why something is: "because", "due to", "led to", "was caused by".

use super::chunks::{Phrase, PhraseKind};
use super::clauses::Clause;
use super::parsed_sentence::ParsedSentence;
use super::{Fact, FactKind};

/// How often the words on both sides of "because" are cause and effect, whole and nothing else.
const BY_CONNECTIVE: f32 = 0.82;

/// Verbs that cause, whatever follows.
const CAUSING: [&str; 19] = [
    "cause",
    "causes",
    "caused",
    "causing",
    "trigger",
    "triggers",
    "triggered",
    "triggering",
    "prompt",
    "prompts",
    "prompted",
    "prompting",
    "provoked",
    "provokes",
    "provoking",
    "sparked",
    "sparking",
    "sparks",
    "spurred",
];

/// Verbs that cause together with the preposition behind them.
const CAUSING_WITH: [(&str, &str); 15] = [
    ("lead", "to"),
    ("leads", "to"),
    ("led", "to"),
    ("leading", "to"),
    ("result", "in"),
    ("results", "in"),
    ("resulted", "in"),
    ("resulting", "in"),
    ("result", "from"),
    ("results", "from"),
    ("resulted", "from"),
    ("stem", "from"),
    ("stems", "from"),
    ("stemmed", "from"),
    ("due", "to"),
];

/// Tells whether a clause says why something is.
pub fn is_one(parsed: &ParsedSentence<'_>, clause: &Clause) -> bool {
    if parsed.is_any(clause.head, &CAUSING) {
        return clause.object.is_some();
    }
    let Some((preposition, last)) = clause.preposition else {
        return false;
    };
    if is_planned(parsed, last) {
        return false;
    }
    CAUSING_WITH.iter().any(|(verb, with)| {
        parsed.is_any(clause.head, &[verb]) && parsed.is_any(preposition, &[with])
            || *verb == "due" && parsed.is_any(preposition, &["due"])
    })
}

/// Tells whether a verb follows a "due to" that ends at a place: "due to be filled", "due to open in May".
fn is_planned(parsed: &ParsedSentence<'_>, to: usize) -> bool {
    let due = to
        .checked_sub(1)
        .is_some_and(|due| parsed.is_any(due, &["due"]));
    due && parsed.is_any(
        to + 1,
        &[
            "be", "have", "begin", "start", "end", "open", "close", "go", "come", "leave", "take",
        ],
    )
}

/// Finds effects and causes on the two sides of "because" and its like.
pub fn find(parsed: &ParsedSentence<'_>) -> Vec<Fact> {
    (0..parsed.phrases.len())
        .filter(|&at| is_connective(parsed, &parsed.phrases[at]))
        .filter_map(|at| both_sides(parsed, at))
        .collect()
}

fn is_connective(parsed: &ParsedSentence<'_>, phrase: &Phrase) -> bool {
    let two_words = phrase.last > phrase.first && !is_planned(parsed, phrase.last);
    parsed.is_any(phrase.first, &["because"])
        || two_words && parsed.is_any(phrase.first, &["due", "owing", "thanks"])
}

fn both_sides(parsed: &ParsedSentence<'_>, at: usize) -> Option<Fact> {
    let connective = parsed.phrases[at];
    let start = clause_start(parsed, at);
    let (cause, effect) = if start == at {
        fronted(parsed, at)?
    } else {
        let first = parsed.phrases[start].first;
        let last = last_word_before(parsed, at)?;
        let end = clause_end(parsed, at + 1);
        if goes_on_behind(parsed, start, at) {
            return None;
        }
        ((connective.last + 1, end), (first, last))
    };
    let enough = cause.0 <= cause.1 && effect.1 > effect.0;
    enough.then_some(Fact {
        kind: FactKind::Cause,
        subject: Some(parsed.span(effect)?),
        relation: Some(parsed.span((connective.first, connective.last))?),
        object: Some(parsed.span(cause)?),
        qualifiers: Vec::new(),
        confidence: BY_CONNECTIVE,
    })
}

/// "People who cannot walk because of illness can ask": the verb behind the cause belongs to those before it.
fn goes_on_behind(parsed: &ParsedSentence<'_>, start: usize, at: usize) -> bool {
    let kind = |place: usize| parsed.phrases.get(place).map(|phrase| phrase.kind);
    let is_of_group = |place: &usize| {
        matches!(
            kind(*place),
            Some(PhraseKind::Noun | PhraseKind::Preposition | PhraseKind::Coordinator)
        )
    };
    let connective = parsed.phrases[at];
    let end = at + 1 + (at + 1..).take_while(is_of_group).count();
    let has_relative = (start..at).any(|place| kind(place) == Some(PhraseKind::Relative));
    connective.last > connective.first
        && has_relative
        && (parsed.phrases.get(end))
            .is_some_and(|next| next.is(PhraseKind::Verb) && next.may_be_finite())
}

/// "Because of the storm, the ferry stayed": the cause ends at the comma.
fn fronted(parsed: &ParsedSentence<'_>, at: usize) -> Option<((usize, usize), (usize, usize))> {
    let connective = parsed.phrases[at];
    if connective.last > connective.first {
        return behind_noun_group(parsed, at);
    }
    let comma = (at + 1..parsed.phrases.len())
        .find(|&place| parsed.phrases[place].is(PhraseKind::Comma))?;
    let cause = (parsed.phrases[at].last + 1, parsed.phrases[comma].first - 1);
    let effect = (parsed.phrases[comma].last + 1, clause_end(parsed, comma));
    Some((cause, effect))
}

/// "Because of the war he had to improvise": the cause is one noun group with what hangs on it.
fn behind_noun_group(
    parsed: &ParsedSentence<'_>,
    at: usize,
) -> Option<((usize, usize), (usize, usize))> {
    let kind = |place: usize| parsed.phrases.get(place).map(|phrase| phrase.kind);
    let mut end = at + 1;
    if kind(end) != Some(PhraseKind::Noun) {
        return None;
    }
    while kind(end + 1) == Some(PhraseKind::Preposition) && kind(end + 2) == Some(PhraseKind::Noun)
    {
        end += 2;
    }
    let effect = end + 1 + usize::from(kind(end + 1) == Some(PhraseKind::Comma));
    let cause = (parsed.phrases[at].last + 1, parsed.phrases[end].last);
    Some((
        cause,
        (
            parsed.phrases.get(effect)?.first,
            clause_end(parsed, effect),
        ),
    ))
}

/// The phrase with which the clause before a connective begins: after a stop, or after ", and" with a subject of its own.
fn clause_start(parsed: &ParsedSentence<'_>, at: usize) -> usize {
    let begins = |place: usize| {
        let phrase = parsed.phrases[place];
        let comma = place > 0 && parsed.phrases[place - 1].is(PhraseKind::Comma);
        let own_subject = parsed.phrases.get(place + 1).is_some_and(|subject| {
            parsed.clauses.iter().any(|clause| {
                clause.subject.0 == subject.first && clause.verb.1 < parsed.phrases[at].first
            })
        });
        phrase.is(PhraseKind::Stop) || phrase.is(PhraseKind::Coordinator) && comma && own_subject
    };
    (0..at)
        .rev()
        .find(|&place| begins(place))
        .map_or(0, |stop| stop + 1)
}

fn last_word_before(parsed: &ParsedSentence<'_>, at: usize) -> Option<usize> {
    let mut before = at.checked_sub(1)?;
    const NARROWING: [&str; 14] = [
        "partly",
        "mainly",
        "largely",
        "chiefly",
        "simply",
        "just",
        "only",
        "perhaps",
        "probably",
        "mostly",
        "primarily",
        "precisely",
        "possibly",
        "not",
    ];
    while match parsed.phrases[before].kind {
        PhraseKind::Comma | PhraseKind::Coordinator => true,
        PhraseKind::Adverb => parsed.is_any(parsed.phrases[before].first, &NARROWING),
        _ => false,
    } {
        before = before.checked_sub(1)?;
    }
    Some(parsed.phrases[before].last)
}

fn clause_end(parsed: &ParsedSentence<'_>, from: usize) -> usize {
    let stop = (from..parsed.phrases.len()).find(|&at| parsed.phrases[at].is(PhraseKind::Stop));
    stop.map_or(parsed.tokens.len(), |stop| parsed.phrases[stop].first)
        .saturating_sub(1)
}
