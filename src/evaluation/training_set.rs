//! What the models learn from: every question among all articles, and among other collections that answer it or not.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::corpus::Corpus;
use super::perturbed;
use super::question_sets::{self, ArticleRecord, EvaluationError, QuestionRecord};
use super::short_articles::{self, Shelf};
use super::train_answerability::{Size, Topic};
use super::training_examples::{self, Example};
use crate::search::features::Family;

/// What is learnt from, measured and ready.
pub struct TrainingSet {
    /// Every question among all articles.
    pub asked: Vec<Example>,
    /// Questions among other collections, answerable there or not. How sure an answer is must not depend on how much there
    /// is to read, and a question about the subject of an article is not answered by each of its parts.
    pub elsewhere: Vec<Class>,
}

/// Questions that stand alike to a collection.
pub struct Class {
    /// How.
    pub topic: Topic,
    /// What the collection is like.
    pub size: Size,
    /// The questions.
    pub examples: Vec<Example>,
}

/// Of how many articles the small collections are …
const FEW: [usize; 2] = [1, 6];

/// … and every how many questions one is asked of them.
const ASKED_OF_FEW: usize = 5;

/// Every how many questions one is asked of short articles that answer it …
const ASKED_OF_SHORT: usize = 2;

/// … and of short articles that do not.
const NOT_ANSWERED_BY_SHORT: usize = 3;

/// Of a collection every so many questions of another one are asked.
const FOREIGN_TO_COLLECTION: usize = 2;

/// Articles and questions to learn from, as they were read.
pub struct Source {
    articles: Vec<ArticleRecord>,
    /// Answerable questions.
    questions: Vec<QuestionRecord>,
    /// Questions that an article seems to answer and does not.
    close: Vec<QuestionRecord>,
    /// Questions that none of the articles touches, each beside the article that made somebody think of it.
    foreign: Vec<QuestionRecord>,
}

/// The kind of questions that no article touches.
const FOREIGN: &str = "foreign";

impl Source {
    /// Reads a file of articles and one of questions about them. Unanswerable questions beside no article are left out.
    pub fn read(articles: &Path, questions: &Path) -> Result<Self, EvaluationError> {
        let articles: Vec<ArticleRecord> = question_sets::read(articles)?;
        let all: Vec<QuestionRecord> = question_sets::read(questions)?;
        let (questions, mut unanswerable): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|question| question.answerable);
        unanswerable.retain(|question| question.article_id.is_some());
        let (foreign, close) = (unanswerable.into_iter())
            .partition(|question| question.kind.as_deref() == Some(FOREIGN));
        if questions.is_empty() {
            return Err(EvaluationError::Nothing("answerable questions"));
        }
        Ok(Source {
            articles,
            questions,
            close,
            foreign,
        })
    }
}

/// Hears how far the work is: what is done, and of how much.
pub type Progress<'a> = &'a (dyn Fn(&str, usize, usize) + Sync);

/// Measures what is learnt from: the questions of `main` among all its articles and among parts of them, and those of each
/// of the `collections` among its own articles.
pub fn prepare(
    main: Source,
    collections: &[Source],
    progress: Progress<'_>,
) -> Result<TrainingSet, EvaluationError> {
    let mut close = main.close;
    close.extend(main.foreign);
    close.extend(perturbed::twisted(&main.questions, &main.articles));
    let all = (collections.iter()).flat_map(|collection| &collection.articles);
    let groups = (main.articles.iter().chain(all).enumerate())
        .map(|(at, article)| (article.id.clone(), at))
        .collect();
    let mut preparation = Preparation {
        classes: Classes {
            groups,
            made: Vec::new(),
        },
        articles: main.articles,
        questions: main.questions,
        close,
        progress,
    };
    let asked = preparation.among_all()?;
    for half in 0..2 {
        preparation.among_half(half)?;
    }
    for size in FEW {
        preparation.among_few(size)?;
    }
    for (at, collection) in collections.iter().enumerate() {
        let next = collections.get((at + 1) % collections.len());
        let foreign = next.filter(|_| collections.len() > 1);
        preparation.among_collection(collection, foreign)?;
    }
    Ok(TrainingSet {
        asked,
        elsewhere: preparation.classes.made,
    })
}

