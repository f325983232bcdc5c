//! Questions with their measured candidates and which of them are right: what the models learn from.

use rayon::prelude::*;

use super::corpus::Corpus;
use super::question_sets::{EvaluationError, QuestionRecord};
use crate::question::Ask;
use crate::search::features::Measured;

/// A question with its measured candidates.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// Questions about one article are kept together when figures are cross-validated.
    pub group: usize,
    /// The candidates, in the order of their places.
    pub measured: Vec<Measured>,
    /// Whether each holds the answer.
    pub right: Vec<bool>,
}

impl Lesson {
    /// Tells whether anything can be learnt from its order: something right and something wrong.
    pub fn teaches(&self) -> bool {
        self.right.contains(&true) && self.right.contains(&false)
    }
}

/// Where the candidates of a question come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// All articles.
    AllArticles,
    /// The paragraph that the question is about.
    ItsParagraph,
}

/// Measures the candidates of all questions, in the order of the questions.
pub fn prepare(
    corpus: &Corpus,
    questions: &[QuestionRecord],
    among: Among,
    told: &(dyn Fn() + Sync),
) -> Result<Vec<Lesson>, EvaluationError> {
    questions
        .par_iter()
        .map(|question| {
            let lesson = prepare_one(corpus, question, among);
            told();
            lesson
        })
        .filter_map(Result::transpose)
        .collect()
}

fn prepare_one(
    corpus: &Corpus,
    question: &QuestionRecord,
    among: Among,
) -> Result<Option<Lesson>, EvaluationError> {
    let article = corpus.article_of(question)?;
    let gold = corpus.gold(question)?;
    let ask = Ask::new(question.question.as_str());
    // What is too long or empty is never asked of the models.
    let Ok((query, _)) = corpus.knowledge.query(&ask) else {
        return Ok(None);
    };
    let places = match among {
        Among::AllArticles => corpus.knowledge.candidates(&ask, &query),
        Among::ItsParagraph => corpus.paragraph_of(question)?,
    };
    let measured = corpus.knowledge.measure(&query, &places);
    Ok(Some(Lesson {
        group: article.unwrap_or(usize::MAX),
        right: (measured.iter())
            .map(|candidate| corpus.answers(candidate.place, article, &gold))
            .collect(),
        measured,
    }))
}
