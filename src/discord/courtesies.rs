//! What is said to the bot without asking the articles anything: greetings, thanks, what it can do, which articles there are.

use crate::question::{MAX_QUESTION_CHARS, analyze, is_small_talk};
use crate::render::card::{Card, Tone};
use crate::text::words;

/// Words that only point at another message, or ask whether it can be answered: "can you answer this?", "^ this please".
const POINTING: &str = "a about actually an answer answers any anybody anyone ask asking at by can check confirm correct could do \
    does explain find for have he hello help hey hi him his i idea if in is it know look lookup me message my of ok okay on one \
    please pls plz question read real reply s she someone somebody t tell that the their them these they thing this those \
    thoughts to true u up us with would wrong you your";

/// Thanks, and what belongs to them.
const THANKS: &str = "thank thanks thankyou thx thnx ty tysm tyvm cheers";

/// Names of what the bot has read.
const SHELF: &str = "article articles document documents source sources";

/// What is asked or said about the shelf as a whole, and not about what is in it.
const ABOUT_SHELF: &str = "a all any are available can do does have here how i is know list many me of on please read show the \
    there us what which you your";

/// What is asked of the bot itself, or said to find out whether it is there: "are you a bot?", "how do you work?", "ping".
const ABOUT_BOT: &str = "ai alive ask awake bot human online ping pong real robot work working";

/// Words beside those, none of which names anything that could be looked for.
const BESIDE_BOT: &str = "a an are be can could do does help hey hi how i in is me may of on please should some still the there \
    these things to u what which who you your";

/// What somebody says to the bot who asks the articles nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Courtesy {
    /// A greeting, praise, or words in which nothing can be looked for.
    Greeting,
    /// Thanks.
    Thanks,
    /// Which articles there are.
    Shelf,
    /// What the bot is, and whether it is there.
    Bot,
}

impl Courtesy {
    /// Reads words; `None` where they ask the articles something.
    pub fn of(said: &str) -> Option<Self> {
        if said.chars().count() > MAX_QUESTION_CHARS {
            return None;
        }
        let words = lower(said);
        let has = |list: &str| words.iter().any(|word| is_in(list, word));
        if has(SHELF)
            && words
                .iter()
                .all(|word| is_in(SHELF, word) || is_in(ABOUT_SHELF, word))
        {
            return Some(Courtesy::Shelf);
        }
        // "How does it work?" asks about a thing that was named before.
        let is_of_bot = |word: &String| is_in(ABOUT_BOT, word) || is_in(BESIDE_BOT, word);
        let to_bot = has("you u your i") || words.len() == 1;
        if to_bot && has(ABOUT_BOT) && words.iter().all(is_of_bot) {
            return Some(Courtesy::Bot);
        }
        // "What can you do?" has no word that could be looked for.
        match is_small_talk(said) {
            true if has(THANKS) => Some(Courtesy::Thanks),
            true => Some(Courtesy::Greeting),
            // "Why?" may ask on; without any word it is no talk either.
            false if words.len() < 2 => None,
            false => (!analyze(said).asks_something()).then_some(Courtesy::Greeting),
        }
    }

    /// Returns the reply; `direct` messages need neither a mention nor a command.
    pub fn card(self, direct: bool) -> Card {
        let words = match (self, direct) {
            (Courtesy::Thanks, _) => "You are welcome!",
            (Courtesy::Greeting, true) => {
                "Hello! Just write your question here. `/help` shows examples."
            }
            (Courtesy::Greeting, false) => {
                "Ask me with a question in the same message, or with `/ask`. `/help` shows examples."
            }
            (Courtesy::Bot, true) => {
                "I am here: a bot that answers with sentences of its articles, and says where they stand. Just write your question; `/help` shows examples."
            }
            (Courtesy::Bot, false) => {
                "I am here: a bot that answers with sentences of its articles, and says where they stand. Ask with `/ask`, or mention me; `/help` shows examples."
            }
            (Courtesy::Shelf, true) => {
                "Just write your question here: `/help` says how many articles I have read, and shows examples."
            }
            (Courtesy::Shelf, false) => "`/article list` shows all articles that I have read here.",
        };
        Card::new(Tone::Plain, words)
    }
}

/// Tells whether words in reply to a message only point at it, so that the message is what is asked.
pub fn points(said: &str) -> bool {
    lower(said).iter().all(|word| is_in(POINTING, word))
}

fn lower(said: &str) -> Vec<String> {
    words::words(said)
        .flat_map(|word| {
            let parts = word.text.split(['\'', '’']);
            parts.map(str::to_lowercase).collect::<Vec<_>>()
        })
        .collect()
}

fn is_in(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|one| one == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_point_at_a_message_ask_nothing_themselves() {
        for pointing in [
            "",
            "can you answer this?",
            "is this true?",
            "do you know?",
            "^ this please",
            "any idea?",
            "Could you help him with that one?",
            "that's the question",
        ] {
            assert!(points(pointing), "{pointing}");
        }
        for asking in [
            "who is this?",
            "is this true of Panama?",
            "and how long is it?",
            "what about the canal?",
            "when?",
        ] {
            assert!(!points(asking), "{asking}");
        }
    }

    #[test]
    fn what_is_said_out_of_courtesy_is_told_from_questions() {
        let read = Courtesy::of;
        assert_eq!(read("Thanks"), Some(Courtesy::Thanks));
        assert_eq!(read("ok thank you so much!"), Some(Courtesy::Thanks));
        assert_eq!(read("hello"), Some(Courtesy::Greeting));
        assert_eq!(read("what can you do?"), Some(Courtesy::Greeting));
        for shelf in [
            "which articles do you have?",
            "what articles are there",
            "show me your sources",
            "list all articles",
        ] {
            assert_eq!(read(shelf), Some(Courtesy::Shelf), "{shelf}");
        }
        for of_bot in [
            "are you a bot?",
            "how do you work?",
            "what can I ask?",
            "what can i ask you",
            "Ping",
            "are you still alive?",
        ] {
            assert_eq!(read(of_bot), Some(Courtesy::Bot), "{of_bot}");
        }
        for question in [
            "how does it work?",
            "do you work on sundays?",
            "what is a robot?",
            "how do I ask for a refund?",
            "which articles mention the canal?",
            "how long is the Suez Canal?",
            "thanks, and how deep is it?",
            "",
        ] {
            assert_eq!(read(question), None, "{question}");
        }
    }
}
