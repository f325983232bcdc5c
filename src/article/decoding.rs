//! From the bytes of a file to text: marks, UTF-16, older encodings, line ends and control characters.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::utf7::is_utf7;
use crate::errors::Trouble;

/// Text read from bytes, and what had to be done for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, lines ending in `\n`, without control characters.
    pub text: String,
    /// What a careful author would want to know.
    pub warnings: Vec<String>,
}

/// Why bytes are not text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.trouble())]
pub enum EncodingError {
    /// A byte that no text has.
    Binary {
        /// Where, counted from 0.
        offset: usize,
        /// The same as a line, counted from 1.
        line: usize,
    },
    /// UTF-8 with a broken place.
    Damaged {
        /// Where, counted from 0.
        offset: usize,
        /// The same as a line, counted from 1.
        line: usize,
    },
    /// An encoding that nobody reads any more.
    SevenBits,
    /// UTF-8 that stops inside a character, as a file does that is still being written.
    CutOff {
        /// Where, counted from 0.
        offset: usize,
    },
}

impl EncodingError {
    /// Says what is wrong and what to do.
    pub fn trouble(&self) -> Trouble {
        match self {
            EncodingError::Binary { offset, line } => Trouble::new(
                format!("byte {offset} (line {line}) is NUL, so this is no text"),
                "save it as UTF-8 text",
            ),
            EncodingError::Damaged { offset, line } => Trouble::new(
                format!("byte {offset} (line {line}) is not valid UTF-8"),
                "save the file as UTF-8 again",
            ),
            EncodingError::SevenBits => Trouble::new(
                "it is in UTF-7, which is not read",
                "open it where it came from and save it as UTF-8",
            ),
            EncodingError::CutOff { offset } => Trouble::new(
                format!("the last character is cut off (byte {offset})"),
                "copy the file again",
            ),
        }
    }

    /// Returns the line that cannot be read, if it is known.
    pub fn line(&self) -> Option<usize> {
        match self {
            EncodingError::Binary { line, .. } | EncodingError::Damaged { line, .. } => Some(*line),
            EncodingError::CutOff { .. } | EncodingError::SevenBits => None,
        }
    }
}

/// Reads bytes as text, whatever common encoding they are in, or refuses rather than guess badly.
pub fn decode(bytes: &[u8]) -> Result<Decoded, EncodingError> {
    if is_utf7(bytes) {
        return Err(EncodingError::SevenBits);
    }
    let mut warnings = Vec::new();
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, length),
        None => (without_mark(bytes, &mut warnings)?, 0),
    };
    let body = bytes.get(mark..).unwrap_or_default();
    if encoding == UTF_8
        && let Err(error) = std::str::from_utf8(body)
    {
        return Err(damage(body, &error));
    }
    let (text, broken) = encoding.decode_without_bom_handling(body);
    if broken {
        return Err(first_damage(bytes));
    }
    Ok(Decoded {
        text: tidy(&text, &mut warnings),
        warnings,
    })
}

/// Finds the encoding of bytes that do not begin with a mark.
fn without_mark(
    bytes: &[u8],
    warnings: &mut Vec<String>,
) -> Result<&'static Encoding, EncodingError> {
    if let Some(encoding) = sixteen_bits(bytes) {
        warnings.push(format!("read as {} without a mark", encoding.name()));
        return Ok(encoding);
    }
    if let Some(offset) = bytes.iter().position(|&byte| byte == 0) {
        let line = line_at(bytes, offset);
        return Err(EncodingError::Binary { offset, line });
    }
    let Err(error) = std::str::from_utf8(bytes) else {
        return Ok(UTF_8);
    };
    if !looks_older(bytes) {
        return Err(damage(bytes, &error));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    if !reads_well(&encoding.decode_without_bom_handling(bytes).0) {
        return Err(damage(bytes, &error));
    }
    warnings.push(format!(
        "not UTF-8, read as {}; save it as UTF-8 to be sure",
        encoding.name()
    ));
    Ok(encoding)
}

