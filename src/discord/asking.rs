//! From a question to a message: the engine's answer, each quote read again from the store, and the buttons under it.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::sync::Arc;

use serenity::all::Mentionable;

use super::actor::Actor;
use super::app::{App, still_reading};
use super::earlier_answers;
use super::guild_settings::{GuildSettings, Strictness};
use super::open_questions;
use super::permissions::Action;
use super::reply::{Button, Look, Reply};
use super::snapshot::{AtHand, Snapshot};
use super::state::{ANSWER_SECONDS, AnswerState, State, first_places};
use super::suggestions::{self, Suggestion};
use super::user_error::UserError;
use crate::answer::Answer;
use crate::article::ArticleId;
use crate::errors::ErrorCode;
use crate::library;
use crate::question::{Ask, MAX_QUESTION_CHARS, NotAQuestion};
use crate::render::answer_card::{self, Terms};
use crate::render::card::{Card, Tone};
use crate::store::{Consent, OpenQuestion, Scope, UserId};

/// How many citations are asked for; a few of them are shown at first.
const CITATIONS: NonZeroUsize = NonZeroUsize::new(9).expect("more than none");

/// Nobody wants to read more citations that are not even this part as likely as the first.
const HARDLY_ANSWERS: f32 = 0.05;

/// What was changed while somebody's question was being answered is left out, and the rest asked again, so often at most.
const MAX_ASKED_AGAIN: usize = 3;

/// At most this many other questions are offered when nothing answers.
const MAX_OFFERED: usize = 3;

/// How many are tried to find them.
const MAX_TRIED: usize = 9;

/// A question with all that its answer depends on.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The words.
    pub question: String,
    /// Only this article may answer.
    pub within: Option<ArticleId>,
    /// What was asked before.
    pub before: Vec<String>,
    /// Which articles the last of that was answered from, or are nearest to it.
    pub lately: Vec<ArticleId>,
    /// Who asks.
    pub asker: UserId,
    /// Whose articles may answer.
    pub scope: Scope,
    /// Whether only the asker sees the answer.
    pub hidden: bool,
    /// How sure an answer must be.
    pub threshold: Option<f32>,
    /// Whether the answer shall tell what decided.
    pub explain: bool,
    /// Whether the answer names who asked: nothing else on the message would.
    pub signed: bool,
    /// Whether a private answer may become a public one here.
    pub may_be_shared: bool,
}

impl Asked {
    /// Makes a question of a person in a place.
    pub fn new(question: impl Into<String>, actor: &Actor, settings: &GuildSettings) -> Self {
        Asked {
            question: question.into(),
            within: None,
            before: Vec::new(),
            lately: Vec::new(),
            asker: actor.user,
            scope: actor.scope(),
            hidden: settings.private_by_default,
            threshold: settings.strictness.threshold(),
            explain: false,
            signed: false,
            may_be_shared: true,
        }
    }

    /// Refuses at once what no engine needs to see.
    pub fn check(&self) -> Result<(), UserError> {
        let length = self.question.chars().count();
        match length > MAX_QUESTION_CHARS {
            true => Err(NotAQuestion::TooLong(length).into()),
            false if self.question.trim().is_empty() => Err(NotAQuestion::Empty.into()),
            false => Ok(()),
        }
    }

    fn ask(&self) -> Ask {
        Ask {
            text: self.question.clone(),
            within: self.within.clone(),
            without: Arc::default(),
            limit: Some(CITATIONS),
            before: self.before.clone(),
            lately: self.lately.clone(),
            threshold: self.threshold,
            explain: self.explain,
        }
    }

    /// Asks again what a stored message asked.
    pub fn again(state: &AnswerState, scope: Scope, settings: &GuildSettings) -> Self {
        Asked {
            question: state.question.clone(),
            within: state.within.clone(),
            before: state.before.clone(),
            lately: state.lately.clone(),
            asker: UserId(state.asker),
            scope,
            hidden: state.hidden,
            threshold: settings.strictness.threshold(),
            explain: true,
            signed: false,
            may_be_shared: true,
        }
    }
}

