//! How often one person and one server may ask, so that nobody's flood is another's silence.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::permissions::Action;
use super::user_error::UserError;
use crate::store::{GuildId, UserId};

/// A person may ask this often at once.
const BURST_OF_PERSON: NonZeroU32 = NonZeroU32::new(5).unwrap();

/// After a burst a person may ask again every six seconds: 5 in 30.
const PERSON_SECONDS: u64 = 6;

/// Lists, forms and settings may be opened this often at once, and again every second.
const BURST_OF_COMMANDS: NonZeroU32 = NonZeroU32::new(20).unwrap();
const COMMANDS_A_MINUTE: NonZeroU32 = NonZeroU32::new(60).unwrap();

/// A person may look this often at once for more of an answer, and again every three seconds.
const BURST_OF_READER: NonZeroU32 = NonZeroU32::new(10).unwrap();
const READS_A_MINUTE: NonZeroU32 = NonZeroU32::new(20).unwrap();

/// At most this many refusals of a person are logged; whoever goes on trying fills no log with it.
const REFUSALS_AN_HOUR: NonZeroU32 = NonZeroU32::new(20).unwrap();

/// At most this many keystrokes of a person are answered with choices; nobody types faster for long.
const KEYSTROKES_A_SECOND: NonZeroU32 = NonZeroU32::new(10).unwrap();

/// Refusals of messages are said once a minute to a person, and so often in a channel; beyond that nothing is said, since the
/// words would stand between those of others.
const REFUSALS_TOLD_A_MINUTE: NonZeroU32 = NonZeroU32::new(1).unwrap();
const REFUSALS_IN_CHANNEL_A_MINUTE: NonZeroU32 = NonZeroU32::new(3).unwrap();

/// A server may ask this often in a minute unless the operator says otherwise; more would starve other servers.
const SERVER_A_MINUTE: NonZeroU32 = NonZeroU32::new(60).unwrap();

/// Counts requests by person and by server.
#[derive(Debug)]
pub struct Limits {
    persons: DefaultKeyedRateLimiter<u64>,
    readers: DefaultKeyedRateLimiter<u64>,
    commands: DefaultKeyedRateLimiter<u64>,
    keystrokes: DefaultKeyedRateLimiter<u64>,
    refusals: DefaultKeyedRateLimiter<u64>,
    refused_persons: DefaultKeyedRateLimiter<u64>,
    refusing_channels: DefaultKeyedRateLimiter<u64>,
    servers: DefaultKeyedRateLimiter<u64>,
    clock: DefaultClock,
}

impl Limits {
    /// Makes limits; `a_minute` is how often one server may ask.
    pub fn new(a_minute: Option<NonZeroU32>) -> Self {
        let every = Quota::with_period(Duration::from_secs(PERSON_SECONDS));
        let persons = every
            .unwrap_or(Quota::per_minute(BURST_OF_PERSON))
            .allow_burst(BURST_OF_PERSON);
        Limits {
            persons: RateLimiter::keyed(persons),
            readers: RateLimiter::keyed(
                Quota::per_minute(READS_A_MINUTE).allow_burst(BURST_OF_READER),
            ),
            commands: RateLimiter::keyed(
                Quota::per_minute(COMMANDS_A_MINUTE).allow_burst(BURST_OF_COMMANDS),
            ),
            keystrokes: RateLimiter::keyed(Quota::per_second(KEYSTROKES_A_SECOND)),
            refusals: RateLimiter::keyed(Quota::per_hour(REFUSALS_AN_HOUR)),
            refused_persons: RateLimiter::keyed(Quota::per_minute(REFUSALS_TOLD_A_MINUTE)),
            refusing_channels: RateLimiter::keyed(Quota::per_minute(REFUSALS_IN_CHANNEL_A_MINUTE)),
            servers: RateLimiter::keyed(Quota::per_minute(a_minute.unwrap_or(SERVER_A_MINUTE))),
            clock: DefaultClock::default(),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits::new(None)
    }
}

/// Actions that put a new question to the articles.
const QUESTIONS: [Action; 6] = [
    Action::Ask,
    Action::FindInArticles,
    Action::FormFollowUp,
    Action::ButtonAskAll,
    Action::ButtonSuggestion,
    Action::ButtonExample,
];

/// Actions that put an earlier question again, to show more of its answer, and those that put many to find some.
const ASKING_AGAIN: [Action; 10] = [
    Action::ButtonMore,
    Action::ButtonContext,
    Action::ButtonWhy,
    Action::ButtonNearest,
    Action::ButtonShare,
    Action::ButtonReview,
    Action::ButtonOpenQuestions,
    Action::ButtonClearQuestions,
    Action::Help,
    Action::DatasetCheck,
];

impl Limits {
    /// Counts an action, or says in how many seconds to try again.
    pub fn count(
        &self,
        action: Action,
        user: UserId,
        guild: Option<GuildId>,
    ) -> Result<(), UserError> {
        match action {
            question if QUESTIONS.contains(&question) => self.count_question(user, guild),
            again if ASKING_AGAIN.contains(&again) => self.check(&self.readers, user.0),
            _ => self.count_command(user),
        }
    }

