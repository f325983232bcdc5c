//! Which commands Discord knows: registered only when they changed, stale ones removed.

use serde_json::{Value, json};
use serenity::all::{CommandType, Permissions};

use super::app::App;
use super::autocomplete::offer_for;
use super::command_names;
use super::commands::Command;
use super::rest::{Call, Rest, RestError};
use super::user_error::UserError;
use crate::clock::now;
use crate::errors::ErrorCode;
use crate::store::{Scope, Stamp};

/// The setting that remembers what was registered.
const REGISTERED: &str = "registered_commands";

/// The setting that remembers in which test server the commands were registered last.
const REGISTERED_IN: &str = "registered_in";

/// Commands that only admins see; the server side checks again.
const ADMINS_ONLY: [&str; 3] = ["dataset", "settings", "diagnose"];

/// Commands that also work in direct messages, where the operator allows those.
const IN_DIRECT_MESSAGES: [&str; 3] = ["ask", "help", "privacy"];

/// Writes all commands as Discord wants them.
pub fn payload(commands: &[Command], direct_messages: bool, global: bool) -> Vec<Value> {
    let slash = commands.iter().filter_map(Command::create_as_slash_command);
    let menus = commands
        .iter()
        .filter_map(Command::create_as_context_menu_command);
    slash
        .chain(menus)
        .filter_map(|command| serde_json::to_value(command).ok())
        .map(|command| finished(command, direct_messages, global))
        .collect()
}

fn finished(mut command: Value, direct_messages: bool, global: bool) -> Value {
    command_names::put_into(&mut command);
    let name = command
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    offer_choices(&name, &mut command);
    let Some(fields) = command.as_object_mut() else {
        return command;
    };
    fields.remove("dm_permission");
    fields
        .entry("type")
        .or_insert(json!(u8::from(CommandType::ChatInput)));
    if ADMINS_ONLY.contains(&name.as_str()) {
        let needed = Permissions::MANAGE_GUILD.bits().to_string();
        fields.insert("default_member_permissions".into(), json!(needed));
    }
    fields.remove("contexts");
    fields.remove("integration_types");
    if global {
        let everywhere = direct_messages && IN_DIRECT_MESSAGES.contains(&name.as_str());
        let contexts = if everywhere {
            json!([0, 1])
        } else {
            json!([0])
        };
        fields.insert("contexts".into(), contexts);
        fields.insert("integration_types".into(), json!([0]));
    }
    command
}

/// Lets Discord ask for choices while somebody types into an option that has some.
fn offer_choices(command: &str, part: &mut Value) {
    let options = part.get_mut("options").and_then(Value::as_array_mut);
    for option in options.into_iter().flatten() {
        let name = option.get("name").and_then(Value::as_str);
        let name = name.unwrap_or_default().to_owned();
        if offer_for(command, &name).is_some() {
            option["autocomplete"] = json!(true);
        }
        offer_choices(&format!("{command} {name}"), option);
    }
}

