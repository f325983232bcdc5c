//! Citations for tests.

use super::Citation;
use crate::article::ArticleId;

/// Returns a sentence of an article of this name and date, cited without a short answer.
pub fn citation(article: &str, published: &str, text: &str) -> Citation {
    Citation {
        number: 1,
        article_id: ArticleId::from(article),
        title: article.to_owned(),
        publisher: None,
        url: None,
        published: Some(published.to_owned()),
        version: 1,
        paragraph: 1,
        start: 0,
        end: text.len(),
        text: text.to_owned(),
        answer: None,
        confidence: 0.9,
        also_in: Vec::new(),
    }
}
