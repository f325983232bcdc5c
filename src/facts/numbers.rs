//! Reads numbers in digits and in words.

use text2num::lang::English;
use text2num::text2digits;

use super::tokens::{Token, touch};
use crate::text::number_words::{NUMBER_WORDS, ORDINALS};

/// A number that was read: its value and the token after it.
#[derive(Clone, Copy)]
pub(super) struct Number {
    /// What it amounts to.
    pub value: f64,
    /// Whether it says which one, as "third" does.
    pub is_ordinal: bool,
    /// The token after it.
    pub next: usize,
}

/// Reads the number that begins at a token, in digits or in words.
pub(super) fn number_at(tokens: &[Token<'_>], at: usize, has_currency: bool) -> Option<Number> {
    let token = tokens.get(at)?;
    let number = if token.is_number() {
        digits_at(tokens, at, has_currency)
    } else {
        number_words_at(tokens, at)
    };
    number.map(|number| with_part(tokens, number))
}

/// "two and a half", "one and a half million": a whole number and a part of one.
fn with_part(tokens: &[Token<'_>], number: Number) -> Number {
    let word = |offset: usize| {
        tokens
            .get(number.next + offset)
            .map_or("", |token| token.lower.as_ref())
    };
    let part = match (word(0), word(1), word(2)) {
        ("and", "a", "half") => 0.5,
        ("and", "a", "quarter") => 0.25,
        ("and", "a", "third") => 1.0 / 3.0,
        _ => return number,
    };
    if number.is_ordinal || number.value.fract() != 0.0 {
        return number;
    }
    let after = number.next + 3;
    let (factor, next) = magnitude_at(tokens, after, false).unwrap_or((1.0, after));
    Number {
        value: (number.value + part) * factor,
        next,
        ..number
    }
}

fn digits_at(tokens: &[Token<'_>], at: usize, has_currency: bool) -> Option<Number> {
    let token = tokens.get(at)?;
    let digits = token.text.trim_end_matches(char::is_alphabetic);
    if digits.len() < token.text.len() && token.text.ends_with('s') {
        return None;
    }
    let is_ordinal = digits.len() < token.text.len();
    let mut value = parts_of_sixty(digits)?;
    let mut next = at + 1;
    if let Some((factor, after)) = magnitude_at(tokens, next, has_currency) {
        value *= factor;
        next = after;
    }
    Some(Number {
        value,
        is_ordinal,
        next,
    })
}

/// Reads a number, or a time of the day as its hours: "21:30" is another than "21:45", and a score of 2:1 another than 2:0.
fn parts_of_sixty(digits: &str) -> Option<f64> {
    let mut share = 1.0;
    let mut value = 0.0;
    for part in digits.split(':') {
        value += well_grouped(part)?.parse::<f64>().ok()? * share;
        share /= 60.0;
    }
    Some(value)
}

/// "12,500.5" is a number, "1,2,3" is a list.
fn well_grouped(digits: &str) -> Option<String> {
    let whole = digits.split('.').next()?;
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped = groups
        .clone()
        .all(|group| group.len() == 3 || group.len() == 2);
    let has_groups = groups.next().is_some();
    let one_point = digits.matches('.').count() <= 1;
    (grouped && one_point && digits.len() <= 30 && (!has_groups || first.len() <= 3))
        .then(|| digits.replace(',', ""))
}

fn magnitude_at(tokens: &[Token<'_>], at: usize, has_currency: bool) -> Option<(f64, usize)> {
    let dash = tokens.get(at).is_some_and(Token::is_dash);
    let place = if dash { at + 1 } else { at };
    let token = tokens.get(place)?;
    let factor = match token.lower.as_ref() {
        "hundred" => 1e2,
        "thousand" => 1e3,
        "million" | "mn" => 1e6,
        "billion" | "bn" => 1e9,
        "trillion" | "tn" => 1e12,
        "k" if touch(tokens, at - 1) && has_currency => 1e3,
        "m" if touch(tokens, at - 1) && has_currency => 1e6,
        "b" if touch(tokens, at - 1) && has_currency => 1e9,
        _ => return None,
    };
    Some((factor, place + 1))
}

/// No number anyone writes out is longer; it keeps the reading of endless lists short.
const MAX_NUMBER_WORDS: usize = 12;

fn is_number_word(word: &str) -> bool {
    NUMBER_WORDS.contains(&word)
        || matches!(word, "billion" | "trillion")
        || word.split_once('-').is_some_and(|(tens, ones)| {
            NUMBER_WORDS.contains(&tens) && NUMBER_WORDS.contains(&ones)
        })
}

fn is_ordinal_word(word: &str) -> bool {
    let last = word.rsplit('-').next().unwrap_or(word);
    ORDINALS.contains(&last)
        && (last == word || is_number_word(word.split('-').next().unwrap_or(word)))
}

fn number_words_at(tokens: &[Token<'_>], at: usize) -> Option<Number> {
    fraction_at(tokens, at)
        .or_else(|| group_words_at(tokens, at))
        .or_else(|| spelled_at(tokens, at))
}

fn spelled_at(tokens: &[Token<'_>], at: usize) -> Option<Number> {
    let article = tokens.get(at)?.is_any(&["a", "an"]);
    let start = at + usize::from(article);
    if is_ordinal_word(&tokens.get(start)?.lower) && !article {
        return ordinal_word(tokens, start);
    }
    let mut words = Vec::new();
    let mut next = start;
    while let Some(token) = tokens.get(next).filter(|_| words.len() < MAX_NUMBER_WORDS) {
        let joins = token.is("and")
            && !words.is_empty()
            && words
                .last()
                .is_some_and(|word| matches!(*word, "hundred" | "thousand" | "million"))
            && tokens
                .get(next + 1)
                .is_some_and(|t| is_number_word(&t.lower));
        if !joins && !is_number_word(&token.lower) {
            break;
        }
        words.push(token.lower.as_ref());
        next += 1;
    }
    let large = words.first().is_some_and(|word| {
        matches!(
            *word,
            "hundred" | "thousand" | "million" | "billion" | "trillion"
        )
    });
    if words.is_empty() || large != article {
        return None;
    }
    let text = if large {
        format!("one {}", words.join(" "))
    } else {
        words.join(" ")
    };
    let value = text2digits(&text, &English::default()).ok()?.parse().ok()?;
    Some(Number {
        value,
        is_ordinal: false,
        next,
    })
}

fn ordinal_word(tokens: &[Token<'_>], at: usize) -> Option<Number> {
    let word = &tokens.get(at)?.lower;
    let digits = text2digits(word, &English::default()).ok()?;
    let value = digits.trim_end_matches(char::is_alphabetic).parse().ok()?;
    Some(Number {
        value,
        is_ordinal: true,
        next: at + 1,
    })
}

/// "half", "a third", "two-thirds", "three quarters": of something, or they are no share.
fn fraction_at(tokens: &[Token<'_>], at: usize) -> Option<Number> {
    let token = tokens.get(at)?;
    let of = |next: usize| tokens.get(next).is_some_and(|t| t.is_any(&["of", "the"]));
    let (value, next) = match token.lower.as_ref() {
        "half" => (0.5, at + 1),
        "one-third" => (1.0 / 3.0, at + 1),
        "two-thirds" => (2.0 / 3.0, at + 1),
        "one-quarter" | "one-fourth" => (0.25, at + 1),
        "three-quarters" | "three-fourths" => (0.75, at + 1),
        "one-fifth" => (0.2, at + 1),
        "a" | "one" => match tokens.get(at + 1)?.lower.as_ref() {
            "half" => (0.5, at + 2),
            "third" => (1.0 / 3.0, at + 2),
            "quarter" => (0.25, at + 2),
            "fifth" => (0.2, at + 2),
            _ => return None,
        },
        "two" if tokens.get(at + 1)?.is("thirds") => (2.0 / 3.0, at + 2),
        "three" if tokens.get(at + 1)?.is("quarters") => (0.75, at + 2),
        _ => return None,
    };
    of(next).then_some(Number {
        value,
        is_ordinal: false,
        next,
    })
}

/// "a dozen", "two dozen".
fn group_words_at(tokens: &[Token<'_>], at: usize) -> Option<Number> {
    let count = match tokens.get(at)?.lower.as_ref() {
        "a" | "one" => 1.0,
        "two" => 2.0,
        "three" => 3.0,
        "four" => 4.0,
        "five" => 5.0,
        "six" => 6.0,
        _ => return None,
    };
    tokens.get(at + 1)?.is("dozen").then_some(Number {
        value: count * 12.0,
        is_ordinal: false,
        next: at + 2,
    })
}
