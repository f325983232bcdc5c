//! Puts proposed sentence ends right, and finds those that were overlooked.

use super::abbreviations;

/// Marks that close what an earlier one opened.
const CLOSERS: &[char] = &['"', '”', '’', '\'', ')', ']', '}', '»'];

/// Marks that open something.
const OPENERS: &[char] = &['"', '“', '‘', '(', '[', '«', '\''];

/// A quotation shorter than this before a full stop is a cry or a title, not a row of sentences.
const WORDS_OF_A_QUOTED_SENTENCE: usize = 4;

/// The name after a dash that says whose words came before has at most this many words.
const WORDS_OF_A_SOURCE: usize = 5;

/// An attribution after a quoted question is at most this long, in words.
const WORDS_OF_AN_ATTRIBUTION: usize = 8;

/// A note in brackets, such as `citation needed`, has at most this many bytes.
const MAX_NOTE_MARK_BYTES: usize = 24;

/// Words that say who uttered the quotation before them.
const SPEECH: &[&str] = &[
    "asked",
    "said",
    "says",
    "asks",
    "replied",
    "answered",
    "wondered",
    "shouted",
    "cried",
    "exclaimed",
    "added",
    "wrote",
    "tweeted",
    "joked",
    "inquired",
    "called",
    "demanded",
    "insisted",
];

/// Ends of host names; a full stop before one of them, in any case, is part of an address.
const HOST_ENDS: &[&str] = &[
    "com", "org", "net", "edu", "gov", "info", "co", "io", "uk", "de", "fr",
];

/// Returns the right place of a proposed end, or nothing when the sentence goes on.
pub fn corrected(text: &str, end: usize) -> Option<usize> {
    if let Some(moved) =
        before_spaced_ellipsis(text, end).or_else(|| before_glued_opener(text, end))
    {
        return Some(moved);
    }
    let end = past_closers(text, end);
    let left = text.get(..end)?;
    let right = text.get(end..)?;
    let next = right.trim_start();
    let glued = next.len() == right.len() && !left.ends_with(char::is_whitespace);
    let left = left.trim_end();
    let goes_on = next.starts_with([',', ';', ':', ')', ']'])
        || next.is_empty()
        || (!next.starts_with('[') && !next.chars().any(char::is_alphanumeric))
        || goes_on_after_word(left, next)
        || goes_on_after_ellipsis(left, next)
        || is_bare_number_aside(next)
        || names_source(next)
        || attributes_question(left, next)
        || (glued && is_inside_token(left, next));
    (!goes_on).then_some(end)
}

/// Moves an end behind closing marks and footnote numbers that cling to it, and behind an emoticon.
fn past_closers(text: &str, end: usize) -> usize {
    let rest = text.get(end..).unwrap_or_default();
    if text
        .get(..end)
        .is_none_or(|left| left.ends_with(char::is_whitespace))
    {
        return end + emoticon(rest);
    }
    let mut at = 0;
    while let Some(mark) = rest.get(at..).and_then(|rest| rest.chars().next()) {
        let footnote = footnote(rest.get(at..).unwrap_or_default());
        match (CLOSERS.contains(&mark), footnote) {
            (true, _) => at += mark.len_utf8(),
            (false, 0) => break,
            (false, length) => at += length,
        }
    }
    if at == 0 {
        at = note_number(text.get(..end).unwrap_or_default(), rest);
    }
    let blank_follows = rest
        .get(at..)
        .is_none_or(|after| after.is_empty() || after.starts_with(char::is_whitespace));
    if blank_follows { end + at } else { end }
}

/// Returns the length of a footnote mark in brackets, such as `[12]` or `[citation needed]`, or 0.
fn footnote(rest: &str) -> usize {
    let inside = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let is_mark = |mark: &str| {
        let plain = mark.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ');
        plain && (1..=MAX_NOTE_MARK_BYTES).contains(&mark.len())
    };
    match inside {
        Some((mark, _)) if is_mark(mark) => mark.len() + 2,
        _ => page_numbers(rest),
    }
}

/// Returns the length of page numbers that cling to a note, as in `in the valley.:116–118 It`, or 0.
fn page_numbers(rest: &str) -> usize {
    let numbers = rest.strip_prefix(':').unwrap_or_default();
    let after = numbers.trim_start_matches(|c: char| c.is_ascii_digit() || ":-–,".contains(c));
    match numbers.starts_with(|c: char| c.is_ascii_digit()) {
        true => rest.len() - after.len(),
        false => 0,
    }
}

/// Returns the length of a raised number that lost its height, as in `the tower).10 It`, or 0.
fn note_number(left: &str, rest: &str) -> usize {
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let word_before = left
        .strip_suffix('.')
        .is_some_and(|left| left.ends_with(|c: char| c.is_alphabetic() || c == ')'));
    if word_before && (1..=2).contains(&digits) {
        digits
    } else {
        0
    }
}

