//! What the admins of a server have chosen.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use crate::store::{GAP_LIST, OWN_ARTICLES_ONLY, Scope, Stamp, Store, StoreResult};

/// The setting that names the only channels in which answers are public.
pub const ANSWER_CHANNELS: &str = "answer_channels";
/// The setting that names the channels in which every question is answered unasked.
pub const ASK_CHANNELS: &str = "ask_channels";
/// The setting that names the roles that may add articles.
pub const CONTRIBUTOR_ROLES: &str = "contributor_roles";
/// The setting that names the channel where editors are told of open questions.
pub const EDITORS_CHANNEL: &str = "editors_channel";
/// The setting that makes answers private unless asked otherwise.
pub const PRIVATE_BY_DEFAULT: &str = "private_by_default";
/// The setting that says how sure an answer must be.
pub const STRICTNESS: &str = "strictness";
/// The setting that lets admins reload the dataset.
pub const ADMINS_RELOAD: &str = "admins_reload";

/// How sure an answer must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Strictness {
    /// More answers, more of them beside the point.
    Generous,
    /// The threshold that was measured on real questions.
    #[default]
    Usual,
    /// Fewer answers, nearly all of them right.
    Strict,
}

impl Strictness {
    /// Every choice, as an admin sees them.
    pub const ALL: [Strictness; 3] = [Self::Generous, Self::Usual, Self::Strict];

    /// Returns the word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Generous => "generous",
            Self::Usual => "usual",
            Self::Strict => "strict",
        }
    }

    /// Reads the stored word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.word() == word)
    }

    /// Says what the choice does.
    pub fn words(self) -> &'static str {
        match self {
            Self::Generous => "Generous: answers more often, sometimes beside the point",
            Self::Usual => "Usual",
            Self::Strict => "Strict: answers only when almost certain",
        }
    }

    /// Returns the threshold for the engine; nothing means the measured one.
    pub fn threshold(self) -> Option<f32> {
        match self {
            Self::Generous => Some(0.1),
            Self::Usual => None,
            Self::Strict => Some(0.85),
        }
    }
}

/// All settings of one server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuildSettings {
    /// Answers are public in these channels only; everywhere if none was ever chosen.
    pub answer_channels: Vec<u64>,
    /// Every question in these channels is answered.
    pub ask_channels: Vec<u64>,
    /// Members with one of these roles may add articles.
    pub contributor_roles: Vec<u64>,
    /// Where editors are told of open questions.
    pub editors_channel: Option<u64>,
    /// Whether answers are private unless asked otherwise.
    pub private_by_default: bool,
    /// How sure an answer must be.
    pub strictness: Strictness,
    /// Whether questions without an answer are kept for the editors.
    pub gap_list: bool,
    /// Whether admins may reload the dataset.
    pub admins_reload: bool,
    /// Whether the articles of the operator's shelf are left out.
    pub own_articles_only: bool,
    /// The settings that named channels which are not there any more; those are left out above.
    pub with_deleted_channels: Vec<&'static str>,
}

impl Default for GuildSettings {
    fn default() -> Self {
        GuildSettings {
            answer_channels: Vec::new(),
            ask_channels: Vec::new(),
            contributor_roles: Vec::new(),
            editors_channel: None,
            private_by_default: false,
            strictness: Strictness::Usual,
            gap_list: false,
            admins_reload: true,
            own_articles_only: false,
            with_deleted_channels: Vec::new(),
        }
    }
}

impl GuildSettings {
    /// Reads the settings of a scope; what was never set has its default.
    pub fn read(store: &dyn Store, scope: Scope) -> StoreResult<Self> {
        Ok(GuildSettings::of(&store.settings(scope)?))
    }

    /// Reads settings as they are stored; what is not among them has its default.
    pub fn of(all: &BTreeMap<String, Value>) -> Self {
        let ids = |key: &str| all.get(key).map(ids_of).unwrap_or_default();
        let flag = |key: &str, usual| all.get(key).and_then(Value::as_bool).unwrap_or(usual);
        let word = all.get(STRICTNESS).and_then(Value::as_str);
        GuildSettings {
            answer_channels: ids(ANSWER_CHANNELS),
            ask_channels: ids(ASK_CHANNELS),
            contributor_roles: ids(CONTRIBUTOR_ROLES),
            editors_channel: ids(EDITORS_CHANNEL).first().copied(),
            private_by_default: flag(PRIVATE_BY_DEFAULT, false),
            strictness: word.and_then(Strictness::of).unwrap_or_default(),
            gap_list: flag(GAP_LIST, false),
            admins_reload: flag(ADMINS_RELOAD, true),
            own_articles_only: flag(OWN_ARTICLES_ONLY, false),
            with_deleted_channels: Vec::new(),
        }
    }

