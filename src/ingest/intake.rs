//! An article on its way in: fetched or read, and kept once a person has chosen what becomes of its twins.

use std::io;

use serde::{Deserialize, Serialize};
use url::Url;

use super::address::AddressPolicy;
use super::documents::{self, Document, DocumentError, read_document};
use super::duplicates::{Sameness, Shown, Twin, address_key, own_address, tidy_address, twins_of};
use super::extractor_process::Extractor;
use super::fetch::{FetchError, Fetched, FetchedPage, Fetcher, PageState};
use super::page_date::remark_on_day_ahead;
use crate::article::{ArticleId, Metadata, parse};
use crate::errors::{ErrorCode, Trouble};
use crate::store::{
    Digest, Draft, Entry, Outcome, Precondition, Refresh, Saved, Scope, Source, SourceKind, Stamp,
    Store, StoreError, StoreResult,
};

/// Why an article was not taken in.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.trouble())]
pub enum IngestError {
    /// It could not be fetched.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// It could not be read.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// It has no sentence to quote.
    NoSentence,
    /// It seems to be there already, and nobody has chosen.
    Duplicate {
        /// The article that is there.
        id: ArticleId,
        /// Its title.
        title: String,
        /// In what way it is the same.
        how: String,
        /// Whether it was removed and can be restored.
        removed: bool,
    },
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The program cannot fetch or read at all.
    Unable(String),
}

impl IngestError {
    /// Returns the error code that a user sees.
    pub fn code(&self) -> ErrorCode {
        match self {
            IngestError::Fetch(error) => error.code(),
            IngestError::Document(error) => error.code(),
            IngestError::NoSentence => ErrorCode::PageNoText,
            IngestError::Duplicate { .. } => ErrorCode::Duplicate,
            IngestError::Store(error) => error.code(),
            IngestError::Unable(_) => ErrorCode::Internal,
        }
    }

    /// Says what is wrong and what to do.
    pub fn trouble(&self) -> Trouble {
        match self {
            IngestError::Fetch(error) => error.trouble(),
            IngestError::Document(error) => error.trouble(),
            IngestError::NoSentence => Trouble::new(
                "it has no sentence that could be quoted",
                "paste the text of the article",
            ),
            IngestError::Duplicate {
                id,
                title,
                how,
                removed,
            } => {
                let (standing, kept) = match removed {
                    true => ("was removed and can be restored", "it so"),
                    false => ("is there already", "it"),
                };
                Trouble::new(
                    format!("`{title}` ({id}) {standing}: {how}"),
                    format!("choose to keep {kept}, to replace it or to have both"),
                )
            }
            IngestError::Store(error) => Trouble::bare(error.to_string()),
            IngestError::Unable(cause) => Trouble::new(
                format!("unable to prepare fetching: {cause}"),
                "start the program again, and report it if that does not help",
            ),
        }
    }

    /// Returns the line of the file it is about, counted from 1.
    pub fn line(&self) -> Option<usize> {
        match self {
            IngestError::Document(error) => error.line(),
            _ => None,
        }
    }
}

/// What somebody offers.
#[derive(Debug, Clone)]
pub enum Offer {
    /// The address of a page.
    Address(String),
    /// A file's name and bytes.
    File {
        /// Its name, never used as a path.
        name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Text that was typed or pasted.
    Paste(String),
    /// Bytes of unknown kind without a name, as from standard input.
    Piped(Vec<u8>),
    /// The words of a message, with a link to it.
    Message {
        /// Its words.
        text: String,
        /// A link to it.
        link: String,
    },
}

/// An article that came in and is not kept yet; it can be put aside while somebody thinks about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incoming {
    /// The id that the file or a person asks for.
    pub id: Option<ArticleId>,
    /// Title, address, dates and the like.
    pub metadata: Metadata,
    /// The text in its stored form.
    pub text: String,
    /// Where it came from.
    pub source: Source,
    /// What the server said of the page's state.
    pub state: PageState,
    /// What a careful author would want to know.
    pub warnings: Vec<String>,
}

impl Incoming {
    /// Returns what the article would be called if nothing else had that name.
    pub fn wanted_id(&self) -> ArticleId {
        let titled = || ArticleId::from_words(&self.metadata.title);
        self.id.clone().unwrap_or_else(titled)
    }

    /// Finds what is there already and seems to be the same, the surest first.
    pub fn twins(&self, store: &dyn Store, scope: Scope) -> StoreResult<Vec<Twin>> {
        twins_of(store, scope, &self.wanted_id(), &self.text, &self.source)
    }

