//! The file of a reader: each part of its weights as 16-bit integers, with one scale a part.

use super::reader::Reader;
use super::reader_weights::{
    AROUND, CLOSED_CLASS_EMBEDDING, ENDS, FIRST, FIRST_BIAS, FIRST_GATE, FIRST_SHIFT, INSIDE,
    LENGTH, LENGTH_ASKED, NONE, NONE_BIAS, OPENING_EMBEDDING, Part, QUESTION, QUESTION_BIAS,
    SECOND, SECOND_BIAS, SECOND_GATE, SECOND_SHIFT, STARTS, TO_MEANING, WEIGHTS,
};

/// The first bytes of a reader's file; the digit counts its layouts.
const MAGIC: &[u8; 8] = b"FNREAD06";

/// All parts, in the order of the file.
const PARTS: [Part; 21] = [
    TO_MEANING,
    CLOSED_CLASS_EMBEDDING,
    OPENING_EMBEDDING,
    QUESTION,
    QUESTION_BIAS,
    AROUND,
    NONE,
    NONE_BIAS,
    FIRST,
    FIRST_BIAS,
    FIRST_GATE,
    FIRST_SHIFT,
    SECOND,
    SECOND_BIAS,
    SECOND_GATE,
    SECOND_SHIFT,
    STARTS,
    ENDS,
    INSIDE,
    LENGTH,
    LENGTH_ASKED,
];

impl Reader {
    /// Returns the bytes of its file: for each part a scale, then its weights as 16-bit integers, all little-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for part in PARTS {
            let weights = self.weights.get(part.range()).unwrap_or_default();
            let greatest = weights
                .iter()
                .fold(0.0f32, |most, weight| most.max(weight.abs()));
            let scale = greatest.max(f32::MIN_POSITIVE) / f32::from(i16::MAX);
            bytes.extend(scale.to_le_bytes());
            for weight in weights {
                bytes.extend(((weight / scale).round() as i16).to_le_bytes());
            }
        }
        bytes
    }

    /// Reads a reader from the bytes of its file; `None` when they are not one of this program.
    pub fn from_bytes(bytes: &[u8]) -> Option<Reader> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let mut weights = Vec::with_capacity(WEIGHTS);
        for part in PARTS {
            let scale = f32::from_le_bytes(rest.split_off(..4)?.try_into().ok()?);
            let numbers = rest.split_off(..2 * part.len)?.chunks_exact(2);
            weights.extend(numbers.filter_map(|pair| {
                let number = i16::from_le_bytes(pair.try_into().ok()?);
                Some(f32::from(number) * scale)
            }));
        }
        (rest.is_empty() && weights.iter().all(|weight| weight.is_finite()))
            .then(|| Reader::of(weights))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_reader_is_whole_and_comes_back_from_its_bytes() {
        let file = include_bytes!("../../data/model/reader.bin");
        let reader = Reader::from_bytes(file).expect("the shipped file is whole");
        assert_eq!(reader.weights.len(), WEIGHTS);
        let again = Reader::from_bytes(&reader.to_bytes()).expect("its own bytes");
        let furthest = (reader.weights.iter().zip(&again.weights))
            .map(|(a, b)| (a - b).abs())
            .fold(0.0, f32::max);
        assert!(furthest < 1e-3, "{furthest}");
    }

    #[test]
    fn a_torn_file_is_refused() {
        let reader = Reader::of(vec![0.5; WEIGHTS]);
        let bytes = reader.to_bytes();
        assert!(Reader::from_bytes(bytes.get(..bytes.len() - 1).expect("not empty")).is_none());
        assert!(Reader::from_bytes(b"something else").is_none());
    }
}
