//! Figures about the running bot, for the operator's monitoring: counts and times, never a name, a title or a question.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::errors::ErrorCode;

/// One label: its name and its value, both from short fixed lists.
type Label = Vec<(&'static str, String)>;

/// Bounds of the times until a first response, in seconds; Discord gives up after three.
const BOUNDS: [f64; 10] = [0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 2.5];

/// Bounds of the times that reading articles takes, in seconds, and of those that a reload of the dataset takes.
const READING_BOUNDS: [f64; 10] = [0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 45.0, 120.0];

/// All figures.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Label, Counter>,
    interactions: Family<Label, Counter>,
    refusals: Family<Label, Counter>,
    answers: Family<Label, Counter>,
    first_responses: Histogram,
    readings: Histogram,
    articles_read: Family<Label, Counter>,
    reloads: Histogram,
    articles_reloaded: Family<Label, Counter>,
    connections: Counter,
    identifies: Counter,
    resumes: Counter,
    undecodable: Counter,
    dropped: Counter,
    connected: Gauge<i64>,
    invalid: Gauge<u64, AtomicU64>,
}

impl Metrics {
    /// Makes a set that starts at nothing.
    pub fn new() -> Arc<Self> {
        let mut all = Metrics {
            registry: Registry::with_prefix("footnote"),
            requests: Family::default(),
            interactions: Family::default(),
            refusals: Family::default(),
            answers: Family::default(),
            first_responses: Histogram::new(BOUNDS),
            readings: Histogram::new(READING_BOUNDS),
            articles_read: Family::default(),
            reloads: Histogram::new(READING_BOUNDS),
            articles_reloaded: Family::default(),
            connections: Counter::default(),
            identifies: Counter::default(),
            resumes: Counter::default(),
            undecodable: Counter::default(),
            dropped: Counter::default(),
            connected: Gauge::default(),
            invalid: Gauge::default(),
        };
        all.register();
        Arc::new(all)
    }

    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register(
            "rest_requests",
            "Requests to Discord by status; 0 is no answer",
            self.requests.clone(),
        );
        registry.register(
            "interactions",
            "Interactions by kind",
            self.interactions.clone(),
        );
        registry.register(
            "refusals",
            "What people were refused, by code",
            self.refusals.clone(),
        );
        registry.register("answers", "Questions by outcome", self.answers.clone());
        registry.register(
            "first_response_seconds",
            "Time until Discord took the first response",
            self.first_responses.clone(),
        );
        registry.register(
            "reading_seconds",
            "Time until changed articles could be asked",
            self.readings.clone(),
        );
        registry.register(
            "articles_read",
            "Articles that were read, anew or as they were known",
            self.articles_read.clone(),
        );
        registry.register(
            "reload_seconds",
            "Time that reloads of the dataset took",
            self.reloads.clone(),
        );
        registry.register(
            "articles_reloaded",
            "Articles that reloads changed, by change",
            self.articles_reloaded.clone(),
        );
        registry.register(
            "gateway_connections",
            "Connections to the gateway that were tried",
            self.connections.clone(),
        );
        registry.register(
            "gateway_identifies",
            "Sessions started; Discord allows 1,000 a day",
            self.identifies.clone(),
        );
        registry.register("gateway_resumes", "Sessions resumed", self.resumes.clone());
        registry.register(
            "gateway_undecodable_events",
            "Events that were not understood",
            self.undecodable.clone(),
        );
        registry.register(
            "gateway_dropped_events",
            "Events dropped because too many waited",
            self.dropped.clone(),
        );
        registry.register(
            "gateway_connected_shards",
            "Shards with a live session",
            self.connected.clone(),
        );
        registry.register(
            "rest_invalid_requests",
            "Answers 401, 403 and 429 of the last ten minutes; Discord bans at 10,000",
            self.invalid.clone(),
        );
    }

    /// Counts a request to Discord by its status; 0 for one without an answer.
    pub fn count_request(&self, status: u16) {
        self.requests
            .get_or_create(&vec![("status", status.to_string())])
            .inc();
    }

    /// Counts an interaction.
    pub fn count_interaction(&self, kind: &'static str) {
        self.interactions
            .get_or_create(&vec![("kind", kind.to_owned())])
            .inc();
    }

    /// Counts something a person was refused.
    pub fn count_refusal(&self, code: ErrorCode) {
        self.refusals
            .get_or_create(&vec![("code", code.to_string())])
            .inc();
    }

    /// Counts a question by whether the articles answered it.
    pub fn count_answer(&self, answered: bool) {
        let outcome = if answered { "answered" } else { "not_answered" };
        self.answers
            .get_or_create(&vec![("outcome", outcome.to_owned())])
            .inc();
    }

    /// Notes how long a first response took.
    pub fn note_first_response(&self, took: Duration) {
        self.first_responses.observe(took.as_secs_f64());
    }

    /// Notes how long it took to make articles askable, and how many were new and how many known.
    pub fn note_reading(&self, took: Duration, new: usize, known: usize) {
        self.readings.observe(took.as_secs_f64());
        for (how, articles) in [("new", new), ("known", known)] {
            let label = vec![("how", how.to_owned())];
            self.articles_read
                .get_or_create(&label)
                .inc_by(articles as u64);
        }
    }

    /// Notes how long a reload took, and how many articles it changed, by change.
    pub fn note_reload(&self, took: Duration, changes: [(&'static str, usize); 3]) {
        self.reloads.observe(took.as_secs_f64());
        for (change, articles) in changes {
            let label = vec![("change", change.to_owned())];
            self.articles_reloaded
                .get_or_create(&label)
                .inc_by(articles as u64);
        }
    }

    /// Counts a try to connect to the gateway.
    pub fn count_connection(&self) {
        self.connections.inc();
    }

    /// Counts a session that was started.
    pub fn count_identify(&self) {
        self.identifies.inc();
    }

    /// Counts a session that was resumed.
    pub fn count_resume(&self) {
        self.resumes.inc();
    }

    /// Counts an event nobody could read.
    pub fn count_undecodable(&self) {
        self.undecodable.inc();
    }

    /// Counts an event that found no room.
    pub fn count_dropped(&self) {
        self.dropped.inc();
    }

    /// Notes how many shards are connected.
    pub fn set_connected(&self, shards: usize) {
        self.connected
            .set(i64::try_from(shards).unwrap_or(i64::MAX));
    }

    /// Notes how many requests Discord holds against the bot.
    pub fn set_invalid_requests(&self, count: usize) {
        self.invalid.set(count as u64);
    }

    /// Writes all figures as Prometheus reads them.
    pub fn text(&self) -> String {
        let mut text = String::new();
        if encode(&mut text, &self.registry).is_err() {
            // Writing into a string cannot fail; an empty page would be taken for a healthy bot without traffic.
            let _ = writeln!(text, "# incomplete");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_prometheus_reads_them() {
        let metrics = Metrics::new();
        metrics.count_request(204);
        metrics.count_answer(true);
        metrics.note_first_response(Duration::from_millis(40));
        metrics.note_reading(Duration::from_secs(4), 3, 5_000);
        metrics.note_reload(
            Duration::from_secs(9),
            [("added", 2), ("changed", 1), ("removed", 0)],
        );
        let text = metrics.text();
        for line in [
            "footnote_rest_requests_total{status=\"204\"} 1",
            "footnote_answers_total{outcome=\"answered\"} 1",
            "footnote_first_response_seconds_bucket{le=\"0.05\"} 1",
            "footnote_reading_seconds_bucket{le=\"5.0\"} 1",
            "footnote_articles_read_total{how=\"known\"} 5000",
            "footnote_reload_seconds_count 1",
            "footnote_articles_reloaded_total{change=\"added\"} 2",
            "footnote_gateway_identifies_total 0",
        ] {
            assert!(text.contains(line), "{line} in\n{text}");
        }
    }
}
