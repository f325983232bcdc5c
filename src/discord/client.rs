//! From settings to a running bot, and from the word to stop to its end.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use serenity::all::{GatewayIntents, HttpBuilder, ShardManager, ShardManagerOptions};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::app::{App, Choices};
use super::bot::{self, Bot};
use super::connection::{Connection, ConnectionError, StandIn};
use super::gateway::connect::Dialer;
use super::gateway::session_budget::SessionBudget;
use super::gateway::{self, Advice, Gateway, GatewayError, Parts, Unreadable};
use super::guilds;
use super::health;
use super::metrics::Metrics;
use crate::store::{Scope, Store};

/// So soon after the start it is looked whether expired buttons and removed articles are to be swept away. Until then Discord
/// has said what time it is, and which servers have the bot.
const FIRST_SWEEP: Duration = Duration::from_secs(60);

/// That is looked for this often; the store tells when the next sweep is due.
const SWEEP_LOOKS: Duration = Duration::from_secs(300);

/// Words that are kept in memory for some minutes are looked for this often.
const FORGET_SECONDS: u64 = 60;

/// What came in before the end gets so long to reach its handler.
const EVENT_DRAIN: Duration = Duration::from_millis(300);

/// Open work may take so long to finish once the bot is told to stop.
const OPEN_WORK_TIMEOUT: Duration = Duration::from_secs(6);

/// Before that time is over, requests to Discord are given up, so that their work can still say so.
const REST_TIMEOUT: Duration = Duration::from_millis(5_500);

/// How long serenity gets to shut down; it only talks to the relay on this machine.
const SERENITY_SHUTDOWN: Duration = Duration::from_millis(500);

/// Why the bot stopped or could not start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The settings do not let Discord be reached.
    #[error(transparent)]
    Connection(#[from] ConnectionError),
    /// Discord closed the connection for good.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// Discord does not accept the token.
    #[error(
        "Discord refuses the token: reset it in the developer portal, page Bot, and put the new one into DISCORD_TOKEN"
    )]
    Token,
    /// A port on this machine cannot be opened.
    #[error("unable to open {what}: {cause}")]
    Port {
        /// Which one.
        what: String,
        /// What the system says.
        cause: std::io::Error,
    },
    /// Parts of the program do not fit together.
    #[error("the bot cannot be put together: {0}")]
    Program(&'static str),
}

impl ServeError {
    /// Tells whether starting again cannot help before the operator has changed something.
    pub fn is_final(&self) -> bool {
        matches!(
            self,
            ServeError::Connection(_)
                | ServeError::Gateway(GatewayError::Fatal(_))
                | ServeError::Token
        )
    }
}

/// Connects and answers until it is told to stop, and then finishes what it is working on.
pub async fn serve(
    connection: Connection,
    store: Arc<dyn Store>,
    mut choices: Choices,
    stop: CancellationToken,
) -> Result<(), ServeError> {
    choices.stand_in = connection.stand_in != StandIn::None;
    let metrics = Metrics::new();
    let client = connection.client()?;
    let rest = Arc::new(connection.rest(client.clone(), metrics.clone()));
    let app = App::new(store, choices, rest.clone(), client);
    let health = match app.choices.metrics {
        Some(address) => Some(health::listen(address, app.clone()).await?),
        None => None,
    };
    let sweeping = [
        tokio::spawn(sweep_when_due(app.clone())),
        tokio::spawn(forget_old_words(app.clone())),
    ];
    make_shelf_ready(&app).await;
    let served = match gateway::advice(&rest, &stop).await {
        Some(advice) => answer(&app, connection, advice, metrics, &stop).await,
        None if rest.token_refused().is_cancelled() => Err(ServeError::Token),
        None => Ok(()),
    };
    for task in sweeping {
        task.abort();
    }
    if let Some(health) = health {
        health.abort();
    }
    served
}

/// Answers until the end.
async fn answer(
    app: &Arc<App>,
    connection: Connection,
    advice: Advice,
    metrics: Arc<Metrics>,
    stop: &CancellationToken,
) -> Result<(), ServeError> {
    let (shards, total) = shards_of(&app.choices, &advice);
    let goodbye = CancellationToken::new();
    let (unreadable, told) = unbounded_channel();
    let dialer = Dialer::new(app.choices.stand_in);
    let parts = Parts {
        token: connection.token,
        intents: intents(&app.choices).bits(),
        dialer: dialer.ok_or(ServeError::Program("TLS cannot be set up"))?,
        rest: app.rest.clone(),
        session_budget: session_budget(app, shards.end - shards.start).await?,
        metrics,
        stop: goodbye.clone(),
        unreadable,
    };
    let gateway = Gateway::new(parts, advice, shards.clone(), total);
    // A second set could only come from a second start, which there is none.
    let _ = app.gateway.set(gateway.clone());
    let relay = gateway.relay().await.map_err(|cause| ServeError::Port {
        what: "a port of this machine".to_owned(),
        cause,
    })?;
    let serenity = serenity(app, &relay.url(), shards, total).await;
    let helpers = [
        tokio::spawn(relay.run()),
        tokio::spawn(answer_unreadable(app.clone(), told)),
    ];
    let mut connected = tokio::spawn(gateway.run());
    let ended = tokio::select! {
        ended = &mut connected => gateway::end_of(ended).map_err(ServeError::from),
        () = app.rest.token_refused().cancelled() => Err(ServeError::Token),
        () = stop.cancelled() => Ok(()),
    };
    goodbye.cancel();
    if ended.is_err() {
        // Nothing is left to be finished.
        app.rest.end_at(Instant::now());
    } else {
        app.rest.end_at(Instant::now() + REST_TIMEOUT);
        tokio::time::sleep(EVENT_DRAIN).await;
        app.finish_open_work(OPEN_WORK_TIMEOUT).await;
    }
    // serenity would wait five seconds for each shard that does not answer.
    let _ = tokio::time::timeout(SERENITY_SHUTDOWN, serenity.shutdown_all()).await;
    stop_all(connected, helpers).await;
    ended
}

