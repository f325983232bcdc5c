//! One shard's life at Discord: connect, start or resume a session, hand events on, and after every end wait long enough.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::{FutureExt, SinkExt, StreamExt};
use serde_json::Value;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use super::backoff::{Backoff, STEADY};
use super::close_codes::{self, Fatal};
use super::connect::Socket;
use super::frames::{self, Head};
use super::shards::Link;
use super::{Gateway, IdentifySlot};
use crate::discord::keys::dice;

/// Discord greets within this time or not at all.
const GREETING: Duration = Duration::from_secs(10);

/// After starting or resuming a session, Discord says so within this time.
const WELCOME: Duration = Duration::from_secs(60);

/// A sign of life is answered within this time, or the connection is dead.
const MAX_ACK_WAIT: Duration = Duration::from_secs(15);

/// After so many tries in a row without a greeting, the address at which a session goes on is taken for dead.
const MAX_UNGREETED: u32 = 3;

/// Closes a connection whose session shall go on.
const GOING_ON: u16 = 4900;

/// What is needed to go on with a session.
struct Resume {
    session: String,
    address: String,
    sequence: u64,
}

/// Why a connection ended.
enum End {
    /// The bot was told to stop.
    Stopped,
    /// It could not be opened, broke, or was asked to be opened anew.
    Lost,
    /// Discord closed it.
    Closed(u16),
    /// Discord did not accept the session.
    Invalid,
    /// Nobody can mend it but the operator.
    Fatal(Fatal),
    /// A bug of ours broke it off.
    Panicked,
}

/// Notes that a shard is down once its connection is left, even by a panic.
struct Down {
    gateway: Arc<Gateway>,
    link: Arc<Link>,
}

impl Drop for Down {
    fn drop(&mut self) {
        self.link.set_live(false);
        self.gateway.note_state();
    }
}

/// One shard's life at Discord.
pub struct Session {
    gateway: Arc<Gateway>,
    link: Arc<Link>,
    backoff: Backoff,
    resume: Option<Resume>,
    /// How many tries in a row Discord has not greeted.
    ungreeted: u32,
}

impl Session {
    /// Begins without a session.
    pub fn new(gateway: Arc<Gateway>, link: Arc<Link>) -> Self {
        Session {
            gateway,
            link,
            backoff: Backoff::default(),
            resume: None,
            ungreeted: 0,
        }
    }

    /// Stays connected until the bot is told to stop, or until nobody but the operator can help.
    pub async fn live(mut self) -> Result<(), Fatal> {
        loop {
            let began = Instant::now();
            let down = Down {
                gateway: self.gateway.clone(),
                link: self.link.clone(),
            };
            let end = outlived(self.connection()).await;
            drop(down);
            if self.link.lived(began) >= STEADY {
                self.backoff.reset();
            }
            let mut wait = Duration::ZERO;
            match end {
                End::Stopped => return Ok(()),
                End::Fatal(fatal) => return Err(fatal),
                End::Lost => {}
                End::Panicked => {
                    tracing::error!(shard = self.link.number(), "a shard panicked");
                    // What broke it may lie in the session; a new one is counted and rationed like any other.
                    self.resume = None;
                }
                End::Closed(code) if close_codes::ends_session(code) => self.resume = None,
                End::Closed(_) => {}
                End::Invalid => {
                    wait = Duration::from_secs(1) + Duration::from_secs(4).mul_f64(dice())
                }
            }
            if !self.rest_until(wait).await {
                return Ok(());
            }
        }
    }

    /// Waits before the next try; false when the bot is told to stop meanwhile.
    async fn rest_until(&mut self, at_least: Duration) -> bool {
        let now = Instant::now();
        let next = self.backoff.next(now, self.resume.is_none(), dice());
        let next = next.max(now + at_least);
        tracing::info!(
            shard = self.link.number(),
            resumes = self.resume.is_some(),
            wait_ms = u64::try_from((next - now).as_millis()).unwrap_or(u64::MAX),
            "the connection with Discord ended; connecting anew after a pause"
        );
        tokio::select! {
            () = tokio::time::sleep_until(next) => true,
            () = self.gateway.stop.cancelled() => false,
        }
    }

