//! The connection with Discord's gateway, kept within Discord's rules whatever goes wrong on either side.
//!
//! serenity turns events into calls of handlers; it talks to `relay.rs` on this machine. `session.rs` talks to Discord.

pub mod backoff;
pub mod close_codes;
pub mod connect;
pub mod frames;
pub mod relay;
pub mod session;
pub mod session_budget;
pub mod shards;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use serenity::all::Interaction;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::{JoinError, JoinSet};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

pub use close_codes::Fatal;
use connect::Dialer;
use relay::Relay;
use session::Session;
use session_budget::SessionBudget;
use shards::Link;

use super::metrics::Metrics;
use super::rest::{Call, Rest, RestError};
use crate::config::BotToken;

/// How many session starts are held in reserve: the operator may need them for something else.
const RESERVE: u64 = 10;

/// Discord lets one session start in this time, with some leeway.
const BETWEEN_SESSIONS: Duration = Duration::from_millis(5_200);

/// While Discord has few sessions left it is asked again this often: it may give new ones sooner than it said, and the
/// bot shall be back within half a minute of that. Asking starts no session.
const LOOK_AGAIN: Duration = Duration::from_secs(20);

/// While waiting, log at most once per this interval.
const SAY_AGAIN: Duration = Duration::from_secs(600);

/// The longest pause between questions for the gateway's address.
const MAX_PAUSE: Duration = Duration::from_secs(20);

/// The pause when Discord does not even say how many sessions are left.
const SILENT_PAUSE: Duration = Duration::from_secs(10);

/// Where the gateway is and what it allows, as Discord says.
#[derive(Debug, Clone, Deserialize)]
pub struct Advice {
    /// Its address.
    pub url: String,
    /// How many shards Discord recommends.
    pub shards: u32,
    session_start_limit: StartLimit,
}

#[derive(Debug, Clone, Deserialize)]
struct StartLimit {
    remaining: u64,
    reset_after: u64,
    max_concurrency: u32,
}

/// Why the connection with Discord ended for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// Nobody can mend it but the operator.
    #[error(transparent)]
    Fatal(#[from] Fatal),
    /// A bug of ours broke it off.
    #[error("the connection with Discord broke off by a bug; the log has its place")]
    Panicked,
}

/// Why no session may be started now.
enum Hold {
    /// Our own budget of session starts is used up for this long.
    Rationed(Duration),
    /// Another shard has just asked Discord in vain; so long until it may be asked again.
    Asked(Duration),
    /// Discord has few left.
    FewLeft(StartLimit),
    /// Discord does not say.
    Silent(RestError),
}

impl Hold {
    /// Returns how long to wait before looking again.
    fn pause(&self) -> Duration {
        let least = Duration::from_secs(1);
        match self {
            Hold::Rationed(wait) | Hold::Asked(wait) => *wait,
            Hold::FewLeft(limit) => {
                Duration::from_millis(limit.reset_after).clamp(least, LOOK_AGAIN)
            }
            Hold::Silent(_) => SILENT_PAUSE,
        }
    }

    fn log(&self, shard: u32) {
        match self {
            Hold::Rationed(wait) => tracing::error!(
                shard,
                wait_s = wait.as_secs(),
                "so many sessions were started lately that Discord could take the token away; waiting"
            ),
            // The shard that asked has said so.
            Hold::Asked(_) => {}
            Hold::FewLeft(limit) => tracing::error!(
                shard,
                left = limit.remaining,
                reset_s = limit.reset_after / 1_000,
                "Discord lets the bot start only a few more sessions today; waiting until there are new ones"
            ),
            Hold::Silent(error) => tracing::warn!(
                shard,
                cause = %error,
                "unable to ask Discord how many sessions are left"
            ),
        }
    }
}

/// An interaction that nobody could read; it gets an answer all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The application.
    pub application: u64,
    /// The interaction.
    pub interaction: u64,
    /// The right to answer it.
    pub token: String,
}

/// What all shards share.
pub struct Gateway {
    token: BotToken,
    intents: u64,
    dialer: Dialer,
    rest: Arc<Rest>,
    session_budget: SessionBudget,
    metrics: Arc<Metrics>,
    stop: CancellationToken,
    advice: Mutex<Advice>,
    /// When the last session was started, by the group of shards that Discord counts together.
    slots: Mutex<BTreeMap<u32, Arc<tokio::sync::Mutex<Option<Instant>>>>>,
    /// When Discord may be asked again how many sessions are left: one shard asks for all.
    ask_again: tokio::sync::Mutex<Option<Instant>>,
    links: Vec<Arc<Link>>,
    unreadable: UnboundedSender<Unreadable>,
}

