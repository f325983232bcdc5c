//! What the blocks of an article stand under: headings, and lines that lead to a list.

use std::iter::FlatMap;
use std::slice;
use std::sync::Arc;

use crate::article::headings::level_of;
use crate::article::outline::{lead_in, may_be_led_to};
use crate::article::{BlockKind, Outline};
use crate::text::Span;
use crate::text::sentence_vectors::{SentenceEncoder, SentenceVector};

use super::compared_words::{Token, content_of, tokens};
use super::question_marks::is_question;
use super::vocabulary::Vocabulary;

/// A heading with no more content words than this says little by itself: "Ingredients", "Opening hours".
const SAYS_LITTLE: usize = 2;

/// Only so many words of a heading, or of a line that leads to a list, say what stands below: whoever wrote a whole
/// paragraph as a heading must not have it compared with each question once for every block.
const MAX_WORDS: usize = 64;

/// The words of one heading or leading line. Any number of blocks stand below it, so they share it.
pub type Words = Arc<[Token]>;

/// The words of all that a block stands under, the nearest heading first; shared like their parts.
#[derive(Debug, Clone, Default)]
pub struct Above(Arc<[Words]>);

type Flat<'a> = FlatMap<
    slice::Iter<'a, Words>,
    slice::Iter<'a, Token>,
    fn(&'a Words) -> slice::Iter<'a, Token>,
>;

impl<'a> IntoIterator for &'a Above {
    type Item = &'a Token;
    type IntoIter = Flat<'a>;

    fn into_iter(self) -> Flat<'a> {
        self.0.iter().flat_map(|words| words.iter())
    }
}

/// Returns for each block the words of the heading above it.
pub fn headings(text: &str, outline: &Outline, vocabulary: &Vocabulary) -> Vec<Words> {
    let mut above = Words::default();
    let mut found = Vec::with_capacity(outline.blocks.len());
    for block in &outline.blocks {
        if block.kind == BlockKind::Heading {
            above = heading_words(text, block.span, vocabulary);
        }
        found.push(Arc::clone(&above));
    }
    found
}

/// Returns for each block the words of all that it stands under.
pub fn stands_under(text: &str, outline: &Outline, vocabulary: &Vocabulary) -> Vec<Above> {
    let mut headings: Vec<(usize, Words)> = Vec::new();
    let mut lead = None;
    let mut above = Above::default();
    let mut found = Vec::with_capacity(outline.blocks.len());
    for block in &outline.blocks {
        let is_heading = block.kind == BlockKind::Heading;
        if is_heading {
            let level = level_of(text, block);
            headings.retain(|(above, _)| *above < level);
            headings.push((level, heading_words(text, block.span, vocabulary)));
        }
        let ends_list = lead.is_some() && (is_heading || !may_be_led_to(text, block));
        if ends_list {
            lead = None;
        }
        if is_heading || ends_list {
            above = all_above(&headings, lead.as_ref());
        }
        found.push(above.clone());
        if let Some(span) = lead_in(text, block) {
            lead = Some(leading_words(text, span, vocabulary));
            above = all_above(&headings, lead.as_ref());
        }
    }
    found
}

fn heading_words(text: &str, span: Span, vocabulary: &Vocabulary) -> Words {
    let words = tokens(text, span, vocabulary);
    words.into_iter().take(MAX_WORDS).collect()
}

/// A line leads to its list with its last words: "… bring with you:".
fn leading_words(text: &str, span: Span, vocabulary: &Vocabulary) -> Words {
    let words = tokens(text, span, vocabulary);
    let skipped = words.len().saturating_sub(MAX_WORDS);
    words.into_iter().skip(skipped).collect()
}

/// Gathers headings from the nearest upwards, until they say enough, and the line that leads to a list.
fn all_above(headings: &[(usize, Words)], lead: Option<&Words>) -> Above {
    let mut content = 0;
    let telling = headings.iter().rev().map(|(_, words)| words);
    let telling = telling.take_while(|words| {
        let is_read = content <= SAYS_LITTLE;
        content += content_of(words);
        is_read
    });
    Above(telling.chain(lead).map(Arc::clone).collect())
}

/// Returns for each block what the heading above it asks, where that is a question.
pub fn posed(text: &str, outline: &Outline) -> Vec<Option<SentenceVector>> {
    let mut asked = None;
    let blocks = outline.blocks.iter().map(|block| {
        if block.kind == BlockKind::Heading {
            let words = block.span.of(text).filter(|words| is_question(words));
            asked = words.map(|words| SentenceEncoder::shipped().vector_of(words));
        }
        asked
    });
    blocks.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Metadata};
    use crate::search::vocabulary::VocabularyBuilder;

    fn blocks(text: &str) -> (Vec<Words>, Vec<Above>) {
        let article = Article {
            id: "cake".into(),
            version: 1,
            metadata: Metadata::default(),
            text: text.to_owned(),
        };
        let outline = Outline::of(text);
        let mut builder = VocabularyBuilder::default();
        super::super::analysis::count_words(&article, &outline, &mut builder);
        let vocabulary = builder.build().expect("a vocabulary");
        let headings = headings(text, &outline, &vocabulary);
        (headings, stands_under(text, &outline, &vocabulary))
    }

    fn above(text: &str) -> Vec<String> {
        let word = |token: &Token| token.span.of(text).unwrap_or_default().to_owned();
        let words = |above: &Above| above.into_iter().map(word).collect::<Vec<_>>().join(" ");
        blocks(text).1.iter().map(words).collect()
    }

    #[test]
    fn a_long_heading_is_kept_once_however_much_stands_below_it() {
        let heading = "word ".repeat(2_000);
        let points: String = (0..50).map(|n| format!("It rains {n}.\n\n")).collect();
        let text = format!("# {heading}\n\n{points}For the dough:\n\n- flour\n\n- milk\n");
        let (headings, all) = blocks(&text);
        let heading = headings.last().expect("blocks");
        assert_eq!(heading.len(), MAX_WORDS);
        assert!(headings.iter().all(|words| Arc::ptr_eq(words, heading)));
        let kept: std::collections::BTreeSet<_> = all
            .iter()
            .map(|above| Arc::as_ptr(&above.0).addr())
            .collect();
        assert_eq!(kept.len(), 2, "one above the list, one in it");
        let under = all.last().expect("blocks");
        assert_eq!(under.into_iter().count(), MAX_WORDS + 3);
    }

    #[test]
    fn points_stand_under_the_line_that_leads_to_them() {
        let text = "# Cake\n\nFor the dough:\n\n- flour\n\n- milk\n\nIt is baked.\n\n- plums";
        let wanted = [
            "Cake",
            "Cake",
            "Cake For the dough",
            "Cake For the dough",
            "Cake",
            "Cake",
        ];
        assert_eq!(above(text), wanted);
    }

    #[test]
    fn a_heading_that_says_little_is_read_with_the_one_above_it() {
        let text = "# Plum cake\n\n## Dough\n\nflour\n\n## What you need for three trays\n\nmilk";
        let wanted = [
            "Plum cake",
            "Dough Plum cake",
            "Dough Plum cake",
            "What you need for three trays",
        ];
        let found = above(text);
        assert_eq!(
            found.get(..3),
            wanted
                .get(..3)
                .map(|w| w.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>())
                .as_deref()
        );
        assert_eq!(found.last().map(String::as_str), wanted.last().copied());
    }
}
