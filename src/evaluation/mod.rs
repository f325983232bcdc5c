//! How good the answers are: questions with known answers in, figures and trained models out.

pub mod question_sets;

pub mod corpus;

pub mod train_reader;

pub mod reader_gradients;

pub mod training_examples;

pub mod boosting;

pub mod train_ranker;

pub mod train_answerability;

mod short_articles;

pub mod training_set;

pub mod train;

pub mod perturbed;

pub mod predict;

pub mod scoring;
