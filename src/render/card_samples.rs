//! A citation and an answer for the tests of cards.

use crate::answer::{Answer, Certainty, Citation};
use crate::article::ArticleId;

/// Returns a citation of an article that has all that a source line tells.
pub fn citation(number: usize, text: &str) -> Citation {
    Citation {
        number,
        article_id: ArticleId::from("harbour-bridge"),
        title: "A bridge for the harbour".to_owned(),
        publisher: Some("Harbour Gazette".to_owned()),
        url: Some("https://harbour.example/bridge".to_owned()),
        published: Some("2026-01-25".to_owned()),
        version: 1,
        paragraph: 2,
        start: 0,
        end: text.len(),
        text: text.to_owned(),
        answer: None,
        confidence: 0.9,
        also_in: Vec::new(),
    }
}

/// Returns an almost certain answer of these citations, or none.
pub fn answer(citations: Vec<Citation>) -> Answer {
    Answer {
        question: "How long is the bridge?".to_owned(),
        answered: !citations.is_empty(),
        confidence: 0.9,
        certainty: Certainty::Sure,
        answer: None,
        citations,
        disagreements: Vec::new(),
        nearest: Vec::new(),
        nearest_sentences: Vec::new(),
        carried_over: None,
        corrections: Vec::new(),
        fingerprint: "f".to_owned(),
        explanations: Vec::new(),
        parts: Vec::new(),
        unanswered: Vec::new(),
        left_out: Vec::new(),
    }
}
