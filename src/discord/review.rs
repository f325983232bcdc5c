//! What admins look through beside the settings: open questions, votes on answers, and who changed what.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serenity::all::{Mentionable, UserId};

use super::app::App;
use super::article_lists::{self, List, Listing};
use super::interaction::InteractionContext;
use super::open_questions;
use super::permissions::Action;
use super::reply::{Button, Look, Reply};
use super::settings_panel;
use super::user_error::UserError;
use crate::render::markdown::{cut, escape, plain};
use crate::render::notices::counted;
use crate::store::{AuditAction, AuditLine, LEFT_AT, Scope, Store, StoreError, Tally};

/// Sentences are cut to this in the list of votes.
const SENTENCE_ROOM: usize = 240;

/// Titles are cut to this.
const TITLE_ROOM: usize = 80;

/// At most this many sentences are listed.
const MAX_VOTED_ON: usize = 60;

/// At most this many of the last changes are listed.
const LAST_CHANGES: usize = 200;

/// What is looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subject {
    /// The questions that no article answered.
    #[serde(rename = "open questions")]
    OpenQuestions,
    /// What members think of the sentences they were answered with.
    #[serde(rename = "votes")]
    Votes,
    /// Who changed what.
    #[serde(rename = "changes")]
    Changes,
}

impl Subject {
    const ALL: [Subject; 3] = [Self::OpenQuestions, Self::Votes, Self::Changes];

    /// Returns the word that stands for it in buttons.
    pub fn word(self) -> &'static str {
        match self {
            Self::OpenQuestions => "open questions",
            Self::Votes => "votes",
            Self::Changes => "changes",
        }
    }

    /// Reads that word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.word() == word)
    }

    fn label(self) -> &'static str {
        match self {
            Self::OpenQuestions => "Open questions",
            Self::Votes => "Votes",
            Self::Changes => "Who changed what",
        }
    }
}

/// Lists a subject. Blocks.
pub fn listing(app: &Arc<App>, scope: Scope, subject: Subject) -> Result<Listing, UserError> {
    match subject {
        Subject::OpenQuestions => open_questions::listing(app, scope),
        Subject::Votes => votes(app.store.as_ref(), scope),
        Subject::Changes => changes(app.store.as_ref(), scope),
    }
}

/// Adds the ways to the other subjects, and what can be done about this one if anything is `listed`.
pub fn with_buttons(reply: Reply, key: &str, shown: Subject, listed: bool) -> Reply {
    let others = Subject::ALL.into_iter().filter(|other| *other != shown);
    let way = |to: Subject| {
        let id = Action::ButtonReview.id_with(key, to.word());
        Button::new(Look::Quiet, id, to.label())
    };
    let reply = match shown == Subject::OpenQuestions && listed {
        true => reply.with_buttons(open_questions::buttons(key)),
        false => reply,
    };
    reply.with_buttons(others.map(way).collect())
}

/// Opens the list of open questions, from which the others are one press away.
pub async fn open(context: &InteractionContext) -> Result<(), UserError> {
    let reader = context.actor.clone();
    let first = List::Review(Subject::OpenQuestions);
    let work = context
        .app
        .in_turn(move |app| article_lists::page(app, &reader, first, None, 0));
    let reply = context.responder.work(true, work).await?;
    context.responder.reply(reply).await
}

/// Lists the sentences that were voted on, those most often called wrong first.
fn votes(store: &dyn Store, scope: Scope) -> Result<Listing, UserError> {
    let mut tallies = store.tallies(scope)?;
    // Stable: sentences judged alike stay in the order of their articles.
    tallies.sort_by_key(|tally| (std::cmp::Reverse(tally.wrong), tally.right));
    let mut lines = Vec::new();
    for tally in tallies.iter().take(MAX_VOTED_ON) {
        lines.extend(vote_line(store, scope, tally)?);
    }
    Ok(Listing {
        title: counted(tallies.len(), "sentence") + " voted on",
        lines,
        small_print: "the most doubted first · 👍 and 👎 under answers count once per member"
            .to_owned(),
        nothing: "Nobody has voted yet: 👍 and 👎 stand under every answer.",
    })
}

/// Writes `👎 2 · 👍 1 · the sentence · *Title*`; `None` for an article that was taken away.
fn vote_line(store: &dyn Store, scope: Scope, tally: &Tally) -> Result<Option<String>, UserError> {
    let article = match store.version(scope, &tally.article, tally.version) {
        Err(StoreError::NotFound(_) | StoreError::VersionNotFound(..)) => return Ok(None),
        found => found?,
    };
    let current = match store.entry(scope, &tally.article) {
        Err(StoreError::NotFound(_)) => return Ok(None),
        found => found?.version,
    };
    let words = tally.span.of(&article.text).unwrap_or_default();
    let words = escape(&cut(&plain(words), SENTENCE_ROOM));
    let title = escape(&cut(&plain(&article.metadata.title), TITLE_ROOM));
    let old = match tally.version == current {
        true => String::new(),
        false => format!(" (version {}, no longer quoted)", tally.version),
    };
    let (wrong, right) = (tally.wrong, tally.right);
    Ok(Some(format!(
        "👎 {wrong} · 👍 {right} · {words} · *{title}*{old}"
    )))
}

