//! What each server can be asked about: one immutable snapshot a server, built beside the old one and put in its place.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, TryLockError, Weak};
use std::time::{Duration, Instant};

use arc_swap::ArcSwapOption;
use tokio::sync::Semaphore;

use super::background::Background;
use super::suggestions::{self, Suggestions};
use crate::article::Article;
use crate::knowledge::Knowledge;
use crate::question::Ask;
use crate::store::{Entry, Scope, Store, StoreResult};

/// Questions are drawn from so many articles at most; the rest is suggested by title.
const ARTICLES_READ_FOR_QUESTIONS: usize = 400;

/// Trying suggestions takes this part of one processor's time at most, so that questions are answered as fast as ever.
const SHARE_OF_TIME: u32 = 8;

/// A server that has asked nothing for so long gives its memory back.
const KEPT_UNUSED: Duration = Duration::from_secs(60 * 60);

/// At most this many suggestions are tried; the others are offered untried.
const MAX_TRIED: usize = 4_000;

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
    /// When it was last asked for; nothing before the first time.
    used: Mutex<Option<Instant>>,
}

impl Snapshot {
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
}

/// What is suggested from here on is still to be asked. It ends when another snapshot takes the place of this one.
struct Trial {
    snapshot: Weak<Snapshot>,
    next: usize,
}

impl PartialEq for Trial {
    fn eq(&self, other: &Self) -> bool {
        self.snapshot.ptr_eq(&other.snapshot)
    }
}

/// Asks the next thing that is suggested, without haste, so that in the end nothing is offered that is not answered;
/// returns what is still to be asked. All servers take turns, so that together they take no more time than one.
fn try_suggestion(trial: Trial) -> Option<Trial> {
    let snapshot = trial.snapshot.upgrade()?;
    let (place, words) = snapshot.suggestions.untried(trial.next)?;
    if trial.next >= MAX_TRIED {
        return None;
    }
    let began = Instant::now();
    let answered = snapshot.answers(words, None);
    snapshot.suggestions.judge(place, answered);
    drop(snapshot);
    std::thread::sleep(began.elapsed() * (SHARE_OF_TIME - 1));
    Some(Trial {
        next: place + 1,
        ..trial
    })
}

/// The snapshots of all servers.
pub struct SnapshotCache {
    store: Arc<dyn Store>,
    snapshots: Mutex<BTreeMap<Scope, Arc<Shelf>>>,
    trying: Arc<Background<Trial>>,
    rebuilding: Arc<Background<Scope>>,
    patient: Semaphore,
}

/// At most this many that could do without a snapshot wait for one that is being built: each holds a thread.
const MAX_PATIENT: usize = 8;

impl SnapshotCache {
    /// Makes an empty set over a store.
    pub fn new(store: Arc<dyn Store>) -> Self {
        SnapshotCache {
            store,
            snapshots: Mutex::default(),
            trying: Background::new("trying suggestions"),
            rebuilding: Background::new("rebuilding snapshots"),
            patient: Semaphore::new(MAX_PATIENT),
        }
    }

    /// Returns a snapshot that holds every change made so far, building it if need be. Blocks.
    pub fn up_to_date(&self, scope: Scope) -> StoreResult<Arc<Snapshot>> {
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
        if let Some(before) = shelf.current.swap(Some(made.clone())) {
            made.suggestions.learn_from(&before.suggestions);
        }
        let trial = Trial {
            snapshot: Arc::downgrade(&made),
            next: 0,
        };
        self.trying.add(trial, try_suggestion);
        Ok(made)
    }

    /// Has what holds every change built when its turn comes, unless that is going on already; nobody waits for it.
    pub fn refresh_in_background(self: &Arc<Self>, scope: Scope) -> StoreResult<()> {
        let scope = self.shared(scope)?;
        let shelf = self.shelf(scope);
        // Whoever builds at this moment may miss the last change; the next question looks again.
        if !matches!(shelf.building.try_lock(), Err(TryLockError::WouldBlock)) {
            let snapshots = self.clone();
            self.rebuilding.add(scope, move |scope| {
                if let Err(error) = snapshots.up_to_date(scope) {
                    tracing::warn!(cause = %error, code = error.code(), "unable to rebuild a snapshot");
                }
                None
            });
        }
        Ok(())
    }

