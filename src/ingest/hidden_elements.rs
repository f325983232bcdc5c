//! Takes out of a page what its readers do not see, so that nobody can plant sentences in it, and measures its shape.

use std::collections::{BTreeMap, BTreeSet};

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::{ElementRef, Html, Node};

use super::page_metadata::{select, words_of};
use super::style_rules::{StyleRules, without_properties};
use crate::article::style_hides;

/// The shape of a page that is still read: real pages stay far below, and the extractors' cost grows with the cube.
const DEEPEST: usize = 256;

/// The most elements a page may have.
const MAX_ELEMENTS: usize = 50_000;

/// The most elements that may be open at once while a page is parsed. The parser looks through all of them at many a tag:
/// with tens of thousands it takes seconds before anybody can see how deep the page is.
const MAX_OPEN: usize = 2_000;

/// Elements that never hold anything, and those that end without saying so.
const END_BY_THEMSELVES: [&str; 32] = [
    "area", "base", "body", "br", "caption", "col", "colgroup", "dd", "dt", "embed", "head", "hr",
    "html", "img", "input", "li", "link", "meta", "optgroup", "option", "p", "param", "rp", "rt",
    "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
];

/// Elements in which a `<` opens nothing.
const HOLD_PLAIN_TEXT: [&str; 4] = ["script", "style", "textarea", "title"];

/// The longest attribute that is handed on, in bytes; pictures written out in attributes are dropped.
const MAX_ATTRIBUTE_BYTES: usize = 100_000;

/// Parses a page; `None` when it is too deep or has too many elements to be read at a fair cost.
pub fn parsed(html: &str) -> Option<Html> {
    if opens_too_many(html) {
        return None;
    }
    Some(Html::parse_document(html)).filter(|page| !is_too_complex(page))
}

/// Tells, before a page is parsed, whether so many of its elements are open at once that parsing alone would cost too much.
fn opens_too_many(html: &str) -> bool {
    let mut open: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = 0;
    let mut inside: Option<String> = None;
    for tag in html.split('<').skip(1) {
        let (closes, rest) = match tag.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, tag),
        };
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let name = rest.get(..length).unwrap_or_default().to_ascii_lowercase();
        if let Some(holder) = &inside {
            if closes && name == *holder {
                inside = None;
            }
            continue;
        }
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic());
        if !is_name || END_BY_THEMSELVES.contains(&name.as_str()) {
            continue;
        }
        let ends_at_once = || rest.split('>').next().is_some_and(|tag| tag.ends_with('/'));
        if closes {
            if let Some(count) = open.get_mut(&name).filter(|count| **count > 0) {
                *count -= 1;
                all -= 1;
            }
        } else if HOLD_PLAIN_TEXT.contains(&name.as_str()) {
            inside = Some(name);
        } else if !ends_at_once() {
            *open.entry(name).or_default() += 1;
            all += 1;
        }
        if all > MAX_OPEN {
            return true;
        }
    }
    false
}

/// Tells whether a page is too deep or has too many elements to be read at a fair cost.
fn is_too_complex(page: &Html) -> bool {
    let (mut depth, mut elements) = (0_usize, 0_usize);
    for edge in page.tree.root().traverse() {
        match edge {
            Edge::Open(node) => {
                depth += 1;
                elements += usize::from(node.value().is_element());
            }
            Edge::Close(_) => depth -= 1,
        }
        if depth > DEEPEST || elements > MAX_ELEMENTS {
            return true;
        }
    }
    false
}

/// Removes comments and hidden elements from a page, and returns the words of those that had any. What holds most of its
/// words stays: scripts will reveal it. So does what a button of the page opens: its readers see that.
pub fn remove_unseen(page: &mut Html) -> Vec<String> {
    let sheet = StyleRules::of(page);
    let opened = opened_by_controls(page, &sheet);
    let half = letters_in(page.root_element()) / 2;
    let mut unseen = Vec::new();
    let mut revealed = Vec::new();
    let mut words = Vec::new();
    for node in page.tree.nodes() {
        if matches!(node.value(), Node::Comment(_)) {
            unseen.push(node.id());
        }
        let Some(element) = ElementRef::wrap(node).filter(|one| is_hidden(*one, &sheet)) else {
            continue;
        };
        if is_opened(element, &opened) && !is_hidden_otherwise(element, &sheet) {
            revealed.push(node.id());
        } else if letters_in(element) <= half {
            unseen.push(node.id());
            words.extend(prose_in(element));
        }
    }
    for id in unseen {
        if let Some(mut node) = page.tree.get_mut(id) {
            node.detach();
        }
    }
    for id in revealed {
        reveal(page, id);
    }
    words
}

