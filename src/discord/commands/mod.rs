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
use super::interaction::InteractionContext;
use super::user_error::UserError;

/// What poise hands to a command.
pub type Call<'a> = poise::ApplicationContext<'a, Arc<App>, UserError>;

/// A command as poise knows it.
pub type Command = poise::Command<Arc<App>, UserError>;

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

/// Returns the context of the interaction that a call belongs to.
pub async fn context(call: &Call<'_>) -> Result<Arc<InteractionContext>, UserError> {
    let data = call.invocation_data.lock().await;
    data.downcast_ref::<Arc<InteractionContext>>()
        .cloned()
        .ok_or_else(|| UserError::internal("a command without its context"))
}
