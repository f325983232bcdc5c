//! The program in the terminal: one file a command, all of them thin.

mod add_command;
mod ask_command;
mod backup_command;
mod chat_command;
mod check_command;
mod completions_command;
mod context;
mod doctor_command;
mod eval_command;
mod export_command;
mod extract_command;
mod facts_command;
mod failure;
mod history_command;
mod import_command;
mod inspect_command;
mod list_command;
mod load_command;
mod logging;
mod lookup;
mod man_command;
mod predict_command;
mod preview_text;
mod progress;
mod purge_command;
mod refresh_command;
mod reindex_command;
mod remove_command;
mod restore_backup_command;
mod restore_command;
mod rollback_command;
mod serve_command;
mod show_command;
mod train_command;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::LazyLock;

use clap::{Args, CommandFactory, Parser, Subcommand};

use self::context::{Context, Done, Output};
use self::failure::Failure;
use crate::config::{Flags, Settings};
use crate::store::sqlite;

/// What `--version` prints: a report of a fault is of use only with both.
static VERSIONS: LazyLock<String> = LazyLock::new(|| {
    let (own, sqlite) = (env!("CARGO_PKG_VERSION"), sqlite::library_version());
    format!("{own} (SQLite {sqlite})")
});

/// Answers questions about your articles with the exact sentences that say so.
#[derive(Debug, Parser)]
#[command(
    name = "footnote",
    version,
    long_version = VERSIONS.as_str(),
    arg_required_else_help = true,
    max_term_width = 100
)]
#[command(
    after_help = "Exit status: 0 done or answered, 1 not answered or not all done, 2 error; of `serve` 78 where \
                  starting again cannot help before something is changed."
)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// What every command understands; shown below what only one does.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Options of every command")]
struct Common {
    /// The database file [default: footnote.db, or FOOTNOTE_DB]
    #[arg(long, global = true, value_name = "FILE")]
    db: Option<PathBuf>,
    /// The folder of article files [default: data/articles, or FOOTNOTE_DATA]
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Print JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answer a question with the sentences that say so
    Ask(ask_command::Arguments),
    /// Ask question after question; follow-ups keep their subject
    Chat(chat_command::Arguments),
    /// Add an article from a file, from standard input (-) or from the web
    Add(add_command::Arguments),
    /// Fetch articles from the web again; a change makes a new version
    Refresh(refresh_command::Arguments),
    /// List the articles
    List(list_command::Arguments),
    /// Show an article as it is stored
    Show(show_command::Arguments),
    /// Show what the articles state, fact by fact
    Facts(facts_command::Arguments),
    /// Take articles away; they can be restored for 30 days
    Remove(remove_command::Arguments),
    /// Bring a removed article or an earlier version back
    Restore(restore_command::Arguments),
    /// Show the versions of an article and how they differ
    History(history_command::Arguments),
    /// Wipe an article out, all versions, for good
    Purge(purge_command::Arguments),
    /// Load a folder of articles: new, changed and removed files
    Load(load_command::Arguments),
    /// Undo a load
    Rollback(rollback_command::Arguments),
    /// Check a folder of articles without loading it
    Check(check_command::Arguments),
    /// Make the search index anew
    Reindex,
    /// Say what is configured, what is missing and what to do
    Doctor,
    /// Show what the text pipeline makes of standard input
    Inspect(inspect_command::Arguments),
    /// Read the article of a web page on standard input
    Extract(extract_command::Arguments),
    /// Copy the database to a file while work goes on
    Backup(backup_command::Arguments),
    /// Put a backup in the place of the database
    RestoreBackup(restore_backup_command::Arguments),
    /// Write all articles and versions to one JSON file, or to Markdown files
    Export(export_command::Arguments),
    /// Take such a JSON file in
    Import(import_command::Arguments),
    /// Measure how good the answers to known questions are
    Eval(eval_command::Arguments),
    /// Write what is answered to many questions, a JSON line each
    Predict(predict_command::Arguments),
    /// Learn the models that rank and refuse from questions with known answers
    Train(train_command::Arguments),
    /// Run the Discord bot
    Serve,
    /// Print completions for a shell
    Completions(completions_command::Arguments),
    /// Print the manual page of the program or of a command
    Man(man_command::Arguments),
}

