//! How answers and articles look in a terminal, and as plain text when there is none.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use super::citation;
use super::markdown::{Link, plain};
use super::notices;
use crate::answer::{Answer, Citation, Disagreement, Explanation, Mention};
use crate::article::{BlockKind, Metadata, Outline};
use crate::text::Span;

/// What the place can show that the words are written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Columns to a line; nothing when lines are not to be broken.
    pub width: Option<usize>,
    /// Whether it knows bold and dim.
    pub styles: Styles,
    /// Whether it knows hyperlinks.
    pub links: Links,
}

/// Whether words may be bold, dim or coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Styles {
    /// Words only.
    Plain,
    /// Bold, dim and colours.
    Ansi,
}

/// Whether words may be links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// Addresses are written out.
    Written,
    /// Words are clickable.
    Clickable,
}

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const TITLE: Style = Style::new().bold().underline();
const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default().bold();
const CARE: Style = AnsiColor::Yellow.on_default();

/// Lines longer than this are hard to read, however wide the screen is.
const WIDEST: usize = 100;

impl Screen {
    /// A place that shows words only, such as a file.
    pub const PLAIN: Screen = Screen {
        width: None,
        styles: Styles::Plain,
        links: Links::Written,
    };

    fn styled(self, style: Style, words: &str) -> String {
        match self.styles {
            Styles::Ansi if !words.is_empty() => format!("{style}{words}{style:#}"),
            _ => words.to_owned(),
        }
    }

    /// Sets words in bold.
    pub fn bold(self, words: &str) -> String {
        self.styled(BOLD, words)
    }

    /// Sets words back.
    pub fn dim(self, words: &str) -> String {
        self.styled(DIM, words)
    }

    /// Sets words as good news.
    pub fn good(self, words: &str) -> String {
        self.styled(GOOD, words)
    }

    /// Sets words as bad news.
    pub fn bad(self, words: &str) -> String {
        self.styled(BAD, words)
    }

    /// Sets words as something to look at.
    pub fn care(self, words: &str) -> String {
        self.styled(CARE, words)
    }

    /// Makes words lead somewhere, where that can be shown.
    fn linked(self, words: &str, address: &str) -> String {
        match self.links {
            Links::Clickable => format!("\u{1b}]8;;{address}\u{1b}\\{words}\u{1b}]8;;\u{1b}\\"),
            Links::Written => words.to_owned(),
        }
    }

    /// Breaks a line at the width, its continuation indented.
    pub fn wrapped(self, line: &str, indent: &str) -> String {
        let Some(width) = self.width else {
            return line.to_owned();
        };
        let options = textwrap::Options::new(width.clamp(30, WIDEST)).subsequent_indent(indent);
        textwrap::fill(line, options)
    }
}

/// Renders an answer: the quoted sentences, then where they stand.
pub fn answer(answer: &Answer, screen: Screen) -> String {
    let mut out = String::new();
    let asides = asides(answer);
    for line in &asides {
        line_to(&mut out, &screen.dim(&screen.wrapped(line, "  ")));
    }
    if !asides.is_empty() {
        out.push('\n');
    }
    if !answer.answered || answer.citations.is_empty() {
        out.push_str(&no_answer(answer, screen));
    } else {
        cited(&mut out, answer, screen);
    }
    for explanation in &answer.explanations {
        out.push('\n');
        out.push_str(&explained(explanation, screen));
    }
    out
}

fn cited(out: &mut String, answer: &Answer, screen: Screen) {
    for citation in &answer.citations {
        line_to(out, &screen.wrapped(&quote(citation, screen), ""));
        out.push('\n');
    }
    for disagreement in &answer.disagreements {
        if let Some(line) = differing(answer, disagreement) {
            line_to(out, &screen.care(&screen.wrapped(&line, "  ")));
            out.push('\n');
        }
    }
    for citation in &answer.citations {
        source(out, citation, screen);
    }
    let sure = citation::certainty(answer.certainty);
    line_to(out, &screen.dim(&format!("{sure}.")));
}

/// Sets a sentence between quotation marks, its short answer in bold.
fn quote(citation: &Citation, screen: Screen) -> String {
    let words = quoted_words(&citation.text, citation.answer, screen);
    let own_marks =
        citation.text.starts_with(['“', '"', '«']) && citation.text.ends_with(['”', '"', '»']);
    let number = screen.dim(&format!("[{}]", citation.number));
    match own_marks {
        true => format!("{words} {number}"),
        false => format!("“{words}” {number}"),
    }
}

