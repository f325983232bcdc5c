//! The table of articles: which there are, which version counts, what a list shows.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::columns::{count, digest, from_json, from_word, scope_key, scope_of, word};
use super::readable::readable;
use super::setting_table;
use crate::article::{Article, ArticleId, Metadata};
use crate::store::{
    Digest, Entry, KEPT_SECONDS, Refresh, Scope, Source, StoreError, StoreResult, Usage,
};

/// An article's row beside its current version, as changes need it.
#[derive(Debug, Clone)]
pub(super) struct Held {
    /// The article's row.
    pub key: i64,
    /// The current version.
    pub version: u32,
    /// The row of the current version.
    pub version_key: i64,
    /// Metadata of the current version.
    pub metadata: Metadata,
    /// Checksum of the current text.
    pub hash: Digest,
    /// When it was removed, if it is.
    pub removed_at: Option<i64>,
    /// Where it came from.
    pub source: Source,
}

/// Finds an article of exactly this scope, live or removed.
pub(super) fn find(
    connection: &Connection,
    scope: Scope,
    id: &ArticleId,
) -> StoreResult<Option<Held>> {
    connection
        .prepare_cached(
            "SELECT key, scope, id, current, removed_at, version_key, metadata, hash,
                    source_kind, source_name, source_digest, address
             FROM entry WHERE scope = ?1 AND id = ?2",
        )?
        .query_and_then(params![scope_key(scope), id.as_str()], held)?
        .next()
        .transpose()
}

/// Finds a live article of exactly this scope, for a change; tells apart what is the operator's.
pub(super) fn find_own(connection: &Connection, scope: Scope, id: &ArticleId) -> StoreResult<Held> {
    if let Some(held) = find(connection, scope, id)?.filter(|held| held.removed_at.is_none()) {
        return Ok(held);
    }
    match find_readable(connection, scope, id) {
        Ok(_) => Err(StoreError::OperatorsOwn(id.clone())),
        Err(error) => Err(error),
    }
}

/// Finds the live article that this name means to this scope: its own one, else the shelf's, unless it reads its own only.
pub(super) fn find_readable(
    connection: &Connection,
    scope: Scope,
    id: &ArticleId,
) -> StoreResult<Held> {
    let shelf = match setting_table::hides_shelf(connection, scope)? {
        true => None,
        false => Some(Scope::Everyone),
    };
    for scope in [Some(scope), shelf].into_iter().flatten() {
        if let Some(held) = find(connection, scope, id)?.filter(|held| held.removed_at.is_none()) {
            return Ok(held);
        }
    }
    Err(StoreError::NotFound(id.clone()))
}

/// Reads what changes need of an article.
fn held(row: &Row<'_>) -> StoreResult<Held> {
    Ok(Held {
        key: row.get("key")?,
        version: row.get("current")?,
        version_key: row.get("version_key")?,
        metadata: from_json(
            row.get_ref("metadata")?
                .as_str()
                .map_err(rusqlite::Error::from)?,
        )?,
        hash: digest(row, "hash")?,
        removed_at: row.get("removed_at")?,
        source: source(row)?,
    })
}

/// Reads where an article came from.
fn source(row: &Row<'_>) -> StoreResult<Source> {
    let digest: Option<[u8; 32]> = row.get("source_digest")?;
    Ok(Source {
        kind: from_word(row.get("source_kind")?)?,
        name: row.get("source_name")?,
        digest: digest.map(Digest),
        address: row.get("address")?,
    })
}

/// Reads what a list shows of an article.
fn entry(row: &Row<'_>) -> StoreResult<Entry> {
    let held = held(row)?;
    Ok(Entry {
        owner: scope_of(row.get("scope")?),
        id: ArticleId(row.get("id")?),
        version: held.version,
        metadata: held.metadata,
        added_at: row.get("added_at")?,
        changed_at: row.get("changed_at")?,
        removed_at: held.removed_at,
        source: held.source,
        hash: held.hash,
        bytes: count(row.get("bytes")?),
        sentences: count(row.get("sentences")?),
    })
}

