//! What became what: of "£5.50, up from £4.80" one figure holds and the other is past, and a question asks for either. Where
//! only the figure of today is told, none answers what was before.

use std::ops::Range;

use crate::question::{AnswerType, Question};
use crate::search::analysis::AnalysedSentence;
use crate::search::compared_words::{Token, TokenClass};
use crate::search::quantity_match::{self, QuantityMatch};
use crate::text::Span;
use crate::text::dimensions::{Dimension, is_time};
use crate::text::helper_verbs::is_be;

use super::asked_time::AskedTime;
use super::figure_runs::Words;

/// Words that say that a figure became another one, close before it …
const CHANGED: &str = "lowered lower lowers lowering raised raise raises raising increased increase increases increasing cut \
    cuts cutting reduced reduce reduces reducing changed change changes changing dropped drop drops dropping fell fall falls \
    fallen falling rose rise risen rises rising grew grow grows grown growing went goes gone up down shrank shrunk climbed \
    climbs doubled extended shortened moved moves brought";

/// … and those that can mean little else, farther before it: "raise the fee for a berth from £4 to £5".
const SURELY_CHANGED: &str = "lowered lower lowers raised raise raises raising increased increase increases increasing cut \
    cuts reduced reduce reduces reducing dropped fell fallen rose risen rises grew grown climbed extended shortened";

/// So near stands a word of change …
const NEAR: usize = 4;

/// … and so far one that can mean little else.
const FAR: usize = 10;

/// Nouns behind which "from" brings in what was before.
const RISES: [&str; 8] = [
    "increase",
    "rise",
    "drop",
    "fall",
    "cut",
    "decrease",
    "reduction",
    "jump",
];

/// Words between what says that a figure is past and the figure.
const BEFORE_FIGURES: &str = "a about around at be cost costing costs charged just last month's nearly only over previous some \
    the under up week's year's";

/// Words behind a figure that say of which time it is.
const BEHIND_FIGURES: &str = "a ago before earlier last month now the this today week year";

/// So far before what says that another figure is past stands the one that holds.
const HOLDS_BEFORE: usize = 16;

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

/// A figure that was, and the one that came after it, by their words.
struct Change {
    old: Range<usize>,
    new: Option<Range<usize>>,
    /// Whether the sentence says that one became the other; it may only compare them.
    became: bool,
}

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

fn is_one_of(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|own| own == word)
}

/// Tells whether a word is a figure, or says how often: "twice".
fn is_amount(at: usize, words: &Words) -> bool {
    words.is_figure(at) || words.is(at, &["once", "twice", "thrice"])
}

/// Returns the words of the figure of which a word is part, with how often it is: "three times a day".
fn run_at(at: usize, words: &Words) -> Range<usize> {
    let run = words.run_to(at).start..words.run_from(at).end;
    // Of "last week 40 boats came" the week is no part of the figure.
    let begins = |at: &usize| is_amount(*at, words) || !is_time(&words.word(*at));
    let run = run.clone().find(begins).unwrap_or(at)..run.end;
    let times = run.end + usize::from(words.is(run.end, &["times"]));
    let is_rate =
        words.is(times, &["a", "an", "per", "each", "every"]) && is_time(&words.word(times + 1));
    let is_frequency = times > run.end || words.is(run.start, &["once", "twice", "thrice"]);
    match is_frequency {
        true if is_rate => run.start..times + 2,
        true => run.start..times,
        false => run,
    }
}

/// Reads what became what in a sentence.
fn changes(words: &Words) -> Vec<Change> {
    let mut found: Vec<Change> = Vec::new();
    for at in 0..words.tokens.len() {
        let change = (past_behind(at, words)).and_then(|behind| change_at(at, behind, words));
        let change = change.or_else(|| from_to(at, words));
        let is_new = |change: &Change| found.iter().all(|known| known.old != change.old);
        let change = change.filter(is_new);
        found.extend(change);
    }
    found
}

/// Returns behind which word the figure that was stands, where a word begins what brings it in.
fn past_behind(at: usize, words: &Words) -> Option<usize> {
    let is = |steps: usize, which: &[&str]| words.is(at + steps, which);
    let behind_comma = || {
        at.checked_sub(1)
            .and_then(|before| words.gap(before))
            .is_some_and(|gap| gap.contains([',', '(']))
    };
    let two = is(0, &["up", "down"]) && is(1, &["from", "on"])
        || is(0, &["compared"]) && is(1, &["with", "to"])
        || is(0, &["instead"]) && is(1, &["of"])
        || is(0, &["rather"]) && is(1, &["than"])
        || is(0, &["opposed"]) && is(1, &["to"])
        || is(0, &["used"]) && is(1, &["to"])
        || is(0, &RISES) && is(1, &["from"]);
    if two {
        return Some(at + 2);
    }
    let one = is(0, &["against"]) && behind_comma()
        || is(0, &["previously", "formerly", "originally"])
        || is(0, &["from"]) && follows_new(at, words);
    one.then_some(at + 1)
}

