//! Whether what reads like the answer to "who" is only the one about whom it is asked: whoever taught Brandt is not "Odalys
//! Brandt".

use super::analysis::{AnalysedSentence, Meant};
use super::answer_span::AnswerSpan;
use super::candidate::Candidate;
use super::compared_words::{Token, TokenClass};
use super::fact_slots::Slot;
use super::query::Query;
use super::term::Term;
use super::vocabulary::Vocabulary;
use crate::article::gender::{self, Gender};
use crate::question::{AnswerType, Question};
use crate::text::Span;
use crate::text::related_words::RelatedWords;
use crate::text::vectors::WordVectors;

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
        (Some(sentence), Some(read)) => {
            is_asked_about(query, read, text, sentence)
                || is_bare_speaker(query, read, text, sentence)
        }
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

/// Words before a name that say nothing of what somebody is.
const TITLES: &str = "mr mrs ms miss dr prof professor sir lady lord";

/// Tells whether the words at `answer` are of somebody who only says what the sentence tells, without being told of as that by
/// which he or she is asked for: no judge is "Her sentence will not be appealed, Mr Vaughan said".
pub fn is_bare_speaker(
    query: &Query,
    answer: Span,
    text: &str,
    sentence: &AnalysedSentence,
) -> bool {
    let question = &query.question;
    let role = query.focus.and_then(|at| query.terms.get(at));
    let Some(role) = role.filter(|role| asks_by_role(question, role)) else {
        return false;
    };
    let tokens = &sentence.tokens;
    let word = |token: &Token| token.span.of(text).unwrap_or_default().to_lowercase();
    let is_bare = |token: &Token| {
        token.class == TokenClass::Name
            || token.span.start == sentence.span.start
            || TITLES.split(' ').any(|title| title == word(token))
    };
    let is_role = |token: &Token| {
        let near = || {
            token
                .row
                .zip(role.row)
                .map(|(own, sought)| WordVectors::shipped().similarity(own, sought))
        };
        role.has(token.stem) || near().is_some_and(|near| near >= SAME_ROLE)
    };
    let speaks = |run: &std::ops::Range<usize>| {
        let run = tokens.get(run.clone()).unwrap_or_default();
        let ends = run.first().zip(run.last());
        ends.is_some_and(|(first, last)| {
            Span::new(first.span.start, last.span.end).overlaps(answer) && run.iter().all(is_bare)
        })
    };
    // "Said Ada Lind, the judge."
    let is_followed = |run: &std::ops::Range<usize>| {
        let pair = run
            .end
            .checked_sub(1)
            .and_then(|last| tokens.get(last))
            .zip(tokens.get(run.end));
        pair.is_some_and(|(last, next)| {
            let gap = text.get(last.span.end..next.span.start);
            gap.is_some_and(|gap| gap.starts_with(',')) && !question.asks_who_said()
        })
    };
    let facts = sentence.facts(text);
    let mut speakers = facts.iter().filter_map(|fact| fact.of(Slot::Speaker));
    speakers.any(|run| speaks(run) && !is_followed(run)) && !tokens.iter().any(is_role)
}

/// Tells whether a sentence is about a "he" where the question names a woman, or the other way round, and it does not name her.
pub fn is_of_other_gender(query: &Query, candidate: Candidate<'_>) -> bool {
    let Some(sentence) = candidate.sentence() else {
        return false;
    };
    let words = sentence.span.of(candidate.text).unwrap_or_default();
    let told = match words.split(|c: char| !c.is_alphabetic()).next() {
        Some("He" | "His") => Gender::He,
        Some("She" | "Her") => Gender::She,
        _ => return false,
    };
    let question = &query.question;
    let is_name = |at: usize| {
        question
            .words
            .get(at)
            .is_some_and(|word| word.name && !word.function)
    };
    let Some(first) = (0..question.words.len()).find(|at| is_name(*at) && is_name(*at + 1)) else {
        return false;
    };
    let names = first..first + (first..).take_while(|at| is_name(*at)).count();
    let full: Vec<&str> = (names.clone())
        .filter_map(|at| Some(question.words.get(at)?.folded.as_str()))
        .collect();
    let has = |tokens: &[Token], words: std::ops::Range<usize>| {
        let mut terms = (query.terms.iter()).filter(|term| words.contains(&term.position));
        terms.any(|term| tokens.iter().any(|token| term.has(token.stem)))
    };
    // Of a family several are told of; the given name tells who is meant.
    let is_meant = |meant: &Meant| match meant.name.len() {
        1 => has(&meant.name, names.clone()),
        _ => has(&meant.name, first..first + 1),
    };
    gender::of_name(&full.join(" ")).is_some_and(|own| own != told)
        && !has(&sentence.tokens, names.clone())
        && !sentence.antecedents.iter().any(is_meant)
}

