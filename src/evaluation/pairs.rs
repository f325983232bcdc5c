//! Questions with the sentence that answers each, but without their articles: the reader learns from them which sentence
//! answers, though not with which words.

use std::collections::HashMap;

use serde::Deserialize;

use super::question_sets::{ArticleRecord, GoldAnswer, QuestionRecord};

/// A question and the sentence that answers it, in lower case and with blanks around marks, as such sets come.
#[derive(Debug, Clone, Deserialize)]
pub struct PairRecord {
    /// The question.
    pub question: String,
    /// The sentence.
    pub sentence: String,
}

/// So many sentences that follow one another are taken for a paragraph …
const SENTENCES: usize = 6;

/// … and so many paragraphs for an article.
const PARAGRAPHS: usize = 10;

/// Returns articles made of the sentences, and the questions about them; each answer is a whole sentence.
pub fn as_articles(pairs: &[PairRecord]) -> (Vec<ArticleRecord>, Vec<QuestionRecord>) {
    let mut sentences: Vec<String> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut asked: Vec<(String, usize)> = Vec::new();
    for pair in pairs {
        let sentence = joined(&pair.sentence);
        let place = *places.entry(sentence.clone()).or_insert_with(|| {
            sentences.push(sentence);
            sentences.len() - 1
        });
        asked.push((joined(&pair.question), place));
    }
    let paragraphs: Vec<&[String]> = sentences.chunks(SENTENCES).collect();
    let articles = (paragraphs.chunks(PARAGRAPHS).enumerate())
        .map(|(at, paragraphs)| ArticleRecord {
            id: name(at),
            title: String::new(),
            paragraphs: paragraphs
                .iter()
                .map(|paragraph| paragraph.join(" "))
                .collect(),
        })
        .collect();
    let questions = (asked.into_iter().enumerate()).filter_map(|(at, (question, place))| {
        let own = place / SENTENCES;
        let before = paragraphs.get(own)?.get(..place % SENTENCES)?;
        let paragraph = own % PARAGRAPHS;
        Some(QuestionRecord {
            id: format!("pair {at}"),
            question,
            article_id: Some(name(own / PARAGRAPHS)),
            paragraph: Some(paragraph),
            answers: vec![GoldAnswer {
                text: sentences.get(place)?.clone(),
                paragraph,
                // A blank follows each sentence before.
                char_start: before
                    .iter()
                    .map(|sentence| sentence.chars().count() + 1)
                    .sum(),
            }],
            answerable: true,
            kind: None,
        })
    });
    let questions = questions.collect();
    (articles, questions)
}

fn name(article: usize) -> String {
    format!("pairs {article:04}")
}

/// Writes brackets and quotation marks as people do, and takes away the blanks around marks.
fn joined(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut glued = true;
    for word in text.split_whitespace() {
        let (mark, before, after) = match word {
            "-lrb-" => ("(", false, true),
            "-lsb-" => ("[", false, true),
            "-rrb-" => (")", true, false),
            "-rsb-" => ("]", true, false),
            "``" => ("“", false, true),
            "''" => ("”", true, false),
            "$" | "£" | "€" => (word, false, true),
            "," | "." | ";" | ":" | "?" | "!" | "%" | "'s" | "n't" | "'" => (word, true, false),
            _ => (word, false, false),
        };
        if !glued && !before {
            joined.push(' ');
        }
        joined.push_str(mark);
        glued = after;
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_where_people_write_them() {
        assert_eq!(
            joined("the `` old mill '' -lrb- built in 1810 -rrb- cost $ 5 , did n't it ?"),
            "the “old mill” (built in 1810) cost $5, didn't it?"
        );
    }

    #[test]
    fn each_answer_stands_where_it_is_said_to() {
        let pairs: Vec<PairRecord> = (0..200)
            .map(|at| PairRecord {
                question: format!("what is {at} ?"),
                sentence: format!("the number {} is é .", at / 2),
            })
            .collect();
        let (articles, questions) = as_articles(&pairs);
        assert_eq!(articles.len(), 2);
        assert_eq!(questions.len(), 200);
        for question in &questions {
            let article = articles
                .iter()
                .find(|article| Some(&article.id) == question.article_id.as_ref());
            let answer = &question.answers[0];
            let paragraph = &article.expect("an article").paragraphs[answer.paragraph];
            let found: String = paragraph
                .chars()
                .skip(answer.char_start)
                .take(answer.text.chars().count())
                .collect();
            assert_eq!(found, answer.text);
        }
    }
}
