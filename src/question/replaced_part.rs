//! "And for children?", "and in winter?", "and when?": the question before, all of it, with one part put in or exchanged.

use crate::text::helper_verbs::is_helper;
use crate::text::related_words::RelatedWords;
use crate::text::vectors::WordVectors;

use super::follow_up::{is_circumstance, is_preposition};
use super::parsed_question::{Question, QuestionWord};

/// Words before a part that is put in: "*and what about* Mondays?"
const LEADING: [&str; 7] = ["and", "but", "or", "so", "what", "how", "about"];

/// Question words that ask for a circumstance of what is done, and can take each other's place.
const OF_A_DEED: [&str; 4] = ["when", "where", "why", "how"];

/// Question words that stand before the thing of which something is asked: "*which* trains are late?"
const BEFORE_A_THING: [&str; 3] = ["many", "what", "which"];

/// Function words in a time: "*the* year before", "*this* year".
const IN_A_TIME: [&str; 8] = ["a", "an", "before", "each", "on", "the", "this", "in"];

/// Returns the question before a text with the part that the text names; `None` where it names none.
pub(super) fn asked_again(
    question: &Question,
    text: &str,
    earlier: &Question,
    earlier_text: &str,
) -> Option<String> {
    earlier.content().next()?;
    if let Some(asking) = lone_question_word(question) {
        return with_question_word(asking, earlier, earlier_text);
    }
    let part = Part::named_by(question)?;
    let first = question.words.get(part.start)?.span.start;
    let named = text.get(first..question.words.last()?.span.end)?;
    let kept = part.kept_of(question, earlier).unwrap_or(usize::MAX);
    let end = match earlier.words.get(kept) {
        Some(replaced) => replaced.span.start,
        None => earlier.words.last()?.span.end,
    };
    let kept = earlier_text.get(..end)?.trim_end();
    Some(format!("{kept} {named}"))
}

/// Returns the question word of a text that has no other: "and when?"
fn lone_question_word(question: &Question) -> Option<&'static str> {
    let mut words = question
        .words
        .iter()
        .skip_while(|word| word.folded == "and" || word.folded == "but");
    let only = words.next().filter(|_| words.next().is_none())?;
    OF_A_DEED.into_iter().find(|asking| *asking == only.folded)
}

/// Asks for another circumstance of the same deed: "where does it start?", "and when?"
fn with_question_word(asking: &str, earlier: &Question, text: &str) -> Option<String> {
    let words = &earlier.words;
    let asked = earlier.kind.wh_word?;
    let is = |at: usize, which: &[&str]| {
        (words.get(at)).is_some_and(|word| which.contains(&word.folded.as_str()))
    };
    let helper = (asked + 1..words.len()).find(|at| helps(words, *at))?;
    let from = words.get(helper)?;
    if helper == asked + 1 && is(asked, &OF_A_DEED) && !is(asked, &[asking]) {
        return Some(format!("{asking} {}", text.get(from.span.start..)?));
    }
    // "Which trains will stop?", "why?"
    let thing = match is(asked + 1, &["many"]) {
        true => asked + 2,
        false => asked + 1,
    };
    let goes_on = words.get(helper + 1..)?.iter().any(|word| !word.function);
    let is_of_thing = is(thing - 1, &BEFORE_A_THING) && thing < helper && goes_on;
    let thing = is_of_thing.then(|| words.get(thing))??;
    Some(format!(
        "{asking} {} the {} {}",
        from.span.of(text)?,
        text.get(thing.span.start..from.span.start)?.trim_end(),
        text.get(from.span.end..)?.trim_start()
    ))
}

fn helps(words: &[QuestionWord], at: usize) -> bool {
    (words.get(at)).is_some_and(|word| !word.name && is_helper(&word.folded))
}

/// What a part of a question tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Time,
    Name,
    Person,
    Other,
}

/// A part that a text names and asks nothing of.
struct Part {
    /// The number of its first word.
    start: usize,
    sort: Sort,
}

impl Part {
    fn named_by(question: &Question) -> Option<Part> {
        let words = &question.words;
        let start = words
            .iter()
            .position(|word| !LEADING.contains(&word.folded.as_str()))?;
        let behind = words.get(start..)?;
        // "In which room?" asks for itself.
        let asks = question.kind.wh_word.is_some_and(|asked| asked >= start);
        let has_pronoun = behind
            .iter()
            .any(|word| super::follow_up::is_pronoun(&word.folded));
        let sort = Sort::of(behind)?;
        let is_part = is_preposition(&behind.first()?.folded) || sort == Sort::Time && start > 0;
        let has_helper = (start..words.len()).any(|at| helps(words, at));
        (is_part && !asks && !has_pronoun && !has_helper).then_some(Part { start, sort })
    }

