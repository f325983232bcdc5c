//! The forms in which a single date is written: days, and days of months.

use super::dates::{Grain, When};
use super::periods;
use super::tokens::{Token, touch};
use crate::text::calendar;

/// What was read of one date, before it has its place.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    pub grain: Grain,
    pub when: Option<When>,
    pub month: Option<u8>,
    pub day: Option<u8>,
    pub next: usize,
}

impl Reading {
    pub fn new(grain: Grain, when: Option<When>, next: usize) -> Self {
        Reading {
            grain,
            when,
            month: None,
            day: None,
            next,
        }
    }

    pub fn in_month(self, month: u8) -> Self {
        Reading {
            month: Some(month),
            ..self
        }
    }

    pub fn on_day(self, month: u8, day: u8) -> Self {
        Reading {
            month: Some(month),
            day: Some(day),
            ..self
        }
    }
}

/// Reads the date that begins at a token.
pub(super) fn single(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
    iso_day(tokens, at)
        .or_else(|| weekday_first(tokens, at))
        .or_else(|| day_first(tokens, at))
        .or_else(|| month_first(tokens, at))
        .or_else(|| periods::part_of_period(tokens, at))
        .or_else(|| periods::century(tokens, at))
        .or_else(|| periods::season(tokens, at))
        .or_else(|| periods::quarter(tokens, at))
        .or_else(|| periods::decade(tokens, at))
        .or_else(|| periods::era_year(tokens, at))
        .or_else(|| periods::plain_year(tokens, at))
        .or_else(|| periods::relative(tokens, at))
}

fn iso_day(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
    let glued = (at..at + 4).all(|i| touch(tokens, i));
    let year = tokens.get(at)?;
    if !glued || year.text.len() != 4 || !tokens.get(at + 1)?.is_dash() {
        return None;
    }
    let month = two_digits(tokens.get(at + 2)?)?;
    let day = two_digits(tokens.get(at + 4)?)?;
    let when = When::day(year.text.parse().ok()?, month, day)?;
    Some(Reading::new(Grain::Day, Some(when), at + 5).on_day(month, day))
}

fn two_digits(token: &Token<'_>) -> Option<u8> {
    (token.text.len() == 2)
        .then(|| token.text.parse().ok())
        .flatten()
}

fn weekday_first(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
    let name = tokens.get(at)?;
    if !name.is_capitalised() || !is_weekday(&name.lower) {
        return None;
    }
    let after = skip(tokens, at + 1, &[",", "the"]);
    day_first(tokens, after)
        .or_else(|| month_first(tokens, after).filter(|month| month.day.is_some()))
        .or(Some(Reading::new(Grain::Weekday, None, at + 1)))
}

pub(super) fn is_weekday(word: &str) -> bool {
    calendar::WEEKDAYS.contains(&word.strip_suffix('s').unwrap_or(word))
}

pub(super) fn month_number(token: &Token<'_>) -> Option<u8> {
    const STEMS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let word = token.lower.trim_end_matches('.');
    let word = if word == "sept" { "sep" } else { word };
    let found = calendar::MONTHS
        .iter()
        .position(|name| *name == word)
        .or_else(|| STEMS.iter().position(|stem| *stem == word))?;
    token
        .is_capitalised()
        .then(|| u8::try_from(found + 1).ok())
        .flatten()
}

fn day_number(token: &Token<'_>) -> Option<u8> {
    if !token.is_number() {
        return None;
    }
    let digits = token.text.trim_end_matches(|c: char| c.is_alphabetic());
    let short = digits.len() <= 2 && !token.text.ends_with("0s");
    let day = short.then(|| digits.parse().ok()).flatten()?;
    (1..=31).contains(&day).then_some(day)
}

/// "25 January 2026", "25th of January", "12–15 May 2020".
fn day_first(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
    let first = day_number(tokens.get(at)?)?;
    let mut after = at + 1;
    let mut last = first;
    let from = at
        .checked_sub(1)
        .is_some_and(|before| tokens[before].is("from"));
    let joint = tokens.get(after)?;
    if joint.is_dash() || joint.is("and") || joint.is("to") && from {
        last = day_number(tokens.get(after + 1)?)?;
        after += 2;
    }
    let after = skip(tokens, after, &["of"]);
    let month = month_number(tokens.get(after)?)?;
    let (year, next) = year_after(tokens, after + 1);
    Some(days(year, month, first, last, next))
}

