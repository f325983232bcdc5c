//! What the store promises to those who keep articles in it.

use footnote::article::{ArticleId, Metadata};
use footnote::errors::ErrorCode;
use footnote::library;
use footnote::search::index_folder::{self, Patience};
use footnote::store::*;
use footnote::text::Span;
use footnote::text::near_duplicates::TextSignature;
use serde_json::json;
use tempfile::TempDir;

const DAY: i64 = 24 * 60 * 60;
const SHELF: Scope = Scope::Everyone;

/// A fresh database in a folder of its own, which goes away at the end of the test.
struct Fixture {
    store: SqliteStore,
    folder: TempDir,
}

fn fresh() -> Fixture {
    let folder = tempfile::tempdir().expect("a folder");
    let store = SqliteStore::open(&folder.path().join("a.db"), Access::Serve).expect("a database");
    Fixture { store, folder }
}

impl Fixture {
    /// Closes the database and opens it again, as a restart does.
    fn reopened(self) -> Fixture {
        let path = self.store.path().to_owned();
        drop(self.store);
        let store = SqliteStore::open(&path, Access::Serve).expect("it opens again");
        Fixture {
            store,
            folder: self.folder,
        }
    }

    /// Tells whether any file of the database holds these words.
    fn files_hold(&self, words: &str) -> bool {
        self.files_hold_bytes(words.as_bytes())
    }

    /// Tells whether any file of the database holds these bytes.
    fn files_hold_bytes(&self, bytes: &[u8]) -> bool {
        let mut files = std::fs::read_dir(self.folder.path()).expect("the folder");
        files.any(|file| {
            let content = std::fs::read(file.expect("a file").path()).expect("its content");
            content.windows(bytes.len()).any(|window| window == bytes)
        })
    }
}

fn guild(number: u64) -> Scope {
    Scope::Guild(GuildId::new(number).expect("not 0"))
}

fn id(name: &str) -> ArticleId {
    ArticleId::from(name)
}

fn at(time: i64) -> Stamp {
    Stamp::at(time)
}

fn draft(name: &str, text: &str) -> Draft {
    Draft {
        id: id(name),
        metadata: Metadata {
            title: format!("About {name}"),
            tags: vec!["sea".to_owned()],
            ..Metadata::default()
        },
        text: text.to_owned(),
        source: Source::default(),
    }
}

fn names(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.id.as_str()).collect()
}

fn code<T: std::fmt::Debug>(result: StoreResult<T>) -> &'static str {
    result.expect_err("it is refused").code().as_str()
}

// ---- keeping ------------------------------------------------------------------------------------

#[test]
fn what_is_kept_comes_back_as_it_was() {
    let f = fresh();
    let text = "# Tides\n\nThe tide turns at noon.\n\n- Low water leaves 3 ponds.";
    let kept = draft("tides", text);
    let saved = f.store.put(SHELF, &kept, at(100)).unwrap();
    assert_eq!((saved.version, saved.outcome), (1, Outcome::Added));

    let f = f.reopened();
    let article = f.store.get(SHELF, &id("tides")).unwrap();
    assert_eq!(article.text, text);
    assert_eq!(article.metadata, kept.metadata);
    let entry = f.store.entry(SHELF, &id("tides")).unwrap();
    assert_eq!(entry.added_at, 100);
    assert_eq!(entry.bytes, text.len());
    assert!(entry.sentences >= 1);
}

#[test]
fn what_an_article_states_is_kept_with_the_sentence_that_states_it() {
    let f = fresh();
    let text = "Harbours sleep.\n\nThe Harbour Office moved 150 boats to Cuxhaven on 3 May 2019.";
    f.store.put(SHELF, &draft("boats", text), at(1)).unwrap();
    let facts = f.store.facts(SHELF, &id("boats")).unwrap();
    assert!(!facts.is_empty());
    for stored in facts {
        let sentence = stored.sentence.of(text).expect("a sentence of the text");
        assert!(footnote::facts::extract(sentence).contains(&stored.fact));
        assert!(stored.paragraph >= 1);
    }
}

#[test]
fn unchanged_text_makes_no_version_and_a_changed_one_does() {
    let f = fresh();
    let mut article = draft("tides", "The tide turns at noon.");
    f.store.put(SHELF, &article, at(1)).unwrap();
    let number = f.store.change_number(SHELF).unwrap();

    let again = f.store.put(SHELF, &article, at(2)).unwrap();
    assert_eq!((again.version, again.outcome), (1, Outcome::Unchanged));
    assert_eq!(f.store.change_number(SHELF).unwrap(), number);

    article.text = "The tide turns at one.".to_owned();
    let changed = f.store.put(SHELF, &article, at(3)).unwrap();
    assert_eq!((changed.version, changed.outcome), (2, Outcome::Changed));
    let first = f.store.version(SHELF, &id("tides"), 1).unwrap();
    assert_eq!(first.text, "The tide turns at noon.");
    assert_eq!(code(f.store.version(SHELF, &id("tides"), 3)), "NOT_FOUND");
}

#[test]
fn edited_metadata_keep_the_version_and_are_recorded() {
    let f = fresh();
    let mut article = draft("tides", "The tide turns at noon.");
    f.store.put(SHELF, &article, at(1)).unwrap();
    article.metadata.publisher = Some("Harbour Office".to_owned());
    let edited = f.store.put(SHELF, &article, at(2)).unwrap();
    assert_eq!((edited.version, edited.outcome), (1, Outcome::Edited));

    let history = f.store.history(SHELF, &id("tides")).unwrap();
    assert_eq!(history[0].edits.len(), 1);
    assert_eq!(history[0].edits[0].before.publisher, None);
    assert_eq!(history[0].edits[0].after, article.metadata);

    article.metadata.title.clear();
    let untitled = f.store.edit(SHELF, &id("tides"), &article.metadata, at(3));
    assert_eq!(code(untitled), "UNFIT");
}

#[test]
fn an_article_without_name_title_or_text_is_refused() {
    let f = fresh();
    let mut untitled = draft("a", "Text.");
    untitled.metadata.title = " ".to_owned();
    for unfit in [draft("", "Text."), draft("a", " \n"), untitled] {
        assert_eq!(code(f.store.put(SHELF, &unfit, at(1))), "UNFIT");
    }
    assert!(f.store.list(SHELF).unwrap().is_empty());
}

/// Sweeps as often as a bot does that has run all the time; returns how many articles went.
fn sweep(f: &Fixture, now: i64) -> usize {
    (0..130)
        .map(|_| f.store.sweep(now, Clock::Alone).unwrap())
        .sum()
}

#[test]
fn a_clock_that_is_far_ahead_for_a_while_takes_nothing_away() {
    let f = fresh();
    let today = 20_000 * DAY;
    f.store.put(SHELF, &draft("a", "One."), at(today)).unwrap();
    f.store.put(SHELF, &draft("b", "Two."), at(today)).unwrap();
    f.store.remove(SHELF, &id("a"), at(today + 1)).unwrap();
    let gap = OpenQuestion::of("Who dug it?");
    f.store
        .note_gap(guild(1), &gap, Consent::Asker, today)
        .unwrap();
    // A year ahead when the bot starts for the first time, and for some hours.
    for hour in 0..12 {
        let wrong = today + 365 * DAY + hour * 3_600;
        assert_eq!(f.store.sweep(wrong, Clock::Alone).unwrap(), 0);
    }
    // Set right again, it is today, and the month begins to run from here.
    assert_eq!(
        f.store.time_of_sweep(today + DAY, Clock::Alone).unwrap(),
        today + DAY
    );
    assert_eq!(f.store.sweep(today + DAY, Clock::Alone).unwrap(), 0);
    assert_eq!(sweep(&f, today + 30 * DAY), 0);
    assert_eq!(f.store.gaps(guild(1)).unwrap(), []);
    assert_eq!(names(&f.store.removed(SHELF).unwrap()), ["a"]);
    assert_eq!(sweep(&f, today + 1 + 30 * DAY), 1);
    // What a sweep remembers is no matter of another database.
    let export = f.store.export(SHELF).unwrap();
    assert!(export.settings.is_empty());
}

#[test]
fn a_sweep_is_due_an_hour_after_the_last_however_often_a_bot_is_started() {
    let f = fresh();
    let now = 20_000 * DAY;
    let is_due = |f: &Fixture, at: i64| f.store.is_sweep_due(at).unwrap();
    assert!(is_due(&f, now), "there was none");
    f.store.sweep(now, Clock::Alone).unwrap();
    let f = f.reopened();
    assert!(!is_due(&f, now) && !is_due(&f, now + 3_599));
    assert!(is_due(&f, now + 3_600));
    assert!(is_due(&f, now - 60), "the clock was set back");
}

