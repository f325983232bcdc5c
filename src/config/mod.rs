//! Each setting: its type, its default, its meaning. Read once, checked, every mistake named at once.

mod bot_token;

mod shard_range;

mod sources;

mod value_reader;

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use url::Url;

use crate::errors::ErrorCode;
use crate::ingest::address::AddressPolicy;

pub use bot_token::BotToken;
pub use shard_range::Shards;
use sources::{EnvFile, in_unicode, set_over};
use value_reader::ValueReader;

/// Where the articles are kept unless a setting says otherwise.
pub const DEFAULT_DATABASE: &str = "footnote.db";

/// The folder that is loaded unless a setting says otherwise.
pub const DEFAULT_DATA: &str = "data/articles";

/// The names of all settings; `.env.example` tells what they mean.
const NAMES: [&str; 15] = [
    "FOOTNOTE_DB",
    "FOOTNOTE_DATA",
    "FETCH_FROM_HERE",
    "LOG",
    "LOG_FORMAT",
    "DISCORD_TOKEN",
    "DISCORD_GUILD",
    "DISCORD_TLS_ADDR",
    "DISCORD_TLS_CA",
    "DISCORD_API_URL",
    "METRICS_ADDR",
    "SHARDS",
    "MESSAGE_CONTENT",
    "DIRECT_MESSAGES",
    "QUESTIONS_A_MINUTE",
];

/// Everything that can be set, checked.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `FOOTNOTE_DB`: the database file; its index lies beside it.
    pub database: PathBuf,
    /// `FOOTNOTE_DATA`: the folder of article files.
    pub data: PathBuf,
    /// `FETCH_FROM_HERE`: hosts on this machine, `host:port`, from which pages may be fetched all the same, with all that
    /// may be fetched anyway.
    pub fetch_from_here: AddressPolicy,
    /// `LOG`: what is logged, in the syntax of tracing's filters; nothing means the command's usual.
    pub log: Option<String>,
    /// `LOG_FORMAT`: how a line of the log looks.
    pub log_format: LogFormat,
    /// What the bot needs.
    pub discord: DiscordSettings,
}

/// How a line of the log looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// What the bot needs besides articles.
#[derive(Debug, Clone, Default)]
pub struct DiscordSettings {
    /// `DISCORD_TOKEN`: the bot's password at Discord.
    pub token: Option<BotToken>,
    /// `DISCORD_GUILD`: registers commands in this one server only, at once, for trying things out.
    pub guild: Option<u64>,
    /// `DISCORD_TLS_ADDR`: a stand-in on this machine that discord.com resolves to.
    pub tls_address: Option<SocketAddr>,
    /// `DISCORD_TLS_CA`: the certificate of that stand-in's authority.
    pub tls_authority: Option<PathBuf>,
    /// `DISCORD_API_URL`: a stand-in on this machine over plain HTTP.
    pub api_url: Option<Url>,
    /// `METRICS_ADDR`: where `/healthz` and `/metrics` are served.
    pub metrics: Option<SocketAddr>,
    /// `SHARDS`: the part of all gateway connections that this process holds.
    pub shards: Option<Shards>,
    /// `MESSAGE_CONTENT`: asks Discord for the words of messages, which ask channels need.
    pub message_content: Switch,
    /// `DIRECT_MESSAGES`: whether questions in direct messages are answered, from the operator's articles.
    pub direct_messages: Switch,
    /// `QUESTIONS_A_MINUTE`: how many questions one server may ask in a minute; nothing means the usual.
    pub questions_a_minute: Option<NonZeroU32>,
}

/// Something that is off unless somebody switches it on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Switch {
    /// As nobody asked for it.
    #[default]
    Off,
    /// Asked for.
    On,
}

/// What the command line says, which counts more than the environment.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// `--db`.
    pub database: Option<PathBuf>,
    /// `--data`.
    pub data: Option<PathBuf>,
}

/// Settings that cannot be used, all of them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct ConfigErrors(pub Vec<String>);

impl ConfigErrors {
    /// Returns the error code that a user sees.
    pub fn code(&self) -> ErrorCode {
        ErrorCode::Config
    }
}

impl Settings {
    /// Reads the settings from flags, environment and the file `.env` of a folder, in this order of weight.
    pub fn read(flags: &Flags, folder: &Path) -> Result<Self, ConfigErrors> {
        let (environment, unreadable) = in_unicode(std::env::vars_os());
        let file = EnvFile::read(&folder.join(".env"), &NAMES);
        let values = set_over(file.values, environment.into_iter());
        Settings::checked(flags, &values, &unreadable, file.mistakes)
    }

