//! Buttons, menus and forms: each press is looked up in the store, checked, and answered.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt;
use serenity::all::{
    ActionRowComponent, ComponentInteraction, ComponentInteractionDataKind, ModalInteraction,
};

use super::actor::Actor;
use super::app::App;
use super::bot::{finish, open, refuse};
use super::clock::now;
use super::interaction::Visit;
use super::permissions::Action;
use super::responder::Door;
use super::state::State;
use super::user_error::Trouble;
use super::{answer_buttons, article_buttons, editing, personal_data, reloading, settings_panel};

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
    let door = app.door(from.application_id.get(), from.id.get(), &from.token);
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
    let actor = Actor::of_component(from);
    let parent = from.channel.as_ref().and_then(|channel| channel.parent_id);
    let parent = parent.map(|id| id.get());
    visit(
        app,
        door,
        actor,
        parent,
        &from.data.custom_id,
        values,
        "button",
    )
    .await;
}

/// Answers a submitted form.
pub async fn form(app: &Arc<App>, from: &ModalInteraction) {
    let door = app.door(from.application_id.get(), from.id.get(), &from.token);
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
    let actor = Actor::of_modal(from);
    let parent = from.channel.as_ref().and_then(|channel| channel.parent_id);
    let parent = parent.map(|id| id.get());
    visit(
        app,
        door,
        actor,
        parent,
        &from.data.custom_id,
        values,
        "form",
    )
    .await;
}

async fn visit(
    app: &Arc<App>,
    door: Door,
    actor: Actor,
    parent: Option<u64>,
    id: &str,
    values: Vec<(String, String)>,
    sort: &'static str,
) {
    let visit = match open(app, door, actor, parent).await {
        Ok(visit) => visit,
        Err((door, trouble)) => return refuse(&door, &trouble, sort).await,
    };
    let run = AssertUnwindSafe(run(&visit, id, values, sort))
        .catch_unwind()
        .await;
    let done = run.unwrap_or_else(|_| Err(Trouble::internal("a press panicked")));
    finish(&visit, done, sort).await;
}

async fn run(
    visit: &Visit,
    id: &str,
    values: Vec<(String, String)>,
    sort: &'static str,
) -> Result<(), Trouble> {
    let mut parts = id.splitn(3, ':');
    let key = parts.next().unwrap_or_default().to_owned();
    let word = parts.next().unwrap_or_default().to_owned();
    let argument = parts.next().map(str::to_owned);
    let (scope, wanted) = (visit.scope(), key.clone());
    let found = visit
        .blocking(move |app| State::find(&wanted, app.store.as_ref(), scope))
        .await?;
    let Some(state) = found else {
        return expired(visit, &key).await;
    };
    let no_such = || Trouble::expired().because(format!("no {sort} of this version"));
    let action = Action::of_press(sort, &word).ok_or_else(no_such)?;
    let is_asker = state
        .owner()
        .is_none_or(|owner| owner == visit.actor.user.0);
    let (actor, settings) = (visit.actor.clone(), visit.settings.clone());
    visit
        .blocking(move |app| app.permit(action, &actor, &settings, is_asker))
        .await?;
    if state.is_personal() && !is_asker {
        return Err(Trouble::not_yours());
    }
    let (user, guild) = (visit.actor.user, visit.actor.guild);
    visit.app.limits.count(action, user, guild)?;
    let press = Press {
        key,
        action,
        argument,
        state,
        values,
    };
    hand_over(visit, press).await
}

/// A button that no longer works says so; to a person who keeps hammering it, not at every stroke.
async fn expired(visit: &Visit, key: &str) -> Result<(), Trouble> {
    let (user, moment) = (visit.actor.user.0, now() / HAMMERING_SECONDS);
    match visit.app.is_first(&format!("told {key} {user} {moment}")) {
        true => Err(Trouble::expired()),
        false => visit.door.acknowledge().await,
    }
}

async fn hand_over(visit: &Visit, press: Press) -> Result<(), Trouble> {
    match press.state.clone() {
        State::Answer(answer) => answer_buttons::pressed(visit, &press, answer).await,
        State::Examples { offered } => answer_buttons::example(visit, &press, &offered).await,
        State::Draft(draft) => article_buttons::draft(visit, &press, *draft).await,
        State::Remove { article, .. } => article_buttons::remove(visit, &press, article).await,
        State::Removed { article } => article_buttons::undo(visit, &press, article).await,
        State::Pages { list, article, .. } => {
            article_buttons::page(visit, &press, &list, article).await
        }
        State::Edit { article, .. } => editing::submitted(visit, &press, article).await,
        State::Paste { .. } => article_buttons::pasted(visit, &press).await,
        State::Reload { plan, shrinks, .. } => {
            reloading::confirmed(visit, &press, &plan, shrinks).await
        }
        State::Settings { .. } => settings_panel::changed(visit, &press).await,
        State::Privacy { .. } => personal_data::pressed(visit, &press).await,
    }
}
