//! The direction of imports: a module uses only those above it in `src/lib.rs`, and the engine knows no outer world.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::string_slice)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use footnote::errors::ErrorCode;

/// Where the engine ends and the shell begins.
const LAST_OF_ENGINE: &str = "knowledge";

/// Crates that reach into the outer world.
const SHELL_CRATES: [&str; 10] = [
    "serenity",
    "poise",
    "rusqlite",
    "rusqlite_migration",
    "tokio",
    "reqwest",
    "axum",
    "clap",
    "dotenvy",
    "rustyline",
];

/// Ways of reading the environment or a clock.
const OUTER_WORLD: [&str; 8] = [
    "std::env",
    "env::var",
    "SystemTime",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "std::net",
    "std::process",
];

struct Source {
    path: PathBuf,
    module: String,
    text: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    look_into(&root, &root, &mut found);
    assert!(found.len() > 50, "the sources were not found");
    found
}

fn look_into(root: &Path, folder: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            look_into(root, &path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let below = path.strip_prefix(root).expect("below src").to_owned();
            let first = below
                .iter()
                .next()
                .and_then(|part| part.to_str())
                .expect("a name");
            found.push(Source {
                module: first.trim_end_matches(".rs").to_owned(),
                text: fs::read_to_string(&path).expect("a source"),
                path: below,
            });
        }
    }
}

/// Returns each module's place in `lib.rs`.
fn order() -> BTreeMap<String, usize> {
    let map = include_str!("../src/lib.rs");
    let modules = map
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    modules
        .enumerate()
        .map(|(place, name)| (name.to_owned(), place))
        .collect()
}

/// Returns the code without its comments and its tests, which may use anything. A single function that only tests call does not
/// end the code.
fn code(text: &str) -> String {
    let before_tests = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let lines = before_tests
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Tells whether a file holds the tests of the one beside it, which may use anything.
fn holds_tests(source: &Source) -> bool {
    let stem = source.path.file_stem().and_then(|stem| stem.to_str());
    stem.is_some_and(|stem| stem.ends_with("_tests"))
}

/// Returns the modules that follow `crate::` anywhere in the code, in braces or not.
fn used_modules(code: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (at, mark) in code.match_indices("crate::") {
        let boundary = code[..at]
            .chars()
            .next_back()
            .is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '$');
        let rest = &code[at + mark.len()..];
        if !boundary {
            continue;
        }
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(group) => group
                .split('}')
                .next()
                .unwrap_or_default()
                .split(',')
                .collect(),
            None => vec![rest],
        };
        used.extend(names.into_iter().map(first_name));
    }
    used
}

fn first_name(path: &str) -> String {
    path.trim_start()
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

fn is_engine(module: &str, order: &BTreeMap<String, usize>) -> bool {
    order
        .get(module)
        .is_some_and(|place| *place <= order[LAST_OF_ENGINE])
}

#[test]
fn a_module_uses_only_those_above_it() {
    let order = order();
    let mut faults = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| order.contains_key(&source.module) && !holds_tests(source))
    {
        for used in used_modules(&code(&source.text)) {
            if order
                .get(&used)
                .is_some_and(|place| *place > order[&source.module])
            {
                faults.push(format!("{} uses {used}", source.path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_engine_knows_no_outer_world() {
    let order = order();
    let mut faults = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| is_engine(&source.module, &order) && !holds_tests(source))
    {
        let code = code(&source.text);
        let crates = SHELL_CRATES
            .iter()
            .filter(|name| code.contains(&format!("{name}::")));
        let outer = OUTER_WORLD.iter().filter(|words| code.contains(**words));
        faults.extend(
            crates
                .chain(outer)
                .map(|what| format!("{} uses {what}", source.path.display())),
        );
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// What the system's library makes of a number may differ from one machine to the next.
const NOT_THE_SAME_EVERYWHERE: [&str; 7] = [
    ".exp()", ".ln()", ".ln_1p()", ".log2()", ".log10()", ".powf(", ".tanh()",
];

#[test]
fn sums_come_out_the_same_on_every_machine() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !holds_tests(source)) {
        let code = code(&source.text);
        let unsteady = (NOT_THE_SAME_EVERYWHERE.iter()).filter(|words| code.contains(**words));
        faults.extend(
            unsteady
                .map(|words| format!("{} calls {words}; see src/math.rs", source.path.display())),
        );
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn an_error_code_is_written_in_one_place_only() {
    let mut faults = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| !source.path.ends_with("errors/error_code.rs") && !holds_tests(source))
    {
        let code = code(&source.text);
        let written = ErrorCode::ALL.iter().filter(|known| {
            let word = known.as_str();
            [format!("\"{word}\""), format!("code {word}")]
                .iter()
                .any(|words| code.contains(words.as_str()))
        });
        faults.extend(written.map(|known| format!("{} writes {known}", source.path.display())));
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn no_two_files_share_a_name() {
    let mut by_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in sources() {
        let name = source
            .path
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name");
        if name != "mod.rs" {
            by_name
                .entry(name.to_owned())
                .or_default()
                .push(source.path.display().to_string());
        }
    }
    by_name.retain(|_, paths| paths.len() > 1);
    assert!(by_name.is_empty(), "{by_name:#?}");
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<String> = sources()
        .iter()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| source.path.display().to_string())
        .collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn the_test_itself_finds_what_it_looks_for() {
    let sample =
        "use crate::{text::Span, store};\nuse crate::discord::serve;\nlet x = subcrate::no;";
    assert_eq!(used_modules(sample), ["text", "store", "discord"]);
    assert!(
        !code("a\n// crate::store\n#[cfg(test)]\nmod tests { use crate::cli; }").contains("crate")
    );
}
