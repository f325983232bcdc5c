//! How near two words are in meaning, from a shipped table: one short vector of small integers for each common word.
//!
//! `data/model/README.md` says where the table comes from, and `distil_word_vectors.py` beside it how it is laid out.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::{LazyLock, OnceLock};

use strsim::osa_distance;

use super::simd::{Kernel, dispatch};
use crate::errors::ErrorCode;

const SHIPPED: &[u8] = include_bytes!("../../data/model/word-vectors.bin");
const MAGIC: &[u8] = b"FNWV";
const VERSION: u16 = 1;
const HEADER_BYTES: usize = 24;

/// Endings to take off a word that the table lacks, with what stands in their place, likeliest first: the table holds
/// the common inflections themselves, so this serves the rarer ones.
const ENDINGS: [(&str, &str); 13] = [
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", "e"),
    ("ed", ""),
    ("ied", "y"),
    ("ing", "e"),
    ("ing", ""),
    ("ly", ""),
    ("er", "e"),
    ("er", ""),
    ("est", "e"),
    ("est", ""),
];

/// Endings before which a final consonant may have been doubled, as in "shunned".
const DOUBLING: [&str; 4] = ["ed", "ing", "er", "est"];

/// What is left of a word without its ending has at least this many letters, or "bed" would be taken for a form of "be".
/// Bytes are counted: the table's words are ASCII, and a stem with any other letter is not found in it anyway.
const MIN_STEM_LETTERS: usize = 3;

/// Why a table of words that comes with the program cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// It does not begin as such a table does.
    #[error(
        "not a table of words that this program knows; build it again with the script beside it"
    )]
    Unknown,
    /// It has a layout this program does not read.
    #[error(
        "layout {found} of a table of words cannot be read, only {VERSION}; build the table again with the script beside it"
    )]
    Version {
        /// The layout it says it has.
        found: u16,
    },
    /// Its bytes are not those that were written.
    #[error("the table of words is damaged ({what}); restore the file or build it again")]
    Damaged {
        /// What was found to be wrong.
        what: &'static str,
    },
}

impl TableError {
    /// Returns the stable code shown to people.
    pub fn code(&self) -> ErrorCode {
        ErrorCode::Internal
    }
}

/// A word's place in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordRow(u32);

impl WordRow {
    /// Returns its number; tables beside this one have rows for the same words.
    pub fn number(self) -> usize {
        self.0 as usize
    }

    /// Returns the row of this number.
    pub fn at(number: usize) -> WordRow {
        WordRow(number as u32)
    }
}

/// The table: sorted words, each with a vector; all vectors are equally long.
#[derive(Debug)]
pub struct WordVectors<'table> {
    rows: &'table [u8],
    text: &'table str,
    /// Where each word begins in `text`, and where the last one's line ends.
    starts: Vec<u32>,
    dims: usize,
    /// Makes a dot product a cosine.
    to_cosine: f32,
    /// The signs of the first 64 numbers of each row, a bit each.
    signs: Vec<u64>,
    /// The words nearest to each, as far as somebody asked.
    near: Vec<OnceLock<Near>>,
}

/// Words that are near another, the nearest first, each with its similarity.
type Near = Box<[(WordRow, f32)]>;

/// How many of the nearest words are kept of each word.
const NEAREST_KEPT: usize = 18;

/// Rows whose signs differ in more than this many of 64 places are no neighbours: of pairs at a cosine of 0.55 or more
/// hardly any differ so much, and counting bits is twenty times cheaper than a cosine.
const SIGNS_APART: u32 = 25;

impl WordVectors<'static> {
    /// Returns the table that comes with the program, read once.
    #[expect(
        clippy::expect_used,
        reason = "the table is compiled in, and a test reads it"
    )]
    pub fn shipped() -> &'static WordVectors<'static> {
        static TABLE: LazyLock<WordVectors<'static>> =
            LazyLock::new(|| WordVectors::parse(SHIPPED).expect("the shipped table is whole"));
        &TABLE
    }
}

