//! What all handlers share.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

use super::actor::Actor;
use super::channels::Channels;
use super::conversations::Conversations;
use super::drafts::Drafts;
use super::gateway::Gateway;
use super::guild_settings::{GuildSettings, KnownSettings};
use super::import_queue::ImportQueue;
use super::limits::Limits;
use super::once::{Happened, Seen};
use super::permissions::{self, Action, Circumstances};
use super::presence::Presence;
use super::reload_plans::Reloads;
use super::replies::Replies;
use super::responder::Responder;
use super::rest::Rest;
use super::side_notes::SideNotes;
use super::silence::Silences;
use super::snapshots::SnapshotCache;
use super::user_error::UserError;
use crate::config::Shards;
use crate::errors::ErrorCode;
use crate::ingest::Intake;
use crate::ingest::address::AddressPolicy;
use crate::ingest::extractor_process::Extractor;
use crate::ingest::fetch::Fetcher;
use crate::render::card::Card;
use crate::store::{AuditAction, Scope, SideNote, Stamp, Store, UserId};

/// At most this many questions are worked on at once; more wait their turn.
const AT_ONCE: usize = 8;

/// At most this many may wait; those beyond are told that the bot is busy.
const MAX_WAITING: usize = 400;

/// Whoever asks waits so long for articles that are read for the first time, before being told to ask again.
const PATIENCE_WITH_READING: Duration = Duration::from_secs(10);

/// What the operator chose for the bot.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// Whether questions in direct messages are answered, from the operator's shelf.
    pub direct_messages: bool,
    /// How many questions one server may ask in a minute; nothing means the usual.
    pub questions_a_minute: Option<NonZeroU32>,
    /// Whether the bot asks for the privileged intent to read every message, for ask channels.
    pub message_content: bool,
    /// Registers the commands in this server only, for testing.
    pub test_guild: Option<u64>,
    /// The folder of the dataset.
    pub dataset: PathBuf,
    /// The folder that keeps the index of the operator's shelf from one start to the next, if there is one.
    pub index: Option<PathBuf>,
    /// The program that reads pages, if it is not this one.
    pub program: Option<PathBuf>,
    /// The part of all connections that this process holds; nothing means what Discord recommends.
    pub shards: Option<Shards>,
    /// Where `/healthz` and `/metrics` are served.
    pub metrics: Option<SocketAddr>,
    /// How soon after the start it is looked whether a sweep is due; nothing means the usual.
    pub first_sweep: Option<Duration>,
    /// Whether a stand-in takes Discord's place, whose files come from this machine.
    pub stand_in: bool,
    /// Which addresses may be fetched: with the public ones, hosts on this machine that the operator named.
    pub fetch_from_here: AddressPolicy,
}

/// What all handlers share.
pub struct App {
    /// The truth.
    pub store: Arc<dyn Store>,
    /// What is written down beside answers.
    pub notes: Arc<SideNotes>,
    /// What each server can be asked about.
    pub snapshots: Arc<SnapshotCache>,
    /// The reload that runs or waits for its yes.
    pub reloads: Reloads,
    /// How often people may ask.
    pub limits: Limits,
    /// What the operator chose.
    pub choices: Choices,
    /// The connection with Discord, once it is being made.
    pub gateway: OnceLock<Arc<Gateway>>,
    /// In which servers the bot is.
    pub presence: Presence,
    /// Reads pages in processes of their own.
    pub pages: Extractor,
    /// Takes articles in; missing only if the system gives no certificates.
    pub intake: Option<Intake>,
    /// The line in which articles wait to be taken in.
    pub imports: ImportQueue,
    /// Speaks with Discord.
    pub rest: Arc<Rest>,
    /// Downloads attachments from Discord.
    pub downloads: reqwest::Client,
    /// When the bot was started, seconds since 1970.
    pub started_at: i64,
    /// What was asked a moment ago.
    pub conversations: Conversations,
    /// The answers to messages.
    pub replies: Replies,
    /// Which channels the servers have.
    pub channels: Channels,
    /// Where the bot may not speak.
    pub silences: Silences,
    /// What may happen once and did.
    pub happened: Happened,
    /// The articles that wait for their yes.
    pub drafts: Drafts,
    /// The people who own the application.
    operators: Mutex<BTreeSet<u64>>,
    known_settings: KnownSettings,
    interactions: Mutex<Seen<u64>>,
    messages: Mutex<Seen<u64>>,
    turns: Semaphore,
    waiting: Semaphore,
    open: TaskTracker,
}

/// When a change that was made is there to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Askable {
    /// From this moment on.
    Now,
    /// Once it is read, which is being done.
    Soon,
}

impl Askable {
    /// Adds to a receipt when answers take note of what it says.
    pub fn tell(self, card: &mut Card) {
        if self == Askable::Soon {
            card.line("I am still reading the articles: answers take note of it in a moment.");
        }
    }
}

