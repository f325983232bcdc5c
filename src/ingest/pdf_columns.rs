//! Columns of running text on a page of a PDF, told from the columns of a table.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::pdf_layout::{BLOCK_GAP, Line, Placed, usual_height, words_of};

/// The strip between two columns is free over this part of a letter's height at least.
const GUTTER: f32 = 0.7;

/// Lines on either side of such a strip, for it to part columns.
const MIN_LINES: usize = 3;

/// At most so many edges, those of most pieces, are tried: each takes a look at every line.
const MAX_EDGES: usize = 64;

/// Of so many lines on the right of it, at least this many of ten begin at its edge.
const ALIGNED_TENTHS: usize = 5;

/// In running text at least one line of so many goes on in small letters.
const LINES_PER_GOING_ON: usize = 5;

/// So many lines that stand alone below columns, above text of the full width, are its heading.
const HEADING_LINES: usize = 3;

/// So many rows one below the other are a table.
const MIN_ROWS: usize = 3;

/// A cell of a table has at most so many words on a line, and a row so many lines.
const CELL_WORDS: usize = 6;
const ROW_LINES: usize = 5;

/// Rows of a table stand further apart than lines, by this part at least.
const ROW_GAP: f32 = 1.08;

/// Two columns: the lines that they take, and where the right one begins.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    /// The first of the lines.
    pub start: usize,
    /// The first line below them.
    pub end: usize,
    edge: f32,
    em: f32,
}

impl Columns {
    fn is_left(&self, item: &Placed) -> bool {
        item.x < self.edge - GUTTER * self.em / 2.0
    }

    /// Parts lines into what stands left and what stands right.
    pub fn parted(&self, items: &[Placed], lines: Vec<Line>) -> (Vec<Line>, Vec<Line>) {
        let part = |left: bool| {
            let own = lines.iter().map(|line| Line {
                items: self.side(items, line, left),
                ..line.clone()
            });
            own.filter(|line| !line.items.is_empty()).collect()
        };
        (part(true), part(false))
    }

    fn side(&self, items: &[Placed], line: &Line, left: bool) -> Vec<usize> {
        let own = line.items.iter().copied();
        own.filter(|at| {
            items
                .get(*at)
                .is_some_and(|item| self.is_left(item) == left)
        })
        .collect()
    }

    /// Tells whether a line leaves the strip between the columns free.
    fn leaves_free(edge: f32, em: f32, items: &[Placed], line: &Line) -> bool {
        let mut own = line.items.iter().filter_map(|at| items.get(*at));
        own.all(|item| item.x >= edge - 0.05 * em || item.x + item.width <= edge - GUTTER * em)
    }
}

/// Finds the two columns that take most lines.
pub fn columns_in(items: &[Placed], lines: &[Line]) -> Option<Columns> {
    let em = usual_height(lines);
    let starts = lines
        .iter()
        .flat_map(|line| &line.items)
        .filter_map(|at| items.get(*at));
    let mut edges: Vec<i32> = starts.map(|item| item.x.round() as i32).collect();
    edges.sort_unstable();
    let mut edges: Vec<(usize, i32)> = edges
        .chunk_by(|one, other| one == other)
        .filter(|same| same.len() >= MIN_LINES)
        .filter_map(|same| Some((same.len(), *same.first()?)))
        .collect();
    edges.sort_by_key(|(lines, _)| Reverse(*lines));
    edges.truncate(MAX_EDGES);
    edges.sort_by_key(|(_, edge)| *edge);
    let mut best: Option<(usize, Columns)> = None;
    for (_, edge) in edges {
        let edge = edge as f32;
        let rows = rows_of_tables(items, lines, edge, em);
        let free = |at: usize| {
            let line = lines.get(at);
            !rows.contains(&at)
                && line.is_some_and(|line| Columns::leaves_free(edge, em, items, line))
        };
        let mut at = 0;
        while at < lines.len() {
            let count = (at..lines.len()).take_while(|at| free(*at)).count();
            let columns = Columns {
                start: at,
                end: at + count,
                edge,
                em,
            };
            at += count.max(1);
            if let Some((lines, columns)) = part_text(items, lines, columns)
                && best.is_none_or(|(most, _)| lines > most)
            {
                best = Some((lines, columns));
            }
        }
    }
    best.map(|(_, columns)| columns)
}

