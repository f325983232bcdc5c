//! What a server's bot remembers besides articles: buttons, jobs, votes, gaps and who did what.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{AuditAction, Scope, Stamp, UserId};
use crate::article::ArticleId;
use crate::text::{Span, normalize, words};

/// What a button or menu stands for; kept so that it works after a restart.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// The random key that the message carries.
    pub id: String,
    /// Who may press it; anybody if nobody is named.
    pub owner: Option<UserId>,
    /// What pressing it means.
    pub state: Value,
    /// When it stops working, seconds since 1970.
    pub expires_at: i64,
}

/// Something written down beside what somebody waits for, who can do without it.
#[derive(Debug, Clone, PartialEq)]
pub enum SideNote {
    /// What the buttons under an answer stand for. It may name a text that is wiped out before it is written down: then it
    /// is not.
    Component {
        /// Whose it is.
        scope: Scope,
        /// What it is.
        component: Component,
        /// The number of the last change when it was made.
        as_of: u64,
    },
    /// A question that nothing answers, where the server keeps these.
    Gap {
        /// Where it was asked.
        scope: Scope,
        /// The question.
        question: OpenQuestion,
        /// When it was asked.
        at: i64,
    },
    /// A line of the log of who did what.
    Action {
        /// Where it was done.
        scope: Scope,
        /// What was done.
        action: AuditAction,
        /// To what.
        subject: Option<String>,
        /// When, and by whom.
        stamp: Stamp,
    },
}

impl SideNote {
    /// Returns the sort of what it would keep about a user, as [`Kept`] has it, if it names that one.
    pub fn sort_about(&self, user: UserId) -> Option<&'static str> {
        match self {
            SideNote::Component { component, .. } if component.owner == Some(user) => {
                Some("buttons")
            }
            SideNote::Action { stamp, .. } if stamp.by == Some(user) => Some("log lines"),
            SideNote::Component { .. } | SideNote::Gap { .. } | SideNote::Action { .. } => None,
        }
    }

    /// Returns what is left of it once the person whom it names is forgotten, as the store does with what is written: a
    /// line of the log stays without the name.
    pub fn without_name(&self) -> Option<Self> {
        match self {
            SideNote::Component { component, .. } if component.owner.is_some() => None,
            SideNote::Action {
                scope,
                action,
                subject,
                stamp,
            } => Some(SideNote::Action {
                scope: *scope,
                action: action.clone(),
                subject: subject.clone(),
                stamp: Stamp::at(stamp.at),
            }),
            nameless => Some(nameless.clone()),
        }
    }
}

/// How long a note waits while others change the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// About a second: somebody waits for an answer.
    Short,
    /// As long as any change.
    Usual,
}

/// Names a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JobId(pub u64);

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JobStatus {
    /// Begun, neither finished nor failed.
    Open,
    /// Done.
    Finished,
    /// Given up; the state says why.
    Failed,
}

/// Work that may outlast the process that began it.
#[derive(Clone, PartialEq)]
pub struct Job {
    /// Its name.
    pub id: JobId,
    /// Whose it is.
    pub scope: Scope,
    /// What sort of work, such as `reload`.
    pub kind: String,
    /// Who asked for it.
    pub by: Option<UserId>,
    /// When it was begun.
    pub started_at: i64,
    /// Where it stands.
    pub status: JobStatus,
    /// What the worker needs to go on or to apologise.
    pub state: Value,
    /// What is needed to reply and must not leave this machine; wiped when the job ends, never in a backup.
    pub reply_token: Option<String>,
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Job")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// A job to begin.
#[derive(Clone, Default)]
pub struct NewJob {
    /// What sort of work, such as `reload`.
    pub kind: String,
    /// What the worker needs to go on or to apologise.
    pub state: Value,
    /// What is needed to reply and must not leave this machine.
    pub reply_token: Option<String>,
}

/// What a member thinks of a citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It answers the question.
    Right,
    /// It does not.
    Wrong,
}

/// A member's verdict on a cited sentence; a later one takes the place of an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// The cited article.
    pub article: ArticleId,
    /// The cited version.
    pub version: u32,
    /// The cited bytes.
    pub span: Span,
    /// Who votes.
    pub voter: UserId,
    /// What they think.
    pub verdict: Verdict,
}

/// The verdicts on one cited sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// The cited article.
    pub article: ArticleId,
    /// The cited version.
    pub version: u32,
    /// The cited bytes.
    pub span: Span,
    /// How many think it right.
    pub right: usize,
    /// How many think it wrong.
    pub wrong: usize,
}

/// On what ground a question may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// The asker pressed "tell the editors".
    Asker,
    /// Nobody was asked: it is kept only if the server's admins switched the list on.
    GuildSetting,
}

/// A question that the articles did not answer, with all that its words alone do not say. It carries no asker.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OpenQuestion {
    /// Its words.
    pub words: String,
    /// What it took over from the question before, such as `Erie Canal`.
    pub about: Option<String>,
    /// The only article that it was put to.
    pub within: Option<ArticleId>,
}

impl OpenQuestion {
    /// Makes one whose words say all.
    pub fn of(words: impl Into<String>) -> Self {
        OpenQuestion {
            words: words.into(),
            about: None,
            within: None,
        }
    }

    /// Returns what makes two questions the same: their words without case, signs and blanks, and where they were put.
    pub fn folded(&self) -> String {
        let fold = |text: &str| {
            // A word in capitals is folded as one that is not: nobody who shouts means another question.
            let words = words::words(text).map(|word| normalize::fold(&word.text.to_lowercase()));
            words.collect::<Vec<_>>().join(" ")
        };
        let about = self.about.as_deref().map(fold);
        let within = self.within.as_ref().map(ArticleId::as_str);
        format!(
            "{}\n{}\n{}",
            fold(&self.words),
            about.unwrap_or_default(),
            within.unwrap_or_default()
        )
    }
}

/// An open question, and how often it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// The question.
    pub question: OpenQuestion,
    /// How often it was asked.
    pub asked: usize,
    /// When it was first asked.
    pub first_at: i64,
    /// When it was last asked.
    pub last_at: i64,
}

/// One line of the log of who did what; it holds no text of articles or questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// When.
    pub at: i64,
    /// Who; nobody when the terminal or the program acted, or the person asked to be forgotten.
    pub by: Option<UserId>,
    /// The number that stands for a person who asked to be forgotten: it tells one from another in this log, and names nobody.
    pub forgotten: Option<u64>,
    /// What was done.
    pub action: AuditAction,
    /// To which article or setting.
    pub subject: Option<String>,
}

/// How many rows of each sort name a user; the sorts are words for people, in the order of the alphabet.
pub type Kept = BTreeMap<String, usize>;

/// The setting that switches the list of unanswered questions on.
pub const GAP_LIST: &str = "gap_list";

/// The setting with which a server reads its own articles only, and none of the operator's shelf.
pub const OWN_ARTICLES_ONLY: &str = "own_articles_only";

/// The setting that remembers when a server sent the bot away.
pub const LEFT_AT: &str = "left_at";

/// The setting of the shelf that remembers up to when was swept.
pub const SWEPT_UNTIL: &str = "swept_until";

/// The setting of the shelf that remembers when was swept last, as the clock said then.
pub const SWEPT_AT: &str = "swept_at";

/// The settings that are true of one bot and its database only, so that they are neither exported nor imported.
pub const OF_ONE_DATABASE: [&str; 3] = [LEFT_AT, SWEPT_AT, SWEPT_UNTIL];
