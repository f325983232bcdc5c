//! The table of questions that the articles did not answer. It names no asker.

use rusqlite::{Connection, params};
use serde_json::Value;

use super::columns::{count, scope_key};
use super::setting_table;
use crate::store::{Consent, GAP_LIST, Gap, Scope, StoreResult};

/// Keeps a question if that is allowed, and tells whether it was.
pub(super) fn note(
    connection: &Connection,
    scope: Scope,
    question: &str,
    consent: Consent,
    now: i64,
) -> StoreResult<bool> {
    let switched_on = setting_table::get(connection, scope, GAP_LIST)? == Some(Value::Bool(true));
    if consent == Consent::GuildSetting && !switched_on {
        return Ok(false);
    }
    connection.execute(
        "INSERT INTO gap (scope, question, asked, first_at, last_at) VALUES (?1, ?2, 1, ?3, ?3)
         ON CONFLICT (scope, question) DO UPDATE SET asked = asked + 1, last_at = max(last_at, excluded.last_at)",
        params![scope_key(scope), question, now],
    )?;
    Ok(true)
}

/// Lists the questions, the most asked first.
pub(super) fn list(connection: &Connection, scope: Scope) -> StoreResult<Vec<Gap>> {
    connection
        .prepare_cached(
            "SELECT question, asked, first_at, last_at FROM gap
             WHERE scope = ?1 ORDER BY asked DESC, last_at DESC, question",
        )?
        .query_and_then([scope_key(scope)], |row| {
            Ok(Gap {
                question: row.get("question")?,
                asked: count(row.get("asked")?),
                first_at: row.get("first_at")?,
                last_at: row.get("last_at")?,
            })
        })?
        .collect()
}

/// Forgets one question, or all.
pub(super) fn clear(
    connection: &Connection,
    scope: Scope,
    question: Option<&str>,
) -> StoreResult<usize> {
    let gone = connection.execute(
        "DELETE FROM gap WHERE scope = ?1 AND (?2 IS NULL OR question = ?2)",
        params![scope_key(scope), question],
    )?;
    Ok(gone)
}
