//! Many changes of articles in one step and how to take them back; the number that tells that something changed.

use super::{Plan, Receipt, ReceiptId, Scope, Stamp, StoreResult, Watch};

/// What can be asked about many changes at once.
pub trait LoadStore: Send + Sync {
    /// Makes all changes of a plan, or none.
    fn apply(&self, scope: Scope, plan: &Plan, stamp: Stamp) -> StoreResult<Receipt> {
        self.apply_watched(scope, plan, stamp, &|_, _| ())
    }

    /// Makes all changes of a plan, or none, and tells meanwhile how many of how many steps are done.
    fn apply_watched(
        &self,
        scope: Scope,
        plan: &Plan,
        stamp: Stamp,
        watch: Watch<'_>,
    ) -> StoreResult<Receipt>;

    /// Lists this scope's receipts, newest first.
    fn receipts(&self, scope: Scope) -> StoreResult<Vec<Receipt>>;

    /// Puts every article of a receipt back to what it was before; that makes a receipt, too.
    fn rollback(&self, scope: Scope, receipt: ReceiptId, stamp: Stamp) -> StoreResult<Receipt>;

    /// Returns the number of the last change that this scope can see; it only grows.
    fn change_number(&self, scope: Scope) -> StoreResult<u64>;
}