/// A training set in the making.
struct Preparation<'a> {
    articles: Vec<ArticleRecord>,
    /// Answerable questions.
    questions: Vec<QuestionRecord>,
    /// Questions that an article seems to answer and does not.
    close: Vec<QuestionRecord>,
    progress: Progress<'a>,
    classes: Classes,
}

/// The classes of a training set in the making.
struct Classes {
    /// The number of each article.
    groups: BTreeMap<String, usize>,
    made: Vec<Class>,
}

impl Classes {
    /// Measures some questions asked of a collection.
    fn add(
        &mut self,
        corpus: &Arc<Corpus>,
        some: &[QuestionRecord],
        topic: Topic,
        size: Size,
        tell: &(dyn Fn() + Sync),
    ) -> Result<(), EvaluationError> {
        let examples = training_examples::prepare(corpus, some, &self.groups, tell)?;
        self.made.push(Class {
            topic,
            size,
            examples,
        });
        Ok(())
    }
}

impl Preparation<'_> {
    /// Asks every question of all articles.
    fn among_all(&mut self) -> Result<Vec<Example>, EvaluationError> {
        let whole = Arc::new(Corpus::of(&self.articles));
        let tell = counted(self.progress, "measuring", self.questions.len());
        let groups = &self.classes.groups;
        let asked = training_examples::prepare(&whole, &self.questions, groups, &tell)?;
        (self.classes).add(&whole, &self.close, Topic::Twisted, Size::Many, &|| {})?;
        Ok(asked)
    }

    /// Asks of every other article what is asked about the others, and of collections of short articles made of them.
    fn among_half(&mut self, half: usize) -> Result<(), EvaluationError> {
        let (here, away) = halves(&self.articles, half);
        let foreign = some_about(&self.questions, &away, false, 1);
        let tell = counted(self.progress, "measuring elsewhere", foreign.len());
        let corpus = Arc::new(Corpus::of(&here));
        self.classes
            .add(&corpus, &foreign, Topic::Other, Size::Many, &tell)?;
        for (at, shelf) in short_articles::of(&here).iter().enumerate() {
            let few_foreign: Vec<QuestionRecord> = (foreign.iter().skip(at))
                .step_by(NOT_ANSWERED_BY_SHORT * short_articles::MAX_COLLECTIONS)
                .cloned()
                .collect();
            self.among_short(at, shelf, &few_foreign)?;
        }
        Ok(())
    }

    fn among_short(
        &mut self,
        at: usize,
        shelf: &Shelf,
        foreign: &[QuestionRecord],
    ) -> Result<(), EvaluationError> {
        let own = shelf.answered(&self.questions, ASKED_OF_SHORT, at);
        let beside = shelf.not_answered(&self.questions, NOT_ANSWERED_BY_SHORT, at);
        let twisted = shelf.answered(&self.close, ASKED_OF_SHORT, at);
        let corpus = Arc::new(Corpus::of(&shelf.articles));
        for (some, topic) in [
            (own.as_slice(), Topic::Own),
            (&beside, Topic::Beside),
            (&twisted, Topic::Twisted),
            (foreign, Topic::Other),
        ] {
            self.classes
                .add(&corpus, some, topic, Size::Short, &|| {})?;
        }
        Ok(())
    }

    /// Asks of a collection what it answers, what it only seems to answer, and what it does not touch or another one answers.
    fn among_collection(
        &mut self,
        collection: &Source,
        another: Option<&Source>,
    ) -> Result<(), EvaluationError> {
        let corpus = Arc::new(Corpus::of(&collection.articles));
        let mut foreign = collection.foreign.clone();
        foreign.extend(another.map_or_else(Vec::new, |another| {
            some_about(
                &another.questions,
                &another.articles,
                false,
                FOREIGN_TO_COLLECTION,
            )
        }));
        for (some, topic) in [
            (&collection.questions, Topic::Own),
            (&collection.close, Topic::Twisted),
            (&foreign, Topic::Other),
        ] {
            self.classes
                .add(&corpus, some, topic, Size::Collection, &|| {})?;
        }
        Ok(())
    }

    /// Asks of collections of so many articles what they answer, what they only seem to answer, and what the next ones do.
    fn among_few(&mut self, size: usize) -> Result<(), EvaluationError> {
        let groups: Vec<&[ArticleRecord]> = self.articles.chunks(size).collect();
        for (at, group) in groups.iter().enumerate() {
            let corpus = Arc::new(Corpus::of(group));
            let others = groups.get((at + 1) % groups.len());
            let others = others.copied().unwrap_or_default();
            let some = |questions: &[QuestionRecord], about: &[ArticleRecord], answerable: bool| {
                some_about(questions, about, answerable, ASKED_OF_FEW)
            };
            for (some, topic) in [
                (some(&self.questions, group, true), Topic::Own),
                (some(&self.close, group, false), Topic::Twisted),
                (some(&self.questions, others, false), Topic::Other),
            ] {
                self.classes.add(&corpus, &some, topic, Size::Few, &|| {})?;
            }
        }
        Ok(())
    }
}

