//! Joining and leaving servers, who runs the bot, and work that a restart cut short.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;
use serenity::all::{Builder, Http, MembershipState};

use super::app::App;
use super::clock::now;
use super::reply::Reply;
use super::trouble::{Trouble, sort_of};
use crate::store::{GuildId, JobStatus, KEPT_SECONDS, Scope, Stamp};

/// The setting that remembers when a server sent the bot away.
const LEFT_AT: &str = "left_at";

/// Discord lets a reply be edited for so long.
const REPLY_SECONDS: i64 = 14 * 60;

/// Learns who owns the application.
pub async fn learn_operators(app: &App, http: &Http) {
    let known = match http.get_current_application_info().await {
        Ok(info) => info,
        Err(error) => {
            tracing::warn!(
                cause = sort_of(&error),
                "unable to learn who owns the application"
            );
            return;
        }
    };
    let owner = known.owner.iter().map(|owner| owner.id.get());
    let team = known.team.iter().flat_map(|team| &team.members);
    let team = team
        .filter(|member| member.membership_state == MembershipState::Accepted)
        .map(|member| member.user.id.get());
    let all: BTreeSet<u64> = owner.chain(team).collect();
    // A reconnection learns the same again.
    let _ = app.operators.set(all);
}

/// Notes that a server has the bot (again).
pub async fn joined(app: &Arc<App>, guild: u64) {
    change(app, guild, |app, scope| {
        if app.store.setting(scope, LEFT_AT)?.is_some() {
            app.store
                .set_setting(scope, LEFT_AT, None, Stamp::at(now()))?;
        }
        Ok(())
    })
    .await;
}

/// Notes that a server sent the bot away; its articles are kept for 30 days.
pub async fn left(app: &Arc<App>, guild: u64) {
    change(app, guild, |app, scope| {
        let at = Value::from(now());
        Ok(app
            .store
            .set_setting(scope, LEFT_AT, Some(&at), Stamp::at(now()))?)
    })
    .await;
}

async fn change(
    app: &Arc<App>,
    guild: u64,
    work: impl FnOnce(&Arc<App>, Scope) -> Result<(), Trouble> + Send + 'static,
) {
    let Some(guild) = GuildId::new(guild) else {
        return;
    };
    let done = app
        .blocking(move |app| work(app, Scope::Guild(guild)))
        .await;
    if let Err(trouble) = done {
        trouble.log("a server came or went");
    }
}

/// Deletes what has had its time: expired buttons, removed articles, servers gone for 30 days. Blocks.
pub fn sweep(app: &Arc<App>) -> Result<(), Trouble> {
    app.limits.tidy();
    for scope in app.store.scopes()? {
        let left = app.store.setting(scope, LEFT_AT)?;
        let left = left.as_ref().and_then(Value::as_i64);
        if scope != Scope::Everyone && left.is_some_and(|at| at + KEPT_SECONDS < now()) {
            app.store.purge_scope(scope, Stamp::at(now()))?;
        }
    }
    app.store.sweep(now())?;
    Ok(())
}

/// Tells the people whose work a restart cut short, as long as Discord lets their replies be edited.
pub async fn finish_cut_short(app: &Arc<App>, http: &Http) {
    let open = app
        .blocking(|app| {
            let mut open = Vec::new();
            for scope in app.store.scopes()? {
                open.extend(app.store.open_jobs(scope)?);
            }
            Ok(open)
        })
        .await;
    let open = open.unwrap_or_else(|trouble| {
        trouble.log("open jobs");
        Vec::new()
    });
    for job in open
        .into_iter()
        .filter(|job| job.started_at < app.started_at)
    {
        let in_time = job.started_at + REPLY_SECONDS > now();
        if let Some(token) = job.reply_token.as_deref().filter(|_| in_time) {
            let trouble = Trouble::new(
                "RESTARTED",
                "I was restarted while I worked on this; nothing was changed.",
                "Run the command again.",
            );
            let edit = Reply::from(trouble.card()).edit();
            if let Err(error) = edit.execute(http, token).await {
                super::bot::unsent(&error, "word of a restart");
            }
        }
        let ended = app
            .blocking(move |app| {
                let state = Value::from("RESTARTED");
                Ok(app
                    .store
                    .end_job(job.scope, job.id, JobStatus::Failed, &state, now())?)
            })
            .await;
        if let Err(trouble) = ended {
            trouble.log("ending a job");
        }
    }
}
