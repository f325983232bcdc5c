//! Two servers and the operator do 2,000 random things; nothing of one server ever reaches the other.

use std::collections::BTreeMap;
use std::fmt::Debug;

use footnote::article::{ArticleId, Metadata};
use footnote::errors::ErrorCode;
use footnote::store::*;
use footnote::text::Span;
use serde_json::json;

/// How many random things are done.
const ACTIONS: usize = 2_000;

/// The words that mark whatever one side wrote: the operator, the first server, the second.
const CANARIES: [&str; 3] = ["shelfmark", "alphacanary", "betacanary"];

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

/// What an article must be, by a model that is too simple to be wrong.
#[derive(Debug, Clone)]
struct ExpectedArticle {
    versions: Vec<String>,
    current: usize,
    live: bool,
}

struct Play {
    store: SqliteStore,
    dice: Dice,
    model: BTreeMap<(usize, ArticleId), ExpectedArticle>,
    last_receipt: [Option<ReceiptId>; 3],
    jobs: [Option<JobId>; 3],
    now: i64,
}

fn scope(side: usize) -> Scope {
    match side {
        0 => Scope::Everyone,
        side => Scope::Guild(GuildId::new(side as u64).expect("not 0")),
    }
}

impl Play {
    fn stamp(&mut self) -> Stamp {
        self.now += 1;
        Stamp::by(self.now, UserId(9))
    }

    /// One of five names; two of them are shared by all sides, three carry the side's mark.
    fn name(&mut self, side: usize) -> ArticleId {
        match self.dice.roll(5) {
            0 => ArticleId::from("rules"),
            1 => ArticleId::from("map"),
            number => ArticleId(format!("{}-{number}", CANARIES[side])),
        }
    }

    fn draft(&mut self, side: usize, id: ArticleId) -> Draft {
        let mark = CANARIES[side];
        let number = self.dice.roll(4);
        Draft {
            id,
            metadata: Metadata {
                title: format!("{mark} {}", self.dice.roll(3)),
                url: Some(format!("https://{mark}.example/{number}")),
                ..Metadata::default()
            },
            text: format!("The {mark} counted {number} lamps. Nobody else did."),
            source: Source {
                address: Some(format!("https://{mark}.example/{number}")),
                ..Source::default()
            },
        }
    }

    /// Writes into the model what keeping a draft means.
    fn expect_kept(&mut self, side: usize, draft: &Draft) {
        let key = (side, draft.id.clone());
        let expected = self.model.entry(key).or_insert(ExpectedArticle {
            versions: Vec::new(),
            current: 0,
            live: true,
        });
        expected.live = true;
        if expected.versions.get(expected.current) != Some(&draft.text) {
            expected.versions.push(draft.text.clone());
            expected.current = expected.versions.len() - 1;
        }
    }

    /// Does one random thing and returns all that the actor was told.
    fn act(&mut self, side: usize) -> String {
        let here = scope(side);
        let stamp = self.stamp();
        let id = self.name(side);
        let mark = CANARIES[side];
        match self.dice.roll(16) {
            0..=3 => {
                let draft = self.draft(side, id);
                self.expect_kept(side, &draft);
                told(self.store.put(here, &draft, stamp))
            }
            4 => {
                let told = told(self.store.remove(here, &id, stamp));
                if let Some(expected) = self.model.get_mut(&(side, id)) {
                    expected.live = false;
                }
                told
            }
            5 => {
                if let Some(expected) = self.model.get_mut(&(side, id.clone())) {
                    expected.live = true;
                }
                told(self.store.restore(here, &id, stamp))
            }
            6 => {
                let wanted = self.dice.roll(3);
                if let Some(expected) = self.model.get_mut(&(side, id.clone()))
                    && expected.live
                    && wanted < expected.versions.len()
                {
                    expected.current = wanted;
                }
                let version = u32::try_from(wanted + 1).expect("a small number");
                told(self.store.restore_version(here, &id, version, stamp))
            }
            7 => self.plan(side, id, stamp),
            8 => {
                let value = json!({ "note": mark });
                told(self.store.set_setting(here, mark, Some(&value), stamp))
            }
            9 => {
                let component = Component {
                    id: "same-key".to_owned(),
                    owner: None,
                    state: json!(mark),
                    expires_at: self.now + 50,
                };
                told(self.store.put_component(here, &component))
            }
            10 => self.job(side, stamp),
            11 => {
                let vote = Vote {
                    article: id,
                    version: 1,
                    span: Span::new(0, 9),
                    voter: UserId(self.dice.roll(4) as u64),
                    verdict: Verdict::Right,
                };
                told(self.store.vote(here, &vote, self.now))
            }
            12 => told(self.store.note_gap(
                here,
                &OpenQuestion::of(format!("{mark}?")),
                Consent::Asker,
                self.now,
            )),
            13 => {
                self.model.remove(&(side, id.clone()));
                told(self.store.purge(here, &id, stamp))
            }
            14 => {
                let looked = AuditAction::Unknown("looked".to_owned());
                told(self.store.log_action(here, &looked, Some(mark), stamp))
            }
            _ => told(self.store.take_component(here, "same-key", self.now)),
        }
    }