/// Returns what is called once for each of so many questions, and tells how far the work is.
fn counted<'p>(progress: Progress<'p>, doing: &'p str, all: usize) -> impl Fn() + Sync + 'p {
    let done = AtomicUsize::new(0);
    move || progress(doing, done.fetch_add(1, Ordering::Relaxed) + 1, all)
}

/// Parts articles into two halves, the one that is meant first.
fn halves(articles: &[ArticleRecord], half: usize) -> (Vec<ArticleRecord>, Vec<ArticleRecord>) {
    let (here, away): (Vec<_>, Vec<_>) =
        (articles.iter().cloned().enumerate()).partition(|(at, _)| at % 2 == half);
    let plain = |some: Vec<(usize, ArticleRecord)>| some.into_iter().map(|(_, article)| article);
    (plain(here).collect(), plain(away).collect())
}

/// Returns some of the questions about some articles, as answerable or not.
fn some_about(
    questions: &[QuestionRecord],
    articles: &[ArticleRecord],
    answerable: bool,
    every: usize,
) -> Vec<QuestionRecord> {
    let is_about = |question: &QuestionRecord| {
        let id = question.article_id.as_deref();
        articles
            .iter()
            .any(|article| id == Some(article.id.as_str()))
    };
    (questions.iter().filter(|question| is_about(question)))
        .step_by(every)
        .map(|question| QuestionRecord {
            answerable,
            ..question.clone()
        })
        .collect()
}

/// What may be left out to see what it is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// Nothing.
    Nothing,
    /// What the reader found.
    Reading,
    /// A family of features; the reader still knows of it.
    Features(Family),
}

impl TrainingSet {
    /// Returns what the ranker learns from besides the questions among all articles.
    pub fn for_the_ranker(&self) -> impl Iterator<Item = &Example> {
        let own = (self.elsewhere.iter())
            .filter(|class| class.topic == Topic::Own && class.size != Size::Few);
        own.flat_map(|class| &class.examples)
    }

    /// Returns the questions that collections answer.
    pub fn of_collections(&self) -> impl Iterator<Item = &Example> {
        let own = (self.elsewhere.iter())
            .filter(|class| class.topic == Topic::Own && class.size == Size::Collection);
        own.flat_map(|class| &class.examples)
    }

    /// Returns what the reader learns from: what is answered, and what only seems to be.
    pub fn for_the_reader(&self) -> impl Iterator<Item = &Example> {
        let some = (self.elsewhere.iter()).filter(|class| {
            matches!(
                (class.topic, class.size),
                (Topic::Twisted, Size::Many | Size::Collection) | (Topic::Own, Size::Collection)
            )
        });
        (self.asked.iter()).chain(some.flat_map(|class| &class.examples))
    }

