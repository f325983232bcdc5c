//! The words of all articles as a finite-state set, with how many sentences, paragraphs and articles have them.

mod vocabulary_builder;
mod vocabulary_file;

pub use vocabulary_builder::{VocabularyBuilder, Written};

use fst::automaton::Automaton;
use fst::{IntoStreamer, Map, Streamer};

use crate::math;
use crate::text::similarity;

/// Numbers a folded word; words are numbered in alphabetical order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(pub u32);

/// Numbers a stem; stems are numbered in alphabetical order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StemId(pub u32);

/// How many texts of each size have a stem.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Frequencies {
    /// Sentences.
    pub sentences: u32,
    /// Paragraphs.
    pub paragraphs: u32,
    /// Articles.
    pub articles: u32,
}

/// What all texts together amount to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Sentences.
    pub sentences: u32,
    /// Paragraphs.
    pub paragraphs: u32,
    /// Articles.
    pub articles: u32,
    /// Words that are not function words.
    pub words: u64,
}

/// The words of all articles.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    words: Map<Vec<u8>>,
    stems: Map<Vec<u8>>,
    stem_of: Vec<StemId>,
    /// Whether each word is a name, as far as its capitals tell.
    names: Vec<bool>,
    stem_texts: Vec<String>,
    frequencies: Vec<Frequencies>,
    totals: Totals,
}

/// A known word that a mistyped one may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct SpellingCandidate {
    /// The known word.
    pub word: String,
    /// Its number.
    pub id: WordId,
    /// How close it is, 0 to 1.
    pub closeness: f32,
}

impl Vocabulary {
    /// Returns the number of a folded word, if any article has it.
    pub fn word(&self, folded: &str) -> Option<WordId> {
        self.words.get(folded).map(|id| WordId(id as u32))
    }

    /// Returns the number of a stem, if any article has it.
    pub fn stem(&self, stem: &str) -> Option<StemId> {
        self.stems.get(stem).map(|id| StemId(id as u32))
    }

    /// Returns the stem of a known word.
    pub fn stem_of(&self, word: WordId) -> Option<StemId> {
        self.stem_of.get(word.0 as usize).copied()
    }

    /// Tells whether the articles write a word with a capital inside their sentences, nearly always: who types without
    /// capitals means the name.
    pub fn knows_as_name(&self, folded: &str) -> bool {
        let word = self.word(folded);
        word.is_some_and(|word| self.names.get(word.0 as usize) == Some(&true))
    }

    /// Returns a stem as text.
    pub fn stem_text(&self, stem: StemId) -> &str {
        self.stem_texts
            .get(stem.0 as usize)
            .map_or("", String::as_str)
    }

    /// Returns how many texts have a stem.
    pub fn frequencies(&self, stem: StemId) -> Frequencies {
        self.frequencies
            .get(stem.0 as usize)
            .copied()
            .unwrap_or_default()
    }

    /// Returns what all texts amount to.
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// Returns how telling a stem is among sentences: the inverse document frequency of BM25 (Robertson and Spärck
    /// Jones), never negative. An unknown stem is as telling as one that a single sentence has.
    pub fn idf(&self, stem: Option<StemId>) -> f32 {
        let having = stem.map_or(1, |stem| self.frequencies(stem).sentences.max(1));
        inverse_frequency(self.totals.sentences, having)
    }

    /// Returns how telling a stem is among paragraphs.
    pub fn idf_of_paragraphs(&self, stem: Option<StemId>) -> f32 {
        let having = stem.map_or(1, |stem| self.frequencies(stem).paragraphs.max(1));
        inverse_frequency(self.totals.paragraphs, having)
    }

    /// Returns how telling a stem is among articles.
    pub fn idf_of_articles(&self, stem: Option<StemId>) -> f32 {
        let having = stem.map_or(1, |stem| self.frequencies(stem).articles.max(1));
        inverse_frequency(self.totals.articles, having)
    }

