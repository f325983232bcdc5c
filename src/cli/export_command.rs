//! `footnote export`: all articles and versions as one JSON file, or the current texts as Markdown.

use std::fs;
use std::io::{self, Write};
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::context::{Context, Done, print_text, scope_of};
use super::failure::Failure;
use crate::article::{Article, Metadata};
use crate::render::notices;
use crate::render::notices::count;
use crate::store::{Scope, Store, UpkeepStore};

/// What `export` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The file to write; it must not exist yet [default: standard output]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Write the current texts as Markdown files into this folder instead
    #[arg(long, value_name = "DIR", conflicts_with = "file")]
    markdown: Option<PathBuf>,
    /// Write the own articles and settings of this Discord server instead of the shelf
    #[arg(long, value_name = "NUMBER")]
    server: Option<NonZeroU64>,
}

/// Exports everything.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Done, Failure> {
    let store = context.reader()?;
    let scope = scope_of(arguments.server);
    if let Some(folder) = &arguments.markdown {
        return as_markdown(context, &own_articles(&store, scope)?, folder);
    }
    let export = store.export(scope)?;
    let written = serde_json::to_string_pretty(&export)?;
    let Some(file) = &arguments.file else {
        print_text(&written);
        return Ok(Done::Fully);
    };
    write_new(file, &format!("{written}\n"))?;
    let place = file.display().to_string();
    let articles = export.articles.len();
    let what = count(articles, "article", "articles");
    context.print(
        |_| notices::written(&what, &place),
        json!({"file": place, "articles": articles}),
    )?;
    Ok(Done::Fully)
}

/// Reads the articles that a scope itself holds; a server can also read the shelf, which is not its own.
fn own_articles(store: &dyn Store, scope: Scope) -> Result<Vec<Article>, Failure> {
    let entries = store.list(scope)?.into_iter();
    let own = entries.filter(|entry| entry.owner == scope);
    own.map(|entry| Ok(store.get(scope, &entry.id)?)).collect()
}

fn as_markdown(context: &Context, articles: &[Article], folder: &Path) -> Result<Done, Failure> {
    fs::create_dir_all(folder).map_err(|error| {
        Failure::of_file(format!("make the folder {}", folder.display()), &error)
    })?;
    for article in articles {
        write_new(
            &folder.join(format!("{}.md", article.id)),
            &markdown(article),
        )?;
    }
    let (place, number) = (folder.display().to_string(), articles.len());
    let what = count(number, "article", "articles");
    context.print(
        |_| notices::written(&what, &place),
        json!({"folder": place, "articles": number}),
    )?;
    Ok(Done::Fully)
}

/// Writes a file that must not exist yet, so that nothing is overwritten. It gets its name once it is whole: half an
/// export that looks like one would be missed on the day it is needed.
fn write_new(file: &Path, text: &str) -> Result<(), Failure> {
    let wrong = |error| Failure::of_new_file(file, &error);
    if fs::symlink_metadata(file).is_ok() {
        return Err(wrong(io::ErrorKind::AlreadyExists.into()));
    }
    let mut name = file.as_os_str().to_owned();
    name.push(".partial");
    let partial = PathBuf::from(name);
    let written = write_whole(&partial, text).and_then(|()| fs::rename(&partial, file));
    written.map_err(|error| {
        // What could not be finished is of no use, and its room may be what is missing.
        let _ = fs::remove_file(&partial);
        wrong(error)
    })
}

fn write_whole(file: &Path, text: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    // It holds what every server added: nobody else on the machine is to read it, as nobody reads the database.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut open = options.open(file)?;
    open.write_all(text.as_bytes())?;
    open.sync_all()
}

/// Writes an article as Markdown with TOML front matter, which is strict about what is text.
fn markdown(article: &Article) -> String {
    let Metadata {
        title,
        url,
        author,
        publisher,
        published,
        language,
        tags,
        licence,
    } = &article.metadata;
    let mut front = toml::Table::new();
    front.insert("id".to_owned(), article.id.to_string().into());
    front.insert("title".to_owned(), title.clone().into());
    let optional = [
        ("url", url),
        ("author", author),
        ("publisher", publisher),
        ("published", published),
        ("language", language),
        ("licence", licence),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            front.insert(name.to_owned(), value.clone().into());
        }
    }
    if !tags.is_empty() {
        front.insert("tags".to_owned(), tags.clone().into());
    }
    format!("+++\n{front}+++\n\n{}\n", article.text)
}