    /// Counts a question, or says in how many seconds to try again.
    pub fn count_question(&self, user: UserId, guild: Option<GuildId>) -> Result<(), UserError> {
        self.check(&self.persons, user.0)?;
        let Some(guild) = guild else { return Ok(()) };
        self.wait(&self.servers, guild.get())
            .map_or(Ok(()), |seconds| Err(UserError::crowded(seconds)))
    }

    /// Tells whether the person who wrote a message in a channel is told that it is refused, and counts that.
    pub fn may_tell_of_refusal(&self, user: UserId, channel: u64) -> bool {
        self.wait(&self.refused_persons, user.0).is_none()
            && self.wait(&self.refusing_channels, channel).is_none()
    }

    /// Counts a command that asks nothing, or says in how many seconds to try again.
    pub fn count_command(&self, user: UserId) -> Result<(), UserError> {
        self.check(&self.commands, user.0)
    }

    /// Counts a keystroke that wants choices.
    pub fn count_keystroke(&self, user: UserId) -> Result<(), UserError> {
        self.check(&self.keystrokes, user.0)
    }

    /// Counts a refusal that would be logged.
    pub fn count_refusal(&self, user: UserId) -> Result<(), UserError> {
        self.check(&self.refusals, user.0)
    }

    fn check(&self, limiter: &DefaultKeyedRateLimiter<u64>, key: u64) -> Result<(), UserError> {
        self.wait(limiter, key)
            .map_or(Ok(()), |seconds| Err(UserError::slow_down(seconds)))
    }

    /// Counts one; returns in how many seconds the next one fits if this one does not.
    fn wait(&self, limiter: &DefaultKeyedRateLimiter<u64>, key: u64) -> Option<u64> {
        let refused = limiter.check_key(&key).err()?;
        Some(refused.wait_time_from(self.clock.now()).as_secs() + 1)
    }

    /// Forgets persons and servers that have been quiet; call it now and then.
    pub fn tidy(&self) {
        self.persons.retain_recent();
        self.readers.retain_recent();
        self.commands.retain_recent();
        self.keystrokes.retain_recent();
        self.refusals.retain_recent();
        self.refused_persons.retain_recent();
        self.refusing_channels.retain_recent();
        self.servers.retain_recent();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::errors::ErrorCode;

    #[test]
    fn a_flood_of_one_person_does_not_stop_another() {
        let limits = Limits::default();
        let passed = (0..20)
            .filter(|_| limits.count_question(UserId(1), None).is_ok())
            .count();
        assert_eq!(passed, 5);
        assert!(limits.count_question(UserId(2), None).is_ok());
        let refused = limits
            .count_question(UserId(1), None)
            .expect_err("must wait");
        assert_eq!(refused.code(), ErrorCode::SlowDown);
    }

    #[test]
    fn a_flood_of_one_server_does_not_stop_another() {
        let (limits, loud, quiet) = (Limits::default(), GuildId::new(1), GuildId::new(2));
        let asked = |user, guild| limits.count_question(UserId(user), guild).is_ok();
        let passed = (0..500).filter(|user| asked(*user, loud)).count();
        assert_eq!(passed, 60);
        assert!(asked(1_000, quiet));
        let refused = limits.count_question(UserId(2_000), loud);
        let words = refused.expect_err("must wait").card().body;
        assert!(words.contains("Many people are asking"), "{words}");
    }

    #[test]
    fn refusals_are_said_once_to_a_person_and_a_few_times_in_a_channel() {
        let limits = Limits::default();
        let told = (0..40).filter(|n| limits.may_tell_of_refusal(UserId(n % 10), 1));
        assert_eq!(told.count(), 3);
        assert!(!limits.may_tell_of_refusal(UserId(1), 2), "a second time");
        assert!(limits.may_tell_of_refusal(UserId(20), 2));
    }
}
