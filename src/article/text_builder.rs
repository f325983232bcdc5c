//! Writes a stored text block by block: empty lines between, `# ` before headings, `- ` before list items.

use super::clean::ends_as_sentence;

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

/// Column names that say no more than that there is something: "Power: 900 W" needs no "Value" before its figure.
const BARE_COLUMNS: [&str; 12] = [
    "value",
    "values",
    "what",
    "description",
    "details",
    "name",
    "information",
    "meaning",
    "answer",
    "text",
    "content",
    "data",
];

/// A cell of so many words that ends as a sentence is one.
const SENTENCE_WORDS: usize = 4;

/// Writes one row of a table so that it can be understood alone: "Bray: fuel oak; heat 900 °C". Without names of columns
/// only the first cell labels the others. Sentences stand as they are.
pub fn table_row(columns: &[String], cells: &[String]) -> String {
    let [name, values @ ..] = cells else {
        return String::new();
    };
    let mut told = String::new();
    for (at, value) in values.iter().enumerate() {
        if value.is_empty() {
            continue;
        }
        let after_sentence = is_sentence(&told);
        if !told.is_empty() {
            told += if after_sentence { " " } else { "; " };
        }
        match columns.get(at + 1).filter(|column| !is_bare(column)) {
            Some(column) if !is_sentence(value) => {
                told += column;
                told += if after_sentence { ": " } else { " " };
            }
            _ => {}
        }
        told += value;
    }
    match (name.is_empty(), told.is_empty()) {
        (false, false) if is_sentence(name) => format!("{name} {told}"),
        (false, false) => format!("{}: {told}", name.trim_end_matches(':')),
        (true, false) => told,
        (_, true) => name.clone(),
    }
}

fn is_sentence(words: &str) -> bool {
    ends_as_sentence(words) && words.split_whitespace().count() >= SENTENCE_WORDS
}

fn is_bare(column: &str) -> bool {
    column.is_empty() || BARE_COLUMNS.contains(&column.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(columns: &[&str], cells: &[&str]) -> String {
        let owned = |words: &[&str]| {
            words
                .iter()
                .map(|word| (*word).to_owned())
                .collect::<Vec<_>>()
        };
        table_row(&owned(columns), &owned(cells))
    }

    #[test]
    fn a_row_keeps_the_names_of_its_columns() {
        let columns = ["kiln", "fuel", "heat"];
        assert_eq!(
            row(&columns, &["Bray", "oak", "900 °C"]),
            "Bray: fuel oak; heat 900 °C"
        );
        assert_eq!(row(&columns, &["Bray", "", "900 °C"]), "Bray: heat 900 °C");
        assert_eq!(
            row(&["Part", "Weight"], &["Final exam", "30%"]),
            "Final exam: Weight 30%"
        );
        assert_eq!(
            row(&["Property", "Value"], &["Power", "900 W"]),
            "Power: 900 W"
        );
        assert_eq!(row(&[], &["Power:", "900 W"]), "Power: 900 W");
        assert_eq!(row(&columns, &["Closed", "", ""]), "Closed");
    }

    #[test]
    fn sentences_in_a_row_stay_sentences() {
        assert_eq!(
            row(
                &["Item", "Talk", "Action"],
                &["Boiler", "It failed twice in May.", "Bo to call"]
            ),
            "Boiler: It failed twice in May. Action: Bo to call"
        );
        assert_eq!(
            row(&[], &["The boiler is old now.", "Nobody likes it much."]),
            "The boiler is old now. Nobody likes it much."
        );
    }
}
