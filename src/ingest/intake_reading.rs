//! From the bytes of anything that can hold an article to the article; what it is shows in its first bytes.

use url::Url;

use super::archive::Archive;
use super::page::{PageArticle, PageError, read_page};
use super::{book, portable_document, word_document};

/// The first bytes of packed documents.
const PACKED: &[u8] = b"PK\x03\x04";

/// Tells whether bytes are a document that is read like a page, in a process of its own.
pub fn is_document(bytes: &[u8]) -> bool {
    bytes.starts_with(PACKED) || bytes.starts_with(portable_document::MARK)
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
    match bytes.starts_with(portable_document::MARK) {
        true => portable_document::read(bytes),
        false => read_page(bytes, content_type, url),
    }
}

fn read_packed(bytes: &[u8]) -> Result<PageArticle, PageError> {
    let mut archive = Archive::open(bytes, "the packed file")?;
    if archive.has(word_document::TEXT) {
        return word_document::read(&mut archive);
    }
    match archive.has(book::CONTAINER) {
        true => book::read(&mut archive),
        false => Err(PageError::Packed),
    }
}
