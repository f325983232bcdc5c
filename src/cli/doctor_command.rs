//! `footnote doctor`: what is configured, what is missing, what to do.

use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::context::{Context, Done, SCOPE};
use super::failure::Failure;
use crate::config::{Settings, Switch};
use crate::discord;
use crate::ingest::folder::{self, ArticleFile};
use crate::render::notices;
use crate::render::notices::count;
use crate::render::screen::Screen;
use crate::search::index_folder;
use crate::store::{Access, ArticleStore, SqliteStore, StoreResult, UpkeepStore};

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
        vec![database(&context.settings)],
        room(&context.settings.database).into_iter().collect(),
        vec![index(&context.index_folder())],
        (context.index_beside_link().as_deref().map(left_index))
            .into_iter()
            .collect(),
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

fn database(settings: &Settings) -> Finding {
    let path = settings.database.as_path();
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
        Ok(found) if found.may_only_be_read => {
            let described = format!("{}, but it may only be read", found.described(path));
            finding("database", Standing::Missing, described).advised(found.why_writable())
        }
        Ok(found) if found.articles == 0 => {
            finding("database", Standing::Missing, found.described(path))
                .advised(&found.how_to_fill(&settings.data))
        }
        Ok(found) if found.is_older => {
            let described = format!(
                "{}, in the format of an earlier version",
                found.described(path)
            );
            finding("database", Standing::Good, described).advised(
                "it is upgraded when a command next reads or changes the articles; \
                 `footnote backup FILE` copies it as it is",
            )
        }
        Ok(found) => finding("database", Standing::Good, found.described(path)),
        Err(error) => finding("database", Standing::Bad, error.to_string()),
    }
}

/// What was found in a database.
struct Examined {
    articles: usize,
    removed: usize,
    faults: Vec<String>,
    is_older: bool,
    is_untouched: bool,
    may_only_be_read: bool,
}

impl Examined {
    fn described(&self, path: &Path) -> String {
        let articles = count(self.articles, "article", "articles");
        format!("{}, {articles}, sound", path.display())
    }

    /// Says what one that may only be read is good for.
    fn why_writable(&self) -> &'static str {
        match (self.is_older, self.articles) {
            (true, _) => {
                "it has the format of an earlier version, so that nothing can be asked before it is upgraded: check who owns \
                 the file and its folder, or copy it with `footnote backup FILE` and name the copy with --db"
            }
            (false, 0) => {
                "nothing can be asked or loaded; check who owns the file and its folder, or name another with --db"
            }
            (false, _) => {
                "questions are answered, nothing can be changed; check who owns the file and its folder"
            }
        }
    }

    /// Says how articles come into a database that has none.
    fn how_to_fill(&self, dataset: &Path) -> String {
        let files = folder::list(dataset).map_or(0, |listing| listing.files.len());
        match (self.removed, files) {
            (0, files) if files > 0 && self.is_untouched => {
                format!("the next question loads those in {}", dataset.display())
            }
            (0, _) => "add one with `footnote add FILE`, or a folder with `footnote load FOLDER`"
                .to_owned(),
            (removed, _) => format!(
                "{} can be brought back: `footnote list --removed` names them, `footnote restore ID` does it; \
                 `footnote load FOLDER` loads a folder",
                count(removed, "removed article", "removed articles")
            ),
        }
    }
}

fn examined(path: &Path) -> StoreResult<Examined> {
    let store = SqliteStore::open(path, Access::AsItIs)?;
    // First: to try to open a file beside a connection of one's own would let go of its locks.
    let may_only_be_read = store.may_only_be_read()?;
    let usage = store.usage(SCOPE)?;
    Ok(Examined {
        articles: usage.articles,
        removed: usage.removed,
        faults: store.check()?,
        is_older: store.is_older()?,
        is_untouched: store.is_untouched()?,
        may_only_be_read,
    })
}

/// So much room is needed besides that for a copy of the database: for its log, the search index and an article or two.
const BYTES_TO_WORK_WITH: u64 = 32 << 20;

/// Looks whether the disk has room for one more copy of the database: a backup is one, and an upgrade or a purge writes one
/// for a while. Nothing where the system does not tell.
fn room(database: &Path) -> Option<Finding> {
    let folder = match database.canonicalize() {
        Ok(found) => found.parent()?.to_owned(),
        Err(_) => database.parent().map_or_else(PathBuf::new, PathBuf::from),
    };
    let folder = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => &folder,
    };
    let free = fs4::available_space(folder).ok()?;
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |about| about.len());
    let mut log = database.as_os_str().to_owned();
    log.push("-wal");
    let held = size(database).saturating_add(size(Path::new(&log)));
    Some(judge_room(free, held))
}

