//! Which words of a sentence stand inside quotation marks.

use super::tokens::{self, Token};

/// Where a token stands with regard to quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum QuotePosition {
    Outside,
    Opener,
    Inside,
    Closer,
}

/// Tells for each token whether it stands inside quotation marks or is one.
pub(super) fn quoted(tokens: &[Token<'_>]) -> Vec<QuotePosition> {
    let mut open = false;
    let mut places = Vec::with_capacity(tokens.len());
    for (at, token) in tokens.iter().enumerate() {
        let place = match token.text {
            "“" | "``" | "„" | "«" => QuotePosition::Opener,
            "”" | "''" | "»" => QuotePosition::Closer,
            "\"" => straight_mark(tokens, at, open),
            _ if open => QuotePosition::Inside,
            _ => QuotePosition::Outside,
        };
        match place {
            QuotePosition::Opener => open = true,
            QuotePosition::Closer => open = false,
            _ => {}
        }
        places.push(place);
    }
    places
}

/// A straight mark closes what is open, unless the blanks around it tell otherwise.
fn straight_mark(tokens: &[Token<'_>], at: usize, open: bool) -> QuotePosition {
    let before = at > 0 && tokens::touch(tokens, at - 1);
    let after = tokens::touch(tokens, at);
    match (before, after, open) {
        (true, false, _) | (false, false, true) | (true, true, true) => QuotePosition::Closer,
        _ => QuotePosition::Opener,
    }
}
