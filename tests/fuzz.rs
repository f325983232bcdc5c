//! Changed at random, for as long as one likes: no input makes a reader panic, run on, or give out what it must not.
//!
//! A short run of each target belongs to every test run. A long one, by name, in the release build:
//!
//!     FUZZ_MINUTES=10 cargo test --release --test fuzz -- --ignored --nocapture extractor
//!     FUZZ_MINUTES=10 cargo test --release --test fuzz -- --ignored --nocapture dataset_parser
//!     FUZZ_MINUTES=10 cargo test --release --test fuzz -- --ignored --nocapture address_policy
//!
//! `FUZZ_SEEDS=FOLDER` adds files to begin from. Every input is made from its number: a finding names it, and
//! `FUZZ_FIRST=NUMBER` begins there. A reader that ends the whole process leaves its number in the file that is named first.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::string_slice)]

#[path = "support/fuzz_words.rs"]
mod fuzz_words;
#[path = "support/mutation.rs"]
mod mutation;
#[path = "support/page_builder.rs"]
mod page_builder;

use std::io::{Cursor, Write};
use std::net::IpAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use footnote::article::parse::{Format, parse};
use footnote::article::{Metadata, Outline};
use footnote::ingest::address::{AddressPolicy, is_public};
use footnote::ingest::intake_reading::read_article;
use fuzz_words::*;
use mutation::{Chance, Seeds};
use rayon::prelude::*;
use url::{Host, Url};
use zip::write::{SimpleFileOptions, ZipWriter};

/// Inputs of each target in the ordinary run of tests.
const FEW: u64 = 300;

/// How long one input may take its reader, in seconds of computing; the child process is ended after as many.
const BUDGET: Duration = Duration::from_secs(4);

/// Builds without optimisation take so many times longer.
const SLOWNESS: u32 = if cfg!(debug_assertions) { 20 } else { 1 };

/// What is tested: makes the input of a number, and reads it.
trait Target {
    fn input(&self, chance: &mut Chance) -> Vec<u8>;
    fn check(&self, input: &[u8]);
}

/// Runs one input; a panic or a reader that takes too long is a finding.
fn run(name: &str, target: &dyn Target, number: u64) {
    let input = target.input(&mut Chance::of(number));
    let begun = computing();
    let outcome = catch_unwind(AssertUnwindSafe(|| target.check(&input)));
    let took = computing() - begun;
    if outcome.is_err() || took > BUDGET * SLOWNESS {
        let place = std::env::temp_dir().join(format!("footnote-fuzz-{name}-{number}"));
        std::fs::write(&place, &input).expect("room for a finding");
        panic!(
            "input {number} of {name} took {took:?}; it is kept in {}",
            place.display()
        );
    }
}

/// Returns how long this thread has computed; waiting for other programs does not count where the system tells.
fn computing() -> Duration {
    thread_local!(static BEGUN: Instant = Instant::now());
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| BEGUN.with(Instant::elapsed), Duration::from_nanos)
}

fn short(name: &str, target: &(dyn Target + Sync)) {
    (0..FEW)
        .into_par_iter()
        .for_each(|number| run(name, target, number));
}

