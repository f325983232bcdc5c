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

/// Returns what some trees add together for each of several lists of inputs.
///
/// Tree by tree, so that each is fetched from memory once: a forest is larger than the fastest cache, a tree is not.
pub fn sums<'i>(trees: &[Tree], inputs: impl Iterator<Item = &'i Vec<f32>>) -> Vec<f32> {
    let inputs: Vec<&[f32]> = inputs.map(Vec::as_slice).collect();
    let mut sums = vec![0.0; inputs.len()];
    for tree in trees {
        for (sum, inputs) in sums.iter_mut().zip(&inputs) {
            *sum += tree.value(inputs);
        }
    }
    sums
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
        let found = sums(&[tree(), tree()], [&low, &high].into_iter());
        assert_eq!(found, [-2.0, 4.0]);
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
