//! Discord's Markdown: foreign words made inert, links that open at a sentence, lengths as Discord counts them.
//!
//! The rule of display: words are shown as they are stored, except that line breaks become spaces, characters nobody
//! can see are left out, and no letter carries more than four marks. Signs that would format, link or notify are
//! escaped, so a reader sees them and Discord does nothing.

use std::fmt;

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;
use url::Url;

use crate::text::Span;

/// More marks than any living script stacks on a letter; beyond it lies only mischief.
const MAX_MARKS: usize = 4;

/// A sign of no width that breaks `@everyone` and `https://` apart without changing what is read.
const BREAK: char = '\u{200B}';

/// Longer addresses are linked without the sentence, so that the source line stays small.
const MAX_DEEP_LINK_BYTES: usize = 700;

/// Longer addresses are not linked at all.
const MAX_LINK_BYTES: usize = 1_000;

/// Up to this many words a link carries the whole sentence, beyond it only its ends.
const WORDS_CARRIED_WHOLE: usize = 12;

/// Words of each end that a link carries.
const WORDS_AT_THE_ENDS: usize = 5;

/// Text that Discord shows and never obeys. Only this module makes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Escaped(String);

impl Escaped {
    /// Returns the Markdown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns its length as Discord counts it.
    pub fn length(&self) -> usize {
        length(&self.0)
    }
}

impl fmt::Display for Escaped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Returns a text's length in UTF-16 units, the strictest of the ways in which Discord counts.
pub fn length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Returns the words as a reader sees them, without anything that Discord would act on.
pub fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut marks = 0;
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let c = if c.is_whitespace() { ' ' } else { c };
        if c == ' ' && before == ' ' {
            continue;
        }
        let joins = matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE0F}' | '\u{20E3}');
        if joins {
            let among_letters = !before.is_ascii() || c == '\u{FE0F}' || c == '\u{20E3}';
            let last = chars.peek().is_none_or(|next| next.is_ascii());
            if !among_letters || (last && c < '\u{2010}') {
                continue;
            }
        } else if unseen(c) {
            continue;
        }
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if marks > MAX_MARKS {
            continue;
        }
        shown.push(c);
        before = c;
    }
    shown.truncate(shown.trim_end().len());
    shown
}

/// Tells whether a character shows nothing, or changes the direction of its neighbours.
fn unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0E}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Makes foreign words inert.
pub fn escape(text: &str) -> Escaped {
    Escaped(inert(&plain(text), true))
}

/// Makes foreign words inert and sets a piece of them in bold.
pub fn escape_with_bold(text: &str, bold: Option<Span>) -> Escaped {
    let pieces = bold.and_then(|span| {
        let inside = span.of(text)?.trim();
        let before = text.get(..span.start)?;
        let after = text.get(span.end..)?;
        (!inside.is_empty()).then_some((before, inside, after))
    });
    let Some((before, inside, after)) = pieces else {
        return escape(text);
    };
    let (head, tail) = (plain(before), plain(after));
    let gap = |wide: bool| if wide { " " } else { "" };
    let opening = gap(!head.is_empty() && before.ends_with(char::is_whitespace));
    let closing = gap(!tail.is_empty() && after.starts_with(char::is_whitespace));
    Escaped(format!(
        "{}{opening}**{}**{closing}{}",
        inert(&head, true),
        inert(&plain(inside), false),
        inert(&tail, false)
    ))
}

/// Escapes every sign that formats, links or notifies.
fn inert(shown: &str, begins_line: bool) -> String {
    let mut out = String::with_capacity(shown.len() + 16);
    let mut digits_only = begins_line;
    let mut rest = shown;
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        let first = begins_line && out.is_empty();
        match c {
            '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '>' | '[' | ']' => out.extend(['\\', c]),
            '#' | '-' | '+' if first => out.extend(['\\', c]),
            '@' if notifies(rest) => out.extend([c, BREAK]),
            ':' if rest.starts_with("//") => out.extend([c, BREAK]),
            '.' | ')' if digits_only && !out.is_empty() => out.extend([c, BREAK]),
            _ => out.push(c),
        }
        digits_only &= c.is_ascii_digit();
    }
    out
}

/// Tells whether these words after an `@` would call everybody.
fn notifies(rest: &str) -> bool {
    let rest = rest.to_lowercase();
    rest.starts_with("everyone") || rest.starts_with("here")
}

