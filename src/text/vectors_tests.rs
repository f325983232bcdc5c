//! What the table of word vectors promises.

use super::*;
use crate::errors::ErrorCode;

fn alike(a: &str, b: &str) -> f32 {
    let table = WordVectors::shipped();
    let row = |word| {
        table
            .row(word)
            .unwrap_or_else(|| panic!("{word} is not in the table"))
    };
    table.similarity(row(a), row(b))
}

/// A small table with the vectors (3, 4), (4, 3) and (-3, -4).
fn small_table() -> Vec<u8> {
    let body = [[3i8, 4], [4, 3], [-3, -4]]
        .concat()
        .into_iter()
        .map(|number| number as u8);
    let body: Vec<u8> = body.chain(*b"cat\ndog\nrun\n").collect();
    let mut bytes = MAGIC.to_vec();
    bytes.extend([1, 0, 2, 0]);
    for number in [3, 12, 5, adler32(&body)] {
        bytes.extend(u32::to_le_bytes(number));
    }
    bytes.extend(body);
    bytes
}

fn with_new_checksum(mut bytes: Vec<u8>) -> Vec<u8> {
    let sum = adler32(bytes.get(HEADER_BYTES..).expect("a body")).to_le_bytes();
    bytes.splice(20..24, sum);
    bytes
}

#[test]
fn words_of_one_meaning_are_nearer_than_others() {
    for (word, near, far) in [
        ("doctor", "physician", "banana"),
        ("car", "vehicle", "poem"),
        ("died", "killed", "painted"),
        ("reason", "because", "kitchen"),
        ("soldiers", "troops", "flowers"),
        ("moved", "transferred", "sang"),
        ("big", "large", "yellow"),
    ] {
        assert!(
            alike(word, near) > alike(word, far) + 0.2,
            "{word}: {near} against {far}"
        );
    }
}

#[test]
fn inflected_capitalised_and_possessive_forms_are_found() {
    let table = WordVectors::shipped();
    for form in ["doctor", "DOCTOR", "doctor's", "Doctor’s"] {
        assert_eq!(
            table.row(form).map(|row| table.word(row)),
            Some("doctor"),
            "{form}"
        );
    }
    let bytes = small_table();
    let small = WordVectors::parse(&bytes).expect("a whole table");
    for (form, word) in [
        ("cats", "cat"),
        ("runs", "run"),
        ("running", "run"),
        ("runner", "run"),
        ("dogged", "dog"),
    ] {
        assert_eq!(
            small.row(form).map(|row| small.word(row)),
            Some(word),
            "{form}"
        );
    }
    assert_eq!(small.row("bird"), None);
}

#[test]
fn typing_errors_are_not_known() {
    let table = WordVectors::shipped();
    for word in [
        "received",
        "government",
        "because",
        "detainees",
        "Iraq",
        "separate",
    ] {
        assert!(table.knows(word), "{word}");
    }
    for word in [
        "recieved",
        "goverment",
        "becuase",
        "detianees",
        "seperate",
        "",
        "'s",
        "é",
        "1998",
    ] {
        assert!(!table.knows(word), "{word}");
    }
}

#[test]
fn similarity_is_the_cosine() {
    let bytes = small_table();
    let table = WordVectors::parse(&bytes).expect("a whole table");
    let row = |word| table.row(word).expect("a word of the table");
    assert!((table.similarity(row("cat"), row("dog")) - 0.96).abs() < 1e-6);
    assert_eq!(table.similarity(row("cat"), row("run")), -1.0);
    assert_eq!(table.similarity(row("dog"), row("dog")), 1.0);
}

#[test]
fn every_row_is_equally_long() {
    let table = WordVectors::shipped();
    for row in (0..table.len() as u32).map(WordRow) {
        let length = dot(table.vector(row), table.vector(row)) as f32 * table.to_cosine;
        assert!(
            (0.85..1.02).contains(&length),
            "{}: {length}",
            table.word(row)
        );
    }
}

#[test]
fn neighbours_come_nearest_first() {
    let table = WordVectors::shipped();
    let doctor = table.row("doctor").expect("a word of the table");
    let near = table.neighbours(doctor, 12);
    assert_eq!(near.len(), 12);
    assert!(near.is_sorted_by(|a, b| a.1 >= b.1));
    assert!(near.iter().any(|(row, _)| table.word(*row) == "physician"));
    assert!(near.iter().all(|(row, _)| *row != doctor));
    assert!(table.neighbours(doctor, usize::MAX).len() < table.len());
}

#[test]
fn every_changed_or_missing_byte_is_an_error() {
    let whole = small_table();
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        *changed.get_mut(at).expect("a byte") ^= 0x41;
        // The length of a row and the checksum's own bytes aside, which cannot vouch for themselves.
        let error = WordVectors::parse(&changed).err();
        assert!(error.is_some() || (16..20).contains(&at), "byte {at}");
        assert!(
            WordVectors::parse(whole.get(..at).expect("a shorter table")).is_err(),
            "cut at {at}"
        );
    }
}

#[test]
fn a_wrong_table_with_a_right_checksum_is_still_an_error() {
    let mut unsorted = small_table();
    unsorted.splice(30..34, *b"pig\n");
    let error = WordVectors::parse(&with_new_checksum(unsorted)).err();
    assert_eq!(
        error,
        Some(TableError::Damaged {
            what: "its words are not sorted"
        })
    );
    let mut newer = small_table();
    newer.splice(4..5, [2]);
    assert_eq!(
        WordVectors::parse(&newer).err(),
        Some(TableError::Version { found: 2 })
    );
    assert_eq!(WordVectors::parse(b"PK").err(), Some(TableError::Unknown));
    assert_eq!(TableError::Unknown.code(), ErrorCode::Internal);
}
