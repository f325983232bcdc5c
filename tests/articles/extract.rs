//! Pages of our own, read by the program's own child process.
//!
//! 1. The article comes out whole, with what the page says of it; what surrounds it stays out.
//! 2. What readers do not see is never quotable.
//! 3. Walls and empty pages are refused with the reason.
//! 4. Whatever a page does, the parent lives, and the child stays within its limits.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::string_slice)]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use footnote::errors::{ErrorCode, Trouble};
use footnote::ingest::extractor_process::{ExtractError, Extractor, RawPage};
use footnote::ingest::page::{PageArticle, read_page};
use proptest::prelude::*;

fn child(html: impl Into<Vec<u8>>) -> Result<PageArticle, ExtractError> {
    let extractor = Extractor::running(PathBuf::from(env!("CARGO_BIN_EXE_footnote")));
    extractor.extract_blocking(RawPage {
        bytes: html.into(),
        content_type: Some("text/html; charset=utf-8".to_owned()),
        url: "https://harbour.example.org/2023/04/12/lamp".parse().ok(),
    })
}

fn article(html: &str) -> PageArticle {
    child(html).unwrap_or_else(|error| panic!("{error}"))
}

fn code(html: impl Into<Vec<u8>>) -> &'static str {
    child(html).expect_err("a refusal").code().as_str()
}

/// A page is given up after ten seconds; a build without optimisation is given a minute.
const LONGEST_WAIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 65 } else { 12 });

const FIRST: &str = "The old lamp at Sorn Point went dark on Tuesday, after one hundred and six years of \
    guiding fishing boats past the sandbank, the harbour board said.";
const SECOND: &str = "A new lamp that needs no keeper has stood beside it since March, and it can be seen \
    from nineteen miles away when the air over the bay is clear.";
const THIRD: &str = "Ines Varga, who kept the lamp for thirty years, will open the tower to visitors every \
    Sunday from June on, and the fee of two crowns goes to the lifeboat.";

fn page(head: &str, more: &str) -> String {
    format!(
        r##"<!doctype html><html lang="en"><head><title>Lamp at Sorn Point goes dark | Harbour Post</title>{head}</head>
        <body><nav><ul><li><a href="/">Home page</a></li><li><a href="/sport">Sport and more</a></li></ul></nav>
        <main><article><h1>Lamp at Sorn Point goes dark</h1><p>{FIRST}</p><h2>A light without a keeper</h2>
        <p>{SECOND}</p><ul><li>The old lamp burned four litres of oil in a long winter night.</li>
        <li>The new one needs as much power as a kettle does.</li></ul><p>{THIRD}</p>{more}</article></main>
        <aside><h3>Related articles</h3><p><a href="/x">Ten walks along the northern coast that you will love</a></p></aside>
        <footer><p>© 2023 Harbour Post. All rights reserved. Subscribe to our newsletter.</p></footer></body></html>"##
    )
}

#[test]
fn the_article_comes_out_in_the_stored_format() {
    let found = article(&page("", ""));
    let expected = format!(
        "{FIRST}\n\n## A light without a keeper\n\n{SECOND}\n\n- The old lamp burned four litres of oil in a long \
        winter night.\n\n- The new one needs as much power as a kettle does.\n\n{THIRD}"
    );
    assert_eq!(found.text, expected);
}

#[test]
fn what_the_page_says_of_its_article_is_read() {
    let head = r#"<meta property="og:site_name" content="Harbour Post"><link rel="canonical" href="/2023/lamp">
        <script type="application/ld+json">{"@type":"NewsArticle","headline":"Lamp at Sorn Point goes dark",
        "datePublished":"2023-04-12T06:30:00+02:00","author":{"@type":"Person","name":"Olav Brandt"}}</script>"#;
    let found = article(&page(head, ""));
    assert_eq!(found.title.as_deref(), Some("Lamp at Sorn Point goes dark"));
    assert_eq!(found.author.as_deref(), Some("Olav Brandt"));
    assert_eq!(found.date.as_deref(), Some("2023-04-12"));
    assert_eq!(found.publisher.as_deref(), Some("Harbour Post"));
    assert_eq!(found.language.as_deref(), Some("en"));
    assert_eq!(
        found.canonical.as_deref(),
        Some("https://harbour.example.org/2023/lamp")
    );
}

