//! A bar for what takes long; nobody sees one for what is done at once.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::context::{Context, Output};

/// What is done within this time needs no bar.
const AT_ONCE: Duration = Duration::from_millis(400);

/// A bar on standard error that appears when the work takes long.
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
}

impl Progress {
    /// Makes a bar for some work; none is ever shown when JSON is wanted or nobody watches.
    pub fn of(context: &Context, doing: &str) -> Self {
        let bar = ProgressBar::hidden();
        bar.set_style(style());
        bar.set_message(doing.to_owned());
        if context.output == Output::Json {
            bar.finish();
        }
        Progress {
            bar,
            started: Instant::now(),
        }
    }

    /// Notes how much is done.
    pub fn at(&self, done: usize, total: usize) {
        if self.bar.is_finished() {
            return;
        }
        if self.bar.is_hidden() && self.started.elapsed() > AT_ONCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_length(total as u64);
        self.bar.set_position(done as u64);
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{msg} {wide_bar:.dim} {pos}/{len}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
