//! Whether two sentences about the same thing agree, or differ in a figure, a date or a denial.

use std::collections::BTreeSet;

use super::clauses::Clause;
use super::dates::{Accord, Date, Grain};
use super::parsed_sentence::ParsedSentence;
use super::quantities::{Bound, Measure, Quantity};
use super::tagging::Tag;
use crate::text::dimensions::is_way_of_measuring;
use crate::text::function_words::is_function_word;
use crate::text::normalize::{fold, stem};
use crate::text::{Span, words};

/// In what two sentences differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// One says 150, the other 130.
    Figure,
    /// One says March, the other May.
    Date,
    /// One denies what the other states.
    Denial,
}

/// One difference, with the words of either sentence that make it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contrast {
    /// In what they differ.
    pub difference: Difference,
    /// Bytes of the first sentence.
    pub here: Span,
    /// Bytes of the second sentence.
    pub there: Span,
}

/// How two sentences about the same thing stand to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Comparison {
    /// They say the same.
    Agree,
    /// They cannot both be right, at least not at the same time.
    Differ(Vec<Contrast>),
}

/// Sentences that share a smaller part of their words are taken to be about different things.
const SAME_TOPIC: f32 = 0.4;

/// A date or a denial contradicts only where the sentences share this part of their words.
const SAME_EVENT: f32 = 0.5;

/// Without a figure or date in common, sentences agree only when they share this part of their words.
const SAME_WORDS: f32 = 0.75;

/// "About 150" still agrees with what lies this part of it away.
const ABOUT: f64 = 0.07;

/// Compares two sentences; `None` when they are not about the same thing or it cannot be told.
pub fn sentences(one: &str, two: &str) -> Option<Comparison> {
    let (here, there) = (Side::of(one), Side::of(two));
    let likeness = here.likeness(&there);
    if likeness < SAME_TOPIC {
        return None;
    }
    let figures = figures(&here, &there);
    let mut agreeing = figures.iter().any(Result::is_ok);
    let mut contrasts: Vec<Contrast> = figures.into_iter().filter_map(Result::err).collect();
    if likeness >= SAME_EVENT {
        match date(&here, &there) {
            Some(Ok(())) => agreeing = true,
            Some(Err(contrast)) => contrasts.push(contrast),
            None => {}
        }
        contrasts.extend(denial(&here, &there));
    }
    if !contrasts.is_empty() {
        return Some(Comparison::Differ(contrasts));
    }
    let unpaired = !agreeing && here.counts() && there.counts();
    let alike = !unpaired && (likeness >= SAME_WORDS || agreeing && likeness >= SAME_EVENT);
    alike.then_some(Comparison::Agree)
}

/// A sentence with the stems of its content words, figures and dates left out.
struct Side<'a> {
    parsed: ParsedSentence<'a>,
    topic: BTreeSet<String>,
    /// Those of them that only say in what a figure is measured: "metres long".
    measures: BTreeSet<String>,
}

impl<'a> Side<'a> {
    fn of(sentence: &'a str) -> Self {
        let parsed = ParsedSentence::of(sentence);
        let topic = stems(sentence, |span| {
            let figure = parsed.quantities.iter().any(|q| q.number.overlaps(span));
            !figure && !parsed.dates.iter().any(|date| date.span.overlaps(span))
        });
        let measured = parsed.quantities.iter().filter_map(|quantity| {
            let is_unit = quantity.measure == Measure::Unit;
            let unit = quantity.unit.filter(|_| is_unit)?;
            let after = words::words(sentence).find(|word| word.span.start >= quantity.span.end);
            let dimension = after.filter(|word| is_way_of_measuring(&fold(word.text)));
            Some(Span::new(
                unit.start,
                dimension.map_or(unit.end, |word| word.span.end),
            ))
        });
        let measures = measured
            .filter_map(|span| span.of(sentence))
            .flat_map(|words| stems(words, |_| true))
            .collect();
        Side {
            parsed,
            topic,
            measures,
        }
    }

    /// The part of the words of the shorter sentence that the other one has too. A ship and a whale of so many "metres long"
    /// have nothing in common.
    fn likeness(&self, other: &Side<'_>) -> f32 {
        let shared: Vec<&String> = self.topic.intersection(&other.topic).collect();
        let most = self.topic.len().min(other.topic.len());
        let is_thing = |stem: &&String| !self.measures.contains(*stem);
        if shared.len() < 2 || !shared.iter().any(is_thing) {
            return 0.0;
        }
        part(shared.len(), most)
    }