#[test]
fn a_byline_and_the_address_do_where_nothing_else_is_said() {
    let found = article(&page(
        "",
        r#"<p class="byline">By Olav Brandt and Mia Roe</p>"#,
    ));
    assert_eq!(found.author.as_deref(), Some("Olav Brandt, Mia Roe"));
    assert_eq!(
        found.date.as_deref(),
        Some("2023-04-12"),
        "from the address"
    );
}

#[test]
fn furniture_stays_out() {
    let text = article(&page("", "")).text;
    for furniture in [
        "Home page",
        "Sport and more",
        "Related",
        "Ten walks",
        "Harbour Post",
        "newsletter",
        "©",
    ] {
        assert!(!text.contains(furniture), "{furniture}: {text}");
    }
}

#[test]
fn what_is_built_into_an_article_belongs_to_it() {
    let more = format!(
        r##"<h2>What to bring</h2><ul><li>A warm coat</li><li>Two crowns</li></ul>
        <div class="alert alert-info">Dogs wait outside.</div><dl><dt>Crown</dt><dd>The upper part of the tower.</dd></dl>
        <div>Tips, tides and tales come by letter.<input type="email"></div>
        <div class="share-box">Tell it to everybody you know.</div>
        <ul><li><a href="/a">Ten walks along the coast</a> (7)</li><li><a href="/b">The price of herring</a> (9)</li></ul>
        <p>{SECOND_HALF}</p>"##
    );
    let text = article(&page("", &more)).text;
    for kept in [
        "## What to bring\n\n- A warm coat\n\n- Two crowns\n\nDogs wait outside.",
        "- Crown: The upper part of the tower.",
    ] {
        assert!(text.contains(kept), "{kept}: {text}");
    }
    for other in [
        "everybody you know",
        "tides and tales",
        "Ten walks",
        "herring",
    ] {
        assert!(!text.contains(other), "{other}: {text}");
    }
}

const SECOND_HALF: &str = "The keepers of the point say that they will miss the sound of the old engine at night, \
    and so will the gulls that have lived on the roof.";

#[test]
fn a_page_made_by_hand_keeps_its_lists() {
    let html = format!(
        "<html lang=en><head><title>Lamp at Sorn Point</title></head><body><div><h1>Lamp at Sorn Point</h1>\
         <p>{FIRST}</p><p>Please remember:</p><ol><li>Wear thick socks</li><li>Meet at gate four</li></ol>\
         <p>{SECOND}</p><h2>Contact</h2><ul><li>Ines Varga, keeper</li></ul></div></body></html>"
    );
    let text = article(&html).text;
    for kept in [
        "- 1. Wear thick socks",
        "- 2. Meet at gate four",
        "## Contact\n\n- Ines Varga, keeper",
    ] {
        assert!(text.contains(kept), "{kept}: {text}");
    }
}

#[test]
fn panels_that_buttons_open_are_read() {
    let panel = |n: u8| {
        format!(
            r#"<h3><button aria-expanded="false" aria-controls="p{n}">When does room {n} open?</button></h3>
            <div id="p{n}" hidden><p>Room {n} of the tower opens at {n} o'clock.</p></div>"#
        )
    };
    let panels: String = (1..=4).map(panel).collect();
    let text = article(&page("", &format!("{panels}<p>{SECOND_HALF}</p>"))).text;
    assert!(
        text.contains("Room 3 of the tower opens at 3 o'clock."),
        "{text}"
    );
}

#[test]
fn words_that_are_left_out_are_told() {
    let hidden = format!("<div style='display:none'><p>{SECOND_HALF}</p></div>");
    let found = article(&page("", &hidden));
    let told = found
        .warnings
        .first()
        .map(String::as_str)
        .unwrap_or_default();
    assert!(
        told.contains("hides from its readers") && told.contains("“The keepers of the point"),
        "{:?}",
        found.warnings
    );
    assert!(article(&page("", "")).warnings.is_empty());
}

