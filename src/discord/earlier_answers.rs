//! What has become of the sentence that an earlier answer quotes: it stands as it was, was changed, or is gone.

use super::app::App;
use super::asking::{Asked, ask_all_button};
use super::reply::Reply;
use super::state::{ANSWER_SECONDS, AnswerState, CitedSpan, State};
use super::user_error::UserError;
use crate::answer::{Answer, Citation};
use crate::article::{Article, ArticleId, Outline};
use crate::errors::ErrorCode;
use crate::render::card::{Card, Tone};
use crate::render::context_card;
use crate::render::markdown::{cut, escape, plain};
use crate::store::{Scope, StoreError};
use crate::text::Span;

/// Shows the quoted sentence of this number among its neighbours as they stood when it was quoted, and tells if it was
/// changed since; `answer` is what would be answered now. The card takes no more than `room`.
pub fn in_its_place(
    app: &App,
    scope: Scope,
    (number, place): (usize, &CitedSpan),
    answer: &Answer,
    room: usize,
) -> Result<Card, UserError> {
    let current = match app.store.get(scope, &place.article) {
        Err(StoreError::NotFound(_)) => return Err(gone(app, scope, place)?),
        found => found?,
    };
    let quoted = match current.version == place.version {
        true => current.clone(),
        false => app.store.version(scope, &place.article, place.version)?,
    };
    let again = answer.citations.iter().find(|one| stands_at(one, place));
    let citation = again.cloned().or_else(|| citation_at(&quoted, place));
    let mut citation = citation.ok_or_else(changed_since)?;
    citation.number = number;
    let card = context_card::context(&quoted, &citation, room);
    if current.text.contains(&citation.text) {
        return Ok(card);
    }
    let version = current.version;
    Ok(card
        .titled("This sentence has changed since the answer")
        .with_footer(&format!(
            "Version {version} of the article no longer has it; ask again for a fresh answer"
        )))
}

/// Tells whether what would be answered now begins with what was quoted then.
pub fn still_answers(answer: &Answer, place: &CitedSpan) -> bool {
    let first = answer.citations.first();
    first.is_some_and(|first| stands_at(first, place))
}

/// What a button says that needs the answer as it was.
pub fn changed_since() -> UserError {
    UserError::new(
        ErrorCode::Expired,
        "The articles have changed since this answer.",
        "Ask again for a fresh one.",
    )
}

fn stands_at(citation: &Citation, place: &CitedSpan) -> bool {
    citation.article_id == place.article
        && (citation.version, citation.start, citation.end)
            == (place.version, place.start, place.end)
}

/// Makes the citation anew from the text that it was taken from.
fn citation_at(quoted: &Article, place: &CitedSpan) -> Option<Citation> {
    let span = Span::new(place.start, place.end);
    let outline = Outline::of(&quoted.text);
    let sentence = outline.sentences.iter().find(|s| s.span.overlaps(span))?;
    Some(Citation {
        number: 1,
        article_id: quoted.id.clone(),
        title: quoted.metadata.title.clone(),
        publisher: quoted.metadata.publisher.clone(),
        url: quoted.metadata.url.clone(),
        published: quoted.metadata.published.clone(),
        version: quoted.version,
        paragraph: outline.blocks.get(sentence.block)?.paragraph,
        start: span.start,
        end: span.end,
        text: span.of(&quoted.text)?.to_owned(),
        answer: None,
        confidence: 0.0,
        also_in: Vec::new(),
    })
}

/// Says that the only article a question is put to was removed, with the way to all the others; `None` if it is there.
pub fn scope_gone(app: &App, asked: &Asked) -> Result<Option<Reply>, UserError> {
    let Some(article) = &asked.within else {
        return Ok(None);
    };
    let store = app.store.as_ref();
    if store.entry_if_there(asked.scope, article)?.is_some() {
        return Ok(None);
    }
    let (title, when) = match removed(app, asked.scope, article)? {
        Some((title, at)) => {
            let title = escape(&cut(&plain(&title), 200)).to_string();
            (format!("*{title}*"), format!(" <t:{at}:D>"))
        }
        None => ("The article".to_owned(), String::new()),
    };
    let words = format!(
        "{title} **was removed{when}.**\nIt is not quoted any more; the question was put to it alone."
    );
    let card = Card::new(Tone::Careful, words).titled(&asked.question);
    let state = AnswerState {
        question: asked.question.clone(),
        before: asked.before.clone(),
        asker: asked.asker.0,
        hidden: asked.hidden,
        ..AnswerState::default()
    };
    // The question alone is kept, and nothing of an article.
    let as_of = store.change_number(asked.scope)?;
    let key = State::Answer(state).keep_if_possible(app, asked.scope, as_of, ANSWER_SECONDS);
    let button = key.and_then(|key| ask_all_button(&key, asked));
    let reply = Reply::from(card).hidden_if(asked.hidden);
    Ok(Some(reply.with_buttons(button.into_iter().collect())))
}

/// Tells when the article was removed; of one that was wiped out nothing is known.
fn gone(app: &App, scope: Scope, place: &CitedSpan) -> Result<UserError, UserError> {
    Ok(match removed(app, scope, &place.article)? {
        Some((_, at)) => UserError::new(
            ErrorCode::Expired,
            format!("The article was removed <t:{at}:D>."),
            "It is not quoted any more; ask again for a fresh answer.",
        ),
        None => changed_since(),
    })
}

/// Returns the title of a removed article, and when it was removed.
fn removed(
    app: &App,
    scope: Scope,
    article: &ArticleId,
) -> Result<Option<(String, i64)>, UserError> {
    for owner in [scope, Scope::Everyone] {
        let removed = app.store.removed(owner)?.into_iter();
        let mut own = removed.filter(|entry| entry.id == *article);
        let found = own.find_map(|entry| Some((entry.metadata.title, entry.removed_at?)));
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}
