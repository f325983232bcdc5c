//! One answer to a compound question: merges the answers to its parts, interleaving their citations.

use std::collections::BTreeMap;

use super::{Answer, Certainty, Citation};

/// Merges the answers to the parts of a question: at most `limit` citations, but at least one for each part that is
/// answered; nothing where no part is.
pub fn merge(question: &str, parts: Vec<(&str, Answer)>, limit: usize) -> Option<Answer> {
    let unanswered: Vec<String> = (parts.iter())
        .filter(|(_, answer)| !answer.answered)
        .map(|(part, _)| (*part).to_owned())
        .collect();
    let answers: Vec<Answer> = (parts.into_iter())
        .map(|(_, answer)| answer)
        .filter(|answer| answer.answered)
        .collect();
    let most = answers.iter().map(|answer| answer.citations.len()).max()?;
    let mut cited: Vec<Citation> = Vec::new();
    // For each part and number there the place among all.
    let mut numbers: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for place in 0..most {
        for (part, answer) in answers.iter().enumerate() {
            let Some(citation) = answer.citations.get(place) else {
                continue;
            };
            let known = cited.iter().position(|other| {
                other.article_id == citation.article_id && other.start == citation.start
            });
            let at = known.unwrap_or_else(|| {
                cited.push(citation.clone());
                cited.len() - 1
            });
            numbers.insert((part, citation.number), at);
        }
    }
    cited.truncate(limit.max(answers.len()));
    let number = |part: usize, old: usize| {
        let at = numbers.get(&(part, old)).filter(|at| **at < cited.len())?;
        Some(at + 1)
    };
    let mut disagreements = Vec::new();
    let mut explanations = Vec::new();
    for (part, answer) in answers.iter().enumerate() {
        for found in &answer.disagreements {
            let pair = (number(part, found.newer), number(part, found.older));
            if let (Some(newer), Some(older)) = pair
                && !(disagreements.iter())
                    .any(|known: &super::Disagreement| (known.newer, known.older) == (newer, older))
            {
                disagreements.push(super::Disagreement {
                    newer,
                    older,
                    ..found.clone()
                });
            }
        }
        for told in &answer.explanations {
            if let Some(number) = number(part, told.number) {
                explanations.push(super::Explanation {
                    number,
                    ..told.clone()
                });
            }
        }
    }
    explanations.sort_by_key(|told| told.number);
    let mut corrections: Vec<(String, String)> = Vec::new();
    for (typed, read) in answers.iter().flat_map(|answer| &answer.corrections) {
        if !corrections.iter().any(|(known, _)| known == typed) {
            corrections.push((typed.clone(), read.clone()));
        }
    }
    // It is no surer than the least sure of what it says.
    let sure = |answer: &Answer| answer.confidence;
    let confidence = answers.iter().map(sure).fold(1.0, f32::min);
    let citations = (cited.iter().enumerate()).map(|(at, citation)| Citation {
        number: at + 1,
        ..citation.clone()
    });
    let first = answers.first()?;
    Some(Answer {
        question: question.to_owned(),
        answered: true,
        confidence,
        certainty: Certainty::of(true, confidence),
        answer: first.answer.clone(),
        citations: citations.collect(),
        disagreements,
        nearest: first.nearest.clone(),
        carried_over: answers
            .iter()
            .find_map(|answer| answer.carried_over.clone()),
        corrections,
        fingerprint: first.fingerprint.clone(),
        explanations,
        unanswered,
    })
}
