//! The one way to Discord's REST interface: limits, blocks, time limits and second tries in one place, and no secret in any error.

pub mod calls;
pub mod rate_limits;

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use futures::future;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, DATE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use serde_json::Value;
use tokio::sync::{Notify, Semaphore, SemaphorePermit};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

pub use calls::Call;
use calls::{Again, Kind};
use rate_limits::{Admission, Learnt, RateLimits};

use super::metrics::Metrics;
use crate::config::BotToken;
use crate::store::Clock;

/// The version of the interface.
const VERSION: &str = "/api/v10";

/// At most this many requests in the bot's own name are in flight: few, so that few run into a block nobody knows of yet.
const BOT_AT_ONCE: usize = 4;

/// The same for what belongs to interactions, which have people waiting.
const INTERACTIONS_AT_ONCE: usize = 32;

/// A request is tried at most so often when Discord is not well; what ends somebody's waiting, as long as it can.
const MAX_TRIES: u32 = 3;

/// The pause before the second try; each next one waits four times as long, but for the last ones.
const FIRST_PAUSE: Duration = Duration::from_millis(200);

/// The longest pause between tries: so late is an answer at most once Discord is well again.
const MAX_PAUSE: Duration = Duration::from_secs(15);

/// A first response that is not heard of for so long is sent a second time beside the first, which may have gone astray.
const SECOND_TRY_BESIDE: Duration = Duration::from_millis(1_600);

/// A request that waits for another one looks again this often at least.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// So far may the clock of this machine be from Discord's to be called right, in seconds.
const CLOCKS_APART: u64 = 10 * 60;

/// No answer of Discord that the bot reads is larger.
const MAX_ANSWER_BYTES: usize = 4 << 20;

/// Why a request came to nothing. It never holds an address, a token or a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RestError {
    /// Discord said no.
    #[error("Discord answered {status} with code {code}")]
    Refused {
        /// The status.
        status: u16,
        /// Discord's own code.
        code: u64,
    },
    /// Discord could not be reached.
    #[error("Discord could not be reached")]
    Unreachable,
    /// Discord did not answer in time.
    #[error("Discord did not answer in time")]
    Silent,
    /// Discord is not well.
    #[error("Discord answered {0}")]
    Unwell(u16),
    /// It would have to wait longer than it is worth.
    #[error("Discord lets nothing through for {0} s")]
    Blocked(u64),
    /// What Discord answered is not what it documents.
    #[error("Discord's answer was not understood")]
    Garbled,
}

impl RestError {
    /// Tells whether the interaction can never be answered: unknown, too old, or answered by somebody else.
    pub fn is_over(self) -> bool {
        const OVER: [u64; 5] = [
            10_015, /* unknown webhook */
            10_062, /* unknown interaction */
            40_060, /* already acknowledged */
            50_027, /* invalid webhook token */
            10_008, /* unknown message */
        ];
        matches!(self, RestError::Refused { code, .. } if OVER.contains(&code))
    }

    /// Tells whether the bot may not reply to a message since it may not read the channel's history.
    pub fn lacks_history(self) -> bool {
        const CANNOT_REPLY: u64 = 160_002;
        matches!(self, RestError::Refused { code, .. } if code == CANNOT_REPLY)
    }

    /// Tells whether the bot lacks a permission.
    pub fn is_forbidden(self) -> bool {
        matches!(self, RestError::Refused { status: 403, .. })
    }
}

/// The client.
pub struct Rest {
    client: reqwest::Client,
    base: String,
    authorization: HeaderValue,
    limits: Mutex<RateLimits>,
    changed: Notify,
    bot_turns: Semaphore,
    interaction_turns: Semaphore,
    token_refused: CancellationToken,
    /// When everything is given up, once the bot stops.
    end: OnceLock<Instant>,
    ending: CancellationToken,
    /// What time Discord said it was in its last answer, and when that came.
    told_time: Mutex<Option<(i64, Instant)>>,
    metrics: Arc<Metrics>,
}

impl std::fmt::Debug for Rest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Rest(…)")
    }
}

