//! Buttons, menus and forms: each press is looked up in the store, checked, and answered.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt;
use serenity::all::{
    ActionRowComponent, ComponentInteraction, ComponentInteractionDataKind, ModalInteraction,
};

use super::actor::Actor;
use super::app::App;
use super::bot::{finish, open, parent_of, refuse};
use super::interaction::InteractionContext;
use super::once::{Attempt, Once};
use super::permissions::Action;
use super::responder::Responder;
use super::state::{State, is_spent};
use super::user_error::UserError;
use super::{answer_buttons, article_buttons, editing, personal_data, reloading, settings_panel};
use crate::clock::now;
use crate::errors::ErrorCode;

/// A person who presses a dead button again within this time is not told again.
const HAMMERING_SECONDS: i64 = 10;

/// One press: what was pressed and what it stands for.
pub struct Press {
    /// The key of the message's state.
    pub key: String,
    /// Which button, menu or form.
    pub action: Action,
    /// What comes after the action, such as which of several questions.
    pub argument: Option<String>,
    /// What the message stands for.
    pub state: State,
    /// What was picked from a menu, or the fields of a form as (name, words).
    pub values: Vec<(String, String)>,
}

impl Press {
    /// Returns the words of one field of a form, trimmed.
    pub fn field(&self, name: &str) -> &str {
        let mut fields = self.values.iter();
        fields
            .find(|(field, _)| field == name)
            .map_or("", |(_, words)| words.trim())
    }

    /// Returns the number after the action.
    pub fn number(&self) -> usize {
        self.argument
            .as_deref()
            .and_then(|n| n.parse().ok())
            .unwrap_or(0)
    }
}

/// Answers a press of a button or a pick from a menu.
pub async fn component(app: &Arc<App>, from: &ComponentInteraction) {
    let responder = app.responder(from.application_id.get(), from.id.get(), &from.token);
    let values = match &from.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.clone(),
        ComponentInteractionDataKind::RoleSelect { values } => {
            values.iter().map(ToString::to_string).collect()
        }
        ComponentInteractionDataKind::ChannelSelect { values } => {
            values.iter().map(ToString::to_string).collect()
        }
        _ => Vec::new(),
    };
    let values = values
        .into_iter()
        .map(|value| (String::new(), value))
        .collect();
    let opened = open(
        app,
        responder,
        Actor::of_component(from),
        parent_of(from.channel.as_ref()),
    );
    answer_press(opened.await, &from.data.custom_id, values, "button").await;
}

/// Answers a submitted form.
pub async fn form(app: &Arc<App>, from: &ModalInteraction) {
    let responder = app.responder(from.application_id.get(), from.id.get(), &from.token);
    let rows = from.data.components.iter().flat_map(|row| &row.components);
    let values = rows
        .filter_map(|field| match field {
            ActionRowComponent::InputText(text) => Some((
                text.custom_id.clone(),
                text.value.clone().unwrap_or_default(),
            )),
            _ => None,
        })
        .collect();
    let opened = open(
        app,
        responder,
        Actor::of_modal(from),
        parent_of(from.channel.as_ref()),
    );
    answer_press(opened.await, &from.data.custom_id, values, "form").await;
}

async fn answer_press(
    opened: Result<InteractionContext, (Responder, UserError)>,
    id: &str,
    values: Vec<(String, String)>,
    sort: &'static str,
) {
    let context = match opened {
        Ok(context) => context,
        Err((responder, error)) => return refuse(&responder, &error, sort).await,
    };
    let run = AssertUnwindSafe(run(&context, id, values, sort))
        .catch_unwind()
        .await;
    let done = run.unwrap_or_else(|_| Err(UserError::internal("a press panicked")));
    finish(&context, done, sort).await;
}

