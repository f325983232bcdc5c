//! Writes a stored text block by block: empty lines between, `# ` before headings, `- ` before list items.

/// A stored text in the making.
#[derive(Debug, Default)]
pub struct Blocks {
    text: String,
}

impl Blocks {
    /// Adds a heading of a level from 1 to 6.
    pub fn heading(&mut self, level: usize, words: &str) {
        let marks = "#".repeat(level.clamp(1, 6));
        self.push(&marks, words);
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, words: &str) {
        self.push("", words);
    }

    /// Adds one entry of a list.
    pub fn item(&mut self, words: &str) {
        self.push("-", words);
    }

    /// Returns the text.
    pub fn finish(self) -> String {
        self.text
    }

    fn push(&mut self, mark: &str, words: &str) {
        let mut words = words.split_whitespace().peekable();
        if words.peek().is_none() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.text.push_str(mark);
        for (number, word) in words.enumerate() {
            if number > 0 || !mark.is_empty() {
                self.text.push(' ');
            }
            self.text.push_str(word);
        }
    }
}
