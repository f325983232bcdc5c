//! Plain text, knowing nothing of articles.

pub mod sentences;
pub mod span;

pub use span::Span;
