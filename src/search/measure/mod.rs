//! Measures candidate sentences of one question: matches once what several features need.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::analysis::AnalysedSentence;
use super::candidate::{Candidate, SentenceId};
use super::compared_words::{StemCounts, Token};
use super::features::{COUNT, Vector};
use super::matching::{Depth, TermMatch, match_counts, match_terms};
use super::query::Query;
use super::term::{EXCHANGED, Term};
use super::vocabulary::Vocabulary;

mod asked;
mod surrounding;
pub mod who_is_meant;
mod wording;

/// BM25's saturation and length parameters; the customary values of Robertson and Zaragoza (2009).
const K1: f32 = 1.2;
const B: f32 = 0.75;

/// A name that the lead introduces is worth this part of one that stands in the sentence itself; of .6, .85 and 1 this
/// answered most of 280 questions about reports right.
const LEAD_NAME_WEIGHT: f32 = 0.6;

/// A word that people exchange for another when they ask says the same this surely.
const EXCHANGED_WORTH: f32 = 0.9;

/// A term counts as found when its form or family is there at least this surely.
const FOUND: f32 = 0.5;

/// Measures candidates of one question.
pub struct Measure<'a> {
    query: &'a Query,
    vocabulary: &'a Vocabulary,
    /// The question's terms, the weightiest first.
    by_weight: Vec<usize>,
    blocks: BTreeMap<(usize, usize), Rc<Block>>,
    /// What the title and subject of each article have.
    topics: BTreeMap<usize, Matches>,
    articles: BTreeMap<usize, Rc<TextMatch>>,
    /// How near the two sentences of each article come that are nearest to the question.
    foremost: BTreeMap<usize, BestTwo>,
    /// What the names have that each article introduces.
    lead_names: BTreeMap<usize, Vec<TermMatch>>,
    sentences: BTreeMap<SentenceId, Matches>,
    /// The best sentences of each block.
    rivals: BTreeMap<(usize, usize), Rivals>,
}

/// What a piece of text has of each term; kept once and shared.
type Matches = Rc<[TermMatch]>;

#[derive(Default)]
struct TextMatch {
    matches: Vec<TermMatch>,
    bm25: f32,
}

/// The best two values of some sentences, so that each can be compared with the best of the others: what is gone through
/// once for each of them takes minutes where a whole book is one paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct BestTwo([f32; 2]);

impl BestTwo {
    fn of(values: impl Iterator<Item = f32>) -> Self {
        BestTwo(values.fold([0.0, 0.0], |[first, second], value| {
            [first.max(value), second.max(value.min(first))]
        }))
    }

    /// Returns the best value of all but a sentence that has this one.
    fn besides(self, own: f32) -> f32 {
        let BestTwo([first, second]) = self;
        if own < first { first } else { second }
    }
}

/// What the sentences of a block have of the question.
#[derive(Clone, Copy)]
struct Rivals {
    bm25: BestTwo,
    about: BestTwo,
}

/// What all sentences of a block have in common.
struct Block {
    own: TextMatch,
    heading: Vec<TermMatch>,
    topic: Matches,
    /// The better of both for each term.
    above: Vec<TermMatch>,
}

impl<'a> Measure<'a> {
    /// Prepares for the candidates of one question.
    pub fn new(query: &'a Query, vocabulary: &'a Vocabulary) -> Self {
        let weight = |at: &usize| query.terms.get(*at).map_or(0.0, |term| term.weight);
        let mut by_weight: Vec<usize> = (0..query.terms.len()).collect();
        by_weight.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
        Measure {
            query,
            vocabulary,
            by_weight,
            blocks: BTreeMap::new(),
            topics: BTreeMap::new(),
            articles: BTreeMap::new(),
            foremost: BTreeMap::new(),
            lead_names: BTreeMap::new(),
            sentences: BTreeMap::new(),
            rivals: BTreeMap::new(),
        }
    }

    /// Measures one candidate.
    pub fn candidate(&mut self, candidate: Candidate<'_>) -> Vector {
        let mut vector = [0.0; COUNT];
        let Some(sentence) = candidate.sentence() else {
            return vector;
        };
        let own = self.matches(candidate, candidate.place.sentence);
        let context = self.context(candidate, &own, sentence);
        self.words(&own, sentence, &mut vector);
        self.context_features(&own, &context, &mut vector);
        self.about(candidate, sentence, &mut vector);
        self.detail(&own, &context, &mut vector);
        self.missing(&own, &context, &mut vector);
        self.names(&own, &context, &mut vector);
        self.times_and_orders(candidate, sentence, &own, &context, &mut vector);
        self.phrases(&own, sentence, &mut vector);
        self.neighbours(candidate, sentence, &own, &context, &mut vector);
        self.shape(candidate, sentence, &own, &mut vector);
        self.kind(candidate, sentence, &own, &mut vector);
        self.resolved(sentence, &own, &context, &mut vector);
        self.stated(candidate, sentence, &own, &mut vector);
        self.question(&mut vector);
        vector
    }

