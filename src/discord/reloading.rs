//! Reading the dataset again: the plan first, then a yes, then a receipt; the old articles answer until the new ones stand.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use super::app::{App, Askable};
use super::components::Press;
use super::dataset_views::{problems, warnings};
use super::fetching::{JobKind, end_job};
use super::interaction::InteractionContext;
use super::permissions::Action;
use super::reload_plans::{Fate, Running, Steps};
use super::reply::{Button, Look, Reply};
use super::state::{CONFIRM_SECONDS, Spending, State};
use super::user_error::UserError;
use crate::errors::ErrorCode;
use crate::ingest::dataset::{Confirmation, DatasetError, PlannedChange, Reload};
use crate::render::card::{Card, Tone};
use crate::render::markdown::{cut, escape, plain};
use crate::render::notices::counted;
use crate::store::{AuditAction, JobStatus, NewJob, Outcome, Receipt, Scope, Stamp};

/// At most this many changes of a kind are named; the rest is counted.
const MAX_NAMED: usize = 8;

/// How long a reload may take before its message says how far it is, and how long it then takes to the next word.
const PROGRESS: Duration = Duration::from_secs(3);

/// What the receipt says until everything that was changed is read, and then.
const READING: &str =
    "I am still reading the articles: what was not changed answers, the rest does in a moment.";
const READ: &str = "Answers take note of it now.";

/// Discord lets the receipt be changed for 15 minutes after the button was pressed; the reload took some of them.
const READING_TOLD_OF: Duration = Duration::from_secs(5 * 60);

impl From<DatasetError> for UserError {
    fn from(error: DatasetError) -> Self {
        let code = error.code();
        match error {
            DatasetError::Store(error) => error.into(),
            DatasetError::WouldRemove { removed, before } => UserError::new(
                code,
                format!("{removed} of {before} articles would be removed."),
                "Nothing was changed: only the operator can confirm that, who runs `/dataset reload` here, or `footnote load`.",
            ),
            // A path says much about a machine, so only the log names it.
            _ => UserError::new(
                code,
                "The folder of the dataset cannot be read.",
                "The operator sets `FOOTNOTE_DATA` to the right folder.",
            )
            .because(error.to_string()),
        }
    }
}

/// Reads the folder and shows what would change.
pub async fn plan(context: &InteractionContext) -> Result<(), UserError> {
    may_reload(context)?;
    let (scope, by) = (context.scope(), context.actor.user);
    let work = context.blocking(move |app| {
        let steps = Arc::new(Steps::default());
        let _running = app.reloads.begin(&steps)?;
        let store = app.store.as_ref();
        let folder = &app.choices.dataset;
        let found = Reload::survey(
            folder,
            store,
            Scope::Everyone,
            SystemTime::now(),
            &app.pages,
            &|done, all| steps.at(done, all),
        )?;
        let mut card = planned(&found);
        problems(&mut card, &found.problems);
        warnings(&mut card, &found.warnings);
        if found.is_empty() {
            return Ok(Reply::from(card).hidden());
        }
        let shrinks = found.should_ask();
        if shrinks && !app.is_operator(by) {
            let refused = UserError::from(DatasetError::WouldRemove {
                removed: found.removed.len(),
                before: found.before,
            });
            refused.log("dataset reload");
            return Ok(Reply::from(card).with_card(refused.card()).hidden());
        }
        if shrinks {
            card.tone = Tone::Careful;
            card.line(&format!(
                "\n⚠️ **{} of {} articles would go.** Is the folder complete?",
                found.removed.len(),
                found.before
            ));
        }
        let state = State::Reload {
            by: by.0,
            plan: app.reloads.plan(found),
            shrinks,
        };
        let key = state.keep(store, scope, CONFIRM_SECONDS)?;
        Ok(Reply::from(card)
            .hidden()
            .with_buttons(buttons(&key, shrinks)))
    });
    let reply = context.responder.work(true, work).await?;
    context.responder.reply(reply).await
}

/// Offers to carry a plan out or to drop it.
fn buttons(key: &str, shrinks: bool) -> Vec<Button> {
    let (look, action) = match shrinks {
        true => (Look::Danger, Action::ButtonApplyShrinkingReload),
        false => (Look::Good, Action::ButtonApplyReload),
    };
    vec![
        Button::new(look, action.id(key), "Reload"),
        Button::new(Look::Quiet, Action::ButtonCancel.id(key), "Cancel"),
    ]
}

