//! Which sentences answer, or none.

use std::sync::Arc;

use crate::article::Article;
use crate::question::Ask;
use crate::search::analysis::AnalysedArticle;
use crate::search::query::Query;
use crate::search::ranking::Ranked;

use super::{Answer, Certainty, Citation, Mention};

/// Everything an answer is made of.
pub struct Material<'a> {
    /// The candidates, best first.
    pub findings: Vec<Ranked>,
    /// The question in the words of the articles.
    pub query: Query,
    /// What was taken over from an earlier question.
    pub carried_over: Option<String>,
    /// All articles.
    pub articles: &'a [Arc<Article>],
    /// Prepares an article for comparison.
    pub analysed: Box<dyn Fn(usize) -> Option<&'a AnalysedArticle> + 'a>,
    /// Names the articles.
    pub fingerprint: &'a str,
}

/// How many sentences are cited unless the asker wishes otherwise.
pub const USUAL_CITATIONS: usize = 3;

/// How many near articles are named when none answers.
const NEAREST: usize = 3;

/// Chooses what is cited.
pub fn answer(ask: &Ask, material: &Material<'_>) -> Answer {
    let limit = if ask.limit == 0 {
        USUAL_CITATIONS
    } else {
        ask.limit
    };
    let confidence = 0.5;
    let citations: Vec<Citation> = material
        .findings
        .iter()
        .take(limit)
        .enumerate()
        .filter_map(|(at, ranked)| citation(at + 1, ranked, material))
        .collect();
    let answered = !citations.is_empty();
    Answer {
        question: ask.text.clone(),
        answered,
        confidence,
        certainty: if answered {
            Certainty::Possible
        } else {
            Certainty::None
        },
        answer: None,
        nearest: nearest(material),
        citations,
        disagreements: Vec::new(),
        carried_over: material.carried_over.clone(),
        corrections: material.query.corrections.clone(),
        fingerprint: material.fingerprint.to_owned(),
        explanations: Vec::new(),
    }
}

/// Cites a ranked sentence.
pub fn citation(number: usize, ranked: &Ranked, material: &Material<'_>) -> Option<Citation> {
    let article = material.articles.get(ranked.place.article)?;
    let analysed = (material.analysed)(ranked.place.article)?;
    let sentence = analysed.sentences.get(ranked.place.sentence)?;
    Some(Citation {
        number,
        article_id: article.id.clone(),
        title: article.metadata.title.clone(),
        publisher: article.metadata.publisher.clone(),
        url: article.metadata.url.clone(),
        published: article.metadata.published.clone(),
        version: article.version,
        paragraph: analysed
            .paragraphs
            .get(sentence.block)
            .copied()
            .unwrap_or(0),
        start: sentence.span.start,
        end: sentence.span.end,
        text: sentence.span.of(&article.text)?.to_owned(),
        answer: None,
        confidence: 0.5,
        also_in: Vec::new(),
    })
}

fn nearest(material: &Material<'_>) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    for ranked in &material.findings {
        let Some(article) = material.articles.get(ranked.place.article) else {
            continue;
        };
        if found.len() < NEAREST && found.iter().all(|mention| mention.article_id != article.id) {
            found.push(Mention {
                article_id: article.id.clone(),
                title: article.metadata.title.clone(),
                url: article.metadata.url.clone(),
            });
        }
    }
    found
}