async fn run(
    context: &InteractionContext,
    id: &str,
    values: Vec<(String, String)>,
    sort: &'static str,
) -> Result<(), UserError> {
    let mut parts = id.splitn(3, ':');
    let key = parts.next().unwrap_or_default().to_owned();
    let word = parts.next().unwrap_or_default().to_owned();
    let argument = parts.next().map(str::to_owned);
    let (scope, wanted) = (context.scope(), key.clone());
    let found = context
        .blocking(move |app| State::find(&wanted, app, scope))
        .await?;
    let Some(state) = found else {
        return once_told(context, &key, expired(sort, &word)).await;
    };
    let no_such = || UserError::expired().because(format!("no {sort} of this version"));
    let action = Action::of_press(sort, &word).ok_or_else(no_such)?;
    let is_asker = state
        .owner()
        .is_none_or(|owner| owner == context.actor.user.0);
    let (actor, settings) = (context.actor.clone(), context.settings.clone());
    context
        .blocking(move |app| app.permit(action, &actor, &settings, is_asker))
        .await?;
    if state.is_personal() && !is_asker {
        return Err(UserError::not_yours());
    }
    // Only the first of many quick presses gets on; the others neither count as requests nor get an answer each.
    let alone = Attempt::begin(&context.app, Once::Press, key.clone());
    if state.works_once() && alone.is_none() {
        return once_told(context, &key, under_way()).await;
    }
    if state.works_once() && is_spent(&key, &context.app) {
        return once_told(context, &key, expired(sort, &word)).await;
    }
    let (user, guild) = (context.actor.user, context.actor.guild);
    context.app.limits.count(action, user, guild)?;
    let press = Press {
        key,
        action,
        argument,
        state,
        values,
    };
    hand_over(context, press).await
}

/// What is said of a press that comes too late. A bot that was stopped between keeping an article and saying so has kept it.
fn expired(sort: &str, word: &str) -> UserError {
    match Action::of_press(sort, word) {
        Some(Action::ButtonSaveArticle) => UserError::new(
            ErrorCode::Expired,
            "This preview has expired, was already used or had to make room for later ones.",
            "If *Save* was pressed before, the article is kept already: look for it with `/article list` before you add it again.",
        ),
        _ => UserError::expired(),
    }
}

/// What a button says while the work of an earlier press goes on.
fn under_way() -> UserError {
    UserError::new(
        ErrorCode::Busy,
        "That is being done already.",
        "One moment: the message says when it is finished.",
    )
}

/// A button that does nothing now says why; to a person who keeps hammering it, not at every stroke.
async fn once_told(
    context: &InteractionContext,
    key: &str,
    why: UserError,
) -> Result<(), UserError> {
    let (app, user) = (&context.app, context.actor.user.0);
    let told_at = |moment: i64| format!("{key} {user} {moment}");
    let moment = now() / HAMMERING_SECONDS;
    // Whoever was told at the end of the last moment is not told again at the beginning of this one.
    let is_first = app.happened.is_first(Once::Notice, told_at(moment));
    match is_first && !app.happened.has(Once::Notice, &told_at(moment - 1)) {
        true => Err(why),
        false => context.responder.acknowledge().await,
    }
}

async fn hand_over(context: &InteractionContext, press: Press) -> Result<(), UserError> {
    match press.state.clone() {
        State::Answer(answer) => answer_buttons::pressed(context, &press, answer).await,
        State::Examples { offered } => answer_buttons::example(context, &press, &offered).await,
        State::Draft(draft) => article_buttons::draft(context, &press, *draft).await,
        State::Remove { article, .. } => article_buttons::remove(context, &press, article).await,
        State::Removed { article } => article_buttons::undo(context, &press, article).await,
        State::Pages { list, article, .. } => {
            article_buttons::page(context, &press, list, article).await
        }
        State::Edit { article, shown, .. } => {
            editing::submitted(context, &press, article, shown).await
        }
        State::Paste { .. } => article_buttons::pasted(context, &press).await,
        State::Reload { plan, shrinks, .. } => {
            reloading::confirmed(context, &press, &plan, shrinks).await
        }
        State::Settings { .. } => settings_panel::changed(context, &press).await,
        State::Privacy { .. } => personal_data::pressed(context, &press).await,
    }
}
