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

/// Verbs by which a ruling is told in a clause of its own.
const BE: [&str; 5] = ["is", "are", "was", "were", "be"];

/// A verb stands so far before the word that rules: "are perfectly fine".
const VERB_BEFORE: usize = 3;

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
        .find_map(|clause| ruling_of(sentence, clause, &is_thing))
}

fn ruling_of(
    sentence: &str,
    clause: &[(Span, String)],
    is_thing: &dyn Fn(&str) -> bool,
) -> Option<Ruling> {
    let word = |at: usize| clause.get(at).map_or("", |(_, word)| word.as_str());
    let is_denial = |word: &str| DENYING.contains(&word) || word.ends_with("n't");
    let between = |from: usize, to: usize| {
        let ends = clause.get(from).zip(clause.get(to));
        ends.map(|((first, _), (last, _))| Span::new(first.start, last.end))
    };
    let is_be = |at: usize| BE.contains(&word(at)) || word(at).ends_with("n't");
    // "The fine for dogs" allows none.
    let is_penalty = |at: usize| {
        let mut before = (at.saturating_sub(VERB_BEFORE)..at).rev();
        let nearest = before.find(|at| is_be(*at) || matches!(word(*at), "a" | "an" | "the"));
        word(at) == "fine" && !nearest.is_some_and(is_be)
    };
    let begins_part = |at: usize| {
        let gap = (at.checked_sub(1).and_then(|before| clause.get(before)))
            .zip(clause.get(at))
            .and_then(|((before, _), (own, _))| sentence.get(before.end..own.start));
        word(at) == "and" || gap.is_some_and(|gap| gap.contains(','))
    };
    // "No tickets are needed and dogs are welcome": a part with a verb of its own is not denied by one before it.
    let is_of_part_before = |denial: usize, at: usize| {
        let part = (denial + 1..at).rev().find(|at| begins_part(*at));
        part.is_some_and(|part| (0..part).any(is_be) && (part..at).any(is_be))
    };
    if let Some(at) = (0..clause.len()).find(|at| is_ruling(word(*at)) && !is_penalty(*at)) {
        let denies = |denial: &usize| is_denial(word(*denial)) && !is_of_part_before(*denial, at);
        let denial = (0..at).rev().find(denies);
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

    #[test]
    fn what_is_paid_for_a_thing_does_not_allow_it() {
        for fined in [
            "The fine for boats on the pond is £80.",
            "There is a fine for boats on the pond.",
            "Boats on the pond cost an £80 fine.",
        ] {
            assert_eq!(told(fined, "boats"), None, "{fined}");
        }
        let fine = Some((true, "fine".to_owned()));
        assert_eq!(told("Boats are perfectly fine here.", "boats"), fine);
    }

    #[test]
    fn what_is_denied_of_something_else_forbids_nothing() {
        let welcome = Some((true, "welcome".to_owned()));
        for allowed in [
            "No tickets are needed and boats are welcome on the pond.",
            "There is no lifeguard, boats are welcome.",
        ] {
            assert_eq!(told(allowed, "boats"), welcome, "{allowed}");
        }
        for forbidden in [
            "No rafts, boats or tents are allowed.",
            "No rafts and boats are allowed.",
            "Boats are not, under any circumstances, allowed.",
        ] {
            let allows = told(forbidden, "boats").map(|(allows, _)| allows);
            assert_eq!(allows, Some(false), "{forbidden}");
        }
    }
}
