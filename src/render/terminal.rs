//! How answers look in a terminal, and as plain text when there is none.

use super::citation;
use super::markdown::{Link, plain};
use super::notices;
use super::screen::{Links, Screen, line_to};
use crate::answer::{Answer, Certainty, Citation, Explanation, NearSentence, Part};
use crate::text::Span;
use crate::text::language::is_foreign_question;

/// Renders an answer: the quoted sentences, then where they stand.
pub fn answer(answer: &Answer, screen: Screen) -> String {
    let mut out = String::new();
    let asides = citation::asides(answer, plain);
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
        out.push_str(&explained(explanation, answer.answered, screen));
    }
    out
}

fn cited(out: &mut String, answer: &Answer, screen: Screen) {
    if answer.parts.is_empty() {
        for citation in &answer.citations {
            quoted(out, citation, screen);
        }
    }
    for part in &answer.parts {
        said_of(out, part, answer, screen);
    }
    let side = |says: &str, number: usize, when: &str| {
        format!("{} in [{number}] ({})", plain(says), plain(when))
    };
    for line in citation::differences(answer, |_| true, side) {
        line_to(out, &screen.care(&screen.wrapped(&line, "  ")));
        out.push('\n');
    }
    for citation in &answer.citations {
        source(out, citation, screen);
    }
    if answer.parts.is_empty() {
        how_sure(out, answer.certainty, screen);
    }
}

/// Writes one of several questions, what answers it, and how sure that is. One that nothing answers is named elsewhere.
fn said_of(out: &mut String, part: &Part, answer: &Answer, screen: Screen) {
    let cited: Vec<&Citation> = (part.citations.iter())
        .filter_map(|number| answer.citations.iter().find(|one| one.number == *number))
        .collect();
    if cited.is_empty() {
        return;
    }
    line_to(
        out,
        &screen.dim(&screen.wrapped(&plain(&part.question), "  ")),
    );
    for citation in cited {
        quoted(out, citation, screen);
    }
    // The line belongs to what stands above it.
    out.truncate(out.trim_end().len());
    out.push('\n');
    how_sure(out, part.certainty, screen);
    out.push('\n');
}

fn quoted(out: &mut String, citation: &Citation, screen: Screen) {
    line_to(out, &screen.wrapped(&quote(citation, screen), ""));
    out.push('\n');
}

fn how_sure(out: &mut String, certainty: Certainty, screen: Screen) {
    let sure = citation::certainty(certainty);
    line_to(out, &screen.dim(&screen.wrapped(&format!("{sure}."), "")));
}

/// Sets a sentence between quotation marks, its short answer in bold.
fn quote(citation: &Citation, screen: Screen) -> String {
    let words = quoted_words(&citation.text, citation.answer, screen);
    let number = screen.dim(&format!("[{}]", citation.number));
    format!("{} {number}", in_marks(&citation.text, &words))
}

/// Puts quotation marks around words, unless the text has its own.
fn in_marks(text: &str, words: &str) -> String {
    match text.starts_with(['“', '"', '«']) && text.ends_with(['”', '"', '»']) {
        true => words.to_owned(),
        false => format!("“{words}”"),
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
    let place = place(
        &citation.title,
        citation.publisher.as_deref(),
        citation.published.as_deref(),
        citation.paragraph,
    );
    let line = format!("[{}] {place}", citation.number);
    linked_line(out, &line, citation.url.as_deref(), &citation.text, screen);
    if let Some(also) = citation::also_in(citation, plain) {
        line_to(
            out,
            &screen.dim(&screen.wrapped(&format!("    {also}"), "    ")),
        );
    }
}

/// Writes `Title · publisher · 25 Jan 2026 · paragraph 2`.
fn place(
    title: &str,
    publisher: Option<&str>,
    published: Option<&str>,
    paragraph: usize,
) -> String {
    let mut parts = vec![plain(title)];
    parts.extend(publisher.map(plain));
    parts.extend(published.map(|date| plain(&citation::date(date))));
    parts.push(format!("paragraph {paragraph}"));
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// Writes the line that says where a sentence stands, and the address that leads there.
fn linked_line(out: &mut String, line: &str, url: Option<&str>, sentence: &str, screen: Screen) {
    let address = url.and_then(|url| Link::to(url, sentence));
    let wrapped = screen.dim(&screen.wrapped(line, "    "));
    match &address {
        Some(link) => line_to(out, &screen.linked(&wrapped, link.address())),
        None => line_to(out, &wrapped),
    }
    if let (Some(link), Links::Written) = (&address, screen.links) {
        // What is piped is read by programs, which may want to open it at the sentence.
        let shown = match screen.width {
            Some(_) => link.shown(),
            None => link.address(),
        };
        line_to(out, &screen.dim(&format!("    {shown}")));
    }
}

fn no_answer(answer: &Answer, screen: Screen) -> String {
    let mut out = String::new();
    let is_foreign = is_foreign_question(&answer.question);
    match is_foreign {
        true => {
            line_to(&mut out, &screen.bold(notices::ENGLISH_ONLY));
            line_to(&mut out, &screen.wrapped(notices::ASK_IN_ENGLISH, ""));
        }
        false => line_to(&mut out, &screen.bold(notices::NOT_SAID)),
    }
    if is_foreign && answer.nearest.is_empty() {
        return out;
    }
    if answer.nearest.is_empty() {
        line_to(&mut out, &screen.wrapped(notices::NOTHING_NEAR, ""));
        return out;
    }
    near_sentences(&mut out, &answer.nearest_sentences, screen);
    line_to(&mut out, &screen.wrapped(notices::NEAREST, ""));
    for mention in &answer.nearest {
        let id = screen.dim(&format!("({})", plain(mention.article_id.as_str())));
        let line = screen.wrapped(&format!("  · {} {id}", plain(&mention.title)), "    ");
        line_to(
            &mut out,
            &match mention.url.as_deref().and_then(Link::page) {
                Some(link) => screen.linked(&line, link.address()),
                None => line,
            },
        );
    }
    out
}

/// Shows what comes nearest, set back as a whole and without numbers, so that nobody takes it for an answer.
fn near_sentences(out: &mut String, sentences: &[NearSentence], screen: Screen) {
    let head = match sentences {
        [] => return,
        [_] => notices::NEAR_SENTENCE,
        _ => notices::NEAR_SENTENCES,
    };
    line_to(out, &screen.dim(&screen.wrapped(head, "")));
    for near in sentences {
        let words = in_marks(&near.text, &plain(&near.text));
        line_to(
            out,
            &screen.dim(&screen.wrapped(&format!("  {words}"), "  ")),
        );
        let place = place(
            &near.title,
            near.publisher.as_deref(),
            near.published.as_deref(),
            near.paragraph,
        );
        let line = format!("  {place}");
        linked_line(out, &line, near.url.as_deref(), &near.text, screen);
    }
}

/// Renders why a sentence stands where it stands.
fn explained(explanation: &Explanation, answered: bool, screen: Screen) -> String {
    let mut out = String::new();
    let head = match explanation.number {
        0 if answered => notices::RUNNER_UP.to_owned(),
        0 => notices::NEAREST_SENTENCE.to_owned(),
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

#[cfg(test)]
#[path = "terminal_tests.rs"]
mod tests;
