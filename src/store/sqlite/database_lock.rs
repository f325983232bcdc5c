//! Who works with a database: one bot, one command beside it, or somebody who needs it alone. Lock files beside it say so.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::store::{StoreError, StoreResult};

/// How long a waiting process sleeps before it looks again.
const PAUSE: Duration = Duration::from_millis(50);

/// Shared by all who work with a database, held by one who needs it alone. Earlier versions always held it alone, so that
/// neither works while the other does.
const OF_ALL: &str = ".lock";

/// Held by the bot.
const OF_BOT: &str = ".lock-bot";

/// Held by a command that changes something.
const OF_COMMAND: &str = ".lock-command";

/// What somebody wants to do with a database. Each change is a transaction, so that a bot and a command can make theirs in
/// turns; what a bot would not notice, or what takes the file from under it, needs the database alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    /// To change it, and be gone.
    Command,
    /// To work with it for as long as the process runs.
    Bot,
    /// To give it another format, replace it, or change what others remember.
    Alone,
}

/// Held for as long as a process may change a database; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct DatabaseLock {
    // Before the other, as it was taken after it.
    own: Option<Locked>,
    all: Locked,
}

impl DatabaseLock {
    /// Takes the lock, looking again for as long as `patience` lasts.
    pub(super) fn take(database: &Path, claim: Claim, patience: Duration) -> StoreResult<Self> {
        let mut tries = patience.as_millis() / PAUSE.as_millis();
        loop {
            match Self::attempt(database, claim)? {
                Ok(lock) => return Ok(lock),
                Err(pid) if tries == 0 => {
                    let path = database.to_owned();
                    return Err(StoreError::Locked { path, pid });
                }
                Err(_) => std::thread::sleep(PAUSE),
            }
            tries -= 1;
        }
    }

    /// Tries once; the inner error names the process that is in the way, where it can be told.
    fn attempt(database: &Path, claim: Claim) -> StoreResult<Result<Self, Option<u32>>> {
        let (all, own) = match claim {
            Claim::Alone => (locked(database, OF_ALL, File::try_lock)?, None),
            Claim::Bot => (
                locked(database, OF_ALL, File::try_lock_shared)?,
                Some(OF_BOT),
            ),
            Claim::Command => (
                locked(database, OF_ALL, File::try_lock_shared)?,
                Some(OF_COMMAND),
            ),
        };
        let mut all = match all {
            Ok(all) => all,
            Err(signed) => return Ok(Err(user_of(database)?.or(signed))),
        };
        let own = match own
            .map(|name| locked(database, name, File::try_lock))
            .transpose()?
        {
            Some(Err(signed)) => return Ok(Err(signed)),
            Some(Ok(mut own)) => {
                own.sign();
                Some(own)
            }
            None => None,
        };
        if claim != Claim::Command {
            all.sign();
        }
        Ok(Ok(DatabaseLock { own, all }))
    }

    /// Returns a file that was written when the lock was taken.
    pub(super) fn file(&self) -> &File {
        let signed = self.own.as_ref().unwrap_or(&self.all);
        &signed.file
    }
}

/// Returns the number of a process that works with a database, the bot's first.
fn user_of(database: &Path) -> StoreResult<Option<u32>> {
    for name in [OF_BOT, OF_COMMAND] {
        if beside(database, name).exists()
            && let Err(signed) = locked(database, name, File::try_lock_shared)?
        {
            return Ok(signed);
        }
    }
    Ok(None)
}

/// Locks a file beside a database, or returns the number that whoever holds it wrote into it.
fn locked(
    database: &Path,
    suffix: &str,
    lock: fn(&File) -> Result<(), TryLockError>,
) -> StoreResult<Result<Locked, Option<u32>>> {
    let path = beside(database, suffix);
    let mut file = open(&path).map_err(|error| match error.kind() {
        // Who may not write beside a database may not write to it: SQLite needs files there, too.
        ErrorKind::PermissionDenied => StoreError::ReadOnly,
        _ => StoreError::of_files(format!("open the lock file {}", path.display()), &error),
    })?;
    match lock(&file) {
        Ok(()) => Ok(Ok(Locked { file })),
        Err(TryLockError::WouldBlock) => Ok(Err(signature(&mut file))),
        Err(TryLockError::Error(error)) => Err(StoreError::of_files("lock the database", &error)),
    }
}

/// A locked file.
#[derive(Debug)]
struct Locked {
    file: File,
}

impl Locked {
    /// Writes this process's number into the file. It only helps people, so that failing is no failure.
    fn sign(&mut self) {
        let _ = self.file.set_len(0);
        let _ = self.file.seek(SeekFrom::Start(0));
        let _ = write!(self.file, "{}", std::process::id());
        let _ = self.file.flush();
    }
}

impl Drop for Locked {
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

/// Reads the number of the process that holds a lock.
fn signature(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.seek(SeekFrom::Start(0)).ok()?;
    file.take(32).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::errors::ErrorCode;

    fn taken(database: &Path, claim: Claim) -> StoreResult<DatabaseLock> {
        DatabaseLock::take(database, claim, Duration::ZERO)
    }

    #[test]
    fn a_second_one_is_told_who_the_first_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("a.db");
        for claim in [Claim::Command, Claim::Bot, Claim::Alone] {
            let first = taken(&database, claim).expect("the lock is free");
            let second = DatabaseLock::take(&database, claim, Duration::from_millis(60));
            let second = second.expect_err("it is held");
            assert_eq!(second.code(), ErrorCode::StoreLocked);
            assert!(second.to_string().contains(&std::process::id().to_string()));
            drop(first);
            taken(&database, claim).expect("it is free again");
        }
    }

    #[test]
    fn a_command_works_beside_a_bot_and_nobody_beside_who_needs_it_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("a.db");
        let bot = taken(&database, Claim::Bot).expect("free");
        let command = taken(&database, Claim::Command).expect("beside the bot");
        drop(bot);
        assert!(
            taken(&database, Claim::Alone).is_err(),
            "the command is there"
        );
        drop(command);
        let alone = taken(&database, Claim::Alone).expect("free");
        assert!(taken(&database, Claim::Bot).is_err());
        assert!(taken(&database, Claim::Command).is_err());
        drop(alone);
        // An earlier version holds the first file alone, and tries to.
        let of_all = open(&beside(&database, OF_ALL)).expect("the file");
        of_all.try_lock().expect("free");
        assert!(taken(&database, Claim::Bot).is_err());
        assert!(taken(&database, Claim::Command).is_err());
        of_all.unlock().expect("let go of");
        let _bot = taken(&database, Claim::Bot).expect("free");
        assert!(of_all.try_lock().is_err(), "a bot works with it");
    }
}
