//! How the candidate sentences of a question are measured, read and ranked.

use std::sync::Arc;

use super::Knowledge;
use crate::answer::answer_context::AnswerContext;
use crate::article::Article;
use crate::question::{Ask, NotAQuestion};
use crate::search::candidate::SentenceId;
use crate::search::features::Measured;
use crate::search::measure::Measure;
use crate::search::query::Query;
use crate::search::ranking::{Ranked, Scored};
use crate::search::reader::Reader;
use crate::search::reader_features::{self, QuestionInput, Sentence};
use crate::search::reader_tokens::ReaderToken;
use crate::search::{faq, model, rerank_rules};

/// What a question found, before anything is chosen from it.
#[derive(Debug)]
pub struct SearchResult {
    /// The question in the words of the articles.
    pub query: Query,
    /// What was taken over from an earlier question.
    pub carried_over: Option<String>,
    /// The candidates, best first.
    pub ranked: Vec<Ranked>,
    /// What counts of how likely the first answers the question without words that only say which article is meant.
    pub chance_if_shorter: f32,
}

impl SearchResult {
    pub(super) fn into_context(self, knowledge: &Knowledge) -> AnswerContext<'_> {
        AnswerContext {
            chance_if_shorter: self.chance_if_shorter,
            findings: self.ranked,
            query: self.query,
            carried_over: self.carried_over,
            articles: &knowledge.articles,
            analysed: Box::new(|at| knowledge.analysed(at)),
            vocabulary: &knowledge.vocabulary,
            fingerprint: &knowledge.fingerprint,
        }
    }
}

impl Knowledge {
    /// Finds and ranks the candidate sentences of a question, and reads it again without words that only name an article.
    pub fn findings(&self, ask: &Ask) -> Result<SearchResult, NotAQuestion> {
        let mut found = self.search(ask)?;
        found.chance_if_shorter = self.shorter_question(ask, &found);
        Ok(found)
    }

    /// Finds and ranks the candidate sentences of a question.
    pub fn search(&self, ask: &Ask) -> Result<SearchResult, NotAQuestion> {
        let (query, carried_over) = match self.query(ask) {
            Err(NotAQuestion::Empty) => {
                return self.posed_word_for_word(ask).ok_or(NotAQuestion::Empty);
            }
            query => query?,
        };
        let places = self.candidates(ask, &query);
        let ranked = match ask.within {
            Some(_) => self.rank_among(ask, &query, &places),
            None => self.rank(&query, &places),
        };
        Ok(SearchResult {
            query,
            carried_over,
            ranked,
            chance_if_shorter: 0.0,
        })
    }

    /// Finds what answers a question that has no word to look for, where an article poses just that: "Where are you?"
    fn posed_word_for_word(&self, ask: &Ask) -> Option<SearchResult> {
        let query = Query::of(self.read_question(&ask.text), None, &self.vocabulary);
        let is_open = |article: &&Arc<Article>| {
            ask.within.as_ref().is_none_or(|id| *id == article.id)
                && !ask.without.contains(&article.id)
        };
        let asked = || self.articles.iter().filter(is_open);
        let answers = asked().filter_map(|article| {
            let number = self.number_of(&article.id)?;
            let places =
                faq::posed_word_for_word(&article.text, &ask.text, || self.analysed(number));
            let place = |sentence| SentenceId {
                article: number,
                sentence,
            };
            let mut places = places.into_iter().map(place);
            places.find(|place| {
                let candidate = self.candidate(*place);
                candidate.is_some_and(|candidate| faq::answers(&query, candidate).is_some())
            })
        });
        let places: Vec<SentenceId> = answers.collect();
        if places.is_empty() {
            return None;
        }
        let ranked = self.rank_among(ask, &query, &places);
        (!ranked.is_empty()).then_some(SearchResult {
            query,
            carried_over: None,
            ranked,
            chance_if_shorter: 0.0,
        })
    }

    /// Ranks the given sentences, in order of place, for a question; what else the articles have is there to be compared with.
    pub fn search_among(
        &self,
        ask: &Ask,
        places: &[SentenceId],
    ) -> Result<SearchResult, NotAQuestion> {
        let (query, carried_over) = self.query(ask)?;
        let ranked = self.rank_among(ask, &query, places);
        Ok(SearchResult {
            query,
            carried_over,
            ranked,
            chance_if_shorter: 0.0,
        })
    }

    /// Measures candidates.
    pub fn measure(&self, query: &Query, places: &[SentenceId]) -> Vec<Measured> {
        let mut measure = Measure::new(query, &self.vocabulary);
        let measured = places.iter().filter_map(|place| {
            let candidate = self.candidate(*place)?;
            Some(Measured {
                place: *place,
                block: candidate.sentence()?.block,
                vector: measure.candidate(candidate),
                found: None,
            })
        });
        measured.collect()
    }

    /// Measures and orders candidates.
    pub fn rank(&self, query: &Query, places: &[SentenceId]) -> Vec<Ranked> {
        let scored = model::shipped().ranker.score(self.measure(query, places));
        self.rank_scored(query, scored, &|_| true)
    }

    /// Ranks only the sentences of `among`, sorted, scored beside all candidates: how much a sentence has of the question
    /// tells more when it is known how much others have.
    fn rank_among(&self, ask: &Ask, query: &Query, among: &[SentenceId]) -> Vec<Ranked> {
        let mut places = match &self.index {
            Some(_) => self.permitted(ask, self.candidates_of_all(query)),
            None => Vec::new(),
        };
        places.extend_from_slice(among);
        places.sort_unstable();
        places.dedup();
        let mut scored = model::shipped().ranker.score(self.measure(query, &places));
        let may_be_cited = |place: SentenceId| among.binary_search(&place).is_ok();
        scored.cite_only(may_be_cited);
        self.rank_scored(query, scored, &may_be_cited)
    }

    /// Reads the foremost of what was scored, and puts all in order.
    pub(super) fn rank_scored(
        &self,
        query: &Query,
        mut scored: Scored,
        may_be_cited: &dyn Fn(SentenceId) -> bool,
    ) -> Vec<Ranked> {
        let ranker = &model::shipped().ranker;
        self.read(Reader::shipped(), query, &mut scored);
        let mut ranked = ranker.rank(scored);
        let measured =
            |place: SentenceId| may_be_cited(place).then(|| self.measure(query, &[place]).pop())?;
        rerank_rules::apply(
            query,
            &self.vocabulary,
            &mut ranked,
            &|place| self.candidate(place),
            &measured,
        );
        ranked
    }

    /// Reads the foremost candidates and notes what was found in them.
    pub fn read(&self, reader: &Reader, query: &Query, scored: &mut Scored) {
        let question = QuestionInput::of(query);
        let asked = reader.asked(&question);
        for own in scored.to_read() {
            let words = self.reading(own.place);
            let beside = reader_features::beside(query, &question, words);
            let sentence = Sentence {
                words,
                beside: &beside,
                setting: &reader_features::setting(&own.vector),
            };
            own.found = reader.found(&asked, &sentence);
        }
    }

    /// Returns the words and marks of a sentence as the reader takes them in.
    pub fn reading(&self, place: SentenceId) -> &[ReaderToken] {
        let candidate = self.candidate(place);
        candidate
            .and_then(|candidate| {
                Some(
                    candidate
                        .sentence()?
                        .reading(candidate.text, &self.vocabulary),
                )
            })
            .unwrap_or_default()
    }
}
