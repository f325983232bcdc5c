//! What a figure measures, and whether that is what a question asks for: 111 metres tell nobody how heavy a rocket is.

use crate::question::{AnswerType, Question, QuestionWord};
use crate::text::helper_verbs::{is_be, is_do};

use super::compared_words::{Token, TokenClass};
use crate::text::Span;
use crate::text::dimensions::{CURRENCY_SIGNS, Dimension, dimensions, is_unit};

use Dimension::{Area, Data, Length, Mass, Money, Share, Speed, Temperature, Time, Volume};

/// How a figure stands to what a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuantityMatch {
    /// It measures what is asked for.
    Fits,
    /// It does not say what it measures.
    Bare,
    /// It measures something else, or no sum or size is asked for.
    Other,
}

/// Tells how a figure, by its place among the words of a sentence, stands to what a question asks for.
pub fn fit(question: &Question, text: &str, tokens: &[Token], figure: usize) -> QuantityMatch {
    let Some(sought) = sought(question) else {
        return QuantityMatch::Other;
    };
    match measured_by(text, tokens, figure) {
        [] if is_in_compound(text, tokens, figure) => QuantityMatch::Other,
        [] => QuantityMatch::Bare,
        measures if measures.iter().any(|own| sought.contains(own)) => {
            match is_of_another_way(question, text, tokens, figure) {
                true => QuantityMatch::Other,
                false => QuantityMatch::Fits,
            }
        }
        _ => QuantityMatch::Other,
    }
}

/// Tells whether a figure goes another way than is asked for: a bridge 64 metres long may be of any width.
fn is_of_another_way(question: &Question, text: &str, tokens: &[Token], figure: usize) -> bool {
    let Some(asked) = way(question.behind_question_word()) else {
        return false;
    };
    let behind = tokens.iter().skip(figure + 1).filter_map(|token| {
        let word = token.span.of(text)?.to_lowercase();
        let of_unit =
            is_unit(&word) || is_magnitude(&word) || GOES_BEFORE_UNITS.contains(&word.as_str());
        Some((word, of_unit))
    });
    let mut rest = behind.skip_while(|(_, of_unit)| *of_unit);
    let told = rest.next().and_then(|(word, _)| way(&word));
    told.is_some_and(|told| told != asked)
}

/// Returns the way in which a size goes.
fn way(size: &str) -> Option<&'static str> {
    Some(match size {
        "long" | "length" | "far" => "along",
        "tall" | "high" | "height" => "up",
        "deep" | "depth" => "down",
        "wide" | "width" | "broad" => "across",
        "thick" => "through",
        _ => return None,
    })
}

/// Returns the place of the last word of the unit behind a figure ("7 million dollars", "12 square kilometres"), unless the
/// question says that unit itself.
pub fn unit_behind(
    question: &Question,
    text: &str,
    tokens: &[Token],
    figure: usize,
) -> Option<usize> {
    let mut before = tokens.get(figure)?;
    let rest = tokens.iter().enumerate().skip(figure + 1);
    for (at, token) in rest {
        let gap = text.get(before.span.end..token.span.start)?;
        let word = token.span.of(text)?.to_lowercase();
        if !matches!(gap, " " | "\u{a0}") {
            return None;
        }
        if !dimensions(&word).is_empty() {
            let asked = question.words.iter().any(|asked| asked.folded == word);
            return (!asked).then_some(at);
        }
        if !is_magnitude(&word) && !GOES_BEFORE_UNITS.contains(&word.as_str()) {
            return None;
        }
        before = token;
    }
    None
}

/// Returns the one figure of a sentence that measures what a question asks for, with its unit; `None` where there are
/// several, or none.
pub fn only_fit(question: &Question, text: &str, tokens: &[Token]) -> Option<Span> {
    let is_figure = |at: &usize| {
        (tokens.get(*at))
            .is_some_and(|token| matches!(token.class, TokenClass::Number | TokenClass::Year))
    };
    let mut fitting = (0..tokens.len())
        .filter(is_figure)
        .filter(|at| fit(question, text, tokens, *at) == QuantityMatch::Fits);
    let (Some(only), None) = (fitting.next(), fitting.next()) else {
        return None;
    };
    let last = unit_behind(question, text, tokens, only).unwrap_or(only);
    Some(Span::new(
        tokens.get(only)?.span.start,
        tokens.get(last)?.span.end,
    ))
}

