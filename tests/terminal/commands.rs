//! The real binary on real articles: what it answers and shows, and how that is printed.

use std::fs;

use crate::terminal::Place;

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
