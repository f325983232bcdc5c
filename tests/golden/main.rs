//! The shipped questions: whether they are sound, and how they are answered.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod answers;
mod collections;
mod questions;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::SystemTime;

use footnote::ingest::dataset::{Confirmation, Problem, Reload};
use footnote::ingest::extractor_process::Extractor;
use footnote::knowledge::Knowledge;
use footnote::store::{Access, ArticleStore, Scope, SqliteStore, Stamp};

/// Where the shipped articles and questions are.
fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// The shipped articles, read as `footnote load` reads them, without a complaint.
static SHIPPED: LazyLock<Knowledge> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let store = SqliteStore::open(&folder.path().join("a.db"), Access::Command).expect("a store");
    let here = Scope::Everyone;
    let reload = Reload::survey(
        &data().join("articles"),
        &store,
        here,
        SystemTime::now(),
        &Extractor::running(PathBuf::from(env!("CARGO_BIN_EXE_footnote"))),
        &|_, _| (),
    );
    let reload = reload.expect("the articles are read");
    let odd: Vec<&Problem> = reload.problems.iter().chain(&reload.warnings).collect();
    assert!(odd.is_empty() && reload.unsettled.is_empty(), "{odd:#?}");
    reload
        .commit(&store, here, Confirmation::Missing, Stamp::at(1))
        .expect("they are kept");
    Knowledge::in_memory(store.readable(here).expect("the store works"))
});
