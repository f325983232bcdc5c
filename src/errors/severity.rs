//! How much something hinders that was found in a file.

use std::fmt;

use serde::{Serialize, Serializer};

use super::ErrorCode;

/// Whether what was found keeps a file from being loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// It does.
    Error(ErrorCode),
    /// It hinders nothing, but a careful author would want to know.
    Warning,
}

impl Severity {
    /// Returns the word that programs read in the place of a code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Severity::Error(code) => code.as_str(),
            Severity::Warning => "WARNING",
        }
    }
}

impl From<ErrorCode> for Severity {
    fn from(code: ErrorCode) -> Self {
        Severity::Error(code)
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Severity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_stands_where_programs_read_a_code_and_is_none() {
        let written = |severity: Severity| serde_json::to_value(severity).expect("a word");
        assert_eq!(written(Severity::Warning), "WARNING");
        assert_eq!(written(ErrorCode::FileInvalid.into()), "FILE_INVALID");
        assert!(Severity::Warning.as_str().parse::<ErrorCode>().is_err());
    }
}
