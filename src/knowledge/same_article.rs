//! A question of a conversation, put to the article from which the one before it was answered.

use super::Knowledge;
use crate::answer::Answer;
use crate::article::ArticleId;
use crate::question::{Ask, NotAQuestion, Question, QuestionWord, follow_up, restated};
use crate::search::analysis::AnalysedArticle;
use crate::search::compared_words::Token;
use crate::text::related_words::RelatedWords;
use crate::text::vectors::WordVectors;
use crate::text::{normalize, words};

/// What the article of the last answer says counts as this much of what another says, where the question cannot be
/// understood alone …
const LEANS: f32 = 0.5;

/// … and where it may be.
const MAY_STAND_ALONE: f32 = 0.7;

/// A question with more words than these says by itself what it is about.
const FEW_WORDS: usize = 3;

/// Kinds of those of whom a report has its own: its owner, its company.
const SOMEBODY: [&str; 2] = ["person", "organization"];

impl Knowledge {
    /// Returns what the article says from which the question before was answered, where a question goes on from that and
    /// another article answers it, or none; else the answer that was given over all.
    pub(super) fn kept_to_article(
        &self,
        ask: &Ask,
        over_all: Answer,
    ) -> Result<Answer, NotAQuestion> {
        let is_there = |id: &&_| self.number_of(id).is_some() && !ask.without.contains(*id);
        let Some(last) = ask.lately.iter().find(is_there) else {
            return Ok(over_all);
        };
        let from = over_all.citations.first().map(|first| &first.article_id);
        if ask.within.is_some() || from.is_some_and(|from| ask.lately.contains(from)) {
            return Ok(over_all);
        }
        let read = |text: &str| self.read_question(text);
        let question = read(&ask.text);
        let is_restated = || restated(&ask.text, &ask.before, &read).is_some();
        let leans = follow_up::leans_on_earlier(&question);
        let stands_alone = !leans || follow_up::may_stand_alone(&question);
        let known = what_is_known(&question);
        if !leans && known.is_none() && !is_restated() {
            return Ok(over_all);
        }
        let within = self.answer_over_all(&Ask {
            within: Some(last.clone()),
            ..ask.clone()
        })?;
        let part = match stands_alone {
            true => MAY_STAND_ALONE,
            false => LEANS,
        };
        // What the company says is not told by another company; what the parking costs may well stand elsewhere.
        let is_known_here =
            || known.is_some_and(|noun| is_somebody(noun) && self.is_meant_in(noun, last, from));
        let is_within = match (within.answered, over_all.answered) {
            (true, _) => {
                within.confidence >= part * over_all.confidence || stands_alone && is_known_here()
            }
            // "How much did she take?" is not answered by whoever took something.
            (false, true) if !stands_alone => !is_restated() && !self.is_about_carried(&over_all),
            (false, true) => is_known_here(),
            (false, false) => false,
        };
        Ok(if is_within { within } else { over_all })
    }

    /// Tells whether an article speaks of a thing of which the other one is not.
    fn is_meant_in(&self, noun: &QuestionWord, id: &ArticleId, other: Option<&ArticleId>) -> bool {
        let Some(stem) = self.vocabulary.stem(&noun.stem) else {
            return false;
        };
        let of = |id: &ArticleId| self.number_of(id).and_then(|number| self.analysed(number));
        let is_it = |token: &Token| token.stem == Some(stem);
        let is_topic = (other.and_then(of)).is_some_and(|other| other.topic.iter().any(is_it));
        let speaks = |article: &AnalysedArticle| {
            let mut sentences = article.sentences.iter();
            sentences.any(|sentence| sentence.tokens.iter().any(is_it))
        };
        !is_topic && of(id).is_some_and(speaks)
    }

    /// Tells whether the first citation or the topic of its article has all words that a follow-up took over.
    fn is_about_carried(&self, answer: &Answer) -> bool {
        let (Some(carried), Some(first)) = (&answer.carried_over, answer.citations.first()) else {
            return false;
        };
        let article = self.number_of(&first.article_id);
        let article = article.and_then(|number| self.analysed(number));
        let cited: Vec<String> = stems(&first.text).collect();
        let in_topic = |stem: &String| {
            let id = self.vocabulary.stem(stem);
            let mut topic = article.into_iter().flat_map(|article| &article.topic);
            id.is_some() && topic.any(|token| token.stem == id)
        };
        let carried = self.read_question(carried);
        let mut words = carried.content();
        words.all(|word| cited.contains(&word.stem) || in_topic(&word.stem))
    }
}

