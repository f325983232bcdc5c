//! Deleting for good: takedowns, a server's farewell, and what has outlived its time.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use super::columns::scope_key;
use super::{article_table, change_table, receipt_table, setting_table};
use crate::article::ArticleId;
use crate::store::{Clock, KEPT_SECONDS, SWEPT_AT, SWEPT_UNTIL, Scope, StoreError, StoreResult};

/// For how long Discord accepts a reply to what somebody pressed or typed: 15 minutes.
const REPLY_SECONDS: i64 = 15 * 60;

/// So far does time go on from one sweep to the next at most: six hours.
const LONGEST_STEP: i64 = 6 * 60 * 60;

/// So long is it from one sweep to the next: an hour.
const BETWEEN_SWEEPS: u64 = 60 * 60;

/// The name under which unfinished wiping is remembered.
const WIPE: &str = "wipe";

/// For how long the log of who did what is kept: a year.
const AUDIT_SECONDS: i64 = 365 * 24 * 60 * 60;

/// Deletes an article, its versions and whatever may quote or name it.
pub(super) fn purge(
    connection: &Connection,
    scope: Scope,
    id: &ArticleId,
    at: i64,
) -> StoreResult<()> {
    let held = article_table::find(connection, scope, id)?
        .ok_or_else(|| StoreError::NotFound(id.clone()))?;
    article_table::delete(connection, held.key)?;
    change_table::break_off(connection, scope, id, at)?;
    forget_what_names(connection, scope_key(scope), id.as_str())?;
    connection.execute(
        "UPDATE audit SET subject = NULL WHERE subject = ?2 AND (scope = ?1 OR ?1 = 0
         AND NOT EXISTS (SELECT 1 FROM article AS own WHERE own.scope = audit.scope AND own.id = ?2))",
        params![scope_key(scope), id.as_str()],
    )?;
    forget_what_may_quote(connection, scope)?;
    remember_to_wipe(connection)
}

/// Deletes the votes on an article that is gone, and the open questions put to it alone: its name may be given again. They
/// name an article and not whose it is, so those of a server with an article of its own under that name are left alone.
fn forget_what_names(connection: &Connection, scope: i64, id: &str) -> StoreResult<()> {
    for statement in [
        "DELETE FROM vote WHERE article = ?2 AND (scope = ?1 OR ?1 = 0)
         AND NOT EXISTS (SELECT 1 FROM article AS own WHERE own.scope = vote.scope AND own.id = ?2)",
        "DELETE FROM gap WHERE within = ?2 AND (scope = ?1 OR ?1 = 0)
         AND NOT EXISTS (SELECT 1 FROM article AS own WHERE own.scope = gap.scope AND own.id = ?2)",
    ] {
        connection.execute(statement, params![scope, id])?;
    }
    Ok(())
}

/// Deletes states of buttons and ended jobs: any of them may hold a piece of a text that must go.
fn forget_what_may_quote(connection: &Connection, scope: Scope) -> StoreResult<()> {
    let scope = [scope_key(scope)];
    connection.execute("DELETE FROM component WHERE scope = ?1 OR ?1 = 0", scope)?;
    connection.execute(
        "DELETE FROM job WHERE (scope = ?1 OR ?1 = 0) AND ended_at IS NOT NULL",
        scope,
    )?;
    Ok(())
}

/// Deletes all that a scope holds.
pub(super) fn purge_scope(connection: &Connection, scope: Scope, at: i64) -> StoreResult<()> {
    // In this order, so that no row points at one that is gone.
    for statement in [
        "DELETE FROM receipt WHERE scope = ?1",
        "DELETE FROM article WHERE scope = ?1",
        "DELETE FROM feed_start WHERE scope = ?1",
        "DELETE FROM change WHERE scope = ?1",
        "DELETE FROM setting WHERE scope = ?1",
        "DELETE FROM component WHERE scope = ?1",
        "DELETE FROM job WHERE scope = ?1",
        "DELETE FROM vote WHERE scope = ?1",
        "DELETE FROM gap WHERE scope = ?1",
        "DELETE FROM audit WHERE scope = ?1",
    ] {
        connection.execute(statement, [scope_key(scope)])?;
    }
    change_table::break_off(connection, scope, &ArticleId::from(""), at)?;
    remember_to_wipe(connection)
}

/// Remembers that traces are to be wiped, so that a stop in between does not leave them.
fn remember_to_wipe(connection: &Connection) -> StoreResult<()> {
    connection.execute(
        "INSERT INTO unfinished (task) VALUES (?1) ON CONFLICT (task) DO NOTHING",
        [WIPE],
    )?;
    Ok(())
}

