//! Numbers and letters that open the points of an enumeration.

use super::Span;

/// A number or letter that may open a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Marker {
    span: Span,
    /// Letters or digits, whose successors are told apart.
    kind: MarkerKind,
    value: u32,
    before: Before,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MarkerKind {
    Number,
    Letter,
    CapitalLetter,
}

/// Signs that may stand before a marker.
const BULLETS: &[char] = &['•', '⁃', '‣', '◦', '▪', '-', '–', '*'];

/// Finds the markers of enumerations, each to stay with the words after it.
pub fn markers(text: &str) -> Vec<Span> {
    let candidates = candidates(text);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = candidates.get(at) {
        let length = run_length(candidates.get(at..).unwrap_or_default());
        if opens_enumeration(first, length) {
            let run = candidates.get(at..at + length).unwrap_or_default();
            found.extend(run.iter().map(|marker| marker.span));
        }
        at += length;
    }
    found
}

/// Returns how many bytes the marker takes that opens a text, with the blanks behind it: it numbers the point and counts
/// nothing.
pub fn opening(text: &str) -> usize {
    let Some((word, rest)) = text.split_once(char::is_whitespace) else {
        return 0;
    };
    let span = Span::new(0, word.len());
    match marker(word, span, Before::LineStart, rest) {
        Some(_) => text.len() - rest.trim_start().len(),
        None => 0,
    }
}

/// At the beginning of a line one marker is enough, after a sentence there must be a next one.
fn opens_enumeration(first: &Marker, length: usize) -> bool {
    match first.before {
        Before::LineStart => true,
        Before::SentenceEnd => length > 1,
        Before::Word => false,
    }
}

/// Returns how many of the candidates count on from the first, at least one.
fn run_length(candidates: &[Marker]) -> usize {
    let counts_on = |pair: &&[Marker]| match pair {
        [one, two] => one.kind == two.kind && one.value + 1 == two.value,
        _ => false,
    };
    1 + candidates.windows(2).take_while(counts_on).count()
}

fn candidates(text: &str) -> Vec<Marker> {
    let mut found = Vec::new();
    let mut before = Before::LineStart;
    let mut bullet = None;
    let mut end = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let start = end;
        end += word.len();
        let bare = word.trim_end();
        if !bare.is_empty() {
            let rest = text.get(end..).unwrap_or_default();
            let span = Span::new(bullet.unwrap_or(start), start + bare.len());
            found.extend(marker(bare, span, before, rest));
            let is_bullet = bare.chars().all(|c| BULLETS.contains(&c));
            bullet = is_bullet.then_some(bullet.unwrap_or(start));
            if !is_bullet {
                before = Before::of(bare);
            }
        }
        if word.ends_with('\n') {
            before = Before::LineStart;
        }
    }
    found
}

/// What stands before a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    LineStart,
    SentenceEnd,
    Word,
}

impl Before {
    fn of(word: &str) -> Self {
        if word
            .trim_end_matches(['"', '”', '’', ')'])
            .ends_with(['.', '!', '?', ':', ';'])
        {
            Before::SentenceEnd
        } else {
            Before::Word
        }
    }
}

/// Reads `word` as a marker: `3.`, `3)`, `3.)`, `b.`, `B)`, perhaps after a bullet.
fn marker(word: &str, span: Span, before: Before, rest: &str) -> Option<Marker> {
    let bare = word.trim_start_matches(BULLETS);
    let name = bare.strip_suffix(')').unwrap_or(bare);
    let closed_by_bracket = name.len() < bare.len();
    let name = name.strip_suffix('.').unwrap_or(name);
    if name.len() == bare.len() {
        return None;
    }
    let (kind, value) = value(name)?;
    let first = rest.trim_start().chars().next()?;
    // "for 1. above" and "see p. 4" go on in lower case or with a number.
    let opens = first.is_uppercase() || (closed_by_bracket && first.is_alphabetic());
    opens.then_some(Marker {
        span,
        kind,
        value,
        before,
    })
}

fn value(name: &str) -> Option<(MarkerKind, u32)> {
    let mut letters = name.chars();
    let first = letters.next()?;
    if name.len() <= 3 && name.bytes().all(|b| b.is_ascii_digit()) {
        return Some((MarkerKind::Number, name.parse().ok()?));
    }
    if letters.next().is_some() || !first.is_ascii_alphabetic() {
        return None;
    }
    let kind = if first.is_ascii_uppercase() {
        MarkerKind::CapitalLetter
    } else {
        MarkerKind::Letter
    };
    Some((kind, u32::from(first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        markers(text)
            .into_iter()
            .filter_map(|span| span.of(text))
            .collect()
    }

    #[test]
    fn only_a_marker_opens_a_point() {
        assert_eq!(super::opening("4. Accounts must be old."), 3);
        assert_eq!(super::opening("b) Oak"), 3);
        assert_eq!(super::opening("4 accounts are old."), 0);
        assert_eq!(super::opening("1952. "), 0);
        assert_eq!(super::opening(""), 0);
    }

    #[test]
    fn points_that_count_on_are_found() {
        assert_eq!(
            found("1. Salt the fish 2. Dry it 3. Sell it"),
            ["1.", "2.", "3."]
        );
        assert_eq!(found("a) salt b) pepper"), ["a)", "b)"]);
        assert_eq!(found("⁃9. Salt ⁃10. Pepper"), ["⁃9.", "⁃10."]);
    }

    #[test]
    fn numbers_in_running_text_are_no_points() {
        assert!(found("For 1. above and 2. above pay nothing.").is_empty());
        assert!(found("The mill burned in 7. It was rebuilt by J. K. Brandt.").is_empty());
    }
}
