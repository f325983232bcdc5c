//! Reads what became what in a sentence: which figure was, and which came after it.

use std::ops::Range;

use crate::search::compared_words::TokenClass;
use crate::search::quantity_match;
use crate::text::dimensions::is_time;

use super::figure_runs::Words;

/// Words that say that a figure became another one, close before it …
pub(super) const CHANGED: &str = "lowered lower lowers lowering raised raise raises raising increased increase increases increasing cut \
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

/// So far before what says that another figure is past stands the one that holds.
const HOLDS_BEFORE: usize = 16;

/// A figure that was, and the one that came after it, by their words.
pub(super) struct Change {
    pub(super) old: Range<usize>,
    pub(super) new: Option<Range<usize>>,
    /// Whether the sentence says that one became the other; it may only compare them.
    pub(super) became: bool,
}

/// Tells whether a list, parted by blanks, has a word.
pub(super) fn is_one_of(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|own| own == word)
}

/// Tells whether a word is a figure, or says how often: "twice".
pub(super) fn is_amount(at: usize, words: &Words) -> bool {
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
pub(super) fn changes(words: &Words) -> Vec<Change> {
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
