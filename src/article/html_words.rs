//! The words of HTML that stands in Markdown or in a field, block by block: readers see them as well as the rest.

use pulldown_cmark::{Event, Parser};

use super::text_builder::{Blocks, table_row};

/// A block of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum HtmlBlock {
    /// A heading with its level.
    Heading(usize, String),
    /// An entry of a list, or a row of a table.
    Item(String),
    /// Anything else.
    Paragraph(String),
}

/// Tells whether a text is evidently a piece of HTML: some of its paragraphs, points or rows are closed.
pub(super) fn is_html(text: &str) -> bool {
    [
        "</p>", "</li>", "</div>", "</td>", "</h2>", "</h3>", "<br>", "<br/>", "<br />",
    ]
    .iter()
    .any(|mark| text.contains(mark))
}

/// Reads a piece of HTML in the stored form.
pub(super) fn stored(html: &str) -> String {
    let mut text = Blocks::default();
    for block in blocks(html) {
        match block {
            HtmlBlock::Heading(level, words) => text.heading(level, &words),
            HtmlBlock::Item(words) => text.item(&words),
            HtmlBlock::Paragraph(words) => text.paragraph(&words),
        }
    }
    text.finish()
}

/// Reads the blocks of a piece of HTML.
pub(super) fn blocks(html: &str) -> Vec<HtmlBlock> {
    let mut reader = Reader::default();
    let mut rest = html;
    while let Some((words, tagged)) = rest.split_once('<') {
        reader.words(words);
        let (mark, after) = mark_in(tagged);
        match mark {
            Some(mark) => reader.mark(mark),
            None => reader.words("<"),
        }
        rest = after;
    }
    reader.words(rest);
    reader.flush();
    reader.blocks
}

