//! What went wrong, as the person concerned reads it: what happened, what to do, a code and an id.

use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroU32;
use std::sync::{LazyLock, Mutex, PoisonError};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::keys::incident;
use super::rest::RestError;
use crate::errors::{ErrorCode, Trouble};
use crate::question::{MAX_QUESTION_CHARS, NotAQuestion};
use crate::render::card::{Card, Tone};
use crate::render::markdown::{begun_large, cut, escape, plain};
use crate::render::notices::{counted, grouped};
use crate::store::StoreError;
use crate::store::quota::{MAX_ARTICLES, MAX_BYTES};

/// A failure with words for a member and a cause for the log.
#[derive(Debug)]
pub struct UserError {
    code: ErrorCode,
    what: String,
    next: String,
    id: String,
    cause: Option<String>,
}

/// So many people who have to wait are named in the log in a minute, for each reason; a flood would fill it.
const WAITS_A_MINUTE: NonZeroU32 = NonZeroU32::new(10).unwrap();

/// Which of them are named.
static WAITS: LazyLock<Waits> = LazyLock::new(Waits::default);

/// Lets a few log lines of each reason pass, and counts the others.
struct Waits {
    limits: DefaultKeyedRateLimiter<ErrorCode>,
    untold: Mutex<BTreeMap<ErrorCode, u64>>,
}

impl Default for Waits {
    fn default() -> Self {
        Waits {
            limits: RateLimiter::keyed(Quota::per_minute(WAITS_A_MINUTE)),
            untold: Mutex::default(),
        }
    }
}

impl Waits {
    /// Returns how many were not named since the last one; `None` where this one is not to be named either.
    fn tell(&self, code: ErrorCode) -> Option<u64> {
        let mut untold = self.untold.lock().unwrap_or_else(PoisonError::into_inner);
        let untold = untold.entry(code).or_default();
        if self.limits.check_key(&code).is_err() {
            *untold += 1;
            return None;
        }
        Some(std::mem::take(untold))
    }
}

impl UserError {
    /// Makes an error: one sentence what happened, one what to do.
    pub fn new(code: ErrorCode, what: impl Into<String>, next: impl Into<String>) -> Self {
        UserError {
            code,
            what: what.into(),
            next: next.into(),
            id: incident(),
            cause: None,
        }
    }

