//! `footnote serve`: the Discord bot.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::context::{Context, Done};
use super::failure::{Failure, Remedy};
use crate::config::{DiscordSettings, Switch};
use crate::discord::{self, Choices, Connection, ServeError, StandIn};
use crate::errors::ErrorCode;

/// The exit status after which starting again cannot help: the settings or the token must change.
const UNUSABLE: u8 = 78;

/// The exit status after a second request to stop, as shells name it after Ctrl+C.
const STOPPED_TWICE: u8 = 130;

/// Work that blocks and cannot be cut short, such as reading a large folder, gets so long to end by itself; what it had
/// not committed is undone.
const LAST_WORK_TIMEOUT: Duration = Duration::from_secs(1);

/// Connects and answers until it is told to stop.
pub fn run(context: &Context) -> Result<Done, Failure> {
    let connection = connection(&context.settings.discord)?;
    let store = Arc::new(context.server().map_err(|failure| match failure.remedy {
        Remedy::Person => unusable(failure),
        Remedy::Unknown => failure,
    })?);
    let runtime = tokio::runtime::Runtime::new()
        .map_err(|error| Failure::of_file("start the runtime", &error))?;
    let stop = CancellationToken::new();
    runtime.spawn(stop_when_told(stop.clone()));
    let served = runtime.block_on(discord::serve(connection, store, choices(context), stop));
    runtime.shutdown_timeout(LAST_WORK_TIMEOUT);
    served.map_err(|error| failure(&error))?;
    Ok(Done::Fully)
}

/// Waits for Ctrl+C or the system's request to end; the second one ends the program at once.
async fn stop_when_told(stop: CancellationToken) {
    told_to_stop().await;
    tracing::info!("stopping: finishing open work, up to 10 seconds");
    stop.cancel();
    told_to_stop().await;
    std::process::exit(i32::from(STOPPED_TWICE));
}

#[cfg(unix)]
async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[cfg(not(unix))]
async fn told_to_stop() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

fn choices(context: &Context) -> Choices {
    let settings = &context.settings;
    Choices {
        message_content: settings.discord.message_content == Switch::On,
        direct_messages: settings.discord.direct_messages == Switch::On,
        questions_a_minute: settings.discord.questions_a_minute,
        test_guild: settings.discord.guild,
        dataset: settings.data.clone(),
        index: Some(context.index_folder()),
        shards: settings.discord.shards,
        metrics: settings.discord.metrics,
        fetch_from_here: settings.fetch_from_here.clone(),
        ..Choices::default()
    }
}

fn failure(error: &ServeError) -> Failure {
    match error.is_final() {
        true => unusable(Failure::new(ErrorCode::Config, error.to_string())),
        false => Failure::new(ErrorCode::Internal, error.to_string()),
    }
}

/// Gives a failure the status that says so.
pub fn unusable(failure: Failure) -> Failure {
    Failure {
        status: UNUSABLE,
        ..failure
    }
}

fn connection(settings: &DiscordSettings) -> Result<Connection, Failure> {
    let unusable = |message: String| unusable(Failure::new(ErrorCode::Config, message));
    let token = settings.token.as_ref().ok_or_else(|| {
        unusable("DISCORD_TOKEN is not set; copy .env.example to .env and fill it in".to_owned())
    })?;
    let stand_in = match (
        &settings.api_url,
        settings.tls_address,
        &settings.tls_authority,
    ) {
        // The stand-in over TLS goes through everything that production goes through.
        (_, Some(address), Some(authority)) => StandIn::tls(address, authority.clone()),
        (Some(url), _, _) => StandIn::plain(url.clone()),
        _ => Ok(StandIn::None),
    };
    Ok(Connection {
        token: token.clone(),
        stand_in: stand_in.map_err(|error| unusable(error.to_string()))?,
    })
}
