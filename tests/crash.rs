//! Killed at any write, the store keeps what it acknowledged and half of nothing.
//!
//! A child process does a list of changes and says "done" after each. The system kills it at a chosen write: a limit on
//! the size of files (`RLIMIT_FSIZE`) ends a process in the very call that would write past it, after the part that fits,
//! so that torn pages occur, too. The parent then opens the database and compares all that is in it with what the same
//! changes leave behind undisturbed.
//!
//! Every point instead of some: `cargo test --test crash -- --ignored every_point`
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use footnote::article::{ArticleId, Metadata};
use footnote::store::*;
use rayon::prelude::*;
use rlimit::Resource;

const SHELF: Scope = Scope::Everyone;

/// How many points are tried of each operation in the ordinary run of tests.
const POINTS: u64 = 40;

/// What people do, and which of the steps below do it.
const OPERATIONS: [(&str, std::ops::Range<usize>); 7] = [
    ("add", 0..2),
    ("remove", 2..3),
    ("restore", 3..4),
    ("load", 4..5),
    ("rollback", 5..6),
    ("refresh", 6..8),
    ("earlier version", 8..9),
];

/// A page of the log with its head; half of it is the distance of points when every one is tried.
const FRAME: u64 = 4_096 + 24;

/// A word that only the purged article holds.
const CANARY: &str = "purgecanary";

fn id(name: &str) -> ArticleId {
    ArticleId::from(name)
}

fn draft(name: &str, words: &str) -> Draft {
    // The heading holds no sentence to look into, but fills pages.
    let heading = format!("# {words} {}", "gulls and terns and ".repeat(200));
    let sentence = format!("On 3 May 2019 the {words} crew of {name} counted 40 gulls.");
    Draft {
        id: id(name),
        metadata: Metadata {
            title: format!("About {name}"),
            ..Metadata::default()
        },
        text: format!("{heading}\n\n{sentence}"),
        source: Source::default(),
    }
}

/// One change; the list of them is what child and parent both do.
type Step = fn(&SqliteStore, i64) -> StoreResult<()>;

const STEPS: [Step; 10] = [
    |store, now| put(store, draft("added", "first"), now),
    |store, now| put(store, draft("kept-1", "second"), now),
    |store, now| store.remove(SHELF, &id("kept-2"), Stamp::at(now)),
    |store, now| {
        store
            .restore(SHELF, &id("kept-2"), Stamp::at(now))
            .map(drop)
    },
    |store, now| store.apply(SHELF, &reload(), Stamp::at(now)).map(drop),
    |store, now| {
        let receipt = store.receipts(SHELF)?[0].id;
        store.rollback(SHELF, receipt, Stamp::at(now)).map(drop)
    },
    |store, now| {
        let refreshed = Refresh {
            etag: Some("\"second\"".to_owned()),
            checked_at: Some(now),
            ..Refresh::default()
        };
        store.set_refreshed(SHELF, &id("kept-1"), &refreshed)
    },
    |store, now| put(store, draft("kept-1", "third"), now),
    |store, now| {
        store
            .restore_version(SHELF, &id("kept-1"), 1, Stamp::at(now))
            .map(drop)
    },
    |store, now| store.purge(SHELF, &id(CANARY), Stamp::at(now)),
];

fn put(store: &SqliteStore, draft: Draft, now: i64) -> StoreResult<()> {
    store.put(SHELF, &draft, Stamp::at(now)).map(drop)
}

/// A reload that adds, changes and removes.
fn reload() -> Plan {
    Plan {
        put: (0..6)
            .map(|number| draft(&format!("kept-{number}"), "reloaded"))
            .chain([draft("fresh", "reloaded")])
            .collect(),
        remove: vec![id("kept-7")],
    }
}

/// Makes the database that every child starts from.
fn make_base(path: &Path) {
    let store = SqliteStore::open(path, Access::Serve).expect("a database");
    for number in 0..8 {
        put(&store, draft(&format!("kept-{number}"), "original"), 1).expect("kept");
    }
    put(&store, draft(CANARY, CANARY), 2).expect("kept");
}

/// Returns all that is in the database, as text: articles with their histories, facts, receipts, what a list shows.
fn everything(store: &SqliteStore) -> String {
    let export = store.export(SHELF).expect("an export");
    let facts = store.list(SHELF).expect("a list").into_iter().map(|entry| {
        let facts = store.facts(SHELF, &entry.id).expect("facts");
        format!("{entry:?} {facts:?}")
    });
    format!(
        "{}\n{:?}\n{:?}\n{:?}",
        serde_json::to_string(&export).expect("JSON"),
        facts.collect::<Vec<_>>(),
        store.receipts(SHELF).expect("receipts"),
        store.audit_log(SHELF, 1_000).expect("the log"),
    )
}

