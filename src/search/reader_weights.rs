//! How large the reader is, and where each part of its weights stands.

use std::ops::Range;

use super::reader_features::{ASKED, BESIDE, SETTING};
use super::reader_tokens::{CLOSED_CLASS_WORDS, FORMS, TAGS, TRAITS};

/// How many numbers a word vector has.
pub const VECTOR: usize = 128;
/// To how many numbers the reader brings a word vector.
pub const MEANING: usize = 24;

/// How many numbers a function word or mark has of its own (`reader_tokens::closed_class_id`).
pub const CLOSED_CLASS_WIDTH: usize = 8;

/// How many numbers a word has between the layers.
pub const HIDDEN: usize = 48;
/// How many numbers a question comes to.
pub const ASKER: usize = 32;

/// What is known of each word in plain numbers; its part of speech comes on top.
pub const DENSE: usize = MEANING + CLOSED_CLASS_WIDTH + TRAITS + BESIDE;

/// How many inputs a word has in all.
pub const WORD_INPUTS: usize = DENSE + TAGS + FORMS;

/// How many inputs a question has.
pub const QUESTION_INPUTS: usize = ASKED + 2 * MEANING + 2 * CLOSED_CLASS_WIDTH;

/// How many words a layer sees at once.
pub const WINDOW: usize = 5;

/// How far apart they stand, for each layer.
pub const STRIDES: [usize; 2] = [1, 2];

/// A short answer has at most so many words and marks.
pub const MAX_ANSWER_WORDS: usize = 18;

/// Where the weights of each part begin, and how many there are.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    start: usize,
    /// How many weights there are.
    pub len: usize,
}

impl Part {
    const fn after(before: Part, len: usize) -> Part {
        Part {
            start: before.start + before.len,
            len,
        }
    }

    /// Returns its place among all weights.
    pub const fn range(self) -> Range<usize> {
        self.start..self.start + self.len
    }

    /// Returns the place of one row of it.
    pub const fn row(self, row: usize, width: usize) -> Range<usize> {
        let start = self.start + row * width;
        start..start + width
    }
}

/// From word vectors to fewer numbers.
pub const TO_MEANING: Part = Part {
    start: 0,
    len: VECTOR * MEANING,
};
/// The words of a sentence that are known by heart.
pub const CLOSED_CLASS_EMBEDDING: Part =
    Part::after(TO_MEANING, CLOSED_CLASS_WORDS * CLOSED_CLASS_WIDTH);
/// The words behind a question word that are known by heart.
pub const OPENING_EMBEDDING: Part = Part::after(
    CLOSED_CLASS_EMBEDDING,
    CLOSED_CLASS_WORDS * CLOSED_CLASS_WIDTH,
);
/// From the inputs of a question to what it comes to.
pub const QUESTION: Part = Part::after(OPENING_EMBEDDING, QUESTION_INPUTS * ASKER);
/// The same for every question.
pub const QUESTION_BIAS: Part = Part::after(QUESTION, ASKER);
/// What surrounds a sentence, brought to the question.
pub const AROUND: Part = Part::after(QUESTION_BIAS, SETTING * ASKER);
/// How well a question goes with no answer at all.
pub const NONE: Part = Part::after(AROUND, ASKER);
/// The same for every question.
pub const NONE_BIAS: Part = Part::after(NONE, 1);
/// The first layer.
pub const FIRST: Part = Part::after(NONE_BIAS, WINDOW * WORD_INPUTS * HIDDEN);
/// The same for every word in the first layer.
pub const FIRST_BIAS: Part = Part::after(FIRST, HIDDEN);
/// What a question lets through behind the first layer.
pub const FIRST_GATE: Part = Part::after(FIRST_BIAS, ASKER * HIDDEN);
/// What a question adds behind the first layer.
pub const FIRST_SHIFT: Part = Part::after(FIRST_GATE, ASKER * HIDDEN);
/// The second layer.
pub const SECOND: Part = Part::after(FIRST_SHIFT, WINDOW * HIDDEN * HIDDEN);
/// The same for every word in the second layer.
pub const SECOND_BIAS: Part = Part::after(SECOND, HIDDEN);
/// What a question lets through behind the second layer.
pub const SECOND_GATE: Part = Part::after(SECOND_BIAS, ASKER * HIDDEN);
/// What a question adds behind the second layer.
pub const SECOND_SHIFT: Part = Part::after(SECOND_GATE, ASKER * HIDDEN);
/// How well a word begins an answer.
pub const STARTS: Part = Part::after(SECOND_SHIFT, HIDDEN);
/// How well a word ends an answer.
pub const ENDS: Part = Part::after(STARTS, HIDDEN);
/// How well a word stands inside an answer.
pub const INSIDE: Part = Part::after(ENDS, HIDDEN);
/// What each length is worth.
pub const LENGTH: Part = Part::after(INSIDE, MAX_ANSWER_WORDS);
/// What each length is worth to a question.
pub const LENGTH_ASKED: Part = Part::after(LENGTH, ASKER * MAX_ANSWER_WORDS);

/// How many weights there are.
pub const WEIGHTS: usize = LENGTH_ASKED.range().end;
