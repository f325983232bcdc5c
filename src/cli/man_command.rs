//! `footnote man`: the manual pages.

use clap::Args;

use super::context::{Done, print_text};
use super::failure::Failure;
use crate::errors::ErrorCode;

/// What `man` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The page of this command [default: the page of the program, which names them all]
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

/// Prints the manual page of the program or of one of its commands.
pub fn run(arguments: &Arguments, mut program: clap::Command) -> Result<Done, Failure> {
    program.build();
    let page_of = match &arguments.command {
        Some(name) => named(&program, name)?.clone(),
        None => program,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(page_of)
        .render(&mut page)
        .map_err(|error| Failure::of_file("write the manual page", &error))?;
    print_text(&String::from_utf8_lossy(&page));
    Ok(Done::Fully)
}

fn named<'p>(program: &'p clap::Command, name: &str) -> Result<&'p clap::Command, Failure> {
    let unknown = || {
        Failure::new(
            ErrorCode::NotFound,
            format!("there is no command {name}; `footnote --help` names them all"),
        )
    };
    program.find_subcommand(name).ok_or_else(unknown)
}