fn quoted_words(text: &str, short: Option<Span>, screen: Screen) -> String {
    let pieces = short.and_then(|span| {
        let (before, after) = (text.get(..span.start)?, text.get(span.end..)?);
        Some((before, span.of(text)?, after))
    });
    let Some((before, inside, after)) = pieces else {
        return plain(text);
    };
    // A space at a border belongs to neither piece alone and would be trimmed away.
    let open = if before.ends_with(char::is_whitespace) {
        " "
    } else {
        ""
    };
    let close = if after.starts_with(char::is_whitespace) {
        " "
    } else {
        ""
    };
    let (head, tail) = (plain(before), plain(after));
    let bold = screen.bold(&plain(inside));
    format!("{head}{open}{bold}{close}{}", tail.trim_start())
}

/// Writes `[1] Title · publisher · 25 Jan 2026 · paragraph 2`, and what else says so.
fn source(out: &mut String, citation: &Citation, screen: Screen) {
    let mut parts = vec![plain(&citation.title)];
    parts.extend(citation.publisher.as_deref().map(plain));
    parts.extend(
        citation
            .published
            .as_deref()
            .map(|date| plain(&citation::date(date))),
    );
    parts.push(format!("paragraph {}", citation.paragraph));
    parts.retain(|part| !part.is_empty());
    let line = format!("[{}] {}", citation.number, parts.join(" · "));
    let address = citation
        .url
        .as_deref()
        .and_then(|url| Link::to(url, &citation.text));
    let wrapped = screen.dim(&screen.wrapped(&line, "    "));
    match &address {
        Some(link) => line_to(out, &screen.linked(&wrapped, link.address())),
        None => line_to(out, &wrapped),
    }
    if let (Some(link), Links::Written) = (&address, screen.links) {
        line_to(out, &screen.dim(&format!("    {}", link.address())));
    }
    if let Some(also) = also_in(&citation.also_in) {
        line_to(
            out,
            &screen.dim(&screen.wrapped(&format!("    {also}"), "    ")),
        );
    }
}

fn also_in(others: &[Mention]) -> Option<String> {
    match others {
        [] => None,
        [one] => Some(format!("also in {}", plain(&one.title))),
        [one, two] => Some(format!(
            "also in {} and {}",
            plain(&one.title),
            plain(&two.title)
        )),
        more => Some(format!("also in {} other articles", more.len())),
    }
}

/// Sets two differing statements side by side, with their dates.
fn differing(answer: &Answer, found: &Disagreement) -> Option<String> {
    let side = |number: usize, says: &str, age: &str| {
        let citation = answer
            .citations
            .iter()
            .find(|citation| citation.number == number)?;
        let date = citation.published.as_deref().map(citation::date);
        let when = date.map_or_else(|| age.to_owned(), |date| format!("{}, {age}", plain(&date)));
        Some(format!("{} in [{number}] ({when})", plain(says)))
    };
    let newer = side(found.newer, &found.newer_says, "newer")?;
    let older = side(found.older, &found.older_says, "older")?;
    Some(format!("The articles differ: {newer}, {older}."))
}

fn no_answer(answer: &Answer, screen: Screen) -> String {
    let mut out = String::new();
    line_to(&mut out, &screen.bold(notices::NOT_SAID));
    if answer.nearest.is_empty() {
        line_to(&mut out, notices::NOTHING_NEAR);
        return out;
    }
    line_to(&mut out, notices::NEAREST);
    for mention in &answer.nearest {
        let title = plain(&mention.title);
        let linked = match mention.url.as_deref().and_then(Link::page) {
            Some(link) => screen.linked(&title, link.address()),
            None => title,
        };
        let id = screen.dim(&format!("({})", plain(mention.article_id.as_str())));
        line_to(&mut out, &format!("  · {linked} {id}"));
    }
    out
}

/// Says what a follow-up took over and which words were read as others.
fn asides(answer: &Answer) -> Vec<String> {
    let about = answer
        .carried_over
        .iter()
        .map(|about| format!("about: {}", plain(about)));
    let read: Vec<String> = answer
        .corrections
        .iter()
        .map(|(typed, read)| format!("“{}” as “{}”", plain(typed), plain(read)))
        .collect();
    let read = (!read.is_empty()).then(|| format!("read {}", read.join(", ")));
    about.chain(read).collect()
}

