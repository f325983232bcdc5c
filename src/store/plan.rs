//! Many changes that happen together or not at all, and the receipt by which they can be undone.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Draft, Outcome};
use crate::article::ArticleId;

/// Changes to make in one step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Articles to keep, new or changed.
    pub put: Vec<Draft>,
    /// Articles to take away.
    pub remove: Vec<ArticleId>,
}

/// Is told how many of how many steps are done, by any thread.
pub type Watch<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Names a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReceiptId(pub u64);

impl fmt::Display for ReceiptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// What a plan did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Its name, for `rollback`.
    pub id: ReceiptId,
    /// When it was done.
    pub at: i64,
    /// The receipt it took back, if it is a rollback.
    pub undoes: Option<ReceiptId>,
    /// Each article that changed and what happened to it, in the order of ids; unchanged ones are left out.
    pub items: Vec<ReceiptItem>,
}

impl Receipt {
    /// Counts the articles that met this outcome.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.items
            .iter()
            .filter(|item| item.outcome == outcome)
            .count()
    }
}

/// What a plan did to one article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptItem {
    /// Which article.
    pub id: ArticleId,
    /// What happened.
    pub outcome: Outcome,
}
