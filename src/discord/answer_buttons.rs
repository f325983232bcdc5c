//! The buttons under an answer.

use std::sync::Arc;

use serenity::all::{
    ChannelId, CreateActionRow, CreateInputText, CreateModal, InputTextStyle, Mentionable,
};

use super::app::{App, Attempt};
use super::asking::{self, Asked};
use super::bot::unsent;
use super::commands::ask;
use super::components::Press;
use super::conversations;
use super::earlier_answers::{changed_since, in_its_place, still_answers};
use super::interaction::Visit;
use super::messages::post;
use super::permissions::Action;
use super::reply::{Button, Look, Reply};
use super::state::{ANSWER_SECONDS, AnswerState, State};
use super::user_error::Trouble;
use crate::answer::Answer;
use crate::question::LONGEST_QUESTION;
use crate::render::answer_card;
use crate::render::card::{Card, Tone};
use crate::render::markdown::escape;
use crate::store::{Consent, GuildId, Scope, Verdict, Vote};
use crate::text::Span;

/// Does what a button under an answer says.
pub async fn pressed(visit: &Visit, press: &Press, state: AnswerState) -> Result<(), Trouble> {
    match press.action {
        Action::ButtonMore => more(visit, state).await,
        Action::ButtonContext => read(visit, state, context).await,
        Action::ButtonWhy => read(visit, state, why).await,
        Action::ButtonNearest => nearest(visit, &state).await,
        Action::FormFollowUp => follow_up(visit, press, state).await,
        Action::ButtonFollowUp => visit.door.form(follow_up_form(&press.key)).await,
        Action::ButtonRight => vote(visit, state, Verdict::Right).await,
        Action::ButtonWrong => vote(visit, state, Verdict::Wrong).await,
        Action::ButtonShare => share(visit, &press.key, state).await,
        Action::ButtonDelete => visit.door.delete_message().await,
        Action::ButtonSuggestion => example(visit, press, &state.offered).await,
        Action::ButtonTellEditors => tell_editors(visit, &press.key, state).await,
        _ => Err(Trouble::expired()),
    }
}

/// Shows the person who pressed where the quoted sentence stands, or why it was chosen; both need what would be answered
/// now.
async fn read(
    visit: &Visit,
    state: AnswerState,
    show: fn(&App, &Answer, &AnswerState, Scope) -> Result<Card, Trouble>,
) -> Result<(), Trouble> {
    let asked = Asked::again(&state, visit.scope(), &visit.settings);
    let work = visit.app.in_turn(move |app| {
        let (answer, _) = asking::answer(app, &asked)?;
        show(app, &answer, &state, asked.scope)
    });
    let card = visit.door.work(true, work).await?;
    visit.door.say(Reply::from(card).hidden()).await
}

fn why(_: &App, answer: &Answer, state: &AnswerState, _: Scope) -> Result<Card, Trouble> {
    // The reasons for another sentence would be taken for those of the one that stands above the button.
    let place = state.cited.as_ref().ok_or_else(changed_since)?;
    match answer.answered && still_answers(answer, place) {
        true => Ok(answer_card::why(answer, state.shown)),
        false => Err(changed_since()),
    }
}

fn context(app: &App, answer: &Answer, state: &AnswerState, scope: Scope) -> Result<Card, Trouble> {
    let place = state.cited.as_ref().ok_or_else(changed_since)?;
    in_its_place(app, scope, place, answer)
}

/// Shows the sentences that come nearest where nothing answers, to whoever wants to judge for themselves.
async fn nearest(visit: &Visit, state: &AnswerState) -> Result<(), Trouble> {
    let mut asked = Asked::again(state, visit.scope(), &visit.settings);
    let work = visit.app.in_turn(move |app| {
        // Somebody may have added what answers it.
        let (given, _) = asking::answer(app, &asked)?;
        if given.answered {
            return Ok(answer_card::first(&given).card);
        }
        asked.threshold = Some(0.0);
        let (given, _) = asking::answer(app, &asked)?;
        match given.citations.is_empty() {
            true => Err(changed_since()),
            false => Ok(answer_card::nearest(&given)),
        }
    });
    let card = visit.door.work(true, work).await?;
    visit.door.say(Reply::from(card).hidden()).await
}

/// Shows the next citations; the new message has its own More.
async fn more(visit: &Visit, state: AnswerState) -> Result<(), Trouble> {
    let asked = Asked::again(&state, visit.scope(), &visit.settings);
    let work = visit.app.in_turn(move |app| {
        let (answer, _) = asking::answer(app, &asked)?;
        if !answer.answered || answer.citations.len() <= state.shown {
            return Err(changed_since());
        }
        let made = answer_card::more(&answer, state.shown);
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
        let key = next.keep(app.store.as_ref(), asked.scope, ANSWER_SECONDS)?;
        let button = Button::new(
            Look::Main,
            Action::ButtonMore.id(&key),
            &format!("More ({left})"),
        );
        Ok(reply.with_buttons(vec![button]))
    });
    let reply = visit.door.work(true, work).await?;
    visit.door.say(reply).await
}

