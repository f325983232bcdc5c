//! Lines that are whole although no full stop ends them: headings, lists, datelines and credits.

use std::sync::LazyLock;

use regex::Regex;

use super::Span;

/// A list has at least this many lines.
const LINES_OF_A_LIST: usize = 3;

/// A line of a list has at most this many words.
const WORDS_OF_A_LIST_LINE: usize = 5;

/// And at least this many bytes: shorter ones are words set vertically.
const LETTERS_OF_A_LIST_LINE: usize = 3;

/// A line counts as a heading when it is shorter than this part of the longest line, in percent.
const HEADING_PERCENT: usize = 60;

/// Words after which a line goes on.
const GOES_ON: &[&str] = &[
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "our",
    "the", "their", "to", "with", "is", "was", "are", "were", "that", "but", "his", "her", "its",
];

static DATELINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,\s
        (?:\d{1,2}\s)?(?:January|February|March|April|May|June|July|August|September|October|November|December)
        (?:\s\d{1,2})?,?\s\d{4}",
    )
    .ok()
});

static CREDIT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\s((?:Image|Photo|Photograph|Picture|Video|Credit|(?:Photo|Image|Picture) [Cc]redit): ?[A-Z@][^.!?]*\.?)$")
        .ok()
});

/// Finds ends of sentences that only the layout shows.
pub fn ends(language: &str, text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    if text.contains('\n') {
        found.extend(ends_of_lines(language, text));
    }
    found.extend(around_dateline(text));
    found.extend(before_credit(text));
    found
}

fn ends_of_lines(language: &str, text: &str) -> Vec<usize> {
    let lines = lines(text);
    if is_list(text, &lines) {
        return lines.iter().map(|line| line.end).collect();
    }
    // German writes nouns with capitals: the next line of a wrapped text often begins with one.
    if language == "de" {
        return Vec::new();
    }
    let longest = lines.iter().map(|line| line.len()).max().unwrap_or(0);
    lines
        .windows(2)
        .filter(|pair| matches!(pair, [line, next] if is_heading(text, *line, *next, longest)))
        .filter_map(|pair| pair.first())
        .map(|line| line.end)
        .collect()
}

fn lines(text: &str) -> Vec<Span> {
    let mut at = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len()).trimmed(text);
        at += line.len();
        if !span.is_empty() {
            found.push(span);
        }
    }
    found
}

/// Tells whether no line of several ends like a sentence and all are short.
fn is_list(text: &str, lines: &[Span]) -> bool {
    lines.len() >= LINES_OF_A_LIST
        && lines.iter().all(|line| {
            let words = line.of(text).unwrap_or_default();
            words.len() >= LETTERS_OF_A_LIST_LINE
                && !words.contains(['.', '!', '?'])
                && !words.ends_with([',', ';', ':', '-'])
                && words.split_whitespace().count() <= WORDS_OF_A_LIST_LINE
                && !goes_on(words)
        })
}

fn is_heading(text: &str, line: Span, next: Span, longest: usize) -> bool {
    let words = line.of(text).unwrap_or_default();
    let next = next.of(text).unwrap_or_default();
    line.len() * 100 < longest * HEADING_PERCENT
        && words.starts_with(|c: char| c.is_uppercase() || "(\"“".contains(c))
        && next.starts_with(|c: char| c.is_uppercase() || "(\"“•".contains(c))
        && !words.ends_with(['.', '!', '?', ',', ';', '-', '–', '—'])
        && !goes_on(words)
}

fn goes_on(words: &str) -> bool {
    let last = words.rsplit(char::is_whitespace).next().unwrap_or_default();
    GOES_ON.contains(&last)
}

/// A dateline stands alone before or after words that do not lead into it.
fn around_dateline(text: &str) -> Option<usize> {
    if !text.contains("day, ") {
        return None;
    }
    let found = DATELINE.as_ref()?.find(text)?;
    let before = text.get(..found.start())?;
    let after = text.get(found.end()..)?;
    let opens = before.trim().is_empty() && after.starts_with(char::is_whitespace);
    if opens && after.trim_start().starts_with(char::is_uppercase) {
        return Some(found.end());
    }
    let closes = after.trim().is_empty() && before.ends_with(char::is_whitespace);
    let words = before.trim_end();
    let leads_in = goes_on(words)
        || words.is_empty()
        || words.ends_with([',', ':', ';', '(', '.', '-', '–', '—']);
    (closes && !leads_in && words.split_whitespace().count() > 1).then_some(found.start())
}

/// A credit such as `Photo: A. Name` ends a caption and belongs to no sentence.
fn before_credit(text: &str) -> Option<usize> {
    if !text.contains(": ") {
        return None;
    }
    // Credits are short; looking at the tail alone keeps long paragraphs cheap.
    let tail_start = text.ceil_char_boundary(text.len().saturating_sub(120));
    let tail = text.get(tail_start..)?;
    let start = CREDIT.as_ref()?.captures(tail)?.get(1)?.start() + tail_start;
    let words = text.get(..start)?.trim_end();
    (!words.is_empty() && !goes_on(words)).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        let mut start = 0;
        let mut found = Vec::new();
        for end in ends("en", text).into_iter().chain([text.len()]) {
            found.extend(
                text.get(start..end)
                    .map(str::trim)
                    .filter(|piece| !piece.is_empty()),
            );
            start = end;
        }
        found
    }

    #[test]
    fn short_lines_without_full_stops_are_a_list() {
        assert_eq!(
            pieces("flour\nbutter and salt\nsix eggs"),
            ["flour", "butter and salt", "six eggs"]
        );
    }

    #[test]
    fn wrapped_lines_are_no_list() {
        let text = "The mill on the river was\nsold in the spring of that year to\nGerda Brandt.";
        assert_eq!(pieces(text), [text]);
    }

    #[test]
    fn a_heading_stands_apart_from_the_paragraph_below_it() {
        let text = "The Mill\nThe mill on the river was sold in the spring of that year.";
        assert_eq!(pieces(text).len(), 2);
    }

    #[test]
    fn datelines_stand_apart() {
        assert_eq!(
            pieces("Ferry company to sell two boats Friday, March 6, 2015").len(),
            2
        );
        assert_eq!(
            pieces("Friday, March 6, 2015 The ferry company is to sell two boats.").len(),
            2
        );
        assert_eq!(
            pieces("The company sold two boats on Friday, March 6, 2015").len(),
            1
        );
    }

    #[test]
    fn credits_stand_apart() {
        assert_eq!(
            pieces("The mill before the fire Photo: Mira Lindqvist").len(),
            2
        );
    }
}
