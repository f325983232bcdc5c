//! Words that the end of a line in a PDF has cut in two, and the marks of notes that are glued to them.

use std::collections::BTreeSet;

use super::pdf_layout::{Line, Placed, lines_of};
use crate::text::WordVectors;

/// Hyphens at the end of a line; the last is one that is only seen there.
const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{ad}'];

/// A line that ends so near to the right edge, in letters' heights, is full.
const FULL: f32 = 0.7;

/// A heading of so many words that ends with a full stop is a sentence.
const SENTENCE_WORDS: usize = 4;

/// Marks of notes are at most so high, compared with the words beside them.
const RAISED: f32 = 0.75;

/// Joins the words of a block that are cut by the ends of its lines; tells whether there were any. Words move as a whole to
/// the line on which they begin.
pub fn join_words(page: &mut [Placed], block: &[usize]) -> bool {
    let lines = lines_of(page, block);
    let edge = lines
        .iter()
        .map(|line| right_of(page, line))
        .fold(0.0, f32::max);
    let blank_ends = lines
        .iter()
        .filter(|line| last_text(page, line).ends_with(' '))
        .count();
    let mut changed = false;
    for pair in lines.windows(2) {
        let [above, below] = pair else { continue };
        let (Some(last), Some(first)) = (above.items.last().copied(), below.items.first().copied())
        else {
            continue;
        };
        let full = right_of(page, above) >= edge - FULL * above.height;
        // In documents whose lines end in a blank, one that does not ends within a word.
        let blanks_tell = blank_ends * 2 > lines.len();
        let (Some(head), Some(tail)) = (page.get(last), page.get(first)) else {
            continue;
        };
        let Some((head, tail)) = joined(&head.text, &tail.text, full, blanks_tell) else {
            continue;
        };
        changed = true;
        for (at, text) in [(last, head), (first, tail)] {
            if let Some(placed) = page.get_mut(at) {
                placed.text = text;
            }
        }
    }
    changed
}

fn right_of(page: &[Placed], line: &Line) -> f32 {
    let rights = line
        .items
        .iter()
        .filter_map(|at| page.get(*at))
        .map(|item| item.x + item.width);
    rights.fold(0.0, f32::max)
}

fn last_text<'p>(page: &'p [Placed], line: &Line) -> &'p str {
    let last = line.items.last().and_then(|at| page.get(*at));
    last.map_or("", |last| &last.text)
}

/// Returns two lines with the word between them on the first, if the end of the line has cut one.
fn joined(above: &str, below: &str, full: bool, blanks_tell: bool) -> Option<(String, String)> {
    let below = below.trim_start();
    let (second, rest) = match below.find(char::is_whitespace) {
        Some(end) => below.split_at(end),
        None => (below, ""),
    };
    let goes_on = second.starts_with(char::is_lowercase)
        || (ends_in_capitals(above) && is_in_capitals(second));
    if !goes_on {
        return None;
    }
    let hyphened = above
        .trim_end()
        .strip_suffix(HYPHENS)
        .filter(|start| start.ends_with(char::is_alphabetic));
    let words = WordVectors::shipped();
    let bare = second.trim_matches(|c: char| !c.is_alphabetic());
    let knows = |word: &str| words.knows(word);
    let first_of = |start: &str| {
        let first = start.rsplit(|c: char| !c.is_alphabetic()).next();
        first.unwrap_or_default().to_owned()
    };
    let head = match hyphened {
        Some(start) => {
            let first = first_of(start);
            // Names are often unknown: "Orbey-" and "based" are two words, whatever the first is.
            let apart = knows(bare) || !bare.chars().all(char::is_alphabetic);
            match !knows(&format!("{first}{bare}")) && apart {
                true => format!("{start}-{second}"),
                false => format!("{start}{second}"),
            }
        }
        None if above.ends_with(char::is_alphabetic) && full => {
            let first = first_of(above);
            let whole = blanks_tell || knows(&format!("{first}{bare}"));
            (whole && !(knows(&first) && knows(bare))).then(|| format!("{above}{second}"))?
        }
        None => return None,
    };
    Some((head, rest.trim_start().to_owned()))
}

