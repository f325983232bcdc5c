//! What a question asks for, and whether two citations speak of it.

use std::collections::BTreeSet;

use crate::facts::compare::{Contrast, Difference};
use crate::question::kind::SIZES;
use crate::question::{AnswerType, Question};
use crate::search::rulings;
use crate::text::Span;
use crate::text::function_words::is_function_word;
use crate::text::{normalize, number_words, words};

use super::Citation;

/// What a question asks for, as far as two answers to it can contradict each other.
#[derive(Debug, Clone, Default)]
pub struct ComparedQuestion {
    /// Whether a figure.
    pub(super) figure: bool,
    /// Whether it is to be answered with yes or no.
    whether: bool,
    /// The stems of what it asks permission for; none where it asks for none.
    permitted: Vec<String>,
    /// The stem of what is counted.
    pub(super) counted: Option<String>,
    /// The names it has.
    names: Vec<String>,
    /// The stems of its other words that tell what is meant, sizes not among them.
    telling: Vec<String>,
    /// Its words with a digit: the year asked about, the number of a lamp.
    numbers: Vec<String>,
}

impl ComparedQuestion {
    /// Reads a question, given the names that it takes over from earlier ones.
    pub fn of(question: &Question, carried: impl IntoIterator<Item = String>) -> Self {
        let words = &question.words;
        let counted = question.kind.focus.and_then(|at| words.get(at));
        let names = words.iter().filter(|word| word.name && !word.function);
        let numbers = (words.iter()).filter(|word| has_digit(&word.folded));
        let telling = (question.content())
            .filter(|word| !word.name && !SIZES.contains(&word.folded.as_str()))
            .map(|word| word.stem.clone());
        let permitted = (words.iter().enumerate())
            .filter(|(at, word)| !word.function && !word.name && !question.is_light(*at))
            .filter(|(_, word)| !rulings::is_ruling(&word.folded))
            .filter(|_| question.asks_permission() && !question.denies())
            .map(|(_, word)| word.stem.clone());
        ComparedQuestion {
            telling: telling.collect(),
            whether: question.kind.expected == AnswerType::Truth,
            permitted: permitted.collect(),
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

    /// Tells whether a yes or a no is asked for.
    pub fn whether(&self) -> bool {
        self.whether
    }

    /// Returns the words with which two citations rule on what it asks permission for, where one allows it and the other
    /// does not. What holds in May denies nothing of June, nor one beach another.
    pub(super) fn opposite_rulings(&self, one: &Citation, two: &Citation) -> Option<(Span, Span)> {
        let named = [one, two].map(names_of);
        let tells =
            |citation: &Citation| self.permitted.iter().all(|stem| has_stem(citation, stem));
        let (mut own, mut other) = (
            named[0].difference(&named[1]),
            named[1].difference(&named[0]),
        );
        let are_of_others = own.next().is_some() && other.next().is_some();
        let names_asked = (self.names.iter()).all(|name| {
            let stem = normalize::stem(name);
            has_stem(one, &stem) && has_stem(two, &stem)
        });
        if self.permitted.is_empty() || are_of_others || !names_asked || !tells(one) || !tells(two)
        {
            return None;
        }
        let here = rulings::on(&one.text, &self.permitted)?;
        let there = rulings::on(&two.text, &self.permitted)?;
        (here.allows != there.allows).then_some((here.words, there.words))
    }

    /// Tells whether a year or another number of the question stands with one of two citations only, in its sentence or its
    /// title. Asked about 2023, what an article says of 2025 contradicts nothing.
    pub(super) fn number_apart(&self, one: &Citation, two: &Citation) -> bool {
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
    pub(super) fn is_to_the_point(
        &self,
        contrast: &Contrast,
        one: &Citation,
        two: &Citation,
    ) -> bool {
        let (here, there) = (one.answer, two.answer);
        contrast.difference == Difference::Denial
            || here.is_none() && there.is_none()
            || here.is_some_and(|answer| answer.overlaps(contrast.here))
            || there.is_some_and(|answer| answer.overlaps(contrast.there))
    }

    /// Tells whether two citations speak of what the question names; without a name, whether their titles share one and
    /// only one of them has others: "how long is the canal" asks of Suez or of Panama.
    /// And what one has of the question's other words the other has, too: the fee of a tournament is not that of joining.
    /// "Jupiter has 79" is not told of Saturn, whatever stands above it.
    pub(super) fn of_one_thing(&self, one: &Citation, two: &Citation) -> bool {
        if (self.telling.iter()).any(|stem| has_stem(one, stem) != has_stem(two, stem)) {
            return false;
        }
        if [one, two]
            .iter()
            .any(|citation| self.is_of_another(citation))
        {
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

    /// Tells whether a sentence begins with the name of another thing than the question names: a lone word with a capital
    /// before a verb that tells of one. Before "is" and "was" as many nouns stand: "Attendance was 500".
    fn is_of_another(&self, citation: &Citation) -> bool {
        let mut words =
            words::words(&citation.text).map(|word| (word.text, normalize::fold(word.text)));
        let (Some((written, first)), Some((_, verb))) = (words.next(), words.next()) else {
            return false;
        };
        let is_name = written.starts_with(char::is_uppercase)
            && !is_function_word(&first)
            && !number_words::NUMBER_WORDS.contains(&first.as_str());
        let tells_of_one = matches!(verb.as_str(), "has" | "had");
        let is_asked =
            self.names.contains(&first) || self.telling.contains(&normalize::stem(&first));
        is_name && tells_of_one && !self.names.is_empty() && !is_asked
    }
}

/// Tells whether the title or the words of a citation have a stem.
fn has_stem(citation: &Citation, stem: &str) -> bool {
    let both = [&citation.title, &citation.text];
    let mut words = both.into_iter().flat_map(|text| words::words(text));
    words.any(|word| normalize::stem(&normalize::fold(word.text)) == *stem)
}

/// Returns the names and months of a citation: the capitals behind the beginning of its words, and of its title unless that
/// Writes Every Word So.
fn names_of(citation: &Citation) -> BTreeSet<String> {
    let title = &citation.title;
    let is_small = |word: &str| !is_function_word(word) && word.starts_with(char::is_lowercase);
    let is_headline = words::words(title).any(|word| is_small(word.text));
    let behind_first = |text: &str| {
        let first = words::words(text).next();
        names_in(
            first
                .and_then(|first| text.get(first.span.end..))
                .unwrap_or_default(),
        )
    };
    let mut names = behind_first(&citation.text);
    if is_headline {
        names.extend(behind_first(title));
    }
    names
}

/// Tells whether nothing says that two sentences speak of the same thing while their articles are about different things:
/// `the waterway` of an article on Suez is not the canal of one on Panama, and the record of a runner no eruption.
pub(super) fn are_apart(one: &Citation, two: &Citation) -> bool {
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

fn has_digit(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::samples::citation;
    use super::*;
    use crate::question::analyze;

    #[test]
    fn a_sentence_that_begins_with_another_name_tells_of_another_thing() {
        let asked = ComparedQuestion::of(&analyze("How many moons does Saturn have?"), []);
        let of = |title: &str, text: &str| Citation {
            title: title.to_owned(),
            ..citation("a", "2024", text)
        };
        let one = of("The moons of Saturn", "Saturn has 274 known moons.");
        let heading = "Twenty new moons make Saturn the record holder";
        assert!(!asked.of_one_thing(&one, &of(heading, "Jupiter has 79 moons.")));
        for same in [
            "Saturn has 82 moons.",
            "Two moons were found in May.",
            "Astronomers counted 82 moons.",
        ] {
            assert!(asked.of_one_thing(&one, &of(heading, same)), "{same}");
        }
    }

    #[test]
    fn a_noun_that_begins_a_sentence_names_no_other_thing() {
        let asked = ComparedQuestion::of(&analyze("How many people came to the Orm fair?"), []);
        let of = |text: &str| Citation {
            title: "The Orm fair".to_owned(),
            ..citation("a", "2024", text)
        };
        assert!(asked.of_one_thing(&of("Attendance was 500."), &of("Attendance was 600.")));
    }

    #[test]
    fn a_number_is_said_in_figures_as_a_word_or_by_the_date() {
        let apart = |question: &str, one: Citation, two: Citation| {
            ComparedQuestion::of(&analyze(question), []).number_apart(&one, &two)
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
}
