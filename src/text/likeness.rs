//! How much of one text stands in another, for finding an article that is there already in other words.

use std::collections::BTreeSet;

use simhash::{hamming_distance, simhash_stream};

/// Texts whose lengths differ by more than this factor are not compared.
const LENGTHS: f64 = 1.6;

/// So many of the 64 bits of two fingerprints may differ for the words to be compared.
const BITS: u32 = 14;

/// Two texts that share more than this part of their runs of words are nearly the same.
const NEAR: f64 = 0.6;

/// Words in a run.
const RUN: usize = 4;

/// What is kept of a text to tell quickly which others can be like it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Likeness {
    /// Its length.
    pub bytes: usize,
    /// A number whose bits differ the less, the more words two texts share.
    pub fingerprint: u64,
}

impl Likeness {
    /// Reads a text.
    pub fn of(text: &str) -> Self {
        Likeness::of_words(text.len(), &words_of(text))
    }

    fn of_words(bytes: usize, words: &[String]) -> Self {
        Likeness {
            bytes,
            fingerprint: simhash_stream(words.iter().map(String::as_str)),
        }
    }

    /// Tells whether two texts can be nearly the same; nearly all others of a large shelf cannot.
    pub fn may_be_like(self, other: Likeness) -> bool {
        let less = self.bytes.min(other.bytes) as f64;
        let more = self.bytes.max(other.bytes) as f64;
        more <= less * LENGTHS && hamming_distance(self.fingerprint, other.fingerprint) <= BITS
    }
}

/// The words of a text, ready to be compared with those of others.
#[derive(Debug, Clone)]
pub struct Wording {
    likeness: Likeness,
    runs: BTreeSet<String>,
}

impl Wording {
    /// Reads a text.
    pub fn of(text: &str) -> Self {
        let words = words_of(text);
        Wording {
            likeness: Likeness::of_words(text.len(), &words),
            runs: runs_of(&words),
        }
    }

    /// Returns what is kept of the text.
    pub fn likeness(&self) -> Likeness {
        self.likeness
    }

    /// Returns how many percent of the shorter text's runs both have, if they are nearly the same.
    pub fn share_with(&self, other: &str) -> Option<u8> {
        let words = words_of(other);
        if !self
            .likeness
            .may_be_like(Likeness::of_words(other.len(), &words))
        {
            return None;
        }
        let other = runs_of(&words);
        let fewer = self.runs.len().min(other.len());
        let shared = self.runs.intersection(&other).count();
        let share = shared as f64 / fewer.max(1) as f64;
        (share > NEAR).then_some((share * 100.0) as u8)
    }
}

fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn runs_of(words: &[String]) -> BTreeSet<String> {
    words.windows(RUN).map(|run| run.join(" ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_a_few_other_words_is_nearly_the_same() {
        let sentences: Vec<String> = (0..40)
            .map(|n| {
                format!(
                    "In year {n} the keeper of lamp {} counted {} ships in the sound.",
                    n * 7,
                    n * n
                )
            })
            .collect();
        let text = Wording::of(&sentences.join(" "));
        let edited = sentences
            .join(" ")
            .replace("keeper of lamp 7 ", "old keeper ");
        assert!(text.share_with(&edited).is_some_and(|percent| percent > 90));
        let other =
            "A tin whistle has six holes and a mouthpiece; beginners find it easy. ".repeat(30);
        assert_eq!(text.share_with(&other), None);
    }

    #[test]
    fn a_fingerprint_is_the_same_for_ever() {
        // It is kept in databases: another hash would find nothing there.
        let likeness = Likeness::of("The keeper of the lamp counted ships.");
        assert_eq!(likeness.bytes, 37);
        assert_eq!(likeness.fingerprint, 9_028_381_496_777_016_778);
    }
}
