//! Another process changes the database for a while: whoever asks does not wait for it, and nothing is lost by that.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::stand_in::*;
use footnote::discord::Choices;
use footnote::store::{AuditAction, GAP_LIST, Stamp, Store};
use serde_json::{Value, json};

const SHIP: &str = "The ferry Aurora was built in 1998 by the Holm shipyard.";
const ASKED: &str = "Who built the ferry Aurora?";
const UNANSWERED: &str = "Who painted the ferry Aurora in Larkspur?";

/// No answer waits longer, also on a slow machine; one that waits for those who write takes half a minute.
const IN_TIME: Duration = Duration::from_secs(8);

/// Keeps everybody else from changing the database, as a long command of the terminal does, until it is dropped.
struct Writer(rusqlite::Connection);

fn writer(folder: &Path) -> Writer {
    let connection = rusqlite::Connection::open(folder.join("bot.db")).expect("opened");
    connection
        .busy_timeout(Duration::from_secs(20))
        .expect("set");
    connection.execute_batch("BEGIN IMMEDIATE").expect("begun");
    Writer(connection)
}

impl Writer {
    fn end(self) {
        self.0.execute_batch("ROLLBACK").expect("ended");
    }
}

async fn ask(discord: &Discord, number: u64, question: &str) -> Seen {
    let question = json!({"question": question});
    let who = Person::new(number);
    discord.command(&who, IN_A, "ask", question).await
}

async fn until(is_so: impl Fn() -> bool) {
    for _ in 0..400 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it never happens");
}

