//! Grows trees by gradient boosting: the ranker's on the pairs that stand in the wrong order (LambdaMART, Burges 2010),
//! the judge's on the odds of an answer.
//!
//! Inputs are sorted into bins once; a tree grows at the leaf that gains most (as LightGBM does, Ke et al. 2017). All
//! sums are made in a fixed order, so the same examples grow the same trees.

use rayon::prelude::*;

use crate::math;
use crate::search::trees::{Node, Tree};

/// How trees are grown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Growth {
    /// How many trees.
    pub trees: usize,
    /// The most leaves of a tree.
    pub leaves: usize,
    /// What each tree's opinion is worth.
    pub rate: f64,
    /// Which part of the inputs a tree may ask.
    pub part_of_inputs: f64,
    /// The fewest candidates of a leaf.
    pub least_in_leaf: usize,
    /// How strongly leaves are drawn to 0.
    pub shrinkage: f64,
}

/// Candidates of many questions, each with its inputs.
pub struct Rows {
    /// How many candidates each question has, in order.
    pub sizes: Vec<usize>,
    /// For each input its value for every candidate.
    pub columns: Vec<Vec<f32>>,
    /// Whether each candidate is right.
    pub right: Vec<bool>,
}

/// Pairs are counted when one of the two stands this high.
const LOOKED_AT: usize = 10;

/// How finely an input is told apart.
const BINS: usize = 96;

/// An input in bins, with the greatest value of each.
struct Binned {
    bins: Vec<u8>,
    upper: Vec<f32>,
}

/// Grows trees that put right candidates first; `told` hears of every tree.
pub fn grow(rows: &Rows, growth: &Growth, told: &dyn Fn()) -> Vec<Tree> {
    let scores = vec![0.0; rows.right.len()];
    grow_by(&rows.columns, scores, growth, told, |scores| {
        gradients(rows, scores)
    })
}

/// Grows trees whose sum, added to `start`, tells what is right from what is not: the log-odds of it (Friedman 2001).
/// Each row counts by its weight.
pub fn grow_odds(
    columns: &[Vec<f32>],
    rows: &[(bool, f64)],
    start: f64,
    growth: &Growth,
    told: &dyn Fn(),
) -> Vec<Tree> {
    let scores = vec![start; rows.len()];
    grow_by(columns, scores, growth, told, |scores| {
        let pull = |(score, (right, weight)): (&f64, &(bool, f64))| {
            let held = 1.0 / (1.0 + math::exp_f64(-score));
            let wanted = f64::from(u8::from(*right));
            (weight * (held - wanted), weight * held * (1.0 - held))
        };
        scores.iter().zip(rows).map(pull).collect()
    })
}

fn grow_by(
    columns: &[Vec<f32>],
    mut scores: Vec<f64>,
    growth: &Growth,
    told: &dyn Fn(),
    gradients: impl Fn(&[f64]) -> Vec<GradHess>,
) -> Vec<Tree> {
    let binned: Vec<Binned> = columns.par_iter().map(|column| bin(column)).collect();
    let mut chance = Rng(0x9e37_79b9_7f4a_7c15);
    let mut trees = Vec::with_capacity(growth.trees);
    for _ in 0..growth.trees {
        let gradients = gradients(&scores);
        let asked = chance.some_of(binned.len(), growth.part_of_inputs);
        let (tree, leaf_of) = grow_one(&binned, &asked, &gradients, growth);
        for (score, value) in scores.iter_mut().zip(leaf_of) {
            *score += value;
        }
        trees.push(tree);
        told();
    }
    trees
}

fn bin(column: &[f32]) -> Binned {
    let mut sorted = column.to_vec();
    sorted.sort_unstable_by(f32::total_cmp);
    let mut upper: Vec<f32> = Vec::new();
    let mut different = sorted.clone();
    different.dedup();
    if different.len() <= BINS {
        upper = different;
    } else {
        for at in 1..=BINS {
            let value = sorted.get((sorted.len() * at / BINS).saturating_sub(1));
            upper.extend(value.filter(|value| upper.last() != Some(value)));
        }
    }
    let bins = column
        .iter()
        .map(|value| {
            upper
                .partition_point(|bound| bound < value)
                .min(upper.len().saturating_sub(1)) as u8
        })
        .collect();
    Binned { bins, upper }
}

