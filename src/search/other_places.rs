//! Whether something may be done in the kitchen is not told by a sentence that tells of the yard.

use super::candidate::Candidate;
use super::compared_words::{Token, TokenClass};
use super::matching::{Depth, match_terms};
use super::query::Query;
use crate::question::AnswerType;
use crate::text::calendar::{MONTHS, WEEKDAYS};
use crate::text::dimensions::is_time;
use crate::text::related_words::RelatedWords;
use crate::text::vectors::WordVectors;

/// Words before a place.
const BEFORE_PLACES: [&str; 6] = ["in", "on", "at", "inside", "near", "into"];

/// Tells whether two words before places are of one kind: what is "on a lead" is in no place beside the one "in" which it is
/// asked about.
fn are_alike(one: &str, other: &str) -> bool {
    let is_in = |word: &str| matches!(word, "in" | "inside" | "into");
    one == other || is_in(one) && is_in(other)
}

/// Words between them and the place.
const DETERMINERS: [&str; 8] = ["the", "a", "an", "my", "our", "your", "this", "their"];

/// Words for places of which any place is a part.
const ANY_PLACE: &str = "anywhere everywhere nowhere somewhere elsewhere inside outside indoors outdoors all any every whole entire \
    throughout premises site property grounds building house home";

/// What is no farther in meaning may be the same place.
const SAME_PLACE: f32 = 0.5;

/// Kinds of places that have rules of their own; dogs "on a lead" and what is done "at your own risk" are nowhere.
const KINDS_OF_PLACES: [&str; 8] = [
    "structure",
    "room",
    "building",
    "area",
    "land",
    "enclosure",
    "tract",
    "grounds",
];

/// A rule that holds "only" somewhere holds nowhere else.
const ONLY: &str = "only solely except";

/// Times that stand behind "in the".
const TIMES: &str = "morning afternoon evening night day week weekend month year summer winter spring autumn fall past future end \
    beginning meantime season holidays time way case event middle";

/// Tells whether it is asked if something is so in a place of which a sentence and what stands above it say nothing, though it
/// says it of another place.
pub fn tells_of_another_place(query: &Query, candidate: Candidate<'_>) -> bool {
    if query.question.kind.expected != AnswerType::Truth {
        return false;
    }
    let Some(sentence) = candidate.sentence() else {
        return false;
    };
    let Some((asked_before, place)) = place_asked(query) else {
        return false;
    };
    let article = candidate.article;
    let above = article.stands_under.get(sentence.block);
    let above = article
        .topic
        .iter()
        .chain(&article.title)
        .chain(above.into_iter().flatten());
    let around: Vec<Token> = sentence.tokens.iter().chain(above).copied().collect();
    let found = match_terms(query, &around, Depth::Meanings);
    let is_told =
        (found.get(place)).is_some_and(|found| found.said() > 0.0 || found.nearest >= SAME_PLACE);
    let word = |token: &Token| {
        token
            .span
            .of(candidate.text)
            .unwrap_or_default()
            .to_lowercase()
    };
    let says_any = (sentence.tokens.iter())
        .any(|token| has(ANY_PLACE, &word(token)) || has(ONLY, &word(token)));
    !is_told && !says_any && has_other(query, (asked_before, place), candidate)
}

fn has(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|own| own == word)
}

fn is_period(word: &str) -> bool {
    has(TIMES, word) || is_time(word) || MONTHS.contains(&word) || WEEKDAYS.contains(&word)
}

