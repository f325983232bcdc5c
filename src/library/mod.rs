//! The articles one may ask about: the store and the engine together, every quotation proved before it is shown.

mod proof;

use std::path::{Path, PathBuf};

use crate::answer::Answer;
use crate::article::Article;
use crate::errors::ErrorCode;
use crate::knowledge::Knowledge;
use crate::question::{Ask, NotAQuestion};
use crate::search::index::IndexError;
use crate::search::index_folder::{Origin, Patience};
use crate::store::{Scope, Store, StoreError, StoreResult};

pub use proof::prove;

/// Why a question got neither an answer nor an honest no.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// It is no question.
    #[error(transparent)]
    Question(#[from] NotAQuestion),
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AskError {
    /// Returns the error code that a user sees.
    pub fn code(&self) -> ErrorCode {
        match self {
            AskError::Question(error) => error.code(),
            AskError::Store(error) => error.code(),
        }
    }
}

/// What one scope can be asked about.
pub struct Library<'a> {
    store: &'a dyn Store,
    scope: Scope,
    knowledge: Knowledge,
    origin: Origin,
}

impl<'a> Library<'a> {
    /// Reads a scope's articles and opens the engine over them, with the index that is kept in a folder.
    pub fn open(store: &'a dyn Store, scope: Scope, index: &Path) -> StoreResult<Self> {
        let reading = Reading::begin(store, scope)?;
        let articles = store.readable(scope)?;
        let endless = Patience::Endless;
        let (knowledge, origin) = opened(index, articles, &[], endless, &|| reading.are_current());
        Ok(Library {
            store,
            scope,
            knowledge,
            origin,
        })
    }

    /// Returns how the index came to be there.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Returns the engine's snapshot.
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// Answers a question with sentences that stand in the store at this very moment.
    pub fn ask(&self, ask: &Ask) -> Result<Answer, AskError> {
        let mut answer = self.knowledge.ask(ask)?;
        self.prove_again(&mut answer)?;
        Ok(answer)
    }

    /// Drops from an answer that was given earlier what does not stand in the store any more.
    pub fn prove_again(&self, answer: &mut Answer) -> StoreResult<()> {
        prove(self.store, self.scope, answer)
    }
}

/// The moment at which the articles of a scope are read.
pub struct Reading<'a> {
    store: &'a dyn Store,
    scope: Scope,
    /// The number of the last change made until then.
    pub change: u64,
}

impl<'a> Reading<'a> {
    /// Takes note of the moment, before they are read.
    pub fn begin(store: &'a dyn Store, scope: Scope) -> StoreResult<Self> {
        let change = store.change_number(scope)?;
        Ok(Reading {
            store,
            scope,
            change,
        })
    }

    /// Tells whether no article was changed or wiped out since then, as far as can be told.
    pub fn are_current(&self) -> bool {
        let now = self.store.change_number(self.scope);
        now.is_ok_and(|now| now == self.change)
    }
}

/// Opens the engine over articles, with the index that is kept in a folder while they are current, and logs what is wrong
/// with that; what `others` hold already is taken over from them.
pub fn opened(
    index: &Path,
    articles: Vec<Article>,
    others: &[&Knowledge],
    patience: Patience,
    are_current: &dyn Fn() -> bool,
) -> (Knowledge, Origin) {
    let (knowledge, origin) = Knowledge::open(index, articles, others, patience, are_current);
    match &origin {
        Origin::Found | Origin::Made => {}
        // They are read again soon, and kept then.
        Origin::InMemory(IndexError::Overtaken) => {}
        Origin::Rebuilt(error) => {
            tracing::warn!(folder = %index.display(), %error, "made the search index anew");
        }
        Origin::InMemory(error) => {
            tracing::warn!(folder = %index.display(), %error, "the search index cannot be kept");
        }
    }
    (knowledge, origin)
}

/// Returns the folder in which the index of a database lies.
pub fn index_folder(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".index");
    name.into()
}
