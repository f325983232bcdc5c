//! What became what: of "£5.50, up from £4.80" one figure holds and the other is past, and a question asks for either. Where
//! only the figure of today is told, none answers what was before.

use std::ops::Range;

use crate::question::{AnswerType, Question};
use crate::search::analysis::AnalysedSentence;
use crate::search::compared_words::Token;
use crate::search::quantity_match::{self, QuantityMatch};
use crate::text::Span;
use crate::text::dimensions::Dimension;
use crate::text::helper_verbs::is_be;

use super::asked_time::AskedTime;
use super::figure_runs::Words;
use super::told_changes::{CHANGED, Change, changes, is_amount, is_one_of};

/// What says of which time a figure is stands so many words behind it at most.
const NEAR: usize = 4;

/// Words behind a figure that say of which time it is.
const BEHIND_FIGURES: &str = "a ago before earlier last month now the this today week year";

/// Words that speak of what was …
const OF_WHAT_WAS: &str = "against ago before compared did earlier former formerly from had instead last old once original \
    originally previous previously rather than then until used was were";

/// … and of what is or will be.
const OF_WHAT_IS: [&str; 10] = [
    "is",
    "are",
    "will",
    "now",
    "costs",
    "charges",
    "has",
    "have",
    "currently",
    "today",
];

/// Verbs that, as those in "-ed", speak of what was …
const VERBS_OF_THE_PAST: &str =
    "began built came cost fell held led made paid ran rose sold stood took went won";

/// … unless one of these stands close before them: "will cost", "must be paid".
const BEFORE_OTHER_FORMS: &str = "a an are be been being can could do does has have is may might must no not of shall should \
    the to will would";

/// Words that end as they do and are none.
const ENDS_AS_A_VERB: &str = "hundred red bed shed sacred naked wicked";

/// So many words stand before what begins a sentence: "at the old school".
const MAX_BEFORE_NAME: usize = 2;

/// What becomes of an answer beside what a sentence says of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfChange {
    /// The one of two figures that is asked for; the other belongs to another time.
    One(Span),
    /// It is left as it was.
    Neither(Span),
}

/// Returns which of two figures is asked for, where an answer is one of them or runs over both; `None` where what was before is
/// asked for and no such figure is told.
pub fn of_the_time(
    question: &Question,
    answer: Span,
    text: &str,
    sentence: &AnalysedSentence,
) -> Option<OfChange> {
    let words = Words {
        text,
        tokens: &sentence.tokens,
    };
    let is_inside = |token: &Token| answer.overlaps(token.span);
    let has_figure = (0..words.tokens.len())
        .any(|at| words.tokens.get(at).is_some_and(is_inside) && is_amount(at, &words));
    if !has_figure {
        return Some(OfChange::Neither(answer));
    }
    let asked = AskedTime::of(question);
    let changes = changes(&words);
    let touched = changes.iter().find(|change| {
        let touches =
            |run: &Range<usize>| words.span(run).is_some_and(|span| span.overlaps(answer));
        touches(&change.old) || change.new.as_ref().is_some_and(touches)
    });
    let Some(change) = touched else {
        let only_now = asked.is_surely_past() && tells_only_now(question, text, sentence);
        return (!only_now).then_some(OfChange::Neither(answer));
    };
    let of_change =
        !asked.is_past() && (question.words.iter()).any(|word| is_one_of(CHANGED, &word.folded));
    let told = change.told_at(&asked, &words);
    // Of "5 wins compared with 3 losses" neither is past.
    let of_new = (change.new.as_ref().and_then(|run| words.span(run)))
        .is_some_and(|span| span.overlaps(answer));
    let is_told = change.became
        || asked.is_past()
        || asked.is_now()
        || of_new && question.kind.expected.is_figure();
    let told = told.filter(|_| is_told);
    let told = told.filter(|_| !of_change && may_be_cut(question, answer, change, &words));
    Some(match told.and_then(|run| words.span(&run)) {
        Some(one) => OfChange::One(one),
        None => OfChange::Neither(answer),
    })
}

