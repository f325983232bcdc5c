//! A new article on its way in: read, shown as it would be kept, kept only after a yes.

use std::sync::Arc;

use super::app::App;
use super::asking;
use super::reply::{Button, Look, Reply};
use super::shelves::Snapshot;
use super::state::{CONFIRM_SECONDS, DraftState, State};
use super::suggestions;
use super::trouble::Trouble;
use crate::article::parse::{Draft, Format, ParseError, parse};
use crate::article::{Article, ArticleId, BlockKind, Metadata, Outline};
use crate::facts;
use crate::knowledge::Knowledge;
use crate::render::card::{Card, Tone};
use crate::render::markdown::{cut, escape, plain};
use crate::render::{answer_card, citation};
use crate::store::{Digest, Entry, Outcome, Scope, Source, Stamp, StoredFact, UserId};

/// A server may hold so many articles of its own.
pub const MOST_ARTICLES: usize = 5_000;

/// A server may hold so much text of its own.
pub const MOST_BYTES: usize = 64 * 1024 * 1024;

/// From this share of a quota on, the preview warns.
const QUOTA_WARNING: f64 = 0.8;

/// So many questions are shown that the article would answer.
const QUESTIONS_SHOWN: usize = 3;

/// So many are tried to find them.
const QUESTIONS_TRIED: usize = 30;

/// Reads a file as an article; what it says of itself counts more than what it is called.
pub fn read_file(bytes: &[u8], name: &str) -> Result<Draft, Trouble> {
    match parse(bytes, Format::of_name(name), &Metadata::default()) {
        Err(ParseError::NoTitle(_)) => {
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            let known = Metadata {
                title: stem.replace(['-', '_'], " ").trim().to_owned(),
                ..Metadata::default()
            };
            parse(bytes, Format::of_name(name), &known).map_err(|error| of_parse(&error))
        }
        read => read.map_err(|error| of_parse(&error)),
    }
}

/// Reads pasted text as an article; `known` is what the person says of it.
pub fn read_paste(text: &str, known: &Metadata) -> Result<Draft, Trouble> {
    parse(text.as_bytes(), Some(Format::Markdown), known).map_err(|error| of_parse(&error))
}

fn of_parse(error: &ParseError) -> Trouble {
    let at = error
        .line()
        .map(|line| format!("Line {line}: "))
        .unwrap_or_default();
    let code = match error.code() {
        "FILE_INVALID" => "FILE_TYPE",
        code => code,
    };
    let what = format!("{at}{}.", escape(&cut(&plain(&error.to_string()), 400)));
    let next = "Correct it and add it again; nothing was kept.";
    Trouble::new(code, sentence_case(&what), next)
}