/// What came of one try.
enum Try {
    Done(Value),
    Failed(RestError),
    /// Worth another try once the limits let it through.
    Later(RestError),
    /// Worth another try after a pause.
    Again(RestError),
}

impl Rest {
    /// Makes a client that speaks with `base`, such as `https://discord.com`.
    pub fn new(
        client: reqwest::Client,
        base: &str,
        token: &BotToken,
        metrics: Arc<Metrics>,
    ) -> Self {
        let mut authorization = HeaderValue::try_from(format!("Bot {}", token.expose()))
            .unwrap_or_else(|_| HeaderValue::from_static(""));
        authorization.set_sensitive(true);
        Rest {
            client,
            base: format!("{}{VERSION}", base.trim_end_matches('/')),
            authorization,
            limits: Mutex::default(),
            changed: Notify::new(),
            bot_turns: Semaphore::new(BOT_AT_ONCE),
            interaction_turns: Semaphore::new(INTERACTIONS_AT_ONCE),
            token_refused: CancellationToken::new(),
            end: OnceLock::new(),
            ending: CancellationToken::new(),
            told_time: Mutex::default(),
            metrics,
        }
    }

    /// Returns the figures it counts into.
    pub fn metrics(&self) -> &Arc<Metrics> {
        &self.metrics
    }

    /// Is cancelled once Discord refuses the bot's token: nothing will work until the operator sets a new one.
    pub fn token_refused(&self) -> &CancellationToken {
        &self.token_refused
    }

    /// Gives everything up at that time, and at once what would have to wait for longer.
    pub fn end_at(&self, end: Instant) {
        // Only the first word counts: a bot stops once.
        let _ = self.end.set(end);
        self.ending.cancel();
    }

    /// Is cancelled once the bot stops.
    pub fn ending(&self) -> &CancellationToken {
        &self.ending
    }

    /// Tells whether Discord confirms what the clock of this machine says.
    pub fn clock(&self, now: i64) -> Clock {
        let told = *self.told_time();
        let there = told.and_then(|(time, at)| {
            let since = i64::try_from(at.elapsed().as_secs()).ok()?;
            time.checked_add(since)
        });
        match there {
            Some(there) if now.abs_diff(there) <= CLOCKS_APART => Clock::Confirmed,
            _ => Clock::Alone,
        }
    }

    fn told_time(&self) -> MutexGuard<'_, Option<(i64, Instant)>> {
        (self.told_time.lock()).unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns when a request is given up.
    fn until(&self, call: &Call) -> Instant {
        let end = self.end.get().copied();
        end.map_or(call.until, |end| end.min(call.until))
    }

    /// Waits until then, or until the bot begins to stop, which changes what is worth waiting for.
    async fn wait_until(&self, then: Instant) {
        tokio::select! {
            () = tokio::time::sleep_until(then) => {}
            () = self.ending.cancelled(), if !self.ending.is_cancelled() => {}
        }
    }

    fn limits(&self) -> MutexGuard<'_, RateLimits> {
        self.limits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends a request, waiting for limits and trying again where that is safe and still worth it.
    pub async fn send(&self, call: Call) -> Result<Value, RestError> {
        let mut tries = 0;
        loop {
            let tried = match call.kind {
                Kind::FirstResponse => self.try_side_by_side(&call, &mut tries).await,
                _ => self.try_once(&call).await,
            };
            tries += 1;
            let error = match tried {
                Try::Done(value) => return Ok(value),
                // The first try was heard after all; only its answer was lost.
                Try::Failed(error) if is_echo(&call, tries, error) => return Ok(Value::Null),
                Try::Failed(error) => return Err(error),
                Try::Later(error) => {
                    tries -= 1;
                    match Instant::now() < self.until(&call) {
                        true => continue,
                        false => return Err(error),
                    }
                }
                Try::Again(error) => error,
            };
            let pause = FIRST_PAUSE * 4_u32.saturating_pow((tries - 1).min(MAX_TRIES));
            let next = Instant::now() + pause.min(MAX_PAUSE);
            let is_last = tries >= MAX_TRIES && !call.is_kept_trying();
            if is_last || next >= self.until(&call) {
                return Err(error);
            }
            self.wait_until(next).await;
        }
    }