    /// Tells whether it holds any figure that could be compared.
    fn counts(&self) -> bool {
        let mut quantities = self.parsed.quantities.iter();
        quantities.any(|quantity| quantity.measure != Measure::Ordinal)
    }

    fn words_of(&self, span: Option<Span>) -> BTreeSet<String> {
        span.and_then(|span| span.of(self.parsed.sentence))
            .map(|words| stems(words, |_| true))
            .unwrap_or_default()
    }
}

fn part(some: usize, all: usize) -> f32 {
    let count = |number: usize| f32::from(u16::try_from(number).unwrap_or(u16::MAX));
    count(some) / count(all.max(1))
}

fn stems(text: &str, counts: impl Fn(Span) -> bool) -> BTreeSet<String> {
    words::words(text)
        .filter(|word| counts(word.span))
        .map(|word| fold(word.text))
        .filter(|word| !is_function_word(word) && word.len() > 1)
        .map(|word| stem(&word))
        .collect()
}

/// Pairs the only figure of a unit in one sentence with the only one in the other.
fn figures(here: &Side<'_>, there: &Side<'_>) -> Vec<Result<(), Contrast>> {
    let mut found = Vec::new();
    for quantity in &here.parsed.quantities {
        let key = kind_of_figure(here, quantity);
        let Some(key) = key.filter(|key| only(here, key).is_some()) else {
            continue;
        };
        if let Some(other) = only(there, &key) {
            if compatible(quantity, other) {
                found.push(Ok(()));
            } else if same_thing(here, quantity, there, other) {
                found.push(Err(Contrast {
                    difference: Difference::Figure,
                    here: quantity.span,
                    there: other.span,
                }));
            }
        }
    }
    found
}

/// What is counted: the measure and the stem of the unit's last word; `None` for unnamed numbers.
fn kind_of_figure(side: &Side<'_>, quantity: &Quantity) -> Option<(Measure, String)> {
    let unit = quantity
        .unit
        .and_then(|unit| unit.of(side.parsed.sentence))
        .and_then(|unit| words::words(unit).last())
        .map(|word| stem(&fold(word.text)));
    match (quantity.measure, unit) {
        (Measure::Ordinal, _) | (Measure::Count, None) => None,
        (measure, unit) => Some((measure, unit.unwrap_or_default())),
    }
}

fn only<'a>(side: &'a Side<'_>, key: &(Measure, String)) -> Option<&'a Quantity> {
    let mut all = side
        .parsed
        .quantities
        .iter()
        .filter(|quantity| kind_of_figure(side, quantity).as_ref() == Some(key));
    let first = all.next()?;
    all.next().is_none().then_some(first)
}

/// Tells whether two figures can both be meant: "more than 100" and "150" can.
pub fn compatible(one: &Quantity, two: &Quantity) -> bool {
    if one.same_value(two) {
        return true;
    }
    let ((low, high), (lower, higher)) = (interval(one), interval(two));
    low <= higher && lower <= high
}

fn interval(quantity: &Quantity) -> (f64, f64) {
    let (low, high) = (quantity.value, quantity.upper.unwrap_or(quantity.value));
    match quantity.bound {
        Bound::Exact => (low, high),
        Bound::About => (low - low.abs() * ABOUT, high + high.abs() * ABOUT),
        Bound::AtLeast => (low, f64::INFINITY),
        Bound::AtMost => (f64::NEG_INFINITY, high),
    }
}

/// Compares the only dates of two sentences, when the same verb governs both.
fn date(here: &Side<'_>, there: &Side<'_>) -> Option<Result<(), Contrast>> {
    let (one, two) = (only_date(here)?, only_date(there)?);
    let (act, other) = (act_around(here, one)?, act_around(there, two)?);
    if act != other {
        return None;
    }
    match one.accord(two) {
        Accord::Same => Some(Ok(())),
        Accord::Apart => Some(Err(Contrast {
            difference: Difference::Date,
            here: one.span,
            there: two.span,
        })),
        Accord::Within | Accord::Unknown => None,
    }
}

fn only_date<'a>(side: &'a Side<'_>) -> Option<&'a Date> {
    let mut told = side
        .parsed
        .dates
        .iter()
        .filter(|date| !matches!(date.grain, Grain::Relative | Grain::Weekday));
    let first = told.next()?;
    told.next().is_none().then_some(first)
}

