//! The text of a Word document as it is built: paragraphs and tables, with what is deleted or drawn left out.

use super::word_styles::ListPlace;
use super::xml_events::{Element, Piece};

/// Elements whose words are not part of what is read: deleted text, codes of fields, second versions of a shape, the
/// pronunciation above a word, and what a paragraph looked like before a change.
const UNREAD: [&str; 8] = [
    "delText",
    "instrText",
    "del",
    "moveFrom",
    "Fallback",
    "rt",
    "pPrChange",
    "rPrChange",
];

/// A table of a word processor has at most so many columns.
const MAX_COLUMNS: usize = 63;

/// A part of a document.
#[derive(Debug)]
pub enum Part {
    /// A paragraph.
    Paragraph(Paragraph),
    /// The rows of a table.
    Table(Vec<TableRow>),
}

/// A paragraph, and what hangs on it.
#[derive(Debug, Default)]
pub struct Paragraph {
    /// The id of its style.
    pub style: Option<String>,
    /// Its level in the outline, if it says so itself.
    pub outline: Option<usize>,
    /// Its place in a list, if it says so itself.
    pub place: Option<ListPlace>,
    /// Its words; line breaks are those that its writer made.
    pub words: String,
    /// The notes it refers to, in order.
    pub notes: Vec<Note>,
    /// The texts of the boxes that are fastened to it.
    pub boxes: Vec<Part>,
    /// Whether all of its words are bold.
    pub bold: bool,
    /// The size of its largest letters in half points, if it says so itself.
    pub size: usize,
    /// Whether its end is deleted, so that the next paragraph goes on with it.
    pub goes_on: bool,
}

/// A note at the foot of a page or the end of the document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// At the foot of a page.
    Foot(String),
    /// At the end of the document.
    End(String),
}

/// A row of a table.
#[derive(Debug, Default)]
pub struct TableRow {
    /// Whether it is repeated at the top of each page.
    pub head: bool,
    /// Its cells.
    pub cells: Vec<TableCell>,
}

/// A cell of a table.
#[derive(Debug, Default)]
pub struct TableCell {
    /// How many columns it covers.
    pub across: usize,
    /// Whether it begins a cell over several rows (`false`) or goes on with one (`true`).
    pub merged: Option<bool>,
    /// What it holds.
    pub parts: Vec<Part>,
}

/// Reads the parts of a document.
pub fn parts_of(pieces: &[Piece]) -> Vec<Part> {
    Reader { pieces, at: 0 }.parts("")
}

/// Reads the notes of a document: for each its id and what it says.
pub fn notes_of(pieces: &[Piece], element: &str) -> Vec<(String, Vec<Part>)> {
    let mut reader = Reader { pieces, at: 0 };
    let mut notes = Vec::new();
    while let Some(piece) = reader.next() {
        let Piece::Open(note) = piece else {
            continue;
        };
        let id = note.attribute("id").filter(|_| note.name == element);
        if let Some(id) = id {
            notes.push((id.to_owned(), reader.parts(element)));
        }
    }
    notes
}

struct Reader<'p> {
    pieces: &'p [Piece],
    at: usize,
}

/// How a run of words looks.
#[derive(Default)]
struct Run {
    hidden: bool,
    bold: bool,
    size: usize,
}

