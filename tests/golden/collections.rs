//! The collections that models learn from, and those they must not: whether what their files say is so.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use footnote::evaluation::question_sets::{self, ArticleRecord, QuestionRecord};

use crate::data;

struct Collection {
    folder: PathBuf,
    articles: Vec<ArticleRecord>,
    questions: Vec<QuestionRecord>,
}

fn collections(of: &str) -> Vec<Collection> {
    let folders = fs::read_dir(data().join(of)).expect("a folder");
    let folders = folders.map(|entry| entry.expect("an entry").path());
    let found: Vec<Collection> = folders
        .filter(|path| path.is_dir())
        .map(|folder| Collection {
            articles: question_sets::read(&folder.join("articles.jsonl")).expect("articles"),
            questions: question_sets::read(&folder.join("questions.jsonl")).expect("questions"),
            folder,
        })
        .collect();
    assert!(!found.is_empty(), "{of} is empty");
    found
}

#[test]
fn every_answer_of_a_collection_stands_where_it_is_said_to() {
    for collection in collections("training").iter().chain(&collections("unseen")) {
        let folder = collection.folder.display();
        for question in &collection.questions {
            let about =
                |article: &&ArticleRecord| Some(&article.id) == question.article_id.as_ref();
            let article = collection.articles.iter().find(about);
            assert_eq!(
                question.answerable,
                !question.answers.is_empty(),
                "{folder}: {}",
                question.id
            );
            for answer in &question.answers {
                let paragraph =
                    article.and_then(|article| article.paragraphs.get(answer.paragraph));
                let stands = paragraph.map(|paragraph| {
                    let from = paragraph.chars().skip(answer.char_start);
                    from.take(answer.text.chars().count()).collect::<String>()
                });
                assert_eq!(
                    stands.as_ref(),
                    Some(&answer.text),
                    "{folder}: {}",
                    question.id
                );
            }
        }
    }
}

#[test]
fn no_article_has_the_id_of_another_and_no_question_of_its_collection() {
    let mut articles = BTreeSet::new();
    for collection in &collections("training") {
        let mut known = BTreeSet::new();
        for article in &collection.articles {
            assert!(articles.insert(article.id.clone()), "{}", article.id);
        }
        for question in &collection.questions {
            let is_new = known.insert(question.id.as_str());
            assert!(is_new, "{}: {}", collection.folder.display(), question.id);
        }
    }
}

#[test]
fn no_unseen_article_is_among_those_that_are_learnt_from() {
    let words = |article: &ArticleRecord| article.paragraphs.join("\n");
    let learnt: BTreeSet<String> = collections("training")
        .iter()
        .flat_map(|collection| collection.articles.iter().map(words))
        .collect();
    for collection in collections("unseen") {
        for article in &collection.articles {
            assert!(!learnt.contains(&words(article)), "{}", article.id);
        }
    }
}
