//! How much of a quote a card has room for.

use super::markdown::{Escaped, cut, escape, escape_with_bold, plain};
use crate::text::{Span, sentences};

/// No quote takes more than this, so that a source line always has its place.
pub(super) const QUOTE_ROOM: usize = 2_400;

/// Escapes a quote; one too long is cut between sentences, a single endless sentence with a word about it.
pub(super) fn quote(
    text: &str,
    answer: Option<Span>,
    most: usize,
) -> (Escaped, Option<&'static str>) {
    let whole = escape_with_bold(text, answer);
    if whole.length() <= most {
        return (whole, None);
    }
    let kept = sentences_that_fit(text, answer, most);
    let inside = kept.of(text).unwrap_or_default();
    let bold = answer
        .filter(|a| kept.covers(*a))
        .map(|a| Span::new(a.start - kept.start, a.end - kept.start));
    let escaped = escape_with_bold(inside, bold);
    if escaped.length() <= most {
        return (
            escaped,
            Some("part of a longer passage, read on in the article"),
        );
    }
    let mut room = most;
    loop {
        let escaped = escape(&cut(&plain(inside), room));
        if escaped.length() <= most {
            let note = "this sentence is longer than a message, read on in the article";
            return (escaped, Some(note));
        }
        room = room.saturating_sub(100);
    }
}

/// Finds the run of whole sentences that fits, beginning with the one that holds the short answer if need be.
fn sentences_that_fit(text: &str, answer: Option<Span>, most: usize) -> Span {
    let all = sentences::split(text);
    let run_from = |first: usize| {
        let mut run = all.get(first).copied().unwrap_or(Span::new(0, text.len()));
        for next in all.iter().skip(first + 1) {
            let longer = Span::new(run.start, next.end);
            if longer.of(text).map_or(0, |t| escape(t).length()) > most {
                break;
            }
            run = longer;
        }
        run
    };
    let from_start = run_from(0);
    match answer {
        Some(answer) if !from_start.covers(answer) => {
            run_from(all.iter().position(|s| s.covers(answer)).unwrap_or(0))
        }
        _ => from_start,
    }
}
