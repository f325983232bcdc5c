//! Cues in a sentence for the type of an answer, beyond what the question says itself: dates, figures, names, reasons.

use crate::question::AnswerType;
use crate::text::dimensions::{CURRENCY_SIGNS, is_currency, is_time};
use crate::text::helper_verbs::is_be;

use super::compared_words::{Token, TokenClass};

/// What in a sentence may be an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnswerCue {
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
    /// How old somebody is: ", 61,", "aged 61", "61 years old", "born".
    Age,
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

/// How many kinds of cues there are.
pub const ANSWER_CUES: usize = 13;

/// The cues of one sentence.
#[derive(Debug, Clone, Default)]
pub struct AnswerCues {
    /// Counts by `AnswerCue`.
    pub counts: [u32; ANSWER_CUES],
    /// The tokens that are one, with its kind.
    pub tokens: Vec<(usize, AnswerCue)>,
}

impl AnswerCues {
    /// Counts those of all cues of a sentence that are new; `said` tells the tokens the question has itself.
    pub fn new_among(all: &[(u32, AnswerCue)], said: &[bool]) -> Self {
        let mut cues = AnswerCues::default();
        for (at, cue) in all {
            let at = *at as usize;
            if !said.get(at).copied().unwrap_or(false) {
                cues.add(at, *cue);
            }
        }
        cues
    }

    fn add(&mut self, at: usize, cue: AnswerCue) {
        self.counts[cue as usize] += 1;
        self.tokens.push((at, cue));
    }

    /// Returns how many of a sort there are.
    pub fn count(&self, cue: AnswerCue) -> u32 {
        self.counts[cue as usize]
    }

    /// Returns how many things of the expected sort there are, or nothing when the sort cannot be told by form.
    pub fn expected(&self, expected: AnswerType) -> Option<u32> {
        let cue = sought(expected)?;
        Some(self.count(cue))
    }
}

/// Returns which cue an answer of a type has.
pub fn sought(expected: AnswerType) -> Option<AnswerCue> {
    Some(match expected {
        AnswerType::Date => AnswerCue::Date,
        AnswerType::Person | AnswerType::Name => AnswerCue::Name,
        AnswerType::Place => AnswerCue::Name,
        AnswerType::Number => AnswerCue::Number,
        AnswerType::Money => AnswerCue::Money,
        AnswerType::Percent => AnswerCue::Percent,
        AnswerType::Duration => AnswerCue::Duration,
        AnswerType::Age => AnswerCue::Age,
        AnswerType::Reason => AnswerCue::Reason,
        AnswerType::Manner => AnswerCue::Manner,
        AnswerType::Definition => AnswerCue::Definition,
        AnswerType::Expansion => AnswerCue::Expansion,
        AnswerType::Quotation => AnswerCue::Quotation,
        AnswerType::Truth | AnswerType::Thing | AnswerType::Anything => return None,
    })
}

/// Finds all cues of a sentence, whatever is asked: the number of each token that is one, with its kind.
pub(super) fn all_cues(text: &str, tokens: &[Token]) -> Box<[(u32, AnswerCue)]> {
    let numbered = (0u32..).zip(tokens);
    let cues = numbered.flat_map(|(number, token)| {
        let cues = cues_of(text, tokens, number as usize, token);
        cues.into_iter().map(move |cue| (number, cue))
    });
    cues.collect()
}

fn cues_of(text: &str, tokens: &[Token], at: usize, token: &Token) -> Vec<AnswerCue> {
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
        TokenClass::Year | TokenClass::Calendar => found.push(AnswerCue::Date),
        TokenClass::Number => {
            found.push(AnswerCue::Number);
            let then = third(text, tokens, at);
            if after.starts_with('%') || next == "percent" || (next, then) == ("per", "cent") {
                found.push(AnswerCue::Percent);
            }
            if behind.ends_with(CURRENCY_SIGNS)
                || is_currency(next)
                || is_currency(then) && next != "per"
            {
                found.push(AnswerCue::Money);
            }
            if is_time(next) || is_time(then) && next != "per" {
                found.push(AnswerCue::Duration);
            }
            let set_off = behind.ends_with(", ") && after.starts_with([',', '.', ';', ')'])
                || behind.ends_with('(') && after.starts_with(')');
            let in_years = matches!(next, "year" | "years") && matches!(then, "old" | "of");
            let aged = matches!(before, "aged" | "Aged" | "age" | "turned" | "turns");
            if set_off || in_years || aged {
                found.push(AnswerCue::Age);
            }
            if word.ends_with("th") || word.ends_with("st") || word.ends_with("nd") {
                found.push(AnswerCue::Date);
            }
        }
        TokenClass::Name => {
            found.push(AnswerCue::Name);
            if matches!(
                before,
                "in" | "at" | "from" | "near" | "to" | "In" | "At" | "of" | "around"
            ) {
                found.push(AnswerCue::Place);
            }
            if word.chars().count() >= 2 && word.chars().all(char::is_uppercase)
                || behind.ends_with('(')
            {
                found.push(AnswerCue::Expansion);
            }
        }
        TokenClass::Plain
            if at == 0
                && word.chars().next().is_some_and(char::is_uppercase)
                && tokens
                    .get(1)
                    .is_some_and(|token| token.class == TokenClass::Name) =>
        {
            found.push(AnswerCue::Name);
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
            | "thanks"
            | "why"
            | "lest"
            | "prompted"
            | "blamed"
            | "fearing"
    ) || word == "to" && at == 0
        || matches!(word, "led" | "order" | "result" | "results")
    {
        found.push(AnswerCue::Reason);
    }
    if matches!(word, "using" | "through" | "via" | "by") || word == "with" && next.ends_with("ing")
    {
        found.push(AnswerCue::Manner);
    }
    if is_be(word) && matches!(next, "a" | "an" | "the" | "one")
        || word == "called"
        || word == "means"
    {
        found.push(AnswerCue::Definition);
    }
    if matches!(word, "born" | "Born") {
        found.push(AnswerCue::Age);
    }
    if behind.ends_with(['“', '"', '„']) {
        found.push(AnswerCue::Quotation);
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