    /// Lets go of what a server has not asked for in a while; its next question builds it again. The operator's shelf
    /// stays, since any server may ask of it.
    pub fn evict_unused(&self) {
        let mut snapshots = self
            .snapshots
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        snapshots.retain(|scope, shelf| {
            let used = shelf.used.lock().unwrap_or_else(PoisonError::into_inner);
            *scope == Scope::Everyone || used.is_some_and(|at| at.elapsed() < KEPT_UNUSED)
        });
    }

    /// Returns the snapshot at hand, and whether changes were made since. Only the first call of a server has to build, and
    /// the first after a quiet hour.
    pub fn current(&self, scope: Scope) -> StoreResult<(Arc<Snapshot>, bool)> {
        let shared = self.shared(scope)?;
        let current = self.shelf(shared).current.load_full();
        match current {
            Some(current) => {
                let stale = self.store.change_number(shared)? > current.change;
                Ok((current, stale))
            }
            None => Ok((self.up_to_date(scope)?, false)),
        }
    }

    /// Does so for those who can do without, as each keystroke of somebody who types can: `None` where the first snapshot is
    /// being built and enough others wait for it.
    pub fn current_unless_crowded(
        &self,
        scope: Scope,
    ) -> StoreResult<Option<(Arc<Snapshot>, bool)>> {
        let shared = self.shared(scope)?;
        let is_there = self.shelf(shared).current.load().is_some();
        match self.patient.try_acquire() {
            Err(_) if !is_there => Ok(None),
            _turn => self.current(scope).map(Some),
        }
    }

    /// A server without articles of its own shares the operator's shelf.
    fn shared(&self, scope: Scope) -> StoreResult<Scope> {
        let own = scope != Scope::Everyone && self.store.holds_articles(scope)?;
        Ok(if own { scope } else { Scope::Everyone })
    }

    fn shelf(&self, scope: Scope) -> Arc<Shelf> {
        let mut snapshots = self
            .snapshots
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let shelf = snapshots.entry(scope).or_default().clone();
        *shelf.used.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        shelf
    }

    fn shelf_if_there(&self, scope: Scope) -> Option<Arc<Shelf>> {
        let snapshots = self
            .snapshots
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        snapshots.get(&scope).cloned()
    }

    fn build(&self, scope: Scope) -> StoreResult<Snapshot> {
        // The number is read first: a change made meanwhile is then looked for again, never missed.
        let change = self.store.change_number(scope)?;
        let entries = self.store.list(scope)?;
        let articles = self.store.readable(scope)?;
        let suggestions = self.suggestions(scope, &articles);
        // Most articles stood in the last snapshot already, or stand in that of the operator's shelf.
        let before = [scope, Scope::Everyone].map(|scope| self.shelf_if_there(scope));
        let before: Vec<Arc<Snapshot>> = (before.iter().flatten())
            .filter_map(|shelf| shelf.current.load_full())
            .collect();
        let others: Vec<&Knowledge> = before.iter().map(|other| &other.knowledge).collect();
        Ok(Snapshot {
            change,
            knowledge: Knowledge::in_memory_beside(articles, &others),
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
                let before = all.len();
                all.extend(suggestions::of_article(article, &facts));
                if all.len() > before {
                    continue;
                }
            }
            all.push(suggestions::of_title(article));
        }
        Suggestions::new(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Access, SqliteStore};

    #[test]
    fn a_keystroke_does_not_wait_for_a_snapshot_where_enough_others_do() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = SqliteStore::open(&folder.path().join("a.db"), Access::Command);
        let snapshots = SnapshotCache::new(Arc::new(store.expect("a store")));
        let of_shelf = || snapshots.current_unless_crowded(Scope::Everyone);
        let all = snapshots.patient.try_acquire_many(MAX_PATIENT as u32);
        assert!(of_shelf().expect("no error").is_none());
        drop(all);
        assert!(of_shelf().expect("no error").is_some(), "it is built");
        let _all = snapshots.patient.try_acquire_many(MAX_PATIENT as u32);
        assert!(of_shelf().expect("no error").is_some(), "it is there");
    }
}
