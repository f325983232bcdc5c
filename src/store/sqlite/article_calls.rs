//! The calls of `ArticleStore`: each is one transaction over the tables of articles and versions.

use super::SqliteStore;
use super::article_writes::Prepared;
use super::{
    article_table, article_writes, audit_table, citation_check, erasure, fact_table,
    likeness_table, version_table,
};
use crate::article::{Article, ArticleId, Metadata};
use crate::store::{
    ArticleStore, AuditAction, Digest, Draft, Entry, Precondition, Refresh, Revision, Saved, Scope,
    Stamp, Standing, StoreError, StoreResult, StoredFact, Usage,
};
use crate::text::Span;
use crate::text::near_duplicates::TextSignature;

impl ArticleStore for SqliteStore {
    fn put_if(
        &self,
        scope: Scope,
        draft: &Draft,
        precondition: Precondition,
        stamp: Stamp,
    ) -> StoreResult<Saved> {
        let prepared = Prepared::of(draft)?;
        self.analyse_new(scope, std::slice::from_ref(&prepared), &|_| ())?;
        self.write_saved(scope, None, stamp, |connection| {
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
        self.write_saved(scope, None, stamp, |connection| {
            article_writes::edit(connection, scope, id, metadata, made_from, stamp)
        })
    }

    fn remove_all(&self, scope: Scope, ids: &[ArticleId], stamp: Stamp) -> StoreResult<()> {
        self.write(|connection| {
            for id in ids {
                article_writes::remove(connection, scope, id, stamp)?;
                audit_table::add(
                    connection,
                    scope,
                    &AuditAction::Removed,
                    Some(id.as_str()),
                    stamp,
                )?;
            }
            Ok(())
        })
    }

    fn restore(&self, scope: Scope, id: &ArticleId, stamp: Stamp) -> StoreResult<Saved> {
        let action = Some(AuditAction::Restored);
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
        let action = Some(AuditAction::WentBack);
        self.write_saved(scope, action, stamp, |connection| {
            article_writes::restore_version(connection, scope, id, version, stamp)
        })
    }

    fn purge(&self, scope: Scope, id: &ArticleId, stamp: Stamp) -> StoreResult<()> {
        let deleted = self.write_logged(scope, &AuditAction::Purged, None, stamp, |connection| {
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
}
