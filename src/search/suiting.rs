//! Whether some words of a sentence are of the kind that a question asks for.

use crate::question::kind::SIZES;
use crate::question::{Expected, Question};
use crate::text::Span;

use super::analysis::{AnalysedSentence, Class, Token};
use super::sought_figures::{self, Fit};

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
pub fn suits(question: &Question, answer: Span, text: &str, sentence: &AnalysedSentence) -> bool {
    let inside = |token: &&Token| answer.overlaps(token.span);
    let any_word = |told: &dyn Fn(&str) -> bool| {
        sentence.tokens.iter().filter(inside).any(|token| {
            let word = token.span.of(text).unwrap_or_default();
            told(&word.to_lowercase())
        })
    };
    let amount = || any_word(&|word| AMOUNTS.contains(&word));
    let has = |classes: &[Class]| {
        let mut tokens = sentence.tokens.iter().filter(inside);
        tokens.any(|token| classes.contains(&token.class))
    };
    let any_figure = |wanted: &[Fit]| {
        let tokens = sentence.tokens.iter().enumerate();
        let mut figures = tokens.filter(|(_, token)| inside(token) && token.class == Class::Number);
        figures.any(|(at, _)| {
            wanted.contains(&sought_figures::fit(question, text, &sentence.tokens, at))
        })
    };
    let figure = || has(&[Class::Number, Class::Year]);
    match question.kind.expected {
        Expected::Place | Expected::Person => {
            has(&[Class::Name]) || has(&[Class::Plain]) && !any_word(&|word| HOURS.contains(&word))
        }
        Expected::Number => {
            let told = match question.behind_question_word() {
                "many" => figure() || amount(),
                size if SIZES.contains(&size) => {
                    any_figure(&[Fit::Fits, Fit::Bare]) || has(&[Class::Year]) || amount()
                }
                // "how much", "how often", "what rate": not every answer has a figure.
                _ => true,
            };
            told && !has(&[Class::Calendar])
        }
        Expected::Percent => figure() || amount(),
        Expected::Money => any_figure(&[Fit::Fits]) || amount(),
        Expected::Duration => figure() || any_word(&sought_figures::is_time) || amount(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
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
        suits(&analyze(question), answer, text, &analysed.sentences[0])
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
