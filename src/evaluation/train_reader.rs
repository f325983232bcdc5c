//! Learns the reader from questions whose answers are marked in their sentences.

use std::ops::Range;

use rayon::prelude::*;

use super::reader_gradients::Passes;
use crate::search::reader::Reader;
use crate::search::reader_features::{QuestionInput, SETTING, Sentence};
use crate::search::reader_layers::{add_scaled, dot};
use crate::search::reader_tokens::ReaderToken;
use crate::search::reader_weights::{
    AROUND, CLOSED_CLASS_EMBEDDING, ENDS, FIRST, FIRST_GATE, FIRST_SHIFT, HIDDEN, INSIDE,
    LENGTH_ASKED, NONE, OPENING_EMBEDDING, QUESTION, QUESTION_INPUTS, SECOND, SECOND_GATE,
    SECOND_SHIFT, STARTS, TO_MEANING, WEIGHTS, WINDOW, WORD_INPUTS,
};
use crate::text::simd::dispatch;

/// A sentence beside a question, kept to be read often.
#[derive(Debug, Clone)]
pub struct KeptSentence {
    /// Its words.
    pub words: Vec<ReaderToken>,
    /// What was measured of them beside the question.
    pub beside: Vec<f32>,
    /// What is known of it as a whole.
    pub setting: [f32; SETTING],
}

impl KeptSentence {
    /// Returns it as the reader takes it in.
    pub fn sentence(&self) -> Sentence<'_> {
        Sentence {
            words: &self.words,
            beside: &self.beside,
            setting: &self.setting,
        }
    }
}

/// A question, the sentences that may answer, and where in them the answers stand.
#[derive(Debug, Clone)]
pub struct ReaderExample {
    /// The question.
    pub question: QuestionInput,
    /// The sentences.
    pub sentences: Vec<KeptSentence>,
    /// The answers: the sentence and its words.
    pub answers: Vec<(usize, Range<usize>)>,
    /// Whether nothing here answers, rather than something that was not found again.
    pub unanswerable: bool,
}

/// How often all examples are gone through.
const ROUNDS: usize = 6;

/// How many examples are looked at before the weights are moved.
const BATCH: usize = 32;

/// How many parts of a batch are computed side by side; fixed, so that sums come out the same on any number of cores.
const PARTS: usize = 8;

/// The learning rate at first; it falls to a twentieth.
const LEARNING_RATE: f32 = 2e-3;

/// The learning rate rises for so many steps.
const WARM_UP_STEPS: f32 = 100.0;

/// Weight decay.
const WEIGHT_DECAY: f32 = 1e-4;

/// Which part of what the first layer and the question say is left out while learning (dropout, Srivastava et al. 2014).
const LEFT_OUT: f32 = 0.2;

/// Gradients are clipped to this length.
const MAX_GRADIENT_NORM: f32 = 5.0;

/// Learns a reader; the same examples teach the same reader. `progress` is called after every batch.
pub fn learn(examples: &[&ReaderExample], progress: &(dyn Fn() + Sync)) -> Reader {
    let teaching: Vec<&ReaderExample> = examples
        .iter()
        .copied()
        .filter(|example| example.unanswerable || !example.answers.is_empty())
        .collect();
    let mut reader = initial_weights();
    let (mut mean, mut square) = (vec![0.0f32; WEIGHTS], vec![0.0f32; WEIGHTS]);
    let batches = teaching.len().div_ceil(BATCH).max(1);
    let all = (ROUNDS * batches) as f32;
    let mut steps = 0;
    let mut chance = Rng(1);
    let mut order: Vec<usize> = (0..teaching.len()).collect();
    for _ in 0..ROUNDS {
        chance.mix(&mut order);
        for batch in order.chunks(BATCH) {
            steps += 1;
            let gradient = gradient_of(&reader, &teaching, batch, steps);
            let rate = LEARNING_RATE
                * (steps as f32 / WARM_UP_STEPS).min(1.0)
                * (1.0 - 0.95 * steps as f32 / all);
            let early = (1.0 - 0.9f32.powi(steps), 1.0 - 0.999f32.powi(steps));
            for (at, weight) in reader.weights.iter_mut().enumerate() {
                mean[at] = 0.9 * mean[at] + 0.1 * gradient[at];
                square[at] = 0.999 * square[at] + 0.001 * gradient[at] * gradient[at];
                let step = (mean[at] / early.0) / ((square[at] / early.1).sqrt() + 1e-8);
                *weight -= rate * (step + WEIGHT_DECAY * *weight);
            }
            progress();
        }
    }
    // What is used is what the file will hold.
    Reader::from_bytes(&reader.to_bytes()).unwrap_or(reader)
}

