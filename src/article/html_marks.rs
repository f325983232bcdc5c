//! The marks of HTML that stands in Markdown or in a field: where they end, what they name, and whether they hide.
//!
//! They are read in one pass and without a tree: the bot itself reads such texts, of any size, while people wait.

use pulldown_cmark::{Event, Parser};

use super::hiding_styles::style_hides;

/// Splits what follows a `<` after its mark; `None` when it opens none.
pub(super) fn mark_in(tagged: &str) -> (Option<&str>, &str) {
    if let Some(comment) = tagged.strip_prefix("!--") {
        let rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
        return (Some(""), rest);
    }
    let begins = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?');
    if !tagged.starts_with(begins) {
        return (None, tagged);
    }
    let mut quote = None;
    let mut last = ' ';
    for (at, c) in tagged.char_indices() {
        match (quote, c) {
            (None, '>') => {
                let (mark, rest) = tagged.split_at(at);
                return (Some(mark), rest.strip_prefix('>').unwrap_or(rest));
            }
            // An apostrophe elsewhere is one of somebody's words.
            (None, '"' | '\'') if last == '=' => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
        if !c.is_whitespace() {
            last = c;
        }
    }
    (Some(""), "")
}

/// Elements that hold nothing.
pub(super) const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Splits a mark without its brackets: whether it closes, the name of its element, its attributes.
pub(super) fn parts_of(mark: &str) -> (bool, String, &str) {
    let inside = mark.trim_start_matches('/');
    let is_part = |c: char| c.is_ascii_alphanumeric();
    let end = inside.find(|c| !is_part(c)).unwrap_or(inside.len());
    let (name, attributes) = inside.split_at(end);
    (mark.starts_with('/'), name.to_ascii_lowercase(), attributes)
}

/// Follows a hidden element through marks that come one by one: returns the element and how often it is open.
pub(super) fn still_hidden(open: Option<(String, usize)>, mark: &str) -> Option<(String, usize)> {
    let mark = mark.trim_start_matches('<').trim_end_matches('>');
    let (closes, name, attributes) = parts_of(mark);
    match open {
        Some((element, depth)) if element == name => {
            let depth = if closes { depth - 1 } else { depth + 1 };
            (depth > 0).then_some((element, depth))
        }
        Some(open) => Some(open),
        None => {
            let holds = !closes && !name.is_empty() && !VOID.contains(&name.as_str());
            (holds && hides(attributes)).then_some((name, 1))
        }
    }
}

/// Tells whether attributes hide their element.
pub(super) fn hides(attributes: &str) -> bool {
    let mut rest = attributes;
    while let Some((name, value, behind)) = attribute_in(rest) {
        let value = decoded(value);
        let hidden = match name.to_ascii_lowercase().as_str() {
            "hidden" => !value.eq_ignore_ascii_case("until-found"),
            "aria-hidden" => value.eq_ignore_ascii_case("true"),
            "style" => style_hides(&value),
            _ => false,
        };
        if hidden {
            return true;
        }
        rest = behind;
    }
    false
}

/// Splits off the first attribute: its name, its value and what follows.
fn attribute_in(attributes: &str) -> Option<(&str, &str, &str)> {
    let parts = |c: char| c.is_whitespace() || c == '/';
    let begin = attributes.trim_start_matches(|c: char| parts(c) || c == '=');
    let end = begin.find(|c: char| parts(c) || c == '=');
    let (name, behind) = begin.split_at(end.unwrap_or(begin.len()));
    if name.is_empty() {
        return None;
    }
    let Some(value) = behind.trim_start().strip_prefix('=') else {
        return Some((name, "", behind));
    };
    let value = value.trim_start();
    for quote in ['"', '\''] {
        if let Some(inside) = value.strip_prefix(quote) {
            let (value, behind) = inside.split_once(quote).unwrap_or((inside, ""));
            return Some((name, value, behind));
        }
    }
    let (value, behind) = value.split_at(value.find(char::is_whitespace).unwrap_or(value.len()));
    Some((name, value, behind))
}

/// Brings words onto one line and reads the signs that are written by their names: `&eacute;`.
pub(super) fn decoded(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::new();
    let mut rest = line.as_str();
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '#';
        let end = after.find(|c| !is_part(c)).unwrap_or(after.len());
        let (name, tail) = after.split_at(end);
        match tail
            .strip_prefix(';')
            .filter(|_| !name.is_empty() && name.len() <= LONGEST_NAME)
        {
            Some(tail) => {
                out.push_str(&sign_named(name));
                rest = tail;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// No sign has a longer name.
const LONGEST_NAME: usize = 32;

/// The reader of Markdown knows all these names.
fn sign_named(name: &str) -> String {
    let written = format!("&{name};");
    let events = Parser::new(&written);
    let words = events.filter_map(|event| match event {
        Event::Text(words) => Some(words.to_string()),
        _ => None,
    });
    words.collect()
}
