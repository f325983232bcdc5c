//! One JSON object with metadata and `text` or `paragraphs`.

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{self, MapAccess, Visitor};
use serde_json::Value;

use super::from_plain;
use super::metadata::{self, Field, FieldError};
use super::parse::{Draft, ParseError};

/// Reads an article from JSON.
pub fn read(text: &str) -> Result<Draft, ParseError> {
    if text.trim_start().starts_with('[') {
        return Err(syntax(
            Some(1),
            "it is a list; write one object a file".to_owned(),
        ));
    }
    let Object(entries) = serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        let what = message.split(" at line ").next().unwrap_or_default();
        syntax(
            Some(error.line().max(1)),
            format!("{what} (column {})", error.column()),
        )
    })?;
    let mut draft = Draft::default();
    let mut fields = Vec::new();
    for (name, value) in entries {
        let line = line_of(text, &name);
        match name.as_str() {
            "text" | "body" | "content" => draft.text = words(&name, line, &value)?,
            "paragraphs" => draft.text = paragraphs(&name, line, &value)?,
            _ => fields.push(Field { name, value, line }),
        }
    }
    metadata::fill(&mut draft, fields)?;
    Ok(draft)
}

fn words(name: &str, line: Option<usize>, value: &Value) -> Result<String, FieldError> {
    let Value::String(text) = value else {
        return Err(wrong(
            name,
            line,
            "is not a text; write it between quotation marks",
        ));
    };
    Ok(from_plain::body(text))
}

fn paragraphs(name: &str, line: Option<usize>, value: &Value) -> Result<String, FieldError> {
    let entries = value
        .as_array()
        .ok_or_else(|| wrong(name, line, "is not a list of texts"))?;
    let texts = entries.iter().enumerate().map(|(number, entry)| {
        let place = format!("{name}[{number}]");
        entry
            .as_str()
            .ok_or_else(|| wrong(&place, line, "is not a text"))
    });
    Ok(from_plain::body(
        &texts.collect::<Result<Vec<_>, _>>()?.join("\n\n"),
    ))
}

fn wrong(name: &str, line: Option<usize>, message: &str) -> FieldError {
    FieldError {
        field: name.to_owned(),
        line,
        message: message.to_owned(),
    }
}

fn syntax(line: Option<usize>, message: String) -> ParseError {
    ParseError::Syntax {
        what: "JSON",
        line,
        message,
    }
}

/// Finds the line in which a field is first named.
fn line_of(text: &str, name: &str) -> Option<usize> {
    let at = text.find(&format!("\"{name}\""))?;
    Some(1 + text.get(..at)?.matches('\n').count())
}

/// The entries of an object in their order, each name once.
struct Object(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EachNameOnce)
    }
}

struct EachNameOnce;

impl<'de> Visitor<'de> for EachNameOnce {
    type Value = Object;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one object with the fields of an article")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
        let mut seen = BTreeSet::new();
        let mut entries = Vec::new();
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            if !seen.insert(name.clone()) {
                return Err(de::Error::custom(format!(
                    "the field `{name}` stands twice"
                )));
            }
            entries.push((name, value));
        }
        Ok(Object(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_and_text_are_the_same() {
        let one =
            read(r#"{"title": "Ropes", "text": "Hemp is old.\n\nNylon is new."}"#).expect("fine");
        let two = read(r#"{"title": "Ropes", "paragraphs": ["Hemp is old.", "Nylon is new."]}"#);
        assert_eq!(Ok(one), two);
    }

    #[test]
    fn a_fault_is_found_where_it_stands() {
        let twice = read("{\"title\": \"a\",\n\"title\": \"b\"}").expect_err("twice");
        assert!(
            twice.to_string().contains("`title` stands twice") && twice.line() == Some(2),
            "{twice}"
        );
        let wrong = read("{\"title\": \"a\",\n\"paragraphs\": [\"x\", 3]}").expect_err("wrong");
        assert_eq!(
            (wrong.line(), wrong.field()),
            (Some(2), Some("paragraphs[1]"))
        );
        let deep = format!("{{\"text\": {}", "[".repeat(100_000));
        assert!(read(&deep).is_err());
    }
}
