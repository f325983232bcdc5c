//! The proof of what is shown: every sentence is read from the store again and compared, byte for byte.

use crate::answer::{Answer, Certainty, Citation, Explanation, Mention, NearSentence};
use crate::article::ArticleId;
use crate::store::{Scope, Standing, Store, StoreResult};
use crate::text::Span;

/// Reads every sentence that is shown again from the store, quoted or not, and drops those that do not stand there byte for
/// byte.
///
/// An index may be older than the store; this is why a removed or replaced sentence is never quoted.
pub fn prove(store: &dyn Store, scope: Scope, answer: &mut Answer) -> StoreResult<()> {
    let cited = cited_articles(answer);
    keep_standing(store, scope, &mut answer.citations)?;
    keep_standing(store, scope, &mut answer.nearest_sentences)?;
    keep_standing(store, scope, &mut answer.explanations)?;
    let first = answer.citations.first();
    let dropped_first = first.is_none_or(|citation| citation.number != 1);
    if answer.citations.is_empty() && answer.nearest.is_empty() {
        // Where nothing is left of an answer, its articles come near, as far as they are still there.
        answer.nearest = cited;
    }
    drop_what_is_gone(store, scope, answer)?;
    judge_parts_again(answer);
    if answer.answered && dropped_first {
        answer.answer = None;
        answer.answered = !answer.citations.is_empty();
        answer.confidence = answer.confidence.min(confidence_of_the_rest(answer));
        answer.certainty = Certainty::of(answer.answered, answer.confidence);
    }
    number_again(answer);
    Ok(())
}

/// Returns the articles that an answer cites, each once.
fn cited_articles(answer: &Answer) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    for citation in &answer.citations {
        if found
            .iter()
            .all(|known| known.article_id != citation.article_id)
        {
            found.push(Mention {
                article_id: citation.article_id.clone(),
                title: citation.title.clone(),
                url: citation.url.clone(),
            });
        }
    }
    found
}

/// Words that are shown as a stretch of an article.
trait Shown {
    /// Returns the article, its version, the place in it, and the words.
    fn shown(&self) -> (&ArticleId, u32, Span, &str);
}

/// Tells of a type that names its place as all do where it is.
macro_rules! shown {
    ($($shown:ty),+) => {$(
        impl Shown for $shown {
            fn shown(&self) -> (&ArticleId, u32, Span, &str) {
                let place = Span::new(self.start, self.end);
                (&self.article_id, self.version, place, &self.text)
            }
        }
    )+};
}

shown!(Citation, NearSentence, Explanation);

fn keep_standing<T: Shown>(store: &dyn Store, scope: Scope, shown: &mut Vec<T>) -> StoreResult<()> {
    let mut standing = Vec::with_capacity(shown.len());
    for one in shown.drain(..) {
        let (article, version, place, words) = one.shown();
        let found = store.sentence_text(scope, article, version, place)?;
        if matches!(&found, Standing::Stands(text) if text == words) {
            standing.push(one);
        } else {
            tracing::warn!(
                %article,
                version,
                start = place.start,
                end = place.end,
                "dropped a sentence that does not stand in the store"
            );
        }
    }
    *shown = standing;
    Ok(())
}

/// Returns how sure the citations are that are left: those of several questions together as the least sure of them.
fn confidence_of_the_rest(answer: &Answer) -> f32 {
    let cited = answer
        .parts
        .iter()
        .filter(|part| !part.citations.is_empty());
    let least = cited.map(|part| part.confidence).min_by(f32::total_cmp);
    let first = answer.citations.first().map(|first| first.confidence);
    least.or(first).unwrap_or_default()
}

/// Says no more of one of several questions than its remaining citations do.
fn judge_parts_again(answer: &mut Answer) {
    for part in &mut answer.parts {
        let Some(first) = part.citations.first().copied() else {
            continue;
        };
        part.citations.retain(|number| {
            let mut left = answer.citations.iter();
            left.any(|citation| citation.number == *number)
        });
        let now_first = part.citations.first().copied();
        if now_first == Some(first) {
            continue;
        }
        let now_first = answer
            .citations
            .iter()
            .find(|citation| Some(citation.number) == now_first);
        part.answer = None;
        part.confidence = now_first.map_or(0.0, |citation| citation.confidence);
        part.certainty = Certainty::of(now_first.is_some(), part.confidence);
        if now_first.is_none() {
            answer.unanswered.push(part.question.clone());
        }
    }
}

/// Names no article that is not there any more.
fn drop_what_is_gone(store: &dyn Store, scope: Scope, answer: &mut Answer) -> StoreResult<()> {
    keep_those_there(store, scope, &mut answer.nearest)?;
    for citation in &mut answer.citations {
        keep_those_there(store, scope, &mut citation.also_in)?;
    }
    Ok(())
}

fn keep_those_there(
    store: &dyn Store,
    scope: Scope,
    mentions: &mut Vec<Mention>,
) -> StoreResult<()> {
    let mut there = Vec::with_capacity(mentions.len());
    for mention in mentions.drain(..) {
        if store.entry_if_there(scope, &mention.article_id)?.is_some() {
            there.push(mention);
        }
    }
    *mentions = there;
    Ok(())
}

