//! How a preview reads in the terminal.

use crate::ingest::Preview;
use crate::render::citation;
use crate::render::markdown::plain;
use crate::render::notices::count;
use crate::render::screen::Screen;

/// Writes what would be kept, and what to know before.
pub fn preview(preview: &Preview, screen: Screen) -> String {
    let metadata = &preview.metadata;
    let mut lines = vec![screen.bold(&plain(&metadata.title))];
    let published = metadata.published.as_deref().map(citation::date);
    let about = [
        metadata.author.clone(),
        metadata.publisher.clone(),
        published,
        preview.host.clone(),
    ];
    let about: Vec<String> = about
        .into_iter()
        .flatten()
        .map(|part| plain(&part))
        .collect();
    if !about.is_empty() {
        lines.push(screen.dim(&about.join(" · ")));
    }
    lines.extend(
        preview
            .first_sentences
            .iter()
            .map(|words| quoted(words, screen)),
    );
    lines.push(figures(preview));
    let left_out = preview.dropped_lines.iter().map(|words| plain(words));
    lines.extend(left_out.map(|words| screen.dim(&format!("  not quoted: {words}"))));
    for twin in &preview.duplicates {
        let (title, how) = (plain(&twin.title), &twin.how);
        let state = match twin.removed {
            true => "was removed",
            false => "there already",
        };
        lines.push(screen.care(&format!("  {state}: {title} ({}), {how}", twin.id)));
    }
    let warnings = preview
        .warnings
        .iter()
        .map(|warning| screen.care(&format!("  {}", plain(&warning.words))));
    lines.extend(warnings);
    if !preview.questions.is_empty() {
        lines.push("It answers, for example:".to_owned());
        lines.extend(
            preview
                .questions
                .iter()
                .map(|question| format!("  {}", plain(question))),
        );
    }
    lines.join("\n")
}

fn quoted(words: &str, screen: Screen) -> String {
    screen.wrapped(&format!("“{}”", plain(words)), "  ")
}

fn figures(preview: &Preview) -> String {
    format!(
        "{} can be quoted, {}, {} left out",
        count(preview.sentences, "sentence", "sentences"),
        count(preview.facts, "fact", "facts"),
        count(preview.dropped, "line", "lines"),
    )
}
