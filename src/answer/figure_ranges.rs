//! Figures and times that belong together in a short answer: "7am to 7pm" is one answer.

use std::ops::Range;

use crate::question::{AnswerType, Question};
use crate::search::analysis::AnalysedSentence;
use crate::search::compared_words::{Token, TokenClass};
use crate::search::narrow_kinds::NarrowKind;
use crate::text::Span;
use crate::text::dimensions::is_unit;

use super::figure_runs::{OF_HOURS, Words};

/// Words between the two ends of a range.
const TO: [&str; 4] = ["to", "until", "till", "through"];

/// Words by which a question asks for one end of a time.
const OF_ONE_END: &str = "begin begins start starts open opens leave leaves depart departs arrive arrives close closes shut \
    shuts end ends finish finishes stop stops until till latest earliest first last";

/// So far before an end of a range "between" stands.
const BETWEEN_BEFORE: usize = 6;

/// Words before "of" that say which part of a month or year is meant.
const PARTS: [&str; 6] = ["end", "start", "beginning", "middle", "close", "half"];

/// Words that say so right before it.
const PARTS_BEFORE: [&str; 4] = ["early", "late", "mid", "mid-"];

/// Returns the whole of a range, date or figure of which an answer is a part.
pub fn whole(question: &Question, answer: Span, text: &str, sentence: &AnalysedSentence) -> Span {
    let words = Words {
        text,
        tokens: &sentence.tokens,
    };
    let inside = |token: &Token| answer.overlaps(token.span);
    let first = sentence.tokens.iter().position(inside);
    let last = sentence.tokens.iter().rposition(inside);
    let (Some(first), Some(last)) = (first, last) else {
        return answer;
    };
    let mut whole = answer;
    if may_be_range(question) {
        if let Some(before) = range_before(first, &words).and_then(|run| words.span(&run)) {
            whole = Span::new(before.start, whole.end);
        }
        if let Some(behind) = range_behind(last, &words).and_then(|run| words.span(&run)) {
            whole = Span::new(whole.start, behind.end);
        }
        whole = between(first, whole, &words).unwrap_or(whole);
    }
    if question.kind.expected == AnswerType::Date {
        whole = with_part_of_month(first, whole, &words);
        whole = with_day(question, whole, &words);
    }
    with_sign(whole, text)
}

/// Tells whether a question may be answered by a range: not where it asks for one end of a time, nor for one event.
fn may_be_range(question: &Question) -> bool {
    if question.kind.expected != AnswerType::Date {
        return true;
    }
    let is_end = |word: &str| OF_ONE_END.split(' ').any(|end| end == word);
    let helper = |which: &[&str]| {
        question
            .words
            .iter()
            .any(|word| which.contains(&word.folded.as_str()))
    };
    let ends = question.words.iter().any(|word| is_end(&word.folded));
    // "When is it open?" asks for both ends, "when does it open" for one.
    let asks_state = helper(&["is", "are", "hours", "times"]) && !helper(&["does", "do", "will"]);
    let of_event = helper(&[
        "did", "will", "had", "become", "became", "born", "die", "died",
    ]);
    !of_event && (!ends || asks_state)
}

/// Returns the figure with which a range begins that ends in the one at a place.
fn range_before(first: usize, words: &Words) -> Option<Range<usize>> {
    if !words.is_part(first) {
        return None;
    }
    let before = first.checked_sub(1)?;
    let dashed = words.is_figure(before) && words.is_dashed(before);
    let end = match dashed {
        true => before,
        false => before.checked_sub(1).filter(|_| words.is(before, &TO))?,
    };
    let one = words.run_to(end);
    let fits = words.is_part(end) && words.fit_together(&one, &words.run_from(first));
    fits.then_some(one)
}

