//! Two names of one thing: abbreviations in brackets, other names, former names.

use super::dates;
use super::initials::{is_abbreviation, letters_of, long_form_start};
use super::names;
use super::tokens::{self, Token, span_between};
use super::{Fact, FactKind};
use crate::text::Span;

/// Two names of one thing, the fuller or first one called long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alias {
    /// The full name.
    pub long: Span,
    /// The abbreviation or other name.
    pub short: Span,
}

/// Finds the pairs of names a sentence declares to be one, in the order in which they stand.
pub fn find(sentence: &str) -> Vec<Alias> {
    let tokens = tokens::tokenize(sentence);
    let names = names::find_in(&tokens, &dates::find_in(&tokens));
    find_in(&tokens, &names)
}

/// Finds the pairs of names among the tokens and names of a sentence.
pub fn find_in(tokens: &[Token<'_>], names: &[Span]) -> Vec<Alias> {
    let mut found: Vec<Alias> = Vec::new();
    for at in 0..tokens.len() {
        let alias = in_brackets(tokens, names, at)
            .or_else(|| after_or(tokens, at))
            .or_else(|| before_long_form(tokens, at))
            .or_else(|| by_another_name(tokens, names, at));
        if let Some(alias) = alias
            && !found.contains(&alias)
        {
            found.push(alias);
            let another = and_another(tokens, names, alias);
            found.extend(another.filter(|other| other.short != alias.long));
        }
    }
    found
}

/// How often two names that a sentence sets side by side are one thing's.
const SIDE_BY_SIDE: f32 = 0.9;

/// Turns pairs of names into facts: the full name is the subject, the other the object.
pub fn facts(aliases: &[Alias]) -> Vec<Fact> {
    aliases
        .iter()
        .map(|alias| Fact {
            kind: FactKind::Alias,
            subject: Some(alias.long),
            relation: None,
            object: Some(alias.short),
            qualifiers: Vec::new(),
            confidence: SIDE_BY_SIDE,
        })
        .collect()
}

/// "Free Harbour Union (FHU)" and "FHU (Free Harbour Union)".
fn in_brackets(tokens: &[Token<'_>], names: &[Span], open: usize) -> Option<Alias> {
    if !tokens.get(open)?.opens_bracket() || open == 0 {
        return None;
    }
    let close =
        (open + 1..(open + 14).min(tokens.len())).find(|&at| tokens[at].closes_bracket())?;
    let inside = skip_lead(tokens, open + 1, close);
    let (first, last) = unquoted(tokens, inside, close.checked_sub(1)?)?;
    let short = tokens.get(first)?;
    if is_abbreviation(short) && (first == last || separates(tokens.get(first + 1)?)) {
        let from = long_form_start(tokens, open, &letters_of(short.text))?;
        return Some(Alias {
            long: span_between(tokens, from, open - 1)?,
            short: short.span,
        });
    }
    bracketed_long_form(tokens, open, first, last)
        .or_else(|| former_name(tokens, names, open, inside, first, last))
}

/// "(hereafter FHU)", "(abbreviated FHU)", "(or FHU)": words that lead to the short form.
fn skip_lead(tokens: &[Token<'_>], from: usize, to: usize) -> usize {
    const LEADS: [&str; 14] = [
        "or",
        "the",
        "abbreviated",
        "abbreviation",
        "hereafter",
        "hereinafter",
        "short",
        "for",
        "as",
        "commonly",
        "also",
        "known",
        "called",
        "a.k.a.",
    ];
    let mut at = from;
    while at < to
        && tokens
            .get(at)
            .is_some_and(|t| t.is_any(&LEADS) || t.text == ":")
    {
        at += 1;
    }
    at
}

fn unquoted(tokens: &[Token<'_>], first: usize, last: usize) -> Option<(usize, usize)> {
    let quoted = tokens.get(first)?.is_quote();
    let first = first + usize::from(quoted);
    let last = match tokens.get(last) {
        Some(mark) if mark.is_quote() || mark.text == "'" || mark.text == "’" => {
            last.checked_sub(1)?
        }
        _ => last,
    };
    (first <= last).then_some((first, last))
}

fn separates(token: &Token<'_>) -> bool {
    matches!(token.text, "," | ";" | "/") || token.is("or")
}

fn bracketed_long_form(
    tokens: &[Token<'_>],
    open: usize,
    first: usize,
    last: usize,
) -> Option<Alias> {
    let short = tokens.get(open - 1)?;
    if !is_abbreviation(short) {
        return None;
    }
    let start = long_form_start(tokens, last + 1, &letters_of(short.text))?;
    (start == first).then_some(())?;
    Some(Alias {
        long: span_between(tokens, first, last)?,
        short: short.span,
    })
}

/// "Istanbul (formerly Constantinople)", "Myanmar (also known as Burma)".
fn former_name(
    tokens: &[Token<'_>],
    names: &[Span],
    open: usize,
    inside: usize,
    first: usize,
    last: usize,
) -> Option<Alias> {
    let led = inside > open + 1 || tokens.get(first)?.is_any(&["formerly", "previously"]);
    let first = if tokens.get(first)?.is_any(&["formerly", "previously"]) {
        skip_lead(tokens, first + 1, last)
    } else {
        first
    };
    let other = name_from(names, tokens.get(first)?.span.start)?;
    let name = name_until(names, tokens.get(open - 1)?.span.end)?;
    (led && other.end <= tokens.get(last)?.span.end).then_some(Alias {
        long: name,
        short: other,
    })
}

/// "reduced instruction set computing, or RISC".
fn after_or(tokens: &[Token<'_>], at: usize) -> Option<Alias> {
    if !tokens.get(at)?.is("or") || at < 2 {
        return None;
    }
    let short = tokens.get(at + 1).filter(|t| is_abbreviation(t))?;
    let comma = tokens.get(at - 1)?.text == ",";
    let end = if comma { at - 1 } else { at };
    let from = long_form_start(tokens, end, &letters_of(short.text))?;
    Some(Alias {
        long: span_between(tokens, from, end - 1)?,
        short: short.span,
    })
}

/// "FHU or Free Harbour Union", "FHU, short for Free Harbour Union": the letters first.
fn before_long_form(tokens: &[Token<'_>], at: usize) -> Option<Alias> {
    const LEADS: [&[&str]; 4] = [
        &["or"],
        &[",", "or"],
        &[",", "short", "for"],
        &["stands", "for"],
    ];
    let short = tokens.get(at).filter(|token| is_abbreviation(token))?;
    let said = |words: &&&[&str]| {
        let next = tokens.get(at + 1..at + 1 + words.len());
        next.is_some_and(|next| {
            next.iter()
                .zip(words.iter())
                .all(|(token, word)| token.is(word))
        })
    };
    let lead = LEADS.iter().find(said)?;
    let mut first = at + 1 + lead.len();
    first += usize::from(tokens.get(first)?.is("the"));
    let letters = letters_of(short.text);
    let farthest = (first + letters.len() * 2 + 2).min(tokens.len());
    let last = (first + 1..farthest)
        .rev()
        .find(|last| long_form_start(tokens, last + 1, &letters) == Some(first))?;
    Some(Alias {
        long: span_between(tokens, first, last)?,
        short: short.span,
    })
}

/// Ways of saying that another name follows, longest first.
const OTHERWISE: [&[&str]; 21] = [
    &["also", "known", "as"],
    &["better", "known", "as"],
    &["commonly", "known", "as"],
    &["formerly", "known", "as"],
    &["previously", "known", "as"],
    &["otherwise", "known", "as"],
    &["popularly", "known", "as"],
    &["often", "called"],
    &["also", "called"],
    &["commonly", "called"],
    &["formerly", "called"],
    &["nicknamed"],
    &["aka"],
    &["a.k.a."],
    &["abbreviated", "as"],
    &["abbreviated", "to"],
    &["abbreviated"],
    &["known", "as"],
    &["formerly"],
    &["renamed"],
    &["dubbed"],
];

fn by_another_name(tokens: &[Token<'_>], names: &[Span], at: usize) -> Option<Alias> {
    let words = OTHERWISE.iter().find(|words| {
        words
            .iter()
            .enumerate()
            .all(|(offset, word)| tokens.get(at + offset).is_some_and(|t| t.is(word)))
    })?;
    let after = skip_lead(tokens, at + words.len(), tokens.len());
    let after = after + usize::from(tokens.get(after)?.is_quote());
    let other = name_from(names, tokens.get(after)?.span.start)?;
    let mut before = at.checked_sub(1)?;
    while tokens
        .get(before)
        .is_some_and(|t| t.text == "," || t.opens_bracket() || is_link(t))
    {
        before = before.checked_sub(1)?;
    }
    let name = name_until(names, tokens.get(before)?.span.end)
        .or_else(|| described_name(tokens, names, before))?;
    (name.end <= other.start).then_some(Alias {
        long: name,
        short: other,
    })
}

/// "FHU, the group also known as Red Dock": the name that a noun before `also known as` says something of.
fn described_name(tokens: &[Token<'_>], names: &[Span], noun: usize) -> Option<Span> {
    const MAX_DESCRIPTION_TOKENS: usize = 5;
    let comma = (noun.saturating_sub(MAX_DESCRIPTION_TOKENS)..noun)
        .rev()
        .find(|&at| tokens[at].text == ",")?;
    let describes = tokens.get(comma + 1)?.is_any(&["a", "an", "the"]);
    let name = tokens.get(comma.checked_sub(1)?)?;
    describes.then(|| name_until(names, name.span.end))?
}

/// "also known as Red Dock or simply RD": one more name of the same thing.
fn and_another(tokens: &[Token<'_>], names: &[Span], alias: Alias) -> Option<Alias> {
    let or = tokens
        .iter()
        .position(|token| token.span.start >= alias.short.end && !token.is_quote())?;
    let or = or + usize::from(tokens.get(or)?.text == ",");
    if !tokens.get(or)?.is("or") {
        return None;
    }
    let next = or + 1 + usize::from(tokens.get(or + 1)?.is_any(&["simply", "just", "also"]));
    let short = name_from(names, tokens.get(next)?.span.start)?;
    Some(Alias { short, ..alias })
}

fn is_link(token: &Token<'_>) -> bool {
    token.is_any(&[
        "is", "was", "are", "were", "who", "which", "has", "been", "later",
    ])
}

fn name_from(names: &[Span], start: usize) -> Option<Span> {
    let found = names.binary_search_by_key(&start, |name| name.start).ok()?;
    names.get(found).copied()
}

fn name_until(names: &[Span], end: usize) -> Option<Span> {
    let found = names.binary_search_by_key(&end, |name| name.end).ok()?;
    names.get(found).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(sentence: &str) -> Vec<(&str, &str)> {
        find(sentence)
            .iter()
            .map(|alias| {
                let text = |span: Span| span.of(sentence).expect("a span of it");
                (text(alias.long), text(alias.short))
            })
            .collect()
    }

    #[test]
    fn letters_may_stand_before_what_they_stand_for() {
        for sentence in [
            "The FHU or Free Harbour Union met in Oslo.",
            "The FHU, short for the Free Harbour Union, met in Oslo.",
            "FHU stands for Free Harbour Union.",
        ] {
            assert_eq!(
                found(sentence),
                [("Free Harbour Union", "FHU")],
                "{sentence}"
            );
        }
        assert!(found("The FHU or Free Oslo decides.").is_empty());
    }

    #[test]
    fn abbreviations_in_brackets_are_matched_to_initials() {
        assert_eq!(
            found("Members of the Free Harbour Union (FHU) met the Ministry of Sea Trade (MST)."),
            [
                ("Free Harbour Union", "FHU"),
                ("Ministry of Sea Trade", "MST")
            ]
        );
        assert_eq!(
            found("The FHU (Free Harbour Union) has magnetic resonance imaging (“MRI”) rooms."),
            [
                ("Free Harbour Union", "FHU"),
                ("magnetic resonance imaging", "MRI")
            ]
        );
    }

    #[test]
    fn brackets_that_spell_something_else_are_no_alias() {
        assert_eq!(found("The harbour union met its rivals (ABC)."), []);
        assert_eq!(found("Members of the Union (BBC radio) met."), []);
    }

    #[test]
    fn other_and_former_names_are_found() {
        assert_eq!(
            found(
                "Harbour Five, formerly known as Dock Nine, was sold by Ada Moe, nicknamed “Red Ada”."
            ),
            [("Harbour Five", "Dock Nine"), ("Ada Moe", "Red Ada")]
        );
        assert_eq!(
            found("Oslo (formerly Kristiania) uses digital audio broadcasting, or DAB."),
            [
                ("Oslo", "Kristiania"),
                ("digital audio broadcasting", "DAB")
            ]
        );
    }

    #[test]
    fn a_described_name_may_have_two_others() {
        assert_eq!(
            found("They fought Dock Nine, the group also known as Red Dock or simply RD at sea."),
            [("Dock Nine", "Red Dock"), ("Dock Nine", "RD")]
        );
        assert_eq!(found("They saw the group also known as Red Dock."), []);
    }

    #[test]
    fn a_hyphenated_word_gives_the_letters_of_its_parts() {
        assert_eq!(
            found("The Anti-Flood League (AFL) paid."),
            [("Anti-Flood League", "AFL")]
        );
        assert_eq!(
            found("The Wide Water Wheel Club (W3C) met."),
            [("Wide Water Wheel Club", "W3C")]
        );
    }

    proptest::proptest! {
        #[test]
        fn every_alias_is_a_piece_of_the_sentence(
            words in proptest::collection::vec(
                proptest::sample::select(vec![
                    "(", ")", "SDF", "Sea", "Dog", "Farm", "or", ",", "formerly", "known", "as",
                    "“", "”", "the", "é", "-", "a.k.a.", "of",
                ]),
                0..14,
            )
        ) {
            let sentence = words.join(" ");
            for alias in find(&sentence) {
                assert!(alias.long.of(&sentence).is_some_and(|piece| !piece.is_empty()));
                assert!(alias.short.of(&sentence).is_some_and(|piece| !piece.is_empty()));
            }
        }
    }
}
