//! Copies of the whole database: made while it is in use, put back when it is not.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use super::checking;
use super::opening::{self, Purpose};
use super::writer_lock::{WriterLock, beside};
use crate::store::{StoreError, StoreResult};

/// Pages copied at a time; between two steps the writer may go on.
const PAGES_PER_STEP: i32 = 500;

/// How long the copying rests when it is in a writer's way.
const REST: Duration = Duration::from_millis(5);

/// Copies an open database to a new file, which gets its name only when it is whole.
pub(super) fn make(from: &Connection, to: &Path) -> StoreResult<()> {
    if to.exists() {
        return Err(StoreError::FileExists(to.to_owned()));
    }
    let partial = beside(to, ".partial");
    opening::remove_database(&partial);
    opening::make_private(&partial)
        .map_err(|error| StoreError::of_files(format!("make {}", partial.display()), &error))?;
    let made = copy(from, &partial).and_then(|()| opening::move_durably(&partial, to));
    if made.is_err() {
        opening::remove_database(&partial);
    }
    made
}

/// Copies page by page, then takes out what must not leave this machine.
fn copy(from: &Connection, to: &Path) -> StoreResult<()> {
    let mut copy = Connection::open(to)?;
    Backup::new(from, &mut copy)?.run_to_completion(PAGES_PER_STEP, REST, None)?;
    copy.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))?;
    copy.pragma_update_and_check(None, "secure_delete", true, |_| Ok(()))?;
    copy.execute(
        "UPDATE job SET reply_token = NULL WHERE reply_token IS NOT NULL",
        [],
    )?;
    copy.close().map_err(|(_, error)| error)?;
    Ok(())
}

/// Puts a backup in the place of a database that nobody uses; returns where the old one stands now, if there was one.
pub fn restore_backup(backup: &Path, database: &Path, now: i64) -> StoreResult<Option<PathBuf>> {
    if !backup.exists() {
        return Err(StoreError::Missing(backup.to_owned()));
    }
    let backup = opening::true_path(backup)?;
    let database = opening::true_path(database)?;
    let _lock = WriterLock::take(&database, Duration::ZERO)?;
    let fresh = beside(&database, ".restored");
    opening::remove_database(&fresh);
    check_backup(&backup)?;
    make(&Connection::open(&backup)?, &fresh)?;
    let connection = Connection::open(&fresh)?;
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.close().map_err(|(_, error)| error)?;
    let kept = copy_aside(&database, now)?;
    // From here on a log beside the database would be the old one's, and SQLite would apply it to the new one.
    for suffix in ["-wal", "-shm"] {
        remove_if_there(&beside(&database, suffix))?;
    }
    opening::move_durably(&fresh, &database)?;
    opening::prepare(&database)?;
    Ok(kept)
}

/// Refuses a backup that is not ours, too new or damaged.
fn check_backup(backup: &Path) -> StoreResult<()> {
    opening::format_of(backup)?;
    let faults = checking::check(&opening::connect(backup, Purpose::Reading)?)?;
    match faults.into_iter().next() {
        None => Ok(()),
        Some(reason) => Err(StoreError::Damaged {
            path: backup.to_owned(),
            reason,
        }),
    }
}

/// Copies the old database, and its log if it has one, under another name beside it. It stays in place until the new one
/// takes it, so that there is a database at every moment. SQLite is not asked to touch it: it may be damaged.
fn copy_aside(database: &Path, now: i64) -> StoreResult<Option<PathBuf>> {
    if !database.exists() {
        return Ok(None);
    }
    let kept = beside(database, &format!(".before-restore-{now}"));
    if kept.exists() {
        return Err(StoreError::FileExists(kept));
    }
    let partial = beside(&kept, ".partial");
    for suffix in ["-wal", ""] {
        let old = beside(database, suffix);
        if !old.exists() {
            continue;
        }
        std::fs::copy(&old, &partial).map_err(|error| {
            StoreError::of_files(format!("copy {} aside", old.display()), &error)
        })?;
        opening::move_durably(&partial, &beside(&kept, suffix))?;
    }
    Ok(Some(kept))
}

/// Removes a file that may be there.
fn remove_if_there(path: &Path) -> StoreResult<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::of_files(
            format!("remove {}", path.display()),
            &error,
        )),
        _ => Ok(()),
    }
}
