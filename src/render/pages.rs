//! How lists, articles and facts look in a terminal.

use textwrap::core::display_width;

use super::citation;
use super::markdown::plain;
use super::notices::{self, count};
use super::screen::{Screen, line_to, shortened};
use crate::article::{BlockKind, Metadata, Outline};

/// One line of the list of articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListLine {
    /// The id.
    pub id: String,
    /// The title.
    pub title: String,
    /// Publisher and date, as far as they are known.
    pub metadata: Metadata,
    /// Quotable sentences.
    pub sentences: usize,
    /// The current version.
    pub version: u32,
}

/// A column of titles narrower than this is hard to read, unless they are shorter; they then stand below the ids.
const NARROWEST_TITLE: usize = 28;

/// An id longer than this does not push the columns of all articles aside.
const WIDEST_ID: usize = 40;

/// What stands between two columns.
const GAP: &str = "  ";

/// Renders the list of articles: id, title, what is known of it. Where the width is known, titles that do not fit are cut;
/// where it is not, each article is a line of its own.
pub fn list(lines: &[ListLine], screen: Screen) -> String {
    let rows: Vec<Row> = lines.iter().map(Row::of).collect();
    let columns = Columns::of(&rows);
    let mut out = String::new();
    for row in &rows {
        match screen.width {
            Some(width) => columns.write(&mut out, row, width, screen),
            None => columns.write_unbroken(&mut out, row, screen),
        }
    }
    out
}

/// An article of the list in words.
struct Row {
    id: String,
    title: String,
    date: String,
    sentences: String,
    version: String,
}

impl Row {
    fn of(line: &ListLine) -> Self {
        let published = line.metadata.published.as_deref();
        Row {
            id: plain(&line.id),
            title: plain(&line.title),
            date: published.map_or_else(String::new, |date| plain(&citation::date(date))),
            sentences: count(line.sentences, "sentence", "sentences"),
            version: match line.version {
                0 | 1 => String::new(),
                version => format!("version {version}"),
            },
        }
    }
}

/// How wide the columns of the list are.
struct Columns {
    id: usize,
    title: usize,
    date: usize,
    about: usize,
}

impl Columns {
    fn of(rows: &[Row]) -> Self {
        let widest = |widths: &mut dyn Iterator<Item = usize>| widths.max().unwrap_or(0);
        let ids = rows.iter().map(|row| display_width(&row.id));
        let mut columns = Columns {
            id: widest(&mut ids.filter(|width| *width <= WIDEST_ID)),
            title: widest(&mut rows.iter().map(|row| display_width(&row.title))),
            date: widest(&mut rows.iter().map(|row| display_width(&row.date))),
            about: 0,
        };
        let abouts = rows.iter().map(|row| display_width(&columns.about(row)));
        columns.about = widest(&mut abouts.collect::<Vec<_>>().into_iter());
        columns
    }

    /// Writes what is known of an article, its date padded to that of the others.
    fn about(&self, row: &Row) -> String {
        let dated = match (row.date.as_str(), self.date) {
            (_, 0) => String::new(),
            ("", width) => " ".repeat(width + 3),
            (date, width) => format!("{} · ", padded(date, width)),
        };
        let number = match row.version.as_str() {
            "" => String::new(),
            version => format!(" · {version}"),
        };
        format!("{dated}{}{number}", row.sentences)
    }

    /// Writes a line for an article, however long.
    fn write_unbroken(&self, out: &mut String, row: &Row, screen: Screen) {
        let parts = [&row.date, &row.sentences, &row.version];
        let parts: Vec<&str> = (parts.into_iter().map(String::as_str))
            .filter(|part| !part.is_empty())
            .collect();
        let about = screen.dim(&parts.join(" · "));
        let (id, gap) = self.id_and_gap(row, screen);
        line_to(out, &format!("{id}{gap}{GAP}{}{GAP}{about}", row.title));
    }

