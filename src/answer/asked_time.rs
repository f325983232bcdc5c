//! Whether a question asks for what was before, what is now, or what was in some year.

use crate::question::Question;
use crate::text::dimensions::is_time;
use crate::text::helper_verbs::is_be;

use super::table_cells::NOW;

/// Words by which a question asks for what was before, wherever they stand …
const SURELY_PAST: [&str; 3] = ["previously", "formerly", "originally"];

/// … and those that may only be part of what something is called: "the old bridge".
const MAYBE_PAST: [&str; 3] = ["previous", "former", "old"];

/// What "before" leads to where it means an earlier state and no other time.
const EVENTS: [&str; 14] = [
    "that",
    "then",
    "now",
    "change",
    "changes",
    "increase",
    "increases",
    "rise",
    "rises",
    "cut",
    "cuts",
    "reform",
    "reduction",
    "hike",
];

/// The time of which a question asks.
pub struct AskedTime<'q> {
    question: &'q Question,
    past: bool,
    surely: bool,
}

impl<'q> AskedTime<'q> {
    /// Reads it.
    pub fn of(question: &'q Question) -> Self {
        let words = &question.words;
        let is = |at: usize, which: &[&str]| {
            words
                .get(at)
                .is_some_and(|word| which.contains(&word.folded.as_str()))
        };
        let is_span = |at: usize| words.get(at).is_some_and(|word| is_time(&word.folded));
        let asks_span = |at: usize| question.kind.focus == Some(at);
        let says_so = |at: usize| {
            if is(at, &["before", "beforehand"]) {
                let behind = at + 1 + usize::from(is(at + 1, &["the", "this"]));
                let ends = words.len() == at + 1;
                let span = at.checked_sub(1);
                let counted = span.is_some_and(|span| is_span(span) && asks_span(span));
                return ends && !counted || words.len() == behind + 1 && is(behind, &EVENTS);
            }
            // "A year earlier", but not "how many years earlier".
            let earlier = at
                .checked_sub(1)
                .is_some_and(|span| is_span(span) && !asks_span(span));
            is(at, &["earlier"]) && (earlier || words.len() == at + 1)
                || is(at, &SURELY_PAST)
                || is(at, &["used", "use"]) && is(at + 1, &["to"]) && is_past_use(question, at)
        };
        let surely = (0..words.len()).any(says_so);
        // "How old", "years old"
        let asks_age = |at: usize| {
            let before = at.checked_sub(1);
            before.is_some_and(|before| is(before, &["how"]) || is_span(before))
        };
        let maybe = |at: usize| {
            is(at, &MAYBE_PAST) && !asks_age(at) || is(at, &["last"]) && is_span(at + 1)
        };
        AskedTime {
            question,
            past: surely || (0..words.len()).any(maybe),
            surely,
        }
    }

    /// Tells whether it may be what was before.
    pub fn is_past(&self) -> bool {
        self.past
    }

    /// Tells whether it is what was before and nothing else.
    pub fn is_surely_past(&self) -> bool {
        self.surely
    }

    /// Tells whether it is what is now.
    pub fn is_now(&self) -> bool {
        let mut words = self.question.words.iter();
        words.any(|word| NOW.contains(&word.folded.as_str()))
    }

    /// Returns the year that the question names.
    pub fn year(&self) -> Option<&str> {
        let is_year =
            |word: &&str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
        let mut words = self.question.words.iter().map(|word| word.folded.as_str());
        words.find(is_year)
    }

    /// Returns what is called old, by a word that may be part of what it is called, where something else of it is counted: of
    /// "how many pupils does the old school have" "old school".
    pub fn old_thing(&self) -> Option<(&str, &str)> {
        let counted = self.question.kind.focus?;
        if self.surely || self.question.behind_question_word() != "many" {
            return None;
        }
        let behind = self.question.words.get(counted + 1..)?;
        let mut pairs = behind.windows(2);
        pairs.find_map(|pair| match pair {
            [old, thing] if MAYBE_PAST.contains(&old.folded.as_str()) => {
                Some((old.folded.as_str(), thing.folded.as_str()))
            }
            _ => None,
        })
    }

    /// Tells whether it is the last of some spans of time: "last year".
    pub fn is_last(&self, span: &str) -> bool {
        let mut pairs = self.question.words.windows(2);
        pairs.any(|pair| matches!(pair, [last, own] if last.folded == "last" && own.folded == span))
    }
}

/// Tells whether "used to" speaks of a habit: "what did it use to cost", but not "what is it used to make".
fn is_past_use(question: &Question, used: usize) -> bool {
    let is_passive = (question.words.iter().take(used)).any(|word| is_be(&word.folded));
    let has_did = (question.words.iter()).any(|word| word.folded == "did");
    let is_used = question
        .words
        .get(used)
        .is_some_and(|word| word.folded == "used");
    !is_passive && (is_used || has_did)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::analyze;

    #[test]
    fn what_was_before_is_asked_for_in_many_words() {
        for asked in [
            "How much was a berth before?",
            "What was the fee a year earlier?",
            "what did tea cost previously",
            "How much was it before the increase?",
            "What did a berth use to cost?",
            "How many hours did they work the year before?",
        ] {
            assert!(AskedTime::of(&analyze(asked)).is_surely_past(), "{asked}");
        }
        for other in [
            "How many people lived there before the war?",
            "How many years earlier was it built?",
            "What is the hall used to store?",
            "How much is a berth before 6pm?",
            "How heavy is the old bell?",
            "How many came last year?",
        ] {
            assert!(!AskedTime::of(&analyze(other)).is_surely_past(), "{other}");
        }
        assert!(AskedTime::of(&analyze("How many came last year?")).is_past());
        assert!(!AskedTime::of(&analyze("How many came?")).is_past());
    }

    #[test]
    fn how_old_something_is_does_not_ask_for_what_was() {
        let past = |asked| AskedTime::of(&analyze(asked)).is_past();
        assert!(!past("How old must you be to drink?"));
        assert!(!past("How many years old is the bridge?"));
        assert!(past("How heavy is the old bell?"));
    }
}
