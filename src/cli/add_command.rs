//! `footnote add`: an article from a file, from standard input or from the web.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use clap::Args;
use serde_json::json;

use super::context::{Context, Done, SCOPE, stamp};
use super::failure::Failure;
use super::preview_text;
use crate::article::{ArticleId, Metadata};
use crate::errors::ErrorCode;
use crate::ingest::documents::MAX_DOCUMENT_BYTES;
use crate::ingest::duplicates::{Twin, have_little_in_common};
use crate::ingest::{self, Incoming, IngestError, Intake, Offer, OnDuplicate, Preview, preview};
use crate::render::notices;
use crate::render::notices::count;
use crate::store::{Entry, Outcome, Saved, Store};

/// What `add` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// A file (txt, md, html, json, pdf, docx, epub), `-` for standard input, or an address
    #[arg(value_name = "FILE|-|URL")]
    source: String,
    /// The title, if the text does not say it
    #[arg(long)]
    title: Option<String>,
    /// The id [default: made of the title]
    #[arg(long)]
    id: Option<String>,
    /// Where the article can be read
    #[arg(long)]
    url: Option<String>,
    /// Put it in the place of the article that is there already
    #[arg(long, conflicts_with = "both")]
    replace: bool,
    /// Keep it beside the article that is there already
    #[arg(long)]
    both: bool,
    /// Keep it without showing it first; every check is made all the same
    #[arg(long)]
    yes: bool,
    /// Show what would be kept, and keep nothing
    #[arg(long)]
    preview: bool,
}

/// Adds one article.
pub fn run(context: &Context, arguments: Arguments) -> Result<Done, Failure> {
    if !arguments.preview {
        context.check_unlocked()?;
    }
    let incoming = take(context, &arguments)?;
    if arguments.preview {
        let store = context.reader()?;
        let preview = Preview::of(&store, SCOPE, &incoming)?;
        let words = |screen| preview_text::preview(&preview, screen);
        context.print(words, &preview)?;
        return Ok(Done::Fully);
    }
    if arguments.yes || !context.can_ask() {
        return keep_unasked(context, &arguments, &incoming);
    }
    // Only read while the person thinks: others may change the database meanwhile.
    let reader = context.reader()?;
    let shown = incoming.twins(&reader, SCOPE)?;
    let Some(choice) = asked(context, &reader, &arguments, &incoming)? else {
        return Ok(context.left_as_it_was());
    };
    drop(reader);
    let store = context.bare_writer()?;
    if incoming.twins(&store, SCOPE)? != shown {
        return Err(Failure::new(
            ErrorCode::ChangedSince,
            notices::PLAN_OVERTAKEN,
        ));
    }
    keep(context, &store, &incoming, &choice)
}

fn keep_unasked(
    context: &Context,
    arguments: &Arguments,
    incoming: &Incoming,
) -> Result<Done, Failure> {
    let store = context.writer()?;
    let warnings = preview::warnings(incoming).into_iter();
    let unquoted = preview::remark_on_unquoted(&incoming.wanted_id(), &incoming.text);
    for words in warnings.map(|warning| warning.words).chain(unquoted) {
        context.tell(&notices::warning(
            named(&arguments.source),
            &words,
            context.screen,
        ));
    }
    let choice = choice_of(&store, arguments, incoming)?;
    keep(context, &store, incoming, &choice)
}

/// Says so where a replacement took the place of an article about something else: the wrong name is soon typed.
fn warn_of_another(
    context: &Context,
    store: &dyn Store,
    incoming: &Incoming,
    twins: &[Twin],
    saved: &Saved,
) -> Result<Option<String>, Failure> {
    let replaced = twins.iter().map(|twin| &twin.entry);
    let mut replaced = replaced.filter(|entry| entry.owner == SCOPE && entry.id == saved.id);
    let Some(version) = replaced.next().map(|entry| entry.version) else {
        return Ok(None);
    };
    let before = store.version(SCOPE, &saved.id, version)?;
    if !have_little_in_common(&before.text, &incoming.text) {
        return Ok(None);
    }
    let words = notices::replaced_another(saved.id.as_str(), &before.metadata.title, version);
    context.tell(&notices::warning(saved.id.as_str(), &words, context.screen));
    Ok(Some(words))
}