#[test]
fn a_bot_that_is_started_over_and_over_under_a_wrong_clock_takes_nothing_away_sooner() {
    let f = fresh();
    let today = 20_000 * DAY;
    f.store.put(SHELF, &draft("a", "One."), at(today)).unwrap();
    f.store.put(SHELF, &draft("b", "Two."), at(today)).unwrap();
    f.store.remove(SHELF, &id("a"), at(today)).unwrap();
    sweep(&f, today + 23 * DAY);
    // A year ahead for a day, and started again every five minutes.
    for minute in (0..24 * 60).step_by(5) {
        let wrong = today + 388 * DAY + minute * 60;
        if f.store.is_sweep_due(wrong).unwrap() {
            assert_eq!(f.store.sweep(wrong, Clock::Alone).unwrap(), 0);
        }
    }
    assert_eq!(names(&f.store.removed(SHELF).unwrap()), ["a"]);
}

#[test]
fn what_should_have_gone_while_no_bot_ran_goes_at_once_where_the_clock_is_confirmed() {
    let f = fresh();
    let today = 20_000 * DAY;
    f.store.put(SHELF, &draft("a", "One."), at(today)).unwrap();
    f.store.put(SHELF, &draft("b", "Two."), at(today)).unwrap();
    f.store.remove(SHELF, &id("a"), at(today)).unwrap();
    f.store.sweep(today, Clock::Alone).unwrap();
    let later = today + 40 * DAY;
    assert_eq!(f.store.sweep(later, Clock::Alone).unwrap(), 0);
    assert_eq!(f.store.sweep(later, Clock::Confirmed).unwrap(), 1);
}

#[test]
fn a_removed_article_can_be_restored_for_thirty_days() {
    let f = fresh();
    f.store.put(SHELF, &draft("a", "One."), at(1)).unwrap();
    f.store.put(SHELF, &draft("b", "Two."), at(1)).unwrap();
    f.store.remove(SHELF, &id("a"), at(10)).unwrap();
    assert_eq!(names(&f.store.list(SHELF).unwrap()), ["b"]);
    assert_eq!(names(&f.store.removed(SHELF).unwrap()), ["a"]);
    assert_eq!(code(f.store.get(SHELF, &id("a"))), "NOT_FOUND");
    assert_eq!(code(f.store.remove(SHELF, &id("a"), at(11))), "NOT_FOUND");

    assert_eq!(sweep(&f, 10 + 30 * DAY - 1), 0);
    f.store.restore(SHELF, &id("a"), at(20)).unwrap();
    assert_eq!(f.store.get(SHELF, &id("a")).unwrap().text, "One.");

    f.store.remove(SHELF, &id("a"), at(30)).unwrap();
    assert_eq!(sweep(&f, 30 + 30 * DAY), 1);
    assert_eq!(code(f.store.restore(SHELF, &id("a"), at(40))), "NOT_FOUND");
}

#[test]
fn an_earlier_version_can_be_made_current_again() {
    let f = fresh();
    for (time, text) in [(1, "First."), (2, "Second."), (3, "Third.")] {
        f.store.put(SHELF, &draft("a", text), at(time)).unwrap();
    }
    f.store.restore_version(SHELF, &id("a"), 1, at(4)).unwrap();
    assert_eq!(f.store.get(SHELF, &id("a")).unwrap().text, "First.");
    let history = f.store.history(SHELF, &id("a")).unwrap();
    let shown: Vec<(u32, bool)> = history.iter().map(|r| (r.version, r.current)).collect();
    assert_eq!(shown, [(3, false), (2, false), (1, true)]);
    let next = f.store.put(SHELF, &draft("a", "Fourth."), at(5)).unwrap();
    assert_eq!(next.version, 4);
    let missing = f.store.restore_version(SHELF, &id("a"), 9, at(6));
    assert_eq!(code(missing), "NOT_FOUND");
}

#[test]
fn the_same_page_and_the_same_text_are_found_again() {
    let f = fresh();
    let mut page = draft("a", "One and the same.");
    page.source.address = Some("https://news.example/a".to_owned());
    f.store.put(SHELF, &page, at(1)).unwrap();
    let find = |scope, address| f.store.find_address(scope, address).unwrap();
    let found = find(guild(1), "https://news.example/a");
    assert_eq!(found.map(|entry| entry.id), Some(id("a")));
    assert_eq!(find(SHELF, "https://news.example/b"), None);
    let same = f.store.find_text(SHELF, Digest::of("One and the same."));
    assert_eq!(names(&same.unwrap()), ["a"]);
    assert_eq!(f.store.free_id(guild(1), &id("a")).unwrap(), id("a-2"));
    assert_eq!(f.store.free_id(guild(1), &id("b")).unwrap(), id("b"));
}

// ---- proof --------------------------------------------------------------------------------------

#[test]
fn a_citation_is_told_how_its_sentence_stands_now() {
    let f = fresh();
    let stands = |version, span| {
        f.store
            .sentence_text(SHELF, &id("a"), version, span)
            .unwrap()
    };
    let span = Span::new(0, 6);
    assert_eq!(stands(1, span), Standing::Unknown);
    f.store
        .put(SHELF, &draft("a", "First. More."), at(1))
        .unwrap();
    assert_eq!(stands(1, span), Standing::Stands("First.".to_owned()));
    assert_eq!(stands(1, Span::new(3, 900)), Standing::Unknown);
    assert_eq!(stands(2, span), Standing::Unknown);
    f.store
        .put(SHELF, &draft("a", "Second words."), at(2))
        .unwrap();
    let superseded = Standing::Superseded {
        text: "First.".to_owned(),
        current: 2,
    };
    assert_eq!(stands(1, span), superseded);
    f.store.remove(SHELF, &id("a"), at(3)).unwrap();
    assert_eq!(stands(2, span), Standing::Removed { at: 3 });
}

// ---- many at once -------------------------------------------------------------------------------

#[test]
fn a_plan_happens_as_a_whole_and_can_be_taken_back() {
    let f = fresh();
    for name in ["changed", "edited", "gone", "same"] {
        f.store.put(SHELF, &draft(name, "Before."), at(1)).unwrap();
    }
    let before = f.store.readable(SHELF).unwrap();
    let mut edited = draft("edited", "Before.");
    edited.metadata.author = Some("A. Pilot".to_owned());
    let plan = Plan {
        put: vec![
            draft("changed", "After."),
            draft("new", "New."),
            draft("same", "Before."),
            edited,
        ],
        remove: vec![id("gone"), id("never-there")],
    };
    let receipt = f.store.apply(SHELF, &plan, at(2)).unwrap();
    let done = receipt
        .items
        .iter()
        .map(|item| (item.id.as_str(), item.outcome));
    assert_eq!(
        done.collect::<Vec<_>>(),
        [
            ("changed", Outcome::Changed),
            ("edited", Outcome::Edited),
            ("gone", Outcome::Removed),
            ("new", Outcome::Added),
        ]
    );
    let after = f.store.readable(SHELF).unwrap();

    let f = f.reopened();
    let undone = f.store.rollback(SHELF, receipt.id, at(3)).unwrap();
    assert_eq!(undone.undoes, Some(receipt.id));
    assert_eq!(f.store.readable(SHELF).unwrap(), before);
    f.store.rollback(SHELF, undone.id, at(4)).unwrap();
    assert_eq!(f.store.readable(SHELF).unwrap(), after);
    assert_eq!(f.store.receipts(SHELF).unwrap().len(), 3);
}

#[test]
fn two_plans_can_be_taken_back_one_after_the_other() {
    let f = fresh();
    let plan = |text| Plan {
        put: vec![draft("a", text)],
        remove: vec![],
    };
    let first = f.store.apply(SHELF, &plan("One."), at(1)).unwrap();
    let second = f.store.apply(SHELF, &plan("Two."), at(2)).unwrap();
    assert_eq!(
        code(f.store.rollback(SHELF, first.id, at(3))),
        "CHANGED_SINCE"
    );
    f.store.rollback(SHELF, second.id, at(4)).unwrap();
    f.store.rollback(SHELF, first.id, at(5)).unwrap();
    assert!(f.store.list(SHELF).unwrap().is_empty());
}

#[test]
fn a_plan_that_contradicts_itself_changes_nothing() {
    let f = fresh();
    let plan = Plan {
        put: vec![draft("a", "One."), draft("b", "Two.")],
        remove: vec![id("a")],
    };
    assert_eq!(code(f.store.apply(SHELF, &plan, at(1))), "UNFIT");
    assert!(f.store.list(SHELF).unwrap().is_empty());
    assert!(f.store.receipts(SHELF).unwrap().is_empty());
}

