//! Questions in messages: a mention, a mention in reply to a message, an ask channel, a direct message.

use std::sync::Arc;
use std::time::Instant;

use serenity::all::{
    ActionRowComponent, ButtonKind, ChannelId, Context, CreateMessage, Mentionable, Message,
    MessageReference, Permissions, UserId,
};

use super::actor::Actor;
use super::app::App;
use super::asking::{self, Asked};
use super::bot::log_send_failure;
use super::commands::ask::{first_sentences, with_note};
use super::commands::server;
use super::conversations::{self, Joined};
use super::courtesies::{Courtesy, points};
use super::guild_settings::GuildSettings;
use super::markup;
use super::message_words::said;
use super::permissions::Action;
use super::replies;
use super::reply::{Reply, nobody};
use super::rest::{Call, RestError};
use super::settings_panel;
use super::state::State;
use super::user_error::UserError;
use crate::errors::ErrorCode;
use crate::question::{analyze, is_small_talk};
use crate::render::card::{Card, Tone};
use crate::store::GuildId;

/// How a message comes to the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Called {
    /// By its name, or in a direct message.
    ByName,
    /// By replying to one of its answers, which pings it by itself.
    ByReply,
    /// Not at all: it stands in an ask channel.
    Overheard,
}

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
        /// What the buttons under the answer that it goes on from stand for.
        earlier: Option<String>,
    },
    /// A word back, since the bot was called without a question.
    Courtesy(Courtesy),
    /// Help, since the message that is meant cannot be read.
    Unreadable,
}

/// A message that may ask for something.
pub struct Heard {
    actor: Actor,
    settings: GuildSettings,
    /// The channel of which the message's channel is a thread.
    parent: Option<u64>,
    wish: Wish,
    called: Called,
}

/// Answers a message if it asks for it.
pub async fn received(app: &Arc<App>, ctx: &Context, message: &Message) {
    // From here on it can be corrected or deleted, however long the answer takes.
    if !may_ask(app, ctx, message) || !app.replies.begin(message, Instant::now()) {
        return;
    }
    let id = message.id.get();
    match answered(app, ctx, message).await {
        Some((sent, joined)) => {
            app.replies.posted(id, sent, joined);
            replies::catch_up(app, ctx, id, 0).await;
        }
        None => app.replies.unanswered(id),
    }
}

/// Answers a message if it asks for it; returns the number of the answer, and what the question goes on from.
async fn answered(
    app: &Arc<App>,
    ctx: &Context,
    message: &Message,
) -> Option<(u64, Option<Joined>)> {
    let heard = match heard(app, ctx, message).await {
        Ok(heard) => heard?,
        Err(error) => {
            error.log("message");
            return None;
        }
    };
    if !app.is_new_message(message.id.get()) {
        return None;
    }
    let (who, called) = (heard.actor.user, heard.called);
    if app.silences.is_in(message.channel_id.get()) {
        // Whoever has not called the bot waits for nothing.
        if called != Called::Overheard {
            tell_of_silence(app, ctx, message).await;
        }
        return None;
    }
    let (reply, joined) = match answer(app, heard, None).await {
        Ok(answer) => answer?,
        Err(error) => {
            error.log("message");
            // Whoever has not called the bot does not hear of its troubles.
            if called == Called::Overheard {
                return None;
            }
            let channel = message.channel_id.get();
            if !error.is_about_question() && !app.limits.may_tell_of_refusal(who, channel) {
                return None;
            }
            (Reply::from(error.card()), None)
        }
    };
    let sent = send(app, ctx, message, &reply).await?;
    Some((sent, joined))
}

/// Tells whether a message may ask for something, as far as that is known without looking anything up. Without the words of
/// messages nothing can be overheard.
fn may_ask(app: &App, ctx: &Context, message: &Message) -> bool {
    let direct = message.guild_id.is_none();
    direct || app.choices.message_content || message.mentions_user_id(ctx.cache.current_user().id)
}

