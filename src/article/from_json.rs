//! One JSON object with metadata and `text` or `paragraphs`.

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{self, MapAccess, Visitor};
use serde_json::Value;

use super::metadata::{self, Field, FieldError};
use super::parse::{Draft, ParseError};
use super::{from_markdown, from_plain, html_words};
use crate::errors::Trouble;

/// Reads an article from JSON.
pub fn read(text: &str) -> Result<Draft, ParseError> {
    // The line of a further field is looked up if that field is wrong, not for each of what may be a million.
    draft_in(text).map_err(|error| match error {
        ParseError::Field(error) if error.line.is_none() => {
            let name = error.field.split('[').next().unwrap_or_default();
            let line = line_of(text, name);
            ParseError::Field(FieldError { line, ..error })
        }
        other => other,
    })
}

fn draft_in(text: &str) -> Result<Draft, ParseError> {
    if text.trim_start().starts_with('[') {
        return Err(syntax(
            Some(1),
            Trouble::new("it is a list", "write one object a file"),
        ));
    }
    let Object(entries) = serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        let what = match message.split(" at line ").next().unwrap_or_default() {
            "trailing characters" if second_begins(text, &error) => {
                "a second object begins here; write one object a file"
            }
            what => what,
        };
        syntax(
            Some(error.line().max(1)),
            Trouble::bare(format!("{what} (column {})", error.column())),
        )
    })?;
    let mut draft = Draft::default();
    let mut fields = Vec::new();
    let title = (entries.iter()).find_map(|(name, value)| match (name.as_str(), value) {
        ("title", Value::String(title)) => Some(title.clone()),
        _ => None,
    });
    let title = title.unwrap_or_default();
    let mut heading = None;
    let mut read: Option<String> = None;
    let found: Vec<String> = entries
        .iter()
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    for (number, (name, value)) in entries.into_iter().enumerate() {
        let line = (number < MAX_LINES).then(|| line_of(text, &name)).flatten();
        if BODIES.contains(&name.as_str())
            && let Some(other) = read.replace(name.clone())
        {
            let both = format!("stands beside `{other}`");
            let both = Trouble::new(both, "put all of the text into one of them");
            return Err(wrong(&name, line, both).into());
        }
        match name.as_str() {
            "text" | "body" | "content" => {
                (heading, draft.text) = words(&name, line, &value, &title)?
            }
            "paragraphs" => draft.text = paragraphs(&name, line, &value)?,
            _ => fields.push(Field { name, value, line }),
        }
    }
    if read.is_none() {
        let bodies = "it has no field `text`, `body`, `content` or `paragraphs`";
        let found = match found.is_empty() {
            true => "it has no fields at all".to_owned(),
            false => format!("its fields are {}", listed(&found)),
        };
        return Err(syntax(None, Trouble::new(bodies, found)));
    }
    metadata::fill(&mut draft, fields)?;
    if draft.metadata.title.is_empty() {
        draft.metadata.title = heading.unwrap_or_default();
    }
    Ok(draft)
}

/// The lines of so many fields are looked up for remarks.
const MAX_LINES: usize = 32;

/// The fields that hold the text; each article has one.
const BODIES: [&str; 4] = ["text", "body", "content", "paragraphs"];

/// So many fields are named that are there.
const MAX_NAMED: usize = 6;

fn listed(names: &[String]) -> String {
    let named = names.get(..MAX_NAMED).unwrap_or(names).join(", ");
    match names.len() > MAX_NAMED {
        true => format!("{named} and others"),
        false => named,
    }
}

/// Tells whether another object follows where the first should be all.
fn second_begins(text: &str, error: &serde_json::Error) -> bool {
    let line = text.lines().nth(error.line().saturating_sub(1));
    let rest = line.and_then(|line| line.get(error.column().saturating_sub(1)..));
    rest.is_some_and(|rest| rest.starts_with('{'))
}

fn words(
    name: &str,
    line: Option<usize>,
    value: &Value,
    title: &str,
) -> Result<(Option<String>, String), FieldError> {
    let text = match value {
        Value::String(text) => text,
        Value::Array(_) => {
            let fault = Trouble::new("is a list", "call the field `paragraphs`");
            return Err(wrong(name, line, fault));
        }
        Value::Object(fields) if fields.contains_key("rendered") => {
            let fault = Trouble::new("is an object with `rendered`", "put that text in its place");
            return Err(wrong(name, line, fault));
        }
        _ => return Err(wrong(name, line, no_text())),
    };
    Ok(match (is_markdown(text), html_words::is_html(text)) {
        (true, _) => from_markdown::written(text, title),
        (false, true) => (None, html_words::stored(text)),
        (false, false) => (None, from_plain::body(text)),
    })
}

