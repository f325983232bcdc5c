//! What a follow-up takes over from the questions before it.

use crate::text::calendar::{MONTHS, WEEKDAYS};
use crate::text::function_words::is_function_word;
use crate::text::{Span, dimensions};

use super::asked_about::asked_about;
use super::asking_words::belongs_to_something;
use super::parsed_question::{Question, QuestionWord};
use super::small_talk::is_small_talk;

/// Returns the words a follow-up carries over, such as `Nouri al-Maliki`, or nothing when it stands alone.
///
/// The subject is the last name of the nearest earlier question that has a subject of its own, else what that question is
/// about; "the canal" is the one that was named before it. "And for students?" asks the same again, all of it. `read` takes a
/// text apart.
pub fn carried_over(
    question: &Question,
    before: &[String],
    read: &dyn Fn(&str) -> Question,
) -> Option<String> {
    if !leans_on_earlier(question) {
        return None;
    }
    let asks_the_same = replaces_part(question);
    let asked = before.iter().rev().filter(|text| !is_small_talk(text));
    let mut earlier = asked.map(|text| (text, read(text)));
    let named = |(text, question): &(&String, Question)| name_of(text, question);
    // "How much is the sauna" may lean on what was asked before it; where nothing was, it is about the sauna.
    let mut doubtful = None;
    while let Some(nearest) = earlier.next() {
        if let Some(name) = named(&nearest) {
            let (text, earlier) = &nearest;
            // "Since when?" is not asked of Orbey, but of its mayor.
            let is_bare = question.content().all(|word| is_preposition(&word.folded));
            let about = is_bare.then(|| asked_about(text, earlier));
            let about = about.flatten().filter(|about| about.contains(&name));
            return about.filter(|_| !has_pronoun(question)).or(Some(name));
        }
        let (text, question) = nearest;
        // Of "and how long is it" not "long" is meant.
        if leans_on_earlier(&question) && !changes_subject(&question) {
            if doubtful.is_none() && may_stand_alone(&question) {
                doubtful = asked_about(text, &question);
            }
            continue;
        }
        let whole = || whole_of(text, &question);
        let own = match asks_the_same {
            true => whole(),
            false => asked_about(text, &question).or_else(whole),
        };
        // Of "were any sold?" nothing can be followed up.
        let Some(own) = own else {
            continue;
        };
        // Of "and on mondays", "max?" neither the day nor the most is meant.
        if !asks_the_same
            && read(&own)
                .words
                .iter()
                .all(|word| is_circumstance(&word.folded))
        {
            continue;
        }
        let meant = earlier.find_map(|earlier| named(&earlier));
        let last = |words: &str| Some(read(words).words.pop()?.stem);
        return Some(match meant {
            Some(name) if last(&name) == last(&own) => name,
            _ => own,
        });
    }
    doubtful
}

/// Returns the last words of a question that are more than the verb: what is done is no subject.
fn whole_of(text: &str, question: &Question) -> Option<String> {
    let is_verb = |word: &QuestionWord| {
        let done = question.kind.done.and_then(|done| question.words.get(done));
        done.is_some_and(|done| done.span == word.span)
    };
    let mut content = question.content();
    match (content.next(), content.next()) {
        (Some(only), None) if is_verb(only) => None,
        _ => run_of(text, question, |word| !word.function),
    }
}

/// Returns the last name of a question. Of one that is written without capitals only part may be known as a name: "panama"
/// of "panama canal"; then it is the thing that the question is about.
fn name_of(text: &str, question: &Question) -> Option<String> {
    // "Mondays" has a capital, and is no subject all the same.
    let is_subject = |word: &QuestionWord| word.name && !is_circumstance(&word.folded);
    let name = run_of(text, question, is_subject)?;
    if name.starts_with(char::is_uppercase) {
        return Some(name);
    }
    let about = asked_about(text, question).filter(|about| about.contains(&name));
    about.or(Some(name))
}

/// Tells whether a follow-up only names another thing: "and the canal?"
fn changes_subject(question: &Question) -> bool {
    only_names(question) && !replaces_part(question)
}

/// Tells whether a follow-up asks the same of the same thing, under other circumstances: "and for students?"
fn replaces_part(question: &Question) -> bool {
    let mut words = question.words.iter();
    let first = words.find(|word| !matches!(word.folded.as_str(), "and" | "but" | "or"));
    only_names(question) && first.is_some_and(|word| is_preposition(&word.folded))
}

fn has_pronoun(question: &Question) -> bool {
    question.words.iter().any(|word| is_pronoun(&word.folded))
}

fn only_names(question: &Question) -> bool {
    !has_pronoun(question) && question.kind.wh_word.is_none() && question.content().count() >= 1
}