    /// Writes an article into a width: in one line, or with its title below.
    fn write(&self, out: &mut String, row: &Row, width: usize, screen: Screen) {
        let beside = width.saturating_sub(self.id + self.about + 2 * GAP.len());
        let below = shortened(&row.title, width.saturating_sub(GAP.len()));
        let about = self.about(row);
        let (id, gap) = self.id_and_gap(row, screen);
        let is_usual = display_width(&row.id) <= self.id;
        if is_usual && beside >= self.title.min(NARROWEST_TITLE) {
            let title = padded(&shortened(&row.title, beside), self.title.min(beside));
            let about = screen.dim(&about);
            line_to(out, &format!("{id}{gap}{GAP}{title}{GAP}{about}"));
        } else if is_usual && self.id + GAP.len() + self.about <= width {
            line_to(out, &format!("{id}{gap}{GAP}{}", screen.dim(&about)));
            line_to(out, &format!("{GAP}{below}"));
        } else {
            line_to(out, &id);
            line_to(out, &format!("{GAP}{below}"));
            let about = screen.wrapped(&format!("{GAP}{}", about.trim_start()), GAP);
            line_to(out, &screen.dim(&about));
        }
    }

    /// Returns an id, and what is missing to the width of its column.
    fn id_and_gap(&self, row: &Row, screen: Screen) -> (String, String) {
        let missing = self.id.saturating_sub(display_width(&row.id));
        (screen.bold(&row.id), " ".repeat(missing))
    }
}

fn padded(words: &str, width: usize) -> String {
    let missing = width.saturating_sub(display_width(words));
    format!("{words}{}", " ".repeat(missing))
}

/// Renders an article as a page: its head, then its text with furniture set back.
pub fn article(id: &str, version: u32, metadata: &Metadata, text: &str, screen: Screen) -> String {
    let mut out = String::new();
    line_to(
        &mut out,
        &screen.title(&screen.wrapped(&plain(&metadata.title), "")),
    );
    line_to(
        &mut out,
        &screen.dim(&screen.wrapped(&head(id, version, metadata), "")),
    );
    let blocks = Outline::of(text).blocks;
    let last = blocks
        .iter()
        .map(|block| block.paragraph)
        .max()
        .unwrap_or_default();
    let digits = last.to_string().len();
    // Citations name paragraphs by these numbers.
    let number = |paragraph: usize| screen.dim(&format!("{paragraph:>digits$}"));
    let indent = " ".repeat(digits + 2);
    for block in blocks {
        let words = plain(block.span.of(text).unwrap_or_default());
        let line = match block.kind {
            BlockKind::Heading => screen.bold(&screen.wrapped(&words, "")),
            BlockKind::Paragraph => {
                screen.wrapped(&format!("{}  {words}", number(block.paragraph)), &indent)
            }
            BlockKind::ListItem => {
                let line = format!("{}  · {words}", number(block.paragraph));
                screen.wrapped(&line, &format!("{indent}  "))
            }
            BlockKind::Furniture => {
                screen.dim(&screen.wrapped(&format!("{words} {}", notices::FURNITURE), ""))
            }
        };
        out.push('\n');
        line_to(&mut out, &line);
    }
    out
}

fn head(id: &str, version: u32, metadata: &Metadata) -> String {
    let mut parts = vec![id.to_owned(), format!("version {version}")];
    let optional = [&metadata.author, &metadata.publisher];
    parts.extend(optional.into_iter().flatten().cloned());
    parts.extend(metadata.published.as_deref().map(citation::date));
    parts.extend(metadata.licence.clone());
    if !metadata.tags.is_empty() {
        parts.push(metadata.tags.join(", "));
    }
    parts.extend(metadata.url.clone());
    plain(&parts.join(" · "))
}

