//! The few words of a sentence that answer, as the reader found them; none rather than a doubtful one.

use crate::facts::FactKind;
use crate::math;
use crate::question::{AnswerType, Question};
use crate::search::analysis::AnalysedSentence;
use crate::search::answer_span::AnswerSpan;
use crate::search::answer_type;
use crate::search::compared_words::{Token, TokenClass};
use crate::search::fact_slots::{FactSlots, Slot};
use crate::search::narrow_kinds::NarrowKind;
use crate::search::quantity_match;
use crate::search::vocabulary::Vocabulary;
use crate::text::Span;
use crate::text::dimensions::{CURRENCY_SIGNS, is_way_of_measuring};
use crate::text::function_words::denies;

use super::{answer_bounds, begin_end, changed_figures, plainly_told, successions, table_cells};

/// The found stretch must have at least this share of what all stretches of its sentence weigh. At 0.2 four in five questions
/// about SQuAD 1.1's right paragraph get one, and 59 of 100 of these are what people marked to the word; at 0.25 seven in ten,
/// and 63.
const SURE: f32 = 0.22;

/// Finds the short answer in a sentence, as bytes of the stored text; `None` when it is of another kind than was asked for.
pub fn find(
    found: Option<&AnswerSpan>,
    question: &Question,
    text: &str,
    sentence: &AnalysedSentence,
    vocabulary: &Vocabulary,
) -> Option<Span> {
    let read = read(found, question, text, sentence, vocabulary);
    let read = (successions::of_the_other(question, text, &sentence.tokens).or(read))
        .filter(|read| !successions::is_said(question, *read, text, &sentence.tokens))
        .filter(|read| answer_type::matches(question, *read, text, sentence))
        .filter(|read| !is_denied(question, *read, text, &sentence.tokens))
        // Who said it stands outside what he said.
        .filter(|read| !question.asks_who_said() || !is_quoted(*read, text, sentence));
    // A fact that says who did it, or why, knows better than the reader, who may take the wrong name or figure.
    let stated = stated(question, text, sentence, vocabulary);
    let read = match (read, stated) {
        (Some(read), Some(stated)) if read.overlaps(stated) => Some(read),
        (read, stated) => stated.or(read),
    };
    // Of "44 555 120 for help" only the number is rung up.
    let rings = || {
        let mut words = question.words.iter();
        words.any(|word| matches!(word.folded.as_str(), "number" | "ring" | "call" | "phone"))
    };
    let telephone = || {
        let only = NarrowKind::Telephone.only_in(text, &sentence.tokens);
        only.filter(|_| rings())
    };
    let of_telephone = |read: Span| telephone().filter(|own| own.overlaps(read)).unwrap_or(read);
    let read = read.map(of_telephone);
    // What the reader does not see the units tell: of several figures one has metres.
    read.or_else(|| quantity_match::only_fit(question, text, &sentence.tokens))
        .or_else(|| changed_figures::alone(question, text, sentence))
        .or_else(|| begin_end::alone(question, text, &sentence.tokens))
        .or_else(|| plainly_told::find(question, text, &sentence.tokens, vocabulary))
        .or_else(|| NarrowKind::of(question)?.only_in(text, &sentence.tokens))
        .or_else(|| {
            table_cells::named(question, sentence.span, text)
                .filter(|cell| answer_type::matches(question, *cell, text, sentence))
        })
        .map(|found| with_currency(found, text))
        .and_then(|found| answer_bounds::whole(question, found, text, sentence))
}

/// Tells whether words stand within a quotation of their sentence, or in one that it opens.
fn is_quoted(answer: Span, text: &str, sentence: &AnalysedSentence) -> bool {
    let before = text
        .get(sentence.span.start..answer.start)
        .unwrap_or_default();
    let opened = before.rfind('“');
    let closed = before.rfind('”');
    before.matches('"').count() % 2 == 1 || opened.is_some() && opened > closed
}

/// Finds what a fact of the sentence states as the answer: by whom the deed was done, or what follows "because".
fn stated(
    question: &Question,
    text: &str,
    sentence: &AnalysedSentence,
    vocabulary: &Vocabulary,
) -> Option<Span> {
    let word = |at: usize| {
        let token = sentence.tokens.get(at)?;
        Some(token.span.of(text)?.to_lowercase())
    };
    let is = |at: Option<usize>, form: &str| at.and_then(&word).is_some_and(|word| word == form);
    let done = question.kind.done.and_then(|at| question.words.get(at));
    let done = done.and_then(|word| vocabulary.stem(&word.stem));
    let answers = |fact: &&FactSlots| {
        let Some(relation) = fact.of(Slot::Relation) else {
            return false;
        };
        let mut deeds = relation
            .clone()
            .filter_map(|at| sentence.tokens.get(at)?.stem);
        match question.kind.expected {
            AnswerType::Person => {
                fact.kind == FactKind::Statement
                    && is(relation.end.checked_sub(1), "by")
                    && deeds.any(|deed| Some(deed) == done)
            }
            AnswerType::Reason => {
                fact.kind == FactKind::Cause && is(Some(relation.start), "because")
            }
            _ => false,
        }
    };
    let facts = sentence.facts(text);
    let mut answering = facts.iter().filter(answers);
    let (Some(only), None) = (answering.next(), answering.next()) else {
        return None;
    };
    let object = only.of(Slot::Object)?;
    let tokens = sentence.tokens.get(object.clone())?;
    let names = tokens.iter().any(|token| token.class == TokenClass::Name);
    let fits = question.kind.expected == AnswerType::Reason || names;
    let (first, last) = (tokens.first()?, tokens.last()?);
    fits.then(|| Span::new(first.span.start, last.span.end))
}

