//! A card: what one message of the bot shows, always within Discord's limits.

use super::markdown::{cut, escape, length, plain};

/// Discord refuses a longer description.
pub const MAX_BODY_UTF16: usize = 4_096;

/// Discord refuses a longer title.
pub const MAX_TITLE_UTF16: usize = 256;

/// Footers are small print; Discord would allow 2,048.
const MAX_FOOTER_UTF16: usize = 400;

/// What a card is about, shown as the colour of its edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// An answer that is almost certainly right, or work well done.
    Sure,
    /// An answer that is probably right.
    Likely,
    /// An answer to be read with care, or a question to the reader.
    Careful,
    /// An honest no.
    Quiet,
    /// Something went wrong.
    Failed,
    /// Plain information.
    #[default]
    Plain,
}

impl Tone {
    /// Returns the colour as red, green and blue in one number.
    pub fn colour(self) -> u32 {
        match self {
            Tone::Sure => 0x2E_9E6B,
            Tone::Likely => 0x3B_82C4,
            Tone::Careful => 0xD9_A441,
            Tone::Quiet => 0x80_848E,
            Tone::Failed => 0xD6_4545,
            Tone::Plain => 0x58_65F2,
        }
    }
}

/// What one message shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    /// What it is about.
    pub tone: Tone,
    /// A heading, escaped.
    pub title: Option<String>,
    /// Markdown, foreign words escaped.
    pub body: String,
    /// Small print; Discord shows it without any formatting.
    pub footer: Option<String>,
}

impl Card {
    /// Makes a card whose body is in the program's own words.
    pub fn new(tone: Tone, body: impl Into<String>) -> Self {
        Card {
            tone,
            body: body.into(),
            ..Card::default()
        }
    }

    /// Gives it a heading made of foreign words.
    pub fn titled(mut self, words: &str) -> Self {
        let title = fitting_title(words);
        self.title = (!title.is_empty()).then_some(title);
        self
    }

    /// Gives it small print.
    pub fn with_footer(mut self, words: &str) -> Self {
        let words = cut(&plain(words), MAX_FOOTER_UTF16);
        self.footer = (!words.is_empty()).then_some(words);
        self
    }

    /// Adds a line to the body if there is room; tells whether there was.
    pub fn line(&mut self, line: &str) -> bool {
        let gap = usize::from(!self.body.is_empty());
        let fits = length(&self.body) + length(line) + gap <= MAX_BODY_UTF16;
        if fits {
            if gap == 1 {
                self.body.push('\n');
            }
            self.body.push_str(line);
        }
        fits
    }
}

/// Escapes a heading, cutting the words first so that no escape is torn apart.
fn fitting_title(words: &str) -> String {
    let words = plain(words);
    let mut room = MAX_TITLE_UTF16;
    loop {
        let title = escape(&cut(&words, room));
        if title.length() <= MAX_TITLE_UTF16 {
            return title.to_string();
        }
        room -= 16;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_of_stars_still_fits() {
        let card = Card::new(Tone::Plain, "x").titled(&"*".repeat(4_096));
        assert!(length(&card.title.expect("has a title")) <= MAX_TITLE_UTF16);
    }

    #[test]
    fn a_full_card_takes_no_more_lines() {
        let mut card = Card::new(Tone::Plain, "x".repeat(MAX_BODY_UTF16 - 3));
        assert!(card.line("ab"));
        assert!(!card.line(""));
    }
}