    fn matches(&mut self, candidate: Candidate<'_>, sentence: usize) -> Matches {
        let place = candidate.beside(sentence);
        if let Some(known) = self.sentences.get(&place) {
            return Rc::clone(known);
        }
        let found = self.match_sentence(candidate, sentence, Depth::Meanings);
        self.sentences.insert(place, Rc::clone(&found));
        found
    }

    fn rivals(&mut self, candidate: Candidate<'_>, block: usize) -> Rivals {
        let key = (candidate.place.article, block);
        if let Some(known) = self.rivals.get(&key) {
            return *known;
        }
        let article = candidate.article;
        let inside = article.blocks.get(block).cloned().unwrap_or_default();
        let asked = &self.query.vector;
        let about = (article.sentences.get(inside.clone()).into_iter().flatten())
            .map(|sentence| asked.similarity(&sentence.vector));
        let about = BestTwo::of(about);
        let bm25 = BestTwo::of(inside.map(|at| {
            // Only the form counts here.
            let matches = self.match_sentence(candidate, at, Depth::Forms);
            let content = article.sentences.get(at).map_or(0, |own| own.content);
            self.bm25(&matches, content as f32, Size::Sentence)
        }));
        let found = Rivals { bm25, about };
        self.rivals.insert(key, found);
        found
    }

    /// Compares a sentence with the question.
    fn match_sentence(
        &mut self,
        candidate: Candidate<'_>,
        sentence: usize,
        depth: Depth,
    ) -> Matches {
        let tokens = candidate.tokens(sentence);
        let mut found = match_terms(self.query, tokens, depth);
        self.credit_exchanged(candidate, tokens, &mut found);
        self.credit_lead_names(candidate, &mut found);
        found.into()
    }

    /// Lets words that people exchange for one of the question's count for it where the article never has that word itself:
    /// an article that has both means two things.
    fn credit_exchanged(
        &mut self,
        candidate: Candidate<'_>,
        tokens: &[Token],
        found: &mut [TermMatch],
    ) {
        let query = self.query;
        if query.terms.iter().all(|term| term.alternatives.is_empty()) {
            return;
        }
        let whole = self.whole(candidate);
        let all = query.terms.iter().zip(&whole.matches).zip(found);
        for ((term, in_article), own) in all {
            let is_exchanged =
                |token: &Token| (token.stem).is_some_and(|stem| term.alternatives.contains(&stem));
            if in_article.stem > 0.0 || term.alternatives.is_empty() {
                continue;
            }
            if let Some(at) = tokens.iter().position(is_exchanged) {
                own.related = own.related.max(EXCHANGED_WORTH);
                own.opposed = false;
                if EXCHANGED > own.nearest {
                    own.nearest = EXCHANGED;
                    own.at = Some(at);
                }
            }
        }
    }

    /// Lets names that the first paragraph under a headline introduces count, in part, as if every sentence had them: a
    /// report says "the reservoir" and "she" from there on.
    fn credit_lead_names(&mut self, candidate: Candidate<'_>, found: &mut [TermMatch]) {
        let article = candidate.article;
        if article.lead_names.is_empty() {
            return;
        }
        let query = self.query;
        let lead_names = self.lead_names.entry(candidate.place.article);
        let lead_names =
            lead_names.or_insert_with(|| match_terms(query, &article.lead_names, Depth::Forms));
        for (own, named) in found.iter_mut().zip(lead_names) {
            if own.stem == 0.0 && named.stem > 0.0 {
                own.stem = LEAD_NAME_WEIGHT * named.stem;
                own.nearest = own.nearest.max(LEAD_NAME_WEIGHT);
                own.count = own.count.max(1);
            }
        }
    }

    fn context(
        &mut self,
        candidate: Candidate<'_>,
        own: &[TermMatch],
        sentence: &AnalysedSentence,
    ) -> Context {
        let article = candidate.article;
        let at = candidate.place.sentence;
        let mut beside = |other: Option<usize>| match other {
            Some(other) => self.matches(candidate, other),
            None => vec![TermMatch::default(); own.len()].into(),
        };
        let (before, after) = (beside(article.before(at)), beside(article.after(at)));
        let block = self.block(candidate, sentence.block);
        let titled = best_of(own, &[&block.above]);
        Context {
            around: best_of(&titled, &[&before]),
            before,
            after,
            titled,
            block,
            whole: self.whole(candidate),
        }
    }

    fn block(&mut self, candidate: Candidate<'_>, block: usize) -> Rc<Block> {
        let key = (candidate.place.article, block);
        if let Some(known) = self.blocks.get(&key) {
            return Rc::clone(known);
        }
        let article = candidate.article;
        let headings = article.stands_under.get(block).into_iter().flatten();
        let headings: Vec<Token> = headings.copied().collect();
        let heading = match_terms(self.query, &headings, Depth::Meanings);
        let query = self.query;
        let topic = (self.topics.entry(key.0))
            .or_insert_with(|| match_terms(query, &article.topic, Depth::Meanings).into());
        let topic = Rc::clone(topic);
        let found = Rc::new(Block {
            own: self.seen(article.block_stems.get(block), Size::Paragraph),
            above: best_of(&heading, &[&topic]),
            heading,
            topic,
        });
        self.blocks.insert(key, Rc::clone(&found));
        found
    }

