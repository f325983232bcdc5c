//! `footnote train`: measured questions in, the model file out, with figures from articles it was not learnt from.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::train_answerability::{self, Case, Learnt, MIN_LIKELIHOOD, Size, Topic};
use super::train_ranker::{self, GROWTH};
use super::train_reader;
use super::train_reader::ReaderExample;
use super::training_examples::Example;
use super::training_set::{LeftOut, Progress, TrainingSet};
use crate::search::answerability::{Answerability, traits};
use crate::search::features::{Family, Measured};
use crate::search::model::{FORMAT, ModelFile};
use crate::search::ranking::Ranker;
use crate::search::reader::Reader;

/// Into how many parts the articles are laid; each part is judged by what the others taught.
const FOLDS: usize = 3;

/// Learns all three models and says how good they are on articles they did not learn from.
pub fn learn(mut examples: TrainingSet, progress: Progress<'_>) -> (ModelFile, Reader) {
    let reader = learn_to_read(&mut examples, progress);
    let trees = (GROWTH.trees + train_answerability::GROWTH.trees) * (FOLDS + 1);
    let tell = counting(progress, trees);
    let (cases, mut scores) = cross_validated(&examples, &tell);
    let learnt = train_answerability::learn(&cases, &tell);
    let answerability = with_threshold(learnt, &cases, &mut scores);
    let asked: Vec<&Example> = examples
        .asked
        .iter()
        .chain(examples.for_the_ranker())
        .collect();
    let model = ModelFile {
        format: FORMAT,
        made_by: String::new(),
        learnt_from: BTreeMap::new(),
        scores,
        answerability,
        ranking: train_ranker::learn(&asked, &GROWTH, &tell).to_file(),
    };
    (model, reader)
}

/// Learns ranker and judge again without the reader and without each family of features, and returns the figures.
pub fn families(
    mut examples: TrainingSet,
    progress: Progress<'_>,
) -> Vec<(LeftOut, BTreeMap<String, f64>)> {
    learn_to_read(&mut examples, progress);
    let all: Vec<LeftOut> = [LeftOut::Nothing, LeftOut::Reading]
        .into_iter()
        .chain(Family::ALL.map(LeftOut::Features))
        .collect();
    let trees = GROWTH.trees * FOLDS + train_answerability::GROWTH.trees * (FOLDS + 1);
    let tell = counting(progress, trees * all.len());
    let without = |left_out: &LeftOut| {
        let examples = examples.without(*left_out);
        let (cases, mut scores) = cross_validated(&examples, &tell);
        let learnt = train_answerability::learn(&cases, &tell);
        with_threshold(learnt, &cases, &mut scores);
        (*left_out, scores)
    };
    all.iter().map(without).collect()
}

fn counting<'t>(progress: Progress<'t>, all: usize) -> impl Fn() + 't {
    let done = std::sync::atomic::AtomicUsize::new(0);
    move || {
        let done = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        progress("learning", done + 1, all);
    }
}

/// Ranks each part of the articles by what the others teach; returns what the judge learns from, and the figures.
fn cross_validated(examples: &TrainingSet, tell: &dyn Fn()) -> (Vec<Case>, BTreeMap<String, f64>) {
    let mut found: Vec<[f64; 3]> = Vec::new();
    let mut found_in_collections: Vec<[f64; 3]> = Vec::new();
    let mut cases: Vec<Case> = Vec::new();
    for fold in 0..FOLDS {
        let is_out = |example: &&Example| example.group % FOLDS == fold;
        let (outside, inside): (Vec<&Example>, Vec<&Example>) =
            examples.asked.iter().partition(is_out);
        let in_fold = |example: &&Example| example.group % FOLDS != fold;
        let inside: Vec<&Example> = inside
            .into_iter()
            .chain(examples.for_the_ranker().filter(in_fold))
            .collect();
        let ranker = train_ranker::learn(&inside, &GROWTH, tell);
        let part = outside.len() as f64 / examples.asked.len().max(1) as f64;
        found.push(train_ranker::hits(&ranker, &outside).map(|hits| hits * part));
        // What the judge sees comes from a ranker that has not seen the question.
        cases.extend(cases_of(&ranker, &outside, Size::Many, fold));
        let in_collections: Vec<&Example> = examples.of_collections().filter(is_out).collect();
        let part = in_collections.len() as f64 / examples.of_collections().count().max(1) as f64;
        let hits = train_ranker::hits(&ranker, &in_collections);
        found_in_collections.push(hits.map(|hits| hits * part));
        for class in &examples.elsewhere {
            let own: Vec<&Example> = class.examples.iter().filter(is_out).collect();
            cases.extend(match class.topic {
                Topic::Own => cases_of(&ranker, &own, class.size, fold),
                topic => cases_without_answer(&ranker, &own, topic, class.size, fold),
            });
        }
    }
    let mut scores = BTreeMap::new();
    for (at, name) in ["hit@1", "hit@3", "hit@5"].into_iter().enumerate() {
        let sum =
            |found: &[[f64; 3]]| hundredth(found.iter().filter_map(|hits| hits.get(at)).sum());
        scores.insert(name.to_owned(), sum(&found));
        if examples.of_collections().next().is_some() {
            scores.insert(format!("{name}_of_collections"), sum(&found_in_collections));
        }
    }
    (cases, scores)
}

