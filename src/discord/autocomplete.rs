//! What is offered while somebody types: questions and facts of the articles, titles of this server and no other.

use std::sync::Arc;

use serenity::all::{AutocompleteChoice, CommandInteraction};

use super::app::App;
use super::interaction::InteractionContext;
use super::suggestions::{MAX_CHOICE_UTF16, Sort, Suggestion};
use super::titles;
use super::user_error::UserError;
use crate::render::markdown::{cut, plain};
use crate::store::Scope;

/// Discord offers at most so many choices.
const MAX_CHOICES: usize = 25;

/// Where choices come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// Questions the articles answer, and facts they state.
    Questions,
    /// Titles of the articles.
    Titles,
    /// Titles of articles that were removed.
    Removed,
}

/// Returns what is offered for an option of a command, both by their full names.
pub fn offer_for(command: &str, option: &str) -> Option<Offer> {
    match (command, option) {
        ("ask", "question") => Some(Offer::Questions),
        ("ask", "in") => Some(Offer::Titles),
        ("article restore", "title") => Some(Offer::Removed),
        (command, "title") if command.starts_with("article ") => Some(Offer::Titles),
        _ => None,
    }
}

/// Finds choices for what somebody types; when that fails there are none.
pub async fn choices(
    context: &InteractionContext,
    command: &str,
    from: &CommandInteraction,
) -> Vec<AutocompleteChoice> {
    let typed = from.data.autocomplete();
    let offer = typed
        .as_ref()
        .and_then(|typed| offer_for(command, typed.name));
    let (Some(offer), Some(typed)) = (offer, typed) else {
        return Vec::new();
    };
    let (scope, typed) = (context.scope(), typed.value.to_owned());
    let found = context
        .blocking(move |app| find(app, scope, offer, &typed))
        .await
        .unwrap_or_else(|error| {
            error.log("autocomplete");
            Vec::new()
        });
    found
        .into_iter()
        .filter(|(_, value)| !value.is_empty() && value.encode_utf16().count() <= MAX_CHOICE_UTF16)
        .map(|(name, value)| AutocompleteChoice::new(cut(&plain(&name), MAX_CHOICE_UTF16), value))
        .collect()
}

/// Finds choices as pairs of what is shown and what is meant. Blocks.
fn find(
    app: &Arc<App>,
    scope: Scope,
    offer: Offer,
    typed: &str,
) -> Result<Vec<(String, String)>, UserError> {
    Ok(match offer {
        Offer::Questions => {
            let Some(at_hand) = app.snapshots.current_unless_crowded(scope)? else {
                return Ok(Vec::new());
            };
            let suggestions = &at_hand.snapshot.suggestions;
            // What is picked is asked, in public: a title or a piece of a sentence is no question.
            let asks = |one: &Suggestion| one.sort == Sort::Question;
            let known = match at_hand.is_stale {
                false => suggestions.completing(typed, MAX_CHOICES, asks),
                true => {
                    app.snapshots.refresh_in_background(scope)?;
                    // What was taken away or changed since is not offered any more.
                    let gone = at_hand.snapshot.outdated(app.store.as_ref())?;
                    let stands = |one: &Suggestion| asks(one) && !gone.contains(&one.article);
                    suggestions.completing(typed, MAX_CHOICES, stands)
                }
            };
            let words = known.into_iter().map(|known| known.words.clone());
            words.map(|words| (words.clone(), words)).collect()
        }
        Offer::Titles => titles::matching(&app.store.list(scope)?, typed, MAX_CHOICES),
        Offer::Removed => titles::matching(&app.store.removed(scope)?, typed, MAX_CHOICES),
    })
}
