//! Questions with their measured candidates and which of them are right: what the models learn from.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::corpus::Corpus;
use super::question_sets::{EvaluationError, GoldAnswer, QuestionRecord};
use super::train_reader::{KeptSentence, ReaderExample};
use crate::question::Ask;
use crate::search::candidate::SentenceId;
use crate::search::features::{FEATURES, Family, Feature, Measured, Vector};
use crate::search::query::Query;
use crate::search::ranking::Ranker;
use crate::search::reader::Reader;
use crate::search::reader_features::{self, QuestionInput};
use crate::search::reader_tokens::ReaderToken;
use crate::text::Span;

/// A question with its measured candidates.
#[derive(Clone)]
pub struct Example {
    /// Questions about one article are kept together when figures are cross-validated.
    pub group: usize,
    /// The candidates, in the order of their places.
    pub measured: Vec<Measured>,
    /// Whether each holds the answer.
    pub right: Vec<bool>,
    /// Whether the articles answer it.
    answerable: bool,
    /// The question in the words of the articles.
    query: Query,
    /// The articles.
    corpus: Arc<Corpus>,
    /// The sentences of the paragraph the question is about.
    paragraph: Vec<SentenceId>,
    /// The answers people gave, as bytes of the article.
    gold: Vec<Span>,
    /// The same in words, wherever they stand.
    answers: Vec<GoldAnswer>,
}

/// The reader also learns from this many sentences of other paragraphs.
const READ_ELSEWHERE: usize = 6;

impl Example {
    /// Measures sentences at some places, candidates or not.
    fn measured_at(&self, places: &[SentenceId]) -> Vec<Measured> {
        self.corpus.knowledge.measure(&self.query, places)
    }

    /// Tells whether a sentence says the words of an answer, right or not.
    pub fn is_said_at(&self, place: SentenceId) -> bool {
        self.corpus.says(place, &self.answers)
    }

    /// Tells whether anything can be learnt from its order: something right and something wrong.
    pub fn teaches(&self) -> bool {
        self.right.contains(&true) && self.right.contains(&false)
    }

    /// Lets a reader read the foremost candidates.
    pub fn read(&mut self, reader: &Reader, ranker: &Ranker) {
        let mut scored = ranker.score(std::mem::take(&mut self.measured));
        self.corpus.knowledge.read(reader, &self.query, &mut scored);
        self.measured = scored.measured;
    }

    /// Returns what a reader learns from it: the sentences of its paragraph, and those that look most like an answer
    /// elsewhere.
    pub fn to_read(&self) -> ReaderExample {
        let question = QuestionInput::of(&self.query);
        let score = |measured: &Measured| measured.vector[Feature::Bm25Window as usize];
        let mut others: Vec<&Measured> = (self.measured.iter())
            .filter(|measured| !self.paragraph.contains(&measured.place))
            .collect();
        others.sort_by(|a, b| score(b).total_cmp(&score(a)).then(a.place.cmp(&b.place)));
        let others = others
            .iter()
            .take(READ_ELSEWHERE)
            .map(|measured| measured.place);
        let places: Vec<SentenceId> = self.paragraph.iter().copied().chain(others).collect();
        let mut answers = Vec::new();
        let mut sentences = Vec::new();
        for (at, measured) in self.measured_at(&places).iter().enumerate() {
            let words = self.corpus.knowledge.reading(measured.place).to_vec();
            if self.paragraph.contains(&measured.place) {
                let found = self
                    .gold
                    .iter()
                    .filter_map(|answer| words_within(&words, *answer));
                answers.extend(found.map(|words| (at, words)));
            }
            let beside = reader_features::beside(&self.query, &question, &words);
            sentences.push(KeptSentence {
                words,
                beside,
                setting: reader_features::setting(&measured.vector),
            });
        }
        ReaderExample {
            question,
            sentences,
            answers,
            unanswerable: !self.answerable,
        }
    }
}

/// Makes a vector as if a family of features had never been measured.
pub fn blind(vector: &mut Vector, family: Family) {
    for (slot, (_, _, own)) in vector.iter_mut().zip(FEATURES) {
        if *own == family {
            *slot = 0.0;
        }
    }
}

