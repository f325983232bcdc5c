//! Words of the question that the articles write as one ("sub sectors" for "subsectors"), and one that they write apart.

use std::ops::RangeInclusive;

use crate::question::QuestionWord;
use crate::text::vectors::WordVectors;

use super::vocabulary::{Vocabulary, WordId};

/// Words of a question that are read as one word of the articles.
#[derive(Debug, Clone, PartialEq)]
pub struct Joined {
    /// Which words of the question, by their places.
    pub words: RangeInclusive<usize>,
    /// The word they are read as.
    pub id: WordId,
    /// How surely, 0 to 1.
    pub closeness: f32,
}

/// A word written as one is nearly always the same thing.
const WRITTEN_TOGETHER: f32 = 0.9;

/// Shorter words are put together by chance: "of" and "ten".
const LEAST_TOGETHER: usize = 5;

/// Finds neighbours that the articles write as one word. Neither holds only the sentence together: "for" and "ever" are apart.
pub fn written_together(words: &[QuestionWord], vocabulary: &Vocabulary) -> Vec<Joined> {
    let mut found = Vec::new();
    for (at, pair) in words.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        if first.function || second.function || first.number {
            continue;
        }
        let together = format!("{}{}", first.folded, second.folded);
        if together.chars().count() < LEAST_TOGETHER {
            continue;
        }
        if let Some(id) = vocabulary.word(&together) {
            found.push(Joined {
                words: at..=at + 1,
                id,
                closeness: WRITTEN_TOGETHER,
            });
        }
    }
    found
}

/// Each part of a word that is written apart has so many letters.
const LEAST_PART: usize = 3;

/// Finds two words of the articles that an unknown one is made of: "minigame" where they write "mini game". The longest first
/// part wins; both are English words or names, for any letters can be cut into syllables that stand somewhere.
pub fn written_apart<'w>(folded: &'w str, vocabulary: &Vocabulary) -> Option<[&'w str; 2]> {
    let is_letters = folded.bytes().all(|byte| byte.is_ascii_lowercase());
    if !is_letters {
        return None;
    }
    (LEAST_PART..=folded.len().checked_sub(LEAST_PART)?)
        .rev()
        .find_map(|at| {
            let (first, second) = folded.split_at_checked(at)?;
            let known = |part: &str| {
                let is_word =
                    || WordVectors::shipped().knows(part) || vocabulary.knows_as_name(part);
                vocabulary.word(part).is_some() && is_word()
            };
            (known(first) && known(second)).then_some([first, second])
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::analyze;
    use crate::search::query::Query;
    use crate::search::vocabulary::{StemId, VocabularyBuilder, Written};
    use crate::text::normalize;

    /// Words of articles; those with a capital are names.
    fn vocabulary(words: &[&str]) -> Vocabulary {
        let mut builder = VocabularyBuilder::default();
        for word in words {
            let folded = normalize::fold(word);
            let stem = normalize::stem(&folded);
            let written = match word.starts_with(char::is_uppercase) {
                true => Written::Capital,
                false => Written::Small,
            };
            builder.word(&folded, &stem, written);
            builder.sentence([stem.as_str()]);
        }
        builder.build().expect("sorted keys build")
    }

    fn finds(question: &str, word: &str, words: &[&str]) -> bool {
        let vocabulary = vocabulary(words);
        let query = Query::of(analyze(question), None, &vocabulary);
        let sought: Option<StemId> = vocabulary.word(word).and_then(|id| vocabulary.stem_of(id));
        let mut stems = query.terms.iter().flat_map(|term| &term.stems);
        sought.is_some() && stems.any(|(stem, _)| Some(*stem) == sought)
    }

    #[test]
    fn words_that_the_articles_write_as_one_are_found_as_one() {
        let words = ["Internet2", "subsectors", "internet", "footnote"];
        assert!(finds("Who runs internet 2?", "internet2", &words));
        assert!(finds(
            "What are the three sub-sectors?",
            "subsectors",
            &words
        ));
        assert!(!finds("Who put a foot on the note?", "footnote", &words));
    }

    #[test]
    fn a_word_that_the_articles_write_apart_is_found_in_its_parts() {
        let words = ["mini", "game", "world", "cup"];
        for part in ["mini", "game"] {
            assert!(finds("Is there a minigame?", part, &words), "{part}");
        }
        assert!(
            !finds("Is there a cupboard?", "cup", &words),
            "no article has boards"
        );
    }
}