/// Tells whether a figure of a sentence is measured in a unit of the same kind as one that is counted: "900 W" for watts.
pub fn is_measured_like(counted: &str, text: &str, tokens: &[Token]) -> bool {
    let asked = dimensions(counted);
    (0..tokens.len())
        .filter(|at| {
            tokens
                .get(*at)
                .is_some_and(|token| token.class == TokenClass::Number)
        })
        .any(|at| {
            measured_by(text, tokens, at)
                .iter()
                .any(|own| asked.contains(own))
        })
}

/// Words between a figure and its unit.
const GOES_BEFORE_UNITS: [&str; 5] = ["square", "cubic", "nautical", "light", "metric"];

fn is_magnitude(word: &str) -> bool {
    matches!(
        word,
        "hundred" | "thousand" | "million" | "billion" | "trillion" | "us"
    )
}

/// Tells whether a figure is part of a compound that names a kind: "two-factor codes", "one-way street".
pub fn is_in_compound(text: &str, tokens: &[Token], figure: usize) -> bool {
    let pair = tokens.get(figure).zip(tokens.get(figure + 1));
    let word = |token: &Token| token.span.of(text).unwrap_or_default().to_lowercase();
    pair.is_some_and(|(own, next)| {
        text.get(own.span.end..next.span.start) == Some("-")
            && next.class == TokenClass::Plain
            && !is_unit(&word(next))
            && !is_magnitude(&word(next))
    })
}

/// Tells whether a figure counts what an earlier sentence names: "three of them survive".
pub fn counts_those(text: &str, tokens: &[Token]) -> bool {
    let word = |at: usize| {
        let written = tokens.get(at).and_then(|token| token.span.of(text));
        written.unwrap_or_default().to_lowercase()
    };
    let is_count = |at: usize| {
        let is_number = tokens
            .get(at)
            .is_some_and(|token| token.class == TokenClass::Number);
        is_number
            || matches!(
                word(at).as_str(),
                "one" | "none" | "several" | "many" | "most" | "all"
            )
    };
    (0..tokens.len()).any(|at| {
        is_count(at)
            && word(at + 1) == "of"
            && matches!(word(at + 2).as_str(), "them" | "these" | "those" | "which")
    })
}

/// Tells whether a question asks for a sum or a size that can be told by its unit.
pub fn is_sought(question: &Question) -> bool {
    sought(question).is_some()
}

/// Reads what a question asks for: a sum, or the size that stands behind `how` or is named ("what is the height").
fn sought(question: &Question) -> Option<&'static [Dimension]> {
    if question.kind.expected == AnswerType::Money {
        // "How much is the exam worth?"
        let is_worth = question.words.iter().any(|word| word.folded == "worth");
        // A tax may be a part of a hundred.
        let may_be_share = is_worth || question.names_what_is_large();
        return Some(if may_be_share {
            &[Money, Share]
        } else {
            &[Money]
        });
    }
    let named = || Some(question.words.get(question.kind.focus?)?.folded.as_str());
    let size = match question.behind_question_word() {
        // "What is the height?", "how high is the temperature?"
        be if is_be(be) || question.names_what_is_large() => named().unwrap_or_default(),
        behind => behind,
    };
    Some(match size {
        // "How far is it?" may be told in hours; how far something goes may not.
        "far" if goes(question) => &[Length],
        "far" => &[Length, Time],
        "long" => &[Length, Time],
        "length" | "tall" | "high" | "deep" | "wide" | "thick" | "close" | "height" | "depth"
        | "width" => &[Length],
        "big" | "large" | "size" => &[Length, Area, Volume, Mass, Data],
        "fast" if moves(question) => &[Speed],
        "fast" => &[Speed, Time],
        "speed" => &[Speed],
        "heavy" | "weight" => &[Mass],
        "hot" | "cold" | "warm" | "temperature" => &[Temperature],
        "late" | "early" | "soon" => &[Time],
        _ => return None,
    })
}

