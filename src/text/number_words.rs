//! The English words one counts with.

/// Tells whether a word, in small letters, gives a place in an order: "third", "21st".
pub fn is_ordinal(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
    ORDINALS.contains(&word)
        || ROUND_ORDINALS.contains(&word)
        || digits.len() < word.len() && matches!(digits, "st" | "nd" | "rd" | "th")
}

/// Words that say which one, from the first to the twentieth.
pub const ORDINALS: [&str; 20] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];

/// Returns the other way to write a number from two to ninety that is one word: "three" for "3", "3" for "three".
pub fn other_form(folded: &str) -> Option<String> {
    let value = |at: usize| if at <= 20 { at } else { (at - 18) * 10 };
    let place = NUMBER_WORDS.iter().position(|word| *word == folded);
    match place {
        Some(at) => (2..=ONE_WORD).contains(&at).then(|| value(at).to_string()),
        None => (2..=ONE_WORD)
            .find(|at| value(*at).to_string() == folded)
            .and_then(|at| NUMBER_WORDS.get(at))
            .map(|word| (*word).to_owned()),
    }
}

/// The place of "ninety" among the number words; those behind it stand beside others.
const ONE_WORD: usize = 27;

const ROUND_ORDINALS: [&str; 8] = [
    "thirtieth",
    "fortieth",
    "fiftieth",
    "sixtieth",
    "seventieth",
    "eightieth",
    "ninetieth",
    "hundredth",
];

/// Numbers up to a million that are one word, in small letters.
pub const NUMBER_WORDS: [&str; 31] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "million",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_in_figures_or_as_a_word() {
        for (figures, word) in [
            ("2", "two"),
            ("12", "twelve"),
            ("20", "twenty"),
            ("90", "ninety"),
        ] {
            assert_eq!(other_form(figures).as_deref(), Some(word));
            assert_eq!(other_form(word).as_deref(), Some(figures));
        }
        // "One" is mostly no number, and "hundred" only part of one.
        for other in ["1", "one", "100", "hundred", "03", "21", "lock"] {
            assert_eq!(other_form(other), None);
        }
    }
}
