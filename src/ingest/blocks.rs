//! The blocks of a web page: its headings, paragraphs, list items and table rows, as a reader sees them.

use std::collections::VecDeque;

use ego_tree::NodeId;
use scraper::{ElementRef, Html, Node};

use super::table_grid::{Cell, Line, Row, lines_of};
use crate::article::clean::is_labelled;

/// What a block of a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageBlockKind {
    /// A heading with its level, 1 to 6.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// An entry of a list.
    ListItem,
    /// A term that what follows explains.
    Term,
    /// What a term means.
    Meaning,
}

/// One block of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageBlock {
    /// What it is.
    pub kind: PageBlockKind,
    /// Its words on one line.
    pub text: String,
    /// The same as it is kept, where that says more: the number of a point, the names of a row's columns, the lines of a
    /// paragraph whose lines say something each.
    pub shown: Option<String>,
    /// How many of its bytes are links.
    pub linked: usize,
    /// Whether it stands below a picture and tells of that.
    pub caption: bool,
    /// The innermost element that begins a block and holds it; none for words outside of all.
    pub place: Option<NodeId>,
}

impl PageBlock {
    /// Returns its words as they are kept.
    pub fn shown(&self) -> &str {
        self.shown.as_deref().unwrap_or(&self.text)
    }

    /// Returns its words without any white space, for comparing texts that space them differently.
    pub fn squashed(&self) -> String {
        squash(&self.text)
    }
}

/// Removes all white space.
pub fn squash(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Brings words onto one line: single spaces, no invisible characters, no spaces at the ends.
pub fn one_line(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
        || (c.is_control() && !c.is_whitespace())
}

/// Elements whose text nobody reads.
const UNREAD: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed",
    "select", "button", "textarea", "input", "canvas", "audio", "video", "head", "map", "dialog",
];

/// Stands for a line break until the block is complete; it is white space like any other.
const LINE_BREAK: char = '\u{2028}';

/// Returns the lines of a paragraph, one below the other, where breaks keep labels and values apart; a line above them may
/// name them all.
fn labelled_lines(words: &str) -> Option<String> {
    let lines: Vec<String> = words.split(LINE_BREAK).map(one_line).collect();
    let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    let labelled = lines.iter().filter(|line| is_labelled(line)).count();
    let named = lines.first().is_some_and(|first| is_labelled(first));
    let all = labelled > 1 && labelled + usize::from(!named) == lines.len();
    all.then(|| lines.join("\n"))
}

/// Elements that flow with the words around them; all others begin a block.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "meta", "nobr", "q", "rp", "rt", "ruby",
    "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
    "wbr", "link", "o:p",
];

/// Splits a page into its blocks, in the order in which they stand.
pub fn blocks_of(page: &Html) -> Vec<PageBlock> {
    let mut reader = TreeWalker::default();
    reader.read(page.root_element(), PageBlockKind::Paragraph);
    reader.finish(PageBlockKind::Paragraph);
    reader.blocks
}

#[derive(Default)]
struct TreeWalker {
    blocks: Vec<PageBlock>,
    words: String,
    linked: usize,
    inside_link: usize,
    inside_caption: usize,
    /// The elements around it that begin blocks.
    places: Vec<NodeId>,
    breaks: usize,
    /// For each list around it the number of the next point, if it has any.
    lists: Vec<Option<i64>>,
    /// The number of the point that was opened.
    number: Option<i64>,
    /// The row that was read, with the names of its columns.
    shown: Option<String>,
    /// What the rows to come of the table that is being read say; nothing for a table that only arranges what it holds.
    lines: VecDeque<Line>,
}

impl TreeWalker {
    fn read(&mut self, element: ElementRef<'_>, kind: PageBlockKind) {
        for child in element.children() {
            match child.value() {
                Node::Text(text) => self.add(text),
                Node::Element(_) => {
                    if let Some(inner) = ElementRef::wrap(child) {
                        self.enter(inner, kind);
                    }
                }
                _ => {}
            }
        }
    }

