//! Plain text, knowing nothing of articles.

pub mod sentences;
pub mod span;
pub mod vectors;

pub use span::Span;
pub use vectors::{WordRow, WordVectors};