/// One fact in words: its kind, the sentence's pieces, and how sure the reading is.
#[derive(Debug, Clone, PartialEq)]
pub struct FactLine {
    /// The kind, in one word.
    pub kind: String,
    /// The pieces in reading order, each with its name.
    pub fields: Vec<(String, String)>,
    /// The paragraph it stands in.
    pub paragraph: usize,
    /// How likely the reading is right, 0 to 1.
    pub confidence: f32,
}

/// Renders facts, one a line.
pub fn facts(lines: &[FactLine], screen: Screen) -> String {
    let mut out = String::new();
    if lines.is_empty() {
        line_to(&mut out, &screen.dim(notices::NO_FACTS));
    }
    for line in lines {
        let fields = line.fields.iter().map(|(name, words)| {
            let name = screen.dim(&format!("{name}:"));
            format!("{name} {}", plain(words))
        });
        let fields = fields.collect::<Vec<_>>().join("  ");
        let kind = screen.bold(&format!("{:<10}", line.kind));
        let place = screen.dim(&format!(
            "¶{} · {}",
            line.paragraph,
            reading(line.confidence)
        ));
        line_to(
            &mut out,
            &screen.wrapped(&format!("{kind} {fields}  {place}"), "           "),
        );
    }
    out
}

/// Of facts read as clear, all of a sample of 34 were right and whole; of likely ones three in four (`confidence`).
fn reading(confidence: f32) -> &'static str {
    match confidence {
        c if c >= 0.87 => "clear",
        c if c >= 0.7 => "likely",
        _ => "unsure",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_lined_up() {
        let line = |id: &str, version| ListLine {
            id: id.to_owned(),
            title: format!("About {id}"),
            metadata: Metadata {
                published: Some("2024-05".to_owned()),
                ..Metadata::default()
            },
            sentences: 1,
            version,
        };
        insta::assert_snapshot!(list(&[line("quay", 1), line("lighthouse", 3)], Screen::PLAIN), @r"
        quay        About quay  May 2024 · 1 sentence
        lighthouse  About lighthouse  May 2024 · 1 sentence · version 3
        ");
    }

    fn shown(width: usize) -> String {
        let line = |id: &str, title: &str, published: Option<&str>, sentences, version| ListLine {
            id: id.to_owned(),
            title: title.to_owned(),
            metadata: Metadata {
                published: published.map(str::to_owned),
                ..Metadata::default()
            },
            sentences,
            version,
        };
        let lines = [
            line(
                "quay",
                "The quay of Bray and its boats",
                Some("2024-05-29"),
                30,
                1,
            ),
            line(
                "honeybee",
                "Inside the hive: the life of the honeybee",
                None,
                1,
                3,
            ),
        ];
        let screen = Screen {
            width: Some(width),
            ..Screen::PLAIN
        };
        list(&lines, screen)
    }

    #[test]
    fn a_list_has_columns_that_fit_the_width() {
        insta::assert_snapshot!(shown(120), @r"
        quay      The quay of Bray and its boats             29 May 2024 · 30 sentences
        honeybee  Inside the hive: the life of the honeybee                1 sentence · version 3
        ");
        insta::assert_snapshot!(shown(80), @r"
        quay      The quay of Bray and its boats    29 May 2024 · 30 sentences
        honeybee  Inside the hive: the life of th…                1 sentence · version 3
        ");
        insta::assert_snapshot!(shown(60), @r"
        quay      29 May 2024 · 30 sentences
          The quay of Bray and its boats
        honeybee                1 sentence · version 3
          Inside the hive: the life of the honeybee
        ");
        insta::assert_snapshot!(shown(30), @r"
        quay
          The quay of Bray and its bo…
          29 May 2024 · 30 sentences
        honeybee
          Inside the hive: the life o…
          1 sentence · version 3
        ");
        for width in 20..130 {
            let shown = shown(width);
            let widest = shown.lines().map(display_width).max();
            assert!(widest <= Some(width), "{width}: {shown}");
        }
    }
}
