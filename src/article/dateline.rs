//! Lines that are a date and nothing else, as pages and messages carry them above or below an article.

use crate::text::calendar::{self, WEEKDAYS};

/// The longest such line, in words: a day of publication, a day of change, both with their hours.
const MAX_LINE_WORDS: usize = 18;

/// What else stands in such a line, the English weekdays aside.
const WORDS: [&str; 59] = [
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "am",
    "pm",
    "a.m",
    "p.m",
    "uhr",
    "utc",
    "gmt",
    "est",
    "edt",
    "et",
    "pt",
    "pst",
    "pdt",
    "cet",
    "cest",
    "bst",
    "ist",
    "at",
    "on",
    "um",
    "le",
    "el",
    "de",
    "the",
    "of",
    "last",
    "zuletzt",
    "updated",
    "published",
    "posted",
    "modified",
    "aktualisiert",
    "veröffentlicht",
    "erstellt",
    "stand",
];

/// Short forms of months that are English words, too: "Gen 3" names a third generation, "Set 3" a part of a match.
const ENGLISH_WORDS: [&str; 6] = ["gen", "lug", "set", "out", "ago", "mag"];

/// Months and short forms of four letters; other such words only begin like a month, as in "Mark 3".
const FOUR_LETTERS: [&str; 16] = [
    "june", "july", "sept", "janv", "févr", "fevr", "mars", "märz", "mayo", "maio", "juin", "juni",
    "juil", "juli", "août", "aout",
];

/// The longest place and agency before a sentence, in bytes.
const MAX_PLACE_BYTES: usize = 60;

/// Returns how many bytes at the beginning of an article's first sentence are the place where it was written and its
/// agency, as in "OSLO, Norway (Reuters) – "; 0 where there are none. A single word in capitals is a place only if the
/// article writes it otherwise, too: "VPN – Virtual private network" explains its word.
pub fn place_before(sentence: &str, article: &str) -> usize {
    let dashes = [" – ", " — ", " -- ", " - "];
    let Some((end, dash)) = (dashes.iter())
        .filter_map(|dash| Some((sentence.find(dash)?, *dash)))
        .min()
    else {
        return 0;
    };
    let (place, rest) = (sentence.get(..end), sentence.get(end + dash.len()..));
    let (Some(place), Some(rest)) = (place, rest) else {
        return 0;
    };
    let shouted = |word: &str| {
        word.chars().filter(|c| c.is_alphabetic()).count() >= 3
            && !word.chars().any(char::is_lowercase)
    };
    let named =
        |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '(');
    let mut words = place.split_whitespace();
    let is_place =
        place.len() <= MAX_PLACE_BYTES && words.next().is_some_and(shouted) && words.all(named);
    let begins = rest.starts_with(|c: char| c.is_uppercase() || "“\"‘'".contains(c));
    let is_sure = place.contains([',', '(']) || {
        let mut letters = place.chars();
        let first = letters.next();
        let otherwise: String = first
            .into_iter()
            .chain(letters.flat_map(char::to_lowercase))
            .collect();
        article.contains(&otherwise)
    };
    match is_place && begins && is_sure {
        true => end + dash.len(),
        false => 0,
    }
}

/// Tells whether a line is a date, with the hour and a word such as `updated`, and nothing else.
///
/// A bare year is none: tables and lists are full of them.
pub fn is_dateline(line: &str) -> bool {
    let lower = line.to_lowercase();
    let tokens: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || ",|()[]·•–—".contains(c))
        .map(|token| token.trim_matches(['.', ':', '/', '-', '*']))
        .filter(|token| !token.is_empty())
        .collect();
    let is_named = |at: usize, token: &str| is_month(token) || is_month_between(&tokens, at);
    let named = (tokens.iter().enumerate()).any(|(at, token)| is_named(at, token));
    let figures = tokens.iter().any(|token| is_number(token));
    let written = tokens.iter().any(|token| is_date_in_figures(token));
    let known = |(at, token): (usize, &&str)| {
        is_number(token)
            || is_date_in_figures(token)
            || is_named(at, token)
            || is_hour(token)
            || WEEKDAYS.contains(token)
            || WORDS.contains(token)
    };
    tokens.len() <= MAX_LINE_WORDS
        && (named && figures || written)
        && tokens.iter().enumerate().all(known)
}

