//! The settings of a server as one message of menus and switches; each change is checked and kept at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;
use serenity::all::{
    ChannelId, ChannelType, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption,
    Mentionable, RoleId,
};

use super::app::App;
use super::components::Press;
use super::guild_settings::{
    ADMINS_RELOAD, ANSWER_CHANNELS, ASK_CHANNELS, CONTRIBUTOR_ROLES, EDITORS_CHANNEL,
    GuildSettings, PRIVATE_BY_DEFAULT, STRICTNESS, Strictness, set_ids,
};
use super::interaction::InteractionContext;
use super::permissions::Action;
use super::posting::{log_send_failure, post};
use super::reply::{Button, Look, Reply};
use super::rest::RestError;
use super::review;
use super::state::{CONFIRM_SECONDS, State};
use super::user_error::UserError;
use crate::errors::ErrorCode;
use crate::render::card::{Card, Tone};
use crate::render::markdown::{cut, escape, plain};
use crate::render::notices::grouped;
use crate::store::{GAP_LIST, GuildId, OWN_ARTICLES_ONLY, Scope, Stamp};

/// A menu lets so many channels or roles be picked.
const MAX_PICKED: usize = 20;

/// Shows the settings. Blocks.
pub fn panel(app: &Arc<App>, scope: Scope, by: u64, here: u64) -> Result<Reply, UserError> {
    let key = State::Settings { by }.keep(app.store.as_ref(), scope, CONFIRM_SECONDS)?;
    drawn(app, scope, &key, here, Switches::Everyday)
}

/// Which switches stand under the menus: a message has room for one row of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Switches {
    /// Those of answers and questions.
    Everyday,
    /// Those about the operator's shelf.
    Shelf,
}

/// What the button says that leads to the switches about the operator's shelf.
const SHELF: &str = "shelf";

/// What the button says that leads back from them.
const BACK: &str = "back";

impl Switches {
    /// Returns those to draw after a press, so that whoever set one sees it set.
    fn after(pressed: &str) -> Self {
        match pressed {
            SHELF | OWN_ARTICLES_ONLY | ADMINS_RELOAD => Switches::Shelf,
            _ => Switches::Everyday,
        }
    }
}

/// Draws the settings as they are, with their menus and switches. Blocks.
fn drawn(
    app: &App,
    scope: Scope,
    key: &str,
    here: u64,
    switches: Switches,
) -> Result<Reply, UserError> {
    let settings = &app.settings(scope)?;
    let open = app.store.gaps(scope)?.len();
    let id = |what: &str| Action::ButtonSetting.id_with(key, what);
    let mut reply = Reply::from(described(settings, app.choices.message_content))
        .hidden()
        .with_menu(channels(
            id(ANSWER_CHANNELS),
            "① Answer in… (all channels)",
            &settings.answer_channels,
            // The posts of a forum are answered like a channel's messages.
            &[ChannelType::Text, ChannelType::News, ChannelType::Forum],
        ))
        .with_menu(roles(id(CONTRIBUTOR_ROLES), &settings.contributor_roles))
        .with_menu(strictness(id(STRICTNESS), settings.strictness));
    let editors: Vec<u64> = settings.editors_channel.into_iter().collect();
    let editors = channels(
        id(EDITORS_CHANNEL),
        "④ Pass open questions on to… (nobody)",
        &editors,
        // A forum takes posts with titles and no plain message.
        &[ChannelType::Text, ChannelType::News],
    );
    reply = reply.with_menu(editors.max_values(1));
    let switch = |what: &str, on: bool, words: &str| {
        let (look, sign) = if on {
            (Look::Good, "on")
        } else {
            (Look::Quiet, "off")
        };
        Button::new(look, id(what), &format!("{words}: {sign}"))
    };
    let named = |what: &'static str, on: bool| switch(what, on, name_of(what));
    let listens = settings.ask_channels.contains(&here);
    Ok(reply.with_buttons(match switches {
        Switches::Everyday => vec![
            named(PRIVATE_BY_DEFAULT, settings.private_by_default),
            named(GAP_LIST, settings.gap_list),
            switch(ASK_CHANNELS, listens, "Answers every question here"),
            Button::new(Look::Quiet, id(SHELF), "Operator’s shelf…"),
            Button::new(
                Look::Quiet,
                Action::ButtonOpenQuestions.id(key),
                &format!("Review ({} open)", grouped(open)),
            ),
        ],
        Switches::Shelf => vec![
            named(OWN_ARTICLES_ONLY, settings.own_articles_only),
            switch(
                ADMINS_RELOAD,
                settings.admins_reload,
                "Admins may reload the shelf",
            ),
            Button::new(Look::Quiet, id(BACK), "◀ Back"),
        ],
    }))
}