impl<'p> Reader<'p> {
    fn next(&mut self) -> Option<&'p Piece> {
        self.at += 1;
        self.pieces.get(self.at - 1)
    }

    /// Passes over the rest of the element that was opened.
    fn skip(&mut self) {
        let mut open = 1;
        while open > 0 {
            match self.next() {
                Some(Piece::Open(_)) => open += 1,
                Some(Piece::Close(_)) => open -= 1,
                Some(Piece::Words(_)) => {}
                None => return,
            }
        }
    }

    /// Reads up to the end of an element. Elements that only hold others count for nothing.
    fn parts(&mut self, end: &str) -> Vec<Part> {
        let mut parts = Vec::new();
        while let Some(piece) = self.next() {
            match piece {
                Piece::Close(name) if name == end => break,
                Piece::Open(element) => match element.name.as_str() {
                    "p" => parts.push(Part::Paragraph(self.paragraph())),
                    "tbl" => parts.push(Part::Table(self.table())),
                    "sdt" if self.is_contents() => self.skip(),
                    name if UNREAD.contains(&name) => self.skip(),
                    _ => {}
                },
                _ => {}
            }
        }
        parts
    }

    /// Tells whether the block that was opened is a table of contents that the program keeps.
    fn is_contents(&self) -> bool {
        let ahead = self.pieces.get(self.at..).unwrap_or_default().iter();
        let mut about = ahead.take_while(|piece| match piece {
            Piece::Open(element) => element.name != "sdtContent",
            Piece::Close(name) => name != "sdtPr" && name != "sdt",
            Piece::Words(_) => true,
        });
        about.any(|piece| {
            matches!(piece, Piece::Open(element) if element.name == "docPartGallery"
                && element.attribute("val") == Some("Table of Contents"))
        })
    }

    fn table(&mut self) -> Vec<TableRow> {
        let mut rows = Vec::new();
        while let Some(piece) = self.next() {
            match piece {
                Piece::Close(name) if name == "tbl" => break,
                Piece::Open(element) if element.name == "tr" => rows.push(self.row()),
                Piece::Open(element) if UNREAD.contains(&element.name.as_str()) => self.skip(),
                _ => {}
            }
        }
        rows
    }

    fn row(&mut self) -> TableRow {
        let mut row = TableRow::default();
        while let Some(piece) = self.next() {
            match piece {
                Piece::Close(name) if name == "tr" => break,
                Piece::Open(element) => match element.name.as_str() {
                    "tc" => row.cells.push(self.cell()),
                    "tblHeader" => row.head = is_on(element),
                    "gridBefore" => row.cells.push(TableCell {
                        across: number(element).unwrap_or(1).min(MAX_COLUMNS),
                        ..TableCell::default()
                    }),
                    name if UNREAD.contains(&name) => self.skip(),
                    _ => {}
                },
                _ => {}
            }
        }
        row
    }

    fn cell(&mut self) -> TableCell {
        let mut cell = TableCell {
            across: 1,
            ..TableCell::default()
        };
        let described = self.pieces.get(self.at);
        if matches!(described, Some(Piece::Open(element)) if element.name == "tcPr") {
            while let Some(piece) = self.next() {
                match piece {
                    Piece::Close(name) if name == "tcPr" => break,
                    Piece::Open(element) => match element.name.as_str() {
                        "gridSpan" => {
                            cell.across = number(element).unwrap_or(1).clamp(1, MAX_COLUMNS);
                        }
                        "vMerge" => cell.merged = Some(element.attribute("val") != Some("restart")),
                        name if UNREAD.contains(&name) => self.skip(),
                        _ => {}
                    },
                    _ => {}
                }
            }
        }
        cell.parts = self.parts("tc");
        cell
    }

    fn paragraph(&mut self) -> Paragraph {
        let mut paragraph = Paragraph {
            bold: true,
            ..Paragraph::default()
        };
        let mut run = Run::default();
        // Only `t` holds words; drawings keep their measures as words, too.
        let mut inside_words = 0_usize;
        // Where the parts of a fraction begin.
        let mut halves = Vec::new();
        while let Some(piece) = self.next() {
            match piece {
                Piece::Open(element) => match element.name.as_str() {
                    name if UNREAD.contains(&name) => self.skip(),
                    "pPr" => self.describe(&mut paragraph),
                    "rPr" => self.look(&mut run),
                    "r" => run = Run::default(),
                    "t" => inside_words += 1,
                    "num" | "den" => halves.push(paragraph.words.len()),
                    // A box is as unseen as the words that it is fastened to.
                    "txbxContent" if run.hidden => self.skip(),
                    "txbxContent" => paragraph.boxes.extend(self.parts("txbxContent")),
                    _ if run.hidden => {}
                    "footnoteReference" | "endnoteReference" => {
                        let id = element.attribute("id").unwrap_or_default().to_owned();
                        let at_foot = element.name == "footnoteReference";
                        paragraph.notes.push(if at_foot {
                            Note::Foot(id)
                        } else {
                            Note::End(id)
                        });
                    }
                    _ => paragraph.words.extend(sign_of(element)),
                },
                Piece::Close(name) => match name.as_str() {
                    "p" => break,
                    "r" => run = Run::default(),
                    "t" => inside_words = inside_words.saturating_sub(1),
                    "num" | "den" => {
                        enclose(&mut paragraph.words, halves.pop().unwrap_or(0));
                        if name == "num" {
                            paragraph.words.push('/');
                        }
                    }
                    _ => {}
                },
                Piece::Words(words) if inside_words > 0 && !run.hidden => {
                    paragraph.words += words;
                    if !words.trim().is_empty() {
                        paragraph.bold &= run.bold;
                        paragraph.size = paragraph.size.max(run.size);
                    }
                }
                Piece::Words(_) => {}
            }
        }
        paragraph.bold &= !paragraph.words.trim().is_empty();
        paragraph
    }

    /// Reads what a paragraph says of itself.
    fn describe(&mut self, paragraph: &mut Paragraph) {
        while let Some(piece) = self.next() {
            match piece {
                Piece::Close(name) if name == "pPr" => break,
                Piece::Open(element) => match element.name.as_str() {
                    "pStyle" => paragraph.style = element.attribute("val").map(str::to_owned),
                    "outlineLvl" => paragraph.outline = number(element),
                    "numPr" => paragraph.place = Some(ListPlace::default()),
                    "ilvl" => {
                        paragraph.place.get_or_insert_default().level = number(element);
                    }
                    "numId" => {
                        let list = element.attribute("val").map(str::to_owned);
                        paragraph.place.get_or_insert_default().list = list;
                    }
                    // Among the properties of a paragraph these speak of its end.
                    "del" | "moveFrom" => paragraph.goes_on = true,
                    name if UNREAD.contains(&name) => self.skip(),
                    _ => {}
                },
                _ => {}
            }
        }
    }

    /// Reads how a run of words looks.
    fn look(&mut self, run: &mut Run) {
        while let Some(piece) = self.next() {
            match piece {
                Piece::Close(name) if name == "rPr" => break,
                Piece::Open(element) => match element.name.as_str() {
                    "vanish" => run.hidden = is_on(element),
                    "b" => run.bold = is_on(element),
                    "sz" => run.size = number(element).unwrap_or(0),
                    name if UNREAD.contains(&name) => self.skip(),
                    _ => {}
                },
                _ => {}
            }
        }
    }
}

