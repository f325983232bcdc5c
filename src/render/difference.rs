//! How two versions of a text differ, sentence by sentence.

use super::markdown::plain;
use super::terminal::Screen;

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
    let mut left: Vec<&String> = these.iter().collect();
    left.sort();
    let mut missing = Vec::new();
    for sentence in those {
        match left.binary_search(&sentence) {
            Ok(at) => {
                left.remove(at);
            }
            Err(_) => missing.push(sentence.clone()),
        }
    }
    missing
}

impl Difference {
    /// Renders it, one sentence a line, what went before what came.
    pub fn words(&self, screen: Screen) -> String {
        let went = self
            .removed
            .iter()
            .map(|words| screen.bad(&screen.wrapped(&format!("  − {}", plain(words)), "    ")));
        let came = self
            .added
            .iter()
            .map(|words| screen.good(&screen.wrapped(&format!("  + {}", plain(words)), "    ")));
        went.chain(came).collect::<Vec<_>>().join("\n")
    }
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
          − It rains.
          + The boat is blue.
        ");
    }
}
