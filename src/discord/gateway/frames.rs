//! What the gateway says and hears, as far as a connection has to understand it.

use serde::Deserialize;
use serde_json::{Value, json};

/// The head of a frame; what it carries is read only where it matters.
#[derive(Debug, Deserialize)]
pub struct Head {
    /// What sort of frame it is.
    pub op: u8,
    /// Its number in the session, for events.
    #[serde(default)]
    pub s: Option<u64>,
    /// The event's name.
    #[serde(default)]
    pub t: Option<String>,
}

/// An event.
pub const DISPATCH: u8 = 0;
/// A sign of life, or the wish for one.
pub const HEARTBEAT: u8 = 1;
/// The wish to start a session.
pub const IDENTIFY: u8 = 2;
/// The wish to go on with a session.
pub const RESUME: u8 = 6;
/// The wish that the bot connects anew.
pub const RECONNECT: u8 = 7;
/// The session is over, or cannot be started now.
pub const INVALID_SESSION: u8 = 9;
/// The greeting.
pub const HELLO: u8 = 10;
/// The answer to a sign of life.
pub const HEARTBEAT_ACK: u8 = 11;

/// Events the bot has a use for; all others are dropped before anything is made of them.
const WANTED: [&str; 20] = [
    "READY",
    "RESUMED",
    "INTERACTION_CREATE",
    "MESSAGE_CREATE",
    "MESSAGE_UPDATE",
    "MESSAGE_DELETE",
    "MESSAGE_DELETE_BULK",
    "GUILD_CREATE",
    "GUILD_UPDATE",
    "GUILD_DELETE",
    "GUILD_MEMBER_UPDATE",
    "GUILD_ROLE_UPDATE",
    "CHANNEL_CREATE",
    "CHANNEL_UPDATE",
    "CHANNEL_DELETE",
    "THREAD_CREATE",
    "THREAD_UPDATE",
    "THREAD_DELETE",
    "THREAD_LIST_SYNC",
    "USER_UPDATE",
];

/// Tells whether the bot has a use for an event.
pub fn is_wanted(event: &str) -> bool {
    WANTED.contains(&event)
}

/// Reads the head of a frame.
pub fn head(text: &str) -> Option<Head> {
    serde_json::from_str(text).ok()
}

/// Reads what a frame carries.
pub fn carried(text: &str) -> Value {
    let frame: Value = serde_json::from_str(text).unwrap_or_default();
    frame.get("d").cloned().unwrap_or_default()
}

/// The number of a submitted form among interactions.
const FORM: u64 = 5;

/// Takes the server off a form that was submitted through somebody's own copy of the bot: the server has not added it.
///
/// serenity does not read who installed the bot where a form comes from.
pub fn without_borrowed_server(text: String) -> String {
    #[derive(Deserialize)]
    struct Peek {
        #[serde(rename = "type")]
        kind: u64,
    }
    #[derive(Deserialize)]
    struct Event {
        d: Peek,
    }
    let is_form = serde_json::from_str::<Event>(&text).is_ok_and(|event| event.d.kind == FORM);
    if !is_form {
        return text;
    }
    let mut event: Value = serde_json::from_str(&text).unwrap_or_default();
    let Some(form) = event.get_mut("d").and_then(Value::as_object_mut) else {
        return text;
    };
    let installed_by = form
        .get("authorizing_integration_owners")
        .and_then(|by| by.get("0"));
    if form.get("guild_id").is_none() || installed_by == form.get("guild_id") {
        return text;
    }
    let user = form
        .get("member")
        .and_then(|member| member.get("user"))
        .cloned();
    for server in ["guild_id", "guild", "member", "guild_locale"] {
        form.remove(server);
    }
    form.insert("user".to_owned(), user.unwrap_or_default());
    event.to_string()
}

/// Greets, asking for a sign of life this often.
pub fn hello(milliseconds: u64) -> String {
    json!({"op": HELLO, "d": {"heartbeat_interval": milliseconds}, "s": null, "t": null})
        .to_string()
}

/// Gives a sign of life.
pub fn heartbeat(sequence: Option<u64>) -> String {
    json!({"op": HEARTBEAT, "d": sequence}).to_string()
}

/// Answers a sign of life.
pub fn heartbeat_ack() -> String {
    json!({"op": HEARTBEAT_ACK, "d": null, "s": null, "t": null}).to_string()
}

/// Says that a session goes on.
pub fn resumed() -> String {
    json!({"op": DISPATCH, "t": "RESUMED", "s": 0, "d": {"_trace": []}}).to_string()
}

/// Says that there is no session to go on with.
pub fn no_session() -> String {
    json!({"op": INVALID_SESSION, "d": false, "s": null, "t": null}).to_string()
}

/// Wishes to start a session.
pub fn identify(token: &str, intents: u64, shard: (u32, u32)) -> String {
    let properties =
        json!({"os": std::env::consts::OS, "browser": "footnote", "device": "footnote"});
    json!({"op": IDENTIFY, "d": {
        "token": token,
        "intents": intents,
        "properties": properties,
        "shard": [shard.0, shard.1],
        "compress": false,
        "large_threshold": 50,
    }})
    .to_string()
}

/// Wishes to go on with a session after this event.
pub fn resume(token: &str, session: &str, sequence: u64) -> String {
    json!({"op": RESUME, "d": {"token": token, "session_id": session, "seq": sequence}}).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_keeps_its_server_only_if_the_server_added_the_bot() {
        let form = |by: Value| {
            json!({"op": 0, "t": "INTERACTION_CREATE", "s": 3, "d": {"type": 5, "guild_id": "7",
                "member": {"user": {"id": "1"}}, "authorizing_integration_owners": by}})
            .to_string()
        };
        let kept = form(json!({"0": "7", "1": "1"}));
        assert_eq!(without_borrowed_server(kept.clone()), kept);
        let taken = without_borrowed_server(form(json!({"1": "1"})));
        let taken = carried(&taken);
        assert!(taken.get("guild_id").is_none() && taken.get("member").is_none());
        assert_eq!(taken["user"]["id"], "1");
    }
}
