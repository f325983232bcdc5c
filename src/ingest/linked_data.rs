//! What a page says of its article in JSON-LD, the machine-readable block most news sites carry.

use scraper::{Html, Selector};
use serde_json::Value;

/// What JSON-LD tells of the article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkedData {
    /// The headline.
    pub headline: Option<String>,
    /// The authors' names.
    pub authors: Vec<String>,
    /// The publisher's name.
    pub publisher: Option<String>,
    /// When it was published, as written.
    pub published: Option<String>,
    /// The language tag.
    pub language: Option<String>,
    /// Whether the page says that only payers may read it.
    pub for_payers_only: bool,
}

/// Deeper nesting is not looked at.
const DEEPEST: usize = 12;

/// Types of things that are articles, by the end of their names.
const ARTICLE_TYPES: [&str; 9] = [
    "CreativeWork",
    "Recipe",
    "Article",
    "ArticlePosting",
    "BlogPosting",
    "NewsArticle",
    "Posting",
    "Report",
    "Review",
];

/// Reads all JSON-LD of a page; broken blocks are left out.
pub fn linked_data_of(page: &Html) -> LinkedData {
    let mut objects = Vec::new();
    for value in blocks(page) {
        collect(&value, &mut objects, 0);
    }
    let mut found = LinkedData::default();
    for object in objects.iter().filter(|object| is_article(object)) {
        merge(&mut found, object, &objects);
    }
    found
}

#[expect(clippy::expect_used, reason = "the selector is constant")]
fn blocks(page: &Html) -> Vec<Value> {
    let selector = Selector::parse(r#"script[type^="application/ld+json"]"#).expect("a selector");
    page.select(&selector)
        .filter_map(|script| {
            let text: String = script.text().collect();
            let text = text.trim().trim_end_matches(';');
            // Line breaks inside strings are the commonest mistake.
            let mended = text.replace(['\n', '\r', '\t'], " ");
            serde_json::from_str(&mended).ok()
        })
        .collect()
}

fn collect(value: &Value, objects: &mut Vec<Value>, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(items) => items
            .iter()
            .for_each(|item| collect(item, objects, depth + 1)),
        Value::Object(fields) => {
            objects.push(value.clone());
            for name in [
                "@graph",
                "mainEntity",
                "mainEntityOfPage",
                "hasPart",
                "review",
            ] {
                if let Some(inner) = fields.get(name) {
                    collect(inner, objects, depth + 1);
                }
            }
        }
        _ => {}
    }
}

fn is_article(object: &Value) -> bool {
    let types = texts(object.get("@type"));
    types
        .iter()
        .any(|name| ARTICLE_TYPES.iter().any(|kind| name.ends_with(kind)))
}

fn merge(found: &mut LinkedData, object: &Value, all: &[Value]) {
    let first = |name: &str| texts(object.get(name)).into_iter().next();
    found.headline = found.headline.take().or_else(|| first("headline"));
    found.published = found.published.take().or_else(|| first("datePublished"));
    found.language = found.language.take().or_else(|| first("inLanguage"));
    if found.publisher.is_none() {
        found.publisher = names(object.get("publisher"), all).into_iter().next();
    }
    if found.authors.is_empty() {
        found.authors = names(object.get("author").or_else(|| object.get("creator")), all);
    }
    let free = first("isAccessibleForFree").map(|free| free.to_lowercase());
    found.for_payers_only |= free.as_deref() == Some("false");
}

/// Returns the texts of a value that may be a text, a flag or a list.
fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![plain(text)],
        Some(Value::Bool(flag)) => vec![flag.to_string()],
        Some(Value::Array(items)) => items.iter().flat_map(|item| texts(Some(item))).collect(),
        Some(Value::Object(fields)) => texts(fields.get("@value").or_else(|| fields.get("name"))),
        _ => Vec::new(),
    }
}

/// Returns the names of persons or organisations, following references by `@id` one step.
fn names(value: Option<&Value>, all: &[Value]) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![plain(text)],
        Some(Value::Array(items)) => items
            .iter()
            .flat_map(|item| names(Some(item), all))
            .collect(),
        Some(Value::Object(fields)) => match fields.get("name") {
            Some(name) => texts(Some(name)),
            None => fields
                .get("@id")
                .and_then(|id| {
                    all.iter()
                        .find(|other| other.get("@id") == Some(id) && other.get("name").is_some())
                })
                .map_or_else(Vec::new, |other| texts(other.get("name"))),
        },
        _ => Vec::new(),
    }
}

/// Removes the markup and the character references that some sites leave in their JSON.
fn plain(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return super::blocks::one_line(text);
    }
    let fragment = Html::parse_fragment(text);
    super::blocks::one_line(&fragment.root_element().text().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> LinkedData {
        let html = format!(r#"<script type="application/ld+json">{json}</script>"#);
        linked_data_of(&Html::parse_document(&html))
    }

    #[test]
    fn an_article_in_a_graph_is_found_with_the_names_it_refers_to() {
        let found = read(
            r##"{"@graph":[{"@type":"WebPage","headline":"Home"},
            {"@type":["NewsArticle"],"headline":"Ferry &amp; bridge","datePublished":"2024-03-02T08:00:00Z",
             "author":[{"@id":"#mara"},"Jon Bell"],"publisher":{"@type":"Organization","name":"Harbour Post"},
             "isAccessibleForFree":"False","inLanguage":"en-GB"},
            {"@type":"Person","@id":"#mara","name":"Mara Quist"}]}"##,
        );
        assert_eq!(found.headline.as_deref(), Some("Ferry & bridge"));
        assert_eq!(found.authors, ["Mara Quist", "Jon Bell"]);
        assert_eq!(found.publisher.as_deref(), Some("Harbour Post"));
        assert_eq!(found.published.as_deref(), Some("2024-03-02T08:00:00Z"));
        assert!(found.for_payers_only);
    }

    #[test]
    fn broken_and_foreign_data_says_nothing() {
        assert_eq!(read("{not json"), LinkedData::default());
        assert_eq!(
            read(r#"{"@type":"Product","headline":"Soup"}"#),
            LinkedData::default()
        );
        let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
        assert_eq!(read(&deep), LinkedData::default());
    }
}
