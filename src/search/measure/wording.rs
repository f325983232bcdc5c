//! What of the question's words, names and meanings a sentence has, what it lacks, and how they stand together.

use super::{Candidate, Context, FOUND, Measure, Size, best_of, near};
use crate::math;
use crate::search::analysis::AnalysedSentence;
use crate::search::compared_words::{Token, TokenClass, is_calendar, is_year};
use crate::search::features::{Feature, Vector};
use crate::search::matching::{BANDS, TermMatch};
use crate::search::term::Term;
use crate::text::number_words::is_ordinal;

impl Measure<'_> {
    pub(super) fn words(
        &self,
        own: &[TermMatch],
        sentence: &AnalysedSentence,
        vector: &mut Vector,
    ) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        set(
            Feature::Bm25Sentence,
            self.bm25(own, sentence.content as f32, Size::Sentence),
        );
        set(
            Feature::CoverExact,
            self.cover(own, |m| f32::from(u8::from(m.exact))),
        );
        set(Feature::CoverStem, self.cover(own, |m| m.stem));
        set(Feature::CoverTolerant, self.cover(own, TermMatch::tolerant));
        set(Feature::CoverNear, self.cover(own, near));
        set(
            Feature::CoverNearLinear,
            self.cover(own, |m| m.nearest.max(0.0)),
        );
        set(
            Feature::NearOfMissing,
            self.cover(own, |m| if m.stem > 0.0 { 0.0 } else { near(m) }),
        );
        set(Feature::CoverSaid, self.cover(own, TermMatch::said));
        for (at, feature) in [Feature::BandNear, Feature::BandMiddle, Feature::BandFar]
            .into_iter()
            .enumerate()
            .take(BANDS.len())
        {
            set(
                feature,
                self.cover(own, |m| math::ln(1.0 + m.bands[at] as f32)),
            );
        }
        let found = |rank: usize| own.get(*self.by_weight.get(rank)?);
        let has = |rank: usize| found(rank).map_or(0.0, TermMatch::tolerant);
        set(Feature::HasWeightiest, has(0));
        set(Feature::HasSecond, has(1));
        set(
            Feature::CoverPlain,
            self.cover_of(own, |m| m.stem, |term| !term.name && !term.number)
                .unwrap_or(0.0),
        );
        set(
            Feature::NearPlain,
            self.cover_of(own, near, |term| !term.name && !term.number)
                .unwrap_or(0.0),
        );
    }

    pub(super) fn missing(&self, own: &[TermMatch], context: &Context, vector: &mut Vector) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        let heaviest = self
            .query
            .terms
            .iter()
            .map(|term| term.weight)
            .fold(0.01, f32::max);
        let lacking_by = |matches: &[TermMatch], found: fn(&TermMatch) -> f32| {
            (self.query.terms.iter().zip(matches))
                .filter(|(_, m)| found(m) < FOUND)
                .map(|(term, _)| term.weight)
                .fold(0.0, f32::max)
                / heaviest
        };
        let lacking = |matches: &[TermMatch]| lacking_by(matches, TermMatch::tolerant);
        set(
            Feature::UnsaidAround,
            lacking_by(&context.around, TermMatch::said),
        );
        set(
            Feature::OnlyOpposed,
            self.cover(own, |m| f32::from(u8::from(m.only_opposed()))),
        );
        set(Feature::MissingWeightiest, lacking(own));
        set(Feature::MissingAround, lacking(&context.around));
        set(Feature::MissingArticle, lacking(&context.whole.matches));
        set(Feature::LeastNear, self.least_near(&context.titled));
        set(
            Feature::MissingCount,
            own.iter().filter(|m| m.tolerant() < FOUND).count() as f32,
        );
        set(
            Feature::UnknownWords,
            self.query
                .terms
                .iter()
                .filter(|term| term.stems.is_empty())
                .count() as f32,
        );
    }

    /// Returns how near the least matched plain word comes by meaning; 1 where there is none.
    pub(super) fn least_near(&self, matches: &[TermMatch]) -> f32 {
        self.least_near_of(matches, |_| true)
    }

    /// The same of some words only.
    pub(super) fn least_near_of(
        &self,
        matches: &[TermMatch],
        counts: impl Fn(&Term) -> bool,
    ) -> f32 {
        let plain = (self.query.terms.iter().zip(matches))
            .filter(|(term, _)| !term.name && !term.number && term.row.is_some() && counts(term));
        plain.map(|(_, m)| m.nearest).fold(1.0, f32::min)
    }

    pub(super) fn names(&self, own: &[TermMatch], context: &Context, vector: &mut Vector) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        set(
            Feature::CoverNames,
            self.cover_of(own, TermMatch::tolerant, |term| term.name)
                .unwrap_or(0.5),
        );
        set(
            Feature::CoverNamesAround,
            self.cover_of(&context.around, TermMatch::tolerant, |term| term.name)
                .unwrap_or(0.5),
        );
        let numbers =
            (self.query.terms.iter().zip(own)).filter(|(term, m)| term.number && m.stem == 0.0);
        set(Feature::MissingNumbers, numbers.count() as f32);
    }

    /// Measures whether the sentence tells of another year, day or place in an order than the question names.
    pub(super) fn times_and_orders(
        &self,
        candidate: Candidate<'_>,
        sentence: &AnalysedSentence,
        own: &[TermMatch],
        context: &Context,
        vector: &mut Vector,
    ) {
        let mut set = |feature: Feature, is_so: bool| {
            vector[feature as usize] = f32::from(u8::from(is_so));
        };
        let lacks = |matches: &[TermMatch], is: &dyn Fn(&Term) -> bool| {
            let asked = self.query.terms.iter().zip(matches);
            asked.filter(|(term, m)| is(term) && m.stem == 0.0).count()
        };
        let has = |is: &dyn Fn(&Token) -> bool| sentence.tokens.iter().any(is);
        let is_year = |term: &Term| is_year(&term.folded);
        let another = lacks(own, &is_year) > 0 && has(&|token| token.class == TokenClass::Year);
        set(Feature::AnotherYear, another);
        let is_day = |term: &Term| is_calendar(&term.folded);
        let another = lacks(own, &is_day) > 0 && has(&|token| token.class == TokenClass::Calendar);
        set(Feature::AnotherDay, another);
        let is_order = |term: &Term| is_ordinal(&term.folded);
        let is_missing = lacks(&context.around, &is_order) > 0;
        set(Feature::OrdinalMissing, is_missing);
        let ordinal = |token: &Token| {
            let written = token.span.of(candidate.text);
            written.is_some_and(|written| is_ordinal(&written.to_lowercase()))
        };
        set(Feature::AnotherOrdinal, is_missing && has(&ordinal));
        let around = best_of(&context.around, &[&context.block.own.matches]);
        let numbers = lacks(&around, &|term| term.number);
        vector[Feature::MissingNumbersAround as usize] = numbers as f32;
    }

    pub(super) fn phrases(
        &self,
        own: &[TermMatch],
        sentence: &AnalysedSentence,
        vector: &mut Vector,
    ) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        let found: Vec<(usize, usize)> = (self.query.terms.iter().zip(own))
            .filter(|(_, m)| m.tolerant() >= FOUND)
            .filter_map(|(term, m)| Some((term.position, m.at?)))
            .collect();
        let pairs = found
            .windows(2)
            .filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)));
        let (mut adjacent, mut ordered, mut run, mut longest) = (0.0f32, 0.0f32, 1.0f32, 1.0f32);
        for (a, b) in pairs {
            let apart = b.1.abs_diff(a.1);
            if b.0 - a.0 <= 2 && apart <= 2 {
                adjacent += 1.0;
            }
            if b.1 > a.1 {
                ordered += 1.0;
            }
            if b.0.abs_diff(a.0) == b.1.wrapping_sub(a.1) {
                run += 1.0;
                longest = longest.max(run);
            } else {
                run = 1.0;
            }
        }
        let possible = (self.query.terms.len().max(2) - 1) as f32;
        set(Feature::Bigrams, adjacent / possible);
        set(
            Feature::LongestRun,
            if found.is_empty() { 0.0 } else { longest },
        );
        set(Feature::Order, ordered / possible);
        let first = found.iter().map(|(_, at)| *at).min().unwrap_or(0);
        let last = found
            .iter()
            .map(|(_, at)| *at)
            .max()
            .unwrap_or(sentence.tokens.len());
        set(
            Feature::Density,
            found.len() as f32 / (last - first + 1).max(1) as f32,
        );
    }
}