/// A shorter word is one letter away from too many others.
const MIN_MISTYPED_CHARS: usize = 6;

impl<'table> WordVectors<'table> {
    /// Reads a table, checking all of it.
    pub fn parse(bytes: &'table [u8]) -> Result<Self, TableError> {
        let (header, body) = Header::read(bytes)?;
        let (rows, text) = (header.words.checked_mul(header.dims))
            .filter(|row_bytes| *row_bytes > 0)
            .and_then(|row_bytes| body.split_at_checked(row_bytes))
            .ok_or(TableError::damaged("rows are missing"))?;
        let text = std::str::from_utf8(text)
            .ok()
            .filter(|text| text.len() == header.text_bytes)
            .ok_or(TableError::damaged("its words are not the text they were"))?;
        let table = WordVectors {
            rows,
            text,
            starts: line_starts(text),
            dims: header.dims,
            to_cosine: 1.0 / (header.length * header.length),
            signs: rows.chunks_exact(header.dims).map(signs).collect(),
            near: vec![OnceLock::new(); header.words],
        };
        table.checked(header.words)
    }

    fn checked(self, words: usize) -> Result<Self, TableError> {
        if self.len() != words {
            return Err(TableError::damaged("words are missing"));
        }
        let in_order =
            (1..self.starts.len().saturating_sub(1)).all(|at| self.at(at - 1) < self.at(at));
        if in_order {
            Ok(self)
        } else {
            Err(TableError::damaged("its words are not sorted"))
        }
    }

    /// Returns how many words the table has.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Tells whether the table has no word at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns a word's row, or that of the word it is a plain inflection of; capitals do not matter.
    pub fn row(&self, word: &str) -> Option<WordRow> {
        let word = lower_case(word);
        let word = without_possessive(&word);
        self.exact(word).or_else(|| self.uninflected(word))
    }

    /// Tells whether this is an English word as far as the table goes, and so hardly a typing error.
    pub fn knows(&self, word: &str) -> bool {
        self.row(word).is_some()
    }

    /// Returns the words one typing error away from a word of some length, in the order of the alphabet. The first letter is
    /// taken to be right, as it mostly is.
    pub fn mistyped<'w>(&'w self, word: &'w str) -> impl Iterator<Item = WordRow> + 'w {
        let letters = word.chars().count();
        let is_long = letters >= MIN_MISTYPED_CHARS && word.chars().all(char::is_alphabetic);
        (0..self.len())
            .filter(move |_| is_long)
            .map(WordRow::at)
            .filter(move |row| {
                let known = self.word(*row);
                known.as_bytes().first() == word.as_bytes().first()
                    && known.len().abs_diff(word.len()) <= 1
                    && osa_distance(known, word) == 1
            })
    }

