//! What sentences are about that do not name it: the label of a point of a list, and whoever the next paragraph names.

use crate::article::coreference::Antecedent;
use crate::article::gender::{self, Gender};
use crate::article::{BlockKind, Outline, Sentence};
use crate::text::related_words::RelatedWords;
use crate::text::vectors::WordVectors;
use crate::text::words::{self, Word};
use crate::text::{Span, normalize};

/// A label has no more words: "Grey bin: rubbish."
const MAX_LABEL_WORDS: usize = 4;

/// Between the article of a lead and the noun that it begins with stand at most so many words: "A retired maths teacher".
const BEFORE_NOUN: usize = 3;

/// Words of whoever only tells of what another did.
const TELLING: [&str; 12] = [
    "said",
    "says",
    "told",
    "saw",
    "heard",
    "called",
    "described",
    "witnessed",
    "added",
    "watched",
    "praised",
    "thanked",
];

/// Finds for each sentence whom or what it is about without naming it.
pub fn find(text: &str, outline: &Outline) -> Vec<Vec<Antecedent>> {
    let mut found = vec![Vec::new(); outline.sentences.len()];
    // The sentence that opens the block.
    let mut opening: Option<&Sentence> = None;
    for (at, own) in outline.sentences.iter().enumerate() {
        let goes_on = opening.filter(|opening| opening.block == own.block);
        opening = goes_on.or(Some(own));
        let label = goes_on.and_then(|opening| label_of(text, outline, opening));
        if let Some(label) = label {
            let first = own.span.of(text).and_then(|own| words::words(own).next());
            // "She" is somebody, and no label.
            let first = first.filter(|word| !matches!(word.text, "He" | "She" | "They"));
            let pronoun = first.map(|word| word.span.shifted(own.span.start));
            let point = found.get_mut(at).zip(pronoun);
            if let Some((found, pronoun)) = point {
                found.push(Antecedent {
                    pronoun,
                    name: label,
                });
            }
        }
    }
    if let (Some(lead), Some(found)) = (named_behind_lead(text, outline), found.first_mut()) {
        found.push(lead);
    }
    found
}

/// Returns the label of a point of a list, given the sentence that opens it.
fn label_of(text: &str, outline: &Outline, first: &Sentence) -> Option<Span> {
    if outline.blocks.get(first.block)?.kind != BlockKind::ListItem {
        return None;
    }
    let written = first.span.of(text)?;
    let label = written
        .split(": ")
        .next()
        .filter(|label| label.len() < written.len())?;
    let count = words::words(label).count();
    let is_label =
        (1..=MAX_LABEL_WORDS).contains(&count) && !label.contains(['.', ',', ';', '"', '“']);
    is_label.then(|| Span::new(first.span.start, first.span.start + label.len()))
}

/// Reads a report that begins with "A clerk …" and names him or her, with an age, at the beginning of the next paragraph.
fn named_behind_lead(text: &str, outline: &Outline) -> Option<Antecedent> {
    let lead = outline.sentences.first()?;
    let next = outline
        .sentences
        .iter()
        .find(|sentence| sentence.block != lead.block)?;
    let follows = (lead.block + 1..next.block).next().is_none();
    let words_of = |span: Span| {
        span.of(text)
            .map(|own| words::words(own).collect::<Vec<_>>())
    };
    let (opening, naming) = (words_of(lead.span)?, words_of(next.span)?);
    let noun = noun_of(&opening)?;
    let name = named(next.span.of(text)?, &naming, &normalize::fold(noun.text))?;
    let gender = gender::of_name(name.of(next.span.of(text)?)?);
    let is_other = match noun.text {
        "man" | "boy" | "grandfather" | "father" => gender == Some(Gender::She),
        "woman" | "girl" | "grandmother" | "mother" => gender == Some(Gender::He),
        _ => false,
    };
    let first = opening.first()?;
    (follows && !is_other).then(|| Antecedent {
        pronoun: Span::new(first.span.start, noun.span.end).shifted(lead.span.start),
        name: name.shifted(next.span.start),
    })
}