fn may_reload(context: &InteractionContext) -> Result<(), UserError> {
    let operator = context.app.is_operator(context.actor.user);
    match context.settings.admins_reload || operator {
        true => Ok(()),
        false => Err(UserError::new(
            ErrorCode::NotAllowed,
            "Here only the operator of the bot reloads the dataset.",
            "An admin can switch *Reload* on in `/settings`.",
        )),
    }
}

fn planned(found: &Reload) -> Card {
    let mut card = Card::new(Tone::Plain, "").titled("Plan of the reload");
    card.line(&format!(
        "**+{}** new · **~{}** changed · **−{}** removed · {} unchanged",
        found.added.len(),
        found.changed.len(),
        found.removed.len(),
        found.unchanged
    ));
    for (sign, changes) in [
        ("+", &found.added),
        ("~", &found.changed),
        ("−", &found.removed),
    ] {
        name_some(&mut card, sign, changes);
    }
    if !found.unsettled.is_empty() {
        let count = counted(found.unsettled.len(), "file");
        card.line(&format!(
            "{count} still being written; the next reload takes them."
        ));
    }
    if found.is_empty() {
        card.line("Nothing to do: what is loaded is what the files say.");
    }
    card
}

fn name_some(card: &mut Card, sign: &str, changes: &[PlannedChange]) {
    for change in changes.iter().take(MAX_NAMED) {
        card.line(&format!(
            "`{sign}` {}",
            escape(&cut(&plain(&change.title), 120))
        ));
    }
    let rest = changes.len().saturating_sub(MAX_NAMED);
    if rest > 0 {
        card.line(&format!("`{sign}` and {rest} more"));
    }
}

/// Makes the planned changes after a yes, once. Until they are made, the plan and its buttons stay.
pub async fn confirmed(
    context: &InteractionContext,
    press: &Press,
    plan: &str,
    shrinks: bool,
) -> Result<(), UserError> {
    if press.action == Action::ButtonCancel {
        super::article_buttons::cancel(context, press, "Nothing was changed.").await?;
        context.app.reloads.drop_plan(plan);
        return Ok(());
    }
    if shrinks != (press.action == Action::ButtonApplyShrinkingReload) {
        return Err(UserError::expired());
    }
    may_reload(context)?;
    let (scope, key, wanted) = (context.scope(), press.key.clone(), plan.to_owned());
    let steps = Arc::new(Steps::default());
    let watched = Arc::clone(&steps);
    let begun = context.blocking(move |app| {
        let planned = app.reloads.planned(&wanted);
        let reload = planned.ok_or_else(|| app.reloads.overtaken(&wanted))?;
        let spending = Spending::begin(&key, app, scope)?;
        let running = app.reloads.begin(&watched)?;
        Ok(Confirmed {
            reload,
            plan: wanted,
            spending,
            running,
        })
    });
    let confirmed = begun.await?;
    context
        .responder
        .update(Reply::from(Card::new(Tone::Plain, steps.words())).hidden())
        .await?;
    let (stamp, token) = (context.stamp(), context.responder.token().to_owned());
    let watched = Arc::clone(&steps);
    let work = context.blocking(move |app| confirmed.carry_out(app, scope, token, stamp, &watched));
    match told_of_progress(context, &steps, work).await {
        Ok((receipt, askable)) => tell_when_read(context, receipt, askable).await,
        Err(error) => {
            error.log("reload");
            // Nothing was changed, so the plan can be tried again.
            let reply = Reply::from(error.card()).with_buttons(buttons(&press.key, shrinks));
            context.responder.edit(&reply).await
        }
    }
}

/// Shows the receipt as soon as there is one; where reading what was changed takes its time, it says so, and later that it
/// is done.
async fn tell_when_read(
    context: &InteractionContext,
    receipt: Card,
    askable: Askable,
) -> Result<(), UserError> {
    let says = |words: &str| {
        let mut card = receipt.clone();
        card.line(words);
        Reply::from(card)
    };
    if askable == Askable::Now {
        return context.responder.edit(&Reply::from(receipt)).await;
    }
    context.responder.edit(&says(READING)).await?;
    let read = context.app.until_read(context.scope());
    match tokio::time::timeout(READING_TOLD_OF, read).await {
        Ok(Ok(true)) => context.responder.edit(&says(READ)).await,
        Ok(Err(error)) => {
            error.log("reading what a reload changed");
            Ok(())
        }
        // The bot stops, or it takes longer than the message can be changed; what it says stays true.
        Ok(Ok(false)) | Err(_) => Ok(()),
    }
}

