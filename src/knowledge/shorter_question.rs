//! A question read again without the words that only say which article is meant.

use super::{Knowledge, SearchResult};
use crate::question::Ask;
use crate::search::{meant_article, model};

/// A shorter question tells less of what is meant: of its likelihood this part counts.
const SHORTER: f32 = 0.7;

/// Whoever is this sure need not ask again.
const SURE_ENOUGH: f32 = 0.85;

impl Knowledge {
    /// Reads a question again without the words that only say that the article is meant in which its likeliest answer stands.
    /// Returns what counts of the likelihood with which the first sentence answers it, 0 where it has no such words. Both the
    /// article alone and all together must put the same sentence first; where that is another one of the article and a likely
    /// one, and the question as it was asked has no answer, `found` becomes what the shorter one found.
    pub(super) fn shorter_question(&self, ask: &Ask, found: &mut SearchResult) -> f32 {
        self.asked_shorter(ask, found).unwrap_or(0.0)
    }

    fn asked_shorter(&self, ask: &Ask, found: &mut SearchResult) -> Option<f32> {
        let answerability = &model::shipped().answerability;
        let own = answerability.probability(&found.ranked);
        if found.carried_over.is_some() || own >= SURE_ENOUGH {
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
        let shorter = Ask {
            text,
            before: Vec::new(),
            ..ask.clone()
        };
        let within = self.search(&Ask {
            within: Some(article.id.clone()),
            ..shorter.clone()
        });
        let (within, among_all) = (within.ok()?, self.search(&shorter).ok()?);
        let first = among_all.ranked.first()?.place;
        if first.article != place.article || within.ranked.first()?.place != first {
            return None;
        }
        let [alone, together] =
            [&within, &among_all].map(|found| answerability.probability(&found.ranked));
        let chance = SHORTER * alone.min(together);
        if first != place {
            let threshold = ask.threshold.unwrap_or_else(|| answerability.threshold());
            if own >= threshold || chance < threshold {
                return None;
            }
            *found = among_all;
        }
        Some(chance)
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
            let ranked = found(text).ranked;
            model::shipped().answerability.probability(&ranked)
        };
        let named = found("How many homes lost power in Storm Berit?").chance_if_shorter;
        assert!(named > 0.0);
        assert!(named <= SHORTER * likely("How many homes lost power?") + 1e-6);
        for other in [
            "How many homes lost power?",
            "How many homes lost power in Ostley?",
        ] {
            assert_eq!(found(other).chance_if_shorter, 0.0, "{other}");
        }
    }
}
