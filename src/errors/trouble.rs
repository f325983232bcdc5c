//! What happened and what to do next, kept apart: a line of the terminal joins them, a card of Discord sets them below
//! each other.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// What went wrong, in words for the person concerned, as they stand inside a line: no capital first, no full stop last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// What happened.
    pub what: Cow<'static, str>,
    /// What to do next, where anything helps that the words before do not say.
    pub next: Option<Cow<'static, str>>,
}

impl Trouble {
    /// Says what happened and what to do next.
    pub fn new(what: impl Into<Cow<'static, str>>, next: impl Into<Cow<'static, str>>) -> Self {
        Trouble {
            what: what.into(),
            next: Some(next.into()),
        }
    }

    /// Says what happened, where the words show by themselves what to do.
    pub fn bare(what: impl Into<Cow<'static, str>>) -> Self {
        Trouble {
            what: what.into(),
            next: None,
        }
    }

    /// Names what it is about before what happened.
    pub fn about(self, subject: impl fmt::Display) -> Self {
        Trouble {
            what: format!("{subject}{}", self.what).into(),
            next: self.next,
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match &self.next {
            Some(next) => write!(f, "; {next}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_parts_make_one_line() {
        let long = Trouble::new("345 characters, 300 are allowed", "shorten it");
        assert_eq!(
            long.about("title: ").to_string(),
            "title: 345 characters, 300 are allowed; shorten it"
        );
        assert_eq!(Trouble::bare("is not a text").to_string(), "is not a text");
    }
}