fn changes(store: &dyn Store, scope: Scope) -> Result<Listing, UserError> {
    let lines = store.audit_log(scope, LAST_CHANGES)?;
    let known = store.list(scope)?.into_iter().chain(store.removed(scope)?);
    let titles: BTreeMap<String, String> = known
        .map(|entry| (entry.id.to_string(), entry.metadata.title))
        .collect();
    Ok(Listing {
        title: "Who changed what".to_owned(),
        lines: (lines.iter().filter(|line| !is_of_the_bot(line)))
            .map(|line| change_line(line, &titles))
            .collect(),
        small_print: "newest first".to_owned(),
        nothing: "Nothing was changed here yet.",
    })
}

/// Tells whether the bot noted something for itself.
fn is_of_the_bot(line: &AuditLine) -> bool {
    let subject = line.subject.as_deref().unwrap_or_default();
    line.action == AuditAction::Set && subject.split(':').next() == Some(LEFT_AT)
}

/// Writes `when · who · what`.
fn change_line(line: &AuditLine, titles: &BTreeMap<String, String>) -> String {
    let who = match (line.by, line.forgotten) {
        (Some(user), _) => UserId::new(user.0).mention().to_string(),
        (None, Some(number)) => format!("somebody forgotten since (no. {number})"),
        // Whoever is refused is somebody of Discord.
        (None, None) if line.action == AuditAction::Refused => {
            "somebody forgotten since".to_owned()
        }
        (None, None) => "the operator or the bot itself".to_owned(),
    };
    let subject = line.subject.as_deref().unwrap_or_default();
    let title = match titles.get(subject).map_or(subject, String::as_str) {
        "" => "an article wiped out since".to_owned(),
        title => format!("*{}*", escape(&cut(&plain(title), TITLE_ROOM))),
    };
    let named = escape(&cut(&plain(subject), TITLE_ROOM)).to_string();
    let what = match &line.action {
        AuditAction::Added => format!("added {title}"),
        AuditAction::Changed => format!("changed the text of {title}"),
        AuditAction::Edited => format!("changed the details of {title}"),
        AuditAction::Removed => format!("removed {title}"),
        AuditAction::Restored => format!("restored {title}"),
        AuditAction::WentBack => format!("went back to another version of {title}"),
        AuditAction::Purged => "wiped out an article for good".to_owned(),
        AuditAction::AppliedPlan => "reloaded the dataset".to_owned(),
        AuditAction::RolledBack => "undid a reload".to_owned(),
        AuditAction::Imported => "imported a file of articles and settings".to_owned(),
        AuditAction::Set => settings_panel::change_told(subject),
        AuditAction::Refused => format!("was refused “{named}”"),
        AuditAction::Unknown(other) => escape(&cut(&plain(other), TITLE_ROOM)).to_string(),
    };
    format!("<t:{}:f> · {who} {what}", line.at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store;

    fn line(action: AuditAction, subject: Option<&str>, by: Option<u64>) -> AuditLine {
        AuditLine {
            at: 1_700_000_000,
            by: by.map(store::UserId),
            forgotten: None,
            action,
            subject: subject.map(str::to_owned),
        }
    }

    #[test]
    fn a_change_tells_when_who_and_what() {
        let titles = BTreeMap::from([("weir".to_owned(), "The *weir*".to_owned())]);
        let written = |action, subject, by| change_line(&line(action, subject, by), &titles);
        assert_eq!(
            written(AuditAction::Removed, Some("weir"), Some(13)),
            "<t:1700000000:f> · <@13> removed *The \\*weir\\**"
        );
        assert_eq!(
            written(AuditAction::Set, Some("gap_list"), Some(13)),
            "<t:1700000000:f> · <@13> changed the setting “Gap list”"
        );
        let told = written(AuditAction::Set, Some("admins_reload: false"), Some(13));
        assert!(
            told.ends_with("set “May reload the shelf” to: the operator only"),
            "{told}"
        );
        let told = written(
            AuditAction::Set,
            Some(r#"answer_channels: ["7","8"]"#),
            Some(13),
        );
        assert!(
            told.ends_with("set “Answers in public” to: <#7>, <#8>"),
            "{told}"
        );
        let told = written(AuditAction::Set, Some("answer_channels: []"), Some(13));
        assert!(told.ends_with("to: in every channel"), "{told}");
        let told = written(AuditAction::Imported, None, None);
        assert!(
            told.ends_with(
                "the operator or the bot itself imported a file of articles and settings"
            )
        );
        let forgotten = AuditLine {
            forgotten: Some(2),
            ..line(AuditAction::Removed, Some("weir"), None)
        };
        assert_eq!(
            change_line(&forgotten, &titles),
            "<t:1700000000:f> · somebody forgotten since (no. 2) removed *The \\*weir\\**"
        );
        let told = written(AuditAction::Unknown("*tried*".to_owned()), None, Some(13));
        assert!(told.ends_with(" \\*tried\\*"), "{told}");
        assert!(written(AuditAction::Added, Some("swept"), None).ends_with("added *swept*"));
        assert!(
            written(AuditAction::Added, None, Some(13))
                .ends_with("added an article wiped out since")
        );
    }

    #[test]
    fn a_word_is_read_as_it_is_written() {
        for subject in Subject::ALL {
            assert_eq!(Subject::of(subject.word()), Some(subject));
        }
        assert_eq!(Subject::of("articles"), None);
    }
}
