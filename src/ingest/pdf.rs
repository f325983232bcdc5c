//! The article in a PDF: a library finds the running text of its pages, the rest is as with any document.

use std::collections::BTreeMap;

use memchr::memmem;
use pdf_inspector::extractor::{ItemType, extract_text_with_positions_mem};
use pdf_inspector::{
    MarkdownOptions, PdfError, PdfOptions, ProcessMode, TextItem, process_pdf_mem_with_options,
    to_markdown_from_items,
};

use super::blocks::one_line;
use super::page::{PageArticle, PageError, finished};
use super::paywalls::Wall;
use super::pdf_furniture::{furniture_of, leaders_of};
use super::pdf_layout::{Placed, blocks_of, raise_initials};
use super::pdf_tables::tell_tables;
use super::pdf_words::{join_blocks, join_words, note_marks};
use crate::article::from_markdown;

/// The first bytes of every such document.
pub const MARK: &[u8] = b"%PDF-";

/// How such a document is called in errors.
const NAME: &str = "the PDF";

/// Of so many letters one may be unknown; fonts that name only some of their letters leave many.
const LETTERS_PER_UNKNOWN: usize = 200;

/// At most this many streams may lack their end. A download that breaks off leaves one; the library looks through the
/// whole document for the end of each, many times over.
const ENDLESS_STREAMS: usize = 16;

/// So many words of a row that is left out are named.
const NAMED_WORDS: usize = 6;

/// So many of the pages that are not read are named.
const NAMED_PAGES: usize = 10;

/// Programs write these where nobody has written an author; some count the accounts of a computer.
const NOBODY: [&str; 6] = [
    "anonymous",
    "unknown",
    "user",
    "admin",
    "administrator",
    "author",
];

/// Programs write these where nobody has written a title.
const PRESET: [&str; 3] = ["untitled", "microsoft word", "document"];

/// Reads the article of a document.
pub fn read(bytes: &[u8]) -> Result<PageArticle, PageError> {
    if endless_streams(bytes) > ENDLESS_STREAMS {
        return Err(PageError::Damaged(NAME));
    }
    let items = extract_text_with_positions_mem(bytes).unwrap_or_default();
    let in_order = read_in_order(items);
    let mode = match in_order.is_some() {
        true => ProcessMode::DetectOnly,
        false => ProcessMode::Full,
    };
    let options = PdfOptions::new().mode(mode).markdown(only_words());
    let found = process_pdf_mem_with_options(bytes, options).map_err(|error| match error {
        PdfError::Encrypted => PageError::Locked(NAME),
        _ => PageError::Damaged(NAME),
    })?;
    let markdown = in_order.or(found.markdown).unwrap_or_default();
    let (markdown, doubtful) = tell_tables(&join_blocks(&markdown));
    let titled = found.title.map(|title| one_line(&title));
    let titled = titled.filter(|title| is_title(title));
    let (heading, text) = from_markdown::title_and_body(&markdown, titled.as_deref().unwrap_or(""));
    if text.trim().is_empty() && found.page_count > 0 {
        return Err(PageError::NoText(Wall::Pictures));
    }
    let unknown = text.matches('\u{fffd}').count();
    if unknown * LETTERS_PER_UNKNOWN > text.chars().count() {
        return Err(PageError::NoText(Wall::Letters));
    }
    finished(PageArticle {
        title: titled.or(heading),
        author: found
            .author
            .map(|name| one_line(&name))
            .filter(|name| is_author(name)),
        warnings: (unread_pages(&found.pages_needing_ocr).into_iter())
            .chain(doubtful.iter().map(|row| doubtful_row(row)))
            .collect(),
        text: text.replace('\u{fffd}', ""),
        ..PageArticle::default()
    })
}