/// What is no farther in meaning may be the same role: "boss" and "chief".
const SAME_ROLE: f32 = 0.5;

/// Tells whether somebody is asked for by what he or she is: "who was the judge", "which judge".
fn asks_by_role(question: &Question, role: &Term) -> bool {
    let known = RelatedWords::shipped();
    let asks = (question.kind.wh_word.and_then(|at| question.words.get(at)))
        .is_some_and(|word| matches!(word.folded.as_str(), "who" | "which" | "what"));
    // "Which judge fined her": who judges is asked for, not what is judged.
    let done = question
        .kind
        .done
        .filter(|at| question.kind.focus != Some(*at));
    let done = done.and_then(|at| question.words.get(at));
    let says = done.is_some_and(|word| is_thought(&word.folded));
    asks && !says && !role.name && role.row.is_some_and(|row| known.is_person(row))
}

/// Tells whether a verb is of what somebody says or thinks, which whoever says it in the sentence does.
fn is_thought(verb: &str) -> bool {
    let row = WordVectors::shipped().row(verb);
    let kinds = ["say", "think", "express", "feel", "want"];
    let mut kinds = kinds
        .iter()
        .filter_map(|kind| WordVectors::shipped().row(kind));
    row.is_some_and(|row| kinds.any(|kind| kind == row || RelatedWords::shipped().is_a(row, kind)))
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
    fn a_he_is_no_woman() {
        let of = |question: &str, text: &str| {
            OneArticle::of("", text).holds(question, is_of_other_gender)
        };
        let life =
            "Mary Lind drew maps.\n\nHer husband kept bees. He died in 1999.\n\nShe left in 1964.";
        assert_eq!(
            of("When did Mary Lind die?", life),
            [false, false, true, false]
        );
        assert_eq!(
            of("When did Peter Lind leave?", life),
            [false, true, false, true]
        );
        for other in [
            "When did Lind die?",
            "When did she die?",
            "When did the husband die?",
        ] {
            assert_eq!(of(other, life), [false; 4], "{other}");
        }
    }

    #[test]
    fn whoever_only_says_it_is_not_who_is_asked_for() {
        let is_bare = |question: &str, text: &str, answer: &str| {
            let one = OneArticle::of("", text);
            let start = text.find(answer).expect("it is there");
            let answer = Span::new(start, start + answer.len());
            let first = one.analysed.sentences.first().expect("a sentence");
            is_bare_speaker(&one.query(question), answer, text, first)
        };
        let appeal = "The fine will not be appealed, Mr Vessel said.";
        assert!(is_bare("Who was the judge?", appeal, "Vessel"));
        assert!(is_bare("Which judge fined her?", appeal, "Mr Vessel"));
        for (question, text, answer) in [
            ("Who said the fine will not be appealed?", appeal, "Vessel"),
            (
                "Who was the judge?",
                "The fine stands, said judge Ada Lind.",
                "Ada Lind",
            ),
            (
                "Who was the judge?",
                "The fine stands, said Ada Lind, the judge.",
                "Ada Lind",
            ),
            (
                "Who is the boss?",
                "The fine stands, said chief executive Ada Lind.",
                "Ada Lind",
            ),
            (
                "Who was the judge?",
                "The judge was Ada Lind, Mr Vessel said.",
                "Ada Lind",
            ),
            ("Who fined her?", appeal, "Vessel"),
        ] {
            assert!(!is_bare(question, text, answer), "{question} {text}");
        }
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
