//! `/article …`, and *Apps → Save as article* on a message.

use serenity::all::{
    Attachment, ChannelId, Context, CreateActionRow, CreateInputText, CreateModal, Guild, GuildId,
    InputTextStyle, Message, PermissionOverwrite, PermissionOverwriteType, Permissions, RoleId,
};

use super::{Call, context};
use crate::article::Metadata;
use crate::discord::adding;
use crate::discord::article_lists as lists;
use crate::discord::editing;
use crate::discord::fetching;
use crate::discord::interaction::InteractionContext;
use crate::discord::markup;
use crate::discord::message_words;
use crate::discord::permissions::Action;
use crate::discord::refreshing;
use crate::discord::reply::{Button, Look, Reply};
use crate::discord::state::{CONFIRM_SECONDS, State};
use crate::discord::titles;
use crate::discord::user_error::UserError;
use crate::errors::ErrorCode;
use crate::ingest::Offer;
use crate::render::card::{Card, Tone};
use crate::render::markdown::{cut, escape};

/// A pasted text has its place in one field of a form; Discord allows no more.
pub const MAX_PASTE_CHARS: u16 = 4_000;

/// A message's first words make its title up to this length.
const MAX_MADE_TITLE_UTF16: usize = 80;

/// The articles of this server.
#[poise::command(
    slash_command,
    subcommand_required,
    subcommands(
        "add", "list", "show", "facts", "edit", "refresh", "remove", "restore", "history"
    )
)]
pub async fn article(call: Call<'_>) -> Result<(), UserError> {
    let _ = call;
    Err(UserError::expired())
}

/// Adds an article by link, by file, or from a form.
#[poise::command(slash_command)]
async fn add(
    call: Call<'_>,
    #[description = "-"] url: Option<String>,
    #[description = "-"] file: Option<Attachment>,
) -> Result<(), UserError> {
    let context = context(&call).await?;
    match (url, file) {
        (Some(_), Some(_)) => Err(UserError::new(
            ErrorCode::UrlInvalid,
            "That is a link and a file at once.",
            "Add one of them at a time.",
        )),
        (Some(url), None) => {
            let (page, known) = (
                Offer::Address(fetching::completed(&url)),
                Metadata::default(),
            );
            fetching::add(&context, page, known, EVERYBODY).await
        }
        (None, Some(file)) => fetching::add_file(&context, &file, EVERYBODY).await,
        (None, None) => {
            let state = State::Paste {
                by: context.actor.user.0,
            };
            let scope = context.scope();
            let key = context
                .blocking(move |app| {
                    let as_of = app.store.change_number(scope)?;
                    state.keep_beside(app, scope, as_of, CONFIRM_SECONDS)
                })
                .await?;
            context.responder.form(paste_form(&key)).await
        }
    }
}

fn paste_form(key: &str) -> CreateModal {
    let row = |field| CreateActionRow::InputText(field);
    let text = CreateInputText::new(InputTextStyle::Paragraph, "Text", "text")
        .placeholder("Paste the article; an empty line between paragraphs")
        .min_length(20)
        .max_length(MAX_PASTE_CHARS);
    let title = CreateInputText::new(InputTextStyle::Short, "Title", "title").max_length(200);
    CreateModal::new(Action::FormArticleText.id(key), "Add an article").components(vec![
        row(title),
        row(text),
        row(editing::short(
            "Address of the page",
            "url",
            "https://…",
            1_000,
        )),
        row(editing::short(
            "Publisher",
            "publisher",
            "Who published it",
            100,
        )),
        row(editing::short(
            "Date",
            "published",
            "2026-01-25, 2026-01 or 2026",
            20,
        )),
    ])
}

/// Who will read what is added.
pub const EVERYBODY: &str = "-# Every member of this server will be able to read quotes from it.";

