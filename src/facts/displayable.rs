//! Which facts of a sentence are worth showing to somebody who does not see the sentence.

use super::lexicon;
use super::tagging::{Tag, VerbForm};
use super::{Fact, FactKind};
use crate::text::Span;
use crate::text::number_words::{NUMBER_WORDS, is_ordinal};

/// Below this about every other fact is wrong or cut short; better none than a wrong one.
pub(super) const WORTH_SHOWING: f32 = 0.52;

/// Words that begin a subject which only the words before it explain.
const POINTING_BACK: [&str; 6] = ["whose", "which", "who", "whom", "that", "there"];

/// Pronouns that stand for somebody or something named elsewhere.
const STANDS_FOR_ANOTHER: [&str; 22] = [
    "he",
    "him",
    "himself",
    "it",
    "itself",
    "she",
    "her",
    "herself",
    "they",
    "them",
    "themselves",
    "this",
    "that",
    "these",
    "those",
    "i",
    "me",
    "we",
    "us",
    "you",
    "one",
    "who",
];

/// Words that point at one of several, or at what is left of them, and say not of what: "the first", "the rest".
const ONE_OF_SEVERAL: [&str; 12] = [
    "former",
    "last",
    "latter",
    "next",
    "one",
    "ones",
    "only",
    "other",
    "others",
    "remainder",
    "rest",
    "same",
];

/// What stands behind a preposition to say when, where or how something was done: "in the end", "at the top", "for weeks".
const CIRCUMSTANCES: [&str; 25] = [
    "beginning",
    "bottom",
    "case",
    "chance",
    "day",
    "days",
    "decade",
    "decades",
    "end",
    "evening",
    "law",
    "middle",
    "month",
    "months",
    "morning",
    "night",
    "rate",
    "start",
    "time",
    "times",
    "top",
    "week",
    "weeks",
    "year",
    "years",
];

/// Returns the facts that read alone and are not told by a fuller one, in their order.
///
/// "The mill opened in 1904" is one fact for a reader, though its date is found as a fact of its own, too.
pub fn displayable_facts<'a>(
    sentence: &str,
    facts: impl IntoIterator<Item = &'a Fact>,
) -> Vec<&'a Fact> {
    let alone: Vec<&Fact> = facts
        .into_iter()
        .filter(|fact| fact.confidence >= WORTH_SHOWING && stands_alone(sentence, fact))
        .collect();
    alone
        .iter()
        .enumerate()
        .filter(|(at, fact)| {
            let fuller = |(other, told): (usize, &&Fact)| other != *at && tells(told, fact);
            !alone.iter().enumerate().any(fuller)
        })
        .map(|(_, fact)| *fact)
        .collect()
}

/// Tells whether its subject is whole, something is said of it, and neither has to be looked up elsewhere.
fn stands_alone(sentence: &str, fact: &Fact) -> bool {
    let Some(subject) = fact.subject.and_then(|subject| subject.of(sentence)) else {
        return false;
    };
    let first = subject
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let object = fact.object.and_then(|object| object.of(sentence));
    let is_named = !is_pronoun(subject) && !object.is_some_and(is_pronoun);
    (fact.object.is_some() || !fact.qualifiers.is_empty())
        && names_something(subject)
        && is_named
        && !POINTING_BACK.contains(&first.as_str())
        && !is_circumstance(sentence, fact, subject)
}

/// Tells whether a subject has a word that names or describes something; "the", "'s" (of "today's"), "33" (of "33 recorded
/// talks"), "the first" and "both of them" have none.
fn names_something(subject: &str) -> bool {
    let is_cut_off = subject.starts_with(['\'', '’']);
    // It says as much as "nobody".
    let is_no_one = subject.eq_ignore_ascii_case("no one");
    !is_cut_off && (is_no_one || subject.split_whitespace().any(names))
}

fn names(written: &str) -> bool {
    let written = written.trim_matches(|c: char| !c.is_alphanumeric());
    let word = written.to_lowercase();
    let has_letters = word.chars().any(char::is_alphabetic);
    let counts = is_ordinal(&word) || NUMBER_WORDS.contains(&word.as_str());
    let is_grammar = matches!(
        lexicon::closed_class(&word),
        Some(Tag::Determiner | Tag::Possessive | Tag::Preposition | Tag::Coordinator)
    );
    let is_word = has_letters && !counts && !is_grammar && word != "please";
    is_word && !is_pronoun(written) && !ONE_OF_SEVERAL.contains(&word.as_str())
}