/// Returns how many batches are learnt from so many examples.
pub fn batches(examples: usize) -> usize {
    ROUNDS * examples.div_ceil(BATCH).max(1)
}

fn gradient_of(
    reader: &Reader,
    examples: &[&ReaderExample],
    batch: &[usize],
    step: i32,
) -> Vec<f32> {
    let size = batch.len().div_ceil(PARTS).max(1);
    let gradients: Vec<Vec<f32>> = (batch.par_chunks(size).enumerate())
        .map(|(part, some)| {
            let mut gradient = vec![0.0f32; WEIGHTS];
            dispatch(Passes {
                reader,
                gradient: &mut gradient,
                examples: some.iter().filter_map(|at| examples.get(*at)),
                chance: Rng((step as u64) << 8 | part as u64),
            });
            gradient
        })
        .collect();
    let mut sum = vec![0.0f32; WEIGHTS];
    for gradient in &gradients {
        add_scaled(&mut sum, gradient, 1.0 / batch.len() as f32);
    }
    let length = dot(&sum, &sum).sqrt();
    if length > MAX_GRADIENT_NORM {
        for value in &mut sum {
            *value *= MAX_GRADIENT_NORM / length;
        }
    }
    sum
}

/// Returns random weights to begin with.
fn initial_weights() -> Reader {
    let mut reader = Reader::of(vec![0.0; WEIGHTS]);
    let mut chance = Rng(7);
    let by_inputs = |inputs: usize| 1.0 / (inputs as f32).sqrt();
    for (part, spread) in [
        (TO_MEANING, by_inputs(128)),
        (CLOSED_CLASS_EMBEDDING, 0.3),
        (OPENING_EMBEDDING, 0.3),
        (QUESTION, by_inputs(QUESTION_INPUTS)),
        (AROUND, by_inputs(SETTING)),
        (NONE, 0.02),
        (FIRST, by_inputs(WINDOW * WORD_INPUTS)),
        (FIRST_GATE, 0.3),
        (FIRST_SHIFT, 0.1),
        (SECOND, by_inputs(WINDOW * HIDDEN)),
        (SECOND_GATE, 0.3),
        (SECOND_SHIFT, 0.1),
        (STARTS, by_inputs(HIDDEN)),
        (ENDS, by_inputs(HIDDEN)),
        (INSIDE, 0.05),
        (LENGTH_ASKED, 0.02),
    ] {
        for weight in reader.weights.get_mut(part.range()).into_iter().flatten() {
            *weight = chance.bell() * spread;
        }
    }
    reader
}

/// Numbers that look random and are the same every time (splitmix64, Steele et al. 2014).
pub struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn part(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }

    /// About a normal distribution: a sum of twelve even ones.
    fn bell(&mut self) -> f32 {
        (0..12).map(|_| self.part()).sum::<f32>() - 6.0
    }

    /// Returns what a number is multiplied by: 0 where it is left out, and more than 1 for those that stay.
    pub fn kept(&mut self) -> f32 {
        if self.part() < LEFT_OUT {
            0.0
        } else {
            1.0 / (1.0 - LEFT_OUT)
        }
    }

    fn mix(&mut self, order: &mut [usize]) {
        for at in (1..order.len()).rev() {
            let other = (self.next() % (at as u64 + 1)) as usize;
            order.swap(at, other);
        }
    }
}
