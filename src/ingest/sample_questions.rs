//! Questions that an article answers, made of its facts and tried on it: only what is really answered is shown.

use std::collections::BTreeSet;

use crate::article::{Article, Outline};
use crate::facts::{self, Fact, FactKind, QualifierKind};
use crate::knowledge::Knowledge;
use crate::question::Ask;
use crate::text::helper_verbs::is_be;
use crate::text::number_words::NUMBER_WORDS;
use crate::text::vectors::WordVectors;
use crate::text::{Span, normalize};

/// At most this many questions are tried; each costs a search.
const TRIED: usize = 60;

/// Names and verbs longer than this make no good question.
const MAX_PART_CHARS: usize = 48;

/// What ends a verb before its time or place, which a question leaves open.
const PREPOSITIONS: [&str; 8] = [
    " in", " on", " at", " from", " since", " until", " by", " near",
];

/// Returns up to `most` questions that the article answers with the sentence they were made of.
pub fn sample_questions(article: &Article, most: usize) -> Vec<String> {
    let knowledge = Knowledge::in_memory(vec![article.clone()]);
    let outline = Outline::of(&article.text);
    let mut asked: BTreeSet<String> = BTreeSet::new();
    let mut found = Vec::new();
    for sentence in &outline.sentences {
        // One question a sentence shows more of the article than three about the same.
        let answered = questions_of(sentence.span, &article.text)
            .into_iter()
            .filter(|question| asked.len() < TRIED && asked.insert(question.clone()))
            .find(|question| answers(&knowledge, question, sentence.span));
        found.extend(answered);
        if found.len() >= most || asked.len() >= TRIED {
            break;
        }
    }
    found
}

fn answers(knowledge: &Knowledge, question: &str, sentence: Span) -> bool {
    let Ok(answer) = knowledge.ask(&Ask::new(question)) else {
        return false;
    };
    let cited = answer
        .citations
        .first()
        .map(|first| Span::new(first.start, first.end));
    answer.answered && cited.is_some_and(|cited| cited.overlaps(sentence))
}

fn questions_of(sentence: Span, text: &str) -> Vec<String> {
    let words = sentence.of(text).unwrap_or_default();
    facts::extract(words)
        .iter()
        .flat_map(|fact| of_fact(fact, words))
        .collect()
}

/// Turns a fact of a sentence into questions; nothing tells whether an engine answers them.
pub fn of_fact(fact: &Fact, sentence: &str) -> Vec<String> {
    let part = |span: Option<Span>| span.and_then(|span| span.of(sentence)).and_then(part);
    let (Some(subject), object) = (part(fact.subject), part(fact.object)) else {
        return Vec::new();
    };
    let relation = part(fact.relation).unwrap_or_default();
    match fact.kind {
        FactKind::Alias => [Some(subject), object]
            .into_iter()
            .flatten()
            .find(|name| is_abbreviation(name))
            .map(|short| format!("What does {short} stand for?"))
            .into_iter()
            .collect(),
        // A name in full may be a person's or a place's; one cannot tell whether to ask who or what.
        FactKind::Definition if is_thing(subject) && !is_full_name(subject) => {
            let verb = relation.split(' ').next().unwrap_or_default();
            let many = subject.ends_with('s') && ["are", "were"].contains(&verb);
            let verb = if many { "are" } else { "is" };
            vec![format!("What {verb} {}?", inside(subject))]
        }
        FactKind::Role if is_full_name(subject) => {
            let role = object.filter(|role| is_thing(role) && role.starts_with("the "));
            (role.into_iter().chain([subject]))
                .map(|asked| format!("Who is {asked}?"))
                .collect()
        }
        FactKind::Quotation if is_full_name(subject) => vec![format!("What did {subject} say?")],
        // The object of a date is the time itself; what is done to something else at that time, another fact tells.
        FactKind::Date if !is_followed_by_time(fact, sentence) => Vec::new(),
        FactKind::Date => of_qualifiers(fact, subject, relation, None),
        _ => of_qualifiers(fact, subject, relation, object),
    }
}

