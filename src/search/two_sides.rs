//! Reports of two sides, "Orm 17 Tarn 12": whoever "the captain" is in one of their sentences may be of either.

use super::candidate::Candidate;
use super::compared_words::{Token, TokenClass};
use super::query::Query;
use super::term::Term;
use super::vocabulary::StemId;
use crate::question::AnswerType;

/// No side scores more in so many digits.
const SCORE_DIGITS: usize = 3;

/// A score stands in so many sentences at the beginning, or it is no report of it.
const LEAD: usize = 5;

/// The stems of the names of two sides.
pub type Sides = [Vec<StemId>; 2];

/// Returns the two sides between which the title or the first paragraph of an article gives a score.
pub fn of_article(candidate: Candidate<'_>) -> Option<Sides> {
    let article = candidate.article;
    let lead = article.blocks.first().cloned().unwrap_or_default();
    let lead = article.sentences.get(lead).unwrap_or_default();
    let lead = lead
        .iter()
        .take(LEAD)
        .map(|sentence| sentence.tokens.as_slice());
    std::iter::once(article.title.as_slice())
        .chain(lead)
        .find_map(in_score)
}

/// Reads "Orm Rovers 17 Tarn 12".
fn in_score(tokens: &[Token]) -> Option<Sides> {
    let is_name = |at: usize| {
        tokens.get(at).is_some_and(|token| {
            token.class == TokenClass::Name || at == 0 && token.class == TokenClass::Plain
        })
    };
    let is_score = |at: usize| {
        (tokens.get(at)).is_some_and(|token| {
            token.class == TokenClass::Number && token.span.len() <= SCORE_DIGITS
        })
    };
    // "Ada Lind, 47," tells how old she is.
    let is_close = |figure: usize| {
        let before = figure.checked_sub(1).and_then(|at| tokens.get(at));
        let ends = before.zip(tokens.get(figure));
        ends.is_some_and(|(name, figure)| name.span.end + 1 == figure.span.start)
    };
    let names = |from: usize| from..from + (from..).take_while(|at| is_name(*at)).count();
    let stems = |run: std::ops::Range<usize>| -> Vec<StemId> {
        let run = tokens.get(run).unwrap_or_default();
        run.iter().filter_map(|token| token.stem).collect()
    };
    (0..tokens.len()).find_map(|from| {
        let one = names(from);
        let other = names(one.end + 1);
        let is_whole = !one.is_empty() && !other.is_empty();
        let sides = is_whole
            && [one.end, other.end]
                .iter()
                .all(|end| is_score(*end) && is_close(*end));
        sides.then(|| [stems(one), stems(other)])
    })
}

/// Tells whether it is asked of one of two sides who did or is something, or how often, and neither a candidate nor the rest
/// of its paragraph names that side.
pub fn may_tell_of_either(query: &Query, candidate: Candidate<'_>) -> bool {
    let asks = matches!(
        query.question.kind.expected,
        AnswerType::Person | AnswerType::Name | AnswerType::Number
    );
    let named = || query.terms.iter().filter(|term| term.name && !term.carried);
    if !asks || named().next().is_none() {
        return false;
    }
    let (Some(sentence), Some(sides)) = (candidate.sentence(), of_article(candidate)) else {
        return false;
    };
    let has = |side: &[StemId], term: &Term| side.iter().any(|stem| term.has(Some(*stem)));
    let is_asked = |side: &Vec<StemId>| named().any(|term| has(side, term));
    let asked: Vec<&Vec<StemId>> = sides.iter().filter(|side| is_asked(side)).collect();
    let [asked] = asked.as_slice() else {
        return false;
    };
    let block = candidate.article.block_stems.get(sentence.block);
    let is_named = |stem: &StemId| block.is_some_and(|block| block.count(*stem) > 0);
    let meant = sentence.antecedents.iter().flat_map(|meant| &meant.name);
    let is_meant = |token: &Token| token.stem.is_some_and(|stem| asked.contains(&stem));
    !asked.iter().any(is_named) && !meant.into_iter().any(is_meant)
}

#[cfg(test)]
mod tests {
    use super::super::one_article::OneArticle;
    use super::*;

    #[test]
    fn a_coach_of_whom_no_side_is_told_may_be_of_either() {
        let report = "Old Orm 17 Tarn 12 (second division)\n\nThe coach, Ada Lind, was content.\n\nBo Rask, coach of Old Orm, was not.";
        let one = OneArticle::of("A day of mud", report);
        let of = |question: &str| one.holds(question, may_tell_of_either);
        assert_eq!(of("Who coaches Old Orm?"), [false, true, false]);
        assert_eq!(of("Who coaches Tarn?"), [false, true, true]);
        for other in [
            "Who is the coach?",
            "Who coached Tarn against Orm?",
            "Where is Tarn?",
        ] {
            assert_eq!(of(other), [false; 3], "{other}");
        }
        let report = "On 12 May 17 boats came to Tarn.\n\nThe pilot was Ada Lind.";
        let one = OneArticle::of("Boats at Tarn", report);
        assert_eq!(
            one.holds("Who was the pilot at Tarn?", may_tell_of_either),
            [false; 2]
        );
    }

    #[test]
    fn people_with_their_ages_are_no_sides() {
        let sides = |report| of_article(OneArticle::of("A day in court", report).candidate(0));
        let jailed =
            "Ada Lind, 47, Bo Orm, 63, and Cy Dahl, 30, were jailed.\n\nJudge Max Roe was stern.";
        assert_eq!(sides(jailed), None);
        assert!(sides("Old Orm 17, Tarn 12.").is_some());
    }

    #[test]
    fn a_score_stands_at_the_beginning() {
        let sides = |report| of_article(OneArticle::of("A day of mud", report).candidate(0));
        assert!(sides("It rained. It ended Orm 17 Tarn 12.").is_some());
        let book = "It rained. It blew. It froze. It thawed. It dried. It ended Orm 17 Tarn 12.";
        assert_eq!(sides(book), None, "a book is not read whole");
    }
}
