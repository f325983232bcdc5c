//! Why something is: "because", "due to", "led to", "was caused by".

use super::chunks::{Phrase, PhraseKind};
use super::clauses::Clause;
use super::parsed_sentence::Reading;
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
pub fn is_one(reading: &Reading<'_>, clause: &Clause) -> bool {
    if reading.is_any(clause.head, &CAUSING) {
        return clause.object.is_some();
    }
    let Some((preposition, _)) = clause.preposition else {
        return false;
    };
    CAUSING_WITH.iter().any(|(verb, with)| {
        reading.is_any(clause.head, &[verb]) && reading.is_any(preposition, &[with])
            || *verb == "due" && reading.is_any(preposition, &["due"])
    })
}

/// Finds effects and causes on the two sides of "because" and its like.
pub fn find(reading: &Reading<'_>) -> Vec<Fact> {
    (0..reading.phrases.len())
        .filter(|&at| is_connective(reading, &reading.phrases[at]))
        .filter_map(|at| both_sides(reading, at))
        .collect()
}

fn is_connective(reading: &Reading<'_>, phrase: &Phrase) -> bool {
    let two_words = phrase.last > phrase.first;
    reading.is_any(phrase.first, &["because"])
        || two_words && reading.is_any(phrase.first, &["due", "owing", "thanks"])
}

fn both_sides(reading: &Reading<'_>, at: usize) -> Option<Fact> {
    let connective = reading.phrases[at];
    let start = clause_start(reading, at);
    let (cause, effect) = if start == at {
        fronted(reading, at)?
    } else {
        let first = reading.phrases[start].first;
        let last = last_word_before(reading, at)?;
        let end = clause_end(reading, at + 1);
        ((connective.last + 1, end), (first, last))
    };
    let enough = cause.0 <= cause.1 && effect.1 > effect.0;
    enough.then_some(Fact {
        kind: FactKind::Cause,
        subject: Some(reading.span(effect)?),
        relation: Some(reading.span((connective.first, connective.last))?),
        object: Some(reading.span(cause)?),
        qualifiers: Vec::new(),
        confidence: BY_CONNECTIVE,
    })
}

/// "Because of the storm, the ferry stayed": the cause ends at the comma.
fn fronted(reading: &Reading<'_>, at: usize) -> Option<((usize, usize), (usize, usize))> {
    let connective = reading.phrases[at];
    if connective.last > connective.first {
        return behind_noun_group(reading, at);
    }
    let comma = (at + 1..reading.phrases.len())
        .find(|&place| reading.phrases[place].is(PhraseKind::Comma))?;
    let cause = (
        reading.phrases[at].last + 1,
        reading.phrases[comma].first - 1,
    );
    let effect = (reading.phrases[comma].last + 1, clause_end(reading, comma));
    Some((cause, effect))
}

/// "Because of the war he had to improvise": the cause is one noun group with what hangs on it.
fn behind_noun_group(reading: &Reading<'_>, at: usize) -> Option<((usize, usize), (usize, usize))> {
    let kind = |place: usize| reading.phrases.get(place).map(|phrase| phrase.kind);
    let mut end = at + 1;
    if kind(end) != Some(PhraseKind::Noun) {
        return None;
    }
    while kind(end + 1) == Some(PhraseKind::Preposition) && kind(end + 2) == Some(PhraseKind::Noun)
    {
        end += 2;
    }
    let effect = end + 1 + usize::from(kind(end + 1) == Some(PhraseKind::Comma));
    let cause = (reading.phrases[at].last + 1, reading.phrases[end].last);
    Some((
        cause,
        (
            reading.phrases.get(effect)?.first,
            clause_end(reading, effect),
        ),
    ))
}

/// The phrase with which the clause before a connective begins: after a stop, or after ", and" with a subject of its own.
fn clause_start(reading: &Reading<'_>, at: usize) -> usize {
    let begins = |place: usize| {
        let phrase = reading.phrases[place];
        let comma = place > 0 && reading.phrases[place - 1].is(PhraseKind::Comma);
        let own_subject = reading.phrases.get(place + 1).is_some_and(|subject| {
            reading.clauses.iter().any(|clause| {
                clause.subject.0 == subject.first && clause.verb.1 < reading.phrases[at].first
            })
        });
        phrase.is(PhraseKind::Stop) || phrase.is(PhraseKind::Coordinator) && comma && own_subject
    };
    (0..at)
        .rev()
        .find(|&place| begins(place))
        .map_or(0, |stop| stop + 1)
}

fn last_word_before(reading: &Reading<'_>, at: usize) -> Option<usize> {
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
    while match reading.phrases[before].kind {
        PhraseKind::Comma | PhraseKind::Coordinator => true,
        PhraseKind::Adverb => reading.is_any(reading.phrases[before].first, &NARROWING),
        _ => false,
    } {
        before = before.checked_sub(1)?;
    }
    Some(reading.phrases[before].last)
}

fn clause_end(reading: &Reading<'_>, from: usize) -> usize {
    let stop = (from..reading.phrases.len()).find(|&at| reading.phrases[at].is(PhraseKind::Stop));
    stop.map_or(reading.tokens.len(), |stop| reading.phrases[stop].first)
        .saturating_sub(1)
}