#[test]
fn who_made_a_page_and_asks_for_money_stays_out() {
    let head = r#"<meta name="author" content="Ada Moor"><meta name="date" content="2023-04-12">"#;
    let more = r#"<figure><img src="x.jpg"><p>The tower on the last evening. Photo: Ole Brandt/AFP</p></figure>
        <p>The keepers of the point say that they will miss the sound of the old engine at night, and so will the gulls.</p>
        <p>By Ada Moor | Published: 12 April 2023</p>
        <p>Ada Moor is a reporter at the paper, where she has written about boats, lamps and weather since the year 2009.</p>
        <p>Make your contribution now and help the people of this paper to write about the coast. Donate today</p>
        <ul><li><a href="/a">Ten walks along the coast</a></li><li><a href="/b">The price of herring</a></li></ul>"#;
    let text = article(&page(head, more)).text;
    assert!(
        text.ends_with("and so will the gulls.") && text.contains("four litres"),
        "{text}"
    );
    assert!(!text.contains("Photo"), "{text}");
}

#[test]
fn a_slide_show_between_the_paragraphs_stays_out() {
    let slide = |n: u8| {
        format!(
            "<h2>{n}/4 Other news</h2><ul><li>A harbour far away was sold for a price that nobody would name, and \
                 its new owner plans to close it.</li><li>Somebody</li></ul>"
        )
    };
    let slides: String = (1..=4).map(slide).collect();
    let last = "<p>The keepers of the point say that they will miss the sound of the old engine at night.</p>";
    let text = article(&page("", &format!("{slides}{last}"))).text;
    assert!(
        text.contains("old engine") && text.contains("four litres"),
        "{text}"
    );
    assert!(!text.contains("far away") && !text.contains("/4"), "{text}");
}

