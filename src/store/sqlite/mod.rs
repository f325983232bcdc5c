//! The store in one SQLite file: changes one after the other, many readers, a table a file.

mod article_table;
mod article_writes;
mod audit_table;
mod backup;
mod batch;
mod change_table;
mod citation_check;
mod columns;
mod component_table;
mod database;
mod database_lock;
mod erasure;
mod fact_table;
mod gap_table;
mod integrity;
mod job_table;
mod likeness_table;
mod opening;
mod privacy;
mod receipt_table;
mod sentence_analysis;
mod setting_table;
mod sqlite_error;
mod transfer;
mod version_table;
mod vote_table;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use rayon::prelude::*;
use rusqlite::Connection;
use serde_json::Value;

use super::*;
use article_writes::Prepared;
use database::Database;
use opening::Purpose;

pub use backup::restore_backup;
pub use database::Access;

/// Returns the version of the SQLite that is compiled in.
pub fn library_version() -> &'static str {
    rusqlite::version()
}

/// The store in one SQLite file.
#[derive(Debug)]
pub struct SqliteStore {
    database: Database,
    /// Counts what may have changed settings; nobody else does meanwhile, as whoever imports some needs the database alone.
    settings_number: AtomicU64,
}

impl SqliteStore {
    /// Opens a database; one that does not exist is made, unless it is only to be read.
    pub fn open(path: &Path, access: Access) -> StoreResult<Self> {
        let database = Database::open(path, access)?;
        if database.may_write() {
            database.with_writer(|connection| erasure::wipe_traces(connection))?;
        }
        Ok(SqliteStore {
            database,
            settings_number: AtomicU64::new(0),
        })
    }

    /// Tells whether the database has an earlier format than this program's, as it may when it was opened as it is.
    pub fn is_older(&self) -> StoreResult<bool> {
        self.database.is_older()
    }

    /// Tells whether this user can change nothing in it, looking without touching.
    pub fn may_only_be_read(&self) -> StoreResult<bool> {
        self.database.may_only_be_read()
    }

    /// Tells whether no article was ever kept here, in any scope. What was emptied on purpose is not untouched.
    pub fn is_untouched(&self) -> StoreResult<bool> {
        self.read(change_table::is_untouched)
    }

    /// Refuses while another command changes a database, as [`SqliteStore::open`] with [`Access::Command`] would later;
    /// nothing is made where there is none yet.
    pub fn check_unlocked(path: &Path) -> StoreResult<()> {
        Database::check_unlocked(path)
    }

    /// Returns where the database stands.
    pub fn path(&self) -> &Path {
        self.database.path()
    }

    /// Reads; everything that `work` asks for is of one moment.
    fn read<T>(&self, work: impl FnOnce(&Connection) -> StoreResult<T>) -> StoreResult<T> {
        self.database.read(work)
    }

    /// Changes; either all that `work` does becomes durable, or nothing.
    fn write<T>(&self, work: impl FnOnce(&Connection) -> StoreResult<T>) -> StoreResult<T> {
        self.database.write(work)
    }

    /// Finds the sentences and facts of new texts on all cores, before any transaction is begun.
    fn analyse_new(
        &self,
        scope: Scope,
        prepared: &[Prepared<'_>],
        watch: &(dyn Fn(usize) + Sync),
    ) -> StoreResult<()> {
        let is_new = self.read(|connection| {
            let each = prepared.iter().map(|draft| draft.is_new(connection, scope));
            each.collect::<StoreResult<Vec<bool>>>()
        })?;
        let done = AtomicUsize::new(0);
        prepared.par_iter().zip(is_new).for_each(|(draft, is_new)| {
            if is_new {
                draft.analyse();
            }
            watch(done.fetch_add(1, Ordering::Relaxed) + 1);
        });
        Ok(())
    }

    /// Changes one article and logs who changed it, under the name that `action` gives to what came of it; nothing is
    /// logged where nothing changed.
    fn write_saved(
        &self,
        scope: Scope,
        action: impl FnOnce(Outcome) -> String,
        stamp: Stamp,
        work: impl FnOnce(&Connection) -> StoreResult<Saved>,
    ) -> StoreResult<Saved> {
        self.write(|connection| {
            let saved = work(connection)?;
            if saved.outcome != Outcome::Unchanged {
                let (action, subject) = (action(saved.outcome), Some(saved.id.as_str()));
                audit_table::add(connection, scope, &action, subject, stamp)?;
            }
            Ok(saved)
        })
    }

    /// Notes that settings may have changed, after the change: whoever reads the number first and the settings then
    /// never takes old ones for new.
    fn note_settings(&self) {
        self.settings_number.fetch_add(1, Ordering::AcqRel);
    }

    /// Makes a change of a setting, of many articles or one that is always one, and logs who made it.
    fn write_logged<T>(
        &self,
        scope: Scope,
        action: &str,
        subject: Option<&str>,
        stamp: Stamp,
        work: impl FnOnce(&Connection) -> StoreResult<T>,
    ) -> StoreResult<T> {
        self.write(|connection| {
            let done = work(connection)?;
            audit_table::add(connection, scope, action, subject, stamp)?;
            Ok(done)
        })
    }
}

impl Store for SqliteStore {
    fn put_if(
        &self,
        scope: Scope,
        draft: &Draft,
        precondition: Precondition,
        stamp: Stamp,
    ) -> StoreResult<Saved> {
        let prepared = Prepared::of(draft)?;
        self.analyse_new(scope, std::slice::from_ref(&prepared), &|_| ())?;
        self.write_saved(scope, columns::word, stamp, |connection| {
            article_writes::check_precondition(connection, scope, &draft.id, precondition)?;
            article_writes::put(connection, scope, &prepared, stamp)
        })
    }

