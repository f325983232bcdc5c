//! What may happen once: which events came already, whose work a button did, who was told of a dead one.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::app::App;

/// How many of one sort are remembered.
const REMEMBERED: usize = 4_096;

/// The sorts of things that may happen once. Each is remembered apart: what happens all the time pushes out nothing that
/// happens seldom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Once {
    /// A press that is being answered.
    Press,
    /// The work of a button that does one thing.
    Work,
    /// An answer that is shown to everybody.
    Share,
    /// A question that is passed on to the editors.
    PassOn,
    /// A question without an answer that a person asks on a day.
    OpenQuestion,
    /// The word that a button does nothing.
    Notice,
}

impl Once {
    /// Returns the word for it in the store.
    pub fn word(self) -> &'static str {
        match self {
            Once::Press => "press",
            Once::Work => "work",
            Once::Share => "share",
            Once::PassOn => "pass-on",
            Once::OpenQuestion => "open-question",
            Once::Notice => "notice",
        }
    }
}

/// What happened since the bot was started, as far as it is remembered.
#[derive(Default)]
pub struct Happened(Mutex<BTreeMap<Once, Seen<String>>>);

impl Happened {
    /// Remembers something; tells whether it is new.
    pub fn is_first(&self, sort: Once, what: String) -> bool {
        self.all().entry(sort).or_default().add(what)
    }

    /// Tells whether something is remembered.
    pub fn has(&self, sort: Once, what: &str) -> bool {
        let all = self.all();
        all.get(&sort).is_some_and(|seen| seen.all.contains(what))
    }

    fn forget(&self, sort: Once, what: &String) {
        self.all().entry(sort).or_default().forget(what);
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<Once, Seen<String>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The guard of an action that may happen once; dropped without `done()`, it may be tried again.
#[must_use]
pub struct Attempt {
    app: Arc<App>,
    sort: Once,
    what: String,
    is_done: bool,
}

impl Attempt {
    /// Begins something that may happen once; `None` if it is done or being done.
    pub fn begin(app: &Arc<App>, sort: Once, what: String) -> Option<Self> {
        (app.happened.is_first(sort, what.clone())).then(|| Attempt {
            app: app.clone(),
            sort,
            what,
            is_done: false,
        })
    }

    /// Notes that it is done.
    pub fn done(mut self) {
        self.is_done = true;
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        if !self.is_done {
            self.app.happened.forget(self.sort, &self.what);
        }
    }
}

/// The last so many things that happened.
pub struct Seen<T> {
    order: VecDeque<T>,
    all: BTreeSet<T>,
}

impl<T> Default for Seen<T> {
    fn default() -> Self {
        Seen {
            order: VecDeque::new(),
            all: BTreeSet::new(),
        }
    }
}

impl<T: Ord + Clone> Seen<T> {
    /// Remembers one; tells whether it is new.
    pub fn add(&mut self, one: T) -> bool {
        if !self.all.insert(one.clone()) {
            return false;
        }
        self.order.push_back(one);
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.all.remove(&oldest);
        }
        true
    }

    /// Forgets one, so that it is new again.
    fn forget(&mut self, one: &T) {
        self.all.remove(one);
        self.order.retain(|other| other != one);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happens_all_the_time_pushes_out_nothing_else() {
        let happened = Happened::default();
        assert!(happened.is_first(Once::Share, "a".to_owned()));
        for number in 0..2 * REMEMBERED {
            assert!(happened.is_first(Once::Notice, number.to_string()));
        }
        assert!(!happened.has(Once::Notice, "0"));
        assert!(happened.has(Once::Share, "a"));
        assert!(!happened.is_first(Once::Share, "a".to_owned()));
    }
}
