//! The article in a document of a word processor (`docx`): its paragraphs as a reader sees them.

use std::collections::BTreeMap;

use super::archive::Archive;
use super::blocks::one_line;
use super::page::{PageArticle, PageError, finished};
use super::xml_events::{Element, Piece, pieces_of, words_of_first};
use crate::article::clean::ends_as_sentence;
use crate::article::text_builder::{Blocks, table_row};

/// Where the text stands.
pub const TEXT: &str = "word/document.xml";

/// How such a document is called in errors.
const NAME: &str = "the Word document";

/// Elements whose words are not part of what is read: deleted text, codes of fields, second versions of a shape.
const UNREAD: [&str; 6] = [
    "delText",
    "instrText",
    "del",
    "moveFrom",
    "Fallback",
    "txbxContent",
];

/// Names that programs write where nobody has written one.
const PRESET: [&str; 6] = [
    "Microsoft Office User",
    "Windows User",
    "User",
    "Admin",
    "Unknown",
    "python-docx",
];

/// What a style makes of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Title,
    Heading(usize),
}

/// Reads the article of a document.
pub fn read(archive: &mut Archive<'_>) -> Result<PageArticle, PageError> {
    archive.call(NAME);
    let damaged = |_| PageError::Damaged(NAME);
    let styles = match archive.has("word/styles.xml") {
        true => styles_of(&pieces_of(&archive.text("word/styles.xml")?).map_err(damaged)?),
        false => BTreeMap::new(),
    };
    let text = pieces_of(&archive.text(TEXT)?).map_err(damaged)?;
    let mut body = Body::with(styles);
    for piece in text {
        body.take(piece);
    }
    let mut article = PageArticle {
        title: body.title.take().or(body.heading.take()),
        text: body.blocks.finish(),
        ..PageArticle::default()
    };
    if archive.has("docProps/core.xml") {
        let about = pieces_of(&archive.text("docProps/core.xml")?).map_err(damaged)?;
        let said = |name| words_of_first(&about, name).map(|words| one_line(&words));
        article.title = said("title").or(article.title);
        article.author = said("creator").filter(|name| !PRESET.contains(&name.as_str()));
    }
    finished(article)
}

/// Reads which styles are headings; their names are English whatever language the program speaks.
fn styles_of(pieces: &[Piece]) -> BTreeMap<String, Role> {
    let mut styles = BTreeMap::new();
    let mut id = String::new();
    for piece in pieces {
        let Piece::Open(element) = piece else {
            continue;
        };
        match element.name.as_str() {
            "style" => id = element.attribute("styleId").unwrap_or_default().to_owned(),
            "name" => {
                let role = role_of(element.attribute("val").unwrap_or_default());
                styles.extend(role.map(|role| (id.clone(), role)));
            }
            _ => {}
        }
    }
    styles
}

fn role_of(style: &str) -> Option<Role> {
    let style = style.to_lowercase();
    if style == "title" {
        return Some(Role::Title);
    }
    let level = style
        .strip_prefix("heading ")
        .or(style.strip_prefix("heading"))?;
    level.parse().ok().map(Role::Heading)
}

/// What has been read so far.
#[derive(Default)]
struct Body {
    styles: BTreeMap<String, Role>,
    blocks: Blocks,
    title: Option<String>,
    heading: Option<String>,
    words: String,
    role: Option<Role>,
    listed: bool,
    /// Whether the run of words that is being read is hidden.
    hidden: bool,
    /// How many rows of tables are open; their paragraphs make one line.
    rows: usize,
    /// The rows of the open table, each with its cells, and whether the first names the columns.
    table: Vec<Vec<String>>,
    headed: bool,
    /// How many elements are open that nobody reads.
    unread: usize,
}

impl Body {
    fn with(styles: BTreeMap<String, Role>) -> Self {
        Body {
            styles,
            ..Body::default()
        }
    }

    fn take(&mut self, piece: Piece) {
        match piece {
            Piece::Open(element) => self.open(&element),
            Piece::Close(name) => self.close(&name),
            Piece::Words(words) if self.unread == 0 && !self.hidden => self.words += &words,
            Piece::Words(_) => {}
        }
    }

