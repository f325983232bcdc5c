//! Whether some words of a sentence are of the kind that a question asks for.

use crate::question::kind::SIZES;
use crate::question::{AnswerType, Question};
use crate::text::related_words::RelatedWords;
use crate::text::vectors::WordVectors;
use crate::text::{Span, dimensions};

use super::analysis::AnalysedSentence;
use super::answer_words::AnswerWords;
use super::compared_words::{Token, TokenClass};
use super::measure::said;
use super::narrow_kinds::NarrowKind;
use super::quantity_match::{self, QuantityMatch};
use super::query::Query;

/// Tells whether the words at `answer`, bytes of the stored text, can be what a question asks for.
pub fn matches(question: &Question, answer: Span, text: &str, sentence: &AnalysedSentence) -> bool {
    let inside = |token: &Token| answer.overlaps(token.span);
    let words = AnswerWords {
        question,
        text,
        tokens: &sentence.tokens,
        which: sentence.tokens.iter().map(inside).collect(),
    };
    // What the question says itself is no news, unless it names what to choose from.
    if words.all_said() && !question.words.iter().any(|word| word.folded == "or") {
        return false;
    }
    if let Some(narrow) = NarrowKind::of(question) {
        return narrow.is_in(text, &sentence.tokens, &words.which);
    }
    match question.kind.expected {
        AnswerType::Place => words.name_or_noun(),
        AnswerType::Person if question.asks_who_somebody_is() => {
            words.name_or_noun() && words.has(&[TokenClass::Plain])
        }
        AnswerType::Person => !words.has(&[TokenClass::Calendar]) && words.somebody(),
        // Yes or no stands in no words of the sentence.
        AnswerType::Truth => false,
        AnswerType::Reason => !words.has(&[TokenClass::Calendar]) && words.reason(),
        AnswerType::Number => {
            let told = match question.behind_question_word() {
                "many" | "much" => words.count(),
                _ if question.names_what_is_large() && !quantity_match::is_sought(question) => {
                    words.count()
                }
                size if SIZES.contains(&size) => {
                    words.any_figure(&[QuantityMatch::Fits, QuantityMatch::Bare]) || words.amount()
                }
                _ if question.asks_how_often() => return words.how_often(),
                // "what rate": not every answer has a figure.
                _ => true,
            };
            told && !words.has(&[TokenClass::Calendar])
        }
        AnswerType::Percent => words.figure_or_amount(),
        AnswerType::Money => {
            words.any_figure(&[QuantityMatch::Fits]) || words.amount() || words.bare_price()
        }
        AnswerType::Duration if quantity_match::is_sought(question) => {
            words.any_word(dimensions::is_time)
                || words.any_figure(&[QuantityMatch::Fits])
                || words.bare_figure()
                    && quantity_match::only_fit(question, text, &sentence.tokens).is_none()
                || words.has(&[TokenClass::Year])
                || words.amount()
        }
        AnswerType::Age => words.age(),
        AnswerType::Duration => words.time() || words.amount(),
        // A name alone is where or who, unless it is one of a time.
        AnswerType::Date => {
            !words.begins_reason()
                && !words.is_age()
                && !words.lasts()
                && (words.time()
                    || words.has(&[TokenClass::Plain, TokenClass::Calendar])
                    || words.weekdays()
                    || words.period())
        }
        _ => true,
    }
}

/// Tells whether the names of several people are asked for: "the names of the two judges". One may be "called the Miller".
fn asks_names_of_people(question: &Question) -> bool {
    let (known, vectors) = (RelatedWords::shipped(), WordVectors::shipped());
    let named = question.kind.focus.and_then(|at| question.words.get(at));
    let row = named.and_then(|word| vectors.row(&word.folded));
    question.words.iter().any(|word| word.folded == "names")
        && (named.is_some_and(|word| matches!(word.folded.as_str(), "people" | "persons"))
            || row.is_some_and(|row| known.is_person(row)))
}