fn described(settings: &GuildSettings, reads_messages: bool) -> Card {
    let mut card = Card::new(Tone::Plain, "").titled("Settings of this server");
    for (key, mark) in SHOWN {
        let (name, value) = (name_of(key), value_of(key, settings));
        card.line(&format!("**{mark}{name}** · {value}"));
    }
    card.line("-# The menus below set ① to ④, from top to bottom; the buttons switch the rest.");
    let silenced = settings.silenced_channels();
    if !silenced.is_empty() {
        let named = mentioned(&silenced, "");
        card.line(&format!(
            "⚠️ No question is answered unasked in {named}: answers are public in the channels of ① only."
        ));
    }
    for warning in deleted_told(settings) {
        card.line(&warning);
    }
    if !settings.ask_channels.is_empty() && !reads_messages {
        card.line("⚠️ For that I need the *Message Content* intent: the operator sets `MESSAGE_CONTENT=on` and switches it on in the developer portal.");
    }
    card
}

/// Says which settings name channels that were deleted, and what that means now.
pub fn deleted_told(settings: &GuildSettings) -> Vec<String> {
    let told = |key: &&str| match *key {
        ANSWER_CHANNELS if settings.has_lost_answer_channels() => {
            "⚠️ **Every channel of ① was deleted**, so answers are private everywhere until you pick others for ① in `/settings`; pick one and take it out again to make them public in all channels."
        }
        ANSWER_CHANNELS => "⚠️ A channel of ① was deleted; answers are public in the others.",
        EDITORS_CHANNEL => {
            "⚠️ The channel of ④ was deleted: open questions are passed on to nobody until another is picked in `/settings`."
        }
        _ => "⚠️ A channel in which every question was answered was deleted.",
    };
    let deleted = settings.with_deleted_channels.iter();
    deleted.map(|key| told(key).to_owned()).collect()
}

/// The settings in the order in which they are shown, with the mark of their menus.
const SHOWN: [(&str, &str); 9] = [
    (ANSWER_CHANNELS, "① "),
    (CONTRIBUTOR_ROLES, "② "),
    (STRICTNESS, "③ "),
    (EDITORS_CHANNEL, "④ "),
    (PRIVATE_BY_DEFAULT, ""),
    (GAP_LIST, ""),
    (ASK_CHANNELS, ""),
    (OWN_ARTICLES_ONLY, ""),
    (ADMINS_RELOAD, ""),
];

fn name_of(key: &str) -> &str {
    match key {
        ANSWER_CHANNELS => "Answers in public",
        CONTRIBUTOR_ROLES => "Who may add articles",
        STRICTNESS => "How sure",
        EDITORS_CHANNEL => "Open questions go to",
        PRIVATE_BY_DEFAULT => "Private by default",
        GAP_LIST => "Gap list",
        OWN_ARTICLES_ONLY => "Own articles only",
        ADMINS_RELOAD => "May reload the shelf",
        ASK_CHANNELS => "Answers every question in",
        other => other,
    }
}

