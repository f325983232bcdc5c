//! A new article shown as it would be kept, and kept only after a yes; what it would replace is chosen, never guessed.

use std::sync::Arc;

use super::app::{App, Askable};
use super::interaction::InteractionContext;
use super::permissions::Action;
use super::reply::{Button, Look, Reply};
use super::state::{self, CONFIRM_SECONDS, DraftState, State};
use super::suggestions;
use super::user_error::{UserError, sentence};
use crate::article::{ArticleId, Metadata};
use crate::clock;
use crate::errors::{ErrorCode, Trouble};
use crate::ingest::preview::Duplicate;
use crate::ingest::{self, Incoming, IngestError, OnDuplicate, Preview, Shown};
use crate::render::card::{Card, Tone};
use crate::render::markdown::{cut, escape, plain};
use crate::render::notices::counted;
use crate::render::{citation, source_line};
use crate::store::quota::{MAX_ARTICLES, MAX_BYTES, MAX_BYTES_KEPT};
use crate::store::{Entry, Outcome, Saved, Scope, Stamp, Store, StoreError, Usage, UserId};

/// From this share of a quota on, saving warns.
const QUOTA_WARNING: f64 = 0.8;

/// At most this many warnings are shown.
const MAX_WARNINGS: usize = 4;

/// Who adds something, and who will be able to read it.
#[derive(Debug, Clone)]
pub struct Adder {
    /// Who.
    pub user: UserId,
    /// Whether this person runs the server, and so may bring removed articles back.
    pub manages: bool,
    /// Who will read it, in words.
    pub audience: &'static str,
    /// What was given besides the text and could not be read, in words.
    pub left_out: Vec<String>,
}

impl Adder {
    /// Reads from an interaction who adds something.
    pub fn of(context: &InteractionContext, audience: &'static str) -> Self {
        Adder {
            user: context.actor.user,
            manages: context.actor.manages(),
            audience,
            left_out: Vec::new(),
        }
    }
}

impl From<IngestError> for UserError {
    fn from(error: IngestError) -> Self {
        let code = error.code();
        let line = error.line();
        match (error, line) {
            (IngestError::Store(error), _) => error.into(),
            (IngestError::Unable(cause), _) => UserError::internal(cause),
            // Which byte it is says nothing to whoever has the file in a program.
            (_, Some(line)) if code == ErrorCode::TextEncoding => UserError::new(
                code,
                format!("Line {line} of this file is no text that can be read."),
                "Save it as UTF-8 text, then add it again.",
            ),
            (other, line) => {
                let Trouble { what, next } = other.trouble();
                let next = next.unwrap_or("paste the text with `/article add` instead".into());
                let what = escape(&cut(&plain(&what), 400)).to_string();
                let what = match line {
                    Some(line) => format!("Line {line}: {what}."),
                    None => sentence(&what),
                };
                UserError::new(code, what, sentence(&cut(&next, 300)))
            }
        }
    }
}

/// Shows what would be kept, with the choices there are. Blocks.
pub fn preview(
    app: &Arc<App>,
    scope: Scope,
    adder: &Adder,
    incoming: Incoming,
) -> Result<Reply, UserError> {
    let store = app.store.as_ref();
    let twins = incoming.twins(store, scope)?;
    if let Some(same) = incoming.identical_twin(scope, &twins) {
        return Ok(here_already(&same.metadata.title));
    }
    let preview = Preview::of(store, scope, &incoming)?;
    let twin = preview.duplicates.first();
    // What may take the place of another one is measured once that is chosen.
    if !twin.is_some_and(|twin| twin.replaceable) {
        room_left(store, scope, Growth::of_new(incoming.text.len()))?;
    }
    let next = twin.map_or(Ok(1), |twin| next_version(store, scope, twin))?;
    let mut card = describe(&preview);
    if let Some(twin) = twin {
        card.line(&told_of(twin, adder.manages));
    }
    for left_out in &adder.left_out {
        card.line(&format!("\n⚠️ {left_out}"));
    }
    card.line(&format!("\n{}", adder.audience));
    let bytes = incoming.text.len();
    let state = State::Draft(Box::new(DraftState {
        by: adder.user.0,
        incoming,
        replaces: twin.and_then(Duplicate::shown),
    }));
    let key = state.keep(store, scope, CONFIRM_SECONDS)?;
    let (now, waits) = (clock::now(), (key.as_str(), adder.user));
    for gone in (app.drafts).add(scope, waits, bytes, now + CONFIRM_SECONDS, now) {
        // One that cannot be forgotten now goes when its hour is over.
        if let Err(error) = state::forget(&gone, app, scope) {
            error.log("making room for a preview");
        }
    }
    Ok(Reply::from(card)
        .with_buttons(choices(&key, twin, next, adder.manages))
        .hidden())
}

