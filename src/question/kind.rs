//! What sort of answer a question waits for.

use serde::{Deserialize, Serialize};

use crate::text::dimensions::{is_currency, is_time};
use crate::text::number_words::NUMBER_WORDS;

use super::analyze::QuestionWord;
use super::asking_words::{
    by_noun, by_noun_behind, counts_victims, is_money, is_paid, is_quality, is_sometimes_paid,
    is_speech,
};
use super::filler::Put;

/// What sort of thing would answer the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnswerType {
    /// A date, a year, a time.
    Date,
    /// A person or a group of people.
    Person,
    /// What somebody or something is called.
    Name,
    /// Somewhere.
    Place,
    /// How many, how much, how far: a figure.
    Number,
    /// A sum of money.
    Money,
    /// A share in hundred.
    Percent,
    /// How long something lasts.
    Duration,
    /// How old somebody or something is.
    Age,
    /// Why.
    Reason,
    /// How something is done.
    Manner,
    /// What something is.
    Definition,
    /// What an abbreviation stands for.
    Expansion,
    /// What somebody said.
    Quotation,
    /// Yes or no.
    Truth,
    /// Some other thing, named by the focus if there is one.
    Thing,
    /// Nothing is known of it: bare keywords.
    Anything,
}

impl AnswerType {
    /// All of them, in the order of their numbers.
    pub const ALL: [AnswerType; 17] = [
        AnswerType::Date,
        AnswerType::Person,
        AnswerType::Name,
        AnswerType::Place,
        AnswerType::Number,
        AnswerType::Money,
        AnswerType::Percent,
        AnswerType::Duration,
        AnswerType::Age,
        AnswerType::Reason,
        AnswerType::Manner,
        AnswerType::Definition,
        AnswerType::Expansion,
        AnswerType::Quotation,
        AnswerType::Truth,
        AnswerType::Thing,
        AnswerType::Anything,
    ];

    /// Tells whether a figure would answer, be it a sum, a share, an age or a length of time.
    pub fn is_figure(self) -> bool {
        matches!(
            self,
            AnswerType::Number
                | AnswerType::Money
                | AnswerType::Percent
                | AnswerType::Duration
                | AnswerType::Age
        )
    }

    /// Returns its place in `ALL`.
    pub fn number(self) -> usize {
        self as usize
    }
}

/// What a question asks for, and by which of its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// What would answer it.
    pub expected: AnswerType,
    /// Index of the question word (`who`, `how`, …), if it has one.
    pub wh_word: Option<usize>,
    /// Index of the word that names what is asked for (`city` in "which city").
    pub focus: Option<usize>,
    /// Index of the verb, if it can be told (`sang` in "who sang at the opening").
    pub done: Option<usize>,
}

/// Words behind `how` that ask for a figure.
pub const SIZES: [&str; 16] = [
    "far", "tall", "high", "deep", "big", "large", "wide", "fast", "heavy", "hot", "cold", "thick",
    "close", "late", "early", "soon",
];

/// Tells what a question asks for; its verb is found by whoever has its text.
pub fn of(words: &[QuestionWord], put: Put) -> Kind {
    let Some(wh_word) = words.iter().position(|word| is_question_word(&word.folded)) else {
        let (expected, focus) = without_question_word(words, put);
        return Kind {
            expected,
            wh_word: None,
            focus,
            done: None,
        };
    };
    let (expected, focus) = by_question_word(words, wh_word);
    Kind {
        expected,
        wh_word: Some(wh_word),
        focus,
        done: None,
    }
}

fn without_question_word(words: &[QuestionWord], put: Put) -> (AnswerType, Option<usize>) {
    // "names of the two judges"
    if let Some(named) = after_name_of(words, 0) {
        return (AnswerType::Name, Some(named));
    }
    let begins_with_helper = words.first().is_some_and(|word| is_helper(&word.folded));
    if begins_with_helper || put == Put::AsDoubt {
        return (AnswerType::Truth, None);
    }
    let noun = |at: usize| by_noun(&words.get(at)?.stem);
    let content =
        || (0..words.len()).filter(|at| words.get(*at).is_some_and(|word| !word.function));
    if put == Put::AsWish {
        let focus = noun_after(words, 0);
        return (focus.and_then(noun).unwrap_or(AnswerType::Thing), focus);
    }
    if put == Put::ForMeaning && content().count() <= 2 {
        return (AnswerType::Definition, None);
    }
    // "apollo 11 launch date", "population of Leiden": a quality of something stands at either end.
    let ends = content().next_back().into_iter().chain(content().next());
    let quality = |at: &usize| {
        let named = words.get(*at).map_or("", |word| word.stem.as_str());
        is_quality(named) && content().count() > 1
    };
    let focus = ends
        .filter(|at| words.get(*at).is_some_and(|word| !word.name))
        .find(quality);
    match focus.and_then(|at| Some((noun(at)?, at))) {
        Some((expected, at)) => (expected, Some(at)),
        None => (AnswerType::Anything, None),
    }
}

