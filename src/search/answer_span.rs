//! The stretch of words of a sentence that reads most like the answer.

use std::ops::Range;

use crate::text::Span;

use super::reader_tokens::ReaderToken;

/// The best stretch of words of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerSpan {
    /// Its words.
    pub words: Range<usize>,
    /// Its score, counted from that of no answer: above 0 it is the likelier of the two.
    pub score: f32,
    /// The scores of all stretches together: the logarithm of the sum of their exponentials, counted from there too.
    pub mass: f32,
}

impl AnswerSpan {
    /// Returns its bytes in the stored text, given the words of its sentence.
    pub fn span(&self, words: &[ReaderToken]) -> Option<Span> {
        let first = words.get(self.words.start)?;
        let last = words.get(self.words.end.checked_sub(1)?)?;
        Some(Span::new(first.span.start, last.span.end))
    }
}
