//! One immutable snapshot of all that can be asked; `ask` is the pipeline on one screen.

mod building;
mod candidate_search;
mod question_reading;
mod same_article;
mod shorter_question;
mod weighing;

pub use weighing::SearchResult;

use std::num::NonZeroUsize;
use std::sync::{Arc, OnceLock};

use crate::answer::citing::citation;
use crate::answer::{Answer, Citation, compound_answer, select};
use crate::article::{Article, ArticleId};
use crate::question::{Ask, NotAQuestion, follow_up, restated, split_questions};
use crate::search::analysis::AnalysedArticle;
use crate::search::candidate::{Candidate, SentenceId};
use crate::search::index::SentenceIndex;
use crate::search::prepared_articles::PreparedArticles;
use crate::search::vocabulary::Vocabulary;
use question_reading::check_length;

/// An immutable set of articles that answers questions. Cheap to share behind an `Arc`.
#[derive(Debug)]
pub struct Knowledge {
    articles: Vec<Arc<Article>>,
    analysed: Vec<OnceLock<AnalysedArticle>>,
    index: Option<SentenceIndex>,
    vocabulary: Vocabulary,
    prepared: PreparedArticles,
    fingerprint: String,
}

impl Knowledge {
    /// Returns the articles, in the order of their ids.
    pub fn articles(&self) -> &[Arc<Article>] {
        &self.articles
    }

    /// Names this set of articles: equal sets have equal fingerprints on any machine.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Returns the words of all articles.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Answers a question with cited sentences, or says that the articles do not.
    ///
    /// A question that asks several things is answered thing by thing; what comes later may lean on what comes before.
    pub fn ask(&self, ask: &Ask) -> Result<Answer, NotAQuestion> {
        check_length(ask)?;
        let split = split_questions(&ask.text);
        if split.parts.len() < 2 {
            return self.ask_one(ask);
        }
        let (parts, unread) = self.ask_each(ask, &split.parts);
        let stands_alone = (parts.first()).is_some_and(|(_, first)| first.carried_over.is_none());
        let merged = compound_answer::merge(&ask.text, parts, select::citations_at_most(ask));
        let mut answer = match merged {
            Some(mut merged) => {
                (merged.unanswered).extend(unread.into_iter().map(str::to_owned));
                merged
            }
            // What a later part leans on was asked in the first one, not before.
            None => self.ask_one(&Ask {
                text: split.looked_for(&ask.text).to_owned(),
                before: match stands_alone {
                    true => Vec::new(),
                    false => ask.before.clone(),
                },
                ..ask.clone()
            })?,
        };
        answer.question.clone_from(&ask.text);
        answer.left_out = split.left_out.into_iter().map(str::to_owned).collect();
        Ok(answer)
    }

