//! A database that this user may read and not write: everything that only looks works, and nothing is made beside it.
#![cfg(unix)]

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use footnote::store::{Access, AuditAction, GuildStore, Scope, SqliteStore, Stamp};

use crate::terminal::Place;

/// A user who owns nothing, on every system that has users.
const NOBODY: u32 = 65_534;

const ASK: [&str; 2] = ["ask", "How many arches has the bridge of Lapoutroie?"];

/// Runs a command as somebody who may not write in the folder: the superuser may everywhere, so it is somebody else.
/// Nothing where that user cannot reach the program.
fn run_locked_out(place: &Place, arguments: &[&str]) -> Option<Output> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_footnote"));
    command.args(arguments).current_dir(place.path(""));
    for name in ["FOOTNOTE_DB", "FOOTNOTE_DATA", "LOG", "DISCORD_TOKEN"] {
        command.env_remove(name);
    }
    if fs::metadata(place.path("")).expect("a folder").uid() == 0 {
        command.uid(NOBODY).gid(NOBODY);
    }
    match command.output() {
        Ok(output) => Some(output),
        Err(error) => {
            eprintln!("NOT CHECKED: another user cannot start the program: {error}");
            None
        }
    }
}

/// All that lies in a folder.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(below(&path));
        }
        found.push(path);
    }
    found.sort();
    found
}