fn number(element: &Element) -> Option<usize> {
    element.attribute("val")?.parse().ok()
}

fn is_on(element: &Element) -> bool {
    !matches!(element.attribute("val"), Some("0" | "false" | "off"))
}

/// Returns what an element stands for in the words around it.
fn sign_of(element: &Element) -> Option<char> {
    match element.name.as_str() {
        "tab" | "ptab" => Some(' '),
        // Where a page or column ends, a line ends only to fit.
        "br" if element
            .attribute("type")
            .is_some_and(|kind| kind != "textWrapping") =>
        {
            Some(' ')
        }
        "br" | "cr" => Some('\n'),
        "noBreakHyphen" => Some('-'),
        "sym" => Some(symbol(element.attribute("char").unwrap_or_default())),
        _ => None,
    }
}

/// Returns the sign that a place in a font of symbols shows; a space for signs that mean nothing by themselves.
fn symbol(place: &str) -> char {
    let place = u32::from_str_radix(place, 16).unwrap_or(0);
    match place & 0xff {
        0xdf | 0xe7 => '←',
        0xe0 | 0xe8 => '→',
        0xe1 | 0xe9 => '↑',
        0xe2 | 0xea => '↓',
        0xfb | 0xfd => '☒',
        0xfc => '✓',
        0xfe => '☑',
        0xa8 | 0x6f => '☐',
        _ => ' ',
    }
}

