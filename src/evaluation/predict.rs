//! What the program says to many questions, in the form that scorers read.

use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use super::corpus::Corpus;
use super::question_sets::{
    ArticleRecord, EvaluationError, ListRecord, ListScores, PredictedCitation, Prediction,
    QuestionRecord,
};
use crate::article::{Article, ArticleId, Block, BlockKind, Metadata, Outline, Sentence};
use crate::knowledge::Knowledge;
use crate::question::Ask;
use crate::search::candidate::SentenceId;
use crate::text::Span;

/// Which sentences may answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scene {
    /// Those of all articles.
    Open,
    /// Those of the paragraph the question is about.
    Paragraph,
}

/// A prediction with what is needed to score it here.
pub struct Predicted {
    /// As it is written.
    pub prediction: Prediction,
    /// Where each citation stands: the article's number and bytes.
    pub spans: Vec<(usize, Span)>,
    /// How long it took.
    pub took: Duration,
}

/// Answers one question of an evaluation.
pub fn predict(
    corpus: &Corpus,
    question: &QuestionRecord,
    scene: Scene,
    limit: NonZeroUsize,
) -> Result<Predicted, EvaluationError> {
    let ask = Ask {
        limit: Some(limit),
        ..Ask::new(question.question.as_str())
    };
    let among = match scene {
        Scene::Open => None,
        Scene::Paragraph => Some(corpus.paragraph_of(question)?),
    };
    let started = Instant::now();
    let considered = corpus.knowledge.consider(&ask, among.as_deref());
    let took = started.elapsed();
    let mut prediction = Prediction {
        id: question.id.clone(),
        abstained: true,
        ..Prediction::default()
    };
    let mut spans = Vec::new();
    if let Ok((answer, citations)) = considered {
        prediction.abstained = !answer.answered;
        prediction.confidence = answer.confidence;
        prediction.answer = citations
            .first()
            .and_then(|first| Some(first.answer?.of(&first.text)?.to_owned()));
        for citation in citations {
            spans.extend(
                (corpus.knowledge.number_of(&citation.article_id))
                    .map(|article| (article, Span::new(citation.start, citation.end))),
            );
            prediction.citations.push(PredictedCitation {
                article_id: citation.article_id.to_string(),
                text: citation.text,
            });
        }
    }
    Ok(Predicted {
        prediction,
        spans,
        took,
    })
}

/// Makes articles of candidate lists: each list one article of one paragraph, its sentences those of the list.
pub fn of_lists(lists: &[ListRecord]) -> (Knowledge, Vec<Option<usize>>) {
    let mut articles = Vec::new();
    for (number, list) in lists.iter().enumerate() {
        let mut text = String::new();
        let mut sentences = Vec::new();
        for candidate in &list.candidates {
            if !text.is_empty() {
                text.push(' ');
            }
            let start = text.len();
            text.push_str(&candidate.text);
            sentences.push(Sentence {
                span: Span::new(start, text.len()),
                block: 0,
            });
        }
        let outline = Outline {
            blocks: vec![Block {
                kind: BlockKind::Paragraph,
                span: Span::new(0, text.len()),
                paragraph: 1,
            }],
            sentences,
        };
        let article = Article {
            id: ArticleId(format!("{number:08}")),
            version: 1,
            metadata: Metadata {
                title: list.title.clone().unwrap_or_default(),
                ..Metadata::default()
            },
            text,
        };
        articles.push((article, outline));
    }
    let knowledge = Knowledge::of_outlines(articles);
    let numbers = (0..lists.len())
        .map(|number| knowledge.number_of(&ArticleId(format!("{number:08}"))))
        .collect();
    (knowledge, numbers)
}

/// Scores the sentences of a list, in its order.
pub fn score_list(knowledge: &Knowledge, article: Option<usize>, list: &ListRecord) -> ListScores {
    let mut scores = vec![f32::MIN; list.candidates.len()];
    if let Some(article) = article {
        let places: Vec<SentenceId> = (0..list.candidates.len())
            .map(|sentence| SentenceId { article, sentence })
            .collect();
        if let Ok(findings) = knowledge.search_among(&Ask::new(list.question.as_str()), &places) {
            for ranked in findings.ranked {
                if let Some(score) = scores.get_mut(ranked.place.sentence) {
                    *score = ranked.score;
                }
            }
        }
    }
    ListScores {
        id: list.id.clone(),
        scores,
    }
}

/// Returns the articles ready to be asked, each prepared already: what is timed is the question alone.
pub fn prepared(records: &[ArticleRecord]) -> Corpus {
    let corpus = Corpus::of(records);
    for number in 0..corpus.knowledge.articles().len() {
        corpus.knowledge.analysed(number);
    }
    corpus
}
