//! The answers to messages, so that they follow what becomes of the question: it is corrected, or taken back.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serenity::all::{Context, Message, MessageUpdateEvent};

use super::app::App;
use super::conversations::{self, Joined};
use super::messages;
use super::posting::{log_send_failure, server_of};
use super::responder::as_json;
use super::rest::{Call, RestError};
use crate::store::UserId;

/// A question can be corrected for so long; after that its words are not remembered either.
const CORRECTED: Duration = Duration::from_secs(600);

/// So many messages are remembered that were deleted and are not known: word of the end can overtake that of the message.
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
    /// By the numbers of the messages, which grow with time.
    all: BTreeMap<u64, Answered>,
    gone: VecDeque<u64>,
}

/// A message that has an answer, or is being answered.
#[derive(Debug)]
struct Answered {
    at: Instant,
    /// The message in which the answer stands; nothing while it is on its way.
    reply: Option<u64>,
    channel: u64,
    server: Option<u64>,
    asker: u64,
    /// What it asks, while that can be corrected.
    words: Option<Words>,
    /// How often it was corrected.
    corrections: u32,
    /// Whether somebody is answering it at this moment, who then sees to what was corrected meanwhile.
    in_work: bool,
    /// Whether it was deleted before it had an answer.
    is_gone: bool,
}

/// What a message asks.
#[derive(Debug, Clone)]
struct Words {
    message: Box<Message>,
    /// What it goes on from, once it was answered as a question.
    joined: Option<Joined>,
}

/// What is to be done about a message next.
enum Next {
    /// Its answer goes, as it has gone itself.
    TakeAway,
    /// It is answered again as it reads after so many corrections.
    Answer(Words, u32),
}

impl Replies {
    /// Takes note of a message before it is answered; tells whether it is new, and there.
    pub fn begin(&self, message: &Message, now: Instant) -> bool {
        let mut known = self.lock();
        let id = message.id.get();
        if known.gone.contains(&id) || known.all.contains_key(&id) {
            return false;
        }
        let answered = Answered {
            at: now,
            reply: None,
            channel: message.channel_id.get(),
            server: server_of(message),
            asker: message.author.id.get(),
            words: Some(Words {
                message: Box::new(message.clone()),
                joined: None,
            }),
            corrections: 0,
            in_work: true,
            is_gone: false,
        };
        known.all.insert(id, answered);
        if known.all.len() > MAX_KNOWN {
            known.all.pop_first();
        }
        true
    }

    /// Forgets a message that gets no answer.
    pub fn unanswered(&self, message: u64) {
        self.lock().all.remove(&message);
    }

    /// Takes note of the answer to a message.
    pub fn posted(&self, message: u64, reply: u64, joined: Option<Joined>) {
        if let Some(answered) = self.lock().all.get_mut(&message) {
            answered.reply = Some(reply);
            answered.rejoin(joined);
        }
    }

    /// Forgets the words of all that somebody asked.
    pub fn forget(&self, asker: UserId) {
        for answered in self.lock().all.values_mut() {
            if answered.asker == asker.0 {
                answered.words = None;
            }
        }
    }

    /// Forgets the words of all that cannot be corrected any more.
    pub fn forget_old(&self, now: Instant) {
        for answered in self.lock().all.values_mut() {
            if !answered.can_be_corrected(now) {
                answered.words = None;
            }
        }
    }

    /// Takes note of a correction; returns the number of those before, if whoever tells of it is to answer.
    fn correct(&self, event: &MessageUpdateEvent, now: Instant) -> Option<u32> {
        let mut known = self.lock();
        let answered = known.all.get_mut(&event.id.get())?;
        if !answered.can_be_corrected(now) {
            return None;
        }
        let message = &mut answered.words.as_mut()?.message;
        // Discord tells the same way that it has looked at a link.
        if *event.content.as_ref()? == message.content {
            return None;
        }
        // Two events can overtake each other; the words of the earlier one are not the last.
        if event.edited_timestamp < message.edited_timestamp {
            return None;
        }
        event.apply_to_message(message);
        let before = answered.corrections;
        answered.corrections += 1;
        (!std::mem::replace(&mut answered.in_work, true)).then_some(before)
    }

    /// Returns what is to be done about a message that was answered as it read after so many corrections; where that is
    /// nothing, the work on it has ended.
    fn next(&self, message: u64, corrections: u32) -> Option<Next> {
        let mut known = self.lock();
        let answered = known.all.get_mut(&message)?;
        if answered.is_gone {
            return Some(Next::TakeAway);
        }
        let words = answered.words.as_ref();
        match words.filter(|_| answered.corrections != corrections) {
            Some(words) => Some(Next::Answer(words.clone(), answered.corrections)),
            None => {
                answered.in_work = false;
                None
            }
        }
    }