/// Tells whether what was read as the subject only says when, where or how: "in the end threatened to pay". Behind a
/// preposition stands a subject only where a participle follows, "in a letter written by her".
fn is_circumstance(sentence: &str, fact: &Fact, subject: &str) -> bool {
    let (Some(place), Some(verb)) = (fact.subject, fact.relation) else {
        return false;
    };
    let before = sentence.get(..place.start).unwrap_or_default();
    let preposition = before.split_whitespace().next_back().unwrap_or_default();
    let preposition = preposition.to_lowercase();
    // Others, such as "before" and "since", begin clauses, too, and so does this one: "for her father was a miller".
    let is_for = preposition == "for";
    let hangs = is_for
        || matches!(
            preposition.as_str(),
            "in" | "at" | "on" | "by" | "of" | "with" | "from"
        );
    let between = sentence.get(place.end..verb.start).unwrap_or(",");
    let adjoins = between.split_whitespace().count() <= 1 && !between.contains(',');
    let last = subject.split_whitespace().next_back().unwrap_or_default();
    let first = verb.of(sentence).unwrap_or_default();
    let first = first
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_lowercase();
    hangs
        && adjoins
        && (CIRCUMSTANCES.contains(&last.to_lowercase().as_str())
            || !is_for && is_surely_finite(&first))
}

/// Tells whether words are a pronoun that stands for another; "US" and "WHO" in capitals are names.
fn is_pronoun(words: &str) -> bool {
    let in_capitals = words.chars().count() > 1 && words.chars().all(char::is_uppercase);
    !in_capitals && STANDS_FOR_ANOTHER.contains(&words.to_lowercase().as_str())
}

/// Tells whether a word is a form of a verb that is no participle: "became", "was".
fn is_surely_finite(verb: &str) -> bool {
    match lexicon::closed_class(verb) {
        Some(Tag::Be) => !matches!(verb, "been" | "being" | "be"),
        Some(Tag::Have) => verb != "having",
        Some(Tag::Do | Tag::Modal) => true,
        Some(_) => false,
        None => lexicon::verb_form(verb) == Some(VerbForm::Past),
    }
}

/// Tells whether one fact says all that a date or number says as a fact of its own.
fn tells(full: &Fact, figure: &Fact) -> bool {
    let part = matches!(figure.kind, FactKind::Date | FactKind::Quantity);
    let whole = !matches!(full.kind, FactKind::Date | FactKind::Quantity);
    let same_verb = full.relation.is_some_and(|full| {
        figure
            .relation
            .is_some_and(|figure| full.start == figure.start)
    });
    part && whole && same_verb && figure.object.is_some_and(|span| holds(full, span))
}

fn holds(fact: &Fact, span: Span) -> bool {
    let fields = [fact.subject, fact.object].into_iter().flatten();
    let qualifiers = fact.qualifiers.iter().map(|qualifier| qualifier.span);
    fields.chain(qualifiers).any(|field| field.covers(span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::extract;

    fn told(sentence: &str) -> Vec<FactKind> {
        let facts = extract(sentence);
        displayable_facts(sentence, &facts)
            .iter()
            .map(|fact| fact.kind)
            .collect()
    }

    #[test]
    fn a_date_that_a_statement_tells_is_not_told_again() {
        assert_eq!(
            told("Mira Dahl opened a mill in 1904."),
            [FactKind::Statement]
        );
        assert_eq!(told("The storm destroyed 40 boats."), [FactKind::Statement]);
    }

    #[test]
    fn a_number_alone_says_nothing() {
        assert_eq!(
            told("The ferry carried 20 boats with room for 90 men."),
            [FactKind::Statement]
        );
    }

    #[test]
    fn what_is_said_of_a_bare_pronoun_is_not_shown() {
        assert!(told("She opened a mill in 1904.").is_empty());
        assert!(told("It is the largest mill of the valley.").is_empty());
        assert!(told("Mira Dahl opened it.").is_empty());
    }

    #[test]
    fn a_subject_that_names_nothing_is_not_shown() {
        for nothing in [
            "the",
            "'s",
            "’s, and whatever",
            "The first",
            "the rest",
            "both of them",
            "Please",
            "33",
            "£4,300",
            "one of them",
            "the two",
            "Others",
            "a third",
        ] {
            assert!(!names_something(nothing), "{nothing}");
        }
        for something in [
            "The first computer",
            "Nobody",
            "No one",
            "one of the mills",
            "the other players",
            "US",
            "the US",
            "the WHO",
            "The end",
            "212 hedgehogs",
            "Mira Dahl",
        ] {
            assert!(names_something(something), "{something}");
        }
        assert!(told("Yesterday's carried 133 names.").is_empty());
        assert!(!told("Nobody opened the mill in 1904.").is_empty());
    }

    #[test]
    fn what_only_says_when_or_where_is_no_subject() {
        let wrong = "She had asked for the survey and in the end threatened the council.";
        let facts = extract(wrong);
        let shown = displayable_facts(wrong, &facts);
        let subjects = shown.iter().filter_map(|fact| fact.subject?.of(wrong));
        assert_eq!(subjects.filter(|who| who.contains("end")).count(), 0);
        let right = "The words stand in a letter written by Mira Dahl.";
        let facts = extract(right);
        let shown = displayable_facts(right, &facts);
        let mut subjects = shown.iter().filter_map(|fact| fact.subject?.of(right));
        assert!(subjects.any(|who| who == "a letter"), "{facts:?}");
    }

    #[test]
    fn a_subject_that_points_back_is_not_shown() {
        assert!(told("The mill, whose wheels were new, burned.").is_empty());
    }
}
