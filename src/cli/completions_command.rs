//! `footnote completions`: what a shell needs to complete commands and options.

use clap::Args;
use clap_complete::Shell;

use super::context::{Done, print_text};
use super::failure::Failure;

/// What `completions` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The shell
    shell: Shell,
}

/// Prints the completions.
pub fn run(arguments: &Arguments, mut command: clap::Command) -> Result<Done, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "footnote", &mut script);
    print_text(&String::from_utf8_lossy(&script));
    Ok(Done::Fully)
}
