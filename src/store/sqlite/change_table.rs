//! The change feed: which article changed, in one rising row of numbers.

use rusqlite::{Connection, OptionalExtension, params};

use super::columns::{from_word, scope_key, scope_of, unsigned, word};
use crate::article::ArticleId;
use crate::store::{Change, ChangeKind, Changes, KEPT_SECONDS, Scope, StoreResult};

/// Adds a step to the feed.
pub(super) fn record(
    connection: &Connection,
    scope: Scope,
    id: &ArticleId,
    kind: ChangeKind,
    at: i64,
) -> StoreResult<()> {
    connection
        .prepare_cached("INSERT INTO change (scope, at, article, kind) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![scope_key(scope), at, id.as_str(), word(kind)])?;
    Ok(())
}

/// Tells whether nobody has ever kept an article here: the last step of every scope stays in the feed for good.
pub(super) fn is_untouched(connection: &Connection) -> StoreResult<bool> {
    let untouched =
        connection.query_row("SELECT NOT EXISTS (SELECT 1 FROM change)", [], |row| {
            row.get(0)
        })?;
    Ok(untouched)
}

/// Takes an article's name out of the feed and makes every reader of this scope begin anew.
pub(super) fn break_off(
    connection: &Connection,
    scope: Scope,
    id: &ArticleId,
    at: i64,
) -> StoreResult<()> {
    connection.execute(
        "DELETE FROM change WHERE scope = ?1 AND article = ?2",
        params![scope_key(scope), id.as_str()],
    )?;
    record(
        connection,
        scope,
        &ArticleId::from(""),
        ChangeKind::Removed,
        at,
    )?;
    let number = last(connection, scope)?;
    set_start(connection, scope_key(scope), number)
}

/// Sets from which number on a scope's feed is whole.
fn set_start(connection: &Connection, scope: i64, number: i64) -> StoreResult<()> {
    connection.execute(
        "INSERT INTO feed_start (scope, number) VALUES (?1, ?2)
         ON CONFLICT (scope) DO UPDATE SET number = max(number, excluded.number)",
        params![scope, number],
    )?;
    Ok(())
}

/// Returns the number of the last change that a scope can see.
pub(super) fn last(connection: &Connection, scope: Scope) -> StoreResult<i64> {
    let last = connection
        .prepare_cached(
            "SELECT max((SELECT coalesce(max(number), 0) FROM change WHERE scope = 0),
                        (SELECT coalesce(max(number), 0) FROM change WHERE scope = ?1))",
        )?
        .query_row([scope_key(scope)], |row| row.get(0))?;
    Ok(last)
}

/// Tells which articles that a scope can see changed after a number.
pub(super) fn since(connection: &Connection, scope: Scope, number: u64) -> StoreResult<Changes> {
    let scope = scope_key(scope);
    let start: Option<i64> = connection
        .query_row(
            "SELECT max(number) FROM feed_start WHERE scope IN (0, ?1)",
            [scope],
            |row| row.get(0),
        )
        .optional()?
        .flatten();
    if number < unsigned(start.unwrap_or(0)) {
        return Ok(Changes::Everything);
    }
    let changes: StoreResult<Vec<Change>> = connection
        .prepare_cached(
            "SELECT number, scope, article, kind FROM change
             WHERE scope IN (0, ?1) AND number > ?2 ORDER BY number",
        )?
        .query_and_then(
            params![scope, i64::try_from(number).unwrap_or(i64::MAX)],
            |row| {
                Ok(Change {
                    number: unsigned(row.get("number")?),
                    owner: scope_of(row.get("scope")?),
                    id: ArticleId(row.get("article")?),
                    kind: from_word(row.get("kind")?)?,
                })
            },
        )?
        .collect();
    Ok(Changes::Only(changes?))
}

/// Forgets old steps, each scope's last one kept, so that numbers go on from it.
pub(super) fn forget_old(connection: &Connection, now: i64) -> StoreResult<()> {
    connection.execute(
        "INSERT INTO feed_start (scope, number)
         SELECT scope, max(number) FROM change WHERE at <= ?1 GROUP BY scope
         ON CONFLICT (scope) DO UPDATE SET number = max(number, excluded.number)",
        [now.saturating_sub(KEPT_SECONDS)],
    )?;
    connection.execute(
        "DELETE FROM change WHERE at <= ?1
         AND number < (SELECT max(later.number) FROM change AS later WHERE later.scope = change.scope)",
        [now.saturating_sub(KEPT_SECONDS)],
    )?;
    Ok(())
}
