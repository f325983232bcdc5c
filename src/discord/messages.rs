//! Questions in messages: a mention, a mention in reply to a message, an ask channel, a direct message.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serenity::all::{
    ChannelId, Context, CreateMessage, Mentionable, Message, MessageReference, Permissions, UserId,
};

use super::actor::Actor;
use super::app::App;
use super::asking::{self, Asked};
use super::bot::unsent;
use super::commands::ask::first_sentences;
use super::guild_settings::GuildSettings;
use super::markup;
use super::reply::{Reply, nobody};
use super::rest::{Call, RestError};
use super::trouble::Trouble;
use crate::question::is_small_talk;
use crate::render::card::{Card, Tone};
use crate::store::GuildId;

/// A channel in which the bot may not speak is left alone for so long.
const SILENCE: Duration = Duration::from_secs(600);

/// Question words by which an ask channel knows a question without a question mark.
const QUESTION_WORDS: [&str; 14] = [
    "who", "what", "when", "where", "why", "how", "which", "whose", "is", "are", "did", "does",
    "was", "were",
];

/// What a message asks for.
enum Wish {
    /// Nothing: it is talk among people.
    Nothing,
    /// An answer to these words, following on these questions.
    Answer {
        /// The words.
        question: String,
        /// What was asked before.
        before: Vec<String>,
    },
    /// Help, since the bot was called without a question.
    Help,
    /// Help, since the message that is meant cannot be read.
    Unreadable,
}

/// Answers a message if it asks for it.
pub async fn received(app: &Arc<App>, ctx: &Context, message: &Message) {
    let me = ctx.cache.current_user().id;
    let parent = parent_of(ctx, message);
    let actor = actor_of(message);
    let scope = actor.scope();
    let direct = message.guild_id.is_none();
    let mentioned = message.mentions_user_id(me);
    let settings = match app.blocking(move |app| app.settings(scope)).await {
        Ok(settings) => settings,
        Err(trouble) => return trouble.log("message"),
    };
    let listening = !direct && settings.listens_in(message.channel_id.get(), parent);
    if !(mentioned || direct || listening) || app.is_silent_in(message.channel_id.get()) {
        return;
    }
    let wish = wish_of(message, me, mentioned || direct);
    if matches!(wish, Wish::Nothing) {
        return;
    }
    let reply = match answer(app, actor, &settings, parent, wish).await {
        Ok(reply) => reply,
        Err(trouble) => {
            trouble.log("message");
            Reply::from(trouble.card())
        }
    };
    send(app, message, &reply).await;
}

async fn answer(
    app: &Arc<App>,
    actor: Actor,
    settings: &GuildSettings,
    parent: Option<u64>,
    wish: Wish,
) -> Result<Reply, Trouble> {
    let (who, given) = (actor.clone(), settings.clone());
    app.blocking(move |app| app.permit("ask", &who, &given, true))
        .await?;
    app.limits.count_question(actor.user, actor.guild)?;
    if !settings.answers_in(actor.channel.get(), parent) {
        return Ok(elsewhere(settings));
    }
    let (question, before) = match wish {
        Wish::Answer { question, before } => (question, before),
        Wish::Unreadable => return Ok(unreadable()),
        _ => return Ok(greeting()),
    };
    let (question, was_cut) = first_sentences(&question);
    let mut asked = Asked::new(question, &actor, settings);
    asked.before = before;
    // A message is answered where everybody reads; only commands have private answers.
    asked.hidden = false;
    let reply = app.in_turn(move |app| asking::reply(app, &asked)).await?;
    Ok(match was_cut {
        true => reply.with_card(Card::new(
            Tone::Plain,
            "The message is longer than a question can be; I looked for its first sentences.",
        )),
        false => reply,
    })
}

fn actor_of(message: &Message) -> Actor {
    Actor {
        user: crate::store::UserId(message.author.id.get()),
        guild: message.guild_id.and_then(|id| GuildId::new(id.get())),
        channel: message.channel_id,
        permissions: Permissions::empty(),
        roles: message
            .member
            .as_ref()
            .map(|m| m.roles.clone())
            .unwrap_or_default(),
        bot_permissions: Permissions::empty(),
    }
}

/// Returns the channel of which the message's channel is a thread.
fn parent_of(ctx: &Context, message: &Message) -> Option<u64> {
    let guild = message.guild_id?.to_guild_cached(&ctx.cache)?;
    let thread = guild
        .threads
        .iter()
        .find(|thread| thread.id == message.channel_id)?;
    thread.parent_id.map(ChannelId::get)
}

