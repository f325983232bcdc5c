//! Collects the words of all articles.

use std::collections::BTreeMap;

use fst::Map;

use super::{Frequencies, StemId, Totals, Vocabulary};

/// What is known of one word.
#[derive(Debug, Default)]
struct WordEntry {
    stem: String,
    /// How often it has a capital inside a sentence …
    capital: u32,
    /// … and how often none.
    small: u32,
}

/// A name has a capital this many times as often as not.
const MOSTLY: u32 = 4;

impl WordEntry {
    fn is_name(&self) -> bool {
        self.capital > self.small.saturating_mul(MOSTLY)
    }
}

/// How a word stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// With a capital that it owes to itself.
    Capital,
    /// Without.
    Small,
    /// Where every word has a capital, as in titles and where a sentence begins.
    Anyhow,
}

/// Collects words, then becomes a `Vocabulary`.
#[derive(Debug, Default)]
pub struct VocabularyBuilder {
    words: BTreeMap<String, WordEntry>,
    frequencies: BTreeMap<String, Frequencies>,
    totals: Totals,
}

impl VocabularyBuilder {
    /// Notes a word of a text and its stem.
    pub fn word(&mut self, folded: &str, stem: &str, written: Written) {
        self.totals.words += 1;
        if !self.words.contains_key(folded) {
            let entry = WordEntry {
                stem: stem.to_owned(),
                ..WordEntry::default()
            };
            self.words.insert(folded.to_owned(), entry);
        }
        if let Some(entry) = self.words.get_mut(folded) {
            match written {
                Written::Capital => entry.capital += 1,
                Written::Small => entry.small += 1,
                Written::Anyhow => {}
            }
        }
    }

    /// Notes that a sentence has these different stems.
    pub fn sentence<'a>(&mut self, stems: impl IntoIterator<Item = &'a str>) {
        self.totals.sentences += 1;
        self.count(stems, |frequencies| frequencies.sentences += 1);
    }

    /// Notes that a paragraph has these different stems.
    pub fn paragraph<'a>(&mut self, stems: impl IntoIterator<Item = &'a str>) {
        self.totals.paragraphs += 1;
        self.count(stems, |frequencies| frequencies.paragraphs += 1);
    }

    /// Notes that an article has these different stems.
    pub fn article<'a>(&mut self, stems: impl IntoIterator<Item = &'a str>) {
        self.totals.articles += 1;
        self.count(stems, |frequencies| frequencies.articles += 1);
    }

    fn count<'a>(
        &mut self,
        stems: impl IntoIterator<Item = &'a str>,
        add: impl Fn(&mut Frequencies),
    ) {
        for stem in stems {
            match self.frequencies.get_mut(stem) {
                Some(frequencies) => add(frequencies),
                None => add(self.frequencies.entry(stem.to_owned()).or_default()),
            }
        }
    }

    /// Finishes the vocabulary.
    pub fn build(mut self) -> Result<Vocabulary, fst::Error> {
        for WordEntry { stem, .. } in self.words.values() {
            if !self.frequencies.contains_key(stem) {
                self.frequencies
                    .insert(stem.clone(), Frequencies::default());
            }
        }
        let stems = Map::from_iter(self.frequencies.keys().zip(0u64..))?;
        let stem_of = (self.words.values())
            .map(|entry| StemId(stems.get(&entry.stem).unwrap_or_default() as u32))
            .collect();
        Ok(Vocabulary {
            words: Map::from_iter(self.words.keys().zip(0u64..))?,
            stems,
            stem_of,
            names: self.words.values().map(WordEntry::is_name).collect(),
            stem_texts: self.frequencies.keys().cloned().collect(),
            frequencies: self.frequencies.into_values().collect(),
            totals: self.totals,
        })
    }
}
