//! Learns when to say no: from questions asked of the articles that answer them, and of those that do not. Articles whose
//! answer was taken away are measured only.

use crate::math;
use crate::search::answerability::{Answerability, TRAITS, Traits, trait_name};
use crate::search::trees::Tree;

use super::boosting::{self, Growth};
use super::train_ranker::rounded;

/// A list of candidates, seen from outside, and whether its first one answers.
#[derive(Debug, Clone)]
pub struct Case {
    /// What is seen of the list.
    pub traits: Traits,
    /// Whether the first candidate answers.
    pub answers: bool,
    /// Whether it says the words of the answer in a place that nobody marked: people would mostly call that an answer,
    /// and nobody knows when.
    pub unclear: bool,
    /// What the question is about.
    pub topic: Topic,
    /// Whether the sentences that answer were taken away: such a list is measured, and teaches nothing.
    pub taken_away: bool,
    /// Among how many articles it was asked.
    pub size: Size,
    /// Which part of the articles it belongs to; each part is judged by what the others taught.
    pub fold: usize,
}

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// Something the articles speak of.
    Own,
    /// Something else.
    Other,
    /// Something the articles speak of, twisted so that they do not answer it.
    Twisted,
    /// Something that an article about the same says, but not the part of it that is there.
    Beside,
}

/// Among how many articles a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// A handful at most; these teach the judge, the figures come from the others.
    Few,
    /// Dozens of short ones, cut out of long ones.
    Short,
    /// Dozens of short ones, as communities have them.
    Collection,
    /// Dozens.
    Many,
}

/// Which part of the off-topic questions may be answered all the same.
pub const FALSE_ANSWERS: f64 = 0.05;

/// What is less likely to answer is not shown, whatever the off-topic questions allow: many more ask for what an article
/// might tell and does not. Of 975 questions of three sets, half of what was answered between .2 and .3 was wrong or should
/// have been refused; between .3 and .35 the larger part was right.
pub const MIN_LIKELIHOOD: f32 = 0.3;

/// How the trees are grown; chosen by cross-validation. With 35 collections to learn from, 31 leaves told close questions
/// better than 15 (AUROC .780 instead of .766); 63 leaves or 500 trees gained another half a point and doubled the file.
pub const GROWTH: Growth = Growth {
    trees: 300,
    leaves: 31,
    rate: 0.06,
    part_of_inputs: 0.5,
    least_in_leaf: 100,
    shrinkage: 5.0,
};

/// How much a question about a collection counts that it only seems to answer. Of 1, 1.5, 3 and 6 this answered fewest wrongly
/// of 1,239 questions about other pages where as many were answered right; 3 and 6 refuse more close ones, and let more
/// sentences through that are not the answer.
const WEIGHT_OF_CLOSE: f64 = 1.5;

/// How much a question counts that a collection answers with another sentence than the first: people see a wrong answer.
const WEIGHT_OF_MISSED: f64 = 2.0;

/// A question that was twisted by a rule counts less: some of them the article answers all the same.
const WEIGHT_OF_TWISTED: f64 = 0.8;

/// So does one that another part of the article answers: this part may do so, too.
const WEIGHT_OF_BESIDE: f64 = 0.6;

impl Case {
    /// Tells whether it teaches: nobody knows what is right of an unclear one, and a list whose answer was taken away often
    /// has another one that nobody marked. Lists of collections in which people saw no answer teach better than these.
    fn teaches(&self) -> bool {
        !self.unclear && !self.taken_away
    }

    /// Returns how much it counts when the trees are grown.
    fn weight(&self) -> f64 {
        match (self.topic, self.size) {
            (Topic::Own, Size::Collection) if !self.answers => WEIGHT_OF_MISSED,
            (Topic::Own | Topic::Other, _) => 1.0,
            (Topic::Twisted, Size::Collection) => WEIGHT_OF_CLOSE,
            (Topic::Twisted, _) => WEIGHT_OF_TWISTED,
            (Topic::Beside, _) => WEIGHT_OF_BESIDE,
        }
    }
}

/// How many points the calibration has at most.
const POINTS: usize = 24;

/// What was learnt, and what each case comes to by what the cases of other articles taught.
pub struct Learnt {
    /// The judge, without a threshold yet.
    pub answerability: Answerability,
    /// The probability of each case.
    pub chances: Vec<f32>,
}

/// Learns a judge: trees for the odds, their sum calibrated by isotonic regression on cases they have not seen.
pub fn learn(cases: &[Case], told: &dyn Fn()) -> Learnt {
    let folds = cases.iter().map(|case| case.fold + 1).max().unwrap_or(1);
    let mut sums = vec![0.0f32; cases.len()];
    let clear = || cases.iter().filter(|case| case.teaches());
    for fold in 0..folds {
        let others: Vec<&Case> = clear().filter(|case| case.fold != fold).collect();
        let learnt = grown(&others, told);
        for (sum, case) in sums
            .iter_mut()
            .zip(cases)
            .filter(|(_, case)| case.fold == fold)
        {
            *sum = learnt.sum(&case.traits);
        }
    }
    let all: Vec<&Case> = clear().collect();
    let mut answerability = grown(&all, told);
    answerability.calibration = calibrate(cases, &sums);
    let chances = sums.iter().map(|sum| answerability.calibrated(*sum));
    Learnt {
        chances: chances.collect(),
        answerability,
    }
}

