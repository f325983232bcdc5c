//! When a page was published.

use std::sync::LazyLock;

use chrono::{DateTime, Datelike, NaiveDate};
use regex::Regex;
use scraper::{ElementRef, Html};
use url::Url;

use super::blocks::{PageBlock, blocks_of};
use super::byline::is_aside;
use super::linked_data::LinkedData;
use super::page_metadata::{Head, select, words_of};
use super::static_regex::static_regex;
use crate::clock;
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
        .or_else(|| shown(page).filter(has_been))
        .or_else(|| beginning(page).filter(has_been))
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

/// What a page says of a day to come, it does not say of its publication. A day ahead is today elsewhere.
fn has_been(day: &NaiveDate) -> bool {
    let today = DateTime::from_timestamp(clock::now(), 0).map(|now| now.date_naive());
    today.is_none_or(|today| (*day - today).num_days() <= 1)
}

/// Says so where an article is dated on a day to come: it would be the newest of all.
pub(super) fn remark_on_day_ahead(published: Option<&str>) -> Option<String> {
    let published = published?;
    let mut parts = published
        .splitn(3, '-')
        .map(|part| part.parse::<u32>().ok());
    let mut next = || parts.next().unwrap_or(Some(1));
    let (year, month, day) = (next()?, next()?, next()?);
    let first = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    (!has_been(&first)).then(|| format!("its date, {published}, is still to come; is it right?"))
}

/// Reads the date a reader sees near a byline, in a class that says so, or in a line that is hardly more than a date.
fn shown(page: &Html) -> Option<NaiveDate> {
    let selectors = [
        r#"[class*="publish"], [class*="pubdate"], [class*="post-date"], [class*="entry-date"], [class*="article-date"]"#,
        r#"[class*="date"], [id*="date"], [class*="datum"], [class*="time"]"#,
        r#"[class*="byline"], [class*="meta"], [class*="author"], [class*="info"], .submitted, .posted"#,
    ];
    let in_class = selectors.iter().find_map(|selector| {
        let mut lines = dated_lines(page, selector);
        lines.find_map(|(_, words)| day_in(&words))
    });
    in_class.or_else(|| in_bare_line(page))
}

/// Returns the short lines in these places with their elements.
fn dated_lines<'p>(
    page: &'p Html,
    selector: &str,
) -> impl Iterator<Item = (ElementRef<'p>, String)> {
    let all = select(page, selector).into_iter();
    all.filter(|element| !is_aside(*element) && !is_of_subject(*element))
        .map(|element| (element, words_of(element)))
        .filter(|(_, words)| words.chars().count() <= MAX_DATED_LINE)
}

/// A line with a date of publication has no more characters than this.
const MAX_DATED_LINE: usize = 160;

/// Running text has at least so many bytes.
const PROSE: usize = 100;

/// So many words may stand beside a date: a name, or a name and what its bearer does.
const BESIDE_DATE: usize = 3;

/// Reads the date in a line that says it is one of publication, or that is hardly more than a date and stands above the
/// text: dates of sentences and of works referred to are others.
fn in_bare_line(page: &Html) -> Option<NaiveDate> {
    let is_prose = |block: &PageBlock| block.text.len() >= PROSE && block.text.contains('.');
    let blocks = blocks_of(page);
    let prose = blocks.iter().find(|block| is_prose(block));
    let prose = prose.and_then(|block| block.place);
    let mut lines = dated_lines(page, "p, span, div.small, li, td, h6");
    lines.find_map(|(element, words)| {
        let above = prose.is_none_or(|prose| element.id() < prose);
        let bare = above && is_bare(&words);
        day_in(&words).filter(|day| (bare || PUBLISHED.is_match(&words)) && has_been(day))
    })
}

