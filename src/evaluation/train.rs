//! `footnote train`: measured questions in, the model file out, with figures from articles it was not learnt from.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::corpus::Corpus;
use super::learn_answerability::{self, Case, Learnt, Size, Topic};
use super::learn_ranker::{self, GROWTH};
use super::learn_reader;
use super::learn_reader::ReadingLesson;
use super::lessons::{self, Lesson};
use super::question_sets::{self, ArticleRecord, EvaluationError, QuestionRecord};
use super::short_articles;
use super::twisted;
use crate::search::answerability::{Answerability, traits};
use crate::search::features::{Family, Measured};
use crate::search::model::{FORMAT, ModelFile};
use crate::search::ranking::Ranker;
use crate::search::reader::Reader;

/// Into how many parts the articles are laid; each part is judged by what the others taught.
const FOLDS: usize = 3;

/// A question whose answer was taken away counts less than one about something else: such articles often answer it in
/// another place.
const WEIGHT_OF_TAKEN_AWAY: f64 = 0.6;

/// So does one that was twisted; there are half as many of them.
const WEIGHT_OF_TWISTED: f64 = 0.8;

/// What is learnt from, measured and ready.
pub struct Lessons {
    /// Every question among all articles.
    asked: Vec<Lesson>,
    /// Questions among other collections, answerable there or not. How sure an answer is must not depend on how much there
    /// is to read, and a question about the subject of an article is not answered by each of its parts.
    elsewhere: Vec<Class>,
}

/// Questions that stand alike to a collection.
struct Class {
    /// How.
    topic: Topic,
    /// What the collection is like.
    size: Size,
    /// The questions.
    lessons: Vec<Lesson>,
}

/// Of how many articles the small collections are …
const FEW: [usize; 2] = [1, 6];

/// … and every how many questions one is asked of them.
const ASKED_OF_FEW: usize = 5;

/// Every how many questions one is asked of short articles that answer it …
const ASKED_OF_SHORT: usize = 2;

/// … and of short articles that do not.
const NOT_ANSWERED_BY_SHORT: usize = 3;

/// Hears how far the work is: what is done, and of how much.
pub type Told<'a> = &'a (dyn Fn(&str, usize, usize) + Sync);

/// Reads and measures what is learnt from: answerable questions, and those that an article seems to answer and does not.
/// Unanswerable questions about no article are left out.
pub fn prepare(
    articles: &Path,
    questions: &Path,
    told: Told<'_>,
) -> Result<Lessons, EvaluationError> {
    let articles: Vec<ArticleRecord> = question_sets::read(articles)?;
    let all: Vec<QuestionRecord> = question_sets::read(questions)?;
    let (questions, mut close): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|question| question.answerable);
    close.retain(|question| question.article_id.is_some());
    if questions.is_empty() {
        return Err(EvaluationError::Nothing("answerable questions"));
    }
    let counted = |doing: &'static str| {
        let done = std::sync::atomic::AtomicUsize::new(0);
        let all = questions.len();
        move || {
            let done = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            told(doing, done + 1, all);
        }
    };
    let whole = Arc::new(Corpus::of(&articles));
    let groups: BTreeMap<String, usize> = articles
        .iter()
        .enumerate()
        .map(|(at, article)| (article.id.clone(), at))
        .collect();
    let asked = lessons::prepare(&whole, &questions, &groups, &counted("measuring"))?;
    close.extend(twisted::twisted(&questions, &articles));
    let mut elsewhere = Vec::new();
    let mut ask =
        |corpus: &Arc<Corpus>, some: &[QuestionRecord], topic, size, tell: &(dyn Fn() + Sync)| {
            let lessons = lessons::prepare(corpus, some, &groups, tell)?;
            elsewhere.push(Class {
                topic,
                size,
                lessons,
            });
            Ok::<(), EvaluationError>(())
        };
    ask(&whole, &close, Topic::Twisted, Size::Many, &|| {})?;
    // Every other article makes one half; questions about one half are asked of the other.
    let tell = counted("measuring elsewhere");
    for half in 0..2 {
        let (here, away) = halves(&articles, half);
        let foreign = some_about(&questions, &away, false, 1);
        let corpus = Arc::new(Corpus::of(&here));
        ask(&corpus, &foreign, Topic::Other, Size::Many, &tell)?;
        for (at, shelf) in short_articles::of(&here).iter().enumerate() {
            let corpus = Arc::new(Corpus::of(&shelf.articles));
            let own = shelf.answered(&questions, ASKED_OF_SHORT, at);
            ask(&corpus, &own, Topic::Own, Size::Short, &|| {})?;
            let beside = shelf.not_answered(&questions, NOT_ANSWERED_BY_SHORT, at);
            ask(&corpus, &beside, Topic::Beside, Size::Short, &|| {})?;
            let twisted = shelf.answered(&close, ASKED_OF_SHORT, at);
            ask(&corpus, &twisted, Topic::Twisted, Size::Short, &|| {})?;
            let foreign: Vec<QuestionRecord> = (foreign.iter().skip(at))
                .step_by(NOT_ANSWERED_BY_SHORT * short_articles::MOST)
                .cloned()
                .collect();
            ask(&corpus, &foreign, Topic::Other, Size::Short, &|| {})?;
        }
    }
    for size in FEW {
        let groups: Vec<&[ArticleRecord]> = articles.chunks(size).collect();
        for (at, group) in groups.iter().enumerate() {
            let corpus = Arc::new(Corpus::of(group));
            let others = groups.get((at + 1) % groups.len());
            let others = others.copied().unwrap_or_default();
            for (questions, about, topic) in [
                (&questions, *group, Topic::Own),
                (&close, *group, Topic::Twisted),
                (&questions, others, Topic::Other),
            ] {
                let some = some_about(questions, about, topic == Topic::Own, ASKED_OF_FEW);
                ask(&corpus, &some, topic, Size::Few, &|| {})?;
            }
        }
    }
    Ok(Lessons { asked, elsewhere })
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