#[test]
fn what_was_changed_since_is_not_rolled_back_over() {
    let f = fresh();
    let plan = Plan {
        put: vec![draft("a", "One."), draft("b", "Two.")],
        remove: vec![],
    };
    let receipt = f.store.apply(SHELF, &plan, at(1)).unwrap().id;
    f.store.put(SHELF, &draft("b", "By hand."), at(2)).unwrap();
    assert_eq!(
        code(f.store.rollback(SHELF, receipt, at(3))),
        "CHANGED_SINCE"
    );
    assert_eq!(names(&f.store.list(SHELF).unwrap()), ["a", "b"]);
    assert_eq!(
        code(f.store.rollback(guild(1), receipt, at(3))),
        "NOT_FOUND"
    );
}

#[test]
fn the_change_number_grows_with_what_a_guild_can_see() {
    let f = fresh();
    let number = || f.store.change_number(guild(1)).unwrap();
    f.store.put(SHELF, &draft("a", "One."), at(1)).unwrap();
    let first = number();
    f.store.put(guild(1), &draft("b", "Two."), at(2)).unwrap();
    let second = number();
    assert!(second > first);
    f.store.put(guild(2), &draft("c", "Three."), at(3)).unwrap();
    assert_eq!(number(), second, "another guild's article");
    f.store.remove(SHELF, &id("a"), at(4)).unwrap();
    let third = number();
    assert!(third > second);

    sweep(&f, 4 + 31 * DAY);
    assert_eq!(number(), third, "forgetting old steps changes nothing");
}

#[test]
fn what_was_made_for_one_version_takes_the_place_of_no_other() {
    let f = fresh();
    let name = id("a");
    f.store.put(SHELF, &draft("a", "One."), at(1)).unwrap();
    f.store.put(SHELF, &draft("a", "Two."), at(2)).unwrap();
    let put_if = |text: &str, precondition| {
        f.store
            .put_if(SHELF, &draft("a", text), precondition, at(3))
    };
    let late = put_if("Three.", Precondition::Version(1)).unwrap_err();
    assert_eq!(late.code(), ErrorCode::ChangedSince);
    assert_eq!(
        put_if("Three.", Precondition::Nothing).unwrap_err().code(),
        ErrorCode::ChangedSince
    );
    assert_eq!(f.store.get(SHELF, &name).unwrap().text, "Two.");
    assert_eq!(
        put_if("Three.", Precondition::Version(2)).unwrap().version,
        3
    );
    // What was removed is not brought back by somebody who has not seen that, nor is its name free.
    f.store.remove(SHELF, &name, at(4)).unwrap();
    assert!(
        put_if("Four.", Precondition::Version(3)).is_err()
            && put_if("Four.", Precondition::Nothing).is_err()
    );
    assert_eq!(put_if("Four.", Precondition::Anything).unwrap().version, 4);
}

#[test]
fn a_full_shelf_is_full_for_whoever_looked_before_it_was() {
    let f = fresh();
    f.store.put(guild(1), &draft("a", "One."), at(1)).unwrap();
    f.store.put(SHELF, &draft("s", "Shared."), at(1)).unwrap();
    let other = rusqlite::Connection::open(f.store.path()).unwrap();
    let full = footnote::store::quota::MAX_BYTES as i64;
    other
        .execute("UPDATE version SET bytes = ?1", [full])
        .unwrap();
    let refused = f.store.put(guild(1), &draft("b", "Two."), at(2));
    assert_eq!(refused.unwrap_err().code(), ErrorCode::Quota);
    assert_eq!(code(f.store.get(guild(1), &id("b"))), "NOT_FOUND");
    let shorter = f.store.put(guild(1), &draft("a", "Three."), at(3));
    assert_eq!(shorter.unwrap().version, 2);
    for scope in [SHELF, guild(2)] {
        f.store.put(scope, &draft("b", "Two."), at(4)).unwrap();
    }
}

// ---- servers are apart --------------------------------------------------------------------------

#[test]
fn a_guild_reads_the_shelf_and_its_own_articles_and_no_others() {
    let f = fresh();
    f.store
        .put(SHELF, &draft("shared", "For all."), at(1))
        .unwrap();
    f.store
        .put(guild(1), &draft("ours", "For one."), at(1))
        .unwrap();
    let listed = |scope| f.store.list(scope).unwrap();
    assert_eq!(names(&listed(guild(1))), ["ours", "shared"]);
    assert_eq!(names(&listed(guild(2))), ["shared"]);
    assert_eq!(names(&listed(SHELF)), ["shared"]);
    let other_guild = |name: &str| f.store.get(guild(2), &id(name)).unwrap_err().to_string();
    assert_eq!(
        other_guild("ours"),
        other_guild("none").replace("none", "ours"),
        "a foreign article reads like none at all"
    );
    let remove = |name| f.store.remove(guild(2), &id(name), at(2));
    assert_eq!(code(remove("ours")), "NOT_FOUND");
    assert_eq!(code(remove("shared")), "NOT_ALLOWED");
}

#[test]
fn a_guilds_own_article_stands_before_the_shelfs_of_the_same_name() {
    let f = fresh();
    let text = |scope| f.store.get(scope, &id("rules")).unwrap().text;
    f.store
        .put(SHELF, &draft("rules", "The shelf says."), at(1))
        .unwrap();
    f.store
        .put(guild(1), &draft("rules", "The guild says."), at(2))
        .unwrap();
    assert_eq!(text(guild(1)), "The guild says.");
    assert_eq!(f.store.readable(guild(1)).unwrap().len(), 1);
    assert_eq!(text(guild(2)), "The shelf says.");
    f.store.remove(guild(1), &id("rules"), at(3)).unwrap();
    assert_eq!(text(guild(1)), "The shelf says.");
}

// ---- what the bot remembers ---------------------------------------------------------------------

#[test]
fn settings_are_each_guilds_own() {
    let f = fresh();
    let value = json!(0.75);
    f.store
        .set_setting(guild(1), "threshold", Some(&value), at(1))
        .unwrap();
    assert_eq!(f.store.setting(guild(1), "threshold").unwrap(), Some(value));
    assert_eq!(f.store.setting(guild(2), "threshold").unwrap(), None);
    f.store
        .set_setting(guild(1), "threshold", None, at(2))
        .unwrap();
    assert!(f.store.settings(guild(1)).unwrap().is_empty());
}

#[test]
fn a_button_works_after_a_restart_once_and_until_it_expires() {
    let f = fresh();
    let button = Component {
        id: "k3".to_owned(),
        owner: Some(UserId(7)),
        state: json!({"action": "more"}),
        expires_at: 100,
    };
    f.store.put_component(guild(1), &button).unwrap();
    let f = f.reopened();
    assert_eq!(f.store.component(guild(2), "k3", 50).unwrap(), None);
    assert_eq!(f.store.component(guild(1), "k3", 100).unwrap(), None);
    let press = || f.store.take_component(guild(1), "k3", 50).unwrap();
    assert_eq!(press(), Some(button));
    assert_eq!(press(), None);
}

