//! The file format in which one scope's articles and settings leave and enter a database.
//!
//! It is JSON with the field names of these types. Articles stand in the order of their ids, versions in the order of
//! their numbers, settings in the order of their names; sentences and facts are left out, as they are found again.
//! No user is named in it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Edit, Refresh, Source};
use crate::article::{ArticleId, Metadata};

/// What stands in the field `format` of every such file.
pub const EXPORT_FORMAT: &str = "footnote-export-1";

/// One scope's articles and settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// Always `footnote-export-1`.
    pub format: String,
    /// All articles, removed ones that can be restored included.
    pub articles: Vec<ExportedArticle>,
    /// The scope's settings.
    pub settings: BTreeMap<String, Value>,
}

/// One article with its whole history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportedArticle {
    /// Its name within its scope.
    pub id: ArticleId,
    /// The version that is quoted.
    pub current: u32,
    /// When it was first kept.
    pub added_at: i64,
    /// When it last changed.
    pub changed_at: i64,
    /// When it was removed, if it is.
    pub removed_at: Option<i64>,
    /// Where it came from.
    pub source: Source,
    /// What is known about fetching it again.
    pub refresh: Refresh,
    /// All its versions.
    pub versions: Vec<ExportedVersion>,
}

/// One version of an article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportedVersion {
    /// Its number.
    pub version: u32,
    /// The version that was quoted before it; earlier programs did not note it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<u32>,
    /// When it was kept.
    pub added_at: i64,
    /// Its metadata as they stand.
    pub metadata: Metadata,
    /// Changes of its metadata, oldest first.
    pub edits: Vec<Edit>,
    /// The stored text.
    pub text: String,
}
