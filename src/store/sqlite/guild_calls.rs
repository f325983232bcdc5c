//! The calls of `GuildStore`: each is one transaction over a table of what a server's bot remembers.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use rusqlite::Connection;
use serde_json::Value;

use super::SqliteStore;
use super::{
    article_table, audit_table, change_table, component_table, erasure, gap_table, job_table,
    privacy, setting_table, vote_table,
};
use crate::store::{
    AuditAction, AuditLine, Component, Consent, Gap, GuildStore, Job, JobId, JobStatus, Kept,
    NewJob, OpenQuestion, Patience, Scope, SideNote, Stamp, StoreError, StoreResult, Tally, UserId,
    Vote,
};

impl GuildStore for SqliteStore {
    fn setting(&self, scope: Scope, key: &str) -> StoreResult<Option<Value>> {
        self.read(|connection| setting_table::get(connection, scope, key))
    }

    fn settings(&self, scope: Scope) -> StoreResult<BTreeMap<String, Value>> {
        self.read(|connection| setting_table::list(connection, scope))
    }

    fn set_setting(
        &self,
        scope: Scope,
        key: &str,
        value: Option<&Value>,
        stamp: Stamp,
    ) -> StoreResult<()> {
        // To what it was set is the whole of the change; no setting holds anything secret.
        let change = match value {
            Some(value) => format!("{key}: {value}"),
            None => key.to_owned(),
        };
        let set = self.write_logged(
            scope,
            &AuditAction::Set,
            Some(&change),
            stamp,
            |connection| setting_table::set_and_tell(connection, scope, key, value, stamp.at),
        );
        self.note_settings();
        set
    }

    fn settings_number(&self) -> u64 {
        self.settings_number.load(Ordering::Acquire)
    }

    fn put_component(&self, scope: Scope, component: &Component) -> StoreResult<()> {
        self.write(|connection| component_table::put(connection, scope, component))
    }

    fn component(&self, scope: Scope, id: &str, now: i64) -> StoreResult<Option<Component>> {
        self.read(|connection| component_table::get(connection, scope, id, now))
    }

    fn has_component(&self, scope: Scope, id: &str, now: i64) -> StoreResult<bool> {
        self.read(|connection| component_table::is_there(connection, scope, id, now))
    }

    fn take_component(&self, scope: Scope, id: &str, now: i64) -> StoreResult<Option<Component>> {
        self.write(|connection| component_table::take(connection, scope, id, now))
    }

    fn start_job(&self, scope: Scope, job: &NewJob, stamp: Stamp) -> StoreResult<JobId> {
        self.write(|connection| job_table::start(connection, scope, job, stamp))
    }

    fn end_job(
        &self,
        scope: Scope,
        job: JobId,
        status: JobStatus,
        state: &Value,
        now: i64,
    ) -> StoreResult<()> {
        self.write(|connection| job_table::end(connection, scope, job, status, state, now))
    }

    fn open_jobs(&self, scope: Scope) -> StoreResult<Vec<Job>> {
        self.read(|connection| job_table::open(connection, scope))
    }

    fn vote(&self, scope: Scope, vote: &Vote, now: i64) -> StoreResult<()> {
        self.write(|connection| vote_table::put(connection, scope, vote, now))
    }

    fn tallies(&self, scope: Scope) -> StoreResult<Vec<Tally>> {
        self.read(|connection| vote_table::tallies(connection, scope))
    }

    fn note_gap(
        &self,
        scope: Scope,
        question: &OpenQuestion,
        consent: Consent,
        now: i64,
    ) -> StoreResult<bool> {
        self.write(|connection| gap_table::note(connection, scope, question, consent, now))
    }

    fn gaps(&self, scope: Scope) -> StoreResult<Vec<Gap>> {
        self.read(|connection| gap_table::list(connection, scope))
    }

    fn clear_gaps(&self, scope: Scope, question: Option<&OpenQuestion>) -> StoreResult<usize> {
        self.write(|connection| gap_table::clear(connection, scope, question))
    }

    fn log_action(
        &self,
        scope: Scope,
        action: &AuditAction,
        subject: Option<&str>,
        stamp: Stamp,
    ) -> StoreResult<()> {
        self.write(|connection| audit_table::add(connection, scope, action, subject, stamp))
    }

    fn audit_log(&self, scope: Scope, limit: usize) -> StoreResult<Vec<AuditLine>> {
        self.read(|connection| audit_table::last(connection, scope, limit))
    }

    fn note(
        &self,
        note: &SideNote,
        patience: Patience,
        is_awaited: &dyn Fn() -> bool,
    ) -> StoreResult<bool> {
        // Most servers keep no list of open questions: to learn that takes no turn among those who write.
        if !self.is_wanted(note)? {
            return Ok(false);
        }
        // Whoever has it forgotten from here on writes after it, and finds it.
        let work = |connection: &Connection| match is_awaited() {
            true => write_note(connection, note),
            false => Ok(false),
        };
        match patience {
            Patience::Short => self.database.write_soon(work),
            Patience::Usual => self.write(work),
        }
    }

    fn is_wanted(&self, note: &SideNote) -> StoreResult<bool> {
        self.read(|connection| is_wanted(connection, note))
    }

    fn personal_data(&self, user: UserId) -> StoreResult<Kept> {
        self.read(|connection| privacy::kept(connection, user))
    }

    fn forget(&self, user: UserId) -> StoreResult<Kept> {
        let forgotten = self.write(|connection| privacy::forget(connection, user))?;
        // Old pages in the log name the user, too. Where a reader keeps it from being emptied, the next one to close
        // the database empties it.
        match self
            .database
            .with_writer(|connection| erasure::empty_log(connection))
        {
            Err(StoreError::StillRead | StoreError::Busy) | Ok(()) => Ok(forgotten),
            Err(error) => Err(error),
        }
    }
}

/// Tells whether a note is to be kept at all.
fn is_wanted(connection: &Connection, note: &SideNote) -> StoreResult<bool> {
    match note {
        SideNote::Component { scope, as_of, .. } => {
            Ok(!change_table::is_wiped_since(connection, *scope, *as_of)?)
        }
        SideNote::Gap {
            scope, question, ..
        } => {
            let only = question.within.as_ref();
            let article = only.map(|id| article_table::find_readable(connection, *scope, id));
            match article.transpose() {
                Err(StoreError::NotFound(_)) => return Ok(false),
                Err(error) => return Err(error),
                Ok(_) => {}
            }
            gap_table::is_wanted(connection, *scope, Consent::GuildSetting)
        }
        SideNote::Action { .. } => Ok(true),
    }
}

fn write_note(connection: &Connection, note: &SideNote) -> StoreResult<bool> {
    // It may have come to be unwanted while it waited for its turn.
    if !is_wanted(connection, note)? {
        return Ok(false);
    }
    match note {
        SideNote::Component {
            scope, component, ..
        } => component_table::put(connection, *scope, component).map(|()| true),
        SideNote::Gap {
            scope,
            question,
            at,
        } => {
            let ground = Consent::GuildSetting;
            gap_table::note(connection, *scope, question, ground, *at)
        }
        SideNote::Action {
            scope,
            action,
            subject,
            stamp,
        } => {
            let subject = subject.as_deref();
            audit_table::add(connection, *scope, action, subject, *stamp).map(|()| true)
        }
    }
}
