//! Greetings, thanks and questions about the bot itself, in servers and in direct messages.

use std::time::Duration;

use crate::stand_in::*;
use footnote::discord::Choices;
use serde_json::json;

const SHIP: &str =
    "The Larkspur Harbour Authority (LHA) owns the ferry Aurora. It was built in 1998.";

const LONG: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread")]
async fn a_greeting_is_greeted_back_and_costs_no_question() {
    let (discord, _folder, bot, _) = started(SHIP).await;
    let alice = Person::new(11);
    for (words, reply) in [
        ("hello", "/help"),
        ("what can you do?", "/help"),
        ("are you a bot?", "I am here"),
        ("thanks!", "You are welcome"),
        ("which articles do you have?", "/article list"),
    ] {
        for _ in 0..2 {
            let asked = json!({"question": words});
            let seen = discord.command(&alice, IN_A, "ask", asked).await;
            assert!(seen.hidden(), "{words}");
            assert!(seen.text().contains(reply), "{words}: {}", seen.text());
            let called = format!("<@{APP}> {words}");
            let seen = discord.say(&alice, IN_A, &called, None, LONG).await;
            let text = seen.expect("a word").text();
            assert!(text.contains(reply), "{words}: {text}");
        }
    }
    let asked = json!({"question": "Who owns the ferry?"});
    let seen = discord.command(&alice, IN_A, "ask", asked).await;
    assert!(seen.text().contains("Harbour Authority"), "{}", seen.text());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_direct_messages_nothing_of_servers_is_told() {
    let choices = Choices {
        direct_messages: true,
        ..Choices::default()
    };
    let (discord, _folder, bot, _) = started_with(SHIP, choices).await;
    let alice = Person::new(11);
    let say = async |words| {
        let seen = discord.say(&alice, IN_PRIVATE, words, None, LONG).await;
        seen.expect("a word").text()
    };
    let text = say("Thanks").await;
    assert!(text.contains("You are welcome"), "{text}");
    let text = say("hi there").await;
    assert!(text.contains("Just write your question here"), "{text}");
    let help = discord.command(&alice, IN_PRIVATE, "help", json!({})).await;
    let text = help.text();
    assert!(text.contains("Just write your question here"), "{text}");
    assert!(!text.contains("/article"), "{text}");
    bot.stop().await;
}