/// What a gateway is made of.
pub struct Parts {
    /// The bot's token.
    pub token: BotToken,
    /// The events it asks for.
    pub intents: u64,
    /// Opens connections.
    pub dialer: Dialer,
    /// Asks for the address and the limits.
    pub rest: Arc<Rest>,
    /// Counts sessions across restarts.
    pub session_budget: SessionBudget,
    /// Counts for the operator.
    pub metrics: Arc<Metrics>,
    /// Ends everything.
    pub stop: CancellationToken,
    /// Where interactions go that nobody could read.
    pub unreadable: UnboundedSender<Unreadable>,
}

/// Asks Discord for the gateway's address until it answers; `None` if the bot is told to stop or the token is refused.
pub async fn advice(rest: &Rest, stop: &CancellationToken) -> Option<Advice> {
    let mut pause = Duration::from_secs(1);
    loop {
        match ask_for_advice(rest).await {
            Ok(advice) => return Some(advice),
            Err(_) if rest.token_refused().is_cancelled() => return None,
            Err(error) => tracing::warn!(
                cause = %error,
                wait_s = pause.as_secs(),
                "unable to ask Discord where its gateway is"
            ),
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = stop.cancelled() => return None,
        }
        pause = (pause * 2).min(MAX_PAUSE);
    }
}

async fn ask_for_advice(rest: &Rest) -> Result<Advice, RestError> {
    let said = rest.send(Call::gateway()).await?;
    serde_json::from_value(said).map_err(|_| RestError::Garbled)
}

impl Gateway {
    /// Makes the connections of a range of shards; nothing is opened yet.
    pub fn new(
        parts: Parts,
        advice: Advice,
        shards: std::ops::Range<u32>,
        total: u32,
    ) -> Arc<Self> {
        let links = shards.map(|number| Arc::new(Link::new(number, total)));
        Arc::new(Gateway {
            token: parts.token,
            intents: parts.intents,
            dialer: parts.dialer,
            rest: parts.rest,
            session_budget: parts.session_budget,
            metrics: parts.metrics,
            stop: parts.stop,
            advice: Mutex::new(advice),
            slots: Mutex::default(),
            ask_again: tokio::sync::Mutex::default(),
            links: links.collect(),
            unreadable: parts.unreadable,
        })
    }

    /// Opens the relay for serenity.
    pub async fn relay(&self) -> std::io::Result<Relay> {
        Relay::open(self.links.clone()).await
    }

    /// Keeps all shards connected until the bot is told to stop, or until nobody but the operator can help.
    pub async fn run(self: Arc<Self>) -> Result<(), GatewayError> {
        let mut lives = JoinSet::new();
        for link in &self.links {
            lives.spawn(Session::new(self.clone(), link.clone()).live());
        }
        while let Some(ended) = lives.join_next().await {
            end_of(ended)?;
        }
        Ok(())
    }

    /// Counts the shards that are live, and all of them.
    pub fn live(&self) -> (usize, usize) {
        let live = self.links.iter().filter(|link| link.is_live()).count();
        (live, self.links.len())
    }

    fn note_state(&self) {
        self.metrics.set_connected(self.live().0);
    }