/// Saves a message as an article.
#[poise::command(context_menu_command = "Save as article")]
pub async fn save(call: Call<'_>, message: Message) -> Result<(), UserError> {
    let context = context(&call).await?;
    let text = as_seen(call.serenity_context(), call.guild_id(), &message);
    if let Some(file) = message_words::main_file(&message, &text) {
        return fetching::add_file(&context, file, ALSO_OUTSIDE).await;
    }
    if let Some(address) = message_words::only_address(&message) {
        let (page, known) = (Offer::Address(address), Metadata::default());
        return fetching::add(&context, page, known, EVERYBODY).await;
    }
    if text.is_empty() {
        return Err(UserError::new(
            ErrorCode::PageNoText,
            "This message has no words that I can see.",
            "Paste the text with `/article add`.",
        ));
    }
    let known = Metadata {
        title: title_of_message(&text),
        url: Some(message_link(&context, &message)),
        publisher: Some(message.author.name.clone()),
        published: Some(message.timestamp.format("%Y-%m-%d").to_string()),
        ..Metadata::default()
    };
    let link = message_link(&context, &message);
    fetching::add(&context, Offer::Message { text, link }, known, ALSO_OUTSIDE).await
}

/// Returns a message with the names of the people and channels in it.
fn as_seen(ctx: &Context, guild: Option<GuildId>, message: &Message) -> String {
    let guild = guild.and_then(|guild| guild.to_guild_cached(&ctx.cache));
    let name_of = |id: u64| {
        let person = message.mentions.iter().find(|user| user.id.get() == id);
        let person = person.map(|user| user.display_name().to_owned());
        let told = (message.mention_channels.iter()).find(|channel| channel.id.get() == id);
        let told = told.map(|channel| channel.name.clone());
        let known = || open_channel_name(guild.as_deref()?, ChannelId::new(id));
        // No id of Discord's is 0.
        let known = || (id != 0).then(known).flatten();
        person.or(told).or_else(known)
    };
    markup::readable(&message_words::said(message), name_of)
}

/// Returns the name of a channel that every member sees: that of a hidden one is not for everybody's eyes.
fn open_channel_name(guild: &Guild, id: ChannelId) -> Option<String> {
    let channel = guild.channels.get(&id)?;
    let everyone = guild.roles.get(&guild.id.everyone_role())?;
    let seen = everybody_sees(
        everyone.permissions,
        everyone.id,
        &channel.permission_overwrites,
    );
    seen.then(|| channel.name.clone())
}

/// Tells whether members without any further role see a channel: by what the role of all members may do in the server, and
/// what the channel changes of that.
fn everybody_sees(base: Permissions, everyone: RoleId, changes: &[PermissionOverwrite]) -> bool {
    let kind = PermissionOverwriteType::Role(everyone);
    let here = changes.iter().filter(|change| change.kind == kind);
    here.fold(base, |may, change| (may - change.deny) | change.allow)
        .contains(Permissions::VIEW_CHANNEL)
}

/// Who will read what is added from a channel that not everybody sees.
const ALSO_OUTSIDE: &str = "⚠️ Every member of this server will be able to read quotes from it, also those who cannot see this channel.";

fn message_link(context: &InteractionContext, message: &Message) -> String {
    let guild = context.actor.guild.map_or(0, |guild| guild.get());
    format!(
        "https://discord.com/channels/{guild}/{}/{}",
        message.channel_id, message.id
    )
}

fn title_of_message(text: &str) -> String {
    let first = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .unwrap_or(text);
    cut(
        first.trim_start_matches(['#', '*', '>', ' ']),
        MAX_MADE_TITLE_UTF16,
    )
}

/// Lists the articles.
#[poise::command(slash_command)]
async fn list(call: Call<'_>) -> Result<(), UserError> {
    let context = context(&call).await?;
    show_list(&context, lists::List::Articles, None).await
}

/// Shows one article.
#[poise::command(slash_command)]
async fn show(call: Call<'_>, #[description = "-"] title: String) -> Result<(), UserError> {
    let context = context(&call).await?;
    show_list(&context, lists::List::Text, Some(title)).await
}

/// Shows the facts of an article.
#[poise::command(slash_command)]
async fn facts(call: Call<'_>, #[description = "-"] title: String) -> Result<(), UserError> {
    let context = context(&call).await?;
    show_list(&context, lists::List::Facts, Some(title)).await
}

/// Shows the versions of an article.
#[poise::command(slash_command)]
async fn history(call: Call<'_>, #[description = "-"] title: String) -> Result<(), UserError> {
    let context = context(&call).await?;
    show_list(&context, lists::List::History, Some(title)).await
}

async fn show_list(
    context: &InteractionContext,
    list: lists::List,
    title: Option<String>,
) -> Result<(), UserError> {
    let reader = context.actor.clone();
    let work = context.app.in_turn(move |app| {
        let article = match title {
            Some(title) => Some(titles::resolve(app, reader.scope(), &title)?.id),
            None => None,
        };
        lists::page(app, &reader, list, article, 0)
    });
    let reply = context.responder.work(true, work).await?;
    context.responder.reply(reply).await
}

