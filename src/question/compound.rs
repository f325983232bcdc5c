//! Questions that ask several things at once: "Who built the canal, and when did it open?"

use crate::text::words;

use super::analyze::analyze;
use super::kind::is_question_word;

/// At most so many things are answered at once.
const MAX_PARTS: usize = 3;

/// Returns the questions of a text, in order; one where it asks one thing, or more than are answered at once.
pub fn split_questions(text: &str) -> Vec<&str> {
    let mut starts = vec![0];
    let all: Vec<_> = words::words(text).collect();
    for (at, word) in all.iter().enumerate().skip(1) {
        let before = all.get(at - 1);
        let gap = before.and_then(|before| text.get(before.span.end..word.span.start));
        let joined = before.is_some_and(|before| before.text.eq_ignore_ascii_case("and"));
        let asks = is_question_word(&word.text.to_lowercase());
        // "… the canal? And when" begins with the "and".
        if before.is_some_and(|before| starts.last() == Some(&before.span.start)) && joined {
            continue;
        }
        if gap.is_some_and(|gap| gap.contains('?')) || joined && asks {
            starts.push(word.span.start);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let found: Vec<&str> = (starts.iter().zip(ends))
        .filter_map(|(start, end)| text.get(*start..end))
        .map(|part| without_and(part.trim()))
        .collect();
    let whole = (2..=MAX_PARTS).contains(&found.len()) && found.iter().all(|part| asks(part));
    if whole { found } else { vec![text] }
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

    #[test]
    fn what_is_asked_together_is_told_apart() {
        assert_eq!(
            split_questions("How long is the main pool and how deep is the learner pool?"),
            ["How long is the main pool", "how deep is the learner pool?"]
        );
        assert_eq!(
            split_questions("Who built the canal? And when did it open?"),
            ["Who built the canal?", "And when did it open?"]
        );
    }

    #[test]
    fn one_question_stays_whole() {
        for whole in [
            "When and where was she born?",
            "When was the bridge built and by whom?",
            "What do honey and bread have in common?",
            "Is it true? Really?",
            "how long is the canal",
            "",
        ] {
            assert_eq!(split_questions(whole), [whole]);
        }
    }
}
