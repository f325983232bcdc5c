//! An article prepared for comparison: the words of each sentence, and what stands around them.

use std::sync::OnceLock;

use crate::article::coreference::Antecedent;
use crate::article::{Article, BlockKind, Outline};
use crate::text::function_words::{denies, is_function_word};
use crate::text::sentence_vectors::{SentenceEncoder, SentenceVector};
use crate::text::words::{self, Word};
use crate::text::{Span, enumerations, normalize};

use super::answer_cues::{self, AnswerCue};
use super::block_context::{Above, Words, headings, posed, stands_under};
use super::compared_words::{StemCounts, Token, TokenClass, content_of, tokens};
use super::fact_slots::{self, FactSlots};
use super::prepared_articles::PreparedArticle;
use super::reader_tokens::{self, ReaderToken};
use super::vocabulary::{Vocabulary, VocabularyBuilder, Written};

/// A sentence ready to be compared.
#[derive(Debug, Clone)]
pub struct AnalysedSentence {
    /// Its bytes in the stored text.
    pub span: Span,
    /// Index of its block.
    pub block: usize,
    /// Its words.
    pub tokens: Vec<Token>,
    /// How many of them are not function words.
    pub content: usize,
    /// Whether its first word points back (`he`, `this`, `the company` …).
    pub is_anaphoric: bool,
    /// Whether it denies something.
    pub denies: bool,
    /// What its pronouns stand for.
    pub antecedents: Vec<Meant>,
    /// What it is about.
    pub vector: SentenceVector,
    facts: OnceLock<Vec<FactSlots>>,
    reading: OnceLock<Vec<ReaderToken>>,
    cues: OnceLock<Box<[(u32, AnswerCue)]>>,
}

impl AnalysedSentence {
    /// Returns what the sentence states; it is read out when first asked for.
    pub fn facts(&self, text: &str) -> &[FactSlots] {
        self.facts
            .get_or_init(|| fact_slots::facts_of(text, self.span, &self.tokens))
    }

    /// Returns which of its words, by number, may be an answer and to what; they are looked for when first asked for.
    pub fn cues(&self, text: &str) -> &[(u32, AnswerCue)] {
        self.cues
            .get_or_init(|| answer_cues::all_cues(text, &self.tokens))
    }

    /// Returns its words and marks as the reader takes them in; they are read when first asked for.
    pub fn reading(&self, text: &str, vocabulary: &Vocabulary) -> &[ReaderToken] {
        self.reading.get_or_init(|| {
            let own = self.span.of(text).unwrap_or_default();
            let begins = enumerations::opening(own);
            let point = own.get(begins..).unwrap_or_default();
            reader_tokens::words_of(point, self.span.start + begins, vocabulary)
        })
    }
}

/// A pronoun, and the words of the name that it stands for.
#[derive(Debug, Clone)]
pub struct Meant {
    /// "He", "the group".
    pub pronoun: Span,
    /// The name's words.
    pub name: Vec<Token>,
}

/// An article ready to be compared.
#[derive(Debug, Clone)]
pub struct AnalysedArticle {
    /// Its sentences in order.
    pub sentences: Vec<AnalysedSentence>,
    /// For each block the range of its sentences.
    pub blocks: Vec<std::ops::Range<usize>>,
    /// The paragraph number of each block, as citations count.
    pub paragraphs: Vec<usize>,
    /// For each block the words of the heading above it.
    pub headings: Vec<Words>,
    /// For each block the words of all that it stands under: its heading, the one above that where the nearest says
    /// little, and the line that leads to its list.
    pub stands_under: Vec<Above>,
    /// For each block what the heading above it asks, where that is a question.
    pub posed: Vec<Option<SentenceVector>>,
    /// The words of the title.
    pub title: Vec<Token>,
    /// Under a headline the names of the first paragraph.
    pub lead_names: Vec<Token>,
    /// Both: what the article is about, so that its sentences need not repeat it.
    pub topic: Vec<Token>,
    /// What the title is about.
    pub title_vector: SentenceVector,
    /// For each block its content stems with their counts, sorted.
    pub block_stems: Vec<StemCounts>,
    /// The content stems of the whole article with their counts, sorted.
    pub stems: StemCounts,
}