/// Tells whether a sentence has a figure, sum, size or time of the kind that a question asks for, somebody where it asks who,
/// or a name where it asks for one; a plain figure (but an age) or a name counts only where the question does not say it
/// itself. True where none of these is asked for.
pub fn contains_any(query: &Query, text: &str, sentence: &AnalysedSentence) -> bool {
    let question = &query.question;
    if let Some(narrow) = NarrowKind::of(question) {
        return narrow.is_in(text, &sentence.tokens, &vec![true; sentence.tokens.len()]);
    }
    let by_who = (question.kind.wh_word.and_then(|at| question.words.get(at)))
        .is_some_and(|word| matches!(word.folded.as_str(), "who" | "whom" | "whose"));
    // A thing may be called by a common noun; who asks for its name wants another.
    let by_name = question.kind.expected == AnswerType::Name
        && (question.words.iter()).any(|word| matches!(word.folded.as_str(), "name" | "names"));
    let by_when = question.kind.expected == AnswerType::Date;
    if !question.kind.expected.is_figure() && !by_who && !by_name && !by_when {
        return true;
    }
    let said = said(query, &sentence.tokens);
    let whole = AnswerWords {
        question,
        text,
        tokens: &sentence.tokens,
        which: vec![true; said.len()],
    };
    let new = AnswerWords {
        which: said.into_iter().map(|said| !said).collect(),
        ..whole.clone()
    };
    match question.kind.expected {
        _ if by_who => new.somebody(),
        AnswerType::Name if asks_names_of_people(question) => new.name_of_somebody(),
        AnswerType::Name => new.name() || whole.any_word(|word| CALLED.contains(&word)),
        AnswerType::Number if question.behind_question_word() == "many" => new.count(),
        AnswerType::Number if question.behind_question_word() == "much" => {
            new.count() || whole.part() || whole.price()
        }
        AnswerType::Number if quantity_match::is_sought(question) => {
            let far = question.behind_question_word() == "far";
            let away = far && whole.any_word(|word| word == "away");
            let long = question.behind_question_word() == "long";
            let until = long && whole.until();
            whole.any_figure(&[QuantityMatch::Fits]) || whole.part() || away || until
        }
        AnswerType::Number if question.names_what_is_large() => new.count(),
        AnswerType::Percent => new.figure_or_amount(),
        AnswerType::Money => {
            whole.any_figure(&[QuantityMatch::Fits]) || whole.part() || whole.price()
        }
        AnswerType::Age => whole.told_age() || whole.has(&[TokenClass::Year]),
        AnswerType::Duration => whole.time() || whole.until(),
        AnswerType::Date => whole.when(),
        _ => true,
    }
}

/// Words that bring in a name, which need not have a capital.
const CALLED: [&str; 10] = [
    "called",
    "named",
    "name",
    "names",
    "known",
    "nicknamed",
    "dubbed",
    "christened",
    "titled",
    "call",
];

#[cfg(test)]
mod tests {
    use super::super::one_article::OneArticle;
    use super::*;
    use crate::question::analyze;

    fn suit(question: &str, text: &str, answer: &str) -> bool {
        let article = OneArticle::of("", text);
        let start = text.find(answer).unwrap();
        let answer = Span::new(start, start + answer.len());
        matches(
            &analyze(question),
            answer,
            text,
            &article.analysed.sentences[0],
        )
    }

    #[test]
    fn days_of_every_week_tell_when() {
        let closed = "It is closed on Tuesdays.";
        assert!(suit("On which day is it closed?", closed, "Tuesdays"));
        assert!(suit("When is it closed?", closed, "on Tuesdays"));
        let held = "It is held in Tarn by Orms.";
        assert!(!suit("When is it held?", held, "Orms"));
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
        let peak = "Its height is 8,848 metres, as was measured in 1955.";
        assert!(!suit("How high is the peak?", peak, "1955"));
        assert!(suit("How high is the peak?", peak, "8,848 metres"));
    }

    #[test]
    fn not_all_that_sounds_like_it_says_how_often() {
        let asked = "How often is the fair held?";
        for other in ["in July", "the family room", "early"] {
            let text = format!("The fair is held {other}.");
            assert!(!suit(asked, &text, other), "{other}");
        }
        assert!(suit(asked, "The fair is held yearly.", "yearly"));
        assert!(suit(asked, "The fair is held rarely.", "rarely"));
    }

    #[test]
    fn an_age_is_no_time() {
        let keeper = "The keeper, who died on Tuesday at the age of 88, was loved.";
        assert!(!suit("When did the keeper die?", keeper, "88"));
        assert!(suit("When did the keeper die?", keeper, "Tuesday"));
    }

