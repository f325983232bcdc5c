//! How many sessions were started lately, counted across restarts: far fewer than Discord allows.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use crate::clock::now;
use crate::store::{Scope, Stamp, Store};

/// The setting that remembers when sessions were started.
const STARTED_AT: &str = "sessions_started_at";

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

/// Sessions started in an hour; one more waits.
const AN_HOUR: usize = 20;

/// Sessions started in a day; Discord takes the token away at 1,000.
const A_DAY: usize = 200;

/// Counts sessions that were started.
pub struct SessionBudget {
    store: Arc<dyn Store>,
    /// How many times more may be started, since each connection needs its own.
    shards: usize,
    started_at: Mutex<Vec<i64>>,
}

impl SessionBudget {
    /// Reads what earlier runs have used. Blocks.
    pub fn read(store: Arc<dyn Store>, shards: u32) -> Self {
        let known = store.setting(Scope::Everyone, STARTED_AT).ok().flatten();
        let known = known.as_ref().and_then(Value::as_array);
        let started_at = known
            .into_iter()
            .flatten()
            .filter_map(Value::as_i64)
            .collect();
        SessionBudget {
            store,
            shards: usize::try_from(shards).unwrap_or(1).max(1),
            started_at: Mutex::new(started_at),
        }
    }

    /// Returns for how many seconds no session may be started.
    pub fn wait(&self) -> Option<i64> {
        let mut started_at = self
            .started_at
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        until(&mut started_at, now(), self.shards)
    }

    /// Takes note of a session that is being started. Blocks.
    pub fn spend(&self) {
        let times = {
            let mut started_at = self
                .started_at
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            started_at.push(now());
            started_at.clone()
        };
        let value = Value::from(times);
        let kept =
            self.store
                .set_setting(Scope::Everyone, STARTED_AT, Some(&value), Stamp::at(now()));
        if let Err(error) = kept {
            tracing::warn!(
                cause = error.code().as_str(),
                "unable to remember that a session was started"
            );
        }
    }
}

/// Drops what is older than a day and says how long to wait.
fn until(started_at: &mut Vec<i64>, now: i64, shards: usize) -> Option<i64> {
    // A clock that was set back must not keep the bot waiting for longer than the rule itself.
    for at in started_at.iter_mut() {
        *at = (*at).min(now);
    }
    started_at.retain(|at| at + DAY > now);
    let over = |most: usize, window: i64| {
        let mut recent = started_at.iter().filter(|at| *at + window > now);
        let surplus = recent.clone().count().checked_sub(most * shards)?;
        recent.nth(surplus).map(|at| at + window - now)
    };
    over(AN_HOUR, HOUR).max(over(A_DAY, DAY))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Starts a session whenever it may, every second of some days; returns when.
    fn greedy(days: i64, shards: usize) -> Vec<i64> {
        let (mut known, mut started) = (Vec::new(), Vec::new());
        let mut clock = 1_000_000;
        while clock < 1_000_000 + days * DAY {
            match until(&mut known, clock, shards) {
                Some(wait) => clock += wait,
                None => {
                    known.push(clock);
                    started.push(clock);
                    clock += 1;
                }
            }
        }
        started
    }

    #[test]
    fn no_hour_and_no_day_has_more_than_its_ration() {
        let started = greedy(3, 1);
        let most = |window: i64| {
            let within = |from: i64| {
                started
                    .iter()
                    .filter(|at| (from..from + window).contains(*at))
                    .count()
            };
            started.iter().map(|from| within(*from)).max()
        };
        assert_eq!(most(HOUR), Some(AN_HOUR));
        assert_eq!(most(DAY), Some(A_DAY));
    }

    #[test]
    fn a_clock_set_back_does_not_lock_the_bot_out() {
        let mut known = vec![10 * DAY; AN_HOUR];
        assert_eq!(until(&mut known, DAY, 1), Some(HOUR));
    }
}
