//! What each server can be asked about: one immutable snapshot a server, built beside the old one and put in its place.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwapOption;

use super::suggestions::{self, Suggestions};
use crate::article::Article;
use crate::knowledge::Knowledge;
use crate::store::{Entry, Scope, Store, StoreResult};

/// Questions are drawn from so many articles at most; the rest is suggested by title.
const ARTICLES_READ_FOR_QUESTIONS: usize = 400;

/// All that one server can ask about, as of one change number.
pub struct Snapshot {
    /// The number of the last change it contains.
    pub change: u64,
    /// The engine.
    pub knowledge: Knowledge,
    /// The articles as a list shows them, by id.
    pub entries: Vec<Entry>,
    /// What to offer while somebody types.
    pub suggestions: Suggestions,
}

#[derive(Default)]
struct Shelf {
    current: ArcSwapOption<Snapshot>,
    building: Mutex<()>,
}

/// The snapshots of all servers.
pub struct Shelves {
    store: Arc<dyn Store>,
    shelves: Mutex<BTreeMap<Scope, Arc<Shelf>>>,
}

impl Shelves {
    /// Makes an empty set over a store.
    pub fn new(store: Arc<dyn Store>) -> Self {
        Shelves {
            store,
            shelves: Mutex::default(),
        }
    }

    /// Returns a snapshot that holds every change made so far, building it if need be. Blocks.
    pub fn fresh(&self, scope: Scope) -> StoreResult<Arc<Snapshot>> {
        let scope = self.shared(scope)?;
        let shelf = self.shelf(scope);
        let change = self.store.change_number(scope)?;
        if let Some(current) = shelf.current.load_full().filter(|s| s.change >= change) {
            return Ok(current);
        }
        let _one_at_a_time = shelf
            .building
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(current) = shelf.current.load_full().filter(|s| s.change >= change) {
            return Ok(current);
        }
        let made = Arc::new(self.build(scope)?);
        shelf.current.store(Some(made.clone()));
        Ok(made)
    }

    /// Returns the snapshot at hand, and whether changes were made since. Only the first call of a server has to build.
    pub fn at_hand(&self, scope: Scope) -> StoreResult<(Arc<Snapshot>, bool)> {
        let shared = self.shared(scope)?;
        let current = self.shelf(shared).current.load_full();
        match current {
            Some(current) => {
                let stale = self.store.change_number(shared)? > current.change;
                Ok((current, stale))
            }
            None => Ok((self.fresh(scope)?, false)),
        }
    }

    /// A server without articles of its own shares the operator's shelf.
    fn shared(&self, scope: Scope) -> StoreResult<Scope> {
        let own = scope != Scope::Everyone && self.store.usage(scope)?.articles > 0;
        Ok(if own { scope } else { Scope::Everyone })
    }

    fn shelf(&self, scope: Scope) -> Arc<Shelf> {
        let mut shelves = self.shelves.lock().unwrap_or_else(PoisonError::into_inner);
        shelves.entry(scope).or_default().clone()
    }

    fn build(&self, scope: Scope) -> StoreResult<Snapshot> {
        // The number is read first: a change made meanwhile is then looked for again, never missed.
        let change = self.store.change_number(scope)?;
        let entries = self.store.list(scope)?;
        let articles = self.store.readable(scope)?;
        let suggestions = self.suggestions(scope, &articles);
        Ok(Snapshot {
            change,
            knowledge: Knowledge::in_memory(articles),
            entries,
            suggestions,
        })
    }

    fn suggestions(&self, scope: Scope, articles: &[Article]) -> Suggestions {
        let mut all = Vec::new();
        for (index, article) in articles.iter().enumerate() {
            if index < ARTICLES_READ_FOR_QUESTIONS
                && let Ok(facts) = self.store.facts(scope, &article.id)
            {
                all.extend(suggestions::of_article(article, &facts));
            }
            all.push(suggestions::of_title(&article.metadata.title));
        }
        Suggestions::new(all)
    }
}