/// Renders why a sentence stands where it stands.
fn explained(explanation: &Explanation, screen: Screen) -> String {
    let mut out = String::new();
    let head = match explanation.number {
        0 => notices::RUNNER_UP.to_owned(),
        number => format!("Why [{number}]"),
    };
    line_to(&mut out, &screen.bold(&head));
    line_to(
        &mut out,
        &screen.dim(&screen.wrapped(&format!("  {}", plain(&explanation.text)), "  ")),
    );
    for reason in &explanation.reasons {
        let sign = if reason.share < 0.0 {
            screen.care("−")
        } else {
            screen.good("+")
        };
        let share = screen.dim(&format!("({}, {:.2})", reason.feature, reason.share.abs()));
        line_to(
            &mut out,
            &screen.wrapped(
                &format!("  {sign} {} {share}", plain(&reason.words)),
                "    ",
            ),
        );
    }
    out
}

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
        &screen.styled(TITLE, &screen.wrapped(&plain(&metadata.title), "")),
    );
    line_to(
        &mut out,
        &screen.dim(&screen.wrapped(&head(id, version, metadata), "")),
    );
    for block in Outline::of(text).blocks {
        let words = plain(block.span.of(text).unwrap_or_default());
        let line = match block.kind {
            BlockKind::Heading => screen.bold(&screen.wrapped(&words, "")),
            BlockKind::Paragraph => screen.wrapped(&words, ""),
            BlockKind::ListItem => screen.wrapped(&format!("· {words}"), "  "),
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

fn reading(confidence: f32) -> &'static str {
    match confidence {
        c if c >= 0.8 => "clear",
        c if c >= 0.5 => "likely",
        _ => "unsure",
    }
}

/// Writes a number with its noun.
pub fn count(number: usize, one: &str, many: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    }
}

