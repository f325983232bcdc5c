//! Lines around an article that tell who made it and when: bylines, dates, portraits of its authors.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::page_metadata::PageMetadata;
use super::static_regex::static_regex;

/// A byline has no more letters than this.
const MAX_BYLINE_CHARS: usize = 200;

/// A portrait of an author has no more letters than this; what is longer tells of more than of them.
const MAX_PORTRAIT_CHARS: usize = 900;

/// Beside names that are known, a dated byline may have so many words more: a nickname, a column, a time zone.
const STRANGE_WORDS: usize = 3;

/// After `by`, names that are known from nowhere else may have so many words.
const MAX_NAMES: usize = 4;

/// Words of a byline that are no names.
static BETWEEN: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    "by von vom par por di da door av af text words story author authors autor autorin autoren auteur redaktion editor editors staff
    agency agencies agenturen and und et y e i a à al le la der die das dem den the of on in um at the for with mit avec am pm utc gmt
    est edt pst pdt cet uhr h p m o clock read min mins minutes minuten lesezeit reading time posted published updated update written
    created last first modified erstellt aktualisiert aktualisierung geändert veröffentlicht geschrieben stand publié mis jour à
    actualizado publicado actualizada aggiornato pubblicato artikel artikels article beitrag beitrags post photo photos photography
    photographs fotos foto bilder pictures illustration illustrations illustrationen reporting interview comments kommentare
    january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov
    dec januar februar märz mai juni juli oktober dezember mär okt dez janvier février mars avril juin juillet août septembre octobre
    novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre gennaio febbraio
    aprile maggio giugno luglio settembre ottobre dicembre monday tuesday wednesday thursday friday saturday sunday mon tue wed thu
    fri sat sun montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche
    lunes martes miércoles jueves viernes sábado domingo"
        .split_whitespace()
        .collect()
});

/// Words that hand an article to its author.
static HANDS: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?i)\b(?:by|von|par|por|autor(?:in)?|author|auteur|posted|published|updated|written|erstellt|aktualisiert|geändert|veröffentlicht|publié|publicado|actualizado)\b",
    )
});

/// How a byline begins.
static BEGINS: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?i)^\W*(?:by|von|par|por|autor(?:in)?|author|auteur|text(?:\s+von)?)\b\s*:?\s*(?-i:\p{Lu})",
    )
});

/// A whole day: its year and one thing more, in any order.
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?x)\b\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:\d{4}|\d{2})\b | \b\d{4}-\d{2}-\d{2}\b
        | \b\d{1,2}(?:st|nd|rd|th)?\.?\ (?:de\ )?\p{L}{3,10}\.?,?\ (?:de\ )?(?:19|20)\d\d\b | \b\p{L}{3,10}\.?\ \d{1,2}(?:st|nd|rd|th)?,?\ (?:19|20)\d\d\b",
    )
});

/// What a portrait says right after the name.
static LIVES: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?ix)^\W{0,3}(?:\([^)]{1,40}\)\s*)?(?:,[^,.]{1,80},\s*)?
        (?:is|was|has|works?|writes?|covers?|reports?|reported|contributed|lives?|teaches|hosts?|leads?|studied|founded|speciali[sz]es|joined
        |ist|war|hat|arbeitet|schreibt|leitet|lebt|lehrt|studiert|studierte|berichtet|gehört|promovierte|absolvierte
        |est|écrit|travaille|dirige|collabore|es|escribe|trabaja|cubre|è|scrive|lavora)\b",
    )
});

static THE_AUTHOR: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?i)^\W*(?:(?:the|about\s+the)\s+(?:author|writer)s?|(?:der|die)\s+(?:gast)?autor(?:in|en|innen)?|l['’]auteure?|la\s+autora|el\s+autor|l['’]autrice)\b",
    )
});

static ABOUT: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?i)^\W*(?:(?:more\s+)?about|über|zur\s+person|zum\s+autor|zur\s+autorin|à\s+propos\s+de|sobre|chi\s+è)\b\W*(.*)$",
    )
});

/// Who made a page, as its metadata say.
#[derive(Debug, Clone, Default)]
pub struct PageCredits {
    /// The words of each author's name.
    authors: Vec<Vec<String>>,
    /// The words of the publisher's name.
    publisher: BTreeSet<String>,
}

impl PageCredits {
    /// Reads them from what a page says of itself.
    pub fn of(metadata: &PageMetadata) -> Self {
        let authors = metadata.author.as_deref().unwrap_or_default();
        let publisher = metadata.publisher.as_deref().unwrap_or_default();
        PageCredits {
            authors: authors
                .split(',')
                .map(words)
                .filter(|name| !name.is_empty())
                .collect(),
            publisher: words(publisher).into_iter().collect(),
        }
    }

