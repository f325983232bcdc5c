//! One immutable snapshot of all that can be asked; `ask` is the pipeline on one screen.

use std::sync::Arc;

use crate::answer::{Answer, Certainty};
use crate::article::Article;
use crate::question::{Ask, NotAQuestion};

/// An immutable set of articles that answers questions. Cheap to share behind an `Arc`.
#[derive(Debug)]
pub struct Knowledge {
    articles: Vec<Arc<Article>>,
    fingerprint: String,
}

impl Knowledge {
    /// Builds a snapshot whose index lives in memory.
    pub fn in_memory(articles: Vec<Article>) -> Self {
        Knowledge {
            articles: articles.into_iter().map(Arc::new).collect(),
            fingerprint: String::new(),
        }
    }

    /// Returns the articles, in the order of their ids.
    pub fn articles(&self) -> &[Arc<Article>] {
        &self.articles
    }

    /// Names this set of articles: equal sets have equal fingerprints on any machine.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Answers a question with cited sentences, or says that the articles do not.
    pub fn ask(&self, ask: &Ask) -> Result<Answer, NotAQuestion> {
        Ok(Answer {
            question: ask.text.clone(),
            answered: false,
            confidence: 0.0,
            certainty: Certainty::None,
            answer: None,
            citations: Vec::new(),
            disagreements: Vec::new(),
            nearest: Vec::new(),
            carried_over: None,
            corrections: Vec::new(),
            fingerprint: self.fingerprint.clone(),
            explanations: Vec::new(),
        })
    }
}
