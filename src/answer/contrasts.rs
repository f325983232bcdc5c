//! What a sentence sets side by side, and which of it is asked for: of "sideways, not back" the first, of "3 years on the
//! machine, 5 on the boiler" the one that goes with the word of the question.

use std::ops::Range;

use crate::question::{AnswerType, Question};
use crate::search::compared_words::{Token, TokenClass};
use crate::search::quantity_match;
use crate::text::dimensions::is_unit;
use crate::text::function_words::denies;
use crate::text::related_words::{RelatedWords, Relation};
use crate::text::vectors::WordVectors;
use crate::text::{Span, normalize, words};

use super::figure_runs::Words;

/// Words behind "not" with which it is a limit and denies nothing: "not more than 5".
const LIMITS: [&str; 12] = [
    "more", "less", "fewer", "later", "earlier", "before", "until", "only", "just", "far", "over",
    "yet",
];

/// Words between a figure and what it is of.
const OF_WHAT: [&str; 8] = ["on", "for", "in", "at", "to", "per", "from", "with"];

/// Leaves out what an answer denies; `None` where nothing else is left, or where it is asked how something is done and the
/// answer says that it is not.
pub fn asserted(question: &Question, answer: Span, text: &str) -> Option<Span> {
    if question.denies()
        || matches!(
            question.kind.expected,
            AnswerType::Reason | AnswerType::Quotation | AnswerType::Truth | AnswerType::Definition
        )
    {
        return Some(answer);
    }
    let written = answer.of(text)?;
    let found: Vec<_> = words::words(written).collect();
    let folded = |at: usize| {
        found
            .get(at)
            .map(|word| word.text.to_lowercase())
            .unwrap_or_default()
    };
    let is_denial = |at: usize| folded(at) == "not" && !LIMITS.contains(&folded(at + 1).as_str());
    let is_parted = |at: usize| {
        let before = found
            .get(at)
            .and_then(|word| written.get(..word.span.start));
        before.is_some_and(|before| before.trim_end().ends_with([',', '–', '—', '(']))
    };
    if is_denial(0) {
        return None;
    }
    if let Some(at) = (1..found.len()).find(|at| is_denial(*at) && is_parted(*at)) {
        let end = found.get(at - 1)?.span.end;
        return Some(Span::new(answer.start, answer.start + end));
    }
    let says_no = (0..found.len()).any(|at| denies(&folded(at)));
    let asks_way = question.kind.expected == AnswerType::Manner && question.kind.done.is_some();
    (!says_no || !asks_way).then_some(answer)
}

/// Leaves out what is said of the same thing with the same preposition besides: behind "weak to", of "frost and immune to fire"
/// only the first.
pub fn without_second_predicate(answer: Span, text: &str, tokens: &[Token]) -> Span {
    // Of the sentence alone: what stands before it may be a whole book.
    let before = tokens
        .iter()
        .rfind(|token| token.span.end <= answer.start)
        .filter(|token| text.get(token.span.end..answer.start) == Some(" "));
    let Some(preposition) = before.and_then(|token| token.span.of(text)) else {
        return answer;
    };
    if !matches!(
        preposition,
        "to" | "of" | "for" | "by" | "with" | "from" | "on" | "at" | "in"
    ) {
        return answer;
    }
    let written = answer.of(text).unwrap_or_default();
    let found: Vec<_> = words::words(written).collect();
    let second = found.windows(3).position(|three| match three {
        [joint, _, again] => {
            matches!(joint.text, "and" | "but" | "or") && again.text == preposition
        }
        _ => false,
    });
    let last = second.filter(|at| *at > 0).and_then(|at| found.get(at - 1));
    match last {
        Some(last) => Span::new(answer.start, answer.start + last.span.end),
        None => answer,
    }
}

