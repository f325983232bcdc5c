//! How many and how much: numbers with their units and a value that can be compared exactly.

use text2num::lang::English;
use text2num::text2digits;

use super::dates;
use super::tokens::{self, Token, span_between, touch};
use crate::text::Span;

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// A number of things or an unnamed number.
    Count,
    /// A sum of money.
    Money,
    /// A share of a hundred.
    Percent,
    /// A place in an order: third, 21st.
    Ordinal,
    /// Length, weight, time, temperature and the like.
    Unit,
}

/// How firmly a number is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bound {
    /// The very number.
    Exact,
    /// About, roughly, nearly.
    About,
    /// More than, at least.
    AtLeast,
    /// Less than, up to.
    AtMost,
}

/// A number as a sentence states it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantity {
    /// Bytes of number and unit together, words of approximation left out.
    pub span: Span,
    /// Bytes of the number alone, magnitude and currency sign included.
    pub number: Span,
    /// Bytes of what is counted.
    pub unit: Option<Span>,
    /// What the number counts.
    pub measure: Measure,
    /// Its value; the lower end of a range.
    pub value: f64,
    /// The upper end of a range.
    pub upper: Option<f64>,
    /// How firmly it is given.
    pub bound: Bound,
}

impl Quantity {
    /// Tells whether the value is the same one, not merely one like it.
    pub fn same_value(&self, other: &Quantity) -> bool {
        let close = |one: f64, two: f64| (one - two).abs() <= 1e-9 * one.abs().max(two.abs());
        close(self.value, other.value)
            && match (self.upper, other.upper) {
                (Some(one), Some(two)) => close(one, two),
                (None, None) => true,
                _ => false,
            }
    }
}

/// Finds the numbers of a sentence that are no dates, in the order in which they stand.
pub fn find(sentence: &str) -> Vec<Quantity> {
    let tokens = tokens::tokenize(sentence);
    find_in(&tokens, &dates::find_in(&tokens))
}

