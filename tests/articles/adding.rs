//! Adding articles in the terminal: from a server on this machine and from files.
//!
//! 1. What is there already is named with what is the same, and only a choice changes it; `--yes` chooses nothing.
//! 2. Bad input gets its code and leaves nothing behind.
//! 3. What was taken down is gone; where the same text still stands is said.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::hostile_server::HostileServer;
use crate::terminal::{Place, Run};

/// A place whose commands may fetch from the server beside it.
fn place_beside(server: &HostileServer) -> Place {
    let mut place = Place::new();
    place.set("FETCH_FROM_HERE", &format!("127.0.0.1:{}", server.port));
    place
}

fn ferry(passengers: u32) -> String {
    format!(
        "<!doctype html><html lang=en><head><title>Night ferry returns</title></head><body><article>\
         <h1>Night ferry returns</h1><p>The night ferry to Lunde sails again from the first of May, after four years \
         without a ship, the harbour office announced on Monday.</p><p>It carries {passengers} passengers and 40 cars, \
         and the crossing takes six hours in calm weather, two hours less than before.</p><p>Tickets cost 45 euros for \
         adults and 20 euros for children under twelve, and dogs travel free of charge.</p></article></body></html>"
    )
}

fn ids(place: &Place) -> Vec<String> {
    let list = place.run(&["list", "--json"]).fine().json();
    let articles = list["articles"].as_array().expect("articles").clone();
    let ids = articles.iter().map(|article| article["id"].as_str());
    ids.map(|id| id.expect("an id").to_owned()).collect()
}

/// Runs a command that stops because something is there already, and checks what it says of that.
fn asks(run: Run, id: &str, how: &str) {
    let run = run.failed("DUPLICATE");
    for part in [id, how, "--replace", "--both"] {
        assert!(run.err.contains(part), "{part}: {}", run.err);
    }
}

#[test]
fn a_twin_is_named_and_only_a_choice_changes_it() {
    let server = HostileServer::start();
    let place = place_beside(&server);
    server.show("/one", &ferry(210));
    server.show("/two", &ferry(250));
    let (one, two) = (server.url("/one"), server.url("/two"));
    place.run(&["add", &one, "--yes"]).fine();
    assert_eq!(
        place.run(&["add", &one, "--json"]).fine().json()["outcome"],
        "unchanged"
    );

    let twin = "night-ferry-returns";
    asks(
        place.run(&["add", &two, "--yes"]),
        twin,
        "% of its words are the same",
    );
    server.show("/one", &ferry(300));
    asks(place.run(&["add", &one, "--yes"]), twin, "the same address");
    asks(
        place.run_with(
            &["add", "-", "--yes", "--title", "Night ferry returns"],
            b"A whistle has six holes.",
        ),
        twin,
        "the same title",
    );
    assert_eq!(ids(&place), ["bridge", "mill", twin]);
    assert!(
        place
            .run(&["show", twin])
            .fine()
            .out
            .contains("210 passengers")
    );

    let both = place.run(&["add", &two, "--both", "--json"]).fine().json();
    assert_eq!(both["id"], "night-ferry-returns-2");
    // The address, not the title, says which one a replacement replaces.
    server.show("/two", &ferry(320));
    let replaced = place
        .run(&["add", &two, "--replace", "--json"])
        .fine()
        .json();
    assert_eq!(
        (&replaced["id"], &replaced["version"]),
        (&"night-ferry-returns-2".into(), &2.into())
    );
    assert!(
        place
            .run(&["show", twin])
            .fine()
            .out
            .contains("210 passengers")
    );
}

#[test]
fn what_was_removed_is_offered_to_come_back() {
    let place = Place::new();
    place.write(
        "bees.md",
        "# Bees\n\nBees dance to tell others where flowers are.\n",
    );
    place.run(&["add", "bees.md"]).fine();
    place.run(&["remove", "bees"]).fine();
    let again = place.run(&["add", "bees.md", "--yes"]).failed("DUPLICATE");
    assert!(
        again.err.contains("was removed") && again.err.contains("footnote restore bees"),
        "{}",
        again.err
    );
    let back = place
        .run(&["add", "bees.md", "--replace", "--json"])
        .fine()
        .json();
    assert_eq!((&back["id"], &back["version"]), (&"bees".into(), &1.into()));
    assert_eq!(ids(&place), ["bees", "bridge", "mill"]);
}

#[test]
fn warnings_are_told_even_when_nobody_is_asked() {
    let place = Place::new();
    place.write("bees.md", "# Bees\n\nBees dance.\n");
    let run = place.run(&["add", "bees.md", "--yes"]).fine();
    assert!(
        run.err.contains("very short") && run.err.contains("no date"),
        "{}",
        run.err
    );
    place.write("wasps.md", "# Wasps\n\nWasps build houses of paper.\n");
    let value = place
        .run(&["add", "wasps.md", "--yes", "--json"])
        .fine()
        .json();
    assert_eq!(
        value["warnings"].as_array().map(Vec::len),
        Some(2),
        "{value}"
    );
}

