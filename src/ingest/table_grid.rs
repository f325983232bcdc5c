//! Tables laid out on a grid: a merged cell stands in every row and column that it covers, and each row is written so that
//! it can be understood alone. Word documents and web pages share this.

use std::collections::BTreeSet;

use crate::article::clean::ends_as_sentence;
use crate::article::text_builder::table_row;

/// No table that people read has more columns; a cell that claims to cover more covers them all.
const MAX_COLUMNS: usize = 64;

/// Cells that reach into rows below them may make a table so large; the others stay in their own row.
const MAX_PLACES: usize = 1_000_000;

/// A cell that names a column has at most so many words.
const COLUMN_WORDS: usize = 4;

/// The names of at most so many columns are written before a cell that covers them.
const NAMES_OF_ONE_CELL: usize = 3;

/// A cell as its document describes it.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// Its words on one line.
    pub words: String,
    /// Whether it is marked as a name of what stands beside or below it.
    pub header: bool,
    /// Whether all of its words are bold, which often says the same.
    pub bold: bool,
    /// How many columns it covers.
    pub across: usize,
    /// How many rows it covers.
    pub down: usize,
}

impl Cell {
    fn columns(&self) -> usize {
        self.across.clamp(1, MAX_COLUMNS)
    }
}

/// A row as its document describes it.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its own cells; those that reach into it from above are not among them.
    pub cells: Vec<Cell>,
    /// Whether it is marked as part of the table's head.
    pub head: bool,
}

/// What a row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// It names the columns, or says nothing: whoever reads the other rows reads that, too.
    Head,
    /// It has one cell over the whole width, which speaks of the rows below it.
    Title(String),
    /// Its cells with the names of their columns.
    Named(String),
    /// Its cells, of which only their places tell what they are.
    Unnamed(String),
}

/// Writes the rows of a table, one line for each.
pub fn lines_of(rows: &[Row]) -> Vec<Line> {
    let grid = Grid::of(rows);
    let lead = (0..rows.len())
        .take_while(|row| grid.is_title(*row) || grid.is_empty(*row))
        .count();
    let head = grid.head_rows(lead);
    let columns = grid.columns(lead, head);
    let line = |row: usize| match row {
        row if grid.is_empty(row) => Line::Head,
        row if (lead..lead + head).contains(&row) => Line::Head,
        row if grid.is_title(row) => Line::Title(grid.words(row, 0).to_owned()),
        row if (lead..lead + head).any(|named| grid.says_the_same(named, row)) => Line::Head,
        row => grid.line(row, &columns),
    };
    (0..rows.len()).map(line).collect()
}

/// The cells of a table in their places.
struct Grid<'r> {
    rows: &'r [Row],
    /// For each place the row and number of the cell that covers it.
    places: Vec<Vec<Option<(usize, usize)>>>,
    width: usize,
}

impl<'r> Grid<'r> {
    fn of(rows: &'r [Row]) -> Self {
        let broad = rows.iter().filter(|row| row.cells.len() > 1);
        let sums = broad.map(|row| row.cells.iter().map(Cell::columns).sum::<usize>());
        let width = sums.max().unwrap_or(1).min(MAX_COLUMNS);
        let mut left = MAX_PLACES;
        let mut grid = Grid {
            rows,
            places: vec![Vec::new(); rows.len()],
            width,
        };
        for (at, row) in rows.iter().enumerate() {
            let mut column = 0;
            for (number, cell) in row.cells.iter().enumerate() {
                while grid.at(at, column).is_some() {
                    column += 1;
                }
                let alone = row.cells.len() == 1;
                let most = if alone { width } else { MAX_COLUMNS };
                let end = (column + cell.columns()).min(most.max(column + 1));
                let below = cell.down.clamp(1, rows.len() - at);
                let below = if below * end > left { 1 } else { below };
                left = left.saturating_sub(below * end);
                for covered in grid.places.iter_mut().skip(at).take(below) {
                    covered.resize(covered.len().max(end), None);
                    for place in covered.iter_mut().take(end).skip(column) {
                        place.get_or_insert((at, number));
                    }
                }
                column = end;
            }
        }
        grid
    }

