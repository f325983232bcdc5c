//! From the bytes of any document to an article draft: what it is shows in its bytes, whatever its name says.

use url::Url;

use super::duplicates::own_address;
use super::extractor_process::{ExtractError, Extractor, RawPage};
use super::intake_reading::is_document;
use super::page::PageArticle;
use crate::article::Metadata;
use crate::article::metadata;
use crate::article::parse::{self, Draft, Format, ParseError, Warning};
use crate::errors::{ErrorCode, Trouble};

/// The largest file that is read, in bytes.
pub const MAX_DOCUMENT_BYTES: usize = 8 << 20;

/// A longer first line that ends with a full stop is a sentence of the article, in characters.
const MAX_HEADLINE_CHARS: usize = 80;

/// The kinds of files that are read, as people are told.
pub const KINDS: &str = "txt, md, html, json, pdf, docx, epub";

/// Tells whether a file of this name may hold an article; what it does hold shows in its bytes.
pub fn may_be_read(name: &str) -> bool {
    document_named(name).is_some() || Format::of_name(name).is_some()
}

/// Returns the ending of a document's name where it promises none of the kinds that are read, nor do its bytes.
pub(super) fn unknown_ending(document: &Document) -> Option<&str> {
    let name = document.name.as_deref()?;
    let (stem, ending) = name.rsplit_once('.')?;
    let is_ending = !stem.is_empty() && !ending.is_empty() && !ending.contains(' ');
    let is_known = may_be_read(name) || needs_extractor(document);
    (is_ending && !is_known && !is_json(document)).then_some(ending)
}

/// Returns which kind of document a file's name promises, if it is one that is more than text.
fn document_named(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    let kinds = [
        ("pdf", "a PDF"),
        ("docx", "a Word document"),
        ("epub", "an EPUB book"),
    ];
    let named = kinds
        .iter()
        .find(|(kind, _)| ending.eq_ignore_ascii_case(kind));
    named.map(|(_, words)| *words)
}