fn long(name: &str, target: &dyn Target) {
    let minutes = setting("FUZZ_MINUTES").unwrap_or(10);
    let until = Instant::now() + Duration::from_secs(minutes * 60);
    let mark = std::env::temp_dir().join(format!("footnote-fuzz-{name}.number"));
    println!("the number of the input is in {}", mark.display());
    let first = setting("FUZZ_FIRST").unwrap_or(FEW);
    let mut number = first;
    while Instant::now() < until {
        std::fs::write(&mark, number.to_string()).expect("room for a number");
        run(name, target, number);
        number += 1;
    }
    println!(
        "{name}: {} inputs in {minutes} minutes, no finding",
        number - first
    );
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Returns what else to begin from.
fn further_seeds() -> Vec<Vec<u8>> {
    let Some(folder) = std::env::var_os("FUZZ_SEEDS") else {
        return Vec::new();
    };
    let files = std::fs::read_dir(folder).expect("a folder of seeds");
    let mut files: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    files.sort();
    files
        .iter()
        .map(|file| std::fs::read(file).expect("a seed"))
        .collect()
}

/// Pages and documents, read as the child process reads them.
struct Extractor {
    pages: Seeds,
    documents: Seeds,
    portable: Seeds,
}

impl Extractor {
    fn new() -> Self {
        let mut pages = further_seeds();
        pages.push(PAGE.as_bytes().to_vec());
        let documents = DOCUMENTS.iter().map(|xml| xml.as_bytes().to_vec());
        Extractor {
            pages: Seeds::of(pages, OF_PAGES, 200_000),
            documents: Seeds::of(documents.collect(), OF_DOCUMENTS, 100_000),
            portable: Seeds::of(vec![PORTABLE.as_bytes().to_vec()], OF_PORTABLE, 100_000),
        }
    }
}

impl Target for Extractor {
    fn input(&self, chance: &mut Chance) -> Vec<u8> {
        match chance.below(8) {
            // Mostly numbers of objects and operators: what is packed hides them from chance.
            0 => self.portable.input(chance),
            1 => {
                let xml = self.documents.input(chance);
                packed(&xml)
            }
            2 => page_builder::page(chance),
            3..=5 => {
                let page = page_builder::page(chance);
                self.pages.changed(page, chance)
            }
            _ => self.pages.input(chance),
        }
    }

    fn check(&self, input: &[u8]) {
        let url = Url::parse("https://harbour.example.org/2023/04/12/lamp").expect("an address");
        let Ok(found) = read_article(input, None, Some(&url)) else {
            return;
        };
        assert!(!found.text.trim().is_empty(), "an article has words");
        assert!(found.text.chars().count() <= 1_000_000, "and an end");
        let odd = |c: char| c.is_control() && c != '\n';
        assert!(!found.text.contains(odd), "and nothing that is not shown");
        assert_sentences_stand_in(&found.text);
        if let Some(address) = found.canonical {
            assert_is_of_the_web(&address);
        }
    }
}

/// Packs changed XML as both kinds of document: what is read first decides.
fn packed(xml: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let book = xml.starts_with(b"<package") || xml.starts_with(b"<html");
    let list = "<package><manifest><item id='c' href='c.xhtml'/></manifest><spine><itemref idref='c'/></spine></package>";
    let container = "<container><rootfiles><rootfile full-path='b.opf'/></rootfiles></container>";
    let whole_list = xml.starts_with(b"<package");
    let files: Vec<(&str, &[u8])> = match book {
        true => vec![
            ("META-INF/container.xml", container.as_bytes()),
            ("b.opf", if whole_list { xml } else { list.as_bytes() }),
            ("c.xhtml", if whole_list { PAGE.as_bytes() } else { xml }),
        ],
        false => vec![("word/document.xml", xml), ("word/styles.xml", xml)],
    };
    for (name, bytes) in files {
        let options = SimpleFileOptions::default();
        writer.start_file(name, options).expect("a file");
        writer.write_all(bytes).expect("its bytes");
    }
    writer.finish().expect("a document").into_inner()
}

/// Files of a dataset in all their formats.
struct DatasetParser(Seeds);

impl DatasetParser {
    fn new() -> Self {
        let mut whole = further_seeds();
        whole.extend(FILES.iter().map(|file| file.as_bytes().to_vec()));
        for shipped in ["suez-canal.md", "honeybee.txt", "transistor.json"] {
            let shelf = format!("{}/data/articles", env!("CARGO_MANIFEST_DIR"));
            whole.push(std::fs::read(format!("{shelf}/{shipped}")).expect("a shipped article"));
        }
        DatasetParser(Seeds::of(whole, OF_FILES, 60_000))
    }
}

impl Target for DatasetParser {
    fn input(&self, chance: &mut Chance) -> Vec<u8> {
        let mut input = self.0.input(chance);
        // The last byte chooses the format, so that it belongs to the input.
        input.push(chance.next() as u8);
        input
    }

    fn check(&self, input: &[u8]) {
        let Some((choice, bytes)) = input.split_last() else {
            return;
        };
        let formats = [
            None,
            Some(Format::Markdown),
            Some(Format::Plain),
            Some(Format::Json),
        ];
        let format = formats[usize::from(*choice) % formats.len()];
        let Ok(draft) = parse(bytes, format, &Metadata::default()) else {
            return;
        };
        assert!(!draft.text.trim().is_empty() && !draft.metadata.title.trim().is_empty());
        assert_sentences_stand_in(&draft.text);
        if let Some(address) = draft.metadata.url {
            assert_is_of_the_web(&address);
        }
    }
}

/// Addresses as people and redirects write them.
struct Addresses(Seeds);

impl Addresses {
    fn new() -> Self {
        let mut whole = vec![
            b"https://news.example.org/2026/story?id=3#end".to_vec(),
            b"http://93.184.216.34/".to_vec(),
            b"https://[2606:2800:220:1:248:1893:25c8:1946]:443/a".to_vec(),
        ];
        let private = PRIVATE.split_whitespace();
        whole.extend(private.map(|host| format!("http://{host}/x").into_bytes()));
        Addresses(Seeds::of(whole, OF_ADDRESSES, 2_100))
    }
}

impl Target for Addresses {
    fn input(&self, chance: &mut Chance) -> Vec<u8> {
        self.0.input(chance)
    }

    fn check(&self, input: &[u8]) {
        let policy = AddressPolicy::default();
        let written = String::from_utf8_lossy(input);
        let from = Url::parse("http://news.example.org/a/b").expect("an address");
        for allowed in [policy.parse(&written), policy.follow(&from, &written)]
            .into_iter()
            .flatten()
        {
            assert!(policy.check(&allowed).is_ok(), "said twice the same");
            assert!(matches!(allowed.port_or_known_default(), Some(80 | 443)));
            assert!(allowed.username().is_empty() && allowed.password().is_none());
            match allowed.host().expect("a host") {
                Host::Ipv4(address) => assert_is_public(address.into()),
                Host::Ipv6(address) => assert_is_public(address.into()),
                Host::Domain(name) => assert!(
                    name.contains('.') && name.parse::<IpAddr>().is_err(),
                    "{name}"
                ),
            }
        }
    }
}

/// Holds an address against a list that others keep, and against what the standard library knows.
fn assert_is_public(address: IpAddr) {
    assert!(is_public(address) && !address.to_canonical().is_loopback());
    for range in antissrf::ip_address_ranges::RECOMMENDEDV1 {
        let (net, length) = range.split_once('/').unwrap_or((range, "128"));
        let (net, length): (IpAddr, u32) = (net.parse().unwrap(), length.parse().unwrap());
        let inside = match (address, net) {
            (IpAddr::V4(a), IpAddr::V4(n)) => same_net(
                u128::from(a.to_bits()) << 96,
                u128::from(n.to_bits()) << 96,
                length,
            ),
            (IpAddr::V6(a), IpAddr::V6(n)) => same_net(a.to_bits(), n.to_bits(), length),
            _ => false,
        };
        assert!(!inside, "{address} is in {range}");
    }
}

fn same_net(address: u128, net: u128, length: u32) -> bool {
    (address ^ net).checked_shr(128 - length).unwrap_or(0) == 0
}

/// Every sentence and every block stands where it is said to stand.
fn assert_sentences_stand_in(text: &str) {
    for sentence in Outline::of(text).sentences {
        let words = sentence.span.of(text).expect("a sentence of the text");
        assert!(!words.trim().is_empty() && words == words.trim());
    }
}

fn assert_is_of_the_web(address: &str) {
    let url = Url::parse(address).expect("an address");
    assert!(matches!(url.scheme(), "http" | "https"), "{address}");
}

#[test]
fn many_built_pages_hold_an_article() {
    // Pages that are all refused would test the refusal only.
    let url = Url::parse("https://harbour.example.org/2023/04/12/lamp").expect("an address");
    let read = |number| {
        let page = page_builder::page(&mut Chance::of(number));
        read_article(&page, None, Some(&url)).is_ok()
    };
    let found = (0..100).filter(|number| read(*number)).count();
    assert!((20..100).contains(&found), "{found} of 100");
}

#[test]
fn a_few_pages() {
    short("extractor", &Extractor::new());
}

#[test]
fn a_few_files() {
    short("dataset_parser", &DatasetParser::new());
}

#[test]
fn a_few_addresses() {
    short("address_policy", &Addresses::new());
}

#[test]
#[ignore = "runs for ten minutes; the head of this file says how"]
fn extractor() {
    long("extractor", &Extractor::new());
}

#[test]
#[ignore = "runs for ten minutes; the head of this file says how"]
fn dataset_parser() {
    long("dataset_parser", &DatasetParser::new());
}

#[test]
#[ignore = "runs for ten minutes; the head of this file says how"]
fn address_policy() {
    long("address_policy", &Addresses::new());
}