/// Says that articles are being read that cannot be asked yet.
pub fn still_reading() -> UserError {
    UserError::new(
        ErrorCode::NotReady,
        "I am still reading the articles.",
        "Ask again in a moment.",
    )
}

impl App {
    /// Makes it over a store.
    pub fn new(
        store: Arc<dyn Store>,
        choices: Choices,
        rest: Arc<Rest>,
        downloads: reqwest::Client,
    ) -> Arc<Self> {
        let pages = extractor(&choices);
        Arc::new(App {
            snapshots: Arc::new(SnapshotCache::new(
                store.clone(),
                choices.index.clone(),
                rest.metrics().clone(),
            )),
            notes: SideNotes::new(store.clone()),
            store,
            reloads: Reloads::default(),
            limits: Limits::new(choices.questions_a_minute),
            intake: intake(&choices, &pages),
            pages,
            imports: ImportQueue::default(),
            rest,
            downloads,
            choices,
            started_at: crate::clock::now(),
            gateway: OnceLock::new(),
            presence: Presence::default(),
            operators: Mutex::default(),
            known_settings: KnownSettings::default(),
            interactions: Mutex::default(),
            messages: Mutex::default(),
            happened: Happened::default(),
            drafts: Drafts::default(),
            conversations: Conversations::default(),
            replies: Replies::default(),
            channels: Channels::default(),
            silences: Silences::default(),
            turns: Semaphore::new(AT_ONCE),
            waiting: Semaphore::new(MAX_WAITING),
            open: TaskTracker::new(),
        })
    }

    /// Opens the way back to whoever began an interaction.
    pub fn responder(&self, application: u64, interaction: u64, token: &str) -> Responder {
        Responder::new(self.rest.clone(), application, interaction, token)
    }

    /// Counts work as open until it ends; nothing once the bot is stopping.
    pub async fn tracked(&self, work: impl Future<Output = ()>) {
        if !self.open.is_closed() {
            self.open.track_future(work).await;
        }
    }

    /// Takes no new work and waits for the open one, so long at most.
    pub async fn finish_open_work(&self, patience: Duration) {
        self.open.close();
        let all = async {
            self.open.wait().await;
            self.notes.written().await;
        };
        if tokio::time::timeout(patience, all).await.is_err() {
            tracing::warn!(
                open = self.open.len(),
                notes_lost = self.notes.count(),
                "stopping before all work was finished"
            );
        }
    }