/// Takes away what hides an element: others look at the page after us.
fn reveal(page: &mut Html, id: NodeId) {
    let Some(mut node) = page.tree.get_mut(id) else {
        return;
    };
    if let Node::Element(element) = node.value() {
        let hides = |name: &str| matches!(name, "hidden" | "aria-hidden" | "style");
        let all = std::mem::take(&mut element.attrs).into_iter();
        element.attrs = all.filter(|(name, _)| !hides(&name.local)).collect();
    }
}

/// Returns the words of an element if they are more than a label and no list of links.
fn prose_in(element: ElementRef<'_>) -> Option<String> {
    let is_one = |inner: &ElementRef<'_>, names: &[&str]| names.contains(&inner.value().name());
    let inner = || element.descendants().filter_map(ElementRef::wrap);
    if is_one(&element, &NOT_READ) || inner().any(|inner| is_one(&inner, &["form", "input", "nav"]))
    {
        return None;
    }
    let links = inner().filter(|inner| is_one(inner, &["a", "button"]));
    let linked: usize = links.map(letters_in).sum();
    let all = letters_in(element);
    (linked * 5 < all && all >= MIN_PROSE_BYTES).then(|| words_of(element))
}

/// Elements without words of their own, and those that lead elsewhere.
const NOT_READ: [&str; 9] = [
    "script", "style", "noscript", "template", "svg", "nav", "form", "dialog", "iframe",
];

/// Fewer bytes than this are a label of a button.
const MIN_PROSE_BYTES: usize = 60;

/// Finds the ids of what a visible button, tab or heading opens.
fn opened_by_controls(page: &Html, sheet: &StyleRules) -> BTreeSet<String> {
    let mut opened = BTreeSet::new();
    for control in select(page, CONTROLS) {
        let value = control.value();
        let is_control = matches!(value.name(), "button" | "a" | "summary");
        if !is_control && value.attr("role") != Some("tab") {
            continue;
        }
        let named = ["aria-controls", "data-target", "data-bs-target", "href"];
        let ids = named.iter().filter_map(|name| value.attr(name));
        let ids = ids.flat_map(str::split_whitespace);
        let ids: Vec<&str> = ids.map(|id| id.trim_start_matches('#')).collect();
        let outer = control.ancestors().filter_map(ElementRef::wrap);
        let mut around = std::iter::once(control).chain(outer);
        if !words_of(control).is_empty() && !around.any(|one| is_hidden(one, sheet)) {
            opened.extend(ids.into_iter().map(str::to_owned));
        }
    }
    opened
}

/// What opens a part of the page.
const CONTROLS: &str = r##"[aria-controls], [data-target^="#"], [data-bs-target^="#"], a[role="tab"][href^="#"], a[data-toggle][href^="#"], a[data-bs-toggle][href^="#"]"##;

/// Tells whether an element is a panel that its readers can open, and no menu and no window over the page.
fn is_opened(element: ElementRef<'_>, opened: &BTreeSet<String>) -> bool {
    let value = element.value();
    let role = value.attr("role").unwrap_or_default();
    let panel = value.id().is_some_and(|id| opened.contains(id));
    let named = || {
        [value.attr("class"), value.id(), Some(role)]
            .into_iter()
            .flatten()
    };
    let other = || {
        let named = named().map(str::to_ascii_lowercase);
        let mut named = named.filter(|names| NO_PANELS.iter().any(|part| names.contains(part)));
        named.next().is_some() || NOT_READ.contains(&value.name())
    };
    panel && !other()
}

