//! The vocabulary as the bytes of its file.

use fst::Map;

use super::{Frequencies, StemId, Totals, Vocabulary};

/// The first bytes of a vocabulary file; the digit counts its layouts.
const MAGIC: &[u8; 8] = b"FNVOCAB2";

impl Vocabulary {
    /// Returns the vocabulary as the bytes of its file, every number little-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let words = self.words.as_fst().as_bytes();
        let stems = self.stems.as_fst().as_bytes();
        for length in [
            words.len(),
            stems.len(),
            self.stem_of.len(),
            self.frequencies.len(),
        ] {
            bytes.extend((length as u64).to_le_bytes());
        }
        let totals = &self.totals;
        for total in [totals.sentences, totals.paragraphs, totals.articles] {
            bytes.extend(total.to_le_bytes());
        }
        bytes.extend(totals.words.to_le_bytes());
        bytes.extend(words);
        bytes.extend(stems);
        bytes.extend(self.stem_of.iter().flat_map(|stem| stem.0.to_le_bytes()));
        bytes.extend(self.names.iter().map(|name| u8::from(*name)));
        for frequencies in &self.frequencies {
            bytes.extend(frequencies.sentences.to_le_bytes());
            bytes.extend(frequencies.paragraphs.to_le_bytes());
            bytes.extend(frequencies.articles.to_le_bytes());
        }
        bytes
    }

    /// Reads a vocabulary from the bytes of its file; `None` when they are not one.
    pub fn from_bytes(bytes: &[u8]) -> Option<Vocabulary> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let lengths: Vec<usize> = (0..4)
            .map(|_| take_u64(&mut rest).and_then(|length| usize::try_from(length).ok()))
            .collect::<Option<_>>()?;
        let totals = Totals {
            sentences: take_u32(&mut rest)?,
            paragraphs: take_u32(&mut rest)?,
            articles: take_u32(&mut rest)?,
            words: take_u64(&mut rest)?,
        };
        let words = Map::new(rest.split_off(..*lengths.first()?)?.to_vec()).ok()?;
        let stems = Map::new(rest.split_off(..*lengths.get(1)?)?.to_vec()).ok()?;
        let (word_count, stem_count) = (*lengths.get(2)?, *lengths.get(3)?);
        if rest.len()
            != word_count
                .checked_mul(5)?
                .checked_add(stem_count.checked_mul(12)?)?
        {
            return None;
        }
        let stem_of = (0..word_count)
            .map(|_| take_u32(&mut rest).map(StemId))
            .collect::<Option<_>>()?;
        let names = rest.split_off(..word_count)?;
        let frequencies = (0..stem_count)
            .map(|_| {
                Some(Frequencies {
                    sentences: take_u32(&mut rest)?,
                    paragraphs: take_u32(&mut rest)?,
                    articles: take_u32(&mut rest)?,
                })
            })
            .collect::<Option<_>>()?;
        let stem_texts = stems.stream().into_str_keys().ok()?;
        Some(Vocabulary {
            words,
            stems,
            stem_of,
            names: names.iter().map(|name| *name == 1).collect(),
            stem_texts,
            frequencies,
            totals,
        })
    }
}

fn take_u32(rest: &mut &[u8]) -> Option<u32> {
    let bytes = rest.split_off(..4)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

fn take_u64(rest: &mut &[u8]) -> Option<u64> {
    let bytes = rest.split_off(..8)?;
    Some(u64::from_le_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;
    use super::*;

    #[test]
    fn a_file_holds_all_of_it_and_a_torn_file_is_refused() {
        let vocabulary = sample();
        let bytes = vocabulary.to_bytes();
        let read = Vocabulary::from_bytes(&bytes).expect("its own bytes");
        assert_eq!(read.to_bytes(), bytes);
        assert_eq!(read.word("canal"), vocabulary.word("canal"));
        assert!(Vocabulary::from_bytes(bytes.get(..bytes.len() - 1).expect("not empty")).is_none());
        assert!(Vocabulary::from_bytes(b"something else").is_none());
    }
}
