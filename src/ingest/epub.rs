//! The article in an electronic book (`epub`): its chapters in their order.

use super::archive::Archive;
use super::blocks::{blocks_of, one_line};
use super::hidden_elements::{parsed, remove_unseen};
use super::page::{PageArticle, PageError, finished, written};
use super::page_date::day_in;
use super::xml_events::{Element, Piece, pieces_of, words_of_first};

/// Where a book says where its list of contents stands.
pub const CONTAINER: &str = "META-INF/container.xml";

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
    for chapter in chapters(&contents, &list) {
        // A chapter that is listed and missing hinders nobody from reading the others.
        if !archive.has(&chapter) {
            continue;
        }
        let mut page = parsed(&archive.text(&chapter)?).ok_or(PageError::TooComplex)?;
        remove_unseen(&mut page);
        blocks.extend(blocks_of(&page));
    }
    let said = |name| words_of_first(&contents, name).map(|words| one_line(&words));
    finished(PageArticle {
        title: said("title"),
        author: said("creator"),
        publisher: said("publisher"),
        date: said("date")
            .and_then(|date| day_in(&date))
            .map(|day| day.to_string()),
        language: None,
        canonical: None,
        text: written(&blocks),
        warnings: Vec::new(),
    })
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