/// Splits what follows a `<` after its mark; `None` when it opens none.
fn mark_in(tagged: &str) -> (Option<&str>, &str) {
    if let Some(comment) = tagged.strip_prefix("!--") {
        let rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
        return (Some(""), rest);
    }
    let begins = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?');
    if !tagged.starts_with(begins) {
        return (None, tagged);
    }
    let mut quote = None;
    for (at, c) in tagged.char_indices() {
        match (quote, c) {
            (None, '>') => {
                let (mark, rest) = tagged.split_at(at);
                return (Some(mark), rest.strip_prefix('>').unwrap_or(rest));
            }
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    (Some(""), "")
}

/// Elements whose words nobody reads.
const UNREAD: [&str; 10] = [
    "script", "style", "template", "svg", "math", "iframe", "select", "textarea", "video", "audio",
];

/// Elements that hold nothing.
const VOID: [&str; 8] = ["br", "hr", "img", "input", "source", "wbr", "col", "meta"];

/// Elements that begin a block.
const BLOCKS: [&str; 26] = [
    "p",
    "div",
    "summary",
    "details",
    "blockquote",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "aside",
    "figure",
    "figcaption",
    "pre",
    "center",
    "address",
    "hr",
    "form",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "caption",
    "dl",
    "ul",
    "ol",
];

#[derive(Clone, Copy, Default, PartialEq)]
enum Place {
    #[default]
    Paragraph,
    Heading(usize),
    Item,
    Term,
    Meaning,
}

#[derive(Default)]
struct Reader {
    blocks: Vec<HtmlBlock>,
    words: String,
    place: Place,
    /// For each list around the number of the next point, if it has any.
    lists: Vec<Option<u64>>,
    number: Option<u64>,
    term: Option<String>,
    columns: Vec<String>,
    /// The cells of the row that is read, with whether each is a name.
    cells: Option<Vec<(String, bool)>>,
    /// The element whose words are not read, and how often it is open.
    skipped: Option<(String, usize)>,
}

impl Reader {
    fn words(&mut self, words: &str) {
        if self.skipped.is_none() {
            self.words.push_str(words);
        }
    }

    fn mark(&mut self, mark: &str) {
        let closes = mark.starts_with('/');
        let inside = mark.trim_start_matches('/');
        let is_part = |c: char| c.is_ascii_alphanumeric();
        let end = inside.find(|c| !is_part(c)).unwrap_or(inside.len());
        let (name, attributes) = inside.split_at(end);
        let name = name.to_ascii_lowercase();
        if self.skips(&name, closes) {
            return;
        }
        let void = VOID.contains(&name.as_str()) || attributes.ends_with('/');
        if !closes && !void && (UNREAD.contains(&name.as_str()) || hides(attributes)) {
            self.skipped = Some((name, 1));
            return;
        }
        match closes {
            true => self.close(&name),
            false => self.open(&name),
        }
    }

    /// Tells whether a mark stands among words that are not read.
    fn skips(&mut self, name: &str, closes: bool) -> bool {
        let Some((skipped, depth)) = &mut self.skipped else {
            return false;
        };
        if skipped == name {
            *depth = if closes { *depth - 1 } else { *depth + 1 };
        }
        if *depth == 0 {
            self.skipped = None;
        }
        true
    }

    fn open(&mut self, name: &str) {
        match name {
            "br" if self.cells.is_some() => self.words.push(' '),
            "br" => self.flush(),
            "ul" | "ol" => {
                self.flush();
                self.lists.push((name == "ol").then_some(1));
            }
            "li" => {
                self.begin(Place::Item);
                let next = self.lists.last_mut().and_then(Option::as_mut);
                self.number = next.map(|next| {
                    *next += 1;
                    *next - 1
                });
            }
            "dt" => self.begin(Place::Term),
            "dd" => self.begin(Place::Meaning),
            "tr" => {
                self.flush();
                self.cells = Some(Vec::new());
            }
            "td" | "th" => self.words.clear(),
            "table" => {
                self.flush();
                self.columns.clear();
            }
            _ => match level(name) {
                Some(level) => self.begin(Place::Heading(level)),
                None if BLOCKS.contains(&name) => self.end_block(),
                None => {}
            },
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "td" | "th" => {
                let words = decoded(&std::mem::take(&mut self.words));
                if let Some(cells) = &mut self.cells {
                    cells.push((words, name == "th"));
                }
            }
            "tr" => self.row(),
            "ul" | "ol" => {
                self.flush();
                self.lists.pop();
            }
            "li" | "dt" | "dd" => self.flush(),
            _ if level(name).is_some() => self.flush(),
            _ if BLOCKS.contains(&name) => self.end_block(),
            _ => {}
        }
    }

    fn begin(&mut self, place: Place) {
        self.flush();
        self.place = place;
    }

    /// Paragraphs in a cell are one line.
    fn end_block(&mut self) {
        match self.cells {
            Some(_) => self.words.push(' '),
            None => self.flush(),
        }
    }

    fn flush(&mut self) {
        let words = decoded(&std::mem::take(&mut self.words));
        if words.is_empty() {
            return;
        }
        let block = match std::mem::take(&mut self.place) {
            Place::Paragraph => HtmlBlock::Paragraph(words),
            Place::Heading(level) => HtmlBlock::Heading(level, words),
            Place::Item => HtmlBlock::Item(match self.number.take() {
                Some(number) => format!("{number}. {words}"),
                None => words,
            }),
            Place::Term => {
                self.term = Some(words);
                return;
            }
            Place::Meaning => HtmlBlock::Item(match &self.term {
                Some(term) => format!("{term}: {words}"),
                None => words,
            }),
        };
        self.blocks.push(block);
    }

    fn row(&mut self) {
        let cells = self.cells.take().unwrap_or_default();
        let names = cells.iter().filter(|(_, name)| *name).count();
        let first_named = cells.first().is_some_and(|(_, name)| *name);
        let all = cells.len();
        let words: Vec<String> = cells.into_iter().map(|(words, _)| words).collect();
        if all > 1 && names == all {
            self.columns = words;
            return;
        }
        let row = match all == self.columns.len() || first_named {
            true => table_row(&self.columns, &words),
            false => words.join(" "),
        };
        if !row.trim().is_empty() {
            self.blocks.push(HtmlBlock::Item(row));
        }
    }
}

fn level(name: &str) -> Option<usize> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

/// Tells whether attributes hide their element.
fn hides(attributes: &str) -> bool {
    let lower = attributes.to_ascii_lowercase();
    let bare: String = lower.chars().filter(|c| !c.is_whitespace()).collect();
    let mut words = lower.split_whitespace();
    words.any(|word| matches!(word.trim_end_matches('/'), "hidden" | "hidden=\"\""))
        || bare.contains("display:none")
        || bare.contains("visibility:hidden")
}

/// Brings words onto one line and reads the signs that are written by their names: `&eacute;`.
fn decoded(words: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::HtmlBlock::{Heading, Item, Paragraph};
    use super::*;

    #[test]
    fn blocks_are_read_as_a_reader_sees_them() {
        let html = "<h2>Boat&nbsp;house</h2><p>It closes\nat <b>9</b> pm &amp; opens at 6.</p><ul><li>one<li>two</li></ul>\
                    <ol><li>first</li><li>second</li></ol>a<br>b";
        let expected = [
            Heading(2, "Boat house".into()),
            Paragraph("It closes at 9 pm & opens at 6.".into()),
            Item("one".into()),
            Item("two".into()),
            Item("1. first".into()),
            Item("2. second".into()),
            Paragraph("a".into()),
            Paragraph("b".into()),
        ];
        assert_eq!(blocks(html), expected);
    }

    #[test]
    fn rows_and_meanings_stand_alone() {
        let html = "<table><tr><th>Boat</th><th>Seats</th></tr><tr><td>Heron</td><td><p>4</p></td></tr></table>\
                    <dl><dt>Cox</dt><dd>Who steers.</dd></dl>";
        let expected = [
            Item("Heron: Seats 4".into()),
            Item("Cox: Who steers.".into()),
        ];
        assert_eq!(blocks(html), expected);
    }

    #[test]
    fn what_nobody_sees_is_left_out() {
        let html = "<!-- a > b --><script>1 < 2</script><div hidden>x<div>y</div>z</div><p style='display: none'>q</p><i>seen</i> 1 < 2";
        assert_eq!(blocks(html), [Paragraph("seen 1 < 2".into())]);
        for odd in [
            "<",
            "<p",
            "<!--",
            "</",
            "<a href='",
            "&#xffffff;",
            "</td></tr>",
            "<p a=\">",
        ] {
            let _ = blocks(odd);
        }
    }
}
