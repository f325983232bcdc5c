//! Which blocks of a page are its article: two well-tried extractors vote, the words come from the page itself.
//!
//! Extractors rewrite what they keep (they glue words together or cut links out of the middle of a sentence), so their
//! output is only used to judge the blocks of the page. What both keep is the article. What only one keeps is mostly a
//! caption, a teaser or a credit, and counts only on pages on which they hardly agree at all.

use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use dom_smoothie::{Config, Readability};
use scraper::Html;
use trafilatura::{ExtractionFocus, Options};
use url::Url;

use super::blocks::{PageBlock, PageBlockKind, blocks_of, squash};
use super::page_credits::PageCredits;
use super::page_furniture::{
    ends_article, is_credited_caption, is_page_furniture, is_signpost, is_slide,
};
use super::page_metadata::PageMetadata;
use super::page_structure::{Part, Structure};

/// An extractor has kept a block when it has more than this share of it; it may have lost a link or a footnote mark.
const KEPT: f32 = 0.6;

/// Running text has at least so many bytes; shorter blocks are captions, labels and buttons as often as sentences.
const PROSE: usize = 100;

/// With fewer bytes than this, hardly anything of a page has been chosen.
const LITTLE: usize = 250;

/// The extractors agree on a page when they keep so many times more running text together than apart.
const AGREED: usize = 4;

/// Fewer counted headings than this are chapters rather than pictures of a slide show.
const MIN_SLIDES: usize = 3;

/// The sentences under a headline are shorter, and often left out by extractors.
const STANDFIRST: usize = 60;

/// Bylines and portraits of authors are looked for in so many blocks at the beginning, and so many at the end.
const EDGES: (usize, usize) = (3, 5);

/// This many blocks in a row that are nothing but links are a list of other pages.
const LINK_LIST: usize = 3;

/// What was found of an article on its page.
pub struct MainContent {
    /// Its blocks.
    pub blocks: Vec<PageBlock>,
    /// What looks like text of it, and was left out.
    pub left_out: Vec<String>,
}

/// Selects the blocks of the article; what the page says of it helps to find its beginning and its end.
pub fn main_content(
    page: &Html,
    html: &str,
    url: Option<&Url>,
    metadata: &PageMetadata,
) -> MainContent {
    let first = Vote::of(&trafilatura_html(html, url));
    let second = Vote::of(&dom_smoothie_html(html));
    let judged = blocks_of(page)
        .into_iter()
        .map(|block| Judged::new(block, &first, &second))
        .collect();
    Selection::new(judged, metadata).into_content(page)
}

fn trafilatura_html(html: &str, url: Option<&Url>) -> String {
    let mut options = Options::default()
        .with_fallback(true)
        .with_focus(ExtractionFocus::FavorPrecision)
        .with_exclude_comments(true);
    options.original_url = url.cloned();
    trafilatura::extract(html, &options).map_or_else(|_| String::new(), |found| found.content_html)
}

fn dom_smoothie_html(html: &str) -> String {
    Readability::new(html, None, Some(Config::default()))
        .and_then(|mut readability| readability.parse())
        .map_or_else(|_| String::new(), |article| article.content.to_string())
}

/// What one extractor takes for the article, as runs of three words and as whole blocks.
struct Vote {
    blocks: BTreeSet<String>,
    runs: HashSet<u64>,
}

/// How many words make a run; extractors lose or join single words, hardly ever three in a row.
const RUN: usize = 3;

/// A block with fewer runs than this must be kept whole to count: `read more here` stands in many sentences.
const MIN_RUNS: usize = 4;

impl Vote {
    fn of(html: &str) -> Self {
        let blocks = blocks_of(&Html::parse_fragment(html));
        let all: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
        Vote {
            blocks: blocks.iter().map(PageBlock::squashed).collect(),
            runs: runs(&all.join(" ")).into_iter().collect(),
        }
    }

