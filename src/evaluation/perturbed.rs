//! Questions that no article answers though they sound as if one did: a name, a figure or another word of a question is
//! exchanged for one of a neighbouring question, or what it says is denied. Who learns from nothing but questions about
//! other things takes every sentence on the subject for an answer.

use std::collections::BTreeMap;
use std::ops::Range;

use super::question_sets::{ArticleRecord, QuestionRecord};
use crate::question::{QuestionWord, analyze};
use crate::text::helper_verbs::is_helper;
use crate::text::vectors::{WordRow, WordVectors};
use crate::text::{normalize, words};

/// One question in this many is denied instead of changed.
const DENIED: u64 = 8;

/// A word this near in meaning to one of the paragraph may say the same.
const MAY_SAY_THE_SAME: f32 = 0.5;

/// What can be exchanged: some words of a question that stand together.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    sort: Sort,
    written: String,
    folded: Vec<String>,
    stems: Vec<String>,
}

/// A piece is exchanged for one of its sort.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Sort {
    Name,
    Number,
    /// Other words, by their endings: what ends alike mostly does the same in a sentence.
    Plain(&'static str),
}

/// Twists every second question about an article; a question that nothing can be done to is left out.
pub fn twisted(questions: &[QuestionRecord], articles: &[ArticleRecord]) -> Vec<QuestionRecord> {
    let mut by_article: BTreeMap<&str, Vec<&QuestionRecord>> = BTreeMap::new();
    for question in questions {
        if let Some(id) = question.article_id.as_deref() {
            by_article.entry(id).or_default().push(question);
        }
    }
    let mut all = Vec::new();
    for article in articles {
        let own = by_article.remove(article.id.as_str()).unwrap_or_default();
        let pieces: Vec<Piece> = own
            .iter()
            .flat_map(|question| pieces(&question.question))
            .map(|(_, piece)| piece)
            .collect();
        for (at, question) in own.iter().enumerate().filter(|(at, _)| at % 2 == 0) {
            let paragraph = question.paragraph.and_then(|at| article.paragraphs.get(at));
            let chance = chance_of(&question.id);
            let changed = if chance.is_multiple_of(DENIED) {
                denied(&question.question)
            } else {
                let told = Told::by(paragraph.map_or("", String::as_str), &question.question);
                exchanged(
                    &question.question,
                    &pieces,
                    &told,
                    chance / DENIED + at as u64,
                )
            };
            all.extend(changed.map(|text| QuestionRecord {
                question: text,
                answers: Vec::new(),
                answerable: false,
                kind: Some("twisted".to_owned()),
                ..(*question).clone()
            }));
        }
    }
    all
}

