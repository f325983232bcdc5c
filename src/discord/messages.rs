//! Questions in messages: a mention, a mention in reply to a message, an ask channel, a direct message.

use std::sync::Arc;
use std::time::Instant;

use serenity::all::{
    ChannelId, Context, CreateMessage, Mentionable, Message, MessageReference, Permissions,
};

use super::actor::Actor;
use super::app::App;
use super::asking::{self, Asked};
use super::commands::ask::{first_sentences, with_note};
use super::commands::server;
use super::conversations::{self, Joined};
use super::guild_settings::GuildSettings;
use super::message_wish::{Called, Wish, names, wish_of};
use super::permissions::Action;
use super::posting::{log_send_failure, post, server_of, written};
use super::replies;
use super::reply::{Reply, nobody};
use super::rest::{Call, RestError};
use super::settings_panel;
use super::state::State;
use super::user_error::UserError;
use crate::errors::ErrorCode;
use crate::render::card::{Card, Tone};
use crate::store::GuildId;

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
        asked.lately = earlier.told_of;
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
