//! The table of what is kept of each text to find those that are nearly the same.

use rusqlite::{Connection, params};

use super::columns::{count, number, scope_key};
use super::readable::readable;
use crate::article::ArticleId;
use crate::store::{Scope, StoreResult};
use crate::text::near_duplicates::TextSignature;

/// Keeps the signature of a version's text.
pub(super) fn insert(
    connection: &Connection,
    version: i64,
    signature: TextSignature,
) -> StoreResult<()> {
    connection
        .prepare_cached(
            "INSERT INTO likeness (version, bytes, fingerprint) VALUES (?1, ?2, ?3)
             ON CONFLICT (version) DO NOTHING",
        )?
        .execute(params![
            version,
            number(signature.bytes),
            signature.fingerprint.cast_signed()
        ])?;
    Ok(())
}

/// Keeps the signature of every text that has none: those of a database that an earlier program made.
pub(super) fn fill(connection: &mut Connection) -> StoreResult<()> {
    let transaction = connection.transaction()?;
    for version in without(&transaction)? {
        let text: String = transaction
            .prepare_cached("SELECT text FROM version WHERE key = ?1")?
            .query_row([version], |row| row.get(0))?;
        insert(&transaction, version, TextSignature::of(&text))?;
    }
    transaction.commit()?;
    Ok(())
}

/// Names the live articles that a scope can read whose current text may be nearly the same, by id.
pub(super) fn find(
    connection: &Connection,
    scope: Scope,
    signature: TextSignature,
) -> StoreResult<Vec<ArticleId>> {
    let mut ids = Vec::new();
    for version in alike(connection, signature)?
        .into_iter()
        .chain(without(connection)?)
    {
        ids.extend(shown(connection, scope, version)?);
    }
    ids.sort();
    Ok(ids)
}

/// Returns the versions whose signature is near.
fn alike(connection: &Connection, signature: TextSignature) -> StoreResult<Vec<i64>> {
    let mut found = Vec::new();
    let mut statement =
        connection.prepare_cached("SELECT version, bytes, fingerprint FROM likeness")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let other = TextSignature {
            bytes: count(row.get("bytes")?),
            fingerprint: row.get::<_, i64>("fingerprint")?.cast_unsigned(),
        };
        if signature.may_be_like(other) {
            found.push(row.get("version")?);
        }
    }
    Ok(found)
}

/// Returns the versions of which no signature is kept.
fn without(connection: &Connection) -> StoreResult<Vec<i64>> {
    connection
        .prepare_cached(
            "SELECT key FROM version
             WHERE NOT EXISTS (SELECT 1 FROM likeness WHERE likeness.version = version.key)
             ORDER BY key",
        )?
        .query_and_then([], |row| Ok(row.get(0)?))?
        .collect()
}

/// Returns the article that shows a version to a scope, if one does.
fn shown(connection: &Connection, scope: Scope, version: i64) -> StoreResult<Option<ArticleId>> {
    connection
        .prepare_cached(
            concat!(
                "SELECT article.id
             FROM version JOIN article ON article.key = version.article AND article.current = version.number
             WHERE version.key = ?2 AND article.removed_at IS NULL
               AND ",
                readable!("article"),
            ),
        )?
        .query_and_then(params![scope_key(scope), version], |row| {
            Ok(ArticleId(row.get(0)?))
        })?
        .next()
        .transpose()
}