/// The gradient and the second derivative of the loss for a row.
type GradHess = (f64, f64);

fn gradients(rows: &Rows, scores: &[f64]) -> Vec<GradHess> {
    let mut starts = Vec::with_capacity(rows.sizes.len());
    let mut at = 0;
    for size in &rows.sizes {
        starts.push(at..at + size);
        at += size;
    }
    let found: Vec<Vec<GradHess>> = starts
        .par_iter()
        .map(|range| {
            let scores = scores.get(range.clone()).unwrap_or_default();
            let right = rows.right.get(range.clone()).unwrap_or_default();
            gradients_of_list(scores, right)
        })
        .collect();
    found.concat()
}

fn gradients_of_list(scores: &[f64], right: &[bool]) -> Vec<GradHess> {
    let mut gradients = vec![(0.0, 0.0); scores.len()];
    let mut order: Vec<usize> = (0..scores.len()).collect();
    let score = |at: usize| scores.get(at).copied().unwrap_or(0.0);
    let is_right = |at: usize| right.get(at).copied().unwrap_or(false);
    order.sort_by(|a, b| score(*b).total_cmp(&score(*a)).then(a.cmp(b)));
    let rights = right.iter().filter(|right| **right).count();
    let ideal: f64 = (0..rights.min(LOOKED_AT)).map(discount).sum();
    let (Some(first), Some(last)) = (order.first(), order.last()) else {
        return gradients;
    };
    let spread = score(*first) != score(*last);
    let mut total = 0.0;
    for (i, a) in order.iter().enumerate().take(LOOKED_AT) {
        for (j, b) in order.iter().enumerate().skip(i + 1) {
            if is_right(*a) == is_right(*b) {
                continue;
            }
            let (high, low) = if is_right(*a) { (*a, *b) } else { (*b, *a) };
            let lead = score(high) - score(low);
            let mut gain = (discount(i) - discount(j)).abs() / ideal.max(f64::MIN_POSITIVE);
            if spread {
                gain /= 0.01 + lead.abs();
            }
            let doubt = 1.0 / (1.0 + math::exp_f64(lead));
            let (gradient, curvature) = (doubt * gain, doubt * (1.0 - doubt) * gain);
            gradients[high].0 -= gradient;
            gradients[low].0 += gradient;
            gradients[high].1 += curvature;
            gradients[low].1 += curvature;
            total += 2.0 * gradient;
        }
    }
    if total > 0.0 {
        // Questions with many wrong candidates are not to drown the others.
        let even = math::log2(1.0 + total) / total;
        for pull in &mut gradients {
            *pull = (pull.0 * even, pull.1 * even);
        }
    }
    gradients
}

fn discount(rank: usize) -> f64 {
    1.0 / math::log2(2.0 + rank as f64)
}

/// A leaf that may be split.
struct Leaf {
    rows: Vec<u32>,
    /// For each asked input the sums of each bin.
    sums: Vec<Vec<Sum>>,
    total: Sum,
    best: Option<Cut>,
    node: usize,
}

#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    gradient: f64,
    curvature: f64,
    count: u32,
}

#[derive(Debug, Clone, Copy)]
struct Cut {
    gain: f64,
    asked: usize,
    bin: usize,
}

impl Sum {
    fn add(&mut self, other: Sum) {
        self.gradient += other.gradient;
        self.curvature += other.curvature;
        self.count += other.count;
    }

    fn without(self, other: Sum) -> Sum {
        Sum {
            gradient: self.gradient - other.gradient,
            curvature: self.curvature - other.curvature,
            count: self.count - other.count,
        }
    }

