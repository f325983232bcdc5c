//! Lists that are leafed through: the articles, one article's text, its facts, its versions; and what admins review.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::actor::Actor;
use super::adding::named;
use super::app::App;
use super::permissions::Action;
use super::refreshing::{sentences, shown};
use super::reply::{Button, Look, Reply};
use super::review::{self, Subject};
use super::state::{ANSWER_SECONDS, State};
use super::user_error::UserError;
use super::version_menu;
use crate::article::{ArticleId, BlockKind, Metadata, Outline};
use crate::facts::{FactKind, QualifierKind};
use crate::render::card::{Card, Tone};
use crate::render::citation;
use crate::render::difference;
use crate::render::markdown::{cut, escape, length, plain};
use crate::render::notices::counted;
use crate::store::{Scope, Store, StoredFact, displayable_facts};

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum List {
    /// All articles.
    Articles,
    /// The text of one.
    Text,
    /// The facts of one.
    Facts,
    /// The versions of one.
    History,
    /// What only admins look through.
    #[serde(untagged)]
    Review(Subject),
}

/// A page of a list reads well up to so many lines.
const LINES: usize = 12;

/// How many of an article's last versions are compared with those before.
const MAX_VERSIONS: usize = 20;

/// Once so many bytes of text were compared for one look at a history, the last versions first, no more are: whoever asks
/// anything meanwhile waits for it.
const COMPARED_BYTES: usize = 8 << 20;

/// A page of a list takes at most so much room.
const ROOM: usize = 3_200;

/// What a list shows: a heading, lines, and what to say when there are none.
pub struct Listing {
    /// The heading.
    pub title: String,
    /// One line for each thing.
    pub lines: Vec<String>,
    /// What stands below every page.
    pub small_print: String,
    /// What is said when there is nothing.
    pub nothing: &'static str,
}

/// Shows one page with the buttons to its neighbours. Blocks.
pub fn page(
    app: &Arc<App>,
    reader: &Actor,
    list: List,
    article: Option<ArticleId>,
    number: usize,
) -> Result<Reply, UserError> {
    let (store, scope) = (app.store.as_ref(), reader.scope());
    let reviewed = match list {
        List::Review(subject) => Some(subject),
        List::Articles | List::Text | List::Facts | List::History => None,
    };
    if reviewed.is_some() && !reader.manages() {
        return Err(UserError::not_allowed(
            "the right *Manage Server*",
            "An admin of this server",
        ));
    }
    let as_of = store.change_number(scope)?;
    let listing = match (list, &article) {
        (List::Articles, _) => articles(store, scope)?,
        (List::Review(subject), _) => review::listing(app, scope, subject)?,
        (List::Text, Some(id)) => text(store, scope, id)?,
        (List::Facts, Some(id)) => facts(store, scope, id)?,
        (List::History, Some(id)) => history(store, scope, id)?,
        (List::Text | List::Facts | List::History, None) => return Err(UserError::expired()),
    };
    let pages = paged(&listing.lines);
    let number = number.min(pages.len().saturating_sub(1));
    let body = pages
        .get(number)
        .cloned()
        .unwrap_or_else(|| listing.nothing.to_owned());
    let place = match pages.len() {
        0 | 1 => listing.small_print,
        all => format!("page {} of {all} · {}", number + 1, listing.small_print),
    };
    let card = Card::new(Tone::Plain, body)
        .titled(&listing.title)
        .with_footer(&place);
    let mut reply = Reply::from(card).hidden();
    let versions = match &article {
        Some(id) if list == List::History && reader.manages() => {
            version_menu::earlier(store, scope, id)?
        }
        _ => Vec::new(),
    };
    if pages.len() > 1 || reviewed.is_some() || !versions.is_empty() {
        let state = State::Pages {
            by: reader.user.0,
            list,
            article,
        };
        let Some(key) = state.keep_if_possible(app, scope, as_of, ANSWER_SECONDS) else {
            return Ok(reply);
        };
        if !versions.is_empty() {
            reply = reply.with_menu(version_menu::menu(&key, versions));
        }
        reply = reply.with_buttons(neighbours(&key, number, pages.len()));
        if let Some(subject) = reviewed {
            reply = review::with_buttons(reply, &key, subject, !pages.is_empty());
        }
    }
    Ok(reply)
}

