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

/// Cells of a row stand apart by at least this part of their height, and below each other within so many points.
const CELL_GAP: f32 = 1.0;
const SAME_EDGE: f32 = 2.0;

/// What stands before the number of a page.
const PAGE_WORDS: [&str; 5] = ["page", "seite", "p.", "pg", "pg."];

/// The number of a page stands in a line of at most so many words, and so many times its height from the text.
const FOOT_WORDS: usize = 6;
const FAR_APART: f32 = 3.0;

/// Heads and feet stand on the same level of every page, within so many points.
const SAME_LEVEL: f32 = 3.0;

/// The lowest part of a page, in points, where a line that is only a number is that of the page.
const FOOT: f32 = 72.0;

static PAGE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?i)^[-–—|(\s]*(page|seite|p\.|pg\.?)?\s*(\d{1,4}|[ivxl]{1,6})(\s*(/|of|von|\|)\s*\d{1,4})?[-–—|)\s]*$",
    )
});

/// What stands above such lines.
const CONTENTS: [&str; 3] = ["contents", "table of contents", "inhalt"];

/// A line of dots that leads to the number of a page.
static LEADER: LazyLock<Regex> =
    LazyLock::new(|| static_regex(r"(\.\s?){5,}\s*(\d{1,4}|[ivxl]{1,6})\s*$"));

/// Finds the items of running heads, feet and page numbers, for each page their places in it.
pub fn furniture_of(pages: &[Vec<Placed>]) -> Vec<Vec<usize>> {
    let edges: Vec<Vec<Edge>> = (pages.iter().enumerate())
        .map(|(at, page)| edges_of(page, at + 1))
        .collect();
    let mut seen: BTreeMap<(bool, &str), Vec<(usize, &Edge)>> = BTreeMap::new();
    for (page, edges) in edges.iter().enumerate() {
        for edge in edges {
            let alike = seen.entry((edge.at_top, &edge.alike)).or_default();
            alike.push((page, edge));
        }
    }
    let is_repeated = |page: usize, edge: &Edge| {
        let alike = seen.get(&(edge.at_top, edge.alike.as_str()));
        let mut others = alike.into_iter().flatten();
        !edge.is_row
            && others.any(|(other, found)| {
                let level = (found.y - edge.y).abs() <= SAME_LEVEL;
                *other != page
                    && level
                    && says_the_same((page, &edge.words), (*other, &found.words))
            })
    };
    let of_page = |(page, edges): (usize, &Vec<Edge>)| {
        let mut found = Vec::new();
        for at_top in [true, false] {
            let own = edges.iter().filter(|edge| edge.at_top == at_top);
            // What stands nearer to the text than a line of it is text, too.
            let mut left_out: Vec<&Edge> = own
                .take_while(|edge| is_repeated(page, edge) || edge.is_known)
                .collect();
            // The same words on two pages may be a heading or a row: only what stands apart from the text is none of it.
            let apart = left_out
                .iter()
                .rposition(|edge| edge.is_apart || edge.is_known);
            left_out.truncate(apart.map_or(0, |last| last + 1));
            found.extend(left_out.iter().flat_map(|edge| edge.items.iter().copied()));
        }
        found
    };
    edges.iter().enumerate().map(of_page).collect()
}

/// A line at the edge of a page.
struct Edge {
    at_top: bool,
    y: f32,
    words: String,
    /// Its words, all figures alike.
    alike: String,
    /// Whether it stands apart from the line that is next to it.
    is_apart: bool,
    /// Whether it is a row of a table that goes on.
    is_row: bool,
    /// Whether it is no text whatever stands on other pages.
    is_known: bool,
    items: Vec<usize>,
}

fn edges_of(page: &[Placed], number: usize) -> Vec<Edge> {
    let all: Vec<usize> = (0..page.len()).collect();
    let lines = lines_of(page, &all);
    let is_tagged = |at: &usize| page.get(*at).is_some_and(|placed| placed.is_tagged);
    let tagged = all.iter().filter(|at| is_tagged(at)).count() * 2 > page.len();
    let mut edges = Vec::new();
    for at_top in [true, false] {
        let mut ordered: Vec<&Line> = lines.iter().collect();
        if !at_top {
            ordered.reverse();
        }
        let apart = |at: usize, times: f32| {
            let lines = ordered.get(at).zip(ordered.get(at + 1));
            lines.is_some_and(|(own, next)| (own.y - next.y).abs() >= times * own.height)
        };
        for (at, line) in ordered.iter().take(EDGE_LINES).enumerate() {
            let words = words_of(page, &line.items);
            let at_foot = !at_top && line.y <= FOOT;
            let is_number = (at_top || at_foot) && apart(at, APART) && is_page_number(&words);
            let ends_with_number = at_foot && apart(at, FAR_APART) && names_page(&words, number);
            // Programs tag what is text, and heads and feet are not.
            let untagged = tagged && !line.items.iter().any(is_tagged);
            edges.push(Edge {
                at_top,
                y: line.y,
                alike: alike(&words),
                words,
                is_apart: apart(at, APART),
                is_row: (ordered.get(at + 1)).is_some_and(|next| are_rows(page, line, next)),
                is_known: (at == 0 && (is_number || ends_with_number)) || untagged,
                items: line.items.clone(),
            });
        }
    }
    edges
}

