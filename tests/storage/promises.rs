//! Two promises, tried on articles and questions that nobody would think of.
//!
//! 1. Verbatim: what is cited stands byte for byte in the stored version, from the beginning of a sentence to the end
//!    of one (P1).
//! 2. Same in, same out: the same question over the same articles gives the same bytes, whatever the order in which the
//!    articles came and whether their index was made just now, found on disk, or lives in memory (P9).

use std::cell::Cell;
use std::num::NonZeroUsize;

use footnote::answer::Answer;
use footnote::article::{Metadata, Outline};
use footnote::knowledge::Knowledge;
use footnote::library::Library;
use footnote::question::Ask;
use footnote::store::{Access, ArticleStore, Draft, Scope, Source, SqliteStore, Stamp};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};

const HERE: Scope = Scope::Everyone;

/// Words that meet often enough for questions to find something, among letters and signs that are easily cut in two.
const WORDS: [&str; 48] = [
    "mill",
    "mills",
    "Orbey",
    "bridge",
    "bridges",
    "arches",
    "four",
    "1742",
    "1,742.5",
    "built",
    "was",
    "is",
    "the",
    "The",
    "in",
    "by",
    "of",
    "Jean",
    "Claude",
    "Dr.",
    "U.S.",
    "a.m.",
    "It",
    "He",
    "they",
    "grinds",
    "rye",
    "kilograms",
    "300",
    "kg",
    "said",
    "“the",
    "wheel”",
    "(SDF)",
    "Syrian",
    "Democratic",
    "Forces",
    "Zürich",
    "水車",
    "🦆👨‍👩‍👧",
    "e\u{301}",
    "don’t",
    "\u{202e}tail",
    "\u{feff}",
    "…",
    "%",
    "Share",
    "Subscribe",
];

const ENDS: [&str; 14] = [
    ". ",
    ". ",
    ". ",
    ".\n\n",
    ".\n\n",
    "! ",
    "?” ",
    "; ",
    ",\n",
    "\n- ",
    "\n\n## ",
    ".\r\n\r\n",
    ".) ",
    ": ",
];

fn text() -> impl Strategy<Value = String> {
    let sentence = (vec(select(&WORDS[..]), 1..14), select(&ENDS[..]));
    let sentence = sentence.prop_map(|(words, end)| words.join(" ") + end);
    vec(sentence, 1..12).prop_map(|sentences| sentences.concat())
}

fn question() -> impl Strategy<Value = String> {
    let first = select(
        &[
            "Who", "When", "How many", "Where", "Why", "What is", "Did", "",
        ][..],
    );
    (first, vec(select(&WORDS[..]), 1..7))
        .prop_map(|(first, words)| format!("{first} {}?", words.join(" ")))
}

fn draft(number: usize, text: &str) -> Draft {
    Draft {
        id: format!("article-{number}").as_str().into(),
        metadata: Metadata {
            title: format!("The mill of Orbey, part {number}"),
            published: Some(format!("20{:02}-01-25", number + 10)),
            ..Metadata::default()
        },
        text: text.to_owned(),
        source: Source::default(),
    }
}

struct Kept {
    _folder: tempfile::TempDir,
    index: std::path::PathBuf,
    store: SqliteStore,
}

fn kept(drafts: impl Iterator<Item = Draft>) -> Kept {
    let folder = tempfile::tempdir().expect("a folder");
    let store = SqliteStore::open(&folder.path().join("a.db"), Access::Command).expect("a store");
    for draft in drafts {
        store.put(HERE, &draft, Stamp::at(1)).expect("kept");
    }
    Kept {
        index: folder.path().join("a.db.index"),
        store,
        _folder: folder,
    }
}

/// Asks so that whatever is found is cited, however unlikely.
fn bold(question: &str) -> Ask {
    Ask {
        threshold: Some(0.0),
        limit: NonZeroUsize::new(5),
        ..Ask::new(question)
    }
}

fn asked(kept: &Kept, question: &str) -> Option<Answer> {
    let library = Library::open(&kept.store, HERE, &kept.index).expect("a library");
    // Some of these are no questions, which is an answer, too.
    library.ask(&bold(question)).ok()
}

fn stands(kept: &Kept, answer: &Answer) -> Result<(), TestCaseError> {
    for citation in &answer.citations {
        let stored = kept
            .store
            .version(HERE, &citation.article_id, citation.version)
            .expect("the cited version");
        prop_assert_eq!(
            stored.text.get(citation.start..citation.end),
            Some(citation.text.as_str())
        );
        let outline = Outline::of(&stored.text);
        let mut spans = outline.sentences.iter().map(|sentence| sentence.span);
        prop_assert!(spans.clone().any(|span| span.start == citation.start));
        prop_assert!(spans.any(|span| span.end == citation.end));
        if let Some(short) = citation.answer {
            prop_assert!(
                short
                    .of(&citation.text)
                    .is_some_and(|words| !words.is_empty())
            );
        }
    }
    let short = answer.answer.as_deref().unwrap_or_default();
    let first = answer.citations.first().map(|first| first.text.as_str());
    prop_assert!(first.unwrap_or_default().contains(short));
    Ok(())
}

#[test]
fn what_is_cited_stands_in_the_article_and_the_same_is_cited_again() {
    let config = Config {
        cases: 16,
        failure_persistence: None,
        ..Config::default()
    };
    let cited = Cell::new(0);
    let shelf = (vec(text(), 1..5), vec(question(), 4));
    let outcome = TestRunner::new(config).run(&shelf, |(texts, questions)| {
        let drafts = || (0..).zip(&texts).map(|(number, text)| draft(number, text));
        let one = kept(drafts());
        let other = kept(drafts().collect::<Vec<_>>().into_iter().rev());
        let in_memory = Knowledge::in_memory(one.store.readable(HERE).expect("articles"));
        for question in &questions {
            let answer = asked(&one, question);
            prop_assert_eq!(&answer, &asked(&one, question), "asked twice");
            prop_assert_eq!(
                &answer,
                &asked(&other, question),
                "put in the other way round"
            );
            prop_assert_eq!(&answer, &in_memory.ask(&bold(question)).ok(), "in memory");
            if let Some(answer) = &answer {
                stands(&one, answer)?;
                cited.set(cited.get() + answer.citations.len());
            }
        }
        Ok(())
    });
    outcome.unwrap_or_else(|fault| panic!("{fault}"));
    assert!(
        cited.get() > 30,
        "only {} citations were tried",
        cited.get()
    );
}
