//! Opening a database file: is it ours, is it sound, is it of this program's format.

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use rusqlite_migration::{M, Migrations};

use super::database_lock::beside;
use super::likeness_table;
use crate::store::{StoreError, StoreResult};

/// A connection that only reads.
pub(super) struct Reader {
    pub connection: Connection,
    /// Whether it sees what is written after it was opened.
    pub lasts: bool,
}

/// Opens a database to read. Where the files that readers and writers share cannot be opened or made, as on a read-only disk,
/// nobody can be writing either, unless somebody else may: then it is taken to stay as it is while it is read.
fn open_to_read(path: &Path) -> StoreResult<Reader> {
    let connection = open_with(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let looked = connection.pragma_query_value(None, "schema_version", |row| row.get::<_, i64>(0));
    let barred = looked.is_err_and(|error| {
        matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly)
        )
    });
    if !barred {
        // Whatever else is wrong is met again by the first question, and told there.
        return Ok(Reader {
            connection,
            lasts: true,
        });
    }
    let log = beside(path, "-wal");
    if std::fs::metadata(&log).is_ok_and(|about| about.len() > 0) {
        return Err(StoreError::Storage {
            doing: format!("read {}", path.display()),
            cause: format!(
                "its last changes stand in {}, which is in use by another user or lies where nothing can be written; let \
                 the owner stop the program that uses it, or copy both files to a folder of your own",
                log.display()
            ),
        });
    }
    Ok(Reader {
        connection: open_unchanging(path)?,
        lasts: false,
    })
}

/// Opens a database that is taken not to change; nothing is made beside it.
fn open_unchanging(path: &Path) -> StoreResult<Connection> {
    let refused = || not_ours(path, "its path is not absolute");
    let mut address = url::Url::from_file_path(path).map_err(|()| refused())?;
    address.set_query(Some("immutable=1"));
    let access = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    open_with(Path::new(address.as_str()), access)
}

/// Marks our files; the letters "Foot".
const APPLICATION_ID: i64 = 0x466F_6F74;

/// What every SQLite database begins with.
const SQLITE_MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// So far reaches the head of a file up to our mark.
const HEAD_BYTES: usize = 72;

/// How long a reader waits for another connection before it gives up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a change waits for that of another process: a large load is written in one step.
pub(super) const WRITER_TIMEOUT: Duration = Duration::from_secs(30);

/// The log is cut down to this many bytes after a checkpoint.
const LOG_BYTES_KEPT: i64 = 64 * 1024 * 1024;

/// The steps that lead to today's tables. Append, never edit.
const STEPS: &[M<'static>] = &[
    M::up(include_str!("migrations/0001_articles_and_records.sql")),
    M::up(include_str!("migrations/0002_likeness.sql")),
    M::up(include_str!("migrations/0003_gaps_and_replaced.sql")),
];

/// The steps as the runner takes them.
const MIGRATIONS: Migrations<'static> = Migrations::from_slice(STEPS);

/// The newest format that this program knows.
const FORMAT: i64 = 3;

/// The SQLite before which two connections could damage the log.
const MIN_SQLITE: i32 = 3_051_003;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Only looks.
    Reading,
    /// Changes, too.
    Writing,
}

/// Of so many links one may lead to the next.
const MAX_LINKS: usize = 40;

/// Returns the one true path of a database, whether it exists or not, so that two names of a file meet at one lock. A link
/// to a database that is not there yet means the place where it points.
pub(super) fn true_path(path: &Path) -> StoreResult<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        if let Ok(found) = path.canonicalize() {
            return refuse_odd_files(&found).map(|()| found);
        }
        match std::fs::read_link(&path) {
            Ok(target) => path = path.parent().unwrap_or(Path::new("")).join(target),
            Err(_) => return place_in_folder(&path),
        }
    }
    Err(not_ours(&path, "it is a link that leads nowhere"))
}

/// Returns the true path of a file that is not there.
fn place_in_folder(path: &Path) -> StoreResult<PathBuf> {
    let (Some(name), parent) = (path.file_name(), path.parent()) else {
        return Err(not_ours(path, "it names no file"));
    };
    let folder = match parent {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let doing = || format!("reach folder {}", folder.display());
    match folder.canonicalize() {
        Ok(folder) => Ok(folder.join(name)),
        // A mistyped path must not become a second, empty database.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(StoreError::Storage {
            doing: doing(),
            cause: "it is not there; create it, or correct the path of the database".to_owned(),
        }),
        Err(error) => Err(StoreError::of_files(doing(), &error)),
    }
}

