//! `footnote check`: is a folder of articles fit to be loaded.

use std::path::PathBuf;
use std::time::SystemTime;

use clap::Args;

use super::context::{Context, Done};
use super::failure::Failure;
use super::load_command;
use super::progress::Progress;
use crate::ingest::dataset::Reload;
use crate::render::notices::count;

/// What `check` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The folder [default: that of --data]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Checks a folder without touching any database.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Done, Failure> {
    let folder = arguments.folder.as_ref().unwrap_or(&context.settings.data);
    let progress = Progress::of(context, "reading");
    let extractor = load_command::pages()?;
    let reload = Reload::check(folder, SystemTime::now(), &extractor, &|done, total| {
        progress.at(done, total)
    });
    progress.end();
    let reload = reload?;
    let fine = reload.added.len();
    let mut value = load_command::value(&reload, None);
    if let Some(fields) = value.as_object_mut() {
        for name in ["changed", "removed", "unchanged", "receipt"] {
            fields.remove(name);
        }
        if let Some(articles) = fields.remove("added") {
            fields.insert("articles".to_owned(), articles);
        }
    }
    context.print(
        |screen| {
            let mut lines = load_command::remarks(&reload, screen);
            lines.insert(
                0,
                format!("{} in order", count(fine, "article", "articles")),
            );
            lines.join("\n")
        },
        value,
    )?;
    Ok(match reload.problems.is_empty() {
        true => Done::Fully,
        false => Done::NotFully,
    })
}
