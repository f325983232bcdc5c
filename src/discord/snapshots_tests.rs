//! What each server can be asked about, and for how long.

use std::collections::BTreeSet;

use super::*;
use crate::article::ArticleId;
use crate::store::{Access, ArticleStore, SqliteStore};

#[test]
fn a_keystroke_does_not_wait_for_a_snapshot_where_enough_others_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = SqliteStore::open(&folder.path().join("a.db"), Access::Command);
    let store = Arc::new(store.expect("a store"));
    let snapshots = Arc::new(SnapshotCache::new(store, None, Metrics::new()));
    let of_shelf = || snapshots.current_unless_crowded(Scope::Everyone);
    let all = snapshots.patient.try_acquire_many(MAX_PATIENT as u32);
    assert!(of_shelf().expect("no error").is_none());
    drop(all);
    assert!(of_shelf().expect("no error").is_some(), "it is built");
    let _all = snapshots.patient.try_acquire_many(MAX_PATIENT as u32);
    assert!(of_shelf().expect("no error").is_some(), "it is there");
}

const WEIR: &str = "The weir of Orbey was built in 1899 by Nora Quist.";

fn draft(id: &str, text: &str) -> crate::store::Draft {
    crate::store::Draft {
        id: id.into(),
        metadata: crate::article::Metadata {
            title: id.to_owned(),
            ..Default::default()
        },
        text: text.to_owned(),
        source: crate::store::Source::default(),
    }
}

fn put(store: &SqliteStore, id: &str, text: &str) {
    let stamp = crate::store::Stamp::at(1);
    let draft = draft(id, text);
    store.put(Scope::Everyone, &draft, stamp).expect("kept");
}

fn with_weir(folder: &std::path::Path) -> Arc<SqliteStore> {
    let store = SqliteStore::open(&folder.join("a.db"), Access::Command).expect("a store");
    put(&store, "weir", WEIR);
    Arc::new(store)
}

#[test]
fn the_index_that_the_terminal_keeps_is_opened_and_the_next_one_kept_for_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = with_weir(folder.path());
    let index = library::index_folder(&folder.path().join("a.db"));
    library::Library::open(store.as_ref(), Scope::Everyone, &index).expect("made");
    let metrics = Metrics::new();
    let snapshots = SnapshotCache::new(store.clone(), Some(index.clone()), metrics.clone());
    let snapshots = Arc::new(snapshots);
    let read = |known: u32, new: u32| {
        let at_hand = snapshots.fresh_enough(Scope::Everyone).expect("read");
        assert!(
            at_hand
                .expect("it is small")
                .snapshot
                .answers("Who built the weir?", None)
        );
        let text = metrics.text();
        for (how, articles) in [("known", known), ("new", new)] {
            let line = format!("footnote_articles_read_total{{how=\"{how}\"}} {articles}\n");
            assert!(text.contains(&line), "{line} in {text}");
        }
    };
    read(1, 0);
    put(&store, "mill", "The mill was built in 1810.");
    read(2, 1);
    let kept = library::Library::open(store.as_ref(), Scope::Everyone, &index).expect("there");
    assert!(
        matches!(kept.origin(), Origin::Found),
        "{:?}",
        kept.origin()
    );
}

#[test]
fn what_is_stored_otherwise_than_it_was_read_is_told_and_looked_for_once_a_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = with_weir(folder.path());
    put(&store, "mill", "The mill was built in 1810.");
    let snapshots = Arc::new(SnapshotCache::new(store.clone(), None, Metrics::new()));
    let at_hand = snapshots.current(Scope::Everyone).expect("read");
    let snapshot = at_hand.expect("it is small").snapshot;
    let outdated = || snapshot.outdated(store.as_ref()).expect("read");
    assert!(outdated().is_empty());
    let now = crate::store::Stamp::at(2);
    let weir = ArticleId::from("weir");
    store.purge(Scope::Everyone, &weir, now).expect("gone");
    // Its first version again, with other words.
    put(&store, "weir", "The weir of Orbey was built by nobody.");
    put(&store, "quay", "The quay was built in 1761.");
    assert_eq!(*outdated(), BTreeSet::from([weir]));
    assert!(Arc::ptr_eq(&outdated(), &outdated()));
}

#[test]
fn a_server_that_asks_nothing_for_an_hour_gives_its_memory_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = with_weir(folder.path());
    let server = Scope::Guild(crate::store::GuildId::new(7).expect("not 0"));
    let stamp = crate::store::Stamp::at(1);
    let own = draft("mill", "The mill was built in 1810.");
    store.put(server, &own, stamp).expect("kept");
    let snapshots = Arc::new(SnapshotCache::new(store, None, Metrics::new()));
    let began = Instant::now();
    for scope in [Scope::Everyone, server] {
        snapshots
            .current(scope)
            .expect("read")
            .expect("it is small");
    }
    let is_held = |scope| snapshots.shelf_if_there(scope).is_some();
    snapshots.evict_unused(began + KEPT_UNUSED - Duration::from_secs(1));
    assert!(is_held(server), "it asked a moment ago");
    // Whoever asks is there for another hour.
    std::thread::sleep(Duration::from_millis(20));
    let later = Instant::now();
    snapshots.current(server).expect("read").expect("at hand");
    snapshots.evict_unused(later + KEPT_UNUSED - Duration::from_millis(1));
    assert!(is_held(server));
    snapshots.evict_unused(Instant::now() + KEPT_UNUSED);
    assert!(!is_held(server) && is_held(Scope::Everyone));
    let again = snapshots
        .current(server)
        .expect("read")
        .expect("built again");
    assert!(again.snapshot.answers("When was the mill built?", None));
}

#[test]
fn a_suggestion_is_asked_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = with_weir(folder.path());
    put(
        &store,
        "mill",
        "The mill of Kell was built in 1810 by Ada Holm.",
    );
    let snapshots = SnapshotCache::new(store, None, Metrics::new());
    let snapshot = snapshots.build(Scope::Everyone).expect("built");
    let mut all = snapshot.suggestions.nearest("built", 9).into_iter();
    let one = all.next().expect("suggested");
    assert_eq!(snapshot.suggestions.verdict(one), None);
    let answered = snapshot.answers_suggested(one, None);
    assert_eq!(snapshot.suggestions.verdict(one), Some(answered));
    let other = all.next().expect("another one");
    snapshot.suggestions.judge_one(other, true);
    assert!(snapshot.answers_suggested(other, None));
    let impossible = Some(1.5);
    assert!(
        !snapshot.answers_suggested(other, impossible),
        "more is asked for"
    );
}