/// Tells whether the time stands right behind the verb, as in `opened in 1932`.
fn is_followed_by_time(fact: &Fact, sentence: &str) -> bool {
    let (Some(relation), Some(object)) = (fact.relation, fact.object) else {
        return true;
    };
    let between = sentence.get(relation.end..object.start).map(str::trim);
    between.is_some_and(|words| ["", "in", "on", "at", "by", "since", "until"].contains(&words))
}

/// Asks for the time, place or reason of what is stated, and for the person who did it.
fn of_qualifiers(fact: &Fact, subject: &str, relation: &str, object: Option<&str>) -> Vec<String> {
    let has = |kind| {
        fact.qualifiers
            .iter()
            .any(|qualifier| qualifier.kind == kind)
    };
    let asks = [
        (
            has(QualifierKind::Time) || fact.kind == FactKind::Date,
            "When",
        ),
        (
            has(QualifierKind::Place) || fact.kind == FactKind::Place,
            "Where",
        ),
        (fact.kind == FactKind::Cause, "Why"),
    ];
    let denied = has(QualifierKind::Negation);
    let mut questions = Vec::new();
    if let Some(turned) = turned_round(subject, relation, object) {
        let applying = asks.iter().filter(|(applies, _)| *applies);
        questions.extend(applying.map(|(_, word)| format!("{word} {turned}?")));
    }
    let doing = object.filter(|object| {
        is_thing(object) && simple_past(relation).is_some() && !ends_in_preposition(relation)
    });
    let doing = doing.filter(|_| fact.kind != FactKind::Place);
    if let Some(object) = doing.filter(|_| is_full_name(subject) && !denied) {
        questions.push(format!("Who {relation} {}?", inside(object)));
    }
    questions
}

/// Turns `The bridge was opened in 1932` and `The bridge opened in 1932` round: the verb's first word, or `did`, goes
/// before the subject.
fn turned_round(subject: &str, relation: &str, object: Option<&str>) -> Option<String> {
    let subject = inside(subject);
    if let Some(rest) = open_verb(relation, object) {
        let first = relation.split(' ').next().unwrap_or_default();
        return Some(format!("{first} {subject} {rest}"));
    }
    let verb = simple_past(relation)?;
    match object {
        // What follows the preposition is the time or place that is asked for.
        _ if ends_in_preposition(relation) => Some(format!("did {subject} {verb}")),
        Some(object) if is_thing(object) && !has_digit(object) => {
            Some(format!("did {subject} {verb} {}", inside(object)))
        }
        _ => None,
    }
}

fn ends_in_preposition(relation: &str) -> bool {
    PREPOSITIONS.iter().any(|last| relation.ends_with(last))
}

fn has_digit(words: &str) -> bool {
    words.bytes().any(|byte| byte.is_ascii_digit())
}

/// Returns the base of a verb of one word in the past, such as `open` for `opened`.
fn simple_past(relation: &str) -> Option<String> {
    let verb = PREPOSITIONS
        .iter()
        .find_map(|last| relation.strip_suffix(last))
        .unwrap_or(relation);
    if verb.contains(' ') || verb.chars().any(char::is_uppercase) {
        return None;
    }
    if let Some(base) = normalize::irregular_base(verb) {
        return (base != "be").then(|| base.to_owned());
    }
    let bare = verb.strip_suffix("ed")?;
    let known = |word: &str| {
        let vectors = WordVectors::shipped();
        (vectors.row(word)).is_some_and(|row| vectors.word(row) == word)
    };
    let undoubled = || {
        let mut letters = bare.chars().rev();
        (letters.next() == letters.next()).then(|| bare.get(..bare.len() - 1))?
    };
    // After an i the base had a y; only in short words such as "died" the i was its own.
    if let Some(start) = bare.strip_suffix('i').filter(|start| start.len() > 1) {
        return Some(format!("{start}y"));
    }
    let with_e = format!("{bare}e");
    [Some(with_e.as_str()), Some(bare), undoubled()]
        .into_iter()
        .flatten()
        .find(|word| known(word))
        .map(str::to_owned)
}