    fn open(&mut self, element: &Element) {
        let value = element.attribute("val");
        match element.name.as_str() {
            name if UNREAD.contains(&name) => self.unread += 1,
            _ if self.unread > 0 => {}
            "p" if self.rows == 0 => self.finish(),
            "tc" if self.rows == 1 => self.words.clear(),
            "p" | "tab" | "br" | "cr" | "tc" => self.words.push(' '),
            "noBreakHyphen" => self.words.push('-'),
            "tr" => {
                self.finish();
                self.rows += 1;
                if self.rows == 1 {
                    self.table.push(Vec::new());
                }
            }
            "tblHeader" => {
                self.headed |= self.table.len() == 1 && !matches!(value, Some("0" | "false"))
            }
            "pStyle" => {
                let style = value.unwrap_or_default();
                self.role = self.styles.get(style).copied().or_else(|| role_of(style));
            }
            "outlineLvl" => {
                let level = value.and_then(|level| level.parse::<usize>().ok());
                let heading = level
                    .filter(|level| *level < 6)
                    .map(|level| Role::Heading(level + 1));
                self.role = self.role.or(heading);
            }
            "numPr" => self.listed = true,
            "r" => self.hidden = false,
            "vanish" => self.hidden = !matches!(value, Some("0" | "false")),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            name if UNREAD.contains(&name) => self.unread = self.unread.saturating_sub(1),
            _ if self.unread > 0 => {}
            "r" => self.hidden = false,
            "p" if self.rows == 0 => self.finish(),
            "tc" if self.rows == 1 => {
                let cell = one_line(&std::mem::take(&mut self.words));
                if let Some(row) = self.table.last_mut() {
                    row.push(cell);
                }
            }
            "tr" => {
                self.rows = self.rows.saturating_sub(1);
                self.role = None;
                self.listed = false;
            }
            "tbl" if self.rows == 0 => self.end_table(),
            _ => {}
        }
    }

    /// Writes the rows of a table so that each can be understood alone.
    fn end_table(&mut self) {
        let rows = std::mem::take(&mut self.table);
        let headed = std::mem::take(&mut self.headed) || names_columns(&rows);
        let columns = rows.first().filter(|_| headed).cloned().unwrap_or_default();
        for row in rows.iter().skip(usize::from(headed)) {
            match row.as_slice() {
                // A table of one column only frames what it holds.
                [only] => self.blocks.paragraph(only),
                // Joined cells shift those behind them.
                cells if cells.len() == columns.len() => {
                    self.blocks.item(&table_row(&columns, cells));
                }
                cells => self.blocks.item(&table_row(&[], cells)),
            }
        }
    }

    /// Ends a paragraph.
    fn finish(&mut self) {
        let words = one_line(&std::mem::take(&mut self.words));
        let (role, listed) = (self.role.take(), std::mem::take(&mut self.listed));
        if words.is_empty() {
            return;
        }
        match role {
            Some(Role::Title) if self.title.is_none() => self.title = Some(words),
            Some(Role::Heading(1)) if self.heading.is_none() && self.title.is_none() => {
                self.heading = Some(words);
            }
            Some(Role::Heading(level)) => self.blocks.heading(level, &words),
            _ if listed => self.blocks.item(&words),
            _ => self.blocks.paragraph(&words),
        }
    }
}

/// A cell that names a column has at most so many words.
const COLUMN_WORDS: usize = 4;

/// Tells whether the first row of a table names its columns, though it is not marked: it has only what may be a name, and
/// below one of them stands nothing that may be. Of two columns the first mostly names what stands in the other.
fn names_columns(rows: &[Vec<String>]) -> bool {
    let is_name = |cell: &String| {
        !cell.is_empty()
            && cell.split_whitespace().count() <= COLUMN_WORDS
            && !cell.chars().any(|c| c.is_ascii_digit())
            && !ends_as_sentence(cell)
    };
    let [first, rest @ ..] = rows else {
        return false;
    };
    let has_no_names = |column: usize| {
        let cells = || rest.iter().filter_map(|row| row.get(column));
        let mut told = cells().filter(|cell| !cell.is_empty()).peekable();
        told.peek().is_some() && told.all(|cell| !is_name(cell))
    };
    first.len() > 2 && first.iter().skip(1).all(is_name) && (1..first.len()).any(has_no_names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_row_of_names_is_a_row_like_those_below_it() {
        let names = |rows: &[[&str; 3]]| {
            let row = |row: &[&str; 3]| row.iter().map(|cell| (*cell).to_owned()).collect();
            names_columns(&rows.iter().map(row).collect::<Vec<Vec<String>>>())
        };
        assert!(!names(&[
            ["Ada Lind", "Chair", "Orbey"],
            ["Bo Moe", "Treasurer", "Lund"]
        ]));
        assert!(names(&[
            ["Name", "Role", "Since"],
            ["Bo Moe", "Chair", "1998"]
        ]));
    }
}
