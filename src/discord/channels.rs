//! Which channels each server has, as Discord lists them: what a setting says of a deleted one is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::guild_settings::{ANSWER_CHANNELS, ASK_CHANNELS, EDITORS_CHANNEL, GuildSettings};
use crate::store::Scope;

/// The channels of the servers, threads left out.
#[derive(Debug, Default)]
pub struct Channels {
    all: Mutex<BTreeMap<u64, BTreeSet<u64>>>,
}

impl Channels {
    /// Takes note of all channels of a server.
    pub fn listed(&self, server: u64, channels: impl Iterator<Item = u64>) {
        self.lock().insert(server, channels.collect());
    }

    /// Takes note of a new channel.
    pub fn created(&self, server: u64, channel: u64) {
        if let Some(known) = self.lock().get_mut(&server) {
            known.insert(channel);
        }
    }

    /// Takes note that a channel was deleted.
    pub fn deleted(&self, server: u64, channel: u64) {
        if let Some(known) = self.lock().get_mut(&server) {
            known.remove(&channel);
        }
    }

    /// Forgets a server that sent the bot away.
    pub fn forget(&self, server: u64) {
        self.lock().remove(&server);
    }

    /// Returns settings without the channels that are not there any more, and with the names of the settings that had some.
    /// Where no answer channel is left, answers are private: whoever chose some did not want them everywhere.
    pub fn without_deleted(&self, scope: Scope, mut settings: GuildSettings) -> GuildSettings {
        let all = self.lock();
        let server = match scope {
            Scope::Guild(server) => server.get(),
            Scope::Everyone => return settings,
        };
        // Of a server that was not listed yet, and of an empty list, nothing is known.
        let Some(known) = all.get(&server).filter(|known| !known.is_empty()) else {
            return settings;
        };
        let is_there = |id: &u64| known.contains(id);
        let mut deleted = Vec::new();
        for (key, channels) in [
            (ANSWER_CHANNELS, &mut settings.answer_channels),
            (ASK_CHANNELS, &mut settings.ask_channels),
        ] {
            let before = channels.len();
            channels.retain(is_there);
            deleted.extend((channels.len() < before).then_some(key));
        }
        let lost = settings.editors_channel.take_if(|id| !is_there(id));
        deleted.extend(lost.map(|_| EDITORS_CHANNEL));
        settings.with_deleted_channels = deleted;
        settings
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, BTreeSet<u64>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::GuildId;

    #[test]
    fn a_deleted_channel_is_left_out_and_makes_nothing_public() {
        let channels = Channels::default();
        let scope = Scope::Guild(GuildId::new(1).expect("not 0"));
        let set = GuildSettings {
            answer_channels: vec![7, 8],
            editors_channel: Some(7),
            ..GuildSettings::default()
        };
        let kept = |channels: &Channels| channels.without_deleted(scope, set.clone());
        assert_eq!(kept(&channels), set, "nothing is known yet");
        channels.listed(1, [7, 8, 9].into_iter());
        assert_eq!(kept(&channels), set);
        channels.deleted(1, 7);
        let one_left = kept(&channels);
        assert_eq!(one_left.answer_channels, [8]);
        assert_eq!(one_left.editors_channel, None);
        let named = [ANSWER_CHANNELS, EDITORS_CHANNEL];
        assert_eq!(one_left.with_deleted_channels, named);
        channels.deleted(1, 8);
        assert!(!kept(&channels).answers_in(9, None));
        channels.created(1, 7);
        assert_eq!(kept(&channels).answer_channels, [7]);
        channels.forget(1);
        assert_eq!(kept(&channels), set);
    }
}
