//! Questions that an article poses, and the sentence that answers each by its place: what follows the question.

use std::cell::OnceCell;

use crate::question::{Question, analyze};
use crate::text::sentence_vectors::{SentenceEncoder, SentenceVector};

use super::analysis::{AnalysedArticle, AnalysedSentence};
use super::candidate::{Candidate, SentenceId};
use super::compared_words::Token;
use super::question_marks::is_question;

/// Returns the sentence that follows a candidate which is a question, and so answers it; `None` for other sentences, or
/// where another question follows.
///
/// A short sentence before a question leads to it where both open a paragraph: "I broke it. Do I have to pay? Not for wear."
pub fn answer_to(question: Candidate<'_>) -> Option<SentenceId> {
    let SentenceId { article, sentence } = question.place;
    let (analysed, text) = (question.article, question.text);
    let answer = answered_by(analysed, text, sentence).or_else(|| {
        let answer = answered_by(analysed, text, sentence + 1)?;
        (led_by(analysed, text, sentence + 1, answer) == Some(sentence)).then_some(answer)
    })?;
    Some(SentenceId {
        article,
        sentence: answer,
    })
}

/// What leads to a question has so many words at most.
const MAX_LEADING_WORDS: usize = 8;

/// Returns the sentence that leads to a question, given what answers that.
fn led_by(article: &AnalysedArticle, text: &str, asks: usize, answer: usize) -> Option<usize> {
    let leads = asks.checked_sub(1)?;
    let sentence = article.sentences.get(leads)?;
    let opens = article.blocks.get(sentence.block)?.start == leads;
    let in_one = article.sentences.get(answer)?.block == sentence.block;
    let is_short = sentence.tokens.len() <= MAX_LEADING_WORDS;
    let asks_too = is_question(sentence.span.of(text)?);
    (opens && in_one && is_short && !asks_too).then_some(leads)
}

/// Returns the first sentence of the question which a sentence answers by its place: the question itself, or what leads to it.
pub fn posed_from(answer: Candidate<'_>) -> Option<usize> {
    let (article, text, at) = (answer.article, answer.text, answer.place.sentence);
    let asks = at.checked_sub(1)?;
    (answered_by(article, text, asks)? == at).then_some(())?;
    Some(led_by(article, text, asks, at).unwrap_or(asks))
}

fn answered_by(article: &AnalysedArticle, text: &str, sentence: usize) -> Option<usize> {
    let asks = |at: usize| Some(is_question(article.sentences.get(at)?.span.of(text)?));
    let block = |at: usize| Some(article.sentences.get(at)?.block);
    let next = sentence + 1;
    let near = block(next)? - block(sentence)? <= 1;
    (near && asks(sentence)? && !asks(next)?).then_some(next)
}

/// Returns what is asked right before a candidate, where that is a question.
pub fn asked_before(candidate: Candidate<'_>) -> Option<SentenceVector> {
    before(candidate)?.vector()
}

/// A question that an article poses.
pub struct PosedQuestion<'a> {
    words: &'a str,
    pub(super) tokens: &'a [Token],
    /// What it asks.
    pub(super) own_vector: Option<SentenceVector>,
    /// Where the first word begins.
    offset: usize,
    /// What leads to it.
    leading: &'a [AnalysedSentence],
    /// The words of both, where something leads to it.
    pub(super) whole: Option<&'a str>,
    read: OnceCell<Question>,
}

impl PosedQuestion<'_> {
    /// Returns the words of what leads to it, and its own.
    pub fn all_tokens(&self) -> impl Iterator<Item = &Token> {
        let leading = self.leading.iter().flat_map(|sentence| &sentence.tokens);
        leading.chain(self.tokens)
    }

    /// Returns what it asks; with what leads to it, that is encoded each time.
    pub(super) fn vector(&self) -> Option<SentenceVector> {
        let encoded = |words| SentenceEncoder::shipped().vector_of(words);
        self.whole.map(encoded).or(self.own_vector)
    }

    /// Takes it apart.
    pub(super) fn read(&self) -> &Question {
        self.read.get_or_init(|| analyze(self.words))
    }

    /// Tells which of its words a token is, where that is one to look for.
    pub(super) fn looked_for(&self, token: &Token) -> Option<usize> {
        let begins = self.tokens.first().map_or(0, |first| first.span.start);
        let starts = token.span.start - begins + self.offset;
        (self.read().words.iter())
            .position(|word| !word.function && word.span.start == starts && word.span.len() > 1)
    }

    /// Returns its verb, and the other words to look for.
    pub(super) fn verb_and_nouns(&self) -> (Option<&Token>, Vec<&Token>) {
        let question = self.read();
        // "Do I have to pay?"
        let is_verb = |at: usize| {
            let own = question.words.get(at);
            let before = at.checked_sub(1).and_then(|at| question.words.get(at));
            let follows_to = before.is_some_and(|word| word.folded == "to");
            Some(at) == question.kind.done || follows_to && own.is_some_and(|word| !word.name)
        };
        let mut nouns = Vec::new();
        let mut verb = None;
        for token in self.tokens {
            match self.looked_for(token) {
                Some(at) if is_verb(at) => verb = Some(token),
                Some(_) => nouns.push(token),
                None => {}
            }
        }
        (verb, nouns)
    }
}

/// Returns the question that stands right before a candidate, which the candidate answers by its place.
pub fn before(candidate: Candidate<'_>) -> Option<PosedQuestion<'_>> {
    let (article, text, at) = (candidate.article, candidate.text, candidate.place.sentence);
    if let Some(before) = at.checked_sub(1)
        && answered_by(article, text, before) == Some(at)
    {
        let from = posed_from(candidate).unwrap_or(before);
        let leading = article.sentences.get(from..before)?;
        let before = article.sentences.get(before)?;
        let whole = leading
            .first()
            .and_then(|first| text.get(first.span.start..before.span.end));
        return Some(PosedQuestion {
            words: before.span.of(text)?,
            tokens: &before.tokens,
            own_vector: Some(before.vector),
            offset: before.tokens.first()?.span.start - before.span.start,
            leading,
            whole,
            read: OnceCell::new(),
        });
    }
    let own = article.sentences.get(at)?;
    let tokens = article.headings.get(own.block)?;
    let (first, last) = (tokens.first()?.span.start, tokens.last()?.span.end);
    let is_first = (at.checked_sub(1)).is_none_or(|before| {
        let before = article.sentences.get(before);
        before.is_none_or(|before| before.span.end <= first)
    });
    let end = last + text.get(last..own.span.start)?.find('\n')?;
    let words = text.get(first..end)?;
    (is_first && is_question(words)).then_some(PosedQuestion {
        words,
        tokens,
        own_vector: article.posed.get(own.block).copied().flatten(),
        offset: 0,
        leading: &[],
        whole: None,
        read: OnceCell::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::one_article::OneArticle;
    use super::*;

    #[test]
    fn what_leads_to_a_question_is_answered_by_what_follows_it() {
        let text = "I broke a bulb. Do I have to pay? Not for wear and tear.\n\nCan I lend it? No.";
        let article = OneArticle::of("", text);
        let at = |sentence| article.candidate(sentence);
        let answer = |sentence| answer_to(at(sentence)).map(|place| place.sentence);
        assert_eq!(
            (0..5).map(answer).collect::<Vec<_>>(),
            [Some(2), Some(2), None, Some(4), None]
        );
        assert_eq!(posed_from(at(2)), Some(0));
        assert_eq!(posed_from(at(4)), Some(3));
        assert_eq!(posed_from(at(1)), None);
    }
}