    /// Tells whether answers may be public in a channel or in a thread of it.
    pub fn answers_in(&self, channel: u64, parent: Option<u64>) -> bool {
        let named = |id| self.answer_channels.contains(&id);
        let everywhere = self.answer_channels.is_empty() && !self.has_lost_answer_channels();
        everywhere || named(channel) || parent.is_some_and(named)
    }

    /// Tells whether answers were public in some channels, none of which is there any more: then they are public in none.
    pub fn has_lost_answer_channels(&self) -> bool {
        self.answer_channels.is_empty() && self.with_deleted_channels.contains(&ANSWER_CHANNELS)
    }

    /// Returns the channels in which every question is to be answered and none may be, since answers are public elsewhere.
    pub fn silenced_channels(&self) -> Vec<u64> {
        let all = self.ask_channels.iter().copied();
        all.filter(|id| !self.answers_in(*id, None)).collect()
    }

    /// Tells whether every question in a channel or in a thread of it is answered.
    pub fn listens_in(&self, channel: u64, parent: Option<u64>) -> bool {
        let named = |id| self.ask_channels.contains(&id);
        named(channel) || parent.is_some_and(named)
    }
}

/// Settings that were read, for as long as nobody changes any: every message of an ask channel's server needs them.
#[derive(Debug, Default)]
pub struct KnownSettings {
    /// The settings counter of the store when these were read, and the settings by scope.
    read: Mutex<(u64, BTreeMap<Scope, GuildSettings>)>,
}

impl KnownSettings {
    /// Returns the settings of a scope if they are known; asks no disk.
    pub fn get(&self, store: &dyn Store, scope: Scope) -> Option<GuildSettings> {
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let (number, known) = &*read;
        known
            .get(&scope)
            .filter(|_| *number == store.settings_number())
            .cloned()
    }

    /// Reads the settings of a scope and remembers them. Blocks.
    pub fn read(&self, store: &dyn Store, scope: Scope) -> StoreResult<GuildSettings> {
        // Before the settings: a change made meanwhile makes the number another, so that they are read again.
        let now = store.settings_number();
        let settings = GuildSettings::read(store, scope)?;
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let (number, known) = &mut *read;
        if *number != now {
            known.clear();
            *number = now;
        }
        known.insert(scope, settings.clone());
        Ok(settings)
    }
}

/// Stores a list of ids; they are text, because JSON numbers lose digits elsewhere.
pub fn set_ids(
    store: &dyn Store,
    scope: Scope,
    key: &str,
    ids: &[u64],
    stamp: Stamp,
) -> StoreResult<()> {
    let ids = ids.iter().map(|id| Value::from(id.to_string())).collect();
    store.set_setting(scope, key, Some(&Value::Array(ids)), stamp)
}

fn ids_of(value: &Value) -> Vec<u64> {
    let ids = value.as_array().into_iter().flatten();
    ids.filter_map(|id| id.as_str()?.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::model;
    use crate::store::{Access, GuildId, SqliteStore, UpkeepStore};

    #[test]
    fn generous_asks_for_less_than_the_measured_threshold_and_strict_for_more() {
        let usual = model::shipped().answerability.threshold();
        let generous = Strictness::Generous.threshold().unwrap_or(1.0);
        let strict = Strictness::Strict.threshold().unwrap_or(0.0);
        assert!(
            generous < usual && usual < strict,
            "{generous} {usual} {strict}"
        );
    }

    #[test]
    fn a_channel_outside_those_of_the_answers_is_silenced() {
        let mut settings = GuildSettings {
            ask_channels: vec![7, 8],
            ..GuildSettings::default()
        };
        assert!(settings.silenced_channels().is_empty());
        settings.answer_channels = vec![8, 9];
        assert_eq!(settings.silenced_channels(), [7]);
    }

    #[test]
    fn known_settings_are_read_again_once_one_is_changed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("bot.db");
        let store = SqliteStore::open(&path, Access::Serve).expect("opened");
        let scope = |id| Scope::Guild(GuildId::new(id).expect("an id"));
        let known = KnownSettings::default();
        for id in [1, 2] {
            assert_eq!(known.get(&store, scope(id)), None);
            known.read(&store, scope(id)).expect("read");
        }
        assert_eq!(known.get(&store, scope(1)), Some(GuildSettings::default()));
        set_ids(&store, scope(1), ASK_CHANNELS, &[7], Stamp::at(1)).expect("set");
        assert_eq!(known.get(&store, scope(1)), None);
        known.read(&store, scope(1)).expect("read");
        let listens = |id| Some(known.get(&store, scope(id))?.listens_in(7, None));
        assert_eq!((listens(1), listens(2)), (Some(true), None));
        store.purge_scope(scope(1), Stamp::at(2)).expect("purged");
        assert_eq!(listens(1), None);
    }
}
