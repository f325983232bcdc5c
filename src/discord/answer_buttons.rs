//! The buttons under an answer.

use std::sync::Arc;

use serenity::all::{CreateActionRow, CreateInputText, CreateModal, InputTextStyle};

use super::app::{App, still_reading};
use super::asking::{self, Asked, Given};
use super::commands::ask;
use super::components::Press;
use super::conversations;
use super::earlier_answers::{changed_since, in_its_place, still_answers};
use super::interaction::InteractionContext;
use super::markup;
use super::once::{Attempt, Once};
use super::open_questions;
use super::permissions::Action;
use super::posting::{log_send_failure, post};
use super::reply::{Button, Look, MAX_CARDS_UTF16, Reply};
use super::settings_panel;
use super::state::{self, ANSWER_SECONDS, AnswerState, State};
use super::user_error::UserError;
use crate::answer::Answer;
use crate::errors::ErrorCode;
use crate::question::MAX_QUESTION_CHARS;
use crate::render::card::{Card, Tone};
use crate::render::{answer_card, why_card};
use crate::store::{Consent, GuildId, OpenQuestion, Scope, Verdict, Vote};
use crate::text::Span;

/// Does what a button under an answer says.
pub async fn pressed(
    context: &InteractionContext,
    press: &Press,
    state: AnswerState,
) -> Result<(), UserError> {
    match press.action {
        Action::ButtonMore => more(context, state).await,
        Action::ButtonContext => read(context, state, context_cards).await,
        Action::ButtonWhy => read(context, state, why).await,
        Action::ButtonNearest => nearest(context, &state).await,
        Action::FormFollowUp => follow_up(context, press, state).await,
        Action::ButtonFollowUp => {
            let form = follow_up_form(&press.key, state.is_answered());
            context.responder.form(form).await
        }
        Action::ButtonAskAll => ask_all(context, state).await,
        Action::ButtonRight => vote(context, state, Verdict::Right).await,
        Action::ButtonWrong => vote(context, state, Verdict::Wrong).await,
        Action::ButtonShare => share(context, &press.key, state).await,
        Action::ButtonDelete => context.responder.delete_message().await,
        Action::ButtonSuggestion => example(context, press, &state.offered).await,
        Action::ButtonTellEditors => tell_editors(context, &press.key, state).await,
        _ => Err(UserError::expired()),
    }
}

/// Shows the person who pressed where the quoted sentence stands, or why it was chosen; both need what would be answered
/// now.
async fn read(
    context: &InteractionContext,
    state: AnswerState,
    show: fn(&App, &Given, &AnswerState, Scope) -> Result<Reply, UserError>,
) -> Result<(), UserError> {
    let asked = Asked::again(&state, context.scope(), &context.settings);
    let work = context.app.ask_in_turn(asked.scope, move |app| {
        let given = asking::answer(app, &asked)?;
        show(app, &given, &state, asked.scope)
    });
    let reply = context.responder.work(true, work).await?;
    context.responder.reply(reply.hidden()).await
}

/// Refuses while the server's own articles are read: what only the shelf would answer is none of what stands above the
/// button, though nothing may have changed.
fn of_all(given: &Given) -> Result<&Answer, UserError> {
    match given.lacks_own {
        true => Err(still_reading()),
        false => Ok(&given.answer),
    }
}

fn why(_: &App, given: &Given, state: &AnswerState, _: Scope) -> Result<Reply, UserError> {
    let answer = of_all(given)?;
    // The reasons for another sentence would be taken for those of the one that stands above the button.
    let place = state.cited.as_ref().ok_or_else(changed_since)?;
    match answer.answered && still_answers(answer, place) {
        true => Ok(why_card::why(answer, state.shown).into()),
        false => Err(changed_since()),
    }
}

/// Shows each part's first sentence among its neighbours; what became of one of them keeps back no other. They stand in the
/// store, so that it does not matter whether their articles are read by now.
fn context_cards(
    app: &App,
    given: &Given,
    state: &AnswerState,
    scope: Scope,
) -> Result<Reply, UserError> {
    let place = state.cited.as_ref().ok_or_else(changed_since)?;
    let room = MAX_CARDS_UTF16 / (1 + state.further.len());
    let show = |numbered| in_its_place(app, scope, numbered, &given.answer, room);
    if state.further.is_empty() {
        return Ok(show((1, place))?.into());
    }
    let places = std::iter::once(place).chain(&state.further);
    Ok((1..).zip(places).fold(Reply::default(), |reply, numbered| {
        reply.with_card(show(numbered).unwrap_or_else(|error| error.card()))
    }))
}

