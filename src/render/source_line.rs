//! The line below a quote that says where it stands, and how an article is named.

use super::citation;
use super::markdown::{Escaped, Link, cut, escape, plain};
use crate::answer::{Citation, Mention};

/// Titles are cut to this in source lines.
pub(super) const TITLE_ROOM: usize = 120;

/// Publishers are cut to this in source lines.
const PUBLISHER_ROOM: usize = 60;

/// Writes `[1] *Title* · Publisher · 25 Jan 2026 · paragraph 2 · open at the sentence`.
pub(super) fn source_line(citation: &Citation) -> String {
    let mut parts = vec![italic(&citation.title)];
    if let Some(publisher) = &citation.publisher {
        parts.push(escape(&cut(&plain(publisher), PUBLISHER_ROOM)).to_string());
    }
    if let Some(published) = &citation.published {
        parts.push(escape(&cut(&citation::date(published), 40)).to_string());
    }
    parts.extend(place(citation));
    parts.retain(|part| !part.is_empty());
    format!("-# [{}] {}", citation.number, parts.join(" · "))
}

/// Writes `[2] the same article · paragraph 5 · open at the sentence`.
pub(super) fn same_source_line(citation: &Citation) -> String {
    let mut parts = vec!["the same article".to_owned()];
    parts.extend(place(citation));
    format!("-# [{}] {}", citation.number, parts.join(" · "))
}

/// Says where in its article a sentence stands, and links there.
fn place(citation: &Citation) -> Vec<String> {
    let mut parts = vec![format!("paragraph {}", citation.paragraph)];
    let link = citation.url.as_deref();
    let link = link.and_then(|url| Link::to(url, &citation.text));
    parts.extend(link.map(|link| format!("**{}**", link.markdown())));
    parts
}

/// Sets a title in italics, kept apart from its neighbours when it is written from right to left.
pub(super) fn italic(title: &str) -> String {
    let title = cut(&plain(title), TITLE_ROOM);
    let from_right = title.chars().any(|c| matches!(c, '\u{0590}'..='\u{08FF}'));
    match from_right {
        true => format!("*\u{2068}{}\u{2069}*", escape(&title)),
        false => format!("*{}*", escape(&title)),
    }
}

/// Escapes a title, cut to its room.
pub(super) fn shown_title(title: &str) -> Escaped {
    escape(&cut(&plain(title), TITLE_ROOM))
}

/// Names an article, linked to its page where that is known.
pub fn mention_line(mention: &Mention) -> String {
    mention_line_beside(mention, &[])
}

/// Names an article so that it is told apart from all that it is listed with.
pub(super) fn mention_line_beside(mention: &Mention, all: &[Mention]) -> String {
    let beside = all
        .iter()
        .filter(|other| other.article_id != mention.article_id);
    let titles = beside.map(|other| other.title.as_str());
    let named = citation::told_apart(mention, titles, italic);
    match mention.url.as_deref().and_then(Link::page) {
        Some(page) => format!("{named} · [open]({})", page.address()),
        None => named,
    }
}
