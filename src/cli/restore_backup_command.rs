//! `footnote restore-backup`: puts a backup in the place of the database.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::context::{Context, Done};
use super::failure::Failure;
use crate::clock::now;
use crate::errors::ErrorCode;
use crate::render::notices;
use crate::store::{StoreError, sqlite};

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
    let before = sqlite::restore_backup(&arguments.file, database, now())
        .map_err(|error| about_backup(error, &arguments.file))?;
    let before = before.map(|path| path.display().to_string());
    context.print(
        |_| notices::backup_restored(&database.display().to_string(), before.as_deref()),
        json!({"database": database.display().to_string(), "before": before}),
    )?;
    Ok(Done::Fully)
}

/// Says what is wrong with the backup, where the same words about a database would mislead.
fn about_backup(error: StoreError, backup: &Path) -> Failure {
    let shown = backup.display();
    match error {
        StoreError::Missing(_) => Failure::new(
            ErrorCode::NotFound,
            format!("there is no backup {shown}; `footnote backup` makes one"),
        ),
        StoreError::NotOurs { path, reason } if path.file_name() == backup.file_name() => {
            Failure::new(
                ErrorCode::FileType,
                format!(
                    "{shown} is no backup of Footnote ({reason}); name a file that `footnote backup` wrote"
                ),
            )
        }
        StoreError::Damaged { path, reason } if path.file_name() == backup.file_name() => {
            Failure::new(
                ErrorCode::Storage,
                format!("{shown} is damaged ({reason}), nothing was changed; take another backup"),
            )
        }
        other => other.into(),
    }
}