async fn stop_all(connected: JoinHandle<Result<(), GatewayError>>, helpers: [JoinHandle<()>; 2]) {
    if !connected.is_finished() {
        // It only has to send its goodbye.
        let _ = tokio::time::timeout(Duration::from_secs(1), connected).await;
    }
    for helper in helpers {
        helper.abort();
    }
}

async fn session_budget(app: &App, shards: u32) -> Result<SessionBudget, ServeError> {
    let store = app.store.clone();
    tokio::task::spawn_blocking(move || SessionBudget::read(store, shards))
        .await
        .map_err(|_| ServeError::Program("the store cannot be read"))
}

/// Returns which shards are held here, of how many.
fn shards_of(choices: &Choices, advice: &Advice) -> (Range<u32>, u32) {
    match choices.shards {
        Some(part) => (part.first..part.last + 1, part.total),
        None => (0..advice.shards.max(1), advice.shards.max(1)),
    }
}

/// Sets serenity up to turn events into calls of handlers; it never sees the token and reaches nothing but the relay.
async fn serenity(app: &Arc<App>, url: &str, shards: Range<u32>, total: u32) -> Arc<ShardManager> {
    let bot = Arc::new(Bot::new(app.clone()));
    let http = HttpBuilder::new("kept-by-the-gateway")
        .proxy(url)
        .ratelimiter_disabled(true)
        .build();
    let (manager, _ended) = ShardManager::new(ShardManagerOptions {
        data: Arc::default(),
        event_handlers: vec![bot.clone()],
        raw_event_handlers: Vec::new(),
        framework: Arc::default(),
        shard_index: shards.start,
        shard_init: shards.end - shards.start,
        shard_total: total,
        ws_url: Arc::new(tokio::sync::Mutex::new(url.to_owned())),
        cache: Arc::default(),
        http: Arc::new(http),
        intents: intents(&app.choices),
        presence: None,
    });
    bot.set_shards(manager.clone());
    if manager.initialize().is_err() {
        tracing::error!("serenity cannot be started");
    }
    manager
}

/// Tells people whose interaction nobody could read that it belongs to another version.
async fn answer_unreadable(app: Arc<App>, mut told: UnboundedReceiver<Unreadable>) {
    while let Some(one) = told.recv().await {
        if !app.is_new(one.interaction) {
            continue;
        }
        let responder = app.responder(one.application, one.interaction, &one.token);
        let app = app.clone();
        tokio::spawn(async move {
            let error = bot::out_of_date();
            app.tracked(bot::refuse(&responder, &error, "unreadable"))
                .await;
        });
    }
}

/// Has the snapshot of the operator's shelf made while the bot connects, so that the first question need not wait for it.
async fn make_shelf_ready(app: &Arc<App>) {
    let begun = app.blocking(|app| Ok(app.snapshots.refresh_in_background(Scope::Everyone)?));
    if let Err(error) = begun.await {
        error.log("making the shelf ready");
    }
}

/// Lets go of the words of questions that nobody can correct or follow up any more.
async fn forget_old_words(app: Arc<App>) {
    let mut every = tokio::time::interval(Duration::from_secs(FORGET_SECONDS));
    loop {
        every.tick().await;
        let now = std::time::Instant::now();
        app.replies.forget_old(now);
        app.conversations.forget_old(now);
    }
}

/// Sweeps when the last sweep is an hour ago, whichever bot made it: one that is started over and over sweeps as often as one
/// that runs, and under a wrong clock deletes nothing sooner.
async fn sweep_when_due(app: Arc<App>) {
    let first = app.choices.first_sweep.unwrap_or(FIRST_SWEEP);
    let mut every = tokio::time::interval_at(Instant::now() + first, SWEEP_LOOKS);
    loop {
        every.tick().await;
        if let Err(error) = app.blocking(guilds::sweep).await {
            error.log("sweeping");
        }
    }
}

/// Returns the events the bot asks Discord for; the privileged one only when the operator chose so.
pub fn intents(choices: &Choices) -> GatewayIntents {
    let usual =
        GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    match choices.message_content {
        true => usual | GatewayIntents::MESSAGE_CONTENT,
        false => usual,
    }
}
