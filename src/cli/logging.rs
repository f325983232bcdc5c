//! The log: on standard error, discreet whatever is asked for.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;

use super::failure::Failure;
use crate::config::{LogFormat, Settings};
use crate::errors::ErrorCode;

/// Starts the log. Only this program's own lines are written: those of other crates may hold secrets.
pub fn start(settings: &Settings, serving: bool) -> Result<(), Failure> {
    let usual = if serving { "info" } else { "warn" };
    let filter = filter(settings.log.as_deref().unwrap_or(usual))?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none())
        .with_writer(io::stderr);
    let started = match settings.log_format {
        LogFormat::Text => log.with_target(false).try_init(),
        LogFormat::Json => log.json().try_init(),
    };
    started.map_err(|error| {
        Failure::new(
            ErrorCode::Internal,
            format!("unable to start the log: {error}"),
        )
    })
}

fn filter(asked: &str) -> Result<EnvFilter, Failure> {
    let mut directives = vec!["off".to_owned()];
    for part in asked
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        match part {
            "off" | "error" | "warn" | "info" | "debug" | "trace" => {
                directives.push(format!("footnote={part}"))
            }
            _ if part.starts_with("footnote") => directives.push(part.to_owned()),
            _ => return Err(wrong(part)),
        }
    }
    EnvFilter::try_new(directives.join(",")).map_err(|_| wrong(asked))
}

fn wrong(part: &str) -> Failure {
    let advice = "write error, warn, info, debug, trace or footnote::module=level";
    Failure::new(
        ErrorCode::Config,
        format!("LOG cannot be used: {part}; {advice}"),
    )
}

/// Makes a panic say where it happened and nothing of what was being worked on.
pub fn keep_panics_discreet() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        // The payload may repeat words of a question or an article; the place is enough to find the fault.
        let code = ErrorCode::Internal;
        eprintln!("error: a fault in the program at {place}; please report it (code {code})");
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_program_speaks_in_its_log() {
        assert_eq!(
            filter("debug").expect("fine").to_string(),
            "footnote=debug,off"
        );
        assert!(filter("serenity=trace").is_err());
        assert!(filter("footnote::store=loud").is_err());
    }
}
