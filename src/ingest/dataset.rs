//! The dataset: read all files, say what would change, ask when much would go, then change it in one step.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::Serialize;

use super::dataset_files::{FileResult, Reading, read_folder};
use super::extractor_process::Extractor;
use super::file_twins;
use crate::article::ArticleId;
use crate::errors::{ErrorCode, Severity};
use crate::store::{
    self, Entry, Plan, Receipt, Scope, SourceKind, Stamp, Store, StoreError, Watch,
};

/// Removing more than this share of the dataset has to be confirmed: an empty or half-copied folder removes much.
pub const REMOVAL_ASKS: f64 = 0.20;

/// Something wrong or odd in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The file, as a path within the folder.
    pub file: String,
    /// The line, counted from 1.
    pub line: Option<usize>,
    /// The field.
    pub field: Option<String>,
    /// Whether it keeps the file from being loaded, and under which code; programs read `WARNING` where it does not.
    #[serde(rename = "code")]
    pub severity: Severity,
    /// What is wrong and what to do.
    pub message: String,
}

/// An article that a reload would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedChange {
    /// Its id.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// Its file.
    pub file: String,
}

/// What a reload would do, before it does anything.
#[derive(Debug, Clone, Default)]
pub struct Reload {
    /// Articles that are not there yet.
    pub added: Vec<PlannedChange>,
    /// Articles whose file differs from what was read before.
    pub changed: Vec<PlannedChange>,
    /// Articles whose file is gone.
    pub removed: Vec<PlannedChange>,
    /// How many files were read before in this very form.
    pub unchanged: usize,
    /// Files that cannot be loaded; what they held before stays.
    pub problems: Vec<Problem>,
    /// What is odd in files that can be loaded.
    pub warnings: Vec<Problem>,
    /// Files that are still being written; the next reload takes them.
    pub unsettled: Vec<String>,
    /// How many files of other kinds were passed over.
    pub others: usize,
    /// Those of them that can be added one by one.
    pub documents: Vec<String>,
    /// How many articles of the dataset there were before.
    pub before: usize,
    /// The last change of the articles when they were compared with the folder; nothing where only the folder was read.
    last_change: Option<u64>,
    plan: Plan,
}

/// Whether a person has said that much may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation {
    /// Not yet.
    Missing,
    /// Yes.
    Given,
}

/// Why a dataset was not read or not loaded.
#[derive(Debug, thiserror::Error)]
pub enum DatasetError {
    /// There is no such folder.
    #[error("there is no folder {0}; name one with --data")]
    NoFolder(PathBuf),
    /// It is something else.
    #[error("{0} is not a folder; name the folder that holds the articles")]
    NotAFolder(PathBuf),
    /// The folder cannot be read.
    #[error("unable to read the folder {path}: {cause}; check who owns it, or name another")]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// A large part would go.
    #[error(
        "{removed} of {before} articles would be removed, because their files are not in the folder; confirm it if that is meant"
    )]
    WouldRemove {
        /// How many would go.
        removed: usize,
        /// How many there are.
        before: usize,
    },
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DatasetError {
    /// Returns the error code that a user sees.
    pub fn code(&self) -> ErrorCode {
        match self {
            DatasetError::NoFolder(_) | DatasetError::NotAFolder(_) => ErrorCode::NotFound,
            DatasetError::Unreadable { .. } => ErrorCode::Storage,
            DatasetError::WouldRemove { .. } => ErrorCode::ReloadWouldRemove,
            DatasetError::Store(error) => error.code(),
        }
    }
}