/// An answer, and what gave it.
pub struct Given {
    /// The answer; every quote stands in the store.
    pub answer: Answer,
    /// What was asked.
    pub snapshot: Arc<Snapshot>,
    /// The articles that had no say, since they were changed after they were read.
    pub without: Arc<BTreeSet<ArticleId>>,
    /// Whether articles were added or changed that are not read yet.
    pub is_stale: bool,
    /// Whether only the operator's shelf was asked, since the server's own articles are still being read.
    pub lacks_own: bool,
    /// The number of the last change before the answer was looked for: it may name what was wiped out after that.
    pub as_of: u64,
}

/// Answers a question from the articles of its scope; every quote is proved against the store. What was changed since the
/// articles were read has no say until it is read again, which nobody waits for. Blocks.
pub fn answer(app: &Arc<App>, asked: &Asked) -> Result<Given, UserError> {
    let store = app.store.as_ref();
    let mut as_of = store.change_number(asked.scope)?;
    let AtHand { snapshot, is_stale } = fresh_enough(app, asked.scope)?;
    let mut is_stale = is_stale;
    let mut without = match is_stale {
        true => snapshot.outdated_to(store, asked.scope)?,
        false => Arc::default(),
    };
    let is_of_others = is_stale && snapshot.scope() != asked.scope;
    let lacks_own = is_of_others && store.holds_articles(asked.scope)?;
    for _ in 0..MAX_ASKED_AGAIN {
        if is_stale && !is_left(asked, &snapshot, &without) {
            return Err(still_reading());
        }
        if let Some(answer) = proved(app, asked, &snapshot, &without)? {
            return Ok(Given {
                answer,
                snapshot,
                without,
                is_stale,
                lacks_own,
                as_of,
            });
        }
        // It was changed at this very moment.
        is_stale = true;
        as_of = store.change_number(asked.scope)?;
        without = snapshot.outdated_to(store, asked.scope)?;
        app.snapshots.refresh_in_background(asked.scope)?;
    }
    Err(still_reading().because("a quote differs from its stored version"))
}

/// Returns what can be asked: with the last change where that is made soon, else as it was before; where a server's own
/// articles are not read yet, the operator's shelf. Blocks.
pub fn fresh_enough(app: &Arc<App>, scope: Scope) -> Result<AtHand, UserError> {
    let at_hand = app.snapshots.fresh_enough(scope)?;
    let at_hand = match at_hand {
        None => app.snapshots.shelf_meanwhile(scope)?,
        there => there,
    };
    at_hand.ok_or_else(still_reading)
}

/// Tells whether any article is left that a question can be put to; "the articles do not say" would be no answer else.
fn is_left(asked: &Asked, snapshot: &Snapshot, without: &BTreeSet<ArticleId>) -> bool {
    match &asked.within {
        Some(within) => {
            let is_read = snapshot.knowledge.number_of(within).is_some();
            is_read && !without.contains(within)
        }
        None => without.len() < snapshot.entries.len(),
    }
}

/// Leaves out the last citations where they hardly answer, so that *More* leads to something.
fn worth_reading(mut given: Answer) -> Answer {
    let least = given.confidence * HARDLY_ANSWERS;
    let differs = &given.disagreements;
    let last = given.citations.iter().rposition(|citation| {
        let number = citation.number;
        citation.confidence >= least
            || differs
                .iter()
                .any(|d| d.newer == number || d.older == number)
    });
    given.citations.truncate(last.map_or(0, |last| last + 1));
    given
}

/// Answers from a snapshot, if every quote stands in the store byte for byte; it names no article that is gone.
fn proved(
    app: &App,
    asked: &Asked,
    snapshot: &Snapshot,
    without: &Arc<BTreeSet<ArticleId>>,
) -> Result<Option<Answer>, UserError> {
    let ask = Ask {
        without: Arc::clone(without),
        ..asked.ask()
    };
    let mut given = worth_reading(snapshot.knowledge.ask(&ask)?);
    let quotes = given.citations.len();
    library::prove(app.store.as_ref(), asked.scope, &mut given)?;
    Ok((given.citations.len() == quotes).then_some(given))
}

