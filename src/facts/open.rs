//! Open statements: who does or is what, whatever the verb.

use super::chunks;
use super::clauses::{self, Clause};
use super::tagging;
use super::tokens::{Token, span_between};
use super::{Fact, FactKind, Qualifier, QualifierKind};

/// Reads the statements of a sentence from its tokens.
pub fn find_in(tokens: &[Token<'_>]) -> Vec<Fact> {
    let tagged = tagging::tag(tokens);
    let phrases = chunks::chunk(tokens, &tagged);
    clauses::read(tokens, &phrases)
        .iter()
        .filter_map(|clause| statement(tokens, clause))
        .collect()
}

fn statement(tokens: &[Token<'_>], clause: &Clause) -> Option<Fact> {
    let verb_end = clause.preposition.map_or(clause.verb.1, |(_, last)| last);
    if tokens.get(clause.subject.0)?.is("there") {
        return None;
    }
    if clause.object.is_none() && clause.front.is_none() {
        return None;
    }
    Some(Fact {
        kind: FactKind::Statement,
        subject: span_between(tokens, clause.subject.0, clause.subject.1),
        relation: span_between(tokens, clause.verb.0, verb_end),
        object: clause
            .object
            .and_then(|(first, last)| span_between(tokens, first, last)),
        qualifiers: clause
            .front
            .and_then(|(first, last)| span_between(tokens, first, last))
            .map(|span| Qualifier {
                kind: QualifierKind::Time,
                span,
            })
            .into_iter()
            .collect(),
        confidence: match clause.link {
            clauses::Link::Adjacent => 0.7,
            clauses::Link::Relative => 0.65,
            clauses::Link::Resumed => 0.6,
            clauses::Link::Shared => 0.55,
            clauses::Link::Reduced => 0.5,
            clauses::Link::Free => 0.4,
            clauses::Link::Purpose => 0.3,
        },
    })
}