    /// Finds the twin that is this article already, word for word, under its name and address.
    pub fn identical_twin<'t>(&self, scope: Scope, twins: &'t [Twin]) -> Option<&'t Entry> {
        let is_so = |twin: &&Twin| {
            let entry = &twin.entry;
            let own = entry.owner == scope && !twin.is_removed();
            let named = self.id.as_ref().is_none_or(|id| *id == entry.id);
            let address = &self.source.address;
            own && named
                && twin.sameness == Sameness::Text
                && entry.metadata == self.metadata
                && (address.is_none() || entry.source.address == *address)
        };
        twins.iter().find(is_so).map(|twin| &twin.entry)
    }

    /// Returns what a replacement would replace: the article that is named, or else the surest twin; only this scope's own.
    pub fn to_replace(&self, scope: Scope, twins: &[Twin]) -> Option<Shown> {
        let own = || twins.iter().filter(|twin| twin.entry.owner == scope);
        let named = own().find(|twin| Some(&twin.entry.id) == self.id.as_ref());
        named.or_else(|| own().next()).map(Twin::shown)
    }

    /// Returns the host a page came from, spelt so that no other can look like it.
    pub fn host(&self) -> Option<String> {
        let address = Url::parse(self.source.address.as_deref()?).ok()?;
        address.host_str().map(str::to_owned)
    }
}

/// What becomes of an article that is there already.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum OnDuplicate {
    /// Nobody has chosen yet: nothing is kept.
    #[default]
    Ask,
    /// The new text becomes the next version of this one, as long as it is as it was shown.
    Replace(Shown),
    /// Both are kept, under two names.
    Both,
}

/// Takes articles in: the door to the network and the reader of pages together.
#[derive(Debug, Clone)]
pub struct Intake {
    fetcher: Fetcher,
    extractor: Extractor,
}

impl Intake {
    /// Makes an intake that fetches under a policy and reads pages with this very program.
    pub fn new(policy: AddressPolicy) -> Result<Self, IngestError> {
        let unable = |error: &dyn std::fmt::Display| IngestError::Unable(error.to_string());
        let fetcher = Fetcher::new(policy).map_err(|error| unable(&error))?;
        let extractor = Extractor::of_this_program().map_err(|error: io::Error| unable(&error))?;
        Ok(Intake { fetcher, extractor })
    }

    /// Makes an intake of its parts.
    pub fn with(fetcher: Fetcher, extractor: Extractor) -> Self {
        Intake { fetcher, extractor }
    }

    /// Refuses at once what can be refused without fetching or reading anything.
    pub fn check(&self, offer: &Offer) -> Result<(), IngestError> {
        match offer {
            Offer::Address(address) => Ok(self.fetcher.check(address)?),
            _ => Ok(()),
        }
    }

    /// Fetches or reads what somebody offers; `known` is what they say of it, which counts more than what it says.
    pub async fn take(&self, offer: Offer, known: &Metadata) -> Result<Incoming, IngestError> {
        match offer {
            Offer::Address(address) => match self.fetcher.fetch(&address, None).await? {
                Fetched::Page(page) => self.take_page(page, known).await,
                // Only a conditional question can be answered so.
                Fetched::Unchanged => Err(FetchError::Status(304).into()),
            },
            Offer::File { name, bytes } => {
                let source = Source {
                    kind: SourceKind::File,
                    name: Some(name.clone()),
                    digest: Some(Digest::of(&bytes)),
                    address: None,
                };
                self.take_document(bytes, Some(name), source, known).await
            }
            Offer::Paste(text) => self.take_pasted(text.into_bytes(), known).await,
            Offer::Piped(bytes) => self.take_pasted(bytes, known).await,
            Offer::Message { text, link } => {
                let source = Source {
                    kind: SourceKind::Message,
                    name: Some(link),
                    ..Source::default()
                };
                self.take_document(text.into_bytes(), None, source, known)
                    .await
            }
        }
    }

    /// Fetches a page again, unless it has not changed.
    pub async fn fetch_again(
        &self,
        address: &str,
        state: &PageState,
        known: &Metadata,
    ) -> Result<Option<Incoming>, IngestError> {
        match self.fetcher.fetch(address, Some(state)).await? {
            Fetched::Unchanged => Ok(None),
            Fetched::Page(page) => Ok(Some(self.take_page(page, known).await?)),
        }
    }

    async fn take_page(
        &self,
        page: FetchedPage,
        known: &Metadata,
    ) -> Result<Incoming, IngestError> {
        let digest = Some(Digest::of(&page.body));
        let document = Document {
            bytes: page.body,
            name: None,
            content_type: page.content_type,
            url: Some(page.url.clone()),
        };
        let (url, state) = (page.url, page.state);
        let incoming = move |draft: parse::Draft| {
            let said = draft
                .metadata
                .url
                .as_deref()
                .and_then(|url| Url::parse(url).ok());
            let own = own_address(&url, said.as_ref());
            let metadata = Metadata {
                url: Some(tidy_address(&own).to_string()),
                ..draft.metadata
            };
            checked(Incoming {
                id: None,
                metadata,
                text: draft.text,
                source: Source {
                    kind: SourceKind::Url,
                    name: None,
                    digest,
                    address: Some(address_key(&own)),
                },
                state,
                warnings: draft
                    .warnings
                    .into_iter()
                    .map(|warning| warning.words)
                    .collect(),
            })
        };
        read_document(&self.extractor, document, known, incoming).await
    }

