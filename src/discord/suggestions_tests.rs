//! What is suggested.

use super::*;
use crate::article::{ArticleId, Metadata};
use crate::facts;

fn known(words: &[&str]) -> Suggestions {
    Suggestions::new(words.iter().map(|words| Suggestion {
        sort: Sort::Question,
        words: (*words).to_owned(),
        article: "some".into(),
    }))
}

#[test]
fn every_word_before_the_last_stands_in_what_is_offered() {
    let known = known(&[
        "How long is the Panama Canal?",
        "How long is the Suez Canal?",
        "Who is Clara?",
    ]);
    let found = |typed| -> Vec<&str> {
        let found = known.completing(typed, 9, |_| true).into_iter();
        found.map(|one| one.words.as_str()).collect()
    };
    assert_eq!(found("long panama c"), ["How long is the Panama Canal?"]);
    assert_eq!(
        found("long zebra c").len(),
        2,
        "nothing has the second word"
    );
}

#[test]
fn typos_are_forgiven_while_typing() {
    let known = known(&[
        "Who is Nouri al-Maliki?",
        "What does SDF stand for?",
        "What is the Harbour Bridge?",
    ]);
    let found = |typed| known.nearest(typed, 1).first().map(|s| s.words.clone());
    assert_eq!(found("malki"), Some("Who is Nouri al-Maliki?".to_owned()));
    assert_eq!(
        found("harbuor bri"),
        Some("What is the Harbour Bridge?".to_owned())
    );
    assert_eq!(found("zebra crossing"), None);
    assert_eq!(known.nearest("", 25).len(), 3);
}

#[test]
fn what_is_asked_about_counts_more_than_how_it_is_asked() {
    let known = known(&["When was the quay built?", "Who opened the ferry line?"]);
    let found = known.nearest("when was the ferry", 1);
    assert_eq!(
        found.first().map(|s| s.words.as_str()),
        Some("Who opened the ferry line?")
    );
}

#[test]
fn a_question_that_is_offered_names_what_it_asks_about() {
    for good in [
        "Who is Anna Berg?",
        "When was the Harbour Bridge built?",
        "What is SDF?",
        "What does SDF stand for?",
    ] {
        assert!(asks_plainly(good), "{good}");
    }
    for poor in [
        "Where did images take?",
        "Where have Twelve people walked the Moon?",
        "When did the French mining engineer Albert Mathieu draw a tunnel?",
        "What is Bronisława?",
        "Who liked the way?",
        "When did the first come?",
        "What",
    ] {
        assert!(!asks_plainly(poor), "{poor}");
    }
}

#[test]
fn what_is_offered_for_a_question_shares_a_name_with_it() {
    let tunnel = "When did Queen Elizabeth II open the tunnel?";
    assert!(!shares_a_name("How do I tune a recorder?", tunnel));
    assert!(shares_a_name("who is queen elisabeth", tunnel));
    assert!(shares_a_name(
        "who wwas ada lovlace",
        "Who is Ada Lovelace?"
    ));
    assert!(!shares_a_name(
        "Why did smallpox end",
        "When did the end come?"
    ));
}

/// Makes suggestions of a text as they are made of an article.
fn suggested(text: &str) -> Vec<String> {
    let article = Article {
        id: ArticleId::from("weir"),
        metadata: Metadata::default(),
        version: 1,
        text: text.to_owned(),
    };
    let sentences = crate::text::sentences::split(text);
    let facts: Vec<StoredFact> = sentences
        .into_iter()
        .flat_map(|sentence| {
            let found = facts::extract(sentence.of(text).unwrap_or_default());
            found.into_iter().map(move |fact| StoredFact {
                sentence,
                paragraph: 1,
                fact,
            })
        })
        .collect();
    let made = of_article(&article, &facts).into_iter();
    made.map(|one| one.words).collect()
}

#[test]
fn what_is_made_of_facts_is_a_question() {
    let made = suggested(
        "The Rudd Weir was built in 1871. Mira Dahl founded the ferry company in May 1904. Copper costs 90 coins.",
    );
    assert!(
        made.contains(&"When was the Rudd Weir built?".to_owned()),
        "{made:?}"
    );
    let founded = "When did Mira Dahl found the ferry company?".to_owned();
    assert!(made.contains(&founded), "{made:?}");
    assert!(made.iter().all(|words| words.ends_with('?')), "{made:?}");
}

#[test]
fn a_capital_at_the_head_of_a_sentence_makes_no_name() {
    let made = suggested(
        "Work began in 1904. Some work was left. Both probes passed Jupiter in 1979. Mira Dahl was born in 1880.",
    );
    let poor = |words: &&String| words.contains("Work") || words.contains("Both");
    assert_eq!(made.iter().find(poor), None);
    assert!(
        made.contains(&"When was Mira Dahl born?".to_owned()),
        "{made:?}"
    );
    assert!(!asks_plainly("What is the name Anak Krakatau?"));
}

#[test]
fn a_few_letters_mean_the_word_that_they_begin_or_nothing() {
    let known = known(&[
        "Who ruled his Poland?",
        "How high is Mount Everest?",
        "What is the Titanic?",
    ]);
    let found = |typed| -> Vec<&str> {
        let found = known.completing(typed, 9, |_| true).into_iter();
        found.map(|one| one.words.as_str()).collect()
    };
    assert_eq!(found("how hi"), ["How high is Mount Everest?"]);
    assert_eq!(found("tita"), ["What is the Titanic?"]);
    assert_eq!(found("hihg"), ["How high is Mount Everest?"]);
    assert!(found("pond").is_empty());
}
