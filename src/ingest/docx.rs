//! The article in a document of a word processor (`docx`): its paragraphs as a reader sees them.

use std::collections::{BTreeMap, BTreeSet};

use super::archive::Archive;
use super::blocks::{one_line, squash};
use super::page::{PageArticle, PageError, finished};
use super::table_grid::{Cell, Line, Row, lines_of};
use super::word_numbering::Numbering;
use super::word_styles::{Role, Styles, outlined};
use super::word_text::{Note, Paragraph, Part, TableRow, notes_of, parts_of};
use super::xml_events::{Piece, pieces_of, words_of_first};
use crate::article::clean::{ends_as_sentence, is_labelled};
use crate::article::text_builder::Blocks;

/// Where the text stands.
pub const TEXT: &str = "word/document.xml";

/// How such a document is called in errors.
const NAME: &str = "the Word document";

/// Names that programs write where nobody has written one.
const PRESET: [&str; 6] = [
    "Microsoft Office User",
    "Windows User",
    "User",
    "Admin",
    "Unknown",
    "python-docx",
];

/// A point with points below it is their heading if it has at most so many words.
const HEADING_WORDS: usize = 8;

/// A first line that is set large is the title if it has at most so many words.
const TITLE_WORDS: usize = 15;

/// Letters of this size, in half points, are larger than those of running text.
const LARGE: usize = 28;

/// Words of at least so many letters tell whether two titles speak of the same.
const TELLING_LETTERS: usize = 3;

/// Reads the article of a document.
pub fn read(archive: &mut Archive<'_>) -> Result<PageArticle, PageError> {
    archive.call(NAME);
    let text = pieces(archive, TEXT)?.unwrap_or_default();
    let styles = pieces(archive, "word/styles.xml")?.unwrap_or_default();
    let lists = pieces(archive, "word/numbering.xml")?.unwrap_or_default();
    let about = pieces(archive, "docProps/core.xml")?.unwrap_or_default();
    let at_foot = pieces(archive, "word/footnotes.xml")?.unwrap_or_default();
    let at_end = pieces(archive, "word/endnotes.xml")?.unwrap_or_default();
    let at_foot = notes_of(&at_foot, "footnote").into_iter();
    let at_end = notes_of(&at_end, "endnote").into_iter();
    let notes = (at_foot.map(|(id, note)| (Note::Foot(id), note)))
        .chain(at_end.map(|(id, note)| (Note::End(id), note)));

    let parts = joined(parts_of(&text));
    let said = |name| words_of_first(&about, name).map(|words| one_line(&words));
    let mut writer = Writer {
        styles: Styles::of(&styles),
        numbering: Numbering::of(&lists),
        notes: notes.collect(),
        ..Writer::default()
    };
    let shown = writer.title_in(&parts);
    let title = match (said("title"), shown) {
        (Some(property), Some(shown)) if is_of_same(&property, &shown.words) => {
            writer.title = shown
                .only()
                .filter(|shown| squash(&property) == squash(shown));
            Some(property)
        }
        (property, Some(shown)) => {
            writer.title = shown.only();
            Some(shown.words).or(property)
        }
        (property, None) => property,
    };
    writer.write(&parts);
    finished(PageArticle {
        title,
        author: said("creator").filter(|name| !PRESET.contains(&name.as_str())),
        text: writer.blocks.finish(),
        ..PageArticle::default()
    })
}

/// Reads a file of a document, if it has one of this name.
fn pieces(archive: &mut Archive<'_>, name: &str) -> Result<Option<Vec<Piece>>, PageError> {
    if name != TEXT && !archive.has(name) {
        return Ok(None);
    }
    let pieces = pieces_of(&archive.text(name)?).map_err(|_| PageError::Damaged(NAME))?;
    Ok(Some(pieces))
}

/// Joins the paragraphs whose end is deleted with those that go on with them.
fn joined(parts: Vec<Part>) -> Vec<Part> {
    let mut joined: Vec<Part> = Vec::new();
    for part in parts {
        match (joined.last_mut(), part) {
            (Some(Part::Paragraph(last)), Part::Paragraph(next)) if last.goes_on => {
                last.words += &next.words;
                last.notes.extend(next.notes);
                last.boxes.extend(next.boxes);
                last.goes_on = next.goes_on;
            }
            (_, part) => joined.push(part),
        }
    }
    joined
}