/// Parts of the names of what is opened over a page or leads away from it.
const NO_PANELS: [&str; 13] = [
    "modal",
    "dialog",
    "menu",
    "nav",
    "search",
    "dropdown",
    "popup",
    "popover",
    "offcanvas",
    "tooltip",
    "cookie",
    "consent",
    "lightbox",
];

/// Counts the bytes of the words in an element, those of scripts and styles left out.
fn letters_in(element: ElementRef<'_>) -> usize {
    let words = element.descendants().filter(|node| {
        let outer = node.parent().and_then(ElementRef::wrap);
        !outer.is_some_and(|outer| matches!(outer.value().name(), "script" | "style" | "noscript"))
    });
    let texts = words.filter_map(|node| node.value().as_text());
    texts.map(|text| text.trim().len()).sum()
}

/// Tells whether any attribute is longer than attributes are.
pub fn has_overlong_attribute(page: &Html) -> bool {
    page.tree.nodes().any(|node| {
        let attributes = node.value().as_element().map(|element| element.attrs());
        attributes.is_some_and(|mut all| all.any(|(_, value)| value.len() > MAX_ATTRIBUTE_BYTES))
    })
}

fn is_hidden(element: ElementRef<'_>, sheet: &StyleRules) -> bool {
    let value = element.value();
    if matches!(value.name(), "html" | "body") {
        return false;
    }
    let hidden = value
        .attr("hidden")
        .is_some_and(|kind| kind != "until-found");
    let unspoken = value.attr("aria-hidden") == Some("true");
    let styled = value.attr("style").is_some_and(style_hides);
    hidden || unspoken || styled || sheet.hides(element)
}

