//! Two times of one sentence, one behind what begins and one behind what ends: "starts at 9am and finishes at noon".

use std::ops::Range;

use crate::question::{AnswerType, Question};
use crate::search::compared_words::Token;
use crate::text::Span;

use super::figure_runs::Words;

/// Verbs of beginning and of ending, in the forms people write.
const BEGINS: &str =
    "begin begins began beginning open opens opened opening start starts started starting";
const ENDS: &str = "close closes closed closing end ends ended ending finish finishes finished finishing shut shuts";

/// The time stands so near behind its verb.
const NEAR: usize = 5;

/// Returns the time behind the verb that the question has, where an answer stands behind the other one; `None` where the
/// sentence has no such time.
pub fn of_the_verb(
    question: &Question,
    answer: Span,
    text: &str,
    tokens: &[Token],
) -> Option<Span> {
    let Some((asked, other)) = asked(question) else {
        return Some(answer);
    };
    let words = Words { text, tokens };
    let Some(first) = tokens.iter().position(|token| answer.overlaps(token.span)) else {
        return Some(answer);
    };
    if !is_time_at(first, &words) {
        return Some(answer);
    }
    let is_of = |at: usize, list: &str| is_one_of(list, &words.word(at));
    let verb = (0..first)
        .rev()
        .find(|at| is_of(*at, asked) || is_of(*at, other));
    match verb {
        // "Opens at 9am until 5pm": the other end of a range.
        Some(verb) if is_of(verb, other) && !has_range(verb..first, &words) => {
            behind_verb(asked, &words)
        }
        _ => Some(answer),
    }
}

/// Finds that time where nothing was read in a sentence with both verbs.
pub fn alone(question: &Question, text: &str, tokens: &[Token]) -> Option<Span> {
    let (asked, other) = asked(question)?;
    let words = Words { text, tokens };
    let has_other = (0..tokens.len()).any(|at| is_one_of(other, &words.word(at)));
    behind_verb(asked, &words).filter(|_| has_other)
}

/// Returns the verbs of the kind that a question asks the time of, and those of the other.
fn asked(question: &Question) -> Option<(&'static str, &'static str)> {
    if question.kind.expected != AnswerType::Date {
        return None;
    }
    let has = |list: &str| {
        question
            .words
            .iter()
            .any(|word| is_one_of(list, &word.folded))
    };
    match (has(BEGINS), has(ENDS)) {
        (true, false) => Some((BEGINS, ENDS)),
        (false, true) => Some((ENDS, BEGINS)),
        _ => None,
    }
}

fn is_one_of(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|own| own == word)
}

fn has_range(between: Range<usize>, words: &Words) -> bool {
    between
        .into_iter()
        .any(|at| words.is(at, &["to", "until", "till", "through"]) || words.is_dashed(at))
}

/// Tells whether an hour begins at a word: "9am", "noon", "9 o'clock".
fn is_time_at(at: usize, words: &Words) -> bool {
    words
        .run_from(at)
        .any(|at| words.is_clock(at) || words.is(at, &super::figure_runs::OF_HOURS))
}

/// Returns the hour close behind the one verb of a kind.
fn behind_verb(verbs: &str, words: &Words) -> Option<Span> {
    let is_verb = |at: &usize| is_one_of(verbs, &words.word(*at));
    let mut found = (0..words.tokens.len()).filter(is_verb);
    let (Some(verb), None) = (found.next(), found.next()) else {
        return None;
    };
    let is_parted = |at: usize| {
        words
            .gap(at)
            .is_none_or(|gap| gap.contains([',', ';', '(']))
    };
    let hour = (verb + 1..=verb + NEAR)
        .take_while(|at| !is_parted(*at - 1) && !words.is(*at, &["and", "but"]))
        .find(|at| (words.is_part(*at)) && is_time_at(*at, words))?;
    words.span(&words.run_from(hour))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::analyze;
    use crate::search::one_article::OneArticle;

    const DAY: &str = "Lessons begin at 8.40am, with a break, and end at 2.30pm.";

    fn told(question: &str, text: &'static str, answer: &str) -> Option<&'static str> {
        let one = OneArticle::of("", text);
        let tokens = &one.analysed.sentences.first().expect("a sentence").tokens;
        let start = text.find(answer).expect("it is there");
        let answer = Span::new(start, start + answer.len());
        of_the_verb(&analyze(question), answer, text, tokens)?.of(text)
    }

    #[test]
    fn the_time_stands_behind_the_verb_that_is_asked_for() {
        assert_eq!(
            told("When do lessons finish?", DAY, "8.40am"),
            Some("2.30pm")
        );
        assert_eq!(
            told("When do lessons start?", DAY, "2.30pm"),
            Some("8.40am")
        );
        assert_eq!(
            told("When do lessons start?", DAY, "8.40am"),
            Some("8.40am")
        );
        let hours = "The hall opens from 9am to 5pm.";
        assert_eq!(told("When does the hall close?", hours, "5pm"), Some("5pm"));
        let doors = "The doors open at 7pm.";
        assert_eq!(told("When do the doors close?", doors, "7pm"), None);
        let day = "The mill opened on 3 May.";
        assert_eq!(
            told("When did the mill close?", day, "3 May"),
            Some("3 May")
        );
    }

    #[test]
    fn it_is_found_without_a_reader_where_both_are_told() {
        let found = |question: &str| {
            let one = OneArticle::of("", DAY);
            let tokens = &one.analysed.sentences.first().expect("a sentence").tokens;
            alone(&analyze(question), DAY, tokens).and_then(|found| found.of(DAY))
        };
        assert_eq!(found("When do lessons end?"), Some("2.30pm"));
        assert_eq!(found("How long are lessons?"), None);
    }
}
