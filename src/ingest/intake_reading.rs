//! From the bytes of anything that can hold an article to the article; what it is shows in its first bytes.

use url::Url;

use super::archive::Archive;
use super::page::{PageArticle, PageError, read_page};
use super::{docx, epub, pdf};

/// The first bytes of packed documents.
const PACKED: &[u8] = b"PK\x03\x04";

/// Files by which packed documents are known that are not read.
const UNREAD: [(&str, &str); 4] = [
    ("xl/workbook.xml", "an Excel workbook"),
    ("xl/workbook.bin", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file"),
];

/// Tells whether bytes are a document that is read like a page, in a process of its own.
pub fn is_document(bytes: &[u8]) -> bool {
    bytes.starts_with(PACKED) || bytes.starts_with(pdf::MARK)
}

/// Reads the article in a page or a document.
pub fn read_article(
    bytes: &[u8],
    content_type: Option<&str>,
    url: Option<&Url>,
) -> Result<PageArticle, PageError> {
    if bytes.starts_with(PACKED) {
        return read_packed(bytes);
    }
    match bytes.starts_with(pdf::MARK) {
        true => pdf::read(bytes),
        false => read_page(bytes, content_type, url),
    }
}

fn read_packed(bytes: &[u8]) -> Result<PageArticle, PageError> {
    let mut archive = Archive::open(bytes, "the packed file")?;
    if archive.has(docx::TEXT) {
        return docx::read(&mut archive);
    }
    if archive.has(epub::CONTAINER) {
        return epub::read(&mut archive);
    }
    Err(match UNREAD.iter().find(|(file, _)| archive.has(file)) {
        Some((_, kind)) => PageError::Unread(kind),
        None => PageError::Packed,
    })
}
