//! `/dataset …`: the operator's shelf.

use super::{Call, context};
use crate::discord::dataset_views;
use crate::discord::reloading;
use crate::discord::user_error::UserError;

/// The operator’s shelf: articles for every server.
#[poise::command(
    slash_command,
    subcommand_required,
    subcommands("status", "reload", "check")
)]
pub async fn dataset(call: Call<'_>) -> Result<(), UserError> {
    let _ = call;
    Err(UserError::expired())
}

/// Says how many articles there are and when they last changed.
#[poise::command(slash_command)]
async fn status(call: Call<'_>) -> Result<(), UserError> {
    let context = context(&call).await?;
    dataset_views::status(&context).await
}

/// Shows what reading the files again would change.
#[poise::command(slash_command)]
async fn reload(call: Call<'_>) -> Result<(), UserError> {
    let context = context(&call).await?;
    reloading::plan(&context).await
}

/// Checks the files without loading them.
#[poise::command(slash_command)]
async fn check(call: Call<'_>) -> Result<(), UserError> {
    let context = context(&call).await?;
    dataset_views::check(&context).await
}
