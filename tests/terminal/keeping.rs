//! Changes and copies: what is locked and for how long, what changes with what, and what only looks.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;

use footnote::store::{
    Access, ArticleStore, AuditAction, GuildStore, LoadStore, Scope, SqliteStore, Stamp,
};

use crate::terminal::Place;

#[test]
fn several_articles_are_removed_together_and_told_of_in_one_document() {
    let place = Place::new();
    place.run(&["list"]).fine();
    place
        .run(&["remove", "mill", "nothing"])
        .failed("NOT_FOUND");
    assert!(place.run(&["list"]).fine().out.contains("mill"));
    let told = place.run(&["remove", "--json", "mill", "bridge"]).fine();
    let told = told.json();
    let removed = told["removed"].as_array().expect("a list");
    let ids: Vec<_> = removed.iter().map(|one| one["id"].as_str()).collect();
    assert_eq!(ids, [Some("mill"), Some("bridge")]);
    assert_eq!(removed[0]["outcome"], "removed");
    place.run(&["restore", "mill"]).fine();
    let one = place.run(&["remove", "--json", "mill"]).fine().json();
    assert_eq!(one["id"], "mill");
    assert_eq!(one["title"], "The mill of Orbey");
}

/// Takes a database back to the first format, as an earlier version made it.
fn make_older(database: &Path) {
    let old = rusqlite::Connection::open(database).expect("a database");
    old.execute_batch(
        "DROP TABLE likeness; ALTER TABLE version DROP COLUMN replaces; DROP TABLE gap;
         CREATE TABLE gap (
             scope INTEGER NOT NULL, question TEXT NOT NULL, asked INTEGER NOT NULL,
             first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, PRIMARY KEY (scope, question)
         ) STRICT, WITHOUT ROWID;
         PRAGMA user_version = 1; PRAGMA wal_checkpoint(TRUNCATE)",
    )
    .expect("it is taken back");
    old.close().expect("it is closed");
}

fn format_of(database: &Path) -> i64 {
    let database = rusqlite::Connection::open(database).expect("a database");
    database
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .expect("a number")
}

#[test]
fn a_database_of_an_earlier_version_is_looked_at_and_copied_as_it_is() {
    let place = Place::new();
    place.run(&["list"]).fine();
    let database = place.path("footnote.db");
    make_older(&database);
    let before = fs::read(&database).expect("its bytes");

    let run = place.run(&["doctor"]).fine();
    assert!(run.out.contains("an earlier version"), "{}", run.out);
    assert!(run.out.contains("it is upgraded when"), "{}", run.out);
    place.run(&["backup", "copy.db"]).fine();
    assert_eq!(fs::read(&database).expect("its bytes"), before);
    assert_eq!(format_of(&place.path("copy.db")), 1);

    let upgraded = place.run(&["list"]).fine();
    assert!(format_of(&database) > 1);
    assert!(
        upgraded.err.contains("a copy is kept as it was"),
        "{}",
        upgraded.err
    );
    let kept = place.path("footnote.db.format-1");
    assert_eq!(format_of(&kept), 1, "for the program it comes from");
    let now = place.run(&["doctor"]).fine();
    assert!(!now.out.contains("earlier version"), "{}", now.out);
    place.run(&["restore-backup", "copy.db"]).fine();
    let answer = place.run(&["ask", "Who built the mill of Orbey?"]).fine();
    assert!(answer.out.contains("Jean Claude"), "{}", answer.out);
}

/// A page about a thing with enough text to be an article.
fn page(thing: &str, more: &str) -> String {
    let text = format!(
        "The {thing} of Sorn stands on the north bank of the river, where the road from the hills ends. \
         Forty people work there in summer, and nine in winter, when the river freezes. {more}"
    );
    let body = format!(
        "<html><head><title>The {thing}</title></head><body><article><h1>The {thing}</h1>\
         <p>{text}</p><p>Its {thing} keeper, Ms Ida Kern, has counted the boats since 1998, and writes each of them \
         into a book that lies open on the quay.</p></article></body></html>"
    );
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

/// Serves what `reply` makes of each path, until it makes nothing of one.
fn serve(listener: &TcpListener, reply: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut asked = Vec::new();
    loop {
        let (mut stream, _) = listener.accept().expect("a visitor");
        let mut request = [0; 4096];
        let read = stream.read(&mut request).expect("a request");
        let words = String::from_utf8_lossy(&request[..read]).into_owned();
        let path = words.split(' ').nth(1).unwrap_or_default().to_owned();
        let Some(reply) = reply(&path) else {
            return asked;
        };
        asked.push(path);
        stream.write_all(reply.as_bytes()).expect("it is sent");
    }
}

/// Ends `serve` when it goes, also where a check fails: nobody waits for a server that nobody asks.
struct Leave<'a>(&'a str);

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        leave(self.0);
    }
}

