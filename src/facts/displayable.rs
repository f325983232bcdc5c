//! Which facts of a sentence are worth showing to somebody who does not see the sentence.

use super::{Fact, FactKind};
use crate::text::Span;

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
    let bare = matches!(subject.to_lowercase().as_str(), "the" | "a" | "an");
    let object = fact.object.and_then(|object| object.of(sentence));
    let is_named = !is_pronoun(subject) && !object.is_some_and(is_pronoun);
    (fact.object.is_some() || !fact.qualifiers.is_empty())
        && !bare
        && is_named
        && !POINTING_BACK.contains(&first.as_str())
}

fn is_pronoun(words: &str) -> bool {
    STANDS_FOR_ANOTHER.contains(&words.to_lowercase().as_str())
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
    fn a_subject_that_points_back_is_not_shown() {
        assert!(told("The mill, whose wheels were new, burned.").is_empty());
    }
}