fn neighbours(key: &str, number: usize, all: usize) -> Vec<Button> {
    let mut buttons = Vec::new();
    if number > 0 {
        buttons.push(Button::new(
            Look::Quiet,
            Action::ButtonPage.id_with(key, number - 1),
            "◀ Back",
        ));
    }
    if number + 1 < all {
        buttons.push(Button::new(
            Look::Quiet,
            Action::ButtonPage.id_with(key, number + 1),
            "Next ▶",
        ));
    }
    buttons
}

/// Joins lines to pages that fit a message.
fn paged(lines: &[String]) -> Vec<String> {
    let mut pages: Vec<(usize, String)> = Vec::new();
    for line in lines {
        match pages.last_mut() {
            Some((count, page)) if *count < LINES && length(page) + length(line) < ROOM => {
                page.push('\n');
                page.push_str(line);
                *count += 1;
            }
            _ => pages.push((1, line.clone())),
        }
    }
    pages.into_iter().map(|(_, page)| page).collect()
}

fn articles(store: &dyn Store, scope: Scope) -> Result<Listing, UserError> {
    let mut entries = store.list(scope)?;
    entries.sort_by(|a, b| {
        let key = |title: &str| title.to_lowercase();
        key(&a.metadata.title)
            .cmp(&key(&b.metadata.title))
            .then_with(|| a.id.cmp(&b.id))
    });
    let lines = entries.iter().map(|entry| {
        let date = entry.metadata.published.as_deref().map(citation::date);
        let date = date
            .map(|date| format!(" · {}", escape(&date)))
            .unwrap_or_default();
        let shared = if entry.owner == scope { "" } else { " · 📚" };
        format!("• {}{date}{shared}", named(&entry.metadata, &entry.id))
    });
    Ok(Listing {
        title: counted(entries.len(), "article"),
        lines: lines.collect(),
        small_print: "📚 on the operator’s shelf".to_owned(),
        nothing: "There are no articles here yet. `/article add` adds the first.",
    })
}

fn text(store: &dyn Store, scope: Scope, id: &ArticleId) -> Result<Listing, UserError> {
    let article = store.get(scope, id)?;
    let outline = Outline::of(&article.text);
    let mut lines = vec![about(&article.metadata)];
    for block in &outline.blocks {
        let words = block.span.of(&article.text).unwrap_or_default();
        let words = escape(&cut(&plain(words), 1_200));
        lines.push(match block.kind {
            BlockKind::Heading => format!("\n**{words}**"),
            BlockKind::Paragraph => format!("\n`{}` {words}", block.paragraph),
            BlockKind::ListItem => format!("`{}` • {words}", block.paragraph),
            BlockKind::Furniture => {
                format!("-# never quoted: {}", escape(&cut(words.as_str(), 60)))
            }
        });
    }
    lines.retain(|line| !line.is_empty());
    Ok(Listing {
        title: article.metadata.title,
        lines,
        small_print: format!(
            "version {} · {} · numbers count paragraphs",
            article.version,
            counted(outline.sentences.len(), "sentence")
        ),
        nothing: "This article has no text.",
    })
}

fn about(metadata: &Metadata) -> String {
    let mut parts = Vec::new();
    let words = |text: &str| escape(&cut(&plain(text), 100)).to_string();
    parts.extend(metadata.publisher.as_deref().map(words));
    parts.extend(metadata.author.as_deref().map(words));
    parts.extend(
        metadata
            .published
            .as_deref()
            .map(|date| words(&citation::date(date))),
    );
    parts.extend(metadata.licence.as_deref().map(words));
    let page = metadata
        .url
        .as_deref()
        .and_then(crate::render::markdown::Link::page);
    parts.extend(page.map(|page| page.markdown()));
    parts.join(" · ")
}

