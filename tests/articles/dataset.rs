//! The dataset: a folder of files becomes articles, carefully.
//!
//! 1. What would change is known before anything changes, and happens in one step or not at all.
//! 2. Much is removed only on a yes.
//! 3. A bad file is named with its line and stops no other; what it held before stays.
//! 4. A file that is still being written is left for the next time.
//! 5. A load can be taken back.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use footnote::errors::ErrorCode;
use footnote::ingest::dataset::{Confirmation, DatasetError, PlannedChange, Problem, Reload};
use footnote::ingest::extractor_process::Extractor;
use footnote::store::{
    Access, ArticleStore, LoadStore, Outcome, Receipt, Scope, SqliteStore, Stamp,
};

const HERE: Scope = Scope::Everyone;

/// A folder of articles and a database.
struct Shelf {
    folder: tempfile::TempDir,
    store: SqliteStore,
}

impl Shelf {
    fn with(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("articles")).expect("a folder");
        let store = SqliteStore::open(&folder.path().join("a.db"), Access::Command);
        let shelf = Shelf {
            folder,
            store: store.expect("a store"),
        };
        for (name, words) in files {
            shelf.write(name, words);
        }
        shelf
    }

    /// Eleven articles named a to k, loaded.
    fn loaded() -> Self {
        let shelf = Shelf::with(&[]);
        for letter in 'a'..='k' {
            shelf.write(&format!("{letter}.txt"), text(letter, "old"));
        }
        shelf
            .commit(&shelf.survey(), Confirmation::Missing)
            .expect("it loads");
        shelf
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("articles").join(name)
    }

    /// Writes a file as if it had been written a while ago.
    fn write(&self, name: &str, words: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, words).expect("a file");
        let then = SystemTime::now() - Duration::from_secs(600);
        let file = File::options().append(true).open(&path).expect("a file");
        file.set_modified(then).expect("a time");
    }

    fn remove(&self, name: &str) {
        fs::remove_file(self.path(name)).expect("it is there");
    }

    fn survey(&self) -> Reload {
        self.try_survey().expect("the folder is read")
    }

    fn try_survey(&self) -> Result<Reload, DatasetError> {
        Reload::survey(
            &self.path(""),
            &self.store,
            HERE,
            SystemTime::now(),
            &extractor(),
            &|_, _| (),
        )
    }

    fn commit(
        &self,
        reload: &Reload,
        confirmation: Confirmation,
    ) -> Result<Option<Receipt>, DatasetError> {
        reload.commit(&self.store, HERE, confirmation, Stamp::at(7))
    }

    /// Loads what there is to load.
    fn load(&self) -> Reload {
        let reload = self.survey();
        self.commit(&reload, Confirmation::Given).expect("it loads");
        reload
    }

    /// All that can be read, by id.
    fn texts(&self) -> BTreeMap<String, String> {
        let articles = self.store.readable(HERE).expect("the store works");
        articles
            .into_iter()
            .map(|article| (article.id.to_string(), article.text))
            .collect()
    }

    fn has(&self, id: &str) -> bool {
        self.texts().contains_key(id)
    }
}

fn extractor() -> Extractor {
    Extractor::running(PathBuf::from(env!("CARGO_BIN_EXE_footnote")))
}

fn text(letter: char, age: &str) -> String {
    format!("Title {letter}\n\nThe {age} words of {letter} stand here for all to read.\n")
}

fn ids(changes: &[PlannedChange]) -> Vec<&str> {
    changes.iter().map(|change| change.id.as_str()).collect()
}

fn problem<'a>(reload: &'a Reload, file: &str) -> &'a Problem {
    let found = reload.problems.iter().find(|problem| problem.file == file);
    found.unwrap_or_else(|| panic!("{file} is not named in {:#?}", reload.problems))
}

