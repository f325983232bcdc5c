//! What is offered while somebody types: questions the articles answer, titles of this server and no other.

use std::sync::Arc;

use serenity::all::{AutocompleteChoice, CreateAutocompleteResponse};

use super::app::App;
use super::commands::{Call, visit};
use super::suggestions;
use super::titles;
use super::trouble::Trouble;
use crate::render::markdown::{cut, plain};
use crate::store::Scope;

/// Discord offers at most so many choices.
const MOST_CHOICES: usize = 25;

/// Discord refuses longer choices.
const LONGEST_CHOICE: usize = 100;

/// Offers questions.
pub async fn suggest_questions(call: Call<'_>, typed: &str) -> CreateAutocompleteResponse {
    let typed = typed.to_owned();
    choices(&call, move |app, scope| {
        let (snapshot, _) = app.shelves.at_hand(scope)?;
        let found = suggestions::nearest(&snapshot.suggestions, &typed, MOST_CHOICES);
        let found = found
            .into_iter()
            .map(|s| (s.question.clone(), s.question.clone()));
        Ok(found.collect())
    })
    .await
}

/// Offers titles.
pub async fn suggest_titles(call: Call<'_>, typed: &str) -> CreateAutocompleteResponse {
    let typed = typed.to_owned();
    choices(&call, move |app, scope| {
        Ok(titles::matching(
            &app.store.list(scope)?,
            &typed,
            MOST_CHOICES,
        ))
    })
    .await
}

/// Offers removed titles.
pub async fn suggest_removed(call: Call<'_>, typed: &str) -> CreateAutocompleteResponse {
    let typed = typed.to_owned();
    choices(&call, move |app, scope| {
        Ok(titles::matching(
            &app.store.removed(scope)?,
            &typed,
            MOST_CHOICES,
        ))
    })
    .await
}

/// Finds choices as pairs of what is shown and what is meant; when that fails there are none.
async fn choices<F>(call: &Call<'_>, find: F) -> CreateAutocompleteResponse
where
    F: FnOnce(&Arc<App>, Scope) -> Result<Vec<(String, String)>, Trouble> + Send + 'static,
{
    let found = match visit(call).await {
        Ok(visit) => {
            let scope = visit.scope();
            visit.blocking(move |app| find(app, scope)).await
        }
        Err(trouble) => Err(trouble),
    };
    let found = found.unwrap_or_else(|trouble| {
        trouble.log("autocomplete");
        Vec::new()
    });
    let choices = found
        .into_iter()
        .filter(|(_, value)| !value.is_empty() && value.encode_utf16().count() <= LONGEST_CHOICE)
        .map(|(name, value)| AutocompleteChoice::new(cut(&plain(&name), LONGEST_CHOICE), value))
        .collect();
    CreateAutocompleteResponse::new().set_choices(choices)
}
