//! The files of an evaluation: articles, questions and candidate lists, one JSON object a line, plain or gzipped.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::errors::ErrorCode;

/// An article as its paragraphs.
#[derive(Debug, Clone, Deserialize)]
pub struct ArticleRecord {
    /// Names it.
    pub id: String,
    /// Its headline.
    pub title: String,
    /// Its text.
    pub paragraphs: Vec<String>,
}

/// A question with what answers it.
#[derive(Debug, Clone, Deserialize)]
pub struct QuestionRecord {
    /// Names it.
    pub id: String,
    /// The question.
    pub question: String,
    /// The article that answers it, or that it was asked about.
    pub article_id: Option<String>,
    /// Index of the paragraph that answers it.
    pub paragraph: Option<usize>,
    /// The answers people gave.
    #[serde(default)]
    pub answers: Vec<GoldAnswer>,
    /// Whether the articles answer it.
    #[serde(default = "yes")]
    pub answerable: bool,
    /// Why it has no answer, for those that have none.
    pub kind: Option<String>,
}

/// Where an answer stands.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldAnswer {
    /// Its words.
    pub text: String,
    /// Index of its paragraph.
    pub paragraph: usize,
    /// Its first character in the paragraph, counted in Unicode characters.
    pub char_start: usize,
}

/// A question with sentences to choose from.
#[derive(Debug, Clone, Deserialize)]
pub struct ListRecord {
    /// Names it.
    pub id: String,
    /// The question.
    pub question: String,
    /// The title of the article the sentences are from.
    pub title: Option<String>,
    /// The sentences, in the order of the article.
    pub candidates: Vec<CandidateRecord>,
}

/// A sentence to choose.
#[derive(Debug, Clone, Deserialize)]
pub struct CandidateRecord {
    /// Its words.
    pub text: String,
    /// 1 when it answers.
    #[serde(default)]
    pub label: u8,
}

/// What the program says to a question, as the scorers read it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Prediction {
    /// Names the question.
    pub id: String,
    /// What would be cited, best first, also where it abstains.
    pub citations: Vec<PredictedCitation>,
    /// Whether the articles are said not to answer.
    pub abstained: bool,
    /// How likely the first citation answers, 0 to 1.
    pub confidence: f32,
    /// The short answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}

/// One cited piece of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PredictedCitation {
    /// Names the article.
    pub article_id: String,
    /// The cited words.
    pub text: String,
}

/// The scores of the candidates of one list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListScores {
    /// Names the list.
    pub id: String,
    /// The higher the better, in the order of the list.
    pub scores: Vec<f32>,
}

fn yes() -> bool {
    true
}

/// Why an evaluation cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum EvaluationError {
    /// A file cannot be read.
    #[error("unable to read {}: {cause}", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// A line is not such a record.
    #[error("{} line {line}: {cause}", path.display())]
    Line {
        /// Which file.
        path: PathBuf,
        /// Counts from 1.
        line: usize,
        /// What is wrong with it.
        cause: serde_json::Error,
    },
    /// A question names an article that is not there.
    #[error("question {question} is about the article {article}, which is not among the articles")]
    NoSuchArticle {
        /// Names the question.
        question: String,
        /// Names the article.
        article: String,
    },
    /// There is nothing to learn from or to measure.
    #[error("there are no {0} in the file; name one that has some")]
    Nothing(&'static str),
    /// No file of articles was named.
    #[error("no articles were given; name their file with --articles (the database is not read)")]
    NoArticles,
}

impl EvaluationError {
    /// Returns the error code that a user sees.
    pub fn code(&self) -> ErrorCode {
        match self {
            EvaluationError::Unreadable { cause, .. }
                if cause.kind() == io::ErrorKind::NotFound =>
            {
                ErrorCode::NotFound
            }
            EvaluationError::Unreadable { .. } => ErrorCode::Storage,
            EvaluationError::NoArticles => ErrorCode::NotFound,
            _ => ErrorCode::FileType,
        }
    }
}

/// Reads all records of a file; a name that ends in `.gz` is decompressed.
pub fn read<Record: DeserializeOwned>(path: &Path) -> Result<Vec<Record>, EvaluationError> {
    let unreadable = |cause| EvaluationError::Unreadable {
        path: path.to_owned(),
        cause,
    };
    let file = File::open(path).map_err(unreadable)?;
    let reader: Box<dyn Read> = if path.extension().is_some_and(|ending| ending == "gz") {
        Box::new(MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    let mut records = Vec::new();
    for (at, line) in BufReader::new(reader).lines().enumerate() {
        let line = line.map_err(unreadable)?;
        if line.trim().is_empty() {
            continue;
        }
        let record = serde_json::from_str(&line).map_err(|cause| EvaluationError::Line {
            path: path.to_owned(),
            line: at + 1,
            cause,
        })?;
        records.push(record);
    }
    Ok(records)
}