#[test]
fn a_takedown_says_where_the_same_text_still_stands() {
    let place = Place::new();
    place.write(
        "bees.md",
        "# Bees\n\nBees dance to tell others where flowers are.\n",
    );
    place.run(&["add", "bees.md"]).fine();
    place
        .run(&["add", "bees.md", "--both", "--title", "On bees"])
        .fine();
    // A question makes the index, which holds the words, too.
    place.run(&["ask", "Why do bees dance?"]);
    let index = place.path("footnote.db.index");
    assert!(files_below(&index).len() > 1, "there is an index");
    let purged = place.run(&["purge", "bees", "--yes"]).fine();
    assert!(
        purged.out.contains("still stands in on-bees"),
        "{}",
        purged.out
    );
    let purged = place
        .run(&["purge", "on-bees", "--yes", "--json"])
        .fine()
        .json();
    assert_eq!(purged["same_text"].as_array().map(Vec::len), Some(0));
    let left = files_below(&index);
    assert!(
        left.iter().all(|file| file.ends_with("lock")),
        "packed or not, its words are gone: {left:?}"
    );
    for file in files_below(&place.path(".")) {
        let bytes = std::fs::read(&file).unwrap_or_default();
        let held = ["Bees dance", "bees", "dance"]
            .iter()
            .find(|words| contains(&bytes, words));
        let own = file.ends_with("bees.md");
        assert!(own || held.is_none(), "{}: {held:?}", file.display());
    }
}

/// Lists every file in a folder and below it.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .flat_map(|path| match path.is_dir() {
            true => files_below(&path),
            false => vec![path],
        })
        .collect()
}

/// Looks for words byte by byte, however they are spelt.
fn contains(bytes: &[u8], words: &str) -> bool {
    let alike = |part: &[u8]| part.eq_ignore_ascii_case(words.as_bytes());
    bytes.windows(words.len()).any(alike)
}

#[test]
fn a_changed_sentence_stands_above_what_it_became() {
    let place = Place::new();
    let text = |cars: &str, more: &str| {
        format!(
            "# The ferry\n\nThe ferry carries {cars} cars. It is painted red.{more} It sails at noon.\n"
        )
    };
    place.write("ferry.md", text("nine", " It is old."));
    place.run(&["add", "ferry.md"]).fine();
    place.write("ferry.md", text("twelve", ""));
    place.run(&["add", "ferry.md"]).fine();
    let history = place.run(&["history", "the-ferry", "--diff"]).fine().out;
    let wanted =
        "  − The ferry carries nine cars.\n  + The ferry carries twelve cars.\n  − It is old.";
    assert!(
        history.starts_with("The ferry (the-ferry)\n") && history.contains(wanted),
        "{history}"
    );
}

#[test]
fn bad_addresses_get_their_code_and_leave_nothing() {
    let server = HostileServer::start();
    let place = place_beside(&server);
    place.run(&["list"]).fine();
    let here = |path: &str| server.url(path);
    let rows = [
        ("ftp://example.org/a".to_owned(), "URL_INVALID"),
        ("file:///etc/hostname".to_owned(), "URL_INVALID"),
        ("http://name:word@example.org/".to_owned(), "URL_INVALID"),
        ("http://example.org:22/".to_owned(), "URL_INVALID"),
        ("http://10.0.0.1/".to_owned(), "URL_PRIVATE"),
        ("http://localhost/".to_owned(), "URL_PRIVATE"),
        ("http://0x7f.1/".to_owned(), "URL_PRIVATE"),
        ("http://[::ffff:169.254.169.254]/".to_owned(), "URL_PRIVATE"),
        ("http://nobody.invalid/".to_owned(), "URL_PRIVATE"),
        (here("/to?302=http://10.0.0.1/"), "URL_PRIVATE"),
        (here("/drop"), "URL_STATUS"),
        (here("/nowhere"), "URL_STATUS"),
        (here("/big"), "URL_TOO_LARGE"),
        (here("/gzip-bomb"), "URL_TOO_LARGE"),
    ];
    let mut refusals = Vec::new();
    for (address, code) in rows {
        let run = place.run(&["add", &address, "--yes"]).failed(code);
        if code == "URL_PRIVATE" {
            refusals.push(run.err.replace(&address, "ADDRESS"));
        }
    }
    refusals.dedup();
    assert_eq!(
        refusals.len(),
        1,
        "private, closed and unknown read alike: {refusals:?}"
    );
    assert_eq!(ids(&place), ["bridge", "mill"]);
}

#[test]
fn odd_files_are_refused_without_waiting() {
    let place = Place::new();
    place.write("empty.md", "  \n");
    place.run(&["add", "empty.md"]).failed("PAGE_NO_TEXT");
    place.run_with(&["add", "-"], b"").failed("PAGE_NO_TEXT");
    let pipe = place.path("pipe.txt");
    let made = Command::new("mkfifo").arg(&pipe).status();
    if made.is_ok_and(|status| status.success()) {
        place.run(&["add", "pipe.txt"]).failed("FILE_TYPE");
    }
    let missing = place
        .run(&["add", "news.example.org/ferry"])
        .failed("NOT_FOUND");
    assert!(
        missing.err.contains("https://news.example.org/ferry"),
        "{}",
        missing.err
    );
}
