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
    /// Every question among the articles that answer it.
    asked: Vec<Lesson>,
    /// Some of them among few articles: how sure an answer is must not depend on how much there is to read.
    asked_of_few: Vec<Lesson>,
    /// The same questions among articles that do not answer them.
    elsewhere: Vec<Lesson>,
    /// Questions that sound as if the articles answered them, and are not answered: twisted ones, and what people asked.
    twisted: Vec<Lesson>,
    /// The same, among few articles.
    twisted_of_few: Vec<Lesson>,
    /// Questions about other things, among few articles.
    elsewhere_of_few: Vec<Lesson>,
}

/// Of how many articles the small collections are …
const FEW: [usize; 2] = [1, 6];

/// … and every how many questions one is asked of them.
const ASKED_OF_FEW: usize = 5;

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
    let twisted = lessons::prepare(&whole, &close, &groups, &|| {})?;
    // Every other article makes one half; questions about one half are asked of the other.
    let tell = counted("measuring elsewhere");
    let mut elsewhere = Vec::new();
    for half in 0..2 {
        let is_here = |at: usize| at % 2 == half;
        let (here, away): (Vec<_>, Vec<_>) =
            (articles.iter().enumerate()).partition(|(at, _)| is_here(*at));
        let records: Vec<ArticleRecord> = here
            .into_iter()
            .map(|(_, article)| article.clone())
            .collect();
        let ids: Vec<&str> = away
            .iter()
            .map(|(_, article)| article.id.as_str())
            .collect();
        let foreign: Vec<QuestionRecord> = (questions.iter())
            .filter(|question| {
                question
                    .article_id
                    .as_deref()
                    .is_some_and(|id| ids.contains(&id))
            })
            .map(|question| QuestionRecord {
                answerable: false,
                ..question.clone()
            })
            .collect();
        let corpus = Arc::new(Corpus::of(&records));
        elsewhere.extend(lessons::prepare(&corpus, &foreign, &groups, &tell)?);
    }
    let mut asked_of_few = Vec::new();
    let mut elsewhere_of_few = Vec::new();
    let mut twisted_of_few = Vec::new();
    for size in FEW {
        let shelves: Vec<&[ArticleRecord]> = articles.chunks(size).collect();
        for (at, group) in shelves.iter().enumerate() {
            let corpus = Arc::new(Corpus::of(group));
            let others = shelves
                .get((at + 1) % shelves.len())
                .copied()
                .unwrap_or_default();
            let mut own = some_about(&questions, group, true);
            asked_of_few.extend(lessons::prepare(&corpus, &own, &groups, &|| {})?);
            own = some_about(&close, group, false);
            twisted_of_few.extend(lessons::prepare(&corpus, &own, &groups, &|| {})?);
            own = some_about(&questions, others, false);
            elsewhere_of_few.extend(lessons::prepare(&corpus, &own, &groups, &|| {})?);
        }
    }
    Ok(Lessons {
        asked,
        asked_of_few,
        elsewhere,
        elsewhere_of_few,
        twisted,
        twisted_of_few,
    })
}

/// Returns some of the questions about some articles, as answerable or not.
fn some_about(
    questions: &[QuestionRecord],
    articles: &[ArticleRecord],
    answerable: bool,
) -> Vec<QuestionRecord> {
    let is_about = |question: &QuestionRecord| {
        let id = question.article_id.as_deref();
        articles
            .iter()
            .any(|article| id == Some(article.id.as_str()))
    };
    (questions.iter().filter(|question| is_about(question)))
        .step_by(ASKED_OF_FEW)
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
    let asked: Vec<&Lesson> = lessons.asked.iter().collect();
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
        let ranker = learn_ranker::learn(&inside, &GROWTH, tell);
        let part = outside.len() as f64 / lessons.asked.len().max(1) as f64;
        found.push(learn_ranker::hits(&ranker, &outside).map(|hits| hits * part));
        // What the judge sees comes from a ranker that has not seen the question.
        cases.extend(cases_of(&ranker, &outside, Size::Many, fold));
        let few: Vec<&Lesson> = lessons.asked_of_few.iter().filter(is_out).collect();
        cases.extend(cases_of(&ranker, &few, Size::Few, fold));
        for (unanswered, topic, size) in [
            (&lessons.elsewhere, Topic::Other, Size::Many),
            (&lessons.elsewhere_of_few, Topic::Other, Size::Few),
            (&lessons.twisted, Topic::Twisted, Size::Many),
            (&lessons.twisted_of_few, Topic::Twisted, Size::Few),
        ] {
            let own = unanswered.iter().filter(is_out);
            cases.extend(cases_without_answer(&ranker, own, topic, size, fold));
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
    let to_read: Vec<(usize, ReadingLesson)> = (lessons.asked.par_iter())
        .chain(&lessons.twisted)
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
        for kind in [
            &mut lessons.asked,
            &mut lessons.asked_of_few,
            &mut lessons.elsewhere,
            &mut lessons.elsewhere_of_few,
            &mut lessons.twisted,
            &mut lessons.twisted_of_few,
        ] {
            kind.par_iter_mut()
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
    let chances = |which: &dyn Fn(&Case) -> bool| -> Vec<f32> {
        (cases.iter().zip(&learnt.chances))
            .filter(|(case, _)| case.size == Size::Many && which(case))
            .map(|(_, chance)| *chance)
            .collect()
    };
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

fn cases_without_answer<'a>(
    ranker: &Ranker,
    lessons: impl Iterator<Item = &'a Lesson>,
    topic: Topic,
    size: Size,
    fold: usize,
) -> Vec<Case> {
    let lessons: Vec<&Lesson> = lessons.collect();
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
    Some(Case {
        traits: traits(&ranked)?,
        answers: topic == Topic::Own && at.is_some_and(|at| lesson.right.get(at) == Some(&true)),
        topic,
        weight,
        size,
        fold,
    })
}

impl Lessons {
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
        Lessons {
            asked: blind(&self.asked),
            asked_of_few: blind(&self.asked_of_few),
            elsewhere: blind(&self.elsewhere),
            elsewhere_of_few: blind(&self.elsewhere_of_few),
            twisted: blind(&self.twisted),
            twisted_of_few: blind(&self.twisted_of_few),
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
        assert_eq!(
            lessons.twisted.len(),
            1,
            "the one about no article is left out"
        );
    }
}
