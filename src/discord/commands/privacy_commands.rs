//! `/privacy`: what is kept, show mine, forget me.

use super::{Call, visit};
use crate::discord::personal_data;
use crate::discord::user_error::Trouble;

/// Says what is kept about people.
#[poise::command(slash_command)]
pub async fn privacy(call: Call<'_>) -> Result<(), Trouble> {
    let visit = visit(&call).await?;
    personal_data::notice(&visit).await
}
