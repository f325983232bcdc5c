//! Whose articles a call is about, and who makes it when.

use std::fmt;
use std::num::NonZeroU64;

use serde::{Deserialize, Serialize};

/// Names a Discord server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GuildId(NonZeroU64);

impl GuildId {
    /// Makes the id, or nothing of 0, which names no server.
    pub fn new(id: u64) -> Option<Self> {
        NonZeroU64::new(id).map(GuildId)
    }

    /// Returns the id as a number.
    pub fn get(self) -> u64 {
        self.0.get()
    }
}

impl From<NonZeroU64> for GuildId {
    fn from(id: NonZeroU64) -> Self {
        GuildId(id)
    }
}

/// Names a Discord user. Its `Debug` form prints no number, so that logs keep none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(pub u64);

impl fmt::Debug for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserId(…)")
    }
}

/// Whose articles a call is about.
///
/// `Everyone` is the operator's shelf, which every guild may read. A guild's own articles can be read with
/// that guild's scope only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The operator's shelf: the dataset and what the terminal adds.
    Everyone,
    /// What one server added for itself.
    Guild(GuildId),
}

/// When a change is made, and by whom if a person of Discord makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Seconds since 1970.
    pub at: i64,
    /// Who; nobody when the terminal or the program itself acts.
    pub by: Option<UserId>,
}

impl Stamp {
    /// Makes the stamp of a change that the operator or the program makes.
    pub fn at(at: i64) -> Self {
        Stamp { at, by: None }
    }

    /// Makes the stamp of a change that a person of Discord makes.
    pub fn by(at: i64, user: UserId) -> Self {
        Stamp { at, by: Some(user) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_server_has_the_id_nought() {
        assert_eq!(GuildId::new(0), None);
        assert_eq!(GuildId::new(7).map(GuildId::get), Some(7));
    }

    #[test]
    fn a_user_id_is_not_printed_for_logs() {
        assert!(!format!("{:?}", UserId(424_242)).contains("424242"));
    }
}
