//! What each server can be asked about: one immutable snapshot a server, built beside the old one and put in its place.
//!
//! Whoever asks never waits for many articles to be read: the snapshot at hand answers without what was changed since, and
//! a thread of its own reads that.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, TryLockError, Weak};
use std::time::{Duration, Instant};

use arc_swap::ArcSwapOption;
use tokio::sync::{Notify, Semaphore, futures::Notified};

use super::background::Background;
use super::metrics::Metrics;
use super::snapshot::{AtHand, Snapshot};
use super::suggestions::{self, Suggestions};
use crate::article::Article;
use crate::knowledge::Knowledge;
use crate::library::{self, Reading};
use crate::search::index_folder::{Origin, Patience};
use crate::store::{OWN_ARTICLES_ONLY, Scope, Store, StoreResult, Usage};

/// Up to so many articles are read at once where they are asked, and not in the background.
const READ_AT_ONCE: usize = 200;

/// Nor are more bytes than these: reading them takes about a second.
const BYTES_READ_AT_ONCE: usize = 1 << 20;

/// Questions are drawn from so many articles at most; the rest is suggested by title.
const ARTICLES_READ_FOR_QUESTIONS: usize = 400;

/// Trying suggestions takes this part of one processor's time at most, so that questions are answered as fast as ever.
const SHARE_OF_TIME: u32 = 8;

/// A server that has asked nothing for so long gives its memory back.
const KEPT_UNUSED: Duration = Duration::from_secs(60 * 60);

/// At most this many suggestions are tried; the others are offered untried.
const MAX_TRIED: usize = 4_000;

/// The articles of one scope.
#[derive(Default)]
struct Shelf {
    current: ArcSwapOption<Snapshot>,
    building: Mutex<()>,
    /// When it was last asked for; nothing before the first time.
    used: Mutex<Option<Instant>>,
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
    /// Where the index of the operator's shelf is kept, for the next start.
    index: Option<PathBuf>,
    metrics: Arc<Metrics>,
    snapshots: Mutex<BTreeMap<Scope, Arc<Shelf>>>,
    trying: Arc<Background<Trial>>,
    rebuilding: Arc<Background<Scope>>,
    patient: Semaphore,
    built: Notify,
}

/// At most this many that could do without a snapshot wait for one that is being built: each holds a thread.
const MAX_PATIENT: usize = 8;

impl SnapshotCache {
    /// Makes an empty set over a store; the index of the operator's shelf is kept in a folder, if there is one for it.
    pub fn new(store: Arc<dyn Store>, index: Option<PathBuf>, metrics: Arc<Metrics>) -> Self {
        SnapshotCache {
            store,
            index,
            metrics,
            snapshots: Mutex::default(),
            trying: Background::new("trying suggestions"),
            rebuilding: Background::new("rebuilding snapshots"),
            patient: Semaphore::new(MAX_PATIENT),
            built: Notify::new(),
        }
    }

