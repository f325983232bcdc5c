//! How good the answers are: questions with known answers in, figures and trained models out.

pub mod question_sets;

pub mod corpus;

pub mod learn_reader;

pub mod reader_slopes;

pub mod lessons;

pub mod boosting;

pub mod learn_ranker;

pub mod learn_answerability;

mod reports;
mod short_articles;

pub mod curriculum;

pub mod train;

pub mod twisted;

pub mod predict;

pub mod scoring;