/// Tells whether an answer to who or where stands behind a "no" of its own clause: "there is no parking *at the mill*".
fn is_denied(question: &Question, answer: Span, text: &str, tokens: &[Token]) -> bool {
    let who_or_where = matches!(
        question.kind.expected,
        AnswerType::Person | AnswerType::Place
    );
    if !who_or_where || question.denies() {
        return false;
    }
    let before = tokens
        .iter()
        .rev()
        .skip_while(|token| token.span.start >= answer.start);
    let mut next = answer.start;
    let mut behind = answer.of(text).unwrap_or_default().to_lowercase();
    let begins = |text: &str, words: &[&str]| {
        let first = text.split(|c: char| !c.is_alphanumeric()).next();
        first.is_some_and(|first| words.contains(&first))
    };
    for token in before {
        let gap = text.get(token.span.end..next).unwrap_or_default();
        let word = token.span.of(text).unwrap_or_default().to_lowercase();
        if gap.contains([',', ';', ':', '(', '–', '—']) || matches!(word.as_str(), "but" | "until")
        {
            return false;
        }
        // "No. 10 Weir Street" and "not far from it" deny nothing.
        let is_number = word == "no" && behind.starts_with(|c: char| c.is_ascii_digit());
        let is_limit = word == "not" && begins(&behind, &["far", "only", "just", "until"]);
        if denies(&word) && !is_number && !is_limit {
            return true;
        }
        next = token.span.start;
        behind = word;
    }
    false
}

/// Tells whether what reads like the answer in a sentence is of another kind than was asked for.
pub fn is_of_another_kind(
    found: Option<&AnswerSpan>,
    question: &Question,
    text: &str,
    sentence: &AnalysedSentence,
    vocabulary: &Vocabulary,
) -> bool {
    let told = matches!(
        question.kind.expected,
        AnswerType::Date | AnswerType::Person | AnswerType::Place
    ) || question.kind.expected.is_figure();
    let otherwise = |read: Span| {
        !answer_type::matches(question, read, text, sentence)
            && quantity_match::only_fit(question, text, &sentence.tokens).is_none()
            && !((question.kind.expected == AnswerType::Date || question.asks_how_often())
                && plainly_told::find(question, text, &sentence.tokens, vocabulary).is_some())
    };
    told && read(found, question, text, sentence, vocabulary).is_some_and(otherwise)
}

/// Returns the words of a sentence that the reader surely takes for the answer.
fn read(
    found: Option<&AnswerSpan>,
    question: &Question,
    text: &str,
    sentence: &AnalysedSentence,
    vocabulary: &Vocabulary,
) -> Option<Span> {
    let sure = |found: &&AnswerSpan| math::exp(found.score - found.mass) >= SURE;
    (found.filter(sure))
        .and_then(|found| found.span(sentence.reading(text, vocabulary)))
        .and_then(|read| table_cells::value(question, read, text))
        .map(|read| without_way(read, text, &sentence.tokens))
        .map(|read| with_unit(question, read, text, &sentence.tokens))
        .map(|read| with_currency(read, text))
        .filter(|read| sentence.span.covers(*read))
}

/// Leaves out which way something was measured: "8 metres" of "8 metres deep" answers how deep it is.
fn without_way(answer: Span, text: &str, tokens: &[Token]) -> Span {
    let inside: Vec<&Token> = (tokens.iter())
        .filter(|token| answer.covers(token.span))
        .collect();
    let is_measured = inside.iter().any(|token| token.class == TokenClass::Number);
    match inside.as_slice() {
        [_, .., unit, last]
            if is_measured && last.span.of(text).is_some_and(is_way_of_measuring) =>
        {
            Span::new(answer.start, unit.span.end)
        }
        _ => answer,
    }
}

/// Takes in the unit behind a figure at the end: "8" of what tells nobody how deep a canal is.
fn with_unit(question: &Question, answer: Span, text: &str, tokens: &[Token]) -> Span {
    let last = tokens.iter().position(|token| token.span.end == answer.end);
    let figure =
        last.filter(|at| (tokens.get(*at)).is_some_and(|last| last.class == TokenClass::Number));
    let unit = figure.and_then(|at| quantity_match::unit_behind(question, text, tokens, at));
    match unit.and_then(|at| tokens.get(at)) {
        Some(unit) => Span::new(answer.start, unit.span.end),
        None => answer,
    }
}