/// Reads the command line, does what it says, and returns the exit status.
pub fn run() -> ExitCode {
    logging::keep_panics_discreet();
    let cli = Cli::try_parse().unwrap_or_else(|error| mistyped(error).exit());
    let output = if cli.common.json {
        Output::Json
    } else {
        Output::Text
    };
    match started(cli, output) {
        Ok(Done::Fully) => ExitCode::SUCCESS,
        Ok(Done::NotFully) => ExitCode::from(1),
        Ok(Done::WithError) => ExitCode::from(2),
        Err(failure) => {
            context::show_failure(&failure, output);
            ExitCode::from(failure.status)
        }
    }
}

/// So like a mistyped command has to be to be what was meant.
const COMMAND_LIKENESS: f64 = 0.6;

/// Names the command that a mistyped one is like. The parser suggests some by itself, but none for letters that changed
/// places in a short one: `aks`.
fn mistyped(mut error: clap::Error) -> clap::Error {
    use clap::error::{ContextKind, ContextValue};
    let Some(ContextValue::String(typed)) = error.get(ContextKind::InvalidSubcommand) else {
        return error;
    };
    let program = Cli::command();
    let like = (program.get_subcommands().map(clap::Command::get_name))
        .map(|name| (strsim::normalized_damerau_levenshtein(typed, name), name))
        .filter(|(likeness, _)| *likeness >= COMMAND_LIKENESS)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    if let (Some((_, name)), None) = (like, error.get(ContextKind::SuggestedSubcommand)) {
        let suggested = ContextValue::Strings(vec![name.to_owned()]);
        error.insert(ContextKind::SuggestedSubcommand, suggested);
    }
    error
}

fn started(cli: Cli, output: Output) -> Result<Done, Failure> {
    // Needs no settings, and as a child process must not read any.
    if let Command::Extract(arguments) = &cli.command {
        return extract_command::run(arguments);
    }
    let flags = Flags {
        database: cli.common.db,
        data: cli.common.data,
    };
    let settings = Settings::read(&flags, std::path::Path::new(".")).map_err(|mistakes| {
        let failure = Failure::from(mistakes);
        match cli.command {
            // A supervisor need not start it again.
            Command::Serve => serve_command::unusable(failure),
            _ => failure,
        }
    })?;
    logging::start(&settings, matches!(cli.command, Command::Serve))?;
    dispatch(cli.command, &Context::new(settings, output))
}

fn dispatch(command: Command, context: &Context) -> Result<Done, Failure> {
    match command {
        Command::Ask(arguments) => ask_command::run(context, arguments),
        Command::Chat(arguments) => chat_command::run(context, &arguments),
        Command::Add(arguments) => add_command::run(context, arguments),
        Command::Refresh(arguments) => refresh_command::run(context, &arguments),
        Command::List(arguments) => list_command::run(context, &arguments),
        Command::Show(arguments) => show_command::run(context, &arguments),
        Command::Facts(arguments) => facts_command::run(context, &arguments),
        Command::Remove(arguments) => remove_command::run(context, &arguments),
        Command::Restore(arguments) => restore_command::run(context, &arguments),
        Command::History(arguments) => history_command::run(context, &arguments),
        Command::Purge(arguments) => purge_command::run(context, &arguments),
        Command::Load(arguments) => load_command::run(context, &arguments),
        Command::Rollback(arguments) => rollback_command::run(context, &arguments),
        Command::Check(arguments) => check_command::run(context, &arguments),
        Command::Reindex => reindex_command::run(context),
        Command::Doctor => doctor_command::run(context),
        Command::Inspect(arguments) => inspect_command::run(&arguments),
        Command::Extract(arguments) => extract_command::run(&arguments),
        Command::Backup(arguments) => backup_command::run(context, &arguments),
        Command::RestoreBackup(arguments) => restore_backup_command::run(context, &arguments),
        Command::Export(arguments) => export_command::run(context, &arguments),
        Command::Import(arguments) => import_command::run(context, &arguments),
        Command::Eval(arguments) => eval_command::run(context, &arguments),
        Command::Predict(arguments) => predict_command::run(&arguments),
        Command::Train(arguments) => train_command::run(context, &arguments),
        Command::Serve => serve_command::run(context),
        Command::Completions(arguments) => completions_command::run(&arguments, Cli::command()),
        Command::Man(arguments) => man_command::run(&arguments, Cli::command()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
