//! Pronouns and the names they stand for, in small texts.

use proptest::prelude::*;

use super::*;

fn shown(text: &str, title: &str) -> Vec<String> {
    let outline = Outline::of(text);
    resolve(text, &outline, title)
        .into_iter()
        .flatten()
        .map(|found| {
            let words = |span: Span| span.of(text).unwrap_or("?");
            format!("{} = {}", words(found.pronoun), words(found.name))
        })
        .collect()
}

#[test]
fn he_is_the_person_the_sentence_before_is_about() {
    let text = "Martin Okafor was born in Lund. He studied law. In 1904 he moved to Oslo. His brother stayed.";
    assert_eq!(
        shown(text, "A life"),
        [
            "He = Martin Okafor",
            "he = Martin Okafor",
            "His = Martin Okafor"
        ]
    );
}

#[test]
fn a_family_name_brings_the_full_name() {
    let text = "The prize went to Gerda Brandt. Brandt was a mason. She had built the mill.";
    assert_eq!(shown(text, "The prize"), ["She = Gerda Brandt"]);
}

#[test]
fn it_is_the_thing_the_sentence_before_is_about() {
    let text = "The old mill was built in 1810. It burned down twice. Its roof was copper.";
    assert_eq!(
        shown(text, "Mills"),
        ["It = The old mill", "Its = The old mill"]
    );
}

#[test]
fn it_may_stand_for_nothing() {
    assert!(
        shown(
            "The old mill was built in 1810. It is likely that it burned.",
            "Mills"
        )
        .is_empty()
    );
}

#[test]
fn numbers_must_agree() {
    let text = "The two mills were built in 1810. It burned down. They were sold.";
    assert!(shown(text, "Lund").is_empty());
    let text = "The two mills were built in 1810. They burned down.";
    assert_eq!(shown(text, "Lund"), ["They = The two mills"]);
}

#[test]
fn a_noun_stands_for_the_name_described_so() {
    let text =
        "Lund is a small city in the south. Many students live there. The city has two mills.";
    assert_eq!(shown(text, "Travel"), ["The city = Lund"]);
    let text = "She went to Oslo University in May. The university was closed.";
    assert_eq!(shown(text, "Travel"), ["The university = Oslo University"]);
}

#[test]
fn a_paragraph_that_opens_with_a_pronoun_speaks_of_the_article() {
    let text = "The Harbour Bridge crosses the sound.\n\nIt was opened in 1932 by a crowd.";
    assert_eq!(shown(text, "Harbour Bridge"), ["It = The Harbour Bridge"]);
}

#[test]
fn she_is_not_the_man_named_last() {
    let text = "Mary Brandt was born in Lund. Her teacher was Charles Okafor. She was seventeen.";
    assert_eq!(
        shown(text, "Mary Brandt"),
        ["Her = Mary Brandt", "She = Mary Brandt"]
    );
    let text = "Mary Brandt met Charles Okafor. He showed her the mill.";
    assert_eq!(
        shown(text, "The mill"),
        ["He = Charles Okafor", "her = Mary Brandt"]
    );
}

#[test]
fn a_pronoun_inside_a_sentence_is_read_too() {
    let text = "Mary Brandt was born in Lund.\n\nIn 1904 the town made her mayor.";
    assert_eq!(shown(text, "A life"), ["her = Mary Brandt"]);
    let text = "Mary Brandt was born in Lund. In 1904 Susan Moe met her brother.";
    assert!(
        shown(text, "A life").is_empty(),
        "she may be the one named before"
    );
}

#[test]
fn a_country_or_a_substance_is_no_person() {
    let text =
        "Mary Brandt was born in Lund. Poland was then ruled by Russia. Her mother died early.";
    assert_eq!(shown(text, "A life"), ["Her = Mary Brandt"]);
}

#[test]
fn news_goes_on_with_a_person_in_the_next_paragraph() {
    let text = "Mary Brandt, the mayor, opened the bridge.\n\nShe thanked the builders.";
    assert_eq!(shown(text, "A new bridge"), ["She = Mary Brandt"]);
}

#[test]
fn the_month_of_a_day_is_no_given_name() {
    let text = "On 20 July Armstrong flew on. He took over control.";
    assert!(
        shown(text, "Flight")
            .iter()
            .all(|found| !found.contains("July"))
    );
}

#[test]
fn what_is_said_beside_a_name_tells_what_stands_for_it() {
    let text =
        "Orsted, a large company in the north, sold mills. Prices rose when the company left.";
    assert_eq!(shown(text, "Travel"), ["the company = Orsted"]);
    let text = "They sailed to the island Vell one day. Nobody lived on the island.";
    assert_eq!(shown(text, "Travel"), ["the island = Vell"]);
}

#[test]
fn a_headline_names_what_the_article_is_about() {
    let text = "Orbey has a mill. Orbey has a bridge.\n\nPeople like Orbey. It lies by the sea.\n\nIts roofs are red.";
    assert_eq!(
        shown(text, "Orbey now has 274 lamps")
            .last()
            .map(String::as_str),
        Some("Its = Orbey")
    );
}

proptest! {
    #[test]
    fn spans_always_fit_the_text(text in "(It|He|They|The mill|Ada Moe|Ünë|in| was|, |\\. |\n\n|\\PC| ){0,60}", title in "\\PC{0,12}") {
        let outline = Outline::of(&text);
        let found = resolve(&text, &outline, &title);
        prop_assert_eq!(found.len(), outline.sentences.len());
        for antecedent in found.into_iter().flatten() {
            prop_assert!(antecedent.pronoun.of(&text).is_some());
            prop_assert!(antecedent.name.of(&text).is_some_and(|name| !name.is_empty()));
        }
    }
}
