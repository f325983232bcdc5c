//! Who wrote a page.

use std::sync::LazyLock;

use regex::Regex;
use scraper::{ElementRef, Html};

use super::blocks::{blocks_of, one_line, squash};
use super::linked_data::LinkedData;
use super::page_metadata::{Head, select, words_of};
use super::static_regex::static_regex;

/// Names of the authors a page gives, separated by commas; the surest source that names a person.
pub(super) fn authors_of(
    page: &Html,
    head: &Head,
    linked: &LinkedData,
    publisher: Option<&str>,
) -> Option<String> {
    let machine = [linked.authors.clone(), labelled(head)]
        .into_iter()
        .chain(NAMES.iter().map(|name| head.all(name).collect()));
    let shown = SELECTORS
        .iter()
        .map(|selector| named_by(page, selector, is_aside));
    let anywhere = SURE
        .iter()
        .map(|at| named_by(page, SELECTORS[*at], |_| false));
    let sources = machine.chain(shown).chain([in_lines(page)]).chain(anywhere);
    let found: Vec<Vec<String>> = sources
        .map(|names| people(&names))
        .filter(|names| !names.is_empty() && !is_list_of_else(names))
        .collect();
    let persons = found.iter().map(|names| without_site(names, publisher));
    let person = persons.into_iter().find(|names| !names.is_empty());
    person
        .or(found.into_iter().next())
        .map(|names| names.join(", "))
}

/// Names under which pages give their authors to machines.
const NAMES: [&str; 8] = [
    "author",
    "article:author",
    "citation_author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
];

/// Reads the labelled data that many sites give for previews: `Written by` in one element, the name in the next.
fn labelled(head: &Head) -> Vec<String> {
    let label = head
        .first(&["twitter:label1"])
        .unwrap_or_default()
        .to_lowercase();
    let by = [
        "written by",
        "verfasst von",
        "écrit par",
        "escrito por",
        "scritto da",
    ];
    let name = head
        .first(&["twitter:data1"])
        .filter(|_| by.contains(&label.as_str()));
    name.into_iter().collect()
}

/// Where readers find a byline, the surest places first.
const SELECTORS: [&str; 13] = [
    r#"[itemprop="author"] [itemprop="name"]"#,
    r#"[itemprop="author"]"#,
    r#"a[rel="author"], a[rel~="author"]"#,
    ".author.vcard .fn, .byline .author, .byline-name, .author-name, .author__name, .article-author, .post-author",
    r#"a[href*="/author/"], a[href*="/autor/"], a[href*="/authors/"], a[href*="/autoren/"], a[href*="/staff/"]"#,
    ".author, .autor, .authors, .Author, .byline, .byline__name, .byl",
    r#".submitted .username, .post .username, a.username"#,
    r#"[class*="byline"], [class*="Byline"], [data-testid*="byline"]"#,
    r#"[class*="author"], [class*="autor"], [id*="author"]"#,
    ".entry-meta, .post-meta, .article-meta, .meta, .postmetadata",
    "address",
    ".submitted, .posted, .postinfo",
    "header p, header span, header div",
];

/// Those of the places above that are read among teasers too, when nothing else names anybody.
const SURE: [usize; 3] = [1, 4, 7];

fn named_by(page: &Html, selector: &str, skip: fn(ElementRef<'_>) -> bool) -> Vec<String> {
    let all = select(page, selector);
    let all: Vec<ElementRef<'_>> = all.into_iter().filter(|element| !skip(*element)).collect();
    let first = all
        .iter()
        .position(|element| name_in(*element, selector).is_some());
    let Some(first) = first else {
        return Vec::new();
    };
    // Several authors stand side by side.
    let beside = |other: &&ElementRef<'_>| other.parent() == all[first].parent();
    let together = all[first..].iter().filter(beside).take(6);
    together
        .filter_map(|element| name_in(*element, selector))
        .collect()
}

/// Reads the name in an element; places that hold more than a name are only read where they say `by`.
fn name_in(element: ElementRef<'_>, selector: &str) -> Option<String> {
    let named = selector.starts_with(['a', '[']) || selector.contains("name");
    let words = words_of(element);
    if words.chars().count() > 120 {
        return None;
    }
    let said = match BY.captures(&words) {
        Some(found) => found.get(1).map(|name| name.as_str().to_owned()),
        None => (named || words.split_whitespace().count() <= 4).then_some(words),
    };
    said.filter(|name| !people(std::slice::from_ref(name)).is_empty())
}

/// Tells whether an element stands among comments, teasers or in a side column.
pub(super) fn is_aside(element: ElementRef<'_>) -> bool {
    let outer = element.ancestors().filter_map(ElementRef::wrap);
    outer
        .filter(|outer| !matches!(outer.value().name(), "html" | "body"))
        .any(|outer| {
            let named = [outer.attr("class"), outer.attr("id")]
                .into_iter()
                .flatten();
            let mut names = named.flat_map(str::split_whitespace);
            outer.value().name() == "nav" || names.any(|name| ASIDE.is_match(name))
        })
}

/// The last resort: a short line that begins with `by` and a name, or has them after a stroke.
fn in_lines(page: &Html) -> Vec<String> {
    let blocks = blocks_of(page);
    let short = blocks
        .iter()
        .filter(|block| block.text.chars().count() <= 120);
    let mut names = short.filter_map(|block| {
        let found = BY.captures(&block.text)?;
        let begins = found.get(0)?.start() <= 20;
        found
            .get(1)
            .filter(|_| begins && !block.text.ends_with(['?', '!', ':']))
    });
    names
        .next()
        .map(|name| name.as_str().to_owned())
        .into_iter()
        .collect()
}

static BY: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?:^\W*|[|•·–]\s*|\d\s+|(?i:beitrag|gespeichert|artikel|text|story)\s+)(?i:(?:written|posted|published|geschrieben|veröffentlicht|publié|escrito|words|artikel)\s+)?(?i:by|von|par|por|door|autor(?:in)?:?|author:?|text:?)\s+(\p{Lu}[\p{L}.'’-]+(?:\s+(?:(?:von|van|de|der|den|la|le|di|da|el|zu|und|and|And|&)\s+)*\p{Lu}[\p{L}.'’-]*){0,6})",
    )
});

