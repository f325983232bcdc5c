//! From the bytes of a web page to text: what they declare is believed when it fits, otherwise they are looked at.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::article::decoding::reads_well;
use crate::article::utf7::is_utf7;
use crate::errors::{ErrorCode, Trouble};

/// How far into a page its own declaration is looked for; browsers look at the first 1,024 bytes, pages put it later.
const DECLARATION_WITHIN: usize = 4_096;

/// At most one in so many of the characters that are not plain English may be broken in a page that is otherwise plainly
/// in the declared encoding.
const READABLE_PER_BROKEN: usize = 20;

/// The same for all characters of a page in which there are hardly any others.
const CHARACTERS_PER_BROKEN: usize = 1_000;

/// The names of UTF-7.
const SEVEN_BITS: [&str; 4] = ["utf-7", "utf7", "unicode-1-1-utf-7", "csutf7"];

/// A page whose bytes cannot be read as text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.trouble())]
pub enum NotText {
    /// It is in no encoding that it declares or that can be told.
    Damaged {
        /// The first byte that does not fit.
        offset: usize,
        /// The line it stands in, counted from 1.
        line: usize,
    },
    /// It is in an encoding that browsers refuse, too.
    SevenBits,
}

impl NotText {
    /// Returns the error code that a user sees.
    pub fn code(&self) -> ErrorCode {
        ErrorCode::TextEncoding
    }

    /// Says what is wrong and what to do.
    pub fn trouble(&self) -> Trouble {
        match self {
            NotText::Damaged { offset, line } => Trouble::new(
                format!(
                    "the page is not valid UTF-8 from byte {offset} (line {line}) on and declares no other encoding"
                ),
                "save it as UTF-8",
            ),
            NotText::SevenBits => Trouble::new(
                "the page is in UTF-7, which is not read",
                "paste its text instead, or save it as UTF-8",
            ),
        }
    }

    fn in_bytes(bytes: &[u8]) -> Self {
        let offset = std::str::from_utf8(bytes).map_or_else(|e| e.valid_up_to(), str::len);
        let before = bytes.get(..offset).unwrap_or_default();
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        NotText::Damaged { offset, line }
    }
}

/// Decodes a web page as browsers do: mark, header, the page's own declaration, then a guess from its bytes.
pub fn decode_page(bytes: &[u8], content_type: Option<&str>) -> Result<String, NotText> {
    if is_utf7(bytes) || declares_utf7(bytes, content_type) {
        return Err(NotText::SevenBits);
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let inside = bytes.get(mark..).unwrap_or_default();
        return nearly(encoding, inside).ok_or_else(|| NotText::in_bytes(bytes));
    }
    if let Some(text) = plainly_utf8(bytes) {
        return Ok(text);
    }
    let declared = [content_type.and_then(charset), declared_inside(bytes)];
    let likely: Vec<&'static Encoding> = declared.into_iter().flatten().chain([UTF_8]).collect();
    let exact = likely.iter().find_map(|encoding| exactly(encoding, bytes));
    exact
        .or_else(|| likely.iter().find_map(|encoding| nearly(encoding, bytes)))
        .or_else(|| exactly(guessed(bytes), bytes).filter(|text| reads_well(text)))
        .ok_or_else(|| NotText::in_bytes(bytes))
}

/// This many valid UTF-8 sequences and no invalid one occur in no other encoding, whatever a page declares.
const PLAIN_SEQUENCES: usize = 3;

fn plainly_utf8(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let sequences = text.chars().filter(|c| !c.is_ascii()).take(PLAIN_SEQUENCES);
    (sequences.count() == PLAIN_SEQUENCES).then(|| text.to_owned())
}

fn exactly(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(|text| text.into_owned())
}

/// Decodes without the few stray characters that are broken, where others show that the encoding is right.
fn nearly(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let broken = text.matches('\u{fffd}').count();
    let sound = text.replace('\u{fffd}', "");
    let readable = sound.chars().filter(|c| !c.is_ascii()).count();
    let few = broken * READABLE_PER_BROKEN <= readable
        || (broken < readable && broken * CHARACTERS_PER_BROKEN <= text.chars().count());
    (readable > 0 && few).then_some(sound)
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// Reads the charset of a header such as `text/html; charset=utf-8`.
fn charset(content_type: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label_of(content_type)?.as_bytes())
}

fn label_of(content_type: &str) -> Option<String> {
    let lower = content_type.to_ascii_lowercase();
    let (_, label) = lower.split_once("charset=")?;
    let label = label.split([';', ',', ' ']).next()?;
    Some(label.trim_matches(['"', '\'']).to_owned())
}

/// Tells whether a page of plain letters says that they are UTF-7, and uses it.
fn declares_utf7(bytes: &[u8], content_type: Option<&str>) -> bool {
    let labels = [content_type.and_then(label_of), declared_label(bytes)];
    let said = labels
        .into_iter()
        .flatten()
        .any(|label| SEVEN_BITS.contains(&label.as_str()));
    said && bytes.is_ascii() && bytes.contains(&b'+')
}

