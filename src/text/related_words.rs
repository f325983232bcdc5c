//! Which words can mean the same, belong together, or mean the opposite, from a shipped table made of WordNet.
//!
//! A word vector tells how near two words are, and `largest` is as near to `smallest` as to `biggest`; this table tells
//! which of them says the same. `data/model/README.md` says where it comes from.

use std::sync::LazyLock;

use super::vectors::{TableError, WordRow, WordVectors, adler32};

const SHIPPED: &[u8] = include_bytes!("../../data/model/related-words.bin");
const MAGIC: &[u8] = b"FNRW";
const VERSION: u16 = 1;
const HEADER_BYTES: usize = 28;

/// Each word has so many lists: its senses, those of its sister words, those that mean the opposite.
const LISTS: usize = 3;

/// How many senses above one are looked at: farther up everything is a thing.
const MAX_SENSES_ABOVE: u32 = 6;

/// A thing that is done is said by a special word ("murdered" for "kill") only when it is this close below.
const SPECIAL: u32 = 2;

/// How a word stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// It can mean the opposite.
    Opposite,
    /// It is a special word for it (`murder` for `kill`).
    Special,
    /// It is of its root, or used like it (`destruction` for `destroy`).
    Sister,
    /// It can mean the same.
    Same,
}

/// The table, by the rows of the word vectors.
pub struct RelatedWords {
    /// Which lists each word has: inflected forms share them.
    kinds: Vec<u16>,
    /// Where each sense stands below others.
    places: Vec<Place>,
    /// Where each list begins.
    starts: Vec<u32>,
    /// All lists, each sorted.
    senses: Vec<u16>,
}

/// Where a sense stands in the tree of those above and below it. A walk through the tree gives each a number when it comes
/// to it; what is below a sense has the numbers after its own.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    /// Its number, from 1.
    number: u32,
    /// The last number below it.
    last: u32,
    /// How many senses are above it.
    depth: u32,
}

impl Place {
    /// Finds the places of all senses, given the one above each.
    fn of_all(above: &[u16]) -> Vec<Place> {
        let mut below: Vec<Vec<usize>> = vec![Vec::new(); above.len()];
        let mut begins = Vec::new();
        for (sense, above) in above.iter().enumerate() {
            match below.get_mut(usize::from(*above)) {
                Some(below) => below.push(sense),
                None => begins.push(sense),
            }
        }
        let mut places = vec![Place::default(); above.len()];
        let mut order = Vec::with_capacity(above.len());
        // A few senses stand above each other in a circle, as "inhibit" and "restrain" do: of these one has to be the first.
        for begin in begins.into_iter().chain(0..above.len()) {
            let mut waiting = vec![(begin, 0)];
            while let Some((sense, depth)) = waiting.pop() {
                if places[sense].number > 0 {
                    continue;
                }
                order.push(sense);
                let number = order.len() as u32;
                places[sense] = Place {
                    number,
                    last: number,
                    depth,
                };
                waiting.extend(below[sense].iter().map(|own| (*own, depth + 1)));
            }
        }
        // From the last to the first, so that what is below a sense is known before it.
        for sense in order.into_iter().rev() {
            let own = places[sense];
            if let Some(above) = places.get_mut(usize::from(above[sense]))
                && above.number < own.number
            {
                above.last = above.last.max(own.last);
            }
        }
        places
    }

    /// Tells whether it is below another, by so many steps at most.
    fn is_below(self, other: Place, farthest: u32) -> bool {
        (other.number + 1..=other.last).contains(&self.number)
            && self.depth <= other.depth + farthest
    }
}

