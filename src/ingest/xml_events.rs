//! The pieces of an XML document in a row: elements that open and close, and the words between them.
//!
//! Entities that a document defines itself are not expanded, so that a small file cannot grow into a large one.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Deeper than this, no document of an office program is built.
const DEEPEST: usize = 256;

/// One piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// An element opens.
    Open(Element),
    /// The element of this name closes.
    Close(String),
    /// Words between elements.
    Words(String),
}

/// An element that opens: its name and its attributes, without their prefixes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name.
    pub name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// Returns the value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut found = self.attributes.iter().filter(|(key, _)| key == name);
        found.next().map(|(_, value)| value.as_str())
    }
}

/// An XML document that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damaged;

/// Splits a document into its pieces.
pub fn pieces_of(xml: &str) -> Result<Vec<Piece>, Damaged> {
    let mut reader = Reader::from_str(xml);
    let mut pieces = Vec::new();
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|_| Damaged)? {
            Event::Start(start) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(Damaged);
                }
                pieces.push(Piece::Open(element_of(&start)));
            }
            Event::Empty(start) => {
                let element = element_of(&start);
                let name = element.name.clone();
                pieces.extend([Piece::Open(element), Piece::Close(name)]);
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                pieces.push(Piece::Close(end.local_name().as_ref().to_owned()));
            }
            Event::Text(text) => pieces.push(Piece::Words(text.xml10_content().into_owned())),
            Event::CData(text) => pieces.push(Piece::Words(text.xml10_content().into_owned())),
            Event::GeneralRef(reference) => {
                pieces.extend(character_of(&reference).map(Piece::Words));
            }
            Event::Eof => return Ok(pieces),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

fn element_of(start: &BytesStart<'_>) -> Element {
    let attributes = start.attributes().flatten().filter_map(|attribute| {
        let name = attribute.key.local_name().as_ref().to_owned();
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
        Some((name, value.into_owned()))
    });
    Element {
        name: start.local_name().as_ref().to_owned(),
        attributes: attributes.collect(),
    }
}

/// Returns what `&amp;` and `&#8217;` stand for; `None` for entities that a document defines itself.
fn character_of(reference: &BytesRef<'_>) -> Option<String> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character.to_string());
    }
    let known = match reference.xml10_content().as_ref() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => " ",
        _ => return None,
    };
    Some(known.to_owned())
}

/// Returns the words of the first element of a name.
pub fn words_of_first(pieces: &[Piece], name: &str) -> Option<String> {
    let open = |piece: &Piece| matches!(piece, Piece::Open(element) if element.name == name);
    let from = pieces.iter().position(open)?;
    let inside = pieces.get(from + 1..)?.iter();
    let words: String = inside
        .take_while(|piece| !matches!(piece, Piece::Close(closed) if closed == name))
        .filter_map(|piece| match piece {
            Piece::Words(words) => Some(words.as_str()),
            _ => None,
        })
        .collect();
    Some(words.trim().to_owned()).filter(|words| !words.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_words_and_characters_are_told_apart() {
        let pieces =
            pieces_of("<w:p w:id='7'>Tea &amp; milk&#8230;<w:br/></w:p>").expect("a document");
        let words: String = pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Words(words) => Some(words.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(words, "Tea & milk…");
        assert!(
            matches!(&pieces[0], Piece::Open(element) if element.name == "p" && element.attribute("id") == Some("7"))
        );
        assert_eq!(pieces.last(), Some(&Piece::Close("p".to_owned())));
    }

    #[test]
    fn a_document_cannot_make_itself_larger() {
        let bomb = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><x>&b;&b;</x>";
        let pieces = pieces_of(bomb).expect("a document");
        assert_eq!(words_of_first(&pieces, "x"), None);
        assert_eq!(pieces_of(&"<a>".repeat(300)), Err(Damaged));
        assert_eq!(pieces_of("<a><b></a>"), Err(Damaged));
    }
}
