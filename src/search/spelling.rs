//! Reads a word of the question that no article has as one that they have: written out, or typing errors forgiven.

use crate::question::written_out;
use crate::text::vectors::{WordRow, WordVectors};
use crate::text::{normalize, similarity};

use super::term::{NEAR_ENOUGH, Term, relatives};
use super::vocabulary::{StemId, Vocabulary, WordId};

/// A word as typed, and as it was read.
pub type Reading = (String, String);

/// Looks an unknown word up among the known ones, typing errors forgiven.
pub fn corrected(term: &mut Term, vocabulary: &Vocabulary) -> Option<Reading> {
    // Max is somebody; HQ, which nobody can pronounce, is nobody.
    let is_somebody = term.name && term.folded.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    if !is_somebody && let Some(reading) = write_out(term, vocabulary) {
        return Some(reading);
    }
    if WordVectors::shipped().knows(&term.folded) {
        return None;
    }
    let errors = similarity::errors_forgiven(&term.folded);
    let mut meant = vocabulary.spelling_candidates(&term.folded, errors, 3);
    meant.retain(|meant| leaves_enough(&term.folded, &meant.word));
    let best = meant.first()?;
    for other in meant
        .iter()
        .filter(|other| other.closeness >= best.closeness - CLOSE_SECOND)
    {
        let stem = vocabulary.stem_of(other.id);
        if let Some(stem) = stem.filter(|stem| term.stems.iter().all(|(known, _)| known != stem)) {
            term.stems.push((stem, other.closeness));
        }
    }
    term.row = WordVectors::shipped().row(&best.word);
    term.word = Some(best.id);
    Some((term.folded.clone(), best.word.clone()))
}

/// A second reading of a mistyped word is kept when it is nearly as close as the first.
const CLOSE_SECOND: f32 = 0.06;

/// Reads a word that is short for others as those of them that the articles have: "mods" as "moderators".
fn write_out(term: &mut Term, vocabulary: &Vocabulary) -> Option<Reading> {
    let known: Vec<(String, WordId)> = (written_out(&term.folded).into_iter())
        .filter_map(|whole| {
            let one = || {
                let one = whole.strip_suffix('s')?;
                Some((one.to_owned(), vocabulary.word(one)?))
            };
            vocabulary
                .word(&whole)
                .map(|id| (whole.clone(), id))
                .or_else(one)
        })
        .collect();
    let (first, id) = known.first().cloned()?;
    let stems = known.iter().filter_map(|(_, id)| vocabulary.stem_of(*id));
    term.stems.extend(stems.map(|stem| (stem, 1.0)));
    term.row = WordVectors::shipped().row(&first);
    term.word = Some(id);
    Some((term.folded.clone(), first))
}

/// Reads an unknown word as the English one that it is mistyped for, where the articles have that in another form, one of
/// its family or one that means nearly the same: "Sweedish" as "Swedish" where they speak of Sweden.
pub fn read_as_english(term: &mut Term, vocabulary: &Vocabulary) -> Option<Reading> {
    let vectors = WordVectors::shipped();
    let alike = if term.name { MEANS_NAME } else { NEAR_ENOUGH };
    let of_articles = |row: WordRow| {
        let stem = normalize::stem(vectors.word(row));
        let own: Vec<(StemId, f32)> = (vocabulary.stem(&stem).into_iter())
            .map(|known| (known, ENGLISH_CLOSENESS))
            .collect();
        let family = relatives(&stem, &own, vocabulary);
        let has_alike = || {
            let mut near = vectors.nearest(row).iter();
            near.any(|(other, cosine)| {
                *cosine >= alike && vocabulary.word(vectors.word(*other)).is_some()
            })
        };
        let is_known = !own.is_empty() || !family.is_empty() || has_alike();
        is_known.then_some((row, own, family))
    };
    let (row, own, family) = vectors.mistyped(&term.folded).find_map(of_articles)?;
    term.row = Some(row);
    term.stems = own;
    term.relatives = family;
    Some((term.folded.clone(), vectors.word(row).to_owned()))
}

/// What is written like a name is read as another word only where the articles have one that means nearly the same.
const MEANS_NAME: f32 = 0.75;

/// How close a word one typing error away counts.
const ENGLISH_CLOSENESS: f32 = 0.9;

/// Tells whether a short word keeps its letters: "ilvl" is not "ill", though "dogg" is "dog".
fn leaves_enough(typed: &str, known: &str) -> bool {
    let letters: Vec<char> = typed.chars().collect();
    let mut single = letters.clone();
    single.dedup();
    let doubled = single.len() < letters.len();
    known.chars().count() >= LEAST_LETTERS || doubled
}

/// A word of so many letters is not taken for a shorter one.
const LEAST_LETTERS: usize = 4;
