//! Tells by a question's words what sort of answer it waits for.

use crate::text::dimensions::{is_currency, is_time};
use crate::text::helper_verbs::{BE, begins_yes_or_no, is_be, is_do};

use super::asked_noun::{after_name_of, behind_who_is, noun_after};
use super::asked_price::has_verb_cost;
use super::asked_size::of_no_body;
use super::asking_words::{
    by_noun, by_noun_behind, counts_victims, is_money, is_paid, is_quality, is_sometimes_paid,
    is_speech,
};
use super::expected_answer::{AnswerType, Kind};
use super::filler::Put;
use super::parsed_question::QuestionWord;
use super::question_words::is_question_word;

/// Words behind `how` that ask for a figure.
pub const SIZES: [&str; 16] = [
    "far", "tall", "high", "deep", "big", "large", "wide", "fast", "heavy", "hot", "cold", "thick",
    "close", "late", "early", "soon",
];

/// Tells what a question asks for; its verb is found by whoever has its text.
pub fn of(words: &[QuestionWord], put: Put) -> Kind {
    let Some(wh_word) = words.iter().position(|word| is_question_word(&word.folded)) else {
        let (expected, focus) = without_question_word(words, put);
        return Kind {
            expected,
            wh_word: None,
            focus,
            done: None,
        };
    };
    let (expected, focus) = by_question_word(words, wh_word);
    Kind {
        expected,
        wh_word: Some(wh_word),
        focus,
        done: None,
    }
}

fn without_question_word(words: &[QuestionWord], put: Put) -> (AnswerType, Option<usize>) {
    // "names of the two judges"
    if let Some(named) = after_name_of(words, 0) {
        return (AnswerType::Name, Some(named));
    }
    let begins_with_helper = words
        .first()
        .is_some_and(|word| begins_yes_or_no(&word.folded));
    if begins_with_helper || put == Put::AsDoubt {
        return (AnswerType::Truth, None);
    }
    let noun = |at: usize| by_noun(&words.get(at)?.stem);
    let content =
        || (0..words.len()).filter(|at| words.get(*at).is_some_and(|word| !word.function));
    if put == Put::AsWish {
        let focus = noun_after(words, 0);
        return (focus.and_then(noun).unwrap_or(AnswerType::Thing), focus);
    }
    if put == Put::ForMeaning && content().count() <= 2 {
        return (AnswerType::Definition, None);
    }
    // "apollo 11 launch date", "population of Leiden": a quality of something stands at either end.
    let ends = content().next_back().into_iter().chain(content().next());
    let quality = |at: &usize| {
        let named = words.get(*at).map_or("", |word| word.stem.as_str());
        is_quality(named) && content().count() > 1
    };
    let focus = ends
        .filter(|at| words.get(*at).is_some_and(|word| !word.name))
        .find(quality);
    match focus.and_then(|at| Some((noun(at)?, at))) {
        Some((expected, at)) => (expected, Some(at)),
        None => (AnswerType::Anything, None),
    }
}

fn by_question_word(words: &[QuestionWord], at: usize) -> (AnswerType, Option<usize>) {
    let next = words.get(at + 1).map_or("", |word| word.folded.as_str());
    match words.get(at).map_or("", |word| word.folded.as_str()) {
        "when" => (AnswerType::Date, None),
        "where" => (AnswerType::Place, None),
        "why" => (AnswerType::Reason, None),
        "who" | "whom" | "whose" | "who's" => (AnswerType::Person, behind_who_is(words, at)),
        "how" => asked_how(words, at, next),
        _ => asked_what(words, at, next),
    }
}

