//! The requests the bot makes: each knows its path, how long it is worth trying, and whether trying twice is safe.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::Instant;

/// Discord takes a first response for three seconds; what is not heard of within this time is given up.
const FIRST_RESPONSE: Duration = Duration::from_millis(2_800);

/// Anything else gets an answer within this time or is taken for lost.
const USUAL_TRY: Duration = Duration::from_secs(5);

/// What nobody waits for is given up after this time.
const USUAL: Duration = Duration::from_secs(60);

/// What is only polite is given up after this time, so that the work behind it is not held up.
const COURTESY: Duration = Duration::from_secs(10);

/// Discord lets a reply be changed for 15 minutes.
const REPLY: Duration = Duration::from_secs(14 * 60);

/// Which of Discord's rules a request falls under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The first response to an interaction: no limits, three seconds.
    FirstResponse,
    /// Changes or adds to a response; the interaction's token is the right to do so.
    Reply,
    /// Made in the bot's own name, with the bot's token.
    Bot,
}

/// What is known when a request got no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// Doing it twice is the same as doing it once.
    Safe,
    /// Doing it twice would show twice.
    Harmful,
}

/// What is lost when a request is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// Somebody's answer, or what the bot needs to work at all.
    Needed,
    /// A courtesy: word of progress, a greeting, a private hint.
    Courtesy,
}

/// One request.
#[derive(Debug, Clone)]
pub struct Call {
    /// The verb.
    pub method: Method,
    /// The path after the version; it may hold an interaction's token, so it is never logged.
    pub path: String,
    /// Its place in Discord's rate limits; none for first responses.
    pub bucket: Option<String>,
    /// The server that gave rise to it, if one did: what it forbids is held against it alone.
    pub server: Option<u64>,
    /// Which rules it falls under.
    pub kind: Kind,
    /// What is lost without it.
    pub worth: Worth,
    /// Whether it may be tried again when the answer was lost.
    pub again: Again,
    /// What it says.
    pub body: Option<Value>,
    /// When it is given up.
    pub until: Instant,
    /// How long one try may take.
    pub one_try: Duration,
}

impl Call {
    fn new(method: Method, path: String, kind: Kind) -> Self {
        Call {
            bucket: Some(format!("{method} {path}")),
            server: None,
            method,
            path,
            kind,
            worth: Worth::Needed,
            again: Again::Safe,
            body: None,
            until: Instant::now() + USUAL,
            one_try: USUAL_TRY,
        }
    }

    fn with_body(mut self, body: Value) -> Self {
        self.body = Some(inert(body));
        self
    }

    /// Gives a first response to an interaction that came in at `since`.
    pub fn first_response(interaction: u64, token: &str, body: Value, since: Instant) -> Self {
        let path = format!("/interactions/{interaction}/{token}/callback");
        Call {
            bucket: None,
            // A slow network takes its time; giving a try up before the last moment would lose what is on its way.
            one_try: FIRST_RESPONSE,
            ..Call::new(Method::POST, path, Kind::FirstResponse)
        }
        .with_body(body)
        .until(since + FIRST_RESPONSE)
    }

    /// Changes the first response.
    pub fn edit_response(application: u64, token: &str, body: Value, since: Instant) -> Self {
        let path = format!("/webhooks/{application}/{token}/messages/@original");
        Call::new(Method::PATCH, path, Kind::Reply)
            .with_body(body)
            .until(since + REPLY)
    }

    /// Takes the first response away.
    pub fn delete_response(application: u64, token: &str, since: Instant) -> Self {
        let path = format!("/webhooks/{application}/{token}/messages/@original");
        Call::new(Method::DELETE, path, Kind::Reply).until(since + REPLY)
    }

    /// Says something more after the first response.
    pub fn follow_up(application: u64, token: &str, body: Value, since: Instant) -> Self {
        let path = format!("/webhooks/{application}/{token}");
        Call {
            again: Again::Harmful,
            ..Call::new(Method::POST, path, Kind::Reply)
        }
        .with_body(body)
        .until(since + REPLY)
    }

    /// Writes in a channel; with a nonce in the body, Discord itself drops a second one.
    pub fn message(channel: u64, body: Value) -> Self {
        let again = match body.get("enforce_nonce") == Some(&json!(true)) {
            true => Again::Safe,
            false => Again::Harmful,
        };
        let path = format!("/channels/{channel}/messages");
        Call {
            again,
            ..Call::new(Method::POST, path, Kind::Bot)
        }
        .with_body(body)
    }

    /// Changes a message of the bot's own.
    pub fn edit_message(channel: u64, message: u64, body: Value) -> Self {
        Self::on_message(Method::PATCH, channel, message).with_body(body)
    }