/// Returns the noun of a short question that names nothing, but speaks of something as one that is known: "what does *the
/// company* say?"
fn what_is_known(question: &Question) -> Option<&QuestionWord> {
    let names = question.content().any(|word| word.name || word.number);
    if names || question.content().count() > FEW_WORDS {
        return None;
    }
    question.words.windows(2).find_map(|pair| match pair {
        [the, noun] => {
            let points = matches!(the.folded.as_str(), "the" | "this" | "these" | "that");
            (points && !noun.function).then_some(noun)
        }
        _ => None,
    })
}

/// Tells whether a noun is one for people or for what people form together.
fn is_somebody(noun: &QuestionWord) -> bool {
    let (known, vectors) = (RelatedWords::shipped(), WordVectors::shipped());
    let row = (vectors.row(&noun.folded)).or_else(|| vectors.row(&noun.stem));
    let mut kinds = SOMEBODY.iter().filter_map(|kind| vectors.row(kind));
    row.is_some_and(|row| kinds.any(|kind| known.is_a(row, kind)))
}

fn stems(text: &str) -> impl Iterator<Item = String> {
    words::words(text).map(|word| normalize::stem(&normalize::fold(word.text)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::article;
    use super::*;

    const POOL: &str = "The pool at Orbey opens on 4 May. A season pass costs £40 for adults and £15 for children. The manager, Ada \
        Lind, said that the water was warm.";

    const MILL: &str = "The mill at Tarn burned on 3 June. The owner said that the mill was lost. Its manager, Bo Dahl, said that \
        he was sad. The mill has four children of the miller as guests.";

    fn talk(lately: &[&str], before: &[&str], text: &str) -> Answer {
        let knowledge = Knowledge::in_memory(vec![
            article("mill", "Mill burns", MILL),
            article("pool", "Pool to open", POOL),
        ]);
        let answer = knowledge.ask(&Ask {
            before: before.iter().map(|text| (*text).to_owned()).collect(),
            lately: lately.iter().map(|id| (*id).into()).collect(),
            ..Ask::new(text)
        });
        answer.expect("a question")
    }

    fn cited(answer: &Answer) -> Option<&str> {
        Some(answer.citations.first()?.article_id.as_str())
    }

    #[test]
    fn the_article_that_answered_goes_on_answering() {
        let before = ["When does the pool open?"];
        for (lately, expected) in [("pool", "pool"), ("mill", "mill")] {
            let answer = talk(&[lately], &before, "what did the manager say?");
            assert_eq!(cited(&answer), Some(expected), "{answer:#?}");
        }
    }

    #[test]
    fn what_is_known_in_the_article_is_not_told_of_by_another() {
        let before = ["When does the pool open?"];
        let answer = talk(&["pool"], &before, "what did the owner say?");
        assert_eq!(
            cited(&answer),
            Some("mill"),
            "the pool's owner is not told of"
        );
        let answer = talk(&["pool"], &before, "is the manager sad?");
        assert_ne!(cited(&answer), Some("mill"), "{answer:#?}");
        let answer = talk(&["pool"], &before, "when did the mill burn?");
        assert_eq!(cited(&answer), Some("mill"));
    }

    #[test]
    fn a_thing_that_the_article_mentions_leaves_others_their_answers() {
        let pool =
            "The pool at Orbey opens on 4 May. The pool has parking for 40 cars behind the hall.";
        let knowledge = Knowledge::in_memory(vec![
            article("pool", "Pool to open", pool),
            article("prices", "Visitor prices", "Parking costs £3 a day."),
        ]);
        let ask = Ask {
            before: vec!["When does the pool open?".to_owned()],
            lately: vec!["pool".into()],
            ..Ask::new("How much does the parking cost?")
        };
        let answer = knowledge.ask(&ask).expect("a question");
        assert_eq!(cited(&answer), Some("prices"), "{answer:#?}");
    }

    #[test]
    fn a_question_with_a_name_of_its_own_is_put_to_all() {
        let answer = talk(
            &["pool"],
            &["When does the pool open?"],
            "When did the mill at Tarn burn?",
        );
        assert_eq!(cited(&answer), Some("mill"));
        let answer = talk(&["gone"], &[], "When does the pool at Orbey open?");
        assert_eq!(cited(&answer), Some("pool"));
    }

    #[test]
    fn a_part_that_is_replaced_is_asked_of_the_same_thing() {
        let before = ["How much is a season pass?"];
        let answer = talk(&["pool"], &before, "and for children?");
        let said = answer.answer.as_deref().unwrap_or_default();
        assert!(
            cited(&answer) == Some("pool") && said.contains("£15"),
            "{answer:#?}"
        );
    }
}
