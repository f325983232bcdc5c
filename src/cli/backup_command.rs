//! `footnote backup`: a copy of the database while work goes on.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::context::{Context, Done};
use super::failure::Failure;
use crate::render::notices;
use crate::store::{Access, SqliteStore, UpkeepStore};

/// What `backup` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The file to write; it must not exist yet
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Copies the database as it is: a copy is what one wants before a newer program changes its format.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Done, Failure> {
    let store = SqliteStore::open(&context.settings.database, Access::AsItIs)?;
    if let Some(refused) = Failure::of_missing_folder(&arguments.file) {
        return Err(refused);
    }
    store.backup(&arguments.file)?;
    let place = arguments.file.display().to_string();
    context.print(
        |_| notices::written("backup", &place),
        json!({ "file": place }),
    )?;
    Ok(Done::Fully)
}
