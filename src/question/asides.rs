//! What is said beside a question: "my seedlings came in limp, when can I feed them?", "… heard it was close".
//!
//! It tells what the question is about, and need not stand in the sentence that answers.

use std::ops::Range;

use super::parsed_question::QuestionWord;
use super::question_words::{begins_yes_or_no, is_question_word};

/// Words that bind a clause to the question behind it: "in 1966, who …", "if it rains, where …".
const BINDING: &str = "about above according across after against along although among apart around as aside at because \
    before behind below beneath beside besides between beyond by considering contrary despite due during except excluding \
    following for from given if in including inside instead into like near of on once opposite other out outside over past \
    per prior regarding regardless since than though through throughout to toward towards under unless unlike until unto \
    up upon versus via when whenever where whereas while with within without";

/// A clause that asks has so many content words at least; with fewer it is a question that was interrupted.
const MIN_ASKING_WORDS: usize = 2;

/// Before a full stop a word of fewer letters may be an abbreviation.
const MIN_LAST_LETTERS: usize = 4;

/// Marks the words that are said beside a question; `asking` is its question word, if it has one. Returns the word that
/// asks: that one, or the one that begins a yes-or-no question behind other words.
pub fn mark(text: &str, words: &mut [QuestionWord], asking: Option<usize>) -> Option<usize> {
    let clauses = clauses(text, words);
    let asking = asking.or_else(|| {
        let mut starts = clauses.iter().map(|clause| clause.words.start);
        starts.find(|at| begins_yes_or_no(words, *at))
    });
    let own = asking.and_then(|asking| {
        clauses
            .iter()
            .position(|clause| clause.words.contains(&asking))
    });
    let (Some(asking), Some(own)) = (asking, own) else {
        return None;
    };
    let asides: Vec<usize> = (clauses.iter().enumerate())
        .filter(|(at, _)| is_aside(words, &clauses, own, asking, *at))
        .flat_map(|(_, clause)| clause.words.clone())
        .collect();
    for at in asides {
        if let Some(word) = words.get_mut(at) {
            word.aside = true;
        }
    }
    Some(asking)
}

/// Tells whether the clause `at` is said beside the clause `own`, in which the word `asking` asks.
fn is_aside(
    words: &[QuestionWord],
    clauses: &[Clause],
    own: usize,
    asking: usize,
    at: usize,
) -> bool {
    let within = |at: usize| {
        let clause = clauses.get(at);
        clause
            .and_then(|clause| words.get(clause.words.clone()))
            .unwrap_or_default()
    };
    let content = within(own).iter().filter(|word| !word.function).count();
    if at == own || content < MIN_ASKING_WORDS {
        return false;
    }
    let between = clauses.get(own.min(at) + 1..=own.max(at));
    let elsewhere = between
        .unwrap_or_default()
        .iter()
        .any(|clause| clause.begins == Begins::Sentence);
    let begins_with_it = (clauses.get(own)).is_some_and(|clause| clause.words.start == asking);
    let binds = |word: &QuestionWord| BINDING.split_whitespace().any(|known| known == word.folded);
    // "Amundsen and Scott, who came first?" names what it is about.
    let names = within(at).iter().any(|word| word.name);
    let before = at < own && begins_with_it && !names && !within(at).first().is_some_and(binds);
    let asks = clauses
        .get(at)
        .is_some_and(|clause| begins_yes_or_no(words, clause.words.start))
        || within(at).iter().any(|word| is_question_word(&word.folded));
    let asks_too = at > own && asks;
    (elsewhere || before) && !asks_too
}

/// What a clause begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begins {
    /// A sentence.
    Sentence,
    /// Nothing: a comma or bracket stands before it.
    Clause,
}

#[derive(Debug)]
struct Clause {
    words: Range<usize>,
    begins: Begins,
}

fn clauses(text: &str, words: &[QuestionWord]) -> Vec<Clause> {
    let mut found = Vec::new();
    let (mut start, mut begins) = (0, Begins::Sentence);
    for (at, pair) in (1..).zip(words.windows(2)) {
        let [before, next] = pair else { continue };
        let gap = text.get(before.span.end..next.span.start);
        let quoted = text.get(..before.span.end).is_some_and(is_open);
        let next_begins = begun_behind(gap.unwrap_or_default(), before);
        let Some(next_begins) = next_begins.filter(|_| !quoted) else {
            continue;
        };
        let words = start..at;
        found.push(Clause { words, begins });
        (start, begins) = (at, next_begins);
    }
    let words = start..words.len();
    found.push(Clause { words, begins });
    found
}

/// Tells whether a text ends inside quotation marks.
fn is_open(text: &str) -> bool {
    let count = |mark: char| text.matches(mark).count();
    count('“') > count('”') || count('"') % 2 == 1
}

/// Tells what begins behind a word, by what is written there.
fn begun_behind(gap: &str, word: &QuestionWord) -> Option<Begins> {
    let full_stop =
        gap.starts_with(". ") && !word.name && word.folded.chars().count() >= MIN_LAST_LETTERS;
    // "Yahoo! Answers" is one name.
    let mark = gap.contains(['?', ';', '…', '—']) || gap.contains('!') && !word.name;
    let mark = mark && gap.contains(char::is_whitespace);
    if full_stop || mark || gap.contains('\n') || gap.contains("... ") {
        Some(Begins::Sentence)
    } else if gap.contains([',', '(', ')']) {
        Some(Begins::Clause)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::analyze::analyze;

    /// Returns the words of a text that are said beside its question.
    fn asides(text: &str) -> Vec<String> {
        let words = analyze(text).words.into_iter();
        words
            .filter(|word| word.aside && !word.function)
            .map(|word| word.folded)
            .collect()
    }

    #[test]
    fn what_leads_up_to_a_question_or_follows_it_is_said_beside_it() {
        assert_eq!(
            asides("my seedlings came in limp, when can i start feeding them"),
            ["seedlings", "came", "limp"]
        );
        assert_eq!(
            asides("what did Amundsen leave at the pole for Scott?? heard it was kinda savage"),
            ["heard", "kinda", "savage"]
        );
        assert_eq!(
            asides("I am short of money, is there any help for members?"),
            ["short", "money"]
        );
    }

    #[test]
    fn what_belongs_to_the_question_is_not() {
        for whole in [
            "In 1966, which country won the cup?",
            "If the ferry is late, when does the bus leave?",
            "What award did Ada Lind, a singer from Orbey, win in 2004?",
            "Which city, the capital of France, held the fair?",
            "Who built the canal? And when did it open?",
            "When did St. Petersburg open its harbour?",
            "canal, opening, ships",
            "Amundsen and Scott, who reached the pole first?",
            "Who built the Suez Canal? Is there a lock on the Panama Canal?",
            "Who said “I came late; the garden was locked by then”?",
            "Who runs Yahoo! Answers for the club?",
        ] {
            assert_eq!(asides(whole), [""; 0], "{whole}");
        }
    }
}
