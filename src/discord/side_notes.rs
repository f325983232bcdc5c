//! What is written down beside an answer: the answer does not wait for it while somebody else changes the database.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::background::Background;
use crate::store::{
    Component, Kept, OpenQuestion, Patience, Scope, SideNote, Store, StoreError, StoreResult,
    UserId,
};

/// At most so many notes wait to be written; what comes beyond is not kept. They take some megabytes.
const MAX_WAITING: usize = 4_096;

/// How often it is looked whether all is written.
const LOOK: Duration = Duration::from_millis(20);

/// What is done once a note is written; where it is not written after all, this is dropped.
pub type Then = Box<dyn FnOnce() + Send>;

/// The notes that wait to be written while another process, or a reload of this one, changes the database.
pub struct SideNotes {
    store: Arc<dyn Store>,
    waiting: Mutex<Waiting>,
    writing: Arc<Background<()>>,
}

/// All that is not written yet, in the order in which it came.
#[derive(Default)]
struct Waiting {
    all: VecDeque<Unwritten>,
    /// The number of the last one.
    last: u64,
}

/// A note that is not written yet, or is being written at this moment: only what is found here then comes to be kept, so
/// that what is taken out is gone.
struct Unwritten {
    number: u64,
    note: Arc<SideNote>,
    then: Then,
    /// Whether whoever made it has left it to the thread that writes.
    is_put_off: bool,
}

impl Waiting {
    fn add(&mut self, note: Arc<SideNote>, then: Then, is_put_off: bool) -> u64 {
        self.last += 1;
        self.all.push_back(Unwritten {
            number: self.last,
            note,
            then,
            is_put_off,
        });
        self.last
    }

    fn has(&self, number: u64) -> bool {
        self.all.iter().any(|one| one.number == number)
    }

    /// Returns the one that was put off first.
    fn next(&self) -> Option<(u64, Arc<SideNote>)> {
        let next = self.all.iter().find(|one| one.is_put_off)?;
        Some((next.number, Arc::clone(&next.note)))
    }

    /// Takes out those that are so.
    fn take(&mut self, is_so: impl Fn(&Unwritten) -> bool) -> VecDeque<Unwritten> {
        let all = std::mem::take(&mut self.all).into_iter();
        let (taken, left) = all.partition(is_so);
        self.all = left;
        taken
    }
}

impl SideNotes {
    /// Makes it over a store.
    pub fn new(store: Arc<dyn Store>) -> Arc<Self> {
        Arc::new(SideNotes {
            store,
            waiting: Mutex::default(),
            writing: Background::new("writing notes"),
        })
    }

    /// Writes a note if it is wanted; where that takes more than a second, somebody else does it later. Blocks for about a
    /// second at most, and not at all where others wait already.
    pub fn keep(self: &Arc<Self>, note: SideNote, then: Then) -> StoreResult<()> {
        let note = Arc::new(note);
        let (number, others_wait) = {
            let mut waiting = self.waiting();
            if waiting.all.len() >= MAX_WAITING {
                return Err(StoreError::Busy);
            }
            let others_wait = waiting.next().is_some();
            let number = waiting.add(Arc::clone(&note), then, others_wait);
            (number, others_wait)
        };
        let tried = match others_wait {
            true => Err(StoreError::Busy),
            false => self.write(number, &note, Patience::Short),
        };
        match tried {
            Err(StoreError::Busy) => self.put_off(number),
            Ok(is_written) => self.end(number, is_written),
            Err(error) => {
                self.end(number, false);
                return Err(error);
            }
        }
        Ok(())
    }

    fn write(&self, number: u64, note: &SideNote, patience: Patience) -> StoreResult<bool> {
        let is_awaited = || self.waiting().has(number);
        self.store.note(note, patience, &is_awaited)
    }

    fn put_off(self: &Arc<Self>, number: u64) {
        for one in &mut self.waiting().all {
            one.is_put_off |= one.number == number;
        }
        self.write_later();
    }

    fn write_later(self: &Arc<Self>) {
        let own = Arc::clone(self);
        self.writing.add((), move |()| own.write_next());
    }

