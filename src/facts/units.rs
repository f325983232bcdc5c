//! What a number counts: units, money, and the nouns that follow it.

use super::numbers::Number;
use super::quantities::Measure;
use super::tokens::{Token, touch};
use crate::text::dimensions::{is_countable, is_currency, is_unit};

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

/// Finds what a number that ends before a token counts, and the tokens that say so.
pub(super) fn unit_at(
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
    let won = word == "won" && is_behind_millions(tokens, start);
    if (is_currency(word) || won) && !(word == "pounds" && start > place) {
        return Some((Measure::Money, Some((place, start))));
    }
    (is_unit(word) && !is_countable(word)).then_some((Measure::Unit, Some((place, start))))
}

/// Tells whether a token stands behind a large round number, where "won" is no verb.
fn is_behind_millions(tokens: &[Token<'_>], at: usize) -> bool {
    (at.checked_sub(1).and_then(|at| tokens.get(at)))
        .is_some_and(|token| token.is_any(&["thousand", "million", "billion", "trillion"]))
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
const CLOSED: [&str; 81] = [
    "thing", "another", "day", "more", "the", "a", "an", "of", "in", "on", "at", "to", "from",
    "by", "for", "with", "and", "or", "but", "was", "were", "is", "are", "be", "been", "has",
    "have", "had", "will", "would", "can", "could", "may", "might", "must", "that", "which", "who",
    "as", "than", "then", "when", "while", "after", "before", "since", "until", "during",
    "through", "into", "out", "up", "down", "over", "under", "its", "his", "her", "their", "this",
    "these", "those", "it", "he", "she", "they", "we", "also", "not", "said", "says", "died",
    "years", "because", "if", "about", "does", "thus", "every", "each", "per",
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
