//! The table of settings.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};
use serde_json::Value;

use super::change_table;
use super::columns::{from_json, json, scope_key};
use crate::article::ArticleId;
use crate::store::{ChangeKind, OWN_ARTICLES_ONLY, Scope, StoreResult};

/// Returns one setting.
pub(super) fn get(connection: &Connection, scope: Scope, key: &str) -> StoreResult<Option<Value>> {
    connection
        .prepare_cached("SELECT value FROM setting WHERE scope = ?1 AND key = ?2")?
        .query_and_then(params![scope_key(scope), key], |row| {
            from_json(&row.get::<_, String>("value")?)
        })?
        .next()
        .transpose()
}

/// Returns all settings of a scope.
pub(super) fn list(connection: &Connection, scope: Scope) -> StoreResult<BTreeMap<String, Value>> {
    connection
        .prepare_cached("SELECT key, value FROM setting WHERE scope = ?1 ORDER BY key")?
        .query_and_then([scope_key(scope)], |row| {
            Ok((row.get("key")?, from_json(&row.get::<_, String>("value")?)?))
        })?
        .collect()
}

/// Tells whether a scope reads its own articles only.
pub(super) fn hides_shelf(connection: &Connection, scope: Scope) -> StoreResult<bool> {
    let is_server = scope != Scope::Everyone;
    Ok(is_server && get(connection, scope, OWN_ARTICLES_ONLY)? == Some(Value::Bool(true)))
}

/// Sets or clears one setting, and tells the readers of articles where it changes which of them there are.
pub(super) fn set_and_tell(
    connection: &Connection,
    scope: Scope,
    key: &str,
    value: Option<&Value>,
    at: i64,
) -> StoreResult<()> {
    set(connection, scope, key, value)?;
    if key == OWN_ARTICLES_ONLY {
        // A step without a name tells that something is gone.
        let nameless = ArticleId::from("");
        change_table::record(connection, scope, &nameless, ChangeKind::Removed, at)?;
    }
    Ok(())
}

/// Sets or clears one setting.
pub(super) fn set(
    connection: &Connection,
    scope: Scope,
    key: &str,
    value: Option<&Value>,
) -> StoreResult<()> {
    let Some(value) = value else {
        connection.execute(
            "DELETE FROM setting WHERE scope = ?1 AND key = ?2",
            params![scope_key(scope), key],
        )?;
        return Ok(());
    };
    connection.execute(
        "INSERT INTO setting (scope, key, value) VALUES (?1, ?2, ?3)
         ON CONFLICT (scope, key) DO UPDATE SET value = excluded.value",
        params![scope_key(scope), key, json(value)?],
    )?;
    Ok(())
}