/// Returns the figure with which a range ends that begins with the one at a place.
fn range_behind(last: usize, words: &Words) -> Option<Range<usize>> {
    let start = match words.is_part(last) && words.is_dashed(last) {
        true => last + 1,
        false => {
            let is_joined = words.is(last + 1, &TO)
                && words
                    .gap(last)
                    .is_some_and(|gap| gap.trim_matches('.') == " ");
            (words.is_part(last) && is_joined).then_some(last + 2)?
        }
    };
    let other = words.run_from(start);
    let fits = words.is_part(start) && words.fit_together(&words.run_to(last), &other);
    fits.then_some(other)
}

/// Returns both ends of a range of which an answer has one or both, with what says that it is one: "between 1 and 1.5 bar".
fn between(first: usize, answer: Span, words: &Words) -> Option<Span> {
    let one_from = |from: usize| {
        let one = words.run_from(from + 1);
        let has_both = words.is(from, &["between"]) && words.is(one.end, &["and"]);
        let other = has_both.then(|| words.run_from(one.end + 1))?;
        let fits = words.is_part(from + 1) && words.is_part(other.start);
        (fits && words.fit_together(&one, &other)).then_some((one, other))
    };
    let from = (first.saturating_sub(BETWEEN_BEFORE)..first)
        .rev()
        .find(|at| words.is(*at, &["between"]))?;
    let (one, other) = one_from(from)?;
    let ends = words.span(&(from..from + 1))?;
    let end = words.span(&other)?.end.max(answer.end);
    (one.start <= first && first < other.end).then(|| Span::new(ends.start, end))
}

/// Takes in which part of a month or year is meant: "the end of September", "early 2024".
fn with_part_of_month(first: usize, answer: Span, words: &Words) -> Span {
    let is_time = words.is_calendar(first)
        || (words.tokens.get(first)).is_some_and(|token| token.class == TokenClass::Year);
    let Some(before) = first.checked_sub(1).filter(|_| is_time) else {
        return answer;
    };
    let start = |at: usize| {
        words
            .tokens
            .get(at)
            .map_or(answer.start, |token| token.span.start)
    };
    if words.is(before, &PARTS_BEFORE) {
        return Span::new(start(before), answer.end);
    }
    let part = before
        .checked_sub(1)
        .filter(|at| words.is(before, &["of"]) && words.is(*at, &PARTS));
    match part {
        Some(part) => {
            let article = part.checked_sub(1).filter(|at| words.is(*at, &["the"]));
            Span::new(start(article.unwrap_or(part)), answer.end)
        }
        None => answer,
    }
}

/// Takes in the day behind an hour, where it is not the hour alone that is asked for: "3 p.m. on Sunday".
fn with_day(question: &Question, answer: Span, words: &Words) -> Span {
    let last = words
        .tokens
        .iter()
        .rposition(|token| answer.covers(token.span));
    let Some(last) = last.filter(|_| NarrowKind::of(question).is_none()) else {
        return answer;
    };
    let is_hour = words.is(last, &OF_HOURS) || words.is_clock(last);
    if !is_hour || !words.is(last + 1, &["on"]) || !words.is_part(last + 2) {
        return answer;
    }
    let day = words.run_from(last + 2);
    let has_day = day.clone().any(|at| words.is_calendar(at));
    match words.span(&day).filter(|_| has_day) {
        Some(day) => Span::new(answer.start, day.end),
        None => answer,
    }
}

