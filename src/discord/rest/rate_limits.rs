//! When a request may go out: Discord's limits, its blocks, and a brake on whatever it would hold against the bot.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

use super::calls::{Call, Kind, Worth};

/// Requests in the bot's own name in one second; Discord allows 50.
const A_SECOND: usize = 45;

/// Answers 401, 403 and 429 of one limit in ten minutes, such as that of a channel, after which it waits; few, so that one
/// forbidden channel does not silence its server.
const MAX_INVALID_PER_BUCKET: usize = 10;

/// The same of one server, which then is the only one to wait: what one forbids is no reason to be silent in another.
const MAX_INVALID_PER_SERVER: usize = 20;

/// The same of the whole bot, after which courtesies wait everywhere, and all but first responses where anything was
/// refused. A server that refuses nothing goes on; one that begins to refuse adds a single answer.
const MAX_INVALID_BEFORE_CAUTION: usize = 500;

/// The same of the whole bot, after which nothing goes out but first responses, since Discord bans the address at 10,000.
/// Only thousands of servers that begin to refuse within ten minutes get there.
const MAX_INVALID_REQUESTS: usize = 5_000;

/// How long Discord counts such answers.
const INVALID_WINDOW: Duration = Duration::from_secs(600);

/// After a page of the proxy before Discord, the first pause; it doubles up to the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(10);

/// The longest pause after such a page.
const MAX_PAUSE: Duration = Duration::from_secs(600);

/// A limit of unknown length is taken for this long.
const USUAL_PAUSE: Duration = Duration::from_secs(1);

/// From so many on, limits that have passed are forgotten.
const MAX_BUCKETS: usize = 1_000;

/// What to do with a request now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// Send it.
    Go,
    /// Not before then.
    Until(Instant),
    /// Not before another request of its kind has come back.
    UntilChange,
}

/// What an answer says about limits.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Learnt {
    /// The status.
    pub status: u16,
    /// Whether Discord itself answered; if not, the proxy before it did.
    pub by_discord: bool,
    /// How many more may be sent.
    pub remaining: Option<u32>,
    /// When there will be more again.
    pub reset_after: Option<Duration>,
    /// How long to wait after a 429.
    pub retry_after: Option<Duration>,
    /// Whether the limit is that of the whole bot.
    pub global: bool,
    /// Whether others have used the limit up, which Discord does not hold against the bot.
    pub shared: bool,
}

#[derive(Debug, Default)]
struct Bucket {
    remaining: Option<u32>,
    reset_at: Option<Instant>,
    in_flight: u32,
}

/// Everything known about limits.
#[derive(Debug, Default)]
pub struct RateLimits {
    buckets: BTreeMap<String, Bucket>,
    /// Until when whatever falls under the same rules has to wait.
    kind_blocked_until: BTreeMap<Kind, Instant>,
    all_blocked_until: Option<Instant>,
    pages_in_a_row: u32,
    sent: VecDeque<Instant>,
    invalid: VecDeque<Invalid>,
}

/// An answer that Discord holds against the bot.
#[derive(Debug)]
struct Invalid {
    at: Instant,
    bucket: Option<String>,
    server: Option<u64>,
}

/// No first response waits longer for another one's sake: it has three seconds.
const MAX_FIRST_RESPONSE_PAUSE: Duration = Duration::from_secs(1);

impl RateLimits {
    /// Decides on a request; `Go` counts it as sent.
    pub fn ask(&mut self, call: &Call, now: Instant) -> Admission {
        if let Some(until) = self.blocked_until(call, now) {
            return Admission::Until(until);
        }
        if let Some(name) = &call.bucket {
            let bucket = self.buckets.entry(name.clone()).or_default();
            match bucket.ask(now) {
                Admission::Go => {}
                wait => return wait,
            }
            bucket.in_flight += 1;
            bucket.remaining = bucket.remaining.map(|left| left.saturating_sub(1));
        }
        if call.kind == Kind::Bot {
            self.sent.push_back(now);
        }
        Admission::Go
    }

