//! Lists of words that are asked for at every word of every sentence, each read once into a table.

use std::collections::HashSet;
use std::sync::OnceLock;

/// Words with blanks between them, found without going through the list.
pub struct WordList {
    words: &'static str,
    table: OnceLock<HashSet<&'static str>>,
}

impl WordList {
    /// Makes a list of words that stand with blanks between them.
    pub const fn new(words: &'static str) -> Self {
        WordList {
            words,
            table: OnceLock::new(),
        }
    }

    /// Tells whether a word is in the list.
    pub fn contains(&self, word: &str) -> bool {
        self.table
            .get_or_init(|| self.words.split_ascii_whitespace().collect())
            .contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_are_in_a_list() {
        static BOATS: WordList = WordList::new(" ferry sloop ketch ");
        assert!(BOATS.contains("sloop"));
        assert!(!BOATS.contains("loop"));
        assert!(!BOATS.contains(""));
    }
}
