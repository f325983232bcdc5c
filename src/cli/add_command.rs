//! `footnote add`: an article from a file, from standard input or from the web.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use clap::Args;
use serde_json::json;

use super::context::{Context, Done, SCOPE, stamp};
use super::failure::Failure;
use crate::article::parse::{self, Format};
use crate::article::{ArticleId, Metadata};
use crate::ingest::dataset::LARGEST_FILE;
use crate::render::notices;
use crate::render::terminal::count;
use crate::store::{Digest, Draft, Entry, Outcome, Source, SourceKind, Store};

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
    /// Put it in the place of an article that came another way
    #[arg(long)]
    replace: bool,
}

/// Adds one article.
pub fn run(context: &Context, arguments: Arguments) -> Result<Done, Failure> {
    let (bytes, source) = match arguments.source.as_str() {
        "-" => (read_all(io::stdin().lock(), "standard input")?, pasted()),
        address if is_address(address) => {
            return Err(Failure::new(
                "URL_INVALID",
                "addresses cannot be fetched yet; save the page and add the file",
            ));
        }
        name => (read_file(Path::new(name))?, file(name)),
    };
    refuse_other_formats(&bytes)?;
    let known = Metadata {
        title: arguments.title.clone().unwrap_or_default(),
        url: arguments.url.clone(),
        ..Metadata::default()
    };
    let draft = parse::parse(&bytes, format_of(&bytes, &arguments.source), &known)
        .map_err(|error| unreadable(&arguments.source, &error))?;
    keep(
        context,
        &arguments,
        draft,
        Source {
            digest: Some(Digest::of(&bytes)),
            ..source
        },
    )
}

fn keep(
    context: &Context,
    arguments: &Arguments,
    mut read: parse::Draft,
    source: Source,
) -> Result<Done, Failure> {
    let store = context.writer()?;
    if let Some(title) = &arguments.title {
        read.metadata.title.clone_from(title);
    }
    let wanted = arguments.id.as_deref().map(ArticleId::from_words);
    let id = wanted
        .or(read.id)
        .unwrap_or_else(|| ArticleId::from_words(&read.metadata.title));
    if let Ok(entry) = store.entry(SCOPE, &id) {
        refuse_takeover(arguments, &entry, &source, &read.text)?;
    }
    let draft = Draft {
        id,
        metadata: read.metadata,
        text: read.text,
        source,
    };
    let twins = store.find_text(SCOPE, Digest::of(&draft.text))?;
    let saved = store.put(SCOPE, &draft, stamp())?;
    let entry = store.entry(SCOPE, &saved.id)?;
    for warning in &read.warnings {
        context.tell(&notices::problem(
            &arguments.source,
            warning.line,
            &warning.words,
            "WARNING",
            context.screen,
        ));
    }
    for twin in twins.iter().filter(|twin| twin.id != saved.id) {
        context.tell(&notices::twin(twin.id.as_str()));
    }
    let outcome = outcome_name(saved.outcome);
    let sentences = count(entry.sentences, "sentence", "sentences");
    context.print(
        |_| {
            format!(
                "{}, {sentences}",
                notices::kept(
                    outcome,
                    saved.id.as_str(),
                    &draft.metadata.title,
                    saved.version
                )
            )
        },
        json!({
            "id": saved.id,
            "title": draft.metadata.title,
            "version": saved.version,
            "outcome": outcome,
            "sentences": entry.sentences,
            "warnings": read.warnings.iter().map(|w| w.words.clone()).collect::<Vec<_>>(),
        }),
    )?;
    Ok(Done::Fully)
}

/// Another article is not replaced by accident; the same file or text may come again.
fn refuse_takeover(
    arguments: &Arguments,
    entry: &Entry,
    source: &Source,
    text: &str,
) -> Result<(), Failure> {
    let same_file = entry.source.kind == source.kind
        && entry.source.name == source.name
        && source.name.is_some();
    if arguments.replace || same_file || entry.hash == Digest::of(text) {
        return Ok(());
    }
    Err(Failure::new(
        "DUPLICATE",
        format!(
            "an article is already called {} ({}); use --replace to make this its next version, or --id for another name",
            entry.id, entry.metadata.title
        ),
    ))
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

fn is_address(source: &str) -> bool {
    source.starts_with("http://") || source.starts_with("https://")
}

fn pasted() -> Source {
    Source {
        kind: SourceKind::Paste,
        ..Source::default()
    }
}

fn file(name: &str) -> Source {
    let file_name = Path::new(name).file_name().and_then(|name| name.to_str());
    Source {
        kind: SourceKind::File,
        name: file_name.map(str::to_owned),
        ..Source::default()
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
    if about.len() > LARGEST_FILE {
        return Err(too_large(&shown.to_string(), about.len()));
    }
    read_all(open, &shown.to_string())
}

/// Reads to the end, or as far as an article may go.
fn read_all(input: impl Read, name: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    input
        .take(LARGEST_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::of_file(format!("read {name}"), &error))?;
    match bytes.len() as u64 > LARGEST_FILE {
        true => Err(too_large(name, bytes.len() as u64)),
        false => Ok(bytes),
    }
}

fn too_large(name: &str, bytes: u64) -> Failure {
    Failure::new(
        "FILE_TOO_LARGE",
        format!(
            "{name} has more than {} MB ({bytes} bytes); split it into several articles",
            LARGEST_FILE / 1_000_000
        ),
    )
}

/// What a file is shows in its first bytes, whatever its name says.
fn refuse_other_formats(bytes: &[u8]) -> Result<(), Failure> {
    const OTHERS: [(&[u8], &str); 7] = [
        (b"%PDF", "a PDF"),
        (b"PK\x03\x04", "a ZIP, Word or EPUB file"),
        (b"\x1f\x8b", "a gzip file"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"\x7fELF", "a program"),
    ];
    match OTHERS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        Some((_, what)) => Err(Failure::new(
            "FILE_TYPE",
            format!("this is {what}; save its words as txt, md, html or json"),
        )),
        None => Ok(()),
    }
}

/// The content tells HTML and JSON; between Markdown and plain text the name decides.
fn format_of(bytes: &[u8], name: &str) -> Option<Format> {
    let head = bytes.get(..bytes.len().min(4_096)).unwrap_or_default();
    match (
        Format::of_text(&String::from_utf8_lossy(head)),
        Format::of_name(name),
    ) {
        (Format::Plain, Some(Format::Markdown)) => Some(Format::Markdown),
        (Format::Plain, Some(Format::Html)) => Some(Format::Html),
        (Format::Plain, Some(Format::Json)) => Some(Format::Json),
        _ => None,
    }
}

fn unreadable(name: &str, error: &parse::ParseError) -> Failure {
    let place = match error.line() {
        Some(line) => format!("{name}:{line}"),
        None => name.to_owned(),
    };
    Failure::new(error.code(), format!("{place}: {error}"))
}
