//! The program `footnote`.

use std::io;
use std::process::ExitCode;

use footnote::inspect;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let input = io::stdin().lock();
    let output = io::BufWriter::new(io::stdout().lock());
    let result = match words.as_slice() {
        ["inspect", "sentences"] => inspect::sentences(input, output),
        ["inspect", "facts"] => inspect::facts(input, output),
        ["inspect", "attributions"] => inspect::attributions(input, output),
        _ => {
            eprintln!("usage: footnote inspect sentences|facts|attributions < input");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error} (code {})", error.code());
            ExitCode::from(2)
        }
    }
}
