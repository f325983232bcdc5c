//! One answer to a compound question: merges the answers to its parts, interleaving their citations.

use std::collections::BTreeMap;

use super::{Answer, Certainty, Citation, Disagreement, Explanation, Part};

/// Merges the answers to the parts of a question: at most `limit` citations, but at least one for each part that is
/// answered; `None` where no part is.
pub fn merge(question: &str, parts: Vec<(&str, Answer)>, limit: usize) -> Option<Answer> {
    let answers: Vec<&Answer> = parts.iter().map(|(_, answer)| answer).collect();
    let answered = || answers.iter().copied().filter(|answer| answer.answered);
    let first = answered().next()?;
    let cited = Interleaved::of(&answers, limit.max(answered().count()));
    // It is no surer than the least sure of what it says.
    let confidence = answered()
        .map(|answer| answer.confidence)
        .fold(1.0, f32::min);
    let unanswered = parts.iter().filter(|(_, answer)| !answer.answered);
    Some(Answer {
        question: question.to_owned(),
        answered: true,
        confidence,
        certainty: Certainty::of(true, confidence),
        answer: first.answer.clone(),
        disagreements: cited.disagreements(&answers),
        explanations: cited.explanations(&answers),
        nearest: first.nearest.clone(),
        nearest_sentences: Vec::new(),
        carried_over: answered().find_map(|answer| answer.carried_over.clone()),
        corrections: corrections(&answers),
        fingerprint: first.fingerprint.clone(),
        parts: cited.parts(&parts),
        unanswered: unanswered.map(|(part, _)| (*part).to_owned()).collect(),
        left_out: Vec::new(),
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
    fn of(answers: &[&Answer], limit: usize) -> Self {
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
            other.article_id == citation.article_id
                && (other.start, other.end) == (citation.start, citation.end)
        };
        self.citations.iter().position(is_same).unwrap_or_else(|| {
            self.citations.push(citation.clone());
            self.citations.len() - 1
        })
    }

    /// Returns the number here of an answer's citation; `None` for one that was cut off.
    fn number(&self, part: usize, number: usize) -> Option<usize> {
        let place = self.places.get(&(part, number))?;
        (*place < self.citations.len()).then_some(place + 1)
    }

    /// Tells for each part which citations answer it.
    fn parts(&self, parts: &[(&str, Answer)]) -> Vec<Part> {
        let part = |(at, (question, answer)): (usize, &(&str, Answer))| Part {
            question: (*question).to_owned(),
            confidence: answer.confidence,
            certainty: answer.certainty,
            answer: answer.answer.clone(),
            citations: (answer.citations.iter())
                .filter_map(|citation| self.number(at, citation.number))
                .collect(),
        };
        parts.iter().enumerate().map(part).collect()
    }

    fn disagreements(&self, answers: &[&Answer]) -> Vec<Disagreement> {
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

    fn explanations(&self, answers: &[&Answer]) -> Vec<Explanation> {
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
        // What answers two parts was chosen for the first of them too; its reasons are told once.
        all.dedup_by_key(|told| told.number);
        all
    }
}

/// Returns how words were read, each mistyped word once.
fn corrections(answers: &[&Answer]) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    let answered = answers.iter().filter(|answer| answer.answered);
    for (typed, read) in answered.flat_map(|answer| &answer.corrections) {
        if !all.iter().any(|(known, _)| known == typed) {
            all.push((typed.clone(), read.clone()));
        }
    }
    all
}
