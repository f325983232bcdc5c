//! Channels in which the bot may not speak: it keeps quiet there for a while, or until somebody changes what it may do.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::store::UserId;

/// A channel in which the bot may not speak is left alone for so long.
const SILENCE: Duration = Duration::from_secs(600);

/// So many people who ask in such a channel are told in private why nothing comes, each once.
const MAX_TOLD: usize = 5;

/// The channels in which the bot keeps quiet.
#[derive(Debug, Default)]
pub struct Silences {
    all: Mutex<BTreeMap<u64, Silence>>,
}

#[derive(Debug)]
struct Silence {
    server: Option<u64>,
    until: Instant,
    told: BTreeSet<u64>,
}

impl Silence {
    fn is_over(&self) -> bool {
        self.until <= Instant::now()
    }
}

impl Silences {
    /// Keeps quiet in a channel from now on.
    pub fn begin(&self, server: Option<u64>, channel: u64) {
        let mut all = self.lock();
        all.retain(|_, silence| !silence.is_over());
        all.entry(channel).or_insert_with(|| Silence {
            server,
            until: Instant::now() + SILENCE,
            told: BTreeSet::new(),
        });
    }

    /// Tells whether the bot keeps quiet in a channel.
    pub fn is_in(&self, channel: u64) -> bool {
        let all = self.lock();
        all.get(&channel).is_some_and(|silence| !silence.is_over())
    }

    /// Tells whether a person who asks in such a channel is told why nothing comes, and notes that.
    pub fn shall_tell(&self, channel: u64, user: UserId) -> bool {
        let mut all = self.lock();
        let silence = all.get_mut(&channel).filter(|silence| !silence.is_over());
        silence.is_some_and(|silence| silence.told.len() < MAX_TOLD && silence.told.insert(user.0))
    }

    /// Speaks in a channel again.
    pub fn end(&self, channel: u64) {
        self.lock().remove(&channel);
    }

    /// Speaks in all channels of a server again: what the bot may do was changed there.
    pub fn end_in_server(&self, server: u64) {
        let mut all = self.lock();
        all.retain(|_, silence| silence.server != Some(server));
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Silence>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silence_ends_with_a_change_and_a_few_are_told_of_it_once() {
        let silences = Silences::default();
        assert!(!silences.shall_tell(1, UserId(7)), "it is not silent yet");
        silences.begin(Some(100), 1);
        silences.begin(Some(100), 2);
        silences.begin(Some(200), 3);
        let told = (0..20).filter(|user| silences.shall_tell(1, UserId(user / 2)));
        assert_eq!(told.count(), MAX_TOLD);
        silences.end(1);
        assert!(!silences.is_in(1) && silences.is_in(2));
        silences.end_in_server(100);
        assert!(!silences.is_in(2) && silences.is_in(3));
    }
}
