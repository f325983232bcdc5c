//! The block of fields above a text: YAML between `---` lines or TOML between `+++` lines.

use serde_json::Value;

use super::metadata::Field;
use super::parse::ParseError;
use crate::errors::Trouble;

/// Takes the fields off the top of a text and returns them with the rest; `None` if there are none.
///
/// Empty lines may stand above: some editors leave one, and the fields would be quoted as words of the article.
pub fn split(text: &str) -> Result<Option<(Vec<Field>, &str)>, ParseError> {
    let empty = text.lines().take_while(|line| line.trim().is_empty());
    let above = empty.count();
    let lines = text.split_inclusive('\n').take(above);
    let start = lines.map(str::len).sum::<usize>();
    match split_at_top(text.get(start..).unwrap_or_default()) {
        Ok(found) => Ok(found.map(|(fields, rest)| (lowered(fields, above), rest))),
        Err(error) => Err(error.lowered(above)),
    }
}

/// Counts the lines above the fields in.
fn lowered(fields: Vec<Field>, lines: usize) -> Vec<Field> {
    let lower = |field: Field| Field {
        line: field.line.map(|line| line + lines),
        ..field
    };
    fields.into_iter().map(lower).collect()
}

fn split_at_top(text: &str) -> Result<Option<(Vec<Field>, &str)>, ParseError> {
    let opening = text.lines().next().unwrap_or_default().trim_end();
    let read: fn(&str) -> Result<Vec<Field>, ParseError> = match opening {
        "---" => yaml,
        "+++" => toml,
        _ => return Ok(None),
    };
    let Some((inside, rest)) = enclosed(text, opening) else {
        // A lone `---` is a line drawn across the page, unless fields follow.
        if opening == "---" && !looks_like_fields(text) {
            return Ok(None);
        }
        return Err(syntax(
            1,
            Trouble::new(
                "it is never closed",
                format!("end it with a line `{opening}`"),
            ),
        ));
    };
    Ok(Some((read(inside)?, rest)))
}

/// Returns what stands between the first line and the next one like it, and what follows.
fn enclosed<'a>(text: &'a str, fence: &str) -> Option<(&'a str, &'a str)> {
    let start = text.find('\n')? + 1;
    let mut at = start;
    for line in text.get(start..)?.split_inclusive('\n') {
        let closes = line.trim_end() == fence || (fence == "---" && line.trim_end() == "...");
        if closes {
            return Some((text.get(start..at)?, text.get(at + line.len()..)?));
        }
        at += line.len();
    }
    None
}

fn looks_like_fields(text: &str) -> bool {
    let second = text.lines().nth(1).unwrap_or_default();
    second.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
    })
}

fn yaml(inside: &str) -> Result<Vec<Field>, ParseError> {
    if inside
        .lines()
        .all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
    {
        return Ok(Vec::new());
    }
    let options = serde_saphyr::options! { with_snippet: false };
    let read: Value = serde_saphyr::from_str_with_options(inside, options).map_err(|error| {
        let place = error.location();
        let line = place.map_or(1, |place| place.line() as usize + 1);
        // What is never closed is only missed at the end, below the last field.
        let last = 1 + inside.trim_end().lines().count();
        syntax(line.min(last), in_our_words(&error.to_string()))
    })?;
    match read {
        Value::Object(fields) => Ok(fields
            .into_iter()
            .map(|(name, value)| field(inside, name, value))
            .collect()),
        _ => Err(syntax(2, Trouble::bare("write one `name: value` a line"))),
    }
}

fn toml(inside: &str) -> Result<Vec<Field>, ParseError> {
    let table: toml::Table = toml::from_str(inside).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let before = inside.get(..at).unwrap_or_default();
        let line = 2 + before.matches('\n').count();
        syntax(
            line,
            Trouble::new(one_line(error.message()), "write `name = \"value\"`"),
        )
    })?;
    Ok(table
        .into_iter()
        .map(|(name, value)| field(inside, name, plain(value)))
        .collect())
}

