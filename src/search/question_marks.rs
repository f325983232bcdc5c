//! Which words of an article ask: those that end with a question mark.

use crate::article::{BlockKind, Outline, Sentence};

/// Tells whether words end with a question mark, whatever marks stand behind it.
pub fn is_question(words: &str) -> bool {
    words
        .trim_end_matches(|c: char| !c.is_alphanumeric() && c != '?')
        .ends_with('?')
}

/// Returns the words of a sentence, with those of the question in the heading right above it, if there is one.
pub fn with_its_question<'t>(text: &'t str, outline: &Outline, sentence: &Sentence) -> &'t str {
    let own = || sentence.span.of(text).unwrap_or_default();
    let block = outline.blocks.get(sentence.block);
    let above = sentence
        .block
        .checked_sub(1)
        .and_then(|above| outline.blocks.get(above));
    let (Some(block), Some(above)) = (block, above) else {
        return own();
    };
    let asks = above.kind == BlockKind::Heading && above.span.of(text).is_some_and(is_question);
    match asks && block.span.start == sentence.span.start {
        true => text
            .get(above.span.start..sentence.span.end)
            .unwrap_or_else(own),
        false => own(),
    }
}
