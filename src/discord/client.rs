//! From settings to a running connection.

use serenity::all::{ClientBuilder, GatewayIntents};

use super::connection::{Connection, ConnectionError};

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

/// Connects and answers until the connection ends.
pub async fn serve(connection: Connection) -> Result<(), ServeError> {
    let http = connection.http()?;
    let mut client = ClientBuilder::new_with_http(http, intents())
        .await
        .map_err(|_| ServeError::Discord("the client cannot be made"))?;
    client
        .start()
        .await
        .map_err(|_| ServeError::Discord("the gateway refused"))
}

/// Returns the events the bot asks Discord for; none of them is privileged.
pub fn intents() -> GatewayIntents {
    GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES
}
