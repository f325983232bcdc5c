//! Joining and leaving servers, who runs the bot, and work that a restart cut short.

use std::sync::Arc;

use serde_json::Value;
use serenity::all::{CurrentApplicationInfo, MembershipState};
use tokio::time::Instant;

use super::app::App;
use super::fetching::JobKind;
use super::reply::Reply;
use super::responder::as_json;
use super::rest::{Call, RestError};
use super::user_error::UserError;
use crate::clock::now;
use crate::errors::ErrorCode;
use crate::store::{GuildId, JobStatus, KEPT_SECONDS, LEFT_AT, Scope, Stamp};

/// Discord lets a reply be edited for so long.
const REPLY_SECONDS: i64 = 14 * 60;

/// Learns who owns the application.
pub async fn learn_operators(app: &App) -> Result<(), UserError> {
    let known = app.rest.send(Call::application()).await?;
    let known = serde_json::from_value::<CurrentApplicationInfo>(known);
    let known = known.map_err(|_| RestError::Garbled)?;
    let owner = known.owner.iter().map(|owner| owner.id.get());
    let team = known.team.iter().flat_map(|team| &team.members);
    let team = team
        .filter(|member| member.membership_state == MembershipState::Accepted)
        .map(|member| member.user.id.get());
    app.set_operators(owner.chain(team).collect());
    Ok(())
}

/// Notes that a server has the bot (again).
pub async fn joined(app: &Arc<App>, guild: u64) {
    app.presence.joined(guild);
    change(app, guild, note_joined).await;
}

/// Notes that a server sent the bot away; its articles are kept for 30 days.
pub async fn left(app: &Arc<App>, guild: u64) {
    app.presence.left(guild);
    app.channels.forget(guild);
    change(app, guild, note_left).await;
}

/// Notes of all servers that hold anything here whether they have the bot, as far as Discord has said: they may have come
/// or gone while the bot was down. Blocks.
pub fn note_presence(app: &Arc<App>) -> Result<(), UserError> {
    for scope in app.store.scopes()? {
        match is_in(app, scope) {
            Some(true) => note_joined(app, scope)?,
            Some(false) if app.store.setting(scope, LEFT_AT)?.is_none() => note_left(app, scope)?,
            Some(false) | None => {}
        }
    }
    Ok(())
}

/// Tells whether a server has the bot; `None` where that is not known, or where no server is meant.
fn is_in(app: &App, scope: Scope) -> Option<bool> {
    match scope {
        Scope::Everyone => None,
        Scope::Guild(guild) => app.presence.is_in(guild),
    }
}

fn note_joined(app: &Arc<App>, scope: Scope) -> Result<(), UserError> {
    match app.store.setting(scope, LEFT_AT)? {
        Some(_) => Ok(app
            .store
            .set_setting(scope, LEFT_AT, None, Stamp::at(now()))?),
        None => Ok(()),
    }
}

fn note_left(app: &Arc<App>, scope: Scope) -> Result<(), UserError> {
    let at = Value::from(now());
    Ok(app
        .store
        .set_setting(scope, LEFT_AT, Some(&at), Stamp::at(now()))?)
}

async fn change(
    app: &Arc<App>,
    guild: u64,
    work: impl FnOnce(&Arc<App>, Scope) -> Result<(), UserError> + Send + 'static,
) {
    let Some(guild) = GuildId::new(guild) else {
        return;
    };
    let done = app
        .blocking(move |app| work(app, Scope::Guild(guild)))
        .await;
    if let Err(error) = done {
        error.log("a server came or went");
    }
}

/// Lets go of what is kept in memory and not used; where that is due, deletes what has had its time: expired buttons,
/// removed articles, servers gone for 30 days. Blocks.
pub fn sweep(app: &Arc<App>) -> Result<(), UserError> {
    app.limits.tidy();
    app.imports.tidy();
    app.snapshots.evict_unused(Instant::now().into_std());
    let now = now();
    if app.store.is_sweep_due(now)? {
        purge_gone(app)?;
        app.store.sweep(now, app.rest.clock(now))?;
    }
    Ok(())
}

/// Deletes what servers held that have been gone for 30 days, once Discord has said that they are. Blocks.
pub fn purge_gone(app: &Arc<App>) -> Result<(), UserError> {
    let now = now();
    let time = app.store.time_of_sweep(now, app.rest.clock(now))?;
    for scope in app.store.scopes()? {
        if is_in(app, scope) != Some(false) {
            continue;
        }
        let left = app.store.setting(scope, LEFT_AT)?;
        let left = left.as_ref().and_then(Value::as_i64);
        if left.is_some_and(|at| at + KEPT_SECONDS < time) {
            app.store.purge_scope(scope, Stamp::at(now))?;
        }
    }
    Ok(())
}

/// Tells the people whose work a restart cut short, as long as Discord lets their replies be edited.
pub async fn finish_cut_short(app: &Arc<App>, application: u64) {
    let open = app
        .blocking(|app| {
            let mut open = Vec::new();
            for scope in app.store.scopes()? {
                open.extend(app.store.open_jobs(scope)?);
            }
            Ok(open)
        })
        .await;
    let open = open.unwrap_or_else(|error| {
        error.log("open jobs");
        Vec::new()
    });
    for job in open
        .into_iter()
        .filter(|job| job.started_at < app.started_at)
    {
        let in_time = job.started_at + REPLY_SECONDS > now();
        if let Some(token) = job.reply_token.as_deref().filter(|_| in_time) {
            tell_of_restart(app, application, token, &restarted(JobKind::of(&job.kind))).await;
        }
        let ended = app
            .blocking(move |app| {
                let state = Value::from(ErrorCode::Restarted.as_str());
                Ok(app
                    .store
                    .end_job(job.scope, job.id, JobStatus::Failed, &state, now())?)
            })
            .await;
        if let Err(error) = ended {
            error.log("ending a job");
        }
    }
}

/// Says that a restart cut work short. A job is open, too, whose work was done and whose end could not be noted, so this
/// claims nothing that would then be false.
fn restarted(kind: Option<JobKind>) -> UserError {
    let (what, next) = match kind {
        Some(JobKind::Reload) => (
            "I was restarted during this reload: either all of its plan was carried out, or nothing.",
            "Run `/dataset reload` again; its plan shows what is still to do.",
        ),
        Some(JobKind::Add) => (
            "I was restarted while I worked on this; nothing was kept without a yes.",
            "If `/article list` does not show it, run the command again.",
        ),
        Some(JobKind::Refresh) | None => (
            "I was restarted while I worked on this; whether it was finished, I cannot say.",
            "Look with `/article list`, then run the command again.",
        ),
    };
    UserError::new(ErrorCode::Restarted, what, next)
}

async fn tell_of_restart(app: &App, application: u64, token: &str, error: &UserError) {
    let Ok(body) = as_json(&Reply::from(error.card()).edit()) else {
        return;
    };
    let call = Call::edit_response(application, token, body, Instant::now());
    if let Err(error) = app.rest.send(call).await {
        super::posting::log_send_failure(error, "word of a restart");
    }
}
