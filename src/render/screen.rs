//! What a terminal can show, and words made for it.

use anstyle::{AnsiColor, Style};
use textwrap::core::display_width;
use unicode_segmentation::UnicodeSegmentation;

/// What the place can show that the words are written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Columns to a line; nothing when lines are not to be broken.
    pub width: Option<usize>,
    /// Whether it knows bold and dim.
    pub styles: Styles,
    /// Whether it knows hyperlinks.
    pub links: Links,
}

/// Whether words may be bold, dim or coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Styles {
    /// Words only.
    Plain,
    /// Bold, dim and colours.
    Ansi,
}

/// Whether words may be links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// Addresses are written out.
    Written,
    /// Words are clickable.
    Clickable,
}

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const TITLE: Style = Style::new().bold().underline();
const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default().bold();
const CARE: Style = AnsiColor::Yellow.on_default();

/// Lines shorter than this break in the middle of words.
const NARROWEST: usize = 20;

/// Lines longer than this are hard to read, however wide the screen is.
const WIDEST: usize = 100;

impl Screen {
    /// A place that shows words only, such as a file.
    pub const PLAIN: Screen = Screen {
        width: None,
        styles: Styles::Plain,
        links: Links::Written,
    };

    fn styled(self, style: Style, words: &str) -> String {
        match self.styles {
            Styles::Ansi if !words.is_empty() => format!("{style}{words}{style:#}"),
            _ => words.to_owned(),
        }
    }

    /// Sets words in bold.
    pub fn bold(self, words: &str) -> String {
        self.styled(BOLD, words)
    }

    /// Makes words the title of a page.
    pub fn title(self, words: &str) -> String {
        self.styled(TITLE, words)
    }

    /// Sets words back.
    pub fn dim(self, words: &str) -> String {
        self.styled(DIM, words)
    }

    /// Sets words as good news.
    pub fn good(self, words: &str) -> String {
        self.styled(GOOD, words)
    }

    /// Sets words as bad news.
    pub fn bad(self, words: &str) -> String {
        self.styled(BAD, words)
    }

    /// Sets words as something to look at.
    pub fn care(self, words: &str) -> String {
        self.styled(CARE, words)
    }

    /// Makes words a link where the place knows links; line by line, or the margin would be part of it.
    pub fn linked(self, words: &str, address: &str) -> String {
        if self.links == Links::Written {
            return words.to_owned();
        }
        let linked = words.split('\n').map(|line| {
            let inside = line.trim_start();
            let margin = line.strip_suffix(inside).unwrap_or_default();
            format!("{margin}\u{1b}]8;;{address}\u{1b}\\{inside}\u{1b}]8;;\u{1b}\\")
        });
        linked.collect::<Vec<_>>().join("\n")
    }

    /// Breaks a line at the width, its continuation indented.
    pub fn wrapped(self, line: &str, indent: &str) -> String {
        let Some(width) = self.width else {
            return line.to_owned();
        };
        let options =
            textwrap::Options::new(width.clamp(NARROWEST, WIDEST)).subsequent_indent(indent);
        textwrap::fill(line, options)
    }
}

/// Cuts words to a width, with a sign where something is missing.
pub(super) fn shortened(words: &str, width: usize) -> String {
    if display_width(words) <= width {
        return words.to_owned();
    }
    let mut kept = String::new();
    let mut room = width.saturating_sub(1);
    for piece in words.graphemes(true) {
        let Some(left) = room.checked_sub(display_width(piece)) else {
            break;
        };
        room = left;
        kept.push_str(piece);
    }
    format!("{}…", kept.trim_end())
}

/// Adds a line.
pub(super) fn line_to(out: &mut String, line: &str) {
    // Writing to a String cannot fail.
    out.push_str(line);
    out.push('\n');
}