/// Programs copy the title in a file's properties from file to file; if it speaks of what the document's own does, it counts.
fn is_of_same(property: &str, shown: &str) -> bool {
    let telling = |title: &str| {
        let lower = title.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric());
        let words = words.filter(|word| word.chars().count() >= TELLING_LETTERS);
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    let shown = telling(shown);
    telling(property).iter().any(|word| shown.contains(word))
}

/// The title that a reader sees, and whether it also heads a part of the document.
struct ShownTitle {
    words: String,
    heads_a_part: bool,
}

impl ShownTitle {
    /// Returns the words if they are the title only.
    fn only(&self) -> Option<String> {
        Some(self.words.clone()).filter(|_| !self.heads_a_part)
    }
}

/// What has been written so far.
#[derive(Default)]
struct Writer {
    styles: Styles,
    numbering: Numbering,
    notes: BTreeMap<Note, Vec<Part>>,
    blocks: Blocks,
    /// The line that is the title and stands nowhere else.
    title: Option<String>,
    /// Whether short lines that are all bold head what follows, as nothing else does.
    plain: bool,
}

impl Writer {
    fn role(&self, paragraph: &Paragraph) -> Option<Role> {
        let styled = paragraph
            .style
            .as_deref()
            .and_then(|style| self.styles.role(style));
        styled.or(outlined(paragraph.outline))
    }

    /// Finds the title that a reader sees: the line that is styled so, the first heading, or a first line that is set large.
    fn title_in(&mut self, parts: &[Part]) -> Option<ShownTitle> {
        let paragraphs = parts.iter().filter_map(|part| match part {
            Part::Paragraph(paragraph) if !one_line(&paragraph.words).is_empty() => Some(paragraph),
            _ => None,
        });
        let roles: Vec<(&Paragraph, Option<Role>)> = paragraphs
            .map(|paragraph| (paragraph, self.role(paragraph)))
            .filter(|(_, role)| *role != Some(Role::Contents))
            .collect();
        let heads = roles
            .iter()
            .filter(|(_, role)| matches!(role, Some(Role::Heading(_))));
        self.plain = heads.count() == 0;
        let has = |wanted| roles.iter().position(|(_, role)| *role == Some(wanted));
        let first_heading = has(Role::Heading(1));
        let chapters = roles
            .iter()
            .filter(|(_, role)| *role == Some(Role::Heading(1)))
            .count();
        let at = has(Role::Title)
            .or(first_heading.filter(|at| *at == 0 || chapters == 1))
            .or(Some(0).filter(|_| {
                roles
                    .first()
                    .is_some_and(|(first, role)| role.is_none() && is_large(first))
            }))?;
        let (paragraph, role) = roles.get(at)?;
        Some(ShownTitle {
            words: one_line(&paragraph.words),
            heads_a_part: *role == Some(Role::Heading(1)) && chapters > 1,
        })
    }

    fn write(&mut self, parts: &[Part]) {
        for (at, part) in parts.iter().enumerate() {
            match part {
                Part::Paragraph(paragraph) => self.paragraph(paragraph, parts.get(at + 1)),
                Part::Table(rows) => self.table(rows),
            }
        }
    }

    /// Returns the list and level of a paragraph that is a point of a list.
    fn place_of(&self, paragraph: &Paragraph) -> Option<(String, usize)> {
        let style = paragraph.style.as_deref();
        let styled = style.and_then(|style| self.styles.place(style));
        let (place, style) = match (&paragraph.place, styled) {
            (Some(own), Some((mut place, style))) => {
                place.list = own.list.clone().or(place.list);
                place.level = own.level.or(place.level);
                (place, Some(style))
            }
            (Some(own), None) => (own.clone(), None),
            (None, Some((place, style))) => (place, Some(style)),
            (None, None) => return None,
        };
        let level = self.numbering.level_of(&place, style.as_deref());
        let list = place.list.unwrap_or_default();
        (list != "0").then_some((list, level))
    }

