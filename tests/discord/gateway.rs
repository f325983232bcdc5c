//! What the bot does when Discord's gateway flaps, refuses, closes for good, or speaks in riddles.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use crate::stand_in::*;
use footnote::clock;
use footnote::discord::Choices;
use footnote::store::{
    Access, ArticleStore, AuditAction, Clock, Draft, LEFT_AT, SWEPT_AT, Scope, Source, SqliteStore,
    Stamp, Store,
};
use serde_json::{Value, json};

fn store(folder: &Path) -> Arc<dyn Store> {
    let store = SqliteStore::open(&folder.join("bot.db"), Access::Serve).expect("a store");
    let draft = Draft {
        id: "weir".into(),
        metadata: footnote::article::Metadata {
            title: "The weir".to_owned(),
            ..Default::default()
        },
        text: "The weir is nine feet high. It was built of oak in 1871.".to_owned(),
        source: Source::default(),
    };
    store
        .put(Scope::Everyone, &draft, Stamp::at(1))
        .expect("kept");
    Arc::new(store)
}

async fn started() -> (Arc<Discord>, tempfile::TempDir, RunningBot) {
    let folder = tempfile::tempdir().expect("a folder");
    let discord = Discord::start().await;
    let bot = discord.bot(store(folder.path()), Choices::default()).await;
    (discord, folder, bot)
}

