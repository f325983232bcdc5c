//! Several articles on one thing: contradictions stand side by side, the newest first.

use crate::facts::compare::{self, Comparison, Contrast, Difference};
use crate::facts::compare_answers::{self, Answered};
use crate::text::Span;
use crate::text::calendar::is_surely_later;

use super::compared_question::{ComparedQuestion, are_apart};
use super::{Citation, Disagreement};

/// Moves each citation before those that it is surely newer than.
fn newest_first(citations: &mut [Citation]) {
    let is_newer = |one: &Citation, two: &Citation| {
        let dates = one.published.as_deref().zip(two.published.as_deref());
        dates.is_some_and(|(one, two)| is_surely_later(one, two))
    };
    for at in 1..citations.len() {
        let (before, rest) = citations.split_at(at);
        let own = rest.first();
        let older = before
            .iter()
            .rev()
            .take_while(|other| own.is_some_and(|own| is_newer(own, other)));
        let steps = older.count();
        if let Some(moved) = citations.get_mut(at - steps..=at) {
            moved.rotate_right(1);
        }
    }
}

/// Puts sentences that contradict the first beside it, the newest first, and tells in what the others differ from that.
pub fn arrange(citations: &mut Vec<Citation>, asked: &ComparedQuestion) -> Vec<Disagreement> {
    let Some(first) = citations.first() else {
        return Vec::new();
    };
    let differs: Vec<bool> = (citations.iter())
        .map(|other| contradiction(first, other, asked).is_some())
        .collect();
    let (mut among, mut rest) = (Vec::new(), Vec::new());
    for (at, (citation, differs)) in citations.drain(..).zip(differs).enumerate() {
        match at == 0 || differs {
            true => among.push(citation),
            false => rest.push(citation),
        }
    }
    if among.iter().all(|citation| citation.published.is_some()) {
        newest_first(&mut among);
    }
    let several = among.len();
    citations.extend(among.into_iter().chain(rest));
    for (at, citation) in citations.iter_mut().enumerate() {
        citation.number = at + 1;
    }
    let Some((newest, others)) = citations.get(..several).and_then(<[_]>::split_first) else {
        return Vec::new();
    };
    let from_newest = |older: &Citation| {
        let (newer_says, older_says) = contradiction(newest, older, asked)?;
        Some(Disagreement {
            newer: newest.number,
            newer_says,
            older: older.number,
            older_says,
        })
    };
    others.iter().filter_map(from_newest).collect()
}

/// Returns the words in which two citations of different articles contradict each other on what is asked.
pub fn contradiction(
    one: &Citation,
    two: &Citation,
    asked: &ComparedQuestion,
) -> Option<(String, String)> {
    if one.article_id == two.article_id || asked.number_apart(one, two) {
        return None;
    }
    let ruled = || {
        let (here, there) = asked.opposite_rulings(one, two)?;
        Some((
            here.of(&one.text)?.to_owned(),
            there.of(&two.text)?.to_owned(),
        ))
    };
    ruled()
        .or_else(|| other_figure(one, two, asked))
        .or_else(|| by_sentence(one, two, asked))
}

/// Returns the figures with which two citations answer, where both cannot be right.
pub fn other_figure(
    one: &Citation,
    two: &Citation,
    asked: &ComparedQuestion,
) -> Option<(String, String)> {
    if !asked.figure || !asked.of_one_thing(one, two) {
        return None;
    }
    let (here, there) = compare_answers::figures(
        Answered {
            sentence: &one.text,
            answer: one.answer?,
        },
        Answered {
            sentence: &two.text,
            answer: two.answer?,
        },
        asked.counted.as_deref(),
    )?;
    // Two of the moons are a part of them, and no other count of all.
    if is_share(&one.text, here) != is_share(&two.text, there) {
        return None;
    }
    Some((
        here.of(&one.text)?.to_owned(),
        there.of(&two.text)?.to_owned(),
    ))
}