#[test]
fn a_job_that_a_restart_cut_short_is_found_and_ended() {
    let f = fresh();
    let job = NewJob {
        kind: "reload".to_owned(),
        state: json!({"done": 0}),
        reply_token: Some("SECRET-TOKEN".to_owned()),
    };
    let stamp = Stamp::by(1, UserId(7));
    let name = f.store.start_job(guild(1), &job, stamp).unwrap();
    let f = f.reopened();
    let open = f.store.open_jobs(guild(1)).unwrap();
    assert_eq!(open[0].state, json!({"done": 0}));
    assert_eq!(open[0].reply_token.as_deref(), Some("SECRET-TOKEN"));
    assert!(!format!("{:?}", open[0]).contains("SECRET"));
    assert!(f.store.open_jobs(guild(2)).unwrap().is_empty());

    let end = |status| {
        f.store
            .end_job(guild(1), name, status, &json!({"why": "restart"}), 9)
    };
    assert_eq!(code(end(JobStatus::Open)), "UNFIT");
    end(JobStatus::Failed).unwrap();
    assert_eq!(code(end(JobStatus::Finished)), "NOT_FOUND");
    assert!(f.store.open_jobs(guild(1)).unwrap().is_empty());
    let reader = rusqlite::Connection::open(f.store.path()).unwrap();
    let ended: (String, Option<String>) = reader
        .query_row("SELECT status, reply_token FROM job", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    assert_eq!(ended, ("failed".to_owned(), None));
}

#[test]
fn a_member_has_one_vote_on_a_sentence() {
    let f = fresh();
    let vote = |voter, verdict| Vote {
        article: id("a"),
        version: 1,
        span: Span::new(0, 9),
        voter: UserId(voter),
        verdict,
    };
    for (voter, verdict) in [
        (1, Verdict::Right),
        (2, Verdict::Right),
        (1, Verdict::Wrong),
    ] {
        f.store.vote(guild(1), &vote(voter, verdict), 1).unwrap();
    }
    let tallies = f.store.tallies(guild(1)).unwrap();
    assert_eq!((tallies[0].right, tallies[0].wrong), (1, 1));
    assert!(f.store.tallies(guild(2)).unwrap().is_empty());
}

#[test]
fn an_unanswered_question_is_kept_only_when_that_is_allowed() {
    let f = fresh();
    let note = |consent, time| {
        let asked = OpenQuestion::of("Who dug it?");
        let noted = f.store.note_gap(guild(1), &asked, consent, time);
        noted.unwrap()
    };
    assert!(!note(Consent::GuildSetting, 1));
    assert!(f.store.gaps(guild(1)).unwrap().is_empty());
    assert!(note(Consent::Asker, 2));
    let on = json!(true);
    f.store
        .set_setting(guild(1), GAP_LIST, Some(&on), at(3))
        .unwrap();
    assert!(note(Consent::GuildSetting, 4));
    let gaps = f.store.gaps(guild(1)).unwrap();
    assert_eq!(
        (gaps[0].asked, gaps[0].first_at, gaps[0].last_at),
        (2, 2, 4)
    );
    sweep(&f, 4 + 30 * DAY);
    assert!(f.store.gaps(guild(1)).unwrap().is_empty());
}

#[test]
fn an_open_question_is_another_one_about_something_else_or_in_another_article() {
    let f = fresh();
    let bare = OpenQuestion::of("And who dug it?");
    let about = OpenQuestion {
        about: Some("Erie Canal".to_owned()),
        ..bare.clone()
    };
    let within = OpenQuestion {
        within: Some("suez".into()),
        ..bare.clone()
    };
    for question in [&bare, &about, &within, &about] {
        f.store
            .note_gap(guild(1), question, Consent::Asker, 1)
            .unwrap();
    }
    let open = || -> Vec<(OpenQuestion, usize)> {
        let gaps = f.store.gaps(guild(1)).unwrap().into_iter();
        gaps.map(|gap| (gap.question, gap.asked)).collect()
    };
    assert_eq!(open(), [(about, 2), (bare.clone(), 1), (within.clone(), 1)]);
    assert_eq!(f.store.clear_gaps(guild(1), Some(&within)).unwrap(), 1);
    assert_eq!(f.store.clear_gaps(guild(1), Some(&within)).unwrap(), 0);
    assert!(open().iter().any(|(question, _)| *question == bare));
    assert_eq!(f.store.clear_gaps(guild(1), None).unwrap(), 2);
}

#[test]
fn an_edit_of_what_somebody_else_has_edited_meanwhile_is_refused() {
    let f = fresh();
    f.store
        .put(guild(1), &draft("a", "Quiet words."), at(1))
        .unwrap();
    let read = f.store.entry(guild(1), &id("a")).unwrap().metadata;
    let dated = |date: &str| Metadata {
        published: Some(date.to_owned()),
        ..read.clone()
    };
    let edit = |after: &Metadata| {
        f.store
            .edit_if(guild(1), &id("a"), after, Some(&read), at(2))
    };
    assert_eq!(edit(&dated("2019")).unwrap().outcome, Outcome::Edited);
    let second = edit(&dated("2020"));
    assert!(matches!(second, Err(StoreError::Conflict(_))), "{second:?}");
    let now = f.store.entry(guild(1), &id("a")).unwrap().metadata;
    assert_eq!(now.published.as_deref(), Some("2019"));
}

#[test]
fn a_version_knows_which_one_it_took_the_place_of() {
    let f = fresh();
    for text in ["One word.", "Two words."] {
        f.store.put(guild(1), &draft("a", text), at(1)).unwrap();
    }
    f.store
        .restore_version(guild(1), &id("a"), 1, at(2))
        .unwrap();
    let third = draft("a", "Three words.");
    f.store.put(guild(1), &third, at(3)).unwrap();
    let replaced = |store: &SqliteStore| -> Vec<_> {
        let all = store.history(guild(1), &id("a")).unwrap().into_iter();
        all.map(|one| (one.version, one.replaces)).collect()
    };
    let expected = [(3, Some(1)), (2, Some(1)), (1, None)];
    assert_eq!(replaced(&f.store), expected);
    let other = fresh();
    let export = f.store.export(guild(1)).unwrap();
    other.store.import(guild(1), &export, at(4)).unwrap();
    assert_eq!(replaced(&other.store), expected, "it is exported, too");
}

#[test]
fn the_log_says_who_did_what_without_any_text() {
    let f = fresh();
    let stamp = Stamp::by(1, UserId(7));
    f.store
        .put(guild(1), &draft("a", "Quiet words."), stamp)
        .unwrap();
    f.store
        .put(guild(1), &draft("a", "Quiet words."), stamp)
        .unwrap();
    let metadata = draft("a", "").metadata;
    for unchanged in [
        f.store.edit(guild(1), &id("a"), &metadata, stamp),
        f.store.restore(guild(1), &id("a"), stamp),
        f.store.restore_version(guild(1), &id("a"), 1, stamp),
    ] {
        assert_eq!(unchanged.unwrap().outcome, Outcome::Unchanged);
    }
    f.store.remove(guild(1), &id("a"), stamp).unwrap();
    let lines = f.store.audit_log(guild(1), 10).unwrap();
    let told: Vec<_> = lines
        .iter()
        .map(|line| (line.action.clone(), line.by))
        .collect();
    let expected = [AuditAction::Removed, AuditAction::Added];
    assert_eq!(told, expected.map(|action| (action, stamp.by)));
    assert!(
        lines
            .iter()
            .all(|line| line.subject.as_deref() == Some("a"))
    );
    assert!(f.store.audit_log(guild(2), 10).unwrap().is_empty());
}

#[test]
fn a_person_can_see_what_is_kept_and_be_forgotten() {
    let f = fresh();
    let user = UserId(0x0123_4567_89ab_cdef);
    let stamp = Stamp::by(1, user);
    f.store.put(guild(1), &draft("a", "One."), stamp).unwrap();
    f.store
        .start_job(guild(2), &NewJob::default(), stamp)
        .unwrap();
    let button = Component {
        id: "k".to_owned(),
        owner: Some(user),
        state: json!(null),
        expires_at: 9,
    };
    f.store.put_component(guild(1), &button).unwrap();
    f.store.remove(guild(1), &id("a"), stamp).unwrap();
    f.store.restore(guild(1), &id("a"), at(2)).unwrap();
    let vote = Vote {
        article: id("a"),
        version: 1,
        span: Span::new(0, 4),
        voter: user,
        verdict: Verdict::Right,
    };
    f.store.vote(guild(1), &vote, 1).unwrap();

    assert!(f.files_hold_bytes(&user.0.to_be_bytes()));
    let kept = f.store.personal_data(user).unwrap();
    let words: Vec<&str> = kept.keys().map(String::as_str).collect();
    assert_eq!(words, ["buttons", "jobs", "log lines", "votes"]);
    assert_eq!(f.store.forget(user).unwrap(), kept);
    assert!(f.store.personal_data(user).unwrap().is_empty());
    assert!(!f.files_hold_bytes(&user.0.to_be_bytes()));
    // Who did what can still be told apart, from the operator's doings and from another's who is forgotten.
    let another = Stamp::by(3, UserId(7));
    f.store.remove(guild(1), &id("a"), another).unwrap();
    f.store.forget(UserId(7)).unwrap();
    let lines = f.store.audit_log(guild(1), 9).unwrap();
    let who: Vec<_> = lines.iter().map(|line| (line.by, line.forgotten)).collect();
    let [first, second] = [Some(1), Some(2)].map(|number| (None, number));
    assert_eq!(who, [second, (None, None), first, first]);
    f.store.restore(guild(1), &id("a"), at(4)).unwrap();
    assert_eq!(f.store.get(guild(1), &id("a")).unwrap().text, "One.");
}

// ---- gone is gone -------------------------------------------------------------------------------

/// Writes a word into every place that a text, a title or a quotation of it can reach.
fn spread(f: &Fixture, canary: &str) {
    let mut article = draft(
        canary,
        &format!("{canary} one. {}", "Filler words. ".repeat(900)),
    );
    for time in 1..6 {
        article.text.push_str(&format!(" {canary} again {time}."));
        article.metadata.author = Some(format!("{canary} {time}"));
        f.store.put(guild(1), &article, at(time)).unwrap();
        article.metadata.author = Some(format!("{canary} edited {time}"));
        f.store.put(guild(1), &article, at(time)).unwrap();
        let other = draft(&format!("n{time}"), "Other words.");
        f.store.put(guild(1), &other, at(time)).unwrap();
    }
    let plan = Plan {
        put: vec![draft(canary, canary)],
        remove: vec![],
    };
    f.store.apply(guild(1), &plan, at(7)).unwrap();
    let button = Component {
        id: "k".to_owned(),
        owner: None,
        state: json!({"quoted": canary}),
        expires_at: 99,
    };
    f.store.put_component(guild(1), &button).unwrap();
    let asked = OpenQuestion {
        within: Some(id(canary)),
        ..OpenQuestion::of("Who wrote it?")
    };
    f.store
        .note_gap(guild(1), &asked, Consent::Asker, 7)
        .unwrap();
    f.store.readable(guild(1)).unwrap();
}

#[test]
fn a_purged_article_leaves_not_a_byte() {
    let f = fresh();
    let canary = "xylograph-canary";
    spread(&f, canary);
    assert!(f.files_hold(canary));

    let seen = f.store.change_number(guild(1)).unwrap();
    f.store.purge(guild(1), &id(canary), at(8)).unwrap();
    assert!(!f.files_hold(canary), "while the database is open");
    assert!(f.store.change_number(guild(1)).unwrap() > seen);
    let f = f.reopened();
    assert!(!f.files_hold(canary), "after it was closed");
    assert_eq!(f.store.list(guild(1)).unwrap().len(), 5);
    let again = f.store.purge(guild(1), &id(canary), at(9));
    assert_eq!(code(again), "NOT_FOUND");
    assert_eq!(f.store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn what_goes_from_the_shelf_takes_nothing_from_an_article_of_that_name_elsewhere() {
    let f = fresh();
    for scope in [Scope::Everyone, guild(1)] {
        f.store
            .put(scope, &draft("faq", "One. Two."), at(1))
            .unwrap();
    }
    let vote = Vote {
        article: id("faq"),
        version: 1,
        span: Span::new(0, 4),
        voter: UserId(7),
        verdict: Verdict::Right,
    };
    let asked = OpenQuestion {
        within: Some(id("faq")),
        ..OpenQuestion::of("Who wrote it?")
    };
    // Server 1 speaks of its own article, server 2 of the shelf's.
    for scope in [guild(1), guild(2)] {
        f.store.vote(scope, &vote, 1).unwrap();
        f.store.note_gap(scope, &asked, Consent::Asker, 1).unwrap();
    }
    f.store.purge(Scope::Everyone, &id("faq"), at(2)).unwrap();
    assert_eq!(f.store.tallies(guild(1)).unwrap().len(), 1);
    assert!(f.store.tallies(guild(2)).unwrap().is_empty());
    assert_eq!(f.store.gaps(guild(1)).unwrap().len(), 1);
    assert!(f.store.gaps(guild(2)).unwrap().is_empty());
    let log = f.store.audit_log(guild(1), 9).unwrap();
    assert!(
        log.iter()
            .any(|line| line.subject.as_deref() == Some("faq"))
    );
    f.store.purge(guild(1), &id("faq"), at(3)).unwrap();
    assert!(f.store.tallies(guild(1)).unwrap().is_empty());
}

#[test]
fn a_takedown_that_a_reader_holds_up_is_finished_later() {
    let f = fresh();
    let canary = "lingering-canary";
    spread(&f, canary);
    let reader = rusqlite::Connection::open(f.store.path()).unwrap();
    reader
        .execute_batch("BEGIN; SELECT count(*) FROM article")
        .unwrap();
    let held_up = f.store.purge(guild(1), &id(canary), at(8)).unwrap_err();
    assert!(held_up.to_string().contains("purge again"), "{held_up}");
    assert_eq!(code(f.store.get(guild(1), &id(canary))), "NOT_FOUND");
    reader.execute_batch("COMMIT").unwrap();
    drop(reader);
    f.store.purge(guild(1), &id(canary), at(9)).unwrap();
    assert!(!f.files_hold(canary));
}

#[test]
fn all_that_a_guild_kept_can_be_wiped_at_once() {
    let f = fresh();
    let sang = draft("a", "A vanishing-canary sang.");
    f.store.put(guild(1), &sang, at(1)).unwrap();
    f.store
        .put(guild(2), &draft("b", "Another stays."), at(1))
        .unwrap();
    let note = json!("vanishing-canary");
    f.store
        .set_setting(guild(1), "note", Some(&note), at(1))
        .unwrap();
    f.store.purge_scope(guild(1), at(2)).unwrap();
    assert!(!f.files_hold("vanishing-canary"));
    assert_eq!(f.store.scopes().unwrap(), [guild(2)]);
    assert_eq!(names(&f.store.list(guild(2)).unwrap()), ["b"]);
}

// ---- copies -------------------------------------------------------------------------------------

#[test]
fn a_backup_made_while_in_use_restores_to_the_same_articles() {
    let f = fresh();
    let copy = f.folder.path().join("copy.db");
    f.store.put(SHELF, &draft("a", "One."), at(1)).unwrap();
    let job = NewJob {
        reply_token: Some("SECRET-TOKEN".to_owned()),
        ..NewJob::default()
    };
    f.store.start_job(SHELF, &job, at(1)).unwrap();
    f.store.backup(&copy).unwrap();
    assert_eq!(code(f.store.backup(&copy)), "DUPLICATE");
    let bytes = std::fs::read(&copy).unwrap();
    assert!(!bytes.windows(12).any(|window| window == b"SECRET-TOKEN"));

    f.store.put(SHELF, &draft("b", "Two."), at(2)).unwrap();
    let database = f.store.path().to_owned();
    assert_eq!(code(restore_backup(&copy, &database, 3)), "STORE_LOCKED");
    let Fixture { store, folder } = f;
    drop(store);
    let kept = restore_backup(&copy, &database, 3).unwrap();
    let now = SqliteStore::open(&database, Access::Serve).unwrap();
    assert_eq!(names(&now.list(SHELF).unwrap()), ["a"]);
    assert_eq!(now.check().unwrap(), Vec::<String>::new());
    let old = SqliteStore::open(&kept.expect("the old one is kept"), Access::Read).unwrap();
    assert_eq!(names(&old.list(SHELF).unwrap()), ["a", "b"]);
    drop(folder);
}

#[test]
fn a_backup_replaces_a_damaged_database_which_is_kept_with_its_log() {
    let f = fresh();
    let copy = f.folder.path().join("copy.db");
    f.store.put(SHELF, &draft("a", "One."), at(1)).unwrap();
    f.store.backup(&copy).unwrap();
    let database = f.store.path().to_owned();
    let Fixture { store, folder } = f;
    drop(store);
    std::fs::write(&database, "no longer a database").unwrap();
    let log = folder.path().join("a.db-wal");
    std::fs::write(&log, "pages of another time").unwrap();

    let kept = restore_backup(&copy, &database, 5).unwrap().unwrap();
    let now = SqliteStore::open(&database, Access::Serve).unwrap();
    assert_eq!(names(&now.list(SHELF).unwrap()), ["a"]);
    assert_eq!(
        std::fs::read_to_string(kept).unwrap(),
        "no longer a database"
    );
    let kept_log = folder.path().join("a.db.before-restore-5-wal");
    assert_eq!(
        std::fs::read_to_string(kept_log).unwrap(),
        "pages of another time"
    );
}

#[test]
fn a_damaged_backup_replaces_nothing() {
    let f = fresh();
    for number in 0..40 {
        let text = format!("Sentence {number} stands here. ").repeat(80);
        let article = draft(&format!("n{number}"), &text);
        f.store.put(SHELF, &article, at(1)).unwrap();
    }
    let copy = f.folder.path().join("copy.db");
    f.store.backup(&copy).unwrap();
    let mut bytes = std::fs::read(&copy).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 9_000].fill(0x55);
    std::fs::write(&copy, bytes).unwrap();
    let database = f.store.path().to_owned();
    let Fixture { store, folder } = f;
    drop(store);
    assert_eq!(code(restore_backup(&copy, &database, 3)), "STORAGE");
    let same = SqliteStore::open(&database, Access::Serve).unwrap();
    assert_eq!(same.list(SHELF).unwrap().len(), 40);
    drop(folder);
}

#[test]
fn an_export_taken_in_elsewhere_gives_the_same_bytes() {
    let (from, to) = (fresh(), fresh());
    let mut article = draft("a", "First \"quoted\" words.\n\nZweiter Satz: ÄÖÜ 🦀.");
    article.source = Source {
        kind: SourceKind::Dataset,
        name: Some("sea/a.md".to_owned()),
        digest: Some(Digest::of("raw bytes")),
        address: Some("https://news.example/a".to_owned()),
    };
    from.store.put(guild(1), &article, at(1)).unwrap();
    article.text = "Other words.".to_owned();
    from.store.put(guild(1), &article, at(2)).unwrap();
    article.metadata.licence = Some("CC0-1.0".to_owned());
    from.store.put(guild(1), &article, at(3)).unwrap();
    from.store
        .restore_version(guild(1), &id("a"), 1, at(4))
        .unwrap();
    let refresh = Refresh {
        etag: Some("\"e1\"".to_owned()),
        checked_at: Some(5),
        ..Refresh::default()
    };
    from.store
        .set_refreshed(guild(1), &id("a"), &refresh)
        .unwrap();
    from.store
        .put(guild(1), &draft("b", "Soon gone."), at(6))
        .unwrap();
    from.store.remove(guild(1), &id("b"), at(7)).unwrap();
    let threshold = json!(0.1);
    from.store
        .set_setting(guild(1), "threshold", Some(&threshold), at(8))
        .unwrap();
    from.store
        .put(SHELF, &draft("shelf", "Not exported."), at(9))
        .unwrap();

    let text = |f: &Fixture, scope| {
        let export = f.store.export(scope).unwrap();
        serde_json::to_string_pretty(&export).unwrap()
    };
    let first = text(&from, guild(1));
    let read: Export = serde_json::from_str(&first).unwrap();
    assert_eq!(to.store.import(guild(9), &read, at(10)).unwrap(), 2);
    assert_eq!(text(&to, guild(9)), first);
    assert_eq!(to.store.refresh_state(guild(9), &id("a")).unwrap(), refresh);
    assert_eq!(to.store.get(guild(9), &id("a")).unwrap().version, 1);

    assert_eq!(code(to.store.import(guild(9), &read, at(11))), "DUPLICATE");
    assert_eq!(to.store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn when_a_server_sent_the_bot_away_is_no_matter_of_another_database() {
    let (from, to) = (fresh(), fresh());
    let left = json!(1_700_000_000);
    let set = from
        .store
        .set_setting(guild(1), LEFT_AT, Some(&left), at(1));
    set.unwrap();
    let mut export = from.store.export(guild(1)).unwrap();
    assert!(!export.settings.contains_key(LEFT_AT));
    // As earlier programs wrote it.
    export.settings.insert(LEFT_AT.to_owned(), left);
    to.store.import(guild(1), &export, at(2)).unwrap();
    assert_eq!(to.store.setting(guild(1), LEFT_AT).unwrap(), None);
}

#[test]
fn all_that_was_kept_can_be_imported_again() {
    let f = fresh();
    let some = |words: &str| Some(words.to_owned());
    let with = |change: &dyn Fn(&mut Metadata)| {
        let mut metadata = draft("x", "").metadata;
        change(&mut metadata);
        metadata
    };
    let metadata = [
        with(&|_| {}),
        with(&|m| m.title = "t".repeat(300)),
        with(&|m| m.title = "t".repeat(301)),
        with(&|m| m.title = "\n".to_owned()),
        with(&|m| m.published = some("0500")),
        with(&|m| m.published = some("9999")),
        with(&|m| m.published = some("+123")),
        with(&|m| m.published = some("2026-01")),
        with(&|m| m.language = some("english")),
        with(&|m| m.url = some("ftp://example.org/a")),
        with(&|m| m.url = some("https://example.org/a")),
    ];
    let mut kept = 0;
    for (number, metadata) in metadata.iter().enumerate() {
        for name in [
            format!("n{number}"),
            format!("../{number}"),
            "é".repeat(200),
        ] {
            let mut new = draft(&name, "One.");
            new.metadata = metadata.clone();
            kept += usize::from(f.store.put(guild(1), &new, at(1)).is_ok());
        }
        let plain = draft(&format!("m{number}"), "Two.");
        f.store.put(guild(1), &plain, at(2)).unwrap();
        let edited = f.store.edit(guild(1), &plain.id, metadata, at(3));
        assert!(edited.is_ok() || code(edited) == "UNFIT");
    }
    assert_eq!(kept, 4);
    let export = f.store.export(guild(1)).unwrap();
    f.store.import(guild(2), &export, at(4)).unwrap();
    assert_eq!(f.store.export(guild(2)).unwrap(), export);
}

#[test]
fn an_export_that_does_not_hold_together_is_refused_whole() {
    let f = fresh();
    f.store.put(guild(1), &draft("a", "One."), at(1)).unwrap();
    f.store.put(guild(1), &draft("b", "Two."), at(1)).unwrap();
    let good = f.store.export(guild(1)).unwrap();
    let mut later = good.clone();
    later.format = "footnote-export-9".to_owned();
    let mut no_current = good.clone();
    no_current.articles[1].current = 7;
    let mut no_text = good.clone();
    no_text.articles[1].versions[0].text.clear();
    let mut leads_out = good.clone();
    leads_out.articles[1].id = id("../../x");
    let mut runs_script = good.clone();
    runs_script.articles[1].versions[0].metadata.url = Some("javascript:alert(1)".to_owned());
    let mut replaces_none = good.clone();
    replaces_none.articles[1].versions[0].replaces = Some(99);
    let mut no_versions = good;
    no_versions.articles[1].versions.clear();
    for bad in [
        later,
        no_current,
        no_text,
        no_versions,
        leads_out,
        runs_script,
        replaces_none,
    ] {
        assert_eq!(code(f.store.import(guild(2), &bad, at(2))), "UNFIT");
        assert!(f.store.list(guild(2)).unwrap().is_empty());
    }
}

#[test]
fn others_may_write_while_an_import_reads_what_its_texts_state() {
    let old = fresh();
    for number in 0..6 {
        let name = format!("a-{number}");
        old.store.put(SHELF, &draft(&name, "One."), at(1)).unwrap();
    }
    let export = old.store.export(SHELF).unwrap();
    let f = fresh();
    let path = f.store.path().to_owned();
    let steps = std::sync::Mutex::new(Vec::new());
    let watch = |done, all| {
        let other = rusqlite::Connection::open(&path).unwrap();
        other.busy_timeout(std::time::Duration::ZERO).unwrap();
        let free = other.execute_batch("BEGIN IMMEDIATE; ROLLBACK").is_ok();
        steps.lock().unwrap().push((done, all, free));
    };
    let imported = f.store.import_watched(SHELF, &export, at(2), &watch);
    assert_eq!(imported.unwrap(), 6);
    let mut steps = steps.into_inner().unwrap();
    steps.sort_unstable();
    let told: Vec<_> = (1..=12).map(|step| (step, 12, step <= 6)).collect();
    assert_eq!(steps, told, "the first half reads, the second writes");
}

#[test]
fn readers_see_whole_changes_while_a_writer_works() {
    let f = fresh();
    let texts: Vec<String> = (0..60)
        .map(|n| format!("Count {n}.\n\nAgain {n}."))
        .collect();
    f.store.put(SHELF, &draft("a", &texts[0]), at(0)).unwrap();
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..3)
            .map(|_| scope.spawn(|| watch(&f.store, &texts)))
            .collect();
        for (time, text) in (1..).zip(&texts[1..]) {
            f.store.put(SHELF, &draft("a", text), at(time)).unwrap();
        }
        for reader in readers {
            reader.join().expect("a reader that saw no half change");
        }
    });
    assert_eq!(f.store.history(SHELF, &id("a")).unwrap().len(), 60);
}

/// Reads until the last text is there, and checks that versions and texts belong together and never go back.
fn watch(store: &SqliteStore, texts: &[String]) {
    let mut last = 0;
    while last < texts.len() {
        let article = store.get(SHELF, &id("a")).unwrap();
        let version = usize::try_from(article.version).unwrap();
        assert_eq!(article.text, texts[version - 1]);
        assert!(version >= last, "time goes forward");
        last = version;
    }
}

// ---- the file -----------------------------------------------------------------------------------

#[test]
fn a_second_writer_is_refused_and_readers_are_not() {
    let f = fresh();
    f.store.put(SHELF, &draft("a", "One."), at(1)).unwrap();
    let second = SqliteStore::open(f.store.path(), Access::Serve);
    let error = second.expect_err("one bot");
    assert_eq!(error.code(), ErrorCode::StoreLocked);
    assert!(error.to_string().contains(&std::process::id().to_string()));
    let reader = SqliteStore::open(f.store.path(), Access::Read).unwrap();
    assert_eq!(names(&reader.list(SHELF).unwrap()), ["a"]);
    f.store.put(SHELF, &draft("b", "Two."), at(2)).unwrap();
    assert_eq!(names(&reader.list(SHELF).unwrap()), ["a", "b"]);
    let written = reader.put(SHELF, &draft("c", "Three."), at(3));
    assert_eq!(code(written), "STORAGE");
}

#[test]
fn a_command_and_a_bot_make_their_changes_in_turns() {
    let f = fresh();
    let path = f.store.path().to_owned();
    let put = |store: &SqliteStore, who: &str| {
        for number in 0..30 {
            let draft = draft(&format!("{who}-{number}"), "One.");
            store.put(SHELF, &draft, at(1)).unwrap();
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let command = SqliteStore::open(&path, Access::Command).unwrap();
            assert_eq!(
                code(SqliteStore::open(&path, Access::Alone)),
                "STORE_LOCKED"
            );
            put(&command, "command");
        });
        put(&f.store, "bot");
    });
    assert_eq!(f.store.list(SHELF).unwrap().len(), 60);
    assert!(f.store.check().unwrap().is_empty());
    drop(f.store);
    SqliteStore::open(&path, Access::Alone).expect("nobody works with it");
}