    /// Returns a snapshot that holds every change made so far, building it if need be, however long that takes. Blocks.
    fn up_to_date(&self, scope: Scope) -> StoreResult<Arc<Snapshot>> {
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
        self.built.notify_waiters();
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
                if let Err(error) = beside_questions(|| snapshots.up_to_date(scope)) {
                    tracing::warn!(cause = %error, code = error.code().as_str(), "unable to rebuild a snapshot");
                }
                None
            });
        }
        Ok(())
    }

    /// Lets go of what a server has not asked for in a while; its next question builds it again. The operator's shelf
    /// stays, since any server may ask of it.
    pub fn evict_unused(&self, now: Instant) {
        let mut snapshots = self
            .snapshots
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        snapshots.retain(|scope, shelf| {
            let used = shelf.used.lock().unwrap_or_else(PoisonError::into_inner);
            *scope == Scope::Everyone
                || used.is_some_and(|at| now.saturating_duration_since(at) < KEPT_UNUSED)
        });
    }

    /// Returns the snapshot at hand. Where none is, few articles are read at once and more of them in the background:
    /// `None` until they are. Blocks.
    pub fn current(self: &Arc<Self>, scope: Scope) -> StoreResult<Option<AtHand>> {
        let scope = self.shared(scope)?;
        if let Some(snapshot) = self.shelf(scope).current.load_full() {
            let is_stale = self.store.change_number(scope)? > snapshot.change;
            return Ok(Some(AtHand { snapshot, is_stale }));
        }
        match self.is_soon_read(scope)? {
            true => self.fresh(scope).map(Some),
            false => self.refresh_in_background(scope).map(|()| None),
        }
    }

    /// Does so with the last change where that is soon read; where it is not, that is done in the background. Blocks.
    pub fn fresh_enough(self: &Arc<Self>, scope: Scope) -> StoreResult<Option<AtHand>> {
        let at_hand = self.current(scope)?;
        if at_hand.as_ref().is_none_or(|at_hand| !at_hand.is_stale) {
            return Ok(at_hand);
        }
        let scope = self.shared(scope)?;
        let was_small = at_hand
            .as_ref()
            .is_some_and(|at_hand| at_hand.snapshot.entries.len() <= READ_AT_ONCE);
        match was_small && self.is_soon_read(scope)? {
            true => self.fresh(scope).map(Some),
            false => self.refresh_in_background(scope).map(|()| at_hand),
        }
    }

    fn fresh(&self, scope: Scope) -> StoreResult<AtHand> {
        Ok(AtHand {
            snapshot: self.up_to_date(scope)?,
            is_stale: false,
        })
    }

    /// Returns the operator's shelf, where it is read: a server whose own articles are still being read can be answered
    /// from it meanwhile, unless it wants none of it. Blocks.
    pub fn shelf_meanwhile(&self, scope: Scope) -> StoreResult<Option<AtHand>> {
        if self.hides_shelf(scope)? {
            return Ok(None);
        }
        let shelf = self.shelf_if_there(Scope::Everyone);
        let snapshot = shelf.and_then(|shelf| shelf.current.load_full());
        Ok(snapshot.map(|snapshot| AtHand {
            snapshot,
            is_stale: true,
        }))
    }

    /// Tells whether a server reads its own articles only.
    fn hides_shelf(&self, scope: Scope) -> StoreResult<bool> {
        let is_server = scope != Scope::Everyone;
        let chosen = || self.store.setting(scope, OWN_ARTICLES_ONLY);
        Ok(is_server && chosen()?.and_then(|chosen| chosen.as_bool()) == Some(true))
    }

    /// Returns the snapshot at hand to those who can do without, as each keystroke of somebody who types can: `None` where
    /// the first one is being built and enough others wait for it.
    pub fn current_unless_crowded(self: &Arc<Self>, scope: Scope) -> StoreResult<Option<AtHand>> {
        let shared = self.shared(scope)?;
        let is_there = self.shelf(shared).current.load().is_some();
        match self.patient.try_acquire() {
            Err(_) if !is_there => Ok(None),
            _turn => self.current(scope),
        }
    }

    /// Tells whether a scope can be asked without waiting for long; where it cannot, its articles are being read. Blocks.
    pub fn is_readable(self: &Arc<Self>, scope: Scope) -> StoreResult<bool> {
        let scope = self.shared(scope)?;
        let is_there = self.shelf(scope).current.load().is_some();
        if is_there || self.is_soon_read(scope)? {
            return Ok(true);
        }
        self.refresh_in_background(scope).map(|()| false)
    }

    /// Tells whether every change is read that was made; where that is not so, it is being done. Blocks.
    pub fn is_up_to_date(self: &Arc<Self>, scope: Scope) -> StoreResult<bool> {
        let at_hand = self.fresh_enough(scope)?;
        Ok(at_hand.is_some_and(|at_hand| !at_hand.is_stale))
    }

    /// Is done when the next snapshot is built, of whatever scope.
    pub fn built(&self) -> Notified<'_> {
        self.built.notified()
    }

    /// Tells whether the articles of a shelf are so few that whoever asks may read them.
    fn is_soon_read(&self, scope: Scope) -> StoreResult<bool> {
        let is_little =
            |used: Usage| used.articles <= READ_AT_ONCE && used.bytes <= BYTES_READ_AT_ONCE;
        let own = self.store.usage(scope)?;
        Ok(match scope {
            Scope::Everyone => is_little(own),
            Scope::Guild(_) if self.hides_shelf(scope)? => is_little(own),
            Scope::Guild(_) => {
                let shared = self.store.usage(Scope::Everyone)?;
                is_little(Usage {
                    articles: own.articles + shared.articles,
                    bytes: own.bytes + shared.bytes,
                    removed: 0,
                })
            }
        })
    }

    /// A server without articles of its own shares the operator's shelf, unless it wants none of it.
    fn shared(&self, scope: Scope) -> StoreResult<Scope> {
        let is_server = scope != Scope::Everyone;
        let own = is_server && (self.store.holds_articles(scope)? || self.hides_shelf(scope)?);
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
        let began = Instant::now();
        // The number is read first: a change made meanwhile is then looked for again, never missed.
        let reading = Reading::begin(self.store.as_ref(), scope)?;
        let entries = self.store.list(scope)?;
        let articles = self.store.readable(scope)?;
        let suggestions = self.suggestions(scope, &articles);
        // Most articles stood in the last snapshot already, or stand in that of the operator's shelf.
        let before = [scope, Scope::Everyone].map(|scope| self.shelf_if_there(scope));
        let before: Vec<Arc<Snapshot>> = (before.iter().flatten())
            .filter_map(|shelf| shelf.current.load_full())
            .collect();
        let others: Vec<&Knowledge> = before.iter().map(|other| &other.knowledge).collect();
        let index = self.index.as_ref().filter(|_| scope == Scope::Everyone);
        let (knowledge, is_found) = match index {
            Some(folder) => {
                // Whoever asks waits for this: better an index in memory than an answer in half a minute.
                let patience = Patience::Short;
                let are_current = || reading.are_current();
                let (knowledge, origin) =
                    library::opened(folder, articles, &others, patience, &are_current);
                (knowledge, matches!(origin, Origin::Found))
            }
            None => (Knowledge::in_memory_beside(articles, &others), false),
        };
        self.tell_of(&knowledge, &others, is_found, began.elapsed());
        Ok(Snapshot::new(
            scope,
            reading.change,
            knowledge,
            entries,
            suggestions,
        ))
    }

    /// Logs and counts what was read.
    fn tell_of(&self, made: &Knowledge, others: &[&Knowledge], is_found: bool, took: Duration) {
        let articles = made.articles().len();
        let known = match is_found {
            true => articles,
            false => made.shared_with(others),
        };
        self.metrics.note_reading(took, articles - known, known);
        let (new, milliseconds) = (articles - known, took.as_millis());
        tracing::info!(
            articles,
            new,
            index_found = is_found,
            milliseconds,
            "articles read"
        );
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

/// Reads articles on all processors but one, so that questions are answered meanwhile.
fn beside_questions<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads((processors - 1).max(1));
    match pool.build() {
        Ok(pool) => pool.install(work),
        // Without threads of its own it takes those of everybody.
        Err(_) => work(),
    }
}

#[cfg(test)]
#[path = "snapshots_tests.rs"]
mod tests;