/// Reads what a message asks for; `None` where that is nothing.
pub async fn heard(
    app: &Arc<App>,
    ctx: &Context,
    message: &Message,
) -> Result<Option<Heard>, UserError> {
    let me = ctx.cache.current_user().id;
    let parent = parent_of(ctx, message);
    let actor = actor_of(message);
    let scope = actor.scope();
    let direct = message.guild_id.is_none();
    let mentioned = message.mentions_user_id(me);
    if !may_ask(app, ctx, message) {
        return Ok(None);
    }
    let settings = app.settings_at_hand(scope).await?;
    let listening = !direct && settings.listens_in(message.channel_id.get(), parent);
    if !(mentioned || direct || listening) {
        return Ok(None);
    }
    let called = match () {
        () if direct || names(&message.content, me) => Called::ByName,
        () if mentioned => Called::ByReply,
        () => Called::Overheard,
    };
    let wish = wish_of(message, me, called);
    let heard = Heard {
        actor,
        settings,
        parent,
        wish,
        called,
    };
    Ok((!matches!(heard.wish, Wish::Nothing)).then_some(heard))
}

/// Tells whether the words themselves mention somebody; a reply does so only in what Discord keeps beside them.
fn names(content: &str, who: UserId) -> bool {
    content.contains(&format!("<@{who}>")) || content.contains(&format!("<@!{who}>"))
}

/// Answers what was heard, if it is to be answered; returns what the question goes on from, too. It may correct one that was
/// answered before.
pub async fn answer(
    app: &Arc<App>,
    heard: Heard,
    corrected: Option<Joined>,
) -> Result<Option<(Reply, Option<Joined>)>, UserError> {
    let Heard {
        actor,
        settings,
        parent,
        wish,
        called,
    } = heard;
    let settings = &settings;
    let (who, given) = (actor.clone(), settings.clone());
    app.blocking(move |app| app.permit(Action::Ask, &who, &given, true))
        .await?;
    match wish {
        Wish::Answer { .. } => app.limits.count_question(actor.user, actor.guild)?,
        _ => app.limits.count_command(actor.user)?,
    }
    if !settings.answers_in(actor.channel.get(), parent) {
        // Whoever has not called the bot is not told where it would answer.
        return Ok((called != Called::Overheard).then(|| (elsewhere(settings), None)));
    }
    let (question, before, earlier) = match wish {
        Wish::Answer {
            question,
            before,
            earlier,
        } => (question, before, earlier),
        Wish::Unreadable => return Ok(Some((unreadable(), None))),
        Wish::Courtesy(courtesy) => {
            let card = courtesy.card(actor.guild.is_none());
            return Ok(Some((card.into(), None)));
        }
        Wish::Nothing => return Ok(None),
    };
    let (question, was_cut) = first_sentences(&question);
    let mut asked = Asked::new(question, &actor, settings);
    asked.before = before;
    // A message is answered where everybody reads; only commands have private answers.
    asked.hidden = false;
    let channel = actor.channel;
    let reply = app.ask_in_turn(asked.scope, move |app| {
        if let Some(key) = earlier {
            go_on_from(app, &key, &mut asked)?;
        }
        let joined = conversations::join(app, channel, &mut asked, corrected.as_ref())?;
        let reply = match called {
            Called::Overheard => asking::overheard(app, &asked)?,
            _ => Some(asking::reply(app, &asked)?),
        };
        Ok(reply.map(|reply| (reply, Some(joined))))
    });
    Ok(reply
        .await?
        .map(|(reply, joined)| (with_note(reply, was_cut), joined)))
}