/// Says in words how a setting stands.
fn value_of(key: &str, settings: &GuildSettings) -> String {
    let words = match key {
        ANSWER_CHANNELS if settings.has_lost_answer_channels() => "in no channel",
        ANSWER_CHANNELS => return mentioned(&settings.answer_channels, "in every channel"),
        ASK_CHANNELS => return mentioned(&settings.ask_channels, "no channel"),
        EDITORS_CHANNEL => {
            let editors: Vec<u64> = settings.editors_channel.into_iter().collect();
            return mentioned(&editors, "nobody");
        }
        CONTRIBUTOR_ROLES => {
            let roles = settings.contributor_roles.iter().filter(|id| **id != 0);
            let roles = roles.map(|id| RoleId::new(*id).mention().to_string());
            let roles: Vec<String> = roles.collect();
            match roles.is_empty() {
                true => "admins only",
                false => return roles.join(" "),
            }
        }
        STRICTNESS => settings.strictness.words(),
        PRIVATE_BY_DEFAULT if settings.private_by_default => "yes",
        PRIVATE_BY_DEFAULT => "no",
        GAP_LIST if settings.gap_list => {
            "questions without an answer are kept for 30 days, without names"
        }
        GAP_LIST => "off: only what its asker passes on is kept",
        OWN_ARTICLES_ONLY if settings.own_articles_only => {
            "yes: nothing is answered from the operator’s shelf"
        }
        OWN_ARTICLES_ONLY => "no: the operator’s shelf answers, too",
        ADMINS_RELOAD if settings.admins_reload => "admins and the operator",
        ADMINS_RELOAD => "the operator only",
        _ => "",
    };
    words.to_owned()
}

fn mentioned(channels: &[u64], none: &str) -> String {
    match channels.iter().any(|id| *id != 0) {
        true => named_channels(channels),
        false => none.to_owned(),
    }
}

/// At most so many channels are named; the others are counted.
const MAX_CHANNELS_NAMED: usize = 8;

