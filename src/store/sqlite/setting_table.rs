//! The table of settings.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};
use serde_json::Value;

use super::columns::{from_json, json, scope_key};
use crate::store::{Scope, StoreResult};

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
