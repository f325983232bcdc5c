//! A web page saved as a file: its title and its blocks, read in one pass, whatever the nesting.
//!
//! Pages from the web go through the extractor, which tells an article from its surroundings; this
//! reader is for plain pages that people write or save themselves.

use pulldown_cmark::{Event, Parser};

use super::parse::Draft;
use super::stored_text::Blocks;

/// Elements whose words are never the article's.
const SKIPPED: [&str; 12] = [
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "svg",
    "button",
    "figcaption",
];

/// Elements that begin and end a block.
const BLOCKS: [&str; 17] = [
    "p",
    "div",
    "section",
    "article",
    "main",
    "body",
    "blockquote",
    "pre",
    "table",
    "tr",
    "dd",
    "dt",
    "figure",
    "br",
    "hr",
    "address",
    "details",
];

/// Reads title and text of a page.
pub fn read(html: &str) -> Draft {
    let mut page = Page::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (words, tail) = rest.split_at(at);
        page.words(words);
        rest = page.mark(tail);
    }
    page.words(rest);
    page.flush();
    page.draft()
}

/// What has been read so far.
#[derive(Default)]
struct Page {
    title: String,
    heading: String,
    blocks: Blocks,
    words: String,
    in_title: bool,
    level: Option<usize>,
    in_item: bool,
    /// The skipped element that is open, and how often.
    skipped: Option<(&'static str, usize)>,
}

impl Page {
    fn words(&mut self, words: &str) {
        if self.in_title {
            self.title.push_str(words);
        } else if self.skipped.is_none() {
            self.words.push_str(words);
        }
    }

    /// Reads one tag or comment and returns what follows it.
    fn mark<'a>(&mut self, tail: &'a str) -> &'a str {
        if let Some(comment) = tail.strip_prefix("<!--") {
            return after(comment, "-->");
        }
        let closes = tail.starts_with("</");
        let name_start = if closes { 2 } else { 1 };
        let inside = tail.get(name_start..).unwrap_or_default();
        let name: String = inside
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        if name.is_empty() && !inside.starts_with(['!', '?']) {
            self.words("<");
            return inside_text(tail);
        }
        let rest = after_tag(inside);
        self.element(&name, closes);
        match name.as_str() {
            // Their content is no markup and may hold any `<`.
            "script" | "style" if !closes => closing(rest, &name),
            _ => rest,
        }
    }

    fn element(&mut self, name: &str, closes: bool) {
        if self.skip(name, closes) {
            return;
        }
        match name {
            "title" => self.in_title = !closes && self.title.is_empty(),
            "li" => {
                self.flush();
                self.in_item = !closes;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                let level = name
                    .as_bytes()
                    .get(1)
                    .map(|digit| usize::from(digit - b'0'));
                self.level = level.filter(|_| !closes);
            }
            "ul" | "ol" | "dl" => {
                self.flush();
                self.in_item = false;
            }
            "td" | "th" => self.words.push(' '),
            _ if BLOCKS.contains(&name) => self.flush(),
            _ => {}
        }
    }

    /// Keeps count of skipped elements; tells whether this tag belongs to one.
    fn skip(&mut self, name: &str, closes: bool) -> bool {
        match (&mut self.skipped, closes) {
            (Some((open, depth)), _) if *open == name => {
                if closes {
                    *depth -= 1;
                } else {
                    *depth += 1;
                }
                if *depth == 0 {
                    self.skipped = None;
                }
                true
            }
            (Some(_), _) => true,
            (None, false) => match SKIPPED.iter().find(|skipped| **skipped == name) {
                Some(element) => {
                    self.flush();
                    self.skipped = Some((element, 1));
                    true
                }
                None => false,
            },
            (None, true) => false,
        }
    }

    fn flush(&mut self) {
        let words = entities(&std::mem::take(&mut self.words));
        match self.level {
            Some(1) if self.heading.is_empty() => self.heading = words.trim().to_owned(),
            Some(level) => self.blocks.heading(level, &words),
            None if self.in_item => self.blocks.item(&words),
            None => self.blocks.paragraph(&words),
        }
    }

    /// The first heading names the article better than the title, which often names the site as well.
    fn draft(self) -> Draft {
        let title = if self.heading.is_empty() {
            entities(&self.title)
        } else {
            self.heading
        };
        let mut draft = Draft::default();
        draft.metadata.title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        draft.text = self.blocks.finish();
        draft
    }
}

/// Returns what follows a mark, or nothing when it never comes.
fn after<'a>(text: &'a str, mark: &str) -> &'a str {
    text.split_once(mark).map_or("", |(_, rest)| rest)
}

/// Returns what follows the end of a tag; a `>` inside quotation marks does not end it.
fn after_tag(inside: &str) -> &str {
    let mut quote = None;
    for (at, byte) in inside.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return inside.get(at + 1..).unwrap_or_default(),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    ""
}

/// Returns the text from the closing tag of an element on.
fn closing<'a>(rest: &'a str, name: &str) -> &'a str {
    let end = format!("</{name}");
    let found = rest.match_indices("</").find(|(at, _)| {
        rest.get(*at..at + end.len())
            .is_some_and(|tag| tag.eq_ignore_ascii_case(&end))
    });
    found.and_then(|(at, _)| rest.get(at..)).unwrap_or_default()
}

/// Skips a `<` that opens nothing.
fn inside_text(tail: &str) -> &str {
    tail.get(1..).unwrap_or_default()
}

/// Replaces character references such as `&eacute;` by the characters.
fn entities(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, tail) = rest.split_at(at);
        decoded.push_str(before);
        let reference = tail
            .char_indices()
            .take(12)
            .find(|(_, character)| *character == ';')
            .and_then(|(end, _)| tail.get(..=end));
        let (characters, length) = match reference {
            Some(reference) => (character_of(reference), reference.len()),
            None => ("&".to_owned(), 1),
        };
        decoded.push_str(&characters);
        rest = tail.get(length..).unwrap_or_default();
    }
    decoded.push_str(rest);
    decoded
}

/// Reads one character reference; Markdown knows the same ones as HTML.
fn character_of(reference: &str) -> String {
    let words = Parser::new(reference).filter_map(|event| match event {
        Event::Text(words) => Some(words.into_string()),
        _ => None,
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_becomes_title_and_blocks() {
        let page = "<!doctype html><html><head><title>Bees &amp; co | Garden</title><style>p > a {}</style></head>\
            <body><nav><a href='/'>Home</a></nav><h1>Bees &amp; co</h1><p>A hive has <b>one</b> queen.<!-- no -->\
            <h2>Food</h2><ul><li>pollen<li>n&eacute;ctar</ul><script>if (1 < 2) {}</script>5 < 6.</body></html>";
        let draft = read(page);
        assert_eq!(draft.metadata.title, "Bees & co");
        insta::assert_snapshot!(draft.text, @r"
        A hive has one queen.

        ## Food

        - pollen

        - néctar

        5 < 6.
        ");
    }

    #[test]
    fn depth_costs_nothing() {
        let deep = format!("<title>t</title>{}word", "<div><table>".repeat(200_000));
        assert_eq!(read(&deep).text, "word");
    }
}
