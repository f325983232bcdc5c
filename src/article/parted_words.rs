//! The words of a sentence with what parts them: blanks, possessives, commas and other marks.

use crate::text::Span;

/// A word with its place in the article.
#[derive(Debug, Clone, Copy)]
pub struct Word<'a> {
    /// Its bytes in the article.
    pub span: Span,
    /// Its letters.
    pub text: &'a str,
    /// What stands right before it.
    pub after: Gap,
}

/// What stands between two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// A blank.
    Blank,
    /// The ending of a possessive: "Luther's".
    Possessive,
    /// A comma.
    Comma,
    /// Any other mark.
    Mark,
}

impl Gap {
    /// Adds a character that is part of no word.
    fn and(self, c: char) -> Self {
        match (self, c) {
            (gap, c) if c.is_whitespace() => gap,
            (Gap::Blank | Gap::Possessive, ',') => Gap::Comma,
            _ => Gap::Mark,
        }
    }
}

impl Word<'_> {
    /// Tells whether it is one of these words, whatever its case.
    pub fn is_any(&self, words: &[&str]) -> bool {
        words
            .iter()
            .any(|word| self.text.eq_ignore_ascii_case(word))
    }

    /// Tells whether it is in a list of words with blanks between them, whatever its case.
    pub fn is_in(&self, list: &str) -> bool {
        list.split_ascii_whitespace()
            .any(|word| self.text.eq_ignore_ascii_case(word))
    }

    /// Tells whether a comma, bracket or another mark parts it from the word before.
    pub fn is_parted(&self) -> bool {
        matches!(self.after, Gap::Comma | Gap::Mark)
    }

    /// Tells whether it begins with a capital letter.
    pub fn is_capital(&self) -> bool {
        let joined = |(before, after): (&str, &str)| {
            before.len() <= 3 && after.starts_with(char::is_uppercase)
        };
        self.text.starts_with(char::is_uppercase) || self.text.split_once('-').is_some_and(joined)
    }
}

/// Splits a sentence, which begins at `offset` in its article, into words.
pub fn words<'a>(sentence: &'a str, offset: usize) -> Vec<Word<'a>> {
    let mut found = Vec::with_capacity(sentence.len() / 5);
    let mut after = Gap::Blank;
    let mut start = None;
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let inside = |c: char, next: Option<char>| {
        c.is_alphanumeric()
            || (c == ',' && digit(next))
            || (matches!(c, '-' | '\'' | '’' | '&' | '.')
                && next.is_some_and(char::is_alphanumeric))
    };
    let mut characters = sentence.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|&(_, next)| next);
        match (inside(c, next), start) {
            (true, None) if c.is_alphanumeric() => start = Some(at),
            (true, _) => {}
            (false, _) => {
                push(sentence, offset, start.take(), at, &mut after, &mut found);
                let initial = c == '.' && found.last().is_some_and(is_shortened);
                after = if initial { after } else { after.and(c) };
            }
        }
    }
    push(
        sentence,
        offset,
        start,
        sentence.len(),
        &mut after,
        &mut found,
    );
    found
}

/// Tells whether a full stop behind a word belongs to it: "Charles W.", "St.".
fn is_shortened(word: &Word<'_>) -> bool {
    let initial = word.text.len() == 1 && word.is_capital();
    initial
        || word.is_any(&[
            "mr", "mrs", "ms", "dr", "st", "prof", "gen", "lt", "col", "capt", "jr", "sr",
        ])
}

fn push<'a>(
    sentence: &'a str,
    offset: usize,
    start: Option<usize>,
    end: usize,
    after: &mut Gap,
    found: &mut Vec<Word<'a>>,
) {
    let Some(text) = start.and_then(|start| sentence.get(start..end)) else {
        return;
    };
    // "Luther's" is Luther; what belongs to him stands behind.
    let bare = text.trim_end_matches("'s").trim_end_matches("’s");
    let start = start.unwrap_or(end) + offset;
    found.push(Word {
        span: Span::new(start, start + bare.len()),
        text: text.get(..bare.len()).unwrap_or(text),
        after: *after,
    });
    *after = if bare.len() < text.len() {
        Gap::Possessive
    } else {
        Gap::Blank
    };
}