fn facts(store: &dyn Store, scope: Scope, id: &ArticleId) -> Result<Listing, UserError> {
    let article = store.get(scope, id)?;
    let found = store.facts(scope, id)?;
    let told = displayable_facts(&article.text, &found);
    let lines = told
        .iter()
        .filter_map(|fact| fact_line(&article.text, fact));
    Ok(Listing {
        title: format!("Facts · {}", article.metadata.title),
        lines: lines.collect(),
        small_print: counted(told.len(), "fact"),
        nothing: "I found no facts in this article; its sentences can be quoted all the same.",
    })
}

/// Writes one fact as `kind · subject → relation → object (when, where)`.
fn fact_line(text: &str, stored: &StoredFact) -> Option<String> {
    let sentence = stored.sentence.of(text)?;
    let fact = &stored.fact;
    let piece =
        |span: crate::text::Span| Some(escape(&cut(&plain(span.of(sentence)?), 120)).to_string());
    let mut parts = Vec::new();
    parts.extend(
        fact.subject
            .and_then(piece)
            .map(|subject| format!("**{subject}**")),
    );
    parts.extend(fact.relation.and_then(piece));
    parts.extend(
        fact.object
            .and_then(piece)
            .map(|object| format!("**{object}**")),
    );
    let aside: Vec<String> = fact
        .qualifiers
        .iter()
        .filter(|q| {
            matches!(
                q.kind,
                QualifierKind::Time | QualifierKind::Place | QualifierKind::Speaker
            )
        })
        .filter_map(|q| piece(q.span))
        .take(3)
        .collect();
    let aside = match aside.is_empty() {
        true => String::new(),
        false => format!(" ({})", aside.join(", ")),
    };
    let kind = kind_mark(fact.kind);
    Some(format!(
        "{kind} {}{aside} · ¶ {}",
        parts.join(" "),
        stored.paragraph
    ))
}

fn kind_mark(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Statement => "•",
        FactKind::Quantity => "🔢",
        FactKind::Date => "📅",
        FactKind::Place => "📍",
        FactKind::Quotation => "💬",
        FactKind::Alias => "🔤",
        FactKind::Role => "👤",
        FactKind::Definition => "📖",
        FactKind::Plan => "🎯",
        FactKind::Cause => "➡️",
    }
}

fn history(store: &dyn Store, scope: Scope, id: &ArticleId) -> Result<Listing, UserError> {
    let entry = store.entry(scope, id)?;
    let revisions = store.history(scope, id)?;
    let mut lines = Vec::new();
    let mut compared = 0;
    // What one version took the place of is mostly the one that is compared next.
    let mut at_hand: Option<(u32, Vec<String>)> = None;
    for revision in revisions.iter().take(MAX_VERSIONS) {
        let current = if revision.current {
            " · **quoted now**"
        } else {
            ""
        };
        lines.push(format!(
            "**Version {}** · <t:{}:D>{current} · {} bytes",
            revision.version, revision.added_at, revision.bytes
        ));
        if let Some(replaced) = revision.compared_with() {
            if compared > COMPARED_BYTES {
                lines.push("-# too long to be compared here".to_owned());
            } else {
                let now = match at_hand.take() {
                    Some((number, known)) if number == revision.version => known,
                    _ => sentences(&store.version(scope, id, revision.version)?),
                };
                let replaced_text = store.version(scope, id, replaced)?;
                compared += revision.bytes + replaced_text.text.len();
                let before = sentences(&replaced_text);
                if replaced + 1 != revision.version {
                    lines.push(format!("-# compared with version {replaced}"));
                }
                lines.extend(shown(&difference::between(&before, &now)));
                at_hand = Some((replaced, before));
            }
        }
        for edit in revision.edits.iter().rev() {
            lines.push(format!("-# details changed <t:{}:D>", edit.at));
        }
    }
    if let Some(earlier) = revisions
        .len()
        .checked_sub(MAX_VERSIONS)
        .filter(|more| *more > 0)
    {
        lines.push(format!("and {} before", counted(earlier, "version")));
    }
    Ok(Listing {
        title: format!("History · {}", entry.metadata.title),
        lines,
        small_print: counted(revisions.len(), "version"),
        nothing: "This article has no history.",
    })
}