    fn at(&self, row: usize, column: usize) -> Option<(usize, usize)> {
        self.places.get(row)?.get(column).copied().flatten()
    }

    fn cell(&self, row: usize, column: usize) -> Option<&'r Cell> {
        let (row, number) = self.at(row, column)?;
        self.rows.get(row)?.cells.get(number)
    }

    fn words(&self, row: usize, column: usize) -> &'r str {
        self.cell(row, column).map_or("", |cell| &cell.words)
    }

    fn extent(&self, row: usize) -> usize {
        self.places.get(row).map_or(0, Vec::len)
    }

    fn is_empty(&self, row: usize) -> bool {
        (0..self.extent(row)).all(|column| self.words(row, column).is_empty())
    }

    /// Tells whether a row consists of one cell of its own, over more than one column.
    fn is_title(&self, row: usize) -> bool {
        let own = self.rows.get(row).map_or(0, |row| row.cells.len());
        let reached = (0..self.extent(row))
            .any(|column| self.at(row, column).is_some_and(|(from, _)| from < row));
        own == 1 && !reached && self.width > 1
    }

    fn says_the_same(&self, one: usize, other: usize) -> bool {
        let columns = self.extent(one).max(self.extent(other));
        (0..columns).all(|column| self.words(one, column) == self.words(other, column))
    }

    /// Counts the rows from `lead` on that name the columns.
    fn head_rows(&self, lead: usize) -> usize {
        if !self.is_head(lead) {
            return 0;
        }
        let mut count = 1;
        while self.goes_on(lead + count) {
            count += 1;
        }
        // A table of nothing but names has no head: its rows are what it says.
        match lead + count < self.rows.len() {
            true => count,
            false => 0,
        }
    }

    /// Tells whether a row is the first that names columns.
    fn is_head(&self, row: usize) -> bool {
        let Some(first) = self.rows.get(row).filter(|row| row.cells.len() > 1) else {
            return false;
        };
        let behind = || first.cells.iter().skip(1);
        let is_bold = |cell: &Cell| cell.bold && !cell.words.is_empty();
        let plain_below = || {
            let below = self.rows.iter().skip(row + 1);
            let mut cells = below.flat_map(|row| row.cells.iter().skip(1));
            cells.any(|cell| !cell.bold && !cell.words.is_empty())
        };
        first.head
            || behind().all(|cell| cell.header)
            || (behind().all(is_bold) && plain_below())
            || self.names_columns(row)
    }

    /// Tells whether a row belongs to the head above it: it is marked so, or splits up what a name above it covers.
    fn goes_on(&self, row: usize) -> bool {
        let Some(own) = self.rows.get(row).filter(|row| !row.cells.is_empty()) else {
            return false;
        };
        let above = self.rows.get(row - 1).map_or(&[][..], |row| &row.cells);
        let splits = above.iter().any(|cell| cell.across > 1 || cell.down > 1);
        let names =
            |cell: &Cell| cell.header || cell.bold || cell.words.is_empty() || is_name(&cell.words);
        let marked = own.head && own.cells.iter().all(|cell| cell.header || names(cell));
        marked || (splits && own.cells.iter().all(names) && !self.is_title(row))
    }

    /// Tells whether a row names the columns, though it is not marked: it has only what may be a name, and below one of
    /// them stands nothing that may be, or below all of them mostly figures. Of two columns the first mostly names what
    /// stands in the other.
    fn names_columns(&self, row: usize) -> bool {
        let width = self.extent(row);
        let below = |column: usize| {
            let rows = (row + 1..self.rows.len()).filter(|row| !self.is_title(*row));
            let cells = rows.map(move |row| self.words(row, column));
            cells.filter(|words| !words.is_empty()).collect::<Vec<_>>()
        };
        let has_no_names = |column: usize| {
            let told = below(column);
            !told.is_empty() && !told.into_iter().any(is_name)
        };
        let is_like_none_below = |column: usize| {
            let told = below(column);
            let figures = told
                .iter()
                .filter(|words| words.contains(|c: char| c.is_ascii_digit()));
            figures.count() * 2 > told.len() && !told.contains(&self.words(row, column))
        };
        let own = (1..width).filter(|column| self.at(row, *column) != self.at(row, column - 1));
        let names: Vec<&str> = own.map(|column| self.words(row, column)).collect();
        let mut seen = BTreeSet::new();
        let values = || 1..width;
        width > 2
            && names.iter().all(|name| is_name(name) && seen.insert(*name))
            && (values().any(|column| has_no_names(column) || self.is_split(row, column))
                || values().all(is_like_none_below))
    }

    /// Tells whether the names of several columns stand below a cell.
    fn is_split(&self, row: usize, column: usize) -> bool {
        let across = self.cell(row, column).is_some_and(|cell| cell.across > 1);
        let below =
            |column: usize| (row + 2..self.rows.len()).map(move |row| self.words(row, column));
        let figures =
            |column: usize| below(column).any(|words| words.contains(|c: char| c.is_ascii_digit()));
        across && is_name(self.words(row + 1, column)) && figures(column)
    }

    /// Returns the names of the columns, those of several rows one after the other.
    fn columns(&self, lead: usize, head: usize) -> Vec<String> {
        let rows = || lead..lead + head;
        let width = rows().map(|row| self.extent(row)).max().unwrap_or(0);
        let name = |column: usize| {
            let mut names: Vec<&str> = Vec::new();
            for words in rows().map(|row| self.words(row, column)) {
                if !words.is_empty() && names.last() != Some(&words) {
                    names.push(words);
                }
            }
            names.join(" ")
        };
        (0..width).map(name).collect()
    }

    fn line(&self, row: usize, columns: &[String]) -> Line {
        let extent = self.extent(row);
        // What stands right of all names has none, and what stands left of it may be shifted.
        let columns = if extent > columns.len() { &[] } else { columns };
        let mut names = Vec::new();
        let mut cells = Vec::new();
        let mut column = 0;
        while column < extent {
            let from = self.at(row, column);
            let same = (column..extent).take_while(|next| self.at(row, *next) == from);
            let covered = if from.is_some() { same.count() } else { 1 };
            let whole = column > 0 && column + covered >= extent.max(columns.len());
            let many = covered > NAMES_OF_ONE_CELL && whole;
            let own = columns.get(column..column + covered).unwrap_or_default();
            let own: Vec<&str> = own.iter().map(String::as_str).collect();
            names.push(if many { String::new() } else { own.join(", ") });
            cells.push(self.words(row, column).to_owned());
            column += covered;
        }
        let words = table_row(&names, &cells);
        let reached =
            (0..extent).any(|column| self.at(row, column).is_some_and(|(from, _)| from < row));
        let own = self.rows.get(row).map_or(&[][..], |row| &row.cells);
        let named = match own {
            [name, values @ ..] => name.header && values.iter().all(|cell| !cell.header),
            [] => false,
        };
        match !columns.is_empty() || reached || (named && own.len() > 1) {
            true => Line::Named(words),
            false => Line::Unnamed(words),
        }
    }
}

