//! Why a command stopped, as the person at the keyboard reads it.

use std::fmt;
use std::io;
use std::path::Path;

use crate::config::ConfigErrors;
use crate::errors::ErrorCode;
use crate::evaluation::question_sets::EvaluationError;
use crate::ingest::IngestError;
use crate::ingest::dataset::DatasetError;
use crate::inspect::InspectError;
use crate::library::AskError;
use crate::question::NotAQuestion;
use crate::store::StoreError;

/// The exit status of an error.
const ERROR: u8 = 2;

/// A command that stopped: what happened and what to do, the code to quote, the exit status.
#[derive(Debug)]
pub struct Failure {
    /// What happened and what to do.
    pub message: String,
    /// The code to quote.
    pub code: ErrorCode,
    /// The exit status.
    pub status: u8,
    /// Whether trying again can help.
    pub remedy: Remedy,
}

/// What helps against a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Trying again may.
    Unknown,
    /// Nothing, before a person has changed a setting or a file.
    Person,
}

impl Failure {
    /// Makes a failure in words of its own.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Failure {
            message: message.into(),
            code,
            status: ERROR,
            remedy: Remedy::Unknown,
        }
    }

    /// Makes the failure of an operation on a file.
    pub fn of_file(doing: impl fmt::Display, error: &io::Error) -> Self {
        let code = match error.kind() {
            io::ErrorKind::NotFound => ErrorCode::NotFound,
            io::ErrorKind::StorageFull => ErrorCode::DiskFull,
            io::ErrorKind::AlreadyExists => ErrorCode::Duplicate,
            _ => ErrorCode::Storage,
        };
        Failure::new(code, format!("unable to {doing}: {}", in_words(error)))
    }

    /// Makes the failure of writing a new file.
    pub fn of_new_file(file: &Path, error: &io::Error) -> Self {
        let missing = (error.kind() == io::ErrorKind::NotFound)
            .then(|| Failure::of_missing_folder(file))
            .flatten();
        missing.unwrap_or_else(|| Failure::of_file(format!("write {}", file.display()), error))
    }

    /// Makes the failure of a new file whose folder is not there; `None` where it is.
    pub fn of_missing_folder(file: &Path) -> Option<Self> {
        let folder = file
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())?;
        let message = format!(
            "unable to write {}: there is no folder {}; make it, or name another",
            file.display(),
            folder.display()
        );
        (!folder.exists()).then(|| Failure::new(ErrorCode::NotFound, message))
    }
}

/// Says what the system said, without its number.
fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file; check its name".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied; check who owns it".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder; name a file".to_owned(),
        io::ErrorKind::AlreadyExists => "it is there already; name another file".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full; make room and try again".to_owned(),
        _ => error.to_string(),
    }
}

impl From<IngestError> for Failure {
    fn from(error: IngestError) -> Self {
        Failure::new(error.code(), error.to_string())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let remedy = match error.needs_a_person() {
            true => Remedy::Person,
            false => Remedy::Unknown,
        };
        Failure {
            remedy,
            ..Failure::new(error.code(), error.to_string())
        }
    }
}

impl From<DatasetError> for Failure {
    fn from(error: DatasetError) -> Self {
        let advice = match error {
            DatasetError::Store(error) => return error.into(),
            DatasetError::WouldRemove { .. } => " with --yes",
            _ => "",
        };
        Failure::new(error.code(), format!("{error}{advice}"))
    }
}

impl From<AskError> for Failure {
    fn from(error: AskError) -> Self {
        let advice = match &error {
            AskError::Question(NotAQuestion::Empty) => {
                "; name a person, a place, a thing or a year, as in \"How long is the bridge?\""
            }
            AskError::Question(NotAQuestion::TooLong(_)) => "; ask one thing at a time",
            AskError::Store(_) => "",
        };
        Failure::new(error.code(), format!("{error}{advice}"))
    }
}

impl From<ConfigErrors> for Failure {
    fn from(mistakes: ConfigErrors) -> Self {
        Failure::new(
            mistakes.code(),
            format!("the settings cannot be used\n{mistakes}"),
        )
    }
}

impl From<InspectError> for Failure {
    fn from(error: InspectError) -> Self {
        Failure::new(error.code(), error.to_string())
    }
}

impl From<EvaluationError> for Failure {
    fn from(error: EvaluationError) -> Self {
        match &error {
            EvaluationError::Unreadable { path, cause } => {
                Failure::of_file(format_args!("read {}", path.display()), cause)
            }
            other => Failure::new(other.code(), other.to_string()),
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Failure::new(
            ErrorCode::Internal,
            format!("unable to write JSON: {error}; leave out --json and report it"),
        )
    }
}