pub(super) fn is_preposition(folded: &str) -> bool {
    matches!(
        folded,
        "after"
            | "at"
            | "before"
            | "between"
            | "by"
            | "during"
            | "for"
            | "from"
            | "in"
            | "on"
            | "since"
            | "to"
            | "until"
            | "with"
            | "without"
    )
}

/// Tells whether a word names no thing, but a time or how much of something there may be.
pub(super) fn is_circumstance(folded: &str) -> bool {
    let one = folded.strip_suffix('s').unwrap_or(folded);
    let is_day = |days: &[&str]| days.iter().any(|day| day.eq_ignore_ascii_case(one));
    is_function_word(folded)
        || is_day(&WEEKDAYS)
        || is_day(&MONTHS)
        || dimensions::is_time(folded)
        || folded.starts_with(|first: char| first.is_ascii_digit())
        || CIRCUMSTANCES.contains(&folded)
}

/// Words for times and bounds, which no question is about.
const CIRCUMSTANCES: [&str; 34] = [
    "today",
    "tomorrow",
    "tonight",
    "yesterday",
    "now",
    "morning",
    "mornings",
    "afternoon",
    "afternoons",
    "evening",
    "evenings",
    "midnight",
    "noon",
    "weekday",
    "weekdays",
    "weekend",
    "weekends",
    "holiday",
    "holidays",
    "max",
    "maximum",
    "min",
    "minimum",
    "total",
    "average",
    "least",
    "altogether",
    "last",
    "next",
    "previous",
    "spring",
    "summer",
    "autumn",
    "winter",
];

/// Tells whether a question leans on earlier ones for nothing but its shortness while it asks something of a thing of its
/// own, so that it may just as well stand alone: "what plugins do you have", "and what is a transistor?", "honeybee".
pub fn may_stand_alone(question: &Question) -> bool {
    let pronoun = has_pronoun(question);
    let mut words = question.words.iter().enumerate();
    let noun = words.any(|(at, word)| {
        let is_verb = question.kind.done == Some(at);
        !word.function
            && !is_verb
            && !is_circumstance(&word.folded)
            && !belongs_to_something(&word.stem)
    });
    // "What about the sauna?"
    let about = question.behind_question_word() == "about";
    let asks_or_names = question.kind.wh_word.is_some() || question.words.len() == 1;
    !about && asks_or_names && noun && !pronoun
}

/// Tells whether a question is nothing but the name of a thing: "honeybee". Of "height", "max" and "mondays" something else
/// was named before.
pub fn is_keyword(question: &Question) -> bool {
    question.words.len() == 1 && may_stand_alone(question)
}

/// Tells whether a question cannot be understood alone.
pub fn leans_on_earlier(question: &Question) -> bool {
    let begins_with = |form: &str| {
        question
            .words
            .first()
            .is_some_and(|word| word.folded == form)
    };
    let has_name = question.words.iter().any(|word| word.name);
    let pronoun = has_pronoun(question);
    let bare = question.content().count() <= 1;
    !has_name && (pronoun || bare || begins_with("and"))
        || pronoun && question.content().count() <= 2
}

/// Tells whether a word stands for something that was named before.
pub(super) fn is_pronoun(folded: &str) -> bool {
    matches!(
        folded,
        "he" | "she"
            | "it"
            | "they"
            | "him"
            | "her"
            | "his"
            | "hers"
            | "its"
            | "them"
            | "their"
            | "theirs"
            | "there"
            | "this"
            | "that"
            | "these"
            | "those"
            | "one"
    )
}