/// Returns the figure of the time that is asked for where nothing was read in a sentence that tells of one change.
pub fn alone(question: &Question, text: &str, sentence: &AnalysedSentence) -> Option<Span> {
    if !question.kind.expected.is_figure() {
        return None;
    }
    let asked = AskedTime::of(question);
    let of_change = (question.words.iter()).any(|word| is_one_of(CHANGED, &word.folded));
    let words = Words {
        text,
        tokens: &sentence.tokens,
    };
    if of_change || !asked.is_past() && !asked.is_now() {
        return None;
    }
    let changes = changes(&words);
    let [only] = changes.as_slice() else {
        return None;
    };
    let run = only.told_at(&asked, &words)?;
    // "How much is a pot of tea?" is hardly known to ask for a sum.
    let is_price = || {
        let behind = question
            .kind
            .wh_word
            .and_then(|at| question.words.get(at + 2));
        question.behind_question_word() == "much" && behind.is_some_and(|word| is_be(&word.folded))
    };
    let fits = |at: usize| {
        words.is_figure(at)
            && (quantity_match::fit(question, text, words.tokens, at) == QuantityMatch::Fits
                || quantity_match::measured_by(text, words.tokens, at) == [Dimension::Money]
                    && is_price())
    };
    (run.clone().any(fits)).then(|| words.span(&run)).flatten()
}

/// Tells whether a question asks for the figure of a time before, and a sentence speaks of what is or will be alone.
pub fn tells_only_now(question: &Question, text: &str, sentence: &AnalysedSentence) -> bool {
    if !question.kind.expected.is_figure() || !AskedTime::of(question).is_surely_past() {
        return false;
    }
    let words = Words {
        text,
        tokens: &sentence.tokens,
    };
    let all = 0..words.tokens.len();
    all.clone().any(|at| words.is(at, &OF_WHAT_IS))
        && !all
            .clone()
            .any(|at| is_one_of(OF_WHAT_WAS, &words.word(at)) || is_past_verb(at, &words))
}

impl Change {
    /// Returns the figure of the time that is asked for; `None` where that cannot be told.
    fn told_at(&self, asked: &AskedTime, words: &Words) -> Option<Range<usize>> {
        let is_behind = |run: &Range<usize>, what: &str| {
            (run.end..run.end + NEAR).any(|at| words.word(at) == what)
        };
        if let Some(year) = asked.year() {
            let of_new = self.new.as_ref().filter(|new| is_behind(new, year));
            let of_old = Some(&self.old).filter(|old| is_behind(old, year));
            return match (of_new, of_old) {
                (Some(new), None) => Some(new.clone()),
                (None, Some(old)) => Some(old.clone()),
                _ => None,
            };
        }
        let is_last = |run: &Range<usize>| {
            (run.end..run.end + NEAR)
                .any(|at| words.is(at, &["last"]) && asked.is_last(&words.word(at + 1)))
        };
        // "Last year it made £5m, up from £4m."
        let says_last = |new: &Range<usize>| {
            (0..new.start).any(|at| words.is(at, &["last"]) && asked.is_last(&words.word(at + 1)))
        };
        let is_of_last = |new: &Range<usize>| is_last(new) || says_last(new);
        // What is called old may have the figure that holds: "the old school has 300 pupils".
        let is_called_old = || {
            asked.old_thing().is_some_and(|(old, thing)| {
                (0..=MAX_BEFORE_NAME).any(|at| words.is(at, &[old]) && words.is(at + 1, &[thing]))
            })
        };
        match (asked.is_past(), &self.new) {
            (true, Some(new)) if is_of_last(new) && !is_last(&self.old) => Some(new.clone()),
            (true, Some(new)) if is_called_old() => Some(new.clone()),
            (true, _) => Some(self.old.clone()),
            (false, new) => new.clone(),
        }
    }
}

/// Tells whether an answer is no more than the two figures, or some figure is all that is asked for.
fn may_be_cut(question: &Question, answer: Span, change: &Change, words: &Words) -> bool {
    let spans = [Some(&change.old), change.new.as_ref()];
    let spans = spans
        .into_iter()
        .flatten()
        .filter_map(|run| words.span(run));
    let hull =
        spans.reduce(|one, other| Span::new(one.start.min(other.start), one.end.max(other.end)));
    // "£24m a year before"
    let with_time = |hull: Span| {
        let behind = words.tokens.iter().enumerate();
        let behind = behind.skip_while(|(_, token)| token.span.start < hull.end);
        let of_time = behind.take_while(|(at, _)| is_one_of(BEHIND_FIGURES, &words.word(*at)));
        Span::new(
            hull.start,
            of_time.last().map_or(hull.end, |(_, token)| token.span.end),
        )
    };
    let hull = hull.map(with_time);
    question.kind.expected.is_figure()
        || question.kind.expected == AnswerType::Date
        || hull.is_some_and(|hull| hull.covers(answer))
}