    fn checked(
        flags: &Flags,
        values: &BTreeMap<String, String>,
        unreadable: &BTreeSet<String>,
        mistakes: Vec<String>,
    ) -> Result<Self, ConfigErrors> {
        let mut reader = ValueReader {
            values,
            unreadable,
            mistakes,
        };
        let path = |flag: &Option<PathBuf>, set: Option<PathBuf>, default: &str| {
            flag.clone().or(set).unwrap_or_else(|| default.into())
        };
        let settings = Settings {
            database: path(
                &flags.database,
                reader.path("FOOTNOTE_DB"),
                DEFAULT_DATABASE,
            ),
            data: path(&flags.data, reader.path("FOOTNOTE_DATA"), DEFAULT_DATA),
            fetch_from_here: reader.hosts("FETCH_FROM_HERE"),
            log: reader.text("LOG").map(str::to_owned),
            log_format: reader.log_format(),
            discord: reader.discord(),
        };
        match reader.mistakes.is_empty() {
            true => Ok(settings),
            false => Err(ConfigErrors(reader.mistakes)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;

    /// Checks given values.
    fn from_values(
        flags: &Flags,
        values: &BTreeMap<String, String>,
    ) -> Result<Settings, ConfigErrors> {
        Settings::checked(flags, values, &BTreeSet::new(), Vec::new())
    }

    fn read(values: &[(&str, &str)]) -> Result<Settings, ConfigErrors> {
        let values = values
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        from_values(&Flags::default(), &values.collect())
    }

    #[test]
    fn nothing_needs_to_be_set() {
        let settings = read(&[("DISCORD_TOKEN", "  ")]).expect("defaults");
        assert_eq!(settings.database, Path::new("footnote.db"));
        assert!(settings.discord.token.is_none());
    }

    #[test]
    fn every_mistake_is_named_at_once() {
        let mistakes = read(&[
            ("SHARDS", "8/8"),
            ("METRICS_ADDR", "here"),
            ("DISCORD_GUILD", "my server"),
            ("DISCORD_API_URL", "http://example.org"),
            ("LOG_FORMAT", "xml"),
            ("MESSAGE_CONTENT", "maybe"),
            ("QUESTIONS_A_MINUTE", "0"),
        ])
        .expect_err("mistakes");
        insta::assert_snapshot!(mistakes, @r"
        LOG_FORMAT is `text` or `json`: xml
        DISCORD_GUILD is the number of a server: my server
        METRICS_ADDR is an address and a port, such as 127.0.0.1:9100: here
        SHARDS counts from 0 to one less than the total; write `0-3/8` or `2/8`
        MESSAGE_CONTENT is `on` or `off`: maybe
        QUESTIONS_A_MINUTE is a number from 1: 0
        DISCORD_API_URL must be on this machine (127.0.0.1 or [::1])
        ");
    }

    #[cfg(unix)]
    #[test]
    fn a_setting_that_is_not_unicode_is_a_mistake_and_no_default() {
        use std::os::unix::ffi::OsStringExt;
        let odd = |name: &str| (name.into(), OsString::from_vec(vec![b'/', 0xff]));
        let readable = (OsString::from("LOG"), OsString::from("debug"));
        let variables = [odd("FOOTNOTE_DB"), odd("SOMEBODY_ELSES"), readable];
        let (values, unreadable) = in_unicode(variables.into_iter());
        let values = set_over(BTreeMap::new(), values.into_iter());
        assert_eq!(values.get("LOG").map(String::as_str), Some("debug"));
        let mistakes = Settings::checked(&Flags::default(), &values, &unreadable, Vec::new());
        let mistakes = mistakes.expect_err("it cannot be read").to_string();
        assert_eq!(mistakes, "FOOTNOTE_DB is not in UTF-8; set it anew");
    }

    #[test]
    fn hosts_to_fetch_from_stand_on_this_machine_and_have_a_port() {
        for wrong in ["10.0.0.1:80", "127.0.0.1", "127.0.0.1:8080,here", "a b:1"] {
            let mistakes = read(&[("FETCH_FROM_HERE", wrong)]).expect_err(wrong);
            assert!(mistakes.to_string().contains(wrong), "{mistakes}");
        }
        let settings = read(&[("FETCH_FROM_HERE", "127.0.0.1:8080, localhost:81")]).expect("hosts");
        for address in ["http://127.0.0.1:8080/a", "http://localhost:81/"] {
            assert!(settings.fetch_from_here.parse(address).is_ok(), "{address}");
        }
        let usual = read(&[]).expect("defaults").fetch_from_here;
        assert!(usual.parse("http://127.0.0.1:8080/a").is_err());
    }

    #[test]
    fn a_token_is_never_printed() {
        let token = "Bot MTE0.invented.token-of-a-test";
        let settings = read(&[("DISCORD_TOKEN", token)]).expect("fine");
        assert!(!format!("{settings:?}").contains("invented"));
        let kept = settings.discord.token.expect("token");
        assert_eq!(kept.expose(), "MTE0.invented.token-of-a-test");
        let mistakes = read(&[("DISCORD_TOKEN", "short-secret")]).expect_err("too short");
        assert!(!mistakes.to_string().contains("secret"));
    }

    #[test]
    fn a_flag_counts_more_than_the_environment() {
        let flags = Flags {
            database: Some("flag.db".into()),
            data: None,
        };
        let values = [("FOOTNOTE_DB", "env.db"), ("FOOTNOTE_DATA", "env")];
        let values = values.map(|(n, v)| (n.to_owned(), v.to_owned()));
        let settings = from_values(&flags, &BTreeMap::from(values)).expect("fine");
        assert_eq!(settings.database, Path::new("flag.db"));
        assert_eq!(settings.data, Path::new("env"));
    }

    #[test]
    fn the_example_names_every_setting() {
        let example = include_str!("../../.env.example");
        for name in NAMES {
            assert!(example.contains(&format!("{name}=")), "{name}");
        }
    }

    #[test]
    fn one_stand_in_is_named_and_whole() {
        let both = [
            ("DISCORD_TLS_ADDR", "127.0.0.1:1"),
            ("DISCORD_TLS_CA", "ca.pem"),
            ("DISCORD_API_URL", "http://127.0.0.1:2"),
        ];
        for wrong in [&both[..], &both[..1], &both[1..2]] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
        assert!(read(&both[..2]).is_ok() && read(&both[2..]).is_ok());
    }
}
