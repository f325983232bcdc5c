//! Whether what reads like the answer to "who" is only the one about whom it is asked: whoever taught Brandt is not "Odalys
//! Brandt".

use super::analysis::AnalysedSentence;
use super::answer_span::AnswerSpan;
use super::candidate::Candidate;
use super::compared_words::TokenClass;
use super::query::Query;
use super::term::Term;
use super::vocabulary::Vocabulary;
use crate::question::AnswerType;
use crate::text::Span;

/// What is made may be called after its maker: Ford founded Ford.
const MADE: [&str; 12] = [
    "founded", "founds", "created", "started", "built", "invented", "designed", "made", "owns",
    "owned", "runs", "named",
];

/// Tells whether that is what the reader found in a candidate.
pub fn is_found(
    query: &Query,
    candidate: Candidate<'_>,
    found: Option<&AnswerSpan>,
    vocabulary: &Vocabulary,
) -> bool {
    let (text, sentence) = (candidate.text, candidate.sentence());
    let read = sentence.and_then(|sentence| found?.span(sentence.reading(text, vocabulary)));
    match (sentence, read) {
        (Some(sentence), Some(read)) => is_asked_about(query, read, text, sentence),
        _ => false,
    }
}

/// Tells whether the words at `answer`, bytes of the stored text, end in the whole of a name that the question says whoever
/// is asked for did something to.
pub fn is_asked_about(
    query: &Query,
    answer: Span,
    text: &str,
    sentence: &AnalysedSentence,
) -> bool {
    let question = &query.question;
    let done = question.kind.done.and_then(|at| question.words.get(at));
    let is_deed = done.is_some_and(|word| !MADE.contains(&word.folded.as_str()));
    let asks_who = question.kind.expected == AnswerType::Person
        && question.kind.focus.is_none()
        && !question.asks_who_somebody_is();
    if !asks_who || !is_deed {
        return false;
    }
    let inside: Vec<_> = (sentence.tokens.iter())
        .filter(|token| answer.covers(token.span))
        .collect();
    let is_in = |term: &Term| inside.iter().any(|token| term.has(token.stem));
    let Some(last) = inside.last() else {
        return false;
    };
    let words = answer.of(text).unwrap_or_default();
    let is_list = words.contains(',') || words.contains(" and ") || words.contains(" or ");
    let begins = last.span.start == sentence.span.start;
    let is_last = |term: &&Term| term.has(last.stem) && (last.class == TokenClass::Name || begins);
    let mut names = query.terms.iter().filter(|term| term.name);
    let Some(asked) = names.find(is_last).filter(|_| !is_list) else {
        return false;
    };
    // "John Smith" is not meant by "Mary Smith", "the Eiffel Tower" is nobody, and Luther's wife is a Luther.
    let word = |at: Option<usize>| at.and_then(|at| question.words.get(at));
    let is_name = |at: &usize| word(Some(*at)).is_some_and(|word| word.name);
    let first = (0..asked.position).rev().take_while(is_name).last();
    let first = first.unwrap_or(asked.position);
    let is_thing = word(first.checked_sub(1)).is_some_and(|word| word.folded == "the");
    let goes_on = is_name(&(asked.position + 1));
    let has_something = word(Some(asked.position))
        .is_some_and(|word| word.span.len() == word.folded.len() + POSSESSIVE.len());
    let whole = (query.terms.iter())
        .filter(|term| (first..=asked.position).contains(&term.position))
        .all(is_in);
    whole && !is_thing && !goes_on && !has_something
}

/// What a folded word has lost where something belongs to it.
const POSSESSIVE: &str = "'s";

#[cfg(test)]
mod tests {
    use super::super::one_article::OneArticle;
    use super::*;

    fn is_asked(question: &str, text: &str, answer: &str) -> bool {
        let one = OneArticle::of("", text);
        let query = one.query(question);
        let start = text.find(answer).expect("it is there");
        let answer = Span::new(start, start + answer.len());
        let first = one.analysed.sentences.first().expect("a sentence");
        is_asked_about(&query, answer, text, first)
    }

    #[test]
    fn who_is_asked_about_is_not_who_is_asked_for() {
        let text = "Odalys Marie Brandt was a teacher like Jens Kolding.";
        let brandt = "Odalys Marie Brandt";
        assert!(is_asked("Who taught Brandt?", text, brandt));
        assert!(is_asked("Who taught Odalys Brandt?", text, brandt));
        assert!(!is_asked("Who taught Brandt?", text, "Jens Kolding"));
        for other in [
            "Who is Brandt?",
            "Who founded Brandt?",
            "Who taught Susan Brandt?",
            "Who taught Brandt's sister?",
            "Who climbed the Brandt?",
            "Who taught?",
        ] {
            assert!(!is_asked(other, text, brandt), "{other}");
        }
    }
}