/// How many sentences at the beginning of an article name what it is about …
const LEAD: usize = 3;

/// … where its title is a headline, of so many words: "Three dead after dam breaks" names no subject as "Dams" does.
const HEADLINE: usize = 5;

impl AnalysedArticle {
    /// Prepares an article whose words the vocabulary holds.
    pub fn of(article: &Article, vocabulary: &Vocabulary) -> Self {
        AnalysedArticle::of_parts(article, &PreparedArticle::of(article), vocabulary)
    }

    /// Prepares an article whose blocks and sentences are known.
    pub fn of_outline(article: &Article, outline: &Outline, vocabulary: &Vocabulary) -> Self {
        let parts = PreparedArticle::along(article, outline.clone());
        AnalysedArticle::of_parts(article, &parts, vocabulary)
    }

    /// Prepares an article that was taken apart before.
    pub fn of_parts(article: &Article, parts: &PreparedArticle, vocabulary: &Vocabulary) -> Self {
        let outline = &parts.outline;
        let known = parts.antecedents.iter().zip(&parts.vectors);
        let sentences: Vec<AnalysedSentence> = (outline.sentences.iter().zip(known))
            .map(|(sentence, (meant, vector))| {
                let known = |meant: &Antecedent| Meant {
                    pronoun: meant.pronoun,
                    name: tokens(&article.text, meant.name, vocabulary),
                };
                AnalysedSentence {
                    antecedents: meant.iter().map(known).collect(),
                    vector: *vector,
                    ..analyse_sentence(&article.text, sentence.span, sentence.block, vocabulary)
                }
            })
            .collect();
        let blocks: Vec<std::ops::Range<usize>> = (0..outline.blocks.len())
            .map(|block| {
                let start = sentences.partition_point(|sentence| sentence.block < block);
                let end = sentences.partition_point(|sentence| sentence.block <= block);
                start..end
            })
            .collect();
        let block_stems = (blocks.iter())
            .map(|range| {
                let inside = sentences.get(range.clone()).unwrap_or_default();
                StemCounts::of(inside.iter().flat_map(|sentence| &sentence.tokens))
            })
            .collect();
        let stems = StemCounts::of(sentences.iter().flat_map(|sentence| &sentence.tokens));
        let title = tokens(
            &article.metadata.title,
            Span::new(0, article.metadata.title.len()),
            vocabulary,
        );
        let lead = sentences.first().map_or(0, |first| first.block);
        let lead = (sentences.iter())
            .take_while(|sentence| sentence.block == lead)
            .take(if title.len() >= HEADLINE { LEAD } else { 0 });
        let lead_names: Vec<Token> = (lead.flat_map(|sentence| names_in(&sentence.tokens)))
            .copied()
            .collect();
        AnalysedArticle {
            topic: title.iter().chain(&lead_names).copied().collect(),
            lead_names,
            blocks,
            block_stems,
            stems,
            paragraphs: outline.blocks.iter().map(|block| block.paragraph).collect(),
            headings: headings(&article.text, outline, vocabulary),
            stands_under: stands_under(&article.text, outline, vocabulary),
            posed: posed(&article.text, outline),
            title_vector: SentenceEncoder::shipped().vector_of(&article.metadata.title),
            title,
            sentences,
        }
    }

    /// Returns the sentence before this one in the same block.
    pub fn before(&self, sentence: usize) -> Option<usize> {
        let before = sentence.checked_sub(1)?;
        (self.sentences.get(before)?.block == self.sentences.get(sentence)?.block).then_some(before)
    }

    /// Returns the sentence after this one in the same block.
    pub fn after(&self, sentence: usize) -> Option<usize> {
        let after = sentence + 1;
        (self.sentences.get(after)?.block == self.sentences.get(sentence)?.block).then_some(after)
    }
}

/// Returns the names among the words of a sentence; its first word is one where another follows it.
fn names_in(tokens: &[Token]) -> impl Iterator<Item = &Token> {
    let is_name = |token: &Token| token.class == TokenClass::Name;
    let begins = tokens.get(1).is_some_and(is_name);
    let named = tokens.iter().enumerate().filter(move |(at, token)| {
        is_name(token) || *at == 0 && begins && token.class != TokenClass::Function
    });
    named.map(|(_, token)| token)
}