#[test]
fn what_readers_do_not_see_is_not_quotable() {
    let planted = "The mayor of Sorn secretly owns every boat in the harbour and pays no taxes for them at all, people say.";
    for hidden in [
        format!(r#"<p style="display:none">{planted}</p>"#),
        format!(r#"<div hidden><p>{planted}</p></div>"#),
        format!(r#"<p aria-hidden="true">{planted}</p>"#),
        format!(r#"<p style="position:absolute;left:-9999px">{planted}</p>"#),
        format!(r#"<p style="color:#fff;background-color:#fff">{planted}</p>"#),
        format!(r#"<p style="font-size:0">{planted}</p>"#),
        format!("<style>.q7{{display:none}}</style><p class=q7>{planted}</p>"),
        format!("<!-- {planted} -->"),
        format!("<noscript><p>{planted}</p></noscript>"),
        format!("<template><p>{planted}</p></template>"),
        format!(r#"<img alt="{planted}" src=x>"#),
    ] {
        let text = article(&page("", &hidden)).text;
        assert!(!text.contains("secretly"), "{hidden}");
        assert!(text.contains("Ines Varga"), "{hidden}");
    }
    assert!(
        article(&page("", &format!("<p>{planted}</p>")))
            .text
            .contains("secretly")
    );
}

#[test]
fn walls_are_told_apart_from_articles() {
    let wall = |body: &str| {
        child(format!(
            "<html><head><title>Lamp at Sorn Point</title></head><body>{body}</body></html>"
        ))
    };
    for (body, reason) in [
        (
            format!("<p>{FIRST}</p><p>Subscribe now to continue reading this story.</p>"),
            "subscribers",
        ),
        (
            format!(
                r#"<script type="application/ld+json">{{"@type":"NewsArticle","isAccessibleForFree":false}}</script><p>{FIRST}</p>"#
            ),
            "subscribers",
        ),
        (
            r#"<p>Please log in to continue.</p><form><input type=password></form>"#.to_owned(),
            "log in",
        ),
        (
            "<div id=app></div><script src=app.js></script>".to_owned(),
            "scripts",
        ),
        (
            "<p>Checking your browser before you can go on.</p><script>x</script>".to_owned(),
            "robots",
        ),
        (String::new(), "no article text"),
    ] {
        let error = wall(&body).expect_err("a wall");
        assert_eq!(error.code(), ErrorCode::PageNoText, "{body}");
        let Trouble { what, next } = error.trouble();
        assert!(what.contains(reason), "{error}");
        assert!(next.is_some_and(|next| !next.is_empty()), "{error}");
    }
    let missing = "<title>Page not found | Harbour Post</title><p>Sorry, we looked everywhere and this page does not exist.</p>";
    let error = child(missing).expect_err("no article");
    assert!(error.to_string().contains("no such page"), "{error}");
    let open = article(&page(
        r#"<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":true}</script>"#,
        "",
    ));
    assert!(open.text.contains("Sorn"));
}

#[test]
fn a_language_without_spaces_has_words() {
    let sentence =
        "ルンデ行きの夜行フェリーは五月一日から再び運航すると港湾事務所が月曜日に発表した。";
    let html = format!(
        "<title>夜行フェリー再開</title><article><h1>夜行フェリー再開</h1><p>{sentence}</p></article>"
    );
    let read = article(&html);
    assert_eq!(read.text, sentence);
    assert_eq!(
        (read.title.as_deref(), read.language.as_deref()),
        (Some("夜行フェリー再開"), Some("ja"))
    );
    let japanese = encoding_rs::SHIFT_JIS.encode(&html).0.into_owned();
    let declared = [b"<meta charset=shift_jis>".as_slice(), &japanese].concat();
    assert_eq!(child(declared).expect("an article").text, sentence);
    // Whole UTF-8 sequences between the broken ones show that no older encoding is meant.
    let broken: Vec<u8> = html
        .bytes()
        .flat_map(|byte| {
            if byte == b'>' {
                vec![b'>', 0xff, 0xfe]
            } else {
                vec![byte]
            }
        })
        .collect();
    let refused = child(broken);
    assert!(
        refused
            .as_ref()
            .is_err_and(|error| error.code() == ErrorCode::TextEncoding)
            || refused.as_ref().is_ok_and(|page| page.text == sentence),
        "{refused:?}"
    );
}

#[test]
fn hostile_pages_only_end_the_child() {
    let big = |piece: &str, count: usize| piece.repeat(count).into_bytes();
    let pages = [
        ("nested tables", big("<table><tr><td>", 800)),
        ("nested blocks", big("<div>", 200_000)),
        ("nested lists", big("<ul><li>", 64_000)),
        ("nested fonts", big("<a><font>", 20_000)),
        ("siblings", big("<p>x", 500_000)),
        (
            "one attribute",
            format!("<p title=\"{}\">x</p>", "a".repeat(9 << 20)).into_bytes(),
        ),
        ("no letter", vec![0; 10 << 20]),
        ("more than is read", vec![b'a'; 11 << 20]),
    ];
    for (name, bytes) in pages {
        let begun = Instant::now();
        let code = code(bytes);
        assert!(
            ["PAGE_TOO_COMPLEX", "PAGE_NO_TEXT"].contains(&code),
            "{name}: {code}"
        );
        // The clock on the wall runs while others compute; the child's own limit is four seconds of computing.
        assert!(
            begun.elapsed() < LONGEST_WAIT,
            "{name} took {:?}",
            begun.elapsed()
        );
    }
    assert!(
        article(&page("", "")).text.contains("Sorn"),
        "and the next page is read"
    );
}

#[test]
fn a_child_that_cannot_run_is_no_crash() {
    let none = Extractor::running(PathBuf::from("/nonexistent/footnote"));
    let error = none
        .extract_blocking(RawPage::default())
        .expect_err("no program");
    assert_eq!(error.code(), ErrorCode::Internal);
}

#[tokio::test]
async fn many_pages_at_once_are_read_in_turn() {
    let extractor = Extractor::running(PathBuf::from(env!("CARGO_BIN_EXE_footnote")));
    let raw = || RawPage {
        bytes: page("", "").into_bytes(),
        ..RawPage::default()
    };
    let all = futures::future::join_all((0..12).map(|_| extractor.extract(raw()))).await;
    assert!(all.iter().all(|one| {
        one.as_ref()
            .is_ok_and(|article| article.text.contains("Sorn"))
    }));
}

#[cfg(unix)]
#[tokio::test]
async fn twenty_hostile_pages_at_once_have_two_processes_between_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let notes = folder.path().display();
    // Stands between the program and its child: notes how many children there are at once.
    let script = format!(
        "#!/bin/sh\n/bin/mkdir {notes}/child.$$\n/bin/ls {notes} | /bin/grep -c child >> {notes}/counts\n\
         '{}' \"$@\"\nstatus=$?\n/bin/rmdir {notes}/child.$$\nexit $status\n",
        env!("CARGO_BIN_EXE_footnote")
    );
    let counted = folder.path().join("counted.sh");
    std::fs::write(&counted, script).expect("a script");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(&counted, mode).expect("it may be run");
    let extractor = Extractor::running(counted);
    let raw = |_| RawPage {
        bytes: "<table><tr><td>".repeat(800).into_bytes(),
        ..RawPage::default()
    };
    let all = futures::future::join_all((0..20).map(raw).map(|page| extractor.extract(page))).await;
    for one in all {
        let code = one.expect_err("no article in there").code();
        assert!(
            [ErrorCode::PageTooComplex, ErrorCode::PageNoText].contains(&code),
            "{code}"
        );
    }
    let counts = std::fs::read_to_string(folder.path().join("counts")).expect("they ran");
    let most = counts
        .lines()
        .filter_map(|line| line.parse::<usize>().ok())
        .max();
    assert!(most.is_some_and(|most| (1..=2).contains(&most)), "{counts}");
}

/// Writes numeric character references out, as readers see them.
fn referred(html: &str) -> String {
    let mut parts = html.split("&#");
    let mut seen = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let written = part
            .split_once(';')
            .and_then(|(number, rest)| Some((char::from_u32(number.parse().ok()?)?, rest)));
        match written {
            Some((letter, rest)) => {
                seen.push(letter);
                seen.push_str(rest);
            }
            None => seen.push_str(part),
        }
    }
    seen
}

fn letter_runs(text: &str) -> Vec<&str> {
    let runs = text.split(|c: char| !c.is_ascii_alphabetic());
    runs.filter(|run| !run.is_empty()).collect()
}

/// Tells whether a word consists of whole runs of letters of the page: across inline tags they join, as for a reader.
fn is_made_of(word: &str, runs: &[&str]) -> bool {
    let mut reached = vec![false; word.len() + 1];
    reached[0] = true;
    for at in 0..word.len() {
        if reached[at] {
            for run in runs.iter().filter(|run| word[at..].starts_with(**run)) {
                reached[at + run.len()] = true;
            }
        }
    }
    reached[word.len()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_page_panics_and_every_word_stands_on_it(
        pieces in proptest::collection::vec(
            prop_oneof![
                "[A-Za-z ,.é“”]{0,80}",
                "</?(p|div|table|tr|td|ul|li|h[1-3]|article|b|a|span|br|script|style|title|nav|section)>",
                "<(p|div|span) (class|id|style|hidden)=\"[a-z:;0-9 -]{0,20}\">",
                "&(amp|lt|#[0-9]{1,6}|nbsp|x);",
                "<!--[a-z ]{0,10}-->",
            ],
            0..60,
        ),
    ) {
        let html = pieces.concat();
        if let Ok(found) = read_page(html.as_bytes(), None, None) {
            let page = referred(&html);
            let runs = letter_runs(&page);
            for word in letter_runs(&found.text).into_iter().filter(|word| word.len() > 3) {
                prop_assert!(is_made_of(word, &runs), "{word} does not stand on the page");
            }
            prop_assert!(!found.text.contains("\n\n\n"));
        }
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = read_page(&bytes, Some("text/html"), None);
    }
}