impl Reload {
    /// Reads a folder and compares it with what a scope holds; nothing is changed.
    ///
    /// `extractor` reads the web pages among the files; `progress` is told how many of how many were looked at.
    pub fn survey(
        folder: &Path,
        store: &dyn Store,
        scope: Scope,
        now: SystemTime,
        extractor: &Extractor,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Self, DatasetError> {
        // Before the articles: a change made meanwhile is then noticed at the commit.
        let last_change = store.change_number(scope)?;
        let entries = store.list(scope)?;
        let own = entries.into_iter().filter(|entry| entry.owner == scope);
        let own: Vec<Entry> = own.collect();
        let reading = read_folder(folder, now, &own, extractor, progress)?;
        Ok(Reload {
            last_change: Some(last_change),
            ..Reload::between(reading)
        })
    }

    /// Reads a folder without comparing it with anything, to check it.
    pub fn check(
        folder: &Path,
        now: SystemTime,
        extractor: &Extractor,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Self, DatasetError> {
        Ok(Reload::between(read_folder(
            folder,
            now,
            &[],
            extractor,
            progress,
        )?))
    }

    /// Tells whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.plan.put.is_empty() && self.plan.remove.is_empty()
    }

    /// Tells whether so much would go that a person should be asked.
    pub fn should_ask(&self) -> bool {
        self.removed.len() as f64 > self.before as f64 * REMOVAL_ASKS
    }

    /// Tells whether the folder has articles, and no file of those that were loaded before: it seems to be another one.
    pub fn is_of_another_folder(&self) -> bool {
        let holds_others = !self.added.is_empty() || !self.problems.is_empty();
        holds_others && self.before > 0 && self.removed.len() == self.before
    }

    /// Tells whether the same articles would be added, changed and removed.
    pub fn changes_the_same(&self, other: &Reload) -> bool {
        self.added == other.added && self.changed == other.changed && self.removed == other.removed
    }

    /// Refuses what a person should be asked about and was not.
    pub fn check_confirmed(&self, confirmation: Confirmation) -> Result<(), DatasetError> {
        match self.should_ask() && confirmation == Confirmation::Missing {
            true => Err(DatasetError::WouldRemove {
                removed: self.removed.len(),
                before: self.before,
            }),
            false => Ok(()),
        }
    }

    /// Makes the changes in one step; returns nothing when there are none.
    pub fn commit(
        &self,
        store: &dyn Store,
        scope: Scope,
        confirmation: Confirmation,
        stamp: Stamp,
    ) -> Result<Option<Receipt>, DatasetError> {
        self.commit_watched(store, scope, confirmation, stamp, &|_, _| ())
    }

    /// Makes the changes in one step and tells meanwhile how far it is.
    pub fn commit_watched(
        &self,
        store: &dyn Store,
        scope: Scope,
        confirmation: Confirmation,
        stamp: Stamp,
        watch: Watch<'_>,
    ) -> Result<Option<Receipt>, DatasetError> {
        self.check_confirmed(confirmation)?;
        if self.is_empty() {
            return Ok(None);
        }
        // Between a plan and its yes, a command beside the bot may have loaded newer files.
        let now = store.change_number(scope)?;
        if self.last_change.is_some_and(|planned| planned != now) {
            return Err(StoreError::Overtaken.into());
        }
        Ok(Some(store.apply_watched(scope, &self.plan, stamp, watch)?))
    }

    /// Compares what was read with what is there.
    fn between(reading: Reading) -> Self {
        let Reading {
            listing,
            known,
            files,
        } = reading;
        let mut reload = Reload {
            others: listing.others,
            documents: listing.documents,
            before: known.by_file.len(),
            ..Reload::default()
        };
        let mut drafts: BTreeMap<ArticleId, Vec<store::Draft>> = BTreeMap::new();
        let mut still_there = StillThere::default();
        for (file, reason) in listing.refused {
            still_there.refused.insert(file.clone());
            reload.problems.push(Problem {
                file,
                line: None,
                field: None,
                severity: ErrorCode::FileType.into(),
                message: reason,
            });
        }
        let twins = file_twins::warnings(&files, &known);
        for (name, outcome) in files {
            reload.warnings.extend(outcome.warnings);
            match outcome.result {
                FileResult::Same => reload.unchanged += 1,
                FileResult::Unsettled => reload.unsettled.push(name.clone()),
                FileResult::Bad(problem) => reload.problems.push(*problem),
                FileResult::Read(draft) => drafts.entry(draft.id.clone()).or_default().push(*draft),
            }
            still_there.files.insert(name);
        }
        reload.warnings.extend(twins);
        reload.plan_changes(drafts, &known, &still_there);
        reload
            .problems
            .sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        reload
    }

    fn plan_changes(
        &mut self,
        drafts: BTreeMap<ArticleId, Vec<store::Draft>>,
        known: &Known,
        still_there: &StillThere,
    ) {
        for (id, same_id) in drafts {
            let taken = known.taken(&id, &same_id, still_there);
            match (same_id.as_slice(), taken) {
                ([draft], None) => self.plan_put(draft, known),
                (_, taken) => self.refuse_duplicates(&id, &same_id, taken),
            }
        }
        let kept: BTreeSet<&ArticleId> = self.plan.put.iter().map(|draft| &draft.id).collect();
        let gone = known
            .by_file
            .iter()
            .filter(|(file, entry)| !still_there.holds(file) && !kept.contains(&entry.id));
        let removed: Vec<PlannedChange> = gone
            .map(|(file, entry)| PlannedChange {
                id: entry.id.clone(),
                title: entry.metadata.title.clone(),
                file: file.clone(),
            })
            .collect();
        self.plan.remove = removed.iter().map(|change| change.id.clone()).collect();
        self.removed = removed;
    }

    fn plan_put(&mut self, draft: &store::Draft, known: &Known) {
        let change = PlannedChange {
            id: draft.id.clone(),
            title: draft.metadata.title.clone(),
            file: draft.source.name.clone().unwrap_or_default(),
        };
        match known.ids.contains_key(&draft.id) {
            true => self.changed.push(change),
            false => self.added.push(change),
        }
        self.plan.put.push(draft.clone());
    }

    /// Lets none of several articles with one id win silently.
    fn refuse_duplicates(
        &mut self,
        id: &ArticleId,
        drafts: &[store::Draft],
        taken: Option<String>,
    ) {
        let files: Vec<String> = drafts
            .iter()
            .filter_map(|d| d.source.name.clone())
            .collect();
        for file in &files {
            let others = files.iter().filter(|other| *other != file).cloned();
            let places: Vec<String> = others.chain(taken.clone()).collect();
            self.problems.push(Problem {
                file: file.clone(),
                line: None,
                field: Some("id".to_owned()),
                severity: ErrorCode::Duplicate.into(),
                message: format!(
                    "the id `{id}` is also that of {}; rename the file or set `id:`",
                    places.join(", ")
                ),
            });
        }
    }
}

/// What was seen in the folder, read or not: only what is surely gone may be removed.
#[derive(Default)]
struct StillThere {
    files: BTreeSet<String>,
    /// Files and folders that were not read. What lies in such a folder, nobody has seen.
    refused: BTreeSet<String>,
}

impl StillThere {
    fn holds(&self, file: &str) -> bool {
        let folders = file.match_indices('/').filter_map(|(at, _)| file.get(..at));
        self.files.contains(file)
            || self.refused.contains(file)
            || folders
                .into_iter()
                .any(|folder| self.refused.contains(folder))
    }
}

/// What a scope holds already.
#[derive(Default)]
pub(super) struct Known {
    /// Articles of the dataset, by file.
    pub(super) by_file: BTreeMap<String, Entry>,
    /// The file of every article, by id; nothing for those that came another way.
    ids: BTreeMap<ArticleId, Option<String>>,
}

impl Known {
    pub(super) fn of(entries: &[Entry]) -> Self {
        let mut known = Known::default();
        for entry in entries {
            let file = match entry.source.kind {
                SourceKind::Dataset => entry.source.name.clone(),
                _ => None,
            };
            known.ids.insert(entry.id.clone(), file.clone());
            if let Some(file) = file {
                known.by_file.insert(file, entry.clone());
            }
        }
        known
    }

    /// Says who else has this id: an article added by hand, or one whose own file is still there.
    fn taken(
        &self,
        id: &ArticleId,
        drafts: &[store::Draft],
        still_there: &StillThere,
    ) -> Option<String> {
        match self.ids.get(id)? {
            None => Some("an article that was added by hand".to_owned()),
            Some(file) => {
                let own = drafts
                    .iter()
                    .any(|draft| draft.source.name.as_ref() == Some(file));
                (!own && still_there.holds(file)).then(|| file.clone())
            }
        }
    }
}
