//! What stands around a word, as far as it tells a noun from a verb.

use super::tagging::{Grammar, Tag, is_finite};
use super::tokens::Token;

/// The tag of the word before the nouns, names and adjectives that end at a place.
pub(super) fn opener_of(tagged: &[Grammar], end: usize) -> Option<Tag> {
    let inside = |tag: Tag| matches!(tag, Tag::Noun | Tag::Name | Tag::Adjective | Tag::Number);
    (end.saturating_sub(8)..=end)
        .rev()
        .map(|at| tagged[at].tag)
        .find(|&tag| !inside(tag))
}

/// "among the loudest sounds": the noun group that ends at a place follows a preposition of no clause.
pub(super) fn hangs_on_preposition(tokens: &[Token<'_>], tagged: &[Grammar], end: usize) -> bool {
    let opens = |at: usize| {
        !matches!(
            tagged[at].tag,
            Tag::Noun
                | Tag::Name
                | Tag::Adjective
                | Tag::Number
                | Tag::Determiner
                | Tag::Possessive
        )
    };
    (end.saturating_sub(8)..=end)
        .rev()
        .find(|&at| opens(at))
        .is_some_and(|at| {
            let clause = ["after", "before", "since", "until", "till", "as", "than"];
            tagged[at].tag == Tag::Preposition && !tokens[at].is_any(&clause)
        })
}

/// "made the mountain shrink", "saw the ship sink": a bare verb behind a noun that is made to act or is seen to.
pub(super) fn is_made_to_act(tokens: &[Token<'_>], at: usize) -> bool {
    const MAKING: [&str; 21] = [
        "make", "makes", "made", "making", "let", "lets", "letting", "have", "has", "had", "help",
        "helps", "helped", "see", "saw", "seen", "hear", "heard", "watch", "watched", "felt",
    ];
    tokens
        .get(at.saturating_sub(8)..at)
        .is_some_and(|before| before.iter().any(|token| token.is_any(&MAKING)))
}

/// Tells whether a noun stands for several.
pub(super) fn is_plural(token: &Token<'_>) -> bool {
    token.text.ends_with('s') || token.is_any(&["people", "men", "women", "children", "police"])
}

/// Tells whether a finite verb stands in the same stretch of words before a place.
pub(super) fn finite_before(tagged: &[Grammar], at: usize) -> bool {
    tagged
        .get(at.saturating_sub(12)..at)
        .unwrap_or_default()
        .iter()
        .rev()
        .take_while(|grammar| {
            !matches!(
                grammar.tag,
                Tag::Coordinator | Tag::Subordinator | Tag::Relative | Tag::Mark
            )
        })
        .any(|grammar| is_finite(*grammar))
}

/// "The player who was on a boat takes": the verb before belongs to the "who".
pub(super) fn relative_before(tagged: &[Grammar], at: usize) -> bool {
    tagged
        .get(at.saturating_sub(12)..at)
        .is_some_and(|before| before.iter().any(|grammar| grammar.tag == Tag::Relative))
}

/// Tells whether a finite verb stands in the same stretch of words after a place.
pub(super) fn verb_follows(tagged: &[Grammar], at: usize) -> bool {
    tagged
        .get(at + 1..(at + 9).min(tagged.len()))
        .unwrap_or_default()
        .iter()
        .take_while(|grammar| {
            !matches!(
                grammar.tag,
                Tag::Coordinator | Tag::Subordinator | Tag::Relative | Tag::Mark
            )
        })
        .any(|grammar| is_finite(*grammar))
}

/// "according to plans", "due to work": here "to" is a preposition.
pub(super) fn is_nouny_to(tokens: &[Token<'_>], tagged: &[Grammar], to: usize) -> bool {
    to.checked_sub(1).is_some_and(|before| {
        tokens[before].is_any(&[
            "according",
            "due",
            "prior",
            "subject",
            "thanks",
            "owing",
            "access",
        ]) || tagged[before].tag == Tag::Number
    })
}

/// Tells whether a pronoun can be a subject.
pub(super) fn is_subject(token: &Token<'_>) -> bool {
    token.is_any(&[
        "i", "you", "he", "she", "it", "we", "they", "this", "that", "these", "those", "some",
        "many", "others", "everyone", "someone", "nobody", "all", "both", "most", "none", "each",
        "few", "several",
    ])
}
