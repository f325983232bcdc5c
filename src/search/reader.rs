//! A small network that reads a sentence with a question in mind and says which of its words answer.
//!
//! Two convolutions look at each word and the four around it, the second at twice the distance; the question, and what
//! surrounds the sentence, gate and shift each layer (FiLM, Perez et al. 2018). Every stretch of words is then scored by
//! its first word, its last word, those inside and its length. The stretches of all sentences compete (softmax), and with
//! them the answer that there is none, which depends on the question alone: scores are counted from there. All sums run
//! in one order, so that every machine gets the same bits.

use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use crate::math;
use crate::text::simd::{Kernel, dispatch};
use crate::text::vectors::{WordRow, WordVectors};

use super::answer_span::AnswerSpan;
use super::reader_features::{ASKED, BESIDE, QuestionInput, SETTING, Sentence};
use super::reader_layers::{Heard, Layer, add_scaled, dot};
use super::reader_tokens::{TAGS, TRAITS};
use super::reader_weights::{
    AROUND, ASKER, CLOSED_CLASS_EMBEDDING, CLOSED_CLASS_WIDTH, DENSE, ENDS, FIRST, FIRST_BIAS,
    FIRST_GATE, FIRST_SHIFT, HIDDEN, INSIDE, LENGTH, LENGTH_ASKED, MAX_ANSWER_WORDS, MEANING, NONE,
    NONE_BIAS, OPENING_EMBEDDING, Part, QUESTION, QUESTION_BIAS, QUESTION_INPUTS, SECOND,
    SECOND_BIAS, SECOND_GATE, SECOND_SHIFT, STARTS, STRIDES, TO_MEANING, WORD_INPUTS,
};

/// The network.
#[derive(Debug, Clone)]
pub struct Reader {
    /// All weights, part by part.
    pub weights: Vec<f32>,
    /// What it makes of each word's vector, as far as the word was read; none are kept while the weights still change.
    kept: Vec<OnceLock<Box<[f32; MEANING]>>>,
}

/// What the network made of a question.
#[derive(Debug, Clone)]
pub struct QuestionState {
    /// Its inputs.
    pub inputs: [f32; QUESTION_INPUTS],
    /// What it comes to, before anything is known of a sentence and before what is below 0 is cut off.
    pub sums: [f32; ASKER],
}

/// What the question does to the layers that read one sentence: gates, shifts, and scores of lengths.
#[derive(Debug, Clone)]
pub struct Modulation {
    /// What the question comes to, given what surrounds the sentence.
    pub hidden: [f32; ASKER],
    /// What the question lets through behind each layer.
    pub gates: [[f32; HIDDEN]; 2],
    /// What the question adds behind each layer.
    pub shifts: [[f32; HIDDEN]; 2],
    /// What each length is worth.
    pub lengths: [f32; MAX_ANSWER_WORDS],
}

/// What the network made of a sentence, layer by layer.
#[derive(Debug, Clone, Default)]
pub struct Read {
    /// How many words there are.
    pub count: usize,
    /// The plain inputs of each word.
    pub dense: Vec<f32>,
    /// What the first layer found, before the question was asked.
    pub first: Vec<f32>,
    /// What the first layer found, the question asked.
    pub first_out: Vec<f32>,
    /// What the second layer found, before the question was asked.
    pub second: Vec<f32>,
    /// What both layers found, the question asked.
    pub second_out: Vec<f32>,
    /// How well each word begins an answer.
    pub starts: Vec<f32>,
    /// How well each word ends an answer.
    pub ends: Vec<f32>,
    /// How well each word stands inside an answer.
    pub inside: Vec<f32>,
}

#[expect(
    clippy::expect_used,
    reason = "the file is compiled in and a test reads it"
)]
static SHIPPED: LazyLock<Reader> = LazyLock::new(|| {
    let file = include_bytes!("../../data/model/reader.bin");
    let mut reader = Reader::from_bytes(file).expect("the shipped file fits the program");
    reader.kept = vec![OnceLock::new(); WordVectors::shipped().len()];
    reader
});

/// A sentence to be read.
struct Reading<'a> {
    reader: &'a Reader,
    asked: &'a QuestionState,
    sentence: &'a Sentence<'a>,
}

impl Kernel for Reading<'_> {
    type Output = Option<AnswerSpan>;

    #[inline(always)]
    fn run(self) -> Option<AnswerSpan> {
        let modulation = self.reader.modulation(self.asked, self.sentence.setting);
        self.reader
            .read(&modulation, self.sentence)
            .found(&modulation, self.reader.none(self.asked))
    }
}

impl Reader {
    /// Makes a reader of weights that may still change.
    pub fn of(weights: Vec<f32>) -> Reader {
        Reader {
            weights,
            kept: Vec::new(),
        }
    }

