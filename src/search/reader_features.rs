//! What the reader sees of a question, and of each word of a sentence beside that question.

use crate::question::AnswerType;
use crate::text::helper_verbs::{is_be, is_do};
use crate::text::related_words::RelatedWords;
use crate::text::simd::{Kernel, dispatch};
use crate::text::vectors::{WordRow, WordVectors};

use super::features::{Feature, Vector};
use super::matching::LexicalRelation;
use super::query::Query;
use super::reader_tokens::{ReaderToken, closed_class_id};
use super::term::Term;

/// How many figures each word has beside the question.
pub const BESIDE: usize = 24;

/// How many plain figures a question has.
pub const ASKED: usize = AnswerType::ALL.len() + 5;

/// What is known of a sentence as a whole, and of what stands around it.
const SURROUNDING: [Feature; 55] = [
    Feature::CoverStem,
    Feature::CoverTolerant,
    Feature::CoverNear,
    Feature::NearOfMissing,
    Feature::CoverTitled,
    Feature::CoverNearTitled,
    Feature::CoverAround,
    Feature::CoverNearAround,
    Feature::CoverParagraph,
    Feature::CoverArticle,
    Feature::CoverTitle,
    Feature::CoverHeading,
    Feature::MissingWeightiest,
    Feature::MissingAround,
    Feature::MissingArticle,
    Feature::HasWeightiest,
    Feature::CoverNames,
    Feature::CoverNamesAround,
    Feature::CoverPlain,
    Feature::NearPlain,
    Feature::FocusNear,
    Feature::FocusNearNew,
    Feature::FirstInParagraph,
    Feature::PointsBack,
    Feature::BackAdds,
    Feature::CoverAfter,
    Feature::BeforeAdds,
    Feature::NextPointsBack,
    Feature::CoverResolved,
    Feature::CoverNearResolved,
    Feature::ResolvedAdds,
    Feature::FactNear,
    Feature::FactOpen,
    Feature::FactRelation,
    Feature::OffersExpected,
    Feature::LacksExpected,
    Feature::LeastNear,
    Feature::LeastNearAround,
    Feature::DeedNear,
    Feature::DeedNearNew,
    Feature::Denies,
    Feature::AsksDenied,
    Feature::CoverSaid,
    Feature::CoverSaidAround,
    Feature::UnsaidAround,
    Feature::OnlyOpposed,
    Feature::FocusIsA,
    Feature::DeedSaid,
    Feature::About,
    Feature::AboutBeside,
    Feature::AboutBesidesTitle,
    Feature::DetailNear,
    Feature::DetailSaid,
    Feature::DetailSaidAround,
    Feature::DetailElsewhere,
];

/// How many figures that makes.
pub const SETTING: usize = SURROUNDING.len();

/// Returns what the reader is told of a sentence as a whole.
pub fn setting(vector: &Vector) -> [f32; SETTING] {
    SURROUNDING.map(|feature| vector[feature as usize].clamp(-MAX_TOLD, MAX_TOLD))
}

/// No figure of a setting lies farther from 0: one that did would drown the others.
const MAX_TOLD: f32 = 4.0;

/// A sentence as the reader takes it in beside a question.
#[derive(Debug, Clone, Copy)]
pub struct Sentence<'a> {
    /// Its words.
    pub words: &'a [ReaderToken],
    /// What was measured of them beside the question.
    pub beside: &'a [f32],
    /// What is known of it as a whole.
    pub setting: &'a [f32; SETTING],
}

/// A question as the reader takes it in.
#[derive(Debug, Clone)]
pub struct QuestionInput {
    /// What it asks for, and its form.
    pub asked: [f32; ASKED],
    /// The word that names what is asked for.
    pub focus: Option<WordRow>,
    /// The word that tells what is done.
    pub main_verb: Option<WordRow>,
    /// The two words behind the question word, by their numbers.
    pub opening: [u16; 2],
    /// The numbers of all its words that are known by heart.
    known: Vec<u16>,
    /// Where each term stands, 0 to 1.
    positions: Vec<f32>,
}