    fn whole(&mut self, candidate: Candidate<'_>) -> Rc<TextMatch> {
        let key = candidate.place.article;
        if let Some(known) = self.articles.get(&key) {
            return Rc::clone(known);
        }
        let found = Rc::new(self.seen(Some(&candidate.article.stems), Size::Article));
        self.articles.insert(key, Rc::clone(&found));
        found
    }

    fn seen(&self, counts: Option<&StemCounts>, size: Size) -> TextMatch {
        let Some(counts) = counts else {
            return TextMatch::default();
        };
        let matches = match_counts(self.query, counts);
        let bm25 = self.bm25(&matches, counts.length as f32, size);
        TextMatch { matches, bm25 }
    }

    fn bm25(&self, matches: &[TermMatch], length: f32, size: Size) -> f32 {
        let totals = self.vocabulary.totals();
        let texts = match size {
            Size::Sentence => totals.sentences,
            Size::Paragraph => totals.paragraphs,
            Size::Article => totals.articles,
        };
        let usual = totals.words as f32 / texts.max(1) as f32;
        let norm = K1 * (1.0 - B + B * length / usual.max(1.0));
        let mut score = 0.0;
        for (term, found) in self.query.terms.iter().zip(matches) {
            let stem = term.stems.first().map(|(stem, _)| *stem);
            let weight = match size {
                Size::Sentence => term.weight,
                Size::Paragraph => self.vocabulary.idf_of_paragraphs(stem),
                Size::Article => self.vocabulary.idf_of_articles(stem),
            };
            let often = found.count as f32;
            score += weight * found.stem * often * (K1 + 1.0) / (often + norm);
        }
        score
    }

    /// Returns the share of the question's weight that `worth` finds.
    fn cover(&self, matches: &[TermMatch], worth: impl Fn(&TermMatch) -> f32) -> f32 {
        self.cover_of(matches, worth, |_| true).unwrap_or(0.0)
    }

    /// The same over some of the terms; `None` when there are none of them.
    fn cover_of(
        &self,
        matches: &[TermMatch],
        worth: impl Fn(&TermMatch) -> f32,
        which: impl Fn(&Term) -> bool,
    ) -> Option<f32> {
        let (mut found, mut all) = (0.0, 0.0);
        for (term, matched) in self
            .query
            .terms
            .iter()
            .zip(matches)
            .filter(|(term, _)| which(term))
        {
            found += term.weight * worth(matched);
            all += term.weight;
        }
        (all > 0.0).then(|| found / all)
    }

    fn cover_pairs(
        &self,
        a: &[TermMatch],
        b: &[TermMatch],
        worth: impl Fn(&TermMatch, &TermMatch) -> f32,
    ) -> f32 {
        let sum: f32 = (self.query.terms.iter().zip(a.iter().zip(b)))
            .map(|(term, (a, b))| term.weight * worth(a, b))
            .sum();
        sum / self.query.total_weight
    }
}

struct Context {
    before: Matches,
    after: Matches,
    titled: Vec<TermMatch>,
    around: Vec<TermMatch>,
    block: Rc<Block>,
    whole: Rc<TextMatch>,
}

#[derive(Clone, Copy)]
enum Size {
    Sentence,
    Paragraph,
    Article,
}

/// Meaning counts by the square of the cosine, so that distant relations fade.
fn near(found: &TermMatch) -> f32 {
    let near = found.nearest.max(0.0);
    near * near
}

fn best_of(own: &[TermMatch], others: &[&[TermMatch]]) -> Vec<TermMatch> {
    let mut all = own.to_vec();
    for other in others {
        for (mine, theirs) in all.iter_mut().zip(other.iter()) {
            mine.improve(theirs);
        }
    }
    all
}

/// Tells for each token whether the question says it already.
pub fn said(query: &Query, tokens: &[Token]) -> Vec<bool> {
    tokens
        .iter()
        .map(|token| {
            token.stem.is_some_and(|stem| {
                query
                    .terms
                    .iter()
                    .any(|term| term.stems.iter().any(|(known, _)| *known == stem))
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_compared_with_the_best_of_the_others() {
        let best = |values: &[f32]| BestTwo::of(values.iter().copied());
        assert_eq!(best(&[0.2, 0.9, 0.5]).besides(0.9), 0.5);
        assert_eq!(best(&[0.2, 0.9, 0.5]).besides(0.5), 0.9);
        assert_eq!(best(&[0.9, 0.2, 0.9]).besides(0.9), 0.9);
        assert_eq!(best(&[0.9]).besides(0.9), 0.0, "nothing stands beside it");
        assert_eq!(best(&[-0.3, -0.2]).besides(-0.2), 0.0);
    }
}
