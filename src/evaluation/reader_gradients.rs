//! How an example moves the weights of the reader: it is read forwards, and what was wrong flows back.

use std::ops::Range;

use crate::math;
use crate::search::reader::{Modulation, QuestionState, Read, Reader, gated};
use crate::search::reader_features::{ASKED, QuestionInput};
use crate::search::reader_layers::{add_scaled, dot, seen};
use crate::search::reader_tokens::TAGS;
use crate::search::reader_weights::{
    AROUND, ASKER, CLOSED_CLASS_EMBEDDING, CLOSED_CLASS_WIDTH, DENSE, ENDS, FIRST, FIRST_BIAS,
    FIRST_GATE, FIRST_SHIFT, HIDDEN, INSIDE, LENGTH, LENGTH_ASKED, MAX_ANSWER_WORDS, MEANING, NONE,
    NONE_BIAS, OPENING_EMBEDDING, Part, QUESTION, QUESTION_BIAS, QUESTION_INPUTS, SECOND,
    SECOND_BIAS, SECOND_GATE, SECOND_SHIFT, STARTS, STRIDES, TO_MEANING, WINDOW, WORD_INPUTS,
};
use crate::text::simd::Kernel;
use crate::text::vectors::{WordRow, WordVectors};

use super::train_reader::{KeptSentence, ReaderExample, Rng};

/// Some examples, one after the other.
pub struct Passes<'p, L> {
    /// What is learnt so far.
    pub reader: &'p Reader,
    /// What the examples teach is added to it.
    pub gradient: &'p mut Vec<f32>,
    /// The examples.
    pub examples: L,
    /// Decides what is left out.
    pub chance: Rng,
}

impl<'l, L: Iterator<Item = &'l &'l ReaderExample>> Kernel for Passes<'_, L> {
    type Output = ();

    #[inline(always)]
    fn run(mut self) {
        for example in self.examples {
            Pass {
                reader: self.reader,
                gradient: self.gradient,
            }
            .example(example, &mut self.chance);
        }
    }
}

/// One example, forwards and backwards; what it teaches is added to the gradient.
struct Pass<'p> {
    reader: &'p Reader,
    gradient: &'p mut Vec<f32>,
}

/// What flows back from one sentence into what was modulation for it.
struct Back {
    gates: [[f32; HIDDEN]; 2],
    shifts: [[f32; HIDDEN]; 2],
    lengths: [f32; MAX_ANSWER_WORDS],
}

/// A sentence as it was read while learning.
struct Trainee {
    modulation: Modulation,
    read: Read,
    /// Which numbers behind the first layer were kept.
    kept: Vec<f32>,
}

