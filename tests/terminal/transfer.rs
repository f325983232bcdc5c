//! What leaves one database and enters another is the same there: byte for byte, and in every answer.

use std::fs;
use std::path::Path;

use crate::terminal::Place;
use serde_json::{Value, json};

/// So many of the shipped questions are asked, from all of their kinds; all of them take more than a minute.
const EVERY: usize = 4;

/// A database with the shipped articles, and with a history.
fn shelf() -> Place {
    let place = Place::new();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles");
    place.run(&["load", shipped.to_str().unwrap()]).fine();
    let add = |words: &str, more: &[&str]| {
        place.write("ferry.md", format!("# The ferry\n\n{words}\n"));
        place
            .run(&[&["add", "ferry.md", "--yes"], more].concat())
            .fine();
    };
    add("The ferry carries 210 passengers.", &[]);
    add("The ferry carries 220 passengers.", &["--replace"]);
    place.write("removed.md", "# A gone one\n\nIt stood here for a while.\n");
    place.run(&["add", "removed.md", "--yes"]).fine();
    place.run(&["remove", "a-gone-one"]);
    place
}

fn read(place: &Place, name: &str) -> String {
    fs::read_to_string(place.path(name)).expect("the export")
}

fn questions() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/questions.jsonl");
    let lines = fs::read_to_string(file).expect("the questions");
    let all = lines.lines().map(|line| {
        let record: Value = serde_json::from_str(line).expect("JSON");
        record["question"].as_str().expect("a question").to_owned()
    });
    all.step_by(EVERY).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_import_gives_the_same_export_and_the_same_answers() {
    let old = shelf();
    let new = Place::empty();
    old.run(&["export", "all.json"]).fine();
    let export = read(&old, "all.json");
    #[cfg(unix)]
    {
        let about = std::fs::metadata(old.path("all.json")).expect("it is there");
        let mode = std::os::unix::fs::PermissionsExt::mode(&about.permissions());
        assert_eq!(mode & 0o077, 0, "nobody else may read it");
    }
    assert!(export.contains("210 passengers") && export.contains("stood here for a while"));
    new.write("all.json", &export);
    new.run(&["import", "all.json"]).fine();
    new.run(&["export", "again.json"]).fine();
    assert!(export == read(&new, "again.json"), "byte for byte");

    let asked = questions();
    let answers = |place: &Place| {
        let done = place.run_with(&["chat", "--json"], asked.as_bytes());
        done.fine().out
    };
    let answered = answers(&old);
    assert!(answered.matches("\"answered\":").count() >= 70);
    assert!(answered == answers(&new), "every answer is the same");
}

#[test]
fn articles_written_as_markdown_are_read_as_they_were() {
    let old = shelf();
    let new = Place::empty();
    let folder = new.path("markdown");
    old.run(&["export", "--markdown", folder.to_str().unwrap()])
        .fine();
    for file in fs::read_dir(&folder).expect("a folder") {
        crate::terminal::settle(&file.expect("a file").path());
    }
    new.run(&["load", "markdown"]).fine();
    let told = |place: &Place| {
        let listed = place.run(&["list", "--json"]).fine().json();
        let ids = listed["articles"].as_array().expect("articles").iter();
        ids.map(|one| {
            let id = one["id"].as_str().expect("an id");
            let shown = place.run(&["show", id, "--json"]).fine().json();
            json!([
                id,
                shown["text"],
                shown["title"],
                shown["url"],
                shown["author"],
                shown["published"]
            ])
        })
        .collect::<Vec<_>>()
    };
    let (before, after) = (told(&old), told(&new));
    assert_eq!(before.len(), after.len());
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before, after);
    }
}

#[test]
fn an_import_over_what_is_there_changes_nothing() {
    let place = shelf();
    place.run(&["export", "all.json"]).fine();
    let refused = place.run(&["import", "all.json"]).failed("DUPLICATE");
    assert!(refused.err.contains("empty"), "what to do: {}", refused.err);
    place.run(&["export", "again.json"]).fine();
    assert!(read(&place, "all.json") == read(&place, "again.json"));
    place.write(
        "broken.json",
        "{\"format\": \"footnote-export-1\",\n \"articles\": 7}",
    );
    let broken = place.run(&["import", "broken.json"]).failed("FILE_INVALID");
    assert!(broken.err.contains("line 2"), "{}", broken.err);
}

#[test]
fn an_export_has_its_name_only_once_it_is_whole() {
    let place = shelf();
    let whole = place.run(&["export"]).fine().out;
    // A limit on the size of files ends the program in the middle, as pulling the plug would; it is counted in half
    // kilobytes.
    let program = env!("CARGO_BIN_EXE_footnote");
    let limit = whole.len() / 1024;
    let script = format!("ulimit -f {limit} && exec '{program}' export all.json");
    let ended = std::process::Command::new("sh")
        .args(["-c", &script])
        .current_dir(place.path(""))
        .output()
        .expect("a shell");
    assert!(!ended.status.success(), "{ended:?}");
    assert!(!place.path("all.json").exists());
    place.run(&["export", "all.json"]).fine();
    assert_eq!(read(&place, "all.json"), whole);
    assert!(!place.path("all.json.partial").exists());
}

#[test]
fn a_damaged_backup_is_named_and_changes_nothing() {
    let place = shelf();
    place.run(&["backup", "whole.db"]).fine();
    let whole = fs::read(place.path("whole.db")).expect("the backup");
    place.write("half.db", &whole[..whole.len() / 2]);
    let before = place.run(&["list"]).fine().out;
    let refused = place.run(&["restore-backup", "half.db"]).failed("STORAGE");
    assert!(
        refused.err.contains("half.db is damaged"),
        "{}",
        refused.err
    );
    assert!(refused.err.contains("another backup"), "{}", refused.err);
    assert_eq!(place.run(&["list"]).fine().out, before);
}