#[test]
fn what_would_change_is_known_before_it_changes() {
    let shelf = Shelf::loaded();
    let before = shelf.texts();
    shelf.write("b.txt", text('b', "new"));
    shelf.write(
        "new/z.md",
        "# Zinc\n\nZinc is a metal that melts at 420 degrees.\n",
    );
    shelf.remove("c.txt");
    shelf.write("picture.png", "no article");

    let reload = shelf.survey();
    assert_eq!(ids(&reload.added), ["new-z"]);
    assert_eq!(ids(&reload.changed), ["b"]);
    assert_eq!(ids(&reload.removed), ["c"]);
    assert_eq!((reload.unchanged, reload.before, reload.others), (9, 11, 1));
    assert_eq!(shelf.texts(), before, "a plan changes nothing");

    let receipt = shelf.commit(&reload, Confirmation::Missing);
    let receipt = receipt.expect("it loads").expect("a receipt");
    let counts = [Outcome::Added, Outcome::Changed, Outcome::Removed].map(|o| receipt.count(o));
    assert_eq!(counts, [1, 1, 1]);
    assert!(shelf.texts()["b"].contains("The new words of b"));
    assert!(shelf.has("new-z") && !shelf.has("c"));
    assert!(shelf.survey().is_empty(), "nothing is left to do");
    let again = shelf.commit(&shelf.survey(), Confirmation::Missing);
    assert_eq!(again.expect("nothing happens"), None);
}

#[test]
fn more_than_a_fifth_goes_only_on_a_yes() {
    let shelf = Shelf::loaded();
    let before = shelf.texts();
    shelf.remove("a.txt");
    shelf.remove("b.txt");
    assert!(!shelf.survey().should_ask(), "2 of 11 is less than a fifth");

    shelf.remove("c.txt");
    let reload = shelf.survey();
    assert!(reload.should_ask());
    let refused = shelf
        .commit(&reload, Confirmation::Missing)
        .expect_err("3 of 11 is more");
    assert_eq!(refused.code(), ErrorCode::ReloadWouldRemove);
    assert!(refused.to_string().contains("3 of 11"), "{refused}");
    assert_eq!(shelf.texts(), before);

    shelf
        .commit(&reload, Confirmation::Given)
        .expect("it is meant");
    assert_eq!(shelf.texts().len(), 8);
}

#[test]
fn a_moved_or_emptied_folder_takes_nothing_away() {
    let shelf = Shelf::loaded();
    let before = shelf.texts();
    for letter in 'a'..='k' {
        shelf.remove(&format!("{letter}.txt"));
    }
    let empty = shelf.commit(&shelf.survey(), Confirmation::Missing);
    assert_eq!(
        empty.expect_err("all would go").code(),
        ErrorCode::ReloadWouldRemove
    );
    fs::remove_dir(shelf.path("")).expect("an empty folder");
    assert_eq!(
        shelf.try_survey().expect_err("no folder").code(),
        ErrorCode::NotFound
    );
    fs::write(shelf.folder.path().join("articles"), "a file").expect("a file");
    assert_eq!(
        shelf.try_survey().expect_err("a file").code(),
        ErrorCode::NotFound
    );
    assert_eq!(shelf.texts(), before);
}

#[test]
fn an_article_that_moves_to_another_file_stays_the_same_article() {
    let shelf = Shelf::with(&[(
        "tea.md",
        "---\nid: tea\ntitle: Tea\n---\n\nTea grows in Assam.\n",
    )]);
    shelf.load();
    fs::rename(shelf.path("tea.md"), shelf.path("drinks.md")).expect("moved");
    let reload = shelf.survey();
    assert_eq!(
        (ids(&reload.changed), reload.removed.len()),
        (vec!["tea"], 0)
    );
    shelf
        .commit(&reload, Confirmation::Missing)
        .expect("it loads");
    assert!(shelf.has("tea"));
}

#[test]
fn the_content_decides_whatever_the_clock_says() {
    let shelf = Shelf::loaded();
    let about = fs::metadata(shelf.path("a.txt")).expect("a file");
    let modified = about.modified().expect("a time");
    fs::write(shelf.path("a.txt"), text('a', "odd")).expect("a file");
    let reset = |name: &str, time| {
        let file = File::options()
            .append(true)
            .open(shelf.path(name))
            .expect("a file");
        file.set_modified(time).expect("a time");
    };
    reset("a.txt", modified);
    let far = SystemTime::now() + Duration::from_secs(73 * 365 * 86_400);
    reset("b.txt", far);
    let reload = shelf.load();
    assert_eq!((ids(&reload.changed), reload.unchanged), (vec!["a"], 10));
    shelf.write("b.txt", text('b', "new"));
    reset("b.txt", far);
    assert_eq!(ids(&shelf.survey().changed), ["b"]);
}