/// Takes over what the buttons under an earlier answer remember of its conversation. Blocks.
fn go_on_from(app: &App, key: &str, asked: &mut Asked) -> Result<(), UserError> {
    if let Some(State::Answer(earlier)) = State::find(key, app, asked.scope)? {
        asked.within = earlier.within;
        asked.before = conversations::continued(earlier.before, earlier.question);
    }
    Ok(())
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
fn wish_of(message: &Message, me: UserId, called: Called) -> Wish {
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

fn unreadable() -> Reply {
    Reply::from(Card::new(
        Tone::Careful,
        "**I cannot see the words of that message.**\nUse *Apps → Find in articles* on it, or write the question with my name.",
    ))
}

fn elsewhere(settings: &GuildSettings) -> Reply {
    if settings.has_lost_answer_channels() {
        return Reply::from(Card::new(
            Tone::Plain,
            "The channels for public answers were deleted; `/ask` answers you alone until an admin picks others in `/settings`.",
        ));
    }
    let channels = settings_panel::named_channels(&settings.answer_channels);
    Reply::from(Card::new(
        Tone::Plain,
        format!("I answer in {channels}; here `/ask` answers you alone."),
    ))
}

/// Sends the answer to a message and returns its number.
async fn send(app: &App, ctx: &Context, message: &Message, reply: &Reply) -> Option<u64> {
    let (server, channel) = (server_of(message), message.channel_id.get());
    let answer = || once(reply.message(), message);
    let mut sent = post(app, server, channel, as_reply(answer(), message)).await;
    // An answer that hangs on no message is better than none.
    if sent.as_ref().is_err_and(|error| error.lacks_history()) {
        sent = post(app, server, channel, answer()).await;
    }
    let error = match sent {
        Ok(sent) => return sent,
        Err(error) => error,
    };
    log_send_failure(error, "an answer to a message");
    if error.is_forbidden() {
        app.silences.begin(server, channel);
        tell_of_silence(app, ctx, message).await;
    }
    None
}

/// Tells whoever asks in a channel in which the bot may not speak why nothing comes, once.
async fn tell_of_silence(app: &App, ctx: &Context, message: &Message) {
    let asker = crate::store::UserId(message.author.id.get());
    if !app.silences.shall_tell(message.channel_id.get(), asker) {
        return;
    }
    // Counted as the server's, so that a server in which much is refused is not told of it by ever more requests.
    if let Err(error) = tell_privately(app, ctx, message).await {
        log_send_failure(error, "word of a missing permission");
    }
}

/// Writes a message in a channel and returns its number; if it is refused, that counts as the server's.
pub async fn post(
    app: &App,
    server: Option<u64>,
    channel: u64,
    message: CreateMessage,
) -> Result<Option<u64>, RestError> {
    let call = written(server, channel, message)?;
    let sent = app.rest.send(call).await?;
    Ok(sent.get("id").and_then(|id| id.as_str()?.parse().ok()))
}

fn written(server: Option<u64>, channel: u64, message: CreateMessage) -> Result<Call, RestError> {
    let body = serde_json::to_value(message).map_err(|_| RestError::Garbled)?;
    Ok(Call::message(channel, body).of_server(server))
}

/// Returns the server in which a message stands.
pub fn server_of(message: &Message) -> Option<u64> {
    message.guild_id.map(serenity::all::GuildId::get)
}

async fn tell_privately(app: &App, ctx: &Context, message: &Message) -> Result<(), RestError> {
    let server = server_of(message);
    let opened = Call::direct_channel(message.author.id.get()).of_server(server);
    let opened = app.rest.send(opened).await?;
    let channel = opened.get("id").and_then(|id| id.as_str()?.parse().ok());
    let channel = channel.ok_or(RestError::Garbled)?;
    let words = missing_permission(ctx, message).message();
    let hint = written(server, channel, words)?.as_courtesy();
    app.rest.send(hint).await.map(drop)
}

/// Ties an answer to its message.
fn as_reply(answer: CreateMessage, message: &Message) -> CreateMessage {
    let reference = MessageReference::from(message).fail_if_not_exists(false);
    answer.reference_message(reference)
}

/// Lets an answer ping nobody; the nonce keeps a repeated request from showing twice.
fn once(answer: CreateMessage, message: &Message) -> CreateMessage {
    answer
        .allowed_mentions(nobody())
        .nonce(serenity::all::Nonce::String(message.id.to_string()))
        .enforce_nonce(true)
}

/// Names what the bot may not do in the message's channel, as far as that is known; else all that it needs.
fn missing_rights(ctx: &Context, message: &Message) -> Vec<&'static str> {
    let rights = || {
        let guild = message.guild_id?.to_guild_cached(&ctx.cache)?;
        let parent = guild
            .threads
            .iter()
            .find(|one| one.id == message.channel_id);
        let channel = parent.map_or(Some(message.channel_id), |thread| thread.parent_id)?;
        let me = guild.members.get(&ctx.cache.current_user().id)?;
        Some(guild.user_permissions_in(guild.channels.get(&channel)?, me))
    };
    let lacking = rights().map_or_else(Vec::new, server::lacking);
    match lacking.is_empty() {
        true => server::NEEDED.map(|(_, name, _)| name).to_vec(),
        false => lacking,
    }
}

fn missing_permission(ctx: &Context, message: &Message) -> Reply {
    Reply::from(
        UserError::new(
            ErrorCode::NotAllowed,
            format!("I may not answer in {}.", message.channel_id.mention()),
            format!(
                "An admin can give me {} there, and look with `/diagnose` for what is missing; `/ask` works without.",
                server::named(&missing_rights(ctx, message))
            ),
        )
        .card(),
    )
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
