//! What failed can be tried again, what was done is said to be done, and nothing is done twice.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::stand_in::*;
use footnote::article::ArticleId;
use footnote::discord::Choices;
use footnote::store::{Scope, Stamp, Store};
use serde_json::json;

const SHIP: &str =
    "The ferry Aurora carries 340 passengers. It was built in 1998 by the Holm shipyard.";
const LIGHT: &str = "The lighthouse of Gull Island was lit in 1902.";

/// Does something to the database behind the bot's back.
fn meddle(folder: &Path, sql: &str) {
    let database = rusqlite::Connection::open(folder.join("bot.db")).expect("opened");
    database.execute_batch(sql).expect("done");
}

/// Lets something fail from now on, such as `UPDATE ON job`.
fn break_every(folder: &Path, what: &str) {
    let sql =
        format!("CREATE TRIGGER broken BEFORE {what} BEGIN SELECT RAISE(ABORT, 'broken'); END");
    meddle(folder, &sql);
}

fn mend(folder: &Path) {
    meddle(folder, "DROP TRIGGER broken");
}

/// Lists the articles of server A with their versions.
fn own(store: &Arc<dyn Store>) -> Vec<(String, u32)> {
    let mut all = store.list(guild(GUILD_A)).expect("listed");
    all.retain(|entry| entry.owner == guild(GUILD_A));
    all.into_iter()
        .map(|entry| (entry.id.to_string(), entry.version))
        .collect()
}

/// Tells whether the bot has said that anywhere.
fn told(discord: &Discord, words: &str) -> bool {
    let mut calls = discord.calls().into_iter();
    calls.any(|call| call.body.to_string().contains(words))
}

