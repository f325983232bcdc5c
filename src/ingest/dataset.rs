//! The dataset: read all files, say what would change, ask when much would go, then change it in one step.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use serde::Serialize;

use super::child::Extractor;
use super::documents::read_saved_page;
use super::folder::{self, ArticleFile};
use crate::article::parse::{self, Format, ParseError};
use crate::article::{ArticleId, Metadata};
use crate::store::{
    self, Digest, Entry, Plan, Receipt, Scope, Source, SourceKind, Stamp, Store, StoreError, Watch,
};

/// The largest file that is read; far beyond any article, far below what hurts.
pub const LARGEST_FILE: u64 = 8 * 1024 * 1024;

/// Removing more than this share of the dataset has to be confirmed: an empty or half-copied folder removes much.
pub const REMOVAL_ASKS: f64 = 0.20;

/// A file must have been left alone for so long, or it may still be being written.
const SETTLED: Duration = Duration::from_secs(1);

/// A file that cannot be loaded, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The file, as a path within the folder.
    pub file: String,
    /// The line, counted from 1.
    pub line: Option<usize>,
    /// The field.
    pub field: Option<String>,
    /// The error code.
    pub code: &'static str,
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
    /// How many articles of the dataset there were before.
    pub before: usize,
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
    #[error("unable to read the folder {path}: {cause}")]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// A large part would go.
    #[error(
        "{removed} of {before} articles would be removed, because their files are gone; confirm it if that is meant"
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
    pub fn code(&self) -> &'static str {
        match self {
            DatasetError::NoFolder(_) | DatasetError::NotAFolder(_) => "NOT_FOUND",
            DatasetError::Unreadable { .. } => "STORAGE",
            DatasetError::WouldRemove { .. } => "RELOAD_WOULD_REMOVE",
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
        let entries = store.list(scope)?;
        let own = entries.into_iter().filter(|entry| entry.owner == scope);
        let own: Vec<Entry> = own.collect();
        Ok(Reload::between(read_folder(
            folder, now, &own, extractor, progress,
        )?))
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
        if self.should_ask() && confirmation == Confirmation::Missing {
            return Err(DatasetError::WouldRemove {
                removed: self.removed.len(),
                before: self.before,
            });
        }
        if self.is_empty() {
            return Ok(None);
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
            before: known.by_file.len(),
            ..Reload::default()
        };
        let refused = listing.refused.into_iter();
        reload
            .problems
            .extend(refused.map(|(file, reason)| Problem {
                file,
                line: None,
                field: None,
                code: "FILE_TYPE",
                message: reason,
            }));
        let mut drafts: BTreeMap<ArticleId, Vec<store::Draft>> = BTreeMap::new();
        let mut still_there: BTreeSet<String> = BTreeSet::new();
        for (name, outcome) in files {
            reload.warnings.extend(outcome.warnings);
            match outcome.result {
                FileResult::Same => reload.unchanged += 1,
                FileResult::Unsettled => reload.unsettled.push(name.clone()),
                FileResult::Bad(problem) => reload.problems.push(*problem),
                FileResult::Read(draft) => drafts.entry(draft.id.clone()).or_default().push(*draft),
            }
            still_there.insert(name);
        }
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
        still_there: &BTreeSet<String>,
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
            .filter(|(file, entry)| !still_there.contains(*file) && !kept.contains(&entry.id));
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
                code: "DUPLICATE",
                message: format!(
                    "the id `{id}` is also that of {}; rename the file or set `id:`",
                    places.join(", ")
                ),
            });
        }
    }
}

/// What a scope holds already.
#[derive(Default)]
struct Known {
    /// Articles of the dataset, by file.
    by_file: BTreeMap<String, Entry>,
    /// The file of every article, by id; nothing for those that came another way.
    ids: BTreeMap<ArticleId, Option<String>>,
}

