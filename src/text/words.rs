//! Words and their places.

use unicode_segmentation::UnicodeSegmentation;

use super::Span;

/// A word of a text and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// Its bytes in the text.
    pub span: Span,
    /// The word as written.
    pub text: &'a str,
}

impl Word<'_> {
    /// Tells whether it begins with a capital letter.
    pub fn is_capitalised(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// Tells whether it has a digit.
    pub fn has_digit(&self) -> bool {
        self.text.chars().any(|c| c.is_ascii_digit())
    }
}

/// Returns the words of a text in order, by the word boundaries of Unicode (UAX #29).
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    text.unicode_word_indices().map(|(start, word)| Word {
        span: Span::new(start, start + word.len()),
        text: word,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_part_words_and_commas_do_not_part_numbers() {
        let found: Vec<&str> = words("A well-known 1,200-page book, isn't it?")
            .map(|word| word.text)
            .collect();
        assert_eq!(
            found,
            ["A", "well", "known", "1,200", "page", "book", "isn't", "it"]
        );
    }
}
