//! What the buttons of a message stand for; kept in the store, so that they work after a restart.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::app::App;
use super::article_lists::List;
use super::button_seal::ButtonKey;
use super::once::{Attempt, Once};
use super::user_error::UserError;
use crate::answer::Answer;
use crate::article::{ArticleId, Metadata};
use crate::clock::now;
use crate::ingest::{Incoming, Shown};
use crate::store::{Component, Scope, SideNote, Store};

/// Buttons of answers work this long: two weeks.
pub const ANSWER_SECONDS: i64 = 14 * 24 * 60 * 60;

/// Buttons that confirm something work this long: an hour.
pub const CONFIRM_SECONDS: i64 = 60 * 60;

/// A cited place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitedSpan {
    /// The article.
    pub article: ArticleId,
    /// Its version.
    pub version: u32,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// What the buttons under an answer need.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AnswerState {
    /// The question.
    pub question: String,
    /// Only this article was asked.
    pub within: Option<ArticleId>,
    /// What was asked before.
    pub before: Vec<String>,
    /// Which articles the last of that was answered from, or are nearest to it; earlier programs kept none.
    #[serde(default)]
    pub lately: Vec<ArticleId>,
    /// Which articles answer it, or are nearest to it.
    #[serde(default)]
    pub told_of: Vec<ArticleId>,
    /// Who asked.
    pub asker: u64,
    /// Whether only the asker sees it.
    pub hidden: bool,
    /// How many citations the message shows.
    pub shown: usize,
    /// What it took over from the question before.
    #[serde(default)]
    pub about: Option<String>,
    /// Where the first citation stands.
    pub cited: Option<CitedSpan>,
    /// Where the first citations of its further parts stand, if it asked several things.
    #[serde(default)]
    pub further: Vec<CitedSpan>,
    /// Questions offered as buttons.
    pub offered: Vec<String>,
}

impl AnswerState {
    /// Tells whether the message cites anything.
    pub fn is_answered(&self) -> bool {
        self.shown > 0
    }
}

/// An article that waits for its yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftState {
    /// Who adds it.
    pub by: u64,
    /// What would be kept, exactly as it was shown.
    pub incoming: Incoming,
    /// The article beside it that it may replace, as it was shown. Earlier programs kept none: then it is shown again.
    #[serde(default)]
    pub replaces: Option<Shown>,
}

/// What the buttons of one message stand for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum State {
    /// Under an answer.
    Answer(AnswerState),
    /// Under the preview of an article.
    Draft(Box<DraftState>),
    /// Under the question whether to remove an article.
    Remove {
        /// Who asked to.
        by: u64,
        /// Which article.
        article: ArticleId,
    },
    /// Under the word that an article was removed.
    Removed {
        /// Which article.
        article: ArticleId,
    },
    /// Under one page of a list.
    Pages {
        /// Who looks at it.
        by: u64,
        /// What is listed.
        list: List,
        /// Of which article, if of one.
        article: Option<ArticleId>,
    },
    /// The form that changes an article.
    Edit {
        /// Who changes it.
        by: u64,
        /// Which article.
        article: ArticleId,
        /// What the form showed; earlier programs kept nothing.
        #[serde(default)]
        shown: Option<Metadata>,
    },
    /// The form that takes a pasted text.
    Paste {
        /// Who pastes.
        by: u64,
    },
    /// Under the plan of a reload.
    Reload {
        /// Who asked for it.
        by: u64,
        /// Names the plan that was shown.
        plan: String,
        /// Whether so much would go that only the operator may say yes.
        shrinks: bool,
    },
    /// Under the settings of a server.
    Settings {
        /// Who changes them.
        by: u64,
    },
    /// Under the word about privacy.
    Privacy {
        /// About whom.
        by: u64,
    },
    /// Under the examples of `/help`.
    Examples {
        /// The examples.
        offered: Vec<String>,
    },
}

impl State {
    /// Returns the person for whom the message was made, if it was made for one.
    pub fn owner(&self) -> Option<u64> {
        match self {
            State::Answer(answer) => Some(answer.asker),
            State::Draft(draft) => Some(draft.by),
            State::Remove { by, .. }
            | State::Pages { by, .. }
            | State::Edit { by, .. }
            | State::Paste { by }
            | State::Reload { by, .. }
            | State::Settings { by }
            | State::Privacy { by } => Some(*by),
            State::Removed { .. } | State::Examples { .. } => None,
        }
    }