/// Adds an article whose first version follows.
pub(super) fn insert(
    connection: &Connection,
    scope: Scope,
    id: &ArticleId,
    source: &Source,
    at: i64,
) -> StoreResult<i64> {
    connection
        .prepare_cached(
            "INSERT INTO article (scope, id, current, added_at, changed_at, source_kind, source_name, source_digest, address)
             VALUES (?1, ?2, 1, ?3, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            scope_key(scope),
            id.as_str(),
            at,
            word(source.kind),
            source.name,
            source.digest.map(|digest| digest.0),
            source.address,
        ])?;
    Ok(connection.last_insert_rowid())
}

/// Sets which version counts and whether the article is removed.
pub(super) fn set_state(
    connection: &Connection,
    key: i64,
    version: u32,
    removed_at: Option<i64>,
    at: i64,
) -> StoreResult<()> {
    connection
        .prepare_cached(
            "UPDATE article SET current = ?2, removed_at = ?3, changed_at = ?4,
                                etag = CASE WHEN current = ?2 THEN etag END,
                                last_modified = CASE WHEN current = ?2 THEN last_modified END
             WHERE key = ?1",
        )?
        .execute(params![key, version, removed_at, at])?;
    Ok(())
}

/// Sets where an article came from.
pub(super) fn set_source(connection: &Connection, key: i64, source: &Source) -> StoreResult<()> {
    connection
        .prepare_cached(
            "UPDATE article SET source_kind = ?2, source_name = ?3, source_digest = ?4, address = ?5,
                                etag = CASE WHEN address IS ?5 THEN etag END,
                                last_modified = CASE WHEN address IS ?5 THEN last_modified END
             WHERE key = ?1",
        )?
        .execute(params![
            key,
            word(source.kind),
            source.name,
            source.digest.map(|digest| digest.0),
            source.address,
        ])?;
    Ok(())
}

/// Forgets which bytes an article was read from, so that its file is read again.
pub(super) fn forget_digest(connection: &Connection, key: i64) -> StoreResult<()> {
    connection
        .prepare_cached("UPDATE article SET source_digest = NULL WHERE key = ?1")?
        .execute([key])?;
    Ok(())
}

/// Deletes an article with all its versions.
pub(super) fn delete(connection: &Connection, key: i64) -> StoreResult<()> {
    connection.execute("DELETE FROM article WHERE key = ?1", [key])?;
    Ok(())
}

/// Lists the live articles that a scope can read, by id; its own ones stand before the shelf's of the same name.
pub(super) fn list(connection: &Connection, scope: Scope) -> StoreResult<Vec<Entry>> {
    connection
        .prepare_cached(
            concat!(
                "SELECT key, scope, id, current, added_at, changed_at, removed_at, source_kind, source_name, source_digest,
                    address, version_key, metadata, hash, bytes, sentences
             FROM entry
             WHERE removed_at IS NULL
               AND ",
                readable!("entry"),
                "
             ORDER BY id",
            ),
        )?
        .query_and_then([scope_key(scope)], entry)?
        .collect()
}

/// Lists a scope's own removed articles, the last removed first.
pub(super) fn removed(connection: &Connection, scope: Scope) -> StoreResult<Vec<Entry>> {
    connection
        .prepare_cached(
            "SELECT key, scope, id, current, added_at, changed_at, removed_at, source_kind, source_name, source_digest,
                    address, version_key, metadata, hash, bytes, sentences
             FROM entry
             WHERE scope = ?1 AND removed_at IS NOT NULL
             ORDER BY removed_at DESC, id",
        )?
        .query_and_then([scope_key(scope)], entry)?
        .collect()
}

/// Returns the live articles that a scope can read with their texts, by id.
pub(super) fn readable(connection: &Connection, scope: Scope) -> StoreResult<Vec<Article>> {
    connection
        .prepare_cached(concat!(
            "SELECT id, current, metadata, text
             FROM entry
             WHERE removed_at IS NULL
               AND ",
            readable!("entry"),
            "
             ORDER BY id",
        ))?
        .query_and_then([scope_key(scope)], article)?
        .collect()
}