fn gaps(store: &dyn Store) -> Vec<String> {
    let gaps = store.gaps(guild(GUILD_A)).expect("listed").into_iter();
    gaps.map(|gap| gap.question.words).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_does_not_wait_for_another_process_and_its_buttons_work() {
    let (discord, folder, bot, store) = started(SHIP).await;
    let switched = store.set_setting(
        guild(GUILD_A),
        GAP_LIST,
        Some(&Value::Bool(true)),
        Stamp::at(1),
    );
    switched.expect("set");
    ask(&discord, 20, ASKED).await;

    let held = writer(folder.path());
    let began = Instant::now();
    let unanswered = ask(&discord, 21, UNANSWERED).await;
    assert!(began.elapsed() < IN_TIME, "{:?}", began.elapsed());
    assert!(!unanswered.text().contains("Holm"), "{}", unanswered.text());
    let began = Instant::now();
    let answered = ask(&discord, 22, ASKED).await;
    assert!(began.elapsed() < IN_TIME, "{:?}", began.elapsed());
    assert!(answered.text().contains("Holm"), "{}", answered.text());

    // What the buttons stand for is only in memory so far.
    let alice = Person::new(22);
    let button = answered.button("why");
    let why = discord.press(&alice, IN_A, &button, &[]).await;
    assert_eq!(why.code(), None, "{}", why.text());
    assert!(gaps(store.as_ref()).is_empty());
    held.end();
    until(|| gaps(store.as_ref()) == [UNANSWERED]).await;

    bot.stop().await;
    drop(store);
    let bot = discord.bot(open(folder.path()), Choices::default()).await;
    let button = answered.button("context");
    let context = discord.press(&alice, IN_A, &button, &[]).await;
    assert_eq!(context.code(), None, "{}", context.text());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_does_not_wait_either_and_is_logged_later() {
    let (discord, folder, bot, store) = started(SHIP).await;
    let held = writer(folder.path());
    let began = Instant::now();
    let carol = Person::new(13);
    let refused = discord.command(&carol, IN_A, "dataset reload", json!({}));
    assert_eq!(refused.await.code().as_deref(), Some("NOT_ALLOWED"));
    assert!(began.elapsed() < IN_TIME, "{:?}", began.elapsed());
    held.end();
    let logged = || {
        let lines = store.audit_log(guild(GUILD_A), 9).expect("read");
        lines.iter().any(|line| line.action == AuditAction::Refused)
    };
    until(logged).await;
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_that_stops_writes_what_waited() {
    let (discord, folder, bot, store) = started(SHIP).await;
    ask(&discord, 20, ASKED).await;
    let held = writer(folder.path());
    let answered = ask(&discord, 22, ASKED).await;
    let stopping = bot.stop();
    let ending = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        held.end();
    };
    tokio::join!(stopping, ending);
    drop(store);
    let bot = discord.bot(open(folder.path()), Choices::default()).await;
    let (alice, button) = (Person::new(22), answered.button("why"));
    let why = discord.press(&alice, IN_A, &button, &[]).await;
    assert_eq!(why.code(), None, "{}", why.text());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_button_stands_for_is_not_kept_past_a_purge() {
    let (discord, folder, bot, store) = started(SHIP).await;
    ask(&discord, 20, ASKED).await;
    let held = writer(folder.path());
    let answered = ask(&discord, 22, ASKED).await;
    // The other process wipes the article out.
    let purge =
        "INSERT INTO change (scope, at, article, kind) VALUES (0, 2, '', 'removed'); COMMIT";
    held.0.execute_batch(purge).expect("purged");
    let rows = || {
        let count = "SELECT count(*) FROM component";
        let connection = rusqlite::Connection::open(folder.path().join("bot.db")).expect("opened");
        let rows: i64 = connection
            .query_row(count, [], |row| row.get(0))
            .expect("counted");
        rows
    };
    bot.stop().await;
    assert_eq!(rows(), 1, "only that of the first answer");
    drop((store, answered));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wants_to_be_forgotten_meanwhile_is_shown_what_waits_and_named_by_nothing_later() {
    let (discord, folder, bot, store) = started(SHIP).await;
    let held = writer(folder.path());
    let carol = Person::new(13);
    for name in ["dataset reload", "settings"] {
        let refused = discord.command(&carol, IN_A, name, json!({})).await;
        assert_eq!(refused.code().as_deref(), Some("NOT_ALLOWED"), "{name}");
    }
    let began = Instant::now();
    let notice = discord.command(&carol, IN_A, "privacy", json!({})).await;
    assert!(began.elapsed() < IN_TIME, "{:?}", began.elapsed());
    let mine = notice.button("show-mine");
    let mine = discord.press(&carol, IN_A, &mine, &[]).await;
    let two = "lines about you in the admins' log: 2";
    assert!(mine.text().contains(two), "{}", mine.text());
    let button = notice.button("forget-me");
    let forgetting = discord.press(&carol, IN_A, &button, &[]);
    let ending = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        held.end();
    };
    let (forgotten, ()) = tokio::join!(forgetting, ending);
    let words = forgotten.text();
    assert!(
        words.contains("Forgotten") && words.contains(two),
        "{words}"
    );
    let lines = || {
        let mut lines = store.audit_log(guild(GUILD_A), 9).expect("read");
        lines.retain(|line| line.action == AuditAction::Refused);
        lines
    };
    until(|| lines().len() == 2).await;
    assert!(
        lines().iter().all(|line| line.by.is_none()),
        "{:?}",
        lines()
    );
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_open_meanwhile_and_work_once() {
    let (discord, folder, bot, store) = started(SHIP).await;
    let mill = "The mill of Orbey was built in 1810 by Ada Moe.";
    put(store.as_ref(), guild(GUILD_A), "mill", "The mill", mill);
    let held = writer(folder.path());
    let carol = Person::new(13).with_rights(MANAGE_GUILD);
    let opened = async |name: &str, options: Value| {
        let began = Instant::now();
        let form = discord.command(&carol, IN_A, name, options).await.form();
        assert!(began.elapsed() < IN_TIME, "{name}: {:?}", began.elapsed());
        form
    };
    let paste = opened("article add", json!({})).await;
    let edit = opened("article edit", json!({"title": "mill"})).await;
    let fields = [("title", "The old mill")];
    let editing = discord.submit(&carol, IN_A, &edit, &fields);
    let ending = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        held.end();
    };
    let (edited, ()) = tokio::join!(editing, ending);
    assert!(edited.text().contains("Changed"), "{}", edited.text());
    let quay = "The quay of Larkspur was built in 1761 by Jonas Lund.";
    let pasted = [("title", "The quay"), ("text", quay)];
    let preview = discord.submit(&carol, IN_A, &paste, &pasted).await;
    assert_eq!(preview.code(), None, "{}", preview.text());
    bot.stop().await;
    drop(store);
    // Nothing that was used comes back from what waited.
    let bot = discord.bot(open(folder.path()), Choices::default()).await;
    for (form, fields) in [(edit, &fields[..]), (paste, &pasted[..])] {
        let again = discord.submit(&carol, IN_A, &form, fields).await;
        assert_eq!(again.code().as_deref(), Some("EXPIRED"), "{}", again.text());
    }
    bot.stop().await;
}
