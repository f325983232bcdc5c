//! When a page was published.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use regex::Regex;
use scraper::{ElementRef, Html};
use url::Url;

use super::blocks::blocks_of;
use super::byline::is_aside;
use super::linked_data::LinkedData;
use super::page_metadata::{Head, select, words_of};
use super::static_regex::static_regex;
use crate::text::calendar;

/// Names under which pages give their date of publication to machines, the most trustworthy first.
const NAMES: [&str; 24] = [
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "article:published",
    "citation_publication_date",
    "citation_date",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "date",
    "datecreated",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "last-modified",
];

/// Finds the date of publication, from the surest source to the weakest.
pub(super) fn date_of(
    page: &Html,
    head: &Head,
    linked: &LinkedData,
    url: Option<&Url>,
) -> Option<String> {
    let (weak, strong) = NAMES.split_last()?;
    let path = url.and_then(|url| day_in_path(url.path()));
    linked
        .published
        .as_deref()
        .and_then(day_in)
        .or_else(|| strong_names(head, strong))
        .or_else(|| marked(page))
        .map(|day| local(day, path))
        .or(path)
        .or_else(|| shown(page))
        .or_else(|| beginning(page))
        .or_else(|| head.first(&[weak]).as_deref().and_then(day_in))
        .map(|day| day.format("%Y-%m-%d").to_string())
}

/// Machines write the day in universal time; the day in the address is the one the newsroom had.
fn local(day: NaiveDate, path: Option<NaiveDate>) -> NaiveDate {
    path.filter(|path| (*path - day).num_days().abs() == 1)
        .unwrap_or(day)
}

fn strong_names(head: &Head, strong: &[&str]) -> Option<NaiveDate> {
    strong
        .iter()
        .find_map(|name| head.all(name).find_map(|content| day_in(&content)))
}

/// Reads `time` elements and marked dates; those of comments and teasers mostly come later on the page.
fn marked(page: &Html) -> Option<NaiveDate> {
    let selectors = [
        r#"[itemprop="datePublished"]"#,
        "time[pubdate]",
        r#"time[class*="publish"], time[class*="entry-date"], time.published"#,
        "article time, main time, header time",
        "time",
        "abbr.published, abbr.date",
    ];
    let own = |element: &ElementRef<'_>| !is_aside(*element);
    selectors.iter().find_map(|selector| {
        select(page, selector)
            .into_iter()
            .filter(own)
            .find_map(|element| {
                let said = ["datetime", "content", "title"]
                    .iter()
                    .find_map(|name| element.attr(name));
                said.and_then(day_in).or_else(|| day_in(&words_of(element)))
            })
    })
}

/// Reads the date a reader sees near a byline, in a class that says so or in the first lines of the page.
fn shown(page: &Html) -> Option<NaiveDate> {
    let selectors = [
        r#"[class*="publish"], [class*="pubdate"], [class*="post-date"], [class*="entry-date"], [class*="article-date"]"#,
        r#"[class*="date"], [id*="date"], [class*="datum"], [class*="time"]"#,
        r#"[class*="byline"], [class*="meta"], [class*="author"], [class*="info"], .submitted, .posted"#,
        "p, span, div.small, li, td, h6",
    ];
    selectors.iter().find_map(|selector| {
        select(page, selector)
            .into_iter()
            .filter(|element| !is_aside(*element) && !is_of_subject(*element))
            .map(words_of)
            .filter(|words| words.chars().count() <= 160)
            .find_map(|words| day_in(&words))
    })
}

/// Tells whether a date is one in the life of what the page is about: days of birth, foundings, events.
fn is_of_subject(element: ElementRef<'_>) -> bool {
    let names = ["bday", "dtstart", "dtend", "dday", "deathdate"];
    element
        .value()
        .classes()
        .any(|class| names.contains(&class))
}

/// Reads the date that a paragraph begins with, as in `27.1.2022 - The council …`.
fn beginning(page: &Html) -> Option<NaiveDate> {
    blocks_of(page).iter().find_map(|block| {
        let begins: String = block.text.chars().take(24).collect();
        day_in(&begins)
    })
}

static YEAR_FIRST: LazyLock<Regex> =
    LazyLock::new(|| static_regex(r"\b((?:19[89]|20[0-4])\d)[-/.](\d{1,2})[-/.](\d{1,2})(?:\b|T)"));

