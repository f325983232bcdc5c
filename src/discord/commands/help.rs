//! `/help`: what can be asked, with examples that work here and now.

use super::{Call, context};
use crate::discord::permissions::Action;
use crate::discord::reply::{Button, Look, Reply};
use crate::discord::snapshots::Snapshot;
use crate::discord::state::{ANSWER_SECONDS, State};
use crate::discord::suggestions::Sort;
use crate::discord::user_error::UserError;
use crate::render::card::{Card, Tone};
use crate::render::markdown::length;

/// So many examples are shown.
const EXAMPLES: usize = 3;

/// So many questions are tried to find one of them.
const TRIED: usize = 15;

/// Longer ones are cut on the button of a phone.
const MAX_EXAMPLE_UTF16: usize = 48;

/// How the questions begin that read best when they are made of a fact.
const PLAIN_OPENINGS: [&str; 8] = [
    "Who is",
    "Who was",
    "What is",
    "What was",
    "When was",
    "When did",
    "Where is",
    "Where was",
];

/// Shows how to ask.
#[poise::command(slash_command)]
pub async fn help(call: Call<'_>) -> Result<(), UserError> {
    let context = context(&call).await?;
    let scope = context.scope();
    let place = Place {
        manages: context.actor.manages(),
        is_server: context.actor.guild.is_some(),
        reads_messages: context.app.choices.message_content,
    };
    let threshold = context.settings.strictness.threshold();
    let work = context.app.in_turn(move |app| {
        let (snapshot, _) = app.snapshots.current(scope)?;
        let offered = examples(&snapshot, threshold);
        let state = State::Examples {
            offered: offered.clone(),
        };
        let key = state.keep_if_possible(app.store.as_ref(), scope, ANSWER_SECONDS);
        let buttons = key.map_or_else(Vec::new, |key| example_buttons(&key, &offered));
        let card = explain(snapshot.entries.len(), place, !buttons.is_empty());
        // A question is a long label: one a row reads well on a phone.
        let buttons = buttons.into_iter();
        let reply = buttons.fold(Reply::from(card), |reply, b| reply.with_buttons(vec![b]));
        Ok(reply.hidden())
    });
    let reply = context.responder.work(true, work).await?;
    context.responder.reply(reply).await
}

fn example_buttons(key: &str, offered: &[String]) -> Vec<Button> {
    let offered = offered.iter().enumerate();
    let button = |(n, question): (usize, &String)| {
        Button::new(Look::Main, Action::ButtonExample.id_with(key, n), question)
    };
    offered.map(button).collect()
}

/// Picks questions that are answered, spread over all articles: those that ask most plainly, and in different ways.
fn examples(snapshot: &Snapshot, threshold: Option<f32>) -> Vec<String> {
    let known: Vec<&String> = snapshot
        .suggestions
        .of_sort(Sort::Question)
        .map(|suggestion| &suggestion.words)
        .collect();
    let part = known.len().div_ceil(EXAMPLES).max(1);
    let mut picked: Vec<String> = Vec::new();
    for of_some_articles in known.chunks(part) {
        let mut best_first = of_some_articles.to_vec();
        best_first.sort_by_key(|question| {
            let begins_alike = |other: &String| first_word(other) == first_word(question);
            (!asks_plainly(question), picked.iter().any(begins_alike))
        });
        let mut tried = best_first.into_iter().take(TRIED);
        picked.extend(
            tried
                .find(|question| snapshot.answers(question, threshold))
                .cloned(),
        );
    }
    picked
}

fn first_word(question: &str) -> &str {
    question.split(' ').next().unwrap_or_default()
}

/// Tells whether a question made of a fact reads as a person would ask it: short, and about something with a name.
fn asks_plainly(question: &str) -> bool {
    let words: Vec<&str> = question.trim_end_matches('?').split(' ').collect();
    let opening = words.get(..2).unwrap_or_default().join(" ");
    let about = words.get(2..).unwrap_or_default();
    let is_name = |word: &&str| word.starts_with(char::is_uppercase);
    PLAIN_OPENINGS.contains(&opening.as_str())
        && length(question) <= MAX_EXAMPLE_UTF16
        && about.iter().any(is_name)
}

/// What is possible where help is asked for.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Whether whoever asks may run the server.
    manages: bool,
    is_server: bool,
    /// Whether the bot sees the words of messages that do not mention it.
    reads_messages: bool,
}

fn explain(articles: usize, place: Place, has_examples: bool) -> Card {
    let count = match articles {
        0 => "There are no articles here yet.".to_owned(),
        1 => "I have read 1 article.".to_owned(),
        many => format!("I have read {many} articles."),
    };
    let opening = format!("I answer with the very sentence that says it, and its source. {count}");
    let mut card = Card::new(Tone::Plain, opening).titled("How to ask");
    card.line("\n**Ask**\n`/ask` with your question, or mention me with it.");
    card.line(match place.reads_messages {
        true => "Reply to a message and mention me, or use *Apps → Find in articles*: I look for that message.",
        false => "Use *Apps → Find in articles* on a message: I look for it.",
    });
    if place.is_server {
        card.line("\n**Add**\n`/article add` with a link, a file or pasted text, or *Apps → Save as article*.");
    }
    if place.manages {
        card.line("\n**Run**\n`/settings` · `/dataset` · `/diagnose`\n*Review* in `/settings` shows open questions, votes and who changed what; `/article history` leads back to an earlier version.");
    }
    card.line("\n**Privacy**\n`/privacy` says what is kept, shows yours, and forgets it.");
    if has_examples {
        card.line("\nTry one:");
    }
    card
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_names_what_it_asks_about() {
        for good in ["Who is Anna Berg?", "When was the Harbour Bridge built?"] {
            assert!(asks_plainly(good), "{good}");
        }
        for poor in [
            "Where did images take?",
            "Where have Twelve people walked the Moon?",
            "When did the French mining engineer Albert Mathieu draw a tunnel?",
            "What",
        ] {
            assert!(!asks_plainly(poor), "{poor}");
        }
    }
}
