//! Short answers that need no reader: the figure before what is counted, the sum behind "costs", the name behind the role that
//! is asked for.

use crate::question::{AnswerType, Question};
use crate::search::compared_words::{Token, TokenClass};
use crate::search::narrow_kinds::NarrowKind;
use crate::search::vocabulary::{StemId, Vocabulary};
use crate::text::Span;
use crate::text::dimensions::{is_currency, is_time, is_unit};

/// Between a figure and what it counts stand at most so many words: "24 hungry old villagers".
const MAX_BETWEEN: usize = 2;

/// Words behind which a figure is a price.
const COSTS: [&str; 6] = ["cost", "costs", "costing", "pay", "pays", "paid"];

/// What is counted by them is no money.
const NO_MONEY: [&str; 5] = ["times", "per", "percent", "instalments", "installments"];

/// Finds the one place in a sentence that tells it so; `None` where there are several.
pub fn find(
    question: &Question,
    text: &str,
    tokens: &[Token],
    vocabulary: &Vocabulary,
) -> Option<Span> {
    let words = Words { text, tokens };
    let focus = question.kind.focus.and_then(|at| question.words.get(at));
    let focus = focus.and_then(|word| vocabulary.stem(&word.stem));
    let mut found: Vec<Span> = match question.kind.expected {
        AnswerType::Number if question.behind_question_word() == "many" => (0..tokens.len())
            .filter_map(|at| words.count_of(focus?, at))
            .collect(),
        AnswerType::Money => (0..tokens.len())
            .filter_map(|at| words.price_behind(at))
            .collect(),
        AnswerType::Person => (0..tokens.len())
            .filter_map(|at| words.name_behind(focus?, at))
            .collect(),
        // "How long was he jailed?" may ask for a size as well.
        AnswerType::Number if question.behind_question_word() == "long" => {
            words.runs(&|at| words.duration_from(at))
        }
        AnswerType::Number if question.asks_how_often() => {
            words.runs(&|at| words.frequency_from(at))
        }
        AnswerType::Duration => words.runs(&|at| words.duration_from(at)),
        AnswerType::Date if NarrowKind::of(question).is_none() => {
            words.runs(&|at| words.date_from(at))
        }
        _ => Vec::new(),
    };
    found.dedup();
    match found.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

struct Words<'a> {
    text: &'a str,
    tokens: &'a [Token],
}