/// Begins with a capital.
pub fn begun_large(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// Cuts a text to so many UTF-16 units, between words where it can, and shows that it was cut.
pub fn cut(text: &str, most: usize) -> String {
    if length(text) <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut room = most.saturating_sub(1);
    for piece in text.graphemes(true) {
        match room.checked_sub(length(piece)) {
            Some(left) => room = left,
            None => break,
        }
        kept.push_str(piece);
    }
    if let Some((words, last)) = kept.rsplit_once(' ')
        && length(last) < most / 3
    {
        kept.truncate(words.len());
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// Where a source can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// At the very sentence.
    Sentence(String),
    /// At the head of the page.
    Page(String),
    /// At a message in Discord.
    Message(String),
}

impl Link {
    /// Makes the link to a sentence of the page at `address`, or nothing when the address is not one to be trusted.
    pub fn to(address: &str, sentence: &str) -> Option<Self> {
        let mut page = trusted(address)?;
        // Discord opens no message whose address says more than which one it is.
        if is_message(&page) {
            return Link::page(address);
        }
        let fragment = page.fragment().unwrap_or_default().to_owned();
        page.set_fragment(None);
        let page = linkable(page.as_str());
        let anchor = fragment.split(":~:").next().unwrap_or_default();
        let deep = linkable(&format!("{page}#{anchor}:~:text={}", directive(sentence)));
        match () {
            () if deep.len() <= MAX_DEEP_LINK_BYTES => Some(Link::Sentence(deep)),
            () if page.len() <= MAX_LINK_BYTES => Some(Link::Page(page)),
            () => None,
        }
    }

    /// Makes the link to a whole page, under the same conditions.
    pub fn page(address: &str) -> Option<Self> {
        let mut page = trusted(address)?;
        let make = match is_message(&page) {
            true => Link::Message,
            false => Link::Page,
        };
        if is_message(&page) {
            page.set_fragment(None);
        }
        let page = linkable(page.as_str());
        (page.len() <= MAX_LINK_BYTES).then(|| make(page))
    }

    /// Returns the address as people read it: without the words that a browser scrolls to.
    pub fn shown(&self) -> &str {
        let address = self.address();
        let page = address.split_once(":~:").map_or(address, |(page, _)| page);
        page.strip_suffix('#').unwrap_or(page)
    }

    /// Returns the address.
    pub fn address(&self) -> &str {
        match self {
            Link::Sentence(address) | Link::Page(address) | Link::Message(address) => address,
        }
    }

    /// Returns the link as Markdown, its label in the program's own words.
    pub fn markdown(&self) -> String {
        match self {
            Link::Sentence(address) => format!("[open at the sentence]({address})"),
            Link::Page(address) => format!("[open the article]({address})"),
            Link::Message(address) => format!("[open the message]({address})"),
        }
    }
}

/// Tells whether an address is that of a message in Discord.
fn is_message(page: &Url) -> bool {
    let hosts = ["discord.com", "ptb.discord.com", "canary.discord.com"];
    let host = page.host_str().unwrap_or_default();
    hosts.contains(&host) && page.path().starts_with("/channels/")
}

/// Reads a web address; one that hides its host behind a user name is refused.
fn trusted(address: &str) -> Option<Url> {
    let page = Url::parse(address.trim()).ok()?;
    let web = matches!(page.scheme(), "http" | "https") && page.has_host();
    (web && page.username().is_empty() && page.password().is_none()).then_some(page)
}

/// Writes an address so that Markdown cannot end it early.
fn linkable(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '[' => out.push_str("%5B"),
            ']' => out.push_str("%5D"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '|' => out.push_str("%7C"),
            '\\' => out.push_str("%5C"),
            '`' => out.push_str("%60"),
            c if c.is_whitespace() => out.push_str("%20"),
            c => out.push(c),
        }
    }
    out
}

/// Writes a sentence as a browser's text directive: whole when short, else its two ends; of a table's row its label.
fn directive(sentence: &str) -> String {
    let on_the_page = row_label(sentence).unwrap_or(sentence);
    let words: Vec<&str> = on_the_page.split_whitespace().collect();
    let ends = words
        .get(..WORDS_AT_THE_ENDS)
        .zip(words.get(words.len().saturating_sub(WORDS_AT_THE_ENDS)..))
        .filter(|_| words.len() > WORDS_CARRIED_WHOLE);
    match ends {
        Some((first, last)) => {
            format!("{},{}", percent(&first.join(" ")), percent(&last.join(" ")))
        }
        None => percent(&words.join(" ")),
    }
}

/// The label of a row hardly has more words.
const MAX_LABEL_WORDS: usize = 6;

/// Returns the label of a sentence that may be the row of a table, "Bray: fuel oak; heat 900 °C": the page has these words
/// in cells, where no browser finds them as one text, but its label stands in a cell of its own.
fn row_label(sentence: &str) -> Option<&str> {
    let (label, _) = sentence.split_once(": ")?;
    let is_prose = sentence.ends_with(['.', '!', '?', '"', '”', '’', ')']);
    let is_short = label.split_whitespace().count() <= MAX_LABEL_WORDS;
    (!is_prose && is_short).then_some(label)
}

/// Percent-encodes everything but letters, digits and three harmless signs; `-` and `,` mean something there.
fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'~' => out.push(byte as char),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_format_are_shown() {
        assert_eq!(
            escape("**a** [b](https://evil.example) `c`").as_str(),
            "\\*\\*a\\*\\* \\[b\\](https:\u{200B}//evil.example) \\`c\\`"
        );
        assert_eq!(escape("# Big").as_str(), "\\# Big");
        assert_eq!(escape("-# small").as_str(), "\\-# small");
        assert_eq!(escape("well-known #1").as_str(), "well-known #1");
        assert_eq!(escape("1998. A year").as_str(), "1998.\u{200B} A year");
    }

    #[test]
    fn nobody_is_called() {
        assert_eq!(escape("@everyone").as_str(), "@\u{200B}everyone");
        assert_eq!(escape("@HERE <@7>").as_str(), "@\u{200B}HERE \\<@7\\>");
        // An invisible sign inside the word is taken out first, so it cannot hide the call.
        assert_eq!(escape("@\u{200B}everyone").as_str(), "@\u{200B}everyone");
    }

    #[test]
    fn what_cannot_be_seen_is_left_out() {
        assert_eq!(plain("a\u{202E}b\u{E0041}c\u{FEFF}"), "abc");
        assert_eq!(plain("two\r\nlines\u{2028}three"), "two lines three");
        let zalgo = format!("z{}", "\u{0301}".repeat(500));
        assert_eq!(plain(&zalgo).chars().count(), 1 + MAX_MARKS);
        assert_eq!(plain("👩\u{200D}🚀 flies"), "👩\u{200D}🚀 flies");
    }

    #[test]
    fn the_short_answer_is_bold_inside_the_sentence() {
        let text = "They counted 150 people.";
        let bold = escape_with_bold(text, Some(Span::new(13, 16)));
        assert_eq!(bold.as_str(), "They counted **150** people.");
        assert_eq!(
            escape_with_bold("5 * 5", Some(Span::new(0, 5))).as_str(),
            "**5 \\* 5**"
        );
        assert_eq!(
            escape_with_bold(text, Some(Span::new(90, 99))).as_str(),
            text
        );
    }

    #[test]
    fn a_message_is_opened_as_a_whole() {
        let address = "https://discord.com/channels/1/2/3";
        let link = Link::to(address, "It is long.");
        assert_eq!(link, Some(Link::Message(address.to_owned())));
        assert_eq!(link, Link::page(&format!("{address}#x")));
        let words = link.map(|link| link.markdown());
        assert_eq!(words, Some(format!("[open the message]({address})")));
        let other = Link::page("https://discord.com/blog/1");
        assert!(matches!(other, Some(Link::Page(_))));
    }

    #[test]
    fn a_link_opens_at_the_sentence() {
        let link = Link::to("https://news.example/a_(b)?x=1#top", "Well-known, it is.");
        let expected = "https://news.example/a_%28b%29?x=1#top:~:text=Well%2Dknown%2C%20it%20is.";
        assert_eq!(link, Some(Link::Sentence(expected.to_owned())));
        let row = Link::to("https://kiln.example/", "Bray: fuel oak; heat 900 °C");
        let at_its_label = "https://kiln.example/#:~:text=Bray".to_owned();
        assert_eq!(row, Some(Link::Sentence(at_its_label)));
        let told = Link::to("https://kiln.example/", "She said: it was hot.");
        assert!(told.is_some_and(|link| link.address().ends_with("hot.")));
        let long = format!("https://news.example/{}", "x".repeat(690));
        assert!(matches!(Link::to(&long, "Short."), Some(Link::Page(_))));
        for bad in [
            "javascript:alert(1)",
            "https://bank.example@evil.example/",
            "nothing",
        ] {
            assert_eq!(Link::to(bad, "x"), None, "{bad}");
        }
    }

    #[test]
    fn a_cut_keeps_words_and_graphemes_whole() {
        assert_eq!(cut("one two three", 8), "one two…");
        assert_eq!(cut("short", 8), "short");
        assert!(length(&cut(&"👩\u{200D}🚀".repeat(50), 21)) <= 21);
    }
}
