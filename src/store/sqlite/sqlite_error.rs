//! What SQLite's own errors mean to the person at the keyboard.

use rusqlite::ErrorCode;

use crate::store::StoreError;

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StoreError::DiskFull,
            Some(ErrorCode::ReadOnly) => StoreError::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                StoreError::Malformed(error.to_string())
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
            _ => StoreError::Storage {
                doing: "use the database".to_owned(),
                cause: error.to_string(),
            },
        }
    }
}

/// Tells whether a connection that met this error must not be used again: after a failed write to the disk nobody knows
/// what its caches hold.
pub(super) fn spoils_connection(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Storage { .. }
            | StoreError::Malformed(_)
            | StoreError::DiskFull
            | StoreError::ReadOnly
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;

    #[test]
    fn a_database_that_may_not_grow_says_that_the_disk_is_full() {
        let connection = Connection::open_in_memory().expect("memory");
        connection
            .execute_batch("PRAGMA max_page_count = 4; CREATE TABLE heap (grain BLOB)")
            .expect("a small table");
        let error = connection
            .execute("INSERT INTO heap (grain) VALUES (zeroblob(100000))", [])
            .expect_err("there is no room");
        let error = StoreError::from(error);
        assert!(matches!(error, StoreError::DiskFull));
        assert!(spoils_connection(&error));
    }

    #[test]
    fn a_busy_database_is_told_apart_and_spoils_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let open = || Connection::open(folder.path().join("a.db")).expect("a database");
        let (first, second) = (open(), open());
        second.busy_timeout(std::time::Duration::ZERO).expect("set");
        first.execute_batch("BEGIN IMMEDIATE").expect("first come");
        let error = StoreError::from(second.execute_batch("BEGIN IMMEDIATE").expect_err("busy"));
        assert!(matches!(error, StoreError::Busy));
        assert!(!spoils_connection(&error));
    }
}