    fn advice(&self) -> Advice {
        self.advice
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Returns where sessions are started.
    fn address(&self) -> String {
        self.advice().url
    }

    /// Waits until a session may be started: by our own budget, and by what Discord has left for the bot.
    async fn may_identify(&self, shard: u32) {
        let mut said_at: Option<Instant> = None;
        while let Some(hold) = self.held_back().await {
            if said_at.is_none_or(|at| at.elapsed() >= SAY_AGAIN) {
                said_at = Some(Instant::now());
                hold.log(shard);
            }
            tokio::time::sleep(hold.pause()).await;
        }
    }

    /// Returns why no session may be started now.
    async fn held_back(&self) -> Option<Hold> {
        if let Some(seconds) = self.session_budget.wait() {
            return Some(Hold::Rationed(Duration::from_secs(seconds.unsigned_abs())));
        }
        let mut ask_again = self.ask_again.lock().await;
        let asked = ask_again.filter(|at| *at > Instant::now());
        if let Some(at) = asked {
            return Some(Hold::Asked(at - Instant::now()));
        }
        let hold = match ask_for_advice(&self.rest).await {
            Ok(advice) => {
                let limit = advice.session_start_limit.clone();
                *self.advice.lock().unwrap_or_else(PoisonError::into_inner) = advice;
                (limit.remaining < RESERVE).then_some(Hold::FewLeft(limit))
            }
            Err(error) => Some(Hold::Silent(error)),
        };
        *ask_again = hold.as_ref().map(|hold| Instant::now() + hold.pause());
        hold
    }

    /// Waits for the turn of a shard to start a session: those of a group start one after another, at the distance Discord
    /// wants. It is waited before a connection is opened, since Discord closes one that is silent for long.
    async fn identify_slot(&self, shard: u32) -> IdentifySlot {
        let group = shard % self.advice().session_start_limit.max_concurrency.max(1);
        let slot = {
            let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
            slots.entry(group).or_default().clone()
        };
        let last_start = slot.lock_owned().await;
        if let Some(last) = *last_start {
            tokio::time::sleep_until(last + BETWEEN_SESSIONS).await;
        }
        IdentifySlot { last_start }
    }

    /// Counts a session that is about to start.
    async fn identifying(self: &Arc<Self>, mut slot: IdentifySlot) {
        *slot.last_start = Some(Instant::now());
        drop(slot);
        self.metrics.count_identify();
        let gateway = self.clone();
        let counted = tokio::task::spawn_blocking(move || gateway.session_budget.spend()).await;
        if counted.is_err() {
            tracing::warn!("unable to count a session");
        }
    }

    /// Hands an event to serenity; an interaction that serenity could not read is answered here.
    fn hand_on(&self, link: &Link, name: &str, mut text: String) {
        match name {
            "INTERACTION_CREATE" if !is_readable(&text) => return self.tell_of(&text),
            "INTERACTION_CREATE" => text = frames::without_borrowed_server(text),
            "READY" => {
                let session = frames::carried(&text);
                let session = session.get("session_id").and_then(|id| id.as_str());
                link.set_session(session.map(str::to_owned));
            }
            _ => {}
        }
        if !link.push(text) {
            self.metrics.count_dropped();
        }
    }

    fn unreadable_frame(&self) {
        self.metrics.count_undecodable();
        tracing::error!("Discord sent something that is no frame; it was dropped");
    }

    fn tell_of(&self, text: &str) {
        self.metrics.count_undecodable();
        tracing::error!("Discord sent an interaction of an unknown form; its sender is told so");
        let said = frames::carried(text);
        let number = |name: &str| said.get(name)?.as_str()?.parse().ok();
        let token = said.get("token").and_then(|token| token.as_str());
        if let (Some(application), Some(interaction), Some(token)) =
            (number("application_id"), number("id"), token)
        {
            let token = token.to_owned();
            // Nobody listens any more only while the bot stops.
            let _ = self.unreadable.send(Unreadable {
                application,
                interaction,
                token,
            });
        }
    }
}

/// The turn of a shard to start a session; the next of its group waits until it has started or given up.
struct IdentifySlot {
    last_start: tokio::sync::OwnedMutexGuard<Option<Instant>>,
}

/// Reads how a task ended; one that panicked has not done its work.
pub fn end_of<E: Into<GatewayError>>(
    ended: Result<Result<(), E>, JoinError>,
) -> Result<(), GatewayError> {
    match ended {
        Ok(ended) => ended.map_err(Into::into),
        Err(_) => Err(GatewayError::Panicked),
    }
}

fn is_readable(text: &str) -> bool {
    #[derive(Deserialize)]
    struct Event {
        #[serde(rename = "d")]
        _interaction: Interaction,
    }
    serde_json::from_str::<Event>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_no_good_end() {
        let told = tokio::spawn(async { Ok::<(), Fatal>(()) }).await;
        assert_eq!(end_of(told), Ok(()));
        let broken = tokio::spawn(async {
            match true {
                true => panic!("a bug"),
                false => Ok::<(), Fatal>(()),
            }
        });
        assert_eq!(end_of(broken.await), Err(GatewayError::Panicked));
    }
}
