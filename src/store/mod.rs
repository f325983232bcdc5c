//! The truth: articles with their versions, sentences and facts, and what each server's bot remembers.
//!
//! `Store` says what can be asked; `sqlite` keeps it in one file. Every call that touches articles or records takes a
//! [`Scope`], and nothing of one guild is ever returned for another. Reading with a guild's scope reaches the operator's
//! shelf too; where both hold an article of one name, the guild's own one counts. Changing reaches only the scope itself.
//! The time is an argument: nothing here looks at a clock.

pub mod digest;
pub mod draft;
pub mod entry;
pub mod export;
pub mod plan;
pub mod records;
pub mod scope;
pub mod sqlite;
pub mod store_error;

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::article::{Article, ArticleId, Metadata};
use crate::text::Span;
use crate::text::near_duplicates::TextSignature;

pub use digest::Digest;
pub use draft::{Draft, Outcome, Precondition, Saved, Source, SourceKind};
pub use entry::{
    Change, ChangeKind, Changes, Edit, Entry, Refresh, Revision, Standing, StoredFact, Usage,
    displayable_facts,
};
pub use export::{EXPORT_FORMAT, Export, ExportedArticle, ExportedVersion};
pub use plan::{Plan, Receipt, ReceiptId, ReceiptItem, Watch};
pub use records::{
    AuditLine, Component, Consent, GAP_LIST, Gap, Job, JobId, JobStatus, Kept, LEFT_AT, NewJob,
    OF_ONE_DATABASE, OpenQuestion, SWEPT_UNTIL, Tally, Verdict, Vote,
};
pub use scope::{GuildId, Scope, Stamp, UserId};
pub use sqlite::{Access, SqliteStore, restore_backup};
pub use store_error::{StoreError, StoreResult};

/// For how long a removed article can be restored, and a receipt, a gap or an old change is kept: 30 days.
pub const KEPT_SECONDS: i64 = 30 * 24 * 60 * 60;

/// What can be asked of the place where everything is kept.
pub trait Store: Send + Sync {
    // ---- articles -------------------------------------------------------------------------------

    /// Keeps an article; an unchanged text makes no version. Returns once it is durable.
    fn put(&self, scope: Scope, draft: &Draft, stamp: Stamp) -> StoreResult<Saved> {
        self.put_if(scope, draft, Precondition::Anything, stamp)
    }

    /// Keeps an article in the place of what it was made for; if something else stands there by now, of nothing.
    fn put_if(
        &self,
        scope: Scope,
        draft: &Draft,
        precondition: Precondition,
        stamp: Stamp,
    ) -> StoreResult<Saved>;

    /// Returns the current version of a live article.
    fn get(&self, scope: Scope, id: &ArticleId) -> StoreResult<Article>;

    /// Returns a stored version of a live article.
    fn version(&self, scope: Scope, id: &ArticleId, version: u32) -> StoreResult<Article>;

    /// Returns what a list shows of a live article.
    fn entry(&self, scope: Scope, id: &ArticleId) -> StoreResult<Entry>;