impl RelatedWords {
    /// Returns the table that comes with the program, read once.
    #[expect(
        clippy::expect_used,
        reason = "the table is compiled in, and a test reads it"
    )]
    pub fn shipped() -> &'static RelatedWords {
        static TABLE: LazyLock<RelatedWords> =
            LazyLock::new(|| RelatedWords::parse(SHIPPED).expect("the shipped table is whole"));
        &TABLE
    }

    /// Reads a table, checking all of it.
    pub fn parse(bytes: &[u8]) -> Result<Self, TableError> {
        let (header, body) = (bytes.split_at_checked(HEADER_BYTES))
            .filter(|(header, _)| header.starts_with(MAGIC))
            .ok_or(TableError::Unknown)?;
        let shorts = shorts(header);
        let found = shorts.get(2).copied().unwrap_or_default();
        if found != VERSION {
            return Err(TableError::Version { found });
        }
        let longs = longs(header);
        let at = |place: usize| longs.get(place).copied().unwrap_or_default() as usize;
        let (words, above, kinds, senses) = (at(2), at(3), at(4), at(5));
        if adler32(body) as usize != at(6) {
            return Err(TableError::damaged("its checksum differs"));
        }
        let mut rest = body;
        let mut take = |bytes: usize| {
            let (own, others) = rest.split_at_checked(bytes)?;
            rest = others;
            Some(own)
        };
        let mut part = |bytes: usize| take(bytes).ok_or(TableError::damaged("a part is missing"));
        Ok(RelatedWords {
            kinds: self::shorts(part(2 * words)?),
            places: Place::of_all(&self::shorts(part(2 * above)?)),
            starts: self::longs(part(4 * (LISTS * kinds + 1))?),
            senses: self::shorts(part(2 * senses)?),
        })
    }

    fn list(&self, row: WordRow, list: usize) -> &[u16] {
        let kind = self.kinds.get(row.number()).copied().unwrap_or_default();
        let at = LISTS * usize::from(kind) + list;
        let place = |at: usize| self.starts.get(at).map(|start| *start as usize);
        (place(at).zip(place(at + 1)))
            .and_then(|(start, end)| self.senses.get(start..end))
            .unwrap_or_default()
    }

    fn own(&self, row: WordRow) -> &[u16] {
        self.list(row, 0)
    }

    /// Returns how a word of a text stands to one that is looked for, the closest relation first.
    pub fn relation(&self, sought: WordRow, found: WordRow) -> Option<Relation> {
        let (sought_own, found_own) = (self.own(sought), self.own(found));
        if sought_own.is_empty() || found_own.is_empty() {
            return None;
        }
        if meet(sought_own, found_own) {
            return Some(Relation::Same);
        }
        if meet(sought_own, self.list(found, 1)) || meet(self.list(sought, 1), found_own) {
            return Some(Relation::Sister);
        }
        // What is the opposite of one thing is often a special word for what is above both.
        if meet(sought_own, self.list(found, 2)) || meet(self.list(sought, 2), found_own) {
            return Some(Relation::Opposite);
        }
        self.is_below(found, sought, SPECIAL)
            .then_some(Relation::Special)
    }

    /// Tells whether a word can name somebody.
    pub fn is_person(&self, word: WordRow) -> bool {
        let person = WordVectors::shipped().row("person");
        person.is_some_and(|person| self.is_a(word, person))
    }

    /// Tells whether a word can name something of a kind (`copper`, `metal`).
    pub fn is_a(&self, word: WordRow, kind: WordRow) -> bool {
        self.is_below(word, kind, MAX_SENSES_ABOVE)
    }

    fn is_below(&self, word: WordRow, kind: WordRow, farthest: u32) -> bool {
        let kinds = self.own(kind);
        !kinds.is_empty()
            && self.own(word).iter().any(|sense| {
                let own = self.place(*sense);
                kinds
                    .iter()
                    .any(|kind| own.is_below(self.place(*kind), farthest))
            })
    }

    fn place(&self, sense: u16) -> Place {
        self.places
            .get(usize::from(sense))
            .copied()
            .unwrap_or_default()
    }
}

/// Tells whether two sorted lists have a number in common.
fn meet(a: &[u16], b: &[u16]) -> bool {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => a.next(),
            std::cmp::Ordering::Greater => b.next(),
        };
    }
    false
}

fn shorts(bytes: &[u8]) -> Vec<u16> {
    let (pairs, _) = bytes.as_chunks::<2>();
    pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect()
}

fn longs(bytes: &[u8]) -> Vec<u32> {
    let (fours, _) = bytes.as_chunks::<4>();
    fours.iter().map(|four| u32::from_le_bytes(*four)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(sought: &str, found: &str) -> Option<Relation> {
        let row = |word: &str| WordVectors::shipped().row(word);
        RelatedWords::shipped().relation(row(sought)?, row(found)?)
    }

    #[test]
    fn the_shipped_table_has_a_row_for_each_word_vector() {
        let table = RelatedWords::parse(SHIPPED).expect("it is whole");
        assert_eq!(table.kinds.len(), WordVectors::shipped().len());
    }

    #[test]
    fn what_says_the_same_is_told_from_its_opposite() {
        assert_eq!(between("biggest", "largest"), Some(Relation::Same));
        assert_eq!(between("biggest", "smallest"), Some(Relation::Opposite));
        assert_eq!(between("bought", "purchased"), Some(Relation::Same));
        assert_eq!(between("destroy", "destruction"), Some(Relation::Sister));
        assert_eq!(between("kill", "murdered"), Some(Relation::Special));
        assert_eq!(between("murdered", "kill"), None);
        assert_eq!(between("bridge", "purchased"), None);
    }

    #[test]
    fn a_thing_is_of_its_kind() {
        let row = |word: &str| WordVectors::shipped().row(word).expect("a common word");
        let is_a = |word: &str, kind: &str| RelatedWords::shipped().is_a(row(word), row(kind));
        assert!(is_a("copper", "metal"));
        assert!(is_a("malaria", "infection"));
        assert!(!is_a("metal", "copper"));
        assert!(!is_a("copper", "animal"));
    }

    #[test]
    fn a_damaged_table_is_refused() {
        let mut bytes = SHIPPED.to_vec();
        assert!(RelatedWords::parse(&bytes[..bytes.len() - 1]).is_err());
        bytes[1_000] ^= 1;
        assert!(RelatedWords::parse(&bytes).is_err());
        assert!(RelatedWords::parse(b"FNRW").is_err());
    }
}