/// Finds what the page says of its encoding.
fn declared_label(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..DECLARATION_WITHIN).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    head.split('<')
        .filter(|tag| tag.starts_with("meta") || tag.starts_with("?xml"))
        .find_map(|tag| label_in(tag))
        .map(str::to_owned)
}

/// Finds the page's own declaration; one that says UTF-16 cannot be true, since it was read byte by byte.
fn declared_inside(bytes: &[u8]) -> Option<&'static Encoding> {
    match Encoding::for_label(declared_label(bytes)?.as_bytes())? {
        wide if wide == UTF_16LE || wide == UTF_16BE => Some(UTF_8),
        encoding => Some(encoding),
    }
}

fn label_in(tag: &str) -> Option<&str> {
    let (_, after) = tag
        .split_once("charset")
        .or_else(|| tag.split_once("encoding"))?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    let end = |c: char| c.is_whitespace() || "\"';/>?".contains(c);
    value.split(end).next().filter(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::WINDOWS_1252;
    use proptest::prelude::*;

    const WORDS: &str = "Über dem Café stand: „Größe zählt“ – naïve Gäste lachten dort jeden Tag.";

    fn latin(text: &str) -> Vec<u8> {
        WINDOWS_1252.encode(text).0.into_owned()
    }

    fn wide(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        std::iter::once('\u{feff}')
            .chain(text.chars())
            .flat_map(|c| c.encode_utf16(&mut [0; 2]).to_vec())
            .flat_map(order)
            .collect()
    }

    #[test]
    fn a_byte_order_mark_decides() {
        let mut marked = vec![0xef, 0xbb, 0xbf];
        marked.extend(WORDS.bytes());
        let wide = [u16::to_le_bytes, u16::to_be_bytes].map(|order| wide(WORDS, order));
        for bytes in [marked].into_iter().chain(wide) {
            let text = decode_page(&bytes, Some("text/html; charset=koi8-r"));
            assert_eq!(text.as_deref(), Ok(WORDS));
        }
    }

    #[test]
    fn a_page_may_declare_itself_and_may_be_wrong() {
        let page = |meta: &str| format!("<html><head>{meta}</head><p>{WORDS}</p>");
        let metas = [
            "<meta charset=iso-8859-1>",
            "<META http-equiv=x content='text/html; charset=windows-1252'>",
        ];
        for meta in metas {
            assert_eq!(decode_page(&latin(&page(meta)), None), Ok(page(meta)));
        }
        let lying = page("<meta charset=utf-8>");
        let header = Some("text/html; charset=UTF-8");
        assert_eq!(decode_page(&latin(&lying), header), Ok(lying.clone()));
        let wide = page("<meta charset=utf-16>");
        assert_eq!(decode_page(wide.as_bytes(), None), Ok(wide.clone()));
        let japanese = "<p>地震は朝に起きました。";
        let bytes = encoding_rs::SHIFT_JIS.encode(japanese).0.into_owned();
        let header = Some("text/html; charset=\"Shift_JIS\"");
        assert_eq!(decode_page(&bytes, header).as_deref(), Ok(japanese));
    }

    #[test]
    fn plain_utf8_is_read_as_such_whatever_is_declared() {
        let header = Some("text/html; charset=iso-8859-1");
        assert_eq!(decode_page(WORDS.as_bytes(), header).as_deref(), Ok(WORDS));
    }

    #[test]
    fn utf7_is_refused_whether_declared_or_not() {
        let page = "<p>Le caf+AOk- du march+AOk- est ferm+AOk-.</p>";
        assert_eq!(decode_page(page.as_bytes(), None), Err(NotText::SevenBits));
        let sly = "<meta charset=utf-7><p>+ADwAcw script</p>";
        assert_eq!(decode_page(sly.as_bytes(), None), Err(NotText::SevenBits));
        let header = Some("text/html; charset=UTF-7");
        assert_eq!(
            decode_page(b"<p>a+AGE b</p>", header),
            Err(NotText::SevenBits)
        );
        assert!(decode_page(b"<meta charset=utf-7><p>plain</p>", None).is_ok());
    }

    #[test]
    fn a_stray_broken_byte_does_not_cost_the_page() {
        let mut bytes = "Gärten und Flüsse. ".repeat(200).into_bytes();
        bytes.push(0xf0);
        let text = decode_page(&bytes, Some("text/html; charset=utf-8")).expect("nearly right");
        assert!(text.starts_with("Gärten") && !text.contains('\u{fffd}'));
    }

    proptest! {
        #[test]
        fn valid_utf8_is_never_changed(text in "[^\\x00\u{feff}]\\PC{0,200}") {
            prop_assert_eq!(decode_page(text.as_bytes(), None), Ok(text.clone()));
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = decode_page(&bytes, Some("text/plain; charset=")).is_ok();
        }
    }
}
