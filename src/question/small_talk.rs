//! Messages that greet, thank, praise or agree, and ask nothing.

use crate::text::function_words::is_function_word;
use crate::text::{normalize, words};

use super::filler::is_talk;
use super::question_words::{begins_question, is_question_word};
use crate::text::helper_verbs::begins_yes_or_no;

/// Praise and assent. Unlike the words of talk, they say something as soon as anything stands beside them: "the great
/// fire", "a cool place".
const PRAISE: &str = "ah aha amazing awesome brilliant bye cool damn excellent fab fantastic gotcha goodbye great hooray interesting \
    neat nice noted np oh omg ooh perfect rofl roger splendid super sweet thnx tyvm understood wonderful wow yay yep yup";

/// What is said as a whole: none of its words is small talk by itself. An apostrophe may be left out.
const SAYINGS: [&str; 24] = [
    "fair enough",
    "fair point",
    "good bot",
    "good one",
    "good stuff",
    "good work",
    "got it",
    "great job",
    "great work",
    "how are you",
    "how is it going",
    "i see",
    "makes sense",
    "never mind",
    "nevermind",
    "nice job",
    "nice one",
    "nice work",
    "no problem",
    "no worries",
    "see you",
    "well done",
    "what up",
    "whats up",
];

/// Words that open a conversation.
const GREETINGS: [&str; 8] = [
    "greetings",
    "hello",
    "hey",
    "heya",
    "hi",
    "hiya",
    "howdy",
    "hullo",
];

/// Tells whether small talk is a greeting.
pub fn greets(text: &str) -> bool {
    let first = words::words(text)
        .next()
        .map(|word| word.text.to_lowercase());
    first.is_some_and(|first| GREETINGS.contains(&first.as_str()))
}

/// Tells whether a message greets, thanks, praises or agrees, and asks nothing.
pub fn is_small_talk(text: &str) -> bool {
    let folded: Vec<String> = words::words(text)
        .map(|word| normalize::fold(&word.text.to_lowercase()))
        .collect();
    // "Is it sweet?", "can I see it?" ask; "how are you?" does not.
    let asks = folded
        .first()
        .is_some_and(|first| begins_question(first) || begins_yes_or_no(first));
    let greets = SAYINGS
        .iter()
        .any(|saying| length_at(&folded, 0, saying).is_some());
    if asks && !greets {
        return false;
    }
    // "And Nice?" names a place.
    let joins = folded
        .first()
        .is_some_and(|first| matches!(first.as_str(), "and" | "or"));
    let (said, rest) = without_sayings(&folded);
    let praise = |word: &str| !joins && PRAISE.split(' ').any(|praise| praise == word);
    let talk = |word: &str| is_talk(word) || praise(word);
    (said || rest.iter().any(|word| talk(word)))
        && (rest.iter()).all(|word| talk(word) || is_function_word(word) && !is_question_word(word))
}

/// Takes the sayings away; tells whether there was one.
fn without_sayings(words: &[String]) -> (bool, Vec<&str>) {
    let mut rest = Vec::with_capacity(words.len());
    let mut at = 0;
    while let Some(word) = words.get(at) {
        match SAYINGS
            .iter()
            .find_map(|saying| length_at(words, at, saying))
        {
            Some(length) => at += length,
            None => {
                rest.push(word.as_str());
                at += 1;
            }
        }
    }
    (rest.len() < words.len(), rest)
}

/// Returns how many words a saying has that stands at a place.
fn length_at(words: &[String], at: usize, saying: &str) -> Option<usize> {
    let length = saying.split(' ').count();
    let there = words.get(at..at + length)?.iter();
    let is_same = |(word, said): (&String, &str)| {
        word.chars()
            .filter(|c| c.is_alphanumeric())
            .eq(said.chars())
    };
    there.zip(saying.split(' ')).all(is_same).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::is_small_talk;

    #[test]
    fn thanks_greetings_praise_and_assent_alone_ask_nothing() {
        for talk in [
            "Thanks!",
            "ok thanks!",
            "ok thank you so much",
            "ok thx",
            "hi",
            "hi there",
            "yes",
            "lol",
            "lol ok",
            "nice one",
            "cool",
            "great",
            "Great, thanks a lot!",
            "got it",
            "ah ok, got it",
            "that makes sense",
            "good bot",
            "i see",
            "What's up?",
            "how are you?",
        ] {
            assert!(is_small_talk(talk), "{talk}");
        }
    }

    #[test]
    fn what_asks_something_is_no_small_talk() {
        for question in [
            "What?",
            "thanks, and how deep is it?",
            "the bridge",
            "great fire",
            "the great fire of london",
            "cool places to stay",
            "good bottles",
            "who got it",
            "nice weather",
            "how are you made",
            "which one",
            "is it one",
            "is it sweet?",
            "can i see it?",
            "has he got it?",
            "does he understand?",
            "and Nice?",
            "",
            "?",
        ] {
            assert!(!is_small_talk(question), "{question}");
        }
    }
}