/// Returns what follows the verb's first word in a question. Something is done to the subject of `was opened`; the others
/// do something, and a question must say to what.
fn open_verb(relation: &str, object: Option<&str>) -> Option<String> {
    let (first, rest) = relation.split_once(' ')?;
    let rest = PREPOSITIONS
        .iter()
        .find_map(|last| rest.strip_suffix(last))
        .unwrap_or(rest);
    let verb = rest.split(' ').next().unwrap_or_default();
    let dangling = [" to", " for", " with", " of", " as"]
        .iter()
        .any(|last| rest.ends_with(last));
    if dangling || verb == "not" {
        return None;
    }
    let done_to = is_be(first) && !verb.ends_with("ing");
    let does = ["will", "has", "have", "can"].contains(&first) || verb.ends_with("ing");
    match object.filter(|object| is_thing(object)) {
        _ if done_to => Some(rest.to_owned()),
        // What follows the preposition is the time or place that is asked for.
        Some(_) if does && ends_in_preposition(relation) => Some(rest.to_owned()),
        Some(object) if does => Some(format!("{rest} {}", inside(object))),
        _ => None,
    }
}

/// Keeps words that can stand in a question.
fn part(words: &str) -> Option<&str> {
    let words = words.trim();
    let short = !words.is_empty() && words.chars().count() <= MAX_PART_CHARS;
    let whole = !words.contains(['?', '"', '\n', '“', '”', '(', ';']);
    let first = words.split_whitespace().next()?.to_lowercase();
    let pronouns = [
        "he", "she", "it", "they", "this", "that", "these", "those", "there", "we", "i", "you",
        "his", "her", "its", "their", "who", "which", "one", "some", "such",
    ];
    let begins = words.starts_with(char::is_alphanumeric);
    (short && whole && begins && !pronouns.contains(&first.as_str())).then_some(words)
}

/// Writes the beginning of a sentence as it stands inside one.
fn inside(words: &str) -> String {
    match words.split_once(' ') {
        Some((first, rest)) if opens_only(first) => format!("{} {rest}", first.to_lowercase()),
        _ => words.to_owned(),
    }
}

/// Tells whether a word has its capital from the beginning of the sentence.
fn opens_only(word: &str) -> bool {
    let lower = word.to_lowercase();
    ["the", "a", "an"].contains(&lower.as_str()) || NUMBER_WORDS.contains(&lower.as_str())
}

/// Tells whether words name a person in full: two to four words, each with a capital.
fn is_full_name(words: &str) -> bool {
    let count = words.split_whitespace().count();
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    (2..=4).contains(&count) && words.split_whitespace().all(capital) && !words.starts_with("The ")
}

/// Tells whether words name one thing: few of them, with a capital or an article before them.
fn is_thing(words: &str) -> bool {
    let few = words.split_whitespace().count() <= 5;
    let first = words.split_whitespace().next().unwrap_or_default();
    let named =
        first.chars().next().is_some_and(char::is_uppercase) || ["the", "a", "an"].contains(&first);
    few && named && !words.contains([',', ':']) && !words.contains(" and ")
}

fn is_abbreviation(name: &str) -> bool {
    let length = name.chars().count();
    let capitals = name.chars().filter(|c| c.is_uppercase()).count();
    (2..=10).contains(&length) && capitals * 2 > length && !name.contains(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_is_asked_in_the_words_of_a_question() {
        let all: Vec<String> = [
            "The Harbour Bridge opened in 1932.",
            "Mira Dahl founded the ferry company in May 1904.",
            "The old quay was built in 1871.",
            "Twelve people have walked on the Moon.",
        ]
        .iter()
        .flat_map(|sentence| {
            facts::extract(sentence)
                .into_iter()
                .flat_map(move |fact| of_fact(&fact, sentence))
        })
        .collect();
        for expected in [
            "When did the Harbour Bridge open?",
            "When did Mira Dahl found the ferry company?",
            "Who founded the ferry company?",
            "When was the old quay built?",
            "Where have twelve people walked?",
        ] {
            assert!(all.iter().any(|own| own == expected), "{expected}: {all:?}");
        }
    }

    #[test]
    fn a_past_form_is_led_back_to_its_base() {
        for (past, base) in [
            ("opened", "open"),
            ("moved in", "move"),
            ("planned", "plan"),
            ("carried", "carry"),
            ("died", "die"),
            ("wrote", "write"),
        ] {
            assert_eq!(simple_past(past).as_deref(), Some(base), "{past}");
        }
        assert_eq!(simple_past("was opened"), None);
    }
}
