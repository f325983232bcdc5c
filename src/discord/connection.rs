//! How Discord is reached: the token, and in tests a stand-in on this very machine.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use url::{Host, Url};

use super::metrics::Metrics;
use super::rest::Rest;
use crate::config::BotToken;

/// Where Discord is.
const DISCORD: &str = "https://discord.com";

/// How Discord wants programs to introduce themselves.
const USER_AGENT: &str = concat!("DiscordBot (footnote, ", env!("CARGO_PKG_VERSION"), ")");

/// How long a connection may take to open.
const CONNECT_SECONDS: u64 = 5;

/// How long a whole request may take; serenity itself would wait for ever.
const REQUEST_SECONDS: u64 = 10;

/// A stand-in for Discord on this machine, for tests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum StandIn {
    /// None: the real Discord.
    #[default]
    None,
    /// Plain HTTP at this address; serenity's own rate limiter is off.
    Plain(Url),
    /// Everything as in production, but discord.com resolves to this address and this authority is trusted.
    Tls {
        /// Where discord.com is to be found.
        address: SocketAddr,
        /// A PEM file with the authority's certificate.
        authority: PathBuf,
    },
}

impl StandIn {
    /// Takes a plain address such as `http://127.0.0.1:40001`.
    pub fn plain(url: Url) -> Result<Self, ConnectionError> {
        let loopback = match url.host() {
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        };
        match loopback && url.scheme() == "http" {
            true => Ok(StandIn::Plain(url)),
            false => Err(ConnectionError::NotLoopback),
        }
    }

    /// Takes an address and the file of the authority to trust there.
    pub fn tls(address: SocketAddr, authority: PathBuf) -> Result<Self, ConnectionError> {
        match IpAddr::is_loopback(&address.ip()) {
            true => Ok(StandIn::Tls { address, authority }),
            false => Err(ConnectionError::NotLoopback),
        }
    }
}

/// All that is needed to speak with Discord.
#[derive(Debug, Clone)]
pub struct Connection {
    /// The bot's token.
    pub token: BotToken,
    /// Whether a stand-in takes Discord's place.
    pub stand_in: StandIn,
}

/// Why Discord cannot be reached with these settings.
#[derive(Debug, thiserror::Error)]
pub enum ConnectionError {
    /// A stand-in anywhere but here would be handed the token.
    #[error(
        "the stand-in for Discord is not on this machine: use http://127.0.0.1:PORT in DISCORD_API_URL, 127.0.0.1:PORT in DISCORD_TLS_ADDR"
    )]
    NotLoopback,
    /// The authority's file.
    #[error("the certificate {0} cannot be read: give a PEM file in DISCORD_TLS_CA")]
    Authority(PathBuf),
    /// The HTTP client could not be made.
    #[error("the HTTP client cannot be made")]
    Client(#[source] reqwest::Error),
}

impl Connection {
    /// Makes the one way to the REST interface.
    pub fn rest(&self, client: reqwest::Client, metrics: Arc<Metrics>) -> Rest {
        let base = match &self.stand_in {
            StandIn::Plain(url) => url.as_str(),
            _ => DISCORD,
        };
        Rest::new(client, base, &self.token, metrics)
    }

    /// Makes the HTTP client, also used for attachments.
    pub fn client(&self) -> Result<reqwest::Client, ConnectionError> {
        let mut builder = reqwest::Client::builder()
            .use_rustls_tls()
            .no_proxy()
            // Neither the token nor the bot itself goes where an answer points.
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(USER_AGENT)
            .connect_timeout(Duration::from_secs(CONNECT_SECONDS))
            .timeout(Duration::from_secs(REQUEST_SECONDS));
        if let StandIn::Tls { address, authority } = &self.stand_in {
            let unreadable = || ConnectionError::Authority(authority.clone());
            let pem = std::fs::read(authority).map_err(|_| unreadable())?;
            let certificate = reqwest::Certificate::from_pem(&pem).map_err(|_| unreadable())?;
            builder = builder
                .add_root_certificate(certificate)
                .resolve("discord.com", *address)
                .resolve("cdn.discordapp.com", *address);
        }
        builder.build().map_err(ConnectionError::Client)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stand_in_elsewhere_is_refused() {
        let plain = |address: &str| StandIn::plain(Url::parse(address).expect("an address"));
        assert!(plain("http://127.0.0.1:40001").is_ok());
        assert!(plain("http://[::1]:40001/").is_ok());
        assert!(plain("http://192.0.2.7:40001").is_err());
        assert!(plain("https://discord.example").is_err());
        assert!(plain("https://localhost").is_err());
        let tls = |address: [u8; 4]| StandIn::tls((address, 443).into(), PathBuf::new());
        assert!(tls([127, 0, 0, 1]).is_ok() && tls([192, 0, 2, 7]).is_err());
    }
}
