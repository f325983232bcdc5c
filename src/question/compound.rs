//! Questions that ask several things at once: "Who built the canal, and when did it open?"

use crate::text::words;

use super::analyze::analyze;
use super::question_words::is_question_word;
use crate::text::helper_verbs::begins_yes_or_no;

/// At most so many things are answered at once.
const MAX_PARTS: usize = 3;

/// The questions of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split<'t> {
    /// Those that are answered, in order; the whole message where it asks one thing.
    pub parts: Vec<&'t str>,
    /// Those beyond them.
    pub left_out: Vec<&'t str>,
}

impl Split<'_> {
    /// Returns the text without what is left out.
    pub fn looked_for<'t>(&self, text: &'t str) -> &'t str {
        let first = self.left_out.first();
        // The same may have been asked before: the last of them is the one that is left out.
        let end = first.and_then(|first| text.rfind(first));
        end.and_then(|end| text.get(..end)).unwrap_or(text)
    }
}

/// Tells the questions of a text apart.
pub fn split_questions(text: &str) -> Split<'_> {
    let mut parts = parts_that_ask(text);
    let left_out = parts.split_off(parts.len().min(MAX_PARTS));
    Split { parts, left_out }
}

/// Returns the parts of a text of which each asks by itself; words that do not, such as "and where", stay with the part
/// before them.
fn parts_that_ask(text: &str) -> Vec<&str> {
    let mut bounds = vec![0];
    let starts = starts_of(text);
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    for (start, end) in starts.iter().zip(ends).skip(1) {
        let begun = bounds.last().copied().unwrap_or_default();
        let asks_before = text.get(begun..*start).is_some_and(asks);
        let asks_here = text.get(*start..end).is_some_and(asks);
        if asks_before && asks_here {
            bounds.push(*start);
        }
    }
    if bounds.len() == 1 {
        return vec![text];
    }
    let ends = bounds.iter().skip(1).copied().chain([text.len()]);
    (bounds.iter().zip(ends))
        .filter_map(|(start, end)| text.get(*start..end))
        .map(|part| without_and(part.trim()))
        .collect()
}

/// Returns where a question may begin: behind a question mark, and at a question word behind "and" or a comma.
fn starts_of(text: &str) -> Vec<usize> {
    let all: Vec<_> = words::words(text).collect();
    let mut starts = vec![0];
    let mut doubtful = Vec::new();
    for (at, word) in all.iter().enumerate().skip(1) {
        let Some(before) = all.get(at - 1) else {
            continue;
        };
        let gap = text.get(before.span.end..word.span.start);
        let joined = before.text.eq_ignore_ascii_case("and");
        let lower = word.text.to_lowercase();
        // "… the canal? And when" begins with the "and".
        if joined && starts.last() == Some(&before.span.start) {
            continue;
        }
        let listed = gap.is_some_and(|gap| gap.contains(','));
        if gap.is_some_and(|gap| gap.contains('?')) || joined && is_question_word(&lower) {
            starts.push(word.span.start);
        } else if listed && is_question_word(&lower) {
            let next = all.get(at + 1).map(|next| next.text.to_lowercase());
            match surely_asks(&lower, next.as_deref().unwrap_or_default()) {
                true => starts.push(word.span.start),
                false => doubtful.push(word.span.start),
            }
        }
    }
    // Where questions are listed, "who built it" is one of them.
    if starts.len() > 1 {
        starts.append(&mut doubtful);
        starts.sort_unstable();
    }
    starts
}

/// Tells whether a question word behind a comma asks: in "Goethals, who built it" and "1914, when it opened" it does not.
fn surely_asks(word: &str, next: &str) -> bool {
    match word {
        "how" | "what" | "what's" | "why" => true,
        "when" | "where" => begins_yes_or_no(next),
        _ => false,
    }
}

fn without_and(part: &str) -> &str {
    let bare = part
        .strip_suffix("and")
        .filter(|bare| bare.ends_with(char::is_whitespace))
        .unwrap_or(part);
    bare.trim_end().trim_end_matches(',')
}

/// Tells whether words ask something by themselves: "by whom" and "and where" do not.
fn asks(part: &str) -> bool {
    let question = analyze(part);
    question.kind.wh_word.is_some() && question.words.len() >= 3 && question.asks_something()
}

#[cfg(test)]
mod tests {
    use super::split_questions;

    fn parts(text: &str) -> Vec<&str> {
        let split = split_questions(text);
        assert!(split.left_out.is_empty(), "{split:?}");
        split.parts
    }

    #[test]
    fn what_is_asked_together_is_told_apart() {
        for (text, told) in [
            (
                "How long is the main pool and how deep is the learner pool?",
                &["How long is the main pool", "how deep is the learner pool?"],
            ),
            (
                "Who built the canal? And when did it open?",
                &["Who built the canal?", "And when did it open?"],
            ),
            (
                "how long is the canal, when did it open",
                &["how long is the canal", "when did it open"],
            ),
            (
                "how long is the canal, when would it open",
                &["how long is the canal", "when would it open"],
            ),
            (
                "who was marie curie and when did she die and where",
                &["who was marie curie", "when did she die and where"],
            ),
        ] {
            assert_eq!(parts(text), told);
        }
    }

    #[test]
    fn what_is_too_much_at_once_is_named() {
        let split = split_questions(
            "how long is the panama canal, when did it open, who built it, how many locks",
        );
        assert_eq!(
            split.parts,
            [
                "how long is the panama canal",
                "when did it open",
                "who built it"
            ]
        );
        assert_eq!(split.left_out, ["how many locks"]);
    }

    #[test]
    fn what_is_left_out_is_not_looked_for_though_it_is_asked_twice() {
        let text = "Who built it? Who built it? Who built it? Who built it?";
        let split = split_questions(text);
        assert_eq!(split.looked_for(text).matches("Who").count(), 3);
    }

    #[test]
    fn one_question_stays_whole() {
        for whole in [
            "When and where was she born?",
            "When was the bridge built and by whom?",
            "What do honey and bread have in common?",
            "Is it true? Really?",
            "What happened to Goethals, who built the canal?",
            "What is the name of the river, which flows through Paris?",
            "What did Ballard, who was an oceanographer, find?",
            "What happened in 1914, when the canal opened?",
            "hi, how long is the canal",
            "how long is the canal",
            "",
        ] {
            assert_eq!(parts(whole), [whole]);
        }
    }
}