    fn get(&self, scope: Scope, id: &ArticleId) -> StoreResult<Article> {
        self.read(|connection| {
            let held = article_table::find_readable(connection, scope, id)?;
            version_table::get(connection, id, held.key, held.version)
        })
    }

    fn version(&self, scope: Scope, id: &ArticleId, version: u32) -> StoreResult<Article> {
        self.read(|connection| {
            let held = article_table::find_readable(connection, scope, id)?;
            version_table::get(connection, id, held.key, version)
        })
    }

    fn entry(&self, scope: Scope, id: &ArticleId) -> StoreResult<Entry> {
        self.read(|connection| article_table::entry_of(connection, scope, id))
    }

    fn list(&self, scope: Scope) -> StoreResult<Vec<Entry>> {
        self.read(|connection| article_table::list(connection, scope))
    }

    fn removed(&self, scope: Scope) -> StoreResult<Vec<Entry>> {
        self.read(|connection| article_table::removed(connection, scope))
    }

    fn readable(&self, scope: Scope) -> StoreResult<Vec<Article>> {
        self.read(|connection| article_table::readable(connection, scope))
    }

    fn free_id(&self, scope: Scope, wanted: &ArticleId) -> StoreResult<ArticleId> {
        self.read(|connection| article_table::free_id(connection, scope, wanted))
    }

    fn find_address(&self, scope: Scope, address: &str) -> StoreResult<Option<Entry>> {
        self.read(|connection| article_table::find_address(connection, scope, address))
    }

    fn find_text(&self, scope: Scope, hash: Digest) -> StoreResult<Vec<Entry>> {
        self.read(|connection| article_table::find_text(connection, scope, hash))
    }

    fn find_alike(&self, scope: Scope, signature: TextSignature) -> StoreResult<Vec<ArticleId>> {
        self.read(|connection| likeness_table::find(connection, scope, signature))
    }

    fn edit_if(
        &self,
        scope: Scope,
        id: &ArticleId,
        metadata: &Metadata,
        made_from: Option<&Metadata>,
        stamp: Stamp,
    ) -> StoreResult<Saved> {
        self.write_saved(scope, columns::word, stamp, |connection| {
            article_writes::edit(connection, scope, id, metadata, made_from, stamp)
        })
    }

    fn remove_all(&self, scope: Scope, ids: &[ArticleId], stamp: Stamp) -> StoreResult<()> {
        self.write(|connection| {
            for id in ids {
                article_writes::remove(connection, scope, id, stamp)?;
                audit_table::add(connection, scope, "removed", Some(id.as_str()), stamp)?;
            }
            Ok(())
        })
    }

    fn restore(&self, scope: Scope, id: &ArticleId, stamp: Stamp) -> StoreResult<Saved> {
        let action = |_| "restored".to_owned();
        self.write_saved(scope, action, stamp, |connection| {
            article_writes::restore(connection, scope, id, stamp)
        })
    }

    fn history(&self, scope: Scope, id: &ArticleId) -> StoreResult<Vec<Revision>> {
        self.read(|connection| {
            let held = article_table::find_readable(connection, scope, id)?;
            version_table::history(connection, &held)
        })
    }

    fn restore_version(
        &self,
        scope: Scope,
        id: &ArticleId,
        version: u32,
        stamp: Stamp,
    ) -> StoreResult<Saved> {
        let action = |_| "restored version".to_owned();
        self.write_saved(scope, action, stamp, |connection| {
            article_writes::restore_version(connection, scope, id, version, stamp)
        })
    }