fn follow_up_form(key: &str) -> CreateModal {
    let longest = u16::try_from(LONGEST_QUESTION).unwrap_or(u16::MAX);
    let field = CreateInputText::new(InputTextStyle::Paragraph, "Your next question", "question")
        .placeholder("And in which year?")
        .max_length(longest);
    CreateModal::new(Action::FormFollowUp.id(key), "Follow up")
        .components(vec![CreateActionRow::InputText(field)])
}

/// Asks a question that goes on from the one of the message.
async fn follow_up(visit: &Visit, press: &Press, state: AnswerState) -> Result<(), Trouble> {
    let mut asked = Asked::new(press.field("question"), &visit.actor, &visit.settings);
    asked.before = conversations::continued(state.before, state.question);
    asked.within = state.within;
    asked.hidden = state.hidden || visit.must_hide();
    asked.may_be_shared = !visit.must_hide();
    asked.signed = true;
    asked.check()?;
    ask::answer(visit, asked, None).await
}

/// Asks one of the questions that a message offers.
pub async fn example(visit: &Visit, press: &Press, offered: &[String]) -> Result<(), Trouble> {
    let question = offered.get(press.number()).ok_or_else(Trouble::expired)?;
    let mut asked = Asked::new(question, &visit.actor, &visit.settings);
    asked.hidden = true;
    ask::answer(visit, asked, None).await
}

async fn vote(visit: &Visit, state: AnswerState, verdict: Verdict) -> Result<(), Trouble> {
    let place = state.cited.ok_or_else(changed_since)?;
    let vote = Vote {
        article: place.article,
        version: place.version,
        span: Span::new(place.start, place.end),
        voter: visit.actor.user,
        verdict,
    };
    let scope = visit.scope();
    visit
        .blocking(move |app| Ok(app.store.vote(scope, &vote, super::clock::now())?))
        .await?;
    let words = match verdict {
        Verdict::Right => "👍 Thank you. Noted as right.",
        Verdict::Wrong => "👎 Thank you. Noted as wrong; *Why this* shows what led me there.",
    };
    visit
        .door
        .say(Reply::from(Card::new(Tone::Sure, words)).hidden())
        .await
}

/// Posts a private answer for everybody, once.
async fn share(visit: &Visit, key: &str, state: AnswerState) -> Result<(), Trouble> {
    if visit.must_hide() {
        let where_to = visit.settings.answer_channels.iter().filter(|id| **id != 0);
        let where_to: Vec<String> = where_to
            .map(|id| ChannelId::new(*id).mention().to_string())
            .collect();
        return Err(Trouble::new(
            "NOT_ALLOWED",
            "Answers are not public in this channel.",
            format!("Share it in {}.", where_to.join(", ")),
        ));
    }
    let mut asked = Asked::again(&state, visit.scope(), &visit.settings);
    asked.hidden = false;
    asked.signed = true;
    let already = "This answer was shared already.";
    let attempt = once(&visit.app, format!("share {key}"), already)?;
    let work = visit.app.in_turn(move |app| asking::reply(app, &asked));
    let reply = visit.door.work(false, work).await?;
    visit.door.say(reply).await?;
    attempt.done();
    Ok(())
}

/// Keeps an unanswered question for the editors; pressing the button is the consent, and it counts once.
async fn tell_editors(visit: &Visit, key: &str, state: AnswerState) -> Result<(), Trouble> {
    let (scope, key, question) = (visit.scope(), key.to_owned(), state.question.clone());
    visit
        .blocking(move |app| {
            let already = "The editors have this question already.";
            let attempt = once(app, format!("tell {key}"), already)?;
            let (store, now) = (app.store.as_ref(), super::clock::now());
            store.note_gap(scope, &state.question, Consent::Asker, now)?;
            attempt.done();
            Ok(())
        })
        .await?;
    if let Some(channel) = visit.settings.editors_channel.filter(|id| *id != 0) {
        let server = visit.actor.guild.map(GuildId::get);
        let words = passed_on(&question).message();
        let sent = post(&visit.app, server, channel, words).await;
        if let Err(error) = sent {
            unsent(error, "a question for the editors");
        }
    }
    let words = match visit.settings.editors_channel.filter(|id| *id != 0) {
        Some(_) => "**The editors see your question now**, without your name.",
        None => "**Kept for the editors**, without your name: admins find it in `/settings`.",
    };
    visit
        .door
        .say(Reply::from(Card::new(Tone::Sure, words)).hidden())
        .await
}

/// Begins what may be done once; where it comes to nothing it may be tried again.
fn once(app: &Arc<App>, what: String, already: &str) -> Result<Attempt, Trouble> {
    let expired = || Trouble::new("EXPIRED", already, "Once is enough.");
    app.attempt(what).ok_or_else(expired)
}

fn passed_on(question: &str) -> Reply {
    let words = format!("**A question without an answer**\n> {}", escape(question));
    let card = Card::new(Tone::Careful, words);
    Reply::from(card.with_footer("Somebody asked to pass it on; an article that answers it helps."))
}
