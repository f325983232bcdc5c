//! The article in a PDF: a library finds the running text of its pages, the rest is as with any document.

use pdf_inspector::{MarkdownOptions, PdfError, PdfOptions, process_pdf_mem_with_options};

use super::blocks::one_line;
use super::page::{PageArticle, PageError, finished};
use super::page_walls::Wall;
use crate::article::from_markdown;

/// The first bytes of every such document.
pub const MARK: &[u8] = b"%PDF-";

/// How such a document is called in errors.
const NAME: &str = "the PDF";

/// Of so many letters one may be unknown; fonts that name only some of their letters leave many.
const LETTERS_PER_UNKNOWN: usize = 200;

/// Programs write these where nobody has written a title.
const PRESET: [&str; 3] = ["untitled", "microsoft word", "document"];

/// Reads the article of a document.
pub fn read(bytes: &[u8]) -> Result<PageArticle, PageError> {
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