fn leave(host: &str) {
    let mut stream = std::net::TcpStream::connect(host).expect("it listens");
    stream
        .write_all(b"GET /end HTTP/1.1\r\n\r\n")
        .expect("it is sent");
}

#[test]
fn others_may_write_while_pages_are_fetched_and_each_article_is_told_of() {
    let mut place = Place::new();
    place.run(&["list"]).fine();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let host = listener.local_addr().expect("an address").to_string();
    place.set("FETCH_FROM_HERE", &host);
    let place = &place;
    let url = |path: &str| format!("http://{host}{path}");
    std::thread::scope(|scope| {
        let server = scope.spawn(|| {
            serve(&listener, |path| match path {
                "/end" => None,
                "/quay" => Some(page("quay", "")),
                _ => Some(page("lock", "")),
            })
        });
        let leave = Leave(&host);
        for (path, id) in [("/quay", "quay"), ("/lock", "lock")] {
            place.run(&["add", &url(path), "--id", id, "--both"]).fine();
        }
        drop(leave);
        server.join().expect("it served");
    });

    // An article without an address is named before anything is fetched.
    place
        .run(&["refresh", "lock", "mill-without"])
        .failed("NOT_FOUND");
    place
        .run(&["refresh", "quay", "bridge"])
        .failed("URL_INVALID");

    std::thread::scope(|scope| {
        let server = scope.spawn(|| {
            serve(&listener, |path| match path {
                "/end" => None,
                "/lock" => {
                    // Locked out, it would wait in vain.
                    let removed = place.run(&["remove", "bridge"]);
                    assert_eq!(removed.status, 0, "{}", removed.err);
                    Some(page("lock", "It was rebuilt in 2021."))
                }
                _ => Some(
                    "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                        .to_owned(),
                ),
            })
        });
        let leave = Leave(&host);
        let run = place.run(&["refresh", "lock", "quay"]);
        drop(leave);
        let asked = server.join().expect("it served");
        assert_eq!(asked.iter().filter(|path| *path == "/lock").count(), 1);
        assert_eq!(run.status, 1, "{}{}", run.out, run.err);
        let lines: Vec<&str> = run.out.lines().collect();
        assert!(
            lines[0].starts_with("changed: lock, now version 2"),
            "{}",
            run.out
        );
        assert!(lines[1].starts_with("kept as it was: quay;"), "{}", run.out);
    });
    assert!(!place.run(&["list"]).fine().out.contains("bridge"));
}

#[cfg(target_os = "linux")]
#[test]
fn others_may_write_while_a_person_thinks_about_a_purge() {
    let place = Place::new();
    place.run(&["load"]).fine();
    let remove_another = || _ = place.run(&["remove", "bridge"]).fine();
    let Some(rest) = place.agreed_to("purge mill", remove_another) else {
        return;
    };
    assert!(rest.contains("purged"), "{rest}");
    assert_eq!(place.run(&["list"]).fine().out, "");
}

#[test]
fn a_database_in_use_is_neither_purged_nor_fetched_for() {
    let place = Place::new();
    place.run(&["list"]).fine();
    let writer = SqliteStore::open(&place.path("footnote.db"), Access::Command).expect("a store");
    place.run(&["purge", "mill"]).failed("STORE_LOCKED");
    place.run(&["refresh", "mill"]).failed("STORE_LOCKED");
    drop(writer);
}

#[test]
fn commands_change_articles_while_a_bot_serves_them() {
    let place = Place::new();
    place.run(&["list"]).fine();
    let database = place.path("footnote.db");
    let bot = SqliteStore::open(&database, Access::Serve).expect("a store");
    let changes = || bot.change_number(Scope::Everyone).expect("a number");
    let mut before = changes();
    place.write(
        "data/articles/well.md",
        "# The well\n\nThe well is nine metres deep.\n",
    );
    place.write("tea.txt", "Tea\n\nTea was sold here in 1801.\n");
    for arguments in [
        &["load"][..],
        &["add", "tea.txt", "--yes"],
        &["remove", "mill"],
        &["restore", "mill"],
        &["purge", "tea", "--yes"],
        &["rollback", "--yes"],
        &["load"],
    ] {
        place.run(arguments).fine();
        assert!(changes() > before, "the bot notices {arguments:?}");
        before = changes();
    }
    let quoted = bot
        .get(Scope::Everyone, &"well".into())
        .expect("it is there");
    assert!(quoted.text.contains("nine metres"));
    // It goes on to make changes of its own.
    let voted = bot.log_action(Scope::Everyone, &AuditAction::Refused, None, Stamp::at(1));
    voted.expect("it may write");

    // What it would not notice has to wait for it.
    place.run(&["backup", "copy.db"]).fine();
    place.run(&["export", "all.json"]).fine();
    for arguments in [&["restore-backup", "copy.db"][..], &["import", "all.json"]] {
        let refused = place.run(arguments).failed("STORE_LOCKED");
        let number = std::process::id().to_string();
        assert!(refused.err.contains(&number), "who it is: {}", refused.err);
    }
    drop(bot);
    place.run(&["restore-backup", "copy.db"]).fine();
}

