//! What counts as a number, with which value and unit.

use super::*;

fn found(sentence: &str) -> Vec<(&str, f64, &str)> {
    find(sentence)
        .iter()
        .map(|quantity| {
            let unit = quantity
                .unit
                .map_or("", |unit| unit.of(sentence).expect("a span of it"));
            (
                quantity.number.of(sentence).expect("a span of it"),
                quantity.value,
                unit,
            )
        })
        .collect()
}

#[test]
fn numbers_come_with_what_they_count() {
    assert_eq!(
        found("The convoy brought 1,250 blue tents and 40 doctors over 32.5 km."),
        [
            ("1,250", 1250.0, "blue tents"),
            ("40", 40.0, "doctors"),
            ("32.5", 32.5, "km")
        ]
    );
    assert_eq!(
        found("About 450 square kilometres burned, 12 per cent of the park, or 3% more."),
        [
            ("450", 450.0, "square kilometres"),
            ("12", 12.0, "per cent"),
            ("3", 3.0, "%")
        ]
    );
}

#[test]
fn one_counts_only_with_what_it_counts() {
    assert_eq!(
        found("It has one brass lighthouse, and one of them, the red one, costs one coin."),
        [("one", 1.0, "brass lighthouse"), ("one", 1.0, "coin")]
    );
}

#[test]
fn magnitudes_and_currencies_belong_to_the_number() {
    assert_eq!(
        found("It cost $1.2 million, then €5bn, then 30 million yen for 2.5 million users."),
        [
            ("$1.2 million", 1.2e6, ""),
            ("€5bn", 5e9, ""),
            ("30 million", 3e7, "yen"),
            ("2.5 million", 2.5e6, "users")
        ]
    );
}

#[test]
fn number_words_have_their_value() {
    assert_eq!(
        found(
            "Twenty-three thousand four hundred and five people saw a hundred boats and two dozen rafts."
        ),
        [
            (
                "Twenty-three thousand four hundred and five",
                23405.0,
                "people"
            ),
            ("a hundred", 100.0, "boats"),
            ("two dozen", 24.0, "rafts")
        ]
    );
    assert_eq!(
        found("Two-thirds of the votes were late."),
        [("Two-thirds", 2.0 / 3.0, "")]
    );
}

#[test]
fn ordinals_are_places_in_an_order() {
    let places: Vec<_> = find("She came third, he was the 21st to arrive.")
        .iter()
        .map(|quantity| (quantity.measure, quantity.value))
        .collect();
    assert_eq!(places, [(Measure::Ordinal, 3.0), (Measure::Ordinal, 21.0)]);
}

#[test]
fn ranges_have_both_ends() {
    for sentence in [
        "It takes 10–15 days.",
        "It takes 10 to 15 days.",
        "It takes between 10 and 15 days.",
    ] {
        let all = find(sentence);
        assert_eq!(all.len(), 1, "{sentence}");
        assert_eq!((all[0].value, all[0].upper), (10.0, Some(15.0)));
        assert_eq!(all[0].unit.and_then(|unit| unit.of(sentence)), Some("days"));
    }
}

#[test]
fn bounds_are_kept_apart_from_the_number() {
    let bound = |sentence: &str| find(sentence).first().map(|quantity| quantity.bound);
    assert_eq!(bound("More than 30 boats left."), Some(Bound::AtLeast));
    assert_eq!(bound("They found up to 30 boats."), Some(Bound::AtMost));
    assert_eq!(bound("Nearly 30 boats left."), Some(Bound::About));
    assert_eq!(bound("Exactly 30 boats left."), Some(Bound::Exact));
}

#[test]
fn dates_codes_and_idle_ones_are_no_quantities() {
    for sentence in [
        "The dam was built in 1998, on 3 May 2004 and in the 1990s.",
        "No one but this one flew an F-16 with COVID-19.",
        "Version 3.2.1 of A-4 is out.",
    ] {
        assert_eq!(found(sentence), [], "{sentence}");
    }
}

#[test]
fn values_are_the_same_only_when_they_are_equal() {
    let value = |sentence: &str| find(sentence)[0];
    assert!(value("1,500 men").same_value(&value("1500 men")));
    assert!(value("1.5 million men").same_value(&value("1,500,000 men")));
    assert!(!value("1998 men").same_value(&value("1989 men")));
    assert!(!value("10 men").same_value(&value("10 to 15 men")));
    assert!(!value("It opens at 21:30.").same_value(&value("It opens at 21:45.")));
    assert!(value("It opens at 9:00.").same_value(&value("It opens at 9.")));
}

proptest::proptest! {
    #[test]
    fn every_quantity_is_a_piece_of_the_sentence(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "1", "2,5", "3.1", "$", "US$", "%", "per", "cent", "a", "dozen", "two", "hundred",
                "and", "–", "to", "million", "third", "half", "of", "é", "men", "°", "C", "km", "-", "#",
            ]),
            0..14,
        )
    ) {
        for glue in [" ", ""] {
            let sentence = words.join(glue);
            for quantity in find(&sentence) {
                assert!(quantity.span.covers(quantity.number));
                for span in [Some(quantity.span), quantity.unit].into_iter().flatten() {
                    assert!(span.of(&sentence).is_some_and(|piece| !piece.is_empty()));
                }
            }
        }
    }
}
