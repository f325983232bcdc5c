//! From the bytes of a file to an article draft: Markdown, plain text and JSON. Web pages need an extractor.

use super::decoding::{self, EncodingError};
use super::metadata::{self, FieldError};
use super::{ArticleId, Metadata, from_json, from_markdown, from_plain, front_matter};
use crate::errors::{ErrorCode, Trouble};

/// How the text of a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Markdown, with or without front matter.
    Markdown,
    /// A title line, an empty line, paragraphs.
    Plain,
    /// A web page.
    Html,
    /// One object with metadata and `text` or `paragraphs`.
    Json,
}

impl Format {
    /// Returns the format that a file name promises.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "md" | "markdown" => Some(Format::Markdown),
            "txt" | "text" => Some(Format::Plain),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            "json" => Some(Format::Json),
            _ => None,
        }
    }

    /// Returns the format that the first characters show.
    pub fn of_text(text: &str) -> Self {
        let start = text.trim_start();
        let head: String = start.chars().take(600).collect::<String>().to_lowercase();
        if head.starts_with('{') || head.starts_with("[{") {
            return Format::Json;
        }
        if ["<!doctype html", "<html", "<head", "<body", "<article"]
            .iter()
            .any(|mark| head.starts_with(mark))
        {
            return Format::Html;
        }
        let front = head.starts_with("---\n") || head.starts_with("+++\n");
        if front || head.starts_with("# ") || head.contains("\n## ") {
            return Format::Markdown;
        }
        Format::Plain
    }
}

/// An article as a file gives it, before the store knows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The id that the file asks for.
    pub id: Option<ArticleId>,
    /// Title, address, dates and the like.
    pub metadata: Metadata,
    /// The text in its stored form.
    pub text: String,
    /// What a careful author would want to know.
    pub warnings: Vec<Warning>,
}

/// Something odd that hinders nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The line it is about, counted from 1.
    pub line: Option<usize>,
    /// What it is.
    pub words: String,
}