    /// Tries a first response. Where no answer comes soon, a second try runs beside the first: one of them may have gone
    /// astray, and giving the first one up would lose it where the network is only slow. Discord takes but one of them.
    async fn try_side_by_side(&self, call: &Call, tries: &mut u32) -> Try {
        let mut first = std::pin::pin!(self.try_once(call));
        if let Ok(tried) = tokio::time::timeout(SECOND_TRY_BESIDE, &mut first).await {
            return tried;
        }
        *tries += 1;
        let second = std::pin::pin!(self.try_once(call));
        let (tried, other) = future::select(first, second).await.factor_first();
        match tried {
            Try::Done(_) | Try::Failed(_) => tried,
            Try::Later(_) | Try::Again(_) => other.await,
        }
    }

    async fn try_once(&self, call: &Call) -> Try {
        let _turn = match self.admission(call).await {
            Ok(turn) => turn,
            Err(error) => return Try::Failed(error),
        };
        let in_flight = InFlight { rest: self, call };
        let left = self.until(call).saturating_duration_since(Instant::now());
        let patience = call.one_try.min(left);
        let answered = tokio::time::timeout(patience, self.exchange(call)).await;
        in_flight.landed();
        let read = match answered {
            Ok(Ok(read)) => read,
            // Nothing was sent, so nothing can happen twice.
            Ok(Err(error)) if error.is_connect() => {
                self.lost(call, false);
                return Try::Again(RestError::Unreachable);
            }
            Ok(Err(error)) => return self.lost(call, error.is_timeout()),
            Err(_) => return self.lost(call, true),
        };
        self.judge(call, read)
    }

    fn lost(&self, call: &Call, silent: bool) -> Try {
        let error = if silent {
            RestError::Silent
        } else {
            RestError::Unreachable
        };
        self.limits().came_back(call);
        self.changed.notify_waiters();
        self.metrics.count_request(0);
        match call.again {
            Again::Safe => Try::Again(error),
            Again::Harmful => Try::Failed(error),
        }
    }

    /// Waits for a turn and for the limits; whoever waits for these keeps no turn from others.
    async fn admission(&self, call: &Call) -> Result<SemaphorePermit<'_>, RestError> {
        let turns = match call.kind {
            Kind::Bot => &self.bot_turns,
            _ => &self.interaction_turns,
        };
        loop {
            let until = self.until(call);
            let Ok(Ok(turn)) = tokio::time::timeout_at(until, turns.acquire()).await else {
                return Err(RestError::Silent);
            };
            let (changed, now) = (self.changed.notified(), Instant::now());
            let verdict = self.limits().ask(call, now);
            match verdict {
                Admission::Go => return Ok(turn),
                Admission::Until(open) if open >= self.until(call) => {
                    return Err(RestError::Blocked((open - now).as_secs() + 1));
                }
                _ if now >= self.until(call) => return Err(RestError::Silent),
                _ => drop(turn),
            }
            match verdict {
                // A block may only grow; nothing ends it early.
                Admission::Until(open) => self.wait_until(open).await,
                _ => drop(tokio::time::timeout(LOOK_AGAIN, changed).await),
            }
        }
    }

    async fn exchange(&self, call: &Call) -> Result<Read, reqwest::Error> {
        let mut request = self
            .client
            .request(call.method.clone(), format!("{}{}", self.base, call.path));
        if call.kind == Kind::Bot {
            request = request.header(AUTHORIZATION, self.authorization.clone());
        }
        if let Some(body) = &call.body {
            request = request
                .header(CONTENT_TYPE, "application/json")
                .body(body.to_string());
        }
        Read::of(request.send().await?).await
    }

    /// Takes note of an answer and says what it means.
    fn judge(&self, call: &Call, read: Read) -> Try {
        let status = read.learnt.status;
        self.limits().learn(call, &read.learnt, Instant::now());
        self.changed.notify_waiters();
        self.metrics.count_request(status);
        if status == 401 && call.kind == Kind::Bot && read.learnt.by_discord {
            self.token_refused.cancel();
        }
        if let (200..=299, Some(time)) = (status, read.time) {
            *self.told_time() = Some((time, Instant::now()));
        }
        match status {
            200..=299 => read.body.map_or(Try::Failed(RestError::Garbled), Try::Done),
            429 => Try::Later(RestError::Blocked(
                read.learnt.retry_after.map_or(1, |wait| wait.as_secs() + 1),
            )),
            // A page of the proxy says nothing about the request itself.
            403 if !read.learnt.by_discord => Try::Later(RestError::Unwell(403)),
            500..=599 => match call.again {
                Again::Safe => Try::Again(RestError::Unwell(status)),
                Again::Harmful => Try::Failed(RestError::Unwell(status)),
            },
            _ => {
                let code = read
                    .body
                    .as_ref()
                    .and_then(|body| body.get("code")?.as_u64());
                let code = code.unwrap_or(0);
                Try::Failed(RestError::Refused { status, code })
            }
        }
    }

    /// Counts the answers of the last ten minutes that Discord holds against the bot.
    pub fn invalid_requests(&self) -> usize {
        self.limits().invalid(Instant::now())
    }
}

