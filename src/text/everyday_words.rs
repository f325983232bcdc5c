//! Words that people exchange when they ask for the same thing, from a shipped list: "boss" for "manager", "lorry" for
//! "truck".
//!
//! The table made of WordNet says what means the same in a dictionary; people are not so exact when they ask. The list is
//! plain text, for everybody to read and to add to.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::normalize;

const SHIPPED: &str = include_str!("../../data/model/everyday-words.txt");

/// The groups of words that say the same, by their stems.
#[derive(Debug, Default)]
pub struct EverydayWords {
    groups: Vec<Vec<String>>,
    /// In which groups each stem stands.
    places: HashMap<String, Vec<usize>>,
}

impl EverydayWords {
    /// Returns the list that comes with the program, read once.
    pub fn shipped() -> &'static EverydayWords {
        static LIST: LazyLock<EverydayWords> = LazyLock::new(|| EverydayWords::parse(SHIPPED));
        &LIST
    }

    /// Reads a list: a group a line, its words parted by spaces; lines that are empty or begin with `#` are passed over.
    pub fn parse(list: &str) -> EverydayWords {
        let lines = list.lines().map(str::trim);
        let mut read = EverydayWords::default();
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let group: Vec<String> = line.split_whitespace().map(normalize::stem).collect();
            for stem in &group {
                let places = read.places.entry(stem.clone()).or_default();
                places.push(read.groups.len());
            }
            read.groups.push(group);
        }
        read
    }

    /// Tells whether the list has a stem, and so that it is no typing error.
    pub fn knows(&self, stem: &str) -> bool {
        self.places.contains_key(stem)
    }

    /// Returns the stems that may stand for one, in the order of the list; one may come twice.
    pub fn others<'e>(&'e self, stem: &str) -> impl Iterator<Item = &'e str> + use<'e> {
        let own = stem.to_owned();
        let places = self.places.get(stem).map_or(&[][..], Vec::as_slice);
        let groups = places.iter().filter_map(|place| self.groups.get(*place));
        (groups.flatten().map(String::as_str)).filter(move |other| *other != own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::function_words::is_function_word;

    fn others(word: &str) -> Vec<&'static str> {
        let list = EverydayWords::shipped();
        list.others(&normalize::stem(word)).collect()
    }

    #[test]
    fn what_people_exchange_is_known_in_every_form() {
        assert!(others("lorries").contains(&"truck"));
        assert!(others("sold").is_empty());
        assert!(others("stolen").contains(&normalize::stem("robbery").as_str()));
        assert!(!others("boss").contains(&"boss"));
        assert!(EverydayWords::shipped().knows(&normalize::stem("pensioners")));
    }

    #[test]
    fn the_shipped_list_has_groups_of_telling_words_only() {
        let list = EverydayWords::shipped();
        for group in &list.groups {
            assert!(group.len() > 1, "{group:?}");
        }
        let lines = SHIPPED.lines().filter(|line| !line.starts_with('#'));
        for word in lines.flat_map(str::split_whitespace) {
            assert!(!is_function_word(word), "{word}");
            assert!(word.bytes().all(|byte| byte.is_ascii_lowercase()), "{word}");
        }
    }
}
