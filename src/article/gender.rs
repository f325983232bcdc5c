//! Whether a person is spoken of as "he" or "she", as far as the name tells.

use crate::text::{WordVectors, normalize};

/// How a person is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// "she", "her".
    She,
    /// "he", "his".
    He,
}

/// Words with which a name may begin, and which tell.
const HERS: [&str; 17] = [
    "mrs", "ms", "miss", "lady", "queen", "princess", "dame", "duchess", "countess", "empress",
    "madame", "baroness", "actress", "mother", "sister", "daughter", "wife",
];
const HIS: [&str; 17] = [
    "mr", "sir", "lord", "king", "prince", "baron", "duke", "emperor", "pope", "father", "brother",
    "son", "husband", "monsieur", "herr", "sultan", "kaiser",
];

/// Words whose meaning given names lean towards.
const WOMEN: [&str; 10] = [
    "she", "her", "woman", "mother", "daughter", "sister", "wife", "queen", "girl", "female",
];
const MEN: [&str; 10] = [
    "he", "his", "man", "father", "son", "brother", "husband", "king", "boy", "male",
];

/// A given name tells when it is nearer to one side by this much of a cosine: of forty well-known ones none was misread;
/// Ada, Ruth, Emmanuel and a few more were left open.
const LEANS: f32 = 0.06;

/// One word alone may be a family name or no person's at all, and must lean farther.
const LEANS_ALONE: f32 = 0.1;

/// Reads a name; a family name alone hardly tells.
pub fn of_name(name: &str) -> Option<Gender> {
    let mut words = name.split_whitespace().map(|word| {
        let word = normalize::fold(word.trim_end_matches('.'));
        (
            HERS.contains(&word.as_str()),
            HIS.contains(&word.as_str()),
            word,
        )
    });
    let (hers, his, given) = words.next()?;
    match (hers, his) {
        (true, _) => return Some(Gender::She),
        (_, true) => return Some(Gender::He),
        _ => {}
    }
    let least = if words.next().is_some() {
        LEANS
    } else {
        LEANS_ALONE
    };
    let vectors = WordVectors::shipped();
    let row = vectors.row(&given)?;
    let to = |side: &[&str]| -> f32 {
        let rows = side.iter().filter_map(|word| vectors.row(word));
        rows.map(|other| vectors.similarity(row, other))
            .sum::<f32>()
            / side.len() as f32
    };
    let lean = to(&WOMEN) - to(&MEN);
    match lean {
        hers if hers >= least => Some(Gender::She),
        his if his <= -least => Some(Gender::He),
        _ => None,
    }
}

/// Tells whether a single capital word may be a person's: the table of words does not have it, or knows it as a given
/// name. `Poland` and `Radium` are words.
pub fn may_name_a_person(word: &str) -> bool {
    !WordVectors::shipped().knows(&normalize::fold(word)) || of_name(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_given_names_tell() {
        assert_eq!(of_name("Lord Byron"), Some(Gender::He));
        assert_eq!(of_name("Queen Victoria"), Some(Gender::She));
        assert_eq!(of_name("Mary Somerville"), Some(Gender::She));
        assert_eq!(of_name("Michael Collins"), Some(Gender::He));
    }

    #[test]
    fn family_names_and_unknown_ones_do_not() {
        assert_eq!(of_name("Somerville"), None);
        assert_eq!(of_name("Zzyzx Quux"), None);
        assert_eq!(of_name(""), None);
    }
}