    /// Returns the known words within `errors` typing errors, closest first, `most` at most.
    ///
    /// Ordered by closeness, then by how many sentences have the word, then alphabetically.
    pub fn spelling_candidates(
        &self,
        typed: &str,
        errors: u8,
        most: usize,
    ) -> Vec<SpellingCandidate> {
        let Some(automaton) = automaton(typed, errors) else {
            return Vec::new();
        };
        let mut stream = self.words.search(automaton).into_stream();
        let mut found: Vec<(SpellingCandidate, u32)> = Vec::new();
        while let Some((known, id)) = stream.next() {
            let Ok(known) = std::str::from_utf8(known) else {
                continue;
            };
            if known.bytes().any(|b| b.is_ascii_digit()) {
                continue;
            }
            let id = WordId(id as u32);
            let frequency = self
                .stem_of(id)
                .map_or(0, |stem| self.frequencies(stem).sentences);
            let meant = SpellingCandidate {
                word: known.to_owned(),
                id,
                closeness: similarity::closeness(typed, known),
            };
            found.push((meant, frequency));
        }
        found.sort_by(|a, b| {
            (b.0.closeness.total_cmp(&a.0.closeness))
                .then(b.1.cmp(&a.1))
                .then_with(|| a.0.word.cmp(&b.0.word))
        });
        found
            .into_iter()
            .take(most)
            .map(|(meant, _)| meant)
            .collect()
    }

    /// Returns the known words that begin with `prefix`, alphabetically, `most` at most.
    pub fn with_prefix(&self, prefix: &str, most: usize) -> Vec<String> {
        let mut stream = self
            .words
            .search(fst::automaton::Str::new(prefix).starts_with())
            .into_stream();
        let mut found = Vec::new();
        while let Some((known, _)) = stream.next() {
            if found.len() == most {
                break;
            }
            found.extend(std::str::from_utf8(known).ok().map(str::to_owned));
        }
        found
    }
}

/// `ln(1 + (N − n + ½) / (n + ½))`.
fn inverse_frequency(all: u32, having: u32) -> f32 {
    let (all, having) = (all as f32, having.min(all.max(1)) as f32);
    math::ln(1.0 + ((all - having).max(0.0) + 0.5) / (having + 0.5))
}

fn automaton(typed: &str, errors: u8) -> Option<levenshtein_automata::DFA> {
    use levenshtein_automata::LevenshteinAutomatonBuilder;
    use std::sync::LazyLock;
    // Building the parametric automaton costs far more than using it.
    static ONE: LazyLock<LevenshteinAutomatonBuilder> =
        LazyLock::new(|| LevenshteinAutomatonBuilder::new(1, true));
    static TWO: LazyLock<LevenshteinAutomatonBuilder> =
        LazyLock::new(|| LevenshteinAutomatonBuilder::new(2, true));
    match errors {
        0 => None,
        1 => Some(ONE.build_dfa(typed)),
        _ => Some(TWO.build_dfa(typed)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn sample() -> Vocabulary {
        let mut builder = VocabularyBuilder::default();
        for (word, stem) in [
            ("canals", "canal"),
            ("canal", "canal"),
            ("bridge", "bridg"),
            ("1998", "1998"),
        ] {
            builder.word(word, stem, Written::Small);
        }
        builder.sentence(["canal", "bridg"]);
        builder.sentence(["canal", "1998"]);
        builder.paragraph(["canal", "bridg", "1998"]);
        builder.article(["canal", "bridg", "1998"]);
        builder.build().expect("sorted keys build")
    }

    #[test]
    fn a_rarer_word_tells_more() {
        let vocabulary = sample();
        assert!(
            vocabulary.idf(vocabulary.stem("bridg")) > vocabulary.idf(vocabulary.stem("canal"))
        );
    }

    #[test]
    fn a_mistyped_word_is_found_and_a_figure_is_not() {
        let vocabulary = sample();
        let meant = vocabulary.spelling_candidates("brigde", 1, 3);
        assert_eq!(meant.first().map(|m| m.word.as_str()), Some("bridge"));
        assert!(vocabulary.spelling_candidates("1989", 2, 3).is_empty());
    }

    #[test]
    fn what_has_a_capital_inside_sentences_is_a_name() {
        let mut builder = VocabularyBuilder::default();
        for written in [Written::Capital, Written::Capital, Written::Anyhow] {
            builder.word("everest", "everest", written);
        }
        for written in [Written::Capital, Written::Small, Written::Small] {
            builder.word("mount", "mount", written);
        }
        builder.word("canal", "canal", Written::Anyhow);
        let vocabulary = builder.build().expect("sorted keys build");
        let read = Vocabulary::from_bytes(&vocabulary.to_bytes()).expect("its own bytes");
        let is_name = |word: &str| read.knows_as_name(word);
        assert!(is_name("everest"));
        assert!(!is_name("mount") && !is_name("canal"));
    }
}
