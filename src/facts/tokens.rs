//! Words, numbers and marks of a sentence with their places, as the finders of facts read them.

use std::borrow::Cow;

use crate::text::Span;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Letters, perhaps with apostrophes, hyphens or digits inside.
    Word,
    /// Digits, perhaps with separators and an ending such as `th` or `s`; times and scores are one: `21:30`, `2:1`.
    Number,
    /// Punctuation or a symbol.
    Mark,
}

/// One word, number or mark of a sentence.
#[derive(Debug, Clone)]
pub struct Token<'a> {
    /// Its bytes in the sentence.
    pub span: Span,
    /// Its letters as they stand.
    pub text: &'a str,
    /// Its letters in lower case.
    pub lower: Cow<'a, str>,
    /// What it is made of.
    pub shape: Shape,
}

impl Token<'_> {
    /// Tells whether it is a word.
    pub fn is_word(&self) -> bool {
        self.shape == Shape::Word
    }

    /// Tells whether it is a number in digits.
    pub fn is_number(&self) -> bool {
        self.shape == Shape::Number
    }

    /// Tells whether it begins with a capital letter.
    pub fn is_capitalised(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// Tells whether it is this word, whatever its case.
    pub fn is(&self, word: &str) -> bool {
        self.lower == word
    }

    /// Tells whether it is one of these words, whatever its case.
    pub fn is_any(&self, words: &[&str]) -> bool {
        words.contains(&self.lower.as_ref())
    }

    /// Tells whether it opens a bracket.
    pub fn opens_bracket(&self) -> bool {
        matches!(self.text, "(" | "[" | "-LRB-" | "-LSB-")
    }

    /// Tells whether it closes a bracket.
    pub fn closes_bracket(&self) -> bool {
        matches!(self.text, ")" | "]" | "-RRB-" | "-RSB-")
    }

    /// Tells whether it is a dash of any length.
    pub fn is_dash(&self) -> bool {
        matches!(self.text, "-" | "–" | "—" | "‑" | "--" | "---" | "−")
    }

    /// Tells whether it is a quotation mark.
    pub fn is_quote(&self) -> bool {
        matches!(
            self.text,
            "\"" | "“" | "”" | "„" | "«" | "»" | "``" | "''" | "`" | "‘"
        )
    }
}

const CLITICS: [&str; 6] = ["s", "re", "ve", "ll", "d", "m"];

/// Words whose full stop belongs to them.
const DOTTED: [&str; 62] = [
    "mr", "mrs", "ms", "dr", "prof", "rev", "gen", "col", "lt", "capt", "maj", "sgt", "sen", "rep",
    "gov", "pres", "st", "jr", "sr", "inc", "corp", "co", "ltd", "bros", "no", "vs", "etc", "dept",
    "univ", "assn", "est", "approx", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec", "mt", "ft", "hon", "messrs", "cmdr", "adm", "brig", "ave", "blvd",
    "rd", "vol", "fig", "ca", "cf", "al", "ed", "eds", "op",
];

/// Splits a sentence into its words, numbers and marks, in order.
pub fn tokenize(sentence: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(sentence.len() / 5 + 2);
    let mut at = 0;
    while let Some(rest) = sentence.get(at..) {
        let Some(first) = rest.chars().next() else {
            break;
        };
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (length, shape) = measure(rest, first);
        push_word(&mut tokens, rest, at, length, shape);
        at += length;
    }
    tokens
}

fn measure(rest: &str, first: char) -> (usize, Shape) {
    if first.is_ascii_digit() {
        (number_length(rest), Shape::Number)
    } else if first.is_alphanumeric() {
        (word_length(rest), Shape::Word)
    } else if let Some(length) = clitic_length(rest, first) {
        (length, Shape::Word)
    } else {
        (mark_length(rest, first), Shape::Mark)
    }
}

fn push_word<'a>(
    tokens: &mut Vec<Token<'a>>,
    rest: &'a str,
    at: usize,
    length: usize,
    shape: Shape,
) {
    let split = if shape == Shape::Word {
        contraction_start(rest.get(..length).unwrap_or_default())
    } else {
        None
    };
    let mut push = |start: usize, end: usize| {
        if let Some(text) = rest.get(start..end) {
            tokens.push(Token {
                span: Span::new(at + start, at + end),
                text,
                lower: lower_case(text),
                shape,
            });
        }
    };
    match split {
        Some(split) => {
            push(0, split);
            push(split, length);
        }
        None => push(0, length),
    }
}

fn lower_case(text: &str) -> Cow<'_, str> {
    if text
        .bytes()
        .all(|b| b.is_ascii() && !b.is_ascii_uppercase())
    {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase().replace('’', "'"))
    }
}

fn number_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    while digit(at) || (matches!(bytes.get(at), Some(b',' | b'.' | b':')) && digit(at + 1)) {
        at += 1;
    }
    let tail: usize = rest
        .get(at..)
        .unwrap_or_default()
        .chars()
        .take_while(|c| c.is_alphanumeric())
        .take(4)
        .map(char::len_utf8)
        .sum();
    match rest.get(at..at + tail) {
        Some("st" | "nd" | "rd" | "th" | "s") => at + tail,
        _ => at,
    }
}