    /// Returns the word of a row.
    pub fn word(&self, row: WordRow) -> &'table str {
        self.at(row.0 as usize)
    }

    /// Returns how alike two words are in meaning: the cosine of their vectors, -1 to 1.
    pub fn similarity(&self, a: WordRow, b: WordRow) -> f32 {
        dispatch(Similarity { table: self, a, b })
    }

    /// The same, to be called from a [`Kernel`].
    #[inline(always)]
    pub fn similarity_inline(&self, a: WordRow, b: WordRow) -> f32 {
        if a == b {
            return 1.0;
        }
        (dot(self.vector(a), self.vector(b)) as f32 * self.to_cosine).clamp(-1.0, 1.0)
    }

    /// Returns the words nearest in meaning with their similarity, the nearest first, without the word itself.
    ///
    /// Words that are hardly related at all are left out, so there may be fewer than asked for.
    pub fn neighbours(&self, row: WordRow, how_many: usize) -> Vec<(WordRow, f32)> {
        let mut all = dispatch(Around { table: self, row });
        if how_many < all.len() {
            all.select_nth_unstable_by(how_many, nearest_first);
            all.truncate(how_many);
        }
        all.sort_unstable_by(nearest_first);
        all
    }

    /// Returns the `NEAREST_KEPT` words nearest in meaning, found once for each word and kept: questions repeat their words.
    pub fn nearest(&self, row: WordRow) -> &[(WordRow, f32)] {
        let find = || self.neighbours(row, NEAREST_KEPT).into_boxed_slice();
        (self.near.get(row.0 as usize)).map_or(&[][..], |known| known.get_or_init(find))
    }

    /// Returns how many numbers a vector has.
    pub fn dimensions(&self) -> usize {
        self.dims
    }

    /// Returns the direction of a word: its vector at length 1.
    pub fn direction(&self, row: WordRow) -> impl Iterator<Item = f32> {
        let scale = self.to_cosine.sqrt();
        self.vector(row)
            .iter()
            .map(move |byte| f32::from(*byte as i8) * scale)
    }

    fn exact(&self, word: &str) -> Option<WordRow> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.at(middle).cmp(word) {
                Ordering::Equal => return Some(WordRow(middle as u32)),
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    fn uninflected(&self, word: &str) -> Option<WordRow> {
        let of_ending = |(ending, instead): &(&str, &str)| {
            let stem = word.strip_suffix(ending)?;
            let whole = [stem, instead].concat();
            let doubled = || undoubled(stem).filter(|_| DOUBLING.contains(ending));
            let found = || doubled().and_then(|shorter| self.exact(shorter));
            let long_enough = stem.len() >= MIN_STEM_LETTERS;
            long_enough.then(|| self.exact(&whole).or_else(found))?
        };
        // Now and then only the plural is common enough to be listed.
        let plural = || {
            self.exact(&[word, "s"].concat())
                .filter(|_| word.len() >= MIN_STEM_LETTERS)
        };
        ENDINGS.iter().find_map(of_ending).or_else(plural)
    }

    fn at(&self, row: usize) -> &'table str {
        match (self.starts.get(row), self.starts.get(row + 1)) {
            (Some(start), Some(next)) => self
                .text
                .get(*start as usize..(*next as usize).saturating_sub(1)),
            _ => None,
        }
        .unwrap_or_default()
    }

    #[inline(always)]
    fn vector(&self, row: WordRow) -> &'table [u8] {
        let start = row.0 as usize * self.dims;
        self.rows.get(start..start + self.dims).unwrap_or_default()
    }
}

/// What stands before the rows.
struct Header {
    dims: usize,
    words: usize,
    text_bytes: usize,
    /// How long every row is.
    length: f32,
}

impl Header {
    /// Reads and checks the header; returns with it what follows.
    fn read(bytes: &[u8]) -> Result<(Self, &[u8]), TableError> {
        let (header, body) = bytes
            .split_at_checked(HEADER_BYTES)
            .filter(|(header, _)| header.starts_with(MAGIC))
            .ok_or(TableError::Unknown)?;
        let [found, dims] = [4, 6].map(|at| (long(header, at) & 0xffff) as u16);
        let [words, text_bytes, length, checksum] = [8, 12, 16, 20].map(|at| long(header, at));
        if found != VERSION {
            return Err(TableError::Version { found });
        }
        if adler32(body) != checksum {
            return Err(TableError::damaged("its checksum differs"));
        }
        if length == 0 {
            return Err(TableError::damaged("its rows have no length"));
        }
        let (dims, length) = (usize::from(dims), length as f32);
        let (words, text_bytes) = (words as usize, text_bytes as usize);
        Ok((
            Header {
                dims,
                words,
                text_bytes,
                length,
            },
            body,
        ))
    }
}

impl TableError {
    pub(super) fn damaged(what: &'static str) -> Self {
        TableError::Damaged { what }
    }
}

struct Similarity<'a> {
    table: &'a WordVectors<'a>,
    a: WordRow,
    b: WordRow,
}

impl Kernel for Similarity<'_> {
    type Output = f32;

    #[inline(always)]
    fn run(self) -> f32 {
        self.table.similarity_inline(self.a, self.b)
    }
}

/// The words that may be near one.
struct Around<'a> {
    table: &'a WordVectors<'a>,
    row: WordRow,
}

