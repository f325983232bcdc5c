//! Who may read and write the database file, and when: one change at a time, many readers beside it.

use std::fmt;
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

use rusqlite::{Connection, TransactionBehavior};

use super::backup;
use super::database_lock::{Claim, DatabaseLock};
use super::erasure;
use super::opening::{self, Purpose};
use super::sqlite_error;
use crate::store::{StoreError, StoreResult};

/// How long a command of the terminal waits for another one to finish.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long something is waited for that an answer can do without.
const SHORT_PATIENCE: Duration = Duration::from_secs(1);

/// How long somebody with little patience rests before looking again whether the writer is free.
const REST: Duration = Duration::from_millis(5);

/// What a process wants of a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Only to read; a writer may be at work meanwhile. The database must exist; one of an earlier format is brought to
    /// today's.
    Read,
    /// Only to look at or to copy, as it is: one of an earlier format stays so. The database must exist.
    AsItIs,
    /// To change articles and be gone, also while a bot works with the database; waits up to five seconds for another
    /// command.
    Command,
    /// To work with it for as long as the process runs; refused at once while another bot does.
    Serve,
    /// To change what a bot would not notice; refused while one works with the database.
    Alone,
}

/// A database file and the connections to it.
pub(super) struct Database {
    path: PathBuf,
    // Before the writer, so that the writer is the last to close: only it can move the log into the database.
    idle_readers: Mutex<Vec<Connection>>,
    // Behind a mutex because a connection serves one thread at a time. Empty after an error of the disk: the next
    // change opens a new one, since nobody knows what the old one's caches hold.
    writer: Mutex<Option<Connection>>,
    // Last, so that it is let go of after the connections are closed.
    lock: Option<DatabaseLock>,
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl Database {
    /// Opens a database; one that does not exist is made, unless it is only to be read.
    pub(super) fn open(path: &Path, access: Access) -> StoreResult<Self> {
        Self::opened(path, access).map_err(|error| error.about(path))
    }

    fn opened(path: &Path, access: Access) -> StoreResult<Self> {
        if matches!(access, Access::Read | Access::AsItIs) && !path.exists() {
            return Err(StoreError::Missing(path.to_owned()));
        }
        let path = opening::true_path(path)?;
        let patience = match access {
            Access::Serve => Duration::ZERO,
            _ => PATIENCE,
        };
        if access != Access::AsItIs && (!path.exists() || opening::is_older(&path)?) {
            bring_up_to_date(&path, patience)?;
        }
        let claim = match access {
            Access::Read | Access::AsItIs => None,
            Access::Command => Some(Claim::Command),
            Access::Serve => Some(Claim::Bot),
            Access::Alone => Some(Claim::Alone),
        };
        let lock = claim.map(|claim| DatabaseLock::take(&path, claim, patience));
        let lock = lock.transpose()?;
        if let Some(lock) = &lock {
            if access == Access::Serve {
                backup::sweep_leftovers(&path, lock.file());
            }
            // Whoever held it until now may have given it another format.
            prepare(&path)?;
        }
        Ok(Database {
            path,
            idle_readers: Mutex::new(Vec::new()),
            writer: Mutex::new(None),
            lock,
        })
    }

    /// Refuses while another command changes a database; nothing is made where there is none yet.
    pub(super) fn check_unlocked(path: &Path) -> StoreResult<()> {
        if !path.exists() {
            return Ok(());
        }
        let path = opening::true_path(path)?;
        let lock = DatabaseLock::take(&path, Claim::Command, PATIENCE);
        lock.map(drop).map_err(|error| error.about(&path))
    }

    /// Tells whether it has an earlier format than this program's.
    pub(super) fn is_older(&self) -> StoreResult<bool> {
        opening::is_older(&self.path)
    }

    /// Tells whether this user may not write to it or make files beside it.
    pub(super) fn may_only_be_read(&self) -> StoreResult<bool> {
        let writable = OpenOptions::new().write(true).open(&self.path);
        Ok(writable.is_err() || !opening::connect_to_read(&self.path)?.lasts)
    }

    /// Returns where the database stands.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Tells whether it was opened to be changed.
    pub(super) fn may_write(&self) -> bool {
        self.lock.is_some()
    }

    /// Reads; everything that `work` asks for is of one moment.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> StoreResult<T>,
    ) -> StoreResult<T> {
        self.of_one_moment(work)
            .map_err(|error| error.about(&self.path))
    }

