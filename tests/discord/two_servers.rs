//! Two servers do 800 random things with one bot; no word that marks one ever reaches the other.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::stand_in::*;
use footnote::discord::Choices;
use footnote::store::{Access, GuildId, Scope, SqliteStore, Store};
use serde_json::{Value, json};

/// How many things each server does.
const ACTIONS: usize = 400;

/// The beginnings of the words that mark whatever a server wrote.
const MARKS: [&str; 2] = ["qalpha", "qbeta"];

/// Where they are.
const PLACES: [Place; 2] = [IN_A, IN_B];

/// A small generator of numbers that are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or(0) % sides
    }
}

/// What both servers know of each other: words and buttons that somebody may have passed on.
#[derive(Default)]
struct PassedOn {
    buttons: Vec<String>,
}

struct Server {
    side: usize,
    discord: Arc<Discord>,
    store: Arc<dyn Store>,
    dice: Dice,
    people: u64,
    written: usize,
    passed_on: Arc<Mutex<PassedOn>>,
}

impl Server {
    fn scope(&self) -> Scope {
        let id = [GUILD_A, GUILD_B][self.side];
        Scope::Guild(GuildId::new(id).expect("an id"))
    }

    /// Somebody who has not acted yet, so that no limit stands in the way.
    fn somebody(&mut self) -> Person {
        self.people += 1;
        Person::new(self.people).with_rights(MANAGE_GUILD)
    }

    /// A word that marks this server or the other, whole or nearly.
    fn word(&mut self) -> String {
        let mark = MARKS[self.dice.roll(2)];
        match self.dice.roll(4) {
            0 => mark.get(..5).unwrap_or(mark).to_owned(),
            1 => format!("{mark}{}", self.dice.roll(40)).replace("qal", "qla"),
            _ => format!("{mark}{}", self.dice.roll(40)),
        }
    }

    fn title(&mut self) -> String {
        match self.dice.roll(3) {
            0 => self.word(),
            1 => format!("the-{}", self.word()),
            _ => format!("The {}", self.word()),
        }
    }

    /// A question, a title or a beginning somebody types.
    fn words(&mut self) -> String {
        match self.dice.roll(6) {
            0 => String::new(),
            1 => "the".to_owned(),
            2 => format!("Who lit {}?", self.word()),
            3 => format!("What is {}?", self.word()),
            4 => "What was lit by Tove Lind?".to_owned(),
            _ => self.title(),
        }
    }