    fn enter(&mut self, element: ElementRef<'_>, kind: PageBlockKind) {
        let name = element.value().name();
        if opens_panel(element) {
            return self.question(element, kind);
        }
        if UNREAD.contains(&name) {
            return;
        }
        if name == "br" {
            return self.line_break(kind);
        }
        if INLINE.contains(&name) {
            let link = usize::from(name == "a");
            self.inside_link += link;
            self.read(element, kind);
            self.inside_link -= link;
            return;
        }
        match name {
            "table" => return self.table(element, kind),
            "tr" if self.row(element, kind) => return,
            "ul" | "ol" | "menu" => return self.list(element, kind),
            _ => {}
        }
        // The cells of a row are read as one line.
        if matches!(name, "td" | "th") {
            self.words.push(' ');
            return self.read(element, kind);
        }
        self.finish(kind);
        let inner = kind_of(name, kind);
        if name == "li" {
            self.number = self.next_number(element);
        }
        let caption = usize::from(is_caption(element));
        self.inside_caption += caption;
        self.places.push(element.id());
        self.read(element, inner);
        self.finish(inner);
        self.places.pop();
        self.inside_caption -= caption;
    }

    /// What stands on a button that opens an answer is read as a line above it.
    fn question(&mut self, button: ElementRef<'_>, kind: PageBlockKind) {
        if matches!(kind, PageBlockKind::Heading(_)) {
            return self.read(button, kind);
        }
        self.finish(kind);
        self.places.push(button.id());
        self.read(button, PageBlockKind::Paragraph);
        self.finish(PageBlockKind::Paragraph);
        self.places.pop();
    }

    /// Points are asked for by their number, which only the list knows.
    fn list(&mut self, element: ElementRef<'_>, kind: PageBlockKind) {
        self.finish(kind);
        let value = element.value();
        let first = || {
            value
                .attr("start")
                .and_then(|start| start.trim().parse().ok())
        };
        // Counting down needs all points to be known.
        let counts = value.name() == "ol" && value.attr("reversed").is_none();
        self.lists.push(counts.then(|| first().unwrap_or(1)));
        self.places.push(element.id());
        self.read(element, PageBlockKind::Paragraph);
        self.finish(PageBlockKind::Paragraph);
        self.places.pop();
        self.lists.pop();
        self.number = None;
    }

    fn next_number(&mut self, point: ElementRef<'_>) -> Option<i64> {
        let next = self.lists.last_mut()?.as_mut()?;
        let own = point
            .value()
            .attr("value")
            .and_then(|own| own.trim().parse().ok());
        let number: i64 = own.unwrap_or(*next);
        *next = number.saturating_add(1);
        Some(number)
    }

    /// A table that names its columns is read row by row, others only arrange what they hold.
    fn table(&mut self, element: ElementRef<'_>, kind: PageBlockKind) {
        self.finish(kind);
        let outer = std::mem::replace(&mut self.lines, lines_in(element).into());
        self.places.push(element.id());
        self.read(element, PageBlockKind::Paragraph);
        self.finish(PageBlockKind::Paragraph);
        self.places.pop();
        self.lines = outer;
    }

    /// Reads a row of a table that names its columns, as one block; nothing of rows that are built otherwise.
    fn row(&mut self, row: ElementRef<'_>, kind: PageBlockKind) -> bool {
        match self.lines.pop_front() {
            Some(Line::Head) => self.finish(kind),
            Some(Line::Named(words)) => {
                self.finish(kind);
                let mut own = Vec::new();
                for cell in cells_of(row) {
                    self.count_links(cell);
                    own.push(words_of(cell));
                }
                self.words = own.join(" ");
                self.shown = Some(words);
                self.places.push(row.id());
                self.finish(PageBlockKind::ListItem);
                self.places.pop();
            }
            Some(Line::Title(_) | Line::Unnamed(_)) | None => return false,
        }
        true
    }

