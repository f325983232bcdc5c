//! Messages that the bot writes on its own account, not in reply to an interaction.

use serenity::all::{CreateMessage, Message};

use super::app::App;
use super::rest::{Call, RestError};

/// Writes a message in a channel and returns its number; if it is refused, that counts as the server's.
pub async fn post(
    app: &App,
    server: Option<u64>,
    channel: u64,
    message: CreateMessage,
) -> Result<Option<u64>, RestError> {
    let call = written(server, channel, message)?;
    let sent = app.rest.send(call).await?;
    Ok(sent.get("id").and_then(|id| id.as_str()?.parse().ok()))
}

/// Makes the request that writes a message in a channel.
pub(super) fn written(
    server: Option<u64>,
    channel: u64,
    message: CreateMessage,
) -> Result<Call, RestError> {
    let body = serde_json::to_value(message).map_err(|_| RestError::Garbled)?;
    Ok(Call::message(channel, body).of_server(server))
}

/// Returns the server in which a message stands.
pub fn server_of(message: &Message) -> Option<u64> {
    message.guild_id.map(serenity::all::GuildId::get)
}

/// Logs that something could not be sent.
pub fn log_send_failure(error: RestError, what: &str) {
    tracing::warn!(cause = %error, what, "not sent");
}
