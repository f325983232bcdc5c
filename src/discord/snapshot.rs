//! All that one server can ask about at a time, and what of it is out of date.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::suggestions::{Suggestion, Suggestions};
use crate::article::ArticleId;
use crate::knowledge::Knowledge;
use crate::question::Ask;
use crate::store::{Digest, Entry, Scope, Store, StoreResult};

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
    /// Whose articles these are.
    scope: Scope,
    outdated: Mutex<BTreeMap<Scope, Outdated>>,
}

/// Which articles of a snapshot were changed since it was made, as of a change number.
type Outdated = (u64, Arc<BTreeSet<ArticleId>>);

/// A snapshot, and whether changes were made since.
#[derive(Clone)]
pub struct AtHand {
    /// What can be asked.
    pub snapshot: Arc<Snapshot>,
    /// Whether it lacks a change.
    pub is_stale: bool,
}

impl Snapshot {
    /// Puts together what was read of a scope.
    pub fn new(
        scope: Scope,
        change: u64,
        knowledge: Knowledge,
        entries: Vec<Entry>,
        suggestions: Suggestions,
    ) -> Self {
        Snapshot {
            change,
            knowledge,
            entries,
            suggestions,
            scope,
            outdated: Mutex::default(),
        }
    }

    /// Tells whether a question is answered by the articles, as surely as `threshold` asks for.
    pub fn answers(&self, question: &str, threshold: Option<f32>) -> bool {
        self.answers_ask(&Ask {
            threshold,
            ..Ask::new(question)
        })
    }

    /// Tells whether a question is answered with all that it depends on.
    pub fn answers_ask(&self, ask: &Ask) -> bool {
        self.knowledge.ask(ask).is_ok_and(|given| given.answered)
    }

    /// Tells whether something that is suggested is answered, as surely as `threshold` asks for. What was found out about it
    /// before is not found out again.
    pub fn answers_suggested(&self, one: &Suggestion, threshold: Option<f32>) -> bool {
        match (self.suggestions.verdict(one), threshold) {
            (Some(answered), None) => answered,
            (_, Some(_)) => self.answers(&one.words, threshold),
            (None, None) => {
                let answered = self.answers(&one.words, None);
                self.suggestions.judge_one(one, answered);
                answered
            }
        }
    }

    /// Returns whose articles these are.
    pub fn scope(&self) -> Scope {
        self.scope
    }

    /// Returns its articles that are not stored any more as they were read: removed, or with another text. Blocks.
    pub fn outdated(&self, store: &dyn Store) -> StoreResult<Arc<BTreeSet<ArticleId>>> {
        self.outdated_to(store, self.scope)
    }

    /// Returns its articles that are not stored so for that scope, which may have other ones of its own under their names.
    /// Blocks.
    pub fn outdated_to(
        &self,
        store: &dyn Store,
        scope: Scope,
    ) -> StoreResult<Arc<BTreeSet<ArticleId>>> {
        // Held while they are looked for, so that many questions at once look only once.
        let mut known = self.outdated.lock().unwrap_or_else(PoisonError::into_inner);
        let change = store.change_number(scope)?;
        if let Some((_, outdated)) = known.get(&scope).filter(|(at, _)| *at == change) {
            return Ok(outdated.clone());
        }
        let stored = store.list(scope)?;
        let stored: BTreeSet<_> = stored.iter().map(as_read).collect();
        let outdated = self
            .entries
            .iter()
            .filter(|entry| !stored.contains(&as_read(entry)));
        let outdated = Arc::new(outdated.map(|entry| entry.id.clone()).collect());
        known.insert(scope, (change, Arc::clone(&outdated)));
        Ok(outdated)
    }
}

/// Returns all by which one text of an article is told from another.
fn as_read(entry: &Entry) -> (&ArticleId, Scope, u32, Digest) {
    (&entry.id, entry.owner, entry.version, entry.hash)
}
