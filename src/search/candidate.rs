//! A sentence among all articles, and one that may answer.

use super::analysis::{AnalysedArticle, AnalysedSentence};
use super::compared_words::Token;

/// A sentence among all articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SentenceId {
    /// Which article, in the order of ids.
    pub article: usize,
    /// Which of its sentences.
    pub sentence: usize,
}

/// One candidate with what it needs to be measured.
#[derive(Clone, Copy)]
pub struct Candidate<'a> {
    /// Where it stands.
    pub place: SentenceId,
    /// Its article.
    pub article: &'a AnalysedArticle,
    /// The article's stored text.
    pub text: &'a str,
}

impl<'a> Candidate<'a> {
    /// Returns the sentence itself.
    pub fn sentence(&self) -> Option<&'a AnalysedSentence> {
        self.article.sentences.get(self.place.sentence)
    }

    /// Returns the place of another sentence of its article.
    pub(super) fn beside(&self, sentence: usize) -> SentenceId {
        SentenceId {
            article: self.place.article,
            sentence,
        }
    }

    /// Returns the words of a sentence of its article.
    pub(super) fn tokens(&self, sentence: usize) -> &'a [Token] {
        (self.article.sentences.get(sentence)).map_or(&[][..], |sentence| &sentence.tokens)
    }
}