/// Starts a bot that can load one article, about a lighthouse.
async fn with_dataset() -> (Arc<Discord>, tempfile::TempDir, RunningBot) {
    let folder = tempfile::tempdir().expect("a folder");
    let articles = folder.path().join("articles");
    std::fs::create_dir(&articles).expect("made");
    let file = articles.join("light.md");
    std::fs::write(&file, format!("# The lighthouse\n\n{LIGHT}")).expect("written");
    let earlier = SystemTime::now() - Duration::from_secs(60);
    let opened = std::fs::File::options().write(true).open(&file);
    (opened.and_then(|file| file.set_modified(earlier))).expect("dated back");
    let discord = Discord::start().await;
    let choices = Choices {
        dataset: articles,
        ..Choices::default()
    };
    let bot = discord.bot(open(folder.path()), choices).await;
    (discord, folder, bot)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_or_button_whose_work_failed_works_again() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let add = discord.command(&carol, IN_A, "article add", json!({}));
    let form = add.await.form();
    let titled = ("title", "The lighthouse");
    let without_text = [titled, ("text", "…")];
    let refused = discord.submit(&carol, IN_A, &form, &without_text).await;
    assert!(refused.code().is_some(), "{}", refused.last());
    let whole = [titled, ("text", LIGHT)];
    let preview = discord.submit(&carol, IN_A, &form, &whole).await;
    assert_eq!(preview.code(), None, "{}", preview.last());

    let save = preview.button("save-article");
    let (one, other) = tokio::join!(
        discord.press(&carol, IN_A, &save, &[]),
        discord.press(&carol, IN_A, &save, &[]),
    );
    let codes = [one.code(), other.code()];
    assert!(codes.contains(&None), "{codes:?}");
    // The second press comes while the article is being kept, or after it.
    let refused = ["BUSY", "EXPIRED"].map(|code| Some(code.to_owned()));
    assert!(codes.iter().any(|code| refused.contains(code)), "{codes:?}");
    assert_eq!(own(&store), [("the-lighthouse".to_owned(), 1)]);

    let edit = json!({"title": "the-lighthouse"});
    let edit = discord.command(&carol, IN_A, "article edit", edit).await;
    let named = |title| [("title", title), ("published", "2024")];
    let form = edit.form();
    let refused = discord.submit(&carol, IN_A, &form, &named(" ")).await;
    assert_eq!(refused.code().as_deref(), Some("FILE_INVALID"));
    let edited = discord.submit(&carol, IN_A, &form, &named(titled.1)).await;
    assert!(edited.last().contains("Changed"), "{}", edited.last());

    let remove = json!({"title": "the-lighthouse"});
    let asked = discord.command(&carol, IN_A, "article remove", remove);
    let sure = asked.await.button("confirm-remove");
    let light = ArticleId::from("the-lighthouse");
    let now = Stamp::at(1_800_000_000);
    store.remove(guild(GUILD_A), &light, now).expect("removed");
    let refused = discord.press(&carol, IN_A, &sure, &[]).await;
    assert_eq!(refused.code().as_deref(), Some("NOT_FOUND"));
    store.restore(guild(GUILD_A), &light, now).expect("back");
    let removed = discord.press(&carol, IN_A, &sure, &[]).await;
    assert!(removed.last().contains("Removed"), "{}", removed.last());
    let again = discord.press(&carol, IN_A, &sure, &[]).await;
    assert_eq!(again.code().as_deref(), Some("EXPIRED"));
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_could_not_be_shared_was_not_shared() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let alice = Person::new(11);
    let question = json!({"question": "Who built the ferry?", "private": true});
    let private = discord.command(&alice, IN_A, "ask", question).await;
    let share = private.button("share");
    discord.trouble("/callback", Bother::Forbidden);
    discord.press(&alice, IN_A, &share, &[]).await;
    discord.calm();
    // The bot hears of the failure a moment after the stand-in has told of it.
    tokio::time::sleep(Duration::from_millis(500)).await;
    let shared = discord.press(&alice, IN_A, &share, &[]).await;
    assert_eq!(shared.code(), None, "{}", shared.last());
    assert!(shared.last().contains("Holm"), "{}", shared.last());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_is_said_to_be_done_though_no_note_of_it_could_be_kept() {
    let (discord, folder, bot) = with_dataset().await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    break_every(folder.path(), "UPDATE ON job");

    let add = discord.command(&carol, IN_A, "article add", json!({}));
    let form = add.await.form();
    let fields = [("title", "The ferry"), ("text", SHIP)];
    let preview = discord.submit(&carol, IN_A, &form, &fields).await;
    assert_eq!(preview.code(), None, "{}", preview.last());

    let plan = discord.command(&carol, IN_A, "dataset reload", json!({}));
    let go = plan.await.button("apply-reload");
    discord.press(&carol, IN_A, &go, &[]).await;
    discord
        .wait_for(|d| told(d, "**Reloaded.**") || told(d, "nothing was changed"))
        .await;
    assert!(told(&discord, "**Reloaded.**"));
    bot.stop().await;

    // Jobs are told from those of this run by the second in which they began.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    mend(folder.path());
    let bot = discord.bot(open(folder.path()), Choices::default()).await;
    discord
        .wait_for(|d| told(d, "all of its plan") && told(d, "without a yes"))
        .await;
    assert!(!told(&discord, "nothing was changed"));
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_that_did_not_begin_can_be_tried_again() {
    let (discord, folder, bot) = with_dataset().await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let plan = discord.command(&carol, IN_A, "dataset reload", json!({}));
    let go = plan.await.button("apply-reload");

    discord.trouble("/callback", Bother::Forbidden);
    discord.press(&carol, IN_A, &go, &[]).await;
    discord.calm();
    // The bot hears of the failure a moment after the stand-in has told of it.
    tokio::time::sleep(Duration::from_millis(500)).await;

    break_every(folder.path(), "INSERT ON job");
    discord.press(&carol, IN_A, &go, &[]).await;
    discord.wait_for(|d| told(d, "(code STORAGE")).await;
    let offered = |call: &Call| {
        let body = call.body.to_string();
        body.contains("(code STORAGE") && body.contains(&go)
    };
    assert!(discord.calls().iter().any(offered), "no button to go on");
    mend(folder.path());

    discord.press(&carol, IN_A, &go, &[]).await;
    discord.wait_for(|d| told(d, "**Reloaded.**")).await;
    let again = discord.press(&carol, IN_A, &go, &[]).await;
    assert_eq!(again.code().as_deref(), Some("EXPIRED"));
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_kept_twice_beside_another() {
    let (discord, folder, bot, store) = started(SHIP).await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let paste = async |text: &str| {
        let add = discord.command(&carol, IN_A, "article add", json!({}));
        let form = add.await.form();
        let fields = [("title", "The lighthouse"), ("text", text)];
        discord.submit(&carol, IN_A, &form, &fields).await
    };
    let save = paste(LIGHT).await.button("save-article");
    discord.press(&carol, IN_A, &save, &[]).await;
    let both = paste("Gull Island has a lighthouse. It is 31 metres high.").await;
    let both = both.ids().into_iter().find(|id| id.ends_with(":both"));
    let both = both.expect("offered");
    // The bot cannot forget the button, as if it were killed at that moment.
    break_every(folder.path(), "DELETE ON component");
    tokio::join!(
        discord.press(&carol, IN_A, &both, &[]),
        discord.press(&carol, IN_A, &both, &[]),
    );
    let kept = own(&store);
    assert_eq!(kept.len(), 2, "{kept:?}");
    assert!(kept.iter().all(|(_, version)| *version == 1), "{kept:?}");
    bot.stop().await;
    drop(store);
    mend(folder.path());

    let store = open(folder.path());
    let bot = discord.bot(store.clone(), Choices::default()).await;
    let again = discord.press(&carol, IN_A, &both, &[]).await;
    assert!(again.last().contains("here already"), "{}", again.last());
    assert_eq!(own(&store), kept);
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_never_shown_is_not_replaced() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let here = guild(GUILD_A);
    let text = |metres| {
        format!(
            "{LIGHT} It is {metres} metres high. Its keeper was Anna Berg, who lived there alone for years."
        )
    };
    put(store.as_ref(), here, "light", "The lighthouse", &text(31));
    put(
        store.as_ref(),
        here,
        "lamp",
        "The lamp of Gull Island",
        &text(32),
    );
    let add = discord.command(&carol, IN_A, "article add", json!({}));
    let form = add.await.form();
    let fields = [("title", "The light"), ("text", &text(33))];
    let preview = discord.submit(&carol, IN_A, &form, &fields).await;
    let (replaced, other) = match preview.last().contains("*The lighthouse*") {
        true => ("light", "lamp"),
        false => ("lamp", "light"),
    };

    // Somebody else writes its next version meanwhile.
    put(store.as_ref(), here, replaced, "The lighthouse", &text(34));
    let replace = preview.button("save-article");
    let preview = discord.press(&carol, IN_A, &replace, &[]).await;
    assert!(preview.last().contains("(version 2)"), "{}", preview.last());
    assert_eq!(
        own(&store).iter().map(|(_, version)| version).sum::<u32>(),
        3
    );

    // Then somebody removes it.
    let replace = preview.button("save-article");
    let now = Stamp::at(1_800_000_000);
    store
        .remove(here, &ArticleId::from(replaced), now)
        .expect("removed");
    let preview = discord.press(&carol, IN_A, &replace, &[]).await;
    assert!(
        preview.last().contains("Here already"),
        "{}",
        preview.last()
    );
    assert_eq!(own(&store), [(other.to_owned(), 1)]);

    let replace = preview.button("save-article");
    discord.press(&carol, IN_A, &replace, &[]).await;
    assert_eq!(own(&store), [(other.to_owned(), 2)]);
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_takes_nothing_back_that_somebody_else_changed() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let dora = Person::new(14).with_rights(MANAGE_GUILD);
    let here = guild(GUILD_A);
    put(store.as_ref(), here, "light", "The lighthouse", LIGHT);
    let open = async |who| {
        let edit = discord.command(who, IN_A, "article edit", json!({"title": "light"}));
        edit.await.form()
    };
    let filled = |title, published| {
        let url = ("url", "https://larkspur.example/light");
        [("title", title), url, ("published", published)]
    };
    let (first, second, third) = (open(&carol).await, open(&dora).await, open(&dora).await);
    let fields = filled("The light of Gull Island", "2025-03-02");
    discord.submit(&carol, IN_A, &first, &fields).await;
    let fields = filled("The lighthouse", "2025-04-01");
    let edited = discord.submit(&dora, IN_A, &second, &fields).await;
    assert!(edited.last().contains("Changed"), "{}", edited.last());
    let fields = filled("The lamp", "2025-03-02");
    let refused = discord.submit(&dora, IN_A, &third, &fields).await;
    assert_eq!(refused.code().as_deref(), Some("CHANGED_SINCE"));

    let kept = store.entry(here, &ArticleId::from("light")).expect("kept");
    assert_eq!(kept.metadata.title, "The light of Gull Island");
    assert_eq!(kept.metadata.published.as_deref(), Some("2025-04-01"));
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_would_be_another_by_now_is_not_shared() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let alice = Person::new(11);
    let question = json!({"question": "Who built the ferry?", "private": true});
    let private = discord.command(&alice, IN_A, "ask", question).await;
    let share = private.button("share");
    let other = SHIP.replace("Holm", "Ness");
    put(
        store.as_ref(),
        Scope::Everyone,
        "ferry",
        "The ferry Aurora",
        &other,
    );
    let refused = discord.press(&alice, IN_A, &share, &[]).await;
    assert_eq!(
        refused.code().as_deref(),
        Some("EXPIRED"),
        "{}",
        refused.last()
    );
    assert!(refused.hidden());
    assert!(!told(&discord, "Ness"));
    bot.stop().await;
}

/// Row S4 of the table of tests.
#[tokio::test(flavor = "multi_thread")]
async fn questions_are_answered_though_nothing_can_be_kept_for_their_buttons() {
    let (discord, folder, bot, store) = started(SHIP).await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let on = json!(true);
    let set = store.set_setting(guild(GUILD_A), "gap_list", Some(&on), Stamp::at(1));
    set.expect("set");
    let settings = discord.command(&carol, IN_A, "settings", json!({}));
    let review = settings.await.button("open-questions");
    let full = "BEGIN SELECT RAISE(ABORT, 'full'); END;";
    let sql = ["component", "gap"]
        .map(|table| format!("CREATE TRIGGER no_{table} BEFORE INSERT ON {table} {full}"));
    meddle(folder.path(), &sql.concat());

    let ask = async |question| {
        let question = json!({"question": question});
        discord.command(&carol, IN_A, "ask", question).await
    };
    let answered = ask("Who built the ferry?").await;
    assert!(answered.last().contains("Holm"), "{}", answered.last());
    let unanswered = ask("Who painted the ceiling of the opera?").await;
    let help = discord.command(&carol, IN_A, "help", json!({})).await;
    assert!(!help.last().contains("Try one"), "{}", help.last());
    let open = discord.press(&carol, IN_A, &review, &[]).await;
    for shown in [answered, unanswered, help, open] {
        assert_eq!(shown.code(), None, "{}", shown.last());
        assert_eq!(shown.ids(), [""; 0]);
    }
    bot.stop().await;
}

/// Row R7 of the table of tests.
#[tokio::test(flavor = "multi_thread")]
async fn fifty_presses_have_one_effect_and_get_two_replies_at_most() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let form = discord.command(&carol, IN_A, "article add", json!({}));
    let fields = [("title", "The lighthouse"), ("text", LIGHT)];
    let form = form.await.form();
    let preview = discord.submit(&carol, IN_A, &form, &fields).await;
    let save = preview.button("save-article");
    let before = discord.calls().len();
    // A press that is only acknowledged comes to no end that the stand-in knows, so nobody waits for it.
    let presses = (0..50).map(|_| {
        let press = discord.press(&carol, IN_A, &save, &[]);
        tokio::time::timeout(Duration::from_secs(1), press)
    });
    let _ = futures::future::join_all(presses).await;
    let since = |discord: &Discord| discord.calls().split_off(before);
    let first_responses = |discord: &Discord| {
        let calls = since(discord).into_iter();
        calls.filter(|call| call.path.contains("/callback")).count()
    };
    discord.wait_for(|d| first_responses(d) == 50).await;
    let replies = since(&discord).into_iter();
    let replies: Vec<String> = replies
        .map(|call| call.body.to_string())
        .filter(|said| said.contains("embeds") && !said.contains("Saving…"))
        .collect();
    assert!(replies.len() <= 2, "{replies:?}");
    let saved = |said: &&String| said.contains("Saved");
    assert_eq!(replies.iter().filter(saved).count(), 1, "{replies:?}");
    assert_eq!(own(&store), [("the-lighthouse".to_owned(), 1)]);
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_confirms_the_same_reload_second_hears_what_became_of_it() {
    let (discord, _folder, bot) = with_dataset().await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let dora = Person::new(14).with_rights(MANAGE_GUILD);
    let plan = async |who| {
        let plan = discord
            .command(who, IN_A, "dataset reload", json!({}))
            .await;
        (plan.button("apply-reload"), plan.button("cancel"))
    };
    let of_carol = plan(&carol).await;
    let (_, no) = plan(&dora).await;
    let waits = discord.press(&carol, IN_A, &of_carol.0, &[]).await;
    assert!(
        waits.last().contains("Whoever made it decides"),
        "{}",
        waits.last()
    );
    discord.press(&dora, IN_A, &no, &[]).await;
    let of_carol_too = plan(&carol).await;
    let (go, _) = plan(&dora).await;
    let gone = discord.press(&carol, IN_A, &of_carol.0, &[]).await;
    assert!(gone.last().contains("taken the place"), "{}", gone.last());
    discord.press(&dora, IN_A, &go, &[]).await;
    discord.wait_for(|d| told(d, "**Reloaded.**")).await;
    let second = discord.press(&carol, IN_A, &of_carol_too.0, &[]).await;
    let said = second.last();
    assert!(said.contains("A newer plan was carried out <t:"), "{said}");
    assert!(said.contains("shows whether anything is left"), "{said}");
    bot.stop().await;
}