    fn end(&self, number: u64, is_written: bool) {
        let ended = self.take(|one| one.number == number);
        if is_written {
            ended.into_iter().for_each(|one| (one.then)());
        }
    }

    /// Writes the note that waits longest; returns whether any is left.
    fn write_next(&self) -> Option<()> {
        let (number, note) = self.waiting().next()?;
        match self.write(number, &note, Patience::Usual) {
            Ok(is_written) => self.end(number, is_written),
            Err(StoreError::Busy) => {}
            Err(error) => {
                tracing::warn!(cause = %error, code = error.code().as_str(), "a note was not kept");
                self.end(number, false);
            }
        }
        self.waiting().next().map(drop)
    }

    /// Finds what a button stands for among what is not written yet, unless it has expired or names what was wiped out
    /// since. Blocks.
    pub fn component(&self, scope: Scope, id: &str, now: i64) -> StoreResult<Option<Component>> {
        let found = {
            let waiting = self.waiting();
            let notes = waiting.all.iter().map(|one| &one.note);
            let mut own = notes.filter(|note| is_component(note, scope, id));
            own.next().cloned()
        };
        match found.as_deref() {
            Some(note @ SideNote::Component { component, .. })
                if component.expires_at > now && self.store.is_wanted(note)? =>
            {
                Ok(Some(component.clone()))
            }
            _ => Ok(None),
        }
    }

    /// Lets go of what a button stands for, if it is not written yet.
    pub fn drop_component(&self, scope: Scope, id: &str) {
        self.take(|one| is_component(&one.note, scope, id));
    }

    /// Counts what names a user.
    pub fn about(&self, user: UserId) -> Kept {
        counted(&self.waiting().all, user)
    }

    /// Takes a user's name from all that is not written yet, and counts what that touched. What is being written at this
    /// moment is written before anything that is done in the store afterwards, or not at all.
    pub fn forget(self: &Arc<Self>, user: UserId) -> Kept {
        let named = {
            let mut waiting = self.waiting();
            let named = waiting.take(|one| one.note.sort_about(user).is_some());
            let nameless = named.iter().filter_map(|one| one.note.without_name());
            for note in nameless {
                waiting.add(Arc::new(note), Box::new(|| {}), true);
            }
            named
        };
        self.write_later();
        counted(&named, user)
    }

    /// Drops an open question that is not written yet, or all of a scope.
    pub fn forget_gaps(&self, scope: Scope, question: Option<&OpenQuestion>) {
        let only = question.map(OpenQuestion::folded);
        self.take(|one| match &*one.note {
            SideNote::Gap {
                scope: whose,
                question,
                ..
            } => {
                let is_meant = |only: &String| *only == question.folded();
                *whose == scope && only.as_ref().is_none_or(is_meant)
            }
            SideNote::Component { .. } | SideNote::Action { .. } => false,
        });
    }

    /// Counts the notes that are not written yet.
    pub fn count(&self) -> usize {
        self.waiting().all.len()
    }

    /// Waits until all is written.
    pub async fn written(&self) {
        while self.count() > 0 {
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Takes out those that are so; they are dropped where nobody is kept waiting by it.
    fn take(&self, is_so: impl Fn(&Unwritten) -> bool) -> VecDeque<Unwritten> {
        self.waiting().take(is_so)
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_component(note: &SideNote, scope: Scope, id: &str) -> bool {
    match note {
        SideNote::Component {
            scope: whose,
            component,
            ..
        } => *whose == scope && component.id == id,
        SideNote::Gap { .. } | SideNote::Action { .. } => false,
    }
}

fn counted<'a>(notes: impl IntoIterator<Item = &'a Unwritten>, user: UserId) -> Kept {
    let mut counted = Kept::new();
    for sort in notes
        .into_iter()
        .filter_map(|one| one.note.sort_about(user))
    {
        *counted.entry(sort.to_owned()).or_default() += 1;
    }
    counted
}

#[cfg(test)]
#[path = "side_notes_tests.rs"]
mod tests;
