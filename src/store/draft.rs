//! What is handed to the store to be kept, and what became of it.

use serde::{Deserialize, Serialize};

use super::Digest;
use crate::article::{ArticleId, Metadata};

/// How an article came in.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// A file of the dataset folder; a reload follows it.
    Dataset,
    /// A single file, from the terminal or an attachment.
    #[default]
    File,
    /// A web page.
    Url,
    /// Text that somebody typed or pasted.
    Paste,
    /// A message in a channel.
    Message,
    /// An entry of a feed.
    Feed,
}

/// Where an article came from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// How it came in.
    pub kind: SourceKind,
    /// The file's path within its dataset, a file's name, a link to the message.
    pub name: Option<String>,
    /// The checksum of the raw bytes it was read from, by which an unchanged file is skipped.
    pub digest: Option<Digest>,
    /// The address that makes two web articles the same one, tracking parameters removed.
    pub address: Option<String>,
}

/// An article to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its name within its scope.
    pub id: ArticleId,
    /// Title, address, dates and the like.
    pub metadata: Metadata,
    /// Clean text, in the form that `Article::text` describes.
    pub text: String,
    /// Where it came from.
    pub source: Source,
}

/// What a draft may take the place of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precondition {
    /// Whatever bears its name.
    Anything,
    /// Nothing: nobody may have given its name to another article meanwhile.
    Nothing,
    /// This version of a live article, which it was made from.
    Version(u32),
    /// This version of an article that was taken away and comes back.
    Removed(u32),
}

/// What keeping a draft did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// There was no such article, or it had been removed.
    Added,
    /// The text differs: there is a new version.
    Changed,
    /// Only the metadata differ: the version stays.
    Edited,
    /// Nothing differs.
    Unchanged,
    /// The article was taken away.
    Removed,
}

/// A kept article and what keeping it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// Its name.
    pub id: ArticleId,
    /// The version that is current now.
    pub version: u32,
    /// What keeping it did.
    pub outcome: Outcome,
}