/// Writes dates, which JSON does not have, as text.
fn plain(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(yes) => yes.into(),
        toml::Value::Datetime(time) => Value::String(time.to_string()),
        toml::Value::Array(entries) => entries.into_iter().map(plain).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(k, v)| (k, plain(v))).collect(),
    }
}

/// Finds the line of a field, for messages; the opening fence is line 1.
fn field(inside: &str, name: String, value: Value) -> Field {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let words = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let outer = inside.lines().find(words).map_or(0, indent);
    let stands = |line: &str| {
        // What is set in further belongs to the value of another field.
        if indent(line) != outer {
            return false;
        }
        let line = line.trim_start().trim_start_matches(['"', '\'']);
        line.strip_prefix(name.as_str()).is_some_and(|rest| {
            rest.trim_start_matches(['"', '\'', ' '])
                .starts_with([':', '='])
        })
    };
    let line = inside.lines().position(stands).map(|at| at + 2);
    Field { name, value, line }
}

fn syntax(line: usize, trouble: Trouble) -> ParseError {
    ParseError::Syntax {
        what: "front matter",
        line: Some(line),
        trouble,
    }
}

/// Puts the reader's message into words for somebody who writes articles; the place in it counts from another line.
fn in_our_words(message: &str) -> Trouble {
    let message = one_line(message);
    let message = message
        .split_once(" at line ")
        .map_or(message.as_str(), |(what, _)| what);
    match message.strip_prefix("duplicate mapping key: ") {
        Some(rest) => {
            let name = rest.split_once(',').map_or(rest, |(name, _)| name);
            Trouble::new(
                format!("`{name}` is given twice"),
                "keep one of the two lines",
            )
        }
        None => Trouble::new(
            message.to_owned(),
            "is a quotation mark or a colon misplaced?",
        ),
    }
}

/// Folds a message of several lines into one.
fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_across_the_page_is_no_front_matter() {
        assert_eq!(split("---\nWords only.\n").expect("fine"), None);
        assert_eq!(split("No fields.\n").expect("fine"), None);
    }

    #[test]
    fn a_field_given_twice_is_named_with_one_line_number() {
        let twice = split("---\ntitle: A\ntitle: B\n---\nWords.\n").expect_err("given twice");
        let told = twice.to_string();
        assert!(told.contains("`title` is given twice"), "{told}");
        let open = split("---\ntitle: \"A\n---\nWords.\n").expect_err("never closed");
        assert!(!open.to_string().contains("column"), "{open}");
    }

    #[test]
    fn front_matter_that_never_ends_is_named() {
        let error = split("---\ntitle: Boats\n\nText.\n").expect_err("open");
        assert_eq!(error.line(), Some(1));
    }

    #[test]
    fn a_field_given_twice_is_an_error_with_its_line() {
        let error = split("---\ntitle: Boats\ntitle: Ships\n---\nText.\n").expect_err("twice");
        assert_eq!(error.line(), Some(3), "{error}");
    }

    #[test]
    fn the_line_is_that_of_the_file() {
        for (file, line) in [
            ("---\ntitle: A\nauthor: [a, b\n---\nText.\n", 3),
            ("---\ntitle: A\nauthor: [a, b\n\n---\nText.\n", 3),
            ("\n\n---\ntitle: \"A\n---\nText.\n", 4),
            ("\n---\ntitle: A\ntitle: B\n---\nText.\n", 4),
            ("\n+++\ntitle = A\n+++\nText.\n", 3),
        ] {
            let error = split(file).expect_err(file);
            assert_eq!(error.line(), Some(line), "{file}: {error}");
        }
    }

    #[test]
    fn a_line_inside_another_field_is_not_the_field() {
        let file = "\n---\ntitle: |\n  date: words\ndate: 2020\n---\nText.\n";
        let (fields, _) = split(file).expect("fine").expect("fields");
        let date = fields.iter().find(|field| field.name == "date");
        assert_eq!(date.and_then(|field| field.line), Some(5));
    }

    #[test]
    fn the_rest_is_the_text_below() {
        let (fields, rest) = split("+++\nx = 1\n+++\nText.\n")
            .expect("fine")
            .expect("fields");
        assert_eq!((fields.len(), rest), (1, "Text.\n"));
    }
}
