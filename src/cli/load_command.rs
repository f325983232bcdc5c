//! `footnote load`: new, changed and removed files of a folder, in one step.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use clap::Args;
use serde_json::{Value, json};

use super::context::{Context, Done, SCOPE, stamp};
use super::failure::Failure;
use super::progress::Progress;
use crate::errors::ErrorCode;
use crate::ingest::dataset::{Confirmation, DatasetError, Problem, Reload};
use crate::ingest::extractor_process::Extractor;
use crate::ingest::folder;
use crate::render::notices::{self, Sum};
use crate::render::screen::Screen;
use crate::store::{Outcome, Receipt, Store};

/// What `load` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The folder [default: that of --data]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Do not ask when more than a fifth of the articles would be removed
    #[arg(long)]
    yes: bool,
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
}

/// Loads a folder. Files are read and a person is asked before the database is opened to change it: until then others may
/// change it, and a dry run never needs it. One that is in use already is refused before anything is read.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Done, Failure> {
    if !arguments.dry_run {
        context.check_unlocked()?;
    }
    let folder = arguments.folder.as_ref().unwrap_or(&context.settings.data);
    let there = context.reader_if_any()?;
    let planned = plan(
        context,
        there.as_ref().map(|store| store as &dyn Store),
        folder,
    )?;
    let nothing_to_do = there.is_some() && planned.reload.is_empty();
    if arguments.dry_run || nothing_to_do {
        return finish(context, &planned.reload, None);
    }
    let consent = consent(context, arguments, &planned.reload, folder);
    match consent {
        Consent::Refused => return Ok(context.left_as_it_was()),
        Consent::Missing => check_unasked(&planned.reload, folder)?,
        Consent::Beforehand | Consent::Shown => {}
    }
    drop(there);
    let store = context.bare_writer()?;
    let reload = still_so(context, &store, folder, planned, consent)?;
    let receipt = commit(context, &store, &reload, consent.confirmation())?;
    finish(context, &reload, receipt.as_ref())
}

/// What would be done, and the last change of the articles that was known then.
struct Planned {
    reload: Reload,
    last_change: u64,
}

/// Who has said that much may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Consent {
    /// Nobody.
    Missing,
    /// A person who was asked said no.
    Refused,
    /// Whoever wrote `--yes`, whatever it is.
    Beforehand,
    /// A person who was shown what would go.
    Shown,
}

impl Consent {
    fn confirmation(self) -> Confirmation {
        match self {
            Consent::Missing | Consent::Refused => Confirmation::Missing,
            Consent::Beforehand | Consent::Shown => Confirmation::Given,
        }
    }
}

fn consent(context: &Context, arguments: &Arguments, reload: &Reload, folder: &Path) -> Consent {
    if arguments.yes {
        return Consent::Beforehand;
    }
    if !reload.should_ask() || !context.can_ask() {
        return Consent::Missing;
    }
    match context.confirmed(&notices::ask_removal(&why_removed(reload, folder))) {
        true => Consent::Shown,
        false => Consent::Refused,
    }
}

/// Refuses what a person should be asked about where there is none.
fn check_unasked(reload: &Reload, folder: &Path) -> Result<(), Failure> {
    match reload.check_confirmed(Confirmation::Missing) {
        Err(refused @ DatasetError::WouldRemove { .. }) => {
            let why = why_removed(reload, folder);
            let message = format!("{why}; confirm it with --yes if that is meant");
            Err(Failure::new(refused.code(), message))
        }
        other => Ok(other?),
    }
}

fn why_removed(reload: &Reload, folder: &Path) -> String {
    let folder = folder.display().to_string();
    let (removed, before) = (reload.removed.len(), reload.before);
    match reload.is_of_another_folder() {
        true => notices::other_folder(removed, &folder),
        false => notices::files_missing(removed, before, &folder),
    }
}

fn plan(context: &Context, store: Option<&dyn Store>, folder: &Path) -> Result<Planned, Failure> {
    let last_change = match store {
        Some(store) => store.change_number(SCOPE)?,
        None => 0,
    };
    Ok(Planned {
        reload: survey(context, store, folder)?,
        last_change,
    })
}

/// Plans anew if somebody has changed the articles since; what a person has agreed to must still be what is done.
fn still_so(
    context: &Context,
    store: &dyn Store,
    folder: &Path,
    planned: Planned,
    consent: Consent,
) -> Result<Reload, Failure> {
    if store.change_number(SCOPE)? == planned.last_change {
        return Ok(planned.reload);
    }
    let anew = plan(context, Some(store), folder)?.reload;
    match consent == Consent::Shown && !anew.changes_the_same(&planned.reload) {
        true => Err(Failure::new(
            ErrorCode::ChangedSince,
            notices::PLAN_OVERTAKEN,
        )),
        false => Ok(anew),
    }
}

/// What is there before the first load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// No database.
    NoDatabase,
    /// One that no article has ever come into.
    Untouched,
}

