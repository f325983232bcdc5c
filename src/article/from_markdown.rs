//! Markdown to stored text: the words stay, the marks go.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::clean::{ends_as_sentence, is_labelled};
use super::html_marks;
use super::html_words::{self, HtmlBlock};
use super::text_builder::{Blocks, table_row};
use super::wiki_marks::without_marks;

/// Reads what somebody wrote as Markdown, where note books and makers of sites leave marks of their own.
pub fn written(markdown: &str, known_title: &str) -> (Option<String>, String) {
    title_and_body(&without_marks(markdown), known_title)
}

/// Reads the title from the first heading and the stored text from all of it.
///
/// A first heading that only repeats the title of the front matter is left out of the text.
pub fn title_and_body(markdown: &str, known_title: &str) -> (Option<String>, String) {
    let mut reader = BlockCollector::new(known_title);
    for event in Parser::new_ext(markdown, options()) {
        reader.read(event);
    }
    reader.flush();
    (reader.title, reader.blocks.finish())
}

/// What is read besides plain Markdown.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
}

/// The elements of HTML that are met in Markdown.
const ELEMENTS: [&str; 92] = [
    "a",
    "abbr",
    "acronym",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "main",
    "mark",
    "math",
    "nav",
    "nobr",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
    "template",
];

/// Tells whether a mark in angle brackets is one of HTML, or a comment.
fn is_element(mark: &str) -> bool {
    let inside = mark.trim_start_matches(['<', '/']);
    let name = inside
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .next();
    let name = name.unwrap_or_default().to_ascii_lowercase();
    inside.starts_with(['!', '?']) || ELEMENTS.contains(&name.as_str())
}

/// What the words being read belong to.
#[derive(Clone, Copy, PartialEq)]
enum OpenBlock {
    Paragraph,
    Heading(usize),
    Item,
    /// What a term means, below it.
    Meaning,
}

/// Collects words until a block ends.
struct BlockCollector<'a> {
    known_title: &'a str,
    title: Option<String>,
    blocks: Blocks,
    words: String,
    place: OpenBlock,
    /// For each list around it the number of the next point, if it has any.
    lists: Vec<Option<u64>>,
    /// The number of the point that was opened.
    number: Option<u64>,
    /// Images whose words are not the article's, one inside another.
    hidden: usize,
    table: Table,
    /// Whether a cell of it is being read.
    in_cell: bool,
    /// The term whose meaning follows.
    term: String,
    /// The HTML that is being read.
    html: String,
    /// The element within a paragraph that nobody sees, and how often it is open.
    unseen: Option<(String, usize)>,
}

/// The table being read: column names, and the cells of the current row.
#[derive(Default)]
struct Table {
    columns: Vec<String>,
    cells: Vec<String>,
}

impl<'a> BlockCollector<'a> {
    fn new(known_title: &'a str) -> Self {
        BlockCollector {
            known_title,
            title: None,
            blocks: Blocks::default(),
            words: String::new(),
            place: OpenBlock::Paragraph,
            lists: Vec::new(),
            number: None,
            hidden: 0,
            table: Table::default(),
            in_cell: false,
            term: String::new(),
            html: String::new(),
            unseen: None,
        }
    }

