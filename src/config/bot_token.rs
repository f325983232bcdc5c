//! The bot's password at Discord.

use std::fmt;
use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};

/// The bot's password at Discord; nothing prints it.
#[derive(Clone)]
pub struct BotToken(SecretString);

impl BotToken {
    /// Returns the token itself, for the one place that sends it.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for BotToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BotToken(…)")
    }
}

impl FromStr for BotToken {
    type Err = &'static str;

    /// Reads a token as people paste it: with spaces, quotation marks or `Bot ` around it.
    fn from_str(pasted: &str) -> Result<Self, Self::Err> {
        let bare = pasted.trim().trim_matches(['"', '\'']).trim();
        let bare = bare.strip_prefix("Bot ").unwrap_or(bare).trim();
        let plain = bare.chars().all(|c| c.is_ascii_graphic());
        if bare.is_empty() || !plain || !(20..=256).contains(&bare.len()) {
            return Err("is no bot token; copy it again from the developer portal, page Bot");
        }
        Ok(BotToken(bare.to_owned().into()))
    }
}