    /// Tells whether this extractor kept most of a block.
    fn has(&self, block: &PageBlock) -> bool {
        if self.blocks.contains(&block.squashed()) {
            return true;
        }
        let runs = runs(&block.text);
        let kept = runs.iter().filter(|run| self.runs.contains(run)).count();
        runs.len() >= MIN_RUNS && kept as f32 > KEPT * runs.len() as f32
    }
}

fn runs(text: &str) -> Vec<u64> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.windows(RUN).map(fingerprint).collect()
}

fn fingerprint(words: &[String]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

/// A block with what speaks for it.
struct Judged {
    block: PageBlock,
    votes: u8,
    prose: bool,
    furniture: bool,
}

impl Judged {
    fn new(block: PageBlock, first: &Vote, second: &Vote) -> Self {
        let votes = u8::from(first.has(&block)) + u8::from(second.has(&block));
        let sentence = block
            .text
            .contains(['.', '!', '?', '…', '。', '！', '？', '؟', '।']);
        Judged {
            votes,
            prose: block.text.len() >= PROSE && sentence && !is_linked(&block, 3),
            furniture: is_page_furniture(&block.text) || is_credited_caption(&block.text),
            block,
        }
    }

    /// Tells whether at least so many extractors keep it and nothing speaks against it.
    fn kept_by(&self, votes: u8) -> bool {
        let votes = if self.block.caption { 2 } else { votes };
        self.votes >= votes && !self.furniture
    }

    /// Tells whether it is a link and no sentence.
    fn is_link(&self) -> bool {
        is_linked(&self.block, 8) && !self.block.text.ends_with(['.', '!', '…', '。'])
    }

    fn is_heading(&self) -> bool {
        matches!(self.block.kind, PageBlockKind::Heading(_))
    }
}

/// Tells whether more than so many tenths of a block are links.
fn is_linked(block: &PageBlock, tenths: usize) -> bool {
    block.linked * 10 > block.text.len() * tenths
}

/// Tells whether the extractors keep mostly the same running text.
fn agree_on(judged: &[Judged]) -> bool {
    let prose = judged.iter().filter(|one| one.prose && !one.furniture);
    let (mut together, mut apart) = (0, 0);
    for one in prose {
        match one.votes {
            2 => together += one.block.text.len(),
            1 => apart += one.block.text.len(),
            _ => {}
        }
    }
    together >= apart * AGREED
}

/// The blocks of a page with the choice made among them.
struct Selection {
    judged: Vec<Judged>,
    chosen: Vec<bool>,
    /// Votes that a block needs.
    needed: u8,
    headline: Option<String>,
    credits: PageCredits,
}

impl Selection {
    fn new(judged: Vec<Judged>, metadata: &PageMetadata) -> Self {
        let needed = if agree_on(&judged) { 2 } else { 1 };
        let chosen = judged
            .iter()
            .map(|one| one.prose && one.kept_by(needed))
            .collect();
        Selection {
            judged,
            chosen,
            needed,
            headline: metadata.title.as_deref().map(squash),
            credits: PageCredits::of(metadata),
        }
    }

    fn into_content(mut self, page: &Html) -> MainContent {
        self.choose_short_blocks();
        self.choose_anything_of_a_short_page();
        self.choose_standfirst();
        self.adopt_by_structure(page);
        let left_out = self.left_out(page);
        self.drop_slide_show();
        self.cut_after_article();
        self.drop_repetitions();
        self.drop_link_lists();
        self.drop_portrait();
        self.drop_credits();
        self.drop_empty_headings();
        let pairs = self.judged.into_iter().zip(self.chosen);
        let chosen = pairs.filter(|(_, chosen)| *chosen);
        MainContent {
            blocks: chosen.map(|(one, _)| one.block).collect(),
            left_out,
        }
    }

    /// Short blocks need both votes. Inside an article one does for a heading right above a block of the article, and
    /// for anything on a page on which the extractors differ.
    fn choose_short_blocks(&mut self) {
        let first = self.chosen.iter().position(|chosen| *chosen);
        let last = self.chosen.iter().rposition(|chosen| *chosen);
        for (at, one) in self.judged.iter().enumerate() {
            let inside =
                first.is_some_and(|first| first < at) && last.is_some_and(|last| at < last);
            let below = self.judged.get(at + 1);
            let heads = one.is_heading() && below.is_some_and(|below| below.kept_by(2));
            let easy = inside && !is_linked(&one.block, 5) && (heads || self.needed == 1);
            if !one.prose && one.kept_by(if easy { 1 } else { 2 }) {
                self.chosen[at] = true;
            }
        }
    }

    /// Recipes and notes have hardly any running text: one vote must do there.
    fn choose_anything_of_a_short_page(&mut self) {
        if self.chosen_bytes(0) >= LITTLE {
            return;
        }
        for (at, one) in self.judged.iter().enumerate() {
            self.chosen[at] |= one.kept_by(1) && !is_linked(&one.block, 5);
        }
    }

    /// The sentences between the headline and the first paragraph belong to the article, whatever the votes.
    fn choose_standfirst(&mut self) {
        let Some(first) = self.first_prose() else {
            return;
        };
        let Some(headline) = self.headline_before(first) else {
            return;
        };
        for at in headline + 1..first {
            let one = &self.judged[at];
            let words = one.block.text.len() >= STANDFIRST && one.block.text.contains(' ');
            if words && !one.furniture && !one.block.caption && !is_linked(&one.block, 3) {
                self.chosen[at] = true;
            }
        }
    }

    /// Lists, boxes and short lines that stand among the paragraphs of the article belong to it, whatever the votes.
    fn adopt_by_structure(&mut self, page: &Html) {
        let parts = self.parts();
        let adopted = Structure::of(page, &parts).map_or_else(Vec::new, |found| found.adopted());
        for at in adopted {
            self.chosen[at] = true;
        }
    }

    fn left_out(&self, page: &Html) -> Vec<String> {
        let parts = self.parts();
        let found = Structure::of(page, &parts);
        let left_out = found.map_or_else(Vec::new, |found| found.left_out());
        let is_title = |words: &str| self.headline.as_deref() == Some(squash(words).as_str());
        let all = left_out.into_iter().filter(|words| !is_title(words));
        all.map(str::to_owned).collect()
    }

    fn parts(&self) -> Vec<Part<'_>> {
        let both = self.judged.iter().zip(&self.chosen);
        both.map(|(one, chosen)| Part {
            block: &one.block,
            chosen: *chosen,
            furniture: one.furniture,
            prose: one.prose,
        })
        .collect()
    }

    fn first_prose(&self) -> Option<usize> {
        (0..self.judged.len()).find(|at| self.chosen[*at] && self.judged[*at].prose)
    }

    /// Finds the headline a few blocks above the first paragraph.
    fn headline_before(&self, first: usize) -> Option<usize> {
        let wanted = self.headline.as_deref()?;
        (first.saturating_sub(12)..first).rev().find(|at| {
            let one = &self.judged[*at];
            let squashed = one.block.squashed();
            let names_it = squashed.contains(wanted) || wanted.contains(&squashed);
            one.is_heading() && names_it && squashed.len() * 2 >= wanted.len()
        })
    }

    /// The captions of a slide show between two paragraphs tell of other things than the article does.
    fn drop_slide_show(&mut self) {
        let is_start = |one: &Judged| one.is_heading() && is_slide(&one.block.text);
        let slides: Vec<usize> = (0..self.judged.len())
            .filter(|at| is_start(&self.judged[*at]))
            .collect();
        let (Some(first), Some(last)) = (slides.first(), slides.last()) else {
            return;
        };
        if slides.len() < MIN_SLIDES {
            return;
        }
        // The last slide ends where its kind of block does, at the latest with its caption.
        let kind = |at: usize| self.judged.get(at).map(|one| one.block.kind);
        let caption = kind(last + 1);
        let listed = caption == Some(PageBlockKind::ListItem);
        let mut end = last + 2;
        while listed && kind(end) == caption {
            end += 1;
        }
        for at in *first..end.min(self.judged.len()) {
            self.chosen[at] = false;
        }
    }

    /// Everything after a heading such as `Related articles` is no longer the article, once most of it has been read.
    fn cut_after_article(&mut self) {
        let total: usize = self.chosen_bytes(0);
        let end = (0..self.judged.len()).find(|at| {
            ends_article(&self.judged[*at].block.text) && self.chosen_bytes(*at) * 10 < total * 4
        });
        for at in end.unwrap_or(self.judged.len())..self.judged.len() {
            self.chosen[at] = false;
        }
    }

    fn chosen_bytes(&self, from: usize) -> usize {
        let chosen = (from..self.judged.len()).filter(|at| self.chosen[*at]);
        chosen.map(|at| self.judged[at].block.text.len()).sum()
    }

    /// A paragraph that comes twice is a teaser or a pull quote: the one inside the article stays. Short blocks such as
    /// the cells of a table may well repeat there.
    fn drop_repetitions(&mut self) {
        let mut seen: BTreeSet<String> = BTreeSet::new();
        if let Some(headline) = self.headline.clone() {
            seen.insert(headline);
        }
        let first = self.first_prose().unwrap_or_default();
        for at in (first..self.judged.len()).chain(0..first) {
            let new = seen.insert(self.judged[at].block.squashed());
            let cell = at >= first && !self.judged[at].prose && !self.judged[at].is_heading();
            self.chosen[at] &= new || cell;
        }
    }

    /// Returns the places of the chosen blocks that are no headings.
    fn chosen_lines(&self) -> Vec<usize> {
        let lines = (0..self.judged.len()).filter(|at| self.chosen[*at]);
        lines.filter(|at| !self.judged[*at].is_heading()).collect()
    }

    /// Links one below the other lead to other pages, and so do single ones after the last words of the article.
    fn drop_link_lists(&mut self) {
        let lines = self.chosen_lines();
        let mut start = 0;
        while start < lines.len() {
            let run = lines[start..].iter();
            let length = run.take_while(|at| self.judged[**at].is_link()).count();
            let ends = start + length == lines.len();
            if length >= LINK_LIST || (ends && start > 0) {
                for at in &lines[start..start + length] {
                    self.chosen[*at] = false;
                }
            }
            start += length + 1;
        }
    }

    /// What follows a heading such as `About Ada Moor` presents the author, once the article has been read.
    fn drop_portrait(&mut self) {
        let Some(first) = self.first_prose() else {
            return;
        };
        let total = self.chosen_bytes(0);
        let heading = (first..self.judged.len()).find(|at| {
            let one = &self.judged[*at];
            let left = (*at + 1..self.judged.len()).filter(|at| self.chosen[*at]);
            let little = left.count() <= EDGES.1 || self.chosen_bytes(*at) * 10 < total * 4;
            one.is_heading() && little && self.credits.heads_portrait(&one.block.text)
        });
        for at in heading.unwrap_or(self.judged.len())..self.judged.len() {
            self.chosen[at] = false;
        }
    }

    /// Bylines and portraits stand at the beginning and at the end; inside, a paragraph may well begin with a name.
    fn drop_credits(&mut self) {
        let lines = self.chosen_lines();
        let last = lines.len().saturating_sub(EDGES.1);
        for (place, at) in lines.iter().enumerate() {
            let text = &self.judged[*at].block.text;
            let (begins, ends) = (place < EDGES.0, place >= last);
            let made = self.credits.is_byline(text) || self.credits.is_portrait(text);
            let leads_away = self.judged[*at].block.linked > 0 && is_signpost(text);
            if ((begins || ends) && made) || (ends && leads_away) {
                self.chosen[*at] = false;
            }
        }
    }

    fn drop_empty_headings(&mut self) {
        let mut something_below = false;
        for at in (0..self.judged.len())
            .rev()
            .filter(|at| self.chosen[*at])
            .collect::<Vec<_>>()
        {
            if self.judged[at].is_heading() {
                self.chosen[at] = something_below;
            } else {
                something_below = true;
            }
        }
    }
}