/// Tells whether a word asks.
pub fn is_question_word(folded: &str) -> bool {
    matches!(
        folded,
        "what"
            | "who"
            | "whom"
            | "whose"
            | "when"
            | "where"
            | "which"
            | "why"
            | "how"
            | "what's"
            | "who's"
    )
}

/// Tells whether a sentence that begins with a word asks something, a question mark or not: "was it rebuilt" does, "have
/// a nice day" and "can do" do not.
pub fn begins_question(folded: &str) -> bool {
    is_question_word(folded) || matches!(folded, "is" | "are" | "was" | "were" | "does" | "did")
}

/// Tells whether a word begins a yes-or-no question.
pub(super) fn is_helper(folded: &str) -> bool {
    matches!(
        folded,
        "am" | "is"
            | "are"
            | "was"
            | "were"
            | "do"
            | "does"
            | "did"
            | "has"
            | "have"
            | "had"
            | "can"
            | "could"
            | "will"
            | "would"
            | "should"
            | "may"
            | "must"
    )
}

/// Tells whether a yes-or-no question begins at a place: "is there", "can I", "does the ferry".
pub fn begins_yes_or_no(words: &[QuestionWord], at: usize) -> bool {
    let is = |at: usize, which: &dyn Fn(&str) -> bool| {
        words.get(at).is_some_and(|word| which(&word.folded))
    };
    let subject = |folded: &str| {
        matches!(
            folded,
            "there"
                | "i"
                | "we"
                | "you"
                | "he"
                | "she"
                | "it"
                | "they"
                | "anyone"
                | "anybody"
                | "people"
                | "the"
                | "a"
                | "an"
                | "my"
                | "our"
                | "this"
                | "that"
                | "these"
                | "those"
        )
    };
    is(at, &is_helper) && is(at + 1, &subject)
}

fn by_question_word(words: &[QuestionWord], at: usize) -> (AnswerType, Option<usize>) {
    let next = words.get(at + 1).map_or("", |word| word.folded.as_str());
    match words.get(at).map_or("", |word| word.folded.as_str()) {
        "when" => (AnswerType::Date, None),
        "where" => (AnswerType::Place, None),
        "why" => (AnswerType::Reason, None),
        "who" | "whom" | "whose" | "who's" => (AnswerType::Person, behind_who_is(words, at)),
        "how" => asked_how(words, at, next),
        _ => asked_what(words, at, next),
    }
}

/// Finds the word by which somebody is asked for, no name: "who is the *president* of …", "who will be *finance* minister",
/// "who was *arrested*".
fn behind_who_is(words: &[QuestionWord], who: usize) -> Option<usize> {
    let helper = |at: &usize| {
        (words.get(*at)).is_some_and(|word| {
            matches!(
                word.folded.as_str(),
                "is" | "was" | "are" | "were" | "will" | "be" | "became" | "becomes" | "become"
            )
        })
    };
    let helpers = (who + 1..).take_while(helper).count();
    let is_short = words.get(who).is_some_and(|word| word.folded == "who's");
    let asked = noun_after(words, who + 1 + helpers).filter(|_| helpers > 0 || is_short)?;
    words.get(asked).filter(|word| !word.name).map(|_| asked)
}

