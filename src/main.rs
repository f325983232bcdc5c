//! The program `footnote`.

use std::process::ExitCode;

fn main() -> ExitCode {
    footnote::cli::run()
}
