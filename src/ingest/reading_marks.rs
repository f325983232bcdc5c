//! Takes out of a page the marks that stand between its words and are none: numbers of pages and notes, signs that link to
//! a heading, "[edit]". Left in, they are glued to the words beside them.

use scraper::{ElementRef, Html};

/// What a book or a page calls such an element, in `epub:type` or `role`.
const TYPES: [&str; 6] = [
    "pagebreak",
    "doc-pagebreak",
    "noteref",
    "doc-noteref",
    "backlink",
    "doc-backlink",
];

/// Classes of such elements, whatever they are.
const CLASSES: [&str; 11] = [
    "pg-boilerplate",
    "pagenum",
    "pageno",
    "pagebreak",
    "page-break",
    "headerlink",
    "mw-editsection",
    "mw-cite-backlink",
    "navbox",
    "footnote-backref",
    "footnote-back",
];

/// The ids under which a library of free books prints what it says of all its books.
const LICENCE: [&str; 2] = ["pg-header", "pg-footer"];

/// Classes of raised words that are no words.
const RAISED: [&str; 4] = ["reference", "noprint", "noteref", "footnote-ref"];

/// What stands in a link that only leads to its own place or back from a note.
const SIGNS: [char; 12] = [
    '¶', '#', '§', '↩', '↑', '⏎', '↵', '🔗', '⚓', '∞', '\u{fe0e}', '\u{fe0f}',
];

/// Signs that stand for a note where no number does.
const NOTE_SIGNS: [char; 5] = ['*', '†', '‡', '[', ']'];

/// The number of a note has at most so many figures.
const NOTE_FIGURES: usize = 3;

/// Removes the marks of a page.
pub fn remove_marks(page: &mut Html) {
    let elements = page.tree.nodes().filter_map(ElementRef::wrap);
    let marks: Vec<_> = elements
        .filter(|element| is_mark(*element))
        .map(|element| element.id())
        .collect();
    for id in marks {
        if let Some(mut node) = page.tree.get_mut(id) {
            node.detach();
        }
    }
}

fn is_mark(element: ElementRef<'_>) -> bool {
    let value = element.value();
    let name = value.name();
    if matches!(name, "html" | "body" | "head" | "main" | "article") {
        return false;
    }
    let of_type = |name| {
        let types = value
            .attr(name)
            .unwrap_or_default()
            .split_ascii_whitespace();
        types.into_iter().any(|one| TYPES.contains(&one))
    };
    let has_class = |classes: &[&str]| value.classes().any(|class| classes.contains(&class));
    let is_note = || match name {
        "sup" => has_class(&RAISED) || refers_to_note(element),
        "a" => is_sign(element) || raises_note(element) || leads_back(element),
        "span" => is_page_number(element),
        _ => false,
    };
    // A library of free books prints its licence around each of them.
    let is_licence = value.id().is_some_and(|id| LICENCE.contains(&id));
    is_licence || of_type("epub:type") || of_type("role") || has_class(&CLASSES) || is_note()
}

/// Returns the words of an element, if they are few.
fn short_words(element: ElementRef<'_>) -> Option<String> {
    let mut words = String::new();
    for text in element.text() {
        words += text.trim();
        if words.len() > 16 {
            return None;
        }
    }
    Some(words)
}

fn is_sign(link: ElementRef<'_>) -> bool {
    // A sign that leads to another page is the name of what is found there.
    let href = link.value().attr("href").unwrap_or_default();
    let stays = href.is_empty() || href.contains('#');
    let words = short_words(link).filter(|_| stays);
    words.is_some_and(|words| !words.is_empty() && words.chars().all(|c| SIGNS.contains(&c)))
}

/// Tells whether words are the number or the sign of a note.
fn is_note_number(words: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || NOTE_SIGNS.contains(&c);
    let figures = words.chars().filter(char::is_ascii_digit).count();
    !words.is_empty() && words.chars().all(is_part) && figures <= NOTE_FIGURES
}

fn leads_into_page(link: ElementRef<'_>) -> bool {
    link.value()
        .attr("href")
        .is_some_and(|href| href.contains('#'))
}

/// Tells whether raised words are a link to a note and nothing else.
fn refers_to_note(raised: ElementRef<'_>) -> bool {
    let mut links = raised.descendants().filter_map(ElementRef::wrap);
    let linked = links.any(|inner| inner.value().name() == "a" && leads_into_page(inner));
    linked && short_words(raised).is_some_and(|words| is_note_number(&words))
}