/// Returns the length of an emoticon that opens `rest` and stands alone, or 0.
fn emoticon(rest: &str) -> usize {
    let word = rest.split(char::is_whitespace).next().unwrap_or_default();
    let face = word.starts_with([':', ';', '='])
        && word.ends_with([')', '(', 'D', 'P', '/', '|', ']', '[']);
    if face && (2..=4).contains(&word.len()) {
        word.len()
    } else {
        0
    }
}

/// In `word. . . . Next` the first full stop ends the sentence and the rest mark what is left out.
fn before_spaced_ellipsis(text: &str, end: usize) -> Option<usize> {
    let left = text.get(..end)?.trim_end().strip_suffix(" . . .")?;
    let word = left.strip_suffix('.')?;
    let upper = text
        .get(end..)?
        .trim_start()
        .starts_with(char::is_uppercase);
    (upper && word.ends_with(char::is_alphanumeric)).then_some(left.len())
}

/// A quotation mark between a blank and a letter opens the next sentence rather than closing this one.
fn before_glued_opener(text: &str, end: usize) -> Option<usize> {
    let left = text.get(..end)?;
    let before = left.strip_suffix(['"', '“'])?;
    let glued = text.get(end..)?.starts_with(char::is_alphanumeric);
    (glued && before.ends_with(char::is_whitespace)).then_some(before.len())
}

fn goes_on_after_word(left: &str, next: &str) -> bool {
    let Some(bare) = left.strip_suffix('.') else {
        return false;
    };
    let word = last_word(bare);
    let number = !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    (number && next.starts_with(char::is_lowercase)) || abbreviations::leaves_open(word, next)
}

fn goes_on_after_ellipsis(left: &str, next: &str) -> bool {
    let ellipsis = left.ends_with("...") || left.ends_with('…');
    let aside = next
        .strip_prefix('(')
        .is_some_and(|inside| inside.starts_with(char::is_lowercase));
    let last_line = left.rsplit('\n').next().unwrap_or_default();
    ellipsis && (aside || !last_line.chars().any(char::is_alphanumeric))
}

/// Tells whether all that follows is a dash and a name, the source of the words before it.
fn names_source(next: &str) -> bool {
    let Some(name) = next.strip_prefix(['—', '–', '-', '―']) else {
        return false;
    };
    let name = name.trim();
    name.starts_with(char::is_uppercase)
        && !name.ends_with(['.', '!', '?', ':'])
        && name.split_whitespace().count() <= WORDS_OF_A_SOURCE
}

/// Tells whether `next` only says who asked or cried what stands in quotation marks before it.
fn attributes_question(left: &str, next: &str) -> bool {
    let asked = left
        .strip_suffix(['"', '”', '’'])
        .is_some_and(|inside| inside.ends_with(['?', '!']));
    if !asked || !next.starts_with(char::is_uppercase) {
        return false;
    }
    let sentence = next
        .find(['.', '!', '?', '"', '“'])
        .and_then(|end| next.get(..end))
        .unwrap_or(next);
    let words: Vec<&str> = sentence
        .split_whitespace()
        .take(WORDS_OF_AN_ATTRIBUTION + 1)
        .collect();
    let name = words
        .iter()
        .take_while(|word| word.starts_with(char::is_uppercase))
        .count();
    let speech = words
        .get(name)
        .is_some_and(|word| SPEECH.contains(&word.trim_end_matches(',')));
    (1..=3).contains(&name) && speech && words.len() <= WORDS_OF_AN_ATTRIBUTION
}

/// Tells whether an end without a blank after it is inside an address or before a click letter.
fn is_inside_token(left: &str, next: &str) -> bool {
    let word = last_word(left);
    let host_end = next
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let address = ["www.", "http", "ftp."]
        .iter()
        .any(|start| word.starts_with(start))
        || word.contains(['@', '/']);
    let host = word.ends_with('.') && HOST_ENDS.contains(&host_end.as_str());
    let click = word
        .strip_suffix('!')
        .is_some_and(|before| before.is_empty() || before.chars().count() == 1);
    address || host || click
}

fn last_word(text: &str) -> &str {
    text.rsplit(char::is_whitespace).next().unwrap_or_default()
}

