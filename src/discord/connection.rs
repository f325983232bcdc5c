//! How Discord is reached: the token, and in tests a stand-in on this very machine.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use url::{Host, Url};

use super::metrics::Metrics;
use super::rest::Rest;

/// Where Discord is.
const DISCORD: &str = "https://discord.com";

/// How Discord wants programs to introduce themselves.
const USER_AGENT: &str = concat!("DiscordBot (footnote, ", env!("CARGO_PKG_VERSION"), ")");

/// How long a connection may take to open.
const CONNECT_SECONDS: u64 = 5;

/// How long a whole request may take; serenity itself would wait for ever.
const REQUEST_SECONDS: u64 = 10;

/// A bot token; its `Debug` prints nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Reads a token as people paste it: with spaces, quotes or `Bot ` around it.
    pub fn parse(pasted: &str) -> Result<Self, ConnectionError> {
        let bare = pasted.trim().trim_matches(['"', '\'']).trim();
        let bare = bare.strip_prefix("Bot ").unwrap_or(bare).trim();
        let fits = !bare.is_empty() && bare.len() <= LONGEST_TOKEN;
        let plain = bare.chars().all(|c| c.is_ascii_graphic());
        match fits && plain {
            true => Ok(Token(bare.to_owned())),
            false => Err(ConnectionError::Token),
        }
    }

    /// Returns the secret itself, for the one place that sends it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Real tokens have about 72 characters.
const LONGEST_TOKEN: usize = 256;

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

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
    /// Reads a plain address such as `http://127.0.0.1:40001`.
    pub fn plain(address: &str) -> Result<Self, ConnectionError> {
        let url = Url::parse(address).map_err(|_| ConnectionError::StandInAddress)?;
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

    /// Reads `host:port` and the file of the authority to trust.
    pub fn tls(address: &str, authority: PathBuf) -> Result<Self, ConnectionError> {
        let address: SocketAddr = address
            .parse()
            .map_err(|_| ConnectionError::StandInAddress)?;
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
    pub token: Token,
    /// Whether a stand-in takes Discord's place.
    pub stand_in: StandIn,
}

/// Why Discord cannot be reached with these settings.
#[derive(Debug, thiserror::Error)]
pub enum ConnectionError {
    /// Empty, too long, or not printable.
    #[error(
        "DISCORD_TOKEN is not a bot token: copy it again from the developer portal, page Bot, button Reset Token"
    )]
    Token,
    /// Cannot be read as an address.
    #[error(
        "the address of the stand-in for Discord cannot be read: use http://127.0.0.1:PORT or 127.0.0.1:PORT"
    )]
    StandInAddress,
    /// A stand-in anywhere but here would be handed the token.
    #[error("the stand-in for Discord is not on this machine: only loopback addresses are allowed")]
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
    fn a_token_is_read_as_people_paste_it() {
        for pasted in ["abc.def", " abc.def\n", "\"abc.def\"", "Bot abc.def"] {
            let token = Token::parse(pasted).expect("is a token");
            assert_eq!(token.expose(), "abc.def");
        }
        assert!(Token::parse("  ").is_err());
        assert!(Token::parse("two words").is_err());
        assert!(Token::parse(&"x".repeat(1_000_000)).is_err());
    }

    #[test]
    fn a_token_does_not_show_itself() {
        let token = Token::parse("very.secret").expect("is a token");
        assert_eq!(format!("{token:?}"), "Token(…)");
    }

    #[test]
    fn a_stand_in_elsewhere_is_refused() {
        assert!(StandIn::plain("http://127.0.0.1:40001").is_ok());
        assert!(StandIn::plain("http://[::1]:40001/").is_ok());
        assert!(StandIn::plain("http://192.0.2.7:40001").is_err());
        assert!(StandIn::plain("https://discord.example").is_err());
        assert!(StandIn::tls("192.0.2.7:443", PathBuf::new()).is_err());
    }
}