/// Takes in the sign behind a figure: "91 °C", "161 km/h", "20%".
fn with_sign(answer: Span, text: &str) -> Span {
    let words = answer.of(text).unwrap_or_default();
    let after = text.get(answer.end..).unwrap_or_default();
    if words.ends_with(|c: char| c.is_ascii_digit()) {
        let blank = after.len() - after.trim_start_matches([' ', '\u{a0}']).len();
        let rest = after.get(blank..).unwrap_or_default();
        if rest.starts_with('°') {
            let unit = rest
                .chars()
                .nth(1)
                .filter(|c| matches!(c, 'C' | 'F' | 'c' | 'f'));
            let length = '°'.len_utf8() + unit.map_or(0, char::len_utf8);
            return Span::new(answer.start, answer.end + blank + length);
        }
        if rest.starts_with('%') {
            return Span::new(answer.start, answer.end + blank + 1);
        }
    }
    let last = words.rsplit([' ', '\u{a0}']).next().unwrap_or_default();
    let per = after
        .strip_prefix('/')
        .map(|rest| rest.len() - rest.trim_start_matches(char::is_alphabetic).len());
    match per.filter(|letters| (1..=5).contains(letters) && is_unit(&last.to_lowercase())) {
        Some(letters) => Span::new(answer.start, answer.end + 1 + letters),
        None => answer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::analyze;
    use crate::search::one_article::OneArticle;

    fn told(question: &str, text: &'static str, answer: &str) -> &'static str {
        let one = OneArticle::of("", text);
        let sentence = one.analysed.sentences.first().expect("a sentence");
        let start = text.find(answer).expect("it is there");
        let answer = Span::new(start, start + answer.len());
        whole(&analyze(question), answer, text, sentence)
            .of(text)
            .expect("a part of it")
    }

    #[test]
    fn both_ends_of_a_range_are_told() {
        let hours = "The gate is watched from 7am to 7pm.";
        assert_eq!(
            told("What hours is the gate watched?", hours, "7pm"),
            "7am to 7pm"
        );
        assert_eq!(
            told("When is the gate watched?", hours, "7am"),
            "7am to 7pm"
        );
        assert_eq!(told("When does the watch end?", hours, "7pm"), "7pm");
        let quiet = "Quiet hours are 22:00 to 7:00.";
        assert_eq!(
            told("When are quiet hours?", quiet, "7:00"),
            "22:00 to 7:00"
        );
        let desk = "The desk is open 9:00–17:30 daily.";
        assert_eq!(told("When is the desk open?", desk, "9:00"), "9:00–17:30");
        assert_eq!(told("When is the desk open?", desk, "17:30"), "9:00–17:30");
        let fare = "A ride is £4–6 by boat.";
        assert_eq!(told("How much is a ride?", fare, "6"), "£4–6");
        let vote = "They voted by 19 to 14 on Monday.";
        assert_eq!(told("What was the vote?", vote, "14"), "19 to 14");
        let walk = "It is 9 miles to 3 villages.";
        assert_eq!(told("How far is it?", walk, "9 miles"), "9 miles");
    }

    #[test]
    fn what_lies_between_two_figures_keeps_both() {
        let boiler = "The gauge shows between 1 and 1.5 bar, and 2 lamps.";
        let both = "between 1 and 1.5";
        assert_eq!(
            told("What pressure does it show?", boiler, "1 and 1.5"),
            both
        );
        assert_eq!(told("What pressure does it show?", boiler, "1.5"), both);
        assert_eq!(told("How many lamps?", boiler, "2"), "2");
        let shop = "It lies between Orbey and Tarn.";
        assert_eq!(told("Where does it lie?", shop, "Tarn"), "Tarn");
    }

    #[test]
    fn a_year_and_a_share_are_no_range() {
        let honours = "They went from 90% in 2004 to 60% in 2005.";
        assert_eq!(told("To what part did they go?", honours, "60%"), "60%");
    }

    #[test]
    fn a_month_keeps_its_part_and_an_hour_its_day() {
        let bath = "The bath closes at the end of September.";
        assert_eq!(
            told("When does the bath close?", bath, "September"),
            "the end of September"
        );
        let port = "The port opened at 3 p.m. on Sunday after a storm.";
        assert_eq!(
            told("When did the port open?", port, "3 p.m."),
            "3 p.m. on Sunday"
        );
        assert_eq!(
            told("What time did the port open?", port, "3 p.m."),
            "3 p.m."
        );
    }

    #[test]
    fn a_figure_takes_its_sign_along() {
        assert_eq!(told("How hot is it?", "It is 91 °C inside.", "91"), "91 °C");
        assert_eq!(
            told("How fast was it?", "It was 161 km/h fast.", "161 km"),
            "161 km/h"
        );
    }
}
