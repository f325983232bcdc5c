//! Learns the reader from questions whose answers are marked in their sentences.

use std::ops::Range;

use rayon::prelude::*;

use super::reader_slopes::Passes;
use crate::search::reader::Reader;
use crate::search::reader_sums::{add_scaled, dot};
use crate::search::reader_weights::{
    AROUND, BY_HEART_OPENING, BY_HEART_WORDS, ENDS, FIRST, FIRST_GATE, FIRST_SHIFT, HIDDEN, INSIDE,
    LENGTH_ASKED, NONE, QUESTION, QUESTION_INPUTS, SECOND, SECOND_GATE, SECOND_SHIFT, STARTS,
    TO_MEANING, WEIGHTS, WINDOW, WORD_INPUTS,
};
use crate::search::reading_inputs::{ReadingQuestion, SETTING, Sentence};
use crate::search::reading_words::ReadingWord;
use crate::text::wide_registers::widely;

/// A sentence beside a question, kept to be read often.
#[derive(Debug, Clone)]
pub struct KeptSentence {
    /// Its words.
    pub words: Vec<ReadingWord>,
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
pub struct ReadingLesson {
    /// The question.
    pub question: ReadingQuestion,
    /// The sentences.
    pub sentences: Vec<KeptSentence>,
    /// The answers: the sentence and its words.
    pub answers: Vec<(usize, Range<usize>)>,
    /// Whether nothing here answers, rather than something that was not found again.
    pub unanswerable: bool,
}

/// How often all lessons are gone through.
const ROUNDS: usize = 6;

/// How many lessons are looked at before the weights are moved.
const BATCH: usize = 32;

/// Into how many parts these are laid, to be looked at side by side.
const PARTS: usize = 8;

/// How far weights are moved at first; it falls to a twentieth.
const STEP: f32 = 2e-3;

/// After so many steps the full step is made.
const WARM_UP: f32 = 100.0;

/// How strongly weights are drawn to 0.
const SHRINKAGE: f32 = 1e-4;

/// Which part of what the first layer and the question say is left out while learning (dropout, Srivastava et al. 2014).
const LEFT_OUT: f32 = 0.2;

/// A slope longer than this is shortened to it.
const LONGEST_SLOPE: f32 = 5.0;

/// Learns a reader; the same lessons teach the same reader. `told` hears of every batch.
pub fn learn(lessons: &[&ReadingLesson], told: &(dyn Fn() + Sync)) -> Reader {
    let teaching: Vec<&ReadingLesson> = lessons
        .iter()
        .copied()
        .filter(|lesson| lesson.unanswerable || !lesson.answers.is_empty())
        .collect();
    let mut reader = beginner();
    let (mut mean, mut square) = (vec![0.0f32; WEIGHTS], vec![0.0f32; WEIGHTS]);
    let batches = teaching.len().div_ceil(BATCH).max(1);
    let all = (ROUNDS * batches) as f32;
    let mut steps = 0;
    let mut chance = Chance(1);
    let mut order: Vec<usize> = (0..teaching.len()).collect();
    for _ in 0..ROUNDS {
        chance.mix(&mut order);
        for batch in order.chunks(BATCH) {
            steps += 1;
            let slope = slope_of(&reader, &teaching, batch, steps);
            let rate = STEP * (steps as f32 / WARM_UP).min(1.0) * (1.0 - 0.95 * steps as f32 / all);
            let early = (1.0 - 0.9f32.powi(steps), 1.0 - 0.999f32.powi(steps));
            for (at, weight) in reader.weights.iter_mut().enumerate() {
                mean[at] = 0.9 * mean[at] + 0.1 * slope[at];
                square[at] = 0.999 * square[at] + 0.001 * slope[at] * slope[at];
                let step = (mean[at] / early.0) / ((square[at] / early.1).sqrt() + 1e-8);
                *weight -= rate * (step + SHRINKAGE * *weight);
            }
            told();
        }
    }
    // What is used is what the file will hold.
    Reader::from_bytes(&reader.to_bytes()).unwrap_or(reader)
}

/// Returns how many batches are learnt from so many lessons.
pub fn batches(lessons: usize) -> usize {
    ROUNDS * lessons.div_ceil(BATCH).max(1)
}

fn slope_of(reader: &Reader, lessons: &[&ReadingLesson], batch: &[usize], step: i32) -> Vec<f32> {
    let size = batch.len().div_ceil(PARTS).max(1);
    let slopes: Vec<Vec<f32>> = (batch.par_chunks(size).enumerate())
        .map(|(part, some)| {
            let mut slope = vec![0.0f32; WEIGHTS];
            widely(Passes {
                reader,
                slope: &mut slope,
                lessons: some.iter().filter_map(|at| lessons.get(*at)),
                chance: Chance((step as u64) << 8 | part as u64),
            });
            slope
        })
        .collect();
    let mut sum = vec![0.0f32; WEIGHTS];
    for slope in &slopes {
        add_scaled(&mut sum, slope, 1.0 / batch.len() as f32);
    }
    let length = dot(&sum, &sum).sqrt();
    if length > LONGEST_SLOPE {
        for value in &mut sum {
            *value *= LONGEST_SLOPE / length;
        }
    }
    sum
}

/// Weights of somebody who has learnt nothing yet.
fn beginner() -> Reader {
    let mut reader = Reader {
        weights: vec![0.0; WEIGHTS],
    };
    let mut chance = Chance(7);
    let by_inputs = |inputs: usize| 1.0 / (inputs as f32).sqrt();
    for (part, spread) in [
        (TO_MEANING, by_inputs(128)),
        (BY_HEART_WORDS, 0.3),
        (BY_HEART_OPENING, 0.3),
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
pub struct Chance(u64);

impl Chance {
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
