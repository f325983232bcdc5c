//! When: days, months, years, decades, centuries and ranges, with a value that can be compared.

use chrono::{Datelike, NaiveDate};

use super::tokens::{self, Token, span_between, touch};
use crate::text::Span;

/// How exact a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grain {
    /// One day of a known year.
    Day,
    /// A month of a known year.
    Month,
    /// A season, quarter or half of a known year.
    Season,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
    /// From one date to another.
    Range,
    /// A day or month without a year.
    Yearless,
    /// A day of the week.
    Weekday,
    /// Only to be understood from when it was written: yesterday, last year, two weeks ago.
    Relative,
}

/// The first and last day of a date, counted from the common era.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct When {
    /// First day.
    pub from: i32,
    /// Last day, the first one included.
    pub to: i32,
}

/// A date as a sentence states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// Its bytes in the sentence.
    pub span: Span,
    /// How exact it is.
    pub grain: Grain,
    /// Its days, unless they depend on when it was written.
    pub when: Option<When>,
    /// Its month, 1 to 12, when it lies in one.
    pub month: Option<u8>,
    /// Its day of the month, when it is one.
    pub day: Option<u8>,
}

/// How two dates stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accord {
    /// They name the same days.
    Same,
    /// One lies within the other: March 1990 and 1990.
    Within,
    /// They cannot both be meant.
    Apart,
    /// It cannot be told: Sunday and 1990.
    Unknown,
}

impl Date {
    /// Tells how this date stands to another.
    pub fn accord(&self, other: &Date) -> Accord {
        match (self.when, other.when) {
            (Some(one), Some(two)) => one.accord(two),
            _ => self.accord_of_parts(other),
        }
    }

    /// Two dates of which one lacks its year are compared by what both have.
    fn accord_of_parts(&self, other: &Date) -> Accord {
        let (Some(one), Some(two)) = (self.month, other.month) else {
            return Accord::Unknown;
        };
        match (self.day, other.day) {
            _ if one != two => Accord::Apart,
            (Some(one), Some(two)) if one != two => Accord::Apart,
            (Some(_), Some(_)) | (None, None) => Accord::Same,
            _ => Accord::Within,
        }
    }
}

impl When {
    /// Tells how these days stand to others.
    pub fn accord(self, other: When) -> Accord {
        if self == other {
            Accord::Same
        } else if self.from >= other.from && self.to <= other.to
            || other.from >= self.from && other.to <= self.to
        {
            Accord::Within
        } else {
            Accord::Apart
        }
    }

    fn days(from: NaiveDate, to: NaiveDate) -> Self {
        When {
            from: from.num_days_from_ce(),
            to: to.num_days_from_ce(),
        }
    }

    fn day(year: i32, month: u8, day: u8) -> Option<Self> {
        let day = NaiveDate::from_ymd_opt(year, month.into(), day.into())?;
        Some(When::days(day, day))
    }

    fn months(year: i32, first: u8, count: u8) -> Option<Self> {
        let from = NaiveDate::from_ymd_opt(year, first.into(), 1)?;
        let to = from.checked_add_months(chrono::Months::new(count.into()))?;
        Some(When::days(from, to.pred_opt()?))
    }

    fn years(first: i32, last: i32) -> Option<Self> {
        let from = NaiveDate::from_ymd_opt(first, 1, 1)?;
        Some(When::days(from, NaiveDate::from_ymd_opt(last, 12, 31)?))
    }

    fn until(self, other: When) -> Option<Self> {
        (self.from <= other.to).then_some(When {
            from: self.from,
            to: other.to,
        })
    }
}

/// Finds the dates of a sentence, in the order in which they stand.
pub fn find(sentence: &str) -> Vec<Date> {
    find_in(&tokens::tokenize(sentence))
}