    /// Answers part by part; those that turn out to be no questions come beside the others, which are answered all the same.
    fn ask_each<'t>(&self, ask: &Ask, parts: &[&'t str]) -> (Vec<(&'t str, Answer)>, Vec<&'t str>) {
        let mut part_of = ask.clone();
        let mut answers = Vec::with_capacity(parts.len());
        let mut unread = Vec::new();
        for part in parts {
            part_of.text = (*part).to_owned();
            match self.ask_one(&part_of) {
                Ok(answer) => {
                    answers.push((*part, answer));
                    part_of.before.push((*part).to_owned());
                }
                Err(_) if part.contains(char::is_alphanumeric) => unread.push(*part),
                Err(_) => {}
            }
            // What was asked before all of it is not what a later part goes on from.
            part_of.lately.clear();
        }
        (answers, unread)
    }

    /// Answers one question, from the article that the one before was answered from where it goes on from that.
    fn ask_one(&self, ask: &Ask) -> Result<Answer, NotAQuestion> {
        let answer = self.answer_over_all(ask)?;
        self.kept_to_article(ask, answer)
    }

    /// Answers one question. Where it is doubtful whether it leans on those before, the surer of both readings counts.
    fn answer_over_all(&self, ask: &Ask) -> Result<Answer, NotAQuestion> {
        let findings = self.findings(ask)?;
        let leaning = select::answer(ask, &findings.into_context(self));
        let read = |text: &str| self.read_question(text);
        let question = read(&ask.text);
        let is_doubtful = leaning.carried_over.is_some()
            && restated(&ask.text, &ask.before, &read).is_none()
            && follow_up::may_stand_alone(&question);
        if !is_doubtful {
            return Ok(leaning);
        }
        let by_itself = Ask {
            before: Vec::new(),
            ..ask.clone()
        };
        let alone = select::answer(&by_itself, &self.findings(&by_itself)?.into_context(self));
        let is_surer = alone.answered && alone.confidence > leaning.confidence;
        // Whoever types one word looks for that; what was asked before has nothing to do with a no.
        let is_another = !leaning.answered && follow_up::is_keyword(&question);
        Ok(if is_surer || is_another {
            alone
        } else {
            leaning
        })
    }

    /// Answers a question, and returns with the answer what would be cited were there no threshold; `among` names the
    /// only sentences that may be cited, in order of place.
    pub fn consider(
        &self,
        ask: &Ask,
        among: Option<&[SentenceId]>,
    ) -> Result<(Answer, Vec<Citation>), NotAQuestion> {
        let findings = match among {
            Some(places) => self.search_among(ask, places)?,
            None => self.findings(ask)?,
        };
        let context = findings.into_context(self);
        let answer = select::answer(ask, &context);
        let runs = context.runs(ask.limit.map_or(1, NonZeroUsize::get));
        let citations = (runs.iter().enumerate())
            .filter_map(|(at, run)| citation(at + 1, run, answer.confidence, &context));
        let citations = citations.collect();
        Ok((answer, citations))
    }

    /// Returns a sentence with all that is needed to measure it.
    pub fn candidate(&self, place: SentenceId) -> Option<Candidate<'_>> {
        Some(Candidate {
            place,
            article: self.analysed(place.article)?,
            text: &self.articles.get(place.article)?.text,
        })
    }

    /// Returns an article prepared for comparison; it is prepared when first asked for.
    pub fn analysed(&self, article: usize) -> Option<&AnalysedArticle> {
        let text = self.articles.get(article)?;
        let prepared = self.analysed.get(article)?;
        let prepare = || match self.prepared.get(article) {
            Some(parts) => AnalysedArticle::of_parts(text, &parts, &self.vocabulary),
            None => AnalysedArticle::of(text, &self.vocabulary),
        };
        Some(prepared.get_or_init(prepare))
    }

    /// Returns the number of an article.
    pub fn number_of(&self, id: &ArticleId) -> Option<usize> {
        self.articles
            .binary_search_by(|article| article.id.cmp(id))
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::article::Metadata;

    pub(super) fn article(id: &str, title: &str, text: &str) -> Article {
        Article {
            id: id.into(),
            version: 1,
            metadata: Metadata {
                title: title.to_owned(),
                ..Metadata::default()
            },
            text: text.to_owned(),
        }
    }

    #[test]
    fn what_was_changed_since_is_not_found_and_the_rest_answers() {
        let old = article("old", "The ferry", "The ferry Aurora was built in 1998.");
        let new = article("new", "The yard", "In 1999 the ferry Aurora was built.");
        let knowledge = Knowledge::in_memory(vec![old, new]);
        let cited = |without: &[&str], within: Option<&str>| {
            let ask = Ask {
                without: Arc::new(without.iter().map(|id| (*id).into()).collect()),
                within: within.map(Into::into),
                limit: NonZeroUsize::new(2),
                ..Ask::new("When was the ferry Aurora built?")
            };
            let answer = knowledge.ask(&ask).expect("a question");
            let named = answer.nearest.into_iter().map(|near| near.article_id);
            let quoted = answer.citations.into_iter().map(|cited| cited.article_id);
            BTreeSet::from_iter(named.chain(quoted))
        };
        assert_eq!(cited(&[], None).len(), 2);
        assert_eq!(cited(&["old"], None), BTreeSet::from(["new".into()]));
        assert!(cited(&["old"], Some("old")).is_empty());
        assert!(cited(&["old", "new"], None).is_empty());
    }

    #[test]
    fn a_part_that_is_no_question_leaves_the_others_their_answers() {
        let text = "The ferry Aurora was built in 1998.";
        let knowledge = Knowledge::in_memory(vec![article("ferry", "The ferry", text)]);
        let parts = ["When was the ferry Aurora built", "?"];
        let (answers, unread) = knowledge.ask_each(&Ask::new(parts.join("")), &parts);
        assert!(matches!(answers.as_slice(), [(_, answer)] if answer.answered));
        assert!(unread.is_empty(), "a lone mark is nothing to look for");
    }

    #[test]
    fn a_question_to_one_article_is_compared_with_all_and_answered_by_that_one() {
        let knowledge = Knowledge::in_memory(vec![
            article(
                "ferry",
                "The ferry",
                "The ferry was built in 1998. It carries 340 passengers.",
            ),
            article(
                "mill",
                "The mill",
                "The mill was built in 1810. It burned down in 1903.",
            ),
        ]);
        let within = |id: &str| Ask {
            within: Some(id.into()),
            ..Ask::new("When was the ferry built?")
        };
        for id in ["ferry", "mill"] {
            let found = knowledge.search(&within(id)).expect("a question");
            let own = knowledge.number_of(&id.into());
            assert_eq!(
                found.ranked.len(),
                2,
                "both sentences of {id}, and no other"
            );
            assert!(
                found
                    .ranked
                    .iter()
                    .all(|ranked| Some(ranked.place.article) == own)
            );
        }
        let nowhere = knowledge.search(&within("castle")).expect("a question");
        assert!(nowhere.ranked.is_empty());
    }
}
