//! Words that hold a sentence together and say little by themselves.

/// Function words of English, sorted; question words are among them.
///
/// The trained reader knows each by its place here, so none is put in or taken out without training it anew. That is why
/// `he's` stays, which folding makes `he`: the reader looks words up as they are written.
const FUNCTION_WORDS: &[&str] = &[
    "a",
    "about",
    "above",
    "after",
    "again",
    "all",
    "also",
    "am",
    "an",
    "and",
    "any",
    "are",
    "aren't",
    "as",
    "at",
    "be",
    "because",
    "been",
    "before",
    "being",
    "below",
    "between",
    "both",
    "but",
    "by",
    "can",
    "can't",
    "cannot",
    "could",
    "couldn't",
    "did",
    "didn't",
    "do",
    "does",
    "doesn't",
    "doing",
    "don't",
    "down",
    "during",
    "each",
    "either",
    "else",
    "for",
    "from",
    "further",
    "had",
    "hadn't",
    "has",
    "hasn't",
    "have",
    "haven't",
    "having",
    "he",
    "he'd",
    "he's",
    "her",
    "here",
    "hers",
    "herself",
    "him",
    "himself",
    "his",
    "how",
    "i",
    "i'd",
    "i'll",
    "i'm",
    "i've",
    "if",
    "in",
    "into",
    "is",
    "isn't",
    "it",
    "it'd",
    "it'll",
    "its",
    "itself",
    "just",
    "let",
    "me",
    "might",
    "more",
    "most",
    "must",
    "my",
    "myself",
    "no",
    "nor",
    "not",
    "of",
    "off",
    "on",
    "once",
    "only",
    "or",
    "other",
    "our",
    "ours",
    "ourselves",
    "out",
    "over",
    "own",
    "please",
    "same",
    "shall",
    "she",
    "she'd",
    "should",
    "shouldn't",
    "so",
    "some",
    "such",
    "tell",
    "than",
    "that",
    "the",
    "their",
    "theirs",
    "them",
    "themselves",
    "then",
    "there",
    "these",
    "they",
    "they'd",
    "they're",
    "they've",
    "this",
    "those",
    "through",
    "thus",
    "to",
    "too",
    "under",
    "until",
    "up",
    "upon",
    "us",
    "very",
    "was",
    "wasn't",
    "we",
    "we'd",
    "we're",
    "we've",
    "were",
    "weren't",
    "what",
    "when",
    "where",
    "which",
    "while",
    "who",
    "whom",
    "whose",
    "why",
    "will",
    "with",
    "within",
    "without",
    "won't",
    "would",
    "wouldn't",
    "yet",
    "you",
    "you'd",
    "you're",
    "you've",
    "your",
    "yours",
    "yourself",
];

/// Returns the place of a folded word among the function words.
pub fn place_among(folded: &str) -> Option<usize> {
    FUNCTION_WORDS.binary_search(&folded).ok()
}

/// Tells whether a folded word denies something.
pub fn denies(folded: &str) -> bool {
    matches!(
        folded,
        "not"
            | "never"
            | "no"
            | "none"
            | "nor"
            | "neither"
            | "cannot"
            | "without"
            | "nobody"
            | "nothing"
            | "except"
    ) || folded.ends_with("n't")
        || folded.ends_with("n’t")
}

/// Tells whether a folded word is a function word.
pub fn is_function_word(folded: &str) -> bool {
    FUNCTION_WORDS.binary_search(&folded).is_ok()
}

/// Question words and the helpers that stand beside them, for reading a mistyped one.
pub const QUESTION_WORDS: &[&str] = &[
    "what", "who", "when", "where", "which", "why", "how", "many", "much", "does", "did", "was",
    "were", "the", "whose", "whom",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_words_are_sorted_and_found() {
        assert!(FUNCTION_WORDS.is_sorted());
        assert!(is_function_word("which"));
        assert!(!is_function_word("river"));
    }

    #[test]
    fn words_keep_the_places_by_which_the_reader_knows_them() {
        let places = ["a", "he's", "she'd", "yourself"].map(place_among);
        assert_eq!(places, [Some(0), Some(54), Some(107), Some(171)]);
    }
}
