//! One shard as both sides see it: whether it is live, and the events that wait to be taken.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::Instant;

/// How many events may wait for serenity; more than that means that it has stopped taking them.
const MAX_WAITING: usize = 10_000;

/// What the connection to Discord and the connection to serenity share.
pub struct Link {
    shard: (u32, u32),
    live: AtomicBool,
    live_since: Mutex<Option<Instant>>,
    session: Mutex<Option<String>>,
    events: Sender<String>,
    waiting: tokio::sync::Mutex<Receiver<String>>,
}

impl Link {
    /// Makes the link of one shard of so many.
    pub fn new(number: u32, total: u32) -> Self {
        let (events, waiting) = channel(MAX_WAITING);
        Link {
            shard: (number, total),
            live: AtomicBool::new(false),
            live_since: Mutex::default(),
            session: Mutex::default(),
            events,
            waiting: tokio::sync::Mutex::new(waiting),
        }
    }

    /// Returns the shard's number.
    pub fn number(&self) -> u32 {
        self.shard.0
    }

    /// Returns the shard's number and how many there are.
    pub fn shard(&self) -> (u32, u32) {
        self.shard
    }

    /// Tells whether events come in.
    pub fn is_live(&self) -> bool {
        self.live.load(Ordering::Acquire)
    }

    /// Notes whether events come in.
    pub fn set_live(&self, live: bool) {
        self.live.store(live, Ordering::Release);
        if live {
            let mut since = self
                .live_since
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            *since = Some(Instant::now());
        }
    }

    /// Returns how long the session lived that came up after `began`.
    pub fn lived(&self, began: Instant) -> Duration {
        let since = *self
            .live_since
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        since
            .filter(|since| *since >= began)
            .map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// Hands an event on; false if there is no room.
    pub fn push(&self, event: String) -> bool {
        self.events.try_send(event).is_ok()
    }

    /// Takes the events; one taker at a time.
    pub async fn events(&self) -> tokio::sync::MutexGuard<'_, Receiver<String>> {
        self.waiting.lock().await
    }

    /// Remembers the session's name, by which serenity asks for it again.
    pub fn set_session(&self, session: Option<String>) {
        *self.session.lock().unwrap_or_else(PoisonError::into_inner) = session;
    }

    /// Tells whether the session has this name.
    pub fn is_session(&self, name: &str) -> bool {
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        session.as_deref() == Some(name)
    }
}