    /// Changes one article by a plan, or takes the last plan back at once.
    fn plan(&mut self, side: usize, id: ArticleId, stamp: Stamp) -> String {
        let before = self.model.clone();
        let draft = self.draft(side, id);
        self.expect_kept(side, &draft);
        let plan = Plan {
            put: vec![draft.clone()],
            remove: vec![],
        };
        let receipt = self
            .store
            .apply(scope(side), &plan, stamp)
            .expect("a sound plan");
        self.last_receipt[side] = Some(receipt.id);
        let mut told_all = format!("{receipt:?}");
        if self.dice.roll(2) == 0 {
            let back = self.store.rollback(scope(side), receipt.id, stamp);
            told_all.push_str(&told(back));
            let key = (side, draft.id);
            let kept = self.model.get_mut(&key).expect("just planned");
            match before.get(&key) {
                None => kept.live = false,
                Some(earlier) => {
                    kept.current = earlier.current;
                    kept.live = earlier.live;
                }
            }
        }
        told_all
    }

    /// Begins a job, or ends the one that is open.
    fn job(&mut self, side: usize, stamp: Stamp) -> String {
        let state = json!({ "text": CANARIES[side] });
        if let Some(job) = self.jobs[side].take() {
            let end = self
                .store
                .end_job(scope(side), job, JobStatus::Finished, &state, stamp.at);
            return told(end);
        }
        let job = NewJob {
            kind: "reload".to_owned(),
            state,
            reply_token: Some(CANARIES[side].to_owned()),
        };
        let id = self
            .store
            .start_job(scope(side), &job, stamp)
            .expect("a job");
        self.jobs[side] = Some(id);
        format!("{id:?}")
    }

