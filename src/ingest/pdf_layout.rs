//! In which order the text of a PDF's page is read: columns and boxes beside the text are told from where their lines stand.
//!
//! A page says where its words stand, not how they go on. Read straight across, two columns make sentences that nobody wrote.

use std::collections::BTreeSet;

use super::pdf_columns::columns_in;

/// Lines whose distance is more than this part of their height belong to different blocks.
pub(super) const BLOCK_GAP: f32 = 1.7;

/// A letter is set over several lines if it is so many times as high as those beside it.
const INITIAL: f32 = 1.8;

/// Columns and letters over several lines are looked for on pages of at most so many pieces; a drawing has more.
const MAX_ITEMS: usize = 5_000;

/// The letters of notes are at most so high, compared with those of the text.
const SMALL: f32 = 0.9;

/// Marks of the points of a list.
const BULLETS: [char; 7] = ['•', '‣', '◦', '▪', '●', '–', '-'];

/// Columns are looked for inside columns so many times.
const DEEPEST: usize = 6;

/// Words where they stand on a page: in points from its left and lower edge.
#[derive(Debug, Clone, Default)]
pub struct Placed {
    /// What they say.
    pub text: String,
    /// Their left edge.
    pub x: f32,
    /// The level on which their letters stand.
    pub y: f32,
    /// How broad they are.
    pub width: f32,
    /// How high their letters are.
    pub height: f32,
    /// Whether the document says that they are part of its text.
    pub is_tagged: bool,
}

/// A line: the items on one level, from left to right.
#[derive(Debug, Clone)]
pub struct Line {
    /// The level on which its letters stand.
    pub y: f32,
    /// The height of its letters.
    pub height: f32,
    /// The places of its items in the page.
    pub items: Vec<usize>,
}

/// Sorts the items of a page into lines, from the top down.
pub fn lines_of(items: &[Placed], of: &[usize]) -> Vec<Line> {
    let item = |at: &usize| items.get(*at);
    let mut sorted: Vec<usize> = of
        .iter()
        .copied()
        .filter(|at| item(at).is_some_and(is_word))
        .collect();
    let place = |at: &usize| item(at).map_or((0.0, 0.0), |item| (-item.y, item.x));
    sorted.sort_by(|one, other| {
        let (one, other) = (place(one), place(other));
        one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1))
    });
    let mut lines: Vec<Line> = Vec::new();
    for at in sorted {
        let Some(item) = items.get(at) else { continue };
        match lines.last_mut() {
            Some(line) if (line.y - item.y).abs() <= 0.25 * item.height.min(line.height) => {
                line.items.push(at);
                line.height = line.height.max(item.height);
            }
            _ => lines.push(Line {
                y: item.y,
                height: item.height,
                items: vec![at],
            }),
        }
    }
    for line in &mut lines {
        line.items
            .sort_by(|one, other| place(one).1.total_cmp(&place(other).1));
    }
    lines
}

fn is_word(item: &Placed) -> bool {
    !item.text.trim().is_empty()
}

/// Returns how high the letters of most lines are.
pub fn usual_height(lines: &[Line]) -> f32 {
    let mut heights: Vec<f32> = lines.iter().map(|line| line.height).collect();
    heights.sort_by(f32::total_cmp);
    heights.get(heights.len() / 2).copied().unwrap_or_default()
}

