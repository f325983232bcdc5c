//! Questions that the articles answer, offered while somebody types; typos are forgiven.

use std::collections::BTreeSet;

use crate::article::Article;
use crate::facts::FactKind;
use crate::store::StoredFact;
use crate::text::Span;

/// Names longer than this make no good question.
const LONGEST_NAME: usize = 60;

/// Abbreviations have at most so many letters.
const LONGEST_ABBREVIATION: usize = 10;

/// A typed word and a known one this much alike count as the same.
const ALIKE: f64 = 0.88;

/// Fewer matching words than this share make no suggestion.
const ENOUGH: f64 = 0.5;

/// One question that the articles answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Suggestion {
    /// The question.
    pub question: String,
    words: Vec<String>,
}

impl Suggestion {
    fn new(question: String) -> Self {
        let words = words_of(&question);
        Suggestion { question, words }
    }
}

/// Makes questions of the facts of one article.
pub fn of_article(article: &Article, facts: &[StoredFact]) -> Vec<Suggestion> {
    let mut questions = BTreeSet::new();
    for stored in facts {
        let Some(sentence) = stored.sentence.of(&article.text) else {
            continue;
        };
        let piece = |span: Option<Span>| span.and_then(|span| span.of(sentence)).and_then(name);
        let fact = &stored.fact;
        let asked = match fact.kind {
            FactKind::Alias => [fact.subject, fact.object]
                .into_iter()
                .filter_map(piece)
                .find(|name| is_abbreviation(name))
                .map(|short| format!("What does {short} stand for?")),
            FactKind::Definition => piece(fact.subject).map(|it| format!("What is {it}?")),
            FactKind::Role => piece(fact.subject).map(|who| format!("Who is {who}?")),
            _ => None,
        };
        questions.extend(asked);
    }
    questions.into_iter().map(Suggestion::new).collect()
}

/// Makes a suggestion of a title, for articles whose facts make no question.
pub fn of_title(title: &str) -> Suggestion {
    Suggestion::new(title.to_owned())
}

/// Keeps words that can stand in a question as a name.
fn name(words: &str) -> Option<&str> {
    let words = words.trim();
    let starts = words.chars().next()?;
    let named = starts.is_uppercase() && words.chars().count() <= LONGEST_NAME;
    let whole = !words.contains(['?', '"', '\n', '“', '”']);
    let first = words.split_whitespace().next()?;
    let stands_for = [
        "He", "She", "It", "They", "This", "That", "These", "Those", "There", "We",
    ];
    (named && whole && !stands_for.contains(&first)).then_some(words)
}

fn is_abbreviation(name: &str) -> bool {
    let length = name.chars().count();
    let capitals = name.chars().filter(|c| c.is_uppercase()).count();
    (2..=LONGEST_ABBREVIATION).contains(&length) && capitals * 2 > length && !name.contains(' ')
}

/// Returns the suggestions nearest to what was typed, best first.
pub fn nearest<'a>(known: &'a [Suggestion], typed: &str, most: usize) -> Vec<&'a Suggestion> {
    let typed = words_of(typed);
    let mut scored: Vec<(f64, &Suggestion)> = known
        .iter()
        .map(|suggestion| (likeness(&typed, &suggestion.words), suggestion))
        .filter(|(score, _)| typed.is_empty() || *score >= ENOUGH)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.into_iter().take(most).map(|(_, s)| s).collect()
}

/// Tells how much of what was typed stands in the known words, 0 to 1.
pub fn likeness(typed: &[String], known: &[String]) -> f64 {
    if typed.is_empty() {
        return 0.0;
    }
    let best = |word: &String| known.iter().map(|k| alike(word, k)).fold(0.0, f64::max);
    typed.iter().map(best).sum::<f64>() / typed.len() as f64
}

/// Compares two words: a beginning counts as the word, figures only when equal, typos are forgiven.
fn alike(typed: &str, known: &str) -> f64 {
    if typed == known {
        return 1.0;
    }
    if typed.chars().any(|c| c.is_ascii_digit()) {
        return 0.0;
    }
    if known.starts_with(typed) {
        return 0.95;
    }
    let score = strsim::jaro_winkler(typed, known);
    let long_enough = typed.chars().count() >= 3;
    if long_enough && score >= ALIKE {
        score * 0.9
    } else {
        0.0
    }
}

/// Splits into lower-case words without the small change of questions.
pub fn words_of(text: &str) -> Vec<String> {
    let small = [
        "the", "a", "an", "of", "is", "does", "do", "for", "to", "in", "and",
    ];
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !small.contains(word))
        .take(32)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typos_are_forgiven_while_typing() {
        let known = [
            of_title("Who is Nouri al-Maliki?"),
            of_title("What does SDF stand for?"),
            of_title("What is the Harbour Bridge?"),
        ];
        let found = |typed| {
            nearest(&known, typed, 1)
                .first()
                .map(|s| s.question.clone())
        };
        assert_eq!(found("malki"), Some("Who is Nouri al-Maliki?".to_owned()));
        assert_eq!(
            found("harbuor bri"),
            Some("What is the Harbour Bridge?".to_owned())
        );
        assert_eq!(found("zebra crossing"), None);
        assert_eq!(nearest(&known, "", 25).len(), 3);
    }

    #[test]
    fn a_year_is_never_another_year() {
        assert_eq!(alike("1998", "1989"), 0.0);
    }
}