/// Tells whether broken UTF-8 is more likely an older encoding than a damaged file.
///
/// Damaged UTF-8 still has whole sequences elsewhere; an older encoding hardly ever forms one.
fn looks_older(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0usize, 0usize);
    let mut cut_off = false;
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
        cut_off = chunk.invalid().len() > 1;
    }
    let only_the_end = broken == 1 && cut_off && whole > 0;
    broken > whole && !only_the_end
}

/// Of the letters of a text in an older encoding of another alphabet, at least one in so many is of that alphabet.
const LETTERS_PER_FOREIGN: usize = 4;

/// Tells whether a guessed encoding gives text: nearly all that is not plain English is letters or marks that people
/// write, and single letters of another alphabet do not turn up among Latin ones.
pub fn reads_well(text: &str) -> bool {
    let (mut letters, mut foreign, mut accented, mut marks, mut odd) = (0, 0, 0, 0, 0);
    for c in text.chars() {
        match c {
            _ if c.is_ascii() => letters += usize::from(c.is_ascii_alphabetic()),
            '\u{c0}'..='\u{24f}' if c.is_alphabetic() => accented += 1,
            _ if c.is_alphabetic() => foreign += 1,
            '\u{a0}' | '¡' | '¿' | '«' | '»' | '°' | '§' | '©' | '®' | '£' | '€' | '·' | '½'
            | '\'' => marks += 1,
            '\u{2010}'..='\u{2026}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' => {
                marks += 1
            }
            _ => odd += 1,
        }
    }
    let of_one_alphabet =
        foreign == 0 || foreign * LETTERS_PER_FOREIGN >= letters + accented + foreign;
    let fits = of_one_alphabet && odd * 10 <= foreign + accented + marks;
    fits && (foreign + accented + marks > FEW || each_stands_well(text))
}

/// So few characters that are not plain English may as well be damage: each must look right where it stands.
const FEW: usize = 3;

/// Tells whether accented letters stand in words, and none of them where no language has one.
fn each_stands_well(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let is = |at: Option<usize>, kind: fn(char) -> bool| {
        at.and_then(|at| letters.get(at)).is_some_and(|c| kind(*c))
    };
    letters.iter().enumerate().all(|(at, c)| {
        if c.is_ascii() || !c.is_alphabetic() {
            return true;
        }
        let (before, after) = (at.checked_sub(1), Some(at + 1));
        let in_word = is(before, char::is_alphabetic) || is(after, char::is_alphabetic);
        let capital_inside = c.is_uppercase() && is(before, char::is_lowercase);
        in_word && !capital_inside && !matches!(c, 'ÿ' | 'þ')
    })
}

/// Recognizes UTF-16 without a mark by every other byte being zero.
fn sixteen_bits(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(4_096))?;
    let pairs = sample.len() / 2;
    if pairs < 4 {
        return None;
    }
    let zeros = |parity: usize| {
        let places = sample.iter().skip(parity).step_by(2);
        places.filter(|&&byte| byte == 0).count()
    };
    let (first, second) = (zeros(0), zeros(1));
    let (many, few) = (pairs * 6 / 10, pairs / 20);
    match () {
        () if second > many && first <= few => Some(UTF_16LE),
        () if first > many && second <= few => Some(UTF_16BE),
        () => None,
    }
}

fn first_damage(bytes: &[u8]) -> EncodingError {
    match std::str::from_utf8(bytes) {
        Err(error) => damage(bytes, &error),
        Ok(_) => EncodingError::CutOff {
            offset: bytes.len(),
        },
    }
}

fn damage(bytes: &[u8], error: &std::str::Utf8Error) -> EncodingError {
    let offset = error.valid_up_to();
    match error.error_len() {
        None => EncodingError::CutOff { offset },
        Some(_) => EncodingError::Damaged {
            offset,
            line: line_at(bytes, offset),
        },
    }
}

