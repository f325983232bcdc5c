//! "And the Panama Canal?": the same question, asked about another thing.

use crate::text::{Span, dimensions, normalize, words};

use super::asked_about::asked_about_at;
use super::compound::split_questions;
use super::follow_up::{is_circumstance, leans_on_earlier};
use super::parsed_question::{Question, QuestionWord};
use super::replaced_part;
use super::small_talk::is_small_talk;

/// Words around a thing that is only named: "and the …?", "what about a …?".
const AROUND: [&str; 14] = [
    "a", "about", "also", "an", "and", "but", "for", "how", "of", "or", "so", "the", "then", "what",
];

/// Beginnings behind which another thing is named.
const BEGINNINGS: [&str; 5] = [
    "and ",
    "what about ",
    "how about ",
    "but what about ",
    "or ",
];

/// Returns the question before this one, asked about what this one names; `None` where it asks something itself. `read`
/// takes a text apart.
pub fn restated(text: &str, before: &[String], read: &dyn Fn(&str) -> Question) -> Option<String> {
    let at = before.iter().rposition(|text| !is_small_talk(text))?;
    let asked = read(text);
    if !leans_on_earlier(&asked) && !joins(text) {
        return None;
    }
    let (earlier, older) = (before.get(at)?, before.get(..at)?);
    // "And the Erie Canal?" behind "and the Panama Canal?" asks what was asked first.
    let restated = restated(earlier, older, read);
    let earlier = restated.as_deref().unwrap_or(earlier);
    // Of several questions the last one is asked on.
    let earlier = without_joint(split_questions(earlier).parts.pop()?);
    let question = read(earlier);
    about_another(text, &asked, (earlier, &question), read)
        .or_else(|| replaced_part::asked_again(&asked, text, &question, earlier))
}

/// Asks a question about the other thing that a text names.
fn about_another(
    text: &str,
    asked: &Question,
    (earlier, question): (&str, &Question),
    read: &dyn Fn(&str) -> Question,
) -> Option<String> {
    let named = only_named(text, asked)?;
    let replaced = subject_at(earlier, question)?;
    // "Was anyone hurt?" is about nobody yet.
    if read(replaced.of(earlier)?)
        .words
        .first()
        .is_some_and(|word| is_anybody(&word.folded))
    {
        return None;
    }
    let thing = named.of(text)?;
    // "What about Mondays?" asks of the same thing.
    if read(thing)
        .words
        .iter()
        .all(|word| is_circumstance(&word.folded))
    {
        return None;
    }
    let (start, end) = (earlier.get(..replaced.start)?, earlier.get(replaced.end..)?);
    // "The blue one" is a thing like the one before.
    let kind_of_one = ["one", "ones"].into_iter().find_map(|one| {
        let (which, last) = thing.rsplit_once(' ')?;
        (last.eq_ignore_ascii_case(one)).then(|| which.trim_end())
    });
    if let Some(which) = kind_of_one.filter(|which| !which.is_empty()) {
        let head = words::words(replaced.of(earlier)?).last()?;
        return Some(format!("{start}{which} {}{end}", head.text));
    }
    if !named.is_name && !is_alike(thing, replaced.of(earlier)?) {
        return None;
    }
    Some(format!("{start}{thing}{end}"))
}

/// Returns a question without the word that joins it to the one before it: "*and* how deep is it?"
fn without_joint(text: &str) -> &str {
    let first = words::words(text).next();
    let joint = first.filter(|first| {
        matches!(
            first.text.to_lowercase().as_str(),
            "and" | "but" | "or" | "so"
        )
    });
    let rest = joint.and_then(|joint| text.get(joint.span.end..));
    rest.map_or(text, |rest| rest.trim_start_matches([' ', ',']))
}

/// Tells whether a word stands for somebody or something that nobody knows yet.
fn is_anybody(folded: &str) -> bool {
    matches!(
        folded,
        "anybody"
            | "anyone"
            | "anything"
            | "everybody"
            | "everyone"
            | "nobody"
            | "somebody"
            | "someone"
            | "something"
    )
}

/// Tells whether a text begins as one does that names another thing.
fn joins(text: &str) -> bool {
    let lower = text.trim_start().to_lowercase();
    BEGINNINGS
        .iter()
        .any(|beginning| lower.starts_with(beginning))
}

/// Something that a text names and asks nothing of.
struct Named {
    span: Span,
    is_name: bool,
}

impl Named {
    fn of<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.span.of(text)
    }
}

/// Finds what a text names, if it does no more than that.
fn only_named(text: &str, question: &Question) -> Option<Named> {
    // Most questions ask something, and are read by others.
    if !joins(text) {
        return None;
    }
    let words = &question.words;
    // "And how deep is the canal?" asks for itself; the question words of "what about" and "how about" do not.
    let asks = |at: usize| words.get(at + 1).is_none_or(|next| next.folded != "about");
    if question.kind.wh_word.is_some_and(asks) {
        return None;
    }
    let belongs = |word: &QuestionWord| !word.function;
    let (first, last) = (
        words.iter().position(belongs)?,
        words.iter().rposition(belongs)?,
    );
    let around = |word: &QuestionWord| AROUND.contains(&word.folded.as_str());
    let inside = words.get(first..=last)?;
    let outside = words.iter().take(first).chain(words.iter().skip(last + 1));
    // "And for students?", "and last year?" replace another part.
    let replaces_part = words.iter().take(first).any(|word| word.folded == "for");
    let is_time = inside
        .iter()
        .any(|word| word.number || dimensions::is_time(&word.folded));
    if replaces_part || is_time || !outside.into_iter().all(around) {
        return None;
    }
    Some(Named {
        span: Span::new(words.get(first)?.span.start, words.get(last)?.span.end),
        is_name: inside.iter().any(|word| word.name),
    })
}