/// Tells whether a text is evidently Markdown: it has a table, or a heading with an empty line below it.
fn is_markdown(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines.windows(2).any(|pair| match pair {
        [above, below] => is_heading(above) && below.is_empty() || is_table(above, below),
        _ => false,
    })
}

fn is_heading(line: &str) -> bool {
    let words = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - words.len())) && words.starts_with(' ')
}

/// A table begins with the names of its columns and a line of dashes below them.
fn is_table(names: &str, dashes: &str) -> bool {
    names.contains('|')
        && dashes.contains("--")
        && dashes.contains('|')
        && dashes.chars().all(|c| "|-: ".contains(c))
}

fn paragraphs(name: &str, line: Option<usize>, value: &Value) -> Result<String, FieldError> {
    let entries = value
        .as_array()
        .ok_or_else(|| wrong(name, line, Trouble::bare("is not a list of texts")))?;
    let texts = entries.iter().enumerate().map(|(number, entry)| {
        let place = format!("{name}[{number}]");
        entry.as_str().ok_or_else(|| wrong(&place, line, no_text()))
    });
    Ok(from_plain::body(
        &texts.collect::<Result<Vec<_>, _>>()?.join("\n\n"),
    ))
}

fn no_text() -> Trouble {
    Trouble::new("is not a text", "write it between quotation marks")
}

fn wrong(name: &str, line: Option<usize>, fault: Trouble) -> FieldError {
    FieldError {
        field: name.to_owned(),
        line,
        fault,
    }
}

fn syntax(line: Option<usize>, trouble: Trouble) -> ParseError {
    ParseError::Syntax {
        what: "JSON",
        line,
        trouble,
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
    fn a_text_that_is_evidently_markdown_is_read_as_such() {
        let text = |json| read(json).expect("fine").text;
        let table = r#"{"title": "Ropes", "text": "Some ropes.\n\n| Rope | Age |\n|---|---|\n| Hemp | 90 |\n"}"#;
        assert_eq!(text(table), "Some ropes.\n\n- Hemp: Age 90");
        let headed =
            r##"{"title": "Ropes", "text": "# Ropes\n\n## Kinds\n\n1. **Hemp** is\nold."}"##;
        assert_eq!(text(headed), "## Kinds\n\n- 1. Hemp is old.");
        let untitled = read(r##"{"text": "# Ropes\n\nHemp is old."}"##).expect("fine");
        assert_eq!(untitled.metadata.title, "Ropes");
        let plain = r#"{"title": "Ropes", "text": "Use a | b or *c*.\nIt is <ASH>."}"#;
        assert_eq!(text(plain), "Use a | b or *c*.\n\nIt is <ASH>.");
    }

    #[test]
    fn html_in_a_text_is_read_as_its_readers_see_it() {
        let shop = r#"{"title": "Ropes", "text": "<p>Twelve <b>kinds</b>.</p><ul><li>Hemp costs &pound;18.</li></ul>"}"#;
        assert_eq!(
            read(shop).expect("fine").text,
            "Twelve kinds.\n\n- Hemp costs £18."
        );
    }

    #[test]
    fn what_is_no_article_is_told_with_what_to_do() {
        for (json, told) in [
            (
                r#"{"text": "a", "content": "b"}"#,
                "content: stands beside `text`",
            ),
            (
                r#"{"guild": 1, "messages": []}"#,
                "no field `text`, `body`, `content` or `paragraphs`; its fields are `guild`, `messages`",
            ),
            (
                r#"{"text": {"rendered": "a"}}"#,
                "an object with `rendered`",
            ),
            (r#"{"text": ["a"]}"#, "call the field `paragraphs`"),
            (r#"{"paragraphs": [{"a": 1}]}"#, "between quotation marks"),
            (
                "{\"text\": \"a\"}\n{\"text\": \"b\"}",
                "a second object begins here",
            ),
        ] {
            let error = read(json).expect_err("no article").to_string();
            assert!(error.contains(told), "{error}");
        }
    }

    #[test]
    fn a_great_many_fields_are_read_at_once() {
        let fields: Vec<String> = (0..50_000).map(|n| format!("\n\"f{n}\": 1")).collect();
        let json = format!("{{{},\n\"text\": 3}}", fields.join(","));
        let wrong = read(&json).expect_err("no text");
        assert_eq!((wrong.line(), wrong.field()), (Some(50_002), Some("text")));
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
