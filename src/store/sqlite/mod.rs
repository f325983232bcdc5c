//! The store in one SQLite file: changes one after the other, many readers, a table a file.

mod article_calls;
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
mod guild_calls;
mod integrity;
mod job_table;
mod likeness_table;
mod load_calls;
mod opening;
mod privacy;
mod readable;
mod receipt_table;
mod sentence_analysis;
mod setting_table;
mod sqlite_error;
mod transfer;
mod upkeep_calls;
mod version_table;
mod vote_table;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use rayon::prelude::*;
use rusqlite::Connection;

use super::quota::{self, Holdings};
use super::{AuditAction, Saved, Scope, Stamp, StoreResult};
use article_writes::Prepared;
use database::Database;

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

    /// Returns where a database stands, or would be made, whichever link leads there.
    pub fn place_of(database: &Path) -> PathBuf {
        opening::true_path(database).unwrap_or_else(|_| database.to_owned())
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

    /// Changes one article and logs who changed it, as this action or else as what came of it; nothing is logged where
    /// nothing changed.
    fn write_saved(
        &self,
        scope: Scope,
        action: Option<AuditAction>,
        stamp: Stamp,
        work: impl FnOnce(&Connection) -> StoreResult<Saved>,
    ) -> StoreResult<Saved> {
        self.write(|connection| {
            let before = held_by(connection, scope)?;
            let saved = work(connection)?;
            // Here and nowhere earlier: of many who save at once, each finds the room that is left.
            if let (Some(before), Some(after)) = (before, held_by(connection, scope)?) {
                quota::check(before, after)?;
            }
            if let Some(outcome) = AuditAction::of(saved.outcome) {
                let (action, subject) = (action.unwrap_or(outcome), Some(saved.id.as_str()));
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
        action: &AuditAction,
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

/// Returns what a server holds; the operator's own shelf has no bounds.
fn held_by(connection: &Connection, scope: Scope) -> StoreResult<Option<Holdings>> {
    match scope {
        Scope::Everyone => Ok(None),
        Scope::Guild(_) => Ok(Some(Holdings {
            usage: article_table::usage(connection, scope)?,
            bytes_kept: article_table::bytes_kept(connection, scope)?,
        })),
    }
}
