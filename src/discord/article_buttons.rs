//! The buttons and forms of articles: save, cancel, remove, undo, leaf through.

use super::adding::{self, Adder, Kept};
use super::article_lists::{self, List};
use super::commands::article::EVERYBODY;
use super::components::Press;
use super::fetching;
use super::interaction::InteractionContext;
use super::open_questions;
use super::permissions::Action;
use super::reply::{Button, Look, Reply};
use super::review::Subject;
use super::state::{CONFIRM_SECONDS, DraftState, Spending, State};
use super::user_error::UserError;
use super::version_menu;
use crate::article::{ArticleId, Metadata};
use crate::ingest::Offer;
use crate::render::card::{Card, Tone};
use crate::render::markdown::{cut, escape};

/// Saves a previewed article or drops it; either works once.
pub async fn draft(
    context: &InteractionContext,
    press: &Press,
    draft: DraftState,
) -> Result<(), UserError> {
    let (scope, stamp, key) = (context.scope(), context.stamp(), press.key.clone());
    match press.action {
        Action::ButtonSaveArticle => {}
        Action::ButtonCancel => return cancel(context, press, "Nothing was kept.").await,
        _ => return Err(UserError::expired()),
    }
    let choice = adding::choice_of(press.argument.as_deref(), draft.replaces);
    let adder = Adder::of(context, EVERYBODY);
    let title = draft.incoming.metadata.title.clone();
    let (again, by) = (draft.incoming.clone(), adder.clone());
    let work = context.app.in_turn(move |app| {
        let incoming = draft.incoming;
        // Spent as soon as it is kept: a bot that is stopped while it makes the article askable must not keep it twice.
        let kept = State::spend(&key, app, scope, || {
            adding::keep(app, scope, &adder, &incoming, &choice, stamp)
        })?;
        Ok(match kept {
            Kept::Now(saved) => adding::receipt(app, scope, &incoming.metadata, &saved),
            Kept::AsBefore(reply) => reply,
        })
    });
    let saving = Card::new(Tone::Plain, "**Saving…** It can be asked in a moment.").titled(&title);
    let saving = Reply::from(saving).hidden();
    let saved = context.responder.work_on_message_saying(saving, work).await;
    if saved.is_err() && context.responder.is_answered() {
        // The message has no buttons any more, and nothing was kept: what was shown is shown again, to be tried again.
        let shown = context
            .app
            .in_turn(move |app| adding::preview(app, scope, &by, again));
        let shown = shown.await.unwrap_or_else(|error| error.card().into());
        context.responder.edit(&shown).await?;
    }
    saved
}

/// Takes the buttons away and says that nothing happened.
pub async fn cancel(
    context: &InteractionContext,
    press: &Press,
    words: &'static str,
) -> Result<(), UserError> {
    let (scope, key) = (context.scope(), press.key.clone());
    context
        .blocking(move |app| State::spend(&key, app, scope, || Ok(())))
        .await?;
    context
        .responder
        .update(Reply::from(Card::new(Tone::Quiet, words)).hidden())
        .await
}

/// Removes an article after its yes.
pub async fn remove(
    context: &InteractionContext,
    press: &Press,
    article: ArticleId,
) -> Result<(), UserError> {
    match press.action {
        Action::ButtonConfirmRemove => {}
        Action::ButtonCancel => return cancel(context, press, "Nothing was removed.").await,
        _ => return Err(UserError::expired()),
    }
    let (scope, stamp, key) = (context.scope(), context.stamp(), press.key.clone());
    let work = context.blocking(move |app| {
        let store = app.store.as_ref();
        let entry = State::spend(&key, app, scope, || {
            let entry = store.entry(scope, &article)?;
            store.remove(scope, &article, stamp)?;
            Ok(entry)
        })?;
        // Nothing of it is quoted from here on; what was made of it is made anew while nobody waits.
        if let Err(error) = app.snapshots.refresh_in_background(scope) {
            UserError::from(error).log("making what was removed forgotten");
        }
        let words = format!(
            "**Removed:** *{}*\nIt is not quoted from now on; `/article restore` brings it back within 30 days.",
            escape(&cut(&entry.metadata.title, 200))
        );
        let reply = Reply::from(Card::new(Tone::Sure, words)).hidden();
        let state = State::Removed { article };
        Ok(match state.keep(store, scope, CONFIRM_SECONDS) {
            Ok(key) => reply.with_buttons(vec![Button::new(
                Look::Quiet,
                Action::ButtonUndoRemove.id(&key),
                "Undo",
            )]),
            // It is removed all the same, and the words name the other way back.
            Err(error) => {
                error.log("offering to undo");
                reply
            }
        })
    });
    context.responder.work_on_message(work).await
}

