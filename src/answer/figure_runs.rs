//! The words of a sentence, and which of them make up one figure, date or hour: "16 July", "£5", "3 p.m.".

use std::ops::Range;

use crate::search::compared_words::{Token, TokenClass};
use crate::text::Span;
use crate::text::dimensions::{CURRENCY_SIGNS, is_time, is_unit};

/// Words that end a time of the day, or are one.
pub(super) const OF_HOURS: [&str; 8] = [
    "am", "pm", "a.m", "p.m", "o'clock", "noon", "midday", "midnight",
];

/// The words of a sentence by their place.
pub(super) struct Words<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
}

impl Words<'_> {
    pub(super) fn word(&self, at: usize) -> String {
        let written = (self.tokens.get(at)).and_then(|token| token.span.of(self.text));
        written.unwrap_or_default().to_lowercase()
    }

    /// Returns what stands between a word and the next one.
    pub(super) fn gap(&self, at: usize) -> Option<&str> {
        let (own, next) = (self.tokens.get(at)?, self.tokens.get(at + 1)?);
        self.text.get(own.span.end..next.span.start)
    }

    pub(super) fn is(&self, at: usize, which: &[&str]) -> bool {
        let written = (self.tokens.get(at)).and_then(|token| token.span.of(self.text));
        written.is_some_and(|word| which.iter().any(|own| word.eq_ignore_ascii_case(own)))
    }

    pub(super) fn is_figure(&self, at: usize) -> bool {
        let class = self.tokens.get(at).map(|token| token.class);
        matches!(class, Some(TokenClass::Number | TokenClass::Year))
            || self.word(at).starts_with(|c: char| c.is_ascii_digit())
    }

    pub(super) fn is_calendar(&self, at: usize) -> bool {
        (self.tokens.get(at)).is_some_and(|token| token.class == TokenClass::Calendar)
    }

    /// Tells whether a word is a figure, a day, an hour or the unit of a figure.
    pub(super) fn is_part(&self, at: usize) -> bool {
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
    pub(super) fn goes_on(&self, at: usize) -> bool {
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
    pub(super) fn run_to(&self, last: usize) -> Range<usize> {
        let mut first = last;
        while first > 0 && self.is_part(first - 1) && self.goes_on(first - 1) {
            first -= 1;
        }
        first..last + 1
    }

    /// Returns the words of the figure or date that begins with one.
    pub(super) fn run_from(&self, first: usize) -> Range<usize> {
        let mut last = first;
        while self.is_part(last + 1) && self.goes_on(last) {
            last += 1;
        }
        first..last + 1
    }

    /// Tells whether a word and the next one are the two ends of a range with a dash between them.
    pub(super) fn is_dashed(&self, at: usize) -> bool {
        self.gap(at).is_some_and(|gap| {
            let bare =
                gap.trim_matches(|c: char| c == ' ' || c == '.' || CURRENCY_SIGNS.contains(&c));
            matches!(bare, "–" | "-" | "—")
        }) && self.is_figure(at + 1)
    }

    /// Tells whether two figures may be the ends of one range: both are times, or neither has a unit of which the other
    /// has none.
    pub(super) fn fit_together(&self, one: &Range<usize>, other: &Range<usize>) -> bool {
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
    pub(super) fn is_clock(&self, at: usize) -> bool {
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

    pub(super) fn span(&self, run: &Range<usize>) -> Option<Span> {
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