#[test]
fn an_article_is_not_gone_because_it_cannot_be_read() {
    let f = fresh();
    f.store.put(SHELF, &draft("a", "One."), at(1)).unwrap();
    let there = |name: &str| f.store.entry_if_there(SHELF, &id(name));
    assert!(there("a").unwrap().is_some());
    assert_eq!(there("b").unwrap(), None);
    let other = rusqlite::Connection::open(f.store.path()).unwrap();
    other.execute_batch("DROP VIEW entry").unwrap();
    assert_eq!(code(there("a")), "STORAGE");
    assert_eq!(code(there("b")), "STORAGE");
}

#[cfg(unix)]
#[test]
fn another_name_of_the_file_meets_the_same_lock_or_is_refused() {
    let f = fresh();
    let link = f.folder.path().join("link.db");
    std::os::unix::fs::symlink(f.store.path(), &link).unwrap();
    let linked = SqliteStore::open(&link, Access::Serve);
    assert_eq!(code(linked), "STORE_LOCKED");
    let hard = f.folder.path().join("hard.db");
    std::fs::hard_link(f.store.path(), &hard).unwrap();
    let error = SqliteStore::open(&hard, Access::Serve).expect_err("two names");
    assert!(error.to_string().contains("hard link"), "{error}");
}

#[test]
fn an_index_of_what_was_purged_while_it_was_read_is_not_kept() {
    let f = fresh();
    f.store
        .put(SHELF, &draft("a", "The weir is high."), at(1))
        .unwrap();
    f.store
        .put(SHELF, &draft("b", "The mill is old."), at(1))
        .unwrap();
    let index = library::index_folder(f.store.path());
    let opened = |reading: &library::Reading<'_>, articles| {
        let are_current = || reading.are_current();
        library::opened(&index, articles, &[], Patience::Short, &are_current)
    };
    let read = || {
        let reading = library::Reading::begin(&f.store, SHELF).unwrap();
        (reading, f.store.readable(SHELF).unwrap())
    };
    // The bot reads; another process wipes an article out, and the index with it; then the bot would keep its own.
    let (reading, articles) = read();
    f.store.purge(SHELF, &id("a"), at(2)).unwrap();
    index_folder::forget(&index).unwrap();
    let (knowledge, _) = opened(&reading, articles);
    assert_eq!(
        knowledge.articles().len(),
        2,
        "whoever read them can still ask"
    );
    assert!(index_folder::look(&index).is_none());
    let (reading, articles) = read();
    opened(&reading, articles);
    assert!(
        index_folder::look(&index).is_some(),
        "what is current is kept"
    );
}