fn take(context: &Context, arguments: &Arguments) -> Result<Incoming, Failure> {
    let known = Metadata {
        title: arguments.title.clone().unwrap_or_default(),
        url: arguments.url.clone(),
        ..Metadata::default()
    };
    let offer = offer_of(&arguments.source)?;
    let (intake, runtime) = intake(context)?;
    let source = named(&arguments.source);
    let mut incoming = runtime
        .block_on(intake.take(offer, &known))
        .map_err(|error| {
            let place = match error.line() {
                Some(line) => format!("{source}:{line}: {error}"),
                None => format!("{source}: {error}"),
            };
            Failure::new(error.code(), place)
        })?;
    if let Some(id) = &arguments.id {
        let made = ArticleId::from_words(id);
        if made.as_str() != id {
            context.tell(&notices::id_rewritten(id, made.as_str()));
        }
        incoming.id = Some(made);
    }
    Ok(incoming)
}

fn named(source: &str) -> &str {
    match source {
        "-" => "standard input",
        other => other,
    }
}

/// Makes what fetches and reads, and the runtime it works on.
pub fn intake(context: &Context) -> Result<(Intake, tokio::runtime::Runtime), Failure> {
    let policy = context.settings.fetch_from_here.clone();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::of_file("start the runtime", &error))?;
    Ok((Intake::new(policy)?, runtime))
}

fn offer_of(source: &str) -> Result<Offer, Failure> {
    match source {
        "-" => {
            let bytes = read_all(io::stdin().lock(), "standard input")?;
            Ok(Offer::Piped(bytes))
        }
        address if address.contains("://") => Ok(Offer::Address(address.to_owned())),
        name => Ok(Offer::File {
            bytes: read_file(Path::new(name))?,
            name: Path::new(name)
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
        }),
    }
}

/// Reads from the flags what becomes of an article that is there already; a file that is added again under its own name
/// and title is the next version of itself.
fn choice_of(
    store: &dyn Store,
    arguments: &Arguments,
    incoming: &Incoming,
) -> Result<OnDuplicate, Failure> {
    if arguments.both {
        return Ok(OnDuplicate::Both);
    }
    let twins = incoming.twins(store, SCOPE)?;
    let is_next_version = (twins.first()).is_some_and(|twin| is_same_file(&twin.entry, incoming));
    match arguments.replace || is_next_version {
        true => Ok(replacing(incoming, &twins)),
        false => Ok(OnDuplicate::Ask),
    }
}

/// Chooses what a replacement replaces; where there is nothing, there is nothing to ask about either.
fn replacing(incoming: &Incoming, twins: &[Twin]) -> OnDuplicate {
    let shown = incoming.to_replace(SCOPE, twins);
    shown.map_or(OnDuplicate::Ask, OnDuplicate::Replace)
}

fn is_same_file(entry: &Entry, incoming: &Incoming) -> bool {
    let source = &incoming.source;
    entry.removed_at.is_none()
        && entry.id == incoming.wanted_id()
        && entry.source.kind == source.kind
        && entry.source.name == source.name
        && source.name.is_some()
}

/// Shows a person at the keyboard what would be kept, and asks; nothing is said for a no.
fn asked(
    context: &Context,
    store: &dyn Store,
    arguments: &Arguments,
    incoming: &Incoming,
) -> Result<Option<OnDuplicate>, Failure> {
    let choice = choice_of(store, arguments, incoming)?;
    let twins = incoming.twins(store, SCOPE)?;
    if choice != OnDuplicate::Both && incoming.identical_twin(SCOPE, &twins).is_some() {
        return Ok(Some(choice));
    }
    let preview = Preview::of(store, SCOPE, incoming)?;
    context.tell(&preview_text::preview(&preview, context.screen));
    let Some(twin) = preview.duplicates.first() else {
        return Ok(context.confirmed("Keep it? [y/N] ").then_some(choice));
    };
    let wanted = match &choice {
        OnDuplicate::Replace(shown) => {
            let question = format!("Make it the next version of {}? [y/N] ", shown.id);
            return Ok(context.confirmed(&question).then_some(choice));
        }
        OnDuplicate::Both => {
            let question = format!("Keep it beside {}? [y/N] ", twin.id);
            return Ok(context.confirmed(&question).then_some(choice));
        }
        OnDuplicate::Ask => context.answer(notices::ASK_ABOUT_TWIN),
    };
    Ok(match wanted.as_str() {
        "r" | "replace" => Some(replacing(incoming, &twins)),
        "b" | "both" => Some(OnDuplicate::Both),
        _ => None,
    })
}

