//! `footnote predict`: what the program says to many questions, a JSON line each.

use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use rayon::prelude::*;

use super::context::Done;
use super::failure::Failure;
use crate::evaluation::predict::{self, Scene};
use crate::evaluation::question_sets::{
    self, ArticleRecord, EvaluationError, ListRecord, QuestionRecord,
};

/// What `predict` takes.
#[derive(Debug, Args)]
#[command(
    override_usage = "footnote predict [OPTIONS] --articles <FILE> --questions <FILE>\n       \
                      footnote predict [OPTIONS] --mode candidates --questions <FILE>"
)]
pub struct Arguments {
    /// Articles, one JSON object a line, plain or gzipped; needed unless the mode is candidates
    #[arg(long, value_name = "FILE")]
    articles: Option<PathBuf>,
    /// Questions, or candidate lists, one JSON object a line
    #[arg(long, value_name = "FILE")]
    questions: PathBuf,
    /// Which sentences may answer
    #[arg(long, value_enum, default_value_t = Mode::Open)]
    mode: Mode,
    /// How many citations a question
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=50))]
    limit: u16,
}

/// Which sentences may answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Mode {
    /// Those of all articles
    Open,
    /// Those of the paragraph the question is about
    Paragraph,
    /// Those of the question's own list
    Candidates,
}

/// Writes the predictions in the order of the questions.
pub fn run(arguments: &Arguments) -> Result<Done, Failure> {
    let lines = match arguments.mode {
        Mode::Candidates => lists(arguments)?,
        Mode::Open => answers(arguments, Scene::Open)?,
        Mode::Paragraph => answers(arguments, Scene::Paragraph)?,
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let written = lines.iter().try_for_each(|line| writeln!(out, "{line}"));
    match written.and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::of_file("write the predictions", &error))
        }
        _ => Ok(Done::Fully),
    }
}

fn lists(arguments: &Arguments) -> Result<Vec<String>, Failure> {
    let lists: Vec<ListRecord> = question_sets::read(&arguments.questions)?;
    let (knowledge, numbers) = predict::of_lists(&lists);
    let lines = (lists.par_iter().zip(&numbers))
        .map(|(list, number)| {
            serde_json::to_string(&predict::score_list(&knowledge, *number, list))
        })
        .collect::<Result<_, _>>()?;
    Ok(lines)
}

fn answers(arguments: &Arguments, scene: Scene) -> Result<Vec<String>, Failure> {
    // The questions were named in any case: a wrong name of theirs is told first.
    let questions: Vec<QuestionRecord> = question_sets::read(&arguments.questions)?;
    let path = (arguments.articles.as_deref()).ok_or(EvaluationError::NoArticles)?;
    let articles: Vec<ArticleRecord> = question_sets::read(path)?;
    let corpus = predict::prepared(&articles);
    let limit = NonZeroUsize::new(arguments.limit.into()).unwrap_or(NonZeroUsize::MIN);
    let predicted = questions
        .par_iter()
        .map(|question| predict::predict(&corpus, question, scene, limit))
        .collect::<Result<Vec<_>, _>>()?;
    let lines = predicted
        .iter()
        .map(|predicted| serde_json::to_string(&predicted.prediction))
        .collect::<Result<_, _>>()?;
    Ok(lines)
}