impl QuestionInput {
    /// Takes a question in.
    pub fn of(query: &Query) -> Self {
        let words = &query.question.words;
        let kind = &query.question.kind;
        let behind = |steps: usize| {
            let at = kind.wh_word.map_or(steps - 1, |at| at + steps);
            words.get(at).map_or("", |word| word.folded.as_str())
        };
        let is = |fact: bool| f32::from(u8::from(fact));
        let mut asked = [0.0; ASKED];
        let (kinds, form) = asked.split_at_mut(AnswerType::ALL.len());
        if let Some(slot) = kinds.get_mut(kind.expected.number()) {
            *slot = 1.0;
        }
        let first = behind(1);
        form.copy_from_slice(&[
            is(is_do(first)),
            is(is_be(first)),
            is(kind.wh_word == Some(0)),
            words.len() as f32 / USUAL_LENGTH,
            is(words
                .last()
                .is_some_and(|word| !word.function && !word.name)),
        ]);
        let last = words.len().saturating_sub(1).max(1) as f32;
        let position = |term: &Term| (term.position as f32 / last).min(1.0);
        QuestionInput {
            asked,
            focus: query.focus.and_then(|at| query.terms.get(at)?.row),
            main_verb: query.main_verb().and_then(|at| query.terms.get(at)?.row),
            opening: [closed_class_id(first), closed_class_id(behind(2))],
            known: (words.iter().map(|word| closed_class_id(&word.folded)))
                .filter(|number| *number != 0)
                .collect(),
            positions: query.terms.iter().map(position).collect(),
        }
    }
}

fn is_a(word: Option<WordRow>, kind: Option<WordRow>) -> bool {
    (word.zip(kind)).is_some_and(|(word, kind)| RelatedWords::shipped().is_a(word, kind))
}

/// Questions have about so many words.
const USUAL_LENGTH: f32 = 12.0;

/// How one word of a sentence stands to the question.
#[derive(Clone, Copy, Default)]
struct Meeting {
    same: Option<usize>,
    near: f32,
    kinship: LexicalRelation,
}

/// Measures every word of a sentence beside a question, `BESIDE` figures each.
pub fn beside(query: &Query, question: &QuestionInput, words: &[ReaderToken]) -> Vec<f32> {
    let Meetings {
        meetings,
        same,
        near,
    } = dispatch(Meet { query, words });
    let before = swept(
        query,
        question,
        words,
        &meetings,
        (0..words.len()).collect(),
    );
    let after = swept(
        query,
        question,
        words,
        &meetings,
        (0..words.len()).rev().collect(),
    );
    let vectors = WordVectors::shipped();
    let mut all = Vec::with_capacity(words.len() * BESIDE);
    for (at, (word, meeting)) in words.iter().zip(&meetings).enumerate() {
        let is = |fact: bool| f32::from(u8::from(fact));
        let position = meeting.same.and_then(|term| question.positions.get(term));
        let to_focus = match (question.focus, word.row) {
            (Some(focus), Some(row)) => vectors.similarity(focus, row),
            _ => 0.0,
        };
        all.extend([
            is(meeting.same.is_some()),
            is(meeting.same.is_some() || question.known.contains(&word.known)),
            meeting.near,
            if meeting.same.is_some() {
                word.traits[0]
            } else {
                0.0
            },
            to_focus,
            is(meeting.same.is_some() && meeting.same == query.focus),
            position.copied().unwrap_or(0.0),
            meeting.kinship.related,
            is(meeting.kinship.opposed),
            is(meeting.same.is_none() && is_a(word.row, question.focus)),
        ]);
        all.extend(before.get(at).copied().unwrap_or_default());
        all.extend(after.get(at).copied().unwrap_or_default());
        all.extend([same, near]);
    }
    all
}

