//! What is found in a text before it is kept: its sentences, and the facts they state.

use crate::article::Outline;
use crate::facts::{self, Fact};
use crate::text::Span;

/// A quotable sentence and what it states.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Its bytes in the text.
    pub span: Span,
    /// Its paragraph, counted from 1.
    pub paragraph: usize,
    /// What it states.
    pub facts: Vec<Fact>,
}

/// Finds the quotable sentences of a text and their facts.
pub(super) fn analyse(text: &str) -> Vec<Found> {
    let outline = Outline::of(text);
    let found = outline.sentences.iter().filter_map(|sentence| {
        let words = sentence.span.of(text).filter(|words| !words.is_empty())?;
        Some(Found {
            span: sentence.span,
            paragraph: outline
                .blocks
                .get(sentence.block)
                .map_or(0, |block| block.paragraph),
            facts: facts::extract(words),
        })
    });
    found.collect()
}
