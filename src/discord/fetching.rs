//! Articles from elsewhere: pages through the guarded fetcher, attachments from Discord's own hosts and no other.

use std::time::Duration;

use serenity::all::Attachment;
use url::Url;

use super::adding::{self, Adder};
use super::app::App;
use super::import_queue::WITHOUT_A_WORD;
use super::interaction::InteractionContext;
use super::reply::Reply;
use super::user_error::UserError;
use crate::article::Metadata;
use crate::clock::now;
use crate::errors::ErrorCode;
use crate::ingest::documents::{KINDS, MAX_DOCUMENT_BYTES, may_be_read};
use crate::ingest::duplicates::address_key;
use crate::ingest::{Intake, Offer};
use crate::render::card::{Card, Tone};
use crate::store::{JobId, JobStatus, NewJob, Scope, Store};

/// How long a download may take.
const DOWNLOAD: Duration = Duration::from_secs(15);

/// Work that a restart would cut short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobKind {
    /// An article is fetched or read, to be shown.
    Add,
    /// A page is fetched again.
    Refresh,
    /// A plan is carried out.
    Reload,
}

impl JobKind {
    const ALL: [JobKind; 3] = [Self::Add, Self::Refresh, Self::Reload];

    /// Returns the word for it in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Refresh => "refresh",
            Self::Reload => "reload",
        }
    }

    /// Reads that word; another program may have written others.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Where Discord keeps attachments.
const DISCORD_HOSTS: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];

/// Completes an address that somebody wrote as people say it, such as `example.org/a`; all others stay as they are.
pub fn completed(address: &str) -> String {
    let written = address.trim();
    let host = written.split(['/', '?', '#']).next().unwrap_or_default();
    let is_host = host.contains('.') && !host.contains([':', '@', ' ', '\\']);
    match is_host && !host.starts_with('.') {
        true => format!("https://{written}"),
        false => written.to_owned(),
    }
}

/// Fetches or reads what somebody offers and shows what would be kept of it.
pub async fn add(
    context: &InteractionContext,
    offer: Offer,
    known: Metadata,
    audience: &'static str,
) -> Result<(), UserError> {
    add_as(context, offer, known, Adder::of(context, audience)).await
}

/// Adds a page as [`add`] does, in the name of a member.
pub async fn add_as(
    context: &InteractionContext,
    offer: Offer,
    known: Metadata,
    adder: Adder,
) -> Result<(), UserError> {
    let page = match &offer {
        Offer::Address(address) => Url::parse(address).ok().map(|url| address_key(&url)),
        _ => None,
    };
    // What is no address of a page costs nothing and takes no turn.
    intake(&context.app)?.check(&offer)?;
    read_in_line(context, page, async { Ok(offer) }, known, adder).await
}

/// Waits in the line, gets what is offered, reads it and shows what would be kept of it.
async fn read_in_line(
    context: &InteractionContext,
    page: Option<String>,
    offer: impl Future<Output = Result<Offer, UserError>>,
    known: Metadata,
    adder: Adder,
) -> Result<(), UserError> {
    let scope = context.scope();
    let place = context.app.imports.queue(scope, page.as_deref())?;
    let read = place.then(async {
        let incoming = intake(&context.app)?.take(offer.await?, &known).await?;
        context
            .app
            .in_turn(move |app| adding::preview(app, scope, &adder, incoming))
            .await
    });
    let reply = remembered(
        context,
        JobKind::Add,
        told_of_wait(context, place.before, read),
    )
    .await?;
    // Whoever reads the answer may add the page again at once.
    drop(place);
    context.responder.reply(reply).await
}

/// Returns what fetches and reads.
pub fn intake(app: &App) -> Result<&Intake, UserError> {
    let none = || UserError::internal("no intake could be made");
    app.intake.as_ref().ok_or_else(none)
}

/// Shows that work goes on, and how many are before it if that takes a while.
async fn told_of_wait<T>(
    context: &InteractionContext,
    before: usize,
    work: impl Future<Output = Result<T, UserError>>,
) -> Result<T, UserError> {
    let mut work = std::pin::pin!(work);
    if let Ok(done) = tokio::time::timeout(WITHOUT_A_WORD, &mut work).await {
        return done;
    }
    context.responder.defer(true).await?;
    if before > 0 {
        let words = format!("**In line:** {before} before it. I come back here.");
        let words = Reply::from(Card::new(Tone::Plain, words));
        // A word about the wait that does not arrive is no reason to stop.
        let _ = context.responder.tell_progress(&words).await;
    }
    work.await
}

