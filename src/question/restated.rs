//! "And the Panama Canal?": the same question, asked about another thing.

use crate::text::Span;

use super::analyze::{Question, QuestionWord};
use super::asked_about::asked_about_at;
use super::follow_up::{is_pronoun, name_at};
use super::small_talk::is_small_talk;

/// Words around a thing that is only named: "and the …?", "what about a …?".
const AROUND: [&str; 14] = [
    "a", "about", "also", "an", "and", "but", "for", "how", "of", "or", "so", "the", "then", "what",
];

/// Beginnings behind which another thing is named.
const BEGINNINGS: [&str; 8] = [
    "and the ",
    "and ",
    "what about ",
    "how about ",
    "and what about ",
    "and how about ",
    "but what about ",
    "or ",
];

/// Returns the question before this one, asked about what this one names; nothing where it asks something itself. `read`
/// takes a text apart.
pub fn restated(text: &str, before: &[String], read: &dyn Fn(&str) -> Question) -> Option<String> {
    let named = only_named(text, read)?;
    let at = (0..before.len()).rev().find(|at| {
        let earlier = before.get(*at);
        earlier.is_some_and(|text| !is_small_talk(text))
    })?;
    let (earlier, older) = (before.get(at)?, before.get(..at)?);
    // "And the Erie Canal?" behind "and the Panama Canal?" asks what was asked first.
    let earlier = restated(earlier, older, read).unwrap_or_else(|| earlier.clone());
    let question = read(&earlier);
    let replaced = subject_at(&earlier, &question)?;
    let (start, end) = (earlier.get(..replaced.start)?, earlier.get(replaced.end..)?);
    Some(format!("{start}{}{end}", named.of(text)?))
}

/// Returns where a text names something, if it does no more than that: a name, or several words.
fn only_named(text: &str, read: &dyn Fn(&str) -> Question) -> Option<Span> {
    let lower = text.trim_start().to_lowercase();
    let begins = BEGINNINGS
        .iter()
        .any(|beginning| lower.starts_with(beginning));
    let question = read(text);
    let belongs = |word: &QuestionWord| !word.function;
    let words = &question.words;
    let (first, last) = (
        words.iter().position(belongs)?,
        words.iter().rposition(belongs)?,
    );
    let around = |word: &QuestionWord| AROUND.contains(&word.folded.as_str());
    let inside = words.get(first..=last)?;
    let named = inside.iter().any(|word| word.name) || inside.len() > 1;
    let outside = words.iter().take(first).chain(words.iter().skip(last + 1));
    let only = begins && named && question.kind.done.is_none() && outside.into_iter().all(around);
    // "And for students?" replaces another part.
    let replaces_part = words.iter().take(first).any(|word| word.folded == "for");
    (only && !replaces_part).then_some(Span::new(
        words.get(first)?.span.start,
        words.get(last)?.span.end,
    ))
}

/// Returns where a question says what it is about.
fn subject_at(text: &str, question: &Question) -> Option<Span> {
    if question.kind.wh_word.is_none() && !question.is_put {
        return None;
    }
    let pronoun = || {
        let word = question.words.iter().find(|word| is_pronoun(&word.folded));
        word.map(|word| word.span)
    };
    name_at(text, question)
        .or_else(pronoun)
        .or_else(|| asked_about_at(text, question))
}

#[cfg(test)]
mod tests {
    use super::super::analyze;
    use super::*;

    fn asked(text: &str, before: &[&str]) -> Option<String> {
        let before: Vec<String> = before.iter().map(|text| (*text).to_owned()).collect();
        restated(text, &before, &analyze)
    }

    #[test]
    fn another_thing_takes_the_place_of_the_first() {
        let long = ["how long is the suez canal"];
        for text in [
            "and the panama canal?",
            "what about the panama canal",
            "And the panama canal",
        ] {
            assert_eq!(
                asked(text, &long).as_deref(),
                Some("how long is the panama canal"),
                "{text}"
            );
        }
        assert_eq!(
            asked("And Ada Lind?", &["When was Bo Dahl born?"]).as_deref(),
            Some("When was Ada Lind born?")
        );
        assert_eq!(
            asked(
                "what about the erie canal?",
                &[long[0], "thanks", "and the panama canal?"]
            )
            .as_deref(),
            Some("how long is the erie canal")
        );
        assert_eq!(
            asked("and the erie canal?", &["how long is it?"]).as_deref(),
            Some("how long is erie canal?")
        );
    }

    #[test]
    fn what_asks_something_itself_is_left_alone() {
        let before = ["how long is the suez canal"];
        for text in [
            "and when did it open?",
            "and for large ships?",
            "who built the panama canal?",
            "and who built the panama canal?",
            "the panama canal",
            "and it?",
            "ok thanks",
        ] {
            assert_eq!(asked(text, &before), None, "{text}");
        }
        assert_eq!(asked("and the panama canal?", &[]), None);
    }
}