fn judge_room(free: u64, held: u64) -> Finding {
    let needed = held.saturating_add(BYTES_TO_WORK_WITH);
    let found = format!("{} MiB free where the database lies", free >> 20);
    if free >= needed {
        return finding("disk", Standing::Good, found);
    }
    let found = format!(
        "only {found}, and a backup, a load or an upgrade may need {} MiB",
        needed.div_ceil(1 << 20)
    );
    finding("disk", Standing::Bad, found).advised(
        "make room on that disk; or copy the database to a larger one with `footnote backup FILE` and name the copy \
         with --db or FOOTNOTE_DB",
    )
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

/// It holds the words of articles that may be gone since.
fn left_index(path: &Path) -> Finding {
    let found = format!(
        "one that an earlier version kept beside the link to the database lies in {}",
        path.display()
    );
    finding("search index", Standing::Missing, found).advised("`footnote reindex` removes it")
}

fn dataset(path: &Path) -> Finding {
    let shown = path.display();
    let elsewhere =
        "name one with --data or FOOTNOTE_DATA, or add articles with `footnote add FILE`";
    let of_dataset = |standing, found: String| finding("dataset", standing, found);
    let listing = match folder::list(path) {
        Ok(listing) => listing,
        Err(error) => {
            return match error.kind() {
                ErrorKind::NotFound => {
                    of_dataset(Standing::Missing, format!("no folder {shown}")).advised(elsewhere)
                }
                ErrorKind::NotADirectory => {
                    of_dataset(Standing::Bad, format!("{shown} is not a folder")).advised(elsewhere)
                }
                ErrorKind::PermissionDenied => {
                    let found = format!("the folder {shown} may not be read");
                    of_dataset(Standing::Bad, found).advised(LET_IT_BE_READ)
                }
                _ => of_dataset(
                    Standing::Bad,
                    format!("unable to read the folder {shown}: {error}"),
                )
                .advised("check the disk it lies on, or name another with --data or FOOTNOTE_DATA"),
            };
        }
    };
    let barred = |file: &&ArticleFile| {
        File::open(&file.path).is_err_and(|error| error.kind() == ErrorKind::PermissionDenied)
    };
    let unreadable: Vec<&ArticleFile> = listing.files.iter().filter(barred).collect();
    let files = count(listing.files.len(), "file", "files");
    if let Some(first) = unreadable.first() {
        let found = format!(
            "{shown}, {files}, of which {} may not be read, such as {}",
            unreadable.len(),
            first.name
        );
        return of_dataset(Standing::Bad, found).advised(LET_IT_BE_READ);
    }
    if let Some((name, why)) = listing.refused.first() {
        let others = match listing.refused.len() {
            1 => String::new(),
            all => format!(" (and {} more)", all - 1),
        };
        let found = format!("{shown}, {files}; passed over: {name}, {why}{others}");
        return of_dataset(Standing::Missing, found).advised("`footnote check` names every one");
    }
    match listing.files.is_empty() {
        true => {
            of_dataset(Standing::Missing, format!("{shown}, no article files")).advised(elsewhere)
        }
        false => of_dataset(Standing::Good, format!("{shown}, {files}")),
    }
}

/// What helps where the system says no.
const LET_IT_BE_READ: &str =
    "let the user that runs this program read it; the bot may be run by another user than you";

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
    let mut findings = vec![
        finding("Discord token", Standing::Good, "set")
            .advised("whether Discord takes it shows when `footnote serve` starts"),
    ];
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
        findings.push(
            finding(
                "commands",
                Standing::Good,
                format!("meant for server {guild} only"),
            )
            .advised("`footnote serve` registers them, if the bot is in that server"),
        );
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
    fn a_disk_without_room_for_a_copy_is_told_with_what_to_do() {
        let enough = judge_room(200 << 20, 100 << 20);
        assert_eq!((enough.standing, enough.advice), (Standing::Good, None));
        for free in [0, 131 << 20] {
            let short = judge_room(free, 100 << 20);
            assert_eq!(short.standing, Standing::Bad);
            assert!(short.found.contains("132 MiB"), "{}", short.found);
            assert!(
                short
                    .advice
                    .is_some_and(|advice| advice.contains("make room"))
            );
        }
    }

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