/// Returns a number that looks random and is the same every time.
fn chance_of(id: &str) -> u64 {
    let hash = blake3::hash(id.as_bytes());
    hash.as_bytes()
        .iter()
        .take(8)
        .fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// The words that a paragraph and a question have.
struct Told {
    stems: Vec<String>,
    rows: Vec<WordRow>,
}

impl Told {
    fn by(paragraph: &str, question: &str) -> Told {
        let folded = (words::words(paragraph).chain(words::words(question)))
            .map(|word| normalize::fold(word.text));
        let (mut stems, mut rows) = (Vec::new(), Vec::new());
        for word in folded {
            rows.extend(WordVectors::shipped().row(&word));
            stems.push(normalize::stem(&word));
        }
        stems.sort_unstable();
        stems.dedup();
        rows.sort_unstable();
        rows.dedup();
        Told { stems, rows }
    }

    /// Tells whether a piece is said in the paragraph or question, or something that may mean the same.
    fn has(&self, piece: &Piece) -> bool {
        let said = |stem: &String| self.stems.binary_search(stem).is_ok();
        let meant = |word: &String| {
            let vectors = WordVectors::shipped();
            vectors.row(word).is_some_and(|row| {
                (self.rows.iter()).any(|other| vectors.similarity(row, *other) >= MAY_SAY_THE_SAME)
            })
        };
        match piece.sort {
            Sort::Name | Sort::Number => piece.stems.iter().any(said),
            Sort::Plain(_) => piece.stems.iter().any(said) || piece.folded.iter().any(meant),
        }
    }
}

/// Exchanges one piece of a question.
fn exchanged(text: &str, donors: &[Piece], told: &Told, chance: u64) -> Option<String> {
    let own = pieces(text);
    let count = own.len();
    let first = chance as usize % count.max(1);
    (0..count).find_map(|step| {
        let (place, piece) = own.get((first + step) % count)?;
        let written = another(piece, donors, told, chance)?;
        let (before, after) = (text.get(..place.start)?, text.get(place.end..)?);
        Some(format!("{before}{written}{after}"))
    })
}

/// Returns what may stand in the place of a piece.
fn another(piece: &Piece, donors: &[Piece], told: &Told, chance: u64) -> Option<String> {
    let fit: Vec<&Piece> = (donors.iter())
        .filter(|donor| donor.sort == piece.sort && !told.has(donor))
        .collect();
    if let Some(donor) = fit.get(chance as usize % fit.len().max(1)) {
        return Some(donor.written.clone());
    }
    // A figure needs no neighbour: another one is as good.
    let figure: u64 = (piece.sort == Sort::Number).then(|| piece.written.parse().ok())??;
    Some((figure + 3 + chance % 29).to_string())
}

/// Returns the pieces of a question with their bytes.
fn pieces(text: &str) -> Vec<(Range<usize>, Piece)> {
    let question = analyze(text);
    let sorts = |word: &QuestionWord| (!word.function).then(|| sort(word));
    let together = |a: &QuestionWord, b: &QuestionWord| {
        sorts(a) == Some(Sort::Name)
            && sorts(b) == Some(Sort::Name)
            && text.get(a.span.end..b.span.start) == Some(" ")
    };
    (question.words.chunk_by(together))
        .filter_map(|run| {
            let (first, last) = (run.first()?, run.last()?);
            let place = first.span.start..last.span.end;
            let piece = Piece {
                sort: sorts(first)?,
                written: text.get(place.clone())?.to_owned(),
                folded: run.iter().map(|word| word.folded.clone()).collect(),
                stems: run.iter().map(|word| word.stem.clone()).collect(),
            };
            Some((place, piece))
        })
        .collect()
}

fn sort(word: &QuestionWord) -> Sort {
    const ENDINGS: [&str; 7] = ["ing", "ed", "ly", "est", "er", "ss", "s"];
    if word.number {
        Sort::Number
    } else if word.name {
        Sort::Name
    } else {
        let ending = ENDINGS.iter().find(|ending| word.folded.ends_with(*ending));
        Sort::Plain(ending.unwrap_or(&""))
    }
}

/// Denies what a question says, behind its first auxiliary: nobody asked that, and hardly an article tells it.
fn denied(text: &str) -> Option<String> {
    let auxiliary = words::words(text).find(|word| is_helper(&normalize::fold(word.text)))?;
    let (before, after) = (
        text.get(..auxiliary.span.end)?,
        text.get(auxiliary.span.end..)?,
    );
    Some(format!("{before} not{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(id: usize, text: &str, paragraph: usize) -> QuestionRecord {
        QuestionRecord {
            id: format!("q{id}"),
            question: text.to_owned(),
            article_id: Some("bridges".to_owned()),
            paragraph: Some(paragraph),
            answers: Vec::new(),
            answerable: true,
            kind: None,
        }
    }

    #[test]
    fn what_is_exchanged_is_not_told_in_the_paragraph() {
        let articles = [ArticleRecord {
            id: "bridges".to_owned(),
            title: "Bridges".to_owned(),
            paragraphs: vec![
                "The Stone Bridge in Salzbrunn was opened in 1803 by Ada Lind.".to_owned(),
                "The Iron Bridge in Karlsholm was painted in 1911.".to_owned(),
            ],
        }];
        let questions: Vec<QuestionRecord> = (0..24)
            .map(|at| match at % 2 {
                0 => question(at, "When was the bridge in Salzbrunn opened?", 0),
                _ => question(at, "When was the bridge in Karlsholm painted?", 1),
            })
            .collect();
        let found = twisted(&questions, &articles);
        assert!(found.len() >= 10, "{}", found.len());
        for one in &found {
            let is_denied = one.question.contains(" not ");
            let is_other = one.question.contains("Karlsholm") != one.question.contains("painted");
            assert!(is_denied || is_other, "{}", one.question);
            assert!(!one.answerable);
        }
    }

    #[test]
    fn names_that_stand_together_are_one_piece() {
        let found = pieces("When did Ada Lind meet the mayor in 1803?");
        let written: Vec<&str> = found
            .iter()
            .map(|(_, piece)| piece.written.as_str())
            .collect();
        assert_eq!(written, ["Ada Lind", "meet", "mayor", "1803"]);
    }
}
