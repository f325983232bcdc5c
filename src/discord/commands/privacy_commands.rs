//! `/privacy`: what is kept, show mine, forget me.

use super::{Call, visit};
use crate::discord::trouble::Trouble;
use crate::discord::your_data;

/// Says what is kept about people.
#[poise::command(slash_command)]
pub async fn privacy(call: Call<'_>) -> Result<(), Trouble> {
    let visit = visit(&call).await?;
    your_data::notice(&visit).await
}