/// Shows the sentences that come nearest where nothing answers, to whoever wants to judge for themselves.
async fn nearest(context: &InteractionContext, state: &AnswerState) -> Result<(), UserError> {
    let asked = Asked::again(state, context.scope(), &context.settings);
    let work = context.app.ask_in_turn(asked.scope, move |app| {
        let given = asking::answer(app, &asked)?;
        let answer = of_all(&given)?;
        match (answer.answered, answer.nearest_sentences.is_empty()) {
            // Somebody may have added what answers it.
            (true, _) => {
                let terms = asking::terms(&asked, &given.snapshot);
                Ok(answer_card::first(answer, terms).card)
            }
            (false, true) => Err(changed_since()),
            (false, false) => Ok(answer_card::nearest(answer)),
        }
    });
    let card = context.responder.work(true, work).await?;
    context.responder.reply(Reply::from(card).hidden()).await
}

/// Shows the next citations; the new message has its own More.
async fn more(context: &InteractionContext, state: AnswerState) -> Result<(), UserError> {
    let asked = Asked::again(&state, context.scope(), &context.settings);
    let work = context.app.ask_in_turn(asked.scope, move |app| {
        let given = asking::answer(app, &asked)?;
        let answer = of_all(&given)?;
        if !answer.answered || answer.citations.len() <= state.shown {
            return Err(changed_since());
        }
        let made = answer_card::more(answer, state.shown);
        let left = answer.citations.len() - made.shown;
        let reply = Reply::from(made.card).hidden();
        if left == 0 {
            return Ok(reply);
        }
        let next = State::Answer(AnswerState {
            shown: made.shown,
            hidden: true,
            ..state
        });
        let key = next.keep_if_possible(app, asked.scope, given.as_of, ANSWER_SECONDS);
        let button = key.map(|key| {
            let id = Action::ButtonMore.id(&key);
            Button::new(Look::Main, id, &format!("More ({left})"))
        });
        Ok(reply.with_buttons(button.into_iter().collect()))
    });
    let reply = context.responder.work(true, work).await?;
    context.responder.reply(reply).await
}

fn follow_up_form(key: &str, is_answered: bool) -> CreateModal {
    let (title, label, example) = match is_answered {
        true => ("Follow up", "Your next question", "And in which year?"),
        false => ("Ask differently", "Your question in other words", ""),
    };
    let longest = u16::try_from(MAX_QUESTION_CHARS).unwrap_or(u16::MAX);
    let field = CreateInputText::new(InputTextStyle::Paragraph, label, "question")
        .placeholder(example)
        .max_length(longest);
    CreateModal::new(Action::FormFollowUp.id(key), title)
        .components(vec![CreateActionRow::InputText(field)])
}

/// Asks a question that goes on from the one of the message.
async fn follow_up(
    context: &InteractionContext,
    press: &Press,
    state: AnswerState,
) -> Result<(), UserError> {
    let question = markup::words_of(press.field("question"));
    let mut asked = beside(context, &question, state.hidden);
    asked.before = conversations::continued(state.before, state.question);
    asked.lately = state.told_of;
    asked.within = state.within;
    asked.check()?;
    ask::answer(context, asked).await
}

/// Puts a question that one article was asked to all of them.
async fn ask_all(context: &InteractionContext, state: AnswerState) -> Result<(), UserError> {
    let mut asked = beside(context, &state.question, state.hidden);
    asked.before = state.before;
    asked.lately = state.lately;
    ask::answer(context, asked).await
}

/// Makes a question of whoever pressed a button, answered where the message of the button is seen.
fn beside(context: &InteractionContext, question: &str, hidden: bool) -> Asked {
    let mut asked = Asked::new(question, &context.actor, &context.settings);
    asked.hidden = hidden || context.must_hide();
    asked.may_be_shared = !context.must_hide();
    asked.signed = true;
    asked
}

/// Asks one of the questions that a message offers.
pub async fn example(
    context: &InteractionContext,
    press: &Press,
    offered: &[String],
) -> Result<(), UserError> {
    let question = offered.get(press.number()).ok_or_else(UserError::expired)?;
    let mut asked = Asked::new(question, &context.actor, &context.settings);
    asked.hidden = true;
    ask::answer(context, asked).await
}

async fn vote(
    context: &InteractionContext,
    state: AnswerState,
    verdict: Verdict,
) -> Result<(), UserError> {
    let place = state.cited.ok_or_else(changed_since)?;
    let vote = Vote {
        article: place.article,
        version: place.version,
        span: Span::new(place.start, place.end),
        voter: context.actor.user,
        verdict,
    };
    let scope = context.scope();
    // Another process that changes the database may take longer than Discord waits for the first response.
    let voted =
        context.blocking(move |app| Ok(app.store.vote(scope, &vote, crate::clock::now())?));
    context.responder.work(true, voted).await?;
    let words = match verdict {
        Verdict::Right => "👍 Thank you. Noted as right.",
        Verdict::Wrong => "👎 Thank you. Noted as wrong; *Why this* shows what led me there.",
    };
    context
        .responder
        .reply(Reply::from(Card::new(Tone::Sure, words)).hidden())
        .await
}