/// Reads the pages in the order in which a reader does, without what stands on every page, if that makes any difference;
/// otherwise the library reads tables with their rules better.
fn read_in_order(items: Vec<TextItem>) -> Option<String> {
    let mut pages: BTreeMap<u32, Vec<TextItem>> = BTreeMap::new();
    // Pictures and the frames of links say nothing.
    let is_text = |item: &TextItem| matches!(item.item_type, ItemType::Text | ItemType::FormField);
    for item in items.into_iter().filter(is_text) {
        pages.entry(item.page).or_default().push(item);
    }
    let mut placed: Vec<Vec<Placed>> = pages
        .values()
        .map(|page| page.iter().map(placed_of).collect())
        .collect();
    let furniture = furniture_of(&placed);
    let mut changed = false;
    let mut ordered = Vec::new();
    let mut number = 0;
    for ((page, placed), mut left_out) in pages.into_values().zip(&mut placed).zip(furniture) {
        left_out.extend(leaders_of(placed));
        changed |= raise_initials(placed);
        let blocks = blocks_of(placed, &left_out);
        changed |= blocks.len() > 1 || !left_out.is_empty();
        for block in blocks {
            let marks = note_marks(placed, &block);
            let block: Vec<usize> = block.into_iter().filter(|at| !marks.contains(at)).collect();
            changed |= !marks.is_empty();
            changed |= join_words(placed, &block);
            // A block that is read for itself is what the library calls a page.
            number += 1;
            for at in block {
                if let (Some(item), Some(placed)) = (page.get(at), placed.get(at)) {
                    ordered.push(TextItem {
                        text: placed.text.clone(),
                        page: number,
                        ..item.clone()
                    });
                }
            }
        }
    }
    ordered.retain(|item| !item.text.is_empty());
    let options = MarkdownOptions {
        remove_page_numbers: false,
        strip_headers_footers: false,
        ..only_words()
    };
    changed.then(|| to_markdown_from_items(ordered, options))
}

fn placed_of(item: &TextItem) -> Placed {
    Placed {
        text: item.text.clone(),
        x: item.x,
        y: item.y,
        width: item.width,
        height: item.height,
        is_tagged: item.mcid.is_some(),
    }
}

/// Says which part of a table could not be told from what stands beside or below it.
fn doubtful_row(name: &str) -> String {
    let name: Vec<&str> = name.split_whitespace().take(NAMED_WORDS).collect();
    let name = name.join(" ");
    format!("a part of a table is left out, as its cells could not be told apart: “{name} …”")
}

/// Says which pages are pictures, where others can be read.
fn unread_pages(pages: &[u32]) -> Option<String> {
    let numbers: Vec<String> = pages.iter().take(NAMED_PAGES).map(u32::to_string).collect();
    let more = if pages.len() > NAMED_PAGES {
        " and more"
    } else {
        ""
    };
    let told = format!("{}{more}", numbers.join(", "));
    match pages.len() {
        0 => None,
        1 => Some(format!(
            "page {told} is a picture, and what it says is not read"
        )),
        _ => Some(format!(
            "pages {told} are pictures, and what they say is not read"
        )),
    }
}

/// Counts the lines that begin a stream where no end of a stream follows.
fn endless_streams(bytes: &[u8]) -> usize {
    let end = memmem::rfind(bytes, b"endstream").map_or(0, |end| end + b"endstream".len());
    let rest = bytes.get(end..).unwrap_or_default();
    let begun = memmem::find_iter(rest, b"stream");
    let line_ends = |at: usize| matches!(rest.get(at + b"stream".len()), Some(b'\r' | b'\n'));
    begun.filter(|at| line_ends(*at)).count()
}

/// Wants headings, lists and tables; what is bold or linked makes no difference to a sentence.
fn only_words() -> MarkdownOptions {
    MarkdownOptions {
        format_urls: false,
        detect_bold: false,
        detect_italic: false,
        detect_underline: false,
        detect_code: false,
        include_links: false,
        // The library also takes the blanks from "Monday - Friday".
        fix_hyphenation: false,
        ..MarkdownOptions::default()
    }
}

/// Tells the name of an author from what programs write.
fn is_author(name: &str) -> bool {
    let lower = name.to_lowercase();
    let bare = lower.trim_matches(|c: char| c.is_ascii_digit() || "()[]<> ".contains(c));
    !bare.is_empty() && !NOBODY.contains(&bare)
}

/// Tells a title from the name of a file or of a program.
fn is_title(title: &str) -> bool {
    let lower = title.to_lowercase();
    let preset = PRESET.iter().any(|preset| lower.starts_with(preset));
    title.contains(' ') && !preset
}

#[cfg(test)]
#[path = "pdf_tests.rs"]
mod tests;
