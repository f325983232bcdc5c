//! Whether two sentences give different figures as the answer to one question.

use super::compare::compatible;
use super::quantities::{self, Measure, Quantity};
use crate::text::normalize::{fold, stem};
use crate::text::{Span, words};

/// A sentence, and the bytes of it that answer.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    /// The sentence.
    pub sentence: &'a str,
    /// The answer in it.
    pub answer: Span,
}

/// Returns the two figures, number and unit, when both answers are figures of one kind and cannot both be right; `counted`
/// is the stem of what the question counts, which a sentence need not repeat.
pub fn figures(
    one: Answered<'_>,
    other: Answered<'_>,
    counted: Option<&str>,
) -> Option<(Span, Span)> {
    let (here, there) = (only_figure(one)?, only_figure(other)?);
    let unit_of = |answered: Answered<'_>, figure: &Quantity| {
        let unit = figure.unit.and_then(|unit| unit.of(answered.sentence));
        let last = unit.and_then(|unit| words::words(unit).last());
        last.map(|word| stem(&fold(word.text)))
    };
    let (unit, other_unit) = (unit_of(one, &here), unit_of(other, &there));
    let is_counted = |unit: &Option<String>| unit.is_none() || unit.as_deref() == counted;
    let counts = here.measure == Measure::Count && is_counted(&unit) && is_counted(&other_unit);
    let same_unit = unit == other_unit && sign(one, &here) == sign(other, &there);
    let alike = here.measure == there.measure && (counts || same_unit);
    (alike && !compatible(&here, &there)).then_some((here.span, there.span))
}

/// Returns the only figure in an answer.
fn only_figure(answered: Answered<'_>) -> Option<Quantity> {
    let found = quantities::find(answered.sentence).into_iter();
    let mut inside = found.filter(|figure| figure.number.overlaps(answered.answer));
    let first = inside
        .next()
        .filter(|figure| figure.measure != Measure::Ordinal)?;
    inside.next().is_none().then_some(first)
}

/// Returns what stands before the digits: `$`, `€`.
fn sign<'a>(answered: Answered<'a>, figure: &Quantity) -> &'a str {
    let number = figure.number.of(answered.sentence).unwrap_or_default();
    let digits = number.find(char::is_alphanumeric).unwrap_or(0);
    number.get(..digits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differ<'a>(
        one: (&'a str, &str),
        other: (&'a str, &str),
        counted: Option<&str>,
    ) -> Option<(&'a str, &'a str)> {
        let answered = |(sentence, answer): (&'a str, &str)| {
            let start = sentence.find(answer).unwrap();
            Answered {
                sentence,
                answer: Span::new(start, start + answer.len()),
            }
        };
        let (here, there) = figures(answered(one), answered(other), counted)?;
        Some((here.of(one.0).unwrap(), there.of(other.0).unwrap()))
    }

    #[test]
    fn figures_of_one_unit_differ_by_value() {
        let tower = ("The tower of Orbey is 62.5 metres high.", "62.5 metres");
        let told = ("Its height is 62 metres, a figure of 1955.", "62 metres");
        assert_eq!(
            differ(tower, told, None),
            Some(("62.5 metres", "62 metres"))
        );
        assert_eq!(
            differ(tower, ("It is about 62 metres high.", "62 metres"), None),
            None
        );
        assert_eq!(
            differ(tower, ("It is 205 feet high.", "205 feet"), None),
            None
        );
    }

    #[test]
    fn what_the_question_counts_need_not_be_repeated() {
        let lamps = ("Orbey now has 274 known lamps in all.", "274");
        let total = ("Two were added, which brings the total to 82.", "82");
        assert_eq!(
            differ(lamps, total, Some("lamp")),
            Some(("274 known lamps", "82"))
        );
        assert_eq!(differ(lamps, total, Some("boat")), None);
    }

    #[test]
    fn sums_in_different_money_are_not_compared() {
        let one = ("It cost $40 in spring.", "$40");
        assert_eq!(differ(one, ("It cost €30 in May.", "€30"), None), None);
        assert!(differ(one, ("It cost $30 in May.", "$30"), None).is_some());
    }
}