    fn worth(self, shrinkage: f64) -> f64 {
        self.gradient * self.gradient / (self.curvature + shrinkage)
    }

    fn value(self, growth: &Growth) -> f64 {
        -growth.rate * self.gradient / (self.curvature + growth.shrinkage)
    }
}

fn grow_one(
    binned: &[Binned],
    asked: &[usize],
    gradients: &[GradHess],
    growth: &Growth,
) -> (Tree, Vec<f64>) {
    let all: Vec<u32> = (0..gradients.len() as u32).collect();
    let sums = sums_of(binned, asked, gradients, &all);
    let mut leaves = vec![leaf(all, sums, gradients, growth, 0)];
    let mut nodes = vec![Node::Leaf(0.0)];
    while leaves.len() < growth.leaves {
        let gain = |leaf: &Leaf| leaf.best.map_or(0.0, |cut| cut.gain);
        let most = (0..leaves.len()).max_by(|a, b| {
            gain(&leaves[*a])
                .total_cmp(&gain(&leaves[*b]))
                .then(b.cmp(a))
        });
        let Some((most, cut)) = most.and_then(|at| Some((at, leaves.get(at)?.best?))) else {
            break;
        };
        let parent = leaves.swap_remove(most);
        let input = asked[cut.asked];
        let column = &binned[input];
        let (low, high): (Vec<u32>, Vec<u32>) = (parent.rows.iter())
            .partition(|row| usize::from(column.bins[**row as usize]) <= cut.bin);
        // The sums of the greater part are what the smaller leaves of the whole.
        let low_is_less = low.len() <= high.len();
        let less = sums_of(
            binned,
            asked,
            gradients,
            if low_is_less { &low } else { &high },
        );
        let more: Vec<Vec<Sum>> = (parent.sums.iter().zip(&less))
            .map(|(all, part)| all.iter().zip(part).map(|(a, b)| a.without(*b)).collect())
            .collect();
        let (low_sums, high_sums) = if low_is_less {
            (less, more)
        } else {
            (more, less)
        };
        let next = nodes.len();
        nodes[parent.node] = Node::Split(
            input as u16,
            column.upper[cut.bin],
            next as u16,
            next as u16 + 1,
        );
        nodes.extend([Node::Leaf(0.0), Node::Leaf(0.0)]);
        leaves.push(leaf(low, low_sums, gradients, growth, next));
        leaves.push(leaf(high, high_sums, gradients, growth, next + 1));
    }
    let mut leaf_of = vec![0.0; gradients.len()];
    for leaf in leaves {
        // What is stored is what is learnt from: the trees correct each other's rounding.
        let value = leaf.total.value(growth) as f32;
        nodes[leaf.node] = Node::Leaf(value);
        for row in leaf.rows {
            leaf_of[row as usize] = f64::from(value);
        }
    }
    (Tree { nodes }, leaf_of)
}

fn leaf(
    rows: Vec<u32>,
    sums: Vec<Vec<Sum>>,
    gradients: &[GradHess],
    growth: &Growth,
    node: usize,
) -> Leaf {
    let mut total = Sum::default();
    for row in &rows {
        total.add(sum_of(gradients[*row as usize]));
    }
    let best = (sums.iter().enumerate())
        .filter_map(|(asked, bins)| cut(asked, bins, total, growth))
        .max_by(|a, b| {
            (a.gain.total_cmp(&b.gain))
                .then(b.asked.cmp(&a.asked))
                .then(b.bin.cmp(&a.bin))
        });
    Leaf {
        rows,
        sums,
        total,
        best,
        node,
    }
}

fn cut(asked: usize, bins: &[Sum], total: Sum, growth: &Growth) -> Option<Cut> {
    let least = growth.least_in_leaf as u32;
    let mut low = Sum::default();
    let mut best: Option<Cut> = None;
    for (bin, sum) in bins.iter().enumerate() {
        low.add(*sum);
        let high = total.without(low);
        if low.count < least || high.count < least {
            continue;
        }
        let gain = low.worth(growth.shrinkage) + high.worth(growth.shrinkage)
            - total.worth(growth.shrinkage);
        if gain > MIN_GAIN && best.is_none_or(|best| gain > best.gain) {
            best = Some(Cut { gain, asked, bin });
        }
    }
    best
}