/// Tells whether two things are of one kind, as "the main pool" and "the learner pool" are.
fn is_alike(one: &str, other: &str) -> bool {
    let head = |thing: &str| {
        let last = words::words(thing).last()?;
        Some(normalize::stem(&normalize::fold(last.text)))
    };
    head(one).is_some() && head(one) == head(other)
}

/// Returns where a question says what it is about: the name of its thing, else the pronoun that stands for one ("when was it
/// opened"), else what it asks about.
fn subject_at(text: &str, question: &Question) -> Option<Span> {
    if question.kind.wh_word.is_none() && !question.is_put {
        return None;
    }
    let pronoun = || {
        let stands_for_it = |word: &&QuestionWord| {
            matches!(
                word.folded.as_str(),
                "he" | "she" | "it" | "they" | "him" | "them"
            )
        };
        Some(question.words.iter().find(stands_for_it)?.span)
    };
    let about = asked_about_at(text, question);
    let is_named = |about: &Span| {
        let mut words = question.words.iter();
        words.any(|word| word.name && about.start <= word.span.start && word.span.end <= about.end)
    };
    about.filter(is_named).or_else(pronoun).or(about)
}

#[cfg(test)]
mod tests {
    use super::super::analyze_knowing;
    use super::*;

    /// Reads a text as one does who knows these names.
    fn read(text: &str) -> Question {
        analyze_knowing(text, &|folded| {
            matches!(
                folded,
                "suez" | "panama" | "erie" | "thames" | "ada" | "lind" | "bo" | "dahl" | "paris"
            )
        })
    }

    fn asked(text: &str, before: &[&str]) -> Option<String> {
        let before: Vec<String> = before.iter().map(|text| (*text).to_owned()).collect();
        restated(text, &before, &read)
    }

    #[test]
    fn another_thing_takes_the_place_of_the_first() {
        let long = "how long is the suez canal";
        for text in [
            "and the panama canal?",
            "what about the panama canal",
            "And the panama canal",
        ] {
            let found = asked(text, &[long]);
            assert_eq!(
                found.as_deref(),
                Some("how long is the panama canal"),
                "{text}"
            );
        }
        for (text, before, restated) in [
            (
                "And Ada Lind?",
                "When was Bo Dahl born?",
                "When was Ada Lind born?",
            ),
            (
                "and Bo Dahl?",
                "When did Ada Lind move to Paris?",
                "When did Bo Dahl move to Paris?",
            ),
            (
                "and bo dahl?",
                "when did ada lind move to paris",
                "when did bo dahl move to paris",
            ),
            (
                "and the river thames?",
                long,
                "how long is the river thames",
            ),
            (
                "and the erie canal?",
                "how long is it?",
                "how long is erie canal?",
            ),
            (
                "and the Erie Canal?",
                "When was it opened?",
                "When was Erie Canal opened?",
            ),
            (
                "And Ada Lind?",
                "How far away was she heard?",
                "How far away was Ada Lind heard?",
            ),
            (
                "and the learner pool?",
                "How deep is the main pool?",
                "How deep is the learner pool?",
            ),
            (
                "and for children?",
                "and how much is the sauna?",
                "how much is the sauna for children",
            ),
            (
                "and the small one?",
                "How often is the large pool cleaned?",
                "How often is the small pool cleaned?",
            ),
            (
                "and last year?",
                "How many people visited the wall this year?",
                "How many people visited the wall last year",
            ),
            (
                "and for large ships?",
                long,
                "how long is the suez canal for large ships",
            ),
            (
                "and the Erie Canal?",
                "Who built the Suez Canal, and how long is the Panama Canal?",
                "how long is the Erie Canal?",
            ),
        ] {
            assert_eq!(asked(text, &[before]).as_deref(), Some(restated), "{text}");
        }
        assert_eq!(
            asked(
                "what about the erie canal?",
                &[long, "thanks", "and the panama canal?"]
            )
            .as_deref(),
            Some("how long is the erie canal")
        );
    }

    #[test]
    fn what_asks_something_itself_or_names_another_part_is_left_alone() {
        for (text, before) in [
            ("and when did it open?", "how long is the suez canal"),
            ("who built the panama canal?", "how long is the suez canal"),
            (
                "and who built the panama canal?",
                "how long is the suez canal",
            ),
            (
                "and how deep is the panama canal?",
                "how long is the suez canal",
            ),
            ("and what is a lock?", "how long is the suez canal"),
            ("the panama canal", "how long is the suez canal"),
            ("and it?", "how long is the suez canal"),
            ("ok thanks", "how long is the suez canal"),
            ("and opened in 1914?", "how long is the suez canal"),
            ("and the opening hours?", "what does membership cost?"),
            ("what about the fire in Paris?", "was anyone hurt?"),
        ] {
            assert_eq!(asked(text, &[before]), None, "{text}");
        }
        assert_eq!(asked("and the panama canal?", &[]), None);
    }

    #[test]
    fn one_is_a_word_and_no_end_of_a_word() {
        let camera = "How much is the camera?";
        assert_eq!(asked("and the phone?", &[camera]), None);
        let capital = asked("and Sierra Leone?", &["What is the capital of France?"]);
        assert_eq!(
            capital.as_deref(),
            Some("What is the capital of Sierra Leone?")
        );
        let large = "How much are the large cups?";
        let small = asked("and the small ones?", &[large]);
        assert_eq!(small.as_deref(), Some("How much are the small cups?"));
    }
}
