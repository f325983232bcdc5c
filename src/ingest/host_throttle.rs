//! One fetch per host at a time, and a pause between two, so that nobody can aim the bot at a third party.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;
use tokio::time::{Instant, sleep_until, timeout};

type Turn = Arc<tokio::sync::Mutex<Option<Instant>>>;

/// Hosts that were fetched from lately are remembered up to this number, then those at rest are forgotten.
const REMEMBERED: usize = 1_000;

/// Gives out turns, one per host.
#[derive(Debug, Clone)]
pub(super) struct HostThrottle {
    turns: Arc<Mutex<BTreeMap<String, Turn>>>,
    pause: Duration,
    patience: Duration,
}

/// A turn that is being used; dropping it begins the pause.
#[derive(Debug)]
pub(super) struct HostTurn {
    last: OwnedMutexGuard<Option<Instant>>,
    pause: Duration,
}

impl Drop for HostTurn {
    fn drop(&mut self) {
        *self.last = Some(Instant::now() + self.pause);
    }
}

impl HostThrottle {
    /// Makes turns with a pause after each, for callers who wait no longer than `patience`.
    pub(super) fn new(pause: Duration, patience: Duration) -> Self {
        HostThrottle {
            turns: Arc::default(),
            pause,
            patience,
        }
    }

    /// Waits for the host's turn; `None` when that takes too long.
    pub(super) async fn take(&self, host: &str) -> Option<HostTurn> {
        let turn = self.turn_of(host);
        let waiting = async {
            let last = turn.lock_owned().await;
            if let Some(from) = *last {
                sleep_until(from).await;
            }
            last
        };
        let last = timeout(self.patience, waiting).await.ok()?;
        Some(HostTurn {
            last,
            pause: self.pause,
        })
    }

    fn turn_of(&self, host: &str) -> Turn {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        if turns.len() >= REMEMBERED {
            turns.retain(|_, turn| Arc::strong_count(turn) > 1);
        }
        Arc::clone(turns.entry(host.to_owned()).or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn throttle() -> HostThrottle {
        HostThrottle::new(Duration::from_millis(60), Duration::from_millis(300))
    }

    #[tokio::test]
    async fn a_host_is_asked_once_at_a_time_and_then_rests() {
        let throttle = throttle();
        let begun = Instant::now();
        for _ in 0..3 {
            drop(throttle.take("news.example.org").await.expect("a turn"));
        }
        assert!(begun.elapsed() >= Duration::from_millis(120));
        let begun = Instant::now();
        assert!(throttle.take("other.example.org").await.is_some());
        assert!(
            begun.elapsed() < Duration::from_millis(50),
            "another host does not wait"
        );
    }

    #[tokio::test]
    async fn nobody_waits_for_ever() {
        let throttle = throttle();
        let held = throttle.take("news.example.org").await;
        assert!(throttle.take("news.example.org").await.is_none());
        drop(held);
        assert!(throttle.take("news.example.org").await.is_some());
    }
}
