//! The tantivy index: an article in, sentences found. Derived, disposable; `index_folder.rs` keeps it on disk.

use std::io;

use rayon::prelude::*;
use tantivy::collector::TopDocs;
use tantivy::directory::{Directory, RamDirectory};
use tantivy::indexer::SingleSegmentIndexWriter;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{Index, IndexReader, ReloadPolicy, TantivyDocument, Term};

use crate::article::{Article, Outline};

use super::analysis::{content_stems, count_words};
use super::candidate::SentenceId;
use super::prepared_articles::{PreparedArticle, PreparedArticles};
use super::question_marks::is_question;
use super::vocabulary::{Vocabulary, VocabularyBuilder};

/// The version of the index layout and of the text pipeline; raise it when either changes, and older indexes are built
/// anew.
pub const PIPELINE: u32 = 17;

/// Which texts are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Single sentences.
    Sentence,
    /// Whole paragraphs; a hit names the paragraph's first sentence.
    Paragraph,
    /// Titles and headings; a hit names the article's first sentence.
    Title,
}

/// Finds sentences by their words.
pub struct SentenceIndex {
    reader: IndexReader,
    fields: Fields,
}

#[derive(Clone, Copy)]
struct Fields {
    sentence: Field,
    paragraph: Field,
    title: Field,
    place: Field,
}

impl std::fmt::Debug for SentenceIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SentenceIndex").finish_non_exhaustive()
    }
}

/// Why an index could not be built or read.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The search library's own words.
    #[error("unable to build or read the index: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// The vocabulary could not be built.
    #[error("unable to build the vocabulary: {0}")]
    Vocabulary(#[from] fst::Error),
    /// The folder could not be written or read.
    #[error("unable to use the index folder: {0}")]
    Folder(#[from] io::Error),
    /// A file of the folder is not what was written.
    #[error("{0} is damaged")]
    Damaged(String),
    /// The articles were changed since they were read, so that an index of them may hold what is gone.
    #[error("the articles were changed meanwhile")]
    Overtaken,
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let words = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("whitespace")
            .set_index_option(IndexRecordOption::WithFreqs),
    );
    let fields = Fields {
        sentence: builder.add_text_field("sentence", words.clone()),
        paragraph: builder.add_text_field("paragraph", words.clone()),
        title: builder.add_text_field("title", words),
        place: builder.add_u64_field("place", FAST | INDEXED),
    };
    (builder.build(), fields)
}

/// Finds sentences, knows the words, and how every article is taken apart.
pub type Built = (SentenceIndex, Vocabulary, PreparedArticles);

/// Builds an index in memory.
pub fn build_in_memory(
    articles: &[impl AsRef<Article> + Sync],
    known: KnownParts<'_>,
) -> Result<Built, IndexError> {
    let (schema, fields) = schema();
    fill(RamDirectory::create(), schema, fields, articles, known)
}

/// Returns how an article is taken apart where that is known already: computing it takes most of the time of an index.
pub type KnownParts<'k> = &'k (dyn Fn(&Article) -> Option<PreparedArticle> + Sync);

/// Builds an index in any directory that tantivy knows.
pub(super) fn build(
    directory: impl Into<Box<dyn Directory>>,
    articles: &[impl AsRef<Article> + Sync],
    known: KnownParts<'_>,
) -> Result<Built, IndexError> {
    let (schema, fields) = schema();
    fill(directory, schema, fields, articles, known)
}

/// Room for postings before they are sorted, in bytes; tantivy's least is 15 MB.
const WRITER_MEMORY: usize = 64 << 20;

fn fill(
    directory: impl Into<Box<dyn Directory>>,
    schema: Schema,
    fields: Fields,
    articles: &[impl AsRef<Article> + Sync],
    known: KnownParts<'_>,
) -> Result<Built, IndexError> {
    let parts: Vec<PreparedArticle> = (articles.par_iter())
        .map(|article| {
            let article = article.as_ref();
            known(article).unwrap_or_else(|| PreparedArticle::of(article))
        })
        .collect();
    // One thread and one segment: the same articles make the same index, so ties fall alike everywhere.
    let mut writer: SingleSegmentIndexWriter = Index::builder()
        .schema(schema)
        .single_segment_index_writer(directory, WRITER_MEMORY)?;
    let mut words = VocabularyBuilder::default();
    for (number, (article, parts)) in articles.iter().zip(&parts).enumerate() {
        let (article, outline) = (article.as_ref(), &parts.outline);
        count_words(article, outline, &mut words);
        for document in documents(fields, number, article, outline) {
            writer.add_document(document)?;
        }
    }
    let index = writer.finalize()?;
    let found = SentenceIndex::over(&index, fields)?;
    Ok((found, words.build()?, PreparedArticles::of(&parts)))
}

