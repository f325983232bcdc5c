//! A question read again without the words that only say which article is meant.

use super::{Knowledge, SearchResult};
use crate::question::Ask;
use crate::search::candidate::SentenceId;
use crate::search::query::Query;
use crate::search::{meant_article, model};

/// A shorter question tells less of what is meant: of its likelihood this part counts.
const SHORTER: f32 = 0.7;

/// A shorter question may be asked of other articles too: then the sentence is among so many of the foremost of all, and this
/// part counts of its likelihood.
const AMONG_FOREMOST: usize = 3;
const OF_OTHERS_TOO: f32 = 0.8;

/// What is less likely than this as it was asked is not what was meant.
const HOPELESS: f32 = 0.1;

impl Knowledge {
    /// Reads a question again without the words that only say that the article is meant in which its likeliest answer stands.
    /// Returns what counts of the likelihood with which the first sentence answers it, 0 where it has no such words. The
    /// article alone must put first the sentence that the whole question puts first, and all together among the foremost: what
    /// speaks against that is still seen by the question as it was asked.
    pub(super) fn shorter_question(&self, ask: &Ask, found: &SearchResult) -> f32 {
        self.asked_shorter(ask, found).unwrap_or(0.0)
    }

    fn asked_shorter(&self, ask: &Ask, found: &SearchResult) -> Option<f32> {
        let answerability = &model::shipped().answerability;
        let own = answerability.probability(&found.ranked);
        // One more search is worth its time only where an answer would be withheld that may be one.
        let threshold = ask.threshold.unwrap_or_else(|| answerability.threshold());
        if found.carried_over.is_some() || !(HOPELESS..threshold).contains(&own) {
            return None;
        }
        let place = found.ranked.first()?.place;
        let article = self.articles.get(place.article)?;
        let text = meant_article::left_out(
            &ask.text,
            &found.query,
            self.candidate(place)?,
            &article.metadata,
            &self.vocabulary,
        )?;
        let query = Query::of(self.read_question(&text), None, &self.vocabulary);
        let among = self.permitted(ask, self.candidates_of(&query, Some(place.article)));
        let mut places = match ask.within {
            Some(_) if self.index.is_none() => Vec::new(),
            _ => self.permitted(ask, self.candidates_of_all(&query)),
        };
        places.extend_from_slice(&among);
        places.sort_unstable();
        places.dedup();
        // What is compared is measured and scored once; the article alone is a part of it.
        let scored = model::shipped().ranker.score(self.measure(&query, &places));
        let is_within = |place: SentenceId| among.binary_search(&place).is_ok();
        let mut within = scored.clone();
        within.cite_only(is_within);
        let within = self.rank_scored(&query, within, &is_within);
        if within.first()?.place != place {
            return None;
        }
        let alone = SHORTER * answerability.probability(&within);
        if alone <= own || ask.within.is_some() {
            return (alone > own).then_some(alone);
        }
        let all = self.rank_scored(&query, scored, &|_| true);
        match all.iter().position(|ranked| ranked.place == place)? {
            0 => Some(alone.min(SHORTER * answerability.probability(&all))),
            // Of which article it is asked, the words say that were left out.
            behind if behind < AMONG_FOREMOST => Some(alone * OF_OTHERS_TOO),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::article;
    use super::*;

    #[test]
    fn naming_the_article_takes_little_from_an_answer() {
        let berit = article(
            "berit",
            "Storm Berit: two dead as river bursts through Orm valley",
            "Two people died when Storm Berit reached Tarn, the agency said.\n\nWestline said that 93,000 homes had been without \
             power at the peak, rather than the 86,000 of which it told on the night.",
        );
        let bakery = article(
            "bakery",
            "The bakery",
            "The bakery has three ovens and bakes 900 loaves a day.",
        );
        let knowledge = Knowledge::in_memory(vec![berit, bakery]);
        let found = |text: &str| knowledge.findings(&Ask::new(text)).expect("a question");
        let likely = |text: &str| {
            let found = found(text);
            let whole = model::shipped().answerability.probability(&found.ranked);
            whole.max(found.chance_if_shorter)
        };
        let (bare, named) = (
            likely("How many homes lost power?"),
            likely("How many homes lost power in Storm Berit?"),
        );
        assert!(named + 1e-6 >= SHORTER * bare, "{named} {bare}");
        for other in [
            "How many homes lost power?",
            "How many homes lost power in Ostley?",
        ] {
            assert_eq!(found(other).chance_if_shorter, 0.0, "{other}");
        }
    }
}