/// Name and bytes of a file; then the code, the line and some of the words that must be said of it.
type BadFile = (
    &'static str,
    Vec<u8>,
    &'static str,
    Option<usize>,
    &'static str,
);

#[test]
fn every_bad_file_is_named_with_its_line_and_stops_no_other() {
    let many = "[".repeat(100_000);
    let deep = format!("{{\"title\": \"Deep\", \"text\": {many}");
    let cases: Vec<BadFile> = vec![
        (
            "yaml.md",
            b"---\ntitle: Tea\ntags: [open\n---\n\nWords.\n".into(),
            "FILE_INVALID",
            Some(3),
            "front matter",
        ),
        (
            "open.md",
            b"---\ntitle: Tea\n\nWords.\n".into(),
            "FILE_INVALID",
            Some(1),
            "never closed",
        ),
        (
            "toml.md",
            b"+++\ntitle = \"Tea\"\npublished = soon\n+++\n\nWords.\n".into(),
            "FILE_INVALID",
            Some(3),
            "front matter",
        ),
        (
            "date.md",
            b"---\ntitle: Tea\npublished: 2026-02-31\n---\n\nWords.\n".into(),
            "FILE_INVALID",
            Some(3),
            "2026-02-31",
        ),
        (
            "year.md",
            b"---\ntitle: Tea\npublished: 99999\n---\n\nWords.\n".into(),
            "FILE_INVALID",
            Some(3),
            "99999",
        ),
        (
            "url.md",
            b"---\ntitle: Tea\nauthor: A\nurl: javascript:alert(1)\n---\n\nWords.\n".into(),
            "FILE_INVALID",
            Some(4),
            "javascript",
        ),
        (
            "list.md",
            b"---\ntitle: [a, b]\n---\n\nWords.\n".into(),
            "FILE_INVALID",
            Some(2),
            "title",
        ),
        (
            "none.md",
            b"---\nauthor: Nobody\n---\n\n".into(),
            "FILE_INVALID",
            None,
            "title",
        ),
        (
            "empty.md",
            b"---\ntitle: Tea\n---\n\n \n".into(),
            "PAGE_NO_TEXT",
            None,
            "no text",
        ),
        ("nothing.txt", b"".into(), "PAGE_NO_TEXT", None, "empty"),
        (
            "nul.txt",
            b"Tea\n\nOne line.\nAnother \0 line.\n".into(),
            "TEXT_ENCODING",
            Some(4),
            "NUL",
        ),
        (
            "broken.txt",
            "Zürich\n\nGenève, Köln, \u{1F375} und\nB"
                .bytes()
                .chain([0xC3, b'x', b'\n'])
                .collect(),
            "TEXT_ENCODING",
            Some(4),
            "UTF-8",
        ),
        ("deep.json", deep.into(), "FILE_INVALID", Some(1), "JSON"),
        (
            "number.json",
            b"{\n  \"title\": [7],\n  \"text\": \"Words.\"\n}".into(),
            "FILE_INVALID",
            Some(2),
            "title",
        ),
        (
            "comma.json",
            b"{\n  \"title\": \"Tea\",\n  \"text\": \"Words.\",\n}".into(),
            "FILE_INVALID",
            Some(4),
            "JSON",
        ),
        (
            "float.json",
            b"{\"title\": \"Tea\", \"text\": 1e400}".into(),
            "FILE_INVALID",
            Some(1),
            "",
        ),
        (
            "twice.md",
            b"---\ntitle: Tea\nauthor: A\nauthor: B\n---\n\nWords.\n".into(),
            "FILE_INVALID",
            Some(4),
            "author",
        ),
        (
            "big.txt",
            vec![b'a'; 9 << 20],
            "FILE_TOO_LARGE",
            None,
            "split it",
        ),
    ];
    let shelf = Shelf::loaded();
    for (name, bytes, ..) in &cases {
        shelf.write(name, bytes);
    }
    // Ids that are alike but for case or accents are one id, and neither wins.
    shelf.write(
        "Café.txt",
        "Coffee\n\nCoffee is brewed from roasted beans.\n",
    );
    shelf.write(
        "cafe.txt",
        "Another coffee\n\nThis one says something else.\n",
    );
    shelf.write("a.txt", b"no\0text");
    shelf.write(
        "good.md",
        "# Good\n\nGood files are loaded whatever the others hold.\n",
    );
    let reload = shelf.load();
    for (name, _, code, line, words) in cases {
        let found = problem(&reload, name);
        assert_eq!(
            (found.severity.as_str(), found.line),
            (code, line),
            "{found:?}"
        );
        assert!(found.message.contains(words), "{found:?}");
        assert!(
            !found.message.contains("panic") && found.message.len() < 300,
            "{found:?}"
        );
    }
    for name in ["Café.txt", "cafe.txt"] {
        assert_eq!(problem(&reload, name).severity, ErrorCode::Duplicate.into());
    }
    assert!(problem(&reload, "cafe.txt").message.contains("Café.txt"));
    assert_eq!(reload.problems.len(), 21);
    assert!(shelf.has("good") && !shelf.has("cafe"));
    assert!(
        shelf.texts()["a"].contains("The old words of a"),
        "the earlier text stays"
    );
}