/// Loads the dataset into a database that does not exist yet, or never held anything.
pub fn first(context: &Context, before: First) -> Result<(), Failure> {
    let folder = &context.settings.data;
    let named = folder.display().to_string();
    match before {
        First::NoDatabase if !folder.is_dir() => {
            // A database without articles still is one; `ask` says so and what to do.
            context.tell(&notices::nothing_to_load(&named));
            context.bare_writer()?;
            return Ok(());
        }
        First::NoDatabase => context.tell(&notices::first_load(&named)),
        // Nobody needs to hear again that there is nothing to load.
        First::Untouched if !holds_articles(folder) => return Ok(()),
        First::Untouched => context.tell(&notices::first_load_again(&named)),
    }
    let store = context.bare_writer()?;
    let reload = survey(context, Some(&store), folder)?;
    for problem in &reload.problems {
        context.tell(&line(problem, Screen::PLAIN));
    }
    let receipt = commit(context, &store, &reload, Confirmation::Given)?;
    // Another process may have loaded it while this one waited.
    let loaded = receipt.map_or(reload.unchanged, |receipt| receipt.count(Outcome::Added));
    context.tell(&notices::first_loaded(loaded));
    Ok(())
}

/// Tells whether a folder has anything that could be loaded.
fn holds_articles(folder: &Path) -> bool {
    folder::list(folder).is_ok_and(|listing| !listing.files.is_empty())
}

/// Returns what reads the web pages among the files: this very program.
pub fn pages() -> Result<Extractor, Failure> {
    Extractor::of_this_program().map_err(|error| Failure::of_file("find this program", &error))
}

/// Compares a folder with what is in the database, or with nothing where there is none.
fn survey(context: &Context, store: Option<&dyn Store>, folder: &Path) -> Result<Reload, Failure> {
    let progress = Progress::of(context, "reading");
    let now = SystemTime::now();
    let extractor = pages()?;
    let watch = |done, total| progress.at(done, total);
    let reload = match store {
        Some(store) => Reload::survey(folder, store, SCOPE, now, &extractor, &watch),
        None => Reload::check(folder, now, &extractor, &watch),
    };
    progress.end();
    Ok(reload?)
}

fn commit(
    context: &Context,
    store: &dyn Store,
    reload: &Reload,
    confirmation: Confirmation,
) -> Result<Option<Receipt>, Failure> {
    let progress = Progress::of(context, "saving");
    let receipt = reload.commit_watched(store, SCOPE, confirmation, stamp(), &|done, all| {
        progress.at(done, all);
    });
    progress.end();
    Ok(receipt?)
}

fn finish(context: &Context, reload: &Reload, receipt: Option<&Receipt>) -> Result<Done, Failure> {
    context.print(
        |screen| words(reload, receipt, screen),
        value(reload, receipt),
    )?;
    Ok(match reload.problems.is_empty() {
        true => Done::Fully,
        false => Done::NotFully,
    })
}

/// Says what a reload did, or found when it did nothing.
fn words(reload: &Reload, receipt: Option<&Receipt>, screen: Screen) -> String {
    let mut lines = Vec::new();
    let changes = [
        ("+", &reload.added),
        ("~", &reload.changed),
        ("−", &reload.removed),
    ];
    for (sign, change) in changes
        .iter()
        .flat_map(|(sign, all)| all.iter().map(move |one| (sign, one)))
    {
        lines.push(screen.dim(&format!("  {sign} {}", change.id)));
    }
    let sum = Sum {
        added: reload.added.len(),
        changed: reload.changed.len(),
        removed: reload.removed.len(),
        unchanged: reload.unchanged,
    };
    lines.push(notices::sum(sum, screen));
    lines.extend(remarks(reload, screen));
    match receipt {
        Some(receipt) => lines.push(screen.dim(&notices::receipt(&receipt.id.to_string()))),
        None if reload.is_empty() && reload.problems.is_empty() => {
            lines.push(match reload.unchanged == 0 && reload.unsettled.is_empty() {
                true => notices::EMPTY_FOLDER.to_owned(),
                false => notices::NOTHING_TO_DO.to_owned(),
            })
        }
        None => {}
    }
    lines.join("\n")
}

/// Names bad files, odd ones and those left for later.
pub fn remarks(reload: &Reload, screen: Screen) -> Vec<String> {
    let mut lines = Vec::new();
    if !reload.problems.is_empty() {
        lines.push(screen.bad(&notices::bad_files(reload.problems.len())));
        lines.extend(reload.problems.iter().map(|problem| line(problem, screen)));
    }
    lines.extend(reload.warnings.iter().map(|warning| line(warning, screen)));
    if !reload.unsettled.is_empty() {
        lines.push(notices::unsettled(&reload.unsettled));
    }
    if reload.others > 0 {
        lines.push(screen.dim(&notices::passed_over(reload.others, &reload.documents)));
    }
    lines
}

fn line(problem: &Problem, screen: Screen) -> String {
    notices::problem(
        &problem.file,
        problem.line,
        &problem.message,
        problem.severity,
        screen,
    )
}

/// Writes a reload for programs.
pub fn value(reload: &Reload, receipt: Option<&Receipt>) -> Value {
    json!({
        "added": reload.added,
        "changed": reload.changed,
        "removed": reload.removed,
        "unchanged": reload.unchanged,
        "problems": reload.problems,
        "warnings": reload.warnings,
        "unsettled": reload.unsettled,
        "receipt": receipt.map(|receipt| receipt.id),
    })
}

/// Counts what a receipt holds.
pub fn sum_of(receipt: &Receipt) -> Sum {
    Sum {
        added: receipt.count(Outcome::Added),
        changed: receipt.count(Outcome::Changed) + receipt.count(Outcome::Edited),
        removed: receipt.count(Outcome::Removed),
        unchanged: receipt.count(Outcome::Unchanged),
    }
}
