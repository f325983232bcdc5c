//! The schema of an article is true: every shipped article keeps it, and what keeps it is taken in without a remark.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::terminal::Place;
use footnote::article::front_matter;
use regex::Regex;
use serde_json::{Map, Value, json};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

fn schema() -> Value {
    let text = fs::read_to_string(data().join("article.schema.json")).expect("the schema");
    serde_json::from_str(&text).expect("JSON")
}

/// Says what is wrong with a value; the few keywords that the schema uses are understood, any other is a fault.
fn faults(schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (keyword, wanted) in schema.as_object().expect("a schema is an object") {
        let length = value.as_str().map(|text| text.chars().count() as u64);
        let count = value.as_array().map(|items| items.len() as u64);
        let fine = match keyword.as_str() {
            "$schema" | "$id" | "title" | "description" | "examples" => true,
            "type" => match wanted.as_str().expect("one type") {
                "string" => value.is_string(),
                "array" => value.is_array(),
                "object" => value.is_object(),
                other => panic!("the test knows no type {other}"),
            },
            "minLength" => length.is_none_or(|length| length >= wanted.as_u64().unwrap()),
            "maxLength" => length.is_none_or(|length| length <= wanted.as_u64().unwrap()),
            "maxItems" => count.is_none_or(|count| count <= wanted.as_u64().unwrap()),
            "pattern" => {
                let pattern = Regex::new(wanted.as_str().expect("a pattern")).expect("a pattern");
                value.as_str().is_none_or(|text| pattern.is_match(text))
            }
            "format" => {
                assert_eq!(wanted, "uri");
                value
                    .as_str()
                    .is_none_or(|text| url::Url::parse(text).is_ok())
            }
            "uniqueItems" => value.as_array().is_none_or(|items| {
                let different: BTreeSet<String> = items.iter().map(Value::to_string).collect();
                different.len() == items.len()
            }),
            "required" => {
                let names = wanted.as_array().expect("names").iter();
                let mut names = names.map(|name| name.as_str().expect("a name"));
                names.all(|name| value.get(name).is_some())
            }
            "additionalProperties" => {
                assert_eq!(wanted, false);
                let known = schema["properties"].as_object().expect("properties");
                let members = value.as_object().into_iter().flatten();
                members
                    .map(|(name, _)| name)
                    .all(|name| known.contains_key(name))
            }
            "items" => {
                for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                    found.extend(faults(wanted, item, &format!("{at}/{number}")));
                }
                true
            }
            "properties" => {
                for (name, inner) in wanted.as_object().expect("properties") {
                    if let Some(member) = value.get(name) {
                        found.extend(faults(inner, member, &format!("{at}/{name}")));
                    }
                }
                true
            }
            other => panic!("the test knows no keyword {other}"),
        };
        if !fine {
            found.push(format!("{at}: {keyword} {wanted}"));
        }
    }
    found
}

/// Returns what a file says of itself before its text; nothing for the kinds that carry no such fields.
fn fields_of(path: &Path) -> Option<Value> {
    let text = fs::read_to_string(path).expect("an article");
    match path.extension()?.to_str()? {
        "json" => serde_json::from_str(&text).ok(),
        "md" => {
            let (fields, _) = front_matter::split(&text).ok()??;
            let fields = fields.into_iter().map(|field| (field.name, field.value));
            Some(Value::Object(fields.collect::<Map<_, _>>()))
        }
        _ => None,
    }
}

#[test]
fn every_shipped_article_keeps_the_schema() {
    let schema = schema();
    let mut read = 0;
    for file in fs::read_dir(data().join("articles")).expect("the articles") {
        let path = file.expect("a file").path();
        let Some(fields) = fields_of(&path) else {
            continue;
        };
        let found = faults(&schema, &fields, "");
        assert!(found.is_empty(), "{}: {found:#?}", path.display());
        read += 1;
    }
    assert!(read >= 24, "{read} articles have fields");
}

#[test]
fn an_article_of_the_data_readme_keeps_the_schema() {
    let readme = fs::read_to_string(data().join("README.md")).expect("the README");
    let (_, block) = readme.split_once("```\n---").expect("an example");
    let (block, _) = block.split_once("```").expect("its end");
    let example = format!("---{block}");
    let (fields, _) = front_matter::split(&example)
        .expect("front matter")
        .expect("front matter");
    let fields: Map<String, Value> = fields.into_iter().map(|f| (f.name, f.value)).collect();
    assert_eq!(faults(&schema(), &Value::Object(fields), ""), [""; 0]);
}

/// What the schema allows, at its borders.
fn allowed() -> Vec<Value> {
    vec![
        json!({"title": "T", "text": "Words."}),
        json!({"title": "T".repeat(300), "text": "Words."}),
        json!({"title": "T", "id": "a-name", "text": "Words."}),
        json!({"title": "T", "published": "2026", "text": "Words."}),
        json!({"title": "T", "published": "2026-01", "text": "Words."}),
        json!({"title": "T", "published": "2024-02-29", "language": "en-GB", "text": "Words."}),
        json!({"title": "T", "url": "https://example.org/a?b=c#d", "text": "Words."}),
        json!({"title": "T", "author": "Ä", "publisher": "水車", "licence": "CC0-1.0", "text": "Words."}),
        json!({"title": "T", "tags": ["a", "b"], "text": "Words."}),
    ]
}

#[test]
fn what_keeps_the_schema_is_taken_in_and_what_does_not_is_refused_or_remarked() {
    let schema = schema();
    let place = Place::empty();
    fs::create_dir(place.path("fine")).expect("a folder");
    for (number, article) in allowed().iter().enumerate() {
        assert_eq!(faults(&schema, article, ""), [""; 0], "{article}");
        let text = article["text"].as_str().expect("a text");
        let mut article = article.clone();
        // The same text twice would be remarked upon.
        article["text"] = json!(format!("{text} Number {number} of many."));
        place.write(&format!("fine/{number}.json"), article.to_string());
    }
    let checked = place.run(&["check", "fine", "--json"]).fine().json();
    assert_eq!(checked["problems"], json!([]));
    assert_eq!(checked["warnings"], json!([]));

    let refused = [
        json!({"text": "Words."}),
        json!({"title": "", "text": "Words."}),
        json!({"title": "T".repeat(301), "text": "Words."}),
        json!({"title": ["T"], "text": "Words."}),
        json!({"title": "T", "text": " "}),
        json!({"title": "T", "text": ["Words."]}),
        json!({"title": "T", "published": "yesterday", "text": "Words."}),
        json!({"title": "T", "published": "2026-13", "text": "Words."}),
        json!({"title": "T", "url": "example.org", "text": "Words."}),
        json!({"title": "T", "url": "ftp://example.org/", "text": "Words."}),
        json!({"title": "T", "language": "English!", "text": "Words."}),
        json!({"title": "T", "colour": "green", "text": "Words."}),
    ];
    for article in refused {
        assert!(!faults(&schema, &article, "").is_empty(), "{article}");
        let other = Place::empty();
        fs::create_dir(other.path("odd")).expect("a folder");
        other.write("odd/one.json", article.to_string());
        let checked = other.run(&["check", "odd", "--json"]).json();
        let remarks = ["problems", "warnings"].map(|member| {
            let remarks = checked[member].as_array().expect("a list");
            remarks.len()
        });
        assert_ne!(remarks, [0, 0], "{article}: {checked}");
    }
}