/// Counts the remaining citations from 1 and lets everything that names them follow.
fn number_again(answer: &mut Answer) {
    let numbers: Vec<usize> = answer
        .citations
        .iter()
        .map(|citation| citation.number)
        .collect();
    let new = |old: usize| {
        numbers
            .iter()
            .position(|number| *number == old)
            .map(|at| at + 1)
    };
    answer
        .disagreements
        .retain_mut(|found| match (new(found.newer), new(found.older)) {
            (Some(newer), Some(older)) => {
                (found.newer, found.older) = (newer, older);
                true
            }
            _ => false,
        });
    answer
        .explanations
        .retain_mut(|explanation| match explanation.number {
            0 => true,
            old => new(old).is_some_and(|number| {
                explanation.number = number;
                true
            }),
        });
    for part in &mut answer.parts {
        part.citations = part.citations.iter().filter_map(|old| new(*old)).collect();
    }
    for (at, citation) in answer.citations.iter_mut().enumerate() {
        citation.number = at + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::{Disagreement, Part};
    use crate::store::{Access, ArticleStore, Draft, Source, SqliteStore, Stamp};

    const TEXT: &str = "The weir is nine feet high. It was built of oak.";

    fn store_with(text: &str) -> (tempfile::TempDir, SqliteStore) {
        let folder = tempfile::tempdir().expect("a folder");
        let store =
            SqliteStore::open(&folder.path().join("a.db"), Access::Command).expect("a store");
        put(&store, text);
        (folder, store)
    }

    fn put(store: &SqliteStore, text: &str) {
        let draft = Draft {
            id: "weir".into(),
            metadata: crate::article::Metadata {
                title: "The weir".to_owned(),
                ..Default::default()
            },
            text: text.to_owned(),
            source: Source::default(),
        };
        store
            .put(Scope::Everyone, &draft, Stamp::at(1))
            .expect("kept");
    }

    fn quoting(sentences: &[&str]) -> Answer {
        let citation = |(index, words): (usize, &&str)| {
            let start = TEXT.find(words).expect("it stands there");
            Citation {
                number: index + 1,
                article_id: ArticleId::from("weir"),
                title: "The weir".to_owned(),
                publisher: None,
                url: None,
                published: None,
                version: 1,
                paragraph: 1,
                start,
                end: start + words.len(),
                text: (*words).to_owned(),
                answer: None,
                confidence: 0.9,
                also_in: Vec::new(),
            }
        };
        Answer {
            question: "How high is the weir?".to_owned(),
            answered: true,
            confidence: 0.9,
            certainty: Certainty::Sure,
            answer: Some("nine feet".to_owned()),
            citations: sentences.iter().enumerate().map(citation).collect(),
            disagreements: Vec::new(),
            nearest: Vec::new(),
            nearest_sentences: Vec::new(),
            carried_over: None,
            corrections: Vec::new(),
            fingerprint: String::new(),
            explanations: Vec::new(),
            parts: Vec::new(),
            unanswered: Vec::new(),
            left_out: Vec::new(),
        }
    }

    #[test]
    fn what_stands_in_the_store_is_shown() {
        let (_folder, store) = store_with(TEXT);
        let mut answer = quoting(&["The weir is nine feet high.", "It was built of oak."]);
        let before = answer.clone();
        prove(&store, Scope::Everyone, &mut answer).expect("read");
        assert_eq!(answer, before);
    }

    #[test]
    fn one_altered_byte_is_dropped() {
        let (_folder, store) = store_with(TEXT);
        let mut answer = quoting(&["The weir is nine feet high.", "It was built of oak."]);
        answer.citations[0].text = "The weir is nine feet high!".to_owned();
        answer.disagreements.push(Disagreement {
            newer: 1,
            newer_says: "nine".to_owned(),
            older: 2,
            older_says: "ten".to_owned(),
        });
        answer.citations[1].confidence = 0.3;
        prove(&store, Scope::Everyone, &mut answer).expect("read");
        assert_eq!(answer.citations.len(), 1);
        assert_eq!(
            (answer.confidence, answer.certainty),
            (0.3, Certainty::Possible)
        );
        assert_eq!((answer.citations[0].number, answer.answer), (1, None));
        assert!(answer.disagreements.is_empty());
    }

    #[test]
    fn an_answer_is_never_surer_for_losing_a_citation() {
        let (_folder, store) = store_with(TEXT);
        let mut answer = quoting(&["The weir is nine feet high.", "It was built of oak."]);
        answer.citations[0].text = "The weir is nine feet high!".to_owned();
        answer.confidence = 0.4;
        prove(&store, Scope::Everyone, &mut answer).expect("read");
        assert_eq!((answer.confidence, answer.citations.len()), (0.4, 1));

        let mut answer = quoting(&["The weir is nine feet high.", "It was built of oak."]);
        answer.citations[0].text = "The weir is nine feet high!".to_owned();
        answer.confidence = 0.6;
        let part = |confidence: f32, citations: &[usize]| Part {
            question: "How high is it?".to_owned(),
            confidence,
            certainty: Certainty::of(true, confidence),
            answer: None,
            citations: citations.to_vec(),
        };
        answer.parts = vec![part(0.6, &[1]), part(0.5, &[2])];
        prove(&store, Scope::Everyone, &mut answer).expect("read");
        assert_eq!(answer.confidence, 0.5, "that of the part that is left");
    }

    #[test]
    fn what_is_shown_beside_citations_is_proved_as_they_are() {
        let (_folder, store) = store_with(TEXT);
        let mut answer = quoting(&["The weir is nine feet high."]);
        let near = |citation: &Citation, text: &str| NearSentence {
            article_id: citation.article_id.clone(),
            title: citation.title.clone(),
            publisher: None,
            url: None,
            published: None,
            version: 1,
            paragraph: 1,
            start: citation.start,
            end: citation.end,
            text: text.to_owned(),
        };
        let runner_up = |citation: &Citation, text: &str| Explanation {
            number: 0,
            article_id: citation.article_id.clone(),
            version: 1,
            start: citation.start,
            end: citation.end,
            text: text.to_owned(),
            reasons: Vec::new(),
        };
        let other = quoting(&["It was built of oak."]).citations.remove(0);
        for text in ["It was built of oak.", "It was built of elm."] {
            answer.nearest_sentences.push(near(&other, text));
            answer.explanations.push(runner_up(&other, text));
        }
        prove(&store, Scope::Everyone, &mut answer).expect("read");
        let texts: Vec<&str> = (answer.nearest_sentences.iter().map(|near| &near.text))
            .chain(answer.explanations.iter().map(|told| &told.text))
            .map(String::as_str)
            .collect();
        assert_eq!(texts, ["It was built of oak.", "It was built of oak."]);

        put(&store, "The weir is gone.");
        prove(&store, Scope::Everyone, &mut answer).expect("read");
        assert!(answer.nearest_sentences.is_empty() && answer.explanations.is_empty());
    }

    #[test]
    fn one_of_several_questions_is_not_answered_by_what_was_dropped() {
        let (_folder, store) = store_with(TEXT);
        let mut answer = quoting(&["The weir is nine feet high.", "It was built of oak."]);
        let part = |question: &str, answer: &str, citations: &[usize]| Part {
            question: question.to_owned(),
            confidence: 0.9,
            certainty: Certainty::Sure,
            answer: Some(answer.to_owned()),
            citations: citations.to_vec(),
        };
        answer.parts = vec![
            part("How high is it?", "nine feet", &[1]),
            part("What is it made of?", "oak", &[2]),
            part("How high is the weir of oak?", "nine feet", &[1, 2]),
        ];
        answer.citations[0].text = "The weir is nine feet high!".to_owned();
        answer.citations[1].confidence = 0.3;
        prove(&store, Scope::Everyone, &mut answer).expect("read");
        let [gone, whole, less] = answer.parts.as_slice() else {
            panic!("three parts");
        };
        assert_eq!((&gone.answer, gone.certainty), (&None, Certainty::None));
        assert_eq!(answer.unanswered, ["How high is it?"]);
        assert_eq!(whole.answer.as_deref(), Some("oak"));
        assert_eq!(
            (whole.confidence, whole.citations.as_slice()),
            (0.9, &[1][..])
        );
        assert_eq!((&less.answer, less.confidence), (&None, 0.3));
        assert_eq!(less.citations, [1]);
    }

    #[test]
    fn an_article_is_not_gone_because_the_store_cannot_be_read() {
        let (folder, store) = store_with(TEXT);
        let mut answer = quoting(&[]);
        answer.nearest.push(Mention {
            article_id: ArticleId::from("weir"),
            title: "The weir".to_owned(),
            url: None,
        });
        prove(&store, Scope::Everyone, &mut answer).expect("read");
        assert_eq!(answer.nearest.len(), 1);
        let other = rusqlite::Connection::open(folder.path().join("a.db")).expect("a database");
        other
            .execute_batch("DROP VIEW entry")
            .expect("it is damaged");
        prove(&store, Scope::Everyone, &mut answer).expect_err("not read");
    }

    #[test]
    fn a_replaced_or_removed_sentence_is_never_quoted() {
        let (_folder, store) = store_with(TEXT);
        put(&store, "The weir is gone.");
        let mut answer = quoting(&["It was built of oak."]);
        prove(&store, Scope::Everyone, &mut answer).expect("read");
        assert!(!answer.answered && answer.citations.is_empty());
        assert_eq!(answer.nearest.len(), 1, "the article is still there");

        let (_folder, store) = store_with(TEXT);
        store
            .remove(Scope::Everyone, &"weir".into(), Stamp::at(2))
            .expect("removed");
        let mut answer = quoting(&["It was built of oak."]);
        prove(&store, Scope::Everyone, &mut answer).expect("read");
        assert!(!answer.answered && answer.citations.is_empty());
        assert!(answer.nearest.is_empty(), "nor is it named");
    }
}
