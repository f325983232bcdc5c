//! The tables of receipts: what a plan changed, and how each article stood before and after.

use rusqlite::{Connection, Row, params};

use super::article_table::Held;
use super::columns::{from_json, from_word, json, scope_key, unsigned, word};
use crate::article::{ArticleId, Metadata};
use crate::store::{
    KEPT_SECONDS, Outcome, Receipt, ReceiptId, ReceiptItem, Scope, StoreError, StoreResult,
};

/// How an article stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    /// The version that counts.
    pub version: u32,
    /// The metadata of that version.
    pub metadata: Metadata,
    /// When it was removed, if it is.
    pub removed_at: Option<i64>,
}

impl State {
    /// Returns how a held article stands.
    pub(super) fn of(held: &Held) -> Self {
        State {
            version: held.version,
            metadata: held.metadata.clone(),
            removed_at: held.removed_at,
        }
    }

    /// Tells whether the article is live.
    pub(super) fn is_live(&self) -> bool {
        self.removed_at.is_none()
    }
}

/// One article of a receipt.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// The article's row.
    pub article: i64,
    /// Its name.
    pub id: ArticleId,
    /// What happened to it.
    pub outcome: Outcome,
    /// How it stood before; `None` if there was no such article.
    pub before: Option<State>,
    /// How it stood after.
    pub after: State,
}

/// Adds a receipt and returns its name.
pub(super) fn insert(
    connection: &Connection,
    scope: Scope,
    at: i64,
    undoes: Option<ReceiptId>,
) -> StoreResult<ReceiptId> {
    connection.execute(
        "INSERT INTO receipt (scope, at, undoes) VALUES (?1, ?2, ?3)",
        params![scope_key(scope), at, undoes.map(number)],
    )?;
    Ok(ReceiptId(unsigned(connection.last_insert_rowid())))
}

/// Adds an article to a receipt.
pub(super) fn insert_item(
    connection: &Connection,
    receipt: ReceiptId,
    item: &Item,
) -> StoreResult<()> {
    let before = item.before.as_ref();
    connection
        .prepare_cached(
            "INSERT INTO receipt_item (receipt, article, outcome, before_version, before_metadata, before_removed_at,
                                       after_version, after_metadata, after_removed_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            number(receipt),
            item.article,
            word(item.outcome),
            before.map(|state| state.version),
            before.map(|state| json(&state.metadata)).transpose()?,
            before.and_then(|state| state.removed_at),
            item.after.version,
            json(&item.after.metadata)?,
            item.after.removed_at,
        ])?;
    Ok(())
}

/// Returns a receipt of this scope.
pub(super) fn get(connection: &Connection, scope: Scope, id: ReceiptId) -> StoreResult<Receipt> {
    connection
        .prepare_cached("SELECT id, at, undoes FROM receipt WHERE scope = ?1 AND id = ?2")?
        .query_and_then(params![scope_key(scope), number(id)], |row| {
            receipt(connection, row)
        })?
        .next()
        .unwrap_or(Err(StoreError::ReceiptNotFound(id)))
}

/// Lists a scope's receipts, newest first.
pub(super) fn list(connection: &Connection, scope: Scope) -> StoreResult<Vec<Receipt>> {
    connection
        .prepare_cached("SELECT id, at, undoes FROM receipt WHERE scope = ?1 ORDER BY id DESC")?
        .query_and_then([scope_key(scope)], |row| receipt(connection, row))?
        .collect()
}

/// Reads a receipt and what it lists.
fn receipt(connection: &Connection, row: &Row<'_>) -> StoreResult<Receipt> {
    let id = ReceiptId(unsigned(row.get("id")?));
    let undoes: Option<i64> = row.get("undoes")?;
    let items = items(connection, id)?;
    Ok(Receipt {
        id,
        at: row.get("at")?,
        undoes: undoes.map(|undone| ReceiptId(unsigned(undone))),
        items: items
            .into_iter()
            .map(|item| ReceiptItem {
                id: item.id,
                outcome: item.outcome,
            })
            .collect(),
    })
}

/// Returns the articles of a receipt, by id.
pub(super) fn items(connection: &Connection, receipt: ReceiptId) -> StoreResult<Vec<Item>> {
    connection
        .prepare_cached(
            "SELECT receipt_item.article, article.id, receipt_item.outcome,
                    receipt_item.before_version, receipt_item.before_metadata, receipt_item.before_removed_at,
                    receipt_item.after_version, receipt_item.after_metadata, receipt_item.after_removed_at
             FROM receipt_item
             JOIN article ON article.key = receipt_item.article
             WHERE receipt_item.receipt = ?1
             ORDER BY article.id",
        )?
        .query_and_then([number(receipt)], |row| {
            Ok(Item {
                article: row.get("article")?,
                id: ArticleId(row.get("id")?),
                outcome: from_word(row.get("outcome")?)?,
                before: state(row, "before_version", "before_metadata", "before_removed_at")?,
                after: state(row, "after_version", "after_metadata", "after_removed_at")?
                    .ok_or(StoreError::ReceiptNotFound(receipt))?,
            })
        })?
        .collect()
}

/// Reads how an article stood, or that there was none.
fn state(
    row: &Row<'_>,
    version: &str,
    metadata: &str,
    removed_at: &str,
) -> StoreResult<Option<State>> {
    let version: Option<u32> = row.get(version)?;
    let metadata: Option<String> = row.get(metadata)?;
    let Some((version, metadata)) = version.zip(metadata) else {
        return Ok(None);
    };
    Ok(Some(State {
        version,
        metadata: from_json(&metadata)?,
        removed_at: row.get(removed_at)?,
    }))
}

/// Forgets old receipts.
pub(super) fn forget_old(connection: &Connection, now: i64) -> StoreResult<()> {
    connection.execute(
        "DELETE FROM receipt WHERE at <= ?1",
        [now.saturating_sub(KEPT_SECONDS)],
    )?;
    Ok(())
}

/// Returns a receipt's name as SQLite keeps it.
fn number(id: ReceiptId) -> i64 {
    i64::try_from(id.0).unwrap_or(-1)
}
