//! The log of who did what.

use rusqlite::{Connection, params};

use super::columns::{from_word, number, scope_key, user_key, user_of, word};
use crate::store::{AuditAction, AuditLine, Scope, Stamp, StoreResult};

/// Adds a line.
pub(super) fn add(
    connection: &Connection,
    scope: Scope,
    action: &AuditAction,
    subject: Option<&str>,
    stamp: Stamp,
) -> StoreResult<()> {
    connection
        .prepare_cached(
            "INSERT INTO audit (scope, at, by_user, action, subject) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            scope_key(scope),
            stamp.at,
            stamp.by.map(user_key),
            word(action),
            subject,
        ])?;
    Ok(())
}

/// Returns the last lines, newest first.
pub(super) fn last(
    connection: &Connection,
    scope: Scope,
    limit: usize,
) -> StoreResult<Vec<AuditLine>> {
    connection
        .prepare_cached(
            "SELECT at, by_user, action, subject FROM audit WHERE scope = ?1 ORDER BY key DESC LIMIT ?2",
        )?
        .query_and_then(params![scope_key(scope), number(limit)], |row| {
            let by: Option<i64> = row.get("by_user")?;
            Ok(AuditLine {
                at: row.get("at")?,
                by: by.filter(|by| *by > 0).map(user_of),
                forgotten: by.filter(|by| *by < 0).map(i64::unsigned_abs),
                action: from_word(row.get("action")?)?,
                subject: row.get("subject")?,
            })
        })?
        .collect()
}