fn is_in_capitals(word: &str) -> bool {
    word.chars().take(2).filter(|c| c.is_uppercase()).count() == 2
}

fn ends_in_capitals(line: &str) -> bool {
    let letters = line
        .trim_end()
        .trim_end_matches(HYPHENS)
        .chars()
        .rev()
        .take(2);
    letters.filter(|c| c.is_uppercase()).count() == 2
}

/// Marks of notes are looked for in blocks of at most so many pieces.
const MAX_PIECES: usize = 5_000;

/// Finds the marks of notes in a block: small raised numbers after the end of a sentence, or before the words of a note.
/// Numbers that are part of a piece of text stay: nothing tells "wind.1" from "fig.1", or "1The boats" from "3D printing".
pub fn note_marks(page: &[Placed], block: &[usize]) -> BTreeSet<usize> {
    if block.len() > MAX_PIECES {
        return BTreeSet::new();
    }
    let is_mark = |at: &usize| {
        let Some(mark) = page.get(*at) else {
            return false;
        };
        let words = mark.text.trim();
        let figures =
            !words.is_empty() && words.len() <= 2 && words.chars().all(|c| c.is_ascii_digit());
        figures
            && block.iter().any(|other| {
                other != at && page.get(*other).is_some_and(|other| marks(mark, other))
            })
    };
    block.iter().copied().filter(|at| is_mark(at)).collect()
}

/// Tells whether a small number is a mark after or before other words.
fn marks(mark: &Placed, other: &Placed) -> bool {
    let raised =
        mark.height <= RAISED * other.height && mark.y > other.y && mark.y < other.y + other.height;
    let near = 0.15 * other.height;
    let after = (mark.x - other.x - other.width).abs() <= near
        && other
            .text
            .ends_with(['.', ',', ';', '!', '?', '”', '’', ')']);
    let before =
        (other.x - mark.x - mark.width).abs() <= near && other.text.starts_with(char::is_uppercase);
    raised && (after || before)
}

/// Joins blocks that a page, a column or a number at the start of a line has parted: "The pit is" and "38.5 metres deep".
pub fn join_blocks(markdown: &str) -> String {
    let mut blocks: Vec<String> = Vec::new();
    for line in markdown.split("\n\n").flat_map(parted_by_numbers) {
        let text = not_a_heading(line.trim());
        match blocks.last_mut().filter(|last| goes_on(last, text)) {
            Some(last) => {
                last.push(' ');
                last.push_str(text);
            }
            None if text.is_empty() => {}
            None => blocks.push(text.to_owned()),
        }
    }
    blocks.join("\n\n")
}

/// Takes the marks of a heading from what is a sentence.
fn not_a_heading(block: &str) -> &str {
    let words = block.trim_start_matches('#').trim_start();
    let is_sentence = words.ends_with('.') && words.split_whitespace().count() >= SENTENCE_WORDS;
    if is_sentence && block.lines().count() == 1 {
        words
    } else {
        block
    }
}

/// Parts a block before the lines that begin with a number and a dot and are no point of a list.
fn parted_by_numbers(block: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for line in block.lines() {
        let is_bare = is_decimal(line) || is_year(line) || line.starts_with(char::is_lowercase);
        match parts
            .last_mut()
            .filter(|last| !is_bare || !goes_on(last, line))
        {
            Some(last) => {
                last.push('\n');
                last.push_str(line);
            }
            None => parts.push(line.to_owned()),
        }
    }
    parts
}

fn is_decimal(text: &str) -> bool {
    let figures = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let after = figures.strip_prefix(['.', ',', ':']);
    figures.len() < text.len()
        && after.is_some_and(|after| after.starts_with(|c: char| c.is_ascii_digit()))
}

