//! What counts as a date, and how dates compare.

use super::*;

fn found(sentence: &str) -> Vec<(&str, Grain)> {
    find(sentence)
        .iter()
        .map(|date| (date.span.of(sentence).expect("a span of it"), date.grain))
        .collect()
}

fn only(sentence: &str) -> Date {
    let dates = find(sentence);
    assert_eq!(dates.len(), 1, "{sentence}: {dates:?}");
    dates[0]
}

#[test]
fn days_are_found_however_they_are_written() {
    for written in [
        "25 January 2026",
        "25th of January, 2026",
        "January 25, 2026",
        "Jan. 25, 2026",
        "January 25th 2026",
        "2026-01-25",
        "Sunday, 25 January 2026",
    ] {
        let sentence = format!("The bridge opened on {written} at noon.");
        let date = only(&sentence);
        assert_eq!(date.span.of(&sentence), Some(written));
        assert_eq!(date.when, When::day(2026, 1, 25), "{written}");
    }
}

#[test]
fn longer_times_are_found() {
    assert_eq!(
        found("Built in the early 1990s, closed in May 2004, it dates from the 19th century."),
        [
            ("early 1990s", Grain::Decade),
            ("May 2004", Grain::Month),
            ("19th century", Grain::Century)
        ]
    );
    assert_eq!(
        found("Sales fell in the third quarter of 2021 and in Q4 2021, after the summer of 2020."),
        [
            ("third quarter of 2021", Grain::Season),
            ("Q4 2021", Grain::Season),
            ("summer of 2020", Grain::Season)
        ]
    );
}

#[test]
fn years_before_christ_lie_before_years_after_it() {
    let old = only("The temple fell in 44 BC.").when.expect("days");
    let young = only("The temple fell in AD 79.").when.expect("days");
    assert!(old.to < young.from);
}

#[test]
fn ranges_reach_from_their_first_day_to_their_last() {
    for written in ["1914–18", "1914-1918", "1914 to 1918", "1914 and 1918"] {
        let word = if written.contains("and") {
            "between"
        } else {
            "from"
        };
        let date = only(&format!("He lived there {word} {written}."));
        assert_eq!(date.when, When::years(1914, 1918), "{written}");
        assert_eq!(date.grain, Grain::Range);
    }
    assert_eq!(
        only("It ran from March to May 2020.").when,
        When::months(2020, 3, 3)
    );
    assert_eq!(
        only("It ran on 12–15 May 2020.").when,
        When::day(2020, 5, 12).and_then(|day| day.until(When::day(2020, 5, 15)?))
    );
}

#[test]
fn counts_are_no_years() {
    for sentence in [
        "The army lost 1998 soldiers.",
        "It costs $ 1998 today or more than 1950.",
        "It has 1,998 seats.",
        "They may march.",
        "Theresa May spoke.",
    ] {
        let absolute = find(sentence)
            .into_iter()
            .filter(|date| date.grain != Grain::Relative)
            .count();
        assert_eq!(absolute, 0, "{sentence}");
    }
}

#[test]
fn times_told_from_the_day_of_writing_have_no_days() {
    assert_eq!(
        found("Last year, on Sunday and two weeks ago it rained; yesterday, too, and in March."),
        [
            ("Last year", Grain::Relative),
            ("Sunday", Grain::Weekday),
            ("two weeks ago", Grain::Relative),
            ("yesterday", Grain::Relative),
            ("March", Grain::Yearless)
        ]
    );
}

#[test]
fn dates_agree_only_when_they_can_both_be_meant() {
    let day = only("on 3 March 1990");
    let accord = |other: &str| day.accord(&only(other));
    assert_eq!(accord("on March 3, 1990"), Accord::Same);
    assert_eq!(accord("in 1990"), Accord::Within);
    assert_eq!(accord("on 3 March"), Accord::Same);
    assert_eq!(accord("on 4 March"), Accord::Apart);
    assert_eq!(accord("in 1989"), Accord::Apart);
    assert_eq!(accord("on Sunday"), Accord::Unknown);
}

proptest::proptest! {
    #[test]
    fn every_date_is_a_piece_of_the_sentence(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "1998", "May", "3", "–", "to", "from", "January", "the", "1990s", "19th", "century",
                "BC", "AD", "é", ",", "Q3", "half", "first", "mid-", "ago", "years", "32nd", "9999",
            ]),
            0..12,
        )
    ) {
        let sentence = words.join(" ");
        for date in find(&sentence) {
            assert!(date.span.of(&sentence).is_some_and(|piece| !piece.is_empty()));
        }
    }
}