/// What the undisturbed changes leave behind, and how far the files grow meanwhile.
struct Reference {
    /// The first of the changes; those before it are in the base already.
    first: usize,
    /// What is in the database before the first change and after each.
    states: Vec<String>,
    /// The size of the log before the first change and after each.
    logs: Vec<u64>,
    final_size: u64,
}

fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |about| about.len())
}

fn log_of(database: &Path) -> PathBuf {
    PathBuf::from(format!("{}-wal", database.display()))
}

fn reference(base: &Path, folder: &Path, first: usize) -> Reference {
    let path = folder.join("reference.db");
    std::fs::copy(base, &path).expect("a copy");
    let store = SqliteStore::open(&path, Access::Serve).expect("it opens");
    let mut states = vec![everything(&store)];
    let mut logs = vec![size(&log_of(&path))];
    for (number, step) in STEPS.iter().enumerate().skip(first) {
        step(&store, time_of(number)).expect("undisturbed");
        states.push(everything(&store));
        logs.push(size(&log_of(&path)));
    }
    drop(store);
    Reference {
        first,
        states,
        logs,
        final_size: size(&path),
    }
}

fn time_of(step: usize) -> i64 {
    100 + i64::try_from(step).expect("a small number")
}

/// When the child's files may grow no further.
#[derive(Debug, Clone, Copy)]
enum Limit {
    /// From the first change on.
    WhileChanging(u64),
    /// Only when the log is moved into the database at the end.
    WhileClosing(u64),
}

/// Prepares a process that only runs the named part of this file.
fn child_named(name: &str, database: &Path, bytes: u64) -> Command {
    let mut child = Command::new(std::env::current_exe().expect("this test"));
    child
        .args(["--exact", name, "--ignored", "--nocapture"])
        .env("CRASH_DATABASE", database)
        .env("CRASH_BYTES", bytes.to_string());
    child
}

