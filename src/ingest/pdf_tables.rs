//! The tables that the library finds in a PDF: their rows are told one by one, and what cannot be a row is left out.

use std::sync::LazyLock;

use regex::Regex;

use super::blocks::one_line;
use super::static_regex::static_regex;
use super::table_grid::{Cell, Line, Row, lines_of};

/// Two prices side by side, with nothing between them.
static TWO_PRICES: LazyLock<Regex> =
    LazyLock::new(|| static_regex(r"[£$€]\s?\d[\d.,]*\s+[£$€]\s?\d|\d\s?€\s+\d[\d.,]*\s?€"));

/// Where a line of text would begin a list, a heading or a quotation.
static MARK: LazyLock<Regex> = LazyLock::new(|| static_regex(r"^(\d+)([.)])(\s|$)|^([-+*#>])"));

/// Running text that was taken for a table has at least so many rows, so many such columns, and so many words in a cell.
const TEXT_ROWS: usize = 4;
const TEXT_COLUMNS: usize = 2;
const TEXT_WORDS: usize = 3;

/// Tells the rows of tables as points of a list. Returns what begins those that are left out: where a cell names two prices,
/// the library has taken two rows for one, and where the cells of several columns go on with one another, columns of text
/// for a table.
pub fn tell_tables(markdown: &str) -> (String, Vec<String>) {
    let mut told: Vec<String> = Vec::new();
    let mut left_out = Vec::new();
    let lines: Vec<&str> = markdown.lines().collect();
    for run in lines.chunk_by(|one, other| is_row(one) == is_row(other)) {
        if !run.first().is_some_and(|line| is_row(line)) {
            told.push(run.join("\n"));
            continue;
        }
        let rows: Vec<Vec<String>> = run.iter().map(|line| cells_of(line)).collect();
        let rows: Vec<Vec<String>> = rows.into_iter().filter(|row| !is_rule(row)).collect();
        let rows = joined(rows);
        if is_text(&rows) {
            left_out.extend(rows.first().map(|row| one_line(&row.join(" "))));
            continue;
        }
        let is_doubtful = |row: &Vec<String>| row.iter().any(|cell| TWO_PRICES.is_match(cell));
        let (doubtful, sound): (Vec<_>, Vec<_>) = rows.into_iter().partition(is_doubtful);
        left_out.extend(doubtful.iter().map(|row| one_line(&row.join(" "))));
        let sound: Vec<Row> = sound.into_iter().map(row_of).collect();
        for line in lines_of(&sound) {
            match line {
                Line::Head => {}
                Line::Title(words) => told.push(format!("\n{}\n", escaped(&words))),
                Line::Named(words) | Line::Unnamed(words) => {
                    told.push(format!("- {}", escaped(&words)))
                }
            }
        }
        told.push(String::new());
    }
    (told.join("\n"), left_out)
}

fn is_row(line: &str) -> bool {
    line.starts_with('|')
}

/// Tells whether a row is the line below a head.
fn is_rule(row: &[String]) -> bool {
    let rule = |cell: &String| cell.chars().all(|c| matches!(c, '-' | ':'));
    row.iter().all(rule) && row.iter().any(|cell| !cell.is_empty())
}

fn cells_of(line: &str) -> Vec<String> {
    let inside = line.trim().trim_start_matches('|');
    let inside = inside.strip_suffix('|').unwrap_or(inside);
    let inside = inside.replace("\\|", "\u{1}").replace("<br>", " ");
    inside
        .split('|')
        .map(|cell| one_line(&cell.replace('\u{1}', "|")))
        .collect()
}

fn row_of(cells: Vec<String>) -> Row {
    let cells = cells.into_iter().map(|words| Cell {
        words,
        across: 1,
        down: 1,
        ..Cell::default()
    });
    Row {
        cells: cells.collect(),
        head: false,
    }
}

/// Joins rows that are lines of one row: they begin in small letters below one that does not, and is not the first.
fn joined(rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let small = |row: &[String], least: usize| {
        let cells = row
            .iter()
            .filter(|cell| cell.starts_with(char::is_lowercase));
        row.first()
            .is_some_and(|first| first.starts_with(char::is_lowercase))
            && cells.count() >= least
    };
    let mut joined: Vec<Vec<String>> = Vec::new();
    for row in rows {
        let below_first = joined.len() > 1;
        match joined
            .last_mut()
            .filter(|last| below_first && small(&row, 2) && !small(last, 1))
        {
            Some(last) => {
                for (cell, more) in last.iter_mut().zip(row) {
                    *cell = one_line(&format!("{cell} {more}"));
                }
            }
            None => joined.push(row),
        }
    }
    joined
}

