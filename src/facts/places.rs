//! Where something is: "is located in Lund", "the Bank of Norland in Lund".

use super::chunks::PhraseKind;
use super::clauses::Clause;
use super::parsed_sentence::ParsedSentence;
use super::tagging::Tag;
use super::{Fact, FactKind, qualifiers};

/// How often a name with "in" and a second name lies there.
const NAME_IN_NAME: f32 = 0.7;

/// Verbs that say where something is.
const LYING: [&str; 20] = [
    "located",
    "situated",
    "based",
    "headquartered",
    "lies",
    "lie",
    "lay",
    "stands",
    "stood",
    "sits",
    "sat",
    "born",
    "lives",
    "lived",
    "resides",
    "resided",
    "housed",
    "buried",
    "held",
    "living",
];

/// Tells whether a clause says where its subject is.
pub fn is_one(parsed: &ParsedSentence<'_>, clause: &Clause) -> bool {
    let Some((preposition, _)) = clause.preposition else {
        return false;
    };
    let somewhere = parsed
        .phrases
        .iter()
        .position(|phrase| phrase.first == preposition)
        .is_some_and(|at| qualifiers::is_place(parsed, at));
    let stands = parsed.is_any(clause.head, &LYING) || parsed.tag(clause.head) == Some(Tag::Be);
    somewhere && stands
}

/// Finds names that lie in what another name stands for.
pub fn find(parsed: &ParsedSentence<'_>) -> Vec<Fact> {
    (1..parsed.phrases.len())
        .filter(|&at| names_in_names(parsed, at))
        .filter_map(|at| {
            let (one, joint, two) = (
                parsed.phrases[at - 1],
                parsed.phrases[at],
                parsed.phrases[at + 1],
            );
            Some(Fact {
                kind: FactKind::Place,
                subject: Some(parsed.span((one.first, one.last))?),
                relation: Some(parsed.span((joint.first, joint.last))?),
                object: Some(parsed.span((two.first, two.last))?),
                qualifiers: Vec::new(),
                confidence: NAME_IN_NAME,
            })
        })
        .collect()
}

fn names_in_names(parsed: &ParsedSentence<'_>, at: usize) -> bool {
    let before = parsed.phrases[at - 1];
    before.is(PhraseKind::Noun)
        && parsed.tag(before.head) == Some(Tag::Name)
        && parsed.is_any(parsed.phrases[at].first, &["in", "near"])
        && qualifiers::is_place(parsed, at)
        && is_thing(parsed, at - 1)
}

/// The name before "in" must stand for something that lies, not for somebody who does something there.
fn is_thing(parsed: &ParsedSentence<'_>, at: usize) -> bool {
    let phrase = parsed.phrases[at];
    // "the Nobel Prize in Physics" lies nowhere.
    let award = parsed.is_any(
        phrase.head,
        &[
            "prize",
            "award",
            "medal",
            "degree",
            "diploma",
            "doctorate",
            "championship",
        ],
    );
    !award && (parsed.is_any(phrase.first, &["the"]) || phrase.last > phrase.first + 1)
}
