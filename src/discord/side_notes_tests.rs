//! What waits to be written beside answers, and what is forgotten meanwhile.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::article::{ArticleId, Metadata};
use crate::store::{
    Access, ArticleStore, AuditAction, Draft, GAP_LIST, GuildId, GuildStore, LoadStore, Source,
    SqliteStore, Stamp,
};

fn server(number: u64) -> Scope {
    Scope::Guild(GuildId::new(number).expect("not 0"))
}

fn over(folder: &Path) -> (Arc<SqliteStore>, Arc<SideNotes>) {
    let store = SqliteStore::open(&folder.join("a.db"), Access::Serve).expect("a store");
    let store = Arc::new(store);
    (store.clone(), SideNotes::new(store))
}

/// Keeps everybody else from changing the database until it is dropped.
fn writer(folder: &Path) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open(folder.join("a.db")).expect("opened");
    connection.execute_batch("BEGIN IMMEDIATE").expect("begun");
    connection
}

fn keep(notes: &Arc<SideNotes>, note: SideNote) {
    notes.keep(note, Box::new(|| {})).expect("kept");
}

fn until_written(notes: &SideNotes) {
    for _ in 0..1_000 {
        if notes.count() == 0 {
            return;
        }
        std::thread::sleep(LOOK);
    }
    panic!("never written");
}

fn refused(user: u64) -> SideNote {
    SideNote::Action {
        scope: server(1),
        action: AuditAction::Refused,
        subject: None,
        stamp: Stamp::by(5, UserId(user)),
    }
}

#[test]
fn whoever_is_forgotten_is_named_by_nothing_that_was_still_waiting() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, notes) = over(folder.path());
    let held = writer(folder.path());
    for user in [7, 8, 7] {
        keep(&notes, refused(user));
    }
    // The first one is being written by now.
    std::thread::sleep(Duration::from_millis(100));
    let two = Kept::from([("log lines".to_owned(), 2)]);
    assert_eq!(notes.about(UserId(7)), two);
    assert_eq!(notes.forget(UserId(7)), two);
    assert!(notes.about(UserId(7)).is_empty());
    drop(held);
    until_written(&notes);
    let lines = store.audit_log(server(1), 9).expect("read").into_iter();
    let mut named: Vec<_> = lines.map(|line| line.by).collect();
    named.sort();
    assert_eq!(named, [None, None, Some(UserId(8))]);
}

#[test]
fn questions_that_are_forgotten_while_they_wait_do_not_come_back_and_may_be_asked_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, notes) = over(folder.path());
    for scope in [server(1), server(2)] {
        let set = store.set_setting(scope, GAP_LIST, Some(&true.into()), Stamp::at(1));
        set.expect("set");
    }
    let written = Arc::new(AtomicUsize::new(0));
    let ask = |scope, words: &str| {
        let question = OpenQuestion::of(words);
        let at = 5;
        let note = SideNote::Gap {
            scope,
            question,
            at,
        };
        let written = Arc::clone(&written);
        let then = move || {
            written.fetch_add(1, Ordering::Relaxed);
        };
        notes.keep(note, Box::new(then)).expect("kept");
    };
    let listed = |scope| {
        let gaps = store.gaps(scope).expect("listed").into_iter();
        gaps.map(|gap| gap.question.words).collect::<Vec<_>>()
    };
    let held = writer(folder.path());
    ask(server(1), "Who dug it?");
    ask(server(1), "Who built it?");
    ask(server(2), "Who dug it?");
    assert_eq!(written.load(Ordering::Relaxed), 0, "nothing is written yet");
    notes.forget_gaps(server(1), Some(&OpenQuestion::of("who dug it")));
    drop(held);
    until_written(&notes);
    assert_eq!(written.load(Ordering::Relaxed), 2);
    assert_eq!(Arc::strong_count(&written), 1, "all others are let go");
    assert_eq!(listed(server(1)), ["Who built it?"]);

    let held = writer(folder.path());
    ask(server(1), "Who painted it?");
    ask(server(2), "Who painted it?");
    notes.forget_gaps(server(1), None);
    drop(held);
    until_written(&notes);
    assert_eq!(listed(server(1)), ["Who built it?"]);
    assert_eq!(listed(server(2)).len(), 2);
}

#[test]
fn what_a_button_stands_for_is_found_until_it_is_used_or_what_it_names_is_wiped_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, notes) = over(folder.path());
    let everyone = Scope::Everyone;
    let weir = Draft {
        id: "weir".into(),
        metadata: Metadata {
            title: "The weir".to_owned(),
            ..Metadata::default()
        },
        text: "The weir of Orbey was built in 1899.".to_owned(),
        source: Source::default(),
    };
    store.put(everyone, &weir, Stamp::at(1)).expect("kept");
    // It waits, as if somebody else changed the database.
    let wait = |id: &str| {
        let component = Component {
            id: id.to_owned(),
            owner: None,
            state: "sealed".into(),
            expires_at: 9,
        };
        let as_of = store.change_number(server(1)).expect("read");
        let note = SideNote::Component {
            scope: server(1),
            component,
            as_of,
        };
        notes.waiting().add(Arc::new(note), Box::new(|| {}), false);
    };
    let is_found = |id: &str, now| {
        let found = notes.component(server(1), id, now).expect("looked for");
        found.is_some()
    };
    wait("before");
    assert!(is_found("before", 8));
    assert!(!is_found("before", 9), "it has expired");
    let id = ArticleId::from("weir");
    store.purge(everyone, &id, Stamp::at(2)).expect("wiped out");
    assert!(!is_found("before", 8));
    wait("after");
    assert!(is_found("after", 8));
    notes.drop_component(server(1), "after");
    assert!(!is_found("after", 8));
    assert_eq!(notes.count(), 1);
}
