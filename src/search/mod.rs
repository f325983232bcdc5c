//! From a question to ranked candidate sentences.

pub mod vocabulary;

pub mod compared_words;

pub mod fact_slots;

pub mod question_marks;

mod other_names;

pub mod implied_subjects;

pub mod prepared_articles;

pub mod reader_tokens;

mod block_context;

pub mod answer_cues;

pub mod analysis;

pub mod candidate;

pub mod term;

pub mod posed_question;

pub mod answer_span;

mod spelling;

mod word_joins;

pub mod query;

pub mod matching;

pub mod fact_match;

pub mod index;

pub mod index_folder;

pub mod definition_questions;

pub mod lifespans;

pub mod quantity_match;

pub mod narrow_kinds;

pub mod candidates;

pub mod features;

pub mod two_sides;

pub mod meant_article;

pub mod measure;

pub mod answer_words;

mod told_times;

pub mod answer_type;

pub mod reader_features;

pub mod reader_weights;

pub mod reader_layers;

pub mod reader;

pub mod reader_file;

pub mod listwise_features;

pub mod stated_figures;

pub mod trees;

pub mod ranking;

pub mod instructions;

pub mod named_by_heading;

pub mod faq;

pub mod labelled_lines;

pub mod rulings;

pub mod permitted_things;

pub mod asked_sums;

pub mod other_owners;

pub mod other_places;

pub mod rows_of_others;

pub mod asked_person;

pub mod opposite_answers;

pub mod told_of_others;

pub mod short_replies;

pub mod rerank_rules;

pub mod answerability;

pub mod model;

#[cfg(test)]
pub(crate) mod one_article;