/// Tells whether a link to a note holds raised words and nothing else.
fn raises_note(link: ElementRef<'_>) -> bool {
    let mut inner = link.children().filter_map(ElementRef::wrap);
    let raised = inner.any(|inner| inner.value().name() == "sup");
    raised && leads_into_page(link) && short_words(link).is_some_and(|words| is_note_number(&words))
}

/// Tells whether a link is the number of the note in which it stands.
fn leads_back(link: ElementRef<'_>) -> bool {
    let is_note = |outer: ElementRef<'_>| {
        let said = [
            outer.value().attr("epub:type"),
            outer.value().attr("role"),
            outer.value().attr("class"),
        ];
        said.into_iter()
            .flatten()
            .any(|said| said.contains("footnote") || said.contains("endnote"))
    };
    leads_into_page(link)
        && short_words(link).is_some_and(|words| is_note_number(&words))
        && link
            .ancestors()
            .filter_map(ElementRef::wrap)
            .take(4)
            .any(is_note)
}

/// Tells whether an element is the number of a printed page, as its id says.
fn is_page_number(element: ElementRef<'_>) -> bool {
    let id = element
        .value()
        .attr("id")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let number = ["page", "pg", "p"]
        .iter()
        .find_map(|start| id.strip_prefix(start));
    let number = number.map(|number| number.trim_start_matches(['_', '-']));
    let Some(number) =
        number.filter(|number| number.chars().all(|c| c.is_ascii_digit()) && !number.is_empty())
    else {
        return false;
    };
    let words = short_words(element).unwrap_or_default();
    words
        .trim_matches(['[', ']', '{', '}'])
        .trim_start_matches(|c: char| c.is_alphabetic() || ". ".contains(c))
        == number
}

#[cfg(test)]
mod tests {
    use super::super::blocks::blocks_of;
    use super::*;

    fn shown(html: &str) -> String {
        let mut page = Html::parse_document(html);
        remove_marks(&mut page);
        let blocks = blocks_of(&page);
        blocks
            .iter()
            .map(|block| block.text.clone())
            .collect::<Vec<_>>()
            .join(" | ")
    }

    #[test]
    fn marks_between_words_are_no_words() {
        for (html, wanted) in [
            (
                "<p><span epub:type='pagebreak' id='p7'>7</span>The path is long.<a epub:type='noteref' href='#n'><sup>1</sup></a></p>",
                "The path is long.",
            ),
            (
                "<p><span class=pagenum>[Pg 3]</span>It was lit for thirty-<span class=pagenum>[Pg 4]</span>two years.</p>",
                "It was lit for thirty-two years.",
            ),
            (
                "<p>It leads <span id=page_23>[23]</span> through a wood.</p>",
                "It leads through a wood.",
            ),
            (
                "<h1>Lamps<a class=headerlink href='#l'>¶</a></h1><h2>Oil <a href='#oil'>#</a></h2>",
                "Lamps | Oil",
            ),
            (
                "<h2>Ships<span class=mw-editsection>[<a href='/e'>edit</a>]</span></h2>",
                "Ships",
            ),
            (
                "<p>It is red.<sup class=reference><a href='#c1'>[1]</a></sup> It is old.<sup class='noprint'>[citation needed]</sup></p>",
                "It is red. It is old.",
            ),
            (
                "<p>It is red.<sup><a href='notes.xhtml#n2'>2</a></sup></p>",
                "It is red.",
            ),
            (
                "<li class=footnote><p><a href='#r1'>1</a> In winter it is shut. <a href='#r1'>↩</a></p></li>",
                "In winter it is shut.",
            ),
            (
                "<div id=pg-footer><p>The licence of all our books.</p></div><p>It is red.</p>",
                "It is red.",
            ),
            (
                "<table class=navbox><tr><td>Other lamps</td></tr></table><p>It is red.</p>",
                "It is red.",
            ),
        ] {
            assert_eq!(shown(html), wanted);
        }
    }

    #[test]
    fn numbers_and_signs_that_are_said_stay() {
        for html in [
            "<p>It covers 140 m<sup>2</sup> in room <a href='#r3'>3</a>.</p>",
            "<p>See § 4 and <a href='/c'>C#</a>.</p>",
            "<p>On page <span id=page>7</span> stands <span id=p8>a lamp</span>.</p>",
        ] {
            let words = shown(html);
            assert_eq!(
                words,
                shown(&html.replace(" id=", " name=").replace("href", "title")),
                "{html}"
            );
        }
        assert_eq!(
            shown("<p>The sign <a href='/infinity'>∞</a> has no end.</p>"),
            "The sign ∞ has no end."
        );
        assert_eq!(
            shown("<p>Room <a href='#r3'>3</a> is 9 m<sup>2</sup>.</p>"),
            "Room 3 is 9 m2."
        );
    }
}
