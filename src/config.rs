//! Each setting: its type, its default, its meaning. Read once, checked, every mistake named at once.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fmt;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::ingest::address::AddressPolicy;

/// Where the articles are kept unless a setting says otherwise.
pub const DEFAULT_DATABASE: &str = "footnote.db";

/// The folder that is loaded unless a setting says otherwise.
pub const DEFAULT_DATA: &str = "data/articles";

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

/// A part of all gateway connections: `0-3/8` or `2/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shards {
    /// The first one held here, counted from 0.
    pub first: u32,
    /// The last one held here.
    pub last: u32,
    /// How many there are in all processes together.
    pub total: u32,
}

impl FromStr for Shards {
    type Err = &'static str;

    fn from_str(written: &str) -> Result<Self, Self::Err> {
        let wrong = "is no part of the connections; write `0-3/8` or `2/8`";
        let (part, total) = written.trim().split_once('/').ok_or(wrong)?;
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let number = |text: &str| text.trim().parse::<u32>().map_err(|_| wrong);
        let shards = Shards {
            first: number(first)?,
            last: number(last)?,
            total: number(total)?,
        };
        match shards.first <= shards.last && shards.last < shards.total {
            true => Ok(shards),
            false => Err("counts from 0 to one less than the total; write `0-3/8` or `2/8`"),
        }
    }
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
    pub fn code(&self) -> &'static str {
        "CONFIG"
    }
}

impl Settings {
    /// Reads the settings from flags, environment and the file `.env` of a folder, in this order of weight.
    pub fn read(flags: &Flags, folder: &Path) -> Result<Self, ConfigErrors> {
        let (environment, unreadable) = in_unicode(std::env::vars_os());
        let values = set_over(dotenv(&folder.join(".env"))?, environment.into_iter());
        Settings::checked(flags, &values, &unreadable)
    }

    /// Checks given values; what is set to nothing counts as not set.
    pub fn from_values(
        flags: &Flags,
        values: &BTreeMap<String, String>,
    ) -> Result<Self, ConfigErrors> {
        Settings::checked(flags, values, &BTreeSet::new())
    }

    fn checked(
        flags: &Flags,
        values: &BTreeMap<String, String>,
        unreadable: &BTreeSet<String>,
    ) -> Result<Self, ConfigErrors> {
        let mut reader = Reader {
            values,
            unreadable,
            mistakes: Vec::new(),
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

/// Returns the variables whose value is Unicode, and the names of the others: where one of those is a setting, another
/// value in its place would not be what was meant.
fn in_unicode(
    variables: impl Iterator<Item = (OsString, OsString)>,
) -> (Vec<(String, String)>, BTreeSet<String>) {
    let (mut readable, mut unreadable) = (Vec::new(), BTreeSet::new());
    let named = variables.filter_map(|(name, value)| Some((name.into_string().ok()?, value)));
    for (name, value) in named {
        match value.into_string() {
            Ok(value) => readable.push((name, value)),
            Err(_) => {
                unreadable.insert(name);
            }
        }
    }
    (readable, unreadable)
}

/// Sets values over others; an empty one counts as not set, so it hides nothing.
fn set_over(
    mut values: BTreeMap<String, String>,
    over: impl Iterator<Item = (String, String)>,
) -> BTreeMap<String, String> {
    values.extend(over.filter(|(_, value)| !value.trim().is_empty()));
    values
}

/// Reads `.env` without changing the environment; a missing file holds nothing.
fn dotenv(file: &Path) -> Result<BTreeMap<String, String>, ConfigErrors> {
    if !file.is_file() {
        return Ok(BTreeMap::new());
    }
    // The parser's own message repeats the line, and the line may hold the token.
    let wrong = |_| {
        ConfigErrors(vec![format!(
            "{} cannot be read; write NAME=value, one a line",
            file.display()
        )])
    };
    let entries = dotenvy::from_path_iter(file).map_err(wrong)?;
    entries.collect::<Result<_, _>>().map_err(wrong)
}

/// Reads values one by one and keeps every mistake.
struct Reader<'a> {
    values: &'a BTreeMap<String, String>,
    /// What is set, but not in Unicode.
    unreadable: &'a BTreeSet<String>,
    mistakes: Vec<String>,
}

impl<'a> Reader<'a> {
    fn text(&mut self, name: &str) -> Option<&'a str> {
        if self.unreadable.contains(name) {
            let mistake = format!("{name} is not in UTF-8; set it anew");
            self.mistakes.push(mistake);
            return None;
        }
        let value = self.values.get(name)?.trim();
        (!value.is_empty()).then_some(value)
    }

    fn path(&mut self, name: &str) -> Option<PathBuf> {
        self.text(name).map(PathBuf::from)
    }

    /// Reads names of hosts on this machine with their ports, separated by commas.
    fn hosts(&mut self, name: &str) -> AddressPolicy {
        let text = self.text(name).unwrap_or_default();
        let hosts = text.split(',').map(str::trim);
        let hosts: Vec<&str> = hosts.filter(|host| !host.is_empty()).collect();
        let with_port = |host: &&str| {
            let port = host.rsplit_once(':').map(|(_, port)| port.parse::<u16>());
            matches!(port, Some(Ok(_)))
        };
        let all_with_port = hosts.iter().all(with_port);
        match AddressPolicy::with_loopback(hosts) {
            Ok(policy) if all_with_port => policy,
            _ => {
                let mistake = format!(
                    "{name} is a list of hosts on this machine, such as 127.0.0.1:8080,localhost:8081: {text}"
                );
                self.mistakes.push(mistake);
                AddressPolicy::default()
            }
        }
    }

    /// Reads a value of some type; `expected` completes the sentence "NAME …".
    fn value<T: FromStr>(&mut self, name: &str, expected: &str) -> Option<T> {
        let text = self.text(name)?;
        match text.parse() {
            Ok(value) => Some(value),
            Err(_) => {
                let mistake = format!("{name} {expected}: {text}");
                self.mistakes.push(mistake);
                None
            }
        }
    }

    /// Reads a value whose type knows its own mistakes. The value is not repeated in the message: it may be a secret.
    fn checked<T: FromStr<Err = &'static str>>(&mut self, name: &str) -> Option<T> {
        match self.text(name)?.parse() {
            Ok(value) => Some(value),
            Err(mistake) => {
                self.mistakes.push(format!("{name} {mistake}"));
                None
            }
        }
    }

