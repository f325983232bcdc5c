//! Where a sentence begins and ends.

use super::Span;

/// Splits a paragraph into its sentences; each span is a verbatim piece without outer white space.
pub fn split(paragraph: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    for piece in sentencex::segment("en", paragraph) {
        let Some(start) = paragraph.get(at..).and_then(|rest| rest.find(piece)) else {
            continue;
        };
        let span = Span::new(at + start, at + start + piece.len());
        at = span.end;
        let span = span.trimmed(paragraph);
        if !span.is_empty() {
            found.push(span);
        }
    }
    found
}
