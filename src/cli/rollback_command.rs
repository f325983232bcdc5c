//! `footnote rollback`: undoes a load.

use clap::Args;
use serde_json::json;

use super::context::{Context, Done, SCOPE, stamp};
use super::failure::Failure;
use super::load_command;
use crate::render::notices;
use crate::store::{Receipt, ReceiptId, Store};

/// What `rollback` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The receipt to undo [default: the last one that is not undone]
    #[arg(value_name = "RECEIPT")]
    receipt: Option<u64>,
}

/// Undoes one receipt.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Done, Failure> {
    let store = context.writer()?;
    let receipt = match arguments.receipt {
        Some(number) => ReceiptId(number),
        None => last(&store.receipts(SCOPE)?)?,
    };
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

/// Finds the last receipt that is neither undone nor an undoing.
fn last(receipts: &[Receipt]) -> Result<ReceiptId, Failure> {
    let undone = |id: ReceiptId| receipts.iter().any(|receipt| receipt.undoes == Some(id));
    receipts
        .iter()
        .find(|receipt| receipt.undoes.is_none() && !undone(receipt.id))
        .map(|receipt| receipt.id)
        .ok_or_else(|| Failure::new("NOT_FOUND", "there is no load left to undo"))
}