    fn new_article(&mut self) -> [(&'static str, String); 3] {
        self.written += 1;
        let mark = format!("{}{}", MARKS[self.side], self.written % 40);
        let words = format!(
            "The {mark} is a lamp on Gull Island. The {mark} was lit by Tove Lind in {}.",
            1800 + self.dice.roll(200)
        );
        [
            ("title", format!("The {mark}")),
            ("text", words),
            ("publisher", format!("{mark} Post")),
        ]
    }

    async fn run(&self, who: &Person, command: &str, options: Value) -> Seen {
        self.discord
            .command(who, PLACES[self.side], command, options)
            .await
    }

    async fn press(&self, who: &Person, id: &str) -> Seen {
        self.discord.press(who, PLACES[self.side], id, &[]).await
    }

    /// Does one random thing; returns what was typed and what came of it.
    async fn act(&mut self) -> (String, Vec<Seen>) {
        let (who, place) = (self.somebody(), PLACES[self.side]);
        let words = self.words();
        let typed = words.clone();
        let seen = match self.dice.roll(16) {
            0..=2 => {
                let form = self.run(&who, "article add", json!({})).await;
                let fields = self.new_article();
                let fields: Vec<(&str, &str)> = fields
                    .iter()
                    .map(|(name, words)| (*name, words.as_str()))
                    .collect();
                let preview = self
                    .discord
                    .submit(&who, place, &form.form(), &fields)
                    .await;
                let save = preview
                    .ids()
                    .into_iter()
                    .find(|id| id.contains(":save-article"));
                let saved = match save {
                    Some(save) => vec![self.press(&who, &save).await],
                    None => Vec::new(),
                };
                [vec![form, preview], saved].concat()
            }
            3 | 4 => vec![self.run(&who, "ask", json!({"question": words})).await],
            5 => {
                let options = json!({"question": "What was lit by Tove Lind?", "in": words});
                vec![self.run(&who, "ask", options).await]
            }
            6 => {
                let option = ["question", "in"][self.dice.roll(2)];
                vec![
                    self.discord
                        .complete(&who, place, "ask", option, &words)
                        .await,
                ]
            }
            7 => {
                let command =
                    ["article show", "article remove", "article restore"][self.dice.roll(3)];
                vec![
                    self.discord
                        .complete(&who, place, command, "title", &words)
                        .await,
                ]
            }
            8 | 9 => {
                let command = ["show", "facts", "history", "edit", "refresh"][self.dice.roll(5)];
                vec![
                    self.run(&who, &format!("article {command}"), json!({"title": words}))
                        .await,
                ]
            }
            10 => {
                let asked = self
                    .run(&who, "article remove", json!({"title": words}))
                    .await;
                match asked
                    .ids()
                    .into_iter()
                    .find(|id| id.ends_with(":confirm-remove"))
                {
                    Some(yes) => {
                        let removed = self.press(&who, &yes).await;
                        vec![asked, removed]
                    }
                    None => vec![asked],
                }
            }
            11 => vec![
                self.run(&who, "article restore", json!({"title": words}))
                    .await,
            ],
            12 => {
                let seen = self.run(&who, "article list", json!({})).await;
                let count = self.store.list(self.scope()).expect("read").len();
                let heading = seen.message()["embeds"][0]["title"]
                    .as_str()
                    .map(str::to_owned);
                let expected = if count == 1 {
                    "1 article".to_owned()
                } else {
                    format!("{count} articles")
                };
                assert_eq!(heading, Some(expected), "a server counts its own");
                vec![seen]
            }
            13 => {
                let command = ["help", "privacy", "diagnose", "dataset status", "settings"]
                    [self.dice.roll(5)];
                vec![self.run(&who, command, json!({})).await]
            }
            14 => {
                let called = format!("<@{APP}> {words}");
                let said = self
                    .discord
                    .say(&who, place, &called, None, Duration::from_secs(30))
                    .await;
                vec![said.expect("a word")]
            }
            _ => {
                let button = {
                    let passed_on = self.passed_on.lock().expect("not poisoned");
                    let count = passed_on.buttons.len();
                    passed_on.buttons.get(self.dice.roll(count.max(1))).cloned()
                };
                match button {
                    Some(button) => vec![self.press(&who, &button).await],
                    None => Vec::new(),
                }
            }
        };
        let mut passed_on = self.passed_on.lock().expect("not poisoned");
        passed_on.buttons.extend(seen.iter().flat_map(Seen::ids));
        drop(passed_on);
        (typed, seen)
    }

    async fn play(mut self) -> (usize, usize) {
        let (mut own, mut answered) = (0, 0);
        for number in 0..ACTIONS {
            let (typed, seen) = self.act().await;
            for seen in seen {
                let told = format!("{}\n{}", seen.text(), seen.offered().join("\n"));
                let foreign = marks_in(&told, MARKS[1 - self.side]);
                let echoed = marks_in(&typed, MARKS[1 - self.side]);
                let leaked: Vec<&String> = foreign.difference(&echoed).collect();
                assert!(leaked.is_empty(), "action {number}: {leaked:?} in\n{told}");
                own += usize::from(!marks_in(&told, MARKS[self.side]).is_empty());
                answered += usize::from(told.contains("open at") || told.contains("paragraph "));
            }
        }
        (own, answered)
    }
}

/// Finds the words that begin with a mark.
fn marks_in(text: &str, mark: &str) -> BTreeSet<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.starts_with(mark))
        .map(str::to_owned)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_one_server_reaches_the_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = SqliteStore::open(&folder.path().join("bot.db"), Access::Serve).expect("a store");
    let store: Arc<dyn Store> = Arc::new(store);
    let discord = Discord::start().await;
    let choices = Choices {
        questions_a_minute: std::num::NonZeroU32::new(100_000),
        ..Choices::default()
    };
    let bot = discord.bot(store.clone(), choices).await;
    let passed_on = Arc::new(Mutex::new(PassedOn::default()));
    let server = |side: usize| Server {
        side,
        discord: discord.clone(),
        store: store.clone(),
        dice: Dice(0x9E37_79B9 + side as u64),
        people: 100_000 * (side as u64 + 1),
        written: 0,
        passed_on: passed_on.clone(),
    };
    let (a, b) = tokio::join!(
        tokio::spawn(server(0).play()),
        tokio::spawn(server(1).play())
    );
    for (own, answered) in [a.expect("A plays"), b.expect("B plays")] {
        assert!(own > ACTIONS / 10, "a server hardly read of itself: {own}");
        assert!(answered > 0, "hardly anything was answered: {answered}");
    }
    assert_inert(&discord.calls());
    bot.stop().await;
}
