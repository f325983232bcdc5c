//! What a sentence offers that the question does not say already: dates, figures, names, reasons.

use crate::question::Expected;

use super::analysis::{AnalysedSentence, Class, Token};

/// Sorts of things a sentence can offer as an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Offer {
    /// A year or a calendar date.
    Date,
    /// A figure.
    Number,
    /// A sum of money.
    Money,
    /// A share in hundred.
    Percent,
    /// A number of years, days, hours.
    Duration,
    /// A name.
    Name,
    /// A name after a preposition of place.
    Place,
    /// A word that gives a reason.
    Reason,
    /// Words in quotation marks.
    Quotation,
    /// A word in brackets, or all capitals: an abbreviation and its long form.
    Expansion,
    /// "X is a …".
    Definition,
    /// "by …ing", "through", "using".
    Manner,
}

/// How many sorts of offers there are.
pub const OFFERS: usize = 12;

/// What one sentence offers, each with the tokens that offer it.
#[derive(Debug, Clone, Default)]
pub struct Offers {
    /// Counts by `Offer`.
    pub counts: [u32; OFFERS],
    /// The tokens that offer, with the sort.
    pub tokens: Vec<(usize, Offer)>,
}

impl Offers {
    /// Finds what a sentence offers; `said` tells the tokens the question has itself.
    pub fn of(text: &str, sentence: &AnalysedSentence, said: &[bool]) -> Self {
        let mut offers = Offers::default();
        let tokens = &sentence.tokens;
        for (at, token) in tokens.iter().enumerate() {
            if said.get(at).copied().unwrap_or(false) {
                continue;
            }
            for offer in offers_of(text, tokens, at, token) {
                offers.add(at, offer);
            }
        }
        offers
    }

    fn add(&mut self, at: usize, offer: Offer) {
        self.counts[offer as usize] += 1;
        self.tokens.push((at, offer));
    }

    /// Returns how many of a sort there are.
    pub fn count(&self, offer: Offer) -> u32 {
        self.counts[offer as usize]
    }

    /// Returns how many things of the expected sort there are, or nothing when the sort cannot be told by form.
    pub fn expected(&self, expected: Expected) -> Option<u32> {
        let offer = sought(expected)?;
        Some(self.count(offer))
    }
}

/// Which offer answers an expectation.
pub fn sought(expected: Expected) -> Option<Offer> {
    Some(match expected {
        Expected::Date => Offer::Date,
        Expected::Person => Offer::Name,
        Expected::Place => Offer::Name,
        Expected::Number => Offer::Number,
        Expected::Money => Offer::Money,
        Expected::Percent => Offer::Percent,
        Expected::Duration => Offer::Duration,
        Expected::Reason => Offer::Reason,
        Expected::Manner => Offer::Manner,
        Expected::Definition => Offer::Definition,
        Expected::Expansion => Offer::Expansion,
        Expected::Quotation => Offer::Quotation,
        Expected::Truth | Expected::Thing | Expected::Anything => return None,
    })
}

fn offers_of(text: &str, tokens: &[Token], at: usize, token: &Token) -> Vec<Offer> {
    let word = written(text, token);
    let before = at
        .checked_sub(1)
        .and_then(|at| tokens.get(at))
        .map_or("", |token| written(text, token));
    let next = tokens.get(at + 1).map_or("", |token| written(text, token));
    let after = text.get(token.span.end..).unwrap_or_default();
    let behind = text.get(..token.span.start).unwrap_or_default();
    let mut found = Vec::new();
    match token.class {
        Class::Year | Class::Calendar => found.push(Offer::Date),
        Class::Number => {
            found.push(Offer::Number);
            let then = third(text, tokens, at);
            if after.starts_with('%') || next == "percent" || (next, then) == ("per", "cent") {
                found.push(Offer::Percent);
            }
            if behind.ends_with(['$', '€', '£', '¥']) || is_currency(next) || is_currency(then)
            {
                found.push(Offer::Money);
            }
            if is_time_unit(next) || is_time_unit(then) && next != "per" {
                found.push(Offer::Duration);
            }
            if word.ends_with("th") || word.ends_with("st") || word.ends_with("nd") {
                found.push(Offer::Date);
            }
        }
        Class::Name => {
            found.push(Offer::Name);
            if matches!(
                before,
                "in" | "at" | "from" | "near" | "to" | "In" | "At" | "of" | "around"
            ) {
                found.push(Offer::Place);
            }
            if word.chars().count() >= 2 && word.chars().all(char::is_uppercase)
                || behind.ends_with('(')
            {
                found.push(Offer::Expansion);
            }
        }
        Class::Plain
            if at == 0
                && word.chars().next().is_some_and(char::is_uppercase)
                && tokens
                    .get(1)
                    .is_some_and(|token| token.class == Class::Name) =>
        {
            found.push(Offer::Name);
        }
        _ => {}
    }
    if matches!(
        word,
        "because"
            | "Because"
            | "due"
            | "since"
            | "Since"
            | "caused"
            | "reason"
            | "therefore"
            | "so"
            | "owing"
    ) || word == "to" && at == 0
        || matches!(word, "led" | "order" | "result" | "results")
    {
        found.push(Offer::Reason);
    }
    if matches!(word, "using" | "through" | "via" | "by") || word == "with" && next.ends_with("ing")
    {
        found.push(Offer::Manner);
    }
    if matches!(word, "is" | "are" | "was" | "were") && matches!(next, "a" | "an" | "the" | "one")
        || word == "called"
        || word == "means"
    {
        found.push(Offer::Definition);
    }
    if behind.ends_with(['“', '"', '„']) {
        found.push(Offer::Quotation);
    }
    found
}

/// Returns the word after the next one.
fn third<'t>(text: &'t str, tokens: &[Token], at: usize) -> &'t str {
    tokens.get(at + 2).map_or("", |token| written(text, token))
}

fn written<'t>(text: &'t str, token: &Token) -> &'t str {
    token.span.of(text).unwrap_or_default()
}

fn is_currency(word: &str) -> bool {
    matches!(
        word,
        "dollars"
            | "dollar"
            | "euros"
            | "euro"
            | "pounds"
            | "francs"
            | "yen"
            | "marks"
            | "rupees"
            | "cents"
            | "USD"
    )
}

fn is_time_unit(word: &str) -> bool {
    matches!(
        word,
        "years"
            | "year"
            | "months"
            | "month"
            | "weeks"
            | "days"
            | "day"
            | "hours"
            | "hour"
            | "minutes"
            | "minute"
            | "seconds"
            | "decades"
            | "centuries"
            | "year-old"
    )
}
