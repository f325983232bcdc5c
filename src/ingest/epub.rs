//! The article in an electronic book (`epub`): its chapters in their order.

use std::collections::BTreeSet;

use super::archive::Archive;
use super::blocks::{PageBlock, PageBlockKind, blocks_of, one_line};
use super::hidden_elements::{parsed, remove_unseen};
use super::page::{PageArticle, PageError, finished, written};
use super::page_date::day_in;
use super::reading_marks::remove_marks;
use super::xml_events::{Element, Piece, pieces_of, words_of_first};
use crate::article::metadata::read_date;

/// Where a book says where its list of contents stands.
pub const CONTAINER: &str = "META-INF/container.xml";

/// Where a book says which of its files are locked.
const LOCKED: &str = "META-INF/encryption.xml";

/// How such a document is called in errors.
const NAME: &str = "the EPUB book";

/// Reads a book.
pub fn read(archive: &mut Archive<'_>) -> Result<PageArticle, PageError> {
    archive.call(NAME);
    let damaged = |_| PageError::Damaged(NAME);
    let container = pieces_of(&archive.text(CONTAINER)?).map_err(damaged)?;
    let list = elements(&container, "rootfile").find_map(|file| file.attribute("full-path"));
    let list = list.ok_or(PageError::Damaged(NAME))?.to_owned();
    let contents = pieces_of(&archive.text(&list)?).map_err(damaged)?;
    let mut blocks = Vec::new();
    let locked = locked_files(archive)?;
    let chapters = chapters(&contents, &list);
    if chapters.iter().any(|chapter| locked.contains(chapter)) {
        return Err(PageError::Protected(NAME));
    }
    for chapter in chapters {
        // A chapter that is listed and missing hinders nobody from reading the others.
        if !archive.has(&chapter) {
            continue;
        }
        let mut page = parsed(&archive.text(&chapter)?).ok_or(PageError::TooComplex)?;
        remove_unseen(&mut page);
        remove_marks(&mut page);
        let own = blocks_of(&page);
        if !only_leads_elsewhere(&own) {
            blocks.extend(own);
        }
    }
    let said = |name| words_of_first(&contents, name).map(|words| one_line(&words));
    finished(PageArticle {
        title: said("title"),
        author: authors(&contents),
        publisher: said("publisher"),
        date: said("date").and_then(|date| written_on(&date)),
        language: None,
        canonical: None,
        text: written(&blocks),
        warnings: Vec::new(),
    })
}

/// Returns the files that nobody can open without the shop that sold the book; letters of its own are often locked, too,
/// and hinder nobody.
fn locked_files(archive: &mut Archive<'_>) -> Result<BTreeSet<String>, PageError> {
    if !archive.has(LOCKED) {
        return Ok(BTreeSet::new());
    }
    let list = pieces_of(&archive.text(LOCKED)?).map_err(|_| PageError::Damaged(NAME))?;
    let files = elements(&list, "CipherReference").filter_map(|file| file.attribute("URI"));
    Ok(files.map(|path| inside("", path)).collect())
}

/// Tells whether a chapter is a printed table of contents: headings, and lines that are nothing but links.
fn only_leads_elsewhere(blocks: &[PageBlock]) -> bool {
    let lines = || {
        blocks
            .iter()
            .filter(|block| !matches!(block.kind, PageBlockKind::Heading(_)))
    };
    lines().count() > 1 && lines().all(|block| block.linked * 10 >= block.text.len() * 8)
}

/// Returns who wrote a book; those who drew or translated it are not among them.
fn authors(contents: &[Piece]) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for (at, piece) in contents.iter().enumerate() {
        let Piece::Open(element) = piece else {
            continue;
        };
        let wrote = element.attribute("role").is_none_or(|role| role == "aut");
        if element.name == "creator" && wrote {
            let name = contents
                .get(at..)
                .and_then(|rest| words_of_first(rest, "creator"));
            let name = name.map(|name| one_line(&name));
            names.extend(name.filter(|name| !names.contains(name)));
        }
    }
    Some(names.join(", ")).filter(|names| !names.is_empty())
}