/// Returns the number that the next version of an article gets: after a way back it is not the one behind the current.
fn next_version(store: &dyn Store, scope: Scope, twin: &Duplicate) -> Result<u32, UserError> {
    if twin.removed {
        return Ok(twin.version + 1);
    }
    let all = store.history(scope, &twin.id)?;
    let newest = all.iter().map(|revision| revision.version).max();
    Ok(newest.unwrap_or(twin.version) + 1)
}

fn here_already(title: &str) -> Reply {
    let title = escape(&cut(title, 200)).to_string();
    let words =
        format!("**It is here already, word for word:** *{title}*\nNothing has to be kept.");
    Reply::from(Card::new(Tone::Sure, words)).hidden()
}

fn describe(preview: &Preview) -> Card {
    let metadata = &preview.metadata;
    let words = |text: &str| escape(&cut(&plain(text), 80)).to_string();
    let mut about: Vec<String> = [&metadata.publisher, &metadata.author]
        .into_iter()
        .flatten()
        .map(|part| words(part))
        .collect();
    about.extend(
        metadata
            .published
            .as_deref()
            .map(|date| words(&citation::date(date))),
    );
    about.extend(
        preview
            .host
            .as_deref()
            .map(|host| format!("`{}`", host.replace('`', ""))),
    );
    let mut card = Card::new(Tone::Careful, about.join(" · ")).titled(&metadata.title);
    for first in &preview.first_sentences {
        card.line(&format!("> {}", escape(&cut(&plain(first), 300))));
    }
    let left_out = match preview.dropped {
        0 => String::new(),
        some => format!(" · {} left out", counted(some, "line")),
    };
    card.line(&format!(
        "**{}** can be quoted · **{}** found{left_out}",
        counted(preview.sentences, "sentence"),
        counted(preview.facts, "fact"),
    ));
    for dropped in &preview.dropped_lines {
        card.line(&format!(
            "-# left out: {}",
            escape(&cut(&plain(dropped), 80))
        ));
    }
    let questions = preview.questions.iter();
    let questions: Vec<&String> = questions
        .filter(|words| suggestions::asks_plainly(words))
        .collect();
    if !questions.is_empty() {
        card.line("\nIt answers, for example:");
    }
    for question in questions {
        card.line(&format!("• {}", escape(&cut(&plain(question), 120))));
    }
    if !preview.warnings.is_empty() {
        card.line("");
    }
    for warning in preview.warnings.iter().take(MAX_WARNINGS) {
        card.line(&format!(
            "⚠️ {}",
            sentence(&escape(&cut(&plain(&warning.words), 200)).to_string())
        ));
    }
    card.with_footer("A preview: nothing is kept yet")
}

/// Names what is there already, and what may become of it.
fn told_of(twin: &Duplicate, manages: bool) -> String {
    let title = escape(&cut(&plain(&twin.title), 120)).to_string();
    let version = twin.version;
    let how = escape(&twin.how);
    match (twin.removed, twin.replaceable) {
        (true, true) if manages => format!(
            "\n⚠️ **Removed before:** *{title}*, and {how}. It can come back with this text, or this can be kept beside it."
        ),
        (true, _) => format!(
            "\n⚠️ **Removed before:** *{title}*, and {how}. An admin brings it back with `/article restore`."
        ),
        (false, true) => format!(
            "\n⚠️ **Here already:** *{title}* (version {version}), and {how}. This can become its next version, or be kept beside it."
        ),
        (false, false) => format!(
            "\n⚠️ **Here already:** *{title}*, which is on the operator’s shelf, and {how}. This can be kept beside it."
        ),
    }
}

