//! `footnote history`: the versions of an article and how they differ.

use clap::Args;
use serde_json::{Value, json};

use super::context::{Context, Done, SCOPE};
use super::failure::Failure;
use super::lookup;
use crate::article::{Article, Outline};
use crate::render::markdown::plain;
use crate::render::notices::count;
use crate::render::screen::Screen;
use crate::render::{citation, difference};
use crate::store::{ArticleStore, Revision};

/// What `history` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The article's id or title
    #[arg(value_name = "ID")]
    id: String,
    /// Show the sentences in which each version differs from the one it replaced
    #[arg(long)]
    diff: bool,
}

/// One version and how it differs from the one it replaced.
struct Step {
    revision: Revision,
    difference: Option<difference::Difference>,
}

/// Shows the versions, newest first.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Done, Failure> {
    let store = context.reader()?;
    let entry = lookup::article(&store, &arguments.id)?;
    let revisions = store.history(SCOPE, &entry.id)?;
    let mut steps = Vec::with_capacity(revisions.len());
    for revision in revisions {
        let difference = match revision.compared_with().filter(|_| arguments.diff) {
            Some(replaced) => {
                let now = store.version(SCOPE, &entry.id, revision.version)?;
                let before = store.version(SCOPE, &entry.id, replaced)?;
                Some(difference::between(&sentences(&before), &sentences(&now)))
            }
            None => None,
        };
        steps.push(Step {
            revision,
            difference,
        });
    }
    let values: Vec<Value> = steps.iter().map(value).collect();
    context.print(
        |screen| {
            let title = screen.bold(&plain(&entry.metadata.title));
            let head = format!("{title} ({})", entry.id);
            let steps = steps.iter().map(|step| words(step, screen));
            std::iter::once(head)
                .chain(steps)
                .collect::<Vec<_>>()
                .join("\n")
        },
        json!({"id": entry.id, "title": entry.metadata.title, "versions": values}),
    )?;
    Ok(Done::Fully)
}

fn sentences(article: &Article) -> Vec<String> {
    let outline = Outline::of(&article.text);
    let words = outline
        .sentences
        .iter()
        .filter_map(|sentence| sentence.span.of(&article.text));
    words.map(str::to_owned).collect()
}

fn words(step: &Step, screen: Screen) -> String {
    let revision = &step.revision;
    let mut about = vec![screen.bold(&format!("version {}", revision.version))];
    about.push(citation::day_of(revision.added_at));
    about.push(count(revision.bytes, "byte", "bytes"));
    if revision.current {
        about.push(screen.good("current"));
    }
    if !revision.edits.is_empty() {
        about.push(count(
            revision.edits.len(),
            "change of its metadata",
            "changes of its metadata",
        ));
    }
    let replaced = revision
        .compared_with()
        .filter(|_| step.difference.is_some());
    if let Some(replaced) = replaced.filter(|number| number + 1 != revision.version) {
        about.push(format!("compared with version {replaced}"));
    }
    let line = about.join(" · ");
    match &step.difference {
        Some(difference) => format!("{line}\n{}", difference.words(screen)),
        None => line,
    }
}

fn value(step: &Step) -> Value {
    let mut value = json!(step.revision);
    if let Some(difference) = &step.difference {
        value["added"] = json!(difference.added);
        value["removed"] = json!(difference.removed);
    }
    value
}