    fn count_links(&mut self, cell: ElementRef<'_>) {
        let links = cell.descendants().filter_map(ElementRef::wrap);
        let links = links.filter(|inner| inner.value().name() == "a");
        self.linked += links.map(|link| words_of(link).len()).sum::<usize>();
    }

    fn add(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.breaks = 0;
        }
        self.words.push_str(text);
        if self.inside_link > 0 {
            self.linked += text.trim().len();
        }
    }

    /// One line break is only a place to wrap, two in a row end a paragraph.
    fn line_break(&mut self, kind: PageBlockKind) {
        self.breaks += 1;
        match self.breaks {
            1 => self.words.push(LINE_BREAK),
            _ => self.finish(kind),
        }
    }

    fn finish(&mut self, kind: PageBlockKind) {
        let text = one_line(&self.words);
        let row = self.shown.take().or_else(|| match kind {
            PageBlockKind::Paragraph => labelled_lines(&self.words),
            _ => None,
        });
        if !text.is_empty() {
            let number = match kind {
                PageBlockKind::ListItem if row.is_none() => self.number.take(),
                _ => None,
            };
            let shown = row.or_else(|| {
                let number = number.filter(|number| !is_numbered(&text, *number));
                number.map(|number| format!("{number}. {text}"))
            });
            self.blocks.push(PageBlock {
                kind,
                text,
                shown,
                linked: self.linked,
                caption: self.inside_caption > 0,
                place: self.places.last().copied(),
            });
        }
        self.words.clear();
        self.linked = 0;
        self.breaks = 0;
    }
}

/// Returns the cells of a row.
fn cells_of(row: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    let cells = row.children().filter_map(ElementRef::wrap);
    cells.filter(|cell| matches!(cell.value().name(), "td" | "th"))
}

fn is_header(cell: &ElementRef<'_>) -> bool {
    cell.value().name() == "th"
}

/// Returns the words of a cell on one line.
fn words_of(cell: ElementRef<'_>) -> String {
    let mut reader = TreeWalker::default();
    reader.read(cell, PageBlockKind::Paragraph);
    reader.finish(PageBlockKind::Paragraph);
    let words: Vec<&str> = reader
        .blocks
        .iter()
        .map(|block| block.text.as_str())
        .collect();
    words.join(" ")
}

/// Cells of a table whose columns are not marked have at most so many bytes; longer ones are texts side by side.
const MAX_FIGURE_BYTES: usize = 120;

/// A table whose columns are not marked has at least so many rows.
const MIN_UNMARKED_ROWS: usize = 3;

/// Returns what each row of a table says; nothing for a table that only arranges what it holds.
fn lines_in(table: ElementRef<'_>) -> Vec<Line> {
    let inside = || table.descendants().skip(1).filter_map(ElementRef::wrap);
    if inside().any(|element| element.value().name() == "table") {
        return Vec::new();
    }
    let rows: Vec<Row> = inside()
        .filter(|element| element.value().name() == "tr")
        .map(row_of)
        .collect();
    let cells = || rows.iter().flat_map(|row| &row.cells);
    let marked = cells().any(|cell| cell.header) || rows.iter().any(|row| row.head);
    let short = || cells().all(|cell| cell.words.len() <= MAX_FIGURE_BYTES);
    match marked || (rows.len() >= MIN_UNMARKED_ROWS && short()) {
        true => lines_of(&rows),
        false => Vec::new(),
    }
}

fn row_of(row: ElementRef<'_>) -> Row {
    let parent = row.parent().and_then(ElementRef::wrap);
    let cells = cells_of(row).map(|cell| {
        let covers = |name| {
            let number = cell
                .value()
                .attr(name)
                .and_then(|number| number.trim().parse().ok());
            number.unwrap_or(1)
        };
        Cell {
            words: words_of(cell),
            header: is_header(&cell),
            bold: is_bold(cell),
            across: covers("colspan"),
            // A page means "all rows below" by 0.
            down: Some(covers("rowspan"))
                .filter(|down| *down > 0)
                .unwrap_or(usize::MAX),
        }
    });
    Row {
        cells: cells.collect(),
        head: parent.is_some_and(|parent| parent.value().name() == "thead"),
    }
}