fn days(year: Option<i32>, month: u8, first: u8, last: u8, next: usize) -> Reading {
    let from = year.and_then(|year| When::day(year, month, first));
    let to = year.and_then(|year| When::day(year, month, last));
    let when = from.and_then(|from| from.until(to?));
    let grain = match when {
        _ if first != last => Grain::Range,
        Some(_) => Grain::Day,
        None => Grain::Yearless,
    };
    let reading = Reading::new(grain, when, next);
    if first == last {
        reading.on_day(month, first)
    } else {
        reading.in_month(month)
    }
}

/// "January 25, 2026", "January 2026", "May 3–5", and a month alone.
pub(super) fn month_first(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
    let month = month_number(tokens.get(at)?)?;
    let after = skip(tokens, at + 1, &["the"]);
    if let Some(first) = tokens.get(after).and_then(day_number) {
        return Some(month_and_day(tokens, month, first, after + 1));
    }
    let after = skip(tokens, at + 1, &["of", ","]);
    if let Some(year) = tokens.get(after).and_then(year_number) {
        let when = When::months(year, month, 1);
        return Some(Reading::new(Grain::Month, when, after + 1).in_month(month));
    }
    is_month_alone(tokens, at).then(|| Reading::new(Grain::Yearless, None, at + 1).in_month(month))
}

fn month_and_day(tokens: &[Token<'_>], month: u8, first: u8, after: usize) -> Reading {
    let dash = tokens
        .get(after)
        .is_some_and(|t| t.is_dash() || t.is("and"));
    let second = tokens.get(after + 1).and_then(day_number);
    let (last, after) = match second {
        Some(last) if dash && last > first => (last, after + 2),
        _ => (first, after),
    };
    let (year, next) = year_after(tokens, after);
    days(year, month, first, last, next)
}

/// "May" and "March" are also a verb and a name: a month alone needs a word that dates.
fn is_month_alone(tokens: &[Token<'_>], at: usize) -> bool {
    const DATING: [&str; 22] = [
        "in", "since", "until", "till", "by", "during", "from", "to", "through", "between", "of",
        "last", "next", "this", "early", "mid", "late", "and", "before", "after", "every", "each",
    ];
    let Some(before) = at.checked_sub(1).and_then(|before| tokens.get(before)) else {
        return false;
    };
    let long = tokens.get(at).is_some_and(|t| {
        t.text.len() > 5 && !t.is("march") && t.text.chars().skip(1).all(char::is_lowercase)
    });
    let another_follows = tokens
        .get(at + 1)
        .is_some_and(|joint| joint.is_dash() || joint.is_any(&["to", "and", "through", "until"]))
        && tokens.get(at + 2).and_then(month_number).is_some();
    another_follows
        || before.is_any(&DATING) && (long || !before.is_any(&["to", "and", "by", "of", "from"]))
        || long && (before.is(",") || before.is_dash())
}

fn year_after(tokens: &[Token<'_>], at: usize) -> (Option<i32>, usize) {
    let after = skip(tokens, at, &[",", "of"]);
    match tokens.get(after).and_then(year_number) {
        Some(year) => (Some(year), after + 1),
        None => (None, at),
    }
}

/// A year in plain digits that could be one.
pub(super) fn year_number(token: &Token<'_>) -> Option<i32> {
    let year = token.text.parse().ok()?;
    let plain = token.text.len() == 4 && token.text.bytes().all(|b| b.is_ascii_digit());
    (plain && (1000..=2199).contains(&year)).then_some(year)
}

pub(super) fn skip(tokens: &[Token<'_>], at: usize, words: &[&str]) -> usize {
    match tokens.get(at) {
        Some(token) if token.is_any(words) => at + 1,
        _ => at,
    }
}