/// Finds the numbers among the tokens of a sentence that stand in none of its dates.
pub fn find_in(tokens: &[Token<'_>], dates: &[dates::Date]) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut dates = dates.iter().peekable();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        while dates
            .next_if(|date| date.span.end <= token.span.start)
            .is_some()
        {}
        let in_date = dates
            .peek()
            .is_some_and(|date| date.span.covers(token.span));
        match (!in_date).then(|| quantity_at(tokens, at)).flatten() {
            Some((quantity, next)) => {
                found.push(quantity);
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

/// A number that was read: its value and the token after it.
#[derive(Clone, Copy)]
struct Number {
    value: f64,
    is_ordinal: bool,
    next: usize,
}

fn quantity_at(tokens: &[Token<'_>], at: usize) -> Option<(Quantity, usize)> {
    let (first, has_currency) = currency(tokens, at).map_or((at, false), |next| (next, true));
    if glued_into_code(tokens, at) {
        return None;
    }
    let number = number_at(tokens, first, has_currency)?;
    let (upper, last) = upper_end(tokens, number, has_currency);
    let next = upper.map_or(number.next, |upper| upper.next);
    let (measure, unit_tokens) = unit_at(tokens, next, number, has_currency);
    if is_idle_one(tokens, at, number, measure, unit_tokens) {
        return None;
    }
    let unit = unit_tokens.and_then(|(first, last)| span_between(tokens, first, last));
    let end = unit_tokens.map_or(next, |(_, last)| last + 1);
    let quantity = Quantity {
        span: span_between(tokens, at, end - 1)?,
        number: span_between(tokens, at, last - 1)?,
        unit,
        measure,
        value: number.value,
        upper: upper.map(|upper| upper.value),
        bound: bound_before(tokens, at),
    };
    Some((quantity, end))
}

/// "$", "US$", "€", "Rs": the token after it, when a number follows.
fn currency(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let sign = |token: &Token<'_>| matches!(token.text, "$" | "€" | "£" | "¥" | "₹" | "₽" | "₩");
    let token = tokens.get(at)?;
    let after = if sign(token) {
        at + 1
    } else if token.is_any(&["us", "a", "c", "nz", "hk"])
        && touch(tokens, at)
        && tokens.get(at + 1).is_some_and(sign)
    {
        at + 2
    } else {
        return None;
    };
    tokens.get(after)?.is_number().then_some(after)
}

/// "A-4", "3.2.1", "v2": digits glued to something before them are a code, not a number.
fn glued_into_code(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    let glued = touch(tokens, before);
    tokens.get(before).is_some_and(|mark| {
        glued
            && (matches!(mark.text, "." | "/" | "#" | "_" | ":")
                || mark.is_word()
                || mark.text == "-"
                    && before > 0
                    && touch(tokens, before - 1)
                    && !tokens.get(before - 1).is_some_and(Token::is_number))
    })
}

fn number_at(tokens: &[Token<'_>], at: usize, has_currency: bool) -> Option<Number> {
    let token = tokens.get(at)?;
    if token.is_number() {
        return digits_at(tokens, at, has_currency);
    }
    number_words_at(tokens, at)
}

fn digits_at(tokens: &[Token<'_>], at: usize, has_currency: bool) -> Option<Number> {
    let token = tokens.get(at)?;
    let digits = token.text.trim_end_matches(char::is_alphabetic);
    if digits.len() < token.text.len() && token.text.ends_with('s') {
        return None;
    }
    let is_ordinal = digits.len() < token.text.len();
    let mut value: f64 = well_grouped(digits)?.parse().ok()?;
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

const NUMBER_WORDS: [&str; 31] = [
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

const ORDINAL_WORDS: [&str; 20] = [
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

/// No number anyone writes out is longer; it keeps the reading of endless lists short.
const LONGEST_WORD_NUMBER: usize = 12;

fn is_number_word(word: &str) -> bool {
    NUMBER_WORDS.contains(&word)
        || matches!(word, "billion" | "trillion")
        || word.split_once('-').is_some_and(|(tens, ones)| {
            NUMBER_WORDS.contains(&tens) && NUMBER_WORDS.contains(&ones)
        })
}

fn is_ordinal_word(word: &str) -> bool {
    let last = word.rsplit('-').next().unwrap_or(word);
    ORDINAL_WORDS.contains(&last)
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
    while let Some(token) = tokens
        .get(next)
        .filter(|_| words.len() < LONGEST_WORD_NUMBER)
    {
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

/// The upper end in "10–15", "10 to 15" and "between 10 and 15", and the token after the numbers.
fn upper_end(tokens: &[Token<'_>], lower: Number, has_currency: bool) -> (Option<Number>, usize) {
    let read = || {
        let joint = tokens.get(lower.next)?;
        if !(joint.is_dash() || joint.is("to") || joint.is("and")) || lower.is_ordinal {
            return None;
        }
        let start = currency(tokens, lower.next + 1).unwrap_or(lower.next + 1);
        let upper = number_at(tokens, start, has_currency)?;
        let between = !joint.is("and") || was_said_before(tokens, lower.next, "between");
        (between && upper.value > lower.value && !upper.is_ordinal).then_some(upper)
    };
    let upper = read();
    (upper, upper.map_or(lower.next, |upper| upper.next))
}

fn was_said_before(tokens: &[Token<'_>], at: usize, word: &str) -> bool {
    tokens
        .get(at.saturating_sub(6)..at)
        .is_some_and(|before| before.iter().any(|token| token.is(word)))
}

/// Units that are measures wherever they stand after a number.
const UNITS: [&str; 83] = [
    "km",
    "kilometres",
    "kilometers",
    "kilometre",
    "kilometer",
    "m",
    "metres",
    "meters",
    "metre",
    "meter",
    "cm",
    "centimetres",
    "centimeters",
    "mm",
    "millimetres",
    "millimeters",
    "miles",
    "mile",
    "mi",
    "feet",
    "foot",
    "ft",
    "inches",
    "inch",
    "yards",
    "acres",
    "acre",
    "hectares",
    "hectare",
    "ha",
    "kg",
    "kilograms",
    "kilogram",
    "g",
    "grams",
    "gram",
    "mg",
    "tonnes",
    "tonne",
    "tons",
    "ton",
    "pounds",
    "pound",
    "lb",
    "lbs",
    "ounces",
    "oz",
    "litres",
    "liters",
    "litre",
    "liter",
    "gallons",
    "gallon",
    "barrels",
    "seconds",
    "second",
    "minutes",
    "minute",
    "hours",
    "hour",
    "days",
    "day",
    "weeks",
    "week",
    "months",
    "month",
    "years",
    "year",
    "decades",
    "centuries",
    "degrees",
    "°c",
    "°f",
    "mph",
    "km/h",
    "kw",
    "mw",
    "gw",
    "watts",
    "megawatts",
    "hertz",
    "mb",
    "gb",
];

const CURRENCIES: [&str; 22] = [
    "dollars",
    "dollar",
    "euros",
    "euro",
    "pounds",
    "yen",
    "rupees",
    "yuan",
    "francs",
    "cents",
    "pence",
    "lira",
    "rubles",
    "roubles",
    "pesos",
    "won",
    "dinars",
    "riyals",
    "dirhams",
    "krona",
    "kroner",
    "shillings",
];

/// Plurals that do not end in s.
const IRREGULAR_PLURALS: [&str; 12] = [
    "people",
    "men",
    "women",
    "children",
    "police",
    "percent",
    "teeth",
    "sheep",
    "fish",
    "aircraft",
    "troops",
    "personnel",
];

fn unit_at(
    tokens: &[Token<'_>],
    at: usize,
    number: Number,
    has_currency: bool,
) -> (Measure, Option<(usize, usize)>) {
    if number.is_ordinal {
        return (Measure::Ordinal, None);
    }
    if has_currency {
        return (Measure::Money, None);
    }
    let Some(token) = tokens.get(at) else {
        return (Measure::Count, None);
    };
    if token.text == "%" || token.is_any(&["percent", "percentage"]) {
        return (Measure::Percent, Some((at, at)));
    }
    if token.is("per") && tokens.get(at + 1).is_some_and(|t| t.is("cent")) {
        return (Measure::Percent, Some((at, at + 1)));
    }
    named_unit(tokens, at).unwrap_or_else(|| {
        let noun = counted_noun(tokens, at).or_else(|| single_thing(tokens, at));
        (Measure::Count, noun)
    })
}

fn named_unit(tokens: &[Token<'_>], at: usize) -> Option<(Measure, Option<(usize, usize)>)> {
    let place = match tokens.get(at) {
        Some(dash) if dash.text == "-" && touch(tokens, at) => at + 1,
        _ => at,
    };
    let start = skip_adjective(tokens, place);
    let token = tokens.get(start)?;
    let word = token.lower.split('-').next().unwrap_or_default();
    if token.text == "°" {
        let last = if tokens.get(start + 1).is_some_and(|t| t.is_any(&["c", "f"])) {
            1
        } else {
            0
        };
        return Some((Measure::Unit, Some((place, start + last))));
    }
    if CURRENCIES.contains(&word) && !(word == "pounds" && start > place) {
        return Some((Measure::Money, Some((place, start))));
    }
    UNITS
        .contains(&word)
        .then_some((Measure::Unit, Some((place, start))))
}

/// "square" kilometres, "US" dollars.
fn skip_adjective(tokens: &[Token<'_>], at: usize) -> usize {
    const ADJECTIVES: [&str; 12] = [
        "square",
        "cubic",
        "us",
        "u.s.",
        "american",
        "australian",
        "canadian",
        "metric",
        "nautical",
        "full",
        "consecutive",
        "light",
    ];
    match tokens.get(at) {
        Some(token) if token.is_any(&ADJECTIVES) => at + 1,
        _ => at,
    }
}

/// Words after which no noun of the number follows.
const CLOSED: [&str; 78] = [
    "thing", "another", "day", "more", "the", "a", "an", "of", "in", "on", "at", "to", "from",
    "by", "for", "with", "and", "or", "but", "was", "were", "is", "are", "be", "been", "has",
    "have", "had", "will", "would", "can", "could", "may", "might", "must", "that", "which", "who",
    "as", "than", "then", "when", "while", "after", "before", "since", "until", "during",
    "through", "into", "out", "up", "down", "over", "under", "its", "his", "her", "their", "this",
    "these", "those", "it", "he", "she", "they", "we", "also", "not", "said", "says", "died",
    "years", "because", "if", "about", "does", "thus",
];

/// "150 detainees", "7,000 Islamic State fighters": the run of words that ends with a plural.
fn counted_noun(tokens: &[Token<'_>], at: usize) -> Option<(usize, usize)> {
    let glued = tokens.get(at).is_some_and(|t| t.text == "-") && touch(tokens, at);
    let start = at + usize::from(glued);
    for place in start..start + 4 {
        let token = tokens.get(place)?;
        let adjective = place > start && token.text == "-";
        if !(token.is_word() || adjective) || CLOSED.contains(&token.lower.as_ref()) {
            return None;
        }
        if is_plural(token) {
            return Some((start, place));
        }
        if glued {
            return Some((start, start));
        }
    }
    None
}

/// "one brass lighthouse": up to three words that end where a closed word or a mark stands.
fn single_thing(tokens: &[Token<'_>], at: usize) -> Option<(usize, usize)> {
    let one = at.checked_sub(1)?;
    let pointing = one
        .checked_sub(1)
        .and_then(|before| tokens.get(before))
        .is_some_and(|before| {
            before.is_any(&[
                "no", "this", "that", "the", "each", "any", "every", "another", "a",
            ])
        });
    if !tokens.get(one)?.is("one") || pointing {
        return None;
    }
    let goes_on = |token: &Token<'_>| {
        token.is_word()
            && !token.is_capitalised()
            && (!token.text.ends_with('s') || token.text.ends_with("ss"))
            && !CLOSED.contains(&token.lower.as_ref())
    };
    let length = tokens
        .get(at..)?
        .iter()
        .take_while(|token| goes_on(token))
        .take(4)
        .count();
    (1..=3).contains(&length).then(|| (at, at + length - 1))
}

fn is_plural(token: &Token<'_>) -> bool {
    let word = token.lower.as_ref();
    let ends = word.len() > 3
        && word.ends_with('s')
        && !["ss", "us", "is", "'s"]
            .iter()
            .any(|end| word.ends_with(end));
    IRREGULAR_PLURALS.contains(&word) || ends
}

/// "one" and "a half" are mostly no numbers: they count only with a unit.
fn is_idle_one(
    tokens: &[Token<'_>],
    at: usize,
    number: Number,
    measure: Measure,
    unit: Option<(usize, usize)>,
) -> bool {
    const IDLE_ORDINALS: [&str; 2] = ["first", "second"];
    let word = |list: &[&str]| tokens.get(at).is_some_and(|token| token.is_any(list));
    let single = number.next == at + 1 && word(&["one"]);
    let idle = word(&IDLE_ORDINALS) && tokens.get(at + 1).is_some_and(|t| !t.is_word());
    single && unit.is_none() && measure == Measure::Count || idle
}

/// "more than", "at least", "about", "up to" before the number.
fn bound_before(tokens: &[Token<'_>], at: usize) -> Bound {
    let word = |back: usize| {
        at.checked_sub(back)
            .and_then(|place| tokens.get(place))
            .map_or("", |token| token.lower.as_ref())
    };
    match (word(2), word(1)) {
        ("more" | "greater" | "higher" | "longer" | "larger", "than") => Bound::AtLeast,
        ("at", "least") | ("as", "many") => Bound::AtLeast,
        ("less" | "fewer" | "lower" | "smaller", "than") => Bound::AtMost,
        ("at", "most") | ("up", "to") => Bound::AtMost,
        (_, "over" | "above" | "exceeding" | "minimum") => Bound::AtLeast,
        (_, "under" | "below" | "maximum") => Bound::AtMost,
        (
            _,
            "about" | "around" | "roughly" | "approximately" | "nearly" | "almost" | "some"
            | "circa" | "estimated" | "approx." | "~",
        ) => Bound::About,
        _ => Bound::Exact,
    }
}

#[cfg(test)]
#[path = "quantities_tests.rs"]
mod tests;
