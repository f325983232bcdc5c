//! Whether a row of a table tells of another thing than is asked for, which has a row of its own.

use super::candidate::Candidate;
use super::compared_words::{Token, TokenClass};
use super::query::Query;

/// A row's name has no more words.
const MAX_LABEL: usize = 6;

/// A row of its own is looked for so many sentences before and behind.
const ROWS_AROUND: usize = 30;

/// Tells whether a candidate is a row whose name the question does not say, beside one whose name it says.
pub fn tells_of_other_row(query: &Query, candidate: Candidate<'_>) -> bool {
    let at = candidate.place.sentence;
    let Some(own) = label(candidate, at) else {
        return false;
    };
    let is_said = |token: &Token| query.terms.iter().any(|term| term.has(token.stem));
    let is_name = |token: &Token| {
        let mut terms = query.terms.iter().filter(|term| term.name);
        terms.any(|term| term.has(token.stem))
    };
    let content = |token: &&Token| token.class != TokenClass::Function;
    if own.iter().any(is_said) {
        return false;
    }
    let others = at.saturating_sub(ROWS_AROUND)..at + ROWS_AROUND;
    let is_meant = |label: &[Token]| {
        let all = || label.iter().filter(content).all(is_said);
        label.iter().any(is_name) || label.iter().any(is_said) && all()
    };
    others
        .filter(|other| *other != at)
        .filter_map(|other| label(candidate, other))
        .any(is_meant)
}

/// Returns the words of a row's name: "Port Tarn" of "- Port Tarn: Played 13; Won 8".
fn label(candidate: Candidate<'_>, at: usize) -> Option<&[Token]> {
    let sentence = candidate.article.sentences.get(at)?;
    let before = candidate.text.get(..sentence.span.start)?;
    if !before.ends_with("- ") {
        return None;
    }
    let (name, cells) = sentence.span.of(candidate.text)?.split_once(": ")?;
    if !cells.contains("; ") {
        return None;
    }
    let end = sentence.span.start + name.len();
    let words = sentence
        .tokens
        .partition_point(|token| token.span.end <= end);
    (1..=MAX_LABEL)
        .contains(&words)
        .then(|| sentence.tokens.get(..words))?
}

#[cfg(test)]
mod tests {
    use super::super::one_article::OneArticle;
    use super::*;

    #[test]
    fn a_row_tells_of_what_its_name_says() {
        let text = "- Port Tarn: Played 13; Points 42\n\n- Orbey: Played 13; Points 38\n\n- Marsh Lind: Played 12; Points 9";
        let one = OneArticle::of("", text);
        let of_other = |question: &str| {
            let query = one.query(question);
            (0..3)
                .map(|at| tells_of_other_row(&query, one.candidate(at)))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            of_other("How many points does Orbey have?"),
            [true, false, true]
        );
        assert_eq!(
            of_other("how many points has marsh lind"),
            [true, true, false]
        );
        assert_eq!(of_other("How many points does Veldtor have?"), [false; 3]);
        assert_eq!(of_other("Who has most points?"), [false; 3]);
    }

    #[test]
    fn other_points_of_a_list_are_no_rows() {
        let text = "- Orbey: a town by the sea\n\n- Tarn: a lake";
        let one = OneArticle::of("", text);
        let query = one.query("Where is Tarn?");
        assert!(!tells_of_other_row(&query, one.candidate(0)));
    }
}