    /// Says until when a request may not go out, whatever its own limit says.
    fn blocked_until(&mut self, call: &Call, now: Instant) -> Option<Instant> {
        self.forget_invalid(now);
        while (self.sent.front()).is_some_and(|first| *first + Duration::from_secs(1) <= now) {
            self.sent.pop_front();
        }
        let crowd = match call.kind == Kind::Bot && self.sent.len() >= A_SECOND {
            true => self
                .sent
                .front()
                .map(|first| *first + Duration::from_secs(1)),
            false => None,
        };
        let kind = self.kind_blocked_until.get(&call.kind).copied();
        [self.brake(call), crowd, kind, self.all_blocked_until]
            .into_iter()
            .flatten()
            .filter(|until| *until > now)
            .max()
    }

    /// Says until when a request is held back because too many like it were refused. First responses never are: somebody
    /// waits for each, and none is refused for what a server forbids.
    fn brake(&self, call: &Call) -> Option<Instant> {
        if call.kind == Kind::FirstResponse {
            return None;
        }
        let bucket = call.bucket_of_place();
        let of_bucket = bucket.and_then(|_| {
            self.full_until(MAX_INVALID_PER_BUCKET, |one| one.bucket.as_ref() == bucket)
        });
        let of_server = call
            .server
            .and_then(|_| self.full_until(MAX_INVALID_PER_SERVER, |one| one.server == call.server));
        let with_caution = match self.is_trusted(call) {
            true => None,
            false => self.full_until(MAX_INVALID_BEFORE_CAUTION, |_| true),
        };
        let of_all = self.full_until(MAX_INVALID_REQUESTS, |_| true);
        [of_bucket, of_server, with_caution, of_all]
            .into_iter()
            .flatten()
            .max()
    }

    /// Tells whether a request goes out even when the bot is cautious: somebody needs it, and nothing was refused where it
    /// goes to.
    fn is_trusted(&self, call: &Call) -> bool {
        let bucket = call.bucket_of_place();
        let is_there = |one: &Invalid| match call.server {
            Some(_) => one.server == call.server,
            None => bucket.is_some() && one.bucket.as_ref() == bucket,
        };
        call.worth == Worth::Needed && !self.invalid.iter().any(is_there)
    }

    /// Says when fewer than `most` of the counted answers will be remembered, if there are so many now.
    fn full_until(&self, most: usize, counts: impl Fn(&Invalid) -> bool) -> Option<Instant> {
        let last = self.invalid.iter().rev().filter(|one| counts(one));
        last.map(|one| one.at + INVALID_WINDOW).nth(most - 1)
    }

    fn forget_invalid(&mut self, now: Instant) {
        while (self.invalid.front()).is_some_and(|first| first.at + INVALID_WINDOW <= now) {
            self.invalid.pop_front();
        }
    }

    /// Takes note of an answer.
    pub fn learn(&mut self, call: &Call, learnt: &Learnt, now: Instant) {
        self.came_back(call);
        if matches!(learnt.status, 401 | 403 | 429) && !learnt.shared {
            // A limit of the whole bot or address says nothing about the place that ran into it.
            let of_place = learnt.by_discord && !learnt.global;
            self.invalid.push_back(Invalid {
                at: now,
                bucket: call.bucket_of_place().filter(|_| of_place).cloned(),
                server: call.server.filter(|_| of_place),
            });
        }
        match learnt.by_discord {
            true => self.pages_in_a_row = 0,
            false if matches!(learnt.status, 403 | 429) => return self.block_all(learnt, now),
            false => return,
        }
        let pause = learnt.retry_after.unwrap_or(USUAL_PAUSE);
        // Where no limit of its own holds the next request back, all of its kind have to wait, or it would go out at once.
        if learnt.status == 429 && (learnt.global || call.bucket.is_none()) {
            let pause = match call.kind {
                Kind::FirstResponse => pause.min(MAX_FIRST_RESPONSE_PAUSE),
                Kind::Reply | Kind::Bot => pause,
            };
            self.kind_blocked_until.insert(call.kind, now + pause);
        }
        let Some(bucket) = call
            .bucket
            .as_ref()
            .and_then(|name| self.buckets.get_mut(name))
        else {
            return;
        };
        if learnt.status == 429 && !learnt.global {
            bucket.remaining = Some(0);
            bucket.reset_at = Some(now + pause);
        } else if let Some(remaining) = learnt.remaining {
            bucket.remaining = Some(remaining.saturating_sub(bucket.in_flight));
            bucket.reset_at = learnt.reset_after.map(|after| now + after);
        }
        if self.buckets.len() > MAX_BUCKETS {
            self.buckets.retain(|_, bucket| {
                bucket.in_flight > 0 || bucket.reset_at.is_some_and(|at| at > now)
            });
        }
    }