/// Tells whether "from" follows the figure that came to be: "fell to £61m in 2025 *from* £78m".
fn follows_new(from: usize, words: &Words) -> bool {
    let tos = (from.saturating_sub(6)..from).rev();
    let mut tos = tos.filter(|at| words.is(*at, &["to"]) && is_amount(at + 1, words));
    tos.next().is_some_and(|to| {
        (to.saturating_sub(NEAR)..to).any(|at| is_one_of(CHANGED, &words.word(at)))
    })
}

/// Reads a change whose former figure stands behind a place.
fn change_at(at: usize, behind: usize, words: &Words) -> Option<Change> {
    let is_light = |at: &usize| is_one_of(BEFORE_FIGURES, &words.word(*at));
    let figure = behind + (behind..behind + NEAR).take_while(is_light).count();
    if !is_amount(figure, words) {
        return None;
    }
    let old = run_at(figure, words);
    let is_from = behind
        .checked_sub(1)
        .is_some_and(|at| words.is(at, &["from"]));
    if is_from && words.is(old.end, &["to"]) && is_amount(old.end + 1, words) {
        let new = run_at(old.end + 1, words);
        return is_of_kind(&new, &old, words).then_some(Change {
            old,
            new: Some(new),
            became: true,
        });
    }
    let is_parted = |at: usize| words.gap(at).is_none_or(|gap| gap.contains([';', ':']));
    let before = (at.saturating_sub(HOLDS_BEFORE)..at)
        .rev()
        .take_while(|at| !is_parted(*at))
        .filter(|at| is_amount(*at, words))
        .map(|at| run_at(at, words))
        .find(|run| run.end <= at && is_of_kind(run, &old, words));
    let became = !words.is(at, &["compared", "against", "instead", "rather", "opposed"]);
    // Where nothing is set against it, "instead of 3" may be anything; "formerly £3" is not.
    let stands_alone = words.is(at, &["previously", "formerly", "originally", "used"]);
    (before.is_some() || stands_alone).then_some(Change {
        old,
        new: before,
        became,
    })
}

/// Reads a change from one figure to another: "lowered from 20 MB to 8 MB".
fn from_to(from: usize, words: &Words) -> Option<Change> {
    if !words.is(from, &["from"]) || !words.is_part(from + 1) {
        return None;
    }
    let old = words.run_from(from + 1);
    let has_figure = |run: &Range<usize>| run.clone().any(|at| words.is_figure(at));
    if !words.is(old.end, &["to"]) || !has_figure(&old) {
        return None;
    }
    let new = words.run_from(old.end + 1);
    let is_time =
        |run: &Range<usize>| (run.clone()).any(|at| words.is_clock(at) || words.is_calendar(at));
    let near = (from.saturating_sub(NEAR)..from).any(|at| is_one_of(CHANGED, &words.word(at)));
    let is_joint = |at: usize| {
        words.is(at, &["and", "but", "or", "which", "who"])
            || words
                .gap(at)
                .is_none_or(|gap| gap.contains([',', ';', ':']))
    };
    let far = || {
        (from.saturating_sub(FAR)..from)
            .rev()
            .take_while(|at| !is_joint(*at))
            .any(|at| is_one_of(SURELY_CHANGED, &words.word(at)))
    };
    let changed = near || !is_time(&old) && !is_time(&new) && far();
    (changed && has_figure(&new) && (is_of_kind(&new, &old, words))).then_some(Change {
        old,
        new: Some(new),
        became: true,
    })
}

/// Tells whether a figure may have come after another: both measure the same, or the former has no unit of its own.
fn is_of_kind(new: &Range<usize>, old: &Range<usize>, words: &Words) -> bool {
    let measured = |run: &Range<usize>| {
        let figure = run.clone().rfind(|at| words.is_figure(*at))?;
        Some(quantity_match::measured_by(
            words.text,
            words.tokens,
            figure,
        ))
    };
    let is_year = |run: &Range<usize>| {
        let is_year =
            |at: usize| (words.tokens.get(at)).is_some_and(|token| token.class == TokenClass::Year);
        run.clone().all(is_year)
    };
    if is_year(new) != is_year(old) {
        return false;
    }
    match (measured(new), measured(old)) {
        (Some(new), Some(old)) => old.is_empty() || new.iter().any(|own| old.contains(own)),
        // "Once" and "three times".
        _ => true,
    }
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
