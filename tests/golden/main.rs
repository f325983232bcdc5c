//! The shipped questions: whether they are sound, and how they are answered.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod answers;
mod questions;
