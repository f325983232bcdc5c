//! `footnote rollback`: undoes a load.

use clap::Args;
use serde_json::json;

use super::context::{Context, Done, SCOPE, stamp};
use super::failure::Failure;
use super::load_command;
use crate::errors::ErrorCode;
use crate::ingest::dataset::REMOVAL_ASKS;
use crate::render::notices;
use crate::store::{ArticleStore, LoadStore, Outcome, Receipt, ReceiptId};

/// What `rollback` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The receipt to undo [default: the last one that is not undone]
    #[arg(value_name = "RECEIPT")]
    receipt: Option<u64>,
    /// Also when more than a fifth of the articles would go
    #[arg(long)]
    yes: bool,
}

/// Undoes one receipt.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Done, Failure> {
    context.check_unlocked()?;
    // Only read while a person thinks; what was changed since is refused by the store.
    let reader = context.reader()?;
    let receipts = reader.receipts(SCOPE)?;
    let receipt = match arguments.receipt {
        Some(number) => ReceiptId(number),
        None => last(&receipts)?,
    };
    let to_undo = receipts.iter().find(|known| known.id == receipt);
    // What a load added goes when it is undone; a load that changed nothing left no receipt of its own.
    let would_go = to_undo.map_or(0, |known| known.count(Outcome::Added));
    let before = reader.list(SCOPE)?.len();
    let asks = would_go as f64 > before as f64 * REMOVAL_ASKS;
    if asks && !arguments.yes {
        if !context.can_ask() {
            return Err(unconfirmed(would_go, before, receipt));
        }
        if !context.confirmed(&notices::ask_rollback(would_go, before)) {
            return Ok(context.left_as_it_was());
        }
    }
    drop(reader);
    let store = context.bare_writer()?;
    let done = store.rollback(SCOPE, receipt, stamp())?;
    let sum = load_command::sum_of(&done);
    context.print(
        |screen| {
            let undone = notices::rolled_back(&receipt.to_string(), &done.id.to_string());
            format!("{}\n{undone}", notices::sum(sum, screen))
        },
        json!({"undone": receipt, "receipt": done.id, "items": done.items}),
    )?;
    Ok(Done::Fully)
}

fn unconfirmed(would_go: usize, before: usize, receipt: ReceiptId) -> Failure {
    Failure::new(
        ErrorCode::ReloadWouldRemove,
        format!(
            "{would_go} of {before} articles would be removed, because load {receipt} added them; \
             confirm it with --yes if that is meant"
        ),
    )
}

/// Finds the last receipt that is neither undone nor an undoing.
fn last(receipts: &[Receipt]) -> Result<ReceiptId, Failure> {
    let undone = |id: ReceiptId| receipts.iter().any(|receipt| receipt.undoes == Some(id));
    receipts
        .iter()
        .find(|receipt| receipt.undoes.is_none() && !undone(receipt.id))
        .map(|receipt| receipt.id)
        .ok_or_else(|| {
            Failure::new(
                ErrorCode::NotFound,
                "there is no load left to undo; `footnote remove` removes single articles",
            )
        })
}
