//! From settings to a running connection.

use std::sync::Arc;
use std::time::Duration;

use serenity::all::{ClientBuilder, GatewayIntents};
use tokio_util::sync::CancellationToken;

use super::app::{App, Choices};
use super::bot::Bot;
use super::connection::{Connection, ConnectionError, StandIn};
use super::metrics::Metrics;
use super::servers;
use crate::store::Store;

/// Expired buttons and removed articles are looked for this often.
const SWEEP_SECONDS: u64 = 3_600;

/// Why the bot stopped or could not start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The settings do not let Discord be reached.
    #[error(transparent)]
    Connection(#[from] ConnectionError),
    /// serenity gave up; its own words may hold secrets and are not passed on.
    #[error("the connection with Discord ended: {0}")]
    Discord(&'static str),
}

/// Open work may take so long to finish once the bot is told to stop.
const LAST_WORDS: Duration = Duration::from_secs(8);

/// Connects and answers until it is told to stop, and then finishes what it is working on.
pub async fn serve(
    connection: Connection,
    store: Arc<dyn Store>,
    mut choices: Choices,
    stop: CancellationToken,
) -> Result<(), ServeError> {
    choices.stand_in = connection.stand_in != StandIn::None;
    let http = connection.http()?;
    let intents = intents(&choices);
    let client = connection.client()?;
    let rest = connection.rest(client.clone(), Metrics::new());
    let app = App::new(store, choices, Arc::new(rest), client);
    let bot = Arc::new(Bot::new(app.clone()));
    let mut client = ClientBuilder::new_with_http(http, intents)
        .event_handler_arc(bot.clone())
        .await
        .map_err(|_| ServeError::Discord("the client cannot be made"))?;
    let shards = client.shard_manager.clone();
    bot.set_shards(shards.clone());
    let sweeping = tokio::spawn(sweep_now_and_then(app.clone()));
    let stopping = async {
        stop.cancelled().await;
        app.finish_open_work(LAST_WORDS).await;
        shards.shutdown_all().await;
    };
    let ended = tokio::select! {
        ended = client.start() => ended,
        () = stopping => Ok(()),
    };
    sweeping.abort();
    ended.map_err(|_| ServeError::Discord("the gateway refused"))
}

async fn sweep_now_and_then(app: Arc<App>) {
    let mut every = tokio::time::interval(Duration::from_secs(SWEEP_SECONDS));
    loop {
        every.tick().await;
        if let Err(trouble) = app.blocking(servers::sweep).await {
            trouble.log("sweeping");
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