fn keep(
    context: &Context,
    store: &dyn Store,
    incoming: &Incoming,
    choice: &OnDuplicate,
) -> Result<Done, Failure> {
    let twins = incoming.twins(store, SCOPE)?;
    let saved = ingest::keep(store, SCOPE, incoming, choice, stamp()).map_err(with_flags)?;
    let entry = store.entry(SCOPE, &saved.id)?;
    let outcome = outcome_name(saved.outcome);
    let sentences = count(entry.sentences, "sentence", "sentences");
    let title = &incoming.metadata.title;
    let warnings = preview::warnings(incoming).into_iter();
    let mut warnings: Vec<String> = warnings.map(|warning| warning.words).collect();
    warnings.extend(warn_of_another(context, store, incoming, &twins, &saved)?);
    context.print(
        |_| {
            let kept = notices::kept(outcome, saved.id.as_str(), title, saved.version);
            format!("{kept}, {sentences}")
        },
        json!({
            "id": saved.id,
            "title": title,
            "url": incoming.metadata.url,
            "version": saved.version,
            "outcome": outcome,
            "sentences": entry.sentences,
            "warnings": warnings,
        }),
    )?;
    Ok(Done::Fully)
}

/// Names the flags by which the person at the keyboard chooses.
fn with_flags(error: IngestError) -> Failure {
    let code = error.code();
    match error {
        IngestError::Duplicate {
            id,
            title,
            how,
            removed: false,
        } => Failure::new(
            code,
            format!(
                "{title} ({id}) is there already: {how}; use --replace to make this its next version, or --both to keep it beside the other"
            ),
        ),
        IngestError::Duplicate { id, title, how, .. } => Failure::new(
            code,
            format!(
                "{title} ({id}) was removed: {how}; `footnote restore {id}` brings it back, --replace brings it back with this text, --both keeps this under another name"
            ),
        ),
        other => other.into(),
    }
}

fn outcome_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Added => "added",
        Outcome::Changed => "changed",
        Outcome::Edited => "edited",
        Outcome::Unchanged => "unchanged",
        Outcome::Removed => "removed",
    }
}

fn read_file(path: &Path) -> Result<Vec<u8>, Failure> {
    let shown = path.display();
    let wrong = |error| Failure::of_file(format!("read {shown}"), &error);
    // Looked at before it is opened: opening a pipe waits for somebody to write into it.
    let about = std::fs::metadata(path).map_err(|error| not_there(path, &error))?;
    if about.is_dir() {
        return Err(Failure::new(
            ErrorCode::FileType,
            format!("{shown} is a folder; `footnote load {shown}` loads it"),
        ));
    }
    if !about.is_file() {
        return Err(Failure::new(
            ErrorCode::FileType,
            format!("{shown} is not a plain file; `-` reads standard input"),
        ));
    }
    if about.len() > MAX_DOCUMENT_BYTES as u64 {
        return Err(too_large(&shown.to_string(), about.len()));
    }
    read_all(File::open(path).map_err(wrong)?, &shown.to_string())
}

/// Says that there is no such file; what looks like an address without its beginning may have been meant as one.
fn not_there(path: &Path, error: &io::Error) -> Failure {
    let mut failure = Failure::of_file(format!("read {}", path.display()), error);
    let typed = path.to_string_lossy();
    let host = typed.split('/').next().unwrap_or_default();
    let like_host = host.contains('.') && !host.starts_with('.') && typed.contains('/');
    if error.kind() == io::ErrorKind::NotFound && like_host {
        failure.message += &format!("; a web page is added as https://{typed}");
    }
    failure
}

/// Reads to the end, or as far as an article may go.
fn read_all(input: impl Read, name: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    input
        .take(MAX_DOCUMENT_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::of_file(format!("read {name}"), &error))?;
    match bytes.len() > MAX_DOCUMENT_BYTES {
        true => Err(too_large(name, bytes.len() as u64)),
        false => Ok(bytes),
    }
}

fn too_large(name: &str, bytes: u64) -> Failure {
    Failure::new(
        ErrorCode::FileTooLarge,
        format!(
            "{name} has more than {} MiB ({bytes} bytes); split it into several articles",
            MAX_DOCUMENT_BYTES >> 20
        ),
    )
}
