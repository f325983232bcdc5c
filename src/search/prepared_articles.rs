//! The analysis of each article, stored with the index: reading it back is a hundred times cheaper than computing it.

use crate::article::coreference::{self, Antecedent};
use crate::article::{Article, Block, BlockKind, Outline, Sentence};
use crate::text::Span;
use crate::text::sentence_vectors::{SENTENCE, SentenceEncoder, SentenceVector};

use super::{implied_subjects, other_names, question_marks};

/// An article's blocks and sentences, and whom the pronouns and other names of each sentence stand for.
#[derive(Debug, Clone, Default)]
pub struct PreparedArticle {
    /// Its blocks and sentences.
    pub outline: Outline,
    /// For each sentence what its pronouns stand for, then its other names, then what it is about without naming it.
    pub antecedents: Vec<Vec<Antecedent>>,
    /// For each sentence what it is about.
    pub vectors: Vec<SentenceVector>,
}

impl PreparedArticle {
    /// Takes an article apart.
    pub fn of(article: &Article) -> Self {
        PreparedArticle::along(article, Outline::of(&article.text))
    }

    /// Takes an article apart whose blocks and sentences are known.
    pub fn along(article: &Article, outline: Outline) -> Self {
        let mut antecedents =
            coreference::resolve(&article.text, &outline, &article.metadata.title);
        let names = other_names::find(&article.text, &outline);
        let implied = implied_subjects::find(&article.text, &outline);
        for (own, others) in antecedents.iter_mut().zip(names.into_iter().zip(implied)) {
            own.extend(others.0);
            own.extend(others.1);
        }
        let texts: Vec<&str> = (outline.sentences.iter())
            .map(|sentence| question_marks::with_its_question(&article.text, &outline, sentence))
            .collect();
        let vectors = SentenceEncoder::shipped().vectors_of(texts.into_iter());
        PreparedArticle {
            antecedents,
            vectors,
            outline,
        }
    }
}

/// The first bytes of their file; the digit counts its layouts.
const MAGIC: &[u8; 8] = b"FNPARTS3";

/// All articles of an index taken apart, each read only when it is needed.
#[derive(Debug, Clone, Default)]
pub struct PreparedArticles {
    bytes: Vec<u8>,
    /// Where each article begins, and where the last one ends.
    starts: Vec<usize>,
}

impl PreparedArticles {
    /// Packs articles, in the order of the index.
    pub fn of(articles: &[PreparedArticle]) -> Self {
        let mut prepared = PreparedArticles::default();
        prepared.starts.push(0);
        for article in articles {
            write(article, &mut prepared.bytes);
            prepared.starts.push(prepared.bytes.len());
        }
        prepared
    }

    /// Returns how an article is taken apart; `None` when it is not among them.
    pub fn get(&self, article: usize) -> Option<PreparedArticle> {
        let (start, end) = (self.starts.get(article)?, self.starts.get(article + 1)?);
        let mut rest = self.bytes.get(*start..*end)?;
        read(&mut rest).filter(|_| rest.is_empty())
    }

    /// Returns how many articles there are.
    pub fn articles(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Returns what each sentence of an article is about, without reading the rest of it.
    pub fn vectors(&self, article: usize) -> impl Iterator<Item = SentenceVector> {
        let bytes = || {
            let (start, end) = (self.starts.get(article)?, self.starts.get(article + 1)?);
            let mut rest = self.bytes.get(*start..*end)?;
            let count = take(&mut rest)?;
            rest.get(..count.checked_mul(SENTENCE)?)
        };
        let packed = bytes().unwrap_or_default().as_chunks::<SENTENCE>().0;
        packed.iter().map(|bytes| SentenceVector(*bytes))
    }

    /// Returns the bytes of their file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        put(self.starts.len(), &mut bytes);
        for pair in self.starts.windows(2) {
            put(pair.iter().fold(0, |before, at| at - before), &mut bytes);
        }
        bytes.extend(&self.bytes);
        bytes
    }

    /// Reads them from the bytes of their file; `None` when they are not one.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let count = take(&mut rest)?;
        let mut starts = vec![0];
        let mut end = 0usize;
        for _ in 1..count {
            end = end.checked_add(take(&mut rest)?)?;
            starts.push(end);
        }
        (rest.len() == end).then(|| PreparedArticles {
            bytes: rest.to_vec(),
            starts,
        })
    }
}

const KINDS: [BlockKind; 4] = [
    BlockKind::Heading,
    BlockKind::Paragraph,
    BlockKind::ListItem,
    BlockKind::Furniture,
];

fn write(article: &PreparedArticle, bytes: &mut Vec<u8>) {
    let outline = &article.outline;
    // First, so that they can be looked through alone.
    put(article.vectors.len(), bytes);
    for vector in &article.vectors {
        bytes.extend(vector.0);
    }
    put(outline.blocks.len(), bytes);
    for block in &outline.blocks {
        let kind = KINDS.iter().position(|kind| *kind == block.kind);
        put(kind.unwrap_or_default(), bytes);
        put_span(block.span, bytes);
        put(block.paragraph, bytes);
    }
    put(outline.sentences.len(), bytes);
    for (at, sentence) in outline.sentences.iter().enumerate() {
        put_span(sentence.span, bytes);
        put(sentence.block, bytes);
        let meant = article.antecedents.get(at).map_or(&[][..], Vec::as_slice);
        put(meant.len(), bytes);
        for Antecedent { pronoun, name } in meant {
            put_span(*pronoun, bytes);
            put_span(*name, bytes);
        }
    }
}