    /// Adds a cause that only the operator's log shows; it must hold no words of members.
    pub fn because(mut self, cause: impl Into<String>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// Returns the code that tests look for.
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// Writes one log line under the id that the member sees; of those who have to wait, only some are named.
    pub fn log(&self, action: &str) {
        let cause = self.cause.as_deref().unwrap_or("-");
        match self.code {
            ErrorCode::Internal | ErrorCode::Storage | ErrorCode::DiskFull => {
                tracing::error!(
                    code = self.code.as_str(),
                    id = self.id,
                    action,
                    cause,
                    "failed"
                );
            }
            ErrorCode::SlowDown | ErrorCode::Busy | ErrorCode::NotReady => {
                if let Some(untold) = WAITS.tell(self.code) {
                    tracing::info!(
                        code = self.code.as_str(),
                        id = self.id,
                        action,
                        cause,
                        untold,
                        "refused"
                    );
                }
            }
            _ => tracing::info!(
                code = self.code.as_str(),
                id = self.id,
                action,
                cause,
                "refused"
            ),
        }
    }

    /// Returns what the member sees.
    pub fn card(&self) -> Card {
        let tone = match self.code {
            ErrorCode::NotYours
            | ErrorCode::Expired
            | ErrorCode::NotFound
            | ErrorCode::SlowDown
            | ErrorCode::Busy
            | ErrorCode::NotReady => Tone::Careful,
            _ => Tone::Failed,
        };
        Card::new(tone, format!("**{}**\n{}", self.what, self.next))
            .with_footer(&format!("(code {} · id {})", self.code, self.id))
    }

    /// A bug, or a part of the system that gave no reason.
    pub fn internal(cause: impl Into<String>) -> Self {
        UserError::new(
            ErrorCode::Internal,
            "Something broke on my side.",
            "Try again; if it stays, give the operator the id below.",
        )
        .because(cause)
    }

    /// Only for servers.
    pub fn guild_only() -> Self {
        UserError::new(
            ErrorCode::GuildOnly,
            "I answer inside servers that have added me.",
            "Ask there, with `/ask`.",
        )
    }

    /// Says that only whoever runs the bot may do that.
    pub fn operator_only() -> Self {
        Self::new(
            ErrorCode::NotAllowed,
            "Only the operator of the bot can do that.",
            "Nothing was changed; the operator runs `/dataset reload` here, or `footnote load`.",
        )
    }

    /// Not for this person; `needs` names the right, `grants` who can give it.
    pub fn not_allowed(needs: &str, grants: &str) -> Self {
        UserError::new(
            ErrorCode::NotAllowed,
            format!("That needs {needs}."),
            format!("{grants} can grant it."),
        )
    }

    /// A button that belongs to somebody else.
    pub fn not_yours() -> Self {
        UserError::new(
            ErrorCode::NotYours,
            "This button belongs to the person who asked.",
            "Ask yourself, or run the command yourself, to get your own.",
        )
    }

    /// A button, menu or form whose time is over.
    pub fn expired() -> Self {
        UserError::new(
            ErrorCode::Expired,
            "This button has expired or was already used.",
            "Ask again, or run the command again, for a fresh one.",
        )
    }

    /// Too many questions from one person.
    pub fn slow_down(seconds: u64) -> Self {
        UserError::new(
            ErrorCode::SlowDown,
            "That was a lot of requests in a short time.",
            format!("Try again in {} s.", seconds.max(1)),
        )
    }

    /// Too many questions of all the people in a server.
    pub fn crowded(seconds: u64) -> Self {
        UserError::new(
            ErrorCode::SlowDown,
            "Many people are asking at once in this server.",
            format!(
                "The next question fits in {} s; if somebody else is faster, try a little later.",
                seconds.max(1)
            ),
        )
    }

    /// Tells whether it is the question itself that cannot be answered, whoever asks and however often.
    pub fn is_about_question(&self) -> bool {
        [NotAQuestion::Empty, NotAQuestion::TooLong(0)]
            .iter()
            .any(|reason| reason.code() == self.code)
    }

    /// Nothing of that name here; `near` are titles that may be meant.
    pub fn not_found(name: &str, near: &[String]) -> Self {
        let quoted = |title: &str| format!("“{}”", escape(&cut(&plain(title), 100)));
        let near: Vec<String> = near.iter().map(|title| quoted(title)).collect();
        let next = match near.is_empty() {
            true => "Pick one from the list that appears while you type, or see `/article list`."
                .to_owned(),
            false => format!("Did you mean {}?", near.join(" or ")),
        };
        let what = format!("There is no article {} here.", quoted(name));
        UserError::new(ErrorCode::NotFound, what, next)
    }
}

/// Makes a sentence of words that were written to stand in a line: a capital first, a full stop last unless they ask.
pub fn sentence(words: &str) -> String {
    let words = words.trim_end_matches('.');
    let end = (!words.ends_with(['?', '!'])).then_some('.');
    begun_large(words).chars().chain(end).collect()
}

impl fmt::Display for UserError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (code {} · id {})", self.what, self.code, self.id)
    }
}

impl std::error::Error for UserError {}

impl From<NotAQuestion> for UserError {
    fn from(reason: NotAQuestion) -> Self {
        match reason {
            NotAQuestion::Empty => UserError::new(
                reason.code(),
                "I find no word in this that I could look for.",
                "Ask with a few words, such as “How long is the bridge?”",
            ),
            NotAQuestion::TooLong(length) => UserError::new(
                reason.code(),
                format!("The question has {length} characters, I read up to {MAX_QUESTION_CHARS}."),
                "Ask the part that matters most.",
            ),
        }
    }
}

/// Says what cannot be kept and what to do, in the words that the store has for it. They may hold words of members, so the
/// log gets none.
fn unfit(code: ErrorCode, trouble: &Trouble) -> UserError {
    let next = trouble.next.as_deref();
    let next = next.unwrap_or("change that and try again");
    let words = |text: &str| escape(&cut(&plain(text), 300)).to_string();
    UserError::new(
        code,
        format!("That cannot be kept: {}.", words(&trouble.what)),
        sentence(&words(next)),
    )
}