/// Answers what somebody said in an ask channel without calling the bot; `None` where the articles do not say, unless
/// every word of it is one of theirs: people also talk among each other there. Blocks.
pub fn overheard(app: &Arc<App>, asked: &Asked) -> Result<Option<Reply>, UserError> {
    asked.check()?;
    let given = answer(app, asked)?;
    let has_all_words = || {
        let knowledge = &given.snapshot.knowledge;
        knowledge.has_all_words_of(&asked.question)
    };
    let about_articles = given.answer.answered || has_all_words();
    match about_articles {
        true => shown(app, asked, given).map(Some),
        false => Ok(None),
    }
}

/// Answers a question as a message with its buttons. Blocks.
pub fn reply(app: &Arc<App>, asked: &Asked) -> Result<Reply, UserError> {
    asked.check()?;
    if let Some(gone) = earlier_answers::scope_gone(app, asked)? {
        return Ok(gone);
    }
    shown(app, asked, answer(app, asked)?)
}

/// Shows a given answer as a message with its buttons. Blocks.
pub fn shown(app: &Arc<App>, asked: &Asked, from: Given) -> Result<Reply, UserError> {
    let (given, snapshot) = (&from.answer, &from.snapshot);
    if snapshot.entries.is_empty() {
        return Ok(Reply::from(no_articles()).hidden_if(asked.hidden));
    }
    app.rest.metrics().count_answer(given.answered);
    let told_of = given.articles_told_of();
    app.conversations.note_articles(asked, &told_of);
    let mut made = answer_card::first(given, terms(asked, snapshot));
    if asked.signed && !asked.hidden {
        let asker = serenity::all::UserId::new(asked.asker.0).mention();
        made.card.line(&format!("-# asked by {asker}"));
    }
    let is_unread = !given.answered && from.is_stale;
    if from.lacks_own {
        made.card.line(OWN_UNREAD);
    } else if is_unread {
        made.card.line(UNREAD);
    }
    let offered = match given.answered {
        true => Vec::new(),
        // Asked of one article only, the others have no say.
        false if asked.within.is_some() => Vec::new(),
        false => other_questions(&from, asked.threshold),
    };
    let mut places = first_places(given).into_iter();
    let state = AnswerState {
        question: asked.question.clone(),
        within: asked.within.clone(),
        before: asked.before.clone(),
        lately: asked.lately.clone(),
        told_of,
        asker: asked.asker.0,
        hidden: asked.hidden,
        shown: made.shown,
        about: given.carried_over.clone(),
        cited: places.next(),
        further: places.collect(),
        offered: offered.clone(),
    };
    // What is not read yet may answer it; then it is no gap.
    if !given.answered && !is_unread {
        note_gap(app, asked, given.carried_over.clone());
    }
    let reply = Reply::from(made.card).hidden_if(asked.hidden);
    let state = State::Answer(state);
    let Some(key) = state.keep_if_possible(app, asked.scope, from.as_of, ANSWER_SECONDS) else {
        return Ok(reply);
    };
    if given.answered {
        let left = given.citations.len().saturating_sub(made.shown);
        return Ok(reply
            .with_buttons(reading_buttons(&key, asked, left))
            .with_buttons(deciding_buttons(&key, asked)));
    }
    Ok(reply
        .with_buttons(offered_buttons(&key, &offered))
        .with_buttons(unanswered_buttons(
            &key,
            asked,
            !given.nearest_sentences.is_empty(),
        )))
}

/// Says under a no that it may not be the last word.
const UNREAD: &str =
    "\nArticles were changed a moment ago, and I am still reading them: ask again in a moment.";

/// Says under an answer, or a no, that the server's own articles had no say.
const OWN_UNREAD: &str =
    "\nI am still reading this server's own articles, so these had no say: ask again in a moment.";

/// Returns on what terms a question is answered, as far as its answer has to say so.
pub fn terms<'a>(asked: &Asked, snapshot: &'a Snapshot) -> Terms<'a> {
    let only = asked.within.as_ref().and_then(|id| {
        let mut entries = snapshot.entries.iter();
        entries.find(|entry| entry.id == *id)
    });
    Terms {
        only_in: only.map(|entry| entry.metadata.title.as_str()),
        only_sure: asked.threshold == Strictness::Strict.threshold(),
    }
}

/// Notes a question that nothing answers, where the server wants that; a full disk must not keep the reply back.
fn note_gap(app: &Arc<App>, asked: &Asked, about: Option<String>) {
    let question = OpenQuestion {
        words: asked.question.clone(),
        about,
        within: asked.within.clone(),
    };
    let (scope, asker) = (asked.scope, asked.asker);
    let noted = open_questions::note(app, scope, asker, &question, Consent::GuildSetting);
    if let Err(error) = noted {
        UserError::from(error).log("noting an open question");
    }
}

