//! One scope's articles and settings as a file's content, and back again.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use rusqlite::{Connection, Row, params};

use super::article_writes;
use super::columns::{from_word, scope_key, word};
use super::sentence_analysis::{self, Found};
use super::version_table::{self, NewVersion};
use super::{article_table, change_table, fact_table, setting_table};
use crate::article::ArticleId;
use crate::errors::Trouble;
use crate::store::{
    ChangeKind, Digest, EXPORT_FORMAT, Export, ExportedArticle, ExportedVersion, OF_ONE_DATABASE,
    Refresh, Scope, Source, Stamp, StoreError, StoreResult,
};
use crate::text::near_duplicates::TextSignature;

/// Returns all that a scope itself holds of articles and settings.
pub(super) fn export(connection: &Connection, scope: Scope) -> StoreResult<Export> {
    let articles = connection
        .prepare_cached(
            "SELECT key, id, current, added_at, changed_at, removed_at, source_kind, source_name, source_digest,
                    address, etag, last_modified, checked_at, failure
             FROM article WHERE scope = ?1 ORDER BY id",
        )?
        .query_and_then([scope_key(scope)], |row| article(connection, row))?
        .collect::<StoreResult<Vec<_>>>()?;
    let mut settings = setting_table::list(connection, scope)?;
    settings.retain(|key, _| !is_of_one_database(key));
    Ok(Export {
        format: EXPORT_FORMAT.to_owned(),
        articles,
        settings,
    })
}

/// Reads an article with its history.
fn article(connection: &Connection, row: &Row<'_>) -> StoreResult<ExportedArticle> {
    let digest: Option<[u8; 32]> = row.get("source_digest")?;
    Ok(ExportedArticle {
        id: ArticleId(row.get("id")?),
        current: row.get("current")?,
        added_at: row.get("added_at")?,
        changed_at: row.get("changed_at")?,
        removed_at: row.get("removed_at")?,
        source: Source {
            kind: from_word(row.get("source_kind")?)?,
            name: row.get("source_name")?,
            digest: digest.map(Digest),
            address: row.get("address")?,
        },
        refresh: Refresh {
            etag: row.get("etag")?,
            last_modified: row.get("last_modified")?,
            checked_at: row.get("checked_at")?,
            failure: row.get("failure")?,
        },
        versions: versions(connection, row.get("key")?)?,
    })
}

/// Returns all versions of an article, oldest first.
fn versions(connection: &Connection, article: i64) -> StoreResult<Vec<ExportedVersion>> {
    connection
        .prepare_cached(
            "SELECT key, number, replaces, added_at, metadata, text FROM version WHERE article = ?1 ORDER BY number",
        )?
        .query_and_then([article], |row| {
            Ok(ExportedVersion {
                version: row.get("number")?,
                replaces: row.get("replaces")?,
                added_at: row.get("added_at")?,
                metadata: version_table::metadata(row, "metadata")?,
                edits: version_table::edits(connection, row.get("key")?)?,
                text: row.get("text")?,
            })
        })?
        .collect()
}

/// Refuses an export of another format, or one that does not hold together.
pub(super) fn check(export: &Export) -> StoreResult<()> {
    if export.format != EXPORT_FORMAT {
        let what = format!(
            "format {:?} is unknown, this program reads {EXPORT_FORMAT}",
            export.format
        );
        let next = "export again with a program of this version";
        return Err(StoreError::Unfit {
            article: None,
            trouble: Trouble::new(what, next),
        });
    }
    export.articles.iter().try_for_each(check_article)
}

/// Refuses an export of which an article is there already.
pub(super) fn check_new(connection: &Connection, scope: Scope, export: &Export) -> StoreResult<()> {
    for article in &export.articles {
        if article_table::find(connection, scope, &article.id)?.is_some() {
            return Err(StoreError::Duplicate(article.id.clone()));
        }
    }
    Ok(())
}

/// What is found in the text of a version.
#[derive(Debug)]
pub(super) struct Analysed {
    found: Vec<Found>,
    signature: TextSignature,
}

/// Finds the sentences and facts of all versions on all cores, outside of any transaction; by article, then by version.
pub(super) fn analyse(export: &Export, watch: &(dyn Fn(usize) + Sync)) -> Vec<Vec<Analysed>> {
    let of_version = |version: &ExportedVersion| Analysed {
        found: sentence_analysis::analyse(&version.text),
        signature: TextSignature::of(&version.text),
    };
    let done = AtomicUsize::new(0);
    let of_article = |article: &ExportedArticle| {
        let analysed = article.versions.par_iter().map(of_version).collect();
        watch(done.fetch_add(1, Ordering::Relaxed) + 1);
        analysed
    };
    export.articles.par_iter().map(of_article).collect()
}

