//! `footnote extract`: the article of a web page on standard input, as JSON; also the child process that reads pages.

use std::io;

use clap::Args;
use url::Url;

use super::context::Done;
use super::failure::Failure;
use crate::ingest::extractor_process;

/// What it prints, as its help says.
const PRINTS: &str = "Prints one JSON object: title, author, date, publisher, language and canonical \
                      (the address the page calls its own), each a string or null, and text, the article; \
                      where there is none, code and message, with exit status 2.";

/// What `extract` takes.
#[derive(Debug, Args)]
#[command(after_help = PRINTS)]
pub struct Arguments {
    /// Where the page was found
    #[arg(long)]
    url: Option<Url>,
    /// The header Content-Type that came with it
    #[arg(long, value_name = "TYPE")]
    content_type: Option<String>,
}

/// Reads one page and writes its article, or why there is none.
pub fn run(arguments: &Arguments) -> Result<Done, Failure> {
    let (input, output) = (io::stdin().lock(), io::stdout().lock());
    let content_type = arguments.content_type.as_deref();
    match extractor_process::run_child(input, output, arguments.url.as_ref(), content_type) {
        Ok(true) => Ok(Done::Fully),
        Ok(false) => Ok(Done::WithError),
        Err(error) => Err(Failure::of_file("read the page", &error)),
    }
}
