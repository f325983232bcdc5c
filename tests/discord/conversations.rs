//! Whole conversations with the bot, through a gateway and a REST interface on this machine.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::string_slice,
    reason = "tests"
)]

use std::sync::Arc;
use std::time::Duration;

use crate::stand_in::*;
use footnote::discord::Choices;
use footnote::ingest::address::AddressPolicy;
use footnote::store::Scope;
use serde_json::json;

const SHIP: &str = "The ferry Aurora carries 340 passengers between Larkspur and Gull Island.\n\n\
    It was built in 1998 by the Holm shipyard. The crossing takes 25 minutes.\n\n\
    The Larkspur Harbour Authority (LHA) owns the ferry.";

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_answered_with_a_quote_and_its_source() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let alice = Person::new(11);
    let seen = discord
        .command(
            &alice,
            IN_A,
            "ask",
            json!({"question": "How many passengers does the ferry Aurora carry?"}),
        )
        .await;
    let body = seen.message()["embeds"][0]["description"]
        .as_str()
        .expect("a body")
        .to_owned();
    assert!(body.starts_with("> The ferry Aurora carries"), "{body}");
    assert!(
        body.contains("-# [1] *The ferry Aurora* · 2 Mar 2025 · paragraph 1"),
        "{body}"
    );
    assert!(
        body.contains("https://larkspur.example/ferry#:~:text=The%20ferry"),
        "{body}"
    );
    assert!(!seen.hidden());

    let private = discord
        .command(
            &alice,
            IN_A,
            "ask",
            json!({"question": "Who built the ferry?", "private": true}),
        )
        .await;
    assert!(private.hidden());
    let shared = discord
        .press(&alice, IN_A, &private.button("share"), &[])
        .await;
    assert!(!shared.hidden());
    let twice = discord
        .press(&alice, IN_A, &private.button("share"), &[])
        .await;
    assert_eq!(twice.code().as_deref(), Some("EXPIRED"));

    let context = discord
        .press(&Person::new(12), IN_A, &seen.button("context"), &[])
        .await;
    assert!(
        context.hidden() && context.text().contains("▸ The ferry Aurora carries"),
        "{}",
        context.text()
    );
    let why = discord
        .press(&Person::new(12), IN_A, &seen.button("why"), &[])
        .await;
    assert!(why.hidden());
    for verdict in ["right", "wrong"] {
        let voted = discord
            .press(&alice, IN_A, &seen.button(verdict), &[])
            .await;
        assert!(voted.hidden() && voted.text().contains("Thank you"));
    }
    assert_inert(&discord.calls());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_earlier_answer_knows_what_became_of_its_sentence() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let alice = Person::new(11);
    let question = json!({"question": "How many passengers does the ferry Aurora carry?"});
    let seen = discord.command(&alice, IN_A, "ask", question).await;
    let now = SHIP.replace("340", "350");
    put(
        store.as_ref(),
        Scope::Everyone,
        "ferry",
        "The ferry Aurora",
        &now,
    );
    let context = discord
        .press(&alice, IN_A, &seen.button("context"), &[])
        .await;
    let (text, embed) = (context.text(), &context.message()["embeds"][0]);
    assert!(text.contains("340") && !text.contains("350"), "{text}");
    let title = embed["title"].as_str().expect("a title");
    assert!(title.contains("has changed since"), "{title}");

    let stamp = footnote::store::Stamp::at(1_800_000_000);
    let ferry = footnote::article::ArticleId::from("ferry");
    store
        .remove(Scope::Everyone, &ferry, stamp)
        .expect("removed");
    let gone = discord
        .press(&alice, IN_A, &seen.button("context"), &[])
        .await;
    assert_eq!(gone.code().as_deref(), Some("EXPIRED"));
    assert!(gone.text().contains("was removed <t:"), "{}", gone.text());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn buttons_work_after_a_restart_and_belong_to_their_people() {
    let (discord, folder, bot, store) = started(SHIP).await;
    let (alice, mallory) = (Person::new(11), Person::new(66));
    let moderator = Person::new(12).with_rights(MANAGE_MESSAGES);
    let seen = discord
        .command(
            &alice,
            IN_A,
            "ask",
            json!({"question": "Who owns the ferry?"}),
        )
        .await;
    bot.stop().await;
    drop(store);
    let bot = discord.bot(open(folder.path()), Choices::default()).await;
    assert_eq!(
        discord.count("PUT", "/commands"),
        1,
        "unchanged commands are not registered again"
    );
    let context = discord
        .press(&mallory, IN_A, &seen.button("context"), &[])
        .await;
    assert!(context.text().contains("[1]"), "{}", context.text());
    let refused = discord
        .press(&mallory, IN_A, &seen.button("delete"), &[])
        .await;
    assert_eq!(refused.code().as_deref(), Some("NOT_YOURS"));
    assert!(refused.hidden());
    let foreign = discord
        .press(&alice, IN_B, &seen.button("context"), &[])
        .await;
    assert_eq!(foreign.code().as_deref(), Some("EXPIRED"));
    discord
        .press(&moderator, IN_A, &seen.button("delete"), &[])
        .await;
    assert!(discord.count("DELETE", "@original") > 0);
    for forged in ["x", "a:more", &"9".repeat(100)] {
        let seen = discord.press(&alice, IN_A, forged, &[]).await;
        assert_eq!(seen.code().as_deref(), Some("EXPIRED"), "{forged}");
    }
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_was_shared_stays_so_after_a_restart() {
    let (discord, folder, bot, store) = started(SHIP).await;
    let alice = Person::new(11);
    let question = json!({"question": "Who built the ferry?", "private": true});
    let private = discord.command(&alice, IN_A, "ask", question).await;
    let share = private.button("share");
    let shared = discord.press(&alice, IN_A, &share, &[]).await;
    assert_eq!(shared.code(), None, "{}", shared.last());
    bot.stop().await;
    drop(store);
    let bot = discord.bot(open(folder.path()), Choices::default()).await;
    let twice = discord.press(&alice, IN_A, &share, &[]).await;
    assert_eq!(twice.code().as_deref(), Some("EXPIRED"));
    assert!(twice.last().contains("shared already"), "{}", twice.last());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follow_up_goes_on_from_the_question_before() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let alice = Person::new(11);
    let seen = discord
        .command(
            &alice,
            IN_A,
            "ask",
            json!({"question": "Who owns the ferry Aurora?"}),
        )
        .await;
    let form = discord
        .press(&alice, IN_A, &seen.button("follow-up"), &[])
        .await
        .form();
    let answer = discord
        .submit(
            &alice,
            IN_A,
            &form,
            &[("question", "And when was it built?")],
        )
        .await;
    assert!(answer.last().contains("1998"), "{}", answer.last());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_is_pasted_previewed_saved_edited_removed_and_restored() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let form = discord
        .command(&carol, IN_A, "article add", json!({}))
        .await
        .form();
    let fields = [
        ("title", "The lighthouse"),
        (
            "text",
            "The lighthouse of Gull Island was lit in 1902.\n\nIts lamp is seen from 30 km away.",
        ),
        ("url", "https://larkspur.example/light"),
        ("published", "2024-05"),
    ];
    let preview = discord.submit(&carol, IN_A, &form, &fields).await;
    assert!(
        preview.hidden() && preview.last().contains("2 sentences"),
        "{}",
        preview.last()
    );
    let again = discord.submit(&carol, IN_A, &form, &fields).await;
    // The first one may not have come to its very end yet.
    let refused = ["BUSY", "EXPIRED"].map(|code| Some(code.to_owned()));
    assert!(refused.contains(&again.code()), "a form counts once");
    assert!(
        store.list(guild(GUILD_A)).unwrap().len() == 1,
        "nothing is kept before the yes"
    );
    let stranger = discord
        .press(
            &Person::new(14).with_rights(MANAGE_GUILD),
            IN_A,
            &preview.button("save-article"),
            &[],
        )
        .await;
    assert_eq!(stranger.code().as_deref(), Some("NOT_YOURS"));
    let saved = discord
        .press(&carol, IN_A, &preview.button("save-article"), &[])
        .await;
    assert!(saved.last().contains("Saved."), "{}", saved.last());
    let answer = discord
        .command(
            &carol,
            IN_A,
            "ask",
            json!({"question": "When was the lighthouse of Gull Island lit?"}),
        )
        .await;
    assert!(answer.last().contains("1902"), "{}", answer.last());

    let form = discord
        .command(&carol, IN_A, "article edit", json!({"title": "lighthuose"}))
        .await
        .form();
    let fields = [
        ("title", "The lighthouse of Gull Island"),
        ("url", ""),
        ("publisher", "Gull Post"),
        ("published", "2024-05-09"),
    ];
    let edited = discord.submit(&carol, IN_A, &form, &fields).await;
    assert!(edited.last().contains("Changed"), "{}", edited.last());
    let list = discord
        .command(&carol, IN_A, "article list", json!({}))
        .await;
    assert!(
        list.last().contains("lighthouse of Gull Island") && list.last().contains("9 May 2024"),
        "{}",
        list.last()
    );
    for command in ["article show", "article facts", "article history"] {
        let shown = discord
            .command(&carol, IN_A, command, json!({"title": "the-lighthouse"}))
            .await;
        assert!(
            shown.hidden() && shown.code().is_none(),
            "{command}: {}",
            shown.last()
        );
    }

    let asked = discord
        .command(
            &carol,
            IN_A,
            "article remove",
            json!({"title": "the-lighthouse"}),
        )
        .await;
    let removed = discord
        .press(&carol, IN_A, &asked.button("confirm-remove"), &[])
        .await;
    assert!(removed.last().contains("Removed"), "{}", removed.last());
    let answer = discord
        .command(
            &carol,
            IN_A,
            "ask",
            json!({"question": "When was the lighthouse of Gull Island lit?"}),
        )
        .await;
    assert!(
        !answer.last().contains("1902"),
        "gone is gone: {}",
        answer.last()
    );
    let undone = discord
        .press(&carol, IN_A, &removed.button("undo-remove"), &[])
        .await;
    assert!(undone.last().contains("Back again"), "{}", undone.last());
    let shelf = discord
        .command(&carol, IN_A, "article remove", json!({"title": "ferry"}))
        .await;
    assert_eq!(
        shelf.code().as_deref(),
        Some("NOT_ALLOWED"),
        "the operator's shelf is not theirs"
    );
    assert_inert(&discord.calls());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_that_may_not_read_messages_says_so_where_it_would_listen() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let carol = Person::new(13).with_rights(ADMINISTRATOR);
    let panel = discord.command(&carol, IN_A, "settings", json!({})).await;
    let ids = panel.ids();
    let listen = ids.iter().find(|id| id.ends_with("ask_channels"));
    let panel = discord
        .press(&carol, IN_A, listen.expect("a switch"), &[])
        .await;
    let told = panel.last();
    assert!(
        told.contains("Message Content") && told.contains("Answers every question here: on"),
        "it says what it needs: {told}"
    );
    bot.stop().await;
}

/// The choices of an operator who lets the bot read messages that do not call it.
fn reading_messages() -> Choices {
    Choices {
        message_content: true,
        ..Choices::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mentions_and_ask_channels_are_answered_and_talk_is_left_alone() {
    let (discord, _folder, bot, _) = started_with(SHIP, reading_messages()).await;
    let (alice, carol) = (Person::new(11), Person::new(13).with_rights(ADMINISTRATOR));
    let long = Duration::from_secs(30);
    let short = Duration::from_millis(600);
    let called = format!("<@{APP}> who owns the ferry?");
    let seen = discord
        .say(&alice, IN_A, &called, None, long)
        .await
        .expect("an answer");
    assert!(
        seen.text().contains("Larkspur Harbour Authority"),
        "{}",
        seen.text()
    );
    assert!(
        discord
            .say(&alice, IN_A, "who owns the ferry?", None, short)
            .await
            .is_none()
    );
    let earlier = discord.message(
        &Person::new(15),
        IN_A,
        "How long does the crossing take?",
        &[],
    );
    let seen = discord
        .say(&alice, IN_A, &format!("<@{APP}>"), Some(earlier), long)
        .await
        .expect("an answer");
    assert!(seen.text().contains("25 minutes"), "{}", seen.text());

    let panel = discord.command(&carol, IN_A, "settings", json!({})).await;
    let listen = panel
        .ids()
        .into_iter()
        .find(|id| id.ends_with("ask_channels"))
        .expect("a switch");
    discord.press(&carol, IN_A, &listen, &[]).await;
    let seen = discord
        .say(&alice, IN_A, "who built the ferry?", None, long)
        .await
        .expect("an answer");
    assert!(seen.text().contains("Holm"), "{}", seen.text());
    for talk in [
        "lovely",
        "really?",
        "who wants pizza?",
        "how are you all doing",
    ] {
        let said = discord.say(&alice, IN_A, talk, None, short).await;
        assert!(said.is_none(), "{talk}");
    }
    let seen = discord
        .say(&alice, IN_PRIVATE, "who owns the ferry?", None, long)
        .await
        .expect("a word");
    assert_eq!(seen.code().as_deref(), Some("GUILD_ONLY"));
    assert_inert(&discord.calls());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_heard_among_talk_and_thanks_are_not_answered() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let alice = Person::new(11);
    let long = Duration::from_secs(30);
    let chatty = format!("hey <@{APP}> <:wave:123> does anyone know who owns the ferry? thx");
    let seen = discord.say(&alice, IN_A, &chatty, None, long).await;
    let seen = seen.expect("an answer");
    let text = seen.text();
    assert!(text.contains("Larkspur Harbour Authority"), "{text}");
    assert!(!text.contains("wave"), "{text}");

    let mut answer = discord.message(&Person::new(APP), IN_A, "", &[]);
    answer["embeds"] = json!([{"title": "who owns the ferry?"}]);
    let thanks = format!("<@{APP}> thank you so much!");
    let short = Duration::from_millis(600);
    let said = discord.say(&alice, IN_A, &thanks, Some(answer.clone()), short);
    assert!(said.await.is_none(), "whoever thanks wants no other answer");
    let next = format!("<@{APP}> thanks, and how long does the crossing take?");
    let seen = discord.say(&alice, IN_A, &next, Some(answer), long).await;
    let text = seen.expect("an answer").text();
    assert!(text.contains("25 minutes"), "{text}");
    for words in ["hello", "what can you do?"] {
        let hello = format!("<@{APP}> {words}");
        let greeted = discord.say(&alice, IN_A, &hello, None, long).await;
        let text = greeted.expect("a word").text();
        assert!(text.contains("/help"), "{text}");
    }
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_goes_on_without_naming_its_subject_again() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let (alice, dave) = (Person::new(11), Person::new(14));
    let long = Duration::from_secs(30);
    let asked = format!("<@{APP}> how many passengers does the Aurora carry?");
    let seen = discord.say(&alice, IN_A, &asked, None, long).await;
    assert!(seen.expect("an answer").text().contains("340"));
    let next = format!("<@{APP}> and who owns it?");
    let seen = discord.say(&alice, IN_A, &next, None, long).await;
    let text = seen.expect("an answer").text();
    assert!(text.contains("about: Aurora"), "{text}");
    let seen = discord.say(&dave, IN_A, &next, None, long).await;
    let text = seen.expect("a word").text();
    assert!(!text.contains("about: Aurora"), "{text}");
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_option_past_its_limit_gets_its_code() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let file = |name: &str, size: u64, url: &str| json!({"file": {"filename": name, "size": size, "url": url, "proxy_url": url}});
    let cases = [
        (
            "ask",
            json!({"question": "x".repeat(401)}),
            "QUESTION_TOO_LONG",
        ),
        (
            "ask",
            json!({"question": "x".repeat(6_000)}),
            "QUESTION_TOO_LONG",
        ),
        ("ask", json!({"question": "🙂🙂"}), "QUESTION_EMPTY"),
        (
            "ask",
            json!({"question": "who?", "in": "no such article"}),
            "NOT_FOUND",
        ),
        (
            "article show",
            json!({"title": "y".repeat(6_000)}),
            "NOT_FOUND",
        ),
        (
            "article add",
            json!({"url": "http://169.254.169.254/"}),
            "URL_PRIVATE",
        ),
        (
            "article add",
            json!({"url": "javascript:alert(1)"}),
            "URL_INVALID",
        ),
        (
            "article add",
            file("a.exe", 10, "https://cdn.discordapp.com/a"),
            "FILE_TYPE",
        ),
        (
            "article add",
            file("a.txt", 100_000_000, "https://cdn.discordapp.com/a"),
            "FILE_TOO_LARGE",
        ),
        (
            "article add",
            file("a.txt", 0, "https://cdn.discordapp.com/a"),
            "PAGE_NO_TEXT",
        ),
        (
            "article add",
            file("a.txt", 10, "https://elsewhere.example/a"),
            "FILE_EXPIRED",
        ),
        ("article restore", json!({"title": "nothing"}), "NOT_FOUND"),
        ("no such command", json!({}), "EXPIRED"),
    ];
    for (index, (command, options, code)) in cases.into_iter().enumerate() {
        let who = Person {
            id: 100 + index as u64,
            ..carol.clone()
        };
        let seen = discord.command(&who, IN_A, command, options).await;
        assert_eq!(
            seen.code().as_deref(),
            Some(code),
            "{command}: {}",
            seen.last()
        );
        assert!(seen.hidden(), "{command} tells only the person concerned");
    }
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_is_slowed_down_and_an_event_that_comes_twice_counts_once() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let alice = Person::new(11);
    let mut codes = Vec::new();
    for _ in 0..8 {
        let seen = discord
            .command(
                &alice,
                IN_A,
                "ask",
                json!({"question": "Who owns the ferry?"}),
            )
            .await;
        codes.push(seen.code());
    }
    let slowed = codes
        .iter()
        .filter(|code| code.as_deref() == Some("SLOW_DOWN"))
        .count();
    assert!((1..=3).contains(&slowed), "{codes:?}");
    let mut message = discord.message(
        &Person::new(21),
        IN_A,
        &format!("<@{APP}> who built the ferry?"),
        &[APP],
    );
    message["id"] = json!("777777");
    discord.send("MESSAGE_CREATE", message.clone());
    discord.send("MESSAGE_CREATE", message);
    tokio::time::sleep(Duration::from_secs(2)).await;
    let said = discord
        .calls()
        .iter()
        .filter(|c| c.body["message_reference"]["message_id"] == json!("777777"))
        .count();
    assert_eq!(said, 1);
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_have_names_in_four_languages_and_nothing_privileged_is_asked_for() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let commands = discord.commands();
    let mut names = Vec::new();
    for command in commands.as_array().expect("a list") {
        names.push(command["name"].as_str().expect("a name").to_owned());
        for locale in ["de", "fr", "es-ES", "es-419"] {
            assert!(
                command["name_localizations"][locale].is_string(),
                "{command}"
            );
        }
        assert_eq!(
            command["integration_types"],
            json!([0]),
            "{}",
            command["name"]
        );
        for option in command["options"].as_array().cloned().unwrap_or_default() {
            assert!(
                option["description_localizations"]["fr"].is_string(),
                "{option}"
            );
            for inner in option["options"].as_array().cloned().unwrap_or_default() {
                assert!(
                    inner["description_localizations"]["de"].is_string(),
                    "{inner}"
                );
            }
        }
    }
    names.sort();
    let expected = [
        "Find in articles",
        "Save as article",
        "article",
        "ask",
        "dataset",
        "diagnose",
        "help",
        "privacy",
        "settings",
    ];
    assert_eq!(names, expected);
    let privileged = (1 << 1) | (1 << 8) | (1 << 15);
    let intents = discord.intents.load(std::sync::atomic::Ordering::Relaxed);
    assert_eq!(intents & privileged, 0, "{intents:b}");
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn direct_messages_are_answered_where_the_operator_allows_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    put(
        store.as_ref(),
        Scope::Everyone,
        "ferry",
        "The ferry Aurora",
        SHIP,
    );
    put(
        store.as_ref(),
        guild(GUILD_A),
        "secret",
        "The secret of A",
        "The lighthouse of Gull Island was lit in 1902.",
    );
    let discord = Discord::start().await;
    let allowed = Choices {
        direct_messages: true,
        ..Choices::default()
    };
    let bot = discord.bot(store, allowed).await;
    let (alice, long) = (Person::new(11), Duration::from_secs(30));
    let seen = discord
        .say(&alice, IN_PRIVATE, "who owns the ferry?", None, long)
        .await
        .expect("an answer");
    assert!(
        seen.text().contains("Larkspur Harbour Authority"),
        "{}",
        seen.text()
    );
    let seen = discord
        .command(
            &alice,
            IN_PRIVATE,
            "ask",
            json!({"question": "When was the lighthouse of Gull Island lit?"}),
        )
        .await;
    assert!(
        !seen.text().contains("1902"),
        "what a server added stays there"
    );
    for command in ["article list", "settings", "dataset status"] {
        let seen = discord
            .command(&alice, IN_PRIVATE, command, json!({}))
            .await;
        assert_eq!(seen.code().as_deref(), Some("GUILD_ONLY"), "{command}");
    }
    let brought = discord
        .command(
            &alice,
            BROUGHT_ALONG,
            "ask",
            json!({"question": "When was the lighthouse of Gull Island lit?"}),
        )
        .await;
    assert!(
        !brought.text().contains("1902"),
        "a copy of one's own opens no server"
    );
    let commands = discord.commands();
    let contexts = |name: &str| {
        let all = commands.as_array().expect("a list");
        let command = all.iter().find(|command| command["name"] == name);
        command.expect("it is there")["contexts"].clone()
    };
    assert_eq!(contexts("ask"), json!([0, 1]));
    assert_eq!(contexts("article"), json!([0]));
    bot.stop().await;
}

const PAGE: &str = "<html><head><title>The lamp of Gull Island</title>\
    <meta name=author content=\"Ines Holm\"><meta property=\"article:published_time\" content=\"2024-05-09\"></head>\
    <body><nav>Home · Shop</nav><article><h1>The lamp of Gull Island</h1>\
    <p>The lamp of Gull Island was lit on 4 March 1902 by Tove Lind, the first keeper of the island.</p>\
    <p>It is seen from 30 km away, and it turns once in twelve seconds on a bed of mercury.</p>\
    <p>In 1987 the lamp was given an electric motor, and the last keeper left the island in June of that year.</p>\
    </article><footer>Subscribe to our newsletter</footer></body></html>";

/// Serves one page that can be changed, and files, on this machine.
async fn site(page: Arc<std::sync::Mutex<String>>) -> String {
    let html = [(axum::http::header::CONTENT_TYPE, "text/html; charset=utf-8")];
    let notes = "---\ntitle: The notes of the harbour\n---\n\nThe harbour of Larkspur freezes in most winters. The ice breaker is called Odin.\n";
    let router = axum::Router::new()
        .route(
            "/lamp",
            axum::routing::get(move || async move { (html, page.lock().expect("fine").clone()) }),
        )
        .route(
            "/notes.md",
            axum::routing::get(move || async move { notes }),
        )
        .route("/empty.txt", axum::routing::get(|| async { "\n\n" }))
        .route(
            "/elsewhere.md",
            axum::routing::get(|| async { axum::response::Redirect::temporary("/notes.md") }),
        )
        .route(
            "/broken.md",
            axum::routing::get(|| async { axum::http::StatusCode::SERVICE_UNAVAILABLE }),
        );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_files_are_previewed_saved_replaced_kept_beside_and_refreshed() {
    let page = Arc::new(std::sync::Mutex::new(PAGE.to_owned()));
    let site = site(page.clone()).await;
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let discord = Discord::start().await;
    let choices = Choices {
        fetch_from_here: AddressPolicy::with_loopback([&site]).expect("a host"),
        program: Some(env!("CARGO_BIN_EXE_footnote").into()),
        ..Choices::default()
    };
    let bot = discord.bot(store.clone(), choices).await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let add_page = json!({"url": format!("http://{site}/lamp?utm_source=x")});

    let preview = discord
        .command(&carol, IN_A, "article add", add_page.clone())
        .await;
    let shown = preview.last();
    for part in [
        "The lamp of Gull Island",
        "Ines Holm",
        "9 May 2024",
        "**3 sentences** can be quoted",
        "It answers, for example",
        "nothing is kept yet",
    ] {
        assert!(shown.contains(part), "{part} in\n{shown}");
    }
    assert!(!shown.contains("Subscribe") && preview.hidden());
    let cancelled = discord
        .press(&carol, IN_A, &preview.button("cancel"), &[])
        .await;
    assert!(cancelled.last().contains("Nothing was kept"));
    assert!(cancelled.ids().is_empty(), "its buttons are gone");
    let late = discord
        .press(&carol, IN_A, &preview.button("save-article"), &[])
        .await;
    assert_eq!(late.code().as_deref(), Some("EXPIRED"));
    assert!(store.list(guild(GUILD_A)).expect("read").is_empty());

    let preview = discord
        .command(&carol, IN_A, "article add", add_page.clone())
        .await;
    let saved = discord
        .press(&carol, IN_A, &preview.button("save-article"), &[])
        .await;
    assert!(saved.last().contains("Saved."), "{}", saved.last());
    let again = discord
        .command(&carol, IN_A, "article add", add_page.clone())
        .await;
    assert!(again.last().contains("word for word"), "{}", again.last());

    let newer = PAGE.replace("Tove Lind, the first", "Tove Lind, then the only");
    *page.lock().expect("fine") = newer;
    let refreshed = discord
        .command(
            &carol,
            IN_A,
            "article refresh",
            json!({"title": "the-lamp-of-gull-island"}),
        )
        .await;
    assert!(
        refreshed.last().contains("Saved as version 2"),
        "{}",
        refreshed.last()
    );
    assert!(refreshed.last().contains("then the only"));
    *page.lock().expect("fine") = "<html><title>Gone</title><p>Log in.</p></html>".to_owned();
    let kept = discord
        .command(
            &carol,
            IN_A,
            "article refresh",
            json!({"title": "the-lamp-of-gull-island"}),
        )
        .await;
    assert_eq!(kept.code().as_deref(), Some("PAGE_NO_TEXT"));
    let history = discord
        .command(
            &carol,
            IN_A,
            "article history",
            json!({"title": "the-lamp-of-gull-island"}),
        )
        .await;
    assert!(
        history.last().contains("then the only") && history.last().contains("Version 1"),
        "{}",
        history.last()
    );

    *page.lock().expect("fine") = PAGE.to_owned();
    let twin = discord
        .command(&carol, IN_A, "article add", add_page.clone())
        .await;
    assert!(twin.last().contains("Here already"), "{}", twin.last());
    let replaced = discord
        .press(&carol, IN_A, &twin.button("save-article"), &[])
        .await;
    assert!(
        replaced.last().contains("Saved as version 3"),
        "{}",
        replaced.last()
    );

    let file = |name: &str| {
        let url = format!("http://{site}/{name}");
        json!({"file": {"filename": name, "size": 90, "url": url, "proxy_url": url}})
    };
    let preview = discord
        .command(&carol, IN_A, "article add", file("notes.md"))
        .await;
    assert!(
        preview.last().contains("The notes of the harbour"),
        "{}",
        preview.last()
    );
    let saved = discord
        .press(&carol, IN_A, &preview.button("save-article"), &[])
        .await;
    assert!(saved.last().contains("2 sentences"), "{}", saved.last());
    let empty = discord
        .command(&carol, IN_A, "article add", file("empty.txt"))
        .await;
    assert_eq!(empty.code().as_deref(), Some("PAGE_NO_TEXT"));
    let missing = discord
        .command(&carol, IN_A, "article add", file("missing.md"))
        .await;
    assert_eq!(missing.code().as_deref(), Some("FILE_EXPIRED"));
    let broken = discord
        .command(&carol, IN_A, "article add", file("broken.md"))
        .await;
    assert_eq!(broken.code().as_deref(), Some("URL_SLOW"));
    let elsewhere = discord
        .command(&carol, IN_A, "article add", file("elsewhere.md"))
        .await;
    assert_eq!(
        elsewhere.code().as_deref(),
        Some("URL_SLOW"),
        "where an attachment points is not followed"
    );
    let private = discord
        .command(
            &carol,
            IN_A,
            "article add",
            json!({"url": "http://10.0.0.1/x"}),
        )
        .await;
    assert_eq!(private.code().as_deref(), Some("URL_PRIVATE"));

    let answer = discord
        .command(
            &carol,
            IN_A,
            "ask",
            json!({"question": "What is the ice breaker called?"}),
        )
        .await;
    assert!(answer.last().contains("Odin"), "{}", answer.last());
    assert_inert(&discord.calls());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_becomes_an_article_and_a_question() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let words = "Winter hours of the harbour\nThe harbour office opens at nine in winter. It closes at three on Fridays.";
    let preview = discord
        .on_message(&carol, IN_A, "Save as article", words)
        .await;
    assert!(
        preview
            .last()
            .contains("also those who cannot see this channel"),
        "it names the audience: {}",
        preview.last()
    );
    let saved = discord
        .press(&carol, IN_A, &preview.button("save-article"), &[])
        .await;
    assert!(saved.last().contains("Saved."), "{}", saved.last());
    let found = discord
        .on_message(
            &Person::new(14),
            IN_A,
            "Find in articles",
            "When does the harbour office open in winter?",
        )
        .await;
    assert!(
        found.hidden() && found.text().contains("nine"),
        "{}",
        found.text()
    );
    let source = store.list(guild(GUILD_A)).expect("read");
    let own = source
        .iter()
        .find(|entry| entry.metadata.title.starts_with("Winter hours"))
        .expect("kept");
    let link = own.metadata.url.as_deref().expect("a link");
    assert!(link.starts_with("https://discord.com/channels/"), "{link}");
    let wordless = discord
        .on_message(&carol, IN_A, "Save as article", "")
        .await;
    assert_eq!(wordless.code().as_deref(), Some("PAGE_NO_TEXT"));
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_with_a_mistake_names_the_field_and_keeps_the_rest() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let text = "The mole of Rudd is 412 metres long. It was built in 1903.";
    put(
        store.as_ref(),
        guild(GUILD_A),
        "mole",
        "The mole of Rudd",
        text,
    );
    let mistakes = [
        (
            [("title", " "), ("published", "1903"), ("url", "")],
            "FILE_INVALID",
            "*Title*",
        ),
        (
            [("title", "Mole"), ("published", "31 Feb"), ("url", "")],
            "FILE_INVALID",
            "2026-01-25",
        ),
        (
            [("title", "Mole"), ("published", "2026-02-31"), ("url", "")],
            "FILE_INVALID",
            "2026-01-25",
        ),
        (
            [
                ("title", "Mole"),
                ("published", ""),
                ("url", "javascript:1"),
            ],
            "URL_INVALID",
            "https://",
        ),
    ];
    for (number, (fields, code, cure)) in mistakes.into_iter().enumerate() {
        let carol = Person::new(100 + number as u64).with_rights(MANAGE_GUILD);
        for (command, options) in [
            ("article add", json!({})),
            ("article edit", json!({"title": "mole"})),
        ] {
            let form = discord.command(&carol, IN_A, command, options).await.form();
            let mut filled = fields.to_vec();
            filled.push(("text", text));
            let seen = discord.submit(&carol, IN_A, &form, &filled).await;
            // Nobody has to paste a text again for what stands beside it.
            if fields[0].1 == "Mole" {
                let text = seen.text();
                let kept = match command {
                    "article add" => "so it is left out",
                    _ => "stays as it was",
                };
                assert!(text.contains(kept), "{text}");
                // A sign that nobody sees keeps what looks like an address from being one.
                assert!(text.replace('\u{200b}', "").contains(cure), "{text}");
                continue;
            }
            assert_eq!(seen.code().as_deref(), Some(code), "{command} {fields:?}");
            assert!(
                seen.hidden() && seen.last().contains(cure),
                "{}",
                seen.last()
            );
        }
    }
    let entry = store
        .entry(guild(GUILD_A), &"mole".into())
        .expect("it is there");
    assert_eq!(
        (entry.metadata.title.as_str(), entry.version),
        ("Mole", 1),
        "what stood beside a mistake was kept"
    );
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_in_threads_and_forum_posts_are_answered_where_their_channel_is() {
    let (discord, _folder, bot, _) = started_with(SHIP, reading_messages()).await;
    let carol = Person::new(13).with_rights(ADMINISTRATOR);
    let (long, short) = (Duration::from_secs(30), Duration::from_millis(600));
    let panel = discord.command(&carol, IN_A, "settings", json!({})).await;
    let ids = panel.ids();
    let listen = ids.iter().find(|id| id.ends_with("ask_channels"));
    discord
        .press(&carol, IN_A, listen.expect("a switch"), &[])
        .await;
    let post = |id: u64, parent: u64| {
        let thread = json!({"id": id.to_string(), "type": 11, "guild_id": GUILD_A.to_string(),
            "parent_id": parent.to_string(), "owner_id": "11", "name": "a post", "last_message_id": null,
            "message_count": 0, "member_count": 1, "rate_limit_per_user": 0, "newly_created": true,
            "thread_metadata": {"archived": false, "archive_timestamp": "2026-01-25T10:00:00+00:00",
                "auto_archive_duration": 1440, "locked": false}});
        discord.send("THREAD_CREATE", thread);
        Place {
            channel: id,
            ..IN_A
        }
    };
    let (here, elsewhere) = (post(1_501, CHANNEL_A), post(1_502, CHANNEL_A + 5));
    let asked = "who owns the ferry?";
    let seen = discord.say(&Person::new(21), here, asked, None, long).await;
    let words = seen.expect("an answer").text();
    assert!(words.contains("Larkspur Harbour Authority"), "{words}");
    let unasked = discord
        .say(&Person::new(22), elsewhere, asked, None, short)
        .await;
    assert!(unasked.is_none(), "its channel is no ask channel");
    let called = format!("<@{APP}> {asked}");
    let seen = discord
        .say(&Person::new(23), elsewhere, &called, None, long)
        .await;
    assert!(seen.expect("an answer").text().contains("Larkspur"));
    assert_inert(&discord.calls());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bot_stops_within_ten_seconds_whatever_discord_lets_it_wait_for() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let called = format!("<@{APP}> who owns the ferry?");
    let (one, other) = (
        Place {
            channel: 1_601,
            ..IN_A
        },
        Place {
            channel: 1_602,
            ..IN_A
        },
    );
    discord.trouble("/channels/1601/", Bother::Limited(300));
    discord.trouble("/channels/1602/", Bother::Silent);
    for place in [one, other] {
        let asker = Person::new(place.channel);
        let seen = discord
            .say(&asker, place, &called, None, Duration::from_secs(2))
            .await;
        assert!(seen.is_some(), "it was tried");
    }
    let began = std::time::Instant::now();
    bot.stop().await;
    let took = began.elapsed();
    assert!(took < Duration::from_secs(8), "{took:?}");
}
