//! The calls of `LoadStore`: all changes of a plan in one transaction, or none.

use super::SqliteStore;
use super::{batch, change_table, columns, receipt_table};
use crate::store::{
    AuditAction, LoadStore, Plan, Receipt, ReceiptId, Scope, Stamp, StoreResult, Watch,
};

impl LoadStore for SqliteStore {
    fn apply_watched(
        &self,
        scope: Scope,
        plan: &Plan,
        stamp: Stamp,
        watch: Watch<'_>,
    ) -> StoreResult<Receipt> {
        let prepared = batch::prepare(plan)?;
        // Reading what a text states and writing it down are a step each.
        let (texts, all) = (prepared.len(), 2 * prepared.len() + plan.remove.len());
        self.analyse_new(scope, &prepared, &|done| watch(done, all))?;
        self.write_logged(
            scope,
            &AuditAction::AppliedPlan,
            None,
            stamp,
            |connection| {
                let watch = |done| watch(texts + done, all);
                batch::apply(connection, scope, plan, &prepared, stamp, &watch)
            },
        )
    }

    fn receipts(&self, scope: Scope) -> StoreResult<Vec<Receipt>> {
        self.read(|connection| receipt_table::list(connection, scope))
    }

    fn rollback(&self, scope: Scope, receipt: ReceiptId, stamp: Stamp) -> StoreResult<Receipt> {
        let subject = format!("receipt {receipt}");
        self.write_logged(
            scope,
            &AuditAction::RolledBack,
            Some(&subject),
            stamp,
            |connection| batch::rollback(connection, scope, receipt, stamp),
        )
    }

    fn change_number(&self, scope: Scope) -> StoreResult<u64> {
        self.read(|connection| Ok(columns::unsigned(change_table::last(connection, scope)?)))
    }
}
