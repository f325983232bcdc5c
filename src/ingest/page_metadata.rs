//! Title, author, publisher, date, language and canonical address of a page, from everything the page says of itself.
//!
//! What readers see counts more than what is written for machines: a headline on the page confirms a title, and the
//! name of the site is cut off where it is recognised.

use scraper::{ElementRef, Html, Selector};
use url::Url;

use super::blocks::{one_line, squash};
use super::byline::authors_of;
use super::linked_data::{LinkedData, linked_data_of};
use super::page_date::date_of;

/// What a page says of its article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageMetadata {
    /// The headline.
    pub title: Option<String>,
    /// The authors, separated by commas.
    pub author: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was published, `2026-01-25`.
    pub date: Option<String>,
    /// The language tag, such as `en`.
    pub language: Option<String>,
    /// The address the page calls its own.
    pub canonical: Option<Url>,
    /// Whether the page says that only payers may read it.
    pub for_payers_only: bool,
}

/// Reads the metadata of a page that was found at `url`.
pub fn metadata_of(page: &Html, url: Option<&Url>) -> PageMetadata {
    let head = Head::of(page);
    let linked = linked_data_of(page);
    let publisher = publisher_of(&head, &linked);
    PageMetadata {
        title: title_of(page, &head, &linked, publisher.as_deref()),
        author: authors_of(page, &head, &linked, publisher.as_deref()),
        date: date_of(page, &head, &linked, url),
        language: language_of(page, &head, &linked),
        canonical: canonical_of(page, url),
        for_payers_only: linked.for_payers_only,
        publisher,
    }
}

/// Selects elements by a constant selector.
#[expect(clippy::expect_used, reason = "only constant selectors are passed")]
pub(super) fn select<'p>(page: &'p Html, selector: &str) -> Vec<ElementRef<'p>> {
    let selector = Selector::parse(selector).expect("a constant selector");
    page.select(&selector).collect()
}

/// Returns the words of an element on one line.
pub(super) fn words_of(element: ElementRef<'_>) -> String {
    one_line(&element.text().collect::<Vec<_>>().join(" "))
}

/// The `meta` elements of a page, as pairs of lower-case names and contents.
pub(super) struct Head {
    pairs: Vec<(String, String)>,
}

impl Head {
    fn of(page: &Html) -> Self {
        let mut pairs = Vec::new();
        for meta in select(page, "meta[content]") {
            let content = one_line(meta.attr("content").unwrap_or_default());
            for key in ["property", "name", "itemprop", "http-equiv"] {
                if let Some(name) = meta.attr(key).filter(|_| !content.is_empty()) {
                    pairs.push((name.trim().to_lowercase(), content.clone()));
                }
            }
        }
        Head { pairs }
    }

    /// Returns the content of the first of these names that is there.
    pub(super) fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.all(name).next())
    }

    /// Returns all contents of a name.
    pub(super) fn all<'h>(&'h self, name: &'h str) -> impl Iterator<Item = String> + 'h {
        let same = move |(key, _): &&(String, String)| key == name;
        self.pairs
            .iter()
            .filter(same)
            .map(|(_, content)| content.clone())
    }
}

fn publisher_of(head: &Head, linked: &LinkedData) -> Option<String> {
    let said = head.first(&[
        "og:site_name",
        "application-name",
        "dc.publisher",
        "citation_journal_title",
    ]);
    said.or_else(|| linked.publisher.clone())
        .map(|name| name.trim_start_matches('@').to_owned())
        .filter(|name| !name.is_empty() && name.chars().count() <= 80)
}

/// Chooses the headline that the page shows, if what it says for machines confirms it.
fn title_of(
    page: &Html,
    head: &Head,
    linked: &LinkedData,
    publisher: Option<&str>,
) -> Option<String> {
    let tag = select(page, "title").first().map(|title| words_of(*title));
    let said = head.first(&[
        "og:title",
        "twitter:title",
        "citation_title",
        "dc.title",
        "headline",
        "title",
    ]);
    let machine: Vec<String> = [linked.headline.clone(), said, tag]
        .into_iter()
        .flatten()
        .map(|title| without_site(&title, publisher))
        .filter(|title| !title.is_empty())
        .collect();
    let shown = headlines(page);
    let confirmed = shown
        .iter()
        .find(|headline| machine.iter().any(|title| alike(headline, title)));
    let only = (shown.len() == 1).then(|| shown.first()).flatten();
    confirmed
        .or(machine.first())
        .or(only)
        .map(|title| title.chars().take(300).collect())
}

fn headlines(page: &Html) -> Vec<String> {
    let selector = r#"h1, [itemprop="headline"], h2[class*="title"], h2"#;
    let mut found: Vec<String> = Vec::new();
    for part in selector.split(", ") {
        found.extend(select(page, part).into_iter().map(words_of));
    }
    found.retain(|headline| headline.chars().count() >= 4);
    found
}

/// Tells whether a shown headline is the title, give or take what sites add to it.
fn alike(headline: &str, title: &str) -> bool {
    let (headline, title) = (
        squash(headline).to_lowercase(),
        squash(title).to_lowercase(),
    );
    let long = |part: &str, whole: &str| part.len() * 2 >= whole.len();
    headline == title
        || (title.contains(&headline) && long(&headline, &title))
        || (headline.contains(&title) && long(&title, &headline))
}

/// Cuts the name of the site off a title such as `Headline | Site`.
fn without_site(title: &str, publisher: Option<&str>) -> String {
    const SEPARATORS: [&str; 7] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · "];
    let mut title = one_line(title);
    for separator in SEPARATORS {
        while let Some((before, after)) = title.rsplit_once(separator) {
            if !is_site(after, publisher) || before.chars().count() < 8 {
                break;
            }
            title = before.trim().to_owned();
        }
        if let Some((before, after)) = title.split_once(separator)
            && publisher.is_some_and(|site| squash(site).eq_ignore_ascii_case(&squash(before)))
        {
            title = after.trim().to_owned();
        }
    }
    title
}

/// A short last part is the name of the site, or of one of its sections.
fn is_site(part: &str, publisher: Option<&str>) -> bool {
    let named = publisher.is_some_and(|site| {
        let (site, part) = (squash(site).to_lowercase(), squash(part).to_lowercase());
        site.contains(&part) || part.contains(&site)
    });
    named || part.split_whitespace().count() <= 3 || part.contains(".com") || part.contains(".de")
}

fn language_of(page: &Html, head: &Head, linked: &LinkedData) -> Option<String> {
    let tag = select(page, "html")
        .first()
        .and_then(|html| html.attr("lang"))
        .map(str::to_owned);
    let said = tag
        .filter(|tag| !tag.trim().is_empty())
        .or_else(|| head.first(&["content-language", "dc.language", "og:locale"]))
        .or_else(|| linked.language.clone())?;
    let said = said.replace('_', "-");
    let main = said.split(['-', ',']).next()?.trim().to_lowercase();
    (matches!(main.len(), 2 | 3) && main.chars().all(|c| c.is_ascii_lowercase())).then_some(main)
}

fn canonical_of(page: &Html, url: Option<&Url>) -> Option<Url> {
    let link = select(page, r#"link[rel="canonical"]"#);
    let link = link.first()?.attr("href")?.trim();
    let canonical = match url {
        Some(base) => base.join(link).ok()?,
        None => Url::parse(link).ok()?,
    };
    matches!(canonical.scheme(), "http" | "https").then_some(canonical)
}
