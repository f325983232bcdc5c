//! Whether some words of a sentence are of the kind that a question asks for.

use crate::question::Expected;
use crate::question::kind::SIZES;
use crate::text::Span;

use super::analysis::{AnalysedSentence, Class, Token};
use super::query::Query;
use super::sought_figures;

/// Words that say how much without a figure.
const AMOUNTS: [&str; 21] = [
    "one",
    "half",
    "third",
    "quarter",
    "several",
    "few",
    "many",
    "most",
    "much",
    "none",
    "no",
    "dozens",
    "hundreds",
    "thousands",
    "millions",
    "majority",
    "single",
    "once",
    "twice",
    "couple",
    "nothing",
];

/// Words for stretches of time.
const TIMES: [&str; 17] = [
    "second",
    "seconds",
    "minute",
    "minutes",
    "hour",
    "hours",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "decade",
    "decades",
    "centuries",
];

/// Words for a time of the day, which is no place and no person.
const HOURS: [&str; 10] = [
    "midnight",
    "noon",
    "morning",
    "afternoon",
    "evening",
    "night",
    "dawn",
    "dusk",
    "today",
    "yesterday",
];

/// Tells whether the words at `answer`, bytes of the stored text, can be what a question asks for.
pub fn suits(query: &Query, answer: Span, text: &str, sentence: &AnalysedSentence) -> bool {
    let inside = |token: &&Token| answer.overlaps(token.span);
    let is_any = |words: &[&str]| {
        sentence.tokens.iter().filter(inside).any(|token| {
            let word = token.span.of(text).unwrap_or_default();
            words.iter().any(|known| word.eq_ignore_ascii_case(known))
        })
    };
    let has = |classes: &[Class]| {
        let mut tokens = sentence.tokens.iter().filter(inside);
        tokens.any(|token| classes.contains(&token.class))
    };
    // How well the best of its figures fits.
    let measures = || {
        let tokens = sentence.tokens.iter().enumerate();
        let figures = tokens.filter(|(_, token)| inside(token) && token.class == Class::Number);
        figures
            .map(|(at, _)| sought_figures::fit(&query.question, text, &sentence.tokens, at))
            .fold(0.0, f32::max)
    };
    let figure = || has(&[Class::Number, Class::Year]);
    match query.question.kind.expected {
        Expected::Place | Expected::Person => {
            has(&[Class::Name]) || has(&[Class::Plain]) && !is_any(&HOURS)
        }
        Expected::Number => {
            let told = match asked_how(query) {
                How::Many => figure() || is_any(&AMOUNTS),
                How::Size => measures() > 0.0 || has(&[Class::Year]) || is_any(&AMOUNTS),
                How::Other => true,
            };
            told && !has(&[Class::Calendar])
        }
        Expected::Percent => figure() || is_any(&AMOUNTS),
        Expected::Money => measures() >= 1.0 || is_any(&AMOUNTS),
        Expected::Duration => figure() || is_any(&TIMES) || is_any(&AMOUNTS),
        _ => true,
    }
}

/// How a question asks for a number.
enum How {
    /// "how many"
    Many,
    /// "how high"
    Size,
    /// "how much", "how often", "what rate": not every answer has a figure.
    Other,
}

fn asked_how(query: &Query) -> How {
    let question = &query.question;
    let behind = question
        .kind
        .asked_by
        .and_then(|how| question.words.get(how + 1));
    match behind.map_or("", |word| word.folded.as_str()) {
        "many" => How::Many,
        size if SIZES.contains(&size) => How::Size,
        _ => How::Other,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::analysis::AnalysedArticle;
    use super::super::vocabulary::VocabularyBuilder;
    use super::*;
    use crate::article::{Article, Metadata};
    use crate::question::analyze;

    fn suit(question: &str, text: &str, answer: &str) -> bool {
        let vocabulary = VocabularyBuilder::default().build().unwrap_or_default();
        let article = Article {
            id: "a".into(),
            version: 1,
            metadata: Metadata::default(),
            text: text.to_owned(),
        };
        let analysed = AnalysedArticle::of(&article, &vocabulary);
        let start = text.find(answer).unwrap();
        let answer = Span::new(start, start + answer.len());
        let query = Query::of(analyze(question), None, &vocabulary);
        suits(&query, answer, text, &analysed.sentences[0])
    }

    #[test]
    fn a_time_is_no_place_and_a_date_no_distance() {
        let fire = "The fire started shortly after midnight in the bakery of Thomas Lind.";
        assert!(!suit("Where did the fire start?", fire, "midnight"));
        assert!(suit("Where did the fire start?", fire, "the bakery"));
        let swim = "On 6 May she swam 9 miles to the island.";
        assert!(!suit("How far did she swim?", swim, "6 May"));
        assert!(suit("How far did she swim?", swim, "9 miles"));
        assert!(!suit("How many miles did she swim?", swim, "the island"));
    }

    #[test]
    fn a_sum_has_money_in_it() {
        let radio = "The radio has four buttons and costs 40 euros.";
        assert!(!suit("How much does the radio cost?", radio, "four"));
        assert!(suit("How much does the radio cost?", radio, "40 euros"));
    }

    #[test]
    fn what_shows_nothing_of_its_kind_suits() {
        let mill = "The mill was closed because nobody needed flour.";
        assert!(suit(
            "Why was the mill closed?",
            mill,
            "because nobody needed flour"
        ));
        assert!(suit("Who needed flour?", mill, "nobody"));
        assert!(suit("Who had a mill?", "Lund's mill was old.", "Lund"));
        let vote = "They vote in November every four years.";
        assert!(suit("How often do they vote?", vote, "every four years"));
    }
}