impl From<StoreError> for UserError {
    fn from(error: StoreError) -> Self {
        let code = error.code();
        match error {
            StoreError::NotFound(_) => UserError::new(
                code,
                "There is no such article here.",
                "See `/article list` for the articles of this server.",
            ),
            StoreError::VersionNotFound(_, version) => UserError::new(
                code,
                format!("This article has no version {version}."),
                "See `/article history` for its versions.",
            ),
            StoreError::ReceiptNotFound(receipt) => UserError::new(
                code,
                format!("There is no reload with the receipt {receipt}."),
                "The operator takes the last one back with `footnote rollback`.",
            ),
            StoreError::JobNotFound(_) => UserError::new(
                code,
                "This work has ended already.",
                "Run the command again to begin anew.",
            ),
            StoreError::OperatorsOwn(_) => UserError::new(
                code,
                "This article is on the operator's shelf.",
                "Only the operator of the bot can change it.",
            ),
            StoreError::Duplicate(_) | StoreError::FileExists(_) => UserError::new(
                code,
                "This article is here already.",
                "See `/article list` for it.",
            ),
            StoreError::ChangedSince { .. } | StoreError::Conflict(_) => UserError::new(
                code,
                "Somebody else changed or removed this article meanwhile; nothing of yours was kept.",
                "Look at it with `/article history`, then try again.",
            ),
            StoreError::Overtaken => UserError::new(
                code,
                "Somebody else changed the articles meanwhile; nothing of this plan was done.",
                "Ask for the plan anew with `/dataset reload` and look at it again.",
            ),
            StoreError::DiskFull => UserError::new(
                code,
                "There is no room left; nothing was changed.",
                "The operator has to make room, then try again.",
            )
            .because(error.to_string()),
            StoreError::ShelfFull(articles) => UserError::new(
                code,
                format!(
                    "This server's shelf is full with {}: it may hold {} and {} MB of text.",
                    counted(articles, "article"),
                    grouped(MAX_ARTICLES),
                    MAX_BYTES >> 20
                ),
                "Remove some with `/article remove`, then try again.",
            ),
            StoreError::VersionsFull => UserError::new(
                code,
                "The versions of this server's articles fill its shelf, earlier and removed ones among them.",
                "Removed articles make room after 30 days; the operator can wipe out some that have many versions.",
            ),
            // Which article it is about, whoever changes it knows.
            StoreError::Unfit { trouble, .. } => unfit(code, &trouble),
            StoreError::Locked { .. }
            | StoreError::Missing(_)
            | StoreError::Newer { .. }
            | StoreError::NotOurs { .. }
            | StoreError::Damaged { .. }
            | StoreError::Malformed(_)
            | StoreError::ReadOnly
            | StoreError::ReadOnlyFile(_)
            | StoreError::StillRead
            | StoreError::Busy
            | StoreError::Storage { .. } => UserError::new(
                ErrorCode::Storage,
                "The store did not take that; nothing was changed.",
                "Try again in a minute; if it stays, give the operator the id below.",
            )
            .because(error.to_string()),
        }
    }
}

impl From<RestError> for UserError {
    fn from(error: RestError) -> Self {
        match error {
            RestError::Blocked(seconds) => UserError::new(
                ErrorCode::Busy,
                "Discord lets nothing more through there for a while.",
                format!("Try again in {seconds} s."),
            )
            .because(error.to_string()),
            _ => UserError::internal(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::ArticleId;
    use crate::store::ReceiptId;

    #[test]
    fn a_flood_of_those_who_have_to_wait_fills_no_log() {
        let waits = Waits::default();
        let told = |code| (0..100).filter(|_| waits.tell(code).is_some()).count();
        let most = WAITS_A_MINUTE.get() as usize;
        assert!((most..most + 3).contains(&told(ErrorCode::SlowDown)));
        assert!(
            waits.tell(ErrorCode::Busy) == Some(0),
            "each reason by itself"
        );
        let slow_down = waits.untold.lock().expect("held")[&ErrorCode::SlowDown];
        assert!(slow_down > 80, "{slow_down} are named as a number later");
    }

    #[test]
    fn what_cannot_be_kept_is_named_with_its_field_and_a_way_out() {
        let trouble = Trouble::new("title: 345 characters, 300 are allowed", "shorten it");
        let error = UserError::from(StoreError::Unfit {
            article: Some(ArticleId::from_words("quay")),
            trouble,
        });
        assert_eq!(error.code(), ErrorCode::Unfit);
        let words = error.card().body;
        assert!(
            words.contains("kept: title: 345 characters, 300 are allowed."),
            "{words}"
        );
        assert!(words.ends_with("Shorten it."), "{words}");
    }

    #[test]
    fn what_is_missing_is_called_what_it_is() {
        let quay = || ArticleId::from_words("quay");
        for (error, named) in [
            (StoreError::NotFound(quay()), "no such article"),
            (StoreError::VersionNotFound(quay(), 7), "no version 7"),
            (
                StoreError::ReceiptNotFound(ReceiptId(9)),
                "no reload with the receipt 9",
            ),
            (StoreError::JobNotFound(3), "work has ended already"),
        ] {
            let error = UserError::from(error);
            assert_eq!(error.code(), ErrorCode::NotFound);
            let words = error.card().body;
            assert!(words.contains(named), "{words}");
        }
    }
}