impl Words<'_> {
    fn class(&self, at: usize) -> Option<TokenClass> {
        self.tokens.get(at).map(|token| token.class)
    }

    fn word(&self, at: usize) -> String {
        let written = (self.tokens.get(at)).and_then(|token| token.span.of(self.text));
        written.unwrap_or_default().to_lowercase()
    }

    /// Tells whether nothing but a blank parts a word from the next.
    fn is_joined(&self, at: usize) -> bool {
        let gap = self.tokens.get(at).zip(self.tokens.get(at + 1));
        gap.and_then(|(own, next)| self.text.get(own.span.end..next.span.start)) == Some(" ")
    }

    fn span(&self, first: usize, last: usize) -> Option<Span> {
        Some(Span::new(
            self.tokens.get(first)?.span.start,
            self.tokens.get(last)?.span.end,
        ))
    }

    /// Returns the figure that counts the word at a place, where that is what is asked for.
    fn count_of(&self, counted: StemId, at: usize) -> Option<Span> {
        if self.tokens.get(at)?.stem != Some(counted) {
            return None;
        }
        for before in (at.saturating_sub(MAX_BETWEEN + 1)..at).rev() {
            if !self.is_joined(before) {
                return None;
            }
            match self.class(before)? {
                TokenClass::Number => return self.span(before, before),
                TokenClass::Plain => {}
                _ => return None,
            }
        }
        None
    }

    /// Returns the runs of words that begin at some places and do not overlap.
    fn runs(&self, from: &dyn Fn(usize) -> Option<usize>) -> Vec<Span> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            let end = from(at);
            found.extend(end.and_then(|end| self.span(at, end - 1)));
            at = end.unwrap_or(at + 1);
        }
        found
    }

    /// Returns where a length of time ends that begins at a place: "four years and three months".
    fn duration_from(&self, at: usize) -> Option<usize> {
        let is_part = |at: usize| {
            self.class(at) == Some(TokenClass::Number)
                && self.is_joined(at)
                && is_time(&self.word(at + 1))
        };
        if !is_part(at) {
            return None;
        }
        let mut end = at + 2;
        while self.is_joined(end - 1) {
            let next = end + usize::from(self.word(end) == "and");
            if !is_part(next) {
                break;
            }
            end = next + 2;
        }
        Some(end)
    }

    /// Returns where a day, month or year ends that begins at a place: "16 July 2024".
    fn date_from(&self, at: usize) -> Option<usize> {
        let is_date = |at: usize| {
            matches!(
                self.class(at),
                Some(TokenClass::Calendar | TokenClass::Year)
            )
        };
        let is_day = |at: usize| {
            let digits = self
                .word(at)
                .chars()
                .take_while(char::is_ascii_digit)
                .count();
            self.class(at) == Some(TokenClass::Number) && (1..=2).contains(&digits)
        };
        let starts = is_date(at) || is_day(at) && self.is_joined(at) && is_date(at + 1);
        if !starts {
            return None;
        }
        let is_parted = |at: usize| {
            let gap = self.tokens.get(at).zip(self.tokens.get(at + 1));
            let gap = gap.and_then(|(own, next)| self.text.get(own.span.end..next.span.start));
            !matches!(gap, Some(" " | ", " | "–" | " – "))
        };
        let more = (at + 1..).take_while(|at| !is_parted(at - 1) && (is_date(*at) || is_day(*at)));
        Some(at + 1 + more.count())
    }

    /// Returns where words that say how often end, if they begin at a place: "every two hours", "three times a week", "daily".
    fn frequency_from(&self, at: usize) -> Option<usize> {
        let is = |at: usize, which: &[&str]| which.contains(&self.word(at).as_str());
        let is_unit_of_time =
            |at: usize| is_time(&self.word(at)) || self.class(at) == Some(TokenClass::Calendar);
        if is(
            at,
            &[
                "daily",
                "hourly",
                "weekly",
                "monthly",
                "yearly",
                "annually",
                "fortnightly",
            ],
        ) {
            return Some(at + 1);
        }
        if is(at, &["every", "each"]) {
            let number = is(at + 1, &["other", "few", "second", "third"])
                || self.class(at + 1) == Some(TokenClass::Number);
            let unit = at + 1 + usize::from(number);
            let is_joined = (at..unit).all(|at| self.is_joined(at));
            return (is_joined && is_unit_of_time(unit)).then_some(unit + 1);
        }
        let times = match is(at, &["once", "twice", "thrice"]) {
            true => at,
            false if self.class(at) == Some(TokenClass::Number) && is(at + 1, &["times"]) => at + 1,
            false => return None,
        };
        let rate = is(times + 1, &["a", "an", "per", "each", "every"]) && self.is_joined(times);
        (rate && is_time(&self.word(times + 2))).then_some(times + 3)
    }

    /// Returns the sum behind a word that says what something costs, with the noun that it is counted in: "400 crowns".
    fn price_behind(&self, at: usize) -> Option<Span> {
        let figure = at + 1;
        if !COSTS.contains(&self.word(at).as_str())
            || !self.is_joined(at)
            || self.class(figure)? != TokenClass::Number
        {
            return None;
        }
        let has_unit = self.is_joined(figure) && self.class(figure + 1) == Some(TokenClass::Plain);
        let unit = self.word(figure + 1);
        // Who pays "14 days in advance" does not pay 14.
        let is_other = is_time(&unit) || is_unit(&unit) || NO_MONEY.contains(&unit.as_str());
        if has_unit && !is_currency(&unit) && is_other {
            return None;
        }
        self.span(figure, figure + usize::from(has_unit))
    }

    /// Returns the name right behind the word at a place, where that is the role that is asked for: "Referee Ada Lind".
    fn name_behind(&self, role: StemId, at: usize) -> Option<Span> {
        if self.tokens.get(at)?.stem != Some(role) {
            return None;
        }
        let mut last = at;
        while self.is_joined(last) && self.class(last + 1) == Some(TokenClass::Name) {
            last += 1;
        }
        // One word may be the beginning of anything, and what is somebody's is not he.
        let is_owner = (self.word(last)).ends_with(['s']) && self.word(last).contains(['\'', '’']);
        (last > at + 1 && !is_owner)
            .then(|| self.span(at + 1, last))
            .flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::analyze;
    use crate::search::one_article::OneArticle;

    fn told(question: &str, text: &str) -> Option<String> {
        let one = OneArticle::of("", text);
        let sentence = one.analysed.sentences.first().expect("a sentence");
        let found = find(&analyze(question), text, &sentence.tokens, &one.vocabulary);
        Some(found?.of(text)?.to_owned())
    }

    #[test]
    fn the_figure_stands_before_what_is_counted() {
        let claim = "Max. 24 villagers and 40 farm animals for each claim.";
        assert_eq!(
            told("How many villagers can I have?", claim).as_deref(),
            Some("24")
        );
        assert_eq!(
            told("How many animals can I have?", claim).as_deref(),
            Some("40")
        );
        assert_eq!(told("How many claims can I have?", claim), None);
        assert_eq!(
            told("How many boats came?", "First 2 boats came, then 5 boats."),
            None
        );
    }

    #[test]
    fn the_sum_stands_behind_what_says_that_it_costs() {
        let stall = "A stall costs 400 crowns a week.";
        assert_eq!(
            told("How much does a stall cost?", stall).as_deref(),
            Some("400 crowns")
        );
    }

    #[test]
    fn what_is_paid_may_be_no_sum() {
        for text in [
            "Members pay 14 days in advance.",
            "Members pay 3 times a year.",
            "Members pay 10 per cent.",
        ] {
            assert_eq!(told("How much do members pay?", text), None, "{text}");
        }
        let crowns = told("How much do members pay?", "Members pay 400 crowns.");
        assert_eq!(crowns.as_deref(), Some("400 crowns"));
    }

    #[test]
    fn the_only_time_of_a_sentence_is_told() {
        let court = "Lind, 58, was sentenced to four years and three months at Orbey.";
        let long = told("How long was Lind jailed for?", court);
        assert_eq!(long.as_deref(), Some("four years and three months"));
        let keeper = "The keeper, who died on Tuesday at the age of 88, was loved.";
        assert_eq!(
            told("When did the keeper die?", keeper).as_deref(),
            Some("Tuesday")
        );
        let born = "He was born on 3 May 1934 and died in 2015.";
        assert_eq!(told("When was he born?", born), None);
        assert_eq!(
            told("When was he born?", "He was born on 3 May 1934.").as_deref(),
            Some("3 May 1934")
        );
    }

    #[test]
    fn how_often_is_told_in_one_place() {
        let asked = "How often do the ferries sail?";
        let told = |text: &str| told(asked, text);
        assert_eq!(
            told("They sail every two hours from 7am.").as_deref(),
            Some("every two hours")
        );
        assert_eq!(
            told("They sail three times a day in May.").as_deref(),
            Some("three times a day")
        );
        assert_eq!(told("They sail daily.").as_deref(), Some("daily"));
        assert_eq!(told("They sail at 7.15am and 9pm."), None);
        assert_eq!(told("They sail every passenger to Tarn."), None);
    }

    #[test]
    fn the_name_stands_behind_the_role() {
        let match_report = "The referee Priya Lund showed a card to Ada Moe.";
        assert_eq!(
            told("Who was the referee?", match_report).as_deref(),
            Some("Priya Lund")
        );
        assert_eq!(told("Who was the trainer?", match_report), None);
    }
}
