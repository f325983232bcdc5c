//! The commands, one area a file.

#![expect(
    missing_docs,
    reason = "poise moves the doc comment of a command into its description"
)]

pub mod article;
pub mod ask;
pub mod dataset_commands;
pub mod help;
pub mod privacy_commands;
pub mod server;

use std::sync::Arc;

use super::app::App;
use super::interaction::Visit;
use super::user_error::Trouble;

/// What poise hands to a command.
pub type Call<'a> = poise::ApplicationContext<'a, Arc<App>, Trouble>;

/// A command as poise knows it.
pub type Command = poise::Command<Arc<App>, Trouble>;

/// Returns every command.
pub fn all() -> Vec<Command> {
    vec![
        ask::ask(),
        ask::find(),
        help::help(),
        privacy_commands::privacy(),
        article::article(),
        article::save(),
        dataset_commands::dataset(),
        server::settings(),
        server::diagnose(),
    ]
}

/// Returns the visit that a call belongs to.
pub async fn visit(call: &Call<'_>) -> Result<Arc<Visit>, Trouble> {
    let data = call.invocation_data.lock().await;
    data.downcast_ref::<Arc<Visit>>()
        .cloned()
        .ok_or_else(|| Trouble::internal("a command without its visit"))
}
