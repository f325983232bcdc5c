//! Proper names: runs of capitalised words, with the small words that join them.

use super::dates;
use super::lexicon;
use super::tokens::{self, Token, span_between, touch};
use super::word_lists::WordList;
use crate::text::Span;

/// Small words inside a name: Bank of England, Ludwig van Beethoven, Mohammed bin Salman.
const JOINTS: [&str; 24] = [
    "of", "de", "da", "di", "del", "della", "des", "du", "la", "le", "las", "los", "van", "von",
    "der", "den", "ter", "bin", "ibn", "al", "el", "y", "e", "for",
];

/// Words that are capitalised only because a sentence begins, and words that are no part of a name.
static PLAIN: WordList = WordList::new(
    "the a an this that these those it its he she his her they their we our you your i my who \
    what when where why how which whose there here in on at to from by for with of as and or \
    but if so yet nor not no yes all some any many most more few several both each every \
    either neither another other others such one two three four five six seven eight nine \
    ten first second third last next after before since until during while although though \
    because however therefore thus meanwhile also then now today yesterday tomorrow later \
    earlier once under over between among through throughout against despite according about \
    above below into upon within without like unlike near per via around along across behind \
    beyond except only even just still much well is are was were be been has have had do \
    does did can could will would shall should may might must let mr given instead nearly \
    almost nevertheless",
);

/// Finds the proper names of a sentence, in the order in which they stand.
pub fn find(sentence: &str) -> Vec<Span> {
    let tokens = tokens::tokenize(sentence);
    find_in(&tokens, &dates::find_in(&tokens))
}

/// Finds the proper names among the tokens of a sentence, months and weekdays left out.
pub fn find_in(tokens: &[Token<'_>], dates: &[dates::Date]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut dates = dates.iter().peekable();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        while dates
            .next_if(|date| date.span.end <= token.span.start)
            .is_some()
        {}
        if dates
            .peek()
            .is_some_and(|date| date.span.covers(token.span))
            || !begins(tokens, at)
        {
            at += 1;
            continue;
        }
        let end = end_of_run(tokens, at, dates.peek().map(|date| date.span.start));
        found.extend(span_between(tokens, at, end - 1));
        at = end;
    }
    found
}

/// Tells whether a token can be the first word of a name.
fn begins(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(token) = tokens.get(at) else {
        return false;
    };
    if !is_name_word(token) {
        return false;
    }
    !stands_first(tokens, at) || first_word_is_name(tokens, at)
}

/// Tells whether a token is capitalised as names are, and no plain word.
pub fn is_name_word(token: &Token<'_>) -> bool {
    token.is_word()
        && (token.is_capitalised() || has_capital_after_hyphen(token.text))
        && !is_plain(token)
        && !(token.text.chars().count() == 1 && token.text != "X")
}

/// "al-Sudani" and "el-Sisi" begin small.
fn has_capital_after_hyphen(text: &str) -> bool {
    text.split_once('-').is_some_and(|(before, after)| {
        before.len() <= 3 && after.chars().next().is_some_and(char::is_uppercase)
    })
}

fn is_plain(token: &Token<'_>) -> bool {
    let all_capitals = token.text.chars().count() > 1 && token.text.chars().all(char::is_uppercase);
    !all_capitals && PLAIN.contains(&token.lower) || matches!(token.text, "I" | "A" | "AM" | "PM")
}

