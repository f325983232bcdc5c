//! Evaluation articles as a snapshot that can be asked, and where in it the right answers stand.

use std::collections::BTreeMap;

use super::question_sets::{ArticleRecord, EvaluationError, GoldAnswer, QuestionRecord};
use crate::article::{Article, ArticleId, Metadata};
use crate::knowledge::Knowledge;
use crate::search::candidate::SentenceId;
use crate::text::Span;

/// Evaluation articles, ready to be asked.
pub struct Corpus {
    /// The snapshot that answers.
    pub knowledge: Knowledge,
    /// For each article the bytes of its paragraphs, in the order of the record.
    paragraphs: BTreeMap<ArticleId, Vec<Span>>,
}

impl Corpus {
    /// Makes a snapshot of the articles.
    pub fn of(records: &[ArticleRecord]) -> Self {
        let mut paragraphs = BTreeMap::new();
        let mut articles = Vec::new();
        for record in records {
            let (article, spans) = article(record);
            paragraphs.insert(article.id.clone(), spans);
            articles.push(article);
        }
        Corpus {
            knowledge: Knowledge::in_memory(articles),
            paragraphs,
        }
    }

    /// Returns the number of the article a question is about.
    pub fn article_of(&self, question: &QuestionRecord) -> Result<Option<usize>, EvaluationError> {
        let Some(id) = question.article_id.as_deref() else {
            return Ok(None);
        };
        match self.knowledge.number_of(&ArticleId::from(id)) {
            Some(number) => Ok(Some(number)),
            None if !question.answerable => Ok(None),
            None => Err(EvaluationError::NoSuchArticle {
                question: question.id.clone(),
                article: id.to_owned(),
            }),
        }
    }

    /// Returns the sentences of the paragraph a question is about.
    pub fn paragraph_of(
        &self,
        question: &QuestionRecord,
    ) -> Result<Vec<SentenceId>, EvaluationError> {
        let Some(article) = self.article_of(question)? else {
            return Ok(Vec::new());
        };
        let span = (question.paragraph).and_then(|at| self.paragraph(article, at));
        let Some((span, analysed)) = span.zip(self.knowledge.analysed(article)) else {
            return Ok(Vec::new());
        };
        let places = (analysed.sentences.iter().enumerate())
            .filter(|(_, sentence)| {
                span.start <= sentence.span.start && sentence.span.end <= span.end
            })
            .map(|(sentence, _)| SentenceId { article, sentence })
            .collect();
        Ok(places)
    }

    /// Returns the bytes of each answer people gave, in the stored text of the article.
    pub fn gold(&self, question: &QuestionRecord) -> Result<Vec<Span>, EvaluationError> {
        let Some(article) = self.article_of(question)? else {
            return Ok(Vec::new());
        };
        let text = self
            .knowledge
            .articles()
            .get(article)
            .map_or("", |article| article.text.as_str());
        let spans = question.answers.iter().filter_map(|answer| {
            let paragraph = self.paragraph(article, answer.paragraph)?;
            let inside = paragraph.of(text)?;
            let (start, _) = inside.char_indices().nth(answer.char_start)?;
            let start = paragraph.start + start;
            Some(Span::new(start, start + answer.text.len()))
        });
        Ok(spans.collect())
    }

    /// Tells whether the cited bytes of an article hold a whole answer.
    pub fn is_hit(gold: &[Span], cited: Span) -> bool {
        gold.iter()
            .any(|answer| cited.start <= answer.start && answer.end <= cited.end)
    }

    /// Tells whether a sentence holds a whole answer.
    pub fn answers(&self, place: SentenceId, right: Option<usize>, gold: &[Span]) -> bool {
        right == Some(place.article)
            && self
                .knowledge
                .analysed(place.article)
                .and_then(|article| article.sentences.get(place.sentence))
                .is_some_and(|sentence| Corpus::is_hit(gold, sentence.span))
    }

    /// Tells whether a sentence says the words of an answer, wherever people marked it.
    pub fn says(&self, place: SentenceId, answers: &[GoldAnswer]) -> bool {
        let said = || {
            let text = &self.knowledge.articles().get(place.article)?.text;
            let analysed = self.knowledge.analysed(place.article)?;
            let sentence = analysed.sentences.get(place.sentence)?.span;
            Some(sentence.of(text)?.to_lowercase())
        };
        said().is_some_and(|said| {
            (answers.iter()).any(|answer| has_words(&said, &answer.text.to_lowercase()))
        })
    }

    fn paragraph(&self, article: usize, at: usize) -> Option<Span> {
        let id = &self.knowledge.articles().get(article)?.id;
        self.paragraphs.get(id)?.get(at).copied()
    }
}

/// Tells whether some words stand in a text, and not as part of longer ones.
fn has_words(text: &str, words: &str) -> bool {
    let is_apart = |neighbour: Option<char>| neighbour.is_none_or(|c| !c.is_alphanumeric());
    !words.is_empty()
        && text.match_indices(words).any(|(start, found)| {
            is_apart(
                text.get(..start)
                    .and_then(|before| before.chars().next_back()),
            ) && is_apart(
                text.get(start + found.len()..)
                    .and_then(|after| after.chars().next()),
            )
        })
}

/// Joins paragraphs to a stored text; a line end inside one becomes a blank of the same size.
fn article(record: &ArticleRecord) -> (Article, Vec<Span>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    for paragraph in &record.paragraphs {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.extend(paragraph.chars().map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            other => other,
        }));
        spans.push(Span::new(start, text.len()));
    }
    let article = Article {
        id: ArticleId::from(record.id.as_str()),
        version: 1,
        metadata: Metadata {
            title: record.title.clone(),
            ..Metadata::default()
        },
        text,
    };
    (article, spans)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_found_by_its_characters() {
        let records: Vec<ArticleRecord> = vec![ArticleRecord {
            id: "mill".to_owned(),
            title: "Mill".to_owned(),
            paragraphs: vec![
                "One mill.".to_owned(),
                "The Müller built it\nin 1810. It burned.".to_owned(),
            ],
        }];
        let question: QuestionRecord = serde_json::from_str(
            r#"{"id":"q","question":"When was it built?","article_id":"mill","paragraph":1,
                "answers":[{"text":"1810","paragraph":1,"char_start":23}],"answerable":true}"#,
        )
        .expect("a record");
        let corpus = Corpus::of(&records);
        let gold = corpus.gold(&question).expect("an article");
        let places = corpus.paragraph_of(&question).expect("an article");
        let hits: Vec<bool> = (places.iter())
            .map(|place| corpus.answers(*place, Some(0), &gold))
            .collect();
        assert_eq!(hits, [true, false]);
    }
}
