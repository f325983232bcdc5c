//! The shipped questions and the shipped articles fit each other, and furniture is never quotable.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use footnote::article::Outline;
use serde_json::Value;

use crate::{SHIPPED, data};

/// The stored text of every shipped article, by id.
fn texts() -> BTreeMap<String, String> {
    let articles = SHIPPED.articles().iter();
    articles
        .map(|article| (article.id.to_string(), article.text.clone()))
        .collect()
}

/// The sentences that can be quoted, as text.
fn quotable(text: &str) -> Vec<String> {
    let outline = Outline::of(text);
    let spans = outline.sentences.iter();
    spans
        .map(|sentence| {
            sentence
                .span
                .of(text)
                .expect("a part of the text")
                .to_owned()
        })
        .collect()
}

fn questions() -> Vec<Value> {
    let lines = fs::read_to_string(data().join("questions.jsonl")).expect("the questions");
    lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

fn words<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member]
        .as_str()
        .unwrap_or_else(|| panic!("{member} is no text in {value}"))
}

#[test]
fn every_golden_sentence_stands_once_in_its_article_and_can_be_quoted() {
    let texts = texts();
    let sentences: BTreeMap<&str, Vec<String>> = texts
        .iter()
        .map(|(id, text)| (id.as_str(), quotable(text)))
        .collect();
    let mut faults = Vec::new();
    for question in questions() {
        let also = question["also"].as_array().cloned().unwrap_or_default();
        let own = (!question["article"].is_null()).then(|| question.clone());
        for place in own.into_iter().chain(also) {
            let (article, sentence) = (words(&place, "article"), words(&place, "sentence"));
            let text = texts
                .get(article)
                .unwrap_or_else(|| panic!("there is no {article}"));
            if text.matches(sentence).count() != 1 {
                faults.push(format!("{article}: not once in it: {sentence}"));
            }
            if !sentences[article].iter().any(|whole| whole == sentence) {
                faults.push(format!("{article}: no whole sentence of it: {sentence}"));
            }
        }
        if let Some(answer) = question["answer"].as_str()
            && !words(&question, "sentence").contains(answer)
        {
            faults.push(format!(
                "{}: {answer:?} is not in its sentence",
                question["id"]
            ));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn there_are_as_many_questions_of_each_kind_as_the_readme_says() {
    let readme = fs::read_to_string(data().join("README.md")).expect("the README");
    let (_, table) = readme
        .split_once("| kind | how many |")
        .expect("a table of kinds");
    let said: BTreeMap<String, usize> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
        .filter_map(|(kind, rest)| Some((kind.to_owned(), rest.split(' ').next()?.parse().ok()?)))
        .collect();
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    let (mut ids, mut asked) = (BTreeSet::new(), BTreeSet::new());
    for question in questions() {
        let kind = words(&question, "kind");
        *counted.entry(kind.to_owned()).or_default() += 1;
        let id = words(&question, "id").to_owned();
        assert!(id.starts_with(kind), "{id}");
        assert!(ids.insert(id.clone()), "{id} stands twice");
        let after = question["after"].as_array();
        assert_eq!(
            after.is_some_and(|after| !after.is_empty()),
            kind == "followup",
            "{id}"
        );
        let key = format!("{after:?} {}", words(&question, "question").to_lowercase());
        assert!(asked.insert(key), "{id} asks what another asks");
        for member in ["article", "sentence"] {
            assert_eq!(
                question[member].is_null(),
                kind == "unanswerable",
                "{id}: {member}"
            );
        }
    }
    assert_eq!(counted, said);
    assert!(counted.values().sum::<usize>() >= 200 && counted["unanswerable"] >= 50);
}

#[test]
fn furniture_of_the_shipped_articles_is_never_quotable() {
    let furniture = [
        ("everest-new-height", "Share this story"),
        ("everest-new-height", "Accept all cookies"),
        ("iraq-takes-custody-of-detainees", "Additional reporting by"),
        ("iraq-takes-custody-of-detainees", "never miss a story"),
        (
            "iraq-takes-custody-of-detainees",
            "Subscribe to our newsletter",
        ),
        ("saturn-moons-2025", "Sign up for our weekly newsletter"),
        ("saturn-moons-2025", "Click here to follow us"),
        ("smallpox-eradication", "Read also"),
        ("smallpox-eradication", "subscribe now"),
        ("world-wide-web", "Share this page"),
        ("world-wide-web", "We use cookies"),
    ];
    for (id, line) in furniture {
        let ending = if id == "world-wide-web" { "html" } else { "md" };
        let file = data().join("articles").join(format!("{id}.{ending}"));
        let file = fs::read_to_string(file).expect("an article");
        assert!(file.contains(line), "{id} does not carry {line:?} any more");
    }
    for (id, text) in texts() {
        for sentence in quotable(&text) {
            let quoted = furniture.iter().find(|(_, line)| sentence.contains(line));
            assert!(quoted.is_none(), "{id}: {sentence}");
        }
    }
}
