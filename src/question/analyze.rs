//! Takes a question apart into words that are looked for and words that ask.

use crate::text::function_words::is_function_word;
use crate::text::vectors::WordVectors;
use crate::text::{Span, normalize, words};

use super::asides;
use super::asked_about;
use super::chat_spelling::{as_meant, drawn_together, spelt_out, who_or_how};
use super::expected_answer::AnswerType;
use super::filler;
use super::kind;
use super::parsed_question::{Question, QuestionWord};
use super::question_words::{begins_question, is_question_word};

/// The most words of a question that are looked at.
pub const MAX_WORDS: usize = 32;

/// Takes a question apart.
pub fn analyze(text: &str) -> Question {
    analyze_knowing(text, &|_| false)
}

/// Takes a question apart, given which folded words name something where nothing is written with a capital, or all.
pub fn analyze_knowing(text: &str, is_name: &dyn Fn(&str) -> bool) -> Question {
    let shouting = !text.chars().any(char::is_lowercase);
    let uncased = shouting || is_uncased(text);
    // "WHO" alone is the organisation; in a question that is all capitals it asks.
    let sentence = shouting && words::words(text).nth(2).is_some();
    let mut found: Vec<QuestionWord> = Vec::new();
    for (at, word) in words::words(text).take(MAX_WORDS).enumerate() {
        let lower = word.text.to_lowercase();
        let speaker = lower == "i" || lower.starts_with("i'") || lower.starts_with("i’");
        let name = !shouting && word.is_capitalised() && !speaker;
        let mut add = |span: Span, folded: String| {
            let function = is_function_word(&folded) || is_question_word(&folded);
            found.push(QuestionWord {
                span,
                stem: normalize::stem(&folded),
                function,
                name: name || uncased && !function && is_name(&folded),
                number: word.has_digit(),
                aside: false,
                folded,
            });
        };
        let is_spelt_as_meant = name && (at > 0 || is_inner_capital(word.text));
        match drawn_together(&lower) {
            // Those behind the first stand where the word ends.
            Some(parts) if !is_spelt_as_meant => {
                let starts =
                    std::iter::once(word.span.start).chain(std::iter::repeat(word.span.end));
                for (start, part) in starts.zip(parts) {
                    add(Span::new(start, word.span.end), (*part).to_owned());
                }
            }
            _ => {
                let written = if sentence { &lower } else { word.text };
                let folded = normalize::fold(written);
                let meant = (!is_spelt_as_meant && !is_name(&folded))
                    .then(|| spelt_out(&folded))
                    .flatten();
                add(
                    word.span,
                    meant.map_or_else(|| as_meant(folded), str::to_owned),
                );
            }
        }
    }
    who_or_how(&mut found, text);
    let (put, wants_to_know) = filler::strip_filler(text, &mut found);
    if let Some(first) = found.first_mut() {
        let is_known = uncased && !first.function && is_name(&first.folded);
        first.name &= is_known || first.span.of(text).is_some_and(is_inner_capital);
    }
    mistyped_size(&mut found);
    asked_adjective(&mut found);
    asked_event(&mut found);
    let begins = (found.first()).is_some_and(|word| begins_question(&word.folded));
    let mut kind = kind::of(&found, put);
    if kind.wh_word.is_some() || kind.expected == AnswerType::Truth {
        kind.done = asked_about::what_is_done(text, &found, kind.wh_word);
        // "Who will win?" names nobody's office.
        let before = kind
            .focus
            .and_then(|focus| found.get(focus.checked_sub(1)?));
        if kind.focus == kind.done && before.is_some_and(|word| word.folded == "will") {
            kind.focus = None;
        }
    }
    let asking = asides::mark(text, &mut found, kind.wh_word);
    // "I am new here, is there a fee?"
    if kind.expected == AnswerType::Anything && asking.is_some() {
        kind.expected = AnswerType::Truth;
    }
    Question {
        kind,
        is_put: wants_to_know || begins || text.contains('?'),
        words: found,
    }
}

/// Tells whether a text has no capital but the one that begins it and those of "I": its names are not told by capitals.
fn is_uncased(text: &str) -> bool {
    let mut words = words::words(text);
    let first = words.next();
    let begins = first.is_none_or(|word| !is_inner_capital(word.text));
    begins
        && words.all(|word| {
            let speaker =
                word.text == "I" || word.text.starts_with("I'") || word.text.starts_with("I’");
            speaker || !word.text.chars().any(char::is_uppercase)
        })
}

/// A capital inside the word (`NATO`, `McDonald`) marks a name even where a sentence begins.
fn is_inner_capital(word: &str) -> bool {
    word.chars().skip(1).any(char::is_uppercase)
}

/// Reads "how deap" as "how deep": behind `how` a word that nobody knows asks for a size, if it is near one.
fn mistyped_size(words: &mut [QuestionWord]) {
    let Some(how) = words.iter().position(|word| word.folded == "how") else {
        return;
    };
    let Some(next) = words.get_mut(how + 1) else {
        return;
    };
    let typed = next.folded.as_str();
    if next.function || typed.chars().count() < 4 || WordVectors::shipped().knows(typed) {
        return;
    }
    let near = |meant: &&&str| strsim::osa_distance(typed, meant) == 1;
    let mut close = kind::SIZES.iter().filter(near);
    if let (Some(meant), None) = (close.next(), close.next()) {
        next.folded = (*meant).to_owned();
        next.stem = normalize::stem(meant);
    }
}

