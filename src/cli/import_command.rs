//! `footnote import`: takes in what `footnote export` wrote.

use std::num::NonZeroU64;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::context::{Context, Done, scope_of, stamp};
use super::failure::Failure;
use super::progress::Progress;
use crate::errors::ErrorCode;
use crate::render::notices;
use crate::store::{Export, UpkeepStore};

/// What `import` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The file that `export` wrote
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Take it in as the own articles and settings of this Discord server
    #[arg(long, value_name = "NUMBER")]
    server: Option<NonZeroU64>,
}

/// Imports a file whole, or nothing of it.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Done, Failure> {
    let place = arguments.file.display();
    let bytes = std::fs::read(&arguments.file)
        .map_err(|error| Failure::of_file(format!("read {place}"), &error))?;
    let export: Export = serde_json::from_slice(&bytes).map_err(|error| {
        Failure::new(
            ErrorCode::FileInvalid,
            format!("{place} is no export of Footnote ({error}); name a file that `footnote export` wrote"),
        )
    })?;
    // It may hold settings, which a bot would not notice.
    let store = context.lone_writer()?;
    let progress = Progress::of(context, "importing");
    let scope = scope_of(arguments.server);
    let imported = store.import_watched(scope, &export, stamp(), &|done, all| {
        progress.at(done, all);
    });
    progress.end();
    let articles = imported?;
    context.print(
        |_| notices::imported(articles),
        json!({ "articles": articles }),
    )?;
    Ok(Done::Fully)
}
