//! The reload that is running, and what became of the plan that was made last.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::keys::fresh_key;
use super::user_error::UserError;
use crate::clock::now;
use crate::errors::ErrorCode;
use crate::ingest::dataset::Reload;
use crate::render::notices::counted;

/// How far a reload has come.
#[derive(Default)]
pub(super) struct Steps {
    done: AtomicUsize,
    all: AtomicUsize,
}

impl Steps {
    pub(super) fn at(&self, done: usize, all: usize) {
        self.done.store(done, Ordering::Relaxed);
        self.all.store(all, Ordering::Relaxed);
    }

    /// Says how much is done, once it is known how much there is to do. A text takes two steps: it is read, then kept.
    pub(super) fn done(&self) -> Option<String> {
        let done = self.done.load(Ordering::Relaxed);
        let all = self.all.load(Ordering::Relaxed);
        (all > 0).then(|| format!("{done} of {} done.", counted(all, "step")))
    }

    pub(super) fn words(&self) -> String {
        let meanwhile = "**Reloading…** The old articles answer until the new ones stand.";
        match self.done() {
            None => meanwhile.to_owned(),
            Some(done) => format!("{meanwhile}\n{done}"),
        }
    }
}

/// Since when a reload is running, and how far it has come.
pub(super) type Since = (i64, Arc<Steps>);

/// A reload that is running, or the plan that waits for its yes.
#[derive(Default)]
pub struct Reloads {
    running: Arc<Mutex<Option<Since>>>,
    /// The plan that was made last, by its name.
    planned: Mutex<Option<(String, Fate)>>,
}

/// What became of a plan.
pub(super) enum Fate {
    /// It waits for its yes.
    Waiting(Arc<Reload>),
    /// It was carried out then.
    CarriedOut(i64),
    /// Somebody said no.
    Dropped,
}

/// Lets the next reload begin when it is dropped, however the work ended.
pub(super) struct Running(Arc<Mutex<Option<Since>>>);

impl Drop for Running {
    fn drop(&mut self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Says that somebody else reloads, and how far that has come.
fn under_way((since, steps): &Since) -> UserError {
    let done = steps
        .done()
        .map_or(String::new(), |done| format!(" {done}"));
    UserError::new(
        ErrorCode::ReloadRunning,
        format!("A reload has been running since <t:{since}:R>.{done}"),
        "Wait for its receipt.",
    )
}

impl Reloads {
    /// Begins, unless somebody else has; what is done will be counted in `steps`.
    pub(super) fn begin(&self, steps: &Arc<Steps>) -> Result<Running, UserError> {
        let mut running = self.running();
        if let Some(since) = &*running {
            return Err(under_way(since));
        }
        *running = Some((now(), Arc::clone(steps)));
        Ok(Running(self.running.clone()))
    }

    pub(super) fn running(&self) -> MutexGuard<'_, Option<Since>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn plan(&self, reload: Reload) -> String {
        let name = fresh_key();
        *self.last() = Some((name.clone(), Fate::Waiting(Arc::new(reload))));
        name
    }

    pub(super) fn planned(&self, name: &str) -> Option<Arc<Reload>> {
        match self.last().as_ref() {
            Some((known, Fate::Waiting(reload))) if known == name => Some(Arc::clone(reload)),
            _ => None,
        }
    }

    /// Says why a plan does not wait for its yes any more.
    pub(super) fn overtaken(&self, name: &str) -> UserError {
        // Whoever is at it may be carrying out the one that took its place.
        if let Some(since) = &*self.running() {
            return under_way(since);
        }
        let last = self.last();
        // There is none where the bot was started again since.
        let Some((_, fate)) = last.as_ref().filter(|(known, _)| known != name) else {
            return UserError::expired();
        };
        let (what, next) = match fate {
            Fate::Waiting(_) => (
                "A newer plan has taken the place of this one.".to_owned(),
                "Whoever made it decides about it; `/dataset reload` makes another.",
            ),
            Fate::CarriedOut(at) => (
                format!("A newer plan was carried out <t:{at}:R> in the place of this one."),
                "`/dataset reload` shows whether anything is left to do.",
            ),
            Fate::Dropped => (
                "A newer plan took the place of this one, and was cancelled.".to_owned(),
                "`/dataset reload` makes another.",
            ),
        };
        UserError::new(ErrorCode::Expired, what, next)
    }

    /// Drops a plan; another one that has taken its place stays.
    pub(super) fn drop_plan(&self, name: &str) {
        self.end_plan(name, Fate::Dropped);
    }

    /// Takes note of what became of a plan, unless another one has taken its place.
    pub(super) fn end_plan(&self, name: &str, fate: Fate) {
        if let Some((_, last)) = self.last().as_mut().filter(|(known, _)| known == name) {
            *last = fate;
        }
    }

    pub(super) fn last(&self) -> MutexGuard<'_, Option<(String, Fate)>> {
        self.planned.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_second_hears_how_far_the_first_has_come() {
        let reloads = Reloads::default();
        let steps = Arc::new(Steps::default());
        let running = reloads.begin(&steps).map_err(|_| ()).expect("the first");
        steps.at(120, 3_000);
        let refused = reloads.begin(&Arc::default()).err().expect("the second");
        assert!(format!("{refused:?}").contains("120 of 3,000 steps done"));
        drop(running);
        assert!(reloads.begin(&Arc::default()).is_ok());
    }

    #[test]
    fn whoever_learns_that_a_plan_was_overtaken_keeps_nobody_from_reloading() {
        let reloads = Reloads::default();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for _ in 0..5_000 {
                    reloads.overtaken("a plan");
                }
            });
            for _ in 0..5_000 {
                assert!(reloads.begin(&Arc::default()).is_ok());
            }
        });
    }
}
