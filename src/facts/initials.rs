//! Which words the letters of an abbreviation stand for.

use super::tokens::Token;

/// Two to ten letters of which at least two are capitals: SDF, NATO, MoMA, U.S.
pub(super) fn is_abbreviation(token: &Token<'_>) -> bool {
    let letters = token.text.chars().filter(|c| c.is_alphanumeric()).count();
    let capitals = token.text.chars().filter(|c| c.is_uppercase()).count();
    token.is_word() && (2..=10).contains(&letters) && capitals >= 2 && capitals * 2 >= letters
}

/// Returns the letters of an abbreviation that stand for words, in lower case.
pub(super) fn letters_of(abbreviation: &str) -> Vec<char> {
    let plural = abbreviation.strip_suffix('s').unwrap_or(abbreviation);
    let mut letters: Vec<char> = Vec::with_capacity(plural.len());
    for c in plural.chars() {
        // "W3C" stands for three words with W.
        match (c.to_digit(10), letters.last().copied()) {
            (Some(times @ 2..=4), Some(letter)) => letters.extend((1..times).map(|_| letter)),
            _ if c.is_alphabetic() => letters.extend(c.to_lowercase()),
            _ => {}
        }
    }
    letters
}

/// Words that an abbreviation may pass over.
const PASSED: [&str; 16] = [
    "of", "the", "and", "for", "in", "on", "de", "la", "des", "du", "to", "a", "an", "at", "with",
    "by",
];

/// Walks back from the bracket, letting each word give its initial or none when it is a small word;
/// hyphenated words may give one for each part.
pub(super) fn long_form_start(tokens: &[Token<'_>], end: usize, letters: &[char]) -> Option<usize> {
    let mut left = letters.len();
    let mut at = end;
    while left > 0 {
        at = at.checked_sub(1)?;
        let token = tokens.get(at)?;
        if token.is_dash() || token.is_quote() || token.is_any(&["'s", "’s", "'", "’"]) {
            continue;
        }
        if !token.is_word() {
            return None;
        }
        let given = letters_given(token, letters.get(..left)?);
        if given == 0 && !token.is_any(&PASSED) || end - at > letters.len() * 2 + 2 {
            return None;
        }
        left -= given;
    }
    let long_enough = end - at >= 2 || tokens.get(at)?.text.len() > 2 * letters.len();
    long_enough.then_some(at)
}

/// How many of the last letters a word explains: its initial, or the initials of its parts, or for a
/// single compound such as "polyethylene" its first letter and later ones.
fn letters_given(token: &Token<'_>, letters: &[char]) -> usize {
    let parts: Vec<char> = token
        .lower
        .split('-')
        .filter_map(|part| part.chars().next())
        .collect();
    if parts.len() > 1 && letters.ends_with(&parts) {
        return parts.len();
    }
    let Some(first) = parts.first() else {
        return 0;
    };
    if token.is_any(&PASSED) && letters.last() != Some(first) {
        return 0;
    }
    if letters.last() == Some(first) {
        return 1;
    }
    inner_letters(&token.lower, letters)
}

/// "television" gives T and V, "Interpol" nothing: at most three letters from within one word.
fn inner_letters(word: &str, letters: &[char]) -> usize {
    for count in 2..=letters.len().min(3) {
        let Some(wanted) = letters.get(letters.len() - count..) else {
            continue;
        };
        let mut rest = word.chars();
        let starts = wanted.first().is_some_and(|first| word.starts_with(*first));
        if starts && wanted.iter().all(|letter| rest.any(|c| c == *letter)) {
            return count;
        }
    }
    0
}