    /// Does blocking work: the store and the engine are plain code without async.
    pub async fn blocking<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Arc<App>) -> Result<T, UserError> + Send + 'static,
    ) -> Result<T, UserError> {
        let app = self.clone();
        tokio::task::spawn_blocking(move || work(&app))
            .await
            .unwrap_or_else(|_| Err(UserError::internal("a task panicked")))
    }

    /// Does blocking work of some weight, a few at a time, in the order of arrival.
    pub async fn in_turn<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Arc<App>) -> Result<T, UserError> + Send + 'static,
    ) -> Result<T, UserError> {
        let waiting = self.waiting.try_acquire();
        let turn = match &waiting {
            Ok(_) => self.turns.acquire().await.ok(),
            Err(_) => None,
        };
        drop(waiting);
        let Some(_turn) = turn else {
            return Err(UserError::new(
                ErrorCode::Busy,
                "Too many questions at this moment.",
                "Try again in a minute.",
            ));
        };
        self.blocking(work).await
    }

    /// Tells whether an interaction comes for the first time: one that Discord delivers twice is answered once.
    pub fn is_new(&self, interaction: u64) -> bool {
        is_new_in(&self.interactions, interaction)
    }

    /// Tells whether a message that is answered comes for the first time. Those that nobody answers are not remembered: the
    /// talk of a busy server would push out what is.
    pub fn is_new_message(&self, id: u64) -> bool {
        is_new_in(&self.messages, id)
    }

    /// Does work that asks the articles of a scope, in turn. While they are read for the first time it waits outside the
    /// line, so that others are answered, and not for long.
    pub async fn ask_in_turn<T: Send + 'static>(
        self: &Arc<Self>,
        scope: Scope,
        work: impl FnOnce(&Arc<App>) -> Result<T, UserError> + Send + 'static,
    ) -> Result<T, UserError> {
        let readable = move |app: &Arc<App>| Ok(app.snapshots.is_readable(scope)?);
        if !self.blocking(readable).await? {
            let impatient = async {
                tokio::time::sleep(PATIENCE_WITH_READING).await;
                // Many servers may be waiting for their turn; what they share can be asked meanwhile.
                let shelf = move |app: &Arc<App>| Ok(app.snapshots.shelf_meanwhile(scope)?);
                self.blocking(shelf)
                    .await
                    .is_ok_and(|shelf| shelf.is_some())
            };
            tokio::select! {
                waited = self.until(readable) => waited?,
                has_shelf = impatient => match has_shelf {
                    true => {}
                    false => return Err(still_reading()),
                },
                // There is just time to say so.
                () = self.rest.ending().cancelled() => return Err(still_reading()),
            }
        }
        self.in_turn(work).await
    }

    /// Waits until every change is read that was made; false where the bot stops before.
    pub async fn until_read(self: &Arc<Self>, scope: Scope) -> Result<bool, UserError> {
        let up_to_date = move |app: &Arc<App>| Ok(app.snapshots.is_up_to_date(scope)?);
        tokio::select! {
            waited = self.until(up_to_date) => waited.map(|()| true),
            () = self.rest.ending().cancelled() => Ok(false),
        }
    }

    /// Waits until something is so that each new snapshot may bring about.
    async fn until(
        self: &Arc<Self>,
        is_so: impl Fn(&Arc<App>) -> Result<bool, UserError> + Copy + Send + 'static,
    ) -> Result<(), UserError> {
        loop {
            let mut built = std::pin::pin!(self.snapshots.built());
            // What is built between the look and the wait is not missed.
            built.as_mut().enable();
            if self.blocking(is_so).await? {
                return Ok(());
            }
            built.await;
        }
    }

    /// Reads a change that was just made, so that it can be asked at once, where few articles are to be read; else in the
    /// background. The change is made: where reading fails, the next question tries again. Blocks.
    pub fn make_askable(&self, scope: Scope) -> Askable {
        match self.snapshots.is_up_to_date(scope) {
            Ok(true) => Askable::Now,
            Ok(false) => Askable::Soon,
            Err(error) => {
                tracing::warn!(cause = %error, code = error.code().as_str(), "unable to read what was changed");
                Askable::Soon
            }
        }
    }

    /// Tells whether a person owns the application.
    pub fn is_operator(&self, user: UserId) -> bool {
        let operators = self.operators.lock();
        let operators = operators.unwrap_or_else(PoisonError::into_inner);
        operators.contains(&user.0)
    }

    /// Takes note of who owns the application, in the place of those who did.
    pub fn set_operators(&self, all: BTreeSet<u64>) {
        let mut operators = (self.operators.lock()).unwrap_or_else(PoisonError::into_inner);
        *operators = all;
    }

    /// Reads the settings of a scope. Blocks.
    pub fn settings(&self, scope: Scope) -> Result<GuildSettings, UserError> {
        let read = self.known_settings.read(self.store.as_ref(), scope)?;
        Ok(self.channels.without_deleted(scope, read))
    }

    /// Returns the settings of a scope; reads them only where they are not known from before.
    pub async fn settings_at_hand(
        self: &Arc<Self>,
        scope: Scope,
    ) -> Result<GuildSettings, UserError> {
        match self.known_settings.get(self.store.as_ref(), scope) {
            Some(known) => Ok(self.channels.without_deleted(scope, known)),
            None => self.blocking(move |app| app.settings(scope)).await,
        }
    }

    /// Tells whether a person's action would pass, or what it needs.
    pub fn may(
        &self,
        action: Action,
        actor: &Actor,
        settings: &GuildSettings,
        is_asker: bool,
    ) -> Result<(), UserError> {
        let given = Circumstances {
            direct_messages: self.choices.direct_messages,
            contributor_roles: settings.contributor_roles.clone(),
            is_operator: self.is_operator(actor.user),
            is_asker,
        };
        permissions::check(action, actor, &given)
    }

    /// Lets a person's action pass, or says what it needs and logs that it was refused. Blocks.
    pub fn permit(
        &self,
        action: Action,
        actor: &Actor,
        settings: &GuildSettings,
        is_asker: bool,
    ) -> Result<(), UserError> {
        let checked = self.may(action, actor, settings, is_asker);
        if let Err(error) = &checked
            && error.code() == ErrorCode::NotAllowed
            && self.limits.count_refusal(actor.user).is_ok()
        {
            let stamp = Stamp::by(crate::clock::now(), actor.user);
            let note = SideNote::Action {
                scope: actor.scope(),
                action: AuditAction::Refused,
                subject: Some(action.name().to_owned()),
                stamp,
            };
            if let Err(error) = self.notes.keep(note, Box::new(|| {})) {
                tracing::warn!(cause = error.code().as_str(), "unable to log a refusal");
            }
        }
        checked
    }
}

fn is_new_in(seen: &Mutex<Seen<u64>>, id: u64) -> bool {
    let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
    seen.add(id)
}

/// Makes what reads pages: this program, run again.
fn extractor(choices: &Choices) -> Extractor {
    // Without a known path the program is looked for by its name; a page is then named as a problem at worst.
    let by_name = || Extractor::running("footnote".into());
    match &choices.program {
        Some(program) => Extractor::running(program.clone()),
        None => Extractor::of_this_program().unwrap_or_else(|_| by_name()),
    }
}

/// Makes what takes articles in, with the operator's leave for this machine.
fn intake(choices: &Choices, pages: &Extractor) -> Option<Intake> {
    let policy = choices.fetch_from_here.clone();
    Some(Intake::with(Fetcher::new(policy).ok()?, pages.clone()))
}
