//! `footnote restore-backup`: puts a backup in the place of the database.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::context::{Context, Done, now};
use super::failure::Failure;
use crate::render::notices;
use crate::store::sqlite;

/// What `restore-backup` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Restores a backup; the database it replaces is kept beside it.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Done, Failure> {
    let database = &context.settings.database;
    let before = sqlite::restore_backup(&arguments.file, database, now())?;
    let before = before.map(|path| path.display().to_string());
    context.print(
        |_| notices::backup_restored(&database.display().to_string(), before.as_deref()),
        json!({"database": database.display().to_string(), "before": before}),
    )?;
    Ok(Done::Fully)
}
