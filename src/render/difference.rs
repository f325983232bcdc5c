//! How two versions of a text differ, sentence by sentence.

use std::collections::{BTreeSet, HashMap};

use super::markdown::plain;
use super::screen::Screen;

/// The sentences that only one of two versions has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// What came, in its order.
    pub added: Vec<String>,
    /// What went, in its order.
    pub removed: Vec<String>,
}

/// Compares two versions; a sentence that only moved does not count.
pub fn between(before: &[String], after: &[String]) -> Difference {
    Difference {
        added: missing_in(before, after),
        removed: missing_in(after, before),
    }
}

/// Returns the sentences of `those` that `these` lack, each as often as it is lacking.
fn missing_in(these: &[String], those: &[String]) -> Vec<String> {
    let mut left: HashMap<&str, usize> = HashMap::new();
    for sentence in these {
        *left.entry(sentence).or_default() += 1;
    }
    let is_missing = |sentence: &&String| match left.get_mut(sentence.as_str()) {
        Some(times) if *times > 0 => {
            *times -= 1;
            false
        }
        _ => true,
    };
    those.iter().filter(is_missing).cloned().collect()
}

/// A sentence that went and one that came are versions of one another when they share this much.
const ALIKE: f64 = 0.5;

/// With more comparisons than this, what went and what came are only listed one after the other.
const MAX_COMPARISONS: usize = 20_000;

impl Difference {
    /// Renders it, one sentence a line: a sentence that was changed stands right above what it became.
    pub fn words(&self, screen: Screen) -> String {
        if self.added.is_empty() && self.removed.is_empty() {
            return screen.dim("  the same sentences, only arranged otherwise");
        }
        let went =
            |words: &str| screen.bad(&screen.wrapped(&format!("  − {}", plain(words)), "    "));
        let came =
            |words: &str| screen.good(&screen.wrapped(&format!("  + {}", plain(words)), "    "));
        let became = self.pairs();
        let mut lines = Vec::new();
        for (at, words) in self.removed.iter().enumerate() {
            lines.push(went(words));
            let successor = became.iter().find(|(before, _)| *before == at);
            lines.extend(
                successor
                    .and_then(|(_, after)| self.added.get(*after))
                    .map(|words| came(words)),
            );
        }
        let is_new = |at: &usize| became.iter().all(|(_, after)| after != at);
        let new = (0..self.added.len()).filter(is_new);
        lines.extend(
            new.filter_map(|at| self.added.get(at))
                .map(|words| came(words)),
        );
        lines.join("\n")
    }

    /// Pairs what went with what it became.
    fn pairs(&self) -> Vec<(usize, usize)> {
        if self.added.len() * self.removed.len() > MAX_COMPARISONS {
            return Vec::new();
        }
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for (before, went) in self.removed.iter().enumerate() {
            let free = |at: &usize| pairs.iter().all(|(_, taken)| taken != at);
            let nearest = (0..self.added.len())
                .filter(free)
                .filter_map(|at| Some((shared(went, self.added.get(at)?), at)))
                .filter(|(shared, _)| *shared >= ALIKE)
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            pairs.extend(nearest.map(|(_, after)| (before, after)));
        }
        pairs
    }
}

/// Returns the share of words that two sentences have in common.
fn shared(one: &str, other: &str) -> f64 {
    let words = |sentence: &str| -> BTreeSet<String> {
        let words = sentence.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (one, other) = (words(one), words(other));
    let both = one.intersection(&other).count() * 2;
    both as f64 / (one.len() + other.len()).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_came_or_went_is_told() {
        let text = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        let before = text(&["It rains.", "The boat is red.", "It rains."]);
        let after = text(&["The boat is blue.", "It rains."]);
        insta::assert_snapshot!(between(&before, &after).words(Screen::PLAIN), @r"
          − The boat is red.
          + The boat is blue.
          − It rains.
        ");
    }

    #[test]
    fn a_book_is_compared_with_its_next_edition_at_once() {
        let line = |number: usize| format!("It rained on day {number}.");
        let before: Vec<String> = (0..200_000).map(line).collect();
        let after: Vec<String> = (1..200_001).map(line).collect();
        let difference = between(&before, &after);
        assert_eq!(difference.added, [line(200_000)]);
        assert_eq!(difference.removed, [line(0)]);
    }

    #[test]
    fn what_only_moved_is_said_to_have_moved() {
        let one = ["It rains.".to_owned(), "The boat is red.".to_owned()];
        let other = ["The boat is red.".to_owned(), "It rains.".to_owned()];
        let difference = between(&one, &other);
        assert_eq!(difference, Difference::default());
        assert!(difference.words(Screen::PLAIN).contains("arranged"));
    }
}
