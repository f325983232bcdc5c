//! Questions that nothing answers, words that ask nothing, and conversations.

use footnote::store::{Access, ArticleStore, Scope, SqliteStore, Stamp};
use serde_json::Value;

use crate::terminal::{MILL, Place};

/// Is about the mill, and nothing answers it.
const UNANSWERED: &str = "Who painted the mill of Orbey blue in 1999?";

#[test]
fn a_refusal_shows_what_comes_nearest_and_calls_it_no_answer() {
    let place = Place::new();
    let run = place.run(&["ask", UNANSWERED]);
    assert_eq!(run.status, 1, "{}", run.out);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines[0], "The articles do not say.");
    assert!(lines[1].starts_with("Nearest, though"), "{}", run.out);
    assert!(lines[2].starts_with("  “The mill of Orbey"), "{}", run.out);
    assert!(lines[3].starts_with("  The mill of Orbey · Valley News"));
    assert!(!run.out.contains("[1]"), "{}", run.out);
}

#[test]
fn the_nearest_sentences_are_stretches_of_their_articles_and_no_citations() {
    let place = Place::new();
    let answer = place.run(&["ask", "--json", UNANSWERED]).json();
    assert_eq!(answer["answered"], false);
    assert_eq!(answer["citations"], Value::Array(Vec::new()));
    let near = answer["nearest_sentences"].as_array().expect("a list");
    assert!((1..=2).contains(&near.len()), "{answer}");
    let text = place.run(&["show", "--json", "mill"]).fine().json();
    let text = text["text"].as_str().expect("a text");
    for sentence in near {
        assert_eq!(sentence["article_id"], "mill");
        assert_eq!(sentence["title"], "The mill of Orbey");
        assert_eq!(sentence["paragraph"], 1);
        let byte = |name: &str| sentence[name].as_u64().expect("a number") as usize;
        let stretch = text.get(byte("start")..byte("end"));
        assert_eq!(stretch, sentence["text"].as_str());
    }
    let answered = place.run(&["ask", "--json", "Who built the mill of Orbey?"]);
    assert_eq!(
        answered.fine().json()["nearest_sentences"],
        Value::Array(Vec::new())
    );
}

#[test]
fn nothing_is_called_near_that_has_no_word_of_the_question() {
    let place = Place::new();
    let run = place.run(&["ask", "best pizza in brooklyn?"]);
    assert_eq!(run.status, 1);
    assert!(run.out.contains("No article comes near."), "{}", run.out);
    assert!(!run.out.to_lowercase().contains("nearest"), "{}", run.out);
    let answer = place.run(&["ask", "--json", "best pizza in brooklyn?"]);
    let answer = answer.json();
    assert_eq!(answer["nearest"], Value::Array(Vec::new()));
    assert_eq!(answer["nearest_sentences"], Value::Array(Vec::new()));
    let known = place.run(&["ask", "--json", UNANSWERED]).json();
    assert_eq!(known["nearest"][0]["article_id"], "mill");
}

#[test]
fn who_greets_or_thanks_is_answered_kindly() {
    let place = Place::new();
    for (talk, back) in [
        ("hello", "Hello!"),
        ("thanks", "Happy to help."),
        ("ok thank you so much!", "Happy to help."),
    ] {
        let run = place.run(&["ask", talk]);
        assert_eq!(run.status, 1, "nothing was answered");
        assert_eq!(run.out, format!("{back} What would you like to know?\n"));
    }
    let said = place.run(&["ask", "--json", "hello"]).json();
    assert!(said["said"].as_str().is_some_and(|said| !said.is_empty()));
}

#[test]
fn questions_from_a_file_stand_above_their_answers() {
    let place = Place::new();
    let lines = "When was the mill of Orbey built?\n\n  thanks \n";
    let run = place.run_with(&["chat"], lines.as_bytes()).fine();
    let asked: Vec<&str> = run.out.lines().filter(|l| l.starts_with("? ")).collect();
    assert_eq!(asked, ["? When was the mill of Orbey built?", "? thanks"]);
    assert!(run.out.starts_with("? When was"), "{}", run.out);
    let json = place.run_with(&["chat", "--json"], lines.as_bytes()).fine();
    assert!(!json.out.contains("? When was the mill of Orbey built?\n"));
}

#[test]
fn a_conversation_can_be_begun_anew() {
    let place = Place::new();
    let lines = |between: &str| {
        format!("When was the mill of Orbey built?\n{between}Who built it?\n/why\n")
    };
    let on = place.run_with(&["chat"], lines("").as_bytes()).fine();
    assert!(on.out.contains("about: Orbey"), "{}", on.out);
    let anew = place.run_with(&["chat"], lines("/new\n").as_bytes()).fine();
    assert!(!anew.out.contains("about: Orbey"), "{}", anew.out);
    let forgotten = "When was the mill of Orbey built?\n/new\n/why\n/help\n";
    let run = place.run_with(&["chat"], forgotten.as_bytes()).fine();
    assert!(
        run.out.contains("Nothing has been asked yet."),
        "{}",
        run.out
    );
    assert!(run.out.contains("/new drops the subject"), "{}", run.out);
}

#[cfg(unix)]
#[test]
fn an_explanation_shows_nothing_that_was_changed_since() {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::process::{Command, Stdio};

    let place = Place::new();
    place.run(&["load"]).fine();
    let mut talk = Command::new(env!("CARGO_BIN_EXE_footnote"))
        .arg("chat")
        .current_dir(place.path(""))
        .env_remove("FOOTNOTE_DB")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut keyboard = talk.stdin.take().expect("its input");
    let mut shown = BufReader::new(talk.stdout.take().expect("its output"));
    keyboard
        .write_all(b"When was the mill of Orbey built?\n")
        .expect("it listens");
    let mut line = String::new();
    while !line.contains("the answer") {
        line.clear();
        assert!(shown.read_line(&mut line).expect("a line") > 0);
    }
    let store = SqliteStore::open(&place.path("footnote.db"), Access::Command).expect("a store");
    for id in ["mill", "bridge"] {
        store
            .remove(Scope::Everyone, &id.into(), Stamp::at(1))
            .expect("it is removed");
    }
    drop(store);
    keyboard.write_all(b"/why\n").expect("it listens");
    drop(keyboard);
    let mut rest = String::new();
    shown.read_to_string(&mut rest).expect("words");
    talk.wait().expect("it ends");
    assert!(rest.contains("/why"), "{rest}");
    assert!(!rest.contains("Jean Claude"), "{rest}");
    assert!(
        !rest.contains("rye") && !rest.contains("arches") && !rest.contains("Floods"),
        "the runner-up is gone as well: {rest}"
    );
}

#[test]
fn an_article_that_is_named_in_part_is_looked_for_among_all() {
    let place = Place::new();
    place.write(
        "mine.md",
        MILL.replace("The mill of Orbey", "The mine of Orbey"),
    );
    place.run(&["add", "mine.md", "--both"]).fine();
    let run = place.run(&["ask", "--in", "orbey", "When?"]);
    let err = run.failed("NOT_FOUND").err;
    assert!(
        err.contains("did you mean mill or the-mine-of-orbey?"),
        "{err}"
    );
}
