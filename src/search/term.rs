//! A word that is looked for, and the words of the articles that are its relatives or near to it in meaning.

use crate::text::everyday_words::EverydayWords;
use crate::text::vectors::{WordRow, WordVectors};

use super::vocabulary::{StemId, Vocabulary, WordId};

/// A word that is looked for.
#[derive(Debug, Clone)]
pub struct Term {
    /// The word as compared.
    pub folded: String,
    /// Its number, when an article has this very form.
    pub word: Option<WordId>,
    /// The stems it stands for, the likeliest first: its own, or those of the words it may be meant for.
    pub stems: Vec<(StemId, f32)>,
    /// Stems of the same family (`Normandy` for `Norman`), each with its closeness, sorted by stem.
    pub relatives: Vec<(StemId, f32)>,
    /// Stems that people exchange for it when they ask (`lorry` for `truck`), sorted.
    pub alternatives: Vec<StemId>,
    /// Stems of like meaning that articles have, each with its cosine, nearest first.
    pub neighbours: Vec<(StemId, f32)>,
    /// Its place in the table of word vectors.
    pub row: Option<WordRow>,
    /// How telling it is.
    pub weight: f32,
    /// Whether it seems part of a name.
    pub name: bool,
    /// Whether it has a digit.
    pub number: bool,
    /// Whether it was taken over from an earlier question.
    pub carried: bool,
    /// Which word of the question it is; carried words follow the others.
    pub position: usize,
}

impl Term {
    /// Tells whether it stands for a stem.
    pub fn has(&self, stem: Option<StemId>) -> bool {
        self.stems.iter().any(|(own, _)| Some(*own) == stem)
    }
}

/// Returns the stems that people exchange for a word when they ask, as far as articles have them, sorted.
pub(super) fn alternatives(stem: &str, vocabulary: &Vocabulary) -> Vec<StemId> {
    let others = EverydayWords::shipped().others(stem);
    let mut found: Vec<StemId> = others.filter_map(|other| vocabulary.stem(other)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// How near a word counts that people exchange for another.
pub(super) const EXCHANGED: f32 = 0.7;

/// How many words of like meaning are looked for beside a word.
const NEIGHBOURS: usize = 6;

/// How near they must be.
pub(super) const NEAR_ENOUGH: f32 = 0.55;

/// Returns the stems of like meaning that articles have, nearest first.
pub(super) fn neighbours(term: &Term, vocabulary: &Vocabulary) -> Vec<(StemId, f32)> {
    let vectors = WordVectors::shipped();
    let exchanged = term.alternatives.iter().map(|stem| (*stem, EXCHANGED));
    // Half of the places are left to what is near in meaning.
    let exchanged: Vec<(StemId, f32)> = exchanged.take(NEIGHBOURS / 2).collect();
    let Some(row) = term.row else {
        return exchanged;
    };
    let mut found: Vec<(StemId, f32)> = exchanged;
    for (other, cosine) in vectors.nearest(row).iter().copied() {
        let stem = vocabulary
            .word(vectors.word(other))
            .and_then(|word| vocabulary.stem_of(word));
        let Some(stem) = stem.filter(|_| cosine >= NEAR_ENOUGH && found.len() < NEIGHBOURS) else {
            continue;
        };
        let known = |list: &[(StemId, f32)]| list.iter().any(|(known, _)| *known == stem);
        if !known(&term.stems) && !known(&term.relatives) && !known(&found) {
            found.push((stem, cosine));
        }
    }
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    found
}

/// A family shares its first letters, this many at least …
const SHARED_LETTERS: usize = 5;

/// … and this share of the longer word.
const SHARED_PART: f32 = 0.6;

/// The most words of a family that are looked at.
const MAX_FAMILY_WORDS: usize = 60;

/// Returns the stems of the same family that articles have, sorted by stem.
pub(super) fn relatives(
    stem: &str,
    own: &[(StemId, f32)],
    vocabulary: &Vocabulary,
) -> Vec<(StemId, f32)> {
    let letters = stem.chars().count();
    if letters < SHARED_LETTERS {
        return Vec::new();
    }
    let kept = SHARED_LETTERS.max((letters * 7).div_ceil(10));
    let prefix: String = stem.chars().take(kept).collect();
    let mut family: Vec<(StemId, f32)> = vocabulary
        .with_prefix(&prefix, MAX_FAMILY_WORDS)
        .iter()
        .filter_map(|word| {
            let id = vocabulary.stem_of(vocabulary.word(word)?)?;
            let shared = stem
                .chars()
                .zip(word.chars())
                .take_while(|(a, b)| a == b)
                .count();
            let part = shared as f32 / word.chars().count().max(letters) as f32;
            (part >= SHARED_PART && own.iter().all(|(known, _)| *known != id)).then_some((id, part))
        })
        .collect();
    family.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    family.dedup_by_key(|(stem, _)| *stem);
    family
}
