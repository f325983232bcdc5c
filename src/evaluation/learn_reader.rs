//! Learns the reader from questions whose answers are marked in their sentences.

use std::ops::Range;

use rayon::prelude::*;

use crate::search::reader::{Asked, Opened, Read, Reader, gated};
use crate::search::reader_sums::{add_scaled, dot, seen};
use crate::search::reader_weights::{
    AROUND, ASKER, BY_HEART_OPENING, BY_HEART_WORDS, DENSE, ENDS, FIRST, FIRST_BIAS, FIRST_GATE,
    FIRST_SHIFT, HEART, HIDDEN, INSIDE, LENGTH, LENGTH_ASKED, LONGEST, MEANING, NONE, NONE_BIAS,
    Part, QUESTION, QUESTION_BIAS, QUESTION_INPUTS, SECOND, SECOND_BIAS, SECOND_GATE, SECOND_SHIFT,
    STARTS, STRIDES, TO_MEANING, WEIGHTS, WINDOW, WORD_INPUTS,
};
use crate::search::reading_inputs::{ASKED, ReadingQuestion, SETTING, Sentence};
use crate::search::reading_words::{ReadingWord, TAGS};
use crate::text::vectors::{WordRow, WordVectors};
use crate::text::wide_registers::{Work, widely};

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
    fn sentence(&self) -> Sentence<'_> {
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

/// Some lessons, one after the other.
struct Passes<'p, L> {
    reader: &'p Reader,
    slope: &'p mut Vec<f32>,
    lessons: L,
    chance: Chance,
}

impl<'l, L: Iterator<Item = &'l &'l ReadingLesson>> Work for Passes<'_, L> {
    type Found = ();

    #[inline(always)]
    fn done(mut self) {
        for lesson in self.lessons {
            Pass {
                reader: self.reader,
                slope: self.slope,
            }
            .lesson(lesson, &mut self.chance);
        }
    }
}

/// One lesson, forwards and backwards; what it teaches is added to the slope.
struct Pass<'p> {
    reader: &'p Reader,
    slope: &'p mut Vec<f32>,
}

/// What flows back from one sentence into what was opened for it.
struct Back {
    gates: [[f32; HIDDEN]; 2],
    shifts: [[f32; HIDDEN]; 2],
    lengths: [f32; LONGEST],
}

/// A sentence as it was read while learning.
struct Pupil {
    opened: Opened,
    read: Read,
    /// Which numbers behind the first layer were kept.
    kept: Vec<f32>,
}

