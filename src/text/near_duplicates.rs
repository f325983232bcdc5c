//! How much of one text stands in another, for finding an article that is there already in other words.

use std::collections::BTreeSet;

use simhash::{hamming_distance, simhash_stream};

/// Texts whose lengths differ by more than this factor are not compared.
const LENGTHS: f64 = 1.6;

/// At most this many of the 64 bits of two fingerprints may differ for the words to be compared. Texts that have
/// nothing in common differ in 32; a text of which three fifths stand in a longer one, in about 22. One in a hundred
/// others passes, too.
const BITS: u32 = 22;

/// A text of which more than this part of the runs of words stand in another is nearly the same.
const NEAR: f64 = 0.6;

/// Words in a run.
const RUN: usize = 4;

/// What is kept of a text to tell quickly which others can be like it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextSignature {
    /// Its length.
    pub bytes: usize,
    /// A number whose bits differ the less, the more words two texts share.
    pub fingerprint: u64,
}

impl TextSignature {
    /// Reads a text.
    pub fn of(text: &str) -> Self {
        TextSignature::of_runs(text.len(), &runs_of(&words_of(text)))
    }

    /// Runs tell texts apart; half of the single words of any two texts are `the`, `of` and their like.
    fn of_runs(bytes: usize, runs: &BTreeSet<String>) -> Self {
        TextSignature {
            bytes,
            fingerprint: simhash_stream(runs.iter().map(String::as_str)),
        }
    }

    /// Tells whether two texts can be nearly the same; nearly all others of a large shelf cannot.
    pub fn may_be_like(self, other: TextSignature) -> bool {
        let less = self.bytes.min(other.bytes) as f64;
        let more = self.bytes.max(other.bytes) as f64;
        more <= less * LENGTHS && hamming_distance(self.fingerprint, other.fingerprint) <= BITS
    }
}

/// The words of a text, ready to be compared with those of others.
#[derive(Debug, Clone)]
pub struct Shingles {
    signature: TextSignature,
    runs: BTreeSet<String>,
}

impl Shingles {
    /// Reads a text.
    pub fn of(text: &str) -> Self {
        let runs = runs_of(&words_of(text));
        Shingles {
            signature: TextSignature::of_runs(text.len(), &runs),
            runs,
        }
    }

    /// Returns what is kept of the text.
    pub fn signature(&self) -> TextSignature {
        self.signature
    }

    /// Returns how many percent of the runs of words both have, if most of the shorter text stands in the longer one.
    ///
    /// The percent are those of the text that has more runs: one that only grew is never the same to 100 percent.
    pub fn overlap_percent(&self, other: &str) -> Option<u8> {
        let other_runs = runs_of(&words_of(other));
        let signature = TextSignature::of_runs(other.len(), &other_runs);
        if !self.signature.may_be_like(signature) {
            return None;
        }
        let shared = self.runs.intersection(&other_runs).count();
        let (own, others) = (self.runs.len(), other_runs.len());
        let of_shorter = shared as f64 / own.min(others).max(1) as f64;
        (of_shorter > NEAR).then_some((shared * 100 / own.max(others).max(1)) as u8)
    }
}

fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn runs_of(words: &[String]) -> BTreeSet<String> {
    let longest = RUN.min(words.len()).max(1);
    words.windows(longest).map(|run| run.join(" ")).collect()
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
        let text = Shingles::of(&sentences.join(" "));
        let edited = sentences
            .join(" ")
            .replace("keeper of lamp 7 ", "old keeper ");
        assert!(
            text.overlap_percent(&edited)
                .is_some_and(|percent| percent > 90)
        );
        let other =
            "A tin whistle has six holes and a mouthpiece; beginners find it easy. ".repeat(30);
        assert_eq!(text.overlap_percent(&other), None);
    }

    #[test]
    fn a_text_that_grew_is_found_and_not_called_the_same_to_a_hundred_percent() {
        let sentence =
            |n: usize| format!("The keeper of lamp {} saw {} ships off Sorn.", n * 7, n * n);
        let text = |to: usize| (0..to).map(sentence).collect::<Vec<_>>().join(" ");
        let (short, long) = (text(50), text(60));
        let percent = Shingles::of(&short).overlap_percent(&long);
        assert!(
            percent.is_some_and(|percent| (80..90).contains(&percent)),
            "{percent:?}"
        );
        assert_eq!(Shingles::of(&long).overlap_percent(&short), percent);
        assert_eq!(Shingles::of(&long).overlap_percent(&long), Some(100));
    }

    #[test]
    fn texts_that_share_most_of_their_runs_may_be_alike_and_others_hardly_ever() {
        let sentence =
            |n: usize| format!("The keeper of lamp {} saw {} ships off Sorn.", n * 7, n * n);
        let text = |from: usize, to: usize| (from..to).map(sentence).collect::<Vec<_>>().join(" ");
        let whole = TextSignature::of(&text(0, 60));
        assert!(whole.may_be_like(TextSignature::of(&text(0, 50))));
        assert!(whole.may_be_like(TextSignature::of(&text(8, 60))));
        let about = |n: usize| {
            let words = (0..600).map(|word| {
                let place = (n * 1_009 + word) as u64;
                let mixed = place.wrapping_mul(0x9e37_79b9_7f4a_7c15);
                format!(
                    "w{}",
                    (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 52
                )
            });
            TextSignature::of(&words.collect::<Vec<_>>().join(" "))
        };
        let near = (1..500).filter(|n| about(0).may_be_like(about(*n))).count();
        assert!(near <= 10, "{near} of 500");
    }

    #[test]
    fn a_fingerprint_is_the_same_for_ever() {
        // It is kept in databases: another hash would find nothing there.
        let signature = TextSignature::of("The keeper of the lamp counted ships.");
        assert_eq!(signature.bytes, 37);
        assert_eq!(signature.fingerprint, 37_342_318_358_995_989);
    }
}
