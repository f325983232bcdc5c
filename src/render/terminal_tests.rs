//! How answers look, letter by letter.

use super::*;
use crate::answer::Mention;
use crate::answer::{Certainty, Disagreement, Reason};
use crate::render::screen::Styles;

fn citation(number: usize, text: &str, short: &str) -> Citation {
    let start = text.find(short).expect("the short answer");
    Citation {
        number,
        article_id: "quay".into(),
        title: format!("The quay of Bray, part {number}"),
        publisher: Some("Harbour Press".to_owned()),
        url: None,
        published: Some(format!("202{number}-01-25")),
        version: 1,
        paragraph: 2,
        start: 0,
        end: text.len(),
        text: text.to_owned(),
        answer: Some(Span::new(start, start + short.len())),
        confidence: 0.9,
        also_in: Vec::new(),
    }
}

fn answered(citations: Vec<Citation>) -> Answer {
    Answer {
        question: "How many boats?".to_owned(),
        answered: true,
        confidence: 0.9,
        certainty: Certainty::Likely,
        answer: None,
        citations,
        disagreements: Vec::new(),
        nearest: Vec::new(),
        nearest_sentences: Vec::new(),
        carried_over: None,
        corrections: Vec::new(),
        fingerprint: String::new(),
        explanations: Vec::new(),
        parts: Vec::new(),
        unanswered: Vec::new(),
        left_out: Vec::new(),
    }
}