/// Learns all three models and says how good they are on articles they did not learn from.
pub fn learn(mut lessons: Lessons, told: Told<'_>) -> (ModelFile, Reader) {
    let reader = learn_to_read(&mut lessons, told);
    let trees = (GROWTH.trees + learn_answerability::GROWTH.trees) * (FOLDS + 1);
    let tell = counting(told, trees);
    let (cases, mut scores) = cross_validated(&lessons, &tell);
    let learnt = learn_answerability::learn(&cases, &tell);
    let answerability = with_threshold(learnt, &cases, &mut scores);
    let asked: Vec<&Lesson> = lessons.asked.iter().chain(lessons.more()).collect();
    let model = ModelFile {
        format: FORMAT,
        made_by: String::new(),
        learnt_from: BTreeMap::new(),
        scores,
        answerability,
        ranking: learn_ranker::learn(&asked, &GROWTH, &tell).to_file(),
    };
    (model, reader)
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

/// Learns ranker and judge again without the reader and without each family of features, and returns the figures.
pub fn families(mut lessons: Lessons, told: Told<'_>) -> Vec<(LeftOut, BTreeMap<String, f64>)> {
    learn_to_read(&mut lessons, told);
    let all: Vec<LeftOut> = [LeftOut::Nothing, LeftOut::Reading]
        .into_iter()
        .chain(Family::ALL.map(LeftOut::Features))
        .collect();
    let trees = GROWTH.trees * FOLDS + learn_answerability::GROWTH.trees * (FOLDS + 1);
    let tell = counting(told, trees * all.len());
    let without = |left_out: &LeftOut| {
        let lessons = lessons.without(*left_out);
        let (cases, mut scores) = cross_validated(&lessons, &tell);
        let learnt = learn_answerability::learn(&cases, &tell);
        with_threshold(learnt, &cases, &mut scores);
        (*left_out, scores)
    };
    all.iter().map(without).collect()
}

fn counting<'t>(told: Told<'t>, all: usize) -> impl Fn() + 't {
    let done = std::sync::atomic::AtomicUsize::new(0);
    move || {
        let done = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        told("learning", done + 1, all);
    }
}

