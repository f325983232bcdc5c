//! The figures of an evaluation: how often the first citation answers, how often silence is right, how long it takes.

use std::time::Duration;

use serde::Serialize;

use super::corpus::Corpus;
use super::predict::Predicted;
use super::question_sets::{EvaluationError, Prediction, QuestionRecord};
use super::train_answerability::area_under_curve;
use crate::answer::Certainty;
use crate::text::Span;

/// What was found over all questions.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Figures {
    /// Answerable questions.
    pub answerable: usize,
    /// Questions without an answer.
    pub unanswerable: usize,
    /// Percent of the answerable whose first citation holds a whole answer, whether or not it is given.
    pub hit_at_1: f64,
    /// The same of the first three.
    pub hit_at_3: f64,
    /// The same of the first five.
    pub hit_at_5: f64,
    /// Mean reciprocal rank of the first hit among ten.
    pub mrr: f64,
    /// Percent of the answerable that are answered, with a hit.
    pub answered_right: f64,
    /// Percent of the unanswerable that are refused.
    pub refused: f64,
    /// How likely an answerable question is thought likelier than an unanswerable one.
    pub auroc: f64,
    /// Part of the citations that stand in their article byte for byte.
    pub verbatim_rate: f64,
    /// Characters of the first citation, on average.
    pub mean_characters: f64,
    /// Milliseconds: half of the questions take no longer.
    pub p50_ms: f64,
    /// Milliseconds: ninety-nine of a hundred take no longer.
    pub p99_ms: f64,
    /// What each word for how sure an answer is meant here, surest first.
    pub bands: Vec<Band>,
}

/// The answers that were given with one word for how sure they are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Band {
    /// The word.
    pub certainty: Certainty,
    /// How many answers.
    pub answers: usize,
    /// Percent of them whose first citation holds a whole answer; an answer to an unanswerable question never does.
    pub right: f64,
}

/// Scores predictions against what people answered.
pub fn score(
    corpus: &Corpus,
    questions: &[QuestionRecord],
    predicted: &[Predicted],
) -> Result<Figures, EvaluationError> {
    let mut tally = Tally::new();
    for (question, predicted) in questions.iter().zip(predicted) {
        tally.citations(corpus, predicted);
        let hit = match question.answerable {
            true => first_hit(corpus, question, predicted)?,
            false => None,
        };
        tally.answer(&predicted.prediction, question.answerable, hit);
    }
    let mut times: Vec<Duration> = predicted.iter().map(|predicted| predicted.took).collect();
    times.sort_unstable();
    Ok(tally.figures(&times))
}

/// Returns the rank of the first citation that holds a whole answer, from 0.
fn first_hit(
    corpus: &Corpus,
    question: &QuestionRecord,
    predicted: &Predicted,
) -> Result<Option<usize>, EvaluationError> {
    let (right, gold) = (corpus.article_of(question)?, corpus.gold(question)?);
    let is_hit =
        |(article, span): &(usize, Span)| Some(*article) == right && Corpus::is_hit(&gold, *span);
    Ok(predicted.spans.iter().position(is_hit))
}

/// What is counted while predictions are gone through; `figures` holds sums until the end.
struct Tally {
    figures: Figures,
    bands: [Band; 3],
    verbatim: usize,
    cited: usize,
    /// Characters of first citations, and how many there are.
    characters: usize,
    firsts: usize,
    /// How likely answerable questions, and others, are answered.
    can: Vec<f32>,
    cannot: Vec<f32>,
}

impl Tally {
    fn new() -> Self {
        let band = |certainty| Band {
            certainty,
            answers: 0,
            right: 0.0,
        };
        Tally {
            figures: Figures::default(),
            bands: [Certainty::Sure, Certainty::Likely, Certainty::Possible].map(band),
            verbatim: 0,
            cited: 0,
            characters: 0,
            firsts: 0,
            can: Vec::new(),
            cannot: Vec::new(),
        }
    }

    fn citations(&mut self, corpus: &Corpus, predicted: &Predicted) {
        let citations = &predicted.prediction.citations;
        for ((article, span), citation) in predicted.spans.iter().zip(citations) {
            let stored = corpus.knowledge.articles().get(*article);
            let stored = stored.and_then(|article| span.of(&article.text));
            self.cited += 1;
            self.verbatim += usize::from(stored == Some(citation.text.as_str()));
        }
        if let Some(first) = citations.first() {
            self.characters += first.text.chars().count();
            self.firsts += 1;
        }
    }

    fn answer(&mut self, prediction: &Prediction, answerable: bool, hit: Option<usize>) {
        let within = |most: usize| f64::from(u8::from(hit.is_some_and(|rank| rank < most)));
        let certainty = Certainty::of(!prediction.abstained, prediction.confidence);
        if let Some(band) = self
            .bands
            .iter_mut()
            .find(|band| band.certainty == certainty)
        {
            band.answers += 1;
            band.right += within(1);
        }
        let figures = &mut self.figures;
        if !answerable {
            figures.unanswerable += 1;
            figures.refused += f64::from(u8::from(prediction.abstained));
            self.cannot.push(prediction.confidence);
            return;
        }
        self.can.push(prediction.confidence);
        figures.answerable += 1;
        figures.hit_at_1 += within(1);
        figures.hit_at_3 += within(3);
        figures.hit_at_5 += within(5);
        figures.mrr += (hit.filter(|rank| *rank < 10)).map_or(0.0, |rank| 1.0 / (rank + 1) as f64);
        figures.answered_right += if prediction.abstained { 0.0 } else { within(1) };
    }

    /// Makes figures of the sums, given all times, shortest first.
    fn figures(self, times: &[Duration]) -> Figures {
        let percent = |sum: f64, of: usize| 100.0 * sum / of.max(1) as f64;
        let time = |part: usize| {
            let time = times.get(times.len() * part / 100).or(times.last());
            time.map_or(0.0, |time| time.as_secs_f64() * 1e3)
        };
        let (answerable, sums) = (self.figures.answerable, self.figures);
        Figures {
            hit_at_1: percent(sums.hit_at_1, answerable),
            hit_at_3: percent(sums.hit_at_3, answerable),
            hit_at_5: percent(sums.hit_at_5, answerable),
            answered_right: percent(sums.answered_right, answerable),
            mrr: sums.mrr / answerable.max(1) as f64,
            refused: percent(sums.refused, sums.unanswerable),
            auroc: area_under_curve(&self.can, &self.cannot),
            verbatim_rate: self.verbatim as f64 / self.cited.max(1) as f64,
            mean_characters: self.characters as f64 / self.firsts.max(1) as f64,
            p50_ms: time(50),
            p99_ms: time(99),
            bands: (self.bands.into_iter())
                .map(|band| Band {
                    right: percent(band.right, band.answers),
                    ..band
                })
                .collect(),
            ..sums
        }
    }
}