    #[test]
    fn how_long_something_takes_is_no_time() {
        let ride = "The last bus is at 11.40pm, and the ride takes 12 minutes.";
        assert!(!suit("When is the last bus?", ride, "12 minutes"));
        assert!(suit("When is the last bus?", ride, "11.40pm"));
        for (told, when) in [
            ("It closed two years ago.", "two years ago"),
            ("It closed two years ago.", "two years"),
            ("It closed within three weeks.", "three weeks"),
            ("It closed in the last ten days.", "the last ten days"),
            ("It closed six hours later.", "six hours later"),
        ] {
            assert!(suit("When did it close?", told, when), "{when}");
        }
        assert!(!suit(
            "When did it close?",
            "It rang for half an hour.",
            "half an hour"
        ));
        let age = "It closed in the late 19th century.";
        assert!(suit("When did it close?", age, "19th century"));
    }

    #[test]
    fn how_often_is_no_time_of_the_day() {
        let ferry = "Every hour from 7am to 7pm a ferry sails twice a day to Tarn, weekly to Orbey, and on Sundays.";
        let asked = "How often do ferries sail?";
        assert!(!suit(asked, ferry, "7am to 7pm"));
        assert!(!suit(asked, ferry, "a ferry"));
        for often in ["Every hour", "twice a day", "weekly", "on Sundays"] {
            assert!(suit(asked, ferry, often), "{often}");
        }
    }

    #[test]
    fn a_place_is_no_time() {
        let ship = "She was built in Leith before World War II, in spring.";
        assert!(!suit("When was she built?", ship, "Leith"));
        assert!(suit("When was she built?", ship, "World War II"));
        assert!(suit("When was she built?", ship, "in spring"));
    }

    #[test]
    fn a_sum_has_money_in_it() {
        let radio = "The radio has four buttons and costs 40 euros.";
        assert!(!suit("How much does the radio cost?", radio, "four"));
        assert!(suit("How much does the radio cost?", radio, "40 euros"));
        let salt = "Salt sells for 2, peat for 3 and the board has 60 fields.";
        assert!(suit("What is the price of peat?", salt, "3"));
        let exam = "The final exam makes up 30% of the grade.";
        assert!(suit("How much is the final exam worth?", exam, "30%"));
    }

    #[test]
    fn a_reason_a_label_or_a_share_is_no_time() {
        let hut = "From May to July it is closed because of snow.";
        assert!(!suit("When is the hut closed?", hut, "because of snow"));
        assert!(suit("When is the hut closed?", hut, "From May to July"));
        assert!(!suit("When is the lab?", "Lab: Weight 30%", "30%"));
        let trip = "Week 9: Trip over";
        assert!(!suit("How much is the tour?", trip, "Week 9"));
        let game = "It took four years, and 63 prototypes.";
        assert!(!suit("How long did it take?", game, "63 prototypes"));
        assert!(suit("How long did it take?", game, "four years"));
    }

    fn any(question: &str, text: &str) -> bool {
        let article = OneArticle::of("", text);
        contains_any(
            &article.query(question),
            text,
            &article.analysed.sentences[0],
        )
    }