    fn read(&mut self, event: Event<'_>) {
        if let Event::InlineHtml(mark) = &event {
            let was = self.unseen.take();
            let hidden = was.is_some();
            self.unseen = html_marks::still_hidden(was, mark);
            if hidden || self.unseen.is_some() {
                return;
            }
        }
        match event {
            Event::Text(_) | Event::Code(_) if self.unseen.is_some() => {}
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) | Event::Code(words) if self.hidden == 0 => {
                self.words.push_str(&words);
            }
            // "<ASH>" is what somebody wrote, not a mark.
            Event::InlineHtml(mark) if self.hidden == 0 && !is_element(&mark) => {
                self.words.push_str(&mark);
            }
            Event::InlineHtml(mark) if self.hidden == 0 && is_line_break(&mark) => self.end_line(),
            Event::Html(html) => self.html.push_str(&html),
            Event::SoftBreak => self.words.push('\n'),
            Event::HardBreak => self.end_line(),
            Event::Rule => self.flush(),
            _ => {}
        }
    }

    /// Ends a line within a block: lines of a cell stay apart as the cells of a row do.
    fn end_line(&mut self) {
        let ended = self.words.trim().is_empty() || ends_as_sentence(&self.words);
        match (self.in_cell, self.place) {
            (true, _) if !ended => self.words.push_str("; "),
            (false, OpenBlock::Paragraph) => self.flush(),
            _ => self.words.push(' '),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => self.open(OpenBlock::Heading(level as usize)),
            Tag::Item => {
                self.open(OpenBlock::Item);
                let next = self.lists.last_mut().and_then(Option::as_mut);
                self.number = next.map(|next| {
                    *next += 1;
                    *next - 1
                });
            }
            Tag::Image { .. } | Tag::MetadataBlock(_) => self.hidden += 1,
            Tag::HtmlBlock => {
                self.flush();
                self.html.clear();
            }
            Tag::DefinitionListTitle => self.flush(),
            Tag::DefinitionListDefinition => self.open(OpenBlock::Meaning),
            Tag::Paragraph if self.words.is_empty() && self.may_begin_with_paragraph() => {}
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::Paragraph | Tag::CodeBlock(_) | Tag::BlockQuote(_) => self.flush(),
            Tag::FootnoteDefinition(_) => self.flush(),
            Tag::Table(_) => {
                self.flush();
                self.table = Table::default();
            }
            Tag::TableHead | Tag::TableRow => self.table.cells.clear(),
            Tag::TableCell => self.in_cell = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        // What is hidden within a paragraph ends with it at the latest.
        if matches!(
            tag,
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell
        ) {
            self.unseen = None;
        }
        match tag {
            TagEnd::Image | TagEnd::MetadataBlock(_) => self.hidden -= 1,
            TagEnd::HtmlBlock => self.html_block(),
            TagEnd::DefinitionListTitle => self.term = std::mem::take(&mut self.words),
            TagEnd::DefinitionListDefinition => self.flush(),
            TagEnd::TableCell => {
                self.in_cell = false;
                let cell = std::mem::take(&mut self.words);
                self.table.cells.push(cell.trim().to_owned());
            }
            TagEnd::TableHead => self.table.columns = std::mem::take(&mut self.table.cells),
            TagEnd::TableRow => self.row(),
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock => {
                self.flush()
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => self.flush(),
            _ => {}
        }
    }

    fn open(&mut self, place: OpenBlock) {
        self.flush();
        self.place = place;
    }

    /// An item or a meaning may begin with a paragraph or a list of its own.
    fn may_begin_with_paragraph(&self) -> bool {
        matches!(self.place, OpenBlock::Item | OpenBlock::Meaning)
    }

    fn html_block(&mut self) {
        for block in html_words::blocks(&std::mem::take(&mut self.html)) {
            match block {
                HtmlBlock::Heading(1, words) if self.is_title(&words) => {}
                HtmlBlock::Heading(level, words) => self.blocks.heading(level, &words),
                HtmlBlock::Item(words) => self.blocks.item(&words),
                HtmlBlock::Paragraph(words) => self.blocks.paragraph(&words),
            }
        }
    }

    /// Writes the block that was being read.
    fn flush(&mut self) {
        let words = std::mem::take(&mut self.words);
        let place = std::mem::replace(&mut self.place, OpenBlock::Paragraph);
        if words.trim().is_empty() {
            if matches!(place, OpenBlock::Item | OpenBlock::Meaning) {
                self.place = place;
            }
            return;
        }
        if place == OpenBlock::Paragraph && are_labelled(&words) {
            for line in words.lines() {
                self.blocks.item(line);
            }
            return;
        }
        let words = words.replace('\n', " ");
        match place {
            OpenBlock::Heading(1) if self.is_title(&words) => {}
            OpenBlock::Heading(level) => self.blocks.heading(level, &words),
            // Rules are asked for by their number.
            OpenBlock::Item => match self.number.take() {
                Some(number) => self
                    .blocks
                    .item(&format!("{number}. {}", words.trim_start())),
                None => self.blocks.item(&words),
            },
            OpenBlock::Meaning => {
                let term = self.term.split_whitespace().collect::<Vec<_>>().join(" ");
                self.blocks.item(&format!("{term}: {}", words.trim_start()));
            }
            OpenBlock::Paragraph => self.blocks.paragraph(&words),
        }
    }

    /// Tells whether a heading is the title, and keeps it if there is none yet.
    fn is_title(&mut self, words: &str) -> bool {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.known_title.is_empty() && self.title.is_none() {
            self.title = Some(words);
            return true;
        }
        words == self.known_title
    }

    /// Writes one row of a table as a list item that can stand alone.
    fn row(&mut self) {
        let cells = std::mem::take(&mut self.table.cells);
        let row = table_row(&self.table.columns, &cells);
        self.blocks.item(&row);
    }
}

fn is_line_break(mark: &str) -> bool {
    let inside = mark.trim_matches(|c: char| matches!(c, '<' | '>' | '/') || c.is_whitespace());
    inside.eq_ignore_ascii_case("br")
}

/// Tells whether each of several lines says something by itself: "Chair: Tom Ashworth". Beside two that do, others may be
/// sentences.
fn are_labelled(words: &str) -> bool {
    let lines: Vec<&str> = words.lines().collect();
    let labelled = lines.iter().filter(|line| is_labelled(line)).count();
    let is_sentence = |line: &str| line.starts_with(char::is_uppercase) && ends_as_sentence(line);
    labelled > 1
        && lines
            .iter()
            .all(|line| is_labelled(line) || is_sentence(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(markdown: &str) -> String {
        written(markdown, "Known").1
    }

    #[test]
    fn words_stay_and_marks_go() {
        insta::assert_snapshot!(body(
            "# Known\n\nThe *old* **kiln** of [Bray](https://bray.example) burns `oak`.\nIt is warm.\n\n\
             ## Fuel\n\n- oak\n- ash\n  - twigs\n\n1. first\n\n   more of it\n2. second\n\n> A quoted line.\n\n\
             ![a kiln](kiln.png)\n\n<div hidden>hidden</div>\n\n---\n\nLast."
        ), @r"
        The old kiln of Bray burns oak. It is warm.

        ## Fuel

        - oak

        - ash

        - twigs

        - 1. first

        more of it

        - 2. second

        A quoted line.

        Last.
        ");
    }

    #[test]
    fn lines_that_say_something_each_stay_apart() {
        insta::assert_snapshot!(body(
            "Chair: Tom Ash\nTreasurer: Lena Moe\n\nIt was\ncold: very.\n\nOak Lane 3  \nBray"
        ), @r"
        - Chair: Tom Ash

        - Treasurer: Lena Moe

        It was cold: very.

        Oak Lane 3

        Bray
        ");
    }

    #[test]
    fn prices_and_hours_stay_apart_with_asides_and_a_sentence_among_them() {
        insta::assert_snapshot!(body(
            "Adult: £11.50\nChild (5 to 15): £6\n\nApril to October: 10am to 5pm.\nNovember to March: weekends only.\n\
             We are closed on Mondays."
        ), @r"
        - Adult: £11.50

        - Child (5 to 15): £6

        - April to October: 10am to 5pm.

        - November to March: weekends only.

        - We are closed on Mondays.
        ");
    }

    #[test]
    fn what_only_looks_like_a_mark_of_html_stays() {
        let text = body(
            "The <ASH> guild <b>meets</b> on <time datetime='2026-01-30'>Friday</time>.<!-- or not --><br>",
        );
        assert_eq!(text, "The <ASH> guild meets on Friday.");
    }

    #[test]
    fn html_says_what_its_readers_see() {
        insta::assert_snapshot!(body(
            "<details>\n<summary>Which pumps?</summary>\n\nAll *hand* pumps.\n\n</details>\n\n<ul>\n<li>oak</li>\n<li>ash</li>\n</ul>\n\n<p>It closes at 9 pm.</p>"
        ), @r"
        Which pumps?

        All hand pumps.

        - oak

        - ash

        It closes at 9 pm.
        ");
    }

    #[test]
    fn a_break_parts_lines_and_lines_of_a_cell() {
        let text = body(
            "Oak Lane 3<br>Bray\n\n| what | where |\n|-|-|\n| ropes | dry ones: rack A<br>wet ones: rack B |",
        );
        assert_eq!(
            text,
            "Oak Lane 3\n\nBray\n\n- ropes: where dry ones: rack A; wet ones: rack B"
        );
    }

    #[test]
    fn a_term_and_its_meaning_stand_together() {
        let text = body(
            "Crown\n: The part from which the *bell* hangs.\n\nClapper\n\n: It strikes.\n\nLast.",
        );
        assert_eq!(
            text,
            "- Crown: The part from which the bell hangs.\n\n- Clapper: It strikes.\n\nLast."
        );
    }

    #[test]
    fn words_hidden_within_a_paragraph_are_not_read() {
        assert_eq!(
            body(
                "Seen <span style=\"display:none\">planted <span>planted</span> *planted*</span>here.\n\nNext."
            ),
            "Seen here.\n\nNext."
        );
        assert_eq!(body("Seen <b hidden>planted\n\nNext."), "Seen\n\nNext.");
    }

    #[test]
    fn the_mark_of_a_note_is_none_of_its_words() {
        assert_eq!(
            body("> [!NOTE]\n> The pump is old. %% to mend %%"),
            "The pump is old."
        );
    }

    #[test]
    fn a_row_of_a_table_stands_alone() {
        let table = "| kiln | fuel | heat |\n|---|---|---|\n| Bray | oak | 900 °C |\n\n| part | age |\n|-|-|\n| door | 9 |";
        insta::assert_snapshot!(body(table), @r"
        - Bray: fuel oak; heat 900 °C

        - door: age 9
        ");
    }

    #[test]
    fn the_first_heading_is_the_title_if_there_is_no_other() {
        let (title, text) = title_and_body("# Kilns\n\nThey burn.", "");
        assert_eq!(
            (title.as_deref(), text.as_str()),
            (Some("Kilns"), "They burn.")
        );
    }
}
