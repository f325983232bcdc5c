//! An article of one text, for tests.

use std::sync::Arc;

use super::analysis::AnalysedArticle;
use super::candidate::{Candidate, SentenceId};
use super::index;
use super::query::Query;
use super::vocabulary::Vocabulary;
use crate::article::{Article, Metadata};
use crate::question::analyze;

/// The only article that there is, with the words counted in it.
pub struct OneArticle<'t> {
    text: &'t str,
    pub analysed: AnalysedArticle,
    pub vocabulary: Vocabulary,
}

impl<'t> OneArticle<'t> {
    /// Analyses an article of this title, empty for none, and this text.
    pub fn of(title: &str, text: &'t str) -> Self {
        let metadata = Metadata {
            title: title.to_owned(),
            ..Metadata::default()
        };
        let article = Arc::new(Article {
            id: "a".into(),
            version: 1,
            metadata,
            text: text.to_owned(),
        });
        let vocabulary = index::count_all(std::slice::from_ref(&article)).expect("it is counted");
        OneArticle {
            text,
            analysed: AnalysedArticle::of(&article, &vocabulary),
            vocabulary,
        }
    }

    /// Puts a question into its words.
    pub fn query(&self, question: &str) -> Query {
        Query::of(analyze(question), None, &self.vocabulary)
    }

    /// Returns one of its sentences.
    pub fn candidate(&self, sentence: usize) -> Candidate<'_> {
        Candidate {
            place: SentenceId {
                article: 0,
                sentence,
            },
            article: &self.analysed,
            text: self.text,
        }
    }

    /// Tells of which of its sentences a claim holds.
    pub fn holds(&self, question: &str, claim: fn(&Query, Candidate<'_>) -> bool) -> Vec<bool> {
        let query = self.query(question);
        (0..self.analysed.sentences.len())
            .map(|sentence| claim(&query, self.candidate(sentence)))
            .collect()
    }
}
