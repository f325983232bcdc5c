//! How long to wait before the next try to connect: longer each time, never at the same moment as everybody else.
//!
//! Two rhythms: what costs Discord nothing is tried at least every 20 seconds. What starts a session is tried every 25 for
//! the first minutes, which is as long as most troubles last, then ever more rarely, because Discord takes a bot's token
//! away after 1,000 of them in a day.

use std::time::Duration;

use tokio::time::Instant;

/// The longest pause between tries that start no session: with the time that a try itself takes, the bot is back within
/// thirty seconds of any trouble's end.
const MAX_WAIT: Duration = Duration::from_secs(20);

/// The least share of a pause that is waited: at most 30 connections in five minutes, whatever the dice say.
const MIN_SHARE: f64 = 0.75;

/// The longest pause between the first tries that start a session.
const MAX_QUICK_IDENTIFY: Duration = Duration::from_secs(25);

/// How many attempts to start a session are made before the pauses grow longer than those of a resume.
const QUICK_IDENTIFIES: u32 = 10;

/// The longest pause between tries that start a session.
const MAX_IDENTIFY: Duration = Duration::from_secs(600);

/// The shortest pause after a session that could not be started; Discord asks for one to five seconds.
const FIRST_IDENTIFY: Duration = Duration::from_secs(6);

/// A session that lasted so long begins a new backoff.
pub const STEADY: Duration = Duration::from_secs(30);

/// How often it was tried since all was well.
#[derive(Debug, Default)]
pub struct Backoff {
    tries: u32,
    identifies: u32,
    last_identify: Option<Instant>,
}

impl Backoff {
    /// Takes note that all is well.
    pub fn reset(&mut self) {
        *self = Backoff::default();
    }

    /// Takes note that a session was started, or tried to be.
    pub fn identified(&mut self, now: Instant) {
        self.identifies += 1;
        self.last_identify = Some(now);
    }

    /// Returns when to try next; `dice` is a random number from 0 to 1.
    pub fn next(&mut self, now: Instant, needs_identify: bool, dice: f64) -> Instant {
        let doubled = Duration::from_secs(1) * 2_u32.saturating_pow(self.tries.min(10));
        self.tries += 1;
        // The very first try after a loss may come at once, so that one hiccup is hardly felt.
        let share = if self.tries == 1 {
            dice
        } else {
            MIN_SHARE + dice * (1.0 - MIN_SHARE)
        };
        let usual = now + doubled.min(MAX_WAIT).mul_f64(share);
        let identify = self
            .last_identify
            .filter(|_| needs_identify && self.identifies > 0)
            .map(|last| last + self.identify_pause(dice));
        identify.map_or(usual, |at| at.max(usual))
    }

    fn identify_pause(&self, dice: f64) -> Duration {
        let pause = match self.identifies.checked_sub(QUICK_IDENTIFIES) {
            None | Some(0) => {
                let doubled = FIRST_IDENTIFY * 2_u32.saturating_pow((self.identifies - 1).min(10));
                doubled.min(MAX_QUICK_IDENTIFY)
            }
            Some(more) => {
                (MAX_QUICK_IDENTIFY * 2_u32.saturating_pow(more.min(10))).min(MAX_IDENTIFY)
            }
        };
        pause.mul_f64(0.8 + dice / 5.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plays tries that fail after `lasting` until the time is over; returns when each began.
    fn played(minutes: u64, lasting: Duration, needs_identify: bool, dice: f64) -> Vec<Duration> {
        let (start, mut backoff) = (Instant::now(), Backoff::default());
        let (mut now, mut tries) = (start, Vec::new());
        while now < start + Duration::from_secs(60 * minutes) {
            tries.push(now - start);
            if needs_identify {
                backoff.identified(now);
            }
            now += lasting;
            now = backoff.next(now, needs_identify, dice);
        }
        tries
    }

    #[test]
    fn sessions_that_never_start_are_tried_rarely() {
        for dice in [0.0, 0.5, 1.0] {
            let hour = played(60, Duration::from_millis(50), true, dice);
            assert!((8..=20).contains(&hour.len()), "{}", hour.len());
            let day = played(24 * 60, Duration::from_millis(50), true, dice);
            assert!(day.len() <= 200, "{}", day.len());
        }
    }

    #[test]
    fn a_trouble_of_three_minutes_is_noticed_to_be_over_within_thirty_seconds() {
        for dice in [0.0, 0.5, 1.0] {
            let tries = played(3, Duration::from_millis(50), true, dice);
            // From the beginning of a try to the next, so that the try itself counts too.
            let longest = tries.windows(2).map(|pair| pair[1] - pair[0]).max();
            assert!(longest < Some(Duration::from_secs(30)), "{longest:?}");
        }
    }

    #[test]
    fn a_flapping_gateway_is_not_hammered() {
        for dice in [0.0, 0.5, 1.0] {
            let tries = played(5, Duration::from_millis(500), false, dice);
            assert!(tries.len() <= 30, "{}", tries.len());
        }
    }

    #[test]
    fn an_outage_is_noticed_to_be_over_within_thirty_seconds() {
        for dice in [0.0, 0.5, 1.0] {
            // A try that nobody answers ends after a few seconds.
            let tries = played(30, Duration::from_secs(5), false, dice);
            let longest = tries.windows(2).map(|pair| pair[1] - pair[0]).max();
            assert!(longest < Some(Duration::from_secs(30)), "{longest:?}");
        }
    }

    #[test]
    fn a_single_hiccup_costs_less_than_a_second() {
        let now = Instant::now();
        let next = Backoff::default().next(now, false, 0.99);
        assert!(next - now < Duration::from_secs(1));
    }
}
