//! How a cited range stands now, told from the stored bytes and nothing else.

use rusqlite::Connection;

use super::{article_table, version_table};
use crate::article::ArticleId;
use crate::store::{Scope, Standing, StoreError, StoreResult};
use crate::text::Span;

/// Tells how a cited range of a version stands for a scope.
pub(super) fn standing(
    connection: &Connection,
    scope: Scope,
    id: &ArticleId,
    version: u32,
    span: Span,
) -> StoreResult<Standing> {
    let held = match article_table::find_readable(connection, scope, id) {
        Ok(held) => held,
        Err(StoreError::NotFound(_)) => return removed(connection, scope, id),
        Err(error) => return Err(error),
    };
    let article = match version_table::get(connection, id, held.key, version) {
        Ok(article) => article,
        Err(StoreError::VersionNotFound(..)) => return Ok(Standing::Unknown),
        Err(error) => return Err(error),
    };
    let Some(text) = span.of(&article.text).filter(|text| !text.is_empty()) else {
        return Ok(Standing::Unknown);
    };
    let text = text.to_owned();
    Ok(if held.version == version {
        Standing::Stands(text)
    } else {
        Standing::Superseded {
            text,
            current: held.version,
        }
    })
}

/// Tells when an article that is not live was removed, if it ever was there.
fn removed(connection: &Connection, scope: Scope, id: &ArticleId) -> StoreResult<Standing> {
    for scope in [scope, Scope::Everyone] {
        let held = article_table::find(connection, scope, id)?;
        if let Some(at) = held.and_then(|held| held.removed_at) {
            return Ok(Standing::Removed { at });
        }
    }
    Ok(Standing::Unknown)
}
