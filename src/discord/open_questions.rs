//! The questions that no article answered, as the admins of a server read them; nobody's name stands beside them.

use std::sync::Arc;

use super::app::{App, still_reading};
use super::article_lists::Listing;
use super::components::Press;
use super::interaction::InteractionContext;
use super::once::{Attempt, Once};
use super::permissions::Action;
use super::reply::{Button, Look, Reply};
use super::snapshot::AtHand;
use super::user_error::UserError;
use crate::clock;
use crate::question::Ask;
use crate::render::card::{Card, Tone};
use crate::render::markdown::{cut, escape, plain};
use crate::render::notices::counted;
use crate::store::{Consent, Digest, Gap, OpenQuestion, Scope, SideNote, StoreResult, UserId};

/// How many of the questions asked most are asked again, to see whether an article answers them by now.
const ASKED_AGAIN: usize = 60;

/// The same question of a person counts once in this time.
const SECONDS_A_DAY: i64 = 24 * 60 * 60;

/// Questions are cut to this in the list.
const QUESTION_ROOM: usize = 200;

/// Keeps a question that nothing answers, where that is wanted. The same question of one person counts once a day: who asks
/// again, or tells the editors, has not asked twice. Blocks.
pub fn note(
    app: &Arc<App>,
    scope: Scope,
    asker: UserId,
    question: &OpenQuestion,
    consent: Consent,
) -> StoreResult<()> {
    let now = clock::now();
    // Kept in memory only, and as a digest: nobody's name stands beside a question.
    let what = format!("{scope:?} {} {}", asker.0, question.folded());
    let what = Digest::of(&what);
    let on = |day: i64| format!("{what} {day}");
    let today = now / SECONDS_A_DAY;
    let Some(attempt) = Attempt::begin(app, Once::OpenQuestion, on(today)) else {
        return Ok(());
    };
    match consent {
        // Whoever pressed the button is told that it is kept.
        Consent::Asker => {
            if app.store.note_gap(scope, question, consent, now)? {
                attempt.done();
            }
            Ok(())
        }
        Consent::GuildSetting => {
            let question = question.clone();
            let note = SideNote::Gap {
                scope,
                question,
                at: now,
            };
            // What only waits may still come to nothing.
            app.notes.keep(note, Box::new(move || attempt.done()))
        }
    }
}

/// Lists the questions, the one asked most first, and marks those that are answered by now. Blocks.
pub fn listing(app: &Arc<App>, scope: Scope) -> Result<Listing, UserError> {
    let gaps = app.store.gaps(scope)?;
    // What cannot be told yet is not marked.
    let answered = answered_now(app, scope, &gaps)?.unwrap_or_default();
    let lines = gaps.iter().map(|gap| {
        let words = told(app, scope, &gap.question, QUESTION_ROOM);
        let often = match gap.asked {
            0 | 1 => String::new(),
            often => format!(" · asked {often} times"),
        };
        let sign = match answered.contains(&gap.question) {
            true => "✅",
            false => "•",
        };
        format!("{sign} {words}{often} · <t:{}:R>", gap.last_at)
    });
    let small_print = match answered.is_empty() {
        true => "kept for 30 days, without names".to_owned(),
        false => "✅ answered by now · kept for 30 days, without names".to_owned(),
    };
    Ok(Listing {
        title: counted(gaps.len(), "open question"),
        lines: lines.collect(),
        small_print,
        nothing: "No question is open. The gap list in `/settings` keeps those that no article answers, without names; \
            so does *Tell the editors* under such an answer.",
    })
}

/// Asks the questions again and returns those that the articles answer by now; `None` while these are being read.
fn answered_now(
    app: &Arc<App>,
    scope: Scope,
    gaps: &[Gap],
) -> Result<Option<Vec<OpenQuestion>>, UserError> {
    let Some(AtHand { snapshot, is_stale }) = app.snapshots.fresh_enough(scope)? else {
        return Ok(None);
    };
    let without = match is_stale {
        true => snapshot.outdated(app.store.as_ref())?,
        false => Arc::default(),
    };
    let asked = gaps.iter().take(ASKED_AGAIN).map(|gap| &gap.question);
    let threshold = app.settings(scope)?.strictness.threshold();
    let is_answered = |question: &&OpenQuestion| {
        snapshot.answers_ask(&Ask {
            within: question.within.clone(),
            without: Arc::clone(&without),
            before: question.about.iter().cloned().collect(),
            threshold,
            ..Ask::new(question.words.as_str())
        })
    };
    Ok(Some(asked.filter(is_answered).cloned().collect()))
}

/// Writes a question with all that its words alone do not say; words and titles are cut to `room`. Blocks.
pub fn told(app: &App, scope: Scope, question: &OpenQuestion, room: usize) -> String {
    let shown = |text: &str| escape(&cut(&plain(text), room)).to_string();
    let mut parts = vec![shown(&question.words)];
    let about = question.about.as_deref();
    parts.extend(about.map(|about| format!("about: {}", shown(about))));
    if let Some(id) = &question.within {
        let entry = app.store.entry_if_there(scope, id);
        let title = match entry {
            Ok(Some(entry)) => shown(&entry.metadata.title),
            // It was removed since, or cannot be read now: its name says which one it was.
            _ => shown(id.as_str()),
        };
        parts.push(format!("in *{title}*"));
    }
    parts.join(" · ")
}

/// The buttons that shorten the list.
pub fn buttons(key: &str) -> Vec<Button> {
    let button = |which: &str, look, label| {
        Button::new(
            look,
            Action::ButtonClearQuestions.id_with(key, which),
            label,
        )
    };
    vec![
        button("answered", Look::Quiet, "Forget the answered"),
        button("all", Look::Danger, "Forget all"),
    ]
}

/// Forgets the questions that are answered by now, or all.
pub async fn clear(context: &InteractionContext, press: &Press) -> Result<(), UserError> {
    let scope = context.scope();
    let all = press.argument.as_deref() == Some("all");
    // Whether a question is answered by now is known only by asking it, which may take longer than Discord waits.
    let work = context.app.ask_in_turn(scope, move |app| {
        let gone = forget(app, scope, all)?;
        let words = format!("**{} forgotten.**", counted(gone, "question"));
        Ok(Reply::from(Card::new(Tone::Sure, words)).hidden())
    });
    context.responder.work_on_message(work).await
}

fn forget(app: &Arc<App>, scope: Scope, all: bool) -> Result<usize, UserError> {
    let store = app.store.as_ref();
    if all {
        app.notes.forget_gaps(scope, None);
        return Ok(store.clear_gaps(scope, None)?);
    }
    let mut gone = 0;
    let answered = answered_now(app, scope, &store.gaps(scope)?)?;
    for question in answered.ok_or_else(still_reading)? {
        app.notes.forget_gaps(scope, Some(&question));
        gone += store.clear_gaps(scope, Some(&question))?;
    }
    Ok(gone)
}