#[test]
fn an_answer_is_a_quotation_and_its_source() {
    let one = answered(vec![citation(
        1,
        "The quay holds forty boats in winter.",
        "forty",
    )]);
    insta::assert_snapshot!(answer(&one, Screen::PLAIN), @r"
    “The quay holds forty boats in winter.” [1]

    [1] The quay of Bray, part 1 · Harbour Press · 25 Jan 2021 · paragraph 2
    Probably the answer.
    ");
}

#[test]
fn of_several_questions_each_stands_above_what_answers_it() {
    let mut two = answered(vec![
        citation(1, "The quay holds forty boats.", "forty"),
        citation(2, "The weir is nine feet high.", "nine feet"),
        citation(3, "Forty boats lie there.", "Forty"),
    ]);
    let part = |question: &str, certainty, citations: &[usize]| Part {
        question: question.to_owned(),
        confidence: 0.9,
        certainty,
        answer: None,
        citations: citations.to_vec(),
    };
    two.parts = vec![
        part("how many boats", Certainty::Likely, &[1, 3]),
        part("how high is the weir", Certainty::Sure, &[2]),
        part("who built it", Certainty::None, &[]),
    ];
    two.unanswered = vec!["who built it".to_owned()];
    two.left_out = vec!["when".to_owned()];
    insta::assert_snapshot!(answer(&two, Screen::PLAIN), @r"
    the articles do not say: “who built it”
    at most three questions are answered at once; left out: “when”

    how many boats
    “The quay holds forty boats.” [1]

    “Forty boats lie there.” [3]
    Probably the answer.

    how high is the weir
    “The weir is nine feet high.” [2]
    Almost certainly the answer.

    [1] The quay of Bray, part 1 · Harbour Press · 25 Jan 2021 · paragraph 2
    [2] The quay of Bray, part 2 · Harbour Press · 25 Jan 2022 · paragraph 2
    [3] The quay of Bray, part 3 · Harbour Press · 25 Jan 2023 · paragraph 2
    ");
}

#[test]
fn a_terminal_shows_the_short_answer_in_bold() {
    let one = answered(vec![citation(1, "The quay holds forty boats.", "forty")]);
    let screen = Screen {
        styles: Styles::Ansi,
        ..Screen::PLAIN
    };
    assert!(answer(&one, screen).contains("holds \u{1b}[1mforty\u{1b}[0m boats."));
}

#[test]
fn an_address_is_shown_to_people_without_the_words_it_leads_to() {
    let mut one = citation(1, "The quay holds forty boats.", "forty");
    one.url = Some("https://harbour.example/quay#boats".to_owned());
    let shown = |width| {
        let screen = Screen {
            width,
            ..Screen::PLAIN
        };
        answer(&answered(vec![one.clone()]), screen)
    };
    assert!(shown(Some(80)).contains("    https://harbour.example/quay#boats\n"));
    assert!(shown(None).contains("https://harbour.example/quay#boats:~:text="));
}

#[test]
fn a_narrow_terminal_is_not_written_over() {
    let one = answered(vec![citation(
        1,
        "The quay holds forty boats in winter.",
        "forty",
    )]);
    let screen = Screen {
        width: Some(22),
        ..Screen::PLAIN
    };
    let shown = answer(&one, screen);
    assert!(
        shown.lines().all(|line| line.chars().count() <= 22),
        "{shown}"
    );
}

#[test]
fn two_articles_are_cited_and_those_that_say_the_same_are_named() {
    let mut first = citation(1, "The quay holds forty boats.", "forty");
    first.also_in = ["Harbours", "Boats"]
        .map(|title| Mention {
            article_id: title.into(),
            title: title.to_owned(),
            url: None,
        })
        .to_vec();
    let mut second = citation(2, "Forty boats lie at the quay.", "Forty");
    second.title = "The harbour".to_owned();
    second.published = Some("2024".to_owned());
    insta::assert_snapshot!(answer(&answered(vec![first, second]), Screen::PLAIN), @r"
    “The quay holds forty boats.” [1]

    “Forty boats lie at the quay.” [2]

    [1] The quay of Bray, part 1 · Harbour Press · 25 Jan 2021 · paragraph 2
        also in Harbours and Boats
    [2] The harbour · Harbour Press · 2024 · paragraph 2
    Probably the answer.
    ");
}

#[test]
fn what_differs_stands_side_by_side() {
    let mut two = answered(vec![
        citation(2, "The quay holds forty boats.", "forty"),
        citation(1, "It holds thirty boats.", "thirty"),
    ]);
    two.disagreements.push(Disagreement {
        newer: 2,
        newer_says: "forty boats".to_owned(),
        older: 1,
        older_says: "thirty boats".to_owned(),
    });
    two.citations[0].also_in = ["A", "B", "C"]
        .map(|title| Mention {
            article_id: title.into(),
            title: title.to_owned(),
            url: None,
        })
        .to_vec();
    two.carried_over = Some("the quay".to_owned());
    two.corrections = [("boots", "boats"), ("qay", "quay")]
        .map(|(typed, read)| (typed.to_owned(), read.to_owned()))
        .to_vec();
    insta::assert_snapshot!(answer(&two, Screen::PLAIN), @r"
    about: the quay
    read “boots” as “boats”, “qay” as “quay”

    “The quay holds forty boats.” [2]

    “It holds thirty boats.” [1]

    The articles differ: forty boats in [2] (25 Jan 2022, newer), thirty boats in [1] (25 Jan 2021, older).

    [2] The quay of Bray, part 2 · Harbour Press · 25 Jan 2022 · paragraph 2
        also in 3 other articles
    [1] The quay of Bray, part 1 · Harbour Press · 25 Jan 2021 · paragraph 2
    Probably the answer.
    ");
}

#[test]
fn an_honest_no_names_the_nearest_articles() {
    let mut none = answered(Vec::new());
    none.answered = false;
    none.nearest = vec![Mention {
        article_id: "quay".into(),
        title: "The quay".to_owned(),
        url: None,
    }];
    insta::assert_snapshot!(answer(&none, Screen::PLAIN), @r"
    The articles do not say.
    The nearest articles, should one of them help:
      · The quay (quay)
    ");
}

#[test]
fn what_comes_nearest_is_set_back_and_called_no_answer() {
    let near = |text: &str, url: Option<&str>| NearSentence {
        article_id: "quay".into(),
        title: "The quay".to_owned(),
        publisher: Some("Harbour Press".to_owned()),
        url: url.map(str::to_owned),
        published: Some("2021-01-25".to_owned()),
        version: 1,
        paragraph: 2,
        start: 0,
        end: text.len(),
        text: text.to_owned(),
    };
    let mut none = answered(Vec::new());
    none.answered = false;
    none.nearest = vec![Mention {
        article_id: "quay".into(),
        title: "The quay".to_owned(),
        url: None,
    }];
    none.nearest_sentences = vec![near("The quay holds forty boats.", None)];
    insta::assert_snapshot!(answer(&none, Screen::PLAIN), @r"
    The articles do not say.
    Nearest, though it does not seem to answer:
      “The quay holds forty boats.”
      The quay · Harbour Press · 25 Jan 2021 · paragraph 2
    The nearest articles, should one of them help:
      · The quay (quay)
    ");
    let page = Some("https://harbour.example/quay");
    none.nearest_sentences
        .push(near("“It was built of oak,” she said.", page));
    insta::assert_snapshot!(answer(&none, Screen::PLAIN), @r"
    The articles do not say.
    Nearest, though they do not seem to answer:
      “The quay holds forty boats.”
      The quay · Harbour Press · 25 Jan 2021 · paragraph 2
      ““It was built of oak,” she said.”
      The quay · Harbour Press · 25 Jan 2021 · paragraph 2
        https://harbour.example/quay#:~:text=%E2%80%9CIt%20was%20built%20of%20oak%2C%E2%80%9D%20she%20said.
    The nearest articles, should one of them help:
      · The quay (quay)
    ");
    let screen = Screen {
        styles: Styles::Ansi,
        ..Screen::PLAIN
    };
    let dim = "\u{1b}[2m";
    let shown = answer(&none, screen);
    assert!(
        shown.contains(&format!("{dim}Nearest"))
            && shown.contains(&format!("{dim}  “The quay holds")),
        "{shown:?}"
    );
}

#[test]
fn a_link_opens_the_page_at_the_sentence() {
    let mut cited = citation(1, "The quay holds forty boats.", "forty");
    cited.url = Some("https://harbour.example/quay".to_owned());
    let written = answer(&answered(vec![cited.clone()]), Screen::PLAIN);
    assert!(
        written.contains("    https://harbour.example/quay#:~:text="),
        "{written}"
    );
    let screen = Screen {
        links: Links::Clickable,
        ..Screen::PLAIN
    };
    let clickable = answer(&answered(vec![cited]), screen);
    assert!(
        clickable.contains("\u{1b}]8;;https://harbour.example/quay#:~:text="),
        "{clickable}"
    );
}

#[test]
fn a_narrow_screen_breaks_everything_at_words() {
    let narrow = Screen {
        width: Some(40),
        ..Screen::PLAIN
    };
    let mut none = answered(Vec::new());
    none.answered = false;
    none.nearest = vec![Mention {
        article_id: "quay-of-bray".into(),
        title: "The quay of Bray and all of its forty boats".to_owned(),
        url: None,
    }];
    insta::assert_snapshot!(answer(&none, narrow), @r"
    The articles do not say.
    The nearest articles, should one of
    them help:
      · The quay of Bray and all of its
        forty boats (quay-of-bray)
    ");
    let one = answered(vec![citation(
        1,
        "The quay of Bray holds forty boats in winter and sixty in summer.",
        "forty",
    )]);
    insta::assert_snapshot!(answer(&one, narrow), @r"
    “The quay of Bray holds forty boats in
    winter and sixty in summer.” [1]

    [1] The quay of Bray, part 1 · Harbour
        Press · 25 Jan 2021 · paragraph 2
    Probably the answer.
    ");
}

#[test]
fn a_link_over_two_lines_leaves_the_margin_out() {
    let screen = Screen {
        links: Links::Clickable,
        ..Screen::PLAIN
    };
    assert_eq!(
        screen.linked("[1] A\n    B", "https://a.example/"),
        "\u{1b}]8;;https://a.example/\u{1b}\\[1] A\u{1b}]8;;\u{1b}\\\n    \
         \u{1b}]8;;https://a.example/\u{1b}\\B\u{1b}]8;;\u{1b}\\"
    );
}

#[test]
fn an_article_cannot_write_to_the_terminal() {
    let mut nasty = citation(
        1,
        "The \u{1b}[31mquay\u{7} holds \u{202e}forty boats.",
        "forty",
    );
    nasty.title = "Quay\u{1b}]0;owned\u{7}".to_owned();
    let shown = answer(&answered(vec![nasty]), Screen::PLAIN);
    assert!(
        !shown.contains(['\u{1b}', '\u{7}', '\u{202e}']),
        "{shown:?}"
    );
}

#[test]
fn long_lines_are_broken_at_words() {
    let long = format!(
        "The quay holds forty boats{}.",
        " and another boat".repeat(20)
    );
    let screen = Screen {
        width: Some(60),
        ..Screen::PLAIN
    };
    let shown = answer(&answered(vec![citation(1, &long, "forty")]), screen);
    assert!(
        shown.lines().all(|line| line.chars().count() <= 60),
        "{shown}"
    );
}

#[test]
fn reasons_are_told_in_words() {
    let mut one = answered(vec![citation(1, "The quay holds forty boats.", "forty")]);
    one.explanations.push(Explanation {
        number: 1,
        article_id: "quay".into(),
        version: 1,
        start: 0,
        end: 27,
        text: "The quay holds forty boats.".to_owned(),
        reasons: vec![
            Reason {
                feature: "words".to_owned(),
                words: "it has “boats”".to_owned(),
                share: 0.5,
            },
            Reason {
                feature: "place".to_owned(),
                words: "it stands late".to_owned(),
                share: -0.1,
            },
        ],
    });
    let shown = answer(&one, Screen::PLAIN);
    let (_, why) = shown.split_once("answer.\n\n").expect("an explanation");
    insta::assert_snapshot!(why, @r"
    Why [1]
      The quay holds forty boats.
      + it has “boats” (words, 0.50)
      − it stands late (place, 0.10)
    ");
}
