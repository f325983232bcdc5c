//! Which sentences are looked at closely.

use std::collections::BTreeMap;
use std::ops::Range;

use super::analysis::AnalysedArticle;
use super::candidate::SentenceId;
use super::compared_words::{StemCounts, Token, TokenClass};
use super::index::{IndexError, Level, SentenceIndex};
use super::prepared_articles::PreparedArticles;
use super::query::Query;
use super::term::Term;
use super::vocabulary::Vocabulary;
use crate::text::simd::{Kernel, dispatch};
use crate::text::vectors::WordVectors;

/// How many sentences tantivy is asked for.
const SENTENCES: usize = 120;

/// How many paragraphs.
const PARAGRAPHS: usize = 40;

/// How many articles by title.
const TITLES: usize = 8;

/// How many sentences are looked at closely; an answer that stands farther behind is not found.
pub const MAX_CANDIDATES: usize = 60;

/// Of how many articles whose title the question names further sentences are taken for their meaning alone.
const NAMED_ARTICLES: usize = 2;

/// How many of them.
const MEANT: usize = 16;

/// How many sentences of all articles are taken for what they are about, whatever words they use.
const ABOUT: usize = 12;

/// Only so many sentences of an article are compared by meaning.
pub const MAX_COMPARED: usize = 400;

/// What a paragraph's score is worth beside a sentence's own, and a title's.
const PARAGRAPH_WORTH: f32 = 0.6;
const TITLE_WORTH: f32 = 0.2;

/// Returns the sentences of all articles that deserve a closer look, in order of place.
pub fn among_all<'a>(
    index: &SentenceIndex,
    query: &Query,
    vocabulary: &Vocabulary,
    prepared: &PreparedArticles,
    analysed: impl Fn(usize) -> Option<&'a AnalysedArticle>,
) -> Result<Vec<SentenceId>, IndexError> {
    let stems = stems_of(query, vocabulary);
    let stems: Vec<(&str, f32)> = stems
        .iter()
        .map(|(stem, weight)| (stem.as_str(), *weight))
        .collect();
    let titles: BTreeMap<usize, f32> = index
        .search(Level::Title, &stems, TITLES)?
        .into_iter()
        .map(|(place, score)| (place.article, score))
        .collect();
    let of_title =
        |place: &SentenceId| titles.get(&place.article).copied().unwrap_or(0.0) * TITLE_WORTH;
    let mut scores: BTreeMap<SentenceId, f32> = BTreeMap::new();
    for (place, score) in index.search(Level::Sentence, &stems, SENTENCES)? {
        // The question above a list's answer is a second way to its sentence.
        let known = scores.entry(place).or_insert(f32::NEG_INFINITY);
        *known = known.max(score + of_title(&place));
    }
    for (first, score) in index.search(Level::Paragraph, &stems, PARAGRAPHS)? {
        let inside = paragraph_of(first, &analysed);
        let place = |sentence| SentenceId { sentence, ..first };
        // Those that were not found themselves all score alike: no more than the first of them can be candidates.
        let others: Vec<SentenceId> = (inside.clone().map(place))
            .filter(|place| !scores.contains_key(place))
            .take(MAX_CANDIDATES)
            .collect();
        let found = place(inside.start)..place(inside.end);
        for (_, known) in scores.range_mut(found) {
            *known += score * PARAGRAPH_WORTH;
        }
        for place in others {
            scores.insert(place, of_title(&place) + score * PARAGRAPH_WORTH);
        }
    }
    let mut found: Vec<(SentenceId, f32)> = scores.into_iter().collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found.truncate(MAX_CANDIDATES);
    let mut places: Vec<SentenceId> = found.into_iter().map(|(place, _)| place).collect();
    places.sort_unstable();
    let meant = meant(query, &titles, &places, &analysed);
    places.extend(meant);
    places.extend(by_meaning(query, prepared, 0..prepared.articles()));
    places.sort_unstable();
    places.dedup();
    Ok(places)
}

/// Returns the sentences of some articles that come nearest to a question by what they are about, in no order.
pub fn by_meaning(
    query: &Query,
    prepared: &PreparedArticles,
    articles: Range<usize>,
) -> Vec<SentenceId> {
    dispatch(About {
        query,
        prepared,
        articles,
    })
}

