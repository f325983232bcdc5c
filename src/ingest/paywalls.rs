//! Recognises pages that show no article: paywalls, login walls, checks for robots, pages that only scripts fill.

use std::sync::LazyLock;

use regex::Regex;
use scraper::Html;

use super::page::has_few_words;
use super::page_metadata::{PageMetadata, select, words_of};
use super::static_regex::static_regex;
use crate::errors::Trouble;

/// With more bytes of text than this a page has an article, whatever its walls say.
const ENOUGH: usize = 2_500;

/// What paywalls let everybody read is shorter than this.
const PREVIEW: usize = 1_500;

/// With fewer bytes than this there is hardly an article.
const LITTLE: usize = 700;

/// Why a page shows no article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wall {
    /// Only subscribers may read it.
    Paid,
    /// One has to log in first.
    Login,
    /// The site wants to see a person.
    RobotCheck,
    /// Scripts fill it in the reader's browser.
    Scripts,
    /// The site says that there is no such page.
    Missing,
    /// It is a document of pictures, as scanners make them.
    Pictures,
    /// It does not say which letters its signs are.
    Letters,
    /// There is nothing to read.
    Empty,
}

impl Wall {
    /// Says what is in the way and what to do.
    pub fn trouble(self) -> Trouble {
        let (what, next) = match self {
            Wall::Paid => (
                "the page shows only the beginning, the rest is for subscribers",
                "paste the text if you may share it",
            ),
            Wall::Login => (
                "the page asks to log in before it shows its text",
                "paste the text if you may share it",
            ),
            Wall::RobotCheck => (
                "the site shows a check for robots instead of the page",
                "paste the text instead",
            ),
            Wall::Scripts => (
                "the page is empty until scripts fill it",
                "open it in a browser and paste the text",
            ),
            Wall::Missing => ("the site has no such page any more", "check the address"),
            Wall::Pictures => (
                "the document holds pictures of pages and no text",
                "have its text recognised, then paste it",
            ),
            Wall::Letters => (
                "the document does not say which letters it shows",
                "copy its text out of a viewer and paste it",
            ),
            Wall::Empty => (
                "the page has no article text",
                "check the address, or paste the text",
            ),
        };
        Trouble::new(what, next)
    }
}

static PAID: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?ix)\b(?:subscribe|sign\ up|register|become\ a\ (?:member|subscriber))\b.{0,40}\b(?:to\ (?:continue|keep)\ reading|to\ read\ (?:the|this|more)|for\ full\ access|to\ unlock)
        | \b(?:this|the\ full|the\ rest\ of\ this)\ (?:article|story|content|post)\ is\ (?:for|only\ for|reserved\ for|available\ (?:only\ )?to|exclusively?\ for)\b.{0,30}\b(?:subscribers|members)
        | \b(?:you\ have\ (?:reached|read)\ your\ (?:limit|last|free))
        | \b(?:weiterlesen\ mit|jetzt\ freischalten|jetzt\ weiterlesen|nur\ für\ abonnenten|dieser\ (?:artikel|inhalt)\ ist\ (?:kostenpflichtig|exklusiv))
        | \b(?:article|contenu)\ réservé\ (?:aux|à\ nos)\ abonnés | \bil\ vous\ reste\ \d+.{0,10}\ à\ lire | \bpour\ lire\ la\ suite\b.{0,40}abonn
        | \bcontenido\ exclusivo\ para\ suscriptores | \bsuscr[ií]bete\ para\ (?:leer|seguir)",
    )
});

static LOGIN: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?i)\b(?:log in|sign in|login|please log|anmelden|melden sie sich an|connectez-vous|inicia(?:r)? sesión)\b.{0,60}\b(?:to (?:continue|view|read|see|access)|required|um (?:fortzufahren|weiterzulesen|diese)|pour (?:continuer|lire)|para (?:continuar|leer))|\byou must (?:be logged in|log in|sign in)\b",
    )
});

static ROBOT: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?i)^(?:just a moment|attention required|access denied|are you a (?:robot|human)|robot check|security check|please wait|verify(?:ing)? you are human|one moment, please|403 forbidden)\b|\b(?:checking (?:if the site connection is secure|your browser)|enable javascript and cookies to continue|verify (?:that )?you are (?:a )?human|unusual traffic from your)\b",
    )
});

static MISSING: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?i)^(?:error )?404\b|\b(?:page|article|seite|artikel|beitrag|página)\b.{0,30}\b(?:not found|no longer (?:available|exists)|could not be found|nicht gefunden|existiert nicht|no encontrad[ao]|introuvable)\b|^not found\b|^page introuvable\b",
    )
});

static TO_ANSWER: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?i)\b(?:repl(?:y|ies)|respond|answer|post|comment|vote|rate|review|join|participate|upload|like|follow|react|antworten|kommentieren|schreiben|répondre|commenter|responder|comentar)\b",
    )
});

/// What somebody is to log in for stands so near.
const NEAR: usize = 70;

/// Tells whether a page asks to log in before it shows its text, and not only before somebody may answer.
fn asks_to_log_in(all: &str) -> bool {
    LOGIN.find_iter(all).any(|found| {
        let from_here = all.get(found.start()..).unwrap_or_default();
        let near: String = from_here.chars().take(NEAR).collect();
        let sentence = near.split(['.', '!']).next().unwrap_or_default();
        !TO_ANSWER.is_match(sentence)
    })
}

/// Tells which wall stands before the article, if the text that was found is too little to be one.
pub fn wall_of(page: &Html, metadata: &PageMetadata, text: &str) -> Option<Wall> {
    if text.len() >= ENOUGH {
        return None;
    }
    let all = select(page, "body")
        .first()
        .map(|body| words_of(*body))
        .unwrap_or_default();
    let title = metadata.title.as_deref().unwrap_or_default();
    let little = text.len() < LITTLE;
    if text.len() < PREVIEW && (metadata.for_payers_only || PAID.is_match(&all)) {
        return Some(Wall::Paid);
    }
    if little && MISSING.is_match(title) {
        return Some(Wall::Missing);
    }
    if little && (ROBOT.is_match(title) || ROBOT.is_match(&all)) {
        return Some(Wall::RobotCheck);
    }
    let form = !select(page, r#"input[type="password"]"#).is_empty();
    // A page that shows much besides has its text, wherever it stands.
    let shows_little = little && all.len() < ENOUGH;
    if little && (shows_little && asks_to_log_in(&all) || (form && text.len() < LITTLE / 3)) {
        return Some(Wall::Login);
    }
    let scripts = !select(page, "script").is_empty();
    let bare = has_few_words(text);
    match (bare, scripts) {
        (true, true) => Some(Wall::Scripts),
        (true, false) => Some(Wall::Empty),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_logs_in_to_answer_may_read_before() {
        for wall in [
            "Please log in to view this page.",
            "You must be logged in.",
            "Anmelden, um fortzufahren",
        ] {
            assert!(asks_to_log_in(wall), "{wall}");
        }
        for open in [
            "You must log in or register to reply here.",
            "You must be logged in to post a comment.",
            "Sign in to continue the talk and answer Wren.",
        ] {
            assert!(!asks_to_log_in(open), "{open}");
        }
    }
}
