//! `footnote purge`: wipes an article out, as a takedown asks for.

use clap::Args;
use serde_json::json;

use super::context::{Context, Done, SCOPE, stamp};
use super::failure::Failure;
use crate::article::ArticleId;
use crate::render::notices;
use crate::store::Store;

/// What `purge` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The article's id, live or removed
    #[arg(value_name = "ID")]
    id: String,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

/// Purges one article after a yes.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Done, Failure> {
    let store = context.writer()?;
    let id = ArticleId(arguments.id.clone());
    let known = store.list(SCOPE)?.into_iter().chain(store.removed(SCOPE)?);
    let known: Vec<_> = known.collect();
    let Some(entry) = known.iter().find(|entry| entry.id == id) else {
        return Err(super::lookup::unknown(&arguments.id, &known));
    };
    // A takedown is of a text: whoever asks for it must learn that another article has it, too.
    let same = known
        .iter()
        .filter(|other| other.hash == entry.hash && other.id != id);
    let same: Vec<String> = same.map(|other| other.id.to_string()).collect();
    if !arguments.yes && !context.confirmed(&notices::ask_purge(id.as_str())) {
        return Err(Failure::new(
            "NOT_ALLOWED",
            "nothing was wiped; say --yes to confirm it",
        ));
    }
    store.purge(SCOPE, &id, stamp())?;
    context.print(
        |_| notices::purged(id.as_str(), &same),
        json!({"id": id, "outcome": "purged", "same_text": same}),
    )?;
    Ok(Done::Fully)
}
