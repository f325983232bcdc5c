//! Questions that the articles answer, offered while somebody types; typos are forgiven.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::word_likeness::{Letters, alike, alike_spelt};
use crate::article::{Article, ArticleId};
use crate::ingest::sample_questions;
use crate::render::markdown::length;
use crate::store::StoredFact;
use crate::text::function_words::is_function_word;

/// Discord refuses longer choices.
pub const MAX_CHOICE_UTF16: usize = 100;

/// Fewer matching words than this share make no suggestion.
const ENOUGH: f64 = 0.5;

/// Words that every second question has say little about which one is meant.
const WEIGHT_OF_QUESTION_WORDS: f64 = 0.2;

/// Such words.
const QUESTION_WORDS: [&str; 16] = [
    "who", "what", "when", "where", "why", "how", "which", "whose", "was", "were", "are", "did",
    "has", "have", "many", "much",
];

/// Longer questions are cut on the button of a phone.
const MAX_QUESTION_UTF16: usize = 48;

/// How the questions begin that read best when they are made of a fact.
const PLAIN_OPENINGS: [&str; 9] = [
    "Who is",
    "Who was",
    "What is",
    "What was",
    "What does",
    "When was",
    "When did",
    "Where is",
    "Where was",
];

/// What a suggestion is; the first is preferred where several match equally well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A question.
    Question,
    /// The title of an article.
    Title,
}

/// Something that can be asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Suggestion {
    /// What it is.
    pub sort: Sort,
    /// The words to ask with.
    pub words: String,
    /// The article that they were made of.
    pub article: ArticleId,
}

/// All that can be suggested to one server, with the words by which it is found.
#[derive(Debug, Default)]
pub struct Suggestions {
    all: Vec<Suggestion>,
    known: BTreeMap<String, KnownWord>,
    /// Whether each is answered, as far as it was tried.
    answered: Vec<OnceLock<bool>>,
}

/// A word of suggestions.
#[derive(Debug)]
struct KnownWord {
    letters: Letters,
    /// Which suggestions have it.
    places: Vec<usize>,
}

impl Suggestions {
    /// Takes suggestions in, each once.
    pub fn new(found: impl IntoIterator<Item = Suggestion>) -> Self {
        let mut made = Suggestions::default();
        let mut known = BTreeSet::new();
        for one in found {
            let words = words_of(&one.words);
            if length(&one.words) > MAX_CHOICE_UTF16 || !known.insert(words.join(" ")) {
                continue;
            }
            let place = made.all.len();
            for word in BTreeSet::from_iter(words) {
                let letters = Letters::of(&word);
                let places = Vec::new();
                let known = made.known.entry(word);
                let known = known.or_insert(KnownWord { letters, places });
                known.places.push(place);
            }
            made.all.push(one);
            made.answered.push(OnceLock::new());
        }
        made
    }

    /// Takes over what was found out about the same words before.
    pub fn learn_from(&self, before: &Suggestions) {
        let known: BTreeMap<&str, bool> = before
            .all
            .iter()
            .zip(&before.answered)
            .filter_map(|(one, answered)| Some((one.words.as_str(), *answered.get()?)))
            .collect();
        for (one, answered) in self.all.iter().zip(&self.answered) {
            if let Some(verdict) = known.get(one.words.as_str()) {
                // A second verdict would be the same.
                let _ = answered.set(*verdict);
            }
        }
    }

    /// Returns the place of the first one of which nobody knows yet whether it is answered, with its words.
    pub fn untried(&self, from: usize) -> Option<(usize, &str)> {
        let mut rest = self.all.iter().zip(&self.answered).enumerate().skip(from);
        rest.find(|(_, (_, answered))| answered.get().is_none())
            .map(|(place, (one, _))| (place, one.words.as_str()))
    }

    /// Tells what was found out about one of these.
    pub fn verdict(&self, one: &Suggestion) -> Option<bool> {
        self.answered.get(self.place_of(one)?)?.get().copied()
    }

    /// Notes whether one of these is answered.
    pub fn judge_one(&self, one: &Suggestion, answered: bool) {
        if let Some(place) = self.place_of(one) {
            self.judge(place, answered);
        }
    }

    fn place_of(&self, one: &Suggestion) -> Option<usize> {
        self.all.iter().position(|own| std::ptr::eq(own, one))
    }

    /// Notes whether one is answered; those that are not are offered no more.
    pub fn judge(&self, place: usize, answered: bool) {
        if let Some(verdict) = self.answered.get(place) {
            let _ = verdict.set(answered);
        }
    }