/// Tells whether a line begins with a number that is too high for a point of a list: "1893. Practice is on Mondays."
fn is_year(text: &str) -> bool {
    let figures = text.chars().take_while(char::is_ascii_digit).count();
    (3..=4).contains(&figures)
        && text
            .get(figures..)
            .is_some_and(|after| after.starts_with(". "))
}

fn goes_on(above: &str, below: &str) -> bool {
    let is_text = |block: &str| !block.starts_with(['#', '|', '`', '>']);
    let last = above.lines().last().unwrap_or_default();
    let open = last.ends_with(|c: char| c.is_alphabetic() || c == ',')
        && last.split_whitespace().count() > 2;
    let point = below.starts_with("- ");
    is_text(above)
        && is_text(last)
        && is_text(below)
        && !point
        && open
        && (is_decimal(below) || is_year(below) || below.starts_with(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_words_are_joined_and_compounds_keep_their_hyphen() {
        let join = |above: &str, below: &str, full: bool| {
            let (above, below) = joined(above, below, full, false).unwrap_or_default();
            format!("{above}|{below}")
        };
        assert_eq!(
            join("which needed build-", "ing stone for", true),
            "which needed building|stone for"
        );
        assert_eq!(
            join("the last well-", "known keeper", true),
            "the last well-known|keeper"
        );
        assert_eq!(
            join("the ropes were re\u{2010}", "placed.", true),
            "the ropes were replaced.|"
        );
        assert_eq!(
            join("of which a founda", "tion gave half", true),
            "of which a foundation|gave half"
        );
        assert_eq!(join("of which a founda", "tion gave half", false), "|");
        assert_eq!(
            join("if this is OP-", "TIONAL, then", true),
            "if this is OPTIONAL,|then"
        );
        assert_eq!(
            join("as hhmm-", "hh\u{2019}mm says", true),
            "as hhmm-hh\u{2019}mm|says"
        );
        assert_eq!(join("which the", "tower has", true), "|");
        assert_eq!(join("from nine -", "or ten", true), "|");
        assert_eq!(
            join("the Orbeyish-", "based company", true),
            "the Orbeyish-based|company"
        );
        assert_eq!(joined("which the", "tower has", true, true), None);
    }

    #[test]
    fn blocks_that_numbers_and_pages_part_are_joined() {
        let parted = "The deepest pit is\n\n38.5 metres deep. It had a fence of\n2.4 kilometres.\n\n- It is\n\n- open\n\nThe bus\n\n\
                      which was driven by Bo and\n\nmended by Ada.\n\n# Dates\n\nof May";
        assert_eq!(
            join_blocks(parted),
            "The deepest pit is 38.5 metres deep. It had a fence of 2.4 kilometres.\n\n- It is\n\n- open\n\nThe bus\n\n\
             which was driven by Bo and mended by Ada.\n\n# Dates\n\nof May"
        );
    }

    #[test]
    fn a_year_begins_no_list_and_a_sentence_is_no_heading() {
        assert_eq!(
            join_blocks(
                "It was cast in the town in\n\n1893. Practice is on Mondays.\n\n## Walks cost a coin each.\n\n## Walks"
            ),
            "It was cast in the town in 1893. Practice is on Mondays.\n\nWalks cost a coin each.\n\n## Walks"
        );
    }

    #[test]
    fn small_raised_numbers_after_a_sentence_are_no_words() {
        let placed = |text: &str, x: f32, y: f32, height: f32| Placed {
            text: text.to_owned(),
            x,
            y,
            width: 10.0,
            height,
            is_tagged: false,
        };
        let page = [
            placed("wind.", 60.0, 700.0, 10.0),
            placed("1", 70.0, 704.0, 6.0),
            placed("140 m", 90.0, 700.0, 10.0),
            placed("2", 100.0, 704.0, 6.0),
        ];
        assert_eq!(note_marks(&page, &[0, 1, 2, 3]), BTreeSet::from([1]));
    }
}