fn read(rest: &mut &[u8]) -> Option<PreparedArticle> {
    let mut article = PreparedArticle::default();
    for _ in 0..take(rest)? {
        let bytes = rest.split_off(..SENTENCE)?;
        article.vectors.push(SentenceVector(bytes.try_into().ok()?));
    }
    for _ in 0..take(rest)? {
        article.outline.blocks.push(Block {
            kind: *KINDS.get(take(rest)?)?,
            span: take_span(rest)?,
            paragraph: take(rest)?,
        });
    }
    for _ in 0..take(rest)? {
        article.outline.sentences.push(Sentence {
            span: take_span(rest)?,
            block: take(rest)?,
        });
        let antecedent = |rest: &mut &[u8]| {
            Some(Antecedent {
                pronoun: take_span(rest)?,
                name: take_span(rest)?,
            })
        };
        let meant = (0..take(rest)?).map(|_| antecedent(rest));
        article.antecedents.push(meant.collect::<Option<_>>()?);
    }
    Some(article)
}

fn put_span(span: Span, bytes: &mut Vec<u8>) {
    put(span.start, bytes);
    put(span.end - span.start, bytes);
}

fn take_span(rest: &mut &[u8]) -> Option<Span> {
    let start = take(rest)?;
    Some(Span::new(start, start.checked_add(take(rest)?)?))
}

/// Writes a number in as many bytes as it needs, seven bits each; the highest bit says that more follow.
fn put(mut number: usize, bytes: &mut Vec<u8>) {
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take(rest: &mut &[u8]) -> Option<usize> {
    let mut number = 0usize;
    for shift in (0..usize::BITS).step_by(7) {
        let byte = *rest.split_off_first()?;
        number |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(text: &str) -> Article {
        Article {
            id: "mill".into(),
            version: 1,
            metadata: crate::article::Metadata {
                title: "The mill of Orbey".to_owned(),
                ..Default::default()
            },
            text: text.to_owned(),
        }
    }

    /// Text with all that decides how an article is taken apart: abbreviations, quotations, marks, pronouns, furniture.
    const SAMPLE: &str = "# The mill\n\nDr. Ada Moe bought the mill of Orbey in Jan. 1904. She sold it to J. R. Lund \
        Inc. in the U.S. at 5 p.m. on 3 May. The Orbey Mill Trust (OMT) watched. \
        The OMT paid. He said: “It turns. It always will.” She left.\n\n- oak, 3.5 m\n- \
        steel\n\nSubscribe to our newsletter.\n\nWheels\n\nThe wheel weighs 1,300 kg (see p. 4). It was made in \
        1905!\n\nPhoto: A. Moe\n";

    #[test]
    fn what_was_packed_comes_back() {
        let apart = PreparedArticle::of(&article(SAMPLE));
        assert!(apart.antecedents.iter().any(|meant| !meant.is_empty()));
        let empty = PreparedArticle::of(&article(""));
        let packed = PreparedArticles::of(&[apart.clone(), empty]).to_bytes();
        let read = PreparedArticles::from_bytes(&packed).expect("its own bytes");
        let back = read.get(0).expect("the first article");
        assert_eq!(back.outline.blocks, apart.outline.blocks);
        assert_eq!(back.outline.sentences, apart.outline.sentences);
        assert_eq!(back.antecedents, apart.antecedents);
        assert_eq!(back.vectors, apart.vectors);
        assert!(read.vectors(0).eq(apart.vectors) && read.vectors(2).next().is_none());
        assert!(
            read.get(1)
                .is_some_and(|empty| empty.outline.sentences.is_empty())
        );
        assert!(read.get(2).is_none());
        for short in 0..packed.len() {
            let torn = packed.get(..short).expect("a part");
            assert!(
                PreparedArticles::from_bytes(torn).is_none(),
                "{short} bytes"
            );
        }
    }

    #[test]
    fn numbers_of_any_size_come_back() {
        for number in [
            0,
            1,
            127,
            128,
            16_383,
            16_384,
            u32::MAX as usize,
            usize::MAX,
        ] {
            let mut bytes = Vec::new();
            put(number, &mut bytes);
            assert_eq!(take(&mut bytes.as_slice()), Some(number));
        }
        assert_eq!(take(&mut [0xff; 20].as_slice()), None);
    }

    /// An index that another way of reading made would answer differently from one that is made anew.
    #[test]
    fn another_way_of_taking_articles_apart_makes_old_indexes_stale() {
        // The vectors are the encoder's doing; its file stands for them.
        let apart = PreparedArticle {
            vectors: Vec::new(),
            ..PreparedArticle::of(&article(SAMPLE))
        };
        let mut hasher = blake3::Hasher::new();
        hasher.update(&PreparedArticles::of(&[apart]).to_bytes());
        hasher.update(include_bytes!("../../data/model/sentence-vectors.bin"));
        let hash = hasher.finalize().to_hex();
        assert_eq!(
            (super::super::index::PIPELINE, hash.get(..16)),
            (17, Some("576f62ee8d43ed94")),
            "articles are taken apart in another way now: raise PIPELINE in index.rs and put both numbers here"
        );
    }
}