/// A plan with its yes. Dropped before it is carried out, it waits for another yes.
struct Confirmed {
    reload: Arc<Reload>,
    plan: String,
    spending: Spending,
    running: Running,
}

impl Confirmed {
    /// Makes the changes; an error says that none was made. Blocks.
    fn carry_out(
        self,
        app: &Arc<App>,
        scope: Scope,
        token: String,
        stamp: Stamp,
        steps: &Steps,
    ) -> Result<(Card, Askable), UserError> {
        let began = Instant::now();
        let Confirmed {
            reload,
            plan,
            spending,
            running: _running,
        } = self;
        let job = NewJob {
            kind: JobKind::Reload.word().to_owned(),
            reply_token: Some(token),
            ..NewJob::default()
        };
        let store = app.store.as_ref();
        let job = store.start_job(scope, &job, stamp)?;
        // Whether so much may go was decided by who was allowed to press this very button.
        let done = reload.commit_watched(
            store,
            Scope::Everyone,
            Confirmation::Given,
            stamp,
            &|done, all| steps.at(done, all),
        );
        let status = match done {
            Ok(_) => JobStatus::Finished,
            Err(_) => JobStatus::Failed,
        };
        end_job(store, scope, job, status);
        let receipt = done?;
        spending.done();
        (app.reloads).end_plan(&plan, Fate::CarriedOut(stamp.at));
        if scope != Scope::Everyone {
            // The shelf's own log has it already; the admins of this server read theirs.
            if let Err(error) = store.log_action(scope, &AuditAction::AppliedPlan, None, stamp) {
                // What was changed stays changed, whether or not a note of it could be kept.
                tracing::warn!(cause = %error, code = error.code().as_str(), "unable to log a reload");
            }
        }
        note(app, receipt.as_ref(), began.elapsed());
        // The shelf first: what is read of it, this server's own articles beside it need not be read a second time.
        let askable = match app.make_askable(Scope::Everyone) {
            Askable::Now if scope == Scope::Everyone => Askable::Now,
            _ => app.make_askable(scope),
        };
        Ok((receipted(receipt.as_ref()), askable))
    }
}

/// Logs and counts what a reload changed.
fn note(app: &App, receipt: Option<&Receipt>, took: Duration) {
    let [added, changed, removed] = receipt.map_or([0; 3], counts);
    let milliseconds = took.as_millis();
    tracing::info!(added, changed, removed, milliseconds, "dataset reloaded");
    let changes = [("added", added), ("changed", changed), ("removed", removed)];
    app.rest.metrics().note_reload(took, changes);
}

/// Counts what was added, changed and removed.
fn counts(receipt: &Receipt) -> [usize; 3] {
    [
        receipt.count(Outcome::Added),
        receipt.count(Outcome::Changed) + receipt.count(Outcome::Edited),
        receipt.count(Outcome::Removed),
    ]
}

/// Waits for a reload, and says now and then how far it is.
async fn told_of_progress<T>(
    context: &InteractionContext,
    steps: &Steps,
    work: impl Future<Output = T>,
) -> T {
    let mut work = std::pin::pin!(work);
    loop {
        if let Ok(done) = tokio::time::timeout(PROGRESS, &mut work).await {
            return done;
        }
        let words = Card::new(Tone::Plain, steps.words());
        // A word about progress that does not arrive is no reason to stop.
        let _ = context.responder.tell_progress(&Reply::from(words)).await;
    }
}

fn receipted(receipt: Option<&Receipt>) -> Card {
    let Some(receipt) = receipt else {
        return Card::new(Tone::Sure, "**Nothing had to be changed.**");
    };
    let [added, changed, removed] = counts(receipt);
    let words = format!("**Reloaded.** +{added} new · ~{changed} changed · −{removed} removed");
    let note = format!(
        "receipt {} · the operator can take it back with footnote rollback",
        receipt.id
    );
    Card::new(Tone::Sure, words).with_footer(&note)
}
