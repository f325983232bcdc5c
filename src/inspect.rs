//! Shows what the text pipeline makes of plain input, a line in and a line out, for measuring and for curious people.

use std::io::{self, BufRead, Write};

use serde::Serialize;

use crate::errors::ErrorCode;
use crate::facts::quotations::{self, Quotation};
use crate::facts::{self, Fact, FactKind, QualifierKind};
use crate::text::{Span, sentences};

/// Why an inspection stopped.
#[derive(Debug, thiserror::Error)]
pub enum InspectError {
    /// Standard input or output failed.
    #[error("unable to read the input or write the output: {0}")]
    Io(#[from] io::Error),
    /// A line is not what the command reads.
    #[error(
        "line {line} of the input is not a JSON string: {cause}; give one text in double quotes a line"
    )]
    NotAString {
        /// Counts from 1.
        line: usize,
        /// What the JSON parser says.
        cause: serde_json::Error,
    },
}

impl InspectError {
    /// Returns the error code that a user sees.
    pub fn code(&self) -> ErrorCode {
        match self {
            InspectError::Io(cause) if cause.kind() == io::ErrorKind::InvalidData => {
                ErrorCode::TextEncoding
            }
            InspectError::Io(_) => ErrorCode::Storage,
            InspectError::NotAString { .. } => ErrorCode::FileType,
        }
    }
}

/// Reads a JSON string a line and writes a JSON array of its sentences a line.
pub fn sentences(input: impl BufRead, mut output: impl Write) -> Result<(), InspectError> {
    for (number, line) in input.lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let text: String =
            serde_json::from_str(&line).map_err(|cause| InspectError::NotAString {
                line: number + 1,
                cause,
            })?;
        let found: Vec<&str> = sentences::split(&text)
            .into_iter()
            .filter_map(|span| span.of(&text))
            .collect();
        write_json(&mut output, &found)?;
    }
    Ok(output.flush()?)
}

/// Reads a sentence a line and writes each of its facts as `sentence, confidence, relation, arguments`, tabs between.
pub fn facts(input: impl BufRead, mut output: impl Write) -> Result<(), InspectError> {
    for line in input.lines() {
        let line = line?;
        for fact in facts::extract(&line).iter().filter(|fact| is_open(fact)) {
            if let Some(row) = fact_row(&line, fact) {
                writeln!(output, "{row}")?;
            }
        }
    }
    Ok(output.flush()?)
}

/// Dates, numbers and other names repeat what the statements of the sentence hold already.
fn is_open(fact: &Fact) -> bool {
    !matches!(
        fact.kind,
        FactKind::Date | FactKind::Quantity | FactKind::Alias
    )
}

/// What relates a name to the description beside it: "Ada Moe, the mayor".
const UNSPOKEN_RELATION: &str = "is";

/// Writes a fact as one row; `None` when it lacks a relation, a subject or anything said of it.
fn fact_row(sentence: &str, fact: &Fact) -> Option<String> {
    let relation = match fact.relation {
        Some(relation) => relation.of(sentence)?,
        None => UNSPOKEN_RELATION,
    };
    let mut arguments = vec![fact.subject?];
    arguments.extend(fact.object);
    arguments.extend(further_arguments(fact));
    let mut row = format!("{sentence}\t{:.4}\t{relation}", fact.confidence);
    for argument in &arguments {
        row.push('\t');
        row.push_str(argument.of(sentence)?);
    }
    (arguments.len() > 1).then_some(row)
}

/// Returns the qualifiers that say when and where and do not repeat words of the other fields.
fn further_arguments(fact: &Fact) -> impl Iterator<Item = Span> + '_ {
    let fields = [fact.subject, fact.relation, fact.object];
    fact.qualifiers
        .iter()
        .filter(|qualifier| matches!(qualifier.kind, QualifierKind::Time | QualifierKind::Place))
        .map(|qualifier| qualifier.span)
        .filter(move |span| {
            !fields
                .into_iter()
                .flatten()
                .any(|field| field.overlaps(*span))
        })
}

