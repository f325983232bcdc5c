//! In which servers the bot is, as Discord tells at the beginning of every session and whenever that changes.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::store::GuildId;

/// Discord deals its servers out to shards by what stands above these bits of their ids.
const BITS_BELOW: u32 = 22;

/// In which servers the bot is. What Discord has not told since the start is not known.
#[derive(Debug, Default)]
pub struct Presence(Mutex<Told>);

#[derive(Debug, Default)]
struct Told {
    /// The shards that have listed their servers, each with how many shards there are.
    shards: BTreeSet<(u32, u32)>,
    guilds: BTreeSet<u64>,
}

impl Presence {
    fn told(&self) -> MutexGuard<'_, Told> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes note of all servers of a shard, those among them that are unavailable at this moment, too.
    pub fn listed(&self, shard: (u32, u32), guilds: impl IntoIterator<Item = u64>) {
        let mut told = self.told();
        told.guilds.retain(|guild| !is_of(shard, *guild));
        told.guilds.extend(guilds);
        told.shards.insert(shard);
    }

    /// Takes note that a server has the bot.
    pub fn joined(&self, guild: u64) {
        self.told().guilds.insert(guild);
    }

    /// Takes note that a server has the bot no longer.
    pub fn left(&self, guild: u64) {
        self.told().guilds.remove(&guild);
    }

    /// Tells whether a server has the bot; nothing before its shard has said so.
    pub fn is_in(&self, guild: GuildId) -> Option<bool> {
        let (told, guild) = (self.told(), guild.get());
        let is_there = told.guilds.contains(&guild);
        let is_known = is_there || told.shards.iter().any(|shard| is_of(*shard, guild));
        is_known.then_some(is_there)
    }
}

/// Tells whether a server belongs to a shard, which is one of so many.
fn is_of((number, all): (u32, u32), guild: u64) -> bool {
    (guild >> BITS_BELOW) % u64::from(all.max(1)) == u64::from(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_shard_of_a_server_says_that_the_bot_is_not_there() {
        let presence = Presence::default();
        let id = |high: u64| high << BITS_BELOW | 7;
        let is_in = |high| presence.is_in(GuildId::new(id(high)).expect("an id"));
        assert_eq!(is_in(2), None);
        presence.listed((0, 2), [id(2), id(4)]);
        assert_eq!(
            [is_in(2), is_in(6), is_in(3)],
            [Some(true), Some(false), None]
        );
        presence.listed((1, 2), [id(3)]);
        presence.left(id(2));
        presence.joined(id(6));
        assert_eq!(
            [is_in(2), is_in(6), is_in(3)],
            [Some(false), Some(true), Some(true)]
        );
        presence.listed((0, 2), [id(2)]);
        assert_eq!(
            [is_in(2), is_in(4), is_in(3)],
            [Some(true), Some(false), Some(true)]
        );
    }
}