/// Tells whether lines with a free strip are two columns of running text, and how many lines the shorter one has.
fn part_text(items: &[Placed], lines: &[Line], columns: Columns) -> Option<(usize, Columns)> {
    let side = |line: &Line, left: bool| columns.side(items, line, left);
    let within = lines.get(columns.start..columns.end)?;
    let of = |left: bool| {
        let lines = within.iter().map(move |line| (line, side(line, left)));
        lines
            .filter(|(_, items)| !items.is_empty())
            .collect::<Vec<_>>()
    };
    let (left, right) = (of(true), of(false));
    let shorter = left.len().min(right.len());
    let begins = |(_, own): &&(&Line, Vec<usize>)| {
        let first = own.first().and_then(|at| items.get(*at));
        first.is_some_and(|first| (first.x - columns.edge).abs() <= 1.5)
    };
    let aligned = right.iter().filter(begins).count();
    let go_on = |side: &[(&Line, Vec<usize>)]| goes_on(items, side);
    if shorter < MIN_LINES
        || aligned * 10 < right.len() * ALIGNED_TENTHS
        || !go_on(&left)
        || !go_on(&right)
    {
        return None;
    }
    // Text above the first line of one column or below the last of the other may be of the full width, though short.
    let mut columns = columns;
    let is_single = |line: &Line| side(line, false).is_empty();
    let alone = within
        .iter()
        .rev()
        .take_while(|line| is_single(line))
        .count();
    let followed = lines.get(columns.end).is_some();
    let tail = within.len() - alone.min(within.len());
    let apart = (tail.max(1)..within.len()).rev().find(|at| {
        let (above, own) = (within.get(at - 1), within.get(*at));
        above
            .zip(own)
            .is_some_and(|(above, own)| above.y - own.y > BLOCK_GAP * own.height.max(above.height))
    });
    if let Some(apart) = apart.filter(|apart| followed && within.len() - apart <= HEADING_LINES) {
        columns.end = columns.start + apart;
    }
    Some((shorter, columns))
}

/// Tells whether the lines of a column are running text: one goes on in small letters after another that has not ended.
fn goes_on(items: &[Placed], side: &[(&Line, Vec<usize>)]) -> bool {
    let going_on = side.windows(2).filter(|pair| {
        let [(above, above_items), (below, below_items)] = pair else {
            return false;
        };
        let near = above.y - below.y <= BLOCK_GAP * above.height.max(below.height);
        let (above, below) = (words_of(items, above_items), words_of(items, below_items));
        let is_text = above.split_whitespace().count() > 1;
        near && is_text
            && !above.ends_with(['.', '!', '?', ':'])
            && below.starts_with(char::is_lowercase)
    });
    going_on.count() * LINES_PER_GOING_ON >= side.len().max(1)
}

/// Finds the lines that are rows of a table with a column that begins at `edge`: both sides begin anew in each of several
/// rows, on the same level, and nothing goes on in small letters.
fn rows_of_tables(items: &[Placed], lines: &[Line], edge: f32, em: f32) -> BTreeSet<usize> {
    let columns = Columns {
        start: 0,
        end: 0,
        edge,
        em,
    };
    let begins = |at: usize, short: bool| {
        let Some(line) = lines
            .get(at)
            .filter(|line| Columns::leaves_free(edge, em, items, line))
        else {
            return false;
        };
        [true, false].into_iter().all(|left| {
            let words = words_of(items, &columns.side(items, line, left));
            let fits = !short || words.split_whitespace().count() <= CELL_WORDS;
            !words.is_empty() && !words.starts_with(char::is_lowercase) && fits
        })
    };
    let gap = |at: usize| {
        let above = at.checked_sub(1).and_then(|above| lines.get(above));
        above
            .zip(lines.get(at))
            .map_or(0.0, |(above, own)| above.y - own.y)
    };
    let goes_on = |at: usize| {
        let near = gap(at + 1) <= BLOCK_GAP * em;
        near && lines.get(at + 1).is_some_and(|below| {
            let sides =
                [true, false].map(|left| words_of(items, &columns.side(items, below, left)));
            sides
                .iter()
                .any(|words| words.starts_with(char::is_lowercase))
        })
    };
    let single: Vec<(usize, usize)> = (0..lines.len()).map(|at| (at, at + 1)).collect();
    let mut found = runs_of(&single, |(at, _)| begins(*at, true) && !goes_on(*at));
    // Cells of several lines: the rows stand apart.
    let mut gaps: Vec<f32> = (1..lines.len())
        .map(gap)
        .filter(|gap| *gap > 0.5 * em)
        .collect();
    gaps.sort_by(f32::total_cmp);
    let usual = gaps.get(gaps.len() / 4).copied().unwrap_or(em);
    let mut rows: Vec<(usize, usize)> = Vec::new();
    for at in 0..lines.len() {
        let near = gap(at) < ROW_GAP * usual;
        let alike = at > 0 && found.contains(&at) == found.contains(&(at - 1));
        match rows.last_mut().filter(|_| near && alike) {
            Some(row) => row.1 = at + 1,
            None => rows.push((at, at + 1)),
        }
    }
    let several = runs_of(&rows, |(from, to)| {
        let alike = lines.get(*from..*to).unwrap_or_default();
        let alike = alike.iter().all(|line| (line.height - em).abs() < 0.1 * em);
        to - from <= ROW_LINES && alike && begins(*from, false) && !found.contains(from)
    });
    found.extend(several);
    found
}

/// Returns the lines of all runs of rows that are long enough for a table.
fn runs_of(rows: &[(usize, usize)], is_row: impl Fn(&(usize, usize)) -> bool) -> BTreeSet<usize> {
    let runs = rows.chunk_by(|one, other| is_row(one) && is_row(other));
    let long = runs.filter(|run| run.len() >= MIN_ROWS).flatten();
    long.flat_map(|(from, to)| *from..*to).collect()
}
