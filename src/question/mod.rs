//! From a member's message to a question the search understands.

mod expected_answer;

mod asking_words;

mod parsed_question;

mod question_words;

mod asides;

mod asked_noun;

mod asked_price;

mod asked_size;

mod chat_spelling;

mod filler;

mod small_talk;

pub mod kind;

mod asked_permission;

mod asked_instruction;

mod asked_about;

pub mod analyze;

pub mod follow_up;

mod compound;

mod replaced_part;

mod restated;

pub use analyze::{analyze, analyze_knowing};
pub use chat_spelling::written_out;
pub use compound::{Split, split_questions};
pub use expected_answer::{AnswerType, Kind};
pub use parsed_question::{Question, QuestionWord};
pub use restated::restated;
pub use small_talk::{greets, is_small_talk};

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::sync::Arc;

use crate::article::ArticleId;
use crate::errors::ErrorCode;

/// A question as it is asked, with all that may change its answer.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// The member's words.
    pub text: String,
    /// Only sentences of this article may answer.
    pub within: Option<ArticleId>,
    /// No sentence of these articles may answer: they were changed or removed since they were read.
    pub without: Arc<BTreeSet<ArticleId>>,
    /// How many citations at most, however unlikely the last ones are; nothing means up to three likely ones.
    pub limit: Option<NonZeroUsize>,
    /// What was asked before in this conversation, oldest first.
    pub before: Vec<String>,
    /// Which articles the last of that was answered from, or are nearest to it, foremost first.
    pub lately: Vec<ArticleId>,
    /// How sure an answer must be, 0 to 1; nothing means the measured threshold.
    pub threshold: Option<f32>,
    /// Whether the answer shall tell what decided.
    pub explain: bool,
}

impl Ask {
    /// Makes a question with default options.
    pub fn new(text: impl Into<String>) -> Self {
        Ask {
            text: text.into(),
            ..Ask::default()
        }
    }
}

/// The longest question that is answered, in characters.
pub const MAX_QUESTION_CHARS: usize = 400;

/// Why a message is no question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAQuestion {
    /// Nothing in it can be looked for.
    #[error("the question has no word that can be looked for")]
    Empty,
    /// More than `MAX_QUESTION_CHARS` characters.
    #[error("the question has {0} characters, {MAX_QUESTION_CHARS} are allowed")]
    TooLong(usize),
}

impl NotAQuestion {
    /// Returns the error code that a user sees.
    pub fn code(&self) -> ErrorCode {
        match self {
            NotAQuestion::Empty => ErrorCode::QuestionEmpty,
            NotAQuestion::TooLong(_) => ErrorCode::QuestionTooLong,
        }
    }
}
