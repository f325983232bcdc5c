//! The table of jobs.

use rusqlite::{Connection, Row, params};
use serde_json::Value;

use super::columns::{
    from_json, from_word, json, scope_key, scope_of, unsigned, user_key, user_of, word,
};
use crate::errors::Trouble;
use crate::store::{Job, JobId, JobStatus, NewJob, Scope, Stamp, StoreError, StoreResult};

/// Adds an open job.
pub(super) fn start(
    connection: &Connection,
    scope: Scope,
    job: &NewJob,
    stamp: Stamp,
) -> StoreResult<JobId> {
    connection.execute(
        "INSERT INTO job (scope, kind, started_by, started_at, status, state, reply_token)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            scope_key(scope),
            job.kind,
            stamp.by.map(user_key),
            stamp.at,
            word(JobStatus::Open),
            json(&job.state)?,
            job.reply_token,
        ],
    )?;
    Ok(JobId(unsigned(connection.last_insert_rowid())))
}

/// Ends an open job and wipes what could reply to it.
pub(super) fn end(
    connection: &Connection,
    scope: Scope,
    job: JobId,
    status: JobStatus,
    state: &Value,
    now: i64,
) -> StoreResult<()> {
    if status == JobStatus::Open {
        return Err(StoreError::Unfit {
            article: None,
            trouble: Trouble::bare("a job ends finished or failed"),
        });
    }
    let changed = connection.execute(
        "UPDATE job SET status = ?3, state = ?4, ended_at = ?5, reply_token = NULL
         WHERE scope = ?1 AND id = ?2 AND ended_at IS NULL",
        params![
            scope_key(scope),
            i64::try_from(job.0).unwrap_or(-1),
            word(status),
            json(state)?,
            now
        ],
    )?;
    match changed {
        0 => Err(StoreError::JobNotFound(job.0)),
        _ => Ok(()),
    }
}

/// Lists the open jobs, oldest first.
pub(super) fn open(connection: &Connection, scope: Scope) -> StoreResult<Vec<Job>> {
    connection
        .prepare_cached(
            "SELECT id, scope, kind, started_by, started_at, status, state, reply_token
             FROM job WHERE scope = ?1 AND status = ?2 ORDER BY id",
        )?
        .query_and_then(params![scope_key(scope), word(JobStatus::Open)], read)?
        .collect()
}

/// Reads a job.
fn read(row: &Row<'_>) -> StoreResult<Job> {
    let by: Option<i64> = row.get("started_by")?;
    Ok(Job {
        id: JobId(unsigned(row.get("id")?)),
        scope: scope_of(row.get("scope")?),
        kind: row.get("kind")?,
        by: by.map(user_of),
        started_at: row.get("started_at")?,
        status: from_word(row.get("status")?)?,
        state: from_json(&row.get::<_, String>("state")?)?,
        reply_token: row.get("reply_token")?,
    })
}