    /// Takes a message of the bot's own away.
    pub fn delete_message(channel: u64, message: u64) -> Self {
        Self::on_message(Method::DELETE, channel, message)
    }

    /// All messages of a channel share a limit.
    fn on_message(method: Method, channel: u64, message: u64) -> Self {
        let path = format!("/channels/{channel}/messages/{message}");
        let bucket = format!("{method} /channels/{channel}/messages/-");
        Call {
            bucket: Some(bucket),
            ..Call::new(method, path, Kind::Bot)
        }
    }

    /// Opens the direct messages with a person, for a hint that nobody waits for.
    pub fn direct_channel(user: u64) -> Self {
        let mut call = Call::new(Method::POST, "/users/@me/channels".to_owned(), Kind::Bot);
        call.body = Some(json!({"recipient_id": user.to_string()}));
        call.as_courtesy()
    }

    /// Asks who owns the application.
    pub fn application() -> Self {
        Call::new(
            Method::GET,
            "/oauth2/applications/@me".to_owned(),
            Kind::Bot,
        )
    }

    /// Asks where the gateway is, and how many sessions may still be started.
    pub fn gateway() -> Self {
        Call::new(Method::GET, "/gateway/bot".to_owned(), Kind::Bot)
    }

    /// Asks which commands are registered, everywhere or in one server.
    pub fn commands(application: u64, guild: Option<u64>) -> Self {
        Call::new(Method::GET, commands_path(application, guild), Kind::Bot).of_server(guild)
    }

    /// Registers commands in the place of those that are there.
    pub fn register(application: u64, guild: Option<u64>, commands: Vec<Value>) -> Self {
        let mut call = Call::new(Method::PUT, commands_path(application, guild), Kind::Bot);
        call.body = Some(Value::Array(commands));
        call.of_server(guild)
    }

    /// Names the server that gave rise to it.
    pub fn of_server(mut self, server: Option<u64>) -> Self {
        self.server = server;
        self
    }

    /// Lets it be held back before what somebody waits for; what is only polite is soon given up.
    pub fn as_courtesy(mut self) -> Self {
        self.worth = Worth::Courtesy;
        let until = self.until.min(Instant::now() + COURTESY);
        self.until(until)
    }

    /// Tells whether it is tried until its time is over: without it, somebody would see the bot thinking for ever.
    pub fn is_kept_trying(&self) -> bool {
        self.kind == Kind::Reply && self.again == Again::Safe
    }

    /// Returns its limit if that is the limit of one place, such as a channel, and not one of the whole bot.
    pub fn bucket_of_place(&self) -> Option<&String> {
        let is_of_place = ["/channels/", "/guilds/", "/webhooks/"]
            .iter()
            .any(|part| self.path.contains(part));
        self.bucket.as_ref().filter(|_| is_of_place)
    }

    fn until(mut self, until: Instant) -> Self {
        self.until = until;
        self
    }
}

fn commands_path(application: u64, guild: Option<u64>) -> String {
    match guild {
        Some(guild) => format!("/applications/{application}/guilds/{guild}/commands"),
        None => format!("/applications/{application}/commands"),
    }
}

/// Sees to it that nothing in a message notifies anybody, whatever its author forgot: without this field, all mentions would.
fn inert(mut body: Value) -> Value {
    let message = match body.get("data").is_some_and(Value::is_object) {
        true => body.get_mut("data"),
        false => Some(&mut body),
    };
    let is_message = |fields: &serde_json::Map<String, Value>| {
        ["content", "embeds", "components"]
            .iter()
            .any(|name| fields.contains_key(*name))
    };
    if let Some(fields) = message.and_then(Value::as_object_mut)
        && is_message(fields)
        && !fields.contains_key("title")
    {
        fields
            .entry("allowed_mentions")
            .or_insert_with(|| json!({"parse": []}));
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_message_leaves_without_its_ban_on_mentions() {
        let now = Instant::now();
        let edit = Call::edit_response(1, "t", json!({"embeds": []}), now);
        assert_eq!(
            edit.body.expect("a body")["allowed_mentions"]["parse"],
            json!([])
        );
        let first = json!({"type": 4, "data": {"embeds": []}});
        let first = Call::first_response(1, "t", first, now);
        let body = first.body.expect("a body");
        assert_eq!(body["data"]["allowed_mentions"]["parse"], json!([]));
        let form = json!({"type": 9, "data": {"title": "A form", "components": []}});
        let form = Call::first_response(1, "t", form, now)
            .body
            .expect("a body");
        assert!(form["data"].get("allowed_mentions").is_none());
    }
}