impl Pass<'_> {
    #[inline(always)]
    fn lesson(&mut self, lesson: &ReadingLesson, chance: &mut Chance) {
        let asked = self.reader.asked(&lesson.question);
        let mut kept = [0.0; ASKER];
        kept.fill_with(|| chance.kept());
        let read: Vec<Pupil> = (lesson.sentences.iter())
            .map(|sentence| self.read(&asked, sentence, &kept, chance))
            .collect();
        let pulls = pulls(lesson, self.reader.none(&asked), &read);
        let mut into_sums = [0.0f32; ASKER];
        for ((pupil, sentence), pulls) in
            (read.iter().zip(&lesson.sentences)).zip(&pulls.of_sentences)
        {
            let mut back = Back {
                gates: [[0.0; HIDDEN]; 2],
                shifts: [[0.0; HIDDEN]; 2],
                lengths: [0.0; LONGEST],
            };
            self.sentence(sentence, pupil, pulls, &mut back);
            let into = self.opened(&pupil.opened, &kept, &back);
            for (at, x) in sentence.setting.iter().enumerate() {
                self.add(AROUND.row(at, ASKER), &into, *x);
            }
            add_scaled(&mut into_sums, &into, 1.0);
        }
        self.none(&asked, pulls.of_none, &mut into_sums);
        self.question(&lesson.question, &asked, &into_sums);
    }

    #[inline(always)]
    fn read(
        &self,
        asked: &Asked,
        sentence: &KeptSentence,
        kept: &[f32; ASKER],
        chance: &mut Chance,
    ) -> Pupil {
        let mut hidden = self.reader.opened(asked, &sentence.setting).hidden;
        for (x, kept) in hidden.iter_mut().zip(kept) {
            *x *= kept;
        }
        let opened = self.reader.opened_by(hidden);
        let mut read = self.reader.read(&opened, &sentence.sentence());
        let kept: Vec<f32> = (0..read.first_out.len()).map(|_| chance.kept()).collect();
        for (x, kept) in read.first_out.iter_mut().zip(&kept) {
            *x *= kept;
        }
        Pupil {
            read: self.reader.finish(&opened, read),
            opened,
            kept,
        }
    }

    #[inline(always)]
    fn none(&mut self, asked: &Asked, pull: f32, into_sums: &mut [f32; ASKER]) {
        let hidden = asked.sums.map(|x| x.max(0.0));
        self.add(NONE.range(), &hidden, pull);
        self.add(NONE_BIAS.range(), &[1.0], pull);
        let weights = self.weights(NONE.range());
        for ((into, x), weight) in into_sums.iter_mut().zip(&hidden).zip(weights) {
            if *x > 0.0 {
                *into += pull * weight;
            }
        }
    }

    #[inline(always)]
    fn add(&mut self, at: Range<usize>, row: &[f32], by: f32) {
        if let Some(slope) = self.slope.get_mut(at) {
            add_scaled(slope, row, by);
        }
    }

    #[inline(always)]
    fn weights(&self, at: Range<usize>) -> &[f32] {
        self.reader.weights.get(at).unwrap_or_default()
    }

    #[inline(always)]
    fn sentence(
        &mut self,
        sentence: &KeptSentence,
        pupil: &Pupil,
        pulls: &[(Range<usize>, f32)],
        back: &mut Back,
    ) {
        let Pupil { opened, read, kept } = pupil;
        let count = read.count;
        let (mut starts, mut ends) = (vec![0.0f32; count], vec![0.0f32; count]);
        let mut inside = vec![0.0f32; count + 1];
        for (words, pull) in pulls {
            let last = words.end - 1;
            starts[words.start] += pull;
            ends[last] += pull;
            inside[words.start] += pull;
            inside[words.end] -= pull;
            back.lengths[last - words.start] += pull;
        }
        for at in 1..count {
            inside[at] += inside[at - 1];
        }
        let mut into_out = vec![0.0f32; count * HIDDEN];
        for (part, pulls) in [(STARTS, &starts), (ENDS, &ends), (INSIDE, &inside)] {
            for (at, pull) in pulls.iter().take(count).enumerate() {
                let place = at * HIDDEN..(at + 1) * HIDDEN;
                add_scaled(
                    &mut into_out[place.clone()],
                    self.weights(part.range()),
                    *pull,
                );
                self.add(part.range(), &read.second_out[place], *pull);
            }
        }
        let into_second = ungated(&read.second, &into_out, opened, 1, back);
        let mut into_first_out = into_out;
        for at in 0..count {
            let own = &into_second[at * HIDDEN..(at + 1) * HIDDEN];
            self.add(SECOND_BIAS.range(), own, 1.0);
            for step in 0..WINDOW {
                let Some(from) = seen(at, step, STRIDES[1]).filter(|from| *from < count) else {
                    continue;
                };
                for input in 0..HIDDEN {
                    let row = SECOND.row(step * HIDDEN + input, HIDDEN);
                    let x = read.first_out[from * HIDDEN + input];
                    // Nothing flows back through what was cut off or left out.
                    if x != 0.0 {
                        into_first_out[from * HIDDEN + input] +=
                            dot(self.weights(row.clone()), own);
                        self.add(row, own, x);
                    }
                }
            }
        }
        for (x, kept) in into_first_out.iter_mut().zip(kept) {
            *x *= kept;
        }
        let into_first = ungated(&read.first, &into_first_out, opened, 0, back);
        self.first_layer(sentence, read, &into_first);
    }

    #[inline(always)]
    fn first_layer(&mut self, sentence: &KeptSentence, read: &Read, into_first: &[f32]) {
        let count = read.count;
        let mut into_learnt = vec![0.0f32; count * (MEANING + HEART)];
        for at in 0..count {
            let own = &into_first[at * HIDDEN..(at + 1) * HIDDEN];
            self.add(FIRST_BIAS.range(), own, 1.0);
            for step in 0..WINDOW {
                let Some(from) = seen(at, step, STRIDES[0]).filter(|from| *from < count) else {
                    continue;
                };
                let base = step * WORD_INPUTS;
                for input in 0..DENSE {
                    let x = read.dense[from * DENSE + input];
                    let row = FIRST.row(base + input, HIDDEN);
                    if input < MEANING + HEART {
                        into_learnt[from * (MEANING + HEART) + input] +=
                            dot(self.weights(row.clone()), own);
                    }
                    if x != 0.0 {
                        self.add(row, own, x);
                    }
                }
                let word = &sentence.words[from];
                for sparse in [
                    DENSE + usize::from(word.tag),
                    DENSE + TAGS + usize::from(word.form),
                ] {
                    self.add(FIRST.row(base + sparse, HIDDEN), own, 1.0);
                }
            }
        }
        for (word, into) in sentence
            .words
            .iter()
            .zip(into_learnt.chunks(MEANING + HEART))
        {
            let (meaning, heart) = into.split_at(MEANING);
            self.meaning(word.row, meaning);
            self.add(
                BY_HEART_WORDS.row(usize::from(word.known), HEART),
                heart,
                1.0,
            );
        }
    }

    #[inline(always)]
    fn meaning(&mut self, row: Option<WordRow>, into: &[f32]) {
        let Some(row) = row else {
            return;
        };
        for (at, x) in WordVectors::shipped().direction(row).enumerate() {
            self.add(TO_MEANING.row(at, MEANING), into, x);
        }
    }

    /// Takes what flows back into one opening on to the question's sums.
    #[inline(always)]
    fn opened(&mut self, opened: &Opened, kept: &[f32; ASKER], back: &Back) -> [f32; ASKER] {
        self.add(LENGTH.range(), &back.lengths, 1.0);
        let mut into = [0.0f32; ASKER];
        for (at, x) in opened.hidden.iter().enumerate().filter(|(_, x)| **x > 0.0) {
            let mut flow = |part: Part, width: usize, pulls: &[f32]| {
                let row = part.row(at, width);
                into[at] += dot(self.weights(row.clone()), pulls) * kept[at];
                self.add(row, pulls, *x);
            };
            flow(FIRST_GATE, HIDDEN, &back.gates[0]);
            flow(SECOND_GATE, HIDDEN, &back.gates[1]);
            flow(FIRST_SHIFT, HIDDEN, &back.shifts[0]);
            flow(SECOND_SHIFT, HIDDEN, &back.shifts[1]);
            flow(LENGTH_ASKED, LONGEST, &back.lengths);
        }
        into
    }

    #[inline(always)]
    fn question(&mut self, question: &ReadingQuestion, asked: &Asked, into_sums: &[f32; ASKER]) {
        self.add(QUESTION_BIAS.range(), into_sums, 1.0);
        let mut into_inputs = [0.0f32; QUESTION_INPUTS];
        for (at, x) in asked.inputs.iter().enumerate() {
            let row = QUESTION.row(at, ASKER);
            into_inputs[at] = dot(self.weights(row.clone()), into_sums);
            self.add(row, into_sums, *x);
        }
        let (_, rest) = into_inputs.split_at(ASKED);
        let (focus, rest) = rest.split_at(MEANING);
        let (deed, opening) = rest.split_at(MEANING);
        self.meaning(question.focus, focus);
        self.meaning(question.deed, deed);
        for (into, known) in opening.chunks(HEART).zip(question.opening) {
            self.add(BY_HEART_OPENING.row(usize::from(known), HEART), into, 1.0);
        }
    }
}

