//! `footnote facts`: what the articles state, each piece verbatim.

use clap::Args;
use serde_json::{Value, json};

use super::context::{Context, Done, SCOPE};
use super::failure::Failure;
use super::lookup;
use crate::article::ArticleId;
use crate::render::markdown::plain;
use crate::render::pages::{self, FactLine};
use crate::store::{ArticleStore, Store, StoredFact, displayable_facts};

/// What `facts` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Only of this article
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Also those that say nothing without their sentence, or that another one says more fully
    #[arg(long)]
    all: bool,
}

/// A fact for people and for programs.
pub struct Shown {
    /// Whether it says something to people who do not see its sentence; programs get all.
    pub told: bool,
    /// For people.
    pub line: FactLine,
    /// For programs.
    pub value: Value,
}

/// Shows the facts of one article or of all.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Done, Failure> {
    let store = context.reader()?;
    let entries = match &arguments.id {
        Some(typed) => vec![lookup::article(&store, typed)?],
        None => store.list(SCOPE)?,
    };
    let mut all: Vec<(String, Vec<Shown>)> = Vec::new();
    for entry in entries {
        all.push((entry.metadata.title.clone(), of_article(&store, &entry.id)?));
    }
    let values: Vec<&Value> = all
        .iter()
        .flat_map(|(_, facts)| facts)
        .map(|fact| &fact.value)
        .collect();
    context.print(
        |screen| {
            let pages = all.iter().map(|(title, facts)| {
                let told = facts.iter().filter(|fact| fact.told || arguments.all);
                let lines: Vec<FactLine> = told.map(|fact| fact.line.clone()).collect();
                let title = screen.bold(&plain(title));
                format!("{title}\n{}", pages::facts(&lines, screen))
            });
            pages.collect::<Vec<_>>().join("\n")
        },
        json!({ "facts": values }),
    )?;
    Ok(Done::Fully)
}

/// Reads the facts of one article.
pub fn of_article(store: &dyn Store, id: &ArticleId) -> Result<Vec<Shown>, Failure> {
    let text = store.get(SCOPE, id)?.text;
    let facts = store.facts(SCOPE, id)?;
    let told = displayable_facts(&text, &facts);
    let is_told = |fact: &StoredFact| told.iter().any(|own| std::ptr::eq(*own, fact));
    let shown = |fact: &StoredFact| shown(id, &text, fact, is_told(fact));
    Ok(facts.iter().map(shown).collect())
}

fn shown(id: &ArticleId, text: &str, stored: &StoredFact, told: bool) -> Shown {
    let sentence = stored.sentence.of(text).unwrap_or_default();
    let words = |span: crate::text::Span| span.of(sentence).unwrap_or_default().to_owned();
    let fact = &stored.fact;
    let named = [
        ("who", fact.subject),
        ("does", fact.relation),
        ("what", fact.object),
    ];
    let mut fields: Vec<(String, String)> = named
        .into_iter()
        .filter_map(|(name, span)| Some((name.to_owned(), words(span?))))
        .collect();
    fields.extend(
        fact.qualifiers
            .iter()
            .map(|q| (name_of(&q.kind), words(q.span))),
    );
    let qualifiers: Vec<Value> = fact
        .qualifiers
        .iter()
        .map(|q| json!({"kind": q.kind, "text": words(q.span)}))
        .collect();
    let value = json!({
        "article_id": id,
        "kind": fact.kind,
        "subject": fact.subject.map(words),
        "relation": fact.relation.map(words),
        "object": fact.object.map(words),
        "qualifiers": qualifiers,
        "confidence": fact.confidence,
        "paragraph": stored.paragraph,
        "start": stored.sentence.start,
        "end": stored.sentence.end,
        "sentence": sentence,
    });
    let line = FactLine {
        kind: name_of(&fact.kind),
        fields,
        paragraph: stored.paragraph,
        confidence: fact.confidence,
    };
    Shown { told, line, value }
}

/// Returns the one word by which a kind is known in JSON, too.
fn name_of(kind: &impl serde::Serialize) -> String {
    let name = serde_json::to_value(kind).ok();
    name.and_then(|name| name.as_str().map(str::to_owned))
        .unwrap_or_default()
}
