//! Bytes from elsewhere: pages through the guarded door, attachments from Discord's own hosts and no other.

use std::time::Duration;

use serenity::all::Attachment;
use url::Url;

use super::adding;
use super::commands::article::EVERYBODY;
use super::trouble::Trouble;
use super::visit::Visit;
use crate::article::Metadata;
use crate::article::parse::{Draft, Format};
use crate::ingest::child::{ExtractError, RawPage};
use crate::ingest::fetch::Fetched;
use crate::ingest::page::PageArticle;
use crate::render::markdown::{cut, escape, plain};
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
    let reply = match page(visit, &address).await {
        Ok((draft, source)) => {
            let work = visit
                .app
                .in_turn(move |app| adding::preview(app, scope, by, draft, source, EVERYBODY));
            work.await
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

async fn page(visit: &Visit, address: &str) -> Result<(Draft, Source), Trouble> {
    let fetcher = visit.app.fetcher.as_ref();
    let fetcher = fetcher.ok_or_else(|| Trouble::internal("no fetcher could be made"))?;
    let fetched = match fetcher.fetch(address, None).await {
        Ok(Fetched::Page(page)) => page,
        Ok(Fetched::Unchanged) => {
            return Err(Trouble::internal("unchanged, yet nothing was known"));
        }
        Err(error) => return Err(in_two_sentences(error.code(), &error.to_string())),
    };
    let digest = Digest::of(&fetched.body);
    let url = fetched.url.clone();
    let read = extract(
        visit,
        RawPage {
            bytes: fetched.body,
            content_type: fetched.content_type,
            url: Some(fetched.url),
        },
    );
    let draft = draft_of(read.await?, Some(url.to_string()), url.host_str())?;
    let source = Source {
        kind: SourceKind::Url,
        digest: Some(digest),
        name: None,
        address: Some(url.to_string()),
    };
    Ok((draft, source))
}

/// Reads a page in a process of its own, which may break without breaking the bot.
pub async fn extract(visit: &Visit, page: RawPage) -> Result<PageArticle, Trouble> {
    let extractor = visit.app.extractor.as_ref();
    let extractor =
        extractor.ok_or_else(|| Trouble::internal("this program cannot find itself"))?;
    extractor.extract(page).await.map_err(|error| match error {
        ExtractError::Page { code, message } => in_two_sentences(known_code(code), &message),
        ExtractError::Unable(cause) => Trouble::internal(cause),
    })
}

/// Makes a draft of what was found on a page; a page without a headline is called after its host.
pub fn draft_of(
    page: PageArticle,
    url: Option<String>,
    name: Option<&str>,
) -> Result<Draft, Trouble> {
    let title = page.title.or_else(|| name.map(str::to_owned));
    Ok(Draft {
        id: None,
        metadata: Metadata {
            title: title.ok_or_else(|| Trouble::internal("a page without a name"))?,
            url,
            author: page.author,
            publisher: page.publisher,
            published: page.date,
            language: page.language,
            ..Metadata::default()
        },
        text: page.text,
        warnings: Vec::new(),
    })
}

/// Codes are fixed words in this program; a child's answer is matched with them.
fn known_code(code: &str) -> &'static str {
    match code {
        "PAGE_TOO_COMPLEX" => "PAGE_TOO_COMPLEX",
        "TEXT_ENCODING" => "TEXT_ENCODING",
        _ => "PAGE_NO_TEXT",
    }
}

/// Puts "what happened; what to do" into two sentences.
fn in_two_sentences(code: &'static str, words: &str) -> Trouble {
    let (what, next) = words
        .split_once("; ")
        .unwrap_or((words, "paste the text instead"));
    let sentence = |words: &str| {
        let words = escape(&cut(&plain(words), 300)).to_string();
        let mut letters = words.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).chain(['.']).collect::<String>()
    };
    Trouble::new(code, sentence(what), sentence(next))
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