/// Starts the child on a database and returns how many changes it acknowledged before it died or finished.
fn run_child(database: &Path, first: usize, limit: Limit) -> usize {
    let (when, bytes) = match limit {
        Limit::WhileChanging(bytes) => ("changing", bytes),
        Limit::WhileClosing(bytes) => ("closing", bytes),
    };
    let mut child = child_named("child", database, bytes)
        .env("CRASH_WHEN", when)
        .env("CRASH_FIRST", first.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a child");
    let output = BufReader::new(child.stdout.take().expect("its output"));
    let lines = output.lines().map_while(Result::ok);
    let done = lines.filter(|line| line.starts_with("done")).count();
    child.wait().expect("its end");
    done
}

/// The child: not a test of its own, but a process to be killed.
#[test]
#[ignore = "started by the other tests"]
fn child() {
    let Ok(database) = std::env::var("CRASH_DATABASE") else {
        return;
    };
    let bytes: u64 = std::env::var("CRASH_BYTES").unwrap().parse().unwrap();
    let first: usize = std::env::var("CRASH_FIRST").unwrap().parse().unwrap();
    let closing = std::env::var("CRASH_WHEN").unwrap() == "closing";
    Resource::CORE.set(0, 0).expect("no core files");
    let store = SqliteStore::open(Path::new(&database), Access::Serve).expect("it opens");
    let limit = || {
        Resource::FSIZE
            .set(bytes, rlimit::INFINITY)
            .expect("a limit")
    };
    // The first read makes the shared-memory file, which is no part of what is kept.
    everything(&store);
    if !closing {
        limit();
    }
    for (number, step) in STEPS.iter().enumerate().skip(first) {
        step(&store, time_of(number)).expect("it works or the process dies");
        println!("\ndone {number}");
        std::io::stdout().flush().expect("told");
    }
    if closing {
        limit();
    }
    drop(store);
    Resource::FSIZE
        .set(rlimit::INFINITY, rlimit::INFINITY)
        .expect("no limit");
}

/// A database, an earlier backup of it, and room for more.
struct Copies {
    folder: tempfile::TempDir,
}

impl Copies {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let copies = Copies { folder };
        make_base(&copies.path("old.db"));
        let store = SqliteStore::open(&copies.path("old.db"), Access::Serve).expect("it opens");
        store.backup(&copies.path("backup.db")).expect("a backup");
        put(&store, draft("later", "latest"), 5).expect("kept");
        drop(store);
        copies
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn content(&self, name: &str) -> String {
        let store = SqliteStore::open(&self.path(name), Access::Command).expect("it opens");
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
        everything(&store)
    }
}

/// The child of the next test: makes a backup, puts one back, makes a new database.
#[test]
#[ignore = "started by another test"]
fn child_that_copies() {
    let Ok(old) = std::env::var("CRASH_DATABASE") else {
        return;
    };
    let old = PathBuf::from(old);
    let bytes: u64 = std::env::var("CRASH_BYTES").unwrap().parse().unwrap();
    Resource::CORE.set(0, 0).expect("no core files");
    let store = SqliteStore::open(&old, Access::Serve).expect("it opens");
    everything(&store);
    Resource::FSIZE
        .set(bytes, rlimit::INFINITY)
        .expect("a limit");
    store
        .backup(&old.with_file_name("copy.db"))
        .expect("done or killed");
    drop(store);
    restore_backup(&old.with_file_name("backup.db"), &old, 9).expect("done or killed");
    println!("\nrestored");
    drop(SqliteStore::open(
        &old.with_file_name("new.db"),
        Access::Serve,
    ));
}

#[test]
fn killed_while_copying_no_file_is_half() {
    let whole = Copies::new();
    let (before, after) = (whole.content("old.db"), whole.content("backup.db"));
    assert_ne!(before, after);
    let largest = size(&whole.path("old.db"));
    let restored: Vec<bool> = (0..12)
        .map(|point| killed_while_copying(largest * point / 10, &before, &after))
        .collect();
    assert!(restored.contains(&true) && restored.contains(&false));
}

/// Kills the child that copies at one point; returns whether it had put the backup back.
fn killed_while_copying(bytes: u64, before: &str, after: &str) -> bool {
    let copies = Copies::new();
    let ended = child_named("child_that_copies", &copies.path("old.db"), bytes)
        .output()
        .expect("a child");
    let restored = String::from_utf8_lossy(&ended.stdout).contains("\nrestored");
    let now = copies.content("old.db");
    assert!(
        now == after || (!restored && now == before),
        "{bytes}: neither old nor new"
    );
    assert!(!copies.path("copy.db").exists() || copies.content("copy.db") == before);
    drop(SqliteStore::open(&copies.path("new.db"), Access::Serve).expect("whole or new"));
    restored
}

/// Kills a child at one point and checks what it left behind; returns how many changes it had acknowledged.
fn check_point(base: &Path, reference: &Reference, limit: Limit) -> usize {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.db");
    std::fs::copy(base, &path).expect("a copy");
    let done = run_child(&path, reference.first, limit);
    let store = SqliteStore::open(&path, Access::Serve).expect("it opens after the crash");
    let found = everything(&store);
    let acknowledged = reference.states[done] == found;
    let one_more = reference.states.get(done + 1) == Some(&found);
    assert!(
        acknowledged || one_more,
        "{limit:?}: after {done} acknowledged changes the database holds something else: {found}"
    );
    assert_eq!(store.check().unwrap(), Vec::<String>::new(), "{limit:?}");
    let gone = reference.first + done == STEPS.len();
    assert_canary_is_wiped(&store, gone, folder.path());
    put(&store, draft("afterwards", "healthy"), 999).expect("it goes on working");
    done
}

/// A takedown that was acknowledged or committed leaves no byte, even when it was cut short.
fn assert_canary_is_wiped(store: &SqliteStore, acknowledged: bool, folder: &Path) {
    let listed = store.list(SHELF).unwrap();
    if listed.iter().any(|entry| entry.id == id(CANARY)) {
        assert!(!acknowledged);
        return;
    }
    for file in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let held = bytes.windows(CANARY.len()).any(|w| w == CANARY.as_bytes());
        assert!(!held, "a trace of the purged article is left");
    }
}

/// Where every child starts from, and what undisturbed changes make of it.
struct Trial {
    _folder: tempfile::TempDir,
    base: PathBuf,
    reference: Reference,
}

impl Trial {
    fn new() -> Self {
        Self::beginning_with(0)
    }

    /// Begins where this change comes next: to try it alone takes a fraction of the time.
    fn beginning_with(first: usize) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let base = folder.path().join("base.db");
        make_base(&base);
        let store = SqliteStore::open(&base, Access::Serve).expect("it opens");
        for (number, step) in STEPS.iter().enumerate().take(first) {
            step(&store, time_of(number)).expect("undisturbed");
        }
        drop(store);
        let reference = reference(&base, folder.path(), first);
        Trial {
            _folder: folder,
            base,
            reference,
        }
    }

    /// Kills a child at each of these points; returns the numbers of changes that were acknowledged.
    fn sweep(&self, points: Vec<u64>, kind: fn(u64) -> Limit) -> Vec<usize> {
        points
            .into_par_iter()
            .map(|bytes| check_point(&self.base, &self.reference, kind(bytes)))
            .collect()
    }

    /// Returns so many points at equal distances in what the next changes write to the log.
    fn points_of(&self, changes: usize) -> Vec<u64> {
        let (from, to) = (self.reference.logs[0], self.reference.logs[changes]);
        (0..POINTS)
            .map(|number| from + (to - from) * number / POINTS)
            .collect()
    }
}