/// Tells whether traces of something deleted are still to be wiped.
pub(super) fn is_due(connection: &Connection) -> StoreResult<bool> {
    let due: Option<i64> = connection
        .query_row("SELECT 1 FROM unfinished WHERE task = ?1", [WIPE], |row| {
            row.get(0)
        })
        .optional()?;
    Ok(due.is_some())
}

/// Rewrites the file without what was deleted and empties the log, if that is still to be done.
pub(super) fn wipe_traces(connection: &Connection) -> StoreResult<()> {
    if !is_due(connection)? {
        return Ok(());
    }
    connection.execute_batch("VACUUM")?;
    empty_log(connection)?;
    connection.execute("DELETE FROM unfinished WHERE task = ?1", [WIPE])?;
    Ok(())
}

/// Moves the whole log into the database and cuts it to nothing; needs that nobody reads an older state.
pub(super) fn empty_log(connection: &Connection) -> StoreResult<()> {
    let busy: i64 =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    match busy {
        0 => Ok(()),
        _ => Err(StoreError::StillRead),
    }
}

/// Tells whether the last sweep is an hour ago by the clock of this machine, or lies in what that calls the future. So there
/// is no more than one an hour, however often a bot is started, and one more each time that its clock is set otherwise.
pub(super) fn is_sweep_due(connection: &Connection, now: i64) -> StoreResult<bool> {
    let last = number(connection, SWEPT_AT)?;
    Ok(last.is_none_or(|last| last > now || now.abs_diff(last) >= BETWEEN_SWEEPS))
}

/// Reads a number that a setting of the shelf remembers.
fn number(connection: &Connection, setting: &str) -> StoreResult<Option<i64>> {
    let found = setting_table::get(connection, Scope::Everyone, setting)?;
    Ok(found.as_ref().and_then(Value::as_i64))
}

/// Returns what time it is for the next sweep. Where nobody else confirms the clock, time goes on by six hours at most from
/// one to the next. The bot sweeps every hour: a clock that is a year ahead for a day thus takes nothing away that had a week
/// left, and what should have gone while no bot ran goes soon. Before the first sweep, the last thing that was written tells
/// the time.
pub(super) fn time_of_sweep(connection: &Connection, now: i64, clock: Clock) -> StoreResult<i64> {
    if clock == Clock::Confirmed {
        return Ok(now);
    }
    let last = match number(connection, SWEPT_UNTIL)? {
        Some(last) => last,
        None => last_written(connection)?.unwrap_or(now),
    };
    Ok(now.min(last.saturating_add(LONGEST_STEP)))
}

/// Returns when an article or a setting was last changed, as the clock said then.
fn last_written(connection: &Connection) -> StoreResult<Option<i64>> {
    let last = connection.query_row(
        "SELECT max(at) FROM (SELECT max(at) AS at FROM audit UNION ALL SELECT max(at) AS at FROM change)",
        [],
        |row| row.get(0),
    )?;
    Ok(last)
}

/// Deletes what has been removed, has expired or is old; returns how many articles went.
pub(super) fn sweep(connection: &Connection, here: i64, clock: Clock) -> StoreResult<usize> {
    let now = time_of_sweep(connection, here, clock)?;
    for (setting, time) in [(SWEPT_UNTIL, now), (SWEPT_AT, here)] {
        setting_table::set(
            connection,
            Scope::Everyone,
            setting,
            Some(&Value::from(time)),
        )?;
    }
    let outlived = article_table::outlived(connection, now)?;
    for article in &outlived {
        let (scope, id): (i64, String) = connection
            .prepare_cached("SELECT scope, id FROM article WHERE key = ?1")?
            .query_row([article], |row| Ok((row.get(0)?, row.get(1)?)))?;
        article_table::delete(connection, *article)?;
        forget_what_names(connection, scope, &id)?;
    }
    receipt_table::forget_old(connection, now)?;
    change_table::forget_old(connection, now)?;
    let month_ago = now.saturating_sub(KEPT_SECONDS);
    connection.execute("DELETE FROM component WHERE expires_at <= ?1", [now])?;
    connection.execute("DELETE FROM job WHERE ended_at <= ?1", [month_ago])?;
    connection.execute(
        "UPDATE job SET reply_token = NULL WHERE reply_token IS NOT NULL AND started_at <= ?1",
        // Nobody has any use of these, whatever time it is.
        [here.saturating_sub(REPLY_SECONDS)],
    )?;
    connection.execute("DELETE FROM gap WHERE last_at <= ?1", [month_ago])?;
    connection.execute(
        "DELETE FROM audit WHERE at <= ?1",
        [now.saturating_sub(AUDIT_SECONDS)],
    )?;
    Ok(outlived.len())
}