fn grown(cases: &[&Case], told: &dyn Fn()) -> Answerability {
    let column = |at: usize| -> Vec<f32> {
        let asked = |case: &&Case| {
            if is_scale_free(at) {
                case.traits[at]
            } else {
                0.0
            }
        };
        cases.iter().map(asked).collect()
    };
    let columns: Vec<Vec<f32>> = (0..TRAITS).map(column).collect();
    let rows: Vec<(bool, f64)> = (cases.iter())
        .map(|case| (case.answers, case.weight()))
        .collect();
    let weight_of = |answers: bool| -> f64 {
        let some = cases.iter().filter(|case| case.answers == answers);
        some.map(|case| case.weight()).sum::<f64>().max(1.0)
    };
    let bias = rounded(math::ln_f64(weight_of(true) / weight_of(false)) as f32);
    let mut trees: Vec<Tree> = boosting::grow_odds(&columns, &rows, f64::from(bias), &GROWTH, told);
    for tree in &mut trees {
        tree.round();
    }
    Answerability {
        inputs: (0..TRAITS).map(|at| trait_name(at).to_owned()).collect(),
        bias,
        calibration: Vec::new(),
        threshold: 0.0,
        trees,
    }
}

/// Returns the threshold above which only the allowed part of the off-topic chances lies; 0 where there are none.
pub fn threshold(chances_off_topic: &mut [f32]) -> f32 {
    chances_off_topic.sort_by(|a, b| b.total_cmp(a));
    let allowed = (chances_off_topic.len() as f64 * FALSE_ANSWERS) as usize;
    chances_off_topic
        .get(allowed)
        .map_or(0.0, |chance| rounded(chance + 1e-4))
}

/// Tells whether a trait means the same among few articles as among many: sums of word weights do not.
fn is_scale_free(at: usize) -> bool {
    let name = trait_name(at);
    !name.starts_with("bm25_")
        && !matches!(
            name,
            "best_other" | "lead_in_paragraph" | "question_weight" | "place_in_article"
        )
}

/// Isotonic regression by pooling adjacent violators (Ayer et al. 1955), thinned to a few points. Here every case counts
/// alike, so that a probability says how many were right.
fn calibrate(cases: &[Case], sums: &[f32]) -> Vec<(f32, f32)> {
    let mut order: Vec<usize> = (0..cases.len()).filter(|at| cases[*at].teaches()).collect();
    order.sort_by(|a, b| sums[*a].total_cmp(&sums[*b]).then(a.cmp(b)));
    // Each pool: how many, the sum of x, how many are right.
    let mut pools: Vec<(f64, f64, f64)> = Vec::new();
    let group = (order.len() / (4 * POINTS)).max(1);
    for some in order.chunks(group) {
        let mut pool = (0.0, 0.0, 0.0);
        for at in some {
            pool.0 += 1.0;
            pool.1 += f64::from(sums[*at]);
            pool.2 += f64::from(u8::from(cases[*at].answers));
        }
        pools.push(pool);
        while let [.., before, last] = pools.as_slice()
            && before.2 / before.0 >= last.2 / last.0
        {
            let merged = (before.0 + last.0, before.1 + last.1, before.2 + last.2);
            pools.truncate(pools.len() - 2);
            pools.push(merged);
        }
    }
    let step = pools.len().div_ceil(POINTS).max(1);
    let last = pools.len().saturating_sub(1);
    (pools.iter().enumerate())
        .filter(|(at, _)| at % step == 0 || *at == last)
        .map(|(_, pool)| {
            (
                rounded((pool.1 / pool.0) as f32),
                rounded((pool.2 / pool.0) as f32),
            )
        })
        .collect()
}

/// Returns the area under the curve: how likely a random case of the first kind stands above one of the second.
pub fn area_under_curve(above: &[f32], below: &[f32]) -> f64 {
    let mut all: Vec<(f32, bool)> = (above.iter().map(|x| (*x, true)))
        .chain(below.iter().map(|x| (*x, false)))
        .collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut ranks, mut at) = (0.0, 0usize);
    for equal in all.chunk_by(|a, b| a.0 == b.0) {
        // Equal values share the mean of their ranks.
        let rank = at as f64 + (equal.len() as f64 + 1.0) / 2.0;
        ranks += rank * equal.iter().filter(|(_, above)| *above).count() as f64;
        at += equal.len();
    }
    let (m, n) = (above.len() as f64, below.len() as f64);
    if m == 0.0 || n == 0.0 {
        return 0.5;
    }
    (ranks - m * (m + 1.0) / 2.0) / (m * n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_counts_pairs_in_order() {
        assert_eq!(area_under_curve(&[2.0, 3.0], &[1.0]), 1.0);
        assert_eq!(area_under_curve(&[1.0], &[1.0]), 0.5);
        assert_eq!(area_under_curve(&[0.0, 2.0], &[1.0]), 0.5);
    }

    #[test]
    fn the_threshold_lets_a_twentieth_through() {
        let mut chances: Vec<f32> = (0..100).map(|at| at as f32 / 100.0).collect();
        let threshold = threshold(&mut chances);
        assert_eq!(
            chances
                .iter()
                .filter(|chance| **chance >= threshold)
                .count(),
            5
        );
    }
}