fn sentence_case(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// Shows what would be kept, with Save and Cancel. Blocks.
pub fn preview(
    app: &Arc<App>,
    scope: Scope,
    by: UserId,
    read: Draft,
    source: Source,
    audience: &str,
) -> Result<Reply, Trouble> {
    let outline = Outline::of(&read.text);
    if outline.sentences.is_empty() {
        return Err(Trouble::new(
            "PAGE_NO_TEXT",
            "I found no sentence in it that could be quoted.",
            "Paste the text of the article with `/article add`.",
        ));
    }
    room_left(app, scope, read.text.len())?;
    let wanted = read
        .id
        .clone()
        .unwrap_or_else(|| ArticleId::from_words(&read.metadata.title));
    let replaces = match &source.address {
        Some(address) => app.store.find_address(scope, address)?,
        None => None,
    };
    let replaces = replaces.filter(|entry| entry.owner == scope);
    let same_text = app.store.find_text(scope, Digest::of(&read.text))?;
    if let Some(same) = same_text.first() {
        return already_here(same, replaces.as_ref());
    }
    let id = match &replaces {
        Some(entry) => entry.id.clone(),
        None => app.store.free_id(scope, &wanted)?,
    };
    let article = Article {
        id: id.clone(),
        version: 1,
        metadata: read.metadata.clone(),
        text: read.text.clone(),
    };
    let found = facts_of(&article, &outline);
    let mut card = describe(&article, &outline, found.len());
    if let Some(entry) = &replaces {
        let title = escape(&entry.metadata.title);
        card.line(&format!(
            "\n⚠️ This replaces *{title}* (version {}).",
            entry.version
        ));
    }
    for warning in read.warnings.iter().take(3) {
        card.line(&format!("⚠️ {}", escape(&cut(&plain(&warning.words), 200))));
    }
    for question in questions_it_answers(&article, &found) {
        card.line(&question);
    }
    card.line(&format!("\n{audience}"));
    let state = State::Draft(Box::new(DraftState {
        by: by.0,
        id,
        metadata: read.metadata,
        text: read.text,
        source,
    }));
    let key = state.keep(app.store.as_ref(), scope, CONFIRM_SECONDS)?;
    let buttons = vec![
        Button::new(Look::Good, format!("{key}:save-article"), "Save"),
        Button::new(Look::Quiet, format!("{key}:cancel"), "Cancel"),
    ];
    Ok(Reply::from(card).with_buttons(buttons).hidden())
}

/// A page that was read again and says the same is no error; the same text from elsewhere is.
fn already_here(same: &Entry, replaces: Option<&Entry>) -> Result<Reply, Trouble> {
    let title = escape(&cut(&same.metadata.title, 200)).to_string();
    if replaces.is_some_and(|entry| entry.id == same.id) {
        let words = format!("**Nothing has changed** in *{title}*.");
        return Ok(Reply::from(Card::new(Tone::Sure, words)).hidden());
    }
    Err(Trouble::new(
        "DUPLICATE",
        format!("This text is here already: *{title}*."),
        "Nothing was kept; `/article show` shows it.",
    ))
}

/// Refuses what would go over the quota of a server.
fn room_left(app: &App, scope: Scope, bytes: usize) -> Result<(), Trouble> {
    let used = app.store.usage(scope)?;
    let full = used.articles >= MOST_ARTICLES || used.bytes + bytes > MOST_BYTES;
    if full {
        return Err(Trouble::new(
            "QUOTA",
            format!(
                "This server holds {} articles, its shelf is full.",
                used.articles
            ),
            "Remove some with `/article remove`, then try again.",
        ));
    }
    Ok(())
}

fn describe(article: &Article, outline: &Outline, facts: usize) -> Card {
    let dropped = outline
        .blocks
        .iter()
        .filter(|b| b.kind == BlockKind::Furniture)
        .count();
    let metadata = &article.metadata;
    let mut about = Vec::new();
    about.extend(
        metadata
            .publisher
            .as_deref()
            .map(|p| escape(&cut(&plain(p), 80)).to_string()),
    );
    about.extend(
        metadata
            .author
            .as_deref()
            .map(|a| escape(&cut(&plain(a), 80)).to_string()),
    );
    about.extend(
        metadata
            .published
            .as_deref()
            .map(|d| escape(&citation::date(d)).to_string()),
    );
    let mut card = Card::new(Tone::Careful, about.join(" · ")).titled(&metadata.title);
    if metadata.published.is_none() {
        card.line("-# no date found; `/article edit` can add one");
    }
    let first = outline
        .sentences
        .first()
        .and_then(|s| s.span.of(&article.text));
    if let Some(first) = first {
        card.line(&format!("> {}", escape(&cut(&plain(first), 300))));
    }
    card.line(&format!(
        "**{}** can be quoted · **{}** found · {} left out",
        counted(outline.sentences.len(), "sentence"),
        counted(facts, "fact"),
        counted(dropped, "line"),
    ));
    card.with_footer("A preview: nothing is kept yet")
}

/// Writes `1 fact`, `2 facts`.
pub fn counted(count: usize, thing: &str) -> String {
    match count {
        1 => format!("1 {thing}"),
        many => format!("{many} {thing}s"),
    }
}

/// Finds what an article states, as the store would.
fn facts_of(article: &Article, outline: &Outline) -> Vec<StoredFact> {
    let mut all = Vec::new();
    for sentence in &outline.sentences {
        let words = sentence.span.of(&article.text).unwrap_or_default();
        let paragraph = outline
            .blocks
            .get(sentence.block)
            .map_or(0, |block| block.paragraph);
        all.extend(facts::extract(words).into_iter().map(|fact| StoredFact {
            sentence: sentence.span,
            paragraph,
            fact,
        }));
    }
    all
}

/// Finds questions that the article answers by itself.
fn questions_it_answers(article: &Article, found: &[StoredFact]) -> Vec<String> {
    let known = suggestions::of_article(article, found);
    let alone = Snapshot {
        change: 0,
        knowledge: Knowledge::in_memory(vec![article.clone()]),
        entries: Vec::new(),
        suggestions: Vec::new(),
    };
    let mut lines: Vec<String> = known
        .iter()
        .map(|suggestion| &suggestion.question)
        .take(QUESTIONS_TRIED)
        .filter(|question| asking::answers(&alone, question))
        .take(QUESTIONS_SHOWN)
        .map(|question| format!("• {}", escape(question)))
        .collect();
    if !lines.is_empty() {
        lines.insert(0, "\nIt answers, for example:".to_owned());
    }
    lines
}

/// Keeps a draft after its yes and makes it askable. Blocks.
pub fn keep(
    app: &Arc<App>,
    scope: Scope,
    draft: DraftState,
    stamp: Stamp,
) -> Result<Reply, Trouble> {
    room_left(app, scope, draft.text.len())?;
    let title = draft.metadata.title.clone();
    let saved = app.store.put(scope, &draft.draft(), stamp)?;
    // Whoever reads "Saved" may ask at once.
    let snapshot = app.shelves.fresh(scope)?;
    let what = match saved.outcome {
        Outcome::Added => "Saved.".to_owned(),
        Outcome::Unchanged => "Nothing had changed.".to_owned(),
        _ => format!("Saved as version {}.", saved.version),
    };
    let entry = snapshot.entries.iter().find(|entry| entry.id == saved.id);
    let sentences = entry.map_or(0, |entry| entry.sentences);
    let mut card = Card::new(
        Tone::Sure,
        format!(
            "**{what}** {} can be quoted from now on.",
            counted(sentences, "sentence")
        ),
    )
    .titled(&title)
    .with_footer(&format!("name: {}", saved.id));
    let used = app.store.usage(scope)?;
    if used.articles as f64 > MOST_ARTICLES as f64 * QUOTA_WARNING
        || used.bytes as f64 > MOST_BYTES as f64 * QUOTA_WARNING
    {
        card.line("⚠️ The shelf of this server is more than four fifths full.");
    }
    Ok(Reply::from(card).hidden())
}

/// Names an article with the link to its page.
pub fn named(metadata: &Metadata, id: &ArticleId) -> String {
    answer_card::mention_line(&crate::answer::Mention {
        article_id: id.clone(),
        title: metadata.title.clone(),
        url: metadata.url.clone(),
    })
}