fn asked_how(words: &[QuestionWord], at: usize, next: &str) -> (AnswerType, Option<usize>) {
    if let Some((expected, noun)) = of_no_body(words, at) {
        return (expected, Some(noun));
    }
    let counted = noun_after(words, at + 2);
    match next {
        "many" => {
            let unit = counted
                .and_then(|at| words.get(at))
                .map_or("", |word| word.folded.as_str());
            let expected = if is_time(unit) {
                AnswerType::Duration
            } else if is_currency(unit) {
                AnswerType::Money
            } else {
                AnswerType::Number
            };
            (expected, counted)
        }
        "much" => {
            let per_cent = |at: usize| {
                (at.checked_sub(1).and_then(|at| words.get(at)))
                    .is_some_and(|before| before.folded == "per")
            };
            let money = (words.iter().enumerate())
                .any(|(at, word)| is_money(&word.folded) && !per_cent(at));
            // "How much are tickets?", but not "how much of the rent".
            let is = words
                .get(at + 2)
                .is_some_and(|word| is_be(&word.folded) || word.folded == "for");
            let stem = |at: usize| words.get(at).map_or("", |word| word.stem.as_str());
            let victims = |at: usize| {
                at.checked_sub(1)
                    .is_some_and(|before| counts_victims(stem(before), stem(at)))
            };
            let paid = || {
                (words.iter().enumerate())
                    .any(|(at, word)| !word.function && is_paid(&word.folded) && !victims(at))
            };
            (
                if money || is && paid() {
                    AnswerType::Money
                } else {
                    AnswerType::Number
                },
                counted,
            )
        }
        "long" if asks_size(words, at) => (AnswerType::Number, Some(at + 1)),
        "long" => (AnswerType::Duration, None),
        "old" => (AnswerType::Age, None),
        "often" => (AnswerType::Number, None),
        size if SIZES.contains(&size) => (AnswerType::Number, Some(at + 1)),
        _ => (AnswerType::Manner, None),
    }
}

/// Tells whether `how` at a place asks "how long is …", which is a size as often as a time.
pub fn asks_size(words: &[QuestionWord], how: usize) -> bool {
    let is = |steps: usize, forms: &[&str]| {
        words
            .get(how + steps)
            .is_some_and(|word| forms.contains(&word.folded.as_str()))
    };
    is(1, &["long"]) && is(2, &BE)
}

fn asked_what(words: &[QuestionWord], at: usize, next: &str) -> (AnswerType, Option<usize>) {
    let has = |form: &str| words.iter().any(|word| word.folded == form);
    if (has("stand") || has("stands") || has("short")) && has("for")
        || has("acronym")
        || has("abbreviation")
    {
        return (AnswerType::Expansion, None);
    }
    // "What does GDR mean?"
    let last = words.last().map_or("", |word| word.folded.as_str());
    if is_do(next) && matches!(last, "mean" | "means" | "meant") {
        return (AnswerType::Definition, None);
    }
    // "What does it cost to get in?"
    if is_do(next) && has_verb_cost(words) {
        return (AnswerType::Money, None);
    }
    if words.iter().any(|word| is_speech(&word.folded))
        && (is_do(next) || matches!(next, "has" | "had"))
    {
        return (AnswerType::Quotation, None);
    }
    let is_followed = is_be(next);
    let copula = is_followed || words.get(at).is_some_and(|w| w.folded == "what's");
    let from = at + 1 + usize::from(is_followed);
    let focus = noun_after(words, from);
    if let Some(named) = after_name_of(words, from) {
        return (AnswerType::Name, Some(named));
    }
    // "What is the dog called?", "What is the engineer's name?"
    if copula && matches!(last, "called" | "named" | "name" | "names") && words.len() > from + 1 {
        return (AnswerType::Name, focus);
    }
    let stem = |at: usize| words.get(at).map_or("", |word| word.stem.as_str());
    // "What deposits were found in the river?" asks for no sum.
    let is_sum = || {
        copula
            || (words.iter().enumerate())
                .any(|(at, word)| Some(at) != focus && is_money(&word.folded))
            || (words.iter()).rposition(|word| !word.function) == focus
    };
    // "What is the ticket price?", "what is the town tax?": the last word of the phrase tells what is asked for.
    let run = focus.map(|from| {
        let content = |at: &usize| {
            words
                .get(*at)
                .is_some_and(|word| !word.function && !word.name)
        };
        (from..).take_while(content)
    });
    let last = run
        .and_then(Iterator::last)
        .filter(|at| copula && is_quality(stem(*at)));
    let before = |at: usize| at.checked_sub(1).map_or("", stem);
    if let Some((at, expected)) =
        last.and_then(|at| Some((at, by_noun_behind(before(at), stem(at))?)))
    {
        return (expected, Some(at));
    }
    let named = focus.filter(|at| !is_sometimes_paid(stem(*at)) || is_sum());
    if let Some(expected) = named.and_then(|at| by_noun(stem(at))) {
        return (expected, focus);
    }
    let content = words.iter().filter(|word| !word.function).count();
    if copula && content <= 2 {
        return (AnswerType::Definition, None);
    }
    (AnswerType::Thing, focus)
}

