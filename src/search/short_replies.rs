//! Sentences that leave out what the one before said: "Cats need no permission. Dogs do." Who asks about dogs is answered by
//! the second, however few of the question's words it has.

use super::candidate::Candidate;
use super::compared_words::Token;
use super::query::Query;
use super::term::Term;
use crate::question::AnswerType;
use crate::text::helper_verbs::stands_for_verb;

/// Words that may stand behind the verb: "dogs do not", "dogs do too".
const BEHIND: [&str; 4] = ["not", "too", "also", "though"];

/// Words behind a comma with which a reply ends.
const BEHIND_COMMA: [&str; 4] = ["and", "but", "too", "also"];

/// Its subject has so many words at most.
const MAX_SUBJECT: usize = 4;

/// Tells whether a candidate says of what a yes-or-no question asks about that it does, or does not do, what the sentence
/// before says of other things.
pub fn replies(query: &Query, candidate: Candidate<'_>) -> bool {
    if query.question.kind.expected != AnswerType::Truth {
        return false;
    }
    let own = candidate.place.sentence;
    let sentence = candidate.sentence();
    let before = candidate.article.before(own);
    let before = before.and_then(|before| candidate.article.sentences.get(before));
    let (Some(sentence), Some(before)) = (sentence, before) else {
        return false;
    };
    let Some(subject) = subject_of_reply(candidate.text, &sentence.tokens) else {
        return false;
    };
    let said_by = |term: &Term, tokens: &[Token]| tokens.iter().any(|token| term.has(token.stem));
    let is_asked = |term: &&Term| said_by(term, subject) && !said_by(term, &before.tokens);
    let goes_on = |term: &Term| said_by(term, &before.tokens);
    query.terms.iter().any(|term| is_asked(&term)) && query.terms.iter().any(goes_on)
}

/// Verbs of going somewhere.
const GO: [&str; 10] = [
    "get", "gets", "getting", "go", "goes", "travel", "come", "comes", "walk", "drive",
];

/// Tells whether it is asked how one gets to a place, and a candidate says how one gets "there" behind sentences or under a
/// heading that name it.
pub fn tells_way_there(query: &Query, candidate: Candidate<'_>) -> bool {
    let words = &query.question.words;
    let asks = query.question.kind.expected == AnswerType::Manner;
    let going = words.windows(2).position(|pair| {
        matches!(pair, [goes, to] if GO.contains(&goes.folded.as_str()) && to.folded == "to")
    });
    let (Some(going), Some(sentence)) = (going.filter(|_| asks), candidate.sentence()) else {
        return false;
    };
    let word = |token: &Token| {
        let word = token.span.of(candidate.text).unwrap_or_default();
        word.to_lowercase()
    };
    let says_there = sentence.tokens.windows(2).any(|pair| {
        matches!(pair, [goes, there] if GO.contains(&word(goes).as_str()) && word(there) == "there")
    });
    let article = candidate.article;
    let first = article
        .blocks
        .get(sentence.block)
        .map_or(0, |block| block.start);
    let before = article.sentences.get(first..candidate.place.sentence);
    let before = before
        .unwrap_or_default()
        .iter()
        .flat_map(|before| &before.tokens);
    let above = article
        .stands_under
        .get(sentence.block)
        .into_iter()
        .flatten();
    let near: Vec<&Token> = before.chain(above).collect();
    let is_named = |term: &Term| near.iter().any(|token| term.has(token.stem));
    let mut place = (query.terms.iter())
        .filter(|term| term.position > going)
        .peekable();
    says_there && place.peek().is_some() && place.all(is_named)
}

/// Returns the subject of a sentence that has only an auxiliary behind it: "Dogs do; ask the board", "Rats aren't."
fn subject_of_reply<'t>(text: &str, tokens: &'t [Token]) -> Option<&'t [Token]> {
    let word = |at: usize| {
        let token = tokens.get(at)?;
        Some(token.span.of(text)?.to_lowercase().replace('’', "'"))
    };
    let is =
        |at: usize, forms: &[&str]| word(at).is_some_and(|word| forms.contains(&word.as_str()));
    let verb = (1..=MAX_SUBJECT).find(|at| word(*at).is_some_and(|word| stands_for_verb(&word)))?;
    let last = verb + usize::from(is(verb + 1, &BEHIND));
    let end = tokens.get(last)?.span.end;
    let next = tokens.get(last + 1).map(|next| next.span.start);
    let gap = next.map_or(Some("."), |next| text.get(end..next));
    // "Dogs do, and cats do" ends there, "Dogs are, like cats, welcome" does not.
    let ends = gap.is_some_and(|gap| {
        gap.contains(['.', ';', '!']) || gap.contains(',') && is(last + 1, &BEHIND_COMMA)
    });
    ends.then(|| tokens.get(..verb)).flatten()
}

#[cfg(test)]
mod tests {
    use super::super::one_article::OneArticle;
    use super::*;

    #[test]
    fn there_is_the_place_named_before() {
        let zone = "New zone: the Brine Marches. You get there by boat. Quick start.\n\nYou get there on foot.";
        let of = |question: &str| OneArticle::of("", zone).holds(question, tells_way_there);
        assert_eq!(
            of("How do I get to the Brine Marches?"),
            [false, true, false, false]
        );
        assert_eq!(of("How do I get to Cinderport?"), [false; 4]);
        assert_eq!(of("Where are the Brine Marches?"), [false; 4]);
    }

    #[test]
    fn what_only_does_so_too_replies() {
        let pets = "Cats need no permission. Dogs do; ask the board. Hamsters are allowed. Rats aren’t. Dogs do bark.";
        let of = |question: &str| OneArticle::of("", pets).holds(question, replies);
        assert_eq!(
            of("Do dogs need permission?"),
            [false, true, false, false, false]
        );
        assert_eq!(of("Are rats allowed?"), [false, false, false, true, false]);
        for other in [
            "Do cats need permission?",
            "Do dogs bark?",
            "Which dogs need permission?",
        ] {
            assert_eq!(of(other), [false; 5], "{other}");
        }
        let inn = "Smoking is not allowed. Children are, like all guests, welcome. Cats are, but not dogs.";
        let of = |question: &str| OneArticle::of("", inn).holds(question, replies);
        assert_eq!(of("Is smoking allowed for children?"), [false; 3]);
        let arena = "Archers need a permit. Riders do, but smiths need none.";
        let of = |question: &str| OneArticle::of("", arena).holds(question, replies);
        assert_eq!(of("Do riders need a permit?"), [false, true]);
    }
}
