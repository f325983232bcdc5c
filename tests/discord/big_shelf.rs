//! A shelf of many articles: questions are answered at once while it is read, and nothing that was taken away is quoted.
#![cfg(unix)]

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use crate::stand_in::*;
use footnote::article::Metadata;
use footnote::discord::Choices;
use footnote::store::{Draft, Plan, Scope, Source, Stamp, Store};
use serde_json::json;

const SHIP: &str = "The ferry Aurora was built in 1998 by the Holm shipyard.";
const MILL: &str = "The mill of Orbey was built in 1810 by Ada Moe.";
const QUAY: &str = "The quay of Larkspur was built in 1761 by Jonas Lund.";

/// More than are read where they are asked.
const MANY: usize = 210;

fn draft(id: &str, text: &str) -> Draft {
    Draft {
        id: id.into(),
        metadata: Metadata {
            title: format!("About {id}"),
            ..Metadata::default()
        },
        text: text.to_owned(),
        source: Source::default(),
    }
}

/// Fills the operator's shelf with many articles, three of which are asked about.
fn filled(folder: &Path) -> Arc<dyn Store> {
    let store = open(folder);
    let some = [("ferry", SHIP), ("mill", MILL), ("quay", QUAY)].map(|(id, text)| draft(id, text));
    let others = (0..MANY).map(|number| {
        let text = format!("Tower {number} stands on hill {number}.");
        draft(&format!("tower-{number}"), &text)
    });
    let plan = Plan {
        put: some.into_iter().chain(others).collect(),
        ..Plan::default()
    };
    let receipt = store.apply(Scope::Everyone, &plan, Stamp::at(1));
    receipt.expect("kept");
    store
}

fn index(folder: &Path) -> PathBuf {
    folder.join("bot.db.index")
}

fn choices(folder: &Path) -> Choices {
    Choices {
        index: Some(index(folder)),
        dataset: folder.join("articles"),
        ..Choices::default()
    }
}

/// Keeps the shelf from being read to the end, as if that took hours, until it is dropped.
struct EndlessReading {
    pipe: PathBuf,
}

/// Puts a pipe that nobody reads in the place of the lock of the index: to open it for writing takes until somebody does.
fn endless_reading(folder: &Path) -> EndlessReading {
    std::fs::create_dir_all(index(folder)).expect("made");
    let pipe = index(folder).join("lock");
    // There is none before the first index is made.
    let _ = std::fs::remove_file(&pipe);
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo").success());
    EndlessReading { pipe }
}

impl Drop for EndlessReading {
    fn drop(&mut self) {
        // Open both ways it waits for nobody, and whoever waits for a reader finds one.
        let reader = File::options().read(true).write(true).open(&self.pipe);
        std::fs::remove_file(&self.pipe).expect("it is there");
        std::thread::sleep(Duration::from_millis(50));
        drop(reader);
    }
}

/// Returns what was said without the signs that make some of it bold.
fn said(seen: &Seen) -> String {
    seen.text().replace("**", "")
}

async fn ask(discord: &Discord, number: u64, question: &str) -> Seen {
    let question = json!({"question": question});
    let who = Person::new(number);
    discord.command(&who, IN_A, "ask", question).await
}

