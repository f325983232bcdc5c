//! `footnote add`: an article from a file, from standard input or from the web.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use clap::Args;
use serde_json::json;

use super::context::{Context, Done, Output, SCOPE, stamp};
use super::failure::Failure;
use super::preview_text;
use crate::article::{ArticleId, Metadata};
use crate::ingest::address::AddressPolicy;
use crate::ingest::documents::LARGEST_DOCUMENT;
use crate::ingest::{self, Incoming, IngestError, Intake, Offer, OnDuplicate, Preview};
use crate::render::notices;
use crate::render::terminal::count;
use crate::store::{Digest, Entry, Outcome, Store};

/// What `add` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// A file (txt, md, html, json), `-` for standard input, or an address
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
    let incoming = take(context, &arguments)?;
    let store = context.writer()?;
    for warning in &incoming.warnings {
        context.tell(&notices::problem(
            &arguments.source,
            None,
            warning,
            "WARNING",
            context.screen,
        ));
    }
    if arguments.preview {
        let preview = Preview::of(&store, SCOPE, &incoming)?;
        let words = |screen| preview_text::preview(&preview, screen);
        context.print(words, &preview)?;
        return Ok(Done::Fully);
    }
    let (incoming, choice) = settled(&store, &arguments, incoming)?;
    if !shown_and_wanted(context, &store, &arguments, &incoming)? {
        context.tell(notices::LEFT_AS_IT_WAS);
        return Ok(Done::NotFully);
    }
    keep(context, &store, &incoming, choice)
}

fn take(context: &Context, arguments: &Arguments) -> Result<Incoming, Failure> {
    let known = Metadata {
        title: arguments.title.clone().unwrap_or_default(),
        url: arguments.url.clone(),
        ..Metadata::default()
    };
    let offer = offer_of(&arguments.source)?;
    let (intake, runtime) = intake(context)?;
    runtime
        .block_on(intake.take(offer, &known))
        .map_err(|error| {
            let place = match error.line() {
                Some(line) => format!("{}:{line}: {error}", arguments.source),
                None => format!("{}: {error}", arguments.source),
            };
            Failure::new(error.code(), place)
        })
}

/// Makes what fetches and reads, and the runtime it works on.
pub fn intake(context: &Context) -> Result<(Intake, tokio::runtime::Runtime), Failure> {
    let policy = AddressPolicy::with_loopback(&context.settings.fetch_from_here)
        .map_err(|error| Failure::new("CONFIG", format!("FETCH_FROM_HERE: {error}")))?;
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

/// Decides under which name an article is kept; another article is not replaced by accident.
fn settled(
    store: &dyn Store,
    arguments: &Arguments,
    mut incoming: Incoming,
) -> Result<(Incoming, OnDuplicate), Failure> {
    let choice = match (arguments.replace, arguments.both) {
        (true, _) => OnDuplicate::Replace,
        (_, true) => OnDuplicate::Both,
        _ => OnDuplicate::Ask,
    };
    let named = arguments.id.as_deref().map(ArticleId::from_words);
    let wanted = named
        .or(incoming.id.take())
        .unwrap_or_else(|| ArticleId::from_words(&incoming.metadata.title));
    let there = store.entry(SCOPE, &wanted).ok();
    incoming.id = Some(wanted);
    match there {
        Some(entry) if choice == OnDuplicate::Ask => {
            refuse_takeover(&entry, &incoming)?;
            Ok((incoming, OnDuplicate::Replace))
        }
        _ => Ok((incoming, choice)),
    }
}

/// The same file or text may come again under its name, another one may not.
fn refuse_takeover(entry: &Entry, incoming: &Incoming) -> Result<(), Failure> {
    let source = &incoming.source;
    let same_file = entry.source.kind == source.kind
        && entry.source.name == source.name
        && source.name.is_some();
    if same_file || entry.hash == Digest::of(&incoming.text) {
        return Ok(());
    }
    Err(Failure::new(
        "DUPLICATE",
        format!(
            "an article is already called {} ({}); use --replace to make this its next version, --both or --id for another name",
            entry.id, entry.metadata.title
        ),
    ))
}

/// Shows a person at the keyboard what would be kept, and asks.
fn shown_and_wanted(
    context: &Context,
    store: &dyn Store,
    arguments: &Arguments,
    incoming: &Incoming,
) -> Result<bool, Failure> {
    let somebody = context.output == Output::Text && io::stdin().is_terminal();
    if arguments.yes || !somebody {
        return Ok(true);
    }
    let preview = Preview::of(store, SCOPE, incoming)?;
    context.tell(&preview_text::preview(&preview, context.screen));
    Ok(context.confirmed("Keep it? [y/N] "))
}

fn keep(
    context: &Context,
    store: &dyn Store,
    incoming: &Incoming,
    choice: OnDuplicate,
) -> Result<Done, Failure> {
    let saved = ingest::keep(store, SCOPE, incoming, choice, stamp()).map_err(with_flags)?;
    let entry = store.entry(SCOPE, &saved.id)?;
    let outcome = outcome_name(saved.outcome);
    let sentences = count(entry.sentences, "sentence", "sentences");
    let title = &incoming.metadata.title;
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
            "warnings": incoming.warnings,
        }),
    )?;
    Ok(Done::Fully)
}

/// Names the flags by which the person at the keyboard chooses.
fn with_flags(error: IngestError) -> Failure {
    let code = error.code();
    match error {
        IngestError::Duplicate { id, title, how } => Failure::new(
            code,
            format!(
                "{title} ({id}) is there already: {how}; use --replace to make this its next version, or --both to keep it beside the other"
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
    let open = File::open(path).map_err(wrong)?;
    let about = open.metadata().map_err(wrong)?;
    if about.is_dir() {
        return Err(Failure::new(
            "FILE_TYPE",
            format!("{shown} is a folder; `footnote load {shown}` loads it"),
        ));
    }
    if !about.is_file() {
        return Err(Failure::new(
            "FILE_TYPE",
            format!("{shown} is not a plain file"),
        ));
    }
    if about.len() > LARGEST_DOCUMENT as u64 {
        return Err(too_large(&shown.to_string(), about.len()));
    }
    read_all(open, &shown.to_string())
}

/// Reads to the end, or as far as an article may go.
fn read_all(input: impl Read, name: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    input
        .take(LARGEST_DOCUMENT as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::of_file(format!("read {name}"), &error))?;
    match bytes.len() > LARGEST_DOCUMENT {
        true => Err(too_large(name, bytes.len() as u64)),
        false => Ok(bytes),
    }
}

fn too_large(name: &str, bytes: u64) -> Failure {
    Failure::new(
        "FILE_TOO_LARGE",
        format!(
            "{name} has more than {} MiB ({bytes} bytes); split it into several articles",
            LARGEST_DOCUMENT >> 20
        ),
    )
}