/// Tells whether a table is running text in columns: most cells of several columns are pieces of sentences.
fn is_text(rows: &[Vec<String>]) -> bool {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let is_piece = |column: usize| {
        let cells: Vec<&String> = rows
            .iter()
            .filter_map(|row| row.get(column))
            .filter(|cell| !cell.is_empty())
            .collect();
        let words: usize = cells
            .iter()
            .map(|cell| cell.split_whitespace().count())
            .sum();
        let small = cells
            .iter()
            .filter(|cell| cell.starts_with(char::is_lowercase))
            .count();
        cells.len() >= TEXT_ROWS
            && words >= TEXT_WORDS * cells.len()
            && small * 5 >= cells.len() * 2
    };
    let ends = rows
        .iter()
        .flatten()
        .filter(|cell| cell.ends_with('.') || cell.contains(". "))
        .count();
    rows.len() >= TEXT_ROWS
        && ends > 1
        && (0..width).filter(|column| is_piece(*column)).count() >= TEXT_COLUMNS
}

fn escaped(words: &str) -> String {
    MARK.replace(words, |found: &regex::Captures<'_>| match found.get(4) {
        Some(mark) => format!("\\{}", mark.as_str()),
        None => format!("{}\\{}{}", &found[1], &found[2], &found[3]),
    })
    .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_row_that_names_nothing_is_a_row() {
        let hours =
            "|Monday|from 8 until noon|shut|\n|---|---|---|\n|Friday|from 7 until three|open|";
        assert_eq!(
            tell_tables(hours).0.trim(),
            "- Monday: from 8 until noon; shut\n- Friday: from 7 until three; open"
        );
        let long = "|Monday|from eight in the morning|shut all day long|\n|---|---|---|\n"
            .to_owned()
            + &"|Friday|from seven in the morning|open all day long|\n".repeat(4);
        assert_eq!(tell_tables(&long).1, Vec::<String>::new());
        let sleep = "Before.\n|Town|Animals|Sleep|\n|---|---|---|\n|Delft|9|17.2|\n\nAfter.";
        assert_eq!(
            tell_tables(sleep).0,
            "Before.\n- Delft: Animals 9; Sleep 17.2\n\n\nAfter."
        );
        assert_eq!(
            tell_tables("|1. Boiler|It is old.|\n|---|---|").0.trim(),
            "- 1\\. Boiler: It is old."
        );
    }

    #[test]
    fn lines_of_one_row_are_told_as_one() {
        let table = "|Task|Who|Until|\n|---|---|---|\n|Mend the mast and|Bo takes it and|3 May|\n|clean around it|looks at it|2026|";
        assert_eq!(
            tell_tables(table).0.trim(),
            "- Mend the mast and clean around it: Who Bo takes it and looks at it; Until 3 May 2026"
        );
        let small = "|Thing|How many|\n|---|---|\n|kettle|three|\n|pan|four|";
        assert_eq!(
            tell_tables(small).0.trim(),
            "- Thing: How many\n- kettle: three\n- pan: four"
        );
    }

    #[test]
    fn what_cannot_be_a_row_is_left_out_and_told() {
        let table =
            "|Ticket|Price|\n|---|---|\n|Ten visits Family|£46.00 £13.50|\n|Season|£140.00|";
        let (sound, left_out) = tell_tables(table);
        assert_eq!(sound.trim(), "- Ticket: Price\n- Season: £140.00");
        assert_eq!(left_out, ["Ten visits Family £46.00 £13.50"]);
        let text = "|The tower holds eight|A full peal lasts|\n|---|---|\n|bells, and the oldest|about three hours and|\n\
                    |was cast. In the year|was last rung when|\n|of the great storm.|the king came by.|";
        let (sound, left_out) = tell_tables(text);
        assert_eq!((sound.trim(), left_out.len()), ("", 1));
    }
}