fn choices(key: &str, twin: Option<&Duplicate>, next: u32, manages: bool) -> Vec<Button> {
    let cancel = Button::new(Look::Quiet, Action::ButtonCancel.id(key), "Cancel");
    let Some(twin) = twin else {
        let save = Button::new(Look::Good, Action::ButtonSaveArticle.id(key), "Save");
        return vec![save, cancel];
    };
    let mut row = Vec::new();
    if twin.replaceable && (!twin.removed || manages) {
        let label = match twin.removed {
            true => "Bring it back so".to_owned(),
            false => format!("Save as version {next}"),
        };
        row.push(Button::new(
            Look::Good,
            Action::ButtonSaveArticle.id_with(key, "replace"),
            &label,
        ));
    }
    row.push(Button::new(
        Look::Main,
        Action::ButtonSaveArticle.id_with(key, "both"),
        "Keep both",
    ));
    row.push(cancel);
    row
}

/// Reads from a button what becomes of an article that is there already; only what was `shown` is replaced.
pub fn choice_of(argument: Option<&str>, shown: Option<Shown>) -> OnDuplicate {
    match (argument, shown) {
        (Some("replace"), Some(shown)) => OnDuplicate::Replace(shown),
        (Some("both"), _) => OnDuplicate::Both,
        _ => OnDuplicate::Ask,
    }
}

/// What came of a yes.
pub enum Kept {
    /// The article is kept now; it is still to be made askable.
    Now(Saved),
    /// Nothing new is kept, and why.
    AsBefore(Reply),
}

/// Keeps an article after its yes; shows it again if another one came in between, or what it would replace is not what it
/// was. Blocks.
pub fn keep(
    app: &Arc<App>,
    scope: Scope,
    adder: &Adder,
    incoming: &Incoming,
    choice: &OnDuplicate,
    stamp: Stamp,
) -> Result<Kept, UserError> {
    let store = app.store.as_ref();
    let twins = incoming.twins(store, scope)?;
    if *choice == OnDuplicate::Both {
        // A bot that was killed between keeping an article and forgetting its button must not keep it again, under
        // whatever name.
        let unnamed = Incoming {
            id: None,
            ..incoming.clone()
        };
        if let Some(same) = unnamed.identical_twin(scope, &twins) {
            return Ok(Kept::AsBefore(here_already(&same.metadata.title)));
        }
    }
    let brings_back = matches!(choice, OnDuplicate::Replace(shown) if shown.removed);
    if brings_back && !adder.manages {
        return Err(UserError::not_allowed(
            "the right *Manage Server*",
            "An admin of this server",
        ));
    }
    let bytes = incoming.text.len();
    let growth = match choice {
        OnDuplicate::Replace(shown) if !shown.removed => {
            let replaced = store.entry_if_there(scope, &shown.id)?;
            Growth::of_next_version(bytes, replaced.map_or(0, |entry| entry.bytes))
        }
        _ => Growth::of_new(bytes),
    };
    room_for_version(store, scope, bytes)?;
    room_left(store, scope, growth)?;
    match ingest::keep(store, scope, incoming, choice, stamp) {
        Err(IngestError::Duplicate { .. } | IngestError::Store(StoreError::Conflict(_))) => {
            let asked = preview(app, scope, adder, incoming.clone())?;
            Ok(Kept::AsBefore(asked))
        }
        kept => Ok(Kept::Now(kept?)),
    }
}

/// Makes an article that was kept askable and says so; it is kept, so nothing here may fail. Blocks.
pub fn receipt(app: &Arc<App>, scope: Scope, metadata: &Metadata, saved: &Saved) -> Reply {
    // Whoever reads "Saved" may ask at once.
    let askable = app.make_askable(scope);
    let what = match saved.outcome {
        Outcome::Added => "Saved.".to_owned(),
        Outcome::Unchanged => "Nothing had changed.".to_owned(),
        _ => format!("Saved as version {}.", saved.version),
    };
    let words = match app.store.entry(scope, &saved.id) {
        Ok(entry) => {
            let sentences = counted(entry.sentences, "sentence");
            let from = match askable {
                Askable::Now => "from now on",
                Askable::Soon => "as soon as I have read it, in a moment",
            };
            format!("**{what}** {sentences} can be quoted {from}.")
        }
        Err(error) => {
            UserError::from(error).log("counting what was kept");
            format!("**{what}**")
        }
    };
    let mut card = Card::new(Tone::Sure, words)
        .titled(&metadata.title)
        .with_footer(&format!("name: {}", saved.id));
    let share = |used: usize, most: usize| used as f64 / most as f64;
    let is_filling = |used: Usage| {
        share(used.articles, MAX_ARTICLES).max(share(used.bytes, MAX_BYTES)) > QUOTA_WARNING
    };
    if app.store.usage(scope).is_ok_and(is_filling) {
        card.line("⚠️ The shelf of this server is more than four fifths full.");
    }
    Reply::from(card).hidden()
}