/// Takes in the sign of a currency before a figure at the beginning: "£78,000", not "78,000".
fn with_currency(answer: Span, text: &str) -> Span {
    let before = text.get(..answer.start).unwrap_or_default();
    let figure =
        (answer.of(text)).is_some_and(|words| words.starts_with(|c: char| c.is_ascii_digit()));
    let sign = before
        .chars()
        .next_back()
        .filter(|sign| CURRENCY_SIGNS.contains(sign));
    match sign.filter(|_| figure) {
        Some(sign) => Span::new(answer.start - sign.len_utf8(), answer.end),
        None => answer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::analyze;
    use crate::search::one_article::OneArticle;

    fn taken_in(question: &str, sentence: &'static str, answer: &str) -> &'static str {
        let article = OneArticle::of("", sentence);
        let start = sentence.find(answer).expect("it is there");
        let answer = Span::new(start, start + answer.len());
        let found = with_unit(&analyze(question), answer, sentence, tokens_of(&article));
        found.of(sentence).expect("a part of it")
    }

    /// Returns the words of the first sentence.
    fn tokens_of<'a>(article: &'a OneArticle<'_>) -> &'a [Token] {
        let sentence = article.analysed.sentences.first();
        &sentence.expect("a sentence").tokens
    }

    /// Returns what facts state as the answer, given what the reader found.
    fn found(question: &str, text: &'static str) -> Option<&'static str> {
        let article = OneArticle::of("", text);
        let sentence = article.analysed.sentences.first().expect("a sentence");
        find(
            None,
            &analyze(question),
            text,
            sentence,
            &article.vocabulary,
        )?
        .of(text)
    }

    #[test]
    fn a_fact_says_by_whom_and_why() {
        let tower =
            "The tower was designed by the engineer Thomas Garrick and built by Robert Munro.";
        assert_eq!(
            found("Who designed the tower?", tower),
            Some("the engineer Thomas Garrick")
        );
        assert_eq!(found("Who built the tower?", tower), Some("Robert Munro"));
        assert_eq!(found("Who painted the tower?", tower), None);
        let income = "Income is up by £180 because 23 people joined.";
        assert_eq!(found("Why is income up?", income), Some("23 people joined"));
        assert_eq!(found("Who is up?", income), None);
    }

    #[test]
    fn what_is_denied_is_no_answer() {
        let denied_in = |text: &str, question: &str, words: &str| {
            let article = OneArticle::of("", text);
            let start = text.find(words).expect("it is there");
            let answer = Span::new(start, start + words.len());
            is_denied(&analyze(question), answer, text, tokens_of(&article))
        };
        let mill = "There is no parking at the mill; use the yard in Weir Street.";
        let is_denied = |question: &str, words: &str| denied_in(mill, question, words);
        assert!(is_denied("Where can I park?", "at the mill"));
        assert!(!is_denied("Where can I park?", "Weir Street"));
        assert!(!is_denied("Where is there no parking?", "at the mill"));
        let asked = "Where can I park?";
        assert!(denied_in(
            "You can't park at the mill.",
            asked,
            "at the mill"
        ));
        assert!(!denied_in(
            "Park at No. 10 Weir Street.",
            asked,
            "Weir Street"
        ));
        assert!(!denied_in("Park not far from the mill.", asked, "the mill"));
    }

    #[test]
    fn a_figure_takes_its_unit_along() {
        let canal = "The canal was only 8 metres deep and cost 7 million dollars, 4,000 workers.";
        assert_eq!(taken_in("How deep was it?", canal, "8"), "8 metres");
        assert_eq!(
            taken_in("What did it cost?", canal, "7"),
            "7 million dollars"
        );
        assert_eq!(taken_in("How many workers?", canal, "4,000"), "4,000");
        let area = "It covers 12 square kilometres.";
        assert_eq!(
            taken_in("How large is it?", area, "12"),
            "12 square kilometres"
        );
    }

    #[test]
    fn which_way_it_was_measured_stays_outside() {
        let canal = "The canal was only 8 metres deep.";
        let article = OneArticle::of("", canal);
        let tokens = tokens_of(&article);
        let start = canal.find("8").expect("it is there");
        let answer = |words: &str| Span::new(start, start + words.len());
        let left = |words: &str| without_way(answer(words), canal, tokens).of(canal);
        assert_eq!(left("8 metres deep"), Some("8 metres"));
        assert_eq!(left("8 metres"), Some("8 metres"));
    }

    #[test]
    fn a_unit_that_is_asked_for_stays_outside() {
        let canal = "The canal was only 8 metres deep.";
        assert_eq!(taken_in("How many metres deep was it?", canal, "8"), "8");
    }
}
