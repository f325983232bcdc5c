//! `/ask`, and *Apps → Find in articles* on a message.

use serenity::all::{CommandInteraction, Message};

use super::{Call, context};
use crate::discord::asking::{self, Asked};
use crate::discord::conversations;
use crate::discord::courtesies::Courtesy;
use crate::discord::interaction::InteractionContext;
use crate::discord::markup;
use crate::discord::message_words;
use crate::discord::reply::Reply;
use crate::discord::titles;
use crate::discord::user_error::UserError;
use crate::errors::ErrorCode;
use crate::question::MAX_QUESTION_CHARS;
use crate::render::card::{Card, Tone};
use crate::render::markdown::cut;
use crate::text::sentences;

/// Asks the articles.
#[poise::command(slash_command)]
pub async fn ask(
    call: Call<'_>,
    #[description = "-"] question: String,
    #[description = "-"]
    #[rename = "in"]
    within: Option<String>,
    #[description = "-"] private: Option<bool>,
) -> Result<(), UserError> {
    let context = context(&call).await?;
    let question = markup::words_of(&question);
    if let Some(courtesy) = Courtesy::of(&question).filter(|_| within.is_none()) {
        let card = courtesy.card(context.actor.guild.is_none());
        return context.responder.reply(Reply::from(card).hidden()).await;
    }
    let mut asked = Asked::new(question, &context.actor, &context.settings);
    asked.hidden = context.must_hide() || private.unwrap_or(asked.hidden);
    asked.may_be_shared = !context.must_hide();
    asked.check()?;
    let (hidden, channel) = (asked.hidden, context.actor.channel);
    let work = context.app.ask_in_turn(asked.scope, move |app| {
        if let Some(title) = within {
            asked.within = Some(titles::resolve(app, asked.scope, &title)?.id);
        }
        conversations::join(app, channel, &mut asked, None)?;
        asking::reply(app, &asked)
    });
    let reply = context.responder.work(hidden, work).await?;
    context.responder.reply(reply).await
}

/// Tells whether a command is an `/ask` that asks the articles nothing.
pub fn is_courtesy(from: &CommandInteraction) -> bool {
    let given = |name: &str| from.data.options.iter().find(|option| option.name == name);
    let words = given("question").and_then(|option| option.value.as_str());
    let is_courtesy = words.is_some_and(|words| Courtesy::of(&markup::words_of(words)).is_some());
    from.data.name == "ask" && is_courtesy && given("in").is_none()
}

/// Answers a question that says all by itself, or that knows what it follows on.
pub async fn answer(context: &InteractionContext, asked: Asked) -> Result<(), UserError> {
    let (hidden, channel) = (asked.hidden, context.actor.channel);
    let work = context.app.ask_in_turn(asked.scope, move |app| {
        conversations::note(app, channel, &asked);
        asking::reply(app, &asked)
    });
    let reply = context.responder.work(hidden, work).await?;
    context.responder.reply(reply).await
}

/// Finds what the articles say about a message.
#[poise::command(context_menu_command = "Find in articles")]
pub async fn find(call: Call<'_>, message: Message) -> Result<(), UserError> {
    let context = context(&call).await?;
    let words = markup::words_of(&message_words::said(&message));
    if words.is_empty() {
        return Err(UserError::new(
            ErrorCode::QuestionEmpty,
            "This message has no words that I can see.",
            "Ask with `/ask` instead.",
        ));
    }
    let (question, was_cut) = first_sentences(&words);
    let mut asked = Asked::new(question, &context.actor, &context.settings);
    asked.hidden = true;
    asked.may_be_shared = !context.must_hide();
    let work = context
        .app
        .ask_in_turn(asked.scope, move |app| asking::reply(app, &asked));
    let reply = context.responder.work(true, work).await?;
    context.responder.reply(with_note(reply, was_cut)).await
}

/// Says under an answer that only the first sentences of a message were looked for.
pub fn with_note(reply: Reply, was_cut: bool) -> Reply {
    let note = "The message is longer than a question can be; I looked for its first sentences.";
    match was_cut {
        true => reply.with_card(Card::new(Tone::Plain, note)),
        false => reply,
    }
}

/// Keeps whole sentences as long as they make no longer a question than is read.
pub fn first_sentences(words: &str) -> (String, bool) {
    if words.chars().count() <= MAX_QUESTION_CHARS {
        return (words.to_owned(), false);
    }
    let mut kept = "";
    for sentence in sentences::split(words) {
        match words.get(..sentence.end) {
            Some(longer) if longer.chars().count() <= MAX_QUESTION_CHARS => kept = longer,
            _ => break,
        }
    }
    let kept = match kept.is_empty() {
        true => cut(words, MAX_QUESTION_CHARS - 1)
            .trim_end_matches('…')
            .to_owned(),
        false => kept.to_owned(),
    };
    (kept, true)
}