fn analyse_sentence(
    text: &str,
    span: Span,
    block: usize,
    vocabulary: &Vocabulary,
) -> AnalysedSentence {
    let tokens = tokens(text, span, vocabulary);
    let inside = span.of(text).unwrap_or_default();
    AnalysedSentence {
        span,
        block,
        content: content_of(&tokens),
        is_anaphoric: is_anaphoric(inside),
        denies: words::words(inside).any(|word| denies(&normalize::fold(word.text))),
        tokens,
        antecedents: Vec::new(),
        vector: SentenceVector::NOTHING,
        facts: OnceLock::new(),
        reading: OnceLock::new(),
        cues: OnceLock::new(),
    }
}

/// Tells whether a sentence begins with a word that points to something said before.
fn is_anaphoric(sentence: &str) -> bool {
    let mut words = words::words(sentence).map(|word| normalize::fold(word.text));
    let first = words.next().unwrap_or_default();
    matches!(
        first.as_str(),
        "he" | "she"
            | "it"
            | "they"
            | "his"
            | "her"
            | "its"
            | "their"
            | "this"
            | "these"
            | "those"
            | "that"
            | "such"
            | "both"
            | "him"
            | "them"
    )
}

/// Adds the words of an article to a vocabulary in the making.
pub fn count_words(article: &Article, outline: &Outline, builder: &mut VocabularyBuilder) {
    let mut in_article = Vec::new();
    let mut in_paragraph: Vec<String> = Vec::new();
    let mut block = usize::MAX;
    for sentence in &outline.sentences {
        if sentence.block != block && block != usize::MAX {
            close_paragraph(&mut in_paragraph, &mut in_article, builder);
        }
        block = sentence.block;
        let text = sentence.span.of(&article.text).unwrap_or_default();
        let begins_with_name = begins_with_name(text);
        let first = words::words(text).next().map(|word| word.span);
        let mut stems = content_stems(text, |word, folded, stem| {
            let written = match word.is_capitalised() {
                true if begins_with_name || Some(word.span) != first => Written::Capital,
                false => Written::Small,
                true => Written::Anyhow,
            };
            builder.word(folded, stem, written);
        });
        stems.sort_unstable();
        stems.dedup();
        builder.sentence(stems.iter().map(String::as_str));
        in_paragraph.append(&mut stems);
    }
    if block != usize::MAX {
        close_paragraph(&mut in_paragraph, &mut in_article, builder);
    }
    in_article.append(&mut stems_of(&article.metadata.title, builder));
    for heading in outline
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Heading)
    {
        in_article.append(&mut stems_of(
            heading.span.of(&article.text).unwrap_or_default(),
            builder,
        ));
    }
    in_article.sort_unstable();
    in_article.dedup();
    builder.article(in_article.iter().map(String::as_str));
}

fn close_paragraph(
    in_paragraph: &mut Vec<String>,
    in_article: &mut Vec<String>,
    builder: &mut VocabularyBuilder,
) {
    in_paragraph.sort_unstable();
    in_paragraph.dedup();
    builder.paragraph(in_paragraph.iter().map(String::as_str));
    in_article.append(in_paragraph);
}

/// Tells whether a sentence begins with two capitals, as in "Ada Lind was": the first is not owed to the beginning.
fn begins_with_name(text: &str) -> bool {
    let mut words = words::words(text);
    let (first, second) = (words.next(), words.next());
    first.is_some_and(|word| !is_function_word(&normalize::fold(word.text)))
        && second.is_some_and(|word| word.is_capitalised())
}

/// Returns the stems of a title or heading, whose capitals tell nothing.
fn stems_of(text: &str, builder: &mut VocabularyBuilder) -> Vec<String> {
    content_stems(text, |_, folded, stem| {
        builder.word(folded, stem, Written::Anyhow);
    })
}

/// Returns the stems of the content words of a text, telling each word on the way.
pub fn content_stems(text: &str, mut tell: impl FnMut(&Word<'_>, &str, &str)) -> Vec<String> {
    words::words(text)
        .filter_map(|word| {
            let folded = normalize::fold(word.text);
            if is_function_word(&folded) {
                return None;
            }
            let stem = normalize::stem(&folded);
            tell(&word, &folded, &stem);
            Some(stem)
        })
        .collect()
}