struct About<'a> {
    query: &'a Query,
    prepared: &'a PreparedArticles,
    articles: Range<usize>,
}

impl Kernel for About<'_> {
    type Output = Vec<SentenceId>;

    #[inline(always)]
    fn run(self) -> Vec<SentenceId> {
        let mut found: Vec<(f32, SentenceId)> = Vec::new();
        for article in self.articles {
            for (sentence, vector) in self.prepared.vectors(article).enumerate() {
                let place = SentenceId { article, sentence };
                found.push((self.query.vector.similarity_inline(&vector), place));
                if found.len() >= SORTED_OUT_AT {
                    keep_nearest(&mut found);
                }
            }
        }
        keep_nearest(&mut found);
        found.into_iter().map(|(_, place)| place).collect()
    }
}

/// How many are gathered before all but the nearest are let go: a large collection must not be held at once.
const SORTED_OUT_AT: usize = 4096;

fn keep_nearest(found: &mut Vec<(f32, SentenceId)>) {
    if found.len() > ABOUT {
        found.select_nth_unstable_by(ABOUT, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.truncate(ABOUT);
    }
}

/// Returns sentences of the articles whose title the question names that come near it in meaning, whatever words they
/// use: such an article may answer without sharing another word with the question.
fn meant<'a>(
    query: &Query,
    titles: &BTreeMap<usize, f32>,
    known: &[SentenceId],
    analysed: &impl Fn(usize) -> Option<&'a AnalysedArticle>,
) -> Vec<SentenceId> {
    let mut named: Vec<(usize, f32)> = titles.iter().map(|(at, score)| (*at, *score)).collect();
    named.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut found: Vec<(SentenceId, f32)> = Vec::new();
    for (number, _) in named.into_iter().take(NAMED_ARTICLES) {
        let Some(article) = analysed(number) else {
            continue;
        };
        let is_in_title = |term: &&Term| {
            let stems = || article.title.iter().filter_map(|token| token.stem);
            term.stems
                .iter()
                .any(|(own, _)| stems().any(|stem| stem == *own))
        };
        let asked: Vec<&Term> = (query.terms.iter())
            .filter(|term| term.row.is_some() && !is_in_title(term))
            .collect();
        for (at, sentence) in article.sentences.iter().take(MAX_COMPARED).enumerate() {
            let place = SentenceId {
                article: number,
                sentence: at,
            };
            if !asked.is_empty() && known.binary_search(&place).is_err() {
                let tokens = &sentence.tokens;
                let terms = &asked;
                found.push((place, dispatch(Nearness { terms, tokens })));
            }
        }
    }
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found.truncate(MEANT);
    found.into_iter().map(|(place, _)| place).collect()
}

/// How near words come to some terms in meaning: for each term the squared cosine of the nearest word, weighted.
struct Nearness<'a> {
    terms: &'a [&'a Term],
    tokens: &'a [Token],
}

impl Kernel for Nearness<'_> {
    type Output = f32;

    #[inline(always)]
    fn run(self) -> f32 {
        let vectors = WordVectors::shipped();
        let mut all = 0.0;
        for term in self.terms {
            let mut nearest = 0.0f32;
            for token in self.tokens {
                if let (Some(asked), Some(own)) = (term.row, token.row)
                    && token.class != TokenClass::Function
                {
                    nearest = nearest.max(vectors.similarity_inline(asked, own));
                }
            }
            all += term.weight * nearest * nearest;
        }
        all
    }
}

fn paragraph_of<'a>(
    first: SentenceId,
    analysed: &impl Fn(usize) -> Option<&'a AnalysedArticle>,
) -> Range<usize> {
    let Some(article) = analysed(first.article) else {
        return 0..0;
    };
    let block = article
        .sentences
        .get(first.sentence)
        .map_or(0, |sentence| sentence.block);
    article.blocks.get(block).cloned().unwrap_or_default()
}

