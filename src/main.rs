//! The program `footnote`.

use std::io;
use std::process::ExitCode;

use footnote::ingest::child;
use footnote::inspect;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if words.first() == Some(&"extract") {
        return extract(&words);
    }
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

fn extract(words: &[&str]) -> ExitCode {
    let after = |flag: &str| {
        let at = words.iter().position(|word| *word == flag)?;
        words.get(at + 1).copied()
    };
    let url = after("--url").and_then(|url| url.parse().ok());
    let (input, output) = (io::stdin().lock(), io::stdout().lock());
    match child::run_child(input, output, url.as_ref(), after("--content-type")) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(2),
        Err(error) => {
            eprintln!("unable to read the page: {error} (code INTERNAL)");
            ExitCode::from(2)
        }
    }
}
