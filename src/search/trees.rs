//! Decision trees whose leaves are summed: what a linear sum cannot say, such as "a date counts when one is asked for".

use std::fmt;

use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

/// A question to one input, or a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Node {
    /// Inputs up to the threshold go on at `low`, all others at `high`.
    Split(u16, f32, u16, u16),
    /// What the tree adds.
    Leaf(f32),
}

/// Reads `[input, threshold, low, high]` or a number. What serde derives for this tries one after the other, which takes
/// ten times as long, and every start of the program reads some ten thousand of them.
impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a split as a list of four, or a leaf as a number")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let missing = |at: usize| de::Error::invalid_length(at, &self);
        let input = list.next_element()?.ok_or_else(|| missing(0))?;
        let threshold = list.next_element()?.ok_or_else(|| missing(1))?;
        let low = list.next_element()?.ok_or_else(|| missing(2))?;
        let high = list.next_element()?.ok_or_else(|| missing(3))?;
        Ok(Node::Split(input, threshold, low, high))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Leaf(value as f32))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Leaf(value as f32))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Leaf(value as f32))
    }
}

/// A tree as a list of nodes; the first is its root, and a node's successors follow it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tree {
    /// The nodes.
    pub nodes: Vec<Node>,
}

impl Tree {
    /// Returns what the tree adds for some inputs.
    pub fn value(&self, inputs: &[f32]) -> f32 {
        let mut at = 0usize;
        loop {
            match self.nodes.get(at) {
                Some(Node::Split(input, threshold, low, high)) => {
                    let value = inputs.get(usize::from(*input)).copied().unwrap_or(0.0);
                    at = usize::from(if value <= *threshold { *low } else { *high });
                }
                Some(Node::Leaf(value)) => return *value,
                None => return 0.0,
            }
        }
    }

    /// Rounds what the leaves add to four places, which keeps the file small.
    pub fn round(&mut self) {
        for node in &mut self.nodes {
            if let Node::Leaf(value) = node {
                *value = (*value * 1e4).round() / 1e4;
            }
        }
    }

    /// Tells whether every way through it ends in a leaf, given how many inputs there are.
    pub fn is_sound(&self, inputs: usize) -> bool {
        let follows =
            |at: usize, next: u16| usize::from(next) > at && usize::from(next) < self.nodes.len();
        !self.nodes.is_empty()
            && self.nodes.iter().enumerate().all(|(at, node)| match node {
                Node::Split(input, threshold, low, high) => {
                    usize::from(*input) < inputs
                        && threshold.is_finite()
                        && follows(at, *low)
                        && follows(at, *high)
                }
                Node::Leaf(value) => value.is_finite(),
            })
    }
}

/// How many lists of inputs go down a tree side by side: each step waits for the one before it, those of other lists do not.
const LANES: usize = 8;

/// Each input of `LANES` lists.
type Columns = Vec<[f32; LANES]>;

/// Trees as they are walked: every step is the same, whether it ends in a leaf or not, so that a processor need not guess.
#[derive(Debug, Clone, Default)]
pub struct Forest {
    trees: Vec<Walk>,
}

/// A tree as it is walked.
#[derive(Debug, Clone, Default)]
struct Walk {
    steps: Vec<Step>,
    /// After so many steps every way has come to its leaf.
    depth: usize,
}

/// A split, or a leaf, which leads to itself and has its worth for a threshold.
#[derive(Debug, Clone, Copy)]
struct Step {
    threshold: f32,
    input: u16,
    /// Where it goes on: first for inputs above the threshold, then for all others.
    next: [u16; 2],
}

impl Walk {
    fn of(tree: &Tree) -> Walk {
        let mut depths = vec![0usize; tree.nodes.len()];
        let mut deepest = 0;
        let steps = tree.nodes.iter().enumerate().map(|(at, node)| match *node {
            Node::Split(input, threshold, low, high) => {
                let below = depths.get(at).map_or(0, |depth| depth + 1);
                for next in [low, high] {
                    if let Some(depth) = depths.get_mut(usize::from(next)) {
                        *depth = below;
                    }
                }
                deepest = deepest.max(below);
                Step {
                    threshold,
                    input,
                    next: [high, low],
                }
            }
            Node::Leaf(value) => Step {
                threshold: value,
                input: 0,
                next: [at as u16; 2],
            },
        });
        let steps = steps.collect();
        Walk {
            steps,
            depth: deepest,
        }
    }