/// Returns the stems that are looked for, each with what a hit is worth.
fn stems_of(query: &Query, vocabulary: &Vocabulary) -> Vec<(String, f32)> {
    let mut stems: BTreeMap<String, f32> = BTreeMap::new();
    let mut add = |stem: String, worth: f32| {
        let known = stems.entry(stem).or_default();
        *known = known.max(worth);
    };
    for term in &query.terms {
        let carried = if term.carried { CARRIED_WORTH } else { 1.0 };
        for (stem, closeness) in &term.stems {
            add(vocabulary.stem_text(*stem).to_owned(), closeness * carried);
        }
        for (stem, closeness) in &term.relatives {
            add(
                vocabulary.stem_text(*stem).to_owned(),
                closeness * RELATIVE_WORTH * carried,
            );
        }
        for (stem, closeness) in &term.neighbours {
            add(
                vocabulary.stem_text(*stem).to_owned(),
                closeness * NEIGHBOUR_WORTH * carried,
            );
        }
    }
    stems.into_iter().collect()
}

/// What a hit on a word taken over from an earlier question is worth.
const CARRIED_WORTH: f32 = 0.8;

/// What a hit on a word of the same family is worth.
const RELATIVE_WORTH: f32 = 0.4;

/// What a hit on a word of like meaning is worth, times its cosine.
const NEIGHBOUR_WORTH: f32 = 0.4;

/// Returns the most promising sentences of some articles by looking at each; for one article, or without an index.
pub fn by_looking_through<'a>(
    query: &Query,
    vocabulary: &Vocabulary,
    articles: impl Iterator<Item = usize>,
    analysed: impl Fn(usize) -> Option<&'a AnalysedArticle>,
) -> Vec<SentenceId> {
    let mut scores: Vec<(SentenceId, f32)> = Vec::new();
    for number in articles {
        let Some(article) = analysed(number) else {
            continue;
        };
        let weight_in = |counts: &StemCounts| weight_of(query, vocabulary, counts);
        let paragraphs: Vec<f32> = article.block_stems.iter().map(&weight_in).collect();
        for (at, sentence) in article.sentences.iter().enumerate() {
            let own = weight_in(&StemCounts::of(&sentence.tokens));
            let around = paragraphs.get(sentence.block).copied().unwrap_or(0.0);
            let place = SentenceId {
                article: number,
                sentence: at,
            };
            scores.push((place, own + around * PARAGRAPH_WORTH));
        }
    }
    scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    scores.truncate(MAX_CANDIDATES);
    let mut places: Vec<SentenceId> = scores.into_iter().map(|(place, _)| place).collect();
    places.sort_unstable();
    places
}

fn weight_of(query: &Query, vocabulary: &Vocabulary, counts: &StemCounts) -> f32 {
    let looked_for = query.terms.iter().flat_map(|term| {
        let own = term.stems.iter().map(|(stem, worth)| (*stem, *worth));
        let family = term
            .relatives
            .iter()
            .map(|(stem, worth)| (*stem, worth * RELATIVE_WORTH));
        let near = term
            .neighbours
            .iter()
            .map(|(stem, worth)| (*stem, worth * NEIGHBOUR_WORTH));
        own.chain(family).chain(near)
    });
    looked_for
        .filter(|(stem, _)| counts.count(*stem) > 0)
        .map(|(stem, worth)| worth * vocabulary.idf(Some(stem)))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::super::index;
    use super::*;
    use crate::article::{Article, Metadata};
    use crate::question::analyze;

    #[test]
    fn a_sentence_about_the_same_is_found_without_a_word_in_common() {
        let others: String = (1..=40)
            .map(|bell| format!("Bell {bell} of the tower was cast by the brothers Orm. "))
            .collect();
        let article = Article {
            id: "orbey".into(),
            version: 1,
            metadata: Metadata {
                title: "Orbey".to_owned(),
                ..Metadata::default()
            },
            text: format!("{others}Its population has grown to 9,000 inhabitants."),
        };
        let (index, vocabulary, prepared) = index::build_in_memory(
            std::slice::from_ref(&std::sync::Arc::new(article.clone())),
            &|_| None,
        )
        .expect("memory holds an index");
        let analysed = AnalysedArticle::of(&article, &vocabulary);
        let query = Query::of(analyze("How many people live there?"), None, &vocabulary);
        let found = among_all(&index, &query, &vocabulary, &prepared, |_| Some(&analysed))
            .expect("it can be searched");
        let told = analysed.sentences.len() - 1;
        assert!(found.iter().any(|place| place.sentence == told));
        assert!(found.len() <= ABOUT, "nothing shares a word");
    }
}
