//! `footnote inspect`: what the text pipeline makes of standard input.

use std::io;

use clap::{Args, ValueEnum};

use super::context::Done;
use super::failure::Failure;
use crate::inspect;

/// What `inspect` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// What to look for
    what: What,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum What {
    /// A JSON string a line in, a JSON array of its sentences a line out
    Sentences,
    /// A sentence a line in, its facts out, tabs between the fields
    Facts,
    /// A sentence a line in, a JSON array of who said what a line out
    Attributions,
}

/// Reads standard input to its end and writes what is found.
pub fn run(arguments: &Arguments) -> Result<Done, Failure> {
    let (input, output) = (io::stdin().lock(), io::BufWriter::new(io::stdout().lock()));
    match arguments.what {
        What::Sentences => inspect::sentences(input, output)?,
        What::Facts => inspect::facts(input, output)?,
        What::Attributions => inspect::attributions(input, output)?,
    }
    Ok(Done::Fully)
}
