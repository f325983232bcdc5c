//! Plain text as people paste it: a title line, an empty line, paragraphs, hard line breaks or not.

use super::headings::is_numbered_name;
use super::text_builder::Blocks;

/// The longest first line that is taken for a title, in characters.
const MAX_TITLE_LINE_CHARS: usize = 200;

/// The widest line that an editor may have broken by itself, in characters.
const WIDEST_HARD_LINE: usize = 100;

/// Reads the title from the first line and the stored text from the rest.
pub fn title_and_body(text: &str) -> (Option<String>, String) {
    let text = text.trim_start();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let title = first.trim_start_matches('#').trim();
    let alone = rest
        .lines()
        .next()
        .is_none_or(|line| line.trim().is_empty());
    let short = title.chars().count() <= MAX_TITLE_LINE_CHARS;
    if title.is_empty() || !short || !alone && ends_a_sentence(title) {
        return (None, body(text));
    }
    (Some(title.to_owned()), body(rest))
}

/// Reads text without a title line into its stored form.
pub fn body(text: &str) -> String {
    let mut blocks = Blocks::default();
    for run in runs(text) {
        for paragraph in unwrapped(&run) {
            push(&mut blocks, &paragraph);
        }
    }
    blocks.finish()
}

/// Returns the runs of lines between empty ones.
fn runs(text: &str) -> Vec<Vec<&str>> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines
        .split(|line| line.is_empty())
        .filter(|run| !run.is_empty())
        .map(<[&str]>::to_vec)
        .collect()
}

/// Joins the lines of a run that an editor broke; otherwise each line is a paragraph.
fn unwrapped(run: &[&str]) -> Vec<String> {
    let names = (run.iter())
        .take_while(|line| is_numbered_name(line))
        .count();
    let (names, below) = run.split_at(names);
    let names = names.iter().map(|line| (*line).to_owned());
    if !hard_wrapped(below) {
        return names
            .chain(below.iter().map(|line| (*line).to_owned()))
            .collect();
    }
    let mut paragraphs: Vec<String> = Vec::new();
    for line in below {
        match paragraphs.last_mut() {
            Some(open) if !begins_block(line) => {
                open.push(' ');
                open.push_str(line);
            }
            _ => paragraphs.push((*line).to_owned()),
        }
    }
    names.chain(paragraphs).collect()
}

/// Tells whether an editor broke these lines: no line had room for the first word of the next.
fn hard_wrapped(run: &[&str]) -> bool {
    let width = run
        .iter()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0);
    let full = |pair: &[&str]| {
        let [line, next] = pair else { return true };
        let first_word = next.split_whitespace().next().unwrap_or_default();
        begins_block(next) || line.chars().count() + 1 + first_word.chars().count() > width
    };
    (30..=WIDEST_HARD_LINE).contains(&width) && run.len() > 1 && run.windows(2).all(full)
}

/// Tells whether a line can only be the first of a block.
fn begins_block(line: &str) -> bool {
    heading(line).is_some() || item(line).is_some()
}

fn push(blocks: &mut Blocks, paragraph: &str) {
    if let Some((level, words)) = heading(paragraph) {
        blocks.heading(level, words);
    } else if let Some(words) = item(paragraph) {
        blocks.item(words);
    } else {
        blocks.paragraph(paragraph);
    }
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    let words = words.strip_prefix(' ')?;
    (1..=6).contains(&level).then_some((level, words))
}

/// Returns the words of a list entry: behind `-`, `*`, `•` or `·`.
fn item(line: &str) -> Option<&str> {
    let words = line.strip_prefix(['-', '*', '•', '·', '–'])?;
    words.strip_prefix([' ', '\t']).map(str::trim_start)
}

fn ends_a_sentence(line: &str) -> bool {
    line.ends_with(['.', '!', '…', ':', ';'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_paragraph_unless_an_editor_broke_it() {
        let pasted = "The mill stands by the brook and has been grinding rye since the days of the old bridge over it.\n\
                      It closed.\nThe owner moved.";
        assert_eq!(body(pasted).matches("\n\n").count(), 2);
        let broken = "The mill stands by the brook and has\nbeen grinding rye since the days of the\nold bridge.";
        assert_eq!(
            body(broken),
            "The mill stands by the brook and has been grinding rye since the days of the old bridge."
        );
    }

    #[test]
    fn the_first_line_is_the_title() {
        let (title, text) = title_and_body("\nMills of the valley\n\nThere are nine.\n");
        assert_eq!(title.as_deref(), Some("Mills of the valley"));
        assert_eq!(text, "There are nine.");
    }

    #[test]
    fn a_sentence_that_runs_on_is_no_title() {
        let (title, text) = title_and_body("There are nine mills.\nOne is new.");
        assert_eq!(
            (title, text.as_str()),
            (None, "There are nine mills.\n\nOne is new.")
        );
    }

    #[test]
    fn a_numbered_heading_stays_apart_from_lines_that_an_editor_broke() {
        let minutes = "3. Walks\nThere will be eleven walks in the summer, and\nthe longest of them leads along the Harrow\nEdge.";
        assert_eq!(
            body(minutes),
            "3. Walks\n\nThere will be eleven walks in the summer, and the longest of them leads along the Harrow Edge."
        );
    }

    #[test]
    fn any_number_of_numbered_lines_is_read() {
        let lines = "1. Abc\n".repeat(50_000);
        assert_eq!(body(&lines).matches("Abc").count(), 50_000);
    }

    #[test]
    fn bullets_become_list_items() {
        assert_eq!(body("• rye\n* oats\n- wheat"), "- rye\n\n- oats\n\n- wheat");
    }
}