static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?ix)^\W*(?:
          (?:first\ |last\ )?(?:published|posted|updated|modified|revised|reviewed|written|created|edited|submitted)\b
        | date\ ?:
        | (?:page\ |article\ |this\ page\ was\ )?last\ (?:\w+\ )?(?:updated|modified|edited|changed|revised|reviewed)\b
        | this\ (?:page|article|post)\ was\b.{0,40}\b(?:updated|modified|edited|published)\b
        | (?:zuletzt\ )?(?:veröffentlicht|aktualisiert|erschienen|erstellt|geändert|publiziert|stand|datum|gepostet|geschrieben)\b
        | (?:publié|mis\ à\ jour|modifié|écrit|posté)e?\b | (?:publicado|actualizado|fecha)\b | (?:pubblicato|aggiornato)\b | (?:gepubliceerd|geplaatst|bijgewerkt)\b
        )",
    )
});

/// Words of dates that are neither numbers nor names of days or months.
const OF_DATES: [&str; 33] = [
    "de", "del", "of", "um", "uhr", "am", "pm", "at", "on", "the", "st", "nd", "rd", "th", "er",
    "le", "el", "il", "utc", "gmt", "cet", "cest", "est", "edt", "pst", "pdt", "bst", "ist", "à",
    "a", "vom", "den", "h",
];

/// Words that tell of another day than that of publication.
const OF_OTHERS: [&str; 12] = [
    "until", "till", "before", "after", "from", "since", "expires", "born", "bis", "ab", "seit",
    "geboren",
];

/// Tells whether a line is hardly more than a date: no sentence, and few words beside.
fn is_bare(line: &str) -> bool {
    let beside = words_beside_date(line);
    let lower = line.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    let sentence = beside > 0 && line.ends_with('.');
    beside <= BESIDE_DATE && !sentence && !words.any(|word| OF_OTHERS.contains(&word))
}

/// Counts the words of a line that are no part of a date.
fn words_beside_date(line: &str) -> usize {
    let words = line.split(|c: char| !c.is_alphanumeric());
    let words =
        words.filter(|word| !word.is_empty() && !word.starts_with(|c: char| c.is_ascii_digit()));
    let words = words.map(str::to_lowercase);
    words
        .filter(|word| {
            let word = word.as_str();
            let is_day = OF_DATES.contains(&word) || calendar::WEEKDAYS.contains(&word);
            !is_day && month_named(word).is_none()
        })
        .count()
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
    fn a_day_to_come_is_remarked_on() {
        for ahead in ["2999-01-01", "2999-05", "2999"] {
            assert!(remark_on_day_ahead(Some(ahead)).is_some(), "{ahead}");
        }
        for past in ["2001-01-01", "2001", "soon"] {
            assert_eq!(remark_on_day_ahead(Some(past)), None);
        }
    }

    fn shown_on(body: &str) -> Option<String> {
        shown(&Html::parse_document(body)).map(|day| day.to_string())
    }

    const TEXT: &str = "<p>The mill stands by the brook and has been grinding rye since the days of the old \
                        bridge over it, which fell into the water.</p>";

    #[test]
    fn only_a_line_that_is_a_date_gives_the_day_of_publication() {
        for line in [
            "<p>2 March 2024</p>",
            "<span>By Ada Moor, 2 March 2024</span>",
            "<p>Saturday, 2 March 2024, 10:15 pm</p>",
            "<p>Published on 2 March 2024 in Mills of the valley and other old buildings</p>",
        ] {
            let found = shown_on(&format!("{line}{TEXT}"));
            assert_eq!(found.as_deref(), Some("2024-03-02"), "{line}");
        }
        let foot = shown_on(&format!("{TEXT}<p>Last updated: 2 March 2024</p>"));
        assert_eq!(foot.as_deref(), Some("2024-03-02"));
    }

    #[test]
    fn a_date_in_a_sentence_or_in_a_reference_is_another() {
        for page in [
            format!("<p>The ticket works until 2 March 2024.</p>{TEXT}"),
            format!("{TEXT}<li>Notes of the miller, 2 March 2024.</li>"),
            format!("<p>2 March 2999</p>{TEXT}"),
        ] {
            assert_eq!(shown_on(&page), None, "{page}");
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