/// Why a file is no article.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.trouble())]
pub enum ParseError {
    /// The bytes are no text.
    #[error(transparent)]
    Encoding(#[from] EncodingError),
    /// The front matter or JSON cannot be read.
    Syntax {
        /// `front matter` or `JSON`.
        what: &'static str,
        /// Where, counted from 1.
        line: Option<usize>,
        /// What is wrong and what to do.
        trouble: Trouble,
    },
    /// One field has a value that it cannot have.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// The article has no title; what to do.
    NoTitle(&'static str),
    /// There is nothing at all.
    Empty,
    /// It is a web page, which only an extractor reads.
    WebPage,
    /// The article has no text.
    NoText,
}

impl ParseError {
    /// Returns the error code that a user sees.
    pub fn code(&self) -> ErrorCode {
        match self {
            ParseError::Encoding(_) => ErrorCode::TextEncoding,
            ParseError::Syntax { .. } | ParseError::Field(_) => ErrorCode::FileInvalid,
            ParseError::WebPage => ErrorCode::FileType,
            ParseError::NoTitle(_) => ErrorCode::FileInvalid,
            ParseError::Empty | ParseError::NoText => ErrorCode::PageNoText,
        }
    }

    /// Says what is wrong and what to do.
    pub fn trouble(&self) -> Trouble {
        match self {
            ParseError::Encoding(error) => error.trouble(),
            ParseError::Syntax { what, trouble, .. } => trouble
                .clone()
                .about(format_args!("{what} cannot be read: ")),
            ParseError::Field(error) => error.trouble(),
            ParseError::NoTitle(next) => Trouble::new("the article has no title", *next),
            ParseError::Empty => Trouble::new(
                "the file is empty",
                "write a title and at least one sentence below it",
            ),
            ParseError::WebPage => Trouble::new(
                "this is a web page and not text",
                "save it with a name that ends in .html",
            ),
            ParseError::NoText => Trouble::new(
                "the article has no text",
                "write at least one sentence below the title",
            ),
        }
    }

    /// Returns the line it is about, counted from 1.
    pub fn line(&self) -> Option<usize> {
        match self {
            ParseError::Encoding(error) => error.line(),
            ParseError::Syntax { line, .. } => *line,
            ParseError::Field(error) => error.line,
            ParseError::NoTitle(_)
            | ParseError::Empty
            | ParseError::WebPage
            | ParseError::NoText => None,
        }
    }

    /// Counts lines in that stand above what was read.
    pub(super) fn lowered(mut self, lines: usize) -> Self {
        if let ParseError::Syntax {
            line: Some(line), ..
        } = &mut self
        {
            *line += lines;
        }
        self
    }

    /// Returns the field it is about.
    pub fn field(&self) -> Option<&str> {
        match self {
            ParseError::Field(error) => Some(&error.field),
            ParseError::NoTitle(_) => Some("title"),
            _ => None,
        }
    }

    /// Tells whether the file may just not be complete yet.
    pub fn may_be_cut_off(&self) -> bool {
        matches!(self, ParseError::Encoding(EncodingError::CutOff { .. }))
    }
}

/// Reads a file as an article; `known` fills what the file does not say, such as a title given by hand.
pub fn parse(bytes: &[u8], format: Option<Format>, known: &Metadata) -> Result<Draft, ParseError> {
    let decoded = decoding::decode(bytes)?;
    if decoded.text.trim().is_empty() {
        return Err(ParseError::Empty);
    }
    let format = format.unwrap_or_else(|| Format::of_text(&decoded.text));
    let mut draft = match format {
        Format::Json => from_json::read(&decoded.text)?,
        Format::Html => return Err(ParseError::WebPage),
        Format::Markdown | Format::Plain => with_front_matter(&decoded.text, format, known)?,
    };
    let about_bytes = decoded.warnings.into_iter();
    draft
        .warnings
        .splice(0..0, about_bytes.map(|words| Warning { line: None, words }));
    metadata::complete(&mut draft.metadata, known);
    if draft.metadata.title.is_empty() {
        return Err(ParseError::NoTitle(advice_on_title(format)));
    }
    metadata::check(&draft.metadata)?;
    if draft.text.is_empty() {
        return Err(ParseError::NoText);
    }
    Ok(draft)
}

/// Reads Markdown or plain text below its front matter, if there is any.
fn with_front_matter(text: &str, format: Format, known: &Metadata) -> Result<Draft, ParseError> {
    let mut draft = Draft::default();
    let body = match front_matter::split(text)? {
        Some((fields, body)) => {
            metadata::fill(&mut draft, fields)?;
            body
        }
        None => text,
    };
    let titled = !draft.metadata.title.is_empty() || !known.title.is_empty();
    let read = match format {
        Format::Plain if titled => (None, from_plain::body(body)),
        Format::Plain => from_plain::title_and_body(body),
        _ => from_markdown::written(body, &draft.metadata.title),
    };
    if !titled {
        draft.metadata.title = read.0.unwrap_or_default();
    }
    draft.text = read.1;
    if format == Format::Plain
        && let Some((byline, body)) = from_plain::dated_byline(&draft.text)
    {
        let (author, published) = (byline.author.to_owned(), byline.published);
        draft.text = body.to_owned();
        draft.metadata.author.get_or_insert(author);
        draft.metadata.published.get_or_insert(published);
    }
    Ok(draft)
}

fn advice_on_title(format: Format) -> &'static str {
    match format {
        Format::Markdown => "add `title: …` to the front matter or begin with a line `# …`",
        Format::Plain => "write it as the first line, then an empty line",
        Format::Html => "the page needs a title",
        Format::Json => "add a field \"title\"",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn draft(text: &str, format: Format) -> Draft {
        parse(text.as_bytes(), Some(format), &Metadata::default()).expect("an article")
    }

    #[test]
    fn a_line_that_says_who_wrote_when_is_not_quoted() {
        for line in [
            "By Ada Moor, 3 July 2026",
            "By Ada Moor | July 3, 2026",
            "by Ada Moor, Friday 3 July 2026",
        ] {
            let read = draft(
                &format!("Whistles\n{line}\n\nThey are made of tin."),
                Format::Plain,
            );
            let (author, day) = (read.metadata.author, read.metadata.published);
            assert_eq!(author.as_deref(), Some("Ada Moor"), "{line}");
            assert_eq!(day.as_deref(), Some("2026-07-03"), "{line}");
            assert_eq!(read.text, "They are made of tin.");
        }
        for sentence in [
            "By the lake, 3 July 2026",
            "By Friday, 3 July 2026.",
            "By Ada Moor, in 2026",
        ] {
            let read = draft(
                &format!("Whistles\n{sentence}\n\nThey are made of tin."),
                Format::Plain,
            );
            assert!(read.text.starts_with(sentence), "{sentence}");
        }
    }

    fn error(text: &str, format: Format) -> ParseError {
        parse(text.as_bytes(), Some(format), &Metadata::default()).expect_err("an error")
    }

    #[test]
    fn both_kinds_of_front_matter_give_the_same_article() {
        let yaml = "---\ntitle: Tin whistle\nauthor: Ada Moor\npublished: 2024-03-09\n\
                    tags: [music, wood]\nlicence: CC0-1.0\n---\n\nA whistle has six holes.\n";
        let toml = "+++\ntitle = \"Tin whistle\"\nauthor = \"Ada Moor\"\npublished = 2024-03-09\n\
                    tags = [\"music\", \"wood\"]\nlicence = \"CC0-1.0\"\n+++\n\nA whistle has six holes.\n";
        let article = draft(yaml, Format::Markdown);
        assert_eq!(article, draft(toml, Format::Markdown));
        assert_eq!(article.metadata.published.as_deref(), Some("2024-03-09"));
        assert_eq!(article.metadata.tags, ["music", "wood"]);
        assert_eq!(article.text, "A whistle has six holes.");
    }

    #[test]
    fn an_error_names_line_and_field() {
        let wrong_date = "---\ntitle: Tin whistle\npublished: 2024-02-31\n---\nText.\n";
        let found = error(wrong_date, Format::Markdown);
        assert_eq!((found.line(), found.field()), (Some(3), Some("published")));
        let wrong_yaml = "---\ntitle: \"Tin whistle\nurl: x\n---\nText.\n";
        assert!(error(wrong_yaml, Format::Markdown).line().is_some());
        let wrong_json = "{\n \"title\": \"Tin\",\n \"text\": 7x\n}";
        assert_eq!(error(wrong_json, Format::Json).line(), Some(3));
    }

    #[test]
    fn an_unknown_key_is_only_a_warning() {
        let article = draft(
            "---\ntitle: Tin\nmood: merry\n---\nText.\n",
            Format::Markdown,
        );
        assert_eq!(article.warnings[0].line, Some(3));
        assert!(article.warnings[0].words.contains("`mood`"));
    }

    #[test]
    fn a_dangerous_address_is_refused() {
        let found = error(
            "---\ntitle: Tin\nurl: javascript:alert(1)\n---\nText.",
            Format::Markdown,
        );
        assert_eq!((found.line(), found.field()), (Some(3), Some("url")));
    }

    #[test]
    fn the_content_shows_the_format() {
        assert_eq!(Format::of_text("{\"title\": \"x\"}"), Format::Json);
        assert_eq!(Format::of_text("\n<!DOCTYPE html><p>x"), Format::Html);
        assert_eq!(Format::of_text("+++\ntitle='x'\n+++\n"), Format::Markdown);
        assert_eq!(Format::of_text("A title\n\nText."), Format::Plain);
    }

    proptest! {
        #[test]
        fn no_file_makes_a_parser_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            for format in [Format::Markdown, Format::Plain, Format::Json] {
                let _ = parse(&bytes, Some(format), &Metadata::default());
            }
        }

        #[test]
        fn no_text_makes_a_parser_panic(
            front in "(---|\\+\\+\\+)\n(title|url|tags|published|x)(: | = )[^\n]{0,20}\n(---|\\+\\+\\+)\n",
            body in "([#>*|<&;`\\[\\]() \\-\n{}\"',:]|[a-zé]){0,80}",
        ) {
            for format in [Format::Markdown, Format::Plain, Format::Json] {
                for text in [format!("{front}{body}"), body.clone()] {
                    if let Ok(article) = parse(text.as_bytes(), Some(format), &Metadata::default()) {
                        prop_assert!(!article.text.trim().is_empty());
                        prop_assert!(!article.metadata.title.is_empty());
                    }
                }
            }
        }
    }
}
