//! The tables of versions and of the edits of their metadata.

use rusqlite::{Connection, Row, params};

use super::article_table::{self, Held};
use super::columns::{count, digest, from_json, json, number};
use super::likeness_table;
use crate::article::{Article, ArticleId, Metadata};
use crate::store::{Digest, Edit, Revision, StoreError, StoreResult};
use crate::text::near_duplicates::TextSignature;

/// A version to add.
#[derive(Debug)]
pub(super) struct NewVersion<'a> {
    /// Its number.
    pub number: u32,
    /// The version that was current before it.
    pub replaces: Option<u32>,
    /// When it is kept.
    pub added_at: i64,
    /// Its metadata.
    pub metadata: &'a Metadata,
    /// Its text.
    pub text: &'a str,
    /// The checksum of the text.
    pub hash: Digest,
    /// How many quotable sentences the text has.
    pub sentences: usize,
    /// What finds the text again in nearly the same words.
    pub signature: TextSignature,
}

/// Adds a version and returns its row.
pub(super) fn insert(
    connection: &Connection,
    article: i64,
    version: &NewVersion<'_>,
) -> StoreResult<i64> {
    connection
        .prepare_cached(
            "INSERT INTO version (article, number, added_at, metadata, hash, bytes, sentences, text, replaces)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            article,
            version.number,
            version.added_at,
            json(version.metadata)?,
            version.hash.0,
            number(version.text.len()),
            number(version.sentences),
            version.text,
            version.replaces,
        ])?;
    let key = connection.last_insert_rowid();
    likeness_table::insert(connection, key, version.signature)?;
    Ok(key)
}

/// Returns the number that an article's next version gets.
pub(super) fn next_number(connection: &Connection, article: i64) -> StoreResult<u32> {
    let next = connection
        .prepare_cached("SELECT coalesce(max(number), 0) + 1 FROM version WHERE article = ?1")?
        .query_row([article], |row| row.get(0))?;
    Ok(next)
}

/// Returns one version of an article with its text.
pub(super) fn get(
    connection: &Connection,
    id: &ArticleId,
    article: i64,
    number: u32,
) -> StoreResult<Article> {
    connection
        .prepare_cached("SELECT metadata, text FROM version WHERE article = ?1 AND number = ?2")?
        .query_and_then(params![article, number], |row| {
            Ok(Article {
                id: id.clone(),
                version: number,
                metadata: metadata(row, "metadata")?,
                text: row.get("text")?,
            })
        })?
        .next()
        .unwrap_or_else(|| Err(StoreError::VersionNotFound(id.clone(), number)))
}

/// Reads metadata from a column.
pub(super) fn metadata(row: &Row<'_>, column: &str) -> StoreResult<Metadata> {
    from_json(
        row.get_ref(column)?
            .as_str()
            .map_err(rusqlite::Error::from)?,
    )
}

/// Returns the metadata of one version.
pub(super) fn metadata_of(
    connection: &Connection,
    article: i64,
    number: u32,
) -> StoreResult<Option<Metadata>> {
    connection
        .prepare_cached("SELECT metadata FROM version WHERE article = ?1 AND number = ?2")?
        .query_and_then(params![article, number], |row| metadata(row, "metadata"))?
        .next()
        .transpose()
}

/// Changes the metadata of the version that a held article shows, and records what stood before.
pub(super) fn edit(
    connection: &Connection,
    held: &Held,
    after: &Metadata,
    at: i64,
) -> StoreResult<()> {
    record_edit(
        connection,
        held.version_key,
        &Edit {
            at,
            before: held.metadata.clone(),
            after: after.clone(),
        },
    )?;
    connection
        .prepare_cached("UPDATE version SET metadata = ?2 WHERE key = ?1")?
        .execute(params![held.version_key, json(after)?])?;
    // What the server said of one page says nothing of another.
    match held.metadata.url == after.url {
        true => Ok(()),
        false => article_table::forget_page_state(connection, held.key),
    }
}

/// Records a change of metadata.
pub(super) fn record_edit(connection: &Connection, version: i64, edit: &Edit) -> StoreResult<()> {
    connection
        .prepare_cached("INSERT INTO edit (version, at, before, after) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            version,
            edit.at,
            json(&edit.before)?,
            json(&edit.after)?
        ])?;
    Ok(())
}

/// Returns the edits of a version's metadata, oldest first.
pub(super) fn edits(connection: &Connection, version: i64) -> StoreResult<Vec<Edit>> {
    connection
        .prepare_cached("SELECT at, before, after FROM edit WHERE version = ?1 ORDER BY key")?
        .query_and_then([version], |row| {
            Ok(Edit {
                at: row.get("at")?,
                before: metadata(row, "before")?,
                after: metadata(row, "after")?,
            })
        })?
        .collect()
}

/// Returns all versions of an article, newest first.
pub(super) fn history(connection: &Connection, held: &Held) -> StoreResult<Vec<Revision>> {
    connection
        .prepare_cached(
            "SELECT key, number, replaces, added_at, metadata, hash, bytes
             FROM version WHERE article = ?1 ORDER BY number DESC",
        )?
        .query_and_then([held.key], |row| {
            let version: u32 = row.get("number")?;
            Ok(Revision {
                version,
                replaces: row.get("replaces")?,
                current: version == held.version,
                added_at: row.get("added_at")?,
                metadata: metadata(row, "metadata")?,
                hash: digest(row, "hash")?,
                bytes: count(row.get("bytes")?),
                edits: edits(connection, row.get("key")?)?,
            })
        })?
        .collect()
}
