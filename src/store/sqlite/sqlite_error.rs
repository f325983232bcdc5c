//! What SQLite's own errors mean to the person at the keyboard.

use rusqlite::ErrorCode;

use crate::store::StoreError;

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StoreError::DiskFull,
            Some(ErrorCode::ReadOnly) => StoreError::ReadOnly,
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
        StoreError::Storage { .. } | StoreError::DiskFull | StoreError::ReadOnly
    )
}