/// Returns the figure beside an answer that goes with a word of the question, where the answer's own goes with another.
pub fn of_the_asked(question: &Question, answer: Span, text: &str, tokens: &[Token]) -> Span {
    let inside = |token: &Token| answer.overlaps(token.span);
    let (Some(first), Some(last)) = (
        tokens.iter().position(inside),
        tokens.iter().rposition(inside),
    ) else {
        return answer;
    };
    let is_figure =
        |at: usize| (tokens.get(at)).is_some_and(|token| token.class == TokenClass::Number);
    if !(first..=last).any(is_figure) {
        return answer;
    }
    let figures: Vec<Figure> = (0..tokens.len())
        .filter(|at| is_figure(*at) && !at.checked_sub(1).is_some_and(is_figure))
        .map(|at| Figure::at(at, text, tokens))
        .collect();
    let own = figures
        .iter()
        .find(|figure| (first..=last).contains(&figure.words.start));
    let Some(own) = own else {
        return answer;
    };
    let is_asked = |word: &str| {
        let stem = normalize::stem(&normalize::fold(word));
        question
            .words
            .iter()
            .any(|asked| !asked.function && asked.stem == stem)
    };
    let goes_with = |of: Option<&String>| of.is_some_and(|word| is_asked(word));
    let better = |other: &&Figure| {
        let behind = matches!((&own.of, &other.of), (Some((own, _)), Some((other, _))) if own == other)
            && !goes_with(own.of.as_ref().map(|(_, of)| of))
            && goes_with(other.of.as_ref().map(|(_, of)| of));
        other.words.start != own.words.start && behind
    };
    if let Some(opposite) = behind_opposite(question, own, &figures, text, tokens) {
        return opposite;
    }
    let mut better = figures.iter().filter(better);
    let (Some(only), None) = (better.next(), better.next()) else {
        return answer;
    };
    Words { text, tokens }.span(&only.words).unwrap_or(answer)
}

/// Returns the figure behind a word of the question where an answer's own stands behind one that can mean the opposite: of
/// "small boats pay £1 and large ones £4" the second for large boats.
fn behind_opposite(
    question: &Question,
    own: &Figure,
    figures: &[Figure],
    text: &str,
    tokens: &[Token],
) -> Option<Span> {
    let (known, vectors) = (RelatedWords::shipped(), WordVectors::shipped());
    let asked: Vec<_> = (question.words.iter())
        .filter(|word| !word.function && !word.name)
        .filter_map(|word| vectors.row(&word.folded))
        .collect();
    let end_before = |figure: &Figure| {
        let before = figures
            .iter()
            .filter(|other| other.words.start < figure.words.start);
        before
            .map(|other| other.words.end)
            .max()
            .unwrap_or_default()
    };
    let leads = |figure: &Figure| end_before(figure)..figure.words.start;
    let rows = |range: Range<usize>| {
        tokens
            .get(range)
            .unwrap_or_default()
            .iter()
            .filter_map(|token| token.row)
    };
    let is_asked = |figure: &Figure, row| rows(leads(figure)).any(|own| own == row);
    let opposed = asked.iter().filter(|row| {
        !is_asked(own, **row)
            && rows(leads(own)).any(|own| known.relation(**row, own) == Some(Relation::Opposite))
    });
    let measures = |figure: &Figure| quantity_match::measured_by(text, tokens, figure.words.start);
    let is_better = |figure: &&Figure| {
        figure.words.start != own.words.start
            && measures(figure) == measures(own)
            && opposed.clone().any(|row| is_asked(figure, *row))
    };
    let mut better = figures.iter().filter(is_better);
    let (Some(only), None) = (better.next(), better.next()) else {
        return None;
    };
    Words { text, tokens }.span(&only.words)
}

/// A figure of a sentence with what it is of.
struct Figure {
    /// With its unit.
    words: Range<usize>,
    /// "On" and "boiler" of "5 on the boiler".
    of: Option<(String, String)>,
}

