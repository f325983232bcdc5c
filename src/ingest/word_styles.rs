//! The styles of a Word document: which of them are titles, headings or tables of contents, and which number their paragraphs.

use std::collections::BTreeMap;

use super::xml_events::Piece;

/// Styles are built on others at most so many times.
const DEEPEST: usize = 16;

/// What a style makes of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The title of the document.
    Title,
    /// A heading of a level from 1 on.
    Heading(usize),
    /// An entry of a table of contents.
    Contents,
}

/// Which list a paragraph belongs to, and at which of its levels it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListPlace {
    /// The number of the list; `0` for none.
    pub list: Option<String>,
    /// The level, 0 for the outermost.
    pub level: Option<usize>,
}

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<usize>,
    place: Option<ListPlace>,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub struct Styles {
    styles: BTreeMap<String, Style>,
}

impl Styles {
    /// Reads the styles; their names are English whatever language the program speaks.
    pub fn of(pieces: &[Piece]) -> Self {
        let mut styles: BTreeMap<String, Style> = BTreeMap::new();
        let mut id = String::new();
        for piece in pieces {
            let Piece::Open(element) = piece else {
                continue;
            };
            let value = || element.attribute("val").unwrap_or_default().to_owned();
            if element.name == "style" {
                id = element.attribute("styleId").unwrap_or_default().to_owned();
            }
            if id.is_empty() {
                continue;
            }
            let style = styles.entry(id.clone()).or_default();
            match element.name.as_str() {
                "name" => style.name = value().to_lowercase(),
                "basedOn" => style.based_on = Some(value()),
                "outlineLvl" => style.outline = value().parse().ok(),
                "numPr" => style.place = Some(ListPlace::default()),
                "ilvl" => style.place.get_or_insert_default().level = value().parse().ok(),
                "numId" => style.place.get_or_insert_default().list = Some(value()),
                _ => {}
            }
        }
        Styles { styles }
    }

    /// Returns a style and those that it is built on, nearest first.
    fn chain<'s>(&'s self, id: &str) -> impl Iterator<Item = (&'s String, &'s Style)> {
        let first = self.styles.get_key_value(id);
        let next = |(_, style): &(&'s String, &'s Style)| {
            self.styles.get_key_value(style.based_on.as_ref()?)
        };
        std::iter::successors(first, next).take(DEEPEST)
    }

    /// Returns what a style makes of a paragraph.
    pub fn role(&self, id: &str) -> Option<Role> {
        if !self.styles.contains_key(id) {
            return role_of(&id.to_lowercase());
        }
        let mut chain = self.chain(id);
        chain.find_map(|(_, style)| role_of(&style.name).or(outlined(style.outline)))
    }

    /// Returns the list that a style puts its paragraphs into, with the style that says so.
    pub fn place(&self, id: &str) -> Option<(ListPlace, String)> {
        let mut chain = self.chain(id);
        chain.find_map(|(id, style)| Some((style.place.clone()?, id.clone())))
    }
}

/// Returns the heading that a level of the outline stands for; the tenth is running text.
pub fn outlined(level: Option<usize>) -> Option<Role> {
    level
        .filter(|level| *level < 6)
        .map(|level| Role::Heading(level + 1))
}

fn role_of(name: &str) -> Option<Role> {
    if name == "title" {
        return Some(Role::Title);
    }
    let is_contents = [
        "toc",
        "table of figures",
        "table of authorities",
        "contents",
    ];
    if is_contents.iter().any(|start| name.starts_with(start)) {
        return Some(Role::Contents);
    }
    let level = name.strip_prefix("heading")?.trim_start();
    level.parse().ok().map(Role::Heading)
}

#[cfg(test)]
mod tests {
    use super::super::xml_events::pieces_of;
    use super::*;

    #[test]
    fn a_style_is_what_the_style_below_it_is() {
        let xml = "<w:styles xmlns:w='a'>\
            <w:style w:styleId='U2'><w:name w:val='heading 2'/></w:style>\
            <w:style w:styleId='Own'><w:name w:val='Our heads'/><w:basedOn w:val='U2'/></w:style>\
            <w:style w:styleId='Points'><w:name w:val='List Number'/><w:pPr><w:numPr><w:numId w:val='4'/></w:numPr></w:pPr></w:style>\
            <w:style w:styleId='Loop'><w:name w:val='loop'/><w:basedOn w:val='Loop'/></w:style>\
            <w:style w:styleId='V1'><w:name w:val='toc 1'/></w:style></w:styles>";
        let styles = Styles::of(&pieces_of(xml).expect("styles"));
        assert_eq!(styles.role("Own"), Some(Role::Heading(2)));
        assert_eq!(styles.role("Loop"), None);
        assert_eq!(styles.role("V1"), Some(Role::Contents));
        assert_eq!(styles.role("Heading3"), Some(Role::Heading(3)));
        let (place, style) = styles.place("Points").expect("a list");
        assert_eq!(
            (place.list.as_deref(), style.as_str()),
            (Some("4"), "Points")
        );
    }
}
