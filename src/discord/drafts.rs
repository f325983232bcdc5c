//! Articles that wait for their yes: their texts lie in the database, too, and count in no quota.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::store::{Scope, UserId};

/// So many bytes of text may wait in one server; most previews are a thousandth of it.
const MAX_BYTES: usize = 32 << 20;

/// An article that waits.
struct Waiting {
    key: String,
    by: UserId,
    bytes: usize,
    until: i64,
}

/// What waits in each server, the oldest first. A restart forgets it; the texts are gone an hour later anyway.
#[derive(Default)]
pub struct Drafts(Mutex<BTreeMap<Scope, Vec<Waiting>>>);

impl Drafts {
    /// Adds one; returns the keys of those that make room for it: those of the same person first, then the oldest.
    pub fn add(
        &self,
        scope: Scope,
        (key, by): (&str, UserId),
        bytes: usize,
        until: i64,
        now: i64,
    ) -> Vec<String> {
        let mut all = self.all();
        all.retain(|_, waiting| {
            waiting.retain(|one| one.until > now);
            !waiting.is_empty()
        });
        let waiting = all.entry(scope).or_default();
        let mut gone = Vec::new();
        let total = |waiting: &[Waiting]| waiting.iter().map(|one| one.bytes).sum::<usize>();
        while !waiting.is_empty() && total(waiting) + bytes > MAX_BYTES {
            let own = waiting.iter().position(|one| one.by == by);
            gone.push(waiting.remove(own.unwrap_or(0)).key);
        }
        waiting.push(Waiting {
            key: key.to_owned(),
            by,
            bytes,
            until,
        });
        gone
    }

    /// Takes one out that was kept or dropped.
    pub fn end(&self, scope: Scope, key: &str) {
        if let Some(waiting) = self.all().get_mut(&scope) {
            waiting.retain(|one| one.key != key);
        }
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<Scope, Vec<Waiting>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::GuildId;

    #[test]
    fn long_texts_make_room_for_one_another_and_short_ones_wait() {
        let drafts = Drafts::default();
        let here = Scope::Guild(GuildId::new(1).expect("a server"));
        let (ada, bob) = (UserId(1), UserId(2));
        let add = |key: &str, by, bytes, now| drafts.add(here, (key, by), bytes, now + 60, now);
        for number in 0..100 {
            assert!(add(&format!("short {number}"), bob, 50_000, 0).is_empty());
        }
        assert!(add("one", ada, 8 << 20, 1).is_empty());
        assert!(add("two", ada, 8 << 20, 1).is_empty());
        assert!(add("three", ada, 8 << 20, 1).is_empty());
        assert_eq!(add("four", ada, 8 << 20, 1), ["one"], "one's own first");
        drafts.end(here, "two");
        assert!(add("five", ada, 8 << 20, 1).is_empty());
        assert!(
            add("six", ada, 32 << 20, 61).is_empty(),
            "all is over by then"
        );
    }
}