/// Tells whether only marks stand before a token, or a mark that begins a sentence anew.
fn stands_first(tokens: &[Token<'_>], at: usize) -> bool {
    match at.checked_sub(1).and_then(|before| tokens.get(before)) {
        None => true,
        Some(before) if before.is_quote() => true,
        Some(before) => matches!(before.text, ":" | "." | "?" | "!" | "•"),
    }
}

/// At the head of a sentence a capital proves nothing: the word must look like no common word,
/// or be followed by what follows a name.
fn first_word_is_name(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(token) = tokens.get(at) else {
        return false;
    };
    let inner_capital = token.text.chars().skip(1).any(char::is_uppercase);
    let next_is_name = tokens
        .get(at + 1)
        .is_some_and(|next| next.is_capitalised() || next.is_any(&["'s", "’s"]));
    let doubtful = super::tagging::is_common_word(token);
    inner_capital || token.text.ends_with('.') || !doubtful || next_is_name && !is_opener(token)
}

/// Words that open a sentence before a name without being part of it.
fn is_opener(token: &Token<'_>) -> bool {
    let word = token.lower.as_ref();
    word.len() > 4 && (word.ends_with("ly") || word.ends_with("ing") || word.ends_with("ed"))
}

fn end_of_run(tokens: &[Token<'_>], start: usize, date_start: Option<usize>) -> usize {
    let mut end = start + 1;
    while let Some(token) = tokens.get(end) {
        if date_start.is_some_and(|start| token.span.start >= start) {
            break;
        }
        if is_name_word(token) || is_initial(token) || is_name_number(tokens, end) {
            end += 1;
        } else if let Some(after) = joint_end(tokens, end) {
            end = after;
        } else {
            break;
        }
    }
    end
}

fn is_initial(token: &Token<'_>) -> bool {
    token.text.len() == 2 && token.text.ends_with('.') && token.is_capitalised()
}

/// "Apollo 11", "World War II" and "Windows 95", not "In Paris 40 people".
fn is_name_number(tokens: &[Token<'_>], at: usize) -> bool {
    let number = tokens
        .get(at)
        .is_some_and(|t| t.is_number() && t.text.len() <= 3 && !t.text.contains(['.', ',']));
    let word = tokens.get(at).is_some_and(|t| {
        t.is_capitalised()
            && t.is_any(&[
                "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
            ])
    });
    let ends_there = tokens.get(at + 1).is_none_or(|next| {
        !next.is_word() && next.text != "%" || lexicon::closed_class(&next.lower).is_some()
    });
    word || number && ends_there
}

/// Up to two joints with a capitalised word behind them: "of", "of the", "van der".
fn joint_end(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let joint = tokens.get(at)?;
    if joint.text == "&" || joint.is_dash() && touch(tokens, at) && touch(tokens, at - 1) {
        return tokens
            .get(at + 1)
            .is_some_and(is_name_word)
            .then_some(at + 2);
    }
    if !joint.is_any(&JOINTS) || joint.is_capitalised() {
        return None;
    }
    let second = tokens.get(at + 1)?;
    if is_name_word(second) {
        return Some(at + 2);
    }
    let two =
        second.is("the") && joint.is("of") || second.is_any(&["der", "den", "la", "las", "los"]);
    (two && tokens.get(at + 2).is_some_and(is_name_word)).then_some(at + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(sentence: &str) -> Vec<&str> {
        find(sentence)
            .into_iter()
            .map(|span| span.of(sentence).expect("a span of it"))
            .collect()
    }

    #[test]
    fn names_are_found_whole() {
        assert_eq!(
            found("The mayor, Ludwig van der Aa, met Ahmed al-Sudani at the Bank of England."),
            ["Ludwig van der Aa", "Ahmed al-Sudani", "Bank of England"]
        );
        assert_eq!(
            found("In 1969 NASA flew Apollo 11 with J. R. Smith of the U.S. Navy."),
            ["NASA", "Apollo 11", "J. R. Smith of the U.S. Navy"]
        );
    }

    #[test]
    fn the_first_word_is_no_name_for_its_capital_alone() {
        assert_eq!(found("Farmers met in Oslo."), ["Oslo"]);
        assert_eq!(found("Recently Norway left."), ["Norway"]);
        assert_eq!(found("The Danube rose."), ["Danube"]);
        assert_eq!(found("Zaventem grew."), ["Zaventem"]);
    }

    #[test]
    fn months_and_weekdays_are_dates_and_no_names() {
        assert_eq!(found("On Sunday, 3 March 2020, Lisbon slept."), ["Lisbon"]);
    }

    #[test]
    fn possessives_end_a_name() {
        assert_eq!(found("It was Norway’s Statoil."), ["Norway", "Statoil"]);
    }

    proptest::proptest! {
        #[test]
        fn every_name_is_a_piece_of_the_sentence(sentence in "[A-Za-zÉé '’.,&0-9-]{0,80}") {
            for span in find(&sentence) {
                assert!(span.of(&sentence).is_some_and(|piece| !piece.is_empty()));
            }
        }
    }
}
