//! The words of HTML that stands in Markdown or in a field, block by block: readers see them as well as the rest.

use super::html_marks::{VOID, decoded, hides, mark_in, parts_of};
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
    reader.end_row();
    while !reader.rows.is_empty() {
        reader.close("table");
        reader.end_row();
    }
    reader.flush();
    reader.blocks
}

/// Elements whose words nobody reads.
const UNREAD: [&str; 10] = [
    "script", "style", "template", "svg", "math", "iframe", "select", "textarea", "video", "audio",
];

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

/// A row with the words of its open cell and the names of its columns.
struct OuterRow {
    cells: Option<Vec<(String, bool)>>,
    cell: Option<bool>,
    words: String,
    columns: Vec<String>,
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
    /// Whether a cell is open, and whether it is a name.
    cell: Option<bool>,
    /// The rows around a table within a cell.
    rows: Vec<OuterRow>,
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
        let (closes, name, attributes) = parts_of(mark);
        if self.skips(&name, closes) {
            return;
        }
        // A browser does not heed the slash of any other.
        let void = name.is_empty() || VOID.contains(&name.as_str());
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
                self.end_row();
                self.flush();
                self.cells = Some(Vec::new());
            }
            "td" | "th" => {
                self.end_cell();
                if self.cells.is_none() {
                    self.flush();
                }
                self.cell = Some(name == "th");
            }
            "table" => {
                if self.cells.is_none() {
                    self.flush();
                }
                self.rows.push(OuterRow {
                    cells: self.cells.take(),
                    cell: self.cell.take(),
                    words: std::mem::take(&mut self.words),
                    columns: std::mem::take(&mut self.columns),
                });
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
            "td" | "th" => self.end_cell(),
            "tr" => self.end_row(),
            "table" => {
                self.end_row();
                self.flush();
                if let Some(outer) = self.rows.pop() {
                    self.cells = outer.cells;
                    self.cell = outer.cell;
                    self.words = outer.words;
                    self.columns = outer.columns;
                }
            }
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

    /// Ends the open cell; words of a row that stand in none are a cell of their own.
    fn end_cell(&mut self) {
        let name = self.cell.take();
        let Some(cells) = &mut self.cells else {
            return;
        };
        let words = decoded(&std::mem::take(&mut self.words));
        if name.is_some() || !words.is_empty() {
            cells.push((words, name.unwrap_or_default()));
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        self.row();
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
        let Some(cells) = self.cells.take() else {
            return;
        };
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
    fn cells_without_an_end_and_tables_in_tables_lose_nothing() {
        for (html, rows) in [
            ("<table><tr><td>A<td>B</tr></table>", vec!["A B"]),
            (
                "<table><tr><td>A<td>B<tr><td>C<td>D</table>",
                vec!["A B", "C D"],
            ),
            (
                "<table><tr><td>A<table><tr><td>C</td></tr></table></td><td>B</td></tr></table>",
                vec!["C", "A B"],
            ),
            ("<table><tr><td>A", vec!["A"]),
        ] {
            let rows: Vec<_> = rows.into_iter().map(|row| Item(row.into())).collect();
            assert_eq!(blocks(html), rows, "{html}");
        }
        assert_eq!(
            blocks("<p class='a'>It is <b john's>old</b>, isn't it?</p>"),
            [Paragraph("It is old, isn't it?".into())]
        );
    }

    #[test]
    fn planted_words_are_not_read() {
        for hides in [
            "hidden=\"hidden\"",
            "hidden=''",
            "hidden=true",
            "hidden/",
            "class=a aria-hidden=\"true\"",
            "style=\"opacity:0\"",
            "style='font-size:0'",
            "style=\"left: -9999px\"",
            "style=\"visibility:collapse\"",
            "style='display&#58;none'",
        ] {
            let html = format!("<p>seen</p><div {hides}>planted</div>");
            assert_eq!(blocks(&html), [Paragraph("seen".into())], "{hides}");
        }
        for seen in [
            "data-hidden",
            "title='hidden'",
            "hidden=until-found",
            "aria-hidden=false",
        ] {
            let html = format!("<div {seen}>seen</div>");
            assert_eq!(blocks(&html), [Paragraph("seen".into())], "{seen}");
        }
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
