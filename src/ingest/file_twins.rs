//! Files of one folder that hold the same text, or nearly: each sentence would be cited twice.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::dataset::{Known, Problem};
use super::dataset_files::{FileOutcome, FileResult};
use crate::errors::Severity;
use crate::store::Digest;
use crate::text::near_duplicates::{Shingles, TextSignature};

/// From this share of common words on two files are one article in two forms. Notes that follow one pattern, such as those
/// of each month's changes, share less.
const NEARLY_ALL: u8 = 90;

/// So few of the 64 bits of two fingerprints differ where nearly all words are the same. Comparing words takes long; of
/// other texts hardly any come so near.
const CLOSE_BITS: u32 = 12;

/// Warns of every file that holds what another one before it does.
pub(super) fn warnings(files: &[(String, FileOutcome)], known: &Known) -> Vec<Problem> {
    let mut first_with: BTreeMap<Digest, &str> = BTreeMap::new();
    let mut found = Vec::new();
    let mut different: Vec<(&str, &str)> = Vec::new();
    for (name, outcome) in files {
        let (hash, text) = match &outcome.result {
            FileResult::Read(draft) => (Digest::of(&draft.text), Some(draft.text.as_str())),
            FileResult::Same => match known.by_file.get(name) {
                Some(entry) => (entry.hash, None),
                None => continue,
            },
            FileResult::Unsettled | FileResult::Bad(_) => continue,
        };
        match first_with.get(&hash) {
            Some(first) => found.push(same_text(name, first)),
            None => {
                first_with.insert(hash, name);
                different.extend(text.map(|text| (name.as_str(), text)));
            }
        }
    }
    found.extend(nearly_same(&different));
    found
}

/// Warns of texts that differ in a few words only.
fn nearly_same(texts: &[(&str, &str)]) -> Vec<Problem> {
    let signatures: Vec<TextSignature> = (texts.par_iter())
        .map(|(_, text)| TextSignature::of(text))
        .collect();
    let near = |at: usize| {
        let own = signatures.get(at)?;
        let (name, text) = texts.get(at)?;
        let before = signatures.iter().zip(texts).take(at);
        let mut close = before
            .filter(|(other, _)| (own.fingerprint ^ other.fingerprint).count_ones() <= CLOSE_BITS);
        close.find_map(|(_, (other, other_text))| {
            let percent = Shingles::of(text).overlap_percent(other_text)?;
            (percent >= NEARLY_ALL).then(|| nearly_same_text(name, other, percent))
        })
    };
    (0..texts.len()).into_par_iter().filter_map(near).collect()
}

fn same_text(file: &str, first: &str) -> Problem {
    warning(
        file,
        format!("it has the same text as {first}; remove one of them, or both are cited"),
    )
}

fn nearly_same_text(file: &str, other: &str, percent: u8) -> Problem {
    warning(
        file,
        format!(
            "{percent} % of its words are those of {other}; remove one of them if they are one article"
        ),
    )
}

fn warning(file: &str, message: String) -> Problem {
    Problem {
        file: file.to_owned(),
        line: None,
        field: None,
        severity: Severity::Warning,
        message,
    }
}
