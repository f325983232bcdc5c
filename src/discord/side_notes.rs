//! What is written down beside an answer: the answer does not wait for it while somebody else changes the database.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::background::Background;
use crate::store::{Component, Patience, Scope, SideNote, Store, StoreError, StoreResult};

/// At most so many notes wait to be written; what comes beyond is not kept. They take some megabytes.
const MAX_WAITING: usize = 4_096;

/// How often it is looked whether all is written.
const LOOK: Duration = Duration::from_millis(20);

/// What became of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    /// It is written, or waits to be.
    Kept,
    /// It is not wanted.
    Unwanted,
}

/// The notes that wait to be written while another process, or a reload of this one, changes the database.
pub struct SideNotes {
    store: Arc<dyn Store>,
    /// The first is the one that is being written.
    waiting: Mutex<VecDeque<SideNote>>,
    writing: Arc<Background<()>>,
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

    /// Writes a note; where that takes more than a second, somebody else does it later. Blocks for about a second at most,
    /// and not at all where others wait already.
    pub fn keep(self: &Arc<Self>, note: SideNote) -> StoreResult<Noted> {
        let tried = match self.waiting().is_empty() {
            true => self.store.note(&note, Patience::Short),
            false => Err(StoreError::Busy),
        };
        match tried {
            Ok(true) => Ok(Noted::Kept),
            Ok(false) => Ok(Noted::Unwanted),
            Err(StoreError::Busy) => self.put_off(note).map(|()| Noted::Kept),
            Err(error) => Err(error),
        }
    }

    fn put_off(self: &Arc<Self>, note: SideNote) -> StoreResult<()> {
        {
            let mut waiting = self.waiting();
            if waiting.len() >= MAX_WAITING {
                return Err(StoreError::Busy);
            }
            waiting.push_back(note);
        }
        let own = Arc::clone(self);
        self.writing.add((), move |()| own.write_next());
        Ok(())
    }

    /// Writes the note that waits longest; returns whether any is left.
    fn write_next(&self) -> Option<()> {
        let next = self.waiting().front().cloned()?;
        match self.store.note(&next, Patience::Usual) {
            Ok(_) => {}
            Err(StoreError::Busy) => return Some(()),
            Err(error) => {
                tracing::warn!(cause = %error, code = error.code().as_str(), "a note was not kept");
            }
        }
        let mut waiting = self.waiting();
        waiting.pop_front();
        (!waiting.is_empty()).then_some(())
    }

    /// Finds what a button stands for among what is not written yet, unless it has expired.
    pub fn component(&self, scope: Scope, id: &str, now: i64) -> Option<Component> {
        let waiting = self.waiting();
        waiting.iter().find_map(|note| match note {
            SideNote::Component {
                scope: whose,
                component,
                ..
            } if *whose == scope && component.id == id && component.expires_at > now => {
                Some(component.clone())
            }
            _ => None,
        })
    }

    /// Waits until all is written.
    pub async fn written(&self) {
        while !self.waiting().is_empty() {
            tokio::time::sleep(LOOK).await;
        }
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<SideNote>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
