//! Plain text, knowing nothing of articles.

pub mod abbreviations;
pub mod calendar;

pub mod dimensions;
pub mod enumerations;
pub mod everyday_words;
pub mod function_words;
pub mod helper_verbs;
pub mod language;
pub mod line_ends;
pub mod near_duplicates;
pub mod normalize;
pub mod number_words;
pub mod related_words;
pub mod sentence_ends;
pub mod sentence_vectors;
pub mod sentences;
pub mod simd;
pub mod similarity;
pub mod span;
pub mod vectors;
pub mod words;

pub use span::Span;
pub use vectors::{WordRow, WordVectors};
