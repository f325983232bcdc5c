//! `footnote eval`: the figures of an evaluation as a table.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::{Args, ValueEnum};

use super::context::{Context, Done};
use super::failure::Failure;
use super::progress::Progress;
use crate::errors::ErrorCode;
use crate::evaluation::predict::{self, Scene};
use crate::evaluation::question_sets::{self, ArticleRecord, EvaluationError, QuestionRecord};
use crate::evaluation::scoring::{self, Figures};
use crate::render::citation;

/// What `eval` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Articles, one JSON object a line, plain or gzipped
    #[arg(long, value_name = "FILE")]
    articles: PathBuf,
    /// Questions with their answers, one JSON object a line, plain or gzipped
    #[arg(long, value_name = "FILE")]
    questions: PathBuf,
    /// Which sentences may answer
    #[arg(long, value_enum, default_value_t = Mode::Open)]
    mode: Mode,
    /// Only unanswerable questions of this kind, beside all answerable ones
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Mode {
    /// Those of all articles
    Open,
    /// Those of the paragraph the question is about
    Paragraph,
}

/// As many citations as the scorers look at.
const LIMIT: NonZeroUsize = NonZeroUsize::new(10).expect("more than none");

/// Answers all questions, one after the other so that the times are true, and prints the figures.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Done, Failure> {
    let articles: Vec<ArticleRecord> = question_sets::read(&arguments.articles)?;
    let mut questions: Vec<QuestionRecord> = question_sets::read(&arguments.questions)?;
    if let Some(kind) = &arguments.kind {
        check_kind(kind, &questions)?;
        questions.retain(|question| question.answerable || question.kind.as_ref() == Some(kind));
    }
    if questions.is_empty() {
        return Err(EvaluationError::Nothing("questions").into());
    }
    let scene = match arguments.mode {
        Mode::Open => Scene::Open,
        Mode::Paragraph => Scene::Paragraph,
    };
    let corpus = predict::prepared(&articles);
    let progress = Progress::of(context, "asking");
    let done = AtomicUsize::new(0);
    let predicted = questions
        .iter()
        .map(|question| {
            progress.at(done.fetch_add(1, Ordering::Relaxed) + 1, questions.len());
            predict::predict(&corpus, question, scene, LIMIT)
        })
        .collect::<Result<Vec<_>, _>>()?;
    progress.end();
    let figures = scoring::score(&corpus, &questions, &predicted)?;
    context.print(|_| table(&figures), &figures)?;
    Ok(Done::Fully)
}

/// Refuses a kind that no question without an answer is of: all that is measured would be something else.
fn check_kind(kind: &str, questions: &[QuestionRecord]) -> Result<(), Failure> {
    let unanswerable = questions.iter().filter(|question| !question.answerable);
    let known: BTreeSet<&str> = unanswerable
        .filter_map(|question| question.kind.as_deref())
        .collect();
    if known.contains(kind) {
        return Ok(());
    }
    let advice = match known.is_empty() {
        true => "its questions have no kinds; leave out --kind".to_owned(),
        false => {
            let known: Vec<&str> = known.into_iter().collect();
            format!("the kinds in the file are {}", known.join(", "))
        }
    };
    Err(Failure::new(
        ErrorCode::NotFound,
        format!("no question without an answer is of the kind {kind}; {advice}"),
    ))
}

fn table(figures: &Figures) -> String {
    let rows = [
        ("answerable questions", figures.answerable.to_string()),
        ("hit@1", format!("{:.1} %", figures.hit_at_1)),
        ("hit@3", format!("{:.1} %", figures.hit_at_3)),
        ("hit@5", format!("{:.1} %", figures.hit_at_5)),
        ("mean reciprocal rank", format!("{:.3}", figures.mrr)),
        (
            "answered, and right",
            format!("{:.1} %", figures.answered_right),
        ),
        ("unanswerable questions", figures.unanswerable.to_string()),
        ("refused", format!("{:.1} %", figures.refused)),
        ("AUROC of the confidence", format!("{:.3}", figures.auroc)),
        ("verbatim rate", format!("{:.3}", figures.verbatim_rate)),
        (
            "first citation, characters",
            format!("{:.0}", figures.mean_characters),
        ),
        (
            "time of a question, p50",
            format!("{:.2} ms", figures.p50_ms),
        ),
        (
            "time of a question, p99",
            format!("{:.2} ms", figures.p99_ms),
        ),
    ];
    let rows = rows
        .iter()
        .map(|(name, value)| format!("{name:<28}{value:>10}\n"));
    let bands = figures.bands.iter().map(|band| {
        let said = citation::certainty(band.certainty);
        let said = said.split_once(',').map_or(said, |(short, _)| short);
        format!(
            "“{said}”: {} answers, {:.1} % right\n",
            band.answers, band.right
        )
    });
    rows.chain(bands).collect()
}
