//! The real binary on real files: what it prints, what it keeps, with which status it ends.

use std::fs;
use std::path::PathBuf;

use crate::terminal::{MILL, Place};
use footnote::store::{Access, SqliteStore};
use serde_json::Value;

#[test]
fn the_first_question_loads_the_dataset_and_is_answered() {
    let place = Place::new();
    let run = place
        .run(&["ask", "When was the mill of Orbey built?"])
        .fine();
    assert!(
        run.out
            .contains("The mill of Orbey was built in 1742 by Jean Claude."),
        "{}",
        run.out
    );
    assert!(
        run.out
            .contains("[1] The mill of Orbey · Valley News · 11 Jun 2023 · paragraph 1"),
        "{}",
        run.out
    );
    assert!(run.err.contains("2 articles loaded"), "{}", run.err);
    assert!(place.path("footnote.db").is_file());
}

#[test]
fn what_is_piped_is_plain() {
    let place = Place::new();
    let run = place
        .run(&["ask", "--explain", "When was the mill of Orbey built?"])
        .fine();
    assert!(!run.out.contains('\u{1b}') && !run.err.contains('\u{1b}'));
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_is_served_to_its_width_and_no_color_means_no_color() {
    let place = Place::new();
    let long =
        "The mill stands in a valley where the wind blows from the west on most days of the year.";
    place.write("wind.txt", format!("Wind at the mill\n\n{long}\n"));
    place.run(&["add", "wind.txt"]).fine();
    let on_a_terminal = |before: &str| -> Option<String> {
        // The `script` of util-linux runs a command on a terminal of its own.
        let program = env!("CARGO_BIN_EXE_footnote");
        let inner = format!(
            "stty rows 24 cols 50; {before} {program} ask Where does the mill stand in the valley"
        );
        let run = std::process::Command::new("script")
            .args(["-qec", &inner, "/dev/null"])
            .current_dir(place.path(""))
            .env("TERM", "xterm")
            .env_remove("NO_COLOR")
            // Colours are wanted in the logs of build machines, whatever the terminal.
            .env_remove("CI")
            .stdin(std::process::Stdio::null())
            .output();
        Some(String::from_utf8_lossy(&run.ok()?.stdout).into_owned())
    };
    let Some(shown) = on_a_terminal("") else {
        println!("skipped: there is no program `script` to make a terminal");
        return;
    };
    assert!(shown.contains("\u{1b}[2m[1]"), "{shown:?}");
    let plain = ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m"]
        .iter()
        .fold(shown.clone(), |plain, code| plain.replace(code, ""));
    assert!(
        plain.contains("from the\r\nwest") || plain.contains("blows\r\n"),
        "{shown:?}"
    );
    assert!(
        !on_a_terminal("NO_COLOR=1")
            .expect("a terminal")
            .contains('\u{1b}')
    );
    assert!(
        !on_a_terminal("TERM=dumb")
            .expect("a terminal")
            .contains('\u{1b}')
    );
}

#[test]
fn the_json_of_an_answer_has_the_documented_fields() {
    let place = Place::new();
    let answer = place
        .run(&["ask", "--json", "How many arches has the bridge?"])
        .fine()
        .json();
    for field in [
        "question",
        "answered",
        "confidence",
        "answer",
        "citations",
        "nearest",
        "carried_over",
        "fingerprint",
    ] {
        assert!(answer.get(field).is_some(), "{field} is missing: {answer}");
    }
    let citation = &answer["citations"][0];
    for field in [
        "number",
        "article_id",
        "title",
        "url",
        "published",
        "version",
        "paragraph",
        "start",
        "end",
        "text",
    ] {
        assert!(
            citation.get(field).is_some(),
            "{field} is missing: {citation}"
        );
    }
    let shown = place.run(&["show", "--json", "bridge"]).fine().json();
    let text = shown["text"].as_str().expect("a text");
    let (start, end) = (
        citation["start"].as_u64().unwrap(),
        citation["end"].as_u64().unwrap(),
    );
    assert_eq!(
        text.get(start as usize..end as usize),
        citation["text"].as_str()
    );
    assert_eq!(shown["title"], "The bridge of Lapoutroie");
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    let place = Place::new();
    let ask = || place.run(&["ask", "--json", "Who built the mill?"]).out;
    assert_eq!(ask(), ask());
    let other = Place::new();
    assert_eq!(
        ask(),
        other.run(&["ask", "--json", "Who built the mill?"]).out
    );
}

#[test]
fn without_articles_the_answer_is_an_honest_no() {
    let place = Place::empty();
    let run = place.run(&["ask", "When was the mill built?"]);
    assert_eq!(run.status, 1);
    assert!(run.out.contains("The articles do not say."), "{}", run.out);
    assert!(run.out.contains("footnote add"), "{}", run.out);
}

#[test]
fn an_odd_question_gets_an_answer_or_one_clear_error() {
    let place = Place::new();
    place.run(&["list"]).fine();
    place.run(&["ask", ""]).failed("QUESTION_EMPTY");
    place
        .run(&["ask", &"why ".repeat(1_500)])
        .failed("QUESTION_TOO_LONG");
    for odd in [
        "the of and",
        "\" OR 1=1; DROP TABLE articles; --",
        "mill* NEAR/2 (",
        "🦆🦆",
        "מתי נבנתה הטחנה?",
        "%_'",
    ] {
        let run = place.run(&["ask", odd]);
        assert!((0..=2).contains(&run.status), "{odd}: {}", run.err);
        assert!(
            !run.err.contains("INTERNAL") && !run.err.to_lowercase().contains("sql"),
            "{odd}: {}",
            run.err
        );
    }
    place
        .run(&["ask", "--in", "nowhere", "When?"])
        .failed("NOT_FOUND");
}

#[test]
fn furniture_is_shown_but_never_quoted() {
    let place = Place::new();
    let run = place.run(&[
        "ask",
        "--json",
        "--limit",
        "50",
        "subscribe newsletter mill",
    ]);
    let quoted = run.json()["citations"].to_string();
    assert!(!quoted.contains("Subscribe"), "{quoted}");
    assert!(
        place
            .run(&["show", "mill"])
            .fine()
            .out
            .contains("Subscribe to our newsletter. (not quoted)")
    );
}

#[test]
fn paragraphs_are_shown_with_the_numbers_that_citations_give() {
    let place = Place::new();
    place.write(
        "ferry.md",
        "# The ferry\n\nIt is old.\n\n## Cars\n\nSubscribe to our newsletter.\n\n- It carries nine cars.\n",
    );
    place.run(&["add", "ferry.md", "--yes"]).fine();
    let shown = place.run(&["show", "the-ferry"]).fine().out;
    assert!(shown.contains("\n1  It is old.\n"), "{shown}");
    assert!(shown.contains("\n2  · It carries nine cars.\n"), "{shown}");
    let asked = place.run(&["ask", "--json", "how many cars does the ferry carry"]);
    assert_eq!(asked.json()["citations"][0]["paragraph"], 2);
}

#[test]
fn many_lines_that_are_not_quoted_are_told_of_once() {
    let place = Place::new();
    let lines = [
        "Subscribe to our newsletter.",
        "Photo: Mina Vale",
        "Read more: Ten boats",
        "All rights reserved.",
    ];
    let page = format!("# The pier\n\nIt is old.\n\n{}\n", lines.join("\n\n"));
    fs::create_dir(place.path("new")).expect("a folder");
    place.write("new/pier.md", &page);
    place.write(
        "new/ferry.md",
        "# The ferry\n\nIt is old.\n\nPhoto: Mina Vale\n",
    );
    for command in [
        &["check", "new"][..],
        &["load", "new", "--yes", "--dry-run"],
    ] {
        let told = place.run(command).out;
        let remark = "4 of its 5 lines are not quoted; `footnote show pier` marks them";
        assert_eq!(told.matches("not quoted").count(), 1, "{told}");
        assert!(told.contains(remark), "{told}");
    }
    let added = place.run(&["add", "new/pier.md", "--yes"]).fine();
    assert_eq!(
        added.err.matches("lines are not quoted").count(),
        1,
        "{}",
        added.err
    );
}

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
fn an_evaluation_says_what_is_wrong_with_its_files() {
    let place = Place::empty();
    place.write(
        "articles.jsonl",
        r#"{"id": "mill", "title": "The mill", "paragraphs": ["The mill was built in 1742."]}"#,
    );
    place.write(
        "questions.jsonl",
        r#"{"id": "1", "question": "Who won?", "answerable": false, "kind": "offtopic"}"#,
    );
    let files = ["--articles", "articles.jsonl", "--questions"];
    let eval = |rest: &[&str]| place.run(&[&["eval"], &files[..], rest].concat());
    let missing = eval(&["nowhere.jsonl"]).failed("NOT_FOUND");
    assert!(
        missing.err.contains("there is no such file"),
        "{}",
        missing.err
    );
    let kind = eval(&["questions.jsonl", "--kind", "offtopc"]).failed("NOT_FOUND");
    assert!(
        kind.err.contains("the kinds in the file are offtopic"),
        "{}",
        kind.err
    );
    let predict = place
        .run(&["predict", "--questions", "nowhere.jsonl"])
        .failed("NOT_FOUND");
    assert!(predict.err.contains("nowhere.jsonl"), "{}", predict.err);
    let help = place.run(&["predict", "--help"]).fine().out;
    assert!(
        help.contains("predict [OPTIONS] --articles <FILE>"),
        "{help}"
    );
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
    use std::io::{Read, Write};
    use std::process::{Command, Stdio};

    let place = Place::new();
    place.run(&["load"]).fine();
    fs::remove_file(place.path("data/articles/bridge.txt")).unwrap();
    let command = format!("{} load", env!("CARGO_BIN_EXE_footnote"));
    // The `script` of util-linux runs a command on a terminal of its own.
    let started = Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .current_dir(place.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut asking) = started else {
        println!("skipped: there is no program `script` to make a terminal");
        return;
    };
    let (mut said, mut output) = (Vec::new(), asking.stdout.take().unwrap());
    let mut byte = [0];
    while !said.ends_with(b"[y/N] ") && output.read(&mut byte).unwrap() > 0 {
        said.extend(byte);
    }
    place.run(&["remove", "mill"]).fine();
    let mut keyboard = asking.stdin.take().unwrap();
    keyboard.write_all(b"y\n").unwrap();
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    asking.wait().unwrap();
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

#[test]
fn what_an_article_asks_itself_is_answered_by_what_follows() {
    let place = Place::empty();
    place.write(
        "lamp.md",
        "---\ntitle: The Lumio lamp\n---\n\n## How do I reset the lamp?\n\nHold the dial down for ten seconds.\n\n\
         ## Warranty\n\nQ: Can I get a refund?\nA: Within 14 days of the purchase.\n\n1. Keep it dry.\n\
         2. Charge it at least every 90 days.\n",
    );
    place.run(&["add", "lamp.md"]).fine();
    let first = |question: &str| {
        let told = place.run(&["ask", "--json", question]).json();
        told["citations"][0]["text"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(
        first("how do i reset the lamp"),
        "Hold the dial down for ten seconds."
    );
    assert!(first("Can I get a refund?").contains("A: Within 14 days of the purchase."));
    assert_eq!(
        first("How often must I charge it?"),
        "2. Charge it at least every 90 days."
    );
    assert!(!first("Is it made of wood?").contains('?'));
}

#[test]
fn two_things_asked_at_once_are_both_answered() {
    let place = Place::new();
    let both = "When was the mill of Orbey built, and how many arches has the bridge?";
    let told = place.run(&["ask", "--json", both]).json();
    let text = |at: usize| told["citations"][at]["text"].as_str().unwrap_or_default();
    assert!(text(0).contains("built in 1742"), "{told}");
    assert!(text(1).contains("four arches"), "{told}");
    assert_eq!(
        told["parts"][0]["question"],
        "When was the mill of Orbey built"
    );
    assert_eq!(told["parts"][0]["citations"][0], 1, "{told}");
    assert_eq!(told["parts"][1]["citations"][0], 2, "{told}");
    let shown = place.run(&["ask", both]).fine().out;
    let lines: Vec<&str> = shown.lines().collect();
    let second = lines
        .iter()
        .position(|line| *line == "how many arches has the bridge?");
    let below = second.and_then(|at| lines.get(at + 1)).copied();
    assert!(
        below.is_some_and(|line| line.contains("four arches")),
        "{shown}"
    );
    let half = "When was the mill of Orbey built? What does the ferry cost?";
    let told = place.run(&["ask", "--json", half]).json();
    assert_eq!(told["unanswered"][0], "What does the ferry cost?", "{told}");
}

#[test]
fn what_answers_one_of_several_questions_is_not_cut_to_what_answers_another() {
    let place = Place::empty();
    place.write(
        "hammer.md",
        "# Moss hammer\n\nThe moss hammer is made of oak and iron. The moss hammer lasts for 200 swings. \
         It can be repaired at the forge.\n",
    );
    place.run(&["add", "hammer.md"]).fine();
    let both = "how long does the moss hammer last, and where can it be repaired?";
    let told = place.run(&["ask", "--json", both]).fine().json();
    let number = told["parts"][1]["citations"][0]
        .as_u64()
        .expect("a citation");
    let cited = &told["citations"][number as usize - 1]["text"];
    assert!(
        cited.as_str().is_some_and(|text| text.contains("forge")),
        "{told}"
    );
}

#[test]
fn more_than_three_things_at_once_are_answered_in_part_and_the_rest_is_named() {
    let place = Place::new();
    let four = "when was the mill of Orbey built, who built the mill, how many arches has the bridge, \
                how much rye does the mill grind";
    let told = place.run(&["ask", "--json", four]).fine().json();
    assert_eq!(told["parts"].as_array().map(Vec::len), Some(3), "{told}");
    assert_eq!(told["left_out"][0], "how much rye does the mill grind");
    let shown = place.run(&["ask", four]).fine().out;
    assert!(
        shown.contains("at most three questions are answered at once"),
        "{shown}"
    );
}

#[test]
fn articles_that_differ_are_put_in_order_of_their_dates_and_only_on_one_thing() {
    let place = Place::empty();
    let note = |number: u32, month: u32, items: u32| {
        let text = format!(
            "---\ntitle: \"Emberfall patch 4.{number}\"\npublished: 2026-{month:02}-01\n---\n\n\
             Guild banks can now hold {items} items. The auction house opens at {month} in the morning.\n"
        );
        let name = format!("patch{number}.md");
        place.write(&name, text);
        place.run(&["add", &name]).fine();
    };
    note(0, 5, 200);
    note(2, 11, 400);
    note(1, 8, 250);
    let told = place
        .run(&["ask", "--json", "How many items can a guild bank hold?"])
        .json();
    let dates: Vec<&str> = (told["citations"].as_array().into_iter().flatten())
        .filter_map(|citation| citation["published"].as_str())
        .collect();
    assert_eq!(dates, ["2026-11-01", "2026-08-01", "2026-05-01"], "{told}");
    assert_eq!(
        told["disagreements"][0]["newer_says"], "400 items",
        "{told}"
    );

    let place = Place::empty();
    place.write(
        "rules.md",
        "---\ntitle: Larkspur Tennis Club rules\npublished: 2025-05-01\n---\n\nThe joining fee is £50.\n",
    );
    place.write(
        "news.md",
        "---\ntitle: Larkspur Tennis Club news\npublished: 2026-05-01\n---\n\nThe fee for the tournament is £15.\n",
    );
    place.run(&["add", "rules.md"]).fine();
    place.run(&["add", "news.md"]).fine();
    let told = place
        .run(&["ask", "--json", "how much is the joining fee"])
        .json();
    assert_eq!(told["citations"][0]["text"], "The joining fee is £50.");
    assert_eq!(
        told["disagreements"].as_array().map(Vec::len),
        Some(0),
        "{told}"
    );
}

#[test]
fn a_conversation_goes_on_after_a_line_that_is_no_question() {
    let place = Place::new();
    let run = place.run_with(&["chat"], "When was the mill of Orbey built?\n???\n/nonsense\n/why\nHow many arches has the bridge?\n".as_bytes());
    let run = run.fine();
    assert!(
        run.out.contains("1742") && run.out.contains("four arches"),
        "{}",
        run.out
    );
    assert!(run.err.contains("QUESTION_EMPTY"), "{}", run.err);
}

#[test]
fn thanks_in_a_conversation_are_no_question_and_no_subject() {
    let place = Place::new();
    let lines = "When was the mill of Orbey built?\nok thanks!\nWho built it?\n";
    let run = place.run_with(&["chat"], lines.as_bytes()).fine();
    assert!(run.out.contains("Happy to help."), "{}", run.out);
    assert!(run.out.contains("about: Orbey"), "{}", run.out);
    assert!(!run.out.contains("do not say"), "{}", run.out);
    let told = place
        .run_with(&["chat", "--json"], b"nice one\n")
        .fine()
        .json();
    assert!(told["said"].is_string(), "{told}");
}

#[test]
fn an_export_comes_back_the_same() {
    let place = Place::new();
    place.run(&["export", "all.json"]).fine();
    place
        .run(&["--db", "other.db", "import", "all.json"])
        .fine();
    let again = place.run(&["--db", "other.db", "export"]).fine().out;
    assert_eq!(
        fs::read_to_string(place.path("all.json")).expect("the export"),
        again
    );
    place.run(&["export", "all.json"]).failed("DUPLICATE");
    let nowhere = place
        .run(&["export", "nowhere/all.json"])
        .failed("NOT_FOUND");
    assert!(
        nowhere.err.contains("there is no folder nowhere"),
        "{}",
        nowhere.err
    );
    place.run(&["import", "all.json"]).failed("DUPLICATE");
    place
        .run(&["import", "data/articles/mill.md"])
        .failed("FILE_INVALID");
    place.run(&["export", "--markdown", "texts"]).fine();
    let check = place.run(&["check", "texts", "--json"]).fine().json();
    assert_eq!(check["articles"].as_array().unwrap().len(), 2);
}

#[test]
fn a_backup_comes_back() {
    let place = Place::new();
    place.run(&["list"]).fine();
    place.run(&["backup", "copy.db"]).fine();
    let nowhere = place
        .run(&["backup", "nowhere/copy.db"])
        .failed("NOT_FOUND");
    assert!(
        nowhere.err.contains("there is no folder nowhere"),
        "{}",
        nowhere.err
    );
    place.run(&["remove", "mill"]).fine();
    place.run(&["restore-backup", "copy.db"]).fine();
    assert!(place.run(&["list"]).fine().out.contains("mill"));
}

#[test]
fn every_mistake_in_the_settings_is_named_at_once_and_no_secret() {
    let place = Place::new();
    place.write(
        ".env",
        "DISCORD_TOKEN=hush-hush\nSHARDS=9/3\nMETRICS_ADDR=there\n",
    );
    let run = place.run(&["list"]).failed("CONFIG");
    assert!(
        run.err.contains("DISCORD_TOKEN")
            && run.err.contains("SHARDS")
            && run.err.contains("METRICS_ADDR")
    );
    assert!(!run.err.contains("hush"), "{}", run.err);
}

#[test]
fn the_doctor_says_what_is_missing() {
    let place = Place::new();
    let run = place.run(&["doctor"]).fine();
    assert!(
        run.out.contains("DISCORD_TOKEN is not set") && run.out.contains("none at footnote.db"),
        "{}",
        run.out
    );
    assert!(
        !place.path("footnote.db").exists(),
        "the doctor changes nothing"
    );
    fs::write(place.path("footnote.db"), "no database at all, only words").expect("a file");
    assert_eq!(place.run(&["doctor"]).status, 1);
    place.run(&["list"]).failed("STORAGE");
}

#[test]
fn the_doctor_says_what_to_do_about_an_empty_database_or_dataset() {
    let place = Place::new();
    let said = || place.run(&["doctor"]).fine().out;
    assert!(said().contains("disk: "), "how much room there is");
    drop(SqliteStore::open(&place.path("footnote.db"), Access::Command).expect("a database"));
    let untouched = said();
    assert!(untouched.contains("0 articles"), "{untouched}");
    assert!(
        untouched.contains("the next question loads those in data/articles"),
        "{untouched}"
    );
    place.run(&["load"]).fine();
    place.run(&["remove", "mill", "bridge"]).fine();
    let emptied = said();
    assert!(
        emptied.contains("2 removed articles can be brought back"),
        "{emptied}"
    );
    for id in ["mill", "bridge"] {
        place.run(&["purge", "--yes", id]).fine();
    }
    assert!(said().contains("`footnote load FOLDER`"), "{}", said());

    fs::remove_file(place.path("data/articles/mill.md")).expect("gone");
    fs::remove_file(place.path("data/articles/bridge.txt")).expect("gone");
    assert!(
        said().contains("data/articles, no article files"),
        "{}",
        said()
    );
    fs::remove_dir(place.path("data/articles")).expect("gone");
    place.write("data/articles", "a file in the way");
    let bad = place.run(&["doctor"]);
    assert_eq!(bad.status, 1);
    assert!(
        bad.out.contains("data/articles is not a folder"),
        "{}",
        bad.out
    );
}

#[test]
fn serving_without_a_token_says_so() {
    let mut place = Place::new();
    let run = place.run(&["serve"]);
    assert_eq!(run.status, 78, "{}", run.err);
    assert!(run.err.contains("DISCORD_TOKEN"), "{}", run.err);
    place.set("DISCORD_TOKEN", "abc");
    let run = place.run(&["serve"]);
    assert_eq!(run.status, 78, "{}", run.err);
    assert!(run.err.contains("is no bot token"), "{}", run.err);
}

#[test]
fn shells_and_manuals_are_served() {
    let place = Place::empty();
    assert!(place.run(&["--version"]).fine().out.contains("(SQLite 3."));
    assert!(
        place
            .run(&["completions", "bash"])
            .fine()
            .out
            .contains("footnote")
    );
    assert!(place.run(&["man"]).fine().out.contains(".TH"));
    assert_eq!(place.run(&["nonsense"]).status, 2);
    assert!(
        place
            .run(&["--version"])
            .fine()
            .out
            .starts_with("footnote ")
    );
}

#[test]
fn each_command_has_a_manual_page_of_its_own() {
    let place = Place::empty();
    let program = place.run(&["man"]).fine().out;
    assert!(program.contains("footnote\\-ask(1)"), "{program}");
    assert_eq!(program.matches(".SH NAME").count(), 1, "one page");
    let ask = place.run(&["man", "ask"]).fine().out;
    assert!(
        ask.contains("footnote\\-ask") && ask.contains("explain"),
        "{ask}"
    );
    place.run(&["man", "nonsense"]).failed("NOT_FOUND");
    let help = place.run(&["extract", "--help"]).fine().out;
    assert!(help.contains("canonical"), "{help}");
}

#[test]
fn sentences_are_inspected_from_standard_input() {
    let place = Place::empty();
    let run = place
        .run_with(
            &["inspect", "sentences"],
            b"\"It rains. The mill turns.\"\n",
        )
        .fine();
    assert_eq!(run.out.trim(), r#"["It rains.","The mill turns."]"#);
}

#[test]
fn facts_are_pieces_of_their_sentence() {
    let place = Place::new();
    let facts = place.run(&["facts", "mill", "--json"]).fine().json();
    let facts = facts["facts"].as_array().expect("facts");
    for fact in facts {
        let sentence = fact["sentence"].as_str().expect("a sentence");
        for field in ["subject", "relation", "object"] {
            assert!(
                fact[field]
                    .as_str()
                    .is_none_or(|words| sentence.contains(words)),
                "{fact}"
            );
        }
    }
}

#[test]
fn a_damaged_index_is_made_anew_and_says_so_in_the_log() {
    let place = Place::new();
    let ask = ["ask", "When was the mill of Orbey built?"];
    let first = place.run(&ask);
    let folder = place.path("footnote.db.index");
    let made = || -> PathBuf {
        let entries = fs::read_dir(&folder).expect("an index");
        let mut entries = entries.map(|entry| entry.expect("an entry").path());
        entries.find(|path| path.is_dir()).expect("one index")
    };
    let before = made();
    assert!(place.run(&ask).err.is_empty());

    fs::write(before.join("vocabulary.bin"), "no vocabulary").expect("damage");
    let again = place.run(&ask);
    assert_eq!((again.status, &again.out), (first.status, &first.out));
    assert!(again.err.contains("search index anew"), "{}", again.err);

    place.write("tea.txt", "Tea\n\nTea has grown in Assam since 1837.\n");
    place.run(&["add", "tea.txt"]).fine();
    place.run(&ask);
    assert_ne!(made(), before, "other articles have another index");
    assert!(!before.exists());

    place.write("footnote.db.index/letter.txt", "mine");
    let reindex = place.run(&["reindex"]).fine();
    assert_eq!(reindex.out, "index made of 3 articles\n");
    assert!(place.path("footnote.db.index/letter.txt").exists());
}

#[test]
fn where_no_index_can_be_kept_questions_are_answered_all_the_same() {
    let place = Place::new();
    place.write("footnote.db.index", "a file in the way");
    let answer = place.run(&["ask", "When was the mill of Orbey built?"]);
    assert!(answer.out.contains("1742"), "{}", answer.out);
    assert!(answer.err.contains("cannot be kept"), "{}", answer.err);
    place.run(&["reindex"]).failed("STORAGE");
}

#[test]
fn a_folder_that_is_not_there_is_named_at_the_first_start() {
    let place = Place::empty();
    let run = place.run(&["ask", "--data", "nowhere", "How high is the mill?"]);
    assert_eq!(run.status, 1);
    assert!(run.err.contains("no folder nowhere"), "{}", run.err);
    assert!(run.out.contains("no articles yet"), "{}", run.out);
}

#[test]
fn a_near_name_is_offered() {
    let place = Place::new();
    assert!(
        place
            .run(&["show", "orbey"])
            .failed("NOT_FOUND")
            .err
            .contains("did you mean mill?")
    );
    assert!(
        place
            .run(&["show", "bridg"])
            .failed("NOT_FOUND")
            .err
            .contains("did you mean bridge?")
    );
}

#[test]
fn what_is_no_backup_is_not_called_a_database() {
    let place = Place::new();
    place.write("words.txt", "no backup at all");
    let missing = place
        .run(&["restore-backup", "copy.db"])
        .failed("NOT_FOUND");
    assert!(missing.err.contains("no backup copy.db"), "{}", missing.err);
    let other = place
        .run(&["restore-backup", "words.txt"])
        .failed("FILE_TYPE");
    assert!(
        other.err.contains("words.txt is no backup"),
        "{}",
        other.err
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_an_error() {
    let place = Place::new();
    place.run(&["list"]).fine();
    let full = fs::File::options()
        .write(true)
        .open("/dev/full")
        .expect("a full device");
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_footnote"))
        .arg("list")
        .current_dir(place.path(""))
        .stdout(full)
        .output()
        .expect("it runs");
    assert_eq!(run.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&run.stderr).contains("(code DISK_FULL)"));
}
