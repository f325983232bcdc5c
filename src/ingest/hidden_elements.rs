//! Takes out of a page what its readers do not see, so that nobody can plant sentences in it, and measures its shape.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use ego_tree::iter::Edge;
use regex::Regex;
use scraper::{ElementRef, Html, Node};

use super::page_metadata::{select, words_of};
use super::static_regex::static_regex;

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

/// Removes comments and hidden elements from a page. What holds most of its words stays: scripts will reveal it.
pub fn remove_unseen(page: &mut Html) {
    let rules = hiding_rules(page);
    let half = letters_in(page.root_element()) / 2;
    let hidden = |e: ElementRef<'_>| is_hidden(e, &rules) && letters_in(e) <= half;
    let unseen: Vec<_> = page
        .tree
        .nodes()
        .filter(|node| match node.value() {
            Node::Comment(_) => true,
            Node::Element(_) => ElementRef::wrap(*node).is_some_and(&hidden),
            _ => false,
        })
        .map(|node| node.id())
        .collect();
    for id in unseen {
        if let Some(mut node) = page.tree.get_mut(id) {
            node.detach();
        }
    }
}

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

fn is_hidden(element: ElementRef<'_>, rules: &BTreeSet<String>) -> bool {
    let value = element.value();
    if matches!(value.name(), "html" | "body") {
        return false;
    }
    let hidden = value
        .attr("hidden")
        .is_some_and(|kind| kind != "until-found");
    let unspoken = value.attr("aria-hidden") == Some("true");
    let styled = value.attr("style").is_some_and(style_hides);
    hidden || unspoken || styled || by_rule(element, rules)
}

fn by_rule(element: ElementRef<'_>, rules: &BTreeSet<String>) -> bool {
    let id = element.value().id().map(|id| format!("#{id}"));
    let mut classes = element.value().classes().map(|class| format!(".{class}"));
    id.is_some_and(|id| rules.contains(&id)) || classes.any(|class| rules.contains(&class))
}

static HIDING: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?x)display:none | visibility:(?:hidden|collapse) | (?:^|;)opacity:0?\.?0*(?:;|!|$) | font-size:0+(?:\.0+)?(?:px|em|rem|pt|%)?(?:;|!|$)
        | (?:left|right|top|bottom|text-indent|margin-left|margin-top):-\d{3,} | clip:rect\((?:0|1px) | clip-path:inset\((?:50|100)%
        | transform:(?:scale\(0\)|translate[xy]?\(-\d{3,})",
    )
});

static COLOUR: LazyLock<Regex> = LazyLock::new(|| static_regex(r"(?:^|;)color:([^;!]+)"));

static GROUND: LazyLock<Regex> =
    LazyLock::new(|| static_regex(r"(?:^|;)background(?:-color)?:([^;!]+)"));

/// Tells whether a style makes an element invisible, moves it off the page or gives it the colour of its ground.
fn style_hides(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    let colour = |wanted: &Regex| wanted.captures(&style).map(|found| found[1].to_owned());
    let painted_over = colour(&COLOUR).is_some_and(|ink| colour(&GROUND) == Some(ink));
    let squeezed = style.contains("overflow:hidden")
        && [";height:0", ";width:0", ";max-height:0"]
            .iter()
            .any(|zero| {
                format!(";{style};")
                    .replace("px", "")
                    .contains(&format!("{zero};"))
            });
    HIDING.is_match(&style) || painted_over || squeezed
}

/// Collects the single classes and ids that the page's own style sheets hide, whatever the screen.
fn hiding_rules(page: &Html) -> BTreeSet<String> {
    let mut hidden = BTreeSet::new();
    for sheet in select(page, "style") {
        let sheet = outside_conditions(&words_of(sheet));
        for rule in sheet.split('}') {
            let Some((selectors, style)) = rule.split_once('{') else {
                continue;
            };
            if style_hides(style) {
                let simple = selectors
                    .split(',')
                    .map(str::trim)
                    .filter(|one| is_simple(one));
                hidden.extend(simple.map(str::to_owned));
            }
        }
    }
    hidden
}

fn is_simple(selector: &str) -> bool {
    let name = selector.strip_prefix(['.', '#']).unwrap_or_default();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    // A class for scripts to remove hides nothing from readers.
    let waits = ["js", "load", "lazy", "fade", "anim"]
        .iter()
        .any(|part| name.contains(part));
    !name.is_empty() && name.chars().all(plain) && !waits
}

/// Leaves out blocks such as `@media print { … }`, whose rules hold only sometimes.
fn outside_conditions(sheet: &str) -> String {
    let mut kept = String::new();
    let (mut depth, mut inside) = (0_usize, false);
    for c in sheet.chars() {
        inside |= c == '@' && depth == 0;
        if !inside {
            kept.push(c);
        }
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        inside &= !(depth == 0 && matches!(c, '}' | ';'));
    }
    kept
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
