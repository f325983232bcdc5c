//! What can go wrong with the store, in words for the person at the keyboard.

use std::path::{Path, PathBuf};

use super::ReceiptId;
use super::quota::{MAX_ARTICLES, MAX_BYTES};
use crate::article::ArticleId;
use crate::errors::{ErrorCode, Trouble};

/// What every call of the store returns.
pub type StoreResult<T> = Result<T, StoreError>;

/// Why the store did not do what it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such article in this scope.
    #[error("no article is called {0}; `list` shows the names")]
    NotFound(ArticleId),
    /// The article has no such version.
    #[error("article {0} has no version {1}; its history shows which there are")]
    VersionNotFound(ArticleId, u32),
    /// There is no such receipt in this scope.
    #[error(
        "no load has the receipt {0}; `footnote rollback` without a number undoes the last one"
    )]
    ReceiptNotFound(ReceiptId),
    /// There is no such job in this scope.
    #[error("no open job has the number {0}; it has ended already, so begin a new one")]
    JobNotFound(u64),
    /// A guild tried to change what is the operator's.
    #[error("article {0} is on the operator's shelf; only the operator can change it")]
    OperatorsOwn(ArticleId),
    /// An imported article is there already.
    #[error("article {0} is there already; import into an empty database or purge it first")]
    Duplicate(ArticleId),
    /// What a rollback would undo was changed since.
    #[error(
        "article {article} was changed after receipt {receipt}; undo the later change first or restore its version"
    )]
    ChangedSince {
        /// The receipt to undo.
        receipt: ReceiptId,
        /// The first article that stands otherwise than the receipt left it.
        article: ArticleId,
    },
    /// What was to be changed is not any more what its change was made for.
    #[error(
        "article {0} was changed or removed by somebody else meanwhile; look at it and try again"
    )]
    Conflict(ArticleId),
    /// The articles are not any more those that a plan was made for.
    #[error(
        "the articles were changed by somebody else meanwhile, so nothing was done; try again and look at it anew"
    )]
    Overtaken,
    /// What was handed in cannot be kept.
    #[error("{}{trouble}", unkept(.article.as_ref()))]
    Unfit {
        /// The article that it is about, if it is one.
        article: Option<ArticleId>,
        /// What is wrong with it and what to do.
        trouble: Trouble,
    },
    /// A server holds as many articles as it may, or as much text in them.
    #[error(
        "this server's shelf is full with {_0} articles: it may hold {most} and {text} MB of text; remove some, then try again",
        most = MAX_ARTICLES,
        text = MAX_BYTES >> 20
    )]
    ShelfFull(usize),
    /// A server keeps as much as it may, earlier versions and removed articles among it.
    #[error(
        "the versions of this server's articles fill its shelf; removed ones make room after 30 days"
    )]
    VersionsFull,
    /// Another process writes to this database.
    #[error("{path} is in use by {}; wait until it has ended, or stop it if it is a running bot", holder(*.pid))]
    Locked {
        /// The database.
        path: PathBuf,
        /// The process that holds it, where it can be told.
        pid: Option<u32>,
    },
    /// There is no file at this place.
    #[error("there is no database at {0}; `footnote load` makes one")]
    Missing(PathBuf),
    /// The file was written by a later program.
    #[error(
        "{path} was written by a newer Footnote (format {found}, this one knows {known}); update Footnote"
    )]
    Newer {
        /// The database.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format that this program knows.
        known: i64,
    },
    /// The file is no database of this program.
    #[error("{path} is not a Footnote database ({reason}); name another file with --db")]
    NotOurs {
        /// The file.
        path: PathBuf,
        /// How it was told.
        reason: String,
    },
    /// The database is damaged.
    #[error("{path} is damaged ({reason}); restore a backup with `footnote restore-backup`")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// SQLite met something in the database that it could not have written.
    #[error("the database is damaged ({0}); restore a backup with `footnote restore-backup`")]
    Malformed(String),
    /// A file that was to be made is there already.
    #[error("{0} is there already; name another file")]
    FileExists(PathBuf),
    /// There is no room left.
    #[error("the disk is full, nothing was changed; make room and try again")]
    DiskFull,
    /// The database cannot be written to.
    #[error("the database cannot be written to; check who owns the file and its folder")]
    ReadOnly,
    /// The same, where it is known which one it is.
    #[error("{0} cannot be written to; check who owns the file and its folder")]
    ReadOnlyFile(PathBuf),
    /// A text was wiped from the database, but its write-ahead log is still being read.
    #[error(
        "the text is deleted, but a reader still holds traces of it; stop other programs and purge again"
    )]
    StillRead,
    /// Somebody else held the database for too long.
    #[error("the database was busy for too long, nothing was changed; try again")]
    Busy,
    /// Anything else that the storage reports.
    #[error("unable to {doing}: {cause}; `footnote doctor` checks the database")]
    Storage {
        /// What was being done.
        doing: String,
        /// What the storage said.
        cause: String,
    },
}

impl StoreError {
    /// Returns the code that users see and tests look for.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::NotFound(_)
            | Self::VersionNotFound(..)
            | Self::ReceiptNotFound(_)
            | Self::JobNotFound(_) => ErrorCode::NotFound,
            Self::OperatorsOwn(_) => ErrorCode::NotAllowed,
            Self::Duplicate(_) | Self::FileExists(_) => ErrorCode::Duplicate,
            Self::ChangedSince { .. } | Self::Conflict(_) | Self::Overtaken => {
                ErrorCode::ChangedSince
            }
            Self::Unfit { .. } => ErrorCode::Unfit,
            Self::ShelfFull(_) | Self::VersionsFull => ErrorCode::Quota,
            Self::Locked { .. } => ErrorCode::StoreLocked,
            Self::DiskFull => ErrorCode::DiskFull,
            Self::Missing(_)
            | Self::Newer { .. }
            | Self::NotOurs { .. }
            | Self::Damaged { .. }
            | Self::Malformed(_)
            | Self::ReadOnly
            | Self::ReadOnlyFile(_)
            | Self::StillRead
            | Self::Busy
            | Self::Storage { .. } => ErrorCode::Storage,
        }
    }

    /// Tells whether trying again cannot help before a person has changed something.
    pub fn needs_a_person(&self) -> bool {
        matches!(
            self,
            Self::Newer { .. }
                | Self::NotOurs { .. }
                | Self::Damaged { .. }
                | Self::Malformed(_)
                | Self::ReadOnly
                | Self::ReadOnlyFile(_)
        )
    }

    /// Says which database it is that SQLite found damaged or may not write to.
    pub(super) fn about(self, path: &Path) -> Self {
        match self {
            Self::Malformed(reason) => Self::Damaged {
                path: path.to_owned(),
                reason,
            },
            Self::ReadOnly => Self::ReadOnlyFile(path.to_owned()),
            other => other,
        }
    }

    /// Makes the error of an operation on files that failed.
    pub(crate) fn of_files(doing: impl Into<String>, error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::DiskFull,
            std::io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => Self::Storage {
                doing: doing.into(),
                cause: error.to_string(),
            },
        }
    }
}

/// Begins a line about an article that cannot be kept.
fn unkept(article: Option<&ArticleId>) -> String {
    article.map_or_else(String::new, |id| {
        format!("article {:?} cannot be kept: ", id.as_str())
    })
}

/// Names the process that holds a lock.
fn holder(pid: Option<u32>) -> String {
    pid.map_or_else(
        || "another Footnote".to_owned(),
        |pid| format!("another Footnote (process {pid})"),
    )
}
