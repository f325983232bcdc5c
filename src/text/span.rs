//! A range of bytes in a text, the currency in which everything points at words.

use serde::{Deserialize, Serialize};

/// A half-open range of bytes, `start..end`, always on character boundaries of the text it was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// Makes the span `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        Span { start, end }
    }

    /// Returns how many bytes it covers.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Tells whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Returns the words it stands for, or nothing when it does not fit the text.
    pub fn of(self, text: &str) -> Option<&str> {
        text.get(self.start..self.end)
    }

    /// Returns the same span in a text in which this one's text begins at `offset`.
    pub fn shifted(self, offset: usize) -> Self {
        Span::new(self.start + offset, self.end + offset)
    }

    /// Tells whether `other` lies wholly inside.
    pub fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Tells whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns the span without white space at either end.
    pub fn trimmed(self, text: &str) -> Self {
        let Some(inside) = self.of(text) else {
            return self;
        };
        let start = self.start + (inside.len() - inside.trim_start().len());
        Span::new(start, start + inside.trim().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trimming_keeps_only_the_words() {
        let text = "  two words \n";
        let span = Span::new(0, text.len()).trimmed(text);
        assert_eq!(span.of(text), Some("two words"));
    }

    #[test]
    fn a_span_that_does_not_fit_stands_for_nothing() {
        assert_eq!(Span::new(1, 2).of("é"), None);
        assert_eq!(Span::new(0, 9).of("short"), None);
    }
}