/// Learns the reader, and lets every question be read by one that has not seen the questions about its article.
fn learn_to_read(examples: &mut TrainingSet, progress: Progress<'_>) -> Reader {
    let all: Vec<&Example> = examples.asked.iter().collect();
    let ranker = train_ranker::learn_sum_alone(&all);
    let to_read: Vec<&Example> = examples.for_the_reader().collect();
    let to_read: Vec<(usize, ReaderExample)> = (to_read.par_iter())
        .map(|example| (example.group, example.to_read()))
        .collect();
    let batches = train_reader::batches(to_read.len()) * FOLDS;
    let learnt = std::sync::atomic::AtomicUsize::new(0);
    let tell = || {
        let done = learnt.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        progress("learning to read", done + 1, batches);
    };
    for fold in 0..FOLDS {
        let others: Vec<&ReaderExample> = (to_read.iter())
            .filter(|(group, _)| group % FOLDS != fold)
            .map(|(_, example)| example)
            .collect();
        let reader = train_reader::learn(&others, &tell);
        let elsewhere = (examples.elsewhere.iter_mut()).map(|class| &mut class.examples);
        for some in std::iter::once(&mut examples.asked).chain(elsewhere) {
            some.par_iter_mut()
                .filter(|example| example.group % FOLDS == fold)
                .for_each(|example| example.read(&reader, &ranker));
        }
    }
    let all: Vec<&ReaderExample> = to_read.iter().map(|(_, example)| example).collect();
    train_reader::learn(&all, &tell)
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
    let is_whole = |case: &Case| case.topic == Topic::Own && !case.taken_away;
    let asked = chances(&is_whole);
    let robbed = chances(&|case| case.taken_away);
    let mut foreign = chances(&|case| case.topic == Topic::Other);
    let right = chances(&|case| case.answers);
    let mut note = |name: &str, value: f64| scores.insert(name.to_owned(), value);
    let area = train_answerability::area_under_curve;
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
    let of_collections = |which: &dyn Fn(&Case) -> bool| chances_among(Size::Collection, which);
    let answered = of_collections(&|case| case.answers && is_whole(case));
    let close = of_collections(&|case| case.topic == Topic::Twisted);
    let of_off_topic = train_answerability::threshold(&mut foreign);
    let threshold = of_off_topic.max(MIN_LIKELIHOOD);
    if !answered.is_empty() {
        let area = ten_thousandth(area(&answered, &close));
        note("auroc_close_of_collections", area);
        let part = |chances: &[f32]| {
            let above = chances.iter().filter(|chance| **chance >= threshold);
            above.count() as f64
        };
        let asked = of_collections(&is_whole);
        let answered = part(&answered) / asked.len().max(1) as f64;
        note("answered_right_of_collections", hundredth(100.0 * answered));
        let refused = 1.0 - part(&close) / close.len().max(1) as f64;
        note("refused_close_of_collections", hundredth(100.0 * refused));
        let elsewhere = of_collections(&|case| case.topic == Topic::Other);
        let refused = 1.0 - part(&elsewhere) / elsewhere.len().max(1) as f64;
        note("refused_foreign_of_collections", hundredth(100.0 * refused));
    }
    let kept = right.iter().filter(|chance| **chance >= of_off_topic);
    let part = 100.0 * kept.count() as f64 / asked.len().max(1) as f64;
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

fn cases_of(ranker: &Ranker, examples: &[&Example], size: Size, fold: usize) -> Vec<Case> {
    examples
        .par_iter()
        .flat_map_iter(|example| {
            let taken_away: Vec<Measured> = (example.measured.iter().zip(&example.right))
                .filter(|(_, right)| !**right)
                .map(|(measured, _)| measured.clone())
                .collect();
            let measured = example.measured.clone();
            let whole = case(ranker, measured, example, Topic::Own, (size, fold));
            let robbed = case(ranker, taken_away, example, Topic::Own, (size, fold));
            let robbed = robbed.map(|robbed| Case {
                taken_away: true,
                ..robbed
            });
            whole.into_iter().chain(robbed)
        })
        .collect()
}

fn cases_without_answer(
    ranker: &Ranker,
    examples: &[&Example],
    topic: Topic,
    size: Size,
    fold: usize,
) -> Vec<Case> {
    examples
        .par_iter()
        .filter_map(|example| {
            let measured = example.measured.clone();
            case(ranker, measured, example, topic, (size, fold))
        })
        .collect()
}

fn case(
    ranker: &Ranker,
    measured: Vec<Measured>,
    example: &Example,
    topic: Topic,
    (size, fold): (Size, usize),
) -> Option<Case> {
    let ranked = ranker.rank(ranker.score(measured));
    let first = ranked.first()?.place;
    let at = example.measured.iter().position(|own| own.place == first);
    let answers = topic == Topic::Own && at.is_some_and(|at| example.right.get(at) == Some(&true));
    let may_answer = matches!(topic, Topic::Own | Topic::Beside);
    Some(Case {
        traits: traits(&ranked)?,
        answers,
        unclear: may_answer && !answers && example.is_said_at(first),
        topic,
        taken_away: false,
        size,
        fold,
    })
}