    /// Takes note of what a message goes on from as it reads after so many corrections; returns where its answer stands,
    /// unless it was corrected again or has gone.
    fn rejoin(
        &self,
        message: u64,
        corrections: u32,
        joined: Option<Joined>,
    ) -> Option<PostedReply> {
        let mut known = self.lock();
        let answered = known.all.get_mut(&message)?;
        answered.rejoin(joined);
        let place = answered.place()?;
        (answered.corrections == corrections).then_some(place)
    }

    /// Tells whether a message was corrected so often and not more.
    fn is_last(&self, message: u64, corrections: u32) -> bool {
        let known = self.lock();
        (known.all.get(&message)).is_some_and(|answered| answered.corrections == corrections)
    }

    /// Takes the answer to a message that is gone; one that is on its way is taken when it is there.
    fn take(&self, message: u64) -> Option<Answered> {
        let mut known = self.lock();
        match known.all.get_mut(&message) {
            Some(answered) if answered.reply.is_none() => answered.is_gone = true,
            Some(_) => return known.all.remove(&message),
            None => known.gone.push_back(message),
        }
        if known.gone.len() > MAX_GONE {
            known.gone.pop_front();
        }
        None
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where an answer stands.
struct PostedReply {
    server: Option<u64>,
    channel: u64,
    reply: u64,
}

impl Answered {
    fn can_be_corrected(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.at) < CORRECTED
    }

    fn rejoin(&mut self, joined: Option<Joined>) {
        if let (Some(words), Some(joined)) = (&mut self.words, joined) {
            words.joined = Some(joined);
        }
    }

    fn place(&self) -> Option<PostedReply> {
        Some(PostedReply {
            server: self.server,
            channel: self.channel,
            reply: self.reply?,
        })
    }
}

/// Answers a corrected question in the answer that it has already, or that is on its way.
pub async fn corrected(app: &Arc<App>, ctx: &Context, event: &MessageUpdateEvent) {
    if let Some(before) = app.replies.correct(event, Instant::now()) {
        catch_up(app, ctx, event.id.get(), before).await;
    }
}

/// Sees to what has become of a message since it was answered as it read after so many corrections.
pub async fn catch_up(app: &Arc<App>, ctx: &Context, message: u64, mut corrections: u32) {
    while let Some(next) = app.replies.next(message, corrections) {
        match next {
            Next::TakeAway => return taken_back(app, message).await,
            Next::Answer(words, number) => {
                corrections = number;
                answer_again(app, ctx, words, number).await;
            }
        }
    }
}

async fn answer_again(app: &Arc<App>, ctx: &Context, words: Words, corrections: u32) {
    let Words { message, joined } = words;
    let id = message.id.get();
    let answered = match messages::heard(app, ctx, &message).await {
        Ok(Some(heard)) => messages::answer(app, heard, joined).await,
        Ok(None) => Ok(None),
        Err(error) => Err(error),
    };
    let (reply, joined) = match answered {
        Ok(Some(answered)) => answered,
        // Nothing is asked any more, and what stands there repeats the words that asked it.
        Ok(None) if app.replies.is_last(id, corrections) => return taken_back(app, id).await,
        Ok(None) => return,
        // What stands there was true of the question before; a refusal says nothing of the new one.
        Err(error) => return error.log("corrected message"),
    };
    let Some(place) = app.replies.rejoin(id, corrections, joined) else {
        return;
    };
    let sent = match as_json(&reply.edit()) {
        Ok(body) => {
            let call = Call::edit_message(place.channel, place.reply, body);
            app.rest.send(call.of_server(place.server)).await
        }
        Err(error) => return error.log("corrected message"),
    };
    gone_or_logged(sent.map(drop), "a corrected answer");
}

/// Takes the answer to a message away that its author, or a moderator, took away: it repeats its words.
pub async fn taken_back(app: &App, message: u64) {
    let Some(answered) = app.replies.take(message) else {
        return;
    };
    let joined = answered
        .words
        .as_ref()
        .and_then(|words| words.joined.as_ref());
    if let Some(joined) = joined {
        conversations::take_back(app, answered.channel, answered.asker, joined);
    }
    let Some(place) = answered.place() else {
        return;
    };
    let call = Call::delete_message(place.channel, place.reply);
    let sent = app.rest.send(call.of_server(place.server)).await;
    gone_or_logged(sent.map(drop), "the end of an answer");
}

/// An answer that somebody has deleted already needs no change.
fn gone_or_logged(sent: Result<(), RestError>, what: &str) {
    match sent {
        Err(RestError::Refused { status: 404, .. }) | Ok(()) => {}
        Err(error) => log_send_failure(error, what),
    }
}