/// Refuses what cannot be a database: folders, devices, files with two names.
fn refuse_odd_files(path: &Path) -> StoreResult<()> {
    let about = std::fs::metadata(path)
        .map_err(|error| StoreError::of_files(format!("look at {}", path.display()), &error))?;
    if !about.is_file() {
        return Err(not_ours(path, "it is not a plain file"));
    }
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::nlink(&about) > 1 {
        return Err(not_ours(
            path,
            "it has a second name, a hard link, which can destroy it",
        ));
    }
    Ok(())
}

/// Makes a new database, or brings an older one to today's format; the caller has it alone.
pub(super) fn prepare(path: &Path) -> StoreResult<()> {
    refuse_old_sqlite(rusqlite::version_number())?;
    if !path.exists() {
        return create(path);
    }
    match format_of(path)? {
        FORMAT => Ok(()),
        _ => migrate(&mut connect(path, Purpose::Writing)?, path),
    }
}

/// Refuses a library that is known to lose data.
fn refuse_old_sqlite(version: i32) -> StoreResult<()> {
    if version >= MIN_SQLITE {
        return Ok(());
    }
    Err(StoreError::Storage {
        doing: "start".to_owned(),
        cause: format!("SQLite {version} can damage databases; build with the bundled one"),
    })
}

/// Makes a new database under another name and moves it into place, so that a half-made one never has its name.
fn create(path: &Path) -> StoreResult<()> {
    let unfinished = beside(path, ".new");
    remove_database(&unfinished);
    make_private(&unfinished)
        .map_err(|error| StoreError::of_files(format!("make {}", unfinished.display()), &error))?;
    let mut connection = Connection::open(&unfinished)?;
    mark(&connection)?;
    migrate(&mut connection, path)?;
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
    if mode != "wal" {
        return Err(StoreError::Storage {
            doing: format!("make {}", path.display()),
            cause: "this file system does not allow a write-ahead log".to_owned(),
        });
    }
    connection.close().map_err(|(_, error)| error)?;
    move_durably(&unfinished, path)
}

/// Marks a database as ours.
pub(super) fn mark(connection: &Connection) -> StoreResult<()> {
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    Ok(())
}

/// Tells whether a file, whole or not, begins as our databases do; it is not opened as one.
pub(super) fn bears_our_mark(path: &Path) -> bool {
    let mut head = [0; HEAD_BYTES];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    let (magic, mark) = (head.first_chunk(), head.last_chunk());
    read.is_ok()
        && magic == Some(SQLITE_MAGIC)
        && mark.is_some_and(|mark| i64::from(u32::from_be_bytes(*mark)) == APPLICATION_ID)
}

/// Makes an empty file that only its owner can read.
pub(super) fn make_private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Gives a finished file its name so that both survive a power cut.
pub(super) fn move_durably(from: &Path, to: &Path) -> StoreResult<()> {
    let moved = File::open(from)
        .and_then(|file| file.sync_all())
        .and_then(|()| std::fs::rename(from, to))
        .and_then(|()| sync_folder_of(to));
    moved.map_err(|error| StoreError::of_files(format!("put {} in place", to.display()), &error))
}

/// Makes a folder's list of names durable.
pub(super) fn sync_folder_of(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) if cfg!(unix) && !folder.as_os_str().is_empty() => {
            File::open(folder)?.sync_all()
        }
        _ => Ok(()),
    }
}

/// Removes a database with its log, if it is there.
pub(super) fn remove_database(path: &Path) {
    // It may not be there, which is what is wanted; if it cannot be removed, what follows fails and tells so.
    let _ = std::fs::remove_file(path);
    remove_logs(path);
}

/// Removes what a database keeps beside it.
pub(super) fn remove_logs(path: &Path) {
    for suffix in ["-wal", "-shm", "-journal"] {
        let _ = std::fs::remove_file(beside(path, suffix));
    }
}

/// Runs the migrations that a database lacks.
fn migrate(connection: &mut Connection, path: &Path) -> StoreResult<()> {
    MIGRATIONS
        .to_latest(connection)
        .map_err(|error| StoreError::Storage {
            doing: format!("bring {} to the format of this program", path.display()),
            cause: error.to_string(),
        })?;
    // What cannot be kept now, as when the disk is full, is only found more slowly.
    if let Err(error) = likeness_table::fill(connection) {
        tracing::warn!(%error, "unable to keep the signatures of texts");
    }
    Ok(())
}