static JUNK: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?ix)www\.|@|\w\.(?:com|de|org|net|fr|es|at|ch|it|tv|info|eu)$|^\d|\d{3}
        |\b(?:admin|administrator|webmaster|posted\ on|comments?|kommentare?|published|updated?|uhr|min\ read|share|follow|subscribe|view\ all|all\ posts|profile|about\ the|suche|search|rechercher|menu|menü|anmelden|registrieren|login|wordpress|(?:artikel)?übersicht|zum\ profil)\b
        |^(?:sign|log|entrar|iniciar|connexion|connectez|inscription|newsletter|subscribe|buscar|cerca|zoeken)\b|\b(?:bestellen|fotostream|photostream)$
        |^(?:autor(?:en|in|innen)?|authors?|auteurs?|autores|artikel|von|by|profil|team|gast|guest|unknown|anonym(?:ous)?)$",
    )
});

static ASIDE: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?i)^(?:comment|kommentar|respond|sidebar|side-bar|related|teaser|recommend|most-?read|newsletter|widget)",
    )
});

static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?i)^\W*(?:(?:written|posted|geschrieben|artikel|beitrag|zum\s+profil|more|mehr|plus|más)\s+)?(?:by|von|par|por|door|autor(?:in)?|author|text|di)\b\s*:?\s*",
    )
});

static TRAIL: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?i)\s+(?:am|on|le|el|for\s.*|für\s.*|von\s*|in\s*|,|january|february|march|april|may|june|july|august|september|october|november|december)\s*$",
    )
});

static BETWEEN: LazyLock<Regex> =
    LazyLock::new(|| static_regex(r"\s*(?:[;,|/•·\n]|\s(?:and|And|und|et|y|e|en)\s|&)\s*"));

/// More names than this are those of works referred to.
const MAX_AUTHORS: usize = 20;

/// Tells references and categories from authors: there are too many of them, or hardly any has two words.
fn is_list_of_else(names: &[String]) -> bool {
    let single = names.iter().filter(|name| !name.contains(' ')).count();
    names.len() > MAX_AUTHORS || (names.len() > 3 && single * 2 > names.len())
}

/// Splits what stands where authors stand into names of people, leaving out what is none.
fn people(found: &[String]) -> Vec<String> {
    let mut people: Vec<String> = Vec::new();
    for text in found.iter().filter(|text| !text.contains("://")) {
        let text = LEAD.replace(text, "");
        for part in BETWEEN.split(&text) {
            let name = tidy(part);
            let known = people
                .iter()
                .any(|other| squash(other).eq_ignore_ascii_case(&squash(&name)));
            if is_name(&name) && !known {
                people.push(name);
            }
        }
    }
    people
}

fn tidy(name: &str) -> String {
    let name = name
        .split(['(', '[', '<', '“', '"'])
        .next()
        .unwrap_or_default();
    let name = one_line(name);
    let name = TRAIL.replace(&name, "");
    name.trim_matches(|c: char| !c.is_alphanumeric() && c != '.')
        .trim_end_matches('.')
        .to_owned()
}

fn is_name(name: &str) -> bool {
    let words = name.split_whitespace().count();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    (1..=6).contains(&words) && letters >= 2 && name.chars().count() <= 60 && !JUNK.is_match(name)
}

/// Leaves out the site's own name, which stands for `nobody in particular`.
fn without_site(names: &[String], publisher: Option<&str>) -> Vec<String> {
    let site = squash(publisher.unwrap_or_default()).to_lowercase();
    let is_site = |name: &&String| !site.is_empty() && site.contains(&squash(name).to_lowercase());
    names
        .iter()
        .filter(|name| !is_site(name))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(found: &str) -> Vec<String> {
        people(&[found.to_owned()])
    }

    #[test]
    fn names_are_told_from_what_stands_beside_them() {
        assert_eq!(of("By Ada Moor and Ole Brandt"), ["Ada Moor", "Ole Brandt"]);
        assert_eq!(of("Nathan Willis March"), ["Nathan Willis"]);
        for control in ["Sign in", "Entrar Buscar", "Newsletter bestellen"] {
            assert!(of(control).is_empty(), "{control}");
        }
    }

    #[test]
    fn categories_and_references_are_no_authors() {
        let names = |all: &str| of(all);
        assert!(is_list_of_else(&names(
            "Power, Storage, News, Economy, Dubai"
        )));
        assert!(!is_list_of_else(&names(
            "Ada Moor, Ole Brandt, Hilde Strand, Kim Lee"
        )));
    }
}
