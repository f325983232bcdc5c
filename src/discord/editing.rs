//! The form that changes what is known of an article besides its text.

use serenity::all::{CreateActionRow, CreateInputText, CreateModal, InputTextStyle};
use url::Url;

use super::components::Press;
use super::fetching::completed;
use super::interaction::InteractionContext;
use super::permissions::Action;
use super::reply::Reply;
use super::state::{CONFIRM_SECONDS, State};
use super::titles;
use super::user_error::{UserError, sentence};
use crate::article::metadata::read_date;
use crate::article::{ArticleId, Metadata, metadata};
use crate::errors::ErrorCode;
use crate::ingest::address;
use crate::render::card::{Card, Tone};
use crate::render::markdown::{Link, cut, escape, plain};
use crate::store::{Outcome, StoreError};

/// Discord allows at most so many characters in a title's field.
const MAX_TITLE_FIELD_UTF16: u16 = 200;

/// Longer addresses, publishers and dates are shown cut in the form.
const MAX_URL_UTF16: u16 = 1_000;
const MAX_PUBLISHER_UTF16: u16 = 100;
const MAX_DATE_UTF16: u16 = 20;

/// Opens the form, filled with what is known.
pub async fn open(context: &InteractionContext, title: String) -> Result<(), UserError> {
    let (scope, by) = (context.scope(), context.actor.user.0);
    let (key, metadata) = context
        .blocking(move |app| {
            let as_of = app.store.change_number(scope)?;
            let entry = titles::resolve(app, scope, &title)?;
            if entry.owner != scope {
                return Err(StoreError::OperatorsOwn(entry.id).into());
            }
            let state = State::Edit {
                by,
                article: entry.id,
                shown: Some(entry.metadata.clone()),
            };
            let key = state.keep_beside(app, scope, as_of, CONFIRM_SECONDS)?;
            Ok((key, entry.metadata))
        })
        .await?;
    context.responder.form(form(&key, &metadata)).await
}

fn form(key: &str, metadata: &Metadata) -> CreateModal {
    let title = CreateInputText::new(InputTextStyle::Short, "Title", "title")
        .max_length(MAX_TITLE_FIELD_UTF16)
        .value(cut(&metadata.title, usize::from(MAX_TITLE_FIELD_UTF16)));
    let filled = |field: CreateInputText, value: &Option<String>, most: u16| match value {
        Some(value) => field.value(cut(value, usize::from(most))),
        None => field,
    };
    let url = short("Address of the page", "url", "https://…", MAX_URL_UTF16);
    let publisher = short(
        "Publisher",
        "publisher",
        "Who published it",
        MAX_PUBLISHER_UTF16,
    );
    let published = short(
        "Date",
        "published",
        "2026-01-25, 2026-01 or 2026",
        MAX_DATE_UTF16,
    );
    let rows = [
        title,
        filled(url, &metadata.url, MAX_URL_UTF16),
        filled(publisher, &metadata.publisher, MAX_PUBLISHER_UTF16),
        filled(published, &metadata.published, MAX_DATE_UTF16),
    ];
    CreateModal::new(Action::FormArticleEdit.id(key), "Edit an article")
        .components(rows.map(CreateActionRow::InputText).to_vec())
}

/// Makes a one-line field that may stay empty.
pub fn short(label: &str, name: &str, example: &str, most: u16) -> CreateInputText {
    CreateInputText::new(InputTextStyle::Short, label, name)
        .placeholder(example)
        .required(false)
        .max_length(most)
}

/// So often a change is made anew because somebody else's came in between.
const MAX_TRIES: usize = 5;

/// Keeps what was changed in the form; what somebody else changed meanwhile stays, unless it is the same field.
pub async fn submitted(
    context: &InteractionContext,
    press: &Press,
    article: ArticleId,
    shown: Option<Metadata>,
) -> Result<(), UserError> {
    let given = |name: &str| Some(press.field(name).to_owned()).filter(|words| !words.is_empty());
    let (title, url) = (press.field("title").to_owned(), given("url"));
    let (publisher, published) = (given("publisher"), given("published"));
    let (scope, stamp, key) = (context.scope(), context.stamp(), press.key.clone());
    let work = context.blocking(move |app| {
        let fields = Metadata {
            title,
            url,
            publisher,
            published,
            ..Metadata::default()
        };
        let (after, fitted, outcome) = State::spend(&key, app, scope, || {
            let mut tries = 0;
            loop {
                let before = app.store.entry(scope, &article)?.metadata;
                let (after, mut fitted) = merged(&fields, shown.as_ref(), &before)
                    .ok_or_else(|| StoreError::Conflict(article.clone()))?;
                let after = checked(without_unreadable(after, &before, &mut fitted))?;
                tries += 1;
                match app
                    .store
                    .edit_if(scope, &article, &after, Some(&before), stamp)
                {
                    // Somebody changed something at this very moment: that change is merged, not undone.
                    Err(StoreError::Conflict(_)) if tries < MAX_TRIES => {}
                    kept => return Ok((after, fitted, kept?.outcome)),
                }
            }
        })?;
        let askable = app.make_askable(scope);
        let title = escape(&cut(&after.title, 200));
        let words = match outcome {
            Outcome::Unchanged => format!("**Nothing was changed:** *{title}*"),
            _ => format!("**Changed:** *{title}*"),
        };
        let mut card = Card::new(Tone::Sure, words);
        for words in fitted {
            let words = escape(&cut(&plain(&words), 300)).to_string();
            card.line(&format!("⚠️ {}", sentence(&words)));
        }
        askable.tell(&mut card);
        Ok(Reply::from(card).hidden())
    });
    let reply = context.responder.work(true, work).await?;
    context.responder.reply(reply).await
}