/// Returns the words of a line.
pub fn words_of(items: &[Placed], line: &[usize]) -> String {
    let words = line.iter().filter_map(|at| items.get(*at));
    words
        .map(|item| item.text.trim())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Splits a page into the blocks in which it is read, each the places of its items; a page without columns is one block.
pub fn blocks_of(items: &[Placed], left_out: &[usize]) -> Vec<Vec<usize>> {
    let left_out: BTreeSet<usize> = left_out.iter().copied().collect();
    let read: Vec<usize> = (0..items.len())
        .filter(|at| !left_out.contains(at))
        .collect();
    let mut blocks = Vec::new();
    let deepest = if items.len() > MAX_ITEMS { 0 } else { DEEPEST };
    split(items, lines_of(items, &read), deepest, &mut blocks);
    let mut parted = Vec::new();
    let mut notes = Vec::new();
    let usual = usual_height(&lines_of(items, &read));
    for block in blocks {
        let mut lines = lines_of(items, &block);
        notes.extend(notes_below(&mut lines, usual));
        parted.extend(parted_after_lists(items, lines));
    }
    if !notes.is_empty() {
        parted.push(notes);
    }
    parted
}

/// Takes the notes from the foot of a column: lines of smaller letters, apart from the text.
fn notes_below(lines: &mut Vec<Line>, usual: f32) -> Vec<usize> {
    let small = lines
        .iter()
        .rev()
        .take_while(|line| line.height <= SMALL * usual)
        .count();
    let from = lines.len() - small;
    let above = from.checked_sub(1).and_then(|above| lines.get(above));
    let apart = above
        .zip(lines.get(from))
        .is_some_and(|(above, note)| above.y - note.y > BLOCK_GAP * note.height);
    match apart {
        true => lines
            .split_off(from)
            .into_iter()
            .flat_map(|line| line.items)
            .collect(),
        false => Vec::new(),
    }
}

/// Parts a block after its lists: a line that begins where their marks stand, with a capital, is no part of the last point.
fn parted_after_lists(items: &[Placed], lines: Vec<Line>) -> Vec<Vec<usize>> {
    let mut blocks: Vec<Vec<usize>> = Vec::new();
    let mut mark: Option<f32> = None;
    let mut last: Option<(f32, f32)> = None;
    for line in lines {
        let first = line.items.first().and_then(|at| items.get(*at));
        let Some(first) = first else { continue };
        let text = first.text.trim_start();
        let is_point = text.starts_with(BULLETS);
        let gap = last.map_or(0.0, |(y, _)| y - line.y);
        let usual = last.map_or(0.0, |(_, gap)| gap);
        let ends = mark.is_some_and(|mark| {
            !is_point
                && first.x <= mark + 1.0
                && text.starts_with(char::is_uppercase)
                && gap > usual * 1.15
        });
        last = Some((line.y, gap));
        if is_point {
            mark = Some(first.x);
        }
        if ends {
            mark = None;
        }
        match blocks.last_mut().filter(|_| !ends) {
            Some(block) => block.extend(line.items),
            None => blocks.push(line.items),
        }
    }
    blocks
}

/// A letter that stands over several lines begins the first of them.
pub fn raise_initials(items: &mut [Placed]) -> bool {
    let mut raised = false;
    if items.len() > MAX_ITEMS {
        return raised;
    }
    for at in 0..items.len() {
        let Some(initial) = items.get(at).cloned() else {
            break;
        };
        let mut letters = initial.text.trim().chars();
        if !letters.next().is_some_and(char::is_uppercase) || letters.next().is_some() {
            continue;
        }
        let right = initial.x + initial.width;
        let beside = |item: &&mut Placed| {
            let at_edge = item.x >= right - 1.0 && item.x <= right + 0.6 * item.height;
            let higher =
                item.y > initial.y + 0.5 * item.height && item.y < initial.y + initial.height;
            at_edge
                && higher
                && initial.height >= INITIAL * item.height
                && item.text.starts_with(char::is_lowercase)
        };
        let highest = items
            .iter_mut()
            .filter(beside)
            .max_by(|one, other| one.y.total_cmp(&other.y));
        if let Some(first) = highest {
            first.text.insert_str(0, initial.text.trim());
            first.width += first.x - initial.x;
            first.x = initial.x;
            raised = true;
            if let Some(initial) = items.get_mut(at) {
                initial.text.clear();
            }
        }
    }
    raised
}

fn split(items: &[Placed], lines: Vec<Line>, deeper: usize, blocks: &mut Vec<Vec<usize>>) {
    if lines.is_empty() {
        return;
    }
    let Some(columns) = (deeper > 0).then(|| columns_in(items, &lines)).flatten() else {
        blocks.push(lines.into_iter().flat_map(|line| line.items).collect());
        return;
    };
    let mut lines = lines;
    let mut below = lines.split_off(columns.end);
    let beside = lines.split_off(columns.start);
    let (mut left, right) = columns.parted(items, beside);
    let words = |line: Option<&Line>| {
        line.map(|line| words_of(items, &line.items))
            .unwrap_or_default()
    };
    let goes_on = |line: Option<&Line>| words(line).starts_with(char::is_lowercase);
    // Text that goes on below a box beside it is not cut by what the box says.
    let around_box = !words(left.last()).ends_with(['.', '!', '?'])
        && goes_on(below.first())
        && !goes_on(right.first());
    split(items, lines, deeper - 1, blocks);
    if around_box {
        left.append(&mut below);
    }
    split(items, left, deeper - 1, blocks);
    split(items, right, deeper - 1, blocks);
    split(items, below, deeper - 1, blocks);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sets lines of text: left edge, level and words, each letter half as wide as it is high.
    fn page(lines: &[(f32, f32, &str)]) -> Vec<Placed> {
        let item = |(x, y, words): &(f32, f32, &str)| Placed {
            text: (*words).to_owned(),
            x: *x,
            y: *y,
            width: words.len() as f32 * 5.0,
            height: 10.0,
            is_tagged: false,
        };
        lines.iter().map(item).collect()
    }

    fn read(lines: &[(f32, f32, &str)]) -> Vec<String> {
        let items = page(lines);
        let blocks = blocks_of(&items, &[]);
        blocks.iter().map(|block| words_of(&items, block)).collect()
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        let page = [
            (
                60.0,
                700.0,
                "The harbour news of this spring and summer in Orbey",
            ),
            (60.0, 680.0, "The bells are rung on"),
            (190.0, 680.0, "Cakes are brought to"),
            (60.0, 668.0, "Sunday from nine until"),
            (190.0, 668.0, "the hut and sold for"),
            (60.0, 656.0, "the last boat has left."),
            (190.0, 656.0, "a coin each."),
            (
                60.0,
                620.0,
                "What follows takes the whole width of the page again.",
            ),
        ];
        assert_eq!(
            read(&page),
            [
                "The harbour news of this spring and summer in Orbey",
                "The bells are rung on Sunday from nine until the last boat has left.",
                "Cakes are brought to the hut and sold for a coin each.",
                "What follows takes the whole width of the page again."
            ]
        );
    }

    #[test]
    fn a_box_beside_the_text_is_read_apart() {
        let page = [
            (60.0, 700.0, "The pool is open from"),
            (195.0, 696.0, "Lost things are kept"),
            (60.0, 688.0, "noon on, and those who"),
            (195.0, 684.0, "for six weeks at the"),
            (60.0, 676.0, "are five or younger need"),
            (195.0, 672.0, "desk."),
            (
                60.0,
                664.0,
                "no ticket at all if somebody who can swim comes along.",
            ),
        ];
        let read = read(&page);
        assert_eq!(read.len(), 2, "{read:?}");
        assert_eq!(read[1], "Lost things are kept for six weeks at the desk.");
    }

    #[test]
    fn text_around_a_box_goes_on_below_it() {
        let page = [
            (60.0, 700.0, "The pool is open from"),
            (180.0, 696.0, "“Nobody was ever so"),
            (60.0, 688.0, "noon on, and those who"),
            (180.0, 684.0, "cold as she was that"),
            (60.0, 676.0, "are five or younger"),
            (180.0, 672.0, "day.”"),
            (
                60.0,
                664.0,
                "need no ticket at all if somebody who can swim comes along.",
            ),
        ];
        assert_eq!(
            read(&page),
            [
                "The pool is open from noon on, and those who are five or younger need no ticket at all if somebody who can swim comes along.",
                "“Nobody was ever so cold as she was that day.”"
            ]
        );
    }

    #[test]
    fn a_table_between_columns_and_one_with_long_cells_stay_tables() {
        let columns = |y: f32| {
            [
                (60.0, y, "The bells are rung on"),
                (190.0, y, "Cakes are brought to"),
                (60.0, y - 12.0, "Sunday from nine until"),
                (190.0, y - 12.0, "the hut and sold for"),
                (60.0, y - 24.0, "the last boat has left."),
                (190.0, y - 24.0, "a coin each."),
            ]
        };
        let table = [
            (60.0, 640.0, "Boat"),
            (190.0, 640.0, "Crew"),
            (60.0, 625.0, "Sula"),
            (190.0, 625.0, "4"),
            (60.0, 610.0, "Mira"),
            (190.0, 610.0, "2"),
        ];
        let page = [&columns(700.0)[..], &table[..], &columns(580.0)[..]].concat();
        assert!(
            read(&page).contains(&"Boat Crew Sula 4 Mira 2".to_owned()),
            "{:?}",
            read(&page)
        );
        let row = |y: f32| {
            [
                (60.0, y, "Mend the mast and then"),
                (190.0, y, "Bo Moe takes the boat"),
                (60.0, y - 12.0, "clean all around it"),
                (190.0, y - 12.0, "to the yard and looks"),
            ]
        };
        let page = [row(700.0), row(672.0), row(644.0), row(616.0)].concat();
        assert_eq!(read(&page).len(), 1);
    }

    #[test]
    fn what_follows_a_list_is_no_part_of_its_last_point() {
        let page = [
            (60.0, 700.0, "• moths with Ada"),
            (60.0, 687.0, "• scythes with Bo, who"),
            (70.0, 675.0, "brings his own"),
            (60.0, 655.0, "Membership costs a coin a year."),
        ];
        assert_eq!(read(&page)[1..], ["Membership costs a coin a year."]);
    }

    #[test]
    fn a_table_is_no_columns_of_text() {
        let page = [
            (60.0, 700.0, "Ticket"),
            (180.0, 700.0, "Price"),
            (60.0, 688.0, "Single visit"),
            (180.0, 688.0, "5.20"),
            (60.0, 676.0, "Ten visits"),
            (180.0, 676.0, "46.00"),
            (60.0, 664.0, "Whole season"),
            (180.0, 664.0, "140.00"),
        ];
        assert_eq!(read(&page).len(), 1);
        assert!(blocks_of(&[], &[]).is_empty());
    }
}
