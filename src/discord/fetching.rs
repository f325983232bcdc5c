//! Bytes from elsewhere: pages through the guarded door, attachments from Discord's own hosts and no other.

use std::time::Duration;

use serenity::all::Attachment;
use url::Url;

use super::adding;
use super::commands::article::EVERYBODY;
use super::trouble::Trouble;
use super::visit::Visit;
use crate::article::Metadata;
use crate::article::parse::Format;
use crate::ingest::fetch::{FetchError, Fetched};
use crate::store::{Digest, JobStatus, NewJob, Source, SourceKind};

/// The largest attachment that is read.
const LARGEST_FILE: usize = 5 << 20;

/// How long a download may take.
const DOWNLOAD: Duration = Duration::from_secs(15);

/// Where Discord keeps attachments.
const DISCORD_HOSTS: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];

/// Fetches a page and shows what would be kept of it.
pub async fn preview_of_page(visit: &Visit, address: String) -> Result<(), Trouble> {
    let (scope, by, stamp) = (visit.scope(), visit.actor.user, visit.stamp());
    visit.door.defer(true).await?;
    let job = NewJob {
        kind: "fetch".to_owned(),
        reply_token: Some(visit.door.token().to_owned()),
        ..NewJob::default()
    };
    let job = visit
        .blocking(move |app| Ok(app.store.start_job(scope, &job, stamp)?))
        .await?;
    let fetched = page(visit, &address).await;
    let reply = match fetched {
        Ok((url, body)) => {
            visit
                .app
                .in_turn(move |app| {
                    let known = Metadata {
                        url: Some(url.clone()),
                        ..Metadata::default()
                    };
                    let draft = adding::read(&body, Some("page.html"), &known)?;
                    let source = Source {
                        kind: SourceKind::Url,
                        digest: Some(Digest::of(&body)),
                        name: None,
                        address: Some(url),
                    };
                    adding::preview(app, scope, by, draft, source, EVERYBODY)
                })
                .await
        }
        Err(trouble) => Err(trouble),
    };
    let status = if reply.is_ok() {
        JobStatus::Finished
    } else {
        JobStatus::Failed
    };
    visit
        .blocking(move |app| {
            let now = super::clock::now();
            Ok(app
                .store
                .end_job(scope, job, status, &serde_json::Value::Null, now)?)
        })
        .await?;
    visit.door.say(reply?).await
}

async fn page(visit: &Visit, address: &str) -> Result<(String, Vec<u8>), Trouble> {
    let fetcher = visit.app.fetcher.as_ref();
    let fetcher = fetcher.ok_or_else(|| Trouble::internal("no fetcher could be made"))?;
    match fetcher.fetch(address, None).await {
        Ok(Fetched::Page(page)) => Ok((page.url.to_string(), page.body)),
        Ok(Fetched::Unchanged) => Err(Trouble::internal("unchanged, though nothing was known")),
        Err(error) => Err(of_fetch(&error)),
    }
}

/// Puts a failed fetch into two sentences.
fn of_fetch(error: &FetchError) -> Trouble {
    let words = error.to_string();
    let (what, next) = words
        .split_once("; ")
        .unwrap_or((&words, "paste the text instead"));
    let sentence = |words: &str| {
        let mut letters = words.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).chain(['.']).collect::<String>()
    };
    Trouble::new(error.code(), sentence(what), sentence(next))
}

/// Refuses an attachment by what Discord says of it, before a byte is fetched.
pub fn check_attachment(visit: &Visit, file: &Attachment) -> Result<(), Trouble> {
    if Format::of_name(&file.filename).is_none() {
        return Err(Trouble::new(
            "FILE_TYPE",
            "I read files that end in `.txt`, `.md`, `.html` or `.json`.",
            "Save the article as one of these, or paste its text with `/article add`.",
        ));
    }
    if file.size as usize > LARGEST_FILE {
        return Err(too_large());
    }
    if file.size == 0 {
        return Err(empty());
    }
    let url = Url::parse(&file.url).map_err(|_| expired())?;
    let host = url.host_str().unwrap_or_default();
    let discord = url.scheme() == "https" && DISCORD_HOSTS.contains(&host);
    let stand_in =
        visit.app.choices.stand_in && matches!(host, "127.0.0.1" | "[::1]" | "localhost");
    match discord || stand_in {
        true => Ok(()),
        false => Err(expired()),
    }
}

/// Downloads an attachment.
pub async fn download(visit: &Visit, file: &Attachment) -> Result<Vec<u8>, Trouble> {
    let work = async {
        let request = visit.app.downloads.get(&file.url).send().await;
        let mut response = request.map_err(|_| expired())?;
        if !response.status().is_success() {
            return Err(expired());
        }
        let mut bytes = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(|_| expired())? {
            bytes.extend_from_slice(&piece);
            if bytes.len() > LARGEST_FILE {
                return Err(too_large());
            }
        }
        match bytes.is_empty() {
            true => Err(empty()),
            false => Ok(bytes),
        }
    };
    tokio::time::timeout(DOWNLOAD, work)
        .await
        .unwrap_or_else(|_| Err(expired()))
}

fn too_large() -> Trouble {
    Trouble::new(
        "FILE_TOO_LARGE",
        "The file is larger than 5 MiB.",
        "Split it, or paste the part that matters with `/article add`.",
    )
}

fn empty() -> Trouble {
    Trouble::new(
        "PAGE_NO_TEXT",
        "The file is empty.",
        "Attach it again, or paste its text.",
    )
}

fn expired() -> Trouble {
    Trouble::new(
        "FILE_EXPIRED",
        "Discord does not hand the file out any more.",
        "Attach it again.",
    )
}
