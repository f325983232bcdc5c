//! The few words of a sentence that answer: the slot of its best fact that the question leaves open.

use crate::search::analysis::AnalysedSentence;
use crate::search::matching::{Depth, match_terms};
use crate::search::query::Query;
use crate::search::stated;
use crate::text::Span;

/// A short answer of more words is no short answer.
const MOST_WORDS: usize = 8;

/// Finds the short answer in a sentence, as bytes of the stored text; none rather than a doubtful one.
pub fn find(query: &Query, text: &str, sentence: &AnalysedSentence) -> Option<Span> {
    let tokens = &sentence.tokens;
    let own = match_terms(query, tokens, Depth::Meanings);
    let run = stated::open_slot(sentence.facts(text), query, &own, tokens)?;
    if run.is_empty() || run.len() > MOST_WORDS {
        return None;
    }
    let span = Span::new(
        tokens.get(run.start)?.span.start,
        tokens.get(run.end - 1)?.span.end,
    );
    // A sum keeps its currency sign, a share its percent sign.
    let before = text.get(..span.start)?.chars().next_back();
    let after = text.get(span.end..)?.chars().next();
    let start = match before {
        Some(sign) if "$€£¥".contains(sign) => span.start - sign.len_utf8(),
        _ => span.start,
    };
    let end = span.end + usize::from(after == Some('%'));
    let whole = Span::new(start, end);
    sentence.span.covers(whole).then_some(whole)
}