    fn purge(&self, scope: Scope, id: &ArticleId, stamp: Stamp) -> StoreResult<()> {
        let deleted = self.write_logged(scope, "purged", None, stamp, |connection| {
            erasure::purge(connection, scope, id, stamp.at)
        });
        match deleted {
            // It was deleted before, but a reader kept its traces from being wiped: that is what is left to do.
            Err(StoreError::NotFound(_)) if self.read(erasure::is_due)? => {}
            deleted => deleted?,
        }
        self.database
            .with_writer(|connection| erasure::wipe_traces(connection))
    }

    fn facts(&self, scope: Scope, id: &ArticleId) -> StoreResult<Vec<StoredFact>> {
        self.read(|connection| {
            let held = article_table::find_readable(connection, scope, id)?;
            fact_table::list(connection, held.version_key)
        })
    }

    fn sentence_text(
        &self,
        scope: Scope,
        id: &ArticleId,
        version: u32,
        span: Span,
    ) -> StoreResult<Standing> {
        self.read(|connection| citation_check::standing(connection, scope, id, version, span))
    }

    fn refresh_state(&self, scope: Scope, id: &ArticleId) -> StoreResult<Refresh> {
        self.read(|connection| {
            let held = article_table::find_readable(connection, scope, id)?;
            article_table::refresh_state(connection, held.key)
        })
    }

    fn set_refreshed(&self, scope: Scope, id: &ArticleId, refresh: &Refresh) -> StoreResult<()> {
        self.write(|connection| {
            let held = article_table::find_own(connection, scope, id)?;
            article_table::set_refreshed(connection, held.key, refresh)
        })
    }

    fn holds_articles(&self, scope: Scope) -> StoreResult<bool> {
        self.read(|connection| article_table::holds_any(connection, scope))
    }

    fn usage(&self, scope: Scope) -> StoreResult<Usage> {
        self.read(|connection| article_table::usage(connection, scope))
    }

    fn bytes_kept(&self, scope: Scope) -> StoreResult<usize> {
        self.read(|connection| article_table::bytes_kept(connection, scope))
    }

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
        self.write_logged(scope, "applied a plan", None, stamp, |connection| {
            let watch = |done| watch(texts + done, all);
            batch::apply(connection, scope, plan, &prepared, stamp, &watch)
        })
    }

    fn receipts(&self, scope: Scope) -> StoreResult<Vec<Receipt>> {
        self.read(|connection| receipt_table::list(connection, scope))
    }

    fn rollback(&self, scope: Scope, receipt: ReceiptId, stamp: Stamp) -> StoreResult<Receipt> {
        let subject = format!("receipt {receipt}");
        self.write_logged(scope, "rolled back", Some(&subject), stamp, |connection| {
            batch::rollback(connection, scope, receipt, stamp)
        })
    }

    fn change_number(&self, scope: Scope) -> StoreResult<u64> {
        self.read(|connection| Ok(columns::unsigned(change_table::last(connection, scope)?)))
    }

    fn changes_since(&self, scope: Scope, number: u64) -> StoreResult<Changes> {
        self.read(|connection| change_table::since(connection, scope, number))
    }

    fn setting(&self, scope: Scope, key: &str) -> StoreResult<Option<Value>> {
        self.read(|connection| setting_table::get(connection, scope, key))
    }

    fn settings(&self, scope: Scope) -> StoreResult<BTreeMap<String, Value>> {
        self.read(|connection| setting_table::list(connection, scope))
    }

    fn set_setting(
        &self,
        scope: Scope,
        key: &str,
        value: Option<&Value>,
        stamp: Stamp,
    ) -> StoreResult<()> {
        // To what it was set is the whole of the change; no setting holds anything secret.
        let change = match value {
            Some(value) => format!("{key}: {value}"),
            None => key.to_owned(),
        };
        let set = self.write_logged(scope, "set", Some(&change), stamp, |connection| {
            setting_table::set(connection, scope, key, value)
        });
        self.note_settings();
        set
    }

    fn settings_number(&self) -> u64 {
        self.settings_number.load(Ordering::Acquire)
    }

    fn put_component(&self, scope: Scope, component: &Component) -> StoreResult<()> {
        self.write(|connection| component_table::put(connection, scope, component))
    }

    fn component(&self, scope: Scope, id: &str, now: i64) -> StoreResult<Option<Component>> {
        self.read(|connection| component_table::get(connection, scope, id, now))
    }

    fn take_component(&self, scope: Scope, id: &str, now: i64) -> StoreResult<Option<Component>> {
        self.write(|connection| component_table::take(connection, scope, id, now))
    }

    fn start_job(&self, scope: Scope, job: &NewJob, stamp: Stamp) -> StoreResult<JobId> {
        self.write(|connection| job_table::start(connection, scope, job, stamp))
    }