/// Takes in what another database gave out, with what was found in it.
pub(super) fn import(
    connection: &Connection,
    scope: Scope,
    export: &Export,
    analysed: &[Vec<Analysed>],
    stamp: Stamp,
    watch: &dyn Fn(usize),
) -> StoreResult<usize> {
    for (at, (article, analysed)) in export.articles.iter().zip(analysed).enumerate() {
        if article_table::find(connection, scope, &article.id)?.is_some() {
            return Err(StoreError::Duplicate(article.id.clone()));
        }
        import_article(connection, scope, article, analysed, stamp)?;
        watch(at + 1);
    }
    // Earlier programs exported some that are true of one database only. Where it comes in, the bot may well be.
    let settings = export.settings.iter();
    for (key, value) in settings.filter(|(key, _)| !is_of_one_database(key)) {
        setting_table::set_and_tell(connection, scope, key, Some(value), stamp.at)?;
    }
    Ok(export.articles.len())
}

fn is_of_one_database(setting: &str) -> bool {
    OF_ONE_DATABASE.contains(&setting)
}

/// Refuses an article whose history does not hold together.
fn check_article(article: &ExportedArticle) -> StoreResult<()> {
    let numbers: Vec<u32> = article.versions.iter().map(|v| v.version).collect();
    let in_order = numbers
        .iter()
        .zip(1..)
        .all(|(number, wanted)| *number == wanted);
    if !in_order {
        return Err(article_writes::unfit(
            &article.id,
            Trouble::new(
                "its versions are not numbered 1, 2, 3 and so on",
                "export it again",
            ),
        ));
    }
    if !numbers.contains(&article.current) {
        return Err(article_writes::unfit(
            &article.id,
            Trouble::new("its current version is missing", "export it again"),
        ));
    }
    article.versions.iter().try_for_each(|version| {
        let earlier = 1..version.version;
        if version
            .replaces
            .is_some_and(|number| !earlier.contains(&number))
        {
            return Err(article_writes::unfit(
                &article.id,
                Trouble::new(
                    "one of its versions replaces none before it",
                    "export it again",
                ),
            ));
        }
        article_writes::check(&article.id, &version.metadata)?;
        article_writes::check_text(&article.id, &version.text)
    })
}

/// Takes in one article with its history.
fn import_article(
    connection: &Connection,
    scope: Scope,
    article: &ExportedArticle,
    analysed: &[Analysed],
    stamp: Stamp,
) -> StoreResult<()> {
    let source = &article.source;
    connection
        .prepare_cached(
            "INSERT INTO article (scope, id, current, added_at, changed_at, removed_at, source_kind, source_name,
                                  source_digest, address, etag, last_modified, checked_at, failure)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?
        .execute(params![
            scope_key(scope),
            article.id.as_str(),
            article.current,
            article.added_at,
            article.changed_at,
            article.removed_at,
            word(source.kind),
            source.name,
            source.digest.map(|digest| digest.0),
            source.address,
            article.refresh.etag,
            article.refresh.last_modified,
            article.refresh.checked_at,
            article.refresh.failure,
        ])?;
    let key = connection.last_insert_rowid();
    for (version, analysed) in article.versions.iter().zip(analysed) {
        import_version(connection, key, version, analysed)?;
    }
    let kind = match article.removed_at {
        Some(_) => ChangeKind::Removed,
        None => ChangeKind::Kept,
    };
    change_table::record(connection, scope, &article.id, kind, stamp.at)
}

/// Takes in one version with its sentences and facts.
fn import_version(
    connection: &Connection,
    article: i64,
    version: &ExportedVersion,
    analysed: &Analysed,
) -> StoreResult<()> {
    let Analysed { found, signature } = analysed;
    let row = NewVersion {
        number: version.version,
        replaces: version.replaces,
        added_at: version.added_at,
        metadata: &version.metadata,
        text: &version.text,
        hash: Digest::of(&version.text),
        sentences: found.len(),
        signature: *signature,
    };
    let key = version_table::insert(connection, article, &row)?;
    fact_table::insert(connection, key, found)?;
    for edit in &version.edits {
        version_table::record_edit(connection, key, edit)?;
    }
    Ok(())
}