    /// Opens one connection and stays until it ends.
    async fn connection(&mut self) -> End {
        let stop = self.gateway.stop.clone();
        let mut slot = None;
        if self.resume.is_none() {
            let shard = self.link.number();
            let turn = async {
                // In this order: what is left is looked at when all sessions before this one are counted.
                let slot = self.gateway.identify_slot(shard).await;
                self.gateway.may_identify(shard).await;
                slot
            };
            slot = tokio::select! {
                turn = turn => Some(turn),
                () = stop.cancelled() => return End::Stopped,
            };
        }
        let address = self.address();
        self.ungreeted += 1;
        self.gateway.metrics.count_connection();
        let opened = tokio::select! {
            opened = self.gateway.dialer.open(&address) => opened,
            () = stop.cancelled() => return End::Stopped,
        };
        let Some(mut socket) = opened else {
            return End::Lost;
        };
        let end = tokio::select! {
            end = self.converse(&mut socket, slot) => end,
            () = stop.cancelled() => End::Stopped,
        };
        say_goodbye(&mut socket, &end).await;
        end
    }

    /// Returns where to connect: where the session goes on, unless nobody is there any more. At the gateway's own address it
    /// may go on, too, or Discord says that it is over.
    fn address(&self) -> String {
        let resume = self.resume.as_ref();
        match resume.filter(|_| self.ungreeted < MAX_UNGREETED) {
            Some(resume) => resume.address.clone(),
            None => self.gateway.address(),
        }
    }

    async fn converse(&mut self, socket: &mut Socket, slot: Option<IdentifySlot>) -> End {
        let interval = match greeting(socket).await {
            Ok(interval) => interval,
            Err(end) => return end,
        };
        self.ungreeted = 0;
        if self.introduce(socket, slot).await.is_none() {
            return End::Lost;
        }
        let mut pulse = Pulse::new(interval);
        let welcome_until = Instant::now() + WELCOME;
        loop {
            let beat = pulse.next();
            let frame = tokio::select! {
                frame = socket.next() => frame,
                () = tokio::time::sleep_until(beat) => {
                    match self.beat(socket, &mut pulse).await {
                        Some(()) if self.link.is_live() || Instant::now() < welcome_until => continue,
                        _ => return End::Lost,
                    }
                }
            };
            let text = match frame {
                Some(Ok(Frame::Text(text))) => text,
                Some(Ok(Frame::Close(frame))) => return closed(frame),
                Some(Ok(_)) => continue,
                Some(Err(_)) | None => return End::Lost,
            };
            let Some(head) = frames::head(&text) else {
                self.gateway.unreadable_frame();
                continue;
            };
            if let Some(end) = self.hear(socket, &mut pulse, head, text).await {
                return end;
            }
        }
    }

    /// Starts a session in the slot that was waited for, or goes on with the last one.
    async fn introduce(&mut self, socket: &mut Socket, slot: Option<IdentifySlot>) -> Option<()> {
        let token = self.gateway.token.expose();
        let words = match &self.resume {
            Some(resume) => frames::resume(token, &resume.session, resume.sequence),
            None => {
                self.backoff.identified(Instant::now());
                if let Some(slot) = slot {
                    self.gateway.identifying(slot).await;
                }
                frames::identify(token, self.gateway.intents, self.link.shard())
            }
        };
        socket.send(Frame::Text(words)).await.ok()
    }

    async fn beat(&self, socket: &mut Socket, pulse: &mut Pulse) -> Option<()> {
        if pulse.is_overdue() {
            return None;
        }
        pulse.sent();
        let sequence = self.resume.as_ref().map(|resume| resume.sequence);
        socket
            .send(Frame::Text(frames::heartbeat(sequence)))
            .await
            .ok()
    }

    /// Does what a frame asks for; returns an end if it is one.
    async fn hear(
        &mut self,
        socket: &mut Socket,
        pulse: &mut Pulse,
        head: Head,
        text: String,
    ) -> Option<End> {
        match head.op {
            frames::DISPATCH => self.event(head, text),
            frames::HEARTBEAT => {
                pulse.sent();
                let sequence = self.resume.as_ref().map(|resume| resume.sequence);
                let sent = socket.send(Frame::Text(frames::heartbeat(sequence))).await;
                return sent.is_err().then_some(End::Lost);
            }
            frames::HEARTBEAT_ACK => pulse.answered(),
            frames::RECONNECT => return Some(End::Lost),
            frames::INVALID_SESSION => {
                if frames::carried(&text) != Value::Bool(true) {
                    self.resume = None;
                }
                return Some(End::Invalid);
            }
            _ => {}
        }
        None
    }

