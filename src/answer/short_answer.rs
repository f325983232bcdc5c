//! The few words of a sentence that answer, as the reader found them; none rather than a doubtful one.

use crate::question::Question;
use crate::search::analysis::AnalysedSentence;
use crate::search::reader::Found;
use crate::search::suiting;
use crate::search::vocabulary::Vocabulary;
use crate::text::Span;

/// The found stretch must have at least this share of what all stretches of its sentence weigh. At 0.12 nearly every
/// question gets one, and 52 of 100 are what people marked to the word; at 0.3 three in four get one, and 63 are.
const SURE: f32 = 0.25;

/// Finds the short answer in a sentence, as bytes of the stored text; nothing when it is of another kind than was asked for.
pub fn find(
    found: Option<&Found>,
    question: &Question,
    text: &str,
    sentence: &AnalysedSentence,
    vocabulary: &Vocabulary,
) -> Option<Span> {
    let sure = |found: &&Found| (found.score - found.mass).exp() >= SURE;
    let whole = found
        .filter(sure)?
        .span(sentence.reading(text, vocabulary))?;
    let inside = sentence.span.covers(whole);
    (inside && suiting::suits(question, whole, text, sentence)).then_some(whole)
}
