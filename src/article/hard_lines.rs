//! Lines that an editor, a printer or the copying out of a viewer has broken, joined to the paragraphs they were.

use super::clean::ends_as_sentence;
use crate::text::vectors::WordVectors;

/// The widest line that an editor may have broken by itself, in characters.
const WIDEST: usize = 110;

/// The narrowest; what is shorter are lines of their own.
const NARROWEST: usize = 30;

/// A line that is broken fills this share of the width, in tenths.
const FULL: usize = 7;

/// A line that has so many tenths of the width is broken if the next begins in the middle of a sentence.
const HALF: usize = 5;

/// One of so many lines has this length or more: a few that stick out say nothing of the width.
const LONGEST_TENTH: usize = 10;

/// A line of a plain text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    /// Its words.
    pub(super) words: &'t str,
    /// How far it is set in.
    pub(super) indent: usize,
    /// Whether it can only be the first of a block.
    pub(super) begins: bool,
}

impl Line<'_> {
    fn width(&self) -> usize {
        self.words.chars().count()
    }

    /// Tells whether it goes on with a sentence.
    fn goes_on(&self) -> bool {
        self.words.starts_with(char::is_lowercase)
    }

    fn is_open(&self) -> bool {
        !ends_as_sentence(self.words)
    }
}

/// Joins the lines of a run without empty ones where they were broken; all others are paragraphs of their own.
pub(super) fn unwrapped(run: &[Line<'_>]) -> Vec<String> {
    let judged = Run::of(run);
    let mut paragraphs: Vec<String> = Vec::new();
    let mut above: Option<&Line<'_>> = None;
    for line in run {
        let joins = above.is_some_and(|above| judged.joins(above, line));
        match paragraphs.last_mut() {
            Some(open) if joins => append(open, line.words),
            _ => paragraphs.push(line.words.to_owned()),
        }
        above = Some(line);
    }
    paragraphs
}

/// A run of lines as a whole.
struct Run {
    width: usize,
    /// No line had room for the first word of the next.
    full: bool,
    /// Most lines look broken, some surely.
    broken: bool,
    /// The paragraphs in it begin with a line that is set in.
    indented: Option<usize>,
}

impl Run {
    fn of(run: &[Line<'_>]) -> Self {
        let mut widths: Vec<usize> = run.iter().map(Line::width).collect();
        widths.sort_unstable();
        let longest = widths.last().copied().unwrap_or_default();
        let usual = widths
            .len()
            .saturating_sub(1 + widths.len() / LONGEST_TENTH);
        let width = widths.get(usual).copied().unwrap_or_default();
        let mut judged = Run {
            width,
            full: false,
            broken: false,
            indented: indented(run),
        };
        let may_be = |width| (NARROWEST..=WIDEST).contains(&width);
        judged.full = run.len() > 1
            && may_be(longest)
            && !is_verse(run)
            && run.windows(2).all(|pair| leaves_no_room(pair, longest));
        judged.broken = may_be(width) && judged.looks_broken(run);
        judged
    }

    /// Most lines are full, and many of them end in the middle of a sentence that the next goes on with.
    fn looks_broken(&self, run: &[Line<'_>]) -> bool {
        let (mut pairs, mut full, mut sure) = (0, 0, 0);
        for pair in run.windows(2) {
            let [line, next] = pair else { continue };
            if next.begins {
                continue;
            }
            pairs += 1;
            full += usize::from(self.fills(line, FULL));
            sure += usize::from(line.is_open() && next.goes_on() && self.fills(line, HALF));
        }
        pairs > 1 && full * 3 >= pairs * 2 && sure * 3 >= pairs
    }

    fn fills(&self, line: &Line<'_>, tenths: usize) -> bool {
        line.width() * 10 >= self.width * tenths
    }

    fn joins(&self, line: &Line<'_>, next: &Line<'_>) -> bool {
        if next.begins || self.indented.is_some_and(|least| next.indent > least) {
            return false;
        }
        // A sentence goes on in the next line.
        let long = (NARROWEST..=WIDEST).contains(&line.width());
        let sure =
            line.is_open() && next.goes_on() && (long || self.broken) && self.fills(line, HALF);
        self.full || sure || self.broken && self.fills(line, FULL)
    }
}

/// Returns how far the lines of a run are set in that begin no paragraph, where some others are set in further: a few of
/// them, that begin as sentences do.
fn indented(run: &[Line<'_>]) -> Option<usize> {
    let least = run.iter().map(|line| line.indent).min()?;
    let further = || {
        run.iter()
            .filter(|line| line.indent > least && !line.begins)
    };
    let count = further().count();
    let begin = further().all(|line| !line.goes_on());
    // Points of a list go on further in.
    let points = run.iter().any(|line| line.begins);
    (count > 0 && count * 2 <= run.len() && begin && !points).then_some(least)
}

/// A verse has so many lines.
const MIN_VERSE: usize = 3;

/// Tells whether every line begins anew, as those of poems do.
fn is_verse(run: &[Line<'_>]) -> bool {
    let capital = |line: &Line<'_>| line.words.starts_with(char::is_uppercase);
    run.len() >= MIN_VERSE && run.iter().all(capital)
}

fn leaves_no_room(pair: &[Line<'_>], width: usize) -> bool {
    let [line, next] = pair else { return true };
    let first_word = next.words.split_whitespace().next().unwrap_or_default();
    next.begins || line.width() + 1 + first_word.chars().count() > width
}

/// No word is longer, in characters; nothing further back is looked at.
const LONGEST_WORD: usize = 64;

/// Appends a line to a paragraph. A hyphen at the end of a line goes where the word is known without it.
fn append(open: &mut String, line: &str) {
    let hyphen = ['-', '\u{2010}', '\u{ad}'];
    let before = open.trim_end_matches(hyphen);
    let letters = |c: &char| c.is_alphabetic();
    let part = before.chars().rev().take(LONGEST_WORD).take_while(letters);
    let part: String = part.collect::<Vec<_>>().into_iter().rev().collect();
    let rest: String = line
        .chars()
        .take(LONGEST_WORD)
        .take_while(letters)
        .collect();
    let parted = open.len() > before.len() && open.chars().rev().nth(1) != Some('-');
    if !parted || part.is_empty() || !rest.starts_with(char::is_lowercase) {
        open.push(' ');
    } else if open.ends_with('\u{ad}') || WordVectors::shipped().knows(&format!("{part}{rest}")) {
        open.truncate(before.len());
    }
    open.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::super::from_plain::body;

    #[test]
    fn one_uneven_line_does_not_take_a_paragraph_apart() {
        let pasted = "The roof appeal has reached 18,240 pounds. The\nwork will begin on 4 May and is to last seven\n\
                      weeks. During this time the hall is shut, and the\nclub of Jonas\nWhitlock meets in the barn.";
        let joined = pasted
            .replace('\n', " ")
            .replace("Jonas Whitlock", "Jonas\n\nWhitlock");
        assert_eq!(body(pasted), joined);
        let even = "The mill was built in the year of the great flood by Jonas\nWhitlock, who had come from the north. \
                    It stands to this day,\nthough few know it.\nNobody has ground rye in it since the war, for\nthe wheel is gone.";
        let joined = even
            .replace('\n', " ")
            .replace("it. Nobody", "it.\n\nNobody");
        assert_eq!(body(even), joined);
    }

    #[test]
    fn a_word_that_was_parted_at_the_end_of_a_line_is_one_again() {
        let parted = "The committee has decided to lend its ware-\nhouses to the school, and the well-\nknown singer agreed.";
        assert_eq!(
            body(parted),
            "The committee has decided to lend its warehouses to the school, and the well-known singer agreed."
        );
    }

    #[test]
    fn a_line_that_is_set_in_begins_a_paragraph() {
        let set_in = "  The mill was built in the year of the great flood by\nthe brothers who had come from the north with\n\
                      nothing.\n  Nobody has ground rye in it since the war, for the\nwheel is gone.";
        assert_eq!(
            body(set_in),
            "The mill was built in the year of the great flood by the brothers who had come from the north with nothing.\n\n\
             Nobody has ground rye in it since the war, for the wheel is gone."
        );
    }

    #[test]
    fn lines_of_their_own_stay_apart() {
        for apart in [
            "I wandered on the hills of Sorn\nWhere never any lamp was lit\nAnd every morning I was born\nAnd every evening sick of it",
            "200 g flour\nbutter\n2 eggs\nsalt",
            "Friday we raid at eight\nbring flasks\nask Wren for gold",
            "The doors open at nine in the morning.\nThe first talk begins at ten.\nLunch is at noon.",
        ] {
            assert_eq!(body(apart), apart.replace('\n', "\n\n"), "{apart}");
        }
    }
}