fn asked_how(words: &[QuestionWord], at: usize, next: &str) -> (AnswerType, Option<usize>) {
    let counted = noun_after(words, at + 2);
    match next {
        "many" => {
            let unit = counted
                .and_then(|at| words.get(at))
                .map_or("", |word| word.folded.as_str());
            let expected = if is_time(unit) {
                AnswerType::Duration
            } else if is_currency(unit) {
                AnswerType::Money
            } else {
                AnswerType::Number
            };
            (expected, counted)
        }
        "much" => {
            let per_cent = |at: usize| {
                (at.checked_sub(1).and_then(|at| words.get(at)))
                    .is_some_and(|before| before.folded == "per")
            };
            let money = (words.iter().enumerate())
                .any(|(at, word)| is_money(&word.folded) && !per_cent(at));
            // "How much are tickets?", but not "how much of the rent".
            let is = words.get(at + 2).is_some_and(|word| {
                matches!(word.folded.as_str(), "is" | "are" | "was" | "were" | "for")
            });
            let stem = |at: usize| words.get(at).map_or("", |word| word.stem.as_str());
            let victims = |at: usize| {
                at.checked_sub(1)
                    .is_some_and(|before| counts_victims(stem(before), stem(at)))
            };
            let paid = || {
                (words.iter().enumerate())
                    .any(|(at, word)| !word.function && is_paid(&word.folded) && !victims(at))
            };
            (
                if money || is && paid() {
                    AnswerType::Money
                } else {
                    AnswerType::Number
                },
                counted,
            )
        }
        "long" if asks_size(words, at) => (AnswerType::Number, Some(at + 1)),
        "long" => (AnswerType::Duration, None),
        "old" => (AnswerType::Age, None),
        "often" => (AnswerType::Number, None),
        size if SIZES.contains(&size) => (AnswerType::Number, Some(at + 1)),
        _ => (AnswerType::Manner, None),
    }
}

/// Tells whether `how` at a place asks "how long is …", which is a size as often as a time.
pub fn asks_size(words: &[QuestionWord], how: usize) -> bool {
    let is = |steps: usize, forms: &[&str]| {
        words
            .get(how + steps)
            .is_some_and(|word| forms.contains(&word.folded.as_str()))
    };
    is(1, &["long"]) && is(2, &["is", "are", "was", "were"])
}

fn asked_what(words: &[QuestionWord], at: usize, next: &str) -> (AnswerType, Option<usize>) {
    let has = |form: &str| words.iter().any(|word| word.folded == form);
    if (has("stand") || has("stands") || has("short")) && has("for")
        || has("acronym")
        || has("abbreviation")
    {
        return (AnswerType::Expansion, None);
    }
    // "What does GDR mean?"
    let last = words.last().map_or("", |word| word.folded.as_str());
    if matches!(next, "does" | "do" | "did") && matches!(last, "mean" | "means" | "meant") {
        return (AnswerType::Definition, None);
    }
    // "What does it cost to get in?"
    if matches!(next, "does" | "do" | "did") && has_verb_cost(words) {
        return (AnswerType::Money, None);
    }
    if words.iter().any(|word| is_speech(&word.folded))
        && matches!(next, "did" | "does" | "has" | "had" | "do")
    {
        return (AnswerType::Quotation, None);
    }
    let is_followed = matches!(next, "is" | "was" | "are" | "were");
    let copula = is_followed || words.get(at).is_some_and(|w| w.folded == "what's");
    let from = at + 1 + usize::from(is_followed);
    let focus = noun_after(words, from);
    if let Some(named) = after_name_of(words, from) {
        return (AnswerType::Name, Some(named));
    }
    // "What is the dog called?", "What is the engineer's name?"
    if copula && matches!(last, "called" | "named" | "name" | "names") && words.len() > from + 1 {
        return (AnswerType::Name, focus);
    }
    let stem = |at: usize| words.get(at).map_or("", |word| word.stem.as_str());
    // "What deposits were found in the river?" asks for no sum.
    let is_sum = || {
        copula
            || (words.iter().enumerate())
                .any(|(at, word)| Some(at) != focus && is_money(&word.folded))
            || (words.iter()).rposition(|word| !word.function) == focus
    };
    // "What is the ticket price?", "what is the town tax?": the last word of the phrase tells what is asked for.
    let run = focus.map(|from| {
        let content = |at: &usize| {
            words
                .get(*at)
                .is_some_and(|word| !word.function && !word.name)
        };
        (from..).take_while(content)
    });
    let last = run
        .and_then(Iterator::last)
        .filter(|at| copula && is_quality(stem(*at)));
    let before = |at: usize| at.checked_sub(1).map_or("", stem);
    if let Some((at, expected)) =
        last.and_then(|at| Some((at, by_noun_behind(before(at), stem(at))?)))
    {
        return (expected, Some(at));
    }
    let named = focus.filter(|at| !is_sometimes_paid(stem(*at)) || is_sum());
    if let Some(expected) = named.and_then(|at| by_noun(stem(at))) {
        return (expected, focus);
    }
    let content = words.iter().filter(|word| !word.function).count();
    if copula && content <= 2 {
        return (AnswerType::Definition, None);
    }
    (AnswerType::Thing, focus)
}

