//! Collections of short articles, as communities have them: a few paragraphs of each long one.
//!
//! A question about another part of such an article sounds as if it were answered, and is not: people asked it of the
//! same subject.

use std::ops::Range;

use super::question_sets::{ArticleRecord, GoldAnswer, QuestionRecord};

/// How many paragraphs a short article has.
const PARAGRAPHS: usize = 6;

/// How many collections are made.
pub const MAX_COLLECTIONS: usize = 6;

/// A collection of short articles.
pub struct Shelf {
    /// The articles.
    pub articles: Vec<ArticleRecord>,
    /// Which paragraphs each has of the long one.
    from: Vec<Range<usize>>,
}

/// Makes collections of some articles: the first has the beginning of each, the next what follows, as far as it goes.
pub fn of(articles: &[ArticleRecord]) -> Vec<Shelf> {
    (0..MAX_COLLECTIONS)
        .map(|number| shelf(articles, number * PARAGRAPHS))
        .filter(|shelf| !shelf.articles.is_empty())
        .collect()
}

fn shelf(articles: &[ArticleRecord], first: usize) -> Shelf {
    let mut shelf = Shelf {
        articles: Vec::new(),
        from: Vec::new(),
    };
    for article in articles {
        let range = first..(first + PARAGRAPHS).min(article.paragraphs.len());
        if let Some(paragraphs) = article
            .paragraphs
            .get(range.clone())
            .filter(|own| !own.is_empty())
        {
            shelf.articles.push(ArticleRecord {
                paragraphs: paragraphs.to_vec(),
                ..article.clone()
            });
            shelf.from.push(range);
        }
    }
    shelf
}

impl Shelf {
    fn range_of(&self, question: &QuestionRecord) -> Option<&Range<usize>> {
        let id = question.article_id.as_deref()?;
        let at = self.articles.iter().position(|article| article.id == id)?;
        self.from.get(at)
    }

    /// Returns one in `every` of the questions about paragraphs that are here, as they were put.
    pub fn answered(
        &self,
        questions: &[QuestionRecord],
        every: usize,
        skip: usize,
    ) -> Vec<QuestionRecord> {
        let own = questions.iter().filter_map(|question| {
            let range = self.range_of(question)?;
            let at = question.paragraph.filter(|at| range.contains(at))?;
            let here = |answer: &GoldAnswer| {
                Some(GoldAnswer {
                    paragraph: answer.paragraph.checked_sub(range.start)?,
                    ..answer.clone()
                })
            };
            Some(QuestionRecord {
                paragraph: Some(at - range.start),
                answers: question.answers.iter().filter_map(here).collect(),
                ..question.clone()
            })
        });
        own.skip(skip % every).step_by(every).collect()
    }

    /// Returns one in `every` of the questions about other parts of the articles, as unanswerable ones.
    pub fn not_answered(
        &self,
        questions: &[QuestionRecord],
        every: usize,
        skip: usize,
    ) -> Vec<QuestionRecord> {
        let beside = questions.iter().filter_map(|question| {
            let range = self.range_of(question)?;
            let elsewhere = question.paragraph.is_some_and(|at| !range.contains(&at));
            // The words of the answers are of use; where they stand is not here.
            let nowhere = |answer: &GoldAnswer| GoldAnswer {
                paragraph: usize::MAX,
                ..answer.clone()
            };
            elsewhere.then(|| QuestionRecord {
                paragraph: None,
                answerable: false,
                answers: question.answers.iter().map(nowhere).collect(),
                ..question.clone()
            })
        });
        beside
            .skip(skip % (every * MAX_COLLECTIONS))
            .step_by(every * MAX_COLLECTIONS)
            .collect()
    }
}
