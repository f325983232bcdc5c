//! Where something is: "is located in Lund", "the Bank of Norland in Lund".

use super::chunks::PhraseKind;
use super::clauses::Clause;
use super::parsed_sentence::Reading;
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
pub fn is_one(reading: &Reading<'_>, clause: &Clause) -> bool {
    let Some((preposition, _)) = clause.preposition else {
        return false;
    };
    let somewhere = reading
        .phrases
        .iter()
        .position(|phrase| phrase.first == preposition)
        .is_some_and(|at| qualifiers::is_place(reading, at));
    let stands = reading.is_any(clause.head, &LYING) || reading.tag(clause.head) == Some(Tag::Be);
    somewhere && stands
}

/// Finds names that lie in what another name stands for.
pub fn find(reading: &Reading<'_>) -> Vec<Fact> {
    (1..reading.phrases.len())
        .filter(|&at| names_in_names(reading, at))
        .filter_map(|at| {
            let (one, joint, two) = (
                reading.phrases[at - 1],
                reading.phrases[at],
                reading.phrases[at + 1],
            );
            Some(Fact {
                kind: FactKind::Place,
                subject: Some(reading.span((one.first, one.last))?),
                relation: Some(reading.span((joint.first, joint.last))?),
                object: Some(reading.span((two.first, two.last))?),
                qualifiers: Vec::new(),
                confidence: NAME_IN_NAME,
            })
        })
        .collect()
}

fn names_in_names(reading: &Reading<'_>, at: usize) -> bool {
    let before = reading.phrases[at - 1];
    before.is(PhraseKind::Noun)
        && reading.tag(before.head) == Some(Tag::Name)
        && reading.is_any(reading.phrases[at].first, &["in", "near"])
        && qualifiers::is_place(reading, at)
        && is_thing(reading, at - 1)
}

/// The name before "in" must stand for something that lies, not for somebody who does something there.
fn is_thing(reading: &Reading<'_>, at: usize) -> bool {
    let phrase = reading.phrases[at];
    // "the Nobel Prize in Physics" lies nowhere.
    let award = reading.is_any(
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
    !award && (reading.is_any(phrase.first, &["the"]) || phrase.last > phrase.first + 1)
}
