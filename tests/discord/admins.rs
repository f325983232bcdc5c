//! What admins and editors see: the open questions, their channel, and what is suggested while somebody types.

use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::stand_in::*;
use footnote::discord::Choices;
use footnote::render::markdown::cut;
use serde_json::json;

const SHIP: &str = "The ferry Aurora carries 340 passengers between Larkspur and Gull Island.\n\n\
    The ferry was built in 1998 by the Holm shipyard. The crossing takes 25 minutes.\n\n\
    The Larkspur Harbour Authority (LHA) owns the ferry.";

const OPEN: &str = "How many lamps does the lighthouse of Cape Wren have?";

fn switch(panel: &Seen, what: &str) -> String {
    let ids = panel.ids();
    let found = ids.iter().find(|id| id.ends_with(what));
    found.expect("it is in the panel").clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn admins_read_the_open_questions_and_forget_those_that_are_answered() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let (carol, alice) = (Person::new(13).with_rights(MANAGE_GUILD), Person::new(11));
    let ask = |who: u64, question: &'static str| {
        let discord = discord.clone();
        async move {
            let options = json!({"question": question});
            discord
                .command(&Person::new(who), IN_A, "ask", options)
                .await
        }
    };
    let panel = discord.command(&carol, IN_A, "settings", json!({})).await;
    let panel = discord
        .press(&carol, IN_A, &switch(&panel, "gap_list"), &[])
        .await;
    assert!(panel.last().contains("Review (0 open)"), "{}", panel.last());
    for who in [21, 22] {
        let seen = ask(who, OPEN).await;
        assert!(seen.text().contains("do not say"), "{}", seen.text());
    }
    let panel = discord.command(&carol, IN_A, "settings", json!({})).await;
    assert!(panel.last().contains("Review (1 open)"), "{}", panel.last());
    let list = discord
        .press(&carol, IN_A, &panel.button("open-questions"), &[])
        .await;
    assert!(
        list.hidden() && list.last().contains("lamps"),
        "{}",
        list.last()
    );
    assert!(list.last().contains("asked 2 times") && !list.last().contains('✅'));

    // Nobody else reads it, not even with the right button, nor who has stopped running the server.
    let pressed = discord
        .press(&alice, IN_A, &panel.button("open-questions"), &[])
        .await;
    assert_eq!(pressed.code().as_deref(), Some("NOT_ALLOWED"));
    let demoted = Person::new(13);
    let page = list
        .button("clear-questions")
        .replace("clear-questions:answered", "page:0");
    let pressed = discord.press(&demoted, IN_A, &page, &[]).await;
    assert_eq!(pressed.code().as_deref(), Some("NOT_ALLOWED"));

    let guild = guild(GUILD_A);
    put(
        store.as_ref(),
        guild,
        "lighthouse",
        "About the lighthouse",
        "The lighthouse of Cape Wren has 12 lamps.",
    );
    assert!(
        ask(23, OPEN).await.text().contains("12"),
        "it is answered now"
    );
    let list = discord
        .press(&carol, IN_A, &panel.button("open-questions"), &[])
        .await;
    assert!(list.last().contains('✅'), "{}", list.last());
    let gone = discord
        .press(&carol, IN_A, &list.button("clear-questions"), &[])
        .await;
    assert!(
        gone.last().contains("1 question forgotten"),
        "{}",
        gone.last()
    );
    assert!(store.gaps(guild).expect("read").is_empty());
    assert_inert(&discord.calls());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_editors_channel_is_tried_at_once_and_told_of_questions() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let carol = Person::new(13).with_rights(ADMINISTRATOR);
    let panel = discord.command(&carol, IN_A, "settings", json!({})).await;
    let channel = (CHANNEL_A + 5).to_string();
    let picked = switch(&panel, "editors_channel");
    let panel = discord.press(&carol, IN_A, &picked, &[&channel]).await;
    assert!(
        panel.last().contains(&format!("<#{channel}>")),
        "{}",
        panel.last()
    );
    let path = format!("/channels/{channel}/messages");
    assert_eq!(
        discord.count("POST", &path),
        1,
        "a first word to the editors"
    );
    let options = json!({"question": OPEN});
    let alice = Person::new(11);
    let seen = discord.command(&alice, IN_A, "ask", options).await;
    let told = discord
        .press(&alice, IN_A, &seen.button("tell-editors"), &[])
        .await;
    assert!(told.hidden() && told.last().contains("without your name"));
    assert_eq!(discord.count("POST", &path), 2, "the question");
    let words = discord
        .calls()
        .into_iter()
        .filter(|call| call.path.contains(&path));
    let words: Vec<String> = words.map(|call| call.body.to_string()).collect();
    assert!(
        words.iter().any(|words| words.contains("lamps")),
        "{words:?}"
    );
    assert!(
        words.iter().all(|words| !words.contains("user11")),
        "{words:?}"
    );
    assert!(told.last().contains("see your question"));

    // A channel that has been closed to the bot since: nothing is claimed that did not happen.
    discord.trouble(&path, Bother::Forbidden);
    let options = json!({"question": "Who paints the bell towers of Orbey?"});
    let seen = discord.command(&alice, IN_A, "ask", options).await;
    let told = discord
        .press(&alice, IN_A, &seen.button("tell-editors"), &[])
        .await;
    assert!(
        told.last().contains("Kept for the editors"),
        "{}",
        told.last()
    );
    assert_inert(&discord.calls());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_takes_no_words_is_not_kept_and_the_settings_are_drawn_as_they_are() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let panel = discord.command(&carol, IN_A, "settings", json!({})).await;
    let channel = CHANNEL_A + 6;
    discord.trouble(&format!("/channels/{channel}/"), Bother::Forbidden);
    let picked = switch(&panel, "editors_channel");
    let seen = discord
        .press(&carol, IN_A, &picked, &[&channel.to_string()])
        .await;
    assert!(seen.last().contains("I cannot write in"), "{}", seen.last());
    assert!(
        seen.last().contains("Open questions go to** · nobody"),
        "{}",
        seen.last()
    );
    let settings = store.settings(guild(GUILD_A)).expect("read");
    assert!(!settings.contains_key("editors_channel"), "{settings:?}");
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_can_take_no_questions_is_not_offered_and_not_kept() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let panel = discord.command(&carol, IN_A, "settings", json!({})).await;
    let picked = switch(&panel, "editors_channel");
    let rows = panel.message()["components"].as_array().cloned();
    let menus = rows
        .into_iter()
        .flatten()
        .map(|row| row["components"][0].clone());
    let mut menus = menus.filter(|menu| menu["custom_id"] == json!(picked));
    let menu = menus.next().expect("it is there");
    assert_eq!(menu["channel_types"], json!([0, 5]), "no forum");

    let channel = CHANNEL_A + 6;
    discord.trouble(&format!("/channels/{channel}/"), Bother::Unfit);
    let channel = channel.to_string();
    let seen = discord.press(&carol, IN_A, &picked, &[&channel]).await;
    assert!(seen.last().contains("(code UNFIT"), "{}", seen.last());
    assert!(seen.last().contains("text or announcement channel"));
    let settings = store.settings(guild(GUILD_A)).expect("read");
    assert!(!settings.contains_key("editors_channel"), "{settings:?}");
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_tells_the_editors_is_not_kept_waiting_for_their_channel() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let panel = discord.command(&carol, IN_A, "settings", json!({})).await;
    let channel = (CHANNEL_A + 5).to_string();
    let picked = switch(&panel, "editors_channel");
    discord.press(&carol, IN_A, &picked, &[&channel]).await;
    let options = json!({"question": OPEN});
    let seen = discord.command(&carol, IN_A, "ask", options).await;
    let tell = seen.button("tell-editors");
    discord.trouble(&format!("/channels/{channel}/"), Bother::Limited(1));
    let calmed = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        discord.calm();
    };
    let (told, ()) = tokio::join!(discord.press(&carol, IN_A, &tell, &[]), calmed);
    assert_eq!(told.kind(), Some(5), "acknowledged first");
    assert!(told.last().contains("see your question"), "{}", told.last());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_cannot_be_tried_now_is_not_said_to_be_forbidden() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let panel = discord.command(&carol, IN_A, "settings", json!({})).await;
    let channel = CHANNEL_A + 6;
    discord.trouble(&format!("/channels/{channel}/"), Bother::Limited(3_000));
    let picked = switch(&panel, "editors_channel");
    let seen = discord
        .press(&carol, IN_A, &picked, &[&channel.to_string()])
        .await;
    assert_eq!(seen.code().as_deref(), Some("BUSY"), "{}", seen.last());
    assert!(seen.last().contains(" s."), "{}", seen.last());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_that_an_earlier_program_kept_can_still_be_edited() {
    let (discord, folder, bot, store) = started(SHIP).await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    put(
        store.as_ref(),
        guild(GUILD_A),
        "weir",
        "The weir",
        "The weir is 4 metres high.",
    );
    let long = "The weir of the long valley ".repeat(15);
    let database = rusqlite::Connection::open(folder.path().join("bot.db")).expect("opened");
    let sql = "UPDATE version SET metadata = json_set(metadata, '$.title', ?1)
               WHERE article = (SELECT key FROM article WHERE id = 'weir')";
    database.execute(sql, [&long]).expect("as it was once");
    let edit = json!({"title": "weir"});
    let edit = discord.command(&carol, IN_A, "article edit", edit).await;
    let shown = cut(&long, 200);
    let fields = [("title", shown.as_str()), ("publisher", "Valley News")];
    let edited = discord.submit(&carol, IN_A, &edit.form(), &fields).await;
    assert_eq!(edited.code(), None, "{}", edited.last());
    assert!(edited.last().contains("was cut"), "{}", edited.last());
    let entry = store.entry(guild(GUILD_A), &"weir".into()).expect("there");
    assert_eq!(entry.metadata.publisher.as_deref(), Some("Valley News"));
    let length = entry.metadata.title.chars().count();
    assert!((200..=300).contains(&length), "{length}");
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn admins_see_votes_and_who_changed_what() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let (carol, alice) = (Person::new(13).with_rights(MANAGE_GUILD), Person::new(11));
    let options = json!({"question": "When was the ferry built?"});
    let seen = discord.command(&alice, IN_A, "ask", options).await;
    discord
        .press(&alice, IN_A, &seen.button("wrong"), &[])
        .await;
    put(
        store.as_ref(),
        guild(GUILD_A),
        "lighthouse",
        "About the lighthouse",
        "The lighthouse of Cape Wren has 12 lamps.",
    );
    let options = json!({"title": "About the lighthouse"});
    let sure = discord
        .command(&carol, IN_A, "article remove", options)
        .await;
    discord
        .press(&carol, IN_A, &sure.button("confirm-remove"), &[])
        .await;

    let panel = discord.command(&carol, IN_A, "settings", json!({})).await;
    let list = discord
        .press(&carol, IN_A, &panel.button("open-questions"), &[])
        .await;
    let votes = discord
        .press(&carol, IN_A, &switch(&list, ":votes"), &[])
        .await;
    let told = votes.last();
    assert!(
        told.contains("👎 1 · 👍 0 · The ferry was built in 1998"),
        "{told}"
    );
    let changes = discord
        .press(&carol, IN_A, &switch(&votes, ":changes"), &[])
        .await;
    let told = changes.last();
    assert!(
        told.contains("<@13> removed *About the lighthouse*"),
        "{told}"
    );
    assert!(!told.contains("<@11>"), "a vote is no change: {told}");

    // The list is read again with the rights of the moment.
    let pressed = discord
        .press(&Person::new(13), IN_A, &switch(&list, ":changes"), &[])
        .await;
    assert_eq!(pressed.code().as_deref(), Some("NOT_ALLOWED"));
    assert_inert(&discord.calls());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn admins_go_back_to_an_earlier_version() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let (carol, alice) = (Person::new(13).with_rights(MANAGE_GUILD), Person::new(11));
    let lamps = |number: &str| {
        let text = format!("The lighthouse of Cape Wren has {number} lamps.");
        put(
            store.as_ref(),
            guild(GUILD_A),
            "lighthouse",
            "About the lighthouse",
            &text,
        );
    };
    lamps("12");
    lamps("13");
    let title = || json!({"title": "About the lighthouse"});
    let ask = || discord.command(&alice, IN_A, "ask", json!({"question": OPEN}));
    assert!(ask().await.text().contains("**13 lamps**"));
    let seen = discord
        .command(&alice, IN_A, "article history", title())
        .await;
    let offered = |seen: &Seen| seen.ids().iter().any(|id| id.contains("restore-version"));
    assert!(!offered(&seen), "a member only reads");
    let seen = discord
        .command(&carol, IN_A, "article history", title())
        .await;
    let menu = seen.button("restore-version");
    let back = discord.press(&carol, IN_A, &menu, &["1"]).await;
    assert!(
        back.last().contains("Version 1 is quoted now"),
        "{}",
        back.last()
    );
    assert!(ask().await.text().contains("**12 lamps**"));
    assert_eq!(
        store
            .history(guild(GUILD_A), &"lighthouse".into())
            .expect("read")
            .len(),
        2
    );
    // What comes with the bot is the operator's.
    let seen = discord
        .command(
            &carol,
            IN_A,
            "article history",
            json!({"title": "The ferry Aurora"}),
        )
        .await;
    assert!(!offered(&seen));
    assert_inert(&discord.calls());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_answers_the_nearest_sentences_can_be_looked_at() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let alice = Person::new(11);
    let options = json!({"question": "How many cabins does the ferry have?"});
    let seen = discord.command(&alice, IN_A, "ask", options).await;
    assert!(seen.text().contains("do not say"), "{}", seen.text());
    let near = discord
        .press(&alice, IN_A, &seen.button("nearest"), &[])
        .await;
    let told = near.last();
    assert!(
        near.hidden() && told.contains("None of these seems to answer it"),
        "{told}"
    );
    assert!(told.contains("> The ferry"), "{told}");
    let options = json!({"title": "ferry Aurora: cabins, fares"});
    let seen = discord.command(&alice, IN_A, "article show", options).await;
    assert!(
        seen.last().contains("Did you mean “The ferry Aurora”?"),
        "{}",
        seen.last()
    );
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_suggested_is_a_question_that_is_answered() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let alice = Person::new(11);
    for typed in ["lha", "what does lha st"] {
        let seen = discord
            .complete(&alice, IN_A, "ask", "question", typed)
            .await;
        let choices = seen.choices();
        assert!(!choices.is_empty(), "nothing for {typed}");
        assert!(
            choices.iter().all(|choice| choice.ends_with('?')),
            "{choices:?}"
        );
    }
    // Everything that is suggested has been tried after a while.
    tokio::time::sleep(Duration::from_secs(6)).await;
    let offered = discord
        .complete(&alice, IN_A, "ask", "question", "")
        .await
        .choices();
    assert!(!offered.is_empty());
    for (number, question) in offered.iter().enumerate() {
        let who = Person::new(100 + number as u64);
        let options = json!({"question": question});
        let seen = discord.command(&who, IN_A, "ask", options).await;
        assert!(
            !seen.text().contains("do not say"),
            "{question}: {}",
            seen.text()
        );
    }
    bot.stop().await;
}

