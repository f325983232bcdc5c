//! What happens on every busy day: floods, second presses, corrections, posts of feeds, things that are gone.

use std::time::{Duration, SystemTime};

use crate::stand_in::*;
use footnote::article::ArticleId;
use footnote::discord::Choices;
use footnote::discord::guild_settings::{ANSWER_CHANNELS, set_ids};
use footnote::store::{Clock, Scope, Stamp};
use serde_json::json;

const SHIP: &str = "The ferry Aurora carries 340 passengers between Larkspur and Gull Island.\n\n\
    It was built in 1998 by the Holm shipyard. The crossing takes 25 minutes.\n\n\
    The Larkspur Harbour Authority (LHA) owns the ferry.";
const CANAL: &str = "The Larkspur Canal is 12 km long. It was opened in 1871.";

const LONG: Duration = Duration::from_secs(30);
const SHORT: Duration = Duration::from_millis(600);

#[tokio::test(flavor = "multi_thread")]
async fn an_article_that_was_asked_is_meant_while_questions_lean_on_it() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    put(store.as_ref(), Scope::Everyone, "canal", "The canal", CANAL);
    let alice = Person::new(11);
    let first = json!({"question": "How long is it?", "in": "canal"});
    let seen = discord.command(&alice, IN_A, "ask", first).await;
    assert!(seen.text().contains("12 km"), "{}", seen.text());
    let called = format!("<@{APP}> When did it open?");
    let seen = discord.say(&alice, IN_A, &called, None, LONG).await;
    let text = seen.expect("an answer").text();
    assert!(
        text.contains("1871") && text.contains("only in: The canal"),
        "{text}"
    );
    let own = json!({"question": "How many passengers does the Aurora carry?"});
    let seen = discord.command(&alice, IN_A, "ask", own).await;
    let text = seen.text();
    assert!(text.contains("340") && !text.contains("only in"), "{text}");
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_has_no_marks_of_discord() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let alice = Person::new(11);
    let marked = "<@7> <@&8> <#9> <:boat:10> <t:11:R> who owns the ferry <@!12>?";
    let seen = discord
        .command(&alice, IN_A, "ask", json!({"question": marked}))
        .await;
    let title = seen.message()["embeds"][0]["title"].clone();
    assert_eq!(title, "who owns the ferry?", "{}", seen.text());
    assert!(seen.text().contains("Harbour Authority"), "{}", seen.text());
    let only = json!({"question": "<@7> <#9>"});
    let seen = discord.command(&alice, IN_A, "ask", only).await;
    assert_eq!(seen.code().as_deref(), Some("QUESTION_EMPTY"));
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_do_not_flood_a_channel() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let called = format!("<@{APP}> who owns the ferry?");
    for person in 0..3 {
        let person = Person::new(50 + person);
        for _ in 0..12 {
            let message = discord.message(&person, IN_A, &called, &[APP]);
            discord.send("MESSAGE_CREATE", message);
        }
    }
    // Each may ask five times, and is told once that this was too much.
    let said = |d: &Discord| d.count("POST", &format!("/channels/{CHANNEL_A}/messages"));
    discord.wait_for(|d| said(d) >= 18).await;
    tokio::time::sleep(SHORT).await;
    let calls = discord.calls().into_iter();
    let refusals = calls.filter(|call| call.body.to_string().contains("SLOW_DOWN"));
    assert_eq!(refusals.count(), 3);
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_an_article_is_kept_its_preview_says_so() {
    let (discord, folder, bot, store) = started(SHIP).await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let add = discord
        .command(&carol, IN_A, "article add", json!({}))
        .await;
    let fields = [("title", "The canal"), ("text", CANAL)];
    let preview = discord.submit(&carol, IN_A, &add.form(), &fields).await;
    let save = preview.button("save-article");
    let other = rusqlite::Connection::open(folder.path().join("bot.db")).expect("opened");
    other.execute_batch("BEGIN IMMEDIATE").expect("begun");
    let late = async {
        tokio::time::sleep(SHORT).await;
        let late = discord.press(&carol, IN_A, &save, &[]).await;
        other.execute_batch("ROLLBACK").expect("ended");
        late
    };
    let (first, late) = tokio::join!(discord.press(&carol, IN_A, &save, &[]), late);
    assert_eq!(late.code().as_deref(), Some("BUSY"), "{}", late.text());
    assert_eq!(first.kind(), Some(7), "the preview itself is changed");
    assert!(first.text().contains("Saving"), "{}", first.text());
    let meanwhile = &first.calls[0].body["data"];
    assert_eq!(meanwhile["components"], json!([]));
    discord
        .wait_for(|d| {
            d.calls()
                .iter()
                .any(|c| c.body.to_string().contains("Saved."))
        })
        .await;
    assert_eq!(store.usage(guild(GUILD_A)).expect("usage").articles, 1);
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_that_could_not_be_kept_is_there_to_be_tried_again() {
    let (discord, folder, bot, store) = started(SHIP).await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let add = discord
        .command(&carol, IN_A, "article add", json!({}))
        .await;
    let fields = [("title", "The canal"), ("text", CANAL)];
    let preview = discord.submit(&carol, IN_A, &add.form(), &fields).await;
    let path = folder.path().join("bot.db");
    let other = rusqlite::Connection::open(path).expect("opened");
    let broken = "CREATE TRIGGER broken BEFORE INSERT ON article BEGIN SELECT RAISE(ABORT, 'broken'); END; BEGIN IMMEDIATE";
    other.execute_batch(broken).expect("begun");
    let busy = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(1_500));
        other.execute_batch("ROLLBACK").expect("ended");
        other
    });
    let save = preview.button("save-article");
    let failed = discord.press(&carol, IN_A, &save, &[]).await;
    assert!(failed.text().contains("Saving"), "{}", failed.text());
    discord
        .wait_for(|d| {
            d.calls()
                .iter()
                .any(|c| c.body.to_string().contains("(code STORAGE"))
        })
        .await;
    let calls = discord.calls().into_iter();
    let mut edits = calls.filter(|call| call.method == "PATCH");
    let edit = edits.next_back().expect("the preview is shown again");
    let again = Seen { calls: vec![edit] }.button("save-article");
    let other = busy.join().expect("done");
    other.execute_batch("DROP TRIGGER broken").expect("mended");
    let saved = discord.press(&carol, IN_A, &again, &[]).await;
    assert!(saved.last().contains("Saved."), "{}", saved.last());
    assert_eq!(store.usage(guild(GUILD_A)).expect("usage").articles, 1);
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_s_same_question_counts_once_a_day() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let scope = guild(GUILD_A);
    let on = Some(&json!(true));
    (store.set_setting(scope, footnote::store::GAP_LIST, on, Stamp::at(1))).expect("set");
    let ask = async |who, words: &str| {
        let asked = json!({"question": words});
        discord.command(&Person::new(who), IN_A, "ask", asked).await
    };
    let seen = ask(11, "What colour is the lighthouse?").await;
    ask(11, "what colour is the  lighthouse").await;
    let tell = seen.button("tell-editors");
    let told = discord.press(&Person::new(11), IN_A, &tell, &[]).await;
    assert!(told.text().contains("the editors"), "{}", told.text());
    let gaps = store.gaps(scope).expect("gaps");
    assert_eq!((gaps.len(), gaps[0].asked), (1, 1), "{gaps:?}");
    ask(12, "WHAT COLOUR IS THE LIGHTHOUSE").await;
    let gaps = store.gaps(scope).expect("gaps");
    assert_eq!((gaps.len(), gaps[0].asked), (1, 2), "{gaps:?}");
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_to_an_article_that_was_removed_says_so() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let (alice, own) = (Person::new(11), guild(GUILD_A));
    put(store.as_ref(), own, "canal", "The canal", CANAL);
    let first = json!({"question": "How long is the canal?", "in": "canal"});
    let seen = discord.command(&alice, IN_A, "ask", first).await;
    let next = discord
        .press(&alice, IN_A, &seen.button("follow-up"), &[])
        .await;
    let now = Stamp::at(1_800_000_000);
    store
        .remove(own, &ArticleId::from("canal"), now)
        .expect("removed");
    let fields = [("question", "Who owns the ferry?")];
    let seen = discord.submit(&alice, IN_A, &next.form(), &fields).await;
    let text = seen.text();
    assert!(text.contains("*The canal* **was removed"), "{text}");
    assert!(!text.contains("do not say"), "{text}");
    let all = discord
        .press(&alice, IN_A, &seen.button("ask-all"), &[])
        .await;
    assert!(all.text().contains("Harbour Authority"), "{}", all.text());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_setting_that_names_deleted_channels_makes_no_answer_public_and_warns() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let (alice, carol) = (Person::new(11), Person::new(13).with_rights(MANAGE_GUILD));
    let only = CHANNEL_A + 3;
    set_ids(
        store.as_ref(),
        guild(GUILD_A),
        ANSWER_CHANNELS,
        &[only],
        Stamp::at(1),
    )
    .expect("set");
    let called = format!("<@{APP}> who owns the ferry?");
    let seen = discord.say(&alice, IN_A, &called, None, LONG).await;
    let text = seen.expect("a word").text();
    assert!(text.contains(&format!("I answer in <#{only}>")), "{text}");
    discord.send("CHANNEL_DELETE", channel(only, GUILD_A));
    tokio::time::sleep(SHORT).await;
    let seen = discord.say(&alice, IN_A, &called, None, LONG).await;
    let text = seen.expect("a word").text();
    assert!(
        text.contains("channels for public answers were deleted"),
        "{text}"
    );
    let question = json!({"question": "Who owns the ferry?"});
    let seen = discord.command(&alice, IN_A, "ask", question).await;
    assert!(seen.hidden(), "{}", seen.text());
    assert!(seen.text().contains("Harbour Authority"), "{}", seen.text());
    for command in ["settings", "diagnose"] {
        let seen = discord.command(&carol, IN_A, command, json!({})).await;
        let text = seen.text();
        assert!(text.contains("Every channel of ① was deleted"), "{text}");
        assert!(!text.contains(&only.to_string()), "{text}");
    }
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_follows_its_question() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let alice = Person::new(11);
    let question = discord.message(
        &alice,
        IN_A,
        &format!("<@{APP}> who owns the fery tail?"),
        &[APP],
    );
    let path = format!("/channels/{CHANNEL_A}/messages");
    discord.send("MESSAGE_CREATE", question.clone());
    discord.wait_for(|d| d.count("POST", &path) == 1).await;
    tokio::time::sleep(SHORT).await;
    // A link that Discord has looked at changes nothing that was asked.
    discord.tell("MESSAGE_UPDATE", &question, json!({"embeds": []}));
    let corrected = format!("<@{APP}> how many passengers does the Aurora carry?");
    let edited = json!({"content": corrected, "edited_timestamp": "2026-01-25T10:01:00+00:00"});
    discord.tell("MESSAGE_UPDATE", &question, edited);
    discord.wait_for(|d| d.count("PATCH", &path) == 1).await;
    let calls = discord.calls();
    let edit = calls
        .iter()
        .find(|call| call.method == "PATCH")
        .expect("an edit");
    assert!(edit.body.to_string().contains("340"), "{}", edit.body);
    assert!(!edit.body.to_string().contains("about:"), "{}", edit.body);
    let other = discord.message(&alice, IN_A, "no question", &[]);
    discord.tell("MESSAGE_DELETE", &other, json!({}));
    discord.tell("MESSAGE_DELETE", &question, json!({}));
    discord.wait_for(|d| d.count("DELETE", &path) == 1).await;
    let calls = discord.calls();
    let gone = calls
        .iter()
        .find(|call| call.method == "DELETE")
        .expect("it is deleted");
    assert_eq!(gone.path, edit.path, "the bot's own message");
    assert_eq!(discord.count("POST", &path), 1);
    // Deleted before the answer is there: it is never posted, or goes again; that of somebody else stays.
    let words = format!("<@{APP}> who owns the ferry?");
    let hasty = discord.message(&alice, IN_A, &words, &[APP]);
    discord.send("MESSAGE_CREATE", hasty.clone());
    discord.tell("MESSAGE_DELETE", &hasty, json!({}));
    let later = discord.message(&Person::new(12), IN_A, &words, &[APP]);
    discord.send("MESSAGE_CREATE", later.clone());
    let id = later["id"].as_str().expect("a number").to_owned();
    let is_answer = |call: &Call| {
        call.method == "POST" && call.path.contains(&path) && call.body.to_string().contains(&id)
    };
    discord.wait_for(|d| d.calls().iter().any(is_answer)).await;
    discord
        .wait_for(|d| d.count("POST", &path) == d.count("DELETE", &path) + 1)
        .await;
    assert_inert(&discord.calls());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_is_corrected_while_its_answer_is_on_its_way_is_answered_as_it_reads_last()
{
    let (discord, _folder, bot, _) = started(SHIP).await;
    let path = format!("/channels/{CHANNEL_A}/messages");
    let call = |words: &str| format!("<@{APP}> {words}");
    // What asks nothing any more takes its answer with it.
    let alice = Person::new(11);
    let idle = discord.message(&alice, IN_A, &call("who owns the ferry?"), &[APP]);
    discord.send("MESSAGE_CREATE", idle.clone());
    discord.wait_for(|d| d.count("POST", &path) == 1).await;
    tokio::time::sleep(SHORT).await;
    let nothing = json!({"content": "never mind", "mentions": []});
    discord.tell("MESSAGE_UPDATE", &idle, nothing);
    discord.wait_for(|d| d.count("DELETE", &path) == 1).await;

    discord.trouble(&path, Bother::Limited(2));
    let bob = Person::new(12);
    let early = discord.message(&bob, IN_A, &call("who owns the ferry?"), &[APP]);
    discord.send("MESSAGE_CREATE", early.clone());
    discord.wait_for(|d| d.count("POST", &path) == 2).await;
    for words in [
        "when was the ferry built?",
        "how long does the crossing take?",
    ] {
        tokio::time::sleep(Duration::from_millis(100)).await;
        discord.tell("MESSAGE_UPDATE", &early, json!({"content": call(words)}));
    }
    discord.calm();
    discord.wait_for(|d| d.count("PATCH", &path) == 1).await;
    tokio::time::sleep(SHORT).await;
    let calls = discord.calls().into_iter();
    let edits: Vec<String> = calls
        .filter(|call| call.method == "PATCH" && call.path.contains(&path))
        .map(|call| call.body.to_string())
        .collect();
    assert_eq!(edits.len(), 1, "{edits:?}");
    assert!(edits[0].contains("25 minutes"), "{edits:?}");
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_of_feeds_are_read_and_links_and_files_are_kept() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let card = json!([{"type": "rich", "title": "Harbour news",
        "description": "Who owns the ferry Aurora?",
        "fields": [{"name": "Mayor", "value": "The mayor of Larkspur is Tove Lind.", "inline": true}]}]);
    let mut post = discord.message(&Person::new(4_242), IN_A, "", &[]);
    post["embeds"] = card;
    // What Discord shows beside a member's link is nobody's words.
    let seen = discord
        .on(&carol, IN_A, "Find in articles", post.clone())
        .await;
    assert_eq!(seen.code().as_deref(), Some("QUESTION_EMPTY"));
    post["author"]["bot"] = json!(true);
    let seen = discord
        .on(&carol, IN_A, "Find in articles", post.clone())
        .await;
    assert!(seen.text().contains("Harbour Authority"), "{}", seen.text());
    let seen = discord.on(&carol, IN_A, "Save as article", post).await;
    let text = seen.text();
    assert!(
        text.contains("Harbour news") && text.contains("3 sentences"),
        "{text}"
    );

    let link = discord
        .on_message(&carol, IN_A, "Save as article", "<http://10.0.0.1/a>")
        .await;
    assert_eq!(
        link.code().as_deref(),
        Some("URL_PRIVATE"),
        "{}",
        link.text()
    );
    let mut with_file = discord.message(&Person::new(4_242), IN_A, "the report", &[]);
    with_file["attachments"] = json!([{"id": "1", "filename": "report.txt", "size": 400,
        "url": "https://elsewhere.example/report.txt", "proxy_url": "https://elsewhere.example/report.txt"}]);
    let seen = discord.on(&carol, IN_A, "Save as article", with_file).await;
    assert_eq!(
        seen.code().as_deref(),
        Some("FILE_EXPIRED"),
        "only Discord's own host is asked"
    );
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_with_the_same_text_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let articles = folder.path().join("articles");
    std::fs::create_dir(&articles).expect("made");
    for name in ["a.md", "b.md"] {
        let file = articles.join(name);
        std::fs::write(&file, format!("# The canal\n\n{CANAL}")).expect("written");
        let earlier = SystemTime::now() - Duration::from_secs(60);
        let opened = std::fs::File::options().write(true).open(&file);
        (opened.and_then(|file| file.set_modified(earlier))).expect("dated back");
    }
    let discord = Discord::start().await;
    let choices = Choices {
        dataset: articles,
        ..Choices::default()
    };
    let bot = discord.bot(open(folder.path()), choices).await;
    let owner = Person::new(OWNER).with_rights(MANAGE_GUILD);
    for command in ["dataset check", "dataset reload"] {
        let seen = discord.command(&owner, IN_A, command, json!({})).await;
        let text = seen.text();
        assert!(
            text.contains("b.md · it has the same text as a.md"),
            "{command}: {text}"
        );
    }
    let older = discord
        .command(&owner, IN_A, "dataset reload", json!({}))
        .await;
    discord
        .command(&owner, IN_A, "dataset reload", json!({}))
        .await;
    let press = older.button("apply-reload");
    let seen = discord.press(&owner, IN_A, &press, &[]).await;
    assert!(seen.text().contains("A newer plan"), "{}", seen.text());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_where_the_bot_may_not_speak_is_told_what_is_missing() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let alice = Person::new(11);
    let mut server = guild_create(GUILD_A, CHANNEL_A)["d"].take();
    let silent = footnote::discord::needed_permissions() - (1 << 11);
    server["roles"][0]["permissions"] = json!(silent.to_string());
    server["members"] = json!([{"user": {"id": APP.to_string(), "username": "bot", "discriminator": "0",
        "avatar": null, "bot": true}, "roles": [], "joined_at": "2024-01-01T00:00:00+00:00",
        "deaf": false, "mute": false, "flags": 0}]);
    discord.send("GUILD_CREATE", server);
    discord.trouble(
        &format!("/channels/{CHANNEL_A}/messages"),
        Bother::Forbidden,
    );
    let called = format!("<@{APP}> who owns the ferry?");
    let message = discord.message(&alice, IN_A, &called, &[APP]);
    discord.send("MESSAGE_CREATE", message);
    discord
        .wait_for(|d| d.count("POST", "/channels/3001/messages") == 1)
        .await;
    let calls = discord.calls();
    let told = calls
        .iter()
        .find(|call| call.path.contains("/3001/"))
        .expect("a word");
    let told = told.body.to_string();
    assert!(told.contains("give me *Send Messages* there"), "{told}");
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_buttons_under_an_answer_work_for_two_weeks() {
    let (discord, folder, bot, store) = started(SHIP).await;
    let alice = Person::new(11);
    let question = json!({"question": "Who owns the ferry?"});
    let asked_at = footnote::clock::now();
    let seen = discord.command(&alice, IN_A, "ask", question).await;
    let why = seen.button("why");
    let two_weeks = 14 * 24 * 60 * 60;
    // What is swept away shortly before leaves them alone; the clock is Discord's as well.
    let swept = |at| store.sweep(at, Clock::Confirmed).expect("swept");
    swept(asked_at + two_weeks - 1);
    let pressed = discord.press(&alice, IN_A, &why, &[]).await;
    assert_eq!(pressed.code(), None, "{}", pressed.text());
    // As if they were made two weeks ago; nobody has swept yet.
    let database = rusqlite::Connection::open(folder.path().join("bot.db")).expect("opened");
    let aged = "UPDATE component SET expires_at = expires_at - ?1";
    database.execute(aged, [two_weeks]).expect("aged");
    let pressed = discord.press(&alice, IN_A, &why, &[]).await;
    assert_eq!(pressed.code().as_deref(), Some("EXPIRED"));
    let rows = || -> i64 {
        let count = "SELECT count(*) FROM component";
        (database.query_row(count, [], |row| row.get(0))).expect("counted")
    };
    assert!(rows() > 0);
    swept(footnote::clock::now());
    assert_eq!(rows(), 0);
    bot.stop().await;
}
