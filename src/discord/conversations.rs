//! What each person asked in each channel a moment ago, so that "and when was it opened?" goes on from there. It is kept in
//! memory only.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serenity::all::ChannelId;

use crate::store::UserId;

/// A question is gone on from for so long.
const REMEMBERED: Duration = Duration::from_secs(600);

/// A conversation remembers so many earlier questions.
const MAX_BEFORE: usize = 5;

/// Adds a question to those it followed, oldest first; the oldest are forgotten.
pub fn continued(mut before: Vec<String>, question: String) -> Vec<String> {
    before.push(question);
    let surplus = before.len().saturating_sub(MAX_BEFORE);
    before.drain(..surplus);
    before
}

/// The questions of the last minutes.
#[derive(Debug, Default)]
pub struct Conversations {
    asked: Mutex<BTreeMap<(ChannelId, u64), Talk>>,
}

/// When somebody last asked, and what, oldest first.
type Talk = (Instant, Vec<String>);

impl Conversations {
    /// Returns what somebody asked in a channel a moment ago.
    pub fn before(&self, channel: ChannelId, asker: UserId) -> Vec<String> {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let talk = asked.get(&(channel, asker.0));
        talk.filter(|(at, _)| at.elapsed() < REMEMBERED)
            .map_or_else(Vec::new, |(_, questions)| questions.clone())
    }

    /// Forgets all that somebody asked.
    pub fn forget(&self, asker: UserId) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.retain(|(_, who), _| *who != asker.0);
    }

    /// Notes a question after those it followed.
    pub fn note(&self, channel: ChannelId, asker: UserId, before: &[String], question: &str) {
        let questions = continued(before.to_vec(), question.to_owned());
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.retain(|_, (at, _)| at.elapsed() < REMEMBERED);
        asked.insert((channel, asker.0), (Instant::now(), questions));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_talk_is_one_persons_in_one_channel() {
        let conversations = Conversations::default();
        let (here, there) = (ChannelId::new(1), ChannelId::new(2));
        let (ada, moe) = (UserId(7), UserId(8));
        conversations.note(here, ada, &[], "How long is the canal?");
        assert_eq!(conversations.before(here, ada), ["How long is the canal?"]);
        assert!(conversations.before(there, ada).is_empty());
        assert!(conversations.before(here, moe).is_empty());
        for number in 0..9 {
            let before = conversations.before(here, ada);
            conversations.note(here, ada, &before, &format!("And number {number}?"));
        }
        assert_eq!(conversations.before(here, ada).len(), MAX_BEFORE);
    }
}
