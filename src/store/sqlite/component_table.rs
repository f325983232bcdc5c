//! The table of what buttons and menus stand for.

use rusqlite::{Connection, params};

use super::columns::{from_json, json, scope_key, user_key, user_of};
use crate::store::{Component, Scope, StoreResult};

/// Keeps a component in the place of an earlier one of the same id.
pub(super) fn put(connection: &Connection, scope: Scope, component: &Component) -> StoreResult<()> {
    connection
        .prepare_cached(
            "INSERT INTO component (scope, id, owner, state, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (scope, id) DO UPDATE
             SET owner = excluded.owner, state = excluded.state, expires_at = excluded.expires_at",
        )?
        .execute(params![
            scope_key(scope),
            component.id,
            component.owner.map(user_key),
            json(&component.state)?,
            component.expires_at,
        ])?;
    Ok(())
}

/// Returns a component unless it has expired.
pub(super) fn get(
    connection: &Connection,
    scope: Scope,
    id: &str,
    now: i64,
) -> StoreResult<Option<Component>> {
    connection
        .prepare_cached(
            "SELECT owner, state, expires_at FROM component WHERE scope = ?1 AND id = ?2 AND expires_at > ?3",
        )?
        .query_and_then(params![scope_key(scope), id, now], |row| {
            let owner: Option<i64> = row.get("owner")?;
            Ok(Component {
                id: id.to_owned(),
                owner: owner.map(user_of),
                state: from_json(&row.get::<_, String>("state")?)?,
                expires_at: row.get("expires_at")?,
            })
        })?
        .next()
        .transpose()
}

/// Tells whether there is a component that has not expired.
pub(super) fn is_there(
    connection: &Connection,
    scope: Scope,
    id: &str,
    now: i64,
) -> StoreResult<bool> {
    let there = connection
        .prepare_cached("SELECT 1 FROM component WHERE scope = ?1 AND id = ?2 AND expires_at > ?3")?
        .exists(params![scope_key(scope), id, now])?;
    Ok(there)
}

/// Returns a component unless it has expired, and forgets it.
pub(super) fn take(
    connection: &Connection,
    scope: Scope,
    id: &str,
    now: i64,
) -> StoreResult<Option<Component>> {
    let component = get(connection, scope, id, now)?;
    connection.execute(
        "DELETE FROM component WHERE scope = ?1 AND id = ?2",
        params![scope_key(scope), id],
    )?;
    Ok(component)
}