#[cfg(unix)]
#[test]
fn what_a_killed_backup_left_is_swept_and_nothing_else() {
    let place = Place::new();
    let heading = format!(
        "# The wall\n\n## {}\n\n",
        "gulls and terns and ".repeat(20_000)
    );
    place.write(
        "data/articles/wall.md",
        heading + "The wall was laid in 1742.\n",
    );
    place.run(&["list"]).fine();
    let make_old = |name: &str| {
        let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(7_200);
        let file = fs::File::options().append(true).open(place.path(name));
        file.and_then(|file| file.set_modified(long_ago))
            .expect("a time");
    };
    // Killed early and late: the first page is there at once. What readers share takes 32 kilobytes.
    for (name, kilobytes) in [("early.db", 40), ("late.db", 300), ("young.db", 300)] {
        place.killed(&format!("backup {name}"), kilobytes);
        assert!(place.path(&format!("{name}.partial")).exists(), "{name}");
    }
    let other = rusqlite::Connection::open(place.path("other.db.partial")).expect("a database");
    other
        .execute_batch("CREATE TABLE cat (name TEXT)")
        .expect("a table");
    drop(other);
    place.write("film.partial", "");
    for name in [
        "early.db.partial",
        "late.db.partial",
        "other.db.partial",
        "film.partial",
    ] {
        make_old(name);
    }
    let left = || {
        let names = fs::read_dir(place.path("")).expect("a folder");
        let names = names.map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("a name")
        });
        let mut names: Vec<String> = names.filter(|name| name.contains(".partial")).collect();
        names.retain(|name| !name.ends_with("-journal"));
        names.sort();
        names
    };
    place.run(&["backup", "whole.db"]).fine();
    assert_eq!(
        left(),
        ["film.partial", "other.db.partial", "young.db.partial"]
    );
    assert!(!place.path("late.db.partial-journal").exists());
    make_old("young.db.partial");
    // A bot that starts sweeps beside its database.
    drop(SqliteStore::open(&place.path("footnote.db"), Access::Serve).expect("a store"));
    assert_eq!(left(), ["film.partial", "other.db.partial"]);
}

#[cfg(unix)]
#[test]
fn a_setting_that_cannot_be_read_is_named_and_not_replaced_by_its_default() {
    use std::os::unix::ffi::OsStrExt;
    let place = Place::new();
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_footnote"))
        .arg("list")
        .current_dir(place.path(""))
        .env("FOOTNOTE_DB", std::ffi::OsStr::from_bytes(b"caf\xe9.db"))
        .output()
        .expect("it runs");
    let err = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(2), "{err}");
    assert!(err.contains("FOOTNOTE_DB is not in UTF-8"), "{err}");
    assert!(err.contains("(code CONFIG)"), "{err}");
    assert!(!place.path("footnote.db").exists());
}

#[test]
fn hosts_that_are_not_this_machine_are_refused_by_every_command() {
    let mut place = Place::new();
    place.set("FETCH_FROM_HERE", "10.0.0.1:80");
    let run = place.run(&["add", "https://example.org/"]).failed("CONFIG");
    assert!(run.err.contains("FETCH_FROM_HERE"), "{}", run.err);
    place.set("DISCORD_TOKEN", "MTE0.invented.token-of-a-test");
    let serve = place.run(&["serve"]);
    assert_eq!(serve.status, 78, "{}", serve.err);
    assert!(serve.err.contains("FETCH_FROM_HERE"), "{}", serve.err);
}

#[test]
fn own_options_stand_before_those_of_every_command() {
    let place = Place::empty();
    for command in ["ask", "add", "load", "facts", "predict"] {
        let help = place.run(&[command, "--help"]).fine().out;
        let (own, shared) = help
            .split_once("Options of every command:")
            .unwrap_or_else(|| panic!("{help}"));
        assert!(own.contains("--help") && !own.contains("--db"), "{help}");
        for option in ["--db", "--data", "--json"] {
            assert!(shared.contains(option), "{help}");
        }
        let page = place.run(&["man", command]).fine().out;
        let (_, shared) = page
            .split_once("OPTIONS OF EVERY COMMAND")
            .unwrap_or_else(|| panic!("{page}"));
        assert!(shared.contains("\\-\\-db"), "{page}");
    }
}

#[test]
fn a_mistyped_command_is_answered_with_the_one_that_was_meant() {
    let place = Place::empty();
    for (typed, meant) in [("aks", "ask"), ("lsit", "list"), ("remvoe", "remove")] {
        let run = place.run(&[typed, "hi"]);
        assert_eq!(run.status, 2);
        assert!(run.err.contains(&format!("'{meant}'")), "{}", run.err);
    }
    let run = place.run(&["nonsense"]);
    assert!(!run.err.contains("similar"), "{}", run.err);
}
