//! Figures and times that belong together in a short answer: "7am to 7pm" is one answer, and of "from 20 MB to 8 MB" the one
//! that holds.

use std::ops::Range;

use crate::question::{AnswerType, Question};
use crate::search::analysis::AnalysedSentence;
use crate::search::compared_words::{Token, TokenClass};
use crate::search::narrow_kinds::NarrowKind;
use crate::text::Span;
use crate::text::dimensions::{CURRENCY_SIGNS, is_time, is_unit};

/// Words that end a time of the day, or are one.
const OF_HOURS: [&str; 8] = [
    "am", "pm", "a.m", "p.m", "o'clock", "noon", "midday", "midnight",
];

/// Words between the two ends of a range.
const TO: [&str; 4] = ["to", "until", "till", "through"];

/// Words that say that a figure became another one.
const CHANGED: &str = "lowered lower lowers lowering raised raise raises raising increased increase increases increasing cut \
    cuts cutting reduced reduce reduces reducing changed change changes changing dropped drop drops dropping fell fall falls \
    fallen falling rose rise rises risen rising grew grow grows grown growing went goes gone up down shrank shrunk climbed \
    climbs doubled extended shortened moved moves brought";

/// Words by which a question asks for what was before.
const OF_THE_PAST: [&str; 8] = [
    "before",
    "previous",
    "previously",
    "old",
    "former",
    "formerly",
    "originally",
    "used",
];

/// Words by which a question asks for one end of a time.
const OF_ONE_END: &str = "begin begins start starts open opens leave leaves depart departs arrive arrives close closes shut \
    shuts end ends finish finishes stop stops until till latest earliest first last";

/// Words before "of" that say which part of a month or year is meant.
const PARTS: [&str; 6] = ["end", "start", "beginning", "middle", "close", "half"];

/// Words that say so right before it.
const PARTS_BEFORE: [&str; 4] = ["early", "late", "mid", "mid-"];

/// The words of a sentence by their place.
struct Words<'a> {
    text: &'a str,
    tokens: &'a [Token],
}

impl Words<'_> {
    fn word(&self, at: usize) -> String {
        let written = (self.tokens.get(at)).and_then(|token| token.span.of(self.text));
        written.unwrap_or_default().to_lowercase()
    }

    /// Returns what stands between a word and the next one.
    fn gap(&self, at: usize) -> Option<&str> {
        let (own, next) = (self.tokens.get(at)?, self.tokens.get(at + 1)?);
        self.text.get(own.span.end..next.span.start)
    }

    fn is(&self, at: usize, which: &[&str]) -> bool {
        which.contains(&self.word(at).as_str())
    }

    fn is_figure(&self, at: usize) -> bool {
        let class = self.tokens.get(at).map(|token| token.class);
        matches!(class, Some(TokenClass::Number | TokenClass::Year))
            || self.word(at).starts_with(|c: char| c.is_ascii_digit())
    }

    fn is_calendar(&self, at: usize) -> bool {
        (self.tokens.get(at)).is_some_and(|token| token.class == TokenClass::Calendar)
    }

    /// Tells whether a word is a figure, a day, an hour or the unit of a figure.
    fn is_part(&self, at: usize) -> bool {
        let word = self.word(at);
        self.is_figure(at)
            || self.is_calendar(at)
            || OF_HOURS.contains(&word.as_str())
            || is_unit(&word)
    }

    /// Tells whether a figure and the next one make one time or score: "21:30", "2:1".
    fn is_coloned(&self, at: usize) -> bool {
        self.gap(at) == Some(":") && self.is_figure(at) && self.is_figure(at + 1)
    }

    /// Tells whether a word and the next one are parts of one figure or date: "16 July", "£5", "3 p.m.", "21:30".
    fn goes_on(&self, at: usize) -> bool {
        self.is_coloned(at)
            || self.gap(at).is_some_and(|gap| {
                let rest = gap.trim_matches(|c: char| c == ' ' || c == '\u{a0}' || c == '.');
                rest.is_empty()
                    || rest
                        .chars()
                        .all(|c| CURRENCY_SIGNS.contains(&c) || c == '°')
            })
    }

    /// Returns the words of the figure or date that ends with one.
    fn run_to(&self, last: usize) -> Range<usize> {
        let mut first = last;
        while first > 0 && self.is_part(first - 1) && self.goes_on(first - 1) {
            first -= 1;
        }
        first..last + 1
    }

    /// Returns the words of the figure or date that begins with one.
    fn run_from(&self, first: usize) -> Range<usize> {
        let mut last = first;
        while self.is_part(last + 1) && self.goes_on(last) {
            last += 1;
        }
        first..last + 1
    }

    /// Tells whether a word and the next one are the two ends of a range with a dash between them.
    fn is_dashed(&self, at: usize) -> bool {
        self.gap(at).is_some_and(|gap| {
            let bare =
                gap.trim_matches(|c: char| c == ' ' || c == '.' || CURRENCY_SIGNS.contains(&c));
            matches!(bare, "–" | "-" | "—")
        }) && self.is_figure(at + 1)
    }

    /// Tells whether two figures may be the ends of one range: both are times, or neither has a unit of which the other
    /// has none.
    fn fit_together(&self, one: &Range<usize>, other: &Range<usize>) -> bool {
        let of_time = |run: &Range<usize>| {
            (run.clone()).any(|at| {
                self.is_calendar(at)
                    || self.is(at, &OF_HOURS)
                    || self.is_clock(at)
                    || is_time(&self.word(at))
            })
        };
        let measured = |run: &Range<usize>| run.clone().any(|at| is_unit(&self.word(at)));
        let has_figure = |run: &Range<usize>| run.clone().any(|at| self.is_figure(at));
        let is_day = |run: &Range<usize>| run.clone().any(|at| self.is_calendar(at));
        // A year is no end of a range of shares or sums.
        let has_year = |run: &Range<usize>| {
            let is_year = |at: usize| {
                (self.tokens.get(at)).is_some_and(|token| token.class == TokenClass::Year)
            };
            run.clone().any(is_year)
        };
        if has_year(one) != has_year(other) && !of_time(one) {
            return false;
        }
        let alike =
            of_time(one) && of_time(other) || measured(one) <= measured(other) && !of_time(one);
        alike
            && (has_figure(one) && has_figure(other)
                || is_day(one) && is_day(other)
                || of_time(one))
    }

    /// Tells whether a word is an hour as clocks have it: "7pm", "10:30", "16.15".
    fn is_clock(&self, at: usize) -> bool {
        if self.is_coloned(at) || at.checked_sub(1).is_some_and(|at| self.is_coloned(at)) {
            return true;
        }
        let word = self.word(at);
        let digits =
            word.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.'));
        digits.len() < word.len()
            && (matches!(digits, "am" | "pm" | "a.m" | "p.m" | "h")
                || digits.is_empty() && word.contains([':', '.']))
    }

    fn span(&self, run: &Range<usize>) -> Option<Span> {
        let (first, last) = (
            self.tokens.get(run.start)?,
            self.tokens.get(run.end.checked_sub(1)?)?,
        );
        let before = self.text.get(..first.span.start)?;
        let sign = before
            .chars()
            .next_back()
            .filter(|sign| CURRENCY_SIGNS.contains(sign));
        let after = self.text.get(last.span.end..)?;
        // "3 p.m." keeps its last mark.
        let mark = self.is(run.end - 1, &["a.m", "p.m"]) && after.starts_with('.');
        Some(Span::new(
            first.span.start - sign.map_or(0, char::len_utf8),
            last.span.end + usize::from(mark),
        ))
    }
}

