//! Pronouns and stand-ins behind the subject of a sentence: "In Oslo he …", "… so that the planet now has …".

use super::parted_words::Word;
use super::subjects::Stand;
use crate::text::Span;

/// Finds the words of a sentence that may stand for a person or a thing named before, in order.
pub fn inside(words: &[Word<'_>]) -> Vec<(Span, Stand)> {
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let stand = if word.is_any(&["he", "his", "him"]) {
            Stand::He
        } else if word.is_any(&["she", "her", "hers"]) {
            Stand::She
        } else if word.is_any(&["the", "this"]) {
            match noun_behind(words, at) {
                Some(noun) => {
                    found.push((Span::new(word.span.start, noun.end), Stand::Noun(noun)));
                    continue;
                }
                None => continue,
            }
        } else {
            continue;
        };
        found.push((word.span, stand));
    }
    found
}

/// Returns the noun of "the planet": one lower-case word that nothing says more about.
fn noun_behind(words: &[Word<'_>], article: usize) -> Option<Span> {
    let noun = words.get(article + 1)?;
    let more = words.get(article + 2).is_some_and(|next| {
        !next.is_parted() && (next.is_capital() || next.is_any(&["of", "that", "which", "who"]))
    });
    let plain = noun.text.chars().all(char::is_lowercase) && noun.text.len() > 2;
    (plain && !noun.is_parted() && !more).then_some(noun.span)
}