/// Reads what a message asks for.
fn wish_of(message: &Message, me: UserId, called: bool) -> Wish {
    let words = markup::words_of(&message.content);
    let answered = message.referenced_message.as_deref();
    if !called {
        return match is_question(&words) {
            true => ask(words, Vec::new()),
            false => Wish::Nothing,
        };
    }
    match answered {
        // Whoever thanks for an answer wants no other.
        Some(earlier) if earlier.author.id == me && is_small_talk(&words) => Wish::Nothing,
        // Going on from an answer of the bot.
        Some(earlier) if earlier.author.id == me && !words.is_empty() => {
            let question = earlier.embeds.first().and_then(|card| card.title.clone());
            ask(
                words,
                question.map(|q| q.replace('\\', "")).into_iter().collect(),
            )
        }
        Some(earlier) if words.is_empty() => {
            let meant = markup::words_of(&earlier.content);
            match meant.is_empty() {
                true => Wish::Unreadable,
                false => ask(meant, Vec::new()),
            }
        }
        // A reply pings its author; without any words that is no question to the bot.
        _ if words.is_empty() || is_small_talk(&words) => Wish::Help,
        _ => ask(words, Vec::new()),
    }
}

fn ask(question: String, before: Vec<String>) -> Wish {
    Wish::Answer { question, before }
}

/// Tells whether words in an ask channel are a question.
fn is_question(words: &str) -> bool {
    let first = words
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let long_enough = words.split_whitespace().count() >= 3;
    words.contains('?') || (long_enough && QUESTION_WORDS.contains(&first.as_str()))
}

fn greeting() -> Reply {
    Reply::from(Card::new(
        Tone::Plain,
        "Ask me with a question in the same message, or with `/ask`. `/help` shows examples.",
    ))
}

fn unreadable() -> Reply {
    Reply::from(Card::new(
        Tone::Careful,
        "**I cannot see the words of that message.**\nUse *Apps → Find in articles* on it, or write the question with my name.",
    ))
}

fn elsewhere(settings: &GuildSettings) -> Reply {
    let channels = settings
        .answer_channels
        .iter()
        .filter(|id| **id != 0)
        .take(5);
    let channels: Vec<String> = channels
        .map(|id| ChannelId::new(*id).mention().to_string())
        .collect();
    Reply::from(Card::new(
        Tone::Plain,
        format!(
            "I answer in {}; here `/ask` answers you alone.",
            channels.join(", ")
        ),
    ))
}

async fn send(app: &App, message: &Message, reply: &Reply) {
    let channel = message.channel_id.get();
    let sent = post(app, channel, as_reply(reply.message(), message)).await;
    let Err(error) = sent else {
        return;
    };
    unsent(error, "an answer to a message");
    if error.is_forbidden() {
        app.fall_silent_in(channel, Instant::now() + SILENCE);
        if let Err(error) = tell_privately(app, message).await {
            unsent(error, "word of a missing permission");
        }
    }
}

/// Writes a message in a channel.
pub async fn post(app: &App, channel: u64, message: CreateMessage) -> Result<(), RestError> {
    let body = serde_json::to_value(message).map_err(|_| RestError::Garbled)?;
    app.rest.send(Call::message(channel, body)).await.map(drop)
}

async fn tell_privately(app: &App, message: &Message) -> Result<(), RestError> {
    let opened = Call::direct_channel(message.author.id.get());
    let opened = app.rest.send(opened).await?;
    let channel = opened.get("id").and_then(|id| id.as_str()?.parse().ok());
    let channel = channel.ok_or(RestError::Garbled)?;
    post(app, channel, missing_permission(message).message()).await
}

/// Ties an answer to its message, pinging nobody; the nonce keeps a repeated request from showing twice.
fn as_reply(answer: CreateMessage, message: &Message) -> CreateMessage {
    let reference = MessageReference::from(message).fail_if_not_exists(false);
    answer
        .reference_message(reference)
        .allowed_mentions(nobody())
        .nonce(serenity::all::Nonce::String(message.id.to_string()))
        .enforce_nonce(true)
}

fn missing_permission(message: &Message) -> Reply {
    Reply::from(
        Trouble::new(
            "NOT_ALLOWED",
            format!("I may not answer in {}.", message.channel_id.mention()),
            "An admin can give me *View Channel*, *Send Messages* and *Embed Links* there; `/ask` works without.",
        )
        .card(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn talk_in_an_ask_channel_is_left_alone() {
        assert!(is_question("How long is the bridge"));
        assert!(is_question("the bridge?"));
        assert!(!is_question("nice bridge"));
        assert!(!is_question("what"));
    }
}