/// Returns the noun for somebody with which a lead begins: "A bookkeeper who …".
fn noun_of<'w, 't>(words: &'w [Word<'t>]) -> Option<&'w Word<'t>> {
    let (known, vectors) = (RelatedWords::shipped(), WordVectors::shipped());
    words
        .first()
        .filter(|first| matches!(first.text, "A" | "An"))?;
    let group = words.iter().skip(1).take(BEFORE_NOUN + 1);
    let mut group = group.take_while(|word| word.text.chars().all(char::is_lowercase));
    group.find(|word| {
        let row = vectors.row(word.text);
        row.is_some_and(|row| known.is_person(row))
    })
}

/// Returns the full name that a sentence introduces with an age: "Ada Lind, 47, was fined", "Police named the man as Bo Orm, 63".
fn named(sentence: &str, words: &[Word<'_>], noun: &str) -> Option<Span> {
    let is_telling = |word: &Word<'_>| TELLING.contains(&normalize::fold(word.text).as_str());
    let as_word = words.iter().position(|word| word.text == "as");
    let names_it = |at: &usize| {
        let before = words.get(..*at).unwrap_or_default();
        let is = |forms: &[&str]| before.iter().any(|word| forms.contains(&word.text));
        is(&["named", "identified"]) && is(&[noun, "victim", "dead", "body"])
    };
    let from = match as_word.filter(names_it) {
        Some(at) => at + 1,
        None if sentence.contains(['"', '“']) || words.iter().any(is_telling) => return None,
        None => 0,
    };
    let joined = |at: usize| {
        let pair = words.get(at).zip(words.get(at + 1));
        pair.and_then(|(own, next)| sentence.get(own.span.end..next.span.start))
    };
    let capitals = (from..).take_while(|at| {
        let is_capital = words.get(*at).is_some_and(Word::is_capitalised);
        is_capital && (*at == from || joined(*at - 1) == Some(" "))
    });
    let end = from + capitals.count();
    let (first, last, age) = (
        words.get(from)?,
        words.get(end.checked_sub(1)?)?,
        words.get(end)?,
    );
    let is_age = joined(end - 1) == Some(", ")
        && (1..=3).contains(&age.text.len())
        && age.text.bytes().all(|digit| digit.is_ascii_digit())
        && sentence
            .get(age.span.end..)
            .is_some_and(|rest| rest.starts_with([',', '.']));
    (end - from >= 2 && is_age).then(|| Span::new(first.span.start, last.span.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let found = find(text, &Outline::of(text));
        let word = |span: Span| span.of(text).expect("a part of it");
        let all = found.iter().flatten();
        all.map(|found| format!("{} = {}", word(found.pronoun), word(found.name)))
            .collect()
    }

    #[test]
    fn a_report_names_whom_it_begins_with() {
        let fined = "A retired clerk who took €900 from a choir was fined on Monday.\n\nAda Lind, 47, of Orbey, must pay it back.";
        assert_eq!(told(fined), ["A retired clerk = Ada Lind"]);
        let storm = "A man was killed in the storm.\n\nPolice named the dead man on Sunday as Peter Orm, 63, a postman.";
        assert_eq!(told(storm), ["A man = Peter Orm"]);
        for other in [
            "A man was killed in the storm.\n\nAda Lind, 47, said that she heard a bang.",
            "A man was killed in the storm.\n\nMary Lind, 47, was hurt.",
            "A storm hit Orbey.\n\nPeter Orm, 63, was killed.",
            "A man was killed in the storm.\n\nPeter Orm of Orbey was hurt.",
            "A man was killed in the storm. Peter Orm, 63, was hurt.",
        ] {
            assert_eq!(told(other), Vec::<String>::new(), "{other}");
        }
    }

    #[test]
    fn a_point_goes_on_with_its_label() {
        let bins = "- Red box: glass. Emptied weekly. Rinse jars.\n- Bring it early. It is heavy.\n- Chair: Ada Lind. She has a key.\n\nNote: it rains. Stay in.";
        assert_eq!(told(bins), ["Emptied = Red box", "Rinse = Red box"]);
    }
}