/// Leaves what cannot be kept as it was and says so, so that nobody types the other fields again for one.
fn without_unreadable(mut after: Metadata, before: &Metadata, told: &mut Vec<String>) -> Metadata {
    if let Some(written) = &after.published
        && read_date(written).is_none()
    {
        told.push(format!(
            "“{written}” is no date I can read, so the date stays as it was; 2026-01-25, 2026-01 and 2026 are dates"
        ));
        after.published.clone_from(&before.published);
    }
    if let Some(url) = after.url.as_deref().map(completed)
        && after.url != before.url
    {
        let why = match Link::page(&url) {
            None => Some("is no address of a web page, such as https://…"),
            // What was there before was fetched from there, by leave of the operator.
            Some(_) if Some(&url) != before.url.as_ref() && !is_public_page(&url) => {
                Some("lies inside a network, not on the public internet")
            }
            Some(_) => None,
        };
        if let Some(why) = why {
            told.push(format!("“{url}” {why}, so the address stays as it was"));
            after.url.clone_from(&before.url);
        }
    }
    after
}

/// Merges what the form says with what is known by now, and tells what no longer fits; `None` where both change the same.
fn merged(
    fields: &Metadata,
    shown: Option<&Metadata>,
    before: &Metadata,
) -> Option<(Metadata, Vec<String>)> {
    // Earlier programs kept titles and dates that are refused today; a change of something else must not fail for what
    // nobody touched.
    let mut fit = before.clone();
    let fitted = metadata::fit(&mut fit);
    let fields = Metadata {
        title: fields.title.clone(),
        url: fields.url.clone(),
        publisher: fields.publisher.clone(),
        published: fields.published.clone(),
        ..fit.clone()
    };
    let shown = shown.unwrap_or(before);
    let after = untouched_kept(fields, shown, &fit);
    (!changes_the_same(&after, shown, before, &fit)).then_some((after, fitted))
}

/// Takes what nobody touched in the form, which may have shown it cut, from what is there now, as it may be kept today.
fn untouched_kept(mut after: Metadata, shown: &Metadata, fit: &Metadata) -> Metadata {
    let is_shown = |now: &str, old: &str, most: u16| now == cut(old, usize::from(most)).trim();
    if is_shown(&after.title, &shown.title, MAX_TITLE_FIELD_UTF16) {
        after.title.clone_from(&fit.title);
    }
    for (now, old, fit, most) in [
        (&mut after.url, &shown.url, &fit.url, MAX_URL_UTF16),
        (
            &mut after.publisher,
            &shown.publisher,
            &fit.publisher,
            MAX_PUBLISHER_UTF16,
        ),
        (
            &mut after.published,
            &shown.published,
            &fit.published,
            MAX_DATE_UTF16,
        ),
    ] {
        let [now_words, old_words] = [&*now, old].map(|field| field.as_deref().unwrap_or_default());
        if is_shown(now_words, old_words, most) {
            now.clone_from(fit);
        }
    }
    after
}

/// Tells whether the form changes a field that somebody else changed since it was `shown`.
fn changes_the_same(after: &Metadata, shown: &Metadata, now: &Metadata, fit: &Metadata) -> bool {
    fn fields(of: &Metadata) -> [Option<&str>; 4] {
        let optional = [&of.url, &of.publisher, &of.published].map(Option::as_deref);
        [
            Some(of.title.as_str()),
            optional[0],
            optional[1],
            optional[2],
        ]
    }
    let (after, shown, now, fit) = (fields(after), fields(shown), fields(now), fields(fit));
    let mut all = after.into_iter().zip(shown).zip(now.into_iter().zip(fit));
    all.any(|((after, shown), (now, fit))| now != shown && after != fit && after != now)
}