/// Why a document gives no article.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.trouble())]
pub enum DocumentError {
    /// It is of a kind that is not read.
    Kind(&'static str),
    /// It is called a document, is none, and is no text either.
    Damaged(&'static str),
    /// It is too large.
    TooLarge,
    /// It says nothing.
    Empty,
    /// It is an article file with a mistake.
    #[error(transparent)]
    Parse(#[from] ParseError),
    /// It is a page without an article.
    #[error(transparent)]
    Page(#[from] ExtractError),
    /// It is a page that does not say what it is called.
    NoTitle,
}

impl DocumentError {
    /// Returns the error code that a user sees.
    pub fn code(&self) -> ErrorCode {
        match self {
            DocumentError::Kind(_) => ErrorCode::FileType,
            DocumentError::NoTitle | DocumentError::Damaged(_) => ErrorCode::FileInvalid,
            DocumentError::TooLarge => ErrorCode::FileTooLarge,
            DocumentError::Empty => ErrorCode::PageNoText,
            DocumentError::Parse(error) => error.code(),
            DocumentError::Page(error) => error.code(),
        }
    }

    /// Says what is wrong and what to do.
    pub fn trouble(&self) -> Trouble {
        match self {
            DocumentError::Kind(kind) => Trouble::new(
                format!("this is {kind}, which is not read"),
                format!("add its text as one of {KINDS}"),
            ),
            DocumentError::Damaged(kind) => Trouble::new(
                format!("the file is named like {kind}, but is damaged or something else"),
                "save it again, or paste its text",
            ),
            DocumentError::TooLarge => Trouble::new(
                format!("the file is larger than {} MiB", MAX_DOCUMENT_BYTES >> 20),
                "split it into several articles",
            ),
            DocumentError::Empty => Trouble::new("it is empty", "check the file or the address"),
            DocumentError::Parse(error) => error.trouble(),
            DocumentError::Page(error) => error.trouble(),
            DocumentError::NoTitle => {
                Trouble::new("the page has no title", "give one with the article")
            }
        }
    }

    /// Returns the line of the file it is about, counted from 1.
    pub fn line(&self) -> Option<usize> {
        match self {
            DocumentError::Parse(error) => error.line(),
            _ => None,
        }
    }
}

/// A document as it came in.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The name of its file, if it has one.
    pub name: Option<String>,
    /// The header `Content-Type`, if there was one.
    pub content_type: Option<String>,
    /// Where it was found.
    pub url: Option<Url>,
}

/// First bytes of documents that are not read.
const OTHERS: [(&[u8], &str); 13] = [
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"7z\xbc\xaf", "a 7z file"),
    (b"Rar!", "a RAR file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a recording"),
    (b"ID3", "a recording"),
    (b"OggS", "a recording"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
];

/// Reads a document and finishes what comes of it; `known` fills what it does not say. A file without a title is called
/// after its name. All of it is done on other threads: megabytes of text keep a worker from everything else for seconds.
pub async fn read_document<T, E>(
    extractor: &Extractor,
    document: Document,
    known: &Metadata,
    finish: impl FnOnce(Draft) -> Result<T, E> + Send + 'static,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<DocumentError> + Send + 'static,
{
    let own = known.clone();
    let (document, finish) = match off_the_workers(move || {
        check(&document)?;
        match needs_extractor(&document) {
            true => Ok(Read::Page(document, finish)),
            false => finish(read_text(&document, &own)?).map(Read::Whole),
        }
    })
    .await?
    {
        Read::Whole(finished) => return Ok(finished),
        Read::Page(document, finish) => (document, finish),
    };
    let name = document.name.as_deref().and_then(title_in_name);
    let url = document.url.clone();
    let page = RawPage {
        bytes: document.bytes,
        content_type: document.content_type,
        url: document.url,
    };
    let mut article = extractor.extract(page).await.map_err(DocumentError::from)?;
    let known = known.clone();
    off_the_workers(move || {
        let draft = match name.filter(|_| article.title.is_none() && known.title.is_empty()) {
            Some(name) => {
                article.title = Some(name);
                draft_of(article, url.as_ref(), &known).map(called_after_file)
            }
            None => draft_of(article, url.as_ref(), &known),
        };
        finish(draft?)
    })
    .await
}

/// What became of a document so far: all of it, or it is left for the extractor.
enum Read<T, F> {
    Whole(T),
    Page(Document, F),
}

async fn off_the_workers<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<DocumentError> + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => Err(DocumentError::from(ExtractError::Unable(error.to_string())).into()),
    }
}

/// Reads a document that is text.
fn read_text(document: &Document, known: &Metadata) -> Result<Draft, DocumentError> {
    let format = format_of(document);
    let called = |name: String| {
        let known = Metadata {
            title: name,
            ..known.clone()
        };
        parse::parse(&document.bytes, format, &known)
    };
    let name = document.name.as_deref().and_then(title_in_name);
    match (parse::parse(&document.bytes, format, known), name) {
        // A first line without anything below it is no title.
        (Err(ParseError::NoTitle(_) | ParseError::NoText), Some(name)) => {
            Ok(called_after_file(called(name)?))
        }
        // What a person calls the article is its title, whatever it looks like.
        (Ok(draft), Some(name)) if known.title.is_empty() && is_sentence(&draft.metadata.title) => {
            let untitled = called(name)?;
            // With another title, a first line that was taken for one is text again; a title from a field is not.
            Ok(match untitled.text == draft.text {
                true => draft,
                false => called_after_file(untitled),
            })
        }
        (read, _) => Ok(read?),
    }
}

/// Tells a sentence from a headline, for the first line of a plain text.
fn is_sentence(line: &str) -> bool {
    line.ends_with('.') && line.chars().count() > MAX_HEADLINE_CHARS
}

/// Makes a title of the name of a file: `night-ferry_2.txt` is `Night ferry 2`.
fn title_in_name(name: &str) -> Option<String> {
    let name = name.rsplit(['/', '\\']).next()?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let words: Vec<&str> = stem
        .split(|c: char| matches!(c, '-' | '_') || c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let words = words.join(" ");
    let mut letters = words.chars();
    let first = letters.next()?.to_uppercase();
    Some(first.chain(letters).collect())
}

fn called_after_file(draft: Draft) -> Draft {
    let mut warnings = draft.warnings;
    warnings.push(Warning {
        line: None,
        words: "it has no title of its own and is called after its file".to_owned(),
    });
    Draft { warnings, ..draft }
}

/// Reads a web page that was saved as a file, on this thread.
pub(super) fn read_saved_page(
    extractor: &Extractor,
    document: Document,
) -> Result<Draft, DocumentError> {
    let page = RawPage {
        bytes: document.bytes,
        ..RawPage::default()
    };
    let article = extractor.extract_blocking(page)?;
    draft_of(article, None, &Metadata::default())
}

/// Refuses by their first bytes documents that are not read.
pub(super) fn check(document: &Document) -> Result<(), DocumentError> {
    let bytes = &document.bytes;
    if bytes.len() > MAX_DOCUMENT_BYTES && document.url.is_none() {
        return Err(DocumentError::TooLarge);
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(DocumentError::Empty);
    }
    if let Some((_, kind)) = OTHERS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Err(DocumentError::Kind(kind));
    }
    let named = document.name.as_deref().and_then(document_named);
    match named.filter(|_| !is_document(bytes) && is_binary(bytes)) {
        Some(kind) => Err(DocumentError::Damaged(kind)),
        None => Ok(()),
    }
}

/// Tells whether bytes can be no text in any of its encodings; in UTF-16 half of them may be zero.
fn is_binary(bytes: &[u8]) -> bool {
    let is_utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    !is_utf16 && memchr::memchr(0, bytes).is_some()
}

/// Tells whether a document needs the extractor.
pub(super) fn needs_extractor(document: &Document) -> bool {
    is_document(&document.bytes) || is_page(document)
}

/// Tells whether a document is a web page: its first tag says so, or its server does and nothing speaks against it.
fn is_page(document: &Document) -> bool {
    let head = document.bytes.get(..2_048).unwrap_or(&document.bytes);
    // UTF-16 has a zero byte beside every letter of the tags that are looked for.
    let head: Vec<u8> = head.iter().copied().filter(|byte| *byte != 0).collect();
    let head = String::from_utf8_lossy(&head).to_lowercase();
    let head =
        head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{fffd}');
    let tags = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<title",
        "<meta",
    ];
    let tagged = head.starts_with('<') && tags.iter().any(|tag| head.contains(tag));
    // Markdown may begin with a tag or a comment and speak of others; only a page begins with one of these.
    let begins = tags.iter().any(|tag| after_comments(head).starts_with(tag));
    let named = document.name.as_deref().and_then(Format::of_name);
    let declared = document
        .content_type
        .as_deref()
        .is_some_and(|kind| kind.contains("html"));
    match named {
        Some(Format::Html) => head.starts_with('<'),
        Some(_) => begins,
        None => tagged || (declared && head.contains('<')),
    }
}

fn after_comments(mut html: &str) -> &str {
    while let Some((_, rest)) = html
        .strip_prefix("<!--")
        .and_then(|comment| comment.split_once("-->"))
    {
        html = rest.trim_start();
    }
    html
}

/// The content tells JSON; between Markdown and plain text the name or the server decides.
pub(super) fn format_of(document: &Document) -> Option<Format> {
    let head = document.bytes.get(..4_096).unwrap_or(&document.bytes);
    let head = String::from_utf8_lossy(head);
    let shown = Format::of_text(&head);
    let begins = |marks: &[&str]| marks.iter().any(|mark| head.trim_start().starts_with(mark));
    let named = document.name.as_deref().and_then(Format::of_name);
    let kind = document.content_type.as_deref().unwrap_or_default();
    match (shown, named) {
        // Templates of other programs begin with a brace, too.
        (Format::Json, Some(named @ (Format::Markdown | Format::Plain))) if !is_json(document) => {
            Some(named)
        }
        // A plain first line is a title only in plain text.
        (Format::Markdown, Some(Format::Plain)) if !begins(&["# ", "---\n", "+++\n"]) => {
            Some(Format::Plain)
        }
        (Format::Plain, Some(Format::Html)) => None,
        (Format::Plain, Some(named)) => Some(named),
        (Format::Plain, None) if kind.contains("markdown") => Some(Format::Markdown),
        _ => None,
    }
}

fn is_json(document: &Document) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(&document.bytes).is_ok()
}