/// Finds the dates among the tokens of a sentence, in the order in which they stand.
pub fn find_in(tokens: &[Token<'_>]) -> Vec<Date> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match date_at(tokens, at) {
            Some((date, next)) => {
                found.push(date);
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

/// What was read of one date, before it has its place.
#[derive(Clone, Copy)]
struct Reading {
    grain: Grain,
    when: Option<When>,
    month: Option<u8>,
    day: Option<u8>,
    next: usize,
}

impl Reading {
    fn new(grain: Grain, when: Option<When>, next: usize) -> Self {
        Reading {
            grain,
            when,
            month: None,
            day: None,
            next,
        }
    }

    fn in_month(self, month: u8) -> Self {
        Reading {
            month: Some(month),
            ..self
        }
    }

    fn on_day(self, month: u8, day: u8) -> Self {
        Reading {
            month: Some(month),
            day: Some(day),
            ..self
        }
    }
}

fn date_at(tokens: &[Token<'_>], at: usize) -> Option<(Date, usize)> {
    let reading = single(tokens, at)?;
    let reading = range_from(tokens, at, reading).unwrap_or(reading);
    let date = Date {
        span: span_between(tokens, at, reading.next - 1)?,
        grain: reading.grain,
        when: reading.when,
        month: reading.month,
        day: reading.day,
    };
    Some((date, reading.next))
}

fn single(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
    iso_day(tokens, at)
        .or_else(|| weekday_first(tokens, at))
        .or_else(|| day_first(tokens, at))
        .or_else(|| month_first(tokens, at))
        .or_else(|| part_of_period(tokens, at))
        .or_else(|| century(tokens, at))
        .or_else(|| season(tokens, at))
        .or_else(|| quarter(tokens, at))
        .or_else(|| decade(tokens, at))
        .or_else(|| era_year(tokens, at))
        .or_else(|| plain_year(tokens, at))
        .or_else(|| relative(tokens, at))
}

/// Joins "1990" and "1995" in "1990–95", "from 1990 to 1995" and "between 1990 and 1995".
fn range_from(tokens: &[Token<'_>], at: usize, first: Reading) -> Option<Reading> {
    let joint = tokens.get(first.next)?;
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let goes_on = joint.is_dash()
        || joint.is_any(&["until", "till", "through"])
        || joint.is("to") && before.is_some_and(|b| b.is("from"))
        || joint.is("and") && before.is_some_and(|b| b.is("between"));
    if !goes_on {
        return None;
    }
    let second = short_year(tokens, first).or_else(|| single(tokens, first.next + 1))?;
    if matches!(second.grain, Grain::Weekday | Grain::Relative) {
        return None;
    }
    let from = first.when.or_else(|| borrow_year(first, second));
    let when = match (from, second.when) {
        (Some(from), Some(to)) => Some(from.until(to)?),
        _ => None,
    };
    Some(Reading::new(Grain::Range, when, second.next))
}

/// "1990–95" and "1914-18": the second year is told by its last two digits.
fn short_year(tokens: &[Token<'_>], first: Reading) -> Option<Reading> {
    let token = tokens.get(first.next + 1)?;
    let glued = touch(tokens, first.next) && tokens.get(first.next)?.is_dash();
    if first.grain != Grain::Year || !glued || token.text.len() != 2 {
        return None;
    }
    let begin = NaiveDate::from_num_days_from_ce_opt(first.when?.from)?.year();
    let end = begin - begin.rem_euclid(100) + token.text.parse::<i32>().ok()?;
    let when = (end > begin).then(|| When::years(end, end)).flatten()?;
    Some(Reading::new(Grain::Year, Some(when), first.next + 2))
}

/// "March" in "March to May 2020" lies in the year of May.
fn borrow_year(first: Reading, second: Reading) -> Option<When> {
    let year = NaiveDate::from_num_days_from_ce_opt(second.when?.from)?.year();
    match (first.month, first.day) {
        (Some(month), Some(day)) => When::day(year, month, day),
        (Some(month), None) => When::months(year, month, 1),
        _ => None,
    }
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

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    DAYS.contains(&word.strip_suffix('s').unwrap_or(word))
}

fn month_number(token: &Token<'_>) -> Option<u8> {
    const STEMS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = token.lower.trim_end_matches('.');
    let word = if word == "sept" { "sep" } else { word };
    let found = NAMES
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
    if tokens.get(after)?.is_dash() || tokens.get(after)?.is("and") {
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
fn month_first(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
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
fn year_number(token: &Token<'_>) -> Option<i32> {
    let year = token.text.parse().ok()?;
    let plain = token.text.len() == 4 && token.text.bytes().all(|b| b.is_ascii_digit());
    (plain && (1000..=2199).contains(&year)).then_some(year)
}

fn skip(tokens: &[Token<'_>], at: usize, words: &[&str]) -> usize {
    match tokens.get(at) {
        Some(token) if token.is_any(words) => at + 1,
        _ => at,
    }
}

/// "early 1990s", "mid-May 2020", "late 19th century": the whole period is its value.
fn part_of_period(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
    let part = tokens.get(at)?;
    if !part.is_any(&["early", "mid", "late", "mid-to-late", "circa", "ca.", "c."]) {
        return None;
    }
    let after = match tokens.get(at + 1) {
        Some(dash) if dash.is_dash() => at + 2,
        _ => at + 1,
    };
    month_first(tokens, after)
        .or_else(|| century(tokens, after))
        .or_else(|| decade(tokens, after))
        .or_else(|| season(tokens, after))
        .or_else(|| {
            let year = year_number(tokens.get(after)?)?;
            Some(Reading::new(
                Grain::Year,
                When::years(year, year),
                after + 1,
            ))
        })
}

/// "19th century", "the twentieth century", "5th century BC".
fn century(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
    let number = ordinal(tokens.get(at)?)?;
    let mut after = at + 1;
    if tokens.get(after)?.is_any(&["and", "or"]) || tokens.get(after)?.is_dash() {
        return None;
    }
    if !tokens.get(after)?.is_any(&["century", "centuries"]) {
        return None;
    }
    after += 1;
    let before_christ = tokens.get(after).is_some_and(is_before_christ);
    let any_era = before_christ || tokens.get(after).is_some_and(is_after_christ);
    let when = if before_christ {
        When::years(1 - number * 100, 100 - number * 100)
    } else {
        When::years(number * 100 - 99, number * 100)
    };
    Some(Reading::new(
        Grain::Century,
        when,
        after + usize::from(any_era),
    ))
}

fn ordinal(token: &Token<'_>) -> Option<i32> {
    const WORDS: [&str; 21] = [
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
        "twenty-first",
    ];
    if let Some(found) = WORDS.iter().position(|word| token.is(word)) {
        return i32::try_from(found + 1).ok();
    }
    let digits = token
        .text
        .strip_suffix("th")
        .or_else(|| token.text.strip_suffix("st"))
        .or_else(|| token.text.strip_suffix("nd"))
        .or_else(|| token.text.strip_suffix("rd"))?;
    digits
        .parse()
        .ok()
        .filter(|number| (1..=40).contains(number))
}

fn is_before_christ(token: &Token<'_>) -> bool {
    matches!(token.text, "BC" | "BCE" | "B.C." | "B.C.E.")
}

fn is_after_christ(token: &Token<'_>) -> bool {
    matches!(token.text, "AD" | "CE" | "A.D." | "C.E.")
}

/// "summer of 2019", "winter 1944".
fn season(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
    let first = match tokens.get(at)?.lower.as_ref() {
        "spring" => 3,
        "summer" => 6,
        "autumn" | "fall" => 9,
        "winter" => 12,
        _ => return None,
    };
    let after = skip(tokens, at + 1, &["of"]);
    let year = year_number(tokens.get(after)?)?;
    let when = When::months(year, first, 3);
    Some(Reading::new(Grain::Season, when, after + 1))
}

/// "Q3 2021", "third quarter of 2021", "first half of 2020".
fn quarter(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
    let token = tokens.get(at)?;
    let (number, length, after) = match token.text {
        "Q1" => (1, 3, at + 1),
        "Q2" => (2, 3, at + 1),
        "Q3" => (3, 3, at + 1),
        "Q4" => (4, 3, at + 1),
        _ => {
            let length = match tokens.get(at + 1)?.lower.as_ref() {
                "quarter" => 3,
                "half" => 6,
                _ => return None,
            };
            (ordinal(token)?, length, at + 2)
        }
    };
    if number * length > 12 {
        return None;
    }
    let after = skip(tokens, after, &["of", "in"]);
    let year = year_number(tokens.get(after)?)?;
    let first = u8::try_from((number - 1) * length + 1).ok()?;
    let when = When::months(year, first, u8::try_from(length).ok()?);
    Some(Reading::new(Grain::Season, when, after + 1))
}

/// "1990s", "'90s", "the nineties".
fn decade(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
    const WORDS: [&str; 8] = [
        "twenties",
        "thirties",
        "forties",
        "fifties",
        "sixties",
        "seventies",
        "eighties",
        "nineties",
    ];
    let token = tokens.get(at)?;
    let years = token.text.strip_suffix("0s").filter(|_| token.is_number());
    let first = match years {
        Some(tens) if tens.len() == 3 => tens.parse::<i32>().ok()? * 10,
        Some(tens) if tens.len() == 1 => 1900 + tens.parse::<i32>().ok()? * 10,
        _ => {
            let found = WORDS.iter().position(|word| token.is(word))?;
            let after_the = at
                .checked_sub(1)
                .and_then(|before| tokens.get(before))
                .is_some_and(|before| before.is("the"));
            if !after_the {
                return None;
            }
            1920 + i32::try_from(found).ok()? * 10
        }
    };
    Some(Reading::new(
        Grain::Decade,
        When::years(first, first + 9),
        at + 1,
    ))
}

/// "44 BC", "AD 79", "AD 1066".
fn era_year(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
    let token = tokens.get(at)?;
    let next = tokens.get(at + 1)?;
    let (number, sign) = if is_after_christ(token) {
        (next, 1)
    } else if token.is_number() && is_before_christ(next) {
        (token, -1)
    } else if token.is_number() && is_after_christ(next) {
        (token, 1)
    } else {
        return None;
    };
    let year: i32 = number.text.replace(',', "").parse().ok()?;
    let year = if sign < 0 { 1 - year } else { year };
    Some(Reading::new(Grain::Year, When::years(year, year), at + 2))
}

/// A bare number is a year only where years stand, so that "in 1998" is one and "1998 soldiers" is none.
fn plain_year(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
    const DATING: [&str; 23] = [
        "in", "since", "until", "till", "by", "during", "from", "to", "before", "after", "through",
        "between", "and", "around", "circa", "ca.", "c.", "year", "late", "early", "mid", "the",
        "of",
    ];
    let year = year_number(tokens.get(at)?)?;
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let after = tokens.get(at + 1);
    let counted = after.is_some_and(|after| {
        after.is_any(&[
            "%", "°", "percent", "km", "m", "kg", "people", "men", "women", "miles",
        ]) || after.is_word()
            && after.text.ends_with('s')
            && after.text.len() > 3
            && !after.is_capitalised()
            && !after.is("was")
            && !after.is("olympics")
    });
    let priced = before.is_some_and(|before| {
        matches!(before.text, "$" | "€" | "£" | "#" | "No." | "/" | ".")
            || before.is_any(&[
                "than", "least", "most", "about", "nearly", "almost", "over", "some",
            ])
    });
    let dated = before.is_none_or(|before| {
        before.is_any(&DATING)
            || before.opens_bracket()
            || before.is_dash()
            || matches!(before.text, "," | ";" | "“" | "\"" | "'" | "’s" | "'s")
    });
    let modern = (1800..=2100).contains(&year);
    (!counted && !priced && (dated || modern))
        .then(|| Reading::new(Grain::Year, When::years(year, year), at + 1))
}

/// "yesterday", "last year", "three weeks ago", "earlier this month".
fn relative(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
    const ALONE: [&str; 4] = ["yesterday", "today", "tomorrow", "tonight"];
    let token = tokens.get(at)?;
    if token.is_any(&ALONE) {
        return Some(Reading::new(Grain::Relative, None, at + 1));
    }
    let start = usize::from(token.is_any(&["earlier", "later", "early", "late"]));
    let after = at + start;
    let pointing =
        tokens
            .get(after)?
            .is_any(&["last", "next", "this", "past", "previous", "following"]);
    if pointing && tokens.get(after + 1).is_some_and(is_period) {
        return Some(Reading::new(Grain::Relative, None, after + 2));
    }
    ago(tokens, at)
}

fn ago(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
    const MANY: [&str; 14] = [
        "a", "an", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "several", "many",
    ];
    let count = tokens.get(at)?;
    let counted = count.is_number() || count.is_any(&MANY);
    let ends = tokens
        .get(at + 2)
        .is_some_and(|end| end.is_any(&["ago", "earlier", "later"]));
    (counted && ends && tokens.get(at + 1).is_some_and(is_period))
        .then(|| Reading::new(Grain::Relative, None, at + 3))
}

fn is_period(token: &Token<'_>) -> bool {
    const PERIODS: [&str; 15] = [
        "day", "week", "weekend", "month", "year", "decade", "century", "night", "morning",
        "evening", "spring", "summer", "autumn", "winter", "fall",
    ];
    let word = token.lower.strip_suffix('s').unwrap_or(&token.lower);
    PERIODS.contains(&word)
        || token.is("centuries")
        || token.is_capitalised() && (is_weekday(&token.lower) || month_number(token).is_some())
}

#[cfg(test)]
#[path = "dates_tests.rs"]
mod tests;
