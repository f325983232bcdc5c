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

/// Writes one row of a table so that it can be understood alone: "Bray: fuel oak; heat 900 °C". Without names of columns
/// only the first cell labels the others.
pub fn table_row(columns: &[String], cells: &[String]) -> String {
    let [name, values @ ..] = cells else {
        return String::new();
    };
    let told: Vec<String> = (values.iter().enumerate())
        .filter(|(_, value)| !value.is_empty())
        .map(|(at, value)| match columns.get(at + 1) {
            Some(column) if !is_bare(column) => format!("{column} {value}"),
            _ => value.clone(),
        })
        .collect();
    match (name.is_empty(), told.is_empty()) {
        (false, false) => format!("{}: {}", name.trim_end_matches(':'), told.join("; ")),
        (true, false) => told.join("; "),
        (_, true) => name.clone(),
    }
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
}
