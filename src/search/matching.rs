//! Which words of the question a sentence has, and how.

use crate::text::related_words::{RelatedWords, Relation};
use crate::text::simd::{Kernel, dispatch};
use crate::text::vectors::{WordRow, WordVectors};

use super::compared_words::{StemCounts, Token, TokenClass};
use super::query::Query;
use super::term::Term;

/// How well a piece of text matches one word of the question.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct TermMatch {
    /// The text has the very form.
    pub exact: bool,
    /// How surely the text has its stem: 1, or less where the question's word was mistyped.
    pub stem: f32,
    /// How close the nearest word of its family is.
    pub relative: f32,
    /// How near the nearest word is in meaning: the cosine of word vectors, 1 for the same stem.
    pub nearest: f32,
    /// How surely another word says the same: 1 for a synonym, less for a sister word or a special one.
    pub related: f32,
    /// Whether a word that means the opposite is there.
    pub opposed: bool,
    /// Which token has the stem, or is nearest in meaning.
    pub at: Option<usize>,
    /// How often the stem stands there.
    pub count: u32,
    /// How many tokens are as near in meaning as each of `BANDS`.
    pub bands: [u32; 3],
}

/// Bands of cosine, each from its lower end up to the one before; nearer than the first is as good as the same.
pub const BANDS: [f32; 3] = [0.65, 0.5, 0.38];

impl TermMatch {
    /// Returns the best of stem and family.
    pub fn tolerant(&self) -> f32 {
        self.stem.max(self.relative * RELATIVE_WORTH)
    }

    /// Returns the best of stem, family and words that say the same.
    pub fn said(&self) -> f32 {
        self.tolerant().max(self.related)
    }

    /// Tells whether only a word that means the opposite is there.
    pub fn only_opposed(&self) -> bool {
        self.opposed && self.said() == 0.0
    }

    /// Takes over what another text matches better.
    pub fn improve(&mut self, other: &TermMatch) {
        self.exact |= other.exact;
        self.stem = self.stem.max(other.stem);
        self.relative = self.relative.max(other.relative);
        self.nearest = self.nearest.max(other.nearest);
        self.related = self.related.max(other.related);
        self.opposed |= other.opposed;
        self.count += other.count;
    }
}

/// A word of the same family is worth this part of the word itself.
const RELATIVE_WORTH: f32 = 0.7;

/// Words that are related in a sense that hardly anybody means are not even this near in meaning.
const MIN_SENSE_COSINE: f32 = 0.2;

/// Returns how surely a related word says the same.
fn worth(relation: Relation) -> f32 {
    match relation {
        Relation::Same => 1.0,
        Relation::Sister => 0.8,
        Relation::Special => 0.6,
        Relation::Opposite => 0.0,
    }
}

/// How a word of a text stands to one that is looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct LexicalRelation {
    /// How surely it says the same.
    pub related: f32,
    /// Whether it means the opposite.
    pub opposed: bool,
}

impl LexicalRelation {
    /// Returns how two words are related that are so near in meaning.
    pub fn of(sought: WordRow, found: WordRow, near: f32) -> LexicalRelation {
        let relation = (near >= MIN_SENSE_COSINE)
            .then(|| RelatedWords::shipped().relation(sought, found))
            .flatten();
        relation.map_or_else(LexicalRelation::default, |relation| LexicalRelation {
            related: worth(relation),
            opposed: relation == Relation::Opposite,
        })
    }
}

/// Whether meanings are compared besides forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Forms, stems and families only.
    Forms,
    /// Word vectors too.
    Meanings,
}

/// Matches every term of a query against a piece of text.
pub fn match_terms(query: &Query, tokens: &[Token], depth: Depth) -> Vec<TermMatch> {
    dispatch(Matching {
        query,
        tokens,
        depth,
    })
}

struct Matching<'a> {
    query: &'a Query,
    tokens: &'a [Token],
    depth: Depth,
}

impl Kernel for Matching<'_> {
    type Output = Vec<TermMatch>;

    #[inline(always)]
    fn run(self) -> Vec<TermMatch> {
        let mut found = Vec::with_capacity(self.query.terms.len());
        for term in &self.query.terms {
            found.push(match_term(term, self.tokens, self.depth));
        }
        found
    }
}

#[inline(always)]
fn match_term(term: &Term, tokens: &[Token], depth: Depth) -> TermMatch {
    let vectors = WordVectors::shipped();
    let mut found = TermMatch::default();
    for (at, token) in tokens.iter().enumerate() {
        if token.class == TokenClass::Function && token.word != term.word {
            continue;
        }
        if let Some(stem) = token.stem {
            if let Some((_, closeness)) = term.stems.iter().find(|(known, _)| *known == stem) {
                found.count += 1;
                found.exact |= token.word.is_some() && token.word == term.word;
                if *closeness > found.stem {
                    found.stem = *closeness;
                    found.nearest = found.nearest.max(*closeness);
                    found.at = Some(at);
                }
                continue;
            }
            if let Ok(family) = term
                .relatives
                .binary_search_by_key(&stem, |(known, _)| *known)
            {
                let closeness = term
                    .relatives
                    .get(family)
                    .map_or(0.0, |(_, closeness)| *closeness);
                found.relative = found.relative.max(closeness);
                if found.stem == 0.0 && closeness * RELATIVE_WORTH > found.nearest {
                    found.nearest = closeness * RELATIVE_WORTH;
                    found.at = Some(at);
                }
            }
        }
        if depth == Depth::Meanings
            && found.stem < 1.0
            && let (Some(a), Some(b)) = (term.row, token.row)
            && token.class != TokenClass::Function
        {
            let near = vectors.similarity_inline(a, b);
            if let Some(band) = BANDS.iter().position(|lower| near >= *lower) {
                found.bands[band] += 1;
            }
            let kinship = LexicalRelation::of(a, b, near);
            found.related = found.related.max(kinship.related);
            found.opposed |= kinship.opposed;
            if near > found.nearest {
                found.nearest = near;
                if found.stem == 0.0 {
                    found.at = Some(at);
                }
            }
        }
    }
    found
}

/// Matches every term against the counted words of a longer text, by form only.
pub fn match_counts(query: &Query, counts: &StemCounts) -> Vec<TermMatch> {
    (query.terms.iter())
        .map(|term| {
            let mut found = TermMatch::default();
            for (stem, closeness) in &term.stems {
                let count = counts.count(*stem);
                if count > 0 {
                    found.count += count;
                    found.stem = found.stem.max(*closeness);
                }
            }
            for (stem, closeness) in &term.relatives {
                if counts.count(*stem) > 0 {
                    found.relative = found.relative.max(*closeness);
                }
            }
            found.nearest = found.tolerant();
            found
        })
        .collect()
}
