//! What the blocks of an article stand under: headings, and lines that lead to a list.

use crate::article::headings::level_of;
use crate::article::outline::{lead_in, may_be_led_to};
use crate::article::{BlockKind, Outline};
use crate::text::sentence_vectors::{SentenceEncoder, SentenceVector};

use super::compared_words::{Token, content_of, tokens};
use super::question_marks::is_question;
use super::vocabulary::Vocabulary;

/// A heading with no more content words than this says little by itself: "Ingredients", "Opening hours".
const SAYS_LITTLE: usize = 2;

/// Returns for each block the words of the heading above it.
pub fn headings(text: &str, outline: &Outline, vocabulary: &Vocabulary) -> Vec<Vec<Token>> {
    let mut above: Vec<Token> = Vec::new();
    let mut found = Vec::with_capacity(outline.blocks.len());
    for block in &outline.blocks {
        if block.kind == BlockKind::Heading {
            above = tokens(text, block.span, vocabulary);
        }
        found.push(above.clone());
    }
    found
}

/// Returns for each block the words of all that it stands under.
pub fn stands_under(text: &str, outline: &Outline, vocabulary: &Vocabulary) -> Vec<Vec<Token>> {
    let mut headings: Vec<(usize, Vec<Token>)> = Vec::new();
    let mut lead: Vec<Token> = Vec::new();
    let mut found = Vec::with_capacity(outline.blocks.len());
    for block in &outline.blocks {
        match block.kind {
            BlockKind::Heading => {
                let level = level_of(text, block);
                headings.retain(|(above, _)| *above < level);
                headings.push((level, tokens(text, block.span, vocabulary)));
                lead.clear();
            }
            _ if !may_be_led_to(text, block) => lead.clear(),
            _ => {}
        }
        let mut words: Vec<Token> = Vec::new();
        for (_, heading) in headings.iter().rev() {
            if content_of(&words) <= SAYS_LITTLE || words.is_empty() {
                words.extend(heading);
            }
        }
        words.extend(&lead);
        found.push(words);
        if let Some(span) = lead_in(text, block) {
            lead = tokens(text, span, vocabulary);
        }
    }
    found
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

    fn above(text: &str) -> Vec<String> {
        let article = Article {
            id: "cake".into(),
            version: 1,
            metadata: Metadata::default(),
            text: text.to_owned(),
        };
        let outline = Outline::of(text);
        let mut builder = VocabularyBuilder::default();
        super::super::analysis::count_words(&article, &outline, &mut builder);
        let blocks = stands_under(text, &outline, &builder.build().expect("a vocabulary"));
        let word = |token: &Token| token.span.of(text).unwrap_or_default().to_owned();
        let words = |tokens: &Vec<Token>| tokens.iter().map(word).collect::<Vec<_>>().join(" ");
        blocks.iter().map(words).collect()
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
