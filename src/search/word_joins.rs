//! Words of the question that the articles write as one ("sub sectors" for "subsectors"), one that they write apart, and
//! words that only sound like one of theirs, as people write a name they have heard and as dictation does.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use rphonetic::DoubleMetaphone;

use crate::question::analyze::QuestionWord;
use crate::text::similarity;
use crate::text::vectors::WordVectors;

use super::vocabulary::{Vocabulary, WordId};

/// Words of a question that are read as one word of the articles.
#[derive(Debug, Clone, PartialEq)]
pub struct Joined {
    /// Which words of the question, by their places.
    pub words: RangeInclusive<usize>,
    /// What they are read as …
    pub word: String,
    /// … and its number.
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
                word: together,
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

/// How a word sounds: the codes of Double Metaphone (Philips 2000), the likeliest first.
fn sounds(word: &str) -> [String; 2] {
    static ENCODER: LazyLock<DoubleMetaphone> = LazyLock::new(|| DoubleMetaphone::new(None));
    let codes = ENCODER.double_metaphone(word);
    [codes.primary(), codes.alternate()]
}

/// A word whose code is shorter sounds like too many others.
const LEAST_SOUNDS: usize = 3;

/// Several words together may differ by one sound from the one that was said, where it has so many.
const LEAST_SOUNDS_OF_SEVERAL: usize = 4;

/// How close the letters of two words must be that sound the same …
const SAME_SOUND: f32 = 0.6;

/// … and of those that sound nearly the same.
const LIKE_SOUND: f32 = 0.64;

/// What is read by its sound counts less than what is read by its letters.
const HEARD: f32 = 0.85;

/// How many words are said for one at most, with the one nobody knows among them.
const MOST_HEARD: usize = 3;

/// Finds what an unknown word, alone or with its neighbours, sounds like.
pub fn sounding_like(words: &[QuestionWord], at: usize, vocabulary: &Vocabulary) -> Option<Joined> {
    let mut best: Option<Joined> = None;
    for length in 1..=MOST_HEARD {
        for start in (at + 1).saturating_sub(length)..=at {
            let Some(window) = words.get(start..start + length) else {
                continue;
            };
            let joined = heard(window, start, vocabulary);
            let better = |joined: &Joined| {
                best.as_ref()
                    .is_none_or(|best| joined.closeness > best.closeness)
            };
            if let Some(joined) = joined.filter(better) {
                best = Some(joined);
            }
        }
    }
    best
}

fn heard(window: &[QuestionWord], start: usize, vocabulary: &Vocabulary) -> Option<Joined> {
    let said: String = window.iter().map(|word| word.folded.as_str()).collect();
    let is_alone = window.len() == 1;
    if !said.bytes().all(|byte| byte.is_ascii_lowercase())
        || is_alone && WordVectors::shipped().knows(&said)
    {
        return None;
    }
    let codes = sounds(&said);
    let least = if is_alone {
        LEAST_SOUNDS
    } else {
        LEAST_SOUNDS_OF_SEVERAL
    };
    if codes.iter().all(|code| code.len() < least) {
        return None;
    }
    let closeness = |known: &str| {
        let letters = similarity::closeness(&said, known);
        if letters < SAME_SOUND {
            return None;
        }
        let others = sounds(known);
        let same = (codes.iter()).any(|code| code.len() >= least && others.contains(code));
        let nearly = || {
            let near = |code: &String| {
                code.len() >= LEAST_SOUNDS_OF_SEVERAL
                    && (others.iter()).any(|other| strsim::levenshtein(code, other) == 1)
            };
            letters >= LIKE_SOUND && codes.iter().any(near)
        };
        (same || nearly()).then_some(letters * HEARD)
    };
    let (word, id, closeness) = vocabulary.best_name(beginnings(&said), closeness)?;
    Some(Joined {
        words: start..=start + window.len() - 1,
        word,
        id,
        closeness,
    })
}

/// With which letters a word may begin that sounds as if it began with another.
const ALIKE_BEGINNINGS: &[&str] = &[
    "aeiouhy", "ckqx", "scztx", "fpv", "gjz", "kng", "pb", "rw", "td", "vwu", "wh", "xsz", "zs",
    "ln", "mn",
];

/// Returns the letters that a word like this one begins with in other spellings.
fn beginnings(word: &str) -> Vec<char> {
    let first = word.chars().next();
    let mut letters: Vec<char> = (ALIKE_BEGINNINGS.iter())
        .filter(|alike| first.is_some_and(|first| alike.contains(first)))
        .flat_map(|alike| alike.chars())
        .chain(first)
        .collect();
    letters.sort_unstable();
    letters.dedup();
    letters
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

    fn read(question: &str, words: &[&str]) -> Vec<(String, String)> {
        Query::of(analyze(question), None, &vocabulary(words)).corrections
    }

    fn told(said: &str, meant: &str) -> Vec<(String, String)> {
        vec![(said.to_owned(), meant.to_owned())]
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

    #[test]
    fn a_name_is_known_by_its_sound() {
        let names = ["DECnet", "Bendigo", "Schwarzenegger", "harbour"];
        assert_eq!(read("What is dex net?", &names), told("dex net", "decnet"));
        assert_eq!(
            read("When was Shwartsenegger elected?", &names),
            told("shwartsenegger", "schwarzenegger")
        );
    }

    #[test]
    fn another_word_is_not_taken_for_a_name() {
        let names = ["Peter", "Lind", "Bonn"];
        for other in [
            "Who wrote about Harry Potter?",
            "Where is the land?",
            "What is a bond?",
        ] {
            assert_eq!(read(other, &names), [], "{other}");
        }
    }
}
