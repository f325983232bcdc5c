//! `/privacy`: what is kept, show mine, forget me.

use super::{Call, context};
use crate::discord::personal_data;
use crate::discord::user_error::UserError;

/// Says what is kept about people.
#[poise::command(slash_command)]
pub async fn privacy(call: Call<'_>) -> Result<(), UserError> {
    let context = context(&call).await?;
    personal_data::notice(&context).await
}