    /// Returns the number of the word of the earlier question from which on the part stands in its place; `None` where there
    /// is no such part in it.
    fn kept_of(&self, question: &Question, earlier: &Question) -> Option<usize> {
        let words = &earlier.words;
        if self.sort == Sort::Time {
            let is_time = |word: &&QuestionWord| match word.function {
                true => IN_A_TIME.contains(&word.folded.as_str()) || is_preposition(&word.folded),
                false => is_circumstance(&word.folded),
            };
            let length = words.iter().rev().take_while(is_time).count();
            let from = words.len() - length;
            let tells = words.get(from..)?.iter().any(|word| !word.function);
            return (tells && from > 1).then_some(from);
        }
        let own = question.words.get(self.start)?;
        let from = words
            .iter()
            .rposition(|word| is_preposition(&word.folded))?;
        let replaced = words.get(from)?;
        let is_alike = Sort::of(words.get(from..)?) == Some(self.sort)
            && (self.sort == Sort::Person || own.folded == replaced.folded)
            && self.sort != Sort::Other;
        (is_alike && from > 1).then_some(from)
    }
}

impl Sort {
    fn of(words: &[QuestionWord]) -> Option<Self> {
        let mut content = words.iter().filter(|word| !word.function).peekable();
        content.peek()?;
        let last = words.iter().rev().find(|word| !word.function)?;
        Some(
            if content.clone().all(|word| is_circumstance(&word.folded)) && !is_age(words) {
                Sort::Time
            } else if is_age(words) || is_person(&last.folded) {
                Sort::Person
            } else if content.any(|word| word.name) {
                Sort::Name
            } else {
                Sort::Other
            },
        )
    }
}

/// "Under 16s", "over 65".
fn is_age(words: &[QuestionWord]) -> bool {
    words.windows(2).any(|pair| match pair {
        [bound, age] => matches!(bound.folded.as_str(), "under" | "over") && age.number,
        _ => false,
    })
}

fn is_person(folded: &str) -> bool {
    let row = WordVectors::shipped().row(folded);
    row.is_some_and(|row| RelatedWords::shipped().is_person(row))
}

#[cfg(test)]
mod tests {
    use super::super::analyze_knowing;
    use super::*;

    fn asked(text: &str, earlier: &str) -> Option<String> {
        let read = |text: &str| {
            analyze_knowing(text, &|folded| {
                matches!(folded, "norway" | "sweden" | "orbey")
            })
        };
        asked_again(&read(text), text, &read(earlier), earlier)
    }

    #[test]
    fn a_part_is_put_in_or_takes_the_place_of_one_of_its_sort() {
        for (earlier, text, again) in [
            (
                "How much is a season pass?",
                "and for children?",
                "How much is a season pass for children",
            ),
            (
                "what does it cost for adults?",
                "and for under 12s?",
                "what does it cost for under 12s",
            ),
            (
                "How much are seats for the opera?",
                "and for students?",
                "How much are seats for the opera for students",
            ),
            (
                "When does the museum close in summer?",
                "And in winter?",
                "When does the museum close in winter",
            ),
            (
                "How many bikes were sold in Norway?",
                "and in sweden?",
                "How many bikes were sold in sweden",
            ),
            (
                "Who was mayor of Orbey?",
                "and in 1990?",
                "Who was mayor of Orbey in 1990",
            ),
            (
                "How many people came this year?",
                "and last year?",
                "How many people came last year",
            ),
            (
                "How much did the mill earn?",
                "and the year before?",
                "How much did the mill earn the year before",
            ),
            (
                "Is parking free?",
                "what about on Sundays?",
                "Is parking free on Sundays",
            ),
        ] {
            assert_eq!(asked(text, earlier).as_deref(), Some(again), "{text}");
        }
    }

    #[test]
    fn a_lone_question_word_asks_for_another_circumstance() {
        for (earlier, text, again) in [
            (
                "Where does the race begin?",
                "and when?",
                Some("when does the race begin?"),
            ),
            (
                "Which trains will be late?",
                "Why?",
                Some("why will the trains be late?"),
            ),
            (
                "How many shops are closing?",
                "when?",
                Some("when are the shops closing?"),
            ),
            ("Who opened the race?", "when?", None),
            ("How long is the race?", "and when?", None),
            ("When is the race?", "when?", None),
        ] {
            assert_eq!(asked(text, earlier).as_deref(), again, "{earlier}");
        }
    }

    #[test]
    fn what_asks_for_itself_puts_nothing_in() {
        for text in [
            "and who opened it?",
            "and in which room?",
            "and opened in 1914?",
            "and the garden?",
            "for it?",
            "and is it open on Sundays?",
        ] {
            assert_eq!(asked(text, "When does the museum close?"), None, "{text}");
        }
    }
}