/// Reads an article with its text.
fn article(row: &Row<'_>) -> StoreResult<Article> {
    Ok(Article {
        id: ArticleId(row.get("id")?),
        version: row.get("current")?,
        metadata: from_json(
            row.get_ref("metadata")?
                .as_str()
                .map_err(rusqlite::Error::from)?,
        )?,
        text: row.get("text")?,
    })
}

/// Tells whether a name is taken by anything readable or restorable for a scope.
pub(super) fn is_taken(connection: &Connection, scope: Scope, id: &str) -> StoreResult<bool> {
    let found = connection
        .prepare_cached("SELECT 1 FROM article WHERE scope IN (0, ?1) AND id = ?2")?
        .query_row(params![scope_key(scope), id], |_| Ok(()))
        .optional()?;
    Ok(found.is_some())
}

/// Returns the articles that were removed so long ago that they cannot be restored.
pub(super) fn outlived(connection: &Connection, now: i64) -> StoreResult<Vec<i64>> {
    connection
        .prepare_cached("SELECT key FROM article WHERE removed_at <= ?1 ORDER BY key")?
        .query_and_then([now.saturating_sub(KEPT_SECONDS)], |row| Ok(row.get(0)?))?
        .collect()
}

/// Tells whether a scope itself holds an article that is not removed.
pub(super) fn holds_any(connection: &Connection, scope: Scope) -> StoreResult<bool> {
    let found = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM article WHERE scope = ?1 AND removed_at IS NULL)",
        )?
        .query_row([scope_key(scope)], |row| row.get(0))?;
    Ok(found)
}

/// Counts what a scope itself holds.
pub(super) fn usage(connection: &Connection, scope: Scope) -> StoreResult<Usage> {
    let usage = connection.query_row(
        "SELECT count(*) FILTER (WHERE removed_at IS NULL) AS articles,
                coalesce(sum(bytes) FILTER (WHERE removed_at IS NULL), 0) AS bytes,
                count(*) FILTER (WHERE removed_at IS NOT NULL) AS removed
         FROM entry WHERE scope = ?1",
        [scope_key(scope)],
        |row| {
            Ok(Usage {
                articles: count(row.get("articles")?),
                bytes: count(row.get("bytes")?),
                removed: count(row.get("removed")?),
            })
        },
    )?;
    Ok(usage)
}

/// Counts the bytes of all versions that a scope itself holds, those of removed articles among them.
pub(super) fn bytes_kept(connection: &Connection, scope: Scope) -> StoreResult<usize> {
    let bytes = connection.query_row(
        "SELECT coalesce(sum(version.bytes), 0)
         FROM version JOIN article ON article.key = version.article WHERE article.scope = ?1",
        [scope_key(scope)],
        |row| row.get(0),
    )?;
    Ok(count(bytes))
}

/// Finds the live article that a scope can read with this source address, its own before the shelf's.
pub(super) fn find_address(
    connection: &Connection,
    scope: Scope,
    address: &str,
) -> StoreResult<Option<Entry>> {
    let found = connection
        .prepare_cached(
            "SELECT key, scope, id, current, added_at, changed_at, removed_at, source_kind, source_name, source_digest,
                    address, version_key, metadata, hash, bytes, sentences
             FROM entry
             WHERE scope IN (0, ?1) AND address = ?2 AND removed_at IS NULL
             ORDER BY scope <> ?1, id",
        )?
        .query_and_then(params![scope_key(scope), address], entry)?
        .collect::<StoreResult<Vec<_>>>()?;
    first_shown(connection, scope, found)
}