#[test]
fn a_file_of_any_size_is_refused_by_its_size() {
    let shelf = Shelf::with(&[]);
    let file = File::create(shelf.path("sparse.txt")).expect("a file");
    if file.set_len(1 << 40).is_err() {
        println!("skipped: this file system has no files of 1 TiB");
        return;
    }
    let begun = std::time::Instant::now();
    assert_eq!(
        problem(&shelf.survey(), "sparse.txt").severity,
        ErrorCode::FileTooLarge.into()
    );
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[cfg(unix)]
#[test]
fn nothing_outside_of_the_folder_is_read_and_nothing_hangs() {
    use std::os::unix::ffi::OsStrExt;
    let shelf = Shelf::with(&[("good.md", "# Good\n\nGood files are loaded.\n")]);
    fs::write(
        shelf.folder.path().join("secret.md"),
        "# Secret\n\nCanary.\n",
    )
    .expect("a file");
    std::os::unix::fs::symlink("../secret.md", shelf.path("link.md")).expect("a link");
    std::os::unix::fs::symlink("..", shelf.path("loop")).expect("a link");
    fs::hard_link(shelf.folder.path().join("secret.md"), shelf.path("hard.md"))
        .expect("a second name");
    let pipe = std::process::Command::new("mkfifo")
        .arg(shelf.path("pipe.md"))
        .status();
    assert!(pipe.expect("mkfifo runs").success());
    let _socket =
        std::os::unix::net::UnixListener::bind(shelf.path("socket.md")).expect("a socket");
    let deep = (0..40).map(|_| "deep/").collect::<String>();
    fs::create_dir_all(shelf.path(&deep)).expect("folders");
    fs::write(shelf.path(&deep).join("far.md"), "# Far\n\nToo far.\n").expect("a file");
    let odd = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
    fs::write(shelf.path("").join(odd), "# Odd\n\nAn odd name.\n").expect("a file");
    shelf.write(
        "two\nlines\u{1b}[31m\u{202e}.md",
        "# Lines\n\nA name of two lines.\n",
    );

    let reload = shelf.load();
    for name in ["link.md", "loop", "hard.md", "pipe.md", "socket.md"] {
        assert_eq!(problem(&reload, name).severity, ErrorCode::FileType.into());
    }
    assert!(
        reload
            .problems
            .iter()
            .any(|p| p.message.contains("too deep"))
    );
    assert!(
        reload
            .problems
            .iter()
            .any(|p| p.message.contains("not valid Unicode"))
    );
    let texts = shelf.texts();
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(!texts.values().any(|text| text.contains("Canary")));
}

#[cfg(unix)]
#[test]
fn what_a_refused_file_or_folder_held_before_stays() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let shelf = Shelf::loaded();
    let lodged = [
        "old/one.md",
        "old/deep/two.md",
        "locked/three.md",
        "gone/four.md",
    ];
    for name in lodged {
        shelf.write(name, format!("# About {name}\n\nA file of a folder.\n"));
    }
    shelf.load();
    let before = shelf.texts().len();

    let outside = shelf.folder.path();
    fs::hard_link(shelf.path("a.txt"), outside.join("second.txt")).expect("a second name");
    fs::rename(shelf.path("old"), outside.join("old")).expect("moved");
    symlink("../old", shelf.path("old")).expect("a link");
    let allow = |mode| {
        let mode = fs::Permissions::from_mode(mode);
        fs::set_permissions(shelf.path("locked"), mode).expect("it is there");
    };
    allow(0o000);
    fs::remove_dir_all(shelf.path("gone")).expect("it is there");

    let reload = shelf.load();
    assert_eq!(ids(&reload.removed), ["gone-four"]);
    assert_eq!(shelf.texts().len(), before - 1);
    assert!(problem(&reload, "a.txt").message.contains("second name"));
    assert!(problem(&reload, "old").message.contains("a link"));
    // Nothing is locked to the user that may do everything.
    if fs::read_dir(shelf.path("locked")).is_err() {
        let locked = problem(&reload, "locked");
        assert!(locked.message.contains("may not be read"), "{locked:?}");
    }
    allow(0o700);
}

