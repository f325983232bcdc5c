//! What is asked for, and whether the sentence and its facts have it.

use super::{Candidate, FOUND, Measure, said, who_is_meant};
use crate::question::AnswerType;
use crate::search::analysis::AnalysedSentence;
use crate::search::answer_cues::{AnswerCue, AnswerCues, sought};
use crate::search::compared_words::{Token, TokenClass};
use crate::search::fact_match;
use crate::search::features::{Feature, Vector};
use crate::search::matching::TermMatch;
use crate::search::query::Query;
use crate::text::related_words::RelatedWords;
use crate::text::vectors::WordVectors;

/// A feature that is there or not.
fn flag(is_so: bool) -> f32 {
    f32::from(u8::from(is_so))
}

impl Measure<'_> {
    /// Measures what kind of answer the question waits for, and whether the sentence has it.
    pub(super) fn kind(
        &self,
        candidate: Candidate<'_>,
        sentence: &AnalysedSentence,
        own: &[TermMatch],
        vector: &mut Vector,
    ) {
        let said = said(self.query, &sentence.tokens);
        let cues = AnswerCues::new_among(sentence.cues(candidate.text), &said);
        vector[Feature::Denies as usize] = flag(sentence.denies);
        self.answer_type(&cues, own, vector);
        let meant = who_is_meant::name_of(self.query, candidate);
        vector[Feature::PronounForPerson as usize] = flag(meant.is_some());
        self.main_verb(sentence, own, &said, vector);
        self.focus(sentence, own, &said, vector);
    }

    fn answer_type(&self, cues: &AnswerCues, own: &[TermMatch], vector: &mut Vector) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        let expected = self.query.question.kind.expected;
        if let Some(count) = cues.expected(expected) {
            set(Feature::OffersExpected, flag(count > 0));
            set(Feature::LacksExpected, flag(count == 0));
            set(
                Feature::ExpectedClose,
                closeness_of_cue(expected, cues, own.iter()),
            );
            let focus = self.query.focus.and_then(|focus| own.get(focus));
            set(
                Feature::ExpectedAtFocus,
                closeness_of_cue(expected, cues, focus.into_iter()),
            );
        }
        let some = |cue: AnswerCue| (cues.count(cue).min(3)) as f32;
        set(Feature::NewDates, some(AnswerCue::Date));
        set(Feature::NewNumbers, some(AnswerCue::Number));
        set(Feature::NewNames, some(AnswerCue::Name));
        set(Feature::NewPlaces, some(AnswerCue::Place));
        set(Feature::HasQuotation, some(AnswerCue::Quotation));
        for (feature, is_expected, cue) in [
            (
                Feature::DateForDate,
                expected == AnswerType::Date,
                AnswerCue::Date,
            ),
            (
                Feature::NameForPerson,
                expected == AnswerType::Person,
                AnswerCue::Name,
            ),
            (
                Feature::PlaceForPlace,
                expected == AnswerType::Place,
                AnswerCue::Place,
            ),
            (
                Feature::NumberForNumber,
                expected.is_figure(),
                AnswerCue::Number,
            ),
            (
                Feature::ReasonForReason,
                expected == AnswerType::Reason,
                AnswerCue::Reason,
            ),
            (
                Feature::DefinitionForDefinition,
                expected == AnswerType::Definition,
                AnswerCue::Definition,
            ),
        ] {
            set(feature, if is_expected { some(cue).min(1.0) } else { 0.0 });
        }
    }

    fn main_verb(
        &self,
        sentence: &AnalysedSentence,
        own: &[TermMatch],
        said: &[bool],
        vector: &mut Vector,
    ) {
        let Some(main_verb) = self.query.main_verb() else {
            return;
        };
        let found = own.get(main_verb).copied().unwrap_or_default();
        vector[Feature::DeedNear as usize] = found.nearest;
        vector[Feature::DeedSaid as usize] = found.said();
        vector[Feature::DeedNearNew as usize] =
            nearest_new(self.query, main_verb, &sentence.tokens, said);
    }

    fn focus(
        &self,
        sentence: &AnalysedSentence,
        own: &[TermMatch],
        said: &[bool],
        vector: &mut Vector,
    ) {
        let Some(focus) = self.query.focus else {
            return;
        };
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        let (query, tokens) = (self.query, &sentence.tokens);
        let found = own.get(focus).copied().unwrap_or_default();
        set(Feature::FocusFound, found.tolerant());
        set(Feature::FocusNear, found.nearest);
        set(
            Feature::FocusNearNew,
            nearest_new(query, focus, tokens, said),
        );
        set(
            Feature::FocusIsA,
            flag(names_one(query, focus, tokens, said)),
        );
        let is_number =
            |at: usize| (tokens.get(at)).is_some_and(|token| token.class == TokenClass::Number);
        let counted = found
            .at
            .is_some_and(|at| (1..=3).any(|back| at.checked_sub(back).is_some_and(is_number)));
        let is_figure = query.question.kind.expected.is_figure();
        set(
            Feature::CountedThing,
            flag(is_figure && found.nearest > FOUND && counted),
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
        set(Feature::AsksName, is(expected == AnswerType::Name));
        set(Feature::AsksAge, is(expected == AnswerType::Age));
        set(Feature::AsksWhether, is(expected == AnswerType::Truth));
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

/// 1 where the thing expected stands beside one of some shared words, falling with the words between.
fn closeness_of_cue<'m>(
    expected: AnswerType,
    cues: &AnswerCues,
    own: impl Iterator<Item = &'m TermMatch> + Clone,
) -> f32 {
    let Some(cue) = sought(expected) else {
        return 0.0;
    };
    let mut nearest = usize::MAX;
    for (at, _) in cues.tokens.iter().filter(|(_, found)| *found == cue) {
        for matched in own
            .clone()
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
