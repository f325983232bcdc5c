//! The calls of `UpkeepStore`: they touch every table.

use std::path::Path;

use super::SqliteStore;
use super::opening::Purpose;
use super::{article_table, backup, erasure, integrity, opening, transfer};
use crate::store::{AuditAction, Clock, Export, Scope, Stamp, StoreResult, UpkeepStore, Watch};

impl UpkeepStore for SqliteStore {
    fn scopes(&self) -> StoreResult<Vec<Scope>> {
        self.read(article_table::scopes)
    }

    fn is_sweep_due(&self, now: i64) -> StoreResult<bool> {
        self.read(|connection| erasure::is_sweep_due(connection, now))
    }

    fn time_of_sweep(&self, now: i64, clock: Clock) -> StoreResult<i64> {
        self.read(|connection| erasure::time_of_sweep(connection, now, clock))
    }

    fn sweep(&self, now: i64, clock: Clock) -> StoreResult<usize> {
        let gone = self.write(|connection| erasure::sweep(connection, now, clock))?;
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
        let imported =
            self.write_logged(scope, &AuditAction::Imported, None, stamp, |connection| {
                let watch = |done| watch(articles + done, all);
                transfer::import(connection, scope, export, &analysed, stamp, &watch)
            });
        self.note_settings();
        imported
    }
}
