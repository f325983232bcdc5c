//! The README keeps its word: its commands exist, its JSON members are those printed, its quotations stand in articles.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

const README: &str = include_str!("../../README.md");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn footnote() -> Command {
    let mut command = Command::cargo_bin("footnote").expect("the program");
    for name in ["FOOTNOTE_DB", "FOOTNOTE_DATA", "DISCORD_TOKEN", "LOG"] {
        command.env_remove(name);
    }
    command
}

/// Returns the lines of a section, from its heading to the next.
fn section(heading: &str) -> Vec<&'static str> {
    let start = format!("## {heading}");
    let lines = README.lines().skip_while(|line| *line != start).skip(1);
    let lines: Vec<&str> = lines.take_while(|line| !line.starts_with("## ")).collect();
    assert!(!lines.is_empty(), "the README has no section {heading}");
    lines
}

/// Returns what stands in backticks, in their order.
fn code_spans(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// Returns the rows of a section's table as (first cell, second cell).
fn rows(heading: &str) -> Vec<(&'static str, &'static str)> {
    let body = section(heading).into_iter().filter_map(|line| {
        let (first, second) = line.strip_prefix("| ")?.split_once(" | ")?;
        Some((first, second.strip_suffix(" |")?))
    });
    body.skip(2).collect()
}

/// Returns the first word after `footnote` wherever the README shows a command.
fn shown_commands() -> BTreeSet<&'static str> {
    let in_text = README
        .lines()
        .filter(|line| !line.starts_with("```"))
        .flat_map(code_spans);
    let in_blocks = README.lines().map(|line| line.trim_start_matches("$ "));
    in_text
        .chain(in_blocks)
        .filter_map(|shown| shown.strip_prefix("footnote "))
        .filter_map(|rest| rest.split_whitespace().next())
        .filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase()))
        .collect()
}

#[test]
fn every_command_that_is_shown_exists() {
    let shown = shown_commands();
    assert!(shown.len() > 20, "{shown:?}");
    for command in shown {
        let run = footnote().args([command, "--help"]).output().expect("runs");
        assert!(run.status.success(), "footnote {command} does not exist");
    }
}

#[test]
fn every_command_that_exists_is_in_the_table() {
    let table: BTreeSet<&str> = rows("Commands")
        .into_iter()
        .flat_map(|(first, _)| code_spans(first))
        .filter_map(|shown| shown.strip_prefix("footnote ")?.split(' ').next())
        .collect();
    let help = footnote().arg("--help").output().expect("runs").stdout;
    let help = String::from_utf8(help).expect("text");
    let there: BTreeSet<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert_eq!(table, there);
}

#[test]
fn the_two_commands_are_shown_and_the_files_it_points_at_are_there() {
    let lines: Vec<&str> = README.lines().collect();
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("cargo run --release -- ask \""))
    );
    assert!(lines.iter().any(|line| line.starts_with("cargo test")));
    let targets = README
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', '#']).next());
    for target in targets.filter(|target| !target.contains("://") && !target.is_empty()) {
        assert!(root().join(target).exists(), "{target} is not there");
    }
}

/// Returns what the README shows of the terminal: a command, and what it prints.
fn captured() -> Vec<(&'static str, String)> {
    let mut blocks = README.split("```console\n$ footnote ");
    // What stands before the first one is no capture.
    blocks.next();
    let shown = blocks.map(|rest| {
        let (block, _) = rest.split_once("```").expect("the end of the block");
        let (command, printed) = block.split_once('\n').expect("what it prints");
        (command, printed.to_owned())
    });
    shown.collect()
}

#[test]
fn what_is_shown_of_the_terminal_is_what_is_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    let captured = captured();
    assert!(!captured.is_empty(), "the README shows no answer");
    for (command, expected) in captured {
        let words = command.replace('"', "");
        let mut words = words.split(' ');
        let first = words.next().expect("a command");
        let question = words.collect::<Vec<_>>().join(" ");
        let run = footnote()
            .current_dir(folder.path())
            .arg("--data")
            .arg(root().join("data/articles"))
            .args([first, &question])
            .output()
            .expect("runs");
        assert_eq!(
            String::from_utf8_lossy(&run.stdout),
            expected,
            "footnote {command}"
        );
    }
}

#[test]
fn every_sentence_that_is_quoted_stands_in_an_article() {
    let articles: String = fs::read_dir(root().join("data/articles"))
        .expect("the articles")
        .map(|file| fs::read_to_string(file.expect("a file").path()).expect("an article"))
        .collect();
    let quoted: Vec<&str> = README
        .lines()
        .filter_map(|line| {
            line.strip_prefix('“')?
                .rsplit_once("” [")
                .map(|(words, _)| words)
        })
        .collect();
    assert!(!quoted.is_empty(), "the README shows no answer");
    for sentence in quoted {
        assert!(articles.contains(sentence), "no article says: {sentence}");
    }
}

/// The members of a JSON object, each with those of the objects in it where the README lists them.
type Members = BTreeMap<String, Vec<String>>;

/// Reads a cell such as `` `found`, `articles` [`id`, `title`] ``; words outside of backticks explain.
fn members(cell: &str) -> Members {
    let mut members = Members::new();
    let (mut within, mut last) = (false, String::new());
    for (place, part) in cell.split('`').enumerate() {
        match (place % 2, within) {
            (0, _) => match (part.contains('['), part.contains(']')) {
                (true, _) => within = true,
                (false, closes) => within = within && !closes,
            },
            (_, true) => members
                .entry(last.clone())
                .or_default()
                .push(part.to_owned()),
            (_, false) if part.starts_with("--") => break,
            (_, false) => {
                last = part.to_owned();
                members.insert(part.to_owned(), Vec::new());
            }
        }
    }
    members
}

