//! Many changes in one transaction, and taking them back.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::article_writes::{self, Prepared};
use super::receipt_table::{self, Item, State};
use super::{article_table, version_table};
use crate::article::ArticleId;
use crate::errors::Trouble;
use crate::store::{
    Outcome, Plan, Receipt, ReceiptId, Saved, Scope, Stamp, StoreError, StoreResult,
};

/// Looks all drafts of a plan over and refuses a plan that contradicts itself.
pub(super) fn prepare(plan: &Plan) -> StoreResult<Vec<Prepared<'_>>> {
    let mut names: BTreeSet<&ArticleId> = BTreeSet::new();
    let all = plan.put.iter().map(|draft| &draft.id).chain(&plan.remove);
    for id in all {
        if !names.insert(id) {
            let what = format!("article {id} stands twice in the plan");
            return Err(StoreError::Unfit {
                article: None,
                trouble: Trouble::new(what, "each may change once"),
            });
        }
    }
    plan.put.iter().map(Prepared::of).collect()
}

/// Makes all changes of a plan.
pub(super) fn apply(
    connection: &Connection,
    scope: Scope,
    plan: &Plan,
    prepared: &[Prepared<'_>],
    stamp: Stamp,
    watch: &dyn Fn(usize),
) -> StoreResult<Receipt> {
    let receipt = receipt_table::insert(connection, scope, stamp.at, None)?;
    for (at, draft) in prepared.iter().enumerate() {
        step(connection, scope, draft.id(), receipt, || {
            article_writes::put(connection, scope, draft, stamp).map(|saved| saved.outcome)
        })?;
        watch(at + 1);
    }
    for (at, id) in plan.remove.iter().enumerate() {
        step(connection, scope, id, receipt, || {
            match article_writes::remove(connection, scope, id, stamp) {
                Ok(()) => Ok(Outcome::Removed),
                // Somebody removed it since the plan was made: what was wanted is so.
                Err(StoreError::NotFound(_) | StoreError::OperatorsOwn(_)) => {
                    Ok(Outcome::Unchanged)
                }
                Err(error) => Err(error),
            }
        })?;
        watch(prepared.len() + at + 1);
    }
    receipt_table::get(connection, scope, receipt)
}

/// Makes one change and writes on the receipt how the article stood before and after.
fn step(
    connection: &Connection,
    scope: Scope,
    id: &ArticleId,
    receipt: ReceiptId,
    change: impl FnOnce() -> StoreResult<Outcome>,
) -> StoreResult<()> {
    let before = article_table::find(connection, scope, id)?;
    let outcome = change()?;
    if outcome == Outcome::Unchanged {
        return Ok(());
    }
    let after = article_table::find(connection, scope, id)?
        .ok_or_else(|| StoreError::NotFound(id.clone()))?;
    let item = Item {
        article: after.key,
        id: id.clone(),
        outcome,
        before: before.as_ref().map(State::of),
        after: State::of(&after),
    };
    receipt_table::insert_item(connection, receipt, &item)
}

/// Puts every article of a receipt back to what it was before.
pub(super) fn rollback(
    connection: &Connection,
    scope: Scope,
    undone: ReceiptId,
    stamp: Stamp,
) -> StoreResult<Receipt> {
    receipt_table::get(connection, scope, undone)?;
    let items = receipt_table::items(connection, undone)?;
    for item in &items {
        refuse_if_changed_since(connection, scope, undone, item)?;
    }
    let receipt = receipt_table::insert(connection, scope, stamp.at, Some(undone))?;
    for item in &items {
        step(connection, scope, &item.id, receipt, || {
            put_back(connection, scope, item, stamp).map(|saved| saved.outcome)
        })?;
    }
    receipt_table::get(connection, scope, receipt)
}

/// Refuses to undo a receipt when one of its articles stands otherwise than the receipt left it.
fn refuse_if_changed_since(
    connection: &Connection,
    scope: Scope,
    receipt: ReceiptId,
    item: &Item,
) -> StoreResult<()> {
    let now = article_table::find(connection, scope, &item.id)?
        .ok_or_else(|| StoreError::NotFound(item.id.clone()))?;
    let state = State::of(&now);
    let same = state.version == item.after.version
        && state.metadata == item.after.metadata
        && state.is_live() == item.after.is_live();
    if same {
        return Ok(());
    }
    Err(StoreError::ChangedSince {
        receipt,
        article: item.id.clone(),
    })
}

/// Puts one article back to what it was before.
fn put_back(
    connection: &Connection,
    scope: Scope,
    item: &Item,
    stamp: Stamp,
) -> StoreResult<Saved> {
    let Some(before) = &item.before else {
        let version = item.after.version;
        article_table::set_state(connection, item.article, version, Some(stamp.at), stamp.at)?;
        return article_writes::noted(
            connection,
            scope,
            &item.id,
            version,
            Outcome::Removed,
            stamp,
        );
    };
    article_table::set_state(
        connection,
        item.article,
        before.version,
        before.removed_at,
        stamp.at,
    )?;
    // The article is not what its file says any more; without this the next load would think it is.
    article_table::forget_digest(connection, item.article)?;
    let held = article_table::find(connection, scope, &item.id)?
        .ok_or_else(|| StoreError::NotFound(item.id.clone()))?;
    if held.metadata != before.metadata {
        version_table::edit(connection, &held, &before.metadata, stamp.at)?;
    }
    let outcome = outcome_of(&item.after, before);
    article_writes::noted(connection, scope, &item.id, before.version, outcome, stamp)
}

/// Names what it means for an article to go from one state to another.
fn outcome_of(from: &State, to: &State) -> Outcome {
    match (from.is_live(), to.is_live()) {
        (false, true) => Outcome::Added,
        (true, false) => Outcome::Removed,
        _ if from.version != to.version => Outcome::Changed,
        _ => Outcome::Edited,
    }
}