/// Gives a place within a limit back when a request is dropped halfway.
struct InFlight<'a> {
    rest: &'a Rest,
    call: &'a Call,
}

impl InFlight<'_> {
    fn landed(self) {
        std::mem::forget(self);
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.rest.limits().came_back(self.call);
        self.rest.changed.notify_waiters();
    }
}

/// A second try that Discord calls "already acknowledged" only says that the first one was heard.
fn is_echo(call: &Call, tries: u32, error: RestError) -> bool {
    let acknowledged = matches!(error, RestError::Refused { code: 40_060, .. });
    call.kind == Kind::FirstResponse && tries > 1 && acknowledged
}

/// An answer, read to its end.
struct Read {
    learnt: Learnt,
    /// What time it says it was, in seconds since 1970.
    time: Option<i64>,
    /// Nothing if it is no JSON.
    body: Option<Value>,
}

impl Read {
    async fn of(mut response: Response) -> Result<Self, reqwest::Error> {
        let status = response.status();
        let headers = response.headers().clone();
        let mut bytes = Vec::new();
        while let Some(piece) = response.chunk().await? {
            if bytes.len() + piece.len() > MAX_ANSWER_BYTES {
                bytes.clear();
                break;
            }
            bytes.extend_from_slice(&piece);
        }
        let body = match status == StatusCode::NO_CONTENT || bytes.is_empty() {
            true => Some(Value::Null),
            false => serde_json::from_slice(&bytes).ok(),
        };
        Ok(Read {
            learnt: learnt(status.as_u16(), &headers, body.as_ref()),
            time: time_of(&headers),
            body,
        })
    }
}

/// Reads what an answer says about limits; Discord speaks JSON, the proxy before it HTML.
fn learnt(status: u16, headers: &HeaderMap, body: Option<&Value>) -> Learnt {
    let text = |name: &str| headers.get(name)?.to_str().ok();
    let seconds = |name: &str| text(name)?.parse().ok().and_then(in_seconds);
    let scope = text("x-ratelimit-scope");
    let in_body = body.and_then(|body| body.get("retry_after")?.as_f64());
    let global = body.and_then(|body| body.get("global")?.as_bool());
    Learnt {
        status,
        by_discord: body.is_some_and(|body| body.is_object() || status < 400),
        remaining: text("x-ratelimit-remaining").and_then(|n| n.parse().ok()),
        reset_after: seconds("x-ratelimit-reset-after"),
        retry_after: in_body
            .and_then(in_seconds)
            .or_else(|| seconds(RETRY_AFTER.as_str())),
        global: global == Some(true) || scope == Some("global"),
        shared: scope == Some("shared"),
    }
}

/// Reads when an answer was made.
fn time_of(headers: &HeaderMap) -> Option<i64> {
    let date = headers.get(DATE)?.to_str().ok()?;
    let read = chrono::DateTime::parse_from_rfc2822(date).ok()?;
    Some(read.timestamp())
}

/// Makes a duration of seconds as Discord writes them; nonsense is no duration.
fn in_seconds(seconds: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds).ok()
}
