//! Other names of one thing: where an article says that the SDF are the Syrian Democratic Forces, each of its sentences
//! that has one name speaks of the other, too.

use crate::article::coreference::Antecedent;
use crate::article::{Outline, Sentence};
use crate::facts::aliases;
use crate::text::Span;

/// What stands in every sentence that sets two names side by side.
const CUES: [&str; 12] = [
    "(",
    " or ",
    "known as",
    "called",
    "nicknamed",
    "aka",
    "a.k.a.",
    "abbreviated",
    "formerly",
    "previously",
    "renamed",
    "dubbed",
];

/// An article declares no more names than this, or it is a list of them.
const MAX_DECLARED: usize = 40;

/// A sentence has no more of them.
const MAX_MENTIONED: usize = 4;

/// Finds in each sentence of an article the names that it says of something it has another name for.
pub fn find(text: &str, outline: &Outline) -> Vec<Vec<Antecedent>> {
    let named = declared(text, outline);
    let mentioned = |sentence: Span| -> Vec<Antecedent> {
        let words = sentence.of(text).unwrap_or_default();
        let mut found = Vec::new();
        for group in &named {
            let here = group
                .iter()
                .find_map(|name| place_of(name.of(text)?, words));
            let Some(here) = here else {
                continue;
            };
            let pronoun = here.shifted(sentence.start);
            let own = pronoun.of(text).unwrap_or_default();
            let others = group.iter().filter(|name| {
                name.of(text)
                    .is_some_and(|other| other != own && place_of(other, words).is_none())
            });
            found.extend(others.map(|name| Antecedent {
                pronoun,
                name: *name,
            }));
        }
        found.truncate(MAX_MENTIONED);
        found
    };
    (outline.sentences.iter())
        .map(|sentence| mentioned(sentence.span))
        .collect()
}

/// Collects the names that an article sets side by side, those of one thing together.
fn declared(text: &str, outline: &Outline) -> Vec<Vec<Span>> {
    let mut groups: Vec<Vec<Span>> = Vec::new();
    for Sentence { span, .. } in &outline.sentences {
        let sentence = span.of(text).unwrap_or_default();
        if !CUES.iter().any(|cue| sentence.contains(cue)) {
            continue;
        }
        if groups.len() >= MAX_DECLARED {
            break;
        }
        for alias in aliases::find(sentence) {
            let (long, short) = (
                alias.long.shifted(span.start),
                alias.short.shifted(span.start),
            );
            let is = |name: &Span, other: Span| name.of(text) == other.of(text);
            let known = groups
                .iter()
                .position(|group| group.iter().any(|name| is(name, long)));
            match known.and_then(|at| groups.get_mut(at)) {
                Some(group) if group.iter().any(|name| is(name, short)) => {}
                Some(group) => group.push(short),
                None => groups.push(vec![long, short]),
            }
        }
    }
    groups
}

/// Returns where a name first stands as a word of its own.
fn place_of(name: &str, words: &str) -> Option<Span> {
    let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    (words.match_indices(name)).find_map(|(at, _)| {
        let end = at + name.len();
        let whole = !is_part(words.get(..at)?.chars().next_back())
            && !is_part(words.get(end..)?.chars().next());
        whole.then(|| Span::new(at, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<Vec<(&str, &str)>> {
        let said = |span: Span| span.of(text).expect("a span of it");
        let names = find(text, &Outline::of(text)).into_iter();
        names
            .map(|names| {
                let names = names.into_iter();
                names
                    .map(|one| (said(one.pronoun), said(one.name)))
                    .collect()
            })
            .collect()
    }

    #[test]
    fn either_name_speaks_of_the_other() {
        let text = "The Free Harbour Union (FHU) met. The FHU has ten members. The Free Harbour Union pays. FHUs float.";
        assert_eq!(
            found(text),
            [
                vec![],
                vec![("FHU", "Free Harbour Union")],
                vec![("Free Harbour Union", "FHU")],
                vec![],
            ]
        );
    }

    #[test]
    fn a_third_name_is_one_of_the_same_thing() {
        let text = "The Free Harbour Union (FHU) met. Free Harbour Union, formerly known as Dock Nine, pays. Dock Nine grew.";
        let last = found(text).pop().unwrap_or_default();
        assert_eq!(
            last,
            [("Dock Nine", "Free Harbour Union"), ("Dock Nine", "FHU")]
        );
    }

    #[test]
    fn what_no_sentence_sets_side_by_side_has_one_name() {
        assert!(
            found("The FHU met (at noon). The Free Harbour Union pays.")
                .concat()
                .is_empty()
        );
    }
}