impl Known {
    fn of(entries: &[Entry]) -> Self {
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
        still_there: &BTreeSet<String>,
    ) -> Option<String> {
        match self.ids.get(id)? {
            None => Some("an article that was added by hand".to_owned()),
            Some(file) => {
                let own = drafts
                    .iter()
                    .any(|draft| draft.source.name.as_ref() == Some(file));
                (!own && still_there.contains(file)).then(|| file.clone())
            }
        }
    }
}

/// Everything that was found in a folder.
struct Reading {
    listing: folder::Listing,
    known: Known,
    files: Vec<(String, FileOutcome)>,
}

/// What became of one file.
struct FileOutcome {
    result: FileResult,
    warnings: Vec<Problem>,
}

enum FileResult {
    Same,
    Unsettled,
    Bad(Box<Problem>),
    Read(Box<store::Draft>),
}

fn read_folder(
    folder: &Path,
    now: SystemTime,
    entries: &[Entry],
    extractor: &Extractor,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Reading, DatasetError> {
    if !folder.exists() {
        return Err(DatasetError::NoFolder(folder.to_owned()));
    }
    if !folder.is_dir() {
        return Err(DatasetError::NotAFolder(folder.to_owned()));
    }
    let listing = folder::list(folder).map_err(|cause| DatasetError::Unreadable {
        path: folder.to_owned(),
        cause,
    })?;
    let known = Known::of(entries);
    let (total, done) = (listing.files.len(), AtomicUsize::new(0));
    let read = |file: &ArticleFile| {
        let outcome = read_file(file, &known, now, extractor);
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
        (file.name.clone(), outcome)
    };
    // The order of a parallel collection is that of the files, whoever finishes first.
    let mut files: Vec<(String, FileOutcome)> = listing.files.par_iter().map(read).collect();
    leave_unsettled_alone(&listing.files, &mut files, now);
    Ok(Reading {
        listing,
        known,
        files,
    })
}

/// Waits until every new file has been left alone for a moment; one that still changes is not taken.
fn leave_unsettled_alone(
    files: &[ArticleFile],
    outcomes: &mut [(String, FileOutcome)],
    now: SystemTime,
) {
    let is_new = |outcome: &FileOutcome| !matches!(outcome.result, FileResult::Same);
    let young: Vec<(&ArticleFile, &mut FileOutcome)> = files
        .iter()
        .zip(outcomes.iter_mut().map(|(_, outcome)| outcome))
        .filter(|(file, outcome)| {
            is_new(outcome) && age(file, now).is_some_and(|age| age < SETTLED)
        })
        .collect();
    let Some(youngest) = young.iter().filter_map(|(file, _)| age(file, now)).min() else {
        return;
    };
    std::thread::sleep(SETTLED - youngest);
    for (file, outcome) in young {
        let about = std::fs::metadata(&file.path).ok();
        let stamp = about.map(|about| (about.len(), about.modified().ok()));
        if stamp != Some((file.bytes, file.modified)) {
            outcome.result = FileResult::Unsettled;
            outcome.warnings.clear();
        }
    }
}

/// Reads one file, unless it is what was read before.
fn read_file(
    file: &ArticleFile,
    known: &Known,
    now: SystemTime,
    extractor: &Extractor,
) -> FileOutcome {
    let plain = |result| FileOutcome {
        result,
        warnings: Vec::new(),
    };
    let bytes = match steady_bytes(file) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return plain(FileResult::Unsettled),
        Err(problem) => return plain(FileResult::Bad(problem)),
    };
    let digest = Digest::of(&bytes);
    let before = known.by_file.get(&file.name);
    if before.is_some_and(|entry| entry.source.digest == Some(digest)) {
        return plain(FileResult::Same);
    }
    if file.format == Format::Html {
        return read_page(file, bytes, digest, extractor);
    }
    match parse::parse(&bytes, Some(file.format), &Metadata::default()) {
        Ok(draft) => {
            let warnings = warnings(file, &draft);
            let draft = stored(file, draft, digest);
            let result = match before.is_some_and(|entry| says_the_same(entry, &draft)) {
                true => FileResult::Same,
                false => FileResult::Read(Box::new(draft)),
            };
            FileOutcome { result, warnings }
        }
        Err(error) if error.may_be_cut_off() && is_recent(file, now) => {
            plain(FileResult::Unsettled)
        }
        Err(error) => plain(FileResult::Bad(Box::new(problem_of(file, &error)))),
    }
}

