//! Several articles on one thing: copies are folded, contradictions stand side by side, the newest first.

use std::collections::BTreeSet;

use crate::facts::compare::{self, Contrast, Difference, Verdict};
use crate::facts::compare_answers::{self, Answered};
use crate::question::Question;
use crate::question::kind::SIZES;
use crate::search::vocabulary::StemId;
use crate::text::calendar::is_surely_later;
use crate::text::function_words::is_function_word;
use crate::text::{normalize, number_words, words};

use super::{Citation, Disagreement, Mention};

/// Sentences that share this part of their words are copies of each other (Jaccard).
const COPIES: f32 = 0.8;

/// What a question asks for, as far as two answers to it can contradict each other.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Whether a figure.
    figure: bool,
    /// The stem of what is counted.
    counted: Option<String>,
    /// The names it has.
    names: Vec<String>,
    /// The stems of its other words that tell what is meant, sizes not among them.
    telling: Vec<String>,
    /// Its words with a digit: the year asked about, the number of a lamp.
    numbers: Vec<String>,
}

impl Asked {
    /// Reads a question, given the names that it takes over from earlier ones.
    pub fn of(question: &Question, carried: impl IntoIterator<Item = String>) -> Self {
        let words = &question.words;
        let counted = question.kind.focus.and_then(|at| words.get(at));
        let names = words.iter().filter(|word| word.name && !word.function);
        let numbers = (words.iter()).filter(|word| has_digit(&word.folded));
        let telling = (question.content())
            .filter(|word| !word.name && !SIZES.contains(&word.folded.as_str()))
            .map(|word| word.stem.clone());
        Asked {
            telling: telling.collect(),
            figure: question.kind.expected.is_figure(),
            counted: counted.map(|word| word.stem.clone()),
            numbers: numbers.map(|word| word.folded.clone()).collect(),
            names: names
                .map(|word| word.folded.clone())
                .chain(carried)
                .collect(),
        }
    }

    /// Tells whether a figure is asked for.
    pub fn for_figure(&self) -> bool {
        self.figure
    }

    /// Tells whether a year or another number of the question stands with one of two citations only, in its sentence or its
    /// title. Asked about 2023, what an article says of 2025 contradicts nothing.
    fn number_apart(&self, one: &Citation, two: &Citation) -> bool {
        let has = |citation: &Citation, number: &String| {
            let both = [&citation.title, &citation.text];
            let mut words = both.into_iter().flat_map(|text| words::words(text));
            let other = number_words::other_form(number);
            let is_it = |folded: String| folded == *number || Some(folded) == other;
            let year = (citation.published.as_deref()).and_then(|date| date.split('-').next());
            year == Some(number.as_str()) || words.any(|word| is_it(normalize::fold(word.text)))
        };
        (self.numbers.iter()).any(|number| has(one, number) != has(two, number))
    }

    /// Tells whether a contrast is about what is asked for: a denial always is, a figure or date only where it is the answer of
    /// either sentence. Without an answer in them it cannot be told.
    fn is_to_the_point(&self, contrast: &Contrast, one: &Citation, two: &Citation) -> bool {
        let (here, there) = (one.answer, two.answer);
        contrast.difference == Difference::Denial
            || here.is_none() && there.is_none()
            || here.is_some_and(|answer| answer.overlaps(contrast.here))
            || there.is_some_and(|answer| answer.overlaps(contrast.there))
    }

    /// Tells whether two citations speak of what the question names; without a name, whether their titles share one and
    /// only one of them has others: "how long is the canal" asks of Suez or of Panama.
    /// And what one has of the question's other words the other has, too: the fee of a tournament is not that of joining.
    fn of_one_thing(&self, one: &Citation, two: &Citation) -> bool {
        let has = |citation: &Citation, stem: &String| {
            let both = [&citation.title, &citation.text];
            let mut words = both.into_iter().flat_map(|text| words::words(text));
            words.any(|word| normalize::stem(&normalize::fold(word.text)) == *stem)
        };
        if (self.telling.iter()).any(|stem| has(one, stem) != has(two, stem)) {
            return false;
        }
        let names = |citation: &Citation| -> BTreeSet<String> {
            let own = names_in(&citation.title).into_iter();
            own.chain(names_in(&citation.text)).collect()
        };
        match self.names.is_empty() {
            true => {
                let (one, two) = (names_in(&one.title), names_in(&two.title));
                !one.is_disjoint(&two) && (one.is_subset(&two) || two.is_subset(&one))
            }
            false => [one, two]
                .map(names)
                .iter()
                .all(|names| self.names.iter().all(|name| names.contains(name))),
        }
    }
}