/// The stem of the verb of the clause around a date.
fn act_around(side: &Side<'_>, date: &Date) -> Option<String> {
    Some(act(side, clause_around(side, date.span)?))
}

/// Finds the clause around a piece of the sentence.
fn clause_around<'a>(side: &'a Side<'_>, piece: Span) -> Option<&'a Clause> {
    side.parsed.clauses.iter().find(|clause| {
        let last = clause.object.map_or(clause.verb.1, |(_, last)| last);
        let body = side.parsed.span((clause.verb.0, last));
        let front = clause.front.and_then(|ends| side.parsed.span(ends));
        [body, front]
            .into_iter()
            .flatten()
            .any(|span| span.covers(piece))
    })
}

fn act(side: &Side<'_>, clause: &Clause) -> String {
    let full = (clause.verb.0..=clause.verb.1).find(|&at| side.parsed.tag(at) == Some(Tag::Verb));
    stem(&fold(side.parsed.lower(full.unwrap_or(clause.head))))
}

/// Tells whether two figures may be of the same thing: what is said to have them must share half its words, as far as the
/// sentences name it. A bell of 940 kilograms does not contradict a heart of 180.
fn same_thing(here: &Side<'_>, one: &Quantity, there: &Side<'_>, two: &Quantity) -> bool {
    let named = |side: &Side<'_>, quantity: &Quantity| -> BTreeSet<String> {
        let subject = clause_around(side, quantity.span)
            .and_then(|clause| side.parsed.span(clause.subject))
            .filter(|subject| !subject.overlaps(quantity.span));
        side.words_of(subject)
    };
    let (one, two) = (named(here, one), named(there, two));
    let shared = one.intersection(&two).count();
    let subjects_agree =
        one.is_empty() || two.is_empty() || part(shared, one.len().min(two.len())) >= SAME_EVENT;
    subjects_agree && !numbered_apart(here, there)
}

/// Tells whether the sentences number what they speak of differently: lamp 2 is not lamp 7, however alike the rest.
fn numbered_apart(here: &Side<'_>, there: &Side<'_>) -> bool {
    let (one, two) = (numbered(here), numbered(there));
    one.iter().any(|(word, number)| {
        let others = || two.iter().filter(|(other, _)| other == word);
        others().next().is_some() && others().all(|(_, other)| other != number)
    })
}

/// Returns the names that end in a number, such as `lamp 2`, in pieces.
fn numbered<'a>(side: &Side<'a>) -> Vec<(String, &'a str)> {
    let sentence = side.parsed.sentence;
    let all: Vec<_> = words::words(sentence).collect();
    let pairs = all.iter().zip(all.iter().skip(1));
    pairs
        .filter(|(word, number)| {
            let folded = fold(word.text);
            let beside = sentence.get(word.span.end..number.span.start) == Some(" ");
            beside
                && folded.chars().all(char::is_alphabetic)
                && !is_function_word(&folded)
                && number.text.bytes().all(|byte| byte.is_ascii_digit())
                && !side
                    .parsed
                    .dates
                    .iter()
                    .any(|date| date.span.overlaps(number.span))
                && !has_unit(side, number.span)
        })
        .map(|(word, number)| (fold(word.text), number.text))
        .collect()
}

fn has_unit(side: &Side<'_>, number: Span) -> bool {
    let mut quantities = side.parsed.quantities.iter();
    quantities.any(|quantity| quantity.unit.is_some() && quantity.number.overlaps(number))
}

/// Finds a verb that one sentence denies and the other states, of the same subject and object.
fn denial(here: &Side<'_>, there: &Side<'_>) -> Option<Contrast> {
    for one in &here.parsed.clauses {
        for two in &there.parsed.clauses {
            let denied = (denied(here, one), denied(there, two));
            if denied.0 != denied.1 && same_act(here, one, there, two) {
                return Some(Contrast {
                    difference: Difference::Denial,
                    here: here.parsed.span(one.verb)?,
                    there: there.parsed.span(two.verb)?,
                });
            }
        }
    }
    None
}

fn denied(side: &Side<'_>, clause: &Clause) -> bool {
    let in_verb = (clause.verb.0..=clause.verb.1).any(|at| side.parsed.tag(at) == Some(Tag::Not));
    let nobody = |at: usize| {
        side.parsed
            .is_any(at, &["no", "none", "nobody", "neither", "nothing"])
    };
    in_verb || nobody(clause.subject.0) || clause.object.is_some_and(|(first, _)| nobody(first))
}

