//! What is answered: cited sentences, or an honest no.

pub mod compared_question;

pub mod agreement;

pub mod copies;

mod figure_runs;

pub mod figure_ranges;

pub mod table_cells;

pub mod asked_time;

mod told_changes;

pub mod changed_figures;

pub mod successions;

pub mod cut_answers;

pub mod begin_end;

pub mod contrasts;

pub mod whole_lists;

pub mod answer_bounds;

pub mod plainly_told;

pub mod short_answer;

pub mod answer_context;

pub mod runs;

pub mod citing;

mod elsewhere;

pub mod counted_people;

pub mod objections;

pub mod explain;

pub mod compound_answer;

pub mod near;

pub mod ahead;

pub mod select;

#[cfg(test)]
mod samples;

use serde::{Deserialize, Serialize};

use crate::article::ArticleId;
use crate::text::Span;

/// A verbatim sentence of a stored article version, or an unbroken run of its sentences.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Citation {
    /// Counts from 1 within an answer.
    pub number: usize,
    /// The cited article.
    pub article_id: ArticleId,
    /// Its title.
    pub title: String,
    /// Its publisher, if known.
    pub publisher: Option<String>,
    /// Its address, if known.
    pub url: Option<String>,
    /// Its date, as exact as is known.
    pub published: Option<String>,
    /// The cited version.
    pub version: u32,
    /// The paragraph, counted from 1.
    pub paragraph: usize,
    /// First byte in the stored text.
    pub start: usize,
    /// One past the last byte in the stored text.
    pub end: usize,
    /// The cited words, byte for byte.
    pub text: String,
    /// The short answer within `text`, if there is one.
    pub answer: Option<Span>,
    /// How likely this sentence answers the question, 0 to 1.
    pub confidence: f32,
    /// Titles of other articles that say the same in near-identical words.
    pub also_in: Vec<Mention>,
}

/// An article that is named without being quoted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Which article.
    pub article_id: ArticleId,
    /// Its title.
    pub title: String,
    /// Its address, if known.
    pub url: Option<String>,
}

/// A verbatim sentence that comes near without seeming to answer, or an unbroken run of sentences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NearSentence {
    /// The article in which it stands.
    pub article_id: ArticleId,
    /// Its title.
    pub title: String,
    /// Its publisher, if known.
    pub publisher: Option<String>,
    /// Its address, if known.
    pub url: Option<String>,
    /// Its date, as exact as is known.
    pub published: Option<String>,
    /// The version in which it stands.
    pub version: u32,
    /// The paragraph, counted from 1.
    pub paragraph: usize,
    /// First byte in the stored text.
    pub start: usize,
    /// One past the last byte in the stored text.
    pub end: usize,
    /// The sentence, byte for byte.
    pub text: String,
}

/// Two citations that give different figures or dates for the same thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disagreement {
    /// Number of the newer citation.
    pub newer: usize,
    /// What it says.
    pub newer_says: String,
    /// Number of the older citation.
    pub older: usize,
    /// What that one says.
    pub older_says: String,
}

/// How sure the answer is, in words; the README says what each meant on real questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// Below the threshold: the articles do not say.
    None,
    /// Above the threshold, not by much.
    Possible,
    /// More often right than not.
    Likely,
    /// Nearly always right.
    Sure,
}

/// From this probability on an answer is called likely, and from the next one on sure.
const LIKELY: f32 = 0.6;
const SURE: f32 = 0.85;

impl Certainty {
    /// Returns the band of a confidence, 0 to 1.
    pub fn of(answered: bool, confidence: f32) -> Self {
        match confidence {
            _ if !answered => Certainty::None,
            sure if sure >= SURE => Certainty::Sure,
            likely if likely >= LIKELY => Certainty::Likely,
            _ => Certainty::Possible,
        }
    }
}

/// One reason for or against a sentence, in plain words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// The name of the feature family.
    pub feature: String,
    /// What it found, in a sentence a member understands.
    pub words: String,
    /// Its share of the score; negative speaks against.
    pub share: f32,
}

/// Why a sentence stands where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// Which citation; 0 for the runner-up that was not cited.
    pub number: usize,
    /// The sentence's article.
    pub article_id: ArticleId,
    /// The version in which it stands.
    pub version: u32,
    /// First byte in the stored text.
    pub start: usize,
    /// One past the last byte in the stored text.
    pub end: usize,
    /// The sentence's own words.
    pub text: String,
    /// Reasons, weightiest first.
    pub reasons: Vec<Reason>,
}

/// One of several things that a question asks, and what is said of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Its words.
    pub question: String,
    /// How likely its first citation answers it, 0 to 1.
    pub confidence: f32,
    /// The same in words.
    pub certainty: Certainty,
    /// The short answer, if there is one.
    pub answer: Option<String>,
    /// The numbers of the citations that answer it, best first; empty where the articles do not say.
    pub citations: Vec<usize>,
}

/// What `Knowledge::ask` returns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The question as asked.
    pub question: String,
    /// Whether the articles say.
    pub answered: bool,
    /// How likely the first citation answers the question, 0 to 1.
    pub confidence: f32,
    /// The same in words.
    pub certainty: Certainty,
    /// The short answer, verbatim from the first citation.
    pub answer: Option<String>,
    /// The cited sentences, best first; empty unless `answered`.
    pub citations: Vec<Citation>,
    /// Citations that contradict each other.
    pub disagreements: Vec<Disagreement>,
    /// The nearest articles that share a word with the question, best first; empty where `answered`.
    pub nearest: Vec<Mention>,
    /// The nearest sentences of such articles, best first; empty where `answered`.
    pub nearest_sentences: Vec<NearSentence>,
    /// What a follow-up took over from the question before, such as `Nouri al-Maliki`.
    pub carried_over: Option<String>,
    /// Words that were read as other words, as (typed, read).
    pub corrections: Vec<(String, String)>,
    /// Names the articles that could answer; equal fingerprints and questions give equal answers.
    pub fingerprint: String,
    /// Of a question that asks several things, each of them.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub parts: Vec<Part>,
    /// Of a question that asks several things, those that the articles do not say.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub unanswered: Vec<String>,
    /// Of a question that asks more than is answered at once, what was not looked for.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub left_out: Vec<String>,
    /// Why each citation was chosen and what the runner-up lacked.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub explanations: Vec<Explanation>,
}

impl Answer {
    /// Returns which articles answer, or where none does, the nearest one, foremost first.
    pub fn articles_told_of(&self) -> Vec<ArticleId> {
        let cited = self.citations.iter().map(|citation| &citation.article_id);
        let near = self.nearest_sentences.first().map(|near| &near.article_id);
        let mut told: Vec<ArticleId> = Vec::new();
        for id in cited.chain(near.filter(|_| !self.answered)) {
            if !told.contains(id) {
                told.push(id.clone());
            }
        }
        told
    }
}
