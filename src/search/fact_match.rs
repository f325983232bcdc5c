//! How well what a sentence states fits a question: which slots of a fact that fills, and which it leaves open.

use crate::facts::FactKind;
use crate::question::AnswerType;

use super::compared_words::{Token, TokenClass};
use super::fact_slots::{FactSlots, Slot};
use super::matching::TermMatch;
use super::query::Query;

/// How well the facts of a sentence fit a question, each figure the best of them.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct FactFit {
    /// Share of the question's weight that stands in one fact.
    pub cover: f32,
    /// The same by meaning.
    pub near: f32,
    /// The same among facts that have a slot of the expected sort open.
    pub open: f32,
    /// How near the question's words are to the relation of the best fact.
    pub relation: f32,
    /// Whether the best fact is of the sort that is asked for.
    pub kind: f32,
}

/// Measures the facts of a sentence against a question.
pub fn fit(stated: &[FactSlots], query: &Query, own: &[TermMatch], tokens: &[Token]) -> FactFit {
    let mut best = FactFit::default();
    for fact in stated {
        let inside = |m: &TermMatch| {
            m.at.is_some_and(|at| fact.slots.iter().any(|(_, run)| run.contains(&at)))
        };
        let share = |worth: &dyn Fn(&TermMatch) -> f32| {
            let found = (query.terms.iter().zip(own)).filter(|(_, m)| inside(m));
            found.map(|(term, m)| term.weight * worth(m)).sum::<f32>() / query.total_weight
        };
        let cover = share(&TermMatch::tolerant);
        let near = share(&|m| m.nearest.max(0.0).powi(2));
        best.cover = best.cover.max(cover);
        if near > best.near {
            best.near = near;
            best.relation = relation(fact, own);
            best.kind = f32::from(u8::from(is_of_kind(
                fact.kind,
                query.question.kind.expected,
            )));
        }
        if is_open(fact, query.question.kind.expected, own, tokens) {
            best.open = best.open.max(near);
        }
    }
    best
}

fn relation(fact: &FactSlots, own: &[TermMatch]) -> f32 {
    let relations = (fact.slots.iter()).filter(|(slot, _)| *slot == Slot::Relation);
    relations
        .flat_map(|(_, run)| {
            own.iter()
                .filter(|m| m.at.is_some_and(|at| run.contains(&at)))
        })
        .map(|m| m.nearest)
        .fold(0.0, f32::max)
}

fn is_of_kind(kind: FactKind, expected: AnswerType) -> bool {
    match expected {
        AnswerType::Date => kind == FactKind::Date,
        AnswerType::Place => kind == FactKind::Place,
        AnswerType::Person => matches!(kind, FactKind::Role | FactKind::Quotation),
        AnswerType::Name => matches!(kind, FactKind::Role | FactKind::Alias),
        AnswerType::Number
        | AnswerType::Money
        | AnswerType::Percent
        | AnswerType::Duration
        | AnswerType::Age => kind == FactKind::Quantity,
        AnswerType::Reason => kind == FactKind::Cause,
        AnswerType::Definition => matches!(kind, FactKind::Definition | FactKind::Role),
        AnswerType::Expansion => kind == FactKind::Alias,
        AnswerType::Quotation => kind == FactKind::Quotation,
        _ => false,
    }
}

/// Tells whether a fact has something of the expected sort that the question does not say.
fn is_open(fact: &FactSlots, expected: AnswerType, own: &[TermMatch], tokens: &[Token]) -> bool {
    let said = |at: usize| own.iter().any(|m| m.at == Some(at) && m.nearest > SAID);
    let new_of = |wanted: &[Slot], is: &dyn Fn(&Token) -> bool| {
        let runs = fact.slots.iter().filter(|(slot, _)| wanted.contains(slot));
        runs.flat_map(|(_, run)| run.clone())
            .any(|at| !said(at) && tokens.get(at).is_some_and(is))
    };
    let content = |token: &Token| token.class != TokenClass::Function;
    let figure = |token: &Token| token.class == TokenClass::Number;
    match expected {
        AnswerType::Date => {
            new_of(&[Slot::Time], &content)
                || new_of(&[Slot::Object], &|token| {
                    matches!(token.class, TokenClass::Year | TokenClass::Calendar)
                })
        }
        AnswerType::Person | AnswerType::Name => {
            new_of(&[Slot::Subject, Slot::Object, Slot::Speaker], &|token| {
                token.class == TokenClass::Name
            })
        }
        AnswerType::Place => {
            new_of(&[Slot::Place], &content)
                || new_of(&[Slot::Object], &|token| token.class == TokenClass::Name)
        }
        AnswerType::Number
        | AnswerType::Money
        | AnswerType::Percent
        | AnswerType::Duration
        | AnswerType::Age => new_of(&[Slot::Quantity, Slot::Object, Slot::Subject], &figure),
        AnswerType::Reason => fact.kind == FactKind::Cause,
        AnswerType::Expansion => fact.kind == FactKind::Alias,
        AnswerType::Quotation => {
            fact.kind == FactKind::Quotation && new_of(&[Slot::Object], &content)
        }
        AnswerType::Definition | AnswerType::Thing | AnswerType::Anything => {
            new_of(&[Slot::Subject, Slot::Object], &content)
        }
        AnswerType::Manner | AnswerType::Truth => true,
    }
}

/// A word is said by the question when it is this near to one of its words.
const SAID: f32 = 0.8;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::analyze;
    use crate::search::analysis::content_stems;
    use crate::search::compared_words;
    use crate::search::fact_slots::facts_of;
    use crate::search::matching::{Depth, match_terms};
    use crate::search::vocabulary::{Vocabulary, Written};
    use crate::text::Span;

    fn fit_of(question: &str, sentence: &str) -> FactFit {
        let mut builder = crate::search::vocabulary::VocabularyBuilder::default();
        for stem in content_stems(sentence, |_, _, _| {}) {
            builder.word(&stem, &stem, Written::Small);
        }
        let vocabulary: Vocabulary = builder.build().expect("sorted keys build");
        let span = Span::new(0, sentence.len());
        let tokens = compared_words::tokens(sentence, span, &vocabulary);
        let query = Query::of(analyze(question), None, &vocabulary);
        let own = match_terms(&query, &tokens, Depth::Meanings);
        fit(&facts_of(sentence, span, &tokens), &query, &own, &tokens)
    }

    #[test]
    fn a_fact_with_the_asked_slot_open_fits() {
        let sentence = "Gerda Brandt founded the bank in Oslo in 1904.";
        let when = fit_of("When did Gerda Brandt found the bank?", sentence);
        assert!(when.open > 0.5, "{when:?}");
    }
}
