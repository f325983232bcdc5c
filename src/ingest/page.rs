//! From a web page to its article: what readers see of it, in the stored format, or the reason why there is none.

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;
use url::Url;

use super::blocks::{PageBlock, PageBlockKind};
use super::encoding::{NotText, decode_page};
use super::hidden_elements::{has_overlong_attribute, parsed, remove_unseen};
use super::main_content::main_content;
use super::page_metadata::{PageMetadata, metadata_of};
use super::paywalls::{Wall, wall_of};
use super::reading_marks::remove_marks;
use crate::article::clean::{ends_as_sentence, is_labelled};
use crate::article::text_builder::Blocks;
use crate::errors::{ErrorCode, Trouble};
use crate::text::language;

/// The longest article text that is kept, in characters.
const MAX_ARTICLE_CHARS: usize = 1_000_000;

/// Fewer words than this are no article.
const MIN_WORDS: usize = 8;

/// An article as it was found on a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageArticle {
    /// Headline.
    pub title: Option<String>,
    /// Authors, separated by commas.
    pub author: Option<String>,
    /// Day of publication, `2026-01-25`.
    pub date: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Language tag, such as `en`.
    pub language: Option<String>,
    /// The address the page calls its own.
    pub canonical: Option<String>,
    /// The article in the stored format.
    pub text: String,
    /// What a careful reader would want to know of how it was read.
    #[serde(default)]
    pub warnings: Vec<String>,
}