    fn paragraph(&mut self, paragraph: &Paragraph, next: Option<&Part>) {
        let role = self.role(paragraph);
        if role == Some(Role::Contents) {
            return;
        }
        let place = self.place_of(paragraph);
        let words = one_line(&paragraph.words);
        let label = place
            .as_ref()
            .and_then(|(list, level)| self.numbering.count(list, *level));
        let is_heading = || {
            place
                .as_ref()
                .is_some_and(|place| label.is_some() && self.heads_points(&words, place, next))
        };
        let labelled = match &label {
            Some(label) => format!("{label} {words}"),
            None => words.clone(),
        };
        match role {
            _ if words.is_empty() => {}
            _ if self.title.as_ref() == Some(&words) => self.title = None,
            Some(Role::Title) => self.blocks.heading(1, &words),
            Some(Role::Heading(level)) => self.blocks.heading(level, &labelled),
            _ if is_heading() => {
                let level = place.map_or(0, |(_, level)| level);
                self.blocks.heading(level + 2, &labelled);
            }
            _ if place.is_some() => self.blocks.item(&labelled),
            _ if self.plain && is_bold_heading(paragraph, next) => self.blocks.heading(2, &words),
            _ => self.lines(&paragraph.words),
        }
        self.hangers(paragraph);
    }

    /// Writes what hangs on a paragraph: its notes, and the boxes beside it.
    fn hangers(&mut self, paragraph: &Paragraph) {
        for note in &paragraph.notes {
            if let Some(note) = self.notes.remove(note) {
                self.write(&note);
            }
        }
        self.write(&paragraph.boxes);
    }

    /// Tells whether a numbered point is the heading of the points below it.
    fn heads_points(&self, words: &str, place: &(String, usize), next: Option<&Part>) -> bool {
        let Some(Part::Paragraph(next)) = next else {
            return false;
        };
        let below = self.place_of(next);
        words.split_whitespace().count() <= HEADING_WORDS
            && !ends_as_sentence(words)
            && below.is_some_and(|(list, level)| list == place.0 && level > place.1)
    }

    /// Writes a paragraph. Lines that each say what they are about are no sentence together.
    fn lines(&mut self, words: &str) {
        let lines: Vec<String> = words
            .lines()
            .map(one_line)
            .filter(|line| !line.is_empty())
            .collect();
        match are_labelled(&lines) {
            true => lines.iter().for_each(|line| self.blocks.item(line)),
            false => self.blocks.paragraph(&one_line(words)),
        }
    }

    fn table(&mut self, rows: &[TableRow]) {
        let laid_out = self.laid_out(rows);
        let lines = lines_of(&laid_out);
        if is_layout(rows, &lines) {
            let cells = rows.iter().flat_map(|row| &row.cells);
            return cells.for_each(|cell| self.write(&cell.parts));
        }
        for line in lines {
            match line {
                Line::Head => {}
                Line::Title(words) => self.blocks.paragraph(&words),
                Line::Named(words) | Line::Unnamed(words) => self.blocks.item(&words),
            }
        }
        let parts = rows
            .iter()
            .flat_map(|row| &row.cells)
            .flat_map(|cell| &cell.parts);
        for part in parts {
            if let Part::Paragraph(paragraph) = part {
                self.hangers(paragraph);
            }
        }
    }