/// Tells whether an element is hidden by more than what buttons and tabs take away: by its size, place or colour.
fn is_hidden_otherwise(element: ElementRef<'_>, sheet: &StyleRules) -> bool {
    let styled = |style: &str| style_hides(&without_properties(style, &["display", "visibility"]));
    element.value().attr("style").is_some_and(styled) || sheet.hides_otherwise(element)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(html: &str) -> String {
        let mut page = Html::parse_document(html);
        remove_unseen(&mut page);
        let body = select(&page, "body");
        words_of(*body.first().expect("a body"))
    }

    #[test]
    fn what_nobody_sees_is_gone() {
        for hidden in [
            r#"<p style="display: none">planted</p>"#,
            r#"<p style="DISPLAY:NONE !important">planted</p>"#,
            r#"<div style="visibility:hidden"><p>planted</p></div>"#,
            r#"<p hidden>planted</p>"#,
            r#"<p aria-hidden="true">planted</p>"#,
            r#"<p style="position:absolute; left:-9999px">planted</p>"#,
            r#"<p style="text-indent: -5000em">planted</p>"#,
            r#"<p style="color: #fff; background: #fff">planted</p>"#,
            r#"<p style="font-size:0">planted</p>"#,
            r#"<p style="opacity: 0">planted</p>"#,
            r#"<p style="height:0px; overflow:hidden">planted</p>"#,
            r#"<!-- planted --><p></p>"#,
            r#"<style>.note, #x {display:none}</style><p class="note">planted</p>"#,
            r#"<style>b{color:red} #x{visibility:hidden}</style><p id="x">planted</p>"#,
        ] {
            let html = format!("<body><p>The mill turned.</p>{hidden}</body>");
            assert!(!seen(&html).contains("planted"), "{hidden}");
            assert!(seen(&html).contains("The mill turned."), "{hidden}");
        }
    }

    #[test]
    fn what_is_seen_stays() {
        for shown in [
            r#"<p style="opacity: 0.9; color: #fff; background: #000">plain</p>"#,
            r#"<p style="font-size:0.9em; left:-10px">plain</p>"#,
            r#"<style>@media print {.note {display:none}} .other{display:none}</style><p class="note">plain</p>"#,
            r#"<style>.no-js{display:none}</style><p class="no-js">plain</p>"#,
        ] {
            assert!(
                seen(&format!("<body>{shown}</body>")).contains("plain"),
                "{shown}"
            );
        }
        for revealed in [
            "<body style='opacity:0'>",
            "<div hidden>",
            "<style>#all{opacity:0}</style><div id=all>",
        ] {
            assert!(
                seen(&format!("{revealed}<p>plain</p>")).contains("plain"),
                "{revealed}"
            );
        }
    }

    #[test]
    fn what_a_button_or_tab_opens_stays() {
        for opened in [
            r##"<button aria-controls="a1">When?</button><div id="a1" hidden>plain</div>"##,
            r##"<a data-toggle="collapse" href="#a1">When?</a><div id="a1" style="display:none">plain</div>"##,
            r##"<h3 role="tab" data-bs-target="#a1">When?</h3><div id="a1" aria-hidden="true">plain</div>"##,
            r##"<style>.pane{display:none}</style><a role="tab" href="#a1">When?</a><div id="a1" class="pane" role="tabpanel">plain</div>"##,
            r##"<style>.pane{display:none} .pane.active {display: block}</style><div class="pane active">plain</div>"##,
        ] {
            let html = format!("<body><p>The mill turned.</p>{opened}</body>");
            assert!(seen(&html).contains("plain"), "{opened}");
        }
        for planted in [
            r#"<button aria-controls="a1" hidden>When?</button><div id="a1" hidden>planted</div>"#,
            r#"<button aria-controls="a1"></button><div id="a1" hidden>planted</div>"#,
            r#"<button aria-controls="a1">Menu</button><div id="a1" class="main-menu" hidden>planted</div>"#,
            r#"<style>.pane{display:none} .pane.active{display:block}</style><div class="pane">planted</div>"#,
            r#"<div role="tabpanel" hidden>planted</div>"#,
            r#"<div role="tabpanel" style="font-size:0">planted</div>"#,
            r#"<p aria-controls="a1">When?</p><div id="a1" hidden>planted</div>"#,
            r#"<button aria-controls="a1">When?</button><div id="a1" style="display:none;left:-9999px">planted</div>"#,
            r#"<style>.x{opacity:0}</style><button aria-controls="a1">When?</button><div id="a1" class="x">planted</div>"#,
            r#"<style>.x{display:none} .never .x.y{display:block}</style><div class="x y">planted</div>"#,
            r#"<style>.x{font-size:0} .x.y{display:block}</style><div class="x y">planted</div>"#,
            r#"<style>.pane{display:none} .pane:hover{display:block}</style><div class="pane">planted</div>"#,
        ] {
            let html = format!("<body><p>The mill turned.</p>{planted}</body>");
            assert!(!seen(&html).contains("planted"), "{planted}");
        }
    }

    #[test]
    fn what_is_opened_is_hidden_from_nobody_else() {
        let mut page = Html::parse_document(
            r#"<p>The mill turned.</p><button aria-controls="a1">When?</button><div id="a1" hidden style="display:none">plain</div>"#,
        );
        remove_unseen(&mut page);
        assert!(!page.html().contains("hidden") && !page.html().contains("display"));
    }

    #[test]
    fn hidden_sentences_are_told_and_hidden_menus_are_not() {
        let sentence =
            "The keeper of the northern lamp counted every ship that sailed through the sound.";
        let mut page = Html::parse_document(&format!(
            "<p>{sentence} {sentence}</p><div hidden>{sentence}</div><div hidden><a href=a>{sentence}</a></div>"
        ));
        assert_eq!(remove_unseen(&mut page), [sentence]);
    }

    #[test]
    fn what_opens_too_much_is_told_before_it_is_parsed() {
        for deep in ["<dl>", "<DIV class='a'>", "<b><i>"] {
            assert!(opens_too_many(&deep.repeat(3_000)), "{deep}");
        }
        for flat in [
            "<p>one<li>two<br>",
            "<div>one</div>",
            "<svg><path d='m'/></svg>",
            "<script>for (i=0;i<b;i++) a<c</script>",
            "a < b <3 ",
        ] {
            assert!(!opens_too_many(&flat.repeat(3_000)), "{flat}");
        }
    }

    #[test]
    fn deep_and_wide_pages_are_told() {
        let nested = |depth: usize| Html::parse_document(&"<div>".repeat(depth));
        assert!(!is_too_complex(&nested(200)));
        assert!(is_too_complex(&nested(300)));
        assert!(is_too_complex(&Html::parse_document(
            &"<br>".repeat(60_000)
        )));
    }
}
