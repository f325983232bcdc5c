//! What a message asks for, if anything: an answer, a word back, help.

use serenity::all::{ActionRowComponent, ButtonKind, Message, UserId};

use super::courtesies::{Courtesy, points};
use super::markup;
use super::message_words::said;
use crate::question::{analyze, is_small_talk};

/// How a message comes to the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Called {
    /// By its name, or in a direct message.
    ByName,
    /// By replying to one of its answers, which pings it by itself.
    ByReply,
    /// Not at all: it stands in an ask channel.
    Overheard,
}

/// What a message asks for.
pub(super) enum Wish {
    /// Nothing: it is talk among people.
    Nothing,
    /// An answer to these words, following on these questions.
    Answer {
        /// The words.
        question: String,
        /// What was asked before.
        before: Vec<String>,
        /// What the buttons under the answer that it goes on from stand for.
        earlier: Option<String>,
    },
    /// A word back, since the bot was called without a question.
    Courtesy(Courtesy),
    /// Help, since the message that is meant cannot be read.
    Unreadable,
}

/// Tells whether the words themselves mention somebody; a reply does so only in what Discord keeps beside them.
pub(super) fn names(content: &str, who: UserId) -> bool {
    content.contains(&format!("<@{who}>")) || content.contains(&format!("<@!{who}>"))
}

/// Reads what a message asks for.
pub(super) fn wish_of(message: &Message, me: UserId, called: Called) -> Wish {
    let words = markup::words_of(&message.content);
    let answered = message.referenced_message.as_deref();
    let own = answered.filter(|earlier| earlier.author.id == me);
    match called {
        Called::Overheard if is_question(&words) => ask(words),
        Called::ByReply if own.is_some() && !goes_on(&words) => Wish::Nothing,
        Called::Overheard => Wish::Nothing,
        // Whoever thanks for an answer wants no other.
        _ if own.is_some() && is_small_talk(&words) => Wish::Nothing,
        _ => match (own, answered) {
            // Going on from an answer of the bot.
            (Some(earlier), _) if !words.is_empty() => {
                let question = earlier.embeds.first().and_then(|card| card.title.clone());
                Wish::Answer {
                    question: words,
                    before: question.map(|q| q.replace('\\', "")).into_iter().collect(),
                    earlier: key_of(earlier),
                }
            }
            (None, Some(earlier)) if points(&words) => match markup::words_of(&said(earlier)) {
                meant if meant.is_empty() => Wish::Unreadable,
                meant => ask(meant),
            },
            (Some(_), _) => Wish::Unreadable,
            _ => match Courtesy::of(&words) {
                Some(courtesy) => Wish::Courtesy(courtesy),
                None if !analyze(&words).asks_something() => Wish::Courtesy(Courtesy::Greeting),
                None => ask(words),
            },
        },
    }
}

fn ask(question: String) -> Wish {
    Wish::Answer {
        question,
        before: Vec::new(),
        earlier: None,
    }
}

/// Returns the key that the buttons of a message carry.
fn key_of(message: &Message) -> Option<String> {
    let buttons = message.components.iter().flat_map(|row| &row.components);
    let mut keys = buttons.filter_map(|button| match button {
        ActionRowComponent::Button(button) => match &button.data {
            ButtonKind::NonLink { custom_id, .. } => Some(custom_id.split_once(':')?.0.to_owned()),
            _ => None,
        },
        _ => None,
    });
    keys.next()
}

/// Tells whether a reply to an answer asks on, and does not only say something about it.
fn goes_on(words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or_default();
    let asks_on = ["and", "or", "but"].contains(&first.to_lowercase().as_str());
    !is_small_talk(words) && (analyze(words).is_put || asks_on)
}

/// Tells whether words in an ask channel are a question to the articles, with or without a question mark.
fn is_question(words: &str) -> bool {
    let question = analyze(words);
    let long_enough = words.split_whitespace().count() >= 2;
    long_enough && question.is_put && question.asks_something() && !is_small_talk(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_on_an_answer_is_no_question() {
        assert!(goes_on("and how long is it"));
        assert!(goes_on("the other canal?"));
        assert!(!goes_on("lol nice"));
        assert!(!goes_on("I don't believe that at all, that is wrong"));
    }

    #[test]
    fn talk_in_an_ask_channel_is_left_alone() {
        assert!(is_question("How long is the bridge"));
        assert!(is_question("the bridge?"));
        assert!(is_question(
            "hey, does anyone know the height of the bridge"
        ));
        assert!(is_question("i was wondering if it was rebuilt"));
        assert!(is_question("tell me who built it pls"));
        assert!(!is_question("nice bridge"));
        assert!(!is_question("have a nice day everyone"));
        assert!(!is_question("hey guys, I like the new bridge"));
        assert!(!is_question("please behave in here"));
        assert!(!is_question("really?"));
        assert!(!is_question("what"));
    }
}