/// Tells whether all words of a cell are bold.
fn is_bold(cell: ElementRef<'_>) -> bool {
    let mut words = cell.descendants().filter(|node| {
        let text = node.value().as_text();
        text.is_some_and(|text| !text.trim().is_empty())
    });
    words.all(|word| {
        let outer = word.ancestors().take_while(|node| node.id() != cell.id());
        let mut outer = outer.filter_map(ElementRef::wrap);
        outer.any(|outer| matches!(outer.value().name(), "b" | "strong"))
    })
}

/// Fewer words than this on a button are a command.
const MIN_QUESTION_WORDS: usize = 3;

/// Tells whether an element is a button with a question or a heading on it, which opens what stands below.
fn opens_panel(element: ElementRef<'_>) -> bool {
    let value = element.value();
    let opens = ["aria-controls", "data-target", "data-bs-target"];
    let words = || element.text().map(|text| text.split_whitespace().count());
    value.name() == "button"
        && opens.iter().any(|name| value.attr(name).is_some())
        && words().sum::<usize>() >= MIN_QUESTION_WORDS
}

/// A caption has no more bytes than this; what is longer has its class for another reason.
const MAX_CAPTION_BYTES: usize = 600;

/// Pictures carry their captions in an element of its own, or in one whose class says so.
fn is_caption(element: ElementRef<'_>) -> bool {
    let value = element.value();
    let mut classes = value.classes();
    let called_so = classes.any(|class| class.to_ascii_lowercase().contains("caption"));
    let short = || element.text().map(str::len).sum::<usize>() <= MAX_CAPTION_BYTES;
    value.name() == "figcaption" || (called_so && short())
}

/// Tells whether a point says its number itself.
fn is_numbered(text: &str, number: i64) -> bool {
    let rest = text.strip_prefix(&number.to_string());
    rest.is_some_and(|rest| rest.starts_with(['.', ')', ':']))
}

