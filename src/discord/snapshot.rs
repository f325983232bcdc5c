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
    outdated: Mutex<BTreeMap<Scope, Arc<Mutex<Option<Outdated>>>>>,
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

    fn known_to(&self, scope: Scope) -> Arc<Mutex<Option<Outdated>>> {
        let mut all = self.outdated.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(all.entry(scope).or_default())
    }

    /// Returns its articles that are not stored so for that scope, which may have other ones of its own under their names.
    /// Blocks.
    pub fn outdated_to(
        &self,
        store: &dyn Store,
        scope: Scope,
    ) -> StoreResult<Arc<BTreeSet<ArticleId>>> {
        let of_scope = self.known_to(scope);
        // Held while they are looked for, so that many questions at once look only once; other servers do not wait for that.
        let mut known = of_scope.lock().unwrap_or_else(PoisonError::into_inner);
        let change = store.change_number(scope)?;
        if let Some((_, outdated)) = known.as_ref().filter(|(at, _)| *at == change) {
            return Ok(outdated.clone());
        }
        let stored = store.list(scope)?;
        let stored: BTreeSet<_> = stored.iter().map(as_read).collect();
        let outdated = self
            .entries
            .iter()
            .filter(|entry| !stored.contains(&as_read(entry)));
        let outdated = Arc::new(outdated.map(|entry| entry.id.clone()).collect());
        *known = Some((change, Arc::clone(&outdated)));
        Ok(outdated)
    }
}

/// Returns all by which one text of an article is told from another.
fn as_read(entry: &Entry) -> (&ArticleId, Scope, u32, Digest) {
    (&entry.id, entry.owner, entry.version, entry.hash)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;
    use crate::store::{Access, GuildId, SqliteStore};

    #[test]
    fn a_server_does_not_wait_while_another_one_looks_what_is_out_of_date() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = SqliteStore::open(&folder.path().join("a.db"), Access::Command);
        let store = store.expect("a store");
        let nothing = Suggestions::new(Vec::new());
        let knowledge = Knowledge::in_memory_beside(Vec::new(), &[]);
        let snapshot = Snapshot::new(Scope::Everyone, 0, knowledge, Vec::new(), nothing);
        let [one, other] = [1, 2].map(|number| GuildId::new(number).map(Scope::Guild));
        let (one, other) = (one.expect("not 0"), other.expect("not 0"));
        let looking = snapshot.known_to(one);
        let held = looking.lock();
        let (done, told) = channel();
        let in_time = std::thread::scope(|scope| {
            scope.spawn(|| done.send(snapshot.outdated_to(&store, other).is_ok()));
            let in_time = told.recv_timeout(Duration::from_secs(20));
            drop(held);
            in_time
        });
        assert_eq!(in_time, Ok(true));
    }
}