    fn event(&mut self, head: Head, text: String) {
        let name = head.t.unwrap_or_default();
        match name.as_str() {
            "READY" => {
                self.resume = resume_of(&text);
                self.up("session started");
            }
            "RESUMED" => {
                self.gateway.metrics.count_resume();
                self.up("session resumed");
            }
            _ => {}
        }
        if let (Some(resume), Some(sequence)) = (&mut self.resume, head.s) {
            resume.sequence = sequence;
        }
        if frames::is_wanted(&name) {
            self.gateway.hand_on(&self.link, &name, text);
        }
    }

    fn up(&mut self, what: &str) {
        self.link.set_live(true);
        self.gateway.note_state();
        tracing::info!(shard = self.link.number(), "{what}");
    }
}

/// Waits for the end of a connection, and takes a panic for one, so that the shard comes back after the usual pause.
async fn outlived(connection: impl Future<Output = End>) -> End {
    let ended = AssertUnwindSafe(connection).catch_unwind().await;
    ended.unwrap_or(End::Panicked)
}

/// Waits for the greeting and returns how often Discord wants a sign of life.
async fn greeting(socket: &mut Socket) -> Result<Duration, End> {
    let heard = tokio::time::timeout(GREETING, async {
        loop {
            match socket.next().await {
                Some(Ok(Frame::Text(text))) => return Ok(text),
                Some(Ok(Frame::Close(frame))) => return Err(closed(frame)),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(End::Lost),
            }
        }
    });
    let text = heard.await.unwrap_or(Err(End::Lost))?;
    let interval = frames::carried(&text);
    let interval = interval.get("heartbeat_interval").and_then(Value::as_u64);
    let is_greeting = frames::head(&text).is_some_and(|head| head.op == frames::HELLO);
    match interval.filter(|_| is_greeting) {
        Some(interval) => Ok(Duration::from_millis(interval.clamp(1_000, 300_000))),
        None => Err(End::Lost),
    }
}

fn resume_of(ready: &str) -> Option<Resume> {
    let ready = frames::carried(ready);
    let text = |name: &str| ready.get(name)?.as_str().map(str::to_owned);
    Some(Resume {
        session: text("session_id")?,
        address: text("resume_gateway_url")?,
        sequence: 0,
    })
}

fn closed(frame: Option<CloseFrame<'_>>) -> End {
    let Some(code) = frame.map(|frame| u16::from(frame.code)) else {
        return End::Lost;
    };
    close_codes::fatal(code).map_or(End::Closed(code), End::Fatal)
}

/// Closes in a way that tells Discord whether the session goes on.
async fn say_goodbye(socket: &mut Socket, end: &End) {
    let code = match end {
        End::Stopped => CloseCode::Normal,
        _ => CloseCode::from(GOING_ON),
    };
    let frame = CloseFrame {
        code,
        reason: "".into(),
    };
    let _ = tokio::time::timeout(Duration::from_secs(1), socket.close(Some(frame))).await;
}

/// When the next sign of life is due, and whether the last one was answered.
struct Pulse {
    interval: Duration,
    due: Instant,
    unanswered_since: Option<Instant>,
}

impl Pulse {
    fn new(interval: Duration) -> Self {
        Pulse {
            interval,
            // All bots that connect anew at once must not send their first sign at once.
            due: Instant::now() + interval.mul_f64(dice()),
            unanswered_since: None,
        }
    }

    fn patience(&self) -> Duration {
        MAX_ACK_WAIT.min(self.interval / 2)
    }

    /// Returns when something has to be done: the next sign, or the end of patience.
    fn next(&self) -> Instant {
        let over = self.unanswered_since.map(|since| since + self.patience());
        over.map_or(self.due, |over| over.min(self.due))
    }

    fn is_overdue(&self) -> bool {
        self.unanswered_since
            .is_some_and(|since| since + self.patience() <= Instant::now())
    }

    fn sent(&mut self) {
        let now = Instant::now();
        self.due = now + self.interval;
        self.unanswered_since.get_or_insert(now);
    }

    fn answered(&mut self) {
        self.unanswered_since = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_an_end_like_any_other() {
        let end = outlived(async { panic!("a bug") }).await;
        assert!(matches!(end, End::Panicked));
        assert!(matches!(outlived(async { End::Lost }).await, End::Lost));
    }
}
