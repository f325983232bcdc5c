//! Articles from elsewhere: pages through the guarded door, attachments from Discord's own hosts and no other.

use std::time::Duration;

use serenity::all::Attachment;
use url::Url;

use super::adding::{self, Adder};
use super::app::App;
use super::import_queue::WITHOUT_A_WORD;
use super::interaction::Visit;
use super::reply::Reply;
use super::user_error::Trouble;
use crate::article::Metadata;
use crate::ingest::documents::{KINDS, LARGEST_DOCUMENT, may_be_read};
use crate::ingest::duplicates::address_key;
use crate::ingest::{Intake, Offer};
use crate::render::card::{Card, Tone};
use crate::store::{JobId, JobStatus, NewJob};

/// How long a download may take.
const DOWNLOAD: Duration = Duration::from_secs(15);

/// Where Discord keeps attachments.
const DISCORD_HOSTS: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];

/// Fetches or reads what somebody offers and shows what would be kept of it.
pub async fn add(
    visit: &Visit,
    offer: Offer,
    known: Metadata,
    audience: &'static str,
) -> Result<(), Trouble> {
    add_as(visit, offer, known, Adder::of(visit, audience)).await
}

/// Does so for somebody.
pub async fn add_as(
    visit: &Visit,
    offer: Offer,
    known: Metadata,
    adder: Adder,
) -> Result<(), Trouble> {
    let page = match &offer {
        Offer::Address(address) => Url::parse(address).ok().map(|url| address_key(&url)),
        _ => None,
    };
    // What is no address of a page costs nothing and takes no turn.
    intake(&visit.app)?.check(&offer)?;
    read_in_line(visit, page, async { Ok(offer) }, known, adder).await
}

/// Waits in the line, gets what is offered, reads it and shows what would be kept of it.
async fn read_in_line(
    visit: &Visit,
    page: Option<String>,
    offer: impl Future<Output = Result<Offer, Trouble>>,
    known: Metadata,
    adder: Adder,
) -> Result<(), Trouble> {
    let scope = visit.scope();
    let place = visit.app.imports.queue(scope, page.as_deref())?;
    let read = place.then(async {
        let incoming = intake(&visit.app)?.take(offer.await?, &known).await?;
        visit
            .app
            .in_turn(move |app| adding::preview(app, scope, &adder, incoming))
            .await
    });
    let reply = remembered(visit, "add", told_of_wait(visit, place.before, read)).await?;
    visit.door.say(reply).await
}

/// Returns what fetches and reads.
pub fn intake(app: &App) -> Result<&Intake, Trouble> {
    let none = || Trouble::internal("no intake could be made");
    app.intake.as_ref().ok_or_else(none)
}

/// Shows that work goes on, and how many are before it if that takes a while.
async fn told_of_wait<T>(
    visit: &Visit,
    before: usize,
    work: impl Future<Output = Result<T, Trouble>>,
) -> Result<T, Trouble> {
    let mut work = std::pin::pin!(work);
    if let Ok(done) = tokio::time::timeout(WITHOUT_A_WORD, &mut work).await {
        return done;
    }
    visit.door.defer(true).await?;
    if before > 0 {
        let words = format!("**In line:** {before} before it. I come back here.");
        let words = Reply::from(Card::new(Tone::Plain, words));
        // A word about the wait that does not arrive is no reason to stop.
        let _ = visit.door.edit(&words).await;
    }
    work.await
}

/// Does work that a restart would cut short, so that the next start can say so.
pub async fn remembered<T>(
    visit: &Visit,
    kind: &str,
    work: impl Future<Output = Result<T, Trouble>>,
) -> Result<T, Trouble> {
    let (scope, stamp) = (visit.scope(), visit.stamp());
    let job = NewJob {
        kind: kind.to_owned(),
        reply_token: Some(visit.door.token().to_owned()),
        ..NewJob::default()
    };
    let job = visit
        .blocking(move |app| Ok(app.store.start_job(scope, &job, stamp)?))
        .await?;
    let done = work.await;
    // What was done stays done; the next start at worst tells of a restart.
    if let Err(trouble) = end(visit, job, done.is_ok()).await {
        trouble.log("ending a job");
    }
    done
}

async fn end(visit: &Visit, job: JobId, well: bool) -> Result<(), Trouble> {
    let scope = visit.scope();
    let status = if well {
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
        .await
}

/// Reads an attachment and shows what would be kept of it.
pub async fn add_file(
    visit: &Visit,
    file: &Attachment,
    audience: &'static str,
) -> Result<(), Trouble> {
    check_attachment(visit, file)?;
    visit.door.defer(true).await?;
    let offer = async {
        let (bytes, name) = (download(visit, file).await?, file.filename.clone());
        let offer = Offer::File { bytes, name };
        intake(&visit.app)?.check(&offer)?;
        Ok(offer)
    };
    let adder = Adder::of(visit, audience);
    read_in_line(visit, None, offer, Metadata::default(), adder).await
}

/// Refuses an attachment by what Discord says of it, before a byte is fetched.
fn check_attachment(visit: &Visit, file: &Attachment) -> Result<(), Trouble> {
    if !may_be_read(&file.filename) {
        return Err(Trouble::new(
            "FILE_TYPE",
            format!("I read these kinds of files: {KINDS}."),
            "Save the article as one of these, or paste its text with `/article add`.",
        ));
    }
    if file.size as usize > LARGEST_DOCUMENT {
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

async fn download(visit: &Visit, file: &Attachment) -> Result<Vec<u8>, Trouble> {
    let work = async {
        let request = visit.app.downloads.get(&file.url).send().await;
        let mut response = request.map_err(|error| not_handed_out(error.without_url()))?;
        let status = response.status();
        if [403, 404, 410].contains(&status.as_u16()) {
            return Err(expired());
        }
        if !status.is_success() {
            return Err(not_handed_out(status));
        }
        let mut bytes = Vec::new();
        while let Some(piece) =
            (response.chunk().await).map_err(|error| not_handed_out(error.without_url()))?
        {
            bytes.extend_from_slice(&piece);
            if bytes.len() > LARGEST_DOCUMENT {
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
        .unwrap_or_else(|_| Err(not_handed_out("it took too long")))
}

fn too_large() -> Trouble {
    Trouble::new(
        "FILE_TOO_LARGE",
        format!("The file is larger than {} MiB.", LARGEST_DOCUMENT >> 20),
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

/// The file is there, but Discord fails to send it; the address is a secret and stands in no log.
fn not_handed_out(cause: impl std::fmt::Display) -> Trouble {
    Trouble::new(
        "URL_SLOW",
        "Discord does not hand the file out at the moment.",
        "Try again in a minute, or paste its text with `/article add`.",
    )
    .because(cause.to_string())
}
