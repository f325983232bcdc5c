//! `/article refresh`: a page read again; a change makes a version, anything else leaves the article as it was.

use super::adding::room_for_version;
use super::fetching::{self, JobKind, remembered};
use super::interaction::InteractionContext;
use super::reply::Reply;
use super::titles;
use super::user_error::UserError;
use crate::article::{Article, Outline};
use crate::errors::ErrorCode;
use crate::ingest::{Known, Refreshed};
use crate::render::card::{Card, Tone};
use crate::render::difference::{self, Difference};
use crate::render::markdown::{cut, escape, plain};
use crate::render::notices::counted;
use crate::store::StoreError;

/// At most this many sentences that came or went are shown.
pub const MAX_SHOWN: usize = 3;

/// Fetches an article's page again and keeps what changed.
pub async fn refresh(context: &InteractionContext, title: String) -> Result<(), UserError> {
    let scope = context.scope();
    let known = context
        .blocking(move |app| {
            let entry = titles::resolve(app, scope, &title)?;
            if entry.owner != scope {
                return Err(StoreError::OperatorsOwn(entry.id).into());
            }
            Ok(Known::of(app.store.as_ref(), scope, &entry.id)?)
        })
        .await?;
    let Some(address) = known.address().map(str::to_owned) else {
        return Err(UserError::new(
            ErrorCode::NotFound,
            "This article has no address that could be fetched.",
            "Give it one with `/article edit`, or add its new text with `/article add`.",
        ));
    };
    context.responder.defer(true).await?;
    let place = context.app.imports.queue(scope, Some(&address))?;
    let fetched = place.then(async { Ok(known.fetch(fetching::intake(&context.app)?).await) });
    let came = remembered(context, JobKind::Refresh, fetched).await?;
    let came = came.ok_or_else(|| UserError::internal("an address that was there is gone"))?;
    let stamp = context.stamp();
    let work = context.app.in_turn(move |app| {
        let store = app.store.as_ref();
        if let Ok(Some(incoming)) = &came {
            room_for_version(store, scope, incoming.text.len())?;
        }
        let outcome = known.settle(store, scope, came, stamp)?;
        match outcome {
            Refreshed::Failed(error) => return Err(error.into()),
            Refreshed::TooShort { before, now } => return Err(too_short(before, now)),
            _ => {}
        }
        let askable = app.make_askable(scope);
        // It is kept, so it is said to be, whether or not it can be read again.
        let now = store.get(scope, &known.entry.id);
        let now = now.map_err(|error| UserError::from(error).log("reading what was refreshed"));
        let mut card = receipt(&known, &outcome, now.ok().as_ref());
        askable.tell(&mut card);
        Ok(Reply::from(card).hidden())
    });
    let reply = work.await?;
    // Whoever reads the answer may ask for the page again at once.
    drop(place);
    context.responder.reply(reply).await
}

/// A page that lost most of its text has more often broken than changed its mind.
fn too_short(before: usize, now: usize) -> UserError {
    UserError::new(
        ErrorCode::PageNoText,
        format!(
            "The article was kept as it was: its page has only {now} bytes of text now, it had {before}."
        ),
        "If that is right, remove the article and add it again.",
    )
}

/// Says what came of it; `now` is the article as it stands, where it can be read.
fn receipt(known: &Known, outcome: &Refreshed, now: Option<&Article>) -> Card {
    let mut words = match outcome {
        Refreshed::Changed { version } => format!("**Saved as version {version}.**"),
        _ => "**Nothing has changed.**".to_owned(),
    };
    let is_changed = matches!(outcome, Refreshed::Changed { .. });
    let changed = now
        .filter(|_| is_changed)
        .map(|now| difference::between(&sentences(&known.article), &sentences(now)));
    if let Some(changed) = &changed {
        let added = counted(changed.added.len(), "sentence");
        words += &format!(" {added} new, {} gone.", changed.removed.len());
    }
    let mut card = Card::new(Tone::Sure, words);
    for line in changed.iter().flat_map(shown) {
        card.line(&line);
    }
    card.titled(&now.unwrap_or(&known.article).metadata.title)
}

/// Returns the sentences by which versions of an article are compared.
pub fn sentences(article: &Article) -> Vec<String> {
    let outline = Outline::of(&article.text);
    let spans = outline.sentences.iter();
    spans
        .filter_map(|sentence| sentence.span.of(&article.text))
        .map(str::to_owned)
        .collect()
}

/// Shows the first sentences that came and went.
pub fn shown(changed: &Difference) -> Vec<String> {
    let line =
        |sign: &str, words: &String| format!("`{sign}` {}", escape(&cut(&plain(words), 240)));
    let some = |sign: &str, all: &[String]| {
        let mut lines: Vec<String> = all
            .iter()
            .take(MAX_SHOWN)
            .map(|words| line(sign, words))
            .collect();
        let rest = all.len().saturating_sub(MAX_SHOWN);
        if rest > 0 {
            lines.push(format!("`{sign}` and {rest} more"));
        }
        lines
    };
    [some("−", &changed.removed), some("+", &changed.added)].concat()
}
