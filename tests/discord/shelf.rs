//! Articles of a server: their versions, their titles, messages that become articles, and what is suggested of them.

use crate::stand_in::*;
use footnote::store::{Access, ArticleStore, Scope, SqliteStore, Stamp};
use serde_json::json;

const SHIP: &str = "The ferry Aurora carries 340 passengers between Larkspur and Gull Island.\n\n\
    The Larkspur Harbour Authority (LHA) owns the ferry.";

fn text(lamps: &str) -> String {
    format!(
        "The lighthouse of Gull Island has {lamps} lamps. It was lit in 1902 by its first keeper."
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_way_back_versions_are_numbered_and_compared_as_they_are() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let here = guild(GUILD_A);
    let title = "The lighthouse";
    for lamps in ["eleven", "twelve"] {
        put(store.as_ref(), here, "lighthouse", title, &text(lamps));
    }
    let back = store.restore_version(here, &"lighthouse".into(), 1, Stamp::at(2));
    back.expect("back");
    let form = discord.command(&carol, IN_A, "article add", json!({}));
    let (form, changed) = (form.await.form(), text("thirteen"));
    let fields = [("title", title), ("text", changed.as_str())];
    let preview = discord.submit(&carol, IN_A, &form, &fields).await;
    assert!(
        preview.text().contains("Save as version 3"),
        "{}",
        preview.text()
    );
    let saved = discord
        .press(&carol, IN_A, &preview.button("save-article"), &[])
        .await;
    assert!(
        saved.text().contains("Saved as version 3"),
        "{}",
        saved.text()
    );
    let named = json!({"title": "lighthouse"});
    let history = discord
        .command(&carol, IN_A, "article history", named)
        .await;
    let told = history.text();
    let newest = told.split("**Version 2**").next().unwrap_or_default();
    assert!(newest.contains("compared with version 1"), "{told}");
    assert!(
        newest.contains("eleven") && !newest.contains("twelve"),
        "{told}"
    );
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_kept_without_its_signs_and_opened_as_a_message() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let words = format!(
        "## Rules of the **club**\nThe membership of the rowing club costs **12 euros** a year. Ask in <#{CHANNEL_A}> or <#77>."
    );
    let preview = discord
        .on_message(&carol, IN_A, "Save as article", &words)
        .await;
    discord
        .press(&carol, IN_A, &preview.button("save-article"), &[])
        .await;
    let kept = store.list(guild(GUILD_A)).expect("read").into_iter();
    let mut own = kept.filter(|entry| entry.owner == guild(GUILD_A));
    let entry = own.next().expect("kept");
    assert_eq!(entry.metadata.title, "Rules of the club");
    let text = store.get(guild(GUILD_A), &entry.id).expect("read").text;
    assert!(text.contains("costs 12 euros a year"), "{text}");
    assert!(text.contains("Ask in #general or #channel."), "{text}");
    let asked = json!({"question": "What does the membership of the rowing club cost?"});
    let seen = discord.command(&carol, IN_A, "ask", asked).await;
    let said = seen.text();
    assert!(
        said.contains("[open the message](https://discord.com/"),
        "{said}"
    );
    assert!(!said.contains(":~:text"), "{said}");
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_removed_is_not_restored_and_twins_are_told_apart() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    for (id, lamps) in [("light-a", "eleven"), ("light-b", "twelve")] {
        put(
            store.as_ref(),
            guild(GUILD_A),
            id,
            "The lighthouse",
            &text(lamps),
        );
    }
    let named = json!({"title": "light-a"});
    let seen = discord
        .command(&carol, IN_A, "article restore", named)
        .await;
    assert!(seen.text().contains("It is not removed"), "{}", seen.text());
    let typed = discord.complete(&carol, IN_A, "article remove", "title", "lighth");
    assert_eq!(
        typed.await.choices(),
        ["The lighthouse · light-a", "The lighthouse · light-b"]
    );
    let named = json!({"title": "light-b"});
    let seen = discord.command(&carol, IN_A, "article remove", named).await;
    assert!(seen.text().contains("light-b"), "{}", seen.text());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_removed_article_is_suggested() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let alice = Person::new(11);
    put(
        store.as_ref(),
        Scope::Everyone,
        "mole",
        "The mole of Rudd",
        "The Rudd Mole was built in 1903 by Anna Berg. Anna Berg is the keeper of the mole.",
    );
    let typed = async || {
        let typed = discord.complete(&alice, IN_A, "ask", "question", "rudd");
        typed.await.choices()
    };
    // The first choices may still be those of before.
    let asked = json!({"question": "Who is Anna Berg?"});
    discord.command(&alice, IN_A, "ask", asked).await;
    assert!(!typed().await.is_empty());
    let gone = store.remove(Scope::Everyone, &"mole".into(), Stamp::at(2));
    gone.expect("removed");
    assert_eq!(typed().await, [""; 0]);
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_in_which_nothing_was_changed_says_so() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    put(
        store.as_ref(),
        guild(GUILD_A),
        "light",
        "The lighthouse",
        &text("two"),
    );
    let named = json!({"title": "light"});
    let form = discord.command(&carol, IN_A, "article edit", named).await;
    let fields = [
        ("title", "The lighthouse"),
        ("url", "https://larkspur.example/light"),
        ("publisher", ""),
        ("published", "2025-03-02"),
    ];
    let seen = discord.submit(&carol, IN_A, &form.form(), &fields).await;
    assert!(
        seen.text().contains("Nothing was changed"),
        "{}",
        seen.text()
    );
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_command_changes_beside_the_bot_is_answered_from() {
    let (discord, folder, bot, _store) = started(SHIP).await;
    let ask = async |person: u64| {
        let asker = Person::new(person);
        let question = json!({"question": "How many lamps has the lighthouse of Gull Island?"});
        let asked = discord.command(&asker, IN_A, "ask", question);
        asked.await.text()
    };
    assert!(!ask(100).await.contains("eleven"));
    let database = folder.path().join("bot.db");
    let command = SqliteStore::open(&database, Access::Command).expect("beside the bot");
    let title = "The lighthouse";
    put(
        &command,
        Scope::Everyone,
        "lighthouse",
        title,
        &text("eleven"),
    );
    // A small shelf is read where it is asked.
    let told = ask(101).await;
    assert!(told.contains("eleven"), "{told}");
    command
        .remove(Scope::Everyone, &"lighthouse".into(), Stamp::at(2))
        .expect("removed");
    let gone = ask(141).await;
    assert!(
        !gone.contains("eleven"),
        "from the very next answer: {gone}"
    );
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_may_do_without_the_operators_shelf() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let (carol, alice) = (Person::new(13).with_rights(MANAGE_GUILD), Person::new(11));
    let here = guild(GUILD_A);
    put(
        store.as_ref(),
        here,
        "lighthouse",
        "The lighthouse",
        &text("twelve"),
    );
    let asked = |who: u64, place: Place, question: &'static str| {
        let discord = discord.clone();
        async move {
            let options = json!({"question": question});
            let who = Person::new(who);
            let seen = discord.command(&who, place, "ask", options).await;
            seen.text()
        }
    };
    let (ferry, lamps) = (
        "How many passengers does the ferry Aurora carry?",
        "How many lamps does the lighthouse of Gull Island have?",
    );
    assert!(asked(21, IN_A, ferry).await.contains("340"));

    let panel = discord.command(&carol, IN_A, "settings", json!({})).await;
    assert!(panel.last().contains("the operator’s shelf answers, too"));
    let switch = |panel: &Seen, what: &str| {
        let ids = panel.ids();
        let found = ids.iter().find(|id| id.ends_with(what));
        found.expect("it is in the panel").clone()
    };
    let more = switch(&panel, ":shelf");
    let panel = discord.press(&carol, IN_A, &more, &[]).await;
    let own_only = switch(&panel, "own_articles_only");
    let panel = discord.press(&carol, IN_A, &own_only, &[]).await;
    let told = panel.last();
    assert!(told.contains("Own articles only: on"), "{told}");
    assert!(told.contains("nothing is answered from the operator’s shelf"));

    let refused = asked(22, IN_A, ferry).await;
    assert!(
        refused.contains("do not say") && !refused.contains("340"),
        "{refused}"
    );
    assert!(
        !refused.contains("The ferry Aurora"),
        "not even as the nearest: {refused}"
    );
    assert!(asked(23, IN_A, lamps).await.contains("twelve"));
    let list = discord
        .command(&alice, IN_A, "article list", json!({}))
        .await;
    assert!(list.text().contains("1 article") && !list.text().contains("ferry"));
    let offered = discord
        .complete(&alice, IN_A, "ask", "question", "ferry")
        .await;
    assert!(offered.offered().is_empty(), "{:?}", offered.offered());
    assert!(
        asked(24, IN_B, ferry).await.contains("340"),
        "others read on"
    );

    // Without any article of its own it is answered from none.
    let gone = store.remove(here, &"lighthouse".into(), Stamp::at(5));
    gone.expect("removed");
    assert!(
        asked(25, IN_A, ferry)
            .await
            .contains("no articles here yet")
    );
    discord.press(&carol, IN_A, &own_only, &[]).await;
    assert!(asked(26, IN_A, ferry).await.contains("340"));
    bot.stop().await;
}
