//! The files of a dataset, read without ever taking one that is still being written.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::dataset::{DatasetError, Known, Problem};
use super::documents::{self, Document, DocumentError, MAX_DOCUMENT_BYTES};
use super::extractor_process::Extractor;
use super::folder::{self, ArticleFile};
use super::page_date::remark_on_day_ahead;
use super::preview::remark_on_unquoted;
use crate::article::parse::{self, ParseError};
use crate::article::{ArticleId, Metadata};
use crate::errors::{ErrorCode, Severity};
use crate::store::{self, Digest, Entry, Source, SourceKind};

/// The largest file that is read, in bytes.
const MAX_FILE_BYTES: u64 = MAX_DOCUMENT_BYTES as u64;

/// A file must have been left alone for so long, or it may still be being written.
const SETTLED: Duration = Duration::from_secs(1);

/// Everything that was found in a folder.
pub(super) struct Reading {
    pub listing: folder::Listing,
    pub known: Known,
    pub files: Vec<(String, FileOutcome)>,
}

/// What became of one file.
pub(super) struct FileOutcome {
    pub result: FileResult,
    pub warnings: Vec<Problem>,
}

pub(super) enum FileResult {
    Same,
    Unsettled,
    Bad(Box<Problem>),
    Read(Box<store::Draft>),
}

/// Reads all articles of a folder; files whose bytes are those of a known entry are not parsed again.
pub(super) fn read_folder(
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
    let document = Document {
        bytes,
        name: Some(file.name.clone()),
        ..Document::default()
    };
    match documents::check(&document) {
        // The words for an article file without text say more.
        Ok(()) | Err(DocumentError::Empty) => {}
        Err(error) => {
            return plain(FileResult::Bad(Box::new(problem(
                file,
                error.code(),
                error.to_string(),
            ))));
        }
    }
    if documents::needs_extractor(&document) {
        return read_page(file, document, digest, extractor);
    }
    let format = documents::format_of(&document);
    match parse::parse(&document.bytes, format, &Metadata::default()) {
        Ok(draft) => {
            let mut warnings = warnings(file, &draft);
            let draft = stored(file, draft, digest);
            warnings.extend(unquoted(file, &draft));
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
    document: Document,
    digest: Digest,
    extractor: &Extractor,
) -> FileOutcome {
    match documents::read_saved_page(extractor, document) {
        Ok(draft) => {
            let mut warnings = warnings(file, &draft);
            let draft = stored(file, draft, digest);
            warnings.extend(unquoted(file, &draft));
            FileOutcome {
                warnings,
                result: FileResult::Read(Box::new(draft)),
            }
        }
        Err(error) => FileOutcome {
            result: FileResult::Bad(Box::new(problem(file, error.code(), error.to_string()))),
            warnings: Vec::new(),
        },
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

/// Reads all bytes of a file that is not being written at this moment; `None` if it is.
fn steady_bytes(file: &ArticleFile) -> Result<Option<Vec<u8>>, Box<Problem>> {
    let unreadable = |error: std::io::Error| {
        Box::new(problem(
            file,
            ErrorCode::Storage,
            folder::unreadable(&error),
        ))
    };
    if file.bytes > MAX_FILE_BYTES {
        let message = format!(
            "{} MB, {} are allowed; split it into several articles",
            file.bytes / 1_000_000,
            MAX_FILE_BYTES / 1_000_000
        );
        return Err(Box::new(problem(file, ErrorCode::FileTooLarge, message)));
    }
    let mut handle = File::open(&file.path).map_err(unreadable)?;
    let before = stamp_of(&handle).map_err(unreadable)?;
    let mut bytes = Vec::new();
    let limit = MAX_FILE_BYTES + 1;
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

/// Returns how long a file has been left alone; `None` when its clock runs ahead of ours.
fn age(file: &ArticleFile, now: SystemTime) -> Option<Duration> {
    now.duration_since(file.modified?).ok()
}

/// Tells whether a file was written within the last minute.
fn is_recent(file: &ArticleFile, now: SystemTime) -> bool {
    age(file, now).is_some_and(|age| age < Duration::from_secs(60))
}

fn problem(file: &ArticleFile, severity: impl Into<Severity>, message: String) -> Problem {
    Problem {
        file: file.name.clone(),
        line: None,
        field: None,
        severity: severity.into(),
        message,
    }
}

fn problem_of(file: &ArticleFile, error: &ParseError) -> Problem {
    Problem {
        file: file.name.clone(),
        line: error.line(),
        field: error.field().map(str::to_owned),
        severity: error.code().into(),
        message: error.to_string(),
    }
}

fn warnings(file: &ArticleFile, draft: &parse::Draft) -> Vec<Problem> {
    let about = |warning: &parse::Warning| Problem {
        line: warning.line,
        ..problem(file, Severity::Warning, warning.words.clone())
    };
    let ahead = remark_on_day_ahead(draft.metadata.published.as_deref());
    let ahead = ahead.map(|words| problem(file, Severity::Warning, words));
    draft.warnings.iter().map(about).chain(ahead).collect()
}

fn unquoted(file: &ArticleFile, draft: &store::Draft) -> Option<Problem> {
    let words = remark_on_unquoted(&draft.id, &draft.text)?;
    Some(problem(file, Severity::Warning, words))
}
