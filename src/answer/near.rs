//! What comes near where nothing answers, for people to judge themselves: articles and sentences that have something of
//! the question.

use crate::search::matching;

use super::agreement::{self, Asked};
use super::select::{self, AnswerContext, WORTH_CITING};
use super::{Citation, Mention, NearSentence};

/// How many near articles are named.
const MAX_ARTICLES: usize = 3;

/// How many near sentences are shown: the right one is mostly the first, and more would look like an answer.
const MAX_SENTENCES: usize = 2;

/// Returns the nearest articles, best first.
pub fn articles(context: &AnswerContext<'_>) -> Vec<Mention> {
    let mut seen: Vec<usize> = Vec::new();
    let mut found: Vec<Mention> = Vec::new();
    for number in context.findings.iter().map(|ranked| ranked.place.article) {
        if found.len() == MAX_ARTICLES {
            break;
        }
        if seen.contains(&number) {
            continue;
        }
        seen.push(number);
        let article = context.articles.get(number);
        if let Some(article) = article.filter(|_| has_words(context, number)) {
            found.push(Mention {
                article_id: article.id.clone(),
                title: article.metadata.title.clone(),
                url: article.metadata.url.clone(),
            });
        }
    }
    found
}

/// Returns the nearest sentences, best first: those that would be cited were there no threshold.
pub fn sentences(context: &AnswerContext<'_>, asked: &Asked) -> Vec<NearSentence> {
    let runs = context.foremost(MAX_SENTENCES, &|run| {
        context.beside_first(run) >= WORTH_CITING
    });
    let near = (runs.iter()).filter(|run| has_words(context, run.ranked.place.article));
    let cited = near.filter_map(|run| {
        let citation = select::citation(1, run, 0.0, context)?;
        Some((citation, context.stems(run)))
    });
    let citations = agreement::fold_copies(cited, asked);
    citations
        .into_iter()
        .take(MAX_SENTENCES)
        .map(NearSentence::from)
        .collect()
}

/// Tells whether an article has a telling word of the question, in its text or its title. Candidates are found by meaning,
/// too: where nothing is near, the least far of them would be named.
fn has_words(context: &AnswerContext<'_>, article: usize) -> bool {
    let Some(analysed) = (context.analysed)(article) else {
        return false;
    };
    let in_text = matching::match_counts(&context.query, &analysed.stems);
    let in_title = matching::match_terms(&context.query, &analysed.title, matching::Depth::Forms);
    let shared: f32 = (context.query.terms.iter())
        .zip(in_text.iter().zip(&in_title))
        .filter(|(_, (text, title))| text.tolerant().max(title.tolerant()) > 0.0)
        .map(|(term, _)| term.weight)
        .sum();
    shared > 0.0
}

impl From<Citation> for NearSentence {
    fn from(citation: Citation) -> Self {
        NearSentence {
            article_id: citation.article_id,
            title: citation.title,
            publisher: citation.publisher,
            url: citation.url,
            published: citation.published,
            version: citation.version,
            paragraph: citation.paragraph,
            start: citation.start,
            end: citation.end,
            text: citation.text,
        }
    }
}
