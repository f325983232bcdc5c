//! The way back to an earlier version of an article, under its history.

use serenity::all::{CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption};

use super::adding::named;
use super::components::Press;
use super::interaction::InteractionContext;
use super::permissions::Action;
use super::reply::Reply;
use super::user_error::UserError;
use crate::article::ArticleId;
use crate::render::card::{Card, Tone};
use crate::render::citation;
use crate::store::{Outcome, Revision, Scope, Store, StoreError};

/// Discord's menus hold no more.
const MAX_OFFERED: usize = 25;

/// Returns the versions of this server's own article that could be quoted instead of the current one, newest first.
/// Blocks.
pub fn earlier(
    store: &dyn Store,
    scope: Scope,
    article: &ArticleId,
) -> Result<Vec<Revision>, UserError> {
    if store.entry(scope, article)?.owner != scope {
        return Ok(Vec::new());
    }
    let mut all = store.history(scope, article)?;
    all.retain(|revision| !revision.current);
    all.truncate(MAX_OFFERED);
    Ok(all)
}

/// A menu of versions; picking one makes it the quoted one.
pub fn menu(key: &str, versions: Vec<Revision>) -> CreateSelectMenu {
    let options = versions.iter().map(|revision| {
        let number = revision.version.to_string();
        let about = format!(
            "{} bytes, kept {}",
            revision.bytes,
            citation::day_of(revision.added_at)
        );
        CreateSelectMenuOption::new(format!("Quote version {number} again"), number)
            .description(about)
    });
    let kind = CreateSelectMenuKind::String {
        options: options.collect(),
    };
    CreateSelectMenu::new(Action::ButtonRestoreVersion.id(key), kind)
        .placeholder("Go back to another version…")
}

/// Makes the picked version the one that is quoted; the others stay.
pub async fn restore(
    context: &InteractionContext,
    press: &Press,
    article: ArticleId,
) -> Result<(), UserError> {
    let picked = press
        .values
        .first()
        .and_then(|(_, value)| value.parse().ok());
    let version: u32 = picked.ok_or_else(UserError::expired)?;
    let (scope, stamp) = (context.scope(), context.stamp());
    let work = context.blocking(move |app| {
        let entry = app.store.entry(scope, &article)?;
        if entry.owner != scope {
            return Err(StoreError::OperatorsOwn(article).into());
        }
        let saved = app.store.restore_version(scope, &article, version, stamp)?;
        let askable = app.make_askable(scope);
        let title = named(&entry.metadata, &article);
        let words = match saved.outcome {
            Outcome::Unchanged => format!("**Version {version} is quoted already:** {title}"),
            _ => format!(
                "**Version {version} is quoted now:** {title}\nVersion {} is kept; `/article history` shows both.",
                entry.version
            ),
        };
        let mut card = Card::new(Tone::Sure, words);
        askable.tell(&mut card);
        Ok(Reply::from(card).hidden())
    });
    context.responder.work_on_message(work).await
}
