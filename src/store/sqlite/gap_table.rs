//! The table of questions that the articles did not answer. It names no asker.

use rusqlite::{Connection, params};
use serde_json::Value;

use super::columns::{count, scope_key};
use super::setting_table;
use crate::store::{Consent, GAP_LIST, Gap, Scope, StoreResult};

/// At most this many questions are kept for a server; of more, those asked least and longest ago go.
const MAX_GAPS: i64 = 2_000;

/// Keeps a question if that is allowed, and tells whether it was.
pub(super) fn note(
    connection: &Connection,
    scope: Scope,
    question: &str,
    consent: Consent,
    now: i64,
) -> StoreResult<bool> {
    let switched_on = setting_table::get(connection, scope, GAP_LIST)? == Some(Value::Bool(true));
    if consent == Consent::GuildSetting && !switched_on {
        return Ok(false);
    }
    connection.execute(
        "INSERT INTO gap (scope, question, asked, first_at, last_at) VALUES (?1, ?2, 1, ?3, ?3)
         ON CONFLICT (scope, question) DO UPDATE SET asked = asked + 1, last_at = max(last_at, excluded.last_at)",
        params![scope_key(scope), question, now],
    )?;
    connection.execute(
        "DELETE FROM gap WHERE scope = ?1 AND question IN (
             SELECT question FROM gap WHERE scope = ?1
             ORDER BY asked DESC, last_at DESC, question LIMIT -1 OFFSET ?2)",
        params![scope_key(scope), MAX_GAPS],
    )?;
    Ok(true)
}

/// Lists the questions, the most asked first.
pub(super) fn list(connection: &Connection, scope: Scope) -> StoreResult<Vec<Gap>> {
    connection
        .prepare_cached(
            "SELECT question, asked, first_at, last_at FROM gap
             WHERE scope = ?1 ORDER BY asked DESC, last_at DESC, question",
        )?
        .query_and_then([scope_key(scope)], |row| {
            Ok(Gap {
                question: row.get("question")?,
                asked: count(row.get("asked")?),
                first_at: row.get("first_at")?,
                last_at: row.get("last_at")?,
            })
        })?
        .collect()
}

/// Forgets one question, or all.
pub(super) fn clear(
    connection: &Connection,
    scope: Scope,
    question: Option<&str>,
) -> StoreResult<usize> {
    let gone = connection.execute(
        "DELETE FROM gap WHERE scope = ?1 AND (?2 IS NULL OR question = ?2)",
        params![scope_key(scope), question],
    )?;
    Ok(gone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::GuildId;

    #[test]
    fn of_too_many_questions_the_one_asked_least_and_longest_ago_goes() {
        let connection = super::super::opening::in_memory().expect("a database");
        let scope = Scope::Guild(GuildId::new(1).expect("not 0"));
        let ask = |question: &str, now| {
            note(&connection, scope, question, Consent::Asker, now).expect("it is kept");
        };
        ask("asked twice", 1);
        ask("asked twice", 2);
        ask("the oldest", 3);
        for at in 0..MAX_GAPS - 1 {
            ask(&format!("question {at}"), 10 + at);
        }
        let kept = list(&connection, scope).expect("a list");
        assert_eq!(kept.len() as i64, MAX_GAPS);
        assert_eq!(kept[0].question, "asked twice");
        assert!(kept.iter().all(|gap| gap.question != "the oldest"));
    }
}
