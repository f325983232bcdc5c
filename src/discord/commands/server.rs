//! `/settings` and `/diagnose`.

use serenity::all::Permissions;

use super::{Call, context};
use crate::discord::interaction::InteractionContext;
use crate::discord::reply::Reply;
use crate::discord::settings_panel;
use crate::discord::user_error::UserError;
use crate::render::card::{Card, Tone};
use crate::render::notices::{counted, grouped};

/// What the bot needs in a channel to answer there, and for what.
pub const NEEDED: [(Permissions, &str, &str); 5] = [
    (
        Permissions::VIEW_CHANNEL,
        "View Channel",
        "see that I was mentioned",
    ),
    (
        Permissions::SEND_MESSAGES,
        "Send Messages",
        "answer a mention",
    ),
    (
        Permissions::SEND_MESSAGES_IN_THREADS,
        "Send Messages in Threads",
        "answer in threads",
    ),
    (
        Permissions::EMBED_LINKS,
        "Embed Links",
        "show quotes and sources",
    ),
    (
        Permissions::READ_MESSAGE_HISTORY,
        "Read Message History",
        "answer as a reply",
    ),
];

/// Returns all of that as the invitation asks for it.
pub fn needed() -> Permissions {
    let all = NEEDED.into_iter().map(|(permission, _, _)| permission);
    all.fold(Permissions::empty(), |all, one| all | one)
}

/// Returns what of it is lacking where the bot has these rights.
pub fn lacking(rights: Permissions) -> Vec<&'static str> {
    let lacking = NEEDED.into_iter();
    lacking
        .filter(|(permission, _, _)| !rights.contains(*permission))
        .map(|(_, name, _)| name)
        .collect()
}

/// Names permissions, as in a sentence.
pub fn named(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("*{name}*")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// Shows and changes what admins have chosen.
#[poise::command(slash_command)]
pub async fn settings(call: Call<'_>) -> Result<(), UserError> {
    let context = context(&call).await?;
    let (scope, by) = (context.scope(), context.actor.user.0);
    let here = context.listening_channel();
    let work = context.blocking(move |app| settings_panel::panel(app, scope, by, here));
    let reply = context.responder.work(true, work).await?;
    context.responder.reply(reply).await
}

/// Says what the bot lacks here.
#[poise::command(slash_command)]
pub async fn diagnose(call: Call<'_>) -> Result<(), UserError> {
    let context = context(&call).await?;
    let scope = context.scope();
    let work = context.blocking(move |app| {
        let own = app.store.usage(scope)?.articles;
        let readable = app.store.list(scope)?.len();
        Ok((own, readable))
    });
    // Whoever looks for what is missing has changed something, or is about to.
    let app = &context.app;
    app.silences.end(context.actor.channel.get());
    let (own, readable) = context.responder.work(true, work).await?;
    let reply = Reply::from(found(&context, own, readable)).hidden();
    context.responder.reply(reply).await
}

fn found(context: &InteractionContext, own: usize, readable: usize) -> Card {
    let mut card = Card::new(Tone::Sure, "").titled("Diagnosis of this channel");
    let mut missing = 0;
    for (permission, name, purpose) in NEEDED {
        if context.actor.bot_permissions.contains(permission) {
            card.line(&format!("✅ {name}"));
        } else {
            missing += 1;
            card.line(&format!(
                "❌ **{name}** is missing; without it I cannot {purpose}"
            ));
        }
    }
    let listens = !context.settings.ask_channels.is_empty();
    match (context.app.choices.message_content, listens) {
        (true, _) => card.line("✅ Message Content intent"),
        (false, true) => {
            missing += 1;
            card.line("❌ **Message Content intent** is off; without it I cannot read ask channels. The operator sets `MESSAGE_CONTENT=on` and switches it on in the developer portal, page Bot.")
        }
        (false, false) => card.line("➖ Message Content intent is off; only ask channels need it, and replies that mention me under a message to look for"),
    };
    let articles = match readable {
        0 => "❌ **No articles**; `/article add` adds the first".to_owned(),
        all => format!(
            "✅ {}, {} of them this server's own",
            counted(all, "article"),
            grouped(own)
        ),
    };
    card.line(&articles);
    let here = (context.actor.channel.get(), context.parent);
    if context.must_hide() && context.settings.listens_in(here.0, here.1) {
        missing += 1;
        card.line("❌ **Answers every question here** is on, yet no question is answered unasked: add this channel to ① in `/settings`, where answers are public");
    }
    if context.must_hide() {
        card.line("➖ Answers are private in this channel, see `/settings`");
    }
    for warning in settings_panel::deleted_told(&context.settings) {
        card.tone = Tone::Careful;
        card.line(&warning);
    }
    if missing > 0 || readable == 0 {
        card.tone = Tone::Careful;
        if missing > 0 {
            card.line("\nAn admin grants permissions in *Channel settings → Permissions*.");
        }
    }
    card
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_missing_is_named() {
        assert_eq!(lacking(needed()), [""; 0]);
        let silent = needed() - Permissions::SEND_MESSAGES - Permissions::EMBED_LINKS;
        let missing = lacking(silent);
        assert_eq!(named(&missing), "*Send Messages* and *Embed Links*");
        assert_eq!(named(&["View Channel"]), "*View Channel*");
    }
}
