//! What a sentence rules on a thing: "Dogs are welcome" allows it, "No dogs" and "Dogs aren't allowed" do not.

use crate::text::{Span, normalize, words};

/// Words that allow a thing …
const ALLOWING: &str = "allowed permitted fine ok okay welcome tolerated accepted legal unlimited";

/// … and those that forbid it.
const FORBIDDING: &str = "banned forbidden prohibited disallowed illegal";

/// Verbs that do one or the other, as they are denied or not.
const MODAL: [&str; 2] = ["may", "can"];

/// Words that deny a ruling.
const DENYING: [&str; 8] = [
    "not", "never", "no", "none", "neither", "nor", "cannot", "nobody",
];

/// Marks behind which another ruling may begin.
const CLAUSE_ENDS: [char; 7] = ['.', ';', ':', '!', '?', '–', '—'];

/// What a sentence rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ruling {
    /// Whether it allows the thing.
    pub allows: bool,
    /// The words that say so, bytes of the sentence.
    pub words: Span,
}

/// Tells whether a folded word says of a thing whether it is allowed.
pub fn is_ruling(folded: &str) -> bool {
    let has = |list: &str| list.split(' ').any(|word| word == folded);
    has(ALLOWING) || has(FORBIDDING)
}

/// Reads what a sentence rules on the things whose stems are given, in the first clause that has one of them and a ruling.
pub fn on(sentence: &str, things: &[String]) -> Option<Ruling> {
    let found: Vec<(Span, String)> = words::words(sentence)
        .map(|word| (word.span, normalize::fold(word.text)))
        .collect();
    let parts = found.chunk_by(|(before, _), (own, word)| {
        let gap = sentence.get(before.end..own.start).unwrap_or_default();
        !gap.contains(CLAUSE_ENDS) && word != "but"
    });
    let is_thing = |word: &str| things.contains(&normalize::stem(word));
    parts
        .filter(|clause| clause.iter().any(|(_, word)| is_thing(word)))
        .find_map(|clause| ruling_of(clause, &is_thing))
}

fn ruling_of(clause: &[(Span, String)], is_thing: &dyn Fn(&str) -> bool) -> Option<Ruling> {
    let word = |at: usize| clause.get(at).map_or("", |(_, word)| word.as_str());
    let is_denial = |word: &str| DENYING.contains(&word) || word.ends_with("n't");
    let between = |from: usize, to: usize| {
        let ends = clause.get(from).zip(clause.get(to));
        ends.map(|((first, _), (last, _))| Span::new(first.start, last.end))
    };
    if let Some(at) = (0..clause.len()).find(|at| is_ruling(word(*at))) {
        let denial = (0..at).rev().find(|at| is_denial(word(*at)));
        let forbids = FORBIDDING.split(' ').any(|own| own == word(at));
        return Some(Ruling {
            allows: forbids == denial.is_some(),
            words: between(denial.unwrap_or(at), at)?,
        });
    }
    let denied = |at: usize| matches!(word(at), "can't" | "cannot" | "mustn't");
    if let Some(at) = (0..clause.len()).find(|at| denied(*at)) {
        return Some(Ruling {
            allows: false,
            words: between(at, at)?,
        });
    }
    let modal = (0..clause.len()).find(|at| MODAL.contains(&word(*at)) || word(*at) == "must");
    if let Some(at) = modal {
        let forbids = is_denial(word(at + 1)) || word(0) == "no" || word(0) == "nobody";
        return (forbids || word(at) != "must").then_some(Ruling {
            allows: !forbids,
            words: between(at, at + usize::from(is_denial(word(at + 1))))?,
        });
    }
    // "No dogs on the beach": a ban without a verb.
    (word(0) == "no" && is_thing(word(1))).then_some(Ruling {
        allows: false,
        words: between(0, 1)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(sentence: &str, thing: &str) -> Option<(bool, String)> {
        let ruling = on(sentence, &[normalize::stem(thing)])?;
        Some((ruling.allows, ruling.words.of(sentence)?.to_owned()))
    }

    #[test]
    fn a_ruling_allows_or_forbids() {
        for (sentence, words) in [
            ("Boats are welcome on the pond.", "welcome"),
            ("You may bring boats to the pond.", "may"),
            ("Boats are not banned here.", "not banned"),
            ("Hens are forbidden, but boats are fine.", "fine"),
        ] {
            assert_eq!(told(sentence, "boats"), Some((true, words.to_owned())));
        }
        for (sentence, words) in [
            ("Boats aren't allowed on the pond.", "aren't allowed"),
            ("Boats are no longer allowed.", "no longer allowed"),
            ("Hens are fine; boats are prohibited.", "prohibited"),
            ("Nobody may bring boats.", "may"),
            ("Boats must not be moored here.", "must not"),
            ("No boats on the pond.", "No boats"),
            ("Boats can't be moored here.", "can't"),
        ] {
            assert_eq!(
                told(sentence, "boats"),
                Some((false, words.to_owned())),
                "{sentence}"
            );
        }
        for other in [
            "Boats must be moored.",
            "Boats are hired out.",
            "Hens are welcome; boats are hired out.",
        ] {
            assert_eq!(told(other, "boats"), None, "{other}");
        }
    }
}