async fn answers(discord: &Discord, asker: u64) {
    let options = json!({"question": "How high is the weir?"});
    let seen = discord
        .command(&Person::new(asker), IN_A, "ask", options)
        .await;
    let words = seen.text().replace("**", "");
    assert!(words.contains("nine feet"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_no_test_server_any_more_does_not_show_every_command_twice() {
    let folder = tempfile::tempdir().expect("a folder");
    let discord = Discord::start().await;
    let tried_out = Choices {
        test_guild: Some(81),
        ..Choices::default()
    };
    let store = store(folder.path());
    let bot = discord.start_bot(store.clone(), tried_out);
    discord
        .wait_for(|discord| discord.count("PUT", "/guilds/81/commands") == 1)
        .await;
    bot.stop().await;
    let bot = discord.bot(store, Choices::default()).await;
    let last = (discord.calls().into_iter())
        .rfind(|call| call.method == "PUT" && call.path.ends_with("/guilds/81/commands"))
        .expect("the server's commands were written");
    assert_eq!(
        last.body,
        json!([]),
        "those of the test server are taken back"
    );
    assert_eq!(discord.count("PUT", "/guilds/81/commands"), 2);
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_goes_on_after_every_sort_of_break() {
    let (discord, _folder, bot) = started().await;
    answers(&discord, 11).await;
    let breaks = [
        json!({"op": 7, "d": null}),
        json!({"close": 4000}),
        json!({"op": 9, "d": true}),
    ];
    for (number, frame) in breaks.into_iter().enumerate() {
        let resumed = discord.resumed.load(Relaxed);
        discord.send_frame(frame.clone());
        discord
            .wait_for(|d| d.resumed.load(Relaxed) > resumed)
            .await;
        answers(&discord, 20 + number as u64).await;
    }
    assert_eq!(
        discord.identified.load(Relaxed),
        1,
        "no session was started anew"
    );
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_session_is_started_anew_after_a_pause() {
    let (discord, _folder, bot) = started().await;
    let began = Instant::now();
    discord.send_frame(json!({"op": 9, "d": false}));
    discord.wait_for(|d| d.identified.load(Relaxed) == 2).await;
    assert!(
        began.elapsed() >= Duration::from_secs(1),
        "Discord asks for one second at least"
    );
    answers(&discord, 11).await;
    assert_eq!(discord.identified.load(Relaxed), 2);
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_came_or_went_while_the_bot_was_down_are_noted_before_any_is_deleted() {
    let folder = tempfile::tempdir().expect("a folder");
    let kept = store(folder.path());
    let (back, just_gone, long_gone) = (GUILD_A, 3_000, 4_000);
    for server in [back, UNAVAILABLE, just_gone, long_gone] {
        let words = "The quay is 90 metres long.";
        put(kept.as_ref(), guild(server), "quay", "The quay", words);
    }
    for server in [back, UNAVAILABLE, long_gone] {
        let set = kept.set_setting(guild(server), LEFT_AT, Some(&json!(1)), Stamp::at(1));
        set.expect("set");
    }
    // Something was written lately: time does not leap ahead.
    let lately = kept.log_action(
        Scope::Everyone,
        &AuditAction::Refused,
        None,
        Stamp::at(clock::now()),
    );
    lately.expect("logged");
    let discord = Discord::start().await;
    let bot = discord.bot(kept.clone(), Choices::default()).await;
    let holds = |server| {
        let scopes = kept.scopes().expect("listed");
        scopes.contains(&guild(server))
    };
    let left_at = |server| kept.setting(guild(server), LEFT_AT).expect("read");
    discord.wait_for(|_| !holds(long_gone)).await;
    assert!(left_at(just_gone).is_some_and(|at| at != json!(1)));
    assert_eq!([back, UNAVAILABLE].map(left_at), [None, None]);
    for server in [back, UNAVAILABLE, just_gone] {
        let quay = kept.get(guild(server), &"quay".into());
        assert!(quay.is_ok(), "{server}");
    }
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_session_has_to_know_is_asked_for_until_it_is_known() {
    let folder = tempfile::tempdir().expect("a folder");
    let discord = Discord::start().await;
    discord.trouble("/oauth2/", Bother::Unwell);
    discord.trouble("/commands", Bother::Unwell);
    let kept = store(folder.path());
    let owners_only = kept.set_setting(
        guild(GUILD_A),
        "admins_reload",
        Some(&json!(false)),
        Stamp::at(1),
    );
    owners_only.expect("set");
    let bot = discord.start_bot(kept, Choices::default());
    let asked = |d: &Discord| [d.count("GET", "/oauth2/"), d.count("GET", "/commands")];
    discord
        .wait_for(|d| asked(d).iter().all(|times| *times >= 3))
        .await;
    discord.calm();
    discord.wait_for(|d| d.count("PUT", "/commands") > 0).await;
    let owner = Person::new(OWNER).with_rights(MANAGE_GUILD);
    let reload = async || {
        let options = json!({});
        discord
            .command(&owner, IN_A, "dataset reload", options)
            .await
    };
    // Whoever owns the application may be known a moment later than its commands.
    while reload().await.code().as_deref() == Some("NOT_ALLOWED") {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_goes_on_though_nobody_is_where_it_should() {
    let folder = tempfile::tempdir().expect("a folder");
    let discord = Discord::start().await;
    discord.resumes_nowhere.store(true, Relaxed);
    let bot = discord.bot(store(folder.path()), Choices::default()).await;
    answers(&discord, 11).await;
    discord.send_frame(json!({"close": 4000}));
    discord.wait_for(|d| d.resumed.load(Relaxed) == 1).await;
    answers(&discord, 12).await;
    assert_eq!(discord.identified.load(Relaxed), 1);
    bot.stop().await;
}

/// Closes the connection with a code and checks that the bot answers again; returns how many sessions it took.
async fn sessions_after_closing(code: u16) -> u64 {
    let (discord, _folder, bot) = started().await;
    let count = |d: &Discord| d.resumed.load(Relaxed) + d.identified.load(Relaxed);
    let (before, began) = (count(&discord), Instant::now());
    discord.send_frame(json!({"close": code}));
    discord.wait_for(|d| count(d) > before).await;
    answers(&discord, 11).await;
    let took = began.elapsed();
    assert!(took < Duration::from_secs(30), "{code}: {took:?}");
    bot.stop().await;
    discord.identified.load(Relaxed)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_close_code_that_passes_is_followed_by_answers_within_thirty_seconds() {
    // All at once: what takes long is the bot's pause before it comes back.
    let (a, b, c, d, e, f) = tokio::join!(
        sessions_after_closing(4000),
        sessions_after_closing(4001),
        sessions_after_closing(4002),
        sessions_after_closing(4008),
        sessions_after_closing(4007),
        sessions_after_closing(4009),
    );
    assert_eq!([a, b, c, d], [1; 4], "the session goes on");
    assert_eq!([e, f], [2; 2], "these end it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flapping_gateway_is_not_hammered() {
    let (discord, _folder, bot) = started().await;
    let before = discord.connected.load(Relaxed);
    discord.set_mood(Mood::Closes(4000));
    discord.send_frame(json!({"close": 4000}));
    tokio::time::sleep(Duration::from_secs(8)).await;
    let tried = discord.connected.load(Relaxed) - before;
    assert!(
        (2..=7).contains(&tried),
        "{tried} connections in eight seconds"
    );
    discord.set_mood(Mood::Well);
    let resumed = discord.resumed.load(Relaxed);
    discord
        .wait_for(|d| d.resumed.load(Relaxed) > resumed)
        .await;
    answers(&discord, 11).await;
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_the_operator_can_mend_ends_the_bot_with_the_cure() {
    let cures = [
        (4004, "DISCORD_TOKEN"),
        (4010, "SHARDS"),
        (4011, "SHARDS"),
        (4012, "newer Footnote"),
        (4013, "newer Footnote"),
        (4014, "MESSAGE_CONTENT"),
    ];
    for (code, cure) in cures {
        let (discord, _folder, bot) = started().await;
        discord.send_frame(json!({"close": code}));
        let error = bot.end().await.expect_err("it ends");
        assert!(
            error.is_final() && error.to_string().contains(cure),
            "{error}"
        );
        assert_eq!(
            discord.identified.load(Relaxed),
            1,
            "{code} is not tried again"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_session_is_started_when_discord_has_few_left() {
    let (discord, _folder, bot) = started().await;
    discord.remaining.store(9, Relaxed);
    discord.send_frame(json!({"op": 9, "d": false}));
    tokio::time::sleep(Duration::from_secs(8)).await;
    assert_eq!(discord.identified.load(Relaxed), 1);
    discord.remaining.store(1_000, Relaxed);
    discord.wait_for(|d| d.identified.load(Relaxed) == 2).await;
    answers(&discord, 11).await;
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_counted_across_restarts() {
    let folder = tempfile::tempdir().expect("a folder");
    let kept = store(folder.path());
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .expect("after 1970");
    let used = Value::from(vec![now.as_secs(); 20]);
    let setting = "sessions_started_at";
    kept.set_setting(Scope::Everyone, setting, Some(&used), Stamp::at(1))
        .expect("kept");
    let discord = Discord::start().await;
    let bot = discord.start_bot(kept, Choices::default());
    discord
        .wait_for(|d| d.count("GET", "/gateway/bot") > 0)
        .await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(
        discord.identified.load(Relaxed),
        0,
        "twenty in the last hour are enough"
    );
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn riddles_are_told_to_their_sender_and_break_nothing() {
    let (discord, _folder, bot) = started().await;
    discord.send_frame(json!("no frame at all"));
    discord.send_frame(json!({"op": 99, "d": {}}));
    discord.send("A_NEW_KIND_OF_EVENT", json!({"id": [1, 2]}));
    discord.send("MESSAGE_CREATE", json!({"id": "no number"}));
    let riddle = json!({"type": 2, "data": {"name": 7, "type": "?"}});
    let seen = discord.interact(&Person::new(11), IN_A, riddle).await;
    assert_eq!(seen.code().as_deref(), Some("EXPIRED"));
    assert!(seen.hidden());
    answers(&discord, 12).await;
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_sees_health_and_figures() {
    let folder = tempfile::tempdir().expect("a folder");
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = free.local_addr().expect("an address");
    drop(free);
    let choices = Choices {
        metrics: Some(address),
        ..Choices::default()
    };
    let discord = Discord::start().await;
    let bot = discord.bot(store(folder.path()), choices).await;
    answers(&discord, 11).await;
    let get = async |path: &str| {
        let client = reqwest::Client::builder()
            .no_proxy()
            .build()
            .expect("a client");
        let got = client
            .get(format!("http://{address}{path}"))
            .send()
            .await
            .expect("an answer");
        (got.status().as_u16(), got.text().await.expect("words"))
    };
    let (status, words) = get("/healthz").await;
    assert_eq!(status, 200, "{words}");
    let mut figures = get("/metrics").await.1;
    // The last figure is counted when the answer has gone out, which may be a moment after it has come in.
    for _ in 0..50 {
        if figures.contains("footnote_first_response_seconds_count 1") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        figures = get("/metrics").await.1;
    }
    for line in [
        "footnote_gateway_connected_shards 1",
        "footnote_gateway_identifies_total 1",
        "footnote_interactions_total{kind=\"command\"} 1",
        "footnote_answers_total{outcome=\"answered\"} 1",
        "footnote_first_response_seconds_count 1",
    ] {
        assert!(figures.contains(line), "{line} in\n{figures}");
    }
    for secret in ["weir", "1000", "2000", "ask"] {
        let shown = figures
            .lines()
            .filter(|line| !line.starts_with('#'))
            .any(|line| {
                line.split(['{', '}'])
                    .nth(1)
                    .is_some_and(|labels| labels.contains(secret))
            });
        assert!(!shown, "{secret} stands in a label");
    }
    discord.set_mood(Mood::Refuses);
    discord.send_frame(json!({"op": 9, "d": false}));
    tokio::time::sleep(Duration::from_millis(300)).await;
    let (status, words) = get("/healthz").await;
    assert_eq!(status, 503, "{words}");
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_sweeps_soon_after_its_start_and_not_again_with_the_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let kept = store(folder.path());
    let weir = "weir".into();
    let long_ago = Stamp::at(clock::now() - 40 * 24 * 60 * 60);
    kept.remove(Scope::Everyone, &weir, long_ago)
        .expect("removed");
    // It was swept then, and no bot has run since.
    kept.sweep(long_ago.at, Clock::Alone).expect("swept");
    let discord = Discord::start().await;
    let after = |first_sweep| Choices {
        first_sweep: Some(first_sweep),
        ..Choices::default()
    };
    let swept_at = || kept.setting(Scope::Everyone, SWEPT_AT).expect("read");
    let before = swept_at();
    // By then Discord has answered, also on a slow machine.
    let first = Duration::from_secs(5);
    let bot = discord.bot(kept.clone(), after(first)).await;
    discord.wait_for(|_| swept_at() != before).await;
    // Discord says what time it is: what had its time goes at once, however long no bot ran.
    let removed = kept.removed(Scope::Everyone).expect("listed");
    assert_eq!(removed, []);
    bot.stop().await;
    let swept = swept_at();
    // It has ten times as long as until it looks whether a sweep is due.
    let bot = discord.bot(kept.clone(), after(first / 10)).await;
    tokio::time::sleep(first).await;
    assert_eq!(swept_at(), swept, "it was swept a moment ago");
    bot.stop().await;
    // Had the last sweep been longer ago, that look would have swept.
    let long_ago = Value::from(long_ago.at);
    let set = kept.set_setting(Scope::Everyone, SWEPT_AT, Some(&long_ago), Stamp::at(1));
    set.expect("set");
    let bot = discord.bot(kept.clone(), after(first / 10)).await;
    tokio::time::sleep(first).await;
    assert_ne!(swept_at(), Some(long_ago));
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_holds_its_part_of_the_connections_and_no_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let discord = Discord::start().await;
    let choices = Choices {
        shards: Some("1-2/4".parse().expect("a part")),
        ..Choices::default()
    };
    let bot = discord.bot(store(folder.path()), choices).await;
    discord.wait_for(|d| d.held_shards().len() == 2).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(discord.held_shards(), [[1, 4], [2, 4]]);
    bot.stop().await;
}
