//! How a citation reads: its date, its certainty and what goes with it, in words.

use crate::answer::{Answer, Certainty, Citation, Disagreement, Mention};
use crate::text::calendar::{self, is_surely_later};

/// At most so many questions that were left out are repeated; the others are counted.
const MAX_LEFT_OUT_NAMED: usize = 3;

/// Writes `2026-01-25` as `25 Jan 2026`, `2026-01` as `Jan 2026`; anything else stays as it is.
pub fn date(published: &str) -> String {
    let day = published.split('T').next().unwrap_or(published);
    let parts: Vec<&str> = day.split('-').collect();
    let month = |number: &str| calendar::short_month(number.parse().ok()?);
    let written = match parts.as_slice() {
        [year, m] => month(m).map(|m| format!("{m} {year}")),
        [year, m, d] => month(m).map(|m| format!("{} {m} {year}", d.trim_start_matches('0'))),
        _ => None,
    };
    written.unwrap_or_else(|| published.to_owned())
}

/// Writes a moment, in seconds since 1970, as its day.
pub fn day_of(at: i64) -> String {
    let moment = chrono::DateTime::from_timestamp(at, 0).unwrap_or_default();
    date(&moment.format("%Y-%m-%d").to_string())
}

/// Sets statements that differ side by side, each with its date, the newest first: a line for each thing on which articles
/// differ. Only citations numbered `within` are named; `side` writes one statement as its place allows, given what is said,
/// the number of its citation and when it was published.
pub fn differences(
    answer: &Answer,
    within: impl Fn(usize) -> bool,
    side: impl Fn(&str, usize, &str) -> String,
) -> Vec<String> {
    let cited = |number: usize| answer.citations.iter().find(|c| c.number == number);
    let shown = |found: &&Disagreement| within(found.newer) && within(found.older);
    let found: Vec<&Disagreement> = answer.disagreements.iter().filter(shown).collect();
    let line = |about: &[&Disagreement]| {
        let first = about.first()?;
        let newest = cited(first.newer)?;
        let others: Vec<(&Citation, &str)> = (about.iter())
            .filter_map(|found| Some((cited(found.older)?, found.older_says.as_str())))
            .collect();
        let is_newer = |(older, _): &(&Citation, &str)| {
            let dates = newest.published.as_deref().zip(older.published.as_deref());
            dates.is_some_and(|(newer, older)| is_surely_later(newer, older))
        };
        let (newest_is, other_is) = match (others.iter().all(is_newer), others.len()) {
            (false, _) => (None, None),
            (true, 1) => (Some("newer"), Some("older")),
            (true, _) => (Some("newest"), None),
        };
        let mut sides = vec![side(
            &first.newer_says,
            first.newer,
            &when(newest, newest_is),
        )];
        sides.extend(
            (others.iter())
                .map(|(citation, says)| side(says, citation.number, &when(citation, other_is))),
        );
        Some(format!("The articles differ: {}.", sides.join(", ")))
    };
    (found.chunk_by(|one, two| one.newer == two.newer && one.newer_says == two.newer_says))
        .filter_map(line)
        .collect()
}

/// Says when a citation's article was published, and how that stands to others where it is known.
fn when(citation: &Citation, age: Option<&str>) -> String {
    match (citation.published.as_deref().map(date), age) {
        (Some(date), Some(age)) => format!("{date}, {age}"),
        (Some(date), None) => date,
        (None, _) => "undated".to_owned(),
    }
}

/// Says how sure an answer is; never a naked percentage.
pub fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Sure => "Almost certainly the answer",
        Certainty::Likely => "Probably the answer",
        Certainty::Possible => "Perhaps the answer, read it in its place",
        Certainty::None => "The articles do not say",
    }
}

/// Names one or two further articles that a citation stands in and counts more; `shown` writes a title as its place allows.
pub fn also_in(citation: &Citation, shown: impl Fn(&str) -> String) -> Option<String> {
    let others = citation.also_in.as_slice();
    let named = |one: &Mention| {
        let beside = others
            .iter()
            .filter(|other| other.article_id != one.article_id);
        let titles = beside.map(|other| other.title.as_str());
        told_apart(one, titles.chain([citation.title.as_str()]), &shown)
    };
    match others {
        [] => None,
        [one] => Some(format!("also in {}", named(one))),
        [one, two] => Some(format!("also in {} and {}", named(one), named(two))),
        more => Some(format!("also in {} other articles", more.len())),
    }
}

/// Writes an article's title, with its name where another one `beside` it has the same title.
pub fn told_apart<'a>(
    one: &Mention,
    mut beside: impl Iterator<Item = &'a str>,
    shown: impl Fn(&str) -> String,
) -> String {
    let title = shown(&one.title);
    match beside.any(|other| other == one.title) {
        true => format!("{title} ({})", shown(one.article_id.as_str())),
        false => title,
    }
}

/// Says what a follow-up took over, which words were read as others, and which of several questions have no answer.
pub fn asides(answer: &Answer, shown: impl Fn(&str) -> String) -> Vec<String> {
    let mut all = readings(answer, &shown);
    all.extend(missed(answer, &shown));
    all
}

/// Says what a follow-up took over, and which words were read as others.
pub fn readings(answer: &Answer, shown: impl Fn(&str) -> String) -> Vec<String> {
    let about = answer.carried_over.as_deref();
    let about = about.map(|about| format!("about: {}", shown(about)));
    let read: Vec<String> = answer
        .corrections
        .iter()
        .map(|(typed, read)| format!("“{}” as “{}”", shown(typed), shown(read)))
        .collect();
    let read = (!read.is_empty()).then(|| format!("read {}", read.join(", ")));
    about.into_iter().chain(read).collect()
}

/// Says which of several questions have no answer, or were not looked for.
pub fn missed(answer: &Answer, shown: impl Fn(&str) -> String) -> Vec<String> {
    let unanswered = answer.unanswered.iter();
    let unsaid = unanswered.map(|part| format!("the articles do not say: “{}”", shown(part)));
    let mut left: Vec<&str> = Vec::new();
    for part in &answer.left_out {
        // Whoever pastes a question twenty times reads it once here.
        if !left.contains(&part.as_str()) {
            left.push(part);
        }
    }
    let more = left.len().saturating_sub(MAX_LEFT_OUT_NAMED);
    let named = left.iter().take(MAX_LEFT_OUT_NAMED);
    let mut named: Vec<String> = named.map(|part| format!("“{}”", shown(part))).collect();
    named.extend((more > 0).then(|| format!("and {more} more")));
    let left = (!left.is_empty()).then(|| {
        let parts = named.join(", ");
        format!("at most three questions are answered at once; left out: {parts}")
    });
    unsaid.chain(left).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_for_people() {
        assert_eq!(date("2026-01-25"), "25 Jan 2026");
        assert_eq!(date("2026-01-05T08:00:00Z"), "5 Jan 2026");
        assert_eq!(date("2026-01"), "Jan 2026");
        assert_eq!(date("2026"), "2026");
        assert_eq!(date("2026-13-01"), "2026-13-01");
    }
}