/// How much likelier each stretch, and no answer, is held than it should be.
struct Pulls {
    of_sentences: Vec<Vec<(Range<usize>, f32)>>,
    of_none: f32,
}

/// What the same question counts once its answer was taken away.
const WORTH_OF_TAKEN_AWAY: f32 = 0.5;

/// Compares what is held likely with what is right, twice: with all sentences, and with those that answer taken away,
/// where no answer is right.
fn pulls(lesson: &ReadingLesson, none: f32, read: &[Pupil]) -> Pulls {
    let mut all: Vec<Vec<(Range<usize>, f32)>> = Vec::with_capacity(read.len());
    let mut best = none;
    for Pupil { opened, read, .. } in read {
        let mut own = Vec::with_capacity(read.count * LONGEST);
        read.stretches(opened, |words, score| {
            best = best.max(score);
            own.push((words, score));
        });
        all.push(own);
    }
    let is_answer = |sentence: usize, words: &Range<usize>| {
        (lesson.answers.iter()).any(|(own, answer)| *own == sentence && answer == words)
    };
    let answers = |sentence: usize| (lesson.answers.iter()).any(|(own, _)| *own == sentence);
    let none = (none - best).exp();
    let (mut whole, mut left, mut right) = (none, none, 0.0f32);
    for (sentence, own) in all.iter_mut().enumerate() {
        for (words, score) in own {
            *score = (*score - best).exp();
            whole += *score;
            if !answers(sentence) {
                left += *score;
            } else if is_answer(sentence, words) {
                right += *score;
            }
        }
    }
    // An answer longer than any stretch teaches only what is left without it.
    let worth = if right > 0.0 { 1.0 } else { 0.0 };
    for (sentence, own) in all.iter_mut().enumerate() {
        for (words, score) in own.iter_mut() {
            let mut pull = worth * *score / whole;
            if !answers(sentence) {
                pull += WORTH_OF_TAKEN_AWAY * *score / left;
            } else if right > 0.0 && is_answer(sentence, words) {
                pull -= *score / right;
            }
            *score = pull;
        }
        own.retain(|(_, pull)| pull.abs() > 1e-6);
    }
    Pulls {
        of_sentences: all,
        of_none: worth * none / whole + WORTH_OF_TAKEN_AWAY * (none / left - 1.0),
    }
}

/// Takes a slope back through a gate.
#[inline(always)]
fn ungated(
    found: &[f32],
    into_out: &[f32],
    opened: &Opened,
    layer: usize,
    back: &mut Back,
) -> Vec<f32> {
    let open = gated(found, opened, layer);
    let mut into = into_out.to_vec();
    for ((into, found), open) in into
        .chunks_mut(HIDDEN)
        .zip(found.chunks(HIDDEN))
        .zip(open.chunks(HIDDEN))
    {
        for at in 0..HIDDEN {
            let pull = if open[at] > 0.0 { into[at] } else { 0.0 };
            back.gates[layer][at] += pull * found[at];
            back.shifts[layer][at] += pull;
            into[at] = pull * opened.gates[layer][at];
        }
    }
    into
}

/// Numbers that look random and are the same every time (splitmix64, Steele et al. 2014).
struct Chance(u64);

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

    fn kept(&mut self) -> f32 {
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
