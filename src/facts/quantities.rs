//! How many and how much: numbers with their units and a value that can be compared exactly.

use super::dates;
use super::numbers::{Number, number_at};
use super::tokens::{self, Token, span_between, touch};
use super::units::unit_at;
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

fn quantity_at(tokens: &[Token<'_>], at: usize) -> Option<(Quantity, usize)> {
    let (first, has_currency) = currency(tokens, at).map_or((at, false), |next| (next, true));
    if glued_into_code(tokens, at) {
        return None;
    }
    let number = number_at(tokens, first, has_currency)?;
    let (upper, last) = upper_end(tokens, number, has_currency);
    let next = upper.map_or(number.next, |upper| upper.next);
    let (measure, unit_tokens) = unit_at(tokens, next, number, has_currency);
    let nameless = unit_tokens.is_none() && measure == Measure::Count;
    if is_time_of_day(tokens, at, next) || nameless && numbers_a_name(tokens, at) {
        return None;
    }
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

/// "three o'clock", "10 a.m.", "half past eleven": a time of day.
fn is_time_of_day(tokens: &[Token<'_>], at: usize, next: usize) -> bool {
    const HOURS: [&str; 6] = ["o'clock", "a.m.", "p.m.", "am", "pm", "noon"];
    let past = at >= 2
        && tokens[at - 1].is_any(&["past"])
        && tokens[at - 2].is_any(&["half", "quarter", "minutes"]);
    past || tokens.get(next).is_some_and(|token| token.is_any(&HOURS))
}

/// "Apollo 11", "Saturn 5": digits behind a name are part of it.
fn numbers_a_name(tokens: &[Token<'_>], at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| {
        let name = &tokens[before];
        tokens[at].is_number()
            && name.is_word()
            && name.is_capitalised()
            && !name.lower.ends_with("ly")
            && super::lexicon::closed_class(&name.lower).is_none()
    })
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
