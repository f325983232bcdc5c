//! Which sentences deserve a closer look.

use super::Knowledge;
use crate::question::Ask;
use crate::search::candidate::SentenceId;
use crate::search::candidates;
use crate::search::named_by_heading;
use crate::search::query::Query;

/// Of so many articles at most are the headings read.
const NAMED_ARTICLES: usize = 8;

impl Knowledge {
    /// Finds the sentences that deserve a closer look.
    pub fn candidates(&self, ask: &Ask, query: &Query) -> Vec<SentenceId> {
        let found = match &ask.within {
            Some(within) => self.candidates_of(query, self.number_of(within)),
            None => self.candidates_of_all(query),
        };
        self.permitted(ask, self.with_first_points(query, found))
    }

    /// Adds what stands first beneath headings that are what is asked, in articles whose title or headings share a word with the question.
    fn with_first_points(&self, query: &Query, mut found: Vec<SentenceId>) -> Vec<SentenceId> {
        if !named_by_heading::may_be_asked(query) {
            return found;
        }
        let mut articles: Vec<usize> = found.iter().map(|place| place.article).collect();
        articles.sort_unstable();
        articles.dedup();
        let is_named = |article: &usize| {
            let own = self.analysed(*article);
            own.is_some_and(|own| named_by_heading::shares_a_word(query, own))
        };
        for article in articles.into_iter().filter(is_named).take(NAMED_ARTICLES) {
            let blocks = self.analysed(article).map(|article| &article.blocks);
            let firsts = blocks.into_iter().flatten().map(|block| block.start);
            let places = firsts.map(|sentence| SentenceId { article, sentence });
            found.extend(places.filter(|place| {
                let candidate = self.candidate(*place);
                candidate.is_some_and(|own| named_by_heading::answers(query, own).is_some())
            }));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Leaves out the sentences of articles that may not answer, before anything is measured: what is left is weighed as if
    /// they had not been found.
    pub(super) fn permitted(&self, ask: &Ask, mut places: Vec<SentenceId>) -> Vec<SentenceId> {
        if !ask.without.is_empty() {
            let is_out = |place: &SentenceId| {
                let article = self.articles.get(place.article);
                article.is_some_and(|article| ask.without.contains(&article.id))
            };
            places.retain(|place| !is_out(place));
        }
        places
    }

    pub(super) fn candidates_of_all(&self, query: &Query) -> Vec<SentenceId> {
        let looked_through = || self.looked_through(query, 0..self.articles.len());
        let Some(index) = &self.index else {
            return looked_through();
        };
        let analysed = |at| self.analysed(at);
        candidates::among_all(index, query, &self.vocabulary, &self.prepared, analysed)
            .unwrap_or_else(|error| {
                // The answer is the same, only later; whoever keeps the index has to learn of it.
                tracing::warn!(%error, "the search index cannot be read: looking through all articles");
                looked_through()
            })
    }

    pub(super) fn candidates_of(&self, query: &Query, article: Option<usize>) -> Vec<SentenceId> {
        let mut places = self.looked_through(query, article);
        if let Some(article) = article.filter(|_| self.index.is_some()) {
            places.extend(candidates::by_meaning(
                query,
                &self.prepared,
                article..article + 1,
            ));
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    fn looked_through(
        &self,
        query: &Query,
        articles: impl IntoIterator<Item = usize>,
    ) -> Vec<SentenceId> {
        let articles = articles.into_iter();
        candidates::by_looking_through(query, &self.vocabulary, articles, |at| self.analysed(at))
    }
}