impl Figure {
    fn at(at: usize, text: &str, tokens: &[Token]) -> Figure {
        let word = |at: usize| {
            let written = tokens.get(at).and_then(|token| token.span.of(text));
            written.unwrap_or_default().to_lowercase()
        };
        let is_noun = |at: usize| {
            (tokens.get(at))
                .is_some_and(|token| matches!(token.class, TokenClass::Plain | TokenClass::Name))
        };
        let is_joined = |at: usize| {
            let gap = tokens.get(at).zip(tokens.get(at + 1));
            gap.and_then(|(own, next)| text.get(own.span.end..next.span.start))
                .is_some_and(|gap| !gap.contains([',', ';', '(', ')', '\n']))
        };
        let unit = is_unit(&word(at + 1)) && is_joined(at);
        let end = at + 1 + usize::from(unit);
        let preposition = word(end);
        let of = (OF_WHAT.contains(&preposition.as_str()) && is_joined(end - 1)).then(|| {
            let article = usize::from(matches!(
                word(end + 1).as_str(),
                "the" | "a" | "an" | "our" | "your"
            ));
            let noun = end + 1 + article;
            is_noun(noun).then(|| (preposition, word(noun)))
        });
        Figure {
            words: at..end,
            of: of.flatten(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::analyze;
    use crate::search::one_article::OneArticle;

    fn span(text: &str, answer: &str) -> Span {
        let start = text.find(answer).expect("it is there");
        Span::new(start, start + answer.len())
    }

    #[test]
    fn what_is_denied_is_left_out() {
        let dodge = "Dodge sideways, not back, within not more than 5 metres.";
        let told = |question: &str, answer: &str| {
            asserted(&analyze(question), span(dodge, answer), dodge)
                .and_then(|found| found.of(dodge))
        };
        assert_eq!(
            told("Where do I dodge?", "sideways, not back"),
            Some("sideways")
        );
        assert_eq!(told("Where do I dodge?", "not back"), None);
        assert_eq!(
            told("Where should I not dodge?", "not back"),
            Some("not back")
        );
        assert_eq!(
            told("How far can I dodge?", "not more than 5 metres"),
            Some("not more than 5 metres")
        );
        let stain = "Soap does not remove it, but sand does.";
        let way = analyze("How do I remove the stain?");
        assert_eq!(
            asserted(&way, span(stain, "Soap does not remove it"), stain),
            None
        );
    }

    #[test]
    fn a_second_predicate_is_no_part_of_the_answer() {
        let beast = "The beast is weak to frost and immune to fire and poison.";
        let one = OneArticle::of("", beast);
        let tokens = &one.analysed.sentences.first().expect("a sentence").tokens;
        let told =
            |answer: &str| without_second_predicate(span(beast, answer), beast, tokens).of(beast);
        assert_eq!(told("frost and immune to fire and poison"), Some("frost"));
        assert_eq!(told("fire and poison"), Some("fire and poison"));
    }

    fn told<'t>(question: &str, text: &'t str, answer: &str) -> Option<&'t str> {
        let one = OneArticle::of("", text);
        let sentence = one.analysed.sentences.first().expect("a sentence");
        of_the_asked(
            &analyze(question),
            span(text, answer),
            text,
            &sentence.tokens,
        )
        .of(text)
    }

    #[test]
    fn the_figure_goes_with_the_adjective_of_the_question() {
        let boats = "Small boats pay £2 a day and large ones £7.";
        assert_eq!(
            told("How much do large boats pay?", boats, "£2"),
            Some("£7")
        );
        assert_eq!(
            told("How much do small boats pay?", boats, "£2"),
            Some("£2")
        );
        assert_eq!(told("How much do boats pay?", boats, "£2"), Some("£2"));
        assert_eq!(told("How much do red boats pay?", boats, "£2"), Some("£2"));
    }

    #[test]
    fn the_figure_goes_with_the_word_of_the_question() {
        let kettle = "The warranty is 3 years on the kettle, 5 on the lid.";
        assert_eq!(
            told("How long is the warranty on the lid?", kettle, "3 years"),
            Some("5")
        );
        assert_eq!(
            told("How long is the warranty on the kettle?", kettle, "3 years"),
            Some("3 years")
        );
        assert_eq!(
            told("How long is the warranty?", kettle, "3 years"),
            Some("3 years")
        );
        let fare = "It costs 7 euros for adults and 4 euros for children.";
        assert_eq!(
            told("How much is it for children?", fare, "7 euros"),
            Some("4 euros")
        );
    }
}
