//! One writer per database: a lock file beside it that names the process which writes.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::store::{StoreError, StoreResult};

/// How long a waiting process sleeps before it looks again.
const PAUSE: Duration = Duration::from_millis(50);

/// Held for as long as a process may write; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct WriterLock {
    file: File,
}

impl WriterLock {
    /// Takes the lock, looking again for as long as `patience` lasts.
    pub(super) fn take(database: &Path, patience: Duration) -> StoreResult<Self> {
        let path = beside(database, ".lock");
        let mut file = open(&path).map_err(|error| match error.kind() {
            // Who may not write beside a database may not write to it: SQLite needs files there, too.
            ErrorKind::PermissionDenied => StoreError::ReadOnly,
            _ => StoreError::of_files(format!("open the lock file {}", path.display()), &error),
        })?;
        let tries = patience.as_millis() / PAUSE.as_millis();
        for attempt in 0..=tries {
            match file.try_lock() {
                Ok(()) => {
                    sign(&mut file);
                    return Ok(WriterLock { file });
                }
                Err(TryLockError::WouldBlock) if attempt < tries => std::thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => break,
                Err(TryLockError::Error(error)) => {
                    return Err(StoreError::of_files("lock the database", &error));
                }
            }
        }
        Err(StoreError::Locked {
            path: database.to_owned(),
            pid: signature(&mut file),
        })
    }
}

impl WriterLock {
    /// Returns the lock file, which was written when the lock was taken.
    pub(super) fn file(&self) -> &File {
        &self.file
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        // Closing is not enough: a child process that is just being started holds the file as well, until it runs its
        // own program. Failing is no failure, as closing follows.
        let _ = self.file.unlock();
    }
}

/// Returns the path of a file that stands beside another and begins with its name.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(suffix);
    PathBuf::from(name)
}

/// Opens a file of our own, readable by its owner only.
fn open(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Writes this process's number into the lock file. It only helps people, so that failing is no failure.
fn sign(file: &mut File) {
    let _ = file.set_len(0);
    let _ = file.seek(SeekFrom::Start(0));
    let _ = write!(file, "{}", std::process::id());
    let _ = file.flush();
}

/// Reads the number of the process that holds the lock.
fn signature(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.seek(SeekFrom::Start(0)).ok()?;
    file.take(32).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_writer_is_told_who_the_first_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("a.db");
        let first = WriterLock::take(&database, Duration::ZERO).expect("the lock is free");
        let second =
            WriterLock::take(&database, Duration::from_millis(60)).expect_err("it is held");
        assert_eq!(second.code(), "STORE_LOCKED");
        assert!(second.to_string().contains(&std::process::id().to_string()));
        drop(first);
        WriterLock::take(&database, Duration::ZERO).expect("it is free again");
    }
}
