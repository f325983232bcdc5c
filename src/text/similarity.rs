//! How alike two words are, typos forgiven.

use strsim::{jaro_winkler, osa_distance};

/// How many typing errors are forgiven in a word of this many characters.
///
/// A short word with one letter changed is mostly another word, so it must be longer to be forgiven;
/// figures and codes are never forgiven (1998 and 1989 are one swap apart).
pub fn errors_forgiven(word: &str) -> u8 {
    if word.chars().any(|c| c.is_ascii_digit()) {
        return 0;
    }
    match word.chars().count() {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    }
}

/// How close a typed word is to a known one, 1 for equal, 0 for unlike.
///
/// Swapped neighbours count as one error. Jaro-Winkler breaks ties in favour of a common beginning,
/// since people seldom mistype the first letter.
pub fn closeness(typed: &str, known: &str) -> f32 {
    if typed == known {
        return 1.0;
    }
    let longest = typed.chars().count().max(known.chars().count()).max(1);
    let errors = osa_distance(typed, known) as f32 / longest as f32;
    let alike = jaro_winkler(typed, known) as f32;
    ((1.0 - errors) * 0.75 + alike * 0.25).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_never_forgiven() {
        assert_eq!(errors_forgiven("1998"), 0);
        assert_eq!(errors_forgiven("b2b"), 0);
    }

    #[test]
    fn a_swap_is_closer_than_two_changes() {
        assert!(closeness("recieve", "receive") > closeness("recoove", "receive"));
        assert!(closeness("goverment", "government") > 0.85);
    }
}