/// "What happened in 1989": whatever it was, no article says that it happened.
fn asked_event(words: &mut [QuestionWord]) {
    let Some(what) = words.iter().position(|word| word.folded == "what") else {
        return;
    };
    let others = words.iter().filter(|word| !word.function).count();
    if let Some(next) = words.get_mut(what + 1)
        && next.folded == "happened"
        && others > 1
    {
        next.function = true;
    }
}

/// "How long", "how many": the adjective asks, it is not looked for. But "how long is the bridge" is mostly answered in
/// the same word: it is so many metres long.
fn asked_adjective(words: &mut [QuestionWord]) {
    let Some(how) = words.iter().position(|word| word.folded == "how") else {
        return;
    };
    let of_size = kind::asks_size(words, how);
    if let Some(next) = words.get_mut(how + 1)
        && matches!(next.folded.as_str(), "many" | "much" | "long" | "often")
        && !of_size
    {
        next.function = true;
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;

    #[test]
    fn whose_words_and_what_price_are_asked_for_is_told_from_the_rest() {
        let part = |text: &str, range: Option<Range<usize>>| {
            let words = analyze(text).words;
            let named = words.get(range?)?.iter().map(|word| word.folded.clone());
            Some(named.collect::<Vec<_>>().join(" "))
        };
        let speaker = |text: &str| part(text, analyze(text).speaker());
        let said = speaker("What did the captain say about it?");
        assert_eq!(said.as_deref(), Some("the captain"));
        assert_eq!(speaker("Who said it?"), None);
        let priced = |text: &str| part(text, analyze(text).priced_thing());
        for (asked, thing) in [
            ("How much is the monthly rent at Tarn?", "monthly rent"),
            ("how much does the dryer cost", "dryer"),
            ("What do lockers cost?", "lockers"),
        ] {
            assert_eq!(priced(asked).as_deref(), Some(thing), "{asked}");
        }
        for other in [
            "How much is it?",
            "How much are tickets?",
            "How many lockers are there?",
        ] {
            assert_eq!(priced(other), None, "{other}");
        }
    }

    #[test]
    fn letters_that_look_like_a_question_word_name_something() {
        let words = analyze("What does WHO stand for?").words;
        assert!(
            words
                .iter()
                .any(|word| word.folded == "who." && !word.function)
        );
    }

    #[test]
    fn a_question_in_capitals_asks_like_any_other() {
        let folded = |text: &str| -> Vec<(String, bool)> {
            let words = analyze(text).words.into_iter();
            words.map(|word| (word.folded, word.function)).collect()
        };
        assert_eq!(folded("WHO BUILT IT?"), folded("who built it?"));
        assert_ne!(folded("WHO"), folded("who"));
    }

    #[test]
    fn mistyped_question_words_are_read_as_meant() {
        let folded: Vec<String> = analyze("Hwo mnay ships and whcih port?")
            .words
            .into_iter()
            .map(|word| word.folded)
            .collect();
        assert_eq!(folded, ["how", "many", "ships", "and", "which", "port"]);
    }

    #[test]
    fn a_mistyped_size_is_asked_for_all_the_same() {
        let asked = |text: &str| {
            let question = analyze(text);
            (question.words[1].folded.clone(), question.kind.expected)
        };
        assert_eq!(
            asked("How deap is the lake?"),
            ("deep".to_owned(), AnswerType::Number)
        );
        assert_eq!(
            asked("how hihg is it"),
            ("high".to_owned(), AnswerType::Number)
        );
        assert_eq!(asked("How dead is it?").0, "dead");
    }

    #[test]
    fn a_capital_at_the_start_is_no_name() {
        let question = analyze("Bridges of Paris and NATO");
        let names: Vec<&str> = question
            .words
            .iter()
            .filter(|word| word.name)
            .map(|word| word.folded.as_str())
            .collect();
        assert_eq!(names, ["paris", "nato"]);
    }

    #[test]
    fn small_words_alone_ask_nothing() {
        for nothing in ["", "the of and", "x", "7", "who is it?", "{a b}:c"] {
            assert!(!analyze(nothing).asks_something(), "{nothing}");
        }
        for something in ["The Who?", "mills", "What is C?"] {
            assert!(analyze(something).asks_something(), "{something}");
        }
    }

    #[test]
    fn how_long_a_thing_is_asks_for_its_size() {
        let looked_for = |text: &str| -> Vec<String> {
            analyze(text)
                .content()
                .map(|word| word.folded.clone())
                .collect()
        };
        assert_eq!(looked_for("How long is the tunnel?"), ["long", "tunnel"]);
        assert_eq!(
            looked_for("How long did the siege last?"),
            ["siege", "last"]
        );
    }

    #[test]
    fn no_more_words_are_looked_at_than_allowed() {
        assert_eq!(analyze(&"ship ".repeat(100)).words.len(), MAX_WORDS);
    }
}
