//! Fetching an article again: a change makes a version, a failure or a suspiciously short page changes nothing.

use super::fetch::PageState;
use super::intake::{Incoming, IngestError, Intake};
use crate::article::{Article, Metadata, metadata};
use crate::errors::ErrorCode;
use crate::store::{
    Draft, Entry, Outcome, Precondition, Refresh, Scope, SourceKind, Stamp, Store, StoreResult,
};

/// A page with less than this share of the text it had is a wall or a mistake, not the article.
const SHRUNK: f64 = 0.5;

/// What came of fetching an article again.
#[derive(Debug)]
pub enum Refreshed {
    /// The page is as it was.
    Unchanged,
    /// The text differs: this is its version now.
    Changed {
        /// The new version.
        version: u32,
    },
    /// What came back has much less text; the old text stays.
    TooShort {
        /// Bytes there were.
        before: usize,
        /// Bytes there are now.
        now: usize,
    },
    /// It could not be fetched or read; the old text stays.
    Failed(IngestError),
}

/// An article as it is fetched again: what is there, and what was learnt the last time.
#[derive(Debug, Clone)]
pub struct Known {
    /// What the store says of it.
    pub entry: Entry,
    /// Its text.
    pub article: Article,
    /// The server's words of the last time.
    pub refresh: Refresh,
}

impl Known {
    /// Reads what is known of an article of this scope.
    pub fn of(
        store: &dyn Store,
        scope: Scope,
        id: &crate::article::ArticleId,
    ) -> StoreResult<Self> {
        Ok(Known {
            entry: store.entry(scope, id)?,
            article: store.get(scope, id)?,
            refresh: store.refresh_state(scope, id)?,
        })
    }

    /// Returns the address to fetch, if the article has one.
    pub fn address(&self) -> Option<&str> {
        let own = self.entry.metadata.url.as_deref();
        own.or(self.entry.source.address.as_deref())
    }

    /// Fetches it again; `None` when it has no address.
    pub async fn fetch(&self, intake: &Intake) -> Option<Result<Option<Incoming>, IngestError>> {
        let address = self.address()?;
        let state = PageState {
            etag: self.refresh.etag.clone(),
            last_modified: self.refresh.last_modified.clone(),
        };
        Some(
            intake
                .fetch_again(address, &state, &Metadata::default())
                .await,
        )
    }

    /// Keeps what came back, if it is the article, and notes what was learnt.
    pub fn settle(
        &self,
        store: &dyn Store,
        scope: Scope,
        came: Result<Option<Incoming>, IngestError>,
        stamp: Stamp,
    ) -> StoreResult<Refreshed> {
        let as_before = self.stands(&store.entry(scope, &self.entry.id)?);
        let mut refresh = Refresh {
            checked_at: Some(stamp.at),
            failure: None,
            // Not those that the page was asked with: whoever changed the text meanwhile made them wrong.
            ..store.refresh_state(scope, &self.entry.id)?
        };
        let outcome = match came {
            Ok(None) => Refreshed::Unchanged,
            Err(error) => Refreshed::Failed(error),
            Ok(Some(incoming)) => {
                let outcome = self.compare(store, scope, &incoming, stamp)?;
                if as_before && !matches!(outcome, Refreshed::TooShort { .. }) {
                    refresh.etag = incoming.state.etag;
                    refresh.last_modified = incoming.state.last_modified;
                }
                outcome
            }
        };
        refresh.failure = match &outcome {
            Refreshed::Failed(error) => Some(error.code().to_string()),
            Refreshed::TooShort { .. } => Some(ErrorCode::PageNoText.to_string()),
            _ => None,
        };
        match store.set_refreshed(scope, &self.entry.id, &refresh) {
            // The new version is kept already, whatever becomes of this note.
            Err(error) if matches!(outcome, Refreshed::Changed { .. }) => {
                tracing::warn!(%error, "unable to note when a page was fetched");
            }
            noted => noted?,
        }
        Ok(outcome)
    }

    /// Tells whether an article is still the version and the page that were asked for.
    fn stands(&self, now: &Entry) -> bool {
        let place = |entry: &Entry| (entry.version, entry.metadata.url.clone());
        place(now) == place(&self.entry) && now.source.address == self.entry.source.address
    }

    fn compare(
        &self,
        store: &dyn Store,
        scope: Scope,
        incoming: &Incoming,
        stamp: Stamp,
    ) -> StoreResult<Refreshed> {
        let (before, now) = (self.article.text.len(), incoming.text.len());
        if (now as f64) < before as f64 * SHRUNK {
            return Ok(Refreshed::TooShort { before, now });
        }
        if incoming.text == self.article.text {
            return Ok(Refreshed::Unchanged);
        }
        // Fetching took a while; what people did to the article meanwhile stands.
        let entry = store.entry(scope, &self.entry.id)?;
        let mut source = entry.source;
        source.digest = incoming.source.digest;
        if source.kind == SourceKind::Url {
            source.address = source.address.or(incoming.source.address.clone());
        }
        let draft = Draft {
            id: self.entry.id.clone(),
            metadata: filled(&entry.metadata, &incoming.metadata),
            text: incoming.text.clone(),
            source,
        };
        let precondition = Precondition::Version(self.entry.version);
        let saved = store.put_if(scope, &draft, precondition, stamp)?;
        Ok(match saved.outcome {
            Outcome::Changed => Refreshed::Changed {
                version: saved.version,
            },
            _ => Refreshed::Unchanged,
        })
    }
}

/// Keeps what people have set, and fills what was missing.
fn filled(own: &Metadata, fresh: &Metadata) -> Metadata {
    let or = |own: &Option<String>, fresh: &Option<String>| own.clone().or_else(|| fresh.clone());
    let mut filled = Metadata {
        author: or(&own.author, &fresh.author),
        publisher: or(&own.publisher, &fresh.publisher),
        published: or(&own.published, &fresh.published),
        language: or(&own.language, &fresh.language),
        ..own.clone()
    };
    // Earlier programs kept titles and dates that are refused today; a new version of the text must not fail for that.
    metadata::fit(&mut filled);
    filled
}