/// Recognises `Sept` and `september`, and no longer word that only begins like a month.
fn is_month(token: &str) -> bool {
    const MAX_NAME_BYTES: usize = 10;
    token.len() <= MAX_NAME_BYTES
        && token.chars().all(char::is_alphabetic)
        && calendar::month_like(token).is_some()
        && match token.chars().count() {
            0..=3 => !ENGLISH_WORDS.contains(&token),
            4 => FOUR_LETTERS.contains(&token),
            _ => ends_as_month(token),
        }
}

/// Recognises a short form that is an English word, too, by the day before it and the year behind it: "12 set 2020".
fn is_month_between(tokens: &[&str], at: usize) -> bool {
    let is_short = (tokens.get(at)).is_some_and(|token| ENGLISH_WORDS.contains(token));
    let joins = |token: &&&str| **token == "de";
    let (before, behind) = (tokens.get(..at), tokens.get(at + 1..));
    let day = before.and_then(|all| all.iter().rev().find(|token| !joins(token)));
    let year = behind.and_then(|all| all.iter().find(|token| !joins(token)));
    is_short
        && day.is_some_and(|day| day.len() <= 2 && is_number(day))
        && year.is_some_and(|year| year.len() == 4 && is_number(year))
}

fn ends_as_month(token: &str) -> bool {
    const ENDS: [&str; 17] = [
        "ary", "uar", "rch", "pril", "ril", "une", "uly", "ust", "ber", "bre", "bro", "rier",
        "let", "ero", "aio", "rzo", "aart",
    ];
    ENDS.iter().any(|end| token.ends_with(end))
        || [
            "mars", "avril", "abril", "junio", "julio", "juillet", "août", "agosto", "mayo",
            "giugno", "luglio",
        ]
        .contains(&token)
}

/// Recognises days and years, `3`, `3rd` and `2026`.
fn is_number(token: &str) -> bool {
    let digits = token.trim_end_matches(char::is_alphabetic);
    let end = token.get(digits.len()..).unwrap_or_default();
    (1..=4).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && ["", "st", "nd", "rd", "th", "er", "h"].contains(&end)
}

/// Recognises `23.09.22`, `1/2/2026` and `2026-01-25`, with an hour behind it or without.
fn is_date_in_figures(token: &str) -> bool {
    let day = token.split('t').next().unwrap_or_default();
    let parts: Vec<&str> = day.split(['.', '/', '-']).collect();
    parts.len() == 3
        && parts.iter().all(|part| is_number(part) && part.len() != 3)
        && parts.iter().map(|part| part.len()).sum::<usize>() >= 4
}

/// Recognises `08:35`, `10.15pm` and `18h30`.
fn is_hour(token: &str) -> bool {
    let bare = token
        .trim_end_matches("am")
        .trim_end_matches("pm")
        .trim_end_matches('z');
    let mut parts = bare.splitn(2, [':', '.', 'h']);
    let number = |part: &str, longest: usize| {
        (1..=longest).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit() || b == b':')
    };
    match (parts.next(), parts.next()) {
        (Some(hour), Some(minute)) => number(hour, 2) && number(minute, 5),
        (Some(hour), None) => bare.len() < token.len() && number(hour, 2),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_pages_are_dates() {
        for line in [
            "23.09.22",
            "September 2017",
            "Tuesday 15 October 2019",
            "Mai 2014",
            "Aktualisiert am 19.02.2020",
            "Dec. 6, 2024, 10:00 PM UTC / Updated Dec. 7, 2024, 12:43 PM UTC",
            "2026-01-25 | 18:05",
            "Last updated on 3rd May 2021 at 9.15am",
            "le 4 février 2020",
            "(12 juillet 2021)",
            "3 gen 2020",
            "12 de set de 2020",
            "Sept 2017",
        ] {
            assert!(is_dateline(line), "{line}");
        }
    }

    #[test]
    fn what_says_more_is_no_date() {
        for line in [
            "1912",
            "In May 1998 the harbour froze.",
            "Opened: 4 May 1912",
            "12 marchers were held",
            "May 4, 1912: the bridge opens",
            "3 to 1",
            "Gen 3",
            "Gen 1 – 2006",
            "Lug 4",
            "Set 2",
            "Mark 4",
            "1.2.3",
            "On",
            "",
        ] {
            assert!(!is_dateline(line), "{line}");
        }
    }
}
