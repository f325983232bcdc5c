//! What somebody means to do: "will open", "plans to sell", "plans to relocate".

use super::clauses::{Clause, Link};
use super::parsed_sentence::ParsedSentence;
use super::{Fact, FactKind, confidence, lexicon, qualifiers};

/// Verbs that, before "to", tell an intention.
const INTENDING: [&str; 36] = [
    "plan",
    "plans",
    "planned",
    "planning",
    "intend",
    "intends",
    "intended",
    "intending",
    "aim",
    "aims",
    "aimed",
    "aiming",
    "hope",
    "hopes",
    "hoped",
    "hoping",
    "propose",
    "proposes",
    "vow",
    "vows",
    "vowed",
    "pledge",
    "pledges",
    "pledged",
    "promise",
    "promises",
    "promised",
    "set",
    "due",
    "scheduled",
    "expected",
    "expects",
    "going",
    "preparing",
    "prepares",
    "slated",
];

/// Tells whether a clause says what its subject means to do.
pub fn is_one(parsed: &ParsedSentence<'_>, clause: &Clause) -> bool {
    let verb = clause.verb.0..=clause.verb.1;
    let will = parsed.is_any(clause.verb.0, &["will", "'ll", "shall"]);
    let intends = verb.clone().any(|at| {
        at < clause.verb.1 && parsed.is_any(at, &INTENDING) && parsed.is_any(at + 1, &["to"])
    });
    will || intends
}

/// Finds the intentions told by a noun: "with plans to relocate 40 families".
pub fn find(parsed: &ParsedSentence<'_>) -> Vec<Fact> {
    parsed
        .clauses
        .iter()
        .filter(|clause| is_intention(parsed, clause))
        .filter_map(|clause| intention(parsed, clause))
        .collect()
}

/// Tells whether a clause hangs on a noun such as "plan".
pub fn is_intention(parsed: &ParsedSentence<'_>, clause: &Clause) -> bool {
    clause.link == Link::Purpose && lexicon::is_intention(parsed.lower(clause.subject.1))
}

fn intention(parsed: &ParsedSentence<'_>, clause: &Clause) -> Option<Fact> {
    let planner = parsed
        .clauses
        .iter()
        .rev()
        .find(|other| other.verb.1 < clause.subject.0 && other.link != Link::Purpose)
        .map(|other| other.subject);
    let verb_end = clause.preposition.map_or(clause.verb.1, |(_, last)| last);
    Some(Fact {
        kind: FactKind::Plan,
        subject: planner.and_then(|ends| parsed.span(ends)),
        relation: Some(parsed.span((clause.subject.1, verb_end))?),
        object: Some(parsed.span(clause.object?)?),
        qualifiers: qualifiers::of_clause(parsed, clause),
        confidence: confidence::weigh(&confidence::evidence(parsed, clause)),
    })
}
