//! What is asked for, and whether the sentence and its facts have it.

use super::{Candidate, FOUND, Measure, said};
use crate::question::AnswerType;
use crate::search::analysis::{AnalysedSentence, Token, TokenClass};
use crate::search::answer_cues::{AnswerCue, AnswerCues, sought};
use crate::search::fact_match;
use crate::search::features::{Feature, Vector};
use crate::search::matching::TermMatch;
use crate::search::query::Query;
use crate::text::related_words::RelatedWords;
use crate::text::vectors::WordVectors;

impl Measure<'_> {
    pub(super) fn kind(
        &self,
        candidate: Candidate<'_>,
        sentence: &AnalysedSentence,
        own: &[TermMatch],
        vector: &mut Vector,
    ) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        let said = said(self.query, &sentence.tokens);
        let offers = AnswerCues::of(candidate.text, sentence, &said);
        let some = |offer: AnswerCue| (offers.count(offer).min(3)) as f32;
        let expected = self.query.question.kind.expected;
        if let Some(count) = offers.expected(expected) {
            set(Feature::OffersExpected, f32::from(u8::from(count > 0)));
            set(Feature::LacksExpected, f32::from(u8::from(count == 0)));
            set(
                Feature::ExpectedClose,
                closeness_of_offer(expected, &offers, own),
            );
        }
        set(Feature::Denies, f32::from(u8::from(sentence.denies)));
        if let Some(main_verb) = self.query.main_verb() {
            let found = own.get(main_verb).copied().unwrap_or_default();
            set(Feature::DeedNear, found.nearest);
            set(Feature::DeedSaid, found.said());
            set(
                Feature::DeedNearNew,
                nearest_new(self.query, main_verb, &sentence.tokens, &said),
            );
        }
        set(Feature::NewDates, some(AnswerCue::Date));
        set(Feature::NewNumbers, some(AnswerCue::Number));
        set(Feature::NewNames, some(AnswerCue::Name));
        set(Feature::NewPlaces, some(AnswerCue::Place));
        set(Feature::HasQuotation, some(AnswerCue::Quotation));
        let given = |when: bool, offer: AnswerCue| if when { some(offer).min(1.0) } else { 0.0 };
        set(
            Feature::DateForDate,
            given(expected == AnswerType::Date, AnswerCue::Date),
        );
        set(
            Feature::NameForPerson,
            given(expected == AnswerType::Person, AnswerCue::Name),
        );
        set(
            Feature::PlaceForPlace,
            given(expected == AnswerType::Place, AnswerCue::Place),
        );
        set(
            Feature::NumberForNumber,
            given(expected.is_figure(), AnswerCue::Number),
        );
        set(
            Feature::ReasonForReason,
            given(expected == AnswerType::Reason, AnswerCue::Reason),
        );
        set(
            Feature::DefinitionForDefinition,
            given(expected == AnswerType::Definition, AnswerCue::Definition),
        );
        let Some(focus) = self.query.focus else {
            return;
        };
        let found = own.get(focus).copied().unwrap_or_default();
        set(Feature::FocusFound, found.tolerant());
        set(Feature::FocusNear, found.nearest);
        set(
            Feature::FocusNearNew,
            nearest_new(self.query, focus, &sentence.tokens, &said),
        );
        set(
            Feature::FocusIsA,
            f32::from(u8::from(names_one(
                self.query,
                focus,
                &sentence.tokens,
                &said,
            ))),
        );
        let counted = found.at.is_some_and(|at| {
            (1..=3).any(|back| {
                at.checked_sub(back)
                    .and_then(|at| sentence.tokens.get(at))
                    .is_some_and(|token| token.class == TokenClass::Number)
            })
        });
        set(
            Feature::CountedThing,
            f32::from(u8::from(
                expected.is_figure() && found.nearest > FOUND && counted,
            )),
        );
    }

    pub(super) fn stated(
        &self,
        candidate: Candidate<'_>,
        sentence: &AnalysedSentence,
        own: &[TermMatch],
        vector: &mut Vector,
    ) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        let facts = sentence.facts(candidate.text);
        let fit = fact_match::fit(facts, self.query, own, &sentence.tokens);
        set(Feature::FactCover, fit.cover);
        set(Feature::FactNear, fit.near);
        set(Feature::FactOpen, fit.open);
        set(Feature::FactRelation, fit.relation);
        set(Feature::FactOfKind, fit.kind);
    }

    pub(super) fn question(&self, vector: &mut Vector) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        let expected = self.query.question.kind.expected;
        let count = self.query.terms.len().max(1) as f32;
        set(Feature::QuestionWords, count);
        set(Feature::QuestionWeight, self.query.total_weight / count);
        let is = |yes: bool| f32::from(u8::from(yes));
        set(Feature::AsksDenied, is(self.query.question.denies()));
        set(Feature::AsksDate, is(expected == AnswerType::Date));
        set(Feature::AsksPerson, is(expected == AnswerType::Person));
        set(Feature::AsksPlace, is(expected == AnswerType::Place));
        set(Feature::AsksNumber, is(expected.is_figure()));
        set(
            Feature::AsksThing,
            is(matches!(
                expected,
                AnswerType::Thing | AnswerType::Definition
            )),
        );
        set(
            Feature::AsksReason,
            is(matches!(expected, AnswerType::Reason | AnswerType::Manner)),
        );
    }
}

/// 1 where the thing expected stands beside a shared word, falling with the words between.
fn closeness_of_offer(expected: AnswerType, offers: &AnswerCues, own: &[TermMatch]) -> f32 {
    let Some(offer) = sought(expected) else {
        return 0.0;
    };
    let mut nearest = usize::MAX;
    for (at, _) in offers.tokens.iter().filter(|(_, found)| *found == offer) {
        for matched in own
            .iter()
            .filter(|m| m.tolerant() >= FOUND)
            .filter_map(|m| m.at)
        {
            nearest = nearest.min(at.abs_diff(matched));
        }
    }
    if nearest == usize::MAX {
        0.0
    } else {
        1.0 / (1.0 + nearest as f32)
    }
}

/// Tells whether a new word names a thing of the kind that a term names.
fn names_one(query: &Query, term: usize, tokens: &[Token], said: &[bool]) -> bool {
    let related = RelatedWords::shipped();
    let kind = query.terms.get(term).and_then(|term| term.row);
    kind.is_some_and(|kind| {
        (tokens.iter().zip(said))
            .filter(|(token, said)| !**said && token.class != TokenClass::Function)
            .filter_map(|(token, _)| token.row)
            .any(|row| related.is_a(row, kind))
    })
}

fn nearest_new(query: &Query, term: usize, tokens: &[Token], said: &[bool]) -> f32 {
    let vectors = WordVectors::shipped();
    let Some(row) = query.terms.get(term).and_then(|term| term.row) else {
        return 0.0;
    };
    (tokens.iter().zip(said))
        .filter(|(token, said)| !**said && token.class != TokenClass::Function)
        .filter_map(|(token, _)| token.row)
        .map(|other| vectors.similarity(row, other))
        .fold(0.0, f32::max)
}