/// Returns an empty database in memory, for tests of a table by itself.
#[cfg(test)]
pub(super) fn in_memory() -> StoreResult<Connection> {
    let mut connection = Connection::open_in_memory()?;
    migrate(&mut connection, Path::new(":memory:"))?;
    Ok(connection)
}

/// Opens a connection with the settings that every connection has.
pub(super) fn connect(path: &Path, purpose: Purpose) -> StoreResult<Connection> {
    match purpose {
        Purpose::Reading => connect_to_read(path).map(|reader| reader.connection),
        Purpose::Writing => {
            let connection = open_with(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            connection.busy_timeout(WRITER_TIMEOUT)?;
            set_up(connection)
        }
    }
}

/// Opens a connection to read, with the settings that every connection has.
pub(super) fn connect_to_read(path: &Path) -> StoreResult<Reader> {
    let Reader { connection, lasts } = open_to_read(path)?;
    let connection = set_up(connection)?;
    Ok(Reader { connection, lasts })
}

fn open_with(path: &Path, access: OpenFlags) -> StoreResult<Connection> {
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    Ok(connection)
}

fn set_up(connection: Connection) -> StoreResult<Connection> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update_and_check(None, "secure_delete", true, |_| Ok(()))?;
    connection.pragma_update_and_check(None, "journal_size_limit", LOG_BYTES_KEPT, |_| Ok(()))?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Returns the format of a database of ours, looking without touching; anything else is refused.
pub(super) fn format_of(path: &Path) -> StoreResult<i64> {
    if std::fs::metadata(path).is_ok_and(|about| about.len() == 0) {
        return Err(not_ours(path, "it is empty"));
    }
    let connection = open_to_read(path)?.connection;
    let mark = header(&connection, path, "application_id")?;
    if mark != APPLICATION_ID {
        return Err(not_ours(path, "another program made it"));
    }
    let found = header(&connection, path, "user_version")?;
    if found > FORMAT {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found,
            known: FORMAT,
        });
    }
    Ok(found)
}

/// Tells whether a database of ours has an earlier format than this program's.
pub(super) fn is_older(path: &Path) -> StoreResult<bool> {
    Ok(format_of(path)? < FORMAT)
}

/// Reads a number of the file's head.
fn header(connection: &Connection, path: &Path, name: &str) -> StoreResult<i64> {
    connection
        .pragma_query_value(None, name, |row| row.get(0))
        .map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => not_ours(path, "it is no SQLite database"),
            Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged {
                path: path.to_owned(),
                reason: error.to_string(),
            },
            _ => error.into(),
        })
}

/// Refuses a file that is no database of this program.
fn not_ours(path: &Path, reason: &str) -> StoreError {
    StoreError::NotOurs {
        path: path.to_owned(),
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_folder_is_named_and_not_made() {
        let place = tempfile::tempdir().expect("a folder");
        let typed = place.path().join("typo").join("a.db");
        let error = true_path(&typed).expect_err("no such folder");
        assert!(error.to_string().contains("typo"), "{error}");
        assert!(!place.path().join("typo").exists());
    }

    #[test]
    fn the_migrations_hold_together() {
        MIGRATIONS.validate().expect("valid migrations");
        let pending = MIGRATIONS.pending_migrations(&Connection::open_in_memory().expect("memory"));
        assert_eq!(pending.map(i64::from).ok(), Some(FORMAT));
    }

    #[test]
    fn an_sqlite_that_can_damage_its_log_is_refused() {
        assert!(refuse_old_sqlite(3_051_002).is_err());
        assert!(refuse_old_sqlite(rusqlite::version_number()).is_ok());
    }

    #[test]
    fn every_connection_has_the_same_settings() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        prepare(&path).expect("a new database");
        for purpose in [Purpose::Reading, Purpose::Writing] {
            let connection = connect(&path, purpose).expect("a connection");
            let number = |name| -> i64 {
                connection
                    .pragma_query_value(None, name, |row| row.get(0))
                    .expect("a number")
            };
            let mode: String = connection
                .pragma_query_value(None, "journal_mode", |row| row.get(0))
                .expect("a word");
            assert_eq!(mode, "wal");
            assert_eq!(number("synchronous"), 2, "FULL");
            assert_eq!(number("foreign_keys"), 1);
            assert_eq!(number("trusted_schema"), 0);
            assert_eq!(number("secure_delete"), 1);
            assert!(number("busy_timeout") >= 5_000);
        }
    }
}