/// Returns the last unbroken run of words that `belongs`, as written; particles inside a name belong to it.
fn run_of(
    text: &str,
    question: &Question,
    belongs: impl Fn(&QuestionWord) -> bool,
) -> Option<String> {
    let words = &question.words;
    let last = words.iter().rposition(&belongs)?;
    let mut first = last;
    while let Some(before) = first.checked_sub(1).and_then(|at| words.get(at)) {
        let joined = words
            .get(first)
            .and_then(|next| text.get(before.span.end..next.span.start))
            .is_some_and(|between| {
                between
                    .chars()
                    .all(|c| matches!(c, ' ' | '-' | '.' | '\'' | '’'))
            });
        let particle = matches!(
            before.folded.as_str(),
            "of" | "the" | "de" | "al" | "von" | "van"
        ) && first >= 2
            && words.get(first - 2).is_some_and(&belongs);
        if joined && (belongs(before) || particle) {
            first -= 1;
        } else {
            break;
        }
    }
    let span = Span::new(words.get(first)?.span.start, words.get(last)?.span.end);
    span.of(text).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::super::{analyze, analyze_knowing};
    use super::*;

    fn carried(question: &str, before: &[&str]) -> Option<String> {
        let before: Vec<String> = before.iter().map(|text| (*text).to_owned()).collect();
        carried_over(&analyze(question), &before, &analyze)
    }

    #[test]
    fn a_pronoun_takes_the_name_before_it() {
        assert_eq!(
            carried("When was he born?", &["Who is Nouri al-Maliki?"]),
            Some("Nouri al-Maliki".to_owned())
        );
    }

    #[test]
    fn a_question_without_a_word_of_its_own_is_asked_of_the_thing_and_not_of_whose_it_is() {
        let before = ["Who is the president of Orbey?"];
        assert_eq!(
            carried("Since when?", &before),
            Some("president of Orbey".into())
        );
        assert_eq!(carried("How old is it?", &before), Some("Orbey".into()));
    }

    #[test]
    fn a_question_that_stands_alone_takes_nothing() {
        assert_eq!(
            carried("When did the Suez Canal open?", &["Who is Ada Lovelace?"]),
            None
        );
        assert_eq!(carried("When was he born?", &[]), None);
    }

    #[test]
    fn what_leans_on_others_itself_is_no_subject() {
        let before = ["how long is the panama canal", "and how deep is it"];
        assert_eq!(
            carried("and who built it", &before),
            Some("panama canal".to_owned())
        );
        assert_eq!(carried("and who built it", &["and how long is it"]), None);
    }

    #[test]
    fn the_nearest_subject_is_meant() {
        let before = ["Who is Ada Lovelace?", "How long is the main pool?"];
        assert_eq!(carried("how deep is it", &before), Some("main pool".into()));
        let before = ["how long is the suez canal", "and the panama canal?"];
        assert_eq!(
            carried("when did it open", &before),
            Some("panama canal".into())
        );
        let before = ["Who built the Suez Canal?", "How long is the canal?"];
        assert_eq!(
            carried("how deep is it", &before),
            Some("Suez Canal".into())
        );
        assert_eq!(
            carried("how many?", &["Can I bring guests?"]),
            Some("guests".into())
        );
    }

    #[test]
    fn a_part_that_is_replaced_is_no_subject() {
        let before = ["what does membership cost?", "and for students?"];
        assert_eq!(
            carried("and for students?", &before[..1]),
            Some("membership cost".into())
        );
        assert_eq!(
            carried("is it open on sundays?", &before),
            Some("membership".into())
        );
    }

    #[test]
    fn a_day_and_a_bound_are_no_subject() {
        for between in ["what about Mondays?", "when mondays?", "max?"] {
            let before = ["how much is the sauna", between];
            assert_eq!(
                carried("how long is it?", &before),
                Some("sauna".into()),
                "{between}"
            );
        }
    }

    #[test]
    fn a_short_question_with_a_noun_of_its_own_may_stand_alone() {
        let alone = |text: &str| may_stand_alone(&analyze(text));
        for alone_too in [
            "what plugins do you have",
            "and what is a transistor?",
            "and who discovered penicillin",
            "honeybee",
            "guests?",
        ] {
            assert!(alone(alone_too), "{alone_too}");
        }
        for leans in [
            "how long is it",
            "and the sauna?",
            "what about guests",
            "how many?",
            "when did she open a shop",
            "what is the toll?",
            "and who built it?",
            "and what was built?",
            "height?",
            "mondays?",
            "max",
            "it",
        ] {
            assert!(!alone(leans), "{leans}");
        }
    }

    #[test]
    fn neither_the_verb_nor_a_participle_is_carried() {
        for (before, about) in [
            ("what is the moss hammer made of", "moss hammer"),
            (
                "when was the golden gate bridge opened?",
                "golden gate bridge",
            ),
            ("what does membership cost?", "membership"),
        ] {
            assert_eq!(carried("how long is it?", &[before]), Some(about.into()));
        }
    }

    #[test]
    fn a_name_without_capitals_is_carried_whole() {
        let read = |text: &str| analyze_knowing(text, &|folded| folded == "panama");
        let before = ["how long is the panama canal".to_owned()];
        let carried = carried_over(&read("who built it"), &before, &read);
        assert_eq!(carried.as_deref(), Some("panama canal"));
    }

    #[test]
    fn thanks_are_no_subject() {
        let before = ["Who built the Suez Canal?", "ok thanks!"];
        assert_eq!(
            carried("how long is it?", &before),
            Some("Suez Canal".into())
        );
    }

    #[test]
    fn a_chain_of_pronouns_reaches_the_name() {
        assert_eq!(
            carried(
                "And where did she die?",
                &["Who was Ada Lovelace?", "When was she born?"]
            ),
            Some("Ada Lovelace".to_owned())
        );
    }
}
