//! What a sentence states, as runs of its words.

use std::ops::Range;

use crate::facts::{self, Fact, FactKind, QualifierKind};
use crate::text::Span;

use super::compared_words::Token;

/// A field of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// Of whom or what.
    Subject,
    /// The words that relate subject and object.
    Relation,
    /// What is stated.
    Object,
    /// When.
    Time,
    /// Where.
    Place,
    /// How many.
    Quantity,
    /// Who says so.
    Speaker,
}

/// A fact whose slots are runs of the sentence's words.
#[derive(Debug, Clone, PartialEq)]
pub struct FactSlots {
    /// What sort of thing is stated.
    pub kind: FactKind,
    /// The slots that are filled.
    pub slots: Vec<(Slot, Range<usize>)>,
}

impl FactSlots {
    /// Returns the words of a slot.
    pub fn of(&self, slot: Slot) -> Option<&Range<usize>> {
        let mut slots = self.slots.iter();
        slots.find(|(own, _)| *own == slot).map(|(_, run)| run)
    }
}

/// Extracts the facts of a sentence.
pub fn facts_of(text: &str, sentence: Span, tokens: &[Token]) -> Vec<FactSlots> {
    let words = sentence.of(text).unwrap_or_default();
    facts::extract(words)
        .iter()
        .map(|fact| stated(fact, sentence.start, tokens))
        .collect()
}

fn stated(fact: &Fact, offset: usize, tokens: &[Token]) -> FactSlots {
    let fields = [
        (Slot::Subject, fact.subject),
        (Slot::Relation, fact.relation),
        (Slot::Object, fact.object),
    ];
    let fields = fields
        .into_iter()
        .filter_map(|(slot, span)| Some((slot, span?)));
    let qualifiers = fact.qualifiers.iter().filter_map(|qualifier| {
        let slot = match qualifier.kind {
            QualifierKind::Time => Slot::Time,
            QualifierKind::Place => Slot::Place,
            QualifierKind::Quantity | QualifierKind::Unit => Slot::Quantity,
            QualifierKind::Speaker => Slot::Speaker,
            QualifierKind::Negation | QualifierKind::Hedge => return None,
        };
        Some((slot, qualifier.span))
    });
    let slots = fields
        .chain(qualifiers)
        .map(|(slot, span)| (slot, run_of(span.shifted(offset), tokens)))
        .filter(|(_, run)| !run.is_empty())
        .collect();
    FactSlots {
        kind: fact.kind,
        slots,
    }
}

fn run_of(span: Span, tokens: &[Token]) -> Range<usize> {
    let start = tokens.partition_point(|token| token.span.start < span.start);
    let end = tokens.partition_point(|token| token.span.end <= span.end);
    start..end.max(start)
}