#[cfg(unix)]
#[test]
fn through_a_link_to_nothing_the_database_is_made_where_it_points() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::create_dir(path("disk")).unwrap();
    // Over a second link, one of them relative.
    std::os::unix::fs::symlink("disk/real.db", path("middle.db")).unwrap();
    std::os::unix::fs::symlink(path("middle.db"), path("link.db")).unwrap();
    let meant = path("disk").canonicalize().unwrap().join("real.db");
    assert_eq!(SqliteStore::place_of(&path("link.db")), meant);
    let store = SqliteStore::open(&path("link.db"), Access::Command).unwrap();
    store.put(SHELF, &draft("a", "One."), at(1)).unwrap();
    assert_eq!(store.path(), meant);
    assert!(path("link.db").is_symlink() && meant.is_file());
    let linked = SqliteStore::open(&path("link.db"), Access::Read).unwrap();
    assert_eq!(names(&linked.list(SHELF).unwrap()), ["a"]);

    // A link into a folder that is not there, and one that leads to itself, are refused and stay.
    std::os::unix::fs::symlink("gone/real.db", path("lost.db")).unwrap();
    std::os::unix::fs::symlink("circle.db", path("circle.db")).unwrap();
    for name in ["lost.db", "circle.db"] {
        let error = SqliteStore::open(&path(name), Access::Command).expect_err("it leads nowhere");
        let named = ["gone", "circle.db"]
            .iter()
            .any(|part| error.to_string().contains(part));
        assert!(named, "{error}");
        assert!(path(name).is_symlink());
    }
}