/// Returns the whole of a range, date or figure of which an answer is a part, or of two figures of a change the one that is
/// asked for.
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
    let changed = changed(question, first..last + 1, &words);
    if let Some(changed) = changed.and_then(|run| words.span(&run)) {
        return changed;
    }
    let mut whole = answer;
    if may_be_range(question) {
        if let Some(before) = range_before(first, &words).and_then(|run| words.span(&run)) {
            whole = Span::new(before.start, whole.end);
        }
        if let Some(behind) = range_behind(last, &words).and_then(|run| words.span(&run)) {
            whole = Span::new(whole.start, behind.end);
        }
    }
    if question.kind.expected == AnswerType::Date {
        whole = with_part_of_month(first, whole, &words);
        whole = with_day(question, whole, &words);
    }
    with_sign(whole, text)
}

/// Tells whether a question may be answered by a range: not where it asks for one end of a time, nor for one event.
fn may_be_range(question: &Question) -> bool {
    let is_end = |word: &str| OF_ONE_END.split(' ').any(|end| end == word);
    let helper = |which: &[&str]| {
        question
            .words
            .iter()
            .any(|word| which.contains(&word.folded.as_str()))
    };
    let of_time = question.kind.expected == AnswerType::Date;
    let ends = question.words.iter().any(|word| is_end(&word.folded));
    // "When is it open?" asks for both ends, "when does it open" for one.
    let asks_state = helper(&["is", "are", "hours", "times"]) && !helper(&["does", "do", "will"]);
    let of_event = helper(&[
        "did", "will", "had", "become", "became", "born", "die", "died",
    ]);
    !of_time || !of_event && (!ends || asks_state)
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

/// Returns which of two figures answers of which one became the other: "lowered from 20 MB to 8 MB".
fn changed(question: &Question, answer: Range<usize>, words: &Words) -> Option<Range<usize>> {
    let joint = answer.clone().find(|at| words.is(*at, &["to"]));
    let (one, other) = match joint {
        Some(to) => (words.run_to(to.checked_sub(1)?), words.run_from(to + 1)),
        None => return None,
    };
    let from = one
        .start
        .checked_sub(1)
        .filter(|at| words.is(*at, &["from"]))?;
    let is_figure = |run: &Range<usize>| run.clone().any(|at| words.is_figure(at));
    let changes = |at: usize| {
        CHANGED
            .split_whitespace()
            .any(|word| word == words.word(at))
    };
    if !is_figure(&one) || !is_figure(&other) || !(from.saturating_sub(4)..from).any(changes) {
        return None;
    }
    let of_past = (question.words.iter()).any(|word| OF_THE_PAST.contains(&word.folded.as_str()));
    let of_change = question.words.iter().any(|word| {
        CHANGED
            .split_whitespace()
            .any(|change| change == word.folded)
    });
    match (of_change, of_past) {
        (true, _) => None,
        (false, true) => Some(one),
        (false, false) => Some(other),
    }
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
    fn a_year_and_a_share_are_no_range() {
        let honours = "They went from 90% in 2004 to 60% in 2005.";
        assert_eq!(told("To what part did they go?", honours, "60%"), "60%");
    }

    #[test]
    fn of_a_change_that_holds_which_is_asked_for() {
        let size = "The limit was lowered from 20 MB to 8 MB in May.";
        assert_eq!(told("max file size?", size, "20 MB to 8 MB"), "8 MB");
        assert_eq!(
            told("What was the limit before?", size, "20 MB to 8 MB"),
            "20 MB"
        );
        assert_eq!(
            told("How was it lowered?", size, "20 MB to 8 MB"),
            "20 MB to 8 MB"
        );
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
