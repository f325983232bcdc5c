//! What the sentences of an article are taken to state.

use super::*;

fn text(span: Option<Span>, sentence: &str) -> String {
    span.map_or("-", |span| span.of(sentence).expect("a span of it"))
        .to_owned()
}

/// The facts of a kind as "subject | relation | object".
fn facts_of(kind: FactKind, sentence: &str) -> Vec<String> {
    extract(sentence)
        .iter()
        .filter(|fact| fact.kind == kind)
        .map(|fact| {
            [fact.subject, fact.relation, fact.object]
                .map(|span| text(span, sentence))
                .join(" | ")
        })
        .collect()
}

fn qualifiers_of(kind: QualifierKind, sentence: &str) -> Vec<String> {
    let mut found: Vec<String> = extract(sentence)
        .iter()
        .flat_map(|fact| fact.qualifiers.clone())
        .filter(|qualifier| qualifier.kind == kind)
        .map(|qualifier| text(Some(qualifier.span), sentence))
        .collect();
    found.dedup();
    found
}

#[test]
fn a_verb_belongs_to_what_a_participle_stands_behind_not_to_those_it_names() {
    let sentence = "An expedition led by Robert Ballard and Jean-Louis Michel found the wreck.";
    let facts = facts_of(FactKind::Statement, sentence);
    assert!(
        facts.contains(&"An expedition | found | the wreck".to_owned()),
        "{facts:?}"
    );
    assert!(
        !facts.iter().any(|fact| fact.starts_with("Jean-Louis")),
        "{facts:?}"
    );
}

#[test]
fn a_date_before_the_doer_is_no_part_of_what_is_stated() {
    let sentence = "The bridge was built in 1932 by Joseph Strauss.";
    assert_eq!(
        facts_of(FactKind::Statement, sentence),
        ["The bridge | was built | by Joseph Strauss"]
    );
    assert_eq!(qualifiers_of(QualifierKind::Time, sentence), ["in 1932"]);
}

#[test]
fn a_title_that_ends_like_a_place_names_none() {
    let sentence = "They signed the Convention for the Safety of Life at Sea.";
    let none: [&str; 0] = [];
    assert_eq!(qualifiers_of(QualifierKind::Place, sentence), none);
}

#[test]
fn statements_say_who_does_what() {
    assert_eq!(
        facts_of(
            FactKind::Statement,
            "The old ferry, which carried sheep, crosses the sound and serves three islands."
        ),
        [
            "The old ferry | carried | sheep",
            "The old ferry | crosses | the sound",
            "The old ferry | serves | three islands",
        ]
    );
}

#[test]
fn time_and_place_are_kept_apart_from_the_object() {
    let sentence = "In 1904 Mira Dahl opened a mill in Lund.";
    assert_eq!(
        facts_of(FactKind::Statement, sentence),
        ["Mira Dahl | opened | a mill in Lund"]
    );
    assert_eq!(
        facts_of(FactKind::Date, sentence),
        ["Mira Dahl | opened | 1904"]
    );
    assert_eq!(qualifiers_of(QualifierKind::Time, sentence), ["In 1904"]);
    assert_eq!(qualifiers_of(QualifierKind::Place, sentence), ["in Lund"]);
}

#[test]
fn numbers_are_facts_about_their_clause() {
    let sentence = "The storm destroyed 40 boats.";
    assert_eq!(
        facts_of(FactKind::Quantity, sentence),
        ["The storm | destroyed | 40 boats"]
    );
    assert_eq!(qualifiers_of(QualifierKind::Quantity, sentence), ["40"]);
    assert_eq!(qualifiers_of(QualifierKind::Unit, sentence), ["boats"]);
}

#[test]
fn a_number_that_hangs_on_another_word_stands_alone() {
    assert_eq!(
        facts_of(
            FactKind::Quantity,
            "She carried 20 boats with room for 90 men."
        ),
        ["She | carried | 20 boats", "- | - | 90 men"]
    );
    assert_eq!(facts_of(FactKind::Quantity, "2. Draw a card."), [""; 0]);
}

#[test]
fn an_ordinal_is_no_number_of_things() {
    assert_eq!(
        facts_of(
            FactKind::Quantity,
            "She was the first woman to win the prize."
        ),
        [""; 0]
    );
}

#[test]
fn offices_are_read_beside_and_behind_names() {
    assert_eq!(
        facts_of(
            FactKind::Role,
            "Ada Moe, the mayor of Lund, met President Olav Lie."
        ),
        [
            "Ada Moe | - | the mayor of Lund",
            "Olav Lie | - | President"
        ]
    );
    assert_eq!(
        facts_of(FactKind::Role, "Ada Moe became mayor of Lund."),
        ["Ada Moe | became | mayor of Lund"]
    );
    assert_eq!(
        facts_of(FactKind::Role, "She works for General Motors."),
        [""; 0]
    );
}

