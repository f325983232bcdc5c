//! Keeping one article: new, changed, edited, removed, restored. Each function runs inside a transaction of its caller.

use std::sync::OnceLock;

use rusqlite::Connection;

use super::article_table::{self, Held};
use super::sentence_analysis::{self, Found};
use super::version_table::{self, NewVersion};
use super::{change_table, fact_table};
use crate::article::{ArticleId, Metadata, metadata};
use crate::errors::Trouble;
use crate::store::{
    ChangeKind, Digest, Draft, Outcome, Precondition, Saved, Scope, Stamp, StoreError, StoreResult,
};
use crate::text::near_duplicates::TextSignature;

/// A draft that was looked over; the costly part is done once, and only when the text is new.
#[derive(Debug)]
pub(super) struct Prepared<'a> {
    draft: &'a Draft,
    hash: Digest,
    found: OnceLock<(Vec<Found>, TextSignature)>,
}

impl<'a> Prepared<'a> {
    /// Looks a draft over and refuses what cannot be kept.
    pub(super) fn of(draft: &'a Draft) -> StoreResult<Self> {
        check(&draft.id, &draft.metadata)?;
        check_text(&draft.id, &draft.text)?;
        Ok(Prepared {
            draft,
            hash: Digest::of(&draft.text),
            found: OnceLock::new(),
        })
    }

    /// Tells whether the text differs from the stored one, so that sentences and facts must be found.
    pub(super) fn is_new(&self, connection: &Connection, scope: Scope) -> StoreResult<bool> {
        let held = article_table::find(connection, scope, &self.draft.id)?;
        Ok(held.is_none_or(|held| held.hash != self.hash))
    }

    /// Finds sentences and facts now, outside of any transaction, since it takes long.
    pub(super) fn analyse(&self) {
        self.found();
    }

    /// Returns the draft's sentences and facts, and what finds its text again.
    fn found(&self) -> (&[Found], TextSignature) {
        let text = &self.draft.text;
        let (found, signature) = self
            .found
            .get_or_init(|| (sentence_analysis::analyse(text), TextSignature::of(text)));
        (found, *signature)
    }

    /// Returns the draft's name.
    pub(super) fn id(&self) -> &'a ArticleId {
        &self.draft.id
    }
}

/// Refuses a name or metadata that cannot be kept. Everything that enters the database passes here, so that nothing is kept
/// that an import refuses later.
pub(super) fn check(id: &ArticleId, metadata: &Metadata) -> StoreResult<()> {
    if !id.is_plain() {
        let what = "its name may only have letters, digits and hyphens";
        return Err(unfit(id, Trouble::new(what, "name it otherwise")));
    }
    metadata::check(metadata).map_err(|error| unfit(id, error.trouble()))
}

/// Refuses a text that says nothing.
pub(super) fn check_text(id: &ArticleId, text: &str) -> StoreResult<()> {
    match text.trim().is_empty() {
        true => Err(unfit(
            id,
            Trouble::new("it has no text", "write at least one sentence"),
        )),
        false => Ok(()),
    }
}

/// Says why an article cannot be kept.
pub(super) fn unfit(id: &ArticleId, trouble: Trouble) -> StoreError {
    StoreError::Unfit {
        article: Some(id.clone()),
        trouble,
    }
}

/// Refuses what would take the place of something else than it was made for.
pub(super) fn check_precondition(
    connection: &Connection,
    scope: Scope,
    id: &ArticleId,
    precondition: Precondition,
) -> StoreResult<()> {
    let held = article_table::find(connection, scope, id)?;
    let as_expected = match precondition {
        Precondition::Anything => true,
        Precondition::Nothing => !article_table::is_taken(connection, scope, id.as_str())?,
        Precondition::Version(wanted) => {
            held.is_some_and(|held| held.removed_at.is_none() && held.version == wanted)
        }
        Precondition::Removed(wanted) => {
            held.is_some_and(|held| held.removed_at.is_some() && held.version == wanted)
        }
    };
    match as_expected {
        true => Ok(()),
        false => Err(StoreError::Conflict(id.clone())),
    }
}

/// Keeps a draft.
pub(super) fn put(
    connection: &Connection,
    scope: Scope,
    prepared: &Prepared<'_>,
    stamp: Stamp,
) -> StoreResult<Saved> {
    let draft = prepared.draft;
    let Some(held) = article_table::find(connection, scope, &draft.id)? else {
        let key = article_table::insert(connection, scope, &draft.id, &draft.source, stamp.at)?;
        add_version(connection, key, (1, None), prepared, stamp)?;
        return noted(connection, scope, &draft.id, 1, Outcome::Added, stamp);
    };
    if held.source != draft.source {
        article_table::set_source(connection, held.key, &draft.source)?;
    }
    let (version, mut outcome) = renew(connection, &held, prepared, stamp)?;
    if held.removed_at.is_some() {
        outcome = Outcome::Added;
    }
    if outcome != Outcome::Unchanged {
        article_table::set_state(connection, held.key, version, None, stamp.at)?;
    }
    noted(connection, scope, &draft.id, version, outcome, stamp)
}