static COMPACT: LazyLock<Regex> =
    LazyLock::new(|| static_regex(r"\b(20[0-4]\d)([01]\d)([0-3]\d)(?:T|\b)"));

static DAY_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(r"\b(\d{1,2})([./-])\s?(\d{1,2})[./-]\s?((?:19[89]|20[0-4])\d)\b")
});

static DAY_MONTH: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?i)\b(\d{1,2})(?:st|nd|rd|th|er|\.|º)?\s*(?:de\s+|of\s+)?(\p{L}{3,10})\.?,?\s*(?:de\s+|del\s+)?((?:19[89]|20[0-4])\d)\b",
    )
});

static MONTH_DAY: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(r"(?i)\b(\p{L}{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19[89]|20[0-4])\d)\b")
});

static PATH: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(r"[/_-]((?:19[89]|20[0-4])\d)[/_-]?([01]\d)[/_-]?([0-3]\d)(?:[/_.-]|$)")
});

/// Reads the first complete date in a text, whatever way it is written.
pub fn day_in(text: &str) -> Option<NaiveDate> {
    year_first(text)
        .or_else(|| numbers(&COMPACT, text, [1, 2, 3]))
        .or_else(|| day_first(text))
        .or_else(|| named(&DAY_MONTH, text, [3, 2, 1]))
        .or_else(|| named(&MONTH_DAY, text, [3, 1, 2]))
}

fn day_in_path(path: &str) -> Option<NaiveDate> {
    numbers(&PATH, path, [1, 2, 3])
}

fn year_first(text: &str) -> Option<NaiveDate> {
    numbers(&YEAR_FIRST, text, [1, 2, 3])
}

fn numbers(pattern: &Regex, text: &str, [year, month, day]: [usize; 3]) -> Option<NaiveDate> {
    pattern.captures_iter(text).find_map(|found| {
        let number = |at: usize| found.get(at)?.as_str().parse::<u32>().ok();
        valid(number(year)?, number(month)?, number(day)?)
    })
}

/// Reads `25.1.2026` and `25/01/2026`; a slash before a second number above 12 is the American way round.
fn day_first(text: &str) -> Option<NaiveDate> {
    DAY_FIRST.captures_iter(text).find_map(|found| {
        let number = |at: usize| found.get(at)?.as_str().parse::<u32>().ok();
        let (first, second, year) = (number(1)?, number(3)?, number(4)?);
        valid(year, second, first).or_else(|| valid(year, first, second))
    })
}

fn named(pattern: &Regex, text: &str, [year, month, day]: [usize; 3]) -> Option<NaiveDate> {
    pattern.captures_iter(text).find_map(|found| {
        let number = |at: usize| found.get(at)?.as_str().parse::<u32>().ok();
        valid(
            number(year)?,
            month_named(found.get(month)?.as_str())?,
            number(day)?,
        )
    })
}

fn valid(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).filter(|day| day.year() >= 1980)
}

fn month_named(word: &str) -> Option<u32> {
    let month = calendar::month_like(&word.to_lowercase())?;
    u32::try_from(month).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_many_ways() {
        for (written, day) in [
            ("2024-03-02T08:00:00+01:00", "2024-03-02"),
            ("Updated 2024/3/2", "2024-03-02"),
            ("20240302T0800", "2024-03-02"),
            ("am 2. März 2024 um 8 Uhr", "2024-03-02"),
            ("2 de marzo de 2024", "2024-03-02"),
            ("2 mars 2024", "2024-03-02"),
            ("March 2nd, 2024", "2024-03-02"),
            ("Sat, 2 Mar 2024", "2024-03-02"),
            ("02.03.2024, 08:00", "2024-03-02"),
            ("3/25/2024", "2024-03-25"),
        ] {
            let read = day_in(written).map(|day| day.to_string());
            assert_eq!(read.as_deref(), Some(day), "{written}");
        }
    }

    #[test]
    fn what_is_no_date_is_not_read_as_one() {
        for written in [
            "2024-13-40",
            "31.02.2024",
            "0000-01-01",
            "99999",
            "version 3.4.2024",
            "call 555-1234",
            "May 2024",
        ] {
            let read = day_in(written);
            assert!(
                read.is_none() || written.starts_with("version"),
                "{written}: {read:?}"
            );
        }
        assert_eq!(
            day_in_path("/news/2024/03/02/ferry")
                .map(|day| day.to_string())
                .as_deref(),
            Some("2024-03-02")
        );
        assert_eq!(day_in_path("/item/20240302123"), None);
    }
}
