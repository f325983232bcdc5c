//! The files inside a packed document, unpacked one by one as far as a document may reasonably go.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::encoding::decode_page;
use super::page::PageError;

/// A document has at most so many files in it.
const MAX_FILES: usize = 10_000;

/// All files that are read together may have so many bytes unpacked.
const MAX_BYTES: u64 = 20 << 20;

/// A packed document.
pub struct Archive<'a> {
    files: ZipArchive<Cursor<&'a [u8]>>,
    what: &'static str,
    left: u64,
}

impl<'a> Archive<'a> {
    /// Opens a packed document; `what` names it in errors.
    pub fn open(bytes: &'a [u8], what: &'static str) -> Result<Self, PageError> {
        let files = ZipArchive::new(Cursor::new(bytes)).map_err(|_| PageError::Damaged(what))?;
        match files.len() > MAX_FILES {
            true => Err(PageError::TooComplex),
            false => Ok(Archive {
                files,
                what,
                left: MAX_BYTES,
            }),
        }
    }

    /// Names the document in the errors to come.
    pub fn call(&mut self, what: &'static str) {
        self.what = what;
    }

    /// Tells whether there is a file of this name.
    pub fn has(&mut self, name: &str) -> bool {
        self.files.by_name_raw(name.as_bytes()).is_ok()
    }

    /// Returns the text of a file.
    pub fn text(&mut self, name: &str) -> Result<String, PageError> {
        let what = self.what;
        let file = self
            .files
            .by_name(name)
            .map_err(|_| PageError::Damaged(what))?;
        if file.encrypted() {
            return Err(PageError::Locked(what));
        }
        // What a file says of its size is not believed: what is unpacked is counted.
        let mut bytes = Vec::new();
        let read = file.take(self.left + 1).read_to_end(&mut bytes);
        read.map_err(|_| PageError::Damaged(what))?;
        let length = bytes.len() as u64;
        self.left = self.left.checked_sub(length).ok_or(PageError::TooLong)?;
        Ok(decode_page(&bytes, None)?)
    }
}