/// Tells whether it is asked how fast something moves, and over no way: "how fast do swifts fly".
fn moves(question: &Question) -> bool {
    let last = question
        .words
        .last()
        .map_or("", |word| word.folded.as_str());
    matches!(
        last,
        "fly" | "swim" | "travel" | "drive" | "move" | "go" | "spin" | "fall" | "flow" | "sail"
    )
}

/// Tells whether it is asked how far something goes: "how far does", "how far can"; how far one has to walk is how far it is.
fn goes(question: &Question) -> bool {
    let far = question.kind.wh_word.map(|at| at + 2);
    let behind = far.and_then(|at| question.words.get(at));
    let is = |word: &QuestionWord, forms: &[&str]| forms.contains(&word.folded.as_str());
    let to_there = (question.words.iter()).any(|word| is(word, &["have", "need", "walk"]));
    // "How far may I go" and "how far should I go" ask for a limit, not for the way.
    let goes = |word: &QuestionWord| is_do(&word.folded) || is(word, &["can", "could", "will"]);
    behind.is_some_and(goes) && !to_there
}

/// Returns what a figure measures: by its own letters ("5km"), a sign, or the words behind it.
pub fn measured_by(text: &str, tokens: &[Token], figure: usize) -> &'static [Dimension] {
    let written = |at: usize| {
        let token = tokens.get(at)?;
        Some(token.span.of(text)?.to_lowercase())
    };
    let Some(token) = tokens.get(figure) else {
        return &[];
    };
    let own = written(figure).unwrap_or_default();
    let letters = own.trim_start_matches(|c: char| !c.is_alphabetic());
    let attached = if letters.len() < own.len() {
        dimensions(letters)
    } else {
        &[]
    };
    let after = text.get(token.span.end..).unwrap_or_default();
    let before = text.get(..token.span.start).unwrap_or_default();
    match after.trim_start_matches([' ', '\u{a0}']).chars().next() {
        Some('%') => return &[Share],
        Some('°') => return &[Temperature],
        Some(sign) if CURRENCY_SIGNS.contains(&sign) => return &[Money],
        _ => {}
    }
    if before.ends_with(CURRENCY_SIGNS) {
        return &[Money];
    }
    if !attached.is_empty() {
        return attached;
    }
    let mut at = figure + 1;
    while written(at).is_some_and(|word| is_magnitude(&word)) {
        at += 1;
    }
    match written(at).as_deref() {
        Some("square") => &[Area],
        Some("cubic") => &[Volume],
        Some("nautical" | "light" | "metric" | "short" | "long") => {
            written(at + 1).map_or(&[], |word| dimensions(&word))
        }
        Some("per") if written(at + 1).as_deref() == Some("cent") => &[Share],
        Some(word)
            if dimensions(word) == [Length]
                && (is_in_a_time(&written, at + 1) || goes_on_with_slash(text, tokens, at)) =>
        {
            &[Length, Speed]
        }
        Some(word) => dimensions(word),
        None => &[],
    }
}

/// Tells whether a unit of time stands at a place, behind a word that makes a rate of it: "an hour", "per second".
fn is_in_a_time(written: &dyn Fn(usize) -> Option<String>, at: usize) -> bool {
    let joins = written(at);
    let joins = matches!(
        joins.as_deref(),
        Some("a" | "an" | "per" | "each" | "every" | "in")
    );
    joins && written(at + 1).is_some_and(|unit| dimensions(&unit) == [Time])
}