    fn log_format(&mut self) -> LogFormat {
        match self.text("LOG_FORMAT") {
            None | Some("text") => LogFormat::Text,
            Some("json") => LogFormat::Json,
            Some(other) => {
                let mistake = format!("LOG_FORMAT is `text` or `json`: {other}");
                self.mistakes.push(mistake);
                LogFormat::Text
            }
        }
    }

    fn discord(&mut self) -> DiscordSettings {
        let address = "is an address and a port, such as 127.0.0.1:9100";
        let settings = DiscordSettings {
            token: self.checked("DISCORD_TOKEN"),
            guild: self.value("DISCORD_GUILD", "is the number of a server"),
            tls_address: self.value("DISCORD_TLS_ADDR", address),
            tls_authority: self.path("DISCORD_TLS_CA"),
            api_url: self.value(
                "DISCORD_API_URL",
                "is an address such as http://127.0.0.1:8080",
            ),
            metrics: self.value("METRICS_ADDR", address),
            shards: self.checked("SHARDS"),
            message_content: self.switch("MESSAGE_CONTENT"),
            direct_messages: self.switch("DIRECT_MESSAGES"),
            questions_a_minute: self.value("QUESTIONS_A_MINUTE", "is a number from 1"),
        };
        self.only_this_machine(&settings);
        settings
    }

    fn switch(&mut self, name: &str) -> Switch {
        match self.text(name).map(str::to_lowercase).as_deref() {
            None | Some("off" | "false" | "no" | "0") => Switch::Off,
            Some("on" | "true" | "yes" | "1") => Switch::On,
            Some(other) => {
                let mistake = format!("{name} is `on` or `off`: {other}");
                self.mistakes.push(mistake);
                Switch::Off
            }
        }
    }

    /// A stand-in anywhere but here would be handed the token.
    fn only_this_machine(&mut self, settings: &DiscordSettings) {
        let here = |host: &str| matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        if settings
            .tls_address
            .is_some_and(|address| !address.ip().is_loopback())
        {
            self.mistakes
                .push("DISCORD_TLS_ADDR must be on this machine (127.0.0.1 or [::1])".into());
        }
        if settings
            .api_url
            .as_ref()
            .is_some_and(|url| !url.host_str().is_some_and(here))
        {
            self.mistakes
                .push("DISCORD_API_URL must be on this machine (127.0.0.1 or [::1])".into());
        }
        if settings.tls_address.is_some() && settings.tls_authority.is_none() {
            self.mistakes
                .push("DISCORD_TLS_ADDR needs DISCORD_TLS_CA, the stand-in's certificate".into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(values: &[(&str, &str)]) -> Result<Settings, ConfigErrors> {
        let values = values
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        Settings::from_values(&Flags::default(), &values.collect())
    }

    #[test]
    fn nothing_needs_to_be_set() {
        let settings = read(&[("DISCORD_TOKEN", "  ")]).expect("defaults");
        assert_eq!(settings.database, Path::new("footnote.db"));
        assert!(settings.discord.token.is_none());
    }

    #[test]
    fn what_the_environment_sets_to_nothing_hides_nothing() {
        let pairs = |values: &[(&str, &str)]| -> Vec<(String, String)> {
            let owned = values
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            owned.collect()
        };
        let file = pairs(&[("FOOTNOTE_DB", "file.db"), ("LOG", "debug")]);
        let environment = pairs(&[("FOOTNOTE_DB", ""), ("LOG", "warn"), ("SHARDS", " ")]);
        let values = set_over(file.into_iter().collect(), environment.into_iter());
        let expected = pairs(&[("FOOTNOTE_DB", "file.db"), ("LOG", "warn")]);
        assert_eq!(values, expected.into_iter().collect());
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
        let mistakes = Settings::checked(&Flags::default(), &values, &unreadable);
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
        let settings = Settings::from_values(&flags, &BTreeMap::from(values)).expect("fine");
        assert_eq!(settings.database, Path::new("flag.db"));
        assert_eq!(settings.data, Path::new("env"));
    }

    #[test]
    fn shards_are_a_range_of_a_total() {
        assert_eq!(
            "0-3/8".parse(),
            Ok(Shards {
                first: 0,
                last: 3,
                total: 8
            })
        );
        assert_eq!(
            "2/8".parse(),
            Ok(Shards {
                first: 2,
                last: 2,
                total: 8
            })
        );
        assert!("3-1/8".parse::<Shards>().is_err());
    }
}