fn line_at(bytes: &[u8], offset: usize) -> usize {
    let before = bytes.get(..offset).unwrap_or_default();
    1 + before.iter().filter(|&&byte| byte == b'\n').count()
}

/// Makes every line end `\n` and takes out what cannot be seen and only disturbs.
fn tidy(text: &str, warnings: &mut Vec<String>) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut dropped = 0;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                if characters.peek() == Some(&'\n') {
                    characters.next();
                }
                tidied.push('\n');
            }
            '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => tidied.push('\n'),
            '\n' | '\t' => tidied.push(character),
            '\u{feff}' => {}
            _ if character.is_control() => dropped += 1,
            _ => tidied.push(character),
        }
    }
    if dropped > 0 {
        warnings.push(format!("{dropped} control characters left out"));
    }
    tidied
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(bytes: &[u8]) -> String {
        decode(bytes).expect("text").text
    }

    #[test]
    fn marks_and_sixteen_bits_are_understood() {
        assert_eq!(text_of(b"\xEF\xBB\xBFTea"), "Tea");
        let little: Vec<u8> = "Grüße".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(
            text_of(&[b"\xFF\xFE".as_slice(), &little].concat()),
            "Grüße"
        );
        let bare: Vec<u8> = "Two cups of tea"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(text_of(&bare), "Two cups of tea");
    }

    #[test]
    fn an_older_encoding_is_converted_with_a_warning() {
        let decoded = decode(b"Le caf\xE9 du march\xE9 est ferm\xE9 en \xE9t\xE9.").expect("text");
        assert_eq!(decoded.text, "Le café du marché est fermé en été.");
        assert!(decoded.warnings[0].contains("windows-1252"), "{decoded:?}");
    }

    #[test]
    fn damaged_text_is_refused_with_its_place() {
        let damaged = "Zürich\nGenève\n"
            .bytes()
            .chain([0xFF])
            .chain(*b" x")
            .collect::<Vec<_>>();
        assert_eq!(
            decode(&damaged),
            Err(EncodingError::Damaged {
                offset: 16,
                line: 3
            })
        );
        assert_eq!(
            decode(b"a\nb\0c"),
            Err(EncodingError::Binary { offset: 3, line: 2 })
        );
    }

    #[test]
    fn bytes_that_fit_no_encoding_well_are_refused() {
        for bytes in [
            b"A slash \xc0\xaf overlong.".as_slice(),
            b"Noise \x81\xa6 and \xa4 more \xb8 of it.",
            b"A long text in plain English, and then \xff\xfe bad.",
            b"A long text in plain English, and then \xc3( bad.",
            b"A text that was cut inside the last letter of caf\xc3",
        ] {
            assert!(decode(bytes).is_err(), "{:?}", decode(bytes));
        }
        let russian = encoding_rs::WINDOWS_1251
            .encode("Паром снова ходит с мая, сообщил порт.")
            .0;
        assert_eq!(text_of(&russian), "Паром снова ходит с мая, сообщил порт.");
    }

    #[test]
    fn utf7_is_refused_rather_than_stored_as_gibberish() {
        let refused = decode(b"The ferry\n\nLe caf+AOk- du march+AOk- est ferm+AOk-.\n");
        assert_eq!(refused, Err(EncodingError::SevenBits));
        assert_eq!(
            text_of(b"1+1-1 is 1, and C++ is C."),
            "1+1-1 is 1, and C++ is C."
        );
    }

    #[test]
    fn a_character_cut_in_half_is_called_so() {
        let whole = "Zürich und Genève – schön".as_bytes();
        let cut = whole.get(..whole.len() - 2).expect("cut");
        assert!(matches!(decode(cut), Err(EncodingError::CutOff { .. })));
    }

    #[test]
    fn every_kind_of_line_end_becomes_one() {
        assert_eq!(
            text_of("a\r\nb\rc\u{2028}d\u{85}e".as_bytes()),
            "a\nb\nc\nd\ne"
        );
    }
}
