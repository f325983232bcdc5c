//! The table of verdicts on cited sentences.

use rusqlite::{Connection, params};

use super::columns::{count, number, scope_key, user_key, word};
use crate::article::ArticleId;
use crate::store::{Scope, StoreResult, Tally, Verdict, Vote};
use crate::text::Span;

/// Keeps a verdict in the place of the same member's earlier one.
pub(super) fn put(connection: &Connection, scope: Scope, vote: &Vote, now: i64) -> StoreResult<()> {
    connection.execute(
        "INSERT INTO vote (scope, article, version, start_byte, end_byte, voter, verdict, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (scope, article, version, start_byte, end_byte, voter)
         DO UPDATE SET verdict = excluded.verdict, at = excluded.at",
        params![
            scope_key(scope),
            vote.article.as_str(),
            vote.version,
            number(vote.span.start),
            number(vote.span.end),
            user_key(vote.voter),
            word(vote.verdict),
            now,
        ],
    )?;
    Ok(())
}

/// Counts the verdicts by sentence.
pub(super) fn tallies(connection: &Connection, scope: Scope) -> StoreResult<Vec<Tally>> {
    connection
        .prepare_cached(
            "SELECT article, version, start_byte, end_byte,
                    count(*) FILTER (WHERE verdict = ?2) AS right_votes,
                    count(*) FILTER (WHERE verdict = ?3) AS wrong_votes
             FROM vote WHERE scope = ?1
             GROUP BY article, version, start_byte, end_byte
             ORDER BY article, version, start_byte, end_byte",
        )?
        .query_and_then(
            params![scope_key(scope), word(Verdict::Right), word(Verdict::Wrong)],
            |row| {
                Ok(Tally {
                    article: ArticleId(row.get("article")?),
                    version: row.get("version")?,
                    span: Span::new(count(row.get("start_byte")?), count(row.get("end_byte")?)),
                    right: count(row.get("right_votes")?),
                    wrong: count(row.get("wrong_votes")?),
                })
            },
        )?
        .collect()
}