/// Puts what stands above or below the line of a fraction between brackets where it is more than one term.
fn enclose(words: &mut String, from: usize) {
    let half = words.get(from..).unwrap_or_default();
    if half.contains(|c: char| c.is_whitespace() || "+-−±=/".contains(c)) {
        words.insert(from, '(');
        words.push(')');
    }
}

#[cfg(test)]
mod tests {
    use super::super::xml_events::pieces_of;
    use super::*;

    fn words_of(inside: &str) -> String {
        let xml = format!("<w:p xmlns:w='a' xmlns:m='b'>{inside}</w:p>");
        let parts = parts_of(&pieces_of(&xml).expect("a document"));
        let words = parts.into_iter().map(|part| match part {
            Part::Paragraph(paragraph) => paragraph.words,
            Part::Table(_) => "a table".to_owned(),
        });
        words.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn a_fraction_and_a_symbol_do_not_glue_what_stands_beside_them() {
        let half = |words: &str| format!("<m:r><m:t>{words}</m:t></m:r>");
        let fraction = format!(
            "<m:f><m:num>{}</m:num><m:den>{}</m:den></m:f>",
            half("a+b"),
            half("2")
        );
        assert_eq!(words_of(&fraction), "(a+b)/2");
        let arrow =
            "<w:r><w:t>up</w:t><w:sym w:font='Wingdings' w:char='F0E0'/><w:t>down</w:t></w:r>";
        assert_eq!(words_of(arrow), "up→down");
    }

    #[test]
    fn a_box_in_hidden_words_is_not_read() {
        let boxed = |look: &str| {
            let xml = format!(
                "<w:p xmlns:w='a'><w:r>{look}<w:txbxContent><w:p><w:r><w:t>planted</w:t></w:r></w:p></w:txbxContent></w:r>\
                 <w:r><w:t>seen</w:t></w:r></w:p>"
            );
            let parts = parts_of(&pieces_of(&xml).expect("a document"));
            match parts.as_slice() {
                [Part::Paragraph(own)] => (own.words.clone(), own.boxes.len()),
                _ => Default::default(),
            }
        };
        assert_eq!(boxed(""), ("seen".to_owned(), 1));
        let hidden = boxed("<w:rPr><w:vanish/></w:rPr>");
        assert_eq!(hidden, ("seen".to_owned(), 0));
    }

    #[test]
    fn a_block_before_a_table_of_contents_is_none_and_no_cell_is_broader_than_a_table() {
        let xml = "<w:body xmlns:w='a'><w:sdt><w:sdtContent><w:p><w:r><w:t>It rained.</w:t></w:r></w:p></w:sdtContent></w:sdt>\
                   <w:sdt><w:sdtPr><w:docPartGallery w:val='Table of Contents'/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>\
                   <w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='18446744073709551615'/></w:tcPr><w:p/></w:tc></w:tr></w:tbl></w:body>";
        let parts = parts_of(&pieces_of(xml).expect("a document"));
        let [Part::Paragraph(first), Part::Table(rows)] = parts.as_slice() else {
            panic!("{parts:?}");
        };
        assert_eq!(first.words, "It rained.");
        assert_eq!(rows[0].cells[0].across, MAX_COLUMNS);
    }

    #[test]
    fn measures_of_drawings_are_no_words() {
        let drawing = "<w:r><w:drawing><wp:anchor xmlns:wp='c'><wp:posOffset>-254000</wp:posOffset>\
                       <wp:align>right</wp:align></wp:anchor></w:drawing></w:r><w:r><w:t>In 2025</w:t></w:r>";
        assert_eq!(words_of(drawing), "In 2025");
    }
}
