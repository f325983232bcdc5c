//! Who may do what, replayed against the bot: `permissions.txt` is reviewed by people, this test holds the bot to it.
//!
//! To see what the bot does now: `PRINT_PERMISSIONS=1 cargo test --test discord permissions -- --nocapture`.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::stand_in::*;
use footnote::article::{ArticleId, Metadata};
use footnote::discord::Choices;
use footnote::discord::article_lists::List;
use footnote::discord::guild_settings::{CONTRIBUTOR_ROLES, set_ids};
use footnote::discord::permissions::Action;
use footnote::discord::review::Subject;
use footnote::discord::state::{AnswerState, CONFIRM_SECONDS, CitedSpan, DraftState, State};
use footnote::ingest::Incoming;
use footnote::ingest::fetch::PageState;
use footnote::store::{Access, Draft, GuildId, Scope, Source, SqliteStore, Stamp, Store};
use futures::StreamExt;
use serde_json::{Value, json};

const REVIEWED: &str = include_str!("permissions.txt");

const TEXT: &str = "The weir is nine feet high. It was built of oak in 1871.";

/// Somebody who tries, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    /// The person for whom the message was made, without any right.
    Asker,
    /// The same, with the right to manage the server.
    AskingManager,
    Member,
    Contributor,
    Moderator,
    Manager,
    Administrator,
    /// Administrates another server; here a member.
    OtherAdmin,
    /// The same, from the other server.
    OtherAdminAtHome,
    Operator,
    InPrivate,
    /// A member who brought a copy of the bot along.
    BroughtAlong,
}

const EVERYBODY: [Who; 12] = [
    Who::Asker,
    Who::AskingManager,
    Who::Member,
    Who::Contributor,
    Who::Moderator,
    Who::Manager,
    Who::Administrator,
    Who::OtherAdmin,
    Who::OtherAdminAtHome,
    Who::Operator,
    Who::InPrivate,
    Who::BroughtAlong,
];

impl Who {
    fn person(self, id: u64) -> Person {
        match self {
            Who::Contributor => Person::new(id).with_role(CONTRIBUTORS),
            Who::Moderator => Person::new(id).with_rights(MANAGE_MESSAGES),
            Who::Manager | Who::AskingManager => Person::new(id).with_rights(MANAGE_GUILD),
            Who::Administrator | Who::OtherAdminAtHome => {
                Person::new(id).with_rights(ADMINISTRATOR)
            }
            Who::Operator => Person::new(OWNER),
            _ => Person::new(id),
        }
    }

    fn is_asker(self) -> bool {
        matches!(self, Who::Asker | Who::AskingManager)
    }

    fn place(self) -> Place {
        match self {
            Who::OtherAdminAtHome => IN_B,
            Who::InPrivate => IN_PRIVATE,
            Who::BroughtAlong => BROUGHT_ALONG,
            _ => IN_A,
        }
    }
}

struct Play {
    discord: Arc<Discord>,
    store: Arc<dyn Store>,
    next: AtomicU64,
}

fn scope_a() -> Scope {
    Scope::Guild(GuildId::new(GUILD_A).expect("an id"))
}

fn draft(id: &str) -> Draft {
    Draft {
        id: id.into(),
        metadata: Metadata {
            title: "The weir".to_owned(),
            ..Metadata::default()
        },
        text: TEXT.to_owned(),
        source: Source::default(),
    }
}

async fn play(folder: &Path) -> (Play, RunningBot) {
    let store = SqliteStore::open(&folder.join("bot.db"), Access::Serve).expect("a store");
    let store: Arc<dyn Store> = Arc::new(store);
    store
        .put(scope_a(), &draft("weir"), Stamp::at(1))
        .expect("kept");
    set_ids(
        store.as_ref(),
        scope_a(),
        CONTRIBUTOR_ROLES,
        &[CONTRIBUTORS],
        Stamp::at(1),
    )
    .expect("set");
    let discord = Discord::start().await;
    let bot = discord.bot(store.clone(), Choices::default()).await;
    let next = AtomicU64::new(10_000);
    (
        Play {
            discord,
            store,
            next,
        },
        bot,
    )
}

