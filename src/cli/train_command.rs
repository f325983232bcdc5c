//! `footnote train`: the models that rank and refuse, learnt from questions with known answers.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::context::{Context, Done};
use super::failure::Failure;
use super::progress::Progress;
use crate::evaluation::question_sets::EvaluationError;
use crate::evaluation::train;
use crate::evaluation::training_set::{self, LeftOut, Source};
use crate::search::model::ModelFile;

/// The files of a collection.
const ARTICLES: &str = "articles.jsonl";
const QUESTIONS: &str = "questions.jsonl";

/// What `train` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Articles, one JSON object a line, plain or gzipped
    #[arg(long, value_name = "FILE")]
    articles: PathBuf,
    /// Questions with their answers, one JSON object a line, plain or gzipped
    #[arg(long, value_name = "FILE")]
    questions: PathBuf,
    /// A folder of further collections, each a folder with `articles.jsonl` and `questions.jsonl`
    #[arg(long, value_name = "DIR")]
    collections: Option<PathBuf>,
    /// Where the model is written, and `reader.bin` beside it; without it only the figures are printed
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write nothing, but learn again without each family of features, to see what it is worth
    #[arg(long, conflicts_with = "out")]
    families: bool,
}

/// Learns, prints the figures, and writes the model where one was asked for.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Done, Failure> {
    let progress = Progress::of(context, "learning");
    let told = |_: &str, done: usize, all: usize| progress.at(done, all);
    let main = Source::read(&arguments.articles, &arguments.questions)?;
    let folders = match &arguments.collections {
        Some(folder) => folders_in(folder)?,
        None => Vec::new(),
    };
    let collections: Vec<Source> = (folders.iter())
        .map(|folder| Source::read(&folder.join(ARTICLES), &folder.join(QUESTIONS)))
        .collect::<Result<_, _>>()?;
    let examples = training_set::prepare(main, &collections, &told)?;
    if arguments.families {
        let found = train::families(examples, &told);
        progress.end();
        let named: Vec<(&str, &BTreeMap<String, f64>)> = (found.iter())
            .map(|(left_out, scores)| (name(*left_out), scores))
            .collect();
        context.print(|_| table(&named), &named)?;
        return Ok(Done::Fully);
    }
    let (mut model, reader) = train::learn(examples, &told);
    progress.end();
    model.made_by =
        "footnote train --articles ARTICLES --questions QUESTIONS --collections data/training \
         --out data/model/ranking.json"
            .to_owned();
    model.learnt_from = BTreeMap::from([
        ("articles".to_owned(), checksum(&arguments.articles)?),
        ("questions".to_owned(), checksum(&arguments.questions)?),
    ]);
    for folder in &folders {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        for file in [ARTICLES, QUESTIONS] {
            let checksum = checksum(&folder.join(file))?;
            model.learnt_from.insert(format!("{name}/{file}"), checksum);
        }
    }
    if let Some(out) = &arguments.out {
        write(out, &model)?;
        let file = out.with_file_name("reader.bin");
        fs::write(&file, reader.to_bytes())
            .map_err(|error| Failure::of_file(format_args!("write {}", file.display()), &error))?;
    }
    context.print(|_| figures(&model), &model.scores)?;
    Ok(Done::Fully)
}

fn name(left_out: LeftOut) -> &'static str {
    match left_out {
        LeftOut::Nothing => "nothing",
        LeftOut::Reading => "reading",
        LeftOut::Features(family) => family.name(),
    }
}

fn table(found: &[(&str, &BTreeMap<String, f64>)]) -> String {
    let line = |(name, scores): &(&str, &BTreeMap<String, f64>)| {
        let figures: String = scores
            .iter()
            .map(|(name, value)| format!("  {name} {value}"))
            .collect();
        format!("without {name:<24}{figures}\n")
    };
    found.iter().map(line).collect()
}

fn figures(model: &ModelFile) -> String {
    let line = |(name, value): (&String, &f64)| format!("{name:<34}{value:>9}\n");
    let lines: String = model.scores.iter().map(line).collect();
    format!(
        "{lines}{:<34}{:>9}\n",
        "threshold", model.answerability.threshold
    )
}

/// Returns the folders in a folder, by name.
fn folders_in(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unreadable =
        |error: &std::io::Error| Failure::of_file(format_args!("read {}", folder.display()), error);
    let entries = fs::read_dir(folder).map_err(|error| unreadable(&error))?;
    let mut folders = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| unreadable(&error))?.path();
        if path.is_dir() {
            folders.push(path);
        }
    }
    if folders.is_empty() {
        return Err(EvaluationError::Nothing("collections").into());
    }
    folders.sort();
    Ok(folders)
}

fn checksum(path: &Path) -> Result<String, Failure> {
    let bytes = fs::read(path)
        .map_err(|error| Failure::of_file(format_args!("read {}", path.display()), &error))?;
    Ok(blake3::hash(&bytes).to_hex().to_string())
}

/// Writes the file so that people can read it: a line for each weight, a line for each tree.
fn write(path: &Path, model: &ModelFile) -> Result<(), Failure> {
    let mut plain = model.clone();
    let judging = std::mem::take(&mut plain.answerability.trees);
    let ordering = std::mem::take(&mut plain.ranking.trees);
    let mut text = serde_json::to_string_pretty(&plain)? + "\n";
    // In the order in which they stand in the file.
    for trees in [judging, ordering] {
        let lines: Vec<String> = trees
            .iter()
            .map(serde_json::to_string)
            .collect::<Result<_, _>>()?;
        let trees = format!("\"trees\": [\n{}\n]", lines.join(",\n"));
        text = text.replacen("\"trees\": []", &trees, 1);
    }
    fs::write(path, text)
        .map_err(|error| Failure::of_file(format_args!("write {}", path.display()), &error))
}