#[test]
fn a_file_that_grows_is_left_for_the_next_time() {
    let shelf = Shelf::with(&[("good.md", "# Good\n\nGood files are loaded.\n")]);
    let path = shelf.path("growing.txt");
    let mut file = File::create(&path).expect("a file");
    file.write_all(b"Growing\n\nIt has begun.")
        .expect("written");
    let reload = std::thread::scope(|scope| {
        let writer = scope.spawn(move || {
            for _ in 0..30 {
                std::thread::sleep(Duration::from_millis(50));
                file.write_all(b" It goes on.").expect("written");
                file.sync_all().expect("written");
            }
        });
        let reload = shelf.load();
        writer.join().expect("it ends");
        reload
    });
    assert_eq!(reload.unsettled, ["growing.txt"]);
    assert!(shelf.has("good") && !shelf.has("growing"));

    let reload = shelf.load();
    assert_eq!(ids(&reload.added), ["growing"]);
    assert_eq!(shelf.texts()["growing"].matches("It goes on.").count(), 30);
}

#[test]
fn a_file_cut_inside_a_letter_is_waited_for_and_then_named() {
    let shelf = Shelf::with(&[]);
    let words = "Zürich\n\nGenève und Kö".as_bytes();
    let cut = &words[..words.len() - 1];
    fs::write(shelf.path("cut.txt"), cut).expect("a file");
    assert_eq!(
        shelf.survey().unsettled,
        ["cut.txt"],
        "it may still be coming"
    );
    shelf.write("cut.txt", cut);
    assert_eq!(
        problem(&shelf.survey(), "cut.txt").severity,
        ErrorCode::TextEncoding.into()
    );
}

#[test]
fn a_load_is_taken_back() {
    let shelf = Shelf::loaded();
    let before = shelf.texts();
    shelf.write("b.txt", text('b', "new"));
    shelf.write("z.txt", text('z', "new"));
    shelf.remove("c.txt");
    let reload = shelf.survey();
    let receipt = shelf
        .commit(&reload, Confirmation::Missing)
        .expect("it loads")
        .expect("changes");
    let after = shelf.texts();
    assert_ne!(after, before);

    let back = shelf
        .store
        .rollback(HERE, receipt.id, Stamp::at(8))
        .expect("taken back");
    assert_eq!(back.undoes, Some(receipt.id));
    assert_eq!(shelf.texts(), before);
    assert!(
        shelf
            .store
            .rollback(HERE, receipt.id, Stamp::at(9))
            .is_err(),
        "only once"
    );

    // What was taken back is taken back itself, and the next load finds what the files say.
    shelf
        .store
        .rollback(HERE, back.id, Stamp::at(10))
        .expect("taken back");
    assert_eq!(shelf.texts(), after);
    assert!(shelf.survey().is_empty());
}

#[test]
fn a_plan_that_others_were_quicker_than_changes_nothing() {
    let shelf = Shelf::loaded();
    shelf.write("a.txt", text('a', "new"));
    let planned = shelf.survey();
    shelf.write("a.txt", text('a', "newest"));
    shelf.load();
    let before = shelf.texts();
    let refused = shelf.commit(&planned, Confirmation::Given);
    assert_eq!(
        refused.expect_err("others were quicker").code(),
        ErrorCode::ChangedSince
    );
    assert_eq!(shelf.texts(), before);
    assert!(before["a"].contains("newest"));
}

