//! Regular expressions that are written into the program.

use regex::Regex;

/// Makes a pattern of a source that never changes.
#[expect(
    clippy::expect_used,
    reason = "the sources are constant, and the tests of those who use them make each once"
)]
pub fn static_regex(source: &str) -> Regex {
    Regex::new(source).expect("a constant pattern")
}