#[test]
fn what_is_no_database_of_ours_is_refused_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("empty.db"), "").unwrap();
    std::fs::write(
        path("notes.db"),
        "Shopping list: bread, milk, string. ".repeat(200),
    )
    .unwrap();
    std::fs::create_dir(path("folder.db")).unwrap();
    let foreign = rusqlite::Connection::open(path("foreign.db")).unwrap();
    foreign
        .execute_batch("CREATE TABLE cat (name TEXT)")
        .unwrap();
    drop(foreign);
    drop(SqliteStore::open(&path("newer.db"), Access::Serve).unwrap());
    let newer = rusqlite::Connection::open(path("newer.db")).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    newer.close().unwrap();

    for name in [
        "empty.db",
        "notes.db",
        "folder.db",
        "foreign.db",
        "newer.db",
    ] {
        let before = std::fs::read(path(name)).ok();
        for access in [Access::Serve, Access::Command, Access::Read] {
            let error = SqliteStore::open(&path(name), access).expect_err("it is not ours");
            assert_eq!(error.code(), ErrorCode::Storage, "{name}: {error}");
            assert!(error.to_string().contains(name), "{name}: {error}");
        }
        assert_eq!(
            std::fs::read(path(name)).ok(),
            before,
            "{name} is as it was"
        );
    }
    let none = SqliteStore::open(&path("none.db"), Access::Read);
    assert_eq!(code(none), "STORAGE");
    assert!(!path("none.db").exists());
}

/// Texts about tides that differ in a word, and one about something else.
fn twins() -> [Draft; 3] {
    let tides = |place: &str| {
        format!("At {place} the tide turns at noon. ")
            + &"Low water leaves three ponds and a rope behind. ".repeat(9)
    };
    let other =
        "A tin whistle has six holes and a mouthpiece, and children learn it easily. ".repeat(6);
    [
        draft("sorn", &tides("Sorn")),
        draft("lunde", &tides("Lunde")),
        draft("whistle", &other),
    ]
}

