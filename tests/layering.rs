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

/// Folders whose files use only those that stand above them in their `mod.rs`, as modules do in `lib.rs`.
///
/// `discord` is not among them: its handlers call each other (an answer's button opens a settings panel, that one a review),
/// and all share `App`, which owns the parts that answer with it. `facts` and `article` are not yet.
const IN_ORDER: [&str; 3] = ["question", "search", "answer"];

/// The files of a folder, a folder of its own counting as one, and what each names of the others.
struct Siblings {
    /// Each file's place in `mod.rs`.
    order: BTreeMap<String, usize>,
    /// The file in which what `mod.rs` hands on is at home.
    homes: BTreeMap<String, String>,
    /// Which file names which.
    uses: Vec<(String, String)>,
}

impl Siblings {
    fn of(folder: &str, sources: &[Source]) -> Siblings {
        let own: Vec<&Source> = (sources.iter())
            .filter(|source| source.module == folder && !holds_tests(source))
            .collect();
        let of_folder = |source: &&&Source| source.path == Path::new(folder).join("mod.rs");
        let map = &own.iter().find(of_folder).expect("a mod.rs").text;
        let mut siblings = Siblings {
            order: places(map),
            homes: BTreeMap::new(),
            uses: Vec::new(),
        };
        for path in statements(map, "pub use ")
            .iter()
            .flat_map(|tree| paths(tree))
        {
            let (Some(home), Some(name)) = (path.first(), path.last()) else {
                continue;
            };
            siblings.homes.insert(name.clone(), home.clone());
        }
        for source in own.iter().filter(|source| !of_folder(source)) {
            siblings.add_uses(folder, source);
        }
        siblings
    }

    fn add_uses(&mut self, folder: &str, source: &Source) {
        let here: Vec<String> = (source.path.with_extension("").iter())
            .map(|part| part.to_string_lossy().into_owned())
            .filter(|part| part != "mod")
            .collect();
        let code = code(&source.text);
        let starts = ["crate::", "super::"].map(|mark| code.match_indices(mark));
        let starts = (starts.into_iter().flatten().map(|(at, _)| at))
            .filter(|at| !code[..*at].ends_with(['_', ':', '$']));
        for path in starts.flat_map(|at| paths(&code[at..])) {
            let up = path.iter().take_while(|part| *part == "super").count();
            let from = match up {
                0 => &[],
                _ => here.get(..here.len() - up).expect("no farther up than src"),
            };
            let full: Vec<&String> = from.iter().chain(path.iter().skip(up.max(1))).collect();
            if let [module, named, ..] = full.as_slice()
                && *module == folder
            {
                let home = self.homes.get(*named).unwrap_or(named).clone();
                self.uses.push((here[1].clone(), home));
            }
        }
    }
}

/// Returns the place of each module that a file declares.
fn places(map: &str) -> BTreeMap<String, usize> {
    let names = map.lines().filter_map(|line| {
        let line = line.strip_prefix("pub(crate) ").unwrap_or(line);
        let line = line.strip_prefix("pub ").unwrap_or(line);
        line.strip_prefix("mod ")?.strip_suffix(';')
    });
    names
        .enumerate()
        .map(|(place, name)| (name.to_owned(), place))
        .collect()
}

/// Returns what stands between a mark and the next semicolon, wherever the mark begins a line.
fn statements(code: &str, mark: &str) -> Vec<String> {
    let mark = format!("\n{mark}");
    (code.split(&mark).skip(1))
        .filter_map(|rest| Some(rest.split_once(';')?.0.to_owned()))
        .collect()
}

/// Returns the paths at the beginning of some code: of `a::{b, c::d}` they are `a::b` and `a::c::d`.
fn paths(code: &str) -> Vec<Vec<String>> {
    let name = first_name(code);
    let rest = code.trim_start().get(name.len()..).unwrap_or_default();
    let with_name = |below: Vec<String>| {
        let mut path = vec![name.clone()];
        path.extend(below);
        path
    };
    match rest.strip_prefix("::") {
        Some(below) if below.starts_with('{') => (branches(below).iter())
            .flat_map(|branch| paths(branch))
            .map(with_name)
            .collect(),
        Some(below) => paths(below).into_iter().map(with_name).collect(),
        None => vec![vec![name]],
    }
}

/// Returns what commas part in the braces at the beginning of some code, inner braces kept whole.
fn branches(code: &str) -> Vec<&str> {
    let (mut depth, mut from, mut found) = (0, 1, Vec::new());
    for (at, c) in code.char_indices() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if depth == 0 || depth == 1 && c == ',' {
            found.push(&code[from..at]);
            from = at + 1;
        }
        if depth == 0 {
            break;
        }
    }
    found.retain(|branch| !branch.trim().is_empty());
    found
}

#[test]
fn a_file_of_the_engine_uses_only_those_above_it_in_its_folder() {
    let sources = sources();
    let mut faults = Vec::new();
    for folder in IN_ORDER {
        let siblings = Siblings::of(folder, &sources);
        assert!(siblings.uses.len() > 10, "{folder}: no uses were found");
        let place = |name: &str| siblings.order.get(name);
        let below = (siblings.uses.iter()).filter(|(own, used)| place(used) > place(own));
        faults.extend(below.map(|(own, used)| format!("{folder}: {own} uses {used}")));
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
    let joined = |code: &str| -> Vec<String> {
        let found = paths(code).into_iter();
        found.map(|path| path.join("::")).collect()
    };
    let tree = "a::{self, b::{c, d},\n    e} and more";
    assert_eq!(joined(tree), ["a::self", "a::b::c", "a::b::d", "a::e"]);
    assert_eq!(joined("super::super::f(x)"), ["super::super::f"]);
    let sample =
        "use crate::{text::Span, store};\nuse crate::discord::serve;\nlet x = subcrate::no;";
    assert_eq!(used_modules(sample), ["text", "store", "discord"]);
    assert!(
        !code("a\n// crate::store\n#[cfg(test)]\nmod tests { use crate::cli; }").contains("crate")
    );
}