/// Reads when a book was published; of many only the year or the month is known.
fn written_on(date: &str) -> Option<String> {
    let day = day_in(date).map(|day| day.to_string());
    day.or_else(|| read_date(date))
}

fn elements<'p>(pieces: &'p [Piece], name: &'p str) -> impl Iterator<Item = &'p Element> {
    pieces.iter().filter_map(move |piece| match piece {
        Piece::Open(element) if element.name == name => Some(element),
        _ => None,
    })
}

/// Lists the files of the chapters in the order in which they are read; the table of contents is none of them.
fn chapters(contents: &[Piece], list: &str) -> Vec<String> {
    let folder = list.rsplit_once('/').map_or("", |(folder, _)| folder);
    let file_of = |id: &str| {
        let item = elements(contents, "item").find(|item| item.attribute("id") == Some(id))?;
        let is_contents = item
            .attribute("properties")
            .is_some_and(|all| all.contains("nav"));
        let path = item.attribute("href").filter(|_| !is_contents)?;
        Some(inside(folder, path))
    };
    elements(contents, "itemref")
        .filter(|item| item.attribute("linear") != Some("no"))
        .filter_map(|item| file_of(item.attribute("idref")?))
        .collect()
}

/// Finds the name of a file in the book from a path relative to a folder in it.
fn inside(folder: &str, path: &str) -> String {
    let path = path.split(['#', '?']).next().unwrap_or_default();
    let mut parts: Vec<String> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(unescaped(part)),
        }
    }
    parts.join("/")
}

/// Reads `%20` and the like.
fn unescaped(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%');
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        let code = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = after
            .get(if code.is_some() { 2 } else { 0 }..)
            .unwrap_or_default();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_who_wrote_a_book_are_named_and_a_year_is_a_date() {
        let xml = "<metadata xmlns:dc='a' xmlns:opf='b'><dc:creator opf:role='aut'>Ada Moor</dc:creator>\
                   <dc:creator opf:role='ill'>Lia Sand</dc:creator><dc:creator>Bo Moe</dc:creator></metadata>";
        let contents = pieces_of(xml).expect("a list");
        assert_eq!(authors(&contents).as_deref(), Some("Ada Moor, Bo Moe"));
        assert_eq!(authors(&[]), None);
        assert_eq!(written_on("1908").as_deref(), Some("1908"));
        assert_eq!(
            written_on("2024-05-06T00:00:00Z").as_deref(),
            Some("2024-05-06")
        );
    }

    #[test]
    fn a_printed_table_of_contents_is_no_text() {
        let read =
            |html: &str| only_leads_elsewhere(&blocks_of(&scraper::Html::parse_fragment(html)));
        assert!(read(
            "<h2>Contents</h2><p><a href='a'>1. The lamp</a></p><p><a href='b'>2. The sea</a></p>"
        ));
        assert!(!read(
            "<h2>Links</h2><p><a href='a'>The lamp</a></p><p>It is red, says <a href='b'>Ada</a>.</p>"
        ));
        assert!(!read("<h2>The lamp</h2>"));
    }

    #[test]
    fn paths_in_a_book_are_followed() {
        for (folder, path, file) in [
            ("OEBPS", "text/one.xhtml#start", "OEBPS/text/one.xhtml"),
            (
                "OEBPS/text",
                "../images/a%20b.xhtml",
                "OEBPS/images/a b.xhtml",
            ),
            ("", "./one.xhtml", "one.xhtml"),
            ("", "../../../etc/passwd", "etc/passwd"),
            ("", "100%.xhtml", "100%.xhtml"),
        ] {
            assert_eq!(inside(folder, path), file);
        }
    }
}
