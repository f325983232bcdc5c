//! The article in a PDF: a library finds the running text of its pages, the rest is as with any document.

use memchr::memmem;
use pdf_inspector::{MarkdownOptions, PdfError, PdfOptions, process_pdf_mem_with_options};

use super::blocks::one_line;
use super::page::{PageArticle, PageError, finished};
use super::paywalls::Wall;
use crate::article::from_markdown;

/// The first bytes of every such document.
pub const MARK: &[u8] = b"%PDF-";

/// How such a document is called in errors.
const NAME: &str = "the PDF";

/// Of so many letters one may be unknown; fonts that name only some of their letters leave many.
const LETTERS_PER_UNKNOWN: usize = 200;

/// At most this many streams may lack their end. A download that breaks off leaves one; the library looks through the
/// whole document for the end of each, many times over.
const ENDLESS_STREAMS: usize = 16;

/// Programs write these where nobody has written a title.
const PRESET: [&str; 3] = ["untitled", "microsoft word", "document"];

/// Reads the article of a document.
pub fn read(bytes: &[u8]) -> Result<PageArticle, PageError> {
    if endless_streams(bytes) > ENDLESS_STREAMS {
        return Err(PageError::Damaged(NAME));
    }
    let options = PdfOptions::new().markdown(only_words());
    let found = process_pdf_mem_with_options(bytes, options).map_err(|error| match error {
        PdfError::Encrypted => PageError::Locked(NAME),
        _ => PageError::Damaged(NAME),
    })?;
    let markdown = found.markdown.unwrap_or_default();
    let titled = found.title.map(|title| one_line(&title));
    let titled = titled.filter(|title| is_title(title));
    let (heading, text) = from_markdown::title_and_body(&markdown, titled.as_deref().unwrap_or(""));
    if text.trim().is_empty() && found.page_count > 0 {
        return Err(PageError::NoText(Wall::Pictures));
    }
    let unknown = text.matches('\u{fffd}').count();
    if unknown * LETTERS_PER_UNKNOWN > text.chars().count() {
        return Err(PageError::NoText(Wall::Letters));
    }
    finished(PageArticle {
        title: titled.or(heading),
        author: found
            .author
            .map(|name| one_line(&name))
            .filter(|name| !name.is_empty()),
        text: text.replace('\u{fffd}', ""),
        ..PageArticle::default()
    })
}

/// Counts the lines that begin a stream where no end of a stream follows.
fn endless_streams(bytes: &[u8]) -> usize {
    let end = memmem::rfind(bytes, b"endstream").map_or(0, |end| end + b"endstream".len());
    let rest = bytes.get(end..).unwrap_or_default();
    let begun = memmem::find_iter(rest, b"stream");
    let line_ends = |at: usize| matches!(rest.get(at + b"stream".len()), Some(b'\r' | b'\n'));
    begun.filter(|at| line_ends(*at)).count()
}

/// Wants headings, lists and tables; what is bold or linked makes no difference to a sentence.
fn only_words() -> MarkdownOptions {
    MarkdownOptions {
        format_urls: false,
        detect_bold: false,
        detect_italic: false,
        detect_underline: false,
        detect_code: false,
        include_links: false,
        ..MarkdownOptions::default()
    }
}

/// Tells a title from the name of a file or of a program.
fn is_title(title: &str) -> bool {
    let lower = title.to_lowercase();
    let preset = PRESET.iter().any(|preset| lower.starts_with(preset));
    title.contains(' ') && !preset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_full_of_streams_that_never_end_is_damaged() {
        let lines = b"1 0 obj\nstream\n".repeat(ENDLESS_STREAMS + 1);
        let document = [b"%PDF-1.4\n".as_slice(), &lines].concat();
        assert_eq!(endless_streams(&document), ENDLESS_STREAMS + 1);
        assert_eq!(read(&document).unwrap_err(), PageError::Damaged(NAME));
    }

    #[test]
    fn streams_that_end_and_the_word_in_a_sentence_are_no_damage() {
        let whole = b"stream\r\nBT ET\nendstream\nendobj\n".repeat(100);
        assert_eq!(endless_streams(&whole), 0);
        assert_eq!(
            endless_streams(&[&whole, b"the stream of".as_slice()].concat()),
            0
        );
        assert_eq!(
            endless_streams(&[&whole, b"<< >>\nstream\nBT".as_slice()].concat()),
            1
        );
    }
}
