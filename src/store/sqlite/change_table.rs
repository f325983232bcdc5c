//! The change feed: which article changed, in one rising row of numbers. Readers look at the last number only, and
//! at the articles themselves when it has grown; nothing is written any more to the table `feed_start`.

use rusqlite::{Connection, params};

use super::columns::{scope_key, word};
use crate::article::ArticleId;
use crate::store::{ChangeKind, KEPT_SECONDS, Scope, StoreResult};

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

/// Takes an article's name out of the feed; a step without a name tells that something is gone.
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
    )
}

/// Tells whether anything that a scope can see was wiped out after that change: a step without a name tells so.
pub(super) fn is_wiped_since(
    connection: &Connection,
    scope: Scope,
    number: u64,
) -> StoreResult<bool> {
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    let is_wiped = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM change WHERE scope IN (0, ?1) AND number > ?2 AND article = '')",
        )?
        .query_row(params![scope_key(scope), number], |row| row.get(0))?;
    Ok(is_wiped)
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

/// Forgets old steps, each scope's last one kept, so that numbers go on from it.
pub(super) fn forget_old(connection: &Connection, now: i64) -> StoreResult<()> {
    connection.execute(
        "DELETE FROM change WHERE at <= ?1
         AND number < (SELECT max(later.number) FROM change AS later WHERE later.scope = change.scope)",
        [now.saturating_sub(KEPT_SECONDS)],
    )?;
    Ok(())
}
