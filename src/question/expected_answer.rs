//! What sort of answer a question waits for.

use serde::{Deserialize, Serialize};

/// What sort of thing would answer the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnswerType {
    /// A date, a year, a time.
    Date,
    /// A person or a group of people.
    Person,
    /// What somebody or something is called.
    Name,
    /// Somewhere.
    Place,
    /// How many, how much, how far: a figure.
    Number,
    /// A sum of money.
    Money,
    /// A share in hundred.
    Percent,
    /// How long something lasts.
    Duration,
    /// How old somebody or something is.
    Age,
    /// Why.
    Reason,
    /// How something is done.
    Manner,
    /// What something is.
    Definition,
    /// What an abbreviation stands for.
    Expansion,
    /// What somebody said.
    Quotation,
    /// Yes or no.
    Truth,
    /// Some other thing, named by the focus if there is one.
    Thing,
    /// Nothing is known of it: bare keywords.
    Anything,
}

impl AnswerType {
    /// All of them, in the order of their numbers.
    pub const ALL: [AnswerType; 17] = [
        AnswerType::Date,
        AnswerType::Person,
        AnswerType::Name,
        AnswerType::Place,
        AnswerType::Number,
        AnswerType::Money,
        AnswerType::Percent,
        AnswerType::Duration,
        AnswerType::Age,
        AnswerType::Reason,
        AnswerType::Manner,
        AnswerType::Definition,
        AnswerType::Expansion,
        AnswerType::Quotation,
        AnswerType::Truth,
        AnswerType::Thing,
        AnswerType::Anything,
    ];

    /// Tells whether a figure would answer, be it a sum, a share, an age or a length of time.
    pub fn is_figure(self) -> bool {
        matches!(
            self,
            AnswerType::Number
                | AnswerType::Money
                | AnswerType::Percent
                | AnswerType::Duration
                | AnswerType::Age
        )
    }

    /// Returns its place in `ALL`.
    pub fn number(self) -> usize {
        self as usize
    }
}

/// What a question asks for, and by which of its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// What would answer it.
    pub expected: AnswerType,
    /// Index of the question word (`who`, `how`, …), if it has one.
    pub wh_word: Option<usize>,
    /// Index of the word that names what is asked for (`city` in "which city").
    pub focus: Option<usize>,
    /// Index of the verb, if it can be told (`sang` in "who sang at the opening").
    pub done: Option<usize>,
}
