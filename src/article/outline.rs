//! Which parts of an article are headings, paragraphs and furniture, and where its sentences stand.

use crate::text::{Span, sentences};

/// What a block of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A line that names what follows; never quoted.
    Heading,
    /// Running text.
    Paragraph,
    /// One entry of a list.
    ListItem,
    /// Agency credits, subscribe, cookie and share lines; never quoted.
    Furniture,
}

/// A run of lines of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its bytes in the stored text, without marks such as `# ` and `- `.
    pub span: Span,
    /// Counts quotable blocks from 1, as a citation names them; 0 for headings and furniture.
    pub paragraph: usize,
}

/// A sentence of a quotable block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Its bytes in the stored text.
    pub span: Span,
    /// Index of its block in `Outline::blocks`.
    pub block: usize,
}

/// An article's text taken apart, everything pointing into the stored bytes.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// All blocks in order.
    pub blocks: Vec<Block>,
    /// All quotable sentences in order.
    pub sentences: Vec<Sentence>,
}

impl Outline {
    /// Takes a stored text apart.
    pub fn of(text: &str) -> Self {
        let mut outline = Outline::default();
        let mut paragraph = 0;
        for span in paragraphs(text) {
            paragraph += 1;
            let block = outline.blocks.len();
            outline.blocks.push(Block {
                kind: BlockKind::Paragraph,
                span,
                paragraph,
            });
            let inside = span.of(text).unwrap_or_default();
            let found = sentences::split(inside);
            outline
                .sentences
                .extend(found.into_iter().map(|sentence| Sentence {
                    span: sentence.shifted(span.start),
                    block,
                }));
        }
        outline
    }
}

/// Finds the runs of lines between empty ones.
fn paragraphs(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut open: Option<Span> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len());
        at = span.end;
        if line.trim().is_empty() {
            found.extend(open.take());
        } else {
            open = Some(Span::new(open.map_or(span.start, |o| o.start), span.end));
        }
    }
    found.extend(open);
    found.into_iter().map(|span| span.trimmed(text)).collect()
}