/// Tells whether an article holds what a file says, though perhaps in other bytes.
fn says_the_same(entry: &Entry, draft: &store::Draft) -> bool {
    entry.id == draft.id
        && entry.metadata == draft.metadata
        && entry.hash == Digest::of(&draft.text)
}

/// Reads a web page that somebody saved, as any page is read.
fn read_page(
    file: &ArticleFile,
    bytes: Vec<u8>,
    digest: Digest,
    extractor: &Extractor,
) -> FileOutcome {
    let result = match read_saved_page(extractor, bytes) {
        Ok(draft) => FileResult::Read(Box::new(stored(file, draft, digest))),
        Err(error) => FileResult::Bad(Box::new(problem(file, error.code(), error.to_string()))),
    };
    FileOutcome {
        result,
        warnings: Vec::new(),
    }
}

fn stored(file: &ArticleFile, draft: parse::Draft, digest: Digest) -> store::Draft {
    let stem = file
        .name
        .rsplit_once('.')
        .map_or(file.name.as_str(), |(stem, _)| stem);
    store::Draft {
        id: draft.id.unwrap_or_else(|| ArticleId::from_words(stem)),
        metadata: draft.metadata,
        text: draft.text,
        source: Source {
            kind: SourceKind::Dataset,
            name: Some(file.name.clone()),
            digest: Some(digest),
            address: None,
        },
    }
}

/// Reads all bytes of a file that is not being written at this moment; nothing if it is.
fn steady_bytes(file: &ArticleFile) -> Result<Option<Vec<u8>>, Box<Problem>> {
    let unreadable = |error: std::io::Error| {
        let message = format!("unable to read it: {error}");
        Box::new(problem(file, "STORAGE", message))
    };
    if file.bytes > LARGEST_FILE {
        let message = format!(
            "{} MB, {} are allowed; split it into several articles",
            file.bytes / 1_000_000,
            LARGEST_FILE / 1_000_000
        );
        return Err(Box::new(problem(file, "FILE_TOO_LARGE", message)));
    }
    let mut handle = File::open(&file.path).map_err(unreadable)?;
    let before = stamp_of(&handle).map_err(unreadable)?;
    let mut bytes = Vec::new();
    let limit = LARGEST_FILE + 1;
    Read::by_ref(&mut handle)
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    let after = stamp_of(&handle).map_err(unreadable)?;
    let steady = before == after
        && before == (file.bytes, file.modified)
        && bytes.len() as u64 == file.bytes;
    Ok(steady.then_some(bytes))
}

fn stamp_of(file: &File) -> std::io::Result<(u64, Option<SystemTime>)> {
    let about = file.metadata()?;
    Ok((about.len(), about.modified().ok()))
}

/// Returns how long a file has been left alone; nothing when its clock runs ahead of ours.
fn age(file: &ArticleFile, now: SystemTime) -> Option<Duration> {
    now.duration_since(file.modified?).ok()
}

/// Tells whether a file was written within the last minute.
fn is_recent(file: &ArticleFile, now: SystemTime) -> bool {
    age(file, now).is_some_and(|age| age < Duration::from_secs(60))
}

fn problem(file: &ArticleFile, code: &'static str, message: String) -> Problem {
    Problem {
        file: file.name.clone(),
        line: None,
        field: None,
        code,
        message,
    }
}

fn problem_of(file: &ArticleFile, error: &ParseError) -> Problem {
    Problem {
        file: file.name.clone(),
        line: error.line(),
        field: error.field().map(str::to_owned),
        code: error.code(),
        message: error.to_string(),
    }
}

fn warnings(file: &ArticleFile, draft: &parse::Draft) -> Vec<Problem> {
    let about = |warning: &parse::Warning| Problem {
        line: warning.line,
        ..problem(file, "WARNING", warning.words.clone())
    };
    draft.warnings.iter().map(about).collect()
}
