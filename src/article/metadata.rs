//! The fields of an article besides its text: which there are, and which values they may have.

use chrono::NaiveDate;
use serde_json::Value;
use url::Url;

use super::parse::{Draft, Warning};
use super::{ArticleId, Metadata};
use crate::errors::Trouble;

/// The longest title, in characters; a headline that does not fit a screen is a mistake.
pub const MAX_TITLE_CHARS: usize = 300;

/// The longest value of any other field, in characters.
const MAX_VALUE_CHARS: usize = 2_000;

/// One field as a file gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name, as written.
    pub name: String,
    /// Its value.
    pub value: Value,
    /// Where it stands, counted from 1.
    pub line: Option<usize>,
}

/// A field with a value that it cannot have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.trouble())]
pub struct FieldError {
    /// The field's name.
    pub field: String,
    /// Where it stands, counted from 1.
    pub line: Option<usize>,
    /// What is wrong with its value and what to do.
    pub fault: Trouble,
}

impl FieldError {
    /// Says what is wrong and what to do.
    pub fn trouble(&self) -> Trouble {
        self.fault.clone().about(format_args!("{}: ", self.field))
    }
}

/// Puts the fields of a file where they belong; unknown ones become warnings.
pub fn fill(draft: &mut Draft, fields: Vec<Field>) -> Result<(), FieldError> {
    for field in fields {
        let at_line = |fault: Trouble| FieldError {
            field: field.name.clone(),
            line: field.line,
            fault,
        };
        let known = put(draft, &field.name, &field.value).map_err(at_line)?;
        if known == Known::No {
            draft.warnings.push(Warning {
                line: field.line,
                words: format!("the field `{}` is unknown and was left out", field.name),
            });
        }
    }
    Ok(())
}

/// Takes over what the file does not say itself.
pub fn complete(metadata: &mut Metadata, known: &Metadata) {
    let fill = |own: &mut Option<String>, other: &Option<String>| {
        if own.is_none() {
            own.clone_from(other);
        }
    };
    if metadata.title.is_empty() {
        metadata.title.clone_from(&known.title);
    }
    fill(&mut metadata.url, &known.url);
    fill(&mut metadata.author, &known.author);
    fill(&mut metadata.publisher, &known.publisher);
    fill(&mut metadata.published, &known.published);
    fill(&mut metadata.language, &known.language);
    fill(&mut metadata.licence, &known.licence);
    if metadata.tags.is_empty() {
        metadata.tags.clone_from(&known.tags);
    }
}

/// Checks metadata before they are kept, whichever way they came: what is kept can be written to a file and read again.
pub fn check(metadata: &Metadata) -> Result<(), FieldError> {
    let wrong = |field: &str, fault: Trouble| FieldError {
        field: field.to_owned(),
        line: None,
        fault,
    };
    check_title(&metadata.title).map_err(|fault| wrong("title", fault))?;
    let mut copy = metadata.clone();
    for (field, value, reader) in readers(&mut copy) {
        let value = value.take().map(reader).transpose();
        value.map_err(|fault| wrong(field, fault))?;
    }
    Ok(())
}

/// Makes metadata fit to be kept that no person wrote and none can be asked to correct, as those of a web page: what is too
/// long is cut at a word, what cannot be read is left out. Says in words what it did.
pub fn fit(metadata: &mut Metadata) -> Vec<String> {
    let mut done = Vec::new();
    if cut_at_word(&mut metadata.title, MAX_TITLE_CHARS) {
        done.push(format!(
            "its title is longer than {MAX_TITLE_CHARS} characters and was cut"
        ));
    }
    let names = [
        &mut metadata.author,
        &mut metadata.publisher,
        &mut metadata.licence,
    ];
    for name in names.into_iter().flatten() {
        cut_at_word(name, MAX_VALUE_CHARS);
    }
    for (field, value, reader) in readers(metadata) {
        if let Some(Err(fault)) = value.clone().map(reader) {
            *value = None;
            done.push(format!("its {field} was left out: {fault}"));
        }
    }
    done
}

fn check_title(title: &str) -> Result<(), Trouble> {
    let length = title.chars().count();
    match length {
        _ if title.trim().is_empty() => Err(Trouble::new("is missing", "give the article one")),
        0..=MAX_TITLE_CHARS => Ok(()),
        _ => Err(too_long(length, MAX_TITLE_CHARS)),
    }
}

fn too_long(length: usize, most: usize) -> Trouble {
    let what = format!("{length} characters, {most} are allowed");
    Trouble::new(what, "shorten it")
}

type FieldParser = fn(String) -> Result<String, Trouble>;