#[test]
fn definitions_say_what_something_is() {
    assert_eq!(
        facts_of(FactKind::Definition, "A ketch is a boat with two masts."),
        ["A ketch | is | a boat with two masts"]
    );
    assert_eq!(
        facts_of(
            FactKind::Definition,
            "They sailed to Marstrand, a town in the north."
        ),
        ["Marstrand | - | a town in the north"]
    );
    assert_eq!(facts_of(FactKind::Definition, "It was a mess."), [""; 0]);
}

#[test]
fn places_plans_and_causes_are_told_from_other_statements() {
    assert_eq!(
        facts_of(FactKind::Place, "The mill is located in Lund."),
        ["The mill | is located in | Lund"]
    );
    assert_eq!(
        facts_of(FactKind::Plan, "Norland plans to sell the ferry."),
        ["Norland | plans to sell | the ferry"]
    );
    assert_eq!(
        facts_of(
            FactKind::Plan,
            "The town agreed, with plans to build a second pier."
        ),
        ["The town | plans to build | a second pier"]
    );
    assert_eq!(
        facts_of(FactKind::Cause, "The flood caused heavy losses."),
        ["The flood | caused | heavy losses"]
    );
    assert_eq!(
        facts_of(
            FactKind::Cause,
            "The ferry stayed in port because the wind rose."
        ),
        ["The ferry stayed in port | because | the wind rose"]
    );
}

#[test]
fn aliases_are_facts() {
    assert_eq!(
        facts_of(FactKind::Alias, "The Free Harbour Union (FHU) met."),
        ["Free Harbour Union | - | FHU"]
    );
}

#[test]
fn who_says_so_denial_and_doubt_are_noted() {
    let sentence = "Officials said that the dam did not break.";
    assert_eq!(
        qualifiers_of(QualifierKind::Speaker, sentence),
        ["Officials"]
    );
    let sentence = "The dam did not hold the water.";
    assert_eq!(qualifiers_of(QualifierKind::Negation, sentence), ["not"]);
    let sentence = "The dam may hold the water.";
    assert_eq!(qualifiers_of(QualifierKind::Hedge, sentence), ["may"]);
}

#[test]
fn what_is_denied_of_all_is_not_stated_of_them() {
    let denied = "Not everything is ready.";
    assert_eq!(qualifiers_of(QualifierKind::Negation, denied), ["Not"]);
    let stated = "Everything is ready.";
    assert_eq!(
        qualifiers_of(QualifierKind::Negation, stated),
        Vec::<String>::new()
    );
}

#[test]
fn what_is_due_to_happen_has_no_cause() {
    for planned in [
        "The post is not due to be filled until May.",
        "The hall is due to open in June.",
        "People who cannot lift the box because of age or weakness can ask for help.",
    ] {
        assert_eq!(
            facts_of(FactKind::Cause, planned),
            Vec::<String>::new(),
            "{planned}"
        );
    }
    for caused in [
        "The road was closed due to snow.",
        "The ferry stayed because of the storm.",
        "People who walk stayed because of the storm.",
    ] {
        assert_ne!(
            facts_of(FactKind::Cause, caused),
            Vec::<String>::new(),
            "{caused}"
        );
    }
}

#[test]
fn an_hour_of_the_morning_does_nothing() {
    let facts = facts_of(
        FactKind::Statement,
        "The hall is open every hour from 7am to 7pm.",
    );
    assert!(!facts.iter().any(|fact| fact.contains("| am")), "{facts:?}");
}

#[test]
fn a_month_that_is_also_a_verb_is_part_of_its_date() {
    assert_eq!(
        facts_of(FactKind::Date, "The bridge opened on 3 May 1998."),
        ["The bridge | opened | 3 May 1998"]
    );
}

#[test]
fn what_a_number_is_bound_by_and_its_half_belong_to_it() {
    assert_eq!(
        facts_of(
            FactKind::Statement,
            "At least 40 boats crossed the sound with up to two and a half tonnes of salt."
        ),
        ["At least 40 boats | crossed | the sound with up to two and a half tonnes of salt"]
    );
    let sentence = "The mill used two and a half million sacks.";
    assert_eq!(
        qualifiers_of(QualifierKind::Quantity, sentence),
        ["two and a half million"]
    );
    assert_eq!(
        facts_of(FactKind::Quantity, "Dahl 11 opened at three o’clock."),
        [""; 0]
    );
}