fn kind_of(name: &str, outer: PageBlockKind) -> PageBlockKind {
    match name {
        "h1" => PageBlockKind::Heading(1),
        "h2" => PageBlockKind::Heading(2),
        "h3" => PageBlockKind::Heading(3),
        "h4" => PageBlockKind::Heading(4),
        "h5" => PageBlockKind::Heading(5),
        "h6" => PageBlockKind::Heading(6),
        "li" => PageBlockKind::ListItem,
        "dt" => PageBlockKind::Term,
        "dd" => PageBlockKind::Meaning,
        "ul" | "ol" | "table" | "article" | "section" => PageBlockKind::Paragraph,
        _ => outer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(html: &str) -> Vec<String> {
        let blocks = blocks_of(&Html::parse_fragment(html));
        blocks
            .iter()
            .map(|block| block.shown().to_owned())
            .collect()
    }

    #[test]
    fn a_row_keeps_the_names_of_its_columns() {
        let table = "<table><thead><tr><th>Property</th><th>B2</th><th>B2 Thermo</th></tr></thead>\
                     <tr><td>Power</td><td><p>1,050 W</p></td><td>900 W</td></tr>\
                     <tr><td colspan=3>Made in Orbey</td></tr></table>";
        assert_eq!(
            shown(table),
            ["Power: B2 1,050 W; B2 Thermo 900 W", "Made in Orbey"]
        );
        let named =
            "<table><tr><th>Founded</th><td>1951</td></tr><tr><td>a</td><td>b</td></tr></table>";
        assert_eq!(shown(named), ["Founded: 1951", "a b"]);
    }

    #[test]
    fn rows_of_names_hold_what_other_rows_hold() {
        let hours = "<table><tr><th>Day</th><th>Hours</th></tr><tr><th>Monday</th><th>9 to 17</th></tr>\
                     <tr><th>Day</th><th>Hours</th></tr><tr><th>Friday</th><th>9 to 12</th></tr></table>";
        assert_eq!(
            shown(hours),
            ["Monday: Hours 9 to 17", "Friday: Hours 9 to 12"]
        );
        let parts = "<table><thead><tr><th>Part</th><th>Steel</th><th>Brass</th></tr></thead>\
                     <tr><th colspan=3>Engine</th></tr><tr><td>Valve</td><td>4</td><td>2</td></tr></table>";
        assert_eq!(shown(parts), ["Engine", "Valve: Steel 4; Brass 2"]);
    }

    #[test]
    fn merged_cells_and_heads_of_two_rows_are_told_in_each_row() {
        let drops = "<table><tr><td><b>Item</b></td><td><b>Kind</b></td><td><b>Chance</b></td></tr>\
                     <tr><td rowspan=2>Cloak</td><td>plain</td><td>rare</td></tr><tr><td>heroic</td><td>often</td></tr></table>";
        assert_eq!(
            shown(drops),
            [
                "Cloak: Kind plain; Chance rare",
                "Cloak: Kind heroic; Chance often"
            ]
        );
        let times = "<table><tr><th rowspan=2>Pier</th><th colspan=2>Morning</th></tr><tr><th>First</th><th>Last</th></tr>\
                     <tr><td>Lund</td><td>7.50</td><td>10.20</td></tr></table>";
        assert_eq!(
            shown(times),
            ["Lund: Morning First 7.50; Morning Last 10.20"]
        );
    }

    #[test]
    fn tables_that_arrange_texts_have_no_columns() {
        let long =
            "It tells of a lamp that burned for a hundred years and of those who kept it alight. "
                .repeat(2);
        let page = format!(
            "<table><tr><td>Home</td><td>News</td><td>Sports</td></tr>\
                            <tr><td>a</td><td>{long}</td><td>1</td></tr><tr><td>b</td><td>c</td><td>2</td></tr></table>"
        );
        assert_eq!(shown(&page)[0], "Home News Sports");
    }

    #[test]
    fn what_is_compared_is_what_the_page_says() {
        let page = Html::parse_fragment(
            "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>",
        );
        let blocks = blocks_of(&page);
        assert_eq!(blocks.first().map(|block| block.text.as_str()), Some("c d"));
    }

    #[test]
    fn lines_that_say_something_each_are_told_from_those_that_wrap() {
        let hours = "<p><b>Opening hours</b><br>Monday: 8 to 12<br>Friday: 8 to 13</p><p>It closes<br>at noon: sharp.</p>";
        assert_eq!(
            shown(hours),
            [
                "Opening hours\nMonday: 8 to 12\nFriday: 8 to 13",
                "It closes at noon: sharp."
            ]
        );
    }

    #[test]
    fn a_question_on_a_button_is_read_and_a_command_is_not() {
        let faq = "<h3><button aria-controls=a>When do you open?</button></h3><p>At nine.</p>\
                   <button aria-controls=b>What does it cost?</button><p>Nothing.</p>\
                   <button aria-controls=c>Menu</button><button>Send it to us now</button>";
        assert_eq!(
            shown(faq),
            [
                "When do you open?",
                "At nine.",
                "What does it cost?",
                "Nothing."
            ]
        );
    }

    #[test]
    fn points_keep_their_numbers() {
        let list = "<ol start=3><li>Sails<ul><li>red</li></ul></li><li><p>Oars</p><p>of ash</p></li><li value=9>Rope</li><li>10) Tar</li></ol>\
                    <ul><li>Tar</li></ul>";
        assert_eq!(
            shown(list),
            [
                "3. Sails", "red", "4. Oars", "of ash", "9. Rope", "10) Tar", "Tar"
            ]
        );
    }
}
