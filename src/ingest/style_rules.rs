//! What the style sheets of a page hide from its readers.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;
use scraper::{ElementRef, Html};

use super::page_metadata::{select, words_of};
use super::static_regex::static_regex;
use crate::article::style_hides;

/// Leaves the named properties out of a style.
pub(super) fn without_properties(style: &str, names: &[&str]) -> String {
    let is_named = |one: &&str| {
        let name = one.split(':').next().unwrap_or_default().trim();
        names.iter().any(|wanted| name.eq_ignore_ascii_case(wanted))
    };
    let kept: Vec<&str> = style.split(';').filter(|one| !is_named(one)).collect();
    kept.join(";")
}

/// What the page's own style sheets hide and show, whatever the screen.
#[derive(Default)]
pub(super) struct StyleRules {
    /// The single classes and ids that are not displayed, and nothing else hides.
    undisplayed: BTreeSet<String>,
    /// Those that are not visible.
    invisible: BTreeSet<String>,
    /// Those hidden by their size, place or colour.
    hidden_otherwise: BTreeSet<String>,
    /// Classes and ids that together are displayed again: `.panel.open`.
    shown: Vec<BTreeSet<String>>,
}

impl StyleRules {
    /// Reads the rules of all its sheets.
    pub(super) fn of(page: &Html) -> Self {
        let mut rules = StyleRules::default();
        for sheet in select(page, "style") {
            let sheet = outside_conditions(&words_of(sheet));
            for rule in sheet.split('}') {
                let Some((selectors, style)) = rule.split_once('{') else {
                    continue;
                };
                let selectors = selectors.split(',').map(str::trim);
                if style_hides(style) {
                    let simple = selectors.filter(|one| is_simple(one));
                    let stays = |names: &[&str]| style_hides(&without_properties(style, names));
                    let hidden = match (stays(&["display", "visibility"]), stays(&["display"])) {
                        (true, _) => &mut rules.hidden_otherwise,
                        (_, true) => &mut rules.invisible,
                        _ => &mut rules.undisplayed,
                    };
                    hidden.extend(simple.map(str::to_owned));
                } else if style_shows(style) {
                    let room = MAX_SHOWN.saturating_sub(rules.shown.len());
                    let together = selectors.filter_map(names_together);
                    rules.shown.extend(together.take(room));
                }
            }
        }
        rules
    }

    /// Tells whether a rule hides an element; one that says more of it may display it again, but nothing else.
    pub(super) fn hides(&self, element: ElementRef<'_>) -> bool {
        let all = [&self.undisplayed, &self.invisible, &self.hidden_otherwise];
        if all.iter().all(|names| names.is_empty()) {
            return false;
        }
        let names = names_of(element);
        let shown = || self.shown.iter().any(|all| all.is_subset(&names));
        !names.is_disjoint(&self.invisible)
            || !names.is_disjoint(&self.hidden_otherwise)
            || !names.is_disjoint(&self.undisplayed) && !shown()
    }

    /// Tells whether a rule hides an element by its size, place or colour.
    pub(super) fn hides_otherwise(&self, element: ElementRef<'_>) -> bool {
        !self.hidden_otherwise.is_disjoint(&names_of(element))
    }
}

/// So many rules that display something again are looked at; each is held against every element.
const MAX_SHOWN: usize = 200;

/// Returns the classes and the id of an element as selectors name them.
fn names_of(element: ElementRef<'_>) -> BTreeSet<String> {
    let id = element.value().id().map(|id| format!("#{id}"));
    let classes = element.value().classes().map(|class| format!(".{class}"));
    classes.chain(id).collect()
}

static SHOWING: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?:^|[;{])(?:display:(?:block|flex|grid|inline|table|list-item|contents|revert|unset|initial))",
    )
});

/// Tells whether a style makes an element visible that another may have hidden.
fn style_shows(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    SHOWING.is_match(&style.to_ascii_lowercase())
}

/// Returns the classes and ids that a selector wants together; `None` for one alone, for parts that hold only sometimes, as
/// under the mouse, and for what stands inside or beside something else: whether it does is not looked up.
fn names_together(selector: &str) -> Option<BTreeSet<String>> {
    let at = selector.find(['.', '#'])?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '#');
    let (tag, names) = selector.split_at(at);
    if !tag.chars().all(char::is_alphanumeric) || !names.chars().all(plain) {
        return None;
    }
    let mut all = BTreeSet::new();
    let mut rest = names;
    while let Some(name) = rest.get(1..) {
        let end = name.find(['.', '#']).map_or(rest.len(), |end| end + 1);
        all.insert(rest.get(..end)?.to_owned());
        rest = rest.get(end..)?;
    }
    (all.len() > 1).then_some(all)
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