/// Tells whether two lines are rows of a table: a cell of the one stands below a cell of the other.
fn are_rows(page: &[Placed], line: &Line, next: &Line) -> bool {
    let cells = |line: &Line| {
        let items: Vec<&Placed> = line.items.iter().filter_map(|at| page.get(*at)).collect();
        let begun = items.windows(2).filter_map(|pair| {
            let [before, cell] = pair else { return None };
            let gap = cell.x - before.x - before.width;
            (gap >= CELL_GAP * cell.height).then_some(cell.x)
        });
        begun.collect::<Vec<f32>>()
    };
    let below = cells(next);
    let mut own = cells(line).into_iter();
    own.any(|x| below.iter().any(|other| (x - other).abs() <= SAME_EDGE))
}

/// Tells whether lines of two pages that differ in their figures at most say the same, but for the numbers of their pages:
/// "Page 1" and "Page 2" do, "Chapter 1" and "Chapter 2" or "9.30 Orbey" and "10.30 Orbey" do not.
fn says_the_same(own: (usize, &str), other: (usize, &str)) -> bool {
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect();
    let (own_words, other_words): (Vec<String>, Vec<String>) = (words(own.1), words(other.1));
    let mut before = String::new();
    own_words.len() == other_words.len()
        && own_words.iter().zip(&other_words).all(|(one, two)| {
            let numbers_pages = before.chars().all(|c| !c.is_alphanumeric())
                || PAGE_WORDS.contains(&before.to_lowercase().as_str());
            let figures = one.parse::<usize>().ok().zip(two.parse::<usize>().ok());
            let follows = figures.is_some_and(|(one, two)| one + other.0 == two + own.0);
            before.clone_from(one);
            one.to_lowercase() == two.to_lowercase() || (numbers_pages && follows)
        })
}

fn is_page_number(words: &str) -> bool {
    PAGE_NUMBER.is_match(words) && has_figure(words)
}

/// Tells whether a few words end or begin with the number of their page: "Parish news – 1".
fn names_page(words: &str, number: usize) -> bool {
    let number = number.to_string();
    let few = words.split_whitespace().count() <= FOOT_WORDS;
    let mut ends = words
        .split_whitespace()
        .next()
        .into_iter()
        .chain(words.split_whitespace().last());
    few && ends.any(|end| end == number)
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

/// Finds the items of a table of contents: lines of dots that lead to the number of a page, and the heading above them.
pub fn leaders_of(page: &[Placed]) -> Vec<usize> {
    let all: Vec<usize> = (0..page.len()).collect();
    let lines = lines_of(page, &all);
    let leads = |line: &Line| LEADER.is_match(&words_of(page, &line.items));
    let heads = |at: usize| {
        let words = lines
            .get(at)
            .map(|line| words_of(page, &line.items).to_lowercase());
        words.is_some_and(|words| CONTENTS.contains(&words.as_str()))
            && lines.get(at + 1).is_some_and(leads)
    };
    let leading = lines
        .iter()
        .enumerate()
        .filter(|(at, line)| leads(line) || heads(*at));
    leading
        .flat_map(|(_, line)| line.items.iter().copied())
        .collect()
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
            is_tagged: !words.starts_with('~'),
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
    fn headings_with_numbers_and_rows_of_tables_are_text_on_every_page() {
        let pages = |heads: [&str; 2], level: f32| {
            let [first, second] = heads;
            [
                page(&[(level, first), (760.0, "It rained."), (748.0, "Still.")]),
                page(&[(level, second), (760.0, "It was wet."), (748.0, "Ever.")]),
            ]
        };
        let nothing = [Vec::<usize>::new(), vec![]];
        let chapters = pages(["Chapter 1", "Chapter 2"], 800.0);
        assert_eq!(furniture_of(&chapters), nothing);
        assert_eq!(furniture_of(&pages(["Orbey", "Orbey"], 772.0)), nothing);
        let times = pages(["9.30 Orbey", "10.30 Orbey"], 800.0);
        assert_eq!(furniture_of(&times), nothing);
        let numbered = pages(["Orbey, page 1", "Orbey, page 2"], 800.0);
        assert_eq!(furniture_of(&numbered), [vec![0], vec![0]]);
        let table = [1, 2].map(|_| {
            let mut table = page(&[
                (800.0, "Boat"),
                (800.0, "Crew"),
                (780.0, "Sula"),
                (780.0, "4"),
            ]);
            for at in [1, 3] {
                table[at].x = 200.0;
            }
            table
        });
        assert_eq!(furniture_of(&table), nothing);
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
            (780.0, "Contents"),
            (760.0, "1.1 Ropes ............ 3"),
            (748.0, "Wait ... what? In 1998."),
        ]);
        assert_eq!(leaders_of(&contents), [0, 1]);
    }

    #[test]
    fn a_line_that_the_program_has_not_tagged_as_text_is_none() {
        let pages = [page(&[
            (800.0, "~Harbour report"),
            (786.0, "It rained."),
            (60.0, "The end."),
            (40.0, "Harbour – 1"),
        ])];
        assert_eq!(furniture_of(&pages), [vec![0]]);
        let pages = [page(&[
            (800.0, "It rained."),
            (786.0, "It was wet."),
            (40.0, "Harbour – 1"),
        ])];
        assert_eq!(furniture_of(&pages), [vec![2]]);
    }
}