fn line_to(out: &mut String, line: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::{Certainty, Reason};

    fn citation(number: usize, text: &str, short: &str) -> Citation {
        let start = text.find(short).expect("the short answer");
        Citation {
            number,
            article_id: "quay".into(),
            title: format!("The quay of Bray, part {number}"),
            publisher: Some("Harbour Press".to_owned()),
            url: None,
            published: Some(format!("202{number}-01-25")),
            version: 1,
            paragraph: 2,
            start: 0,
            end: text.len(),
            text: text.to_owned(),
            answer: Some(Span::new(start, start + short.len())),
            confidence: 0.9,
            also_in: Vec::new(),
        }
    }

    fn answered(citations: Vec<Citation>) -> Answer {
        Answer {
            question: "How many boats?".to_owned(),
            answered: true,
            confidence: 0.9,
            certainty: Certainty::Likely,
            answer: None,
            citations,
            disagreements: Vec::new(),
            nearest: Vec::new(),
            carried_over: None,
            corrections: Vec::new(),
            fingerprint: String::new(),
            explanations: Vec::new(),
        }
    }

    #[test]
    fn an_answer_is_a_quotation_and_its_source() {
        let one = answered(vec![citation(
            1,
            "The quay holds forty boats in winter.",
            "forty",
        )]);
        insta::assert_snapshot!(answer(&one, Screen::PLAIN), @r"
        “The quay holds forty boats in winter.” [1]

        [1] The quay of Bray, part 1 · Harbour Press · 25 Jan 2021 · paragraph 2
        Probably the answer.
        ");
    }

    #[test]
    fn a_terminal_shows_the_short_answer_in_bold() {
        let one = answered(vec![citation(1, "The quay holds forty boats.", "forty")]);
        let screen = Screen {
            styles: Styles::Ansi,
            ..Screen::PLAIN
        };
        assert!(answer(&one, screen).contains("holds \u{1b}[1mforty\u{1b}[0m boats."));
    }

    #[test]
    fn two_articles_are_cited_and_those_that_say_the_same_are_named() {
        let mut first = citation(1, "The quay holds forty boats.", "forty");
        first.also_in = ["Harbours", "Boats"]
            .map(|title| Mention {
                article_id: title.into(),
                title: title.to_owned(),
                url: None,
            })
            .to_vec();
        let mut second = citation(2, "Forty boats lie at the quay.", "Forty");
        second.title = "The harbour".to_owned();
        second.published = Some("2024".to_owned());
        insta::assert_snapshot!(answer(&answered(vec![first, second]), Screen::PLAIN), @r"
        “The quay holds forty boats.” [1]

        “Forty boats lie at the quay.” [2]

        [1] The quay of Bray, part 1 · Harbour Press · 25 Jan 2021 · paragraph 2
            also in Harbours and Boats
        [2] The harbour · Harbour Press · 2024 · paragraph 2
        Probably the answer.
        ");
    }

    #[test]
    fn what_differs_stands_side_by_side() {
        let mut two = answered(vec![
            citation(2, "The quay holds forty boats.", "forty"),
            citation(1, "It holds thirty boats.", "thirty"),
        ]);
        two.disagreements.push(Disagreement {
            newer: 2,
            newer_says: "forty boats".to_owned(),
            older: 1,
            older_says: "thirty boats".to_owned(),
        });
        two.citations[0].also_in = ["A", "B", "C"]
            .map(|title| Mention {
                article_id: title.into(),
                title: title.to_owned(),
                url: None,
            })
            .to_vec();
        two.carried_over = Some("the quay".to_owned());
        two.corrections = [("boots", "boats"), ("qay", "quay")]
            .map(|(typed, read)| (typed.to_owned(), read.to_owned()))
            .to_vec();
        insta::assert_snapshot!(answer(&two, Screen::PLAIN), @r"
        about: the quay
        read “boots” as “boats”, “qay” as “quay”

        “The quay holds forty boats.” [2]

        “It holds thirty boats.” [1]

        The articles differ: forty boats in [2] (25 Jan 2022, newer), thirty boats in [1] (25 Jan 2021, older).

        [2] The quay of Bray, part 2 · Harbour Press · 25 Jan 2022 · paragraph 2
            also in 3 other articles
        [1] The quay of Bray, part 1 · Harbour Press · 25 Jan 2021 · paragraph 2
        Probably the answer.
        ");
    }

    #[test]
    fn an_honest_no_names_the_nearest_articles() {
        let mut none = answered(Vec::new());
        none.answered = false;
        none.nearest = vec![Mention {
            article_id: "quay".into(),
            title: "The quay".to_owned(),
            url: None,
        }];
        insta::assert_snapshot!(answer(&none, Screen::PLAIN), @r"
        The articles do not say.
        The nearest articles, none of which answers this:
          · The quay (quay)
        ");
    }

    #[test]
    fn a_link_opens_the_page_at_the_sentence() {
        let mut cited = citation(1, "The quay holds forty boats.", "forty");
        cited.url = Some("https://harbour.example/quay".to_owned());
        let written = answer(&answered(vec![cited.clone()]), Screen::PLAIN);
        assert!(
            written.contains("    https://harbour.example/quay#:~:text="),
            "{written}"
        );
        let screen = Screen {
            links: Links::Clickable,
            ..Screen::PLAIN
        };
        let clickable = answer(&answered(vec![cited]), screen);
        assert!(
            clickable.contains("\u{1b}]8;;https://harbour.example/quay#:~:text="),
            "{clickable}"
        );
    }

    #[test]
    fn an_article_cannot_write_to_the_terminal() {
        let mut nasty = citation(
            1,
            "The \u{1b}[31mquay\u{7} holds \u{202e}forty boats.",
            "forty",
        );
        nasty.title = "Quay\u{1b}]0;owned\u{7}".to_owned();
        let shown = answer(&answered(vec![nasty]), Screen::PLAIN);
        assert!(
            !shown.contains(['\u{1b}', '\u{7}', '\u{202e}']),
            "{shown:?}"
        );
    }

    #[test]
    fn long_lines_are_broken_at_words() {
        let long = format!(
            "The quay holds forty boats{}.",
            " and another boat".repeat(20)
        );
        let screen = Screen {
            width: Some(60),
            ..Screen::PLAIN
        };
        let shown = answer(&answered(vec![citation(1, &long, "forty")]), screen);
        assert!(
            shown.lines().all(|line| line.chars().count() <= 60),
            "{shown}"
        );
    }

    #[test]
    fn reasons_are_told_in_words() {
        let mut one = answered(vec![citation(1, "The quay holds forty boats.", "forty")]);
        one.explanations.push(Explanation {
            number: 1,
            text: "The quay holds forty boats.".to_owned(),
            reasons: vec![
                Reason {
                    feature: "words".to_owned(),
                    words: "it has “boats”".to_owned(),
                    share: 0.5,
                },
                Reason {
                    feature: "place".to_owned(),
                    words: "it stands late".to_owned(),
                    share: -0.1,
                },
            ],
        });
        let shown = answer(&one, Screen::PLAIN);
        let (_, why) = shown.split_once("answer.\n\n").expect("an explanation");
        insta::assert_snapshot!(why, @r"
        Why [1]
          The quay holds forty boats.
          + it has “boats” (words, 0.50)
          − it stands late (place, 0.10)
        ");
    }

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
