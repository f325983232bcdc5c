//! Which lines name what follows them.

use super::clean;
use super::outline::{Block, BlockKind};
use crate::text::sentences;

/// The most words of a line that names what follows.
const MAX_HEADING_WORDS: usize = 10;

/// The number of a heading has no more digits.
const MAX_NUMBER_DIGITS: usize = 2;

/// The fewest words of a paragraph that a bare line can be the heading of.
const MIN_HEADED_WORDS: usize = 16;

/// Marks lines that name the paragraph below them without a `#`, as pasted text has them.
pub(super) fn find_bare_headings(text: &str, blocks: &mut [Block]) {
    let words = |block: &Block| {
        let inside = block.span.of(text).unwrap_or_default();
        inside.split_whitespace().count()
    };
    let heads: Vec<usize> = blocks
        .windows(2)
        .enumerate()
        .filter(|(index, pair)| {
            let before = index.checked_sub(1).and_then(|before| blocks.get(before));
            let listed = (blocks.get(index + 2)).filter(|block| block.kind == BlockKind::ListItem);
            matches!(pair, [line, below] if below.kind == BlockKind::Paragraph
            && (is_bare_heading(text, line) && (words(below) >= MIN_HEADED_WORDS || listed.is_some() && leads_to_list(text, below))
                || is_numbered_heading(text, before, line, below)))
        })
        .map(|(index, _)| index)
        .collect();
    for index in heads {
        if let Some(block) = blocks.get_mut(index) {
            block.kind = BlockKind::Heading;
        }
    }
}

/// Tells whether a paragraph of whole sentences ends with one that leads to what is below it: a line before a single such
/// sentence may be any other.
fn leads_to_list(text: &str, block: &Block) -> bool {
    let inside = block.span.of(text).unwrap_or_default();
    inside.ends_with(':') && sentences::split(inside).len() > 1
}

/// Tells whether a block reads like a heading: few words, no figures, no end of a sentence.
fn is_bare_heading(text: &str, block: &Block) -> bool {
    let line = block.span.of(text).unwrap_or_default();
    block.kind == BlockKind::Paragraph && is_name(line)
}

/// Tells whether a numbered line names the sentences right below it. The last point of a list is no heading, though
/// sentences may follow it.
fn is_numbered_heading(text: &str, before: Option<&Block>, block: &Block, below: &Block) -> bool {
    let line = |block: &Block| block.span.of(text).unwrap_or_default();
    let is_numbered = |block: &Block| is_numbered_name(line(block));
    block.kind == BlockKind::Paragraph
        && is_numbered(block)
        && !before.is_some_and(is_numbered)
        && !is_numbered(below)
        && clean::ends_as_sentence(line(below))
}

/// Tells whether a line is a number and a name, as headings have them: "3. Membership", "2) Equipment", "4.1 Fees".
pub(super) fn is_numbered_name(line: &str) -> bool {
    let Some((number, name)) = line.split_once(' ') else {
        return false;
    };
    let bare = number.trim_end_matches(['.', ')']);
    let mut parts = bare.split('.');
    let counts = |part: &str| {
        (1..=MAX_NUMBER_DIGITS).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    parts.all(counts)
        && (bare.contains('.') || bare.len() < number.len())
        && is_name(name.trim_start())
}

/// Tells whether a line reads like a name: few words, no figures, no end of a sentence.
pub(super) fn is_name(line: &str) -> bool {
    line.split_whitespace().count() <= MAX_HEADING_WORDS
        && !line.contains(['\n', ':', '"', '“'])
        && !line.chars().any(|c| c.is_ascii_digit())
        && line.chars().next().is_some_and(char::is_uppercase)
        && !clean::ends_as_sentence(line)
}

/// Returns the level of a heading, below all others that of one without marks.
pub fn level_of(text: &str, heading: &Block) -> usize {
    let before = text.get(..heading.span.start).unwrap_or_default();
    let before = before.trim_end_matches(' ');
    match before.len() - before.trim_end_matches('#').len() {
        0 => usize::MAX,
        marks => marks,
    }
}

#[cfg(test)]
mod tests {
    use super::super::outline::Outline;
    use super::*;

    #[test]
    fn a_bare_line_over_what_leads_to_a_list_is_a_heading() {
        let kind = |text: &str| Outline::of(text).blocks.first().map(|block| block.kind);
        let listed =
            "Signs of rot\n\nThe first come early. They are:\n\n- a soft board\n\n- a smell";
        assert_eq!(kind(listed), Some(BlockKind::Heading));
        for other in [
            "Signs of rot\n\nThe first come early. They are few.\n\n- a soft board",
            "Ada Lind\n\nShe says:\n\n- a soft board",
            "Signs of rot\n\nThe first come early. They are:\n\nSoft boards and a smell.",
        ] {
            assert_eq!(kind(other), Some(BlockKind::Paragraph), "{other}");
        }
    }

    #[test]
    fn a_heading_tells_its_level() {
        let text = "# Boats\n\n### Oars\n\nThey are long.";
        let outline = Outline::of(text);
        let levels: Vec<usize> = outline
            .blocks
            .iter()
            .map(|block| level_of(text, block))
            .collect();
        assert_eq!(levels.get(..2), Some(&[1, 3][..]));
    }
}
