//! Lines such as "Lecturer: Ada Lind" and rows of tables: where a question asks for no more than what the label names, of what
//! the article is about, the line tells it, however few words the two share.

use crate::article::clean;
use crate::question::AnswerType;
use crate::text::normalize;
use crate::text::vectors::WordVectors;

use super::analysis::{AnalysedSentence, Token, TokenClass};
use super::measure::Candidate;
use super::quantity_match;
use super::query::{Query, Term};
use super::vocabulary::StemId;

/// Words of a question and the labels that stand over what they ask for.
const ASKED_BY: [(&str, &str); 14] = [
    ("heavy weigh weighs", "weight mass"),
    ("tall high", "height elevation"),
    ("long", "length duration"),
    ("last lasts", "duration"),
    ("deep", "depth"),
    ("wide broad", "width"),
    ("fast", "speed"),
    ("big large", "size area"),
    ("far", "distance range"),
    ("cost costs pay", "price cost fee"),
    (
        "teach teaches taught",
        "lecturer teacher instructor tutor professor",
    ),
    ("wrote written write", "author writer"),
    ("live living lives", "population inhabitants"),
    ("hot warm cold", "temperature"),
];

/// Words that say little of what is asked beside a label …
const SAY_LITTLE: &str = "held hold holds count counts place located happen happens take takes give given make makes made up really \
    exactly actually worth need needed get gets much many total there";

/// … and nouns that may ask for whatever stands behind one.
const ANYTHING: [&str; 12] = [
    "topic", "subject", "theme", "thing", "part", "item", "title", "value", "number", "amount",
    "kind", "type",
];

/// A word of a question is nearly one of a label from this cosine on.
const THE_SAME: f32 = 0.65;

/// Words that share so many letters at their beginning are of one family, and may name different things.
const SAME_LETTERS: usize = 4;

/// Tells whether a candidate is a labelled line whose label is just what the question asks for.
pub fn tell(query: &Query, candidate: Candidate<'_>) -> bool {
    let expected = query.question.kind.expected;
    let asks_something = !matches!(
        expected,
        AnswerType::Truth | AnswerType::Reason | AnswerType::Manner | AnswerType::Quotation
    );
    let sentence = candidate.sentence().filter(|_| asks_something);
    sentence.is_some_and(|sentence| {
        let Some((label, value)) = taken_apart(candidate.text, sentence) else {
            return false;
        };
        has_kind(expected, value, candidate.text) && is_asked_for(query, label, candidate, sentence)
    })
}

/// Returns the words of a label and those behind it; `None` for other sentences.
fn taken_apart<'a>(
    text: &str,
    sentence: &'a AnalysedSentence,
) -> Option<(&'a [Token], &'a [Token])> {
    let words = sentence.span.of(text)?;
    let before = text.get(..sentence.span.start)?.trim_end_matches(' ');
    let begins_line = before.is_empty() || before.ends_with(['\n', '-']);
    if !begins_line || !clean::is_labelled(words) {
        return None;
    }
    let colon = sentence.span.start + words.find(": ")?;
    let behind = sentence
        .tokens
        .iter()
        .position(|token| token.span.start > colon)?;
    Some(sentence.tokens.split_at(behind))
}

/// Tells whether the words behind a label have something of the kind that is asked for.
fn has_kind(expected: AnswerType, value: &[Token], text: &str) -> bool {
    let any = |classes: &[TokenClass]| value.iter().any(|token| classes.contains(&token.class));
    // The name of a column is none of somebody: "Weight 35%".
    let is_head = |at: usize| !quantity_match::measured_by(text, value, at + 1).is_empty();
    let any_name = || {
        let mut names = value.iter().enumerate();
        names.any(|(at, token)| token.class == TokenClass::Name && !is_head(at))
    };
    match expected {
        AnswerType::Person | AnswerType::Place => any_name(),
        AnswerType::Date => any(&[TokenClass::Number, TokenClass::Year, TokenClass::Calendar]),
        kind if kind.is_figure() => any(&[TokenClass::Number, TokenClass::Year]),
        _ => !value.is_empty(),
    }
}