/// Takes the right to write away, or gives it back.
fn set_writable(place: &Place, writable: bool) {
    let folder = place.path("");
    let (of_folders, of_files) = match writable {
        true => (0o755, 0o644),
        false => (0o555, 0o444),
    };
    let mode = |path: &Path, mode| fs::set_permissions(path, Permissions::from_mode(mode));
    mode(&folder, of_folders).expect("the owner may");
    for path in below(&folder) {
        mode(&path, if path.is_dir() { of_folders } else { of_files }).expect("the owner may");
    }
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn what_may_only_be_read_is_asked_and_shown() {
    let place = Place::new();
    place.run(&ASK).fine();
    set_writable(&place, false);
    let before = below(&place.path(""));
    for arguments in [
        &ASK[..],
        &["list"],
        &["show", "mill"],
        &["facts", "mill"],
        &["history", "mill"],
        &["export"],
        &["doctor"],
    ] {
        let Some(run) = run_locked_out(&place, arguments) else {
            break;
        };
        assert_eq!(run.status.code(), Some(0), "{arguments:?} {run:?}");
        // It finds the index where it lies.
        let quiet = run.stderr.is_empty() || arguments == ["doctor"];
        assert!(quiet, "{arguments:?} {}", words(&run.stderr));
    }
    if let Some(run) = run_locked_out(&place, &["doctor"]) {
        let said = words(&run.stdout);
        assert!(
            said.contains("2 articles, sound, but it may only be read"),
            "{said}"
        );
    }
    if let Some(run) = run_locked_out(&place, &["remove", "mill"]) {
        assert_eq!(run.status.code(), Some(2));
        let said = words(&run.stderr);
        assert!(
            said.contains("footnote.db cannot be written to; check who owns"),
            "{said}"
        );
    }
    assert_eq!(below(&place.path("")), before, "nothing was made");
    set_writable(&place, true);
}

#[test]
fn nothing_is_loaded_into_an_empty_database_that_may_only_be_read() {
    let place = Place::empty();
    place.run(&["list"]).fine();
    fs::create_dir_all(place.path("data/articles")).expect("a folder");
    place.write("data/articles/bridge.txt", crate::terminal::BRIDGE);
    set_writable(&place, false);
    if let Some(run) = run_locked_out(&place, &ASK) {
        assert_eq!(run.status.code(), Some(1), "{run:?}");
    }
    if let Some(run) = run_locked_out(&place, &["doctor"]) {
        let said = words(&run.stdout);
        assert!(said.contains("nothing can be asked or loaded"), "{said}");
        assert!(!said.contains("the next question loads"), "{said}");
    }
    set_writable(&place, true);
}

#[test]
fn where_the_index_may_not_be_read_either_it_is_made_in_memory() {
    let place = Place::new();
    place.run(&ASK).fine();
    fs::remove_dir_all(place.path("footnote.db.index")).expect("it is gone");
    set_writable(&place, false);
    if let Some(run) = run_locked_out(&place, &ASK) {
        let said = words(&run.stdout);
        assert!(
            run.status.success() && said.contains("four arches"),
            "{run:?}"
        );
    }
    set_writable(&place, true);
}

#[test]
fn changes_that_cannot_be_reached_are_not_passed_over() {
    let place = Place::new();
    place.run(&["list"]).fine();
    let writer = SqliteStore::open(&place.path("footnote.db"), Access::Serve).expect("a store");
    writer
        .log_action(Scope::Everyone, &AuditAction::Refused, None, Stamp::at(1))
        .expect("it stands in the log");
    set_writable(&place, false);
    for name in ["footnote.db-wal", "footnote.db-shm"] {
        fs::set_permissions(place.path(name), Permissions::from_mode(0o000))
            .expect("the owner may");
    }
    if let Some(run) = run_locked_out(&place, &["list"]) {
        let said = words(&run.stderr);
        assert_eq!(run.status.code(), Some(2), "{said}");
        assert!(said.contains("its last changes stand in"), "{said}");
    }
    set_writable(&place, true);
    drop(writer);
}

#[test]
fn a_link_to_a_database_leads_to_its_index() {
    let place = Place::new();
    place.run(&["list"]).fine();
    fs::create_dir(place.path("elsewhere")).expect("a folder");
    std::os::unix::fs::symlink("../footnote.db", place.path("elsewhere/link.db")).expect("a link");
    place
        .run(&[&["--db", "elsewhere/link.db"], &ASK[..]].concat())
        .fine();
    assert!(place.path("footnote.db.index").is_dir());
    let left = below(&place.path("elsewhere"));
    assert_eq!(left, [place.path("elsewhere/link.db")]);
}

#[test]
fn an_index_that_an_earlier_version_kept_beside_a_link_is_named_and_removed() {
    let place = Place::new();
    place.run(&["list"]).fine();
    fs::create_dir(place.path("elsewhere")).expect("a folder");
    std::os::unix::fs::symlink("../footnote.db", place.path("elsewhere/link.db")).expect("a link");
    let left = place.path("elsewhere/link.db.index");
    let leave = || fs::create_dir_all(left.join("0123456789abcdef")).expect("left");
    let is_left = || left.join("0123456789abcdef").exists();
    let run = |words: &[&str]| place.run(&[&["--db", "elsewhere/link.db"], words].concat());
    let named = || run(&["doctor"]).out.contains("beside the link");
    assert!(!named());
    leave();
    assert!(named());
    run(&["reindex"]).fine();
    assert!(!is_left() && !named());
    assert!(place.path("footnote.db.index").is_dir());
    // It holds the words of what is wiped out.
    leave();
    run(&["purge", "mill", "--yes"]).fine();
    assert!(!is_left());
}

#[test]
fn the_doctor_names_a_dataset_that_may_not_be_read() {
    let place = Place::new();
    place.run(&["list"]).fine();
    set_writable(&place, false);
    let forbid = |name: &str, mode| {
        fs::set_permissions(place.path(name), Permissions::from_mode(mode)).expect("the owner may");
    };
    let doctor =
        || run_locked_out(&place, &["doctor"]).map(|run| (run.status.code(), words(&run.stdout)));
    forbid("data/articles/mill.md", 0o000);
    if let Some((status, said)) = doctor() {
        assert!(
            said.contains("2 files, of which 1 may not be read, such as mill.md"),
            "{said}"
        );
        assert!(
            said.contains("let the user that runs this program read it"),
            "{said}"
        );
        assert_eq!(status, Some(1));
    }
    forbid("data/articles", 0o000);
    if let Some((status, said)) = doctor() {
        assert!(
            said.contains("the folder data/articles may not be read"),
            "{said}"
        );
        assert_eq!(status, Some(1));
    }
    forbid("data/articles", 0o755);
    set_writable(&place, true);
}
