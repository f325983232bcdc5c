//! `/help`: what can be asked, with examples that work here and now.

use std::sync::Arc;

use super::{Call, context};
use crate::discord::app::App;
use crate::discord::permissions::Action;
use crate::discord::reply::{Button, Look, Reply};
use crate::discord::snapshot::AtHand;
use crate::discord::state::{ANSWER_SECONDS, State};
use crate::discord::suggestions::{Sort, Suggestion};
use crate::discord::user_error::UserError;
use crate::render::card::{Card, Tone};
use crate::render::notices::grouped;

/// At most this many examples are shown.
const EXAMPLES: usize = 3;

/// How many questions are tried to find one of them.
const TRIED: usize = 15;

/// Shows how to ask.
#[poise::command(slash_command)]
pub async fn help(call: Call<'_>) -> Result<(), UserError> {
    let context = context(&call).await?;
    let scope = context.scope();
    let may = |action| {
        let (actor, settings) = (&context.actor, &context.settings);
        context.app.may(action, actor, settings, true).is_ok()
    };
    let place = HelpContext {
        manages: context.actor.manages(),
        contributes: may(Action::ArticleAdd),
        is_server: context.actor.guild.is_some(),
        reads_messages: context.app.choices.message_content,
    };
    let threshold = context.settings.strictness.threshold();
    let work = context.app.in_turn(move |app| {
        let as_of = app.store.change_number(scope)?;
        let at_hand = app.snapshots.fresh_enough(scope)?;
        let (articles, offered) = match &at_hand {
            // What is still to be read makes no examples; how to ask can be told all the same.
            None => (app.store.list(scope)?.len(), Vec::new()),
            Some(at_hand) => {
                let snapshot = &at_hand.snapshot;
                (snapshot.entries.len(), examples(app, at_hand, threshold)?)
            }
        };
        let state = State::Examples {
            offered: offered.clone(),
        };
        let key = state.keep_if_possible(app, scope, as_of, ANSWER_SECONDS);
        let buttons = key.map_or_else(Vec::new, |key| example_buttons(&key, &offered));
        let card = explain(articles, place, !buttons.is_empty());
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
fn examples(app: &App, at_hand: &AtHand, threshold: Option<f32>) -> Result<Vec<String>, UserError> {
    let snapshot = &at_hand.snapshot;
    let gone = match at_hand.is_stale {
        true => snapshot.outdated(app.store.as_ref())?,
        false => Arc::default(),
    };
    let questions = snapshot.suggestions.of_sort(Sort::Question);
    let known: Vec<&Suggestion> = questions
        .filter(|question| !gone.contains(&question.article))
        .collect();
    let part = known.len().div_ceil(EXAMPLES).max(1);
    let mut picked: Vec<String> = Vec::new();
    for of_some_articles in known.chunks(part) {
        let mut best_first = of_some_articles.to_vec();
        best_first.sort_by_key(|question| {
            let begins_alike = |other: &String| first_word(other) == first_word(&question.words);
            picked.iter().any(begins_alike)
        });
        let mut tried = best_first.into_iter().take(TRIED);
        let answered = tried.find(|question| snapshot.answers_suggested(question, threshold));
        picked.extend(answered.map(|question| question.words.clone()));
    }
    Ok(picked)
}

fn first_word(question: &str) -> &str {
    question.split(' ').next().unwrap_or_default()
}

/// What is possible where help is asked for.
#[derive(Debug, Clone, Copy)]
struct HelpContext {
    /// Whether whoever asks may run the server.
    manages: bool,
    /// Whether whoever asks may add articles.
    contributes: bool,
    /// Whether it is no direct message.
    is_server: bool,
    /// Whether the bot sees the words of messages that do not mention it.
    reads_messages: bool,
}

fn explain(articles: usize, place: HelpContext, has_examples: bool) -> Card {
    let count = match articles {
        0 => "There are no articles here yet.".to_owned(),
        1 => "I have read 1 article.".to_owned(),
        many => format!("I have read {} articles.", grouped(many)),
    };
    let listed = match place.is_server && articles > 0 {
        true => " `/article list` names them.",
        false => "",
    };
    let opening =
        format!("I answer with the very sentence that says it, and its source. {count}{listed}");
    let mut card = Card::new(Tone::Plain, opening).titled("How to ask");
    card.line(match (place.is_server, place.reads_messages) {
        (false, _) => "\n**Ask**\nJust write your question here.",
        (true, true) => "\n**Ask**\n`/ask` with your question, or mention me with it.\nReply to a message and mention me, or use *Apps → Find in articles*: I look for that message.",
        (true, false) => "\n**Ask**\n`/ask` with your question, or mention me with it.\nUse *Apps → Find in articles* on a message: I look for it.",
    });
    if place.contributes {
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
    fn help_names_only_what_works_for_whoever_asks_where_they_ask() {
        let direct = HelpContext {
            manages: false,
            contributes: false,
            is_server: false,
            reads_messages: true,
        };
        let told = |place| explain(3, place, false).body;
        let body = told(direct);
        assert!(body.contains("Just write your question here"), "{body}");
        for of_servers in ["/article", "Apps →", "mention", "/settings"] {
            assert!(!body.contains(of_servers), "{body}");
        }
        let member = HelpContext {
            is_server: true,
            ..direct
        };
        let body = told(member);
        assert!(body.contains("`/article list`"), "{body}");
        assert!(!body.contains("/article add"), "{body}");
        let contributor = HelpContext {
            contributes: true,
            ..member
        };
        let body = told(contributor);
        assert!(body.contains("/article add"), "{body}");
    }
}
