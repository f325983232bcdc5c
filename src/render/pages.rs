//! How lists, articles and facts look in a terminal.

use super::citation;
use super::markdown::plain;
use super::notices::{self, count};
use super::screen::{Screen, line_to};
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

/// A column of titles narrower than this is hard to read; titles then stand below the ids.
const NARROWEST_TITLE: usize = 36;

/// Renders the list of articles: id, title, what is known of it.
pub fn list(lines: &[ListLine], screen: Screen) -> String {
    let width = |line: &ListLine| textwrap::core::display_width(&plain(&line.id));
    let widest = lines.iter().map(width).max().unwrap_or(0).min(40);
    let beside = screen
        .width
        .is_none_or(|width| width >= widest + 2 + NARROWEST_TITLE);
    let mut out = String::new();
    for line in lines {
        let gap = " ".repeat(widest.saturating_sub(width(line)));
        let mut about: Vec<String> = Vec::new();
        about.extend(line.metadata.published.as_deref().map(citation::date));
        about.push(count(line.sentences, "sentence", "sentences"));
        if line.version > 1 {
            about.push(format!("version {}", line.version));
        }
        let about = screen.dim(&plain(&about.join(" · ")));
        let (id, title) = (screen.bold(&plain(&line.id)), plain(&line.title));
        if beside {
            let indent = " ".repeat(widest + 2);
            let words = format!("{id}{gap}  {title}  {about}");
            line_to(&mut out, &screen.wrapped(&words, &indent));
        } else {
            line_to(&mut out, &id);
            line_to(
                &mut out,
                &screen.wrapped(&format!("  {title}  {about}"), "  "),
            );
        }
    }
    out
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
        let narrow = Screen {
            width: Some(40),
            ..Screen::PLAIN
        };
        insta::assert_snapshot!(list(&[line("lighthouse", 3)], narrow), @r"
        lighthouse
          About lighthouse  May 2024 · 1
          sentence · version 3
        ");
    }
}