    #[test]
    fn a_sentence_without_a_figure_of_its_kind_has_nothing_to_tell() {
        let rocket = "The rocket was 111 metres tall and had three stages.";
        assert!(any("How tall was the rocket?", rocket));
        assert!(!any("How heavy was the rocket?", rocket));
        assert!(!any("How much did the rocket cost?", rocket));
        assert!(!any("What was the weight of the rocket?", rocket));
        let repair = "The repair cost £1,450 and weighs 1450 kg.";
        assert!(any("How much did the repair cost?", repair));
        assert!(any("How heavy is it?", repair));
        assert!(any("How high is the peak?", "The peak is 1,952 m high."));
        assert!(any("How much is the sword?", "The sword costs 300 gold."));
        assert!(any("How much does it cost?", "Entry is free."));
        assert!(any("How much is a bagel?", "A bagel is 2.50€ here."));
        assert!(any("How big is the download?", "The download is 6.3 GB."));
        assert!(any("How far is the inn?", "The inn is three stops away."));
        assert!(any("How long is it shut?", "It is shut until Easter."));
        assert!(!any("Who built the rocket?", rocket));
        assert!(any("Who built it?", "Two brothers from Orbey built it."));
        assert!(any("Who built it?", "Lund's mill was built by him."));
        assert!(any("What burns in the rocket?", rocket));
        assert!(!any(
            "How old is the mayor?",
            "The mayor won with 7,105 votes."
        ));
        assert!(any(
            "How old is the mayor?",
            "The mayor, 61, won by 9 votes."
        ));
        assert!(!any(
            "How old is the mayor?",
            "The mayor served for two years."
        ));
        assert!(any(
            "How old is the oak?",
            "The oak is three hundred years old."
        ));
        assert!(!any(
            "What is the name of the welder?",
            "The welder had repaired a pipe the night before."
        ));
        assert!(any(
            "What is the name of the welder?",
            "The welder, Ada Lind, had repaired a pipe."
        ));
        let ill = "Nine people fell ill in Port Orbey on Monday.";
        assert!(!any("What are the names of the people who fell ill?", ill));
        assert!(any(
            "What are the names of the two judges?",
            "The judges were Ada Lind and Bo Orm."
        ));
        assert!(any(
            "What are the names of the two judges?",
            "Ada Lind and a clerk judged it in Orbey."
        ));
        assert!(any(
            "What is the game called?",
            "They play a game known as rings."
        ));
        assert!(!any(
            "How many spiders are in the lump?",
            "The lump lay there for two hundred years."
        ));
        assert!(any("How many layers has it?", "It has a 7-layer model."));
        assert!(any(
            "What was the temperature?",
            "The temperature was 9 °C."
        ));
        assert!(!any(
            "How many stages had rocket 7?",
            "Rocket 7 had stages."
        ));
        assert!(any(
            "How high is weir number 6?",
            "Weir number 6 is 6 metres high."
        ));
        assert!(!any(
            "How fast is the tram?",
            "The tram line is 15 kilometres long."
        ));
        assert!(any(
            "How fast is the tram?",
            "The tram goes 60 kilometres an hour."
        ));
        assert!(any(
            "How fast was the lap?",
            "The lap took her 54.2 seconds."
        ));
        assert!(any(
            "How far is the yard?",
            "The yard is half a mile from here."
        ));
        assert!(!any(
            "How much prize money did they receive?",
            "They led 2–1 at half-time."
        ));
        assert!(!any(
            "How many ships use the canal?",
            "It opened on 17 November 1869 with some music."
        ));
        assert!(!any(
            "How many moons are there?",
            "The count of moons has risen once more."
        ));
        assert!(any(
            "How many soldiers came?",
            "In May came 2000 soldiers by sea."
        ));
        assert!(!any(
            "How long did the flight last?",
            "The flight ended in the sea."
        ));
    }

    #[test]
    fn a_debt_is_as_high_as_a_sum_and_a_crowd_as_large_as_its_number() {
        let fine = "The fine for fishing without a licence is £80.";
        assert!(any("How high is the fine for fishing?", fine));
        assert!(suit("How high is the fine?", fine, "£80"));
        assert!(!any("How high is the fine?", "The fine is due in May."));
        assert!(!any("How high is the fine?", "The fine is 12 metres away."));
        assert!(any("How high is the tax?", "The tax is 5% of the rent."));
        let crowd = "The crowd of 900 was the largest in years.";
        assert!(any("How large was the crowd?", crowd));
        assert!(suit("How large was the crowd?", crowd, "900"));
        assert!(!any("How large was the crowd?", "The crowd was merry."));
        assert!(!any("How high is the tower?", "The tower cost £80."));
        let heat = "The temperature was 31 °C.";
        assert!(any("How high was the temperature?", heat));
        assert!(!any(
            "How high was the temperature?",
            "It had a temperature for 3 miles."
        ));
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
        let alarm = "Smoke was seen by a passer-by.";
        assert!(suit("Who saw smoke?", alarm, "a passer-by"));
        assert!(any("Who saw smoke?", alarm));
        assert!(suit("Who had a mill?", "Lund's mill was old.", "Lund"));
        assert!(!suit("Who had a mill?", "The mill was old oak.", "old oak"));
        assert!(!suit("Who is Ada Lind?", "Ada Lind is with Bo.", "Bo"));
        assert!(!suit("Who is Ada Lind?", "Ada Lind is with Bo.", "Ada"));
        let reset = "The End is reset every three months so that all find wings.";
        assert!(!suit("Why is it reset?", reset, "every three months"));
        assert!(suit("Why is it reset?", reset, "all find wings"));
        let born = "She has been here since 1961 and turned 90.";
        assert!(!suit("How old is she?", born, "1961"));
        assert!(suit("How old is she?", born, "90"));
        assert!(!suit("How much was paid?", born, "1961"));
        let vote = "They vote in November every four years.";
        assert!(suit("How often do they vote?", vote, "every four years"));
    }
}