    /// Lays out the cells of a table, those that go on with one above them with it.
    fn laid_out(&mut self, rows: &[TableRow]) -> Vec<Row> {
        // For each row the columns where a cell goes on with the one above it.
        let going_on: Vec<BTreeSet<usize>> = rows.iter().map(going_on_in).collect();
        let goes_on =
            |row: usize, column: usize| going_on.get(row).is_some_and(|row| row.contains(&column));
        let mut laid_out = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let mut cells = Vec::new();
            let mut column = 0;
            for cell in &row.cells {
                let above = column;
                column += cell.across;
                if cell.merged == Some(true) && at > 0 {
                    continue;
                }
                let below = || {
                    (at + 1..rows.len())
                        .take_while(|row| goes_on(*row, above))
                        .count()
                };
                let (words, bold) = self.words_of(&cell.parts);
                cells.push(Cell {
                    words,
                    bold,
                    header: false,
                    across: cell.across,
                    down: 1 + if cell.merged.is_some() { below() } else { 0 },
                });
            }
            laid_out.push(Row {
                cells,
                head: row.head,
            });
        }
        laid_out
    }

    /// Returns the words of a cell on one line, and whether all are bold.
    fn words_of(&self, parts: &[Part]) -> (String, bool) {
        let mut words = String::new();
        let mut bold = true;
        for part in parts {
            let Part::Paragraph(paragraph) = part else {
                continue;
            };
            let lines = paragraph.words.lines().map(one_line);
            for (at, line) in lines.filter(|line| !line.is_empty()).enumerate() {
                // A line that was broken to fit goes on in small letters.
                let goes_on = at > 0 && line.starts_with(char::is_lowercase);
                if !words.is_empty() {
                    let ended = goes_on || ends_as_sentence(&words) || words.ends_with(',');
                    words += if ended { " " } else { "; " };
                }
                words += &line;
                bold &= paragraph.bold;
            }
        }
        (words, bold)
    }
}

/// Tells whether a first line looks like a title.
fn is_large(paragraph: &Paragraph) -> bool {
    let words = one_line(&paragraph.words);
    words.split_whitespace().count() <= TITLE_WORDS
        && !words.ends_with(['.', ':', ';', ','])
        && (paragraph.bold || paragraph.size >= LARGE)
}

/// Tells whether a line is all bold, as nothing of the next is, and says nothing that somebody may ask for.
fn is_bold_heading(paragraph: &Paragraph, next: Option<&Part>) -> bool {
    let words = one_line(&paragraph.words);
    let plain_below = match next {
        Some(Part::Paragraph(next)) => !next.bold && !one_line(&next.words).is_empty(),
        Some(Part::Table(_)) => true,
        None => false,
    };
    paragraph.bold
        && plain_below
        && words.split_whitespace().count() <= HEADING_WORDS
        && !words.chars().any(|c| c.is_ascii_digit() || c == ':')
        && !ends_as_sentence(&words)
}

/// Tells whether most of several lines say what they are about: "Entry: free".
fn are_labelled(lines: &[String]) -> bool {
    let labelled = lines.iter().filter(|line| is_labelled(line)).count();
    labelled > 1 && labelled * 2 >= lines.len()
}

/// Returns the columns of a row where a cell goes on with the one above it.
fn going_on_in(row: &TableRow) -> BTreeSet<usize> {
    let mut column = 0;
    let mut found = BTreeSet::new();
    for cell in &row.cells {
        if cell.merged == Some(true) {
            found.insert(column);
        }
        column += cell.across;
    }
    found
}

/// Tells whether a table only arranges what it holds: another table, one column, or whole texts without names above them.
fn is_layout(rows: &[TableRow], lines: &[Line]) -> bool {
    let cells = || rows.iter().flat_map(|row| &row.cells);
    let holds_tables = cells()
        .flat_map(|cell| &cell.parts)
        .any(|part| matches!(part, Part::Table(_)));
    let one_column = rows.iter().all(|row| row.cells.len() < 2);
    let is_named = lines.iter().any(|line| matches!(line, Line::Named(_)));
    let holds_texts = || {
        cells().any(|cell| {
            let paragraphs = cell.parts.iter().filter_map(|part| match part {
                Part::Paragraph(paragraph) => Some(one_line(&paragraph.words)),
                Part::Table(_) => None,
            });
            let words: Vec<String> = paragraphs.filter(|words| !words.is_empty()).collect();
            words.len() > 1
                && words
                    .iter()
                    .any(|words| words.ends_with('.') && words.contains(' '))
        })
    };
    holds_tables || one_column || (!is_named && holds_texts())
}

#[cfg(test)]
#[path = "docx_tests.rs"]
mod tests;
