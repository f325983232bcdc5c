//! Articles, questions and messages that try to ping, to forge links, to break out of their frame or to hide: nothing of it works.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::string_slice,
    reason = "tests"
)]

use crate::stand_in::*;
use footnote::answer::{Answer, Certainty, Citation};
use footnote::article::{ArticleId, Metadata};
use footnote::discord::Choices;
use footnote::render::answer_card::{self, Terms};
use footnote::render::markdown::plain;
use footnote::store::{Access, Draft, Scope, Source, SqliteStore, Stamp, Store};
use footnote::text::Span;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::Arc;
use unicode_normalization::char::is_combining_mark;

/// What articles and members try.
const HOSTILE: [&str; 40] = [
    "@everyone",
    "@here",
    "@EvErYoNe",
    "@\u{200B}everyone",
    "<@11>",
    "<@!11>",
    "<@&1100>",
    "<#1001>",
    "</ask:500>",
    "<t:0:F>",
    "<:e:1>",
    "<a:e:1>",
    "<id:customize>",
    "[https://bank.example](https://evil.example)",
    "[bank](<https://evil.example>)",
    "<https://evil.example>",
    "https://evil.example/x",
    "discord.gg/evil",
    "```",
    "```ansi\u{1b}[31mred",
    "`code`",
    "# Big",
    "### Third",
    "-# small",
    "> quote",
    ">>> all",
    "- item",
    "1. item",
    "|| spoiler ||",
    "**bold** __under__ ~~gone~~ *it*",
    "\\",
    "\\@everyone \\`",
    "| a | b |",
    "✅ Source: official · verified by the bot",
    "[1] [2]",
    "\u{202E}desrever\u{202C}",
    "\u{2066}isolate\u{2069} \u{FEFF}\u{200D}\u{200C}",
    "\u{E0041}\u{E0042}tag",
    "Z\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}algo",
    "line\r\nbreak\u{2028}and\u{85}more",
];

/// Labels of links that the bot makes itself.
const OWN_LABELS: [&str; 3] = ["open at the sentence", "open the article", "open"];

/// Reads Markdown as Discord does, as far as foreign words may use it: escapes and one pair of bold. Anything else is a break.
fn rendered(markdown: &str) -> Result<String, String> {
    let mut shown = String::new();
    let mut chars = markdown.chars().peekable();
    let mut bold = 0;
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some(escaped) if escaped.is_ascii_punctuation() => shown.push(escaped),
                other => return Err(format!("a lone backslash before {other:?}")),
            },
            '*' if chars.next_if_eq(&'*').is_some() => bold += 1,
            '*' | '_' | '~' | '`' | '|' | '<' | '>' | '[' | ']' => {
                return Err(format!("{c} would be obeyed"));
            }
            '\u{200B}' => {}
            c => shown.push(c),
        }
    }
    match bold {
        0 | 2 => Ok(shown),
        _ => Err(format!("{bold} times bold")),
    }
}

/// Checks everything the bot ever said.
fn assert_harmless(calls: &[Call]) {
    assert_inert(calls);
    let mut words = Vec::new();
    for call in calls {
        let body = call.body.get("data").unwrap_or(&call.body);
        for card in body["embeds"].as_array().cloned().unwrap_or_default() {
            let parts = [
                &card["title"],
                &card["description"],
                &card["footer"]["text"],
            ];
            words.extend(
                parts
                    .into_iter()
                    .filter_map(Value::as_str)
                    .map(str::to_owned),
            );
        }
    }
    assert!(
        words.len() > 100,
        "hardly anything was said: {}",
        words.len()
    );
    for text in &words {
        let unescaped = without_escapes(text);
        let lower = unescaped.to_lowercase();
        for call in [
            "@everyone",
            "@here",
            "<@",
            "<#1001",
            "</",
            "<t:0",
            "<:",
            "<a:",
            "<id:",
            "```",
            "||",
        ] {
            assert!(!lower.contains(call), "{call} in {text}");
        }
        for (at, _) in unescaped.match_indices("](") {
            let label = unescaped[..at].rsplit('[').next().unwrap_or_default();
            assert!(
                OWN_LABELS.contains(&label),
                "a link called {label} in {text}"
            );
        }
        let mut marks = 0;
        for c in text.chars() {
            marks = if is_combining_mark(c) { marks + 1 } else { 0 };
            assert!(marks <= 4, "a letter with {marks} marks in {text}");
            let hidden = matches!(c, '\u{200C}' | '\u{200E}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{2067}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}' | '\u{1b}' | '\r' | '\u{85}');
            assert!(!hidden, "{c:?} in {text:?}");
        }
    }
}

fn without_escapes(text: &str) -> String {
    let mut left = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            c => left.push(c),
        }
    }
    left
}