    /// Returns what the tree adds for each of the lists.
    fn values(&self, columns: &Columns) -> [f32; LANES] {
        let mut at = [0u16; LANES];
        let step = |at: u16| self.steps.get(usize::from(at));
        for _ in 0..self.depth {
            for (lane, at) in at.iter_mut().enumerate() {
                if let Some(step) = step(*at) {
                    let input = columns.get(usize::from(step.input));
                    let value = input.map_or(0.0, |input| input[lane]);
                    *at = step.next[usize::from(value <= step.threshold)];
                }
            }
        }
        at.map(|at| step(at).map_or(0.0, |leaf| leaf.threshold))
    }
}

impl Forest {
    /// Prepares trees for being walked.
    pub fn of(trees: &[Tree]) -> Forest {
        Forest {
            trees: trees.iter().map(Walk::of).collect(),
        }
    }

    /// Returns what the trees add together for each of several lists of inputs, the sum of each made in their order.
    ///
    /// Tree by tree, so that each is fetched from memory once: a forest is larger than the fastest cache, a tree is not.
    pub fn sums<'i>(&self, inputs: impl Iterator<Item = &'i Vec<f32>>) -> Vec<f32> {
        let inputs: Vec<&[f32]> = inputs.map(Vec::as_slice).collect();
        let columns: Vec<Columns> = inputs.chunks(LANES).map(side_by_side).collect();
        let mut sums = vec![[0.0; LANES]; columns.len()];
        for tree in &self.trees {
            for (sums, columns) in sums.iter_mut().zip(&columns) {
                for (sum, value) in sums.iter_mut().zip(tree.values(columns)) {
                    *sum += value;
                }
            }
        }
        let mut sums = sums.concat();
        sums.truncate(inputs.len());
        sums
    }
}

fn side_by_side(inputs: &[&[f32]]) -> Columns {
    let longest = inputs.iter().map(|inputs| inputs.len()).max().unwrap_or(0);
    let mut columns = vec![[0.0; LANES]; longest];
    for (lane, inputs) in inputs.iter().enumerate() {
        for (column, value) in columns.iter_mut().zip(*inputs) {
            column[lane] = *value;
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Tree {
        Tree {
            nodes: vec![Node::Split(1, 0.5, 1, 2), Node::Leaf(-1.0), Node::Leaf(2.0)],
        }
    }

    #[test]
    fn inputs_up_to_the_threshold_go_low() {
        assert_eq!(tree().value(&[9.0, 0.5]), -1.0);
        assert_eq!(tree().value(&[9.0, 0.6]), 2.0);
    }

    #[test]
    fn trees_are_summed_for_each_list_of_inputs() {
        let (low, high) = (vec![9.0, 0.5], vec![9.0, 0.6]);
        let found = Forest::of(&[tree(), tree()]).sums([&low, &high].into_iter());
        assert_eq!(found, [-2.0, 4.0]);
    }

    #[test]
    fn a_forest_of_leaves_that_lie_at_different_depths_sums_what_its_trees_add() {
        let nodes = vec![
            Node::Split(0, 1.0, 1, 2),
            Node::Leaf(0.5),
            Node::Split(1, -2.0, 3, 4),
            Node::Split(0, 7.0, 5, 6),
            Node::Leaf(4.0),
            Node::Leaf(8.0),
            Node::Leaf(16.0),
        ];
        let trees = [Tree { nodes }, tree()];
        let lists = (0..19).map(|at| vec![at as f32 / 2.0, (at % 5) as f32 - 4.0]);
        let lists: Vec<Vec<f32>> = lists.chain([vec![3.0], Vec::new()]).collect();
        let sum = |inputs: &Vec<f32>| -> f32 { trees.iter().map(|tree| tree.value(inputs)).sum() };
        let one_by_one: Vec<f32> = lists.iter().map(sum).collect();
        assert_eq!(Forest::of(&trees).sums(lists.iter()), one_by_one);
    }

    #[test]
    fn a_tree_that_leads_nowhere_or_in_a_circle_is_not_sound() {
        assert!(tree().is_sound(2));
        assert!(!tree().is_sound(1));
        let circle = Tree {
            nodes: vec![Node::Split(0, 0.5, 0, 0)],
        };
        assert!(!circle.is_sound(1));
        assert!(!Tree::default().is_sound(1));
    }
}
