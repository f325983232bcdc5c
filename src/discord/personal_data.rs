//! What is kept about a person, shown to that person and deleted on their word.

use super::components::Press;
use super::interaction::InteractionContext;
use super::permissions::Action;
use super::reply::{Button, Look, Reply};
use super::state::{CONFIRM_SECONDS, State};
use super::user_error::UserError;
use crate::render::card::{Card, Tone};
use crate::render::markdown::escape;
use crate::store::Kept;

/// Says what is kept, with the buttons to see and delete one's own.
pub async fn notice(context: &InteractionContext) -> Result<(), UserError> {
    let (scope, by) = (context.scope(), context.actor.user.0);
    let gaps = context.settings.gap_list;
    let key = context
        .blocking(move |app| {
            let as_of = app.store.change_number(scope)?;
            State::Privacy { by }.keep_beside(app, scope, as_of, CONFIRM_SECONDS)
        })
        .await?;
    let reply = Reply::from(explained(gaps)).hidden().with_buttons(vec![
        Button::new(Look::Quiet, Action::ButtonShowMine.id(&key), "Show mine"),
        Button::new(Look::Danger, Action::ButtonForgetMe.id(&key), "Forget me"),
    ]);
    context.responder.reply(reply).await
}

fn explained(gaps: bool) -> Card {
    let mut card = Card::new(Tone::Plain, "").titled("What is kept about you");
    card.line("**Questions** are answered and not kept in readable form; none stands in any log. For ten minutes yours are remembered, in memory only, so that you can ask on.");
    card.line(if gaps {
        "**Gap list**: the admins of this server keep questions that no article answers, for 30 days, without names."
    } else {
        "**Gap list**: off here. A question is kept only when its asker presses *Tell the editors*, without the name."
    });
    card.line("**Buttons** under an answer work for 14 days. What they need is stored sealed; the key is in the button itself.");
    card.line("**👍 and 👎** are kept with your id, so that each person counts once.");
    card.line("**Changes** to articles and settings are logged with your id, for the admins. *Forget me* puts a number in its place, so that they still see what was changed, and not by whom.");
    card.line("\nNothing is shared with anybody; no language model reads it.");
    card
}

/// Shows or deletes what is kept.
pub async fn pressed(context: &InteractionContext, press: &Press) -> Result<(), UserError> {
    let user = context.actor.user;
    let card = match press.action {
        Action::ButtonShowMine => {
            let work = context.blocking(move |app| {
                let waiting = app.notes.about(user);
                Ok(with(waiting, app.store.personal_data(user)?))
            });
            listed(
                &context.responder.work(true, work).await?,
                "Nothing is kept about you.",
            )
        }
        Action::ButtonForgetMe => {
            let work = context.blocking(move |app| {
                app.conversations.forget(user);
                app.replies.forget(user);
                // First what waits to be written: it would name the person again afterwards.
                let waiting = app.notes.forget(user);
                Ok(with(waiting, app.store.forget(user)?))
            });
            let kept = context.responder.work(true, work).await?;
            let mut card = listed(
                &kept,
                "Nothing is kept about you, so there was nothing to delete.",
            );
            card.tone = Tone::Sure;
            if kept.values().any(|count| *count > 0) {
                card.line(match kept.contains_key("log lines") {
                    true => "\nIn the admins' log a number stands in your place now; all else is deleted.",
                    false => "\nIt is deleted.",
                });
                card.line("Copies that the operator has made of the database keep it until they are deleted.");
            }
            card.titled("Forgotten")
        }
        _ => return Err(UserError::expired()),
    };
    context.responder.reply(Reply::from(card).hidden()).await
}

/// Counts what waits to be written with what is.
fn with(waiting: Kept, mut written: Kept) -> Kept {
    for (sort, count) in waiting {
        *written.entry(sort).or_default() += count;
    }
    written
}

/// Says what a sort of what is kept is for whoever reads it.
fn in_words(sort: &str) -> String {
    let words = match sort {
        "buttons" => "buttons that still work",
        "jobs" => "imports and reloads that you began",
        "log lines" => "lines about you in the admins' log",
        "votes" => "👍 and 👎 of yours",
        other => return escape(other).to_string(),
    };
    words.to_owned()
}

fn listed(kept: &Kept, nothing: &str) -> Card {
    let mut card = Card::new(Tone::Plain, "").titled("Yours");
    let lines = kept.iter().filter(|(_, count)| **count > 0);
    for (sort, count) in lines {
        card.line(&format!("• {}: {count}", in_words(sort)));
    }
    if card.body.is_empty() {
        card.line(nothing);
    }
    card
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_told_in_words_for_its_owner() {
        let kept = ["buttons", "jobs", "log lines", "votes"].map(|sort| (sort.to_owned(), 2));
        let told = listed(&Kept::from(kept), "nothing").body;
        for line in [
            "• buttons that still work: 2",
            "• imports and reloads that you began: 2",
            "• lines about you in the admins' log: 2",
            "• 👍 and 👎 of yours: 2",
        ] {
            assert!(told.contains(line), "{told}");
        }
    }
}
