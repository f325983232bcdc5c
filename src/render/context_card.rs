//! A cited sentence among its neighbours.

use super::card::{Card, MAX_BODY_UTF16, Tone};
use super::markdown::{cut, escape, length, plain};
use super::quote_room::{QUOTE_ROOM, quote};
use super::source_line::source_line;
use crate::answer::Citation;
use crate::article::{Article, Outline};
use crate::text::Span;

/// However little room there is, a quote has this.
const LEAST_QUOTE_ROOM: usize = 200;

/// The sentences beside a cited one are cut to this, and left out where there is not even the lesser room.
const NEIGHBOUR_ROOM: usize = 600;
const LEAST_NEIGHBOUR_ROOM: usize = 40;

/// What the signs, the title and the footer of a sentence among its neighbours take.
const CONTEXT_SIGNS_ROOM: usize = 200;

/// Shows a citation among its neighbours: the sentence before, the cited one, the sentence after. All of it takes no more
/// than `room`.
pub fn context(article: &Article, citation: &Citation, room: usize) -> Card {
    let source = source_line(citation);
    let left = room.min(MAX_BODY_UTF16);
    let left = left.saturating_sub(length(&source) + CONTEXT_SIGNS_ROOM);
    let (quote, _) = quote(
        &citation.text,
        citation.answer,
        left.clamp(LEAST_QUOTE_ROOM, QUOTE_ROOM),
    );
    // Escaped, words take up to twice their room.
    let each = left.saturating_sub(quote.length()) / 4;
    let cited = Span::new(citation.start, citation.end);
    let outline = Outline::of(&article.text);
    let first = outline
        .sentences
        .iter()
        .position(|s| s.span.overlaps(cited));
    let last = outline
        .sentences
        .iter()
        .rposition(|s| s.span.overlaps(cited));
    let neighbour = |index: Option<usize>| {
        let sentence = outline.sentences.get(index?)?;
        let words = sentence.span.of(&article.text)?;
        let words = escape(&cut(&plain(words), each.min(NEIGHBOUR_ROOM))).to_string();
        (each >= LEAST_NEIGHBOUR_ROOM).then_some(words)
    };
    let before = neighbour(first.and_then(|i| i.checked_sub(1)));
    let after = neighbour(last.map(|i| i + 1));
    let mut lines = Vec::new();
    lines.extend(before.map(|words| format!("> {words}")));
    lines.push(format!("> ▸ {quote}"));
    lines.extend(after.map(|words| format!("> {words}")));
    lines.push(source);
    Card::new(Tone::Plain, lines.join("\n")).with_footer("▸ marks the cited sentence")
}

#[cfg(test)]
mod tests {
    use super::super::card_samples::citation;
    use super::*;
    use crate::article::{ArticleId, Metadata};

    #[test]
    fn a_quote_among_its_neighbours_takes_no_more_than_its_room() {
        let words = |count: usize| format!("The * of it {}is high. ", "*and* then ".repeat(count));
        for (count, room, beside) in [
            (2, 2_000, true),
            (90, 2_000, true),
            (400, 2_000, false),
            (400, 9_000, true),
        ] {
            let text = words(count).repeat(3);
            let article = Article {
                id: ArticleId::from("harbour-bridge"),
                version: 1,
                metadata: Metadata::default(),
                text: text.trim().to_owned(),
            };
            let cited = Outline::of(&article.text).sentences[1].span;
            let mut found = citation(1, cited.of(&article.text).expect("its words"));
            (found.start, found.end) = (cited.start, cited.end);
            let card = context(&article, &found, room);
            let taken = length(&card.body);
            assert!(taken <= room.min(MAX_BODY_UTF16), "{count}: {taken}");
            assert_eq!(
                card.body.starts_with("> The"),
                beside,
                "{count}: {}",
                card.body
            );
        }
    }
}