/// Brings a held article's text and metadata to those of a draft; returns the version that shows them.
fn renew(
    connection: &Connection,
    held: &Held,
    prepared: &Prepared<'_>,
    stamp: Stamp,
) -> StoreResult<(u32, Outcome)> {
    if held.hash != prepared.hash {
        let number = version_table::next_number(connection, held.key)?;
        let numbers = (number, Some(held.version));
        add_version(connection, held.key, numbers, prepared, stamp)?;
        return Ok((number, Outcome::Changed));
    }
    if held.metadata != prepared.draft.metadata {
        version_table::edit(connection, held, &prepared.draft.metadata, stamp.at)?;
        return Ok((held.version, Outcome::Edited));
    }
    Ok((held.version, Outcome::Unchanged))
}

/// Adds a draft's text as a version of this number in the place of another one, with its sentences and facts.
fn add_version(
    connection: &Connection,
    article: i64,
    (number, replaces): (u32, Option<u32>),
    prepared: &Prepared<'_>,
    stamp: Stamp,
) -> StoreResult<()> {
    let (found, signature) = prepared.found();
    let version = NewVersion {
        number,
        replaces,
        added_at: stamp.at,
        metadata: &prepared.draft.metadata,
        text: &prepared.draft.text,
        hash: prepared.hash,
        sentences: found.len(),
        signature,
    };
    let key = version_table::insert(connection, article, &version)?;
    fact_table::insert(connection, key, found)
}

/// Changes the metadata of a live article, if they are those that the change was `made_from`.
pub(super) fn edit(
    connection: &Connection,
    scope: Scope,
    id: &ArticleId,
    metadata: &Metadata,
    made_from: Option<&Metadata>,
    stamp: Stamp,
) -> StoreResult<Saved> {
    check(id, metadata)?;
    let held = article_table::find_own(connection, scope, id)?;
    if made_from.is_some_and(|before| *before != held.metadata) {
        return Err(StoreError::Conflict(id.clone()));
    }
    let outcome = if held.metadata == *metadata {
        Outcome::Unchanged
    } else {
        version_table::edit(connection, &held, metadata, stamp.at)?;
        article_table::set_state(connection, held.key, held.version, None, stamp.at)?;
        Outcome::Edited
    };
    noted(connection, scope, id, held.version, outcome, stamp)
}

/// Takes a live article away.
pub(super) fn remove(
    connection: &Connection,
    scope: Scope,
    id: &ArticleId,
    stamp: Stamp,
) -> StoreResult<()> {
    let held = article_table::find_own(connection, scope, id)?;
    article_table::set_state(connection, held.key, held.version, Some(stamp.at), stamp.at)?;
    noted(connection, scope, id, held.version, Outcome::Removed, stamp).map(drop)
}

/// Brings a removed article back.
pub(super) fn restore(
    connection: &Connection,
    scope: Scope,
    id: &ArticleId,
    stamp: Stamp,
) -> StoreResult<Saved> {
    let held = article_table::find(connection, scope, id)?
        .ok_or_else(|| StoreError::NotFound(id.clone()))?;
    let outcome = if held.removed_at.is_some() {
        article_table::set_state(connection, held.key, held.version, None, stamp.at)?;
        Outcome::Added
    } else {
        Outcome::Unchanged
    };
    noted(connection, scope, id, held.version, outcome, stamp)
}

/// Makes an earlier version of a live article the current one.
pub(super) fn restore_version(
    connection: &Connection,
    scope: Scope,
    id: &ArticleId,
    version: u32,
    stamp: Stamp,
) -> StoreResult<Saved> {
    let held = article_table::find_own(connection, scope, id)?;
    if version_table::metadata_of(connection, held.key, version)?.is_none() {
        return Err(StoreError::VersionNotFound(id.clone(), version));
    }
    let outcome = if held.version == version {
        Outcome::Unchanged
    } else {
        article_table::set_state(connection, held.key, version, None, stamp.at)?;
        Outcome::Changed
    };
    noted(connection, scope, id, version, outcome, stamp)
}

/// Writes what happened to the change feed, unless nothing did, and tells it.
pub(super) fn noted(
    connection: &Connection,
    scope: Scope,
    id: &ArticleId,
    version: u32,
    outcome: Outcome,
    stamp: Stamp,
) -> StoreResult<Saved> {
    let kind = match outcome {
        Outcome::Removed => ChangeKind::Removed,
        _ => ChangeKind::Kept,
    };
    if outcome != Outcome::Unchanged {
        change_table::record(connection, scope, id, kind, stamp.at)?;
    }
    Ok(Saved {
        id: id.clone(),
        version,
        outcome,
    })
}