/// Tells whether words may name a column.
fn is_name(words: &str) -> bool {
    !words.is_empty()
        && words.split_whitespace().count() <= COLUMN_WORDS
        && !words.chars().any(|c| c.is_ascii_digit())
        && !ends_as_sentence(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes a table of lines: `|` between cells, `*` before a name, `>` and `v` for one column or row more.
    fn table(lines: &[&str]) -> Vec<Row> {
        let cell = |words: &str| Cell {
            words: words.trim().trim_matches(['*', '>', 'v']).to_owned(),
            header: words.contains('*'),
            bold: false,
            across: 1 + words.matches('>').count(),
            down: 1 + words.matches('v').count(),
        };
        let row = |line: &&str| Row {
            cells: line.split('|').map(cell).collect(),
            head: false,
        };
        lines.iter().map(row).collect()
    }

    fn told(lines: &[&str]) -> Vec<String> {
        let said = lines_of(&table(lines))
            .into_iter()
            .filter_map(|line| match line {
                Line::Head => None,
                Line::Title(words) => Some(format!("[{words}]")),
                Line::Named(words) => Some(words),
                Line::Unnamed(words) => Some(format!("{words} ?")),
            });
        said.collect()
    }

    #[test]
    fn a_cell_over_several_rows_names_each_of_them() {
        let rooms = [
            "Room|When|Price",
            "HALLvv|Monday|14",
            "Tuesday|19",
            "Sunday|45",
            "Attic|Sunday|9",
        ];
        assert_eq!(
            told(&rooms),
            [
                "HALL: When Monday; Price 14",
                "HALL: When Tuesday; Price 19",
                "HALL: When Sunday; Price 45",
                "Attic: When Sunday; Price 9"
            ]
        );
    }

    #[test]
    fn a_cell_over_several_columns_is_said_once_with_all_their_names() {
        let prices = ["*Ticket|*Adults|*Children", "Single|5|2", "Family|13>"];
        assert_eq!(
            told(&prices),
            [
                "Single: Adults 5; Children 2",
                "Family: Adults, Children 13"
            ]
        );
    }

    #[test]
    fn a_title_over_all_columns_does_not_hide_the_names_below_it() {
        let hours = [
            "Hours of the desk>>",
            "Day|Morning|Afternoon",
            "Monday|9 to 12|13 to 16",
        ];
        assert_eq!(
            told(&hours),
            [
                "[Hours of the desk]",
                "Monday: Morning 9 to 12; Afternoon 13 to 16"
            ]
        );
    }

    #[test]
    fn names_above_figures_and_a_few_words_are_names() {
        let hours = [
            "Day|Morning|Afternoon",
            "Monday|9 to 12|13 to 16",
            "Sunday|shut|10 to 12",
            "Tuesday|8|9",
        ];
        assert_eq!(told(&hours)[1], "Sunday: Morning shut; Afternoon 10 to 12");
        let shut = [
            "Friday|shut|shut",
            "Monday|9 to 12|13 to 16",
            "Sunday|shut|10 to 12",
            "Tuesday|8|9",
        ];
        assert_eq!(told(&shut)[0], "Friday: shut; shut ?");
    }

    #[test]
    fn the_names_of_two_head_rows_are_joined_column_by_column() {
        let head = [
            "*Pierv|*Morning>|*Night",
            "*First|*Last|*Only",
            "Lund|7.50|10.20|19.15",
        ];
        let row = ["Lund: Morning First 7.50; Morning Last 10.20; Night Only 19.15"];
        assert_eq!(told(&head), row);
        let unmarked: Vec<String> = head.iter().map(|line| line.replace('*', "")).collect();
        let unmarked: Vec<&str> = unmarked.iter().map(String::as_str).collect();
        assert_eq!(told(&unmarked), row);
    }

    #[test]
    fn a_first_row_of_names_is_a_row_like_those_below_it() {
        let people = ["Ada Lind|Chair|Orbey", "Bo Moe|Clerk|Lund"];
        assert_eq!(
            told(&people),
            ["Ada Lind: Chair; Orbey ?", "Bo Moe: Clerk; Lund ?"]
        );
        let since = ["Name|Role|Since", "Bo Moe|Chair|1998"];
        assert_eq!(told(&since), ["Bo Moe: Role Chair; Since 1998"]);
    }

    #[test]
    fn a_table_that_claims_to_be_huge_is_as_large_as_its_rows() {
        let mut rows = table(&["*A|*B", "1|2"]);
        rows[1].cells[1].across = usize::MAX;
        rows[0].cells[0].down = usize::MAX;
        assert_eq!(lines_of(&rows).len(), 2);
        assert!(lines_of(&[]).is_empty());
    }
}