fn same_act(here: &Side<'_>, one: &Clause, there: &Side<'_>, two: &Clause) -> bool {
    let share = |one: Option<Span>, two: Option<Span>| {
        let (one, two) = (here.words_of(one), there.words_of(two));
        if one.is_empty() && two.is_empty() {
            1.0
        } else {
            part(one.intersection(&two).count(), one.len().min(two.len()))
        }
    };
    let object =
        |side: &Side<'_>, clause: &Clause| clause.object.and_then(|ends| side.parsed.span(ends));
    act(here, one) == act(there, two)
        && share(
            here.parsed.span(one.subject),
            there.parsed.span(two.subject),
        ) >= SAME_EVENT
        && share(object(here, one), object(there, two)) >= SAME_EVENT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differences(one: &str, two: &str) -> Vec<(Difference, String, String)> {
        let text = |span: Span, sentence: &str| span.of(sentence).expect("a span of it").to_owned();
        match sentences(one, two) {
            Some(Comparison::Differ(contrasts)) => contrasts
                .iter()
                .map(|c| (c.difference, text(c.here, one), text(c.there, two)))
                .collect(),
            other => panic!("{one} / {two}: {other:?}"),
        }
    }

    #[test]
    fn figures_of_different_things_do_not_contradict_each_other() {
        let told = sentences(
            "The great bell of the harbour weighed about 940 kilograms.",
            "The preserved heart of the harbour whale weighed about 180 kilograms.",
        );
        assert!(!matches!(told, Some(Comparison::Differ(_))), "{told:?}");
        let told = sentences(
            "The lamp 2 of Vell burns 7 litres of oil a night.",
            "The lamp 0 of Vell burns 5 litres of oil a night.",
        );
        assert!(!matches!(told, Some(Comparison::Differ(_))), "{told:?}");
    }

    #[test]
    fn a_unit_in_common_does_not_make_one_thing_of_two() {
        let told = sentences(
            "The Ebba, a freighter 400 metres long, blocked the strait for six days.",
            "The newborn is some seven metres long and weighs two tonnes.",
        );
        assert_eq!(told, None);
    }

    #[test]
    fn figures_of_one_unit_are_compared_by_value() {
        assert_eq!(
            differences(
                "The navy has moved 150 sailors from Port Hale to the island.",
                "So far 130 sailors have been moved from Port Hale by the navy.",
            ),
            [(
                Difference::Figure,
                "150 sailors".into(),
                "130 sailors".into()
            )]
        );
        assert_eq!(
            sentences(
                "The navy has moved 1,500 sailors from Port Hale.",
                "The navy moved more than 1200 sailors from Port Hale.",
            ),
            Some(Comparison::Agree)
        );
    }

    #[test]
    fn figures_of_different_things_do_not_contradict() {
        assert_eq!(
            sentences(
                "The navy has moved 150 sailors from Port Hale.",
                "The navy has moved 12 boats from Port Hale.",
            ),
            None
        );
        assert_eq!(
            sentences(
                "The navy has 150 sailors.",
                "Ada Moe bought 130 sheep in Lund."
            ),
            None
        );
    }

    #[test]
    fn dates_of_one_act_are_compared() {
        assert_eq!(
            differences(
                "The Hale bridge opened on 3 May 1998.",
                "In 1989 the Hale bridge opened to traffic.",
            ),
            [(Difference::Date, "3 May 1998".into(), "1989".into())]
        );
        assert_eq!(
            sentences(
                "The Hale bridge opened in 1998.",
                "The Hale bridge closed in 2004."
            ),
            None
        );
    }

    #[test]
    fn a_denial_contradicts_a_statement() {
        assert_eq!(
            differences(
                "The Hale council did not approve the new harbour.",
                "The Hale council approved the new harbour.",
            ),
            [(
                Difference::Denial,
                "did not approve".into(),
                "approved".into()
            )]
        );
    }

    #[test]
    fn comparing_is_fair_to_both_sides() {
        let (one, two) = (
            "The Hale mill has 12 wheels.",
            "The Hale mill has 14 wheels.",
        );
        let swapped: Vec<_> = differences(two, one)
            .into_iter()
            .map(|(difference, here, there)| (difference, there, here))
            .collect();
        assert_eq!(differences(one, two), swapped);
    }
}