/// Finds ends that the proposals lack: inside long quotations, after brackets, after some shortened words.
pub fn overlooked(text: &str, proposed: &[usize]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut surroundings = Surroundings::default();
    let mut previous_end = 0;
    let mut proposals = proposed.iter().copied().peekable();
    for (at, mark) in text.char_indices() {
        while let Some(end) = proposals.next_if(|end| *end <= at) {
            previous_end = end;
        }
        surroundings.pass(text, at, mark);
        if !matches!(mark, '.' | '!' | '?' | '…') {
            continue;
        }
        if let Some(end) = overlooked_end(text, at + mark.len_utf8(), previous_end, surroundings) {
            let known =
                proposals.peek().is_some_and(|next| *next <= end + 1) || previous_end >= end;
            if !known {
                found.push(end);
                previous_end = end;
            }
        }
    }
    found
}

/// What is open at a place in the text.
#[derive(Debug, Clone, Copy, Default)]
struct Surroundings {
    /// Where the double quotation that is open began.
    quotation: Option<usize>,
    /// Where the outermost open bracket is, and how many are open.
    bracket: Option<usize>,
    depth: usize,
}

impl Surroundings {
    fn pass(&mut self, text: &str, at: usize, mark: char) {
        match mark {
            '“' => self.quotation = Some(at),
            '”' => self.quotation = None,
            '"' => {
                self.quotation = if self.quotation.is_some() {
                    None
                } else {
                    Some(at)
                }
            }
            '(' | '[' if self.depth == 0 => (self.bracket, self.depth) = (Some(at), 1),
            '(' | '[' => self.depth += 1,
            ')' | ']' => self.close_bracket(),
            '\n' => self.close_at_line_end(text, at),
            _ => {}
        }
    }

    fn close_bracket(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 0 {
            self.bracket = None;
        }
    }

    /// A bracket that is still open at the end of a sentence-like line was never meant to close.
    fn close_at_line_end(&mut self, text: &str, at: usize) {
        let line = text.get(..at).unwrap_or_default().trim_end();
        if line.ends_with(['.', '!', '?']) {
            (self.bracket, self.depth) = (None, 0);
        }
    }
}

/// Returns where the sentence ends that a mark just before `after` closes, if it closes one.
fn overlooked_end(
    text: &str,
    after: usize,
    previous_end: usize,
    surroundings: Surroundings,
) -> Option<usize> {
    let end = past_closers(text, after);
    let rest = text.get(end..)?;
    let next = rest.trim_start();
    if next.len() == rest.len() || !begins_sentence(next) {
        return None;
    }
    let sentence = text.get(previous_end..after)?;
    let bare = sentence.trim_end_matches(['.', '!', '?', '…']);
    let stop = bare.len() + 1 == sentence.len() && sentence.ends_with('.');
    let word = last_word(bare);
    let closed = text.get(after..end)?;
    let ends_figure = stop && abbreviations::ends_figure(bare, next);
    if stop && !ends_figure && abbreviations::is_shortened(word) {
        let free = surroundings.bracket.is_none() && surroundings.quotation.is_none();
        let ends = free && closed.is_empty() && abbreviations::ends_here(word, next);
        let closes = closed.contains(')') && abbreviations::is_starter(next);
        return (ends || closes).then_some(end);
    }
    let omission = bare.ends_with(['[', '(']);
    if closed.contains([')', ']']) && !omission {
        return (surroundings.depth <= 1).then_some(end);
    }
    if surroundings.bracket.is_some() {
        return None;
    }
    match surroundings.quotation {
        Some(opening) => {
            ends_quoted_sentence(text, opening.max(previous_end), after, closed).then_some(end)
        }
        None => (is_whole_aside(next)
            || is_note_number(closed)
            || ends_figure
            || stop && plain_end(word, next))
        .then_some(end),
    }
}

/// "rude to me. I left": a whole word in small letters before a word that usually begins a sentence.
fn plain_end(word: &str, next: &str) -> bool {
    word.len() > 1 && word.chars().all(char::is_lowercase) && abbreviations::is_starter(next)
}

/// Tells whether the words since `from` are a sentence of their own within a quotation that goes on.
fn ends_quoted_sentence(text: &str, from: usize, after: usize, closed: &str) -> bool {
    let words = text
        .get(from..after)
        .unwrap_or_default()
        .split_whitespace()
        .count();
    closed.is_empty() && words >= WORDS_OF_A_QUOTED_SENTENCE
}

/// Tells whether `next` opens with a bracket that holds a sentence.
fn is_whole_aside(next: &str) -> bool {
    let inside = next.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    inside.is_some_and(|(words, _)| words.ends_with(['.', '!', '?']))
}

/// Tells whether `next` opens with a bracket that holds a year or another number and nothing else.
fn is_bare_number_aside(next: &str) -> bool {
    let inside = next.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    inside
        .is_some_and(|(number, _)| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

fn is_note_number(closed: &str) -> bool {
    closed.ends_with(|c: char| c.is_ascii_digit())
}

fn begins_sentence(next: &str) -> bool {
    let opened = next.trim_start_matches(OPENERS);
    opened.starts_with(char::is_uppercase)
}