    /// Tells whether a line has nothing but makers, days and the words that stand between them.
    pub fn is_byline(&self, line: &str) -> bool {
        if line.chars().count() > MAX_BYLINE_CHARS {
            return false;
        }
        let said = words(line);
        let named = self.names_author(&said);
        let (handed, dated) = (HANDS.is_match(line), DAY.is_match(line));
        let strange: Vec<&str> = line
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty() && self.is_strange(&word.to_lowercase()))
            .collect();
        let divided = line.contains(['|', '•', '·']);
        let names = divided || strange.iter().all(|word| starts_large(word));
        match strange.len() {
            0 => named || dated,
            // `By` and nothing but names is a line of its own kind; a sentence would end with a stop.
            few if few <= MAX_NAMES && names && BEGINS.is_match(line) => {
                !line.ends_with(['.', '!', '?', '…', ':'])
            }
            // A single name is not told from the beginning of a sentence unless a day stands with it.
            few if few <= STRANGE_WORDS => names && dated && (handed || named),
            _ => false,
        }
    }

    fn is_strange(&self, word: &str) -> bool {
        let number = word.chars().any(|c| c.is_ascii_digit());
        let maker = self.authors.iter().flatten().any(|name| name == word);
        !number && !maker && !self.publisher.contains(word) && !BETWEEN.contains(word)
    }

    fn names_author(&self, said: &[String]) -> bool {
        let inside = |name: &Vec<String>| said.windows(name.len()).any(|run| run == name);
        self.authors.iter().any(inside)
    }

    /// Tells whether a paragraph beside an article presents its author.
    pub fn is_portrait(&self, paragraph: &str) -> bool {
        if paragraph.chars().count() > MAX_PORTRAIT_CHARS {
            return false;
        }
        let nameless = THE_AUTHOR.find(paragraph).map(|found| found.end());
        let named = self
            .authors
            .iter()
            .filter_map(|name| end_of_name(name, paragraph));
        let mut ends = named.chain(nameless);
        ends.any(|end| {
            let rest = paragraph.get(end..).unwrap_or_default();
            LIVES.is_match(rest)
        })
    }

    /// Tells whether a heading opens a portrait, as in `About Ada Moor`.
    pub fn heads_portrait(&self, heading: &str) -> bool {
        let about = ABOUT.captures(heading).and_then(|found| found.get(1));
        about.is_some_and(|name| {
            let said = words(name.as_str());
            let whole = self.authors.contains(&said);
            whole || matches!(said.as_slice(), [.., last] if is_author_word(last))
        })
    }
}

/// Knows the word for an author in the spellings that come, those that are wrong too.
fn is_author_word(word: &str) -> bool {
    matches!(
        word,
        "author" | "authors" | "autor" | "autorin" | "autoren" | "auteur" | "autore" | "autora"
    )
}

/// Finds where a name ends that a paragraph begins with.
fn end_of_name(name: &[String], paragraph: &str) -> Option<usize> {
    // A single word is a nickname or an agency, which may well begin a sentence of the article.
    if name.len() < 2 {
        return None;
    }
    let mut wanted = name.iter();
    let mut next = wanted.next();
    let mut start = None;
    for (at, c) in paragraph.char_indices().chain([(paragraph.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = paragraph.get(from..at)?.to_lowercase();
                if next.is_none_or(|next| *next != word) {
                    return None;
                }
                next = wanted.next();
                if next.is_none() {
                    return Some(at);
                }
                start = None;
            }
            _ => {}
        }
    }
    None
}

fn starts_large(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn words(text: &str) -> Vec<String> {
    let runs = text.split(|c: char| !c.is_alphanumeric());
    runs.filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credits() -> PageCredits {
        PageCredits::of(&PageMetadata {
            author: Some("Ada Moor, Ole Brandt".to_owned()),
            publisher: Some("Harbour Post".to_owned()),
            ..PageMetadata::default()
        })
    }

    #[test]
    fn bylines_have_nothing_but_makers_and_days() {
        for line in [
            "Ada Moor",
            "By ADA MOOR and Ole Brandt",
            "von Ada Moor Erstellt am 01.01.23 um 08:35, geändert am 02.01.23",
            "Harbour Post | 04.05.2015 à 13h36 • Mis à jour le 05.05.2015 à 20h13 | Par Ada Moor",
            "Dec. 6, 2024, 10:00 PM UTC / Updated Dec. 7, 2024, 12:43 PM UTC",
            "By Fabian | Published: 23 July 2017",
            "Aktualisiert am 19.02.2020",
            "by Hilde Strand (reporting) and Kim Lee (photography)",
            "Auteur : Hilde Strand",
            "coast! | By Ada Moor | April 13, 2020",
        ] {
            assert!(credits().is_byline(line), "{line}");
        }
        for line in [
            "By 2020 the town had four lamps.",
            "By Sorn Point.",
            "Von Sorn nach Krell",
            "Ada Moor lit the lamp.",
            "On 4 May 2015 the lamp went dark.",
            "102",
            "Sorn Point",
            "The lamp went dark in May 2015",
        ] {
            assert!(!credits().is_byline(line), "{line}");
        }
    }

    #[test]
    fn portraits_begin_with_the_author_and_a_life() {
        for line in [
            "Ada Moor is a reporter at the Harbour Post.",
            "Ole Brandt leitet das Ressort Küste.",
            "Ole Brandt, 45, ist Redakteur.",
            "Die Autorin ist Fischerin.",
            "The author works at the harbour.",
        ] {
            assert!(credits().is_portrait(line), "{line}");
        }
        for line in [
            "Ines Varga is the keeper of the lamp.",
            "The authority is asking for more.",
            "Adam Oor is here.",
            "Ada Moor's lamp is out.",
        ] {
            assert!(!credits().is_portrait(line), "{line}");
        }
    }

    #[test]
    fn headings_open_portraits() {
        for heading in ["About Ada Moor", "Über den Author", "Sobre el autor"] {
            assert!(credits().heads_portrait(heading), "{heading}");
        }
        for heading in ["About the lamp", "Über den Hafen", "Ada Moor"] {
            assert!(!credits().heads_portrait(heading), "{heading}");
        }
    }
}
