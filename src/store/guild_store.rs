//! What a server's bot remembers: settings, buttons, jobs, votes, unanswered questions, who did what; and what it knows of one person.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    AuditAction, AuditLine, Component, Consent, Gap, Job, JobId, JobStatus, Kept, NewJob,
    OpenQuestion, Patience, Scope, SideNote, Stamp, StoreResult, Tally, UserId, Vote,
};

/// What can be asked of what a server's bot remembers.
pub trait GuildStore: Send + Sync {
    /// Returns one setting.
    fn setting(&self, scope: Scope, key: &str) -> StoreResult<Option<Value>>;

    /// Returns all settings, by name.
    fn settings(&self, scope: Scope) -> StoreResult<BTreeMap<String, Value>>;

    /// Sets one setting, or clears it.
    fn set_setting(
        &self,
        scope: Scope,
        key: &str,
        value: Option<&Value>,
        stamp: Stamp,
    ) -> StoreResult<()>;

    /// Returns a counter that changes with every write of a setting through this store; does no I/O.
    fn settings_number(&self) -> u64;

    /// Keeps what a button stands for, in the place of an earlier one of the same id.
    fn put_component(&self, scope: Scope, component: &Component) -> StoreResult<()>;

    /// Returns what a button stands for, unless it has expired.
    fn component(&self, scope: Scope, id: &str, now: i64) -> StoreResult<Option<Component>>;

    /// Tells whether there is a component that has not expired, without reading what it stands for.
    fn has_component(&self, scope: Scope, id: &str, now: i64) -> StoreResult<bool>;

    /// Returns what a button stands for and forgets it, so that a second press finds nothing.
    fn take_component(&self, scope: Scope, id: &str, now: i64) -> StoreResult<Option<Component>>;

    /// Notes that work has begun.
    fn start_job(&self, scope: Scope, job: &NewJob, stamp: Stamp) -> StoreResult<JobId>;

    /// Ends an open job and wipes its reply token.
    fn end_job(
        &self,
        scope: Scope,
        job: JobId,
        status: JobStatus,
        state: &Value,
        now: i64,
    ) -> StoreResult<()>;

    /// Lists this scope's open jobs, oldest first: after a start, those that a restart cut short.
    fn open_jobs(&self, scope: Scope) -> StoreResult<Vec<Job>>;

    /// Keeps a verdict, in the place of the same member's earlier one.
    fn vote(&self, scope: Scope, vote: &Vote, now: i64) -> StoreResult<()>;

    /// Counts the verdicts, by article, version and place.
    fn tallies(&self, scope: Scope) -> StoreResult<Vec<Tally>>;

    /// Keeps an unanswered question if that is allowed, and tells whether it was.
    fn note_gap(
        &self,
        scope: Scope,
        question: &OpenQuestion,
        consent: Consent,
        now: i64,
    ) -> StoreResult<bool>;

    /// Lists the unanswered questions, the most asked first.
    fn gaps(&self, scope: Scope) -> StoreResult<Vec<Gap>>;

    /// Forgets one unanswered question, or all.
    fn clear_gaps(&self, scope: Scope, question: Option<&OpenQuestion>) -> StoreResult<usize>;

    /// Adds a line to the log of who did what; changes of articles and settings are logged by themselves.
    fn log_action(
        &self,
        scope: Scope,
        action: &AuditAction,
        subject: Option<&str>,
        stamp: Stamp,
    ) -> StoreResult<()>;

    /// Returns the last lines of the log of who did what, newest first.
    fn audit_log(&self, scope: Scope, limit: usize) -> StoreResult<Vec<AuditLine>>;

    /// Writes a note that nobody waits for, and tells whether it was wanted; `Busy` where others change the database for
    /// longer than it waits. Once nobody else can change anything, `is_awaited` tells whether it is to be written still.
    fn note(
        &self,
        note: &SideNote,
        patience: Patience,
        is_awaited: &dyn Fn() -> bool,
    ) -> StoreResult<bool>;

    /// Tells whether a note would be written, by what is stored at this moment.
    fn is_wanted(&self, note: &SideNote) -> StoreResult<bool>;

    /// Counts what is kept about a user.
    fn personal_data(&self, user: UserId) -> StoreResult<Kept>;

    /// Deletes what is kept about a user; lines of the log stay, with a number in the place of the user. Counts what it touched.
    fn forget(&self, user: UserId) -> StoreResult<Kept>;
}
