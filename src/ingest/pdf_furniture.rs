//! Running heads, feet and page numbers of a PDF: they stand at the edge of every page and cut through its sentences.

use std::collections::BTreeMap;

use regex::Regex;
use std::sync::LazyLock;

use super::pdf_layout::{Line, Placed, lines_of, words_of};
use super::static_regex::static_regex;

/// So many lines at the top and at the bottom of a page may be its head and foot.
const EDGE_LINES: usize = 2;

/// A head or foot stands apart from the text by at least so many times its height.
const APART: f32 = 1.5;

/// Heads and feet stand on the same level of every page, within so many points.
const SAME_LEVEL: f32 = 3.0;

/// The lowest part of a page, in points, where a line that is only a number is that of the page.
const FOOT: f32 = 72.0;

static PAGE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?i)^[-–—|(\s]*(page|seite|p\.|pg\.?)?\s*(\d{1,4}|[ivxl]{1,6})(\s*(/|of|von|\|)\s*\d{1,4})?[-–—|)\s]*$",
    )
});

/// A line of dots that leads to the number of a page.
static LEADER: LazyLock<Regex> =
    LazyLock::new(|| static_regex(r"(\.\s?){5,}\s*(\d{1,4}|[ivxl]{1,6})\s*$"));

/// Finds the items of running heads, feet and page numbers, for each page their places in it.
pub fn furniture_of(pages: &[Vec<Placed>]) -> Vec<Vec<usize>> {
    let edges: Vec<Vec<Edge>> = pages.iter().map(|page| edges_of(page)).collect();
    let mut seen: BTreeMap<(bool, &str), Vec<(usize, f32)>> = BTreeMap::new();
    for (page, edges) in edges.iter().enumerate() {
        for edge in edges {
            let levels = seen.entry((edge.at_top, &edge.words)).or_default();
            levels.push((page, edge.y));
        }
    }
    let is_repeated = |page: usize, edge: &Edge| {
        let levels = seen.get(&(edge.at_top, edge.words.as_str()));
        let others = levels.into_iter().flatten();
        others
            .filter(|(other, y)| *other != page && (y - edge.y).abs() <= SAME_LEVEL)
            .count()
            > 0
    };
    let of_page = |(page, edges): (usize, &Vec<Edge>)| {
        let mut found = Vec::new();
        for edge in edges {
            // What stands inside of a line of the text is text.
            if is_repeated(page, edge) || edge.is_number {
                found.extend(edge.items.iter().copied());
            }
        }
        found
    };
    edges.iter().enumerate().map(of_page).collect()
}

/// A line at the edge of a page that stands apart from its text.
struct Edge {
    at_top: bool,
    y: f32,
    /// Its words, all figures alike.
    words: String,
    is_number: bool,
    items: Vec<usize>,
}

fn edges_of(page: &[Placed]) -> Vec<Edge> {
    let all: Vec<usize> = (0..page.len()).collect();
    let lines = lines_of(page, &all);
    let mut edges = Vec::new();
    for at_top in [true, false] {
        let ordered: Vec<&Line> = match at_top {
            true => lines.iter().collect(),
            false => lines.iter().rev().collect(),
        };
        let gap = |at: usize| {
            let (own, next) = (ordered.get(at)?, ordered.get(at + 1)?);
            Some((own.y - next.y).abs() >= APART * own.height.max(next.height))
        };
        // The last of the lines that stand apart ends the edge; what is nearer to the text belongs to it.
        let last = (0..EDGE_LINES).rev().find(|at| gap(*at) == Some(true));
        for (at, line) in ordered
            .iter()
            .take(last.map_or(0, |last| last + 1))
            .enumerate()
        {
            let words = words_of(page, &line.items);
            edges.push(Edge {
                at_top,
                y: line.y,
                is_number: at == 0
                    && gap(0) == Some(true)
                    && (at_top || line.y <= FOOT)
                    && PAGE_NUMBER.is_match(&words)
                    && has_figure(&words),
                words: alike(&words),
                items: line.items.clone(),
            });
        }
    }
    edges
}

fn has_figure(words: &str) -> bool {
    words.chars().any(|c| c.is_ascii_digit())
}

/// Makes all numbers of a line alike.
fn alike(words: &str) -> String {
    let mut alike = String::new();
    for c in words.to_lowercase().chars() {
        match c.is_ascii_digit() {
            true if alike.ends_with('#') => {}
            true => alike.push('#'),
            false => alike.push(c),
        }
    }
    alike
}

/// Finds the items of a table of contents: lines of dots that lead to the number of a page.
pub fn leaders_of(page: &[Placed]) -> Vec<usize> {
    let all: Vec<usize> = (0..page.len()).collect();
    let lines = lines_of(page, &all).into_iter();
    let leading = lines.filter(|line| LEADER.is_match(&words_of(page, &line.items)));
    leading.flat_map(|line| line.items).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(lines: &[(f32, &str)]) -> Vec<Placed> {
        let placed = |(y, words): &(f32, &str)| Placed {
            text: (*words).to_owned(),
            x: 60.0,
            y: *y,
            width: 100.0,
            height: 10.0,
        };
        lines.iter().map(placed).collect()
    }

    #[test]
    fn what_stands_at_the_same_edge_of_two_pages_is_no_text() {
        let pages = [
            page(&[
                (800.0, "Harbour report"),
                (760.0, "Harbour report"),
                (740.0, "It rained."),
                (40.0, "Board, page 1"),
            ]),
            page(&[
                (800.0, "Harbour report"),
                (760.0, "The year was wet."),
                (748.0, "It rained."),
                (40.0, "Board, page 2"),
            ]),
        ];
        assert_eq!(furniture_of(&pages), [vec![0, 3], vec![0, 3]]);
    }

    #[test]
    fn a_number_at_the_foot_is_that_of_the_page_and_one_in_the_text_is_not() {
        let pages = [page(&[
            (760.0, "It rained in"),
            (748.0, "1998"),
            (40.0, "Page 3 of 4"),
        ])];
        assert_eq!(furniture_of(&pages), [vec![2]]);
        let pages = [page(&[
            (760.0, "It rained in"),
            (300.0, "the year"),
            (288.0, "1998"),
        ])];
        assert_eq!(furniture_of(&pages), [Vec::<usize>::new()]);
    }

    #[test]
    fn lines_of_dots_lead_to_pages() {
        let contents = page(&[
            (760.0, "1.1 Ropes ............ 3"),
            (748.0, "Wait ... what? In 1998."),
        ]);
        assert_eq!(leaders_of(&contents), [0]);
    }
}
