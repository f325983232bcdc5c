//! A small stand-in for Discord: a gateway and a REST interface on loopback, which remember all that the bot says.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use footnote::article::Metadata;
use footnote::discord::{self, Choices, Connection, ServeError, StandIn};
use footnote::store::{Access, Draft, GuildId, Scope, Source, SqliteStore, Stamp, Store};
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, broadcast};
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_util::sync::CancellationToken;

/// The application, which is also the bot's user.
pub const APP: u64 = 9_000;
/// The owner of the application.
pub const OWNER: u64 = 9_001;
/// Two servers and a channel of each.
pub const GUILD_A: u64 = 1_000;
pub const CHANNEL_A: u64 = 1_001;
pub const GUILD_B: u64 = 2_000;
pub const CHANNEL_B: u64 = 2_001;
/// A server that is listed in every session and unavailable all the time.
pub const UNAVAILABLE: u64 = 5_000;
/// A role whose members may add articles.
pub const CONTRIBUTORS: u64 = 1_100;

pub const MANAGE_GUILD: u64 = 1 << 5;
pub const ADMINISTRATOR: u64 = 1 << 3;
pub const MANAGE_MESSAGES: u64 = 1 << 13;

/// How long an answer may take here; far more than a member would wait, because test machines are slow.
const PATIENCE: Duration = Duration::from_secs(60);

/// A member with rights and roles.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: u64,
    pub rights: u64,
    pub roles: Vec<u64>,
}

impl Person {
    pub fn new(id: u64) -> Self {
        Person {
            id,
            rights: 0,
            roles: Vec::new(),
        }
    }

    pub fn with_rights(mut self, rights: u64) -> Self {
        self.rights = rights;
        self
    }

    pub fn with_role(mut self, role: u64) -> Self {
        self.roles.push(role);
        self
    }

    fn user(&self) -> Value {
        user(self.id, false)
    }

    fn member(&self) -> Value {
        json!({"user": self.user(), "roles": self.roles.iter().map(u64::to_string).collect::<Vec<_>>(),
            "permissions": self.rights.to_string(), "joined_at": "2024-01-01T00:00:00+00:00",
            "deaf": false, "mute": false, "flags": 0, "pending": false, "nick": null, "avatar": null,
            "premium_since": null, "communication_disabled_until": null})
    }
}

fn user(id: u64, bot: bool) -> Value {
    json!({"id": id.to_string(), "username": format!("user{id}"), "global_name": null, "discriminator": "0",
        "avatar": null, "bot": bot, "system": false, "flags": 0, "public_flags": 0})
}

/// Where something happens, and which server installed the bot there.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub guild: Option<u64>,
    pub channel: u64,
    pub installed: Option<u64>,
}

pub const IN_A: Place = Place {
    guild: Some(GUILD_A),
    channel: CHANNEL_A,
    installed: Some(GUILD_A),
};
pub const IN_B: Place = Place {
    guild: Some(GUILD_B),
    channel: CHANNEL_B,
    installed: Some(GUILD_B),
};
pub const IN_PRIVATE: Place = Place {
    guild: None,
    channel: 3_001,
    installed: Some(0),
};
/// Server A, but the bot came along with a member who installed it for themselves.
pub const BROUGHT_ALONG: Place = Place {
    guild: Some(GUILD_A),
    channel: CHANNEL_A,
    installed: None,
};

/// The scope of a server.
pub fn guild(id: u64) -> Scope {
    Scope::Guild(GuildId::new(id).expect("an id"))
}