    /// Returns the same, or nothing where there is no such article: a store that cannot be read is an error even then.
    fn entry_if_there(&self, scope: Scope, id: &ArticleId) -> StoreResult<Option<Entry>> {
        match self.entry(scope, id) {
            Ok(entry) => Ok(Some(entry)),
            Err(StoreError::NotFound(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Lists the live articles that this scope can read, by id.
    fn list(&self, scope: Scope) -> StoreResult<Vec<Entry>>;

    /// Lists this scope's own removed articles that can be restored, the last removed first.
    fn removed(&self, scope: Scope) -> StoreResult<Vec<Entry>>;

    /// Returns every live article that this scope can read, by id: what answers are made of.
    fn readable(&self, scope: Scope) -> StoreResult<Vec<Article>>;

    /// Returns a name like `wanted` that no article readable or restorable here has.
    fn free_id(&self, scope: Scope, wanted: &ArticleId) -> StoreResult<ArticleId>;

    /// Finds the live article with this source address.
    fn find_address(&self, scope: Scope, address: &str) -> StoreResult<Option<Entry>>;

    /// Finds the live articles whose current text has this checksum, by id.
    fn find_text(&self, scope: Scope, hash: Digest) -> StoreResult<Vec<Entry>>;

    /// Names the live articles whose current text may be nearly the same, by id; comparing the words is the caller's.
    fn find_alike(&self, scope: Scope, signature: TextSignature) -> StoreResult<Vec<ArticleId>>;

    /// Changes metadata without touching the text.
    fn edit(
        &self,
        scope: Scope,
        id: &ArticleId,
        metadata: &Metadata,
        stamp: Stamp,
    ) -> StoreResult<Saved> {
        self.edit_if(scope, id, metadata, None, stamp)
    }

    /// Changes metadata that are still those that the change was made from; if others stand there by now, of nothing.
    fn edit_if(
        &self,
        scope: Scope,
        id: &ArticleId,
        metadata: &Metadata,
        made_from: Option<&Metadata>,
        stamp: Stamp,
    ) -> StoreResult<Saved>;

    /// Takes an article away; it can be restored for 30 days.
    fn remove(&self, scope: Scope, id: &ArticleId, stamp: Stamp) -> StoreResult<()> {
        self.remove_all(scope, std::slice::from_ref(id), stamp)
    }

    /// Takes articles away, all of them or none; they can be restored for 30 days.
    fn remove_all(&self, scope: Scope, ids: &[ArticleId], stamp: Stamp) -> StoreResult<()>;

    /// Brings a removed article back.
    fn restore(&self, scope: Scope, id: &ArticleId, stamp: Stamp) -> StoreResult<Saved>;

    /// Returns all versions of a live article, newest first.
    fn history(&self, scope: Scope, id: &ArticleId) -> StoreResult<Vec<Revision>>;

    /// Makes an earlier version of a live article the current one.
    fn restore_version(
        &self,
        scope: Scope,
        id: &ArticleId,
        version: u32,
        stamp: Stamp,
    ) -> StoreResult<Saved>;

    /// Wipes an article, live or removed, so that no byte of any version stays in the database or its log.
    fn purge(&self, scope: Scope, id: &ArticleId, stamp: Stamp) -> StoreResult<()>;

    /// Returns what the current version of a live article states, in the order of the text.
    fn facts(&self, scope: Scope, id: &ArticleId) -> StoreResult<Vec<StoredFact>>;

    /// Tells how a cited range of a version stands now, reading the stored bytes afresh.
    fn sentence_text(
        &self,
        scope: Scope,
        id: &ArticleId,
        version: u32,
        span: Span,
    ) -> StoreResult<Standing>;

    /// Returns what is known about fetching a live article again.
    fn refresh_state(&self, scope: Scope, id: &ArticleId) -> StoreResult<Refresh>;

    /// Notes what was learnt from fetching a live article again.
    fn set_refreshed(&self, scope: Scope, id: &ArticleId, refresh: &Refresh) -> StoreResult<()>;

    /// Tells whether this scope itself holds an article that is not removed; cheap enough for every question.
    fn holds_articles(&self, scope: Scope) -> StoreResult<bool>;

    /// Tells how much this scope itself holds.
    fn usage(&self, scope: Scope) -> StoreResult<Usage>;

    /// Counts the bytes of all versions that this scope itself holds, those of removed articles among them.
    fn bytes_kept(&self, scope: Scope) -> StoreResult<usize>;

    // ---- many changes at once, and the change feed ----------------------------------------------

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

    /// Tells which articles that this scope can see changed after that number.
    fn changes_since(&self, scope: Scope, number: u64) -> StoreResult<Changes>;

    // ---- what a server's bot remembers ----------------------------------------------------------

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

    /// Returns what a button stands for and forgets it, so that a second press finds nothing.
    fn take_component(&self, scope: Scope, id: &str, now: i64) -> StoreResult<Option<Component>>;

    /// Notes that work has begun.
    fn start_job(&self, scope: Scope, job: &NewJob, stamp: Stamp) -> StoreResult<JobId>;

    /// Notes how far an open job has come.
    fn update_job(&self, scope: Scope, job: JobId, state: &Value) -> StoreResult<()>;

    /// Ends an open job and wipes its reply token.
    fn end_job(
        &self,
        scope: Scope,
        job: JobId,
        status: JobStatus,
        state: &Value,
        now: i64,
    ) -> StoreResult<()>;

    /// Returns a job of this scope.
    fn job(&self, scope: Scope, job: JobId) -> StoreResult<Option<Job>>;

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
        action: &str,
        subject: Option<&str>,
        stamp: Stamp,
    ) -> StoreResult<()>;

    /// Returns the last lines of the log of who did what, newest first.
    fn audit_log(&self, scope: Scope, limit: usize) -> StoreResult<Vec<AuditLine>>;

    // ---- one person, everywhere -----------------------------------------------------------------

    /// Counts what is kept about a user.
    fn personal_data(&self, user: UserId) -> StoreResult<Kept>;

    /// Deletes what is kept about a user; lines of the log stay without the name. Counts what it touched.
    fn forget(&self, user: UserId) -> StoreResult<Kept>;

    // ---- the whole database, for the operator; these return nothing that a guild wrote ----------

    /// Lists the scopes that hold or held anything, the shelf first.
    fn scopes(&self) -> StoreResult<Vec<Scope>>;

    /// Returns what time it is for the next sweep: `now`, or some hours after the last one where `now` is later than that, as
    /// a clock says that is wrong.
    fn time_of_sweep(&self, now: i64) -> StoreResult<i64>;

    /// Deletes for good what has been removed, has expired or is older than 30 days by that time. Returns how many
    /// articles went.
    fn sweep(&self, now: i64) -> StoreResult<usize>;

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

impl dyn Store + '_ {
    /// Returns a setting as a type of its own, or nothing when it is unset or does not fit the type.
    pub fn setting_as<T: DeserializeOwned>(
        &self,
        scope: Scope,
        key: &str,
    ) -> StoreResult<Option<T>> {
        let value = self.setting(scope, key)?;
        Ok(value.and_then(|value| serde_json::from_value(value).ok()))
    }

    /// Sets a setting from a type of its own.
    pub fn set_setting_as<T: Serialize>(
        &self,
        scope: Scope,
        key: &str,
        value: &T,
        stamp: Stamp,
    ) -> StoreResult<()> {
        let value = serde_json::to_value(value).map_err(|error| {
            StoreError::Unfit(format!("setting {key} has no JSON form: {error}"))
        })?;
        self.set_setting(scope, key, Some(&value), stamp)
    }
}
