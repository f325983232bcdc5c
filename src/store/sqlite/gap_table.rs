//! The table of questions that the articles did not answer. It names no asker.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rusqlite::{Connection, params};
use serde_json::Value;

use super::columns::{count, scope_key};
use super::setting_table;
use crate::article::ArticleId;
use crate::store::{Consent, GAP_LIST, Gap, OpenQuestion, Scope, StoreResult};

/// At most this many questions are kept for a server; of more, those asked least and longest ago go, but never the one just asked.
const MAX_GAPS: i64 = 2_000;

/// Keeps a question if that is allowed, and tells whether it was.
pub(super) fn note(
    connection: &Connection,
    scope: Scope,
    question: &OpenQuestion,
    consent: Consent,
    now: i64,
) -> StoreResult<bool> {
    if !is_wanted(connection, scope, consent)? {
        return Ok(false);
    }
    connection.execute(
        "INSERT INTO gap (scope, question, about, within, asked, first_at, last_at) VALUES (?1, ?2, ?3, ?4, 1, ?5, ?5)
         ON CONFLICT (scope, question, about, within)
         DO UPDATE SET asked = asked + 1, last_at = max(last_at, excluded.last_at)",
        params![scope_key(scope), question.words, about(question), within(question), now],
    )?;
    connection.execute(
        "DELETE FROM gap WHERE scope = ?1 AND (question, about, within) IN (
             SELECT question, about, within FROM gap
             WHERE scope = ?1 AND NOT (question = ?3 AND about = ?4 AND within = ?5)
             ORDER BY asked DESC, last_at DESC, question, about, within LIMIT -1 OFFSET ?2)",
        params![
            scope_key(scope),
            MAX_GAPS - 1,
            question.words,
            about(question),
            within(question)
        ],
    )?;
    Ok(true)
}

/// Tells whether a question may be kept on this ground.
pub(super) fn is_wanted(
    connection: &Connection,
    scope: Scope,
    consent: Consent,
) -> StoreResult<bool> {
    Ok(match consent {
        Consent::Asker => true,
        Consent::GuildSetting => {
            setting_table::get(connection, scope, GAP_LIST)? == Some(Value::Bool(true))
        }
    })
}

/// Lists the questions, the most asked first. Those that differ in their writing only are one, written as most have it.
pub(super) fn list(connection: &Connection, scope: Scope) -> StoreResult<Vec<Gap>> {
    let mut merged: Vec<Gap> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for gap in rows(connection, scope)? {
        let place = *(places.entry(gap.question.folded())).or_insert(merged.len());
        match merged.get_mut(place) {
            Some(first) => {
                first.asked += gap.asked;
                first.first_at = first.first_at.min(gap.first_at);
                first.last_at = first.last_at.max(gap.last_at);
            }
            None => merged.push(gap),
        }
    }
    merged.sort_by_key(|gap| (Reverse(gap.asked), Reverse(gap.last_at)));
    Ok(merged)
}

/// Returns the rows of a question, the most asked first.
fn same_as(
    connection: &Connection,
    scope: Scope,
    question: &OpenQuestion,
) -> StoreResult<Vec<Gap>> {
    let folded = question.folded();
    let mut rows = rows(connection, scope)?;
    rows.retain(|gap| gap.question.folded() == folded);
    Ok(rows)
}

/// Returns the rows of the table, the most asked first.
fn rows(connection: &Connection, scope: Scope) -> StoreResult<Vec<Gap>> {
    connection
        .prepare_cached(
            "SELECT question, about, within, asked, first_at, last_at FROM gap
             WHERE scope = ?1 ORDER BY asked DESC, last_at DESC, question, about, within",
        )?
        .query_and_then([scope_key(scope)], |row| {
            let given = |column: &str| -> rusqlite::Result<Option<String>> {
                Ok(Some(row.get(column)?).filter(|text: &String| !text.is_empty()))
            };
            Ok(Gap {
                question: OpenQuestion {
                    words: row.get("question")?,
                    about: given("about")?,
                    within: given("within")?.map(ArticleId),
                },
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
    question: Option<&OpenQuestion>,
) -> StoreResult<usize> {
    let gone = match question {
        None => list(connection, scope)?.len(),
        Some(one) => usize::from(!same_as(connection, scope, one)?.is_empty()),
    };
    match question {
        None => {
            connection.execute("DELETE FROM gap WHERE scope = ?1", [scope_key(scope)])?;
        }
        Some(one) => {
            for Gap { question, .. } in same_as(connection, scope, one)? {
                connection.execute(
                    "DELETE FROM gap WHERE scope = ?1 AND question = ?2 AND about = ?3 AND within = ?4",
                    params![scope_key(scope), question.words, about(&question), within(&question)],
                )?;
            }
        }
    }
    Ok(gone)
}

/// What was taken over, as the table has it: a key has no NULL.
fn about(question: &OpenQuestion) -> &str {
    question.about.as_deref().unwrap_or_default()
}

/// The only article asked, as the table has it.
fn within(question: &OpenQuestion) -> &str {
    question
        .within
        .as_ref()
        .map(ArticleId::as_str)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::GuildId;

    #[test]
    fn a_question_in_other_capitals_and_signs_is_the_same() {
        let connection = super::super::opening::in_memory().expect("a database");
        let scope = Scope::Guild(GuildId::new(1).expect("not 0"));
        let ask = |question: &str, now| {
            let question = OpenQuestion::of(question);
            note(&connection, scope, &question, Consent::Asker, now).expect("it is kept");
        };
        ask("How high is the  tower?", 1);
        ask("how high is the tower", 5);
        ask("How high is the tower of Lund?", 3);
        ask("HOW HIGH IS THE TOWER!", 9);
        ask("how high is the tower", 7);
        let listed = list(&connection, scope).expect("a list");
        let told: Vec<_> = listed.iter().map(|gap| (gap.asked, gap.last_at)).collect();
        assert_eq!(told, [(4, 9), (1, 3)]);
        let first = &listed[0].question;
        assert_eq!(first.words, "how high is the tower");
        assert_eq!(clear(&connection, scope, Some(first)).expect("gone"), 1);
        let left = list(&connection, scope).expect("a list");
        assert_eq!(left.len(), 1);
        assert_eq!(clear(&connection, scope, None).expect("gone"), 1);
    }

    #[test]
    fn of_too_many_questions_the_one_asked_least_and_longest_ago_goes() {
        let connection = super::super::opening::in_memory().expect("a database");
        let scope = Scope::Guild(GuildId::new(1).expect("not 0"));
        let ask = |question: &str, now| {
            let question = OpenQuestion::of(question);
            note(&connection, scope, &question, Consent::Asker, now).expect("it is kept");
        };
        ask("asked twice", 1);
        ask("asked twice", 2);
        ask("the oldest", 3);
        for at in 0..MAX_GAPS - 1 {
            ask(&format!("question {at}"), 10 + at);
        }
        let kept = list(&connection, scope).expect("a list");
        assert_eq!(kept.len() as i64, MAX_GAPS);
        assert_eq!(kept[0].question.words, "asked twice");
        assert!(kept.iter().all(|gap| gap.question.words != "the oldest"));
        for at in 0..MAX_GAPS - 1 {
            ask(&format!("question {at}"), 10 + at);
        }
        ask("a new one", 9_000);
        let kept = list(&connection, scope).expect("a list");
        assert_eq!(kept.len() as i64, MAX_GAPS);
        assert_eq!(kept[kept.len() - 1].question.words, "a new one");
    }
}
