//! `footnote show`: an article as it is stored.

use clap::Args;
use serde_json::json;

use super::context::{Context, Done, SCOPE};
use super::failure::Failure;
use super::{facts_command, list_command, lookup};
use crate::render::pages;
use crate::store::ArticleStore;

/// What `show` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The article's id or title
    #[arg(value_name = "ID")]
    id: String,
    /// Show what it states, fact by fact
    #[arg(long)]
    facts: bool,
    /// Show an earlier version
    #[arg(long, value_name = "N", conflicts_with = "facts")]
    version: Option<u32>,
}

/// Shows one article.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Done, Failure> {
    let store = context.reader()?;
    let entry = lookup::article(&store, &arguments.id)?;
    let version = arguments.version.unwrap_or(entry.version);
    let article = store.version(SCOPE, &entry.id, version)?;
    let facts = match arguments.facts {
        true => facts_command::of_article(&store, &entry.id)?,
        false => Vec::new(),
    };
    let mut value = list_command::value(&entry);
    for (name, stored) in json!(article.metadata).as_object().into_iter().flatten() {
        value[name] = stored.clone();
    }
    value["version"] = json!(version);
    value["text"] = json!(article.text);
    if arguments.facts {
        value["facts"] = facts.iter().map(|fact| fact.value.clone()).collect();
    }
    context.print(
        |screen| {
            let page = pages::article(
                article.id.as_str(),
                version,
                &article.metadata,
                &article.text,
                screen,
            );
            let told = facts.iter().filter(|fact| fact.told);
            let lines: Vec<_> = told.map(|fact| fact.line.clone()).collect();
            match lines.is_empty() {
                true => page,
                false => format!("{page}\n{}", pages::facts(&lines, screen)),
            }
        },
        value,
    )?;
    Ok(Done::Fully)
}