/// Why a page gives no article.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.trouble())]
pub enum PageError {
    /// Its bytes are no text.
    #[error(transparent)]
    NotText(#[from] NotText),
    /// It would cost too much to read.
    TooComplex,
    /// It was not read in time, as on a machine that has much to do.
    Slow(u64),
    /// It holds more text than an article has.
    TooLong,
    /// It is a document that cannot be opened.
    Damaged(&'static str),
    /// It is a document that only a password opens.
    Locked(&'static str),
    /// It is a document that only the program of whoever sold it opens.
    Protected(&'static str),
    /// It is a packed file that holds no document.
    Packed,
    /// It is a packed document of a kind that is not read.
    Unread(&'static str),
    /// It has no article, and why.
    NoText(Wall),
}

impl PageError {
    /// Returns the error code that a user sees.
    pub fn code(&self) -> ErrorCode {
        match self {
            PageError::NotText(error) => error.code(),
            PageError::TooComplex | PageError::Slow(_) => ErrorCode::PageTooComplex,
            PageError::TooLong => ErrorCode::FileTooLarge,
            PageError::Damaged(_) => ErrorCode::FileInvalid,
            PageError::Locked(_)
            | PageError::Protected(_)
            | PageError::Packed
            | PageError::Unread(_) => ErrorCode::FileType,
            PageError::NoText(_) => ErrorCode::PageNoText,
        }
    }

    /// Says what is wrong and what to do.
    pub fn trouble(&self) -> Trouble {
        match self {
            PageError::NotText(error) => error.trouble(),
            PageError::TooComplex => Trouble::new(
                "it is built too intricately to be read",
                "paste its text instead",
            ),
            PageError::Slow(seconds) => Trouble::new(
                format!("it was not read within {seconds} seconds"),
                "try again in a minute, or paste its text instead",
            ),
            PageError::TooLong => Trouble::new(
                format!("it is longer than {MAX_ARTICLE_CHARS} letters"),
                "split it into several articles",
            ),
            PageError::Damaged(kind) => Trouble::new(
                format!("{kind} is damaged and cannot be read"),
                "save it again, or paste its text",
            ),
            PageError::Locked(kind) => Trouble::new(
                format!("{kind} is locked with a password"),
                "save it without one",
            ),
            PageError::Protected(kind) => Trouble::new(
                format!("{kind} is locked against copying"),
                "add a copy that is not, or paste its text",
            ),
            PageError::Packed => Trouble::new(
                "this is a packed file and no document",
                "take the document out of it and add that",
            ),
            PageError::Unread(kind) => Trouble::new(
                format!("this is {kind}, which is not read"),
                "save it as a PDF and add that, or paste its text",
            ),
            PageError::NoText(wall) => wall.trouble(),
        }
    }
}

/// Reads the article of a page that was found at `url`.
pub fn read_page(
    bytes: &[u8],
    content_type: Option<&str>,
    url: Option<&Url>,
) -> Result<PageArticle, PageError> {
    let html = decode_page(bytes, content_type)?;
    let mut page = parsed(&html).ok_or(PageError::TooComplex)?;
    if has_overlong_attribute(&page) {
        return Err(PageError::TooComplex);
    }
    let unseen = remove_unseen(&mut page);
    remove_marks(&mut page);
    let metadata = metadata_of(&page, url);
    let content = main_content(&page, &page.html(), url, &metadata);
    let text = written(&content.blocks);
    if let Some(wall) = wall_of(&page, &metadata, &text) {
        return Err(PageError::NoText(wall));
    }
    let kept = words_in(&text);
    let left_out = remark(&content.left_out, kept, "of the page were left out");
    let unseen = remark(
        &unseen,
        kept,
        "that the page hides from its readers were left out",
    );
    finished(PageArticle {
        warnings: left_out.into_iter().chain(unseen).collect(),
        ..article(metadata, text)
    })
}

fn words_in(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Says that words are missing, where they are many beside those that were kept.
fn remark(missing: &[String], kept: usize, what: &str) -> Option<String> {
    let words: usize = missing.iter().map(|part| words_in(part)).sum();
    let first = missing.first()?;
    let many = words >= MANY_WORDS && words * MANY_OF >= kept + words;
    let begins: Vec<&str> = first.split_whitespace().take(WORDS_SHOWN).collect();
    let more = match words_in(first) > WORDS_SHOWN {
        true => " …",
        false => "",
    };
    let begins = begins.join(" ");
    many.then(|| format!("{words} words {what}, beginning with “{begins}{more}”"))
}

/// So many words that are missing are worth a remark, if they are at least one of so many.
const MANY_WORDS: usize = 12;
const MANY_OF: usize = 10;

/// So many of them are shown.
const WORDS_SHOWN: usize = 8;

/// Refuses an article that says too little or too much, and finds the language of the others.
pub(super) fn finished(article: PageArticle) -> Result<PageArticle, PageError> {
    if has_few_words(&article.text) {
        return Err(PageError::NoText(Wall::Empty));
    }
    if article.text.chars().nth(MAX_ARTICLE_CHARS).is_some() {
        return Err(PageError::TooLong);
    }
    Ok(PageArticle {
        language: language_of(article.language, &article.text),
        ..article
    })
}

/// Tells whether there are too few words for an article; languages without spaces have words, too.
pub(super) fn has_few_words(text: &str) -> bool {
    text.unicode_words().take(MIN_WORDS).count() < MIN_WORDS
}

/// Writes blocks in the stored format.
pub(super) fn written(blocks: &[PageBlock]) -> String {
    let mut text = Blocks::default();
    let mut term: Option<&str> = None;
    for (at, block) in blocks.iter().enumerate() {
        // A term stands before its meaning; one that is a question has an answer of its own.
        let named = term.take().filter(|_| block.kind == PageBlockKind::Meaning);
        match block.kind {
            PageBlockKind::Heading(level) => text.heading(usize::from(level), &block.text),
            PageBlockKind::ListItem => text.item(block.shown()),
            PageBlockKind::Paragraph => lines(&mut text, block.shown()),
            PageBlockKind::Term if is_explained(block, blocks.get(at + 1)) => {
                term = Some(&block.text)
            }
            PageBlockKind::Term => text.paragraph(&block.text),
            PageBlockKind::Meaning => match named {
                Some(term) => text.item(&format!("{}: {}", term.trim_end_matches(':'), block.text)),
                None => text.paragraph(&block.text),
            },
        }
    }
    text.finish()
}

/// A longer term is a sentence.
const MAX_TERM_CHARS: usize = 80;

/// Tells whether a term is a name, and what it means follows at once.
fn is_explained(term: &PageBlock, next: Option<&PageBlock>) -> bool {
    let name = !ends_as_sentence(term.text.trim_end_matches(':'));
    let short = term.text.chars().count() <= MAX_TERM_CHARS;
    name && short && next.is_some_and(|next| next.kind == PageBlockKind::Meaning)
}

/// Writes a paragraph whose lines say something each line by line.
fn lines(text: &mut Blocks, shown: &str) {
    if !shown.contains('\n') {
        return text.paragraph(shown);
    }
    for line in shown.lines() {
        match is_labelled(line) {
            true => text.item(line),
            false => text.paragraph(line),
        }
    }
}

fn article(metadata: PageMetadata, text: String) -> PageArticle {
    PageArticle {
        title: metadata.title,
        author: metadata.author,
        date: metadata.date,
        publisher: metadata.publisher,
        language: metadata.language,
        canonical: metadata.canonical.map(String::from),
        text,
        warnings: Vec::new(),
    }
}

/// Believes the text more than its markup, which many sites leave at the template's language.
fn language_of(said: Option<String>, text: &str) -> Option<String> {
    let read = whatlang::detect(text).filter(|found| found.is_reliable());
    let read = read.and_then(|found| two_letters(found.lang().code()));
    read.map(str::to_owned)
        .or(said)
        .or_else(|| Some(language::guess(text).to_owned()))
}

/// Returns the two letters of a language that are used in tags, for the languages that most articles are in.
fn two_letters(three: &str) -> Option<&'static str> {
    const CODES: [(&str, &str); 30] = [
        ("ara", "ar"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("cmn", "zh"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hun", "hu"),
        ("ind", "id"),
        ("ita", "it"),
        ("jpn", "ja"),
        ("kor", "ko"),
        ("nld", "nl"),
        ("nob", "no"),
        ("pes", "fa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("spa", "es"),
        ("swe", "sv"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("vie", "vi"),
    ];
    CODES
        .iter()
        .find(|(code, _)| *code == three)
        .map(|(_, short)| *short)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::blocks::blocks_of;

    fn written_of(html: &str) -> String {
        written(&blocks_of(&scraper::Html::parse_fragment(html)))
    }

    #[test]
    fn a_term_stands_before_its_meaning() {
        let list = "<dl><dt>Crown</dt><dd><p>It holds the bell.</p><p>It is cast.</p></dd><dt>What is a clapper?</dt><dd>It strikes.</dd></dl>";
        assert_eq!(
            written_of(list),
            "- Crown: It holds the bell.\n\nIt is cast.\n\nWhat is a clapper?\n\nIt strikes."
        );
    }

    #[test]
    fn labelled_lines_stay_apart() {
        let hours = "<p><b>Hours</b><br>Monday: 8 to 12<br>Friday: 8 to 13</p>";
        assert_eq!(
            written_of(hours),
            "Hours\n\n- Monday: 8 to 12\n\n- Friday: 8 to 13"
        );
    }
}
