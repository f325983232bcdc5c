//! Plain text, knowing nothing of articles.

pub mod abbreviations;
pub mod enumerations;
pub mod language;
pub mod line_ends;
pub mod sentence_ends;
pub mod sentences;
pub mod span;
pub mod vectors;

pub use span::Span;
pub use vectors::{WordRow, WordVectors};
