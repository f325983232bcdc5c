//! What whoever runs the program needs besides answers: copies, diagnosis, manuals, and clear words where something is wrong.

use std::fs;
use std::path::PathBuf;

use crate::terminal::Place;
use footnote::store::{Access, SqliteStore};

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
