//! `/dataset status` and `/dataset check`: what is loaded, and which files could not be.

use std::time::SystemTime;

use super::interaction::InteractionContext;
use super::reply::Reply;
use super::user_error::UserError;
use crate::ingest::dataset::{Problem, Reload};
use crate::render::card::{Card, Tone};
use crate::render::markdown::{cut, escape, plain};
use crate::render::notices::{counted, grouped};

/// At most this many bad files are named; the rest is counted.
const MAX_NAMED: usize = 8;

/// Says how many articles there are and when they last changed.
pub async fn status(context: &InteractionContext) -> Result<(), UserError> {
    let scope = context.scope();
    let own_only = context.settings.own_articles_only;
    let work = context.app.in_turn(move |app| {
        let entries = app.store.list(scope)?;
        let own = entries.iter().filter(|entry| entry.owner == scope).count();
        let sentences: usize = entries.iter().map(|entry| entry.sentences).sum();
        let changed = entries.iter().map(|entry| entry.changed_at).max();
        let mut card = Card::new(Tone::Plain, "").titled("Dataset");
        card.line(&format!(
            "**{}** can be asked, with {}.",
            counted(entries.len(), "article"),
            counted(sentences, "sentence")
        ));
        card.line(&match own_only {
            true => {
                "All are this server's own: the operator's shelf is left out, as `/settings` says."
                    .to_owned()
            }
            false => format!(
                "{} on the operator's shelf, {} of this server's own.",
                grouped(entries.len() - own),
                grouped(own)
            ),
        });
        if let Some(at) = changed {
            card.line(&format!("Last changed <t:{at}:R>."));
        }
        let at_hand = app.snapshots.fresh_enough(scope)?;
        if at_hand.as_ref().is_none_or(|at_hand| at_hand.is_stale) {
            card.line(
                "I am still reading what was changed last; answers take note of it in a moment.",
            );
        }
        let fingerprint = at_hand.map(|at_hand| {
            let knowledge = &at_hand.snapshot.knowledge;
            format!("fingerprint {}", knowledge.fingerprint())
        });
        let card = match fingerprint {
            Some(name) => card.with_footer(&name),
            None => card,
        };
        Ok(Reply::from(card).hidden())
    });
    let reply = context.responder.work(true, work).await?;
    context.responder.reply(reply).await
}

/// Checks the files without loading them.
pub async fn check(context: &InteractionContext) -> Result<(), UserError> {
    let work = context.app.in_turn(|app| {
        let found = Reload::check(
            &app.choices.dataset,
            SystemTime::now(),
            &app.pages,
            &|_, _| {},
        )?;
        let read = found.added.len() + found.changed.len() + found.unchanged;
        let mut card = Card::new(Tone::Sure, "").titled("Check of the dataset");
        card.line(&format!("**{}** can be loaded.", counted(read, "file")));
        problems(&mut card, &found.problems);
        warnings(&mut card, &found.warnings);
        Ok(Reply::from(card).hidden())
    });
    let reply = context.responder.work(true, work).await?;
    context.responder.reply(reply).await
}

/// Names bad files with their lines.
pub fn problems(card: &mut Card, problems: &[Problem]) {
    if problems.is_empty() {
        return;
    }
    card.tone = Tone::Careful;
    card.line(&format!(
        "\n**{}** cannot be read:",
        counted(problems.len(), "file")
    ));
    for problem in problems.iter().take(MAX_NAMED) {
        let line = problem
            .line
            .map(|line| format!(":{line}"))
            .unwrap_or_default();
        let file = escape(&cut(&plain(&problem.file), 80));
        let message = escape(&cut(&plain(&problem.message), 160));
        card.line(&format!(
            "❌ {file}{line} · {message} ({})",
            problem.severity
        ));
    }
    let rest = problems.len().saturating_sub(MAX_NAMED);
    if rest > 0 {
        card.line(&format!("and {rest} more; `footnote check` lists all"));
    }
}

/// Names files that can be loaded and should be looked at, such as two that hold the same text.
pub fn warnings(card: &mut Card, warnings: &[Problem]) {
    if warnings.is_empty() {
        return;
    }
    card.tone = Tone::Careful;
    card.line("");
    for warning in warnings.iter().take(MAX_NAMED) {
        let file = escape(&cut(&plain(&warning.file), 80));
        let message = escape(&cut(&plain(&warning.message), 200));
        card.line(&format!("⚠️ {file} · {message}"));
    }
    let rest = warnings.len().saturating_sub(MAX_NAMED);
    if rest > 0 {
        card.line(&format!("and {rest} more; `footnote check` lists all"));
    }
}
