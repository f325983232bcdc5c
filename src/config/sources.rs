//! Where settings come from: the environment, and the file `.env`.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::Path;

/// Returns the variables whose value is Unicode, and the names of the others: where one of those is a setting, another
/// value in its place would not be what was meant.
pub fn in_unicode(
    variables: impl Iterator<Item = (OsString, OsString)>,
) -> (Vec<(String, String)>, BTreeSet<String>) {
    let (mut readable, mut unreadable) = (Vec::new(), BTreeSet::new());
    let named = variables.filter_map(|(name, value)| Some((name.into_string().ok()?, value)));
    for (name, value) in named {
        match value.into_string() {
            Ok(value) => readable.push((name, value)),
            Err(_) => {
                unreadable.insert(name);
            }
        }
    }
    (readable, unreadable)
}

/// Sets values over others; an empty one counts as not set, so it hides nothing.
pub fn set_over(
    mut values: BTreeMap<String, String>,
    over: impl Iterator<Item = (String, String)>,
) -> BTreeMap<String, String> {
    values.extend(over.filter(|(_, value)| !value.trim().is_empty()));
    values
}

/// What a file `.env` sets, and what is wrong with it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct EnvFile {
    /// Names and values.
    pub values: BTreeMap<String, String>,
    /// Its mistakes, each with the place where it stands.
    pub mistakes: Vec<String>,
}

impl EnvFile {
    /// Reads a file without changing the environment; a missing one holds nothing. Names that seem to be mistyped for one of
    /// `known` are mistakes, others are somebody else's.
    pub fn read(file: &Path, known: &[&str]) -> EnvFile {
        if !file.is_file() {
            return EnvFile::default();
        }
        let shown = file.display();
        let wrong = |mistake: String| EnvFile {
            mistakes: vec![mistake],
            ..EnvFile::default()
        };
        match fs::read(file).map(String::from_utf8) {
            Ok(Ok(text)) => EnvFile::of(&text, &shown.to_string(), known),
            Ok(Err(_)) => wrong(format!("{shown} is not UTF-8 text; save it as UTF-8")),
            Err(error) => wrong(format!("{shown} cannot be read: {error}")),
        }
    }

    fn of(text: &str, file: &str, known: &[&str]) -> EnvFile {
        let mut found = EnvFile::default();
        // Some editors put a mark before the first line that none of them shows.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = text.lines().enumerate();
        for entry in dotenvy::from_read_iter(text.as_bytes()) {
            match entry {
                Ok((name, value)) => {
                    let near = |known: &&&str| is_mistyped(&name, known);
                    if let Some(meant) = known
                        .iter()
                        .find(near)
                        .filter(|_| !known.contains(&name.as_str()))
                    {
                        let mistake = format!("{file}: {name} is no setting; {meant} may be meant");
                        found.mistakes.push(mistake);
                    }
                    found.values.insert(name, value);
                }
                // The parser's own message repeats the line, and the line may hold the token.
                Err(dotenvy::Error::LineParse(wrong, _)) => {
                    let at =
                        lines.find(|(_, line)| !line.is_empty() && line.contains(wrong.trim()));
                    found.mistakes.push(wrong_line(file, at));
                }
                Err(error) => {
                    found
                        .mistakes
                        .push(format!("{file} cannot be read: {error}"));
                    break;
                }
            }
        }
        found
    }
}

/// Names shorter than this are near too many others.
const LEAST_NAME: usize = 6;

fn is_mistyped(name: &str, known: &str) -> bool {
    known.len() >= LEAST_NAME && (1..=2).contains(&strsim::osa_distance(name, known))
}

/// Says what is wrong with a line, counted from 0, without the value that it sets.
fn wrong_line(file: &str, found: Option<(usize, &str)>) -> String {
    let Some((at, line)) = found else {
        return format!("{file} has a line that is not NAME=value");
    };
    let place = format!("{file}, line {}", at + 1);
    let is_name = |name: &&str| {
        let letters = |c: char| c.is_ascii_alphanumeric() || c == '_';
        !name.is_empty() && name.chars().all(letters)
    };
    match line
        .split_once('=')
        .map(|(name, _)| name.trim())
        .filter(is_name)
    {
        Some(name) => format!(
            "{place}: the value of {name} has a blank or a quotation mark in it; put it into single quotation marks"
        ),
        None => format!("{place} is not NAME=value"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_environment_sets_to_nothing_hides_nothing() {
        let pairs = |values: &[(&str, &str)]| -> Vec<(String, String)> {
            let owned = values
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            owned.collect()
        };
        let file = pairs(&[("FOOTNOTE_DB", "file.db"), ("LOG", "debug")]);
        let environment = pairs(&[("FOOTNOTE_DB", ""), ("LOG", "warn"), ("SHARDS", " ")]);
        let values = set_over(file.into_iter().collect(), environment.into_iter());
        let expected = pairs(&[("FOOTNOTE_DB", "file.db"), ("LOG", "warn")]);
        assert_eq!(values, expected.into_iter().collect());
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_line() {
        for (text, value) in [
            ("\u{feff}LOG=debug\n", "debug"),
            ("\u{feff}# ours\nLOG=warn\n", "warn"),
        ] {
            let read = EnvFile::of(text, ".env", &["LOG"]);
            assert_eq!(read.values.get("LOG").map(String::as_str), Some(value));
            assert!(read.mistakes.is_empty(), "{:?}", read.mistakes);
        }
    }

    #[test]
    fn a_file_in_another_encoding_is_to_be_saved_as_utf_8() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(".env");
        std::fs::write(&file, b"\xff\xfeL\0O\0G\0").expect("written");
        let read = EnvFile::read(&file, &["LOG"]);
        assert!(
            read.mistakes
                .iter()
                .all(|told| told.ends_with("save it as UTF-8"))
        );
        assert_eq!(read.mistakes.len(), 1);
    }

    #[test]
    fn each_wrong_line_is_named_without_its_value() {
        let text = "# ours\nLOG=debug\nDISCORD_GUILD=my secret\n\nno setting here\nMETRICS_ADR=a\nOTHER=b\n";
        let read = EnvFile::of(text, ".env", &["LOG", "DISCORD_GUILD", "METRICS_ADDR"]);
        insta::assert_snapshot!(read.mistakes.join("\n"), @r"
        .env, line 3: the value of DISCORD_GUILD has a blank or a quotation mark in it; put it into single quotation marks
        .env, line 5 is not NAME=value
        .env: METRICS_ADR is no setting; METRICS_ADDR may be meant
        ");
        assert_eq!(read.values.get("LOG").map(String::as_str), Some("debug"));
    }
}
