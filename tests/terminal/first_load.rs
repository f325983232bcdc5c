//! The first load: taken up again where it was cut short, and never made where somebody emptied the database on purpose.

use std::fs;
use std::path::Path;

use footnote::store::{Access, SqliteStore};

use crate::terminal::{Place, settle};

const ASK: [&str; 2] = ["ask", "How many arches has the bridge of Lapoutroie?"];

/// Writes an article that takes more room than an empty database.
fn write_large(place: &Place) {
    // Headings hold no sentence to look into, but fill pages.
    let headings =
        (0..60).map(|number| format!("## {number} {}\n\n", "gulls and terns and ".repeat(500)));
    let headings = headings.collect::<String>();
    let text = format!("# The wall\n\n{headings}The wall was laid in 1742.\n");
    place.write("data/articles/wall.md", text);
}

#[cfg(unix)]
#[test]
fn a_first_load_that_was_killed_is_taken_up_again() {
    for command in ["list", "load"] {
        let place = Place::new();
        write_large(&place);
        place.killed(command, 400);
        assert!(place.path("footnote.db").exists(), "it was killed later");
        let answer = place.run(&ASK).fine();
        assert!(answer.out.contains("four arches"), "{}", answer.out);
        assert!(answer.err.contains("3 articles loaded"), "{}", answer.err);
        let again = place.run(&ASK).fine();
        assert!(again.err.is_empty(), "{}", again.err);
    }
}

#[test]
fn what_was_not_there_at_the_first_start_is_loaded_when_it_is() {
    let place = Place::empty();
    let first = place.run(&["list"]).fine();
    assert!(first.err.contains("no folder"), "{}", first.err);
    let second = place.run(&["list"]).fine();
    assert!(
        !second.err.contains("no folder"),
        "said once: {}",
        second.err
    );
    let folder = place.path("data/articles");
    fs::create_dir_all(&folder).expect("a folder");
    place.write("data/articles/bridge.txt", crate::terminal::BRIDGE);
    assert!(place.run(&ASK).fine().out.contains("four arches"));
}

#[test]
fn a_database_that_was_emptied_stays_empty() {
    let place = Place::new();
    place.run(&["list"]).fine();
    place.run(&["remove", "mill", "bridge"]).fine();
    let empty = place.run(&ASK);
    assert_eq!((empty.status, empty.err.as_str()), (1, ""));
    assert!(empty.out.contains("no articles yet"), "{}", empty.out);
    for id in ["mill", "bridge"] {
        place.run(&["purge", "--yes", id]).fine();
    }
    assert_eq!(place.run(&["list", "--removed"]).fine().out, "");
    assert_eq!(place.run(&["list"]).fine().out, "");
    let undone = Place::new();
    undone.run(&["load"]).fine();
    undone.run(&["rollback", "--yes"]).fine();
    assert_eq!(undone.run(&["list"]).fine().out, "");
}

#[test]
fn while_another_program_holds_an_empty_database_it_is_read_as_it_is() {
    let place = Place::new();
    let writer = SqliteStore::open(&place.path("footnote.db"), Access::Command).expect("a store");
    let run = place.run(&["list"]).fine();
    assert!(run.err.contains("none can be loaded now"), "{}", run.err);
    assert!(run.err.contains("in use by"), "{}", run.err);
    drop(writer);
    assert!(place.run(&["list"]).fine().out.contains("bridge"));
}

#[test]
fn an_earlier_format_that_another_program_holds_is_not_said_to_be_empty() {
    let place = Place::new();
    place.run(&["list"]).fine();
    let database = place.path("footnote.db");
    let writer = SqliteStore::open(&database, Access::Command).expect("a store");
    set_format(&database, 1);
    let run = place.run(&["list"]).failed("STORE_LOCKED");
    assert!(!run.err.contains("none can be loaded"), "{}", run.err);
    drop(writer);
}

/// Makes a bot start with a database, and checks that it says that starting again cannot help.
fn cannot_help(place: &Place, why: &str) {
    let run = place.run(&["serve"]);
    assert_eq!(run.status, 78, "{}", run.err);
    assert!(run.err.contains(why), "{}", run.err);
}

#[test]
fn a_bot_whose_database_cannot_be_used_is_not_to_be_started_again() {
    let mut place = Place::new();
    place.run(&["list"]).fine();
    place.set(
        "DISCORD_TOKEN",
        "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789AB",
    );
    // Nothing is there to be connected to.
    place.set("DISCORD_API_URL", "http://127.0.0.1:1");
    let database = place.path("footnote.db");
    let whole = fs::read(&database).expect("its bytes");

    set_format(&database, 99);
    cannot_help(&place, "newer Footnote");

    let mut damaged = whole.clone();
    for page in damaged.chunks_mut(4_096).skip(1) {
        page.fill(0x5A);
    }
    fs::write(&database, &damaged).expect("damage");
    cannot_help(&place, "footnote.db is damaged");

    fs::write(&database, "no database at all, only words").expect("words");
    cannot_help(&place, "not a Footnote database");

    // Another program's lock may be gone the next time.
    fs::write(&database, &whole).expect("it is whole again");
    let writer = SqliteStore::open(&database, Access::Serve).expect("a store");
    let run = place.run(&["serve"]).failed("STORE_LOCKED");
    assert!(run.err.contains("in use by"), "{}", run.err);
    drop(writer);
    settle(&database);
}

fn set_format(database: &Path, format: i64) {
    let newer = rusqlite::Connection::open(database).expect("a database");
    newer
        .pragma_update(None, "user_version", format)
        .expect("a format");
    newer.close().expect("it is closed");
}
