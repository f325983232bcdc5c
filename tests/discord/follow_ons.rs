//! Questions that lean on earlier ones or on one article, and what becomes of both: answers, open questions, buttons.

use std::time::Duration;

use crate::stand_in::*;
use footnote::discord::Choices;
use footnote::discord::guild_settings::{ANSWER_CHANNELS, ASK_CHANNELS, set_ids};
use footnote::store::{Scope, Stamp};
use serde_json::{Value, json};

const SHIP: &str = "The ferry Aurora carries 340 passengers between Larkspur and Gull Island.\n\n\
    It was built in 1998 by the Holm shipyard. The crossing takes 25 minutes.\n\n\
    The Larkspur Harbour Authority (LHA) owns the ferry.";

const LONG: Duration = Duration::from_secs(30);
const SHORT: Duration = Duration::from_millis(600);

async fn ask(discord: &Discord, who: &Person, place: Place, options: Value) -> Seen {
    discord.command(who, place, "ask", options).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_goes_on_from_what_its_asker_asked_there() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let first = json!({"question": "How many passengers does the Aurora carry?"});
    let next = json!({"question": "and who owns it?"});
    for (asker, private) in [(21, false), (22, true)] {
        let alice = Person::new(asker);
        let mut first = first.clone();
        first["private"] = json!(private);
        let mut next = next.clone();
        next["private"] = json!(private);
        let seen = ask(&discord, &alice, IN_A, first).await;
        assert!(seen.text().contains("340"), "{}", seen.text());
        let seen = ask(&discord, &alice, IN_A, next).await;
        assert!(seen.text().contains("about: Aurora"), "{}", seen.text());
        assert!(seen.text().contains("Harbour Authority"), "{}", seen.text());
        let called = format!("<@{APP}> and who built it?");
        let seen = discord.say(&alice, IN_A, &called, None, LONG).await;
        let text = seen.expect("an answer").text();
        // What was asked in private is not told where others read.
        assert_eq!(text.contains("about: Aurora"), !private, "{text}");
    }
    let elsewhere = Place {
        channel: CHANNEL_A + 7,
        ..IN_A
    };
    for (who, place) in [(23, IN_A), (21, elsewhere)] {
        let seen = ask(&discord, &Person::new(who), place, next.clone()).await;
        assert!(!seen.text().contains("about: Aurora"), "{}", seen.text());
    }
    let alice = Person::new(21);
    let privacy = discord.command(&alice, IN_A, "privacy", json!({})).await;
    let forget = privacy.button("forget-me");
    discord.press(&alice, IN_A, &forget, &[]).await;
    let seen = ask(&discord, &alice, IN_A, next).await;
    assert!(!seen.text().contains("about: Aurora"), "{}", seen.text());
    assert_inert(&discord.calls());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_one_article_says_so_and_all_can_be_asked() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    put(
        store.as_ref(),
        Scope::Everyone,
        "council",
        "The council of Larkspur",
        "The mayor of Larkspur is Tove Lind. She was elected in 2019.",
    );
    let (alice, bob) = (Person::new(11), Person::new(12));
    let options = json!({"question": "Who owns the ferry?", "in": "ferry"});
    let seen = ask(&discord, &alice, IN_A, options).await;
    let text = seen.text();
    assert!(text.contains("only in: The ferry Aurora"), "{text}");
    assert!(text.contains("Ask all articles"), "{text}");

    let options = json!({"question": "Who is the mayor of Larkspur?", "in": "ferry"});
    let seen = ask(&discord, &alice, IN_A, options).await;
    let text = seen.text();
    assert!(
        text.contains("*The ferry Aurora* **does not say.**"),
        "{text}"
    );
    let form = discord
        .press(&bob, IN_A, &seen.button("follow-up"), &[])
        .await;
    assert!(form.text().contains("Ask differently"), "{}", form.text());
    let fields = [("question", "Who is mayor of Larkspur?")];
    let again = discord.submit(&bob, IN_A, &form.form(), &fields).await;
    assert!(again.text().contains("does not say"), "{}", again.text());
    let all = discord
        .press(&bob, IN_A, &again.button("ask-all"), &[])
        .await;
    assert!(all.text().contains("Tove Lind"), "{}", all.text());
    assert!(!all.text().contains("only in"), "{}", all.text());
    assert_inert(&discord.calls());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_question_keeps_what_it_is_about_and_where_it_was_put() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    put(
        store.as_ref(),
        Scope::Everyone,
        "council",
        "The council of Larkspur",
        "The mayor of Larkspur is Tove Lind. She was elected in 2019.",
    );
    let (alice, carol) = (Person::new(11), Person::new(13).with_rights(MANAGE_GUILD));
    let first = json!({"question": "How many passengers does the Aurora carry?"});
    ask(&discord, &alice, IN_A, first).await;
    let next = json!({"question": "And what colour is it?"});
    let seen = ask(&discord, &alice, IN_A, next).await;
    assert!(seen.text().contains("do not say"), "{}", seen.text());
    let tell = seen.button("tell-editors");
    discord.press(&alice, IN_A, &tell, &[]).await;
    let bob = Person::new(12);
    let within = json!({"question": "Who is the mayor of Larkspur?", "in": "ferry"});
    let seen = ask(&discord, &bob, IN_A, within).await;
    let tell = seen.button("tell-editors");
    discord.press(&bob, IN_A, &tell, &[]).await;

    let panel = discord.command(&carol, IN_A, "settings", json!({})).await;
    let review = panel.button("open-questions");
    let list = discord.press(&carol, IN_A, &review, &[]).await;
    let text = list.last();
    assert!(
        text.contains("And what colour is it? · about: Aurora"),
        "{text}"
    );
    assert!(text.contains("in *The ferry Aurora*"), "{text}");
    assert!(!text.contains('✅'), "{text}");
    let gone = discord
        .press(&carol, IN_A, &list.button("clear-questions"), &[])
        .await;
    assert!(
        gone.last().contains("0 questions forgotten"),
        "{}",
        gone.last()
    );

    put(
        store.as_ref(),
        guild(GUILD_A),
        "paint",
        "The paint of the Aurora",
        "The colour of the Aurora is red. The Aurora is painted every spring.",
    );
    let list = discord.press(&carol, IN_A, &review, &[]).await;
    let text = list.last();
    assert!(text.contains("✅ And what colour is it?"), "{text}");
    assert!(text.contains("• Who is the mayor"), "{text}");
    let gone = discord
        .press(&carol, IN_A, &list.button("clear-questions"), &[])
        .await;
    assert!(
        gone.last().contains("1 question forgotten"),
        "{}",
        gone.last()
    );
    assert_eq!(store.gaps(guild(GUILD_A)).expect("read").len(), 1);
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_context_of_every_part_is_shown() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let alice = Person::new(11);
    let both = "How many passengers does the ferry Aurora carry, and who owns the ferry?";
    let seen = ask(&discord, &alice, IN_A, json!({"question": both})).await;
    assert!(seen.text().contains("[2]"), "{}", seen.text());
    let context = discord
        .press(&alice, IN_A, &seen.button("context"), &[])
        .await;
    let text = context.text();
    for part in ["▸ The ferry Aurora carries", "[1]", "[2]", "owns the ferry"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let why = discord.press(&alice, IN_A, &seen.button("why"), &[]).await;
    assert_eq!(why.text().matches("**[1]**").count(), 1, "{}", why.text());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_that_is_gone_keeps_back_no_context_of_another_part() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    put(
        store.as_ref(),
        Scope::Everyone,
        "council",
        "The council of Larkspur",
        "The mayor of Larkspur is Tove Lind. She was elected in 2019.",
    );
    let alice = Person::new(11);
    let both = "How many passengers does the ferry Aurora carry, and who is the mayor of Larkspur?";
    let seen = ask(&discord, &alice, IN_A, json!({"question": both})).await;
    assert!(seen.text().contains("[2]"), "{}", seen.text());
    let ferry = "ferry".into();
    let removed = store.remove(Scope::Everyone, &ferry, Stamp::at(9));
    removed.expect("removed");
    let context = discord
        .press(&alice, IN_A, &seen.button("context"), &[])
        .await;
    let text = context.text();
    assert!(text.contains("The article was removed"), "{text}");
    assert!(text.contains("▸ **The mayor"), "{text}");
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_point_at_a_message_ask_what_it_asks() {
    let choices = Choices {
        message_content: true,
        ..Choices::default()
    };
    let (discord, _folder, bot, _) = started_with(SHIP, choices).await;
    for (asker, words) in [
        (21, "can you answer this?"),
        (22, "is this true?"),
        (23, "^ this please"),
    ] {
        let question = "How long does the crossing take?";
        let earlier = discord.message(&Person::new(15), IN_A, question, &[]);
        let called = format!("<@{APP}> {words}");
        let asker = Person::new(asker);
        let seen = discord.say(&asker, IN_A, &called, Some(earlier), LONG);
        let text = seen.await.expect("an answer").text();
        assert!(text.contains("25 minutes"), "{words}: {text}");
    }
    bot.stop().await;
}

/// Tells how often something was posted to a channel that is tied to no message.
fn loose(discord: &Discord, channel: u64, words: &str) -> usize {
    let path = format!("/channels/{channel}/messages");
    let calls = discord.calls().into_iter();
    calls
        .filter(|call| call.path.ends_with(&path) && call.body["message_reference"].is_null())
        .filter(|call| call.body.to_string().contains(words))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_cannot_be_a_reply_is_sent_all_the_same() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    discord.trouble(&format!("/channels/{CHANNEL_A}/"), Bother::NoHistory);
    let called = format!("<@{APP}> who owns the ferry?");
    let alice = Person::new(11);
    discord.say(&alice, IN_A, &called, None, LONG).await;
    discord
        .wait_for(|d| loose(d, CHANNEL_A, "Harbour Authority") == 1)
        .await;
    assert_inert(&discord.calls());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_where_the_bot_may_not_speak_is_told_until_that_changes() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let called = format!("<@{APP}> who owns the ferry?");
    let path = format!("/channels/{CHANNEL_A}/messages");
    let told = |d: &Discord| loose(d, IN_PRIVATE.channel, "Read Message History");
    let asks = async |who: u64, wait| {
        let who = Person::new(who);
        discord.say(&who, IN_A, &called, None, wait).await
    };
    discord.trouble(&path, Bother::Forbidden);
    asks(21, LONG).await;
    discord.wait_for(|d| told(d) == 1).await;
    asks(22, SHORT).await;
    discord.wait_for(|d| told(d) == 2).await;
    asks(21, SHORT).await;
    assert_eq!(told(&discord), 2, "each is told once");
    let hint = discord.calls().into_iter().rev();
    let mut hint = hint.filter(|call| call.path.contains("/channels/3001/"));
    let hint = hint.next().expect("a hint").body.to_string();
    assert!(hint.contains("Send Messages in Threads"), "{hint}");
    assert_eq!(discord.count("POST", &path), 1, "it is not tried again");

    discord.calm();
    let mut changed = channel(CHANNEL_A, GUILD_A);
    changed["rate_limit_per_user"] = json!(5);
    discord.send("CHANNEL_UPDATE", changed.clone());
    tokio::time::sleep(SHORT).await;
    let seen = asks(21, SHORT).await;
    assert!(seen.is_none(), "slow mode changes no rights");
    assert_eq!(told(&discord), 2, "nobody is told again");
    changed["permission_overwrites"] =
        json!([{"id": GUILD_A.to_string(), "type": 0, "allow": "2048", "deny": "0"}]);
    discord.send("CHANNEL_UPDATE", changed);
    tokio::time::sleep(SHORT).await;
    let seen = asks(23, LONG).await.expect("an answer");
    assert!(seen.text().contains("Harbour Authority"), "{}", seen.text());

    discord.trouble(&path, Bother::Forbidden);
    asks(24, LONG).await;
    discord.wait_for(|d| told(d) == 3).await;
    discord.calm();
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    discord.command(&carol, IN_A, "diagnose", json!({})).await;
    let seen = asks(25, LONG).await.expect("an answer");
    assert!(seen.text().contains("Harbour Authority"), "{}", seen.text());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn talk_is_not_remembered_as_if_it_had_been_answered() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let alice = Person::new(11);
    let mut talk = discord.message(&alice, IN_A, "lovely weather", &[]);
    talk["id"] = json!("888888");
    discord.send("MESSAGE_CREATE", talk);
    let called = format!("<@{APP}> who owns the ferry?");
    let mut asked = discord.message(&alice, IN_A, &called, &[APP]);
    asked["id"] = json!("888888");
    discord.send("MESSAGE_CREATE", asked);
    let said = |call: &Call| call.body["message_reference"]["message_id"] == json!("888888");
    discord.wait_for(|d| d.calls().iter().any(said)).await;
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_is_to_listen_and_may_not_answer_is_named() {
    let (discord, _folder, bot, store) = started(SHIP).await;
    let carol = Person::new(13).with_rights(ADMINISTRATOR);
    for (key, id) in [(ASK_CHANNELS, CHANNEL_A), (ANSWER_CHANNELS, CHANNEL_A + 5)] {
        let set = set_ids(store.as_ref(), guild(GUILD_A), key, &[id], Stamp::at(1));
        set.expect("set");
    }
    let panel = discord.command(&carol, IN_A, "settings", json!({})).await;
    let warning = format!("No question is answered unasked in <#{CHANNEL_A}>");
    assert!(panel.text().contains(&warning), "{}", panel.text());
    let found = discord.command(&carol, IN_A, "diagnose", json!({})).await;
    assert!(
        found
            .text()
            .contains("**Answers every question here** is on"),
        "{}",
        found.text()
    );
    bot.stop().await;
}