/// Makes a draft of a page; what a person said of it counts more than what it says of itself.
fn draft_of(
    article: PageArticle,
    url: Option<&Url>,
    known: &Metadata,
) -> Result<Draft, DocumentError> {
    let canonical = article
        .canonical
        .as_deref()
        .and_then(|url| Url::parse(url).ok());
    let own = match url {
        Some(found) => Some(own_address(found, canonical.as_ref())),
        None => canonical,
    };
    let mut said = Metadata {
        title: article.title.unwrap_or_default(),
        url: own.map(String::from),
        author: article.author,
        publisher: article.publisher,
        published: article.date,
        language: article.language,
        ..Metadata::default()
    };
    let mut metadata = known.clone();
    // A person can correct what they wrote, but nobody else's page.
    let changed = metadata::fit(&mut said);
    metadata::complete(&mut metadata, &said);
    if metadata.title.is_empty() {
        return Err(DocumentError::NoTitle);
    }
    metadata::check(&metadata).map_err(ParseError::from)?;
    let warnings =
        (changed.into_iter().chain(article.warnings)).map(|words| Warning { line: None, words });
    Ok(Draft {
        id: None,
        metadata,
        text: article.text,
        warnings: warnings.collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(bytes: &[u8], name: Option<&str>, content_type: Option<&str>) -> Document {
        Document {
            bytes: bytes.to_vec(),
            name: name.map(str::to_owned),
            content_type: content_type.map(str::to_owned),
            url: None,
        }
    }

    #[test]
    fn the_bytes_tell_what_a_document_is() {
        let page = b"\n<!-- made by hand --><!DOCTYPE html><html><p>Words";
        for (bytes, name, content_type, expected) in [
            (&page[..], None, None, true),
            (&page[..], Some("story.txt"), None, true),
            (b"# Title\n\n<p>in Markdown", Some("a.md"), None, false),
            (
                b"<div align=center>A Markdown page</div>",
                Some("a.md"),
                None,
                false,
            ),
            (
                b"<!-- a note -->\n\n# On <html> and <head>",
                Some("a.md"),
                None,
                false,
            ),
            (b"<div><p>bare words</div>", None, Some("text/html"), true),
            (b"no tags at all", None, Some("text/html"), false),
            (b"{\"title\": \"<html>\"}", None, None, false),
            (b"\xff\xfe<\0h\0t\0m\0l\0>\0", None, None, true),
        ] {
            let document = document(bytes, name, content_type);
            assert_eq!(
                is_page(&document),
                expected,
                "{:?}",
                String::from_utf8_lossy(bytes)
            );
        }
    }

    #[test]
    fn a_long_title_of_a_page_is_cut_and_one_that_a_person_gives_is_refused() {
        let page = || PageArticle {
            title: Some("news from harbours ".repeat(20)),
            text: "The ferry sails at noon.".to_owned(),
            ..PageArticle::default()
        };
        let draft = draft_of(page(), None, &Metadata::default()).expect("it fits");
        let title = &draft.metadata.title;
        let cut = ["news…", "from…", "harbours…"];
        assert!(cut.iter().any(|end| title.ends_with(end)), "{title}");
        assert_eq!(draft.warnings.len(), 1);
        let known = Metadata {
            title: "x".repeat(400),
            ..Metadata::default()
        };
        let refused = draft_of(page(), None, &known).expect_err("too long");
        assert_eq!(refused.code(), ErrorCode::FileInvalid);
        let known = Metadata {
            published: Some("0500".to_owned()),
            ..Metadata::default()
        };
        assert!(draft_of(page(), None, &known).is_err());
    }

    #[tokio::test]
    async fn only_a_first_line_is_taken_for_a_sentence_and_no_title_that_was_given() {
        let sentence = "The keeper of the northern lamp counted every ship that sailed through \
                        the sound of Sorn in winter.";
        let extractor = Extractor::of_this_program().expect("a program");
        let read = async |text: String, name: &str, title: &str| {
            let known = Metadata {
                title: title.to_owned(),
                ..Metadata::default()
            };
            let given = document(text.as_bytes(), Some(name), None);
            let draft = read_document(&extractor, given, &known, Ok::<_, DocumentError>).await;
            let draft = draft.expect("an article");
            (draft.metadata.title, draft.warnings.len())
        };
        let body = format!("{sentence}\n\nNobody else did.\n");
        let called = ("Lamps".to_owned(), 1);
        assert_eq!(read(body.clone(), "lamps.txt", "").await, called);
        let given = (sentence.to_owned(), 0);
        assert_eq!(read(body.clone(), "lamps.txt", sentence).await, given);
        let front = format!("---\ntitle: {sentence}\n---\n\n{body}");
        assert_eq!(read(front.clone(), "lamps.txt", "").await, given);
        assert_eq!(read(front, "lamps.md", "").await, given);
        let heading = format!("# {sentence}\n\n{body}");
        assert_eq!(read(heading, "lamps.md", "").await, given);
        let json = serde_json::json!({"title": sentence, "text": body});
        assert_eq!(read(json.to_string(), "lamps.json", "").await, given);
    }

    #[tokio::test]
    async fn a_long_text_is_read_and_finished_on_another_thread() {
        let extractor = Extractor::of_this_program().expect("a program");
        let given = document(b"# Lamps\n\nThe lamp is red.\n", Some("lamps.md"), None);
        let finish = |draft: Draft| {
            let title = draft.metadata.title;
            Ok::<_, DocumentError>((title, std::thread::current().id()))
        };
        let known = Metadata::default();
        let read = read_document(&extractor, given, &known, finish).await;
        let (title, thread) = read.expect("an article");
        assert_eq!(title, "Lamps");
        assert_ne!(thread, std::thread::current().id());
    }

    #[test]
    fn documents_that_are_not_read_are_named() {
        let code =
            |bytes: &[u8], name| check(&document(bytes, name, None)).map_err(|error| error.code());
        assert_eq!(code(b"{\\rtf1 x", Some("a.txt")), Err(ErrorCode::FileType));
        assert_eq!(
            code(b"MZ\x90\0", Some("notes.txt")),
            Err(ErrorCode::FileType)
        );
        assert_eq!(code(b" \n\t", None), Err(ErrorCode::PageNoText));
        assert_eq!(
            code(&vec![b'a'; MAX_DOCUMENT_BYTES + 1], None),
            Err(ErrorCode::FileTooLarge)
        );
        assert_eq!(code(b"Title\n\nWords.", Some("../../x")), Ok(()));
    }
}