/// Tells whether a word is the first of a rate such as "km/h".
fn goes_on_with_slash(text: &str, tokens: &[Token], at: usize) -> bool {
    let behind = tokens.get(at).and_then(|unit| text.get(unit.span.end..));
    behind.is_some_and(|behind| behind.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::super::compared_words::{TokenClass, tokens};
    use super::super::vocabulary::VocabularyBuilder;
    use super::*;
    use crate::question::analyze;
    use crate::text::Span;

    fn fits(question: &str, sentence: &str) -> QuantityMatch {
        let vocabulary = VocabularyBuilder::default().build().unwrap_or_default();
        let tokens = tokens(sentence, Span::new(0, sentence.len()), &vocabulary);
        let figure = tokens
            .iter()
            .position(|token| token.class == TokenClass::Number);
        fit(
            &analyze(question),
            sentence,
            &tokens,
            figure.unwrap_or_default(),
        )
    }

    #[test]
    fn the_only_figure_of_its_kind_answers_where_none_was_read() {
        let sentence = "Its height is 8,848 metres, as 12 men measured in 1955.";
        let vocabulary = VocabularyBuilder::default().build().unwrap_or_default();
        let tokens = tokens(sentence, Span::new(0, sentence.len()), &vocabulary);
        let only = |question: &str| {
            let found = only_fit(&analyze(question), sentence, &tokens);
            found.and_then(|found| found.of(sentence))
        };
        assert_eq!(only("How high is the peak?"), Some("8,848 metres"));
        assert_eq!(only("How heavy is the peak?"), None);
        assert_eq!(only("Who measured it?"), None);
    }

    #[test]
    fn a_figure_fits_by_what_it_measures() {
        let rocket = "The rocket was 111 metres tall.";
        assert_eq!(fits("How tall was it?", rocket), QuantityMatch::Fits);
        assert_eq!(fits("How heavy was it?", rocket), QuantityMatch::Other);
        assert_eq!(fits("How much did it cost?", rocket), QuantityMatch::Other);
        assert_eq!(
            fits("How much did it cost?", "It cost $40 million."),
            QuantityMatch::Fits
        );
        assert_eq!(
            fits("How large is it?", "It covers 12 square kilometres."),
            QuantityMatch::Fits
        );
        assert_eq!(
            fits("How deep is it?", "It covers 12 square kilometres."),
            QuantityMatch::Other
        );
        let bridge = "It is 64 metres long.";
        assert_eq!(fits("How wide is it?", bridge), QuantityMatch::Other);
        assert_eq!(fits("How long is it?", bridge), QuantityMatch::Fits);
        assert_eq!(fits("How high was it?", rocket), QuantityMatch::Fits);
        assert_eq!(
            fits("How hot was it?", "It was 80°C inside."),
            QuantityMatch::Fits
        );
        assert_eq!(
            fits("How hot was it?", "It was 80 °C inside."),
            QuantityMatch::Fits
        );
        assert_eq!(
            fits("How far is the bridge?", "It is 5km from here."),
            QuantityMatch::Fits
        );
    }

    #[test]
    fn a_figure_that_names_a_kind_measures_nothing() {
        let codes = "It has two-factor codes.";
        assert_eq!(fits("How long is the key?", codes), QuantityMatch::Other);
        assert_eq!(
            fits("How far does it go?", "A charge takes 3.5 h."),
            QuantityMatch::Other
        );
        assert_eq!(
            fits("How far do I have to walk?", "It is 3.5 h away."),
            QuantityMatch::Fits
        );
        assert_eq!(
            fits("How fast does it charge?", "A charge takes 3.5 h."),
            QuantityMatch::Fits
        );
        let on_the_wing = "Swifts stay in the air for 10 months.";
        assert_eq!(
            fits("How fast do swifts fly?", on_the_wing),
            QuantityMatch::Other
        );
    }

    #[test]
    fn what_was_named_before_may_be_counted() {
        let vocabulary = VocabularyBuilder::default().build().unwrap_or_default();
        let counts = |text: &str| {
            let tokens = tokens(text, Span::new(0, text.len()), &vocabulary);
            counts_those(text, &tokens)
        };
        assert!(counts("Three of them survive."));
        assert!(!counts("Three of the mills survive."));
    }

    #[test]
    fn a_bare_figure_may_measure_anything() {
        assert_eq!(
            fits("How high is it?", "In all there are 82."),
            QuantityMatch::Bare
        );
    }

    #[test]
    fn a_unit_may_be_written_short() {
        let sentence = "Power 1,050 W";
        let vocabulary = VocabularyBuilder::default().build().unwrap_or_default();
        let tokens = tokens(sentence, Span::new(0, sentence.len()), &vocabulary);
        assert!(is_measured_like("watts", sentence, &tokens));
        assert!(!is_measured_like("metres", sentence, &tokens));
        assert!(!is_measured_like("guards", sentence, &tokens));
    }

    #[test]
    fn where_no_figure_is_asked_for_none_fits() {
        assert_eq!(
            fits("Who built it?", "It was 111 metres tall."),
            QuantityMatch::Other
        );
    }
}
