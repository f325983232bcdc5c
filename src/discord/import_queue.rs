//! Articles on their way in take turns, so that adding many never keeps anybody from asking.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::sync::Semaphore;

use super::user_error::UserError;
use crate::errors::ErrorCode;
use crate::store::{GuildId, Scope};

/// At most this many articles are imported at once; each may hold a page of several megabytes.
const AT_ONCE: usize = 4;

/// At most this many of one server may wait.
const MAX_PER_SERVER: usize = 10;

/// At most this many may wait in all.
const MAX_WAITING: usize = 50;

/// A server may add so many in an hour.
const AN_HOUR: NonZeroU32 = NonZeroU32::new(30).unwrap();

/// The line in which articles wait.
#[derive(Debug)]
pub struct ImportQueue {
    turns: Semaphore,
    line: Mutex<Line>,
    hourly: DefaultKeyedRateLimiter<u64>,
}

#[derive(Debug, Default)]
struct Line {
    by_scope: BTreeMap<Scope, usize>,
    addresses: BTreeSet<(Scope, String)>,
}

/// A place in the line; it is given up when this is dropped.
#[derive(Debug)]
pub struct InLine<'a> {
    imports: &'a ImportQueue,
    scope: Scope,
    address: Option<String>,
    /// How many are before it.
    pub before: usize,
}

impl Default for ImportQueue {
    fn default() -> Self {
        ImportQueue {
            turns: Semaphore::new(AT_ONCE),
            line: Mutex::default(),
            hourly: RateLimiter::keyed(Quota::per_hour(AN_HOUR)),
        }
    }
}

impl ImportQueue {
    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a place in the line; `address` is the page that would be fetched.
    pub fn queue(&self, scope: Scope, address: Option<&str>) -> Result<InLine<'_>, UserError> {
        let address = address.map(str::to_owned);
        let mut line = self.line();
        let own = line.by_scope.get(&scope).copied().unwrap_or(0);
        let all: usize = line.by_scope.values().sum();
        let page = address.clone().map(|address| (scope, address));
        if page
            .as_ref()
            .is_some_and(|page| line.addresses.contains(page))
        {
            return Err(UserError::new(
                ErrorCode::Duplicate,
                "This page is being added at this very moment.",
                "Wait for it to appear in `/article list`.",
            ));
        }
        if own >= AT_ONCE + MAX_PER_SERVER || all >= AT_ONCE + MAX_WAITING {
            return Err(UserError::new(
                ErrorCode::Busy,
                "Many articles are waiting to be read already.",
                "Try again in a minute.",
            ));
        }
        self.count(scope)?;
        *line.by_scope.entry(scope).or_default() += 1;
        line.addresses.extend(page);
        Ok(InLine {
            imports: self,
            scope,
            address,
            before: (all + 1).saturating_sub(AT_ONCE),
        })
    }

    fn count(&self, scope: Scope) -> Result<(), UserError> {
        let key = match scope {
            Scope::Guild(guild) => GuildId::get(guild),
            Scope::Everyone => 0,
        };
        self.hourly.check_key(&key).map_err(|earlier| {
            let wait = earlier.wait_time_from(DefaultClock::default().now());
            let minutes = wait.as_secs() / 60 + 1;
            UserError::new(
                ErrorCode::SlowDown,
                format!("{AN_HOUR} articles were read for this server within an hour."),
                format!("Try again in {minutes} min."),
            )
        })
    }

    /// Forgets servers that have been quiet; call it now and then.
    pub fn tidy(&self) {
        self.hourly.retain_recent();
    }
}

impl InLine<'_> {
    /// Waits for the turn and does the work.
    pub async fn then<T>(
        &self,
        work: impl Future<Output = Result<T, UserError>>,
    ) -> Result<T, UserError> {
        // The line is never closed; were it, the work would simply not wait.
        let _turn = self.imports.turns.acquire().await;
        work.await
    }
}

impl Drop for InLine<'_> {
    fn drop(&mut self) {
        let mut line = self.imports.line();
        if let Some(count) = line.by_scope.get_mut(&self.scope) {
            *count = count.saturating_sub(1);
        }
        line.by_scope.retain(|_, count| *count > 0);
        if let Some(address) = self.address.take() {
            line.addresses.remove(&(self.scope, address));
        }
    }
}

/// How long somebody waits without a word about it.
pub const WITHOUT_A_WORD: Duration = Duration::from_millis(600);

#[cfg(test)]
mod tests {
    use super::*;

    fn guild(number: u64) -> Scope {
        Scope::Guild(GuildId::new(number).expect("not 0"))
    }

    #[test]
    fn a_server_that_adds_much_waits_for_itself_alone() {
        let imports = ImportQueue::default();
        let held: Vec<_> = (0..14).map(|_| imports.queue(guild(1), None)).collect();
        assert!(held.iter().all(Result::is_ok));
        let places: Vec<usize> = held.iter().flatten().map(|place| place.before).collect();
        assert_eq!(places, [0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        assert_eq!(
            imports.queue(guild(1), None).expect_err("full").code(),
            ErrorCode::Busy
        );
        assert!(imports.queue(guild(2), None).is_ok());
        drop(held);
        assert!(imports.queue(guild(1), None).is_ok());
    }

    #[test]
    fn one_page_is_fetched_once() {
        let imports = ImportQueue::default();
        let held = imports.queue(guild(1), Some("https://a.example/"));
        assert!(held.is_ok());
        let again = imports.queue(guild(1), Some("https://a.example/"));
        assert_eq!(again.expect_err("twice").code(), ErrorCode::Duplicate);
        assert!(imports.queue(guild(2), Some("https://a.example/")).is_ok());
    }

    #[test]
    fn thirty_in_an_hour_are_enough() {
        let imports = ImportQueue::default();
        let passed = (0..40)
            .filter(|_| imports.queue(guild(1), None).is_ok())
            .count();
        assert_eq!(passed, 30);
        assert_eq!(
            imports.queue(guild(1), None).expect_err("many").code(),
            ErrorCode::SlowDown
        );
    }
}
