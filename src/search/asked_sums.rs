//! "How much is the field trip?" asks for a sum, though a table may tell which part of the mark it makes.

use super::candidate::Candidate;
use super::compared_words::TokenClass;
use super::quantity_match;
use super::query::Query;
use crate::text::dimensions::Dimension;

/// Words by which a question asks for a share after all.
const OF_SHARES: [&str; 9] = [
    "worth",
    "count",
    "counts",
    "weight",
    "weigh",
    "percent",
    "percentage",
    "share",
    "grade",
];

/// Tells whether a candidate tells only a share where a question asks how much something is.
pub fn tells_share(query: &Query, candidate: Candidate<'_>) -> bool {
    asks(query)
        && tells(candidate, Dimension::Share)
        && !tells(candidate, Dimension::Money)
        && !names_share(query)
}

/// Tells whether a candidate tells a sum, and says what a question asks the sum of.
pub fn tells_sum(query: &Query, candidate: Candidate<'_>) -> bool {
    let told = |tokens: &[super::compared_words::Token]| {
        let is_told = |at: usize| {
            tokens
                .iter()
                .any(|token| query.terms.get(at).is_some_and(|term| term.has(token.stem)))
        };
        !query.terms.is_empty() && (0..query.terms.len()).all(is_told)
    };
    let sentence = candidate.sentence();
    tells(candidate, Dimension::Money) && sentence.is_some_and(|sentence| told(&sentence.tokens))
}

fn asks(query: &Query) -> bool {
    let question = &query.question;
    let is = question
        .kind
        .wh_word
        .and_then(|at| question.words.get(at + 2));
    question.behind_question_word() == "much"
        && is.is_some_and(|word| matches!(word.folded.as_str(), "is" | "are" | "was" | "were"))
}

fn names_share(query: &Query) -> bool {
    (query.question.words.iter()).any(|word| OF_SHARES.contains(&word.folded.as_str()))
}

/// Tells whether a figure of a candidate measures that.
fn tells(candidate: Candidate<'_>, what: Dimension) -> bool {
    let Some(sentence) = candidate.sentence() else {
        return false;
    };
    let tokens = &sentence.tokens;
    (0..tokens.len()).any(|at| {
        let is_figure = tokens
            .get(at)
            .is_some_and(|token| token.class == TokenClass::Number);
        is_figure && quantity_match::measured_by(candidate.text, tokens, at).contains(&what)
    })
}

#[cfg(test)]
mod tests {
    use super::super::one_article::OneArticle;
    use super::*;

    #[test]
    fn a_share_is_no_sum() {
        let text = "Field trip: Weight 20%\n\nThe field trip costs £45.\n\nThe book costs £9.";
        let course = OneArticle::of("Rivers 214", text);
        let asked = "How much is the field trip?";
        assert_eq!(course.holds(asked, tells_share), [true, false, false]);
        assert_eq!(course.holds(asked, tells_sum), [false, true, false]);
        let worth = "How much is the field trip worth?";
        assert_eq!(course.holds(worth, tells_share), [false; 3]);
    }
}