#[test]
fn a_place_in_front_ends_before_the_subject() {
    let sentence = "In Lund two young millers, Ada Moe and Olav Lie, built a dam.";
    assert_eq!(
        facts_of(FactKind::Statement, sentence),
        ["two young millers | built | a dam"]
    );
}

#[test]
fn an_aside_does_not_take_the_subject() {
    assert_eq!(
        facts_of(
            FactKind::Statement,
            "The old mill, she wrote, might one day feed the town."
        ),
        ["The old mill | might one day feed | the town"]
    );
    assert_eq!(
        facts_of(
            FactKind::Statement,
            "The millers left the hall when the roof caught fire, and reached the river."
        ),
        [
            "The millers | left | the hall",
            "The millers | reached | the river",
            "the roof | caught | fire",
        ]
    );
}

#[test]
fn who_speaks_is_named_by_the_quotation() {
    let sentence = "“Nobody has a plan,” Ada Moe, the mayor of Lund, told reporters in June.";
    assert_eq!(qualifiers_of(QualifierKind::Speaker, sentence), ["Ada Moe"]);
}

#[test]
fn a_split_quotation_is_told_from_its_first_word_to_its_last() {
    assert_eq!(
        facts_of(
            FactKind::Quotation,
            "Whoever wakes first, he said, opens the gate."
        ),
        ["he | said | Whoever wakes first, he said, opens the gate"]
    );
}

#[test]
fn a_cause_belongs_to_the_clause_before_it() {
    assert_eq!(
        facts_of(
            FactKind::Cause,
            "The dam broke in May, and the miller left the town because he was afraid."
        ),
        ["the miller left the town | because | he was afraid"]
    );
    assert_eq!(
        facts_of(
            FactKind::Cause,
            "Because of the war the miller used a bathtub."
        ),
        ["the miller used a bathtub | Because of | the war"]
    );
}

#[test]
fn an_award_lies_nowhere_and_a_place_ends_where_time_begins() {
    let sentence =
        "She was born in Lund on 3 May 1904 as Ada Moe and won the Grand Prize in Physics.";
    assert_eq!(
        facts_of(FactKind::Place, sentence),
        ["She | was born in | Lund"]
    );
}

#[test]
fn there_is_nothing_to_say_of_nothing() {
    for sentence in ["", " ", "!!!", "Subscribe to our newsletter", "—", "(((("] {
        assert_eq!(extract(sentence), [], "{sentence}");
    }
}

#[test]
fn endless_sentences_are_read_in_good_time() {
    for piece in [
        "a , ",
        "and ",
        "man who is ",
        "x said , ",
        "of ",
        "((",
        "\" ",
        "1998 – ",
        "é",
    ] {
        let sentence = piece.repeat(10_000 / piece.len());
        let began = std::time::Instant::now();
        assert!(extract(&sentence).len() <= MAX_FACTS);
        assert!(began.elapsed().as_secs() < 10, "{piece}");
    }
}

fn whole(sentence: &str) -> bool {
    extract(sentence).iter().all(|fact| {
        let fields = [fact.subject, fact.relation, fact.object];
        let qualifiers = fact.qualifiers.iter().map(|qualifier| qualifier.span);
        (0.0..=1.0).contains(&fact.confidence)
            && (fact.object.is_some() || !fact.qualifiers.is_empty())
            && fields
                .into_iter()
                .flatten()
                .chain(qualifiers)
                .all(|span| span.of(sentence).is_some_and(|words| !words.is_empty()))
    })
}

#[test]
fn a_sentence_may_begin_with_a_word_of_speech() {
    for sentence in ["said Jean built.", "said that the", "Said"] {
        let _ = extract(sentence);
    }
}

proptest::proptest! {
    #[test]
    fn every_field_is_a_piece_of_the_sentence(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "the", "mill", "Ada", "Moe", ",", "and", "who", "said", "that", "is", "was", "built",
                "in", "Lund", "1998", "May", "3", "40", "boats", "(", ")", "ABC", "to", "sell", "plans",
                "because", "of", "not", "may", "mayor", "a", "’s", "“", "”", "–", "é", ".", "by", "%",
                "$", "more", "than", "have", "having", "been", "it", "there", "since", "-", "also",
            ]),
            0..40,
        )
    ) {
        proptest::prop_assert!(whole(&words.join(" ")));
        proptest::prop_assert!(whole(&words.concat()));
    }

    #[test]
    fn no_input_panics(sentence in "\\PC{0,120}") {
        proptest::prop_assert!(whole(&sentence));
    }
}