/// Names the fields that may not hold any text, each with what reads it.
fn readers(metadata: &mut Metadata) -> [(&'static str, &mut Option<String>, FieldParser); 3] {
    [
        ("url", &mut metadata.url, web_address),
        ("published", &mut metadata.published, date),
        ("language", &mut metadata.language, language),
    ]
}

/// Cuts a text behind a word, an ellipsis in the place of the rest; tells whether it was too long.
fn cut_at_word(text: &mut String, longest: usize) -> bool {
    if text.chars().nth(longest).is_none() {
        return false;
    }
    let head: String = text.chars().take(longest - 1).collect();
    let whole_words = head
        .rsplit_once(char::is_whitespace)
        .map(|(words, _)| words);
    let words = whole_words.unwrap_or(&head).trim_end();
    *text = format!("{}…", words.trim_end_matches([',', ';', ':', '-', '–']));
    true
}

/// Whether a field is one of ours.
#[derive(PartialEq, Eq)]
enum Known {
    Yes,
    No,
}

/// Puts one field where it belongs; the names that other programs give it are understood too.
fn put(draft: &mut Draft, name: &str, value: &Value) -> Result<Known, Trouble> {
    let metadata = &mut draft.metadata;
    match name.trim().to_lowercase().as_str() {
        "title" => metadata.title = text(value)?.unwrap_or_default(),
        "url" | "link" | "canonical" => metadata.url = text(value)?.map(web_address).transpose()?,
        "author" | "authors" | "by" => metadata.author = joined(value)?,
        "publisher" | "site" => metadata.publisher = text(value)?,
        "published" | "date" => metadata.published = text(value)?.map(date).transpose()?,
        "language" | "lang" => metadata.language = text(value)?.map(language).transpose()?,
        "tags" | "keywords" => metadata.tags = list(value)?,
        "licence" | "license" => metadata.licence = text(value)?,
        "id" | "slug" => draft.id = text(value)?.map(|id| ArticleId::from_words(&id)),
        _ => return Ok(Known::No),
    }
    Ok(Known::Yes)
}

/// Reads a value as one line of text; an empty one counts as not given.
fn text(value: &Value) -> Result<Option<String>, Trouble> {
    let text = match value {
        Value::Null => return Ok(None),
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Number(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::Array(_) => return Err(Trouble::new("is a list", "write a single text")),
        Value::Object(_) => return Err(Trouble::new("is a table", "write a single text")),
    };
    let length = text.chars().count();
    if length > MAX_VALUE_CHARS {
        return Err(too_long(length, MAX_VALUE_CHARS));
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// Reads a value as a list; a text is split at its commas.
fn list(value: &Value) -> Result<Vec<String>, Trouble> {
    let entries = match value {
        Value::Array(entries) => entries.iter().map(text).collect::<Result<Vec<_>, _>>()?,
        Value::String(all) => all
            .split(',')
            .map(|one| Some(one.trim().to_owned()))
            .collect(),
        other => vec![text(other)?],
    };
    Ok(entries
        .into_iter()
        .flatten()
        .filter(|entry| !entry.is_empty())
        .collect())
}

/// Reads one or several names as one text.
fn joined(value: &Value) -> Result<Option<String>, Trouble> {
    let Value::Array(_) = value else {
        return text(value);
    };
    Ok(Some(list(value)?.join(", ")).filter(|names| !names.is_empty()))
}

/// Checks that an address can be opened in a browser and leads nowhere else.
fn web_address(address: String) -> Result<String, Trouble> {
    let fault = |why: &str| {
        let what = format!("`{address}` {why}");
        Trouble::new(
            what,
            "write a full address such as https://example.org/page",
        )
    };
    let parsed =
        Url::parse(&address).map_err(|error| fault(&format!("is no address ({error})")))?;
    if !matches!(parsed.scheme(), "http" | "https") {
        return Err(fault("does not begin with http:// or https://"));
    }
    if !parsed.username().is_empty() || parsed.password().is_some() {
        return Err(fault("holds a user name or password"));
    }
    Ok(parsed.into())
}

fn date(written: String) -> Result<String, Trouble> {
    let fault = || {
        let what = format!("`{written}` is no date");
        Trouble::new(what, "write 2026-01-25, 2026-01 or 2026")
    };
    read_date(&written).ok_or_else(fault)
}

/// Reads a day, a month or a year and writes it as ISO 8601; a time of day is left out.
pub fn read_date(written: &str) -> Option<String> {
    let written = written.trim();
    let read = iso_date(written).or_else(|| spelt_out(written));
    read.filter(|date| plausible(date))
}

/// Reads `2026`, `2026-01`, `2026-01-25` or a timestamp.
fn iso_date(written: &str) -> Option<String> {
    let (day, time) = written.split_once(['T', 't', ' ']).unwrap_or((written, ""));
    let day = day.replace('/', "-");
    // Words behind a date change what it says: `2026 or later`.
    let is_time = day.len() > "2026-01".len() && time.starts_with(|c: char| c.is_ascii_digit());
    if !time.is_empty() && !is_time {
        return None;
    }
    match day.split('-').map(str::len).collect::<Vec<_>>().as_slice() {
        [4] => day.parse::<u16>().ok().map(|_| day),
        [4, 2] => NaiveDate::parse_from_str(&format!("{day}-01"), "%Y-%m-%d")
            .ok()
            .map(|_| day),
        [4, 1 | 2, 1 | 2] => day.parse::<NaiveDate>().ok().map(|date| date.to_string()),
        _ => None,
    }
}

/// Reads `25 January 2026`, `25 Jan 2026`, `January 25, 2026` and `25.01.2026`.
fn spelt_out(written: &str) -> Option<String> {
    ["%d %B %Y", "%B %d, %Y", "%B %d %Y", "%d. %B %Y", "%d.%m.%Y"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(written, form).ok())
        .map(|date| date.to_string())
}

/// Tells whether something may have been published then.
fn plausible(date: &str) -> bool {
    let year = date.get(..4).and_then(|year| year.parse::<u16>().ok());
    year.is_some_and(|year| (1000..2200).contains(&year))
}

/// Checks the shape of a BCP 47 tag.
fn language(written: String) -> Result<String, Trouble> {
    let tag = written.replace('_', "-");
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    let whole = matches!(primary.len(), 2 | 3)
        && primary.chars().all(|c| c.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
        });
    if whole {
        return Ok(tag);
    }
    let what = format!("`{written}` is no language tag");
    Err(Trouble::new(what, "write `en`, `de` or `pt-BR`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_every_exactness_are_kept() {
        let read = |written: &str| date(written.to_owned());
        assert_eq!(read("2019").as_deref(), Ok("2019"));
        assert_eq!(read("2019-07").as_deref(), Ok("2019-07"));
        assert_eq!(read("2019-07-04T10:00:00Z").as_deref(), Ok("2019-07-04"));
        assert_eq!(read("July 4, 2019").as_deref(), Ok("2019-07-04"));
        assert_eq!(read("4 Jul 2019").as_deref(), Ok("2019-07-04"));
        assert_eq!(read(" 04.07.2019 ").as_deref(), Ok("2019-07-04"));
        assert_eq!(read("2019-07-04 10:00").as_deref(), Ok("2019-07-04"));
        for wrong in [
            "0000",
            "0500",
            "9999",
            "+123",
            "99999",
            "26",
            "2019-7",
            "2019-02-31",
            "31.02.2019",
            "31 Feb",
            "31 Feb 2019",
            "soon",
            "2019-13",
            "2019 or later",
            "2019-07-04 or later",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_a_page_says_of_itself_is_made_to_fit() {
        let mut page = Metadata {
            title: "A headline, ".repeat(40),
            url: Some("javascript:alert(1)".to_owned()),
            author: Some("x".repeat(3_000)),
            published: Some("0500".to_owned()),
            language: Some("en".to_owned()),
            ..Metadata::default()
        };
        assert!(check(&page).is_err());
        assert_eq!(fit(&mut page).len(), 3);
        assert!(check(&page).is_ok());
        assert!(page.title.ends_with(" A…"), "{}", page.title);
        assert!((280..=MAX_TITLE_CHARS).contains(&page.title.chars().count()));
        assert_eq!(
            page.author.map(|author| author.chars().count()),
            Some(MAX_VALUE_CHARS)
        );
        assert_eq!((page.url, page.published), (None, None));
        assert_eq!(page.language.as_deref(), Some("en"));
    }

    #[test]
    fn what_fits_is_not_touched() {
        let mut page = Metadata {
            title: "x".repeat(MAX_TITLE_CHARS),
            published: Some("2019-07".to_owned()),
            ..Metadata::default()
        };
        let before = page.clone();
        assert!(fit(&mut page).is_empty());
        assert_eq!(page, before);
    }

    #[test]
    fn a_list_may_be_a_text_with_commas() {
        assert_eq!(
            list(&"tea, cups ,".into()).as_deref(),
            Ok(["tea".to_owned(), "cups".to_owned()].as_slice())
        );
    }

    #[test]
    fn tags_of_languages_are_checked() {
        assert_eq!(language("pt_BR".to_owned()).as_deref(), Ok("pt-BR"));
        assert!(language("English".to_owned()).is_err());
    }
}