/// Tells whether the question says the whole label, and nothing else but what the article is about.
fn is_asked_for(
    query: &Query,
    label: &[Token],
    Candidate { article, text, .. }: Candidate<'_>,
    sentence: &AnalysedSentence,
) -> bool {
    let above = article.stands_under.get(sentence.block);
    let context = || {
        let topic = article.topic.iter().chain(&article.title);
        topic.chain(above.into_iter().flatten())
    };
    let said_above = |term: &Term| context().any(|token| is(term, token.stem));
    let content = |token: &&Token| token.class != TokenClass::Function;
    let mut names_label = false;
    let mut named = vec![false; label.len()];
    for term in &query.terms {
        let mut is_of_label = false;
        for (own, token) in named.iter_mut().zip(label) {
            if means(term, token, text) {
                (*own, is_of_label) = (true, true);
            }
        }
        names_label |= is_of_label;
        let is_focus = query.question.kind.focus == Some(term.position);
        let says_little = SAY_LITTLE
            .split_whitespace()
            .any(|word| word == term.folded)
            || query.question.is_light(term.position)
            || is_focus && ANYTHING.contains(&term.folded.as_str());
        if !is_of_label && !said_above(term) && !says_little {
            return false;
        }
    }
    let is_whole = (label.iter().zip(&named)).all(|(token, named)| *named || !content(&token));
    names_label && is_whole
}

/// Tells whether a word of a question asks for what a word of a label names.
fn means(term: &Term, token: &Token, text: &str) -> bool {
    let label = normalize::fold(token.span.of(text).unwrap_or_default());
    let has = |words: &str, word: &str| words.split(' ').any(|own| own == word);
    let is_asked_by = || {
        (ASKED_BY.iter()).any(|(asking, labels)| has(asking, &term.folded) && has(labels, &label))
    };
    // A lecturer is no lecture.
    let is_derived = || {
        let begins = |word: &str| word.chars().take(SAME_LETTERS).collect::<String>();
        begins(&term.folded) == begins(&label)
    };
    let is_like = || {
        let rows = term
            .row
            .zip(token.row)
            .filter(|_| !term.name && !term.number);
        rows.is_some_and(|(own, other)| {
            WordVectors::shipped().similarity(own, other) >= THE_SAME && !is_derived()
        })
    };
    // "Lecturer" and "lectures" have one stem.
    let is_same = || is(term, token.stem) && is_agent(&term.folded) == is_agent(&label);
    token.class != TokenClass::Function && (is_same() || is_asked_by() || is_like())
}

/// Tells whether a word ends as those for whoever does something.
fn is_agent(word: &str) -> bool {
    let one = word.strip_suffix('s').unwrap_or(word);
    one.ends_with("er") || one.ends_with("or")
}

fn is(term: &Term, stem: Option<StemId>) -> bool {
    term.stems.iter().any(|(known, _)| Some(*known) == stem)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::analysis::AnalysedArticle;
    use super::super::index::{self, Place};
    use super::*;
    use crate::article::{Article, Metadata};
    use crate::question::analyze;

    const COURSE: &str = "Lecturer: Ada Lind\n\nLectures: Mon 10:15, Orbey Hall\n\nIt is about rivers.\n\n\
                          - Final exam: Weight 35%\n\n- Week 5: Deltas\n\n- Week 6: Weirs\n\n- Weight: 16 kg\n\n\
                          - Rider weight: 110 kg";

    /// Returns the line that tells what is asked.
    fn told(question: &str) -> Option<String> {
        let article = Article {
            id: "a".into(),
            version: 1,
            metadata: Metadata {
                title: "Rivers 214".to_owned(),
                ..Metadata::default()
            },
            text: COURSE.to_owned(),
        };
        let vocabulary = index::count_all(&[Arc::new(article.clone())]).expect("it is counted");
        let analysed = AnalysedArticle::of(&article, &vocabulary);
        let query = Query::of(analyze(question), None, &vocabulary);
        let tells = |sentence: &usize| {
            let place = Place {
                article: 0,
                sentence: *sentence,
            };
            let article = &analysed;
            let text = COURSE;
            tell(
                &query,
                Candidate {
                    place,
                    article,
                    text,
                },
            )
        };
        let at = (0..analysed.sentences.len()).find(tells)?;
        Some(analysed.sentences[at].span.of(COURSE)?.to_owned())
    }

    #[test]
    fn a_line_tells_what_its_label_names() {
        for (question, line) in [
            ("Who teaches Rivers 214?", "Lecturer: Ada Lind"),
            (
                "Where are the lectures held?",
                "Lectures: Mon 10:15, Orbey Hall",
            ),
            (
                "How much does the final exam count?",
                "Final exam: Weight 35%",
            ),
            ("Which topic is in week 5?", "Week 5: Deltas"),
            ("How heavy is it?", "Weight: 16 kg"),
        ] {
            assert_eq!(told(question).as_deref(), Some(line), "{question}");
        }
    }

    #[test]
    fn more_than_the_label_names_is_not_told() {
        for question in [
            "Who teaches Rivers 215?",
            "Who sits at the lectures?",
            "Where is the final exam?",
            "Which boats are in week 5?",
            "Is there a final exam?",
            "How heavy is the boat?",
        ] {
            assert_eq!(told(question), None, "{question}");
        }
    }
}
