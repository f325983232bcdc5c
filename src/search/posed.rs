//! Questions that an article poses and answers itself, as lists of frequent questions do: a heading or sentence that ends with
//! a question mark is answered by what follows, however few words that shares with it, and answers nothing itself.

use crate::question::analyze;

use super::analysis::{AnalysedArticle, Token};
use super::index::Place;
use super::measure::Candidate;
use super::query::Query;

/// Returns the sentence that follows a candidate which is a question, and so answers it, with its block; nothing for other
/// sentences, or where another question follows.
pub fn answer_to(question: Candidate<'_>) -> Option<(Place, usize)> {
    let Place { article, sentence } = question.place;
    let answer = answered_by(question.article, question.text, sentence)?;
    let block = question.article.sentences.get(answer)?.block;
    let place = Place {
        article,
        sentence: answer,
    };
    Some((place, block))
}

fn answered_by(article: &AnalysedArticle, text: &str, sentence: usize) -> Option<usize> {
    let asks = |at: usize| Some(is_question(article.sentences.get(at)?.span.of(text)?));
    let block = |at: usize| Some(article.sentences.get(at)?.block);
    let next = sentence + 1;
    let near = block(next)? - block(sentence)? <= 1;
    (near && asks(sentence)? && !asks(next)?).then_some(next)
}

/// Tells whether words end with a question mark, whatever marks stand behind it.
pub fn is_question(words: &str) -> bool {
    words
        .trim_end_matches(|c: char| !c.is_alphanumeric() && c != '?')
        .ends_with('?')
}

/// A question that an article poses.
struct Posed<'a> {
    words: &'a str,
    tokens: &'a [Token],
    /// Where the first word begins.
    offset: usize,
}

/// Returns the question that stands right before a candidate, which the candidate answers by its place.
fn before(candidate: Candidate<'_>) -> Option<Posed<'_>> {
    let (article, text, at) = (candidate.article, candidate.text, candidate.place.sentence);
    if let Some(before) = at.checked_sub(1)
        && answered_by(article, text, before) == Some(at)
    {
        let before = article.sentences.get(before)?;
        return Some(Posed {
            words: before.span.of(text)?,
            tokens: &before.tokens,
            offset: before.tokens.first()?.span.start - before.span.start,
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
    (is_first && is_question(words)).then_some(Posed {
        words,
        tokens,
        offset: 0,
    })
}

/// Tells whether the article poses just what is asked right before a candidate: both ask for the same kind of thing, and
/// neither has a word to look for that the other lacks, but for those of the title.
pub fn is_answered_by(query: &Query, candidate: Candidate<'_>) -> bool {
    let Some(posed) = before(candidate) else {
        return false;
    };
    let there = analyze(posed.words);
    let begins = posed.tokens.first().map_or(0, |first| first.span.start);
    let looked_for = |token: &&Token| {
        let starts = token.span.start - begins + posed.offset;
        (there.content()).any(|word| word.span.start == starts && word.span.len() > 1)
    };
    let theirs: Vec<_> = (posed.tokens.iter().filter(looked_for))
        .map(|token| token.stem)
        .collect();
    let titles: Vec<_> = (candidate.article.title.iter())
        .map(|token| token.stem)
        .collect();
    let shared = |stems: &[Option<_>]| {
        let terms = query.terms.iter();
        terms
            .map(|term| (term.stems.iter()).any(|(stem, _)| stems.contains(&Some(*stem))))
            .collect::<Vec<bool>>()
    };
    let (in_posed, in_title) = (shared(&theirs), shared(&titles));
    let all_said = in_posed
        .iter()
        .zip(&in_title)
        .all(|(here, there)| *here || *there);
    let nothing_new = theirs.iter().all(|own| {
        titles.contains(own)
            || (query.terms.iter())
                .any(|term| (term.stems.iter()).any(|(stem, _)| Some(*stem) == *own))
    });
    in_posed.contains(&true)
        && all_said
        && nothing_new
        && there.kind.expected == query.question.kind.expected
        && there.denies() == query.question.denies()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::index;
    use super::*;
    use crate::article::{Article, Metadata};

    fn answers(asked: &str, text: &str, sentence: usize) -> bool {
        let article = Arc::new(Article {
            id: "lamp".into(),
            version: 1,
            metadata: Metadata {
                title: "The Lumio lamp".to_owned(),
                ..Metadata::default()
            },
            text: text.to_owned(),
        });
        let vocabulary = index::count_all(std::slice::from_ref(&article)).unwrap();
        let analysed = AnalysedArticle::of(&article, &vocabulary);
        let candidate = Candidate {
            place: Place {
                article: 0,
                sentence,
            },
            article: &analysed,
            text,
        };
        let query = Query::of(analyze(asked), None, &vocabulary);
        is_answered_by(&query, candidate)
    }

    #[test]
    fn what_follows_a_question_answers_it() {
        let heading = "## How do I reset the lamp?\n\nHold the dial down. It blinks.\n\n## Price\n\nIt costs 40 euros.";
        assert!(answers("how do I reset the lumio lamp", heading, 0));
        assert!(answers("How do I reset it?", heading, 0));
        assert!(!answers("How do I reset the lamp?", heading, 1));
        assert!(!answers("Why do I reset the lamp?", heading, 0));
        assert!(!answers("How do I reset the clock?", heading, 0));
        assert!(!answers("price", heading, 2));
        let lines = "Q: Can I get a refund?\nA: Within 14 days.\n\nQ: Is it waterproof?\nA: No.";
        assert!(answers("Can I get a refund?", lines, 1));
        assert!(!answers("Can I get a refund?", lines, 0));
        assert!(answers("is the lamp waterproof", lines, 3));
    }
}