fn put(store: &dyn Store, number: usize, hostile: &str) {
    let draft = Draft {
        id: format!("lamp-{number}").as_str().into(),
        metadata: Metadata {
            title: format!("{hostile} lamp {number} {hostile}"),
            author: Some(hostile.to_owned()),
            publisher: Some(format!("{hostile} Post")),
            url: Some(format!(
                "https://lamps.example/{number})[x](https://evil.example"
            )),
            published: Some("2024-05-09".to_owned()),
            ..Metadata::default()
        },
        text: format!(
            "{hostile} The lamp called Ember{number} was lit {hostile} in {} by Tove Lind. {hostile}\n\n\
             The keeper of Ember{number} said: {hostile} is what it is.",
            1850 + number
        ),
        source: Source::default(),
    };
    store
        .put(Scope::Everyone, &draft, Stamp::at(1))
        .expect("kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_hostile_leaves_its_frame() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = SqliteStore::open(&folder.path().join("bot.db"), Access::Serve).expect("a store");
    for (number, hostile) in HOSTILE.iter().enumerate() {
        put(&store, number, hostile);
    }
    let discord = Discord::start().await;
    let bot = discord.bot(Arc::new(store), Choices::default()).await;
    let mut answered = 0;
    for (number, hostile) in HOSTILE.iter().enumerate() {
        let person = Person::new(500 + number as u64).with_rights(MANAGE_GUILD);
        let ask = json!({"question": format!("When was the lamp Ember{number} lit?")});
        let seen = discord.command(&person, IN_A, "ask", ask).await;
        if seen.ids().iter().any(|id| id.ends_with(":context")) {
            answered += 1;
            let body = seen.message()["embeds"][0]["description"]
                .as_str()
                .unwrap_or_default()
                .to_owned();
            assert!(
                body.contains("\n-# [1] *"),
                "the source line is there: {body}"
            );
            for button in ["context", "why"] {
                discord
                    .press(&person, IN_A, &seen.button(button), &[])
                    .await;
            }
        }
        let echo = json!({"question": format!("{hostile} who lit Ember{number}? {hostile}")});
        discord.command(&person, IN_A, "ask", echo).await;
        for command in ["article show", "article facts", "article history"] {
            let options = json!({"title": format!("lamp-{number}")});
            discord.command(&person, IN_A, command, options).await;
        }
        let unknown = json!({"title": format!("{hostile} nowhere")});
        discord
            .command(&person, IN_A, "article show", unknown)
            .await;
        let words =
            format!("{hostile}\nThe bell of Ember{number} rang {hostile} at noon on a Friday.");
        discord
            .on_message(&person, IN_A, "Save as article", &words)
            .await;
        discord
            .on_message(&person, IN_A, "Find in articles", &words)
            .await;
    }
    assert!(
        answered >= HOSTILE.len() / 2,
        "only {answered} were answered"
    );
    let carol = Person::new(900).with_rights(MANAGE_GUILD);
    for command in ["article list", "help", "dataset status", "diagnose"] {
        discord.command(&carol, IN_A, command, json!({})).await;
    }
    for typed in ["", "e", "@everyone", "lamp"] {
        let seen = discord
            .complete(&Person::new(901), IN_A, "ask", "in", typed)
            .await;
        assert!(
            seen.choices()
                .iter()
                .all(|choice| choice.encode_utf16().count() <= 100)
        );
    }
    assert_harmless(&discord.calls());
    bot.stop().await;
}

fn answer_with(text: &str, bold: Option<Span>) -> Answer {
    let citation = Citation {
        number: 1,
        article_id: ArticleId::from("lamp"),
        title: text.to_owned(),
        publisher: Some(text.to_owned()),
        url: Some("https://lamps.example/".to_owned()),
        published: Some(text.to_owned()),
        version: 1,
        paragraph: 1,
        start: 0,
        end: text.len(),
        text: text.to_owned(),
        answer: bold,
        confidence: 0.9,
        also_in: Vec::new(),
    };
    Answer {
        question: text.to_owned(),
        answered: true,
        confidence: 0.9,
        certainty: Certainty::Sure,
        answer: None,
        citations: vec![citation],
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

/// Words with hostile pieces between them.
fn hostile_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        proptest::sample::select(HOSTILE.to_vec()).prop_map(str::to_owned),
        "[ -~]{0,12}",
        "\\PC{0,6}",
        "[a-z]{1,8}",
    ];
    proptest::collection::vec(piece, 1..12).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn a_quote_is_read_exactly_as_it_is_stored(text in hostile_text(), from in 0_usize..80, length in 0_usize..20) {
        let bold = Some(Span::new(from, from + length)).filter(|span| span.of(&text).is_some());
        prop_assume!(!plain(&text).is_empty());
        let card = answer_card::first(&answer_with(&text, bold), Terms::default()).card;
        let lines: Vec<&str> = card.body.lines().collect();
        prop_assert_eq!(lines.len(), 2, "{:?}", card.body);
        let quote = lines[0].strip_prefix("> ").expect("a quote frame");
        // A cut in two keeps its spaces on one side of the bold or the other, so spaces are not compared there.
        let squeezed = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
        let read = rendered(quote).map_err(TestCaseError::fail)?;
        match bold {
            None => prop_assert_eq!(squeezed(&read), squeezed(&plain(&text))),
            Some(_) => {
                let letters = |words: &str| words.split_whitespace().collect::<String>();
                prop_assert_eq!(letters(&read).chars().filter(|c| c.is_alphanumeric()).collect::<String>(),
                    letters(&plain(&text)).chars().filter(|c| c.is_alphanumeric()).collect::<String>());
            }
        }
        prop_assert!(lines[1].starts_with("-# [1] *"), "{}", lines[1]);
    }
}
