//! What every part of the program says when something is wrong: a code to quote, what happened and what to do next.

mod error_code;

mod severity;

mod trouble;

pub use error_code::{ErrorCode, UnknownCode};
pub use severity::Severity;
pub use trouble::Trouble;