    async fn take_pasted(&self, bytes: Vec<u8>, known: &Metadata) -> Result<Incoming, IngestError> {
        let source = Source {
            kind: SourceKind::Paste,
            ..Source::default()
        };
        self.take_document(bytes, None, source, known).await
    }

    async fn take_document(
        &self,
        bytes: Vec<u8>,
        name: Option<String>,
        source: Source,
        known: &Metadata,
    ) -> Result<Incoming, IngestError> {
        let document = Document {
            bytes,
            name,
            ..Document::default()
        };
        let odd = documents::unknown_ending(&document).map(read_as_text);
        let incoming = move |draft: parse::Draft| {
            let url = draft
                .metadata
                .url
                .as_deref()
                .and_then(|url| Url::parse(url).ok());
            checked(Incoming {
                id: draft.id,
                metadata: draft.metadata,
                text: draft.text,
                source: Source {
                    address: url.as_ref().map(address_key),
                    ..source
                },
                state: PageState::default(),
                warnings: draft
                    .warnings
                    .into_iter()
                    .map(|warning| warning.words)
                    .chain(odd)
                    .collect(),
            })
        };
        read_document(&self.extractor, document, known, incoming).await
    }
}

fn read_as_text(ending: &str) -> String {
    format!(
        "a file that ends in .{ending} is none of {}; it was read as plain text",
        documents::KINDS
    )
}

/// Refuses what could never be quoted.
fn checked(mut incoming: Incoming) -> Result<Incoming, IngestError> {
    let ahead = remark_on_day_ahead(incoming.metadata.published.as_deref());
    incoming.warnings.extend(ahead);
    let outline = crate::article::Outline::of(&incoming.text);
    match outline.sentences.is_empty() {
        true => Err(IngestError::NoSentence),
        false => Ok(incoming),
    }
}

/// How often another free id is looked for while others take those that were free.
const MAX_TRIES: usize = 5;

/// Keeps an article that came in; what is there already is only touched when somebody has chosen so.
pub fn keep(
    store: &dyn Store,
    scope: Scope,
    incoming: &Incoming,
    choice: &OnDuplicate,
    stamp: Stamp,
) -> Result<Saved, IngestError> {
    let twins = incoming.twins(store, scope)?;
    let twin = incoming.identical_twin(scope, &twins);
    if let Some(same) = twin.filter(|_| *choice != OnDuplicate::Both) {
        return Ok(Saved {
            id: same.id.clone(),
            version: same.version,
            outcome: Outcome::Unchanged,
        });
    }
    if let Some(twin) = twins.first().filter(|_| *choice == OnDuplicate::Ask) {
        return Err(asks(twin));
    }
    let saved = put(store, scope, incoming, &twins, choice, stamp)?;
    if incoming.source.kind == SourceKind::Url {
        let refresh = Refresh {
            etag: incoming.state.etag.clone(),
            last_modified: incoming.state.last_modified.clone(),
            checked_at: Some(stamp.at),
            failure: None,
        };
        // The article is kept already: without this the page is only fetched anew next time.
        if let Err(error) = store.set_refreshed(scope, &saved.id, &refresh) {
            tracing::warn!(%error, "unable to note when a page was fetched");
        }
    }
    Ok(saved)
}

/// Keeps it under a name that nobody has taken, or in the place of what was chosen.
fn put(
    store: &dyn Store,
    scope: Scope,
    incoming: &Incoming,
    twins: &[Twin],
    choice: &OnDuplicate,
    stamp: Stamp,
) -> Result<Saved, StoreError> {
    let mut tries = 1..=MAX_TRIES;
    loop {
        let (draft, precondition) = draft_for(store, scope, incoming, twins, choice)?;
        match store.put_if(scope, &draft, precondition, stamp) {
            // Somebody else took the free name between the look and the write: there is another.
            Err(StoreError::Conflict(_))
                if precondition == Precondition::Nothing && tries.next().is_some() => {}
            done => return done,
        }
    }
}

fn asks(twin: &Twin) -> IngestError {
    IngestError::Duplicate {
        id: twin.entry.id.clone(),
        title: twin.entry.metadata.title.clone(),
        how: twin.sameness.words(),
        removed: twin.is_removed(),
    }
}

fn draft_for(
    store: &dyn Store,
    scope: Scope,
    incoming: &Incoming,
    twins: &[Twin],
    choice: &OnDuplicate,
) -> Result<(Draft, Precondition), StoreError> {
    let (id, precondition) = match choice {
        OnDuplicate::Replace(shown) => (shown.id.clone(), shown.precondition()),
        OnDuplicate::Ask | OnDuplicate::Both => (
            store.free_id(scope, &incoming.wanted_id())?,
            Precondition::Nothing,
        ),
    };
    let mut source = incoming.source.clone();
    // Two articles never share an address: the first one keeps it.
    let shared = twins.iter().any(|twin| {
        twin.entry.id != id && !twin.is_removed() && twin.entry.source.address == source.address
    });
    source.address = source.address.filter(|_| !shared);
    let draft = Draft {
        id,
        metadata: incoming.metadata.clone(),
        text: incoming.text.clone(),
        source,
    };
    Ok((draft, precondition))
}