/// Asks until the answer has these words: what is read in the background takes its time on a slow machine.
async fn ask_until(discord: &Discord, question: &str, words: &str) {
    let mut heard = Vec::new();
    for number in 1_000..1_060 {
        let answer = said(&ask(discord, number, question).await);
        if answer.contains(words) {
            return;
        }
        heard.push(answer);
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    panic!("never heard {words}: {heard:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_changes_are_read_the_rest_answers_and_what_is_gone_does_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = filled(folder.path());
    let discord = Discord::start().await;
    let bot = discord.bot(store.clone(), choices(folder.path())).await;
    let (ferry, mill) = (
        "Who built the ferry Aurora?",
        "Who built the mill of Orbey?",
    );
    let quay = "Who built the quay of Larkspur?";
    ask_until(&discord, ferry, SHIP).await;
    let private = json!({"question": mill, "private": true});
    let dora = Person::new(12);
    let private = discord.command(&dora, IN_A, "ask", private).await;
    let share = private.button("share");

    let reading = endless_reading(folder.path());
    let (here, later) = (Scope::Everyone, Stamp::at(2));
    store.remove(here, &"ferry".into(), later).expect("removed");
    let changed = draft("mill", "The mill of Orbey was built in 1904 by Rolf Berg.");
    store.put(here, &changed, later).expect("kept");
    let added = draft("weir", "The weir of Orbey was built in 1899 by Nora Quist.");
    store.put(here, &added, later).expect("kept");
    let weir = "Who built the weir of Orbey?";
    // More people than are answered at once.
    let others = (0..12).map(|number| ask(&discord, 100 + number, quay));
    for seen in futures::future::join_all(others).await {
        assert!(said(&seen).contains(QUAY), "{}", seen.text());
    }
    for (number, question) in [(13, ferry), (14, mill), (15, weir)] {
        let seen = ask(&discord, number, question).await;
        let text = said(&seen);
        assert!(text.contains("I am still reading them"), "{text}");
        for gone in [SHIP, MILL, "About ferry"] {
            assert!(!text.contains(gone), "{text}");
        }
    }
    let shared = discord.press(&dora, IN_A, &share, &[]).await;
    assert_eq!(shared.code().as_deref(), Some("EXPIRED"));
    let within = json!({"question": mill, "in": "mill"});
    let seen = discord.command(&dora, IN_A, "ask", within).await;
    assert_eq!(seen.code().as_deref(), Some("NOT_READY"), "{}", seen.text());

    drop(reading);
    ask_until(&discord, weir, "Nora Quist").await;
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_while_a_shelf_is_read_first_is_told_so_and_keeps_nobody_waiting() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = filled(folder.path());
    let reading = endless_reading(folder.path());
    let discord = Discord::start().await;
    let bot = discord.bot(store.clone(), choices(folder.path())).await;
    let quay = "Who built the quay of Larkspur?";
    let asking = (0..12).map(|number| ask(&discord, 100 + number, quay));
    let asking = async {
        let seen = futures::future::join_all(asking).await;
        (seen, Instant::now())
    };
    let meanwhile = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let carol = Person::new(13).with_rights(MANAGE_GUILD);
        for name in ["article list", "help", "dataset status"] {
            let seen = discord.command(&carol, IN_A, name, json!({})).await;
            assert_eq!(seen.code(), None, "{name}: {}", seen.text());
        }
        let typed = discord.complete(&carol, IN_A, "ask", "question", "quay");
        assert!(typed.await.choices().is_empty(), "nothing is read yet");
        Instant::now()
    };
    let ((seen, told_at), done_at) = tokio::join!(asking, meanwhile);
    assert!(done_at < told_at, "others waited for those who wait");
    for seen in seen {
        assert_eq!(seen.code().as_deref(), Some("NOT_READY"), "{}", seen.text());
    }
    drop(reading);
    ask_until(&discord, quay, QUAY).await;
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_that_stops_leaves_nobody_thinking_who_waits_for_a_shelf() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = filled(folder.path());
    let reading = endless_reading(folder.path());
    let discord = Discord::start().await;
    let bot = discord.bot(store.clone(), choices(folder.path())).await;
    let asked = ask(&discord, 11, "Who built the quay of Larkspur?");
    let stopping = async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        bot.stop().await;
    };
    let (seen, ()) = tokio::join!(asked, stopping);
    assert_eq!(seen.code().as_deref(), Some("NOT_READY"), "{}", seen.text());
    drop(reading);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_comes_at_once_and_says_when_answers_take_note_of_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = filled(folder.path());
    let file = folder.path().join("articles/light.md");
    std::fs::create_dir(folder.path().join("articles")).expect("made");
    std::fs::write(&file, "# The light\n\nThe light of Gull was lit in 1902.").expect("written");
    let earlier = SystemTime::now() - Duration::from_secs(60);
    let opened = File::options().write(true).open(&file);
    (opened.and_then(|file| file.set_modified(earlier))).expect("dated back");
    let discord = Discord::start().await;
    let bot = discord.bot(store.clone(), choices(folder.path())).await;
    ask_until(&discord, "Who built the quay of Larkspur?", QUAY).await;

    let reading = endless_reading(folder.path());
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let plan = discord.command(&carol, IN_A, "dataset reload", json!({}));
    let go = plan.await.button("apply-reload");
    discord.press(&carol, IN_A, &go, &[]).await;
    let told = |d: &Discord, words: &str| {
        let mut calls = d.calls().into_iter();
        calls.any(|call| call.body.to_string().contains(words))
    };
    let receipt = "**Reloaded.** +1 new · ~0 changed · −0 removed";
    discord.wait_for(|d| told(d, receipt)).await;
    assert!(told(&discord, "I am still reading the articles"));
    assert!(!told(&discord, "Answers take note of it now."));
    drop(reading);
    discord
        .wait_for(|d| told(d, "Answers take note of it now."))
        .await;
    let seen = ask(&discord, 14, "When was the light of Gull lit?").await;
    assert!(said(&seen).contains("lit in 1902"), "{}", seen.text());

    let add = discord.command(&carol, IN_A, "article add", json!({}));
    let form = add.await.form();
    let weir = "The weir of Orbey was built in 1899 by Nora Quist.";
    let fields = [("title", "The weir"), ("text", weir)];
    let preview = discord.submit(&carol, IN_A, &form, &fields).await;
    let save = preview.button("save-article");
    let saved = discord.press(&carol, IN_A, &save, &[]).await;
    let promise = "1 sentence can be quoted as soon as I have read it, in a moment.";
    assert!(saved.text().contains(promise), "{}", saved.text());
    ask_until(&discord, "Who built the weir of Orbey?", weir).await;
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_whose_own_articles_are_still_read_is_answered_from_the_shelf_meanwhile() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = filled(folder.path());
    let discord = Discord::start().await;
    let bot = discord.bot(store.clone(), choices(folder.path())).await;
    let (quay, mill) = (
        "Who built the quay of Larkspur?",
        "Who built the mill of Orbey?",
    );
    ask_until(&discord, quay, QUAY).await;

    // The shelf is read again and again; whoever comes after it waits.
    let reading = endless_reading(folder.path());
    let later = Stamp::at(2);
    let weir = draft("weir", "The weir of Orbey was built in 1899 by Nora Quist.");
    store.put(Scope::Everyone, &weir, later).expect("kept");
    ask(&discord, 100, quay).await;
    let own = guild(GUILD_B);
    let mill_of_b = "The mill of Orbey was built in 1700 by Ida Falk.";
    store
        .put(own, &draft("mill", mill_of_b), later)
        .expect("kept");
    let ask_in_b = async |number, question: &str| {
        let (who, question) = (Person::new(number), json!({"question": question}));
        said(&discord.command(&who, IN_B, "ask", question).await)
    };
    let (shelf, own) = tokio::join!(ask_in_b(11, quay), ask_in_b(12, mill));
    let note = "I am still reading this server's own articles";
    assert!(shelf.contains(QUAY) && shelf.contains(note), "{shelf}");
    // What the shelf has under the name of an article of the server's own is not what the server means.
    assert!(own.contains(note) && !own.contains("Ada Moe"), "{own}");

    drop(reading);
    for number in 20..60 {
        let own = ask_in_b(number, mill).await;
        if own.contains(mill_of_b) {
            assert!(!own.contains(note), "{own}");
            return bot.stop().await;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    panic!("the own articles are never read");
}

#[tokio::test(flavor = "multi_thread")]
async fn buttons_wait_for_a_servers_own_articles_and_a_follow_up_stays_with_its_own_article() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = filled(folder.path());
    let (own, at) = (guild(GUILD_B), Stamp::at(2));
    let dam = "The dam of Kell was built in 1933 by Ruth Aske.";
    store.put(own, &draft("dam", dam), at).expect("kept");
    for (year, name) in [(1951, "Ida"), (1962, "Eva"), (1973, "Ann"), (1984, "Una")] {
        let text = format!("The dam of Kell was built anew in {year} by {name} Falk.");
        let again = draft(&format!("dam-{year}"), &text);
        store.put(own, &again, at).expect("kept");
    }
    let discord = Discord::start().await;
    let ask_in_b = async |number, question: &str| {
        let (who, question) = (
            Person::new(number),
            json!({"question": question, "private": true}),
        );
        discord.command(&who, IN_B, "ask", question).await
    };
    let bot = discord.bot(store.clone(), choices(folder.path())).await;
    let dora = Person::new(12);
    let who_built = "Who built the dam of Kell?";
    let mut answered = ask_in_b(dora.id, who_built).await;
    for number in 1_000..1_060 {
        if said(&answered).contains(dam) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
        answered = ask_in_b(number, who_built).await;
    }
    let answered = ask_in_b(dora.id, who_built).await;
    let unanswered = ask_in_b(dora.id, "How much does the dam of Kell cost?").await;
    bot.stop().await;

    // Another start: the shelf is read, and read again; whoever comes after it waits.
    let bot = discord.bot(store.clone(), choices(folder.path())).await;
    let quay = "Who built the quay of Larkspur?";
    ask_until(&discord, quay, QUAY).await;
    let reading = endless_reading(folder.path());
    let weir = draft("weir", "The weir of Orbey was built in 1899 by Nora Quist.");
    store.put(Scope::Everyone, &weir, at).expect("kept");
    ask(&discord, 100, quay).await;
    let press = async |seen: &Seen, button: &str| {
        let button = seen.button(button);
        discord.press(&dora, IN_B, &button, &[]).await
    };
    let within = json!({"question": "Who built it?", "in": "dam"});
    let (why, share, more, nearest, place, within) = tokio::join!(
        press(&answered, "why"),
        press(&answered, "share"),
        press(&answered, "more"),
        press(&unanswered, "nearest"),
        press(&answered, "context"),
        discord.command(&dora, IN_B, "ask", within),
    );
    for seen in [why, share, more, nearest, within] {
        assert_eq!(seen.code().as_deref(), Some("NOT_READY"), "{}", seen.text());
    }
    // Where a sentence stands is known without its article being read.
    assert_eq!(place.code(), None, "{}", place.text());
    let follow_up = json!({"question": "And when was it built?"});
    let seen = discord.command(&dora, IN_B, "ask", follow_up).await;
    assert_eq!(seen.code().as_deref(), Some("NOT_READY"), "{}", seen.text());
    drop(reading);
    bot.stop().await;
}
