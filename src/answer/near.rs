//! What comes near where nothing answers, for people to judge themselves: articles and sentences that have something of
//! the question.

use crate::search::matching::{self, Depth, TermMatch};
use crate::search::query::Query;
use crate::search::term::Term;

use super::answer_context::AnswerContext;
use super::citing::citation;
use super::compared_question::ComparedQuestion;
use super::copies;
use super::runs::{Run, WORTH_CITING};
use super::{Citation, Mention, NearSentence};

/// How many near articles are named.
const MAX_ARTICLES: usize = 3;

/// How many near sentences are shown: the right one is mostly the first, and more would look like an answer.
const MAX_SENTENCES: usize = 2;

/// An article that shares no name with the question, and no word in its title, has more than one in so many of its words: of
/// "best pizza in Brooklyn" not only "best".
const MUCH: usize = 3;

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

/// Returns the nearest sentences, best first: those that would be cited were there no threshold, as far as they, or the
/// titles above them, have a word of the question.
pub fn sentences(context: &AnswerContext<'_>, asked: &ComparedQuestion) -> Vec<NearSentence> {
    let likely = |run: &Run<'_>| context.beside_first(run) >= WORTH_CITING;
    let runs = context.foremost(MAX_SENTENCES, &likely);
    let near = runs
        .iter()
        .filter(|run| has_words(context, run.ranked.place.article) && shares_a_word(context, run));
    let cited = near.filter_map(|run| {
        let citation = citation(1, run, 0.0, context)?;
        Some((citation, context.stems(run)))
    });
    let citations = copies::fold(cited, asked);
    let near = citations.into_iter().take(MAX_SENTENCES);
    near.map(NearSentence::from).collect()
}

/// Tells whether an article has a name of the question, or much of what else it says, in its text or its title. Candidates
/// are found by meaning, too: where nothing is near, the least far of them would be named.
fn has_words(context: &AnswerContext<'_>, article: usize) -> bool {
    let Some(analysed) = (context.analysed)(article) else {
        return false;
    };
    let query = &context.query;
    let in_text = matching::match_counts(query, &analysed.stems);
    let in_title = matching::match_terms(query, &analysed.title, Depth::Forms);
    let shared = || {
        let found = in_text.iter().zip(&in_title);
        (query.terms.iter().zip(found))
            .filter(|(_, (text, title))| is_found(text) || is_found(title))
            .map(|(term, _)| term)
    };
    // Not by weight: in few articles the subject of all of them weighs next to nothing.
    let shared_terms = shared().count();
    let many = MUCH * shared_terms > query.terms.len() && is_enough(query, shared_terms);
    many || shared().any(|term| term.name) || in_title.iter().any(is_found)
}

/// Tells whether a run's sentences have a word of the question, or its article's title, which they need not repeat.
fn shares_a_word(context: &AnswerContext<'_>, run: &Run<'_>) -> bool {
    let article = run.ranked.place.article;
    let titled = (context.analysed)(article).map(|analysed| analysed.title.as_slice());
    let said = run.sentences.clone();
    let said = said.filter_map(|at| Some(context.sentence(article, at)?.tokens.as_slice()));
    let mut shared = vec![false; context.query.terms.len()];
    for tokens in said.chain(titled) {
        let found = matching::match_terms(&context.query, tokens, Depth::Forms);
        for (shared, found) in shared.iter_mut().zip(&found) {
            *shared |= is_found(found);
        }
    }
    let count = shared.iter().filter(|shared| **shared).count();
    let terms = context.query.terms.iter().zip(&shared);
    let names_it = || terms.clone().any(|(term, shared)| *shared && term.name);
    count > 0 && (is_enough(&context.query, count) || names_it())
}

/// Tells whether so many shared words say that two speak of the same: one alone does not where a question names what no article
/// has, for the "capital" of a country has nothing to do with capitals.
fn is_enough(query: &Query, shared: usize) -> bool {
    let is_unknown = |term: &Term| term.name && term.stems.is_empty() && term.relatives.is_empty();
    shared > 1 || !query.terms.iter().any(is_unknown)
}

fn is_found(found: &TermMatch) -> bool {
    found.tolerant() > 0.0
}

impl NearSentence {
    /// Returns the sentence as a citation that claims to answer nothing, to be shown as citations are.
    pub fn as_citation(&self, number: usize) -> Citation {
        let near = self.clone();
        Citation {
            number,
            article_id: near.article_id,
            title: near.title,
            publisher: near.publisher,
            url: near.url,
            published: near.published,
            version: near.version,
            paragraph: near.paragraph,
            start: near.start,
            end: near.end,
            text: near.text,
            answer: None,
            confidence: 0.0,
            also_in: Vec::new(),
        }
    }
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

#[cfg(test)]
mod tests {
    use crate::answer::Answer;
    use crate::article::{Article, Metadata};
    use crate::knowledge::Knowledge;
    use crate::question::Ask;

    fn asked(question: &str) -> Answer {
        let text = "Any key can be set by a variable, too.\n\nWrite it in capitals.\n\nThe capital of Orbey is Tarn.";
        let knowledge = Knowledge::in_memory(vec![Article {
            id: "keys".into(),
            version: 1,
            metadata: Metadata {
                title: "Settings".to_owned(),
                ..Metadata::default()
            },
            text: text.to_owned(),
        }]);
        let ask = Ask {
            threshold: Some(1.0),
            ..Ask::new(question)
        };
        knowledge.ask(&ask).expect("a question")
    }

    #[test]
    fn one_word_is_not_near_where_the_name_that_is_asked_about_stands_nowhere() {
        let unknown = asked("What is the capital of Mongolia?");
        assert!(unknown.nearest_sentences.is_empty() && unknown.nearest.is_empty());
        let known = asked("What is the capital of Orbey?");
        assert!(!known.nearest_sentences.is_empty() && !known.nearest.is_empty());
    }
}
