//! The answers to messages, so that they follow what becomes of the question: it is corrected, or taken back.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serenity::all::{Context, Message, MessageUpdateEvent};

use super::app::App;
use super::bot::log_send_failure;
use super::conversations;
use super::messages::{self, server_of};
use super::responder::as_json;
use super::rest::{Call, RestError};
use crate::store::UserId;

/// A question can be corrected for so long; after that its words are not remembered either.
const CORRECTED: Duration = Duration::from_secs(600);

/// So many messages are remembered that were deleted without an answer: one may be on its way.
const MAX_GONE: usize = 256;

/// At most so many answers are known by their numbers.
const MAX_KNOWN: usize = 4_096;

/// The answers of the last while, by the messages that they answer.
#[derive(Debug, Default)]
pub struct Replies {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    all: BTreeMap<u64, Answered>,
    order: VecDeque<u64>,
    gone: VecDeque<u64>,
}

/// An answer.
#[derive(Debug, Clone)]
struct Answered {
    at: Instant,
    /// The message in which it stands.
    reply: u64,
    channel: u64,
    server: Option<u64>,
    asker: u64,
    /// What it answers, while that can be corrected.
    message: Option<Box<Message>>,
}

impl Replies {
    /// Takes note of an answer; tells whether its question is still there.
    pub fn note(&self, message: &Message, reply: u64, now: Instant) -> bool {
        let mut known = self.lock();
        for answered in known.all.values_mut() {
            if now.saturating_duration_since(answered.at) >= CORRECTED {
                answered.message = None;
            }
        }
        let id = message.id.get();
        let answered = Answered {
            at: now,
            reply,
            channel: message.channel_id.get(),
            server: server_of(message),
            asker: message.author.id.get(),
            message: Some(Box::new(message.clone())),
        };
        if known.all.insert(id, answered).is_none() {
            known.order.push_back(id);
        }
        if known.order.len() > MAX_KNOWN
            && let Some(oldest) = known.order.pop_front()
        {
            known.all.remove(&oldest);
        }
        !known.gone.contains(&id)
    }

    /// Forgets the words of all that somebody asked.
    pub fn forget(&self, asker: UserId) {
        for answered in self.lock().all.values_mut() {
            if answered.asker == asker.0 {
                answered.message = None;
            }
        }
    }

    /// Returns the answer to a message, and the message if it can still be corrected.
    fn find(&self, message: u64, now: Instant) -> Option<Answered> {
        let mut found = self.lock().all.get(&message).cloned()?;
        if now.saturating_duration_since(found.at) >= CORRECTED {
            found.message = None;
        }
        Some(found)
    }

    /// Takes the answer to a message that is gone.
    fn take(&self, message: u64) -> Option<Answered> {
        let mut known = self.lock();
        let taken = known.all.remove(&message);
        match taken.is_some() {
            true => known.order.retain(|id| *id != message),
            false => known.gone.push_back(message),
        }
        if known.gone.len() > MAX_GONE {
            known.gone.pop_front();
        }
        taken
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Answers a corrected question in the answer that it has already.
pub async fn corrected(app: &Arc<App>, ctx: &Context, event: &MessageUpdateEvent) {
    let now = Instant::now();
    let Some(answered) = app.replies.find(event.id.get(), now) else {
        return;
    };
    let Some(before) = answered.message else {
        return;
    };
    // Discord tells the same way that it has looked at a link.
    if event
        .content
        .as_ref()
        .is_none_or(|words| *words == before.content)
    {
        return;
    }
    let mut message = (*before).clone();
    event.apply_to_message(&mut message);
    let Some(heard) = messages::heard(app, ctx, &message).await else {
        return;
    };
    conversations::take_back(app, &before);
    let reply = match messages::answer(app, heard).await {
        Ok(Some(reply)) => reply,
        Ok(None) => return,
        // What stands there was true of the question before; a refusal says nothing of the new one.
        Err(error) => return error.log("corrected message"),
    };
    let sent = match as_json(&reply.edit()) {
        Ok(body) => {
            let call = Call::edit_message(answered.channel, answered.reply, body);
            app.rest.send(call.of_server(answered.server)).await
        }
        Err(error) => return error.log("corrected message"),
    };
    app.replies.note(&message, answered.reply, now);
    gone_or_logged(sent.map(drop), "a corrected answer");
}

/// Takes the answer to a message away that its author, or a moderator, took away: it repeats its words.
pub async fn taken_back(app: &App, message: u64) {
    let Some(answered) = app.replies.take(message) else {
        return;
    };
    if let Some(message) = &answered.message {
        conversations::take_back(app, message);
    }
    let call = Call::delete_message(answered.channel, answered.reply);
    let sent = app.rest.send(call.of_server(answered.server)).await;
    gone_or_logged(sent.map(drop), "the end of an answer");
}

/// An answer that somebody has deleted already needs no change.
fn gone_or_logged(sent: Result<(), RestError>, what: &str) {
    match sent {
        Err(RestError::Refused { status: 404, .. }) | Ok(()) => {}
        Err(error) => log_send_failure(error, what),
    }
}