/// Changes what is known of an article besides its text.
#[poise::command(slash_command)]
async fn edit(call: Call<'_>, #[description = "-"] title: String) -> Result<(), UserError> {
    let context = context(&call).await?;
    editing::open(&context, title).await
}

/// Fetches an article's page again.
#[poise::command(slash_command)]
async fn refresh(call: Call<'_>, #[description = "-"] title: String) -> Result<(), UserError> {
    let context = context(&call).await?;
    refreshing::refresh(&context, title).await
}

/// Removes an article after a yes.
#[poise::command(slash_command)]
async fn remove(call: Call<'_>, #[description = "-"] title: String) -> Result<(), UserError> {
    let context = context(&call).await?;
    let (scope, by) = (context.scope(), context.actor.user.0);
    let work = context.blocking(move |app| {
        let entry = titles::resolve(app, scope, &title)?;
        if entry.owner != scope {
            return Err(crate::store::StoreError::OperatorsOwn(entry.id).into());
        }
        let state = State::Remove {
            by,
            article: entry.id.clone(),
        };
        let key = state.keep(app.store.as_ref(), scope, CONFIRM_SECONDS)?;
        let card = Card::new(
            Tone::Careful,
            format!(
                "**Remove *{}*?**\nIt will not be quoted any more. It can be restored for 30 days.",
                escape(&cut(
                    &titles::told_apart(&entry, &app.store.list(scope)?),
                    200
                ))
            ),
        );
        Ok(Reply::from(card).hidden().with_buttons(vec![
            Button::new(Look::Danger, Action::ButtonConfirmRemove.id(&key), "Remove"),
            Button::new(Look::Quiet, Action::ButtonCancel.id(&key), "Cancel"),
        ]))
    });
    let reply = context.responder.work(true, work).await?;
    context.responder.reply(reply).await
}

/// Brings a removed article back.
#[poise::command(slash_command)]
async fn restore(call: Call<'_>, #[description = "-"] title: String) -> Result<(), UserError> {
    let context = context(&call).await?;
    let (scope, stamp) = (context.scope(), context.stamp());
    let work = context.blocking(move |app| {
        let removed = app.store.removed(scope)?;
        let entry = removed
            .iter()
            .find(|entry| titles::is_exactly(entry, &title));
        let live = app.store.list(scope)?;
        let live = live.iter().find(|entry| titles::is_exactly(entry, &title));
        if let (None, Some(live)) = (entry, live) {
            let words = format!(
                "**It is not removed:** *{}*",
                escape(&cut(&live.metadata.title, 200))
            );
            return Ok(Reply::from(Card::new(Tone::Quiet, words)).hidden());
        }
        let entry = entry
            .or_else(|| titles::by_title(&removed, &title))
            .ok_or_else(|| titles::not_found(&removed, &title))?;
        adding::room_for_restored(app.store.as_ref(), scope, entry)?;
        app.store.restore(scope, &entry.id, stamp)?;
        let askable = app.make_askable(scope);
        let words = format!(
            "**Back again:** *{}*",
            escape(&cut(&entry.metadata.title, 200))
        );
        let mut card = Card::new(Tone::Sure, words);
        askable.tell(&mut card);
        Ok(Reply::from(card).hidden())
    });
    let reply = context.responder.work(true, work).await?;
    context.responder.reply(reply).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_open_if_the_role_of_all_members_sees_it() {
        let (everyone, other) = (RoleId::new(1), RoleId::new(2));
        let (view, none) = (Permissions::VIEW_CHANNEL, Permissions::empty());
        let change = |role, allow, deny| PermissionOverwrite {
            allow,
            deny,
            kind: PermissionOverwriteType::Role(role),
        };
        let denied = [change(everyone, none, view), change(other, view, none)];
        let allowed = [change(everyone, view, none)];
        for (base, changes, seen) in [
            (view, &[][..], true),
            (view, &denied, false),
            // A server whose members see nothing by default.
            (none, &[], false),
            (none, &denied[1..], false),
            (none, &allowed, true),
        ] {
            assert_eq!(everybody_sees(base, everyone, changes), seen, "{changes:?}");
        }
    }
}