/// A split that gains less than this follows rounding errors.
const MIN_GAIN: f64 = 1e-6;

fn sums_of(
    binned: &[Binned],
    asked: &[usize],
    gradients: &[GradHess],
    rows: &[u32],
) -> Vec<Vec<Sum>> {
    asked
        .par_iter()
        .map(|input| {
            let column = &binned[*input];
            let mut sums = vec![Sum::default(); column.upper.len()];
            for row in rows {
                let row = *row as usize;
                sums[usize::from(column.bins[row])].add(sum_of(gradients[row]));
            }
            sums
        })
        .collect()
}

fn sum_of((gradient, curvature): GradHess) -> Sum {
    Sum {
        gradient,
        curvature,
        count: 1,
    }
}

/// Numbers that look drawn by lot and are the same every time (xorshift64*, Vigna 2016).
struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// Draws a part of the first `all` numbers, in order.
    fn some_of(&mut self, all: usize, part: f64) -> Vec<usize> {
        let mut drawn: Vec<(u64, usize)> = (0..all).map(|at| (self.next(), at)).collect();
        drawn.sort_unstable();
        drawn.truncate(((all as f64 * part).round() as usize).max(1));
        let mut numbers: Vec<usize> = drawn.into_iter().map(|(_, at)| at).collect();
        numbers.sort_unstable();
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Growth = Growth {
        trees: 20,
        leaves: 4,
        rate: 0.2,
        part_of_inputs: 1.0,
        least_in_leaf: 2,
        shrinkage: 1.0,
    };

    /// Right is what is high in the first input where the second says so, and low where it does not.
    fn rows() -> Rows {
        let mut rows = Rows {
            sizes: vec![4; 40],
            columns: vec![Vec::new(), Vec::new()],
            right: Vec::new(),
        };
        for question in 0..40 {
            for candidate in 0..4 {
                rows.columns[0].push(candidate as f32 + (question % 7) as f32 * 0.01);
                rows.columns[1].push((question % 2) as f32);
                rows.right
                    .push(candidate == if question % 2 == 0 { 3 } else { 0 });
            }
        }
        rows
    }

    #[test]
    fn trees_learn_what_depends_on_the_question() {
        let rows = rows();
        let trees = grow(&rows, &SMALL, &|| {});
        let score = |first: f32, second: f32| -> f32 {
            trees.iter().map(|tree| tree.value(&[first, second])).sum()
        };
        assert!(score(3.0, 0.0) > score(0.0, 0.0));
        assert!(score(3.0, 1.0) < score(0.0, 1.0));
    }

    #[test]
    fn odds_are_learnt_as_they_are() {
        let column: Vec<f32> = (0..400).map(|at| (at % 2) as f32).collect();
        // Of the even rows none is right, of the odd ones half.
        let rows: Vec<(bool, f64)> = (0..400).map(|at| (at % 4 == 1, 1.0)).collect();
        let trees = grow_odds(&[column], &rows, 0.0, &SMALL, &|| {});
        let sum = |x: f32| -> f32 { trees.iter().map(|tree| tree.value(&[x])).sum() };
        assert!(
            sum(0.0) < -2.0 && sum(1.0).abs() < 0.1,
            "{} {}",
            sum(0.0),
            sum(1.0)
        );
    }

    #[test]
    fn the_same_lessons_grow_the_same_trees() {
        assert_eq!(grow(&rows(), &SMALL, &|| {}), grow(&rows(), &SMALL, &|| {}));
        assert!(
            grow(&rows(), &SMALL, &|| {})
                .iter()
                .all(|tree| tree.is_sound(2))
        );
    }
}