/// Returns the words that an answer takes up; `None` when it does not lie within them, or is all of them: then the
/// sentence was marked, not its answering words.
fn words_within(words: &[ReaderToken], answer: Span) -> Option<Range<usize>> {
    let first = words.iter().position(|word| word.span.end > answer.start)?;
    let last = words
        .iter()
        .rposition(|word| word.span.start < answer.end)?;
    let inside = words.first()?.span.start <= answer.start && answer.end <= words.last()?.span.end;
    let all = last + 1 - first == words.len();
    (inside && first <= last && !all).then_some(first..last + 1)
}

/// Measures the candidates of all questions, in the order of the questions.
pub fn prepare(
    corpus: &Arc<Corpus>,
    questions: &[QuestionRecord],
    groups: &BTreeMap<String, usize>,
    told: &(dyn Fn() + Sync),
) -> Result<Vec<Example>, EvaluationError> {
    questions
        .par_iter()
        .map(|question| {
            let example = prepare_one(corpus, question, groups);
            told();
            example
        })
        .filter_map(Result::transpose)
        .collect()
}

fn prepare_one(
    corpus: &Arc<Corpus>,
    question: &QuestionRecord,
    groups: &BTreeMap<String, usize>,
) -> Result<Option<Example>, EvaluationError> {
    let article = corpus.article_of(question)?;
    let gold = corpus.gold(question)?;
    let ask = Ask::new(question.question.as_str());
    // What is too long or empty is never asked of the models.
    let Ok((query, _)) = corpus.knowledge.query(&ask) else {
        return Ok(None);
    };
    let places = corpus.knowledge.candidates(&ask, &query);
    let measured = corpus.knowledge.measure(&query, &places);
    Ok(Some(Example {
        group: (question
            .article_id
            .as_ref()
            .and_then(|id| groups.get(id))
            .copied())
        .unwrap_or(0),
        right: (measured.iter())
            .map(|candidate| corpus.answers(candidate.place, article, &gold))
            .collect(),
        answers: question.answers.clone(),
        measured,
        answerable: question.answerable,
        query,
        paragraph: corpus.paragraph_of(question)?,
        gold,
        corpus: Arc::clone(corpus),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::question_sets::ArticleRecord;
    use crate::evaluation::train_reader;

    fn question(id: &str, text: &str, paragraph: usize, answer: &str) -> QuestionRecord {
        QuestionRecord {
            id: id.to_owned(),
            question: text.to_owned(),
            article_id: Some("mill".to_owned()),
            paragraph: Some(paragraph),
            answers: vec![GoldAnswer {
                text: answer.to_owned(),
                paragraph,
                char_start: PARAGRAPHS[paragraph].find(answer).expect("it is there"),
            }],
            answerable: true,
            kind: None,
        }
    }

    const PARAGRAPHS: [&str; 2] = [
        "The mill was built by Ada Lind in 1810. It burned down in 1903.",
        "Grain came from the valley. The miller had three mules.",
    ];

    #[test]
    fn the_same_lessons_teach_the_same_reader() {
        let articles = [ArticleRecord {
            id: "mill".to_owned(),
            title: "The mill".to_owned(),
            paragraphs: PARAGRAPHS.map(str::to_owned).to_vec(),
        }];
        let questions = [
            question("a", "Who built the mill?", 0, "Ada Lind"),
            question("b", "How many mules did the miller have?", 1, "three"),
        ];
        let corpus = Arc::new(Corpus::of(&articles));
        let examples =
            prepare(&corpus, &questions, &BTreeMap::new(), &|| {}).expect("the answers are there");
        assert!(examples.iter().all(Example::teaches));
        let of_words: Vec<ReaderExample> =
            examples.iter().map(|example| example.to_read()).collect();
        let unanswerable = ReaderExample {
            answers: Vec::new(),
            unanswerable: true,
            ..of_words[0].clone()
        };
        let all: Vec<&ReaderExample> = of_words.iter().chain([&unanswerable]).collect();
        let learnt = || train_reader::learn(&all, &|| {}).to_bytes();
        let reader = learnt();
        assert_eq!(reader, learnt());
        let nothing = train_reader::learn(&[], &|| {}).to_bytes();
        assert!(reader != nothing, "something is learnt");
    }
}