/// Counts the words of all articles without building an index.
pub fn count_all(articles: &[impl AsRef<Article>]) -> Result<Vocabulary, IndexError> {
    count_outlines(articles, |_| None)
}

/// Counts the words of all articles, of some of them by blocks and sentences that are known already.
pub fn count_outlines(
    articles: &[impl AsRef<Article>],
    known: impl Fn(&Article) -> Option<Outline>,
) -> Result<Vocabulary, IndexError> {
    let mut words = VocabularyBuilder::default();
    for article in articles {
        let article = article.as_ref();
        let outline = known(article).unwrap_or_else(|| Outline::of(&article.text));
        count_words(article, &outline, &mut words);
    }
    Ok(words.build()?)
}

fn documents(
    fields: Fields,
    article: usize,
    content: &Article,
    outline: &Outline,
) -> Vec<TantivyDocument> {
    let mut made = Vec::new();
    let mut add = |field: Field, stems: &[String], sentence: usize| {
        let mut document = TantivyDocument::default();
        document.add_text(field, stems.join(" "));
        document.add_u64(fields.place, (article as u64) << 32 | sentence as u64);
        made.push(document);
    };
    let mut named = content_stems(&content.metadata.title, |_, _, _| {});
    for block in outline
        .blocks
        .iter()
        .filter(|block| block.kind == crate::article::BlockKind::Heading)
    {
        named.extend(content_stems(
            block.span.of(&content.text).unwrap_or_default(),
            |_, _, _| {},
        ));
    }
    add(fields.title, &named, 0);
    let mut at = 0;
    let mut asked = outline
        .blocks
        .iter()
        .filter(|block| block.kind == crate::article::BlockKind::Heading)
        .filter_map(|block| Some((block.span, block.span.of(&content.text)?)))
        .filter(|(_, words)| is_question(words))
        .peekable();
    for paragraph in outline.sentences.chunk_by(|a, b| a.block == b.block) {
        let first = at;
        // What follows a question is found by the question's words.
        let start = paragraph.first().map_or(0, |first| first.span.start);
        while let Some((_, words)) = asked.next_if(|(heading, _)| heading.end <= start) {
            add(fields.sentence, &content_stems(words, |_, _, _| {}), at);
        }
        let mut all = Vec::new();
        for sentence in paragraph {
            let stems = content_stems(
                sentence.span.of(&content.text).unwrap_or_default(),
                |_, _, _| {},
            );
            add(fields.sentence, &stems, at);
            all.extend(stems);
            at += 1;
        }
        add(fields.paragraph, &all, first);
    }
    made
}

impl SentenceIndex {
    /// Opens an index that was built before.
    pub(super) fn reopen(directory: impl Into<Box<dyn Directory>>) -> Result<Self, IndexError> {
        let (_, fields) = schema();
        SentenceIndex::over(&Index::open(directory)?, fields)
    }

    fn over(index: &Index, fields: Fields) -> Result<Self, IndexError> {
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(SentenceIndex { reader, fields })
    }

    /// Returns the texts that share most with the weighted stems, best first, `most` at most.
    pub fn search(
        &self,
        level: Level,
        stems: &[(&str, f32)],
        most: usize,
    ) -> Result<Vec<(SentenceId, f32)>, IndexError> {
        if stems.is_empty() || most == 0 {
            return Ok(Vec::new());
        }
        let field = match level {
            Level::Sentence => self.fields.sentence,
            Level::Paragraph => self.fields.paragraph,
            Level::Title => self.fields.title,
        };
        let terms: Vec<(Occur, Box<dyn Query>)> = stems
            .iter()
            .map(|(stem, weight)| {
                let term = TermQuery::new(
                    Term::from_field_text(field, stem),
                    IndexRecordOption::WithFreqs,
                );
                let query: Box<dyn Query> = Box::new(BoostQuery::new(Box::new(term), *weight));
                (Occur::Should, query)
            })
            .collect();
        let searcher = self.reader.searcher();
        let found = searcher.search(
            &BooleanQuery::new(terms),
            &TopDocs::with_limit(most).order_by_score(),
        )?;
        let places = searcher
            .segment_readers()
            .iter()
            .map(|segment| segment.fast_fields().u64("place"))
            .collect::<tantivy::Result<Vec<_>>>()?;
        Ok(found
            .into_iter()
            .filter_map(|(score, address)| {
                let value = places
                    .get(address.segment_ord as usize)?
                    .first(address.doc_id)?;
                let place = SentenceId {
                    article: (value >> 32) as usize,
                    sentence: (value & 0xffff_ffff) as usize,
                };
                Some((place, score))
            })
            .collect())
    }
}