/// Does work that a restart would cut short, so that the next start can say so.
pub async fn remembered<T>(
    context: &InteractionContext,
    kind: JobKind,
    work: impl Future<Output = Result<T, UserError>>,
) -> Result<T, UserError> {
    let (scope, stamp) = (context.scope(), context.stamp());
    let job = NewJob {
        kind: kind.word().to_owned(),
        reply_token: Some(context.responder.token().to_owned()),
        ..NewJob::default()
    };
    let job = context
        .blocking(move |app| Ok(app.store.start_job(scope, &job, stamp)?))
        .await?;
    let done = work.await;
    let status = match done {
        Ok(_) => JobStatus::Finished,
        Err(_) => JobStatus::Failed,
    };
    let ended = context.blocking(move |app| {
        end_job(app.store.as_ref(), scope, job, status);
        Ok(())
    });
    if let Err(error) = ended.await {
        error.log("ending a job");
    }
    done
}

/// Notes the end of a job. What was done stays done; where no note can be kept, the next start tells of a restart. Blocks.
pub fn end_job(store: &dyn Store, scope: Scope, job: JobId, status: JobStatus) {
    let end = || store.end_job(scope, job, status, &serde_json::Value::Null, now());
    // A store that was busy for a moment is not at the second try.
    if let Err(error) = end().or_else(|_| end()) {
        tracing::warn!(cause = %error, code = error.code().as_str(), "unable to note the end of a job");
    }
}

/// Reads an attachment and shows what would be kept of it.
pub async fn add_file(
    context: &InteractionContext,
    file: &Attachment,
    audience: &'static str,
) -> Result<(), UserError> {
    check_attachment(context, file)?;
    context.responder.defer(true).await?;
    let offer = async {
        let (bytes, name) = (download(context, file).await?, file.filename.clone());
        let offer = Offer::File { bytes, name };
        intake(&context.app)?.check(&offer)?;
        Ok(offer)
    };
    let adder = Adder::of(context, audience);
    read_in_line(context, None, offer, Metadata::default(), adder).await
}

/// Refuses an attachment by what Discord says of it, before a byte is fetched.
fn check_attachment(context: &InteractionContext, file: &Attachment) -> Result<(), UserError> {
    if !may_be_read(&file.filename) {
        return Err(UserError::new(
            ErrorCode::FileType,
            format!("I read these kinds of files: {KINDS}."),
            "Save the article as one of these, or paste its text with `/article add`.",
        ));
    }
    if file.size as usize > MAX_DOCUMENT_BYTES {
        return Err(too_large());
    }
    if file.size == 0 {
        return Err(empty());
    }
    let url = Url::parse(&file.url).map_err(|_| expired())?;
    let host = url.host_str().unwrap_or_default();
    let discord = url.scheme() == "https" && DISCORD_HOSTS.contains(&host);
    let stand_in =
        context.app.choices.stand_in && matches!(host, "127.0.0.1" | "[::1]" | "localhost");
    match discord || stand_in {
        true => Ok(()),
        false => Err(expired()),
    }
}

async fn download(context: &InteractionContext, file: &Attachment) -> Result<Vec<u8>, UserError> {
    let work = async {
        let request = context.app.downloads.get(&file.url).send().await;
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
            if bytes.len() > MAX_DOCUMENT_BYTES {
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

fn too_large() -> UserError {
    UserError::new(
        ErrorCode::FileTooLarge,
        format!("The file is larger than {} MiB.", MAX_DOCUMENT_BYTES >> 20),
        "Split it, or paste the part that matters with `/article add`.",
    )
}

fn empty() -> UserError {
    UserError::new(
        ErrorCode::PageNoText,
        "The file is empty.",
        "Attach it again, or paste its text.",
    )
}

fn expired() -> UserError {
    UserError::new(
        ErrorCode::FileExpired,
        "Discord does not hand the file out any more.",
        "Attach it again.",
    )
}

/// The file is there, but Discord fails to send it; the address is a secret and stands in no log.
fn not_handed_out(cause: impl std::fmt::Display) -> UserError {
    UserError::new(
        ErrorCode::UrlSlow,
        "Discord does not hand the file out at the moment.",
        "Try again in a minute, or paste its text with `/article add`.",
    )
    .because(cause.to_string())
}

#[cfg(test)]
mod tests {
    use super::completed;

    #[test]
    fn an_address_without_its_beginning_is_completed() {
        assert_eq!(completed(" example.org/a "), "https://example.org/a");
        for kept in [
            "https://example.org",
            "javascript:alert(1)",
            "quay",
            "/a.html",
            "ada@example.org",
            "example.org:80",
        ] {
            assert_eq!(completed(kept), kept);
        }
    }
}