impl Play {
    /// Lets somebody try something; returns `yes` or the code of the refusal. There is one operator only, who asks more than
    /// one person may at once, and has to wait.
    async fn outcome(&self, action: &'static str, who: Who) -> &'static str {
        for _ in 0..3 {
            match self.tried(action, who).await {
                "SLOW_DOWN" if who == Who::Operator => {
                    tokio::time::sleep(std::time::Duration::from_secs(7)).await;
                }
                outcome => return outcome,
            }
        }
        "broken"
    }

    async fn tried(&self, action: &'static str, who: Who) -> &'static str {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let person = who.person(id);
        let seen = match action.split_once(' ') {
            Some(("button", name)) => {
                // The operator presses buttons made for somebody else too.
                let key = self.made_for(if who.is_asker() { id } else { 1 }, name);
                let id = format!("{key}:{}", name.replace(' ', "-"));
                let id = match name {
                    "setting" => format!("{id}:private_by_default"),
                    "review" => format!("{id}:votes"),
                    "example" | "suggestion" | "page" => format!("{id}:0"),
                    _ => id,
                };
                let picked: &[&str] = match name {
                    "restore version" => &["1"],
                    _ => &[],
                };
                self.discord.press(&person, who.place(), &id, picked).await
            }
            Some(("form", name)) => {
                let key = self.made_for(if who.is_asker() { id } else { 1 }, name);
                let id = format!("{key}:{}", name.replace(' ', "-"));
                let fields = [
                    ("question", "How high is it?"),
                    ("title", "T"),
                    ("text", "Too short a text."),
                ];
                self.discord
                    .submit(&person, who.place(), &id, &fields)
                    .await
            }
            _ if action.starts_with(char::is_uppercase) => {
                let words = "How high is the weir?";
                self.discord
                    .on_message(&person, who.place(), action, words)
                    .await
            }
            _ => {
                self.discord
                    .command(&person, who.place(), action, options(action))
                    .await
            }
        };
        match seen.code().as_deref() {
            Some("NOT_ALLOWED") => "NOT_ALLOWED",
            Some("NOT_YOURS") => "NOT_YOURS",
            Some("GUILD_ONLY") => "GUILD_ONLY",
            Some("EXPIRED") => "EXPIRED",
            Some("SLOW_DOWN") => "SLOW_DOWN",
            Some("INTERNAL" | "STORAGE") => "broken",
            _ => "yes",
        }
    }

    /// An article unlike any other.
    fn incoming(&self) -> Incoming {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        Incoming {
            id: None,
            metadata: Metadata {
                title: format!("Number {number}"),
                ..Metadata::default()
            },
            text: format!("Number {number} is a number that only this text knows of."),
            source: Source::default(),
            state: PageState::default(),
            warnings: Vec::new(),
        }
    }

    /// Makes what a button or form of server A stands for.
    fn made_for(&self, by: u64, name: &str) -> String {
        let article = || ArticleId::from("weir");
        let offered = vec!["How high is the weir?".to_owned()];
        let state = match name {
            "example" => State::Examples { offered },
            "page" => State::Pages {
                by,
                list: List::Articles,
                article: None,
            },
            "save article" | "cancel" => State::Draft(Box::new(DraftState {
                by,
                incoming: self.incoming(),
                replaces: None,
            })),
            "confirm remove" => State::Remove {
                by,
                article: "none".into(),
            },
            "undo remove" => State::Removed {
                article: "none".into(),
            },
            "apply reload" => State::Reload {
                by,
                plan: "x".to_owned(),
                shrinks: false,
            },
            "apply shrinking reload" => State::Reload {
                by,
                plan: "x".to_owned(),
                shrinks: true,
            },
            "setting" | "open questions" => State::Settings { by },
            "restore version" => State::Pages {
                by,
                list: List::History,
                article: Some(article()),
            },
            "clear questions" | "review" => State::Pages {
                by,
                list: List::Review(Subject::OpenQuestions),
                article: None,
            },
            "show mine" | "forget me" => State::Privacy { by },
            "article text" => State::Paste { by },
            "article edit" => State::Edit {
                by,
                article: article(),
                shown: None,
            },
            _ => State::Answer(AnswerState {
                question: "How high is the weir?".to_owned(),
                asker: by,
                hidden: name == "share",
                shown: 0,
                cited: Some(CitedSpan {
                    article: article(),
                    version: 1,
                    start: 0,
                    end: 27,
                }),
                offered,
                ..AnswerState::default()
            }),
        };
        state
            .keep(self.store.as_ref(), scope_a(), CONFIRM_SECONDS)
            .expect("kept")
    }
}

fn options(action: &str) -> Value {
    match action {
        "ask" => json!({"question": "How high is the weir?"}),
        "article add" => json!({"url": "javascript:0"}),
        "article restore" => json!({"title": "nothing"}),
        "article list" => json!({}),
        _ if action.starts_with("article ") => json!({"title": "weir"}),
        _ => json!({}),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_may_do_exactly_what_was_reviewed() {
    let folder = tempfile::tempdir().expect("a folder");
    let (play, bot) = play(folder.path()).await;
    let tries = (Action::ALL.iter())
        .flat_map(|action| EVERYBODY.map(|who| (action.name(), who)))
        .map(async |(action, who)| (action, who, play.outcome(action, who).await));
    let outcomes: Vec<_> = futures::stream::iter(tries).buffered(4).collect().await;
    let table = drawn(&outcomes);
    if std::env::var_os("PRINT_PERMISSIONS").is_some() {
        println!("{table}");
    }
    let reviewed: Vec<&str> = REVIEWED
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    for (now, reviewed) in table.lines().zip(&reviewed) {
        assert_eq!(
            now, *reviewed,
            "the bot (left) differs from permissions.txt (right)"
        );
    }
    assert_eq!(
        table.lines().count(),
        reviewed.len(),
        "permissions.txt does not list every action"
    );
    assert_inert(&play.discord.calls());
    bot.stop().await;
}

fn drawn(outcomes: &[(&str, Who, &'static str)]) -> String {
    let mut table = format!("{:<30}", "action");
    for who in EVERYBODY {
        table.push_str(&format!(" {:<17}", format!("{who:?}")));
    }
    for row in outcomes.chunks(EVERYBODY.len()) {
        table = format!("{}\n{:<30}", table.trim_end(), row[0].0);
        for (_, _, outcome) in row {
            table.push_str(&format!(" {outcome:<17}"));
        }
    }
    table.trim_end().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_registered_command_is_in_the_reviewed_table() {
    let folder = tempfile::tempdir().expect("a folder");
    let (play, bot) = play(folder.path()).await;
    let commands = play.discord.commands();
    for command in commands.as_array().expect("a list") {
        let name = command["name"].as_str().expect("a name");
        let options = command["options"].as_array().cloned().unwrap_or_default();
        let inner = options.iter().filter(|option| option["type"] == 1);
        let mut names: Vec<String> = inner
            .map(|sub| format!("{name} {}", sub["name"].as_str().expect("a name")))
            .collect();
        if names.is_empty() {
            names.push(name.to_owned());
        }
        for name in names {
            let listed = REVIEWED
                .lines()
                .any(|line| line.starts_with(&format!("{name:<30} ")));
            assert!(listed, "{name} is not in permissions.txt");
        }
    }
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_act_is_offered_nothing_while_typing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (play, bot) = play(folder.path()).await;
    for (who, offered) in [
        (Who::Member, false),
        (Who::Manager, true),
        (Who::OtherAdminAtHome, false),
        (Who::InPrivate, false),
        (Who::BroughtAlong, false),
    ] {
        let person = who.person(play.next.fetch_add(1, Ordering::Relaxed));
        let seen = play
            .discord
            .complete(&person, who.place(), "article remove", "title", "we")
            .await;
        assert_eq!(
            !seen.choices().is_empty(),
            offered,
            "{who:?}: {:?}",
            seen.choices()
        );
    }
    bot.stop().await;
}