    /// Takes note that a request came back, with or without an answer.
    pub fn came_back(&mut self, call: &Call) {
        let bucket = call
            .bucket
            .as_ref()
            .and_then(|name| self.buckets.get_mut(name));
        if let Some(bucket) = bucket {
            bucket.in_flight = bucket.in_flight.saturating_sub(1);
        }
    }

    /// The proxy before Discord refuses everything.
    fn block_all(&mut self, learnt: &Learnt, now: Instant) {
        let doubled = FIRST_PAUSE * 2_u32.saturating_pow(self.pages_in_a_row.min(10));
        self.pages_in_a_row += 1;
        let pause = learnt.retry_after.unwrap_or(doubled).min(MAX_PAUSE);
        self.all_blocked_until = Some(now + pause);
    }

    /// Counts the answers of the last ten minutes that Discord holds against the bot.
    pub fn invalid(&mut self, now: Instant) -> usize {
        self.forget_invalid(now);
        self.invalid.len()
    }
}

impl Bucket {
    fn ask(&mut self, now: Instant) -> Admission {
        if self.reset_at.is_some_and(|at| at <= now) {
            // A new window has begun; how wide it is, the next answer tells.
            self.remaining = None;
            self.reset_at = None;
        }
        match (self.remaining, self.reset_at) {
            (None, _) if self.in_flight > 0 => Admission::UntilChange,
            (Some(0), Some(at)) => Admission::Until(at),
            (Some(0), None) if self.in_flight > 0 => Admission::UntilChange,
            _ => Admission::Go,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn message() -> Call {
        Call::message(7, json!({"embeds": []}))
    }

    fn refused(global: bool, seconds: u64) -> Learnt {
        Learnt {
            status: 429,
            by_discord: true,
            retry_after: Some(Duration::from_secs(seconds)),
            global,
            ..Learnt::default()
        }
    }

    #[test]
    fn an_unknown_limit_is_tried_by_one_request_alone() {
        let (mut limits, now) = (RateLimits::default(), Instant::now());
        assert_eq!(limits.ask(&message(), now), Admission::Go);
        assert_eq!(limits.ask(&message(), now), Admission::UntilChange);
        let learnt = Learnt {
            status: 200,
            by_discord: true,
            remaining: Some(1),
            reset_after: Some(Duration::from_secs(5)),
            ..Learnt::default()
        };
        limits.learn(&message(), &learnt, now);
        assert_eq!(limits.ask(&message(), now), Admission::Go);
        let later = now + Duration::from_secs(5);
        assert_eq!(limits.ask(&message(), now), Admission::Until(later));
        limits.came_back(&message());
        assert_eq!(limits.ask(&message(), later), Admission::Go);
    }

    #[test]
    fn a_global_limit_stops_the_bot_but_no_first_response() {
        let (mut limits, now) = (RateLimits::default(), Instant::now());
        assert_eq!(limits.ask(&message(), now), Admission::Go);
        limits.learn(&message(), &refused(true, 3), now);
        let later = now + Duration::from_secs(3);
        assert_eq!(
            limits.ask(&Call::application(), now),
            Admission::Until(later)
        );
        let first = Call::first_response(1, "t", json!({"type": 5}), now);
        assert_eq!(limits.ask(&first, now), Admission::Go);
        assert_eq!(limits.ask(&Call::application(), later), Admission::Go);
    }

    #[test]
    fn what_is_limited_without_a_limit_of_its_own_stops_its_kind() {
        let now = Instant::now();
        let later = now + Duration::from_secs(2);
        let first = |id| Call::first_response(id, "t", json!({"type": 5}), now);
        let edit = |token| Call::edit_response(1, token, json!({}), now);
        let mut limits = RateLimits::default();
        limits.learn(&first(1), &refused(false, 2), now);
        // It has three seconds only.
        let soon = now + Duration::from_secs(1);
        assert_eq!(limits.ask(&first(2), now), Admission::Until(soon));
        assert_eq!(limits.ask(&edit("a"), now), Admission::Go);
        limits.learn(&edit("a"), &refused(true, 2), now);
        assert_eq!(limits.ask(&edit("b"), now), Admission::Until(later));
        assert_eq!(limits.ask(&message(), now), Admission::Go);
        assert_eq!(limits.ask(&edit("b"), later), Admission::Go);
    }

    #[test]
    fn a_page_of_the_proxy_stops_everything_longer_each_time() {
        let (mut limits, mut now) = (RateLimits::default(), Instant::now());
        let page = Learnt {
            status: 403,
            ..Learnt::default()
        };
        let mut pauses = Vec::new();
        for _ in 0..9 {
            limits.learn(&message(), &page, now);
            let first = Call::first_response(1, "t", json!({"type": 5}), now);
            let Admission::Until(until) = limits.ask(&first, now) else {
                panic!("it goes through")
            };
            pauses.push((until - now).as_secs());
            now = until;
        }
        assert_eq!(pauses, [10, 20, 40, 80, 160, 320, 600, 600, 600]);
    }

    fn forbidden() -> Learnt {
        Learnt {
            status: 403,
            by_discord: true,
            ..Learnt::default()
        }
    }

    /// Asks every tenth of a second for half an hour, and is refused each time; returns the most that went out in ten
    /// minutes, and all.
    fn refused_for_long(calls: &[Call]) -> (usize, usize) {
        let (mut limits, mut now) = (RateLimits::default(), Instant::now());
        let mut sent = Vec::new();
        for call in calls.iter().cycle().take(18_000) {
            now += Duration::from_millis(100);
            if limits.ask(call, now) == Admission::Go {
                sent.push(now);
                limits.learn(call, &forbidden(), now);
            }
        }
        let in_window = |from: &Instant| {
            let window = *from..*from + INVALID_WINDOW;
            sent.iter().filter(|at| window.contains(at)).count()
        };
        let worst = sent.iter().map(in_window).max();
        (worst.unwrap_or(0), sent.len())
    }

    #[test]
    fn whatever_discord_answers_invalid_requests_stay_few() {
        let (worst, all) = refused_for_long(&[message()]);
        assert_eq!(worst, MAX_INVALID_PER_BUCKET);
        assert!(all >= worst * 3, "it tries again: {all}");
        let channel = |id| Call::message(id, json!({})).of_server(Some(1));
        let (worst, all) = refused_for_long(&(0..18_000).map(channel).collect::<Vec<_>>());
        assert_eq!(worst, MAX_INVALID_PER_SERVER);
        assert!(all >= worst * 3, "it tries again: {all}");
        let private = |person| Call::direct_channel(person).of_server(Some(person));
        let (worst, _) = refused_for_long(&(0..18_000).map(private).collect::<Vec<_>>());
        assert_eq!(worst, MAX_INVALID_BEFORE_CAUTION);
    }

    #[test]
    fn five_hundred_refusing_servers_stay_far_below_what_discord_allows() {
        const SERVERS: u64 = 500;
        let channel = |id: u64, server: u64| Call::message(id, json!({})).of_server(Some(server));
        // In turns each is refused once, then the bot is cautious with all of them.
        let in_turns: Vec<Call> = (0..18_000).map(|id| channel(id, id % SERVERS)).collect();
        let (worst, all) = refused_for_long(&in_turns);
        assert_eq!(worst, MAX_INVALID_BEFORE_CAUTION);
        assert!(all >= worst * 3, "it tries again: {all}");
        // One after the other the first fill what is allowed to all, and each of the others adds one.
        let in_a_row: Vec<Call> = (0..18_000)
            .map(|id| channel(id, id * SERVERS / 18_000))
            .collect();
        let (worst, _) = refused_for_long(&in_a_row);
        assert!(
            worst <= MAX_INVALID_BEFORE_CAUTION + SERVERS as usize,
            "{worst}"
        );
    }

    #[test]
    fn a_cautious_bot_goes_on_where_nothing_was_refused() {
        let (mut limits, now) = (RateLimits::default(), Instant::now());
        let message = |server: u64| Call::message(server, json!({})).of_server(Some(server));
        for server in 1..=500 {
            limits.learn(&message(server), &forbidden(), now);
        }
        let waiting = Admission::Until(now + INVALID_WINDOW);
        assert_eq!(limits.ask(&message(7), now), waiting);
        assert_eq!(limits.ask(&message(501), now), Admission::Go);
        let greeting = message(502).as_courtesy();
        assert_eq!(limits.ask(&greeting, now), waiting);
        let answer = |token| Call::edit_response(1, token, json!({}), now);
        assert_eq!(limits.ask(&answer("a"), now), Admission::Go);
        assert_eq!(limits.ask(&answer("b").as_courtesy(), now), waiting);
        assert_eq!(limits.ask(&Call::gateway(), now), Admission::Go);
        let first = Call::first_response(1, "t", json!({"type": 5}), now);
        assert_eq!(limits.ask(&first, now), Admission::Go);
    }

    #[test]
    fn a_server_that_forbids_private_words_keeps_no_other_from_them() {
        let (mut limits, now) = (RateLimits::default(), Instant::now());
        let private = |server| Call::direct_channel(11).of_server(Some(server));
        for _ in 0..15 {
            limits.learn(&private(1), &forbidden(), now);
        }
        assert_eq!(limits.ask(&private(2), now), Admission::Go);
    }

    #[test]
    fn a_server_that_forbids_everything_silences_no_other() {
        let (mut limits, now) = (RateLimits::default(), Instant::now());
        let in_server = |channel, server| Call::message(channel, json!({})).of_server(Some(server));
        for channel in 0..100 {
            limits.learn(&in_server(channel, 1), &forbidden(), now);
        }
        let waiting = Admission::Until(now + INVALID_WINDOW);
        assert_eq!(limits.ask(&in_server(500, 1), now), waiting);
        let private = Call::direct_channel(11).of_server(Some(1));
        assert_eq!(limits.ask(&private, now), waiting, "no way around it");
        assert_eq!(limits.ask(&in_server(501, 2), now), Admission::Go);
        let reply = Call::edit_response(1, "t", json!({}), now);
        assert_eq!(limits.ask(&reply, now), Admission::Go);
    }

    #[test]
    fn no_brake_stops_a_first_response() {
        let (mut limits, now) = (RateLimits::default(), Instant::now());
        for channel in 0..9_000 {
            limits.learn(&Call::message(channel, json!({})), &forbidden(), now);
        }
        assert_ne!(limits.ask(&Call::application(), now), Admission::Go);
        let first = Call::first_response(1, "t", json!({"type": 5}), now);
        assert_eq!(limits.ask(&first, now), Admission::Go);
    }

    #[test]
    fn no_more_than_fit_into_a_second_go_out() {
        let (mut limits, now) = (RateLimits::default(), Instant::now());
        let calls = (0..100).map(|channel| Call::message(channel, json!({"embeds": []})));
        let passed = calls
            .filter(|call| limits.ask(call, now) == Admission::Go)
            .count();
        assert_eq!(passed, A_SECOND);
    }
}
