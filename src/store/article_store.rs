//! Articles, one at a time: kept, found, read, changed, taken away; and how a cited sentence stands now.

use super::{
    Digest, Draft, Entry, Precondition, Refresh, Revision, Saved, Scope, Stamp, Standing,
    StoreError, StoreResult, StoredFact, Usage,
};
use crate::article::{Article, ArticleId, Metadata};
use crate::text::Span;
use crate::text::near_duplicates::TextSignature;

/// What can be asked of articles, one at a time.
pub trait ArticleStore: Send + Sync {
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
}
