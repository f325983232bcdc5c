//! One answer to a question that asks several things: what answers each, the first of each part foremost.

use super::{Answer, Certainty, Citation};

/// Puts the answers to the parts of a question together, at most `limit` citations; nothing where no part is answered.
pub fn together(question: &str, parts: Vec<(&str, Answer)>, limit: usize) -> Option<Answer> {
    let unanswered: Vec<String> = (parts.iter())
        .filter(|(_, answer)| !answer.answered)
        .map(|(part, _)| (*part).to_owned())
        .collect();
    let answers: Vec<Answer> = (parts.into_iter())
        .map(|(_, answer)| answer)
        .filter(|answer| answer.answered)
        .collect();
    let most = answers.iter().map(|answer| answer.citations.len()).max()?;
    // For each citation the answer it comes from and its number there.
    let mut cited: Vec<(usize, usize, Citation)> = Vec::new();
    for place in 0..most {
        for (part, answer) in answers.iter().enumerate() {
            let Some(citation) = answer.citations.get(place) else {
                continue;
            };
            let known = cited.iter().any(|(_, _, other)| {
                other.article_id == citation.article_id && other.start == citation.start
            });
            if !known {
                cited.push((part, citation.number, citation.clone()));
            }
        }
    }
    cited.truncate(limit.max(answers.len()));
    let number = |part: usize, old: usize| {
        let found = cited
            .iter()
            .position(|cited| (cited.0, cited.1) == (part, old));
        found.map(|at| at + 1)
    };
    let mut disagreements = Vec::new();
    let mut explanations = Vec::new();
    for (part, answer) in answers.iter().enumerate() {
        for found in &answer.disagreements {
            if let (Some(newer), Some(older)) =
                (number(part, found.newer), number(part, found.older))
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
    let citations = cited
        .iter()
        .enumerate()
        .map(|(at, (_, _, citation))| Citation {
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