/// The words of a question and those of a sentence.
struct Meet<'a> {
    query: &'a Query,
    words: &'a [ReaderToken],
}

/// How they stand to each other.
struct Meetings {
    /// Each word of the sentence.
    meetings: Vec<Meeting>,
    /// Which share of the question's weight the sentence has by form …
    same: f32,
    /// … and by meaning.
    near: f32,
}

impl Kernel for Meet<'_> {
    type Output = Meetings;

    #[inline(always)]
    fn run(self) -> Meetings {
        let mut meetings = Vec::with_capacity(self.words.len());
        for word in self.words {
            meetings.push(meet(self.query, word));
        }
        let (same, near) = covered(self.query, self.words, &meetings);
        Meetings {
            meetings,
            same,
            near,
        }
    }
}

#[inline(always)]
fn meet(query: &Query, word: &ReaderToken) -> Meeting {
    let vectors = WordVectors::shipped();
    let mut meeting = Meeting::default();
    for (at, term) in query.terms.iter().enumerate() {
        let is_same = word
            .stem
            .is_some_and(|stem| term.stems.iter().any(|(known, _)| *known == stem));
        if is_same {
            return Meeting {
                same: Some(at),
                near: 1.0,
                kinship: LexicalRelation::default(),
            };
        }
        if let (Some(a), Some(b)) = (term.row, word.row) {
            let near = vectors.similarity_inline(a, b);
            meeting.near = meeting.near.max(near);
            let kinship = LexicalRelation::of(a, b, near);
            meeting.kinship.related = meeting.kinship.related.max(kinship.related);
            meeting.kinship.opposed |= kinship.opposed;
        }
    }
    meeting
}

/// What the words on one side of each word have of the question, nearer ones counting more.
fn swept(
    query: &Query,
    question: &QuestionInput,
    words: &[ReaderToken],
    meetings: &[Meeting],
    order: Vec<usize>,
) -> Vec<[f32; 6]> {
    let last_terms = query.terms.len().saturating_sub(2);
    let mut found = vec![[0.0f32; 6]; words.len()];
    let mut seen = [0.0f32; 6];
    for at in order {
        if let Some(slot) = found.get_mut(at) {
            *slot = seen;
        }
        let (Some(word), Some(meeting)) = (words.get(at), meetings.get(at)) else {
            continue;
        };
        let weight = word.traits[0];
        let own = if meeting.same.is_some() { weight } else { 0.0 };
        let like = weight * meeting.near.clamp(0.0, 1.0).powi(2);
        seen[0] = seen[0] * 0.7 + own * 0.75;
        seen[1] = seen[1] * 0.9 + own * 0.5;
        seen[2] = seen[2] * 0.8 + like * 0.5;
        match meeting.same {
            Some(term) => {
                seen[3] = 1.0;
                seen[4] = question.positions.get(term).copied().unwrap_or(0.0);
                seen[5] = f32::from(u8::from(term >= last_terms));
            }
            None => seen[3] *= 0.8,
        }
    }
    found
}

/// Returns which share of the question's weight the sentence has, by form and by meaning.
#[inline(always)]
fn covered(query: &Query, words: &[ReaderToken], meetings: &[Meeting]) -> (f32, f32) {
    let vectors = WordVectors::shipped();
    let (mut same, mut near) = (0.0f32, 0.0f32);
    for (at, term) in query.terms.iter().enumerate() {
        if meetings.iter().any(|meeting| meeting.same == Some(at)) {
            same += term.weight;
            near += term.weight;
            continue;
        }
        let mut nearest = 0.0f32;
        for word in words {
            if let (Some(asked), Some(own)) = (term.row, word.row) {
                nearest = nearest.max(vectors.similarity_inline(asked, own));
            }
        }
        near += term.weight * nearest * nearest;
    }
    (same / query.total_weight, near / query.total_weight)
}
