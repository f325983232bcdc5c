//! Recognises UTF-7, an encoding for mail of long ago: plain letters that stand for others between `+` and `-`.
//!
//! It is not read, since browsers do not read it either and it has served to hide markup; stored as it is, it would be
//! quoted as gibberish.

use std::collections::BTreeSet;

/// The marks with which a text in UTF-7 may begin.
const MARKS: [&[u8]; 4] = [b"+/v8", b"+/v9", b"+/v+", b"+/v/"];

/// This many sequences settle it; fewer must stand inside a word.
const PLENTY: usize = 2;

/// A sequence of one character is meant when it is a mark, a Latin letter with an accent, or a Greek or Cyrillic one;
/// those come before this.
const FIRST_UNLIKELY: u16 = 0x530;

/// Tells whether bytes are plain letters that spell others as UTF-7 does.
pub fn is_utf7(bytes: &[u8]) -> bool {
    if !bytes.is_ascii() {
        return false;
    }
    if MARKS.iter().any(|mark| bytes.starts_with(mark)) {
        return true;
    }
    let (mut spelt, mut inside, mut others) = (0_usize, 0_usize, 0_usize);
    let mut runs = BTreeSet::new();
    let mut at = 0;
    while let Some(plus) = position(bytes, at, |byte| byte == b'+') {
        let end = position(bytes, plus + 1, |byte| value(byte).is_none()).unwrap_or(bytes.len());
        let run = bytes.get(plus + 1..end).unwrap_or_default();
        at = end.max(plus + 1);
        let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
        let after_letter = is_letter(plus.checked_sub(1).and_then(|before| bytes.get(before)));
        let closed = bytes.get(end) == Some(&b'-');
        let units = spelt_by(run).unwrap_or_default();
        let likely = !units.is_empty() && units.iter().all(|unit| *unit < FIRST_UNLIKELY);
        // Before a space the hyphen may be left out.
        if closed && !units.is_empty() || is_of_one_alphabet(&units) || likely && after_letter {
            // `a+b+c-d` happens to spell one Chinese sign.
            spelt += usize::from(likely || units.len() > 1);
            inside += usize::from(likely && (after_letter || is_letter(bytes.get(end + 1))));
            runs.insert(run);
        } else {
            others += usize::from(!run.is_empty());
        }
    }
    // `REST+API` happens to spell a letter.
    let is_name = |run: &&[u8]| run.iter().all(u8::is_ascii_uppercase);
    let telling = runs.len() >= PLENTY || !runs.iter().all(is_name);
    spelt > others && telling && (spelt >= PLENTY || inside > 0)
}

fn position(bytes: &[u8], from: usize, is: impl Fn(u8) -> bool) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.iter().position(|byte| is(*byte)).map(|at| from + at)
}

/// Returns what a letter of base 64 stands for.
fn value(byte: u8) -> Option<u32> {
    let place = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(place))
}

/// Returns what a run of base 64 spells, if that is whole characters, none of which would have been written as it is.
fn spelt_by(run: &[u8]) -> Option<Vec<u16>> {
    let (mut held, mut bits) = (0_u32, 0_u32);
    let mut units: Vec<u16> = Vec::new();
    for digit in run.iter().filter_map(|byte| value(*byte)) {
        held = (held << 6 | digit) & 0x3f_ffff;
        bits += 6;
        if bits >= 16 {
            bits -= 16;
            units.push((held >> bits & 0xffff) as u16);
        }
    }
    let rest = held & ((1 << bits) - 1);
    let whole = bits < 6 && rest == 0 && !units.is_empty();
    let mut characters = char::decode_utf16(units.iter().copied());
    (whole && characters.all(|unit| unit.is_ok_and(needs_spelling))).then_some(units)
}

/// Tells whether characters are of one alphabet other than the Latin one; that does not come about by chance, so that
/// such a run need not be closed.
fn is_of_one_alphabet(units: &[u16]) -> bool {
    const ALPHABETS: std::ops::RangeInclusive<u16> = 0x03..=0x0f;
    let high = |unit: &u16| unit >> 8;
    units.len() >= PLENTY && units.iter().all(|unit| ALPHABETS.contains(&high(unit)))
}

fn needs_spelling(character: char) -> bool {
    match character.is_ascii() {
        true => character.is_ascii_punctuation(),
        false => {
            character.is_alphabetic()
                || matches!(character, '\u{a0}'..='\u{bf}' | '\u{2010}'..='\u{206f}' | '\u{3000}'..='\u{30ff}' | '\u{ff00}'..='\u{ffef}')
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_long_ago_is_recognised() {
        for text in [
            "+/v8-Hello",
            "Le caf+AOk- du march+AOk- est ferm+AOk-.",
            "The caf+AOk- is shut.",
            "Le caf+AOk du march+AOk est ferm+AOk.",
            "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
            "+ZeVnLIqe- is spoken here, and +ZeVnLA- too.",
            "+BB8EMARABD4EPA +BEUEPgQ0BDgEQg in May",
        ] {
            assert!(is_utf7(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn pluses_in_plain_text_are_pluses() {
        for text in [
            "1+1-1 is 1, and C++ is a language.",
            "Call +49 30 1234-567 or +1-555-0100.",
            "Blood groups A+, AB- and B+-.",
            "a+b-c+d-e+abc-f + x - y",
            "grep 'a+AB-c' file",
            "A REST+API-based service, and a REST+API of another kind.",
            "café +AOk- in UTF-8",
            "see https://example.org/?q=a+b+c-d",
            "+",
            "",
        ] {
            assert!(!is_utf7(text.as_bytes()), "{text}");
        }
    }
}
