//! The whole database, for the operator: its scopes, what is deleted in time, copies, files to export and import.

use std::path::Path;

use super::{Export, Scope, Stamp, StoreResult, Watch};

/// Who says what time it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// This machine alone, and it may be wrong.
    Alone,
    /// This machine, and somebody else says about the same.
    Confirmed,
}

/// What the operator can ask of the whole database.
pub trait UpkeepStore: Send + Sync {
    /// Lists the scopes that hold or held anything, the shelf first.
    fn scopes(&self) -> StoreResult<Vec<Scope>>;

    /// Tells whether the last sweep is an hour ago, or more. A clock that was set otherwise since makes one due at once,
    /// however far it went.
    fn is_sweep_due(&self, now: i64) -> StoreResult<bool>;

    /// Returns what time it is for the next sweep: `now`, or some hours after the last one where `now` is later than that, as
    /// a clock says that is wrong, and nobody else says so.
    fn time_of_sweep(&self, now: i64, clock: Clock) -> StoreResult<i64>;

    /// Deletes for good what has been removed, has expired or is older than 30 days by that time. Returns how many
    /// articles went.
    fn sweep(&self, now: i64, clock: Clock) -> StoreResult<usize>;

    /// Deletes all that a scope holds, as when a server has sent the bot away 30 days ago.
    fn purge_scope(&self, scope: Scope, stamp: Stamp) -> StoreResult<()>;

    /// Copies everything to a new file while work goes on.
    fn backup(&self, to: &Path) -> StoreResult<()>;

    /// Checks the whole database; returns what is wrong, in words.
    fn check(&self) -> StoreResult<Vec<String>>;

    /// Returns one scope's articles and settings in the documented file format.
    fn export(&self, scope: Scope) -> StoreResult<Export>;

    /// Takes in such a file; refuses it whole when one of its articles is there already. Returns how many articles came.
    fn import(&self, scope: Scope, export: &Export, stamp: Stamp) -> StoreResult<usize> {
        self.import_watched(scope, export, stamp, &|_, _| ())
    }

    /// Takes in such a file and tells meanwhile how many of how many steps are done.
    fn import_watched(
        &self,
        scope: Scope,
        export: &Export,
        stamp: Stamp,
        watch: Watch<'_>,
    ) -> StoreResult<usize>;
}
