//! From a question to ranked candidate sentences.

pub mod vocabulary;

pub mod stated;

mod other_names;

pub mod outlines;

pub mod reading_words;

pub mod analysis;

pub mod index;

pub mod index_folder;

pub mod query;

pub mod naming;

pub mod sought_figures;

pub mod suiting;

pub mod matching;

pub mod reading_inputs;

pub mod reader_weights;

pub mod reader_sums;

pub mod reader;

pub mod reader_file;

pub mod offers;

pub mod candidates;

pub mod features;

pub mod measure;

pub mod surroundings;

pub mod told_words;
pub mod trees;

pub mod ranking;

pub mod posed;

pub mod foremost;

pub mod answerability;

pub mod model;
