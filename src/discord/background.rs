//! Work that nobody waits for: one thread takes it piece by piece, and goes when nothing is left.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The thread of one kind of work and what waits for it.
pub struct Background<T> {
    name: &'static str,
    queue: Mutex<Queue<T>>,
}

struct Queue<T> {
    waiting: VecDeque<T>,
    at_work: bool,
}

impl<T: PartialEq + Send + 'static> Background<T> {
    /// Makes one without a thread; `name` is that of its thread.
    pub fn new(name: &'static str) -> Arc<Self> {
        let (waiting, at_work) = (VecDeque::new(), false);
        let queue = Mutex::new(Queue { waiting, at_work });
        Arc::new(Background { name, queue })
    }

    fn queue(&self) -> MutexGuard<'_, Queue<T>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a piece wait for its turn, once however often it is added. `work` returns what is left of a piece, which then
    /// waits behind the others.
    pub fn add(self: &Arc<Self>, piece: T, work: impl Fn(T) -> Option<T> + Send + 'static) {
        let mut queue = self.queue();
        if !queue.waiting.contains(&piece) {
            queue.waiting.push_back(piece);
        }
        if queue.at_work {
            return;
        }
        let own = self.clone();
        let thread = std::thread::Builder::new().name(self.name.to_owned());
        match thread.spawn(move || own.run(work)) {
            Ok(_) => queue.at_work = true,
            // What waits is done with the next piece that finds a thread.
            Err(cause) => tracing::warn!(%cause, thread = self.name, "unable to start a thread"),
        }
    }

    fn run(&self, work: impl Fn(T) -> Option<T>) {
        while let Some(piece) = self.next() {
            match catch_unwind(AssertUnwindSafe(|| work(piece))) {
                Ok(Some(rest)) => self.queue().waiting.push_back(rest),
                Ok(None) => {}
                Err(_) => tracing::error!(thread = self.name, "a piece of work panicked"),
            }
        }
    }

    /// Takes the next piece; without one the thread counts as gone, so that whoever adds one starts another.
    fn next(&self) -> Option<T> {
        let mut queue = self.queue();
        let next = queue.waiting.pop_front();
        queue.at_work = next.is_some();
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::sync::mpsc::channel;
    use std::thread::ThreadId;

    #[test]
    fn one_thread_does_each_waiting_piece_once() {
        let background = Background::new("test");
        let (done, told) = channel();
        let (go, held) = channel::<()>();
        let held = Arc::new(Mutex::new(held));
        for piece in [0, 1, 2, 1, 2, 1] {
            let (done, held) = (done.clone(), held.clone());
            background.add(piece, move |piece| {
                if piece == 0 {
                    held.lock().expect("held").recv().expect("told to go");
                }
                done.send((piece, std::thread::current().id()))
                    .expect("heard");
                None
            });
        }
        go.send(()).expect("held");
        drop(done);
        let seen: Vec<(i32, ThreadId)> = told.iter().collect();
        let pieces: Vec<i32> = seen.iter().map(|(piece, _)| *piece).collect();
        assert_eq!(pieces, [0, 1, 2]);
        let threads: BTreeSet<String> = seen.iter().map(|(_, id)| format!("{id:?}")).collect();
        assert_eq!(threads.len(), 1);
    }

    #[test]
    fn a_panic_takes_only_its_own_piece() {
        let background = Background::new("test");
        let (done, told) = channel();
        for piece in [1, 2] {
            let done = done.clone();
            background.add(piece, move |piece| {
                assert_ne!(piece, 1, "a bug");
                done.send(piece).expect("heard");
                None
            });
        }
        drop(done);
        assert_eq!(told.iter().collect::<Vec<i32>>(), [2]);
    }

    #[test]
    fn what_is_left_of_a_piece_waits_behind_the_others() {
        let background = Background::new("test");
        let (done, told) = channel();
        let work = move |(name, left): (char, u32)| {
            done.send(name).expect("heard");
            (left > 1).then(|| (name, left - 1))
        };
        {
            let mut queue = background.queue();
            queue.waiting.push_back(('a', 3));
            queue.waiting.push_back(('b', 2));
        }
        background.add(('c', 1), work);
        assert_eq!(told.iter().collect::<String>(), "abcaba");
    }
}