/// Posts a private answer for everybody, once.
async fn share(
    context: &InteractionContext,
    key: &str,
    state: AnswerState,
) -> Result<(), UserError> {
    if context.must_hide() {
        let where_to = settings_panel::named_channels(&context.settings.answer_channels);
        let advice = match context.settings.has_lost_answer_channels() {
            true => "An admin can pick a channel for public answers in `/settings`.".to_owned(),
            false => format!("Share it in {where_to}."),
        };
        return Err(UserError::new(
            ErrorCode::NotAllowed,
            "Answers are not public in this channel.",
            advice,
        ));
    }
    let mut asked = Asked::again(&state, context.scope(), &context.settings);
    asked.hidden = false;
    asked.signed = true;
    let already = "This answer was shared already.";
    let attempt = once(&context.app, Once::Share, key, already)?;
    let (scope, shared) = (asked.scope, key.to_owned());
    let work = context.app.ask_in_turn(scope, move |app| {
        if state::was_done(Once::Share, &shared, app, scope)? {
            return Err(done_already(already));
        }
        let given = asking::answer(app, &asked)?;
        // Another sentence than the one above the button is not what this person wants everybody to see.
        let place = state.cited.as_ref().ok_or_else(changed_since)?;
        let answer = of_all(&given)?;
        let as_of = given.as_of;
        match answer.answered && still_answers(answer, place) {
            true => Ok((asking::shown(app, &asked, given)?, as_of)),
            false => Err(changed_since()),
        }
    });
    let (reply, as_of) = context.responder.work(false, work).await?;
    context.responder.reply(reply).await?;
    attempt.done();
    let key = key.to_owned();
    let noted = move |app: &Arc<App>| {
        state::note_done(Once::Share, &key, app, scope, as_of);
        Ok(())
    };
    context.blocking(noted).await
}

/// Keeps an unanswered question for the editors; pressing the button is the consent, and it counts once.
async fn tell_editors(
    context: &InteractionContext,
    key: &str,
    state: AnswerState,
) -> Result<(), UserError> {
    let (scope, asker, key) = (context.scope(), context.actor.user, key.to_owned());
    let noted = context.blocking(move |app| {
        let already = "The editors have this question already.";
        let attempt = once(app, Once::PassOn, &key, already)?;
        let as_of = app.store.change_number(scope)?;
        if state::was_done(Once::PassOn, &key, app, scope)? {
            return Err(done_already(already));
        }
        let question = OpenQuestion {
            words: state.question,
            about: state.about,
            within: state.within,
        };
        open_questions::note(app, scope, asker, &question, Consent::Asker)?;
        attempt.done();
        state::note_done(Once::PassOn, &key, app, scope, as_of);
        Ok(open_questions::told(
            app,
            scope,
            &question,
            MAX_QUESTION_CHARS,
        ))
    });
    // A post may wait its turn for longer than Discord waits for the first response.
    let work = async {
        let question = noted.await?;
        Ok(pass_on(context, &question).await)
    };
    let words = match context.responder.work(true, work).await? {
        true => "**The editors see your question now**, without your name.",
        false => "**Kept for the editors**, without your name: admins find it in `/settings`.",
    };
    context
        .responder
        .reply(Reply::from(Card::new(Tone::Sure, words)).hidden())
        .await
}

/// Posts a question to the channel of the editors; false where there is none, or it did not arrive.
async fn pass_on(context: &InteractionContext, question: &str) -> bool {
    let Some(channel) = context.settings.editors_channel.filter(|id| *id != 0) else {
        return false;
    };
    let server = context.actor.guild.map(GuildId::get);
    let words = passed_on(question).message();
    match post(&context.app, server, channel, words).await {
        Ok(_) => true,
        Err(error) => {
            log_send_failure(error, "a question for the editors");
            false
        }
    }
}

/// Begins what may be done once; where it comes to nothing it may be tried again.
fn once(app: &Arc<App>, sort: Once, key: &str, already: &str) -> Result<Attempt, UserError> {
    let attempt = Attempt::begin(app, sort, key.to_owned());
    attempt.ok_or_else(|| done_already(already))
}

fn done_already(already: &str) -> UserError {
    UserError::new(ErrorCode::Expired, already, "Once is enough.")
}

fn passed_on(question: &str) -> Reply {
    let words = format!("**A question without an answer**\n> {question}");
    let card = Card::new(Tone::Careful, words);
    Reply::from(card.with_footer("Somebody asked to pass it on; an article that answers it helps."))
}