    /// Tells whether nobody but its owner has any business with it.
    pub fn is_personal(&self) -> bool {
        !matches!(
            self,
            State::Answer(_) | State::Removed { .. } | State::Examples { .. }
        )
    }

    /// Tells whether its buttons do one thing once, so that a press waits for no other.
    pub fn works_once(&self) -> bool {
        match self {
            State::Draft(_)
            | State::Remove { .. }
            | State::Removed { .. }
            | State::Edit { .. }
            | State::Paste { .. }
            | State::Reload { .. } => true,
            State::Answer(_)
            | State::Pages { .. }
            | State::Settings { .. }
            | State::Privacy { .. }
            | State::Examples { .. } => false,
        }
    }

    /// Keeps it sealed and returns the key that its buttons carry.
    pub fn keep(&self, store: &dyn Store, scope: Scope, seconds: i64) -> Result<String, UserError> {
        let (key, component) = self.sealed(seconds)?;
        store.put_component(scope, &component)?;
        Ok(key)
    }

    /// Returns a fresh key, and what it stands for.
    fn sealed(&self, seconds: i64) -> Result<(String, Component), UserError> {
        let key = ButtonKey::fresh();
        let words = serde_json::to_string(self)
            .map_err(|error| UserError::internal(format!("a state has no form: {error}")))?;
        let component = Component {
            id: key.name().to_owned(),
            owner: None,
            state: Value::String(key.seal(&words)),
            expires_at: now() + seconds,
        };
        Ok((key.as_str().to_owned(), component))
    }

    /// Keeps it as `keep_beside` does; `None` where it cannot be kept, as on a full disk. What was found and proved is said
    /// all the same, without its buttons. Blocks.
    pub fn keep_if_possible(
        &self,
        app: &App,
        scope: Scope,
        as_of: u64,
        seconds: i64,
    ) -> Option<String> {
        let kept = self.keep_beside(app, scope, as_of, seconds);
        kept.inspect_err(|error| error.log("keeping what buttons stand for"))
            .ok()
    }

    /// Keeps it as `keep` does, in memory only while somebody else changes the database for long. It is kept no longer than
    /// what it may name, which was read after the change of the number `as_of`. Blocks for about a second at most.
    pub fn keep_beside(
        &self,
        app: &App,
        scope: Scope,
        as_of: u64,
        seconds: i64,
    ) -> Result<String, UserError> {
        let (key, component) = self.sealed(seconds)?;
        let note = SideNote::Component {
            scope,
            component,
            as_of,
        };
        app.notes.keep(note, Box::new(|| {}))?;
        Ok(key)
    }

    /// Finds what a key stands for.
    pub fn find(key: &str, app: &App, scope: Scope) -> Result<Option<Self>, UserError> {
        let key = ButtonKey::of(key);
        // What waits to be written comes first: once it has left there, it is in the store.
        let waiting = app.notes.component(scope, key.name(), now())?;
        let found = match waiting {
            Some(waiting) => Some(waiting),
            None => app.store.component(scope, key.name(), now())?,
        };
        Ok(found.and_then(|component| opened(&key, &component)))
    }

    /// Does what a key stands for, once. While the work goes on the key does nothing else; where it fails, the key works
    /// again, so that nothing has to be written twice. Blocks.
    pub fn spend<T>(
        key: &str,
        app: &Arc<App>,
        scope: Scope,
        work: impl FnOnce() -> Result<T, UserError>,
    ) -> Result<T, UserError> {
        let spending = Spending::begin(key, app, scope)?;
        let done = work()?;
        spending.done();
        Ok(done)
    }
}

/// A key whose work is being done. Unless it comes to its end, the key works again.
#[must_use]
pub struct Spending {
    app: Arc<App>,
    key: String,
    scope: Scope,
    attempt: Attempt,
}

impl Spending {
    /// Begins, unless the key was used, is being used or has expired. Blocks.
    pub fn begin(key: &str, app: &Arc<App>, scope: Scope) -> Result<Self, UserError> {
        let attempt = Attempt::begin(app, Once::Work, key.to_owned());
        let attempt = attempt.ok_or_else(UserError::expired)?;
        // What it stands for may be megabytes that whoever presses has read already.
        if !is_kept(ButtonKey::of(key).name(), app, scope)? {
            return Err(UserError::expired());
        }
        Ok(Spending {
            app: app.clone(),
            key: key.to_owned(),
            scope,
            attempt,
        })
    }