    fn is_offered(&self, place: usize) -> bool {
        let verdict = self.answered.get(place).and_then(OnceLock::get);
        verdict.is_none_or(|answered| *answered)
    }

    /// Returns all of one sort, in the order of the articles.
    pub fn of_sort(&self, sort: Sort) -> impl Iterator<Item = &Suggestion> {
        let placed = self.all.iter().enumerate();
        placed
            .filter(move |(place, one)| one.sort == sort && self.is_offered(*place))
            .map(|(_, one)| one)
    }

    /// Returns the suggestions nearest to what was typed, best first; when nothing was, some of each article.
    pub fn nearest(&self, typed: &str, most: usize) -> Vec<&Suggestion> {
        self.nearest_of(typed, most, |_| true)
    }

    /// Returns the same of those that `belongs` lets pass.
    pub fn nearest_of(
        &self,
        typed: &str,
        most: usize,
        belongs: impl Fn(&Suggestion) -> bool,
    ) -> Vec<&Suggestion> {
        let typed = words_of(typed);
        if typed.is_empty() {
            let sort = self.all.iter().map(|one| one.sort).min();
            let first = self.of_sort(sort.unwrap_or(Sort::Title));
            let first: Vec<_> = first.filter(|one| belongs(one)).collect();
            let step = (first.len() / most.max(1)).max(1);
            return first.into_iter().step_by(step).take(most).collect();
        }
        self.best(&typed, most, |_, one| belongs(one))
    }

    /// Returns those of which `belongs` lets pass that have most of the typed words, best first.
    fn best(
        &self,
        typed: &[String],
        most: usize,
        belongs: impl Fn(usize, &Suggestion) -> bool,
    ) -> Vec<&Suggestion> {
        let scores = self.scores(typed);
        let mut scored: Vec<(f64, &Suggestion)> = scores
            .into_iter()
            .filter(|(place, score)| *score >= ENOUGH && self.is_offered(*place))
            .filter_map(|(place, score)| Some((place, score, self.all.get(place)?)))
            .filter(|(place, _, one)| belongs(*place, one))
            .map(|(_, score, one)| (score, one))
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        scored.into_iter().take(most).map(|(_, one)| one).collect()
    }

    /// Returns the suggestions of which `belongs` lets pass those that have every word typed before the last one, which is
    /// still being written. A word that no suggestion has is no reason to offer nothing.
    pub fn completing(
        &self,
        typed: &str,
        most: usize,
        belongs: impl Fn(&Suggestion) -> bool,
    ) -> Vec<&Suggestion> {
        let words = words_of(typed);
        let mut earlier: Vec<BTreeSet<usize>> = Vec::new();
        for word in words
            .iter()
            .rev()
            .skip(1)
            .filter(|word| weight(word) >= 1.0)
        {
            let places = self.scores(std::slice::from_ref(word)).into_keys();
            earlier.push(places.collect());
        }
        earlier.retain(|places| !places.is_empty());
        let has_all = |place: usize| earlier.iter().all(|places| places.contains(&place));
        let found = self.best(&words, most, |place, one| has_all(place) && belongs(one));
        match found.is_empty() {
            true => self.nearest_of(typed, most, belongs),
            false => found,
        }
    }

    /// Tells for each suggestion how much of what was typed stands in it, 0 to 1. Each typed word is compared once with
    /// each known word, however many suggestions have that word.
    fn scores(&self, typed: &[String]) -> BTreeMap<usize, f64> {
        let total: f64 = typed.iter().map(|word| weight(word)).sum();
        let mut scores: BTreeMap<usize, f64> = BTreeMap::new();
        for word in typed {
            let mut best: BTreeMap<usize, f64> = BTreeMap::new();
            let letters = Letters::of(word);
            for (known, of_word) in &self.known {
                let alike = alike_spelt((word, letters), (known, of_word.letters));
                if alike == 0.0 || is_too_short_for(word, known) {
                    continue;
                }
                for place in &of_word.places {
                    let before = best.entry(*place).or_default();
                    *before = before.max(alike);
                }
            }
            for (place, alike) in best {
                *scores.entry(place).or_default() += alike * weight(word) / total;
            }
        }
        scores
    }
}

/// Up to so many letters begin many words, and are like many others.
const FEW_LETTERS: usize = 4;

/// Tells whether what was typed is so short that a known word which it begins, or is like, is meant by chance: "hi" of "him",
/// "pond" of "Poland".
fn is_too_short_for(typed: &str, known: &str) -> bool {
    let letters = typed.chars().count();
    if typed == known || letters > FEW_LETTERS {
        return false;
    }
    match known.starts_with(typed) {
        true => letters < FEW_LETTERS && is_function_word(known),
        // "Fery" is one slip from "ferry".
        false => letters < FEW_LETTERS || strsim::osa_distance(typed, known) > 1,
    }
}

