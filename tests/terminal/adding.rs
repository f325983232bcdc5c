//! The real binary on real files: articles added one by one and loaded by the folder, and what is refused.

use std::fs;

use crate::terminal::{MILL, Place};
use footnote::store::{Access, SqliteStore};
use serde_json::Value;

#[test]
fn an_article_is_added_changed_removed_and_restored() {
    let place = Place::new();
    place.write("ferry.md", "# The ferry\n\nThe ferry carries nine cars.\n");
    let added = place.run(&["add", "ferry.md", "--json"]).fine().json();
    assert_eq!(
        (&added["id"], &added["outcome"]),
        (&"the-ferry".into(), &"added".into())
    );
    assert_eq!(
        place.run(&["add", "ferry.md", "--json"]).fine().json()["outcome"],
        "unchanged"
    );
    place.write(
        "ferry.md",
        "# The ferry\n\nThe ferry carries twelve cars.\n",
    );
    assert_eq!(
        place.run(&["add", "ferry.md", "--json"]).fine().json()["version"],
        2
    );

    let ask = |place: &Place| {
        place
            .run(&["ask", "How many cars does the ferry carry?"])
            .out
    };
    assert!(ask(&place).contains("The ferry carries twelve cars."));
    assert!(!ask(&place).contains("nine"));
    let history = place.run(&["history", "the-ferry", "--diff"]).fine().out;
    assert!(
        history.contains("− The ferry carries nine cars.")
            && history.contains("+ The ferry carries twelve cars.")
    );

    place.run(&["remove", "The ferry"]).fine();
    assert!(!ask(&place).contains("ferry carries"), "{}", ask(&place));
    assert!(
        place
            .run(&["list", "--removed"])
            .fine()
            .out
            .contains("the-ferry")
    );
    let shown = place.run(&["show", "the-ferry"]).failed("NOT_FOUND");
    assert!(shown.err.contains("footnote restore the-ferry"));
    place.run(&["restore", "the-ferry"]).fine();
    let removed = place.run(&["list", "--removed"]).fine();
    assert!(removed.err.contains("No article is removed"));
    let earlier = place
        .run(&["restore", "the-ferry", "--version", "1"])
        .fine();
    assert!(
        earlier
            .out
            .starts_with("restored: The ferry (the-ferry), version 1"),
        "{}",
        earlier.out
    );
    assert!(ask(&place).contains("The ferry carries nine cars."));

    place.run(&["purge", "the-ferry"]).failed("NOT_ALLOWED");
    place.run(&["purge", "the-ferry", "--yes"]).fine();
    place.run(&["show", "the-ferry"]).failed("NOT_FOUND");
    let bytes = fs::read(place.path("footnote.db")).expect("the database");
    assert!(!bytes.windows(11).any(|window| window == b"twelve cars"));
}

#[test]
fn another_article_is_not_replaced_by_accident() {
    let place = Place::new();
    place
        .run_with(
            &["add", "-", "--title", "Bridge"],
            b"A bridge of wood stood here.",
        )
        .failed("DUPLICATE");
    let other = place.run_with(
        &[
            "add",
            "-",
            "--title",
            "Bridge",
            "--id",
            "old bridge",
            "--json",
        ],
        b"A bridge of wood stood here.",
    );
    assert_eq!(other.fine().json()["id"], "old-bridge");
}

#[test]
fn a_replacement_about_something_else_is_warned_of_and_can_be_undone() {
    let place = Place::new();
    place.write(
        "ferry.txt",
        "The ferry\n\nThe ferry carries nine cars to the island every hour.\n",
    );
    let replace = ["add", "ferry.txt", "--id", "mill", "--replace"];
    let run = place.run(&replace).fine();
    assert!(
        run.err
            .contains("mill: it held another text until now, “The mill of Orbey”")
            && run.err.contains("footnote restore mill --version 1"),
        "{}",
        run.err
    );
    place.run(&["restore", "mill", "--version", "1"]).fine();
    assert!(
        place
            .run(&["show", "mill"])
            .fine()
            .out
            .contains("Jean Claude")
    );
    place.write("mill.md", MILL.replace("300 kilograms", "310 kilograms"));
    let edited = place
        .run(&["add", "mill.md", "--id", "mill", "--replace"])
        .fine();
    assert!(!edited.err.contains("another text"), "{}", edited.err);
    let history = place.run(&["history", "mill", "--diff"]).fine().out;
    let (newest, _) = history.split_once("version 2 ·").expect("an older one");
    assert!(newest.contains("compared with version 1"), "{history}");
    assert!(newest.contains("310 kilograms"), "{history}");
    assert!(!newest.contains("ferry"), "{history}");
}