/// Ranks each part of the articles by what the others teach; returns what the judge learns from, and the figures.
fn cross_validated(lessons: &Lessons, tell: &dyn Fn()) -> (Vec<Case>, BTreeMap<String, f64>) {
    let mut found: Vec<[f64; 3]> = Vec::new();
    let mut cases: Vec<Case> = Vec::new();
    for fold in 0..FOLDS {
        let is_out = |lesson: &&Lesson| lesson.group % FOLDS == fold;
        let (outside, inside): (Vec<&Lesson>, Vec<&Lesson>) =
            lessons.asked.iter().partition(is_out);
        let in_fold = |lesson: &&Lesson| lesson.group % FOLDS != fold;
        let inside: Vec<&Lesson> = inside
            .into_iter()
            .chain(lessons.more().filter(in_fold))
            .collect();
        let ranker = learn_ranker::learn(&inside, &GROWTH, tell);
        let part = outside.len() as f64 / lessons.asked.len().max(1) as f64;
        found.push(learn_ranker::hits(&ranker, &outside).map(|hits| hits * part));
        // What the judge sees comes from a ranker that has not seen the question.
        cases.extend(cases_of(&ranker, &outside, Size::Many, fold));
        for class in &lessons.elsewhere {
            let own: Vec<&Lesson> = class.lessons.iter().filter(is_out).collect();
            cases.extend(match class.topic {
                Topic::Own => cases_of(&ranker, &own, class.size, fold),
                topic => cases_without_answer(&ranker, &own, topic, class.size, fold),
            });
        }
    }
    let mut scores = BTreeMap::new();
    for (at, name) in ["hit@1", "hit@3", "hit@5"].into_iter().enumerate() {
        let sum: f64 = found.iter().filter_map(|hits| hits.get(at)).sum();
        scores.insert(name.to_owned(), hundredth(sum));
    }
    (cases, scores)
}

/// Learns the reader, and lets every question be read by one that has not seen the questions about its article.
fn learn_to_read(lessons: &mut Lessons, told: Told<'_>) -> Reader {
    let all: Vec<&Lesson> = lessons.asked.iter().collect();
    let ranker = learn_ranker::learn_sum_alone(&all);
    let twisted = (lessons.elsewhere.iter())
        .filter(|class| class.topic == Topic::Twisted && class.size == Size::Many)
        .flat_map(|class| &class.lessons);
    let to_read: Vec<&Lesson> = lessons.asked.iter().chain(twisted).collect();
    let to_read: Vec<(usize, ReadingLesson)> = (to_read.par_iter())
        .map(|lesson| (lesson.group, lesson.to_read()))
        .collect();
    let batches = learn_reader::batches(to_read.len()) * FOLDS;
    let learnt = std::sync::atomic::AtomicUsize::new(0);
    let tell = || {
        let done = learnt.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        told("learning to read", done + 1, batches);
    };
    for fold in 0..FOLDS {
        let others: Vec<&ReadingLesson> = (to_read.iter())
            .filter(|(group, _)| group % FOLDS != fold)
            .map(|(_, lesson)| lesson)
            .collect();
        let reader = learn_reader::learn(&others, &tell);
        let elsewhere = (lessons.elsewhere.iter_mut()).map(|class| &mut class.lessons);
        for some in std::iter::once(&mut lessons.asked).chain(elsewhere) {
            some.par_iter_mut()
                .filter(|lesson| lesson.group % FOLDS == fold)
                .for_each(|lesson| lesson.read(&reader, &ranker));
        }
    }
    let all: Vec<&ReadingLesson> = to_read.iter().map(|(_, lesson)| lesson).collect();
    learn_reader::learn(&all, &tell)
}

/// Sets the threshold and notes how well answers are told from what has none.
fn with_threshold(
    learnt: Learnt,
    cases: &[Case],
    scores: &mut BTreeMap<String, f64>,
) -> Answerability {
    let chances_among = |size: Size, which: &dyn Fn(&Case) -> bool| -> Vec<f32> {
        (cases.iter().zip(&learnt.chances))
            .filter(|(case, _)| case.size == size && which(case))
            .map(|(_, chance)| *chance)
            .collect()
    };
    let chances = |which: &dyn Fn(&Case) -> bool| chances_among(Size::Many, which);
    let asked = chances(&|case| case.weight == 1.0 && case.topic == Topic::Own);
    let robbed = chances(&|case| case.weight < 1.0 && case.topic == Topic::Own);
    let mut foreign = chances(&|case| case.topic == Topic::Other);
    let right = chances(&|case| case.answers);
    let mut note = |name: &str, value: f64| scores.insert(name.to_owned(), value);
    let area = learn_answerability::area_under_curve;
    note("auroc_off_topic", ten_thousandth(area(&asked, &foreign)));
    let twisted = chances(&|case| case.topic == Topic::Twisted);
    note("auroc_twisted", ten_thousandth(area(&right, &twisted)));
    note(
        "auroc_answer_taken_away",
        ten_thousandth(area(&right, &robbed)),
    );
    let of_short = |which: &dyn Fn(&Case) -> bool| chances_among(Size::Short, which);
    let (own, beside) = (
        of_short(&|case| case.answers),
        of_short(&|case| case.topic == Topic::Beside && !case.unclear),
    );
    note("auroc_another_part", ten_thousandth(area(&own, &beside)));
    let threshold = learn_answerability::threshold(&mut foreign);
    let kept = right.iter().filter(|chance| **chance >= threshold).count();
    let part = 100.0 * kept as f64 / asked.len().max(1) as f64;
    note("hit@1_at_5_percent_false_answers", hundredth(part));
    Answerability {
        threshold,
        ..learnt.answerability
    }
}