    fn of_one_moment<T>(&self, work: impl FnOnce(&Connection) -> StoreResult<T>) -> StoreResult<T> {
        let idle = locked(&self.idle_readers).pop();
        let (mut connection, lasts) = match idle {
            Some(connection) => (connection, true),
            None => {
                let reader = opening::connect_to_read(&self.path)?;
                (reader.connection, reader.lasts)
            }
        };
        let found = connection
            .transaction()
            .map_err(StoreError::from)
            .and_then(|moment| work(&moment));
        let spoilt = found.as_ref().is_err_and(sqlite_error::spoils_connection);
        if !spoilt && lasts {
            locked(&self.idle_readers).push(connection);
        }
        found
    }

    /// Changes; either all that `work` does becomes durable, or nothing.
    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&Connection) -> StoreResult<T>,
    ) -> StoreResult<T> {
        self.with_writer(|connection| in_transaction(connection, work))
    }

    /// Changes as `write` does, but waits for no more than about a second for others, of this process or another one, who
    /// are at it: then it is `Busy`.
    pub(super) fn write_soon<T>(
        &self,
        work: impl FnOnce(&Connection) -> StoreResult<T>,
    ) -> StoreResult<T> {
        let until = Instant::now() + SHORT_PATIENCE;
        let slot = self.writer_before(until).ok_or(StoreError::Busy)?;
        self.with_writer_of(slot, |connection| {
            connection.busy_timeout(until.saturating_duration_since(Instant::now()))?;
            let done = in_transaction(connection, work);
            connection.busy_timeout(opening::WRITER_TIMEOUT)?;
            done
        })
    }

    /// Returns the place of the writer unless somebody holds it until then.
    fn writer_before(&self, until: Instant) -> Option<MutexGuard<'_, Option<Connection>>> {
        loop {
            match self.writer.try_lock() {
                Ok(slot) => return Some(slot),
                Err(TryLockError::Poisoned(held)) => return Some(held.into_inner()),
                Err(TryLockError::WouldBlock) if Instant::now() >= until => return None,
                Err(TryLockError::WouldBlock) => std::thread::sleep(REST),
            }
        }
    }

    /// Lends the one connection that may change the database.
    pub(super) fn with_writer<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> StoreResult<T>,
    ) -> StoreResult<T> {
        self.with_writer_of(locked(&self.writer), work)
    }

    fn with_writer_of<T>(
        &self,
        mut slot: MutexGuard<'_, Option<Connection>>,
        work: impl FnOnce(&mut Connection) -> StoreResult<T>,
    ) -> StoreResult<T> {
        if !self.may_write() {
            return Err(StoreError::Storage {
                doing: "change the database".to_owned(),
                cause: "it was opened for reading only".to_owned(),
            });
        }
        let mut connection = match slot.take() {
            Some(connection) => connection,
            None => opening::connect(&self.path, Purpose::Writing)
                .map_err(|error| error.about(&self.path))?,
        };
        let done = work(&mut connection);
        let spoilt = done.as_ref().is_err_and(sqlite_error::spoils_connection);
        if !spoilt {
            *slot = Some(connection);
        } else if matches!(done, Err(StoreError::DiskFull)) {
            // What was undone still stands in the log and keeps the disk full. Readers may hold the log up; then the next
            // write tries again.
            let _ = erasure::empty_log(&connection);
        }
        done.map_err(|error| error.about(&self.path))
    }
}

fn in_transaction<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Connection) -> StoreResult<T>,
) -> StoreResult<T> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = work(&transaction)?;
    transaction.commit()?;
    Ok(done)
}

/// Makes a new database, or brings an older one to today's format; the caller has it alone. Of an older one a copy is kept as
/// it was: the program that it comes from can read that, and not what it becomes.
fn prepare(path: &Path) -> StoreResult<()> {
    if path.exists() && opening::is_older(path)? {
        let copy = backup::keep_older(path)?;
        tracing::warn!(
            database = %path.display(),
            copy = %copy.display(),
            "bringing the database to the format of this version; a copy is kept as it was"
        );
    }
    opening::prepare(path)
}

/// Makes a database, or brings one of an earlier format to today's, while nobody else works with it.
fn bring_up_to_date(path: &Path, patience: Duration) -> StoreResult<()> {
    let alone = DatabaseLock::take(path, Claim::Alone, patience);
    match alone.and_then(|_lock| prepare(path)) {
        Err(StoreError::ReadOnly) if path.exists() => Err(StoreError::Storage {
            doing: format!("bring {} to the format of this program", path.display()),
            cause: "it cannot be written to; copy it with `footnote backup FILE` and name the copy with --db"
                .to_owned(),
        }),
        other => other,
    }
}

/// Locks a mutex; what a panicking thread left behind is still a list of connections.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