    /// Returns the reader that the program carries.
    pub fn shipped() -> &'static Reader {
        &SHIPPED
    }

    #[inline(always)]
    fn part(&self, part: Part) -> &[f32] {
        self.weights.get(part.range()).unwrap_or_default()
    }

    #[inline(always)]
    fn row(&self, part: Part, row: usize, width: usize) -> &[f32] {
        self.weights.get(part.row(row, width)).unwrap_or_default()
    }

    #[inline(always)]
    fn meaning(&self, row: Option<WordRow>, out: &mut [f32]) {
        let Some(row) = row else {
            return;
        };
        let sums = match self.kept.get(row.number()) {
            Some(known) => known.get_or_init(|| Box::new(self.projected(row))),
            None => &self.projected(row),
        };
        for (out, sum) in out.iter_mut().zip(sums) {
            *out += sum;
        }
    }

    /// Returns the few numbers it makes of a word's vector.
    #[inline(always)]
    fn projected(&self, row: WordRow) -> [f32; MEANING] {
        // Of known size, so that the sums stay in registers.
        let mut sums = [0.0f32; MEANING];
        let (rows, _) = self.part(TO_MEANING).as_chunks::<MEANING>();
        for (row, x) in rows.iter().zip(WordVectors::shipped().direction(row)) {
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += x * weight;
            }
        }
        sums
    }

    /// Takes a question in.
    pub fn asked(&self, question: &QuestionInput) -> QuestionState {
        let mut inputs = [0.0; QUESTION_INPUTS];
        let (plain, rest) = inputs.split_at_mut(ASKED);
        plain.copy_from_slice(&question.asked);
        let (focus, rest) = rest.split_at_mut(MEANING);
        self.meaning(question.focus, focus);
        let (main_verb, opening) = rest.split_at_mut(MEANING);
        self.meaning(question.main_verb, main_verb);
        for (slot, known) in opening.chunks_mut(CLOSED_CLASS_WIDTH).zip(question.opening) {
            slot.copy_from_slice(self.row(
                OPENING_EMBEDDING,
                usize::from(known),
                CLOSED_CLASS_WIDTH,
            ));
        }
        let mut sums = [0.0; ASKER];
        sums.copy_from_slice(self.part(QUESTION_BIAS));
        for (at, x) in inputs.iter().enumerate().filter(|(_, x)| **x != 0.0) {
            add_scaled(&mut sums, self.row(QUESTION, at, ASKER), *x);
        }
        QuestionState { inputs, sums }
    }

    /// Returns the score of there being no answer.
    pub fn none(&self, asked: &QuestionState) -> f32 {
        let hidden = asked.sums.map(|x| x.max(0.0));
        dot(self.part(NONE), &hidden) + self.part(NONE_BIAS).iter().sum::<f32>()
    }

    /// Puts a question to one sentence, given what surrounds it.
    #[inline(always)]
    pub fn modulation(&self, asked: &QuestionState, setting: &[f32; SETTING]) -> Modulation {
        let mut hidden = asked.sums;
        for (at, x) in setting.iter().enumerate().filter(|(_, x)| **x != 0.0) {
            add_scaled(&mut hidden, self.row(AROUND, at, ASKER), *x);
        }
        self.modulation_of(hidden.map(|x| x.max(0.0)))
    }

    /// Opens what the layers may see, given what a question comes to.
    #[inline(always)]
    pub fn modulation_of(&self, hidden: [f32; ASKER]) -> Modulation {
        let mut modulation = Modulation {
            hidden,
            gates: [[1.0; HIDDEN]; 2],
            shifts: [[0.0; HIDDEN]; 2],
            lengths: [0.0; MAX_ANSWER_WORDS],
        };
        modulation.lengths.copy_from_slice(self.part(LENGTH));
        for (at, x) in hidden.iter().enumerate().filter(|(_, x)| **x != 0.0) {
            for (layer, (gate, shift)) in [(FIRST_GATE, FIRST_SHIFT), (SECOND_GATE, SECOND_SHIFT)]
                .into_iter()
                .enumerate()
            {
                add_scaled(&mut modulation.gates[layer], self.row(gate, at, HIDDEN), *x);
                add_scaled(
                    &mut modulation.shifts[layer],
                    self.row(shift, at, HIDDEN),
                    *x,
                );
            }
            add_scaled(
                &mut modulation.lengths,
                self.row(LENGTH_ASKED, at, MAX_ANSWER_WORDS),
                *x,
            );
        }
        modulation
    }

    /// Reads a sentence and returns its best stretch of words.
    pub fn found(&self, asked: &QuestionState, sentence: &Sentence<'_>) -> Option<AnswerSpan> {
        dispatch(Reading {
            reader: self,
            asked,
            sentence,
        })
    }

    /// Reads a sentence with a question in mind.
    #[inline(always)]
    pub fn read(&self, modulation: &Modulation, sentence: &Sentence<'_>) -> Read {
        let words = sentence.words;
        let mut read = Read {
            count: words.len(),
            dense: vec![0.0; words.len() * DENSE],
            ..Read::default()
        };
        for ((word, out), beside) in words
            .iter()
            .zip(read.dense.chunks_mut(DENSE))
            .zip(sentence.beside.chunks(BESIDE))
        {
            let (meaning, rest) = out.split_at_mut(MEANING);
            self.meaning(word.row, meaning);
            let (heart, rest) = rest.split_at_mut(CLOSED_CLASS_WIDTH);
            heart.copy_from_slice(self.row(
                CLOSED_CLASS_EMBEDDING,
                usize::from(word.known),
                CLOSED_CLASS_WIDTH,
            ));
            let (traits, rest) = rest.split_at_mut(TRAITS);
            traits.copy_from_slice(&word.traits);
            rest.copy_from_slice(beside);
        }
        let mut heard = Heard::new(WORD_INPUTS, words.len());
        for (word, dense) in words.iter().zip(read.dense.chunks(DENSE)) {
            let tag = DENSE + usize::from(word.tag);
            let form = DENSE + TAGS + usize::from(word.form);
            heard.hear(dense, &[tag as u16, form as u16]);
        }
        read.first = self.layer((FIRST, FIRST_BIAS), &heard, STRIDES[0]);
        read.first_out = gated(&read.first, modulation, 0);
        self.finish(modulation, read)
    }

    /// Reads on behind the first layer.
    #[inline(always)]
    pub fn finish(&self, modulation: &Modulation, mut read: Read) -> Read {
        let mut heard = Heard::new(HIDDEN, read.count);
        for found in read.first_out.chunks(HIDDEN) {
            heard.hear(found, &[]);
        }
        read.second = self.layer((SECOND, SECOND_BIAS), &heard, STRIDES[1]);
        read.second_out = gated(&read.second, modulation, 1);
        for (out, first) in read.second_out.iter_mut().zip(&read.first_out) {
            *out += first;
        }
        self.judge(&mut read);
        read
    }

    /// Tells how well each word begins, ends and stands inside an answer.
    #[inline(always)]
    pub fn judge(&self, read: &mut Read) {
        for (part, told) in [
            (STARTS, &mut read.starts),
            (ENDS, &mut read.ends),
            (INSIDE, &mut read.inside),
        ] {
            let weights = self.part(part);
            told.clear();
            for out in read.second_out.chunks(HIDDEN) {
                told.push(dot(out, weights));
            }
        }
    }

    /// Returns a part as rows of what goes into the next layer.
    #[inline(always)]
    fn rows(&self, part: Part) -> &[[f32; HIDDEN]] {
        self.part(part).as_chunks::<HIDDEN>().0
    }

    /// Sums what each word of a window gives to every word.
    #[inline(always)]
    fn layer(&self, (weights, bias): (Part, Part), heard: &Heard, stride: usize) -> Vec<f32> {
        dispatch(Layer {
            rows: self.rows(weights),
            bias: self.rows(bias).first().copied().unwrap_or([0.0; HIDDEN]),
            heard,
            stride,
        })
    }
}