/// Refuses one more version of an article where all that a server has kept would be too much.
pub fn room_for_version(store: &dyn Store, scope: Scope, bytes: usize) -> Result<(), UserError> {
    match store.bytes_kept(scope)? + bytes > MAX_BYTES_KEPT {
        true => Err(StoreError::VersionsFull.into()),
        false => Ok(()),
    }
}

/// Refuses to bring back a removed article that would go over the quota of its server. Blocks.
pub fn room_for_restored(store: &dyn Store, scope: Scope, entry: &Entry) -> Result<(), UserError> {
    room_left(store, scope, Growth::of_new(entry.bytes))
}

/// What a change adds to what a server holds.
#[derive(Debug, Clone, Copy)]
struct Growth {
    articles: usize,
    bytes: usize,
}

impl Growth {
    fn of_new(bytes: usize) -> Self {
        Growth { articles: 1, bytes }
    }

    /// A version that takes the place of one of `replaced` bytes.
    fn of_next_version(bytes: usize, replaced: usize) -> Self {
        Growth {
            articles: 0,
            bytes: bytes.saturating_sub(replaced),
        }
    }

    /// Tells whether there is room for it: what adds nothing always fits.
    fn fits(self, used: Usage) -> bool {
        (self.articles == 0 || used.articles + self.articles <= MAX_ARTICLES)
            && (self.bytes == 0 || used.bytes + self.bytes <= MAX_BYTES)
    }
}

/// Refuses what would go over the quota of a server; the store looks once more when it keeps it.
fn room_left(store: &dyn Store, scope: Scope, growth: Growth) -> Result<(), UserError> {
    let used = store.usage(scope)?;
    match growth.fits(used) {
        true => Ok(()),
        false => Err(StoreError::ShelfFull(used.articles).into()),
    }
}

/// Names an article with the link to its page.
pub fn named(metadata: &Metadata, id: &ArticleId) -> String {
    source_line::mention_line(&crate::answer::Mention {
        article_id: id.clone(),
        title: metadata.title.clone(),
        url: metadata.url.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::decoding::EncodingError;
    use crate::article::parse::{Format, parse};
    use crate::ingest::documents::DocumentError;

    #[test]
    fn of_a_file_that_is_no_text_the_line_is_named_and_no_byte() {
        let binary = EncodingError::Binary { offset: 0, line: 1 };
        let error = IngestError::Document(DocumentError::Parse(binary.into()));
        let words = UserError::from(error).card().body;
        assert!(words.contains("Line 1 of this file is no text"), "{words}");
        assert!(!words.contains("byte") && !words.contains("NUL"), "{words}");
    }

    #[test]
    fn a_semicolon_in_the_words_of_a_file_does_not_begin_the_advice() {
        let file = b"---\ntitle: Quay\npublished: May; or June\n---\nThe quay is old.\n";
        let fault = parse(file, Some(Format::Markdown), &Metadata::default()).expect_err("no date");
        let error = IngestError::Document(DocumentError::Parse(fault));
        let words = UserError::from(error).card().body;
        let (what, next) = words.split_once('\n').expect("two lines");
        assert!(
            what.contains("May; or June") && what.contains("is no date"),
            "{words}"
        );
        assert_eq!(next, "Write 2026-01-25, 2026-01 or 2026.");
    }

    #[test]
    fn a_full_shelf_takes_new_versions_and_no_new_articles() {
        let full = Usage {
            articles: MAX_ARTICLES,
            bytes: 1_000,
            removed: 0,
        };
        assert!(!Growth::of_new(10).fits(full));
        assert!(Growth::of_next_version(10, 8).fits(full));
        let heavy = Usage {
            articles: 3,
            bytes: MAX_BYTES,
            removed: 0,
        };
        assert!(!Growth::of_new(1).fits(heavy));
        assert!(!Growth::of_next_version(10, 9).fits(heavy));
        assert!(Growth::of_next_version(9, 10).fits(heavy));
    }
}