#[test]
fn a_file_of_an_unknown_kind_is_said_to_be_read_as_text() {
    let place = Place::new();
    let text = "The night ferry\n\nThe ferry leaves at nine. It carries nine cars.\n";
    place.write("ferry.csv", text);
    place.write("ferry", text.replace("nine", "ten"));
    let odd = place.run(&["add", "ferry.csv"]).fine();
    assert!(
        odd.err.contains(".csv") && odd.err.contains("plain text"),
        "{}",
        odd.err
    );
    let bare = place.run(&["add", "ferry", "--both"]).fine();
    assert!(!bare.err.contains("plain text"), "{}", bare.err);
}

#[test]
fn one_article_named_twice_is_removed_once() {
    let place = Place::new();
    let run = place
        .run(&["remove", "mill", "The mill of Orbey", "mill"])
        .fine();
    assert_eq!(run.out.matches("removed: mill").count(), 1, "{}", run.out);
}

#[test]
fn bad_files_are_refused_with_their_code_and_nothing_is_kept() {
    let place = Place::new();
    place.run(&["list"]).fine();
    place.write("nul.txt", b"Title\n\nA line with \0 in it.\n");
    place.write(
        "cut.txt",
        "Zürich und Genève und B\u{f6}"
            .as_bytes()
            .split_last()
            .unwrap()
            .1,
    );
    place.write("none.md", "---\ntitle: Nothing\n---\n\n");
    place.write("yaml.md", "---\ntitle: [open\n---\nText.\n");
    place.write(
        "date.md",
        "---\ntitle: Day\ndate: 31 Feb 2020\n---\nText.\n",
    );
    place.write("pdf.txt", "%PDF-1.7 and so on");
    place.write("huge.txt", vec![b'a'; 9 * 1024 * 1024]);
    for (name, code) in [
        ("nul.txt", "TEXT_ENCODING"),
        ("cut.txt", "TEXT_ENCODING"),
        ("none.md", "PAGE_NO_TEXT"),
        ("yaml.md", "FILE_INVALID"),
        ("date.md", "FILE_INVALID"),
        ("pdf.txt", "FILE_INVALID"),
        ("huge.txt", "FILE_TOO_LARGE"),
        ("missing.txt", "NOT_FOUND"),
        ("data", "FILE_TYPE"),
    ] {
        place.run(&["add", name]).failed(code);
    }
    assert!(
        place
            .run(&["add", "date.md"])
            .err
            .contains("date.md:3: date:")
    );
    assert_eq!(
        place.run(&["list", "--json"]).fine().json()["articles"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn other_encodings_are_read() {
    let place = Place::new();
    let utf16: Vec<u8> = "Die Mühle\n\nSie mahlt grünes Korn."
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    place.write("utf16.txt", [b"\xFF\xFE".as_slice(), &utf16].concat());
    place.write(
        "latin.txt",
        b"Le caf\xE9\n\nLe caf\xE9 est ferm\xE9 en \xE9t\xE9.",
    );
    place.run(&["add", "utf16.txt"]).fine();
    let latin = place.run(&["add", "latin.txt"]).fine();
    assert!(latin.err.contains("windows-1252"), "{}", latin.err);
    assert!(
        place
            .run(&["show", "die-muhle"])
            .fine()
            .out
            .contains("grünes")
    );
    assert!(
        place
            .run(&["show", "le-cafe"])
            .fine()
            .out
            .contains("café est fermé en été")
    );
}

#[test]
fn an_id_that_is_not_taken_as_typed_is_said() {
    let place = Place::new();
    place.write("tea.txt", "Tea\n\nTea was sold here in 1801.\n");
    let added = place.run(&["add", "tea.txt", "--id", "Tea House"]).fine();
    assert!(added.out.contains("(tea-house)"), "{}", added.out);
    assert!(added.err.contains("written tea-house"), "{}", added.err);
}

#[test]
fn what_changes_nothing_is_done_while_another_program_writes() {
    let place = Place::new();
    place.run(&["load"]).fine();
    place.write("tea.txt", "Tea\n\nTea was sold here in 1801.\n");
    place.write("data/articles/well.md", "# The well\n\nIt is deep.\n");
    let writer = SqliteStore::open(&place.path("footnote.db"), Access::Command).unwrap();
    let dry = place.run(&["load", "--dry-run"]).fine();
    assert!(dry.out.contains("+1 ~0 −0, 2 unchanged"), "{}", dry.out);
    place.run(&["add", "tea.txt", "--preview"]).fine();
    drop(writer);
}

#[test]
fn a_database_in_use_is_refused_before_anything_is_read() {
    let place = Place::new();
    place.run(&["load"]).fine();
    let writer = SqliteStore::open(&place.path("footnote.db"), Access::Command).unwrap();
    std::thread::scope(|scope| {
        for arguments in [
            &["load", "nowhere"][..],
            &["add", "nowhere.txt"],
            &["rollback", "999"],
        ] {
            let place = &place;
            scope.spawn(move || place.run(arguments).failed("STORE_LOCKED"));
        }
    });
    drop(writer);
    place.run(&["load", "nowhere"]).failed("NOT_FOUND");
    // Asking whether it is in use makes no database that would keep the first load away.
    let fresh = Place::new();
    fresh.run(&["add", "nowhere.txt"]).failed("NOT_FOUND");
    assert!(!fresh.path("footnote.db").exists() && !fresh.path("footnote.db.lock").exists());
}

#[test]
fn a_dry_run_makes_no_database_that_would_keep_the_first_load_away() {
    let place = Place::new();
    let dry = place.run(&["load", "--dry-run"]).fine();
    assert!(dry.out.contains("+2 ~0 −0, 0 unchanged"), "{}", dry.out);
    assert!(!place.path("footnote.db").exists());
    let asked = place.run(&["ask", "How many arches has the bridge?"]);
    assert!(asked.fine().err.contains("2 articles loaded"));
}

#[cfg(target_os = "linux")]
#[test]
fn others_may_write_while_a_person_thinks_and_what_was_agreed_to_still_counts() {
    let place = Place::new();
    place.run(&["load"]).fine();
    fs::remove_file(place.path("data/articles/bridge.txt")).unwrap();
    let remove_another = || _ = place.run(&["remove", "mill"]).fine();
    let Some(rest) = place.agreed_to("load", remove_another) else {
        return;
    };
    assert!(rest.contains("CHANGED_SINCE"), "{rest}");
    let left = place.run(&["list"]).fine();
    assert!(left.out.contains("bridge") && !left.out.contains("mill"));
}

#[test]
fn a_folder_is_loaded_checked_and_rolled_back() {
    let place = Place::new();
    place.run(&["load"]).fine();
    place.write(
        "data/articles/bridge.txt",
        "The bridge of Lapoutroie\n\nThe bridge has five arches.\n",
    );
    place.write(
        "data/articles/well.md",
        "# The well\n\nThe well is 40 metres deep.\n",
    );
    place.write(
        "data/articles/bad.md",
        "---\ntitle: Bad\nurl: nowhere\n---\nText.\n",
    );
    let dry = place.run(&["load", "--dry-run", "--json"]).json();
    assert_eq!(
        (&dry["receipt"], dry["added"].as_array().unwrap().len()),
        (&Value::Null, 1)
    );

    let check = place.run(&["check"]);
    assert_eq!(check.status, 1);
    assert!(
        check.out.contains("bad.md:3: url: `nowhere` is no address"),
        "{}",
        check.out
    );
    let load = place.run(&["load"]);
    assert_eq!(load.status, 1, "one file is bad: {}", load.out);
    assert!(load.out.contains("+1 ~1 −0, 1 unchanged"), "{}", load.out);
    assert!(
        place
            .run(&["ask", "How many arches has the bridge?"])
            .out
            .contains("five arches")
    );

    // One of three articles came with it: that much is not removed unasked.
    place.run(&["rollback"]).failed("RELOAD_WOULD_REMOVE");
    place.run(&["rollback", "--yes"]).fine();
    assert!(
        place
            .run(&["ask", "How many arches has the bridge?"])
            .out
            .contains("four arches")
    );
    place.run(&["show", "well"]).failed("NOT_FOUND");
}

#[test]
fn a_large_removal_has_to_be_confirmed() {
    let place = Place::new();
    place.run(&["load"]).fine();
    fs::remove_file(place.path("data/articles/mill.md")).expect("removed");
    let refused = place.run(&["load"]).failed("RELOAD_WOULD_REMOVE");
    assert!(
        refused.err.contains("not in data/articles any more"),
        "{}",
        refused.err
    );
    assert!(
        place
            .run(&["ask", "Who built the mill of Orbey?"])
            .out
            .contains("Jean Claude")
    );
    place.run(&["load", "--yes"]).fine();
    assert!(
        !place
            .run(&["ask", "Who built the mill of Orbey?"])
            .out
            .contains("Jean Claude")
    );
    place.run(&["load", "nowhere"]).failed("NOT_FOUND");
}

#[test]
fn another_folder_is_said_to_take_the_place_of_the_first() {
    let place = Place::new();
    place.run(&["load"]).fine();
    fs::create_dir(place.path("mine")).expect("a folder");
    place.write("mine/tea.txt", "Tea\n\nTea was sold here in 1801.\n");
    let refused = place.run(&["load", "mine"]).failed("RELOAD_WOULD_REMOVE");
    assert!(
        refused
            .err
            .contains("mine holds none of the files that were loaded before")
            && refused.err.contains("footnote add"),
        "{}",
        refused.err
    );
    place.run(&["load", "mine", "--yes"]).fine();
    assert!(!place.run(&["list"]).fine().out.contains("mill"));
}

#[cfg(target_os = "linux")]
#[test]
fn who_declines_is_told_that_nothing_was_changed() {
    let place = Place::new();
    place.run(&["load"]).fine();
    fs::create_dir(place.path("mine")).expect("a folder");
    place.write("mine/tea.txt", "Tea\n\nTea was sold here in 1801.\n");
    for command in [&["load", "mine"][..], &["purge", "mill"], &["rollback"]] {
        let Some((status, said)) = declined(&place, command) else {
            println!("skipped: there is no program `script` to make a terminal");
            return;
        };
        assert!(said.contains("Nothing was changed."), "{command:?}: {said}");
        assert_eq!(status, Some(1), "{command:?}: {said}");
    }
    assert!(place.run(&["list"]).fine().out.contains("mill"));
}

/// Runs a command on a terminal of its own, and says no to what it asks.
#[cfg(target_os = "linux")]
fn declined(place: &Place, arguments: &[&str]) -> Option<(Option<i32>, String)> {
    use std::io::Write;

    let command = format!("{} {}", env!("CARGO_BIN_EXE_footnote"), arguments.join(" "));
    // The `script` of util-linux runs a command on a terminal of its own.
    let mut asking = std::process::Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .current_dir(place.path(""))
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .ok()?;
    let mut keyboard = asking.stdin.take()?;
    keyboard.write_all(b"n\n").ok()?;
    // The terminal stays open until the program has read its answer.
    let done = asking.wait_with_output().ok()?;
    drop(keyboard);
    Some((
        done.status.code(),
        String::from_utf8_lossy(&done.stdout).into_owned(),
    ))
}