    /// Lets the key work no second time. Blocks.
    pub fn done(self) {
        let key = ButtonKey::of(&self.key);
        self.app.notes.drop_component(self.scope, key.name());
        let taken = (self.app.store).take_component(self.scope, key.name(), now());
        if let Err(error) = taken {
            // Until the bot is started again, the attempt keeps it from working.
            tracing::warn!(cause = %error, code = error.code().as_str(), "unable to forget a used button");
        }
        self.app.drafts.end(self.scope, &self.key);
        self.attempt.done();
    }
}

/// Tells whether the work of a key is being done, or was done since the bot was started.
pub fn is_spent(key: &str, app: &App) -> bool {
    app.happened.has(Once::Work, key)
}

/// Tells whether something is kept under the name of a row.
fn is_kept(name: &str, app: &App, scope: Scope) -> Result<bool, UserError> {
    // What waits to be written comes first, as in `State::find`.
    let waits = app.notes.component(scope, name, now())?.is_some();
    Ok(waits || app.store.has_component(scope, name, now())?)
}

/// Tells whether what a key does once was done, before a restart too.
pub fn was_done(sort: Once, key: &str, app: &App, scope: Scope) -> Result<bool, UserError> {
    is_kept(&name_of_deed(sort, key), app, scope)
}

/// Keeps that what a key does once was done, for as long as its message works; a note that cannot be kept lets it be done
/// again after a restart. What the key stands for was read after the change of the number `as_of`. Blocks.
pub fn note_done(sort: Once, key: &str, app: &App, scope: Scope, as_of: u64) {
    let component = Component {
        id: name_of_deed(sort, key),
        owner: None,
        state: Value::Null,
        expires_at: now() + ANSWER_SECONDS,
    };
    let note = SideNote::Component {
        scope,
        component,
        as_of,
    };
    if let Err(error) = app.notes.keep(note, Box::new(|| {})) {
        tracing::warn!(cause = %error, code = error.code().as_str(), "unable to note what a button did");
    }
}

fn name_of_deed(sort: Once, key: &str) -> String {
    format!("{}-{}", sort.word(), ButtonKey::of(key).name())
}

/// Lets go of what a key stands for. Blocks.
pub fn forget(key: &str, app: &App, scope: Scope) -> Result<(), UserError> {
    let key = ButtonKey::of(key);
    app.notes.drop_component(scope, key.name());
    app.store.take_component(scope, key.name(), now())?;
    Ok(())
}

fn opened(key: &ButtonKey, component: &Component) -> Option<State> {
    let words = key.open(component.state.as_str()?)?;
    serde_json::from_str(&words).ok()
}

/// Returns where the first citation of each part of an answer stands, in the order of their numbers.
pub fn first_places(answer: &Answer) -> Vec<CitedSpan> {
    let firsts = answer
        .parts
        .iter()
        .filter_map(|part| part.citations.first());
    let firsts: BTreeSet<usize> = firsts.copied().chain([1]).collect();
    let cited = answer.citations.iter();
    let cited = cited.filter(|citation| firsts.contains(&citation.number));
    cited
        .map(|citation| CitedSpan {
            article: citation.article_id.clone(),
            version: citation.version,
            start: citation.start,
            end: citation.end,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::review::Subject;

    #[test]
    fn lists_are_kept_under_the_words_of_earlier_programs_and_no_other_stands_for_one() {
        let read = |list: &str| {
            let row = serde_json::json!({"kind": "pages", "by": 7, "list": list, "article": null});
            serde_json::from_value::<State>(row).ok()
        };
        for (word, list) in [
            ("articles", List::Articles),
            ("text", List::Text),
            ("facts", List::Facts),
            ("history", List::History),
            ("open questions", List::Review(Subject::OpenQuestions)),
            ("votes", List::Review(Subject::Votes)),
            ("changes", List::Review(Subject::Changes)),
        ] {
            let state = State::Pages {
                by: 7,
                list,
                article: None,
            };
            assert_eq!(read(word).as_ref(), Some(&state));
            let kept = serde_json::to_value(&state).expect("a form");
            assert_eq!(kept.get("list"), Some(&Value::from(word)));
        }
        assert_eq!(read("artikles"), None);
    }
}