#[test]
fn a_load_after_a_rollback_finds_the_changes_again() {
    let shelf = Shelf::loaded();
    shelf.write("b.txt", text('b', "new"));
    let reload = shelf.survey();
    let receipt = shelf
        .commit(&reload, Confirmation::Missing)
        .expect("it loads")
        .expect("changes");
    shelf
        .store
        .rollback(HERE, receipt.id, Stamp::at(8))
        .expect("taken back");
    assert_eq!(ids(&shelf.survey().changed), ["b"]);
}

#[test]
fn an_article_added_by_hand_is_no_file_of_the_dataset() {
    let shelf = Shelf::loaded();
    let draft = footnote::store::Draft {
        id: "z".into(),
        metadata: footnote::article::Metadata {
            title: "Mine".to_owned(),
            ..Default::default()
        },
        text: "Written by hand.".to_owned(),
        source: footnote::store::Source::default(),
    };
    shelf.store.put(HERE, &draft, Stamp::at(3)).expect("kept");
    shelf.write("z.txt", text('z', "new"));
    let reload = shelf.load();
    assert_eq!(
        problem(&reload, "z.txt").severity,
        ErrorCode::Duplicate.into()
    );
    assert_eq!(shelf.texts()["z"], "Written by hand.");
    shelf.remove("z.txt");
    assert!(shelf.survey().removed.is_empty(), "no file of it is gone");
}

#[test]
fn reading_and_saving_tell_how_far_they_are() {
    let shelf = Shelf::with(&[]);
    for number in 0..40 {
        shelf.write(&format!("{number}.txt"), text('x', &number.to_string()));
    }
    let seen = Mutex::new(Vec::new());
    let watch = |done: usize, all: usize| seen.lock().unwrap().push((done, all));
    let survey = Reload::survey(
        &shelf.path(""),
        &shelf.store,
        HERE,
        SystemTime::now(),
        &extractor(),
        &watch,
    );
    let reload = survey.expect("the folder is read");
    assert_eq!(std::mem::take(&mut *seen.lock().unwrap()).len(), 40);

    let saved = reload.commit_watched(
        &shelf.store,
        HERE,
        Confirmation::Missing,
        Stamp::at(1),
        &watch,
    );
    assert_eq!(
        saved
            .expect("it loads")
            .expect("changes")
            .count(Outcome::Added),
        40
    );
    let mut seen = seen.into_inner().unwrap();
    assert!(
        seen.iter().all(|(done, all)| done <= all && *all == 80),
        "{seen:?}"
    );
    assert_eq!(seen.last(), Some(&(80, 80)));
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 80, "every step is told once");
}

#[test]
fn a_saved_page_is_read_with_what_it_says_of_itself() {
    let page = r#"<!doctype html><html lang="en"><head><title>The lamp at Sorn | Harbour Post</title>
        <meta name="author" content="Ada Moor"><meta property="og:site_name" content="Harbour Post">
        <meta property="article:published_time" content="2024-03-05T10:00:00Z">
        <link rel="canonical" href="https://post.example.org/lamp"></head><body><nav>Home Sport Weather</nav>
        <article><h1>The lamp at Sorn</h1><p>The lamp at Sorn Point was put out on Monday after 140 years, the
        harbour office said.</p><p>It burned four litres of oil in a long winter night.</p></article>
        <footer>Subscribe to our newsletter</footer></body></html>"#;
    let by_hand = "<title>Bees</title><h1>Bees</h1><p>Bees dance to tell others where flowers are.</p>\
                   <p>A worker lives six weeks.</p>";
    let shelf = Shelf::with(&[("lamp.html", page), ("bees.htm", by_hand)]);
    let script = "<title>App</title><div id=app></div><script src=app.js></script>";
    shelf.write("app.html", script);
    shelf.write("deep.html", "<div>".repeat(5_000));
    let reload = shelf.load();
    assert_eq!(
        problem(&reload, "app.html").severity,
        ErrorCode::PageNoText.into()
    );
    assert_eq!(
        problem(&reload, "deep.html").severity,
        ErrorCode::PageTooComplex.into()
    );
    let texts = shelf.texts();
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(
        texts["lamp"].starts_with("The lamp at Sorn Point was put out"),
        "{texts:?}"
    );
    assert!(!texts["lamp"].contains("newsletter") && !texts["lamp"].contains("Weather"));
    assert!(
        texts["bees"].ends_with("A worker lives six weeks."),
        "{texts:?}"
    );
    let entry = shelf.store.entry(HERE, &"lamp".into()).expect("an article");
    let said = entry.metadata;
    assert_eq!(said.title, "The lamp at Sorn");
    let said =
        [said.author, said.publisher, said.published, said.url].map(Option::unwrap_or_default);
    assert_eq!(
        said,
        [
            "Ada Moor",
            "Harbour Post",
            "2024-03-05",
            "https://post.example.org/lamp"
        ]
    );
}

