//! What would be kept of an article, shown before it is kept.

use serde::Serialize;

use super::duplicates::{Shown, Twin};
use super::intake::Incoming;
use super::sample_questions::sample_questions;
use crate::article::{Article, ArticleId, BlockKind, Metadata, Outline};
use crate::facts;
use crate::store::{Scope, Store, StoreResult};
use crate::text::language;

/// Fewer quotable sentences than this are worth a warning.
const FEW_SENTENCES: usize = 4;

/// Most articles carry a few lines that are never quoted; so many, and at least one of so many, are worth a remark.
const MANY_UNQUOTED: usize = 4;
const ONE_OF: usize = 5;

/// At most this many lines that are left out are shown.
const DROPPED_SHOWN: usize = 3;

/// At most this many sentences are shown.
const SENTENCES_SHOWN: usize = 2;

/// At most this many questions are shown.
const QUESTIONS: usize = 3;

/// Something to look at before saving.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PreviewWarning {
    /// A short name for programs.
    pub kind: &'static str,
    /// The same for people.
    pub words: String,
}

/// An article that is there already and seems to be the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duplicate {
    /// Which one.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// Its current version.
    pub version: u32,
    /// In what way it is the same, in words.
    pub how: String,
    /// Whether it was removed and can be restored.
    pub removed: bool,
    /// Whether this scope may replace it; the operator's articles are not a server's to change.
    pub replaceable: bool,
}

impl Duplicate {
    /// Returns what a person has seen of it who chooses to replace it; `None` where it is not theirs to replace.
    pub fn shown(&self) -> Option<Shown> {
        self.replaceable.then(|| Shown {
            id: self.id.clone(),
            version: self.version,
            removed: self.removed,
        })
    }
}

/// What would be kept, and what to know before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// Title, address, date and so on.
    pub metadata: Metadata,
    /// The host the text came from, spelt so that no other can look like it.
    pub host: Option<String>,
    /// How many sentences could be quoted.
    pub sentences: usize,
    /// The first of them.
    pub first_sentences: Vec<String>,
    /// How many blocks are kept but never quoted.
    pub dropped: usize,
    /// The first of them.
    pub dropped_lines: Vec<String>,
    /// How many facts they state.
    pub facts: usize,
    /// Articles that seem to be the same, the surest first.
    pub duplicates: Vec<Duplicate>,
    /// What to look at.
    pub warnings: Vec<PreviewWarning>,
    /// Questions that the article answers.
    pub questions: Vec<String>,
}

impl Preview {
    /// Looks at an article that came in, beside those that are there.
    pub fn of(store: &dyn Store, scope: Scope, incoming: &Incoming) -> StoreResult<Self> {
        let twins = incoming.twins(store, scope)?;
        Ok(Preview::beside(incoming, scope, &twins))
    }

    fn beside(incoming: &Incoming, scope: Scope, twins: &[Twin]) -> Self {
        let text = &incoming.text;
        let outline = Outline::of(text);
        let spans = outline
            .sentences
            .iter()
            .filter_map(|sentence| sentence.span.of(text));
        let sentences: Vec<&str> = spans.collect();
        let furniture = outline
            .blocks
            .iter()
            .filter(|block| block.kind == BlockKind::Furniture);
        let dropped: Vec<&str> = furniture.filter_map(|block| block.span.of(text)).collect();
        Preview {
            host: incoming.host(),
            sentences: sentences.len(),
            first_sentences: first(&sentences, SENTENCES_SHOWN),
            dropped: dropped.len(),
            dropped_lines: first(&dropped, DROPPED_SHOWN),
            facts: sentences
                .iter()
                .map(|words| facts::extract(words).len())
                .sum(),
            duplicates: twins.iter().map(|twin| duplicate(twin, scope)).collect(),
            warnings: warnings(incoming),
            questions: sample_questions(&as_article(incoming), QUESTIONS),
            metadata: incoming.metadata.clone(),
        }
    }
}

fn first(all: &[&str], most: usize) -> Vec<String> {
    all.iter()
        .take(most)
        .map(|words| (*words).to_owned())
        .collect()
}

fn as_article(incoming: &Incoming) -> Article {
    Article {
        id: ArticleId::from_words(&incoming.metadata.title),
        version: 1,
        metadata: incoming.metadata.clone(),
        text: incoming.text.clone(),
    }
}

fn duplicate(twin: &Twin, scope: Scope) -> Duplicate {
    Duplicate {
        id: twin.entry.id.clone(),
        title: twin.entry.metadata.title.clone(),
        version: twin.entry.version,
        how: twin.sameness.words(),
        removed: twin.is_removed(),
        replaceable: twin.entry.owner == scope,
    }
}

/// Says what to look at before an article is saved.
pub fn warnings(incoming: &Incoming) -> Vec<PreviewWarning> {
    let sentences = Outline::of(&incoming.text).sentences.len();
    let metadata = &incoming.metadata;
    let mut found = Vec::new();
    let mut warn = |kind, words: String| found.push(PreviewWarning { kind, words });
    if metadata.published.is_none() {
        warn(
            "no_date",
            "no date was found, so nobody can tell how old it is".to_owned(),
        );
    }
    if sentences < FEW_SENTENCES {
        let words = format!("it is very short: {sentences} of its sentences could be quoted");
        warn("very_short", words);
    }
    let read = language::guess(&incoming.text);
    let said = metadata.language.as_deref().map(main_part);
    let other = [Some(read), said]
        .into_iter()
        .flatten()
        .find(|tag| *tag != "en");
    if let Some(tag) = other {
        let words =
            format!("it is in another language ({tag}); questions in English will hardly find it");
        warn("other_language", words);
    }
    for warning in &incoming.warnings {
        warn("document", warning.clone());
    }
    found
}

/// Says how many lines of an article will not be quoted, where that is unusual: somebody may have meant them to be.
pub fn remark_on_unquoted(id: &ArticleId, text: &str) -> Option<String> {
    let (unquoted, lines) = Outline::unquoted_lines(text);
    (unquoted >= MANY_UNQUOTED && unquoted * ONE_OF >= lines).then(|| {
        format!("{unquoted} of its {lines} lines are not quoted; `footnote show {id}` marks them")
    })
}

fn main_part(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}
