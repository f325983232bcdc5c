//! Plain text as people paste it: a title line, an empty line, paragraphs, hard line breaks or not.

use super::hard_lines::{Line, unwrapped};
use super::headings::is_numbered_name;
use super::metadata::read_date;
use super::text_builder::Blocks;
use crate::text::calendar::WEEKDAYS;

/// The longest first line that is taken for a title, in characters.
const MAX_TITLE_LINE_CHARS: usize = 200;

/// A first line of at least so many characters that the next goes on with is no title.
const RUNS_ON_CHARS: usize = 30;

/// Reads the title from the first line and the stored text from the rest.
pub fn title_and_body(text: &str) -> (Option<String>, String) {
    let text = text.trim_start();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if let Some(title) = named_title(first) {
        return (Some(title.to_owned()), body(rest));
    }
    let title = first.trim_start_matches('#').trim();
    let next = rest.lines().next().unwrap_or_default().trim();
    let runs_on = next.starts_with(char::is_lowercase) && title.chars().count() >= RUNS_ON_CHARS;
    let sentence = !next.is_empty() && (ends_a_sentence(title) || runs_on);
    let short = title.chars().count() <= MAX_TITLE_LINE_CHARS;
    if title.is_empty() || !short || sentence || is_no_title(first.trim(), next) {
        return (None, body(text));
    }
    (Some(title.to_owned()), body(rest))
}

/// Returns the title that a first line names as such, as outliners do: "#+TITLE: Kite log".
fn named_title(line: &str) -> Option<&str> {
    let rest = line.trim().strip_prefix("#+")?;
    let (name, title) = rest.split_once(':')?;
    let title = title.trim();
    (name.eq_ignore_ascii_case("title") && !title.is_empty()).then_some(title)
}

/// Who wrote a text and when, as a line above it says.
pub struct Byline<'t> {
    /// Whoever it is.
    pub author: &'t str,
    /// The day as `2026-07-03`.
    pub published: String,
}

/// A name has so many words at most.
const MAX_NAME_WORDS: usize = 8;

/// Reads a first paragraph such as "By Ada Moor, 3 July 2026"; with it comes the text below it.
pub fn dated_byline(text: &str) -> Option<(Byline<'_>, &str)> {
    let (line, body) = text.split_once("\n\n")?;
    let words = line
        .strip_prefix("By ")
        .or_else(|| line.strip_prefix("by "))?;
    let parts = words.match_indices([',', '|', '–', '—']);
    let (author, published) =
        parts
            .map(|(at, mark)| (at, at + mark.len()))
            .find_map(|(end, from)| {
                let date = words.get(from..)?.trim();
                let day = date
                    .split_once(' ')
                    .filter(|(day, _)| is_weekday(day.trim_end_matches(',')));
                let published = read_date(day.map_or(date, |(_, date)| date))
                    .filter(|date| date.len() == ISO_DAY)?;
                Some((words.get(..end)?.trim(), published))
            })?;
    let is_name = author.starts_with(char::is_uppercase)
        && !is_weekday(author)
        && author.split_whitespace().count() <= MAX_NAME_WORDS;
    (is_name && !line.contains('\n')).then_some((Byline { author, published }, body))
}

/// The length of `2026-07-03`.
const ISO_DAY: usize = 10;

fn is_weekday(word: &str) -> bool {
    WEEKDAYS.iter().any(|day| day.eq_ignore_ascii_case(word))
}

/// Fields with which letters and messages begin.
const HEADER_FIELDS: [&str; 12] = [
    "from",
    "to",
    "cc",
    "sent",
    "date",
    "received",
    "reply-to",
    "return-path",
    "message-id",
    "content-type",
    "mime-version",
    "delivered-to",
];

/// Tells whether a first line names nothing: a point of a list, a mere number, a field of a letter, a message with its time.
fn is_no_title(line: &str, next: &str) -> bool {
    let number = !next.is_empty() && !line.contains(char::is_alphabetic);
    let field = line
        .split_once(':')
        .is_some_and(|(name, _)| HEADER_FIELDS.contains(&name.to_ascii_lowercase().as_str()));
    number || field || item(line).is_some() || line.starts_with("WEBVTT") || begins_with_time(line)
}

/// Tells whether a line begins with the time of a message: "[14:03] Lumi: hello".
fn begins_with_time(line: &str) -> bool {
    let begin: String = line.chars().take(24).collect();
    let time = begin.trim_start_matches(|c: char| !c.is_alphanumeric());
    let bracket = begin.starts_with(['[', '(']);
    let stamp: String = time
        .chars()
        .take_while(|c| !matches!(c, ']' | ')'))
        .collect();
    let digits = stamp.chars().filter(char::is_ascii_digit).count();
    let has_colon = stamp.as_bytes().windows(3).any(|three| {
        matches!(three, [before, b':', after] if before.is_ascii_digit() && after.is_ascii_digit())
    });
    bracket && has_colon && digits >= 3
}

/// Reads text without a title line into its stored form.
pub fn body(text: &str) -> String {
    let mut blocks = Blocks::default();
    for run in runs(text) {
        for paragraph in paragraphs(&run) {
            push(&mut blocks, &paragraph);
        }
    }
    blocks.finish()
}

/// Returns the runs of lines between empty ones.
fn runs(text: &str) -> Vec<Vec<Line<'_>>> {
    let lines: Vec<Line<'_>> = text.lines().map(line_of).collect();
    lines
        .split(|line| line.words.is_empty())
        .filter(|run| !run.is_empty())
        .map(<[Line<'_>]>::to_vec)
        .collect()
}

fn line_of(line: &str) -> Line<'_> {
    let words = line.trim();
    Line {
        words,
        indent: line.chars().take_while(|c| c.is_whitespace()).count(),
        begins: begins_block(words),
    }
}

/// Joins the lines of a run that were broken; otherwise each line is a paragraph.
fn paragraphs(run: &[Line<'_>]) -> Vec<String> {
    let is_name = |line: &&Line<'_>| is_numbered_name(line.words);
    let (names, below) = run.split_at(run.iter().take_while(is_name).count());
    let names = names.iter().map(|line| line.words.to_owned());
    names.chain(unwrapped(below)).collect()
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