/// What is written of a sentence and the words it reports.
#[derive(Debug, Serialize)]
struct Attributed<'a> {
    sentence: &'a str,
    attributions: Vec<Attribution<'a>>,
}

#[derive(Debug, Serialize)]
struct Attribution<'a> {
    speaker: &'a str,
    verb: &'a str,
    content: String,
}

/// Reads a sentence a line and writes who says what in it as one JSON object a line.
pub fn attributions(input: impl BufRead, mut output: impl Write) -> Result<(), InspectError> {
    for line in input.lines() {
        let sentence = line?;
        let attributions = quotations::find(&sentence)
            .iter()
            .filter_map(|quotation| attribution(&sentence, quotation))
            .collect();
        let attributed = Attributed {
            sentence: &sentence,
            attributions,
        };
        write_json(&mut output, &attributed)?;
    }
    Ok(output.flush()?)
}

fn attribution<'a>(sentence: &'a str, quotation: &Quotation) -> Option<Attribution<'a>> {
    let pieces: Option<Vec<&str>> = quotation
        .content
        .iter()
        .map(|piece| piece.of(sentence))
        .collect();
    let verb = match quotation.verb {
        Some(verb) => verb.of(sentence)?,
        None => "according to",
    };
    Some(Attribution {
        speaker: quotation.speaker.of(sentence)?,
        verb,
        content: pieces?.join(" "),
    })
}

fn write_json(output: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *output, value)?;
    output.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_a_line_becomes_an_array_a_line() {
        let input = "\"The ferry left. Nobody waved.\"\n\"Rain fell.\"\n";
        let mut output = Vec::new();
        sentences(input.as_bytes(), &mut output).expect("memory does not fail");
        let output = String::from_utf8(output).expect("JSON is text");
        assert_eq!(
            output,
            "[\"The ferry left.\",\"Nobody waved.\"]\n[\"Rain fell.\"]\n"
        );
    }

    #[test]
    fn a_line_that_is_no_string_is_named() {
        let error = sentences("\"fine\"\nnot json\n".as_bytes(), io::sink()).expect_err("line 2");
        assert!(error.to_string().starts_with("line 2 "), "{error}");
        assert_eq!(error.code(), ErrorCode::FileType);
    }

    #[test]
    fn a_line_in_another_encoding_is_refused() {
        let error = facts(&b"caf\xe9\n"[..], io::sink()).expect_err("not UTF-8");
        assert_eq!(error.code(), ErrorCode::TextEncoding);
    }

    #[test]
    fn a_split_quotation_is_one_attribution() {
        let input = "\"It rained,\" she said, \"and the mill stood still.\"\n";
        let mut output = Vec::new();
        attributions(input.as_bytes(), &mut output).expect("memory does not fail");
        let value: serde_json::Value = serde_json::from_slice(&output).expect("one object");
        assert_eq!(value["attributions"][0]["speaker"], "she");
        assert_eq!(
            value["attributions"][0]["content"],
            "It rained and the mill stood still"
        );
    }

    #[test]
    fn a_fact_is_written_with_its_place_and_time_after_its_object() {
        let sentence = "Mira opened the mill in Lund in 1904";
        let at = |words: &str| {
            let start = sentence.find(words).expect("words of the sentence");
            Span::new(start, start + words.len())
        };
        let qualifier = |kind, words| facts::Qualifier {
            kind,
            span: at(words),
        };
        let fact = Fact {
            kind: facts::FactKind::Statement,
            subject: Some(at("Mira")),
            relation: Some(at("opened")),
            object: Some(at("the mill")),
            qualifiers: vec![
                qualifier(QualifierKind::Place, "in Lund"),
                qualifier(QualifierKind::Time, "in 1904"),
                qualifier(QualifierKind::Quantity, "1904"),
            ],
            confidence: 0.5,
        };
        let row = fact_row(sentence, &fact).expect("a whole fact");
        assert_eq!(
            row,
            format!("{sentence}\t0.5000\topened\tMira\tthe mill\tin Lund\tin 1904")
        );
    }
}
