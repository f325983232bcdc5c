//! Reads values one by one, each checked for its type.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::str::FromStr;

use crate::ingest::address::AddressPolicy;

use super::{DiscordSettings, LogFormat, Switch};

/// Reads values one by one and keeps every mistake.
pub struct ValueReader<'a> {
    /// Names and values.
    pub values: &'a BTreeMap<String, String>,
    /// What is set, but not in Unicode.
    pub unreadable: &'a BTreeSet<String>,
    /// What cannot be used.
    pub mistakes: Vec<String>,
}

impl<'a> ValueReader<'a> {
    /// Reads a text; one of blanks counts as not set.
    pub fn text(&mut self, name: &str) -> Option<&'a str> {
        if self.unreadable.contains(name) {
            let mistake = format!("{name} is not in UTF-8; set it anew");
            self.mistakes.push(mistake);
            return None;
        }
        let value = self.values.get(name)?.trim();
        (!value.is_empty()).then_some(value)
    }

    /// Reads a path.
    pub fn path(&mut self, name: &str) -> Option<PathBuf> {
        self.text(name).map(PathBuf::from)
    }

    /// Reads names of hosts on this machine with their ports, separated by commas.
    pub fn hosts(&mut self, name: &str) -> AddressPolicy {
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

    /// Reads how a line of the log looks.
    pub fn log_format(&mut self) -> LogFormat {
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

    /// Reads what the bot needs.
    pub fn discord(&mut self) -> DiscordSettings {
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
        if settings.tls_address.is_some() && settings.api_url.is_some() {
            self.mistakes
                .push("DISCORD_TLS_ADDR and DISCORD_API_URL name two stand-ins; set one".into());
        }
        if settings.tls_address.is_none() && settings.tls_authority.is_some() {
            self.mistakes
                .push("DISCORD_TLS_CA is of use with DISCORD_TLS_ADDR only; set both".into());
        }
        if settings.tls_address.is_some() && settings.tls_authority.is_none() {
            self.mistakes
                .push("DISCORD_TLS_ADDR needs DISCORD_TLS_CA, the stand-in's certificate".into());
        }
    }
}