    /// Returns everything that one side can ask for.
    fn all_that_is_readable(&self, side: usize) -> String {
        let (store, here) = (&self.store, scope(side));
        let mut all = String::new();
        for id in self.every_name() {
            // The name is the asker's own word, so that only what is found counts.
            let found = [
                store.get(here, &id).map(|found| format!("{found:?}")),
                store.entry(here, &id).map(|found| format!("{found:?}")),
                store.history(here, &id).map(|found| format!("{found:?}")),
                store
                    .version(here, &id, 1)
                    .map(|found| format!("{found:?}")),
                store
                    .sentence_text(here, &id, 1, Span::new(0, 20))
                    .map(|s| format!("{s:?}")),
                store
                    .refresh_state(here, &id)
                    .map(|found| format!("{found:?}")),
            ];
            all.extend(found.into_iter().flatten());
        }
        for address in CANARIES.map(|mark| format!("https://{mark}.example/1")) {
            all.push_str(&told(store.find_address(here, &address)));
        }
        for receipt in 0..self
            .last_receipt
            .iter()
            .flatten()
            .map(|r| r.0 + 1)
            .max()
            .unwrap_or(0)
        {
            let foreign = self.last_receipt[side].is_none_or(|own| own.0 != receipt);
            if foreign
                && !store
                    .receipts(here)
                    .unwrap()
                    .iter()
                    .any(|r| r.id.0 == receipt)
            {
                let refused = store.rollback(here, ReceiptId(receipt), Stamp::at(self.now));
                assert_eq!(refused.expect_err("not theirs").code(), ErrorCode::NotFound);
            }
        }
        for (_, job) in (self.jobs.iter().enumerate()).filter(|(other, _)| *other != side) {
            if let Some(job) = *job {
                let refused = store.end_job(here, job, JobStatus::Failed, &json!(null), self.now);
                assert_eq!(refused.expect_err("not theirs").code(), ErrorCode::NotFound);
            }
        }
        for job in store.open_jobs(here).unwrap() {
            all.push_str(&job.state.to_string());
        }
        for part in [
            told(store.list(here)),
            told(store.removed(here)),
            told(store.readable(here)),
            told(store.usage(here)),
            told(store.receipts(here)),
            told(store.settings(here)),
            told(store.component(here, "same-key", self.now)),
            told(store.tallies(here)),
            told(store.gaps(here)),
            told(store.audit_log(here, 10_000)),
            told(store.export(here)),
        ] {
            all.push_str(&part);
        }
        all
    }

    fn every_name(&self) -> Vec<ArticleId> {
        let marked = CANARIES
            .iter()
            .flat_map(|mark| (2..5).map(move |n| format!("{mark}-{n}")));
        let shared = ["rules", "map"].map(str::to_owned);
        marked.chain(shared).map(ArticleId).collect()
    }

    /// Compares what a side can read with the model.
    fn compare_with_model(&self, side: usize) {
        let mut expected = BTreeMap::new();
        // The side's own articles come last, so that they stand before the operator's of the same name.
        for owner in [0, side] {
            let live = self
                .model
                .iter()
                .filter(|((of, _), article)| *of == owner && article.live);
            for ((_, id), article) in live {
                expected.insert(id.clone(), article.versions[article.current].clone());
            }
        }
        let readable = self.store.readable(scope(side)).unwrap();
        let found: BTreeMap<_, _> = readable.into_iter().map(|a| (a.id, a.text)).collect();
        assert_eq!(found, expected, "side {side} after {} actions", self.now);
    }
}

/// Returns what an actor is told, be it good news or bad.
fn told<T: Debug>(result: StoreResult<T>) -> String {
    match result {
        Ok(found) => format!("{found:?}"),
        Err(error) => error.to_string(),
    }
}

/// Fails when something of one server stands in what the other was told.
fn nothing_foreign(side: usize, told: &str) {
    for (other, canary) in CANARIES.iter().enumerate().skip(1) {
        assert!(
            side == other || !told.contains(canary),
            "side {side} was told of {canary}: {told}"
        );
    }
}

#[test]
fn nothing_of_one_server_reaches_the_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = SqliteStore::open(&folder.path().join("a.db"), Access::Serve).expect("a database");
    let mut play = Play {
        store,
        dice: Dice(0x5eed_f007_0001),
        model: BTreeMap::new(),
        last_receipt: [None; 3],
        jobs: [None; 3],
        now: 0,
    };
    for action in 0..ACTIONS {
        let side = play.dice.roll(3);
        let told = play.act(side);
        nothing_foreign(side, &told);
        if action % 50 == 0 {
            for side in 0..3 {
                nothing_foreign(side, &play.all_that_is_readable(side));
                play.compare_with_model(side);
            }
        }
    }
    let everything = (0..3).map(|side| play.all_that_is_readable(side));
    for (side, told) in everything.enumerate() {
        assert!(
            told.contains(CANARIES[side]),
            "the test sees what side {side} wrote"
        );
        nothing_foreign(side, &told);
        play.compare_with_model(side);
    }
    assert_eq!(play.store.check().unwrap(), Vec::<String>::new());
}