/// The words that explain what a member holds are no members.
fn documented(command: &str) -> Members {
    let rows = rows("JSON");
    let (_, cell) = rows
        .iter()
        .find(|(first, _)| code_spans(first).contains(&command) || *first == command)
        .unwrap_or_else(|| panic!("the README does not say what `{command} --json` prints"));
    let mut plain = String::new();
    let mut depth = 0;
    for letter in cell.chars() {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        if depth == 0 && letter != ')' {
            plain.push(letter);
        }
    }
    members(&plain)
}

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let run = footnote()
            .current_dir(self.folder.path())
            .arg("--json")
            .args(arguments)
            .output()
            .expect("runs");
        let out = String::from_utf8_lossy(&run.stdout).into_owned();
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {out}"))
    }
}

fn keys(value: &Value) -> BTreeSet<&str> {
    let object = value.as_object().expect("an object");
    object.keys().map(String::as_str).collect()
}

/// Compares what was printed with what the README says, one level down as well.
fn compare(command: &str, printed: &Value) {
    let said = documented(command);
    let names: BTreeSet<&str> = said.keys().map(String::as_str).collect();
    assert_eq!(names, keys(printed), "footnote {command} --json");
    for (name, inner) in said.iter().filter(|(_, inner)| !inner.is_empty()) {
        let inner: BTreeSet<&str> = inner.iter().map(String::as_str).collect();
        let held = printed.get(name).expect("a member");
        let one = held.as_array().map_or(Some(held), |items| items.first());
        if let Some(one) = one {
            assert_eq!(inner, keys(one), "{name} of footnote {command} --json");
        }
    }
}

#[test]
fn the_members_of_json_are_those_that_are_printed() {
    let place = Place {
        folder: tempfile::tempdir().expect("a folder"),
    };
    let data = place.path("data/articles");
    fs::create_dir_all(&data).expect("a folder");
    for name in ["mount-everest-handbook.md", "everest-new-height.md"] {
        fs::copy(root().join("data/articles").join(name), data.join(name)).expect("a copy");
    }
    settle(&data);
    let tea =
        "Tea in Assam\n\nTea has grown in Assam since 1837. The first estate had 400 hectares.\n";
    fs::write(place.path("tea.txt"), tea).expect("a file");

    compare("ask", &place.json(&["ask", "How high is Mount Everest?"]));
    let unanswered = place.json(&["ask", "When was the Mount Everest cable car opened?"]);
    assert_eq!(unanswered["answered"], false);
    assert!(unanswered["nearest_sentences"].get(0).is_some());
    compare("ask", &unanswered);
    compare("check", &place.json(&["check"]));
    compare("add", &place.json(&["add", "tea.txt"]));
    compare(
        "add --preview",
        &place.json(&["add", "tea.txt", "--preview"]),
    );
    compare("list", &place.json(&["list"]));
    compare("facts", &place.json(&["facts"]));
    compare("history", &place.json(&["history", "tea-in-assam"]));
    compare("refresh", &place.json(&["refresh"]));
    compare("remove ID", &place.json(&["remove", "tea-in-assam"]));
    compare("restore", &place.json(&["restore", "tea-in-assam"]));
    let both = ["remove", "tea-in-assam", "everest-new-height"];
    compare("remove ID ID…", &place.json(&both));
    place.json(&["restore", "tea-in-assam"]);
    place.json(&["restore", "everest-new-height"]);
    compare("purge", &place.json(&["purge", "tea-in-assam", "--yes"]));
    compare("reindex", &place.json(&["reindex"]));
    compare("doctor", &place.json(&["doctor"]));
    compare("export", &place.json(&["export"]));
    compare("export FILE", &place.json(&["export", "all.json"]));
    compare(
        "export --markdown DIR",
        &place.json(&["export", "--markdown", "md"]),
    );
    let import = ["import", "all.json", "--db", "other.db"];
    compare("import", &place.json(&import));
    compare("backup", &place.json(&["backup", "copy.db"]));
    compare("rollback", &place.json(&["rollback", "--yes"]));
    fs::write(data.join("bad.md"), "---\ntitle: [\n---\n\nWords.\n").expect("a file");
    settle(&data);
    compare("load", &place.json(&["load"]));
    compare(
        "restore-backup",
        &place.json(&["restore-backup", "copy.db"]),
    );
    compare("any, after an error", &place.json(&["show", "nothing"]));
}

#[test]
fn show_prints_what_list_does_and_the_text() {
    let place = Place {
        folder: tempfile::tempdir().expect("a folder"),
    };
    fs::write(
        place.path("tea.txt"),
        "Tea\n\nTea has grown in Assam since 1837.\n",
    )
    .expect("a file");
    place.json(&["add", "tea.txt"]);
    let list = place.json(&["list"]);
    let mut expected = keys(list.pointer("/articles/0").expect("an article"));
    expected.insert("text");
    assert_eq!(keys(&place.json(&["show", "tea"])), expected);
    expected.insert("facts");
    assert_eq!(keys(&place.json(&["show", "tea", "--facts"])), expected);
}

/// Makes files look as if they had been written a while ago; younger ones are left for the next load.
fn settle(folder: &Path) {
    let earlier = std::time::SystemTime::now() - std::time::Duration::from_secs(60);
    for file in fs::read_dir(folder).expect("a folder") {
        let file = fs::File::options()
            .write(true)
            .open(file.expect("a file").path());
        file.and_then(|file| file.set_modified(earlier))
            .expect("the time is set");
    }
}
