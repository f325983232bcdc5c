//! `footnote doctor`: what is configured, what is missing, what to do.

use std::path::Path;

use serde::Serialize;

use super::context::{Context, Done, SCOPE};
use super::failure::Failure;
use crate::config::Switch;
use crate::discord;
use crate::ingest::folder;
use crate::render::notices;
use crate::render::notices::count;
use crate::render::screen::Screen;
use crate::search::index_folder;
use crate::store::{Access, SqliteStore, Store, StoreResult};

/// How a thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Standing {
    /// As it should be.
    Good,
    /// Not there, and not needed for everything.
    Missing,
    /// Wrong.
    Bad,
}

/// One thing that was looked at.
#[derive(Debug, Clone, Serialize)]
struct Finding {
    what: &'static str,
    standing: Standing,
    found: String,
    advice: Option<String>,
}

/// Looks at everything and changes nothing.
pub fn run(context: &Context) -> Result<Done, Failure> {
    let findings = [
        vec![database(&context.settings.database)],
        vec![index(&context.index_folder())],
        vec![dataset(&context.settings.data)],
        discord(context),
        vec![secrets()],
    ]
    .concat();
    let worst = findings
        .iter()
        .any(|finding| finding.standing == Standing::Bad);
    context.print(
        |screen| {
            findings
                .iter()
                .map(|finding| line(finding, screen))
                .collect::<Vec<_>>()
                .join("\n")
        },
        serde_json::json!({ "findings": findings }),
    )?;
    if !worst {
        context.tell(notices::DOCTOR_FINE);
    }
    Ok(if worst { Done::NotFully } else { Done::Fully })
}

fn finding(what: &'static str, standing: Standing, found: impl Into<String>) -> Finding {
    Finding {
        what,
        standing,
        found: found.into(),
        advice: None,
    }
}

impl Finding {
    fn advised(mut self, advice: &str) -> Self {
        self.advice = Some(advice.to_owned());
        self
    }
}

fn database(path: &Path) -> Finding {
    if !path.exists() {
        return finding(
            "database",
            Standing::Missing,
            format!("none at {}", path.display()),
        )
        .advised("the first question makes one");
    }
    match examined(path) {
        Ok(found) if !found.faults.is_empty() => {
            finding("database", Standing::Bad, found.faults.join("; "))
                .advised("restore the last backup: `footnote restore-backup FILE`")
        }
        Ok(found) => {
            let articles = count(found.articles, "article", "articles");
            let sound = format!("{}, {articles}, sound", path.display());
            match found.is_older {
                false => finding("database", Standing::Good, sound),
                true => finding(
                    "database",
                    Standing::Good,
                    format!("{sound}, in the format of an earlier version"),
                )
                .advised(
                    "it is upgraded when a command next reads or changes the articles; \
                     `footnote backup FILE` copies it as it is",
                ),
            }
        }
        Err(error) => finding("database", Standing::Bad, error.to_string()),
    }
}

/// What was found in a database.
struct Examined {
    articles: usize,
    faults: Vec<String>,
    is_older: bool,
}

fn examined(path: &Path) -> StoreResult<Examined> {
    let store = SqliteStore::open(path, Access::AsItIs)?;
    Ok(Examined {
        articles: store.usage(SCOPE)?.articles,
        faults: store.check()?,
        is_older: store.is_older()?,
    })
}

fn index(path: &Path) -> Finding {
    let shown = path.display();
    match index_folder::look(path) {
        Some(Ok(())) => finding("search index", Standing::Good, format!("{shown}, whole")),
        Some(Err(error)) => finding("search index", Standing::Missing, error.to_string())
            .advised("the next question makes it anew"),
        None => finding(
            "search index",
            Standing::Missing,
            format!("none at {shown}"),
        )
        .advised("the next question makes one"),
    }
}

fn dataset(path: &Path) -> Finding {
    match folder::list(path) {
        Ok(listing) => finding(
            "dataset",
            Standing::Good,
            format!(
                "{}, {}",
                path.display(),
                count(listing.files.len(), "file", "files")
            ),
        ),
        Err(_) => finding(
            "dataset",
            Standing::Missing,
            format!("no folder {}", path.display()),
        )
        .advised("name one with --data or FOOTNOTE_DATA, or add articles with `footnote add FILE`"),
    }
}

fn discord(context: &Context) -> Vec<Finding> {
    let discord = &context.settings.discord;
    let Some(token) = &discord.token else {
        return vec![
            finding(
                "Discord token",
                Standing::Missing,
                "DISCORD_TOKEN is not set",
            )
            .advised("only `footnote serve` needs it; .env.example tells where to get it"),
        ];
    };
    let mut findings = vec![finding("Discord token", Standing::Good, "set")];
    findings.push(match application_of(token.expose()) {
        Some(application) => finding("invitation", Standing::Good, invitation(application)),
        None => finding(
            "invitation",
            Standing::Bad,
            "the token does not name its application",
        )
        .advised("copy the token again from the developer portal, page Bot"),
    });
    if discord.message_content == Switch::On {
        findings.push(
            finding("message content", Standing::Good, "on, for ask channels")
                .advised("switch on Message Content Intent in the developer portal, page Bot, too"),
        );
    }
    if let Some(guild) = discord.guild {
        findings.push(finding(
            "commands",
            Standing::Good,
            format!("registered in server {guild} only"),
        ));
    }
    findings
}

/// A token begins with the number of its application in Base64.
fn application_of(token: &str) -> Option<u64> {
    let mut digits = Vec::new();
    let (mut bits, mut held) = (0u32, 0u8);
    for byte in token.split('.').next()?.trim_end_matches('=').bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            digits.push(u8::try_from((bits >> held) & 0xFF).ok()?);
        }
    }
    String::from_utf8(digits).ok()?.parse().ok()
}

fn invitation(application: u64) -> String {
    let permissions = discord::needed_permissions();
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}&scope=bot+applications.commands&permissions={permissions}"
    )
}

/// Others on this machine must not read the token.
fn secrets() -> Finding {
    let file = Path::new(".env");
    let Ok(about) = std::fs::metadata(file) else {
        return finding("settings file", Standing::Missing, "no .env here")
            .advised("none is needed; `cp .env.example .env` makes one");
    };
    #[cfg(unix)]
    if std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o077 != 0 {
        return finding(
            "settings file",
            Standing::Bad,
            "others on this machine can read .env",
        )
        .advised("run `chmod 600 .env`");
    }
    let _ = about;
    finding("settings file", Standing::Good, ".env, for you alone")
}

fn line(finding: &Finding, screen: Screen) -> String {
    let mark = match finding.standing {
        Standing::Good => screen.good("✓"),
        Standing::Missing => screen.care("–"),
        Standing::Bad => screen.bad("✗"),
    };
    let found = screen.wrapped(&format!("{mark} {}: {}", finding.what, finding.found), "  ");
    match &finding.advice {
        Some(advice) => format!("{found}\n{}", screen.dim(&format!("  → {advice}"))),
        None => found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_invitation_names_the_application_of_the_token() {
        assert_eq!(
            application_of("MTIzNDU2Nzg5MDEyMzQ1Njc4.x.y"),
            Some(123_456_789_012_345_678)
        );
        assert_eq!(application_of("not a token"), None);
        assert!(invitation(7).contains("client_id=7&"));
    }
}