/// Tells whether a word is a verb that says what something did or was.
fn is_past_verb(at: usize, words: &Words) -> bool {
    let word = words.word(at);
    let ends_so = word.ends_with("ed") && !word.ends_with("eed");
    let is_verb =
        ends_so && !is_one_of(ENDS_AS_A_VERB, &word) || is_one_of(VERBS_OF_THE_PAST, &word);
    let is_of_this = |before: usize| is_one_of(BEFORE_OTHER_FORMS, &words.word(before));
    // "The membership cost is £9."
    let is_noun = words.is(at + 1, &["is", "are", "will", "of", "has"]);
    is_verb && !is_noun && !(at.saturating_sub(2)..at).any(is_of_this)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::analyze;
    use crate::search::one_article::OneArticle;

    fn told(question: &str, text: &'static str, answer: &str) -> Option<&'static str> {
        let one = OneArticle::of("", text);
        let sentence = one.analysed.sentences.first().expect("a sentence");
        let start = text.find(answer).expect("it is there");
        let answer = Span::new(start, start + answer.len());
        let (OfChange::One(told) | OfChange::Neither(told)) =
            of_the_time(&analyze(question), answer, text, sentence)?;
        told.of(text)
    }

    #[test]
    fn of_a_change_that_holds_which_is_asked_for() {
        let size = "The limit was lowered from 20 MB to 8 MB in May.";
        let both = "20 MB to 8 MB";
        assert_eq!(told("max file size?", size, both), Some("8 MB"));
        assert_eq!(
            told("What was the limit before?", size, both),
            Some("20 MB")
        );
        assert_eq!(told("How was it lowered?", size, both), Some(both));
    }

    #[test]
    fn what_was_before_is_the_figure_that_another_came_up_from() {
        for (sentence, old, new) in [
            (
                "A berth will cost £7.50 for boats, up from £6.20.",
                "£6.20",
                "£7.50",
            ),
            (
                "Its overdraft stood at £31m in March, compared with £24m a year before.",
                "£24m",
                "£31m",
            ),
            (
                "Its surplus fell to £14m in 2031 from £19m a year earlier.",
                "£19m",
                "£14m",
            ),
            (
                "They will raise the fee for a berth from £3 to £4.",
                "£3",
                "£4",
            ),
            (
                "The guards now work 28 hours instead of 33.",
                "33",
                "28 hours",
            ),
            (
                "The tram now runs four times a day rather than twice.",
                "twice",
                "four times a day",
            ),
            ("It sold 900 maps, up on last year's 700.", "700", "900"),
        ] {
            for question in ["What was it before?", "How much was it a year earlier?"] {
                assert_eq!(told(question, sentence, new), Some(old), "{sentence}");
            }
            assert_eq!(
                told("How much is it now?", sentence, old),
                Some(new),
                "{sentence}"
            );
            assert_eq!(
                told("How much is it?", sentence, new),
                Some(new),
                "{sentence}"
            );
        }
    }

    #[test]
    fn what_is_only_compared_is_told_as_it_was_read() {
        let wins = "They had 5 wins compared with 3 losses.";
        assert_eq!(told("How many losses had they?", wins, "3"), Some("3"));
        let both = "5 wins compared with 3 losses";
        assert_eq!(told("What was their record?", wins, both), Some(both));
    }

    #[test]
    fn what_says_of_which_time_a_figure_is_stays_outside() {
        let debt = "Its debt is £31m, compared with £24m a year before.";
        let asked = "What was its debt a year earlier?";
        assert_eq!(told(asked, debt, "£24m a year before"), Some("£24m"));
    }

    #[test]
    fn a_year_says_which_figure_is_meant() {
        let surplus = "Its surplus fell to £14m in 2031 from £19m in 2030.";
        let asked = |question: &str, answer: &str| told(question, surplus, answer);
        assert_eq!(asked("What was the surplus in 2030?", "£14m"), Some("£19m"));
        assert_eq!(asked("What was the surplus in 2031?", "£14m"), Some("£14m"));
        assert_eq!(asked("What was the surplus in 2019?", "£19m"), Some("£19m"));
        let came = "Last week 40 boats came, up from 30 the week before.";
        assert_eq!(told("How many came before?", came, "40"), Some("30"));
    }

    #[test]
    fn what_only_is_does_not_tell_what_was() {
        let fee = "The fee is £9 for a boat.";
        assert_eq!(told("How much was the fee before?", fee, "£9"), None);
        assert_eq!(told("How much is the fee?", fee, "£9"), Some("£9"));
        let paid = "Until May it was £9.";
        assert_eq!(told("How much was the fee before?", paid, "£9"), Some("£9"));
        let war = "Today 300 people live there.";
        let asked = "How many people lived there before the war?";
        assert_eq!(told(asked, war, "300"), Some("300"));
    }

    #[test]
    fn a_range_and_an_unlike_figure_are_no_change() {
        let hours = "The hall was moved in May and is open from 9am to 5pm.";
        assert_eq!(
            told("What was it before?", hours, "9am to 5pm"),
            Some("9am to 5pm")
        );
        let seats = "It cost £4m and has 300 seats, compared with 200 in Orbey.";
        assert_eq!(told("How much did it cost?", seats, "£4m"), Some("£4m"));
        let pupils = "Fees were cut in June and pupils from 5 to 11 pay £3.";
        assert_eq!(
            told("How old are they?", pupils, "5 to 11"),
            Some("5 to 11")
        );
    }

    #[test]
    fn the_figure_of_the_time_is_found_without_a_reader() {
        let tea = "A pot of tea rises to £3.10 from £2.80.";
        let found = |question: &str| {
            let one = OneArticle::of("", tea);
            let sentence = one.analysed.sentences.first().expect("a sentence");
            alone(&analyze(question), tea, sentence).and_then(|found| found.of(tea))
        };
        assert_eq!(found("How much is a pot of tea now?"), Some("£3.10"));
        assert_eq!(found("How much was a pot of tea before?"), Some("£2.80"));
        assert_eq!(found("How much does tea rise now?"), None);
        assert_eq!(found("How long does tea take now?"), None);
    }

    #[test]
    fn how_old_one_must_be_is_what_holds() {
        let age = "The drinking age was raised from 18 to 21.";
        let asked = "How old must you be to drink?";
        assert_eq!(told(asked, age, "18 to 21"), Some("21"));
    }

    #[test]
    fn the_last_year_may_be_said_first() {
        let profit = "Last year it made a profit of £5m, up from £4m.";
        let asked = "How much profit did it make last year?";
        assert_eq!(told(asked, profit, "£5m"), Some("£5m"));
        let maps = "It sold 900 maps, up on last year's 700.";
        let asked = "How many maps did it sell last year?";
        assert_eq!(told(asked, maps, "900"), Some("700"));
    }

    #[test]
    fn what_an_old_thing_has_need_not_be_past() {
        let school = "The old school has 300 pupils, up from 250.";
        let asked = "How many pupils does the old school have?";
        assert_eq!(told(asked, school, "300"), Some("300"));
        let fee = "The old fee was raised from £4 to £5.";
        assert_eq!(told("What was the old fee?", fee, "£5"), Some("£4"));
    }

    #[test]
    fn the_time_before_a_figure_is_no_part_of_it() {
        let boats = "Last week 40 boats came, up from 30.";
        assert_eq!(told("How many boats came?", boats, "40"), Some("40"));
        let asked = "How many boats came last week?";
        assert_eq!(told(asked, boats, "40"), Some("40"));
        let people = "Last year 300 people came, up from 250.";
        assert_eq!(told("How many people came?", people, "300"), Some("300"));
    }

    #[test]
    fn a_verb_of_the_past_tells_what_was() {
        let tower = "The tower, which is 300 m high, cost 7 million francs.";
        let asked = "How much did the tower originally cost?";
        let francs = "7 million francs";
        assert_eq!(told(asked, tower, francs), Some(francs));
        let band = "The band, which has sold 3 records, formed with four members.";
        let asked = "How many members did the band originally have?";
        assert_eq!(told(asked, band, "four"), Some("four"));
        for now in [
            "The heated pool is hired out, and the fee is £9.",
            "The pool is rarely heated, will cost £9 and must be paid here.",
            "The cost of a hundred swims is £9.",
        ] {
            assert_eq!(told("How much was it before?", now, "£9"), None, "{now}");
        }
    }
}