fn no_articles() -> Card {
    Card::new(
        Tone::Quiet,
        "**There are no articles here yet.**\nAn editor adds the first with `/article add`, or with *Apps → Save as article* on a message.",
    )
    .with_footer(&format!("(code {})", ErrorCode::NoAnswer))
}

/// Finds questions like this one that the articles do answer, so that no button leads to a no.
fn other_questions(from: &Given, threshold: Option<f32>) -> Vec<String> {
    let (asked, snapshot) = (&from.answer.question, &from.snapshot);
    if suggestions::words_of(asked).is_empty() {
        return Vec::new();
    }
    let stands = |offered: &Suggestion| !from.without.contains(&offered.article);
    let near = snapshot.suggestions.nearest_of(asked, MAX_TRIED, stands);
    near.into_iter()
        .filter(|offered| offered.words != *asked)
        .filter(|offered| suggestions::shares_a_name(asked, &offered.words))
        .filter(|offered| snapshot.answers_suggested(offered, threshold))
        .map(|offered| offered.words.clone())
        .take(MAX_OFFERED)
        .collect()
}

fn reading_buttons(key: &str, asked: &Asked, left: usize) -> Vec<Button> {
    let mut row = Vec::new();
    if left > 0 {
        row.push(Button::new(
            Look::Main,
            Action::ButtonMore.id(key),
            &format!("More ({left})"),
        ));
    }
    row.push(Button::new(
        Look::Quiet,
        Action::ButtonContext.id(key),
        "Context",
    ));
    row.push(Button::new(
        Look::Quiet,
        Action::ButtonWhy.id(key),
        "Why this",
    ));
    row.push(Button::new(
        Look::Quiet,
        Action::ButtonFollowUp.id(key),
        "Follow up",
    ));
    row.extend(ask_all_button(key, asked));
    row
}

/// What one article was asked can be asked of all.
pub fn ask_all_button(key: &str, asked: &Asked) -> Option<Button> {
    let id = Action::ButtonAskAll.id(key);
    let button = || Button::new(Look::Quiet, id, "Ask all articles");
    asked.within.is_some().then(button)
}

fn deciding_buttons(key: &str, asked: &Asked) -> Vec<Button> {
    let mut row = vec![
        Button::new(Look::Quiet, Action::ButtonRight.id(key), "").with_emoji("👍"),
        Button::new(Look::Quiet, Action::ButtonWrong.id(key), "").with_emoji("👎"),
    ];
    row.extend(last_button(key, asked));
    row
}

/// A private answer can be shared where answers are public, a public one taken away.
fn last_button(key: &str, asked: &Asked) -> Option<Button> {
    match asked.hidden && asked.scope != Scope::Everyone {
        true if !asked.may_be_shared => None,
        true => {
            Some(Button::new(Look::Quiet, Action::ButtonShare.id(key), "Share").with_emoji("📣"))
        }
        false => Some(Button::new(Look::Quiet, Action::ButtonDelete.id(key), "").with_emoji("🗑️")),
    }
}

fn offered_buttons(key: &str, offered: &[String]) -> Vec<Button> {
    let offered = offered.iter().enumerate();
    offered
        .map(|(n, question)| {
            Button::new(
                Look::Main,
                Action::ButtonSuggestion.id_with(key, n),
                question,
            )
        })
        .collect()
}

fn unanswered_buttons(key: &str, asked: &Asked, anything_near: bool) -> Vec<Button> {
    let button = |action: Action, label| Button::new(Look::Quiet, action.id(key), label);
    let mut row = vec![button(Action::ButtonFollowUp, "Ask differently")];
    if anything_near {
        row.push(button(Action::ButtonNearest, "Nearest sentences"));
    }
    if asked.scope != Scope::Everyone {
        row.push(button(Action::ButtonTellEditors, "Tell the editors"));
    }
    row.extend(ask_all_button(key, asked));
    if !asked.hidden {
        row.push(button(Action::ButtonDelete, "").with_emoji("🗑️"));
    }
    row
}