/// Brings an article back that was removed a moment ago.
pub async fn undo(
    context: &InteractionContext,
    press: &Press,
    article: ArticleId,
) -> Result<(), UserError> {
    let (scope, stamp, key) = (context.scope(), context.stamp(), press.key.clone());
    let work = context.blocking(move |app| {
        State::spend(&key, app, scope, || {
            let store = app.store.as_ref();
            let removed = store.removed(scope)?;
            if let Some(entry) = removed.iter().find(|entry| entry.id == article) {
                adding::room_for_restored(store, scope, entry)?;
            }
            Ok(store.restore(scope, &article, stamp)?)
        })?;
        let askable = app.make_askable(scope);
        // It is back, so it is said to be, whether or not its title can be read.
        let words = match app.store.entry(scope, &article) {
            Ok(entry) => {
                let title = escape(&cut(&entry.metadata.title, 200)).to_string();
                format!("**Back again:** *{title}*")
            }
            Err(error) => {
                UserError::from(error).log("naming what was restored");
                "**Back again.**".to_owned()
            }
        };
        let mut card = Card::new(Tone::Sure, words);
        askable.tell(&mut card);
        Ok(Reply::from(card).hidden())
    });
    context.responder.work_on_message(work).await
}

/// Turns to another page or another list of what is reviewed, or does what is offered beside one.
pub async fn page(
    context: &InteractionContext,
    press: &Press,
    list: List,
    article: Option<ArticleId>,
) -> Result<(), UserError> {
    let (list, number) = match (press.action, article.as_ref()) {
        (Action::ButtonClearQuestions, _) => return open_questions::clear(context, press).await,
        (Action::ButtonRestoreVersion, Some(article)) => {
            return version_menu::restore(context, press, article.clone()).await;
        }
        (Action::ButtonReview, _) => {
            let subject = press.argument.as_deref().and_then(Subject::of);
            (List::Review(subject.ok_or_else(UserError::expired)?), 0)
        }
        _ => (list, press.number()),
    };
    let reader = context.actor.clone();
    let work = context
        .app
        .in_turn(move |app| article_lists::page(app, &reader, list, article, number));
    context.responder.work_on_message(work).await
}

/// Previews a pasted text; a form that is sent twice is read once.
pub async fn pasted(context: &InteractionContext, press: &Press) -> Result<(), UserError> {
    let given = |name: &str| Some(press.field(name).to_owned()).filter(|words| !words.is_empty());
    let known = Metadata {
        title: press.field("title").to_owned(),
        url: given("url"),
        publisher: given("publisher"),
        published: given("published"),
        ..Metadata::default()
    };
    let (known, left_out) = super::editing::readable(known)?;
    let text = press.field("text").to_owned();
    let (scope, key) = (context.scope(), press.key.clone());
    let spending = context
        .blocking(move |app| Spending::begin(&key, app, scope))
        .await?;
    let adder = Adder {
        left_out,
        ..Adder::of(context, EVERYBODY)
    };
    fetching::add_as(context, Offer::Paste(text), known, adder).await?;
    let spent = move |_: &_| {
        spending.done();
        Ok(())
    };
    context.blocking(spent).await
}