impl Kernel for Around<'_> {
    type Output = Vec<(WordRow, f32)>;

    #[inline(always)]
    fn run(self) -> Vec<(WordRow, f32)> {
        let signs = &self.table.signs;
        let own = signs.get(self.row.0 as usize).copied().unwrap_or_default();
        let mut found = Vec::new();
        for (at, signs) in signs.iter().enumerate() {
            let other = WordRow(at as u32);
            if (*signs ^ own).count_ones() <= SIGNS_APART && other != self.row {
                found.push((other, self.table.similarity_inline(self.row, other)));
            }
        }
        found
    }
}

fn nearest_first(a: &(WordRow, f32), b: &(WordRow, f32)) -> Ordering {
    b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
}

/// How many numbers the shipped vectors have.
const USUAL: usize = 128;

/// The bytes are signed. Where the length is known the compiler keeps all in registers and multiplies sixteen at a time,
/// which takes half as long as with pieces of any number.
#[inline(always)]
pub(super) fn dot(a: &[u8], b: &[u8]) -> i32 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<USUAL>(), b.as_chunks::<USUAL>());
    let mut all = 0;
    for (a, b) in a.iter().zip(b) {
        all += dot_of_usual(a, b);
    }
    for (x, y) in a_rest.iter().zip(b_rest) {
        all += product(*x, *y);
    }
    all
}

#[inline(always)]
fn dot_of_usual(a: &[u8; USUAL], b: &[u8; USUAL]) -> i32 {
    let mut sums = [0i32; 16];
    for (a, b) in a.as_chunks::<16>().0.iter().zip(b.as_chunks::<16>().0) {
        for ((sum, x), y) in sums.iter_mut().zip(a).zip(b) {
            *sum += product(*x, *y);
        }
    }
    sums.iter().sum()
}

fn signs(row: &[u8]) -> u64 {
    let negative = |byte: &u8| u64::from(*byte >> 7);
    row.iter()
        .take(64)
        .fold(0, |bits, byte| bits << 1 | negative(byte))
}

#[inline(always)]
fn product(x: u8, y: u8) -> i32 {
    i32::from(x as i8) * i32::from(y as i8)
}

fn lower_case(word: &str) -> Cow<'_, str> {
    if word.chars().any(char::is_uppercase) {
        Cow::Owned(word.to_lowercase())
    } else {
        Cow::Borrowed(word)
    }
}

fn without_possessive(word: &str) -> &str {
    let shorter = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"));
    shorter
        .or_else(|| word.strip_suffix('\''))
        .or_else(|| word.strip_suffix('’'))
        .unwrap_or(word)
}

fn undoubled(stem: &str) -> Option<&str> {
    let mut letters = stem.chars().rev();
    let (last, before) = (letters.next()?, letters.next()?);
    let shorter = stem.strip_suffix(last)?;
    (last == before && shorter.len() >= MIN_STEM_LETTERS - 1).then_some(shorter)
}

fn line_starts(text: &str) -> Vec<u32> {
    let ends = text
        .bytes()
        .zip(1..)
        .filter(|(byte, _)| *byte == b'\n')
        .map(|(_, next)| next);
    std::iter::once(0).chain(ends).collect()
}

fn long(bytes: &[u8], at: usize) -> u32 {
    bytes
        .get(at..at + 4)
        .and_then(|four| four.try_into().ok())
        .map_or(0, u32::from_le_bytes)
}

/// The checksum of zlib: it sees every changed byte, and takes a millisecond for the whole table.
pub(super) fn adler32(bytes: &[u8]) -> u32 {
    const PRIME: u32 = 65521;
    let (mut sum, mut sums) = (1, 0);
    // 5552 bytes are the most that cannot overflow before the remainder is taken.
    for piece in bytes.chunks(5552) {
        for byte in piece {
            sum += u32::from(*byte);
            sums += sum;
        }
        sum %= PRIME;
        sums %= PRIME;
    }
    sums << 16 | sum
}

#[cfg(test)]
#[path = "vectors_tests.rs"]
mod tests;
