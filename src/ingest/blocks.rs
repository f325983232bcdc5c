//! The blocks of a web page: its headings, paragraphs, list items and table rows, as a reader sees them.

use scraper::{ElementRef, Html, Node};

/// What a block of a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageBlockKind {
    /// A heading with its level, 1 to 6.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// An entry of a list.
    ListItem,
}

/// One block of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageBlock {
    /// What it is.
    pub kind: PageBlockKind,
    /// Its words on one line.
    pub text: String,
    /// How many of its bytes are links.
    pub linked: usize,
    /// Whether it stands below a picture and tells of that.
    pub caption: bool,
}

impl PageBlock {
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

/// Elements that flow with the words around them; all others begin a block.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "meta", "nobr", "q", "rp", "rt", "ruby",
    "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
    "wbr", "link", "o:p",
];

/// Splits a page into its blocks, in the order in which they stand.
pub fn blocks_of(page: &Html) -> Vec<PageBlock> {
    let mut reader = Reader::default();
    reader.read(page.root_element(), PageBlockKind::Paragraph);
    reader.finish(PageBlockKind::Paragraph);
    reader.blocks
}

#[derive(Default)]
struct Reader {
    blocks: Vec<PageBlock>,
    words: String,
    linked: usize,
    inside_link: usize,
    inside_caption: usize,
    breaks: usize,
}

impl Reader {
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
        // The cells of a row are read as one line.
        if matches!(name, "td" | "th") {
            self.words.push(' ');
            return self.read(element, kind);
        }
        self.finish(kind);
        let inner = kind_of(name, kind);
        let caption = usize::from(is_caption(element));
        self.inside_caption += caption;
        self.read(element, inner);
        self.finish(inner);
        self.inside_caption -= caption;
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
            1 => self.words.push(' '),
            _ => self.finish(kind),
        }
    }

    fn finish(&mut self, kind: PageBlockKind) {
        let text = one_line(&self.words);
        if !text.is_empty() {
            self.blocks.push(PageBlock {
                kind,
                text,
                linked: self.linked,
                caption: self.inside_caption > 0,
            });
        }
        self.words.clear();
        self.linked = 0;
        self.breaks = 0;
    }
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

fn kind_of(name: &str, outer: PageBlockKind) -> PageBlockKind {
    match name {
        "h1" => PageBlockKind::Heading(1),
        "h2" => PageBlockKind::Heading(2),
        "h3" => PageBlockKind::Heading(3),
        "h4" => PageBlockKind::Heading(4),
        "h5" => PageBlockKind::Heading(5),
        "h6" => PageBlockKind::Heading(6),
        "li" => PageBlockKind::ListItem,
        "ul" | "ol" | "table" | "article" | "section" => PageBlockKind::Paragraph,
        _ => outer,
    }
}