/// Refuses metadata that a citation could not show, with the codes that the same mistakes have in a file.
pub fn checked(mut metadata: Metadata) -> Result<Metadata, UserError> {
    titled(&metadata)?;
    metadata.url = metadata.url.as_deref().map(completed);
    let url = metadata.url.as_deref();
    if url.is_some_and(|url| Link::page(url).is_none()) {
        return Err(UserError::new(
            ErrorCode::UrlInvalid,
            "That is not the address of a web page.",
            "Run the command again; an address begins with `https://`, or leave the field empty.",
        ));
    }
    let published = match metadata.published.as_deref() {
        Some(written) => Some(read_date(written).ok_or_else(|| {
            UserError::new(
                ErrorCode::FileInvalid,
                "That is not a date I can read.",
                "Run the command again and write `2026-01-25`, `2026-01` or `2026`.",
            )
        })?),
        None => None,
    };
    Ok(Metadata {
        published,
        ..metadata
    })
}

/// Tells whether an address leads to the public internet as far as it can be seen from it: who reads it elsewhere follows it.
fn is_public_page(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| address::names_public_host(&url))
}

fn titled(metadata: &Metadata) -> Result<(), UserError> {
    match metadata.title.trim().is_empty() {
        true => Err(UserError::new(
            ErrorCode::FileInvalid,
            "An article needs a title.",
            "Run the command again and fill in the field *Title*.",
        )),
        false => Ok(()),
    }
}

/// Leaves out an address or date that cannot be read, so that nobody has to paste a text again for it, and says what.
pub fn readable(mut metadata: Metadata) -> Result<(Metadata, Vec<String>), UserError> {
    titled(&metadata)?;
    let mut left_out = Vec::new();
    let mut leave_out = |what: &str, written: &str, instead: &str| {
        let written = escape(&cut(written, 60)).to_string();
        left_out.push(format!(
            "“{written}” is no {what} I can read, so it is left out; {instead}"
        ));
    };
    let url = metadata.url.take().map(|url| completed(&url));
    let is_page = |url: &str| Link::page(url).is_some() && is_public_page(url);
    if let Some(url) = url.as_deref().filter(|url| !is_page(url)) {
        leave_out("public address", url, "one begins with `https://`.");
    } else {
        metadata.url = url;
    }
    if let Some(written) = metadata.published.take() {
        metadata.published = read_date(&written);
        if metadata.published.is_none() {
            let instead = "`/article edit` takes `2026-01-25`, `2026-01` or `2026`.";
            leave_out("date", &written, instead);
        }
    }
    Ok((metadata, left_out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_that_no_file_may_have_is_none_in_the_form() {
        for (written, expected) in [
            ("2026-01", Some("2026-01")),
            ("25.01.2026", Some("2026-01-25")),
            ("0500", None),
            ("9999", None),
        ] {
            let fields = Metadata {
                title: "The quay".to_owned(),
                published: Some(written.to_owned()),
                ..Metadata::default()
            };
            let kept = checked(fields).ok().and_then(|fields| fields.published);
            assert_eq!(kept.as_deref(), expected, "{written}");
        }
    }

    #[test]
    fn an_address_inside_a_network_is_no_public_page() {
        for inside in [
            "http://127.0.0.1/a",
            "http://[::1]:8080/",
            "https://192.168.0.7/a",
            "http://localhost/a",
            "http://wiki.internal/a",
        ] {
            assert!(!is_public_page(inside), "{inside}");
        }
        for public in ["https://larkspur.example/a", "http://example.org:8443/b"] {
            assert!(is_public_page(public), "{public}");
        }
    }

    #[test]
    fn what_the_form_shows_cut_is_kept_whole_unless_somebody_changes_it() {
        let before = Metadata {
            title: "The quay ".repeat(30).trim().to_owned(),
            publisher: Some("Harbour Gazette ".repeat(10).trim().to_owned()),
            ..Metadata::default()
        };
        let shown = Metadata {
            title: cut(&before.title, 200).trim().to_owned(),
            publisher: Some("The Gazette".to_owned()),
            ..before.clone()
        };
        let kept = untouched_kept(shown, &before, &before);
        assert_eq!(kept.title, before.title);
        assert_eq!(kept.publisher.as_deref(), Some("The Gazette"));
    }

    #[test]
    fn what_cannot_be_read_is_left_out_and_said() {
        let (read, left_out) = readable(Metadata {
            title: "The quay".to_owned(),
            url: Some("quay".to_owned()),
            published: Some("last week".to_owned()),
            ..Metadata::default()
        })
        .expect("it has a title");
        assert_eq!((read.url, read.published), (None, None));
        assert_eq!(left_out.len(), 2);
        assert!(left_out[1].starts_with("“last week” is no date"));
    }
}