/// Registers the commands unless Discord has exactly these already.
pub async fn register(
    app: &std::sync::Arc<App>,
    application: u64,
    commands: &[Command],
) -> Result<(), UserError> {
    let guild = app.choices.test_guild.filter(|id| *id != 0);
    let wanted = payload(commands, app.choices.direct_messages, guild.is_none());
    let mark = mark_of(application, &wanted, guild);
    let (known, before) = app
        .blocking(|app| {
            let setting = |name| app.store.setting(Scope::Everyone, name);
            Ok((setting(REGISTERED)?, setting(REGISTERED_IN)?))
        })
        .await?;
    let before = before.as_ref().and_then(Value::as_u64);
    if let Some(left) = before.filter(|left| Some(*left) != guild) {
        clear_test_server(&app.rest, application, left).await?;
    }
    let names = current_names(&app.rest, application, guild).await;
    let names = names.map_err(|error| unreachable_server(error, guild))?;
    if known.as_ref().and_then(Value::as_str) == Some(&mark) && names == names_of(&wanted) {
        tracing::debug!("commands unchanged");
        if before != guild {
            app.blocking(move |app| note_place(app, guild)).await?;
        }
        return Ok(());
    }
    let call = Call::register(application, guild, wanted);
    let sent = app.rest.send(call).await;
    sent.map_err(|error| unreachable_server(error, guild))?;
    if guild.is_some()
        && !current_names(&app.rest, application, None)
            .await?
            .is_empty()
    {
        // Left over from a run without a test server; members there would see every command twice.
        let call = Call::register(application, None, Vec::new());
        app.rest.send(call).await?;
    }
    app.blocking(move |app| {
        note_place(app, guild)?;
        let (mark, stamp) = (Value::from(mark), Stamp::at(now()));
        let store = app.store.as_ref();
        Ok(store.set_setting(Scope::Everyone, REGISTERED, Some(&mark), stamp)?)
    })
    .await?;
    tracing::info!("commands registered");
    Ok(())
}

/// Notes the test server in which the commands are registered, or that they are registered everywhere. Blocks.
fn note_place(app: &App, guild: Option<u64>) -> Result<(), UserError> {
    let (place, stamp) = (guild.map(Value::from), Stamp::at(now()));
    let store = app.store.as_ref();
    Ok(store.set_setting(Scope::Everyone, REGISTERED_IN, place.as_ref(), stamp)?)
}

/// Takes the commands of a test server back that is none any more: its members would see each of them twice.
async fn clear_test_server(rest: &Rest, application: u64, guild: u64) -> Result<(), UserError> {
    match rest
        .send(Call::register(application, Some(guild), Vec::new()))
        .await
    {
        // The bot may have left it; then there is nothing to take back.
        Err(RestError::Refused {
            status: 403 | 404, ..
        }) => Ok(()),
        done => Ok(done.map(|_| ())?),
    }
}

/// Tells the operator what to do where Discord knows no server of that number, or none that this bot is in: it is tried again
/// and again, and nobody sees a command until then.
fn unreachable_server(error: RestError, guild: Option<u64>) -> UserError {
    let Some(guild) = guild else {
        return error.into();
    };
    if !matches!(
        error,
        RestError::Refused {
            status: 403 | 404,
            ..
        }
    ) {
        return error.into();
    }
    let what = format!("DISCORD_GUILD={guild} names no server that this bot is in.");
    let next = "Invite it there with the address that `footnote doctor` prints, or correct the number; until then nobody sees a command.";
    tracing::error!("{what} {next}");
    UserError::new(ErrorCode::NotAllowed, what, next).because(error.to_string())
}

/// Names the set of commands together with where it is registered.
fn mark_of(application: u64, wanted: &[Value], guild: Option<u64>) -> String {
    let text = json!([application, guild.unwrap_or(0), wanted]).to_string();
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

async fn current_names(
    rest: &Rest,
    application: u64,
    guild: Option<u64>,
) -> Result<Vec<String>, RestError> {
    let found = rest.send(Call::commands(application, guild)).await?;
    Ok(names_of(found.as_array().map_or(&[], Vec::as_slice)))
}

fn names_of(commands: &[Value]) -> Vec<String> {
    let names = commands
        .iter()
        .filter_map(|command| command.get("name")?.as_str());
    let mut names: Vec<String> = names.map(str::to_owned).collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_the_bot_is_not_in_is_named_with_what_to_do() {
        let refused = |status| RestError::Refused {
            status,
            code: 50_001,
        };
        let told = unreachable_server(refused(403), Some(77)).card().body;
        assert!(told.contains("DISCORD_GUILD=77"), "{told}");
        assert!(told.contains("Invite it there"), "{told}");
        for other in [
            unreachable_server(refused(403), None),
            unreachable_server(RestError::Unwell(502), Some(77)),
        ] {
            assert!(!other.card().body.contains("DISCORD_GUILD"));
        }
    }
}