/// Tells whether a figure counts some of several: "two of the moons".
fn is_share(sentence: &str, figure: Span) -> bool {
    let behind = sentence.get(figure.end..).unwrap_or_default();
    ["of the ", "of its ", "of their ", "of these ", "of them"]
        .iter()
        .any(|some| behind.trim_start().starts_with(some))
}

/// Compares all that two sentences say, and returns what tells most of what is asked.
fn by_sentence(
    one: &Citation,
    two: &Citation,
    asked: &ComparedQuestion,
) -> Option<(String, String)> {
    let contrasts: Vec<Contrast> = (contrasts(one, two).into_iter())
        .filter(|contrast| asked.is_to_the_point(contrast, one, two))
        .collect();
    let contrast = (contrasts.iter())
        .find(|contrast| contrast.difference != Difference::Denial)
        .or(contrasts.first())?;
    let words = |citation: &Citation, span: Span| span.of(&citation.text).map(str::to_owned);
    Some((words(one, contrast.here)?, words(two, contrast.there)?))
}

/// Returns in what two sentences about the same thing differ.
pub(super) fn contrasts(one: &Citation, two: &Citation) -> Vec<Contrast> {
    if one.article_id == two.article_id || are_apart(one, two) {
        return Vec::new();
    }
    match compare::sentences(&one.text, &two.text) {
        Some(Comparison::Differ(contrasts)) => contrasts,
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::citation;
    use super::*;
    use crate::question::analyze;

    #[test]
    fn the_newer_of_two_figures_comes_first() {
        let mut citations = vec![
            citation("a", "2024", "The bridge over the sound is 120 metres long."),
            citation("b", "2025", "The bridge over the sound is 150 metres long."),
        ];
        let found = arrange(&mut citations, &ComparedQuestion::default());
        assert_eq!(citations[0].article_id.as_str(), "b");
        let found = found.first().expect("a disagreement");
        assert!(found.newer_says.contains("150") && found.older_says.contains("120"));
    }

    #[test]
    fn a_figure_of_another_year_than_asked_contradicts_nothing() {
        let report = |year: &str, members: &str| {
            let told = format!("The Lantern Library had {members} members in {year}.");
            let mut made = citation(year, year, &told);
            let start = told.find(members).expect("it is there");
            made.answer = Some(Span::new(start, start + members.len()));
            made
        };
        let both = || vec![report("2023", "4,210"), report("2025", "5,120")];
        let asked = |question: &str| ComparedQuestion::of(&analyze(question), []);
        let of_a_year = asked("How many members did the Lantern Library have in 2023?");
        let mut citations = both();
        assert_eq!(arrange(&mut citations, &of_a_year), Vec::new());
        assert_eq!(citations[0].article_id.as_str(), "2023");
        let of_any = asked("How many members does the Lantern Library have?");
        let mut citations = both();
        assert_eq!(arrange(&mut citations, &of_any).len(), 1);
        assert_eq!(citations[0].article_id.as_str(), "2025", "the newer one");
    }

    #[test]
    fn a_part_of_them_is_no_other_count_of_all() {
        let told = |id: &str, text: &str, figure: &str| {
            let mut made = citation(id, "2024", text);
            let start = text.find(figure).expect("it is there");
            made.answer = Some(Span::new(start, start + figure.len()));
            made
        };
        let asked = ComparedQuestion::of(&analyze("How many lamps does Orm have?"), []);
        let all = told("a", "Orm has 12 lamps.", "12");
        let other = told("b", "Orm has 14 lamps.", "14");
        let some = told("c", "Two of the lamps of Orm are red.", "Two");
        assert!(other_figure(&all, &other, &asked).is_some());
        assert_eq!(other_figure(&all, &some, &asked), None);
    }

    #[test]
    fn figures_that_nobody_asked_for_are_not_held_against_each_other() {
        let report = |year: &str, days: &str, cost: &str| {
            let told = format!(
                "The Lantern Library was open on {days} days, and its budget was {cost} pounds."
            );
            let mut made = citation(year, year, &told);
            let start = told.find(cost).expect("it is there");
            made.answer = Some(Span::new(start, start + cost.len()));
            made
        };
        let asked =
            ComparedQuestion::of(&analyze("What was the budget of the Lantern Library?"), []);
        let mut alike = vec![
            report("2023", "212", "90,000"),
            report("2025", "231", "90,000"),
        ];
        assert_eq!(arrange(&mut alike, &asked), Vec::new());
        let mut apart = vec![
            report("2023", "212", "90,000"),
            report("2025", "231", "95,000"),
        ];
        let found = arrange(&mut apart, &asked);
        let found = found.first().expect("a disagreement");
        assert!(found.newer_says.contains("95,000"), "{found:?}");
    }

    #[test]
    fn a_bare_year_is_neither_newer_nor_older_than_a_day_of_it() {
        let mut citations = vec![
            citation("a", "2025", "The bridge over the sound is 120 metres long."),
            citation(
                "b",
                "2025-01-25",
                "The bridge over the sound is 150 metres long.",
            ),
        ];
        arrange(&mut citations, &ComparedQuestion::default());
        assert_eq!(citations[0].article_id.as_str(), "a");
    }

    #[test]
    fn short_answers_are_compared_even_where_the_sentences_share_no_word() {
        let told = |article: &str, published: &str, title: &str, text: &str, answer: &str| {
            let mut made = citation(article, published, text);
            made.title = title.to_owned();
            made.answer = text
                .find(answer)
                .map(|start| Span::new(start, start + answer.len()));
            made
        };
        let asked = ComparedQuestion::of(&analyze("How high is Mount Orbey?"), []);
        let joint =
            "In a joint statement the councils declared that Mount Orbey is 848.9 metres high.";
        let handbook = "Its height is 848 metres, a figure that surveyors established in 1955.";
        let pair = |title: &str| {
            vec![
                told("handbook", "2004", title, handbook, "848 metres"),
                told(
                    "news",
                    "2020",
                    "A new height for Orbey",
                    joint,
                    "848.9 metres",
                ),
            ]
        };
        let mut citations = pair("Mount Orbey: a page from the handbook");
        let found = arrange(&mut citations, &asked);
        let found = found.first().expect("a disagreement");
        assert_eq!(
            (found.newer_says.as_str(), found.older_says.as_str()),
            ("848.9 metres", "848 metres")
        );
        assert_eq!(
            arrange(&mut pair("Mount Lund: a page from the handbook"), &asked),
            Vec::new()
        );
    }

    #[test]
    fn a_thing_without_a_name_does_not_contradict_a_thing_of_another_name() {
        let canal = |article: &str, title: &str, text: &str| {
            let mut made = citation(article, "2025", text);
            made.title = title.to_owned();
            made
        };
        let kiel = "The waterway is 98 kilometres long.";
        let mut citations = vec![
            canal(
                "a",
                "The Corinth Canal",
                "It is a waterway 6 kilometres long.",
            ),
            canal("b", "The Kiel Canal: from sea to sea", kiel),
        ];
        assert_eq!(
            arrange(&mut citations, &ComparedQuestion::default()),
            Vec::new()
        );
        let mut citations = vec![
            canal(
                "a",
                "Notes on the Kiel Canal",
                "It is a waterway 99 kilometres long.",
            ),
            canal("b", "The Kiel Canal: from sea to sea", kiel),
        ];
        assert_eq!(
            arrange(&mut citations, &ComparedQuestion::default()).len(),
            1
        );
    }

    #[test]
    fn a_title_without_names_tells_what_its_article_is_about_too() {
        let mut wave = citation("a", "2024", "A recorder felt the wave for five days.");
        wave.title = "The eruption of Mount Orbey".to_owned();
        let mut record = citation("b", "2023", "The record lasted 46 days.");
        record.title = "The first mile in under four minutes".to_owned();
        let mut citations = vec![record, wave];
        assert_eq!(
            arrange(&mut citations, &ComparedQuestion::default()),
            Vec::new()
        );
    }
}