/// Returns the first entry that no article of the scope's own hides.
fn first_shown(
    connection: &Connection,
    scope: Scope,
    entries: Vec<Entry>,
) -> StoreResult<Option<Entry>> {
    for entry in entries {
        match entry_of(connection, scope, &entry.id) {
            Ok(shown) if shown.owner == entry.owner => return Ok(Some(entry)),
            Ok(_) | Err(StoreError::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// Reads what is known about fetching an article again.
pub(super) fn refresh_state(connection: &Connection, key: i64) -> StoreResult<Refresh> {
    let refresh = connection.query_row(
        "SELECT etag, last_modified, checked_at, failure FROM article WHERE key = ?1",
        [key],
        |row| {
            Ok(Refresh {
                etag: row.get("etag")?,
                last_modified: row.get("last_modified")?,
                checked_at: row.get("checked_at")?,
                failure: row.get("failure")?,
            })
        },
    )?;
    Ok(refresh)
}

/// Forgets what a server said of the state of a page, so that the whole page is fetched the next time.
pub(super) fn forget_page_state(connection: &Connection, key: i64) -> StoreResult<()> {
    connection
        .prepare_cached("UPDATE article SET etag = NULL, last_modified = NULL WHERE key = ?1")?
        .execute([key])?;
    Ok(())
}

/// Notes what was learnt from fetching an article again.
pub(super) fn set_refreshed(
    connection: &Connection,
    key: i64,
    refresh: &Refresh,
) -> StoreResult<()> {
    connection.execute(
        "UPDATE article SET etag = ?2, last_modified = ?3, checked_at = ?4, failure = ?5 WHERE key = ?1",
        params![key, refresh.etag, refresh.last_modified, refresh.checked_at, refresh.failure],
    )?;
    Ok(())
}

/// Lists the scopes that hold articles or records, the shelf first.
pub(super) fn scopes(connection: &Connection) -> StoreResult<Vec<Scope>> {
    connection
        .prepare_cached(
            "SELECT scope FROM article UNION SELECT scope FROM setting UNION SELECT scope FROM job
             UNION SELECT scope FROM vote UNION SELECT scope FROM gap UNION SELECT scope FROM audit
             UNION SELECT scope FROM component
             ORDER BY scope",
        )?
        .query_and_then([], |row| Ok(scope_of(row.get(0)?)))?
        .collect()
}

/// Returns what a list shows of the live article that this name means to a scope.
pub(super) fn entry_of(
    connection: &Connection,
    scope: Scope,
    id: &ArticleId,
) -> StoreResult<Entry> {
    let held = find_readable(connection, scope, id)?;
    connection
        .prepare_cached(
            "SELECT key, scope, id, current, added_at, changed_at, removed_at, source_kind, source_name, source_digest,
                    address, version_key, metadata, hash, bytes, sentences
             FROM entry WHERE key = ?1",
        )?
        .query_and_then([held.key], entry)?
        .next()
        .unwrap_or_else(|| Err(StoreError::NotFound(id.clone())))
}

/// Finds the live articles that a scope can read whose current text has this checksum.
pub(super) fn find_text(
    connection: &Connection,
    scope: Scope,
    hash: Digest,
) -> StoreResult<Vec<Entry>> {
    connection
        .prepare_cached(
            concat!(
                "SELECT key, scope, id, current, added_at, changed_at, removed_at, source_kind, source_name, source_digest,
                    address, version_key, metadata, hash, bytes, sentences
             FROM entry
             WHERE hash = ?2 AND removed_at IS NULL
               AND ",
                readable!("entry"),
                "
             ORDER BY id",
            ),
        )?
        .query_and_then(params![scope_key(scope), hash.0], entry)?
        .collect()
}

/// Returns a name like the wanted one that nothing readable or restorable for a scope has.
pub(super) fn free_id(
    connection: &Connection,
    scope: Scope,
    wanted: &ArticleId,
) -> StoreResult<ArticleId> {
    let mut name = wanted.as_str().to_owned();
    let mut next = 2_u32;
    while is_taken(connection, scope, &name)? {
        name = format!("{wanted}-{next}");
        next += 1;
    }
    Ok(ArticleId(name))
}