/// Lets through what the question opens.
#[inline(always)]
pub fn gated(found: &[f32], modulation: &Modulation, layer: usize) -> Vec<f32> {
    let mut out = found.to_vec();
    for own in out.chunks_mut(HIDDEN) {
        for ((x, gate), shift) in own
            .iter_mut()
            .zip(&modulation.gates[layer])
            .zip(&modulation.shifts[layer])
        {
            *x = (*x * gate + shift).max(0.0);
        }
    }
    out
}

impl Read {
    /// Tells the score of every stretch of words, in order: its words and its score.
    #[inline(always)]
    pub fn stretches(&self, modulation: &Modulation, mut tell: impl FnMut(Range<usize>, f32)) {
        for (first, start) in self.starts.iter().enumerate() {
            let mut inside = 0.0;
            let from = self.ends.iter().zip(&self.inside).skip(first);
            for (steps, ((end, own), length)) in from.zip(&modulation.lengths).enumerate() {
                inside += own;
                tell(first..first + steps + 1, start + end + inside + length);
            }
        }
    }

    /// Returns the best stretch of words, and what all of them come to, counted from the score of no answer.
    #[inline(always)]
    pub fn found(&self, modulation: &Modulation, none: f32) -> Option<AnswerSpan> {
        let mut best: Option<(Range<usize>, f32)> = None;
        let mut scores = Vec::with_capacity(self.count * MAX_ANSWER_WORDS);
        self.stretches(modulation, |words, score| {
            scores.push(score);
            if best.as_ref().is_none_or(|(_, known)| score > *known) {
                best = Some((words, score));
            }
        });
        let (words, score) = best?;
        let all: f32 = scores.iter().map(|other| math::exp(other - score)).sum();
        Some(AnswerSpan {
            words,
            score: score - none,
            mass: score - none + math::ln(all),
        })
    }
}