fn ten_thousandth(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

fn hundredth(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

fn cases_of(ranker: &Ranker, lessons: &[&Lesson], size: Size, fold: usize) -> Vec<Case> {
    lessons
        .par_iter()
        .flat_map_iter(|lesson| {
            let taken_away: Vec<Measured> = (lesson.measured.iter().zip(&lesson.right))
                .filter(|(_, right)| !**right)
                .map(|(measured, _)| measured.clone())
                .collect();
            let whole = case(
                ranker,
                lesson.measured.clone(),
                lesson,
                Topic::Own,
                1.0,
                (size, fold),
            );
            let robbed = case(
                ranker,
                taken_away,
                lesson,
                Topic::Own,
                WEIGHT_OF_TAKEN_AWAY,
                (size, fold),
            );
            whole.into_iter().chain(robbed)
        })
        .collect()
}

fn cases_without_answer(
    ranker: &Ranker,
    lessons: &[&Lesson],
    topic: Topic,
    size: Size,
    fold: usize,
) -> Vec<Case> {
    lessons
        .par_iter()
        .filter_map(|lesson| {
            case(
                ranker,
                lesson.measured.clone(),
                lesson,
                topic,
                match topic {
                    Topic::Twisted => WEIGHT_OF_TWISTED,
                    Topic::Beside => WEIGHT_OF_TAKEN_AWAY,
                    Topic::Own | Topic::Other => 1.0,
                },
                (size, fold),
            )
        })
        .collect()
}

fn case(
    ranker: &Ranker,
    measured: Vec<Measured>,
    lesson: &Lesson,
    topic: Topic,
    weight: f64,
    (size, fold): (Size, usize),
) -> Option<Case> {
    let ranked = ranker.rank(ranker.weigh(measured));
    let first = ranked.first()?.place;
    let at = lesson.measured.iter().position(|own| own.place == first);
    let may_answer = matches!(topic, Topic::Own | Topic::Beside);
    let is = |told: &[bool]| may_answer && at.is_some_and(|at| told.get(at) == Some(&true));
    Some(Case {
        traits: traits(&ranked)?,
        answers: is(&lesson.right),
        unclear: is(&lesson.says) && !is(&lesson.right),
        topic,
        weight,
        size,
        fold,
    })
}

impl Lessons {
    /// Returns what the ranker learns from besides the questions among all articles.
    fn more(&self) -> impl Iterator<Item = &Lesson> {
        let own = (self.elsewhere.iter())
            .filter(|class| class.topic == Topic::Own && class.size != Size::Few);
        own.flat_map(|class| &class.lessons)
    }

    /// Returns the lessons as if something had never been measured or read.
    fn without(&self, left_out: LeftOut) -> Lessons {
        let blind = |lessons: &[Lesson]| {
            let mut lessons = lessons.to_vec();
            for measured in lessons.iter_mut().flat_map(|lesson| &mut lesson.measured) {
                match left_out {
                    LeftOut::Nothing => {}
                    LeftOut::Reading => measured.found = None,
                    LeftOut::Features(family) => lessons::blind(&mut measured.vector, family),
                }
            }
            lessons
        };
        let blind_class = |class: &Class| Class {
            lessons: blind(&class.lessons),
            ..*class
        };
        Lessons {
            asked: blind(&self.asked),
            elsewhere: self.elsewhere.iter().map(blind_class).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

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
            ],
        );
        let lessons = prepare(&articles, &questions, &|_, _, _| {}).expect("prepared");
        assert_eq!(lessons.asked.len(), 1);
        let twisted = lessons
            .elsewhere
            .iter()
            .filter(|class| class.topic == Topic::Twisted && class.size == Size::Many);
        assert_eq!(
            twisted.map(|class| class.lessons.len()).sum::<usize>(),
            1,
            "the one about no article is left out"
        );
    }
}
