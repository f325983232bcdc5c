//! `/dataset …`: the articles that come with the bot.

use super::{Call, visit};
use crate::discord::reloading;
use crate::discord::user_error::Trouble;

/// The articles that come with the bot.
#[poise::command(
    slash_command,
    subcommand_required,
    subcommands("status", "reload", "check")
)]
pub async fn dataset(call: Call<'_>) -> Result<(), Trouble> {
    let _ = call;
    Err(Trouble::expired())
}

/// Says how many articles there are and when they last changed.
#[poise::command(slash_command)]
async fn status(call: Call<'_>) -> Result<(), Trouble> {
    let visit = visit(&call).await?;
    reloading::status(&visit).await
}

/// Shows what reading the files again would change.
#[poise::command(slash_command)]
async fn reload(call: Call<'_>) -> Result<(), Trouble> {
    let visit = visit(&call).await?;
    reloading::plan(&visit).await
}

/// Checks the files without loading them.
#[poise::command(slash_command)]
async fn check(call: Call<'_>) -> Result<(), Trouble> {
    let visit = visit(&call).await?;
    reloading::check(&visit).await
}
