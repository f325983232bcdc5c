//! When: days, months, years, decades, centuries and ranges, with a value that can be compared.

use chrono::{Datelike, NaiveDate};

use super::date_forms::{Reading, single};
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

    pub(super) fn days(from: NaiveDate, to: NaiveDate) -> Self {
        When {
            from: from.num_days_from_ce(),
            to: to.num_days_from_ce(),
        }
    }

    pub(super) fn day(year: i32, month: u8, day: u8) -> Option<Self> {
        let day = NaiveDate::from_ymd_opt(year, month.into(), day.into())?;
        Some(When::days(day, day))
    }

    pub(super) fn months(year: i32, first: u8, count: u8) -> Option<Self> {
        let from = NaiveDate::from_ymd_opt(year, first.into(), 1)?;
        let to = from.checked_add_months(chrono::Months::new(count.into()))?;
        Some(When::days(from, to.pred_opt()?))
    }

    pub(super) fn years(first: i32, last: i32) -> Option<Self> {
        let from = NaiveDate::from_ymd_opt(first, 1, 1)?;
        Some(When::days(from, NaiveDate::from_ymd_opt(last, 12, 31)?))
    }

    pub(super) fn until(self, other: When) -> Option<Self> {
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

#[cfg(test)]
#[path = "dates_tests.rs"]
mod tests;