/// Tells whether the verb "cost" stands in a question: "what do tickets cost in May", not "what does the cost report cover".
fn has_verb_cost(words: &[QuestionWord]) -> bool {
    let is_verb = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| words.get(at));
        let next = words.get(at + 1);
        let of_noun = before.is_some_and(|word| {
            let folded = word.folded.as_str();
            matches!(
                folded,
                "the" | "a" | "an" | "this" | "that" | "of" | "its" | "their" | "our" | "your"
            )
        });
        let of_pronoun = before.is_some_and(|word| matches!(word.folded.as_str(), "it" | "they"));
        let ends = next.is_none_or(|next| next.function && next.folded != "of");
        !of_noun && (ends || of_pronoun)
    };
    (words.iter().enumerate()).any(|(at, word)| word.folded == "cost" && is_verb(at))
}

/// Finds whose name is asked for in a phrase that begins at `from`: "the names of the two judges".
fn after_name_of(words: &[QuestionWord], from: usize) -> Option<usize> {
    let is = |at: usize, forms: &[&str]| {
        (words.get(at)).is_some_and(|word| forms.contains(&word.folded.as_str()))
    };
    let name = from + usize::from(is(from, &["the"]));
    if !is(name, &["name", "names"]) || !is(name + 1, &["of", "for"]) {
        return None;
    }
    let counted = name + 2 + usize::from(is(name + 2, &["the", "all"]));
    let is_number = (words.get(counted))
        .is_some_and(|word| word.number || NUMBER_WORDS.contains(&word.folded.as_str()));
    noun_after(words, counted + usize::from(is_number))
}

/// Finds the noun that a phrase beginning at `from` asks for: its first content word, for the last one of a longer run is
/// often the verb already ("what city hosted").
fn noun_after(words: &[QuestionWord], from: usize) -> Option<usize> {
    let skip = words
        .get(from..)?
        .iter()
        .take_while(|word| {
            matches!(
                word.folded.as_str(),
                "the" | "a" | "an" | "of" | "other" | "this" | "that"
            )
        })
        .count();
    let start = from + skip;
    let is_content = |at: &usize| words.get(*at).is_some_and(|word| !word.function);
    let is_qualifier = |at: &usize| {
        (words.get(*at)).is_some_and(|word| QUALIFIERS.contains(&word.folded.as_str()))
    };
    if !is_content(&start) {
        return None;
    }
    let behind = (start..)
        .take_while(is_content)
        .find(|at| !is_qualifier(at));
    let Some(noun) = behind.filter(|noun| *noun > start) else {
        return Some(start);
    };
    // "The average construction salary" asks for a salary.
    let is_known = |at: &usize| {
        words
            .get(*at)
            .is_some_and(|word| by_noun(&word.stem).is_some())
    };
    let known = (noun..=noun + 2).take_while(is_content).find(is_known);
    Some(known.unwrap_or(noun))
}

/// Words before a noun that leave open what kind of thing it asks for: "the top speed", "the total cost".
const QUALIFIERS: [&str; 13] = [
    "new",
    "top",
    "maximum",
    "minimum",
    "average",
    "mean",
    "total",
    "exact",
    "approximate",
    "current",
    "overall",
    "full",
    "annual",
];

#[cfg(test)]
mod tests {
    use super::super::analyze::analyze;
    use super::*;

    fn expected(question: &str) -> AnswerType {
        analyze(question).kind.expected
    }