/// Tells whether a receipt with these words was shown; it comes as an edit after the press was answered.
fn says(discord: &Discord, words: &str) -> bool {
    let said = discord
        .calls()
        .into_iter()
        .map(|call| call.body.to_string());
    said.into_iter()
        .any(|said| said.contains("Reloaded") && said.contains(words))
}

/// Writes an article file that has been lying there for a while.
fn write_article(folder: &Path, number: usize) {
    let path = folder.join(format!("weir-{number}.md"));
    let words = format!("# The weir {number}\n\nThe weir number {number} is {number} metres high.");
    std::fs::write(&path, words).expect("written");
    let earlier = SystemTime::now() - Duration::from_secs(60);
    let file = std::fs::File::options().write(true).open(&path);
    file.and_then(|file| file.set_modified(earlier))
        .expect("dated back");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_that_would_take_much_away_is_for_the_operator_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let articles = folder.path().join("articles");
    std::fs::create_dir(&articles).expect("made");
    for number in 2..=6 {
        write_article(&articles, number);
    }
    let discord = Discord::start().await;
    let choices = Choices {
        dataset: articles.clone(),
        ..Choices::default()
    };
    let bot = discord.bot(open(folder.path()), choices).await;
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let operator = Person::new(OWNER).with_rights(MANAGE_GUILD);
    let plan = async |who: &Person| {
        discord
            .command(who, IN_A, "dataset reload", json!({}))
            .await
    };
    let first = plan(&carol).await;
    assert!(first.last().contains("**+5** new"), "{}", first.last());
    let go = first.button("apply-reload");
    discord.press(&carol, IN_A, &go, &[]).await;
    discord.wait_for(|d| says(d, "+5 new")).await;

    for number in [5, 6] {
        std::fs::remove_file(articles.join(format!("weir-{number}.md"))).expect("removed");
    }
    let refused = plan(&carol).await;
    assert_eq!(refused.code().as_deref(), Some("RELOAD_WOULD_REMOVE"));
    assert!(refused.last().contains("**−2** removed") && refused.ids().is_empty());
    let question = json!({"question": "How high is the weir number 6?"});
    let seen = discord.command(&carol, IN_A, "ask", question).await;
    let words = seen.text().replace("**", "");
    assert!(words.contains("6 metres high"), "{words}");
    let asked = plan(&operator).await;
    let go = asked.button("apply-shrinking-reload");
    discord.press(&operator, IN_A, &go, &[]).await;
    discord.wait_for(|d| says(d, "−2 removed")).await;
    assert_inert(&discord.calls());
    bot.stop().await;
}