#[test]
fn the_content_and_not_the_ending_says_what_a_file_is() {
    let page = "<!doctype html><title>Bees</title><h1>Bees</h1><p>Bees dance to tell others where flowers are.</p>\
                <p>A worker lives six weeks.</p>";
    let shelf = Shelf::with(&[
        ("page.txt", page),
        (
            "words.html",
            "The lamp\n\nThe lamp at Sorn burned for a hundred years.\n",
        ),
        (
            "chapters.txt",
            "The mill\n\nIt was built in 1742.\n\n## Later\n\nIt burned down.\n",
        ),
        (
            "brace.md",
            "{% if site %}\n\n# The ferry\n\nThe ferry sails at noon.\n",
        ),
    ]);
    shelf.write("a-program.txt", b"MZ\x90\0\x03");
    let reload = shelf.load();
    assert_eq!(
        problem(&reload, "a-program.txt").severity,
        ErrorCode::FileType.into()
    );
    let texts = shelf.texts();
    assert_eq!(texts.len(), 4, "{:?}", reload.problems);
    assert!(texts["page"].starts_with("Bees dance") && !texts["page"].contains('<'));
    assert_eq!(
        texts["words"],
        "The lamp at Sorn burned for a hundred years."
    );
    assert!(texts["chapters"].starts_with("It was built in 1742."));
    assert!(texts["brace"].contains("The ferry sails at noon."));
}

#[test]
fn files_with_the_same_text_or_nearly_are_named_both_and_loaded_all_the_same() {
    let sentence = |n: usize| format!("In {n} the keeper saw {} ships off Sorn.", n * n);
    let text = |from: usize| {
        (from..from + 60)
            .map(sentence)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let shelf = Shelf::with(&[
        ("a.txt", &format!("Lamps\n\n{}\n", text(1800))),
        ("b.txt", &format!("Ships\n\n{}\n", text(1800))),
        (
            "c.txt",
            &format!("Sorn\n\n{}\n", text(1800).replace("1807", "1808")),
        ),
        ("d.txt", &format!("Others\n\n{}\n", text(3000))),
    ]);
    let told = |reload: &Reload| -> Vec<(String, String)> {
        let warnings = reload.warnings.iter();
        warnings
            .map(|warning| (warning.file.clone(), warning.message.clone()))
            .collect()
    };
    let survey = shelf.survey();
    let warnings = told(&survey);
    assert_eq!(warnings.len(), 2, "{warnings:?}");
    assert_eq!(warnings[0].0, "b.txt");
    assert!(
        warnings[0].1.contains("the same text as a.txt"),
        "{warnings:?}"
    );
    assert_eq!(warnings[1].0, "c.txt");
    assert!(warnings[1].1.contains("those of a.txt"), "{warnings:?}");
    let written = serde_json::to_value(&survey.warnings[0]).expect("JSON");
    let members: Vec<&String> = written.as_object().expect("an object").keys().collect();
    assert_eq!(members, ["file", "line", "field", "code", "message"]);
    assert_eq!(written["code"], "WARNING", "as programs know it");
    shelf
        .commit(&survey, Confirmation::Missing)
        .expect("it loads");
    let again = shelf.survey();
    assert!(again.is_empty());
    assert_eq!(
        told(&again).len(),
        1,
        "what was not read again is compared by its text"
    );
}