    #[test]
    fn the_question_word_and_its_noun_tell_what_is_asked_for() {
        assert_eq!(expected("When was the canal opened?"), AnswerType::Date);
        assert_eq!(expected("In what year did it open?"), AnswerType::Date);
        assert_eq!(expected("Which city hosted the fair?"), AnswerType::Place);
        assert_eq!(expected("How many ships pass?"), AnswerType::Number);
        assert_eq!(
            expected("How many years did it take?"),
            AnswerType::Duration
        );
        assert_eq!(expected("What does SDF stand for?"), AnswerType::Expansion);
        assert_eq!(expected("What is SDF short for?"), AnswerType::Expansion);
        assert_eq!(expected("What does SDF mean?"), AnswerType::Definition);
        assert_eq!(
            expected("What did the minister say?"),
            AnswerType::Quotation
        );
        assert_eq!(expected("What does the ferry cost?"), AnswerType::Money);
        assert_eq!(expected("What did it cost to get in?"), AnswerType::Money);
        assert_eq!(expected("What is the deposit?"), AnswerType::Money);
        assert_eq!(expected("What fee do members pay?"), AnswerType::Money);
        for other in [
            "What deposits were found in the riverbed?",
            "What does the cost report cover?",
        ] {
            assert_ne!(expected(other), AnswerType::Money, "{other}");
        }
        assert_eq!(expected("What does it cost to get in?"), AnswerType::Money);
        assert_eq!(
            expected("How much are tickets for children?"),
            AnswerType::Money
        );
        assert_eq!(expected("how much are tikets"), AnswerType::Money);
        assert_eq!(expected("How much rain is there?"), AnswerType::Number);
        assert_eq!(
            expected("What is the new annual fee going to be?"),
            AnswerType::Money
        );
        assert_eq!(expected("What's the ticket price?"), AnswerType::Money);
        assert_eq!(expected("deposit for the trip"), AnswerType::Money);
        assert_eq!(
            expected("By how much per cent did sales rise?"),
            AnswerType::Number
        );
        assert_eq!(expected("What is the top speed?"), AnswerType::Number);
        assert_eq!(
            expected("What is the average construction salary?"),
            AnswerType::Money
        );
        assert_eq!(expected("What is photosynthesis?"), AnswerType::Definition);
        assert_eq!(expected("Was the bridge rebuilt?"), AnswerType::Truth);
        assert_eq!(
            expected("I am new here, is there a fee?"),
            AnswerType::Truth
        );
        assert_eq!(expected("canal opening ships"), AnswerType::Anything);
        assert_eq!(expected("How old is the mayor?"), AnswerType::Age);
        assert_eq!(expected("mayor of Orbey age"), AnswerType::Age);
    }

    #[test]
    fn who_holds_an_office_or_did_something_is_asked_for_by_it() {
        let asked_by = |question: &str| {
            let question = analyze(question);
            let focus = question.kind.focus?;
            Some(question.words.get(focus)?.folded.clone())
        };
        assert_eq!(
            asked_by("Who is the president of France?").as_deref(),
            Some("president")
        );
        assert_eq!(
            asked_by("Who will be finance minister?").as_deref(),
            Some("finance")
        );
        assert_eq!(asked_by("who's the captain").as_deref(), Some("captain"));
        assert_eq!(asked_by("Who is Ada Lind?"), None);
        assert_eq!(asked_by("Who built the mill?"), None);
        assert_eq!(asked_by("Who was arrested?").as_deref(), Some("arrested"));
    }

    #[test]
    fn the_last_word_of_a_compound_says_what_is_asked_for() {
        for question in ["What is the town tax?", "How much is the water bill?"] {
            assert_eq!(
                analyze(question).kind.expected,
                AnswerType::Money,
                "{question}"
            );
        }
    }

    #[test]
    fn a_death_toll_is_no_sum() {
        for question in [
            "What was the death toll?",
            "What is the casualty toll of the flood?",
            "How much was the death toll?",
        ] {
            assert_eq!(
                analyze(question).kind.expected,
                AnswerType::Number,
                "{question}"
            );
        }
        let bridge = analyze("What is the bridge toll?");
        assert_eq!(bridge.kind.expected, AnswerType::Money);
    }

    #[test]
    fn what_is_asked_by_name_is_what_the_name_belongs_to() {
        for (question, named) in [
            ("What is the name of the engineer?", "engineer"),
            ("What's the name of the ferry?", "ferry"),
            ("What were the names of the two judges?", "judges"),
            ("name of the landlady", "landlady"),
            ("What is the dog called?", "dog"),
            ("What is the engineer's name?", "engineer"),
        ] {
            let question = analyze(question);
            assert_eq!(question.kind.expected, AnswerType::Name, "{question:?}");
            let focus = question
                .kind
                .focus
                .map(|at| question.words[at].folded.as_str());
            assert_eq!(focus, Some(named));
        }
    }
}