#[cfg(test)]
mod tests {
    use super::super::analyze::analyze;
    use super::*;

    fn expected(question: &str) -> AnswerType {
        analyze(question).kind.expected
    }

    #[test]
    fn the_question_word_and_its_noun_tell_what_is_asked_for() {
        assert_eq!(expected("When was the canal opened?"), AnswerType::Date);
        assert_eq!(expected("In what year did it open?"), AnswerType::Date);
        assert_eq!(expected("Which city hosted the fair?"), AnswerType::Place);
        assert_eq!(expected("How many ships pass?"), AnswerType::Number);
        assert_eq!(
            expected("How many years did it take?"),
            AnswerType::Duration
        );
        assert_eq!(expected("What does SDF stand for?"), AnswerType::Expansion);
        assert_eq!(expected("What is SDF short for?"), AnswerType::Expansion);
        assert_eq!(expected("What does SDF mean?"), AnswerType::Definition);
        assert_eq!(
            expected("What did the minister say?"),
            AnswerType::Quotation
        );
        assert_eq!(expected("What does the ferry cost?"), AnswerType::Money);
        assert_eq!(expected("What did it cost to get in?"), AnswerType::Money);
        assert_eq!(expected("What is the deposit?"), AnswerType::Money);
        assert_eq!(expected("What fee do members pay?"), AnswerType::Money);
        for other in [
            "What deposits were found in the riverbed?",
            "What does the cost report cover?",
        ] {
            assert_ne!(expected(other), AnswerType::Money, "{other}");
        }
        assert_eq!(expected("What does it cost to get in?"), AnswerType::Money);
        assert_eq!(
            expected("How much are tickets for children?"),
            AnswerType::Money
        );
        assert_eq!(expected("how much are tikets"), AnswerType::Money);
        assert_eq!(expected("How much rain is there?"), AnswerType::Number);
        assert_eq!(
            expected("What is the new annual fee going to be?"),
            AnswerType::Money
        );
        assert_eq!(expected("What's the ticket price?"), AnswerType::Money);
        assert_eq!(expected("deposit for the trip"), AnswerType::Money);
        assert_eq!(
            expected("By how much per cent did sales rise?"),
            AnswerType::Number
        );
        assert_eq!(expected("What is the top speed?"), AnswerType::Number);
        assert_eq!(
            expected("What is the average construction salary?"),
            AnswerType::Money
        );
        assert_eq!(expected("What is photosynthesis?"), AnswerType::Definition);
        assert_eq!(expected("Was the bridge rebuilt?"), AnswerType::Truth);
        assert_eq!(
            expected("I am new here, is there a fee?"),
            AnswerType::Truth
        );
        assert_eq!(expected("canal opening ships"), AnswerType::Anything);
        assert_eq!(expected("How old is the mayor?"), AnswerType::Age);
        assert_eq!(expected("mayor of Orbey age"), AnswerType::Age);
    }

    #[test]
    fn the_last_word_of_a_compound_says_what_is_asked_for() {
        for question in ["What is the town tax?", "How much is the water bill?"] {
            assert_eq!(
                analyze(question).kind.expected,
                AnswerType::Money,
                "{question}"
            );
        }
    }

    #[test]
    fn a_death_toll_is_no_sum() {
        for question in [
            "What was the death toll?",
            "What is the casualty toll of the flood?",
            "How much was the death toll?",
        ] {
            assert_eq!(
                analyze(question).kind.expected,
                AnswerType::Number,
                "{question}"
            );
        }
        let bridge = analyze("What is the bridge toll?");
        assert_eq!(bridge.kind.expected, AnswerType::Money);
    }
}