fn alike(f: &Fixture, scope: Scope, text: &str) -> Vec<String> {
    let found = f.store.find_alike(scope, TextSignature::of(text)).unwrap();
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn what_may_be_the_same_text_is_found_among_what_a_scope_can_read() {
    let f = fresh();
    let [sorn, lunde, whistle] = twins();
    for draft in [&sorn, &lunde, &whistle] {
        f.store.put(SHELF, draft, at(1)).unwrap();
    }
    assert_eq!(alike(&f, SHELF, &sorn.text), ["lunde", "sorn"]);
    assert_eq!(alike(&f, guild(7), &sorn.text), ["lunde", "sorn"]);
    let other = Draft {
        text: whistle.text.clone(),
        ..lunde.clone()
    };
    f.store.put(guild(7), &other, at(2)).unwrap();
    assert_eq!(
        alike(&f, guild(7), &sorn.text),
        ["sorn"],
        "its own one hides the shelf's"
    );
    f.store.remove(SHELF, &sorn.id, at(3)).unwrap();
    f.store.put(SHELF, &other, at(4)).unwrap();
    assert!(
        alike(&f, SHELF, &sorn.text).is_empty(),
        "neither what was removed nor what it was before"
    );
    assert_eq!(alike(&f, SHELF, &whistle.text), ["lunde", "whistle"]);
}

#[test]
fn several_articles_are_removed_together_or_not_at_all() {
    let f = fresh();
    for name in ["a", "b", "c"] {
        f.store.put(SHELF, &draft(name, "One."), at(1)).unwrap();
    }
    let ids = |names: &[&str]| -> Vec<ArticleId> {
        names.iter().map(|name| ArticleId::from(*name)).collect()
    };
    let lines = || f.store.audit_log(SHELF, 99).unwrap().len();
    let before = lines();
    let refused = f.store.remove_all(SHELF, &ids(&["a", "nothing"]), at(2));
    assert_eq!(code(refused), "NOT_FOUND");
    assert_eq!(names(&f.store.list(SHELF).unwrap()), ["a", "b", "c"]);
    assert_eq!(lines(), before, "what was undone is not logged");
    f.store.remove_all(SHELF, &ids(&["a", "c"]), at(3)).unwrap();
    assert_eq!(names(&f.store.list(SHELF).unwrap()), ["b"]);
    assert_eq!(lines(), before + 2);
}

#[test]
fn a_database_of_the_first_format_is_brought_to_todays() {
    let f = fresh();
    let [sorn, lunde, _] = twins();
    f.store.put(SHELF, &sorn, at(1)).unwrap();
    f.store.put(SHELF, &lunde, at(1)).unwrap();
    let Fixture { store, folder } = f;
    let path = store.path().to_owned();
    drop(store);
    let old = rusqlite::Connection::open(&path).unwrap();
    old.execute_batch(
        "DROP TABLE likeness; ALTER TABLE version DROP COLUMN replaces;
         DROP TABLE gap;
         CREATE TABLE gap (scope INTEGER NOT NULL, question TEXT NOT NULL, asked INTEGER NOT NULL,
             first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, PRIMARY KEY (scope, question)) STRICT, WITHOUT ROWID;
         INSERT INTO gap VALUES (0, 'Who?', 3, 1, 2);
         PRAGMA user_version = 1",
    )
    .unwrap();
    old.close().unwrap();
    // While a bot of an earlier version works with it, it keeps its form.
    let lock = std::fs::File::options()
        .write(true)
        .open(format!("{}.lock", path.display()))
        .unwrap();
    lock.try_lock().unwrap();
    assert_eq!(code(SqliteStore::open(&path, Access::Read)), "STORE_LOCKED");
    lock.unlock().unwrap();
    // Whoever only reads brings it to today's format, too.
    let store = SqliteStore::open(&path, Access::Read).expect("it opens");
    let f = Fixture { store, folder };
    assert_eq!(alike(&f, SHELF, &sorn.text), ["lunde", "sorn"]);
    assert_eq!(f.store.get(SHELF, &sorn.id).unwrap().text, sorn.text);
    let gaps = f.store.gaps(SHELF).unwrap();
    assert_eq!(gaps.len(), 1);
    assert_eq!(gaps[0].question, OpenQuestion::of("Who?"));
    assert_eq!(
        (gaps[0].asked, gaps[0].first_at, gaps[0].last_at),
        (3, 1, 2)
    );
    assert!(f.store.check().unwrap().is_empty());
    let now = rusqlite::Connection::open(&path).unwrap();
    let kept: i64 = now
        .query_row("SELECT count(*) FROM likeness", [], |row| row.get(0))
        .unwrap();
    assert_eq!(kept, 2, "nothing needs to be read again");
    now.execute_batch("DELETE FROM likeness").unwrap();
    assert_eq!(
        alike(&f, SHELF, &sorn.text),
        ["lunde", "sorn"],
        "what has no row is found all the same"
    );
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let f = fresh();
    f.store.put(SHELF, &draft("a", "One."), at(1)).unwrap();
    f.store.backup(&f.folder.path().join("copy.db")).unwrap();
    for file in std::fs::read_dir(f.folder.path()).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", file.file_name());
    }
}

// ---- speed --------------------------------------------------------------------------------------

/// An article of about 800 words, no two alike.
fn long_article(number: usize) -> Draft {
    let towns = ["Cuxhaven", "Aalborg", "Porto", "Tromsø", "Split"];
    let sentences = (0..40).map(|line| {
        let town = towns[(number + line) % towns.len()];
        let boats = number * 7 + line;
        format!(
            "In May 2019 the harbour office of {town} counted {boats} boats at quay {line}, and its head, \
             Ms Ida Kern, said that the winter storms of the year had kept the others out at sea."
        )
    });
    let lines: Vec<String> = sentences.collect();
    let paragraphs: Vec<String> = lines.chunks(4).map(|chunk| chunk.join(" ")).collect();
    draft(&format!("long-{number}"), &paragraphs.join("\n\n"))
}

#[test]
#[ignore = "measures; run with: cargo test --release --test storage speed -- --ignored --nocapture"]
fn speed_of_a_thousand_articles() {
    let f = fresh();
    let plan = Plan {
        put: (0..1_000).map(long_article).collect(),
        remove: vec![],
    };
    let begun = std::time::Instant::now();
    f.store.apply(SHELF, &plan, at(1)).unwrap();
    println!("1,000 articles stored with facts: {:.2?}", begun.elapsed());

    let begun = std::time::Instant::now();
    let entries = f.store.list(SHELF).unwrap();
    let hashes: std::collections::BTreeMap<_, _> =
        entries.iter().map(|e| (&e.id, e.hash)).collect();
    let same = plan
        .put
        .iter()
        .filter(|d| hashes.get(&d.id) == Some(&Digest::of(&d.text)));
    assert_eq!(same.count(), 1_000);
    println!("1,000 hashes compared: {:.2?}", begun.elapsed());

    let begun = std::time::Instant::now();
    f.store.apply(SHELF, &plan, at(2)).unwrap();
    println!("the same plan again: {:.2?}", begun.elapsed());

    let begun = std::time::Instant::now();
    assert_eq!(f.store.readable(SHELF).unwrap().len(), 1_000);
    println!("all texts read: {:.2?}", begun.elapsed());

    let begun = std::time::Instant::now();
    for number in 0..100 {
        f.store.put(guild(1), &long_article(number), at(3)).unwrap();
    }
    println!("one more article: {:.2?}", begun.elapsed() / 100);

    let begun = std::time::Instant::now();
    for _ in 0..1_000 {
        f.store
            .sentence_text(SHELF, &id("long-500"), 1, Span::new(0, 40))
            .unwrap();
    }
    println!("one proof: {:.2?}", begun.elapsed() / 1_000);
}

#[test]
fn a_server_that_reads_its_own_articles_only_sees_none_of_the_shelf() {
    let f = fresh();
    let put =
        |scope, name: &str, text: &str| f.store.put(scope, &draft(name, text), at(1)).unwrap();
    put(Scope::Everyone, "canal", "The canal is 12 metres wide.");
    put(guild(1), "mill", "The mill grinds rye.");
    let before = f.store.change_number(guild(1)).unwrap();
    let elsewhere = f.store.change_number(guild(2)).unwrap();
    let set = |on: bool| {
        let value = json!(on);
        let set = f
            .store
            .set_setting(guild(1), OWN_ARTICLES_ONLY, Some(&value), at(2));
        set.unwrap();
    };
    set(true);
    assert!(f.store.change_number(guild(1)).unwrap() > before);
    assert_eq!(f.store.change_number(guild(2)).unwrap(), elsewhere);
    let names = |scope| {
        let entries = f.store.list(scope).unwrap();
        entries
            .iter()
            .map(|entry| entry.id.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(guild(1)), ["mill"]);
    assert_eq!(names(guild(2)), ["canal"]);
    assert_eq!(f.store.readable(guild(1)).unwrap().len(), 1);
    let canal = ArticleId::from("canal");
    assert!(matches!(
        f.store.get(guild(1), &canal),
        Err(StoreError::NotFound(_))
    ));
    let same = Digest::of("The canal is 12 metres wide.");
    assert!(f.store.find_text(guild(1), same).unwrap().is_empty());
    assert_eq!(f.store.find_text(guild(2), same).unwrap().len(), 1);
    let standing = f
        .store
        .sentence_text(guild(1), &canal, 1, Span::new(0, 28))
        .unwrap();
    assert_eq!(standing, Standing::Unknown);

    // The choice goes where the server's articles go.
    let export = f.store.export(guild(1)).unwrap();
    let other = fresh();
    other
        .store
        .put(
            Scope::Everyone,
            &draft("lock", "The lock has two gates."),
            at(1),
        )
        .unwrap();
    other.store.import(guild(1), &export, at(3)).unwrap();
    let entries = other.store.list(guild(1)).unwrap();
    assert_eq!(entries.len(), 1, "{entries:?}");

    set(false);
    assert_eq!(names(guild(1)), ["canal", "mill"]);
}