/// Opens the store; the last thread of a bot that has stopped may hold it a moment longer.
pub fn open(folder: &Path) -> Arc<dyn Store> {
    let path = folder.join("bot.db");
    for _ in 0..100 {
        if let Ok(store) = SqliteStore::open(&path, Access::Serve) {
            return Arc::new(store);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the store is never let go");
}

/// Keeps an article with an address and a date.
pub fn put(store: &dyn Store, scope: Scope, id: &str, title: &str, text: &str) {
    let draft = Draft {
        id: id.into(),
        metadata: Metadata {
            title: title.to_owned(),
            url: Some(format!("https://larkspur.example/{id}")),
            published: Some("2025-03-02".to_owned()),
            ..Metadata::default()
        },
        text: text.to_owned(),
        source: Source::default(),
    };
    store.put(scope, &draft, Stamp::at(1)).expect("kept");
}

/// Starts a bot that comes with one article, about a ferry.
pub async fn started(text: &str) -> (Arc<Discord>, tempfile::TempDir, RunningBot, Arc<dyn Store>) {
    started_with(text, Choices::default()).await
}

/// Starts such a bot as its operator chose.
pub async fn started_with(
    text: &str,
    choices: Choices,
) -> (Arc<Discord>, tempfile::TempDir, RunningBot, Arc<dyn Store>) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    put(
        store.as_ref(),
        Scope::Everyone,
        "ferry",
        "The ferry Aurora",
        text,
    );
    let discord = Discord::start().await;
    let bot = discord.bot(store.clone(), choices).await;
    (discord, folder, bot, store)
}

/// One request of the bot.
#[derive(Debug, Clone)]
pub struct Call {
    pub method: String,
    pub path: String,
    pub body: Value,
}

/// What came of one interaction or message.
#[derive(Debug, Clone)]
pub struct Seen {
    pub calls: Vec<Call>,
}

impl Seen {
    fn callback(&self) -> Option<&Value> {
        let call = self
            .calls
            .iter()
            .find(|call| call.path.contains("/callback"))?;
        Some(&call.body)
    }

    /// The kind of the first response: 4 message, 5 thinking, 6 acknowledged, 7 update, 8 choices, 9 form.
    pub fn kind(&self) -> Option<u64> {
        self.callback()?.get("type")?.as_u64()
    }

    /// The message as it stands at the end.
    pub fn message(&self) -> Value {
        let mut shown = Value::Null;
        for call in &self.calls {
            let body = match call.path.contains("/callback") {
                true => call.body.get("data").cloned().unwrap_or_default(),
                false => call.body.clone(),
            };
            if body.get("embeds").is_some() {
                let flags = body.get("flags").or_else(|| shown.get("flags")).cloned();
                shown = body;
                if let Some(flags) = flags {
                    shown["flags"] = flags;
                }
            }
        }
        shown
    }

    /// Whether only one person saw every word of it.
    pub fn hidden(&self) -> bool {
        let flagged = |body: &Value| body.get("flags") == Some(&json!(64));
        let mut thinking_in_public = false;
        self.calls.iter().all(|call| {
            let body = call.body.get("data").unwrap_or(&call.body);
            let speaks = body.get("embeds").is_some();
            if call.body["type"] == json!(5) {
                thinking_in_public = !flagged(body);
            }
            match call.method.as_str() {
                "POST" => !speaks || flagged(body),
                // An edit is seen by whoever saw the first response.
                "PATCH" => !speaks || !thinking_in_public,
                _ => true,
            }
        })
    }

    /// All words that were shown, in all messages.
    pub fn text(&self) -> String {
        let mut words = Vec::new();
        for call in &self.calls {
            words_of(&call.body, &mut words);
        }
        words.join("\n")
    }

    /// The words of the message as it stands at the end.
    pub fn last(&self) -> String {
        let mut words = Vec::new();
        words_of(&self.message(), &mut words);
        words.join("\n")
    }

    /// The error code, if the message ends with one.
    pub fn code(&self) -> Option<String> {
        let text = self.last();
        let code = text.rsplit_once("(code ")?.1;
        Some(code.split([' ', ')']).next()?.to_owned())
    }

    /// The ids of all buttons and menus at the end.
    pub fn ids(&self) -> Vec<String> {
        let message = self.message();
        let rows = message["components"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let parts = rows
            .iter()
            .flat_map(|row| row["components"].as_array().cloned().unwrap_or_default());
        parts
            .filter_map(|part| Some(part["custom_id"].as_str()?.to_owned()))
            .collect()
    }

    /// The id of the button that does this.
    pub fn button(&self, action: &str) -> String {
        let ids = self.ids();
        let wanted = |id: &&String| id.split(':').nth(1) == Some(action);
        ids.iter()
            .find(wanted)
            .unwrap_or_else(|| panic!("no {action} in {ids:?}"))
            .clone()
    }

    /// The form that was opened: its id.
    pub fn form(&self) -> String {
        let body = self.callback().expect("there is a response");
        assert_eq!(body["type"], 9, "a form is opened: {}", self.text());
        body["data"]["custom_id"]
            .as_str()
            .expect("it has an id")
            .to_owned()
    }

    /// Whatever was offered while typing, if anything.
    pub fn offered(&self) -> Vec<String> {
        match self.kind() {
            Some(8) => self.choices(),
            _ => Vec::new(),
        }
    }

    /// The choices that were offered.
    pub fn choices(&self) -> Vec<String> {
        let body = self.callback().expect("there is a response");
        let choices = body["data"]["choices"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        choices
            .iter()
            .map(|choice| choice["name"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    fn is_finished(&self) -> bool {
        let is = |method: &str, part: &str| {
            self.calls
                .iter()
                .any(|call| call.method == method && call.path.contains(part))
        };
        let edited = is("PATCH", "@original");
        match self.kind() {
            Some(5) => edited || (is("DELETE", "@original") && is("POST", "/webhooks/")),
            // What is said meanwhile is not the end.
            Some(7) if self.text().contains("Saving…") => edited,
            Some(6) => edited || is("DELETE", "@original"),
            Some(_) => true,
            None => false,
        }
    }
}

fn words_of(value: &Value, words: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                match inner.as_str() {
                    Some(text) if name != "custom_id" && name != "url" => {
                        words.push(text.to_owned())
                    }
                    _ => words_of(inner, words),
                }
            }
        }
        Value::Array(all) => all.iter().for_each(|inner| words_of(inner, words)),
        _ => {}
    }
}

/// The stand-in.
pub struct Discord {
    port: u16,
    calls: Mutex<Vec<Call>>,
    commands: Mutex<Value>,
    changed: Notify,
    events: broadcast::Sender<Value>,
    next: AtomicU64,
    pub connected: AtomicU64,
    pub identified: AtomicU64,
    pub resumed: AtomicU64,
    pub intents: AtomicU64,
    /// Which shards were asked for, of how many.
    shards: Mutex<Vec<[u64; 2]>>,
    /// How many sessions may still be started, as the stand-in says.
    pub remaining: AtomicU64,
    /// Whether sessions are told to go on where nobody listens.
    pub resumes_nowhere: AtomicBool,
    mood: Mutex<Mood>,
    bothers: Mutex<Vec<(String, Bother)>>,
    gateway_port: u16,
}

/// What happens to requests whose path holds some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bother {
    /// They are told to come again in so many seconds.
    Limited(u64),
    /// They get no answer.
    Silent,
    /// They are told that the bot may not do that there.
    Forbidden,
    /// Those that reply to a message are told that the bot may not read the channel's history.
    NoHistory,
    /// They are told that a channel of this kind does not take that.
    Unfit,
    /// They are told that Discord is not well.
    Unwell,
}

/// How the gateway treats whoever wants a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// As it should.
    Well,
    /// Closes with this code as soon as a session stands.
    Closes(u16),
    /// Says that the session is invalid.
    Refuses,
}

/// A bot that runs in this very process.
pub struct RunningBot {
    stop: CancellationToken,
    ended: tokio::task::JoinHandle<Result<(), ServeError>>,
}

impl RunningBot {
    /// Waits for its own end.
    pub async fn end(self) -> Result<(), ServeError> {
        let ended = tokio::time::timeout(PATIENCE, self.ended).await;
        ended.expect("it ends in time").expect("it does not panic")
    }

    /// Tells it to stop and waits until it has.
    pub async fn stop(self) {
        self.stop.cancel();
        self.ended
            .await
            .expect("it does not panic")
            .expect("it stops in peace");
    }
}

impl Discord {
    /// Starts listening.
    pub async fn start() -> Arc<Self> {
        let rest = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let gateway = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let discord = Arc::new(Discord {
            port: rest.local_addr().expect("an address").port(),
            gateway_port: gateway.local_addr().expect("an address").port(),
            calls: Mutex::default(),
            commands: Mutex::new(json!([])),
            changed: Notify::new(),
            events: broadcast::channel(4_096).0,
            next: AtomicU64::new(1 << 40),
            connected: AtomicU64::new(0),
            identified: AtomicU64::new(0),
            resumed: AtomicU64::new(0),
            remaining: AtomicU64::new(990),
            resumes_nowhere: AtomicBool::new(false),
            mood: Mutex::new(Mood::Well),
            bothers: Mutex::default(),
            intents: AtomicU64::new(0),
            shards: Mutex::default(),
        });
        let router = axum::Router::new()
            .fallback(answer)
            .with_state(discord.clone());
        tokio::spawn(async move { axum::serve(rest, router).await });
        let sockets = discord.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = gateway.accept().await {
                tokio::spawn(sockets.clone().socket(stream));
            }
        });
        discord
    }

    /// Changes how the gateway treats whoever wants a session.
    pub fn set_mood(&self, mood: Mood) {
        *self.mood.lock().expect("not poisoned") = mood;
    }

    /// Bothers all requests whose path holds `part`.
    pub fn trouble(&self, part: &str, bother: Bother) {
        let mut bothers = self.bothers.lock().expect("not poisoned");
        bothers.push((part.to_owned(), bother));
    }

    /// Bothers nothing any more.
    pub fn calm(&self) {
        self.bothers.lock().expect("not poisoned").clear();
    }

    fn bother(&self, path: &str) -> Option<Bother> {
        let bothers = self.bothers.lock().expect("not poisoned");
        let one = bothers.iter().find(|(part, _)| path.contains(part));
        one.map(|(_, bother)| *bother)
    }

    /// Starts a bot against it and waits until its commands are known.
    pub async fn bot(self: &Arc<Self>, store: Arc<dyn Store>, choices: Choices) -> RunningBot {
        let before = self.count("GET", "/oauth2/applications/@me");
        let bot = self.start_bot(store, choices);
        self.wait_for(|d| {
            d.count("GET", "/oauth2/applications/@me") > before
                && !d
                    .commands
                    .lock()
                    .expect("not poisoned")
                    .as_array()
                    .expect("a list")
                    .is_empty()
        })
        .await;
        bot
    }

    /// Starts a bot against it and waits for nothing.
    pub fn start_bot(&self, store: Arc<dyn Store>, choices: Choices) -> RunningBot {
        let connection = Connection {
            token: "stand.in.token-for-tests-only".parse().expect("a token"),
            stand_in: StandIn::plain(
                format!("http://127.0.0.1:{}", self.port)
                    .parse()
                    .expect("an address"),
            )
            .expect("here"),
        };
        let stop = CancellationToken::new();
        let serving = discord::serve(connection, store, choices, stop.clone());
        let ended = tokio::spawn(serving);
        RunningBot { stop, ended }
    }

    /// Waits until something is so.
    pub async fn wait_for(&self, done: impl Fn(&Self) -> bool) {
        let waiting = async {
            loop {
                let changed = self.changed.notified();
                if done(self) {
                    return;
                }
                let _ = tokio::time::timeout(Duration::from_millis(50), changed).await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting)
            .await
            .expect("it happens in time");
    }

    /// Counts the calls of a kind so far.
    pub fn count(&self, method: &str, part: &str) -> usize {
        let calls = self.calls.lock().expect("not poisoned");
        calls
            .iter()
            .filter(|call| call.method == method && call.path.contains(part))
            .count()
    }

    /// All calls so far.
    pub fn calls(&self) -> Vec<Call> {
        self.calls.lock().expect("not poisoned").clone()
    }

    /// The commands as they were registered.
    pub fn commands(&self) -> Value {
        self.commands.lock().expect("not poisoned").clone()
    }

    fn id(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    fn calls_with(&self, part: &str) -> Seen {
        let calls = self.calls.lock().expect("not poisoned");
        let mine = calls.iter().filter(|call| call.path.contains(part));
        Seen {
            calls: mine.cloned().collect(),
        }
    }

    /// Sends one interaction and waits until it is finished.
    pub async fn interact(&self, who: &Person, place: Place, mut fields: Value) -> Seen {
        let id = self.id();
        let token = format!("token-{id}-end");
        let owners = match place.installed {
            Some(guild) => json!({"0": guild.to_string()}),
            None => json!({"1": who.id.to_string()}),
        };
        let all = json!({"id": id.to_string(), "application_id": APP.to_string(), "token": token, "version": 1,
            "channel_id": place.channel.to_string(), "locale": "en-US", "entitlements": [],
            "channel": {"id": place.channel.to_string(), "type": if place.guild.is_some() { 0 } else { 1 },
                "name": "general", "permissions": who.rights.to_string()},
            "app_permissions": discord::needed_permissions().to_string(), "attachment_size_limit": 10_485_760,
            "authorizing_integration_owners": owners, "context": if place.guild.is_some() { 0 } else { 1 }});
        for (name, value) in all.as_object().expect("fields") {
            fields[name] = value.clone();
        }
        match place.guild {
            Some(guild) => {
                fields["guild_id"] = json!(guild.to_string());
                fields["guild_locale"] = json!("en-US");
                fields["member"] = who.member();
            }
            None => fields["user"] = who.user(),
        }
        let what = fields["data"].clone();
        self.send("INTERACTION_CREATE", fields);
        let finished = self.wait_for(|d| d.calls_with(&token).is_finished());
        if tokio::time::timeout(PATIENCE / 2, finished).await.is_err() {
            panic!("never finished: {what} {:?}", self.calls_with(&token));
        }
        self.calls_with(&token)
    }

    /// Sends an event.
    pub fn send(&self, event: &str, data: Value) {
        let _ = self.events.send(json!({"op": 0, "t": event, "d": data}));
    }

    /// Sends a frame of the gateway, or closes every connection with `{"close": CODE}`.
    pub fn send_frame(&self, frame: Value) {
        let _ = self.events.send(frame);
    }

    /// Runs a command such as `article add`.
    pub async fn command(&self, who: &Person, place: Place, name: &str, options: Value) -> Seen {
        self.run(who, place, name, options, None).await
    }

    /// Types into one option of a command.
    pub async fn complete(
        &self,
        who: &Person,
        place: Place,
        name: &str,
        option: &str,
        typed: &str,
    ) -> Seen {
        self.run(who, place, name, json!({option: typed}), Some(option))
            .await
    }

    async fn run(
        &self,
        who: &Person,
        place: Place,
        name: &str,
        options: Value,
        focused: Option<&str>,
    ) -> Seen {
        let mut resolved = json!({});
        let mut given = Vec::new();
        for (name, value) in options.as_object().cloned().unwrap_or_default() {
            let kind = match &value {
                Value::Bool(_) => 5,
                Value::Object(_) => 11,
                _ => 3,
            };
            let value = match kind {
                11 => {
                    let id = self.id().to_string();
                    let mut file = value.clone();
                    file["id"] = json!(id);
                    resolved = json!({"attachments": {&id: file}});
                    json!(id)
                }
                _ => value,
            };
            let mut option = json!({"name": name, "type": kind, "value": value});
            if focused == Some(name.as_str()) {
                option["focused"] = json!(true);
            }
            given.push(option);
        }
        let mut parts = name.split(' ');
        let first = parts.next().unwrap_or_default();
        if let Some(sub) = parts.next() {
            given = vec![json!({"name": sub, "type": 1, "options": given})];
        }
        let kind = if focused.is_some() { 4 } else { 2 };
        let data =
            json!({"id": "77", "name": first, "type": 1, "options": given, "resolved": resolved});
        self.interact(who, place, json!({"type": kind, "data": data}))
            .await
    }

    /// Uses a message's menu.
    pub async fn on_message(&self, who: &Person, place: Place, name: &str, words: &str) -> Seen {
        let message = self.message(&Person::new(4_242), place, words, &[]);
        self.on(who, place, name, message).await
    }

    /// Uses the menu of a given message.
    pub async fn on(&self, who: &Person, place: Place, name: &str, message: Value) -> Seen {
        let id = message["id"].as_str().unwrap_or_default().to_owned();
        let data = json!({"id": "78", "name": name, "type": 3, "target_id": id,
            "resolved": {"messages": {&id: message}}});
        self.interact(who, place, json!({"type": 2, "data": data}))
            .await
    }

    /// Presses a button, or picks from a menu.
    pub async fn press(&self, who: &Person, place: Place, id: &str, values: &[&str]) -> Seen {
        let message = self.message(&Person::new(APP), place, "", &[]);
        let data = match values.is_empty() && !id.contains(":setting:") {
            true => json!({"custom_id": id, "component_type": 2}),
            false => {
                let kind = match id.rsplit(':').next() {
                    Some("answer_channels" | "editors_channel") => 8,
                    Some("contributor_roles") => 6,
                    Some("strictness") => 3,
                    Some(last) if last.ends_with("restore-version") => 3,
                    _ => 2,
                };
                let mut data = json!({"custom_id": id, "component_type": kind});
                if kind != 2 {
                    data["values"] = json!(values);
                    data["resolved"] = json!({});
                }
                data
            }
        };
        self.interact(
            who,
            place,
            json!({"type": 3, "data": data, "message": message}),
        )
        .await
    }

    /// Submits a form.
    pub async fn submit(
        &self,
        who: &Person,
        place: Place,
        id: &str,
        fields: &[(&str, &str)],
    ) -> Seen {
        let rows: Vec<Value> = fields
            .iter()
            .map(|(name, words)| {
                json!({"type": 1, "components": [{"type": 4, "custom_id": name, "value": words}]})
            })
            .collect();
        let data = json!({"custom_id": id, "components": rows});
        self.interact(who, place, json!({"type": 5, "data": data}))
            .await
    }

    /// Writes a message in a channel; returns what the bot said to it within that time.
    pub async fn say(
        &self,
        who: &Person,
        place: Place,
        words: &str,
        reply_to: Option<Value>,
        wait: Duration,
    ) -> Option<Seen> {
        let mentions: &[u64] = if words.contains(&format!("<@{APP}>")) {
            &[APP]
        } else {
            &[]
        };
        let mut message = self.message(who, place, words, mentions);
        if let Some(earlier) = reply_to {
            message["type"] = json!(19);
            message["message_reference"] =
                json!({"message_id": earlier["id"], "channel_id": earlier["channel_id"]});
            message["referenced_message"] = earlier;
        }
        let id = message["id"].as_str().unwrap_or_default().to_owned();
        self.send("MESSAGE_CREATE", message);
        let said = || {
            let calls = self.calls.lock().expect("not poisoned");
            let mine = |call: &&Call| {
                call.method == "POST"
                    && call.path.ends_with("/messages")
                    && call.body["message_reference"]["message_id"].as_str() == Some(&id)
            };
            calls.iter().find(mine).cloned()
        };
        let waiting = async {
            loop {
                if let Some(call) = said() {
                    return call;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let call = tokio::time::timeout(wait, waiting).await.ok()?;
        Some(Seen { calls: vec![call] })
    }

    /// Corrects or deletes a message, or whatever else is told of it.
    pub fn tell(&self, event: &str, message: &Value, changes: Value) {
        let mut told = message.clone();
        for (name, value) in changes.as_object().cloned().unwrap_or_default() {
            told[name] = value;
        }
        self.send(event, told);
    }

    /// Makes a message as Discord sends it.
    pub fn message(&self, who: &Person, place: Place, words: &str, mentions: &[u64]) -> Value {
        let mut message = json!({"id": self.id().to_string(), "channel_id": place.channel.to_string(), "type": 0,
            "content": words, "author": user(who.id, who.id == APP), "timestamp": "2026-01-25T10:00:00+00:00",
            "edited_timestamp": null, "tts": false, "mention_everyone": false, "mention_roles": [],
            "mentions": mentions.iter().map(|id| user(*id, true)).collect::<Vec<_>>(),
            "attachments": [], "embeds": [], "components": [], "pinned": false, "flags": 0});
        if let Some(guild) = place.guild {
            message["guild_id"] = json!(guild.to_string());
            let mut member = who.member();
            member.as_object_mut().expect("fields").remove("user");
            message["member"] = member;
        }
        message
    }

    async fn socket(self: Arc<Self>, stream: TcpStream) {
        let Ok(socket) = tokio_tungstenite::accept_async(stream).await else {
            return;
        };
        let (mut out, mut inward) = socket.split();
        let mut events = self.events.subscribe();
        let mut sequence = 0;
        let hello = json!({"op": 10, "d": {"heartbeat_interval": 20_000}, "s": null, "t": null});
        self.connected.fetch_add(1, Ordering::Relaxed);
        let _ = out.send(Frame::Text(hello.to_string())).await;
        loop {
            let (mut answers, mut closing) = (Vec::new(), None);
            tokio::select! {
                frame = inward.next() => {
                    let Some(Ok(frame)) = frame else { return };
                    let text = match frame {
                        Frame::Text(text) => text,
                        Frame::Close(_) => return,
                        _ => continue,
                    };
                    let said: Value = serde_json::from_str(&text).unwrap_or_default();
                    match said["op"].as_u64() {
                        Some(1) => answers.push(json!({"op": 11})),
                        Some(wish @ (2 | 6)) => {
                            let count = if wish == 2 { &self.identified } else { &self.resumed };
                            count.fetch_add(1, Ordering::Relaxed);
                            if let Some(intents) = said["d"]["intents"].as_u64() {
                                self.intents.store(intents, Ordering::Relaxed);
                            }
                            let mood = *self.mood.lock().expect("not poisoned");
                            match mood {
                                Mood::Refuses => answers.push(json!({"op": 9, "d": false})),
                                _ if wish == 2 => answers.extend(self.greeting(&said["d"]["shard"])),
                                _ => answers.push(json!({"op": 0, "t": "RESUMED", "d": {}})),
                            }
                            if let Mood::Closes(code) = mood {
                                closing = Some(code);
                            }
                        }
                        _ => {}
                    }
                }
                event = events.recv() => if let Ok(event) = event { answers.push(event) },
            }
            for mut answer in answers {
                if let Some(code) = answer["close"].as_u64() {
                    closing = u16::try_from(code).ok();
                    continue;
                }
                if answer["op"] == 0 {
                    sequence += 1;
                    answer["s"] = json!(sequence);
                }
                if out.send(Frame::Text(answer.to_string())).await.is_err() {
                    return;
                }
            }
            if let Some(code) = closing {
                let frame = CloseFrame {
                    code: code.into(),
                    reason: "".into(),
                };
                let _ = out.send(Frame::Close(Some(frame))).await;
                return;
            }
        }
    }

    /// The shards that were ever held, in order.
    pub fn held_shards(&self) -> Vec<[u64; 2]> {
        let mut held = self.shards.lock().expect("not poisoned").clone();
        held.sort();
        held.dedup();
        held
    }

    fn greeting(&self, shard: &Value) -> Vec<Value> {
        if let Ok(shard) = serde_json::from_value(shard.clone()) {
            self.shards.lock().expect("not poisoned").push(shard);
        }
        let guilds = [(GUILD_A, CHANNEL_A), (GUILD_B, CHANNEL_B)];
        let listed = [GUILD_A, GUILD_B, UNAVAILABLE];
        let listed = listed.map(|id| json!({"id": id.to_string(), "unavailable": true}));
        let resume_port = match self.resumes_nowhere.load(Ordering::Relaxed) {
            true => 1,
            false => self.gateway_port,
        };
        let ready = json!({"op": 0, "t": "READY", "d": {"v": 10, "user": user(APP, true), "session_id": "s1",
            "resume_gateway_url": format!("ws://127.0.0.1:{resume_port}"), "shard": shard,
            "guilds": listed,
            "application": {"id": APP.to_string(), "flags": 0}}});
        let mut all = vec![ready];
        all.extend(guilds.map(|(id, channel)| guild_create(id, channel)));
        all
    }

    fn respond(&self, method: &Method, path: &str, body: &Value) -> (StatusCode, Value) {
        let is = |wanted: &str, part: &str| method.as_str() == wanted && path.contains(part);
        let ok = StatusCode::OK;
        if path.contains("/gateway") {
            return (
                ok,
                json!({"url": format!("ws://127.0.0.1:{}", self.gateway_port), "shards": 1,
                "session_start_limit": {"total": 1_000, "remaining": self.remaining.load(Ordering::Relaxed), "reset_after": 1_000, "max_concurrency": 1}}),
            );
        }
        if path.contains("/oauth2/applications/@me") {
            return (
                ok,
                json!({"id": APP.to_string(), "name": "Footnote", "description": "", "rpc_origins": [],
                "bot_public": true, "bot_require_code_grant": false, "verify_key": "00", "icon": null,
                "owner": user(OWNER, false), "team": null, "flags": 0}),
            );
        }
        if path.ends_with("/commands") && !path.contains("/guilds/") {
            let mut commands = self.commands.lock().expect("not poisoned");
            if is("PUT", "") {
                *commands = body.clone();
            }
            let all = commands.as_array().cloned().unwrap_or_default();
            let named = all.into_iter().enumerate().map(|(index, mut command)| {
                command["id"] = json!((500 + index).to_string());
                command["application_id"] = json!(APP.to_string());
                command["version"] = json!("1");
                if command.get("description").is_none() {
                    command["description"] = json!("");
                }
                command["default_member_permissions"] = command
                    .get("default_member_permissions")
                    .cloned()
                    .unwrap_or(Value::Null);
                command
            });
            return (ok, named.collect());
        }
        if path.ends_with("/commands") {
            return (ok, json!([]));
        }
        if path.contains("/callback") || is("DELETE", "") {
            return (StatusCode::NO_CONTENT, Value::Null);
        }
        if path.ends_with("/users/@me/channels") {
            return (
                ok,
                json!({"id": "3001", "type": 1, "last_message_id": null,
                "recipients": [user(4_242, false)]}),
            );
        }
        let place = IN_A;
        let mut message = self.message(&Person::new(APP), place, "", &[]);
        message["embeds"] = body.get("embeds").cloned().unwrap_or(json!([]));
        (ok, message)
    }
}

/// A channel as Discord describes it.
pub fn channel(id: u64, guild: u64) -> Value {
    json!({"id": id.to_string(), "type": 0, "guild_id": guild.to_string(), "name": "general",
        "position": 0, "permission_overwrites": [], "nsfw": false, "parent_id": null, "flags": 0})
}

/// A server as Discord describes it to a bot that has come.
pub fn guild_create(id: u64, channel: u64) -> Value {
    let everyone = json!({"id": id.to_string(), "name": "@everyone", "permissions": discord::needed_permissions().to_string(),
        "position": 0, "color": 0, "hoist": false,
        "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null}, "managed": false, "mentionable": false, "flags": 0});
    let channels: Value = (channel..channel + 9)
        .map(|one| self::channel(one, id))
        .collect();
    let mut server = json!({"id": id.to_string(), "name": "A server", "owner_id": "1",
        "icon": null, "splash": null, "discovery_splash": null, "features": [], "banner": null,
        "afk_channel_id": null, "afk_timeout": 300, "system_channel_id": null, "system_channel_flags": 0,
        "verification_level": 1, "default_message_notifications": 1, "mfa_level": 0,
        "explicit_content_filter": 0, "premium_tier": 0, "premium_subscription_count": 0, "description": null,
        "preferred_locale": "en-US", "rules_channel_id": null, "public_updates_channel_id": null,
        "premium_progress_bar_enabled": false, "nsfw_level": 0, "emojis": [], "stickers": [],
        "vanity_url_code": null, "application_id": null, "joined_at": "2024-01-01T00:00:00+00:00", "large": false,
        "unavailable": false, "member_count": 3, "members": [], "voice_states": [], "presences": [],
        "threads": [], "stage_instances": [], "guild_scheduled_events": []});
    server["channels"] = channels;
    server["roles"] = json!([everyone]);
    json!({"op": 0, "t": "GUILD_CREATE", "d": server})
}

async fn answer(
    State(discord): State<Arc<Discord>>,
    method: Method,
    uri: Uri,
    body: Bytes,
) -> Response {
    let path = uri.path().to_owned();
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let (status, value) = discord.respond(&method, &path, &body);
    let bother = discord.bother(&path);
    let replies = body.get("message_reference").is_some();
    discord.calls.lock().expect("not poisoned").push(Call {
        method: method.to_string(),
        path,
        body,
    });
    discord.changed.notify_waiters();
    match bother {
        Some(Bother::Limited(seconds)) => {
            let wait = json!({"message": "You are being rate limited.", "retry_after": seconds, "global": false});
            return (StatusCode::TOO_MANY_REQUESTS, axum::Json(wait)).into_response();
        }
        Some(Bother::Silent) => std::future::pending::<()>().await,
        Some(Bother::Forbidden) => {
            let why = json!({"message": "Missing Access", "code": 50001});
            return (StatusCode::FORBIDDEN, axum::Json(why)).into_response();
        }
        Some(Bother::Unfit) => {
            let why =
                json!({"message": "Cannot execute action on this channel type", "code": 50024});
            return (StatusCode::BAD_REQUEST, axum::Json(why)).into_response();
        }
        Some(Bother::NoHistory) if replies => {
            let why = json!({"message": "Cannot reply without permission to read message history",
                "code": 160002});
            return (StatusCode::BAD_REQUEST, axum::Json(why)).into_response();
        }
        Some(Bother::Unwell) => return StatusCode::BAD_GATEWAY.into_response(),
        Some(Bother::NoHistory) | None => {}
    }
    match value {
        Value::Null => status.into_response(),
        value => (status, axum::Json(value)).into_response(),
    }
}

/// Sees to it that nothing the bot ever said could notify anybody or break a limit.
pub fn assert_inert(calls: &[Call]) {
    for call in calls {
        let body = match call.path.contains("/callback") {
            true => call.body.get("data").unwrap_or(&Value::Null),
            false => &call.body,
        };
        let Some(cards) = body.get("embeds").and_then(Value::as_array) else {
            continue;
        };
        let allowed = &body["allowed_mentions"];
        assert_eq!(allowed["parse"], json!([]), "{} {}", call.method, call.path);
        assert_eq!(
            body.get("content")
                .and_then(Value::as_str)
                .unwrap_or_default(),
            ""
        );
        let length = |value: &Value| value.as_str().unwrap_or_default().encode_utf16().count();
        let mut all = 0;
        for card in cards {
            let (title, body, foot) = (
                length(&card["title"]),
                length(&card["description"]),
                length(&card["footer"]["text"]),
            );
            assert!(
                title <= 256 && body <= 4_096 && foot <= 2_048,
                "a card is too long"
            );
            all += title + body + foot;
        }
        assert!(all <= 6_000, "the cards are too long together");
        let rows = body["components"].as_array().cloned().unwrap_or_default();
        assert!(rows.len() <= 5, "too many rows");
        let mut ids = BTreeMap::new();
        for part in rows
            .iter()
            .flat_map(|row| row["components"].as_array().cloned().unwrap_or_default())
        {
            assert!(length(&part["label"]) <= 80, "a label is too long");
            let id = part["custom_id"].as_str().unwrap_or_default().to_owned();
            assert!(
                !id.is_empty() && id.len() <= 100,
                "an id does not fit: {id}"
            );
            assert!(ids.insert(id, ()).is_none(), "an id is there twice");
        }
    }
}
