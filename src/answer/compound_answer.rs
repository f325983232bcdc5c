//! One answer to a compound question: merges the answers to its parts, interleaving their citations.

use std::collections::BTreeMap;

use super::{Answer, Certainty, Citation, Disagreement, Explanation};

/// Merges the answers to the parts of a question: at most `limit` citations, but at least one for each part that is
/// answered; nothing where no part is.
pub fn merge(question: &str, parts: Vec<(&str, Answer)>, limit: usize) -> Option<Answer> {
    let (answered, others): (Vec<_>, Vec<_>) =
        parts.into_iter().partition(|(_, answer)| answer.answered);
    let answers: Vec<Answer> = answered.into_iter().map(|(_, answer)| answer).collect();
    let first = answers.first()?;
    let cited = Interleaved::of(&answers, limit.max(answers.len()));
    // It is no surer than the least sure of what it says.
    let sure = |answer: &Answer| answer.confidence;
    let confidence = answers.iter().map(sure).fold(1.0, f32::min);
    Some(Answer {
        question: question.to_owned(),
        answered: true,
        confidence,
        certainty: Certainty::of(true, confidence),
        answer: first.answer.clone(),
        disagreements: cited.disagreements(&answers),
        explanations: cited.explanations(&answers),
        nearest: first.nearest.clone(),
        carried_over: (answers.iter()).find_map(|answer| answer.carried_over.clone()),
        corrections: corrections(&answers),
        fingerprint: first.fingerprint.clone(),
        unanswered: (others.iter())
            .map(|(part, _)| (*part).to_owned())
            .collect(),
        citations: cited.citations,
    })
}

/// The citations of several answers in a row: the first of each, then the second of each.
struct Interleaved {
    citations: Vec<Citation>,
    /// For each answer and number there, the place here; what two answers cite stands here once.
    places: BTreeMap<(usize, usize), usize>,
}

impl Interleaved {
    fn of(answers: &[Answer], limit: usize) -> Self {
        let longest = answers.iter().map(|answer| answer.citations.len()).max();
        let mut all = Interleaved {
            citations: Vec::new(),
            places: BTreeMap::new(),
        };
        for rank in 0..longest.unwrap_or_default() {
            for (part, answer) in answers.iter().enumerate() {
                if let Some(citation) = answer.citations.get(rank) {
                    let place = all.place_of(citation);
                    all.places.insert((part, citation.number), place);
                }
            }
        }
        all.citations.truncate(limit);
        for (place, citation) in all.citations.iter_mut().enumerate() {
            citation.number = place + 1;
        }
        all
    }

    fn place_of(&mut self, citation: &Citation) -> usize {
        let is_same = |other: &Citation| {
            other.article_id == citation.article_id && other.start == citation.start
        };
        self.citations.iter().position(is_same).unwrap_or_else(|| {
            self.citations.push(citation.clone());
            self.citations.len() - 1
        })
    }

    /// Returns the number here of an answer's citation; nothing for one that was cut off.
    fn number(&self, part: usize, number: usize) -> Option<usize> {
        let place = self.places.get(&(part, number))?;
        (*place < self.citations.len()).then_some(place + 1)
    }

    fn disagreements(&self, answers: &[Answer]) -> Vec<Disagreement> {
        let mut all: Vec<Disagreement> = Vec::new();
        for (part, answer) in answers.iter().enumerate() {
            for found in &answer.disagreements {
                let numbers = self
                    .number(part, found.newer)
                    .zip(self.number(part, found.older));
                let is_known = |(newer, older): &(usize, usize)| {
                    all.iter()
                        .any(|known| (known.newer, known.older) == (*newer, *older))
                };
                if let Some((newer, older)) = numbers.filter(|numbers| !is_known(numbers)) {
                    all.push(Disagreement {
                        newer,
                        older,
                        ..found.clone()
                    });
                }
            }
        }
        all
    }

    fn explanations(&self, answers: &[Answer]) -> Vec<Explanation> {
        let mut all: Vec<Explanation> = (answers.iter().enumerate())
            .flat_map(|(part, answer)| {
                answer.explanations.iter().filter_map(move |told| {
                    Some(Explanation {
                        number: self.number(part, told.number)?,
                        ..told.clone()
                    })
                })
            })
            .collect();
        all.sort_by_key(|told| told.number);
        all
    }
}

/// Returns how words were read, each mistyped word once.
fn corrections(answers: &[Answer]) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for (typed, read) in answers.iter().flat_map(|answer| &answer.corrections) {
        if !all.iter().any(|(known, _)| known == typed) {
            all.push((typed.clone(), read.clone()));
        }
    }
    all
}
