//! What the store tells of an article besides its text.

use serde::{Deserialize, Serialize};

use super::{Digest, Scope, Source};
use crate::article::{ArticleId, Metadata};
use crate::facts::{Fact, displayable};
use crate::text::Span;

/// An article as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Whose it is: the scope asked for, or the operator's shelf.
    pub owner: Scope,
    /// Its name within that scope.
    pub id: ArticleId,
    /// The current version.
    pub version: u32,
    /// Title, address, dates and the like, as of the current version.
    pub metadata: Metadata,
    /// When it was first kept.
    pub added_at: i64,
    /// When its text, metadata or removal last changed.
    pub changed_at: i64,
    /// When it was removed, if it is.
    pub removed_at: Option<i64>,
    /// Where it came from.
    pub source: Source,
    /// The checksum of the current text.
    pub hash: Digest,
    /// Bytes of the current text.
    pub bytes: usize,
    /// Quotable sentences of the current text.
    pub sentences: usize,
}

/// One version in an article's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// Its number.
    pub version: u32,
    /// The version that was quoted when this one was kept; `None` for the first one, or where that was not noted.
    #[serde(default)]
    pub replaces: Option<u32>,
    /// Whether it is the one that is quoted.
    pub current: bool,
    /// When it was kept.
    pub added_at: i64,
    /// Its metadata as they stand.
    pub metadata: Metadata,
    /// The checksum of its text.
    pub hash: Digest,
    /// Bytes of its text.
    pub bytes: usize,
    /// Changes of its metadata, oldest first.
    pub edits: Vec<Edit>,
}

impl Revision {
    /// Returns the version with which it is compared: the one that it took the place of, after a way back not the one
    /// numbered before; `None` for the first.
    pub fn compared_with(&self) -> Option<u32> {
        let replaced = self.replaces.or(self.version.checked_sub(1));
        replaced.filter(|number| *number > 0)
    }
}

/// A change of metadata that left the text alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// When it was made.
    pub at: i64,
    /// What stood before.
    pub before: Metadata,
    /// What stands since.
    pub after: Metadata,
}

/// A fact together with the sentence that states it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredFact {
    /// The sentence's bytes in the stored text.
    pub sentence: Span,
    /// The sentence's paragraph, counted from 1.
    pub paragraph: usize,
    /// What it states; its spans count bytes of the sentence.
    pub fact: Fact,
}

/// Returns the facts that are worth showing to somebody who does not see their sentences, in their order; `facts` are
/// those of one article, those of one sentence together.
pub fn displayable_facts<'a>(text: &str, facts: &'a [StoredFact]) -> Vec<&'a StoredFact> {
    let of_sentence = |own: &'a [StoredFact]| {
        let sentence = own.first().and_then(|first| first.sentence.of(text));
        let told = displayable::displayable_facts(
            sentence.unwrap_or_default(),
            own.iter().map(|stored| &stored.fact),
        );
        own.iter()
            .filter(move |stored| told.iter().any(|fact| std::ptr::eq(*fact, &stored.fact)))
    };
    facts
        .chunk_by(|one, next| one.sentence == next.sentence)
        .flat_map(of_sentence)
        .collect()
}

/// How a cited sentence stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It stands in the current version of a live article; its words as stored.
    Stands(String),
    /// The article has another version now; the words as they were.
    Superseded {
        /// The cited words.
        text: String,
        /// The version that is current now.
        current: u32,
    },
    /// The article was removed.
    Removed {
        /// When.
        at: i64,
    },
    /// There is no such article, version or range for this scope.
    Unknown,
}

/// What is known about fetching an article again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refresh {
    /// The server's `ETag` of the last good answer.
    pub etag: Option<String>,
    /// The server's `Last-Modified` of the last good answer.
    pub last_modified: Option<String>,
    /// When it was last looked at.
    pub checked_at: Option<i64>,
    /// The code of the last failure, if the last look failed.
    pub failure: Option<String>,
}

/// What a change left behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// The article is there, new or with another text or other metadata.
    Kept,
    /// The article is gone.
    Removed,
}

/// How much a scope holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Live articles.
    pub articles: usize,
    /// Bytes of their current texts.
    pub bytes: usize,
    /// Removed articles that can still be restored.
    pub removed: usize,
}