fn word_length(rest: &str) -> usize {
    let mut chars = rest.char_indices().peekable();
    let mut end = 0;
    let mut dots = 0;
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, next)| next);
        let goes_on = c.is_alphanumeric()
            || is_combining(c)
            || match c {
                '\'' | '’' => next.is_some_and(char::is_alphabetic),
                '-' | '‑' => joins(rest.get(..at).unwrap_or_default(), next),
                '&' => next.is_some_and(char::is_uppercase),
                '.' => {
                    at - end < 1
                        && initials(rest.get(..at).unwrap_or_default())
                        && next.is_some_and(char::is_alphabetic)
                }
                _ => false,
            };
        if !goes_on {
            break;
        }
        dots += usize::from(c == '.');
        end = at + c.len_utf8();
    }
    end + usize::from(owns_full_stop(rest, end, dots))
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// A hyphen joins letters; `mid-1990s` stays apart so that the number is seen, `F-16` does not.
fn joins(before: &str, next: Option<char>) -> bool {
    match next {
        Some(c) if c.is_ascii_digit() => before.chars().next_back().is_some_and(char::is_uppercase),
        Some(c) => c.is_alphanumeric(),
        None => false,
    }
}

/// `U.S`, `e.g`, `J.R.R`: single letters between full stops. Only the last few bytes are looked at.
fn initials(before: &str) -> bool {
    before.len() <= 12
        && before
            .split('.')
            .all(|letter| letter.chars().count() == 1 && letter.chars().all(char::is_alphabetic))
}

fn owns_full_stop(rest: &str, end: usize, dots: usize) -> bool {
    if rest.as_bytes().get(end) != Some(&b'.') {
        return false;
    }
    let word = rest.get(..end).unwrap_or_default();
    let single_capital = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    dots > 0
        || single_capital
        || (word.len() <= 6
            && DOTTED.contains(&word.to_ascii_lowercase().as_str())
            && (word != "no" && word != "al" && word != "ed" && word != "mar"))
}

fn clitic_length(rest: &str, first: char) -> Option<usize> {
    if !matches!(first, '\'' | '’') {
        return None;
    }
    let tail = rest.get(first.len_utf8()..)?;
    let letters: usize = tail
        .chars()
        .take_while(|c| c.is_alphanumeric())
        .take(3)
        .map(char::len_utf8)
        .sum();
    CLITICS
        .contains(&tail.get(..letters)?)
        .then_some(first.len_utf8() + letters)
}

/// `wasn't` is `was` and `n't`, `Anna's` is `Anna` and `'s`.
fn contraction_start(word: &str) -> Option<usize> {
    let apostrophe = word.rfind(['\'', '’'])?;
    let tail = word.get(apostrophe..)?.trim_start_matches(['\'', '’']);
    let start = match tail {
        "t" | "T" => apostrophe.checked_sub(1)?,
        _ if CLITICS.contains(&tail) => apostrophe,
        _ => return None,
    };
    let is_not = tail.len() != 1 || !tail.eq_ignore_ascii_case("t") || {
        let before = word.get(start..apostrophe);
        before == Some("n") || before == Some("N")
    };
    (start > 0 && is_not).then_some(start)
}

fn mark_length(rest: &str, first: char) -> usize {
    for bracket in ["-LRB-", "-RRB-", "-LSB-", "-RSB-"] {
        if rest.starts_with(bracket) {
            return bracket.len();
        }
    }
    if matches!(first, '-' | '.' | '`' | '\'') {
        return rest
            .bytes()
            .take_while(|&b| char::from(b) == first)
            .take(3)
            .count();
    }
    first.len_utf8()
}

/// Returns the span from the first byte of one token to the last of another.
pub fn span_between(tokens: &[Token<'_>], first: usize, last: usize) -> Option<Span> {
    let start = tokens.get(first)?.span.start;
    let end = tokens.get(last)?.span.end;
    (start < end).then(|| Span::new(start, end))
}

/// Tells whether nothing stands between a token and the next.
pub fn touch(tokens: &[Token<'_>], at: usize) -> bool {
    match (tokens.get(at), tokens.get(at + 1)) {
        (Some(one), Some(two)) => one.span.end == two.span.start,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(sentence: &str) -> Vec<&str> {
        tokenize(sentence).iter().map(|t| t.text).collect()
    }

    #[test]
    fn possessives_and_contractions_come_apart() {
        assert_eq!(
            texts("Anna’s dog wasn't O'Brien's."),
            ["Anna", "’s", "dog", "was", "n't", "O'Brien", "'s", "."]
        );
    }

    #[test]
    fn numbers_keep_their_separators_and_endings() {
        assert_eq!(
            texts("In the 1990s, 1,250.5 km (21st, 5%)"),
            [
                "In", "the", "1990s", ",", "1,250.5", "km", "(", "21st", ",", "5", "%", ")"
            ]
        );
    }

    #[test]
    fn a_time_or_a_score_is_one_token() {
        assert_eq!(
            texts("At 21:30 it was 2:1: 5 a side."),
            [
                "At", "21:30", "it", "was", "2:1", ":", "5", "a", "side", "."
            ]
        );
    }

    #[test]
    fn abbreviations_keep_their_full_stop() {
        assert_eq!(
            texts("Dr. K. Ode of the U.S. Navy."),
            ["Dr.", "K.", "Ode", "of", "the", "U.S.", "Navy", "."]
        );
    }

    #[test]
    fn a_hyphen_before_digits_joins_codes_only() {
        assert_eq!(texts("mid-1990s F-16"), ["mid", "-", "1990s", "F-16"]);
    }

    proptest::proptest! {
        #[test]
        fn every_token_is_a_piece_of_the_sentence(sentence in "\\PC{0,80}") {
            let mut last = 0;
            for token in tokenize(&sentence) {
                assert_eq!(token.span.of(&sentence), Some(token.text));
                assert!(token.span.start >= last);
                last = token.span.end;
            }
        }
    }
}