impl Pass<'_> {
    #[inline(always)]
    fn example(&mut self, example: &ReaderExample, chance: &mut Rng) {
        let asked = self.reader.asked(&example.question);
        let mut kept = [0.0; ASKER];
        kept.fill_with(|| chance.kept());
        let read: Vec<Trainee> = (example.sentences.iter())
            .map(|sentence| self.read(&asked, sentence, &kept, chance))
            .collect();
        let pulls = pulls(example, self.reader.none(&asked), &read);
        let mut into_sums = [0.0f32; ASKER];
        for ((trainee, sentence), pulls) in
            (read.iter().zip(&example.sentences)).zip(&pulls.of_sentences)
        {
            let mut back = Back {
                gates: [[0.0; HIDDEN]; 2],
                shifts: [[0.0; HIDDEN]; 2],
                lengths: [0.0; MAX_ANSWER_WORDS],
            };
            self.sentence(sentence, trainee, pulls, &mut back);
            let into = self.modulation(&trainee.modulation, &kept, &back);
            for (at, x) in sentence.setting.iter().enumerate() {
                self.add(AROUND.row(at, ASKER), &into, *x);
            }
            add_scaled(&mut into_sums, &into, 1.0);
        }
        self.none(&asked, pulls.of_none, &mut into_sums);
        self.question(&example.question, &asked, &into_sums);
    }

    #[inline(always)]
    fn read(
        &self,
        asked: &QuestionState,
        sentence: &KeptSentence,
        kept: &[f32; ASKER],
        chance: &mut Rng,
    ) -> Trainee {
        let mut hidden = self.reader.modulation(asked, &sentence.setting).hidden;
        for (x, kept) in hidden.iter_mut().zip(kept) {
            *x *= kept;
        }
        let modulation = self.reader.modulation_of(hidden);
        let mut read = self.reader.read(&modulation, &sentence.sentence());
        let kept: Vec<f32> = (0..read.first_out.len()).map(|_| chance.kept()).collect();
        for (x, kept) in read.first_out.iter_mut().zip(&kept) {
            *x *= kept;
        }
        Trainee {
            read: self.reader.finish(&modulation, read),
            modulation,
            kept,
        }
    }

    #[inline(always)]
    fn none(&mut self, asked: &QuestionState, pull: f32, into_sums: &mut [f32; ASKER]) {
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
        if let Some(gradient) = self.gradient.get_mut(at) {
            add_scaled(gradient, row, by);
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
        trainee: &Trainee,
        pulls: &[(Range<usize>, f32)],
        back: &mut Back,
    ) {
        let Trainee {
            modulation,
            read,
            kept,
        } = trainee;
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
        let into_second = ungated(&read.second, &into_out, modulation, 1, back);
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
        let into_first = ungated(&read.first, &into_first_out, modulation, 0, back);
        self.first_layer(sentence, read, &into_first);
    }

    #[inline(always)]
    fn first_layer(&mut self, sentence: &KeptSentence, read: &Read, into_first: &[f32]) {
        let count = read.count;
        let mut into_learnt = vec![0.0f32; count * (MEANING + CLOSED_CLASS_WIDTH)];
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
                    if input < MEANING + CLOSED_CLASS_WIDTH {
                        into_learnt[from * (MEANING + CLOSED_CLASS_WIDTH) + input] +=
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
            .zip(into_learnt.chunks(MEANING + CLOSED_CLASS_WIDTH))
        {
            let (meaning, heart) = into.split_at(MEANING);
            self.meaning(word.row, meaning);
            self.add(
                CLOSED_CLASS_EMBEDDING.row(usize::from(word.known), CLOSED_CLASS_WIDTH),
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
    fn modulation(
        &mut self,
        modulation: &Modulation,
        kept: &[f32; ASKER],
        back: &Back,
    ) -> [f32; ASKER] {
        self.add(LENGTH.range(), &back.lengths, 1.0);
        let mut into = [0.0f32; ASKER];
        for (at, x) in modulation
            .hidden
            .iter()
            .enumerate()
            .filter(|(_, x)| **x > 0.0)
        {
            let mut flow = |part: Part, width: usize, pulls: &[f32]| {
                let row = part.row(at, width);
                into[at] += dot(self.weights(row.clone()), pulls) * kept[at];
                self.add(row, pulls, *x);
            };
            flow(FIRST_GATE, HIDDEN, &back.gates[0]);
            flow(SECOND_GATE, HIDDEN, &back.gates[1]);
            flow(FIRST_SHIFT, HIDDEN, &back.shifts[0]);
            flow(SECOND_SHIFT, HIDDEN, &back.shifts[1]);
            flow(LENGTH_ASKED, MAX_ANSWER_WORDS, &back.lengths);
        }
        into
    }

    #[inline(always)]
    fn question(
        &mut self,
        question: &QuestionInput,
        asked: &QuestionState,
        into_sums: &[f32; ASKER],
    ) {
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
        self.meaning(question.main_verb, deed);
        for (into, known) in opening.chunks(CLOSED_CLASS_WIDTH).zip(question.opening) {
            self.add(
                OPENING_EMBEDDING.row(usize::from(known), CLOSED_CLASS_WIDTH),
                into,
                1.0,
            );
        }
    }
}

/// How much likelier each stretch, and no answer, is held than it should be.
struct Gradients {
    of_sentences: Vec<Vec<(Range<usize>, f32)>>,
    of_none: f32,
}

/// What the same question counts once its answer was taken away.
const WORTH_OF_TAKEN_AWAY: f32 = 0.5;

/// Compares what is held likely with what is right, twice: with all sentences, and with those that answer taken away,
/// where no answer is right.
fn pulls(example: &ReaderExample, none: f32, read: &[Trainee]) -> Gradients {
    let mut all: Vec<Vec<(Range<usize>, f32)>> = Vec::with_capacity(read.len());
    let mut best = none;
    for Trainee {
        modulation, read, ..
    } in read
    {
        let mut own = Vec::with_capacity(read.count * MAX_ANSWER_WORDS);
        read.stretches(modulation, |words, score| {
            best = best.max(score);
            own.push((words, score));
        });
        all.push(own);
    }
    let is_answer = |sentence: usize, words: &Range<usize>| {
        (example.answers.iter()).any(|(own, answer)| *own == sentence && answer == words)
    };
    let answers = |sentence: usize| (example.answers.iter()).any(|(own, _)| *own == sentence);
    let none = math::exp(none - best);
    let (mut whole, mut left, mut right) = (none, none, 0.0f32);
    for (sentence, own) in all.iter_mut().enumerate() {
        for (words, score) in own {
            *score = math::exp(*score - best);
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
    Gradients {
        of_sentences: all,
        of_none: worth * none / whole + WORTH_OF_TAKEN_AWAY * (none / left - 1.0),
    }
}

/// Takes a gradient back through a gate.
#[inline(always)]
fn ungated(
    found: &[f32],
    into_out: &[f32],
    modulation: &Modulation,
    layer: usize,
    back: &mut Back,
) -> Vec<f32> {
    let open = gated(found, modulation, layer);
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
            into[at] = pull * modulation.gates[layer][at];
        }
    }
    into
}
