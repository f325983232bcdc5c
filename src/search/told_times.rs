//! Whether some words of a sentence say how often something happens, or how long it lasts: neither tells when.

use crate::text::dimensions;

use super::answer_words::AnswerWords;
use super::compared_words::TokenClass;

/// Words that say how often; so do most that end in "ly".
const OFTEN: &str = "always each ever every hardly never often once seldom sometimes thrice times twice biennial annual \
    constantly continuous nonstop round-the-clock once-a-year whenever weekdays weekends";

/// Those that end so and say nothing of the sort.
const NOT_OFTEN: &str =
    "apply assembly early elderly family fly italy july likely only rely reply supply";

/// Words before a length of time that make a point in time of it …
const LEADS_TO_TIMES: [&str; 9] = [
    "in", "within", "after", "every", "last", "first", "next", "past", "before",
];

/// … and those behind it.
const FOLLOWS_LENGTHS: [&str; 8] = [
    "ago",
    "later",
    "earlier",
    "before",
    "after",
    "afterwards",
    "from",
    "into",
];

/// Words in and around a length of time.
const AROUND_LENGTHS: [&str; 9] = [
    "a", "an", "and", "half", "about", "around", "just", "over", "nearly",
];

impl AnswerWords<'_> {
    /// Tells whether they say how often: "every hour", "twice", "ten times a day", "rarely".
    pub fn how_often(&self) -> bool {
        let of_time = |at: usize| {
            let joint = self.word(at);
            matches!(joint.as_str(), "a" | "an" | "per" | "each")
                && dimensions::is_time(&self.word(at + 1))
        };
        let is_in = |list: &str, word: &str| list.split(' ').any(|own| own == word);
        self.weekdays()
            || self.any_word(|word| {
                is_in(OFTEN, word) || word.ends_with("ly") && !is_in(NOT_OFTEN, word)
            })
            || self.looked_at().any(|(at, _)| of_time(at))
    }

    /// Tells whether they say for how long and no more: "12 minutes", but not "12 minutes later" nor "in 12 minutes".
    pub fn lasts(&self) -> bool {
        let mut looked_at = self.looked_at().map(|(at, _)| at);
        let Some(first) = looked_at.next() else {
            return false;
        };
        let last = looked_at.last().unwrap_or(first);
        // The 19th century lasts no 19 of them.
        let is_length = |at: usize| {
            let word = self.word(at);
            let is_number = self
                .tokens
                .get(at)
                .is_some_and(|token| token.class == TokenClass::Number);
            let of_digits = word
                .bytes()
                .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
            let unit = dimensions::is_time(&word)
                && !dimensions::is_countable(&word)
                && !matches!(word.as_str(), "century" | "centuries");
            unit || is_number && (of_digits || word.chars().all(char::is_alphabetic))
                || AROUND_LENGTHS.contains(&word.as_str())
        };
        let leads = (first.checked_sub(1)).is_some_and(|before| {
            LEADS_TO_TIMES.contains(&self.word(before).as_str()) && self.is_joined(before)
        });
        let follows =
            self.is_joined(last) && FOLLOWS_LENGTHS.contains(&self.word(last + 1).as_str());
        let has_unit = self.looked_at().any(|(at, _)| {
            let word = self.word(at);
            dimensions::is_time(&word) && !word.bytes().any(|byte| byte.is_ascii_digit())
        });
        has_unit && (first..=last).all(is_length) && !leads && !follows
    }
}
