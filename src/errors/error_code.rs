//! The codes of errors: what a user quotes, a program branches on and the metrics count.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// Writes each code once: its variant, and the word that users see.
macro_rules! error_codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $word:literal,)+) => {
        /// Names a kind of error; the words beside it may change, the code stays.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ErrorCode {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl ErrorCode {
            /// Every code there is.
            pub const ALL: &[ErrorCode] = &[$(ErrorCode::$variant,)+];

            /// Returns the word that users see.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(ErrorCode::$variant => $word,)+
                }
            }
        }
    };
}

error_codes! {
    // Questions.

    /// Nothing in the question can be looked for.
    QuestionEmpty = "QUESTION_EMPTY",
    /// The question is longer than is read.
    QuestionTooLong = "QUESTION_TOO_LONG",
    /// The articles do not say; no error, but quoted as one.
    NoAnswer = "NO_ANSWER",

    // Files and texts.

    /// A file is not of a kind that is read.
    FileType = "FILE_TYPE",
    /// A file or field has a mistake in it.
    FileInvalid = "FILE_INVALID",
    /// A file is larger than is read.
    FileTooLarge = "FILE_TOO_LARGE",
    /// Discord does not give an attached file out any more.
    FileExpired = "FILE_EXPIRED",
    /// Bytes cannot be read as text.
    TextEncoding = "TEXT_ENCODING",

    // Pages and their addresses.

    /// There is no article in it.
    PageNoText = "PAGE_NO_TEXT",
    /// Reading it would cost too much.
    PageTooComplex = "PAGE_TOO_COMPLEX",
    /// It is not the address of a web page.
    UrlInvalid = "URL_INVALID",
    /// The address is not reached from here.
    UrlPrivate = "URL_PRIVATE",
    /// The page did not arrive in time.
    UrlSlow = "URL_SLOW",
    /// The page is larger than is fetched.
    UrlTooLarge = "URL_TOO_LARGE",
    /// The site gave something else than the page.
    UrlStatus = "URL_STATUS",
    /// The site is being fetched from already.
    HostBusy = "HOST_BUSY",

    // What is kept.

    /// There is nothing of that name or number.
    NotFound = "NOT_FOUND",
    /// It is there already.
    Duplicate = "DUPLICATE",
    /// Somebody else changed it meanwhile.
    ChangedSince = "CHANGED_SINCE",
    /// What was handed in cannot be kept.
    Unfit = "UNFIT",
    /// A server's shelf is full.
    Quota = "QUOTA",
    /// A load would remove much, and nobody has confirmed it.
    ReloadWouldRemove = "RELOAD_WOULD_REMOVE",
    /// A load is under way.
    ReloadRunning = "RELOAD_RUNNING",
    /// Another process writes to the database.
    StoreLocked = "STORE_LOCKED",
    /// There is no room left.
    DiskFull = "DISK_FULL",
    /// The database or a file failed.
    Storage = "STORAGE",

    // People, and when they may do what.

    /// This person may not do that.
    NotAllowed = "NOT_ALLOWED",
    /// The button is somebody else's.
    NotYours = "NOT_YOURS",
    /// That works in servers only.
    GuildOnly = "GUILD_ONLY",
    /// A button, menu, form or answer is too old.
    Expired = "EXPIRED",
    /// Too much was asked in a short time.
    SlowDown = "SLOW_DOWN",
    /// There is too much to do at the moment.
    Busy = "BUSY",
    /// The articles are still being read.
    NotReady = "NOT_READY",
    /// A restart cut the work short.
    Restarted = "RESTARTED",

    // The program.

    /// The settings cannot be used.
    Config = "CONFIG",
    /// The program has a fault, or a part of the system gave no reason.
    Internal = "INTERNAL",
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A word that is no error code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no error code")]
pub struct UnknownCode(pub String);

impl FromStr for ErrorCode {
    type Err = UnknownCode;

    fn from_str(word: &str) -> Result<Self, UnknownCode> {
        let mut all = ErrorCode::ALL.iter().copied();
        all.find(|code| code.as_str() == word)
            .ok_or_else(|| UnknownCode(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Writes the name of a variant as its word should be.
    fn screaming_snake(variant: &str) -> String {
        let mut word = String::new();
        for letter in variant.chars() {
            if letter.is_ascii_uppercase() && !word.is_empty() {
                word.push('_');
            }
            word.push(letter.to_ascii_uppercase());
        }
        word
    }

    #[test]
    fn each_code_is_its_name_in_capitals() {
        for code in ErrorCode::ALL {
            assert_eq!(code.as_str(), screaming_snake(&format!("{code:?}")));
        }
    }

    #[test]
    fn no_two_codes_share_a_word() {
        let words: BTreeSet<&str> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(words.len(), ErrorCode::ALL.len());
    }

    #[test]
    fn a_code_that_was_written_is_read_again() {
        for code in ErrorCode::ALL {
            assert_eq!(code.to_string().parse(), Ok(*code));
            assert_eq!(
                serde_json::to_value(code).ok(),
                Some(code.as_str().into()),
                "programs read the same word"
            );
        }
        let unknown = "file_type".parse::<ErrorCode>();
        assert_eq!(unknown, Err(UnknownCode("file_type".to_owned())));
    }
}