/// Returns which term names the place that is asked about, and the word before it.
fn place_asked(query: &Query) -> Option<(&str, usize)> {
    let words = &query.question.words;
    let is = |at: usize, forms: &[&str]| {
        words
            .get(at)
            .is_some_and(|word| forms.contains(&word.folded.as_str()))
    };
    let is_noun = |at: &usize| {
        (words.get(*at)).is_some_and(|word| {
            !word.function && !word.name && !word.number && !is_period(&word.folded)
        })
    };
    let before = (0..words.len()).find(|at| is(*at, &BEFORE_PLACES) && is(at + 1, &DETERMINERS))?;
    let last = (before + 2..).take_while(is_noun).last()?;
    let term = query
        .terms
        .iter()
        .position(|term| term.position == last && !term.carried)?;
    query.terms.get(term)?.row?;
    Some((words.get(before)?.folded.as_str(), term))
}

/// Tells whether a sentence has another place behind such a word, of which the one that is asked about is no part.
fn has_other(
    query: &Query,
    (asked_before, place): (&str, usize),
    candidate: Candidate<'_>,
) -> bool {
    let Some(sentence) = candidate.sentence() else {
        return false;
    };
    let tokens = &sentence.tokens;
    let word = |at: usize| {
        let written = tokens
            .get(at)
            .and_then(|token| token.span.of(candidate.text));
        written.unwrap_or_default().to_lowercase()
    };
    let row = query.terms.get(place).and_then(|term| term.row);
    let asked = |token: &Token| query.terms.iter().any(|term| term.has(token.stem));
    (0..tokens.len()).any(|at| {
        let before = word(at);
        let is_before = BEFORE_PLACES.contains(&before.as_str())
            && are_alike(asked_before, &before)
            && DETERMINERS.contains(&word(at + 1).as_str());
        let last = is_before.then(|| {
            let is_noun = |at: &usize| {
                (tokens.get(*at)).is_some_and(|token| {
                    matches!(token.class, TokenClass::Plain | TokenClass::Name)
                })
            };
            (at + 2..).take_while(is_noun).last()
        });
        let Some(other) = last
            .flatten()
            .and_then(|last| tokens.get(last).map(|token| (last, token)))
        else {
            return false;
        };
        let is_whole = row
            .zip(other.1.row)
            .is_some_and(|(own, other)| RelatedWords::shipped().is_a(own, other));
        !asked(other.1) && !is_period(&word(other.0)) && !is_whole && is_place(other.1)
    })
}

fn is_place(token: &Token) -> bool {
    let (known, vectors) = (RelatedWords::shipped(), WordVectors::shipped());
    let mut kinds = KINDS_OF_PLACES.iter().filter_map(|kind| vectors.row(kind));
    (token.row).is_some_and(|row| kinds.any(|kind| row == kind || known.is_a(row, kind)))
}

#[cfg(test)]
mod tests {
    use super::super::one_article::OneArticle;
    use super::*;

    #[test]
    fn a_lead_a_risk_and_a_minimum_are_no_places() {
        for (question, told) in [
            (
                "Can I bring my dog into the café?",
                "Dogs are welcome on a lead.",
            ),
            ("Can we swim in the lake?", "Swimming is at your own risk."),
            (
                "Can I pay by card at the bar?",
                "Cards are accepted at a minimum of £5.",
            ),
            (
                "Can I smoke in the hotel?",
                "Smoking is only allowed on the balcony.",
            ),
        ] {
            let one = OneArticle::of("", told);
            assert_eq!(
                one.holds(question, tells_of_another_place),
                [false],
                "{question}"
            );
        }
    }

    #[test]
    fn what_is_so_in_the_yard_need_not_be_so_in_the_kitchen() {
        let rules = "Smoking is allowed in the yard. Smoking is not allowed anywhere in the house. Smoking is bad in the morning.";
        let of = |question: &str| OneArticle::of("", rules).holds(question, tells_of_another_place);
        assert_eq!(
            of("Is smoking allowed in the kitchen?"),
            [true, false, false]
        );
        assert_eq!(of("Is smoking allowed in the yard?"), [false; 3]);
        assert_eq!(of("Is smoking allowed?"), [false; 3]);
        assert_eq!(of("Where is smoking allowed in the kitchen?"), [false; 3]);
    }
}
