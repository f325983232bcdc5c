//! The tables of sentences and of the facts they state.

use rusqlite::{Connection, Row, params};

use super::columns::{count, from_json, from_word, json, number, span, word};
use super::sentence_analysis::Found;
use crate::facts::Fact;
use crate::store::{StoreResult, StoredFact};
use crate::text::Span;

/// Adds the sentences and facts of a version.
pub(super) fn insert(connection: &Connection, version: i64, found: &[Found]) -> StoreResult<()> {
    let mut sentences = connection.prepare_cached(
        "INSERT INTO sentence (version, position, paragraph, start_byte, end_byte) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (position, sentence) in found.iter().enumerate() {
        sentences.execute(params![
            version,
            number(position),
            number(sentence.paragraph),
            number(sentence.span.start),
            number(sentence.span.end),
        ])?;
        insert_facts(connection, version, position, &sentence.facts)?;
    }
    Ok(())
}

/// Adds the facts of one sentence.
fn insert_facts(
    connection: &Connection,
    version: i64,
    sentence: usize,
    facts: &[Fact],
) -> StoreResult<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO fact (version, sentence, position, kind, subject_start, subject_end, relation_start, relation_end,
                           object_start, object_end, qualifiers, confidence)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?;
    for (position, fact) in facts.iter().enumerate() {
        statement.execute(params![
            version,
            number(sentence),
            number(position),
            word(fact.kind),
            fact.subject.map(|span| number(span.start)),
            fact.subject.map(|span| number(span.end)),
            fact.relation.map(|span| number(span.start)),
            fact.relation.map(|span| number(span.end)),
            fact.object.map(|span| number(span.start)),
            fact.object.map(|span| number(span.end)),
            json(&fact.qualifiers)?,
            f64::from(fact.confidence),
        ])?;
    }
    Ok(())
}

/// Returns the facts of a version in the order of its text.
pub(super) fn list(connection: &Connection, version: i64) -> StoreResult<Vec<StoredFact>> {
    connection
        .prepare_cached(
            "SELECT sentence.start_byte, sentence.end_byte, sentence.paragraph, fact.kind,
                    fact.subject_start, fact.subject_end, fact.relation_start, fact.relation_end,
                    fact.object_start, fact.object_end, fact.qualifiers, fact.confidence
             FROM fact
             JOIN sentence ON sentence.version = fact.version AND sentence.position = fact.sentence
             WHERE fact.version = ?1
             ORDER BY fact.sentence, fact.position",
        )?
        .query_and_then([version], stored_fact)?
        .collect()
}

/// Reads a fact beside its sentence.
fn stored_fact(row: &Row<'_>) -> StoreResult<StoredFact> {
    Ok(StoredFact {
        sentence: Span::new(count(row.get("start_byte")?), count(row.get("end_byte")?)),
        paragraph: count(row.get("paragraph")?),
        fact: Fact {
            kind: from_word(row.get("kind")?)?,
            subject: span(row, "subject_start", "subject_end")?,
            relation: span(row, "relation_start", "relation_end")?,
            object: span(row, "object_start", "object_end")?,
            qualifiers: from_json(
                row.get_ref("qualifiers")?
                    .as_str()
                    .map_err(rusqlite::Error::from)?,
            )?,
            confidence: row.get("confidence")?,
        },
    })
}