fn weight(word: &str) -> f64 {
    match QUESTION_WORDS.contains(&word) {
        true => WEIGHT_OF_QUESTION_WORDS,
        false => 1.0,
    }
}

/// Makes suggestions of the facts of one article: the questions they make.
pub fn of_article(article: &Article, facts: &[StoredFact]) -> Vec<Suggestion> {
    let mut found = Vec::new();
    let written: BTreeSet<&str> = (article.text.split(|c: char| !c.is_alphanumeric())).collect();
    for stored in facts {
        let Some(sentence) = stored.sentence.of(&article.text) else {
            continue;
        };
        let questions = sample_questions::of_fact(&stored.fact, sentence);
        // "Work on it began in 1904" has a capital that is none of a name.
        let head = sentence.split(|c: char| !c.is_alphanumeric()).next();
        let head = head.unwrap_or_default();
        let lower = head.to_lowercase();
        let is_word = is_function_word(&lower) || written.contains(lower.as_str());
        let names_it = |words: &str| {
            let mut named = names_of(words).filter(|name| !is_word || *name != head);
            named.next().is_some() && !(is_word && words.split(' ').nth(2) == Some(head))
        };
        let questions = questions.into_iter();
        let questions = questions.filter(|words| asks_plainly(words) && names_it(words));
        found.extend(questions.map(|words| Suggestion {
            sort: Sort::Question,
            words,
            article: article.id.clone(),
        }));
    }
    found
}

/// Tells whether a question made of a fact reads as a person would ask it: short, and about something with a name.
pub fn asks_plainly(question: &str) -> bool {
    let words: Vec<&str> = question.trim_end_matches('?').split(' ').collect();
    let opening = words.get(..2).unwrap_or_default().join(" ");
    // A lone name may be a person's: nobody asks what Ada is.
    let lone_name = match words.as_slice() {
        ["What", "is" | "was", name] => !name.chars().skip(1).any(char::is_uppercase),
        _ => false,
    };
    PLAIN_OPENINGS.contains(&opening.as_str())
        && length(question) <= MAX_QUESTION_UTF16
        && names_of(question).next().is_some()
        && is_definite(question)
        && !lone_name
}

/// Returns the words of a question that are written as names, those that open it left out.
fn names_of(question: &str) -> impl Iterator<Item = &str> {
    let about = question.trim_end_matches('?').split(' ').skip(2);
    about.filter(|word| word.starts_with(char::is_uppercase))
}

/// Tells whether what was typed has one of the names of a question that is offered in its place.
pub fn shares_a_name(typed: &str, offered: &str) -> bool {
    let typed = words_of(typed);
    let mut names = names_of(offered).flat_map(words_of);
    // Nothing is being typed any more: a letter or two begin no name.
    let is_meant = |word: &String, name: &str| {
        word == name || word.chars().count() > 2 && alike(word, name) > 0.0
    };
    names.any(|name| typed.iter().any(|word| is_meant(word, &name)))
}

/// Tells whether a question names what it is about: nobody knows which column `When was a column put up?` means, nor
/// which images `Where did images take?`.
fn is_definite(question: &str) -> bool {
    let words: Vec<&str> = question.trim_end_matches('?').split(' ').collect();
    let first = words.get(2).copied().unwrap_or_default();
    let last = words.last().copied().unwrap_or_default();
    // A bare noun and a bare verb.
    if words.len() == 4 && words.get(1) == Some(&"did") && first.starts_with(char::is_lowercase) {
        return false;
    }
    // "The name Anak Krakatau means …" makes no question about a name.
    let of_name = words.get(2..4) == Some(&["the", "name"]);
    let dangles = ["between", "behind", "under", "up", "out", "over", "into"].contains(&last);
    !["a", "an"].contains(&first) && !dangles && !of_name
}

/// Makes a suggestion of a title, for articles whose facts make no question.
pub fn of_title(article: &Article) -> Suggestion {
    Suggestion {
        sort: Sort::Title,
        words: article.metadata.title.clone(),
        article: article.id.clone(),
    }
}

/// Splits into lower-case words without the small change of questions.
pub fn words_of(text: &str) -> Vec<String> {
    let small = [
        "the", "a", "an", "of", "is", "does", "do", "for", "to", "in", "and",
    ];
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !small.contains(word))
        .take(32)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
#[path = "suggestions_tests.rs"]
mod tests;