fn every(distance: u64, to: u64) -> Vec<u64> {
    let distance = usize::try_from(distance.max(1)).expect("a small number");
    (0..=to).step_by(distance).collect()
}

#[test]
fn killed_while_changing_it_keeps_what_was_acknowledged() {
    for (name, steps) in OPERATIONS {
        let trial = Trial::beginning_with(steps.start);
        let points = trial.points_of(steps.len());
        let distinct: std::collections::BTreeSet<_> = points.iter().collect();
        assert_eq!(distinct.len() as u64, POINTS, "{name} writes too little");
        let done = trial.sweep(points, Limit::WhileChanging);
        let inside = done.iter().all(|done| *done < steps.len());
        assert!(inside, "{name} is what was killed at every point: {done:?}");
    }
    // A takedown empties the log at its end, so how far it grows meanwhile is not known beforehand.
    let trial = Trial::beginning_with(STEPS.len() - 1);
    let before = trial.reference.logs[0];
    let points = (0..POINTS)
        .map(|number| before + number * FRAME / 4)
        .collect();
    let done = trial.sweep(points, Limit::WhileChanging);
    let killed = done.iter().filter(|done| **done == 0).count();
    assert!(killed >= 4, "a takedown was killed at {killed} points");
}

#[test]
fn killed_while_the_log_is_moved_it_keeps_everything() {
    let trial = Trial::new();
    let points = every(trial.reference.final_size / 10, trial.reference.final_size);
    let done = trial.sweep(points, Limit::WhileClosing);
    assert!(done.iter().all(|done| *done == STEPS.len()));
}

/// The child of the next test: its files may not grow for a while, and it is told so instead of killed.
#[test]
#[ignore = "started by another test"]
fn child_without_room() {
    let Ok(database) = std::env::var("CRASH_DATABASE") else {
        return;
    };
    let store = SqliteStore::open(Path::new(&database), Access::Serve).expect("it opens");
    put(&store, draft("before", "roomy"), 1).expect("there is room");
    let before = everything(&store);
    for more in [0, 1_000, FRAME, 3 * FRAME + 7] {
        let bytes = size(&log_of(store.path())) + more;
        Resource::FSIZE
            .set(bytes, rlimit::INFINITY)
            .expect("a limit");
        let error = put(&store, draft("refused", "crowded"), 2).expect_err("no room");
        assert!(
            ["DISK_FULL", "STORAGE"].contains(&error.code().as_str()),
            "{error}"
        );
        assert_eq!(
            everything(&store),
            before,
            "reading goes on, nothing was changed"
        );
    }
    Resource::FSIZE
        .set(rlimit::INFINITY, rlimit::INFINITY)
        .expect("room again");
    put(&store, draft("after", "roomy"), 3).expect("it recovers without a restart");
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
    println!("\nrecovered");
}

#[test]
fn without_room_it_refuses_goes_on_reading_and_recovers() {
    let folder = tempfile::tempdir().expect("a folder");
    let child = Command::new("sh")
        .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""])
        .arg(std::env::current_exe().expect("this test"))
        .args(["--exact", "child_without_room", "--ignored", "--nocapture"])
        .env("CRASH_DATABASE", folder.path().join("a.db"))
        .output()
        .expect("a child");
    let told = String::from_utf8_lossy(&child.stdout);
    let errors = String::from_utf8_lossy(&child.stderr);
    assert!(told.contains("recovered"), "{told}{errors}");
}

#[test]
#[ignore = "tries every point, which takes minutes"]
fn every_point() {
    let trial = Trial::new();
    let largest = trial
        .reference
        .logs
        .iter()
        .max()
        .copied()
        .unwrap_or_default();
    let done = trial.sweep(every(FRAME / 2, largest), Limit::WhileChanging);
    for (name, steps) in OPERATIONS {
        let number = done.iter().filter(|done| steps.contains(done)).count();
        println!("{number} points while doing: {name}");
    }
    println!("{} points while changing", done.len());
    let done = trial.sweep(
        every(2_048, trial.reference.final_size),
        Limit::WhileClosing,
    );
    println!("{} points while closing", done.len());
}