/// Folds near-identical sentences of other articles into the first that says so. With each citation come its stems.
/// Where two differ in a figure, a date or a "not", all other words alike, they are no copies.
pub fn fold_copies(
    citations: impl Iterator<Item = (Citation, BTreeSet<StemId>)>,
    asked: &Asked,
) -> Vec<Citation> {
    let mut kept: Vec<(Citation, BTreeSet<StemId>)> = Vec::new();
    for (citation, stems) in citations {
        let copy = kept.iter_mut().find(|(first, own)| {
            are_copies(own, &stems)
                && other_figure(first, &citation, asked).is_none()
                && contrasts(first, &citation).is_empty()
        });
        match copy {
            Some((first, _)) if first.article_id != citation.article_id => {
                let mention = Mention {
                    article_id: citation.article_id,
                    title: citation.title,
                    url: citation.url,
                };
                if !first.also_in.contains(&mention) {
                    first.also_in.push(mention);
                }
            }
            Some(_) => {}
            None => kept.push((citation, stems)),
        }
    }
    let mut citations: Vec<Citation> = kept.into_iter().map(|(citation, _)| citation).collect();
    for (at, citation) in citations.iter_mut().enumerate() {
        citation.number = at + 1;
    }
    citations
}

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
pub fn arrange(citations: &mut Vec<Citation>, asked: &Asked) -> Vec<Disagreement> {
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
pub fn contradiction(one: &Citation, two: &Citation, asked: &Asked) -> Option<(String, String)> {
    if one.article_id == two.article_id || asked.number_apart(one, two) {
        return None;
    }
    other_figure(one, two, asked).or_else(|| by_sentence(one, two, asked))
}

/// Returns the figures with which two citations answer, where both cannot be right.
pub fn other_figure(one: &Citation, two: &Citation, asked: &Asked) -> Option<(String, String)> {
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
    Some((
        here.of(&one.text)?.to_owned(),
        there.of(&two.text)?.to_owned(),
    ))
}

/// Compares all that two sentences say, and returns what tells most of what is asked.
fn by_sentence(one: &Citation, two: &Citation, asked: &Asked) -> Option<(String, String)> {
    let contrasts: Vec<Contrast> = (contrasts(one, two).into_iter())
        .filter(|contrast| asked.is_to_the_point(contrast, one, two))
        .collect();
    let contrast = (contrasts.iter())
        .find(|contrast| contrast.difference != Difference::Denial)
        .or(contrasts.first())?;
    let words =
        |citation: &Citation, span: crate::text::Span| span.of(&citation.text).map(str::to_owned);
    Some((words(one, contrast.here)?, words(two, contrast.there)?))
}

/// Returns in what two sentences about the same thing differ.
fn contrasts(one: &Citation, two: &Citation) -> Vec<Contrast> {
    if one.article_id == two.article_id || are_apart(one, two) {
        return Vec::new();
    }
    match compare::sentences(&one.text, &two.text) {
        Some(Verdict::Differ(contrasts)) => contrasts,
        _ => Vec::new(),
    }
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}

/// Tells whether nothing says that two sentences speak of the same thing while their articles are about different things:
/// `the waterway` of an article on Suez is not the canal of one on Panama, and the record of a runner no eruption.
fn are_apart(one: &Citation, two: &Citation) -> bool {
    let lacks = |other: &Citation, subject: &BTreeSet<String>| {
        let (text, title) = (telling_words(&other.text), telling_words(&other.title));
        (subject.iter()).any(|word| !text.contains(word) && !title.contains(word))
    };
    names_in(&one.text).is_disjoint(&names_in(&two.text))
        && lacks(two, &subject_of(&one.title))
        && lacks(one, &subject_of(&two.title))
}

/// Returns the names of a title; where it has none, its telling words.
fn subject_of(title: &str) -> BTreeSet<String> {
    let names = names_in(title);
    match names.is_empty() {
        true => telling_words(title),
        false => names,
    }
}

fn telling_words(text: &str) -> BTreeSet<String> {
    words::words(text)
        .map(|word| normalize::fold(word.text))
        .filter(|word| !is_function_word(word))
        .collect()
}

/// Returns the words written with a capital that do more than begin a sentence.
fn names_in(text: &str) -> BTreeSet<String> {
    words::words(text)
        .filter(|word| word.text.starts_with(char::is_uppercase))
        .map(|word| normalize::fold(word.text))
        .filter(|word| !is_function_word(word))
        .collect()
}

fn are_copies(one: &BTreeSet<StemId>, two: &BTreeSet<StemId>) -> bool {
    let (few, many) = (one.len().min(two.len()), one.len().max(two.len()));
    // They cannot share more than the smaller one has.
    if (few as f32) < COPIES * many as f32 {
        return false;
    }
    let shared = one.intersection(two).count();
    let all = one.len() + two.len() - shared;
    shared as f32 / all.max(1) as f32 >= COPIES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::ArticleId;
    use crate::question::analyze;
    use crate::text::Span;

    fn citation(article: &str, published: &str, text: &str) -> Citation {
        Citation {
            number: 1,
            article_id: ArticleId::from(article),
            title: article.to_owned(),
            publisher: None,
            url: None,
            published: Some(published.to_owned()),
            version: 1,
            paragraph: 1,
            start: 0,
            end: text.len(),
            text: text.to_owned(),
            answer: None,
            confidence: 0.9,
            also_in: Vec::new(),
        }
    }

    #[test]
    fn a_number_is_said_in_figures_as_a_word_or_by_the_date() {
        let apart = |question: &str, one: Citation, two: Citation| {
            Asked::of(&analyze(question), []).number_apart(&one, &two)
        };
        let words = citation("a", "2021", "The three locks cost 90 pounds.");
        let figures = citation("b", "2021", "The 3 locks cost 70 pounds.");
        let asked = "What did the 3 locks cost?";
        assert!(!apart(asked, words.clone(), figures.clone()));
        let dated = citation("c", "2023-05-01", "The locks cost 90 pounds.");
        let told = citation("d", "2024", "In 2023 the locks cost 70 pounds.");
        assert!(!apart(
            "What did the locks cost in 2023?",
            dated,
            told.clone()
        ));
        assert!(apart("What did the locks cost in 2023?", words, told));
    }

    #[test]
    fn copies_are_named_and_not_quoted() {
        let citations = [
            citation("a", "2024", "The old mill burned down in May 1810."),
            citation("b", "2025", "The old mill burned down in May 1810."),
            citation("c", "2025", "The old mill was sold in 1812."),
        ];
        let stems = [[1, 2, 3, 4, 5], [1, 2, 3, 4, 5], [1, 2, 6, 7, 8]];
        let stems = stems.map(|stems| stems.map(StemId).into());
        let found = fold_copies(citations.into_iter().zip(stems), &Asked::default());
        let articles: Vec<&str> = found.iter().map(|own| own.article_id.as_str()).collect();
        assert_eq!(articles, ["a", "c"]);
        assert_eq!(found[0].also_in.len(), 1);
        assert_eq!(found[1].number, 2);
    }

    #[test]
    fn what_differs_in_a_figure_or_a_denial_is_no_copy() {
        for (one, two) in [
            (
                "The flood in the valley of the Orb killed 12 people in the night.",
                "The flood in the valley of the Orb killed 15 people in the night.",
            ),
            (
                "The council approved the budget for the northern terminal.",
                "The council did not approve the budget for the northern terminal.",
            ),
        ] {
            let citations = [citation("a", "2024", one), citation("b", "2025", two)];
            let stems = [(); 2].map(|()| (1..10).map(StemId).collect());
            let mut found = fold_copies(citations.into_iter().zip(stems), &Asked::default());
            assert_eq!(found.len(), 2, "{two}");
            assert_eq!(arrange(&mut found, &Asked::default()).len(), 1, "{two}");
        }
    }

    #[test]
    fn the_newer_of_two_figures_comes_first() {
        let mut citations = vec![
            citation("a", "2024", "The bridge over the sound is 120 metres long."),
            citation("b", "2025", "The bridge over the sound is 150 metres long."),
        ];
        let found = arrange(&mut citations, &Asked::default());
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
        let asked = |question: &str| Asked::of(&analyze(question), []);
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
        let asked = Asked::of(&analyze("What was the budget of the Lantern Library?"), []);
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
        arrange(&mut citations, &Asked::default());
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
        let asked = Asked::of(&analyze("How high is Mount Orbey?"), []);
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
        assert_eq!(arrange(&mut citations, &Asked::default()), Vec::new());
        let mut citations = vec![
            canal(
                "a",
                "Notes on the Kiel Canal",
                "It is a waterway 99 kilometres long.",
            ),
            canal("b", "The Kiel Canal: from sea to sea", kiel),
        ];
        assert_eq!(arrange(&mut citations, &Asked::default()).len(), 1);
    }

    #[test]
    fn a_title_without_names_tells_what_its_article_is_about_too() {
        let mut wave = citation("a", "2024", "A recorder felt the wave for five days.");
        wave.title = "The eruption of Mount Orbey".to_owned();
        let mut record = citation("b", "2023", "The record lasted 46 days.");
        record.title = "The first mile in under four minutes".to_owned();
        let mut citations = vec![record, wave];
        assert_eq!(arrange(&mut citations, &Asked::default()), Vec::new());
    }
}