/// Names channels as in a sentence, a few at most.
pub fn named_channels(channels: &[u64]) -> String {
    let all: Vec<u64> = channels.iter().copied().filter(|id| *id != 0).collect();
    let named = all.iter().take(MAX_CHANNELS_NAMED);
    let named: Vec<String> = named
        .map(|id| ChannelId::new(*id).mention().to_string())
        .collect();
    match all.len().saturating_sub(MAX_CHANNELS_NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// Tells in words what a line of the log says of a setting; earlier programs did not log to what it was set.
pub fn change_told(logged: &str) -> String {
    let (key, value) = logged.split_once(": ").unwrap_or((logged, ""));
    let name = escape(&cut(&plain(name_of(key)), 80)).to_string();
    let is_known = SHOWN.iter().any(|(known, _)| *known == key);
    match serde_json::from_str(value) {
        Ok(value) if is_known => {
            let set = BTreeMap::from([(key.to_owned(), value)]);
            let value = value_of(key, &GuildSettings::of(&set));
            format!("set “{name}” to: {value}")
        }
        _ => format!("changed the setting “{name}”"),
    }
}

fn channels(id: String, hint: &str, chosen: &[u64], kinds: &[ChannelType]) -> CreateSelectMenu {
    let chosen: Vec<ChannelId> = chosen
        .iter()
        .filter(|id| **id != 0)
        .map(|id| ChannelId::new(*id))
        .collect();
    let kind = CreateSelectMenuKind::Channel {
        channel_types: Some(kinds.to_vec()),
        default_channels: Some(chosen),
    };
    menu(id, kind, hint)
}

fn roles(id: String, chosen: &[u64]) -> CreateSelectMenu {
    let chosen: Vec<RoleId> = chosen
        .iter()
        .filter(|id| **id != 0)
        .map(|id| RoleId::new(*id))
        .collect();
    let kind = CreateSelectMenuKind::Role {
        default_roles: Some(chosen),
    };
    menu(id, kind, "② Who may add articles… (admins only)")
}

fn menu(id: String, kind: CreateSelectMenuKind, hint: &str) -> CreateSelectMenu {
    CreateSelectMenu::new(id, kind)
        .placeholder(hint)
        .min_values(0)
        .max_values(u8::try_from(MAX_PICKED).unwrap_or(u8::MAX))
}

fn strictness(id: String, chosen: Strictness) -> CreateSelectMenu {
    let options = Strictness::ALL.map(|choice| {
        CreateSelectMenuOption::new(choice.words(), choice.word())
            .default_selection(choice == chosen)
    });
    let kind = CreateSelectMenuKind::String {
        options: options.to_vec(),
    };
    CreateSelectMenu::new(id, kind).placeholder("③ How sure must an answer be?")
}

/// Keeps one change and draws the settings again, or opens what stands beside them.
pub async fn changed(context: &InteractionContext, press: &Press) -> Result<(), UserError> {
    if press.action == Action::ButtonOpenQuestions {
        return review::open(context).await;
    }
    let (scope, stamp, key) = (context.scope(), context.stamp(), press.key.clone());
    let what = press.argument.clone().unwrap_or_default();
    let picked: Vec<String> = press
        .values
        .iter()
        .map(|(_, value)| value.clone())
        .collect();
    let here = context.listening_channel();
    let editors = picked.first().and_then(|id| id.parse().ok());
    let editors = editors.filter(|id| what == EDITORS_CHANNEL && *id != 0);
    let work = async {
        let refused = match editors {
            Some(channel) => greet_editors(context, channel).await.err(),
            None => None,
        };
        let kept = context.blocking(move |app| {
            // What was picked and cannot be kept must not stay in the menu: the settings are drawn as they are.
            match refused {
                Some(error) => {
                    let drawn = drawn(app, scope, &key, here, Switches::after(&what))?;
                    Ok(drawn.with_card(error.card()))
                }
                None => {
                    keep(app, scope, &what, &picked, here, stamp)?;
                    drawn(app, scope, &key, here, Switches::after(&what))
                }
            }
        });
        kept.await
    };
    context.responder.work_on_message(work).await
}

/// Writes a first word to the editors, so that a channel in which the bot may not write is found out at once.
async fn greet_editors(context: &InteractionContext, channel: u64) -> Result<(), UserError> {
    let words = "**Open questions will appear here**, when somebody presses *Tell the editors* under an answer.";
    let greeting = Reply::from(Card::new(Tone::Plain, words)).message();
    let server = context.actor.guild.map(GuildId::get);
    let Err(error) = post(&context.app, server, channel, greeting).await else {
        return Ok(());
    };
    log_send_failure(error, "a greeting to the editors");
    let there = ChannelId::new(channel).mention();
    match error {
        RestError::Refused { status: 403, .. } => Err(UserError::new(
            ErrorCode::NotAllowed,
            format!("I cannot write in {there}."),
            "Give me *View Channel*, *Send Messages* and *Embed Links* there and pick it again; `/diagnose` there says what is missing.",
        )),
        // It was deleted a moment ago, or takes no messages of this kind.
        RestError::Refused {
            status: 400..=499, ..
        } => Err(UserError::new(
            ErrorCode::Unfit,
            format!("Discord takes no open questions in {there}."),
            "Pick a text or announcement channel that is still there; nothing was changed.",
        )
        .because(error.to_string())),
        _ => Err(error.into()),
    }
}

fn keep(
    app: &App,
    scope: Scope,
    what: &str,
    picked: &[String],
    here: u64,
    stamp: Stamp,
) -> Result<(), UserError> {
    let store = app.store.as_ref();
    let settings = app.settings(scope)?;
    let ids: Vec<u64> = picked
        .iter()
        .filter_map(|id| id.parse().ok())
        .take(MAX_PICKED)
        .collect();
    let flag = |key: &str, on: bool| store.set_setting(scope, key, Some(&Value::Bool(!on)), stamp);
    match what {
        ANSWER_CHANNELS | CONTRIBUTOR_ROLES => set_ids(store, scope, what, &ids, stamp)?,
        EDITORS_CHANNEL => set_ids(store, scope, what, ids.get(..1).unwrap_or_default(), stamp)?,
        ASK_CHANNELS => {
            let mut all = settings.ask_channels;
            match all.iter().position(|id| *id == here) {
                Some(at) => drop(all.remove(at)),
                None => all.push(here),
            }
            set_ids(store, scope, what, &all, stamp)?;
        }
        STRICTNESS => {
            let word = picked.first().map(String::as_str).unwrap_or_default();
            let choice = Strictness::of(word).ok_or_else(UserError::expired)?;
            store.set_setting(scope, what, Some(&Value::from(choice.word())), stamp)?;
        }
        PRIVATE_BY_DEFAULT => flag(what, settings.private_by_default)?,
        GAP_LIST => flag(what, settings.gap_list)?,
        ADMINS_RELOAD => flag(what, settings.admins_reload)?,
        OWN_ARTICLES_ONLY => flag(what, settings.own_articles_only)?,
        SHELF | BACK => {}
        _ => return Err(UserError::expired()),
    }
    Ok(())
}