    fn update_job(&self, scope: Scope, job: JobId, state: &Value) -> StoreResult<()> {
        self.write(|connection| job_table::update(connection, scope, job, state))
    }

    fn end_job(
        &self,
        scope: Scope,
        job: JobId,
        status: JobStatus,
        state: &Value,
        now: i64,
    ) -> StoreResult<()> {
        self.write(|connection| job_table::end(connection, scope, job, status, state, now))
    }

    fn job(&self, scope: Scope, job: JobId) -> StoreResult<Option<Job>> {
        self.read(|connection| job_table::get(connection, scope, job))
    }

    fn open_jobs(&self, scope: Scope) -> StoreResult<Vec<Job>> {
        self.read(|connection| job_table::open(connection, scope))
    }

    fn vote(&self, scope: Scope, vote: &Vote, now: i64) -> StoreResult<()> {
        self.write(|connection| vote_table::put(connection, scope, vote, now))
    }

    fn tallies(&self, scope: Scope) -> StoreResult<Vec<Tally>> {
        self.read(|connection| vote_table::tallies(connection, scope))
    }

    fn note_gap(
        &self,
        scope: Scope,
        question: &OpenQuestion,
        consent: Consent,
        now: i64,
    ) -> StoreResult<bool> {
        self.write(|connection| gap_table::note(connection, scope, question, consent, now))
    }

    fn gaps(&self, scope: Scope) -> StoreResult<Vec<Gap>> {
        self.read(|connection| gap_table::list(connection, scope))
    }

    fn clear_gaps(&self, scope: Scope, question: Option<&OpenQuestion>) -> StoreResult<usize> {
        self.write(|connection| gap_table::clear(connection, scope, question))
    }

    fn log_action(
        &self,
        scope: Scope,
        action: &str,
        subject: Option<&str>,
        stamp: Stamp,
    ) -> StoreResult<()> {
        self.write(|connection| audit_table::add(connection, scope, action, subject, stamp))
    }

    fn audit_log(&self, scope: Scope, limit: usize) -> StoreResult<Vec<AuditLine>> {
        self.read(|connection| audit_table::last(connection, scope, limit))
    }

    fn personal_data(&self, user: UserId) -> StoreResult<Kept> {
        self.read(|connection| privacy::kept(connection, user))
    }

    fn forget(&self, user: UserId) -> StoreResult<Kept> {
        let forgotten = self.write(|connection| privacy::forget(connection, user))?;
        // Old pages in the log name the user, too. Where a reader keeps it from being emptied, the next one to close
        // the database empties it.
        match self
            .database
            .with_writer(|connection| erasure::empty_log(connection))
        {
            Err(StoreError::StillRead | StoreError::Busy) | Ok(()) => Ok(forgotten),
            Err(error) => Err(error),
        }
    }

    fn scopes(&self) -> StoreResult<Vec<Scope>> {
        self.read(article_table::scopes)
    }

    fn time_of_sweep(&self, now: i64) -> StoreResult<i64> {
        self.read(|connection| erasure::time_of_sweep(connection, now))
    }

    fn sweep(&self, now: i64) -> StoreResult<usize> {
        let gone = self.write(|connection| erasure::sweep(connection, now))?;
        self.database
            .with_writer(|connection| erasure::wipe_traces(connection))?;
        Ok(gone)
    }

    fn purge_scope(&self, scope: Scope, stamp: Stamp) -> StoreResult<()> {
        let purged = self.write(|connection| erasure::purge_scope(connection, scope, stamp.at));
        self.note_settings();
        purged?;
        self.database
            .with_writer(|connection| erasure::wipe_traces(connection))
    }

    fn backup(&self, to: &Path) -> StoreResult<()> {
        let from = opening::connect(self.path(), Purpose::Reading)?;
        backup::make(&from, to)
    }

    fn check(&self) -> StoreResult<Vec<String>> {
        self.read(integrity::check)
    }

    fn export(&self, scope: Scope) -> StoreResult<Export> {
        self.read(|connection| transfer::export(connection, scope))
    }

    fn import_watched(
        &self,
        scope: Scope,
        export: &Export,
        stamp: Stamp,
        watch: Watch<'_>,
    ) -> StoreResult<usize> {
        transfer::check(export)?;
        self.read(|connection| transfer::check_new(connection, scope, export))?;
        // Reading what the texts of an article state and writing it down are a step each.
        let (articles, all) = (export.articles.len(), 2 * export.articles.len());
        let analysed = transfer::analyse(export, &|done| watch(done, all));
        let imported = self.write_logged(scope, "imported", None, stamp, |connection| {
            let watch = |done| watch(articles + done, all);
            transfer::import(connection, scope, export, &analysed, stamp, &watch)
        });
        self.note_settings();
        imported
    }
}