    /// Returns the examples as if something had never been measured or read.
    pub fn without(&self, left_out: LeftOut) -> TrainingSet {
        let blind = |examples: &[Example]| {
            let mut examples = examples.to_vec();
            for measured in examples
                .iter_mut()
                .flat_map(|example| &mut example.measured)
            {
                match left_out {
                    LeftOut::Nothing => {}
                    LeftOut::Reading => measured.found = None,
                    LeftOut::Features(family) => {
                        training_examples::blind(&mut measured.vector, family)
                    }
                }
            }
            examples
        };
        let blind_class = |class: &Class| Class {
            examples: blind(&class.examples),
            ..*class
        };
        TrainingSet {
            asked: blind(&self.asked),
            elsewhere: self.elsewhere.iter().map(blind_class).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::evaluation::question_sets::GoldAnswer;

    #[test]
    fn what_an_article_only_seems_to_answer_is_learnt_from_too() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = |name: &str, lines: &[&str]| {
            let path = folder.path().join(name);
            fs::write(&path, lines.join("\n")).expect("written");
            path
        };
        let articles = file(
            "articles.jsonl",
            &[
                r#"{"id":"mill","title":"The mill","paragraphs":["Ada Lind built the mill in 1810."]}"#,
            ],
        );
        let questions = file(
            "questions.jsonl",
            &[
                r#"{"id":"a","question":"Who built it?","article_id":"mill","paragraph":0,"answers":[{"text":"Ada Lind","paragraph":0,"char_start":0}]}"#,
                r#"{"id":"b","question":"Who sold the mill?","article_id":"mill","paragraph":0,"answerable":false}"#,
                r#"{"id":"c","question":"Who built the moon?","article_id":null,"paragraph":null,"answerable":false}"#,
                r#"{"id":"d","question":"Who painted it?","article_id":"mill","paragraph":null,"answerable":false,"kind":"foreign"}"#,
            ],
        );
        let source = || Source::read(&articles, &questions).expect("read");
        assert_eq!(
            (source().close.len(), source().foreign.len()),
            (1, 1),
            "what is foreign says so"
        );
        let examples = prepare(source(), &[], &|_, _, _| {}).expect("prepared");
        assert_eq!(examples.asked.len(), 1);
        let twisted = examples
            .elsewhere
            .iter()
            .filter(|class| class.topic == Topic::Twisted && class.size == Size::Many);
        assert_eq!(
            twisted.map(|class| class.examples.len()).sum::<usize>(),
            2,
            "the one beside no article is left out"
        );
    }

    #[test]
    fn each_collection_is_asked_its_own_questions_and_some_of_the_next_ones() {
        let source = |id: &str, text: &str, answer: &str| {
            let question = |name: &str, answerable: bool| QuestionRecord {
                id: format!("{id}-{name}"),
                question: format!("Who built the {id}?"),
                article_id: Some(id.to_owned()),
                paragraph: answerable.then_some(0),
                answers: (answerable.then(|| GoldAnswer {
                    text: answer.to_owned(),
                    paragraph: 0,
                    char_start: text.find(answer).expect("it is there"),
                }))
                .into_iter()
                .collect(),
                answerable,
                kind: None,
            };
            Source {
                articles: vec![ArticleRecord {
                    id: id.to_owned(),
                    title: format!("The {id}"),
                    paragraphs: vec![text.to_owned()],
                }],
                questions: vec![question("told", true)],
                close: vec![question("untold", false)],
                foreign: vec![question("elsewhere", false)],
            }
        };
        let main = source("mill", "Ada Lind built the mill in 1810.", "Ada Lind");
        let collections = [
            source("barn", "The barn is the work of Bo Dahl.", "Bo Dahl"),
            source("quay", "Cy Holm laid the quay out.", "Cy Holm"),
        ];
        let set = prepare(main, &collections, &|_, _, _| {}).expect("prepared");
        let count = |topic: Topic| {
            let classes = (set.elsewhere.iter())
                .filter(|class| class.size == Size::Collection && class.topic == topic);
            classes.map(|class| class.examples.len()).sum::<usize>()
        };
        assert_eq!(
            (
                count(Topic::Own),
                count(Topic::Twisted),
                count(Topic::Other)
            ),
            (2, 2, 4),
            "the foreign ones are its own and those of the next"
        );
        assert_eq!(
            set.asked.len(),
            1,
            "the figures are those of the main articles"
        );
        assert_eq!(set.of_collections().count(), 2);
        let groups: Vec<usize> = set.of_collections().map(|example| example.group).collect();
        assert_eq!(groups, [1, 2], "each article may be left out by itself");
    }
}
