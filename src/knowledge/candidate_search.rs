//! Which sentences deserve a closer look.

use super::Knowledge;
use crate::question::Ask;
use crate::search::candidate::SentenceId;
use crate::search::candidates;
use crate::search::query::Query;

impl Knowledge {
    /// Finds the sentences that deserve a closer look.
    pub fn candidates(&self, ask: &Ask, query: &Query) -> Vec<SentenceId> {
        let found = match &ask.within {
            Some(within) => self.candidates_of(query, self.number_of(within)),
            None => self.candidates_of_all(query),
        };
        self.permitted(ask, found)
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

    fn candidates_of(&self, query: &Query, article: Option<usize>) -> Vec<SentenceId> {
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
