//! Copies of the whole database: made while it is in use, put back when it is not.

use std::ffi::OsStr;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::database_lock::{Claim, DatabaseLock, beside};
use super::integrity;
use super::opening::{self, Purpose};
use crate::store::{StoreError, StoreResult};

/// All pages are copied in one step: between two of them a writer's commit would make SQLite begin anew, for ever where
/// writes come fast. A reader is in no writer's way, so nobody waits for it.
const ALL_PAGES: i32 = -1;

/// How long to wait where the database is locked, as while its log is emptied.
const REST: Duration = Duration::from_millis(50);

/// How many times a locked database is retried.
const MAX_RESTS: usize = 200;

/// The end of the name of a file that is being written.
const PARTIAL: &str = ".partial";

/// The middle of the name of a database that a backup took the place of.
const BEFORE_RESTORE: &str = ".before-restore-";

/// A copy that nobody has added to for so long is one whose program was killed: a working one writes all the time.
const LEFT_BEHIND: Duration = Duration::from_secs(60 * 60);

/// Removes the unfinished copies of ours that killed programs left in the folder of a file. What time it is tells a file
/// that was written just now: so it is the same clock for both, on a drive of another machine, too. Whatever cannot be
/// looked at or removed stays: nobody needs it gone.
pub(super) fn sweep_leftovers(beside: &Path, just_written: &File) {
    let now = just_written.metadata().and_then(|about| about.modified());
    let folder = match beside.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let (Ok(now), Ok(entries)) = (now, std::fs::read_dir(folder)) else {
        return;
    };
    for entry in entries.flatten() {
        let is_partial = (entry.file_name().to_str()).is_some_and(|name| name.ends_with(PARTIAL));
        let written = entry.metadata().and_then(|about| about.modified());
        let age = written.map(|written| now.duration_since(written).unwrap_or_default());
        if is_partial && age.is_ok_and(|age| age >= LEFT_BEHIND) && is_ours(&entry.path()) {
            tracing::info!(file = %entry.path().display(), "removing an unfinished copy that was left behind");
            opening::remove_database(&entry.path());
        }
    }
}

/// Tells whether a file of this name can only have been written here.
fn is_ours(path: &Path) -> bool {
    let is_kept = (path.file_name().and_then(OsStr::to_str))
        .is_some_and(|name| name.contains(BEFORE_RESTORE));
    is_kept || opening::bears_our_mark(path)
}

/// Copies an open database to a new file, which gets its name only when it is whole.
pub(super) fn make(from: &Connection, to: &Path) -> StoreResult<()> {
    if to.exists() {
        return Err(StoreError::FileExists(to.to_owned()));
    }
    write_anew(from, to)
}

/// Does so in the place of a file that may be there already, which stays until the new one is whole.
fn write_anew(from: &Connection, to: &Path) -> StoreResult<()> {
    let partial = beside(to, PARTIAL);
    opening::remove_database(&partial);
    let file = opening::make_private(&partial)
        .map_err(|error| StoreError::of_files(format!("make {}", partial.display()), &error))?;
    sweep_leftovers(to, &file);
    let made = copy(from, &partial).and_then(|()| {
        // What stands beside an earlier file is none of this one.
        opening::remove_logs(to);
        opening::move_durably(&partial, to)
    });
    if made.is_err() {
        opening::remove_database(&partial);
    }
    made
}

/// Copies a database of an earlier format, named after that, in the place of an earlier such copy. Returns where it stands.
pub(super) fn keep_older(database: &Path) -> StoreResult<PathBuf> {
    let format = opening::format_of(database)?;
    let copy = beside(database, &format!(".format-{format}"));
    write_anew(&opening::connect(database, Purpose::Reading)?, &copy)?;
    Ok(copy)
}

/// Copies all pages, then takes out what must not leave this machine.
fn copy(from: &Connection, to: &Path) -> StoreResult<()> {
    let mut copy = Connection::open(to)?;
    // Before anything else, so that it is known for ours if this ends in the middle.
    opening::mark(&copy)?;
    copy_pages(&Backup::new(from, &mut copy)?)?;
    copy.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))?;
    copy.pragma_update_and_check(None, "secure_delete", true, |_| Ok(()))?;
    copy.execute(
        "UPDATE job SET reply_token = NULL WHERE reply_token IS NOT NULL",
        [],
    )?;
    copy.close().map_err(|(_, error)| error)?;
    Ok(())
}

fn copy_pages(backup: &Backup<'_, '_>) -> StoreResult<()> {
    for _ in 0..MAX_RESTS {
        match backup.step(ALL_PAGES)? {
            StepResult::Done => return Ok(()),
            _ => std::thread::sleep(REST),
        }
    }
    Err(StoreError::Busy)
}

/// Puts a backup in the place of a database that nobody uses; returns where the old one stands now, if there was one.
pub fn restore_backup(backup: &Path, database: &Path, now: i64) -> StoreResult<Option<PathBuf>> {
    if !backup.exists() {
        return Err(StoreError::Missing(backup.to_owned()));
    }
    let backup = opening::true_path(backup)?;
    let database = opening::true_path(database)?;
    let _lock = DatabaseLock::take(&database, Claim::Alone, Duration::ZERO)?;
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
    let connection = opening::connect(backup, Purpose::Reading)?;
    let faults = integrity::check(&connection).map_err(|error| error.about(backup))?;
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
    let kept = beside(database, &format!("{BEFORE_RESTORE}{now}"));
    if kept.exists() {
        return Err(StoreError::FileExists(kept));
    }
    let partial = beside(&kept, PARTIAL);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_earlier_copy_stays_until_the_new_one_is_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("a.db");
        opening::prepare(&database).expect("a database");
        let format = opening::format_of(&database).expect("a format");
        let copy = beside(&database, &format!(".format-{format}"));
        std::fs::write(&copy, "an earlier one").expect("written");
        let in_the_way = beside(&copy, PARTIAL);
        std::fs::create_dir(&in_the_way).expect("made");
        assert!(keep_older(&database).is_err());
        assert_eq!(std::fs::read(&copy).expect("there"), b"an earlier one");
        std::fs::remove_dir(&in_the_way).expect("removed");
        keep_older(&database).expect("a copy");
        assert!(opening::bears_our_mark(&copy));
    }
}
