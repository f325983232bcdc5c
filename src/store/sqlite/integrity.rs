//! Is the whole database sound: SQLite's own checks, and those only this program can make.

use rusqlite::Connection;

use crate::store::{Digest, StoreResult};
use crate::text::Span;

use super::columns::count;

/// How many faults are told at most.
const FAULTS_TOLD: usize = 20;

/// Checks everything and tells what is wrong.
pub(super) fn check(connection: &Connection) -> StoreResult<Vec<String>> {
    let mut faults = Vec::new();
    collect(connection, "PRAGMA integrity_check(20)", &mut faults)?;
    faults.retain(|line| line != "ok");
    if faults.is_empty() {
        collect(
            connection,
            "SELECT 'a row of ' || \"table\" || ' points at nothing' FROM pragma_foreign_key_check",
            &mut faults,
        )?;
        collect(
            connection,
            "SELECT 'article ' || id || ' has no current version' FROM article
             WHERE NOT EXISTS (SELECT 1 FROM version WHERE version.article = article.key AND version.number = article.current)",
            &mut faults,
        )?;
        check_texts(connection, &mut faults)?;
    }
    faults.truncate(FAULTS_TOLD);
    Ok(faults)
}

/// Adds the first column of each row to the faults.
fn collect(connection: &Connection, statement: &str, faults: &mut Vec<String>) -> StoreResult<()> {
    let mut statement = connection.prepare(statement)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        faults.push(row.get(0)?);
    }
    Ok(())
}

/// Compares every text with its checksum and its sentences.
fn check_texts(connection: &Connection, faults: &mut Vec<String>) -> StoreResult<()> {
    let mut statement = connection.prepare(
        "SELECT version.key, article.id, version.number, version.hash, version.sentences, version.text
         FROM version JOIN article ON article.key = version.article ORDER BY version.key",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let text: String = row.get("text")?;
        let name = format!(
            "article {} version {}",
            row.get::<_, String>("id")?,
            row.get::<_, u32>("number")?
        );
        if Digest::of(&text) != Digest(row.get("hash")?) {
            faults.push(format!("{name} differs from its checksum"));
        }
        let spans = sentences(connection, row.get("key")?)?;
        if spans.len() != count(row.get("sentences")?) {
            faults.push(format!("{name} lacks sentences"));
        }
        if spans
            .iter()
            .any(|span| span.of(&text).is_none_or(str::is_empty))
        {
            faults.push(format!("{name} has a sentence outside its text"));
        }
    }
    Ok(())
}

/// Returns the kept sentences of a version.
fn sentences(connection: &Connection, version: i64) -> StoreResult<Vec<Span>> {
    connection
        .prepare_cached(
            "SELECT start_byte, end_byte FROM sentence WHERE version = ?1 ORDER BY position",
        )?
        .query_and_then([version], |row| {
            Ok(Span::new(
                count(row.get("start_byte")?),
                count(row.get("end_byte")?),
            ))
        })?
        .collect()
}
