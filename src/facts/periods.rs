//! Longer times: parts of years, centuries, seasons, quarters, decades, years, and times relative to others.

use super::date_forms::{Reading, is_weekday, month_first, month_number, skip, year_number};
use super::dates::{Grain, When};
use super::tokens::Token;
use crate::text::number_words::ORDINALS;

/// "early 1990s", "mid-May 2020", "late 19th century": the whole period is its value.
pub(super) fn part_of_period(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
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
pub(super) fn century(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
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
    let mut words = ORDINALS.iter().chain(&["twenty-first"]);
    if let Some(found) = words.position(|word| token.is(word)) {
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
pub(super) fn season(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
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
pub(super) fn quarter(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
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
pub(super) fn decade(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
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
pub(super) fn era_year(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
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
pub(super) fn plain_year(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
    const DATING: [&str; 23] = [
        "in", "since", "until", "till", "by", "during", "from", "to", "before", "after", "through",
        "between", "and", "around", "circa", "ca.", "c.", "year", "late", "early", "mid", "the",
        "of",
    ];
    let year = year_number(tokens.get(at)?)?;
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let after = tokens.get(at + 1);
    // "around 1980 bears": between a preposition and a verb that takes an object, not so many bears.
    let takes_object = tokens
        .get(at + 2)
        .is_some_and(|object| object.is_any(&["the", "a", "an", "its", "his", "her", "their"]));
    let counted = after.is_some_and(|after| {
        after.is_any(&[
            "%", "°", "percent", "km", "m", "kg", "people", "men", "women", "miles",
        ]) || after.is_word()
            && after.text.ends_with('s')
            && after.text.len() > 3
            && !after.is_capitalised()
            && !after.is("was")
            && !takes_object
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
pub(super) fn relative(tokens: &[Token<'_>], at: usize) -> Option<Reading> {
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
