//! What an article is.

pub mod clean;
pub mod coreference;
mod dateline;
pub mod decoding;
mod foreign_furniture;
pub mod from_json;
pub mod from_markdown;
pub mod from_plain;
pub mod front_matter;
pub mod gender;
mod hard_lines;
pub mod headings;
mod hiding_styles;
mod html_marks;
mod html_words;
pub mod metadata;
pub mod outline;
pub mod parse;
mod parted_words;
mod pronouns;
mod referents;
pub mod slug;
mod subject_words;
mod subjects;
pub mod text_builder;
mod topic;
pub mod utf7;
mod wiki_marks;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use hiding_styles::style_hides;
pub use outline::{Block, BlockKind, Outline, Sentence};

/// Names an article within its scope: a slug such as `suez-canal`, chosen by its file name or title.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleId(pub String);

impl ArticleId {
    /// Returns the id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for ArticleId {
    fn from(id: &str) -> Self {
        ArticleId(id.to_owned())
    }
}

/// What is known of an article besides its text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// Headline, never empty.
    pub title: String,
    /// Where the article can be read, http or https.
    pub url: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was published: `2026`, `2026-01` or `2026-01-25`, as exact as is known.
    pub published: Option<String>,
    /// BCP 47 language tag, such as `en`.
    pub language: Option<String>,
    /// Free keywords.
    pub tags: Vec<String>,
    /// SPDX identifier or a short text.
    pub licence: Option<String>,
}

/// One stored version of an article.
///
/// `text` is plain text: blocks separated by an empty line, a heading begins with `#` marks and a list
/// item with `- `. Every offset anywhere in the program counts bytes of this very text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Its name within its scope.
    pub id: ArticleId,
    /// Counts from 1; a changed text makes the next one.
    pub version: u32,
    /// Title, address, dates and the like.
    pub metadata: Metadata,
    /// The stored text.
    pub text: String,
}
